//! The requests of a walk.

use std::time::Duration;

use serde_json::Value;
use tokio::time::{Instant, sleep};

use crate::client::seen_shares::WalkedShare;
use crate::client::{ClientError, Conversation, Failure};
use crate::core::hash::ShareHash;
use crate::core::network::Network;
use crate::core::pow::pow_hash;
use crate::core::pow::verification::{Claim, verify};
use crate::core::share::Share;
use crate::core::share::commitment::commit;
use crate::json::node_share::{NodeShareJson, Parent, window_hashes};

/// How often a busy node is asked again.
const RETRIES: u32 = 4;

/// The pause before a busy node is asked again; it doubles each time.
const RETRY_PAUSE: Duration = Duration::from_millis(100);

/// The part of the remaining time that a walk may take: other requests follow it.
const TIME_PART: f32 = 0.75;

/// The newest share of a node.
pub(super) enum Tip {
    NotThere,
    NoChain,
    Busy,
    OutOfTime,
    Share(ShareHash),
}

/// The answer for one share.
pub(super) enum Got {
    Share(WalkedShare),
    Missing,
    Busy,
    OutOfTime,
}

pub(super) struct Walker<'a> {
    pub(super) talk: Conversation<'a>,
    has_raw: bool,
    /// The hashes in /sharechain/window, once they were requested.
    window: Option<Vec<ShareHash>>,
}

impl<'a> Walker<'a> {
    /// A walker that requests raw shares or only JSON, in a part of the time of `talk`.
    pub(super) fn new(talk: Conversation<'a>, has_raw: bool) -> Self {
        Self {
            talk: talk.part(TIME_PART),
            has_raw,
            window: None,
        }
    }

    /// Requests the hash of the newest share; a busy node answers an empty one.
    pub(super) async fn tip(&self) -> Result<Tip, ClientError> {
        for attempt in 0..RETRIES {
            let value = match self.talk.get("web/best_share_hash").await {
                Ok(answer) => answer.value,
                Err(error) if error.is_timeout() => return Ok(Tip::OutOfTime),
                Err(error) if is_no_page(&error) => return Ok(Tip::NotThere),
                Err(error) => return Err(error),
            };
            match value {
                Value::Null => return Ok(Tip::NoChain),
                Value::String(text) if text.is_empty() => self.pause(attempt).await,
                Value::String(text) => {
                    let hash = text.parse::<ShareHash>();
                    return Ok(hash.map_or(Tip::NotThere, |hash| match hash.is_zero() {
                        true => Tip::NoChain,
                        false => Tip::Share(hash),
                    }));
                }
                _ => return Ok(Tip::NotThere),
            }
        }
        Ok(Tip::Busy)
    }

    /// Requests a share. A busy node denies shares that it has: the share counts as missing only if
    /// the node has its child at the same time, which was just read.
    pub(super) async fn share(
        &mut self,
        hash: ShareHash,
        child: Option<ShareHash>,
        known_missing: Option<ShareHash>,
    ) -> Result<Got, ClientError> {
        match self.ask(hash).await? {
            Got::Missing if known_missing == Some(hash) && child.is_some() => {
                return Ok(Got::Missing);
            }
            Got::Missing => {}
            got => return Ok(got),
        }
        for attempt in 0..RETRIES {
            self.pause(attempt).await;
            if let Some(child) = child
                && matches!(self.ask(child).await?, Got::Missing)
            {
                continue;
            }
            match self.ask(hash).await? {
                Got::Missing if child.is_some() => return Ok(Got::Missing),
                Got::Missing => {}
                got => return Ok(got),
            }
        }
        Ok(Got::Busy)
    }

    async fn ask(&mut self, hash: ShareHash) -> Result<Got, ClientError> {
        if Instant::now() >= self.talk.deadline {
            return Ok(Got::OutOfTime);
        }
        if self.has_raw {
            let path = format!("web/share_data/{hash}");
            match self.talk.bytes(&path).await {
                Ok(raw) if raw.is_empty() => return Ok(Got::Missing),
                Ok(raw) => {
                    if let Some(share) = read_raw(&raw, hash, self.talk.network()) {
                        return Ok(Got::Share(share));
                    }
                }
                Err(error) if is_no_page(&error) => self.has_raw = false,
                Err(error) if error.is_timeout() => return Ok(Got::OutOfTime),
                Err(error) => return Err(error),
            }
        }
        let answer = match self.talk.get(&format!("web/share/{hash}")).await {
            Ok(answer) if answer.value.is_null() => return Ok(Got::Missing),
            Ok(answer) => NodeShareJson::read(&answer.value).ok_or("the answer is not a share"),
            Err(error) if is_not_found(&error) => return Ok(Got::Missing),
            Err(error) if error.is_timeout() => return Ok(Got::OutOfTime),
            Err(error) if is_unreadable(&error) => Err("the answer is unreadable"),
            Err(error) => return Err(error),
        };
        let mut share = match answer {
            Ok(json) => of_json(json, hash),
            Err(problem) => unreadable(hash, problem),
        };
        if share.parent == Parent::Unknown {
            share.parent = self.parent_in_window(hash).await;
        }
        Ok(Got::Share(share))
    }

