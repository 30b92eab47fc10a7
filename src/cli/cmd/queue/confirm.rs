//! `queue confirm INPUT... | --node URL`: which messages of the queue were seen in shares.

use super::{changed, content, kind};
use crate::cli::error::{CliError, Outcome};
use crate::cli::input::{AuthorityArgs, InputArgs};
use crate::cli::nodes::{ConnectionArgs, Nodes, explain_hidden, got};
use crate::cli::outbox;
use crate::cli::output::{Output, Table};
use crate::cli::record::read_all;
use crate::cli::settings::Settings;
use crate::cli::walks::looked_at;
use crate::client::node::View;
use crate::client::walk::{Walk, WalkReport};
use crate::core::address::Addresses;
use crate::core::hash::ShareHash;
use crate::core::message::envelope::Authority;
use crate::core::message::queue::{Entry, EntryId};
use crate::json::message::{FlagsJson, MessageJson};
use crate::json::queue::ConfirmedJson;
use crate::outbox::{NodeSighting, Search, Sighting};
use crate::shares::{Broken, Carried, Content, MessageDecoder, Proof, Record};

/// Mark the messages that were seen in shares as sent
///
/// A message is known by its message_hash, also when it was packed again after its lease, and even
/// when it has expired here. One that is to be signed counts only with a signature of a key of the
/// key log: anybody can put a copy of it into a share of their own. A share whose proof of work is
/// invalid on the network of --net does not count, and the exit code is 4. message_data without its
/// share, as from an archive, has no proof of work and counts.
///
/// With --node p2msg reads the shares of the node and checks the signatures in them itself, where the
/// node answers its shares: c2pool and p2pool-merged-v36. In the lists of messages of a node, a message
/// is known by its type, second and content, and a signed one counts only if the node has verified it
/// under a key of the key log.
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

    /// Ask the node at this base URL instead; can be repeated, or have blanks between several
    #[arg(long = "node", value_name = "URL", conflicts_with = "inputs")]
    nodes: Vec<String>,

    #[command(flatten)]
    authority: AuthorityArgs,

    #[command(flatten)]
    connection: ConnectionArgs,
}

/// Runs the command.
///
/// # Errors
/// The queue or the key log cannot be read, or the queue cannot be changed.
pub fn run(args: ConfirmArgs, settings: &Settings, out: &mut Output) -> Result<Outcome, CliError> {
    let outbox = outbox::open(settings)?;
    let mut search = outbox.search()?;
    let authorities = args.authority.authorities();
    let outcome = if args.nodes.is_empty() {
        read_shares(&args.input, authorities, &mut search, settings, out)?
    } else {
        let nodes = args
            .connection
            .named("--node", &args.nodes, settings, out)?;
        let nodes = nodes.trusting(&authorities);
        ask_nodes(&nodes, authorities, &mut search, settings.now(), out)?
    };
    let confirmed = outbox.confirm(&search, settings.now())?;
    outbox::report(&confirmed.settled, out);
    changed("marked as sent", &confirmed.sent, out);
    print(&confirmed.sent, out)?;
    out.note(format!(
        "{} found in shares; {} packed and {} pending wait",
        confirmed.sent.len(),
        confirmed.packed,
        confirmed.pending
    ));
    Ok(outcome)
}

fn read_shares(
    input: &InputArgs,
    authorities: Vec<Authority>,
    search: &mut Search,
    settings: &Settings,
    out: &mut Output,
) -> Result<Outcome, CliError> {
    let inputs = input.inputs(settings, out)?;
    let mut addresses = Addresses::new(inputs.network());
    let mut decoder = inputs.decoder(authorities, out);
    let network = inputs.network();
    let keep = |record: &Record<'_>| found(record, &mut addresses).transpose();
    read_all(&inputs, true, out, keep, |found, out| {
        let Found { carried, proof } = match found {
            Ok(found) => found,
            Err(error) => {
                out.error(&error);
                return Ok(Outcome::Malformed);
            }
        };
        let mut outcome = Outcome::Done;
        for message in &decoder.decode(&carried).messages {
            let sighting = match &proof {
                Some(proof) => search.see_in_share(message, proof, network),
                None => search.see(message, carried.share_hash),
            };
            match sighting {
                Sighting::NotOurs(id) => warn_not_ours(id, carried.share_hash, out),
                Sighting::NoProofOfWork(id) => {
                    out.warning(format!(
                        "{} has message {id}, but its proof of work is invalid on {}: it does not \
                         count; check --net",
                        place(carried.share_hash),
                        network.name
                    ));
                    outcome = Outcome::DoesNotHold;
                }
                Sighting::Ignored | Sighting::Counts(_) => {}
            }
        }
        Ok(outcome)
    })
}

