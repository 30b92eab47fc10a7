//! The reader that `P2MSG_FUZZ_READER` names, fed with whatever reaches new code.

#![no_main]

#[path = "../readers.rs"]
mod readers;

use std::sync::LazyLock;

use libfuzzer_sys::fuzz_target;

static READER: LazyLock<fn(&[u8])> = LazyLock::new(|| {
    let name = std::env::var("P2MSG_FUZZ_READER").unwrap_or_default();
    let mut readers = readers::READERS.iter();
    let found = readers.find(|(reader, _)| *reader == name);
    found.expect("P2MSG_FUZZ_READER names no reader of tests/fuzz/readers.rs").1
});

fuzz_target!(|bytes: &[u8]| READER(bytes));
