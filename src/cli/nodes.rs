//! Which nodes are asked, and how: options and ways that the commands share.

use std::collections::BTreeSet;
use std::fs;
use std::future::Future;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use clap::ValueEnum;
use futures_util::future::join_all;

use super::content::status_words;
use super::error::{CliError, Outcome};
use super::hints;
use super::output::Output;
use super::secret::{AUTH_FILE_FORM, read_auth_file};
use super::settings::Settings;
use super::settings::definition::{AUTH_FILE, CA_FILE, URL};
use super::withhold::withhold;
use crate::client::node::{Api, Listing, Node};
use crate::client::{
    BaseUrl, BaseUrlError, ClientError, Conversation, ExtraRoots, NodeClient, Passwords, Timeouts,
};
use crate::core::message::MsgType;
use crate::json::message::MessageJson;

/// More than a file of certificates has.
const MAX_CA_FILE: u64 = 4 * 1024 * 1024;

/// Which nodes to ask.
#[derive(Debug, clap::Args)]
#[command(next_help_heading = "Node options")]
pub struct NodeArgs {
    #[arg(
        long = "url",
        help = URL.about.help(),
        long_help = URL.about.long_help(),
        value_name = "URL"
    )]
    urls: Vec<String>,

    /// API that the nodes have
    #[arg(long, value_name = "API", value_enum, default_value_t = ApiChoice::Auto)]
    api: ApiChoice,

    #[command(flatten)]
    connection: ConnectionArgs,
}

/// How to reach nodes.
#[derive(Debug, clap::Args)]
#[command(next_help_heading = "Node options")]
pub struct ConnectionArgs {
    /// Give up on a node that has not answered everything within so many seconds
    #[arg(long, value_name = "SECONDS", default_value = "10", value_parser = seconds)]
    timeout: Duration,

    /// Give up on a connection within so many seconds
    #[arg(long, value_name = "SECONDS", default_value = "5", value_parser = seconds)]
    connect_timeout: Duration,

    #[arg(
        long,
        help = CA_FILE.about.help(),
        long_help = CA_FILE.about.long_help(),
        value_name = "FILE"
    )]
    ca_file: Option<PathBuf>,

    #[arg(
        long,
        help = AUTH_FILE.about.help(),
        long_help = AUTH_FILE.about.long_help(),
        value_name = "FILE"
    )]
    auth_file: Option<PathBuf>,

    /// Take an --auth-file that its group or others can read
    #[arg(long)]
    allow_insecure_key_file: bool,
}

/// What `--api` takes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum ApiChoice {
    /// Find out
    Auto,
    /// /share_messages: nodes that carry out the plan
    Plan,
    /// /msg/...: p2pool-merged-v36
    Msg,
    /// /version_signaling: c2pool
    C2pool,
}

impl ApiChoice {
    fn api(self) -> Option<Api> {
        match self {
            Self::Auto => None,
            Self::Plan => Some(Api::Plan),
            Self::Msg => Some(Api::Msg),
            Self::C2pool => Some(Api::C2pool),
        }
    }
}

/// Reads seconds, from a tenth of one to a day.
///
/// # Errors
/// In words.
pub fn seconds(text: &str) -> Result<Duration, String> {
    match text.parse::<f64>() {
        Ok(seconds) if (0.1..=86_400.0).contains(&seconds) => Ok(Duration::from_secs_f64(seconds)),
        _ => Err("give seconds, 0.1 to 86400".to_owned()),
    }
}

/// The nodes of a run.
#[derive(Debug)]
pub struct Nodes {
    clients: Vec<Arc<NodeClient>>,
    api: Option<Api>,
    now: u64,
}

/// What one node answered.
#[derive(Debug)]
pub struct Answer<T> {
    /// The node.
    pub url: String,
    /// What it answered.
    pub result: Result<T, ClientError>,
}

impl NodeArgs {
    /// Whether anybody named a node; else it is the one on this machine.
    pub fn is_named(&self, settings: &Settings) -> bool {
        !self.urls.is_empty() || settings.url().is_some()
    }

