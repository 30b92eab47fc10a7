//! `config show` and `config sample`.

use serde_json::{Value, json};

use crate::place::Place;

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
        vec!["lock-timeout", "3", &path],
        vec!["color", "auto", "default"],
    ] {
        assert!(rows.contains(&row), "{row:?}:\n{}", ran.stdout);
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
    // But for --json of this very run.
    assert_eq!(
        set.iter()
            .filter(|origin| **origin != json!("default"))
            .count(),
        1
    );
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
            "config" => json!("default"),
            "json" => json!("--json"),
            _ => config.clone(),
        };
        assert_eq!(setting["origin"], expected, "{option}");
    }
    let json: Value =
        serde_json::from_str(&Place::new().p2msg("config sample --json").run().stdout).unwrap();
    assert_eq!(json["toml"], sample);
}
