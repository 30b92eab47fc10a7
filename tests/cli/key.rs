//! `key ...`: derivation as in the vectors, and a state file that only goes up.

use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::path::Path;

use crate::support::miner::{Miner, derived, lines, one};
use crate::support::place::NOW;
use crate::support::vectors::vectors;

fn mode(path: &Path) -> u32 {
    fs::metadata(path).unwrap().permissions().mode() & 0o777
}

/// The state file with the key of the vector at `key_index`.
fn state_file(key_index: u32, last_rotated: &str, messages_signed: u64) -> String {
    format!(
        "{{\n    \"key_index\": {key_index},\n    \"signing_id\": {},\n    \"created\": {NOW},\n    \
         \"last_rotated\": {last_rotated},\n    \"messages_signed\": {messages_signed}\n}}\n",
        derived(key_index)["signing_id"]
    )
}

/// `tests/core/derive.rs` has the other cases.
#[test]
fn derives_what_the_reference_derives() {
    let case = derived(65_535);
    for (field, network) in [
        ("master_privkey", "litecoin"),
        ("master_wif_litecoin", "litecoin"),
        ("master_wif_litecoin_testnet", "litecoin_testnet"),
        ("master_wif_bitcoin", "bitcoin"),
    ] {
        let miner = Miner::with_master(case[field].as_str().unwrap());
        let ran = miner
            .keyed("--json key derive --index 65535 --net")
            .args([network])
            .run();
        let key = one(&ran.stdout);
        assert_eq!(key["schema"], "p2msg.key/1");
        for field in ["key_index", "signing_id", "signing_pubkey", "announcement"] {
            assert_eq!(key[field], case[field], "{field} on {network}");
        }
        if network == "litecoin" {
            assert_eq!(key["address"], case["master_address_litecoin"]);
        }
    }
}

#[test]
fn an_uncompressed_wif_has_another_address_and_the_same_keys() {
    let cases = vectors("derive.json")["cases"].clone();
    let case = cases
        .as_array()
        .unwrap()
        .iter()
        .find(|case| case["name"] == "uncompressed_wif")
        .unwrap();
    let miner = Miner::with_master(case["master_wif_litecoin_uncompressed"].as_str().unwrap());
    let key = one(&miner.keyed("--json key derive").run().stdout);
    assert_eq!(key["signing_id"], case["signing_id"]);
    assert_eq!(key["address"], case["master_address_litecoin_uncompressed"]);
}

#[test]
fn a_wif_that_is_none_is_malformed_and_not_repeated() {
    let rejects = vectors("derive.json")["wif_reject"].clone();
    for reject in rejects.as_array().unwrap() {
        let wif = reject["wif"].as_str().unwrap();
        let miner = Miner::with_master(wif);
        let ran = miner.keyed("key derive").code(3).stderr("no key").run();
        assert!(
            wif.is_empty() || !ran.stderr.contains(wif),
            "{}",
            ran.stderr
        );
        assert_eq!(ran.stdout, "");
    }
}

#[test]
fn derived_keys_for_people() {
    let miner = Miner::new();
    let before = miner.files();
    let (zero, one) = (derived(0), derived(1));
    assert_eq!(
        miner.keyed("key derive").run().stdout,
        format!(
            "key_index       0\n\
             signing_id      {}\n\
             signing_pubkey  {}\n\
             announcement    {}\n\
             address         LS7oYoADjbeikuz2KcwBS9cbbyfG4gCJF6\n",
            zero["signing_id"].as_str().unwrap(),
            zero["signing_pubkey"].as_str().unwrap(),
            zero["announcement"].as_str().unwrap(),
        )
    );
    assert_eq!(
        miner.keyed("key derive --count 2").run().stdout,
        format!(
            "KEY_INDEX  SIGNING_ID{0:32}SIGNING_PUBKEY\n\
             {0:8}0  {1}  {2}\n\
             {0:8}1  {3}  {4}\n",
            "",
            zero["signing_id"].as_str().unwrap(),
            zero["signing_pubkey"].as_str().unwrap(),
            one["signing_id"].as_str().unwrap(),
            one["signing_pubkey"].as_str().unwrap(),
        )
    );
    assert_eq!(miner.files(), before, "it touches no file");
}

