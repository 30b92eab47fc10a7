//! `verify --chain`: shares in chain order, each checked against its predecessors.

use std::collections::HashSet;

use super::report::VerifyReport;
use super::worker::{BATCH, ChainRecord, Worker};
use crate::cli::error::{CliError, Outcome};
use crate::cli::input::Inputs;
use crate::cli::output::{Output, Text, Unit, styles};
use crate::cli::record::{Undecoded, unreadable_input};
use crate::core::chain::rules::{
    Candidate, ChainDemands, HashRate, Judged, Judgement, Represented, Rule, Run, SharePoint,
    Unmet, judge_all,
};
use crate::core::hash::ShareHash;
use crate::core::network::Network;
use crate::core::pow::verification::verify;
use crate::json::rules::ChainJson;
use crate::shares::{Block, Proof, Step};

/// The most shares that are kept to be put in order. They take some 2 KB each.
const MAX_SHARES: usize = 250_000;

/// The shares that were read, and the demands on their chain.
pub(super) struct ChainCheck {
    network: &'static Network,
    report: VerifyReport,
    demands: ChainDemands,
    now: u64,
    shares: Vec<Candidate>,
    /// The records of the shares, until they are printed.
    records: Vec<Option<Undecoded>>,
}

/// Reads the inputs, and prints the shares in chain order.
///
/// # Errors
/// There are too many shares; stdout cannot be written.
pub(super) fn run(
    inputs: &Inputs<'_>,
    mut check: ChainCheck,
    out: &mut Output,
) -> Result<Outcome, CliError> {
    let network = check.network;
    let mut progress = out.progress("verifying", inputs.total_bytes(), Unit::Bytes);
    let mut read = Outcome::Done;
    inputs.reader().in_batches_of(BATCH).in_parallel(
        |lines| Worker::new(network, lines),
        |worker: &mut Worker, block: &Block| worker.chain_records(block),
        |step| {
            match step {
                Step::Block { block, made } => {
                    for record in made {
                        let source = &record.record.record.source;
                        let line = source.line.unwrap_or(0);
                        if inputs.admit(&source.name, line, record.record.readability) {
                            check.add(record, out)?;
                        }
                    }
                    read = read.worst(inputs.report(out));
                    progress.advance(u64::try_from(block.size()).unwrap_or(u64::MAX));
                }
                Step::Unreadable(error) => read = read.worst(unreadable_input(&error, out)?),
            }
            Ok(())
        },
    )?;
    drop(progress);
    let found = check.finish(read, out)?;
    inputs.end(out);
    Ok(read.worst(found))
}

impl ChainCheck {
    /// A check at `now` (Unix seconds).
    pub(super) fn new(
        network: &'static Network,
        report: VerifyReport,
        demands: ChainDemands,
        now: u64,
    ) -> Self {
        Self {
            network,
            report,
            demands,
            now,
            shares: Vec::new(),
            records: Vec::new(),
        }
    }

    /// Keeps a share, and prints any other record.
    fn add(&mut self, record: ChainRecord, out: &mut Output) -> Result<(), CliError> {
        let ChainRecord { record, point } = record;
        let Some(point) = point else {
            return self.report.take(record, out);
        };
        if self.shares.len() == MAX_SHARES {
            let what = format!("more than {MAX_SHARES} shares cannot be put in chain order");
            return Err(CliError::failed("too_many_shares", what)
                .hint("verify fewer files at a time, such as those of one week"));
        }
        let has_work = |proof: &Proof| {
            let pow_hash = proof.pow_hash?;
            let failure = verify(&proof.claim, pow_hash, self.network).failure;
            Some(failure.is_none())
        };
        let has_work = record.proof.as_ref().and_then(has_work);
        self.shares.push(Candidate {
            point,
            has_work: has_work.unwrap_or(false),
        });
        self.records.push(Some(record));
        Ok(())
    }

    /// Prints the shares and the summary.
    fn finish(mut self, read: Outcome, out: &mut Output) -> Result<Outcome, CliError> {
        let judged = judge_all(&self.shares, self.network, self.now);
        for run in &judged.runs {
            let mut heading = (judged.runs.len() > 1).then(|| self.heading(run));
            for index in &run.shares {
                let record = self.records.get_mut(*index).and_then(Option::take);
                if let Some(record) = record {
                    let judgement = judged.of(*index);
                    self.report
                        .take_judged(record, judgement, &mut heading, out)?;
                }
            }
        }
        self.report.end(read, out)?;
        let summary = Summary::of(&self, &judged);
        if !summary.unmet.is_empty() {
            self.report.outcome = self.report.outcome.worst(Outcome::DoesNotHold);
        }
        match out.json() {
            true => out.record(&summary.json(&self.demands))?,
            false => summary.print(out)?,
        }
        Ok(self.report.outcome)
    }

    fn point(&self, index: usize) -> Option<&SharePoint> {
        Some(&self.shares.get(index)?.point)
    }

    fn has_work(&self, run: &Run) -> bool {
        let first = run.shares.first().and_then(|index| self.shares.get(*index));
        first.is_some_and(|share| share.has_work)
    }

    /// The heading of consecutive shares, for people.
    fn heading(&self, run: &Run) -> String {
        let count = match run.shares.len() {
            1 => "1 share".to_owned(),
            count => format!("{count} shares"),
        };
        let kind = match (run.is_best, self.has_work(run)) {
            (true, _) => "best chain",
            (false, true) => "fork",
            (false, false) => "no proof of work",
        };
        match run.after {
            Some(after) => format!("{kind}: {count} after {after}"),
            None => format!("{kind}: {count} from the first one of a chain"),
        }
    }
}

