//! The nodes, and their clocks.

use super::{Report, State};
use crate::cli::nodes::NodeArgs;
use crate::cli::output::Output;
use crate::cli::settings::Settings;

/// How far apart clocks may be, in seconds: an answer takes time, and says whole seconds only.
const MAX_APART: u64 = 60;

/// Looks at them. A node that nobody named need not be there.
pub(super) fn look(args: &NodeArgs, settings: &Settings, out: &Output, report: &mut Report) {
    let asked = args
        .nodes(settings)
        .and_then(|nodes| nodes.ask(out, async |node| Ok((node.api(), node.clock().await?))));
    let answers = match asked {
        Ok(answers) => answers,
        Err(error) => return report.fails("node", &error),
    };
    for answer in answers {
        match answer.result {
            Ok((api, clock)) => {
                report.ok(
                    "node",
                    format!("{} answers, with the API {api}", answer.url),
                );
                compare(&answer.url, clock, settings.now(), report);
            }
            Err(error) if args.is_named(settings) => report.fails("node", &error.into()),
            Err(error) => report.error("node", State::Note, &error.into()),
        }
    }
}

fn compare(url: &str, clock: Option<u64>, now: u64, report: &mut Report) {
    let Some(clock) = clock else {
        return;
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
