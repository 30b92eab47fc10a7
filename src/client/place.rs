//! The usual places of a node on this machine.
//!
//! Python nodes answer HTTP on the worker port of their network. c2pool uses that port for miners
//! only, without HTTP, and answers HTTP on another one.

use std::sync::atomic::{AtomicBool, AtomicU8, Ordering};

use super::node::{Api, Node};
use super::{BaseUrl, ClientError, Elsewhere, NodeClient};

/// The port on which c2pool answers HTTP by default.
pub const C2POOL_WEB_PORT: u16 = 8080;

const UNKNOWN: u8 = 0;
const HERE: u8 = 1;
const ELSEWHERE: u8 = 2;

impl NodeClient {
    /// The same node, which may be at the place of `other` instead.
    #[must_use]
    pub fn or_at(mut self, other: Self) -> Self {
        self.elsewhere = Some(Box::new(Elsewhere {
            client: other,
            found: AtomicU8::new(UNKNOWN),
            is_stratum: AtomicBool::new(false),
        }));
        self
    }

    /// Finds out which API the node has, unless `api` says it, and at which place it is. `now` is
    /// Unix seconds.
    ///
    /// The web port of c2pool is asked first: a request on its port for miners fills its log. A
    /// place that does not speak HTTP is not asked again, nor is the first place after c2pool was found
    /// at the other one.
    ///
    /// # Errors
    /// As [`Node::find`]; if there are two places, the error of the first.
    pub async fn find(&self, api: Option<Api>, now: u64) -> Result<Node<'_>, ClientError> {
        let Some(elsewhere) = &self.elsewhere else {
            return Node::find(self.begin(), api, now).await;
        };
        let other = &elsewhere.client;
        let is_here = match (elsewhere.found.load(Ordering::Relaxed), api) {
            (HERE, _) | (UNKNOWN, Some(Api::Plan | Api::Msg)) => true,
            (UNKNOWN | ELSEWHERE, _) | (_, _) => false,
        };
        if api.is_some() {
            let client = if is_here { self } else { other };
            return Node::find(client.begin(), api, now).await;
        }
        let order = if is_here {
            [HERE, ELSEWHERE]
        } else {
            [ELSEWHERE, HERE]
        };
        let mut error_here = None;
        let mut error_elsewhere = None;
        for place in order {
            let client = if place == HERE { self } else { other };
            if place == HERE && elsewhere.is_stratum.load(Ordering::Relaxed) {
                continue;
            }
            match Node::find(client.begin(), None, now).await {
                Ok(node) => {
                    elsewhere.found.store(place, Ordering::Relaxed);
                    if place == ELSEWHERE && node.api() == Api::C2pool {
                        // Then the first place is its port for miners.
                        elsewhere.is_stratum.store(true, Ordering::Relaxed);
                    }
                    return Ok(node);
                }
                Err(error) if place == HERE => {
                    let is_stratum = error.is_no_http();
                    elsewhere.is_stratum.store(is_stratum, Ordering::Relaxed);
                    error_here = Some(error);
                }
                Err(error) => error_elsewhere = Some(error),
            }
        }
        Err(error_here
            .or(error_elsewhere)
            .unwrap_or_else(|| ClientError {
                url: self.base().to_string(),
                failure: super::Failure::NoApi,
            }))
    }

    /// Where the node was found last, else its first place.
    pub fn found_base(&self) -> &BaseUrl {
        match &self.elsewhere {
            Some(elsewhere) if elsewhere.found.load(Ordering::Relaxed) == ELSEWHERE => {
                elsewhere.client.base()
            }
            _ => self.base(),
        }
    }

    /// Whether a part of an answer of the other place was replaced, since the last call.
    pub(super) fn take_replaced_elsewhere(&self) -> bool {
        let elsewhere = self.elsewhere.as_ref();
        elsewhere.is_some_and(|elsewhere| elsewhere.client.take_replaced())
    }
}
