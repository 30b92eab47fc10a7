//! `peer watch`: each new message once, as its share arrives.

use std::time::Duration;

use tokio::time::{Instant, sleep_until};

use super::forks::Forks;
use super::listen::warn_of_early;
use crate::cli::chain_demands::ChainDemandArgs;
use crate::cli::error::{CliError, Outcome};
use crate::cli::hints;
use crate::cli::nodes::block_on;
use crate::cli::output::Output;
use crate::cli::peers::{PeerArgs, unmet_error, warn_of_broken};
use crate::cli::settings::{Clock, Settings};
use crate::cli::signals::Signals;
use crate::cli::watcher::{ShowArgs, Watcher};
use crate::core::chain::replay::KeptShare;
use crate::core::chain::rules::ChainDemands;
use crate::core::network::Network;
use crate::data::{DataError, ShareArchive};
use crate::peer::{
    Goal, Listener, Notice, PeerAddress, PeerMessages, PeerShare, RuleCheck, ShareView, retention,
    stored_shares,
};

/// Time between two checks for old shares and for peers that disagree.
const ROUND: Duration = Duration::from_secs(10);

/// Show each new message once, as its share arrives from nodes
///
/// p2msg listens to the nodes and checks the proof of work of each share itself; it relies on no node.
/// At first it fetches the shares of the time for which nodes keep messages, because they announce the
/// keys. It keeps them in the data folder (peers/NET), so that the next start fetches new shares only.
/// It connects again to a node that fails, less and less often, down to once in ten minutes. SIGINT
/// (Ctrl-C), SIGTERM, SIGQUIT and SIGHUP end the command with exit code 0; it disconnects 11 seconds
/// after the last share that a node pushes, in two minutes at most, or at once after a second signal.
///
/// A warning names each share that breaks a rule of the chain, and the node that sent it. Exit code 4 if
/// the chain that is fetched at first does not meet --min-hashrate or --checkpoint.
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:
  p2msg peer watch
  p2msg peer watch --connect node1 --connect node2 --json
  p2msg peer watch --alerts-only --exec \"/usr/lib/p2msg/alert-to-mail ops@example.org\"")]
pub struct WatchArgs {
    #[command(flatten)]
    show: ShowArgs,

    #[command(flatten)]
    demands: ChainDemandArgs,

    #[command(flatten)]
    peers: PeerArgs,
}

/// What the command knows.
struct Watched<'a> {
    peers: &'a [PeerAddress],
    network: &'static Network,
    clock: Clock,
    watcher: Watcher,
    messages: PeerMessages,
    view: ShareView,
    rules: RuleCheck,
    demands: ChainDemands,
    /// Whether the best chain met the demands when it was last compared.
    is_accepted: bool,
    archive: Option<ShareArchive>,
    forks: Forks,
    /// Whether every peer's chain was fetched once. Until then, messages can be from before the start.
    is_caught_up: bool,
    /// Whether messages arrived that were not shown.
    is_fresh: bool,
    /// The peers that fail.
    failing: Vec<bool>,
}

/// Runs the command.
pub(super) fn run(
    args: WatchArgs,
    settings: &Settings,
    out: &mut Output,
) -> Result<Outcome, CliError> {
    let network = settings.network();
    let since = settings.now().saturating_sub(retention(network).into());
    let goal = Goal {
        since: Some(u32::try_from(since).unwrap_or(u32::MAX)),
        count: None,
    };
    let setup = args.peers.setup(settings, Some(goal), true)?;
    let peers = setup.peers.clone();
    let mut listener = Listener::new(setup);
    let mut watched = Watched {
        peers: &peers,
        network,
        clock: settings.clock(),
        watcher: args.show.watcher(1, settings, out)?,
        messages: PeerMessages::new(args.show.authorities(), network),
        view: ShareView::default(),
        rules: RuleCheck::new(network),
        demands: args.demands.demands(),
        is_accepted: true,
        archive: open_archive(settings, out)?,
        forks: Forks::default(),
        is_caught_up: false,
        is_fresh: false,
        failing: vec![false; peers.len()],
    };
    watched.restore(&mut listener)?;
    block_on(watch(watched, listener, out))?
}

/// Opens the store of fetched shares. Without it, if another process uses it, every start fetches the
/// shares again.
fn open_archive(settings: &Settings, out: &Output) -> Result<Option<ShareArchive>, CliError> {
    let network = settings.network().name;
    match ShareArchive::of_peers(&settings.data()?, network, Duration::ZERO) {
        Ok(archive) => Ok(Some(archive)),
        Err(DataError::LockTimeout { path, .. }) => {
            out.note(format!(
                "another p2msg uses {}; fetched shares are not kept",
                path.display()
            ));
            Ok(None)
        }
        // Messages are shown all the same.
        Err(error) if error.is_no_room() => {
            out.warning(format!("{error}; fetched shares are not kept"));
            Ok(None)
        }
        Err(error) => Err(error.into()),
    }
}

