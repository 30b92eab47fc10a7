//! Targets: 256-bit numbers, and the 32 bits that stand for them in headers and shares.

use std::fmt;

use crate::core::hash::PowHash;

/// A 256-bit number that a proof of work must not exceed; shown as 64 hex digits, big-endian.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Target {
    // The order of the fields is what the derived comparison goes by.
    high: u128,
    low: u128,
}

impl Target {
    /// Takes 32 bytes, the most significant first.
    pub const fn from_be_bytes(bytes: [u8; 32]) -> Self {
        let (Some(high), Some(low)) = (bytes.first_chunk(), bytes.last_chunk()) else {
            panic!("32 bytes have two halves of 16");
        };
        Self {
            high: u128::from_be_bytes(*high),
            low: u128::from_be_bytes(*low),
        }
    }

    /// 32 bytes, the most significant first.
    pub fn to_be_bytes(self) -> [u8; 32] {
        let mut bytes = [0; 32];
        let (high, low) = bytes.split_at_mut(16);
        high.copy_from_slice(&self.high.to_be_bytes());
        low.copy_from_slice(&self.low.to_be_bytes());
        bytes
    }

    /// Whether `pow_hash`, read as a number, does not exceed the target.
    pub fn is_met_by(&self, pow_hash: &PowHash) -> bool {
        let mut bytes = pow_hash.to_wire();
        bytes.reverse();
        Self::from_be_bytes(bytes) <= *self
    }

    /// The difficulty as p2pool shows it: 1 is the target 0xffff * 2^208.
    ///
    /// Source: `target_to_difficulty` in p2pool's bitcoin/data.py.
    pub fn difficulty(&self) -> f64 {
        let two_to_the_128 = 2f64.powi(128);
        // p2pool adds 1 to the dividend too, far below what the double it gives can hold.
        let dividend = f64::from(0xffff_0000u32) * 2f64.powi(192);
        dividend / (self.high as f64 * two_to_the_128 + self.low as f64 + 1.0)
    }

    /// How many hashes it takes on average to meet the target: 2^256 / (target + 1), rounded down.
    ///
    /// A target below 2^128 takes more than a `u128` counts and gives `u128::MAX`; the easiest
    /// target of every network is far above, and so is what today's networks reach.
    ///
    /// Source: `target_to_average_attempts` in p2pool's bitcoin/data.py.
    pub fn average_attempts(&self) -> u128 {
        if self.high == 0 {
            return u128::MAX;
        }
        let (low, carry) = self.low.overflowing_add(1);
        let (high, overflow) = self.high.overflowing_add(u128::from(carry));
        if overflow {
            return 1;
        }
        // Long division of 2^256 by target + 1, one bit of the quotient at a time: the remainder
        // begins as the dividend's leading 1 and the zeros behind it up to the bit below the
        // divisor's highest, and each further zero is brought down.
        let divisor = Self { high, low };
        let highest = 127 - high.leading_zeros();
        let mut remainder = match highest.checked_sub(1) {
            Some(bit) => Self {
                high: 1 << bit,
                low: 0,
            },
            None => Self {
                high: 0,
                low: 1 << 127,
            },
        };
        let mut quotient = 0u128;
        for _ in highest..129 {
            let carried_out = remainder.high >> 127 == 1;
            remainder = Self {
                high: remainder.high << 1 | remainder.low >> 127,
                low: remainder.low << 1,
            };
            quotient <<= 1;
            if carried_out || remainder >= divisor {
                let (low, borrow) = remainder.low.overflowing_sub(divisor.low);
                remainder.high = remainder
                    .high
                    .wrapping_sub(divisor.high)
                    .wrapping_sub(u128::from(borrow));
                remainder.low = low;
                quotient |= 1;
            }
        }
        quotient
    }
}

impl fmt::Display for Target {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:032x}{:032x}", self.high, self.low)
    }
}

/// A target as headers and shares carry it: a byte for the exponent, three for the mantissa.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct CompactBits(pub u32);

impl CompactBits {
    /// The target: (bits & 0xffffff) << 8 * ((bits >> 24) - 3), or to the right where that is
    /// negative. `None` if it does not fit 256 bits: no network takes such a share.
    ///
    /// Unlike in Bitcoin itself, bit 23 is part of the number and no sign.
    ///
    /// Source: `FloatingInteger.target` in p2pool's bitcoin/data.py.
    pub fn to_target(self) -> Option<Target> {
        let mantissa = u128::from(self.0 & 0x00ff_ffff);
        let exponent = self.0 >> 24;
        let shift = 8 * exponent.abs_diff(3);
        if exponent < 3 {
            return Some(Target {
                high: 0,
                low: mantissa >> shift,
            });
        }
        let mantissa_bits = u128::BITS - mantissa.leading_zeros();
        if mantissa == 0 {
            return Some(Target { high: 0, low: 0 });
        }
        if mantissa_bits + shift > 256 {
            return None;
        }
        Some(match shift.checked_sub(128) {
            Some(shift) => Target {
                high: mantissa << shift,
                low: 0,
            },
            None => Target {
                high: mantissa.unbounded_shr(128 - shift),
                low: mantissa << shift,
            },
        })
    }
}

