//! Answers without a socket: what tests and fuzzers ask.

use std::net::IpAddr;
use std::sync::mpsc::sync_channel;

use hyper::Response;
use hyper::http::request::Parts;

use super::Config;
use super::body::Body;
use super::follow::follow;
use super::router::{App, MAX_BODY, Routed, too_large};

/// A server that nobody can reach, with what the share store said when it was made.
pub struct InProcess(App);

impl InProcess {
    /// Reads the share store once.
    pub fn new(config: Config) -> Self {
        let app = App::new(config);
        // Without a sender, following ends after the first look.
        let (_, ended) = sync_channel(0);
        follow(&app.config, &app.found, &ended, |_| {});
        Self(app)
    }

    /// Answers a request that came to the address `local`.
    pub fn answer(&self, head: &Parts, body: &[u8], local: IpAddr) -> Response<Body> {
        let app = &self.0;
        let answer = match app.route(head, local) {
            Routed::Answer(answer) => answer,
            Routed::Queue => app.queue(),
            Routed::Send if body.len() > MAX_BODY => app.refuse(&too_large()),
            Routed::Send => app.send(body),
        };
        app.count(&answer);
        answer
    }
}
