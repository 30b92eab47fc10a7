//! The chain of the demo as it is mined, stored, and pushed to peers.

use super::earlier::Earlier;
use super::story::{Scene, Story};
use crate::cli::error::CliError;
use crate::core::chain::easy_chain::{self, EasyChain, MinedShare, Work};
use crate::core::message::envelope::Envelope;
use crate::core::network::Network;
use crate::core::share::Share;
use crate::data::ShareStoreWriter;
use crate::json::demo::DemoShareJson;
use crate::peer::node::chain::Chain;
use crate::peer::node::server::Node;

/// A chain, the story told on it, and the share store that it goes to.
pub(super) struct Demo {
    network: &'static Network,
    chain: EasyChain,
    story: Story,
    store: ShareStoreWriter,
    /// Pushes the shares to peers, after they are in the store.
    pub(super) node: Option<Node>,
    /// Shares for the next pass over the store.
    unsaved: Vec<MinedShare>,
    /// Shares of the chain, orphans not counted.
    pub(super) height: u32,
    pub(super) orphans: u32,
    pub(super) messages: usize,
    /// Makes the shares differ from those of another demo that continues a copy of the chain.
    salt: String,
}

impl Demo {
    pub(super) fn new(
        network: &'static Network,
        store: ShareStoreWriter,
        node: Option<Node>,
    ) -> Self {
        Self {
            network,
            chain: EasyChain::new(network),
            story: Story::new(),
            store,
            node,
            unsaved: Vec::new(),
            height: 0,
            orphans: 0,
            messages: 0,
            salt: String::new(),
        }
    }

    /// Continues the chain of an earlier demo.
    ///
    /// # Errors
    /// The system has no random numbers.
    pub(super) fn continue_after(&mut self, earlier: Earlier) -> Result<(), CliError> {
        let salt = getrandom::u64().map_err(|error| {
            CliError::failed(
                "randomness",
                format!("cannot make a random number: {error}"),
            )
        })?;
        self.salt = format!(" {salt:016x}");
        self.messages = earlier.messages;
        let mut chain = Chain::new(self.network);
        let mut scenes = earlier.shares;
        let mut said = Vec::new();
        for raw in &earlier.newest {
            let Ok(share) = Share::read(raw, self.network) else {
                continue;
            };
            let is_yours = self.story.is_yours(&share.share_info.share_data.payout);
            scenes = scenes.saturating_sub(is_yours.into());
            let messages = Envelope::read_plain(share.message_data).messages;
            said.extend(messages.into_iter().map(|read| read.message));
            // Both fail only for shares that are malformed.
            let _ = chain.add(raw.clone());
            if let Some(node) = &self.node {
                let _ = node.add(raw.clone());
            }
        }
        self.story.continue_after(scenes, said.into_iter());
        let mut branch: Vec<&[u8]> = chain.best_branch().map(|share| share.raw).collect();
        branch.reverse();
        for share in branch
            .iter()
            .filter_map(|raw| Share::read(raw, self.network).ok())
        {
            self.chain.append(&share);
            self.height = share.share_info.absheight;
        }
        self.orphans = earlier.shares.saturating_sub(self.height);
        Ok(())
    }

    /// How many shares wait for [`save`](Self::save).
    pub(super) fn unsaved(&self) -> usize {
        self.unsaved.len()
    }

    /// Mines the next scene of the story.
    pub(super) fn next(&mut self, timestamp: u32) -> Result<DemoShareJson, CliError> {
        let scene = self.story.next(timestamp, self.height);
        self.height += u32::from(!scene.too_late);
        self.orphans += u32::from(scene.too_late);
        let share = mine(
            &mut self.chain,
            &mut self.unsaved,
            &scene,
            timestamp,
            &self.salt,
        )?;
        self.messages += share.messages;
        Ok(share)
    }

    /// Mines a share with any `message_data`.
    pub(super) fn yours(
        &mut self,
        message_data: Vec<u8>,
        timestamp: u32,
    ) -> Result<DemoShareJson, CliError> {
        let scene = self.story.yours(message_data);
        self.height += 1;
        mine(
            &mut self.chain,
            &mut self.unsaved,
            &scene,
            timestamp,
            &self.salt,
        )
    }

    /// Writes the new shares as a node does: newest first, each with the mark that it was verified.
    /// Then passes them to the peers.
    pub(super) fn save(&mut self) -> Result<(), CliError> {
        for share in self.unsaved.iter().rev() {
            self.store.add_share(&share.raw)?;
            self.store.add_verified(share.share_hash)?;
        }
        if let Some(node) = &self.node {
            // A peer must not have a share that the demo forgets in a power failure.
            self.store.sync()?;
            for share in self.unsaved.drain(..) {
                node.add(share.raw)
                    .map_err(|error| cannot_mine().with_source(error))?;
            }
        }
        self.unsaved.clear();
        Ok(())
    }
}

fn cannot_mine() -> CliError {
    CliError::failed("demo", "cannot mine a share")
}

/// Mines a share and puts it with the shares for the store.
fn mine(
    chain: &mut EasyChain,
    unsaved: &mut Vec<MinedShare>,
    scene: &Scene<'_>,
    timestamp: u32,
    salt: &str,
) -> Result<DemoShareJson, CliError> {
    let name = [scene.miner.name, salt].concat();
    let work = Work {
        miner: easy_chain::Miner {
            name: &name,
            ..scene.miner.payee()
        },
        timestamp,
        stale_info: scene.stale_info,
        message_data: &scene.message_data,
    };
    let mined = if scene.too_late {
        chain.mine_orphan(&work)
    } else if scene.breaks_a_rule {
        chain.mine_breaking_a_rule(&work)
    } else {
        chain.mine(&work)
    };
    let mined = mined.map_err(|error| cannot_mine().with_source(error))?;
    let share = DemoShareJson {
        absheight: mined.absheight,
        share_hash: mined.share_hash,
        miner: scene.miner.name.into(),
        messages: Envelope::read_plain(&scene.message_data).messages.len(),
        about: scene.about.map(Into::into),
    };
    unsaved.push(mined);
    Ok(share)
}
