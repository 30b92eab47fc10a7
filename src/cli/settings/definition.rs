//! The table of settings: name, parser, help, and the text in the config file.
//!
//! Option, environment variable and config key of a setting have the same name. The help pages, the
//! list of config keys, `config show` and `config sample` are made from this table.

use std::path::PathBuf;

use clap::builder::{Resettable, StyledStr};
use serde_json::Value;

use super::color::ColorWhen;
use super::parse::{
    parse_color, parse_key_index, parse_lock_timeout, parse_network, parse_now, parse_path,
    parse_text,
};
use crate::cli::config::{Parse, parse_switch, variable};
use crate::core::key::KeyIndex;
use crate::core::network::Network;

/// A setting with values of type `T`.
pub(crate) struct Definition<T> {
    /// The part that does not depend on the type.
    pub(crate) about: About,
    /// Parses a variable or a config value.
    pub(crate) parse: Parse<T>,
    /// The value in `config show`.
    pub(crate) show: fn(&T) -> Value,
}

/// Name and texts of a setting.
pub(crate) struct About {
    /// The name of the option without dashes, and of the config key.
    pub(crate) name: &'static str,
    /// The line of help, without the default and the variable.
    pub(crate) help: &'static str,
    /// The default in the line of help, if that names one.
    pub(crate) default: Option<&'static str>,
    /// More paragraphs for `--help`.
    pub(crate) details: Option<&'static str>,
    /// The comment above the key in the sample; `None` if the comment above the key before it
    /// explains both.
    pub(crate) comment: Option<&'static str>,
    /// The TOML value in the sample.
    pub(crate) example: &'static str,
    /// Whether every command has the option.
    pub(crate) is_global: bool,
}

impl About {
    /// The line of help.
    pub(crate) fn help(&self) -> String {
        let default = self.default.map(|default| format!(" [default: {default}]"));
        let default = default.unwrap_or_default();
        format!("{}{default} [env: {}]", self.help, self.variable())
    }

    /// The line of help and more paragraphs, if there are more.
    pub(crate) fn long_help(&self) -> Resettable<StyledStr> {
        let text = |details| format!("{}\n\n{details}", self.help()).into();
        self.details.map(text).into()
    }

    /// The environment variable.
    pub(crate) fn variable(&self) -> String {
        variable(self.name)
    }
}

/// A definition without texts, for the fields that most settings do not have.
const PLAIN: About = About {
    name: "",
    help: "",
    default: None,
    details: None,
    comment: None,
    example: "",
    is_global: true,
};

const fn path(about: About) -> Definition<PathBuf> {
    Definition {
        about,
        parse: parse_path,
        show: |path| path.display().to_string().into(),
    }
}

const fn switch(about: About) -> Definition<bool> {
    Definition {
        about,
        parse: parse_switch,
        show: |switch| (*switch).into(),
    }
}

/// The config file. It is not a key of itself.
pub(crate) const CONFIG: Definition<PathBuf> = path(About {
    name: "config",
    help: "Config file",
    default: Some("$XDG_CONFIG_HOME/p2msg/config.toml"),
    details: Some(
        "TOML, with a key for each of these options, of the same name: net = \"litecoin\".",
    ),
    ..PLAIN
});

/// A fixed time in place of the clock, in Unix seconds: only a variable.
pub(crate) const NOW: Definition<u64> = Definition {
    about: About {
        name: "now",
        ..PLAIN
    },
    parse: parse_now,
    show: |now| (*now).into(),
};

pub(crate) const NET: Definition<&'static Network> = Definition {
    about: About {
        name: "net",
        help: "P2Pool network",
        default: Some("litecoin"),
        comment: Some(
            "The network of the pool: its addresses, its keys in WIF and the port of the node on this machine. Without it, commands that read shares use the network that a path names, as data/litecoin_testnet.",
        ),
        example: "\"litecoin\"",
        ..PLAIN
    },
    parse: parse_network,
    show: |net| net.name.into(),
};

