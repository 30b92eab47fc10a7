//! SHA-256 of many messages at once, in the lanes of SIMD vectors. FIPS 180-4, section 6.2.
//!
//! Every round needs the one before, so that one hash alone leaves a processor waiting. Here a vector
//! holds one word of each of [`LANES`] hashes, and the rounds of all are computed side by side.

#![cfg_attr(
    not(target_arch = "x86_64"),
    allow(dead_code, unused_variables, reason = "the lanes are those of x86-64")
)]

use pulp::{NullaryFnOnce, Simd};

use crate::core::hash::INITIAL_STATE;

/// How many hashes are computed side by side.
pub(super) const LANES: usize = 16;

/// One word of each hash.
type Row = [u32; LANES];

/// A block of each message, word by word.
type Blocks = [Row; 16];

/// FIPS 180-4, section 4.2.2.
const ROUND_CONSTANTS: [u32; 64] = [
    0x428a2f98, 0x71374491, 0xb5c0fbcf, 0xe9b5dba5, 0x3956c25b, 0x59f111f1, 0x923f82a4, 0xab1c5ed5,
    0xd807aa98, 0x12835b01, 0x243185be, 0x550c7dc3, 0x72be5d74, 0x80deb1fe, 0x9bdc06a7, 0xc19bf174,
    0xe49b69c1, 0xefbe4786, 0x0fc19dc6, 0x240ca1cc, 0x2de92c6f, 0x4a7484aa, 0x5cb0a9dc, 0x76f988da,
    0x983e5152, 0xa831c66d, 0xb00327c8, 0xbf597fc7, 0xc6e00bf3, 0xd5a79147, 0x06ca6351, 0x14292967,
    0x27b70a85, 0x2e1b2138, 0x4d2c6dfc, 0x53380d13, 0x650a7354, 0x766a0abb, 0x81c2c92e, 0x92722c85,
    0xa2bfe8a1, 0xa81a664b, 0xc24b8b70, 0xc76c51a3, 0xd192e819, 0xd6990624, 0xf40e3585, 0x106aa070,
    0x19a4c116, 0x1e376c08, 0x2748774c, 0x34b0bcb5, 0x391c0cb3, 0x4ed8aa4a, 0x5b9cca4f, 0x682e6ff3,
    0x748f82ee, 0x78a5636f, 0x84c87814, 0x8cc70208, 0x90befffa, 0xa4506ceb, 0xbef9a3f7, 0xc67178f2,
];

/// What computes: the proof, found when the program runs, that the processor has the instructions.
#[derive(Debug, Clone, Copy)]
pub(super) enum Sha256Lanes {
    #[cfg(target_arch = "x86_64")]
    Avx2(pulp::x86::V3),
    #[cfg(target_arch = "x86_64")]
    Avx512(pulp::x86::V4),
}

/// The states of all hashes, or the hashes themselves, word by word.
#[derive(Debug, Clone, Copy)]
pub(super) struct States([Row; 8]);

impl States {
    /// What every hash begins with.
    pub(super) fn initial() -> Self {
        Self(INITIAL_STATE.map(|word| [word; LANES]))
    }

    /// Puts the state of one lane, as SHA-256 writes its words.
    pub(super) fn set(&mut self, lane: usize, state: &[u8; 32]) {
        set_words(&mut self.0, lane, state);
    }

    /// The state of one lane, as SHA-256 writes its words.
    pub(super) fn get(&self, lane: usize) -> [u8; 32] {
        let mut state = [0; 32];
        for (bytes, row) in state.as_chunks_mut::<4>().0.iter_mut().zip(&self.0) {
            *bytes = row.get(lane).copied().unwrap_or_default().to_be_bytes();
        }
        state
    }

    /// Puts the state of one lane back to what it is in `other`.
    fn restore(&mut self, lane: usize, other: &Self) {
        for (row, other) in self.0.iter_mut().zip(&other.0) {
            if let (Some(word), Some(other)) = (row.get_mut(lane), other.get(lane)) {
                *word = *other;
            }
        }
    }
}

/// Up to [`LANES`] messages, one behind the other, each padded to whole blocks.
#[derive(Debug)]
pub(super) struct Messages {
    bytes: Vec<u8>,
    /// The block at which each of them ends.
    ends: Vec<usize>,
}

impl Messages {
    /// None yet, with room for as many of `len` bytes.
    pub(super) fn with_room_for(len: usize) -> Self {
        Self {
            bytes: Vec::with_capacity(LANES * len),
            ends: Vec::with_capacity(LANES),
        }
    }