#[test]
fn several_keys_are_an_object_each() {
    let miner = Miner::new();
    let ran = miner
        .keyed("key derive --json --index 4294967294 --count 2")
        .run();
    let keys = lines(&ran.stdout);
    assert_eq!(keys.len(), 2);
    assert_eq!(keys[1]["signing_id"], derived(u32::MAX)["signing_id"]);
    miner
        .keyed("key derive --index 4294967294 --count 3")
        .code(2)
        .stderr("the last key_index is 4294967295")
        .run();
    let by_setting = miner
        .keyed("key derive --json --signing-key-index 255")
        .run();
    assert_eq!(
        one(&by_setting.stdout)["signing_id"],
        derived(255)["signing_id"]
    );
}

#[test]
fn init_makes_the_files_of_the_plan() {
    let miner = Miner::new();
    let ran = miner.keyed("key init").run();
    let vector = derived(0);
    assert_eq!(
        ran.stdout,
        format!(
            "key_index        0\n\
             signing_id       {}\n\
             created          2024-02-10 16:00:00 (0 s ago)\n\
             last_rotated     never\n\
             messages_signed  0\n\
             path             data/signing_key.json\n\
             signing_pubkey   {}\n\
             announcement     {}\n",
            vector["signing_id"].as_str().unwrap(),
            vector["signing_pubkey"].as_str().unwrap(),
            vector["announcement"].as_str().unwrap(),
        )
    );
    assert_eq!(miner.data("signing_key.json"), state_file(0, "null", 0));
    assert_eq!(
        miner.data("key_log.jsonl"),
        format!(
            "{{\"key_index\":0,\"signing_id\":{},\"signing_pubkey\":{},\"since\":{NOW}}}\n",
            vector["signing_id"], vector["signing_pubkey"]
        )
    );
    for name in ["signing_key.json", "key_log.jsonl"] {
        assert_eq!(mode(&miner.path(name)), 0o600, "{name}");
    }
}

#[test]
fn init_overwrites_nothing_and_asks_for_no_key_before_it_says_so() {
    let miner = Miner::ready();
    let before = miner.files();
    let ran = miner
        .p2msg("key init")
        .code(5)
        .stderr("error: data/signing_key.json exists already\n")
        .stderr("hint: to use a higher key_index: p2msg key rotate\n")
        .run();
    assert_eq!(ran.stdout, "");
    assert_eq!(miner.files(), before);
}

#[test]
fn a_state_file_elsewhere_is_made_there() {
    let miner = Miner::new();
    fs::create_dir(miner.place.work().join("keys")).unwrap();
    let ran = miner
        .keyed("key init --json --index 2 --signing-key-file keys/mine.json")
        .run();
    assert_eq!(one(&ran.stdout)["path"], "keys/mine.json");
    assert_eq!(
        fs::read_to_string(miner.place.work().join("keys/mine.json")).unwrap(),
        state_file(2, "null", 0)
    );
    assert!(!miner.path("signing_key.json").exists());
}

#[test]
fn a_derived_key_alone_needs_its_index() {
    let miner = Miner::new();
    let wif = derived(2)["signing_wif_litecoin"]
        .as_str()
        .unwrap()
        .to_owned();
    miner.place.secret_file("signing.wif", &wif);
    miner
        .p2msg("key init --signing-wif-file signing.wif")
        .code(2)
        .stderr("hint: give it with --index N")
        .run();
    miner
        .p2msg("key init --index 2 --signing-wif-file signing.wif")
        .run();
    assert_eq!(miner.data("signing_key.json"), state_file(2, "null", 0));
}

#[test]
fn show_needs_no_secret() {
    let miner = Miner::ready();
    let ran = miner.p2msg("key show --json").run();
    let shown = one(&ran.stdout);
    let vector = derived(0);
    assert_eq!(
        shown,
        serde_json::json!({
            "schema": "p2msg.key/1",
            "key_index": 0,
            "signing_id": vector["signing_id"],
            "created": NOW,
            "last_rotated": null,
            "messages_signed": 0,
            "path": "data/signing_key.json",
            "signing_pubkey": vector["signing_pubkey"],
            "announcement": vector["announcement"],
        })
    );
    // Without the log, which a node that keeps the state file itself does not write.
    fs::remove_file(miner.path("key_log.jsonl")).unwrap();
    let shown = one(&miner.p2msg("key show --json").run().stdout);
    assert!(shown["signing_pubkey"].is_null() && shown["announcement"].is_null());
}