impl fmt::Display for CompactBits {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:08x}", self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// bits, target, difficulty, average attempts: from p2pool's own formulas, evaluated in Python.
    const KNOWN: [(u32, &str, f64, u128); 9] = [
        (0x1d00ffff, "00000000ffff", 1.0, 4295032833),
        (0x1e0fffff, "00000fffff", 0.00024413713253701452, 1048577),
        (0x200ccccc, "0ccccc", 4.656546259632388e-9, 20),
        (0x207fffff, "7fffff", 4.6565423739069247e-10, 2),
        (
            0x1b0404cb,
            "00000000000404cb",
            16307.420938523983,
            70040908352512,
        ),
        (0x20ffffff, "ffffff", 2.328271048177677e-10, 1),
        (0x2100ffff, "ffff", 2.3283064365386963e-10, 1),
        (
            0x13800000,
            "0000000000000000000000000080",
            9.444588850551215e21,
            40564819207303340847894502572031,
        ),
        (
            0x12ffffff,
            "0000000000000000000000000000ffffff",
            1.2089074449270543e24,
            5192297168019855896620738275246080,
        ),
    ];

    #[test]
    fn targets_difficulties_and_work_are_those_of_p2pool() {
        for (bits, digits, difficulty, attempts) in KNOWN {
            let bits = CompactBits(bits);
            let target = bits.to_target().unwrap();
            assert_eq!(target.to_string(), format!("{digits:0<64}"), "{bits}");
            let error = (target.difficulty() / difficulty - 1.0).abs();
            assert!(error < 1e-15, "{bits}: {}", target.difficulty());
            assert_eq!(target.average_attempts(), attempts, "{bits}");
        }
    }

    #[test]
    fn small_exponents_shift_the_mantissa_to_the_right() {
        for (bits, digits) in [
            (0x04ffffff, "ffffff00"),
            (0x03123456, "123456"),
            (0x02123456, "1234"),
            (0x01123456, "12"),
            (0x00123456, "0"),
        ] {
            let target = CompactBits(bits).to_target().unwrap();
            assert_eq!(target.to_string(), format!("{digits:0>64}"), "{bits:08x}");
        }
    }

    #[test]
    fn bits_past_256_are_no_target() {
        for bits in [0x21010000, 0x22000100, 0xff000001, 0xffffffff] {
            assert_eq!(CompactBits(bits).to_target(), None, "{bits:08x}");
        }
        let zero = Target::from_be_bytes([0; 32]);
        assert_eq!(CompactBits(0xff000000).to_target(), Some(zero));
        assert_eq!(
            CompactBits(0x220000ff).to_target().unwrap().to_string()[..4],
            *"ff00"
        );
    }

    #[test]
    fn work_at_the_edges() {
        let of = |high, low| Target { high, low }.average_attempts();
        assert_eq!(of(u128::MAX, u128::MAX), 1);
        assert_eq!(of(u128::MAX, u128::MAX - 1), 1);
        assert_eq!(of(1 << 127, 0), 1);
        assert_eq!(of((1 << 127) - 1, u128::MAX), 2);
        assert_eq!(of((1 << 96) - 1, u128::MAX), 1 << 32);
        assert_eq!(of(1, 1), u128::MAX - 1);
        assert_eq!(of(1, 0), u128::MAX);
        // 2^128 and more are too many to count.
        assert_eq!(of(0, u128::MAX), u128::MAX);
        assert_eq!(of(0, 0), u128::MAX);
    }

    #[test]
    fn a_hash_is_compared_as_a_little_endian_number() {
        let target = CompactBits(0x1d00ffff).to_target().unwrap();
        let mut wire = [0; 32];
        wire[26] = 0xff;
        wire[27] = 0xff;
        assert!(target.is_met_by(&PowHash::from_wire(wire)));
        wire[0] = 1;
        assert!(!target.is_met_by(&PowHash::from_wire(wire)));
        wire[26] = 0xfe;
        assert!(target.is_met_by(&PowHash::from_wire(wire)));
    }
}
