//! Hash rates, and the work that consecutive shares represent.

use std::fmt;
use std::str::FromStr;

use super::point::SharePoint;

/// Units of a hash rate, each a thousand times the one before.
const UNITS: [&str; 6] = ["H", "kH", "MH", "GH", "TH", "PH"];

/// Hashes in a second.
#[derive(Debug, Clone, Copy, PartialEq, PartialOrd)]
pub struct HashRate(pub f64);

/// A text that is not a hash rate.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("a hash rate is a number and a unit, H, kH, MH, GH, TH or PH")]
pub struct HashRateError;

impl FromStr for HashRate {
    type Err = HashRateError;

    /// Parses a number with a unit, such as `5GH`, `1.5 TH` or `5GH/s`.
    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let text = text.trim();
        let text = text.strip_suffix("/s").unwrap_or(text);
        let unit = text.find(|c: char| c.is_ascii_alphabetic());
        let (number, unit) = text.split_at(unit.ok_or(HashRateError)?);
        let at = UNITS
            .iter()
            .position(|name| name.eq_ignore_ascii_case(unit))
            .ok_or(HashRateError)?;
        let number = number.trim();
        let is_plain = number.bytes().all(|b| b.is_ascii_digit() || b == b'.');
        let number: f64 = number.parse().map_err(|_| HashRateError)?;
        let rate = (0..at).fold(number, |rate, _| rate * 1000.0);
        let is_rate = is_plain && rate.is_finite();
        is_rate.then_some(Self(rate)).ok_or(HashRateError)
    }
}

impl fmt::Display for HashRate {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut rate = self.0;
        let mut units = UNITS.iter().peekable();
        while let Some(unit) = units.next() {
            if rate < 1000.0 || units.peek().is_none() {
                return write!(f, "{rate:.2} {unit}/s");
            }
            rate /= 1000.0;
        }
        Ok(())
    }
}

/// The work of consecutive shares, and the time that it took.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Represented {
    /// Hashes that it takes on average to find all of these shares, computed from their bits: the
    /// number that abswork begins with is not proved.
    pub work: u128,
    /// The timestamp of the oldest share.
    pub oldest: u32,
    /// The timestamp of the newest share.
    pub newest: u32,
}

impl Represented {
    /// The work of shares, oldest first; `None` without shares.
    pub fn by<'a>(shares: impl IntoIterator<Item = &'a SharePoint>) -> Option<Self> {
        let mut shares = shares.into_iter();
        let first = shares.next()?;
        let work = |share: &SharePoint| {
            let target = share.bits.to_target();
            target.map_or(0, |target| target.average_attempts())
        };
        let begun = Self {
            work: work(first),
            oldest: first.timestamp,
            newest: first.timestamp,
        };
        Some(shares.fold(begun, |all, share| Self {
            work: all.work.saturating_add(work(share)),
            newest: share.timestamp,
            ..all
        }))
    }

    /// The hash rate from the oldest share to `now` (Unix seconds).
    pub fn hash_rate(&self, now: u64) -> HashRate {
        let seconds = now.saturating_sub(self.oldest.into()).max(1);
        HashRate(self.work as f64 / seconds as f64)
    }

    /// The age of the newest share at `now`, in seconds.
    pub fn newest_age(&self, now: u64) -> u64 {
        now.saturating_sub(self.newest.into())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hash_rates_are_parsed_with_units() {
        for (text, rate) in [
            ("5GH", 5e9),
            ("1.5TH/s", 1.5e12),
            ("0.5 kH", 500.0),
            ("12H", 12.0),
            ("3mh", 3e6),
            ("2PH", 2e15),
        ] {
            assert_eq!(text.parse(), Ok(HashRate(rate)), "{text}");
        }
        for text in [
            "", "5", "GH", "-5GH", "5 hashes", "NaNH", "infH", "1e3H", ".", "5GH/h", "5EH",
        ] {
            assert_eq!(text.parse::<HashRate>(), Err(HashRateError), "{text}");
        }
    }

    #[test]
    fn hash_rates_are_shown_with_units() {
        for (rate, text) in [
            (0.0, "0.00 H/s"),
            (999.0, "999.00 H/s"),
            (5e9, "5.00 GH/s"),
            (2.5e18, "2500.00 PH/s"),
        ] {
            assert_eq!(HashRate(rate).to_string(), text);
        }
    }
}
