//! The APIs of nodes: their names, their endpoints, and how one is detected.

use std::fmt;

use serde_json::Value;

use crate::client::{ClientError, Conversation, Failure};
use crate::core::message::MsgType;

/// The kind of API that a node has.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Api {
    /// The plan's.
    Plan,
    /// That of p2pool-merged-v36.
    Msg,
    /// That of c2pool.
    C2pool,
}

impl Api {
    /// The stable name.
    pub fn name(self) -> &'static str {
        match self {
            Self::Plan => "plan",
            Self::Msg => "msg",
            Self::C2pool => "c2pool",
        }
    }
}

impl fmt::Display for Api {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

/// Which messages are asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum View {
    /// The newest, of every kind.
    Messages,
    /// The newest of every kind, and the alerts also where others are newer.
    MessagesAndAlerts,
    /// What miners say to each other.
    Chat,
    /// Announcements of operators and authorities.
    Announcements,
    /// Emergencies.
    Alerts,
    /// State of nodes.
    Status,
}

impl View {
    pub(super) fn msg_type(self) -> Option<MsgType> {
        match self {
            Self::Messages | Self::MessagesAndAlerts => None,
            Self::Chat => Some(MsgType::MINER_MESSAGE),
            Self::Announcements => Some(MsgType::POOL_ANNOUNCE),
            Self::Alerts => Some(MsgType::EMERGENCY),
            Self::Status => Some(MsgType::NODE_STATUS),
        }
    }
}

/// The endpoints of a view, each in every spelling.
pub(super) fn plan_paths(view: View) -> &'static [&'static [&'static str]] {
    const RECENT: &[&str] = &["share_messages"];
    const ALERTS: &[&str] = &["share_messages/alerts", "share_messages_alerts"];
    match view {
        View::Messages | View::Announcements | View::Status => &[RECENT],
        View::MessagesAndAlerts => &[RECENT, ALERTS],
        View::Chat => &[&["share_messages/chat", "share_messages_chat"]],
        View::Alerts => &[ALERTS],
    }
}

/// The endpoint that a view has, and /msg/recent where that leaves something out: the endpoint for
/// announcements hides those of authorities together with those of miners.
///
/// A node that shows authority messages only has none in its lists of chats and statuses, also those of
/// authorities, which /msg/recent shows.
pub(super) fn msg_paths(view: View, authority_only: bool) -> &'static [&'static str] {
    const RECENT: &str = "msg/recent?limit=200";
    const ALERTS: &str = "msg/alerts?limit=20";
    const CHAT: &str = "msg/chat?limit=200&verified=0";
    const STATUS: &str = "msg/status?limit=100";
    match view {
        View::Chat if authority_only => &[CHAT, RECENT],
        View::Status if authority_only => &[STATUS, RECENT],
        View::Messages => &[RECENT],
        View::MessagesAndAlerts => &[RECENT, ALERTS],
        View::Chat => &[CHAT],
        View::Announcements => &["msg/announcements?limit=50", RECENT],
        View::Alerts => &[ALERTS],
        View::Status => &[STATUS],
    }
}

/// Asks for what only one kind of API has, the most common first.
///
/// A status alone says little: c2pool answers any path with HTTP 200, p2pool with 404 or 500.
pub(super) async fn find_api(talk: &Conversation<'_>) -> Result<(Api, &'static str), ClientError> {
    type Tells = fn(&Value) -> Option<Api>;
    let questions: [(&str, &'static str, Tells); 5] = [
        ("msg/config", "/msg/config", |answer| {
            if says_c2pool(answer) {
                return Some(Api::C2pool);
            }
            answer.get("authority_only").map(|_| Api::Msg)
        }),
        ("share_messages", "/share_messages", |answer| {
            let messages = answer.get("messages")?;
            messages.is_array().then_some(Api::Plan)
        }),
        ("msg/recent?limit=1", "/msg/recent", |answer| {
            answer.is_array().then_some(Api::Msg)
        }),
        ("version_signaling", "/version_signaling", |answer| {
            let either = answer
                .get("transition_message")
                .or_else(|| answer.get("authority_announcements"));
            either.map(|_| Api::C2pool)
        }),
        // A proxy can hide the server, and below ten shares /version_signaling is empty.
        ("local_stats", "/local_stats", |answer| {
            says_c2pool(answer).then_some(Api::C2pool)
        }),
    ];
    for (path, found_by, tells) in questions {
        let answer = talk.get(path).await;
        if talk.is_c2pool() {
            return Ok((Api::C2pool, "the header Server"));
        }
        match answer {
            Ok(answer) => {
                if let Some(api) = tells(&answer.value) {
                    return Ok((api, found_by));
                }
            }
            Err(error) if error.is_not_there() || error.is_something_else() => {}
            Err(error) => return Err(error),
        }
    }
    Err(ClientError {
        url: talk.base().to_string(),
        failure: Failure::NoApi,
    })
}

/// Whether this is the state of c2pool, its answer for paths that it does not know.
fn says_c2pool(answer: &Value) -> bool {
    let version = answer.get("version").and_then(Value::as_str);
    version.is_some_and(|version| version.starts_with("c2pool"))
}
