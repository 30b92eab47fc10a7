//! The network of shares: by the name of their folder, and by their proofs of work.

use std::fs;
use std::path::{Component, Path, PathBuf};

use super::output::Output;
use super::settings::Settings;
use crate::core::network::{NETWORKS, Network};
use crate::core::pow::HeaderHasher;
use crate::core::pow::verification::verify;
use crate::core::share::Share;
use crate::core::share::record::{Form, Line, hex_bytes};
use crate::shares::{self, Block, C2POOL_STORE, Content, LineReader, Proof};

/// Shares whose proofs of work are checked to recognize their network.
const SAMPLE: usize = 10;
/// Longer lines are left out of a sample: no node accepts such a share.
const MAX_LINE: usize = 64 << 10;
/// Bytes of a path that are read for a sample.
const SAMPLE_BYTES: usize = 4 << 20;

/// Folders inside the folder of a network, in the data folders of p2pool and c2pool.
const BELOW_NETWORK: [&str; 4] = [
    "bootstrap_messages",
    C2POOL_STORE,
    "transition_messages",
    "transitional_messages",
];

/// The network that a path names: `data/litecoin_testnet`, a file in it, `~/.c2pool/litecoin`.
pub fn of_path(path: &Path) -> Option<&'static Network> {
    of_resolved(&resolved(path))
}

/// The whole path: a path in the working folder is named by the folders above it.
fn resolved(path: &Path) -> PathBuf {
    let has_parent = path.components().any(|part| part == Component::ParentDir);
    let whole = match has_parent {
        true => fs::canonicalize(path),
        false => std::path::absolute(path),
    };
    whole.unwrap_or_else(|_| path.to_owned())
}

fn of_resolved(path: &Path) -> Option<&'static Network> {
    let mut names = path.ancestors().map(|folder| folder.file_name());
    let mut next = || names.next().flatten().and_then(|name| name.to_str());
    let (last, folder, above) = (next(), next(), next());
    let is_below = |name: &&str| BELOW_NETWORK.contains(name);
    let above = above.filter(|_| folder.as_ref().is_some_and(is_below));
    let mut names = [last, folder, above].into_iter().flatten();
    names.find_map(|name| {
        // c2pool has names of its own, and one that means another network to the Python nodes.
        let of_c2pool = || {
            NETWORKS
                .iter()
                .find(|network| network.c2pool_folder == Some(name))
        };
        match is_c2pools(path) {
            true => of_c2pool(),
            false => Network::by_name(name).or_else(of_c2pool),
        }
    })
}

/// The folder where c2pool keeps the shares of `network`; `None` if it does not know the network.
pub fn c2pool_data(settings: &Settings, network: &Network) -> Option<PathBuf> {
    let home = settings.environment().get("HOME").map(Path::new)?;
    Some(home.join(".c2pool").join(network.c2pool_folder?))
}

/// Whether a path is in the data folder of c2pool, or names a share store of c2pool.
fn is_c2pools(path: &Path) -> bool {
    path.ancestors()
        .filter_map(Path::file_name)
        .any(|name| name == ".c2pool" || name == C2POOL_STORE)
        || path.join(C2POOL_STORE).is_dir()
}

/// The network of the shares at `paths`: the configured one, or else the one that the first path
/// names. Prints a note if that is not the default, and a warning for each path that names another network.
pub fn choose<'p>(
    paths: impl Iterator<Item = &'p Path>,
    settings: &Settings,
    out: &Output,
) -> &'static Network {
    let mut chosen = settings.named_network();
    for path in paths.filter(|path| fs::metadata(path).is_ok()) {
        let whole = resolved(path);
        let Some(named) = of_resolved(&whole) else {
            continue;
        };
        let is_in_path = of_resolved(path).is_some_and(|found| found.name == named.name);
        let shown = if is_in_path { path } else { &whole };
        let shown = shown.display();
        match chosen {
            None => {
                if named.name != settings.network().name {
                    out.note(format!(
                        "reading shares of {name}, which {shown} names; --net overrides it",
                        name = named.name
                    ));
                }
                chosen = Some(named);
            }
            Some(network) if network.name != named.name => out.warning(format!(
                "{shown} names the network {}, but is read as {network}; pass --net to choose",
                named.name,
                network = network.name
            )),
            Some(_) => {}
        }
    }
    chosen.unwrap_or_else(|| settings.network())
}

/// The first shares of an input, to recognize their network.
#[derive(Debug, Default)]
pub struct Sample {
    lines: Block,
    form: Form,
    /// Whether the shares are of another network, once that was checked.
    is_other: Option<bool>,
}

impl Sample {
    /// A sample of lines of `form`.
    pub fn of_form(form: Form) -> Self {
        Self {
            form,
            ..Self::default()
        }
    }

