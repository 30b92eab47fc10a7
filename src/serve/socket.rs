//! The socket of a connection, which notes how far its client is.

use std::io::{self, IoSlice};
use std::pin::Pin;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::{Arc, Mutex, PoisonError, Weak};
use std::task::{Context, Poll};
use std::time::Duration;

use hyper::rt::{Read, ReadBufCursor, Write};
use hyper_util::rt::TokioIo;
use tokio::net::TcpStream;
use tokio::time::Instant;

use super::snapshot::Reading;

/// A reader takes [`MIN_TAKEN`] bytes in each such time, or is disconnected. After the answer, it is
/// the time for the next request.
pub(super) const ANSWER_TIME: Duration = Duration::from_secs(20);
/// 16 KiB: more than 800 bytes a second.
const MIN_TAKEN: u64 = 16 * 1024;

/// How far a connection is, in milliseconds since the start of the server.
#[derive(Debug)]
pub(super) struct WriteProgress {
    start: Instant,
    /// Its answer is being made.
    pub(super) is_busy: AtomicBool,
    /// When an answer was made or the client took bytes of one.
    active: AtomicU64,
    /// When the connection is closed unless something happens.
    deadline: AtomicU64,
    /// Bytes that the client took since the deadline was moved.
    taken: AtomicU64,
    /// The server gives the connection up, with the bytes that the client has not taken.
    is_given_up: AtomicBool,
    /// The answer that was made last.
    reading: Mutex<Weak<Reading>>,
}

impl WriteProgress {
    /// A new connection, which has `within` for its first request.
    pub(super) fn new(start: Instant, within: Duration) -> Self {
        let progress = Self {
            start,
            is_busy: AtomicBool::new(false),
            active: AtomicU64::new(0),
            deadline: AtomicU64::new(0),
            taken: AtomicU64::new(0),
            is_given_up: AtomicBool::new(false),
            reading: Mutex::default(),
        };
        progress.act();
        progress.expect_within(within);
        progress
    }

    fn millis(&self) -> u64 {
        u64::try_from(self.start.elapsed().as_millis()).unwrap_or(u64::MAX)
    }

    /// When the client was active last.
    pub(super) fn active(&self) -> u64 {
        self.active.load(Ordering::Relaxed)
    }

    /// The client is active now.
    pub(super) fn act(&self) {
        self.active.store(self.millis(), Ordering::Relaxed);
    }

    /// Moves the deadline to `within` from now.
    pub(super) fn expect_within(&self, within: Duration) {
        let within = u64::try_from(within.as_millis()).unwrap_or(u64::MAX);
        let deadline = self.millis().saturating_add(within);
        self.deadline.store(deadline, Ordering::Relaxed);
        self.taken.store(0, Ordering::Relaxed);
    }

    pub(super) fn deadline(&self) -> Instant {
        self.start + Duration::from_millis(self.deadline.load(Ordering::Relaxed))
    }

    /// The client took `bytes` of an answer.
    fn take(&self, bytes: usize) {
        self.act();
        let bytes = u64::try_from(bytes).unwrap_or(u64::MAX);
        let before = self.taken.fetch_add(bytes, Ordering::Relaxed);
        if before.saturating_add(bytes) >= MIN_TAKEN {
            self.expect_within(ANSWER_TIME);
        }
    }

    pub(super) fn give_up(&self) {
        self.is_given_up.store(true, Ordering::Relaxed);
    }

    pub(super) fn read_from(&self, reading: Weak<Reading>) {
        *self.reading.lock().unwrap_or_else(PoisonError::into_inner) = reading;
    }

    /// The answer that the client is still reading, if it comes from a snapshot.
    pub(super) fn reading(&self) -> Option<Arc<Reading>> {
        let reading = self.reading.lock();
        reading.unwrap_or_else(PoisonError::into_inner).upgrade()
    }
}

/// A client's socket.
pub(super) struct Socket {
    stream: TokioIo<TcpStream>,
    progress: Arc<WriteProgress>,
}

impl Socket {
    pub(super) fn new(stream: TcpStream, progress: Arc<WriteProgress>) -> Self {
        Self {
            stream: TokioIo::new(stream),
            progress,
        }
    }

    fn note(&self, written: Poll<io::Result<usize>>) -> Poll<io::Result<usize>> {
        if let Poll::Ready(Ok(bytes)) = written {
            self.progress.take(bytes);
        }
        written
    }
}

impl Drop for Socket {
    fn drop(&mut self) {
        if self.progress.is_given_up.load(Ordering::Relaxed) {
            // Otherwise the kernel keeps the rest of the answer for minutes after the connection.
            let _ = self.stream.inner().set_zero_linger();
        }
    }
}

impl Read for Socket {
    fn poll_read(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        buffer: ReadBufCursor<'_>,
    ) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_read(context, buffer)
    }
}

impl Write for Socket {
    fn poll_write(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        bytes: &[u8],
    ) -> Poll<io::Result<usize>> {
        let written = Pin::new(&mut self.stream).poll_write(context, bytes);
        self.note(written)
    }

    fn poll_write_vectored(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        pieces: &[IoSlice<'_>],
    ) -> Poll<io::Result<usize>> {
        let written = Pin::new(&mut self.stream).poll_write_vectored(context, pieces);
        self.note(written)
    }

    fn is_write_vectored(&self) -> bool {
        self.stream.is_write_vectored()
    }

    fn poll_flush(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_flush(context)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_shutdown(context)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A total time would cut off slow readers, and let silent ones stay as long.
    #[test]
    fn only_progress_moves_the_deadline() {
        let progress = WriteProgress::new(Instant::now(), Duration::from_secs(1));
        let first = progress.deadline();
        progress.take(16 * 1024 - 1);
        assert_eq!(progress.deadline(), first);
        progress.take(1);
        let second = progress.deadline();
        assert!(second >= first + ANSWER_TIME - Duration::from_secs(1));
        progress.take(16 * 1024 - 1);
        assert_eq!(progress.deadline(), second);
    }
}
