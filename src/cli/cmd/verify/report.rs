//! Counts and prints the verified records, one after the other.

use crate::cli::error::{CliError, Outcome};
use crate::cli::output::{Output, Text, styles};
use crate::cli::record::{Undecoded, outcome_of, print};
use crate::core::chain::rules::Judgement;
use crate::core::network::Network;
use crate::core::pow::verification::verify;
use crate::json::record::{RecordErrorJson, RecordJson, RecordKind, VerifiedRecordJson};
use crate::json::rules::RulesJson;
use crate::json::share::VerificationJson;
use crate::json::value::Hex;
use crate::shares::{MessageDecoder, Proof};

/// What is found, one record after the other.
pub(super) struct VerifyReport {
    network: &'static Network,
    decoder: MessageDecoder,
    pub(super) outcome: Outcome,
    failures_only: bool,
    pub(super) shares: u64,
    failed: u64,
    /// With a signature or an announcement that does not hold.
    unsound: u64,
    /// What could not be read, or only in part.
    malformed: u64,
}

impl VerifyReport {
    pub(super) fn new(
        network: &'static Network,
        decoder: MessageDecoder,
        failures_only: bool,
    ) -> Self {
        Self {
            network,
            decoder,
            outcome: Outcome::Done,
            failures_only,
            shares: 0,
            failed: 0,
            unsound: 0,
            malformed: 0,
        }
    }

    /// Prints a record whose place in a chain does not matter.
    pub(super) fn take(&mut self, record: Undecoded, out: &mut Output) -> Result<(), CliError> {
        self.take_judged(record, None, &mut None, out)
    }

    /// Prints a record with the rules that it was checked by. `heading` is printed before the first
    /// record that is printed for people.
    pub(super) fn take_judged(
        &mut self,
        mut record: Undecoded,
        judgement: Option<&Judgement>,
        heading: &mut Option<String>,
        out: &mut Output,
    ) -> Result<(), CliError> {
        let proof = record.proof.take();
        let verification = proof.and_then(|proof| self.verify(&proof));
        let mut record = record.decode(&mut self.decoder);
        let mut outcome = self.count(&record, verification.as_ref());
        if judgement.is_some_and(|judgement| !judgement.broken().is_empty()) {
            outcome = outcome.worst(Outcome::DoesNotHold);
            self.outcome = self.outcome.worst(outcome);
        }
        if self.failures_only && outcome == Outcome::Done {
            return Ok(());
        }
        let no_share = record.kind == RecordKind::MessageData;
        if out.json() {
            record.error = record.error.or_else(|| no_share.then(without_share));
            let record = VerifiedRecordJson {
                record,
                verification,
                rules: judgement.map(RulesJson::from),
            };
            return out.record(&record);
        }
        if let Some(heading) = heading.take() {
            out.line(Text::styled(styles::HEADING, heading))?;
        }
        print(&record, out)?;
        if no_share {
            let text = without_share().message;
            out.line(Text::from("  ").and_styled(styles::ODD, text))?;
        }
        if let Some(verification) = &verification {
            print_verification(verification, out)?;
        }
        let broken = judgement.into_iter().flat_map(Judgement::broken);
        for broken in broken {
            let line = Text::from("  rule           ").and_styled(styles::BAD, "BROKEN");
            out.line(line.and(format!(": {broken}")))?;
        }
        Ok(())
    }

    fn verify(&self, proof: &Proof) -> Option<VerificationJson> {
        let verification = verify(&proof.claim, proof.pow_hash?, self.network);
        let why = verification
            .failure
            .map(|failure| failure.why(&proof.claim, self.network));
        Some(VerificationJson::new(&proof.commitment, &verification, why))
    }

    /// Counts a record. Returns its effect on the exit code.
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
    pub(super) fn end(&self, read: Outcome, out: &mut Output) -> Result<(), CliError> {
        if self.shares == 0 && self.outcome == Outcome::Done && read == Outcome::Done {
            out.warning("the input has no share: nothing was verified");
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
