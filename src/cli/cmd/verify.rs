//! `verify`: from message_data to the proof of work, for any number of shares on all cores.

use std::collections::VecDeque;
use std::num::NonZero;
use std::sync::mpsc::{Receiver, SyncSender, sync_channel};
use std::sync::{Mutex, PoisonError};
use std::thread;

use crate::api::write::{RecordJson, RecordKind, VerificationJson, VerifiedRecordJson};
use crate::cli::error::{CliError, Outcome};
use crate::cli::input::{AuthorityArgs, Block, InputArgs, Inputs};
use crate::cli::output::{Output, Progress, Text, Unit, styles};
use crate::cli::record::{Judge, RecordReader, Unjudged, outcome_of, print};
use crate::cli::settings::Settings;
use crate::core::hash::PowHash;
use crate::core::network::Network;
use crate::core::pow::HeaderHasher;
use crate::core::verification::verify;

/// Verify shares from message_data to proof of work
///
/// For each share: message_data and share_info make ref_hash, which the generation transaction
/// carries; its hash leads to the merkle root, the merkle root stands in the header, and the hash
/// of the header must meet the target. Exit code 4 if one share does not hold.
#[derive(Debug, clap::Args)]
#[command(after_long_help = "Examples:
  p2msg verify shares.0                      every share of a share store
  p2msg verify ~/p2pool/data/litecoin --json every share store of a node
  p2msg --net litecoin_testnet verify 24fd...  a raw share in hex")]
pub struct VerifyArgs {
    #[command(flatten)]
    input: InputArgs,

    #[command(flatten)]
    authority: AuthorityArgs,

    /// Pass over shares without message_data, and over lines that only say that one was verified
    #[arg(long)]
    with_messages: bool,
}

/// A record on its way, and the hash of its header.
struct Hashed {
    unjudged: Unjudged,
    pow_hash: Option<PowHash>,
}

/// A block of lines for a worker, and where its records go.
struct Job {
    block: Block,
    done: SyncSender<Batch>,
}

/// What became of a block: its records in order, and the block to be filled again.
struct Batch {
    records: Vec<Hashed>,
    block: Block,
}

/// Runs the command.
///
/// # Errors
/// stdout cannot be written.
pub fn run(args: VerifyArgs, settings: &Settings, out: &mut Output) -> Result<Outcome, CliError> {
    let inputs = args.input.open(settings)?;
    let form = inputs.form();
    let progress = out.progress("verifying", inputs.total_bytes(), Unit::Bytes);
    let network = settings.network();
    let with_messages = args.with_messages;
    let workers = thread::available_parallelism().map_or(1, NonZero::get);
    let (jobs, queue) = sync_channel::<Job>(workers);
    let queue = Mutex::new(queue);
    thread::scope(|scope| {
        for _ in 0..workers {
            let reader = RecordReader::new(network, form, with_messages);
            scope.spawn(|| work(&queue, reader, network));
        }
        let mut report = Report {
            network,
            judge: Judge::new(settings, args.authority.authorities()),
            outcome: Outcome::Done,
            shares: 0,
            failed: 0,
            out,
            progress,
        };
        // Dropping the sender is what ends the workers, also when the report ends early.
        report.run(inputs, jobs, workers)?;
        report.end()
    })
}

/// Takes blocks from the queue until there are no more.
fn work(queue: &Mutex<Receiver<Job>>, mut reader: RecordReader, network: &Network) {
    let mut hasher = HeaderHasher::new(network.pow);
    loop {
        let job = queue.lock().unwrap_or_else(PoisonError::into_inner).recv();
        let Ok(Job { block, done }) = job else { return };
        let unjudged: Vec<_> = block
            .lines()
            .filter_map(|(number, line)| reader.read(&block, number, line))
            .collect();
        let records = hash(&mut hasher, unjudged);
        // Nobody waits for it when stdout has lost its reader.
        let _ = done.send(Batch { records, block });
    }
}

/// Hashes the headers of many records at once.
fn hash(hasher: &mut HeaderHasher, records: Vec<Unjudged>) -> Vec<Hashed> {
    let headers: Vec<_> = records
        .iter()
        .filter_map(|record| Some(record.proof?.header))
        .collect();
    let mut hashes = hasher.hash_many(&headers).into_iter();
    let with_hash = |unjudged: Unjudged| {
        let pow_hash = unjudged.proof.and_then(|_| hashes.next());
        Hashed { unjudged, pow_hash }
    };
    records.into_iter().map(with_hash).collect()
}

/// Hands out blocks, and prints what comes back in the order of the input.
struct Report<'a> {
    network: &'static Network,
    judge: Judge,
    outcome: Outcome,
    shares: u64,
    failed: u64,
    out: &'a mut Output,
    progress: Progress,
}

