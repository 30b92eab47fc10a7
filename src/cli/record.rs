//! Records of the input: read, judged one after the other, and printed.

use std::sync::Arc;

use crate::api::write::{
    AcceptedByJson, DecodedMessageJson, RecordErrorJson, RecordJson, RecordKind, ShareJson, Source,
    VerdictJson,
};
use crate::cli::content::words;
use crate::cli::error::{CliError, Outcome};
use crate::cli::input::{Block, InputArgs};
use crate::cli::lines::{Broken, Found, LineReader};
use crate::cli::output::{Output, Text, Unit, styles};
use crate::cli::settings::Settings;
use crate::core::address::Addresses;
use crate::core::commitment::Commitment;
use crate::core::decode::{Carrier, decode};
use crate::core::envelope::Authority;
use crate::core::hash::{PowHash, ShareHash};
use crate::core::network::Network;
use crate::core::payload::PayloadView;
use crate::core::record::{Archived, Form, Line, decode_hex};
use crate::core::registry::{KeyRegistry, SignatureStatus};
use crate::core::share::Share;
use crate::core::verification::Claim;

/// Makes records of lines. What it finds depends on nothing but the line, so each thread can have its
/// own.
pub struct RecordReader {
    lines: LineReader,
    addresses: Addresses,
}

/// A record whose messages nobody has judged yet.
pub struct Unjudged {
    /// What it is, without its messages.
    pub record: RecordJson,
    /// What a share's proof of work depends on.
    pub proof: Option<Proof>,
    messages: Option<Carried>,
}

/// What the proof of work of a share depends on.
pub struct Proof {
    /// The steps to the hash of the header.
    pub commitment: Commitment,
    /// What the hash of the header must meet.
    pub claim: Claim,
    /// That hash, once somebody has computed it.
    pub pow_hash: Option<PowHash>,
}

impl Proof {
    fn new(share: &Share<'_>, commitment: &Commitment) -> Self {
        Self {
            commitment: *commitment,
            claim: Claim::of(share),
            pow_hash: None,
        }
    }
}

/// message_data and whose it is.
struct Carried {
    message_data: Vec<u8>,
    address: Option<Arc<str>>,
    share_hash: Option<ShareHash>,
}

impl RecordReader {
    /// A reader of lines of `form`; `with_messages` passes over what has no message_data.
    pub fn new(network: &'static Network, form: Form, with_messages: bool) -> Self {
        Self {
            lines: LineReader::new(network, form, with_messages),
            addresses: Addresses::new(network),
        }
    }

    /// The records of `block`, in order; what is passed over has none.
    pub fn read(&mut self, block: &Block) -> Vec<Unjudged> {
        let mut records = Vec::new();
        self.lines.read(block, |number, found| {
            records.extend(record(found, source(block, number), &mut self.addresses));
        });
        records
    }

    /// The record of line `number` of `block`.
    pub fn read_one(&mut self, block: &Block, number: u64) -> Option<Unjudged> {
        let mut read = None;
        self.lines.read_one(block, number, |number, found| {
            read = record(found, source(block, number), &mut self.addresses);
        });
        read
    }

    /// The lines of `block` that hold something, with the proof of work of the share in each and
    /// whether the share says nothing; `None` for what is no share or cannot be read. Less work than
    /// [`read`](Self::read).
    pub fn proofs(&mut self, block: &Block) -> Vec<(u64, Option<(Proof, bool)>)> {
        let mut proofs = Vec::new();
        self.lines.read(block, |number, found| {
            let proof = match found {
                Found::Share(share, commitment) => {
                    let is_silent = share.message_data.is_empty();
                    Some((Proof::new(share, commitment), is_silent))
                }
                _ => None,
            };
            proofs.push((number, proof));
        });
        proofs
    }
}

fn source(block: &Block, number: u64) -> Source {
    Source {
        name: Arc::clone(&block.name),
        line: number,
    }
}

/// The record of what was found in a line.
fn record(found: Found<'_>, source: Source, addresses: &mut Addresses) -> Option<Unjudged> {
    match found {
        Found::Share(share, commitment) => Some(share_record(share, commitment, source, addresses)),
        Found::Other(Line::Verified(hash)) => Some(Unjudged::bare(RecordJson {
            verified_hash: Some(hash),
            ..RecordJson::new(source, RecordKind::Verified)
        })),
        Found::Other(Line::MessageData(hex)) => message_data_record(&hex, None, None, source),
        Found::Other(Line::Archived(Archived {
            share_hash,
            address,
            message_data_hex,
        })) => {
            let hex = message_data_hex.trim().as_bytes();
            message_data_record(hex, address.map(Arc::from), share_hash, source)
        }
        Found::Other(Line::Nothing | Line::Share(_) | Line::Contents { .. }) => None,
        Found::Broken(broken) => Some(broken_record(&broken, source)),
    }
}

