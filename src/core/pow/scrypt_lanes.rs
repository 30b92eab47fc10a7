//! scrypt (N = 1024, r = 1, p = 1) of many headers at once, in the lanes of SIMD vectors.
//!
//! One hash alone leaves a processor waiting, because each step of Salsa20/8 needs the one before.
//! Here a vector holds one row, four words, of `WIDTH` hashes side by side, and `GROUPS` such sets
//! of vectors are worked on in turn. The words of a block are kept in diagonal order, so that both
//! the column and the row rounds of Salsa20 are plain operations on whole rows; and because a row
//! is 16 bytes, the block of a hash stays in one piece in memory, where it is looked up later at an
//! index of its own.

#![cfg_attr(
    not(target_arch = "x86_64"),
    allow(dead_code, unused_variables, reason = "the lanes are those of x86-64")
)]

use hmac::{Hmac, KeyInit, Mac};
use pulp::{Simd, WithSimd, bytemuck};
use sha2::Sha256;

use super::scrypt_1024_1_1;

/// Blocks that each hash stores and looks up again: scrypt's N.
const N: usize = 1024;

/// Sets of vectors worked on in turn. Fewer do not hide the time until a result is there, and with
/// more the registers of x86-64 do not hold the state: two and four were both measured slower.
const GROUPS: usize = 3;

/// How many headers are hashed at once.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Lanes {
    /// One by one through the `scrypt` crate: for every processor.
    One,
    /// Vectors of 128 bits, SSE4.2.
    Three,
    /// Vectors of 256 bits, AVX2.
    Six,
    /// Vectors of 512 bits, AVX-512.
    Twelve,
}

impl Lanes {
    /// Every way of hashing, the slowest first.
    pub const ALL: [Self; 4] = [Self::One, Self::Three, Self::Six, Self::Twelve];

    /// The number of headers.
    pub const fn count(self) -> usize {
        match self {
            Self::One => 1,
            Self::Three => GROUPS,
            Self::Six => 2 * GROUPS,
            Self::Twelve => 4 * GROUPS,
        }
    }
}

/// What hashes: the proof, found when the program runs, that the processor has the instructions.
#[derive(Debug, Clone, Copy)]
enum Engine {
    Plain,
    #[cfg(target_arch = "x86_64")]
    Sse(pulp::x86::V2),
    #[cfg(target_arch = "x86_64")]
    Avx2(pulp::x86::V3),
    #[cfg(target_arch = "x86_64")]
    Avx512(pulp::x86::V4),
}

impl Engine {
    fn find(lanes: Lanes) -> Option<Self> {
        #[cfg(target_arch = "x86_64")]
        return match lanes {
            Lanes::One => Some(Self::Plain),
            Lanes::Three => pulp::x86::V2::try_new().map(Self::Sse),
            Lanes::Six => pulp::x86::V3::try_new().map(Self::Avx2),
            Lanes::Twelve => pulp::x86::V4::try_new().map(Self::Avx512),
        };
        #[cfg(not(target_arch = "x86_64"))]
        return (lanes == Lanes::One).then_some(Self::Plain);
    }
}

/// Hashes headers with scrypt, as many at once as the processor has lanes for.
///
/// It owns the memory that it works in, 128 KiB a lane: keep one for each thread and use it again.
pub struct Scrypt {
    lanes: Lanes,
    engine: Engine,
    /// The block of each hash under way.
    blocks: Vec<Block>,
    /// For each step of the first half, the block of each hash at that step.
    steps: Vec<Block>,
}

impl Default for Scrypt {
    fn default() -> Self {
        Self::new()
    }
}

impl Scrypt {
    /// With the most lanes that this processor has.
    pub fn new() -> Self {
        let fastest = Lanes::ALL.into_iter().rev().find_map(Self::with_lanes);
        fastest.expect("hashing one by one needs nothing of the processor")
    }

