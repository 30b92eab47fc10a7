//! Help, the version, and wrong usage.

use crate::support::miner::Miner;
use crate::support::place::Place;

#[test]
fn without_arguments_it_shows_a_short_help_and_the_exit_code_of_wrong_usage() {
    let ran = Place::new()
        .p2msg("")
        .code(2)
        .stderr("Usage: p2msg <COMMAND>")
        .stderr("  completions  ")
        .stderr("error: a command is missing\n")
        .stderr("hint: begin with: p2msg key init --master-key-file FILE")
        .stderr("hint: to see what is here and whether it is well: p2msg doctor\n")
        .run();
    assert_eq!(ran.stdout, "");
    assert!(!ran.stderr.contains("--lock-timeout"), "{}", ran.stderr);
}

#[test]
fn without_arguments_the_next_step_depends_on_what_is_there() {
    let miner = Miner::ready();
    let says = |hint: &str| {
        miner
            .p2msg("")
            .code(2)
            .stderr(format!("hint: {hint}"))
            .run();
    };
    says("to say something: p2msg send TEXT");
    miner.send("hello");
    says("1 pending in the queue; for the next share: p2msg pack");
    miner
        .p2msg("pack --quiet --master-key-file master.key")
        .run();
    says("1 handed out to the node; to mark what it put into shares: p2msg queue confirm");
    // In a group of commands there is no guessing.
    let ran = miner.p2msg("--json queue").code(2).stderr("{").run();
    assert_eq!(
        ran.error()["hint"],
        "give one of list, show, remove, clear, retry, confirm; see: p2msg queue --help"
    );
    let ran = miner.p2msg("--json").code(2).stderr("{").run();
    assert!(
        ran.error()["hint"]
            .as_str()
            .unwrap()
            .contains("p2msg queue confirm")
    );
}

#[test]
fn help_and_version_are_results() {
    let place = Place::new();
    let help = place.p2msg("--help").run().stdout;
    for part in [
        "Usage: p2msg",
        "--signing-key-file <PATH>",
        "Exit status:",
        "Examples:",
    ] {
        assert!(help.contains(part), "{part}: {help}");
    }
    assert!(
        help.lines().all(|line| line.chars().count() <= 100),
        "{help}"
    );
    let version = place.p2msg("--version").run().stdout;
    assert_eq!(version, format!("p2msg {}\n", env!("CARGO_PKG_VERSION")));
    assert_eq!(
        place.p2msg("help man").run().stdout,
        place.p2msg("man --help").run().stdout
    );
}

#[test]
fn every_command_has_a_line_of_help_and_an_example() {
    fn walk(command: &clap::Command, path: &str) {
        for argument in command.get_arguments() {
            let help = argument.get_help().map(ToString::to_string);
            assert!(
                help.is_some_and(|help| !help.is_empty()),
                "{path}: {argument}"
            );
        }
        let line = command
            .get_about()
            .map(ToString::to_string)
            .unwrap_or_default();
        assert!(
            !line.is_empty() && !line.ends_with('.') && line.len() <= 80,
            "{path}: {line:?}"
        );
        if command.get_subcommands().next().is_none() {
            let example = command.get_after_help().map(ToString::to_string);
            let example = example.unwrap_or_default();
            assert!(
                example.starts_with("Example") && example.contains(&format!("\n  {path}")),
                "{path}: {example:?}"
            );
        }
        for subcommand in command.get_subcommands() {
            walk(subcommand, &format!("{path} {}", subcommand.get_name()));
        }
    }
    let command = p2msg::cli::command();
    command.clone().debug_assert();
    walk(&command, "p2msg");
}

#[test]
fn the_help_of_every_shared_option_names_its_variable() {
    for argument in p2msg::cli::command().get_arguments() {
        let name = argument
            .get_long()
            .expect("a long option")
            .replace('-', "_");
        let variable = format!("[env: P2MSG_{}]", name.to_uppercase());
        let help = argument
            .get_help()
            .map(ToString::to_string)
            .unwrap_or_default();
        assert!(help.ends_with(&variable), "{argument}: {help}");
    }
}

