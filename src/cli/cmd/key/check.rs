//! `key check HEX|-`.

use crate::cli::error::{CliError, FailureKind, Outcome};
use crate::cli::output::{Output, Text, styles};
use crate::cli::settings::Settings;
use crate::core::json_text::{UTF16, is_utf16};
use crate::core::key::announcement::{ANNOUNCEMENT_LEN, Announcement};
use crate::core::share::record::decode_hex;
use crate::core::wire::Reader;
use crate::json::key::AnnouncementCheckJson;

/// The most bytes read from standard input: some thousands of announcements.
const MAX_INPUT: u64 = 1 << 20;

/// Check whether an announcement is sound
///
/// It is sound if its signing_pubkey is a point of the curve, and its signing_id is made from that.
/// Whose key it is only a share can tell. Exit code 4 if one is not sound, 3 if one is no
/// announcement.
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:
  p2msg key check 9ba1e20fb505cddb21482f3adf949d3afd2485790000000002c6a82f89a7d39d49b5cff6d7eedfa7c159eb82d8fbf502bba550d07148983ad3
  p2msg key announce | p2msg key check -")]
pub struct CheckArgs {
    /// The 57 bytes in hex; '-' is stdin, one announcement a line
    #[arg(value_name = "HEX|-")]
    announcement: String,
}

/// Runs the command.
///
/// # Errors
/// It is no announcement.
pub fn run(args: CheckArgs, settings: &Settings, out: &mut Output) -> Result<Outcome, CliError> {
    if args.announcement != "-" {
        return check(&args.announcement, "the argument", out);
    }
    let input = settings.stdin().read_all("HEX", MAX_INPUT)?;
    if is_utf16(&input) {
        let text = format!("cannot read standard input: {UTF16}");
        return Err(CliError::malformed("utf16", text));
    }
    let input = String::from_utf8_lossy(&input);
    if let Some(joined) = unfolded(&input) {
        return check(&joined, "standard input", out);
    }
    let mut outcome = Outcome::Done;
    for (number, line) in (1..).zip(input.lines()) {
        if line.trim().is_empty() {
            continue;
        }
        let checked = check(line, &format!("standard input line {number}"), out);
        outcome = outcome.worst(match checked {
            Err(error) if error.kind() == FailureKind::Malformed => {
                // The other lines are still worth a look.
                out.error(&error);
                Outcome::Malformed
            }
            checked => checked?,
        });
    }
    Ok(outcome)
}

/// The announcement that mail has folded into several lines, joined; `None` for other input.
fn unfolded(input: &str) -> Option<String> {
    let lines = || input.lines().filter(|line| !line.trim().is_empty());
    let joined: String = lines().flat_map(str::split_whitespace).collect();
    let digits = joined.strip_prefix("0x").unwrap_or(&joined);
    let is_one = digits.len() == 2 * ANNOUNCEMENT_LEN && lines().nth(1).is_some();
    is_one.then_some(joined)
}

fn check(text: &str, place: &str, out: &mut Output) -> Result<Outcome, CliError> {
    let announcement = read(text).map_err(|wrong| {
        CliError::malformed(
            "no_announcement",
            format!("{place} holds no announcement: {wrong}"),
        )
        .hint(format!(
            "an announcement is {ANNOUNCEMENT_LEN} bytes, {} hex digits: p2msg key announce",
            2 * ANNOUNCEMENT_LEN
        ))
    })?;
    let why = announcement.check().err().map(|error| error.to_string());
    let outcome = match why {
        None => Outcome::Done,
        Some(_) => Outcome::DoesNotHold,
    };
    if out.json() {
        let checked = AnnouncementCheckJson {
            signing_id: announcement.signing_id,
            key_index: announcement.key_index,
            signing_pubkey: announcement.signing_pubkey,
            valid: why.is_none(),
            why,
        };
        out.record(&checked)?;
        return Ok(outcome);
    }
    out.facts(&[
        ("key_index", announcement.key_index.to_string()),
        ("signing_id", announcement.signing_id.to_string()),
        ("signing_pubkey", announcement.signing_pubkey.to_string()),
    ])?;
    out.line(match why {
        None => Text::from("sound           ").and_styled(styles::GOOD, "yes"),
        Some(why) => Text::from("sound           ")
            .and_styled(styles::BAD, "no")
            .and(format!(": {why}")),
    })?;
    Ok(outcome)
}

/// Reads hex; white space, a leading 0x and upper case are fine.
fn read(text: &str) -> Result<Announcement, String> {
    let text = text.trim_start_matches('\u{feff}');
    let digits: String = text.split_whitespace().collect();
    let digits = digits
        .strip_prefix("0x")
        .or_else(|| digits.strip_prefix("0X"))
        .unwrap_or(&digits);
    let mut bytes = Vec::new();
    decode_hex(digits.as_bytes(), &mut bytes).map_err(|error| error.to_string())?;
    if bytes.len() > ANNOUNCEMENT_LEN {
        return Err(format!("it has {} bytes", bytes.len()));
    }
    Announcement::read(&mut Reader::new(&bytes, 0)).map_err(|error| error.to_string())
}
