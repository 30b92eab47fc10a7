//! Statistics and the transition to another share version.

use super::c2pool::{height, is_about_few_shares};
use super::{Api, Node, View};
use crate::client::ClientError;
use crate::client::walk::WalkReport;
use crate::core::message::MsgType;
use crate::json::message::merge;
use crate::json::node::{FeaturedNodeJson, ProgressJson, TransitionJson};
use crate::json::stats::MessageStatsJson;

/// A summary of messages.
#[derive(Debug, Clone)]
pub struct Summary<T> {
    /// The summary.
    pub view: T,
    /// How far the shares of the node were read; `None` if they were not needed.
    pub walk: Option<WalkReport>,
}

impl Node<'_> {
    /// Counts of its messages; counted here where it does not count itself.
    ///
    /// # Errors
    /// As [`messages`](Self::messages).
    pub async fn stats(&self) -> Result<Summary<MessageStatsJson>, ClientError> {
        let path = match self.api {
            Api::Plan => "share_message_stats",
            Api::Msg => "msg/stats",
            Api::C2pool => {
                let listing = self.messages(View::Messages).await?;
                let messages = listing.messages.iter().map(|listed| &listed.message);
                return Ok(Summary {
                    view: MessageStatsJson::of_messages(messages),
                    walk: listing.walk,
                });
            }
        };
        let answer = self.talk.get(path).await?;
        let view = MessageStatsJson::read(&answer.value)
            .ok_or_else(|| self.not("statistics", path, &answer))?;
        Ok(Summary { view, walk: None })
    }

    /// What it says about the transition to another share version.
    ///
    /// # Errors
    /// As [`messages`](Self::messages).
    pub async fn transition(&self) -> Result<Summary<TransitionJson>, ClientError> {
        self.require_chain().await?;
        let mut progress = None;
        let mut featured_node = None;
        let mut listing = self.messages(View::Messages).await?;
        match self.version_signaling().await {
            Ok(answer) => {
                if self.api != Api::C2pool {
                    self.take_in_signaling(&answer, &mut listing);
                }
                progress = ProgressJson::read(&answer.value);
                if self.api == Api::C2pool && is_about_few_shares(&answer.value) {
                    progress = Some(ProgressJson::of_few_shares());
                }
                let featured = answer.value.get("featured_node");
                featured_node = featured.and_then(FeaturedNodeJson::read);
            }
            Err(error) if self.api != Api::C2pool && error.is_not_there() => {}
            Err(error) => return Err(error),
        }
        if let Some(progress) = &mut progress
            && self.api == Api::C2pool
            && progress.chain_height.is_some()
        {
            // A busy node counts forks, too.
            match height(&self.talk).await {
                Ok(None) => {}
                Ok(tip) => progress.chain_height = tip,
                Err(error) if error.is_not_ready() => progress.chain_height = None,
                Err(error) => return Err(error),
            }
        }
        let mut signals = listing.messages;
        signals.retain(|listed| listed.message.msg_type() == Some(MsgType::TRANSITION_SIGNAL));
        Ok(Summary {
            view: TransitionJson {
                node: self.url(),
                signals: merge(signals),
                progress,
                featured_node,
            },
            walk: listing.walk,
        })
    }
}