async fn watch(
    mut watched: Watched<'_>,
    mut listener: Listener,
    out: &mut Output,
) -> Result<Outcome, CliError> {
    let mut signals = Signals::any_that_ends()?;
    let peers = watched.peers.to_vec();
    let mut round = Instant::now() + ROUND;
    let mut is_closing = false;
    let mut result = Ok(Outcome::Done);
    loop {
        tokio::select! {
            notice = listener.next() => match notice {
                None => break,
                Some(Notice::Closed { peer, early: true, .. }) => warn_of_early(&peers, peer, out),
                Some(_) if is_closing => {}
                Some(notice) => {
                    if let Err(error) = watched.take(notice, &listener, out) {
                        result = Err(error);
                        is_closing = true;
                        listener.close();
                    }
                }
            },
            () = watched.watcher.run_commands(out) => {}
            () = sleep_until(round) => {
                round = Instant::now() + ROUND;
                let oldest = watched.messages.forget(watched.clock.now());
                watched.view.forget_before(oldest);
                listener.forget_before(oldest);
                watched.compare(&listener, out);
            }
            () = signals.next() => {
                if is_closing {
                    listener.close_now();
                } else {
                    is_closing = true;
                    listener.close();
                    out.note("disconnecting 11 s after the last share that a node pushes, in two minutes at most; Ctrl-C again disconnects now");
                }
            }
        }
    }
    watched.watcher.finish(out).await;
    result
}

impl Watched<'_> {
    /// Takes over the shares that were fetched before.
    fn restore(&mut self, listener: &mut Listener) -> Result<(), CliError> {
        let Some(archive) = &self.archive else {
            return Ok(());
        };
        let (messages, network) = (&mut self.messages, self.network);
        let stored = stored_shares(&archive.files(), network, |share, share_hash| {
            let kept = KeptShare::new(share, share_hash, network);
            messages.add_kept(kept, share.share_info.timestamp);
        })?;
        let oldest = self.messages.forget(self.clock.now());
        let recent = stored.into_iter().filter(|point| point.timestamp >= oldest);
        let recent: Vec<_> = recent.collect();
        for point in &recent {
            self.view.add_point(*point);
        }
        self.rules.restore(&recent, self.clock.now());
        listener.restore(&recent);
        Ok(())
    }

    fn take(
        &mut self,
        notice: Notice,
        listener: &Listener,
        out: &mut Output,
    ) -> Result<(), CliError> {
        match notice {
            Notice::Connected { peer, info } => {
                if let (Some(address), Some(failing)) =
                    (self.peers.get(peer), self.failing.get_mut(peer))
                {
                    if std::mem::take(failing) {
                        out.warning(format!("{address} answers again"));
                    }
                    out.detail(format!("{address} is {}", info.client));
                }
            }
            Notice::Shares { peer, shares } => self.shares(peer, &shares, out)?,
            Notice::Failed { peer, fault } => {
                if let (Some(address), Some(failing)) =
                    (self.peers.get(peer), self.failing.get_mut(peer))
                {
                    let text = format!("{address}: {fault}");
                    // Reported once, when it begins: an hour without a node is one line in a log.
                    if std::mem::replace(failing, true) {
                        out.detail(text);
                    } else {
                        let hint = hints::for_peer(&fault, self.network);
                        out.warning(format!("{text}; hint: {hint}"));
                    }
                }
            }
            Notice::Complete => {
                warn_of_broken(&self.rules.check(self.clock.now()), out);
                self.compare_with_demands(out)?;
                self.show(out)?;
                if !std::mem::replace(&mut self.is_caught_up, true) {
                    out.detail(format!("{} shares are known", listener.known()));
                }
            }
            _ => {}
        }
        Ok(())
    }

    fn shares(
        &mut self,
        peer: usize,
        shares: &[PeerShare],
        out: &mut Output,
    ) -> Result<(), CliError> {
        if let Some(archive) = &mut self.archive {
            let kept = archive.append(shares.iter().map(|share| share.raw.as_slice()));
            if let Err(error) = kept.and_then(|()| archive.sync()) {
                // Messages are shown all the same.
                out.warning(format!("{error}; fetched shares are not kept from now on"));
                self.archive = None;
            }
        }
        self.view.add(shares);
        let sender = self.peers.get(peer).map(ToString::to_string);
        let sender = sender.unwrap_or_default();
        for share in shares {
            self.is_fresh |= self.messages.add(share, &sender);
            self.rules.add(share, &sender);
        }
        // At first the keys are missing that older shares announce.
        match self.is_caught_up {
            true => self.show(out),
            false => Ok(()),
        }
    }

    /// Compares the best chain with the demands of the user. At first, a chain that does not meet them
    /// ends the command; later, a warning reports each change.
    fn compare_with_demands(&mut self, out: &Output) -> Result<(), CliError> {
        if self.demands.is_empty() {
            return Ok(());
        }
        let unmet = self
            .view
            .unmet(&self.demands, self.view.best(), self.clock.now());
        let was_accepted = std::mem::replace(&mut self.is_accepted, unmet.is_empty());
        match unmet.first() {
            Some(unmet) if !self.is_caught_up => Err(unmet_error("the best chain", unmet)),
            Some(unmet) if was_accepted => {
                out.warning(format!("the best chain: {unmet}"));
                Ok(())
            }
            None if !was_accepted => {
                out.warning("the best chain meets --min-hashrate and --checkpoint again");
                Ok(())
            }
            _ => Ok(()),
        }
    }

    /// Shows the messages that were not shown.
    fn show(&mut self, out: &mut Output) -> Result<(), CliError> {
        if self.is_caught_up && !std::mem::take(&mut self.is_fresh) {
            return Ok(());
        }
        let latest = self.watcher.latest_of_first(false);
        let first = (!self.is_caught_up).then_some(latest);
        loop {
            let messages = self.messages.listed(self.clock.now());
            if self.watcher.show(0, "peer watch", messages, first, out)? == 0 {
                return Ok(());
            }
        }
    }

    /// Reports peers that disagree about the best share.
    fn compare(&mut self, listener: &Listener, out: &Output) {
        let now = self.clock.now();
        for change in self.forks.compare(listener.heads(), &self.view, now) {
            out.warning(change);
        }
    }
}
