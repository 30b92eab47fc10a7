//! Chromium, driven through chromedriver by the few commands of WebDriver that the tests need.
//!
//! A crate for it brings an HTTP stack of its own; the commands are a dozen JSON objects.

use std::io::{self, BufRead, BufReader, Write};
use std::net::TcpStream;
use std::os::unix::process::CommandExt;
use std::path::PathBuf;
use std::process::{Child, Command, Stdio};
use std::time::Duration;

use serde_json::{Value, json};
use tempfile::TempDir;

/// Nothing is waited for longer than this; the page asks for news every 30 seconds.
const TIME_LIMIT: Duration = Duration::from_secs(90);

/// What Chromium is started with: nothing that needs a screen, and nothing that asks the network.
const ARGUMENTS: [&str; 11] = [
    // Root, in a container, has no other way.
    "--no-sandbox",
    "--headless",
    "--disable-gpu",
    "--hide-scrollbars",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--window-size=1280,1000",
    // chromedriver scrolls and clicks at once: where scrolling is smooth, it misses.
    "--force-prefers-reduced-motion",
];

/// The name of an element in WebDriver's JSON.
const ELEMENT: &str = "element-6066-11e4-a52e-4f735466cecf";

/// Keys that are no characters.
pub(crate) const TAB: &str = "\u{e004}";
pub(crate) const ENTER: &str = "\u{e007}";

/// The programs, where both are installed.
fn installed() -> Option<[PathBuf; 2]> {
    let path = std::env::var_os("PATH")?;
    let find = |names: &[&str]| {
        let candidates = std::env::split_paths(&path)
            .flat_map(|folder| names.iter().map(move |name| folder.join(name)));
        candidates.into_iter().find(|program| program.is_file())
    };
    Some([
        find(&["chromium", "chromium-browser", "google-chrome"])?,
        find(&["chromedriver"])?,
    ])
}

/// Whether a test can run here. Where CI says that it must, it fails instead of being skipped.
pub(crate) fn is_here() -> bool {
    if installed().is_some() {
        return true;
    }
    let must = std::env::var_os("P2MSG_NEED_BROWSER").is_some();
    assert!(!must, "chromium and chromedriver are not installed");
    eprintln!("SKIPPED: chromium and chromedriver are not installed");
    false
}

/// A browser with one tab, closed when it is dropped.
pub(crate) struct Browser {
    driver: Child,
    port: u16,
    session: String,
    _profile: TempDir,
}

impl Browser {
    /// Starts one with a new profile.
    pub(crate) fn start() -> Self {
        let [chromium, chromedriver] = installed().expect("is_here says so");
        let mut driver = Command::new(chromedriver)
            .arg("--port=0")
            .process_group(0)
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .expect("chromedriver starts");
        let port = announced_port(&mut driver);
        let profile = tempfile::tempdir().unwrap();
        let profile_argument = format!("--user-data-dir={}", profile.path().display());
        let mut arguments = ARGUMENTS.to_vec();
        arguments.push(&profile_argument);
        let mut browser = Self {
            driver,
            port,
            session: String::new(),
            _profile: profile,
        };
        let capabilities = json!({"capabilities": {"alwaysMatch": {
            "goog:chromeOptions": {"binary": chromium, "args": arguments},
            "goog:loggingPrefs": {"browser": "ALL", "performance": "ALL"},
            "timeouts": {"script": TIME_LIMIT.as_secs() * 1000},
        }}});
        let session = browser.try_ask("POST", "/session", &capabilities);
        let session = session.expect("chromium starts");
        browser.session = format!("/session/{}", session["sessionId"].as_str().unwrap());
        browser
    }

    /// Makes the timers of the pages that are opened next end after two seconds at most. A page has
    /// the delays that it asked for in `window.delays`.
    pub(crate) fn shorten_timers(&self) {
        let source = "
            const later = window.setTimeout;
            window.delays = [];
            window.setTimeout = (act, delay, ...rest) => {
                window.delays.push(delay ?? 0);
                return later(act, Math.min(delay, 2_000), ...rest);
            };";
        let source = json!({ "source": source });
        self.devtools("Page.addScriptToEvaluateOnNewDocument", &source);
    }

    /// Opens a page and waits until the dashboard has its first answers.
    pub(crate) fn open(&self, url: &str) {
        self.command("/url", &json!({ "url": url }));
        self.wait("document.querySelector('#link').dataset.state === 'live'");
    }

    pub(crate) fn reload(&self) {
        self.command("/refresh", &json!({}));
        self.wait("document.querySelector('#link').dataset.state === 'live'");
    }

    /// The value of a JavaScript expression.
    pub(crate) fn value(&self, expression: &str) -> Value {
        let script = format!("return ({expression});");
        self.command("/execute/sync", &json!({"script": script, "args": []}))
    }

    /// Waits until a JavaScript expression is true; the page is looked at whenever it is drawn.
    pub(crate) fn wait(&self, expression: &str) {
        let script = format!(
            "const done = arguments[0];
             const look = () => ({expression}) ? done(true) : requestAnimationFrame(look);
             look();"
        );
        let answer = self.try_command("/execute/async", &json!({"script": script, "args": []}));
        if let Err(error) = answer {
            let page = self.value("document.body.innerText");
            panic!("never true: {expression}: {error}\n{page}");
        }
    }

    /// The text of the first element of a selector, as people see it.
    pub(crate) fn text(&self, selector: &str) -> String {
        let text = self.value(&format!("document.querySelector({selector:?}).innerText"));
        text.as_str().unwrap().to_owned()
    }

