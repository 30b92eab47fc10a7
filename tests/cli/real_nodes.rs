//! Nodes that answer as real ones did.

use crate::support::c2pool::{C2pool, CLOCK};
use crate::support::mock::chat;
use crate::support::place::{Place, Run};
use crate::support::release::Release;

/// A run at the time of the recorded answers of c2pool.
pub(crate) fn at_clock<'a>(place: &'a Place, arguments: &str) -> Run<'a> {
    place.p2msg(arguments).env("P2MSG_NOW", &CLOCK.to_string())
}

#[test]
fn hundreds_of_calls_in_a_row_succeed() {
    let place = Place::new();
    place.p2msg("send hello").stdout();
    let c2pool = C2pool::new("share_with_transition").start();
    let release = Release::new(vec![chat(60, "hello")]).start();
    for _ in 0..50 {
        for arguments in [
            format!("node messages --url {}", c2pool.url()),
            format!("node transition --url {}", c2pool.url()),
            format!("node check --url {}", c2pool.url()),
            format!("node stats --url {}", c2pool.url()),
            format!("node messages --url {}", release.url()),
            format!("queue confirm --node {}", release.url()),
        ] {
            at_clock(&place, &arguments).stdout();
        }
    }
}
