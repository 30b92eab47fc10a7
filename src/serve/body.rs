//! The body of an answer: made piece by piece, as fast as its reader takes it.
//!
//! A reader that stops reading keeps one piece of its own in memory. Everything else belongs to the
//! snapshot, which all readers share.

use std::collections::VecDeque;
use std::convert::Infallible;
use std::pin::Pin;
use std::sync::{Arc, Weak};
use std::task::{Context, Poll};

use hyper::body::{Body as HttpBody, Bytes, Frame, SizeHint};

use super::snapshot::{Messages, PIECE, Reading};

/// The body of an answer, of known length.
#[derive(Debug)]
pub struct Body {
    parts: VecDeque<Part>,
    /// Bytes that are left.
    length: u64,
    reading: Option<Arc<Reading>>,
}

#[derive(Debug)]
enum Part {
    Bytes(Bytes),
    Messages(Messages),
}

impl Body {
    pub(super) fn whole(bytes: Bytes) -> Self {
        let mut body = Self::empty(None);
        body.push_bytes(bytes);
        body
    }

    /// An answer from `reading`, without any part yet.
    pub(super) fn from(reading: &Arc<Reading>) -> Self {
        Self::empty(Some(Arc::clone(reading)))
    }

    fn empty(reading: Option<Arc<Reading>>) -> Self {
        Self {
            parts: VecDeque::new(),
            length: 0,
            reading,
        }
    }

    pub(super) fn push_bytes(&mut self, bytes: Bytes) {
        self.length = self.length.saturating_add(size(bytes.len()));
        self.parts.push_back(Part::Bytes(bytes));
    }

    pub(super) fn push_messages(&mut self, messages: Messages) {
        self.length = self.length.saturating_add(size(messages.length()));
        self.parts.push_back(Part::Messages(messages));
    }

    /// The snapshot that this answer comes from; the reference dies with the answer.
    pub(super) fn reading(&self) -> Weak<Reading> {
        self.reading
            .as_ref()
            .map(Arc::downgrade)
            .unwrap_or_default()
    }

    /// The next piece, at most a little longer than [`PIECE`].
    fn next_piece(&mut self) -> Option<Bytes> {
        while let Some(part) = self.parts.front_mut() {
            let piece = match part {
                Part::Bytes(bytes) => bytes.split_to(bytes.len().min(PIECE)),
                Part::Messages(messages) => messages.next_piece(),
            };
            if !piece.is_empty() {
                self.length = self.length.saturating_sub(size(piece.len()));
                return Some(piece);
            }
            self.parts.pop_front();
        }
        None
    }
}

fn size(bytes: usize) -> u64 {
    u64::try_from(bytes).unwrap_or(u64::MAX)
}

impl HttpBody for Body {
    type Data = Bytes;
    type Error = Infallible;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        _: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, Infallible>>> {
        Poll::Ready(self.next_piece().map(|piece| Ok(Frame::data(piece))))
    }

    fn is_end_stream(&self) -> bool {
        self.length == 0
    }

    fn size_hint(&self) -> SizeHint {
        SizeHint::with_exact(self.length)
    }
}
