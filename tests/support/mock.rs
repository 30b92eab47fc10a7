//! A node on a real socket, as friendly or as nasty as a test wants it.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, mpsc};
use std::thread::JoinHandle;

use serde_json::{Value, json};

use crate::support::place::NOW;

/// A request that a node got.
#[derive(Debug, Clone)]
pub(crate) struct Request {
    pub(crate) method: String,
    /// Without the query.
    pub(crate) path: String,
    pub(crate) query: String,
    pub(crate) headers: Vec<(String, String)>,
    pub(crate) body: String,
}

impl Request {
    pub(crate) fn header(&self, name: &str) -> Option<&str> {
        let header = self.headers.iter().find(|(known, _)| known == name);
        header.map(|(_, value)| value.as_str())
    }

    pub(crate) fn json(&self) -> Value {
        serde_json::from_str(&self.body).expect("a JSON body")
    }
}

type Act = Box<dyn FnOnce(&mut dyn ReadWrite) + Send>;

/// Both ways of a connection, with or without TLS.
pub(crate) trait ReadWrite: Read + Write {}
impl<T: Read + Write> ReadWrite for T {}

/// What a node does about a request.
pub(crate) enum Reply {
    /// Answers with a status and a body.
    Body(u16, Vec<u8>),
    /// Answers with a status, headers and a body.
    Headers(u16, Vec<(&'static str, String)>, Vec<u8>),
    /// Does something else with the connection.
    Act(Act),
}

impl From<Value> for Reply {
    fn from(value: Value) -> Self {
        Self::Body(200, value.to_string().into_bytes())
    }
}

impl Reply {
    /// As twisted answers for paths that it does not know.
    pub(crate) fn not_there() -> Self {
        let page = "<html><head><title>404 - No Such Resource</title></head></html>";
        Self::Body(404, page.as_bytes().to_vec())
    }

    /// Bytes on the connection, which is closed then.
    pub(crate) fn raw(bytes: impl Into<Vec<u8>>) -> Self {
        let bytes = bytes.into();
        Self::act(move |stream| {
            let _ = stream.write_all(&bytes);
        })
    }

    pub(crate) fn act(act: impl FnOnce(&mut dyn ReadWrite) + Send + 'static) -> Self {
        Self::Act(Box::new(act))
    }

    /// No answer, until the client goes away.
    pub(crate) fn silence() -> Self {
        Self::act(wait_for_end)
    }
}

/// Reads until the client goes away.
pub(crate) fn wait_for_end(stream: &mut dyn ReadWrite) {
    let _ = std::io::copy(stream, &mut std::io::sink());
}

type Handler = Arc<dyn Fn(&Request) -> Reply + Send + Sync>;

/// How the bytes of a connection are wrapped.
type Wrap = Arc<dyn Fn(TcpStream) -> Option<Box<dyn ReadWrite>> + Send + Sync>;

/// A node that listens until it is dropped.
pub(crate) struct MockNode {
    address: SocketAddr,
    scheme: &'static str,
    requests: Arc<Mutex<Vec<Request>>>,
    arrivals: mpsc::Receiver<Request>,
    stopping: Arc<AtomicBool>,
    thread: Option<JoinHandle<()>>,
}

impl MockNode {
    /// A node on a free port of 127.0.0.1.
    pub(crate) fn start(handler: impl Fn(&Request) -> Reply + Send + Sync + 'static) -> Self {
        Self::start_at("127.0.0.1:0", handler)
    }

    /// A node on the port of one that was stopped.
    pub(crate) fn start_at(
        address: &str,
        handler: impl Fn(&Request) -> Reply + Send + Sync + 'static,
    ) -> Self {
        let plain: Wrap = Arc::new(|stream| Some(Box::new(stream)));
        Self::listen(address, "http", plain, Arc::new(handler))
    }

    /// A node that speaks https.
    pub(crate) fn start_tls(
        config: Arc<rustls::ServerConfig>,
        handler: impl Fn(&Request) -> Reply + Send + Sync + 'static,
    ) -> Self {
        let tls: Wrap = Arc::new(move |stream| {
            let connection = rustls::ServerConnection::new(Arc::clone(&config)).ok()?;
            Some(Box::new(rustls::StreamOwned::new(connection, stream)))
        });
        Self::listen("127.0.0.1:0", "https", tls, Arc::new(handler))
    }

    fn listen(address: &str, scheme: &'static str, wrap: Wrap, handler: Handler) -> Self {
        let listener = TcpListener::bind(address).expect("a free port");
        let address = listener.local_addr().expect("an address");
        let stopping = Arc::new(AtomicBool::new(false));
        let requests = Arc::new(Mutex::new(Vec::new()));
        let (arrived, arrivals) = mpsc::channel();
        let thread = {
            let (stopping, requests) = (Arc::clone(&stopping), Arc::clone(&requests));
            std::thread::spawn(move || {
                for stream in listener.incoming().flatten() {
                    if stopping.load(Ordering::SeqCst) {
                        return;
                    }
                    let (wrap, handler) = (Arc::clone(&wrap), Arc::clone(&handler));
                    let (requests, arrived) = (Arc::clone(&requests), arrived.clone());
                    std::thread::spawn(move || {
                        let Some(mut stream) = wrap(stream) else {
                            return;
                        };
                        let Some(request) = read_request(stream.as_mut()) else {
                            return;
                        };
                        requests.lock().unwrap().push(request.clone());
                        let reply = handler(&request);
                        let _ = arrived.send(request);
                        answer(stream.as_mut(), reply);
                    });
                }
            })
        };
        Self {
            address,
            scheme,
            requests,
            arrivals,
            stopping,
            thread: Some(thread),
        }
    }

    pub(crate) fn url(&self) -> String {
        format!("{}://{}", self.scheme, self.address)
    }

    pub(crate) fn port(&self) -> u16 {
        self.address.port()
    }

    /// Every request so far.
    pub(crate) fn requests(&self) -> Vec<Request> {
        self.requests.lock().unwrap().clone()
    }

    /// The paths asked for so far.
    pub(crate) fn paths(&self) -> Vec<String> {
        self.requests()
            .into_iter()
            .map(|request| request.path)
            .collect()
    }

    /// Waits for the next request.
    pub(crate) fn next_request(&self) -> Request {
        self.arrivals
            .recv_timeout(std::time::Duration::from_secs(30))
            .expect("a request")
    }

    /// Stops listening; its port is refused from now on.
    pub(crate) fn stop(self) -> String {
        self.address.to_string()
    }
}

impl Drop for MockNode {
    fn drop(&mut self) {
        self.stopping.store(true, Ordering::SeqCst);
        let _ = TcpStream::connect(self.address);
        if let Some(thread) = self.thread.take() {
            let _ = thread.join();
        }
    }
}

fn read_request(stream: &mut dyn ReadWrite) -> Option<Request> {
    let mut reader = BufReader::new(stream);
    let mut line = String::new();
    reader.read_line(&mut line).ok()?;
    let mut words = line.split_whitespace().map(str::to_owned);
    let (method, target) = (words.next()?, words.next()?);
    let (path, query) = target.split_once('?').unwrap_or((&target, ""));
    let mut headers = Vec::new();
    loop {
        let mut line = String::new();
        reader.read_line(&mut line).ok()?;
        match line.trim_end().split_once(": ") {
            Some((name, value)) => headers.push((name.to_lowercase(), value.to_owned())),
            None => break,
        }
    }
    let length = headers
        .iter()
        .find(|(name, _)| name == "content-length")
        .map_or(0, |(_, value)| value.parse().expect("a length"));
    let mut body = vec![0; length];
    reader.read_exact(&mut body).ok()?;
    Some(Request {
        method,
        path: path.to_owned(),
        query: query.to_owned(),
        headers,
        body: String::from_utf8(body).expect("a body of text"),
    })
}

fn answer(stream: &mut dyn ReadWrite, reply: Reply) {
    let (status, headers, body) = match reply {
        Reply::Body(status, body) => (status, Vec::new(), body),
        Reply::Headers(status, headers, body) => (status, headers, body),
        Reply::Act(act) => {
            act(stream);
            let _ = stream.flush();
            return;
        }
    };
    let mut head = format!(
        "HTTP/1.1 {status} Whatever\r\ncontent-length: {}\r\nconnection: close\r\n",
        body.len()
    );
    for (name, value) in headers {
        head.push_str(&format!("{name}: {value}\r\n"));
    }
    head.push_str("\r\n");
    let _ = stream.write_all(head.as_bytes());
    let _ = stream.write_all(&body);
    let _ = stream.flush();
}

/// A message as nodes show it, `age` seconds old.
pub(crate) fn message(type_id: u8, age: u64, fields: Value) -> Value {
    let name = match type_id {
        0x01 => "NODE_STATUS",
        0x02 => "MINER_MESSAGE",
        0x03 => "POOL_ANNOUNCE",
        0x10 => "EMERGENCY",
        0x20 => "TRANSITION_SIGNAL",
        _ => "UNKNOWN",
    };
    let mut message = json!({
        "type": name,
        "type_id": type_id,
        "timestamp": NOW - age,
        "age": age + 1,
        "flags": {"signed": true, "broadcast": true, "persistent": true},
        "verified": true,
        "signing_id": "8a2f6c1d3b4e5f60718293a4b5c6d7e8f9010203",
        "protocol_authority": false,
    });
    for (name, value) in fields.as_object().expect("fields") {
        message[name] = value.clone();
    }
    message
}

pub(crate) const MINER: &str = "LVmkJd4Qm6vZ6vQeqEhSMMtCQX8oqZ3Fgk";

pub(crate) fn chat(age: u64, text: &str) -> Value {
    message(2, age, json!({"text": text, "sender": MINER}))
}

pub(crate) fn alert(age: u64, text: &str, verified: bool) -> Value {
    let fields = json!({"text": text, "sender": MINER, "verified": verified});
    message(0x10, age, fields)
}

pub(crate) fn status(age: u64) -> Value {
    let data = json!({"v": "36.0-0.09", "up": 3600, "hr": 1500000, "sc": 8640, "p": 5});
    let flags = json!({"signed": false, "broadcast": true, "persistent": false});
    let fields = json!({"data": data, "flags": flags, "verified": false, "sender": MINER});
    message(1, age, fields)
}

/// The transition signal of the maintainer.
pub(crate) fn signal(urgency: &str) -> Value {
    let data = json!({
        "from": "35", "to": "36", "msg": "Upgrade to V36", "urg": urgency,
        "url": "https://pool.example/v36"
    });
    message(
        0x20,
        500_000,
        json!({"data": data, "sender": "bootstrap", "protocol_authority": true}),
    )
}

/// The same as /version_signaling tells it.
pub(crate) fn version_signaling(urgency: &str, announcements: Value) -> Value {
    json!({
        "chain_height": 8640,
        "chain_length_required": 8640,
        "current_share_type": 35,
        "current_share_name": "PaddingBugfixShare",
        "target_version": 36,
        "sampling_signaling": 63.25,
        "transition_progress": 63.25,
        "show_transition": true,
        "thresholds": {"accept": 60, "activate": 95},
        "status": "signaling_strong",
        "message": "Strong V36 signaling: 63.2% in sampling window",
        "transition_message": {
            "msg": "Upgrade to V36", "url": "https://pool.example/v36", "urgency": urgency,
            "from_ver": "35", "to_ver": "36", "timestamp": NOW - 500_000, "verified": true,
            "authority": true
        },
        "authority_announcements": announcements
    })
}

fn limited(messages: &[Value], types: Option<u8>) -> Vec<Value> {
    let wanted = |message: &&Value| types.is_none_or(|wanted| message["type_id"] == wanted);
    messages.iter().filter(wanted).cloned().collect()
}

fn registry(signing_id: &str, revoked: bool) -> Value {
    json!({
        MINER: {"current_key_index": u64::from(revoked), "keys": {
            signing_id: {"key_index": 0, "revoked": revoked, "first_seen": NOW as f64 - 5000.5}
        }}
    })
}

pub(crate) const KEY: &str = "8a2f6c1d3b4e5f60718293a4b5c6d7e8f9010203";

fn stats(messages: &[Value]) -> Value {
    json!({
        "total_messages": messages.len(), "unique_senders": 1, "senders": [MINER],
        "by_type": {"MINER_MESSAGE": messages.len()}, "oldest_timestamp": NOW - 9_000,
        "newest_timestamp": NOW - 60, "signed_count": messages.len(), "verified_count": 1,
        "known_signing_keys": 1, "key_registry": registry(KEY, false)
    })
}

/// A node that carries out the plan as its code spells it: `/share_messages_chat`, and HTTP 500 for
/// what lies below `/share_messages`.
pub(crate) fn plan(messages: Vec<Value>) -> impl Fn(&Request) -> Reply + Send + Sync {
    move |request| match request.path.as_str() {
        "/share_messages" => {
            json!({"messages": limited(&messages, None), "stats": stats(&messages)}).into()
        }
        "/share_messages_chat" => json!({"messages": limited(&messages, Some(2))}).into(),
        "/share_messages_alerts" => json!({"alerts": limited(&messages, Some(0x10))}).into(),
        "/share_message_stats" => stats(&messages).into(),
        "/signing_keys" => registry(KEY, false).into(),
        path if path.starts_with("/share_messages/") => Reply::Body(
            500,
            b"<html>TypeError: takes no arguments (1 given)</html>".to_vec(),
        ),
        _ => Reply::not_there(),
    }
}

/// p2pool-merged-v36 as deployed, with or without --enable-miner-messages.
pub(crate) fn msg(
    messages: Vec<Value>,
    enable_miner_messages: bool,
) -> impl Fn(&Request) -> Reply + Send + Sync {
    move |request| {
        let shown = |types: Option<u8>| -> Vec<Value> {
            let mut shown = limited(&messages, types);
            shown.retain(|message| enable_miner_messages || message["protocol_authority"] == true);
            shown
        };
        let of_miners = |types: u8| {
            if enable_miner_messages {
                limited(&messages, Some(types))
            } else {
                Vec::new()
            }
        };
        match request.path.as_str() {
            "/msg/config" => json!({
                "enable_miner_messages": enable_miner_messages,
                "authority_only": !enable_miner_messages
            })
            .into(),
            "/msg/recent" => json!(shown(None)).into(),
            "/msg/chat" => json!(of_miners(2)).into(),
            "/msg/announcements" => json!(of_miners(3)).into(),
            "/msg/alerts" => json!(shown(Some(0x10))).into(),
            "/msg/status" => json!(of_miners(1)).into(),
            "/msg/stats" => stats(&messages).into(),
            "/msg/bans" => json!({
                "signing_ids": [], "addresses": [], "keywords": [], "types": [], "type_names": []
            })
            .into(),
            "/web/best_share_hash" => Value::Null.into(),
            "/msg/diag" => json!({
                "blob_scan_count": 1, "last_blob_scan": NOW as f64 - 12.5,
                "scanned_dirs": [{"path": "/data/bootstrap_messages", "exists": true, "files": [
                    {"name": "v36.hex", "readable": true, "size": 612}
                ]}],
                "enable_miner_messages": enable_miner_messages
            })
            .into(),
            "/version_signaling" => version_signaling("recommended", json!([])).into(),
            _ => Reply::not_there(),
        }
    }
}

/// As [`msg`], with bans: a key, a word and chats.
pub(crate) fn banning(messages: Vec<Value>) -> impl Fn(&Request) -> Reply + Send + Sync {
    let node = msg(messages, true);
    move |request| match request.path.as_str() {
        "/msg/bans" => json!({
            "signing_ids": ["00ff"], "addresses": [], "keywords": ["scam"], "types": [2],
            "type_names": ["MINER_MESSAGE"]
        })
        .into(),
        _ => node(request),
    }
}

/// What c2pool answers for any path that it does not know, with HTTP 200.
pub(crate) fn c2pool_info() -> Value {
    json!({
        "version": "c2pool/1.0.0", "protocolversion": 70015, "blocks": 2800000, "connections": 3,
        "difficulty": 1.5, "poolhashps": 1e12, "errors": ""
    })
}

/// c2pool.
pub(crate) fn c2pool(announcements: Value) -> impl Fn(&Request) -> Reply + Send + Sync {
    move |request| match request.path.as_str() {
        "/version_signaling" => version_signaling("required", announcements.clone()).into(),
        "/local_stats" => json!({
            "version": "c2pool/1.0.0", "peers": {"incoming": 0, "outgoing": 4},
            "miner_hash_rates": {MINER: 2.5e9}, "uptime": 120
        })
        .into(),
        "/uptime" => json!(120).into(),
        _ => c2pool_info().into(),
    }
}
