//! One thread's part of the work: reading the shares of a block and hashing their headers.

use crate::cli::record::Undecoded;
use crate::core::address::Addresses;
use crate::core::chain::rules::SharePoint;
use crate::core::network::Network;
use crate::core::pow::HeaderHasher;
use crate::core::pow::verification::verify;
use crate::shares::{Block, Content, LineReader, Proof};

/// Lines that are hashed without an empty lane: a multiple of every number of lanes, 3 to 12 of
/// scrypt and 16 of SHA-256, twice, because in a node's store every second line may only say that the
/// share before it was verified.
pub(super) const BATCH: usize = 96;

/// What one thread verifies with.
pub(super) struct Worker {
    network: &'static Network,
    lines: LineReader,
    addresses: Addresses,
    hasher: HeaderHasher,
}

/// The result of a block.
pub(super) struct Checked {
    /// Valid shares without messages, which are only counted.
    pub(super) valid: u64,
    /// All other records, in the order of the lines.
    pub(super) records: Vec<Undecoded>,
}

/// A record and, if it is a share, the fields that its place in the chain depends on.
pub(super) struct ChainRecord {
    pub(super) record: Undecoded,
    pub(super) point: Option<SharePoint>,
}

impl Worker {
    pub(super) fn new(network: &'static Network, lines: LineReader) -> Self {
        Self {
            network,
            lines,
            addresses: Addresses::new(network),
            hasher: HeaderHasher::new(network.pow),
        }
    }

    /// Every record of a block, for the chain that its shares form.
    pub(super) fn chain_records(&mut self, block: &Block) -> Vec<ChainRecord> {
        let mut records = Vec::new();
        self.lines.read(block, |record| {
            let point = match record.content {
                Content::Share { share, commitment } => {
                    Some(SharePoint::new(share, commitment.share_hash, self.network))
                }
                _ => None,
            };
            if let Some(record) = Undecoded::of(&record, &mut self.addresses) {
                records.push(ChainRecord { record, point });
            }
        });
        let proofs = records
            .iter_mut()
            .filter_map(|record| record.record.proof.as_mut());
        hash(&mut self.hasher, proofs.collect());
        records
    }

    /// Every record of a block.
    pub(super) fn records(&mut self, block: &Block) -> Checked {
        let mut records = Vec::new();
        self.lines.read(block, |record| {
            records.extend(Undecoded::of(&record, &mut self.addresses));
        });
        let proofs = records
            .iter_mut()
            .filter_map(|record| record.proof.as_mut());
        hash(&mut self.hasher, proofs.collect());
        Checked { valid: 0, records }
    }

    /// The records of a block that may need a report. Makes only the proofs of the others: most
    /// shares are valid and without messages, and making a view takes as long as reading a share.
    pub(super) fn failures(&mut self, block: &Block) -> Checked {
        let mut proofs = self.proofs(block);
        let with_proof = proofs
            .iter_mut()
            .filter_map(|(_, proof)| Some(&mut proof.as_mut()?.0));
        hash(&mut self.hasher, with_proof.collect());
        let mut checked = Checked {
            valid: 0,
            records: Vec::new(),
        };
        for (number, proof) in proofs {
            let pow_hash = proof.as_ref().and_then(|(proof, _)| proof.pow_hash);
            if let (Some((proof, true)), Some(pow_hash)) = (&proof, pow_hash)
                && verify(&proof.claim, pow_hash, self.network)
                    .failure
                    .is_none()
            {
                checked.valid += 1;
            } else if let Some(mut record) = self.record(block, number) {
                if let Some(proof) = &mut record.proof {
                    proof.pow_hash = pow_hash;
                }
                checked.records.push(record);
            }
        }
        checked
    }

    /// The numbers of all lines with a record; for a share also its proof, and whether it has no
    /// message_data.
    fn proofs(&mut self, block: &Block) -> Vec<(u64, Option<(Proof, bool)>)> {
        let mut proofs = Vec::new();
        self.lines.read(block, |record| {
            let proof = match record.content {
                Content::Share { share, commitment } => {
                    Some((Proof::new(share, commitment), share.message_data.is_empty()))
                }
                _ => None,
            };
            proofs.push((record.line, proof));
        });
        proofs
    }

    /// The record of line `number`.
    fn record(&mut self, block: &Block, number: u64) -> Option<Undecoded> {
        let mut view = None;
        self.lines.read_one(block, number, |record| {
            view = Undecoded::of(&record, &mut self.addresses);
        });
        view
    }
}

/// Hashes the headers of many shares at once.
fn hash(hasher: &mut HeaderHasher, proofs: Vec<&mut Proof>) {
    let headers: Vec<_> = proofs.iter().map(|proof| proof.commitment.header).collect();
    for (proof, pow_hash) in proofs.into_iter().zip(hasher.hash_many(&headers)) {
        proof.pow_hash = Some(pow_hash);
    }
}
