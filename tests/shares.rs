//! The one reader of shares: every kind of input, one limit for a line, unreadable inputs.

#![allow(clippy::unwrap_used, clippy::indexing_slicing)] // A panic here is the failure report.
#![allow(clippy::print_stderr)] // The report of a skipped test.

mod shares {
    pub(crate) mod c2pool;
    pub(crate) mod c2pool_large;
    pub(crate) mod c2pool_writer;
}
mod support;

use std::fs;
use std::io::{Cursor, Write};
use std::path::{Path, PathBuf};

use p2msg::core::network::Network;
use p2msg::core::share::Share;
use p2msg::core::share::commitment::commit;
use p2msg::core::share::record::Form;
use p2msg::shares::{
    self as reader, BlockSource, Content, FollowedShares, InputError, LineStream, MAX_LINE, Reader,
    Record, Step, Update, newest_shares,
};

const SAMPLE: &str = concat!(
    env!("CARGO_MANIFEST_DIR"),
    "/tests/samples/litecoin_testnet/shares.0"
);

fn network() -> &'static Network {
    Network::by_name("litecoin_testnet").unwrap()
}

/// A record in short: the line, and the hash of the share or the code of the error.
fn short(record: &Record<'_>) -> String {
    let content = match &record.content {
        Content::Share { commitment, .. } => format!("share {}", commitment.share_hash),
        Content::Verified(hash) => format!("verified {hash}"),
        Content::MessageData(hex) => format!("message_data {}", String::from_utf8_lossy(hex)),
        Content::Archived(archived) => format!("archived {}", archived.message_data_hex),
        Content::Broken(why) => why.code().to_owned(),
        Content::Unfinished => "unfinished".to_owned(),
    };
    format!("{} {content}", record.line)
}

/// The records of `reader` in short, and its errors where they occur.
fn all(mut reader: Reader<'_>) -> Vec<String> {
    let mut found = Vec::new();
    while let Err(error) = reader.for_each(|record| found.push(short(&record))) {
        found.push(error.to_string());
    }
    found
}

