//! Messages, field by field.

use p2msg::core::p2p::message::{Message, RawShare, ReplyResult, WriteError};
use p2msg::core::p2p::version::{Address, Version};
use p2msg::core::wire::WireError;
use serde_json::{Value, json};

use super::{cases, fake_shares, file, frame, frames, network_of, request, testnet};
use crate::support::altered::mutations;
use crate::support::vectors::list;

fn hash(wire: &[u8; 32]) -> String {
    let mut shown = *wire;
    shown.reverse();
    hex::encode(shown)
}

fn hashes(wire: &[[u8; 32]]) -> Vec<String> {
    wire.iter().map(hash).collect()
}

fn address(address: &Address) -> Value {
    let socket = address.socket();
    let ip = match socket.ip() {
        std::net::IpAddr::V4(ip) => ip.to_string(),
        std::net::IpAddr::V6(ip) => {
            let groups = ip.segments().map(|group| format!("{group:04x}"));
            groups.join(":")
        }
    };
    let services = address.services.to_string();
    json!({"services": services, "address": ip, "port": socket.port()})
}

fn version(version: &Version<'_>) -> Value {
    let mut fields = json!({
        "version": version.version,
        "services": version.services.to_string(),
        "addr_to": address(&version.addr_to),
        "addr_from": address(&version.addr_from),
        "nonce": version.nonce.to_string(),
        "sub_version": String::from_utf8_lossy(version.sub_version),
        "mode": version.mode,
        "best_share_hash": version.best_share_hash,
    });
    if version.sub_version.first() == Some(&0x1b) {
        fields["sub_version"] = Value::Null;
        fields["sub_version_hex"] = hex::encode(version.sub_version).into();
    }
    fields
}

