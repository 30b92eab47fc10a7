//! What the dashboard shows and does.

use std::fs;
use std::path::Path;

use p2msg::core::message::Message;
use p2msg::core::message::envelope::pack;
use serde_json::{Value, json};

use super::webdriver::{Browser, ENTER, TAB, is_here};
use crate::support::place::{Place, Run};
use crate::support::running::Running;

pub(super) const STORE: &str = "p2msg-demo/data/litecoin_testnet";

/// A `serve` beside the share store of a demo.
pub(super) struct Served {
    running: Running,
    pub(super) url: String,
}

impl Served {
    pub(super) fn start(place: &Place, arguments: &str) -> Self {
        Self::start_at(place, "127.0.0.1:0", arguments)
    }

    fn start_at(place: &Place, address: &str, arguments: &str) -> Self {
        let command = format!(
            "--net litecoin_testnet --data-dir data serve --json --listen {address} --shares {STORE} {arguments}"
        );
        let running = Running::start(place, &command);
        let url = running.json()["url"].as_str().expect("a URL").to_owned();
        Self { running, url }
    }

    fn address(&self) -> &str {
        self.url.trim_start_matches("http://").trim_end_matches('/')
    }

    pub(super) fn stop(self) {
        self.running.signal("TERM");
        let (status, _) = self.running.ends();
        assert_eq!(status.code(), Some(0));
    }
}

/// A place where a demo has mined `messages` into one share.
pub(super) fn mined(messages: &[Message]) -> Place {
    let place = Place::new();
    fs::create_dir(place.work().join("data")).unwrap();
    place.file("next.hex", hex::encode(pack(messages, None).unwrap()));
    let mining = Running::start(
        &place,
        "demo --json --follow --every 1 --shares 5 --message-data next.hex",
    );
    while mining.json()["miner"] != "you" {}
    place
}

/// A place with a demo in it, and a data folder for the queue.
pub(super) fn place() -> Place {
    let place = Place::new();
    fs::create_dir(place.work().join("data")).unwrap();
    place.p2msg("demo").stdout();
    place
}

/// A run with a master key.
fn keyed<'a>(place: &'a Place, arguments: &str) -> Run<'a> {
    place
        .p2msg(arguments)
        .env("P2MSG_MASTER_KEY_FILE", "master.key")
}

/// A chain in `place` that grows by a share each second, and takes message_data from `next.hex`.
fn mine_what_is_packed(place: &Place) -> Running {
    place.secret_file("master.key", &"11".repeat(32));
    fs::create_dir(place.work().join("data")).unwrap();
    keyed(place, "key init").stdout();
    let mining = Running::start(
        place,
        "demo --json --follow --every 1 --shares 5 --message-data next.hex",
    );
    mining.json();
    mining
}

/// Nothing was refused by the Content-Security-Policy or failed, and nobody else was asked.
fn assert_clean(browser: &Browser, served: &Served) {
    assert_eq!(browser.console(), [""; 0]);
    assert_asked_only(browser, served);
}

fn assert_asked_only(browser: &Browser, served: &Served) {
    let requests = browser.requests();
    assert!(requests.len() > 5, "{requests:?}");
    // Chromium's own pages (chrome://) and data: ask nobody.
    let others: Vec<&String> = requests
        .iter()
        .filter(|url| url.starts_with("http") || url.starts_with("ws"))
        .filter(|url| !url.starts_with(&served.url))
        .collect();
    assert_eq!(others, [""; 0]);
}

/// The messages whose text has `part` in it: their kind, and the words of their badges.
fn message(browser: &Browser, part: &str) -> (String, Vec<String>) {
    let found = browser.value(&format!(
        "(() => {{
            const found = [...document.querySelectorAll('.message')]
                .filter((one) => one.querySelector('.says').textContent.includes({part:?}));
            if (found.length !== 1) return found.length;
            return [found[0].querySelector('.kind').innerText,
                [...found[0].querySelectorAll('.badge')].map((badge) => badge.innerText)];
        }})()"
    ));
    serde_json::from_value(found.clone()).unwrap_or_else(|_| panic!("{found} messages: {part}"))
}

