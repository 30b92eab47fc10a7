//! One line from the controlling terminal, whose settings are restored whatever ends the question.
//!
//! Without echo, a process that ended in the middle would leave a terminal that shows nothing. So the
//! signals that end or suspend a process are caught while a question is open: the settings of the
//! terminal are restored first, and then the signal has its usual effect.

use std::fs::{self, File};
use std::io::{self, Read, Write};
use std::os::unix::net::UnixStream;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::{Arc, LazyLock};

use rustix::event::{PollFd, PollFlags, poll};
use rustix::io::Errno;
use rustix::termios::{LocalModes, OptionalActions, Termios, tcgetattr, tcsetattr};
use signal_hook::consts::{SIGHUP, SIGINT, SIGQUIT, SIGTERM, SIGTSTP};
use signal_hook::flag;
use signal_hook::low_level::{emulate_default_handler, pipe};
use zeroize::Zeroizing;

use super::secret::SecretText;

/// The controlling terminal of this process.
const TERMINAL: &str = "/dev/tty";

/// The longest line of a terminal, with its end.
const MAX_LINE: usize = 4096;

/// Whether typed characters are shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Echo {
    /// They are shown.
    On,
    /// They are hidden.
    Off,
}

/// Why a question has no answer.
#[derive(Debug)]
pub enum Unanswered {
    /// The process has no controlling terminal.
    NoTerminal,
    /// The input ended (Ctrl-D).
    EndOfInput,
    /// A signal arrived that ends the process (Ctrl-C, for example).
    Signal(i32),
    /// The terminal failed.
    Failed(io::Error),
}

impl From<io::Error> for Unanswered {
    fn from(error: io::Error) -> Self {
        Self::Failed(error)
    }
}

impl From<Errno> for Unanswered {
    fn from(error: Errno) -> Self {
        Self::Failed(error.into())
    }
}

/// Whether there is a terminal to ask on.
pub fn has_terminal() -> bool {
    open().is_some()
}

/// Shows `question` and reads a line, without its end.
///
/// After Ctrl-Z and `fg` the question is asked again.
///
/// # Errors
/// [`Unanswered`].
pub fn ask(question: &str, echo: Echo) -> Result<SecretText, Unanswered> {
    let file = open().ok_or(Unanswered::NoTerminal)?;
    let mut terminal = &file;
    let signals = SIGNALS.as_ref().map_err(|kind| io::Error::from(*kind))?;
    signals.catch();
    let answer = loop {
        let settings = match Changed::echo(terminal, echo) {
            Ok(settings) => settings,
            Err(error) => break Err(error.into()),
        };
        let answer = ask_once(terminal, question, signals);
        drop(settings);
        match answer {
            Err(Unanswered::Signal(SIGTSTP)) => suspend(terminal),
            answer => break answer,
        }
    };
    if let Some(signal) = signals.release() {
        // It arrived after the answer.
        end_by(signal);
    }
    if matches!(answer, Err(Unanswered::Signal(_) | Unanswered::EndOfInput)) {
        // The cursor is behind the question.
        let _ = terminal.write_all(b"\n");
    }
    answer
}

/// Ends this process as `signal` does without a handler.
pub fn end_by(signal: i32) {
    // An error means that the signal is not known; it was caught, so it is.
    let _ = emulate_default_handler(signal);
}

fn open() -> Option<File> {
    File::options().read(true).write(true).open(TERMINAL).ok()
}

fn ask_once(
    mut terminal: &File,
    question: &str,
    signals: &Signals,
) -> Result<SecretText, Unanswered> {
    terminal.write_all(question.as_bytes())?;
    let mut line = Zeroizing::new([0; MAX_LINE]);
    let mut length = 0;
    loop {
        signals.wait_or_input(terminal)?;
        let room = line.get_mut(length..).unwrap_or_default();
        length += match terminal.read(room)? {
            0 => return Err(Unanswered::EndOfInput),
            count => count,
        };
        let typed = line.get(..length).unwrap_or_default();
        if let Some(typed) = typed.strip_suffix(b"\n") {
            let text = std::str::from_utf8(typed)
                .map_err(|_| io::Error::other("the answer is not UTF-8 text"))?;
            return Ok(SecretText::new(text.to_owned()));
        }
    }
}

