//! `peer info`: who the peers are, and which chain they follow.

use super::forks::fork_words;
use super::listen::{Flow, listen};
use crate::cli::chain_demands::ChainDemandArgs;
use crate::cli::error::{CliError, Outcome};
use crate::cli::nodes::block_on;
use crate::cli::output::{Output, Table};
use crate::cli::peers::{PeerArgs, peer_error, unmet_error, withheld_error};
use crate::cli::settings::Settings;
use crate::core::chain::rules::HashRate;
use crate::core::hash::ShareHash;
use crate::json::peer::PeerJson;
use crate::peer::{Fork, Goal, Listener, Notice, PeerAddress, PeerInfo, ShareView};

/// The newest shares of each chain that are fetched: as many as one request returns.
const SHARES: u32 = 1001;
/// The addresses that are requested; nodes return at most 100.
const ADDRESSES: u32 = 100;

/// Show nodes of the pool's own network, and the chain that each follows
///
/// p2msg introduces itself to each node, fetches the newest 1,001 shares of its chain, and checks their
/// proof of work. It shows how much work the chain represents. Exit code 1 if a node does not answer, 4
/// if a chain does not meet --min-hashrate or --checkpoint.
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:
  p2msg peer info
  p2msg peer info --connect node1 --connect node2:9326 --json
  p2msg --net litecoin_testnet peer info --connect [::1]:19326 --addresses")]
pub struct InfoArgs {
    /// Also show the addresses of nodes that each node knows
    #[arg(long)]
    addresses: bool,

    #[command(flatten)]
    demands: ChainDemandArgs,

    #[command(flatten)]
    peers: PeerArgs,
}

/// What is known of a peer.
#[derive(Default)]
struct Found {
    info: Option<PeerInfo>,
    head: Option<ShareHash>,
    addresses: Option<Vec<String>>,
    error: Option<String>,
    is_over: bool,
}

/// Runs the command.
pub(super) fn run(
    args: InfoArgs,
    settings: &Settings,
    out: &mut Output,
) -> Result<Outcome, CliError> {
    let goal = Goal {
        count: Some(SHARES),
        ..Goal::default()
    };
    let setup = args.peers.setup(settings, Some(goal), false)?;
    let peers = setup.peers.clone();
    let mut found: Vec<Found> = peers.iter().map(|_| Found::default()).collect();
    let mut view = ShareView::default();
    let mut failed = false;
    let mut is_shown = false;
    let run = async {
        let mut listener = Listener::new(setup);
        listen(&mut listener, &peers, out, |listener, notice, out| {
            match notice {
                Notice::Connected { peer, info } => {
                    if args.addresses {
                        listener.request_addresses(peer, ADDRESSES);
                    }
                    if let Some(found) = found.get_mut(peer) {
                        found.head = info.best_share_hash;
                        found.info = Some(info);
                    }
                }
                Notice::Addresses { peer, addresses } => {
                    // Nodes also send some that were not requested.
                    if let Some(found) = found.get_mut(peer).filter(|_| args.addresses) {
                        let addresses = addresses.iter().map(ToString::to_string);
                        found.addresses.get_or_insert_default().extend(addresses);
                    }
                }
                Notice::Shares { shares, .. } => view.add(&shares),
                Notice::Failed { peer, fault } => {
                    if let (Some(found), Some(address)) = (found.get_mut(peer), peers.get(peer))
                        && !is_shown
                    {
                        found.error = Some(fault.to_string());
                        failed = true;
                        out.error(&peer_error(address, &fault, settings.network()));
                    }
                }
                Notice::Closed { peer, .. } => {
                    if let Some(found) = found.get_mut(peer) {
                        found.is_over = true;
                    }
                }
                Notice::Complete => {}
            }
            let waits =
                |found: &Found| args.addresses && found.addresses.is_none() && !found.is_over;
            let all_over = found.iter().all(|found| found.is_over);
            if !is_shown && (listener.is_complete() || all_over) && !found.iter().any(waits) {
                is_shown = true;
                show(&peers, &found, &view, settings, out)?;
                return Ok(Flow::End);
            }
            Ok(Flow::On)
        })
        .await
    };
    block_on(run)??;
    let demands = args.demands.demands();
    let mut outcome = match failed {
        true => Outcome::Failed,
        false => Outcome::Done,
    };
    for (peer, found) in peers
        .iter()
        .zip(&found)
        .filter(|(_, found)| found.info.is_some())
    {
        if found.error.is_none()
            && let Some(head) = found.head.filter(|head| !view.contains(head))
        {
            out.error(&withheld_error(peer, head, settings.network()));
            outcome = outcome.worst(Outcome::Failed);
        }
        for unmet in view.unmet(&demands, found.head, settings.now()) {
            out.error(&unmet_error(&peer.to_string(), &unmet));
            outcome = outcome.worst(Outcome::DoesNotHold);
        }
    }
    Ok(outcome)
}

