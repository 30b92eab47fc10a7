//! `verify`: from message_data to the proof of work, for any number of shares on all cores.

use crate::cli::error::{CliError, Outcome};
use crate::cli::input::{AuthorityArgs, InputArgs};
use crate::cli::output::{Output, Text, Unit, styles};
use crate::cli::record::{Undecoded, outcome_of, print, unreadable_input};
use crate::cli::settings::Settings;
use crate::core::address::Addresses;
use crate::core::network::Network;
use crate::core::pow::HeaderHasher;
use crate::core::pow::verification::verify;
use crate::json::record::{RecordErrorJson, RecordJson, RecordKind, VerifiedRecordJson};
use crate::json::share::VerificationJson;
use crate::json::value::Hex;
use crate::shares::{Block, Content, LineReader, MessageDecoder, Proof, Readability, Step};

/// Verify shares from message_data to proof of work
///
/// For each share: message_data and share_info make ref_hash, which the generation transaction
/// carries; its hash leads to the merkle root, the merkle root stands in the header, and the hash
/// of the header must meet the target.
///
/// message_data is checked as by p2msg decode, with keys judged in the same order. Exit code 4 if a share, or a signature or
/// an announcement in one, does not hold; 3 if something cannot be read.
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:
  p2msg verify shares.0                      every share of a share store
  p2msg verify ~/p2pool/data/litecoin --failures-only
                                             what does not hold in the share stores of a node
  p2msg --net litecoin_testnet verify 24fd...  a raw share in hex")]
pub struct VerifyArgs {
    #[command(flatten)]
    input: InputArgs,

    #[command(flatten)]
    authority: AuthorityArgs,

    /// Pass over shares without message_data, and over lines that only say that one was verified
    #[arg(long)]
    with_messages: bool,

    /// Show only what does not hold or cannot be read, and how many shares there were
    #[arg(long)]
    failures_only: bool,
}

/// Lines that are hashed without an empty lane: a multiple of every number of lanes, 3 to 12 of
/// scrypt and 16 of SHA-256, twice, because in a node's store every second line may only say that the
/// share before it was verified.
const BATCH: usize = 96;

/// Runs the command.
///
/// # Errors
/// stdout cannot be written.
pub fn run(args: VerifyArgs, settings: &Settings, out: &mut Output) -> Result<Outcome, CliError> {
    let inputs = args.input.inputs(settings, out)?;
    let network = inputs.network();
    let decoder = inputs.decoder(args.authority.authorities(), out);
    let reader = inputs
        .reader()
        .in_batches_of(BATCH)
        .with_messages_only(args.with_messages);
    let mut progress = out.progress("verifying", inputs.total_bytes(), Unit::Bytes);
    let start = |lines| Worker {
        network,
        lines,
        addresses: Addresses::new(network),
        hasher: HeaderHasher::new(network.pow),
    };
    let work = |worker: &mut Worker, block: &Block| {
        if args.failures_only {
            worker.failures(block)
        } else {
            worker.records(block)
        }
    };
    let mut report = VerifyReport {
        network,
        decoder,
        outcome: Outcome::Done,
        failures_only: args.failures_only,
        shares: 0,
        failed: 0,
        unsound: 0,
        malformed: 0,
    };
    let mut read = Outcome::Done;
    reader.in_parallel(start, work, |step| {
        match step {
            Step::Block { block, made } => {
                report.shares += made.valid;
                if made.valid > 0 {
                    inputs.admit(block.name(), block.first_line(), Readability::Record);
                }
                for record in made.records {
                    let source = &record.record.source;
                    if inputs.admit(&source.name, source.line.unwrap_or(0), record.readability) {
                        report.take(record, out)?;
                    }
                }
                out.flush()?;
                read = read.worst(inputs.report(out));
                progress.advance(u64::try_from(block.size()).unwrap_or(u64::MAX));
            }
            Step::Unreadable(error) => read = read.worst(unreadable_input(&error, out)?),
        }
        Ok(())
    })?;
    drop(progress);
    report.end(read, out)?;
    inputs.end(out);
    Ok(read.worst(report.outcome))
}

/// What one thread verifies with.
struct Worker {
    network: &'static Network,
    lines: LineReader,
    addresses: Addresses,
    hasher: HeaderHasher,
}

/// The result of a block.
struct Checked {
    /// Valid shares without messages, which are only counted.
    valid: u64,
    /// All other records, in the order of the lines.
    records: Vec<Undecoded>,
}

