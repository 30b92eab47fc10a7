//! Every reader, fed with altered seeds: `P2MSG_FUZZ_INPUTS` of them each, 2,000 unless it says more.

// clippy.toml allows these in tests, but that does not reach the functions that tests share.
#![allow(clippy::indexing_slicing, clippy::unwrap_used)]

mod support;

mod fuzz {
    pub(crate) mod readers;
    pub(crate) mod seeds;
}

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::Path;

use fuzz::readers::READERS;
use fuzz::seeds::seeds;
use support::altered::Altered;

fn inputs_each() -> usize {
    std::env::var("P2MSG_FUZZ_INPUTS").map_or(2_000, |count| count.parse().unwrap())
}

#[test]
fn no_reader_panics_and_what_is_read_strictly_is_written_alike() {
    let tests = Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/tests"));
    assert!(seeds(tests, "message").len() > 500);
    for (name, reader) in READERS {
        let mut altered = Altered::new(seeds(tests, name));
        for number in 0..inputs_each() {
            let input = altered.next_input();
            let run = catch_unwind(AssertUnwindSafe(|| reader(&input)));
            assert!(
                run.is_ok(),
                "{name}, input {number}: {}",
                hex::encode(&input)
            );
        }
    }
}