#[test]
fn messages_appear_and_their_standing_with_words() {
    if !is_here() {
        return;
    }
    let place = place();
    let served = Served::start(&place, "");
    let browser = Browser::start();
    browser.open(&served.url);
    assert_eq!(browser.text("#network"), "litecoin_testnet");
    for (part, kind, badges) in [
        ("Hello from alice", "Chat", &["Verified"][..]),
        ("My node restarts", "Announcement", &["Verified"]),
        ("False copies", "Alert", &["Verified"]),
        ("Send your coins", "Chat", &["Bad signature"]),
        ("Believe me, I am bob", "Chat", &["Revoked key"]),
        ("Nobody builds", "Chat", &["Verified", "Orphaned"]),
        ("\"ver\":\"36\"", "Version signal", &["Unsigned"]),
    ] {
        let (found, words) = message(&browser, part);
        assert_eq!(found, kind, "{part}");
        assert_eq!(words, badges, "{part}");
    }
    // What would clear a terminal and turn the text around is spelled out.
    let hidden = browser.texts("#message-list .hidden-character");
    assert_eq!(hidden, ["ESC", "ESC", "U+202E"]);

    let rows = browser.texts("#node-rows tr");
    assert_eq!(rows.len(), 3);
    assert!(rows.iter().all(|row| row.contains("H/s")), "{rows:?}");
    let lines = browser.value("document.querySelectorAll('.chart .line').length");
    assert_eq!(lines, 6, "two charts with a line for each of three nodes");
    let keys = browser.texts("#key-rows tr");
    let revoked = keys.iter().filter(|row| row.contains("Revoked")).count();
    assert_eq!((keys.len(), revoked), (5, 1));
    assert!(!browser.is_shown("#send"));
    assert!(browser.text("#send-off").contains("--allow-send"));
    assert_clean(&browser, &served);

    // That nothing was refused means something: what a page must not do is refused, and is seen.
    browser.value(
        "(() => {
            window.refused = 0;
            addEventListener('securitypolicyviolation', () => { window.refused += 1; });
            const script = document.createElement('script');
            script.textContent = 'document.title = \"owned\"';
            document.body.append(script, Object.assign(new Image(), { src: 'https://example.org/' }));
        })()",
    );
    browser.wait("window.refused === 2");
    let console = browser.console();
    assert!(console.len() >= 2, "{console:?}");
    assert_ne!(browser.value("document.title"), "owned");
}

#[test]
fn filters_show_one_kind() {
    if !is_here() {
        return;
    }
    let place = place();
    let served = Served::start(&place, "");
    let browser = Browser::start();
    browser.open(&served.url);
    let kinds = || browser.texts("#message-list .kind");
    let all = kinds().len();
    assert_eq!(
        browser.text("#filters [aria-pressed=true]"),
        format!("All{all}")
    );
    for (position, name, kind) in [
        (2, "Chat", "Chat"),
        (3, "Announcements", "Announcement"),
        (4, "Alerts", "Alert"),
        (5, "Status", "Node status"),
        (6, "Other", "Version signal"),
    ] {
        browser.click(&format!("#filters button:nth-child({position})"));
        let shown = kinds();
        assert!(
            !shown.is_empty() && shown.iter().all(|shown| shown == kind),
            "{shown:?}"
        );
        let pressed = browser.texts("#filters [aria-pressed=true]");
        assert_eq!(pressed, [format!("{name}{}", shown.len())]);
    }
    browser.click("#filters button:first-child");
    browser.click("#only-verified");
    let standings = browser.texts("#message-list .badge:first-child");
    assert!(!standings.is_empty() && standings.len() < all);
    assert!(
        standings.iter().all(|standing| standing == "Verified"),
        "{standings:?}"
    );
    assert_clean(&browser, &served);
}

#[test]
fn an_alert_stays_until_it_is_dismissed() {
    if !is_here() {
        return;
    }
    let place = place();
    let served = Served::start(&place, "");
    let browser = Browser::start();
    let title = || browser.value("document.title");
    browser.open(&served.url);
    assert_eq!(browser.texts(".banner .says").len(), 1);
    assert!(
        browser
            .text(".banner")
            .contains("False copies of p2msg go round.")
    );
    assert_eq!(browser.texts(".banner[role=alert] .badge"), ["Verified"]);
    assert_eq!(title(), "Alert! p2msg · litecoin_testnet");
    browser.reload();
    assert!(
        browser.is_shown(".banner"),
        "loading the page again dismisses nothing"
    );

    browser.click(".banner button");
    assert!(!browser.is_shown("#banners"));
    assert_eq!(title(), "p2msg · litecoin_testnet");
    browser.reload();
    assert!(!browser.is_shown("#banners"), "the dismissal is remembered");
    // It is still among the messages.
    message(&browser, "False copies");
    assert_clean(&browser, &served);
}

