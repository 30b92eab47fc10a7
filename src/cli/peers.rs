//! Which peers to listen to, and how to reach them: options that the commands share.

use std::process::exit;
use std::time::Duration;

use super::error::CliError;
use super::hints;
use super::nodes::seconds;
use super::output::Output;
use super::settings::Settings;
use super::settings::definition::PEER;
use super::signals::on_each_signal;
use super::withhold::withhold;
use crate::core::chain::rules::Unmet;
use crate::core::hash::ShareHash;
use crate::core::network::Network;
use crate::peer::{BrokenShare, Fault, Goal, PeerAddress, PeerSource, Proxy, Setup};

/// Time for a connection to the peer of an INPUT.
const CONNECT_TIMEOUT: Duration = Duration::from_secs(5);
/// Shares that break a rule and are named at once.
const MAX_NAMED: usize = 10;
/// The exit code after SIGINT, as shells report it.
const INTERRUPTED: i32 = 130;

/// Which peers to listen to.
#[derive(Debug, clap::Args)]
#[command(next_help_heading = "Peer options")]
pub struct PeerArgs {
    #[arg(
        long = "connect",
        help = PEER.about.help(),
        long_help = PEER.about.long_help(),
        value_name = "HOST[:PORT]"
    )]
    peers: Vec<String>,

    #[command(flatten)]
    reach: ReachArgs,
}

/// How to reach peers.
#[derive(Debug, clap::Args)]
#[command(next_help_heading = "Peer options")]
pub struct ReachArgs {
    /// Seconds to wait for a connection
    #[arg(long, value_name = "SECONDS", default_value = "5", value_parser = seconds)]
    connect_timeout: Duration,

    /// Connect through a SOCKS5 proxy, such as Tor: socks5h://HOST:PORT
    ///
    /// The proxy resolves the names of the nodes, which then see its address instead of yours.
    #[arg(long, value_name = "URL")]
    proxy: Option<Proxy>,
}

impl ReachArgs {
    /// How to listen to `peers`.
    pub fn setup(
        &self,
        network: &'static Network,
        peers: Vec<PeerAddress>,
        goal: Option<Goal>,
        follow: bool,
    ) -> Setup {
        Setup {
            network,
            peers,
            proxy: self.proxy.clone(),
            connect_timeout: self.connect_timeout,
            goal,
            announced: true,
            follow,
        }
    }
}

impl PeerArgs {
    /// How to listen to the peers that the options name, else the environment or the config file,
    /// else the node on this machine.
    ///
    /// # Errors
    /// An address is invalid, or two ports of one host are named.
    pub fn setup(
        &self,
        settings: &Settings,
        goal: Option<Goal>,
        follow: bool,
    ) -> Result<Setup, CliError> {
        let network = settings.network();
        let peers = if !self.peers.is_empty() {
            let peers = self.peers.iter().flat_map(|peers| peers.split_whitespace());
            addresses("--connect", peers, network)?
        } else if let Some(named) = settings.peer() {
            let place = named.origin.to_string();
            addresses(&place, named.value.split_whitespace(), network)?
        } else {
            addresses("--net", ["127.0.0.1"], network)?
        };
        Ok(self.reach.setup(network, peers, goal, follow))
    }
}

/// Parses addresses and drops duplicates.
fn addresses<'a>(
    place: &str,
    texts: impl IntoIterator<Item = &'a str>,
    network: &'static Network,
) -> Result<Vec<PeerAddress>, CliError> {
    let mut peers: Vec<PeerAddress> = Vec::new();
    for text in texts {
        let peer = address(place, text, network)?;
        let same_host = |other: &&PeerAddress| {
            other.host().eq_ignore_ascii_case(peer.host()) && !peer.is_loopback()
        };
        match peers.iter().find(same_host) {
            Some(other) if other.port() == peer.port() => {}
            Some(other) => {
                return Err(CliError::usage(
                    "invalid_value",
                    format!("{place}: {other} and {peer} are the same host"),
                )
                .hint("name each host once; p2msg opens one connection to a host"));
            }
            None if peers.contains(&peer) => {}
            None => peers.push(peer),
        }
    }
    if peers.is_empty() {
        return Err(
            CliError::usage("no_nodes", format!("{place}: the value has no address"))
                .hint("name a node as HOST or HOST:PORT, or remove the setting to use the node on this machine"),
        );
    }
    Ok(peers)
}

/// Parses the address of a peer.
///
/// # Errors
/// It is invalid; `place` names the option or the setting.
pub fn address(
    place: &str,
    text: &str,
    network: &'static Network,
) -> Result<PeerAddress, CliError> {
    PeerAddress::parse(text, network).map_err(|error| {
        CliError::usage(
            "invalid_value",
            format!("{place}: '{}': {error}", withhold(text)),
        )
        .hint(format!(
            "give the host of a node and its P2P port, such as node.example:{}",
            network.p2p_port
        ))
    })
}

/// The chain of the peer that an INPUT names, as `p2p://HOST[:PORT]`. A signal ends the download, and
/// after it the program.
///
/// # Errors
/// The address is invalid, or the system has no room for another thread.
pub fn input(text: &str, network: &'static Network) -> Result<PeerSource, CliError> {
    let setup = Setup {
        network,
        peers: vec![address("INPUT", text, network)?],
        proxy: None,
        connect_timeout: CONNECT_TIMEOUT,
        goal: None,
        announced: true,
        follow: false,
    };
    let source = PeerSource::fetch(setup).map_err(|error| {
        CliError::failed("io", format!("cannot connect to {text}")).with_source(error)
    })?;
    let stopper = source.stopper();
    on_each_signal(move || {
        if !stopper.stop() {
            exit(INTERRUPTED);
        }
    })?;
    Ok(source)
}

/// The error for a peer that failed, with what to do.
pub fn peer_error(peer: &PeerAddress, fault: &Fault, network: &Network) -> CliError {
    CliError::failed("peer", format!("{peer}: {fault}")).hint(hints::for_peer(fault, network))
}

/// The error for a peer that did not send the best share that it named.
pub fn withheld_error(peer: &PeerAddress, head: ShareHash, network: &Network) -> CliError {
    let what = format!("{peer}: it names share {head} as its best share, and did not send it");
    CliError::failed("peer", what).hint(format!(
        "the node may be busy, or its chain may not be of {}; try again later, or another node",
        network.name
    ))
}

/// The error for a chain that does not meet the demands of the user.
pub fn unmet_error(chain: &str, unmet: &Unmet) -> CliError {
    CliError::does_not_hold("chain_not_accepted", format!("{chain}: {unmet}")).hint(
        "do not rely on this chain; name other nodes with --connect, or change --min-hashrate and --checkpoint",
    )
}

/// Warns about shares that break a rule of the chain; the first ones by name.
pub fn warn_of_broken(broken: &[BrokenShare], out: &Output) {
    for found in broken.iter().take(MAX_NAMED) {
        let BrokenShare {
            share_hash,
            sender,
            broken,
        } = found;
        out.warning(format!(
            "share {share_hash} from {sender} breaks a rule of the chain: {broken}"
        ));
    }
    let more = broken.len().saturating_sub(MAX_NAMED);
    if more > 0 {
        out.warning(format!(
            "{more} more rules are broken; verify --chain shows all"
        ));
    }
}
