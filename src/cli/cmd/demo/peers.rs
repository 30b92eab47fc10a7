//! The peers of the demo.

use std::io;
use std::net::SocketAddr;
use std::sync::mpsc::{Receiver, sync_channel};
use std::time::{Duration, Instant};

use crate::cli::error::CliError;
use crate::cli::hints::NO_THREAD;
use crate::cli::output::Output;
use crate::cli::signals::Interrupt;
use crate::core::network::Network;
use crate::peer::node::connection::Identity;
use crate::peer::node::server::{Node, NodeError, NodeEvent};

/// How the demo introduces itself.
const CLIENT: &str = concat!("/p2msg-demo:", env!("CARGO_PKG_VERSION"), "/");
/// Maximum number of events between two reports; further ones are not reported.
const EVENTS: usize = 1000;
/// Time between two reports.
const REPORT: Duration = Duration::from_millis(250);
/// Maximum length of a client's name in a report, in bytes.
const MAX_CLIENT: usize = 60;

/// Takes the address at which peers connect.
///
/// # Errors
/// The address is in use or not an address of this machine; the system has no random numbers.
pub(super) fn bind(
    address: SocketAddr,
    network: &'static Network,
    out: &Output,
) -> Result<Node, CliError> {
    let nonce = getrandom::u64()
        .map_err(|error| CliError::failed("randomness", format!("cannot make a nonce: {error}")))?;
    let client = CLIENT.to_owned();
    let identity = Identity {
        network,
        nonce,
        client,
    };
    let node = Node::bind(address, identity)?;
    let address = node.address();
    if !address.ip().is_loopback() {
        out.warning(format!(
            "others can reach {address}; the demo is made for one machine"
        ));
    }
    Ok(node)
}

/// Reports what happens on the connections of a node.
pub(super) struct Reports(Receiver<NodeEvent>);

impl Reports {
    /// Starts to accept connections.
    ///
    /// # Errors
    /// The address is in use; the system starts no further thread.
    pub(super) fn of(node: &mut Node) -> Result<Self, CliError> {
        let (sender, events) = sync_channel(EVENTS);
        node.serve(Box::new(move |event| {
            // Full while the demo is busy.
            let _ = sender.try_send(event);
        }))?;
        Ok(Self(events))
    }

    fn print(&self, out: &Output) {
        for event in self.0.try_iter() {
            out.note(match event {
                NodeEvent::Connected { peer, client } => {
                    let client = client.get(..MAX_CLIENT).unwrap_or(&client);
                    format!("peer {peer} connected: {}", client.escape_ascii())
                }
                NodeEvent::Disconnected { peer, end: None } => format!("peer {peer} disconnected"),
                NodeEvent::Disconnected {
                    peer,
                    end: Some(end),
                } => format!("peer {peer} was disconnected: {end}"),
                NodeEvent::Refused { peer } => {
                    format!("peer {peer} was refused: too many connections")
                }
            });
        }
    }
}

/// Waits for `pause`, or until a signal arrives. Returns whether one did.
pub(super) fn wait(
    pause: Duration,
    interrupt: &Interrupt,
    reports: Option<&Reports>,
    out: &Output,
) -> bool {
    let Some(reports) = reports else {
        return interrupt.within(pause);
    };
    let start = Instant::now();
    loop {
        let rest = pause.saturating_sub(start.elapsed());
        if interrupt.within(rest.min(REPORT)) {
            return true;
        }
        reports.print(out);
        if rest <= REPORT {
            return false;
        }
    }
}

impl From<NodeError> for CliError {
    fn from(error: NodeError) -> Self {
        let message = error.to_string();
        let source = error.into_source();
        let hint = match source.kind() {
            io::ErrorKind::WouldBlock | io::ErrorKind::OutOfMemory => NO_THREAD,
            _ => "pass another address or port with --listen-p2p",
        };
        Self::failed("listen", message)
            .with_source(source)
            .hint(hint)
    }
}
