//! Connections: how many there are, whose, how long they last, and which one makes room.

use std::cmp::Reverse;
use std::collections::HashMap;
use std::convert::Infallible;
use std::net::{IpAddr, Ipv6Addr};
use std::pin::pin;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::thread;
use std::time::Duration;

use http_body_util::{BodyExt, LengthLimitError, Limited};
use hyper::Request;
use hyper::body::Incoming;
use hyper::server::conn::http1;
use hyper::service::service_fn;
use tokio::net::TcpStream;
use tokio::sync::{Semaphore, oneshot, watch};
use tokio::task::AbortHandle;
use tokio::time::{Instant, sleep_until, timeout};

use super::Refusal;
use super::router::{Answer, App, MAX_BODY, Routed, too_large};
use super::snapshot::Snapshot;
use super::socket::{ANSWER_TIME, Socket, WriteProgress};

/// Open connections. One more closes the least active one of the address that has most.
const MAX_CONNECTIONS: usize = 512;
/// Open connections of an address. One more closes its least active one.
const MAX_PER_ADDRESS: usize = 128;
/// Bytes of old snapshots that slow readers may keep in memory.
const MAX_OLD_BYTES: usize = 64 * 1024 * 1024;
/// The time for the head of the first request.
const HEAD_TIME: Duration = Duration::from_secs(10);
/// The time for the body of a request.
const BODY_TIME: Duration = Duration::from_secs(10);
/// The time for an answer to be made; senders may wait for the lock of the queue.
const MAKE_TIME: Duration = Duration::from_secs(120);
/// The most requests that wait for files at the same time.
const MAX_FILE_WORK: usize = 4;
/// The most bytes of a head.
const MAX_HEAD: usize = 16 * 1024;

/// The open connections.
pub(super) struct Connections {
    app: Arc<App>,
    start: Instant,
    open: Mutex<Table>,
    next: AtomicU64,
    closed: tokio::sync::Notify,
    /// Limits the threads that wait for files.
    file_work: Semaphore,
}

type Table = HashMap<u64, Entry>;

struct Entry {
    client: IpAddr,
    progress: Arc<WriteProgress>,
    task: AbortHandle,
}

impl Connections {
    pub(super) fn new(app: Arc<App>) -> Self {
        Self {
            app,
            start: Instant::now(),
            open: Mutex::default(),
            next: AtomicU64::new(0),
            closed: tokio::sync::Notify::new(),
            file_work: Semaphore::new(MAX_FILE_WORK),
        }
    }

    fn table(&self) -> MutexGuard<'_, Table> {
        self.open.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Serves a new connection, or drops it if all others are busy.
    pub(super) fn open(self: &Arc<Self>, stream: TcpStream, stopping: watch::Receiver<()>) {
        let (Ok(local), Ok(client)) = (stream.local_addr(), stream.peer_addr()) else {
            return;
        };
        // Answers are written whole; waiting for more to send would only delay them.
        let _ = stream.set_nodelay(true);
        let client = one_client(client.ip());
        let mut table = self.table();
        let is_same = |entry: &Entry| entry.client == client;
        let same = table.values().filter(|entry| is_same(entry)).count();
        let has_room = (same < MAX_PER_ADDRESS || close_one(&mut table, is_same))
            && (table.len() < MAX_CONNECTIONS || close_one(&mut table, |_| true));
        if !has_room {
            return;
        }
        let progress = Arc::new(WriteProgress::new(self.start, HEAD_TIME));
        let id = self.next.fetch_add(1, Ordering::Relaxed);
        let connection = Connection {
            all: Arc::clone(self),
            id,
            progress: Arc::clone(&progress),
            local: local.ip(),
        };
        let task = tokio::spawn(connection.serve(stream, stopping));
        let entry = Entry {
            client,
            progress,
            task: task.abort_handle(),
        };
        table.insert(id, entry);
        self.count(&table);
    }

    /// Closes one connection, if any can be closed.
    pub(super) fn close_any(&self) {
        close_one(&mut self.table(), |_| true);
    }

    /// Closes connections that read old snapshots until those take no more than their share of
    /// memory. Readers of the current snapshot stay.
    pub(super) fn let_go_of_old_snapshots(&self) {
        let current = self.app.found.snapshot();
        let mut table = self.table();
        while old_bytes(&table, &current) > MAX_OLD_BYTES
            && close_one(&mut table, |entry| reads_old(entry, &current).is_some())
        {}
    }

    fn close(&self, id: u64) {
        let mut table = self.table();
        table.remove(&id);
        self.count(&table);
        if table.is_empty() {
            self.closed.notify_waiters();
        }
    }

