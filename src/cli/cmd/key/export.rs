//! `key export [--out FILE | --reveal]`.

use std::path::{Path, PathBuf};

use zeroize::Zeroizing;

use super::report;
use crate::cli::error::{CliError, Outcome};
use crate::cli::outbox;
use crate::cli::output::{Output, is_stdout};
use crate::cli::secret::MasterKeyArgs;
use crate::cli::settings::Settings;
use crate::data::KeyState;
use crate::data::atomic::{self, Owner};
use crate::json::key::{KeyJson, KeyStateJson};
use crate::outbox::Key;

/// Write the signing key in use as WIF, for a node or another machine
///
/// It is the derived key at the state file's key_index, never the master key. Whoever has it can
/// sign as you until you rotate; it does not open the wallet.
#[derive(Debug, clap::Args)]
#[command(
    group = clap::ArgGroup::new("where").required(true),
    after_help = "Examples:
  p2msg key export --out signing.wif --master-key-file master.key
  p2msg key export --reveal --master-key-file master.key | ssh node 'umask 077; cat > signing.wif'"
)]
pub struct ExportArgs {
    /// New file to write it to, with mode 0600; one that is there is never overwritten; -
    /// is the same as --reveal
    #[arg(long, value_name = "FILE", group = "where")]
    out: Option<PathBuf>,

    /// Write it to stdout, for all to see
    #[arg(long, group = "where")]
    reveal: bool,

    #[command(flatten)]
    key: MasterKeyArgs,
}

/// Runs the command.
///
/// # Errors
/// There is no state file, the key is another one, or the file is there already.
pub fn run(args: ExportArgs, settings: &Settings, out: &mut Output) -> Result<Outcome, CliError> {
    let outbox = outbox::open(settings)?;
    let files = outbox.keys();
    let state = files.state()?;
    files.no_rotation(&state, settings.signing_key_index())?;
    let key = Key::Master(args.key.read(settings)?);
    let signing_key = files.current_key(key, &state)?;
    let wif = signing_key.expose_wif(settings.network());
    match args.out.filter(|path| !is_stdout(path)) {
        Some(path) => {
            write(&path, &wif)?;
            out.changed(format!("wrote {}", path.display()));
            let announcement = signing_key.announcement(state.key_index);
            let exported = report(&state, files, Some(&announcement));
            print(exported, &path, out)?;
        }
        None => reveal(&wif, &state, out)?,
    }
    Ok(Outcome::Done)
}

fn write(path: &Path, wif: &str) -> Result<(), CliError> {
    let line = line(&[wif, "\n"]);
    atomic::create_new(path, line.as_bytes(), atomic::PRIVATE, Owner::Process)?;
    Ok(())
}

fn print(exported: KeyStateJson, path: &Path, out: &mut Output) -> Result<(), CliError> {
    let path = path.display().to_string();
    if out.json() {
        let exported = KeyStateJson {
            out: Some(path),
            ..exported
        };
        return out.record(&KeyJson::State(exported));
    }
    out.facts(&[
        ("key_index", exported.key_index.to_string()),
        ("signing_id", exported.signing_id.to_string()),
        ("out", path),
    ])
}

/// Writes the key to stdout; by hand where it is JSON, so that no serializer keeps a copy.
fn reveal(wif: &str, state: &KeyState, out: &mut Output) -> Result<(), CliError> {
    if !out.json() {
        return out.secret(line(&[wif, "\n"]).as_bytes());
    }
    let facts = format!(
        "{{\"schema\":\"p2msg.key/1\",\"key_index\":{},\"signing_id\":\"{}\",\"wif\":\"",
        state.key_index, state.signing_id
    );
    out.secret(line(&[&facts, wif, "\"}\n"]).as_bytes())
}

/// The parts in one text that is wiped, and that never grew: growing would leave a copy behind.
fn line(parts: &[&str]) -> Zeroizing<String> {
    let length = parts.iter().map(|part| part.len()).sum();
    let mut line = Zeroizing::new(String::with_capacity(length));
    for part in parts {
        line.push_str(part);
    }
    line
}