    /// The nodes that the options name, else the environment or the config file, else the one on
    /// this machine. Nothing is sent yet.
    ///
    /// # Errors
    /// A URL that is none; what [`ConnectionArgs`] names cannot be read.
    pub fn nodes(&self, settings: &Settings, out: &Output) -> Result<Nodes, CliError> {
        let auth_file = self.connection.auth_file(settings);
        self.nodes_with(auth_file, settings, out)
    }

    /// The same nodes, to be asked without the password of `--auth-file`, which stays closed.
    ///
    /// # Errors
    /// As [`nodes`](Self::nodes).
    pub fn nodes_without_password(
        &self,
        settings: &Settings,
        out: &Output,
    ) -> Result<Nodes, CliError> {
        self.nodes_with(None, settings, out)
    }

    /// The file with the password for nodes, which is not opened here.
    pub fn auth_file<'a>(&'a self, settings: &'a Settings) -> Option<&'a Path> {
        self.connection.auth_file(settings)
    }

    fn nodes_with(
        &self,
        auth_file: Option<&Path>,
        settings: &Settings,
        out: &Output,
    ) -> Result<Nodes, CliError> {
        let bases = if !self.urls.is_empty() {
            base_urls("--url", self.urls.iter().map(String::as_str))?
        } else if let Some(named) = settings.url() {
            let place = named.origin.to_string();
            base_urls(&place, named.value.split_whitespace())?
        } else {
            let port = settings.network().worker_port;
            base_urls("--net", [format!("127.0.0.1:{port}").as_str()])?
        };
        self.connection
            .nodes(bases, self.api.api(), auth_file, settings, out)
    }
}

impl ConnectionArgs {
    /// The nodes at `urls`, which `option` names.
    ///
    /// # Errors
    /// As [`NodeArgs::nodes`].
    pub fn named(
        &self,
        option: &str,
        urls: &[String],
        settings: &Settings,
        out: &Output,
    ) -> Result<Nodes, CliError> {
        let bases = base_urls(option, urls.iter().map(String::as_str))?;
        self.nodes(bases, None, self.auth_file(settings), settings, out)
    }

    fn auth_file<'a>(&'a self, settings: &'a Settings) -> Option<&'a Path> {
        self.auth_file.as_deref().or(settings.auth_file())
    }

    fn nodes(
        &self,
        bases: Vec<BaseUrl>,
        api: Option<Api>,
        auth_file: Option<&Path>,
        settings: &Settings,
        out: &Output,
    ) -> Result<Nodes, CliError> {
        let timeouts = Timeouts {
            connect: self.connect_timeout,
            total: self.timeout,
        };
        let extra_roots = self.extra_roots(settings)?;
        let passwords = match auth_file {
            Some(path) => Some(self.passwords(path, &bases, settings, out)?),
            None => None,
        };
        let clients = bases
            .into_iter()
            .map(|base| {
                let passwords = passwords.as_ref();
                let auth = passwords.and_then(|passwords| passwords.for_node(&base).cloned());
                let client = NodeClient::new(base, timeouts, &extra_roots, auth)?;
                Ok(Arc::new(client))
            })
            .collect::<Result<_, CliError>>()?;
        Ok(Nodes {
            clients,
            api,
            now: settings.now(),
        })
    }

    /// Reads the passwords in `path`, and warns before one of them is sent to a node at `bases`
    /// without encryption.
    fn passwords(
        &self,
        path: &Path,
        bases: &[BaseUrl],
        settings: &Settings,
        out: &Output,
    ) -> Result<Passwords, CliError> {
        let file = path.display();
        let text = read_auth_file(path, self.allow_insecure_key_file, settings)?;
        let passwords = Passwords::parse(text.expose()).map_err(|error| {
            CliError::malformed(
                "bad_password",
                format!("{file} (--auth-file) contains no valid password: {error}"),
            )
            .hint(AUTH_FILE_FORM)
        })?;
        let hosts: BTreeSet<&str> = bases.iter().map(BaseUrl::host).collect();
        let names = || Vec::from_iter(hosts.iter().copied()).join(", ");
        if matches!(passwords, Passwords::ForOneHost(_)) && hosts.len() > 1 {
            return Err(CliError::refused(
                "password_for_several_hosts",
                format!(
                    "cannot send the password in {file} (--auth-file) to several hosts: {}",
                    names()
                ),
            )
            .hint("write a line for each host into the file: HOST[:PORT] user:password"));
        }
        let receivers = bases
            .iter()
            .filter(|base| passwords.for_node(base).is_some());
        let receivers: Vec<&BaseUrl> = receivers.collect();
        if receivers.is_empty() {
            out.warning(format!("{file} (--auth-file) has no line for {}", names()));
        }
        let readable = receivers.iter().filter(|base| base.is_readable_by_others());
        let readable: BTreeSet<&str> = readable.map(|base| base.host()).collect();
        for host in readable {
            out.warning(format!(
                "the password for {host} is sent without encryption, because its URL begins with http"
            ));
        }
        Ok(passwords)
    }

