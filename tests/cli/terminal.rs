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
    for (answer, code, expected) in [
        ("y", 0, 1),
        ("yes", 0, 1),
        (" YES ", 0, 1),
        ("n", 5, 0),
        ("", 5, 0),
        ("not yet", 5, 0),
        ("nay", 5, 0),
        ("yep", 5, 0),
        ("y n", 5, 0),
    ] {
        let place = place_with_key();
        let mut terminal = place.terminal(ROTATE);
        terminal.wait_for("[y/N]").type_line(answer);
        let screen = terminal.ends_with(code);
        assert_eq!(key_index(&place), expected, "{answer}: {screen}");
        assert_eq!(screen.contains("nothing was changed"), expected == 0);
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
fn pack_takes_only_a_whole_yes_for_a_rotation() {
    for (answer, code, expected) in [("not yet", 5, 0), ("yes", 0, 1)] {
        let place = place_with_key();
        place.p2msg("send hello --quiet --data-dir d").run();
        let pack = r#""$P2MSG" pack --signing-key-index 1 --master-key-file key --data-dir d"#;
        let mut terminal = place.terminal(pack);
        terminal.wait_for("[y/N]").type_line(answer);
        let screen = terminal.ends_with(code);
        assert_eq!(key_index(&place), expected, "{answer}: {screen}");
        assert_eq!(screen.contains("nothing was changed"), expected == 0);
        let listed = place.p2msg("queue list --json --data-dir d").run().stdout;
        let entry: serde_json::Value = serde_json::from_str(&listed).expect("JSON");
        let state = if expected == 0 { "pending" } else { "packed" };
        assert_eq!(entry["state"], state, "{answer}");
    }
}

#[test]
fn an_interrupt_or_the_end_of_input_is_no_consent() {
    for (key, expected) in [
        ("\u{3}", "code 130"),
        ("\u{4}", "code 5"),
        ("y\u{4}\u{4}", "code 5"),
    ] {
        let place = place_with_key();
        // Background jobs of a shell ignore interrupts.
        let script = format!("trap : INT; env --default-signal=INT {ROTATE}; echo \"code $?\"");
        let mut terminal = place.terminal(&script);
        terminal.wait_for("[y/N]").press(key);
        let screen = terminal.ends_with(0);
        assert!(screen.contains(expected), "{key:?}: {screen}");
        assert!(screen.contains("nothing was changed"), "{key:?}: {screen}");
        assert_eq!(key_index(&place), 0);
    }
}

#[test]
fn signals_during_a_hidden_prompt_restore_the_terminal() {
    for (signal, code) in [("INT", 130), ("TERM", 143), ("HUP", 129)] {
        let place = Place::new();
        let script = format!(
            "trap : INT; stty echo; stty -a > before; \
             (read -r pid < pid; read -r < asked; kill -{signal} \"$pid\") & \
             env --default-signal=INT,TERM,HUP sh -c 'echo $$ > pid; exec \"$P2MSG\" key derive'; \
             echo \"code $?\"; stty -a > after"
        );
        place.shell("mkfifo pid asked").run();
        let mut terminal = place.terminal(&script);
        terminal.wait_for("Master key");
        fs::write(place.work().join("asked"), "now\n").expect("a signal is sent");
        let screen = terminal.ends_with(0);
        assert!(
            screen.contains(&format!("code {code}")),
            "{signal}: {screen}"
        );
        let read = |name| fs::read_to_string(place.work().join(name)).expect("settings");
        assert!(read("before").contains(" echo "), "{signal}");
        assert_eq!(read("after"), read("before"), "{signal}");
    }
}

#[test]
fn suspending_a_hidden_prompt_restores_the_terminal_and_fg_asks_again() {
    let place = Place::new();
    let script = r#"set -m; stty echo; stty -a > before; "$P2MSG" key derive --json > out; stty -a > stopped; echo waiting; fg; echo "code $?""#;
    let mut terminal = place.terminal(script);
    terminal.wait_for("Master key").press("\u{1a}");
    terminal.wait_for("waiting");
    terminal.wait_for("Master key").type_line(MASTER_KEY);
    let screen = terminal.ends_with(0);
    assert!(screen.contains("code 0"), "{screen}");
    let read = |name| fs::read_to_string(place.work().join(name)).expect("settings");
    assert_eq!(read("stopped"), read("before"));
    assert!(!screen.contains(MASTER_KEY), "{screen}");
    assert!(read("out").contains("signing_id"));
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