    /// With just these `lanes`; `None` if this processor does not have them.
    pub fn with_lanes(lanes: Lanes) -> Option<Self> {
        let engine = Engine::find(lanes)?;
        let count = match lanes {
            Lanes::One => 0,
            _ => lanes.count(),
        };
        Some(Self {
            lanes,
            engine,
            blocks: vec![Block::ZERO; count],
            steps: vec![Block::ZERO; count * N],
        })
    }

    /// The lanes in use.
    pub fn lanes(&self) -> Lanes {
        self.lanes
    }

    /// Writes what [`scrypt_1024_1_1`] gives for each header to the same place in `hashes`.
    ///
    /// A last batch with fewer headers than there are lanes takes as long as a full one.
    ///
    /// # Panics
    ///
    /// If there are not as many `hashes` as `headers`.
    pub fn hash_many(&mut self, headers: &[[u8; 80]], hashes: &mut [[u8; 32]]) {
        assert_eq!(headers.len(), hashes.len(), "one hash for each header");
        let count = self.lanes.count();
        for (headers, hashes) in headers.chunks(count).zip(hashes.chunks_mut(count)) {
            self.hash_batch(headers, hashes);
        }
    }

    /// Hashes as many headers as there are lanes, or fewer.
    fn hash_batch(&mut self, headers: &[[u8; 80]], hashes: &mut [[u8; 32]]) {
        if matches!(self.engine, Engine::Plain) {
            for (header, hash) in headers.iter().zip(hashes) {
                *hash = scrypt_1024_1_1(header);
            }
            return;
        }
        // Lanes without a header work on what is left in them; nobody looks at the result.
        for (block, header) in self.blocks.iter_mut().zip(headers) {
            *block = Block::from_bytes(&derive_block(header));
        }
        self.mix();
        for ((block, header), hash) in self.blocks.iter().zip(headers).zip(hashes) {
            *hash = derive_hash(header, &block.to_bytes());
        }
    }

    fn mix(&mut self) {
        match self.engine {
            Engine::Plain => {}
            #[cfg(target_arch = "x86_64")]
            Engine::Sse(simd) => mix_lanes::<_, 1>(simd, &mut self.blocks, &mut self.steps),
            #[cfg(target_arch = "x86_64")]
            Engine::Avx2(simd) => mix_lanes::<_, 2>(simd, &mut self.blocks, &mut self.steps),
            #[cfg(target_arch = "x86_64")]
            Engine::Avx512(simd) => mix_lanes::<_, 4>(simd, &mut self.blocks, &mut self.steps),
        }
    }
}

/// PBKDF2-HMAC-SHA256 with one iteration, where the header is both password and salt.
fn derive_block(header: &[u8; 80]) -> [u8; 128] {
    let mac = keyed(header).chain_update(header);
    let mut bytes = [0; 128];
    for (index, part) in (1u32..).zip(bytes.as_chunks_mut::<32>().0) {
        // The header is hashed once and the state copied, which halves the work.
        let part_mac = mac.clone().chain_update(index.to_be_bytes());
        *part = part_mac.finalize().into_bytes().into();
    }
    bytes
}

/// The same with the mixed block as salt, of which scrypt takes the first 32 bytes.
fn derive_hash(header: &[u8; 80], block: &[u8; 128]) -> [u8; 32] {
    let mac = keyed(header).chain_update(block);
    mac.chain_update(1u32.to_be_bytes())
        .finalize()
        .into_bytes()
        .into()
}

fn keyed(header: &[u8; 80]) -> Hmac<Sha256> {
    Hmac::new_from_slice(header).expect("HMAC takes a key of any length")
}

/// The 128 bytes that one hash works on: two halves of four rows, each of four words.
///
/// The alignment lets a block fill two lines of the cache and touch no third.
#[derive(Clone, Copy)]
#[repr(align(128))]
struct Block([[u32; 4]; ROWS]);

