//! Runs the real binary away from the home folder, the environment and the clock of the tester.

use std::ffi::OsStr;
use std::fs::{self, Permissions};
use std::marker::PhantomData;
use std::os::unix::fs::PermissionsExt;
use std::path::PathBuf;
use std::process::Output;
use std::thread::sleep;
use std::time::{Duration, Instant};

use expectrl::process::unix::WaitStatus;
use expectrl::session::OsSession;
use expectrl::{Captures, Eof, Expect, Needle, Session};
use serde_json::Value;
use tempfile::TempDir;

/// The time in every run: 2024-02-10 16:00:00 UTC.
pub(crate) const NOW: u64 = 1_707_580_800;

/// No command may take longer; it is killed then, and the test fails.
const TIME_LIMIT: Duration = Duration::from_secs(60);

/// The views of `store`.
pub(crate) const STORE_VIEWS: [&str; 7] = [
    "messages",
    "chat",
    "announcements",
    "alerts",
    "status",
    "keys",
    "stats",
];

/// The program under test.
pub(crate) const P2MSG: &str = env!("CARGO_BIN_EXE_p2msg");

/// A home folder and a working folder, thrown away with the test.
pub(crate) struct Place {
    dir: TempDir,
}

impl Place {
    pub(crate) fn new() -> Self {
        let place = Self {
            dir: tempfile::tempdir().expect("a temporary folder"),
        };
        for folder in [place.home(), place.work()] {
            fs::create_dir(folder).expect("a folder in the temporary folder");
        }
        place
    }

    /// The home folder.
    pub(crate) fn home(&self) -> PathBuf {
        self.dir.path().join("home")
    }

    /// The working folder.
    pub(crate) fn work(&self) -> PathBuf {
        self.dir.path().join("work")
    }

    /// Writes a file below the working folder.
    pub(crate) fn file(&self, name: &str, content: impl AsRef<[u8]>) -> PathBuf {
        write(self.work().join(name), content)
    }

    /// Writes a file below the working folder that only its owner can read.
    pub(crate) fn secret_file(&self, name: &str, content: &str) -> PathBuf {
        let path = self.file(name, content);
        fs::set_permissions(&path, Permissions::from_mode(0o600)).expect("a new mode");
        path
    }

    /// Writes the config file in its usual place.
    pub(crate) fn config(&self, content: &str) {
        write(self.home().join(".config/p2msg/config.toml"), content);
    }

    /// The environment of every run. It names no root certificates: reading those of the system
    /// takes longer than the rest of a run.
    pub(crate) fn environment(&self) -> [(&'static str, String); 6] {
        [
            ("HOME", self.home().display().to_string()),
            ("PATH", std::env::var("PATH").expect("a search path")),
            ("TZ", "UTC".to_owned()),
            ("P2MSG_NOW", NOW.to_string()),
            ("SSL_CERT_FILE", "/dev/null".to_owned()),
            ("SSL_CERT_DIR", "/nonexistent".to_owned()),
        ]
    }

    /// A run of p2msg; the arguments are separated by spaces.
    pub(crate) fn p2msg(&self, arguments: &str) -> Run<'_> {
        self.command(P2MSG).args(arguments.split_whitespace())
    }

    /// A run of a shell script in which `$P2MSG` is p2msg.
    pub(crate) fn shell(&self, script: &str) -> Run<'_> {
        self.command("bash")
            .args(["-c", script])
            .env("P2MSG", P2MSG)
    }

    /// A shell script as of [`Place::shell`], run on a pseudo-terminal of its own.
    pub(crate) fn terminal(&self, script: &str) -> Terminal {
        let mut command = std::process::Command::new("bash");
        command
            .args(["-c", script])
            .env_clear()
            .envs(self.environment())
            .env("TERM", "xterm")
            .env("P2MSG", P2MSG)
            .current_dir(self.work());
        Terminal {
            session: Session::spawn(command).expect("a pseudo-terminal"),
            screen: String::new(),
        }
    }

    fn command(&self, program: &str) -> Run<'_> {
        let mut command = assert_cmd::Command::new(program);
        command
            .env_clear()
            .envs(self.environment())
            .current_dir(self.work())
            .timeout(TIME_LIMIT);
        Run {
            command,
            place: PhantomData,
            codes: vec![0],
            stderr: Vec::new(),
        }
    }
}

fn write(path: PathBuf, content: impl AsRef<[u8]>) -> PathBuf {
    let folder = path.parent().expect("a file in a folder");
    fs::create_dir_all(folder).expect("a folder for the file");
    fs::write(&path, content).expect("a file in the temporary folder");
    path
}

/// One run. It must end with exit code 0 and say nothing on stderr unless told otherwise.
pub(crate) struct Run<'a> {
    command: assert_cmd::Command,
    /// The folders must still be there when it runs.
    place: PhantomData<&'a Place>,
    codes: Vec<i32>,
    stderr: Vec<String>,
}