/// A record with message_data.
struct Found {
    carried: Carried,
    /// Of a share.
    proof: Option<Proof>,
}

fn found(record: &Record<'_>, addresses: &mut Addresses) -> Result<Option<Found>, CliError> {
    if let Content::Broken(broken) = &record.content {
        return Err(unreadable(record, broken));
    }
    let carried = record
        .message_data(addresses)
        .map_err(|error| unreadable(record, &error.into()))?;
    let proof = match &record.content {
        Content::Share { share, commitment } => Some(Proof::new(share, commitment)),
        _ => None,
    };
    Ok(carried.map(|carried| Found { carried, proof }))
}

fn place(share_hash: Option<ShareHash>) -> String {
    match share_hash {
        Some(share_hash) => format!("share {share_hash}"),
        None => "message_data".to_owned(),
    }
}

fn warn_not_ours(id: EntryId, share_hash: Option<ShareHash>, out: &Output) {
    out.warning(format!(
        "{} has message {id}, but not with a signature of a key of the key log: it does not count",
        place(share_hash)
    ));
}

fn ask_nodes(
    nodes: &Nodes,
    authorities: Vec<Authority>,
    search: &mut Search,
    now: u64,
    out: &Output,
) -> Result<Outcome, CliError> {
    let answers = nodes.ask(out, async |node| {
        let mut listing = node.messages(View::MessagesAndAlerts).await?;
        let status = node.messages(View::Status).await?;
        listing.messages.extend(status.messages);
        // The warnings are about the walk whose shares are searched.
        let walk = node.shares().await;
        listing.walk = walk.as_ref().map(WalkReport::of);
        let walk = walk.unwrap_or_default();
        Ok((walk, listing))
    })?;
    let (answers, outcome) = got(answers, out);
    for (url, (walk, listing)) in &answers {
        explain_hidden(url, listing, out);
        if listing.walk.is_some() {
            see_shares(walk, authorities.clone(), search, now, out);
            out.note(format!("{url}: {}", looked_at(&WalkReport::of(walk))));
        }
        // Messages with a message_hash are from the shares.
        let only_listed = listing.messages.iter();
        for listed in only_listed.filter(|listed| listed.message_hash.is_none()) {
            if let Sighting::NotOurs(id) = search.see_at_node(&shown(&listed.message)) {
                out.warning(format!(
                    "{url} shows message {id}, but has not verified it as one of a key of the key \
                     log: it does not count"
                ));
            }
        }
    }
    Ok(outcome)
}

/// Takes the messages of the shares of a node, with p2msg's own signature checks.
fn see_shares(
    walk: &Walk,
    authorities: Vec<Authority>,
    search: &mut Search,
    now: u64,
    out: &Output,
) {
    let mut decoder = MessageDecoder::new(authorities, now);
    for share in walk
        .shares
        .iter()
        .filter(|share| !share.message_data.is_empty())
    {
        let carried = Carried {
            message_data: share.message_data.clone(),
            address: share.address.as_deref().map(Into::into),
            share_hash: Some(share.share_hash),
        };
        for message in &decoder.decode(&carried).messages {
            if let Sighting::NotOurs(id) = search.see(message, carried.share_hash) {
                warn_not_ours(id, carried.share_hash, out);
            }
        }
    }
}

fn shown(message: &MessageJson) -> NodeSighting {
    NodeSighting {
        identity: message.identity(),
        flags: message.flags.map(FlagsJson::to_flags),
        verified: message.verified,
        signing_id: message.signing_id.as_deref().and_then(|id| id.parse().ok()),
        share_hash: message
            .share_hash
            .as_deref()
            .and_then(|hash| hash.parse().ok()),
    }
}

fn unreadable(record: &Record<'_>, broken: &Broken) -> CliError {
    let place = record.place();
    let at = broken
        .offset()
        .map(|offset| format!(" at byte {offset}"))
        .unwrap_or_default();
    CliError::malformed(broken.code(), format!("{place}{at}: {broken}"))
        .hint("the other records count; p2msg decode shows what can be read of this one")
}

fn print(sent: &[Entry], out: &mut Output) -> Result<(), CliError> {
    let mut table = Table::new(["ID", "TYPE", "SHARE", "CONTENT"]).right(0);
    for entry in sent {
        let share_hash = entry.share_hash();
        if out.json() {
            let confirmed = ConfirmedJson {
                id: entry.id,
                type_name: entry.msg_type.name().into_owned(),
                message_hash: entry.message_hash,
                share_hash,
            };
            out.record(&confirmed)?;
        } else {
            table.row([
                entry.id.to_string(),
                kind(entry.msg_type),
                share_hash.map_or_else(|| "not known".to_owned(), |hash| hash.to_string()),
                content(entry),
            ]);
        }
    }
    out.table(table)
}
