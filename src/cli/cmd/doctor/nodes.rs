//! The nodes, and their clocks.

use super::Findings;
use crate::cli::nodes::{Answer, NodeArgs};
use crate::cli::output::Output;
use crate::cli::settings::Settings;
use crate::client::{ClientError, Failure};
use crate::health::Health;

/// How far apart clocks may be, in seconds: an answer takes time, and says whole seconds only.
const MAX_APART: u64 = 60;

/// Looks at them. A node that nobody named need not be there.
///
/// The password of `--auth-file` is a secret, so nodes are asked without it.
pub(super) fn check(args: &NodeArgs, settings: &Settings, out: &Output, report: &mut Findings) {
    let has_password = args.auth_file(settings).is_some();
    let nodes = match args.nodes_without_password(settings, out) {
        Ok(nodes) => nodes,
        Err(error) => return report.fails("node", &error),
    };
    if has_password {
        for host in nodes.readable_by_others() {
            report.note(
                "node",
                format!("a password for {host} would be sent without encryption"),
                "use a URL that begins with https, or leave this host out of --auth-file",
            );
        }
    }
    let answers = match nodes.ask(out, async |node| {
        node.require_chain().await?;
        Ok((node.api(), node.clock().await?))
    }) {
        Ok(answers) => answers,
        Err(error) => return report.fails("node", &error),
    };
    for Answer { url, result } in answers {
        match result {
            Ok((api, clock)) => {
                let mut words = format!("{url} answers, with the API {api}");
                if has_password {
                    words.push_str("; the password of --auth-file was not used");
                }
                report.ok("node", words);
                compare(&url, clock, settings.now(), report);
            }
            Err(error) if has_password && wants_password(&error) => report.note(
                "node",
                format!("{url} is there and wants a password; that of --auth-file was not used"),
                "to ask with the password: p2msg node stats",
            ),
            Err(error) if error.is_not_ready() => {
                report.error("node", Health::Warning, &error.into());
            }
            Err(error) if args.is_named(settings) => report.fails("node", &error.into()),
            Err(error) => report.error("node", Health::Warning, &error.into()),
        }
    }
}

fn wants_password(error: &ClientError) -> bool {
    matches!(error.failure, Failure::Status { status: 401, .. })
}

fn compare(url: &str, clock: Option<u64>, now: u64, report: &mut Findings) {
    let Some(clock) = clock else {
        let words = format!("{url} sends no clock, so the clock of this machine was not compared");
        let hint = "compare it with another source, for example with NTP";
        return report.note("clock", words, hint);
    };
    let apart = clock.abs_diff(now);
    if apart <= MAX_APART {
        report.ok("clock", format!("within a minute of that of {url}"));
        return;
    }
    let direction = if clock > now { "behind" } else { "ahead of" };
    report.wrong(
        "clock",
        format!("{apart} s {direction} that of {url}"),
        "timestamps of messages cannot be right on both: set the clock, best with NTP",
    );
}
