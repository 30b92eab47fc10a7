//! The rules by name, and the result of checking them for one share.

use std::fmt;

use crate::core::hash::ShareHash;
use crate::core::pow::CompactBits;

/// A rule that connects a share to its predecessors or to the clock.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[repr(u8)]
pub enum Rule {
    /// absheight is one more than the parent's.
    Absheight,
    /// abswork is the parent's and the work of the share.
    Abswork,
    /// The timestamp is later than the parent's.
    Timestamp,
    /// The timestamp is at most ten minutes ahead of the clock.
    Clock,
    /// far_share_hash is the hash of the 100th ancestor.
    FarShareHash,
    /// max_bits is the target that the pace of the chain requires.
    MaxBits,
    /// bits is in the range that the pace of the chain allows.
    Bits,
    /// The version may follow that of the parent.
    Version,
    /// The coinbase script has 2 to 100 bytes.
    Coinbase,
    /// segwit_data is present where the network requires it.
    SegwitData,
    /// The generation transaction pays the miners of the chain. Never checked.
    Payouts,
    /// The hash of the payouts on merge-mined chains. Never checked.
    MergedPayoutHash,
}

impl Rule {
    /// Every rule.
    pub const ALL: [Self; 12] = [
        Self::Absheight,
        Self::Abswork,
        Self::Timestamp,
        Self::Clock,
        Self::FarShareHash,
        Self::MaxBits,
        Self::Bits,
        Self::Version,
        Self::Coinbase,
        Self::SegwitData,
        Self::Payouts,
        Self::MergedPayoutHash,
    ];

    /// The name: that of the field, where the rule is about one field.
    pub fn name(self) -> &'static str {
        match self {
            Self::Absheight => "absheight",
            Self::Abswork => "abswork",
            Self::Timestamp => "timestamp",
            Self::Clock => "clock",
            Self::FarShareHash => "far_share_hash",
            Self::MaxBits => "max_bits",
            Self::Bits => "bits",
            Self::Version => "version",
            Self::Coinbase => "coinbase",
            Self::SegwitData => "segwit_data",
            Self::Payouts => "payouts",
            Self::MergedPayoutHash => "merged_payout_hash",
        }
    }

    /// Whether the rules of this module check it if the window is long enough.
    pub fn is_checkable(self) -> bool {
        !matches!(self, Self::Payouts | Self::MergedPayoutHash)
    }

    /// Whether shares of `version` obey it.
    fn applies_to(self, version: u8) -> bool {
        self != Self::MergedPayoutHash || version >= 36
    }

    fn flag(self) -> u16 {
        1 << (self as u8)
    }
}

impl fmt::Display for Rule {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

/// The values that a rule allows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Expected {
    /// One number.
    Number(u128),
    /// Numbers from this one on.
    AtLeast(u64),
    /// Numbers up to this one.
    AtMost(u64),
    /// Numbers between two, both included.
    Between(u64, u64),
    /// One hash, or none.
    Hash(Option<ShareHash>),
    /// One compact target.
    Bits(CompactBits),
    /// Compact targets in canonical form: the hardest and the easiest.
    BitsBetween(CompactBits, CompactBits),
    /// Share versions, in ascending order.
    Versions(Vec<u8>),
    /// A field that must be present.
    Present,
}

/// The value of a share.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Found {
    /// A number.
    Number(u128),
    /// A hash, or none.
    Hash(Option<ShareHash>),
    /// A compact target.
    Bits(CompactBits),
    /// The field is missing.
    Missing,
}

impl fmt::Display for Expected {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Number(number) => number.fmt(f),
            Self::AtLeast(least) => write!(f, "at least {least}"),
            Self::AtMost(most) => write!(f, "at most {most}"),
            Self::Between(least, most) => write!(f, "{least} to {most}"),
            Self::Hash(hash) => Found::Hash(*hash).fmt(f),
            Self::Bits(bits) => bits.fmt(f),
            Self::BitsBetween(hardest, easiest) => write!(f, "{hardest} to {easiest}"),
            Self::Versions(versions) => {
                for (number, version) in (0..).zip(versions) {
                    let separator = match number {
                        0 => "",
                        _ if number + 1 == versions.len() => " or ",
                        _ => ", ",
                    };
                    write!(f, "{separator}{version}")?;
                }
                Ok(())
            }
            Self::Present => f.write_str("present"),
        }
    }
}

impl fmt::Display for Found {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Number(number) => number.fmt(f),
            Self::Hash(Some(hash)) => hash.fmt(f),
            Self::Hash(None) => f.write_str("none"),
            Self::Bits(bits) => bits.fmt(f),
            Self::Missing => f.write_str("missing"),
        }
    }
}

/// A broken rule.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Broken {
    /// The rule.
    pub rule: Rule,
    /// The values that it allows.
    pub expected: Expected,
    /// The value of the share.
    pub found: Found,
}

impl fmt::Display for Broken {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self {
            rule,
            expected,
            found,
        } = self;
        write!(f, "{rule} is {found}, expected {expected}")
    }
}

/// The result of checking a share.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Judgement {
    version: u8,
    checked: u16,
    broken: Vec<Broken>,
}

impl Judgement {
    /// Nothing is checked yet of a share of this `version`.
    pub(super) fn new(version: u8) -> Self {
        Self {
            version,
            checked: 0,
            broken: Vec::new(),
        }
    }

    /// Adds a checked rule; `values` are needed if it is broken.
    pub(super) fn add(
        &mut self,
        rule: Rule,
        holds: bool,
        values: impl FnOnce() -> (Expected, Found),
    ) {
        self.pass(rule);
        if !holds {
            let (expected, found) = values();
            self.broken.push(Broken {
                rule,
                expected,
                found,
            });
        }
    }

    /// Adds a rule that every share obeys here.
    pub(super) fn pass(&mut self, rule: Rule) {
        self.checked |= rule.flag();
    }

    /// Whether `rule` was checked.
    pub fn has_checked(&self, rule: Rule) -> bool {
        self.checked & rule.flag() != 0
    }

    /// The rules that were checked, the broken ones included.
    pub fn checked(&self) -> impl Iterator<Item = Rule> {
        Rule::ALL.into_iter().filter(|rule| self.has_checked(*rule))
    }

    /// The rules that were not checked: the window is too short for them, or p2msg does not check
    /// them.
    pub fn not_checked(&self) -> impl Iterator<Item = Rule> {
        let applies = |rule: &Rule| rule.applies_to(self.version) && !self.has_checked(*rule);
        Rule::ALL.into_iter().filter(applies)
    }

    /// Whether the window was long enough for every rule that p2msg checks.
    pub fn is_complete(&self) -> bool {
        !self.not_checked().any(Rule::is_checkable)
    }

    /// The broken rules.
    pub fn broken(&self) -> &[Broken] {
        &self.broken
    }
}
