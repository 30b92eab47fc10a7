//! Hints: what to do about the errors of the layers below, in the options and commands of p2msg.

use std::fs;
use std::io;
use std::os::unix::ffi::OsStrExt;
use std::path::Path;

use crate::client::node::{Api, Hidden, Incomplete, View};
use crate::client::{BaseUrl, ClientError, Failure, Phase};
use crate::core::network::{NETWORKS, Network};
use crate::core::p2p::event::Misbehaviour;
use crate::core::p2p::frame::FrameError;
use crate::data::DataError;
use crate::peer::{ConnectError, Fault};
use crate::shares::{Compression, c2pool_networks};

/// Where share stores are, for a folder without one.
pub fn for_no_share_store(folder: &Path) -> String {
    let networks = c2pool_networks(folder);
    let names: Vec<_> = networks
        .iter()
        .filter_map(|network| network.file_name())
        .map(|name| name.to_string_lossy())
        .collect();
    match names.is_empty() {
        true => "a Python node keeps shares.0, shares.1, ... in data/<network>, c2pool a database \
                 in ~/.c2pool/<network>; for a data folder, pass --net"
            .to_owned(),
        false => format!(
            "c2pool has stores of other networks there: {}; name one of these folders, or pass its \
             --net",
            names.join(", ")
        ),
    }
}

/// What to do about an error of a file, in one line.
pub fn for_data(error: &DataError) -> String {
    let hint = match error {
        DataError::Io { source, .. } => io_hint(source.kind()),
        DataError::SymbolicLink { .. } => {
            "give the path of the file itself, or put the file in place of the link"
        }
        DataError::NotAFile { .. } => "move it away, or give another path",
        DataError::NotAFolder { .. } => "move it away, or give another folder with --data-dir",
        DataError::AlreadyExists { .. } => "give another path, or move the file away first",
        DataError::TooLarge { .. } => "look at what it holds; it may be another program's",
        DataError::Broken { .. } => {
            "nothing was changed; put it right, or move it away and keep it, to begin anew"
        }
        DataError::ForeignOwner {
            path,
            owner,
            user,
            can_be_allowed,
        } => {
            let chown = format!("sudo chown {user} {}", quoted(path));
            return match can_be_allowed {
                true => format!(
                    "run p2msg as that user: sudo -u '#{owner}' p2msg; to trust its content, pass \
                     --allow-foreign-data-dir; or check it, then: {chown}"
                ),
                false => format!(
                    "check its content, then: {chown}; or give another folder with --data-dir"
                ),
            };
        }
        DataError::ForeignLink { .. } => {
            "give the path without the link; its owner can point it elsewhere at any time"
        }
        DataError::WritableByOthers { path, .. } => {
            return format!("check its content, then: chmod go-w {}", quoted(path));
        }
        DataError::ReadableByOthers { path } => {
            return format!("remove it to get a new one, or: chmod 600 {}", quoted(path));
        }
        DataError::NewerVersion { .. } => {
            "nothing was changed; use the p2msg that wrote it, or a later one"
        }
        DataError::QueueTooLarge { .. } => {
            "nothing was changed; remove entries first: p2msg queue list --all, then queue remove ID..."
        }
        DataError::NoKeyState { path } if is_unreachable(path) => REACHABLE_FOLDER,
        DataError::NoKeyState { .. } => "make it with: p2msg key init",
        DataError::KeyIndexNotHigher { .. } => {
            "leave out --signing-key-index, or give a higher one to rotate"
        }
        DataError::KeyIndexInLog { .. } => {
            "give a higher --index; for another master key use another --data-dir"
        }
        DataError::InUse { .. } => "wait until it ends, or give another file",
        DataError::NotAShareStore { .. } => "give another file; this one would be spoiled",
        DataError::NotAnArchive { .. } => {
            "a node may write there; give another folder, or a file with another name"
        }
        DataError::NoLocks { .. } => {
            "name a folder on a local file system with --data-dir; on NFS that one machine uses, mount it with \
             local_lock=flock"
        }
        DataError::LockTimeout { .. } => {
            "another p2msg is at work there, or hangs; wait longer with --lock-timeout SECONDS"
        }
    };
    hint.to_owned()
}

