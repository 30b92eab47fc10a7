//! Connections that a node closes without announcing it, as c2pool does after each answer.

use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};

use serde_json::json;

use crate::support::mock::{MockNode, Reply, Request, c2pool, chat, msg};
use crate::support::place::Place;

/// Sends the body of `reply` in an answer that promises to keep the connection. Then the node closes
/// the connection: at once, or as soon as another request arrives on it.
fn closes_unannounced(reply: Reply, at_once: bool) -> Reply {
    let Reply::Body(status, body) = reply else {
        return reply;
    };
    Reply::act(move |stream| {
        let head = format!(
            "HTTP/1.1 {status} Whatever\r\ncontent-length: {}\r\n\r\n",
            body.len()
        );
        let _ = stream.write_all(&[head.into_bytes(), body].concat());
        let _ = stream.flush();
        if !at_once {
            let _ = stream.read(&mut [0; 1]);
        }
    })
}

fn unannounced(handler: impl Fn(&Request) -> Reply + Send + Sync + 'static) -> MockNode {
    let answers = AtomicUsize::new(0);
    MockNode::start(move |request| {
        let at_once = answers.fetch_add(1, Ordering::Relaxed).is_multiple_of(2);
        closes_unannounced(handler(request), at_once)
    })
}

#[test]
fn hundreds_of_calls_succeed_on_connections_that_close_unannounced() {
    let place = Place::new();
    place.p2msg("send hello").stdout();
    let c2pool = unannounced(c2pool(json!([])));
    let msg = unannounced(msg(vec![chat(60, "hello")], true));
    for _ in 0..50 {
        for arguments in [
            format!("node messages --url {} --quiet", c2pool.url()),
            format!("node transition --url {}", c2pool.url()),
            format!("node check --skip transition --url {}", c2pool.url()),
            format!("node messages --url {}", msg.url()),
            format!("queue confirm --quiet --node {}", msg.url()),
        ] {
            place.p2msg(&arguments).run();
        }
    }
}

/// A node that closes the first connection for each path without an answer.
fn closes_first() -> MockNode {
    let seen = Mutex::new(Vec::new());
    MockNode::start(move |request| {
        let mut seen = seen.lock().unwrap();
        if !seen.contains(&request.path) {
            seen.push(request.path.clone());
            return Reply::raw("");
        }
        match request.path.as_str() {
            "/msg/ban" => json!({"ok": true, "actions": ["banned"]}).into(),
            _ => msg(vec![chat(60, "hello")], true)(request),
        }
    })
}

#[test]
fn a_get_is_retried_once_and_a_post_never() {
    let place = Place::new();
    let node = closes_first();
    let arguments = format!("node messages --api msg --url {}", node.url());
    let shown = place.p2msg(&arguments).run().stdout;
    assert!(shown.contains("hello"), "{shown}");
    let recent = |path: &&String| *path == "/msg/recent";
    assert_eq!(node.paths().iter().filter(recent).count(), 2);

    let arguments = format!("node ban --keyword scam --api msg --url {}", node.url());
    place
        .p2msg(&arguments)
        .code(1)
        .stderr("wait: connection closed before message completed")
        .run();
    let ban = |path: &&String| *path == "/msg/ban";
    assert_eq!(node.paths().iter().filter(ban).count(), 1);

    let dead = MockNode::start(|_| Reply::raw(""));
    let arguments = format!("node messages --api msg --url {}", dead.url());
    place.p2msg(&arguments).code(1).stderr("wait: ").run();
    assert_eq!(dead.requests().len(), 2);
}