    fn count(&self, table: &Table) {
        let connections = &self.app.served.connections;
        connections.store(table.len(), Ordering::Relaxed);
    }

    pub(super) async fn all_closed(&self) {
        loop {
            let closed = self.closed.notified();
            if self.table().is_empty() {
                return;
            }
            closed.await;
        }
    }
}

/// Closes one of the connections that `may` be closed: of the client that has most of them, the one
/// that was active least recently. False if there was nothing to close.
fn close_one(table: &mut Table, may: impl Fn(&Entry) -> bool) -> bool {
    let candidates: Vec<(u64, &Entry)> = table
        .iter()
        .filter(|(_, entry)| !entry.progress.is_busy.load(Ordering::Relaxed) && may(entry))
        .map(|(id, entry)| (*id, entry))
        .collect();
    let mut by_client: HashMap<IpAddr, usize> = HashMap::new();
    for (_, entry) in &candidates {
        *by_client.entry(entry.client).or_default() += 1;
    }
    let chosen = candidates.iter().max_by_key(|(id, entry)| {
        let count = by_client.get(&entry.client);
        (count, Reverse(entry.progress.active()), Reverse(*id))
    });
    let Some(entry) = chosen.map(|(id, _)| *id).and_then(|id| table.remove(&id)) else {
        return false;
    };
    entry.progress.give_up();
    entry.task.abort();
    true
}

/// The snapshot that a connection reads, unless it is the current one.
fn reads_old(entry: &Entry, current: &Arc<Snapshot>) -> Option<Arc<Snapshot>> {
    let snapshot = Arc::clone(&entry.progress.reading()?.snapshot);
    (!Arc::ptr_eq(&snapshot, current)).then_some(snapshot)
}

/// Bytes of the snapshots that are read, without the current one.
fn old_bytes(table: &Table, current: &Arc<Snapshot>) -> usize {
    let mut old: Vec<Arc<Snapshot>> = Vec::new();
    for snapshot in table.values().filter_map(|entry| reads_old(entry, current)) {
        if !old.iter().any(|known| Arc::ptr_eq(known, &snapshot)) {
            old.push(snapshot);
        }
    }
    old.iter().map(|snapshot| snapshot.size).sum()
}

/// What counts as one client: an IPv4 address, or the /64 network that one customer has in IPv6.
fn one_client(address: IpAddr) -> IpAddr {
    match address.to_canonical() {
        IpAddr::V4(address) => IpAddr::V4(address),
        IpAddr::V6(address) => {
            let network = u128::from(address) & !u128::from(u64::MAX);
            IpAddr::V6(Ipv6Addr::from(network))
        }
    }
}

/// One connection; dropping it takes it out of the table.
struct Connection {
    all: Arc<Connections>,
    id: u64,
    progress: Arc<WriteProgress>,
    local: IpAddr,
}

impl Drop for Connection {
    fn drop(&mut self) {
        self.all.close(self.id);
    }
}

impl Connection {
    async fn serve(self, stream: TcpStream, mut stopping: watch::Receiver<()>) {
        // Its own time-out for heads would start before a slow client has taken the answer.
        let served = http1::Builder::new()
            .header_read_timeout(None)
            .max_buf_size(MAX_HEAD)
            .serve_connection(
                Socket::new(stream, Arc::clone(&self.progress)),
                service_fn(|request| self.answer(request)),
            );
        let mut served = pin!(served);
        let mut is_stopped = false;
        loop {
            tokio::select! {
                _ = served.as_mut() => return,
                () = sleep_until(self.progress.deadline()) => {
                    if self.progress.deadline() <= Instant::now() {
                        self.progress.give_up();
                        return;
                    }
                }
                _ = stopping.changed(), if !is_stopped => {
                    is_stopped = true;
                    served.as_mut().graceful_shutdown();
                    if !self.progress.is_busy.load(Ordering::Relaxed) {
                        self.progress.expect_within(Duration::from_secs(1));
                    }
                }
            }
        }
    }

