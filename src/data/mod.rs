//! The files that p2msg keeps.
//!
//! ```text
//! DATA/signing_key.json     which key_index is in use        key_file
//! DATA/key_log.jsonl        every key_index ever in use      key_log
//! DATA/message_queue.json   the queue                        queue_file
//! DATA/serve_token           what may send over HTTP         serve_token
//! DATA/p2msg.lock           the lock for all of them         data_dir
//! DATA/peers/NET/shares.N   shares that peers sent           share_archive
//! ```
//!
//! Each folder is opened once, and its files relative to that handle (folder). No other user may
//! control the folder or the files: the commands refuse to read them otherwise.
//! A file is replaced whole or not at all, so reading needs no lock. Writing does:
//! it goes through [`LockedDataDir`], and what is to be changed is read after the lock was taken.
//! The only secret among them is serve_token: with it, the queue can be read and filled over HTTP.

pub mod atomic;
mod data_dir;
mod error;
mod file_system;
pub mod folder;
mod json;
mod key_file;
mod key_log;
mod queue_file;
mod serve_token;
mod share_archive;
mod share_store_writer;
mod walk;

pub use data_dir::{DataDir, LockedDataDir};
pub use error::DataError;
pub use key_file::{KeyState, LockedKeyFile};
pub use key_log::{KeyLog, KeyLogEntry};
pub use queue_file::LockedQueue;
pub use serve_token::ServeToken;
pub use share_archive::ShareArchive;
pub use share_store_writer::ShareStoreWriter;