#[test]
fn without_a_state_file_it_says_how_to_make_one() {
    let miner = Miner::new();
    for command in [
        "key show",
        "key rotate",
        "key export --reveal",
        "key announce",
    ] {
        let ran = miner
            .p2msg(command)
            .code(1)
            .stderr(
                "error: there is no data/signing_key.json\nhint: make it with: p2msg key init\n",
            )
            .run();
        assert_eq!(ran.stdout, "", "{command}");
    }
    assert_eq!(
        miner.p2msg("key log").stderr("p2msg key init").run().stdout,
        ""
    );
}

#[test]
fn rotation_goes_up_and_is_logged() {
    let miner = Miner::ready();
    let later = (NOW + 60).to_string();
    let ran = miner
        .keyed("key rotate --yes --json")
        .env("P2MSG_NOW", &later)
        .run();
    let rotated = one(&ran.stdout);
    assert_eq!(rotated["key_index"], 1);
    assert_eq!(rotated["signing_id"], derived(1)["signing_id"]);
    assert_eq!(rotated["previous_key_index"], 0);
    assert_eq!(rotated["dry_run"], false);
    assert_eq!(miner.data("signing_key.json"), state_file(1, &later, 0));

    // In the place of --index.
    let ran = miner
        .keyed("key rotate --yes --json --signing-key-index 255")
        .env("P2MSG_NOW", &later)
        .run();
    assert_eq!(one(&ran.stdout)["signing_id"], derived(255)["signing_id"]);

    let ran = miner.p2msg("key log").env("P2MSG_NOW", &later).run();
    let id = |index| derived(index)["signing_id"].as_str().unwrap().to_owned();
    assert_eq!(
        ran.stdout,
        format!(
            "KEY_INDEX  SIGNING_ID{0:32}SINCE{0:28}IN_USE\n\
             {0:8}0  {1}  2024-02-10 16:00:00 (1 min ago)  no\n\
             {0:8}1  {2}  2024-02-10 16:01:00 (0 s ago)    no\n\
             {0:6}255  {3}  2024-02-10 16:01:00 (0 s ago)    yes\n",
            "",
            id(0),
            id(1),
            id(255)
        )
    );
    let logged = lines(&miner.p2msg("key log --json").run().stdout);
    assert_eq!(logged.len(), 3);
    assert_eq!(
        logged[1],
        serde_json::json!({
            "schema": "p2msg.key_log/1",
            "key_index": 1,
            "signing_id": derived(1)["signing_id"],
            "signing_pubkey": derived(1)["signing_pubkey"],
            "since": NOW + 60,
            "in_use": false,
        })
    );
}

#[test]
fn rotation_never_goes_down_or_stays() {
    let miner = Miner::new();
    miner.keyed("key init --index 2").run();
    let before = miner.files();
    for index in ["0", "1", "2"] {
        let ran = miner
            .p2msg("key rotate --yes --index")
            .args([index])
            .code(5)
            .stderr(format!(
                "error: data/signing_key.json holds key_index 2, asked for {index}; key_index only goes up"
            ))
            .run();
        assert_eq!(ran.stdout, "");
    }
    assert_eq!(miner.files(), before);
}

#[test]
fn there_is_no_index_above_the_last() {
    let miner = Miner::new();
    miner.keyed("key init --index 4294967295").run();
    miner
        .keyed("key rotate --yes")
        .code(5)
        .stderr("there is none above it")
        .run();
}

#[test]
fn rotation_needs_consent() {
    let miner = Miner::ready();
    let before = miner.files();
    for no_input in ["", "--no-input"] {
        let ran = miner
            .keyed("key rotate")
            .args(no_input.split_whitespace())
            .code(5)
            .stderr("Rotate from key_index 0 to 1 for good")
            .stderr("hint: give --yes to consent")
            .run();
        assert_eq!(ran.stdout, "");
    }
    let error = miner.keyed("key rotate --json").code(5).stderr("{").run();
    assert_eq!(error.error()["code"], "needs_consent");
    assert_eq!(miner.files(), before);
}

