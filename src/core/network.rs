//! The constants of every p2pool network.
//!
//! Source: p2pool/networks/*.py and p2pool/bitcoin/networks/*.py; see `tests/vectors/networks.json`.
//! For c2pool: impl/*/config_pool.hpp and params.hpp. FIELD.md c.1.

use crate::core::pow::{PowFunction, Target};

/// One p2pool network and what is needed of its parent coin.
#[derive(Debug, PartialEq, Eq)]
pub struct Network {
    /// The name that `--net` takes.
    pub name: &'static str,
    /// The ticker of the parent coin.
    pub symbol: &'static str,
    /// The bytes that ref_type begins with.
    pub identifier: [u8; 8],
    /// The bytes that a frame between nodes begins with.
    pub prefix: [u8; 8],
    /// The port on which nodes speak with each other.
    pub p2p_port: u16,
    /// That port of c2pool, where it differs.
    pub c2pool_p2p_port: Option<u16>,
    /// The port for miners. A Python node answers HTTP there too.
    pub worker_port: u16,
    /// Shares in the chain that payouts are computed over.
    pub chain_length: u32,
    /// Seconds between shares that the network aims at.
    pub share_period: u32,
    /// Blocks that the payouts of versions below 36 look back, at most.
    pub spread: u32,
    /// Shares that the easiest target of the next one is computed from.
    pub target_lookbehind: u32,
    /// The easiest target that a share may have.
    pub max_target: Target,
    /// The least share version that carries segwit_data; `None` where the coin has no segwit.
    pub segwit_activation_version: Option<u64>,
    /// Whether c2pool writes shares of version 36 without segwit_data, which Python nodes write.
    pub v36_may_lack_segwit_data: bool,
    /// Version byte of a pay-to-pubkey-hash address.
    pub address_version: u8,
    /// Version byte of a pay-to-script-hash address.
    pub p2sh_version: Option<u8>,
    /// Human readable part of bech32 addresses.
    pub hrp: Option<&'static str>,
    /// First byte of a private key in wallet import format.
    pub wif_prefix: u8,
    /// The proof of work.
    pub pow: PowFunction,
    /// The folder of the network in c2pool's data folder; `None` where c2pool does not know it.
    pub c2pool_folder: Option<&'static str>,
}

impl Network {
    /// The network called `name`.
    pub fn by_name(name: &str) -> Option<&'static Self> {
        NETWORKS.iter().find(|network| network.name == name)
    }

    /// Whether no Python node knows the network.
    pub fn is_only_c2pools(&self) -> bool {
        self.name.starts_with("c2pool_")
    }

    /// Whether shares of `version` carry segwit_data whose branch leads to the merkle root.
    pub fn segwit_active(&self, version: u64) -> bool {
        self.segwit_activation_version
            .is_some_and(|activation| version >= activation)
    }
}

/// 2^`bits` - 1.
#[expect(clippy::indexing_slicing, reason = "evaluated while compiling")]
const fn ones(bits: usize) -> Target {
    let mut bytes = [0; 32];
    let mut bit = 0;
    while bit < bits {
        bytes[31 - bit / 8] |= 1 << (bit % 8);
        bit += 1;
    }
    Target::from_be_bytes(bytes)
}

