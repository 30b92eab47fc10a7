//! Share stores, read on every processor and put in chain order.

use std::ffi::OsString;

use clap::ValueHint;

use crate::cli::error::{CliError, Outcome};
use crate::cli::input::{self, AuthorityArgs};
use crate::cli::output::{Output, Unit};
use crate::cli::record::unreadable_input;
use crate::cli::settings::Settings;
use crate::core::chain::replay::{ArchivedData, KeptShare, Replay, Replayed};
use crate::core::network::Network;
use crate::core::share::record::{Form, LineError};
use crate::shares::{Block, Broken, Content, LineReader, Step};

/// Broken lines that are told one by one; the others are counted.
const MOST_TOLD: u64 = 10;

/// Which share stores to read.
#[derive(Debug, clap::Args)]
pub(crate) struct PathArgs {
    /// Share stores: files, folders with shares.0, shares.1, ..., or - for standard input
    ///
    /// Also raw shares in hex, one a line, and JSON Lines with share_hash, address and
    /// message_data_hex, as an archive has them, the shares of a node's /web/share/HASH, and the output
    /// of decode --json. JSON does not contain the place in the chain, so these count as older than all
    /// shares.
    #[arg(value_name = "PATH", required = true, value_hint = ValueHint::AnyPath)]
    paths: Vec<OsString>,

    #[command(flatten)]
    authority: AuthorityArgs,
}

/// What share stores say.
pub(crate) struct Read {
    /// The messages of their chain.
    pub(super) replayed: Replayed,
    /// Lines that could not be read.
    pub(super) broken_lines: u64,
    /// Whether all could be read.
    pub(super) outcome: Outcome,
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
    let reader = input::reader(&args.paths, Form::Any, settings);
    let total = input::total_bytes(&args.paths);
    let mut progress = out.progress("reading shares", total, Unit::Bytes);
    let network = settings.network();
    let mut replay = Replay::default();
    let mut broken_lines = 0;
    let mut outcome = Outcome::Done;
    let work = |lines: &mut LineReader, block: &Block| Contents::of(block, lines, network);
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
            for (number, why) in &contents.broken {
                if broken_lines < MOST_TOLD {
                    out.warning(format!("{} line {number}: {why}", block.name()));
                }
                broken_lines += 1;
            }
            contents
                .shares
                .into_iter()
                .for_each(|share| replay.add(share));
            for archived in contents.archived {
                replay.add_archived(archived);
            }
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
    if shares.best > 1 && shares.pieces == shares.best {
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
        replayed,
        broken_lines,
        outcome,
    })
}

/// What one block of lines holds, in order.
#[derive(Default)]
struct Contents {
    shares: Vec<KeptShare>,
    archived: Vec<ArchivedData>,
    /// The number of the line, and what is wrong with it.
    broken: Vec<(u64, Unread)>,
}

/// Why a line could not be read.
#[derive(Debug, thiserror::Error)]
enum Unread {
    #[error("message_data alone, of which nobody knows the share; p2msg decode reads it")]
    MessageData,
    #[error(transparent)]
    Broken(#[from] Broken),
}

impl Contents {
    fn of(block: &Block, lines: &mut LineReader, network: &Network) -> Self {
        let mut contents = Self::default();
        lines.read(block, |record| {
            if let Err(why) = contents.add(record.content, network) {
                contents.broken.push((record.line, why));
            }
        });
        contents
    }

    fn add(&mut self, content: Content<'_>, network: &Network) -> Result<(), Unread> {
        match content {
            Content::Share { share, commitment } => {
                let share = KeptShare::new(share, commitment.share_hash, network);
                self.shares.push(share);
            }
            Content::Archived(archived) => self.archived.push(ArchivedData {
                message_data: archived.message_data().map_err(Broken::Line)?,
                share_hash: archived.share_hash,
                address: archived.address,
            }),
            Content::MessageData(hex) if hex.starts_with(b"01") => {
                return Err(Unread::MessageData);
            }
            // A line of a share store that was cut off, or a line of something else.
            Content::MessageData(_) => {
                return Err(Broken::Line(LineError::NotTwoParts).into());
            }
            Content::Verified(_) => {}
            Content::Broken(broken) => return Err(broken.into()),
        }
        Ok(())
    }
}
