//! The chain order of the shares in files. Files are read once more before their records are shown,
//! because a node writes its store newest first.

use std::cell::RefCell;
use std::ffi::OsString;
use std::fs;
use std::iter;
use std::path::Path;

use crate::cli::bad_lines::BadLines;
use crate::cli::chain_contents::ChainContents;
use crate::cli::output::{Output, Unit};
use crate::core::chain::replay::Replay;
use crate::core::chain::replay::judged::Judgements;
use crate::core::message::envelope::Authority;
use crate::core::network::Network;
use crate::core::share::record::Form;
use crate::shares::{self, Block, BlockSource, InputError, LineReader, Reader, Step};

/// The most shares that are put in order, repeated ones too: 43 days of litecoin. They take 30 MB.
const MAX_SHARES: usize = 250_000;
/// The most bytes of message_data that are put in order.
const MAX_MESSAGE_BYTES: usize = 16 << 20;

/// The end of a reading for the chain order.
enum Ended {
    /// The shares do not fit.
    TooLarge,
    /// An input is unreadable. The reading of the records reports it.
    Unreadable,
}

impl From<InputError> for Ended {
    fn from(_: InputError) -> Self {
        Self::Unreadable
    }
}

/// Judges the messages of the shares in the files and folders among `inputs`, which form one chain.
///
/// Pipes and arguments are left out: they are read once. If the chain does not fit, nothing is judged
/// and a note reports it.
pub fn judge_files(
    inputs: &[OsString],
    form: Form,
    authorities: &[Authority],
    network: &'static Network,
    now: u64,
    out: &mut Output,
) -> Judgements {
    let files: Vec<&Path> = inputs.iter().map(Path::new).filter(is_file).collect();
    if files.is_empty() {
        return Judgements::default();
    }
    let mut progress = out.progress("ordering shares", total_bytes(&files), Unit::Bytes);
    let mut replay = Replay::default();
    let mut message_bytes = 0;
    let sources = files.into_iter().flat_map(|path| open(path, network));
    let bad_lines = RefCell::new(BadLines::default());
    let reader = Reader::new(sources, network)
        .form(form)
        .watched_by(|block| !bad_lines.borrow().has_skipped(block.name()));
    let read = reader.in_parallel(
        |lines| lines,
        |lines: &mut LineReader, block: &Block| ChainContents::of(block, lines, network),
        |step| {
            let Step::Block { block, made } = step else {
                return Ok(());
            };
            for line in &made.lines {
                let mut bad_lines = bad_lines.borrow_mut();
                bad_lines.admit(block.name(), line.number, line.readability);
            }
            message_bytes += made.message_bytes();
            made.add_to(&mut replay);
            progress.advance(u64::try_from(block.size()).unwrap_or(u64::MAX));
            if replay.share_count() > MAX_SHARES || message_bytes > MAX_MESSAGE_BYTES {
                return Err(Ended::TooLarge);
            }
            Ok(())
        },
    );
    drop(progress);
    if let Err(Ended::TooLarge) = read {
        out.note(format!(
            "more than {MAX_SHARES} shares, or {} MiB of message_data: keys are judged in the order \
             of the lines, not in chain order",
            MAX_MESSAGE_BYTES >> 20
        ));
        return Judgements::default();
    }
    replay.judge(authorities, now)
}

/// Whether the path can be read twice.
fn is_file(path: &&Path) -> bool {
    fs::metadata(path).is_ok_and(|found| found.is_file() || found.is_dir())
}

fn total_bytes(files: &[&Path]) -> Option<u64> {
    files
        .iter()
        .map(|file| fs::metadata(file).ok().map(|found| found.len()))
        .sum()
}

fn open(
    path: &Path,
    network: &'static Network,
) -> impl Iterator<Item = Result<Box<dyn BlockSource>, Ended>> + use<> {
    let path = path.to_owned();
    iter::once_with(move || shares::open(&path, network).map_err(Ended::from))
}
