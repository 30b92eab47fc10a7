//! The Python release node (p2pool-merged-v36), with its limits and its faults.

use std::sync::{Arc, Mutex};

use p2msg::core::key::SignatureCheck;
use p2msg::core::message::MsgType;
use p2msg::core::message::envelope::{Authority, Envelope, KNOWN_AUTHORITIES};
use serde_json::{Value, json};

use crate::support::mined::Mined;
use crate::support::mock::{MockNode, Reply, Request, message};
use crate::support::place::NOW;

/// The age after which it drops messages: CHAIN_LENGTH * SHARE_PERIOD of litecoin.
const MAX_AGE: u64 = 36 * 3_600;

/// The Date header of its answers at [`NOW`].
const DATE: &str = "Sat, 10 Feb 2024 16:00:00 GMT";

/// A share that it has.
#[derive(Debug, Clone)]
struct Share {
    hash: String,
    parent: Option<String>,
    raw: Vec<u8>,
    message_data: Vec<u8>,
}

#[derive(Debug)]
struct Inside {
    enable_miner_messages: bool,
    /// What its store holds, the newest first. Messages of shares that arrive later never get there.
    messages: Vec<Value>,
    /// The oldest first.
    shares: Vec<Share>,
    banned_keywords: Vec<String>,
    /// Whose envelopes it opens.
    authorities: Vec<Authority>,
    rejects_signatures: bool,
    now: u64,
}

/// A release node whose state a test can change while it runs.
#[derive(Debug, Clone)]
pub(crate) struct Release(Arc<Mutex<Inside>>);

impl Release {
    /// With these messages in its store, the newest first.
    pub(crate) fn new(messages: Vec<Value>) -> Self {
        Self(Arc::new(Mutex::new(Inside {
            enable_miner_messages: true,
            messages,
            shares: Vec::new(),
            banned_keywords: Vec::new(),
            authorities: KNOWN_AUTHORITIES.to_vec(),
            rejects_signatures: false,
            now: NOW,
        })))
    }

    /// Started without --enable-miner-messages.
    pub(crate) fn authority_only(self) -> Self {
        self.0.lock().unwrap().enable_miner_messages = false;
        self
    }

    /// It opens the envelopes of this authority, too.
    pub(crate) fn trusting(self, pubkey: &str) -> Self {
        let authority = Authority::custom(pubkey.parse().expect("a public key"));
        self.0.lock().unwrap().authorities.push(authority);
        self
    }

    /// No signature is valid for it, as one with a high S for coincurve.
    pub(crate) fn rejecting_signatures(self) -> Self {
        self.0.lock().unwrap().rejects_signatures = true;
        self
    }

    /// Its clock, Unix seconds.
    pub(crate) fn at(self, now: u64) -> Self {
        self.0.lock().unwrap().now = now;
        self
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

    /// Its answer.
    pub(crate) fn reply(&self, request: &Request) -> Reply {
        self.0.lock().unwrap().reply(request)
    }

    /// The hashes of its shares, the oldest first.
    pub(crate) fn hashes(&self) -> Vec<String> {
        let shares = &self.0.lock().unwrap().shares;
        shares.iter().map(|share| share.hash.clone()).collect()
    }

    /// Puts a share on top of its chain; its messages do not get into the store.
    pub(crate) fn push_share(&self, mined: &Mined, message_data: &[u8]) {
        let shares = &mut self.0.lock().unwrap().shares;
        let parent = shares.last().map(|share: &Share| share.hash.clone());
        shares.push(Share {
            hash: mined.share_hash.to_string(),
            parent,
            raw: mined.raw.clone(),
            message_data: message_data.to_vec(),
        });
    }
}

/// An answer of twisted, with its clock.
fn answer(body: impl Into<Vec<u8>>, content_type: &str) -> Reply {
    let headers = vec![
        ("server", "TwistedWeb/20.3.0".to_owned()),
        ("date", DATE.to_owned()),
        ("content-type", content_type.to_owned()),
    ];
    Reply::Headers(200, headers, body.into())
}

fn json_answer(value: &Value) -> Reply {
    answer(value.to_string(), "application/json")
}

/// The first value of a parameter.
fn parameter<'a>(request: &'a Request, name: &str) -> Option<&'a str> {
    let mut pairs = request
        .query
        .split('&')
        .filter_map(|pair| pair.split_once('='));
    pairs.find_map(|(key, value)| (key == name).then_some(value))
}

