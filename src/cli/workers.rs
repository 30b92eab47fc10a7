//! Blocks of input on every processor, and what became of them in the order of the input.

use std::collections::VecDeque;
use std::num::NonZero;
use std::sync::mpsc::{Receiver, SyncSender, sync_channel};
use std::sync::{Mutex, PoisonError};
use std::thread;

use super::error::{CliError, Outcome};
use super::input::{Block, Inputs};
use super::output::{Output, Progress};

/// A block for a worker, and where what became of it goes.
struct Job<T> {
    block: Block,
    done: SyncSender<(Block, T)>,
}

/// Gives each block of `inputs` to one of as many workers as there are processors, and hands what
/// they make of it to `take`, block by block in the order of the input.
///
/// `start` makes what a worker keeps to itself, `work` is what it does with a block. Inputs that
/// cannot be read are told, and the others are read.
///
/// # Errors
/// Those of `take`; stdout cannot be written.
pub fn each_block<W, T: Send>(
    inputs: Inputs<'_>,
    mut progress: Progress,
    start: impl Fn() -> W + Sync,
    work: impl Fn(&mut W, &Block) -> T + Sync,
    out: &mut Output,
    take: impl FnMut(&Block, T, &mut Output) -> Result<(), CliError>,
) -> Result<Outcome, CliError> {
    let workers = thread::available_parallelism().map_or(1, NonZero::get);
    let (jobs, queue) = sync_channel::<Job<T>>(workers);
    let queue = Mutex::new(queue);
    let run = || {
        let mut worker = start();
        loop {
            let job = queue.lock().unwrap_or_else(PoisonError::into_inner).recv();
            let Ok(Job { block, done }) = job else { return };
            let made = work(&mut worker, &block);
            // Nobody waits for it when stdout has lost its reader.
            let _ = done.send((block, made));
        }
    };
    thread::scope(|scope| {
        for _ in 0..workers {
            scope.spawn(run);
        }
        // Dropping the sender is what ends the workers, also when taking ends early.
        hand_out(inputs, &mut progress, jobs, workers, out, take)
    })
}

fn hand_out<T>(
    mut inputs: Inputs<'_>,
    progress: &mut Progress,
    jobs: SyncSender<Job<T>>,
    workers: usize,
    out: &mut Output,
    mut take: impl FnMut(&Block, T, &mut Output) -> Result<(), CliError>,
) -> Result<Outcome, CliError> {
    let mut outcome = Outcome::Done;
    // One block more than there are workers, so that none waits while this thread takes.
    let mut spare: Vec<Block> = (0..=workers).map(|_| Block::default()).collect();
    let mut under_way: VecDeque<Receiver<(Block, T)>> = VecDeque::new();
    let mut reading = true;
    loop {
        while reading && let Some(mut block) = spare.pop() {
            match inputs.next_block(&mut block) {
                Ok(true) => {
                    let (done, made) = sync_channel(1);
                    if jobs.send(Job { block, done }).is_ok() {
                        under_way.push_back(made);
                    }
                }
                Ok(false) => reading = false,
                Err(error) => {
                    spare.push(block);
                    out.flush()?;
                    out.error(&error);
                    outcome = outcome.worst(Outcome::Failed);
                }
            }
        }
        let Some(first) = under_way.pop_front() else {
            return Ok(outcome);
        };
        let Ok((block, made)) = first.recv() else {
            let what = "a thread that reads has ended early";
            return Err(CliError::failed("worker", what));
        };
        take(&block, made, out)?;
        progress.advance(u64::try_from(block.size()).unwrap_or(u64::MAX));
        spare.push(block);
    }
}
