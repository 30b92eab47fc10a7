//! Samples of records, messages, keys and statistics.

use indexmap::IndexMap;
use serde_json::json;

use super::super::Fields;
use super::{
    KEY_INDEX, MESSAGE_HASH, POW_HASH, PUBKEY, REF_HASH, SHARE_HASH, SIGNING_ID, TX_HASH,
    accepted_by, text,
};
use crate::core::chain::registry::SignatureStatus;
use crate::core::key::keystore::{Kdf, Scrypt};
use crate::core::wire::Problem;
use crate::json::authority::{KeystoreJson, SealedJson};
use crate::json::keys::{KeyOwnerJson, KeyRegistryJson, RegisteredKeyJson};
use crate::json::message::{DecodedMessageJson, FlagsJson, ListedMessageJson, MessageJson};
use crate::json::record::{
    AnnouncementJson, AuthorityJson, ClaimsJson, EnvelopeFormat, EnvelopeJson, OpenedJson,
    RecordErrorJson, RecordJson, RecordKind, Source, VerifiedRecordJson,
};
use crate::json::rules::{BrokenRuleJson, ChainJson, RulesJson};
use crate::json::share::{MergedAddressJson, ShareJson, VerificationJson};
use crate::json::stats::{MessageStatsJson, ShareCountsJson, StatsJson, StoreStatsJson};
use crate::json::value::{Decimal, Hex};

pub(in crate::json::tests) fn message() -> MessageJson {
    MessageJson {
        type_name: "MINER_MESSAGE".to_owned(),
        type_id: Some(2),
        timestamp: Some(1_707_580_800),
        age: Some(-5),
        flags: Some(FlagsJson {
            signed: true,
            broadcast: true,
            persistent: false,
        }),
        verified: true,
        claimed_verified: Some(true),
        protocol_authority: false,
        signing_id: Some(SIGNING_ID.to_string()),
        text: Some(text()),
        data: Some(json!({"v": 1.5})),
        raw: Some("00".to_owned()),
        urgency: Some("info".to_owned()),
        url: Some(text()),
        sender: Some(text()),
        authority: Some(text()),
        carrier: Some(text()),
        share_hash: Some(SHARE_HASH.to_string()),
    }
}

pub(super) fn listed() -> ListedMessageJson {
    ListedMessageJson {
        message: message(),
        message_hash: Some(MESSAGE_HASH),
        signature_status: Some(SignatureStatus::UnknownKey),
        orphaned: Some(true),
        nodes: [text()].into(),
    }
}

fn authority() -> AuthorityJson {
    AuthorityJson {
        name: text(),
        pubkey: PUBKEY,
    }
}

fn share() -> ShareJson {
    ShareJson {
        version: 36,
        hash: SHARE_HASH,
        previous_share_hash: None,
        timestamp: 1,
        address: Some("address".into()),
        desired_version: 36,
        absheight: 2,
        abswork: Decimal(u128::MAX),
        subsidy: Decimal(u64::MAX),
        donation: 0,
        stale_info: None,
        bits: Hex([1, 2, 3, 4]),
        max_bits: Hex([4; 4]),
        nonce: 5,
        coinbase: text(),
        last_txout_nonce: Decimal(0),
        merged_addresses: vec![MergedAddressJson {
            chain_id: 98,
            script: text(),
        }],
        ref_hash: REF_HASH,
        gentx_hash: TX_HASH,
        merkle_root: TX_HASH,
        header: Hex([8; 80]),
    }
}

fn record() -> RecordJson {
    RecordJson {
        source: Source {
            name: "-".into(),
            line: Some(1),
            key: Some(text()),
            claims: Some(ClaimsJson {
                is_verified: Some(true),
                pow_hash: Some(POW_HASH),
            }),
        },
        kind: RecordKind::MessageData,
        verified_hash: Some(SHARE_HASH),
        share: Some(Box::new(share())),
        message_data: Some(text()),
        envelope: Some(EnvelopeJson {
            format: EnvelopeFormat::Authority,
            version: Some(1),
            flags: None,
            msg_count: Some(1),
            announcement_len: Some(57),
            bytes: 300,
            authority: Some(authority()),
        }),
        announcement: Some(AnnouncementJson {
            signing_id: SIGNING_ID,
            key_index: KEY_INDEX,
            signing_pubkey: PUBKEY,
            valid: false,
        }),
        messages: vec![DecodedMessageJson {
            message: message(),
            message_hash: MESSAGE_HASH,
            wire_flags: 7,
            payload: text(),
            signature: text(),
            signature_status: SignatureStatus::Valid,
        }],
        accepted_by: Some(accepted_by()),
        problems: vec![Problem {
            offset: 4,
            code: "high_s".into(),
            message: text(),
            malformed: false,
        }],
        error: Some(RecordErrorJson {
            code: "no_share".into(),
            message: text(),
            offset: Some(9),
        }),
    }
}

