//! `serve`: the node API, metrics and the dashboard from a share store.

use std::io;
use std::net::{IpAddr, Ipv6Addr, SocketAddr};
use std::ops::ControlFlow;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use crate::cli::error::{CliError, FailureKind, Outcome};
use crate::cli::hints::NO_THREAD;
use crate::cli::input::AuthorityArgs;
use crate::cli::listen::{Listen, parse_allowed_host};
use crate::cli::outbox;
use crate::cli::output::Output;
use crate::cli::settings::Settings;
use crate::cli::share_network::{self, Sample};
use crate::cli::signals::Signals;
use crate::core::network::{NETWORKS, Network};
use crate::json::serve::ServingJson;
use crate::serve::{AllowedHost, Config, Event, Sending, ServeError, Server};
use zeroize::Zeroizing;

/// Serve the messages of a node's share store over HTTP
///
/// It follows the share store as the node writes it and serves the plan's endpoints
/// (/share_messages, /share_messages/chat, /share_messages/alerts, /share_message_stats,
/// /signing_keys), those of deployed nodes (/msg/recent, chat, announcements, alerts, status,
/// stats), /metrics for Prometheus, /healthz, and the dashboard at /; with --allow-send also /queue.
/// The node needs no change and is not asked.
///
/// Only regular files are followed; other entries of a folder are skipped with a warning. A file with a line that is too long for a share is ignored from
/// there on until it is replaced or truncated. /healthz then answers 503 with the reason, as it does
/// when a file was not read for a minute.
///
/// It never has a key. It keeps messages as nodes do: the newest 1,000, for the time that the share
/// chain covers, but at least 24 hours. A valid transition signal of an authority never expires.
/// /msg/chat lists only verified messages unless the request has verified=0. serve ends with SIGINT
/// or SIGTERM, and notifies systemd when it is ready (Type=notify, WatchdogSec=).
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:
  p2msg serve --shares ~/p2pool/data/litecoin
  p2msg serve --listen 192.168.1.5:9328 --allow-host pool.lan --shares data/litecoin
  p2msg serve --allow-send

