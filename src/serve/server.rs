//! The listener: connections, limits and times, signals, and what systemd wants to hear.

use std::collections::HashMap;
use std::convert::Infallible;
use std::io;
use std::net::{IpAddr, SocketAddr, TcpListener};
use std::ops::ControlFlow;
use std::pin::pin;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::mpsc::sync_channel;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::thread;
use std::time::Duration;

use http_body_util::{BodyExt, LengthLimitError, Limited};
use hyper::body::Incoming;
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper::{Request, StatusCode};
use hyper_util::rt::{TokioIo, TokioTimer};
use sd_notify::NotifyState;
use tokio::net::TcpStream;
use tokio::runtime::{Builder, Runtime};
use tokio::signal::unix::{Signal, SignalKind, signal};
use tokio::sync::{mpsc, watch};
use tokio::task::AbortHandle;
use tokio::time::{Instant, sleep, sleep_until, timeout};

use super::follow::{Found, STUCK, follow};
use super::router::{Answer, App, MAX_BODY, Routed, too_large};
use super::{Config, Event, Refusal};

/// Open connections. Of more, the one that has said nothing for the longest time is closed.
const MAX_CONNECTIONS: usize = 512;
/// The time for the first, and for each later, head of a request.
const HEAD_TIME: Duration = Duration::from_secs(10);
/// The time for the body of a request.
const BODY_TIME: Duration = Duration::from_secs(10);
/// The time for an answer to be made; those who send may wait for the lock of the queue.
const MAKE_TIME: Duration = Duration::from_secs(120);
/// The time for an answer to be taken, and after it for the next request.
const ANSWER_TIME: Duration = Duration::from_secs(60);
/// The most bytes of a head.
const MAX_HEAD: usize = 16 * 1024;
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
    listener: tokio::net::TcpListener,
    address: SocketAddr,
    signals: [Signal; 2],
    app: Arc<App>,
}

impl Server {
    /// Listens on `address`; port 0 is any free one.
    ///
    /// # Errors
    /// The address is in use or not this machine's.
    pub fn bind(address: SocketAddr, config: Config) -> Result<Self, ServeError> {
        let wrong = |source| ServeError {
            attempt: format!("listen on {address}"),
            source,
        };
        let runtime = Builder::new_current_thread()
            .enable_all()
            .max_blocking_threads(4)
            .build()
            .map_err(wrong)?;
        let entered = runtime.enter();
        let listener = TcpListener::bind(address).map_err(wrong)?;
        listener.set_nonblocking(true).map_err(wrong)?;
        let address = listener.local_addr().map_err(wrong)?;
        let listener = tokio::net::TcpListener::from_std(listener).map_err(wrong)?;
        let signals = [SignalKind::interrupt(), SignalKind::terminate()];
        let [interrupt, terminate] = signals.map(signal);
        let signals = [interrupt.map_err(wrong)?, terminate.map_err(wrong)?];
        drop(entered);
        Ok(Self {
            runtime,
            listener,
            address,
            signals,
            app: Arc::new(App::new(config)),
        })
    }

    /// Where it listens.
    pub fn address(&self) -> SocketAddr {
        self.address
    }

