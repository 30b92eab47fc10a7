//! Messages from the shares of a node.

use serde_json::json;

use super::{Api, Listing, Node};
use crate::client::walk::{ShareForm, Walk, WalkReport, WalkedShare, walk};
use crate::core::chain::store::{MessageStore, Query};
use crate::json::message::ListedMessageJson;
use crate::json::node_share::{Parent, protocol_messages};

impl Node<'_> {
    /// The shares of the node, back to those whose messages have expired; `None` if it does not
    /// answer them.
    ///
    /// Nodes of the plan list the messages of new shares, so their shares are not needed.
    pub async fn shares(&self) -> Option<Walk> {
        let form = match self.api {
            Api::Plan => return None,
            Api::Msg => ShareForm::Raw,
            Api::C2pool => ShareForm::Json,
        };
        walk(self.talk, form, self.now).await
    }

    /// Adds the messages of the shares of the node. Returns whether it answers its shares.
    pub(super) async fn take_in_shares(&self, listing: &mut Listing) -> bool {
        let walk = self.shares().await;
        let has_tip = walk.as_ref().is_some_and(|walk| walk.has_tip);
        let is_walked = walk.is_some();
        let mut walk = walk.unwrap_or_default();
        if is_walked {
            listing.walk = Some(WalkReport::of(&walk));
        }
        if self.api == Api::C2pool && !has_tip {
            walk.shares
                .extend(self.newest_share().await.map(Into::into));
        }
        let network = self.talk.network();
        let authorities = self.talk.authorities();
        listing.unopened = walk.unopened(authorities);
        let store = walk.messages(network, authorities, self.now);
        self.take_in_store(&store, listing);
        is_walked
    }

    fn take_in_store(&self, store: &MessageStore, listing: &mut Listing) {
        let stored = store.select(&Query::default());
        let messages = stored
            .iter()
            .map(|stored| ListedMessageJson::walked(stored, self.url(), self.now));
        listing.messages.extend(messages);
    }

    /// The newest share of c2pool as its JSON-RPC shows it, without its miner and parent. It serves
    /// where the pages of the shares do not answer, so a failure is ignored.
    async fn newest_share(&self) -> Option<WalkedShare> {
        let request = json!({"jsonrpc": "2.0", "id": 1, "method": "getinfo", "params": []});
        let answer = self.talk.post("", &request).await.ok()?;
        let (share_hash, message_data) = protocol_messages(&answer.value)?;
        Some(WalkedShare {
            share_hash,
            parent: Parent::Unknown,
            timestamp: None,
            absheight: None,
            address: None,
            message_data,
            problem: None,
        })
    }
}