/// Stops this process until the shell continues it.
fn suspend(mut terminal: &File) {
    let _ = terminal.write_all(b"\n");
    end_by(SIGTSTP);
}

/// The settings that the terminal had before, which are restored when this is dropped.
struct Changed<'a> {
    terminal: &'a File,
    before: Termios,
}

impl<'a> Changed<'a> {
    fn echo(terminal: &'a File, echo: Echo) -> Result<Option<Self>, Errno> {
        if echo == Echo::On {
            return Ok(None);
        }
        let before = tcgetattr(terminal)?;
        let mut hidden = before.clone();
        hidden.local_modes.remove(LocalModes::ECHO);
        hidden.local_modes.insert(LocalModes::ECHONL);
        // Characters that were typed before the question could be seen are dropped.
        tcsetattr(terminal, OptionalActions::Flush, &hidden)?;
        Ok(Some(Self { terminal, before }))
    }
}

impl Drop for Changed<'_> {
    fn drop(&mut self) {
        // Nothing is left to try if the terminal is gone.
        let _ = tcsetattr(self.terminal, OptionalActions::Now, &self.before);
    }
}

/// The signals that end or suspend this process. Between questions they have their usual effect.
struct Signals {
    is_released: Arc<AtomicBool>,
    last: Arc<AtomicUsize>,
    wake: UnixStream,
}

static SIGNALS: LazyLock<Result<Signals, io::ErrorKind>> =
    LazyLock::new(|| Signals::new().map_err(|error| error.kind()));

impl Signals {
    fn new() -> io::Result<Self> {
        let (wake, sender) = UnixStream::pair()?;
        wake.set_nonblocking(true)?;
        let signals = Self {
            is_released: Arc::new(AtomicBool::new(true)),
            last: Arc::new(AtomicUsize::new(0)),
            wake,
        };
        let ignored = ignored_signals();
        for signal in [SIGINT, SIGTERM, SIGHUP, SIGQUIT, SIGTSTP] {
            // nohup, for example, starts programs that must survive a signal.
            if ignored & (1 << (signal - 1)) != 0 {
                continue;
            }
            let number = usize::try_from(signal).unwrap_or_default();
            flag::register_conditional_default(signal, Arc::clone(&signals.is_released))?;
            flag::register_usize(signal, Arc::clone(&signals.last), number)?;
            pipe::register(signal, sender.try_clone()?)?;
        }
        Ok(signals)
    }

    fn catch(&self) {
        self.last.store(0, Ordering::SeqCst);
        self.is_released.store(false, Ordering::SeqCst);
    }

    /// Gives the signals their usual effect again. Returns a signal that was caught and not reported.
    fn release(&self) -> Option<i32> {
        self.is_released.store(true, Ordering::SeqCst);
        self.take()
    }

    fn take(&self) -> Option<i32> {
        let signal = self.last.swap(0, Ordering::SeqCst);
        i32::try_from(signal).ok().filter(|signal| *signal != 0)
    }

    /// Waits for a line on the terminal.
    fn wait_or_input(&self, terminal: &File) -> Result<(), Unanswered> {
        loop {
            let mut sources = [
                PollFd::new(&self.wake, PollFlags::IN),
                PollFd::new(terminal, PollFlags::IN),
            ];
            match poll(&mut sources, None) {
                Ok(_) | Err(Errno::INTR) => {}
                Err(error) => return Err(error.into()),
            }
            while (&self.wake).read(&mut [0; 16]).is_ok_and(|count| count > 0) {}
            if let Some(signal) = self.take() {
                return Err(Unanswered::Signal(signal));
            }
            let [_, input] = &sources;
            if !input.revents().is_empty() {
                return Ok(());
            }
        }
    }
}

/// The mask of the signals that this process was started to ignore. Without /proc it is empty.
fn ignored_signals() -> u64 {
    let status = fs::read_to_string("/proc/self/status").unwrap_or_default();
    let mask = status.lines().find_map(|line| line.strip_prefix("SigIgn:"));
    mask.and_then(|mask| u64::from_str_radix(mask.trim(), 16).ok())
        .unwrap_or_default()
}
