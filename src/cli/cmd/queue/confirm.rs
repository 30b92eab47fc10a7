//! `queue confirm INPUT... | --node URL`: which messages of the queue were seen in shares.

use std::collections::HashMap;

use super::{content, kind, lock, report};
use crate::cli::error::{CliError, Outcome};
use crate::cli::input::InputArgs;
use crate::cli::nodes::{ConnectionArgs, Nodes, explain_hidden, got};
use crate::cli::output::{Output, Table};
use crate::cli::record::decode_all;
use crate::cli::settings::Settings;
use crate::cli::signer::KeyFiles;
use crate::client::node::View;
use crate::core::envelope::KNOWN_AUTHORITIES;
use crate::core::hash::{MessageHash, ShareHash, SigningId};
use crate::core::key::{SignatureCheck, SigningPubkey};
use crate::core::message::MsgFlags;
use crate::core::queue::{Entry, EntryId, Queue, Settled, State};
use crate::core::registry::SignatureStatus;
use crate::json::message::{self, DecodedMessageJson, FlagsJson, MessageJson};
use crate::json::queue::ConfirmedJson;
use crate::json::record::RecordJson;

/// Mark the messages that were seen in shares as sent
///
/// A message is known by its message_hash, also when it was packed again after its lease, and even
/// when it has expired here. One that is to be signed counts only with a signature of a key of the
/// key log: anybody can put a copy of it into a share of their own. Nothing else of a share is
/// checked; `verify` does that.
///
/// With --node the nodes say which messages they have seen in shares: a message is known by its
/// kind, second and content, and one that is to be signed counts only if the node has verified it as
/// one of a key of the key log.
#[derive(Debug, clap::Args)]
#[command(
    after_help = "Examples:
  p2msg queue confirm ~/p2pool/data/litecoin
  p2msg queue confirm shares.3 --json
  p2msg queue confirm --node http://127.0.0.1:9327",
    mut_arg("inputs", |inputs| inputs.required(false).required_unless_present("nodes"))
)]
pub struct ConfirmArgs {
    #[command(flatten)]
    input: InputArgs,

    /// Ask the node at this base URL instead; can be repeated
    #[arg(long = "node", value_name = "URL", conflicts_with = "inputs")]
    nodes: Vec<String>,

    #[command(flatten)]
    connection: ConnectionArgs,
}

/// Runs the command.
///
/// # Errors
/// The queue or the key log cannot be read, or the queue cannot be changed.
pub fn run(args: ConfirmArgs, settings: &Settings, out: &mut Output) -> Result<Outcome, CliError> {
    let files = KeyFiles::new(settings)?;
    let mut seen = Seen::new(&files.data.read_queue()?, &files)?;
    let outcome = if args.nodes.is_empty() {
        read_shares(&args.input, &mut seen, settings, out)?
    } else {
        let nodes = args
            .connection
            .named("--node", &args.nodes, settings, out)?;
        ask_nodes(&nodes, &mut seen, out)?
    };
    let now = settings.now();
    let lock = lock(settings)?;
    let mut locked = lock.queue()?;
    // Before time is considered: what was seen did not expire unsent.
    let sent = locked.queue.confirm(now, &seen.in_shares);
    let settled = locked.queue.settle(now);
    if !sent.is_empty() || settled != Settled::default() {
        locked.save()?;
        report(&settled, out);
    }
    print(&locked.queue, &sent, &seen, out)?;
    out.note(format!(
        "{} found in shares; {} packed and {} pending wait",
        sent.len(),
        locked.queue.count(now, State::Packed),
        locked.queue.count(now, State::Pending)
    ));
    Ok(outcome)
}

fn read_shares(
    input: &InputArgs,
    seen: &mut Seen,
    settings: &Settings,
    out: &mut Output,
) -> Result<Outcome, CliError> {
    let authorities = KNOWN_AUTHORITIES.to_vec();
    decode_all(input, authorities, true, settings, out, |record, out| {
        for message in &record.messages {
            seen.look_at(message, out);
        }
        let Some(error) = unreadable(&record) else {
            return Ok(Outcome::Done);
        };
        out.error(&error);
        Ok(Outcome::Malformed)
    })
}

fn ask_nodes(nodes: &Nodes, seen: &mut Seen, out: &Output) -> Result<Outcome, CliError> {
    let answers = nodes.ask(out, async |node| {
        let mut listing = node.messages(View::MessagesAndAlerts).await?;
        let status = node.messages(View::Status).await?;
        listing.messages.extend(status.messages);
        Ok(listing)
    })?;
    let (listings, outcome) = got(answers, out);
    for (url, listing) in &listings {
        explain_hidden(url, listing, out);
        for listed in &listing.messages {
            seen.look_at_node(url, &listed.message, out);
        }
    }
    Ok(outcome)
}

/// What was looked for and what was found.
struct Seen {
    /// The messages looked for, and whether they are to be signed.
    wanted: HashMap<MessageHash, (EntryId, bool)>,
    /// The same messages, by what identifies them at nodes, with their flags.
    by_identity: HashMap<String, (MessageHash, MsgFlags)>,
    /// Our keys; the public key where it is known.
    keys: HashMap<SigningId, Option<SigningPubkey>>,
    /// What was found, and the first share that it was found in.
    in_shares: HashMap<MessageHash, Option<ShareHash>>,
}