#[test]
fn a_dry_run_shows_and_changes_nothing() {
    let miner = Miner::ready();
    let before = miner.files();
    let ran = miner
        .keyed("key rotate --dry-run --index 2")
        .stderr("note: nothing was changed (--dry-run)\n")
        .run();
    assert!(
        ran.stdout.starts_with(&format!(
            "key_index        2\nsigning_id       {}\n",
            derived(2)["signing_id"].as_str().unwrap()
        )),
        "{}",
        ran.stdout
    );
    let ran = miner.keyed("key rotate --dry-run --json").run();
    assert_eq!(one(&ran.stdout)["dry_run"], true);
    assert_eq!(miner.files(), before);
}

#[test]
fn another_master_key_is_refused_wherever_the_key_in_use_is_meant() {
    let miner = Miner::ready();
    miner.place.secret_file("other.key", &"11".repeat(32));
    miner.send("hello");
    let before = miner.files();
    for command in [
        "key rotate --yes",
        "key rotate --dry-run",
        "key export --reveal",
        "key export --out signing.wif",
        "key announce",
        "pack",
        "pack --dry-run",
        "pack --announce-only",
        "pack --yes --signing-key-index 3",
    ] {
        let ran = miner
            .p2msg(command)
            .args(["--master-key-file", "other.key"])
            .code(5)
            .stderr(format!(
                "error: data/signing_key.json holds signing_id {} at key_index 0, the key given has ",
                derived(0)["signing_id"].as_str().unwrap()
            ))
            .run();
        assert_eq!(ran.stdout, "", "{command}");
    }
    assert_eq!(miner.files(), before);
}

#[test]
fn rotation_with_a_key_derived_elsewhere() {
    let miner = Miner::ready();
    for index in [0, 1] {
        let wif = derived(index)["signing_wif_litecoin"].clone();
        miner
            .place
            .secret_file(&format!("{index}.wif"), wif.as_str().unwrap());
    }
    miner
        .p2msg("key rotate --yes --signing-wif-file 1.wif")
        .code(2)
        .stderr("hint: give it with --index N")
        .run();
    miner
        .p2msg("key rotate --yes --index 1 --signing-wif-file 0.wif")
        .code(5)
        .stderr("is the one in use at key_index 0")
        .run();
    miner
        .p2msg("key rotate --yes --index 1 --signing-wif-file 1.wif")
        .run();
    assert_eq!(
        miner.data("signing_key.json"),
        state_file(1, &NOW.to_string(), 0)
    );
}

#[test]
fn fields_of_others_are_kept() {
    let miner = Miner::ready();
    let with_more = miner
        .data("signing_key.json")
        .replace("\"created\"", "\"label\": \"rig 7\",\n    \"created\"");
    miner.place.file("data/signing_key.json", &with_more);
    miner.keyed("key rotate --yes").run();
    let kept = miner.data("signing_key.json");
    assert!(
        kept.contains("    \"label\": \"rig 7\",\n    \"created\""),
        "{kept}"
    );
}

#[test]
fn export_writes_the_derived_key_to_a_new_file_and_nothing_else() {
    let miner = Miner::ready();
    let wif = derived(0)["signing_wif_litecoin"]
        .as_str()
        .unwrap()
        .to_owned();
    let ran = miner.keyed("key export --out signing.wif").run();
    assert_eq!(
        ran.stdout,
        format!(
            "key_index   0\nsigning_id  {}\nout         signing.wif\n",
            derived(0)["signing_id"].as_str().unwrap()
        )
    );
    let path = miner.place.work().join("signing.wif");
    assert_eq!(fs::read_to_string(&path).unwrap(), format!("{wif}\n"));
    assert_eq!(mode(&path), 0o600);

    miner.place.file("mine", "precious");
    let before = miner.files();
    for name in ["signing.wif", "mine", "data"] {
        miner
            .keyed("key export --out")
            .args([name])
            .code(5)
            .stderr(format!("error: {name} exists already\n"))
            .run();
    }
    miner
        .keyed("key export --out missing/signing.wif")
        .code(1)
        .stderr("missing")
        .run();
    assert_eq!(miner.files(), before);

    // What was exported signs on another machine.
    let ran = miner
        .p2msg("key announce --signing-wif-file signing.wif")
        .run();
    assert_eq!(ran.stdout.trim(), derived(0)["announcement"]);
}

