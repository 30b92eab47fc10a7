//! `serve`: the node API, metrics and the dashboard from a share store.

use std::net::{IpAddr, Ipv6Addr, SocketAddr};
use std::ops::ControlFlow;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use crate::cli::error::{CliError, FailureKind, Outcome};
use crate::cli::input::AuthorityArgs;
use crate::cli::outbox;
use crate::cli::output::Output;
use crate::cli::settings::Settings;
use crate::cli::share_network::{self, Sample};
use crate::cli::signals::Signals;
use crate::core::network::{NETWORKS, Network};
use crate::json::serve::ServingJson;
use crate::serve::{Config, Event, Sending, ServeError, Server};
use zeroize::Zeroizing;

/// Serve the messages of a node's share store over HTTP
///
/// It follows the share store as the node writes it and serves the plan's endpoints
/// (/share_messages, /share_messages/chat, /share_messages/alerts, /share_message_stats,
/// /signing_keys), those of deployed nodes (/msg/recent, chat, announcements, alerts, status,
/// stats), /metrics for Prometheus, /healthz, and the dashboard at /; with --allow-send also /queue.
/// The node needs no change and is not asked.
///
/// Only regular files are followed. A file with a line that is too long for a share is ignored from
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
    /// Address and port to listen on; port 0 is any free one
    #[arg(long, value_name = "ADDRESS:PORT", default_value = "127.0.0.1:9328")]
    listen: SocketAddr,

    /// Share store: a file, or a folder with shares.0, shares.1, ...; can be repeated
    ///
    /// Without it: data/NET in the working folder, where a node keeps it. Without --net, NET is
    /// litecoin, or else the only network with such a folder.
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

    /// Answer also to this name in the Host header; can be repeated
    ///
    /// localhost and the address itself are always answered to. Any other name is refused, so that
    /// no web page can read here under a name of its own.
    #[arg(long = "allow-host", value_name = "NAME")]
    hosts: Vec<String>,

    #[command(flatten)]
    authority: AuthorityArgs,
}

/// Runs the command until it is told to stop.
///
/// # Errors
/// There is no share store, or nothing can be listened on.
pub fn run(args: ServeArgs, settings: &Settings, out: &mut Output) -> Result<Outcome, CliError> {
    let shares = share_stores(args.shares, settings)?;
    let paths = shares.iter().map(PathBuf::as_path);
    let network = share_network::choose(paths, settings, out);
    Sample::of_stores(&shares).warn(network, out);
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
        hosts: args.hosts,
        now: Arc::new(move || clock.now()),
        confirming,
        sending: sending.map(|(sending, _)| sending),
        sending_is_off: "sending and the queue need serve --allow-send",
    };
    let server = Server::bind(args.listen, config)?;
    let mut signals = {
        let _inside = server.enter();
        Signals::interrupt_or_terminate()?
    };
    let serving = ServingJson {
        url: url(server.address()),
        shares,
    };
    if !args.listen.ip().is_loopback() {
        out.warning(format!(
            "others can reach {} and read messages; nothing is encrypted",
            args.listen
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
        let here = |network: &Network| Path::new("data").join(network.name);
        let default = here(settings.network());
        if default.is_dir() {
            return Ok(vec![default]);
        }
        let mut others: Vec<PathBuf> = NETWORKS.iter().map(here).collect();
        others.retain(|folder| settings.named_network().is_none() && folder.is_dir());
        if let [other] = others.as_slice() {
            return Ok(vec![other.clone()]);
        }
        return Err(CliError::usage(
            "no_share_store",
            format!("there is no {} in this folder", default.display()),
        )
        .hint("name the folder with the node's shares.0, shares.1, ... with --shares"));
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
        Self::failed("listen", error.to_string())
            .with_source(error.into_source())
            .hint("give another address or port with --listen")
    }
}
