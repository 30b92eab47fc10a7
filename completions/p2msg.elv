
use builtin;
use str;

set edit:completion:arg-completer[p2msg] = {|@words|
    fn spaces {|n|
        builtin:repeat $n ' ' | str:join ''
    }
    fn cand {|text desc|
        edit:complex-candidate $text &display=$text' '(spaces (- 14 (wcswidth $text)))$desc
    }
    var command = 'p2msg'
    for word $words[1..-1] {
        if (str:has-prefix $word '-') {
            break
        }
        set command = $command';'$word
    }
    var completions = [
        &'p2msg'= {
            cand --net 'P2Pool network [default: litecoin] [env: P2MSG_NET]'
            cand --data-dir 'Folder with the key state, the queue and the lock [env: P2MSG_DATA_DIR]'
            cand --signing-key-file 'State file of the signing key [env: P2MSG_SIGNING_KEY_FILE]'
            cand --signing-key-index 'key_index to sign with; above the state file''s it rotates [env: P2MSG_SIGNING_KEY_INDEX]'
            cand --color 'When to use colours [default: auto] [env: P2MSG_COLOR]'
            cand --config 'Config file [default: $XDG_CONFIG_HOME/p2msg/config.toml] [env: P2MSG_CONFIG]'
            cand --lock-timeout 'How long to wait for the lock of the data folder [default: 10] [env: P2MSG_LOCK_TIMEOUT]'
            cand --json 'Print JSON: one object, or one a line [env: P2MSG_JSON]'
            cand --quiet 'Leave only errors on stderr [env: P2MSG_QUIET]'
            cand --verbose 'Say more on stderr [env: P2MSG_VERBOSE]'
            cand --no-input 'Never ask anything [env: P2MSG_NO_INPUT]'
            cand --yes 'Answer yes to every question for consent [env: P2MSG_YES]'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
            cand -V 'Print version'
            cand --version 'Print version'
            cand key 'Derive, rotate, export and announce the message-signing key'
            cand send 'Put a message into the queue'
            cand announce 'Put a pool announcement into the queue'
            cand alert 'Put an alert into the queue'
            cand status 'Put the status of a node into the queue'
            cand queue 'Look at the queue, change it, and mark what was seen in shares'
            cand pack 'Sign and pack the next messages of the queue as message_data for a share'
            cand decode 'Show what message_data, raw shares and share stores say'
            cand store 'Show the messages, keys and counts of share stores, as a node would'
            cand verify 'Verify shares from message_data to proof of work'
            cand demo 'Make a throw-away share chain with messages to try everything on'
            cand authority 'Seal and open authority envelopes, the only ones that deployed nodes take'
            cand node 'Ask running nodes: messages, keys, transition; watch and check them'
            cand completions 'Print the completion script of a shell'
            cand man 'Print the man page, or write one for each command'
            cand help 'Print this message or the help of the given subcommand(s)'
        }
        &'p2msg;key'= {
            cand --net 'P2Pool network [default: litecoin] [env: P2MSG_NET]'
            cand --data-dir 'Folder with the key state, the queue and the lock [env: P2MSG_DATA_DIR]'
            cand --signing-key-file 'State file of the signing key [env: P2MSG_SIGNING_KEY_FILE]'
            cand --signing-key-index 'key_index to sign with; above the state file''s it rotates [env: P2MSG_SIGNING_KEY_INDEX]'
            cand --color 'When to use colours [default: auto] [env: P2MSG_COLOR]'
            cand --config 'Config file [default: $XDG_CONFIG_HOME/p2msg/config.toml] [env: P2MSG_CONFIG]'
            cand --lock-timeout 'How long to wait for the lock of the data folder [default: 10] [env: P2MSG_LOCK_TIMEOUT]'
            cand --json 'Print JSON: one object, or one a line [env: P2MSG_JSON]'
            cand --quiet 'Leave only errors on stderr [env: P2MSG_QUIET]'
            cand --verbose 'Say more on stderr [env: P2MSG_VERBOSE]'
            cand --no-input 'Never ask anything [env: P2MSG_NO_INPUT]'
            cand --yes 'Answer yes to every question for consent [env: P2MSG_YES]'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
            cand derive 'Print the public facts of signing keys derived from the master key'
            cand init 'Make the state file of the signing key'
            cand show 'Show the signing key in use'
            cand rotate 'Go over to a higher key_index'
            cand log 'List every key_index that was ever in use, and since when'
            cand export 'Write the signing key in use as WIF, for a node or another machine'
            cand announce 'Print the announcement of the key in use, 57 bytes in hex'
            cand check 'Check whether an announcement is sound'
            cand help 'Print this message or the help of the given subcommand(s)'
        }
        &'p2msg;key;derive'= {
            cand --index 'First key_index [default: --signing-key-index, or 0]'
            cand --count 'How many keys'
            cand --master-key-file 'File with the master key: 64 hex digits, WIF or a keystore [env: P2MSG_MASTER_KEY_FILE]'
            cand --passphrase-file 'File with the passphrase of a keystore'
            cand --net 'P2Pool network [default: litecoin] [env: P2MSG_NET]'
            cand --data-dir 'Folder with the key state, the queue and the lock [env: P2MSG_DATA_DIR]'
            cand --signing-key-file 'State file of the signing key [env: P2MSG_SIGNING_KEY_FILE]'
            cand --signing-key-index 'key_index to sign with; above the state file''s it rotates [env: P2MSG_SIGNING_KEY_INDEX]'
            cand --color 'When to use colours [default: auto] [env: P2MSG_COLOR]'
            cand --config 'Config file [default: $XDG_CONFIG_HOME/p2msg/config.toml] [env: P2MSG_CONFIG]'
            cand --lock-timeout 'How long to wait for the lock of the data folder [default: 10] [env: P2MSG_LOCK_TIMEOUT]'
            cand --allow-insecure-key-file 'Take a key file that its group or others can read'
            cand --json 'Print JSON: one object, or one a line [env: P2MSG_JSON]'
            cand --quiet 'Leave only errors on stderr [env: P2MSG_QUIET]'
            cand --verbose 'Say more on stderr [env: P2MSG_VERBOSE]'
            cand --no-input 'Never ask anything [env: P2MSG_NO_INPUT]'
            cand --yes 'Answer yes to every question for consent [env: P2MSG_YES]'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
        }
        &'p2msg;key;init'= {
            cand --index 'key_index to begin with [default: --signing-key-index, or 0]'
            cand --master-key-file 'File with the master key: 64 hex digits, WIF or a keystore [env: P2MSG_MASTER_KEY_FILE]'
            cand --passphrase-file 'File with the passphrase of a keystore'
            cand --signing-wif-file 'File with a derived signing key instead: WIF, hex or keystore [env: P2MSG_SIGNING_WIF_FILE]'
            cand --net 'P2Pool network [default: litecoin] [env: P2MSG_NET]'
            cand --data-dir 'Folder with the key state, the queue and the lock [env: P2MSG_DATA_DIR]'
            cand --signing-key-file 'State file of the signing key [env: P2MSG_SIGNING_KEY_FILE]'
            cand --signing-key-index 'key_index to sign with; above the state file''s it rotates [env: P2MSG_SIGNING_KEY_INDEX]'
            cand --color 'When to use colours [default: auto] [env: P2MSG_COLOR]'
            cand --config 'Config file [default: $XDG_CONFIG_HOME/p2msg/config.toml] [env: P2MSG_CONFIG]'
            cand --lock-timeout 'How long to wait for the lock of the data folder [default: 10] [env: P2MSG_LOCK_TIMEOUT]'
            cand --allow-insecure-key-file 'Take a key file that its group or others can read'
            cand --json 'Print JSON: one object, or one a line [env: P2MSG_JSON]'
            cand --quiet 'Leave only errors on stderr [env: P2MSG_QUIET]'
            cand --verbose 'Say more on stderr [env: P2MSG_VERBOSE]'
            cand --no-input 'Never ask anything [env: P2MSG_NO_INPUT]'
            cand --yes 'Answer yes to every question for consent [env: P2MSG_YES]'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
        }
        &'p2msg;key;show'= {
            cand --net 'P2Pool network [default: litecoin] [env: P2MSG_NET]'
            cand --data-dir 'Folder with the key state, the queue and the lock [env: P2MSG_DATA_DIR]'
            cand --signing-key-file 'State file of the signing key [env: P2MSG_SIGNING_KEY_FILE]'
            cand --signing-key-index 'key_index to sign with; above the state file''s it rotates [env: P2MSG_SIGNING_KEY_INDEX]'
            cand --color 'When to use colours [default: auto] [env: P2MSG_COLOR]'
            cand --config 'Config file [default: $XDG_CONFIG_HOME/p2msg/config.toml] [env: P2MSG_CONFIG]'
            cand --lock-timeout 'How long to wait for the lock of the data folder [default: 10] [env: P2MSG_LOCK_TIMEOUT]'
            cand --json 'Print JSON: one object, or one a line [env: P2MSG_JSON]'
            cand --quiet 'Leave only errors on stderr [env: P2MSG_QUIET]'
            cand --verbose 'Say more on stderr [env: P2MSG_VERBOSE]'
            cand --no-input 'Never ask anything [env: P2MSG_NO_INPUT]'
            cand --yes 'Answer yes to every question for consent [env: P2MSG_YES]'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
        }
        &'p2msg;key;rotate'= {
            cand --index 'key_index to go over to, above the one in use [default: --signing-key-index, or the next]'
            cand --master-key-file 'File with the master key: 64 hex digits, WIF or a keystore [env: P2MSG_MASTER_KEY_FILE]'
            cand --passphrase-file 'File with the passphrase of a keystore'
            cand --signing-wif-file 'File with a derived signing key instead: WIF, hex or keystore [env: P2MSG_SIGNING_WIF_FILE]'
            cand --net 'P2Pool network [default: litecoin] [env: P2MSG_NET]'
            cand --data-dir 'Folder with the key state, the queue and the lock [env: P2MSG_DATA_DIR]'
            cand --signing-key-file 'State file of the signing key [env: P2MSG_SIGNING_KEY_FILE]'
            cand --signing-key-index 'key_index to sign with; above the state file''s it rotates [env: P2MSG_SIGNING_KEY_INDEX]'
            cand --color 'When to use colours [default: auto] [env: P2MSG_COLOR]'
            cand --config 'Config file [default: $XDG_CONFIG_HOME/p2msg/config.toml] [env: P2MSG_CONFIG]'
            cand --lock-timeout 'How long to wait for the lock of the data folder [default: 10] [env: P2MSG_LOCK_TIMEOUT]'
            cand --dry-run 'Show what the state file would hold, and change nothing'
            cand --allow-insecure-key-file 'Take a key file that its group or others can read'
            cand --json 'Print JSON: one object, or one a line [env: P2MSG_JSON]'
            cand --quiet 'Leave only errors on stderr [env: P2MSG_QUIET]'
            cand --verbose 'Say more on stderr [env: P2MSG_VERBOSE]'
            cand --no-input 'Never ask anything [env: P2MSG_NO_INPUT]'
            cand --yes 'Answer yes to every question for consent [env: P2MSG_YES]'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
        }
        &'p2msg;key;log'= {
            cand --net 'P2Pool network [default: litecoin] [env: P2MSG_NET]'
            cand --data-dir 'Folder with the key state, the queue and the lock [env: P2MSG_DATA_DIR]'
            cand --signing-key-file 'State file of the signing key [env: P2MSG_SIGNING_KEY_FILE]'
            cand --signing-key-index 'key_index to sign with; above the state file''s it rotates [env: P2MSG_SIGNING_KEY_INDEX]'
            cand --color 'When to use colours [default: auto] [env: P2MSG_COLOR]'
            cand --config 'Config file [default: $XDG_CONFIG_HOME/p2msg/config.toml] [env: P2MSG_CONFIG]'
            cand --lock-timeout 'How long to wait for the lock of the data folder [default: 10] [env: P2MSG_LOCK_TIMEOUT]'
            cand --json 'Print JSON: one object, or one a line [env: P2MSG_JSON]'
            cand --quiet 'Leave only errors on stderr [env: P2MSG_QUIET]'
            cand --verbose 'Say more on stderr [env: P2MSG_VERBOSE]'
            cand --no-input 'Never ask anything [env: P2MSG_NO_INPUT]'
            cand --yes 'Answer yes to every question for consent [env: P2MSG_YES]'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
        }
        &'p2msg;key;export'= {
            cand --out 'New file to write it to, with mode 0600; one that is there is never overwritten'
            cand --master-key-file 'File with the master key: 64 hex digits, WIF or a keystore [env: P2MSG_MASTER_KEY_FILE]'
            cand --passphrase-file 'File with the passphrase of a keystore'
            cand --net 'P2Pool network [default: litecoin] [env: P2MSG_NET]'
            cand --data-dir 'Folder with the key state, the queue and the lock [env: P2MSG_DATA_DIR]'
            cand --signing-key-file 'State file of the signing key [env: P2MSG_SIGNING_KEY_FILE]'
            cand --signing-key-index 'key_index to sign with; above the state file''s it rotates [env: P2MSG_SIGNING_KEY_INDEX]'
            cand --color 'When to use colours [default: auto] [env: P2MSG_COLOR]'
            cand --config 'Config file [default: $XDG_CONFIG_HOME/p2msg/config.toml] [env: P2MSG_CONFIG]'
            cand --lock-timeout 'How long to wait for the lock of the data folder [default: 10] [env: P2MSG_LOCK_TIMEOUT]'
            cand --reveal 'Write it to stdout, for all to see'
            cand --allow-insecure-key-file 'Take a key file that its group or others can read'
            cand --json 'Print JSON: one object, or one a line [env: P2MSG_JSON]'
            cand --quiet 'Leave only errors on stderr [env: P2MSG_QUIET]'
            cand --verbose 'Say more on stderr [env: P2MSG_VERBOSE]'
            cand --no-input 'Never ask anything [env: P2MSG_NO_INPUT]'
            cand --yes 'Answer yes to every question for consent [env: P2MSG_YES]'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
        }
        &'p2msg;key;announce'= {
            cand --master-key-file 'File with the master key: 64 hex digits, WIF or a keystore [env: P2MSG_MASTER_KEY_FILE]'
            cand --passphrase-file 'File with the passphrase of a keystore'
            cand --signing-wif-file 'File with a derived signing key instead: WIF, hex or keystore [env: P2MSG_SIGNING_WIF_FILE]'
            cand --net 'P2Pool network [default: litecoin] [env: P2MSG_NET]'
            cand --data-dir 'Folder with the key state, the queue and the lock [env: P2MSG_DATA_DIR]'
            cand --signing-key-file 'State file of the signing key [env: P2MSG_SIGNING_KEY_FILE]'
            cand --signing-key-index 'key_index to sign with; above the state file''s it rotates [env: P2MSG_SIGNING_KEY_INDEX]'
            cand --color 'When to use colours [default: auto] [env: P2MSG_COLOR]'
            cand --config 'Config file [default: $XDG_CONFIG_HOME/p2msg/config.toml] [env: P2MSG_CONFIG]'
            cand --lock-timeout 'How long to wait for the lock of the data folder [default: 10] [env: P2MSG_LOCK_TIMEOUT]'
            cand --allow-insecure-key-file 'Take a key file that its group or others can read'
            cand --json 'Print JSON: one object, or one a line [env: P2MSG_JSON]'
            cand --quiet 'Leave only errors on stderr [env: P2MSG_QUIET]'
            cand --verbose 'Say more on stderr [env: P2MSG_VERBOSE]'
            cand --no-input 'Never ask anything [env: P2MSG_NO_INPUT]'
            cand --yes 'Answer yes to every question for consent [env: P2MSG_YES]'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
        }
        &'p2msg;key;check'= {
            cand --net 'P2Pool network [default: litecoin] [env: P2MSG_NET]'
            cand --data-dir 'Folder with the key state, the queue and the lock [env: P2MSG_DATA_DIR]'
            cand --signing-key-file 'State file of the signing key [env: P2MSG_SIGNING_KEY_FILE]'
            cand --signing-key-index 'key_index to sign with; above the state file''s it rotates [env: P2MSG_SIGNING_KEY_INDEX]'
            cand --color 'When to use colours [default: auto] [env: P2MSG_COLOR]'
            cand --config 'Config file [default: $XDG_CONFIG_HOME/p2msg/config.toml] [env: P2MSG_CONFIG]'
            cand --lock-timeout 'How long to wait for the lock of the data folder [default: 10] [env: P2MSG_LOCK_TIMEOUT]'
            cand --json 'Print JSON: one object, or one a line [env: P2MSG_JSON]'
            cand --quiet 'Leave only errors on stderr [env: P2MSG_QUIET]'
            cand --verbose 'Say more on stderr [env: P2MSG_VERBOSE]'
            cand --no-input 'Never ask anything [env: P2MSG_NO_INPUT]'
            cand --yes 'Answer yes to every question for consent [env: P2MSG_YES]'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
        }
        &'p2msg;key;help'= {
            cand derive 'Print the public facts of signing keys derived from the master key'
            cand init 'Make the state file of the signing key'
            cand show 'Show the signing key in use'
            cand rotate 'Go over to a higher key_index'
            cand log 'List every key_index that was ever in use, and since when'
            cand export 'Write the signing key in use as WIF, for a node or another machine'
            cand announce 'Print the announcement of the key in use, 57 bytes in hex'
            cand check 'Check whether an announcement is sound'
            cand help 'Print this message or the help of the given subcommand(s)'
        }
        &'p2msg;key;help;derive'= {
        }
        &'p2msg;key;help;init'= {
        }
        &'p2msg;key;help;show'= {
        }
        &'p2msg;key;help;rotate'= {
        }
        &'p2msg;key;help;log'= {
        }
        &'p2msg;key;help;export'= {
        }
        &'p2msg;key;help;announce'= {
        }
        &'p2msg;key;help;check'= {
        }
        &'p2msg;key;help;help'= {
        }
        &'p2msg;send'= {
            cand --type 'The kind of message'
            cand --data 'The JSON of a status kind: itself, @FILE, or ''-'' for stdin'
            cand --net 'P2Pool network [default: litecoin] [env: P2MSG_NET]'
            cand --data-dir 'Folder with the key state, the queue and the lock [env: P2MSG_DATA_DIR]'
            cand --signing-key-file 'State file of the signing key [env: P2MSG_SIGNING_KEY_FILE]'
            cand --signing-key-index 'key_index to sign with; above the state file''s it rotates [env: P2MSG_SIGNING_KEY_INDEX]'
            cand --color 'When to use colours [default: auto] [env: P2MSG_COLOR]'
            cand --config 'Config file [default: $XDG_CONFIG_HOME/p2msg/config.toml] [env: P2MSG_CONFIG]'
            cand --lock-timeout 'How long to wait for the lock of the data folder [default: 10] [env: P2MSG_LOCK_TIMEOUT]'
            cand --json 'Print JSON: one object, or one a line [env: P2MSG_JSON]'
            cand --quiet 'Leave only errors on stderr [env: P2MSG_QUIET]'
            cand --verbose 'Say more on stderr [env: P2MSG_VERBOSE]'
            cand --no-input 'Never ask anything [env: P2MSG_NO_INPUT]'
            cand --yes 'Answer yes to every question for consent [env: P2MSG_YES]'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
        }
        &'p2msg;announce'= {
            cand --net 'P2Pool network [default: litecoin] [env: P2MSG_NET]'
            cand --data-dir 'Folder with the key state, the queue and the lock [env: P2MSG_DATA_DIR]'
            cand --signing-key-file 'State file of the signing key [env: P2MSG_SIGNING_KEY_FILE]'
            cand --signing-key-index 'key_index to sign with; above the state file''s it rotates [env: P2MSG_SIGNING_KEY_INDEX]'
            cand --color 'When to use colours [default: auto] [env: P2MSG_COLOR]'
            cand --config 'Config file [default: $XDG_CONFIG_HOME/p2msg/config.toml] [env: P2MSG_CONFIG]'
            cand --lock-timeout 'How long to wait for the lock of the data folder [default: 10] [env: P2MSG_LOCK_TIMEOUT]'
            cand --json 'Print JSON: one object, or one a line [env: P2MSG_JSON]'
            cand --quiet 'Leave only errors on stderr [env: P2MSG_QUIET]'
            cand --verbose 'Say more on stderr [env: P2MSG_VERBOSE]'
            cand --no-input 'Never ask anything [env: P2MSG_NO_INPUT]'
            cand --yes 'Answer yes to every question for consent [env: P2MSG_YES]'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
        }
        &'p2msg;alert'= {
            cand --net 'P2Pool network [default: litecoin] [env: P2MSG_NET]'
            cand --data-dir 'Folder with the key state, the queue and the lock [env: P2MSG_DATA_DIR]'
            cand --signing-key-file 'State file of the signing key [env: P2MSG_SIGNING_KEY_FILE]'
            cand --signing-key-index 'key_index to sign with; above the state file''s it rotates [env: P2MSG_SIGNING_KEY_INDEX]'
            cand --color 'When to use colours [default: auto] [env: P2MSG_COLOR]'
            cand --config 'Config file [default: $XDG_CONFIG_HOME/p2msg/config.toml] [env: P2MSG_CONFIG]'
            cand --lock-timeout 'How long to wait for the lock of the data folder [default: 10] [env: P2MSG_LOCK_TIMEOUT]'
            cand --json 'Print JSON: one object, or one a line [env: P2MSG_JSON]'
            cand --quiet 'Leave only errors on stderr [env: P2MSG_QUIET]'
            cand --verbose 'Say more on stderr [env: P2MSG_VERBOSE]'
            cand --no-input 'Never ask anything [env: P2MSG_NO_INPUT]'
            cand --yes 'Answer yes to every question for consent [env: P2MSG_YES]'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
        }
        &'p2msg;status'= {
            cand --from-node 'Base URL of the node'
            cand --timeout 'Give up on a node that has not answered everything within so many seconds'
            cand --connect-timeout 'Give up on a connection within so many seconds'
            cand --ca-file 'Certificates (PEM) that count beside the system''s, for https [env: P2MSG_CA_FILE]'
            cand --auth-file 'File with user:password for a proxy in front of the node [env: P2MSG_AUTH_FILE]'
            cand --net 'P2Pool network [default: litecoin] [env: P2MSG_NET]'
            cand --data-dir 'Folder with the key state, the queue and the lock [env: P2MSG_DATA_DIR]'
            cand --signing-key-file 'State file of the signing key [env: P2MSG_SIGNING_KEY_FILE]'
            cand --signing-key-index 'key_index to sign with; above the state file''s it rotates [env: P2MSG_SIGNING_KEY_INDEX]'
            cand --color 'When to use colours [default: auto] [env: P2MSG_COLOR]'
            cand --config 'Config file [default: $XDG_CONFIG_HOME/p2msg/config.toml] [env: P2MSG_CONFIG]'
            cand --lock-timeout 'How long to wait for the lock of the data folder [default: 10] [env: P2MSG_LOCK_TIMEOUT]'
            cand --allow-insecure-key-file 'Take an --auth-file that its group or others can read'
            cand --json 'Print JSON: one object, or one a line [env: P2MSG_JSON]'
            cand --quiet 'Leave only errors on stderr [env: P2MSG_QUIET]'
            cand --verbose 'Say more on stderr [env: P2MSG_VERBOSE]'
            cand --no-input 'Never ask anything [env: P2MSG_NO_INPUT]'
            cand --yes 'Answer yes to every question for consent [env: P2MSG_YES]'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
        }
        &'p2msg;queue'= {
            cand --net 'P2Pool network [default: litecoin] [env: P2MSG_NET]'
            cand --data-dir 'Folder with the key state, the queue and the lock [env: P2MSG_DATA_DIR]'
            cand --signing-key-file 'State file of the signing key [env: P2MSG_SIGNING_KEY_FILE]'
            cand --signing-key-index 'key_index to sign with; above the state file''s it rotates [env: P2MSG_SIGNING_KEY_INDEX]'
            cand --color 'When to use colours [default: auto] [env: P2MSG_COLOR]'
            cand --config 'Config file [default: $XDG_CONFIG_HOME/p2msg/config.toml] [env: P2MSG_CONFIG]'
            cand --lock-timeout 'How long to wait for the lock of the data folder [default: 10] [env: P2MSG_LOCK_TIMEOUT]'
            cand --json 'Print JSON: one object, or one a line [env: P2MSG_JSON]'
            cand --quiet 'Leave only errors on stderr [env: P2MSG_QUIET]'
            cand --verbose 'Say more on stderr [env: P2MSG_VERBOSE]'
            cand --no-input 'Never ask anything [env: P2MSG_NO_INPUT]'
            cand --yes 'Answer yes to every question for consent [env: P2MSG_YES]'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
            cand list 'List the messages that wait, in the order in which they are packed'
            cand show 'Show one message and what became of it'
            cand remove 'Take messages out of the queue, whatever their state'
            cand clear 'Take every pending message out of the queue'
            cand retry 'Make messages pending again'
            cand confirm 'Mark the messages that were seen in shares as sent'
            cand help 'Print this message or the help of the given subcommand(s)'
        }
        &'p2msg;queue;list'= {
            cand --net 'P2Pool network [default: litecoin] [env: P2MSG_NET]'
            cand --data-dir 'Folder with the key state, the queue and the lock [env: P2MSG_DATA_DIR]'
            cand --signing-key-file 'State file of the signing key [env: P2MSG_SIGNING_KEY_FILE]'
            cand --signing-key-index 'key_index to sign with; above the state file''s it rotates [env: P2MSG_SIGNING_KEY_INDEX]'
            cand --color 'When to use colours [default: auto] [env: P2MSG_COLOR]'
            cand --config 'Config file [default: $XDG_CONFIG_HOME/p2msg/config.toml] [env: P2MSG_CONFIG]'
            cand --lock-timeout 'How long to wait for the lock of the data folder [default: 10] [env: P2MSG_LOCK_TIMEOUT]'
            cand --all 'List those that are sent or expired too; they are kept for 30 days'
            cand --json 'Print JSON: one object, or one a line [env: P2MSG_JSON]'
            cand --quiet 'Leave only errors on stderr [env: P2MSG_QUIET]'
            cand --verbose 'Say more on stderr [env: P2MSG_VERBOSE]'
            cand --no-input 'Never ask anything [env: P2MSG_NO_INPUT]'
            cand --yes 'Answer yes to every question for consent [env: P2MSG_YES]'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
        }
        &'p2msg;queue;show'= {
            cand --net 'P2Pool network [default: litecoin] [env: P2MSG_NET]'
            cand --data-dir 'Folder with the key state, the queue and the lock [env: P2MSG_DATA_DIR]'
            cand --signing-key-file 'State file of the signing key [env: P2MSG_SIGNING_KEY_FILE]'
            cand --signing-key-index 'key_index to sign with; above the state file''s it rotates [env: P2MSG_SIGNING_KEY_INDEX]'
            cand --color 'When to use colours [default: auto] [env: P2MSG_COLOR]'
            cand --config 'Config file [default: $XDG_CONFIG_HOME/p2msg/config.toml] [env: P2MSG_CONFIG]'
            cand --lock-timeout 'How long to wait for the lock of the data folder [default: 10] [env: P2MSG_LOCK_TIMEOUT]'
            cand --json 'Print JSON: one object, or one a line [env: P2MSG_JSON]'
            cand --quiet 'Leave only errors on stderr [env: P2MSG_QUIET]'
            cand --verbose 'Say more on stderr [env: P2MSG_VERBOSE]'
            cand --no-input 'Never ask anything [env: P2MSG_NO_INPUT]'
            cand --yes 'Answer yes to every question for consent [env: P2MSG_YES]'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
        }
        &'p2msg;queue;remove'= {
            cand --net 'P2Pool network [default: litecoin] [env: P2MSG_NET]'
            cand --data-dir 'Folder with the key state, the queue and the lock [env: P2MSG_DATA_DIR]'
            cand --signing-key-file 'State file of the signing key [env: P2MSG_SIGNING_KEY_FILE]'
            cand --signing-key-index 'key_index to sign with; above the state file''s it rotates [env: P2MSG_SIGNING_KEY_INDEX]'
            cand --color 'When to use colours [default: auto] [env: P2MSG_COLOR]'
            cand --config 'Config file [default: $XDG_CONFIG_HOME/p2msg/config.toml] [env: P2MSG_CONFIG]'
            cand --lock-timeout 'How long to wait for the lock of the data folder [default: 10] [env: P2MSG_LOCK_TIMEOUT]'
            cand --json 'Print JSON: one object, or one a line [env: P2MSG_JSON]'
            cand --quiet 'Leave only errors on stderr [env: P2MSG_QUIET]'
            cand --verbose 'Say more on stderr [env: P2MSG_VERBOSE]'
            cand --no-input 'Never ask anything [env: P2MSG_NO_INPUT]'
            cand --yes 'Answer yes to every question for consent [env: P2MSG_YES]'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
        }
        &'p2msg;queue;clear'= {
            cand --net 'P2Pool network [default: litecoin] [env: P2MSG_NET]'
            cand --data-dir 'Folder with the key state, the queue and the lock [env: P2MSG_DATA_DIR]'
            cand --signing-key-file 'State file of the signing key [env: P2MSG_SIGNING_KEY_FILE]'
            cand --signing-key-index 'key_index to sign with; above the state file''s it rotates [env: P2MSG_SIGNING_KEY_INDEX]'
            cand --color 'When to use colours [default: auto] [env: P2MSG_COLOR]'
            cand --config 'Config file [default: $XDG_CONFIG_HOME/p2msg/config.toml] [env: P2MSG_CONFIG]'
            cand --lock-timeout 'How long to wait for the lock of the data folder [default: 10] [env: P2MSG_LOCK_TIMEOUT]'
            cand --json 'Print JSON: one object, or one a line [env: P2MSG_JSON]'
            cand --quiet 'Leave only errors on stderr [env: P2MSG_QUIET]'
            cand --verbose 'Say more on stderr [env: P2MSG_VERBOSE]'
            cand --no-input 'Never ask anything [env: P2MSG_NO_INPUT]'
            cand --yes 'Answer yes to every question for consent [env: P2MSG_YES]'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
        }
        &'p2msg;queue;retry'= {
            cand --net 'P2Pool network [default: litecoin] [env: P2MSG_NET]'
            cand --data-dir 'Folder with the key state, the queue and the lock [env: P2MSG_DATA_DIR]'
            cand --signing-key-file 'State file of the signing key [env: P2MSG_SIGNING_KEY_FILE]'
            cand --signing-key-index 'key_index to sign with; above the state file''s it rotates [env: P2MSG_SIGNING_KEY_INDEX]'
            cand --color 'When to use colours [default: auto] [env: P2MSG_COLOR]'
            cand --config 'Config file [default: $XDG_CONFIG_HOME/p2msg/config.toml] [env: P2MSG_CONFIG]'
            cand --lock-timeout 'How long to wait for the lock of the data folder [default: 10] [env: P2MSG_LOCK_TIMEOUT]'
            cand --json 'Print JSON: one object, or one a line [env: P2MSG_JSON]'
            cand --quiet 'Leave only errors on stderr [env: P2MSG_QUIET]'
            cand --verbose 'Say more on stderr [env: P2MSG_VERBOSE]'
            cand --no-input 'Never ask anything [env: P2MSG_NO_INPUT]'
            cand --yes 'Answer yes to every question for consent [env: P2MSG_YES]'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
        }
        &'p2msg;queue;confirm'= {
            cand --from 'Read every line as this instead of finding out what it is'
            cand --share-version 'The share version, for --from contents'
            cand --node 'Ask the node at this base URL instead; can be repeated'
            cand --timeout 'Give up on a node that has not answered everything within so many seconds'
            cand --connect-timeout 'Give up on a connection within so many seconds'
            cand --ca-file 'Certificates (PEM) that count beside the system''s, for https [env: P2MSG_CA_FILE]'
            cand --auth-file 'File with user:password for a proxy in front of the node [env: P2MSG_AUTH_FILE]'
            cand --net 'P2Pool network [default: litecoin] [env: P2MSG_NET]'
            cand --data-dir 'Folder with the key state, the queue and the lock [env: P2MSG_DATA_DIR]'
            cand --signing-key-file 'State file of the signing key [env: P2MSG_SIGNING_KEY_FILE]'
            cand --signing-key-index 'key_index to sign with; above the state file''s it rotates [env: P2MSG_SIGNING_KEY_INDEX]'
            cand --color 'When to use colours [default: auto] [env: P2MSG_COLOR]'
            cand --config 'Config file [default: $XDG_CONFIG_HOME/p2msg/config.toml] [env: P2MSG_CONFIG]'
            cand --lock-timeout 'How long to wait for the lock of the data folder [default: 10] [env: P2MSG_LOCK_TIMEOUT]'
            cand --allow-insecure-key-file 'Take an --auth-file that its group or others can read'
            cand --json 'Print JSON: one object, or one a line [env: P2MSG_JSON]'
            cand --quiet 'Leave only errors on stderr [env: P2MSG_QUIET]'
            cand --verbose 'Say more on stderr [env: P2MSG_VERBOSE]'
            cand --no-input 'Never ask anything [env: P2MSG_NO_INPUT]'
            cand --yes 'Answer yes to every question for consent [env: P2MSG_YES]'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
        }
        &'p2msg;queue;help'= {
            cand list 'List the messages that wait, in the order in which they are packed'
            cand show 'Show one message and what became of it'
            cand remove 'Take messages out of the queue, whatever their state'
            cand clear 'Take every pending message out of the queue'
            cand retry 'Make messages pending again'
            cand confirm 'Mark the messages that were seen in shares as sent'
            cand help 'Print this message or the help of the given subcommand(s)'
        }
        &'p2msg;queue;help;list'= {
        }
        &'p2msg;queue;help;show'= {
        }
        &'p2msg;queue;help;remove'= {
        }
        &'p2msg;queue;help;clear'= {
        }
        &'p2msg;queue;help;retry'= {
        }
        &'p2msg;queue;help;confirm'= {
        }
        &'p2msg;queue;help;help'= {
        }
        &'p2msg;pack'= {
            cand --out 'Write the hex to this file, replaced whole, instead of stdout'
            cand --lease 'How long what is packed is not packed again; at most a day'
            cand --master-key-file 'File with the master key: 64 hex digits, WIF or a keystore [env: P2MSG_MASTER_KEY_FILE]'
            cand --passphrase-file 'File with the passphrase of a keystore'
            cand --signing-wif-file 'File with a derived signing key instead: WIF, hex or keystore [env: P2MSG_SIGNING_WIF_FILE]'
            cand --net 'P2Pool network [default: litecoin] [env: P2MSG_NET]'
            cand --data-dir 'Folder with the key state, the queue and the lock [env: P2MSG_DATA_DIR]'
            cand --signing-key-file 'State file of the signing key [env: P2MSG_SIGNING_KEY_FILE]'
            cand --signing-key-index 'key_index to sign with; above the state file''s it rotates [env: P2MSG_SIGNING_KEY_INDEX]'
            cand --color 'When to use colours [default: auto] [env: P2MSG_COLOR]'
            cand --config 'Config file [default: $XDG_CONFIG_HOME/p2msg/config.toml] [env: P2MSG_CONFIG]'
            cand --lock-timeout 'How long to wait for the lock of the data folder [default: 10] [env: P2MSG_LOCK_TIMEOUT]'
            cand --dry-run 'Print what would be packed, and change nothing'
            cand --no-announcement 'Leave the announcement out'
            cand --announce-only 'Pack the announcement and no message'
            cand --allow-insecure-key-file 'Take a key file that its group or others can read'
            cand --json 'Print JSON: one object, or one a line [env: P2MSG_JSON]'
            cand --quiet 'Leave only errors on stderr [env: P2MSG_QUIET]'
            cand --verbose 'Say more on stderr [env: P2MSG_VERBOSE]'
            cand --no-input 'Never ask anything [env: P2MSG_NO_INPUT]'
            cand --yes 'Answer yes to every question for consent [env: P2MSG_YES]'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
        }
        &'p2msg;decode'= {
            cand --from 'Read every line as this instead of finding out what it is'
            cand --share-version 'The share version, for --from contents'
            cand --authority-key 'Take this public key (66 hex digits) for an authority too; can be repeated'
            cand --net 'P2Pool network [default: litecoin] [env: P2MSG_NET]'
            cand --data-dir 'Folder with the key state, the queue and the lock [env: P2MSG_DATA_DIR]'
            cand --signing-key-file 'State file of the signing key [env: P2MSG_SIGNING_KEY_FILE]'
            cand --signing-key-index 'key_index to sign with; above the state file''s it rotates [env: P2MSG_SIGNING_KEY_INDEX]'
            cand --color 'When to use colours [default: auto] [env: P2MSG_COLOR]'
            cand --config 'Config file [default: $XDG_CONFIG_HOME/p2msg/config.toml] [env: P2MSG_CONFIG]'
            cand --lock-timeout 'How long to wait for the lock of the data folder [default: 10] [env: P2MSG_LOCK_TIMEOUT]'
            cand --with-messages 'Pass over shares without message_data, and over lines that only say that one was verified'
            cand --json 'Print JSON: one object, or one a line [env: P2MSG_JSON]'
            cand --quiet 'Leave only errors on stderr [env: P2MSG_QUIET]'
            cand --verbose 'Say more on stderr [env: P2MSG_VERBOSE]'
            cand --no-input 'Never ask anything [env: P2MSG_NO_INPUT]'
            cand --yes 'Answer yes to every question for consent [env: P2MSG_YES]'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
        }
        &'p2msg;store'= {
            cand --net 'P2Pool network [default: litecoin] [env: P2MSG_NET]'
            cand --data-dir 'Folder with the key state, the queue and the lock [env: P2MSG_DATA_DIR]'
            cand --signing-key-file 'State file of the signing key [env: P2MSG_SIGNING_KEY_FILE]'
            cand --signing-key-index 'key_index to sign with; above the state file''s it rotates [env: P2MSG_SIGNING_KEY_INDEX]'
            cand --color 'When to use colours [default: auto] [env: P2MSG_COLOR]'
            cand --config 'Config file [default: $XDG_CONFIG_HOME/p2msg/config.toml] [env: P2MSG_CONFIG]'
            cand --lock-timeout 'How long to wait for the lock of the data folder [default: 10] [env: P2MSG_LOCK_TIMEOUT]'
            cand --json 'Print JSON: one object, or one a line [env: P2MSG_JSON]'
            cand --quiet 'Leave only errors on stderr [env: P2MSG_QUIET]'
            cand --verbose 'Say more on stderr [env: P2MSG_VERBOSE]'
            cand --no-input 'Never ask anything [env: P2MSG_NO_INPUT]'
            cand --yes 'Answer yes to every question for consent [env: P2MSG_YES]'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
            cand messages 'Show the messages of share stores, newest first'
            cand chat 'Show what miners say to each other'
            cand announcements 'Show the announcements of operators'
            cand alerts 'Show the alerts'
            cand status 'Show what nodes say of their state'
            cand keys 'Show the signing keys that share stores announce'
            cand stats 'Count the messages, keys and shares of share stores'
            cand help 'Print this message or the help of the given subcommand(s)'
        }
        &'p2msg;store;messages'= {
            cand --type 'Only messages of this kind: chat, announce, alert, node-status, ..., or its number (0x07); can be repeated'
            cand --authority-key 'Take this public key (66 hex digits) for an authority too; can be repeated'
            cand --since 'Only messages of this time or later: Unix seconds, 2024-02-10T16:00:00Z, or 2h for two hours ago'
            cand --until 'Only messages of this time or earlier'
            cand --sender 'Only messages of this payout address'
            cand --signing-id 'Only messages that name this signing key, whether or not the signature holds'
            cand --grep 'Only messages with this text, in upper or lower case'
            cand --limit 'At most this many, the newest; 0 for all'
            cand --net 'P2Pool network [default: litecoin] [env: P2MSG_NET]'
            cand --data-dir 'Folder with the key state, the queue and the lock [env: P2MSG_DATA_DIR]'
            cand --signing-key-file 'State file of the signing key [env: P2MSG_SIGNING_KEY_FILE]'
            cand --signing-key-index 'key_index to sign with; above the state file''s it rotates [env: P2MSG_SIGNING_KEY_INDEX]'
            cand --color 'When to use colours [default: auto] [env: P2MSG_COLOR]'
            cand --config 'Config file [default: $XDG_CONFIG_HOME/p2msg/config.toml] [env: P2MSG_CONFIG]'
            cand --lock-timeout 'How long to wait for the lock of the data folder [default: 10] [env: P2MSG_LOCK_TIMEOUT]'
            cand --verified-only 'Only messages whose signature is valid'
            cand --json 'Print JSON: one object, or one a line [env: P2MSG_JSON]'
            cand --quiet 'Leave only errors on stderr [env: P2MSG_QUIET]'
            cand --verbose 'Say more on stderr [env: P2MSG_VERBOSE]'
            cand --no-input 'Never ask anything [env: P2MSG_NO_INPUT]'
            cand --yes 'Answer yes to every question for consent [env: P2MSG_YES]'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
        }
        &'p2msg;store;chat'= {
            cand --authority-key 'Take this public key (66 hex digits) for an authority too; can be repeated'
            cand --since 'Only messages of this time or later: Unix seconds, 2024-02-10T16:00:00Z, or 2h for two hours ago'
            cand --until 'Only messages of this time or earlier'
            cand --sender 'Only messages of this payout address'
            cand --signing-id 'Only messages that name this signing key, whether or not the signature holds'
            cand --grep 'Only messages with this text, in upper or lower case'
            cand --limit 'At most this many, the newest; 0 for all'
            cand --net 'P2Pool network [default: litecoin] [env: P2MSG_NET]'
            cand --data-dir 'Folder with the key state, the queue and the lock [env: P2MSG_DATA_DIR]'
            cand --signing-key-file 'State file of the signing key [env: P2MSG_SIGNING_KEY_FILE]'
            cand --signing-key-index 'key_index to sign with; above the state file''s it rotates [env: P2MSG_SIGNING_KEY_INDEX]'
            cand --color 'When to use colours [default: auto] [env: P2MSG_COLOR]'
            cand --config 'Config file [default: $XDG_CONFIG_HOME/p2msg/config.toml] [env: P2MSG_CONFIG]'
            cand --lock-timeout 'How long to wait for the lock of the data folder [default: 10] [env: P2MSG_LOCK_TIMEOUT]'
            cand --verified-only 'Only messages whose signature is valid'
            cand --json 'Print JSON: one object, or one a line [env: P2MSG_JSON]'
            cand --quiet 'Leave only errors on stderr [env: P2MSG_QUIET]'
            cand --verbose 'Say more on stderr [env: P2MSG_VERBOSE]'
            cand --no-input 'Never ask anything [env: P2MSG_NO_INPUT]'
            cand --yes 'Answer yes to every question for consent [env: P2MSG_YES]'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
        }
        &'p2msg;store;announcements'= {
            cand --authority-key 'Take this public key (66 hex digits) for an authority too; can be repeated'
            cand --since 'Only messages of this time or later: Unix seconds, 2024-02-10T16:00:00Z, or 2h for two hours ago'
            cand --until 'Only messages of this time or earlier'
            cand --sender 'Only messages of this payout address'
            cand --signing-id 'Only messages that name this signing key, whether or not the signature holds'
            cand --grep 'Only messages with this text, in upper or lower case'
            cand --limit 'At most this many, the newest; 0 for all'
            cand --net 'P2Pool network [default: litecoin] [env: P2MSG_NET]'
            cand --data-dir 'Folder with the key state, the queue and the lock [env: P2MSG_DATA_DIR]'
            cand --signing-key-file 'State file of the signing key [env: P2MSG_SIGNING_KEY_FILE]'
            cand --signing-key-index 'key_index to sign with; above the state file''s it rotates [env: P2MSG_SIGNING_KEY_INDEX]'
            cand --color 'When to use colours [default: auto] [env: P2MSG_COLOR]'
            cand --config 'Config file [default: $XDG_CONFIG_HOME/p2msg/config.toml] [env: P2MSG_CONFIG]'
            cand --lock-timeout 'How long to wait for the lock of the data folder [default: 10] [env: P2MSG_LOCK_TIMEOUT]'
            cand --verified-only 'Only messages whose signature is valid'
            cand --json 'Print JSON: one object, or one a line [env: P2MSG_JSON]'
            cand --quiet 'Leave only errors on stderr [env: P2MSG_QUIET]'
            cand --verbose 'Say more on stderr [env: P2MSG_VERBOSE]'
            cand --no-input 'Never ask anything [env: P2MSG_NO_INPUT]'
            cand --yes 'Answer yes to every question for consent [env: P2MSG_YES]'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
        }
        &'p2msg;store;alerts'= {
            cand --authority-key 'Take this public key (66 hex digits) for an authority too; can be repeated'
            cand --since 'Only messages of this time or later: Unix seconds, 2024-02-10T16:00:00Z, or 2h for two hours ago'
            cand --until 'Only messages of this time or earlier'
            cand --sender 'Only messages of this payout address'
            cand --signing-id 'Only messages that name this signing key, whether or not the signature holds'
            cand --grep 'Only messages with this text, in upper or lower case'
            cand --limit 'At most this many, the newest; 0 for all'
            cand --net 'P2Pool network [default: litecoin] [env: P2MSG_NET]'
            cand --data-dir 'Folder with the key state, the queue and the lock [env: P2MSG_DATA_DIR]'
            cand --signing-key-file 'State file of the signing key [env: P2MSG_SIGNING_KEY_FILE]'
            cand --signing-key-index 'key_index to sign with; above the state file''s it rotates [env: P2MSG_SIGNING_KEY_INDEX]'
            cand --color 'When to use colours [default: auto] [env: P2MSG_COLOR]'
            cand --config 'Config file [default: $XDG_CONFIG_HOME/p2msg/config.toml] [env: P2MSG_CONFIG]'
            cand --lock-timeout 'How long to wait for the lock of the data folder [default: 10] [env: P2MSG_LOCK_TIMEOUT]'
            cand --verified-only 'Only messages whose signature is valid'
            cand --json 'Print JSON: one object, or one a line [env: P2MSG_JSON]'
            cand --quiet 'Leave only errors on stderr [env: P2MSG_QUIET]'
            cand --verbose 'Say more on stderr [env: P2MSG_VERBOSE]'
            cand --no-input 'Never ask anything [env: P2MSG_NO_INPUT]'
            cand --yes 'Answer yes to every question for consent [env: P2MSG_YES]'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
        }
        &'p2msg;store;status'= {
            cand --authority-key 'Take this public key (66 hex digits) for an authority too; can be repeated'
            cand --since 'Only messages of this time or later: Unix seconds, 2024-02-10T16:00:00Z, or 2h for two hours ago'
            cand --until 'Only messages of this time or earlier'
            cand --sender 'Only messages of this payout address'
            cand --signing-id 'Only messages that name this signing key, whether or not the signature holds'
            cand --grep 'Only messages with this text, in upper or lower case'
            cand --limit 'At most this many, the newest; 0 for all'
            cand --net 'P2Pool network [default: litecoin] [env: P2MSG_NET]'
            cand --data-dir 'Folder with the key state, the queue and the lock [env: P2MSG_DATA_DIR]'
            cand --signing-key-file 'State file of the signing key [env: P2MSG_SIGNING_KEY_FILE]'
            cand --signing-key-index 'key_index to sign with; above the state file''s it rotates [env: P2MSG_SIGNING_KEY_INDEX]'
            cand --color 'When to use colours [default: auto] [env: P2MSG_COLOR]'
            cand --config 'Config file [default: $XDG_CONFIG_HOME/p2msg/config.toml] [env: P2MSG_CONFIG]'
            cand --lock-timeout 'How long to wait for the lock of the data folder [default: 10] [env: P2MSG_LOCK_TIMEOUT]'
            cand --verified-only 'Only messages whose signature is valid'
            cand --json 'Print JSON: one object, or one a line [env: P2MSG_JSON]'
            cand --quiet 'Leave only errors on stderr [env: P2MSG_QUIET]'
            cand --verbose 'Say more on stderr [env: P2MSG_VERBOSE]'
            cand --no-input 'Never ask anything [env: P2MSG_NO_INPUT]'
            cand --yes 'Answer yes to every question for consent [env: P2MSG_YES]'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
        }
        &'p2msg;store;keys'= {
            cand --authority-key 'Take this public key (66 hex digits) for an authority too; can be repeated'
            cand --net 'P2Pool network [default: litecoin] [env: P2MSG_NET]'
            cand --data-dir 'Folder with the key state, the queue and the lock [env: P2MSG_DATA_DIR]'
            cand --signing-key-file 'State file of the signing key [env: P2MSG_SIGNING_KEY_FILE]'
            cand --signing-key-index 'key_index to sign with; above the state file''s it rotates [env: P2MSG_SIGNING_KEY_INDEX]'
            cand --color 'When to use colours [default: auto] [env: P2MSG_COLOR]'
            cand --config 'Config file [default: $XDG_CONFIG_HOME/p2msg/config.toml] [env: P2MSG_CONFIG]'
            cand --lock-timeout 'How long to wait for the lock of the data folder [default: 10] [env: P2MSG_LOCK_TIMEOUT]'
            cand --json 'Print JSON: one object, or one a line [env: P2MSG_JSON]'
            cand --quiet 'Leave only errors on stderr [env: P2MSG_QUIET]'
            cand --verbose 'Say more on stderr [env: P2MSG_VERBOSE]'
            cand --no-input 'Never ask anything [env: P2MSG_NO_INPUT]'
            cand --yes 'Answer yes to every question for consent [env: P2MSG_YES]'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
        }
        &'p2msg;store;stats'= {
            cand --authority-key 'Take this public key (66 hex digits) for an authority too; can be repeated'
            cand --net 'P2Pool network [default: litecoin] [env: P2MSG_NET]'
            cand --data-dir 'Folder with the key state, the queue and the lock [env: P2MSG_DATA_DIR]'
            cand --signing-key-file 'State file of the signing key [env: P2MSG_SIGNING_KEY_FILE]'
            cand --signing-key-index 'key_index to sign with; above the state file''s it rotates [env: P2MSG_SIGNING_KEY_INDEX]'
            cand --color 'When to use colours [default: auto] [env: P2MSG_COLOR]'
            cand --config 'Config file [default: $XDG_CONFIG_HOME/p2msg/config.toml] [env: P2MSG_CONFIG]'
            cand --lock-timeout 'How long to wait for the lock of the data folder [default: 10] [env: P2MSG_LOCK_TIMEOUT]'
            cand --json 'Print JSON: one object, or one a line [env: P2MSG_JSON]'
            cand --quiet 'Leave only errors on stderr [env: P2MSG_QUIET]'
            cand --verbose 'Say more on stderr [env: P2MSG_VERBOSE]'
            cand --no-input 'Never ask anything [env: P2MSG_NO_INPUT]'
            cand --yes 'Answer yes to every question for consent [env: P2MSG_YES]'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
        }
        &'p2msg;store;help'= {
            cand messages 'Show the messages of share stores, newest first'
            cand chat 'Show what miners say to each other'
            cand announcements 'Show the announcements of operators'
            cand alerts 'Show the alerts'
            cand status 'Show what nodes say of their state'
            cand keys 'Show the signing keys that share stores announce'
            cand stats 'Count the messages, keys and shares of share stores'
            cand help 'Print this message or the help of the given subcommand(s)'
        }
        &'p2msg;store;help;messages'= {
        }
        &'p2msg;store;help;chat'= {
        }
        &'p2msg;store;help;announcements'= {
        }
        &'p2msg;store;help;alerts'= {
        }
        &'p2msg;store;help;status'= {
        }
        &'p2msg;store;help;keys'= {
        }
        &'p2msg;store;help;stats'= {
        }
        &'p2msg;store;help;help'= {
        }
        &'p2msg;verify'= {
            cand --from 'Read every line as this instead of finding out what it is'
            cand --share-version 'The share version, for --from contents'
            cand --authority-key 'Take this public key (66 hex digits) for an authority too; can be repeated'
            cand --net 'P2Pool network [default: litecoin] [env: P2MSG_NET]'
            cand --data-dir 'Folder with the key state, the queue and the lock [env: P2MSG_DATA_DIR]'
            cand --signing-key-file 'State file of the signing key [env: P2MSG_SIGNING_KEY_FILE]'
            cand --signing-key-index 'key_index to sign with; above the state file''s it rotates [env: P2MSG_SIGNING_KEY_INDEX]'
            cand --color 'When to use colours [default: auto] [env: P2MSG_COLOR]'
            cand --config 'Config file [default: $XDG_CONFIG_HOME/p2msg/config.toml] [env: P2MSG_CONFIG]'
            cand --lock-timeout 'How long to wait for the lock of the data folder [default: 10] [env: P2MSG_LOCK_TIMEOUT]'
            cand --with-messages 'Pass over shares without message_data, and over lines that only say that one was verified'
            cand --json 'Print JSON: one object, or one a line [env: P2MSG_JSON]'
            cand --quiet 'Leave only errors on stderr [env: P2MSG_QUIET]'
            cand --verbose 'Say more on stderr [env: P2MSG_VERBOSE]'
            cand --no-input 'Never ask anything [env: P2MSG_NO_INPUT]'
            cand --yes 'Answer yes to every question for consent [env: P2MSG_YES]'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
        }
        &'p2msg;demo'= {
            cand --dir 'The folder to make'
            cand --shares 'How many shares the chain gets at once; what there is to see takes 37'
            cand --every 'How long from share to share with --follow'
            cand --message-data 'Mine the message_data in this file, in hex, as soon as it is there or changes'
            cand --net 'P2Pool network [default: litecoin] [env: P2MSG_NET]'
            cand --data-dir 'Folder with the key state, the queue and the lock [env: P2MSG_DATA_DIR]'
            cand --signing-key-file 'State file of the signing key [env: P2MSG_SIGNING_KEY_FILE]'
            cand --signing-key-index 'key_index to sign with; above the state file''s it rotates [env: P2MSG_SIGNING_KEY_INDEX]'
            cand --color 'When to use colours [default: auto] [env: P2MSG_COLOR]'
            cand --config 'Config file [default: $XDG_CONFIG_HOME/p2msg/config.toml] [env: P2MSG_CONFIG]'
            cand --lock-timeout 'How long to wait for the lock of the data folder [default: 10] [env: P2MSG_LOCK_TIMEOUT]'
            cand --follow 'Keep mining until SIGINT or SIGTERM'
            cand --json 'Print JSON: one object, or one a line [env: P2MSG_JSON]'
            cand --quiet 'Leave only errors on stderr [env: P2MSG_QUIET]'
            cand --verbose 'Say more on stderr [env: P2MSG_VERBOSE]'
            cand --no-input 'Never ask anything [env: P2MSG_NO_INPUT]'
            cand --yes 'Answer yes to every question for consent [env: P2MSG_YES]'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
        }
        &'p2msg;authority'= {
            cand --net 'P2Pool network [default: litecoin] [env: P2MSG_NET]'
            cand --data-dir 'Folder with the key state, the queue and the lock [env: P2MSG_DATA_DIR]'
            cand --signing-key-file 'State file of the signing key [env: P2MSG_SIGNING_KEY_FILE]'
            cand --signing-key-index 'key_index to sign with; above the state file''s it rotates [env: P2MSG_SIGNING_KEY_INDEX]'
            cand --color 'When to use colours [default: auto] [env: P2MSG_COLOR]'
            cand --config 'Config file [default: $XDG_CONFIG_HOME/p2msg/config.toml] [env: P2MSG_CONFIG]'
            cand --lock-timeout 'How long to wait for the lock of the data folder [default: 10] [env: P2MSG_LOCK_TIMEOUT]'
            cand --json 'Print JSON: one object, or one a line [env: P2MSG_JSON]'
            cand --quiet 'Leave only errors on stderr [env: P2MSG_QUIET]'
            cand --verbose 'Say more on stderr [env: P2MSG_VERBOSE]'
            cand --no-input 'Never ask anything [env: P2MSG_NO_INPUT]'
            cand --yes 'Answer yes to every question for consent [env: P2MSG_YES]'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
            cand seal 'Sign a message with an authority''s key and seal it for deployed nodes'
            cand open 'Open authority envelopes: what decode says, and the bytes inside'
            cand keystore 'Keep a private key in a file, under a passphrase'
            cand help 'Print this message or the help of the given subcommand(s)'
        }
        &'p2msg;authority;seal'= {
            cand --type 'The kind of message'
            cand --msg 'What to tell people; not for featured'
            cand --urgency 'How urgent it is; not for featured'
            cand --url 'Where to read on, or the dashboard of a featured node'
            cand --from 'The share version in use; for transition'
            cand --to 'The share version to change to; for transition'
            cand --threshold 'From how many percent of the shares on it is done; for transition'
            cand --seq 'The number of this message; for featured [default: the time]'
            cand --label 'What to call the node; for featured'
            cand --com 'What it takes of the reward, as in 0.5%; for featured'
            cand --loc 'Where it stands, as in EU/DE; for featured'
            cand --hl '1 shows a banner, 2 announces the node, 3 both, 0 takes it down; for featured [default: 1]'
            cand --exp 'Until when it is shown, Unix seconds; for featured [default: until it is taken down]'
            cand --out 'Write to this new file instead of stdout'
            cand --authority-key 'Take this public key (66 hex digits) for an authority too; can be repeated'
            cand --key-file 'File with the key: 64 hex digits, WIF, keystore or BIP39 phrase [env: P2MSG_AUTHORITY_KEY_FILE]'
            cand --bip32-path 'Where a BIP39 phrase leads to the key [default: m/44''/2''/0''/0/0]'
            cand --passphrase-file 'File with the passphrase of a keystore'
            cand --net 'P2Pool network [default: litecoin] [env: P2MSG_NET]'
            cand --data-dir 'Folder with the key state, the queue and the lock [env: P2MSG_DATA_DIR]'
            cand --signing-key-file 'State file of the signing key [env: P2MSG_SIGNING_KEY_FILE]'
            cand --signing-key-index 'key_index to sign with; above the state file''s it rotates [env: P2MSG_SIGNING_KEY_INDEX]'
            cand --color 'When to use colours [default: auto] [env: P2MSG_COLOR]'
            cand --config 'Config file [default: $XDG_CONFIG_HOME/p2msg/config.toml] [env: P2MSG_CONFIG]'
            cand --lock-timeout 'How long to wait for the lock of the data folder [default: 10] [env: P2MSG_LOCK_TIMEOUT]'
            cand --ask-bip39-passphrase 'Ask for the passphrase of a BIP39 phrase, too'
            cand --allow-insecure-key-file 'Take a key file that its group or others can read'
            cand --json 'Print JSON: one object, or one a line [env: P2MSG_JSON]'
            cand --quiet 'Leave only errors on stderr [env: P2MSG_QUIET]'
            cand --verbose 'Say more on stderr [env: P2MSG_VERBOSE]'
            cand --no-input 'Never ask anything [env: P2MSG_NO_INPUT]'
            cand --yes 'Answer yes to every question for consent [env: P2MSG_YES]'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
        }
        &'p2msg;authority;open'= {
            cand --from 'Read every line as this instead of finding out what it is'
            cand --share-version 'The share version, for --from contents'
            cand --authority-key 'Take this public key (66 hex digits) for an authority too; can be repeated'
            cand --net 'P2Pool network [default: litecoin] [env: P2MSG_NET]'
            cand --data-dir 'Folder with the key state, the queue and the lock [env: P2MSG_DATA_DIR]'
            cand --signing-key-file 'State file of the signing key [env: P2MSG_SIGNING_KEY_FILE]'
            cand --signing-key-index 'key_index to sign with; above the state file''s it rotates [env: P2MSG_SIGNING_KEY_INDEX]'
            cand --color 'When to use colours [default: auto] [env: P2MSG_COLOR]'
            cand --config 'Config file [default: $XDG_CONFIG_HOME/p2msg/config.toml] [env: P2MSG_CONFIG]'
            cand --lock-timeout 'How long to wait for the lock of the data folder [default: 10] [env: P2MSG_LOCK_TIMEOUT]'
            cand --json 'Print JSON: one object, or one a line [env: P2MSG_JSON]'
            cand --quiet 'Leave only errors on stderr [env: P2MSG_QUIET]'
            cand --verbose 'Say more on stderr [env: P2MSG_VERBOSE]'
            cand --no-input 'Never ask anything [env: P2MSG_NO_INPUT]'
            cand --yes 'Answer yes to every question for consent [env: P2MSG_YES]'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
        }
        &'p2msg;authority;keystore'= {
            cand --net 'P2Pool network [default: litecoin] [env: P2MSG_NET]'
            cand --data-dir 'Folder with the key state, the queue and the lock [env: P2MSG_DATA_DIR]'
            cand --signing-key-file 'State file of the signing key [env: P2MSG_SIGNING_KEY_FILE]'
            cand --signing-key-index 'key_index to sign with; above the state file''s it rotates [env: P2MSG_SIGNING_KEY_INDEX]'
            cand --color 'When to use colours [default: auto] [env: P2MSG_COLOR]'
            cand --config 'Config file [default: $XDG_CONFIG_HOME/p2msg/config.toml] [env: P2MSG_CONFIG]'
            cand --lock-timeout 'How long to wait for the lock of the data folder [default: 10] [env: P2MSG_LOCK_TIMEOUT]'
            cand --json 'Print JSON: one object, or one a line [env: P2MSG_JSON]'
            cand --quiet 'Leave only errors on stderr [env: P2MSG_QUIET]'
            cand --verbose 'Say more on stderr [env: P2MSG_VERBOSE]'
            cand --no-input 'Never ask anything [env: P2MSG_NO_INPUT]'
            cand --yes 'Answer yes to every question for consent [env: P2MSG_YES]'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
            cand create 'Put a private key under a passphrase, into a new file'
            cand show 'Show what a keystore says of itself, without its passphrase'
            cand help 'Print this message or the help of the given subcommand(s)'
        }
        &'p2msg;authority;keystore;create'= {
            cand --out 'The new file, which only its owner can read'
            cand --key-file 'File with the key: 64 hex digits, WIF, keystore or BIP39 phrase [env: P2MSG_AUTHORITY_KEY_FILE]'
            cand --bip32-path 'Where a BIP39 phrase leads to the key [default: m/44''/2''/0''/0/0]'
            cand --passphrase-file 'File with the passphrase of a keystore'
            cand --new-passphrase-file 'File with the passphrase of the new keystore'
            cand --net 'P2Pool network [default: litecoin] [env: P2MSG_NET]'
            cand --data-dir 'Folder with the key state, the queue and the lock [env: P2MSG_DATA_DIR]'
            cand --signing-key-file 'State file of the signing key [env: P2MSG_SIGNING_KEY_FILE]'
            cand --signing-key-index 'key_index to sign with; above the state file''s it rotates [env: P2MSG_SIGNING_KEY_INDEX]'
            cand --color 'When to use colours [default: auto] [env: P2MSG_COLOR]'
            cand --config 'Config file [default: $XDG_CONFIG_HOME/p2msg/config.toml] [env: P2MSG_CONFIG]'
            cand --lock-timeout 'How long to wait for the lock of the data folder [default: 10] [env: P2MSG_LOCK_TIMEOUT]'
            cand --ask-bip39-passphrase 'Ask for the passphrase of a BIP39 phrase, too'
            cand --allow-insecure-key-file 'Take a key file that its group or others can read'
            cand --json 'Print JSON: one object, or one a line [env: P2MSG_JSON]'
            cand --quiet 'Leave only errors on stderr [env: P2MSG_QUIET]'
            cand --verbose 'Say more on stderr [env: P2MSG_VERBOSE]'
            cand --no-input 'Never ask anything [env: P2MSG_NO_INPUT]'
            cand --yes 'Answer yes to every question for consent [env: P2MSG_YES]'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
        }
        &'p2msg;authority;keystore;show'= {
            cand --net 'P2Pool network [default: litecoin] [env: P2MSG_NET]'
            cand --data-dir 'Folder with the key state, the queue and the lock [env: P2MSG_DATA_DIR]'
            cand --signing-key-file 'State file of the signing key [env: P2MSG_SIGNING_KEY_FILE]'
            cand --signing-key-index 'key_index to sign with; above the state file''s it rotates [env: P2MSG_SIGNING_KEY_INDEX]'
            cand --color 'When to use colours [default: auto] [env: P2MSG_COLOR]'
            cand --config 'Config file [default: $XDG_CONFIG_HOME/p2msg/config.toml] [env: P2MSG_CONFIG]'
            cand --lock-timeout 'How long to wait for the lock of the data folder [default: 10] [env: P2MSG_LOCK_TIMEOUT]'
            cand --json 'Print JSON: one object, or one a line [env: P2MSG_JSON]'
            cand --quiet 'Leave only errors on stderr [env: P2MSG_QUIET]'
            cand --verbose 'Say more on stderr [env: P2MSG_VERBOSE]'
            cand --no-input 'Never ask anything [env: P2MSG_NO_INPUT]'
            cand --yes 'Answer yes to every question for consent [env: P2MSG_YES]'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
        }
        &'p2msg;authority;keystore;help'= {
            cand create 'Put a private key under a passphrase, into a new file'
            cand show 'Show what a keystore says of itself, without its passphrase'
            cand help 'Print this message or the help of the given subcommand(s)'
        }
        &'p2msg;authority;keystore;help;create'= {
        }
        &'p2msg;authority;keystore;help;show'= {
        }
        &'p2msg;authority;keystore;help;help'= {
        }
        &'p2msg;authority;help'= {
            cand seal 'Sign a message with an authority''s key and seal it for deployed nodes'
            cand open 'Open authority envelopes: what decode says, and the bytes inside'
            cand keystore 'Keep a private key in a file, under a passphrase'
            cand help 'Print this message or the help of the given subcommand(s)'
        }
        &'p2msg;authority;help;seal'= {
        }
        &'p2msg;authority;help;open'= {
        }
        &'p2msg;authority;help;keystore'= {
            cand create 'Put a private key under a passphrase, into a new file'
            cand show 'Show what a keystore says of itself, without its passphrase'
        }
        &'p2msg;authority;help;keystore;create'= {
        }
        &'p2msg;authority;help;keystore;show'= {
        }
        &'p2msg;authority;help;help'= {
        }
        &'p2msg;node'= {
            cand --net 'P2Pool network [default: litecoin] [env: P2MSG_NET]'
            cand --data-dir 'Folder with the key state, the queue and the lock [env: P2MSG_DATA_DIR]'
            cand --signing-key-file 'State file of the signing key [env: P2MSG_SIGNING_KEY_FILE]'
            cand --signing-key-index 'key_index to sign with; above the state file''s it rotates [env: P2MSG_SIGNING_KEY_INDEX]'
            cand --color 'When to use colours [default: auto] [env: P2MSG_COLOR]'
            cand --config 'Config file [default: $XDG_CONFIG_HOME/p2msg/config.toml] [env: P2MSG_CONFIG]'
            cand --lock-timeout 'How long to wait for the lock of the data folder [default: 10] [env: P2MSG_LOCK_TIMEOUT]'
            cand --json 'Print JSON: one object, or one a line [env: P2MSG_JSON]'
            cand --quiet 'Leave only errors on stderr [env: P2MSG_QUIET]'
            cand --verbose 'Say more on stderr [env: P2MSG_VERBOSE]'
            cand --no-input 'Never ask anything [env: P2MSG_NO_INPUT]'
            cand --yes 'Answer yes to every question for consent [env: P2MSG_YES]'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
            cand messages 'Show the messages that nodes have, newest first'
            cand chat 'Show what miners say to each other'
            cand announcements 'Show the announcements of operators and authorities'
            cand alerts 'Show the alerts'
            cand status 'Show what nodes say of their state'
            cand keys 'Show the signing keys that nodes know'
            cand stats 'Show what nodes count of their messages and keys'
            cand transition 'Show what nodes say about the transition to another share version'
            cand bans 'Show which messages nodes hide'
            cand diag 'Show what nodes say about loading authority blobs'
            cand watch 'Show each new message once, until it is told to end'
            cand check 'Check nodes, keys and queue for a monitoring system'
            cand ban 'Hide messages from those who ask a node'
            cand unban 'Show messages again that a ban hides'
            cand load-blob 'Give authority envelopes to nodes, which show their messages at once'
            cand help 'Print this message or the help of the given subcommand(s)'
        }
        &'p2msg;node;messages'= {
            cand --type 'Only messages of this kind: chat, announce, alert, node-status, ..., or its number (0x07); can be repeated'
            cand --since 'Only messages of this time or later: Unix seconds, 2024-02-10T16:00:00Z, or 2h for two hours ago'
            cand --until 'Only messages of this time or earlier'
            cand --sender 'Only messages of this payout address'
            cand --signing-id 'Only messages that name this signing key, whether or not the signature holds'
            cand --grep 'Only messages with this text, in upper or lower case'
            cand --limit 'At most this many, the newest; 0 for all'
            cand --url 'Base URL of a node, can be repeated [default: http://127.0.0.1:<port of --net>] [env: P2MSG_URL]'
            cand --api 'API that the nodes have'
            cand --timeout 'Give up on a node that has not answered everything within so many seconds'
            cand --connect-timeout 'Give up on a connection within so many seconds'
            cand --ca-file 'Certificates (PEM) that count beside the system''s, for https [env: P2MSG_CA_FILE]'
            cand --auth-file 'File with user:password for a proxy in front of the node [env: P2MSG_AUTH_FILE]'
            cand --net 'P2Pool network [default: litecoin] [env: P2MSG_NET]'
            cand --data-dir 'Folder with the key state, the queue and the lock [env: P2MSG_DATA_DIR]'
            cand --signing-key-file 'State file of the signing key [env: P2MSG_SIGNING_KEY_FILE]'
            cand --signing-key-index 'key_index to sign with; above the state file''s it rotates [env: P2MSG_SIGNING_KEY_INDEX]'
            cand --color 'When to use colours [default: auto] [env: P2MSG_COLOR]'
            cand --config 'Config file [default: $XDG_CONFIG_HOME/p2msg/config.toml] [env: P2MSG_CONFIG]'
            cand --lock-timeout 'How long to wait for the lock of the data folder [default: 10] [env: P2MSG_LOCK_TIMEOUT]'
            cand --verified-only 'Only messages whose signature is valid'
            cand --allow-insecure-key-file 'Take an --auth-file that its group or others can read'
            cand --json 'Print JSON: one object, or one a line [env: P2MSG_JSON]'
            cand --quiet 'Leave only errors on stderr [env: P2MSG_QUIET]'
            cand --verbose 'Say more on stderr [env: P2MSG_VERBOSE]'
            cand --no-input 'Never ask anything [env: P2MSG_NO_INPUT]'
            cand --yes 'Answer yes to every question for consent [env: P2MSG_YES]'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
        }
        &'p2msg;node;chat'= {
            cand --since 'Only messages of this time or later: Unix seconds, 2024-02-10T16:00:00Z, or 2h for two hours ago'
            cand --until 'Only messages of this time or earlier'
            cand --sender 'Only messages of this payout address'
            cand --signing-id 'Only messages that name this signing key, whether or not the signature holds'
            cand --grep 'Only messages with this text, in upper or lower case'
            cand --limit 'At most this many, the newest; 0 for all'
            cand --url 'Base URL of a node, can be repeated [default: http://127.0.0.1:<port of --net>] [env: P2MSG_URL]'
            cand --api 'API that the nodes have'
            cand --timeout 'Give up on a node that has not answered everything within so many seconds'
            cand --connect-timeout 'Give up on a connection within so many seconds'
            cand --ca-file 'Certificates (PEM) that count beside the system''s, for https [env: P2MSG_CA_FILE]'
            cand --auth-file 'File with user:password for a proxy in front of the node [env: P2MSG_AUTH_FILE]'
            cand --net 'P2Pool network [default: litecoin] [env: P2MSG_NET]'
            cand --data-dir 'Folder with the key state, the queue and the lock [env: P2MSG_DATA_DIR]'
            cand --signing-key-file 'State file of the signing key [env: P2MSG_SIGNING_KEY_FILE]'
            cand --signing-key-index 'key_index to sign with; above the state file''s it rotates [env: P2MSG_SIGNING_KEY_INDEX]'
            cand --color 'When to use colours [default: auto] [env: P2MSG_COLOR]'
            cand --config 'Config file [default: $XDG_CONFIG_HOME/p2msg/config.toml] [env: P2MSG_CONFIG]'
            cand --lock-timeout 'How long to wait for the lock of the data folder [default: 10] [env: P2MSG_LOCK_TIMEOUT]'
            cand --verified-only 'Only messages whose signature is valid'
            cand --allow-insecure-key-file 'Take an --auth-file that its group or others can read'
            cand --json 'Print JSON: one object, or one a line [env: P2MSG_JSON]'
            cand --quiet 'Leave only errors on stderr [env: P2MSG_QUIET]'
            cand --verbose 'Say more on stderr [env: P2MSG_VERBOSE]'
            cand --no-input 'Never ask anything [env: P2MSG_NO_INPUT]'
            cand --yes 'Answer yes to every question for consent [env: P2MSG_YES]'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
        }
        &'p2msg;node;announcements'= {
            cand --since 'Only messages of this time or later: Unix seconds, 2024-02-10T16:00:00Z, or 2h for two hours ago'
            cand --until 'Only messages of this time or earlier'
            cand --sender 'Only messages of this payout address'
            cand --signing-id 'Only messages that name this signing key, whether or not the signature holds'
            cand --grep 'Only messages with this text, in upper or lower case'
            cand --limit 'At most this many, the newest; 0 for all'
            cand --url 'Base URL of a node, can be repeated [default: http://127.0.0.1:<port of --net>] [env: P2MSG_URL]'
            cand --api 'API that the nodes have'
            cand --timeout 'Give up on a node that has not answered everything within so many seconds'
            cand --connect-timeout 'Give up on a connection within so many seconds'
            cand --ca-file 'Certificates (PEM) that count beside the system''s, for https [env: P2MSG_CA_FILE]'
            cand --auth-file 'File with user:password for a proxy in front of the node [env: P2MSG_AUTH_FILE]'
            cand --net 'P2Pool network [default: litecoin] [env: P2MSG_NET]'
            cand --data-dir 'Folder with the key state, the queue and the lock [env: P2MSG_DATA_DIR]'
            cand --signing-key-file 'State file of the signing key [env: P2MSG_SIGNING_KEY_FILE]'
            cand --signing-key-index 'key_index to sign with; above the state file''s it rotates [env: P2MSG_SIGNING_KEY_INDEX]'
            cand --color 'When to use colours [default: auto] [env: P2MSG_COLOR]'
            cand --config 'Config file [default: $XDG_CONFIG_HOME/p2msg/config.toml] [env: P2MSG_CONFIG]'
            cand --lock-timeout 'How long to wait for the lock of the data folder [default: 10] [env: P2MSG_LOCK_TIMEOUT]'
            cand --verified-only 'Only messages whose signature is valid'
            cand --allow-insecure-key-file 'Take an --auth-file that its group or others can read'
            cand --json 'Print JSON: one object, or one a line [env: P2MSG_JSON]'
            cand --quiet 'Leave only errors on stderr [env: P2MSG_QUIET]'
            cand --verbose 'Say more on stderr [env: P2MSG_VERBOSE]'
            cand --no-input 'Never ask anything [env: P2MSG_NO_INPUT]'
            cand --yes 'Answer yes to every question for consent [env: P2MSG_YES]'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
        }
        &'p2msg;node;alerts'= {
            cand --since 'Only messages of this time or later: Unix seconds, 2024-02-10T16:00:00Z, or 2h for two hours ago'
            cand --until 'Only messages of this time or earlier'
            cand --sender 'Only messages of this payout address'
            cand --signing-id 'Only messages that name this signing key, whether or not the signature holds'
            cand --grep 'Only messages with this text, in upper or lower case'
            cand --limit 'At most this many, the newest; 0 for all'
            cand --url 'Base URL of a node, can be repeated [default: http://127.0.0.1:<port of --net>] [env: P2MSG_URL]'
            cand --api 'API that the nodes have'
            cand --timeout 'Give up on a node that has not answered everything within so many seconds'
            cand --connect-timeout 'Give up on a connection within so many seconds'
            cand --ca-file 'Certificates (PEM) that count beside the system''s, for https [env: P2MSG_CA_FILE]'
            cand --auth-file 'File with user:password for a proxy in front of the node [env: P2MSG_AUTH_FILE]'
            cand --net 'P2Pool network [default: litecoin] [env: P2MSG_NET]'
            cand --data-dir 'Folder with the key state, the queue and the lock [env: P2MSG_DATA_DIR]'
            cand --signing-key-file 'State file of the signing key [env: P2MSG_SIGNING_KEY_FILE]'
            cand --signing-key-index 'key_index to sign with; above the state file''s it rotates [env: P2MSG_SIGNING_KEY_INDEX]'
            cand --color 'When to use colours [default: auto] [env: P2MSG_COLOR]'
            cand --config 'Config file [default: $XDG_CONFIG_HOME/p2msg/config.toml] [env: P2MSG_CONFIG]'
            cand --lock-timeout 'How long to wait for the lock of the data folder [default: 10] [env: P2MSG_LOCK_TIMEOUT]'
            cand --verified-only 'Only messages whose signature is valid'
            cand --allow-insecure-key-file 'Take an --auth-file that its group or others can read'
            cand --json 'Print JSON: one object, or one a line [env: P2MSG_JSON]'
            cand --quiet 'Leave only errors on stderr [env: P2MSG_QUIET]'
            cand --verbose 'Say more on stderr [env: P2MSG_VERBOSE]'
            cand --no-input 'Never ask anything [env: P2MSG_NO_INPUT]'
            cand --yes 'Answer yes to every question for consent [env: P2MSG_YES]'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
        }
        &'p2msg;node;status'= {
            cand --since 'Only messages of this time or later: Unix seconds, 2024-02-10T16:00:00Z, or 2h for two hours ago'
            cand --until 'Only messages of this time or earlier'
            cand --sender 'Only messages of this payout address'
            cand --signing-id 'Only messages that name this signing key, whether or not the signature holds'
            cand --grep 'Only messages with this text, in upper or lower case'
            cand --limit 'At most this many, the newest; 0 for all'
            cand --url 'Base URL of a node, can be repeated [default: http://127.0.0.1:<port of --net>] [env: P2MSG_URL]'
            cand --api 'API that the nodes have'
            cand --timeout 'Give up on a node that has not answered everything within so many seconds'
            cand --connect-timeout 'Give up on a connection within so many seconds'
            cand --ca-file 'Certificates (PEM) that count beside the system''s, for https [env: P2MSG_CA_FILE]'
            cand --auth-file 'File with user:password for a proxy in front of the node [env: P2MSG_AUTH_FILE]'
            cand --net 'P2Pool network [default: litecoin] [env: P2MSG_NET]'
            cand --data-dir 'Folder with the key state, the queue and the lock [env: P2MSG_DATA_DIR]'
            cand --signing-key-file 'State file of the signing key [env: P2MSG_SIGNING_KEY_FILE]'
            cand --signing-key-index 'key_index to sign with; above the state file''s it rotates [env: P2MSG_SIGNING_KEY_INDEX]'
            cand --color 'When to use colours [default: auto] [env: P2MSG_COLOR]'
            cand --config 'Config file [default: $XDG_CONFIG_HOME/p2msg/config.toml] [env: P2MSG_CONFIG]'
            cand --lock-timeout 'How long to wait for the lock of the data folder [default: 10] [env: P2MSG_LOCK_TIMEOUT]'
            cand --verified-only 'Only messages whose signature is valid'
            cand --allow-insecure-key-file 'Take an --auth-file that its group or others can read'
            cand --json 'Print JSON: one object, or one a line [env: P2MSG_JSON]'
            cand --quiet 'Leave only errors on stderr [env: P2MSG_QUIET]'
            cand --verbose 'Say more on stderr [env: P2MSG_VERBOSE]'
            cand --no-input 'Never ask anything [env: P2MSG_NO_INPUT]'
            cand --yes 'Answer yes to every question for consent [env: P2MSG_YES]'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
        }
        &'p2msg;node;keys'= {
            cand --url 'Base URL of a node, can be repeated [default: http://127.0.0.1:<port of --net>] [env: P2MSG_URL]'
            cand --api 'API that the nodes have'
            cand --timeout 'Give up on a node that has not answered everything within so many seconds'
            cand --connect-timeout 'Give up on a connection within so many seconds'
            cand --ca-file 'Certificates (PEM) that count beside the system''s, for https [env: P2MSG_CA_FILE]'
            cand --auth-file 'File with user:password for a proxy in front of the node [env: P2MSG_AUTH_FILE]'
            cand --net 'P2Pool network [default: litecoin] [env: P2MSG_NET]'
            cand --data-dir 'Folder with the key state, the queue and the lock [env: P2MSG_DATA_DIR]'
            cand --signing-key-file 'State file of the signing key [env: P2MSG_SIGNING_KEY_FILE]'
            cand --signing-key-index 'key_index to sign with; above the state file''s it rotates [env: P2MSG_SIGNING_KEY_INDEX]'
            cand --color 'When to use colours [default: auto] [env: P2MSG_COLOR]'
            cand --config 'Config file [default: $XDG_CONFIG_HOME/p2msg/config.toml] [env: P2MSG_CONFIG]'
            cand --lock-timeout 'How long to wait for the lock of the data folder [default: 10] [env: P2MSG_LOCK_TIMEOUT]'
            cand --allow-insecure-key-file 'Take an --auth-file that its group or others can read'
            cand --json 'Print JSON: one object, or one a line [env: P2MSG_JSON]'
            cand --quiet 'Leave only errors on stderr [env: P2MSG_QUIET]'
            cand --verbose 'Say more on stderr [env: P2MSG_VERBOSE]'
            cand --no-input 'Never ask anything [env: P2MSG_NO_INPUT]'
            cand --yes 'Answer yes to every question for consent [env: P2MSG_YES]'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
        }
        &'p2msg;node;stats'= {
            cand --url 'Base URL of a node, can be repeated [default: http://127.0.0.1:<port of --net>] [env: P2MSG_URL]'
            cand --api 'API that the nodes have'
            cand --timeout 'Give up on a node that has not answered everything within so many seconds'
            cand --connect-timeout 'Give up on a connection within so many seconds'
            cand --ca-file 'Certificates (PEM) that count beside the system''s, for https [env: P2MSG_CA_FILE]'
            cand --auth-file 'File with user:password for a proxy in front of the node [env: P2MSG_AUTH_FILE]'
            cand --net 'P2Pool network [default: litecoin] [env: P2MSG_NET]'
            cand --data-dir 'Folder with the key state, the queue and the lock [env: P2MSG_DATA_DIR]'
            cand --signing-key-file 'State file of the signing key [env: P2MSG_SIGNING_KEY_FILE]'
            cand --signing-key-index 'key_index to sign with; above the state file''s it rotates [env: P2MSG_SIGNING_KEY_INDEX]'
            cand --color 'When to use colours [default: auto] [env: P2MSG_COLOR]'
            cand --config 'Config file [default: $XDG_CONFIG_HOME/p2msg/config.toml] [env: P2MSG_CONFIG]'
            cand --lock-timeout 'How long to wait for the lock of the data folder [default: 10] [env: P2MSG_LOCK_TIMEOUT]'
            cand --allow-insecure-key-file 'Take an --auth-file that its group or others can read'
            cand --json 'Print JSON: one object, or one a line [env: P2MSG_JSON]'
            cand --quiet 'Leave only errors on stderr [env: P2MSG_QUIET]'
            cand --verbose 'Say more on stderr [env: P2MSG_VERBOSE]'
            cand --no-input 'Never ask anything [env: P2MSG_NO_INPUT]'
            cand --yes 'Answer yes to every question for consent [env: P2MSG_YES]'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
        }
        &'p2msg;node;transition'= {
            cand --url 'Base URL of a node, can be repeated [default: http://127.0.0.1:<port of --net>] [env: P2MSG_URL]'
            cand --api 'API that the nodes have'
            cand --timeout 'Give up on a node that has not answered everything within so many seconds'
            cand --connect-timeout 'Give up on a connection within so many seconds'
            cand --ca-file 'Certificates (PEM) that count beside the system''s, for https [env: P2MSG_CA_FILE]'
            cand --auth-file 'File with user:password for a proxy in front of the node [env: P2MSG_AUTH_FILE]'
            cand --net 'P2Pool network [default: litecoin] [env: P2MSG_NET]'
            cand --data-dir 'Folder with the key state, the queue and the lock [env: P2MSG_DATA_DIR]'
            cand --signing-key-file 'State file of the signing key [env: P2MSG_SIGNING_KEY_FILE]'
            cand --signing-key-index 'key_index to sign with; above the state file''s it rotates [env: P2MSG_SIGNING_KEY_INDEX]'
            cand --color 'When to use colours [default: auto] [env: P2MSG_COLOR]'
            cand --config 'Config file [default: $XDG_CONFIG_HOME/p2msg/config.toml] [env: P2MSG_CONFIG]'
            cand --lock-timeout 'How long to wait for the lock of the data folder [default: 10] [env: P2MSG_LOCK_TIMEOUT]'
            cand --allow-insecure-key-file 'Take an --auth-file that its group or others can read'
            cand --json 'Print JSON: one object, or one a line [env: P2MSG_JSON]'
            cand --quiet 'Leave only errors on stderr [env: P2MSG_QUIET]'
            cand --verbose 'Say more on stderr [env: P2MSG_VERBOSE]'
            cand --no-input 'Never ask anything [env: P2MSG_NO_INPUT]'
            cand --yes 'Answer yes to every question for consent [env: P2MSG_YES]'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
        }
        &'p2msg;node;bans'= {
            cand --url 'Base URL of a node, can be repeated [default: http://127.0.0.1:<port of --net>] [env: P2MSG_URL]'
            cand --api 'API that the nodes have'
            cand --timeout 'Give up on a node that has not answered everything within so many seconds'
            cand --connect-timeout 'Give up on a connection within so many seconds'
            cand --ca-file 'Certificates (PEM) that count beside the system''s, for https [env: P2MSG_CA_FILE]'
            cand --auth-file 'File with user:password for a proxy in front of the node [env: P2MSG_AUTH_FILE]'
            cand --net 'P2Pool network [default: litecoin] [env: P2MSG_NET]'
            cand --data-dir 'Folder with the key state, the queue and the lock [env: P2MSG_DATA_DIR]'
            cand --signing-key-file 'State file of the signing key [env: P2MSG_SIGNING_KEY_FILE]'
            cand --signing-key-index 'key_index to sign with; above the state file''s it rotates [env: P2MSG_SIGNING_KEY_INDEX]'
            cand --color 'When to use colours [default: auto] [env: P2MSG_COLOR]'
            cand --config 'Config file [default: $XDG_CONFIG_HOME/p2msg/config.toml] [env: P2MSG_CONFIG]'
            cand --lock-timeout 'How long to wait for the lock of the data folder [default: 10] [env: P2MSG_LOCK_TIMEOUT]'
            cand --allow-insecure-key-file 'Take an --auth-file that its group or others can read'
            cand --json 'Print JSON: one object, or one a line [env: P2MSG_JSON]'
            cand --quiet 'Leave only errors on stderr [env: P2MSG_QUIET]'
            cand --verbose 'Say more on stderr [env: P2MSG_VERBOSE]'
            cand --no-input 'Never ask anything [env: P2MSG_NO_INPUT]'
            cand --yes 'Answer yes to every question for consent [env: P2MSG_YES]'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
        }
        &'p2msg;node;diag'= {
            cand --url 'Base URL of a node, can be repeated [default: http://127.0.0.1:<port of --net>] [env: P2MSG_URL]'
            cand --api 'API that the nodes have'
            cand --timeout 'Give up on a node that has not answered everything within so many seconds'
            cand --connect-timeout 'Give up on a connection within so many seconds'
            cand --ca-file 'Certificates (PEM) that count beside the system''s, for https [env: P2MSG_CA_FILE]'
            cand --auth-file 'File with user:password for a proxy in front of the node [env: P2MSG_AUTH_FILE]'
            cand --net 'P2Pool network [default: litecoin] [env: P2MSG_NET]'
            cand --data-dir 'Folder with the key state, the queue and the lock [env: P2MSG_DATA_DIR]'
            cand --signing-key-file 'State file of the signing key [env: P2MSG_SIGNING_KEY_FILE]'
            cand --signing-key-index 'key_index to sign with; above the state file''s it rotates [env: P2MSG_SIGNING_KEY_INDEX]'
            cand --color 'When to use colours [default: auto] [env: P2MSG_COLOR]'
            cand --config 'Config file [default: $XDG_CONFIG_HOME/p2msg/config.toml] [env: P2MSG_CONFIG]'
            cand --lock-timeout 'How long to wait for the lock of the data folder [default: 10] [env: P2MSG_LOCK_TIMEOUT]'
            cand --allow-insecure-key-file 'Take an --auth-file that its group or others can read'
            cand --json 'Print JSON: one object, or one a line [env: P2MSG_JSON]'
            cand --quiet 'Leave only errors on stderr [env: P2MSG_QUIET]'
            cand --verbose 'Say more on stderr [env: P2MSG_VERBOSE]'
            cand --no-input 'Never ask anything [env: P2MSG_NO_INPUT]'
            cand --yes 'Answer yes to every question for consent [env: P2MSG_YES]'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
        }
        &'p2msg;node;watch'= {
            cand --interval 'Ask every so many seconds'
            cand --since 'Show what is there already too, of this time or later: Unix seconds, 2024-02-10T16:00:00Z, or 2h for two hours ago'
            cand --type 'Only messages of this kind: chat, announce, alert, node-status, ..., or its number (0x07); can be repeated'
            cand --sender 'Only messages of this payout address'
            cand --signing-id 'Only messages that name this signing key, whether or not the signature holds'
            cand --grep 'Only messages with this text, in upper or lower case'
            cand --exec 'Command to run for each message, which it gets as JSON on its stdin'
            cand --exec-timeout 'Kill the command if it runs for longer than so many seconds'
            cand --url 'Base URL of a node, can be repeated [default: http://127.0.0.1:<port of --net>] [env: P2MSG_URL]'
            cand --api 'API that the nodes have'
            cand --timeout 'Give up on a node that has not answered everything within so many seconds'
            cand --connect-timeout 'Give up on a connection within so many seconds'
            cand --ca-file 'Certificates (PEM) that count beside the system''s, for https [env: P2MSG_CA_FILE]'
            cand --auth-file 'File with user:password for a proxy in front of the node [env: P2MSG_AUTH_FILE]'
            cand --net 'P2Pool network [default: litecoin] [env: P2MSG_NET]'
            cand --data-dir 'Folder with the key state, the queue and the lock [env: P2MSG_DATA_DIR]'
            cand --signing-key-file 'State file of the signing key [env: P2MSG_SIGNING_KEY_FILE]'
            cand --signing-key-index 'key_index to sign with; above the state file''s it rotates [env: P2MSG_SIGNING_KEY_INDEX]'
            cand --color 'When to use colours [default: auto] [env: P2MSG_COLOR]'
            cand --config 'Config file [default: $XDG_CONFIG_HOME/p2msg/config.toml] [env: P2MSG_CONFIG]'
            cand --lock-timeout 'How long to wait for the lock of the data folder [default: 10] [env: P2MSG_LOCK_TIMEOUT]'
            cand --alerts-only 'Only alerts: messages of type EMERGENCY'
            cand --verified-only 'Only messages whose signature is valid'
            cand --allow-insecure-key-file 'Take an --auth-file that its group or others can read'
            cand --json 'Print JSON: one object, or one a line [env: P2MSG_JSON]'
            cand --quiet 'Leave only errors on stderr [env: P2MSG_QUIET]'
            cand --verbose 'Say more on stderr [env: P2MSG_VERBOSE]'
            cand --no-input 'Never ask anything [env: P2MSG_NO_INPUT]'
            cand --yes 'Answer yes to every question for consent [env: P2MSG_YES]'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
        }
        &'p2msg;node;check'= {
            cand --status-warning 'Warn if the newest NODE_STATUS is older than so many seconds'
            cand --status-critical 'Critical if the newest NODE_STATUS is older than so many seconds'
            cand --status-sender 'Look at NODE_STATUS of this payout address only'
            cand --alert-age 'Look at alerts of the last so many seconds only'
            cand --queue-warning 'Warn if a message has waited in the queue for longer than so many seconds'
            cand --queue-critical 'Critical if a message has waited for longer; after 24 hours it expires'
            cand --signing-id 'Our signing key [default: that of the state file, if there is one]'
            cand --skip 'Leave out this check; can be repeated'
            cand --textfile 'Write what was found to this file too, for Prometheus'' node exporter'
            cand --url 'Base URL of a node, can be repeated [default: http://127.0.0.1:<port of --net>] [env: P2MSG_URL]'
            cand --api 'API that the nodes have'
            cand --timeout 'Give up on a node that has not answered everything within so many seconds'
            cand --connect-timeout 'Give up on a connection within so many seconds'
            cand --ca-file 'Certificates (PEM) that count beside the system''s, for https [env: P2MSG_CA_FILE]'
            cand --auth-file 'File with user:password for a proxy in front of the node [env: P2MSG_AUTH_FILE]'
            cand --net 'P2Pool network [default: litecoin] [env: P2MSG_NET]'
            cand --data-dir 'Folder with the key state, the queue and the lock [env: P2MSG_DATA_DIR]'
            cand --signing-key-file 'State file of the signing key [env: P2MSG_SIGNING_KEY_FILE]'
            cand --signing-key-index 'key_index to sign with; above the state file''s it rotates [env: P2MSG_SIGNING_KEY_INDEX]'
            cand --color 'When to use colours [default: auto] [env: P2MSG_COLOR]'
            cand --config 'Config file [default: $XDG_CONFIG_HOME/p2msg/config.toml] [env: P2MSG_CONFIG]'
            cand --lock-timeout 'How long to wait for the lock of the data folder [default: 10] [env: P2MSG_LOCK_TIMEOUT]'
            cand --allow-insecure-key-file 'Take an --auth-file that its group or others can read'
            cand --json 'Print JSON: one object, or one a line [env: P2MSG_JSON]'
            cand --quiet 'Leave only errors on stderr [env: P2MSG_QUIET]'
            cand --verbose 'Say more on stderr [env: P2MSG_VERBOSE]'
            cand --no-input 'Never ask anything [env: P2MSG_NO_INPUT]'
            cand --yes 'Answer yes to every question for consent [env: P2MSG_YES]'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
        }
        &'p2msg;node;ban'= {
            cand --signing-id 'A signing key'
            cand --address 'A payout address'
            cand --keyword 'A word; nodes look for it in upper and lower case'
            cand --type 'A kind of messages: chat, announce, alert, node-status, ..., or its number (0x07)'
            cand --url 'Base URL of a node, can be repeated [default: http://127.0.0.1:<port of --net>] [env: P2MSG_URL]'
            cand --api 'API that the nodes have'
            cand --timeout 'Give up on a node that has not answered everything within so many seconds'
            cand --connect-timeout 'Give up on a connection within so many seconds'
            cand --ca-file 'Certificates (PEM) that count beside the system''s, for https [env: P2MSG_CA_FILE]'
            cand --auth-file 'File with user:password for a proxy in front of the node [env: P2MSG_AUTH_FILE]'
            cand --net 'P2Pool network [default: litecoin] [env: P2MSG_NET]'
            cand --data-dir 'Folder with the key state, the queue and the lock [env: P2MSG_DATA_DIR]'
            cand --signing-key-file 'State file of the signing key [env: P2MSG_SIGNING_KEY_FILE]'
            cand --signing-key-index 'key_index to sign with; above the state file''s it rotates [env: P2MSG_SIGNING_KEY_INDEX]'
            cand --color 'When to use colours [default: auto] [env: P2MSG_COLOR]'
            cand --config 'Config file [default: $XDG_CONFIG_HOME/p2msg/config.toml] [env: P2MSG_CONFIG]'
            cand --lock-timeout 'How long to wait for the lock of the data folder [default: 10] [env: P2MSG_LOCK_TIMEOUT]'
            cand --allow-insecure-key-file 'Take an --auth-file that its group or others can read'
            cand --json 'Print JSON: one object, or one a line [env: P2MSG_JSON]'
            cand --quiet 'Leave only errors on stderr [env: P2MSG_QUIET]'
            cand --verbose 'Say more on stderr [env: P2MSG_VERBOSE]'
            cand --no-input 'Never ask anything [env: P2MSG_NO_INPUT]'
            cand --yes 'Answer yes to every question for consent [env: P2MSG_YES]'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
        }
        &'p2msg;node;unban'= {
            cand --signing-id 'A signing key'
            cand --address 'A payout address'
            cand --keyword 'A word; nodes look for it in upper and lower case'
            cand --type 'A kind of messages: chat, announce, alert, node-status, ..., or its number (0x07)'
            cand --url 'Base URL of a node, can be repeated [default: http://127.0.0.1:<port of --net>] [env: P2MSG_URL]'
            cand --api 'API that the nodes have'
            cand --timeout 'Give up on a node that has not answered everything within so many seconds'
            cand --connect-timeout 'Give up on a connection within so many seconds'
            cand --ca-file 'Certificates (PEM) that count beside the system''s, for https [env: P2MSG_CA_FILE]'
            cand --auth-file 'File with user:password for a proxy in front of the node [env: P2MSG_AUTH_FILE]'
            cand --net 'P2Pool network [default: litecoin] [env: P2MSG_NET]'
            cand --data-dir 'Folder with the key state, the queue and the lock [env: P2MSG_DATA_DIR]'
            cand --signing-key-file 'State file of the signing key [env: P2MSG_SIGNING_KEY_FILE]'
            cand --signing-key-index 'key_index to sign with; above the state file''s it rotates [env: P2MSG_SIGNING_KEY_INDEX]'
            cand --color 'When to use colours [default: auto] [env: P2MSG_COLOR]'
            cand --config 'Config file [default: $XDG_CONFIG_HOME/p2msg/config.toml] [env: P2MSG_CONFIG]'
            cand --lock-timeout 'How long to wait for the lock of the data folder [default: 10] [env: P2MSG_LOCK_TIMEOUT]'
            cand --allow-insecure-key-file 'Take an --auth-file that its group or others can read'
            cand --json 'Print JSON: one object, or one a line [env: P2MSG_JSON]'
            cand --quiet 'Leave only errors on stderr [env: P2MSG_QUIET]'
            cand --verbose 'Say more on stderr [env: P2MSG_VERBOSE]'
            cand --no-input 'Never ask anything [env: P2MSG_NO_INPUT]'
            cand --yes 'Answer yes to every question for consent [env: P2MSG_YES]'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
        }
        &'p2msg;node;load-blob'= {
            cand --from 'Read every line as this instead of finding out what it is'
            cand --share-version 'The share version, for --from contents'
            cand --authority-key 'Take this public key (66 hex digits) for an authority too; can be repeated'
            cand --url 'Base URL of a node, can be repeated [default: http://127.0.0.1:<port of --net>] [env: P2MSG_URL]'
            cand --api 'API that the nodes have'
            cand --timeout 'Give up on a node that has not answered everything within so many seconds'
            cand --connect-timeout 'Give up on a connection within so many seconds'
            cand --ca-file 'Certificates (PEM) that count beside the system''s, for https [env: P2MSG_CA_FILE]'
            cand --auth-file 'File with user:password for a proxy in front of the node [env: P2MSG_AUTH_FILE]'
            cand --net 'P2Pool network [default: litecoin] [env: P2MSG_NET]'
            cand --data-dir 'Folder with the key state, the queue and the lock [env: P2MSG_DATA_DIR]'
            cand --signing-key-file 'State file of the signing key [env: P2MSG_SIGNING_KEY_FILE]'
            cand --signing-key-index 'key_index to sign with; above the state file''s it rotates [env: P2MSG_SIGNING_KEY_INDEX]'
            cand --color 'When to use colours [default: auto] [env: P2MSG_COLOR]'
            cand --config 'Config file [default: $XDG_CONFIG_HOME/p2msg/config.toml] [env: P2MSG_CONFIG]'
            cand --lock-timeout 'How long to wait for the lock of the data folder [default: 10] [env: P2MSG_LOCK_TIMEOUT]'
            cand --allow-insecure-key-file 'Take an --auth-file that its group or others can read'
            cand --json 'Print JSON: one object, or one a line [env: P2MSG_JSON]'
            cand --quiet 'Leave only errors on stderr [env: P2MSG_QUIET]'
            cand --verbose 'Say more on stderr [env: P2MSG_VERBOSE]'
            cand --no-input 'Never ask anything [env: P2MSG_NO_INPUT]'
            cand --yes 'Answer yes to every question for consent [env: P2MSG_YES]'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
        }
        &'p2msg;node;help'= {
            cand messages 'Show the messages that nodes have, newest first'
            cand chat 'Show what miners say to each other'
            cand announcements 'Show the announcements of operators and authorities'
            cand alerts 'Show the alerts'
            cand status 'Show what nodes say of their state'
            cand keys 'Show the signing keys that nodes know'
            cand stats 'Show what nodes count of their messages and keys'
            cand transition 'Show what nodes say about the transition to another share version'
            cand bans 'Show which messages nodes hide'
            cand diag 'Show what nodes say about loading authority blobs'
            cand watch 'Show each new message once, until it is told to end'
            cand check 'Check nodes, keys and queue for a monitoring system'
            cand ban 'Hide messages from those who ask a node'
            cand unban 'Show messages again that a ban hides'
            cand load-blob 'Give authority envelopes to nodes, which show their messages at once'
            cand help 'Print this message or the help of the given subcommand(s)'
        }
        &'p2msg;node;help;messages'= {
        }
        &'p2msg;node;help;chat'= {
        }
        &'p2msg;node;help;announcements'= {
        }
        &'p2msg;node;help;alerts'= {
        }
        &'p2msg;node;help;status'= {
        }
        &'p2msg;node;help;keys'= {
        }
        &'p2msg;node;help;stats'= {
        }
        &'p2msg;node;help;transition'= {
        }
        &'p2msg;node;help;bans'= {
        }
        &'p2msg;node;help;diag'= {
        }
        &'p2msg;node;help;watch'= {
        }
        &'p2msg;node;help;check'= {
        }
        &'p2msg;node;help;ban'= {
        }
        &'p2msg;node;help;unban'= {
        }
        &'p2msg;node;help;load-blob'= {
        }
        &'p2msg;node;help;help'= {
        }
        &'p2msg;completions'= {
            cand --net 'P2Pool network [default: litecoin] [env: P2MSG_NET]'
            cand --data-dir 'Folder with the key state, the queue and the lock [env: P2MSG_DATA_DIR]'
            cand --signing-key-file 'State file of the signing key [env: P2MSG_SIGNING_KEY_FILE]'
            cand --signing-key-index 'key_index to sign with; above the state file''s it rotates [env: P2MSG_SIGNING_KEY_INDEX]'
            cand --color 'When to use colours [default: auto] [env: P2MSG_COLOR]'
            cand --config 'Config file [default: $XDG_CONFIG_HOME/p2msg/config.toml] [env: P2MSG_CONFIG]'
            cand --lock-timeout 'How long to wait for the lock of the data folder [default: 10] [env: P2MSG_LOCK_TIMEOUT]'
            cand --json 'Print JSON: one object, or one a line [env: P2MSG_JSON]'
            cand --quiet 'Leave only errors on stderr [env: P2MSG_QUIET]'
            cand --verbose 'Say more on stderr [env: P2MSG_VERBOSE]'
            cand --no-input 'Never ask anything [env: P2MSG_NO_INPUT]'
            cand --yes 'Answer yes to every question for consent [env: P2MSG_YES]'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
        }
        &'p2msg;man'= {
            cand --out 'Folder to write man1/p2msg.1 and all others below; it is made if it is not there'
            cand --net 'P2Pool network [default: litecoin] [env: P2MSG_NET]'
            cand --data-dir 'Folder with the key state, the queue and the lock [env: P2MSG_DATA_DIR]'
            cand --signing-key-file 'State file of the signing key [env: P2MSG_SIGNING_KEY_FILE]'
            cand --signing-key-index 'key_index to sign with; above the state file''s it rotates [env: P2MSG_SIGNING_KEY_INDEX]'
            cand --color 'When to use colours [default: auto] [env: P2MSG_COLOR]'
            cand --config 'Config file [default: $XDG_CONFIG_HOME/p2msg/config.toml] [env: P2MSG_CONFIG]'
            cand --lock-timeout 'How long to wait for the lock of the data folder [default: 10] [env: P2MSG_LOCK_TIMEOUT]'
            cand --json 'Print JSON: one object, or one a line [env: P2MSG_JSON]'
            cand --quiet 'Leave only errors on stderr [env: P2MSG_QUIET]'
            cand --verbose 'Say more on stderr [env: P2MSG_VERBOSE]'
            cand --no-input 'Never ask anything [env: P2MSG_NO_INPUT]'
            cand --yes 'Answer yes to every question for consent [env: P2MSG_YES]'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
        }
        &'p2msg;help'= {
            cand key 'Derive, rotate, export and announce the message-signing key'
            cand send 'Put a message into the queue'
            cand announce 'Put a pool announcement into the queue'
            cand alert 'Put an alert into the queue'
            cand status 'Put the status of a node into the queue'
            cand queue 'Look at the queue, change it, and mark what was seen in shares'
            cand pack 'Sign and pack the next messages of the queue as message_data for a share'
            cand decode 'Show what message_data, raw shares and share stores say'
            cand store 'Show the messages, keys and counts of share stores, as a node would'
            cand verify 'Verify shares from message_data to proof of work'
            cand demo 'Make a throw-away share chain with messages to try everything on'
            cand authority 'Seal and open authority envelopes, the only ones that deployed nodes take'
            cand node 'Ask running nodes: messages, keys, transition; watch and check them'
            cand completions 'Print the completion script of a shell'
            cand man 'Print the man page, or write one for each command'
            cand help 'Print this message or the help of the given subcommand(s)'
        }
        &'p2msg;help;key'= {
            cand derive 'Print the public facts of signing keys derived from the master key'
            cand init 'Make the state file of the signing key'
            cand show 'Show the signing key in use'
            cand rotate 'Go over to a higher key_index'
            cand log 'List every key_index that was ever in use, and since when'
            cand export 'Write the signing key in use as WIF, for a node or another machine'
            cand announce 'Print the announcement of the key in use, 57 bytes in hex'
            cand check 'Check whether an announcement is sound'
        }
        &'p2msg;help;key;derive'= {
        }
        &'p2msg;help;key;init'= {
        }
        &'p2msg;help;key;show'= {
        }
        &'p2msg;help;key;rotate'= {
        }
        &'p2msg;help;key;log'= {
        }
        &'p2msg;help;key;export'= {
        }
        &'p2msg;help;key;announce'= {
        }
        &'p2msg;help;key;check'= {
        }
        &'p2msg;help;send'= {
        }
        &'p2msg;help;announce'= {
        }
        &'p2msg;help;alert'= {
        }
        &'p2msg;help;status'= {
        }
        &'p2msg;help;queue'= {
            cand list 'List the messages that wait, in the order in which they are packed'
            cand show 'Show one message and what became of it'
            cand remove 'Take messages out of the queue, whatever their state'
            cand clear 'Take every pending message out of the queue'
            cand retry 'Make messages pending again'
            cand confirm 'Mark the messages that were seen in shares as sent'
        }
        &'p2msg;help;queue;list'= {
        }
        &'p2msg;help;queue;show'= {
        }
        &'p2msg;help;queue;remove'= {
        }
        &'p2msg;help;queue;clear'= {
        }
        &'p2msg;help;queue;retry'= {
        }
        &'p2msg;help;queue;confirm'= {
        }
        &'p2msg;help;pack'= {
        }
        &'p2msg;help;decode'= {
        }
        &'p2msg;help;store'= {
            cand messages 'Show the messages of share stores, newest first'
            cand chat 'Show what miners say to each other'
            cand announcements 'Show the announcements of operators'
            cand alerts 'Show the alerts'
            cand status 'Show what nodes say of their state'
            cand keys 'Show the signing keys that share stores announce'
            cand stats 'Count the messages, keys and shares of share stores'
        }
        &'p2msg;help;store;messages'= {
        }
        &'p2msg;help;store;chat'= {
        }
        &'p2msg;help;store;announcements'= {
        }
        &'p2msg;help;store;alerts'= {
        }
        &'p2msg;help;store;status'= {
        }
        &'p2msg;help;store;keys'= {
        }
        &'p2msg;help;store;stats'= {
        }
        &'p2msg;help;verify'= {
        }
        &'p2msg;help;demo'= {
        }
        &'p2msg;help;authority'= {
            cand seal 'Sign a message with an authority''s key and seal it for deployed nodes'
            cand open 'Open authority envelopes: what decode says, and the bytes inside'
            cand keystore 'Keep a private key in a file, under a passphrase'
        }
        &'p2msg;help;authority;seal'= {
        }
        &'p2msg;help;authority;open'= {
        }
        &'p2msg;help;authority;keystore'= {
            cand create 'Put a private key under a passphrase, into a new file'
            cand show 'Show what a keystore says of itself, without its passphrase'
        }
        &'p2msg;help;authority;keystore;create'= {
        }
        &'p2msg;help;authority;keystore;show'= {
        }
        &'p2msg;help;node'= {
            cand messages 'Show the messages that nodes have, newest first'
            cand chat 'Show what miners say to each other'
            cand announcements 'Show the announcements of operators and authorities'
            cand alerts 'Show the alerts'
            cand status 'Show what nodes say of their state'
            cand keys 'Show the signing keys that nodes know'
            cand stats 'Show what nodes count of their messages and keys'
            cand transition 'Show what nodes say about the transition to another share version'
            cand bans 'Show which messages nodes hide'
            cand diag 'Show what nodes say about loading authority blobs'
            cand watch 'Show each new message once, until it is told to end'
            cand check 'Check nodes, keys and queue for a monitoring system'
            cand ban 'Hide messages from those who ask a node'
            cand unban 'Show messages again that a ban hides'
            cand load-blob 'Give authority envelopes to nodes, which show their messages at once'
        }
        &'p2msg;help;node;messages'= {
        }
        &'p2msg;help;node;chat'= {
        }
        &'p2msg;help;node;announcements'= {
        }
        &'p2msg;help;node;alerts'= {
        }
        &'p2msg;help;node;status'= {
        }
        &'p2msg;help;node;keys'= {
        }
        &'p2msg;help;node;stats'= {
        }
        &'p2msg;help;node;transition'= {
        }
        &'p2msg;help;node;bans'= {
        }
        &'p2msg;help;node;diag'= {
        }
        &'p2msg;help;node;watch'= {
        }
        &'p2msg;help;node;check'= {
        }
        &'p2msg;help;node;ban'= {
        }
        &'p2msg;help;node;unban'= {
        }
        &'p2msg;help;node;load-blob'= {
        }
        &'p2msg;help;completions'= {
        }
        &'p2msg;help;man'= {
        }
        &'p2msg;help;help'= {
        }
    ]
    $completions[$command]
}
