//! Proof of work: the hash of a share's header, and the target it must not exceed. PROTOCOL: section 5.

pub mod verification;

mod scrypt_lanes;
mod target;

pub use scrypt_lanes::{Lanes, Scrypt};
pub use target::{CompactBits, Target};

use crate::core::hash::{PowHash, sha256d};

/// Which hash of the 80-byte header must not exceed the target.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PowFunction {
    /// scrypt with N = 1024, r = 1, p = 1; password and salt are the header.
    Scrypt,
    /// SHA256d.
    Sha256d,
}

/// The hash of `header` that a network with this `pow` compares with the target.
///
/// For many headers under scrypt, [`Scrypt::hash_many`] is several times as fast.
pub fn pow_hash(pow: PowFunction, header: &[u8; 80]) -> PowHash {
    PowHash::from_wire(match pow {
        PowFunction::Scrypt => scrypt_1024_1_1(header),
        PowFunction::Sha256d => sha256d(header),
    })
}

/// Hashes many headers as [`pow_hash`] does, as many at once as the processor has lanes for.
pub struct HeaderHasher {
    pow: PowFunction,
    scrypt: Option<Scrypt>,
}

impl HeaderHasher {
    /// A hasher for a network with this `pow`. It holds memory to work in: use it again.
    pub fn new(pow: PowFunction) -> Self {
        let scrypt = (pow == PowFunction::Scrypt).then(Scrypt::new);
        Self { pow, scrypt }
    }

    /// How many headers take no longer than one.
    pub fn at_once(&self) -> usize {
        self.scrypt
            .as_ref()
            .map_or(1, |scrypt| scrypt.lanes().count())
    }

    /// The hash of each of `headers`, in their order.
    pub fn hash_many(&mut self, headers: &[[u8; 80]]) -> Vec<PowHash> {
        let Some(scrypt) = &mut self.scrypt else {
            let hashes = headers.iter().map(|header| pow_hash(self.pow, header));
            return hashes.collect();
        };
        let mut hashes = vec![[0; 32]; headers.len()];
        scrypt.hash_many(headers, &mut hashes);
        hashes.into_iter().map(PowHash::from_wire).collect()
    }
}

/// scrypt with N = 1024, r = 1, p = 1, where `header` is both password and salt; wire order.
///
/// Source: `ltc_scrypt.getPoWHash`, as p2pool/bitcoin/networks/litecoin.py calls it.
pub fn scrypt_1024_1_1(header: &[u8; 80]) -> [u8; 32] {
    let params = scrypt::Params::new(10, 1, 1).expect("2^10, 1 and 1 are within scrypt's limits");
    let mut hash = [0; 32];
    scrypt::scrypt(header, header, &params, &mut hash).expect("32 bytes is a length scrypt gives");
    hash
}
