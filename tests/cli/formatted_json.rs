//! JSON over several lines, as `jq .` writes it, and arrays of objects.

use serde_json::{Value, json};

use crate::support::miner::lines;
use crate::support::place::Place;

const SHARE: &str = include_str!("../vectors/c2pool_share.json");
const STORE: &str = include_str!("../vectors/nodeorder.shares.0");
const OPTIONS: &str = "--net litecoin_testnet --json";

fn pretty(value: &Value) -> String {
    serde_json::to_string_pretty(value).unwrap()
}

/// The message_data and the messages of each record.
fn content(stdout: &str) -> Vec<[Value; 2]> {
    let records = lines(stdout).into_iter();
    let parts = |record: Value| ["message_data", "messages"].map(|name| record[name].clone());
    records.map(parts).collect()
}

#[test]
fn formatted_shares_and_arrays_are_read_like_lines() {
    let place = Place::new();
    let share: Value = serde_json::from_str(SHARE).unwrap();
    let run = |arguments: &str, stdin: &str| {
        let run = place.p2msg(&format!("{OPTIONS} {arguments}"));
        run.env("P2MSG_NOW", "1798006400").stdin(stdin).run()
    };
    let compact = content(&run("decode -", &share.to_string()).stdout);
    assert!(compact.len() == 1 && !compact[0][0].is_null());
    let formatted = pretty(&share);
    let two = vec![compact[0].clone(), compact[0].clone()];
    for (input, expected) in [
        (formatted.clone(), &compact),
        (format!("{formatted}\n"), &compact),
        (formatted.replace("\n", "\r\n"), &compact),
        (format!("{formatted}\n{formatted}\n"), &two),
        (format!("{share}\n{formatted}\n"), &two),
        (json!([share, share]).to_string(), &two),
        (pretty(&json!([share, share])), &two),
        (format!("[{share},\n{share}]\n"), &two),
    ] {
        place.file("shares.json", &input);
        assert_eq!(
            &content(&run("decode -", &input).stdout),
            expected,
            "{input}"
        );
        let ran = run("decode shares.json", "");
        assert_eq!(&content(&ran.stdout), expected, "{input}");
        let listed = run("store messages shares.json", "");
        assert_eq!(lines(&listed.stdout).len(), 1, "{input}");
    }
    let argument = place.p2msg(OPTIONS).args(["decode", &formatted]);
    let ran = argument.env("P2MSG_NOW", "1798006400").run();
    assert_eq!(content(&ran.stdout), compact);
    // The lines of the records are those of the input.
    let ran = run("decode -", &format!("\n{formatted}\n{share}\n"));
    let records = lines(&ran.stdout);
    let after = formatted.lines().count() + 2;
    assert_eq!(records[0]["source"]["line"], 2);
    assert_eq!(records[1]["source"]["line"], after);
}

#[test]
fn formatted_json_of_a_store_is_judged_in_chain_order() {
    let place = Place::new();
    place.file("shares.0", STORE);
    let decode = |input: &str| {
        let run = place.p2msg(&format!("{OPTIONS} decode {input}"));
        run.code(4).run().stdout
    };
    let raw = decode("shares.0");
    let with_data = |stdout: &str| {
        let mut found = content(stdout);
        found.retain(|[data, _]| !data.is_null());
        found
    };
    place.file("array.json", pretty(&lines(&raw).into()));
    assert_eq!(with_data(&decode("array.json")), with_data(&raw));
}

#[test]
fn unreadable_json_over_several_lines_is_one_error() {
    let place = Place::new();
    let share: Value = serde_json::from_str(SHARE).unwrap();
    let formatted = pretty(&share);
    let half = &formatted[..formatted.len() / 2];
    let half = &half[..=half.rfind('\n').unwrap()];
    let numbers = pretty(&json!(["ab", "cd", 5]));
    for (input, good) in [
        (half.to_owned(), 0),
        (format!("{half}{share}\n"), 1),
        (format!("{half}{}", STORE.lines().next().unwrap()), 1),
        (format!("[\n{half}"), 0),
        (format!("{numbers}\n{share}\n"), 1),
        (pretty(&json!({"error": "share not found", "code": 1})), 0),
    ] {
        let run = place.p2msg(&format!("{OPTIONS} decode -"));
        let ran = run.stdin(input.clone()).code(3).run();
        let records = lines(&ran.stdout);
        let (bad, fine): (Vec<&Value>, Vec<&Value>) =
            records.iter().partition(|record| record["kind"] == "error");
        assert_eq!(
            (bad.len(), fine.len()),
            (1, good),
            "{input}\n{}",
            ran.stdout
        );
        let error = &bad[0]["error"];
        assert_eq!(error["code"], "json", "{error}");
        let message = error["message"].as_str().unwrap();
        assert!(
            message.starts_with("not a JSON object with message_data_hex: "),
            "{message}"
        );
    }
}
