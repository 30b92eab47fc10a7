//! Records as `decode` and `verify` show them: JSON views made from core types, text, exit codes.

use std::sync::Arc;

use crate::cli::authors::{author_words, carrier_words};
use crate::cli::error::{CliError, FailureKind, Outcome, SKIPPED_FILE};
use crate::cli::input::{InputArgs, Inputs};
use crate::cli::output::{Output, Text, Unit, styles};
use crate::cli::payload_words::words;
use crate::cli::settings::Settings;
use crate::core::address::Addresses;
use crate::core::chain::registry::SignatureStatus;
use crate::core::message::decode::{Decoded, JudgedMessage};
use crate::core::message::envelope::Authority;
use crate::core::message::payload::PayloadView;
use crate::core::wire::Problem;
use crate::json::message::DecodedMessageJson;
use crate::json::record::{
    AcceptedByJson, ClaimsJson, RecordErrorJson, RecordJson, RecordKind, Source, VerdictJson,
};
use crate::json::share::ShareJson;
use crate::shares::{Broken, Carried, Content, MessageDecoder, Proof, Readability, Record};

/// The view of a record whose messages are not decoded yet.
pub struct Undecoded {
    /// The view, without messages.
    pub record: RecordJson,
    /// For a share: its proof of work, not hashed yet.
    pub proof: Option<Proof>,
    /// How far its line is readable.
    pub readability: Readability,
    carried: Option<Carried>,
}

impl Undecoded {
    /// The view of `record`; `None` for message_data that is empty.
    pub fn of(record: &Record<'_>, addresses: &mut Addresses) -> Option<Self> {
        let view = |kind| RecordJson::new(source(record), kind);
        let readability = record.readability();
        let carried = match record.message_data(addresses) {
            Ok(carried) => carried,
            Err(error) => return Some(Self::broken(&error.into(), record)),
        };
        let (record, proof) = match &record.content {
            Content::Share { share, commitment } => {
                let payout = share.share_info.share_data.payout;
                let address = payout.address_among(addresses);
                let mut view = view(RecordKind::Share);
                view.share = Some(Box::new(ShareJson::new(share, commitment, address)));
                (view, Some(Proof::new(share, commitment)))
            }
            Content::MessageData(_) => {
                carried.as_ref()?;
                (view(RecordKind::MessageData), None)
            }
            Content::Archived(archived) => {
                carried.as_ref()?;
                let mut view = view(RecordKind::MessageData);
                view.problems.extend(archived.problem());
                (view, None)
            }
            Content::Verified(share_hash) => {
                let mut view = view(RecordKind::Verified);
                view.verified_hash = Some(*share_hash);
                (view, None)
            }
            Content::Broken(broken) => return Some(Self::broken(broken, record)),
            Content::Unfinished => return None,
        };
        Some(Self {
            record,
            proof,
            readability,
            carried,
        })
    }

    fn broken(broken: &Broken, record: &Record<'_>) -> Self {
        let mut view = RecordJson::new(source(record), RecordKind::Error);
        view.error = Some(RecordErrorJson {
            code: broken.code().into(),
            message: broken.to_string(),
            offset: broken.offset(),
        });
        Self {
            record: view,
            proof: None,
            readability: record.readability(),
            carried: None,
        }
    }

    /// The view with its messages.
    pub fn decode(self, decoder: &mut MessageDecoder) -> RecordJson {
        let Some(carried) = self.carried else {
            return self.record;
        };
        let mut decoded = decoder.decode(&carried);
        // message_data alone has no place among other shares.
        let is_of_share = carried.share_hash.is_some() || carried.address.is_some();
        if is_of_share && !decoder.is_in_chain(&carried) && is_in_series(&self.record) {
            decoded.problems.extend(arrival_order(&decoded));
        }
        self.record.with_messages(
            &carried.message_data,
            &decoded,
            carried.share_hash,
            decoder.now(),
        )
    }
}

/// Whether the record came from an input that may be a whole store in any order.
fn is_in_series(record: &RecordJson) -> bool {
    &*record.source.name != "argument"
}

