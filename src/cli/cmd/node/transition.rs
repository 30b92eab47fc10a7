//! `node transition`.

use crate::cli::error::{CliError, Outcome};
use crate::cli::input::AuthorityArgs;
use crate::cli::nodes::{NodeArgs, content_words, got, signature_words};
use crate::cli::output::{Output, Text, styles};
use crate::cli::settings::Settings;
use crate::cli::walks::report_walk;
use crate::client::node::Api;
use crate::json::message::MessageJson;
use crate::json::node::{FeaturedNodeJson, ProgressJson, TransitionJson};

/// Show what nodes say about the transition to another share version
///
/// The signals of authorities; the votes in the share chain, with the share that activates the new
/// version; and the node that an authority recommends, at c2pool.
#[derive(Debug, clap::Args)]
#[command(after_help = "Example:
  p2msg node transition")]
pub struct TransitionArgs {
    #[command(flatten)]
    authority: AuthorityArgs,

    #[command(flatten)]
    nodes: NodeArgs,
}

/// Runs the command.
pub(super) fn run(
    args: TransitionArgs,
    settings: &Settings,
    out: &mut Output,
) -> Result<Outcome, CliError> {
    let nodes = args.nodes.nodes(settings, out)?;
    let nodes = nodes.trusting(&args.authority.authorities());
    let answers = nodes.ask(out, async |node| Ok((node.api(), node.transition().await?)))?;
    let (all, outcome) = got(answers, out);
    for (url, (api, found)) in all {
        if let Some(walk) = &found.walk {
            report_walk(&url, walk, out);
        }
        let transition = found.view;
        if out.json() {
            out.record(&transition)?;
        } else {
            print(&transition, api, out)?;
        }
    }
    Ok(outcome)
}

fn print(transition: &TransitionJson, api: Api, out: &mut Output) -> Result<(), CliError> {
    let TransitionJson {
        node,
        signals,
        progress,
        featured_node,
    } = transition;
    out.line(Text::styled(styles::HEADING, node))?;
    if signals.is_empty() {
        out.line("  no transition signal")?;
    }
    for listed in signals {
        let signal = &listed.message;
        let style = if signal.verified && signal.protocol_authority {
            styles::GOOD
        } else {
            styles::ODD
        };
        let when = signal.timestamp.map(|timestamp| out.when(timestamp));
        out.line(
            Text::from(format!("  {}  ", when.as_deref().unwrap_or("-")))
                .and_styled(style, signature_words(signal))
                .and(format!("  {}", content_words(signal))),
        )?;
        if api == Api::C2pool && is_of_file(signal) {
            out.line("    from a file of c2pool: it was decrypted, its signature was not checked")?;
        }
    }
    if let Some(featured) = featured_node {
        out.line(format!("  featured node: {}", featured_words(featured)))?;
    }
    if let Some(progress) = progress {
        out.line(format!("  share chain: {}", progress_words(progress)))?;
    }
    Ok(())
}

/// Whether a signal is one that c2pool shows without a signer: it has read it in a file.
fn is_of_file(signal: &MessageJson) -> bool {
    signal.flags.is_none() && signal.signing_id.is_none()
}

fn featured_words(featured: &FeaturedNodeJson) -> String {
    let commission = featured.commission.as_ref();
    let words = [
        featured.label.clone(),
        featured.location.clone(),
        commission.map(|commission| format!("commission {commission}")),
        featured.url.clone(),
    ];
    let words: Vec<String> = words.into_iter().flatten().collect();
    let signer = featured.authority.as_ref().or(featured.signing_id.as_ref());
    let signer = signer.map_or("an unknown key", String::as_str);
    let claim = match featured.claimed_verified {
        true => "the node says that the signature is valid",
        false => "the signature was not checked",
    };
    format!("{}; by {signer}, {claim}", words.join(", "))
}

fn progress_words(progress: &ProgressJson) -> String {
    let height = progress.chain_height;
    if progress.chain_ready == Some(false) {
        return match (height, progress.chain_length_required) {
            (Some(height), Some(required)) => {
                format!("chain not ready: {height} of {required} shares")
            }
            _ => match &progress.message {
                Some(message) => message.clone(),
                None => "chain not ready".to_owned(),
            },
        };
    }
    let (current, target) = (progress.current_share_type, progress.target_version);
    let is_reached = current.is_some_and(|current| target.is_some_and(|to| current >= to));
    let is_over = is_reached || progress.status.as_deref() == Some("no_transition");
    let mut words = vec![match (current, target) {
        (Some(version), _) if is_over => format!("no transition, version {version}"),
        _ if is_over => "no transition".to_owned(),
        (Some(from), Some(to)) => format!("{from} -> {to}"),
        (None, Some(to)) => format!("to version {to}"),
        (_, None) => "transition".to_owned(),
    }];
    if let Some(percent) = progress.sampling_signaling
        && (!is_over || percent > 0.0)
    {
        let what = target.map_or_else(|| "it".to_owned(), |target| target.to_string());
        let mut signaled = format!("{percent} % of the sampling window signal {what}");
        if let Some(threshold) = progress.threshold.filter(|_| !is_over) {
            signaled.push_str(&format!(", {threshold} % activate it"));
        }
        words.push(signaled);
    }
    if !is_over {
        words.extend(progress.status.clone());
        words.extend(progress.message.clone());
    }
    words.extend(height.map(|height| format!("height {height}")));
    words.join("; ")
}
