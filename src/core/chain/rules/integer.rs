//! Targets and work as integers of 512 bits. No sum or product in the rules reaches 2^512, so that
//! operators never wrap.

use ruint::aliases::U512;

use crate::core::pow::{CompactBits, Target};

/// 2^`exponent`; `exponent` is below 512.
pub(crate) fn power_of_two(exponent: usize) -> U512 {
    U512::ONE << exponent
}

/// A target as a number.
pub(crate) fn number(target: Target) -> U512 {
    U512::from_be_slice(&target.to_be_bytes())
}

/// The target of `bits`. A target above 256 bits becomes 2^256 - 1: every limit is below both, so
/// that the rules have the same result.
pub(crate) fn target(bits: CompactBits) -> U512 {
    match bits.to_target() {
        Some(target) => number(target),
        None => power_of_two(256) - U512::ONE,
    }
}

/// The average number of hashes that meet `target`, which is below 2^256.
///
/// Source: `target_to_average_attempts` in p2pool's bitcoin/data.py.
pub(crate) fn attempts(target: U512) -> U512 {
    power_of_two(256) / (target + U512::ONE)
}

/// The work of a share with these `bits`; 0 if the target is above 256 bits.
pub(crate) fn work(bits: CompactBits) -> U512 {
    let target = bits.to_target();
    target.map_or(U512::ZERO, |target| attempts(number(target)))
}

/// The compact form of `target`, rounded down.
///
/// Source: `FloatingInteger.from_target_upper_bound` in p2pool's bitcoin/data.py.
pub(crate) fn compact(target: U512) -> CompactBits {
    let bits = target.bit_len();
    if bits == 0 {
        return CompactBits(0);
    }
    // The number has a leading zero byte if its highest bit would otherwise be the sign.
    let exponent = bits / 8 + 1;
    let mantissa = match exponent.checked_sub(3) {
        Some(bytes) => target >> (8 * bytes),
        None => target << (8 * (3 - exponent)),
    };
    let exponent = u32::try_from(exponent).unwrap_or(u32::MAX);
    CompactBits(exponent << 24 | mantissa.saturating_to::<u32>())
}

/// The low 128 bits: abswork counts modulo 2^128.
pub(crate) fn low_128_bits(number: U512) -> u128 {
    number.wrapping_to()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn compact_targets_and_work_are_the_references() {
        let vectors: serde_json::Value =
            serde_json::from_str(include_str!("../../../../tests/vectors/chain_rules.json"))
                .unwrap();
        let floats = vectors["floats"].as_array().unwrap();
        assert_eq!(floats.len(), 200);
        for case in floats {
            let hex = |at: usize| U512::from_str_radix(case[at].as_str().unwrap(), 16).unwrap();
            let integer = hex(0);
            let bits = compact(integer);
            assert_eq!(U512::from(bits.0), hex(1), "{case}");
            assert_eq!(target(bits), hex(2), "{case}");
            assert_eq!(attempts(integer), hex(3), "{case}");
        }
    }
}