/// The rows of a block.
const ROWS: usize = 8;

/// Where each word of a half goes: row `a` of Salsa20's four takes the words 0, 5, 10 and 15.
const DIAGONALS: [[usize; 4]; 4] = [[0, 5, 10, 15], [4, 9, 14, 3], [8, 13, 2, 7], [12, 1, 6, 11]];

impl Block {
    const ZERO: Self = Self([[0; 4]; ROWS]);

    fn from_bytes(bytes: &[u8; 128]) -> Self {
        let mut block = Self::ZERO;
        for (rows, half) in block.0.chunks_exact_mut(4).zip(bytes.chunks_exact(64)) {
            let words = half.as_chunks::<4>().0;
            for (row, diagonal) in rows.iter_mut().zip(DIAGONALS) {
                for (word, from) in row.iter_mut().zip(diagonal) {
                    *word = words.get(from).copied().map_or(0, u32::from_le_bytes);
                }
            }
        }
        block
    }

    fn to_bytes(self) -> [u8; 128] {
        let mut bytes = [0; 128];
        for (rows, half) in self.0.chunks_exact(4).zip(bytes.chunks_exact_mut(64)) {
            let words = half.as_chunks_mut::<4>().0;
            for (row, diagonal) in rows.iter().zip(DIAGONALS) {
                for (word, to) in row.iter().zip(diagonal) {
                    if let Some(bytes) = words.get_mut(to) {
                        *bytes = word.to_le_bytes();
                    }
                }
            }
        }
        bytes
    }
}

/// scrypt's ROMix of `GROUPS * WIDTH` blocks; `S` has vectors of `4 * WIDTH` words.
fn mix_lanes<S: Simd, const WIDTH: usize>(simd: S, blocks: &mut [Block], steps: &mut [Block]) {
    debug_assert_eq!(S::U32_LANES, 4 * WIDTH);
    let blocks = blocks.as_chunks_mut::<WIDTH>().0;
    let steps = steps.as_chunks_mut::<WIDTH>().0.as_chunks_mut().0;
    if let [blocks] = blocks.as_chunks_mut().0 {
        simd.vectorize(RoMix { blocks, steps });
    }
}

struct RoMix<'a, const WIDTH: usize> {
    blocks: &'a mut [[Block; WIDTH]; GROUPS],
    steps: &'a mut [[[Block; WIDTH]; GROUPS]],
}

/// One half of the blocks under way: the four rows of `WIDTH` hashes, for each group.
type Half<S> = [[<S as Simd>::u32s; 4]; GROUPS];

// Loops over vectors count with ranges: `enumerate` checks its count for overflow in each step.
//
// All that runs on vectors is `inline(always)`, loops instead of closures included: a function of
// its own would be compiled without the instructions that `vectorize` turns on, and be many times
// slower.
impl<const WIDTH: usize> WithSimd for RoMix<'_, WIDTH> {
    type Output = ();

    #[inline(always)]
    fn with_simd<S: Simd>(self, simd: S) {
        let zero = simd.splat_u32s(0);
        let mut low: Half<S> = [[zero; 4]; GROUPS];
        let mut high: Half<S> = [[zero; 4]; GROUPS];
        for ((low, high), blocks) in low.iter_mut().zip(&mut high).zip(&*self.blocks) {
            let mut own = [&Block::ZERO; WIDTH];
            for (own, block) in own.iter_mut().zip(blocks) {
                *own = block;
            }
            xor_blocks(simd, low, high, &own);
        }
        for step in &mut *self.steps {
            store_blocks::<S, WIDTH>(&low, &high, step);
            salsa_half(simd, &mut low, &high);
            salsa_half(simd, &mut high, &low);
        }
        for _ in 0..N {
            for (group, (low, high)) in (0..GROUPS).zip(low.iter_mut().zip(&mut high)) {
                let chosen = choose_blocks::<S, WIDTH>(&high[0], self.steps, group);
                xor_blocks(simd, low, high, &chosen);
            }
            salsa_half(simd, &mut low, &high);
            salsa_half(simd, &mut high, &low);
        }
        store_blocks::<S, WIDTH>(&low, &high, self.blocks);
    }
}