#[test]
fn an_alert_that_nobody_vouches_for_looks_different() {
    if !is_here() {
        return;
    }
    let place = Place::new();
    let mining = mine_what_is_packed(&place);
    keyed(&place, "alert -").stdin("Send me your keys").stdout();
    // Without its announcement the key is one that nobody knows.
    keyed(&place, "pack --no-announcement --out next.hex").stdout();
    while mining.json()["miner"] != "you" {}
    drop(mining);

    let served = Served::start(&place, "");
    let browser = Browser::start();
    browser.open(&served.url);
    assert_eq!(browser.text(".banner.doubtful strong"), "Unconfirmed alert");
    assert_eq!(browser.text(".banner .says"), "Send me your keys");
    assert_eq!(browser.texts(".banner .badge"), ["Unverified"]);
    assert_eq!(browser.value("document.title"), "p2msg · litecoin_testnet");
    assert_clean(&browser, &served);
}

/// From the queue into a share of a chain that grows, while two pages are open; the text is
/// everything that a page must not take for its own.
#[test]
fn a_mined_message_appears_in_two_open_dashboards_and_stays_text() {
    if !is_here() {
        return;
    }
    let place = Place::new();
    let _mining = mine_what_is_packed(&place);
    let served = [Served::start(&place, ""), Served::start(&place, "")];
    let browsers = [Browser::start(), Browser::start()];
    for (browser, served) in browsers.iter().zip(&served) {
        browser.shorten_timers();
        browser.open(&served.url);
    }

    let hostile = "<img src=x onerror=\"document.title='owned'\"><script>document.title='owned'</script>\
                   <a href=\"https://example.org\">&amp;\u{202e}";
    place.p2msg("send -").stdin(hostile).stdout();
    keyed(&place, "pack --out next.hex").stdout();
    for (browser, served) in browsers.iter().zip(&served) {
        // The page asks every 30 seconds; the test clicks no button.
        browser.wait("document.querySelector('#message-list').textContent.includes('onerror')");
        assert_eq!(browser.value("Math.max(...window.delays)"), 30_000);
        let (kind, badges) = message(browser, "onerror");
        assert_eq!(kind, "Chat");
        assert_eq!(badges, ["Verified"]);
        let shown = hostile.replace('\u{202e}', "U+202E");
        assert!(browser.texts("#message-list .says").contains(&shown));
        assert!(browser.texts("#chat-list .bubble").contains(&shown));
        let made =
            browser.value("document.querySelectorAll('main img, main script, main a').length");
        assert_eq!(made, 0);
        let title = browser.value("document.title");
        assert!(!title.as_str().unwrap().contains("owned"), "{title}");
        let announced = browser.text("#announcer");
        assert!(announced.contains("ew message"), "{announced}");
        assert_clean(browser, served);
    }
}

