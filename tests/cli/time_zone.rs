//! Local times: named zones of the system database.

use std::fs;

use crate::support::miner::Miner;
use crate::support::place::{NOW, Place};

/// Whether the system has a time zone database; without it there is nothing to test.
#[allow(clippy::print_stderr, reason = "called by tests, which may")]
fn has_database() -> bool {
    let has = fs::exists("/usr/share/zoneinfo/Europe/Berlin").unwrap();
    if !has {
        eprintln!("SKIPPED: the time zone database is missing");
    }
    has
}

/// The time of a key state made at 16:00 UTC.
fn created(miner: &Miner, tz: &str, stderr: &[&str]) -> String {
    let mut run = miner.p2msg("key show").env("TZ", tz);
    for part in stderr {
        run = run.stderr(*part);
    }
    let stdout = run.run().stdout;
    let line = stdout.lines().find(|line| line.starts_with("created"));
    line.unwrap().split_whitespace().nth(2).unwrap().to_owned()
}

#[test]
fn a_named_zone_is_used_for_display() {
    if !has_database() {
        return;
    }
    let miner = Miner::ready();
    for (tz, time) in [
        ("Europe/Berlin", "17:00:00"),
        (":Europe/Berlin", "17:00:00"),
        ("/usr/share/zoneinfo/Asia/Tokyo", "01:00:00"),
        ("UTC", "16:00:00"),
        ("ABC+3", "13:00:00"),
    ] {
        assert_eq!(created(&miner, tz, &[]), time, "{tz}");
    }
}

#[test]
fn a_named_zone_is_used_for_since() {
    if !has_database() {
        return;
    }
    let place = Place::new();
    place.p2msg("demo").stderr("").run();
    let messages = |tz: &str| {
        let since = "store messages p2msg-demo/data/litecoin_testnet --json --since";
        let run = place.p2msg(since).args(["2024-02-10 16:30"]).env("TZ", tz);
        run.stdout().lines().count()
    };
    assert_eq!(NOW, 1_707_580_800);
    assert_eq!(messages("UTC"), 0);
    assert!(messages("Europe/Berlin") > 0);
}

#[test]
fn an_unknown_zone_is_utc_with_one_warning() {
    let miner = Miner::ready();
    let warning = "warning: TZ: the time zone 'Nowhere/City' is unknown, so times are in UTC";
    let time = created(&miner, "Nowhere/City", &[warning]);
    assert_eq!(time, "16:00:00");
    miner.send("one");
    miner.send("two");
    let ran = miner
        .p2msg("queue list")
        .env("TZ", "Nowhere/City")
        .stderr(warning)
        .run();
    assert_eq!(ran.stderr.matches("warning").count(), 1, "{}", ran.stderr);
    // A command that prints no local time has no use for the zone.
    miner
        .p2msg("key show --json")
        .env("TZ", "Nowhere/City")
        .run();
}

#[test]
fn no_zone_comes_from_the_working_folder() {
    if !has_database() {
        return;
    }
    let miner = Miner::ready();
    let tokyo = fs::read("/usr/share/zoneinfo/Asia/Tokyo").unwrap();
    miner.place.file("Here", &tokyo);
    miner.place.file("zones/There", &tokyo);
    for tz in ["Here", "./Here", "zones/There", "zones/../Here"] {
        let time = created(&miner, tz, &["is unknown, so times are in UTC"]);
        assert_eq!(time, "16:00:00", "{tz}");
    }
}