/// What to do if the system starts no further thread.
pub const NO_THREAD: &str = "the system starts no further thread; raise the limit of processes (ulimit -u, TasksMax= of the unit, \
     --pids-limit of the container)";

fn io_hint(kind: io::ErrorKind) -> &'static str {
    match kind {
        io::ErrorKind::NotFound => "check the path; its folder must exist",
        io::ErrorKind::PermissionDenied => {
            "check the owner and the mode of the file and of its folder"
        }
        io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded | io::ErrorKind::FileTooLarge => {
            "make room on the disk or raise the limit, then run the command again; nothing was changed"
        }
        io::ErrorKind::ReadOnlyFilesystem => "give a folder that can be written to",
        io::ErrorKind::WouldBlock => NO_THREAD,
        io::ErrorKind::NotADirectory => "a part of the path is a file; give another path",
        _ => "check the path and the disk; nothing was changed",
    }
}

/// What to do about a peer that failed, in one line.
pub fn for_peer(fault: &Fault, network: &Network) -> String {
    let text = match fault {
        Fault::Connect(ConnectError::Resolve { .. }) => {
            "check the name of the host, and the DNS of this machine"
        }
        Fault::Connect(ConnectError::Proxy(_) | ConnectError::ToProxy { .. }) => {
            "check --proxy, and the log of the proxy"
        }
        Fault::Connect(ConnectError::TimedOut(_)) => {
            "a firewall may drop the connection; check the address, or wait longer with \
             --connect-timeout SECONDS"
        }
        Fault::Connect(_) => {
            return format!(
                "is the node running? Nodes of {} listen on port {}{}: check the address and --net",
                network.name,
                network.p2p_port,
                match network.c2pool_p2p_port {
                    Some(port) => format!(", c2pool on {port}"),
                    None => String::new(),
                }
            );
        }
        Fault::Misbehaved(Misbehaviour::Frame(FrameError::Prefix { .. })) => {
            "check --net and the port: it must be the port on which nodes talk to each other"
        }
        Fault::Misbehaved(Misbehaviour::NoVersion) => {
            "the port may belong to another program; nodes introduce themselves at once"
        }
        Fault::Ended {
            after_handshake: false,
            ..
        } => {
            "it may be a node of another network (check --net), or have no room for another connection"
        }
        Fault::Share(_) => "do not rely on this node; check --net",
        _ => "try again later, or another node",
    };
    text.to_owned()
}

const BROKEN_CONNECTION: &str =
    "the connection broke off; look into the log of the node, then try again";

const STRATUM_PORT: &str = "if this is c2pool, its worker port is for miners (stratum) and answers \
                            no HTTP; its web port is 8080 by default";

/// Whether the port in a URL is the worker port of a network.
fn is_worker_port(url: &str) -> bool {
    let base: Option<BaseUrl> = url.parse().ok();
    let port = base.and_then(|base| base.port());
    NETWORKS
        .iter()
        .any(|network| Some(network.worker_port) == port)
}

