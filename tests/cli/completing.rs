//! What shells are offered at the cursor.

use crate::support::miner::Miner;
use crate::support::place::{Place, Run};

/// What bash offers for this line, whose last word is the one at the cursor.
fn offered(run: Run<'_>) -> Vec<String> {
    let stdout = run.run().stdout;
    stdout.lines().map(str::to_owned).collect()
}

/// A bash that was told to complete p2msg; words are given as for bash itself.
fn bash(words: &str) -> String {
    // COMP_TYPE is what Tab makes it, and $2 the word at the cursor.
    format!(
        r#"PATH="${{P2MSG%/*}}:$PATH"; source <(p2msg completions bash)
        COMP_WORDS=({words}); COMP_CWORD=$((${{#COMP_WORDS[@]}} - 1)); COMP_TYPE=9
        _clap_complete_p2msg p2msg "${{COMP_WORDS[COMP_CWORD]}}" 2>&1
        printf '%s\n' "${{COMPREPLY[@]}}""#
    )
}

fn offers(place: &Place, words: &str) -> Vec<String> {
    offered(place.shell(&bash(words)))
}

#[test]
fn bash_is_offered_commands_networks_kinds_and_files() {
    let place = Place::new();
    assert_eq!(offers(&place, "p2msg que"), ["queue"]);
    assert_eq!(
        offers(&place, "p2msg --net lite"),
        ["litecoin", "litecoin_testnet"]
    );
    assert_eq!(
        offers(&place, "p2msg store messages --type a"),
        ["announce", "alert"]
    );
    assert!(offers(&place, "p2msg node check --st").contains(&"--status-warning".to_owned()));
    place.secret_file("payout.key", "00");
    let files = offers(&place, "p2msg pack --master-key-file pay");
    assert_eq!(files, ["payout.key"]);
    // The parts of a name would look like two files.
    place.file("payout\n--yes", "");
    place.file("payout\u{1b}[2K", "");
    let files = offers(&place, "p2msg pack --master-key-file pay");
    assert_eq!(files, ["payout.key"]);
}

#[test]
fn what_takes_shares_is_offered_files_and_folders() {
    let place = Place::new();
    place.file("shares.0", "");
    place.file("shadow/shares.7", "");
    for command in [
        "decode",
        "verify",
        "queue confirm",
        "store chat",
        "authority open",
        "node load-blob",
    ] {
        let offered = |word: &str| offers(&place, &format!("p2msg {command} {word}"));
        assert_eq!(offered("sh"), ["shadow/", "shares.0"], "{command}");
        assert_eq!(offered("shadow/"), ["shadow/shares.7"], "{command}");
        let all = offered("''");
        assert_eq!(all, [".", "shadow/", "shares.0", "--help"], "{command}");
    }
    for shell in ["fish", "zsh", "elvish"] {
        let run = place.p2msg("-- p2msg verify shar");
        let run = run.env("P2MSG_COMPLETE", shell);
        let offered = run.env("_CLAP_COMPLETE_INDEX", "2").run().stdout;
        assert_eq!(offered.trim_end(), "shares.0", "{shell}");
    }
}

#[test]
fn tab_in_a_real_bash_completes_a_file() {
    let place = Place::new();
    place.file("shares.0", "");
    // Bash shows what is typed only on a terminal that would do so itself.
    let mut bash = place.terminal(
        r#"stty echo; PATH="${P2MSG%/*}:$PATH" PS1='ready> ' exec bash --norc --noprofile -i"#,
    );
    bash.wait_for("ready> ")
        .type_line("source <(p2msg completions bash)")
        .wait_for("ready> ")
        .press("p2msg verify sh\t")
        .wait_for("p2msg verify shares.0 ")
        // Nothing of the line is left when it is wiped.
        .press("\u{15}")
        .type_line("exit 0");
    bash.ends_with(0);
}

#[test]
fn bash_is_offered_the_ids_in_the_queue() {
    let miner = Miner::ready();
    miner.send("one");
    miner.send("two");
    let place = &miner.place;
    // Of the options only the one that leads to all of them, until a dash is typed.
    let all = ["1", "2", "--help"];
    assert_eq!(offers(place, "p2msg queue remove ''"), all);
    let options = offers(place, "p2msg queue remove --da");
    assert_eq!(options, ["--data-dir"]);
    assert_eq!(offers(place, "p2msg queue show 2"), ["2"]);
    // In the data folder that the line names.
    place.p2msg("send three --data-dir other").run();
    assert_eq!(
        offers(place, "p2msg --data-dir other queue retry ''"),
        ["1", "--help"]
    );
    let none = offers(place, "p2msg queue show --data-dir nowhere ''");
    assert!(none.iter().all(|word| word.starts_with("--")), "{none:?}");
}

#[test]
fn other_shells_get_what_they_can_read() {
    let place = Place::new();
    let ask = |shell: &str| {
        place
            .p2msg("-- p2msg --net bitcoi")
            .env("P2MSG_COMPLETE", shell)
            .env("_CLAP_COMPLETE_INDEX", "2")
            .run()
            .stdout
    };
    assert_eq!(
        ask("fish"),
        "bitcoin\nbitcoin_testnet\nbitcoincash\nbitcoincash_testnet\nbitcoinsv\nbitcoinsv_testnet\n"
    );
    assert!(ask("zsh").starts_with("bitcoin\nbitcoin_testnet"));
    assert!(ask("elvish").starts_with("bitcoin\nbitcoin_testnet"));
    assert!(ask("powershell").contains("bitcoin"));
    // Nobody asks: it is a run as any other.
    place
        .p2msg("-- p2msg")
        .env("P2MSG_COMPLETE", "tcsh")
        .code(2)
        .stderr("error: ")
        .run();
    place.p2msg("man").env("P2MSG_COMPLETE", "bash").run();
}

#[test]
fn zsh_completes_at_the_first_tab_too() {
    let script = Place::new().p2msg("completions zsh").run().stdout;
    assert!(script.starts_with("#compdef p2msg\n"));
    assert!(script.ends_with("_clap_dynamic_completer_p2msg \"$@\"\nfi\n"));
}
