//! Bytes that are nearly right: cut, copied, spliced and flipped.

use proptest::prelude::Rng;
use proptest::test_runner::{RngAlgorithm, TestRng};

/// Inputs made from seeds. Another run makes the same ones, so that a find is found again.
pub(crate) struct Altered {
    rng: TestRng,
    seeds: Vec<Vec<u8>>,
}

impl Altered {
    pub(crate) fn new(seeds: Vec<Vec<u8>>) -> Self {
        let rng = TestRng::from_seed(RngAlgorithm::ChaCha, &[36; 32]);
        Self { rng, seeds }
    }

    fn below(&mut self, limit: usize) -> usize {
        usize::try_from(self.rng.next_u64() % limit.max(1) as u64).unwrap()
    }

    fn seed(&mut self) -> Vec<u8> {
        let index = self.below(self.seeds.len());
        self.seeds[index].clone()
    }

    /// A seed with up to four alterations.
    pub(crate) fn next_input(&mut self) -> Vec<u8> {
        let mut bytes = self.seed();
        for _ in 0..self.below(5) {
            self.alter(&mut bytes);
        }
        bytes
    }

    fn alter(&mut self, bytes: &mut Vec<u8>) {
        const EDGES: [u8; 12] = [
            0, 1, 0x7f, 0x80, 0xfc, 0xfd, 0xfe, 0xff, b'{', b'"', b'0', b'\n',
        ];
        let at = self.below(bytes.len() + 1);
        let to = at + self.below(bytes.len() + 1 - at);
        match self.below(6) {
            0 => bytes.truncate(at),
            1 => drop(bytes.drain(at..to)),
            2 => {
                let copy = bytes[at..to].to_vec();
                bytes.splice(at..at, copy);
            }
            3 => {
                let other = self.seed();
                let from = self.below(other.len() + 1);
                bytes.splice(at..to, other[from..].iter().copied());
            }
            kind => {
                let edge = EDGES[self.below(EDGES.len())];
                let bit = 1 << self.below(8);
                if let Some(byte) = bytes.get_mut(at) {
                    *byte = if kind == 4 { edge } else { *byte ^ bit };
                }
            }
        }
    }
}

/// Every way to cut `input` short and to flip one of its bits.
pub(crate) fn mutations(input: &[u8]) -> impl Iterator<Item = Vec<u8>> + '_ {
    let cuts = (0..input.len()).map(|end| input[..end].to_vec());
    let flips = (0..input.len() * 8).map(|bit| {
        let mut flipped = input.to_vec();
        flipped[bit / 8] ^= 1 << (bit % 8);
        flipped
    });
    cuts.chain(flips)
}
