//! `authority seal`.

use std::num::NonZeroU64;
use std::path::PathBuf;

use crate::cli::error::{CliError, Outcome};
use crate::cli::input::AuthorityArgs;
use crate::cli::output::{Output, is_stdout};
use crate::cli::secret::AuthorityKeyArgs;
use crate::cli::settings::Settings;
use crate::core::key::SigningPubkey;
use crate::core::message::envelope::authority::seal;
use crate::core::message::envelope::{Authority, Envelope, KNOWN_AUTHORITIES, pack};
use crate::core::message::payload::{
    AuthorityNotice, AuthorityPayload, FEATURED_NODE_VERSION, FeaturedNode, PayloadError,
    TransitionSignal, Urgency,
};
use crate::core::message::policy::{AcceptedBy, accepted_by};
use crate::core::message::{MAX_PAYLOAD, Message};
use crate::data::atomic::{self, Owner};
use crate::json::authority::SealedJson;
use crate::json::record::{AcceptedByJson, AuthorityJson};

/// Sign a message with an authority's key and seal it for deployed nodes
///
/// Writes message_data in hex, opened again and judged before it is given out: p2pool-merged-v36
/// takes it as --transition-message, in bootstrap_messages/*.hex of its data folder and by `p2msg node
/// load-blob`, c2pool as --message-blob-hex and in ~/.c2pool/transition_messages/*.hex. A key that
/// nodes do not know as an authority's is refused.
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:
  p2msg authority seal --type transition --from 36 --to 37 --msg 'V37 is out' --key-file k.json
  p2msg authority seal --type alert --msg 'Stop v36.0' --key-file - --out alert.hex < key.hex
  p2msg authority seal --type featured --url node.example --com 0.5% --key-file phrase.txt")]
pub struct SealArgs {
    /// The kind of message
    #[arg(long = "type", value_enum, value_name = "KIND")]
    kind: SealType,

    /// What to tell people; not for featured
    #[arg(long, value_name = "TEXT", required_if_eq_any([
        ("kind", "transition"), ("kind", "announce"), ("kind", "alert"),
    ]))]
    msg: Option<String>,

    /// How urgent it is; not for featured
    ///
    /// Without it: recommended for a transition, info for an announcement, alert for an alert. A
    /// transition cannot be alert.
    #[arg(long, value_enum, value_name = "URGENCY")]
    urgency: Option<UrgencyArg>,

    /// Where to read on, or the dashboard of a featured node
    #[arg(long, value_name = "URL")]
    url: Option<String>,

    /// The share version in use; for transition
    #[arg(long, value_name = "VERSION", required_if_eq("kind", "transition"))]
    from: Option<u32>,

    /// The share version to change to; for transition
    #[arg(long, value_name = "VERSION", required_if_eq("kind", "transition"))]
    to: Option<u32>,

    /// How many percent of the shares must signal the new version; for transition
    #[arg(long, value_name = "PERCENT", value_parser = clap::value_parser!(u8).range(1..=100))]
    threshold: Option<u8>,

    /// The number of this message; for featured [default: the time]
    ///
    /// Nodes keep the highest one and refuse the others, for good.
    #[arg(long, value_name = "N")]
    seq: Option<NonZeroU64>,

    /// What to call the node; for featured
    #[arg(long, value_name = "TEXT")]
    label: Option<String>,

    /// What it takes of the reward, as in 0.5%; for featured
    #[arg(long, value_name = "TEXT")]
    com: Option<String>,

    /// Where it stands, as in EU/DE; for featured
    #[arg(long, value_name = "TEXT")]
    loc: Option<String>,

    /// 1 shows a banner, 2 announces the node, 3 both, 0 takes it down; for featured [default: 1]
    #[arg(long, value_name = "BITS", value_parser = clap::value_parser!(u8).range(0..=3))]
    hl: Option<u8>,

    /// Until when to show it, in Unix seconds; for featured [default: until it is taken down]
    #[arg(long, value_name = "TIME")]
    exp: Option<u32>,

    /// Write to this new file instead of stdout
    #[arg(long, value_name = "FILE")]
    out: Option<PathBuf>,

    #[command(flatten)]
    authority: AuthorityArgs,

    #[command(flatten)]
    key: AuthorityKeyArgs,
}

/// What `--type` takes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
enum SealType {
    /// A call to change the share version; nodes keep it until another one comes
    Transition,
    /// An announcement; nodes keep it for a day or two
    Announce,
    /// An alert; nodes keep it for a day or two
    Alert,
    /// A node to recommend, for c2pool's dashboard
    Featured,
}

/// What `--urgency` takes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
enum UrgencyArg {
    Info,
    Recommended,
    Required,
    Alert,
}

