//! The shares of a block of lines, as far as their chain order and their messages need them.

use crate::core::chain::replay::{ArchivedData, KeptShare, Replay};
use crate::core::network::Network;
use crate::core::share::record::LineError;
use crate::shares::{Block, Broken, Content, LineReader, Readability, Record, place_of};

/// The content of one block of lines, in order.
#[derive(Default)]
pub struct ChainContents {
    shares: Vec<KeptShare>,
    archived: Vec<ArchivedData>,
    /// The lines.
    pub lines: Vec<ReadLine>,
}

/// A line that was read.
pub struct ReadLine {
    /// From 1.
    pub number: u64,
    /// How far it is readable.
    pub readability: Readability,
    /// Its place in words, and why it is not in the chain.
    pub unread: Option<(String, Unread)>,
}

/// Why a line is unreadable.
#[derive(Debug, thiserror::Error)]
pub enum Unread {
    /// The place of its share in the chain is unknown.
    #[error("message_data without its share; p2msg decode reads it")]
    MessageData,
    /// It is not a record.
    #[error(transparent)]
    Broken(#[from] Broken),
}

impl ChainContents {
    /// Reads a block.
    pub fn of(block: &Block, lines: &mut LineReader, network: &Network) -> Self {
        let mut contents = Self::default();
        lines.read(block, |record| contents.add_record(record, network));
        contents
    }

    fn add_record(&mut self, record: Record<'_>, network: &Network) {
        let (number, readability) = (record.line, record.readability());
        let (name, mark) = (record.name, record.mark);
        let unread = self.add(record.content, network).err();
        let unread = unread.map(|why| (place_of(name, number, mark), why));
        self.lines.push(ReadLine {
            number,
            readability,
            unread,
        });
    }

    /// The length of all message_data, in bytes.
    pub fn message_bytes(&self) -> usize {
        let in_shares = self.shares.iter().map(KeptShare::message_bytes);
        let archived = self.archived.iter().map(|one| one.message_data.len());
        in_shares.chain(archived).sum()
    }

    /// Adds the shares to a chain.
    pub fn add_to(self, replay: &mut Replay) {
        self.shares.into_iter().for_each(|share| replay.add(share));
        for archived in self.archived {
            replay.add_archived(archived);
        }
    }

    fn add(&mut self, content: Content<'_>, network: &Network) -> Result<(), Unread> {
        match content {
            Content::Share { share, commitment } => {
                let share = KeptShare::new(share, commitment.share_hash, network);
                self.shares.push(share);
            }
            Content::Archived(archived) => self.archived.push(ArchivedData {
                message_data: archived.message_data().map_err(Broken::Line)?,
                share_hash: archived.share_hash,
                address: archived.address,
                place: archived.place,
            }),
            Content::MessageData(hex) if hex.starts_with(b"01") => {
                return Err(Unread::MessageData);
            }
            // A line of a share store that was cut off, or a line of something else.
            Content::MessageData(_) => {
                return Err(Broken::Line(LineError::NotTwoParts).into());
            }
            Content::Verified(_) | Content::Unfinished => {}
            Content::Broken(broken) => return Err(broken.into()),
        }
        Ok(())
    }
}
