//! Compressed files, which are recognized but not unpacked.

/// A compressed format, recognized by its first bytes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Compression {
    /// gzip.
    Gzip,
    /// bzip2.
    Bzip2,
    /// xz.
    Xz,
    /// Zstandard.
    Zstd,
    /// A zip archive.
    Zip,
}

impl Compression {
    /// The format of a file that begins with these bytes.
    pub(super) fn of(start: &[u8]) -> Option<Self> {
        const FORMATS: [(&[u8], Compression); 5] = [
            (&[0x1f, 0x8b], Compression::Gzip),
            (b"BZh", Compression::Bzip2),
            (b"\xfd7zXZ\0", Compression::Xz),
            (&[0x28, 0xb5, 0x2f, 0xfd], Compression::Zstd),
            (b"PK\x03\x04", Compression::Zip),
        ];
        let format = FORMATS.iter().find(|(magic, _)| start.starts_with(magic));
        format.map(|(_, compression)| *compression)
    }

    /// The name of the format.
    pub fn name(self) -> &'static str {
        match self {
            Self::Gzip => "gzip",
            Self::Bzip2 => "bzip2",
            Self::Xz => "xz",
            Self::Zstd => "zstd",
            Self::Zip => "zip",
        }
    }
}