    /// Adds what `write` appends, which are whole blocks.
    pub(super) fn add(&mut self, write: impl FnOnce(&mut Vec<u8>)) {
        write(&mut self.bytes);
        self.ends.push(self.bytes.len() / 64);
    }

    fn iter(&self) -> impl Iterator<Item = &[[u8; 64]]> {
        let blocks = self.bytes.as_chunks().0;
        let mut start = 0;
        self.ends.iter().map(move |end| {
            let message = blocks.get(start..*end).unwrap_or_default();
            start = *end;
            message
        })
    }

    /// Blocks of the longest one.
    fn longest(&self) -> usize {
        self.iter().map(<[_]>::len).max().unwrap_or(0)
    }
}

/// Puts big-endian words into one lane.
fn set_words(rows: &mut [Row], lane: usize, bytes: &[u8]) {
    for (row, word) in rows.iter_mut().zip(bytes.as_chunks::<4>().0) {
        if let Some(to) = row.get_mut(lane) {
            *to = u32::from_be_bytes(*word);
        }
    }
}

impl Sha256Lanes {
    /// What this processor has, where that is faster than one hash after the other: with
    /// instructions for SHA-256, AVX2 is not.
    pub(super) fn find() -> Option<Self> {
        #[cfg(target_arch = "x86_64")]
        return pulp::x86::V4::try_new().map(Self::Avx512).or_else(|| {
            let one_by_one_is_slow = !std::arch::is_x86_feature_detected!("sha");
            let avx2 = one_by_one_is_slow.then(pulp::x86::V3::try_new).flatten();
            avx2.map(Self::Avx2)
        });
        #[cfg(not(target_arch = "x86_64"))]
        None
    }

    /// The SHA256d of each message.
    pub(super) fn sha256d(self, messages: &Messages) -> States {
        let mut states = States::initial();
        self.absorb(&mut states, messages);
        self.of_hashes(&states)
    }

    /// Goes on from `states` with a message each.
    pub(super) fn absorb(self, states: &mut States, messages: &Messages) {
        for index in 0..messages.longest() {
            let before = *states;
            let mut blocks = [[0; LANES]; 16];
            for (lane, message) in messages.iter().enumerate() {
                let block = message.get(index).map_or(&[][..], <[u8; 64]>::as_slice);
                set_words(&mut blocks, lane, block);
            }
            self.compress(states, &blocks);
            for (lane, message) in messages.iter().enumerate() {
                if index >= message.len() {
                    states.restore(lane, &before);
                }
            }
        }
    }

    /// SHA-256 of each hash.
    pub(super) fn of_hashes(self, hashes: &States) -> States {
        let mut blocks = [[0; LANES]; 16];
        for (word, hash) in blocks.iter_mut().zip(&hashes.0) {
            *word = *hash;
        }
        blocks[8] = [0x8000_0000; LANES];
        blocks[15] = [256; LANES];
        let mut states = States::initial();
        self.compress(&mut states, &blocks);
        states
    }

    /// As [`merkle_fold`](crate::core::hash::merkle_fold), each hash with a branch of its own.
    pub(super) fn merkle_fold(self, mut hashes: States, branches: &[&[[u8; 32]]]) -> States {
        let mut padding = [[0; LANES]; 16];
        padding[0] = [0x8000_0000; LANES];
        padding[15] = [512; LANES];
        let longest = branches.iter().map(|branch| branch.len()).max();
        for depth in 0..longest.unwrap_or(0) {
            let mut pairs = [[0; LANES]; 16];
            let (left, right) = pairs.split_at_mut(8);
            left.copy_from_slice(&hashes.0);
            for (lane, branch) in branches.iter().enumerate() {
                set_words(
                    right,
                    lane,
                    branch.get(depth).map_or(&[], <[u8; 32]>::as_slice),
                );
            }
            let mut states = States::initial();
            self.compress(&mut states, &pairs);
            self.compress(&mut states, &padding);
            let mut folded = self.of_hashes(&states);
            for (lane, branch) in branches.iter().enumerate() {
                if depth >= branch.len() {
                    folded.restore(lane, &hashes);
                }
            }
            hashes = folded;
        }
        hashes
    }

    fn compress(self, states: &mut States, blocks: &Blocks) {
        match self {
            #[cfg(target_arch = "x86_64")]
            Self::Avx2(simd) => simd.vectorize(Compress {
                simd,
                states,
                blocks,
            }),
            #[cfg(target_arch = "x86_64")]
            Self::Avx512(simd) => simd.vectorize(Compress {
                simd,
                states,
                blocks,
            }),
        }
    }
}

