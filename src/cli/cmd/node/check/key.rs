//! Our signing key in `node check`.

use super::report::{CheckReport, Metric};
use super::seen::AllNodes;
use crate::core::hash::SigningId;
use crate::health::Health;

/// Reports whether the key is announced and not revoked. `is_requested` is true if an option names
/// the key, as opposed to the state file.
///
/// A key is revoked if every address that announced it has revoked it: anyone can announce a key
/// that is not theirs, and a higher one after it.
pub(super) fn check(
    signing_id: SigningId,
    is_requested: bool,
    seen: &AllNodes,
    report: &mut CheckReport,
) {
    if seen.answered == 0 {
        return;
    }
    let id = signing_id.to_string();
    let owners = seen.keys.iter().flat_map(|keys| keys.0.values());
    let known: Vec<bool> = owners
        .filter_map(|owner| owner.keys.get(&id))
        .map(|key| key.revoked)
        .collect();
    let announced = !known.is_empty();
    if !announced && seen.lacks("key") {
        // The failure is a finding already.
        return;
    }
    if !announced && !seen.shows_new_keys {
        // Deployed nodes do not register the keys in new shares, so a missing key means nothing.
        let health = match is_requested {
            true => Health::Unknown,
            false => Health::Ok,
        };
        let words = format!("signing_id {id} is not checked: no node shows the keys of new shares");
        report.find("key", health, words);
        return;
    }
    let revoked = announced && known.iter().all(|revoked| *revoked);
    let (health, words) = match (announced, revoked) {
        (false, _) => (
            Health::Warning,
            "is not announced in any share that the nodes know",
        ),
        (true, false) => (Health::Ok, "is announced and not revoked"),
        (true, true) => (Health::Critical, "is revoked by a higher key_index"),
    };
    report.find("key", health, format!("signing_id {id} {words}"));
    for (name, help, is_so) in [
        (
            "key_announced",
            "Whether our signing key is announced",
            announced,
        ),
        ("key_revoked", "Whether our signing key is revoked", revoked),
    ] {
        report.measure(Metric::count(name, help, usize::from(is_so)));
    }
}
