
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
            cand decode 'Show what message_data, raw shares and share stores say'
            cand completions 'Print the completion script of a shell'
            cand man 'Print the man page, or write one for each command'
            cand help 'Print this message or the help of the given subcommand(s)'
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
            cand --out 'Folder to write p2msg.1 and a page for each command to; it is made if it is not there'
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
            cand decode 'Show what message_data, raw shares and share stores say'
            cand completions 'Print the completion script of a shell'
            cand man 'Print the man page, or write one for each command'
            cand help 'Print this message or the help of the given subcommand(s)'
        }
        &'p2msg;help;decode'= {
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