/// The blocks that the first word of each hash's second half points at.
#[inline(always)]
#[expect(
    clippy::indexing_slicing,
    reason = "there are N steps; group and lane come from the same arrays"
)]
fn choose_blocks<'a, S: Simd, const WIDTH: usize>(
    row: &S::u32s,
    steps: &'a [[[Block; WIDTH]; GROUPS]],
    group: usize,
) -> [&'a Block; WIDTH] {
    let mut chosen = [&steps[0][0][0]; WIDTH];
    let chosen_by = chosen.iter_mut().zip(rows_of::<S>(row));
    for (lane, (chosen, [index, ..])) in (0..WIDTH).zip(chosen_by) {
        *chosen = &steps[*index as usize % N][group][lane];
    }
    chosen
}

#[inline(always)]
#[expect(
    clippy::indexing_slicing,
    reason = "a block has as many rows as both halves"
)]
fn xor_blocks<S: Simd, const WIDTH: usize>(
    simd: S,
    low: &mut [S::u32s; 4],
    high: &mut [S::u32s; 4],
    blocks: &[&Block; WIDTH],
) {
    for (row, to) in (0..ROWS).zip(low.iter_mut().chain(high)) {
        let mut joined = simd.splat_u32s(0);
        for (joined, block) in rows_of_mut::<S>(&mut joined).iter_mut().zip(blocks) {
            *joined = block.0[row];
        }
        *to = simd.xor_u32s(*to, joined);
    }
}

#[inline(always)]
#[expect(
    clippy::indexing_slicing,
    reason = "a block has as many rows as both halves"
)]
fn store_blocks<S: Simd, const WIDTH: usize>(
    low: &Half<S>,
    high: &Half<S>,
    blocks: &mut [[Block; WIDTH]; GROUPS],
) {
    for ((low, high), blocks) in low.iter().zip(high).zip(blocks) {
        for (row, from) in (0..ROWS).zip(low.iter().chain(high)) {
            for (block, part) in blocks.iter_mut().zip(rows_of::<S>(from)) {
                block.0[row] = *part;
            }
        }
    }
}

/// `half` becomes Salsa20/8(`half` XOR `other`).
#[inline(always)]
fn salsa_half<S: Simd>(simd: S, half: &mut Half<S>, other: &Half<S>) {
    for (half, other) in half.iter_mut().zip(other) {
        for (row, other) in half.iter_mut().zip(other) {
            *row = simd.xor_u32s(*row, *other);
        }
    }
    let mut state = *half;
    // Four double rounds. Turning the rows makes diagonals of the columns and back.
    for _ in 0..8 {
        for [a, b, _, d] in &mut state {
            *b = add_rotate_xor(simd, *b, *a, *d, 7);
        }
        for [a, b, c, _] in &mut state {
            *c = add_rotate_xor(simd, *c, *b, *a, 9);
        }
        for [_, b, c, d] in &mut state {
            *d = add_rotate_xor(simd, *d, *c, *b, 13);
        }
        for [a, _, c, d] in &mut state {
            *a = add_rotate_xor(simd, *a, *d, *c, 18);
        }
        for [_, b, c, d] in &mut state {
            (*b, *c, *d) = (turn::<S>(*d, 1), turn::<S>(*c, 2), turn::<S>(*b, 3));
        }
    }
    for (half, state) in half.iter_mut().zip(&state) {
        for (row, state) in half.iter_mut().zip(state) {
            *row = simd.add_u32s(*row, *state);
        }
    }
}