    /// Serves until SIGINT or SIGTERM, or until `tell` breaks.
    ///
    /// # Errors
    /// No thread can be started.
    pub fn run(self, mut tell: impl FnMut(Event) -> ControlFlow<()>) -> Result<(), ServeError> {
        let (end, ended) = sync_channel(0);
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
        let [mut interrupt, mut terminate] = self.signals;
        self.runtime.block_on(async {
            let connections = Arc::new(Connections::new(Arc::clone(&self.app)));
            let (stop, stopping) = watch::channel(());
            let accepting = accept(&self.listener, &connections, &stopping);
            let mut accepting = pin!(accepting);
            let watchdog = feed_watchdog(&self.app.found);
            let mut watchdog = pin!(watchdog);
            loop {
                tokio::select! {
                    () = &mut accepting => {}
                    () = &mut watchdog => {}
                    Some(event) = told.recv() => {
                        if event == Event::Ready {
                            notify(&[NotifyState::Ready]);
                        }
                        if tell(event).is_break() {
                            break;
                        }
                    }
                    _ = interrupt.recv() => break,
                    _ = terminate.recv() => break,
                }
            }
            notify(&[NotifyState::Stopping]);
            drop(stop);
            let _ = timeout(STOP_TIME, connections.all_closed()).await;
        });
        drop(end);
        // It may be in the middle of a large store, which is no reason to wait.
        if follower.is_finished() {
            let _ = follower.join();
        }
        self.runtime.shutdown_background();
        Ok(())
    }
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
    listener: &tokio::net::TcpListener,
    connections: &Arc<Connections>,
    stopping: &watch::Receiver<()>,
) {
    loop {
        match listener.accept().await {
            Ok((stream, _)) => connections.open(stream, stopping.clone()),
            Err(_) => {
                // Out of file descriptors: one less is needed, and a moment.
                connections.close_idlest();
                sleep(Duration::from_millis(50)).await;
            }
        }
    }
}

/// The open connections.
struct Connections {
    app: Arc<App>,
    start: Instant,
    open: Mutex<HashMap<u64, (Arc<Progress>, AbortHandle)>>,
    next: AtomicU64,
    closed: tokio::sync::Notify,
}

/// How far a connection is, in milliseconds since the start of the server.
#[derive(Debug)]
struct Progress {
    /// Its answer is being made.
    busy: AtomicBool,
    /// When it said something last.
    active: AtomicU64,
    /// When it is closed if nothing happens.
    deadline: AtomicU64,
}

impl Connections {
    fn new(app: Arc<App>) -> Self {
        Self {
            app,
            start: Instant::now(),
            open: Mutex::default(),
            next: AtomicU64::new(0),
            closed: tokio::sync::Notify::new(),
        }
    }

    fn table(&self) -> MutexGuard<'_, HashMap<u64, (Arc<Progress>, AbortHandle)>> {
        self.open.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn millis(&self) -> u64 {
        u64::try_from(self.start.elapsed().as_millis()).unwrap_or(u64::MAX)
    }

    fn deadline(&self, within: Duration) -> u64 {
        let within = u64::try_from(within.as_millis()).unwrap_or(u64::MAX);
        self.millis().saturating_add(within)
    }

    fn open(self: &Arc<Self>, stream: TcpStream, stopping: watch::Receiver<()>) {
        let Ok(local) = stream.local_addr() else {
            return;
        };
        // Answers are written whole; waiting for more to send would only delay them.
        let _ = stream.set_nodelay(true);
        if self.table().len() >= MAX_CONNECTIONS && !self.close_idlest() {
            return;
        }
        let progress = Arc::new(Progress {
            busy: AtomicBool::new(false),
            active: AtomicU64::new(self.millis()),
            deadline: AtomicU64::new(self.deadline(HEAD_TIME)),
        });
        let id = self.next.fetch_add(1, Ordering::Relaxed);
        let connection = Connection {
            all: Arc::clone(self),
            id,
            progress: Arc::clone(&progress),
            local: local.ip(),
        };
        let mut table = self.table();
        let task = tokio::spawn(connection.serve(stream, stopping));
        table.insert(id, (progress, task.abort_handle()));
        self.app
            .served
            .connections
            .store(table.len(), Ordering::Relaxed);
    }

    /// Closes the connection that has said nothing for the longest time; false if all are busy.
    fn close_idlest(&self) -> bool {
        let mut table = self.table();
        let idlest = table
            .iter()
            .filter(|(_, (progress, _))| !progress.busy.load(Ordering::Relaxed))
            .min_by_key(|(id, (progress, _))| (progress.active.load(Ordering::Relaxed), **id))
            .map(|(id, _)| *id);
        let Some((_, task)) = idlest.and_then(|id| table.remove(&id)) else {
            return false;
        };
        task.abort();
        true
    }

