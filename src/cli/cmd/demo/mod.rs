//! `demo`: a throw-away share chain with messages to try everything on.

mod earlier;
mod folder;
mod miner;
mod peers;
mod story;

use std::fs;
use std::io::{self, Read};
use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::time::Duration;

use crate::cli::error::{CliError, Outcome};
use crate::cli::hints::quoted;
use crate::cli::listen::parse_p2p_listen;
use crate::cli::output::{Output, Table, Unit, is_stdout};
use crate::cli::settings::Settings;
use crate::cli::signals::Interrupt;
use crate::core::message::envelope::Envelope;
use crate::core::message::policy::accepted_by;
use crate::core::network::Network;
use crate::json::demo::DemoJson;
use crate::shares::read_message_data;
use earlier::Earlier;
use folder::DemoFolder;
use miner::Demo;
use peers::Reports;

/// The network of the demo, whose easiest target a processor meets in a few milliseconds.
const NETWORK: &str = "litecoin_testnet";
/// Shares of the first chain that are written at once.
const PASS: usize = 1_000;
/// More text than any message_data takes that nodes accept.
const MAX_MESSAGE_DATA_TEXT: u64 = 16 * 1024;

/// Make a throw-away share chain with messages to try everything on
///
/// Four miners with published keys mine shares of litecoin_testnet with real proofs of
/// work. They chat, announce, raise an alert, tell the state of their nodes and change a key; one of
/// them forges and repeats what others say, and breaks a rule of the chain; all other shares obey
/// the rules. The share store is written as a node writes its own, newest
/// share first: DIR/data/litecoin_testnet/shares.0. Nothing of it is part of any real chain.
///
/// Without --continue, the chain of an earlier demo in the folder is removed. A folder with any other
/// content is refused.
///
/// With --listen-p2p the demo is a peer: it answers like a node of the pool's own network, and pushes
/// each new share to its peers. It is made for one machine: it connects to no node, verifies nothing,
/// and accepts up to 50 connections. Two demos that continue copies of one folder are peers that
/// disagree.
#[derive(Debug, clap::Args)]
#[command(
    group = clap::ArgGroup::new("running").args(["follow", "listen_p2p"]).multiple(true),
    after_help = "Examples:
  p2msg demo
  p2msg demo --dir /tmp/demo --shares 500
  p2msg demo --follow --message-data next.hex   mines what pack --out next.hex writes
  p2msg demo --listen-p2p 127.0.0.1:19338       answers peers, and mines a share every 4 s
  p2msg demo --continue --listen-p2p :0         continues after a stop, at any free port"
)]
pub struct DemoArgs {
    /// The folder to make
    #[arg(long, value_name = "DIR", default_value = "p2msg-demo")]
    dir: PathBuf,

    /// How many shares the chain gets at once; what there is to see takes 37
    ///
    /// With --continue, the shares of the earlier demo count.
    #[arg(
        long,
        value_name = "N",
        default_value_t = 60,
        value_parser = clap::value_parser!(u32).range(1..)
    )]
    shares: u32,

    /// Keep mining until SIGINT or SIGTERM
    #[arg(long)]
    follow: bool,

    /// Answer like a node at this address, and keep mining until SIGINT or SIGTERM
    ///
    /// Port 0 is any free one; the address is printed. Without an address, as in :0, it is 127.0.0.1.
    #[arg(long, value_name = "ADDRESS:PORT", value_parser = parse_p2p_listen)]
    listen_p2p: Option<SocketAddr>,

    /// Continue the chain of an earlier demo in the folder, if there is one
    #[arg(long = "continue")]
    continues: bool,

    /// How long from share to share with --follow or --listen-p2p
    #[arg(
        long,
        value_name = "SECONDS",
        default_value_t = 4,
        value_parser = clap::value_parser!(u64).range(1..=3600),
        requires = "running"
    )]
    every: u64,

    /// Mine the message_data in this file, in hex, as soon as it is there or changes
    ///
    /// The file stays as it is. Each content goes into one share, whose address is a throw-away one.
    #[arg(long, value_name = "FILE", requires = "running")]
    message_data: Option<PathBuf>,
}

