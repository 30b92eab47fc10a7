//! Samples of objects about keys, the queue, nodes and settings.

use indexmap::IndexMap;
use serde_json::{Value, json};

use super::super::Fields;
use super::views::listed;
use super::{KEY_INDEX, MESSAGE_HASH, PUBKEY, SHARE_HASH, SIGNING_ID, accepted_by, text};
use crate::core::key::KeyIndex;
use crate::core::message::payload::NodeStatus;
use crate::core::message::queue::EntryId;
use crate::health::Health;
use crate::json::check::{CheckFindingJson, CheckJson, MetricJson};
use crate::json::demo::{DemoJson, DemoShareJson};
use crate::json::doctor::{FindingJson, FindingState};
use crate::json::generated::{CompletionsJson, ManPageJson};
use crate::json::key::{
    AnnouncementCheckJson, DerivedKeyJson, KeyJson, KeyLogJson, KeyStateJson, RevealedKeyJson,
};
use crate::json::node::{
    BanJson, BansJson, DiagJson, FeaturedNodeJson, LoadedJson, ProgressJson, TransitionJson,
    UnbanJson,
};
use crate::json::peer::{PeerJson, PeerShareJson, PeerSharesJson};
use crate::json::queue::{
    ConfirmedJson, PackedJson, QueueEntryJson, RetriedJson, RetryResult, SentJson, StatusJson,
};
use crate::json::serve::ServingJson;
use crate::json::settings::{ConfigSampleJson, SettingJson};

pub(super) fn keys(fields: &mut Fields) {
    fields.add([
        KeyJson::State(KeyStateJson {
            key_index: KEY_INDEX,
            signing_id: SIGNING_ID,
            created: 1,
            last_rotated: None,
            messages_signed: 2,
            path: text(),
            signing_pubkey: Some(PUBKEY),
            announcement: Some(text()),
            previous_key_index: Some(KeyIndex(2)),
            dry_run: Some(true),
            out: Some(text()),
        }),
        KeyJson::Derived(DerivedKeyJson {
            key_index: KEY_INDEX,
            signing_id: SIGNING_ID,
            signing_pubkey: PUBKEY,
            announcement: text(),
            address: text(),
        }),
        KeyJson::Revealed(RevealedKeyJson {
            key_index: KEY_INDEX,
            signing_id: SIGNING_ID,
            wif: text().into(),
        }),
    ]);
    fields.add([KeyLogJson {
        key_index: KEY_INDEX,
        signing_id: SIGNING_ID,
        signing_pubkey: None,
        since: 5,
        in_use: true,
    }]);
    fields.add([AnnouncementCheckJson {
        signing_id: SIGNING_ID,
        key_index: KEY_INDEX,
        signing_pubkey: PUBKEY,
        valid: false,
        why: Some(text()),
    }]);
}

fn sent() -> SentJson {
    SentJson {
        id: EntryId(7),
        type_name: text(),
        message_hash: MESSAGE_HASH,
        bytes: 5,
        pending: 1,
    }
}

pub(super) fn queue(fields: &mut Fields) {
    fields.add([sent()]);
    fields.add([StatusJson {
        sent: sent(),
        replaced: vec![EntryId(6)],
        left_out: vec![text()],
        unknown: vec![text()],
        data: NodeStatus {
            v: text(),
            up: 1,
            hr: 2,
            sc: 3,
            p: 4,
            mc: Some(vec![text()]),
            cap: None,
            other: [("new".to_owned(), Value::Null)].into_iter().collect(),
        },
    }]);
    fields.add([PackedJson {
        message_data: text(),
        bytes: 100,
        packed: vec![EntryId(1), EntryId(2)],
        left: 3,
        key_index: Some(KEY_INDEX),
        signing_id: Some(SIGNING_ID),
        announcement: true,
        accepted_by: Some(accepted_by()),
    }]);
    let entry = json!({
        "id": 1, "type": "MINER_MESSAGE", "payload": "6869", "flags": 7, "timestamp": 5,
        "message_hash": MESSAGE_HASH, "state": "expired",
        "history": [
            {"at": 1, "state": "packed", "lease_until": 2},
            {"at": 3, "state": "sent", "share_hash": SHARE_HASH},
            {"at": 4, "state": "expired", "retried_as": 9}
        ]
    });
    fields.add([QueueEntryJson {
        entry: serde_json::from_value(entry).expect("an entry"),
        age: 6,
        text: Some(text()),
        data: Some(Value::Null),
        raw: Some(text()),
    }]);
    fields.add([RetriedJson {
        id: EntryId(1),
        result: RetryResult::QueuedAgain,
        retried_as: Some(EntryId(2)),
    }]);
    fields.add([ConfirmedJson {
        id: EntryId(1),
        type_name: text(),
        message_hash: MESSAGE_HASH,
        share_hash: None,
    }]);
}

