//! Lines of the input taken apart, and the shares in them hashed many at once.

use super::input::Block;
use crate::core::commitment::{AT_ONCE, Commitment, commit_all};
use crate::core::network::Network;
use crate::core::record::{Form, Line, LineError, decode_hex};
use crate::core::share::{Share, ShareError};

/// Bytes that nearly every share stays below.
const ORDINARY_SHARE: usize = 1 << 14;

/// Takes lines apart. What it finds depends on nothing but the line, so each thread can have its own.
pub struct LineReader {
    network: &'static Network,
    form: Form,
    with_messages: bool,
    /// The bytes of as many shares as are hashed at once, in buffers that are used again.
    raws: Vec<Vec<u8>>,
}

/// What a line holds.
pub enum Found<'a> {
    /// A share, and the hashes that follow from it.
    Share(&'a Share<'a>, &'a Commitment),
    /// No share.
    Other(Line<'a>),
    /// Something that cannot be read.
    Broken(Broken),
}

/// Why a line cannot be read.
#[derive(Debug, thiserror::Error)]
pub enum Broken {
    /// Only its beginning was read.
    #[error("the line is too long for a share")]
    TooLong,
    /// It holds no record.
    #[error(transparent)]
    Line(#[from] LineError),
    /// It holds a share that is none.
    #[error(transparent)]
    Share(#[from] ShareError),
}

impl Broken {
    /// A stable name for JSON.
    pub fn code(&self) -> &'static str {
        match self {
            Self::TooLong => "line_too_long",
            Self::Line(error) => error.code(),
            Self::Share(error) => error.code(),
        }
    }

    /// The byte of the share at which the reading stopped, if it has one.
    pub fn offset(&self) -> Option<usize> {
        match self {
            Self::Share(error) => error.offset(),
            Self::TooLong | Self::Line(_) => None,
        }
    }
}

impl LineReader {
    /// A reader of lines of `form`. To one `with_messages`, shares without message_data are nothing,
    /// and neither are lines that only say that a share was verified.
    pub fn new(network: &'static Network, form: Form, with_messages: bool) -> Self {
        Self {
            network,
            form,
            with_messages,
            raws: vec![Vec::new(); AT_ONCE],
        }
    }

    /// Hands each line of `block` that holds something, to this reader, to `see`, in order and with
    /// its number.
    pub fn read(&mut self, block: &Block, mut see: impl FnMut(u64, Found<'_>)) {
        if block.too_long {
            return see(block.first_line, Found::Broken(Broken::TooLong));
        }
        let mut lines = block.lines();
        while self.read_some(&mut lines, &mut see) {}
        // What enormous shares took is given back: each of the buffers could grow to the largest.
        for raw in &mut self.raws {
            if raw.capacity() > ORDINARY_SHARE {
                *raw = Vec::new();
            }
        }
    }

    /// The same with line `number` alone.
    pub fn read_one(&mut self, block: &Block, number: u64, mut see: impl FnMut(u64, Found<'_>)) {
        if block.too_long {
            return see(number, Found::Broken(Broken::TooLong));
        }
        let line = block.line(number).map(|line| (number, line));
        self.read_some(&mut line.into_iter(), &mut see);
    }

    /// Reads on until the buffers are full of shares; false when there are no more lines.
    fn read_some<'l>(
        &mut self,
        lines: &mut impl Iterator<Item = (u64, &'l [u8])>,
        see: &mut impl FnMut(u64, Found<'_>),
    ) -> bool {
        let mut raws = self.raws.iter_mut();
        let mut room = raws.next();
        let mut more = true;
        // What is no share stands in its place among them.
        let (mut found, mut shares) = (Vec::new(), Vec::new());
        while let Some(raw) = room {
            let Some((number, line)) = lines.next() else {
                more = false;
                break;
            };
            let (hex, version) = match Line::read(line, self.form) {
                Ok(Line::Share(hex)) => (hex, None),
                Ok(Line::Contents { version, contents }) => (contents, Some(version)),
                other => {
                    match other {
                        Ok(Line::Nothing) => {}
                        Ok(Line::Verified(_)) if self.with_messages => {}
                        Ok(line) => found.push((number, Some(Found::Other(line)))),
                        Err(error) => found.push((number, Some(Found::Broken(error.into())))),
                    }
                    room = Some(raw);
                    continue;
                }
            };
            match read_share(&hex, version, raw, self.network) {
                Ok(share) if self.with_messages && share.message_data.is_empty() => {}
                Ok(share) => {
                    shares.push(share);
                    found.push((number, None));
                }
                Err(broken) => found.push((number, Some(Found::Broken(broken)))),
            }
            room = raws.next();
        }
        let commitments = commit_all(&shares, self.network);
        let hashed = shares.iter().zip(&commitments);
        let mut hashed = hashed.map(|(share, commitment)| Found::Share(share, commitment));
        for (number, other) in found {
            if let Some(found) = other.or_else(|| hashed.next()) {
                see(number, found);
            }
        }
        more
    }
}

/// Reads a raw share, or the contents of one of a version that is known; its bytes go into `raw`.
fn read_share<'a>(
    hex: &[u8],
    version: Option<u64>,
    raw: &'a mut Vec<u8>,
    network: &Network,
) -> Result<Share<'a>, Broken> {
    decode_hex(hex, raw)?;
    Ok(match version {
        None => Share::read(raw, network)?,
        Some(version) => Share::read_contents(version, raw, network)?,
    })
}