fn of(source: impl BlockSource + 'static) -> Reader<'static> {
    let source: Box<dyn BlockSource> = Box::new(source);
    Reader::new([Ok(source)].into_iter(), network())
}

fn followed(path: &Path) -> Vec<String> {
    let mut found = Vec::new();
    let mut shares = FollowedShares::new(vec![path.to_owned()], network());
    shares.poll(|update| match update {
        Update::Record { record, .. } => found.push(short(&record)),
        Update::TooLong { number, .. } => found.push(format!("{number} line_too_long")),
        other => panic!("{other:?}"),
    });
    found
}

/// The sample as a shell prints it, with the hash of each share computed alone.
fn expected() -> Vec<String> {
    let store = fs::read_to_string(SAMPLE).unwrap();
    let lines = store.lines().zip(1..).map(|(line, number)| {
        let (kind, digits) = line.split_once(' ').unwrap();
        if kind == "2" {
            return format!("{number} verified {digits:0>64}");
        }
        let raw = hex::decode(digits).unwrap();
        let share = Share::read(&raw, network()).unwrap();
        format!("{number} share {}", commit(&share, network()).share_hash)
    });
    lines.collect()
}

#[test]
fn every_input_gives_the_same_shares() {
    let folder = Path::new(SAMPLE).parent().unwrap();
    let bytes = fs::read(SAMPLE).unwrap();
    let expected = expected();
    assert!(expected.len() > 10);
    let pipe = LineStream::of_pipe("-", Box::new(Cursor::new(bytes.clone())));
    assert_eq!(all(Reader::open(SAMPLE, network())), expected);
    assert_eq!(all(Reader::open(folder, network())), expected);
    assert_eq!(
        all(Reader::open(folder, network()).in_batches_of(24)),
        expected
    );
    assert_eq!(
        all(Reader::open(SAMPLE, network()).form(Form::Store)),
        expected
    );
    assert_eq!(all(of(pipe)), expected);
    assert_eq!(followed(Path::new(SAMPLE)), expected);
    assert_eq!(followed(folder), expected);
    let mut found = Vec::new();
    let read = Reader::open(SAMPLE, network()).in_parallel(
        |lines| lines,
        |lines, block| {
            let mut found = Vec::new();
            lines.read(block, |record| found.push(short(&record)));
            found
        },
        |step| match step {
            Step::Block { made, .. } => {
                found.extend(made);
                Ok(())
            }
            Step::Unreadable(error) => Err(error),
        },
    );
    read.unwrap();
    assert_eq!(found, expected);
}

#[test]
fn records_need_no_file() {
    let bytes = fs::read(SAMPLE).unwrap();
    let store = String::from_utf8(bytes).unwrap();
    let share = store.lines().find(|line| line.starts_with("5 ")).unwrap();
    let raw = share.trim_start_matches("5 ");
    let text = format!("0x{raw}\n\n01000000\n{{\"message_data_hex\":\"0100\"}}\nno hex\n");
    assert!(reader::is_record(raw, Form::Any));
    assert!(!reader::is_record("shares.0", Form::Any));
    let found = all(of(LineStream::of_text("argument", 3, text.into_bytes())));
    assert_eq!(found.len(), 4);
    assert!(found[0].starts_with("3 share "), "{found:?}");
    assert_eq!(found[1], "5 message_data 01000000");
    assert_eq!(found[2], "6 archived 0100");
    assert!(found[3].starts_with("7 "), "{found:?}");
}

#[test]
fn every_input_has_the_same_limit_for_a_line() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("shares.0");
    let verified = format!("2 {:064x}", 1);
    for (length, is_read) in [(MAX_LINE, true), (MAX_LINE + 1, false), (3 << 20, false)] {
        // Blanks before a line feed do not count as content.
        let long = verified.clone() + &" ".repeat(length - verified.len());
        let text = format!("{verified}\n{long}\n{verified}\n");
        fs::write(&path, &text).unwrap();
        let record = format!("verified {:064x}", 1);
        let second = if is_read { &record } else { "line_too_long" };
        let expected = [
            format!("1 {record}"),
            format!("2 {second}"),
            format!("3 {record}"),
        ];
        let pipe = LineStream::of_pipe("-", Box::new(Cursor::new(text.into_bytes())));
        assert_eq!(all(of(pipe)), expected, "a pipe, {length}");
        assert_eq!(all(Reader::open(&path, network())), expected, "{length}");
        let batches = Reader::open(&path, network()).in_batches_of(96);
        assert_eq!(all(batches), expected, "a batch, {length}");
        // A line that is too long ends a file of a store: it may be endless.
        let end = if is_read { 3 } else { 2 };
        let expected = &expected[..end];
        let store = Reader::open(folder.path(), network());
        assert_eq!(all(store), expected, "a folder, {length}");
        assert_eq!(followed(&path), expected, "a followed store, {length}");
    }
}

#[test]
fn a_line_without_end_is_one_record() {
    let text = [b"2 1\n", &[b'0'; 9 << 20][..], b"\n2 1\n"].concat();
    let file = tempfile::NamedTempFile::new().unwrap();
    fs::write(file.path(), text).unwrap();
    let found = all(Reader::open(file.path(), network()));
    let verified = format!("verified {:064x}", 1);
    assert_eq!(
        found,
        [
            format!("1 {verified}"),
            "2 line_too_long".to_owned(),
            format!("3 {verified}")
        ]
    );
}

#[test]
fn files_of_a_folder_are_read_in_the_order_of_their_numbers() {
    let folder = tempfile::tempdir().unwrap();
    for number in [10, 9, 2] {
        let path = folder.path().join(format!("shares.{number}"));
        fs::write(path, format!("2 {number}\n")).unwrap();
    }
    fs::write(folder.path().join("shares.old"), "rubbish").unwrap();
    let expected = [2, 9, 10].map(|number| format!("1 verified {number:0>64}"));
    assert_eq!(all(Reader::open(folder.path(), network())), expected);
    assert_eq!(followed(folder.path()), expected);
}