    /// The parent of a share in the list of the newest shares, which c2pool has.
    async fn parent_in_window(&mut self, hash: ShareHash) -> Parent {
        if self.window.is_none() {
            let answer = self.talk.get("sharechain/window").await;
            let hashes = answer.map(|answer| window_hashes(&answer.value));
            self.window = Some(hashes.unwrap_or_default());
        }
        let hashes = self.window.iter().flatten();
        let mut from_share = hashes.skip_while(|other| **other != hash);
        match from_share.nth(1) {
            Some(parent) => Parent::Share(*parent),
            None => Parent::Unknown,
        }
    }

    async fn pause(&self, attempt: u32) {
        let pause = RETRY_PAUSE.saturating_mul(2_u32.saturating_pow(attempt));
        let left = self.talk.deadline.saturating_duration_since(Instant::now());
        sleep(pause.min(left)).await;
    }
}

impl Conversation<'_> {
    /// The network of the node.
    pub(in crate::client) fn network(&self) -> &'static Network {
        self.client.network
    }

    /// The same conversation with a part of the remaining time.
    fn part(self, part: f32) -> Self {
        let now = Instant::now();
        let left = self.deadline.saturating_duration_since(now);
        Self {
            deadline: now + left.mul_f32(part),
            ..self
        }
    }

    /// Requests bytes that are not JSON.
    async fn bytes(&self, path: &str) -> Result<Vec<u8>, ClientError> {
        let url = self.client.base.endpoint(path)?;
        let failed = |failure| ClientError {
            url: url.to_string(),
            failure,
        };
        let response = self.send_get(&url).await.map_err(failed)?;
        let status = response.status();
        if !status.is_success() {
            return Err(failed(Failure::Status {
                status: status.as_u16(),
                said: None,
            }));
        }
        self.body(response).await.map_err(failed)
    }
}

/// Whether the page is missing at the node, or a proxy in front of it does not pass it on.
fn is_no_page(error: &ClientError) -> bool {
    is_unreadable(error) || matches!(error.failure, Failure::Redirect { .. })
}

/// Whether the node says that it has no such share.
fn is_not_found(error: &ClientError) -> bool {
    match &error.failure {
        Failure::Said(said) => said.contains("not found"),
        Failure::Status { status, .. } => *status == 404,
        _ => false,
    }
}

/// Whether the node answered, but with an error or with something else.
fn is_unreadable(error: &ClientError) -> bool {
    error.is_something_else()
        || matches!(
            error.failure,
            Failure::Said(_) | Failure::Status { .. } | Failure::TooLarge { .. }
        )
}

fn of_json(json: NodeShareJson, share_hash: ShareHash) -> WalkedShare {
    let is_hex = json.message_data.is_some();
    WalkedShare {
        share_hash,
        parent: json.parent,
        timestamp: json.timestamp,
        absheight: json.absheight,
        address: json.address,
        message_data: json.message_data.unwrap_or_default(),
        problem: (!is_hex).then(|| "its message_data is not hex".to_owned()),
    }
}

fn unreadable(share_hash: ShareHash, problem: &str) -> WalkedShare {
    WalkedShare {
        share_hash,
        parent: Parent::Unknown,
        timestamp: None,
        absheight: None,
        address: None,
        message_data: Vec::new(),
        problem: Some(problem.to_owned()),
    }
}

/// Reads a raw share. `None` if it is not the share with this hash on this network.
fn read_raw(raw: &[u8], share_hash: ShareHash, network: &Network) -> Option<WalkedShare> {
    let share = Share::read(raw, network).ok()?;
    let commitment = commit(&share, network);
    if commitment.share_hash != share_hash {
        return None;
    }
    let info = &share.share_info;
    let mut walked = WalkedShare {
        share_hash,
        parent: info
            .share_data
            .previous_share_hash
            .map_or(Parent::None, Parent::Share),
        timestamp: Some(info.timestamp.into()),
        absheight: Some(info.absheight.into()),
        address: share.address(network),
        message_data: Vec::new(),
        problem: None,
    };
    // The proof of work is computed only where a message depends on it.
    if !share.message_data.is_empty() {
        let claim = Claim::of(&share);
        let pow_hash = pow_hash(network.pow, &commitment.header);
        match verify(&claim, pow_hash, network).failure {
            None => walked.message_data = share.message_data.to_vec(),
            Some(_) => walked.problem = Some("its proof of work is invalid".to_owned()),
        }
    }
    Some(walked)
}
