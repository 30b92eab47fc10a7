//! What lies in `contrib/` does what it says.

use std::fs::{self, Permissions};
use std::os::unix::fs::PermissionsExt;
use std::path::PathBuf;
use std::process::Command;

use serde_json::json;

use crate::support::mock::{MockNode, alert, plan, version_signaling};
use crate::support::place::{NOW, P2MSG, Place};
use crate::support::running::Running;

fn contrib(name: &str) -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
        .join("contrib")
        .join(name)
}

#[test]
fn an_alert_becomes_a_mail() {
    let place = Place::new();
    let sendmail = place.file("sendmail", "#!/bin/sh\ncat > \"$0.mail\"\necho sent >&2\n");
    fs::set_permissions(&sendmail, Permissions::from_mode(0o755)).unwrap();
    let mut hostile = alert(0, "fork\nBcc: everybody@example.org\n\n.\n", true);
    hostile["timestamp"] = (NOW + 1).into();
    let node = MockNode::start(plan(vec![hostile]));
    // sendmail is looked up in PATH, as for anybody else.
    let path = format!(
        "{}:{}",
        place.work().display(),
        std::env::var("PATH").unwrap()
    );
    let script = place.file("watch", format!("#!/bin/sh\nPATH='{path}' exec \"$@\"\n"));
    fs::set_permissions(&script, Permissions::from_mode(0o755)).unwrap();
    let hook = format!(
        "{} {} ops@example.org",
        script.display(),
        contrib("alert-to-mail").display()
    );
    let url = node.url();
    let arguments = [
        "node",
        "watch",
        "--alerts-only",
        "--url",
        &url,
        "--exec",
        &hook,
    ];
    let watching = Running::start_with(&place, &arguments);
    watching.stderr("sent");
    watching.signal("TERM");
    assert_eq!(watching.ends().0.code(), Some(0));
    let mail = fs::read_to_string(place.work().join("sendmail.mail")).unwrap();
    let (head, _) = mail.split_once("\n\n").unwrap();
    assert_eq!(
        head,
        "To: ops@example.org\nSubject: P2Pool alert\nMIME-Version: 1.0\n\
         Content-Type: text/plain; charset=UTF-8\nContent-Transfer-Encoding: base64"
    );
    let body = place
        .shell("sed '1,/^$/d' sendmail.mail | base64 -d")
        .run()
        .stdout;
    let message: serde_json::Value = serde_json::from_str(&body).unwrap();
    assert_eq!(message["text"], "fork\nBcc: everybody@example.org\n\n.\n");
}

/// A node that is well and tells its statistics.
fn node() -> MockNode {
    MockNode::start(|request| match request.path.as_str() {
        "/local_stats" => json!({
            "version": "36.0", "uptime": 5, "peers": {"incoming": 1, "outgoing": 1},
            "miner_hash_rates": {}
        })
        .into(),
        "/version_signaling" => version_signaling("info", json!([])).into(),
        _ => plan(vec![])(request),
    })
}

#[test]
fn the_lines_for_cron_are_silent() {
    let node = node();
    let place = Place::new();
    let exporter = place.work().display().to_string();
    let crontab = fs::read_to_string(contrib("crontab")).unwrap();
    let lines = crontab
        .lines()
        .filter(|line| line.contains("p2msg ") && !line.starts_with('#'));
    let mut count = 0;
    for line in lines {
        let fields: Vec<&str> = line.split_whitespace().collect();
        let command = fields[5..]
            .join(" ")
            .replace("http://127.0.0.1:9327", &node.url())
            .replace("/var/lib/prometheus/node-exporter", &exporter)
            .replace("p2msg ", "\"$P2MSG\" ");
        assert!(!command.contains('%'), "cron ends a command at %");
        let ran = place.shell(&command).env("P2MSG_URL", &node.url()).run();
        assert_eq!(ran.stdout, "", "{line}");
        count += 1;
    }
    assert_eq!(count, 3);
    let queue = place.home().join(".local/share/p2msg/message_queue.json");
    assert!(fs::read_to_string(queue).unwrap().contains("NODE_STATUS"));
    let metrics = fs::read_to_string(place.work().join("p2msg.prom")).unwrap();
    assert!(metrics.contains("p2msg_check_state 0\n"), "{metrics}");
}

