//! c2pool as a real one answered: recorded bodies in many states, and its behaviour around them.
//!
//! Each answer has a Server header and no Date. The connection is closed after it without
//! `Connection: close`.

use std::collections::BTreeMap;
use std::fmt::Write;
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use p2msg::core::message::envelope::KNOWN_AUTHORITIES;
use p2msg::core::message::envelope::authority::open;
use serde_json::{Value, json};

use crate::support::mock::{MockNode, Reply, Request};
use crate::support::vectors::{text, vectors};

/// The version in the recorded answers.
pub(crate) const VERSION: &str = "c2pool/0.17.2-fixture";

/// A little after the newest recorded answer, Unix seconds.
pub(crate) const CLOCK: u64 = 1_798_006_600;

/// The best share of the state `share_with_transition`.
pub(crate) const BEST_SHARE: &str =
    "0720357f6f6a9c79c45e0c06adc168ce5a4f11d4da1896384cc8704075a5eed1";

/// How many questions to rate-limited paths are answered at once, and one more each second.
const BUCKET: f64 = 4.0;

/// The status of a body without another one.
const OK: u16 = 200;

const JSON: &str = "application/json";
const PLAIN: &str = "text/plain; charset=utf-8";

/// The answer to a question.
#[derive(Debug, Clone)]
struct Answer {
    status: u16,
    content_type: String,
    body: String,
}

impl Answer {
    fn json(body: &Value) -> Self {
        Self {
            status: OK,
            content_type: JSON.to_owned(),
            body: body.to_string(),
        }
    }

    fn text(status: u16, body: &str) -> Self {
        Self {
            status,
            content_type: PLAIN.to_owned(),
            body: body.to_owned(),
        }
    }

    /// An error of JSON-RPC.
    fn refused(message: &str) -> Self {
        Self::json(&json!({"error": {"code": -1, "message": message}, "id": 1, "jsonrpc": "2.0"}))
    }

    fn result(result: &Value) -> Self {
        Self::json(&json!({"id": 1, "jsonrpc": "2.0", "result": result}))
    }
}

/// Recorded answers in one state of the node.
#[derive(Debug, Clone)]
struct State {
    dashboard: bool,
    answers: BTreeMap<String, Answer>,
}

impl State {
    fn read(name: &str) -> Self {
        let file = vectors(&format!("c2pool_{name}.json"));
        let mut answers = match file.get("base") {
            Some(base) => Self::read(base.as_str().unwrap()).answers,
            None => BTreeMap::new(),
        };
        for (question, answer) in file["answers"].as_object().expect("answers") {
            let content_type = answer.get("content_type").and_then(Value::as_str);
            let answer = Answer {
                status: answer
                    .get("status")
                    .map_or(OK, |status| status.as_u64().unwrap().try_into().unwrap()),
                content_type: content_type.unwrap_or(JSON).to_owned(),
                body: text(answer, "body").to_owned(),
            };
            answers.insert(question.clone(), answer);
        }
        Self {
            dashboard: file["dashboard"] == true,
            answers,
        }
    }

    fn get(&self, question: &str) -> Option<Answer> {
        self.answers.get(question).cloned()
    }
}

/// A share for `/web/share/HASH`.
#[derive(Debug, Clone)]
pub(crate) struct WebShare {
    pub(crate) hash: String,
    pub(crate) timestamp: u64,
    /// Hex; empty without messages.
    pub(crate) message_data: String,
}

/// The real transition signal, hex: message_data of [`BEST_SHARE`].
pub(crate) fn real_blob() -> String {
    let best = State::read("share_with_transition").get(&format!("GET /web/share/{BEST_SHARE}"));
    let best: Value = serde_json::from_str(&best.expect("the best share").body).unwrap();
    text(&best["v36_metadata"], "message_data_hex").to_owned()
}

#[derive(Debug)]
struct Inside {
    state: State,
    /// The answers to the next questions that need the locked tracker are those of a busy node.
    busy: usize,
    /// How many percent of the requests for a share are denied.
    denied_percent: u64,
    /// The state of the random numbers for it.
    random: u64,
    /// Shares on top of the recorded ones, the newest last.
    shares: Vec<WebShare>,
    /// The blob that an operator set.
    blob: Option<String>,
    /// Paths whose answers end in the middle.
    cut: Vec<String>,
    /// Answers that a test has replaced.
    instead: BTreeMap<String, Answer>,
    tokens: f64,
    refilled: Instant,
}

