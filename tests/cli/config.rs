//! `config show` and `config sample`.

use serde_json::{Value, json};

use crate::support::place::Place;

fn shown(place: &Place, arguments: &str) -> Vec<Value> {
    let arguments = format!("config show --json {arguments}");
    let stdout = place.p2msg(&arguments).run().stdout;
    stdout
        .lines()
        .map(|line| serde_json::from_str(line).unwrap())
        .collect()
}

#[test]
fn each_setting_says_where_it_comes_from() {
    let place = Place::new();
    place.config("net = \"digibyte\"\nlock-timeout = 3\n");
    let ran = place
        .p2msg("config show --data-dir elsewhere")
        .env("P2MSG_NO_INPUT", "1")
        .run();
    let config = place.home().join(".config/p2msg/config.toml");
    let config = config.display();
    let rows: Vec<Vec<&str>> = ran
        .stdout
        .lines()
        .map(|line| {
            line.split("  ")
                .map(str::trim)
                .filter(|cell| !cell.is_empty())
                .collect()
        })
        .collect();
    let path = config.to_string();
    for row in [
        vec!["SETTING", "VALUE", "FROM"],
        vec!["config", &path, "default"],
        vec!["net", "digibyte", &path],
        vec!["data-dir", "elsewhere", "--data-dir"],
        vec!["signing-key-index", "-", "default"],
        vec!["no-input", "true", "P2MSG_NO_INPUT"],
        vec!["now", "1707580800", "P2MSG_NOW"],
        vec!["master-key-file", "-", "default"],
        vec!["lock-timeout", "3", &path],
        vec!["color", "auto", "default"],
    ] {
        assert!(rows.contains(&row), "{row:?}:\n{}", ran.stdout);
    }
}

/// The value and origin of an option.
fn of(settings: &[Value], option: &str) -> [Value; 2] {
    let setting = settings.iter().find(|setting| setting["option"] == option);
    let setting = setting.unwrap_or_else(|| panic!("no {option} in {settings:#?}"));
    ["value", "origin"].map(|field| setting[field].clone())
}

#[test]
fn values_have_their_types_in_json() {
    let place = Place::new();
    place.config("lock-timeout = 3\nsigning-key-index = 7\nyes = true\n");
    let settings = shown(&place, "");
    for (option, value) in [
        ("lock-timeout", json!(3)),
        ("signing-key-index", json!(7)),
        ("yes", json!(true)),
        ("quiet", json!(false)),
        ("net", json!("litecoin")),
        ("now", json!(1_707_580_800)),
        ("url", Value::Null),
        ("key-file", Value::Null),
    ] {
        assert_eq!(of(&settings, option)[0], value, "{option}");
    }
}

#[test]
fn files_with_keys_are_shown_by_their_paths() {
    let place = Place::new();
    place.secret_file("credentials/p2msg-signing-wif", "not to be read");
    let key = "00000000000000000000000000000000000000000000000000000000000000aa";
    let run = place
        .p2msg("config show --json")
        .env("P2MSG_MASTER_KEY_FILE", "missing.key")
        .env("P2MSG_AUTHORITY_KEY_FILE", key)
        .env("CREDENTIALS_DIRECTORY", "credentials");
    let stdout = run.stdout();
    assert!(!stdout.contains("not to be read") && !stdout.contains("0000aa"));
    let settings: Vec<Value> = stdout
        .lines()
        .map(|line| serde_json::from_str(line).unwrap())
        .collect();
    assert_eq!(
        of(&settings, "master-key-file"),
        ["missing.key", "P2MSG_MASTER_KEY_FILE"]
    );
    assert_eq!(
        of(&settings, "signing-wif-file"),
        [
            "credentials/p2msg-signing-wif",
            "the credential p2msg-signing-wif"
        ]
    );
    assert_eq!(
        of(&settings, "key-file"),
        [
            "(not shown: it looks like a private key)",
            "P2MSG_AUTHORITY_KEY_FILE"
        ]
    );
}

#[test]
fn what_the_man_page_shows_is_a_config_file() {
    let page = include_str!("../../man/p2msg-files.5");
    let (_, section) = page.split_once(".SH CONFIG FILE").unwrap();
    let (_, block) = section.split_once(".nf\n").unwrap();
    let (example, _) = block.split_once(".fi\n").unwrap();
    let example = example.replace("\\-", "-");
    assert!(example.lines().count() > 2, "{example}");
    let place = Place::new();
    place.config(&example);
    let config = place.home().join(".config/p2msg/config.toml");
    let config = json!(config.display().to_string());
    let settings = shown(&place, "");
    for line in example.lines() {
        let (key, _) = line.split_once(" = ").unwrap();
        assert_eq!(of(&settings, key)[1], config, "{key}");
    }
}

#[test]
fn without_a_config_file_it_says_how_to_make_one() {
    let place = Place::new();
    let ran = place
        .p2msg("config show")
        .stderr("note: there is no config file yet")
        .run();
    assert!(
        ran.stderr.contains(".config/p2msg/config.toml"),
        "{}",
        ran.stderr
    );
}

#[test]
fn a_password_in_a_url_is_not_shown() {
    let place = Place::new();
    place.config("url = \"http://a:1 http://me:hunter2@b:2\"\n");
    for arguments in ["config show", "config show --json", "config show --verbose"] {
        let ran = place.p2msg(arguments).stderr("").run();
        let all = format!("{}{}", ran.stdout, ran.stderr);
        assert!(!all.contains("hunter2"), "{all}");
        assert!(all.contains("http://a:1 (not shown"), "{all}");
    }
}

#[test]
fn the_sample_explains_every_key_and_sets_none() {
    let place = Place::new();
    let sample = place.p2msg("config sample").run().stdout;
    place.config(&sample);
    let origins = |settings: &[Value]| -> Vec<Value> {
        settings
            .iter()
            .map(|setting| setting["origin"].clone())
            .collect()
    };
    let settings = shown(&place, "");
    let set: Vec<Value> = origins(&settings);
    // But for --json and the clock of this very run.
    let given = set.iter().filter(|origin| **origin != json!("default"));
    assert_eq!(Vec::from_iter(given), ["--json", "P2MSG_NOW"]);
    // What it would set is what is in force anyway, or at least a value that is taken.
    let all: String = sample
        .lines()
        .map(|line| match line.strip_prefix('#') {
            Some(key) if !key.starts_with(' ') => format!("{key}\n"),
            _ => format!("{line}\n"),
        })
        .collect();
    place.config(&all);
    let config = place.home().join(".config/p2msg/config.toml");
    let config = json!(config.display().to_string());
    for setting in shown(&place, "") {
        let option = setting["option"].as_str().unwrap();
        let expected = match option {
            "config" | "master-key-file" | "signing-wif-file" | "key-file" => json!("default"),
            "json" => json!("--json"),
            "now" => json!("P2MSG_NOW"),
            _ => config.clone(),
        };
        assert_eq!(setting["origin"], expected, "{option}");
    }
    let json: Value =
        serde_json::from_str(&Place::new().p2msg("config sample --json").run().stdout).unwrap();
    assert_eq!(json["toml"], sample);
}
