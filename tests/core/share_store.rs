//! share_store.0: a node's file, line by line.

use p2msg::core::network::Network;
use p2msg::core::share::commitment::commit;
use p2msg::core::share::record::{Form, Line, LineError, decode_hex};
use p2msg::core::share::{Share, ShareError};
use serde_json::{Value, json};

use crate::support::vectors::{list, text, vectors};

/// What a line is, under the names of share_store.expected.json.
fn read(line: &[u8], network: &Network) -> Value {
    let error = |code: &str| json!({ "kind": "error", "code": code });
    match Line::read(line, Form::Store) {
        Err(line_error) => error(line_error.code()),
        Ok(Line::Nothing) => json!({ "kind": "ignored" }),
        Ok(Line::Verified(hash)) => json!({ "kind": "verified", "hash": hash }),
        Ok(Line::Share(digits)) => {
            let mut raw = Vec::new();
            if let Err(line_error) = decode_hex(&digits, &mut raw) {
                return error(line_error.code());
            }
            match Share::read(&raw, network) {
                Err(share_error) => error(share_error.code()),
                Ok(share) => json!({
                    "kind": "share",
                    "version": share.version,
                    "share_hash": commit(&share, network).share_hash,
                    "address": share.address(network),
                    "timestamp": share.share_info.timestamp,
                    "message_data": (!share.message_data.is_empty())
                        .then(|| hex::encode(share.message_data)),
                }),
            }
        }
        Ok(other) => panic!("no line of a store: {other:?}"),
    }
}

#[test]
fn every_line_is_what_the_reference_takes_it_for() {
    let network = Network::by_name("litecoin_testnet").unwrap();
    let path = format!("{}/tests/vectors/share_store.0", env!("CARGO_MANIFEST_DIR"));
    let store = std::fs::read(path).unwrap();
    let lines: Vec<_> = store.split(|byte| *byte == b'\n').collect();
    let expected = vectors("share_store.expected.json");
    let cases = list(&expected, "cases");
    assert_eq!(lines.len(), cases.len());
    for (line, case) in lines.iter().zip(cases) {
        let read = read(line, network);
        let number = &case["line"];
        let kind = match (text(case, "kind"), text(case, "strict")) {
            (_, "error") => "error",
            (_, _) if number == 29 => {
                // Only its proof of work is wrong, which `verify` says.
                assert_eq!(read["kind"], "share", "line {number}");
                continue;
            }
            (_, _) if number == 82 => {
                // Nodes pass over it in silence; a person is told why.
                assert_eq!(read["code"], "obsolete_version", "line {number}");
                continue;
            }
            (kind, _) => kind,
        };
        assert_eq!(read["kind"], kind, "line {number}: {read}");
        for field in [
            "version",
            "share_hash",
            "address",
            "timestamp",
            "message_data",
            "hash",
        ] {
            if kind != "error" {
                assert_eq!(read[field], case[field], "line {number}: {field}");
            }
        }
    }
}

#[test]
fn what_a_line_holds_is_found_out() {
    let line = |text: &'static str| Line::read(text.as_bytes(), Form::Any);
    assert_eq!(line(""), Ok(Line::Nothing));
    assert_eq!(
        line(" 0x01000000 \r"),
        Ok(Line::MessageData(b"01000000".into()))
    );
    assert_eq!(line("0100 0000"), Ok(Line::MessageData(b"01000000".into())));
    assert_eq!(line("24fd0100"), Ok(Line::Share(b"24fd0100".into())));
    assert_eq!(line("5 24fd0100"), Ok(Line::Share(b"24fd0100".into())));
    assert!(matches!(line("2 ff"), Ok(Line::Verified(_))));
    // The hex of a share is looked at only where it is decoded.
    assert_eq!(line("5 24 00"), Ok(Line::Share(b"24 00".into())));
    assert_eq!(line("2 24 00"), Err(LineError::NotTwoParts));
    assert!(matches!(
        line(r#"{"message_data_hex": "01"}"#),
        Ok(Line::Archived(_))
    ));
    assert_eq!(line(r#"{"text": "01"}"#).unwrap_err().code(), "json");
    assert_eq!(Line::read(b"", Form::Store), Err(LineError::NotTwoParts));
}

#[test]
fn broken_hex_is_told_by_its_place() {
    let mut out = Vec::new();
    assert_eq!(decode_hex(b"00fF", &mut out), Ok(()));
    assert_eq!(out, [0, 0xff]);
    assert_eq!(
        decode_hex(b"00f", &mut out),
        Err(LineError::OddLength { digits: 3 })
    );
    assert_eq!(
        decode_hex(b"00x0", &mut out),
        Err(LineError::NotHex { position: 3 })
    );
    assert_eq!(
        decode_hex(b"0x0", &mut out),
        Err(LineError::NotHex { position: 2 })
    );
    let obsolete = Share::read(&[9, 0], Network::by_name("litecoin").unwrap());
    assert_eq!(obsolete, Err(ShareError::Obsolete { version: 9 }));
}
