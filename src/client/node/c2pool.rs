//! The states of c2pool over HTTP: it starts slowly, and a busy node denies its shares.
//!
//! It answers before it has a share chain. While another thread holds the share chain, its answers
//! lack the newest share and its messages.

use std::time::Duration;

use serde_json::{Value, json};
use tokio::time::sleep;

use crate::client::{ClientError, Conversation, Failure};
use crate::json::number_in;
use crate::json::parser::Parsed;

/// How often a busy node is asked.
const TRIES: u32 = 5;

/// The pause before a busy node is asked again; it doubles each time.
const PAUSE: Duration = Duration::from_millis(100);

/// The height of the chain, from its newest share.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Tip {
    /// The node does not tell.
    Unknown,
    /// Another thread holds the share chain.
    Busy,
    /// The height.
    Height(u64),
}

/// Requires that the node has a share chain, as far as it tells.
///
/// # Errors
/// [`Failure::Starting`], and what [`Conversation::get`] gives.
pub(in crate::client) async fn require_chain(talk: &Conversation<'_>) -> Result<(), ClientError> {
    match talk.get("web/sync_status").await {
        Ok(answer) => match answer.value.get("has_best_share") {
            Some(Value::Bool(false)) => Err(failed(talk, Failure::Starting)),
            _ => Ok(()),
        },
        Err(error) if is_starting(&error) => Err(failed(talk, Failure::Starting)),
        // Other versions do not have it.
        Err(error) if error.is_not_there() || error.is_something_else() => Ok(()),
        Err(error) => Err(error),
    }
}

/// Whether an answer of `/version_signaling` is one about fewer than ten shares.
pub(super) fn is_about_few_shares(answer: &Value) -> bool {
    answer.get("transition_message").is_none() && answer.get("chain_height").is_none()
}

/// The answer of `/version_signaling`. An answer without a message counts only if the node repeats it
/// after it was not busy.
///
/// # Errors
/// [`Failure::Starting`], [`Failure::Busy`], and what [`Conversation::get`] gives.
pub(super) async fn version_signaling(talk: &Conversation<'_>) -> Result<Parsed, ClientError> {
    let mut was_free = false;
    for attempt in 0..TRIES {
        let answer = talk.get("version_signaling").await?;
        if is_about_few_shares(&answer.value) {
            let status = talk.get("web/sync_status").await?;
            return match status.value.get("has_best_share") {
                Some(Value::Bool(true)) => Ok(answer),
                _ => Err(failed(talk, Failure::Starting)),
            };
        }
        let field = |name| answer.value.get(name);
        let announcements = field("authority_announcements").and_then(Value::as_array);
        let has_message = field("transition_message").is_some_and(Value::is_object)
            || announcements.is_some_and(|announcements| !announcements.is_empty());
        if has_message || was_free {
            return Ok(answer);
        }
        was_free = tip(talk).await? != Tip::Busy;
        if !was_free {
            pause(attempt).await;
        }
    }
    Err(failed(talk, Failure::Busy { tries: TRIES }))
}

/// The height of the best chain, without forks. A busy node is asked again.
///
/// # Errors
/// [`Failure::Busy`], and what [`Conversation::get`] gives.
pub(in crate::client) async fn height(talk: &Conversation<'_>) -> Result<Option<u64>, ClientError> {
    for attempt in 0..TRIES {
        match tip(talk).await? {
            Tip::Busy => pause(attempt).await,
            Tip::Unknown => return Ok(None),
            Tip::Height(height) => return Ok(Some(height)),
        }
    }
    Err(failed(talk, Failure::Busy { tries: TRIES }))
}

/// Asks for the newest share. A busy node knows a height, which includes forks, and no hash.
async fn tip(talk: &Conversation<'_>) -> Result<Tip, ClientError> {
    let answer = match talk.get("sharechain/tip").await {
        Ok(answer) => answer.value,
        Err(error) if error.is_not_there() || error.is_something_else() => return Ok(Tip::Unknown),
        Err(error) => return Err(error),
    };
    let height = answer
        .get("height")
        .and_then(|height| number_in(height, ""));
    let hash = answer.get("hash").and_then(Value::as_str);
    Ok(match (height, hash) {
        (Some(height), Some("")) if height > 0 => Tip::Busy,
        (Some(height), Some(_)) => Tip::Height(height),
        _ => Tip::Unknown,
    })
}

/// The blob that the node embeds in its own shares, in hex; `None` if an operator set none.
///
/// # Errors
/// As [`call`].
pub(super) async fn operator_blob(talk: &Conversation<'_>) -> Result<Option<String>, ClientError> {
    let result = call(talk, "getmessageblob", json!([])).await?;
    let hex = result.get("hex").and_then(Value::as_str);
    Ok(hex.filter(|hex| !hex.is_empty()).map(str::to_owned))
}

/// Calls a method of JSON-RPC.
///
/// # Errors
/// The node answers with an error or without a result, and what [`Conversation::post`] gives.
pub(super) async fn call(
    talk: &Conversation<'_>,
    method: &str,
    params: Value,
) -> Result<Value, ClientError> {
    let call = json!({"jsonrpc": "2.0", "id": 1, "method": method, "params": params});
    let mut answer = talk.post("", &call).await?.value;
    match answer.get_mut("result") {
        Some(result) => Ok(result.take()),
        None => Err(failed(
            talk,
            Failure::WrongShape {
                expected: "an answer to a call",
                found: "something else",
            },
        )),
    }
}

/// Waits before the next try, if there is one.
async fn pause(attempt: u32) {
    if attempt + 1 == TRIES {
        return;
    }
    sleep(PAUSE.saturating_mul(2_u32.saturating_pow(attempt))).await;
}

/// Whether the node fails over this path as it does in its first seconds.
fn is_starting(error: &ClientError) -> bool {
    matches!(error.failure, Failure::Status { status: 500, .. })
}

fn failed(talk: &Conversation<'_>, failure: Failure) -> ClientError {
    ClientError {
        url: talk.base().to_string(),
        failure,
    }
}