impl Run<'_> {
    pub(crate) fn args<'s>(mut self, arguments: impl IntoIterator<Item = &'s str>) -> Self {
        self.command.args(arguments);
        self
    }

    /// An argument that need not be UTF-8.
    pub(crate) fn arg_os(mut self, argument: impl AsRef<OsStr>) -> Self {
        self.command.arg(argument);
        self
    }

    pub(crate) fn env(mut self, name: &str, value: &str) -> Self {
        self.command.env(name, value);
        self
    }

    pub(crate) fn stdin(mut self, bytes: impl Into<Vec<u8>>) -> Self {
        self.command.write_stdin(bytes);
        self
    }

    /// It must end with this exit code.
    pub(crate) fn code(self, code: i32) -> Self {
        self.codes(&[code])
    }

    /// It must end with one of these exit codes.
    pub(crate) fn codes(mut self, codes: &[i32]) -> Self {
        self.codes = codes.to_vec();
        self
    }

    /// It must say this on stderr, among other things.
    pub(crate) fn stderr(mut self, part: impl Into<String>) -> Self {
        self.stderr.push(part.into());
        self
    }

    /// Runs it, and takes what it prints; it may say on stderr what it likes.
    pub(crate) fn stdout(self) -> String {
        self.stderr("").run().stdout
    }

    /// Runs it and checks the exit code and stderr.
    pub(crate) fn run(mut self) -> Ran {
        let Output {
            status,
            stdout,
            stderr,
        } = self.command.output().expect("the program runs");
        let ran = Ran {
            stdout: String::from_utf8(stdout).expect("stdout is UTF-8"),
            stderr: String::from_utf8(stderr).expect("stderr is UTF-8"),
        };
        let shown = format!(
            "{:?}\n--- stdout\n{}\n--- stderr\n{}",
            self.command, ran.stdout, ran.stderr
        );
        assert!(
            status.code().is_some_and(|code| self.codes.contains(&code)),
            "{status:?} instead of {:?} of {shown}",
            self.codes
        );
        if self.stderr.is_empty() {
            assert_eq!(ran.stderr, "", "stderr of {shown}");
        }
        crate::support::typed::check_lines(&ran.stdout, &ran.stderr);
        for part in self.stderr {
            assert!(ran.stderr.contains(&part), "{part:?} on stderr of {shown}");
        }
        ran
    }
}

/// A run on a pseudo-terminal, as somebody who sits before it sees it.
pub(crate) struct Terminal {
    session: OsSession,
    screen: String,
}

impl Terminal {
    /// Waits until the terminal shows `text`; the script must go on after it, since what comes
    /// together with the end is for [`Terminal::ends_with`].
    pub(crate) fn wait_for(&mut self, text: &str) -> &mut Self {
        match self.expect(|| text) {
            Ok(shown) => self.show(shown.as_bytes()),
            Err(error) => panic!("{text:?} does not come: {error}\n{}", self.screen),
        }
        self
    }

    /// Types a line and Enter.
    pub(crate) fn type_line(&mut self, line: &str) -> &mut Self {
        self.session
            .send_line(line)
            .expect("the terminal takes a line");
        self
    }

    /// Presses a key.
    pub(crate) fn press(&mut self, key: &str) -> &mut Self {
        self.session.send(key).expect("the terminal takes a key");
        self
    }

    /// Waits for the end of the script; it must end with this exit code. Returns the screen.
    pub(crate) fn ends_with(mut self, code: i32) -> String {
        let rest = self.expect(|| Eof).expect("the script ends");
        self.show(rest.as_bytes());
        let status = self.session.get_process().wait().expect("an exit status");
        match status {
            WaitStatus::Exited(_, found) => assert_eq!(found, code, "{}", self.screen),
            other => panic!("{other:?} is no exit\n{}", self.screen),
        }
        self.screen
    }

    /// The process id of the script.
    pub(crate) fn id(&self) -> i32 {
        self.session.get_process().pid().as_raw()
    }

    /// Waits for `needle` and sleeps between two checks: `Session::expect` does not sleep and uses a
    /// whole processor.
    fn expect<N: Needle>(&mut self, needle: impl Fn() -> N) -> Result<Captures, expectrl::Error> {
        let start = Instant::now();
        loop {
            let found = self.session.check(needle())?;
            if !found.is_empty() {
                return Ok(found);
            }
            if start.elapsed() > TIME_LIMIT {
                return Err(expectrl::Error::ExpectTimeout);
            }
            sleep(Duration::from_millis(2));
        }
    }

    fn show(&mut self, bytes: &[u8]) {
        self.screen.push_str(&String::from_utf8_lossy(bytes));
    }
}

/// What a run left behind.
pub(crate) struct Ran {
    pub(crate) stdout: String,
    pub(crate) stderr: String,
}

impl Ran {
    /// The error object on stderr, which must hold one line.
    pub(crate) fn error(&self) -> Value {
        assert_eq!(self.stderr.lines().count(), 1, "{}", self.stderr);
        let value: Value = serde_json::from_str(&self.stderr).expect("stderr is JSON");
        value.get("error").expect("an error object").clone()
    }
}