/// What the shares come to.
struct Summary {
    shares: usize,
    repeated: usize,
    pieces: usize,
    forks: usize,
    /// Checked by all rules that p2msg checks.
    complete: usize,
    /// With too few predecessors for this rule.
    too_close: Vec<(Rule, usize)>,
    /// Shares that break a rule.
    broken: usize,
    /// How many shares break each rule.
    broken_rules: Vec<(Rule, usize)>,
    newest: Option<Newest>,
    unmet: Vec<Unmet>,
}

/// The end of the best chain, and the work before it.
struct Newest {
    share_hash: ShareHash,
    timestamp: u32,
    age: u64,
    hash_rate: HashRate,
}

impl Summary {
    fn of(check: &ChainCheck, judged: &Judged) -> Self {
        let runs = || judged.runs.iter();
        let best = || runs().filter(|run| run.is_best);
        let newest = newest(check, best().next_back());
        let in_best: HashSet<ShareHash> = match check.demands.checkpoints.is_empty() {
            true => HashSet::new(),
            false => best()
                .flat_map(|run| &run.shares)
                .filter_map(|index| Some(check.point(*index)?.share_hash))
                .collect(),
        };
        let hash_rate = newest.as_ref().map_or(HashRate(0.0), |end| end.hash_rate);
        let different: usize = runs().map(|run| run.shares.len()).sum();
        let mut summary = Self {
            shares: 0,
            repeated: check.shares.len() - different,
            pieces: best().count(),
            forks: runs()
                .filter(|run| !run.is_best && check.has_work(run))
                .count(),
            complete: 0,
            too_close: Vec::new(),
            broken: 0,
            broken_rules: Vec::new(),
            newest,
            unmet: check
                .demands
                .unmet(hash_rate, |share_hash| in_best.contains(share_hash)),
        };
        for run in runs() {
            let judgements = run.shares.iter().filter_map(|index| judged.of(*index));
            let has_work = check.has_work(run);
            judgements.for_each(|judgement| summary.count(judgement, has_work));
        }
        summary
    }

    fn count(&mut self, judgement: &Judgement, has_work: bool) {
        self.broken += usize::from(!judgement.broken().is_empty());
        for broken in judgement.broken() {
            count_rule(&mut self.broken_rules, broken.rule);
        }
        if !has_work {
            return;
        }
        self.shares += 1;
        // The rule that needs most predecessors, but for a change of the version.
        let mut not_checked = judgement.not_checked().filter(|rule| rule.is_checkable());
        match not_checked.next() {
            None => self.complete += 1,
            Some(Rule::Version) => count_rule(&mut self.too_close, Rule::Version),
            Some(_) => count_rule(&mut self.too_close, Rule::MaxBits),
        }
    }

    fn json(&self, demands: &ChainDemands) -> ChainJson {
        let newest = self.newest.as_ref();
        let missing = self.unmet.iter().filter_map(|unmet| match unmet {
            Unmet::Missing(share_hash) => Some(*share_hash),
            Unmet::TooSlow { .. } => None,
        });
        ChainJson {
            shares: self.shares,
            repeated: self.repeated,
            pieces: self.pieces,
            forks: self.forks,
            checked: self.complete,
            broken: self.broken,
            newest_share_hash: newest.map(|newest| newest.share_hash),
            newest_timestamp: newest.map(|newest| newest.timestamp),
            newest_age: newest.map(|newest| newest.age),
            hashrate: newest.map(|newest| newest.hash_rate.0),
            min_hashrate: demands.min_hash_rate.map(|rate| rate.0),
            missing_checkpoints: missing.collect(),
        }
    }

    fn print(&self, out: &mut Output) -> Result<(), CliError> {
        let shares = match self.shares {
            1 => "1 share".to_owned(),
            count => format!("{count} shares"),
        };
        let mut line = format!("{shares}: {} checked by all rules", self.complete);
        for (rule, count) in &self.too_close {
            line += &format!(", {count} too close to the start of the window for {rule}");
        }
        out.line(line)?;
        out.line("payouts are not checked")?;
        if self.repeated > 0 {
            out.line(format!("{} repeated", self.repeated))?;
        }
        if self.broken > 0 {
            let rules = self.broken_rules.iter();
            let rules = rules.map(|(rule, count)| format!("{rule} {count}"));
            let rules = rules.collect::<Vec<_>>().join(", ");
            let what = match self.broken {
                1 => "1 share breaks a rule".to_owned(),
                count => format!("{count} shares break a rule"),
            };
            out.line(Text::styled(styles::BAD, what).and(format!(": {rules}")))?;
        }
        if let Some(newest) = &self.newest {
            out.line(format!(
                "the best chain represents {}; its newest share is {} s old",
                newest.hash_rate, newest.age
            ))?;
        }
        for unmet in &self.unmet {
            out.line(Text::styled(styles::BAD, unmet.to_string()))?;
        }
        Ok(())
    }
}

fn count_rule(counts: &mut Vec<(Rule, usize)>, rule: Rule) {
    match counts.iter_mut().find(|(counted, _)| *counted == rule) {
        Some((_, count)) => *count += 1,
        None => counts.push((rule, 1)),
    }
}

/// The end of the newest piece of the best chain.
fn newest(check: &ChainCheck, piece: Option<&Run>) -> Option<Newest> {
    let piece = piece?;
    let points = || piece.shares.iter().filter_map(|index| check.point(*index));
    let represented = Represented::by(points())?;
    let newest = points().next_back()?;
    Some(Newest {
        share_hash: newest.share_hash,
        timestamp: newest.timestamp,
        age: represented.newest_age(check.now),
        hash_rate: represented.hash_rate(check.now),
    })
}
