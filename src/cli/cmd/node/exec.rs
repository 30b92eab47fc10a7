//! A command that is run for each message: `--exec`.

use std::path::Path;
use std::process::Stdio;
use std::time::Duration;

use tokio::io::AsyncWriteExt;
use tokio::process::Command;
use tokio::time::timeout;

use crate::cli::error::CliError;
use crate::cli::nodes::seconds;
use crate::cli::settings::Settings;

/// What a shell would do something about, and nobody does here.
const OF_SHELLS: &[char] = &[
    '\'', '"', '\\', '|', '&', ';', '<', '>', '$', '`', '(', ')', '*', '?', '~', '#', '\n',
];

/// Which command to run for each message.
#[derive(Debug, clap::Args)]
pub(super) struct ExecArgs {
    /// Command to run for each message, which it gets as JSON on its stdin
    ///
    /// A program and its arguments with blanks between them. No shell runs it, so there are no
    /// quotes, variables or pipes: put these into a script. One runs at a time; what it writes to
    /// stdout goes to stderr.
    #[arg(long, value_name = "CMD")]
    exec: Option<String>,

    /// Kill the command if it runs for longer than so many seconds
    #[arg(long, value_name = "SECONDS", default_value = "60", value_parser = seconds)]
    exec_timeout: Duration,
}

/// A command that can be run.
#[derive(Debug)]
pub(super) struct Hook {
    program: String,
    arguments: Vec<String>,
    timeout: Duration,
}

impl ExecArgs {
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
    /// Runs the command with `line` on its stdin, and waits for it. Whoever stops waiting kills it.
    ///
    /// # Errors
    /// It cannot be run, takes too long, or ends with a failure.
    pub(super) async fn run(&self, line: &str) -> Result<(), CliError> {
        let failed = |what: String| {
            CliError::failed("exec", format!("--exec {}: {what}", self.program))
                .hint("the message is shown all the same; the command is not run for it again")
        };
        let mut child = Command::new(&self.program)
            .args(&self.arguments)
            .stdin(Stdio::piped())
            .stdout(Stdio::from(std::io::stderr()))
            .kill_on_drop(true)
            .spawn()
            .map_err(|error| failed(format!("it cannot be run: {error}")))?;
        let stdin = child.stdin.take();
        let talk = async {
            if let Some(mut stdin) = stdin {
                // A command need not read what it gets.
                let _ = stdin.write_all(line.as_bytes()).await;
            }
            child.wait().await
        };
        match timeout(self.timeout, talk).await {
            Ok(Ok(status)) if status.success() => Ok(()),
            Ok(Ok(status)) => Err(failed(format!("it failed with {status}"))),
            Ok(Err(error)) => Err(failed(format!("nobody knows how it ended: {error}"))),
            Err(_) => Err(failed(format!(
                "it was killed, because it ran for longer than {} s",
                self.timeout.as_secs_f64()
            ))),
        }
    }
}
