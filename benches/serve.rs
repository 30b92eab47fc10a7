//! What `p2msg serve` costs: 50 of 1,000 messages against a fixed body of the same size, and idle.
//!
//! `cargo bench --bench serve`. The fixed body comes from a server of the same HTTP library that
//! does nothing else, in a process of its own. Both are asked in turns, so that a busy machine slows
//! both, over a few connections that stay open.

#![allow(clippy::print_stdout, clippy::unwrap_used, clippy::indexing_slicing)] // A benchmark.
#![allow(missing_docs)]

mod support;

use std::convert::Infallible;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::process::{Child, Command, Stdio};
use std::thread;
use std::time::{Duration, Instant, SystemTime, UNIX_EPOCH};

use http_body_util::Full;
use hyper::body::{Bytes, Incoming};
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper::{Request, Response};
use hyper_util::rt::TokioIo;
use support::store::{NETWORK, Plan, SPACING};

const MESSAGES: u32 = 1_000;
const PATH: &str = "/msg/recent?limit=50";
const CONNECTIONS: usize = 4;
const TURNS: usize = 20;
/// Of each connection in a turn.
const REQUESTS: usize = 250;
const IDLE: Duration = Duration::from_secs(20);

fn main() {
    let arguments: Vec<String> = std::env::args().collect();
    if let Some(at) = arguments.iter().position(|argument| argument == "--fixed") {
        return serve_fixed(arguments[at + 1].parse().unwrap());
    }
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("shares.0"), store()).unwrap();
    let mut serve = Command::new(env!("CARGO_BIN_EXE_p2msg"));
    serve
        .args(["--net", NETWORK, "serve", "--listen", "127.0.0.1:0"])
        .arg("--shares")
        .arg(folder.path());
    let serve = Server::start(serve);

    let before = serve.cpu_seconds();
    thread::sleep(IDLE);
    let idle = (serve.cpu_seconds() - before) / IDLE.as_secs_f64();
    println!(
        "idle: {:.2} % of a core, {:.1} MiB",
        idle * 100.0,
        serve.mebibytes()
    );

    let body = serve.connect().ask();
    let mut fixed = Command::new(std::env::current_exe().unwrap());
    fixed.args(["--fixed", &body.to_string()]);
    let fixed = Server::start(fixed);
    assert_eq!(fixed.connect().ask(), body);

    let (mut served, mut same) = (Duration::ZERO, Duration::ZERO);
    for _ in 0..TURNS {
        served += serve.turn();
        same += fixed.turn();
    }
    let requests = TURNS * CONNECTIONS * REQUESTS;
    println!("{requests} requests for {body} bytes each");
    let row = |name: &str, took: Duration, server: &Server| {
        println!(
            "{name:22} {:8.0} requests/s  {:6.1} us of CPU each",
            requests as f64 / took.as_secs_f64(),
            server.cpu_seconds() * 1e6 / requests as f64
        );
    };
    row("50 of 1,000 messages", served, &serve);
    row("a fixed body", same, &fixed);
    println!("ratio {:.2}", same.as_secs_f64() / served.as_secs_f64());
    println!("memory afterwards: {:.1} MiB", serve.mebibytes());
}

/// A share store with a signed chat in each share.
fn store() -> Vec<u8> {
    let now = SystemTime::now().duration_since(UNIX_EPOCH).unwrap();
    let now = u32::try_from(now.as_secs()).unwrap();
    let plan = Plan {
        messages_every: 1,
        start: now - SPACING * MESSAGES,
        ..Plan::ordinary(MESSAGES)
    };
    let mut store = Vec::new();
    plan.write(&mut store).unwrap();
    store
}

/// A server in a process of its own, which says on stdout where it listens.
struct Server {
    child: Child,
    address: String,
}

impl Server {
    fn start(mut command: Command) -> Self {
        let mut child = command.stdout(Stdio::piped()).spawn().unwrap();
        let mut line = String::new();
        let mut stdout = BufReader::new(child.stdout.take().unwrap());
        stdout.read_line(&mut line).unwrap();
        let (_, url) = line.trim_end().split_once("http://").unwrap();
        let address = url.trim_end_matches('/').to_owned();
        Self { child, address }
    }

    fn connect(&self) -> Connection {
        let stream = TcpStream::connect(&self.address).unwrap();
        stream.set_nodelay(true).unwrap();
        let reader = BufReader::with_capacity(1 << 16, stream.try_clone().unwrap());
        Connection { stream, reader }
    }

    /// As long as it takes to answer all connections.
    fn turn(&self) -> Duration {
        let mut connections: Vec<Connection> = (0..CONNECTIONS).map(|_| self.connect()).collect();
        for connection in &mut connections {
            connection.ask();
        }
        let start = Instant::now();
        thread::scope(|scope| {
            for connection in &mut connections {
                scope.spawn(move || (0..REQUESTS).map(|_| connection.ask()).sum::<usize>());
            }
        });
        start.elapsed()
    }

    fn cpu_seconds(&self) -> f64 {
        let stat = std::fs::read_to_string(format!("/proc/{}/stat", self.child.id())).unwrap();
        let (_, fields) = stat.rsplit_once(')').unwrap();
        let ticks = fields.split_whitespace().skip(11).take(2);
        // USER_HZ, which is 100 on every Linux that Rust runs on.
        ticks
            .map(|ticks| ticks.parse::<f64>().unwrap())
            .sum::<f64>()
            / 100.0
    }

    fn mebibytes(&self) -> f64 {
        let status = std::fs::read_to_string(format!("/proc/{}/status", self.child.id())).unwrap();
        let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:"));
        let kib: f64 = line.unwrap().trim_end_matches("kB").trim().parse().unwrap();
        kib / 1024.0
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

struct Connection {
    stream: TcpStream,
    reader: BufReader<TcpStream>,
}

impl Connection {
    /// Asks once; the length of the body.
    fn ask(&mut self) -> usize {
        write!(
            self.stream,
            "GET {PATH} HTTP/1.1\r\nHost: localhost\r\n\r\n"
        )
        .unwrap();
        let mut length = 0;
        loop {
            let mut line = String::new();
            self.reader.read_line(&mut line).unwrap();
            let line = line.trim_end().to_ascii_lowercase();
            if let Some(value) = line.strip_prefix("content-length:") {
                length = value.trim().parse().unwrap();
            }
            if line.is_empty() {
                break;
            }
        }
        let mut body = vec![0; length];
        self.reader.read_exact(&mut body).unwrap();
        length
    }
}

/// Serves a body of `length` bytes with the same HTTP library, and nothing else.
fn serve_fixed(length: usize) {
    let body = Bytes::from(vec![b'x'; length]);
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .unwrap();
    runtime.block_on(async {
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
        println!("http://{}", listener.local_addr().unwrap());
        loop {
            let (stream, _) = listener.accept().await.unwrap();
            stream.set_nodelay(true).unwrap();
            let body = body.clone();
            tokio::spawn(async move {
                let answer = service_fn(|_: Request<Incoming>| {
                    let response = Response::new(Full::new(body.clone()));
                    async { Ok::<_, Infallible>(response) }
                });
                let served = http1::Builder::new().serve_connection(TokioIo::new(stream), answer);
                let _ = served.await;
            });
        }
    });
}
