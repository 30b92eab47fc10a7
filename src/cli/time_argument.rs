//! Points in time as people write them.

use std::str::FromStr;

use jiff::civil::DateTime;
use jiff::tz::TimeZone;
use jiff::{Span, Timestamp};

use super::time_zone;

/// A point in time: Unix seconds, RFC 3339, a local date or time, or how long ago it is (`2h`).
#[derive(Debug, Clone, Copy)]
pub enum Moment {
    /// Unix seconds.
    At(u64),
    /// So long before the clock; never negative.
    Ago(Span),
}

/// A text that is no point in time.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum NoMoment {
    /// No known form.
    #[error(
        "give Unix seconds (1707580800), a time (2024-02-10T16:00:00Z, or local: 2024-02-10 16:00, \
         2024-02-10), or how long ago (90min, 2h, 3d)"
    )]
    Form,
    /// Unix milliseconds, which would be a year beyond 5000.
    #[error("it is in milliseconds; give Unix seconds: {seconds}")]
    Milliseconds {
        /// The same time.
        seconds: u64,
    },
}

/// The first number that is milliseconds and not seconds: March 1973, or the year 5138.
const FIRST_MILLISECONDS: u64 = 100_000_000_000;

impl FromStr for Moment {
    type Err = NoMoment;

    fn from_str(text: &str) -> Result<Self, NoMoment> {
        let text = text.trim();
        if !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit()) {
            let number: u64 = text.parse().map_err(|_| NoMoment::Form)?;
            return match number < FIRST_MILLISECONDS {
                true => Ok(Self::At(number)),
                false => Err(NoMoment::Milliseconds {
                    seconds: number / 1_000,
                }),
            };
        }
        if let Ok(span) = text.parse::<Span>() {
            return Ok(Self::Ago(span.abs()));
        }
        let at = text.parse::<Timestamp>().ok().or_else(|| local(text));
        at.and_then(|at| u64::try_from(at.as_second()).ok())
            .map(Self::At)
            .ok_or(NoMoment::Form)
    }
}

/// A date or time without an offset, in local time.
fn local(text: &str) -> Option<Timestamp> {
    // A date alone is its midnight.
    let time: DateTime = text.parse().ok()?;
    let zoned = time.to_zoned(time_zone::local()).ok()?;
    Some(zoned.timestamp())
}

impl Moment {
    /// Unix seconds, when the clock is at `now`; 1970 for what lies before it.
    pub fn unix(self, now: u64) -> u64 {
        match self {
            Self::At(at) => at,
            Self::Ago(span) => before(now, span).unwrap_or(0),
        }
    }
}

fn before(now: u64, span: Span) -> Option<u64> {
    let now = Timestamp::from_second(i64::try_from(now).ok()?).ok()?;
    let then = now.to_zoned(TimeZone::UTC).checked_sub(span).ok()?;
    u64::try_from(then.timestamp().as_second()).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// 2024-02-10 16:00:00 UTC.
    const NOW: u64 = 1_707_580_800;

    #[test]
    fn every_form_is_read() {
        for (text, expected) in [
            ("1707580800", NOW),
            ("0", 0),
            ("2024-02-10T16:00:00Z", NOW),
            ("2024-02-10T17:00:00+01:00", NOW),
            ("2h", NOW - 7_200),
            ("90min", NOW - 5_400),
            ("3d", NOW - 3 * 86_400),
            ("1d 2h ago", NOW - 26 * 3_600),
            ("PT15M", NOW - 900),
            // February 2024 began 31 days after January did.
            ("1mo", NOW - 31 * 86_400),
            ("9000y", 0),
        ] {
            assert_eq!(
                text.parse::<Moment>().unwrap().unix(NOW),
                expected,
                "{text}"
            );
        }
    }

    #[test]
    fn local_times_are_those_of_the_system() {
        let local = |text: &str| text.parse::<Moment>().unwrap().unix(NOW);
        let zone = time_zone::local();
        let expected = jiff::civil::date(2024, 2, 10).at(16, 0, 0, 0);
        let expected = expected.to_zoned(zone).unwrap().timestamp().as_second();
        assert_eq!(local("2024-02-10 16:00"), expected as u64);
        assert_eq!(local("2024-02-10T16:00:00"), expected as u64);
        assert!(local("2024-02-10") < expected as u64);
    }

    #[test]
    fn anything_else_is_refused() {
        for text in [
            "",
            "yesterday",
            "2h30",
            "-5",
            "1969-12-31T23:59:59Z",
            "99999999999999999999",
            "1707580800000",
        ] {
            assert!(text.parse::<Moment>().is_err(), "{text}");
        }
    }
}