/// What to do about an error of a node, in one line.
pub fn for_node(error: &ClientError) -> &'static str {
    if error.is_no_http() && is_worker_port(&error.url) {
        return STRATUM_PORT;
    }
    match &error.failure {
        Failure::P2pPort => {
            "give its web port: Python nodes answer on their worker port, c2pool on 8080 by default"
        }
        Failure::Network { phase, .. } => match phase {
            Phase::Resolve => "check the name of the host in the URL, and the DNS of this machine",
            Phase::Connect => {
                "is the node running? Python nodes answer on the worker port of their network, c2pool \
                 on 8080 by default: check the URL and --net"
            }
            Phase::Tls => "does the node speak https at all? try http://, or check the port",
            Phase::Send | Phase::Wait | Phase::Read | Phase::Parse => BROKEN_CONNECTION,
        },
        Failure::Closed { .. } => BROKEN_CONNECTION,
        Failure::Certificate { .. } => {
            "give the certificate of its authority with --ca-file, and the name that it was made for in the URL"
        }
        Failure::TimedOut { phase, .. } => match phase {
            Phase::Resolve | Phase::Connect | Phase::Tls => {
                "a firewall may drop the connection; check the URL, or wait longer with --connect-timeout SECONDS"
            }
            _ => "the node may be busy loading its share chain; wait longer with --timeout SECONDS",
        },
        Failure::TooLarge { .. } => "this is no answer of a node; check the URL",
        Failure::Redirect { .. } => "give the URL that answers itself",
        Failure::NotJson { .. } | Failure::WrongShape { .. } => {
            "is this the worker port of a node? check the URL; a web server in front of it may answer instead"
        }
        Failure::Status { status: 401, .. } => {
            "a proxy in front of the node requires a password: pass --auth-file FILE, with a line for this host"
        }
        Failure::Status { status: 403, .. } => {
            "nodes allow this from their own machine only: run p2msg there, or through ssh -L"
        }
        Failure::Status { status: 404, .. } => {
            "the node is older than that, or its API is under another path; check the URL and --api"
        }
        Failure::Status { .. } | Failure::Said(_) => "look into the log of the node",
        Failure::RateLimited { .. } => "ask less often; other programs on this machine count, too",
        Failure::Starting => {
            "wait until the node has loaded its share chain or received one from its peers"
        }
        Failure::Busy { .. } => "try again in a few seconds",
        Failure::NoApi => {
            "check the URL; a p2pool without share messages has none, and one that just started has none yet"
        }
        Failure::NotInApi { .. } => {
            "ask a p2pool-merged-v36 node, or say what the node speaks with --api"
        }
    }
}

/// How to read a compressed file.
pub fn for_compressed(path: &Path, compression: Compression) -> String {
    let unpack = match compression {
        Compression::Gzip => "gzip -dc",
        Compression::Bzip2 => "bzip2 -dc",
        Compression::Xz => "xz -dc",
        Compression::Zstd => "zstd -dc",
        Compression::Zip => "unzip -p",
    };
    if path == Path::new("-") {
        return format!("unpack it before p2msg reads it: {unpack} FILE | p2msg ... -");
    }
    format!("unpack it: {unpack} {} | p2msg ... -", quoted(path))
}

/// How to read a text in UTF-16.
pub fn for_utf16(path: &Path) -> String {
    let file = match path == Path::new("-") {
        true => "FILE".to_owned(),
        false => quoted(path),
    };
    format!("convert it to UTF-8: iconv -f UTF-16 -t UTF-8 {file} | p2msg ... -")
}

/// How to read the database that a file is a part of.
pub fn for_database_file(path: &Path) -> String {
    let folder = path.parent().filter(|folder| *folder != Path::new(""));
    let folder = quoted(folder.unwrap_or(Path::new(".")));
    format!("pass the folder, with all files of the database: p2msg ... {folder}")
}

/// What to do if the default data folder cannot be reached.
pub const REACHABLE_FOLDER: &str = "name a folder that can be reached with --data-dir, or set HOME";

/// Whether a part of a path is a file or is closed to this user.
pub fn is_unreachable(path: &Path) -> bool {
    let error = fs::metadata(path).err().map(|error| error.kind());
    matches!(
        error,
        Some(io::ErrorKind::NotADirectory | io::ErrorKind::PermissionDenied)
    )
}

/// Why a node may have more messages than it shows, for people.
pub fn for_hidden(hidden: Hidden) -> &'static str {
    match hidden {
        Hidden::ByPolicy => {
            "this node shows authority messages only: it was started without \
             --enable-miner-messages, which hides the messages of miners"
        }
        Hidden::ByC2pool => {
            "c2pool shows authority messages only, those of its newest share, because this node does \
             not answer its shares"
        }
    }
}