impl From<UrgencyArg> for Urgency {
    fn from(urgency: UrgencyArg) -> Self {
        match urgency {
            UrgencyArg::Info => Self::Info,
            UrgencyArg::Recommended => Self::Recommended,
            UrgencyArg::Required => Self::Required,
            UrgencyArg::Alert => Self::Alert,
        }
    }
}

/// Runs the command.
///
/// # Errors
/// The options do not fit together (usage), the payload is too long, there is no key or it is no
/// authority's (refused), or the file cannot be written.
pub fn run(mut args: SealArgs, settings: &Settings, out: &mut Output) -> Result<Outcome, CliError> {
    args.out = args.out.filter(|path| !is_stdout(path));
    let now = settings.now();
    // Before the key is read: nobody should type a passphrase for nothing.
    let payload = args.payload(now)?;
    let bytes = payload.write().map_err(|error| match error {
        PayloadError::TooLong { found } => args.too_long(found),
        other => CliError::usage("bad_payload", other.to_string())
            .hint("p2msg authority seal --help says what each --type takes"),
    })?;
    let timestamp = u32::try_from(now).map_err(|_| {
        CliError::failed("clock", "the clock is past what a timestamp can say, 2106")
            .hint("set the clock right")
    })?;

    let key = args.key.read(settings)?;
    let pubkey = key.signing_pubkey();
    let authority = find(&args.authority.authorities(), pubkey)?;
    let message = Message::by_authority(payload.msg_type(), bytes, timestamp, &key);
    drop(key);
    let inner = pack(std::slice::from_ref(&message), None).map_err(|error| {
        CliError::failed("cannot_pack", "cannot pack the message").with_source(error)
    })?;
    let mut nonce = [0; 16];
    getrandom::fill(&mut nonce).map_err(|error| {
        CliError::failed("randomness", "cannot get a random nonce").with_source(error)
    })?;
    let sealed = seal(&inner, &pubkey, &nonce);
    let accepted_by = check(&sealed, &message, &authority)?;

    let message_data = hex::encode(&sealed);
    if let Some(path) = &args.out {
        atomic::create_new(
            path,
            format!("{message_data}\n").as_bytes(),
            0o644,
            Owner::Folder,
        )?;
        out.changed(format!("wrote {}", path.display()));
    }
    if out.json() {
        let sealed = SealedJson {
            message_data,
            bytes: sealed.len(),
            authority: AuthorityJson::new(&authority),
            messages: vec![message.message_hash()],
            accepted_by: AcceptedByJson::new(&accepted_by),
            path: args.out.map(|path| path.display().to_string()),
        };
        out.record(&sealed)?;
        return Ok(Outcome::Done);
    }
    if args.out.is_none() {
        out.line(message_data)?;
    }
    args.explain_transition(out);
    out.note(format!(
        "sealed for nodes of v36-release and c2pool: {} by {}, {} bytes; message_hash {}",
        payload.msg_type().name(),
        authority.name,
        sealed.len(),
        message.message_hash(),
    ));
    if !KNOWN_AUTHORITIES.contains(&authority) {
        out.note("only nodes that know this authority's key take it");
    }
    if let Some(path) = &args.out {
        out.note(format!("written to {}", path.display()));
    }
    Ok(Outcome::Done)
}

impl SealArgs {
    fn payload(&self, now: u64) -> Result<AuthorityPayload, CliError> {
        self.check_options()?;
        let msg = self.msg.clone().unwrap_or_default();
        let url = given(&self.url);
        let urgency = |default| self.urgency.map_or(default, Urgency::from);
        Ok(match self.kind {
            SealType::Transition => AuthorityPayload::Transition(TransitionSignal {
                from: self.from.unwrap_or_default(),
                to: self.to.unwrap_or_default(),
                msg,
                urg: urgency(Urgency::Recommended),
                url,
                thr: self.threshold,
            }),
            SealType::Announce => AuthorityPayload::Announce(AuthorityNotice {
                msg,
                urg: urgency(Urgency::Info),
                url,
            }),
            SealType::Alert => AuthorityPayload::Alert(AuthorityNotice {
                msg,
                urg: urgency(Urgency::Alert),
                url,
            }),
            SealType::Featured => AuthorityPayload::Featured(FeaturedNode {
                v: FEATURED_NODE_VERSION,
                seq: self.seq(now)?,
                url,
                label: given(&self.label),
                com: given(&self.com),
                loc: given(&self.loc),
                hl: self.hl.unwrap_or(1),
                exp: self.exp(now)?,
            }),
        })
    }

