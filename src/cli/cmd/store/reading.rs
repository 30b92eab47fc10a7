//! Share stores, read on every processor and put in chain order.

use std::ffi::OsString;

use clap::ValueHint;

use crate::cli::chain_contents::ChainContents;
use crate::cli::error::{CliError, Outcome};
use crate::cli::input::{AuthorityArgs, Inputs};
use crate::cli::output::{Output, Unit};
use crate::cli::record::unreadable_input;
use crate::cli::settings::Settings;
use crate::core::chain::replay::{Replay, Replayed};
use crate::core::network::Network;
use crate::core::share::record::Form;
use crate::shares::{Block, LineReader, Step};

/// Broken lines that are told one by one; the others are counted.
const MOST_TOLD: u64 = 10;

/// Which share stores to read.
#[derive(Debug, clap::Args)]
pub(crate) struct PathArgs {
    /// Share stores: files, folders with shares.0, shares.1, ... or of c2pool, or - for standard input
    ///
    /// Also raw shares in hex, one a line, and JSON Lines with share_hash, address and
    /// message_data_hex, as an archive has them, the shares of a node's /web/share/HASH, and the output
    /// of decode --json. Shares in JSON with absheight and the hash of their parent are put in chain
    /// order too. JSON without them counts as older than all shares.
    #[arg(value_name = "PATH", required = true, value_hint = ValueHint::AnyPath)]
    paths: Vec<OsString>,

    #[command(flatten)]
    authority: AuthorityArgs,
}

/// What share stores say.
pub(crate) struct Read {
    /// The network of the shares.
    pub(super) network: &'static Network,
    /// The messages of their chain.
    pub(super) replayed: Replayed,
    /// Lines that could not be read.
    pub(super) broken_lines: u64,
    /// Whether all could be read.
    pub(super) outcome: Outcome,
    /// Whether no line was read because of errors, which were reported.
    pub(super) is_unread: bool,
}

/// Reads the share stores; what cannot be read is told on stderr, and the reading goes on.
///
/// # Errors
/// stdout cannot be written.
pub(super) fn read(
    args: &PathArgs,
    settings: &Settings,
    out: &mut Output,
) -> Result<Read, CliError> {
    let inputs = Inputs::new(&args.paths, Form::Any, settings, out);
    let network = inputs.network();
    let reader = inputs.reader().in_any_order();
    let mut progress = out.progress("reading shares", inputs.total_bytes(), Unit::Bytes);
    let mut replay = Replay::default();
    let mut broken_lines = 0;
    let mut has_lines = false;
    let mut outcome = Outcome::Done;
    let work = |lines: &mut LineReader, block: &Block| ChainContents::of(block, lines, network);
    reader.in_parallel(
        |lines| lines,
        work,
        |step| {
            let (block, contents) = match step {
                Step::Block { block, made } => (block, made),
                Step::Unreadable(error) => {
                    outcome = outcome.worst(unreadable_input(&error, out)?);
                    return Ok(());
                }
            };
            has_lines |= !contents.lines.is_empty();
            for line in &contents.lines {
                let is_shown = inputs.admit(block.name(), line.number, line.readability);
                if let Some((place, why)) = line.unread.as_ref().filter(|_| is_shown) {
                    if broken_lines < MOST_TOLD {
                        out.warning(format!("{place}: {why}"));
                    }
                    broken_lines += 1;
                }
            }
            outcome = outcome.worst(inputs.report(out));
            contents.add_to(&mut replay);
            progress.advance(u64::try_from(block.size()).unwrap_or(u64::MAX));
            Ok(())
        },
    )?;
    drop(progress);
    if broken_lines > MOST_TOLD {
        out.warning(format!(
            "lines that cannot be read, besides these: {}; p2msg decode shows each",
            broken_lines - MOST_TOLD
        ));
    }
    if broken_lines > 0 {
        outcome = outcome.worst(Outcome::Malformed);
    }
    let replayed = replay.run(&args.authority.authorities(), settings.now());
    let shares = &replayed.shares;
    // Where the network is another one, so is every share_hash.
    if !inputs.end(out) && shares.best > 1 && shares.pieces == shares.best {
        out.warning(format!(
            "none of these shares follows another: if they are not of {}, name their network with \
             --net",
            network.name
        ));
    }
    if replayed.ahead > 0 {
        out.note(format!(
            "messages left out, because they are more than 2 h ahead of the clock: {}",
            replayed.ahead
        ));
    }
    Ok(Read {
        network,
        replayed,
        broken_lines,
        outcome,
        is_unread: !has_lines && outcome != Outcome::Done,
    })
}