    /// The texts of all elements of a selector.
    pub(crate) fn texts(&self, selector: &str) -> Vec<String> {
        let texts = self.value(&format!(
            "[...document.querySelectorAll({selector:?})].map((found) => found.innerText)"
        ));
        serde_json::from_value(texts).unwrap()
    }

    pub(crate) fn is_shown(&self, selector: &str) -> bool {
        self.value(&format!(
            "document.querySelector({selector:?})?.checkVisibility() ?? false"
        )) == true
    }

    /// Clicks on an element as a mouse does: it must be there and nothing may cover it.
    pub(crate) fn click(&self, selector: &str) {
        let element = self.element(selector);
        self.command(&format!("/element/{element}/click"), &json!({}));
    }

    /// Types into an element.
    pub(crate) fn type_into(&self, selector: &str, text: &str) {
        let element = self.element(selector);
        let path = format!("/element/{element}/value");
        self.command(&path, &json!({ "text": text }));
    }

    /// Presses keys, wherever the focus is.
    pub(crate) fn press(&self, keys: &str) {
        let strokes: Vec<Value> = keys
            .chars()
            .flat_map(|key| ["keyDown", "keyUp"].map(|kind| json!({"type": kind, "value": key})))
            .collect();
        let actions = json!({"actions": [{"type": "key", "id": "keyboard", "actions": strokes}]});
        self.command("/actions", &actions);
    }

    /// A command of the DevTools, for what WebDriver has no words.
    pub(crate) fn devtools(&self, command: &str, parameters: &Value) -> Value {
        let body = json!({"cmd": command, "params": parameters});
        self.command("/goog/cdp/execute", &body)
    }

    /// What stands in the console, with the violations of the Content-Security-Policy.
    pub(crate) fn console(&self) -> Vec<String> {
        self.log("browser")
            .iter()
            .map(|entry| entry["message"].as_str().unwrap().to_owned())
            .collect()
    }

    /// Every address that was asked for, of pages and of the browser itself.
    pub(crate) fn requests(&self) -> Vec<String> {
        let mut urls = Vec::new();
        for entry in self.log("performance") {
            let event: Value = serde_json::from_str(entry["message"].as_str().unwrap()).unwrap();
            let event = &event["message"];
            if event["method"] == "Network.requestWillBeSent" {
                urls.push(
                    event["params"]["request"]["url"]
                        .as_str()
                        .unwrap()
                        .to_owned(),
                );
            }
        }
        urls
    }

    fn log(&self, kind: &str) -> Vec<Value> {
        let entries = self.command("/se/log", &json!({ "type": kind }));
        entries.as_array().unwrap().clone()
    }

    fn element(&self, selector: &str) -> String {
        let by = json!({"using": "css selector", "value": selector});
        let element = self.command("/element", &by);
        element[ELEMENT].as_str().unwrap().to_owned()
    }

    /// A command of the session.
    fn command(&self, path: &str, body: &Value) -> Value {
        self.try_command(path, body)
            .unwrap_or_else(|error| panic!("{path} {body}: {error}"))
    }

    fn try_command(&self, path: &str, body: &Value) -> Result<Value, String> {
        self.try_ask("POST", &format!("{}{path}", self.session), body)
    }

    /// The value of an answer, or the message of an error.
    fn try_ask(&self, method: &str, path: &str, body: &Value) -> Result<Value, String> {
        let answer = self.http(method, path, &body.to_string());
        let answer = answer.map_err(|error| error.to_string())?;
        let mut answer: Value = serde_json::from_str(&answer).map_err(|error| error.to_string())?;
        let value = answer["value"].take();
        match value["error"].as_str() {
            Some(error) => Err(format!("{error}: {}", value["message"])),
            None => Ok(value),
        }
    }

    fn http(&self, method: &str, path: &str, body: &str) -> io::Result<String> {
        let mut stream = TcpStream::connect(("127.0.0.1", self.port))?;
        stream.set_read_timeout(Some(TIME_LIMIT + Duration::from_secs(10)))?;
        let request = format!(
            "{method} {path} HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n\
             Content-Length: {}\r\n\r\n{body}",
            body.len()
        );
        stream.write_all(request.as_bytes())?;
        read_body(BufReader::new(stream))
    }
}

/// The body of an answer; chromedriver keeps connections open whatever it is asked.
fn read_body(mut answer: impl BufRead) -> io::Result<String> {
    let mut length = 0;
    loop {
        let mut line = String::new();
        answer.read_line(&mut line)?;
        match line.trim_end().split_once(':') {
            Some((name, value)) if name.eq_ignore_ascii_case("content-length") => {
                length = value.trim().parse().map_err(io::Error::other)?;
            }
            None if line.trim_end().is_empty() => break,
            _ => {}
        }
    }
    let mut body = vec![0; length];
    answer.read_exact(&mut body)?;
    String::from_utf8(body).map_err(io::Error::other)
}

impl Drop for Browser {
    fn drop(&mut self) {
        // Closes Chromium and waits for its end.
        let _ = self.try_ask("DELETE", &self.session, &json!({}));
        // chromedriver, and Chromium where that did not help.
        let group = format!("-{}", self.driver.id());
        let _ = Command::new("kill").args(["-KILL", "--", &group]).status();
        let _ = self.driver.wait();
    }
}

/// The port that chromedriver says it listens on.
fn announced_port(driver: &mut Child) -> u16 {
    let stdout = driver.stdout.take().expect("stdout");
    let mut lines = BufReader::new(stdout).lines().map_while(Result::ok);
    let port = lines.find_map(|line| {
        let (_, port) = line.split_once("started successfully on port ")?;
        port.trim_end_matches('.').parse().ok()
    });
    port.expect("chromedriver says its port")
}
