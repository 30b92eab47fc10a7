//! Records of the input: decoded one after the other, and printed.

use crate::api::write::{
    AcceptedByJson, DecodedMessageJson, RecordErrorJson, RecordJson, RecordKind, ShareJson, Source,
    VerdictJson,
};
use crate::cli::error::{CliError, Outcome};
use crate::cli::input::Block;
use crate::cli::output::{Output, Text, styles};
use crate::cli::settings::Settings;
use crate::core::commitment::commit;
use crate::core::decode::{Carrier, decode};
use crate::core::envelope::Authority;
use crate::core::network::Network;
use crate::core::record::{Form, Line, LineError, decode_hex};
use crate::core::registry::{KeyRegistry, SignatureStatus};
use crate::core::share::{Share, ShareError};

/// What decoding carries from one record to the next.
pub struct Decoder {
    network: &'static Network,
    authorities: Vec<Authority>,
    registry: KeyRegistry,
    now: u64,
    form: Form,
    with_messages: bool,
    /// The bytes of the record, in a buffer that is used again.
    raw: Vec<u8>,
}

impl Decoder {
    /// A decoder that has seen no announcement; `with_messages` passes over what has none.
    pub fn new(
        settings: &Settings,
        authorities: Vec<Authority>,
        form: Form,
        with_messages: bool,
    ) -> Self {
        Self {
            network: settings.network(),
            authorities,
            registry: KeyRegistry::default(),
            now: settings.now(),
            form,
            with_messages,
            raw: Vec::new(),
        }
    }

    /// The record that line `number` of `block` holds, or `None` for one that is passed over.
    pub fn record(&mut self, block: &Block, number: u64, line: &[u8]) -> Option<RecordJson> {
        let source = || Source {
            name: block.name.to_string(),
            line: number,
        };
        if block.too_long {
            let message = "the line is too long for a share";
            return Some(error_record(source(), "line_too_long", message, None));
        }
        let line = match Line::read(line, self.form) {
            Ok(line) => line,
            Err(error) => return Some(line_error(source(), &error)),
        };
        match line {
            Line::Nothing => None,
            Line::Verified(hash) => (!self.with_messages).then(|| RecordJson {
                verified_hash: Some(hash),
                ..RecordJson::new(source(), RecordKind::Verified)
            }),
            Line::Share(hex) => self.share_record(&hex, None, source),
            Line::Contents { version, contents } => {
                self.share_record(&contents, Some(version), source)
            }
            Line::MessageData(hex) => self.message_data_record(&hex, Carrier::default(), source),
            Line::Archived(archived) => {
                let carrier = Carrier {
                    address: archived.address.as_deref(),
                    share_hash: archived.share_hash,
                };
                let hex = archived.message_data_hex.trim();
                self.message_data_record(hex.as_bytes(), carrier, source)
            }
        }
    }

    /// The record of a share: raw, or the contents of one of a version that is known.
    fn share_record(
        &mut self,
        hex: &[u8],
        version: Option<u64>,
        source: impl Fn() -> Source,
    ) -> Option<RecordJson> {
        if let Err(error) = decode_hex(hex, &mut self.raw) {
            return Some(line_error(source(), &error));
        }
        let read = match version {
            None => Share::read(&self.raw, self.network),
            Some(version) => Share::read_contents(version, &self.raw, self.network),
        };
        let share = match read {
            Ok(share) => share,
            Err(error) => return Some(share_error(source(), &error)),
        };
        if self.with_messages && share.message_data.is_empty() {
            return None;
        }
        let commitment = commit(&share, self.network);
        let mut record = RecordJson::new(source(), RecordKind::Share);
        record.share = Some(ShareJson::new(&share, &commitment, self.network));
        if share.message_data.is_empty() {
            return Some(record);
        }
        let address = share.address(self.network);
        let share_hash = Some(commitment.share_hash);
        let carrier = Carrier {
            address: address.as_deref(),
            share_hash,
        };
        let data = share.message_data;
        let decoded = decode(
            data,
            carrier,
            &self.authorities,
            &mut self.registry,
            self.now,
        );
        Some(record.with_messages(data, &decoded, share_hash, self.now))
    }

