//! The three kinds of API that nodes have, behind one. PROTOCOL: section 7.
//!
//! | API | what a node of it answers |
//! | --- | --- |
//! | plan | `/share_messages`, `/signing_keys`, ...: a node that carries out the plan |
//! | msg | `/msg/...`: p2pool-merged-v36 as deployed |
//! | c2pool | `/version_signaling` alone, and its own state for any path that it does not know |

mod api;
pub(super) mod c2pool;
mod errors;
mod incomplete;
mod operator;
mod summaries;
mod walked;

use serde_json::Value;

pub use self::api::{Api, View};
use self::api::{find_api, msg_paths, plan_paths};
use self::errors::Errors;
pub use self::incomplete::Incomplete;
use super::walk::WalkReport;
use super::{ClientError, Conversation, Failure};
use crate::json::keys::KeyRegistryJson;
use crate::json::message::{ListedMessageJson, MessageJson, merge};
use crate::json::parser::Parsed;

/// Messages that a node shows.
#[derive(Debug, Clone, Default)]
pub struct Listing {
    /// The messages, newest first, each with the node that shows it.
    pub messages: Vec<ListedMessageJson>,
    /// How many more there were in the answers than are looked at.
    pub left_out: usize,
    /// The number of entries that are not messages.
    pub unreadable: usize,
    /// The number of its shares whose message_data cannot be opened.
    pub unopened: usize,
    /// Why the node may have more messages, if it hides some.
    pub hidden: Option<Hidden>,
    /// Why its lists lack messages.
    pub incomplete: Vec<Incomplete>,
    /// How far its shares were read, if it answers them.
    pub walk: Option<WalkReport>,
}

/// Why a node hides messages.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Hidden {
    /// Its settings allow messages of authorities only.
    ByPolicy,
    /// It is c2pool and does not answer its shares, so it shows authority messages only.
    ByC2pool,
}

/// A node whose API is known.
#[derive(Debug)]
pub struct Node<'a> {
    talk: Conversation<'a>,
    api: Api,
    /// The path that the API was detected by; `None` if the caller named the API.
    found_by: Option<&'static str>,
    now: u64,
}

impl<'a> Node<'a> {
    /// Finds out which API the node has, unless `api` says it. `now` is Unix seconds.
    ///
    /// # Errors
    /// [`Failure::NoApi`], and what [`Conversation::get`] gives.
    pub async fn find(
        talk: Conversation<'a>,
        api: Option<Api>,
        now: u64,
    ) -> Result<Self, ClientError> {
        let (api, found_by) = match api {
            Some(api) => (api, None),
            None => {
                let (api, path) = find_api(&talk).await?;
                (api, Some(path))
            }
        };
        Ok(Self {
            talk,
            api,
            found_by,
            now,
        })
    }

    /// The kind of API it has.
    pub fn api(&self) -> Api {
        self.api
    }

