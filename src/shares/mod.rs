//! Shares from every input: hex, files, folders of share stores, pipes, and stores that grow.
//!
//! ```text
//! source    what yields blocks of lines: BlockSource, and one implementation per kind of source
//! input_error  why an input is unreadable
//! compression  formats that are recognized, to report them; database_file does so for a part of a
//!           database
//! block     lines of an input, and the source that reads them from a file, a pipe or a text
//! store     the text files of a Python node: shares.0, shares.1, ...
//! c2pool    the database of a c2pool node
//! leveldb   reads the files of such a database
//! follow    lines of the same files as they grow
//! newest    the newest shares of a store
//! followed  their shares, and those of databases that a node writes to (followed_c2pool)
//! line      a block parsed into records, with the hashes of many shares computed at once (SIMD)
//! record    the content of a line in core types, and its messages; broken is why it is unreadable,
//!           mark the key and the claims of a database
//! unfold    one record in several lines, joined; json_records does so for formatted JSON
//! workers   blocks on every processor, in order
//! ```
//!
//! Every source gives blocks, and [`LineReader`] makes records of them. A new kind of source is a new
//! file with a [`BlockSource`]; everything that reads shares can then read it.
//!
//! # Read a share store
//!
//! ```
//! use p2msg::core::network::Network;
//! use p2msg::shares::{Content, Reader};
//!
//! let network = Network::by_name("litecoin_testnet").ok_or("unknown network")?;
//! let (mut shares, mut with_messages) = (0, 0);
//! // A file, or the folder in which a node keeps shares.0, shares.1, ...
//! Reader::open("tests/samples/litecoin_testnet", network).for_each(|record| {
//!     match record.content {
//!         Content::Share { share, commitment } => {
//!             assert_eq!(commitment.share_hash.to_string().len(), 64);
//!             shares += 1;
//!             with_messages += usize::from(!share.message_data.is_empty());
//!         }
//!         Content::Broken(why) => eprintln!("{} line {}: {why}", record.name, record.line),
//!         _ => {}
//!     }
//! })?;
//! assert!(shares >= with_messages && with_messages > 0);
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! # Read the messages in it
//!
//! ```
//! use p2msg::core::address::Addresses;
//! use p2msg::core::message::envelope::KNOWN_AUTHORITIES;
//! use p2msg::core::message::MsgType;
//! use p2msg::core::network::Network;
//! use p2msg::shares::{MessageDecoder, Reader};
//!
//! let network = Network::by_name("litecoin_testnet").ok_or("unknown network")?;
//! let mut addresses = Addresses::new(network);
//! let mut decoder = MessageDecoder::new(KNOWN_AUTHORITIES.to_vec(), 1_760_000_000);
//! let mut chat = Vec::new();
//! let mut reader = Reader::open("tests/samples/litecoin_testnet/shares.0", network);
//! reader.for_each(|record| {
//!     let Ok(Some(carried)) = record.message_data(&mut addresses) else {
//!         return;
//!     };
//!     for judged in decoder.decode(&carried).messages {
//!         if judged.message.msg_type == MsgType::MINER_MESSAGE {
//!             chat.push((judged.sender, judged.status, judged.message.payload));
//!         }
//!     }
//! })?;
//! assert!(!chat.is_empty());
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

mod block;
mod broken;
mod c2pool;
mod compression;
mod database_file;
mod follow;
mod followed;
mod followed_c2pool;
mod input_error;
mod json_records;
mod leveldb;
mod line;
mod mark;
mod newest;
mod record;
mod source;
mod store;
mod unfold;
mod update;
mod workers;

use std::iter;
use std::path::PathBuf;

pub use self::block::{Block, BlockSource, LineStream, MAX_LINE, Spared};
pub use self::broken::{Broken, Readability};
pub use self::c2pool::{C2POOL_STORE, C2poolStore, c2pool_files, c2pool_folder, c2pool_networks};
pub use self::compression::Compression;
pub use self::follow::{Change, Follower};
pub use self::followed::FollowedShares;
pub use self::input_error::InputError;
pub use self::json_records::JsonRecords;
pub use self::leveldb::Damage;
pub use self::line::{LineReader, is_record, read_message_data};
pub use self::mark::{Claims, Mark};
pub use self::newest::{NewestShares, newest_shares};
pub use self::record::{Carried, Content, MessageDecoder, Proof, Record, place_of};
pub use self::source::{Sources, open};
pub use self::store::{StoreFolder, share_files, special_file, store_files};
pub use self::unfold::Unfolded;
pub use self::update::Update;
pub use self::workers::Step;
use crate::core::network::Network;
use crate::core::share::record::Form;

