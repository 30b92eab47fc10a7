//! The first message of each side, and the addresses of nodes.
//!
//! Integers are little-endian, except the port of an address.
//!
//! Source: `message_version` in p2pool's p2p.py, `address_type` in its bitcoin/data.py. FIELD.md b.2.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr};

use crate::core::hash::ShareHash;
use crate::core::wire::{Reader, WireError, write_var_str};

/// The first message of each side.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Version<'a> {
    /// The protocol version.
    pub version: u32,
    /// A bit set: 0 from Python nodes, 1 from c2pool.
    pub services: u64,
    /// The receiver's address, as the sender sees it.
    pub addr_to: Address,
    /// The sender's address, as far as it knows it.
    pub addr_from: Address,
    /// A random number, by which a node recognizes a connection to itself.
    pub nonce: u64,
    /// The name and version of the client: any bytes.
    pub sub_version: &'a [u8],
    /// Always 1.
    pub mode: u32,
    /// The newest share of the sender's best chain; `None` without one.
    pub best_share_hash: Option<ShareHash>,
}

impl<'a> Version<'a> {
    pub(super) fn read(reader: &mut Reader<'a>) -> Result<Self, WireError> {
        Ok(Self {
            version: reader.u32("version")?,
            services: reader.u64("services")?,
            addr_to: Address::read(reader)?,
            addr_from: Address::read(reader)?,
            nonce: reader.u64("nonce")?,
            sub_version: reader.var_str("sub_version", 0, u64::MAX)?,
            mode: reader.u32("mode")?,
            best_share_hash: {
                let hash = ShareHash::from_wire(*reader.array("best_share_hash")?);
                (!hash.is_zero()).then_some(hash)
            },
        })
    }

    pub(super) fn write(&self, out: &mut Vec<u8>) {
        out.extend_from_slice(&self.version.to_le_bytes());
        out.extend_from_slice(&self.services.to_le_bytes());
        self.addr_to.write(out);
        self.addr_from.write(out);
        out.extend_from_slice(&self.nonce.to_le_bytes());
        write_var_str(out, self.sub_version);
        out.extend_from_slice(&self.mode.to_le_bytes());
        out.extend_from_slice(&self.best_share_hash.map_or([0; 32], ShareHash::to_wire));
    }
}

/// The address of a node.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Address {
    /// A bit set, as in [`Version`].
    pub services: u64,
    /// An IPv6 address; IPv4 addresses are mapped (`::ffff:127.0.0.1`).
    pub ip: Ipv6Addr,
    /// The port, big-endian on the wire.
    pub port: u16,
}

impl Address {
    /// Stands for an address that is unknown or kept private: 0.0.0.0, port 0.
    pub const NONE: Self = Self {
        services: 0,
        ip: Ipv4Addr::UNSPECIFIED.to_ipv6_mapped(),
        port: 0,
    };

    /// Returns the address and port; mapped addresses become IPv4 addresses.
    pub fn socket(&self) -> SocketAddr {
        SocketAddr::new(IpAddr::V6(self.ip).to_canonical(), self.port)
    }

    fn read(reader: &mut Reader<'_>) -> Result<Self, WireError> {
        Ok(Self {
            services: reader.u64("address.services")?,
            ip: Ipv6Addr::from(*reader.array::<16>("address.address")?),
            port: u16::from_be_bytes(*reader.array("address.port")?),
        })
    }

    fn write(&self, out: &mut Vec<u8>) {
        out.extend_from_slice(&self.services.to_le_bytes());
        out.extend_from_slice(&self.ip.octets());
        out.extend_from_slice(&self.port.to_be_bytes());
    }
}

impl From<SocketAddr> for Address {
    fn from(address: SocketAddr) -> Self {
        let ip = match address.ip() {
            IpAddr::V4(ip) => ip.to_ipv6_mapped(),
            IpAddr::V6(ip) => ip,
        };
        Self {
            services: 0,
            ip,
            port: address.port(),
        }
    }
}

/// The address of a node that another node knows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct KnownAddress {
    /// When the node was last seen, in Unix seconds.
    pub timestamp: u64,
    /// Its address.
    pub address: Address,
}

impl KnownAddress {
    /// Length on the wire, in bytes.
    pub(super) const SIZE: usize = 34;

    pub(super) fn read(reader: &mut Reader<'_>) -> Result<Self, WireError> {
        Ok(Self {
            timestamp: reader.u64("addrs.timestamp")?,
            address: Address::read(reader)?,
        })
    }

    pub(super) fn write(&self, out: &mut Vec<u8>) {
        out.extend_from_slice(&self.timestamp.to_le_bytes());
        self.address.write(out);
    }
}
