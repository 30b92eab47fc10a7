//! The reader that `P2MSG_READER` names, fed by libFuzzer. docs/testing.md says how to run it.

#![no_main]

mod readers;
mod seeds;

use std::fs;
use std::path::Path;
use std::sync::OnceLock;

use libfuzzer_sys::fuzz_target;

static READER: OnceLock<fn(&[u8])> = OnceLock::new();

/// Chooses the reader, and puts the seeds of `cargo test --test readers` where libFuzzer begins.
fn begin() {
    let name = std::env::var("P2MSG_READER").unwrap_or_default();
    let found = readers::READERS.iter().find(|(known, _)| *known == name);
    let Some((name, reader)) = found else {
        let names = readers::READERS.map(|(known, _)| known);
        panic!("P2MSG_READER names one of {}", names.join(", "));
    };
    let here = Path::new(env!("CARGO_MANIFEST_DIR"));
    let corpus = here.join("corpus").join(name);
    fs::create_dir_all(&corpus).unwrap();
    for (number, seed) in seeds::seeds(&here.join("../tests"), name)
        .iter()
        .enumerate()
    {
        fs::write(corpus.join(format!("seed-{number}")), seed).unwrap();
    }
    READER.get_or_init(|| *reader);
}

fuzz_target!(init: begin(), |bytes: &[u8]| {
    READER.get().expect("it was chosen")(bytes);
});
