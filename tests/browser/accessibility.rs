//! The dashboard and the accessibility checker axe-core, in the states of the dashboard.
//!
//! Skipped where axe-core is not installed, unless P2MSG_NEED_AXE is set. `.ci/run` installs it.

use std::fs;
use std::path::PathBuf;

use p2msg::core::message::{Message, MsgType};
use serde_json::json;

use super::dashboard::{STORE, Served, mined, place};
use super::webdriver::{Browser, is_here};
use crate::support::place::{NOW, Place};

/// The source of axe-core; `None` if a test is skipped.
fn axe() -> Option<String> {
    if !is_here() {
        return None;
    }
    let place = "target/axe-core/node_modules/axe-core/axe.min.js";
    let path: PathBuf = [env!("CARGO_MANIFEST_DIR"), place].iter().collect();
    let source = fs::read_to_string(path).ok();
    if source.is_none() {
        let must = std::env::var_os("P2MSG_NEED_AXE").is_some();
        assert!(!must, "axe-core is not installed in target/axe-core");
        eprintln!("SKIPPED: axe-core is not installed in target/axe-core; .ci/run installs it");
    }
    source
}

/// Runs axe-core on the page in light and dark colors, and expects no violation.
fn assert_accessible(browser: &Browser, axe: &str, state: &str) {
    browser.value(&format!("(() => {{ {axe}\n }})()"));
    for scheme in ["light", "dark"] {
        let media = json!({"features": [{"name": "prefers-color-scheme", "value": scheme}]});
        browser.devtools("Emulation.setEmulatedMedia", &media);
        browser.value(
            "(() => {
                window.axeReport = null;
                const words = (node) => `${node.target.join(' ')}: ${node.failureSummary}`;
                axe.run(document).then((found) => {
                    window.axeReport = {
                        passes: found.passes.length,
                        violations: found.violations.map((one) => [one.id, ...one.nodes.map(words)]),
                    };
                });
            })()",
        );
        browser.wait("window.axeReport !== null");
        let report = browser.value("window.axeReport");
        assert_eq!(report["violations"], json!([]), "{state}, {scheme}");
        assert!(report["passes"].as_u64().unwrap() > 10, "{state}: {report}");
    }
}

#[test]
fn a_dashboard_without_messages_has_no_violation() {
    let Some(axe) = axe() else {
        return;
    };
    let place = Place::new();
    fs::create_dir(place.work().join("data")).unwrap();
    place.file(&format!("{STORE}/shares.0"), "");
    let served = Served::start(&place, "");
    let browser = Browser::start();
    browser.open(&served.url);
    assert_eq!(browser.texts("#message-list li"), [""; 0]);
    assert_accessible(&browser, &axe, "empty");
}

#[test]
fn messages_alerts_and_forms_have_no_violation() {
    let Some(axe) = axe() else {
        return;
    };
    let place = place();
    let send = place.p2msg("--data-dir data send");
    send.args(["Queued before"]).stdout();
    let served = Served::start(&place, "--allow-send");
    let browser = Browser::start();
    browser.open(&served.url);
    assert!(browser.is_shown(".banner"));
    assert!(!browser.texts("#message-list li").is_empty());
    assert_accessible(&browser, &axe, "messages and an alert");
    let token = fs::read_to_string(place.work().join("data/serve_token")).unwrap();
    browser.type_into("#token", token.trim());
    browser.click("#show-queue");
    browser.wait("document.querySelectorAll('#queue-list li').length === 1");
    browser.value("document.querySelector('#kind').value = 'alert'");
    browser.type_into("#text", "Only a test");
    browser.click("#send-button");
    assert!(browser.is_shown("#confirm"));
    assert_accessible(&browser, &axe, "queue and question");
    browser.click("#confirm-no");
    // The page is scrolled, and its head may cover the button.
    browser.value("scrollTo(0, 0)");
    browser.click(".banner button");
    browser.click("#filters button:nth-child(2)");
    assert_accessible(&browser, &axe, "filtered, no alert");
}

#[test]
fn hostile_messages_and_a_server_that_is_gone_have_no_violation() {
    let Some(axe) = axe() else {
        return;
    };
    let timestamp = u32::try_from(NOW).unwrap();
    let messages = [
        (
            MsgType::NODE_STATUS,
            r#"{"v":{"toString":1},"up":1,"hr":1,"sc":1,"p":1}"#,
        ),
        (
            MsgType::EMERGENCY,
            "<button>Stop</button><img src=x>\u{202e}",
        ),
        (
            MsgType::MINER_MESSAGE,
            "<h1 id=\"nodes\" role=\"main\">x</h1><a href=\"//example.org\">",
        ),
    ]
    .map(|(kind, payload)| Message::unsigned(kind, payload.into(), timestamp));
    let place = mined(&messages);
    let served = Served::start(&place, "");
    let browser = Browser::start();
    browser.open(&served.url);
    assert!(browser.is_shown(".banner.doubtful"));
    assert_accessible(&browser, &axe, "hostile");
    served.stop();
    browser.click("#refresh");
    browser.wait("document.querySelector('#link').dataset.state === 'gone'");
    assert_accessible(&browser, &axe, "gone");
}
