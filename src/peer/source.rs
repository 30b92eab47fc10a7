//! The chain of a peer as a source of shares.

use std::collections::HashMap;
use std::io;
use std::sync::Arc;
use std::sync::mpsc::{Receiver, channel};
use std::thread::{Builder, JoinHandle};

use tokio::runtime;
use tokio::sync::watch;

use super::fetch::Goal;
use super::link::Fault;
use super::listener::Listener;
use super::notice::{Notice, Setup};
use super::share::PeerShare;
use crate::core::chain::Chain;
use crate::shares::{Block, BlockSource, InputError};

/// Shares beyond twice the chain length that a node may keep.
const MORE: u32 = 1000;

/// The scheme in the name of a source.
const SCHEME: &str = "p2p://";

/// How a source ends early.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Stop {
    No,
    /// Close the connection as soon as nodes allow it.
    Soon,
    /// Close the connection.
    Now,
}

/// Ends a [`PeerSource`] early.
#[derive(Debug, Clone)]
pub struct Stopper(watch::Sender<Stop>);

impl Stopper {
    /// Ends the download; the connection closes as soon as nodes allow it. A second call closes it at
    /// once. Returns false if the connection is closed already.
    pub fn stop(&self) -> bool {
        self.0.send_modify(|stop| {
            *stop = match stop {
                Stop::No => Stop::Soon,
                Stop::Soon | Stop::Now => Stop::Now,
            };
        });
        !self.0.is_closed()
    }
}

/// Why a download failed.
type Failure = Box<dyn std::error::Error + Send + Sync>;

/// What was fetched.
#[derive(Default)]
struct Fetched {
    /// In chain order, oldest first.
    raws: Arc<Vec<Vec<u8>>>,
    failure: Option<Failure>,
}

/// All shares that a peer has, oldest first, each with a valid proof of work.
///
/// They are fetched before the first is passed on, because nodes send the newest first, and messages
/// are judged by keys that older shares announce.
pub struct PeerSource {
    name: Arc<str>,
    receiver: Receiver<Fetched>,
    fetched: Option<Fetched>,
    lines: Lines,
    stopper: Stopper,
    thread: Option<JoinHandle<()>>,
}

/// The lines of shares in memory.
struct Lines {
    name: Arc<str>,
    raws: Arc<Vec<Vec<u8>>>,
    next: usize,
}

impl Lines {
    fn fill(&mut self, block: &mut Block) -> bool {
        block.begin(&self.name, (self.next as u64).saturating_add(1));
        while !block.is_full()
            && let Some(raw) = self.raws.get(self.next)
        {
            block.push_line(format!("5 {}", const_hex::encode(raw)).as_bytes());
            self.next += 1;
        }
        !block.is_empty()
    }
}

impl BlockSource for Lines {
    fn next_block(&mut self, block: &mut Block, _batch: usize) -> Result<bool, InputError> {
        Ok(self.fill(block))
    }
}

impl PeerSource {
    /// Connects to the first peer of `setup` in a thread of its own.
    ///
    /// # Errors
    ///
    /// The system starts no thread.
    pub fn fetch(setup: Setup) -> io::Result<Self> {
        let peer = setup.peers.first().map(ToString::to_string);
        let name = format!("{SCHEME}{}", peer.unwrap_or_default());
        let most = setup.network.chain_length.saturating_mul(2);
        let setup = Setup {
            goal: Some(Goal {
                since: None,
                count: Some(most.saturating_add(MORE)),
            }),
            follow: false,
            ..setup
        };
        let (stop, stopped) = watch::channel(Stop::No);
        let (sender, receiver) = channel();
        let runtime = runtime::Builder::new_current_thread()
            .enable_all()
            .build()?;
        let work = move || {
            runtime.block_on(fetch(setup, stopped, |fetched| {
                // An error means that the reader is gone.
                let _ = sender.send(fetched);
            }));
            runtime.shutdown_background();
        };
        let thread = Builder::new().name("peer".to_owned()).spawn(work)?;
        let name: Arc<str> = name.into();
        Ok(Self {
            lines: Lines {
                name: Arc::clone(&name),
                raws: Arc::default(),
                next: 0,
            },
            name,
            receiver,
            fetched: None,
            stopper: Stopper(stop),
            thread: Some(thread),
        })
    }