/// Which messages the lists of a node lack, and what to do about it, in one line.
pub fn for_incomplete(incomplete: &Incomplete) -> String {
    const REMEDY: &str = "p2msg serve or p2msg store, run next to the node, read its share store";
    match incomplete {
        Incomplete::Bans { bans, messages } => {
            let bans = match bans {
                1 => "1 ban".to_owned(),
                count => format!("{count} bans"),
            };
            let messages = match messages {
                0 => String::new(),
                1 => ", among them 1 in its shares".to_owned(),
                count => format!(", among them {count} in its shares"),
            };
            format!(
                "the node has {bans} and hides the banned messages{messages}; hint: list the bans with \
                 p2msg node bans; {REMEDY}"
            )
        }
        Incomplete::Truncated { path, messages } => format!(
            "{path} answered {messages} messages, its limit; older ones are missing, whatever is \
             selected or --limit is; hint: {REMEDY}"
        ),
        Incomplete::NewShares => format!(
            "the node does not list the messages of new shares, nor does it answer its shares; hint: \
             {REMEDY}"
        ),
    }
}

/// Which kinds of messages a node can show, for people, if `view` asks for one that it never shows.
pub fn for_kinds(api: Api, view: View) -> Option<&'static str> {
    match (api, view) {
        (Api::C2pool, View::Chat | View::Status) => Some(
            "c2pool accepts only shares with messages of authorities, and lists transition signals, \
             announcements and alerts: chat and NODE_STATUS of miners never appear there",
        ),
        _ => None,
    }
}

/// A path as an argument in a command to paste into a shell.
pub fn quoted(path: &Path) -> String {
    if path.to_str().is_none() {
        return quoted_bytes(path.as_os_str().as_bytes());
    }
    let path = path.to_string_lossy();
    // In front, a dash would begin an option.
    let here = if path.starts_with('-') { "./" } else { "" };
    let is_plain = |c: char| c.is_ascii_alphanumeric() || "/._-+,:@%=".contains(c);
    if !path.is_empty() && path.chars().all(is_plain) {
        format!("{here}{path}")
    } else {
        format!("'{here}{}'", path.replace('\'', r"'\''"))
    }
}

/// Bytes that are not UTF-8, as an argument of bash, ksh or zsh.
fn quoted_bytes(bytes: &[u8]) -> String {
    let here = if bytes.starts_with(b"-") { "./" } else { "" };
    let escaped = bytes.iter().map(|byte| match byte {
        b'\'' | b'\\' => format!("\\{}", char::from(*byte)),
        b' '..=b'~' => char::from(*byte).to_string(),
        byte => format!("\\x{byte:02x}"),
    });
    format!("$'{here}{}'", escaped.collect::<String>())
}

#[cfg(test)]
mod tests {
    use std::ffi::OsStr;

    use super::*;

    #[test]
    fn a_full_disk_and_a_limit_have_the_same_hint() {
        for kind in [
            io::ErrorKind::StorageFull,
            io::ErrorKind::QuotaExceeded,
            io::ErrorKind::FileTooLarge,
        ] {
            let error = DataError::Io {
                action: "write",
                path: "message_queue.json".into(),
                source: kind.into(),
            };
            let hint = for_data(&error);
            assert!(hint.starts_with("make room on the disk"), "{hint}");
        }
    }

    #[test]
    fn a_path_can_be_pasted_into_a_shell() {
        for (path, expected) in [
            ("data/key.hex", "data/key.hex"),
            ("my key", "'my key'"),
            ("it's", r"'it'\''s'"),
            ("~/$HOME", "'~/$HOME'"),
            ("-key", "./-key"),
            ("", "''"),
        ] {
            assert_eq!(quoted(Path::new(path)), expected);
        }
        let path = OsStr::from_bytes(b"it's \xff");
        assert_eq!(quoted(Path::new(path)), r"$'it\'s \xff'");
    }
}