    fn close(&self, id: u64) {
        let mut table = self.table();
        table.remove(&id);
        self.app
            .served
            .connections
            .store(table.len(), Ordering::Relaxed);
        if table.is_empty() {
            self.closed.notify_waiters();
        }
    }

    async fn all_closed(&self) {
        loop {
            let closed = self.closed.notified();
            if self.table().is_empty() {
                return;
            }
            closed.await;
        }
    }
}

/// One connection; dropping it takes it out of the table.
struct Connection {
    all: Arc<Connections>,
    id: u64,
    progress: Arc<Progress>,
    local: IpAddr,
}

impl Drop for Connection {
    fn drop(&mut self) {
        self.all.close(self.id);
    }
}

impl Connection {
    async fn serve(self, stream: TcpStream, mut stopping: watch::Receiver<()>) {
        let served = http1::Builder::new()
            .timer(TokioTimer::new())
            .header_read_timeout(HEAD_TIME)
            .max_buf_size(MAX_HEAD)
            .serve_connection(
                TokioIo::new(stream),
                service_fn(|request| self.answer(request)),
            );
        let mut served = pin!(served);
        let mut stopped = false;
        loop {
            let deadline = self.progress.deadline.load(Ordering::Relaxed);
            tokio::select! {
                _ = served.as_mut() => return,
                () = sleep_until(self.all.start + Duration::from_millis(deadline)) => {
                    if self.progress.deadline.load(Ordering::Relaxed) <= self.all.millis() {
                        return;
                    }
                }
                _ = stopping.changed(), if !stopped => {
                    stopped = true;
                    served.as_mut().graceful_shutdown();
                    if !self.progress.busy.load(Ordering::Relaxed) {
                        let soon = self.all.deadline(Duration::from_secs(1));
                        self.progress.deadline.store(soon, Ordering::Relaxed);
                    }
                }
            }
        }
    }

    async fn answer(&self, request: Request<Incoming>) -> Result<Answer, Infallible> {
        let progress = &self.progress;
        progress.busy.store(true, Ordering::Relaxed);
        progress
            .deadline
            .store(self.all.deadline(MAKE_TIME), Ordering::Relaxed);
        let (head, body) = request.into_parts();
        let answer = match self.all.app.route(&head, self.local) {
            Routed::Answer(answer) => answer,
            Routed::Queue => self.wait_for(App::queue).await,
            Routed::Send => self.send(body).await,
        };
        self.all.app.count(&answer);
        let all = &self.all;
        progress.active.store(all.millis(), Ordering::Relaxed);
        progress
            .deadline
            .store(all.deadline(ANSWER_TIME), Ordering::Relaxed);
        progress.busy.store(false, Ordering::Relaxed);
        Ok(answer)
    }

    async fn send(&self, body: Incoming) -> Answer {
        let app = &self.all.app;
        let body = timeout(BODY_TIME, Limited::new(body, MAX_BODY).collect()).await;
        match body {
            Ok(Ok(body)) => {
                let body = body.to_bytes();
                self.wait_for(move |app| app.send(&body)).await
            }
            Ok(Err(error)) if error.is::<LengthLimitError>() => app.refuse(&too_large()),
            Ok(Err(_)) => app.refuse(&Refusal::new(400, "the body cannot be read")),
            Err(_) => app.refuse(&Refusal::new(408, "the body took too long")),
        }
    }

    /// Answers with what waits for files.
    async fn wait_for(&self, make: impl FnOnce(&App) -> Answer + Send + 'static) -> Answer {
        let app = Arc::clone(&self.all.app);
        let answer = tokio::task::spawn_blocking(move || make(&app)).await;
        answer.unwrap_or_else(|_| {
            let code = StatusCode::INTERNAL_SERVER_ERROR.as_u16();
            self.all
                .app
                .refuse(&Refusal::new(code, "this should not happen"))
        })
    }
}
