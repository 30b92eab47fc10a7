//! Hostile values in the JSON that the dashboard reads.

use std::fs;

use p2msg::core::message::{Message, MsgType};
use serde_json::Value;

use super::dashboard::{Served, mined, place};
use super::webdriver::{Browser, is_here};
use crate::support::place::NOW;

/// Answers every question of the page with wrong values, one at a time, in one page.
const ANSWERS: &str = include_str!("hostile.js");

#[test]
fn no_value_of_an_answer_hides_alerts_or_makes_the_link_lie() {
    if !is_here() {
        return;
    }
    let place = place();
    for text in ["one", "two"] {
        let send = place.p2msg("--data-dir data send").args([text]);
        send.stdout();
    }
    let served = Served::start(&place, "--allow-send");
    let token = fs::read_to_string(place.work().join("data/serve_token")).unwrap();
    let browser = Browser::start();
    browser.open(&served.url);
    browser.value(&format!(
        "sessionStorage.setItem('p2msg.token', '{}')",
        token.trim()
    ));
    browser.value(&format!("(() => {{ {ANSWERS} }})()"));
    let answered = || browser.value("window.answered").as_u64().unwrap();
    while browser.value("window.report === null") == true {
        let next = answered() + 100;
        browser.wait(&format!(
            "window.report !== null || window.answered >= {next}"
        ));
    }
    assert!(answered() > 1_000, "{}", answered());
    let wrong: Vec<String> = serde_json::from_value(browser.value("window.report")).unwrap();
    let some = Vec::from_iter(wrong.iter().take(20));
    assert!(wrong.is_empty(), "{} are wrong: {some:#?}", wrong.len());
}

/// An unsigned report of a node that once stopped the page before it drew any alert.
#[test]
fn a_hostile_report_in_a_share_hides_no_alert() {
    if !is_here() {
        return;
    }
    let report = r#"{"v":{"toString":1},"up":1,"hr":1,"sc":1,"p":1}"#;
    let timestamp = u32::try_from(NOW).unwrap();
    let messages = [
        (MsgType::NODE_STATUS, report),
        (MsgType::EMERGENCY, "Stop your nodes"),
        (MsgType::MINER_MESSAGE, "Good morning"),
    ]
    .map(|(kind, payload)| Message::unsigned(kind, payload.into(), timestamp));
    let place = mined(&messages);

    let served = Served::start(&place, "");
    let browser = Browser::start();
    browser.open(&served.url);
    let alerts = browser.texts(".banner .says");
    assert!(alerts.contains(&"Stop your nodes".to_owned()), "{alerts:?}");
    let chat = browser.texts("#chat-list .bubble");
    assert!(chat.contains(&"Good morning".to_owned()), "{chat:?}");
    assert_ne!(browser.texts("#key-rows tr"), [""; 0]);
    assert_eq!(browser.text("#link"), "Live");
    // The fields that are reports are shown.
    let says = browser.texts("#message-list .says");
    let report = "1 H/s · 1 peer · share height 1 · up 1 s";
    assert!(says.contains(&report.to_owned()), "{says:?}");
    assert_eq!(
        browser.value("document.querySelector('.unshown')"),
        Value::Null
    );
    assert_eq!(browser.console(), [""; 0]);
}
