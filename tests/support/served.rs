//! A p2msg that serves, and raw HTTP to it.

use std::io::{Read, Write};
use std::net::TcpStream;
use std::process::ExitStatus;
use std::time::{Duration, Instant};

use p2msg::core::hash::ShareHash;
use p2msg::core::key::{KeyIndex, MasterKey};
use p2msg::core::message::envelope::pack;
use p2msg::core::message::{Message, MsgFlags, MsgType};
use p2msg::core::network::Network;
use serde_json::Value;

use crate::support::mined::{Mined, NETWORK, Plan, mine};
use crate::support::place::{NOW, Place};
use crate::support::running::Running;
use crate::support::vectors::share_case;

/// Nothing that a test waits for takes longer.
const TIME_LIMIT: Duration = Duration::from_secs(60);

/// A running server.
pub(crate) struct Served {
    pub(crate) running: Running,
    /// Host and port.
    pub(crate) address: String,
}

impl Served {
    /// Starts `p2msg serve` with these arguments besides, and waits until it is ready.
    pub(crate) fn start(place: &Place, arguments: &str) -> Self {
        Self::start_in(place, arguments, &[])
    }

    /// With these variables in the environment besides.
    pub(crate) fn start_in(place: &Place, arguments: &str, env: &[(&str, &str)]) -> Self {
        let serve = format!("--net {NETWORK} --json serve --listen 127.0.0.1:0 {arguments}");
        let running = Running::start_in(place, &Vec::from_iter(serve.split_whitespace()), env);
        let serving = running.json();
        assert_eq!(serving["schema"], "p2msg.serve/1");
        let url = serving["url"].as_str().expect("a URL");
        let address = url.strip_prefix("http://").expect("HTTP");
        Self {
            address: address.trim_end_matches('/').to_owned(),
            running,
        }
    }

    pub(crate) fn connect(&self) -> TcpStream {
        let stream = TcpStream::connect(&self.address).expect("it listens");
        stream.set_read_timeout(Some(TIME_LIMIT)).unwrap();
        stream
    }

    /// Sends bytes and reads the one answer.
    pub(crate) fn raw(&self, request: &[u8]) -> Response {
        let mut stream = self.connect();
        // It may answer and close before it has read everything.
        let _ = stream.write_all(request);
        Response::read(&mut stream)
    }

    /// A request with these headers besides Host.
    pub(crate) fn ask(&self, method: &str, path: &str, headers: &str, body: &str) -> Response {
        let length = if body.is_empty() {
            String::new()
        } else {
            format!("Content-Length: {}\r\n", body.len())
        };
        self.raw(
            format!(
                "{method} {path} HTTP/1.1\r\nHost: {}\r\n{length}{headers}Connection: close\r\n\r\n{body}",
                self.address
            )
            .as_bytes(),
        )
    }

    pub(crate) fn get(&self, path: &str) -> Response {
        self.ask("GET", path, "", "")
    }

    /// The JSON at a path, which must be there.
    pub(crate) fn json(&self, path: &str) -> Value {
        let response = self.get(path);
        assert_eq!(response.code, 200, "{path}: {}", response.body);
        response.json()
    }

    /// The texts of the newest messages.
    pub(crate) fn texts(&self) -> Vec<String> {
        let messages = self.json("/share_messages?limit=1000")["messages"].take();
        let texts = messages.as_array().unwrap().iter();
        texts
            .map(|message| message["text"].as_str().unwrap_or_default().to_owned())
            .collect()
    }

    /// Asks until the newest messages are these; returns how long it took.
    pub(crate) fn wait_for_texts(&self, wanted: &[&str]) -> Duration {
        let start = Instant::now();
        loop {
            let texts = self.texts();
            if texts == wanted {
                return start.elapsed();
            }
            assert!(start.elapsed() < TIME_LIMIT, "{texts:?} is not {wanted:?}");
        }
    }

    /// Asks until a message with this text is there, and gives it.
    pub(crate) fn wait_for_text(&self, text: &str) -> Value {
        let start = Instant::now();
        loop {
            let mut messages = self.json("/msg/recent?limit=1000");
            let messages = messages.as_array_mut().expect("an array");
            if let Some(found) = messages.iter_mut().find(|message| message["text"] == text) {
                return found.take();
            }
            assert!(start.elapsed() < TIME_LIMIT, "{text:?} does not come");
        }
    }

    /// Resident memory, in MiB.
    pub(crate) fn memory(&self) -> u64 {
        let path = format!("/proc/{}/status", self.running.id());
        let status = std::fs::read_to_string(path).unwrap();
        let resident = status.lines().find_map(|line| line.strip_prefix("VmRSS:"));
        let kib = resident.unwrap().trim_end_matches("kB").trim();
        kib.parse::<u64>().unwrap() / 1024
    }

    /// Sends a signal and waits for the end; returns what was written to stdout since the start.
    pub(crate) fn stop(self, signal: &str) -> (ExitStatus, Vec<String>) {
        self.running.signal(signal);
        self.running.ends()
    }
}

