//! Readers of whole files of lines.

use std::fs::{self, File};
use std::io::Write;
use std::path::Path;

use p2msg::core::chain::replay::KeptShare;
use p2msg::core::chain::replay::live::LiveReplay;
use p2msg::core::chain::store::Query;
use p2msg::core::message::envelope::KNOWN_AUTHORITIES;
use p2msg::core::network::Network;
use p2msg::shares::{self, Block, Change, Content, FollowedShares, Follower, MAX_LINE, Update};

use super::{NOW, folder};

fn network() -> &'static Network {
    Network::by_name("litecoin_testnet").expect("a network")
}

/// What `serve` sees of a share store.
struct Seen {
    follower: Follower,
    shares: FollowedShares,
    replay: LiveReplay,
    /// The lines of each file that is there, with their numbers.
    lines: Vec<(u64, u64, Vec<u8>)>,
}

impl Seen {
    fn new(path: &Path) -> Self {
        Self {
            follower: Follower::new(vec![path.to_owned()]),
            shares: FollowedShares::new(vec![path.to_owned()], network()),
            replay: LiveReplay::new(KNOWN_AUTHORITIES.into(), network()),
            lines: Vec::new(),
        }
    }

    fn look(&mut self) {
        let (lines, replay) = (&mut self.lines, &mut self.replay);
        self.follower.poll(|change| match change {
            Change::Line {
                file, number, line, ..
            } => {
                lines.push((file, number, line.to_vec()));
            }
            Change::Gone { file } => lines.retain(|(of, ..)| *of != file),
            other => panic!("{other:?}"),
        });
        self.shares.poll(|update| match update {
            Update::Record { file, record } => {
                if let Content::Share { share, commitment } = record.content {
                    let share = KeptShare::new(share, commitment.share_hash, network());
                    replay.add(file, share);
                }
            }
            Update::Gone { file } => replay.remove_file(file),
            other => panic!("{other:?}"),
        });
        self.replay.settle(NOW);
    }

    /// Everything that depends on the shares.
    fn answers(&mut self) -> String {
        let (replayed, _) = self.replay.settle(NOW);
        let mut orphaned: Vec<String> = replayed.orphaned.iter().map(|h| h.to_string()).collect();
        orphaned.sort();
        format!(
            "{:#?}\n{:#?}\n{:#?}\n{orphaned:?} {}",
            replayed.store.select(&Query::default()),
            replayed.store.stats(&Query::default()),
            replayed.shares,
            replayed.ahead,
        )
    }
}

/// A share store that grows in pieces: in the end, the same is seen of it as at once.
///
/// The first byte says how many of the next ones say what becomes of the file: it grows by four
/// times so many bytes, or is cut to half its length.
pub(super) fn share_store(bytes: &[u8]) {
    let (steps, mut rest) = match bytes.split_first() {
        Some((count, rest)) => rest.split_at(rest.len().min(usize::from(*count))),
        None => return,
    };
    let folder = folder();
    let path = folder.path().join("shares.0");
    let mut file = File::create(&path).expect("a file in the temporary folder");
    let mut seen = Seen::new(&path);
    for step in steps {
        if *step == 0xff {
            let half = file.metadata().expect("its length").len() / 2;
            drop(file);
            file = File::options().append(true).open(&path).expect("the file");
            file.set_len(half).expect("a shorter file");
        } else {
            let (piece, after) = rest.split_at(rest.len().min(4 * usize::from(*step)));
            file.write_all(piece).expect("a longer file");
            rest = after;
        }
        seen.look();
    }
    file.write_all(rest).expect("a longer file");
    seen.look();

    let mut at_once = Seen::new(&path);
    at_once.look();
    let whole = fs::read(&path).expect("the file");
    let ended = whole.iter().rposition(|byte| *byte == b'\n');
    let expected: Vec<_> = ended
        .map(|end| whole[..end].split(|byte| *byte == b'\n'))
        .into_iter()
        .flatten()
        .zip(1..)
        .map(|(line, number)| (1, number, line.to_vec()))
        .collect();
    assert_eq!(at_once.lines, expected);
    let without_file = |lines: &[(u64, u64, Vec<u8>)]| -> Vec<(u64, Vec<u8>)> {
        lines
            .iter()
            .map(|(_, n, line)| (*n, line.clone()))
            .collect()
    };
    assert_eq!(without_file(&seen.lines), without_file(&expected));
    assert_eq!(seen.answers(), at_once.answers());
}

/// How far past the longest line a block may go: one read.
const BLOCK: usize = 1 << 18;

/// A file of lines as `decode`, `verify` and `store` read it: every line, whole, with its number. JSON
/// is joined and divided, so that only the size of its blocks is checked.
///
/// Three bytes make a run: the byte, a power of two, and by how many it is missed; so runs end about
/// where blocks do.
pub(super) fn input_lines(bytes: &[u8]) {
    let mut text = Vec::new();
    for run in bytes.as_chunks::<3>().0 {
        let [byte, power, missed] = *run;
        // Thousands of empty lines are enough, and millions take long.
        let powers = if byte == b'\n' { 14 } else { 22 };
        let length = (1_isize << (power % powers)) + isize::from(missed.cast_signed());
        text.extend(std::iter::repeat_n(byte, length.max(0).cast_unsigned()));
        if text.len() > 2 * MAX_LINE {
            break;
        }
    }
    let file = tempfile::NamedTempFile::new().expect("a temporary file");
    fs::write(file.path(), &text).expect("the temporary file");
    let mut source = shares::open(file.path(), network()).expect("a file that can be opened");
    let mut expected = text
        .strip_suffix(b"\n")
        .unwrap_or(&text)
        .split(|byte| *byte == b'\n')
        .zip(1..);
    let is_json = |line: &[u8]| {
        let line = line.trim_ascii_start();
        let line = line.strip_prefix(b"\xef\xbb\xbf").unwrap_or(line);
        matches!(line.trim_ascii_start().first(), Some(b'{' | b'['))
    };
    let has_json = text.split(|byte| *byte == b'\n').any(is_json);
    let mut block = Block::default();
    while source
        .next_block(&mut block, 1)
        .expect("a file that can be read")
    {
        assert!(block.size() <= MAX_LINE + BLOCK, "{}", block.size());
        if has_json {
            continue;
        }
        for (number, line) in block.lines() {
            let (whole, expected) = expected.next().expect("no more lines than there are");
            assert_eq!(number, expected);
            if line.len() > MAX_LINE {
                assert!(whole.starts_with(line));
            } else {
                assert!(whole == line, "line {number}");
            }
        }
    }
    let left = expected.next();
    assert!(
        left.is_none() || text.is_empty() || has_json,
        "lines were left out"
    );
}