fn share_record(
    share: &Share<'_>,
    commitment: &Commitment,
    source: Source,
    addresses: &mut Addresses,
) -> Unjudged {
    let payout = share.share_info.share_data.payout;
    let address = payout.address_among(addresses);
    let messages = (!share.message_data.is_empty()).then(|| Carried {
        message_data: share.message_data.to_vec(),
        address: address.clone(),
        share_hash: Some(commitment.share_hash),
    });
    let mut record = RecordJson::new(source, RecordKind::Share);
    record.share = Some(Box::new(ShareJson::new(share, commitment, address)));
    Unjudged {
        record,
        proof: Some(Proof::new(share, commitment)),
        messages,
    }
}

/// message_data on its own, and what is known of the share it came in.
fn message_data_record(
    hex: &[u8],
    address: Option<Arc<str>>,
    share_hash: Option<ShareHash>,
    source: Source,
) -> Option<Unjudged> {
    let mut message_data = Vec::new();
    if let Err(error) = decode_hex(hex, &mut message_data) {
        return Some(broken_record(&error.into(), source));
    }
    (!message_data.is_empty()).then(|| Unjudged {
        record: RecordJson::new(source, RecordKind::MessageData),
        proof: None,
        messages: Some(Carried {
            message_data,
            address,
            share_hash,
        }),
    })
}

impl Unjudged {
    /// A record without messages.
    fn bare(record: RecordJson) -> Self {
        Self {
            record,
            proof: None,
            messages: None,
        }
    }
}

/// Judges the messages of records one after the other, by the announcements seen so far.
pub struct Judge {
    authorities: Vec<Authority>,
    registry: KeyRegistry,
    now: u64,
}

impl Judge {
    /// A judge who has seen no announcement.
    pub fn new(settings: &Settings, authorities: Vec<Authority>) -> Self {
        Self {
            authorities,
            registry: KeyRegistry::default(),
            now: settings.now(),
        }
    }

    /// Adds to a record what its messages say.
    pub fn judge(&mut self, unjudged: Unjudged) -> RecordJson {
        let Some(carried) = unjudged.messages else {
            return unjudged.record;
        };
        let carrier = Carrier {
            address: carried.address.as_deref(),
            share_hash: carried.share_hash,
            orphaned: false,
        };
        let data = &carried.message_data;
        let decoded = decode(
            data,
            carrier,
            &self.authorities,
            &mut self.registry,
            self.now,
        );
        unjudged
            .record
            .with_messages(data, &decoded, carried.share_hash, self.now)
    }
}

/// Decodes every record of the inputs in order and hands it to `show`, which says what it means for
/// the exit code. An input that cannot be read is reported, and the others are read.
///
/// # Errors
/// Wrong use of the input options; stdout cannot be written.
pub fn decode_all(
    input: &InputArgs,
    authorities: Vec<Authority>,
    with_messages: bool,
    settings: &Settings,
    out: &mut Output,
    mut show: impl FnMut(RecordJson, &mut Output) -> Result<Outcome, CliError>,
) -> Result<Outcome, CliError> {
    let mut inputs = input.open(settings)?;
    let mut reader = RecordReader::new(settings.network(), inputs.form(), with_messages);
    let mut judge = Judge::new(settings, authorities);
    let mut outcome = Outcome::Done;
    let mut block = Block::default();
    let mut progress = out.progress("decoding", inputs.total_bytes(), Unit::Bytes);
    loop {
        match inputs.next_block(&mut block) {
            Ok(true) => {}
            Ok(false) => return Ok(outcome),
            Err(error) => {
                out.flush()?;
                out.error(&error);
                outcome = outcome.worst(Outcome::Failed);
                continue;
            }
        }
        for unjudged in reader.read(&block) {
            outcome = outcome.worst(show(judge.judge(unjudged), out)?);
        }
        out.flush()?;
        progress.advance(u64::try_from(block.size()).unwrap_or(u64::MAX));
    }
}

fn broken_record(broken: &Broken, source: Source) -> Unjudged {
    Unjudged::bare(RecordJson {
        error: Some(RecordErrorJson {
            code: broken.code(),
            message: broken.to_string(),
            offset: broken.offset(),
        }),
        ..RecordJson::new(source, RecordKind::Error)
    })
}

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
    let malformed = record.problems.iter().any(|problem| problem.malformed);
    if record.error.is_some() || malformed {
        return Outcome::Malformed;
    }
    Outcome::Done
}

/// Prints a record for a person.
///
/// # Errors
/// stdout cannot be written.
pub fn print(record: &RecordJson, out: &mut Output) -> Result<(), CliError> {
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
    let sealed = record
        .envelope
        .as_ref()
        .is_some_and(|envelope| envelope.authority.is_some());
    for (number, message) in (1..).zip(&record.messages) {
        out.line(message_line(number, message, record.share.as_deref(), out))?;
        out.line(format!("     {}", content(message, sealed)))?;
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
        Some(sender) if share.is_none_or(|share| share.address.as_deref() != Some(sender)) => {
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

fn content(decoded: &DecodedMessageJson, sealed: bool) -> String {
    let message = &decoded.message;
    let payload = match (&message.text, &message.data, &message.raw) {
        (Some(text), _, _) => PayloadView::Text(text.clone()),
        (None, Some(data), _) => PayloadView::Data(data.clone()),
        (None, None, raw) => PayloadView::Raw(raw.clone().unwrap_or_default()),
    };
    words(payload, sealed)
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
