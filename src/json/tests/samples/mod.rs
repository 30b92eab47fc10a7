//! A sample of each type with every field; struct literals cannot leave one out.

mod commands;
mod views;

use super::Fields;
use crate::core::hash::{MessageHash, PowHash, RefHash, ShareHash, SigningId, TxHash};
use crate::core::key::{KeyIndex, SigningPubkey};
use crate::json::record::{AcceptedByJson, VerdictJson};

pub(super) use views::message;

const SHARE_HASH: ShareHash = ShareHash::from_wire([1; 32]);
const MESSAGE_HASH: MessageHash = MessageHash::from_wire([2; 32]);
const TX_HASH: TxHash = TxHash::from_wire([3; 32]);
const REF_HASH: RefHash = RefHash::from_wire([4; 32]);
const POW_HASH: PowHash = PowHash::from_wire([5; 32]);
const SIGNING_ID: SigningId = SigningId::from_wire([6; 20]);
/// Not on the curve, as in a forged announcement.
const PUBKEY: SigningPubkey = SigningPubkey([7; 33]);
const KEY_INDEX: KeyIndex = KeyIndex(3);

fn text() -> String {
    "text".to_owned()
}

pub(super) fn fields() -> Fields {
    let mut fields = Fields::default();
    views::records(&mut fields);
    views::messages(&mut fields);
    commands::keys(&mut fields);
    commands::queue(&mut fields);
    commands::nodes(&mut fields);
    commands::peers(&mut fields);
    commands::others(&mut fields);
    fields
}

fn accepted_by() -> AcceptedByJson {
    let verdict = |why: Option<&str>| VerdictJson {
        ok: why.is_none(),
        why: why.map(str::to_owned),
    };
    AcceptedByJson {
        plan: verdict(None),
        v36_release: verdict(Some("why")),
        c2pool: verdict(Some("why")),
    }
}
