//! The committed completions and man pages are what this p2msg writes.
//!
//! `P2MSG_UPDATE=1 cargo test --test cli generated` rewrites them.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use serde_json::Value;

use crate::support::place::Place;

const UPDATE: &str = "P2MSG_UPDATE=1 cargo test --test cli generated";

/// The files of a folder, by name.
fn files(folder: &Path) -> BTreeMap<String, String> {
    fs::read_dir(folder)
        .expect("the folder")
        .map(|entry| {
            let entry = entry.expect("an entry of the folder");
            let name = entry.file_name().into_string().expect("a UTF-8 name");
            let content = fs::read_to_string(entry.path()).expect("a text file");
            (name, content)
        })
        .collect()
}

/// Compares the committed folder with what was generated, or rewrites it.
fn compare(folder: &str, generated: &BTreeMap<String, String>) {
    let committed: PathBuf = [env!("CARGO_MANIFEST_DIR"), folder].iter().collect();
    if std::env::var_os("P2MSG_UPDATE").is_some() {
        fs::remove_dir_all(&committed).expect("the old files go");
        fs::create_dir(&committed).expect("the folder");
        for (name, content) in generated {
            fs::write(committed.join(name), content).expect("a new file");
        }
        return;
    }
    let committed = files(&committed);
    let names = |files: &BTreeMap<String, String>| files.keys().cloned().collect::<Vec<_>>();
    assert_eq!(
        names(&committed),
        names(generated),
        "{folder}/ is old: {UPDATE}"
    );
    for (name, content) in generated {
        let first_difference = committed[name]
            .lines()
            .zip(content.lines())
            .find(|(old, new)| old != new);
        assert!(
            committed[name] == *content,
            "{folder}/{name} is old: {UPDATE}\nfirst difference: {first_difference:#?}"
        );
    }
}

#[test]
fn generated_completions_are_current() {
    let place = Place::new();
    let generated = [
        ("bash", "p2msg.bash"),
        ("elvish", "p2msg.elv"),
        ("fish", "p2msg.fish"),
        ("powershell", "_p2msg.ps1"),
        ("zsh", "_p2msg"),
    ]
    .map(|(shell, name)| {
        let script = place.p2msg(&format!("completions {shell}")).run().stdout;
        (name.to_owned(), script)
    });
    compare("completions", &generated.into());
}

#[test]
fn generated_man_pages_are_current() {
    let place = Place::new();
    let listed = place.p2msg("man --out pages").run().stdout;
    let sections = ["man1", "man5", "man7"].map(|name| place.work().join("pages").join(name));
    let generated: BTreeMap<_, _> = sections.iter().flat_map(|folder| files(folder)).collect();
    assert_eq!(listed.lines().count(), generated.len());
    assert_eq!(generated["p2msg.1"], place.p2msg("man").run().stdout);
    compare("man", &generated);
}

#[test]
fn with_json_they_are_objects() {
    let place = Place::new();
    let json = |arguments: &str| -> Value {
        let stdout = place.p2msg(arguments).run().stdout;
        serde_json::from_str(&stdout).expect("one JSON object")
    };
    let script = json("completions fish --json");
    assert_eq!(script["schema"], "p2msg.completions/1");
    assert_eq!(
        script["script"],
        place.p2msg("completions fish").run().stdout
    );
    let page = json("man --json");
    assert_eq!(page["schema"], "p2msg.man/1");
    assert_eq!(page["roff"], place.p2msg("man").run().stdout);
    let written = place.p2msg("man --json --out pages").run().stdout;
    for line in written.lines() {
        let page: Value = serde_json::from_str(line).expect("a JSON object");
        let path = place.work().join(page["path"].as_str().expect("a path"));
        assert!(path.is_file(), "{path:?}");
    }
}
