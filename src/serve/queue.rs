//! Answers from the outbox: the queue, and messages that are sent through `serve`.

use hyper::StatusCode;
use serde::Deserialize;
use serde_json::json;

use super::Refusal;
use super::body::Body;
use super::router::{Answer, App, JSON, answer};
use super::snapshot::to_json;
use crate::core::message::queue::QueueError;
use crate::json::queue::{QueueEntryJson, SentJson};
use crate::outbox::{OutboxError, text_type};

impl App {
    /// Answers a request for the queue; reads a file.
    pub(super) fn queue(&self) -> Answer {
        let answered = self.try_queue();
        answered.unwrap_or_else(|refusal| self.refuse(&refusal))
    }

    fn try_queue(&self) -> Result<Answer, Refusal> {
        let outbox = &self.sending()?.outbox;
        // The reason would show the names of files.
        let unreadable = |_| Refusal::new(503, "the queue cannot be read");
        let now = (self.config.now)();
        let queue = outbox.queue().map_err(unreadable)?;
        let entries = queue.entries().iter();
        let entries: Vec<_> = entries
            .map(|entry| QueueEntryJson::new(entry, now))
            .collect();
        let json = to_json(&json!({ "queue": entries }));
        Ok(answer(StatusCode::OK, JSON, Body::whole(json.into())))
    }

    /// Queues the message in the body of a request that was authenticated; waits for the lock of the
    /// data folder.
    pub(super) fn send(&self, body: &[u8]) -> Answer {
        let sent = self.try_send(body);
        sent.unwrap_or_else(|refusal| self.refuse(&refusal))
    }

    fn try_send(&self, body: &[u8]) -> Result<Answer, Refusal> {
        #[derive(Deserialize)]
        #[serde(deny_unknown_fields)]
        struct Wanted {
            #[serde(rename = "type")]
            kind: String,
            text: String,
        }
        let outbox = &self.sending()?.outbox;
        let wanted: Wanted = serde_json::from_slice(body).map_err(|error| {
            Refusal::new(
                400,
                format!("the body is not {{\"type\", \"text\"}}: {error}"),
            )
        })?;
        let now = (self.config.now)();
        let sent = text_type(&wanted.kind)
            .and_then(|msg_type| outbox.send_text(msg_type, &wanted.text, now))
            .map_err(|error| Refusal::new(code(&error), error.to_string()))?;
        let json = to_json(&SentJson::new(&sent.entry, sent.pending));
        Ok(answer(StatusCode::CREATED, JSON, Body::whole(json.into())))
    }
}

/// 503 for a queue that cannot be read or changed now, 400 for a message that the outbox rejects.
fn code(error: &OutboxError) -> u16 {
    match error {
        OutboxError::Queue(QueueError::PayloadTooLong { .. }) => 400,
        OutboxError::State(_) | OutboxError::Queue(_) => 503,
        _ => 400,
    }
}