#[test]
fn the_checks_for_nrpe_are_well() {
    let node = node();
    let place = Place::new();
    let checks = fs::read_to_string(contrib("nrpe-p2msg.cfg")).unwrap();
    let commands = checks
        .lines()
        .filter_map(|line| line.strip_prefix("command["));
    let mut count = 0;
    for command in commands {
        let (_, command) = command.split_once("]=").unwrap();
        // Here everything belongs to one user.
        let command = command.replace("/usr/bin/sudo -u p2msg ", "");
        let arguments = command.strip_prefix("/usr/local/bin/p2msg ").unwrap();
        let ran = place.p2msg(arguments).env("P2MSG_URL", &node.url()).run();
        assert!(ran.stdout.starts_with("P2MSG OK - "), "{}", ran.stdout);
        count += 1;
    }
    assert_eq!(count, 2);
}

#[test]
fn systemd_understands_the_units() {
    if Command::new("systemd-analyze")
        .arg("--version")
        .output()
        .is_err()
    {
        eprintln!("SKIPPED: systemd-analyze is not installed");
        return;
    }
    let place = Place::new();
    let mut units = Vec::new();
    for entry in fs::read_dir(contrib("systemd")).unwrap() {
        let path = entry.unwrap().path();
        let unit = fs::read_to_string(&path).unwrap();
        // systemd finds the programs where they are installed; here they are elsewhere.
        let unit = unit
            .replace("ExecStart=p2msg ", &format!("ExecStart={P2MSG} "))
            .replace(
                "ExecStart=/usr/lib/p2msg/alert-to-mail ",
                &format!("ExecStart={} ", contrib("alert-to-mail").display()),
            );
        let name = path.file_name().unwrap().to_str().unwrap();
        units.push(place.file(name, unit));
    }
    assert!(units.len() > 3);
    let output = Command::new("systemd-analyze")
        .args(["verify", "--man=no"])
        .args(&units)
        .output()
        .unwrap();
    let said = String::from_utf8_lossy(&output.stderr);
    let about_ours: Vec<&str> = said
        .lines()
        .filter(|line| line.contains("p2msg-"))
        .collect();
    assert!(about_ours.is_empty(), "{said}");
}

/// systemd passes the variable on as one argument, whatever blanks it has.
#[test]
fn every_recipe_takes_several_nodes() {
    let (first, second) = (node(), node());
    let urls = format!("{} {}", first.url(), second.url());
    let place = Place::new();
    let unit = fs::read_to_string(contrib("systemd/p2msg-status.service")).unwrap();
    let start = unit
        .lines()
        .find_map(|line| line.strip_prefix("ExecStart=p2msg "));
    let arguments: Vec<&str> = start.unwrap().split(' ').collect();
    let arguments = arguments.into_iter().map(|argument| match argument {
        "${P2MSG_URL}" => urls.as_str(),
        argument => argument,
    });
    place.p2msg("").args(arguments).stdout();
    let crontab = fs::read_to_string(contrib("crontab")).unwrap();
    let commands = crontab
        .lines()
        .filter(|line| line.contains(" p2msg ") && !line.starts_with('#'));
    for line in commands {
        let command = line
            .split_whitespace()
            .skip(5)
            .collect::<Vec<_>>()
            .join(" ");
        let command = command
            .replace(
                "/var/lib/prometheus/node-exporter",
                &place.work().display().to_string(),
            )
            .replace("p2msg ", "\"$P2MSG\" ");
        let ran = place.shell(&command).env("P2MSG_URL", &urls).run();
        assert_eq!(ran.stdout, "", "{line}");
        assert!(!command.contains("http://"), "{line}");
    }
    for node in [first, second] {
        assert!(!node.requests().is_empty());
    }
}