pub(crate) const DATA_DIR: Definition<PathBuf> = path(About {
    name: "data-dir",
    help: "Folder with the key state, the queue and the lock",
    details: Some(
        "Without it: the first of `data` in the working folder and $XDG_DATA_HOME/p2msg that contains \
         p2msg's files. If neither does: `data` in the working folder if it exists, else \
         $XDG_DATA_HOME/p2msg.",
    ),
    comment: Some(
        "The folder with the key state, the queue and the lock. Without it: the first of data in the working\n\
         folder and $XDG_DATA_HOME/p2msg that contains p2msg's files. If neither does: data in the working\n\
         folder if it exists, else $XDG_DATA_HOME/p2msg.",
    ),
    example: "\"/var/lib/p2msg\"",
    ..PLAIN
});

pub(crate) const ALLOW_FOREIGN_DATA_DIR: Definition<bool> = switch(About {
    name: "allow-foreign-data-dir",
    help: "Let root use a data folder of another user",
    details: Some(
        "That user controls the queue and the key state. New files get the owner of the folder; the \
         owner of existing files never changes. Without this option, and for users other than root, \
         p2msg refuses a data folder of another user.",
    ),
    comment: Some(
        "Let root use a data folder of another user. That user controls the queue and the key state.",
    ),
    example: "false",
    ..PLAIN
});

pub(crate) const SIGNING_KEY_FILE: Definition<PathBuf> = path(About {
    name: "signing-key-file",
    help: "State file of the signing key",
    details: Some("Without it: signing_key.json in the data folder. It holds no secret."),
    comment: Some(
        "The state file of the signing key, if it is not in the data folder. It holds no secret.",
    ),
    example: "\"/var/lib/p2msg/signing_key.json\"",
    ..PLAIN
});

pub(crate) const SIGNING_KEY_INDEX: Definition<KeyIndex> = Definition {
    about: About {
        name: "signing-key-index",
        help: "key_index to sign with; above the state file's it rotates",
        comment: Some(
            "The key_index to sign with; above the state file's it rotates. Better on the command line.",
        ),
        example: "0",
        ..PLAIN
    },
    parse: parse_key_index,
    show: |index| index.0.into(),
};

pub(crate) const URL: Definition<String> = Definition {
    about: About {
        name: "url",
        help: "Base URL of a node, can be repeated",
        default: Some("http://127.0.0.1:8080, or :<port of --net>"),
        details: Some(
            "Several nodes are asked side by side. P2MSG_URL, or url in the config file, can name several \
             with blanks between them. Without a URL, p2msg looks for a node on this machine, on the web \
             port of c2pool (8080) and on the worker port of --net.",
        ),
        comment: Some("The nodes that p2msg node asks, with blanks between them."),
        example: "\"http://127.0.0.1:9327\"",
        is_global: false,
    },
    parse: parse_text,
    show: |urls| without_password(urls).into(),
};

pub(crate) const PEER: Definition<String> = Definition {
    about: About {
        name: "peer",
        help: "Node to listen to: HOST[:PORT], can be repeated",
        default: Some("127.0.0.1:<P2P port of --net>"),
        details: Some(
            "The port is the one on which nodes talk to each other, 9326 on litecoin. An IPv6 address \
             needs brackets: [::1]:9326. P2MSG_PEER, or peer in the config file, can name several with \
             blanks between them.",
        ),
        comment: Some(
            "The nodes that p2msg peer listens to, HOST or HOST:PORT, with blanks between them.",
        ),
        example: "\"127.0.0.1:9326\"",
        is_global: false,
    },
    parse: parse_text,
    show: |peers| peers.as_str().into(),
};

