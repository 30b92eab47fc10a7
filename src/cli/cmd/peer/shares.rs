//! `peer shares`: fetch the share chain of peers.

use std::path::{Path, PathBuf};

use super::listen::{Flow, listen};
use crate::cli::chain_demands::ChainDemandArgs;
use crate::cli::error::{CliError, Outcome};
use crate::cli::nodes::block_on;
use crate::cli::output::{Output, Unit, is_stdout};
use crate::cli::peers::{PeerArgs, peer_error, unmet_error, warn_of_broken, withheld_error};
use crate::cli::settings::Settings;
use crate::cli::time_argument::Moment;
use crate::core::hash::ShareHash;
use crate::data::ShareArchive;
use crate::data::folder::Folder;
use crate::json::peer::{PeerShareJson, PeerSharesJson};
use crate::peer::{
    Goal, Listener, Notice, PeerAddress, PeerShare, RuleCheck, ShareView, stored_shares,
};

/// Seconds of shares that are fetched by default.
const DAY: u64 = 24 * 3600;

/// Fetch the share chain from nodes, and check the proof of work of each share
///
/// The shares are fetched from each node's best share backwards, and printed as lines of a share store,
/// newest first: every command that reads shares reads them. With --out, only shares that are not in the
/// file or folder are fetched and appended; an interrupted run is continued by the next one, and
/// missing shares in the middle are fetched from other nodes. Without --since, --count or --all: the
/// shares of the last 24 hours.
///
/// A warning names each share that breaks a rule of the chain, with the node that sent it; the share is
/// kept. Exit code 4 if the best chain does not meet --min-hashrate or --checkpoint.
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:
  p2msg peer shares --count 1000 | p2msg decode --with-messages -
  p2msg peer shares --all --out archive/
  p2msg peer shares --connect node1 --connect node2 --since 2h --out shares.txt")]
pub struct SharesArgs {
    /// Shares of this time or later: Unix seconds, 2024-02-10T16:00:00Z, or 2h for two hours ago
    #[arg(long, value_name = "TIME", conflicts_with_all = ["count", "all", "hash"])]
    since: Option<Moment>,

    /// Number of the newest shares to fetch
    #[arg(
        long,
        value_name = "N",
        conflicts_with_all = ["all", "hash"],
        value_parser = clap::value_parser!(u32).range(1..)
    )]
    count: Option<u32>,

    /// All shares that the nodes have
    #[arg(long, conflicts_with = "hash")]
    all: bool,

    /// Only this share; can be repeated
    #[arg(long, value_name = "HASH")]
    hash: Vec<ShareHash>,

    /// Append to this file, or to the files shares.0, shares.1, ... of this folder
    ///
    /// A folder is one that exists, or a path that ends with a slash. p2msg writes to no folder with the
    /// share store of a node.
    #[arg(long, value_name = "FILE|DIR")]
    out: Option<PathBuf>,

    #[command(flatten)]
    demands: ChainDemandArgs,

    #[command(flatten)]
    peers: PeerArgs,
}

impl SharesArgs {
    fn goal(&self, now: u64) -> Goal {
        let since = match self.since {
            Some(since) => Some(since.unix(now)),
            None if self.count.is_some() || self.all || !self.hash.is_empty() => None,
            None => Some(now.saturating_sub(DAY)),
        };
        Goal {
            since: since.map(|since| u32::try_from(since).unwrap_or(u32::MAX)),
            count: match self.hash.is_empty() {
                true => self.count,
                false => Some(1),
            },
        }
    }
}

impl SharesArgs {
    /// About how many shares will be fetched.
    fn expected(&self, settings: &Settings) -> Option<u64> {
        let network = settings.network();
        let goal = self.goal(settings.now());
        let by_time = goal.since.map(|since| {
            settings.now().saturating_sub(since.into()) / u64::from(network.share_period.max(1))
        });
        let all = self.all.then(|| u64::from(network.chain_length) * 2);
        goal.count.map(u64::from).or(by_time).or(all)
    }
}

/// Where the shares go.
struct Sink {
    archive: Option<ShareArchive>,
    view: ShareView,
    rules: RuleCheck,
    new: usize,
    broken: usize,
    only: Vec<ShareHash>,
}

/// Runs the command.
pub(super) fn run(
    args: SharesArgs,
    settings: &Settings,
    out: &mut Output,
) -> Result<Outcome, CliError> {
    let goal = args.goal(settings.now());
    let mut setup = args.peers.setup(settings, Some(goal), false)?;
    setup.announced = args.hash.is_empty();
    let peers = setup.peers.clone();
    let path = args.out.as_deref().filter(|path| !is_stdout(path));
    let archive = path.map(|path| open(path, settings)).transpose()?;
    let mut sink = Sink {
        view: ShareView::default(),
        rules: RuleCheck::new(settings.network()),
        new: 0,
        broken: 0,
        only: args.hash.clone(),
        archive,
    };
    let mut listener = Listener::new(setup);
    if let Some(archive) = &sink.archive {
        let stored = stored_shares(&archive.files(), settings.network(), |_, _| {})?;
        for point in &stored {
            sink.view.add_point(*point);
        }
        sink.rules.restore(&stored, settings.now());
        listener.restore(&stored);
    }
    for hash in &args.hash {
        listener.want(*hash);
    }
    let mut progress = out.progress("fetching", args.expected(settings), Unit::Items);
    let mut failed = false;
    let mut is_complete = false;
    let listening = listen(&mut listener, &peers, out, |listener, notice, out| {
        match notice {
            Notice::Shares { peer, shares } => {
                progress.advance(shares.len() as u64);
                if let Some(peer) = peers.get(peer) {
                    sink.take(peer, &shares, out)?;
                }
            }
            Notice::Failed { peer, fault } if !is_complete => {
                if let Some(peer) = peers.get(peer) {
                    failed = true;
                    out.error(&peer_error(peer, &fault, settings.network()));
                }
            }
            Notice::Complete => {
                is_complete = true;
                failed |= sink.report_withheld(listener, settings, out);
            }
            _ => {}
        }
        Ok(match is_complete {
            true => Flow::End,
            false => Flow::On,
        })
    });
    let signalled = block_on(listening)??;
    drop(progress);
    if let Some(archive) = &mut sink.archive {
        archive.sync()?;
    }
    let missing = listener.holes();
    sink.end(path, missing, settings, out)?;
    let mut outcome = match failed || signalled || missing > 0 {
        true => Outcome::Failed,
        false => Outcome::Done,
    };
    let demands = args.demands.demands();
    for unmet in sink.view.unmet(&demands, sink.view.best(), settings.now()) {
        out.error(&unmet_error("the best chain", &unmet));
        outcome = outcome.worst(Outcome::DoesNotHold);
    }
    Ok(outcome)
}