/// Runs the command.
///
/// # Errors
/// The folder holds what no demo made, or a file cannot be written.
pub fn run(args: DemoArgs, settings: &Settings, out: &mut Output) -> Result<Outcome, CliError> {
    let network = Network::by_name(NETWORK).expect("the table of networks holds it");
    if is_stdout(&args.dir) {
        return Err(CliError::usage(
            "not_a_folder",
            "--dir is -, which names stdout; the demo needs a folder",
        )
        .hint("pass the name of a folder to create"));
    }
    let now = clock(settings)?;
    // From here on the signals end it between two shares.
    let runs = args.follow || args.listen_p2p.is_some();
    let interrupt = runs.then(Interrupt::listen).transpose()?;
    let listen = |address| peers::bind(address, network, out);
    let node = args.listen_p2p.map(listen).transpose()?;
    let folder = DemoFolder::claim(&args.dir, args.continues, network, settings)?;
    let earlier = match args.continues {
        true => Earlier::read(folder.store(), network, out)?,
        false => Earlier::default(),
    };
    let mut demo = Demo::new(network, folder.writer()?, node);
    if args.continues {
        demo.continue_after(earlier)?;
    }
    let mut summary = DemoJson {
        dir: args.dir.display().to_string(),
        store: folder.store().display().to_string(),
        net: NETWORK.into(),
        shares: args.shares,
        orphans: 0,
        messages: 0,
        scenes: Vec::new(),
        next: next_commands(folder.store()),
        p2p_address: demo.node.as_ref().map(|node| node.address().to_string()),
    };
    let mut progress = out.progress("mining", Some(args.shares.into()), Unit::Items);
    while demo.height < args.shares {
        if told_to_stop(interrupt.as_ref(), Duration::ZERO) {
            demo.save()?;
            return Ok(Outcome::Done);
        }
        if demo.unsaved() >= PASS {
            demo.save()?;
        }
        // The last share is mined now, and each before it one share_period earlier.
        let behind = (args.shares - demo.height - 1).saturating_mul(network.share_period);
        let share = demo.next(now.saturating_sub(behind))?;
        if share.about.is_some() {
            summary.scenes.push(share);
        }
        progress.advance(1);
    }
    demo.save()?;
    drop(progress);
    summary.shares = demo.height;
    summary.orphans = demo.orphans;
    summary.messages = demo.messages;
    let reports = demo.node.as_mut().map(Reports::of).transpose()?;
    out.changed(format!("made {}", summary.store));
    print(&summary, out)?;
    if let Some(interrupt) = interrupt {
        let reports = reports.as_ref();
        follow(&args, &mut demo, &interrupt, reports, settings, out)?;
    }
    Ok(Outcome::Done)
}

/// Mines until it is told to stop.
fn follow(
    args: &DemoArgs,
    demo: &mut Demo,
    interrupt: &Interrupt,
    reports: Option<&Reports>,
    settings: &Settings,
    out: &mut Output,
) -> Result<(), CliError> {
    out.note("mining on; end it with Ctrl-C or SIGTERM");
    let mut yours = args.message_data.as_deref().map(YourData::new);
    let pause = Duration::from_secs(args.every);
    while !peers::wait(pause, interrupt, reports, out) {
        let taken = match &mut yours {
            Some(yours) => yours.take(out)?,
            None => None,
        };
        let now = clock(settings)?;
        let share = match taken {
            Some(message_data) => demo.yours(message_data, now)?,
            None => demo.next(now)?,
        };
        demo.save()?;
        if out.json() {
            out.record(&share)?;
        } else {
            let what = match (&share.about, share.messages) {
                (Some(about), _) => format!(": {about}"),
                (None, 0) => String::new(),
                (None, _) => ", with a message".to_owned(),
            };
            out.line(format!(
                "share {} {} by {}{what}",
                share.absheight, share.share_hash, share.miner
            ))?;
        }
        out.flush()?;
    }
    Ok(())
}