/// `row` XOR ((`x` + `y`) rotated left by `bits`).
#[inline(always)]
fn add_rotate_xor<S: Simd>(simd: S, row: S::u32s, x: S::u32s, y: S::u32s, bits: u32) -> S::u32s {
    let sum = simd.add_u32s(x, y);
    let left = simd.wrapping_dyn_shl_u32s(sum, simd.splat_u32s(bits));
    let right = simd.wrapping_dyn_shr_u32s(sum, simd.splat_u32s(32 - bits));
    simd.xor_u32s(row, simd.or_u32s(left, right))
}

/// Turns the four words of each hash's row to the left.
#[inline(always)]
fn turn<S: Simd>(mut row: S::u32s, by: usize) -> S::u32s {
    for part in rows_of_mut::<S>(&mut row) {
        let [a, b, c, d] = *part;
        *part = match by {
            1 => [b, c, d, a],
            2 => [c, d, a, b],
            _ => [d, a, b, c],
        };
    }
    row
}

/// The rows of the hashes side by side in a vector.
#[inline(always)]
fn rows_of<S: Simd>(vector: &S::u32s) -> &[[u32; 4]] {
    bytemuck::cast_slice(std::slice::from_ref(vector))
}

#[inline(always)]
fn rows_of_mut<S: Simd>(vector: &mut S::u32s) -> &mut [[u32; 4]] {
    bytemuck::cast_slice_mut(std::slice::from_mut(vector))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::core::hash::sha256;

    /// Headers that look random, the same in every run.
    fn headers(count: u32) -> Vec<[u8; 80]> {
        let header = |index: u32| {
            let parts =
                [0u8, 1, 2].map(|part| sha256(&[&index.to_le_bytes()[..], &[part]].concat()));
            parts.concat()[..80].try_into().unwrap()
        };
        (0..count).map(header).collect()
    }

    fn by_the_crate(headers: &[[u8; 80]]) -> Vec<[u8; 32]> {
        headers.iter().map(scrypt_1024_1_1).collect()
    }

    #[test]
    fn every_way_agrees_with_the_crate() {
        let headers = headers(500);
        let expected = by_the_crate(&headers);
        for lanes in Lanes::ALL {
            let Some(mut scrypt) = Scrypt::with_lanes(lanes) else {
                eprintln!("SKIPPED: this processor does not have {lanes:?}");
                continue;
            };
            // Until the compiler optimises fully, each shift under SSE is a call.
            let count = if lanes == Lanes::Three { 100 } else { 500 };
            let mut hashes = vec![[0; 32]; count];
            scrypt.hash_many(&headers[..count], &mut hashes);
            assert!(hashes == expected[..count], "{lanes:?}");
        }
    }

    #[test]
    fn batches_that_are_not_full_are_hashed_whole() {
        let headers = headers(25);
        let expected = by_the_crate(&headers);
        for mut scrypt in Lanes::ALL.into_iter().filter_map(Scrypt::with_lanes) {
            for count in [0, 1, 2, 3, 5, 6, 7, 8, 9, 11, 12, 13, 17, 25] {
                let mut hashes = vec![[0; 32]; count];
                scrypt.hash_many(&headers[..count], &mut hashes);
                assert_eq!(hashes, expected[..count], "{:?}", scrypt.lanes());
            }
        }
    }

    /// The code for AVX-512, in vectors of the same size that every processor can do.
    #[test]
    fn vectors_of_512_bits_agree_with_the_crate() {
        let headers = headers(12);
        let mut blocks: Vec<_> = headers
            .iter()
            .map(|header| Block::from_bytes(&derive_block(header)))
            .collect();
        let mut steps = vec![Block::ZERO; headers.len() * N];
        mix_lanes::<_, 4>(pulp::Scalar512b, &mut blocks, &mut steps);
        for ((header, block), expected) in headers.iter().zip(blocks).zip(by_the_crate(&headers)) {
            assert_eq!(derive_hash(header, &block.to_bytes()), expected);
        }
    }
}
