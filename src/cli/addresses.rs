//! Payout addresses in options.

use bech32::segwit;

use super::error::CliError;
use super::withhold::withhold;
use crate::core::hash::sha256d;
use crate::core::network::{NETWORKS, Network};

/// Whether `text` is an address of the network, checksum included.
pub fn is_address(text: &str, network: &Network) -> bool {
    let segwit = segwit::decode(text)
        .is_ok_and(|(hrp, _, _)| network.hrp.is_some_and(|known| known == hrp.to_lowercase()));
    let base58 = bs58::decode(text).into_vec().unwrap_or_default();
    segwit
        || base58
            .split_last_chunk::<4>()
            .is_some_and(|(body, checksum)| {
                let versions = [Some(network.address_version), network.p2sh_version];
                body.len() == 21
                    && versions.contains(&body.first().copied())
                    && sha256d(body).starts_with(checksum)
            })
}

/// The networks that have the address. Those of c2pool alone have the addresses of another one.
pub fn of_networks(text: &str) -> impl Iterator<Item = &'static Network> {
    NETWORKS
        .iter()
        .filter(|network| !network.is_only_c2pools())
        .filter(move |network| is_address(text, network))
}

/// Requires that `text` is an address of `network`; the error names the networks that have it.
///
/// # Errors
/// The text is not an address, or one of other networks (usage).
pub fn require_address(option: &str, text: &str, network: &Network) -> Result<(), CliError> {
    if is_address(text, network) {
        return Ok(());
    }
    let name = network.name;
    let shown = withhold(text);
    let others: Vec<&str> = of_networks(text).map(|other| other.name).collect();
    if others.is_empty() {
        let message = format!("{option}: '{shown}' is not a payout address of any network");
        return Err(CliError::usage("invalid_value", message)
            .hint("give the address exactly as the messages show it"));
    }
    let others = others.join(", ");
    let message = format!("{option}: '{shown}' is an address of {others}, not of {name}");
    Err(CliError::usage("invalid_value", message)
        .hint("give an address of this network, or name the other network with --net"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::core::address::{PubkeyType, address};

    #[test]
    fn an_address_belongs_to_its_network_only() {
        for network in &NETWORKS {
            for kind in [PubkeyType::P2pkh, PubkeyType::P2wpkh, PubkeyType::P2sh] {
                let Some(text) = address(network, kind, &[0x5a; 20]) else {
                    continue;
                };
                assert!(is_address(&text, network), "{text} on {}", network.name);
                let mut broken = text.clone();
                let last = broken.pop().unwrap();
                broken.push(if last == 'q' { 'p' } else { 'q' });
                assert!(!is_address(&broken, network), "{broken}");
            }
        }
    }

    #[test]
    fn addresses_are_those_of_the_network() {
        let litecoin = Network::by_name("litecoin").expect("a network");
        let bitcoin = Network::by_name("bitcoin").expect("a network");
        for address in [
            "LVg2kJoFNg45Nbpy53h7Fe1wKyeXVRhMH9",
            "ltc1qw508d6qejxtdg4y5r3zarvary0c5xw7kgmn4n9",
        ] {
            assert!(is_address(address, litecoin), "{address}");
            assert!(!is_address(address, bitcoin), "{address}");
        }
        for text in [
            "",
            "garbage!",
            "LVg2kJoFNg45Nbpy53h7Fe1wKyeXVRhMH8",
            "ltc1q",
        ] {
            assert!(!is_address(text, litecoin), "{text}");
        }
    }
}
