//! Resolves the names of nodes, also if the system starts no thread.

use std::io;
use std::net::{SocketAddr, ToSocketAddrs};
use std::thread;

use reqwest::dns::{Addrs, Name, Resolve, Resolving};
use tokio::sync::oneshot;

/// Resolves names as the system does, each in a thread of its own, because a look-up cannot be
/// cancelled. If the system starts no thread, this one waits: the resolver of reqwest would panic.
pub(super) struct Resolver;

impl Resolve for Resolver {
    fn resolve(&self, name: Name) -> Resolving {
        let name = name.as_str().to_owned();
        let (sender, receiver) = oneshot::channel();
        let look_up = {
            let name = name.clone();
            move || {
                // An error means that the request has timed out.
                let _ = sender.send(addresses(&name));
            }
        };
        let started = thread::Builder::new()
            .name("resolve".to_owned())
            .spawn(look_up);
        Box::pin(async move {
            let found = match started {
                Ok(_) => receiver
                    .await
                    .unwrap_or_else(|_| Err(io::ErrorKind::Other.into())),
                Err(_) => addresses(&name),
            };
            Ok(Box::new(found?.into_iter()) as Addrs)
        })
    }
}

fn addresses(name: &str) -> io::Result<Vec<SocketAddr>> {
    Ok((name, 0).to_socket_addrs()?.collect())
}
