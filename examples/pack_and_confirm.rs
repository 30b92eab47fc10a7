//! Sends a message, packs it, mines it into a share and confirms it, in one process.
//!
//! A node that embeds p2msg does the same: [`Outbox::plan`] and [`PackPlan::pack`] return the
//! message_data of its next share, and [`Search::see`] finds the message in a share that it receives.
//! Here [`EasyChain`] replaces the node: it mines a share of litecoin_testnet in milliseconds.
//!
//! [`PackPlan::pack`]: p2msg::outbox::PackPlan::pack
//! [`Search::see`]: p2msg::outbox::Search::see

#![allow(clippy::print_stdout, reason = "an example prints its result")]

use std::error::Error;
use std::path::Path;
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use p2msg::core::chain::easy_chain::{EasyChain, MinedShare, Miner, Work};
use p2msg::core::chain::registry::KeyRegistry;
use p2msg::core::key::{KeyIndex, MasterKey};
use p2msg::core::message::MsgType;
use p2msg::core::message::decode::{Carrier, decode};
use p2msg::core::message::envelope::KNOWN_AUTHORITIES;
use p2msg::core::network::Network;
use p2msg::core::pow::pow_hash;
use p2msg::core::pow::verification::{Claim, verify};
use p2msg::core::share::commitment::commit;
use p2msg::core::share::{Share, StaleInfo};
use p2msg::data::DataDir;
use p2msg::outbox::{Confirmed, Key, Outbox, Outgoing, PackRequest, Sighting};

fn main() -> Result<(), Box<dyn Error>> {
    let folder = tempfile::tempdir()?;
    let now = SystemTime::now().duration_since(UNIX_EPOCH)?.as_secs();
    let (share, confirmed) = run(folder.path(), now)?;
    for entry in &confirmed.sent {
        println!("message {} is in share {}", entry.id, share.share_hash);
    }
    Ok(())
}

/// The way of a message from the queue in `folder` into a share, and back as a confirmation.
fn run(folder: &Path, now: u64) -> Result<(MinedShare, Confirmed), Box<dyn Error>> {
    let network = Network::by_name("litecoin_testnet").ok_or("no such network")?;
    // A real node reads its own key; this one is public.
    let master = MasterKey::parse(&"11".repeat(32), network)?;
    let pubkey_hash = master.pubkey_hash();

    let outbox = Outbox::new(DataDir::new(folder), Duration::from_secs(10));
    let first = KeyIndex(0);
    outbox.init_key(&master.derive(first)?.announcement(first), now)?;
    outbox.send_text(MsgType::MINER_MESSAGE, "gm, miners", now)?;

    let mut plan = outbox.plan(PackRequest::default(), now)?;
    if plan.needs_key() {
        plan.use_key(Key::Master(master))?;
    }
    let mut message_data = Vec::new();
    plan.pack(now, |outgoing: &Outgoing| {
        message_data.clone_from(&outgoing.packed.message_data);
        Ok::<(), Box<dyn Error>>(())
    })
    .map_err(|error| error.to_string())?;

    let mined = EasyChain::new(network).mine(&Work {
        miner: Miner {
            name: "example",
            pubkey_hash: &pubkey_hash,
            pubkey_type: 0,
        },
        timestamp: u32::try_from(now)?,
        stale_info: StaleInfo(0),
        message_data: &message_data,
    })?;

    // The share comes back, as if another node had sent it.
    let share = Share::read(&mined.raw, network)?;
    let commitment = commit(&share, network);
    let proof = pow_hash(network.pow, &commitment.header);
    if let Some(failure) = verify(&Claim::of(&share), proof, network).failure {
        return Err(format!("the share is invalid: {failure:?}").into());
    }
    let address = share.address(network);
    let carrier = Carrier {
        address: address.as_deref(),
        share_hash: Some(commitment.share_hash),
        orphaned: false,
    };
    let mut registry = KeyRegistry::default();
    let decoded = decode(
        share.message_data,
        carrier,
        &KNOWN_AUTHORITIES,
        &mut registry,
        now,
    );
    let mut search = outbox.search()?;
    for message in &decoded.messages {
        if let Sighting::NotOurs(id) = search.see(message, Some(commitment.share_hash)) {
            println!("the share contains a copy of message {id} with another signature");
        }
    }
    Ok((mined, outbox.confirm(&search, now)?))
}

#[cfg(test)]
mod tests {
    use p2msg::core::message::queue::State;

    #[test]
    fn the_message_is_sent_in_the_mined_share() {
        let folder = tempfile::tempdir().unwrap();
        let (share, confirmed) = super::run(folder.path(), 1_750_000_000).unwrap();
        let sent: Vec<_> = confirmed
            .sent
            .iter()
            .map(|entry| (entry.payload.as_slice(), entry.state, entry.share_hash()))
            .collect();
        let expected = (
            b"gm, miners".as_slice(),
            State::Sent,
            Some(share.share_hash),
        );
        assert_eq!(sent, [expected]);
        assert_eq!((confirmed.pending, confirmed.packed), (0, 0));
    }
}
