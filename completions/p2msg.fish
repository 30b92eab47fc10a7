# Print an optspec for argparse to handle cmd's options that are independent of any subcommand.
function __fish_p2msg_global_optspecs
    string join \n net= data-dir= signing-key-file= signing-key-index= json quiet verbose color= no-input yes config= lock-timeout= h/help V/version
end

function __fish_p2msg_needs_command
    # Figure out if the current invocation already has a command.
    set -l cmd (commandline -opc)
    set -e cmd[1]
    argparse -s (__fish_p2msg_global_optspecs) -- $cmd 2>/dev/null
    or return
    if set -q argv[1]
        # Also print the command, so this can be used to figure out what it is.
        echo $argv[1]
        return 1
    end
    return 0
end

function __fish_p2msg_using_subcommand
    set -l cmd (__fish_p2msg_needs_command)
    test -z "$cmd"
    and return 1
    contains -- $cmd[1] $argv
end

complete -c p2msg -n "__fish_p2msg_needs_command" -l net -d 'P2Pool network [default: litecoin] [env: P2MSG_NET]' -r -f -a "bitcoin\t''
bitcoin_testnet\t''
bitcoincash\t''
bitcoincash_testnet\t''
bitcoinsv\t''
bitcoinsv_testnet\t''
btcregtest\t''
digibyte\t''
digibyte_testnet\t''
fastcoin\t''
litecoin\t''
litecoin_testnet\t''
terracoin\t''
terracoin_testnet\t''"
complete -c p2msg -n "__fish_p2msg_needs_command" -l data-dir -d 'Folder with the key state, the queue and the lock [env: P2MSG_DATA_DIR]' -r -F
complete -c p2msg -n "__fish_p2msg_needs_command" -l signing-key-file -d 'State file of the signing key [env: P2MSG_SIGNING_KEY_FILE]' -r -F
complete -c p2msg -n "__fish_p2msg_needs_command" -l signing-key-index -d 'key_index to sign with; above the state file\'s it rotates [env: P2MSG_SIGNING_KEY_INDEX]' -r
complete -c p2msg -n "__fish_p2msg_needs_command" -l color -d 'When to use colours [default: auto] [env: P2MSG_COLOR]' -r -f -a "auto\t'On a terminal only'
always\t'Always'
never\t'Never'"
complete -c p2msg -n "__fish_p2msg_needs_command" -l config -d 'Config file [default: $XDG_CONFIG_HOME/p2msg/config.toml] [env: P2MSG_CONFIG]' -r -F
complete -c p2msg -n "__fish_p2msg_needs_command" -l lock-timeout -d 'How long to wait for the lock of the data folder [default: 10] [env: P2MSG_LOCK_TIMEOUT]' -r
complete -c p2msg -n "__fish_p2msg_needs_command" -l json -d 'Print JSON: one object, or one a line [env: P2MSG_JSON]'
complete -c p2msg -n "__fish_p2msg_needs_command" -l quiet -d 'Leave only errors on stderr [env: P2MSG_QUIET]'
complete -c p2msg -n "__fish_p2msg_needs_command" -l verbose -d 'Say more on stderr [env: P2MSG_VERBOSE]'
complete -c p2msg -n "__fish_p2msg_needs_command" -l no-input -d 'Never ask anything [env: P2MSG_NO_INPUT]'
complete -c p2msg -n "__fish_p2msg_needs_command" -l yes -d 'Answer yes to every question for consent [env: P2MSG_YES]'
complete -c p2msg -n "__fish_p2msg_needs_command" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c p2msg -n "__fish_p2msg_needs_command" -s V -l version -d 'Print version'
complete -c p2msg -n "__fish_p2msg_needs_command" -f -a "decode" -d 'Show what message_data, raw shares and share stores say'
complete -c p2msg -n "__fish_p2msg_needs_command" -f -a "completions" -d 'Print the completion script of a shell'
complete -c p2msg -n "__fish_p2msg_needs_command" -f -a "man" -d 'Print the man page, or write one for each command'
complete -c p2msg -n "__fish_p2msg_needs_command" -f -a "help" -d 'Print this message or the help of the given subcommand(s)'
complete -c p2msg -n "__fish_p2msg_using_subcommand decode" -l from -d 'Read every line as this instead of finding out what it is' -r -f -a "message-data\t'Hex of message_data'
share\t'Hex of a raw share'
contents\t'Hex of the contents of a share of --share-version'
store\t'A line of a share store'"
complete -c p2msg -n "__fish_p2msg_using_subcommand decode" -l share-version -d 'The share version, for --from contents' -r
complete -c p2msg -n "__fish_p2msg_using_subcommand decode" -l authority-key -d 'Take this public key (66 hex digits) for an authority too; can be repeated' -r
complete -c p2msg -n "__fish_p2msg_using_subcommand decode" -l net -d 'P2Pool network [default: litecoin] [env: P2MSG_NET]' -r -f -a "bitcoin\t''
bitcoin_testnet\t''
bitcoincash\t''
bitcoincash_testnet\t''
bitcoinsv\t''
bitcoinsv_testnet\t''
btcregtest\t''
digibyte\t''
digibyte_testnet\t''
fastcoin\t''
litecoin\t''
litecoin_testnet\t''
terracoin\t''
terracoin_testnet\t''"
complete -c p2msg -n "__fish_p2msg_using_subcommand decode" -l data-dir -d 'Folder with the key state, the queue and the lock [env: P2MSG_DATA_DIR]' -r -F
complete -c p2msg -n "__fish_p2msg_using_subcommand decode" -l signing-key-file -d 'State file of the signing key [env: P2MSG_SIGNING_KEY_FILE]' -r -F
complete -c p2msg -n "__fish_p2msg_using_subcommand decode" -l signing-key-index -d 'key_index to sign with; above the state file\'s it rotates [env: P2MSG_SIGNING_KEY_INDEX]' -r
complete -c p2msg -n "__fish_p2msg_using_subcommand decode" -l color -d 'When to use colours [default: auto] [env: P2MSG_COLOR]' -r -f -a "auto\t'On a terminal only'
always\t'Always'
never\t'Never'"
complete -c p2msg -n "__fish_p2msg_using_subcommand decode" -l config -d 'Config file [default: $XDG_CONFIG_HOME/p2msg/config.toml] [env: P2MSG_CONFIG]' -r -F
complete -c p2msg -n "__fish_p2msg_using_subcommand decode" -l lock-timeout -d 'How long to wait for the lock of the data folder [default: 10] [env: P2MSG_LOCK_TIMEOUT]' -r
complete -c p2msg -n "__fish_p2msg_using_subcommand decode" -l with-messages -d 'Pass over shares without message_data, and over lines that only say that one was verified'
complete -c p2msg -n "__fish_p2msg_using_subcommand decode" -l json -d 'Print JSON: one object, or one a line [env: P2MSG_JSON]'
complete -c p2msg -n "__fish_p2msg_using_subcommand decode" -l quiet -d 'Leave only errors on stderr [env: P2MSG_QUIET]'
complete -c p2msg -n "__fish_p2msg_using_subcommand decode" -l verbose -d 'Say more on stderr [env: P2MSG_VERBOSE]'
complete -c p2msg -n "__fish_p2msg_using_subcommand decode" -l no-input -d 'Never ask anything [env: P2MSG_NO_INPUT]'
complete -c p2msg -n "__fish_p2msg_using_subcommand decode" -l yes -d 'Answer yes to every question for consent [env: P2MSG_YES]'
complete -c p2msg -n "__fish_p2msg_using_subcommand decode" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c p2msg -n "__fish_p2msg_using_subcommand completions" -l net -d 'P2Pool network [default: litecoin] [env: P2MSG_NET]' -r -f -a "bitcoin\t''
bitcoin_testnet\t''
bitcoincash\t''
bitcoincash_testnet\t''
bitcoinsv\t''
bitcoinsv_testnet\t''
btcregtest\t''
digibyte\t''
digibyte_testnet\t''
fastcoin\t''
litecoin\t''
litecoin_testnet\t''
terracoin\t''
terracoin_testnet\t''"
complete -c p2msg -n "__fish_p2msg_using_subcommand completions" -l data-dir -d 'Folder with the key state, the queue and the lock [env: P2MSG_DATA_DIR]' -r -F
complete -c p2msg -n "__fish_p2msg_using_subcommand completions" -l signing-key-file -d 'State file of the signing key [env: P2MSG_SIGNING_KEY_FILE]' -r -F
complete -c p2msg -n "__fish_p2msg_using_subcommand completions" -l signing-key-index -d 'key_index to sign with; above the state file\'s it rotates [env: P2MSG_SIGNING_KEY_INDEX]' -r
complete -c p2msg -n "__fish_p2msg_using_subcommand completions" -l color -d 'When to use colours [default: auto] [env: P2MSG_COLOR]' -r -f -a "auto\t'On a terminal only'
always\t'Always'
never\t'Never'"
complete -c p2msg -n "__fish_p2msg_using_subcommand completions" -l config -d 'Config file [default: $XDG_CONFIG_HOME/p2msg/config.toml] [env: P2MSG_CONFIG]' -r -F
complete -c p2msg -n "__fish_p2msg_using_subcommand completions" -l lock-timeout -d 'How long to wait for the lock of the data folder [default: 10] [env: P2MSG_LOCK_TIMEOUT]' -r
complete -c p2msg -n "__fish_p2msg_using_subcommand completions" -l json -d 'Print JSON: one object, or one a line [env: P2MSG_JSON]'
complete -c p2msg -n "__fish_p2msg_using_subcommand completions" -l quiet -d 'Leave only errors on stderr [env: P2MSG_QUIET]'
complete -c p2msg -n "__fish_p2msg_using_subcommand completions" -l verbose -d 'Say more on stderr [env: P2MSG_VERBOSE]'
complete -c p2msg -n "__fish_p2msg_using_subcommand completions" -l no-input -d 'Never ask anything [env: P2MSG_NO_INPUT]'
complete -c p2msg -n "__fish_p2msg_using_subcommand completions" -l yes -d 'Answer yes to every question for consent [env: P2MSG_YES]'
complete -c p2msg -n "__fish_p2msg_using_subcommand completions" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c p2msg -n "__fish_p2msg_using_subcommand man" -l out -d 'Folder to write p2msg.1 and a page for each command to; it is made if it is not there' -r -F
complete -c p2msg -n "__fish_p2msg_using_subcommand man" -l net -d 'P2Pool network [default: litecoin] [env: P2MSG_NET]' -r -f -a "bitcoin\t''
bitcoin_testnet\t''
bitcoincash\t''
bitcoincash_testnet\t''
bitcoinsv\t''
bitcoinsv_testnet\t''
btcregtest\t''
digibyte\t''
digibyte_testnet\t''
fastcoin\t''
litecoin\t''
litecoin_testnet\t''
terracoin\t''
terracoin_testnet\t''"
complete -c p2msg -n "__fish_p2msg_using_subcommand man" -l data-dir -d 'Folder with the key state, the queue and the lock [env: P2MSG_DATA_DIR]' -r -F
complete -c p2msg -n "__fish_p2msg_using_subcommand man" -l signing-key-file -d 'State file of the signing key [env: P2MSG_SIGNING_KEY_FILE]' -r -F
complete -c p2msg -n "__fish_p2msg_using_subcommand man" -l signing-key-index -d 'key_index to sign with; above the state file\'s it rotates [env: P2MSG_SIGNING_KEY_INDEX]' -r
complete -c p2msg -n "__fish_p2msg_using_subcommand man" -l color -d 'When to use colours [default: auto] [env: P2MSG_COLOR]' -r -f -a "auto\t'On a terminal only'
always\t'Always'
never\t'Never'"
complete -c p2msg -n "__fish_p2msg_using_subcommand man" -l config -d 'Config file [default: $XDG_CONFIG_HOME/p2msg/config.toml] [env: P2MSG_CONFIG]' -r -F
complete -c p2msg -n "__fish_p2msg_using_subcommand man" -l lock-timeout -d 'How long to wait for the lock of the data folder [default: 10] [env: P2MSG_LOCK_TIMEOUT]' -r
complete -c p2msg -n "__fish_p2msg_using_subcommand man" -l json -d 'Print JSON: one object, or one a line [env: P2MSG_JSON]'
complete -c p2msg -n "__fish_p2msg_using_subcommand man" -l quiet -d 'Leave only errors on stderr [env: P2MSG_QUIET]'
complete -c p2msg -n "__fish_p2msg_using_subcommand man" -l verbose -d 'Say more on stderr [env: P2MSG_VERBOSE]'
complete -c p2msg -n "__fish_p2msg_using_subcommand man" -l no-input -d 'Never ask anything [env: P2MSG_NO_INPUT]'
complete -c p2msg -n "__fish_p2msg_using_subcommand man" -l yes -d 'Answer yes to every question for consent [env: P2MSG_YES]'
complete -c p2msg -n "__fish_p2msg_using_subcommand man" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c p2msg -n "__fish_p2msg_using_subcommand help; and not __fish_seen_subcommand_from decode completions man help" -f -a "decode" -d 'Show what message_data, raw shares and share stores say'
complete -c p2msg -n "__fish_p2msg_using_subcommand help; and not __fish_seen_subcommand_from decode completions man help" -f -a "completions" -d 'Print the completion script of a shell'
complete -c p2msg -n "__fish_p2msg_using_subcommand help; and not __fish_seen_subcommand_from decode completions man help" -f -a "man" -d 'Print the man page, or write one for each command'
complete -c p2msg -n "__fish_p2msg_using_subcommand help; and not __fish_seen_subcommand_from decode completions man help" -f -a "help" -d 'Print this message or the help of the given subcommand(s)'