/// Reads the shares, and the other records, of any number of sources.
pub struct Reader<'a, E = InputError> {
    sources: Sources<'a, E>,
    lines: LineReader,
    block: Block,
}

impl Reader<'static> {
    /// Reads a file, or a folder of share stores. It is opened when reading begins.
    pub fn open(path: impl Into<PathBuf>, network: &'static Network) -> Self {
        let path = path.into();
        Self::new(iter::once_with(move || open(&path, network)), network)
    }
}

impl<'a, E: From<InputError>> Reader<'a, E> {
    /// Reads sources one after another; `sources` opens each when the one before has ended.
    pub fn new(
        sources: impl Iterator<Item = Result<Box<dyn BlockSource>, E>> + 'a,
        network: &'static Network,
    ) -> Self {
        Self {
            sources: Sources::new(sources),
            lines: LineReader::new(network),
            block: Block::default(),
        }
    }

    /// Reads every line as `form`, instead of detecting its form.
    #[must_use]
    pub fn form(self, form: Form) -> Self {
        let lines = self.lines.form(form);
        Self { lines, ..self }
    }

    /// Skips shares without message_data, and lines that only mark a share as verified.
    #[must_use]
    pub fn with_messages_only(self, with_messages_only: bool) -> Self {
        let lines = self.lines.with_messages_only(with_messages_only);
        let spared = Spared {
            shares_without_messages: with_messages_only,
            ..Spared::default()
        };
        let sources = self.sources.sparing(spared);
        Self {
            sources,
            lines,
            ..self
        }
    }

    /// Reads the shares of each source in any order and without the claims of the node, for work that
    /// puts them in order itself.
    #[must_use]
    pub fn in_any_order(self) -> Self {
        let sources = self.sources.sparing(Spared {
            order: true,
            ..Spared::default()
        });
        Self { sources, ..self }
    }

    /// Reads files in blocks of a multiple of `batch` lines, for work that takes as long for fewer.
    /// Lines of a pipe are never held back.
    #[must_use]
    pub fn in_batches_of(self, batch: usize) -> Self {
        let sources = self.sources.in_batches_of(batch);
        Self { sources, ..self }
    }

    /// Passes each block to `watch` as it is read, before its records. If `watch` returns false, the
    /// block and the rest of its file are skipped.
    #[must_use]
    pub fn watched_by(self, watch: impl FnMut(&Block) -> bool + 'a) -> Self {
        let sources = self.sources.watched_by(watch);
        Self { sources, ..self }
    }

    /// Reads the next block and passes each record in it to `see`. Returns the length of the block
    /// in bytes, `None` at the end.
    ///
    /// # Errors
    ///
    /// An input is unreadable. The next call continues after it.
    pub fn read_block(&mut self, see: impl FnMut(Record<'_>)) -> Result<Option<usize>, E> {
        if !self.sources.next_block(&mut self.block)? {
            return Ok(None);
        }
        self.lines.read(&self.block, see);
        Ok(Some(self.block.size()))
    }

    /// Passes each record to `see`, in order.
    ///
    /// # Errors
    ///
    /// An input is unreadable. Another call continues after it.
    pub fn for_each(&mut self, mut see: impl FnMut(Record<'_>)) -> Result<(), E> {
        while self.read_block(&mut see)?.is_some() {}
        Ok(())
    }

    /// Processes blocks on every processor. `start` makes the state of a worker, which reads the
    /// lines of a block with the given reader; `work` processes a block; `see` gets the results in
    /// the order of the input.
    ///
    /// # Errors
    ///
    /// Those of `see`, which end the reading.
    pub fn in_parallel<W, T: Send>(
        self,
        start: impl Fn(LineReader) -> W + Sync,
        work: impl Fn(&mut W, &Block) -> T + Sync,
        see: impl FnMut(Step<'_, T, E>) -> Result<(), E>,
    ) -> Result<(), E> {
        let lines = self.lines;
        workers::each_block(self.sources, || start(lines.clone()), work, see)
    }
}
