//! Questions, hidden prompts, and what happens where nobody can be asked.

use std::fs;

use crate::support::place::Place;

/// The private key 1 in hex.
const MASTER_KEY: &str = "0000000000000000000000000000000000000000000000000000000000000001";

/// A place with a master key and a state file that holds key_index 0.
fn place_with_key() -> Place {
    let place = Place::new();
    place.secret_file("key", MASTER_KEY);
    place
        .p2msg("key init --quiet --master-key-file key --data-dir d")
        .run();
    place
}

fn key_index(place: &Place) -> u64 {
    let state = fs::read_to_string(place.work().join("d/signing_key.json")).expect("a state file");
    let state: serde_json::Value = serde_json::from_str(&state).expect("JSON");
    state["key_index"].as_u64().expect("a number")
}

const ROTATE: &str = r#""$P2MSG" key rotate --master-key-file key --data-dir d"#;

#[test]
fn a_secret_is_asked_for_without_showing_it_also_when_stdin_is_a_pipe() {
    let place = Place::new();
    place.secret_file("key", MASTER_KEY);
    let by_file = place.p2msg("key derive --master-key-file key --json").run();
    for script in [
        r#""$P2MSG" key derive --json > out"#,
        r#"echo junk | "$P2MSG" key derive --json > out"#,
    ] {
        let mut terminal = place.terminal(script);
        let screen = terminal.wait_for("Master key").type_line(MASTER_KEY);
        screen.wait_for("\n");
        let screen = terminal.ends_with(0);
        assert!(!screen.contains(MASTER_KEY), "{screen}");
        let derived = fs::read_to_string(place.work().join("out")).unwrap();
        assert_eq!(derived, by_file.stdout);
    }
}

#[test]
fn consent_is_asked_for_on_the_terminal() {
    for (answer, code, expected) in [("y", 0, 1), ("n", 5, 0), ("", 5, 0)] {
        let place = place_with_key();
        let mut terminal = place.terminal(ROTATE);
        terminal.wait_for("[y/N]").type_line(answer);
        let screen = terminal.ends_with(code);
        assert_eq!(key_index(&place), expected, "{screen}");
        assert!(
            !screen.contains("\u{1b}[?25l"),
            "the cursor was hidden: {screen:?}"
        );
    }
}

#[test]
fn consent_is_asked_for_also_when_stdin_is_a_pipe() {
    let place = place_with_key();
    let mut terminal = place.terminal(&format!("echo n | {ROTATE}"));
    terminal.wait_for("[y/N]").type_line("y");
    terminal.ends_with(0);
    assert_eq!(key_index(&place), 1);
}

#[test]
fn an_interrupt_is_no_consent() {
    let place = place_with_key();
    // Whoever runs the tests in the background has them ignore interrupts.
    let script = format!("trap : INT; env --default-signal=INT {ROTATE}; echo \"code $?\"");
    let mut terminal = place.terminal(&script);
    terminal.wait_for("[y/N]").press("\u{3}");
    let screen = terminal.ends_with(0);
    assert!(screen.contains("code 130"), "{screen}");
    assert_eq!(key_index(&place), 0);
}

#[test]
fn where_nothing_may_be_asked_the_option_is_named_at_once() {
    let place = place_with_key();
    let screen = place.terminal(&format!("{ROTATE} --no-input")).ends_with(5);
    assert!(
        screen.contains("give --yes") && !screen.contains("[y/N]"),
        "{screen}"
    );
    let screen = place
        .terminal(r#"P2MSG_NO_INPUT=1 "$P2MSG" key derive"#)
        .ends_with(5);
    assert!(screen.contains("--master-key-file"), "{screen}");
    place
        .p2msg("key rotate --master-key-file key --data-dir d --no-input --yes --quiet")
        .run();
    assert_eq!(key_index(&place), 1);
}

#[test]
fn without_a_terminal_nothing_hangs() {
    let place = place_with_key();
    for (command, hint) in [
        (ROTATE, "give --yes"),
        (r#""$P2MSG" key derive"#, "--master-key-file"),
    ] {
        // A standard input that never ends shows that it is not read either.
        let script = format!("mkfifo endless; exec 3<>endless; setsid --wait {command} <&3");
        place.shell(&script).code(5).stderr(hint).run();
        fs::remove_file(place.work().join("endless")).unwrap();
    }
    assert_eq!(key_index(&place), 0);
}

#[test]
fn yes_supplies_no_secret() {
    let place = Place::new();
    place
        .shell(r#"setsid --wait "$P2MSG" key derive --yes"#)
        .code(5)
        .stderr("--master-key-file")
        .run();
}

#[test]
fn a_key_comes_from_a_pipe_or_a_descriptor() {
    let place = Place::new();
    place.secret_file("key", MASTER_KEY);
    let expected = place.p2msg("key derive --master-key-file key").run().stdout;
    for script in [
        r#""$P2MSG" key derive --master-key-file - < key"#,
        r#"cat key | "$P2MSG" key derive --master-key-file -"#,
        r#""$P2MSG" key derive --master-key-file <(cat key)"#,
        r#""$P2MSG" key derive --master-key-file /dev/fd/3 3< key"#,
        r#"P2MSG_MASTER_KEY_FILE=key "$P2MSG" key derive"#,
    ] {
        assert_eq!(place.shell(script).run().stdout, expected, "{script}");
    }
}

#[test]
fn a_key_is_not_read_from_a_terminal_that_would_show_it() {
    let screen = Place::new()
        .terminal(r#""$P2MSG" key derive --master-key-file -"#)
        .ends_with(5);
    assert!(screen.contains("standard input is a terminal"), "{screen}");
}
