//! The messages that nodes send each other, parsed and written.
//!
//! Hashes are in wire order; integers are little-endian. Parsing is strict: a message fills its
//! payload. Lists and strings are allocated only after a check that the payload can contain them.
//!
//! Source: p2p.py of p2pool; impl/*/messages.hpp of c2pool. FIELD.md b.2.

use super::frame::{Command, MAX_PAYLOAD, write_frame};
use super::version::{KnownAddress, Version};
use crate::core::network::Network;
use crate::core::wire::{Reader, WireError, write_hash_list, write_var_int};

/// A message that borrows from its payload.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Message<'a> {
    /// The first message of each side.
    Version(Version<'a>),
    /// Shows that the sender is alive. It needs no answer.
    Ping,
    /// Asks the receiver to advertise the sender's address.
    Addrme {
        /// The port of that address.
        port: u16,
    },
    /// Requests addresses of other nodes.
    Getaddrs {
        /// Maximum number of addresses. Nodes return at most 100.
        count: u32,
    },
    /// Addresses of other nodes.
    Addrs(Vec<KnownAddress>),
    /// Pushes new shares, newest first.
    Shares(Vec<RawShare<'a>>),
    /// Requests shares and their ancestors.
    Sharereq(ShareRequest<'a>),
    /// Answers a [`Sharereq`](Self::Sharereq).
    Sharereply(ShareReply<'a>),
    /// The header of the newest block of the parent coin.
    Bestblock {
        /// The header.
        header: &'a [u8; 80],
    },
    /// Hashes of transactions that the sender has.
    HaveTx(&'a [[u8; 32]]),
    /// Hashes of transactions that the sender dropped.
    LosingTx(&'a [[u8; 32]]),
    /// Hashes of transactions that the receiver may drop.
    ForgetTx(&'a [[u8; 32]]),
    /// Transactions that the receiver must keep.
    RememberTx {
        /// Hashes of transactions that the receiver has already.
        hashes: &'a [[u8; 32]],
        /// Complete transactions.
        transactions: Vec<&'a [u8]>,
    },
    /// An unknown message. Nodes ignore it.
    Other(Command),
}

/// A share as peers send it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct RawShare<'a> {
    /// VarInt version || VarStr contents.
    pub raw: &'a [u8],
    /// The share version.
    pub version: u64,
}

/// A request for shares and their ancestors.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ShareRequest<'a> {
    /// A random number, which the reply repeats.
    pub id: [u8; 32],
    /// The requested shares. [`Message::write`] rejects an empty list.
    pub hashes: &'a [[u8; 32]],
    /// Number of ancestors of each requested share.
    pub parents: u64,
    /// Shares at which the ancestors end. They are not sent.
    pub stops: &'a [[u8; 32]],
}

/// The result of a request.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ReplyResult {
    /// The reply contains the requested shares that the peer has.
    Good,
    /// The reply would be longer than a frame.
    TooLong,
    /// 2 to 6 are called unk2 to unk6. Nodes send none of these.
    Unknown(u64),
}

/// The answer to a request.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ShareReply<'a> {
    /// The id of the request.
    pub id: [u8; 32],
    /// The result.
    pub result: ReplyResult,
    /// The shares: each requested one, followed by its ancestors.
    pub shares: Vec<RawShare<'a>>,
}

/// Why a message cannot be sent.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum WriteError {
    /// A request without a hash. FIELD.md b.9.
    #[error("a sharereq must name at least one share hash")]
    NoHash,
    /// The payload is longer than [`MAX_PAYLOAD`].
    #[error("a message has at most {MAX_PAYLOAD} bytes")]
    TooLong,
    /// The payload of [`Message::Other`] is unknown.
    #[error("the payload of an unknown message is not kept")]
    Unknown,
}

/// The least average length of the shares in a list, in bytes.
///
/// A share of any version is several times longer: its header and its hashes alone need more. The limit
/// keeps a list of empty shares from occupying many times the memory of its frame.
const MIN_SHARE: usize = 64;

pub(super) const VERSION: Command = Command::new("version");
const PING: Command = Command::new("ping");
const ADDRME: Command = Command::new("addrme");
const GETADDRS: Command = Command::new("getaddrs");
const ADDRS: Command = Command::new("addrs");
pub(super) const SHARES: Command = Command::new("shares");
const SHAREREQ: Command = Command::new("sharereq");
const SHAREREPLY: Command = Command::new("sharereply");
const BESTBLOCK: Command = Command::new("bestblock");
const HAVE_TX: Command = Command::new("have_tx");
const LOSING_TX: Command = Command::new("losing_tx");
const FORGET_TX: Command = Command::new("forget_tx");
const REMEMBER_TX: Command = Command::new("remember_tx");

/// Whether a listener has no use for `command`. Its payload need not be parsed.
pub(super) fn is_irrelevant(command: Command) -> bool {
    let known = [
        PING,
        ADDRME,
        BESTBLOCK,
        HAVE_TX,
        LOSING_TX,
        FORGET_TX,
        REMEMBER_TX,
    ];
    known.contains(&command)
}

impl<'a> Message<'a> {
    /// Parses the payload of a frame.
    ///
    /// # Errors
    ///
    /// [`WireError`], with offsets from the start of the payload.
    pub fn read(command: Command, payload: &'a [u8]) -> Result<Self, WireError> {
        let mut reader = Reader::new(payload, 0);
        let message = match command {
            VERSION => Self::Version(Version::read(&mut reader)?),
            PING => Self::Ping,
            ADDRME => Self::Addrme {
                port: reader.u16("port")?,
            },
            GETADDRS => Self::Getaddrs {
                count: reader.u32("count")?,
            },
            ADDRS => Self::Addrs(read_list(
                &mut reader,
                "addrs",
                KnownAddress::SIZE,
                KnownAddress::read,
            )?),
            SHARES => Self::Shares(read_shares(&mut reader)?),
            SHAREREQ => Self::Sharereq(ShareRequest {
                id: *reader.array("id")?,
                hashes: reader.hash_list("hashes")?,
                parents: reader.var_int("parents")?,
                stops: reader.hash_list("stops")?,
            }),
            SHAREREPLY => Self::Sharereply(ShareReply {
                id: *reader.array("id")?,
                result: ReplyResult::of(reader.var_int("result")?),
                shares: read_shares(&mut reader)?,
            }),
            BESTBLOCK => Self::Bestblock {
                header: reader.array("header")?,
            },
            HAVE_TX => Self::HaveTx(reader.hash_list("tx_hashes")?),
            LOSING_TX => Self::LosingTx(reader.hash_list("tx_hashes")?),
            FORGET_TX => Self::ForgetTx(reader.hash_list("tx_hashes")?),
            REMEMBER_TX => Self::RememberTx {
                hashes: reader.hash_list("tx_hashes")?,
                transactions: read_list(&mut reader, "txs", 10, read_transaction)?,
            },
            other => return Ok(Self::Other(other)),
        };
        reader.finish()?;
        Ok(message)
    }

    /// Returns the name of the message.
    pub fn command(&self) -> Command {
        match self {
            Self::Version(_) => VERSION,
            Self::Ping => PING,
            Self::Addrme { .. } => ADDRME,
            Self::Getaddrs { .. } => GETADDRS,
            Self::Addrs(_) => ADDRS,
            Self::Shares(_) => SHARES,
            Self::Sharereq(_) => SHAREREQ,
            Self::Sharereply(_) => SHAREREPLY,
            Self::Bestblock { .. } => BESTBLOCK,
            Self::HaveTx(_) => HAVE_TX,
            Self::LosingTx(_) => LOSING_TX,
            Self::ForgetTx(_) => FORGET_TX,
            Self::RememberTx { .. } => REMEMBER_TX,
            Self::Other(command) => *command,
        }
    }

    /// Appends the frame of the message.
    ///
    /// # Errors
    ///
    /// [`WriteError`]; nothing is appended then.
    pub fn write(&self, out: &mut Vec<u8>, network: &Network) -> Result<(), WriteError> {
        match self {
            Self::Sharereq(request) if request.hashes.is_empty() => return Err(WriteError::NoHash),
            Self::Other(_) => return Err(WriteError::Unknown),
            _ => {}
        }
        let mut payload = Vec::new();
        self.write_payload(&mut payload);
        write_frame(out, network, self.command(), &payload).ok_or(WriteError::TooLong)
    }

    fn write_payload(&self, out: &mut Vec<u8>) {
        match self {
            Self::Version(version) => version.write(out),
            Self::Ping | Self::Other(_) => {}
            Self::Addrme { port } => out.extend_from_slice(&port.to_le_bytes()),
            Self::Getaddrs { count } => out.extend_from_slice(&count.to_le_bytes()),
            Self::Addrs(addresses) => write_list(out, addresses, |out, known| known.write(out)),
            Self::Shares(shares) => write_list(out, shares, write_raw_share),
            Self::Sharereq(request) => {
                out.extend_from_slice(&request.id);
                write_hash_list(out, request.hashes);
                write_var_int(out, request.parents);
                write_hash_list(out, request.stops);
            }
            Self::Sharereply(reply) => {
                out.extend_from_slice(&reply.id);
                write_var_int(out, reply.result.number());
                write_list(out, &reply.shares, write_raw_share);
            }
            Self::Bestblock { header } => out.extend_from_slice(*header),
            Self::HaveTx(hashes) | Self::LosingTx(hashes) | Self::ForgetTx(hashes) => {
                write_hash_list(out, hashes);
            }
            Self::RememberTx {
                hashes,
                transactions,
            } => {
                write_hash_list(out, hashes);
                write_list(out, transactions, |out, transaction| {
                    out.extend_from_slice(transaction);
                });
            }
        }
    }
}

impl ReplyResult {
    fn of(number: u64) -> Self {
        match number {
            0 => Self::Good,
            1 => Self::TooLong,
            other => Self::Unknown(other),
        }
    }

    fn number(self) -> u64 {
        match self {
            Self::Good => 0,
            Self::TooLong => 1,
            Self::Unknown(number) => number,
        }
    }
}

fn read_shares<'a>(reader: &mut Reader<'a>) -> Result<Vec<RawShare<'a>>, WireError> {
    read_list(reader, "shares", MIN_SHARE, |reader| {
        let start = reader.clone();
        let version = reader.var_int("shares.version")?;
        reader.var_str("shares.contents", 0, u64::MAX)?;
        let raw = between(&start, reader);
        Ok(RawShare { raw, version })
    })
}

