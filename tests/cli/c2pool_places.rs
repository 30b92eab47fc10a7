//! Users name different paths for c2pool's share store. The messages for a wrong path name the right one.

use std::fs;

use crate::support::miner::lines;
use crate::support::place::Place;
use crate::support::running::Running;
use crate::support::vectors::copy_store;

/// A home folder as that of a user who runs c2pool.
fn home(stores: &[&str]) -> Place {
    let place = Place::new();
    for name in stores {
        copy_store(name, &place.home().join(".c2pool"));
    }
    place
}

#[test]
fn the_three_folders_of_a_node_are_the_same_store() {
    let place = home(&["mainnet", "wal_only"]);
    let home = place.home();
    let home = home.display();
    for (net, shares) in [("litecoin", 2), ("litecoin_testnet", 58)] {
        let mut before = None;
        for input in [
            format!("{home}/.c2pool/{net}"),
            format!("{home}/.c2pool/{net}/sharechain_leveldb"),
            format!("--net {net} {home}/.c2pool"),
        ] {
            for command in ["decode --json", "verify --json"] {
                let ran = place
                    .p2msg(&format!("{command} {input}"))
                    .codes(&[0, 4])
                    .stderr("")
                    .run();
                assert_eq!(lines(&ran.stdout).len(), shares, "{command} {input}");
            }
            let stats = place
                .p2msg(&format!("store stats --json {input}"))
                .stderr("")
                .run();
            assert_eq!(*before.get_or_insert(stats.stdout.clone()), stats.stdout);
        }
    }
}

#[test]
fn another_network_in_the_data_folder_is_named() {
    let place = home(&["wal_only", "dash"]);
    let hint = "c2pool has stores of other networks there: dash_testnet, litecoin_testnet; name one \
                of these folders, or pass its --net";
    let data = place.home().join(".c2pool");
    let data = data.display();
    for command in ["decode", "verify", "store stats", "queue confirm"] {
        place
            .p2msg(&format!("--net bitcoin {command} {data}"))
            .code(1)
            .stderr(".c2pool holds no share store")
            .stderr(hint)
            .run();
    }
    let ran = place
        .p2msg(&format!("--net bitcoin doctor --shares {data}"))
        .code(1)
        .run();
    assert!(ran.stdout.contains(hint), "{}", ran.stdout);
}

#[test]
fn serve_says_that_the_data_folder_lacks_its_network() {
    let place = home(&["wal_only"]);
    let data = place.home().join(".c2pool");
    let data = data.to_str().unwrap();
    let serve = ["--net", "bitcoin", "serve", "--listen", "127.0.0.1:0"];
    let arguments = [serve.as_slice(), &["--shares", data]].concat();
    let running = Running::start_in(&place, &arguments, &[]);
    running.stderr(".c2pool: it has no store of bitcoin; trying again");
}

#[test]
fn for_a_single_file_of_the_database_its_folder_is_named() {
    let place = home(&["tables"]);
    let folder = place
        .home()
        .join(".c2pool/litecoin_testnet/sharechain_leveldb");
    let files = ["000012.ldb", "000015.log", "CURRENT", "MANIFEST-000013"];
    for file in files {
        for command in ["decode", "verify", "store stats"] {
            let path = folder.join(file);
            place
                .p2msg(&format!("{command} {}", path.display()))
                .code(3)
                .stderr(format!("{file} is one file of a database"))
                .stderr(format!("p2msg ... {}", folder.display()))
                .run();
        }
    }
}

#[test]
fn a_folder_without_a_database_is_said_to_lack_it() {
    let place = Place::new();
    let folder = place.home().join(".c2pool/litecoin/sharechain_leveldb");
    fs::create_dir_all(&folder).unwrap();
    place
        .p2msg(&format!("decode {}", folder.display()))
        .code(1)
        .stderr("sharechain_leveldb/CURRENT\ncause: the database lacks it\n")
        .run();
}