/// A c2pool whose state a test can change while it runs.
#[derive(Debug, Clone)]
pub(crate) struct C2pool(Arc<Mutex<Inside>>);

impl C2pool {
    /// In a recorded state: `starting`, `starting_dashboard`, `five_shares`, `synced_no_message`,
    /// `share_with_transition`, `busy`, `transition_file`, `operator_blob`, `mining_with_peer`,
    /// `file_forged`, `msg_three`.
    pub(crate) fn new(state: &str) -> Self {
        Self(Arc::new(Mutex::new(Inside {
            state: State::read(state),
            busy: 0,
            denied_percent: 0,
            random: 1,
            shares: Vec::new(),
            blob: None,
            cut: Vec::new(),
            instead: BTreeMap::new(),
            tokens: BUCKET,
            refilled: Instant::now(),
        })))
    }

    /// A node on a free port.
    pub(crate) fn start(&self) -> MockNode {
        self.start_at("127.0.0.1:0")
    }

    /// A node on this address and port.
    pub(crate) fn start_at(&self, address: &str) -> MockNode {
        let node = self.clone();
        MockNode::start_at(address, move |request| node.reply(request))
    }

    /// Changes to another recorded state.
    pub(crate) fn become_state(&self, state: &str) {
        self.0.lock().unwrap().state = State::read(state);
    }

    /// The next `count` answers that need the tracker are those of a busy node.
    pub(crate) fn be_busy(&self, count: usize) {
        self.0.lock().unwrap().busy = count;
    }

    /// Denies this part of the requests for a share from now on, at random.
    pub(crate) fn deny(&self, percent: u64) {
        self.0.lock().unwrap().denied_percent = percent;
    }

    /// Puts a share on top of the chain.
    pub(crate) fn push_share(&self, share: WebShare) {
        self.0.lock().unwrap().shares.push(share);
    }

    /// Ends the answers for a path in the middle.
    pub(crate) fn cut(&self, path: &str) {
        self.0.lock().unwrap().cut.push(path.to_owned());
    }

    /// Answers `path` (of a GET) with this from now on.
    pub(crate) fn answer_with(&self, path: &str, status: u16, body: &Value) {
        let mut answer = Answer::json(body);
        answer.status = status;
        let question = format!("GET {path}");
        self.0.lock().unwrap().instead.insert(question, answer);
    }

    /// The recorded answer to a GET.
    pub(crate) fn recorded(&self, path: &str) -> Value {
        let answer = self.0.lock().unwrap().state.get(&format!("GET {path}"));
        serde_json::from_str(&answer.expect("a recorded answer").body).unwrap()
    }

    /// As if an operator had set this blob.
    pub(crate) fn set_blob(&self, hex: &str) {
        self.0.lock().unwrap().blob = Some(hex.to_owned());
    }

    /// The blob that was set with setmessageblob.
    pub(crate) fn blob(&self) -> Option<String> {
        self.0.lock().unwrap().blob.clone()
    }

    pub(crate) fn reply(&self, request: &Request) -> Reply {
        let mut inside = self.0.lock().unwrap();
        let answer = match request.method.as_str() {
            "GET" => inside.get(&request.path),
            "POST" => inside.call(&request.body),
            _ => Answer::text(405, "Method Not Allowed"),
        };
        let cut = inside.cut.contains(&request.path);
        Reply::raw(on_the_wire(&answer, cut))
    }
}

/// An answer as c2pool sends it; cut, it ends in the middle of the body.
fn on_the_wire(answer: &Answer, cut: bool) -> Vec<u8> {
    let mut head = format!("HTTP/1.1 {} Whatever\r\n", answer.status);
    let length = answer.body.len();
    write!(
        head,
        "Server: {VERSION}\r\nContent-Type: {}\r\nX-Content-Type-Options: nosniff\r\n\
         X-Frame-Options: DENY\r\nReferrer-Policy: no-referrer\r\nContent-Length: {length}\r\n\r\n",
        answer.content_type
    )
    .unwrap();
    let sent = if cut { length / 2 } else { length };
    [head.as_bytes(), &answer.body.as_bytes()[..sent]].concat()
}

