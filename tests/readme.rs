//! The README's commands run, and print what the README says.
//!
//! Every block fenced as `console` is a session: lines after `$ ` go to bash, the lines that follow
//! are what it prints on stdout and stderr. All sessions share one home and one working folder in
//! which `samples` is a copy of tests/samples; the clock does not move. The command that the README
//! gives for another terminal runs meanwhile.

// clippy.toml allows these in tests, but that does not reach the functions that tests share.
#![allow(clippy::unwrap_used)]

use std::io::{BufRead, BufReader};
use std::path::Path;
use std::process::{Child, Command, Stdio};

/// What P2MSG_NOW is in every session: an hour after the sample shares.
const NOW: &str = "1750003600";

/// How the command for another terminal begins.
const PEER: &str = "p2msg demo --listen-p2p ";

/// The demo that answers peers. It ends with the test.
struct Peer(Child);

impl Peer {
    /// Runs the command of the README, and waits until it listens.
    fn start(readme: &str, binary: &Path, work: &Path) -> Self {
        let line = readme.lines().find(|line| line.starts_with(PEER)).unwrap();
        let mut child = Command::new(binary)
            .args(line.split_whitespace().skip(1))
            .current_dir(work)
            .env("P2MSG_NOW", NOW)
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        let mut lines = BufReader::new(child.stdout.take().unwrap()).lines();
        lines
            .find(|line| line.as_ref().unwrap().starts_with("listening"))
            .expect("it listens")
            .unwrap();
        Self(child)
    }
}

impl Drop for Peer {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

/// A command and what it must print.
#[derive(Debug, PartialEq, Eq)]
struct Step {
    command: String,
    output: String,
}

fn sessions(readme: &str) -> Vec<Step> {
    let mut steps: Vec<Step> = Vec::new();
    let mut inside = false;
    let mut continued = false;
    for line in readme.lines() {
        match (inside, line) {
            (false, "```console") => inside = true,
            (true, "```") => inside = false,
            (true, line) => match (line.strip_prefix("$ "), steps.last_mut()) {
                (Some(command), _) => {
                    continued = command.ends_with('\\');
                    steps.push(Step {
                        command: command.into(),
                        output: String::new(),
                    });
                }
                (None, Some(step)) if continued => {
                    continued = line.ends_with('\\');
                    step.command.push('\n');
                    step.command.push_str(line);
                }
                (None, Some(step)) => {
                    step.output.push_str(line);
                    step.output.push('\n');
                }
                (None, None) => panic!("output before the first command: {line}"),
            },
            _ => {}
        }
    }
    steps
}

fn copy_folder(from: &Path, to: &Path) {
    std::fs::create_dir_all(to).unwrap();
    for entry in std::fs::read_dir(from).unwrap() {
        let entry = entry.unwrap();
        let target = to.join(entry.file_name());
        if entry.file_type().unwrap().is_dir() {
            copy_folder(&entry.path(), &target);
        } else {
            std::fs::copy(entry.path(), target).unwrap();
        }
    }
}

#[test]
fn the_readme_prints_what_it_says() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let readme = std::fs::read_to_string(root.join("README.md")).unwrap();
    let steps = sessions(&readme);
    assert!(steps.len() > 5, "the README shows sessions");

    let place = tempfile::tempdir().unwrap();
    let work = place.path().join("work");
    copy_folder(&root.join("tests/samples"), &work.join("samples"));
    let binary = Path::new(env!("CARGO_BIN_EXE_p2msg"));
    let _peer = Peer::start(&readme, binary, &work);
    let path = std::env::var("PATH").unwrap();
    let path = format!("{}:{path}", binary.parent().unwrap().display());
    let mut wrong = Vec::new();
    for step in steps {
        let ran = Command::new("bash")
            .args(["-c", &format!("exec 2>&1\n{}", step.command)])
            .current_dir(&work)
            .env_clear()
            .env("HOME", place.path())
            .env("PATH", &path)
            .env("TZ", "UTC")
            .env("P2MSG_NOW", NOW)
            .output()
            .unwrap();
        let printed = String::from_utf8(ran.stdout).unwrap();
        if printed != step.output {
            wrong.push(format!(
                "$ {}\n--- the README says\n{}--- it prints\n{printed}",
                step.command, step.output
            ));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