/// Opens the file or folder to append to.
fn open(path: &Path, settings: &Settings) -> Result<ShareArchive, CliError> {
    let is_folder = path.is_dir() || path.as_os_str().as_encoded_bytes().ends_with(b"/");
    Ok(match is_folder {
        true => ShareArchive::in_folder(Folder::create(path, 0o777)?, settings.lock_timeout())?,
        false => ShareArchive::in_file(path)?,
    })
}

impl Sink {
    fn take(
        &mut self,
        peer: &PeerAddress,
        shares: &[PeerShare],
        out: &mut Output,
    ) -> Result<(), CliError> {
        let wanted = |share: &&PeerShare| {
            self.only.is_empty() || self.only.contains(&share.point.share_hash)
        };
        let shares: Vec<&PeerShare> = shares.iter().filter(wanted).collect();
        if let Some(archive) = &mut self.archive {
            archive.append(shares.iter().map(|share| share.raw.as_slice()))?;
        } else {
            for share in &shares {
                print(peer, share, out)?;
            }
            out.flush()?;
        }
        self.new += shares.len();
        for share in shares {
            self.view.add_point(share.point);
            self.rules.add(share, &peer.to_string());
        }
        Ok(())
    }

    /// Reports the peers that did not send the best share that they named. Returns whether there are any.
    fn report_withheld(&self, listener: &Listener, settings: &Settings, out: &Output) -> bool {
        let mut is_any = false;
        for (peer, head) in listener.heads() {
            if let Some(head) =
                head.filter(|head| self.only.is_empty() && !self.view.contains(head))
            {
                is_any = true;
                out.error(&withheld_error(peer, head, settings.network()));
            }
        }
        is_any
    }

    fn end(
        &mut self,
        path: Option<&Path>,
        missing: usize,
        settings: &Settings,
        out: &mut Output,
    ) -> Result<(), CliError> {
        let broken = self.rules.check(settings.now());
        self.broken = broken.len();
        warn_of_broken(&broken, out);
        let best = self.view.best();
        let summary = best.and_then(|best| self.view.summary(best, settings.now()));
        for hash in self.only.iter().filter(|hash| !self.view.contains(hash)) {
            out.error(
                &CliError::failed("not_found", format!("no node sent share {hash}"))
                    .hint("nodes keep a day or two of shares; check the hash and --net"),
            );
        }
        if missing > 0 && self.only.is_empty() {
            out.warning(format!(
                "shares are missing in the middle of the chain, in {missing} places; run the command again, \
                 or name other nodes with --connect"
            ));
        }
        let Some(path) = path else {
            if let Some(summary) = summary.filter(|_| self.only.is_empty()) {
                out.detail(format!("{} shares, {}", summary.shares, summary.hash_rate));
            }
            return Ok(());
        };
        if out.json() {
            return out.record(&PeerSharesJson {
                out: path.display().to_string(),
                new: self.new,
                shares: self.view.len(),
                missing,
                broken_rules: self.broken,
                best_share_hash: best,
                best_share_timestamp: summary.map(|summary| summary.newest),
                hash_rate: summary.map(|summary| summary.hash_rate.0),
                hash_rate_hour: summary
                    .and_then(|summary| summary.hash_rate_hour)
                    .map(|rate| rate.0),
            });
        }
        let mut facts = vec![
            ("new shares", self.new.to_string()),
            ("shares", self.view.len().to_string()),
            ("out", path.display().to_string()),
        ];
        if let Some(summary) = summary {
            facts.push(("best share", summary.head.to_string()));
            facts.push(("time", out.when(summary.newest.into())));
            facts.push(("hash rate", summary.hash_rate.to_string()));
            if let Some(rate) = summary.hash_rate_hour {
                facts.push(("last hour", rate.to_string()));
            }
        }
        out.facts(&facts)
    }
}

fn print(peer: &PeerAddress, share: &PeerShare, out: &mut Output) -> Result<(), CliError> {
    let raw = const_hex::encode(&share.raw);
    if out.json() {
        return out.record(&PeerShareJson {
            peer: peer.to_string(),
            share_hash: share.point.share_hash,
            previous_share_hash: share.point.previous_share_hash,
            absheight: share.point.absheight,
            timestamp: share.point.timestamp,
            raw,
        });
    }
    out.trusted(format_args!("5 {raw}\n"))
}