    /// Waits for the download.
    fn fetched(&mut self) -> &mut Fetched {
        let receiver = &self.receiver;
        // An error means that the thread has panicked, which it reported.
        let wait = || receiver.recv().unwrap_or_default();
        self.fetched.get_or_insert_with(wait)
    }

    /// Waits for the download, and returns another source of the same shares.
    pub fn again(&mut self) -> Box<dyn BlockSource> {
        Box::new(Lines {
            raws: Arc::clone(&self.fetched().raws),
            name: Arc::clone(&self.name),
            next: 0,
        })
    }

    /// Ends the source early, from another thread.
    pub fn stopper(&self) -> Stopper {
        self.stopper.clone()
    }

    /// Waits until the connection is closed.
    fn join(&mut self) {
        if let Some(thread) = self.thread.take() {
            // A panic was reported by the thread.
            let _ = thread.join();
        }
    }
}

impl BlockSource for PeerSource {
    fn next_block(&mut self, block: &mut Block, _batch: usize) -> Result<bool, InputError> {
        if self.lines.next == 0 {
            self.lines.raws = Arc::clone(&self.fetched().raws);
        }
        if self.lines.fill(block) {
            return Ok(true);
        }
        self.join();
        match self.fetched().failure.take() {
            Some(source) => Err(InputError::Fetch {
                name: self.name.to_string(),
                source,
            }),
            None => Ok(false),
        }
    }
}

impl Drop for PeerSource {
    fn drop(&mut self) {
        if self.thread.is_some() {
            self.stopper.stop();
            self.join();
        }
    }
}

/// Fetches the shares, passes them on, and closes the connection.
async fn fetch(setup: Setup, mut stopped: watch::Receiver<Stop>, pass: impl FnOnce(Fetched)) {
    let mut listener = Listener::new(setup);
    let mut shares: Vec<PeerShare> = Vec::new();
    let mut failure: Option<Failure> = None;
    let mut pass = Some(pass);
    let mut done = |shares: &mut Vec<PeerShare>, failure: &mut Option<_>| {
        if let Some(pass) = pass.take() {
            pass(Fetched {
                raws: Arc::new(in_chain_order(std::mem::take(shares))),
                failure: failure.take(),
            });
        }
    };
    loop {
        let notice = tokio::select! {
            notice = listener.next() => notice,
            Ok(()) = stopped.changed() => {
                match *stopped.borrow_and_update() {
                    Stop::No => {}
                    Stop::Soon => {
                        listener.close();
                        failure.get_or_insert_with(|| "interrupted".into());
                    }
                    Stop::Now => listener.close_now(),
                }
                continue;
            }
        };
        match notice {
            Some(Notice::Shares { shares: new, .. }) => shares.extend(new),
            Some(Notice::Failed { fault: why, .. }) => {
                let why: Box<Fault> = Box::new(why);
                failure.get_or_insert(why);
            }
            Some(Notice::Complete) => {
                failure = None;
                done(&mut shares, &mut failure);
                listener.close();
            }
            Some(_) => {}
            None => break,
        }
    }
    done(&mut shares, &mut failure);
}

/// The raw shares of the best chain, oldest first, and then all others.
fn in_chain_order(mut shares: Vec<PeerShare>) -> Vec<Vec<u8>> {
    let links: Vec<_> = shares.iter().map(|share| share.point.link()).collect();
    let chain = Chain::of(&links);
    let order = chain.best().iter().chain(chain.orphans());
    let places: HashMap<u32, usize> = order.copied().zip(0..).collect();
    let mut numbered: Vec<(usize, Vec<u8>)> = (0..)
        .zip(shares.drain(..))
        .filter_map(|(index, share)| Some((*places.get(&index)?, share.raw)))
        .collect();
    numbered.sort_unstable_by_key(|(place, _)| *place);
    numbered.into_iter().map(|(_, raw)| raw).collect()
}