#[test]
fn an_unreadable_input_does_not_hide_the_others() {
    let folder = tempfile::tempdir().unwrap();
    // A folder in the place of a file is skipped.
    fs::create_dir(folder.path().join("shares.0")).unwrap();
    fs::write(folder.path().join("shares.1"), "2 1\n").unwrap();
    let empty = tempfile::tempdir().unwrap();
    let missing = folder.path().join("missing");
    let paths: [PathBuf; 4] = [
        missing.clone(),
        folder.path().to_owned(),
        empty.path().to_owned(),
        folder.path().join("shares.1"),
    ];
    let sources = paths.iter().map(|path| reader::open(path, network()));
    let found = all(Reader::<InputError>::new(sources, network()));
    let verified = format!("1 verified {:064x}", 1);
    assert_eq!(
        found,
        [
            format!("cannot read {}", missing.display()),
            format!(
                "skipped {}, because it is a folder",
                folder.path().join("shares.0").display()
            ),
            verified.clone(),
            format!("{} holds no share store", empty.path().display()),
            verified,
        ]
    );
}

#[test]
fn only_records_with_messages_are_read_on_request() {
    let with_messages = all(Reader::open(SAMPLE, network()).with_messages_only(true));
    let all = all(Reader::open(SAMPLE, network()));
    assert!(!with_messages.is_empty() && with_messages.len() < all.len());
    assert!(with_messages.iter().all(|record| all.contains(record)));
    assert!(
        !with_messages
            .iter()
            .any(|record| record.contains("verified"))
    );
}

#[test]
fn records_of_a_followed_store_come_before_the_news_of_its_end() {
    let folder = tempfile::tempdir().unwrap();
    let path = |number: u32| folder.path().join(format!("shares.{number}"));
    let mut shares = FollowedShares::new(vec![folder.path().to_owned()], network());
    let mut poll = || {
        let mut found = Vec::new();
        shares.poll(|update| {
            found.push(match update {
                Update::Record { file, record } => format!("{file}:{}", short(&record)),
                Update::Gone { file } => format!("{file} gone"),
                other => format!("{other:?}"),
            });
        });
        found
    };
    let verified = |number: u32| format!("verified {number:0>64}");
    let append = |number: u32, text: &str| {
        let path = path(number);
        let mut file = fs::File::options()
            .append(true)
            .create(true)
            .open(path)
            .unwrap();
        file.write_all(text.as_bytes()).unwrap();
    };
    append(0, "2 1\n2 2\n");
    append(1, "2 3\nrubbish\n2 4");
    assert_eq!(
        poll(),
        [
            format!("1:1 {}", verified(1)),
            format!("1:2 {}", verified(2)),
            format!("2:1 {}", verified(3)),
            "2:2 message_data rubbish".to_owned(),
        ]
    );
    append(1, "\n");
    fs::write(path(0), "2 5\n").unwrap();
    assert_eq!(
        poll(),
        [
            "1 gone".to_owned(),
            format!("3:1 {}", verified(5)),
            format!("2:3 {}", verified(4)),
        ]
    );
    assert!(poll().is_empty());
}

/// A node writes each pass newest first, and may repeat shares in the next one.
#[test]
fn the_newest_shares_are_those_with_the_greatest_absheights() {
    let folder = tempfile::tempdir().unwrap();
    let path = |number: u32| folder.path().join(format!("shares.{number}"));
    let store = include_str!("vectors/nodeorder.shares.0");
    let shares: Vec<&str> = store
        .lines()
        .filter(|line| line.starts_with("5 "))
        .collect();
    let (later, earlier) = shares.split_at(20);
    fs::write(path(0), store).unwrap();
    fs::write(
        path(1),
        format!("{}\n5 00\n{}", earlier.join("\n"), later[0]),
    )
    .unwrap();
    let network = Network::by_name("litecoin_testnet").unwrap();
    for net in [network, Network::by_name("bitcoin").unwrap()] {
        let newest =
            newest_shares(&mut *reader::open(folder.path(), net).unwrap(), 3, net).unwrap();
        let lines: Vec<_> = newest.lines.lines().map(|(_, line)| line).collect();
        let expected: Vec<_> = later[..3].iter().map(|line| line.as_bytes()).collect();
        assert_eq!(lines, expected);
        assert_eq!(newest.malformed, 1);
    }
    fs::remove_file(path(1)).unwrap();
    // It opens, and then fails to read.
    fs::create_dir(path(1)).unwrap();
    let mut source = reader::open(folder.path(), network).unwrap();
    fs::remove_file(path(0)).unwrap();
    let error = newest_shares(&mut *source, 2, network).unwrap_err();
    assert!(matches!(error, InputError::Read { .. }), "{error}");
}
