//! `node messages`, and the views of one kind: `chat`, `announcements`, `alerts`, `status`.

use clap_complete::engine::ArgValueCandidates;

use crate::cli::authors::author_cell;
use crate::cli::candidates::msg_types;
use crate::cli::error::{CliError, Outcome};
use crate::cli::filter::{FilterArgs, keep_newest, matches};
use crate::cli::hints;
use crate::cli::input::AuthorityArgs;
use crate::cli::nodes::{
    NodeArgs, content_words, explain_hidden, got, kind_words, signature_words,
};
use crate::cli::output::{Output, Table};
use crate::cli::settings::Settings;
use crate::client::node::{Listing, View};
use crate::core::chain::store::Query;
use crate::core::message::MsgType;
use crate::json::message::{ListedMessageJson, MessageJson, merge};

/// Show the messages that nodes have, newest first
///
/// p2msg reads the shares of c2pool and p2pool-merged-v36 nodes, back to the messages that have expired,
/// and checks the signatures itself. It adds the lists of the nodes: at most 200 messages of
/// p2pool-merged-v36, 50 of a node that implements the plan. For messages that are only in these lists
/// the node's word counts. c2pool claims a valid signature even for messages that it has not checked:
/// those are "not checked".
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:
  p2msg node messages
  p2msg node messages --url http://node1:9327 --url http://node2:9327 --since 1d --json
  p2msg node messages --type alert --type transition")]
pub struct MessagesArgs {
    /// Only messages of this kind: chat, announce, alert, node-status, ..., or its number (0x07);
    /// can be repeated
    #[arg(long = "type", value_name = "TYPE", add = ArgValueCandidates::new(msg_types))]
    types: Vec<MsgType>,

    #[command(flatten)]
    view: ViewArgs,
}

/// Which nodes to ask, and which of their messages to show.
#[derive(Debug, clap::Args)]
pub struct ViewArgs {
    #[command(flatten)]
    filter: FilterArgs,

    #[command(flatten)]
    authority: AuthorityArgs,

    #[command(flatten)]
    nodes: NodeArgs,
}

/// Runs `node messages`.
pub(super) fn run_messages(
    args: MessagesArgs,
    settings: &Settings,
    out: &mut Output,
) -> Result<Outcome, CliError> {
    args.view.filter.explain_sender(settings.network(), out);
    let query = args.view.filter.query(args.types, settings.now())?;
    show(&args.view, View::Messages, &query, settings, out)
}

/// Runs the command that shows `view`.
pub(super) fn run(
    args: ViewArgs,
    view: View,
    settings: &Settings,
    out: &mut Output,
) -> Result<Outcome, CliError> {
    args.filter.explain_sender(settings.network(), out);
    let query = args.filter.query(Vec::new(), settings.now())?;
    show(&args, view, &query, settings, out)
}

fn show(
    args: &ViewArgs,
    view: View,
    query: &Query,
    settings: &Settings,
    out: &mut Output,
) -> Result<Outcome, CliError> {
    let nodes = args.nodes.nodes(settings, out)?;
    let nodes = nodes.trusting(&args.authority.authorities());
    let answers = nodes.ask(out, async |node| {
        Ok((node.api(), node.messages(view).await?))
    })?;
    let (listings, outcome) = got(answers, out);
    for (url, (api, listing)) in &listings {
        explain_hidden(url, listing, out);
        if listing.messages.is_empty()
            && let Some(kinds) = hints::for_kinds(*api, view)
        {
            out.note(format!("{url}: {kinds}"));
        }
    }
    let is_explained =
        |listing: &Listing| listing.hidden.is_some() || !listing.incomplete.is_empty();
    let mut all = listings.iter();
    let all_explained = all.all(|(_, (_, listing))| is_explained(listing));
    let messages = listings
        .into_iter()
        .flat_map(|(_, (_, listing))| listing.messages);
    let mut messages = merge(messages);
    messages.retain(|listed| matches(query, &listed.message));
    if messages.is_empty() && outcome == Outcome::Done && !all_explained {
        out.note("no messages");
    }
    keep_newest(&mut messages, query.limit, out);
    print(&messages, nodes.are_several(), out)?;
    Ok(outcome)
}

fn print(messages: &[ListedMessageJson], several: bool, out: &mut Output) -> Result<(), CliError> {
    if out.json() {
        for message in messages {
            out.record(message)?;
        }
        return Ok(());
    }
    if !several {
        let mut table = Table::new(["TIME", "TYPE", "SIGNATURE", "SENDER", "MESSAGE"]);
        for listed in messages {
            table.row(cells(&listed.message, out));
        }
        return out.table(table);
    }
    let mut table = Table::new(["TIME", "TYPE", "SIGNATURE", "SENDER", "MESSAGE", "NODES"]);
    for listed in messages {
        let [time, kind, signature, sender, content] = cells(&listed.message, out);
        let nodes = Vec::from_iter(listed.nodes.iter().map(String::as_str)).join(" ");
        table.row([time, kind, signature, sender, content, nodes]);
    }
    out.table(table)
}

fn cells(message: &MessageJson, out: &Output) -> [String; 5] {
    [
        message
            .timestamp
            .map_or_else(|| "-".to_owned(), |timestamp| out.when(timestamp)),
        kind_words(message),
        signature_words(message).to_owned(),
        author_cell(message),
        content_words(message),
    ]
}