/// The value of a metric, with its label if it has one.
pub(crate) fn metric(served: &Served, name: &str) -> u64 {
    let metrics = served.get("/metrics").body;
    let value = metrics
        .lines()
        .find_map(|line| line.strip_prefix(name)?.strip_prefix(' '));
    value.expect(name).parse().unwrap()
}

/// Lets this process open at least this many connections, or more if another test raised the limit.
pub(crate) fn raise_file_limit(least: usize) {
    use nix::sys::resource::{Resource, getrlimit, setrlimit};
    static ONE_AT_A_TIME: std::sync::Mutex<()> = std::sync::Mutex::new(());
    let _one = ONE_AT_A_TIME.lock().unwrap();
    let (soft, hard) = getrlimit(Resource::RLIMIT_NOFILE).unwrap();
    // Connections of the other tests come on top.
    let least = soft.max(u64::try_from(least).unwrap() + 2_000);
    let raised = setrlimit(Resource::RLIMIT_NOFILE, least, hard.max(least));
    raised.unwrap_or_else(|error| panic!("no {least} connections: {error}"));
}

/// An HTTP answer.
#[derive(Debug)]
pub(crate) struct Response {
    pub(crate) code: u16,
    pub(crate) head: String,
    pub(crate) body: String,
}

impl Response {
    /// Reads until the connection ends; code 0 if it ended without an answer.
    pub(crate) fn read(stream: &mut TcpStream) -> Self {
        let mut bytes = Vec::new();
        let _ = stream.read_to_end(&mut bytes);
        let text = String::from_utf8_lossy(&bytes).into_owned();
        let (head, body) = text.split_once("\r\n\r\n").unwrap_or((&text, ""));
        let code = head.split(' ').nth(1).and_then(|code| code.parse().ok());
        Self {
            code: code.unwrap_or(0),
            head: head.to_ascii_lowercase(),
            body: body.to_owned(),
        }
    }

    pub(crate) fn json(&self) -> Value {
        serde_json::from_str(&self.body).unwrap_or_else(|_| panic!("no JSON: {self:?}"))
    }

    /// The error that it says; it must have this code.
    pub(crate) fn error(&self, code: u16) -> String {
        assert_eq!(self.code, code, "{self:?}");
        self.json()["error"].as_str().expect("an error").to_owned()
    }
}

/// A signed message.
pub(crate) fn message(miner: u8, index: u32, kind: MsgType, words: &str, age: u64) -> Message {
    let mut message = Message {
        msg_type: kind,
        flags: MsgFlags(7),
        timestamp: u32::try_from(NOW - age).unwrap(),
        payload: words.into(),
        signing_id: None,
        signature: Vec::new(),
    };
    message.sign(&key(miner, index));
    message
}

fn key(miner: u8, index: u32) -> p2msg::core::key::SigningKey {
    let network = Network::by_name(NETWORK).unwrap();
    let master = MasterKey::parse(&hex::encode([miner; 32]), network).unwrap();
    master.derive(KeyIndex(index)).unwrap()
}

/// message_data of one message with the announcement of its key.
pub(crate) fn says(miner: u8, index: u32, kind: MsgType, words: &str, age: u64) -> Vec<u8> {
    let announcement = key(miner, index).announcement(KeyIndex(index));
    pack(
        &[message(miner, index, kind, words, age)],
        Some(&announcement),
    )
    .unwrap()
}

/// A share chain that grows.
pub(crate) struct Chain {
    template: Vec<u8>,
    tip: Option<ShareHash>,
    height: u32,
}

impl Chain {
    pub(crate) fn new() -> Self {
        let case = share_case("v36_everything");
        Self {
            template: hex::decode(case["raw_share"].as_str().unwrap()).unwrap(),
            tip: None,
            height: 0,
        }
    }

    /// The line of the next share.
    pub(crate) fn line(&mut self, miner: u8, message_data: Vec<u8>) -> String {
        let share = self.fork(miner, message_data);
        self.tip = Some(share.share_hash);
        self.height += 1;
        line(&share)
    }

    /// A share at the same place as the next one.
    pub(crate) fn fork(&self, miner: u8, message_data: Vec<u8>) -> Mined {
        let plan = Plan {
            previous: self.tip,
            absheight: self.height,
            timestamp: u32::try_from(NOW).unwrap() - 1_000 + self.height.min(900),
            bits: 0x1e0f_ffff,
            miner,
            message_data,
        };
        mine(&self.template, &plan)
    }

    /// The line of the next share, in which `miner` chats.
    pub(crate) fn chat(&mut self, miner: u8, words: &str, age: u64) -> String {
        self.line(miner, says(miner, 0, MsgType::MINER_MESSAGE, words, age))
    }
}

pub(crate) fn line(share: &Mined) -> String {
    format!("5 {}\n", hex::encode(&share.raw))
}