#[test]
fn export_reveals_only_when_told_to() {
    let miner = Miner::ready();
    let wif = derived(0)["signing_wif_litecoin"]
        .as_str()
        .unwrap()
        .to_owned();
    let ran = miner
        .keyed("key export")
        .code(2)
        .stderr("--out <FILE>|--reveal")
        .run();
    assert_eq!(ran.stdout, "");
    miner
        .keyed("key export --reveal --out x")
        .code(2)
        .stderr("cannot be used with")
        .run();
    let ran = miner.keyed("key export --reveal --quiet").run();
    assert_eq!(ran.stdout, format!("{wif}\n"));
    let revealed = one(&miner.keyed("key export --reveal --json").run().stdout);
    assert_eq!(
        revealed,
        serde_json::json!({
            "schema": "p2msg.key/1",
            "key_index": 0,
            "signing_id": derived(0)["signing_id"],
            "wif": wif,
        })
    );
    miner
        .keyed("key export --reveal --signing-key-index 1")
        .code(5)
        .stderr("hint: rotate first: p2msg key rotate --index 1")
        .run();
}

#[test]
fn the_announcement_needs_no_secret_where_the_log_knows_it() {
    let miner = Miner::ready();
    let announcement = format!("{}\n", derived(0)["announcement"].as_str().unwrap());
    assert_eq!(miner.p2msg("key announce").run().stdout, announcement);
    let ran = miner.p2msg("key announce --json").run();
    assert_eq!(one(&ran.stdout)["announcement"], announcement.trim());
    fs::remove_file(miner.path("key_log.jsonl")).unwrap();
    miner
        .p2msg("key announce")
        .code(5)
        .stderr("--master-key-file")
        .run();
    assert_eq!(miner.keyed("key announce").run().stdout, announcement);
}

#[test]
fn checks_whether_an_announcement_is_sound() {
    let miner = Miner::new();
    let vector = derived(1);
    let sound = vector["announcement"].as_str().unwrap();
    let facts = format!(
        "key_index       1\n\
         signing_id      {}\n\
         signing_pubkey  {}\n\
         sound           yes\n",
        vector["signing_id"].as_str().unwrap(),
        vector["signing_pubkey"].as_str().unwrap()
    );
    for text in [
        sound.to_owned(),
        format!("0x{}", sound.to_uppercase()),
        format!(" {} {}\n", &sound[..30], &sound[30..]),
    ] {
        assert_eq!(miner.p2msg("key check").args([&*text]).run().stdout, facts);
    }
    // One bit of the signing_id.
    let wrong = sound.replacen('7', "f", 1);
    let ran = miner.p2msg("key check").args([&*wrong]).code(4).run();
    assert!(
        ran.stdout.contains("sound           no: signing_id f"),
        "{}",
        ran.stdout
    );
    let ran = miner
        .p2msg("key check --json")
        .args([&*wrong])
        .code(4)
        .run();
    let checked = one(&ran.stdout);
    assert_eq!(checked["schema"], "p2msg.announcement/1");
    assert_eq!(checked["valid"], false);
    assert!(checked["why"].as_str().unwrap().contains("HASH160"));
}

#[test]
fn a_key_that_is_no_point_is_not_sound() {
    let cases = vectors("envelopes.json")["decode"].clone();
    let case = cases
        .as_array()
        .unwrap()
        .iter()
        .find(|case| case["name"] == "announcement_of_an_invalid_pubkey_with_matching_id")
        .unwrap();
    let key = &case["envelope"].as_str().unwrap()[8..8 + 114];
    let ran = Miner::new().p2msg("key check").args([key]).code(4).run();
    assert!(
        ran.stdout.contains("is no point of secp256k1"),
        "{}",
        ran.stdout
    );
}