    /// The record of message_data on its own, of which `carrier` says what is known.
    fn message_data_record(
        &mut self,
        hex: &[u8],
        carrier: Carrier<'_>,
        source: impl Fn() -> Source,
    ) -> Option<RecordJson> {
        if let Err(error) = decode_hex(hex, &mut self.raw) {
            return Some(line_error(source(), &error));
        }
        if self.raw.is_empty() {
            return None;
        }
        let decoded = decode(
            &self.raw,
            carrier,
            &self.authorities,
            &mut self.registry,
            self.now,
        );
        let record = RecordJson::new(source(), RecordKind::MessageData);
        Some(record.with_messages(&self.raw, &decoded, carrier.share_hash, self.now))
    }
}

fn line_error(source: Source, error: &LineError) -> RecordJson {
    error_record(source, error.code(), &error.to_string(), None)
}

fn share_error(source: Source, error: &ShareError) -> RecordJson {
    error_record(source, error.code(), &error.to_string(), error.offset())
}

fn error_record(
    source: Source,
    code: &'static str,
    message: &str,
    offset: Option<usize>,
) -> RecordJson {
    RecordJson {
        error: Some(RecordErrorJson {
            code,
            message: message.to_owned(),
            offset,
        }),
        ..RecordJson::new(source, RecordKind::Error)
    }
}

/// Problems of messages that were read whole.
const READABLE: [&str; 4] = [
    "high_s",
    "future_timestamp",
    "not_by_authority",
    "signature_missing",
];

/// What a record means for the exit code.
pub fn outcome_of(record: &RecordJson) -> Outcome {
    let does_not_hold =
        |message: &DecodedMessageJson| message.signature_status == SignatureStatus::Invalid;
    let unsound = record
        .announcement
        .as_ref()
        .is_some_and(|announcement| !announcement.valid);
    if unsound || record.messages.iter().any(does_not_hold) {
        return Outcome::DoesNotHold;
    }
    let malformed = record
        .problems
        .iter()
        .any(|problem| !READABLE.contains(&problem.code));
    if record.error.is_some() || malformed {
        return Outcome::Malformed;
    }
    Outcome::Done
}

/// Prints a record, for a script (as schema `kind`) or for a person.
///
/// # Errors
/// stdout cannot be written.
pub fn print(kind: &str, record: &RecordJson, out: &mut Output) -> Result<(), CliError> {
    if out.json() {
        return out.record(kind, record);
    }
    out.line(heading(record, out))?;
    if let Some(error) = &record.error {
        let at = error
            .offset
            .map(|offset| format!("byte {offset}: "))
            .unwrap_or_default();
        return out
            .line(Text::from("  ").and_styled(styles::BAD, format!("{at}{}", error.message)));
    }
    if let Some(line) = envelope_line(record) {
        out.line(line)?;
    }
    for (number, message) in (1..).zip(&record.messages) {
        out.line(message_line(number, message, record.share.as_ref(), out))?;
        out.line(format!("     {}", content(message)))?;
    }
    if let Some(accepted_by) = &record.accepted_by {
        out.line(verdict_line(accepted_by))?;
    }
    for problem in &record.problems {
        let text = format!(
            "byte {}: {} ({})",
            problem.offset, problem.message, problem.code
        );
        out.line(Text::from("  problem at ").and_styled(styles::ODD, text))?;
    }
    Ok(())
}

fn heading(record: &RecordJson, out: &Output) -> Text {
    let place = format!("{}:{}", record.source.name, record.source.line);
    let what = match (record.kind, &record.share) {
        (RecordKind::Share, Some(share)) => format!(
            "share {} version {}, {}, {}",
            share.hash,
            share.version,
            share.address.as_deref().unwrap_or("no address"),
            out.when(u64::from(share.timestamp)),
        ),
        (RecordKind::Verified, _) => {
            let hash = record
                .verified_hash
                .map(|hash| hash.to_string())
                .unwrap_or_default();
            format!("share {hash} was verified by the node")
        }
        (RecordKind::Error, _) => "cannot be read".into(),
        _ => "message_data".into(),
    };
    Text::styled(styles::FAINT, place).and_styled(styles::HEADING, format!(" {what}"))
}

