//! Blocks processed on every processor, with the results in the order of the input.

use std::collections::VecDeque;
use std::num::NonZero;
use std::sync::mpsc::{Receiver, SyncSender, sync_channel};
use std::sync::{Mutex, PoisonError};
use std::thread;

use super::block::Block;
use super::input_error::InputError;
use super::source::Sources;

/// A step of reading on every processor.
pub enum Step<'a, T, E> {
    /// A block was processed.
    Block {
        /// The block.
        block: &'a Block,
        /// The result.
        made: T,
    },
    /// An input is unreadable; reading continues after it.
    Unreadable(E),
}

/// A block for a worker, and where the result goes.
struct Job<T> {
    block: Block,
    done: SyncSender<(Block, T)>,
}

/// Passes each block of `sources` to one worker per processor, and the results to `see`, block by
/// block in the order of the input.
///
/// `start` makes the state of a worker, `work` processes a block. If the system starts no thread, this
/// one processes all blocks.
///
/// # Errors
///
/// Those of `see`, which end the reading.
pub(super) fn each_block<W, T: Send, E: From<InputError>>(
    sources: Sources<'_, E>,
    start: impl Fn() -> W + Sync,
    work: impl Fn(&mut W, &Block) -> T + Sync,
    see: impl FnMut(Step<'_, T, E>) -> Result<(), E>,
) -> Result<(), E> {
    let workers = thread::available_parallelism().map_or(1, NonZero::get);
    let (jobs, queue) = sync_channel::<Job<T>>(workers);
    let queue = Mutex::new(queue);
    let run = || {
        let mut worker = start();
        loop {
            let job = queue.lock().unwrap_or_else(PoisonError::into_inner).recv();
            let Ok(Job { block, done }) = job else { return };
            let made = work(&mut worker, &block);
            // The receiver is gone if `see` has returned an error.
            let _ = done.send((block, made));
        }
    };
    thread::scope(|scope| {
        let start_one = || thread::Builder::new().spawn_scoped(scope, run);
        let started = (0..workers).take_while(|_| start_one().is_ok()).count();
        match started {
            0 => one_by_one(sources, &start, &work, see),
            // Dropping the sender ends the workers, also after an error of `see`.
            _ => hand_out(sources, jobs, started, see),
        }
    })
}

fn one_by_one<W, T, E: From<InputError>>(
    mut sources: Sources<'_, E>,
    start: impl Fn() -> W,
    work: impl Fn(&mut W, &Block) -> T,
    mut see: impl FnMut(Step<'_, T, E>) -> Result<(), E>,
) -> Result<(), E> {
    let mut worker = start();
    let mut block = Block::default();
    loop {
        match sources.next_block(&mut block) {
            Ok(true) => {
                let made = work(&mut worker, &block);
                let block = &block;
                see(Step::Block { block, made })?;
            }
            Ok(false) => return Ok(()),
            Err(error) => see(Step::Unreadable(error))?,
        }
    }
}

fn hand_out<T, E: From<InputError>>(
    mut sources: Sources<'_, E>,
    jobs: SyncSender<Job<T>>,
    workers: usize,
    mut see: impl FnMut(Step<'_, T, E>) -> Result<(), E>,
) -> Result<(), E> {
    // One block more than there are workers, so that none waits while this thread is in `see`.
    let mut spare: Vec<Block> = (0..=workers).map(|_| Block::default()).collect();
    let mut under_way: VecDeque<Receiver<(Block, T)>> = VecDeque::new();
    let mut reading = true;
    loop {
        while reading && let Some(mut block) = spare.pop() {
            match sources.next_block(&mut block) {
                Ok(true) => {
                    let (done, made) = sync_channel(1);
                    if jobs.send(Job { block, done }).is_ok() {
                        under_way.push_back(made);
                    }
                }
                Ok(false) => reading = false,
                Err(error) => {
                    spare.push(block);
                    see(Step::Unreadable(error))?;
                }
            }
        }
        let Some(first) = under_way.pop_front() else {
            return Ok(());
        };
        let Ok((block, made)) = first.recv() else {
            // The worker has panicked; the scope of the threads passes the panic on.
            return Ok(());
        };
        see(Step::Block {
            block: &block,
            made,
        })?;
        spare.push(block);
    }
}
