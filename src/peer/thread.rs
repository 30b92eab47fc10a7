//! Work in a thread of its own, so that connections are served meanwhile.

use std::sync::Arc;
use std::thread::Builder;

use tokio::sync::oneshot;

/// Runs `work` in a thread and waits for the result. If the system starts no thread, this one does
/// the work: the runtime's own way would panic.
///
/// `None` if `work` panics.
pub(super) async fn in_thread<T: Send + 'static>(
    name: &str,
    work: impl Fn() -> T + Send + Sync + 'static,
) -> Option<T> {
    let work = Arc::new(work);
    let (sender, receiver) = oneshot::channel();
    let started = {
        let work = Arc::clone(&work);
        Builder::new().name(name.to_owned()).spawn(move || {
            // An error means that the caller is gone.
            let _ = sender.send(work());
        })
    };
    match started {
        Ok(_) => receiver.await.ok(),
        Err(_) => Some(work()),
    }
}