#[test]
fn wrong_usage_says_what_was_meant() {
    Place::new()
        .p2msg("man --ouy x")
        .code(2)
        .stderr("error: unexpected argument '--ouy' found\n")
        .stderr("hint: a similar argument exists: '--out'\n")
        .stderr("hint: Usage: p2msg man --out <DIR>\n")
        .run();
    Place::new()
        .p2msg("complations bash")
        .code(2)
        .stderr("error: unrecognized subcommand 'complations'\n")
        .stderr("hint: a similar subcommand exists: 'completions'\n")
        .run();
}

#[test]
fn a_command_of_a_group_is_found_without_its_group() {
    for (word, hint) in [
        (
            "messages",
            "did you mean 'p2msg store messages' or 'p2msg node messages'?",
        ),
        ("rotate", "did you mean 'p2msg key rotate'?"),
        (
            "check",
            "did you mean 'p2msg key check' or 'p2msg node check'?",
        ),
        ("keystore", "did you mean 'p2msg authority keystore'?"),
        ("queue rotate", "did you mean 'p2msg key rotate'?"),
    ] {
        let place = Place::new();
        let run = place.p2msg(word).code(2);
        run.stderr(format!("hint: {hint}\n")).run();
    }
}

#[test]
fn what_is_missing_or_no_number_is_explained() {
    for (arguments, part) in [
        ("verify", "hint: <INPUT>...: Hex, a file, the folder"),
        ("send", "hint: [TEXT|-]: The text; '-' is stdin"),
        (
            "authority keystore create",
            "hint: --out <FILE>: The new file",
        ),
        (
            "authority seal --type transition --from abc",
            "error: invalid value 'abc' for '--from <VERSION>': give a whole number\n\
             hint: --from <VERSION>: The share version in use",
        ),
        (
            "authority seal --type featured --exp yesterday",
            "--exp <TIME>: Until when to show it, in Unix seconds",
        ),
        (
            "key derive --index 4294967296",
            "'--index <N>': the number is too large",
        ),
    ] {
        Place::new().p2msg(arguments).code(2).stderr(part).run();
    }
}

#[test]
fn a_negative_number_is_not_to_be_given_as_an_argument() {
    for (arguments, hint) in [
        (
            "store messages shares.0 --limit -1",
            "hint: --limit <N>: At most this many",
        ),
        (
            "store messages shares.0 --since -5",
            "hint: --since <TIME>: Only messages of this time or later",
        ),
    ] {
        let ran = Place::new().p2msg(arguments).code(2).stderr(hint).run();
        assert!(!ran.stderr.contains("as a value"), "{}", ran.stderr);
    }
}

#[test]
fn with_json_wrong_usage_is_one_object_on_stderr() {
    for arguments in [
        "--json --nett x man",
        "man --nett x --json",
        "completions bsh --json",
        "--json",
    ] {
        let ran = Place::new().p2msg(arguments).code(2).stderr("{").run();
        let error = ran.error();
        assert!(
            error["code"].is_string() && error["message"].is_string(),
            "{error}"
        );
        assert_eq!(ran.stdout, "");
    }
    let place = Place::new();
    let missing = place.p2msg("completions").env("P2MSG_JSON", "1");
    let error = missing.code(2).stderr("{").run().error();
    assert_eq!(error["code"], "missing_argument");
}

#[test]
fn wrong_usage_cannot_steer_the_terminal() {
    let ran = Place::new()
        .p2msg("")
        .args(["man", "--\u{9b}31m\u{202e}\u{90}x"])
        .code(2)
        .stderr("'--<U+009B>31m<U+202E><U+0090>x'")
        .run();
    assert!(!ran.stderr.contains(['\u{9b}', '\u{202e}', '\u{90}']));
}