    /// Refuses a payload of `found` bytes, and says which text is to be shorter and by how much.
    fn too_long(&self, found: usize) -> CliError {
        let excess = found.saturating_sub(MAX_PAYLOAD);
        let msg = self.msg.as_deref().unwrap_or_default();
        let hint = match msg.len().checked_sub(excess) {
            Some(fits) if fits > 0 => format!(
                "nothing was sealed; --msg has {} bytes, and {fits} fit",
                msg.len()
            ),
            _ => format!("nothing was sealed; the texts are to be shorter, bytes in all: {excess}"),
        };
        CliError::refused(
            "payload_too_long",
            format!(
                "the texts make a payload of {found} bytes, with the JSON around them; at most \
                 {MAX_PAYLOAD} fit"
            ),
        )
        .hint(hint)
    }

    /// Says so if a transition does not go up.
    fn explain_transition(&self, out: &Output) {
        if let (Some(from), Some(to)) = (self.from, self.to)
            && to <= from
        {
            out.note(format!(
                "--from {from} --to {to} does not go up, as a transition does"
            ));
        }
    }

    /// Refuses what the kind of message has no place for.
    fn check_options(&self) -> Result<(), CliError> {
        let transition = self.kind == SealType::Transition;
        let featured = self.kind == SealType::Featured;
        let out_of_place = [
            ("--msg", self.msg.is_some() && featured),
            ("--urgency", self.urgency.is_some() && featured),
            ("--from", self.from.is_some() && !transition),
            ("--to", self.to.is_some() && !transition),
            ("--threshold", self.threshold.is_some() && !transition),
            ("--seq", self.seq.is_some() && !featured),
            ("--label", self.label.is_some() && !featured),
            ("--com", self.com.is_some() && !featured),
            ("--loc", self.loc.is_some() && !featured),
            ("--hl", self.hl.is_some() && !featured),
            ("--exp", self.exp.is_some() && !featured),
        ];
        match out_of_place.into_iter().find(|(_, wrong)| *wrong) {
            None => Ok(()),
            Some((option, _)) => Err(CliError::usage(
                "option_out_of_place",
                format!("{option} is not for this --type"),
            )
            .hint("p2msg authority seal --help says which option is for which")),
        }
    }

    fn seq(&self, now: u64) -> Result<NonZeroU64, CliError> {
        self.seq.or(NonZeroU64::new(now)).ok_or_else(|| {
            CliError::usage("seq", "the clock stands at 0, so it gives no --seq")
                .hint("give --seq, or set the clock right")
        })
    }

    fn exp(&self, now: u64) -> Result<Option<u32>, CliError> {
        match self.exp {
            Some(exp) if u64::from(exp) <= now => Err(CliError::usage(
                "expired",
                format!("--exp {exp} is in the past: no node would show it"),
            )
            .hint("--hl 0 takes a node down")),
            exp => Ok(exp),
        }
    }
}

/// A text, unless it is empty, as a script may give it.
fn given(text: &Option<String>) -> Option<String> {
    text.clone().filter(|text| !text.is_empty())
}

/// The authority whose key it is.
fn find(authorities: &[Authority], pubkey: SigningPubkey) -> Result<Authority, CliError> {
    authorities
        .iter()
        .find(|authority| authority.pubkey == pubkey)
        .cloned()
        .ok_or_else(|| {
            CliError::refused(
                "not_an_authority",
                format!("the key is that of {pubkey}, which deployed nodes do not know as an authority's"),
            )
            .hint(format!(
                "for a private network or a test, name it: --authority-key {pubkey}"
            ))
            .hint("a BIP39 phrase leads to another key with another --bip32-path or passphrase")
        })
}

/// Opens what was sealed and asks all policies.
fn check(sealed: &[u8], message: &Message, authority: &Authority) -> Result<AcceptedBy, CliError> {
    let envelope = Envelope::read(sealed, std::slice::from_ref(authority));
    let accepted_by = accepted_by(sealed, &envelope);
    let same = envelope.problems.is_empty()
        && envelope
            .messages
            .iter()
            .map(|read| &read.message)
            .eq([message]);
    match (same, &accepted_by.v36_release, &accepted_by.c2pool) {
        (true, Ok(()), Ok(())) => Ok(accepted_by),
        (_, Err(why), _) | (_, _, Err(why)) => Err(self_check(why)),
        (false, Ok(()), Ok(())) => Err(self_check("it does not open to the same message")),
    }
}

fn self_check(why: &str) -> CliError {
    CliError::failed(
        "self_check",
        format!("nothing was written, because nodes would refuse what was sealed: {why}"),
    )
    .hint("this is a fault of p2msg; please report it with the options that were given")
}