    async fn answer(&self, request: Request<Incoming>) -> Result<Answer, Infallible> {
        let progress = &self.progress;
        progress.is_busy.store(true, Ordering::Relaxed);
        progress.expect_within(MAKE_TIME);
        let (head, body) = request.into_parts();
        let answer = match self.all.app.route(&head, self.local) {
            Routed::Answer(answer) => answer,
            Routed::Queue => self.wait_for(App::queue).await,
            Routed::Send => self.send(body).await,
        };
        self.all.app.count(&answer);
        progress.read_from(answer.body().reading());
        progress.act();
        progress.expect_within(ANSWER_TIME);
        progress.is_busy.store(false, Ordering::Relaxed);
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
        // An error means that the semaphore is closed, which never happens.
        let _permit = self.all.file_work.acquire().await;
        let app = Arc::clone(&self.all.app);
        let (sender, answer) = oneshot::channel();
        let work = move || {
            // The connection may be closed by now.
            let _ = sender.send(make(&app));
        };
        let refuse = |code, why| self.all.app.refuse(&Refusal::new(code, why));
        // Not spawn_blocking, which panics if the system starts no thread.
        match thread::Builder::new().name("files".to_owned()).spawn(work) {
            Err(_) => refuse(503, "the system starts no further thread; try again later"),
            Ok(_) => answer
                .await
                .unwrap_or_else(|_| refuse(500, "this should not happen")),
        }
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Weak;

    use tokio::runtime::Runtime;

    use super::super::snapshot::Reading;
    use super::super::test_config;
    use super::*;

    /// Connections of these clients, numbered from 0, the first ones least active.
    struct Clients {
        runtime: Runtime,
        table: Table,
    }

    impl Clients {
        fn new(clients: &[&str]) -> Self {
            let runtime = tokio::runtime::Builder::new_current_thread()
                .build()
                .unwrap();
            let start = Instant::now();
            let table = (0..).zip(clients).map(|(id, client)| {
                let task = runtime.spawn(std::future::pending::<()>());
                let entry = Entry {
                    client: one_client(client.parse().unwrap()),
                    progress: Arc::new(WriteProgress::new(start, HEAD_TIME)),
                    task: task.abort_handle(),
                };
                (id, entry)
            });
            let table = table.collect();
            Self { runtime, table }
        }

        fn ids(&self) -> Vec<u64> {
            let mut ids: Vec<u64> = self.table.keys().copied().collect();
            ids.sort_unstable();
            ids
        }
    }

    #[test]
    fn the_least_active_connection_of_the_largest_client_makes_room() {
        let mut clients = Clients::new(&[
            "10.0.0.1",
            "2001:db8::1",
            "2001:db8::2:1",
            "::ffff:10.0.0.1",
            "2001:db8::3",
            "10.0.0.2",
        ]);
        let table = &mut clients.table;
        // Three of one IPv6 network, two of one IPv4 address. A busy one is not closed.
        table[&1].progress.is_busy.store(true, Ordering::Relaxed);
        let mut closed = Vec::new();
        while close_one(table, |_| true) {
            let newly = (0..6).find(|id| !table.contains_key(id) && !closed.contains(id));
            closed.extend(newly);
        }
        assert_eq!(closed, [0, 2, 3, 4, 5]);
        assert_eq!(clients.ids(), [1]);
    }

    #[test]
    fn readers_of_old_snapshots_give_way_when_those_take_too_much_memory() {
        let all = Connections::new(Arc::new(App::new(test_config(Vec::new(), || 0))));
        let clients = Clients::new(&["10.0.0.1", "10.0.0.2", "10.0.0.2", "10.0.0.3", "10.0.0.4"]);
        let _entered = clients.runtime.enter();
        *all.table() = clients.table;
        let mut readings: Vec<Arc<Reading>> = Vec::new();
        let mut read = |id: u64, snapshot: Arc<Snapshot>| {
            let reading = Arc::new(Reading { snapshot });
            all.table()[&id]
                .progress
                .read_from(Arc::downgrade(&reading));
            readings.push(reading);
        };
        let large = || Arc::new(Snapshot::of_size(MAX_OLD_BYTES / 2));
        let shared = large();
        read(0, Arc::clone(&shared));
        read(1, large());
        read(2, shared);
        read(3, all.app.found.snapshot());
        // The fourth client has taken its answer.
        all.table()[&4].progress.read_from(Weak::new());
        let ids = || {
            let mut ids: Vec<u64> = all.table().keys().copied().collect();
            ids.sort_unstable();
            ids
        };
        // A snapshot counts once, however many read it.
        all.let_go_of_old_snapshots();
        assert_eq!(ids(), [0, 1, 2, 3, 4]);
        let snapshot = Arc::new(Snapshot::of_size(1));
        let reading = Arc::new(Reading { snapshot });
        all.table()[&4].progress.read_from(Arc::downgrade(&reading));
        all.let_go_of_old_snapshots();
        // The client with two connections loses the one that was less active.
        assert_eq!(ids(), [0, 2, 3, 4]);
    }
}