/// Every network, by name: those of the Python nodes, and c2pool's digibyte, which differs from theirs.
pub static NETWORKS: [Network; 16] = [
    Network {
        name: "bitcoin",
        symbol: "BTC",
        identifier: *b"\xfc\x70\x03\x5c\x7a\x81\xbc\x6f",
        prefix: *b"\x24\x72\xef\x18\x1e\xfc\xd3\x7b",
        p2p_port: 9333,
        c2pool_p2p_port: None,
        worker_port: 9332,
        chain_length: 8640,
        share_period: 30,
        spread: 3,
        target_lookbehind: 200,
        max_target: ones(224),
        segwit_activation_version: Some(33),
        v36_may_lack_segwit_data: false,
        address_version: 0,
        p2sh_version: Some(5),
        hrp: Some("bc"),
        wif_prefix: 0x80,
        pow: PowFunction::Sha256d,
        c2pool_folder: Some("bitcoin"),
    },
    Network {
        name: "bitcoin_testnet",
        symbol: "tBTC",
        identifier: *b"\x5f\xc2\xbe\x2d\x4f\x0d\x6b\xfb",
        prefix: *b"\x3f\x60\x57\xa1\x50\x36\xf4\x41",
        p2p_port: 19333,
        c2pool_p2p_port: None,
        worker_port: 19332,
        chain_length: 360,
        share_period: 30,
        spread: 3,
        target_lookbehind: 200,
        max_target: ones(224),
        segwit_activation_version: Some(15),
        v36_may_lack_segwit_data: false,
        address_version: 111,
        p2sh_version: Some(196),
        hrp: Some("tb"),
        wif_prefix: 0xef,
        pow: PowFunction::Sha256d,
        c2pool_folder: Some("bitcoin_testnet"),
    },
    Network {
        name: "bitcoincash",
        symbol: "BCH",
        identifier: *b"\xb8\x26\xc0\xa5\x1d\xdc\x2d\x2b",
        prefix: *b"\xac\x9a\x8f\xda\x9a\x91\x1b\xce",
        p2p_port: 9349,
        c2pool_p2p_port: None,
        worker_port: 9348,
        chain_length: 4320,
        share_period: 60,
        spread: 3,
        target_lookbehind: 200,
        max_target: ones(224),
        segwit_activation_version: None,
        v36_may_lack_segwit_data: true,
        address_version: 0,
        p2sh_version: Some(5),
        hrp: None,
        wif_prefix: 0x80,
        pow: PowFunction::Sha256d,
        c2pool_folder: Some("bitcoincash"),
    },
    Network {
        name: "bitcoincash_testnet",
        symbol: "tBCH",
        identifier: *b"\xc9\xf3\xde\x8d\x95\x08\xfa\xef",
        prefix: *b"\x08\xc5\x54\x1d\xf8\x5a\x8a\x65",
        p2p_port: 19339,
        c2pool_p2p_port: None,
        worker_port: 19338,
        chain_length: 4320,
        share_period: 60,
        spread: 3,
        target_lookbehind: 200,
        max_target: ones(224),
        segwit_activation_version: None,
        v36_may_lack_segwit_data: true,
        address_version: 111,
        p2sh_version: Some(196),
        hrp: None,
        wif_prefix: 0xef,
        pow: PowFunction::Sha256d,
        c2pool_folder: Some("bitcoincash_testnet"),
    },
    Network {
        name: "bitcoinsv",
        symbol: "BSV",
        identifier: *b"\x1c\x05\x1d\xec\x1a\xbc\xd7\x1d",
        prefix: *b"\x1c\x05\x1d\xee\x6e\xc8\xbb\x1e",
        p2p_port: 6338,
        c2pool_p2p_port: None,
        worker_port: 6339,
        chain_length: 2880,
        share_period: 30,
        spread: 3,
        target_lookbehind: 200,
        max_target: ones(224),
        segwit_activation_version: None,
        v36_may_lack_segwit_data: false,
        address_version: 0,
        p2sh_version: Some(5),
        hrp: None,
        wif_prefix: 0x80,
        pow: PowFunction::Sha256d,
        c2pool_folder: None,
    },
    Network {
        name: "bitcoinsv_testnet",
        symbol: "tBSV",
        identifier: *b"\x1c\x05\x1d\xee\x6e\xc8\xbb\x1e",
        prefix: *b"\x4b\x62\x54\x5b\x1a\x63\x1a\x5c",
        p2p_port: 16338,
        c2pool_p2p_port: None,
        worker_port: 16339,
        chain_length: 2880,
        share_period: 30,
        spread: 3,
        target_lookbehind: 200,
        max_target: ones(224),
        segwit_activation_version: None,
        v36_may_lack_segwit_data: false,
        address_version: 111,
        p2sh_version: Some(196),
        hrp: None,
        wif_prefix: 0xef,
        pow: PowFunction::Sha256d,
        c2pool_folder: None,
    },
    Network {
        name: "btcregtest",
        symbol: "rBTC",
        identifier: *b"\x5a\xd2\xc6\xec\xbd\x7d\x93\x72",
        prefix: *b"\x8f\x2c\x8d\x54\xb3\x27\x8b\xc8",
        p2p_port: 19444,
        c2pool_p2p_port: None,
        worker_port: 19443,
        chain_length: 360,
        share_period: 30,
        spread: 3,
        target_lookbehind: 200,
        max_target: ones(255),
        segwit_activation_version: Some(15),
        v36_may_lack_segwit_data: false,
        address_version: 111,
        // The reference lacks these two and fails on it; Bitcoin Core's regtest has them.
        p2sh_version: Some(196),
        hrp: Some("bcrt"),
        wif_prefix: 0xef,
        pow: PowFunction::Sha256d,
        c2pool_folder: Some("bitcoin_regtest"),
    },
    Network {
        name: "c2pool_digibyte",
        symbol: "DGB",
        identifier: *b"\x4b\x62\x54\x5b\x1a\x63\x1a\xfe",
        prefix: *b"\x1c\x05\x53\xf2\x3e\xbf\xcf\xfe",
        p2p_port: 5024,
        c2pool_p2p_port: None,
        worker_port: 5025,
        chain_length: 2880,
        share_period: 15,
        spread: 24,
        target_lookbehind: 100,
        max_target: ones(236),
        segwit_activation_version: Some(35),
        v36_may_lack_segwit_data: false,
        address_version: 30,
        p2sh_version: Some(63),
        hrp: Some("dgb"),
        wif_prefix: 0x80,
        pow: PowFunction::Scrypt,
        c2pool_folder: Some("digibyte"),
    },
    Network {
        name: "c2pool_digibyte_testnet",
        symbol: "tDGB",
        // c2pool uses the identifier and the prefix of its main network.
        identifier: *b"\x4b\x62\x54\x5b\x1a\x63\x1a\xfe",
        prefix: *b"\x1c\x05\x53\xf2\x3e\xbf\xcf\xfe",
        p2p_port: 5024,
        c2pool_p2p_port: None,
        worker_port: 5025,
        chain_length: 400,
        share_period: 4,
        spread: 24,
        target_lookbehind: 100,
        max_target: TESTNET_MAX_TARGET,
        segwit_activation_version: Some(35),
        v36_may_lack_segwit_data: false,
        address_version: 126,
        p2sh_version: Some(140),
        hrp: Some("dgbt"),
        wif_prefix: 0xef,
        pow: PowFunction::Scrypt,
        c2pool_folder: Some("digibyte_testnet"),
    },
    Network {
        name: "digibyte",
        symbol: "DGB",
        identifier: *b"\x1b\xfe\x01\xef\xf5\xba\x4e\x38",
        prefix: *b"\x1b\xfe\x01\xef\xf6\x52\xe4\xb7",
        p2p_port: 5024,
        c2pool_p2p_port: None,
        worker_port: 5025,
        chain_length: 8640,
        share_period: 25,
        spread: 30,
        target_lookbehind: 200,
        max_target: ones(236),
        segwit_activation_version: Some(17),
        v36_may_lack_segwit_data: false,
        address_version: 30,
        p2sh_version: Some(63),
        hrp: Some("dgb"),
        wif_prefix: 0x80,
        pow: PowFunction::Scrypt,
        c2pool_folder: None,
    },
    Network {
        name: "digibyte_testnet",
        symbol: "tDGB",
        identifier: *b"\x2c\xfe\x01\xef\xf5\xba\x4e\x38",
        prefix: *b"\x2c\xfe\x01\xef\xf6\x52\xe4\xb7",
        p2p_port: 15024,
        c2pool_p2p_port: None,
        worker_port: 15025,
        chain_length: 8640,
        share_period: 25,
        spread: 30,
        target_lookbehind: 200,
        max_target: ones(236),
        segwit_activation_version: Some(17),
        v36_may_lack_segwit_data: false,
        address_version: 126,
        p2sh_version: Some(140),
        hrp: Some("dgbt"),
        wif_prefix: 0xef,
        pow: PowFunction::Scrypt,
        c2pool_folder: None,
    },
    Network {
        name: "fastcoin",
        symbol: "FST",
        identifier: *b"\x9f\x2e\x39\x0a\xa4\x1f\xfa\xde",
        prefix: *b"\x50\xf7\x13\xab\x04\x0d\xfa\xde",
        p2p_port: 23660,
        c2pool_p2p_port: None,
        worker_port: 5150,
        chain_length: 8640,
        share_period: 6,
        spread: 150,
        target_lookbehind: 60,
        max_target: ones(236),
        segwit_activation_version: None,
        v36_may_lack_segwit_data: false,
        address_version: 96,
        p2sh_version: None,
        hrp: None,
        wif_prefix: 0xe0,
        pow: PowFunction::Scrypt,
        c2pool_folder: None,
    },
    Network {
        name: "litecoin",
        symbol: "LTC",
        identifier: *b"\xe0\x37\xd5\xb8\xc6\x92\x34\x10",
        prefix: *b"\x72\x08\xc1\xa5\x3e\xf6\x29\xb0",
        p2p_port: 9326,
        c2pool_p2p_port: None,
        worker_port: 9327,
        chain_length: 8640,
        share_period: 15,
        spread: 3,
        target_lookbehind: 200,
        max_target: ones(236),
        segwit_activation_version: Some(17),
        v36_may_lack_segwit_data: false,
        address_version: 48,
        p2sh_version: Some(50),
        hrp: Some("ltc"),
        wif_prefix: 0xb0,
        pow: PowFunction::Scrypt,
        c2pool_folder: Some("litecoin"),
    },
    Network {
        name: "litecoin_testnet",
        symbol: "tLTC",
        identifier: *b"\xcc\xa5\xe2\x4e\xc6\x40\x8b\x1e",
        prefix: *b"\xad\x96\x14\xf6\x46\x6a\x39\xcf",
        p2p_port: 19338,
        c2pool_p2p_port: Some(19326),
        worker_port: 19327,
        chain_length: 400,
        share_period: 4,
        spread: 3,
        target_lookbehind: 200,
        max_target: TESTNET_MAX_TARGET,
        segwit_activation_version: Some(17),
        v36_may_lack_segwit_data: false,
        address_version: 111,
        p2sh_version: Some(58),
        hrp: Some("tltc"),
        wif_prefix: 0xef,
        pow: PowFunction::Scrypt,
        c2pool_folder: Some("litecoin_testnet"),
    },
    Network {
        name: "terracoin",
        symbol: "TRC",
        identifier: *b"\xa4\x2a\x26\x5a\xd1\xb6\xd4\x2b",
        prefix: *b"\x56\xa3\xf6\x21\x73\xd2\xa9\xb5",
        p2p_port: 9323,
        c2pool_p2p_port: None,
        worker_port: 9322,
        chain_length: 2880,
        share_period: 45,
        spread: 10,
        target_lookbehind: 200,
        max_target: ones(224),
        segwit_activation_version: None,
        v36_may_lack_segwit_data: false,
        address_version: 0,
        p2sh_version: None,
        hrp: None,
        wif_prefix: 0x80,
        pow: PowFunction::Sha256d,
        c2pool_folder: None,
    },
    Network {
        name: "terracoin_testnet",
        symbol: "tTRC",
        identifier: *b"\xb4\x1a\x28\x2c\xa5\xb2\xd8\x5a",
        prefix: *b"\x16\xd2\xb9\x11\x82\xda\xb8\xa4",
        p2p_port: 19323,
        c2pool_p2p_port: None,
        worker_port: 19322,
        chain_length: 120,
        share_period: 45,
        spread: 10,
        target_lookbehind: 200,
        max_target: ones(224),
        segwit_activation_version: None,
        v36_may_lack_segwit_data: false,
        address_version: 111,
        p2sh_version: None,
        hrp: None,
        wif_prefix: 0xef,
        pow: PowFunction::Sha256d,
        c2pool_folder: None,
    },
];

