//! Every JSON object that p2msg prints, and the JSON that nodes answer.
//!
//! With `--json`, each object on stdout has the schema `p2msg.KIND/1`. Each KIND has one type here,
//! which implements [`Schema`]; [`KINDS`] lists them. [`from_line`] parses a printed line into its
//! type. Within a schema number, fields are added; none is removed or changes its meaning. All types
//! ignore unknown fields.
//!
//! A field without a value is either null or missing, as the type of each field documents:
//! `skip_serializing_if` marks the fields that are missing. Times are Unix seconds. Numbers that can
//! exceed 2^53 are decimal strings. Hashes are hex, in the order in which people see them.
//!
//! | module | objects |
//! | --- | --- |
//! | [`record`] | decode, verify, authority_open |
//! | [`message`], [`keys`], [`stats`] | message, keys, stats: of share stores and of nodes |
//! | [`share`], [`rules`] | a share, its proof of work and its place in the chain, in records; verify_chain |
//! | [`key`] | key, key_log, announcement |
//! | [`queue`] | send, status, pack, queue_entry, queue_retry, queue_confirm |
//! | [`authority`] | authority_seal, keystore |
//! | [`node`], [`check`] | transition, bans, ban, unban, diag, load_blob, check |
//! | [`peer`] | peer, peer_share, peer_shares |
//! | [`doctor`], [`settings`], [`serve`], [`demo`] | doctor, setting, config_sample, serve, demo, demo_share |
//! | [`generated`] | completions, man |
//! | [`error`] | the lines on stderr, and the exit codes |
//!
//! Nodes of different ages answer different JSON. [`parser`] parses it within bounds, and the `read`
//! functions, such as [`message::MessageJson::read`], accept what deviates.

pub mod authority;
pub mod check;
pub mod demo;
pub mod doctor;
pub mod error;
pub mod generated;
pub mod key;
pub mod keys;
mod lenient;
pub mod local_stats;
pub mod message;
pub mod node;
pub mod node_share;
pub mod parser;
pub mod peer;
pub mod queue;
pub mod record;
pub mod rules;
pub mod serve;
pub mod settings;
pub mod share;
pub mod stats;
#[cfg(test)]
mod tests;
pub mod value;

use std::fmt;

use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::{Map, Value};

pub use lenient::number_in;

/// An object with the schema `p2msg.KIND/1`.
pub trait Schema: Serialize {
    /// The KIND, such as `decode`.
    const KIND: &'static str;
}

/// Displays as the schema of `T`: `p2msg.KIND/1`.
struct SchemaName<T>(std::marker::PhantomData<T>);

/// The value of the field `schema` in objects of type `T`: `p2msg.KIND/1`.
pub fn schema<T: Schema>() -> impl fmt::Display {
    SchemaName::<T>(std::marker::PhantomData)
}

impl<T: Schema> fmt::Display for SchemaName<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "p2msg.{}/1", T::KIND)
    }
}

macro_rules! kinds {
    ($($kind:literal => $object:ty,)*) => {
        $(impl Schema for $object {
            const KIND: &'static str = $kind;
        })*

        /// Every KIND.
        pub const KINDS: &[&str] = &[$($kind),*];
    };
}

kinds! {
    "announcement" => key::AnnouncementCheckJson,
    "authority_open" => record::OpenedJson,
    "authority_seal" => authority::SealedJson,
    "ban" => node::BanJson,
    "bans" => node::BansJson,
    "check" => check::CheckJson,
    "completions" => generated::CompletionsJson,
    "config_sample" => settings::ConfigSampleJson,
    "decode" => record::RecordJson,
    "demo" => demo::DemoJson,
    "demo_share" => demo::DemoShareJson,
    "diag" => node::DiagJson,
    "doctor" => doctor::FindingJson,
    "key" => key::KeyJson,
    "key_log" => key::KeyLogJson,
    "keys" => keys::KeyRegistryJson,
    "keystore" => authority::KeystoreJson,
    "load_blob" => node::LoadedJson,
    "man" => generated::ManPageJson,
    "message" => message::ListedMessageJson,
    "pack" => queue::PackedJson,
    "queue_confirm" => queue::ConfirmedJson,
    "queue_entry" => queue::QueueEntryJson,
    "queue_retry" => queue::RetriedJson,
    "peer" => peer::PeerJson,
    "peer_share" => peer::PeerShareJson,
    "peer_shares" => peer::PeerSharesJson,
    "send" => queue::SentJson,
    "serve" => serve::ServingJson,
    "setting" => settings::SettingJson,
    "stats" => stats::StatsJson,
    "status" => queue::StatusJson,
    "transition" => node::TransitionJson,
    "unban" => node::UnbanJson,
    "verify" => record::VerifiedRecordJson,
    "verify_chain" => rules::ChainJson,
}

/// Why a line is not an object of the expected KIND.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum LineError {
    /// The line is not a JSON object, or a field is missing or malformed.
    #[error("cannot read the line: {0}")]
    Json(#[from] serde_json::Error),
    /// The object has another schema.
    #[error("the schema is {found}, expected {expected}")]
    Schema {
        /// The schema of the object; null if it has none.
        found: Value,
        /// The schema of the type.
        expected: String,
    },
}

/// Parses a line that a command printed with `--json`.
///
/// ```
/// use p2msg::json::{from_line, queue::SentJson};
///
/// let line = format!(
///     r#"{{"schema":"p2msg.send/1","id":7,"type":"MINER_MESSAGE","message_hash":"{}","bytes":5,"pending":1}}"#,
///     "00".repeat(32)
/// );
/// let sent: SentJson = from_line(&line)?;
/// assert_eq!(sent.id.0, 7);
/// # Ok::<(), p2msg::json::LineError>(())
/// ```
///
/// # Errors
/// The line is not JSON, its schema is another one, or a field is missing or malformed.
pub fn from_line<T: Schema + DeserializeOwned>(line: &str) -> Result<T, LineError> {
    let mut object: Map<String, Value> = serde_json::from_str(line)?;
    let found = object.shift_remove("schema").unwrap_or_default();
    let expected = schema::<T>().to_string();
    if found.as_str() != Some(&expected) {
        return Err(LineError::Schema { found, expected });
    }
    Ok(serde_json::from_value(object.into())?)
}
