//! `verify`: from message_data to the proof of work, for any number of shares on all cores; with
//! `--chain` also the rules between shares.

mod chain;
mod report;
mod worker;

use crate::cli::chain_demands::ChainDemandArgs;
use crate::cli::error::{CliError, Outcome};
use crate::cli::input::{AuthorityArgs, InputArgs};
use crate::cli::output::{Output, Unit};
use crate::cli::record::unreadable_input;
use crate::cli::settings::Settings;
use crate::shares::{Block, Readability, Step};
use chain::ChainCheck;
use report::VerifyReport;
use worker::{BATCH, Worker};

/// Verify shares from message_data to proof of work
///
/// For each share: message_data and share_info make ref_hash, which the generation transaction
/// carries; its hash leads to the merkle root in the header, and the hash of the header must meet the
/// target.
///
/// message_data is checked as by p2msg decode, with keys judged in the same order. Exit code 4 if a share, or a signature or
/// an announcement in one, does not hold; 3 if something cannot be read.
///
/// With --chain, each share is also checked against the shares before it: its height, its work, its
/// time, and the target and the version that they allow. Shares are printed in chain order, each
/// fork separately, and a rule is "not checked" if too few shares before it are known. A chain that
/// obeys every rule can still be cheap to make: compare the hash rate that it represents.
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:
  p2msg verify shares.0                      every share of a share store
  p2msg verify ~/p2pool/data/litecoin --failures-only
                                             what does not hold in the share stores of a node
  p2msg verify --chain --failures-only --min-hashrate 5GH ~/.c2pool/litecoin
                                             shares that break a rule of their chain
  p2msg --net litecoin_testnet verify 24fd...  a raw share in hex")]
pub struct VerifyArgs {
    #[command(flatten)]
    input: InputArgs,

    #[command(flatten)]
    authority: AuthorityArgs,

    /// Pass over shares without message_data, and over lines that only say that one was verified
    #[arg(long, conflicts_with_all = ["chain", "min_hashrate", "checkpoints"])]
    with_messages: bool,

    /// Show only invalid and unreadable records, and the number of shares
    #[arg(long)]
    failures_only: bool,

    /// Check each share against the shares before it too
    ///
    /// --min-hashrate and --checkpoint imply it. Up to 250,000 shares are put in chain order.
    #[arg(long)]
    chain: bool,

    #[command(flatten)]
    demands: ChainDemandArgs,
}

/// Runs the command.
///
/// # Errors
/// stdout cannot be written.
pub fn run(args: VerifyArgs, settings: &Settings, out: &mut Output) -> Result<Outcome, CliError> {
    let inputs = args.input.inputs(settings, out)?;
    let network = inputs.network();
    let decoder = inputs.decoder(args.authority.authorities(), out);
    let report = VerifyReport::new(network, decoder, args.failures_only);
    let demands = args.demands.demands();
    if args.chain || !demands.is_empty() {
        let check = ChainCheck::new(network, report, demands, settings.now());
        return chain::run(&inputs, check, out);
    }
    let mut report = report;
    let reader = inputs
        .reader()
        .in_batches_of(BATCH)
        .with_messages_only(args.with_messages);
    let mut progress = out.progress("verifying", inputs.total_bytes(), Unit::Bytes);
    let start = |lines| Worker::new(network, lines);
    let work = |worker: &mut Worker, block: &Block| {
        if args.failures_only {
            worker.failures(block)
        } else {
            worker.records(block)
        }
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