/// 2^256 / 20 - 1, of litecoin_testnet and of c2pool's digibyte_testnet.
const TESTNET_MAX_TARGET: Target = {
    let mut bytes = [0xcc; 32];
    bytes[0] = 0x0c;
    bytes[31] = 0xcb;
    Target::from_be_bytes(bytes)
};

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_constants_of_the_chain_rules_are_the_references() {
        let vectors: serde_json::Value =
            serde_json::from_str(include_str!("../../tests/vectors/chain_rules.json")).unwrap();
        let cases = vectors["networks"].as_object().unwrap();
        for network in NETWORKS.iter().filter(|one| !one.is_only_c2pools()) {
            let case = &cases[network.name];
            assert_eq!(case["IDENTIFIER"], hex::encode(network.identifier));
            assert_eq!(case["CHAIN_LENGTH"], network.chain_length);
            assert_eq!(case["REAL_CHAIN_LENGTH"], network.chain_length);
            assert_eq!(case["SHARE_PERIOD"], network.share_period);
            assert_eq!(case["SPREAD"], network.spread);
            assert_eq!(case["TARGET_LOOKBEHIND"], network.target_lookbehind);
            assert_eq!(case["MAX_TARGET"], network.max_target.to_string());
            assert_eq!(case["MIN_TARGET"], "0".repeat(64));
            let activation = network.segwit_activation_version.unwrap_or(0);
            assert_eq!(case["SEGWIT_ACTIVATION_VERSION"], activation);
        }
    }

    #[test]
    fn the_table_is_the_references() {
        let vectors: serde_json::Value =
            serde_json::from_str(include_str!("../../tests/vectors/networks.json")).unwrap();
        let cases = vectors["cases"].as_array().unwrap();
        let count_of_c2pool = NETWORKS
            .iter()
            .filter(|network| network.is_only_c2pools())
            .count();
        assert_eq!(cases.len() + count_of_c2pool, NETWORKS.len());
        for case in cases {
            let network = Network::by_name(case["name"].as_str().unwrap()).unwrap();
            assert_eq!(case["IDENTIFIER"], hex::encode(network.identifier));
            assert_eq!(case["PREFIX"], hex::encode(network.prefix));
            assert_eq!(case["P2P_PORT"], network.p2p_port);
            assert_eq!(case["WORKER_PORT"], network.worker_port);
            assert_eq!(case["CHAIN_LENGTH"], network.chain_length);
            assert_eq!(case["SHARE_PERIOD"], network.share_period);
            assert_eq!(case["MAX_TARGET"], network.max_target.to_string());
            assert_eq!(
                case["SEGWIT_ACTIVATION_VERSION"].as_u64(),
                network.segwit_activation_version
            );
            assert_eq!(case["ADDRESS_VERSION"], network.address_version);
            assert_eq!(case["SYMBOL"], network.symbol);
            let pow = match network.pow {
                PowFunction::Scrypt => "scrypt",
                PowFunction::Sha256d => "sha256d",
            };
            assert_eq!(case["pow"], pow);
            // Left out by the table: cashaddr prefixes are no bech32 prefixes. Put in: see btcregtest.
            if network.name != "btcregtest" {
                assert_eq!(
                    case["ADDRESS_P2SH_VERSION"].as_u64(),
                    network.p2sh_version.map(u64::from)
                );
            }
            if let Some(hrp) = network.hrp.filter(|_| network.name != "btcregtest") {
                assert_eq!(case["HUMAN_READABLE_PART"], hrp);
            }
        }
    }
}