fn shares(shares: &[RawShare<'_>]) -> Value {
    let share = |share: &RawShare<'_>| json!({"version": share.version, "raw_share": hex::encode(share.raw)});
    shares.iter().map(share).collect()
}

/// The fields of a message as the vectors show them.
fn fields(message: &Message<'_>) -> Value {
    match message {
        Message::Version(fields) => version(fields),
        Message::Ping | Message::Other(_) => json!({}),
        Message::Addrme { port } => json!({"port": port}),
        Message::Getaddrs { count } => json!({"count": count}),
        Message::Addrs(known) => {
            let known = known.iter().map(|known| {
                let mut fields = address(&known.address);
                fields["timestamp"] = known.timestamp.to_string().into();
                fields
            });
            json!({"addrs": known.collect::<Value>()})
        }
        Message::Shares(list) => json!({"shares": shares(list)}),
        Message::Sharereq(request) => json!({
            "id": hash(&request.id),
            "hashes": hashes(request.hashes),
            "parents": request.parents,
            "stops": hashes(request.stops),
        }),
        Message::Sharereply(reply) => {
            let result = match reply.result {
                ReplyResult::Good => "good".to_owned(),
                ReplyResult::TooLong => "too long".to_owned(),
                ReplyResult::Unknown(number) => format!("unk{number}"),
            };
            json!({"id": hash(&reply.id), "result": result, "shares": shares(&reply.shares)})
        }
        Message::Bestblock { header } => json!({"header": hex::encode(header)}),
        Message::HaveTx(list) | Message::LosingTx(list) | Message::ForgetTx(list) => {
            json!({"tx_hashes": hashes(list)})
        }
        Message::RememberTx {
            hashes: known,
            transactions,
        } => {
            let transactions = transactions.iter().map(hex::encode);
            json!({"tx_hashes": hashes(known), "txs": transactions.collect::<Value>()})
        }
    }
}

/// Removes what only a share's contents show.
fn without_names(mut fields: Value) -> Value {
    for share in fields["shares"].as_array_mut().into_iter().flatten() {
        let share = share.as_object_mut().unwrap();
        share.remove("name");
        share.remove("share_hash");
    }
    if fields["shares"].is_null() {
        fields.as_object_mut().unwrap().remove("shares");
    }
    fields
}

#[test]
fn every_message_of_the_reference_is_parsed_and_written_alike() {
    let cases = cases();
    assert_eq!(cases.len(), 73 + 1);
    for (case, network, bytes) in cases {
        let name = &case["name"];
        let [(command, payload)] = frames(&bytes, network).try_into().unwrap();
        assert_eq!(case["command"], command.to_string(), "{name}");
        assert_eq!(case["payload"], hex::encode(&payload), "{name}");
        let message = Message::read(command, &payload).unwrap();
        assert_eq!(
            fields(&message),
            without_names(case["fields"].clone()),
            "{name}"
        );
        let mut written = Vec::new();
        message.write(&mut written, network).unwrap();
        assert_eq!(hex::encode(written), hex::encode(bytes), "{name}");
    }
}

#[test]
fn only_networks_without_a_share_format_in_p2msg_are_left_out() {
    let file = file();
    let unknown = list(&file, "computed")
        .iter()
        .filter(|case| network_of(case).is_none());
    let names: Vec<_> = unknown.map(|case| &case["network"]).collect();
    let expected = [
        "c2pool_bitcoincash",
        "c2pool_bitcoincash_testnet",
        "c2pool_dash",
        "c2pool_dash_testnet",
    ];
    assert_eq!(names, expected);
}

#[test]
fn altered_payloads_are_rejected_or_written_alike() {
    for (case, network, bytes) in cases() {
        let [(command, payload)] = frames(&bytes, network).try_into().unwrap();
        if payload.len() > 2_000 {
            continue;
        }
        for altered in mutations(&payload) {
            let Ok(message) = Message::read(command, &altered) else {
                continue;
            };
            let mut written = Vec::new();
            match message.write(&mut written, network) {
                Ok(()) => assert_eq!(written[28..], altered, "{}", case["name"]),
                Err(error) => assert_eq!(error, WriteError::NoHash),
            }
        }
    }
}

#[test]
fn a_message_fills_its_payload() {
    for (case, network, bytes) in cases() {
        let [(command, mut payload)] = frames(&bytes, network).try_into().unwrap();
        payload.push(0);
        let error = Message::read(command, &payload).unwrap_err();
        assert_eq!(error.code(), "trailing", "{}", case["name"]);
    }
}

#[test]
fn a_sharereq_without_a_hash_is_never_written() {
    let mut out = Vec::new();
    let written = Message::Sharereq(request(1, &[], 5)).write(&mut out, testnet());
    assert_eq!(written, Err(WriteError::NoHash));
    assert!(out.is_empty());
}

#[test]
fn a_received_sharereq_without_a_hash_is_parsed() {
    let bytes = frame(&Message::Sharereq(request(1, &[[2; 32]], 5)));
    let [(command, mut payload)] = frames(&bytes, testnet()).try_into().unwrap();
    payload.drain(33..65);
    payload[32] = 0;
    let message = Message::read(command, &payload).unwrap();
    assert_eq!(message, Message::Sharereq(request(1, &[], 5)));
}

#[test]
fn a_message_longer_than_a_frame_is_not_written() {
    let raw = vec![0; 16_000_001];
    let mut out = Vec::new();
    let written = Message::Shares(fake_shares(&raw, 2)).write(&mut out, testnet());
    assert_eq!((written, out.len()), (Err(WriteError::TooLong), 0));
}

#[test]
fn lists_that_only_claim_their_items_are_rejected() {
    for name in [
        "addrs_none",
        "shares_none",
        "have_tx_none",
        "remember_tx_none",
    ] {
        let cases = cases();
        let (_, network, bytes) = cases
            .iter()
            .find(|(case, ..)| case["name"] == name)
            .unwrap();
        let [(command, _)] = frames(bytes, network).try_into().unwrap();
        let claims = hex::decode("ff00000000ffffffff").unwrap();
        let error = Message::read(command, &claims).unwrap_err();
        assert!(
            matches!(error, WireError::TooMany { .. }),
            "{name}: {error}"
        );
    }
}

#[test]
fn millions_of_empty_shares_are_rejected_before_they_are_listed() {
    let shares = frame(&Message::Shares(Vec::new()));
    let [(command, _)] = frames(&shares, testnet()).try_into().unwrap();
    let mut payload = hex::decode("fe0024f400").unwrap();
    payload.resize(31_999_999, 0);
    let error = Message::read(command, &payload).unwrap_err();
    assert!(
        matches!(
            error,
            WireError::TooMany {
                count: 16_000_000,
                ..
            }
        ),
        "{error}"
    );
}
