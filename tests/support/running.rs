//! A run of p2msg that goes on while the test does something about it.

use std::io::{BufRead, BufReader, Read};
use std::process::{Child, Command, ExitStatus, Stdio};
use std::sync::mpsc::{Receiver, channel};
use std::time::Duration;

use serde_json::Value;

use crate::support::place::{P2MSG, Place};

/// Nothing is waited for longer than this.
const TIME_LIMIT: Duration = Duration::from_secs(60);

/// A run of p2msg in the background, killed when it is dropped.
pub(crate) struct Running {
    child: Child,
    stdout: Receiver<String>,
    stderr: Receiver<String>,
}

impl Running {
    /// Starts p2msg; the arguments are separated by spaces.
    pub(crate) fn start(place: &Place, arguments: &str) -> Self {
        Self::start_with(place, &Vec::from_iter(arguments.split_whitespace()))
    }

    pub(crate) fn start_with(place: &Place, arguments: &[&str]) -> Self {
        Self::start_in(place, arguments, &[])
    }

    /// With these variables in the environment besides.
    pub(crate) fn start_in(place: &Place, arguments: &[&str], env: &[(&str, &str)]) -> Self {
        Self::start_program(place, P2MSG, arguments, env)
    }

    /// Starts another program, which becomes p2msg.
    pub(crate) fn start_program(
        place: &Place,
        program: &str,
        arguments: &[&str],
        env: &[(&str, &str)],
    ) -> Self {
        let mut child = Command::new(program)
            .args(arguments)
            .env_clear()
            .envs(place.environment())
            .envs(env.iter().copied())
            .current_dir(place.work())
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .expect("the program starts");
        let stdout = lines(child.stdout.take().expect("stdout"));
        let stderr = lines(child.stderr.take().expect("stderr"));
        Self {
            child,
            stdout,
            stderr,
        }
    }

    /// Waits for the next line on stdout.
    pub(crate) fn line(&self) -> String {
        let line = self.stdout.recv_timeout(TIME_LIMIT);
        let line = line.expect("a line on stdout");
        crate::support::typed::check_lines(&line, "");
        line
    }

    /// Waits for the next line on stdout, which is JSON.
    pub(crate) fn json(&self) -> Value {
        serde_json::from_str(&self.line()).expect("a JSON line")
    }

    /// Waits for a line on stderr with this in it.
    pub(crate) fn stderr(&self, part: &str) -> String {
        loop {
            let line = self.stderr.recv_timeout(TIME_LIMIT);
            let line = line.unwrap_or_else(|_| panic!("{part:?} does not come on stderr"));
            if line.contains(part) {
                return line;
            }
        }
    }

    /// The number of its process.
    pub(crate) fn id(&self) -> u32 {
        self.child.id()
    }

    /// Sends a signal by its name, as in "TERM".
    pub(crate) fn signal(&self, name: &str) {
        let status = Command::new("kill")
            .args([&format!("-{name}"), &self.child.id().to_string()])
            .status();
        assert!(status.expect("kill").success());
    }

    /// Waits for its end, and gives what stdout still had.
    pub(crate) fn ends(mut self) -> (ExitStatus, Vec<String>) {
        let rest = self.stdout.iter().collect();
        (self.child.wait().expect("an exit status"), rest)
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// The lines of a stream, as they come.
fn lines(stream: impl Read + Send + 'static) -> Receiver<String> {
    let (sender, receiver) = channel();
    std::thread::spawn(move || {
        for line in BufReader::new(stream).lines().map_while(Result::ok) {
            if sender.send(line).is_err() {
                return;
            }
        }
    });
    receiver
}