Sending:
  With --allow-send, POST /share_messages with {\"type\": \"chat\", \"text\": \"...\"} queues a
  message (chat, announce or alert), for a caller that sends Content-Type:
  application/json and Authorization: Bearer with the token in DATA/serve_token, which
  is made when it is first needed. GET /queue needs the same token. Sending needs no
  key: p2msg pack signs.

Limits:
  512 connections, 128 of them from one IPv4 address or IPv6 /64 network; one more
  closes the least active connection of the address with the most
  10 s for the first request's head, at most 16 KiB and 100 headers
  10 s for a body, at most 16 KiB
  20 s for each 16 KiB of an answer, and after it for the next request
  64 MiB for answers that are out of date; beyond that, their readers are disconnected")]
pub struct ServeArgs {
    /// Address or name and port to listen on; port 0 is any free one
    ///
    /// Without an address, as in :9328, serve listens on every address of this machine.
    #[arg(long, value_name = "ADDRESS:PORT", default_value = "127.0.0.1:9328")]
    listen: Listen,

    /// Share store: a file, a folder with shares.0, shares.1, ..., or the folder of a c2pool node; can
    /// be repeated
    ///
    /// Without it: data/NET in the working folder, where a Python node keeps it, or else the folder of
    /// NET in ~/.c2pool. Without --net, NET is litecoin, or else the only network with such a folder.
    #[arg(long = "shares", value_name = "PATH")]
    shares: Vec<PathBuf>,

    /// Do not mark queued messages as sent when they are in a share
    ///
    /// Without it, a message of the queue becomes sent as soon as a share of the store carries it, as
    /// with p2msg queue confirm.
    #[arg(long)]
    no_confirm: bool,

    /// Queue messages, and list the queue, for callers with the token in DATA/serve_token
    #[arg(long)]
    allow_send: bool,

    /// Accept requests for this name or address, with or without port; can be repeated
    ///
    /// Behind Docker, NAT or a proxy, requests name a host that serve does not know. Without a port,
    /// every port is accepted. localhost, the address itself and the name in --listen are always
    /// accepted. serve refuses requests for any other host, so that no web page can read here
    /// under a name of its own. Pages of an accepted host may also send, if a proxy replaces the Host
    /// header.
    #[arg(long = "allow-host", value_name = "HOST[:PORT]", value_parser = parse_allowed_host)]
    hosts: Vec<AllowedHost>,

    #[command(flatten)]
    authority: AuthorityArgs,
}

impl ServeArgs {
    /// Whether the command reads or changes files in the data folder.
    pub fn uses_data_folder(&self) -> bool {
        self.allow_send
    }
}

/// Runs the command until it is told to stop.
///
/// # Errors
/// There is no share store, or nothing can be listened on.
pub fn run(args: ServeArgs, settings: &Settings, out: &mut Output) -> Result<Outcome, CliError> {
    let shares = share_stores(args.shares, settings)?;
    let paths = shares.iter().map(PathBuf::as_path);
    let network = share_network::choose(paths, settings, out);
    Sample::of_stores(&shares, network).warn(network, out);
    let sending = args.allow_send.then(|| sending(settings)).transpose()?;
    if let Some((_, token)) = &sending {
        out.note(format!(
            "senders authenticate with the token in {}",
            token.display()
        ));
    }
    let confirming = match outbox::open(settings) {
        _ if args.no_confirm => None,
        Ok(outbox) => Some(outbox),
        Err(error) => {
            out.note(format!("queued messages are not marked as sent: {error}"));
            None
        }
    };
    let clock = settings.clock();
    let config = Config {
        shares: shares.clone(),
        network,
        authorities: args.authority.authorities(),
        hosts: args
            .hosts
            .into_iter()
            .chain(args.listen.allowed_host())
            .collect(),
        host_is_foreign: "the Host header does not name this server; other names and addresses need \
                          serve --allow-host",
        now: Arc::new(move || clock.now()),
        confirming,
        sending: sending.map(|(sending, _)| sending),
        sending_is_off: "sending and the queue need serve --allow-send",
    };
    let server = Server::bind(&args.listen.addresses()?, config)?;
    let mut signals = {
        let _inside = server.enter();
        Signals::interrupt_or_terminate()?
    };
    let serving = ServingJson {
        url: url(server.address()),
        shares: shares
            .iter()
            .map(|path| path.display().to_string())
            .collect(),
    };
    let address = server.address();
    if !address.ip().is_loopback() {
        out.warning(format!(
            "others can reach {address} and read messages; nothing is encrypted"
        ));
    }
    let mut failure = None;
    server.run(signals.next(), |event| match event {
        Event::Ready => match tell(&serving, out) {
            // Whoever started it may read the line and go.
            Err(error) if error.kind() != FailureKind::ReaderGone => {
                failure = Some(error);
                ControlFlow::Break(())
            }
            _ => ControlFlow::Continue(()),
        },
        Event::Warning(warning) => {
            out.warning(warning);
            ControlFlow::Continue(())
        }
        Event::Sent { id, share_hash } => {
            let share = share_hash.map_or_else(String::new, |hash| format!(" {hash}"));
            out.note(format!("message {id} is in share{share}: marked as sent"));
            ControlFlow::Continue(())
        }
    })?;
    failure.map_or(Ok(Outcome::Done), Err)
}

fn tell(serving: &ServingJson, out: &mut Output) -> Result<(), CliError> {
    if out.json() {
        out.record(serving)?;
    } else {
        out.line(format!("serving {}", serving.url))?;
    }
    out.flush()
}

/// As browsers take it, also where every address is listened on.
fn url(address: SocketAddr) -> String {
    let mut address = address;
    match address.ip() {
        IpAddr::V4(ip) if ip.is_unspecified() => address.set_ip([127, 0, 0, 1].into()),
        IpAddr::V6(ip) if ip.is_unspecified() => address.set_ip(Ipv6Addr::LOCALHOST.into()),
        _ => {}
    }
    format!("http://{address}/")
}

fn share_stores(named: Vec<PathBuf>, settings: &Settings) -> Result<Vec<PathBuf>, CliError> {
    if named.is_empty() {
        let usual = |network: &'static Network| {
            let here = Path::new("data").join(network.name);
            let usual = [Some(here), share_network::c2pool_data(settings, network)];
            usual.into_iter().flatten().find(|folder| folder.is_dir())
        };
        if let Some(folder) = usual(settings.network()) {
            return Ok(vec![folder]);
        }
        let mut others: Vec<PathBuf> = NETWORKS.iter().filter_map(usual).collect();
        others.retain(|_| settings.named_network().is_none());
        if let [other] = others.as_slice() {
            return Ok(vec![other.clone()]);
        }
        let net = settings.network().name;
        return Err(CliError::usage(
            "no_share_store",
            format!("there is no data/{net} in this folder, and no share store of c2pool"),
        )
        .hint("name the folder of the node's share store with --shares"));
    }
    for path in &named {
        path.metadata()
            .map_err(|error| CliError::file("read", path, error))?;
    }
    Ok(named)
}

/// Access to the queue, and the file of its token, which is created if it is missing.
fn sending(settings: &Settings) -> Result<(Sending, PathBuf), CliError> {
    let mut random = Zeroizing::new([0; 32]);
    getrandom::fill(random.as_mut())
        .map_err(|error| CliError::failed("randomness", format!("cannot make a token: {error}")))?;
    let outbox = outbox::open(settings)?;
    let data = settings.data()?;
    let token = data.lock(settings.lock_timeout())?.serve_token(&random)?;
    Ok((Sending { token, outbox }, data.serve_token_path()))
}

impl From<ServeError> for CliError {
    fn from(error: ServeError) -> Self {
        let message = error.to_string();
        let source = error.into_source();
        let hint = match source.kind() {
            io::ErrorKind::WouldBlock | io::ErrorKind::OutOfMemory => NO_THREAD,
            _ => "give another address or port with --listen",
        };
        Self::failed("listen", message)
            .with_source(source)
            .hint(hint)
    }
}
