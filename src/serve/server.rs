//! The listener: connections, limits and times, and messages for systemd.

use std::future::Future;
use std::io;
use std::net::SocketAddr;
use std::ops::ControlFlow;
use std::pin::pin;
use std::sync::Arc;
use std::sync::atomic::Ordering;
use std::sync::mpsc::sync_channel;
use std::thread;
use std::time::Duration;

use sd_notify::NotifyState;
use tokio::net::{TcpListener, TcpSocket};
use tokio::runtime::{Builder, EnterGuard, Runtime};
use tokio::sync::{mpsc, watch};
use tokio::time::{Instant, sleep, timeout};

use super::connections::Connections;
use super::follow::{Found, STUCK, follow};
use super::router::App;
use super::{Config, Event};

/// Bytes of a socket's buffers in the kernel, which takes twice as many: without a limit, a reader
/// that stops reading would keep megabytes there.
const SOCKET_BUFFER: u32 = 32 * 1024;
/// Connections that wait until they are accepted.
const BACKLOG: u32 = 1024;
/// The time for answers on their way when the server is told to stop.
const STOP_TIME: Duration = Duration::from_secs(5);

/// Why there is no serving.
#[derive(Debug, thiserror::Error)]
#[error("cannot {attempt}")]
pub struct ServeError {
    attempt: String,
    #[source]
    source: io::Error,
}

impl ServeError {
    /// What the operating system says.
    pub fn into_source(self) -> io::Error {
        self.source
    }
}

/// A server that listens and does not answer yet.
pub struct Server {
    runtime: Runtime,
    listener: TcpListener,
    address: SocketAddr,
    app: Arc<App>,
}

impl Server {
    /// Listens on the first of `addresses` that works; port 0 is any free one.
    ///
    /// # Errors
    /// The addresses are in use or not this machine's.
    pub fn bind(addresses: &[SocketAddr], config: Config) -> Result<Self, ServeError> {
        let shown: Vec<String> = addresses.iter().map(SocketAddr::to_string).collect();
        let wrong = |source| ServeError {
            attempt: format!("listen on {}", shown.join(" or ")),
            source,
        };
        let runtime = Builder::new_current_thread()
            .enable_all()
            .build()
            .map_err(wrong)?;
        let entered = runtime.enter();
        let listener = listen_on_any(addresses).map_err(wrong)?;
        let address = listener.local_addr().map_err(wrong)?;
        drop(entered);
        Ok(Self {
            runtime,
            listener,
            address,
            app: Arc::new(App::new(config)),
        })
    }

    /// Where it listens.
    pub fn address(&self) -> SocketAddr {
        self.address
    }

    /// Enters the runtime of the server, for a future that ends [`run`](Self::run).
    pub fn enter(&self) -> EnterGuard<'_> {
        self.runtime.enter()
    }

    /// Serves until `end` is ready, or until `tell` breaks.
    ///
    /// # Errors
    /// No thread can be started.
    pub fn run(
        self,
        end: impl Future<Output = ()>,
        mut tell: impl FnMut(Event) -> ControlFlow<()>,
    ) -> Result<(), ServeError> {
        let (follow_on, ended) = sync_channel(0);
        let (events, mut told) = mpsc::unbounded_channel();
        let app = Arc::clone(&self.app);
        let follower = thread::Builder::new()
            .name("follow".to_owned())
            .spawn(move || {
                // Nobody is left to be told when the server has ended.
                follow(&app.config, &app.found, &ended, |event| {
                    drop(events.send(event))
                });
            })
            .map_err(|source| ServeError {
                attempt: "start a thread".to_owned(),
                source,
            })?;
        self.runtime.block_on(async {
            let connections = Arc::new(Connections::new(Arc::clone(&self.app)));
            let (stop, stopping) = watch::channel(());
            let accepting = accept(&self.listener, &connections, &stopping);
            let mut accepting = pin!(accepting);
            let watchdog = feed_watchdog(&self.app.found);
            let mut watchdog = pin!(watchdog);
            let mut end = pin!(end);
            loop {
                tokio::select! {
                    () = &mut accepting => {}
                    () = &mut watchdog => {}
                    () = self.app.found.published() => connections.let_go_of_old_snapshots(),
                    Some(event) = told.recv() => {
                        if event == Event::Ready {
                            notify(&[NotifyState::Ready]);
                        }
                        if tell(event).is_break() {
                            break;
                        }
                    }
                    () = &mut end => break,
                }
            }
            notify(&[NotifyState::Stopping]);
            drop(stop);
            let _ = timeout(STOP_TIME, connections.all_closed()).await;
        });
        drop(follow_on);
        // It may be in the middle of a large store, which is no reason to wait.
        if follower.is_finished() {
            let _ = follower.join();
        }
        self.runtime.shutdown_background();
        Ok(())
    }
}

fn listen_on_any(addresses: &[SocketAddr]) -> io::Result<TcpListener> {
    let mut result = Err(io::ErrorKind::AddrNotAvailable.into());
    for address in addresses {
        result = listen(*address);
        if result.is_ok() {
            break;
        }
    }
    result
}

/// Listens; connections that are accepted have the same buffers.
fn listen(address: SocketAddr) -> io::Result<TcpListener> {
    let socket = if address.is_ipv4() {
        TcpSocket::new_v4()?
    } else {
        TcpSocket::new_v6()?
    };
    // A server that is started again finds connections of the one before it.
    socket.set_reuseaddr(true)?;
    socket.set_send_buffer_size(SOCKET_BUFFER)?;
    socket.set_recv_buffer_size(SOCKET_BUFFER)?;
    socket.bind(address)?;
    socket.listen(BACKLOG)
}

/// Tells systemd, if it started this; that it does not listen is no failure of ours.
fn notify(state: &[NotifyState<'_>]) {
    let _ = sd_notify::notify(state);
}

/// Feeds systemd's watchdog, if there is one, as long as the follower is alive.
async fn feed_watchdog(found: &Found) {
    let Some(period) = sd_notify::watchdog_enabled() else {
        return std::future::pending().await;
    };
    let mut last = (found.rounds.load(Ordering::Relaxed), Instant::now());
    loop {
        let rounds = found.rounds.load(Ordering::Relaxed);
        if rounds != last.0 {
            last = (rounds, Instant::now());
        }
        // The first reading of a large store may take its time.
        if !found.is_ready() || last.1.elapsed() < STUCK {
            notify(&[NotifyState::Watchdog]);
        }
        sleep(period / 3).await;
    }
}

async fn accept(
    listener: &TcpListener,
    connections: &Arc<Connections>,
    stopping: &watch::Receiver<()>,
) {
    loop {
        match listener.accept().await {
            Ok((stream, _)) => connections.open(stream, stopping.clone()),
            Err(_) => {
                // Out of file descriptors: one less is needed, and a moment.
                connections.close_any();
                sleep(Duration::from_millis(50)).await;
            }
        }
    }
}
