//! What a process costs.

use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use nix::sched::{CpuSet, sched_setaffinity};
use nix::sys::resource::{UsageWho, getrusage};
use nix::sys::time::TimeValLike;
use nix::unistd::Pid;

/// What a process cost from start to end.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Cost {
    /// Processor time, its own and the kernel's.
    pub(crate) cpu: Duration,
    /// Time on the clock.
    pub(crate) wall: Duration,
}

/// The same command, kept to these processors (`taskset`).
pub(crate) fn on(processors: &str, command: &Command) -> Command {
    let mut kept = Command::new("taskset");
    kept.args(["-c", processors])
        .arg(command.get_program())
        .args(command.get_args());
    kept
}

/// Keeps this process to one processor from now on.
pub(crate) fn keep_this_to(processor: usize) {
    let mut processors = CpuSet::new();
    processors.set(processor).unwrap();
    sched_setaffinity(Pid::this(), &processors).unwrap();
}

/// Runs a command that must end with exit code 0, and throws its output away.
pub(crate) fn cost(command: &mut Command) -> Cost {
    command
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::null());
    let cpu = cpu_of_children();
    let start = Instant::now();
    let status = command.status().unwrap();
    let wall = start.elapsed();
    assert!(status.success(), "{command:?} ended with {status}");
    Cost {
        cpu: cpu_of_children() - cpu,
        wall,
    }
}

/// Processor time of this process.
pub(crate) fn cpu_of_this() -> Duration {
    cpu(UsageWho::RUSAGE_SELF)
}

/// Processor time of all processes that were waited for.
fn cpu_of_children() -> Duration {
    cpu(UsageWho::RUSAGE_CHILDREN)
}

fn cpu(of: UsageWho) -> Duration {
    let usage = getrusage(of).unwrap();
    let micros = (usage.user_time() + usage.system_time()).num_microseconds();
    Duration::from_micros(micros.try_into().unwrap())
}

/// Bytes of memory that the largest process so far had in use at once.
///
/// A process counts what this one has in use as its own until it is p2msg, so this one must be small.
pub(crate) fn most_memory() -> u64 {
    let usage = getrusage(UsageWho::RUSAGE_CHILDREN).unwrap();
    u64::try_from(usage.max_rss()).unwrap() * 1024
}

/// The median, which the odd slow run on a busy machine does not move.
pub(crate) fn median(mut values: Vec<f64>) -> f64 {
    values.sort_by(f64::total_cmp);
    values[values.len() / 2]
}