fn show(
    peers: &[PeerAddress],
    found: &[Found],
    view: &ShareView,
    settings: &Settings,
    out: &mut Output,
) -> Result<(), CliError> {
    let best = view.best();
    let now = settings.now();
    let mut table = Table::new([
        "PEER",
        "CLIENT",
        "PROTOCOL",
        "BEST SHARE",
        "TIME",
        "SHARES",
        "HASH RATE",
    ]);
    for (peer, found) in peers.iter().zip(found) {
        let json = describe(peer, found, view, best, now);
        if out.json() {
            out.record(&json)?;
            continue;
        }
        if !json.reachable {
            continue;
        }
        let dash = || "-".to_owned();
        table.row([
            json.peer,
            json.client.unwrap_or_else(dash),
            json.protocol_version
                .map_or_else(dash, |number| number.to_string()),
            json.best_share_hash
                .map_or_else(dash, |hash| hash.to_string()),
            json.best_share_timestamp
                .map_or_else(dash, |at| out.when(at.into())),
            json.shares.to_string(),
            json.hash_rate
                .map_or_else(dash, |rate| HashRate(rate).to_string()),
        ]);
        for address in json.addresses.unwrap_or_default() {
            out.line(format!("{peer} knows {address}"))?;
        }
    }
    if !out.json() {
        out.table(table)?;
    }
    if let Some(best) = best {
        report_forks(peers, found, view, best, out);
    }
    Ok(())
}

fn describe(
    peer: &PeerAddress,
    found: &Found,
    view: &ShareView,
    best: Option<ShareHash>,
    now: u64,
) -> PeerJson {
    let info = found.info.as_ref();
    let summary = found.head.and_then(|head| view.summary(head, now));
    let agrees = match (found.head, best) {
        (Some(head), Some(best)) => match view.fork(head, best) {
            Fork::None => Some(true),
            Fork::Unknown => None,
            _ => Some(false),
        },
        _ => None,
    };
    PeerJson {
        peer: peer.to_string(),
        reachable: info.is_some(),
        protocol_version: info.map(|info| info.protocol_version),
        client: info.map(|info| info.client.clone()),
        services: info.map(|info| info.services),
        best_share_hash: info.and_then(|info| info.best_share_hash),
        best_share_timestamp: summary.map(|summary| summary.newest),
        handshake_ms: info.and_then(|info| u64::try_from(info.handshake.as_millis()).ok()),
        shares: summary.map_or(0, |summary| summary.shares),
        hash_rate: summary.map(|summary| summary.hash_rate.0),
        hash_rate_hour: summary
            .and_then(|summary| summary.hash_rate_hour)
            .map(|rate| rate.0),
        agrees,
        addresses: found.addresses.clone(),
        error: found.error.clone(),
    }
}

/// Warns about peers that follow another chain than the one with the most work.
fn report_forks(
    peers: &[PeerAddress],
    found: &[Found],
    view: &ShareView,
    best: ShareHash,
    out: &Output,
) {
    for (peer, head) in peers.iter().zip(found.iter().map(|found| found.head)) {
        if let Some(words) = head.and_then(|head| fork_words(peer, head, best, view)) {
            out.warning(words);
        }
    }
}
