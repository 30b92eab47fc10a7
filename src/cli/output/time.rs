//! Times for people.

use jiff::Timestamp;
use jiff::tz::TimeZone;

/// A Unix time in `zone`, and how long ago it is.
pub(super) fn when(timestamp: u64, now: u64, zone: TimeZone) -> String {
    let local = i64::try_from(timestamp)
        .ok()
        .and_then(|seconds| Timestamp::from_second(seconds).ok())
        .map(|at| at.to_zoned(zone).strftime("%Y-%m-%d %H:%M:%S").to_string());
    match local {
        Some(local) => format!("{local} ({})", age(timestamp, now)),
        None => timestamp.to_string(),
    }
}

/// How long ago, in the largest unit that fits: `59 s ago`, `2 h ago`, `in 3 min`.
pub(super) fn age(timestamp: u64, now: u64) -> String {
    let distance = now.abs_diff(timestamp);
    let (count, unit) = match distance {
        0..60 => (distance, "s"),
        60..3_600 => (distance / 60, "min"),
        3_600..86_400 => (distance / 3_600, "h"),
        _ => (distance / 86_400, "d"),
    };
    if timestamp > now {
        format!("in {count} {unit}")
    } else {
        format!("{count} {unit} ago")
    }
}
