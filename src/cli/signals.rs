//! The signals that end a command which runs until it is stopped.

use std::fs;
use std::future::poll_fn;
use std::io;
use std::sync::mpsc::{Receiver, RecvTimeoutError, channel};
use std::task::Poll;
use std::thread;
use std::time::Duration;

use tokio::runtime::{Builder, Runtime};
use tokio::signal::unix::{Signal, SignalKind, signal};

use super::error::CliError;

/// Signals that end a command. As long as it exists they do nothing else.
#[derive(Debug)]
pub struct Signals(Vec<Signal>);

impl Signals {
    /// SIGINT (Ctrl-C) and SIGTERM (systemd, kill). Needs a runtime.
    ///
    /// # Errors
    /// The system has no file descriptors left.
    pub fn interrupt_or_terminate() -> Result<Self, CliError> {
        let kinds = [SignalKind::interrupt(), SignalKind::terminate()];
        Self::new(&kinds).map_err(cannot_wait)
    }

    /// Also SIGQUIT and SIGHUP, for a command that finishes its work first. Needs a runtime.
    ///
    /// # Errors
    /// The system has no file descriptors left.
    pub fn any_that_ends() -> Result<Self, CliError> {
        let mut kinds = vec![
            SignalKind::interrupt(),
            SignalKind::terminate(),
            SignalKind::quit(),
        ];
        // nohup starts programs that must survive a hangup.
        if !ignores_hangup() {
            kinds.push(SignalKind::hangup());
        }
        Self::new(&kinds).map_err(cannot_wait)
    }

    fn new(kinds: &[SignalKind]) -> io::Result<Self> {
        let signals: io::Result<_> = kinds.iter().map(|kind| signal(*kind)).collect();
        Ok(Self(signals?))
    }

    /// Waits for the next signal.
    pub async fn next(&mut self) {
        poll_fn(|context| {
            let mut arrived = false;
            for signal in &mut self.0 {
                arrived |= signal.poll_recv(context).is_ready();
            }
            match arrived {
                true => Poll::Ready(()),
                false => Poll::Pending,
            }
        })
        .await;
    }
}

/// Runs `action` at each SIGINT and SIGTERM, which then do nothing else.
///
/// # Errors
/// The system has no room for what this needs: file descriptors, a thread.
pub fn on_each_signal(mut action: impl FnMut() + Send + 'static) -> Result<(), CliError> {
    let (runtime, mut signals) = without_runtime()?;
    let wait = move || {
        runtime.block_on(async {
            loop {
                signals.next().await;
                action();
            }
        });
    };
    thread::Builder::new().spawn(wait).map_err(cannot_wait)?;
    Ok(())
}

/// SIGINT and SIGTERM, and the runtime that waits for them.
fn without_runtime() -> Result<(Runtime, Signals), CliError> {
    let runtime = Builder::new_current_thread().enable_io().build();
    let runtime = runtime.map_err(cannot_wait)?;
    let signals = {
        let _inside = runtime.enter();
        Signals::interrupt_or_terminate()?
    };
    Ok((runtime, signals))
}

/// SIGINT and SIGTERM for a command without a runtime.
#[derive(Debug)]
pub struct Interrupt {
    arrived: Receiver<()>,
}

impl Interrupt {
    /// Takes both signals. From then on they do nothing else.
    ///
    /// # Errors
    /// The system has no room for what this needs: file descriptors, a thread.
    pub fn listen() -> Result<Self, CliError> {
        let (runtime, mut signals) = without_runtime()?;
        let (sender, arrived) = channel();
        let wait = move || {
            runtime.block_on(signals.next());
            // An error means that the command has ended by itself.
            let _ = sender.send(());
        };
        thread::Builder::new().spawn(wait).map_err(cannot_wait)?;
        Ok(Self { arrived })
    }

    /// Waits for `pause`, or until a signal arrives. Returns whether one did.
    pub fn within(&self, pause: Duration) -> bool {
        self.arrived.recv_timeout(pause) != Err(RecvTimeoutError::Timeout)
    }
}

fn cannot_wait(error: io::Error) -> CliError {
    CliError::failed("signals", "cannot wait for signals").with_source(error)
}

/// Whether the process was started with SIGHUP ignored. Without /proc the answer is yes, which
/// leaves the signal alone.
fn ignores_hangup() -> bool {
    const HANGUP: u64 = 1;
    let status = fs::read_to_string("/proc/self/status").unwrap_or_default();
    let mask = status.lines().find_map(|line| line.strip_prefix("SigIgn:"));
    let mask = mask.and_then(|mask| u64::from_str_radix(mask.trim(), 16).ok());
    mask.is_none_or(|mask| mask & HANGUP != 0)
}