    fn extra_roots(&self, settings: &Settings) -> Result<ExtraRoots, CliError> {
        let Some(path) = self.ca_file.as_deref().or(settings.ca_file()) else {
            return Ok(ExtraRoots::default());
        };
        let unreadable = |error| CliError::file("read the certificates in", path, error);
        let length = fs::metadata(path).map_err(unreadable)?.len();
        if length > MAX_CA_FILE {
            return Err(bad_ca_file(path.display(), "it is too long"));
        }
        let pem = fs::read(path).map_err(unreadable)?;
        ExtraRoots::parse(&pem).map_err(|reason| bad_ca_file(path.display(), &reason))
    }
}

fn bad_ca_file(path: impl std::fmt::Display, reason: &str) -> CliError {
    CliError::malformed(
        "bad_certificate",
        format!("{path} holds no certificate that can be read: {reason}"),
    )
    .hint("--ca-file takes the certificate of an authority in PEM: -----BEGIN CERTIFICATE-----")
}

/// Reads URLs, each once.
fn base_urls<'a>(
    place: &str,
    urls: impl IntoIterator<Item = &'a str>,
) -> Result<Vec<BaseUrl>, CliError> {
    let mut bases = Vec::new();
    for url in urls {
        let base: BaseUrl = url.parse().map_err(|error| bad_url(place, url, error))?;
        if !bases.contains(&base) {
            bases.push(base);
        }
    }
    Ok(bases)
}

fn bad_url(place: &str, url: &str, error: BaseUrlError) -> CliError {
    match error {
        BaseUrlError::Password => CliError::refused(
            "secret_in_arguments",
            format!("{place}: {error}; put user:password into --auth-file"),
        )
        .hint("treat this password as exposed; put a new one into a file for --auth-file"),
        _ => CliError::usage(
            "invalid_value",
            format!("{place}: '{}': {error}", withhold(url)),
        )
        .hint("give the base URL of a node, as in http://127.0.0.1:9327"),
    }
}

