//! The options that name nodes and how to reach them.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use clap::ValueEnum;

use super::Nodes;
use crate::cli::error::CliError;
use crate::cli::output::Output;
use crate::cli::secret::{AUTH_FILE_FORM, read_auth_file};
use crate::cli::settings::Settings;
use crate::cli::settings::definition::{AUTH_FILE, CA_FILE, URL};
use crate::cli::withhold::withhold;
use crate::client::node::Api;
use crate::client::place::C2POOL_WEB_PORT;
use crate::client::{BaseUrl, BaseUrlError, ExtraRoots, NodeClient, Passwords, Timeouts};
use crate::core::json_text::without_bom;

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

impl NodeArgs {
    /// Whether anybody named a node; else it is the one on this machine.
    pub fn is_named(&self, settings: &Settings) -> bool {
        !self.urls.is_empty() || settings.url().is_some()
    }

    /// The nodes that the options name, else the environment or the config file, else the one on
    /// this machine. Nothing is sent yet.
    ///
    /// # Errors
    /// A URL is invalid, or a file that [`ConnectionArgs`] names is unreadable.
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
        let mut elsewhere = None;
        let bases = if !self.urls.is_empty() {
            base_urls("--url", self.urls.iter().map(String::as_str))?
        } else if let Some(named) = settings.url() {
            let place = named.origin.to_string();
            base_urls(&place, named.value.split_whitespace())?
        } else {
            elsewhere = usual_bases(C2POOL_WEB_PORT)?.pop();
            usual_bases(settings.network().worker_port)?
        };
        let api = self.api.api();
        let nodes = &self.connection;
        nodes.nodes(bases, elsewhere, api, auth_file, settings, out)
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
        let urls = urls.iter().flat_map(|urls| urls.split_whitespace());
        let bases = base_urls(option, urls)?;
        let auth_file = self.auth_file(settings);
        self.nodes(bases, None, None, auth_file, settings, out)
    }

    fn auth_file<'a>(&'a self, settings: &'a Settings) -> Option<&'a Path> {
        self.auth_file.as_deref().or(settings.auth_file())
    }

    /// `elsewhere` is where each node may be instead; no password is sent there.
    fn nodes(
        &self,
        bases: Vec<BaseUrl>,
        elsewhere: Option<BaseUrl>,
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
                let new = |base, auth| {
                    NodeClient::new(base, timeouts, &extra_roots, auth, settings.network())
                };
                let client = new(base, auth)?;
                Ok(Arc::new(match &elsewhere {
                    Some(other) => client.or_at(new(other.clone(), None)?),
                    None => client,
                }))
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
        ExtraRoots::parse(without_bom(&pem)).map_err(|reason| bad_ca_file(path.display(), &reason))
    }
}

fn bad_ca_file(path: impl std::fmt::Display, reason: &str) -> CliError {
    CliError::malformed(
        "bad_certificate",
        format!("{path} holds no certificate that can be read: {reason}"),
    )
    .hint("--ca-file takes the certificate of an authority in PEM: -----BEGIN CERTIFICATE-----")
}

/// Parses URLs and drops duplicates.
///
/// # Errors
/// A URL is invalid or missing: a command without nodes must not report success.
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
    if bases.is_empty() {
        return Err(
            CliError::usage("no_nodes", format!("{place}: there is no URL in the value"))
                .hint("give the base URL of a node, as in http://127.0.0.1:9327, or remove the setting to use the node on this machine"),
        );
    }
    Ok(bases)
}

/// A port of this machine.
fn usual_bases(port: u16) -> Result<Vec<BaseUrl>, CliError> {
    base_urls("--net", [format!("127.0.0.1:{port}").as_str()])
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