#[test]
fn what_is_no_announcement_is_malformed() {
    let miner = Miner::new();
    let sound = derived(1)["announcement"].as_str().unwrap().to_owned();
    for (text, why) in [
        (
            &sound[..112],
            "announcement.signing_pubkey at byte 24 needs 33 bytes, 32 left",
        ),
        (&sound[..113], "113 hex digits make no whole bytes"),
        (&*format!("{sound}00"), "it has 58 bytes"),
        ("hello, you", "character 1 is no hex digit"),
        (
            "",
            "announcement.signing_id at byte 0 needs 20 bytes, 0 left",
        ),
    ] {
        let ran = miner
            .p2msg("key check")
            .args([text])
            .code(3)
            .stderr(format!("error: the argument holds no announcement: {why}"))
            .stderr("hint: an announcement is 57 bytes, 114 hex digits")
            .run();
        assert_eq!(ran.stdout, "");
    }
}

#[test]
fn checks_every_line_of_stdin() {
    let miner = Miner::new();
    let sound = derived(1)["announcement"].as_str().unwrap().to_owned();
    let unsound = sound.replacen('7', "f", 1);
    let ran = miner
        .p2msg("key check --json -")
        .stdin(format!("{sound}\n\nnonsense\n{unsound}\r\n{sound}"))
        .code(4)
        .stderr("standard input line 3 holds no announcement")
        .run();
    let valid: Vec<_> = lines(&ran.stdout)
        .iter()
        .map(|line| line["valid"].as_bool().unwrap())
        .collect();
    assert_eq!(valid, [true, false, true]);
    miner
        .p2msg("key check -")
        .stdin("nonsense")
        .code(3)
        .stderr("line 1")
        .run();
    assert_eq!(miner.p2msg("key check -").stdin("").run().stdout, "");
}

#[test]
fn a_key_file_that_others_can_read_is_refused_and_nothing_is_done() {
    let miner = Miner::ready();
    miner.send("hello");
    let before = miner.files();
    for mode in [0o640, 0o604] {
        let open = fs::Permissions::from_mode(mode);
        fs::set_permissions(miner.place.work().join("master.key"), open).unwrap();
        for command in [
            "key derive",
            "key init --signing-key-file data/second.json",
            "key rotate --yes",
            "key export --reveal",
            "key announce",
            "pack",
        ] {
            let ran = miner
                .keyed(command)
                .code(5)
                .stderr(format!("the key file master.key has mode {mode:04o}"))
                .stderr("hint: chmod 600 master.key\n")
                .stderr("hint: or give --allow-insecure-key-file\n")
                .run();
            assert_eq!(ran.stdout, "", "{command}");
        }
    }
    assert_eq!(miner.files(), before);
    miner.keyed("pack --quiet --allow-insecure-key-file").run();
}

#[test]
fn a_key_that_is_refused_is_not_repeated_anywhere() {
    let miner = Miner::ready();
    miner.send("hello");
    let other = "5e7d1a0c9b3f48e2a6d4c8b1f0e9d7a35b2c4e6f8091a3b5c7d9ebfd0f213547";
    let wrong = [
        ("another key", other.to_owned()),
        ("a mistyped key", other[1..].to_owned()),
        ("not below the order", "f".repeat(64)),
    ];
    for (what, key) in wrong {
        miner.place.secret_file("wrong.key", &key);
        for command in [
            "key rotate --yes",
            "key export --reveal",
            "key announce",
            "pack",
        ] {
            for form in ["--verbose", "--verbose --json"] {
                let ran = miner
                    .p2msg(command)
                    .args(form.split(' '))
                    .args(["--master-key-file", "wrong.key"])
                    .code(if what == "another key" { 5 } else { 3 })
                    .stderr("")
                    .run();
                let shown = format!("{}{}", ran.stdout, ran.stderr).to_lowercase();
                assert!(!shown.contains(&key[..20]), "{what}: {shown}");
            }
        }
        fs::remove_file(miner.place.work().join("wrong.key")).unwrap();
        for (path, content) in miner.files() {
            let content = String::from_utf8_lossy(&content);
            assert!(!content.contains(&key[..20]), "{what} in {path:?}");
        }
    }
}
