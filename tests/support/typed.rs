//! Reads the JSON lines that p2msg prints into the types of the library.

use p2msg::cli::output::json_line;
use p2msg::json::error::{ErrorLine, WarningLine};
use p2msg::json::{Schema, from_line};
use p2msg::json::{
    authority, check, demo, doctor, generated, key, keys, message, node, peer, queue, record,
    rules, serve, settings, stats,
};
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::Value;

/// Checks every JSON line that a run printed.
pub(crate) fn check_lines(stdout: &str, stderr: &str) {
    let lines = stdout.lines();
    lines
        .filter(|line| line.starts_with(r#"{"schema":"p2msg."#))
        .for_each(|line| check_line(kind_of(line), line));
    for line in stderr.lines() {
        if line.starts_with(r#"{"error":"#) {
            same_on_stderr::<ErrorLine>(line);
        } else if line.starts_with(r#"{"warning":"#) {
            same_on_stderr::<WarningLine>(line);
        }
    }
}

/// The KIND of a line.
pub(crate) fn kind_of(line: &str) -> &str {
    let rest = line.strip_prefix(r#"{"schema":"p2msg."#);
    let kind = rest.and_then(|rest| rest.split_once(r#"/1""#));
    kind.unwrap_or_else(|| panic!("not an object of the contract: {line}"))
        .0
}

/// Reads a line into its type; the type must write the same line.
fn check_line(kind: &str, line: &str) {
    match kind {
        "announcement" => same::<key::AnnouncementCheckJson>(line),
        "authority_open" => same::<record::OpenedJson>(line),
        "authority_seal" => same::<authority::SealedJson>(line),
        "ban" => same::<node::BanJson>(line),
        "bans" => same::<node::BansJson>(line),
        "check" => same::<check::CheckJson>(line),
        "completions" => same::<generated::CompletionsJson>(line),
        "config_sample" => same::<settings::ConfigSampleJson>(line),
        "decode" => same::<record::RecordJson>(line),
        "demo" => same::<demo::DemoJson>(line),
        "demo_share" => same::<demo::DemoShareJson>(line),
        "diag" => same::<node::DiagJson>(line),
        "doctor" => same::<doctor::FindingJson>(line),
        "key" => same::<key::KeyJson>(line),
        "key_log" => same::<key::KeyLogJson>(line),
        "keys" => same::<keys::KeyRegistryJson>(line),
        "keystore" => same::<authority::KeystoreJson>(line),
        "load_blob" => same::<node::LoadedJson>(line),
        "man" => same::<generated::ManPageJson>(line),
        "message" => same::<message::ListedMessageJson>(line),
        "pack" => same::<queue::PackedJson>(line),
        "peer" => same::<peer::PeerJson>(line),
        "peer_share" => same::<peer::PeerShareJson>(line),
        "peer_shares" => same::<peer::PeerSharesJson>(line),
        "queue_confirm" => same::<queue::ConfirmedJson>(line),
        "queue_entry" => same::<queue::QueueEntryJson>(line),
        "queue_retry" => same::<queue::RetriedJson>(line),
        "send" => same::<queue::SentJson>(line),
        "serve" => same::<serve::ServingJson>(line),
        "setting" => same::<settings::SettingJson>(line),
        "stats" => same::<stats::StatsJson>(line),
        "status" => same::<queue::StatusJson>(line),
        "transition" => same::<node::TransitionJson>(line),
        "unban" => same::<node::UnbanJson>(line),
        "verify" => same::<record::VerifiedRecordJson>(line),
        "verify_chain" => same::<rules::ChainJson>(line),
        _ => panic!("an unknown KIND: {line}"),
    }
}

fn same<T: Schema + DeserializeOwned>(line: &str) {
    let object: T = from_line(line).unwrap_or_else(|error| panic!("{error}: {line}"));
    let written = json_line(&object).expect("JSON");
    assert_eq!(written.trim_end(), line);
}

/// Reads a line of stderr into its type; the type must write the same fields and values.
fn same_on_stderr<T: Serialize + DeserializeOwned>(line: &str) {
    let object: T = serde_json::from_str(line).unwrap_or_else(|error| panic!("{error}: {line}"));
    let value: Value = serde_json::from_str(line).expect("JSON");
    let written = serde_json::to_string(&object).expect("JSON");
    assert_eq!(written, value.to_string());
}