#[test]
fn sending_needs_the_token_once() {
    if !is_here() {
        return;
    }
    let place = place();
    place
        .p2msg("--data-dir data send")
        .args(["Queued before"])
        .stdout();
    let served = Served::start(&place, "--allow-send");
    let browser = Browser::start();
    browser.open(&served.url);
    browser.wait("document.querySelector('#queue-empty').textContent.includes('Enter the token')");
    assert_eq!(browser.text("#count-queue"), "–");
    let token = fs::read_to_string(place.work().join("data/serve_token")).unwrap();
    let result = |is: &str| {
        browser.wait(&format!(
            "document.querySelector('#send-result').textContent === {is:?}"
        ));
    };
    let focused = || browser.value("document.activeElement.id");

    browser.type_into("#text", "Hello from the page");
    browser.click("#send-button");
    result("The token is needed.");
    assert_eq!(focused(), "token");
    browser.type_into("#token", "0123456789abcdef0123456789abcdef");
    browser.click("#send-button");
    result("That is not the token.");
    assert_eq!(browser.value("sessionStorage.length"), 0);
    assert_eq!(browser.texts("#queue-list li"), [""; 0]);
    // The same token does not show the queue either.
    browser.type_into("#token", "0123456789abcdef0123456789abcdef");
    browser.click("#show-queue");
    browser.wait("document.querySelector('#queue-empty').textContent === 'That is not the token.'");
    result("That is not the token.");
    assert_eq!(browser.value("sessionStorage.length"), 0);

    browser.value("document.querySelector('#token').value = ''");
    // With the keyboard alone: the Enter that ends the token sends.
    browser.type_into("#token", token.trim());
    browser.press(ENTER);
    result("Queued for your next share.");
    browser.wait("document.querySelectorAll('#queue-list li').length === 2");
    assert!(
        browser
            .text("#queue-list li")
            .contains("Hello from the page")
    );
    assert!(browser.text("#queue-list li").contains("pending"));
    assert!(!browser.is_shown("#token"), "the token is asked for once");

    browser.value("document.querySelector('#kind').value = 'alert'");
    browser.type_into("#text", "Only a test");
    browser.click("#send-button");
    assert!(browser.is_shown("#confirm"));
    browser.click("#confirm-no");
    browser.click("#send-button");
    browser.click("#confirm-yes");
    browser.wait("document.querySelectorAll('#queue-list li').length === 3");
    let queued: Vec<Value> = place
        .p2msg("--data-dir data queue list --json")
        .stdout()
        .lines()
        .map(|line| serde_json::from_str(line).unwrap())
        .collect();
    let texts: Vec<&Value> = queued.iter().map(|entry| &entry["text"]).collect();
    assert_eq!(
        texts,
        ["Queued before", "Hello from the page", "Only a test"]
    );
    assert_eq!(queued[2]["type"], "EMERGENCY");

    browser.type_into("#text", &"ä".repeat(111));
    assert_eq!(browser.text("#bytes"), "222 of 220 bytes");
    browser.click("#send-button");
    result("The text is 2 bytes too long.");
    assert_eq!(
        browser.value("localStorage.getItem('p2msg.token')"),
        Value::Null
    );

    // Without the token nothing of the queue is left on the page; with it, it comes back.
    browser.click("#forget");
    browser.wait("document.querySelectorAll('#queue-list li').length === 0");
    browser.type_into("#token", token.trim());
    browser.click("#show-queue");
    browser.wait("document.querySelectorAll('#queue-list li').length === 3");
    assert_eq!(browser.text("#count-queue"), "3");

    // The browser itself writes down the answers 401, and nothing else.
    let console = browser.console();
    assert_eq!(console.len(), 2, "{console:?}");
    assert!(
        console.iter().all(|line| line.contains("401")),
        "{console:?}"
    );
    assert_asked_only(&browser, &served);
}

#[test]
fn it_can_be_used_with_the_keyboard() {
    if !is_here() {
        return;
    }
    let place = place();
    let served = Served::start(&place, "--allow-send");
    let browser = Browser::start();
    browser.open(&served.url);
    // Everything that Tab stops at has a name, and a ring around it that can be seen.
    let stops = 90;
    let mut seen = Vec::new();
    for _ in 0..stops {
        browser.press(TAB);
        let stop = browser.value(
            "(() => {
                const at = document.activeElement;
                const named = at.labels?.[0] ?? document.getElementById(at.getAttribute('aria-labelledby')) ?? at;
                return [at.id || at.tagName, at.getAttribute('aria-label') || named.textContent.trim(), getComputedStyle(at).outlineStyle];
            })()",
        );
        if stop[0] == "BODY" {
            break;
        }
        assert_ne!(stop[1], "", "{stop} has no name");
        assert_eq!(stop[2], "solid", "{stop} has no ring");
        seen.push(stop[0].as_str().unwrap().to_owned());
    }
    for id in [
        "refresh",
        "only-verified",
        "message-list",
        "chat-scroll",
        "token",
        "show-queue",
        "kind",
        "text",
        "send-button",
    ] {
        assert!(
            seen.iter().any(|stop| stop == id),
            "{id} is not among {seen:?}"
        );
    }

    browser.reload();
    browser.press(TAB);
    assert_eq!(browser.value("document.activeElement.className"), "skip");
    browser.press(ENTER);
    browser.wait("document.activeElement.id === 'main'");
    // The first button behind the alert is a filter, and Space presses it.
    browser.value("document.querySelector('#filters button:nth-child(2)').focus()");
    browser.press(" ");
    assert!(
        browser
            .text("#filters [aria-pressed=true]")
            .starts_with("Chat")
    );
    browser.value("document.querySelector('.banner button').focus()");
    browser.press(ENTER);
    assert!(!browser.is_shown("#banners"));
    assert_eq!(
        browser.value("document.activeElement.id"),
        "main",
        "the focus is not lost"
    );
    assert_clean(&browser, &served);
}