    /// The path that the API was detected by; `None` if the caller named the API.
    pub fn found_by(&self) -> Option<&'static str> {
        self.found_by
    }

    /// Where it is.
    pub fn url(&self) -> String {
        self.talk.base().to_string()
    }

    /// What the clock of its host says, Unix seconds; `None` if its answers do not tell.
    ///
    /// # Errors
    /// It does not answer.
    pub async fn clock(&self) -> Result<Option<u64>, ClientError> {
        self.talk.clock().await
    }

    /// The messages of a view, each once.
    ///
    /// # Errors
    /// What [`Conversation::get`] gives, and answers that are no messages.
    pub async fn messages(&self, view: View) -> Result<Listing, ClientError> {
        self.listing(view, &mut Errors::fatal()).await
    }

    /// The messages of a view in those answers that can be read, and why others cannot.
    ///
    /// # Errors
    /// As [`messages`](Self::messages), if no answer can be read.
    pub async fn readable_messages(
        &self,
        view: View,
    ) -> Result<(Listing, Vec<ClientError>), ClientError> {
        let mut errors = Errors::kept();
        let listing = self.listing(view, &mut errors).await?;
        let has_any = !listing.messages.is_empty() || listing.walk.is_some();
        Ok((listing, errors.into_partial(has_any)?))
    }

    async fn listing(&self, view: View, errors: &mut Errors) -> Result<Listing, ClientError> {
        let mut listing = Listing::default();
        match self.api {
            Api::Plan => self.plan_messages(view, errors, &mut listing).await?,
            Api::Msg => self.msg_messages(view, errors, &mut listing).await?,
            Api::C2pool => self.c2pool_messages(errors, &mut listing).await?,
        }
        if let Some(msg_type) = view.msg_type() {
            listing
                .messages
                .retain(|listed| listed.message.msg_type() == Some(msg_type));
        }
        listing.messages = merge(listing.messages);
        Ok(listing)
    }

    async fn msg_messages(
        &self,
        view: View,
        errors: &mut Errors,
        listing: &mut Listing,
    ) -> Result<(), ClientError> {
        let authority_only = self.shows_authorities_only().await;
        let authority_only = errors.pass(authority_only)?.unwrap_or(false);
        for path in msg_paths(view, authority_only) {
            let taken = match self.talk.get(path).await {
                Ok(answer) => self.take_in(path, &answer, None, listing),
                Err(error) => Err(error),
            };
            errors.take(taken)?;
        }
        if authority_only {
            listing.hidden = Some(Hidden::ByPolicy);
        }
        let bans = errors.pass(self.known_bans().await)?.flatten();
        if !self.take_in_shares(listing).await {
            listing.incomplete.push(Incomplete::NewShares);
        }
        listing.settle_truncation();
        if let Some(bans) = bans {
            listing.apply_bans(&bans);
        }
        Ok(())
    }

    async fn c2pool_messages(
        &self,
        errors: &mut Errors,
        listing: &mut Listing,
    ) -> Result<(), ClientError> {
        match self.require_chain().await {
            Err(error) if error.is_not_ready() => return Err(error),
            chain => errors.pass(chain)?,
        };
        // First: a message of a share that comes in between is then in the shares, too.
        let mut claims = self.talk.get("version_signaling").await;
        let is_walked = self.take_in_shares(listing).await;
        if !is_walked {
            // Only this page has its messages: a busy node is asked again.
            claims = self.version_signaling().await;
            listing.hidden = Some(Hidden::ByC2pool);
        }
        match claims {
            // A single message that is not UTF-8 makes this page fail.
            Err(_) if is_walked => Ok(()),
            claims => {
                let taken = claims.map(|claims| self.take_in_claims(&claims, is_walked, listing));
                errors.take(taken)
            }
        }
    }

    async fn plan_messages(
        &self,
        view: View,
        errors: &mut Errors,
        listing: &mut Listing,
    ) -> Result<(), ClientError> {
        for spellings in plan_paths(view) {
            let taken = match self.first_there(spellings).await {
                Ok((path, answer)) => {
                    let field = if path.ends_with("alerts") {
                        "alerts"
                    } else {
                        "messages"
                    };
                    self.take_in(path, &answer, Some(field), listing)
                }
                Err(error) => Err(error),
            };
            errors.take(taken)?;
        }
        Ok(())
    }

    /// The plan's headings and its code spell some paths differently.
    async fn first_there<'p>(
        &self,
        spellings: &[&'p str],
    ) -> Result<(&'p str, Parsed), ClientError> {
        let mut first_error = None;
        for path in spellings {
            match self.talk.get(path).await {
                Ok(answer) => return Ok((path, answer)),
                Err(error) if error.is_not_there() => {
                    first_error.get_or_insert(error);
                }
                Err(error) => return Err(error),
            }
        }
        Err(first_error.unwrap_or_else(|| self.wrong(Failure::NoApi, "")))
    }

    /// Takes in an array of messages, or the one in the field `field` of an object.
    fn take_in(
        &self,
        path: &str,
        answer: &Parsed,
        field: Option<&str>,
        listing: &mut Listing,
    ) -> Result<(), ClientError> {
        let value = field.map_or(Some(&answer.value), |field| answer.value.get(field));
        let messages = value.and_then(Value::as_array).ok_or_else(|| {
            let found = kind_of(&answer.value);
            let expected = "messages";
            self.wrong(Failure::WrongShape { expected, found }, path)
        })?;
        listing.left_out += answer.left_out;
        listing.note_truncation(path, messages);
        for value in messages {
            match MessageJson::read(value, self.now) {
                Some(message) => listing.messages.push(self.shown_here(message)),
                None => listing.unreadable += 1,
            }
        }
        Ok(())
    }

    fn take_in_signaling(&self, answer: &Parsed, listing: &mut Listing) {
        let field = |name| answer.value.get(name);
        let transition = field("transition_message")
            .and_then(|value| MessageJson::read_transition(value, self.now));
        let announcements = field("authority_announcements").and_then(Value::as_array);
        let announcements = announcements
            .into_iter()
            .flatten()
            .filter_map(|value| MessageJson::read(value, self.now));
        listing.left_out += answer.left_out;
        listing.messages.extend(
            transition
                .into_iter()
                .chain(announcements)
                .map(|message| self.shown_here(message)),
        );
    }

    /// Takes in the messages that c2pool claims to have. Most of them are in its shares as well.
    fn take_in_claims(&self, answer: &Parsed, is_walked: bool, listing: &mut Listing) {
        let mut claims = Listing::default();
        self.take_in_signaling(answer, &mut claims);
        listing.left_out += claims.left_out;
        for mut claim in claims.messages {
            claim.message = claim.message.as_claim(is_walked);
            listing.messages.push(claim);
        }
    }

    fn shown_here(&self, message: MessageJson) -> ListedMessageJson {
        ListedMessageJson::shown(message, self.url())
    }

    async fn version_signaling(&self) -> Result<Parsed, ClientError> {
        match self.api {
            Api::C2pool => c2pool::version_signaling(&self.talk).await,
            Api::Plan | Api::Msg => self.talk.get("version_signaling").await,
        }
    }

    /// Requires that the node has a share chain, as far as it tells.
    ///
    /// # Errors
    /// [`Failure::Starting`], and as [`messages`](Self::messages).
    pub async fn require_chain(&self) -> Result<(), ClientError> {
        match self.api {
            Api::C2pool => c2pool::require_chain(&self.talk).await,
            Api::Plan | Api::Msg => Ok(()),
        }
    }

    /// Older nodes do not say; they show what they have.
    async fn shows_authorities_only(&self) -> Result<bool, ClientError> {
        match self.talk.get("msg/config").await {
            Ok(config) => {
                let says = |name, value| config.value.get(name) == Some(&Value::Bool(value));
                Ok(says("authority_only", true) || says("enable_miner_messages", false))
            }
            Err(error) if error.is_not_there() => Ok(false),
            Err(error) => Err(error),
        }
    }

    /// The signing keys that it knows.
    ///
    /// # Errors
    /// [`Failure::NotInApi`], and as [`messages`](Self::messages).
    pub async fn keys(&self) -> Result<KeyRegistryJson, ClientError> {
        let path = match self.api {
            Api::Plan => "signing_keys",
            Api::Msg => "msg/stats",
            Api::C2pool => return Err(self.not_in_api("signing keys")),
        };
        let answer = self.talk.get(path).await?;
        let registry = match self.api {
            Api::Plan => Some(&answer.value),
            _ => answer.value.get("key_registry"),
        };
        registry
            .and_then(|registry| KeyRegistryJson::read(registry, &self.url()))
            .ok_or_else(|| self.not("a registry of signing keys", path, &answer))
    }

    fn not_in_api(&self, what: &'static str) -> ClientError {
        let api = self.api.name();
        self.wrong(Failure::NotInApi { what, api }, "")
    }

    fn not(&self, expected: &'static str, path: &str, answer: &Parsed) -> ClientError {
        let found = kind_of(&answer.value);
        self.wrong(Failure::WrongShape { expected, found }, path)
    }

    fn wrong(&self, failure: Failure, path: &str) -> ClientError {
        ClientError {
            url: format!("{}/{path}", self.url()),
            failure,
        }
    }
}

fn kind_of(value: &Value) -> &'static str {
    match value {
        Value::Null => "null",
        Value::Bool(_) => "true or false",
        Value::Number(_) => "a number",
        Value::String(_) => "text",
        Value::Array(_) => "an array",
        Value::Object(_) => "an object",
    }
}
