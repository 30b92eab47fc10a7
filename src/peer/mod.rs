//! The pool's own network over real sockets: p2msg listens to nodes and fetches their shares.
//!
//! ```text
//! address   the address of a peer, as users write it
//! dial      a TCP connection to it, also through a SOCKS5 proxy
//! link      one connection: the state machine of core::p2p on a socket
//! share     the shares of a peer, parsed, and checked to their proof of work on every processor
//! fetch     which shares are known, and which to request next; no sockets and no clock
//! remote    a peer of a listener: its connection, and when to connect again
//! notice    the set-up of a listener, and its reports
//! listener  several peers at once: reconnects, requests, checks, and new shares
//! messages  the messages in the shares of peers
//! node      a node that serves one chain, for demonstrations and tests
//! rules     the rules of the chain, checked as shares arrive in any order
//! view      the chains of the shares that were fetched: their work and length
//! source    the chain of a peer as a source of shares
//! stored    shares that were fetched before, read from a share store
//! thread    work in a thread of its own
//! ```
//!
//! The protocol itself is [`core::p2p`](crate::core::p2p).

mod address;
mod dial;
mod fetch;
mod link;
mod listener;
mod messages;
pub mod node;
mod notice;
mod remote;
mod rules;
mod share;
mod source;
mod stored;
mod thread;
mod view;

pub use self::address::{AddressError, PeerAddress};
pub use self::dial::{ConnectError, Proxy, ProxyError};
pub use self::fetch::Goal;
pub use self::link::{Fault, PeerInfo};
pub use self::listener::Listener;
pub use self::messages::{PeerMessages, retention};
pub use self::notice::{Notice, Setup};
pub use self::rules::{BrokenShare, RuleCheck};
pub use self::share::{PeerShare, ShareFault};
pub use self::source::{PeerSource, Stopper};
pub use self::stored::stored_shares;
pub use self::view::{ChainSummary, Fork, ShareView};
