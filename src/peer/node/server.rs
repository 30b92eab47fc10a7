//! The connections of a node over sockets.
//!
//! One thread serves all peers, so the owner of the node may block its own.

use std::io;
use std::net::SocketAddr;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::thread::{self, JoinHandle};
use std::time::Duration;

use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpSocket, TcpStream};
use tokio::runtime::Builder;
use tokio::sync::broadcast::error::RecvError;
use tokio::sync::{Semaphore, broadcast, oneshot};
use tokio::time::{Instant, sleep, sleep_until};

use super::chain::Chain;
use super::connection::{Identity, NodeConnection};
use super::end::End;
use crate::core::p2p::message::Message;
use crate::core::share::ShareError;

/// Maximum number of connections. A Python node accepts as many.
pub const MAX_CONNECTIONS: usize = 50;
/// Pushes that wait for the thread of the connections.
const PUSHES: usize = 64;
/// Bytes of a socket's buffers in the kernel, which takes twice as many.
const SOCKET_BUFFER: u32 = 128 * 1024;
/// Connections that wait until they are accepted.
const BACKLOG: u32 = 128;
/// Bytes per read.
const READ: usize = 16 * 1024;

/// Why a node cannot serve.
#[derive(Debug, thiserror::Error)]
#[error("cannot {attempt}")]
pub struct NodeError {
    attempt: String,
    #[source]
    source: io::Error,
}

impl NodeError {
    /// Returns the error of the operating system.
    pub fn into_source(self) -> io::Error {
        self.source
    }
}

/// What happens on the connections of a node.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum NodeEvent {
    /// A peer introduced itself.
    Connected {
        /// Its address.
        peer: SocketAddr,
        /// Its client: any bytes.
        client: Vec<u8>,
    },
    /// A connection is closed.
    Disconnected {
        /// The address of the peer.
        peer: SocketAddr,
        /// Why the node closed it; `None` if the peer closed it.
        end: Option<End>,
    },
    /// A connection was refused, because the node has [`MAX_CONNECTIONS`] already.
    Refused {
        /// The address of the peer.
        peer: SocketAddr,
    },
}

/// Called by the thread of the connections. It must not block.
type OnEvent = Box<dyn Fn(NodeEvent) + Send + Sync>;

/// A node at an address. Dropping it closes its connections.
pub struct Node {
    shared: Arc<Shared>,
    /// `None` once the node serves.
    socket: Option<TcpSocket>,
    address: SocketAddr,
    /// Ends the thread when it is dropped.
    stop: Option<oneshot::Sender<()>>,
    thread: Option<JoinHandle<()>>,
}

struct Shared {
    identity: Identity,
    chain: Mutex<Chain>,
    pushes: broadcast::Sender<Arc<[u8]>>,
    connections: Arc<Semaphore>,
}

