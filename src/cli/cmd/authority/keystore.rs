//! `authority keystore`.

use std::fs::File;
use std::io::{self, Read};
use std::path::{Path, PathBuf};

use crate::cli::error::{CliError, Outcome};
use crate::cli::output::{Output, is_stdout};
use crate::cli::secret::{A_KEYSTORE, AuthorityKeyArgs, NewPassphraseArgs};
use crate::cli::settings::Settings;
use crate::core::key::keystore::{self, Kdf, Keystore, KeystoreError, Scrypt};
use crate::core::message::envelope::KNOWN_AUTHORITIES;
use crate::data::atomic::{self, Owner};
use crate::json::authority::KeystoreJson;

/// The most bytes that a keystore has; both kinds are far below.
const MAX_KEYSTORE: u64 = 16 * 1024;

/// The commands of the group.
#[derive(Debug, clap::Subcommand)]
#[allow(missing_docs, reason = "a command is described at its arguments")]
pub enum KeystoreCommand {
    Create(CreateArgs),
    Show(ShowArgs),
}

/// Put a private key under a passphrase, into a new file
///
/// Whatever takes a key file takes the keystore, asks for the passphrase or reads it from
/// --passphrase-file. The key is any private key, not an authority's only; it counts as one for
/// compressed public keys. A keystore of create_transition_message.py, which is easier to guess
/// and notices no alteration, becomes one of p2msg if it is the --key-file.
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:
  p2msg authority keystore create --key-file key.hex --out keystore.json
  p2msg authority keystore create --key-file old.json --out keystore.json
  p2msg authority keystore create --out keystore.json         asks for the key too")]
pub struct CreateArgs {
    /// The new file, which only its owner can read; - is stdout
    #[arg(long, value_name = "FILE")]
    out: PathBuf,

    #[command(flatten)]
    key: AuthorityKeyArgs,

    #[command(flatten)]
    passphrase: NewPassphraseArgs,
}

/// Show what a keystore says of itself, without its passphrase
///
/// Whose key is in it is only what the file says: opening it proves that.
#[derive(Debug, clap::Args)]
#[command(after_help = "Example:
  p2msg authority keystore show keystore.json")]
pub struct ShowArgs {
    /// The keystore, or - for standard input
    #[arg(value_name = "FILE")]
    file: PathBuf,
}

/// Runs the command.
///
/// # Errors
/// What the command gives.
pub fn run(
    command: KeystoreCommand,
    settings: &Settings,
    out: &mut Output,
) -> Result<Outcome, CliError> {
    match command {
        KeystoreCommand::Create(args) => create(&args, settings, out),
        KeystoreCommand::Show(args) => show(args, settings, out),
    }
}

fn create(args: &CreateArgs, settings: &Settings, out: &mut Output) -> Result<Outcome, CliError> {
    if is_stdout(&args.out) && out.json() {
        return Err(CliError::usage(
            "two_results",
            "--json and --out - would print two results on stdout",
        )
        .hint("write the keystore to a file, or omit --json"));
    }
    let key = args.key.read(settings)?;
    let passphrase = args.passphrase.read(&args.key, settings)?;
    let (mut salt, mut nonce) = ([0; 32], [0; 12]);
    getrandom::fill(&mut salt)
        .and_then(|()| getrandom::fill(&mut nonce))
        .map_err(|error| {
            CliError::failed("randomness", "cannot get random bytes").with_source(error)
        })?;
    let file = keystore::create(&key, passphrase.expose(), &salt, &nonce);
    let text = format!("{file:#}\n");
    // A keystore that does not open is a lost key.
    let keystore = Keystore::read(&text).map_err(self_check)?;
    keystore.open(passphrase.expose()).map_err(self_check)?;
    if is_stdout(&args.out) {
        out.bytes(text.as_bytes())?;
        return Ok(Outcome::Done);
    }
    atomic::create_new(&args.out, text.as_bytes(), atomic::PRIVATE, Owner::Process)?;
    out.changed(format!("wrote {}", args.out.display()));
    print(&args.out, &keystore, out)?;
    Ok(Outcome::Done)
}

fn self_check(error: KeystoreError) -> CliError {
    CliError::failed(
        "self_check",
        "nothing was written, because the keystore would not open again",
    )
    .with_source(error)
    .hint("run it again; if it stays so, it is a fault of p2msg or of this machine's memory")
}

fn show(args: ShowArgs, settings: &Settings, out: &mut Output) -> Result<Outcome, CliError> {
    let from_stdin = args.file == Path::new("-");
    let text = if from_stdin {
        read(settings.stdin().claim("FILE")?)
    } else {
        File::open(&args.file).and_then(read)
    }
    .map_err(|error| CliError::file("read the keystore", &args.file, error))?;
    let name = match from_stdin {
        true => "standard input".into(),
        false => args.file.to_string_lossy(),
    };
    let keystore = Keystore::read(&text).map_err(|error| {
        CliError::malformed("bad_keystore", format!("{name} is no keystore"))
            .with_source(error)
            .hint(A_KEYSTORE)
    })?;
    print(&args.file, &keystore, out)?;
    if matches!(keystore.kdf(), Kdf::Pbkdf2 { .. }) {
        out.note(
            "it notices no alteration, and its passphrase is easier to guess than in one of \
             p2msg: `p2msg authority keystore create` makes one from it",
        );
    }
    Ok(Outcome::Done)
}

/// Reads no more than a keystore can have; one that is cut off is none.
fn read(source: impl Read) -> io::Result<String> {
    let mut text = String::new();
    source.take(MAX_KEYSTORE).read_to_string(&mut text)?;
    Ok(text)
}

fn print(path: &Path, keystore: &Keystore, out: &mut Output) -> Result<(), CliError> {
    let pubkey = keystore.pubkey();
    let authority = KNOWN_AUTHORITIES
        .iter()
        .find(|authority| authority.pubkey == pubkey)
        .map(|authority| &*authority.name);
    let shown = KeystoreJson {
        path: path.display().to_string(),
        pubkey,
        signing_id: pubkey.signing_id(),
        authority: authority.map(Into::into),
        cipher: keystore.cipher().into(),
        kdf: keystore.kdf(),
    };
    if out.json() {
        return out.record(&shown);
    }
    let kdf = match shown.kdf {
        Kdf::Scrypt(Scrypt { n, r, p }) => format!("scrypt, n {n}, r {r}, p {p}"),
        Kdf::Pbkdf2 { iterations } => format!("pbkdf2, {iterations} iterations"),
    };
    out.facts(&[
        ("path", shown.path.clone()),
        ("pubkey", shown.pubkey.to_string()),
        ("signing_id", shown.signing_id.to_string()),
        (
            "authority",
            authority.unwrap_or("not a known one").to_owned(),
        ),
        ("cipher", shown.cipher.into_owned()),
        ("kdf", kdf),
    ])
}
