//! A command that is run for each message: `--exec`.

use std::ffi::OsString;
use std::future::Future;
use std::path::Path;
use std::process::{ExitStatus, Stdio};
use std::time::Duration;

use clap::value_parser;
use rustix::process::{Pid, Signal, kill_process_group};
use tokio::io::AsyncWriteExt;
use tokio::process::{Child, Command};
use tokio::time::sleep;

use crate::cli::error::CliError;
use crate::cli::nodes::seconds;
use crate::cli::settings::Settings;

/// Time from SIGTERM to SIGKILL for a command that must end.
const TERMINATE_GRACE: Duration = Duration::from_secs(2);

/// What a shell would do something about, and nobody does here.
const OF_SHELLS: &[char] = &[
    '\'', '"', '\\', '|', '&', ';', '<', '>', '$', '`', '(', ')', '*', '?', '~', '#', '\n',
];

/// Which command to run for each message.
#[derive(Debug, clap::Args)]
pub(super) struct ExecArgs {
    /// Command to run for each message, which it gets as JSON on its stdin
    ///
    /// A program and its arguments with blanks between them. No shell runs it: put quotes, variables
    /// and pipes into a script. One command runs at a time for each node, first for alerts of
    /// authorities, last for unverified messages. Its stdout goes to stderr. It does not receive
    /// CREDENTIALS_DIRECTORY and P2MSG_*_FILE variables.
    #[arg(long, value_name = "CMD")]
    exec: Option<String>,

    /// Seconds after which the command is killed, with every process of its process group
    #[arg(long, value_name = "SECONDS", default_value = "60", value_parser = seconds)]
    exec_timeout: Duration,

    /// Commands that the messages of one node may start in a minute
    ///
    /// Unverified messages may use a third of them, verified messages two thirds, messages of
    /// authorities all. Other messages wait, at most 250 for each node. A warning counts the
    /// messages over that limit.
    #[arg(long, value_name = "N", default_value = "30", value_parser = value_parser!(u16).range(1..))]
    exec_per_minute: u16,
}

/// A command that can be run.
#[derive(Debug)]
pub(super) struct Hook {
    program: String,
    arguments: Vec<String>,
    timeout: Duration,
    /// Environment variables that the command does not receive.
    withheld: Vec<OsString>,
}

impl ExecArgs {
    /// The number of commands that the messages of one node may start in a minute.
    pub(super) fn per_minute(&self) -> usize {
        self.exec_per_minute.into()
    }

    /// The command, looked up now: a slip of the pen is not to be found at the first emergency.
    ///
    /// # Errors
    /// It needs a shell, or there is no such program.
    pub(super) fn hook(&self, settings: &Settings) -> Result<Option<Hook>, CliError> {
        let Some(text) = &self.exec else {
            return Ok(None);
        };
        if let Some(special) = text.find(OF_SHELLS) {
            let special = text.get(special..).and_then(|rest| rest.chars().next());
            return Err(CliError::usage(
                "invalid_value",
                format!(
                    "--exec holds {:?}, which only a shell understands",
                    special.unwrap_or_default()
                ),
            )
            .hint("put the command line into a script, and give the script to --exec"));
        }
        let mut words = text.split_whitespace().map(str::to_owned);
        let program = words.next().ok_or_else(|| {
            CliError::usage("invalid_value", "--exec holds no command")
                .hint("give a program and its arguments, or leave --exec out")
        })?;
        if !is_there(&program, settings) {
            return Err(CliError::failed(
                "exec",
                format!("there is no program {program} for --exec"),
            )
            .hint("give its path, or put its folder into PATH"));
        }
        Ok(Some(Hook {
            program,
            arguments: words.collect(),
            timeout: self.exec_timeout,
            withheld: settings.environment().names_of_secret_files(),
        }))
    }
}

fn is_there(program: &str, settings: &Settings) -> bool {
    if program.contains('/') {
        return Path::new(program).is_file();
    }
    let path = settings.environment().get("PATH").unwrap_or_default();
    std::env::split_paths(path).any(|folder| folder.join(program).is_file())
}

impl Hook {
    /// Runs the command with `line` on its stdin and waits until it ends. When the time-out passes
    /// or `stop` completes, the whole process group of the command is ended. Dropping the future
    /// kills the group.
    ///
    /// # Errors
    /// The command cannot be started, fails, or was ended early.
    pub(super) async fn run(
        &self,
        line: &str,
        stop: impl Future<Output = ()>,
    ) -> Result<(), CliError> {
        let failed = |what: String| {
            CliError::failed("exec", format!("--exec {}: {what}", self.program))
                .hint("the message is shown all the same; the command is not run for it again")
        };
        let mut command = Command::new(&self.program);
        command
            .args(&self.arguments)
            .stdin(Stdio::piped())
            .stdout(Stdio::from(std::io::stderr()))
            .process_group(0)
            .kill_on_drop(true);
        for name in &self.withheld {
            command.env_remove(name);
        }
        let mut child = command
            .spawn()
            .map_err(|error| failed(format!("it cannot be run: {error}")))?;
        let mut group = Group::of(&child);
        let early = tokio::select! {
            ended = talk(&mut child, line) => {
                group.release();
                return match ended {
                    Ok(status) if status.success() => Ok(()),
                    Ok(status) => Err(failed(format!("it failed with {status}"))),
                    Err(error) => Err(failed(format!("cannot wait for it: {error}"))),
                };
            }
            () = sleep(self.timeout) => format!(
                "it was killed, because it ran for longer than {} s",
                self.timeout.as_secs_f64()
            ),
            () = stop => "it was killed, because p2msg ends".to_owned(),
        };
        group.end().await;
        Err(failed(early))
    }
}

/// Writes `line` to the command and waits until it ends.
async fn talk(child: &mut Child, line: &str) -> std::io::Result<ExitStatus> {
    if let Some(mut stdin) = child.stdin.take() {
        // A command need not read its input.
        let _ = stdin.write_all(line.as_bytes()).await;
    }
    child.wait().await
}

/// The process group of a command that was not reaped yet: until then the system gives its number
/// to no other process. Dropping it kills every process in the group.
#[derive(Debug)]
struct Group(Option<Pid>);

impl Group {
    fn of(child: &Child) -> Self {
        let id = child.id().and_then(|id| i32::try_from(id).ok());
        Self(id.and_then(Pid::from_raw))
    }

    /// Forgets the group of a command that was reaped.
    fn release(&mut self) {
        self.0 = None;
    }

    /// Ends every process in the group: SIGTERM, then SIGKILL.
    async fn end(self) {
        self.signal(Signal::TERM);
        // The full time, since the command can end before the processes that it started.
        sleep(TERMINATE_GRACE).await;
    }

    fn signal(&self, signal: Signal) {
        if let Some(id) = self.0 {
            // An error means that no process is left.
            let _ = kill_process_group(id, signal);
        }
    }
}

impl Drop for Group {
    fn drop(&mut self) {
        self.signal(Signal::KILL);
    }
}