impl Inside {
    fn get(&mut self, path: &str) -> Answer {
        let question = format!("GET {path}");
        if let Some(answer) = self.instead.get(&question) {
            return answer.clone();
        }
        if matches!(
            path,
            "/sharechain/window" | "/sharechain/delta" | "/sharechain/stream"
        ) {
            return self.limited();
        }
        if let Some(hash) = path.strip_prefix("/web/share/") {
            return self.share(hash);
        }
        if path == "/web/tails" {
            let tails = if self.is_busy() { vec![] } else { self.tails() };
            return Answer::json(&json!(tails));
        }
        if needs_tracker(path) && self.is_busy() {
            return State::read("busy")
                .get(&question)
                .expect("an answer of a busy node");
        }
        if let Some(share) = self.shares.last() {
            match path {
                "/web/best_share_hash" => return Answer::json(&json!(share.hash)),
                "/web/sync_status" => {
                    let answer = self.state.get(&question).expect("/web/sync_status");
                    let mut value: Value = serde_json::from_str(&answer.body).unwrap();
                    value["chain_size"] = json!(self.recorded_height() + self.shares.len());
                    return Answer::json(&value);
                }
                "/sharechain/tip" => {
                    let height = self.recorded_height() + self.shares.len();
                    let tip = json!({"hash": share.hash, "height": height, "total": height});
                    return Answer::json(&tip);
                }
                // It shows the messages of the newest share only; this mock leaves those out.
                "/version_signaling" => {
                    let mut answer = self.state.get(&question).expect("/version_signaling");
                    let mut value: Value = serde_json::from_str(&answer.body).unwrap();
                    if let Some(fields) = value.as_object_mut()
                        && !fields.is_empty()
                    {
                        fields.insert("transition_message".to_owned(), Value::Null);
                        fields.insert("authority_announcements".to_owned(), json!([]));
                    }
                    answer.body = value.to_string();
                    return answer;
                }
                _ => {}
            }
        }
        if let Some(answer) = self.state.get(&question) {
            return answer;
        }
        // Without a dashboard, c2pool answers unknown paths with its own state.
        let unknown = self.state.get("GET /msg/config");
        match unknown {
            Some(answer) if !self.state.dashboard => answer,
            _ => Answer::text(404, "404 Not Found"),
        }
    }

    fn is_busy(&mut self) -> bool {
        let busy = self.busy > 0;
        self.busy = self.busy.saturating_sub(1);
        busy
    }

    fn is_denied(&mut self) -> bool {
        self.random = self
            .random
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        (self.random >> 33) % 100 < self.denied_percent
    }

    /// The parents that it does not have.
    fn tails(&self) -> Vec<String> {
        let recorded = self.state.answers.iter().filter_map(|(question, answer)| {
            let hash = question.strip_prefix("GET /web/share/")?;
            let share: Value = serde_json::from_str(&answer.body).ok()?;
            Some((hash.to_owned(), share["parent"].as_str()?.to_owned()))
        });
        let mut parents: BTreeMap<String, String> = recorded.collect();
        let mut below = self.recorded_best();
        for share in &self.shares {
            parents.insert(share.hash.clone(), below);
            below = share.hash.clone();
        }
        let tails = parents.values().filter(|hash| !parents.contains_key(*hash));
        tails.cloned().collect()
    }

    fn limited(&mut self) -> Answer {
        let waited = self.refilled.elapsed().as_secs_f64();
        self.refilled += Duration::from_secs_f64(waited);
        self.tokens = BUCKET.min(self.tokens + waited);
        if self.tokens < 1.0 {
            let mut answer = Answer::json(&json!({"error": "Rate limited"}));
            answer.status = 429;
            return answer;
        }
        self.tokens -= 1.0;
        Answer::json(&json!({"shares": [], "best_hash": "", "chain_length": 0}))
    }

    fn recorded_height(&self) -> usize {
        let tip = self.state.get("GET /sharechain/tip").expect("a tip");
        let tip: Value = serde_json::from_str(&tip.body).unwrap();
        usize::try_from(tip["height"].as_i64().unwrap().max(0)).unwrap()
    }

    /// The recorded best share, in the words of JSON.
    fn recorded_best(&self) -> String {
        let best = self.state.get("GET /web/best_share_hash");
        serde_json::from_str(&best.expect("a best share").body).unwrap()
    }