pub(super) fn records(fields: &mut Fields) {
    fields.add([record()]);
    fields.add([VerifiedRecordJson {
        record: record(),
        verification: Some(VerificationJson {
            ok: false,
            why: Some(text()),
            ref_type_bytes: 500,
            ref_hash: REF_HASH,
            gentx_hash: TX_HASH,
            merkle_root: TX_HASH,
            header: Hex([8; 80]),
            hash: SHARE_HASH,
            pow_hash: POW_HASH,
            target: Some(Hex([9; 32])),
            max_target: None,
            difficulty: Some(0.000_244_137_132),
        }),
        rules: Some(RulesJson {
            checked: vec!["bits".into()],
            not_checked: vec!["payouts".into()],
            broken: vec![BrokenRuleJson {
                rule: "bits".into(),
                expected: text(),
                found: text(),
            }],
        }),
    }]);
    fields.add([ChainJson {
        shares: 5,
        repeated: 1,
        pieces: 2,
        forks: 3,
        checked: 4,
        broken: 1,
        newest_share_hash: Some(SHARE_HASH),
        newest_timestamp: Some(6),
        newest_age: Some(7),
        hashrate: Some(8.5),
        min_hashrate: None,
        missing_checkpoints: vec![SHARE_HASH],
    }]);
    fields.add([OpenedJson {
        record: record(),
        inner: Some(text()),
    }]);
    fields.add([SealedJson {
        message_data: text(),
        bytes: 300,
        authority: authority(),
        messages: vec![MESSAGE_HASH],
        accepted_by: accepted_by(),
        path: Some("file".into()),
    }]);
    let keystore = |kdf| KeystoreJson {
        path: "-".into(),
        pubkey: PUBKEY,
        signing_id: SIGNING_ID,
        authority: Some("forrestv".into()),
        cipher: "aes".into(),
        kdf,
    };
    fields.add([
        keystore(Kdf::Scrypt(Scrypt { n: 2, r: 8, p: 1 })),
        keystore(Kdf::Pbkdf2 { iterations: 1_000 }),
    ]);
}

fn registry() -> KeyRegistryJson {
    let key = RegisteredKeyJson {
        key_index: Some(3),
        revoked: true,
        first_seen: Some(4),
        nodes: [text()].into(),
    };
    let owner = KeyOwnerJson {
        current_key_index: None,
        keys: [(SIGNING_ID.to_string(), key)].into(),
    };
    KeyRegistryJson([("address".to_owned(), owner)].into())
}

pub(super) fn messages(fields: &mut Fields) {
    fields.add([listed()]);
    fields.add([registry()]);
    let messages = MessageStatsJson {
        total_messages: Some(5),
        unique_senders: Some(2),
        senders: vec!["b".to_owned(), "a".to_owned()],
        by_type: IndexMap::from([("NODE_STATUS".to_owned(), 3), ("EMERGENCY".to_owned(), 2)]),
        oldest_timestamp: Some(1),
        newest_timestamp: Some(2),
        signed_count: Some(4),
        verified_count: None,
        known_signing_keys: Some(1),
        key_registry: Some(registry()),
    };
    let store = StoreStatsJson {
        signers: 1,
        revoked_keys: 2,
        orphaned_messages: 3,
        ahead_of_clock: 4,
        shares: ShareCountsJson {
            total: 5,
            best_chain: 6,
            pieces: 7,
            orphaned: 8,
            repeated: 9,
            archived: 10,
            with_message_data: 11,
            by_version: IndexMap::from([("9".to_owned(), 1), ("36".to_owned(), 2)]),
            oldest_timestamp: Some(12),
            newest_timestamp: None,
        },
        broken_lines: 13,
    };
    fields.add([
        StatsJson {
            node: Some(text()),
            api: Some("msg".into()),
            messages: messages.clone(),
            store: Some(store),
        },
        StatsJson::of_node(text(), "plan", messages),
    ]);
}