    /// A sample of the share stores at these paths, as far as they are readable.
    pub fn of_stores(paths: &[PathBuf], network: &'static Network) -> Self {
        let mut sample = Self::default();
        let is_store = |path: &&PathBuf| {
            fs::metadata(path).is_ok_and(|found| found.is_file() || found.is_dir())
        };
        for path in paths.iter().filter(is_store) {
            let Ok(mut source) = shares::open(path, network) else {
                continue;
            };
            let (mut block, mut bytes) = (Block::default(), 0);
            while bytes < SAMPLE_BYTES
                && !sample.is_full()
                && source.next_block(&mut block, 1).is_ok_and(|more| more)
            {
                bytes += block.size();
                sample.add(&block);
            }
        }
        sample
    }

    /// Adds shares of a block until there are enough.
    pub fn add(&mut self, block: &Block) {
        for (_, line) in block.lines() {
            if self.is_full() {
                return;
            }
            if line.len() <= MAX_LINE && is_share(line, self.form) {
                self.lines.push_line(line);
            }
        }
    }

    /// Whether there are enough shares.
    pub fn is_full(&self) -> bool {
        self.len() >= SAMPLE
    }

    fn len(&self) -> usize {
        self.lines.lines().count()
    }

    /// Warns if the shares are of another network than `network`, the first time. Returns whether they
    /// are.
    pub fn warn(&mut self, network: &'static Network, out: &Output) -> bool {
        if let Some(is_other) = self.is_other {
            return is_other;
        }
        let other = other_network(&self.lines, self.form, network);
        self.is_other = Some(other.is_some());
        let Some((valid, other)) = other else {
            return false;
        };
        out.warning(format!(
            "these shares are not of {}: {valid} of {} checked verify as {other}; addresses, share \
             hashes and signatures are wrong unless --net {other} is passed",
            network.name,
            self.len(),
            other = other.name
        ));
        true
    }
}

/// Whether a line is a share of any network.
fn is_share(line: &[u8], form: Form) -> bool {
    match Line::read(line, form) {
        Ok(Line::Share(hex)) => hex_bytes(&hex).is_ok_and(|raw| {
            let read = |network: &Network| Share::read(&raw, network).is_ok();
            NETWORKS.iter().any(read)
        }),
        Ok(Line::Contents { .. }) => true,
        _ => false,
    }
}

/// The network under which nearly all shares verify, and how many do; `None` if that is `network`, or
/// if no network qualifies.
pub fn other_network(
    lines: &Block,
    form: Form,
    network: &'static Network,
) -> Option<(usize, &'static Network)> {
    let count = lines.lines().count();
    let valid = |network| count_valid(lines, form, network);
    if count == 0 || nearly_all(valid(network), count) {
        return None;
    }
    let others = NETWORKS.iter().map(|network| (valid(network), network));
    others
        .filter(|(valid, _)| nearly_all(*valid, count))
        .max_by_key(|(valid, _)| *valid)
}

/// Whether `valid` of `count` shares identify their network. A few lines may be damaged; on a network
/// whose target is easy, a share of another network can be valid by chance.
pub fn nearly_all(valid: usize, count: usize) -> bool {
    valid * 5 >= count * 4
}

/// The number of shares in `block` with a valid proof of work on `network`.
pub fn count_valid(block: &Block, form: Form, network: &'static Network) -> usize {
    let mut proofs = Vec::new();
    let mut lines = LineReader::new(network).form(form);
    lines.read(block, |record| {
        if let Content::Share { share, commitment } = record.content {
            proofs.push(Proof::new(share, commitment));
        }
    });
    let headers: Vec<_> = proofs.iter().map(|proof| proof.commitment.header).collect();
    let pow_hashes = HeaderHasher::new(network.pow).hash_many(&headers);
    let is_valid = |(proof, pow_hash): &(&Proof, _)| {
        verify(&proof.claim, *pow_hash, network).failure.is_none()
    };
    proofs.iter().zip(pow_hashes).filter(is_valid).count()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn folders_and_the_files_in_them_name_a_network() {
        let name = |path: &str| of_path(Path::new(path)).map(|network| network.name);
        for (path, network) in [
            ("data/litecoin_testnet", Some("litecoin_testnet")),
            ("/node/data/digibyte/", Some("digibyte")),
            ("/node/data/bitcoin/shares.12", Some("bitcoin")),
            ("/home/me/.c2pool/litecoin", Some("litecoin")),
            ("/x/.c2pool/litecoin/sharechain_leveldb", Some("litecoin")),
            ("/x/.c2pool/bitcoin_regtest", Some("btcregtest")),
            ("/x/.c2pool/digibyte", Some("c2pool_digibyte")),
            ("/x/digibyte/sharechain_leveldb", Some("c2pool_digibyte")),
            ("/x/litecoin/sharechain_leveldb/CURRENT", Some("litecoin")),
            (
                "/x/data/litecoin/bootstrap_messages/a.hex",
                Some("litecoin"),
            ),
            ("/home/bitcoin/p2pool/shares.0", None),
            ("small_litecoin_testnet", None),
            ("/", None),
        ] {
            assert_eq!(name(path), network, "{path}");
        }
    }
}
