//! Frames, and every way to damage them.

use p2msg::core::network::{NETWORKS, Network};
use p2msg::core::p2p::frame::{Command, FrameError, FrameReader, HEADER, MAX_PAYLOAD, write_frame};
use p2msg::core::p2p::message::Message;

use super::{cases, frame, push, testnet};

fn read(network: &Network, bytes: &[u8]) -> Result<Option<(Command, Vec<u8>)>, FrameError> {
    let mut reader = FrameReader::new(network);
    reader.push(bytes);
    let found = reader.next_frame()?;
    Ok(found.map(|(command, payload)| (command, payload.to_vec())))
}

#[test]
fn a_truncated_frame_is_never_delivered() {
    for (case, network, bytes) in cases() {
        let mut reader = FrameReader::new(network);
        for byte in &bytes[..bytes.len() - 1] {
            reader.push(&[*byte]);
            assert_eq!(reader.next_frame(), Ok(None), "{}", case["name"]);
            assert!(reader.is_partial());
        }
    }
}

#[test]
fn a_frame_with_a_wrong_bit_is_never_delivered_as_a_message() {
    for (case, network, bytes) in cases() {
        // Every bit of short frames, and a sample of those of long ones.
        let step = if bytes.len() > 3_500 { 61 } else { 1 };
        for bit in (0..bytes.len() * 8).step_by(step) {
            let mut flipped = bytes.clone();
            flipped[bit / 8] ^= 1 << (bit % 8);
            let at = format!("{}, bit {bit}", case["name"]);
            match (bit / 8, read(network, &flipped)) {
                (0..8, Err(FrameError::Prefix { .. })) => {}
                // The checksum does not cover the command.
                (8..20, Ok(Some((command, payload)))) => {
                    let message = Message::read(command, &payload).unwrap();
                    assert_eq!(message, Message::Other(command), "{at}");
                }
                (20..24, Ok(None) | Err(FrameError::TooLong { .. })) => {}
                (20.., Err(FrameError::Checksum { .. })) => {}
                (_, other) => panic!("{at}: {other:?}"),
            }
        }
    }
}

#[test]
fn an_error_is_repeated_and_nothing_follows() {
    let mut reader = FrameReader::new(testnet());
    let mut bytes = frame(&Message::Ping);
    bytes[24] ^= 1;
    bytes.extend(frame(&Message::Ping));
    reader.push(&bytes);
    let error = reader.next_frame().unwrap_err();
    assert_eq!(error.to_string(), "the checksum of a ping message is wrong");
    reader.push(&frame(&Message::Ping));
    assert_eq!(reader.next_frame(), Err(error));
}

#[test]
fn the_prefix_of_another_network_is_named() {
    let litecoin = Network::by_name("litecoin").unwrap();
    for (found, expected) in [
        (
            &testnet().prefix[..],
            "the peer belongs to another network: litecoin_testnet",
        ),
        (
            b"HTTP/1.1",
            "485454502f312e31 is not the prefix of a pool network",
        ),
    ] {
        let error = read(litecoin, found).unwrap_err();
        assert_eq!(error.to_string(), expected);
        assert_eq!(read(litecoin, &found[..7]), Ok(None));
    }
    for network in NETWORKS.iter().filter(|network| *network != litecoin) {
        let error = read(litecoin, &network.prefix).unwrap_err().to_string();
        assert!(error.contains(network.name), "{error}");
    }
}

#[test]
fn the_longest_payload_is_32_000_000_bytes() {
    let command = Command::new("anything");
    let longest = vec![1; MAX_PAYLOAD];
    let mut bytes = Vec::new();
    write_frame(&mut bytes, testnet(), command, &longest).unwrap();
    let found = read(testnet(), &bytes).unwrap().unwrap();
    assert!(found == (command, longest.clone()));

    let too_long = [&longest[..], &[1]].concat();
    assert_eq!(
        write_frame(&mut Vec::new(), testnet(), command, &too_long),
        None
    );
    bytes.truncate(HEADER);
    bytes[20] += 1;
    let error = read(testnet(), &bytes).unwrap_err().to_string();
    let expected = "the payload of anything has 32000001 bytes; at most 32000000 are accepted";
    assert_eq!(error, expected);
}

#[test]
fn frames_of_any_split_are_the_same_frames() {
    let bytes = [push(3), frame(&Message::Ping), push(0), push(40)].concat();
    let expected = super::frames(&bytes, testnet());
    for size in [1, 2, 27, 28, 29, 500, bytes.len()] {
        let mut reader = FrameReader::new(testnet());
        let mut found = Vec::new();
        for chunk in bytes.chunks(size) {
            reader.push(chunk);
            while let Some((command, payload)) = reader.next_frame().unwrap() {
                found.push((command, payload.to_vec()));
            }
        }
        assert!(found == expected, "{size}");
    }
}

#[test]
fn the_name_of_a_command_is_safe_to_print() {
    assert_eq!(Command::new("sharereply").to_string(), "sharereply");
    assert_eq!(Command::new("longer_than_12_bytes").name(), b"longer_than_");
    assert_eq!(Command::new("\x1b[31m").to_string(), "\\x1b[31m");
    assert_eq!(Command::new("").name(), b"");
}