impl Shared {
    fn chain(&self) -> MutexGuard<'_, Chain> {
        self.chain.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Node {
    /// Takes an address; port 0 is any free one. Connections are refused until the node
    /// [serves](Self::serve).
    ///
    /// # Errors
    ///
    /// [`NodeError`] if the address is in use or not an address of this machine.
    pub fn bind(address: SocketAddr, identity: Identity) -> Result<Self, NodeError> {
        let socket = bind(address).map_err(|source| cannot_listen(address, source))?;
        let bound = socket.local_addr();
        let chain = Chain::new(identity.network);
        let (pushes, _) = broadcast::channel(PUSHES);
        Ok(Self {
            shared: Arc::new(Shared {
                identity,
                chain: Mutex::new(chain),
                pushes,
                connections: Arc::new(Semaphore::new(MAX_CONNECTIONS)),
            }),
            socket: Some(socket),
            address: bound.map_err(|source| cannot_listen(address, source))?,
            stop: None,
            thread: None,
        })
    }

    /// Returns the address of the node.
    pub fn address(&self) -> SocketAddr {
        self.address
    }

    /// Adds a raw share after its ancestors. A new best share is pushed to all peers.
    ///
    /// # Errors
    ///
    /// [`ShareError`] if the share is malformed.
    pub fn add(&self, raw: Vec<u8>) -> Result<(), ShareError> {
        let mut chain = self.shared.chain();
        if chain.add(raw)? && self.shared.pushes.receiver_count() > 0 {
            let mut frame = Vec::new();
            Message::Shares(chain.newest())
                .write(&mut frame, self.shared.identity.network)
                .expect("five shares fit into a frame");
            // An error means that the last peer has just left.
            let _ = self.shared.pushes.send(frame.into());
        }
        Ok(())
    }

    /// Starts to accept connections, in a thread of its own.
    ///
    /// # Errors
    ///
    /// [`NodeError`] if the address is in use, or if the system starts no further thread.
    pub fn serve(&mut self, on_event: OnEvent) -> Result<(), NodeError> {
        let Some(socket) = self.socket.take() else {
            return Ok(());
        };
        let cannot_start = |source| NodeError {
            attempt: "start a thread".to_owned(),
            source,
        };
        let runtime = Builder::new_current_thread().enable_all().build();
        let runtime = runtime.map_err(cannot_start)?;
        let listener = {
            let _inside = runtime.enter();
            let listener = socket.listen(BACKLOG);
            listener.map_err(|source| cannot_listen(self.address, source))?
        };
        let (stop, stopped) = oneshot::channel::<()>();
        let shared = Arc::clone(&self.shared);
        let on_event = Arc::new(on_event);
        let work = move || {
            runtime.block_on(async {
                tokio::select! {
                    () = accept(&listener, &shared, &on_event) => {}
                    _ = stopped => {}
                }
            });
        };
        let thread = thread::Builder::new().name("peers".to_owned()).spawn(work);
        self.thread = Some(thread.map_err(cannot_start)?);
        self.stop = Some(stop);
        Ok(())
    }
}

impl Drop for Node {
    fn drop(&mut self) {
        drop(self.stop.take());
        if let Some(thread) = self.thread.take() {
            // An error means that it panicked, which was reported.
            let _ = thread.join();
        }
    }
}

fn cannot_listen(address: SocketAddr, source: io::Error) -> NodeError {
    NodeError {
        attempt: format!("listen on {address}"),
        source,
    }
}

fn bind(address: SocketAddr) -> io::Result<TcpSocket> {
    let socket = match address {
        SocketAddr::V4(_) => TcpSocket::new_v4()?,
        SocketAddr::V6(_) => TcpSocket::new_v6()?,
    };
    // A node that is started again finds connections of the one before it.
    socket.set_reuseaddr(true)?;
    // Accepted connections have the same buffers.
    socket.set_send_buffer_size(SOCKET_BUFFER)?;
    socket.set_recv_buffer_size(SOCKET_BUFFER)?;
    socket.bind(address)?;
    Ok(socket)
}

async fn accept(listener: &TcpListener, shared: &Arc<Shared>, on_event: &Arc<OnEvent>) {
    loop {
        let Ok((stream, peer)) = listener.accept().await else {
            // Out of file descriptors.
            sleep(Duration::from_millis(50)).await;
            continue;
        };
        let Ok(permit) = Arc::clone(&shared.connections).try_acquire_owned() else {
            on_event(NodeEvent::Refused { peer });
            continue;
        };
        let shared = Arc::clone(shared);
        let on_event = Arc::clone(on_event);
        tokio::spawn(async move {
            let end = talk(stream, peer, &shared, &on_event).await;
            drop(permit);
            on_event(NodeEvent::Disconnected { peer, end });
        });
    }
}

/// Serves a peer until the connection is closed. Returns the reason if the node closes it.
async fn talk(
    mut stream: TcpStream,
    peer: SocketAddr,
    shared: &Shared,
    on_event: &OnEvent,
) -> Option<End> {
    // Replies are written whole; waiting for more to send would only delay them.
    let _ = stream.set_nodelay(true);
    let start = Instant::now();
    // Before the best share is named, so that the peer misses none.
    let mut pushes = shared.pushes.subscribe();
    let best = shared.chain().best();
    let mut connection = NodeConnection::open(&shared.identity, best, peer);
    let (mut reader, mut writer) = stream.split();
    let mut buffer = vec![0; READ];
    let mut is_known = false;
    loop {
        tokio::select! {
            read = reader.read(&mut buffer), if connection.reads() => {
                let received = buffer.get(..read.unwrap_or(0)).unwrap_or_default();
                if received.is_empty() {
                    return None;
                }
                connection.receive(start.elapsed(), received, &shared.chain());
            }
            written = writer.write(connection.unsent()), if !connection.unsent().is_empty() => {
                match written {
                    Ok(count) => connection.sent(start.elapsed(), count, &shared.chain()),
                    Err(_) => return None,
                }
            }
            push = pushes.recv() => match push {
                Ok(frame) => connection.push(start.elapsed(), &frame),
                Err(RecvError::Lagged(_)) => {}
                Err(RecvError::Closed) => return None,
            },
            () = sleep_until(start + connection.deadline()) => connection.tick(start.elapsed()),
        }
        if let Some(end) = connection.end() {
            return Some(end.clone());
        }
        if let Some(client) = connection.client()
            && !is_known
        {
            is_known = true;
            on_event(NodeEvent::Connected {
                peer,
                client: client.to_vec(),
            });
        }
    }
}