impl Nodes {
    /// Asks every node for something that is in none of the APIs for share messages.
    ///
    /// # Errors
    /// No question can be asked at all.
    pub fn ask_plainly<T>(
        &self,
        question: impl AsyncFn(Conversation<'_>) -> Result<T, ClientError>,
    ) -> Result<Vec<Answer<T>>, CliError> {
        let answers = self.clients.iter().map(|client| async {
            Answer {
                url: client.base().to_string(),
                result: question(client.begin()).await,
            }
        });
        block_on(join_all(answers))
    }

    /// Asks every node side by side, and gives their answers in the order of the nodes.
    ///
    /// # Errors
    /// No question can be asked at all.
    pub fn ask<T>(
        &self,
        out: &Output,
        question: impl AsyncFn(&Node<'_>) -> Result<T, ClientError>,
    ) -> Result<Vec<Answer<T>>, CliError> {
        let answers = self.clients.iter().map(|client| async {
            let node = Node::find(client.begin(), self.api, self.now).await;
            let found = node.as_ref().ok().map(|node| {
                let found_by = node.found_by().unwrap_or("--api");
                (node.api(), found_by)
            });
            let result = match node {
                Ok(node) => question(&node).await,
                Err(error) => Err(error),
            };
            (client.base().to_string(), found, result)
        });
        let answers = block_on(join_all(answers))?;
        let answer = |(url, found, result)| {
            if let Some((api, found_by)) = found {
                out.detail(format!("{url} has the API {api} ({found_by})"));
            }
            Answer { url, result }
        };
        Ok(answers.into_iter().map(answer).collect())
    }

    /// The hosts to which a password would be sent without encryption.
    pub fn readable_by_others(&self) -> BTreeSet<&str> {
        let bases = self.clients.iter().map(|client| client.base());
        let readable = bases.filter(|base| base.is_readable_by_others());
        readable.map(BaseUrl::host).collect()
    }

    /// The nodes, for somebody who asks them again and again.
    pub fn clients(&self) -> &[Arc<NodeClient>] {
        &self.clients
    }

    /// The API that the nodes have, if it was said.
    pub fn api(&self) -> Option<Api> {
        self.api
    }

    /// Whether more than one node is asked.
    pub fn are_several(&self) -> bool {
        self.clients.len() > 1
    }
}

/// The answers that are there; the others are told on stderr, and the outcome is failed.
pub fn got<T>(answers: Vec<Answer<T>>, out: &Output) -> (Vec<(String, T)>, Outcome) {
    let mut outcome = Outcome::Done;
    let mut got = Vec::new();
    for answer in answers {
        match answer.result {
            Ok(result) => got.push((answer.url, result)),
            Err(error) => {
                out.error(&error.into());
                outcome = Outcome::Failed;
            }
        }
    }
    (got, outcome)
}

/// Says why there may be more than the node shows: "hidden" is not "there is none".
pub fn explain_hidden(url: &str, listing: &Listing, out: &Output) {
    if listing.left_out > 0 {
        out.warning(format!(
            "{url}: more messages came than are looked at; left out: {}",
            listing.left_out
        ));
    }
    let Some(hidden) = listing.hidden.map(hints::for_hidden) else {
        return;
    };
    if listing.messages.is_empty() {
        out.warning(format!(
            "{url} shows nothing here, which does not mean that there is nothing: {hidden}"
        ));
    } else {
        out.note(format!("{url}: {hidden}"));
    }
}

/// Runs a future to its end on this thread.
///
/// # Errors
/// The operating system gives no means to wait.
pub fn block_on<F: Future>(future: F) -> Result<F::Output, CliError> {
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .map_err(|error| {
            CliError::failed("io", "cannot wait for the network").with_source(error)
        })?;
    let output = runtime.block_on(future);
    // A look-up of a name cannot be cancelled; nobody waits for it any longer.
    runtime.shutdown_background();
    Ok(output)
}

/// What a node says of a signature, for people.
pub fn signature_words(message: &MessageJson) -> &'static str {
    match (message.verified, message.protocol_authority) {
        (true, true) => "valid, by an authority",
        (true, false) => "valid",
        _ if message.flags.is_some_and(|flags| !flags.signed) => "unsigned",
        _ => "not verified",
    }
}

/// The kind of a message for people, as commands take it.
pub fn kind_words(message: &MessageJson) -> String {
    message
        .msg_type()
        .and_then(MsgType::short_name)
        .map_or_else(|| message.type_name.clone(), str::to_owned)
}

/// The content of a message for people, with what its authority adds.
pub fn content_words(message: &MessageJson) -> String {
    let mut words = transition_words(message)
        .or_else(|| status_words(message.data.as_ref()?))
        .unwrap_or_else(|| message.content());
    if let Some(urgency) = &message.urgency {
        words.push_str(&format!(" [{urgency}]"));
    }
    if let Some(url) = &message.url {
        words.push_str(&format!(" {url}"));
    }
    words
}

fn transition_words(message: &MessageJson) -> Option<String> {
    if message.msg_type() != Some(MsgType::TRANSITION_SIGNAL) {
        return None;
    }
    let data = message.data.as_ref()?;
    let part = |name: &str| {
        data.get(name).map(|value| {
            value
                .as_str()
                .map_or_else(|| value.to_string(), str::to_owned)
        })
    };
    let versions = format!("{} -> {}", part("from")?, part("to")?);
    Some(match part("msg") {
        Some(msg) => format!("{versions}: {msg}"),
        None => versions,
    })
}
