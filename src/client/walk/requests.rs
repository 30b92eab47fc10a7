//! The requests of a walk.

use std::time::Duration;

use reqwest::StatusCode;
use serde_json::Value;
use tokio::time::{Instant, sleep};

use super::end::WalkEnd;
use crate::client::error::retry_after;
use crate::client::seen_shares::WalkedShare;
use crate::client::{ClientError, Conversation, Failure};
use crate::core::hash::ShareHash;
use crate::core::network::Network;
use crate::core::pow::pow_hash;
use crate::core::pow::verification::{Claim, verify};
use crate::core::share::Share;
use crate::core::share::commitment::commit;
use crate::json::node_share::{NodeShareJson, Parent, window_hashes};

/// How often a busy node is asked again, for each share.
const RETRIES: u32 = 8;

/// The pause before a busy node is asked again; it doubles each time.
const RETRY_PAUSE: Duration = Duration::from_millis(10);

/// The part of the remaining time that a walk may take: other requests follow it.
const TIME_PART: f32 = 0.75;

/// The newest share of a node.
pub(super) enum Tip {
    NotThere,
    NoChain,
    Unfinished(WalkEnd),
    Share(ShareHash),
}

/// The answer for one share.
pub(super) enum Got {
    Share(WalkedShare),
    /// The chain of the node ends before it.
    Missing,
    Unfinished(WalkEnd),
}

/// Where a walk has arrived below the newest share.
#[derive(Clone, Copy)]
pub(super) struct Below {
    /// The share whose parent is requested.
    pub(super) child: ShareHash,
    /// How many shares were read.
    pub(super) walked: usize,
    /// Where the chain of the node ended in the last walk.
    pub(super) known_missing: Option<ShareHash>,
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
    pub(super) async fn tip(&self) -> Tip {
        for attempt in 0..RETRIES {
            let value = match self.talk.get("web/best_share_hash").await {
                Ok(answer) => answer.value,
                Err(error) if is_no_page(&error) => return Tip::NotThere,
                Err(error) => return Tip::Unfinished(failed(error)),
            };
            match value {
                Value::Null => return Tip::NoChain,
                Value::String(text) if text.is_empty() => self.pause(attempt).await,
                Value::String(text) => {
                    let hash = text.parse::<ShareHash>();
                    return hash.map_or(Tip::NotThere, |hash| match hash.is_zero() {
                        true => Tip::NoChain,
                        false => Tip::Share(hash),
                    });
                }
                _ => return Tip::NotThere,
            }
        }
        Tip::Unfinished(WalkEnd::Busy)
    }

    /// Requests a share; `below` is `None` for the newest. A busy node denies shares that it has: a
    /// share counts as missing only if the node says in another way that its chain ends there.
    pub(super) async fn share(&mut self, hash: ShareHash, below: Option<Below>) -> Got {
        let known_missing = below.and_then(|below| below.known_missing);
        for attempt in 0..=RETRIES {
            match self.ask(hash).await {
                Got::Missing if known_missing == Some(hash) => return Got::Missing,
                Got::Missing => {}
                // The connection may break once.
                Got::Unfinished(WalkEnd::Failed(
                    Failure::Network { .. } | Failure::Closed { .. },
                )) if attempt == 0 => {}
                got => return got,
            }
            if let Some(below) = below
                && attempt > 0
                && self.ends_at(hash, below).await
            {
                return Got::Missing;
            }
            if attempt < RETRIES {
                self.pause(attempt).await;
            }
        }
        let chain = usize::try_from(self.talk.network().chain_length).unwrap_or(usize::MAX);
        match below {
            // A node need not keep more.
            Some(below) if below.walked >= chain => Got::Missing,
            _ => Got::Unfinished(WalkEnd::Busy),
        }
    }

    /// Whether the node says that its chain ends before the share `hash`. c2pool lists the missing
    /// parents at `/web/tails`, Python nodes the oldest shares that they have.
    async fn ends_at(&self, hash: ShareHash, below: Below) -> bool {
        if let Ok(tails) = self.talk.get("web/tails").await {
            let tails = tails.value.as_array().into_iter().flatten();
            let mut tails = tails.filter_map(|tail| tail.as_str()?.parse::<ShareHash>().ok());
            if tails.any(|tail| tail == hash || tail == below.child) {
                return true;
            }
        }
        let status = self.talk.get("web/sync_status").await;
        let size = status.ok().and_then(|status| {
            let size = status.value.get("chain_size")?.as_u64()?;
            usize::try_from(size).ok()
        });
        // It includes forks.
        size.is_some_and(|size| size > 0 && below.walked >= size)
    }

    async fn ask(&mut self, hash: ShareHash) -> Got {
        if Instant::now() >= self.talk.deadline {
            return Got::Unfinished(WalkEnd::OutOfTime);
        }
        let mut is_other = false;
        if self.has_raw {
            let path = format!("web/share_data/{hash}");
            match self.talk.bytes(&path).await {
                Ok(raw) if raw.is_empty() => return Got::Missing,
                Ok(raw) => match read_raw(&raw, hash, self.talk.network()) {
                    Some(share) => return Got::Share(share),
                    None => is_other = true,
                },
                Err(error) if is_no_page(&error) => self.has_raw = false,
                Err(error) => return Got::Unfinished(failed(error)),
            }
        }
        let answer = match self.talk.get(&format!("web/share/{hash}")).await {
            Ok(answer) if answer.value.is_null() => Ok(None),
            Ok(answer) => match NodeShareJson::read(&answer.value) {
                Some(json) => Ok(Some(json)),
                None => Err("the answer is not a share"),
            },
            Err(error) if is_not_found(&error) => Ok(None),
            Err(error) if is_unreadable(&error) => Err("the answer is unreadable"),
            Err(error) => return Got::Unfinished(failed(error)),
        };
        let mut share = match answer {
            Ok(Some(json)) => of_json(json, hash),
            _ if is_other => {
                let network = self.talk.network().name;
                return Got::Unfinished(WalkEnd::OtherNetwork(network));
            }
            Ok(None) => return Got::Missing,
            Err(problem) => unreadable(hash, problem),
        };
        if share.parent == Parent::Unknown {
            share.parent = self.parent_in_window(hash).await;
        }
        Got::Share(share)
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
        if status == StatusCode::TOO_MANY_REQUESTS {
            let wait = retry_after(response.headers());
            return Err(failed(Failure::RateLimited { wait }));
        }
        if !status.is_success() {
            return Err(failed(Failure::Status {
                status: status.as_u16(),
                said: None,
            }));
        }
        self.body(response).await.map_err(failed)
    }
}

/// The end of a walk by this error.
fn failed(error: ClientError) -> WalkEnd {
    match error.is_timeout() {
        true => WalkEnd::OutOfTime,
        false => WalkEnd::Failed(error.failure),
    }
}

/// Whether the node, or a proxy before it, lacks the page.
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
