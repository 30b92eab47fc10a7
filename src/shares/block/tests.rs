//! Blocks of lines of every length, from readers that give few bytes at a time.

use super::*;

/// Returns at most `most` bytes per read, as a pipe does.
struct Pipe {
    bytes: io::Cursor<Vec<u8>>,
    most: usize,
}

impl Read for Pipe {
    fn read(&mut self, room: &mut [u8]) -> io::Result<usize> {
        let most = room.len().min(self.most);
        self.bytes.read(&mut room[..most])
    }
}

/// The numbers and lines of `bytes`; `None` for a line that is too long.
fn lines(bytes: &[u8], most: usize, batch: usize) -> Vec<(u64, Option<Vec<u8>>)> {
    let bytes = io::Cursor::new(bytes.to_vec());
    let mut stream = LineStream::of_file("test", Box::new(Pipe { bytes, most }));
    let mut block = Block::default();
    let mut found = Vec::new();
    while stream.next_block(&mut block, batch).unwrap() {
        let lines: Vec<_> = block.lines().collect();
        assert!((1..=MAX_LINES).contains(&lines.len()));
        assert_eq!(block.line(block.first_line() - 1), None);
        assert_eq!(block.line(block.next_line()), None);
        for (number, line) in lines {
            assert_eq!(block.line(number), Some(line));
            found.push((number, (line.len() <= MAX_LINE).then(|| line.to_vec())));
        }
    }
    found
}

#[test]
fn lines_of_every_length_come_whole_and_numbered() {
    let lengths = [0, 1, BLOCK - 1, BLOCK, BLOCK + 1, 3 * BLOCK, 0, 0, 5];
    let long = lengths.iter().map(|length| vec![b'x'; *length]);
    let tiny = (0..2 * MAX_LINES + 1).map(|number| number.to_string().into_bytes());
    let expected: Vec<_> = long.clone().chain(tiny).chain(long).collect();
    let numbered: Vec<_> = (1..).zip(expected.iter().cloned().map(Some)).collect();
    for end in ["", "\n"] {
        let text = [expected.join(&b'\n'), end.into()].concat();
        for most in [1000, BLOCK, 2 * BLOCK] {
            for batch in [1, 24] {
                let lines = lines(&text, most, batch);
                assert!(lines == numbered, "{end:?} {most} {batch}");
            }
        }
    }
    assert_eq!(lines(b"", BLOCK, 1), []);
}

#[test]
fn blocks_are_whole_batches_until_the_end() {
    let text = (0..100_000).map(|number| format!("{number}\n"));
    let bytes = io::Cursor::new(text.collect::<String>().into_bytes());
    let mut stream = LineStream::of_file("test", Box::new(bytes));
    let mut block = Block::default();
    let mut counts = Vec::new();
    while stream.next_block(&mut block, 24).unwrap() {
        counts.push(block.lines().count());
    }
    assert_eq!(counts.iter().sum::<usize>(), 100_000);
    assert_eq!(counts.pop(), Some(100_000 % 24));
    assert!(counts.len() > 10 && counts.iter().all(|count| count % 24 == 0));
}

#[test]
fn a_line_that_is_too_long_is_one_line() {
    let long = vec![b'x'; MAX_LINE + 5 * BLOCK];
    for most in [100_000, BLOCK] {
        let text = [b"a\n", &long[..], b"\nb\n", &long[..]].concat();
        for batch in [1, 24] {
            let found = lines(&text, most, batch);
            assert!(
                found
                    == [
                        (1, Some(b"a".to_vec())),
                        (2, None),
                        (3, Some(b"b".to_vec())),
                        (4, None),
                    ]
            );
        }
    }
}

#[test]
fn pushed_lines_are_lines_like_those_that_were_read() {
    let mut block = Block::default();
    for (first_line, expected) in [(7, vec!["a", "", "bcd"]), (1, vec!["e"])] {
        block.begin(&"test".into(), first_line);
        assert!(block.is_empty());
        for line in &expected {
            block.push_line(line.as_bytes());
        }
        let numbered = (first_line..).zip(expected.iter().map(|line| line.as_bytes()));
        assert!(block.lines().eq(numbered));
        assert_eq!(block.size(), expected.concat().len());
    }
}

#[test]
fn a_line_that_is_too_long_ends_a_file_of_a_store() {
    for length in [MAX_LINE, MAX_LINE + 1, MAX_LINE + 5 * BLOCK] {
        let text = [b"a\n", &vec![b'x'; length][..], b"\nb\n"].concat();
        for batch in [1, 24] {
            let bytes = io::Cursor::new(text.clone());
            let mut stream = LineStream::of_store_file("shares.0", Box::new(bytes));
            let mut block = Block::default();
            let mut numbers = Vec::new();
            while stream.next_block(&mut block, batch).unwrap() {
                numbers.extend(block.lines().map(|(number, _)| number));
            }
            let expected: &[u64] = if length > MAX_LINE {
                &[1, 2]
            } else {
                &[1, 2, 3]
            };
            assert_eq!(numbers, expected, "{length} {batch}");
        }
    }
}

#[test]
fn a_read_error_ends_the_stream_after_its_report() {
    struct Failing;
    impl Read for Failing {
        fn read(&mut self, _: &mut [u8]) -> io::Result<usize> {
            Err(io::Error::other("a broken disk"))
        }
    }
    let mut stream = LineStream::of_file("shares.0", Box::new(Failing));
    let error = stream.next_block(&mut Block::default(), 1).unwrap_err();
    assert_eq!(error.to_string(), "cannot read shares.0");
    assert!(!stream.next_block(&mut Block::default(), 1).unwrap());
}
