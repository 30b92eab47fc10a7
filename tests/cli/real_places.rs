//! Where a node is on this machine, and ports that do not answer HTTP.

use std::io::{ErrorKind, Write};
use std::net::TcpListener;
use std::process::Command;
use std::time::Duration;

use p2msg::client::node::Api;
use p2msg::client::{ClientError, ExtraRoots, NodeClient, Timeouts};
use p2msg::core::network::{NETWORKS, Network};

use super::real_nodes::at_clock;
use crate::support::c2pool::C2pool;
use crate::support::mock::{MockNode, Reply, chat};
use crate::support::place::{NOW, Place};
use crate::support::release::Release;

/// Set in the run of a test that has a network of its own.
const OWN_NETWORK: &str = "P2MSG_TEST_OWN_NETWORK";

fn client(url: &str) -> NodeClient {
    let timeouts = Timeouts {
        connect: Duration::from_secs(5),
        total: Duration::from_secs(10),
    };
    let network = Network::by_name("litecoin").unwrap();
    NodeClient::new(
        url.parse().unwrap(),
        timeouts,
        &ExtraRoots::default(),
        None,
        network,
    )
    .unwrap()
}

/// Finds the node; returns its API, or the error.
fn find(client: &NodeClient) -> Result<Api, ClientError> {
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .unwrap();
    runtime
        .block_on(client.find(None, NOW))
        .map(|node| node.api())
}

/// A port of c2pool for miners: it reads and closes.
fn stratum() -> MockNode {
    MockNode::start(|_| Reply::raw(""))
}

#[test]
fn a_stratum_port_is_recognized_and_not_asked_again() {
    let (stratum, c2pool) = (stratum(), C2pool::new("starting_dashboard").start());
    let both = client(&stratum.url()).or_at(client(&c2pool.url()));
    assert_eq!(find(&both), Ok(Api::C2pool));
    assert_eq!(both.found_base().to_string(), c2pool.url());
    assert!(stratum.requests().is_empty());

    // It is known now, and not asked if c2pool does not answer at its web port.
    let at = c2pool.stop();
    assert!(!find(&both).unwrap_err().is_no_http());
    assert!(stratum.requests().is_empty());

    // c2pool has no web port from the beginning.
    let both = client(&stratum.url()).or_at(client(&format!("http://{at}")));
    assert!(find(&both).unwrap_err().is_no_http());
    let asked = stratum.requests().len();
    assert!(asked > 0);
    assert!(!find(&both).unwrap_err().is_no_http());
    assert_eq!(stratum.requests().len(), asked);
}

#[test]
fn a_python_node_is_found_on_its_worker_port() {
    let release = Release::new(vec![chat(60, "hello")]).start();
    let nothing = format!("http://{}", stratum().stop());
    let other = MockNode::start(|_| Reply::not_there());
    for elsewhere in [nothing, other.url()] {
        let both = client(&release.url()).or_at(client(&elsewhere));
        assert_eq!(find(&both), Ok(Api::Msg));
        assert_eq!(both.found_base().to_string(), release.url());
    }
    // Once it is found, the other place is left alone.
    let both = client(&release.url()).or_at(client(&other.url()));
    find(&both).unwrap();
    let asked = other.requests().len();
    find(&both).unwrap();
    assert_eq!(other.requests().len(), asked);
}

/// Runs the test `name` of this program again in a network namespace, where all ports are free.
#[allow(clippy::print_stderr)]
fn passes_in_a_network_of_its_own(name: &str) {
    let isolated = |script: &str| {
        let mut command = Command::new("unshare");
        command.args(["--user", "--map-root-user", "--net", "sh", "-c"]);
        command.arg(format!("ip link set lo up && {script}"));
        command.arg(std::env::current_exe().unwrap()).arg(name);
        command.env(OWN_NETWORK, "1").output()
    };
    if !isolated("true").is_ok_and(|output| output.status.success()) {
        eprintln!("SKIPPED: no network namespace");
        return;
    }
    let output = isolated("exec \"$0\" --exact --nocapture \"$1\"").unwrap();
    assert!(output.status.success(), "{output:?}");
}

#[test]
fn without_a_url_both_usual_ports_are_asked() {
    if std::env::var_os(OWN_NETWORK).is_none() {
        passes_in_a_network_of_its_own(
            "cli::real_places::without_a_url_both_usual_ports_are_asked",
        );
        return;
    }
    let place = Place::new();
    place
        .p2msg("node messages")
        .code(1)
        .stderr("cannot ask http://127.0.0.1:9327/msg/config: connect: ")
        .stderr("c2pool on 8080 by default")
        .run();
    let stratum = MockNode::start_at("127.0.0.1:9327", |_| Reply::raw(""));
    place
        .p2msg("node messages")
        .code(1)
        .stderr("answers no HTTP; its web port is 8080 by default")
        .run();
    let asked = stratum.requests().len();
    let c2pool = C2pool::new("share_with_transition").start_at("127.0.0.1:8080");
    let shown = at_clock(&place, "node transition").stdout();
    assert!(shown.starts_with("http://127.0.0.1:8080\n"), "{shown}");
    assert_eq!(stratum.requests().len(), asked);
    drop((c2pool, stratum));
    let release = Release::new(vec![chat(60, "hello")]).start_at("127.0.0.1:9327");
    let shown = place.p2msg("node messages").run().stdout;
    assert!(shown.contains("hello"), "{shown}");
    drop(release);
}

#[test]
fn a_port_for_miners_is_named() {
    // Any network will do whose port is free.
    let listen = |port: u16| match TcpListener::bind(("127.0.0.1", port)) {
        Err(error) if error.kind() == ErrorKind::AddrInUse => None,
        listener => listener.ok().map(|_| port),
    };
    let mut ports = NETWORKS.iter().rev().map(|network| network.worker_port);
    let port = ports.find_map(listen).expect("a free port");
    let stratum = MockNode::start_at(&format!("127.0.0.1:{port}"), |_| Reply::raw(""));
    Place::new()
        .p2msg(&format!("node messages --url {}", stratum.url()))
        .code(1)
        .stderr("hint: if this is c2pool, its worker port is for miners (stratum)")
        .run();
    Place::new()
        .p2msg(&format!(
            "node messages --url http://{}",
            self::stratum().stop()
        ))
        .code(1)
        .stderr("Python nodes answer on the worker port of their network, c2pool on 8080")
        .run();
}

#[test]
fn a_p2p_port_is_named() {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let port = listener.local_addr().unwrap().port();
    std::thread::spawn(move || {
        let mut open = Vec::new();
        for mut stream in listener.incoming().flatten() {
            let mut frame = hex::decode("7208c1a53ef629b0").unwrap();
            frame.extend(b"version\0\0\0\0\0");
            frame.extend([0; 100]);
            let _ = stream.write_all(&frame);
            open.push(stream);
        }
    });
    for command in ["node messages --url", "status --from-node"] {
        Place::new()
            .p2msg(&format!("{command} http://127.0.0.1:{port}"))
            .code(1)
            .stderr("this is the P2P port of a node, which does not answer HTTP\nhint: give its web port")
            .run();
    }
}