fn told_to_stop(interrupt: Option<&Interrupt>, pause: Duration) -> bool {
    interrupt.is_some_and(|interrupt| interrupt.within(pause))
}

/// The time now, as shares can carry it.
fn clock(settings: &Settings) -> Result<u32, CliError> {
    u32::try_from(settings.now()).map_err(|_| {
        CliError::failed("clock", "a share carries no time after 2106").hint("set the clock right")
    })
}

/// message_data that somebody else writes to a file.
struct YourData<'a> {
    path: &'a Path,
    /// What was found there before.
    seen: Vec<u8>,
}

impl<'a> YourData<'a> {
    fn new(path: &'a Path) -> Self {
        Self {
            path,
            seen: Vec::new(),
        }
    }

    /// What is there, if it was not there before.
    fn take(&mut self, out: &Output) -> Result<Option<Vec<u8>>, CliError> {
        let text = self
            .read()
            .map_err(|error| CliError::file("read", self.path, error))?;
        if text == self.seen {
            return Ok(None);
        }
        self.seen = text;
        let message_data = match read_message_data(&self.seen) {
            Ok(message_data) => message_data,
            Err(error) => {
                out.warning(format!("{} is not mined: {error}", self.path.display()));
                return Ok(None);
            }
        };
        if message_data.is_empty() {
            return Ok(None);
        }
        let envelope = Envelope::read_plain(&message_data);
        if let Err(why) = accepted_by(&message_data, &envelope).plan {
            out.warning(format!(
                "{}: nodes that carry out the plan refuse a share with it: {why}",
                self.path.display()
            ));
        }
        Ok(Some(message_data))
    }

    /// The content of the file; nothing if there is none.
    fn read(&self) -> io::Result<Vec<u8>> {
        let file = match fs::File::open(self.path) {
            Ok(file) => file,
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(Vec::new()),
            Err(error) => return Err(error),
        };
        let mut text = Vec::new();
        file.take(MAX_MESSAGE_DATA_TEXT + 1)
            .read_to_end(&mut text)?;
        if text.len() as u64 > MAX_MESSAGE_DATA_TEXT {
            return Err(io::Error::new(
                io::ErrorKind::FileTooLarge,
                "it is longer than the hex of any message_data",
            ));
        }
        Ok(text)
    }
}

/// What can be done with the store.
fn next_commands(store: &Path) -> Vec<String> {
    let store = quoted(store);
    [
        "decode --with-messages",
        "verify",
        "store chat",
        "store keys",
        "serve --shares",
    ]
    .map(|command| format!("p2msg --net {NETWORK} {command} {store}"))
    .to_vec()
}

fn print(summary: &DemoJson, out: &mut Output) -> Result<(), CliError> {
    if out.json() {
        out.record(summary)?;
        return out.flush();
    }
    let mut table = Table::new(["ABSHEIGHT", "MINER", "WHAT THERE IS TO SEE"]).right(0);
    for share in &summary.scenes {
        table.row([
            share.absheight.to_string(),
            share.miner.clone().into_owned(),
            share.about.clone().unwrap_or_default().into_owned(),
        ]);
    }
    out.table(table)?;
    out.line("")?;
    out.facts(&[
        ("shares", summary.shares.to_string()),
        ("orphans", summary.orphans.to_string()),
        ("messages", summary.messages.to_string()),
        ("net", summary.net.clone().into_owned()),
        ("store", summary.store.clone()),
    ])?;
    out.line("")?;
    out.line("Look at it with:")?;
    for command in &summary.next {
        out.line(format!("  {command}"))?;
    }
    if let Some(address) = &summary.p2p_address {
        out.line("")?;
        out.line(format!("listening for peers at {address}"))?;
    }
    out.flush()
}
