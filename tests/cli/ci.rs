//! `.ci/run` with a cargo that only pretends, for the step that needs a database from the network.

use std::path::Path;
use std::process::{Command, Output};

/// Runs `.ci/run` where fetching the database and checking the dependencies end with these codes.
fn run(fetched: u8, checked: u8) -> Output {
    let programs = tempfile::tempdir().unwrap();
    let cargo = format!(
        "case \"$*\" in\n\
         'deny --locked fetch db') exit {fetched} ;;\n\
         'deny --locked --offline check advisories') exit {checked} ;;\n\
         esac\n"
    );
    // It installs programs that are missing, and runs only cargo.
    for (name, script) in [
        ("cargo", cargo.as_str()),
        ("cc", ""),
        ("chromedriver", ""),
        ("npm", ""),
        ("python3", ""),
        ("setsid", ""),
        ("strace", ""),
    ] {
        // A shell writes it: a file that this process has open for writing cannot be executed, and
        // other tests start processes that inherit it.
        let written = Command::new("sh")
            .args([
                "-c",
                "printf '%s' \"$1\" > \"$2\" && chmod 755 \"$2\"",
                "sh",
            ])
            .arg(format!("#!/bin/sh\n{script}"))
            .arg(programs.path().join(name))
            .status();
        assert!(written.unwrap().success());
    }
    let path = std::env::var("PATH").unwrap();
    Command::new(Path::new(env!("CARGO_MANIFEST_DIR")).join(".ci/run"))
        .env("PATH", format!("{}:{path}", programs.path().display()))
        .output()
        .unwrap()
}

#[test]
fn a_missing_advisory_database_is_reported_and_does_not_fail_the_run() {
    let ran = run(1, 1);
    let stderr = String::from_utf8_lossy(&ran.stderr);
    assert!(ran.status.success(), "{ran:?}");
    let last = stderr.lines().last().unwrap_or_default();
    assert!(
        last.starts_with("!! SKIPPED: cannot fetch the advisory database"),
        "{stderr}"
    );
}

#[test]
fn an_advisory_fails_the_run() {
    let clean = run(0, 0);
    assert!(clean.status.success(), "{clean:?}");
    assert!(!String::from_utf8_lossy(&clean.stderr).contains("SKIPPED"));
    assert!(!run(0, 1).status.success());
}