impl Inside {
    fn reply(&mut self, request: &Request) -> Reply {
        if request.method == "POST" {
            return self.post(request);
        }
        let path = request.path.as_str();
        if let Some(hash) = path.strip_prefix("/web/share_data/") {
            let raw = self.share(hash).map(|share| share.raw.clone());
            return answer(raw.unwrap_or_default(), "application/octet-stream");
        }
        if let Some(hash) = path.strip_prefix("/web/share/") {
            return json_answer(&self.web_share(hash));
        }
        let list = |kind, default, most| json_answer(&self.list(request, kind, default, most));
        match path {
            "/msg/config" => json_answer(&json!({
                "enable_miner_messages": self.enable_miner_messages,
                "authority_only": !self.enable_miner_messages
            })),
            "/msg/recent" => list(None, 20, 200),
            "/msg/chat" => list(Some(MsgType::MINER_MESSAGE), 50, 200),
            "/msg/announcements" => list(Some(MsgType::POOL_ANNOUNCE), 10, 50),
            "/msg/alerts" => list(Some(MsgType::EMERGENCY), 5, 20),
            "/msg/status" => list(Some(MsgType::NODE_STATUS), 20, 100),
            "/msg/stats" => json_answer(&json!({
                "total_messages": self.messages.len(), "unique_senders": 1, "senders": [],
                "by_type": {}, "oldest_timestamp": NOW - 9_000, "newest_timestamp": NOW - 60,
                "signed_count": 0, "verified_count": 0, "known_signing_keys": 0,
                "key_registry": {}
            })),
            "/msg/bans" => json_answer(&json!({
                "signing_ids": [], "addresses": [], "keywords": self.banned_keywords,
                "types": [], "type_names": []
            })),
            "/msg/diag" => json_answer(&json!({"error": "internal error"})),
            "/web/best_share_hash" => {
                let best = self.shares.last().map(|share| share.hash.as_str());
                json_answer(&json!(best))
            }
            "/local_stats" => json_answer(&json!({
                "version": "v36-0.09", "uptime": 120.5, "peers": {"incoming": 1, "outgoing": 2},
                "miner_hash_rates": {}
            })),
            "/uptime" => json_answer(&json!(120.5)),
            _ => Reply::not_there(),
        }
    }

    fn post(&mut self, request: &Request) -> Reply {
        let body = request.json();
        match request.path.as_str() {
            "/msg/load_blob" => {
                let loaded = self.load_blob(body["blob_hex"].as_str().unwrap_or_default());
                json_answer(&json!({"ok": true, "loaded": loaded}))
            }
            // An empty keyword too.
            "/msg/ban" => {
                let keyword = body["keyword"].as_str().unwrap_or_default().to_owned();
                let action = format!("banned keyword: {keyword}");
                self.banned_keywords.push(keyword);
                json_answer(&json!({"ok": true, "actions": [action]}))
            }
            _ => Reply::not_there(),
        }
    }

    /// The number of messages that it took. It counts messages whose signature does not hold too.
    fn load_blob(&mut self, hex: &str) -> usize {
        let bytes = hex::decode(hex).unwrap_or_default();
        let envelope = Envelope::read(&bytes, &self.authorities);
        let Some(authority) = envelope.authority() else {
            return 0;
        };
        let mut loaded = 0;
        for read in &envelope.messages {
            let inner = &read.message;
            let timestamp = u64::from(inner.timestamp);
            let is_signal = inner.msg_type == MsgType::TRANSITION_SIGNAL;
            // It replaces 0 with its clock before it checks the signature.
            let shown_timestamp = if timestamp == 0 { self.now } else { timestamp };
            if !is_signal && self.now.saturating_sub(shown_timestamp) > MAX_AGE {
                continue;
            }
            let check = authority
                .pubkey
                .verify(inner.message_hash(), &inner.signature);
            let verified =
                timestamp != 0 && check != SignatureCheck::Invalid && !self.rejects_signatures;
            let payload = String::from_utf8_lossy(&inner.payload).into_owned();
            let content = match serde_json::from_str::<Value>(&payload) {
                Ok(data) if is_signal => json!({"data": data}),
                _ => json!({"text": payload}),
            };
            let mut shown = message(inner.msg_type.0, 0, content);
            shown["timestamp"] = json!(shown_timestamp);
            shown["verified"] = json!(verified);
            shown["protocol_authority"] = json!(verified);
            shown["sender"] = json!("bootstrap");
            if !self.messages.contains(&shown) {
                self.messages.insert(0, shown);
                loaded += 1;
            }
        }
        loaded
    }

    /// The messages of a kind, cut without a word.
    fn list(&self, request: &Request, kind: Option<MsgType>, default: usize, most: usize) -> Value {
        let number = |name| parameter(request, name).and_then(|value| value.parse().ok());
        let limit = number("limit").unwrap_or(default).min(most);
        let is_chat = kind == Some(MsgType::MINER_MESSAGE);
        let only_verified = is_chat && parameter(request, "verified") != Some("0");
        let of_miners_only = is_chat || kind == Some(MsgType::NODE_STATUS);
        let shown = self.messages.iter().filter(|message| {
            let of_authority = message["protocol_authority"] == true;
            let text = message["text"].as_str().unwrap_or_default();
            let is_banned = |word: &String| text.contains(word.as_str());
            kind.is_none_or(|kind| message["type_id"] == kind.0)
                && (!only_verified || message["verified"] == true)
                && (self.enable_miner_messages || (of_authority && !of_miners_only))
                && (of_authority || !self.banned_keywords.iter().any(is_banned))
        });
        Value::Array(shown.take(limit).cloned().collect())
    }

    fn share(&self, hash: &str) -> Option<&Share> {
        self.shares.iter().find(|share| share.hash == hash)
    }

    fn web_share(&self, hash: &str) -> Value {
        let Some(share) = self.share(hash) else {
            return Value::Null;
        };
        json!({
            "parent": share.parent,
            "far_parent": null,
            "children": [],
            "type_name": "MergedMiningShare",
            "local": {"verified": true, "time_first_seen": NOW, "peer_first_received_from": null},
            "share_data": {"previous_share_hash": share.parent, "timestamp": NOW, "nonce": 1},
            "v36_metadata": {
                "message_data_hex": hex::encode(&share.message_data),
                "message_data_size": share.message_data.len(),
                "messages": null
            }
        })
    }
}