fn write_raw_share(out: &mut Vec<u8>, share: &RawShare<'_>) {
    out.extend_from_slice(share.raw);
}

/// Skips a transaction, and returns its bytes.
///
/// Source: `TransactionType` in p2pool's bitcoin/data.py, for which no inputs mark a witness.
fn read_transaction<'a>(reader: &mut Reader<'a>) -> Result<&'a [u8], WireError> {
    let start = reader.clone();
    reader.u32("tx.version")?;
    let mut inputs = reader.count("tx.inputs", 41)?;
    let has_witness = inputs == 0;
    if has_witness {
        reader.u8("tx.flag")?;
        inputs = reader.count("tx.inputs", 41)?;
    }
    for _ in 0..inputs {
        reader.take(36, "tx.previous_output")?;
        reader.var_str("tx.script", 0, u64::MAX)?;
        reader.u32("tx.sequence")?;
    }
    for _ in 0..reader.count("tx.outputs", 9)? {
        reader.u64("tx.value")?;
        reader.var_str("tx.script", 0, u64::MAX)?;
    }
    let witnesses = if has_witness { inputs } else { 0 };
    for _ in 0..witnesses {
        for _ in 0..reader.count("tx.witness", 1)? {
            reader.var_str("tx.witness", 0, u64::MAX)?;
        }
    }
    reader.u32("tx.lock_time")?;
    Ok(between(&start, reader))
}

/// Returns the bytes between the positions of two readers of the same payload.
fn between<'a>(start: &Reader<'a>, end: &Reader<'a>) -> &'a [u8] {
    let length = end.offset() - start.offset();
    start.rest().get(..length).unwrap_or_default()
}

/// Parses a count and that many items, each of at least `least` bytes on average.
fn read_list<'a, T>(
    reader: &mut Reader<'a>,
    field: &'static str,
    least: usize,
    read: impl Fn(&mut Reader<'a>) -> Result<T, WireError>,
) -> Result<Vec<T>, WireError> {
    let count = reader.count(field, least)?;
    let mut items = Vec::new();
    for _ in 0..count {
        items.push(read(reader)?);
    }
    Ok(items)
}

fn write_list<T>(out: &mut Vec<u8>, items: &[T], write: impl Fn(&mut Vec<u8>, &T)) {
    write_var_int(out, items.len() as u64);
    items.iter().for_each(|item| write(out, item));
}