impl Seen {
    fn new(queue: &Queue, files: &KeyFiles) -> Result<Self, CliError> {
        let is_signed = |entry: &Entry| entry.flags.has(MsgFlags::HAS_SIGNATURE);
        let wanted = queue
            .entries()
            .iter()
            .filter(|entry| entry.state != State::Sent)
            .map(|entry| (entry.message_hash, (entry.id, is_signed(entry))))
            .collect();
        let by_identity = queue
            .entries()
            .iter()
            .filter(|entry| entry.state != State::Sent)
            .map(|entry| {
                let identity = message::identity(entry.msg_type, entry.timestamp, &entry.payload);
                (identity, (entry.message_hash, entry.flags))
            })
            .collect();
        let log = files.data.key_log()?;
        let mut keys: HashMap<_, _> = log
            .in_use(None)
            .map(|entry| (entry.signing_id, entry.signing_pubkey))
            .collect();
        if let Some(state) = files.data.key_state(&files.path)? {
            keys.entry(state.signing_id).or_insert(None);
        }
        Ok(Self {
            wanted,
            by_identity,
            keys,
            in_shares: HashMap::new(),
        })
    }

    fn look_at(&mut self, message: &DecodedMessageJson, out: &Output) {
        let Some((id, signed)) = self.wanted.get(&message.message_hash) else {
            return;
        };
        let share_hash = message.message.share_hash.as_deref();
        let share_hash = share_hash.and_then(|share_hash| share_hash.parse().ok());
        if *signed && !self.is_ours(message) {
            let place = share_hash.map_or_else(
                || "message_data".to_owned(),
                |share_hash: ShareHash| format!("share {share_hash}"),
            );
            out.warning(format!(
                "{place} has message {id}, but not with a signature of a key of the key log: \
                 it does not count"
            ));
            return;
        }
        let found = self.in_shares.entry(message.message_hash).or_default();
        *found = found.or(share_hash);
    }

    fn look_at_node(&mut self, url: &str, message: &MessageJson, out: &Output) {
        let Some((message_hash, flags)) = self.by_identity.get(&message.identity()) else {
            return;
        };
        // Other flags make another message; what the flag of authorities is, nodes do not say.
        let same_flags = |shown: FlagsJson| {
            [
                (shown.signed, MsgFlags::HAS_SIGNATURE),
                (shown.broadcast, MsgFlags::BROADCAST),
                (shown.persistent, MsgFlags::PERSISTENT),
            ]
            .into_iter()
            .all(|(shown, flag)| shown == flags.has(flag))
        };
        let Some((id, signed)) = self.wanted.get(message_hash) else {
            return;
        };
        if !message.flags.is_none_or(same_flags) {
            return;
        }
        let signing_id = message.signing_id.as_deref();
        let is_ours = signing_id
            .and_then(|signing_id| signing_id.parse().ok())
            .is_some_and(|signing_id| self.keys.contains_key(&signing_id));
        if *signed && !(message.verified && is_ours) {
            out.warning(format!(
                "{url} shows message {id}, but has not verified it as one of a key of the key log: \
                 it does not count"
            ));
            return;
        }
        let share_hash = message.share_hash.as_deref();
        let share_hash = share_hash.and_then(|share_hash| share_hash.parse().ok());
        let found = self.in_shares.entry(*message_hash).or_default();
        *found = found.or(share_hash);
    }

    fn is_ours(&self, message: &DecodedMessageJson) -> bool {
        let signing_id = message.message.signing_id.as_deref();
        let signing_id = signing_id.and_then(|signing_id| signing_id.parse().ok());
        match signing_id.and_then(|signing_id: SigningId| self.keys.get(&signing_id)) {
            None => false,
            Some(Some(pubkey)) => {
                let signature = hex::decode(&message.signature).unwrap_or_default();
                pubkey.verify(message.message_hash, &signature) != SignatureCheck::Invalid
            }
            // Announced on the way: a key whose HASH160 is our signing_id.
            Some(None) => matches!(
                message.signature_status,
                SignatureStatus::Valid | SignatureStatus::Revoked
            ),
        }
    }
}

fn unreadable(record: &RecordJson) -> Option<CliError> {
    let error = record.error.as_ref()?;
    let place = format!("{} line {}", record.source.name, record.source.line);
    let at = error
        .offset
        .map(|offset| format!(" at byte {offset}"))
        .unwrap_or_default();
    Some(
        CliError::malformed(
            error.code.clone(),
            format!("{place}{at}: {}", error.message),
        )
        .hint("the other lines count all the same; p2msg decode shows what can be read of it"),
    )
}

fn print(queue: &Queue, sent: &[EntryId], seen: &Seen, out: &mut Output) -> Result<(), CliError> {
    let mut table = Table::new(["ID", "TYPE", "SHARE", "CONTENT"]).right(0);
    for id in sent {
        let entry = queue.get(*id)?;
        let share_hash = seen.in_shares.get(&entry.message_hash).copied().flatten();
        if out.json() {
            let confirmed = ConfirmedJson {
                id: *id,
                type_name: entry.msg_type.name().into_owned(),
                message_hash: entry.message_hash,
                share_hash,
            };
            out.record(&confirmed)?;
        } else {
            table.row([
                id.to_string(),
                kind(entry.msg_type),
                share_hash.map_or_else(|| "not known".to_owned(), |hash| hash.to_string()),
                content(entry),
            ]);
        }
    }
    out.table(table)
}
