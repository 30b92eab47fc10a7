//! Messages as nodes answer them. PROTOCOL: section 7.

use serde_json::{Map, Value};

use super::super::lenient::Fields;
use super::author::authority_name;
use super::{FlagsJson, MessageJson};
use crate::core::key::SigningPubkey;
use crate::core::message::MsgType;
use crate::core::message::payload::{self, PayloadView};

impl MessageJson {
    /// Reads a message (M, or an authority's announcement of c2pool) at `now` (Unix seconds).
    ///
    /// Returns `None` if the value names no type.
    pub fn read(value: &Value, now: u64) -> Option<Self> {
        let fields = Fields(value.as_object()?);
        let msg_type = msg_type(&fields)?;
        let authority = fields.flag("protocol_authority") || fields.flag("authority");
        let mut message = Self {
            flags: fields.object("flags").map(|flags| FlagsJson {
                signed: flags.flag("signed"),
                broadcast: flags.flag("broadcast"),
                persistent: flags.flag("persistent"),
            }),
            verified: fields.flag("verified"),
            protocol_authority: authority,
            signing_id: fields.text("signing_id").or_else(|| signer(&fields)),
            text: fields.text("text"),
            data: fields.get("data").cloned(),
            raw: fields.text("raw"),
            urgency: fields.text("urgency"),
            url: fields.text("url"),
            sender: fields.text("sender"),
            authority: fields.text("authority"),
            carrier: fields.text("carrier"),
            share_hash: fields.text("share_hash"),
            ..Self::bare(msg_type, fields.number("timestamp"), now)
        };
        if let Some(name) = fields.text("type") {
            message.type_name = name;
        }
        if message.text.is_none() && message.data.is_none() && message.raw.is_none() {
            // An empty text is the payload of an empty message.
            let text = fields.get("text").and_then(Value::as_str);
            message.text = text.map(str::to_owned);
        }
        message.parse_raw();
        if message.type_id.is_none() {
            message.age = message.age.or_else(|| fields.signed("age"));
        }
        if authority {
            message.take_authority_fields();
        }
        message.attribute();
        Some(message)
    }

    /// Reads the transition_message of `/version_signaling`, at `now` (Unix seconds).
    ///
    /// Returns `None` if the value is not an object.
    pub fn read_transition(value: &Value, now: u64) -> Option<Self> {
        let fields = Fields(value.as_object()?);
        let mut data = Map::new();
        for (name, field) in [("from", "from_ver"), ("to", "to_ver"), ("msg", "msg")] {
            if let Some(value) = fields.get(field) {
                data.insert(name.to_owned(), value.clone());
            }
        }
        for (name, field) in [("urg", "urgency"), ("url", "url")] {
            if let Some(text) = fields.text(field) {
                data.insert(name.to_owned(), text.into());
            }
        }
        let mut message = Self {
            verified: fields.flag("verified"),
            protocol_authority: fields.flag("authority"),
            signing_id: signer(&fields),
            data: Some(data.into()),
            ..Self::bare(
                Some(MsgType::TRANSITION_SIGNAL),
                fields.number("timestamp"),
                now,
            )
        };
        message.take_authority_fields();
        message.attribute();
        Some(message)
    }

    /// Turns c2pool's statement about a signature into a claim, unless the node has checked the
    /// message and p2msg knows the key.
    ///
    /// c2pool sets `verified` for messages from files without a signature check. A `signer` is there
    /// only for messages from shares. `is_walked` is true if p2msg has read the shares of the node
    /// and checked their signatures: any other message is not from a share.
    #[must_use]
    pub fn as_claim(mut self, is_walked: bool) -> Self {
        let signer = self.signing_id.as_deref();
        let is_known = signer.and_then(authority_name).is_some();
        if is_walked || !is_known {
            self.claimed_verified = Some(self.verified);
            self.verified = false;
            self.protocol_authority = false;
        }
        self
    }

    /// Parses the raw payload of a JSON type: nodes show types that they do not know as hex, such as
    /// FEATURED_NODE at p2pool-merged-v36.
    fn parse_raw(&mut self) {
        let Some(msg_type) = self.msg_type() else {
            return;
        };
        let payload = self.raw.as_deref().and_then(|raw| hex::decode(raw).ok());
        let Some(payload) = payload.filter(|_| self.data.is_none() && self.text.is_none()) else {
            return;
        };
        if let PayloadView::Data(data) = payload::view(msg_type, &payload) {
            self.data = Some(data);
            self.raw = None;
            self.type_name = msg_type.name().into_owned();
        }
    }

    /// Moves `msg`, `urg` and `url` out of an authority's payload.
    ///
    /// Authorities write JSON in text types too. c2pool answers these fields separately.
    pub(super) fn take_authority_fields(&mut self) {
        let data = match (&self.data, &self.text) {
            (Some(Value::Object(data)), _) => Some(data.clone()),
            (None, Some(text)) => serde_json::from_str(text).ok(),
            _ => None,
        };
        let Some(data) = data else {
            return;
        };
        let fields = Fields(&data);
        let either = |short, long| fields.text(short).or_else(|| fields.text(long));
        if self.text.is_some()
            && let Some(text) = either("msg", "text")
        {
            self.text = Some(text);
        }
        self.urgency = self.urgency.take().or_else(|| either("urg", "urgency"));
        self.url = self.url.take().or_else(|| fields.text("url"));
    }
}

/// The signing_id of the public key that c2pool names as the signer; other text unchanged.
fn signer(fields: &Fields<'_>) -> Option<String> {
    let signer = fields.text("signer")?;
    let pubkey: Result<SigningPubkey, _> = signer.parse();
    Some(pubkey.map_or(signer, |pubkey| pubkey.signing_id().to_string()))
}

/// The type of a message: `Some(None)` for an unknown name, `None` without a type.
fn msg_type(fields: &Fields<'_>) -> Option<Option<MsgType>> {
    let number = fields.number("type_id").or_else(|| fields.number("type"));
    let by_number = number.and_then(|byte| u8::try_from(byte).ok()).map(MsgType);
    let name = fields.text("type");
    let by_name = || name.as_deref().and_then(|name| name.parse().ok());
    match by_number.or_else(by_name) {
        Some(known) => Some(Some(known)),
        None => name.map(|_| None),
    }
}