/// Functions of three words, bit by bit. FIPS 180-4, section 4.1.2.
trait Bitwise: Simd {
    #[inline(always)]
    fn parity(self, x: Self::u32s, y: Self::u32s, z: Self::u32s) -> Self::u32s {
        self.xor_u32s(self.xor_u32s(x, y), z)
    }

    #[inline(always)]
    fn choice(self, x: Self::u32s, y: Self::u32s, z: Self::u32s) -> Self::u32s {
        self.xor_u32s(z, self.and_u32s(x, self.xor_u32s(y, z)))
    }

    #[inline(always)]
    fn majority(self, x: Self::u32s, y: Self::u32s, z: Self::u32s) -> Self::u32s {
        self.or_u32s(self.and_u32s(x, y), self.and_u32s(z, self.or_u32s(x, y)))
    }
}

#[cfg(target_arch = "x86_64")]
impl Bitwise for pulp::x86::V3 {}

/// One instruction does each: its operand is the table of the function's values.
#[cfg(target_arch = "x86_64")]
impl Bitwise for pulp::x86::V4 {
    #[inline(always)]
    fn parity(self, x: Self::u32s, y: Self::u32s, z: Self::u32s) -> Self::u32s {
        let [x, y, z] = [x, y, z].map(pulp::cast);
        pulp::cast(
            self.avx512f
                ._mm512_ternarylogic_epi32::<0b1001_0110>(x, y, z),
        )
    }

    #[inline(always)]
    fn choice(self, x: Self::u32s, y: Self::u32s, z: Self::u32s) -> Self::u32s {
        let [x, y, z] = [x, y, z].map(pulp::cast);
        pulp::cast(
            self.avx512f
                ._mm512_ternarylogic_epi32::<0b1100_1010>(x, y, z),
        )
    }

    #[inline(always)]
    fn majority(self, x: Self::u32s, y: Self::u32s, z: Self::u32s) -> Self::u32s {
        let [x, y, z] = [x, y, z].map(pulp::cast);
        pulp::cast(
            self.avx512f
                ._mm512_ternarylogic_epi32::<0b1110_1000>(x, y, z),
        )
    }
}

/// SHA-256's compression function on one block of each message.
struct Compress<'a, S> {
    simd: S,
    states: &'a mut States,
    blocks: &'a Blocks,
}

// All that runs on vectors is `inline(always)`: a function of its own would be compiled without the
// instructions that `vectorize` turns on.
impl<S: Bitwise> NullaryFnOnce for Compress<'_, S> {
    type Output = ();

    #[inline(always)]
    #[expect(
        clippy::indexing_slicing,
        reason = "a row is as many vectors as there are parts, and the schedule has 16 words"
    )]
    fn call(self) {
        let simd = self.simd;
        for part in 0..LANES / S::U32_LANES {
            let mut schedule = [simd.splat_u32s(0); 16];
            for (word, row) in schedule.iter_mut().zip(self.blocks) {
                *word = S::as_simd_u32s(row).0[part];
            }
            let mut state = [simd.splat_u32s(0); 8];
            for (word, row) in state.iter_mut().zip(&self.states.0) {
                *word = S::as_simd_u32s(row).0[part];
            }
            // Ranges, since `enumerate` checks its count for overflow in each step.
            for (sixteen, constants) in (0..4).zip(ROUND_CONSTANTS.as_chunks::<16>().0) {
                for (index, constant) in (0..16).zip(constants) {
                    if sixteen > 0 {
                        schedule[index] = next_word(simd, &schedule, index);
                    }
                    let word = simd.add_u32s(schedule[index], simd.splat_u32s(*constant));
                    state = round(simd, state, word);
                }
            }
            for (word, row) in state.iter().zip(&mut self.states.0) {
                let row = &mut S::as_mut_simd_u32s(row).0[part];
                *row = simd.add_u32s(*row, *word);
            }
        }
    }
}

/// The word of the message schedule that takes the place of the one 16 before it, at `index`.
#[inline(always)]
#[expect(clippy::indexing_slicing, reason = "each index is taken modulo 16")]
fn next_word<S: Bitwise>(simd: S, schedule: &[S::u32s; 16], index: usize) -> S::u32s {
    let ago_15 = schedule[(index + 1) % 16];
    let ago_7 = schedule[(index + 9) % 16];
    let ago_2 = schedule[(index + 14) % 16];
    let small_0 = simd.parity(
        rotate(simd, ago_15, 7),
        rotate(simd, ago_15, 18),
        shift(simd, ago_15, 3),
    );
    let small_1 = simd.parity(
        rotate(simd, ago_2, 17),
        rotate(simd, ago_2, 19),
        shift(simd, ago_2, 10),
    );
    simd.add_u32s(
        simd.add_u32s(schedule[index], small_0),
        simd.add_u32s(ago_7, small_1),
    )
}

