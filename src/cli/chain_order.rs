//! The chain order of the shares in files. Files are read once more before their records are shown,
//! because a node writes its store newest first.

use std::ffi::OsString;
use std::fs;
use std::path::Path;

use crate::cli::bad_lines::BadLines;
use crate::cli::chain_contents::ChainContents;
use crate::cli::output::{Output, Unit};
use crate::core::chain::replay::Replay;
use crate::core::chain::replay::judged::Judgements;
use crate::core::message::envelope::Authority;
use crate::core::network::Network;
use crate::core::share::record::Form;
use crate::shares::{self, Block, BlockSource, LineReader, Spared};

/// The most shares that are put in order, repeated ones too: 43 days of litecoin. They take 30 MB.
const MAX_SHARES: usize = 250_000;
/// The most bytes of message_data that are put in order.
const MAX_MESSAGE_BYTES: usize = 16 << 20;

/// Longer blocks are left out: one of their lines is longer than any share that nodes accept.
const MAX_BLOCK: usize = 512 << 10;

/// Judges the messages of the shares in the files and folders among `inputs`, and of those that `peers`
/// sent, which form one chain.
///
/// Pipes and arguments are left out: they are read once. If the chain does not fit, nothing is judged
/// and a note reports it.
pub fn judge_files(
    inputs: &[OsString],
    peers: Vec<Box<dyn BlockSource>>,
    form: Form,
    authorities: &[Authority],
    network: &'static Network,
    now: u64,
    out: &mut Output,
) -> Judgements {
    let files: Vec<&Path> = inputs.iter().map(Path::new).filter(is_file).collect();
    if files.is_empty() && peers.is_empty() {
        return Judgements::default();
    }
    let mut progress = out.progress("ordering shares", total_bytes(&files), Unit::Bytes);
    let mut replay = Replay::default();
    let mut message_bytes = 0;
    let mut lines = LineReader::new(network).form(form);
    let mut block = Block::default();
    let mut bad_lines = BadLines::default();
    let mut is_too_large = false;
    // On one thread: this takes less memory than the reading of the records, which reports errors.
    let files = files.into_iter().map(|file| shares::open(file, network));
    for mut source in files.flatten().chain(peers) {
        source.spare(Spared {
            order: true,
            ..Spared::default()
        });
        while !is_too_large {
            match source.next_block(&mut block, 1) {
                Ok(true) => {}
                Ok(false) => break,
                // The reading of the records reports it.
                Err(_) => continue,
            }
            progress.advance(u64::try_from(block.size()).unwrap_or(u64::MAX));
            if bad_lines.has_skipped(block.name()) {
                if source.skip_file() {
                    continue;
                }
                break;
            }
            if block.size() > MAX_BLOCK {
                continue;
            }
            let contents = ChainContents::of(&block, &mut lines, network);
            for line in &contents.lines {
                bad_lines.admit(block.name(), line.number, line.readability);
            }
            message_bytes += contents.message_bytes();
            contents.add_to(&mut replay);
            is_too_large = replay.share_count() > MAX_SHARES || message_bytes > MAX_MESSAGE_BYTES;
        }
    }
    drop(progress);
    if is_too_large {
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
