//! Ending a command that runs until it is told to stop: SIGINT (Ctrl-C) or SIGTERM (systemd, kill).

use std::future::poll_fn;
use std::io;
use std::sync::mpsc::{Receiver, RecvTimeoutError, channel};
use std::task::Poll;
use std::thread;
use std::time::Duration;

use tokio::runtime::Builder;
use tokio::signal::unix::{SignalKind, signal};

use super::error::CliError;

/// Knows whether the program was told to stop. From when it is made on, the signals do nothing else.
#[derive(Debug)]
pub struct Interrupt {
    told: Receiver<()>,
}

impl Interrupt {
    /// Takes both signals.
    ///
    /// # Errors
    /// The system has no room for what this needs: file descriptors, a thread.
    pub fn listen() -> Result<Self, CliError> {
        listen().map_err(|error| {
            CliError::failed("signals", "cannot wait for signals").with_source(error)
        })
    }

    /// Waits for `pause`, or until the program is told to stop; true if it was.
    pub fn within(&self, pause: Duration) -> bool {
        self.told.recv_timeout(pause) != Err(RecvTimeoutError::Timeout)
    }
}

fn listen() -> io::Result<Interrupt> {
    let runtime = Builder::new_current_thread().enable_io().build()?;
    let (mut interrupt, mut terminate) = {
        let _inside = runtime.enter();
        (
            signal(SignalKind::interrupt())?,
            signal(SignalKind::terminate())?,
        )
    };
    let (sender, told) = channel();
    thread::Builder::new().spawn(move || {
        let signalled = poll_fn(|context| {
            let interrupted = interrupt.poll_recv(context).is_ready();
            let terminated = terminate.poll_recv(context).is_ready();
            if interrupted || terminated {
                Poll::Ready(())
            } else {
                Poll::Pending
            }
        });
        runtime.block_on(signalled);
        // Nobody waits for it when the command has ended by itself.
        let _ = sender.send(());
    })?;
    Ok(Interrupt { told })
}
