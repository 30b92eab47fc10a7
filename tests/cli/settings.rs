//! Flag over environment over config file over default.

use std::fs;

use crate::support::place::Place;

#[test]
fn the_stronger_source_wins() {
    let place = Place::new();
    place.config("net = \"digibyte\"\n");
    let net = |arguments: &str, variable: &str| {
        let ran = place
            .p2msg(&format!("--verbose completions bash {arguments}"))
            .env("P2MSG_NET", variable)
            .stderr("note: verbose = true (--verbose)\n")
            .run();
        let line = ran.stderr.lines().find(|line| line.contains("net = "));
        line.map(str::to_owned)
    };
    let config = place.home().join(".config/p2msg/config.toml");
    assert_eq!(
        net("", ""),
        Some(format!("note: net = digibyte ({})", config.display()))
    );
    assert_eq!(
        net("", "bitcoin"),
        Some("note: net = bitcoin (P2MSG_NET)".to_owned())
    );
    assert_eq!(
        net("--net litecoin_testnet", "bitcoin"),
        Some("note: net = litecoin_testnet (--net)".to_owned())
    );
    fs::remove_file(config).unwrap();
    assert_eq!(net("", ""), None);
}

#[test]
fn every_shared_option_but_config_is_a_key_of_the_config_file() {
    let place = Place::new();
    place.config(
        "net = \"litecoin\"\ndata-dir = \"d\"\nsigning-key-file = \"k\"\nsigning-key-index = 7\n\
         json = false\nquiet = false\nverbose = true\ncolor = \"never\"\nno-input = true\n\
         yes = true\nlock-timeout = 3\nallow-foreign-data-dir = false\n",
    );
    let ran = place.p2msg("completions bash").stderr("note: ").run();
    let shown = ran.stderr.lines().count();
    let options = p2msg::cli::command().get_arguments().count();
    // In the place of --config the clock of the tests is shown.
    assert_eq!(shown, options, "{}", ran.stderr);
    assert!(ran.stderr.contains("note: signing-key-index = 7 ("));
    place.config("config = \"other.toml\"\n");
    place
        .p2msg("completions bash")
        .code(2)
        .stderr("config.toml line 1: unknown key 'config'")
        .run();
}

#[test]
fn a_config_file_that_is_wrong_says_where() {
    let place = Place::new();
    for (content, message) in [
        (
            "json = true\ndata_dir = \"x\"\n",
            "config.toml line 2: unknown key 'data_dir'",
        ),
        ("\n\nnet = litecoin\n", "config.toml line 3: "),
        (
            "net = \"litecion\"\n",
            "config.toml line 1: net: 'litecion' is no network",
        ),
        (
            "lock-timeout = -1\n",
            "config.toml line 1: lock-timeout: '-1' is invalid",
        ),
        (
            "yes = \"perhaps\"\n",
            "config.toml line 1: yes: 'perhaps' is neither true nor false",
        ),
    ] {
        place.config(content);
        place
            .p2msg("completions bash")
            .code(2)
            .stderr(message)
            .run();
    }
    for (content, hint) in [
        ("data_dir = \"x\"\n", "a similar key exists: 'data-dir'"),
        (
            "net = \"litcoin\"\n",
            "a similar network exists: 'litecoin'",
        ),
        ("net = \"monero\"\n", "the networks are: bitcoin, "),
        ("lock-timeout = -4\n", "give seconds: a whole number, 0 to "),
        (
            "lock-timeout = 2.5\n",
            "give text in quotes, a whole number",
        ),
        ("signing-key-index = -1\n", "give a whole number, 0 to "),
        ("yes = \"perhaps\"\n", "give true or false"),
        ("color = \"purple\"\n", "give auto, always or never"),
    ] {
        place.config(content);
        place
            .p2msg("completions bash")
            .code(2)
            .stderr(format!("\nhint: {hint}"))
            .run();
    }
}

#[test]
fn a_config_file_that_is_named_must_be_there() {
    let place = Place::new();
    place
        .p2msg("completions bash --config no.toml")
        .code(1)
        .stderr("error: cannot read the config file no.toml: not there\n")
        .run();
    place.file("mine.toml", "net = \"nowhere\"");
    place
        .p2msg("completions bash")
        .env("P2MSG_CONFIG", "mine.toml")
        .code(2)
        .stderr("mine.toml line 1: net: 'nowhere' is no network")
        .run();
}

#[test]
fn a_wrong_variable_is_named() {
    let place = Place::new();
    for (name, value, hint) in [
        (
            "P2MSG_NET",
            "litecion",
            "a similar network exists: 'litecoin'",
        ),
        ("P2MSG_YES", "perhaps", "give true or false"),
        ("P2MSG_COLOR", "purple", "give auto, always or never"),
        ("P2MSG_NOW", "noon", "give Unix seconds, such as "),
        (
            "P2MSG_SIGNING_KEY_INDEX",
            "4294967296",
            "give a whole number, 0 to 4294967295",
        ),
    ] {
        place
            .p2msg("completions bash")
            .env(name, value)
            .code(2)
            .stderr(format!("error: {name}: '{value}' is "))
            .stderr(format!("\nhint: {hint}"))
            .run();
    }
}

#[test]
fn the_config_file_decides_the_form_of_errors_too() {
    let place = Place::new();
    place.config("json = true\n");
    let ran = place.p2msg("completions").code(2).stderr("{").run();
    assert_eq!(ran.error()["code"], "missing_argument");
}

#[test]
fn quiet_and_verbose_exclude_each_other_unless_one_is_stronger() {
    let place = Place::new();
    place
        .p2msg("completions bash --quiet --verbose")
        .code(2)
        .stderr("'--quiet' cannot be used with '--verbose'")
        .run();
    place
        .p2msg("completions bash --verbose")
        .env("P2MSG_QUIET", "1")
        .stderr("note: verbose = true (--verbose)\n")
        .run();
    place
        .p2msg("completions bash --quiet")
        .env("P2MSG_VERBOSE", "1")
        .run();
    place
        .p2msg("completions bash")
        .env("P2MSG_QUIET", "1")
        .env("P2MSG_VERBOSE", "1")
        .code(2)
        .stderr("error: both P2MSG_QUIET and P2MSG_VERBOSE are set\n")
        .run();
}
