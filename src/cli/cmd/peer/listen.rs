//! Runs a listener to its end, and ends it politely at a signal.

use crate::cli::error::CliError;
use crate::cli::output::Output;
use crate::cli::signals::Signals;
use crate::peer::{Listener, Notice, PeerAddress};

/// What a command does with a notice.
pub(super) enum Flow {
    /// Listen on.
    On,
    /// Close all connections.
    End,
}

/// Passes each notice to `see` until all connections are closed. The first signal closes them as soon
/// as nodes allow it, the second one at once. Returns whether a signal arrived.
///
/// # Errors
/// Those of `see`; the connections are closed before it returns.
pub(super) async fn listen(
    listener: &mut Listener,
    peers: &[PeerAddress],
    out: &mut Output,
    mut see: impl FnMut(&mut Listener, Notice, &mut Output) -> Result<Flow, CliError>,
) -> Result<bool, CliError> {
    let mut signals = Signals::interrupt_or_terminate()?;
    let mut signalled = false;
    let mut is_closing = false;
    let mut result = Ok(());
    loop {
        let notice = tokio::select! {
            notice = listener.next() => notice,
            () = signals.next() => {
                if is_closing && signalled {
                    listener.close_now();
                } else {
                    signalled = true;
                    is_closing = true;
                    listener.close();
                    out.note("disconnecting 11 s after the last share that a node pushes, in two minutes at most; Ctrl-C again disconnects now");
                }
                continue;
            }
        };
        let Some(notice) = notice else {
            return result.map(|()| signalled);
        };
        if let Notice::Closed {
            peer, early: true, ..
        } = notice
        {
            warn_of_early(peers, peer, out);
        }
        match see(listener, notice, out) {
            Ok(Flow::On) => {}
            Ok(Flow::End) if is_closing => {}
            Ok(Flow::End) => {
                is_closing = true;
                listener.close();
                out.flush()?;
                out.detail("disconnecting 11 s after the last share that a node pushes, in two minutes at most");
            }
            Err(error) if result.is_ok() => {
                is_closing = true;
                listener.close();
                result = Err(error);
            }
            Err(_) => {}
        }
    }
}

/// Warns that a connection was closed soon after a push of shares.
pub(super) fn warn_of_early(peers: &[PeerAddress], peer: usize, out: &Output) {
    if let Some(peer) = peers.get(peer) {
        out.warning(format!(
            "disconnected from {peer} less than 11 s after it may have pushed shares; it may not pass them on"
        ));
    }
}