pub(super) fn nodes(fields: &mut Fields) {
    fields.add([TransitionJson {
        node: text(),
        signals: vec![listed()],
        progress: Some(ProgressJson {
            status: Some(text()),
            message: None,
            current_share_type: Some(35),
            target_version: Some(36),
            sampling_signaling: Some(12.5),
            transition_progress: Some(100.0),
            chain_height: Some(8_640),
            chain_length_required: Some(8_640),
            chain_ready: Some(true),
            threshold: Some(95.0),
        }),
        featured_node: Some(FeaturedNodeJson {
            url: Some(text()),
            label: None,
            commission: None,
            location: None,
            timestamp: Some(1_700_000_000),
            expiry: Some(0),
            signing_id: Some(text()),
            authority: None,
            claimed_verified: true,
        }),
    }]);
    fields.add([BansJson {
        node: text(),
        signing_ids: vec![text()],
        addresses: vec![],
        keywords: vec![text()],
        types: vec![2],
    }]);
    fields.add([BanJson {
        node: text(),
        actions: vec![text()],
    }]);
    fields.add([UnbanJson {
        node: text(),
        actions: vec![text()],
    }]);
    fields.add([DiagJson {
        node: text(),
        diag: json!({"any": [1, 2.5]}),
    }]);
    fields.add([LoadedJson {
        node: text(),
        source: text(),
        loaded: 1,
        shown: true,
        reasons: vec![text()],
    }]);
    fields.add([CheckJson {
        state: Health::Unknown,
        message: text(),
        findings: vec![CheckFindingJson {
            check: "nodes".into(),
            state: Health::Ok,
            message: text(),
        }],
        metrics: IndexMap::from([(
            "node_up".to_owned(),
            MetricJson {
                value: 1.0,
                warning: Some(0),
                critical: None,
            },
        )]),
    }]);
}

pub(super) fn peers(fields: &mut Fields) {
    fields.add([PeerJson {
        peer: text(),
        reachable: true,
        protocol_version: Some(3600),
        client: Some(text()),
        services: Some(1),
        best_share_hash: Some(SHARE_HASH),
        best_share_timestamp: Some(2),
        handshake_ms: Some(3),
        shares: 4,
        hash_rate: Some(5.5),
        hash_rate_hour: None,
        agrees: Some(true),
        addresses: Some(vec![text()]),
        error: None,
    }]);
    fields.add([PeerShareJson {
        peer: text(),
        share_hash: SHARE_HASH,
        previous_share_hash: None,
        absheight: 1,
        timestamp: 2,
        raw: text(),
    }]);
    fields.add([PeerSharesJson {
        out: text(),
        new: 1,
        shares: 2,
        missing: 3,
        broken_rules: 1,
        best_share_hash: Some(SHARE_HASH),
        best_share_timestamp: Some(4),
        hash_rate: Some(5.5),
        hash_rate_hour: None,
    }]);
}

pub(super) fn others(fields: &mut Fields) {
    fields.add([FindingJson {
        check: "data".into(),
        state: FindingState::Note,
        message: text(),
        hint: None,
    }]);
    fields.add([SettingJson {
        option: "net".into(),
        value: Value::Null,
        origin: text(),
    }]);
    fields.add([ConfigSampleJson {
        toml: "toml".into(),
    }]);
    fields.add([ServingJson {
        url: text(),
        shares: vec!["data".into()],
    }]);
    let scene = DemoShareJson {
        absheight: 1,
        share_hash: SHARE_HASH,
        miner: "alice".into(),
        messages: 2,
        about: Some("about".into()),
    };
    fields.add([scene.clone()]);
    fields.add([DemoJson {
        dir: text(),
        store: text(),
        net: "litecoin_testnet".into(),
        shares: 1,
        orphans: 2,
        messages: 3,
        scenes: vec![scene],
        next: vec![text()],
        p2p_address: Some("127.0.0.1:19338".into()),
    }]);
    fields.add([CompletionsJson {
        shell: text(),
        script: text(),
    }]);
    fields.add([ManPageJson {
        name: text(),
        path: Some("path".into()),
        roff: None,
    }]);
}