fn envelope_line(record: &RecordJson) -> Option<Text> {
    let envelope = record.envelope.as_ref()?;
    let format = match &envelope.authority {
        Some(authority) => format!("authority envelope of {}", authority.name),
        None => "plain envelope".into(),
    };
    let text = Text::from(format!(
        "  {format}, {} bytes, {} of {} messages read",
        envelope.bytes,
        record.messages.len(),
        envelope.msg_count.unwrap_or(0),
    ));
    Some(match &record.announcement {
        None => text,
        Some(announcement) => {
            let (style, sound) = if announcement.valid {
                (styles::GOOD, "sound")
            } else {
                (styles::BAD, "unsound")
            };
            text.and(format!(
                ", announces signing_id {} key_index {}: ",
                announcement.signing_id, announcement.key_index
            ))
            .and_styled(style, sound)
        }
    })
}

/// Whose it is stands there only where the share's own heading does not say so already.
fn message_line(
    number: usize,
    decoded: &DecodedMessageJson,
    share: Option<&ShareJson>,
    out: &Output,
) -> Text {
    let message = &decoded.message;
    let (style, status) = status_words(decoded.signature_status);
    let mut text = Text::from(format!("  {number}  "))
        .and_styled(styles::HEADING, message.type_name.clone())
        .and(format!("  {}  ", out.when(u64::from(message.timestamp))))
        .and_styled(style, status);
    if message.protocol_authority {
        text = text.and_styled(styles::GOOD, " by an authority");
    }
    if let Some(signing_id) = message.signing_id {
        text = text.and(format!("  signing_id {signing_id}"));
    }
    match &message.sender {
        Some(sender) if share.is_none_or(|share| share.address.as_ref() != Some(sender)) => {
            text.and(format!("  from {sender}"))
        }
        _ => text,
    }
}

/// A signature_status for people.
pub fn status_words(status: SignatureStatus) -> (anstyle::Style, &'static str) {
    match status {
        SignatureStatus::Valid => (styles::GOOD, "signature valid"),
        SignatureStatus::Invalid => (styles::BAD, "signature INVALID"),
        SignatureStatus::Unsigned => (styles::ODD, "unsigned"),
        SignatureStatus::UnknownKey => (styles::ODD, "signed by a key nobody announced"),
        SignatureStatus::Revoked => (styles::BAD, "signed with a REVOKED key"),
    }
}

fn content(decoded: &DecodedMessageJson) -> String {
    let message = &decoded.message;
    match (&message.text, &message.data, &message.raw) {
        (Some(text), _, _) => text.clone(),
        (None, Some(data), _) => data.to_string(),
        (None, None, raw) => raw.clone().unwrap_or_default(),
    }
}

/// Verdicts with the same reason stand together.
fn verdict_line(accepted_by: &AcceptedByJson) -> Text {
    let verdicts = [
        ("plan", &accepted_by.plan),
        ("v36-release", &accepted_by.v36_release),
        ("c2pool", &accepted_by.c2pool),
    ];
    let mut groups: Vec<(Vec<&str>, &VerdictJson)> = Vec::new();
    for (name, verdict) in verdicts {
        match groups.iter_mut().find(|(_, other)| *other == verdict) {
            Some((names, _)) => names.push(name),
            None => groups.push((vec![name], verdict)),
        }
    }
    let mut text = Text::from("  accepted by nodes of");
    for (names, verdict) in groups {
        text = text.and(format!("  {}: ", names.join(", ")));
        text = match &verdict.why {
            None => text.and_styled(styles::GOOD, "yes"),
            Some(why) => text.and_styled(styles::ODD, "no").and(format!(" ({why})")),
        };
    }
    text
}
