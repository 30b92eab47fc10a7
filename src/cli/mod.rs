//! The command line: parse, settle the settings, run one command, report.

pub mod addresses;
pub mod argument_secrets;
pub mod authors;
pub mod bad_lines;
pub mod candidates;
pub mod chain_contents;
pub mod chain_demands;
pub mod chain_order;
pub mod cmd;
mod command;
pub mod completion;
pub mod completion_script;
pub mod config;
pub mod core_dumps;
pub mod error;
pub mod filter;
pub mod generate;
pub mod hints;
pub mod input;
pub mod listen;
pub mod nearest;
pub mod next_steps;
pub mod nodes;
pub mod outbox;
pub mod output;
pub mod payload_words;
pub mod peers;
pub mod prompt;
pub mod record;
pub mod secret;
pub mod settings;
pub mod share_network;
pub mod signals;
pub mod stdin;
pub mod terminal;
pub mod time_argument;
pub mod time_zone;
pub mod usage;
pub mod usage_words;
pub mod variables;
pub mod walks;
pub mod watcher;
pub mod withhold;

use std::ffi::OsString;
use std::process::ExitCode;

use clap::Parser;

use cmd::node;
use command::Cli;
pub use command::command;
use config::Environment;
use error::{CliError, FailureKind, Outcome};
use output::Output;
use settings::{ColorWhen, value_words};

use crate::health::Health;

/// Runs the program and returns its exit code.
pub fn main() -> ExitCode {
    let arguments: Vec<OsString> = std::env::args_os().collect();
    let environment = Environment::of_process();
    let mut out = Output::early(false, ColorWhen::Auto);
    if let Some(answer) = completion::answer(&arguments, &environment) {
        // A shell that does not wait for the answer needs none.
        let _ = out.bytes(&answer).and_then(|()| out.flush());
        return ExitCode::SUCCESS;
    }
    let result = core_dumps::forbid().and_then(|()| run(&arguments, &environment, &mut out));
    let result = result.and_then(|outcome| out.flush().map(|()| outcome));
    match result.map_err(|error| out.with_changes(error)) {
        Ok(outcome) => {
            out.warn_if_closed();
            ExitCode::from(outcome.exit_code())
        }
        Err(error) => {
            let is_check = usage::is_check(&arguments);
            if error.kind() != FailureKind::ReaderGone {
                if is_check {
                    let _ = node::check::print_unknown(&error, &mut out);
                }
                // What was found before the error is still a result.
                let _ = out.flush();
                out.error(&error);
            }
            ExitCode::from(if is_check {
                Health::Unknown.exit_code()
            } else {
                error.kind().exit_code()
            })
        }
    }
}

fn run(
    arguments: &[OsString],
    environment: &Environment,
    out: &mut Output,
) -> Result<Outcome, CliError> {
    let early = |out: &mut Output| *out = usage::early_output(arguments, environment);
    argument_secrets::refuse_keys_in_arguments(arguments, command).inspect_err(|_| early(out))?;
    let cli = match Cli::try_parse_from(arguments) {
        Ok(cli) => cli,
        Err(error) => {
            early(out);
            if usage::is_help(&error) {
                out.help(&error.render())?;
                return Ok(Outcome::Done);
            }
            if let Some(help) = usage::short_help(&error, arguments) {
                out.usage(&help);
            }
            return Err(usage::explain(&error, arguments, environment));
        }
    };
    let settings = cli
        .command
        .settings(cli.global, environment)
        .inspect_err(|_| early(out))?;
    *out = Output::new(&settings);
    for note in settings.notes() {
        out.note(note);
    }
    for warning in variables::unknown(environment) {
        out.warning(warning);
    }
    for setting in settings.chosen() {
        let value = value_words(&setting.value);
        out.detail(format!("{} = {value} ({})", setting.option, setting.origin));
    }
    for warning in cli.command.data_warnings(&settings) {
        out.warning(warning);
    }
    // An option may have used the zone already.
    out.warn_of_time_zone();
    cli.command.run(&settings, out)
}