pub(crate) const AUTH_FILE: Definition<PathBuf> = path(About {
    name: "auth-file",
    help: "File with user:password for a proxy in front of the node",
    details: Some(
        "One line user:password if all URLs name the same host, else a line HOST[:PORT] user:password \
         for each host. A password is sent only to its host. Mode 0600, like a key file. HTTP basic \
         authentication: use it with https.",
    ),
    comment: Some(
        "A file with user:password for a proxy in front of the nodes, or with a line HOST[:PORT] user:password\n\
         for each host; mode 0600.",
    ),
    example: "\"/etc/p2msg/node-password\"",
    is_global: false,
    ..PLAIN
});

pub(crate) const CA_FILE: Definition<PathBuf> = path(About {
    name: "ca-file",
    help: "Certificates (PEM) that count beside the system's, for https",
    comment: Some("Certificates (PEM) that count beside the system's, for https."),
    example: "\"/etc/p2msg/ca.pem\"",
    is_global: false,
    ..PLAIN
});

pub(crate) const JSON: Definition<bool> = switch(About {
    name: "json",
    help: "Print JSON: one object, or one a line",
    comment: Some("Print JSON; leave only errors on stderr; or say more there."),
    example: "false",
    ..PLAIN
});

pub(crate) const QUIET: Definition<bool> = switch(About {
    name: "quiet",
    help: "Leave only errors on stderr",
    example: "false",
    ..PLAIN
});

pub(crate) const VERBOSE: Definition<bool> = switch(About {
    name: "verbose",
    help: "Say more on stderr",
    example: "false",
    ..PLAIN
});

pub(crate) const COLOR: Definition<ColorWhen> = Definition {
    about: About {
        name: "color",
        help: "When to use colours",
        default: Some("auto"),
        details: Some(
            "`auto` is on a terminal only, and honours NO_COLOR, CLICOLOR_FORCE and TERM=dumb.",
        ),
        comment: Some("Colours: auto (on a terminal), always or never."),
        example: "\"auto\"",
        ..PLAIN
    },
    parse: parse_color,
    show: |when| format!("{when:?}").to_lowercase().into(),
};

pub(crate) const NO_INPUT: Definition<bool> = switch(About {
    name: "no-input",
    help: "Never ask anything",
    comment: Some("Never ask anything; answer yes to every question for consent."),
    example: "false",
    ..PLAIN
});

pub(crate) const YES: Definition<bool> = switch(About {
    name: "yes",
    help: "Answer yes to every question for consent",
    details: Some("It never supplies a secret."),
    example: "false",
    ..PLAIN
});

pub(crate) const LOCK_TIMEOUT: Definition<u32> = Definition {
    about: About {
        name: "lock-timeout",
        help: "How long to wait for the lock of the data folder",
        default: Some("10"),
        comment: Some("How many seconds to wait for the lock of the data folder."),
        example: "10",
        ..PLAIN
    },
    parse: parse_lock_timeout,
    show: |seconds| (*seconds).into(),
};

/// The keys of the config file, in the order of the sample.
pub(crate) const KEYS: [&About; 16] = [
    &NET.about,
    &DATA_DIR.about,
    &ALLOW_FOREIGN_DATA_DIR.about,
    &SIGNING_KEY_FILE.about,
    &SIGNING_KEY_INDEX.about,
    &URL.about,
    &PEER.about,
    &AUTH_FILE.about,
    &CA_FILE.about,
    &JSON.about,
    &QUIET.about,
    &VERBOSE.about,
    &COLOR.about,
    &NO_INPUT.about,
    &YES.about,
    &LOCK_TIMEOUT.about,
];

/// The names of the keys, those of options that every command has first.
pub(crate) fn key_names() -> Vec<&'static str> {
    let (global, others): (Vec<&About>, Vec<&About>) =
        KEYS.into_iter().partition(|about| about.is_global);
    let all = global.into_iter().chain(others);
    all.map(|about| about.name).collect()
}

/// URLs of nodes; one that names a user or a password is refused where it is used, and not shown.
fn without_password(urls: &str) -> String {
    let shown = urls.split_whitespace().map(|url| match url.contains('@') {
        true => "(not shown: it may hold a password)",
        false => url,
    });
    Vec::from_iter(shown).join(" ")
}
