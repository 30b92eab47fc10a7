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
use super::listener::{Listener, Notice, Setup};
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
    /// Close the connection as soon as that harms nobody.
    Soon,
    /// Close the connection.
    Now,
}

/// Ends a [`PeerSource`] early.
#[derive(Debug, Clone)]
pub struct Stopper(watch::Sender<Stop>);

impl Stopper {
    /// Ends the download; the connection closes as soon as that harms nobody. A second call closes it at
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

/// What was fetched.
struct Fetched {
    /// In chain order, oldest first.
    raws: Vec<Vec<u8>>,
    fault: Option<Box<dyn std::error::Error + Send + Sync>>,
}

/// All shares that a peer has, oldest first, each with a valid proof of work.
///
/// They are fetched before the first is passed on, because nodes send the newest first, and messages
/// are judged by keys that older shares announce.
pub struct PeerSource {
    name: Arc<str>,
    fetched: Receiver<Fetched>,
    raws: std::vec::IntoIter<Vec<u8>>,
    fault: Option<Box<dyn std::error::Error + Send + Sync>>,
    next_line: u64,
    stopper: Stopper,
    thread: Option<JoinHandle<()>>,
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
        let (sender, fetched) = channel();
        let runtime = runtime::Builder::new_current_thread()
            .enable_all()
            .build()?;
        let work = move || {
            runtime.block_on(fetch(setup, stopped, |fetched| {
                // An error means that nobody reads any more.
                let _ = sender.send(fetched);
            }));
            runtime.shutdown_background();
        };
        let thread = Builder::new().name("peer".to_owned()).spawn(work)?;
        Ok(Self {
            name: name.into(),
            fetched,
            raws: Vec::new().into_iter(),
            fault: None,
            next_line: 1,
            stopper: Stopper(stop),
            thread: Some(thread),
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
        if self.next_line == 1
            && let Ok(fetched) = self.fetched.recv()
        {
            self.raws = fetched.raws.into_iter();
            self.fault = fetched.fault;
        }
        block.begin(&self.name, self.next_line);
        while !block.is_full()
            && let Some(raw) = self.raws.next()
        {
            block.push_line(format!("5 {}", const_hex::encode(raw)).as_bytes());
        }
        self.next_line = block.next_line();
        if !block.is_empty() {
            return Ok(true);
        }
        self.join();
        match self.fault.take() {
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
    let mut fault: Option<Box<dyn std::error::Error + Send + Sync>> = None;
    let mut pass = Some(pass);
    let mut done = |shares: &mut Vec<PeerShare>, fault: &mut Option<_>| {
        if let Some(pass) = pass.take() {
            pass(Fetched {
                raws: in_chain_order(std::mem::take(shares)),
                fault: fault.take(),
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
                        fault.get_or_insert_with(|| "interrupted".into());
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
                fault.get_or_insert(why);
            }
            Some(Notice::Complete) => {
                fault = None;
                done(&mut shares, &mut fault);
                listener.close();
            }
            Some(_) => {}
            None => break,
        }
    }
    done(&mut shares, &mut fault);
}

/// The raw shares of the best chain, oldest first, and then all others.
fn in_chain_order(mut shares: Vec<PeerShare>) -> Vec<Vec<u8>> {
    let links: Vec<_> = shares.iter().map(|share| share.link).collect();
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