    fn share(&mut self, hash: &str) -> Answer {
        if hash.len() != 64 {
            let error = json!({"error": "Invalid hash – expected 64 hex characters"});
            let mut answer = Answer::json(&error);
            answer.status = 400;
            return answer;
        }
        let not_found = json!({"error": "share not found", "hash": hash});
        if self.is_busy() || self.is_denied() {
            return Answer::json(&not_found);
        }
        let position = self.shares.iter().position(|share| share.hash == hash);
        if let Some(position) = position {
            return Answer::json(&self.web_share(position));
        }
        self.state
            .get(&format!("GET /web/share/{hash}"))
            .unwrap_or_else(|| Answer::json(&not_found))
    }

    /// What is recorded of a share, with other values.
    fn web_share(&self, position: usize) -> Value {
        let share = &self.shares[position];
        let parent = match position.checked_sub(1) {
            Some(below) => self.shares[below].hash.clone(),
            None => self.recorded_best(),
        };
        let template = State::read("share_with_transition")
            .get(&format!("GET /web/share/{BEST_SHARE}"))
            .expect("a recorded share");
        let mut value: Value = serde_json::from_str(&template.body).unwrap();
        value["parent"] = json!(parent);
        value["block"]["hash"] = json!(share.hash);
        value["block"]["header"]["timestamp"] = json!(share.timestamp);
        value["share_data"]["timestamp"] = json!(share.timestamp);
        value["share_data"]["absheight"] = json!(self.recorded_height() + position + 1);
        let metadata = &mut value["v36_metadata"];
        metadata["message_data_hex"] = json!(share.message_data);
        metadata["message_data_size"] = json!(share.message_data.len() / 2);
        value
    }

    /// JSON-RPC.
    fn call(&mut self, body: &str) -> Answer {
        let Ok(call) = serde_json::from_str::<Value>(body) else {
            let error = json!({"code": -32700, "message": "parse error"});
            return Answer::json(&json!({"error": error, "id": null, "jsonrpc": "2.0"}));
        };
        match call["method"].as_str().unwrap_or_default() {
            "getmessageblob" => self.get_blob(),
            "setmessageblob" => match call["params"][0].as_str() {
                None => Answer::refused("setmessageblob requires hex blob parameter"),
                Some(hex) => self.set_blob(hex),
            },
            "getinfo" if self.is_busy() => State::read("busy").get("POST getinfo").unwrap(),
            "getinfo" => self.state.get("POST getinfo").expect("getinfo"),
            other => {
                let message = format!("method not found: {other}");
                let error = json!({"code": -32601, "message": message});
                Answer::json(&json!({"error": error, "id": 1, "jsonrpc": "2.0"}))
            }
        }
    }

    fn get_blob(&self) -> Answer {
        match &self.blob {
            Some(hex) => {
                let size = hex.len() / 2;
                Answer::result(&json!({"enabled": true, "hex": hex, "size": size}))
            }
            None => self.state.get("POST getmessageblob").unwrap_or_else(|| {
                Answer::result(&json!({"enabled": false, "hex": "", "size": 0}))
            }),
        }
    }

    fn set_blob(&mut self, hex: &str) -> Answer {
        if hex.is_empty() {
            self.blob = None;
            return Answer::result(&json!({
                "enabled": false, "message": "operator message blob cleared", "ok": true, "size": 0
            }));
        }
        if hex.len() > 2 * 4096 {
            return Answer::refused("message blob too large (max 4096 bytes)");
        }
        if !hex.len().is_multiple_of(2) {
            return Answer::refused("message blob hex length must be even");
        }
        let Ok(bytes) = hex::decode(hex) else {
            // It says ok, and its blob is gone.
            self.blob = None;
            return Answer::result(&json!({"enabled": true, "hex": hex, "ok": true, "size": 0}));
        };
        if open(&bytes, &KNOWN_AUTHORITIES).is_none() {
            return Answer::refused(
                "message blob rejected: message_data failed decryption against all \
                 COMBINED_DONATION_SCRIPT authority keys",
            );
        }
        self.blob = Some(hex.to_owned());
        let size = bytes.len();
        Answer::result(&json!({"enabled": true, "hex": hex, "ok": true, "size": size}))
    }
}

/// Whether a busy node answers this path as if there was nothing.
fn needs_tracker(path: &str) -> bool {
    matches!(path, "/version_signaling" | "/sharechain/tip")
}