impl Worker {
    /// Every record of a block.
    fn records(&mut self, block: &Block) -> Checked {
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
    fn failures(&mut self, block: &Block) -> Checked {
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

/// What is found, one record after the other.
struct VerifyReport {
    network: &'static Network,
    decoder: MessageDecoder,
    outcome: Outcome,
    failures_only: bool,
    shares: u64,
    failed: u64,
    /// With a signature or an announcement that does not hold.
    unsound: u64,
    /// What could not be read, or only in part.
    malformed: u64,
}

impl VerifyReport {
    fn take(&mut self, mut record: Undecoded, out: &mut Output) -> Result<(), CliError> {
        let proof = record.proof.take();
        let verification = proof.and_then(|proof| self.verify(&proof));
        let mut record = record.decode(&mut self.decoder);
        let outcome = self.count(&record, verification.as_ref());
        if self.failures_only && outcome == Outcome::Done {
            return Ok(());
        }
        let no_share = record.kind == RecordKind::MessageData;
        if out.json() {
            record.error = record.error.or_else(|| no_share.then(without_share));
            let record = VerifiedRecordJson {
                record,
                verification,
            };
            return out.record(&record);
        }
        print(&record, out)?;
        if no_share {
            let text = without_share().message;
            out.line(Text::from("  ").and_styled(styles::ODD, text))?;
        }
        match &verification {
            Some(verification) => print_verification(verification, out),
            None => Ok(()),
        }
    }

    fn verify(&self, proof: &Proof) -> Option<VerificationJson> {
        let verification = verify(&proof.claim, proof.pow_hash?, self.network);
        let why = verification
            .failure
            .map(|failure| failure.why(&proof.claim, self.network));
        Some(VerificationJson::new(&proof.commitment, &verification, why))
    }

    /// Counts a record, and says what it means for the exit code.
    fn count(&mut self, record: &RecordJson, verification: Option<&VerificationJson>) -> Outcome {
        let mut outcome = outcome_of(record);
        match outcome {
            Outcome::DoesNotHold => self.unsound += 1,
            Outcome::Malformed => self.malformed += 1,
            _ => {}
        }
        if let Some(verification) = verification {
            self.shares += 1;
            if !verification.ok {
                self.failed += 1;
                outcome = outcome.worst(Outcome::DoesNotHold);
            }
        }
        if record.kind == RecordKind::MessageData {
            outcome = outcome.worst(Outcome::Failed);
        }
        self.outcome = self.outcome.worst(outcome);
        outcome
    }

    /// Prints the counts; `read` is whether all inputs were readable.
    fn end(&self, read: Outcome, out: &mut Output) -> Result<(), CliError> {
        if self.shares == 0 && self.outcome == Outcome::Done && read == Outcome::Done {
            out.warning("there was no share: nothing was verified");
        }
        if out.json() || self.shares <= 1 {
            return Ok(());
        }
        let held = self.shares - self.failed;
        out.line(format!("{held} of {} shares hold", self.shares))?;
        for (count, what) in [
            (
                self.unsound,
                "with a signature or an announcement that does not hold",
            ),
            (self.malformed, "that cannot be read whole"),
        ] {
            if count > 0 {
                out.line(Text::styled(styles::ODD, format!("{count} {what}")))?;
            }
        }
        Ok(())
    }
}

/// Why message_data alone is not verified.
fn without_share() -> RecordErrorJson {
    RecordErrorJson {
        code: "no_share".into(),
        message: "message_data has no proof of work without its share: give the raw share".into(),
        offset: None,
    }
}

fn print_verification(verification: &VerificationJson, out: &mut Output) -> Result<(), CliError> {
    let target = |target: Option<Hex<32>>| match target {
        Some(target) => target.to_string(),
        None => "does not fit 256 bits".to_owned(),
    };
    out.trusted(format_args!(
        "  ref_type     {} bytes
  ref_hash     {}
  gentx_hash   {}
  merkle_root  {}
  header       {}
  pow_hash     {}
  target       {}
  max_target   {}
  difficulty   {}
",
        verification.ref_type_bytes,
        verification.ref_hash,
        verification.gentx_hash,
        verification.merkle_root,
        verification.header,
        verification.pow_hash,
        target(verification.target),
        target(verification.max_target),
        match verification.difficulty {
            Some(difficulty) => format!("{difficulty:.3e}"),
            None => "-".to_owned(),
        },
    ))?;
    out.line(match &verification.why {
        None => Text::from("  proof of work  ").and_styled(styles::GOOD, "holds"),
        Some(why) => Text::from("  proof of work  ")
            .and_styled(styles::BAD, "DOES NOT HOLD")
            .and(format!(": {why}")),
    })
}