#[test]
fn it_says_when_the_server_is_gone_and_when_it_is_back() {
    if !is_here() {
        return;
    }
    let place = place();
    let served = Served::start(&place, "");
    let address = served.address().to_owned();
    let browser = Browser::start();
    browser.open(&served.url);
    let messages = browser.texts("#message-list li").len();
    served.stop();
    browser.click("#refresh");
    browser.wait("document.querySelector('#link').dataset.state === 'gone'");
    assert_eq!(browser.text("#link"), "Server gone");
    assert!(
        browser
            .text("#gone")
            .contains("p2msg serve does not answer")
    );
    assert_eq!(
        browser.texts("#message-list li").len(),
        messages,
        "what was read stays"
    );

    let _served = Served::start_at(&place, &address, "");
    browser.wait("document.querySelector('#link').dataset.state === 'live'");
    assert!(!browser.is_shown("#gone"));
    assert_eq!(browser.text("#announcer"), "The server is back.");
}

/// Light, dark and on a phone; with P2MSG_PICTURES, what they look like goes to docs/.
#[test]
fn it_fits_light_dark_and_phones() {
    if !is_here() {
        return;
    }
    let place = place();
    place.p2msg("demo --shares 300").stdout();
    place
        .p2msg("--data-dir data send")
        .args(["Hello from the queue"])
        .stdout();
    let served = Served::start(&place, "--allow-send");
    let browser = Browser::start();
    let background = |scheme: &str| {
        let media = json!({"features": [{"name": "prefers-color-scheme", "value": scheme}]});
        browser.devtools("Emulation.setEmulatedMedia", &media);
        browser.value("getComputedStyle(document.body).backgroundColor")
    };
    let screen = |width: u32, height: u32, is_phone: bool| {
        let metrics =
            json!({"width": width, "height": height, "deviceScaleFactor": 1, "mobile": is_phone});
        browser.devtools("Emulation.setDeviceMetricsOverride", &metrics);
        // The page itself must not have to be moved sideways.
        browser.wait(&format!(
            "innerWidth === {width} && document.documentElement.scrollWidth <= {width}"
        ));
    };
    let picture = |name: &str| {
        let shot = browser.devtools("Page.captureScreenshot", &json!({"format": "png"}));
        if std::env::var_os("P2MSG_PICTURES").is_some() {
            write_picture(name, shot["data"].as_str().unwrap());
        }
    };
    browser.open(&served.url);
    screen(1280, 1640, false);
    let light = background("light");
    picture("dashboard-light.png");
    let dark = background("dark");
    assert_ne!(light, dark);
    picture("dashboard-dark.png");
    background("light");
    screen(390, 1560, true);
    picture("dashboard-phone.png");
    // Fingers need room.
    let small = browser.value(
        "[...document.querySelectorAll('button, .jump a')].filter((one) => one.checkVisibility())
            .filter((one) => one.getBoundingClientRect().height < 32).map((one) => one.outerHTML)",
    );
    assert_eq!(small, json!([]));
    assert_clean(&browser, &served);
}

fn write_picture(name: &str, base64: &str) {
    let path = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("docs")
        .join(name);
    let mut decode = std::process::Command::new("base64")
        .arg("--decode")
        .stdin(std::process::Stdio::piped())
        .stdout(fs::File::create(path).unwrap())
        .spawn()
        .expect("base64");
    let mut stdin = decode.stdin.take().unwrap();
    std::io::Write::write_all(&mut stdin, base64.as_bytes()).unwrap();
    drop(stdin);
    assert!(decode.wait().unwrap().success());
}