/// The problem of a share whose messages would perhaps be judged otherwise in chain order.
fn arrival_order(decoded: &Decoded) -> Option<Problem> {
    let depends_on_order = |judged: &JudgedMessage| {
        matches!(
            judged.status,
            SignatureStatus::Revoked | SignatureStatus::UnknownKey
        )
    };
    let depends = decoded.messages.iter().any(depends_on_order);
    depends.then(|| Problem {
        offset: 0,
        code: "arrival_order".into(),
        message: "keys are judged in the order of arrival, not in chain order: another line may \
                  announce the key, or revoke it later"
            .into(),
        malformed: false,
    })
}

fn source(record: &Record<'_>) -> Source {
    Source {
        name: Arc::clone(record.name),
        line: record.mark.is_none().then_some(record.line),
        key: record.key(),
        claims: record.claims().map(|claims| ClaimsJson {
            is_verified: claims.is_verified,
            pow_hash: claims.pow_hash,
        }),
    }
}

/// Decodes every record of the inputs in order and passes it to `show`, which returns its effect on
/// the exit code. Reports inputs that are unreadable and reads the others.
///
/// # Errors
/// Wrong use of the input options; stdout cannot be written.
pub fn decode_all(
    input: &InputArgs,
    authorities: Vec<Authority>,
    with_messages_only: bool,
    settings: &Settings,
    out: &mut Output,
    mut show: impl FnMut(RecordJson, &mut Output) -> Result<Outcome, CliError>,
) -> Result<Outcome, CliError> {
    let inputs = input.inputs(settings, out)?;
    let mut addresses = Addresses::new(inputs.network());
    let mut decoder = inputs.decoder(authorities, out);
    read_all(
        &inputs,
        with_messages_only,
        out,
        |record| Undecoded::of(record, &mut addresses),
        |undecoded, out| show(undecoded.decode(&mut decoder), out),
    )
}

/// Reads every record of the inputs in order. `keep` takes the needed part of a record, and `show`
/// returns the effect of that part on the exit code. Reports inputs that are unreadable and reads
/// the others.
///
/// # Errors
/// stdout cannot be written.
pub fn read_all<T>(
    inputs: &Inputs<'_>,
    with_messages_only: bool,
    out: &mut Output,
    mut keep: impl FnMut(&Record<'_>) -> Option<T>,
    mut show: impl FnMut(T, &mut Output) -> Result<Outcome, CliError>,
) -> Result<Outcome, CliError> {
    let mut reader = inputs.reader().with_messages_only(with_messages_only);
    let mut outcome = Outcome::Done;
    let mut records = Vec::new();
    let mut progress = out.progress("decoding", inputs.total_bytes(), Unit::Bytes);
    loop {
        let read = reader.read_block(|record| {
            if inputs.admit(record.name, record.line, record.readability()) {
                records.extend(keep(&record));
            }
        });
        let size = match read {
            Ok(Some(size)) => size,
            Ok(None) => {
                inputs.end(out);
                return Ok(outcome);
            }
            Err(error) => {
                outcome = outcome.worst(unreadable_input(&error, out)?);
                continue;
            }
        };
        for record in records.drain(..) {
            outcome = outcome.worst(show(record, out)?);
        }
        out.flush()?;
        outcome = outcome.worst(inputs.report(out));
        progress.advance(u64::try_from(size).unwrap_or(u64::MAX));
    }
}

/// Reports an input that is unreadable or compressed, after the output of the inputs before it. A
/// skipped entry of a folder is only a note.
///
/// # Errors
/// stdout cannot be written.
pub fn unreadable_input(error: &CliError, out: &mut Output) -> Result<Outcome, CliError> {
    out.flush()?;
    if error.code() == SKIPPED_FILE {
        out.note(error);
        return Ok(Outcome::Done);
    }
    out.error(error);
    Ok(match error.kind() {
        FailureKind::Malformed => Outcome::Malformed,
        _ => Outcome::Failed,
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
    // The heading names the share anyway.
    let place = match record.kind {
        RecordKind::Share if record.source.line.is_none() => record.source.name.to_string(),
        _ => record.source.to_string(),
    };
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
        .and(format!(
            "  {}  ",
            out.when(message.timestamp.unwrap_or_default())
        ))
        .and_styled(style, status);
    if message.protocol_authority {
        text = text.and_styled(styles::GOOD, " by an authority");
    }
    if let Some(signing_id) = &message.signing_id {
        text = text.and(format!("  signing_id {signing_id}"));
    }
    if message.is_by_authority() {
        return text.and(format!(
            "  from {}{}",
            author_words(message),
            carrier_words(message)
        ));
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