impl Report<'_> {
    fn run(
        &mut self,
        mut inputs: Inputs<'_>,
        jobs: SyncSender<Job>,
        workers: usize,
    ) -> Result<(), CliError> {
        // One block more than there are workers, so that none waits while this thread prints.
        let mut spare: Vec<Block> = (0..=workers).map(|_| Block::default()).collect();
        let mut under_way: VecDeque<Receiver<Batch>> = VecDeque::new();
        let mut reading = true;
        while reading || !under_way.is_empty() {
            while reading && let Some(mut block) = spare.pop() {
                match inputs.next_block(&mut block) {
                    Ok(true) => {
                        let (done, batch) = sync_channel(1);
                        if jobs.send(Job { block, done }).is_ok() {
                            under_way.push_back(batch);
                        }
                    }
                    Ok(false) => reading = false,
                    Err(error) => {
                        spare.push(block);
                        self.out.flush()?;
                        self.out.error(&error);
                        self.outcome = self.outcome.worst(Outcome::Failed);
                    }
                }
            }
            if let Some(batch) = under_way.pop_front() {
                let Ok(Batch { records, block }) = batch.recv() else {
                    return Err(CliError::failed(
                        "worker",
                        "a thread that verifies has ended early",
                    ));
                };
                self.print(records)?;
                self.progress
                    .advance(u64::try_from(block.size()).unwrap_or(u64::MAX));
                spare.push(block);
            }
        }
        Ok(())
    }

    fn print(&mut self, records: Vec<Hashed>) -> Result<(), CliError> {
        for Hashed { unjudged, pow_hash } in records {
            let proof = unjudged.proof;
            let record = self.judge.judge(unjudged);
            let verification = match (&record.share, proof, pow_hash) {
                (Some(share), Some(proof), Some(pow_hash)) => {
                    let verification = verify(&proof.claim, pow_hash, self.network);
                    let why = verification
                        .failure
                        .map(|failure| failure.why(&proof.claim, self.network));
                    Some(VerificationJson::new(share, &verification, why))
                }
                _ => None,
            };
            self.count(&record, verification.as_ref());
            if self.out.json() {
                self.out.record(
                    "verify",
                    &VerifiedRecordJson {
                        record,
                        verification,
                    },
                )?;
            } else {
                print(&record, self.out)?;
                print_verification(&record, verification.as_ref(), self.out)?;
            }
        }
        self.out.flush()
    }

    fn count(&mut self, record: &RecordJson, verification: Option<&VerificationJson>) {
        let mut outcome = outcome_of(record);
        match verification {
            Some(verification) => {
                self.shares += 1;
                if !verification.ok {
                    self.failed += 1;
                    outcome = outcome.worst(Outcome::DoesNotHold);
                }
            }
            // Without its share, message_data has no proof of work that could hold.
            None if record.kind == RecordKind::MessageData => {
                outcome = outcome.worst(Outcome::Malformed);
            }
            None => {}
        }
        self.outcome = self.outcome.worst(outcome);
    }

    fn end(self) -> Result<Outcome, CliError> {
        if !self.out.json() && self.shares > 1 {
            let held = self.shares - self.failed;
            self.out
                .line(format!("{held} of {} shares hold", self.shares))?;
        }
        Ok(self.outcome)
    }
}

fn print_verification(
    record: &RecordJson,
    verification: Option<&VerificationJson>,
    out: &mut Output,
) -> Result<(), CliError> {
    let Some(verification) = verification else {
        if record.kind == RecordKind::MessageData {
            let text = "message_data has no proof of work without its share: give the raw share";
            out.line(Text::from("  ").and_styled(styles::ODD, text))?;
        }
        return Ok(());
    };
    let none = || "does not fit 256 bits".to_owned();
    for (step, value) in [
        ("ref_hash", verification.ref_hash.clone()),
        ("gentx_hash", verification.gentx_hash.clone()),
        ("merkle_root", verification.merkle_root.clone()),
        ("header", verification.header.clone()),
        ("pow_hash", verification.pow_hash.to_string()),
        ("target", verification.target.clone().unwrap_or_else(none)),
        (
            "max_target",
            verification.max_target.clone().unwrap_or_else(none),
        ),
    ] {
        out.line(format!("  {step:<12} {value}"))?;
    }
    out.line(match &verification.why {
        None => {
            let difficulty = verification.difficulty.unwrap_or_default();
            Text::from("  proof of work  ")
                .and_styled(styles::GOOD, "holds")
                .and(format!(", difficulty {difficulty:.3e}"))
        }
        Some(why) => Text::from("  proof of work  ")
            .and_styled(styles::BAD, "DOES NOT HOLD")
            .and(format!(": {why}")),
    })
}