/// One round; `word` is the word of the schedule with the round's constant added.
#[inline(always)]
fn round<S: Bitwise>(
    simd: S,
    [a, b, c, d, e, f, g, h]: [S::u32s; 8],
    word: S::u32s,
) -> [S::u32s; 8] {
    let big_1 = simd.parity(rotate(simd, e, 6), rotate(simd, e, 11), rotate(simd, e, 25));
    let big_0 = simd.parity(rotate(simd, a, 2), rotate(simd, a, 13), rotate(simd, a, 22));
    let first = simd.add_u32s(
        simd.add_u32s(h, big_1),
        simd.add_u32s(simd.choice(e, f, g), word),
    );
    let second = simd.add_u32s(big_0, simd.majority(a, b, c));
    [
        simd.add_u32s(first, second),
        a,
        b,
        c,
        simd.add_u32s(d, first),
        e,
        f,
        g,
    ]
}

#[inline(always)]
fn shift<S: Simd>(simd: S, word: S::u32s, by: u32) -> S::u32s {
    simd.wrapping_dyn_shr_u32s(word, simd.splat_u32s(by))
}

/// `word` rotated right.
#[inline(always)]
fn rotate<S: Simd>(simd: S, word: S::u32s, by: u32) -> S::u32s {
    let left = simd.wrapping_dyn_shl_u32s(word, simd.splat_u32s(32 - by));
    simd.or_u32s(shift(simd, word, by), left)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::core::hash::{merkle_fold, pad, sha256, sha256d};

    /// Every way that this processor has, also those that are not chosen on it.
    fn all() -> Vec<Sha256Lanes> {
        #[cfg(target_arch = "x86_64")]
        let found = [
            pulp::x86::V3::try_new().map(Sha256Lanes::Avx2),
            pulp::x86::V4::try_new().map(Sha256Lanes::Avx512),
        ];
        #[cfg(not(target_arch = "x86_64"))]
        let found = [None; 2];
        if found.iter().any(Option::is_none) {
            eprintln!("SKIPPED in part: this processor has {found:?} only");
        }
        found.into_iter().flatten().collect()
    }

    /// Bytes that look random, the same in every run.
    fn bytes(seed: usize, len: usize) -> Vec<u8> {
        let parts = (0..=len / 32).map(|part| sha256(format!("{seed} {part}").as_bytes()));
        parts.flatten().take(len).collect()
    }

    #[test]
    fn messages_of_different_lengths_have_their_plain_hashes() {
        for lanes in all() {
            for (count, longest) in [(1, 0), (16, 300), (16, 55), (9, 130), (2, 64), (16, 1000)] {
                let messages: Vec<Vec<u8>> = (0..count)
                    .map(|lane| bytes(lane, longest * lane / count.max(1)))
                    .collect();
                let mut padded = Messages::with_room_for(64);
                for message in &messages {
                    padded.add(|out| {
                        out.extend_from_slice(message);
                        pad(out, message.len() as u64);
                    });
                }
                let hashes = lanes.sha256d(&padded);
                for (lane, message) in messages.iter().enumerate() {
                    assert_eq!(hashes.get(lane), sha256d(message), "{lanes:?} {lane}");
                }
            }
        }
    }

    #[test]
    fn branches_of_different_lengths_have_their_plain_roots() {
        for lanes in all() {
            let leaves: Vec<_> = (0..LANES).map(|lane| sha256(&bytes(lane, 7))).collect();
            let branches: Vec<Vec<[u8; 32]>> = (0..LANES)
                .map(|lane| {
                    (0..lane * 5 % 13)
                        .map(|step| sha256(&bytes(step, lane)))
                        .collect()
                })
                .collect();
            let mut hashes = States::initial();
            for (lane, leaf) in leaves.iter().enumerate() {
                hashes.set(lane, leaf);
            }
            let borrowed: Vec<_> = branches.iter().map(Vec::as_slice).collect();
            let roots = lanes.merkle_fold(hashes, &borrowed);
            for (lane, leaf) in leaves.iter().enumerate() {
                assert_eq!(
                    roots.get(lane),
                    merkle_fold(*leaf, &branches[lane]),
                    "{lane}"
                );
            }
        }
    }
}
