//! Recognizes the P2P port of a node, which does not answer HTTP.

use std::time::Duration;

use reqwest::Url;
use tokio::io::AsyncReadExt;
use tokio::net::TcpStream;
use tokio::time::timeout;

/// The time for a connection and for the first bytes.
const PATIENCE: Duration = Duration::from_millis(500);

/// The first frame of a node: 8 bytes of its network, then the name of the command in 12 bytes.
const FRAME_START: usize = 20;
const VERSION: &[u8; 12] = b"version\0\0\0\0\0";

/// Whether the port of `url` greets as P2Pool nodes do among themselves: they send `version` at
/// once. Nothing is sent to it.
pub(super) async fn greets(url: &Url) -> bool {
    timeout(PATIENCE, first_bytes(url))
        .await
        .ok()
        .flatten()
        .is_some_and(|frame| frame.ends_with(VERSION))
}

async fn first_bytes(url: &Url) -> Option<[u8; FRAME_START]> {
    let host = url
        .host_str()?
        .trim_start_matches('[')
        .trim_end_matches(']');
    let port = url.port_or_known_default()?;
    let mut stream = TcpStream::connect((host, port)).await.ok()?;
    let mut frame = [0; FRAME_START];
    stream.read_exact(&mut frame).await.ok()?;
    Some(frame)
}
