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
complete -c p2msg -n "__fish_p2msg_needs_command" -f -a "key" -d 'Derive, rotate, export and announce the message-signing key'
complete -c p2msg -n "__fish_p2msg_needs_command" -f -a "send" -d 'Put a message into the queue'
complete -c p2msg -n "__fish_p2msg_needs_command" -f -a "announce" -d 'Put a pool announcement into the queue'
complete -c p2msg -n "__fish_p2msg_needs_command" -f -a "alert" -d 'Put an alert into the queue'
complete -c p2msg -n "__fish_p2msg_needs_command" -f -a "status" -d 'Put the status of a node into the queue'
complete -c p2msg -n "__fish_p2msg_needs_command" -f -a "queue" -d 'Look at the queue, change it, and mark what was seen in shares'
complete -c p2msg -n "__fish_p2msg_needs_command" -f -a "pack" -d 'Sign and pack the next messages of the queue as message_data for a share'
complete -c p2msg -n "__fish_p2msg_needs_command" -f -a "decode" -d 'Show what message_data, raw shares and share stores say'
complete -c p2msg -n "__fish_p2msg_needs_command" -f -a "store" -d 'Show the messages, keys and counts of share stores, as a node would'
complete -c p2msg -n "__fish_p2msg_needs_command" -f -a "verify" -d 'Verify shares from message_data to proof of work'
complete -c p2msg -n "__fish_p2msg_needs_command" -f -a "demo" -d 'Make a throw-away share chain with messages to try everything on'
complete -c p2msg -n "__fish_p2msg_needs_command" -f -a "authority" -d 'Seal and open authority envelopes, the only ones that deployed nodes take'
complete -c p2msg -n "__fish_p2msg_needs_command" -f -a "node" -d 'Ask running nodes: messages, keys, transition; watch and check them'
complete -c p2msg -n "__fish_p2msg_needs_command" -f -a "completions" -d 'Print the completion script of a shell'
complete -c p2msg -n "__fish_p2msg_needs_command" -f -a "man" -d 'Print the man page, or write one for each command'
complete -c p2msg -n "__fish_p2msg_needs_command" -f -a "help" -d 'Print this message or the help of the given subcommand(s)'
complete -c p2msg -n "__fish_p2msg_using_subcommand key; and not __fish_seen_subcommand_from derive init show rotate log export announce check help" -l net -d 'P2Pool network [default: litecoin] [env: P2MSG_NET]' -r -f -a "bitcoin\t''
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
complete -c p2msg -n "__fish_p2msg_using_subcommand key; and not __fish_seen_subcommand_from derive init show rotate log export announce check help" -l data-dir -d 'Folder with the key state, the queue and the lock [env: P2MSG_DATA_DIR]' -r -F
complete -c p2msg -n "__fish_p2msg_using_subcommand key; and not __fish_seen_subcommand_from derive init show rotate log export announce check help" -l signing-key-file -d 'State file of the signing key [env: P2MSG_SIGNING_KEY_FILE]' -r -F
complete -c p2msg -n "__fish_p2msg_using_subcommand key; and not __fish_seen_subcommand_from derive init show rotate log export announce check help" -l signing-key-index -d 'key_index to sign with; above the state file\'s it rotates [env: P2MSG_SIGNING_KEY_INDEX]' -r
complete -c p2msg -n "__fish_p2msg_using_subcommand key; and not __fish_seen_subcommand_from derive init show rotate log export announce check help" -l color -d 'When to use colours [default: auto] [env: P2MSG_COLOR]' -r -f -a "auto\t'On a terminal only'
always\t'Always'
never\t'Never'"
complete -c p2msg -n "__fish_p2msg_using_subcommand key; and not __fish_seen_subcommand_from derive init show rotate log export announce check help" -l config -d 'Config file [default: $XDG_CONFIG_HOME/p2msg/config.toml] [env: P2MSG_CONFIG]' -r -F
complete -c p2msg -n "__fish_p2msg_using_subcommand key; and not __fish_seen_subcommand_from derive init show rotate log export announce check help" -l lock-timeout -d 'How long to wait for the lock of the data folder [default: 10] [env: P2MSG_LOCK_TIMEOUT]' -r
complete -c p2msg -n "__fish_p2msg_using_subcommand key; and not __fish_seen_subcommand_from derive init show rotate log export announce check help" -l json -d 'Print JSON: one object, or one a line [env: P2MSG_JSON]'
complete -c p2msg -n "__fish_p2msg_using_subcommand key; and not __fish_seen_subcommand_from derive init show rotate log export announce check help" -l quiet -d 'Leave only errors on stderr [env: P2MSG_QUIET]'
complete -c p2msg -n "__fish_p2msg_using_subcommand key; and not __fish_seen_subcommand_from derive init show rotate log export announce check help" -l verbose -d 'Say more on stderr [env: P2MSG_VERBOSE]'
complete -c p2msg -n "__fish_p2msg_using_subcommand key; and not __fish_seen_subcommand_from derive init show rotate log export announce check help" -l no-input -d 'Never ask anything [env: P2MSG_NO_INPUT]'
complete -c p2msg -n "__fish_p2msg_using_subcommand key; and not __fish_seen_subcommand_from derive init show rotate log export announce check help" -l yes -d 'Answer yes to every question for consent [env: P2MSG_YES]'
complete -c p2msg -n "__fish_p2msg_using_subcommand key; and not __fish_seen_subcommand_from derive init show rotate log export announce check help" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c p2msg -n "__fish_p2msg_using_subcommand key; and not __fish_seen_subcommand_from derive init show rotate log export announce check help" -f -a "derive" -d 'Print the public facts of signing keys derived from the master key'
complete -c p2msg -n "__fish_p2msg_using_subcommand key; and not __fish_seen_subcommand_from derive init show rotate log export announce check help" -f -a "init" -d 'Make the state file of the signing key'
complete -c p2msg -n "__fish_p2msg_using_subcommand key; and not __fish_seen_subcommand_from derive init show rotate log export announce check help" -f -a "show" -d 'Show the signing key in use'
complete -c p2msg -n "__fish_p2msg_using_subcommand key; and not __fish_seen_subcommand_from derive init show rotate log export announce check help" -f -a "rotate" -d 'Go over to a higher key_index'
complete -c p2msg -n "__fish_p2msg_using_subcommand key; and not __fish_seen_subcommand_from derive init show rotate log export announce check help" -f -a "log" -d 'List every key_index that was ever in use, and since when'
complete -c p2msg -n "__fish_p2msg_using_subcommand key; and not __fish_seen_subcommand_from derive init show rotate log export announce check help" -f -a "export" -d 'Write the signing key in use as WIF, for a node or another machine'
complete -c p2msg -n "__fish_p2msg_using_subcommand key; and not __fish_seen_subcommand_from derive init show rotate log export announce check help" -f -a "announce" -d 'Print the announcement of the key in use, 57 bytes in hex'
complete -c p2msg -n "__fish_p2msg_using_subcommand key; and not __fish_seen_subcommand_from derive init show rotate log export announce check help" -f -a "check" -d 'Check whether an announcement is sound'
complete -c p2msg -n "__fish_p2msg_using_subcommand key; and not __fish_seen_subcommand_from derive init show rotate log export announce check help" -f -a "help" -d 'Print this message or the help of the given subcommand(s)'
complete -c p2msg -n "__fish_p2msg_using_subcommand key; and __fish_seen_subcommand_from derive" -l index -d 'First key_index [default: --signing-key-index, or 0]' -r
complete -c p2msg -n "__fish_p2msg_using_subcommand key; and __fish_seen_subcommand_from derive" -l count -d 'How many keys' -r
complete -c p2msg -n "__fish_p2msg_using_subcommand key; and __fish_seen_subcommand_from derive" -l master-key-file -d 'File with the master key: 64 hex digits, WIF or a keystore [env: P2MSG_MASTER_KEY_FILE]' -r -F
complete -c p2msg -n "__fish_p2msg_using_subcommand key; and __fish_seen_subcommand_from derive" -l passphrase-file -d 'File with the passphrase of a keystore' -r -F
complete -c p2msg -n "__fish_p2msg_using_subcommand key; and __fish_seen_subcommand_from derive" -l net -d 'P2Pool network [default: litecoin] [env: P2MSG_NET]' -r -f -a "bitcoin\t''
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
complete -c p2msg -n "__fish_p2msg_using_subcommand key; and __fish_seen_subcommand_from derive" -l data-dir -d 'Folder with the key state, the queue and the lock [env: P2MSG_DATA_DIR]' -r -F
complete -c p2msg -n "__fish_p2msg_using_subcommand key; and __fish_seen_subcommand_from derive" -l signing-key-file -d 'State file of the signing key [env: P2MSG_SIGNING_KEY_FILE]' -r -F
complete -c p2msg -n "__fish_p2msg_using_subcommand key; and __fish_seen_subcommand_from derive" -l signing-key-index -d 'key_index to sign with; above the state file\'s it rotates [env: P2MSG_SIGNING_KEY_INDEX]' -r
complete -c p2msg -n "__fish_p2msg_using_subcommand key; and __fish_seen_subcommand_from derive" -l color -d 'When to use colours [default: auto] [env: P2MSG_COLOR]' -r -f -a "auto\t'On a terminal only'
always\t'Always'
never\t'Never'"
complete -c p2msg -n "__fish_p2msg_using_subcommand key; and __fish_seen_subcommand_from derive" -l config -d 'Config file [default: $XDG_CONFIG_HOME/p2msg/config.toml] [env: P2MSG_CONFIG]' -r -F
complete -c p2msg -n "__fish_p2msg_using_subcommand key; and __fish_seen_subcommand_from derive" -l lock-timeout -d 'How long to wait for the lock of the data folder [default: 10] [env: P2MSG_LOCK_TIMEOUT]' -r
complete -c p2msg -n "__fish_p2msg_using_subcommand key; and __fish_seen_subcommand_from derive" -l allow-insecure-key-file -d 'Take a key file that its group or others can read'
complete -c p2msg -n "__fish_p2msg_using_subcommand key; and __fish_seen_subcommand_from derive" -l json -d 'Print JSON: one object, or one a line [env: P2MSG_JSON]'
complete -c p2msg -n "__fish_p2msg_using_subcommand key; and __fish_seen_subcommand_from derive" -l quiet -d 'Leave only errors on stderr [env: P2MSG_QUIET]'
complete -c p2msg -n "__fish_p2msg_using_subcommand key; and __fish_seen_subcommand_from derive" -l verbose -d 'Say more on stderr [env: P2MSG_VERBOSE]'
complete -c p2msg -n "__fish_p2msg_using_subcommand key; and __fish_seen_subcommand_from derive" -l no-input -d 'Never ask anything [env: P2MSG_NO_INPUT]'
complete -c p2msg -n "__fish_p2msg_using_subcommand key; and __fish_seen_subcommand_from derive" -l yes -d 'Answer yes to every question for consent [env: P2MSG_YES]'
complete -c p2msg -n "__fish_p2msg_using_subcommand key; and __fish_seen_subcommand_from derive" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c p2msg -n "__fish_p2msg_using_subcommand key; and __fish_seen_subcommand_from init" -l index -d 'key_index to begin with [default: --signing-key-index, or 0]' -r
complete -c p2msg -n "__fish_p2msg_using_subcommand key; and __fish_seen_subcommand_from init" -l master-key-file -d 'File with the master key: 64 hex digits, WIF or a keystore [env: P2MSG_MASTER_KEY_FILE]' -r -F
complete -c p2msg -n "__fish_p2msg_using_subcommand key; and __fish_seen_subcommand_from init" -l passphrase-file -d 'File with the passphrase of a keystore' -r -F
complete -c p2msg -n "__fish_p2msg_using_subcommand key; and __fish_seen_subcommand_from init" -l signing-wif-file -d 'File with a derived signing key instead: WIF, hex or keystore [env: P2MSG_SIGNING_WIF_FILE]' -r -F
complete -c p2msg -n "__fish_p2msg_using_subcommand key; and __fish_seen_subcommand_from init" -l net -d 'P2Pool network [default: litecoin] [env: P2MSG_NET]' -r -f -a "bitcoin\t''
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
complete -c p2msg -n "__fish_p2msg_using_subcommand key; and __fish_seen_subcommand_from init" -l data-dir -d 'Folder with the key state, the queue and the lock [env: P2MSG_DATA_DIR]' -r -F
complete -c p2msg -n "__fish_p2msg_using_subcommand key; and __fish_seen_subcommand_from init" -l signing-key-file -d 'State file of the signing key [env: P2MSG_SIGNING_KEY_FILE]' -r -F
complete -c p2msg -n "__fish_p2msg_using_subcommand key; and __fish_seen_subcommand_from init" -l signing-key-index -d 'key_index to sign with; above the state file\'s it rotates [env: P2MSG_SIGNING_KEY_INDEX]' -r
complete -c p2msg -n "__fish_p2msg_using_subcommand key; and __fish_seen_subcommand_from init" -l color -d 'When to use colours [default: auto] [env: P2MSG_COLOR]' -r -f -a "auto\t'On a terminal only'
always\t'Always'
never\t'Never'"
complete -c p2msg -n "__fish_p2msg_using_subcommand key; and __fish_seen_subcommand_from init" -l config -d 'Config file [default: $XDG_CONFIG_HOME/p2msg/config.toml] [env: P2MSG_CONFIG]' -r -F
complete -c p2msg -n "__fish_p2msg_using_subcommand key; and __fish_seen_subcommand_from init" -l lock-timeout -d 'How long to wait for the lock of the data folder [default: 10] [env: P2MSG_LOCK_TIMEOUT]' -r
complete -c p2msg -n "__fish_p2msg_using_subcommand key; and __fish_seen_subcommand_from init" -l allow-insecure-key-file -d 'Take a key file that its group or others can read'
complete -c p2msg -n "__fish_p2msg_using_subcommand key; and __fish_seen_subcommand_from init" -l json -d 'Print JSON: one object, or one a line [env: P2MSG_JSON]'
complete -c p2msg -n "__fish_p2msg_using_subcommand key; and __fish_seen_subcommand_from init" -l quiet -d 'Leave only errors on stderr [env: P2MSG_QUIET]'
complete -c p2msg -n "__fish_p2msg_using_subcommand key; and __fish_seen_subcommand_from init" -l verbose -d 'Say more on stderr [env: P2MSG_VERBOSE]'
complete -c p2msg -n "__fish_p2msg_using_subcommand key; and __fish_seen_subcommand_from init" -l no-input -d 'Never ask anything [env: P2MSG_NO_INPUT]'
complete -c p2msg -n "__fish_p2msg_using_subcommand key; and __fish_seen_subcommand_from init" -l yes -d 'Answer yes to every question for consent [env: P2MSG_YES]'
complete -c p2msg -n "__fish_p2msg_using_subcommand key; and __fish_seen_subcommand_from init" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c p2msg -n "__fish_p2msg_using_subcommand key; and __fish_seen_subcommand_from show" -l net -d 'P2Pool network [default: litecoin] [env: P2MSG_NET]' -r -f -a "bitcoin\t''
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
complete -c p2msg -n "__fish_p2msg_using_subcommand key; and __fish_seen_subcommand_from show" -l data-dir -d 'Folder with the key state, the queue and the lock [env: P2MSG_DATA_DIR]' -r -F
complete -c p2msg -n "__fish_p2msg_using_subcommand key; and __fish_seen_subcommand_from show" -l signing-key-file -d 'State file of the signing key [env: P2MSG_SIGNING_KEY_FILE]' -r -F
complete -c p2msg -n "__fish_p2msg_using_subcommand key; and __fish_seen_subcommand_from show" -l signing-key-index -d 'key_index to sign with; above the state file\'s it rotates [env: P2MSG_SIGNING_KEY_INDEX]' -r
complete -c p2msg -n "__fish_p2msg_using_subcommand key; and __fish_seen_subcommand_from show" -l color -d 'When to use colours [default: auto] [env: P2MSG_COLOR]' -r -f -a "auto\t'On a terminal only'
always\t'Always'
never\t'Never'"
complete -c p2msg -n "__fish_p2msg_using_subcommand key; and __fish_seen_subcommand_from show" -l config -d 'Config file [default: $XDG_CONFIG_HOME/p2msg/config.toml] [env: P2MSG_CONFIG]' -r -F
complete -c p2msg -n "__fish_p2msg_using_subcommand key; and __fish_seen_subcommand_from show" -l lock-timeout -d 'How long to wait for the lock of the data folder [default: 10] [env: P2MSG_LOCK_TIMEOUT]' -r
complete -c p2msg -n "__fish_p2msg_using_subcommand key; and __fish_seen_subcommand_from show" -l json -d 'Print JSON: one object, or one a line [env: P2MSG_JSON]'
complete -c p2msg -n "__fish_p2msg_using_subcommand key; and __fish_seen_subcommand_from show" -l quiet -d 'Leave only errors on stderr [env: P2MSG_QUIET]'
complete -c p2msg -n "__fish_p2msg_using_subcommand key; and __fish_seen_subcommand_from show" -l verbose -d 'Say more on stderr [env: P2MSG_VERBOSE]'
complete -c p2msg -n "__fish_p2msg_using_subcommand key; and __fish_seen_subcommand_from show" -l no-input -d 'Never ask anything [env: P2MSG_NO_INPUT]'
complete -c p2msg -n "__fish_p2msg_using_subcommand key; and __fish_seen_subcommand_from show" -l yes -d 'Answer yes to every question for consent [env: P2MSG_YES]'
complete -c p2msg -n "__fish_p2msg_using_subcommand key; and __fish_seen_subcommand_from show" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c p2msg -n "__fish_p2msg_using_subcommand key; and __fish_seen_subcommand_from rotate" -l index -d 'key_index to go over to, above the one in use [default: --signing-key-index, or the next]' -r
complete -c p2msg -n "__fish_p2msg_using_subcommand key; and __fish_seen_subcommand_from rotate" -l master-key-file -d 'File with the master key: 64 hex digits, WIF or a keystore [env: P2MSG_MASTER_KEY_FILE]' -r -F
complete -c p2msg -n "__fish_p2msg_using_subcommand key; and __fish_seen_subcommand_from rotate" -l passphrase-file -d 'File with the passphrase of a keystore' -r -F
complete -c p2msg -n "__fish_p2msg_using_subcommand key; and __fish_seen_subcommand_from rotate" -l signing-wif-file -d 'File with a derived signing key instead: WIF, hex or keystore [env: P2MSG_SIGNING_WIF_FILE]' -r -F
complete -c p2msg -n "__fish_p2msg_using_subcommand key; and __fish_seen_subcommand_from rotate" -l net -d 'P2Pool network [default: litecoin] [env: P2MSG_NET]' -r -f -a "bitcoin\t''
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
complete -c p2msg -n "__fish_p2msg_using_subcommand key; and __fish_seen_subcommand_from rotate" -l data-dir -d 'Folder with the key state, the queue and the lock [env: P2MSG_DATA_DIR]' -r -F
complete -c p2msg -n "__fish_p2msg_using_subcommand key; and __fish_seen_subcommand_from rotate" -l signing-key-file -d 'State file of the signing key [env: P2MSG_SIGNING_KEY_FILE]' -r -F
complete -c p2msg -n "__fish_p2msg_using_subcommand key; and __fish_seen_subcommand_from rotate" -l signing-key-index -d 'key_index to sign with; above the state file\'s it rotates [env: P2MSG_SIGNING_KEY_INDEX]' -r
complete -c p2msg -n "__fish_p2msg_using_subcommand key; and __fish_seen_subcommand_from rotate" -l color -d 'When to use colours [default: auto] [env: P2MSG_COLOR]' -r -f -a "auto\t'On a terminal only'
always\t'Always'
never\t'Never'"
complete -c p2msg -n "__fish_p2msg_using_subcommand key; and __fish_seen_subcommand_from rotate" -l config -d 'Config file [default: $XDG_CONFIG_HOME/p2msg/config.toml] [env: P2MSG_CONFIG]' -r -F
complete -c p2msg -n "__fish_p2msg_using_subcommand key; and __fish_seen_subcommand_from rotate" -l lock-timeout -d 'How long to wait for the lock of the data folder [default: 10] [env: P2MSG_LOCK_TIMEOUT]' -r
complete -c p2msg -n "__fish_p2msg_using_subcommand key; and __fish_seen_subcommand_from rotate" -l dry-run -d 'Show what the state file would hold, and change nothing'
complete -c p2msg -n "__fish_p2msg_using_subcommand key; and __fish_seen_subcommand_from rotate" -l allow-insecure-key-file -d 'Take a key file that its group or others can read'
complete -c p2msg -n "__fish_p2msg_using_subcommand key; and __fish_seen_subcommand_from rotate" -l json -d 'Print JSON: one object, or one a line [env: P2MSG_JSON]'
complete -c p2msg -n "__fish_p2msg_using_subcommand key; and __fish_seen_subcommand_from rotate" -l quiet -d 'Leave only errors on stderr [env: P2MSG_QUIET]'
complete -c p2msg -n "__fish_p2msg_using_subcommand key; and __fish_seen_subcommand_from rotate" -l verbose -d 'Say more on stderr [env: P2MSG_VERBOSE]'
complete -c p2msg -n "__fish_p2msg_using_subcommand key; and __fish_seen_subcommand_from rotate" -l no-input -d 'Never ask anything [env: P2MSG_NO_INPUT]'
complete -c p2msg -n "__fish_p2msg_using_subcommand key; and __fish_seen_subcommand_from rotate" -l yes -d 'Answer yes to every question for consent [env: P2MSG_YES]'
complete -c p2msg -n "__fish_p2msg_using_subcommand key; and __fish_seen_subcommand_from rotate" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c p2msg -n "__fish_p2msg_using_subcommand key; and __fish_seen_subcommand_from log" -l net -d 'P2Pool network [default: litecoin] [env: P2MSG_NET]' -r -f -a "bitcoin\t''
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
complete -c p2msg -n "__fish_p2msg_using_subcommand key; and __fish_seen_subcommand_from log" -l data-dir -d 'Folder with the key state, the queue and the lock [env: P2MSG_DATA_DIR]' -r -F
complete -c p2msg -n "__fish_p2msg_using_subcommand key; and __fish_seen_subcommand_from log" -l signing-key-file -d 'State file of the signing key [env: P2MSG_SIGNING_KEY_FILE]' -r -F
complete -c p2msg -n "__fish_p2msg_using_subcommand key; and __fish_seen_subcommand_from log" -l signing-key-index -d 'key_index to sign with; above the state file\'s it rotates [env: P2MSG_SIGNING_KEY_INDEX]' -r
complete -c p2msg -n "__fish_p2msg_using_subcommand key; and __fish_seen_subcommand_from log" -l color -d 'When to use colours [default: auto] [env: P2MSG_COLOR]' -r -f -a "auto\t'On a terminal only'
always\t'Always'
never\t'Never'"
complete -c p2msg -n "__fish_p2msg_using_subcommand key; and __fish_seen_subcommand_from log" -l config -d 'Config file [default: $XDG_CONFIG_HOME/p2msg/config.toml] [env: P2MSG_CONFIG]' -r -F
complete -c p2msg -n "__fish_p2msg_using_subcommand key; and __fish_seen_subcommand_from log" -l lock-timeout -d 'How long to wait for the lock of the data folder [default: 10] [env: P2MSG_LOCK_TIMEOUT]' -r
complete -c p2msg -n "__fish_p2msg_using_subcommand key; and __fish_seen_subcommand_from log" -l json -d 'Print JSON: one object, or one a line [env: P2MSG_JSON]'
complete -c p2msg -n "__fish_p2msg_using_subcommand key; and __fish_seen_subcommand_from log" -l quiet -d 'Leave only errors on stderr [env: P2MSG_QUIET]'
complete -c p2msg -n "__fish_p2msg_using_subcommand key; and __fish_seen_subcommand_from log" -l verbose -d 'Say more on stderr [env: P2MSG_VERBOSE]'
complete -c p2msg -n "__fish_p2msg_using_subcommand key; and __fish_seen_subcommand_from log" -l no-input -d 'Never ask anything [env: P2MSG_NO_INPUT]'
complete -c p2msg -n "__fish_p2msg_using_subcommand key; and __fish_seen_subcommand_from log" -l yes -d 'Answer yes to every question for consent [env: P2MSG_YES]'
complete -c p2msg -n "__fish_p2msg_using_subcommand key; and __fish_seen_subcommand_from log" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c p2msg -n "__fish_p2msg_using_subcommand key; and __fish_seen_subcommand_from export" -l out -d 'New file to write it to, with mode 0600; one that is there is never overwritten' -r -F
complete -c p2msg -n "__fish_p2msg_using_subcommand key; and __fish_seen_subcommand_from export" -l master-key-file -d 'File with the master key: 64 hex digits, WIF or a keystore [env: P2MSG_MASTER_KEY_FILE]' -r -F
complete -c p2msg -n "__fish_p2msg_using_subcommand key; and __fish_seen_subcommand_from export" -l passphrase-file -d 'File with the passphrase of a keystore' -r -F
complete -c p2msg -n "__fish_p2msg_using_subcommand key; and __fish_seen_subcommand_from export" -l net -d 'P2Pool network [default: litecoin] [env: P2MSG_NET]' -r -f -a "bitcoin\t''
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
complete -c p2msg -n "__fish_p2msg_using_subcommand key; and __fish_seen_subcommand_from export" -l data-dir -d 'Folder with the key state, the queue and the lock [env: P2MSG_DATA_DIR]' -r -F
complete -c p2msg -n "__fish_p2msg_using_subcommand key; and __fish_seen_subcommand_from export" -l signing-key-file -d 'State file of the signing key [env: P2MSG_SIGNING_KEY_FILE]' -r -F
complete -c p2msg -n "__fish_p2msg_using_subcommand key; and __fish_seen_subcommand_from export" -l signing-key-index -d 'key_index to sign with; above the state file\'s it rotates [env: P2MSG_SIGNING_KEY_INDEX]' -r
complete -c p2msg -n "__fish_p2msg_using_subcommand key; and __fish_seen_subcommand_from export" -l color -d 'When to use colours [default: auto] [env: P2MSG_COLOR]' -r -f -a "auto\t'On a terminal only'
always\t'Always'
never\t'Never'"
complete -c p2msg -n "__fish_p2msg_using_subcommand key; and __fish_seen_subcommand_from export" -l config -d 'Config file [default: $XDG_CONFIG_HOME/p2msg/config.toml] [env: P2MSG_CONFIG]' -r -F
complete -c p2msg -n "__fish_p2msg_using_subcommand key; and __fish_seen_subcommand_from export" -l lock-timeout -d 'How long to wait for the lock of the data folder [default: 10] [env: P2MSG_LOCK_TIMEOUT]' -r
complete -c p2msg -n "__fish_p2msg_using_subcommand key; and __fish_seen_subcommand_from export" -l reveal -d 'Write it to stdout, for all to see'
complete -c p2msg -n "__fish_p2msg_using_subcommand key; and __fish_seen_subcommand_from export" -l allow-insecure-key-file -d 'Take a key file that its group or others can read'
complete -c p2msg -n "__fish_p2msg_using_subcommand key; and __fish_seen_subcommand_from export" -l json -d 'Print JSON: one object, or one a line [env: P2MSG_JSON]'
complete -c p2msg -n "__fish_p2msg_using_subcommand key; and __fish_seen_subcommand_from export" -l quiet -d 'Leave only errors on stderr [env: P2MSG_QUIET]'
complete -c p2msg -n "__fish_p2msg_using_subcommand key; and __fish_seen_subcommand_from export" -l verbose -d 'Say more on stderr [env: P2MSG_VERBOSE]'
complete -c p2msg -n "__fish_p2msg_using_subcommand key; and __fish_seen_subcommand_from export" -l no-input -d 'Never ask anything [env: P2MSG_NO_INPUT]'
complete -c p2msg -n "__fish_p2msg_using_subcommand key; and __fish_seen_subcommand_from export" -l yes -d 'Answer yes to every question for consent [env: P2MSG_YES]'
complete -c p2msg -n "__fish_p2msg_using_subcommand key; and __fish_seen_subcommand_from export" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c p2msg -n "__fish_p2msg_using_subcommand key; and __fish_seen_subcommand_from announce" -l master-key-file -d 'File with the master key: 64 hex digits, WIF or a keystore [env: P2MSG_MASTER_KEY_FILE]' -r -F
complete -c p2msg -n "__fish_p2msg_using_subcommand key; and __fish_seen_subcommand_from announce" -l passphrase-file -d 'File with the passphrase of a keystore' -r -F
complete -c p2msg -n "__fish_p2msg_using_subcommand key; and __fish_seen_subcommand_from announce" -l signing-wif-file -d 'File with a derived signing key instead: WIF, hex or keystore [env: P2MSG_SIGNING_WIF_FILE]' -r -F
complete -c p2msg -n "__fish_p2msg_using_subcommand key; and __fish_seen_subcommand_from announce" -l net -d 'P2Pool network [default: litecoin] [env: P2MSG_NET]' -r -f -a "bitcoin\t''
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
complete -c p2msg -n "__fish_p2msg_using_subcommand key; and __fish_seen_subcommand_from announce" -l data-dir -d 'Folder with the key state, the queue and the lock [env: P2MSG_DATA_DIR]' -r -F
complete -c p2msg -n "__fish_p2msg_using_subcommand key; and __fish_seen_subcommand_from announce" -l signing-key-file -d 'State file of the signing key [env: P2MSG_SIGNING_KEY_FILE]' -r -F
complete -c p2msg -n "__fish_p2msg_using_subcommand key; and __fish_seen_subcommand_from announce" -l signing-key-index -d 'key_index to sign with; above the state file\'s it rotates [env: P2MSG_SIGNING_KEY_INDEX]' -r
complete -c p2msg -n "__fish_p2msg_using_subcommand key; and __fish_seen_subcommand_from announce" -l color -d 'When to use colours [default: auto] [env: P2MSG_COLOR]' -r -f -a "auto\t'On a terminal only'
always\t'Always'
never\t'Never'"
complete -c p2msg -n "__fish_p2msg_using_subcommand key; and __fish_seen_subcommand_from announce" -l config -d 'Config file [default: $XDG_CONFIG_HOME/p2msg/config.toml] [env: P2MSG_CONFIG]' -r -F
complete -c p2msg -n "__fish_p2msg_using_subcommand key; and __fish_seen_subcommand_from announce" -l lock-timeout -d 'How long to wait for the lock of the data folder [default: 10] [env: P2MSG_LOCK_TIMEOUT]' -r
complete -c p2msg -n "__fish_p2msg_using_subcommand key; and __fish_seen_subcommand_from announce" -l allow-insecure-key-file -d 'Take a key file that its group or others can read'
complete -c p2msg -n "__fish_p2msg_using_subcommand key; and __fish_seen_subcommand_from announce" -l json -d 'Print JSON: one object, or one a line [env: P2MSG_JSON]'
complete -c p2msg -n "__fish_p2msg_using_subcommand key; and __fish_seen_subcommand_from announce" -l quiet -d 'Leave only errors on stderr [env: P2MSG_QUIET]'
complete -c p2msg -n "__fish_p2msg_using_subcommand key; and __fish_seen_subcommand_from announce" -l verbose -d 'Say more on stderr [env: P2MSG_VERBOSE]'
complete -c p2msg -n "__fish_p2msg_using_subcommand key; and __fish_seen_subcommand_from announce" -l no-input -d 'Never ask anything [env: P2MSG_NO_INPUT]'
complete -c p2msg -n "__fish_p2msg_using_subcommand key; and __fish_seen_subcommand_from announce" -l yes -d 'Answer yes to every question for consent [env: P2MSG_YES]'
complete -c p2msg -n "__fish_p2msg_using_subcommand key; and __fish_seen_subcommand_from announce" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c p2msg -n "__fish_p2msg_using_subcommand key; and __fish_seen_subcommand_from check" -l net -d 'P2Pool network [default: litecoin] [env: P2MSG_NET]' -r -f -a "bitcoin\t''
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
complete -c p2msg -n "__fish_p2msg_using_subcommand key; and __fish_seen_subcommand_from check" -l data-dir -d 'Folder with the key state, the queue and the lock [env: P2MSG_DATA_DIR]' -r -F
complete -c p2msg -n "__fish_p2msg_using_subcommand key; and __fish_seen_subcommand_from check" -l signing-key-file -d 'State file of the signing key [env: P2MSG_SIGNING_KEY_FILE]' -r -F
complete -c p2msg -n "__fish_p2msg_using_subcommand key; and __fish_seen_subcommand_from check" -l signing-key-index -d 'key_index to sign with; above the state file\'s it rotates [env: P2MSG_SIGNING_KEY_INDEX]' -r
complete -c p2msg -n "__fish_p2msg_using_subcommand key; and __fish_seen_subcommand_from check" -l color -d 'When to use colours [default: auto] [env: P2MSG_COLOR]' -r -f -a "auto\t'On a terminal only'
always\t'Always'
never\t'Never'"
complete -c p2msg -n "__fish_p2msg_using_subcommand key; and __fish_seen_subcommand_from check" -l config -d 'Config file [default: $XDG_CONFIG_HOME/p2msg/config.toml] [env: P2MSG_CONFIG]' -r -F
complete -c p2msg -n "__fish_p2msg_using_subcommand key; and __fish_seen_subcommand_from check" -l lock-timeout -d 'How long to wait for the lock of the data folder [default: 10] [env: P2MSG_LOCK_TIMEOUT]' -r
complete -c p2msg -n "__fish_p2msg_using_subcommand key; and __fish_seen_subcommand_from check" -l json -d 'Print JSON: one object, or one a line [env: P2MSG_JSON]'
complete -c p2msg -n "__fish_p2msg_using_subcommand key; and __fish_seen_subcommand_from check" -l quiet -d 'Leave only errors on stderr [env: P2MSG_QUIET]'
complete -c p2msg -n "__fish_p2msg_using_subcommand key; and __fish_seen_subcommand_from check" -l verbose -d 'Say more on stderr [env: P2MSG_VERBOSE]'
complete -c p2msg -n "__fish_p2msg_using_subcommand key; and __fish_seen_subcommand_from check" -l no-input -d 'Never ask anything [env: P2MSG_NO_INPUT]'
complete -c p2msg -n "__fish_p2msg_using_subcommand key; and __fish_seen_subcommand_from check" -l yes -d 'Answer yes to every question for consent [env: P2MSG_YES]'
complete -c p2msg -n "__fish_p2msg_using_subcommand key; and __fish_seen_subcommand_from check" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c p2msg -n "__fish_p2msg_using_subcommand key; and __fish_seen_subcommand_from help" -f -a "derive" -d 'Print the public facts of signing keys derived from the master key'
complete -c p2msg -n "__fish_p2msg_using_subcommand key; and __fish_seen_subcommand_from help" -f -a "init" -d 'Make the state file of the signing key'
complete -c p2msg -n "__fish_p2msg_using_subcommand key; and __fish_seen_subcommand_from help" -f -a "show" -d 'Show the signing key in use'
complete -c p2msg -n "__fish_p2msg_using_subcommand key; and __fish_seen_subcommand_from help" -f -a "rotate" -d 'Go over to a higher key_index'
complete -c p2msg -n "__fish_p2msg_using_subcommand key; and __fish_seen_subcommand_from help" -f -a "log" -d 'List every key_index that was ever in use, and since when'
complete -c p2msg -n "__fish_p2msg_using_subcommand key; and __fish_seen_subcommand_from help" -f -a "export" -d 'Write the signing key in use as WIF, for a node or another machine'
complete -c p2msg -n "__fish_p2msg_using_subcommand key; and __fish_seen_subcommand_from help" -f -a "announce" -d 'Print the announcement of the key in use, 57 bytes in hex'
complete -c p2msg -n "__fish_p2msg_using_subcommand key; and __fish_seen_subcommand_from help" -f -a "check" -d 'Check whether an announcement is sound'
complete -c p2msg -n "__fish_p2msg_using_subcommand key; and __fish_seen_subcommand_from help" -f -a "help" -d 'Print this message or the help of the given subcommand(s)'
complete -c p2msg -n "__fish_p2msg_using_subcommand send" -l type -d 'The kind of message' -r -f -a "chat\t'A line to the other miners'
announce\t'An announcement of the pool or its operator'
alert\t'An emergency'
node-status\t'State of a node'
version-signal\t'What a node supports'
merged-status\t'State of a merge-mined chain'"
complete -c p2msg -n "__fish_p2msg_using_subcommand send" -l data -d 'The JSON of a status kind: itself, @FILE, or \'-\' for stdin' -r
complete -c p2msg -n "__fish_p2msg_using_subcommand send" -l net -d 'P2Pool network [default: litecoin] [env: P2MSG_NET]' -r -f -a "bitcoin\t''
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
complete -c p2msg -n "__fish_p2msg_using_subcommand send" -l data-dir -d 'Folder with the key state, the queue and the lock [env: P2MSG_DATA_DIR]' -r -F
complete -c p2msg -n "__fish_p2msg_using_subcommand send" -l signing-key-file -d 'State file of the signing key [env: P2MSG_SIGNING_KEY_FILE]' -r -F
complete -c p2msg -n "__fish_p2msg_using_subcommand send" -l signing-key-index -d 'key_index to sign with; above the state file\'s it rotates [env: P2MSG_SIGNING_KEY_INDEX]' -r
complete -c p2msg -n "__fish_p2msg_using_subcommand send" -l color -d 'When to use colours [default: auto] [env: P2MSG_COLOR]' -r -f -a "auto\t'On a terminal only'
always\t'Always'
never\t'Never'"
complete -c p2msg -n "__fish_p2msg_using_subcommand send" -l config -d 'Config file [default: $XDG_CONFIG_HOME/p2msg/config.toml] [env: P2MSG_CONFIG]' -r -F
complete -c p2msg -n "__fish_p2msg_using_subcommand send" -l lock-timeout -d 'How long to wait for the lock of the data folder [default: 10] [env: P2MSG_LOCK_TIMEOUT]' -r
complete -c p2msg -n "__fish_p2msg_using_subcommand send" -l json -d 'Print JSON: one object, or one a line [env: P2MSG_JSON]'
complete -c p2msg -n "__fish_p2msg_using_subcommand send" -l quiet -d 'Leave only errors on stderr [env: P2MSG_QUIET]'
complete -c p2msg -n "__fish_p2msg_using_subcommand send" -l verbose -d 'Say more on stderr [env: P2MSG_VERBOSE]'
complete -c p2msg -n "__fish_p2msg_using_subcommand send" -l no-input -d 'Never ask anything [env: P2MSG_NO_INPUT]'
complete -c p2msg -n "__fish_p2msg_using_subcommand send" -l yes -d 'Answer yes to every question for consent [env: P2MSG_YES]'
complete -c p2msg -n "__fish_p2msg_using_subcommand send" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c p2msg -n "__fish_p2msg_using_subcommand announce" -l net -d 'P2Pool network [default: litecoin] [env: P2MSG_NET]' -r -f -a "bitcoin\t''
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
complete -c p2msg -n "__fish_p2msg_using_subcommand announce" -l data-dir -d 'Folder with the key state, the queue and the lock [env: P2MSG_DATA_DIR]' -r -F
complete -c p2msg -n "__fish_p2msg_using_subcommand announce" -l signing-key-file -d 'State file of the signing key [env: P2MSG_SIGNING_KEY_FILE]' -r -F
complete -c p2msg -n "__fish_p2msg_using_subcommand announce" -l signing-key-index -d 'key_index to sign with; above the state file\'s it rotates [env: P2MSG_SIGNING_KEY_INDEX]' -r
complete -c p2msg -n "__fish_p2msg_using_subcommand announce" -l color -d 'When to use colours [default: auto] [env: P2MSG_COLOR]' -r -f -a "auto\t'On a terminal only'
always\t'Always'
never\t'Never'"
complete -c p2msg -n "__fish_p2msg_using_subcommand announce" -l config -d 'Config file [default: $XDG_CONFIG_HOME/p2msg/config.toml] [env: P2MSG_CONFIG]' -r -F
complete -c p2msg -n "__fish_p2msg_using_subcommand announce" -l lock-timeout -d 'How long to wait for the lock of the data folder [default: 10] [env: P2MSG_LOCK_TIMEOUT]' -r
complete -c p2msg -n "__fish_p2msg_using_subcommand announce" -l json -d 'Print JSON: one object, or one a line [env: P2MSG_JSON]'
complete -c p2msg -n "__fish_p2msg_using_subcommand announce" -l quiet -d 'Leave only errors on stderr [env: P2MSG_QUIET]'
complete -c p2msg -n "__fish_p2msg_using_subcommand announce" -l verbose -d 'Say more on stderr [env: P2MSG_VERBOSE]'
complete -c p2msg -n "__fish_p2msg_using_subcommand announce" -l no-input -d 'Never ask anything [env: P2MSG_NO_INPUT]'
complete -c p2msg -n "__fish_p2msg_using_subcommand announce" -l yes -d 'Answer yes to every question for consent [env: P2MSG_YES]'
complete -c p2msg -n "__fish_p2msg_using_subcommand announce" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c p2msg -n "__fish_p2msg_using_subcommand alert" -l net -d 'P2Pool network [default: litecoin] [env: P2MSG_NET]' -r -f -a "bitcoin\t''
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
complete -c p2msg -n "__fish_p2msg_using_subcommand alert" -l data-dir -d 'Folder with the key state, the queue and the lock [env: P2MSG_DATA_DIR]' -r -F
complete -c p2msg -n "__fish_p2msg_using_subcommand alert" -l signing-key-file -d 'State file of the signing key [env: P2MSG_SIGNING_KEY_FILE]' -r -F
complete -c p2msg -n "__fish_p2msg_using_subcommand alert" -l signing-key-index -d 'key_index to sign with; above the state file\'s it rotates [env: P2MSG_SIGNING_KEY_INDEX]' -r
complete -c p2msg -n "__fish_p2msg_using_subcommand alert" -l color -d 'When to use colours [default: auto] [env: P2MSG_COLOR]' -r -f -a "auto\t'On a terminal only'
always\t'Always'
never\t'Never'"
complete -c p2msg -n "__fish_p2msg_using_subcommand alert" -l config -d 'Config file [default: $XDG_CONFIG_HOME/p2msg/config.toml] [env: P2MSG_CONFIG]' -r -F
complete -c p2msg -n "__fish_p2msg_using_subcommand alert" -l lock-timeout -d 'How long to wait for the lock of the data folder [default: 10] [env: P2MSG_LOCK_TIMEOUT]' -r
complete -c p2msg -n "__fish_p2msg_using_subcommand alert" -l json -d 'Print JSON: one object, or one a line [env: P2MSG_JSON]'
complete -c p2msg -n "__fish_p2msg_using_subcommand alert" -l quiet -d 'Leave only errors on stderr [env: P2MSG_QUIET]'
complete -c p2msg -n "__fish_p2msg_using_subcommand alert" -l verbose -d 'Say more on stderr [env: P2MSG_VERBOSE]'
complete -c p2msg -n "__fish_p2msg_using_subcommand alert" -l no-input -d 'Never ask anything [env: P2MSG_NO_INPUT]'
complete -c p2msg -n "__fish_p2msg_using_subcommand alert" -l yes -d 'Answer yes to every question for consent [env: P2MSG_YES]'
complete -c p2msg -n "__fish_p2msg_using_subcommand alert" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c p2msg -n "__fish_p2msg_using_subcommand status" -l from-node -d 'Base URL of the node' -r
complete -c p2msg -n "__fish_p2msg_using_subcommand status" -l timeout -d 'Give up on a node that has not answered everything within so many seconds' -r
complete -c p2msg -n "__fish_p2msg_using_subcommand status" -l connect-timeout -d 'Give up on a connection within so many seconds' -r
complete -c p2msg -n "__fish_p2msg_using_subcommand status" -l ca-file -d 'Certificates (PEM) that count beside the system\'s, for https [env: P2MSG_CA_FILE]' -r -F
complete -c p2msg -n "__fish_p2msg_using_subcommand status" -l auth-file -d 'File with user:password for a proxy in front of the node [env: P2MSG_AUTH_FILE]' -r -F
complete -c p2msg -n "__fish_p2msg_using_subcommand status" -l net -d 'P2Pool network [default: litecoin] [env: P2MSG_NET]' -r -f -a "bitcoin\t''
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
complete -c p2msg -n "__fish_p2msg_using_subcommand status" -l data-dir -d 'Folder with the key state, the queue and the lock [env: P2MSG_DATA_DIR]' -r -F
complete -c p2msg -n "__fish_p2msg_using_subcommand status" -l signing-key-file -d 'State file of the signing key [env: P2MSG_SIGNING_KEY_FILE]' -r -F
complete -c p2msg -n "__fish_p2msg_using_subcommand status" -l signing-key-index -d 'key_index to sign with; above the state file\'s it rotates [env: P2MSG_SIGNING_KEY_INDEX]' -r
complete -c p2msg -n "__fish_p2msg_using_subcommand status" -l color -d 'When to use colours [default: auto] [env: P2MSG_COLOR]' -r -f -a "auto\t'On a terminal only'
always\t'Always'
never\t'Never'"
complete -c p2msg -n "__fish_p2msg_using_subcommand status" -l config -d 'Config file [default: $XDG_CONFIG_HOME/p2msg/config.toml] [env: P2MSG_CONFIG]' -r -F
complete -c p2msg -n "__fish_p2msg_using_subcommand status" -l lock-timeout -d 'How long to wait for the lock of the data folder [default: 10] [env: P2MSG_LOCK_TIMEOUT]' -r
complete -c p2msg -n "__fish_p2msg_using_subcommand status" -l allow-insecure-key-file -d 'Take an --auth-file that its group or others can read'
complete -c p2msg -n "__fish_p2msg_using_subcommand status" -l json -d 'Print JSON: one object, or one a line [env: P2MSG_JSON]'
complete -c p2msg -n "__fish_p2msg_using_subcommand status" -l quiet -d 'Leave only errors on stderr [env: P2MSG_QUIET]'
complete -c p2msg -n "__fish_p2msg_using_subcommand status" -l verbose -d 'Say more on stderr [env: P2MSG_VERBOSE]'
complete -c p2msg -n "__fish_p2msg_using_subcommand status" -l no-input -d 'Never ask anything [env: P2MSG_NO_INPUT]'
complete -c p2msg -n "__fish_p2msg_using_subcommand status" -l yes -d 'Answer yes to every question for consent [env: P2MSG_YES]'
complete -c p2msg -n "__fish_p2msg_using_subcommand status" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c p2msg -n "__fish_p2msg_using_subcommand queue; and not __fish_seen_subcommand_from list show remove clear retry confirm help" -l net -d 'P2Pool network [default: litecoin] [env: P2MSG_NET]' -r -f -a "bitcoin\t''
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
complete -c p2msg -n "__fish_p2msg_using_subcommand queue; and not __fish_seen_subcommand_from list show remove clear retry confirm help" -l data-dir -d 'Folder with the key state, the queue and the lock [env: P2MSG_DATA_DIR]' -r -F
complete -c p2msg -n "__fish_p2msg_using_subcommand queue; and not __fish_seen_subcommand_from list show remove clear retry confirm help" -l signing-key-file -d 'State file of the signing key [env: P2MSG_SIGNING_KEY_FILE]' -r -F
complete -c p2msg -n "__fish_p2msg_using_subcommand queue; and not __fish_seen_subcommand_from list show remove clear retry confirm help" -l signing-key-index -d 'key_index to sign with; above the state file\'s it rotates [env: P2MSG_SIGNING_KEY_INDEX]' -r
complete -c p2msg -n "__fish_p2msg_using_subcommand queue; and not __fish_seen_subcommand_from list show remove clear retry confirm help" -l color -d 'When to use colours [default: auto] [env: P2MSG_COLOR]' -r -f -a "auto\t'On a terminal only'
always\t'Always'
never\t'Never'"
complete -c p2msg -n "__fish_p2msg_using_subcommand queue; and not __fish_seen_subcommand_from list show remove clear retry confirm help" -l config -d 'Config file [default: $XDG_CONFIG_HOME/p2msg/config.toml] [env: P2MSG_CONFIG]' -r -F
complete -c p2msg -n "__fish_p2msg_using_subcommand queue; and not __fish_seen_subcommand_from list show remove clear retry confirm help" -l lock-timeout -d 'How long to wait for the lock of the data folder [default: 10] [env: P2MSG_LOCK_TIMEOUT]' -r
complete -c p2msg -n "__fish_p2msg_using_subcommand queue; and not __fish_seen_subcommand_from list show remove clear retry confirm help" -l json -d 'Print JSON: one object, or one a line [env: P2MSG_JSON]'
complete -c p2msg -n "__fish_p2msg_using_subcommand queue; and not __fish_seen_subcommand_from list show remove clear retry confirm help" -l quiet -d 'Leave only errors on stderr [env: P2MSG_QUIET]'
complete -c p2msg -n "__fish_p2msg_using_subcommand queue; and not __fish_seen_subcommand_from list show remove clear retry confirm help" -l verbose -d 'Say more on stderr [env: P2MSG_VERBOSE]'
complete -c p2msg -n "__fish_p2msg_using_subcommand queue; and not __fish_seen_subcommand_from list show remove clear retry confirm help" -l no-input -d 'Never ask anything [env: P2MSG_NO_INPUT]'
complete -c p2msg -n "__fish_p2msg_using_subcommand queue; and not __fish_seen_subcommand_from list show remove clear retry confirm help" -l yes -d 'Answer yes to every question for consent [env: P2MSG_YES]'
complete -c p2msg -n "__fish_p2msg_using_subcommand queue; and not __fish_seen_subcommand_from list show remove clear retry confirm help" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c p2msg -n "__fish_p2msg_using_subcommand queue; and not __fish_seen_subcommand_from list show remove clear retry confirm help" -f -a "list" -d 'List the messages that wait, in the order in which they are packed'
complete -c p2msg -n "__fish_p2msg_using_subcommand queue; and not __fish_seen_subcommand_from list show remove clear retry confirm help" -f -a "show" -d 'Show one message and what became of it'
complete -c p2msg -n "__fish_p2msg_using_subcommand queue; and not __fish_seen_subcommand_from list show remove clear retry confirm help" -f -a "remove" -d 'Take messages out of the queue, whatever their state'
complete -c p2msg -n "__fish_p2msg_using_subcommand queue; and not __fish_seen_subcommand_from list show remove clear retry confirm help" -f -a "clear" -d 'Take every pending message out of the queue'
complete -c p2msg -n "__fish_p2msg_using_subcommand queue; and not __fish_seen_subcommand_from list show remove clear retry confirm help" -f -a "retry" -d 'Make messages pending again'
complete -c p2msg -n "__fish_p2msg_using_subcommand queue; and not __fish_seen_subcommand_from list show remove clear retry confirm help" -f -a "confirm" -d 'Mark the messages that were seen in shares as sent'
complete -c p2msg -n "__fish_p2msg_using_subcommand queue; and not __fish_seen_subcommand_from list show remove clear retry confirm help" -f -a "help" -d 'Print this message or the help of the given subcommand(s)'
complete -c p2msg -n "__fish_p2msg_using_subcommand queue; and __fish_seen_subcommand_from list" -l net -d 'P2Pool network [default: litecoin] [env: P2MSG_NET]' -r -f -a "bitcoin\t''
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
complete -c p2msg -n "__fish_p2msg_using_subcommand queue; and __fish_seen_subcommand_from list" -l data-dir -d 'Folder with the key state, the queue and the lock [env: P2MSG_DATA_DIR]' -r -F
complete -c p2msg -n "__fish_p2msg_using_subcommand queue; and __fish_seen_subcommand_from list" -l signing-key-file -d 'State file of the signing key [env: P2MSG_SIGNING_KEY_FILE]' -r -F
complete -c p2msg -n "__fish_p2msg_using_subcommand queue; and __fish_seen_subcommand_from list" -l signing-key-index -d 'key_index to sign with; above the state file\'s it rotates [env: P2MSG_SIGNING_KEY_INDEX]' -r
complete -c p2msg -n "__fish_p2msg_using_subcommand queue; and __fish_seen_subcommand_from list" -l color -d 'When to use colours [default: auto] [env: P2MSG_COLOR]' -r -f -a "auto\t'On a terminal only'
always\t'Always'
never\t'Never'"
complete -c p2msg -n "__fish_p2msg_using_subcommand queue; and __fish_seen_subcommand_from list" -l config -d 'Config file [default: $XDG_CONFIG_HOME/p2msg/config.toml] [env: P2MSG_CONFIG]' -r -F
complete -c p2msg -n "__fish_p2msg_using_subcommand queue; and __fish_seen_subcommand_from list" -l lock-timeout -d 'How long to wait for the lock of the data folder [default: 10] [env: P2MSG_LOCK_TIMEOUT]' -r
complete -c p2msg -n "__fish_p2msg_using_subcommand queue; and __fish_seen_subcommand_from list" -l all -d 'List those that are sent or expired too; they are kept for 30 days'
complete -c p2msg -n "__fish_p2msg_using_subcommand queue; and __fish_seen_subcommand_from list" -l json -d 'Print JSON: one object, or one a line [env: P2MSG_JSON]'
complete -c p2msg -n "__fish_p2msg_using_subcommand queue; and __fish_seen_subcommand_from list" -l quiet -d 'Leave only errors on stderr [env: P2MSG_QUIET]'
complete -c p2msg -n "__fish_p2msg_using_subcommand queue; and __fish_seen_subcommand_from list" -l verbose -d 'Say more on stderr [env: P2MSG_VERBOSE]'
complete -c p2msg -n "__fish_p2msg_using_subcommand queue; and __fish_seen_subcommand_from list" -l no-input -d 'Never ask anything [env: P2MSG_NO_INPUT]'
complete -c p2msg -n "__fish_p2msg_using_subcommand queue; and __fish_seen_subcommand_from list" -l yes -d 'Answer yes to every question for consent [env: P2MSG_YES]'
complete -c p2msg -n "__fish_p2msg_using_subcommand queue; and __fish_seen_subcommand_from list" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c p2msg -n "__fish_p2msg_using_subcommand queue; and __fish_seen_subcommand_from show" -l net -d 'P2Pool network [default: litecoin] [env: P2MSG_NET]' -r -f -a "bitcoin\t''
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
complete -c p2msg -n "__fish_p2msg_using_subcommand queue; and __fish_seen_subcommand_from show" -l data-dir -d 'Folder with the key state, the queue and the lock [env: P2MSG_DATA_DIR]' -r -F
complete -c p2msg -n "__fish_p2msg_using_subcommand queue; and __fish_seen_subcommand_from show" -l signing-key-file -d 'State file of the signing key [env: P2MSG_SIGNING_KEY_FILE]' -r -F
complete -c p2msg -n "__fish_p2msg_using_subcommand queue; and __fish_seen_subcommand_from show" -l signing-key-index -d 'key_index to sign with; above the state file\'s it rotates [env: P2MSG_SIGNING_KEY_INDEX]' -r
complete -c p2msg -n "__fish_p2msg_using_subcommand queue; and __fish_seen_subcommand_from show" -l color -d 'When to use colours [default: auto] [env: P2MSG_COLOR]' -r -f -a "auto\t'On a terminal only'
always\t'Always'
never\t'Never'"
complete -c p2msg -n "__fish_p2msg_using_subcommand queue; and __fish_seen_subcommand_from show" -l config -d 'Config file [default: $XDG_CONFIG_HOME/p2msg/config.toml] [env: P2MSG_CONFIG]' -r -F
complete -c p2msg -n "__fish_p2msg_using_subcommand queue; and __fish_seen_subcommand_from show" -l lock-timeout -d 'How long to wait for the lock of the data folder [default: 10] [env: P2MSG_LOCK_TIMEOUT]' -r
complete -c p2msg -n "__fish_p2msg_using_subcommand queue; and __fish_seen_subcommand_from show" -l json -d 'Print JSON: one object, or one a line [env: P2MSG_JSON]'
complete -c p2msg -n "__fish_p2msg_using_subcommand queue; and __fish_seen_subcommand_from show" -l quiet -d 'Leave only errors on stderr [env: P2MSG_QUIET]'
complete -c p2msg -n "__fish_p2msg_using_subcommand queue; and __fish_seen_subcommand_from show" -l verbose -d 'Say more on stderr [env: P2MSG_VERBOSE]'
complete -c p2msg -n "__fish_p2msg_using_subcommand queue; and __fish_seen_subcommand_from show" -l no-input -d 'Never ask anything [env: P2MSG_NO_INPUT]'
complete -c p2msg -n "__fish_p2msg_using_subcommand queue; and __fish_seen_subcommand_from show" -l yes -d 'Answer yes to every question for consent [env: P2MSG_YES]'
complete -c p2msg -n "__fish_p2msg_using_subcommand queue; and __fish_seen_subcommand_from show" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c p2msg -n "__fish_p2msg_using_subcommand queue; and __fish_seen_subcommand_from remove" -l net -d 'P2Pool network [default: litecoin] [env: P2MSG_NET]' -r -f -a "bitcoin\t''
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
complete -c p2msg -n "__fish_p2msg_using_subcommand queue; and __fish_seen_subcommand_from remove" -l data-dir -d 'Folder with the key state, the queue and the lock [env: P2MSG_DATA_DIR]' -r -F
complete -c p2msg -n "__fish_p2msg_using_subcommand queue; and __fish_seen_subcommand_from remove" -l signing-key-file -d 'State file of the signing key [env: P2MSG_SIGNING_KEY_FILE]' -r -F
complete -c p2msg -n "__fish_p2msg_using_subcommand queue; and __fish_seen_subcommand_from remove" -l signing-key-index -d 'key_index to sign with; above the state file\'s it rotates [env: P2MSG_SIGNING_KEY_INDEX]' -r
complete -c p2msg -n "__fish_p2msg_using_subcommand queue; and __fish_seen_subcommand_from remove" -l color -d 'When to use colours [default: auto] [env: P2MSG_COLOR]' -r -f -a "auto\t'On a terminal only'
always\t'Always'
never\t'Never'"
complete -c p2msg -n "__fish_p2msg_using_subcommand queue; and __fish_seen_subcommand_from remove" -l config -d 'Config file [default: $XDG_CONFIG_HOME/p2msg/config.toml] [env: P2MSG_CONFIG]' -r -F
complete -c p2msg -n "__fish_p2msg_using_subcommand queue; and __fish_seen_subcommand_from remove" -l lock-timeout -d 'How long to wait for the lock of the data folder [default: 10] [env: P2MSG_LOCK_TIMEOUT]' -r
complete -c p2msg -n "__fish_p2msg_using_subcommand queue; and __fish_seen_subcommand_from remove" -l json -d 'Print JSON: one object, or one a line [env: P2MSG_JSON]'
complete -c p2msg -n "__fish_p2msg_using_subcommand queue; and __fish_seen_subcommand_from remove" -l quiet -d 'Leave only errors on stderr [env: P2MSG_QUIET]'
complete -c p2msg -n "__fish_p2msg_using_subcommand queue; and __fish_seen_subcommand_from remove" -l verbose -d 'Say more on stderr [env: P2MSG_VERBOSE]'
complete -c p2msg -n "__fish_p2msg_using_subcommand queue; and __fish_seen_subcommand_from remove" -l no-input -d 'Never ask anything [env: P2MSG_NO_INPUT]'
complete -c p2msg -n "__fish_p2msg_using_subcommand queue; and __fish_seen_subcommand_from remove" -l yes -d 'Answer yes to every question for consent [env: P2MSG_YES]'
complete -c p2msg -n "__fish_p2msg_using_subcommand queue; and __fish_seen_subcommand_from remove" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c p2msg -n "__fish_p2msg_using_subcommand queue; and __fish_seen_subcommand_from clear" -l net -d 'P2Pool network [default: litecoin] [env: P2MSG_NET]' -r -f -a "bitcoin\t''
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
complete -c p2msg -n "__fish_p2msg_using_subcommand queue; and __fish_seen_subcommand_from clear" -l data-dir -d 'Folder with the key state, the queue and the lock [env: P2MSG_DATA_DIR]' -r -F
complete -c p2msg -n "__fish_p2msg_using_subcommand queue; and __fish_seen_subcommand_from clear" -l signing-key-file -d 'State file of the signing key [env: P2MSG_SIGNING_KEY_FILE]' -r -F
complete -c p2msg -n "__fish_p2msg_using_subcommand queue; and __fish_seen_subcommand_from clear" -l signing-key-index -d 'key_index to sign with; above the state file\'s it rotates [env: P2MSG_SIGNING_KEY_INDEX]' -r
complete -c p2msg -n "__fish_p2msg_using_subcommand queue; and __fish_seen_subcommand_from clear" -l color -d 'When to use colours [default: auto] [env: P2MSG_COLOR]' -r -f -a "auto\t'On a terminal only'
always\t'Always'
never\t'Never'"
complete -c p2msg -n "__fish_p2msg_using_subcommand queue; and __fish_seen_subcommand_from clear" -l config -d 'Config file [default: $XDG_CONFIG_HOME/p2msg/config.toml] [env: P2MSG_CONFIG]' -r -F
complete -c p2msg -n "__fish_p2msg_using_subcommand queue; and __fish_seen_subcommand_from clear" -l lock-timeout -d 'How long to wait for the lock of the data folder [default: 10] [env: P2MSG_LOCK_TIMEOUT]' -r
complete -c p2msg -n "__fish_p2msg_using_subcommand queue; and __fish_seen_subcommand_from clear" -l json -d 'Print JSON: one object, or one a line [env: P2MSG_JSON]'
complete -c p2msg -n "__fish_p2msg_using_subcommand queue; and __fish_seen_subcommand_from clear" -l quiet -d 'Leave only errors on stderr [env: P2MSG_QUIET]'
complete -c p2msg -n "__fish_p2msg_using_subcommand queue; and __fish_seen_subcommand_from clear" -l verbose -d 'Say more on stderr [env: P2MSG_VERBOSE]'
complete -c p2msg -n "__fish_p2msg_using_subcommand queue; and __fish_seen_subcommand_from clear" -l no-input -d 'Never ask anything [env: P2MSG_NO_INPUT]'
complete -c p2msg -n "__fish_p2msg_using_subcommand queue; and __fish_seen_subcommand_from clear" -l yes -d 'Answer yes to every question for consent [env: P2MSG_YES]'
complete -c p2msg -n "__fish_p2msg_using_subcommand queue; and __fish_seen_subcommand_from clear" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c p2msg -n "__fish_p2msg_using_subcommand queue; and __fish_seen_subcommand_from retry" -l net -d 'P2Pool network [default: litecoin] [env: P2MSG_NET]' -r -f -a "bitcoin\t''
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
complete -c p2msg -n "__fish_p2msg_using_subcommand queue; and __fish_seen_subcommand_from retry" -l data-dir -d 'Folder with the key state, the queue and the lock [env: P2MSG_DATA_DIR]' -r -F
complete -c p2msg -n "__fish_p2msg_using_subcommand queue; and __fish_seen_subcommand_from retry" -l signing-key-file -d 'State file of the signing key [env: P2MSG_SIGNING_KEY_FILE]' -r -F
complete -c p2msg -n "__fish_p2msg_using_subcommand queue; and __fish_seen_subcommand_from retry" -l signing-key-index -d 'key_index to sign with; above the state file\'s it rotates [env: P2MSG_SIGNING_KEY_INDEX]' -r
complete -c p2msg -n "__fish_p2msg_using_subcommand queue; and __fish_seen_subcommand_from retry" -l color -d 'When to use colours [default: auto] [env: P2MSG_COLOR]' -r -f -a "auto\t'On a terminal only'
always\t'Always'
never\t'Never'"
complete -c p2msg -n "__fish_p2msg_using_subcommand queue; and __fish_seen_subcommand_from retry" -l config -d 'Config file [default: $XDG_CONFIG_HOME/p2msg/config.toml] [env: P2MSG_CONFIG]' -r -F
complete -c p2msg -n "__fish_p2msg_using_subcommand queue; and __fish_seen_subcommand_from retry" -l lock-timeout -d 'How long to wait for the lock of the data folder [default: 10] [env: P2MSG_LOCK_TIMEOUT]' -r
complete -c p2msg -n "__fish_p2msg_using_subcommand queue; and __fish_seen_subcommand_from retry" -l json -d 'Print JSON: one object, or one a line [env: P2MSG_JSON]'
complete -c p2msg -n "__fish_p2msg_using_subcommand queue; and __fish_seen_subcommand_from retry" -l quiet -d 'Leave only errors on stderr [env: P2MSG_QUIET]'
complete -c p2msg -n "__fish_p2msg_using_subcommand queue; and __fish_seen_subcommand_from retry" -l verbose -d 'Say more on stderr [env: P2MSG_VERBOSE]'
complete -c p2msg -n "__fish_p2msg_using_subcommand queue; and __fish_seen_subcommand_from retry" -l no-input -d 'Never ask anything [env: P2MSG_NO_INPUT]'
complete -c p2msg -n "__fish_p2msg_using_subcommand queue; and __fish_seen_subcommand_from retry" -l yes -d 'Answer yes to every question for consent [env: P2MSG_YES]'
complete -c p2msg -n "__fish_p2msg_using_subcommand queue; and __fish_seen_subcommand_from retry" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c p2msg -n "__fish_p2msg_using_subcommand queue; and __fish_seen_subcommand_from confirm" -l from -d 'Read every line as this instead of finding out what it is' -r -f -a "message-data\t'Hex of message_data'
share\t'Hex of a raw share'
contents\t'Hex of the contents of a share of --share-version'
store\t'A line of a share store'"
complete -c p2msg -n "__fish_p2msg_using_subcommand queue; and __fish_seen_subcommand_from confirm" -l share-version -d 'The share version, for --from contents' -r
complete -c p2msg -n "__fish_p2msg_using_subcommand queue; and __fish_seen_subcommand_from confirm" -l node -d 'Ask the node at this base URL instead; can be repeated' -r
complete -c p2msg -n "__fish_p2msg_using_subcommand queue; and __fish_seen_subcommand_from confirm" -l timeout -d 'Give up on a node that has not answered everything within so many seconds' -r
complete -c p2msg -n "__fish_p2msg_using_subcommand queue; and __fish_seen_subcommand_from confirm" -l connect-timeout -d 'Give up on a connection within so many seconds' -r
complete -c p2msg -n "__fish_p2msg_using_subcommand queue; and __fish_seen_subcommand_from confirm" -l ca-file -d 'Certificates (PEM) that count beside the system\'s, for https [env: P2MSG_CA_FILE]' -r -F
complete -c p2msg -n "__fish_p2msg_using_subcommand queue; and __fish_seen_subcommand_from confirm" -l auth-file -d 'File with user:password for a proxy in front of the node [env: P2MSG_AUTH_FILE]' -r -F
complete -c p2msg -n "__fish_p2msg_using_subcommand queue; and __fish_seen_subcommand_from confirm" -l net -d 'P2Pool network [default: litecoin] [env: P2MSG_NET]' -r -f -a "bitcoin\t''
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
complete -c p2msg -n "__fish_p2msg_using_subcommand queue; and __fish_seen_subcommand_from confirm" -l data-dir -d 'Folder with the key state, the queue and the lock [env: P2MSG_DATA_DIR]' -r -F
complete -c p2msg -n "__fish_p2msg_using_subcommand queue; and __fish_seen_subcommand_from confirm" -l signing-key-file -d 'State file of the signing key [env: P2MSG_SIGNING_KEY_FILE]' -r -F
complete -c p2msg -n "__fish_p2msg_using_subcommand queue; and __fish_seen_subcommand_from confirm" -l signing-key-index -d 'key_index to sign with; above the state file\'s it rotates [env: P2MSG_SIGNING_KEY_INDEX]' -r
complete -c p2msg -n "__fish_p2msg_using_subcommand queue; and __fish_seen_subcommand_from confirm" -l color -d 'When to use colours [default: auto] [env: P2MSG_COLOR]' -r -f -a "auto\t'On a terminal only'
always\t'Always'
never\t'Never'"
complete -c p2msg -n "__fish_p2msg_using_subcommand queue; and __fish_seen_subcommand_from confirm" -l config -d 'Config file [default: $XDG_CONFIG_HOME/p2msg/config.toml] [env: P2MSG_CONFIG]' -r -F
complete -c p2msg -n "__fish_p2msg_using_subcommand queue; and __fish_seen_subcommand_from confirm" -l lock-timeout -d 'How long to wait for the lock of the data folder [default: 10] [env: P2MSG_LOCK_TIMEOUT]' -r
complete -c p2msg -n "__fish_p2msg_using_subcommand queue; and __fish_seen_subcommand_from confirm" -l allow-insecure-key-file -d 'Take an --auth-file that its group or others can read'
complete -c p2msg -n "__fish_p2msg_using_subcommand queue; and __fish_seen_subcommand_from confirm" -l json -d 'Print JSON: one object, or one a line [env: P2MSG_JSON]'
complete -c p2msg -n "__fish_p2msg_using_subcommand queue; and __fish_seen_subcommand_from confirm" -l quiet -d 'Leave only errors on stderr [env: P2MSG_QUIET]'
complete -c p2msg -n "__fish_p2msg_using_subcommand queue; and __fish_seen_subcommand_from confirm" -l verbose -d 'Say more on stderr [env: P2MSG_VERBOSE]'
complete -c p2msg -n "__fish_p2msg_using_subcommand queue; and __fish_seen_subcommand_from confirm" -l no-input -d 'Never ask anything [env: P2MSG_NO_INPUT]'
complete -c p2msg -n "__fish_p2msg_using_subcommand queue; and __fish_seen_subcommand_from confirm" -l yes -d 'Answer yes to every question for consent [env: P2MSG_YES]'
complete -c p2msg -n "__fish_p2msg_using_subcommand queue; and __fish_seen_subcommand_from confirm" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c p2msg -n "__fish_p2msg_using_subcommand queue; and __fish_seen_subcommand_from help" -f -a "list" -d 'List the messages that wait, in the order in which they are packed'
complete -c p2msg -n "__fish_p2msg_using_subcommand queue; and __fish_seen_subcommand_from help" -f -a "show" -d 'Show one message and what became of it'
complete -c p2msg -n "__fish_p2msg_using_subcommand queue; and __fish_seen_subcommand_from help" -f -a "remove" -d 'Take messages out of the queue, whatever their state'
complete -c p2msg -n "__fish_p2msg_using_subcommand queue; and __fish_seen_subcommand_from help" -f -a "clear" -d 'Take every pending message out of the queue'
complete -c p2msg -n "__fish_p2msg_using_subcommand queue; and __fish_seen_subcommand_from help" -f -a "retry" -d 'Make messages pending again'
complete -c p2msg -n "__fish_p2msg_using_subcommand queue; and __fish_seen_subcommand_from help" -f -a "confirm" -d 'Mark the messages that were seen in shares as sent'
complete -c p2msg -n "__fish_p2msg_using_subcommand queue; and __fish_seen_subcommand_from help" -f -a "help" -d 'Print this message or the help of the given subcommand(s)'
complete -c p2msg -n "__fish_p2msg_using_subcommand pack" -l out -d 'Write the hex to this file, replaced whole, instead of stdout' -r -F
complete -c p2msg -n "__fish_p2msg_using_subcommand pack" -l lease -d 'How long what is packed is not packed again; at most a day' -r
complete -c p2msg -n "__fish_p2msg_using_subcommand pack" -l master-key-file -d 'File with the master key: 64 hex digits, WIF or a keystore [env: P2MSG_MASTER_KEY_FILE]' -r -F
complete -c p2msg -n "__fish_p2msg_using_subcommand pack" -l passphrase-file -d 'File with the passphrase of a keystore' -r -F
complete -c p2msg -n "__fish_p2msg_using_subcommand pack" -l signing-wif-file -d 'File with a derived signing key instead: WIF, hex or keystore [env: P2MSG_SIGNING_WIF_FILE]' -r -F
complete -c p2msg -n "__fish_p2msg_using_subcommand pack" -l net -d 'P2Pool network [default: litecoin] [env: P2MSG_NET]' -r -f -a "bitcoin\t''
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
complete -c p2msg -n "__fish_p2msg_using_subcommand pack" -l data-dir -d 'Folder with the key state, the queue and the lock [env: P2MSG_DATA_DIR]' -r -F
complete -c p2msg -n "__fish_p2msg_using_subcommand pack" -l signing-key-file -d 'State file of the signing key [env: P2MSG_SIGNING_KEY_FILE]' -r -F
complete -c p2msg -n "__fish_p2msg_using_subcommand pack" -l signing-key-index -d 'key_index to sign with; above the state file\'s it rotates [env: P2MSG_SIGNING_KEY_INDEX]' -r
complete -c p2msg -n "__fish_p2msg_using_subcommand pack" -l color -d 'When to use colours [default: auto] [env: P2MSG_COLOR]' -r -f -a "auto\t'On a terminal only'
always\t'Always'
never\t'Never'"
complete -c p2msg -n "__fish_p2msg_using_subcommand pack" -l config -d 'Config file [default: $XDG_CONFIG_HOME/p2msg/config.toml] [env: P2MSG_CONFIG]' -r -F
complete -c p2msg -n "__fish_p2msg_using_subcommand pack" -l lock-timeout -d 'How long to wait for the lock of the data folder [default: 10] [env: P2MSG_LOCK_TIMEOUT]' -r
complete -c p2msg -n "__fish_p2msg_using_subcommand pack" -l dry-run -d 'Print what would be packed, and change nothing'
complete -c p2msg -n "__fish_p2msg_using_subcommand pack" -l no-announcement -d 'Leave the announcement out'
complete -c p2msg -n "__fish_p2msg_using_subcommand pack" -l announce-only -d 'Pack the announcement and no message'
complete -c p2msg -n "__fish_p2msg_using_subcommand pack" -l allow-insecure-key-file -d 'Take a key file that its group or others can read'
complete -c p2msg -n "__fish_p2msg_using_subcommand pack" -l json -d 'Print JSON: one object, or one a line [env: P2MSG_JSON]'
complete -c p2msg -n "__fish_p2msg_using_subcommand pack" -l quiet -d 'Leave only errors on stderr [env: P2MSG_QUIET]'
complete -c p2msg -n "__fish_p2msg_using_subcommand pack" -l verbose -d 'Say more on stderr [env: P2MSG_VERBOSE]'
complete -c p2msg -n "__fish_p2msg_using_subcommand pack" -l no-input -d 'Never ask anything [env: P2MSG_NO_INPUT]'
complete -c p2msg -n "__fish_p2msg_using_subcommand pack" -l yes -d 'Answer yes to every question for consent [env: P2MSG_YES]'
complete -c p2msg -n "__fish_p2msg_using_subcommand pack" -s h -l help -d 'Print help (see more with \'--help\')'
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
complete -c p2msg -n "__fish_p2msg_using_subcommand store; and not __fish_seen_subcommand_from messages chat announcements alerts status keys stats help" -l net -d 'P2Pool network [default: litecoin] [env: P2MSG_NET]' -r -f -a "bitcoin\t''
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
complete -c p2msg -n "__fish_p2msg_using_subcommand store; and not __fish_seen_subcommand_from messages chat announcements alerts status keys stats help" -l data-dir -d 'Folder with the key state, the queue and the lock [env: P2MSG_DATA_DIR]' -r -F
complete -c p2msg -n "__fish_p2msg_using_subcommand store; and not __fish_seen_subcommand_from messages chat announcements alerts status keys stats help" -l signing-key-file -d 'State file of the signing key [env: P2MSG_SIGNING_KEY_FILE]' -r -F
complete -c p2msg -n "__fish_p2msg_using_subcommand store; and not __fish_seen_subcommand_from messages chat announcements alerts status keys stats help" -l signing-key-index -d 'key_index to sign with; above the state file\'s it rotates [env: P2MSG_SIGNING_KEY_INDEX]' -r
complete -c p2msg -n "__fish_p2msg_using_subcommand store; and not __fish_seen_subcommand_from messages chat announcements alerts status keys stats help" -l color -d 'When to use colours [default: auto] [env: P2MSG_COLOR]' -r -f -a "auto\t'On a terminal only'
always\t'Always'
never\t'Never'"
complete -c p2msg -n "__fish_p2msg_using_subcommand store; and not __fish_seen_subcommand_from messages chat announcements alerts status keys stats help" -l config -d 'Config file [default: $XDG_CONFIG_HOME/p2msg/config.toml] [env: P2MSG_CONFIG]' -r -F
complete -c p2msg -n "__fish_p2msg_using_subcommand store; and not __fish_seen_subcommand_from messages chat announcements alerts status keys stats help" -l lock-timeout -d 'How long to wait for the lock of the data folder [default: 10] [env: P2MSG_LOCK_TIMEOUT]' -r
complete -c p2msg -n "__fish_p2msg_using_subcommand store; and not __fish_seen_subcommand_from messages chat announcements alerts status keys stats help" -l json -d 'Print JSON: one object, or one a line [env: P2MSG_JSON]'
complete -c p2msg -n "__fish_p2msg_using_subcommand store; and not __fish_seen_subcommand_from messages chat announcements alerts status keys stats help" -l quiet -d 'Leave only errors on stderr [env: P2MSG_QUIET]'
complete -c p2msg -n "__fish_p2msg_using_subcommand store; and not __fish_seen_subcommand_from messages chat announcements alerts status keys stats help" -l verbose -d 'Say more on stderr [env: P2MSG_VERBOSE]'
complete -c p2msg -n "__fish_p2msg_using_subcommand store; and not __fish_seen_subcommand_from messages chat announcements alerts status keys stats help" -l no-input -d 'Never ask anything [env: P2MSG_NO_INPUT]'
complete -c p2msg -n "__fish_p2msg_using_subcommand store; and not __fish_seen_subcommand_from messages chat announcements alerts status keys stats help" -l yes -d 'Answer yes to every question for consent [env: P2MSG_YES]'
complete -c p2msg -n "__fish_p2msg_using_subcommand store; and not __fish_seen_subcommand_from messages chat announcements alerts status keys stats help" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c p2msg -n "__fish_p2msg_using_subcommand store; and not __fish_seen_subcommand_from messages chat announcements alerts status keys stats help" -f -a "messages" -d 'Show the messages of share stores, newest first'
complete -c p2msg -n "__fish_p2msg_using_subcommand store; and not __fish_seen_subcommand_from messages chat announcements alerts status keys stats help" -f -a "chat" -d 'Show what miners say to each other'
complete -c p2msg -n "__fish_p2msg_using_subcommand store; and not __fish_seen_subcommand_from messages chat announcements alerts status keys stats help" -f -a "announcements" -d 'Show the announcements of operators'
complete -c p2msg -n "__fish_p2msg_using_subcommand store; and not __fish_seen_subcommand_from messages chat announcements alerts status keys stats help" -f -a "alerts" -d 'Show the alerts'
complete -c p2msg -n "__fish_p2msg_using_subcommand store; and not __fish_seen_subcommand_from messages chat announcements alerts status keys stats help" -f -a "status" -d 'Show what nodes say of their state'
complete -c p2msg -n "__fish_p2msg_using_subcommand store; and not __fish_seen_subcommand_from messages chat announcements alerts status keys stats help" -f -a "keys" -d 'Show the signing keys that share stores announce'
complete -c p2msg -n "__fish_p2msg_using_subcommand store; and not __fish_seen_subcommand_from messages chat announcements alerts status keys stats help" -f -a "stats" -d 'Count the messages, keys and shares of share stores'
complete -c p2msg -n "__fish_p2msg_using_subcommand store; and not __fish_seen_subcommand_from messages chat announcements alerts status keys stats help" -f -a "help" -d 'Print this message or the help of the given subcommand(s)'
complete -c p2msg -n "__fish_p2msg_using_subcommand store; and __fish_seen_subcommand_from messages" -l type -d 'Only messages of this kind: chat, announce, alert, node-status, ..., or its number (0x07); can be repeated' -r
complete -c p2msg -n "__fish_p2msg_using_subcommand store; and __fish_seen_subcommand_from messages" -l authority-key -d 'Take this public key (66 hex digits) for an authority too; can be repeated' -r
complete -c p2msg -n "__fish_p2msg_using_subcommand store; and __fish_seen_subcommand_from messages" -l since -d 'Only messages of this time or later: Unix seconds, 2024-02-10T16:00:00Z, or 2h for two hours ago' -r
complete -c p2msg -n "__fish_p2msg_using_subcommand store; and __fish_seen_subcommand_from messages" -l until -d 'Only messages of this time or earlier' -r
complete -c p2msg -n "__fish_p2msg_using_subcommand store; and __fish_seen_subcommand_from messages" -l sender -d 'Only messages of this payout address' -r
complete -c p2msg -n "__fish_p2msg_using_subcommand store; and __fish_seen_subcommand_from messages" -l signing-id -d 'Only messages that name this signing key, whether or not the signature holds' -r
complete -c p2msg -n "__fish_p2msg_using_subcommand store; and __fish_seen_subcommand_from messages" -l grep -d 'Only messages with this text, in upper or lower case' -r
complete -c p2msg -n "__fish_p2msg_using_subcommand store; and __fish_seen_subcommand_from messages" -l limit -d 'At most this many, the newest; 0 for all' -r
complete -c p2msg -n "__fish_p2msg_using_subcommand store; and __fish_seen_subcommand_from messages" -l net -d 'P2Pool network [default: litecoin] [env: P2MSG_NET]' -r -f -a "bitcoin\t''
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
complete -c p2msg -n "__fish_p2msg_using_subcommand store; and __fish_seen_subcommand_from messages" -l data-dir -d 'Folder with the key state, the queue and the lock [env: P2MSG_DATA_DIR]' -r -F
complete -c p2msg -n "__fish_p2msg_using_subcommand store; and __fish_seen_subcommand_from messages" -l signing-key-file -d 'State file of the signing key [env: P2MSG_SIGNING_KEY_FILE]' -r -F
complete -c p2msg -n "__fish_p2msg_using_subcommand store; and __fish_seen_subcommand_from messages" -l signing-key-index -d 'key_index to sign with; above the state file\'s it rotates [env: P2MSG_SIGNING_KEY_INDEX]' -r
complete -c p2msg -n "__fish_p2msg_using_subcommand store; and __fish_seen_subcommand_from messages" -l color -d 'When to use colours [default: auto] [env: P2MSG_COLOR]' -r -f -a "auto\t'On a terminal only'
always\t'Always'
never\t'Never'"
complete -c p2msg -n "__fish_p2msg_using_subcommand store; and __fish_seen_subcommand_from messages" -l config -d 'Config file [default: $XDG_CONFIG_HOME/p2msg/config.toml] [env: P2MSG_CONFIG]' -r -F
complete -c p2msg -n "__fish_p2msg_using_subcommand store; and __fish_seen_subcommand_from messages" -l lock-timeout -d 'How long to wait for the lock of the data folder [default: 10] [env: P2MSG_LOCK_TIMEOUT]' -r
complete -c p2msg -n "__fish_p2msg_using_subcommand store; and __fish_seen_subcommand_from messages" -l verified-only -d 'Only messages whose signature is valid'
complete -c p2msg -n "__fish_p2msg_using_subcommand store; and __fish_seen_subcommand_from messages" -l json -d 'Print JSON: one object, or one a line [env: P2MSG_JSON]'
complete -c p2msg -n "__fish_p2msg_using_subcommand store; and __fish_seen_subcommand_from messages" -l quiet -d 'Leave only errors on stderr [env: P2MSG_QUIET]'
complete -c p2msg -n "__fish_p2msg_using_subcommand store; and __fish_seen_subcommand_from messages" -l verbose -d 'Say more on stderr [env: P2MSG_VERBOSE]'
complete -c p2msg -n "__fish_p2msg_using_subcommand store; and __fish_seen_subcommand_from messages" -l no-input -d 'Never ask anything [env: P2MSG_NO_INPUT]'
complete -c p2msg -n "__fish_p2msg_using_subcommand store; and __fish_seen_subcommand_from messages" -l yes -d 'Answer yes to every question for consent [env: P2MSG_YES]'
complete -c p2msg -n "__fish_p2msg_using_subcommand store; and __fish_seen_subcommand_from messages" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c p2msg -n "__fish_p2msg_using_subcommand store; and __fish_seen_subcommand_from chat" -l authority-key -d 'Take this public key (66 hex digits) for an authority too; can be repeated' -r
complete -c p2msg -n "__fish_p2msg_using_subcommand store; and __fish_seen_subcommand_from chat" -l since -d 'Only messages of this time or later: Unix seconds, 2024-02-10T16:00:00Z, or 2h for two hours ago' -r
complete -c p2msg -n "__fish_p2msg_using_subcommand store; and __fish_seen_subcommand_from chat" -l until -d 'Only messages of this time or earlier' -r
complete -c p2msg -n "__fish_p2msg_using_subcommand store; and __fish_seen_subcommand_from chat" -l sender -d 'Only messages of this payout address' -r
complete -c p2msg -n "__fish_p2msg_using_subcommand store; and __fish_seen_subcommand_from chat" -l signing-id -d 'Only messages that name this signing key, whether or not the signature holds' -r
complete -c p2msg -n "__fish_p2msg_using_subcommand store; and __fish_seen_subcommand_from chat" -l grep -d 'Only messages with this text, in upper or lower case' -r
complete -c p2msg -n "__fish_p2msg_using_subcommand store; and __fish_seen_subcommand_from chat" -l limit -d 'At most this many, the newest; 0 for all' -r
complete -c p2msg -n "__fish_p2msg_using_subcommand store; and __fish_seen_subcommand_from chat" -l net -d 'P2Pool network [default: litecoin] [env: P2MSG_NET]' -r -f -a "bitcoin\t''
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
complete -c p2msg -n "__fish_p2msg_using_subcommand store; and __fish_seen_subcommand_from chat" -l data-dir -d 'Folder with the key state, the queue and the lock [env: P2MSG_DATA_DIR]' -r -F
complete -c p2msg -n "__fish_p2msg_using_subcommand store; and __fish_seen_subcommand_from chat" -l signing-key-file -d 'State file of the signing key [env: P2MSG_SIGNING_KEY_FILE]' -r -F
complete -c p2msg -n "__fish_p2msg_using_subcommand store; and __fish_seen_subcommand_from chat" -l signing-key-index -d 'key_index to sign with; above the state file\'s it rotates [env: P2MSG_SIGNING_KEY_INDEX]' -r
complete -c p2msg -n "__fish_p2msg_using_subcommand store; and __fish_seen_subcommand_from chat" -l color -d 'When to use colours [default: auto] [env: P2MSG_COLOR]' -r -f -a "auto\t'On a terminal only'
always\t'Always'
never\t'Never'"
complete -c p2msg -n "__fish_p2msg_using_subcommand store; and __fish_seen_subcommand_from chat" -l config -d 'Config file [default: $XDG_CONFIG_HOME/p2msg/config.toml] [env: P2MSG_CONFIG]' -r -F
complete -c p2msg -n "__fish_p2msg_using_subcommand store; and __fish_seen_subcommand_from chat" -l lock-timeout -d 'How long to wait for the lock of the data folder [default: 10] [env: P2MSG_LOCK_TIMEOUT]' -r
complete -c p2msg -n "__fish_p2msg_using_subcommand store; and __fish_seen_subcommand_from chat" -l verified-only -d 'Only messages whose signature is valid'
complete -c p2msg -n "__fish_p2msg_using_subcommand store; and __fish_seen_subcommand_from chat" -l json -d 'Print JSON: one object, or one a line [env: P2MSG_JSON]'
complete -c p2msg -n "__fish_p2msg_using_subcommand store; and __fish_seen_subcommand_from chat" -l quiet -d 'Leave only errors on stderr [env: P2MSG_QUIET]'
complete -c p2msg -n "__fish_p2msg_using_subcommand store; and __fish_seen_subcommand_from chat" -l verbose -d 'Say more on stderr [env: P2MSG_VERBOSE]'
complete -c p2msg -n "__fish_p2msg_using_subcommand store; and __fish_seen_subcommand_from chat" -l no-input -d 'Never ask anything [env: P2MSG_NO_INPUT]'
complete -c p2msg -n "__fish_p2msg_using_subcommand store; and __fish_seen_subcommand_from chat" -l yes -d 'Answer yes to every question for consent [env: P2MSG_YES]'
complete -c p2msg -n "__fish_p2msg_using_subcommand store; and __fish_seen_subcommand_from chat" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c p2msg -n "__fish_p2msg_using_subcommand store; and __fish_seen_subcommand_from announcements" -l authority-key -d 'Take this public key (66 hex digits) for an authority too; can be repeated' -r
complete -c p2msg -n "__fish_p2msg_using_subcommand store; and __fish_seen_subcommand_from announcements" -l since -d 'Only messages of this time or later: Unix seconds, 2024-02-10T16:00:00Z, or 2h for two hours ago' -r
complete -c p2msg -n "__fish_p2msg_using_subcommand store; and __fish_seen_subcommand_from announcements" -l until -d 'Only messages of this time or earlier' -r
complete -c p2msg -n "__fish_p2msg_using_subcommand store; and __fish_seen_subcommand_from announcements" -l sender -d 'Only messages of this payout address' -r
complete -c p2msg -n "__fish_p2msg_using_subcommand store; and __fish_seen_subcommand_from announcements" -l signing-id -d 'Only messages that name this signing key, whether or not the signature holds' -r
complete -c p2msg -n "__fish_p2msg_using_subcommand store; and __fish_seen_subcommand_from announcements" -l grep -d 'Only messages with this text, in upper or lower case' -r
complete -c p2msg -n "__fish_p2msg_using_subcommand store; and __fish_seen_subcommand_from announcements" -l limit -d 'At most this many, the newest; 0 for all' -r
complete -c p2msg -n "__fish_p2msg_using_subcommand store; and __fish_seen_subcommand_from announcements" -l net -d 'P2Pool network [default: litecoin] [env: P2MSG_NET]' -r -f -a "bitcoin\t''
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
complete -c p2msg -n "__fish_p2msg_using_subcommand store; and __fish_seen_subcommand_from announcements" -l data-dir -d 'Folder with the key state, the queue and the lock [env: P2MSG_DATA_DIR]' -r -F
complete -c p2msg -n "__fish_p2msg_using_subcommand store; and __fish_seen_subcommand_from announcements" -l signing-key-file -d 'State file of the signing key [env: P2MSG_SIGNING_KEY_FILE]' -r -F
complete -c p2msg -n "__fish_p2msg_using_subcommand store; and __fish_seen_subcommand_from announcements" -l signing-key-index -d 'key_index to sign with; above the state file\'s it rotates [env: P2MSG_SIGNING_KEY_INDEX]' -r
complete -c p2msg -n "__fish_p2msg_using_subcommand store; and __fish_seen_subcommand_from announcements" -l color -d 'When to use colours [default: auto] [env: P2MSG_COLOR]' -r -f -a "auto\t'On a terminal only'
always\t'Always'
never\t'Never'"
complete -c p2msg -n "__fish_p2msg_using_subcommand store; and __fish_seen_subcommand_from announcements" -l config -d 'Config file [default: $XDG_CONFIG_HOME/p2msg/config.toml] [env: P2MSG_CONFIG]' -r -F
complete -c p2msg -n "__fish_p2msg_using_subcommand store; and __fish_seen_subcommand_from announcements" -l lock-timeout -d 'How long to wait for the lock of the data folder [default: 10] [env: P2MSG_LOCK_TIMEOUT]' -r
complete -c p2msg -n "__fish_p2msg_using_subcommand store; and __fish_seen_subcommand_from announcements" -l verified-only -d 'Only messages whose signature is valid'
complete -c p2msg -n "__fish_p2msg_using_subcommand store; and __fish_seen_subcommand_from announcements" -l json -d 'Print JSON: one object, or one a line [env: P2MSG_JSON]'
complete -c p2msg -n "__fish_p2msg_using_subcommand store; and __fish_seen_subcommand_from announcements" -l quiet -d 'Leave only errors on stderr [env: P2MSG_QUIET]'
complete -c p2msg -n "__fish_p2msg_using_subcommand store; and __fish_seen_subcommand_from announcements" -l verbose -d 'Say more on stderr [env: P2MSG_VERBOSE]'
complete -c p2msg -n "__fish_p2msg_using_subcommand store; and __fish_seen_subcommand_from announcements" -l no-input -d 'Never ask anything [env: P2MSG_NO_INPUT]'
complete -c p2msg -n "__fish_p2msg_using_subcommand store; and __fish_seen_subcommand_from announcements" -l yes -d 'Answer yes to every question for consent [env: P2MSG_YES]'
complete -c p2msg -n "__fish_p2msg_using_subcommand store; and __fish_seen_subcommand_from announcements" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c p2msg -n "__fish_p2msg_using_subcommand store; and __fish_seen_subcommand_from alerts" -l authority-key -d 'Take this public key (66 hex digits) for an authority too; can be repeated' -r
complete -c p2msg -n "__fish_p2msg_using_subcommand store; and __fish_seen_subcommand_from alerts" -l since -d 'Only messages of this time or later: Unix seconds, 2024-02-10T16:00:00Z, or 2h for two hours ago' -r
complete -c p2msg -n "__fish_p2msg_using_subcommand store; and __fish_seen_subcommand_from alerts" -l until -d 'Only messages of this time or earlier' -r
complete -c p2msg -n "__fish_p2msg_using_subcommand store; and __fish_seen_subcommand_from alerts" -l sender -d 'Only messages of this payout address' -r
complete -c p2msg -n "__fish_p2msg_using_subcommand store; and __fish_seen_subcommand_from alerts" -l signing-id -d 'Only messages that name this signing key, whether or not the signature holds' -r
complete -c p2msg -n "__fish_p2msg_using_subcommand store; and __fish_seen_subcommand_from alerts" -l grep -d 'Only messages with this text, in upper or lower case' -r
complete -c p2msg -n "__fish_p2msg_using_subcommand store; and __fish_seen_subcommand_from alerts" -l limit -d 'At most this many, the newest; 0 for all' -r
complete -c p2msg -n "__fish_p2msg_using_subcommand store; and __fish_seen_subcommand_from alerts" -l net -d 'P2Pool network [default: litecoin] [env: P2MSG_NET]' -r -f -a "bitcoin\t''
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
complete -c p2msg -n "__fish_p2msg_using_subcommand store; and __fish_seen_subcommand_from alerts" -l data-dir -d 'Folder with the key state, the queue and the lock [env: P2MSG_DATA_DIR]' -r -F
complete -c p2msg -n "__fish_p2msg_using_subcommand store; and __fish_seen_subcommand_from alerts" -l signing-key-file -d 'State file of the signing key [env: P2MSG_SIGNING_KEY_FILE]' -r -F
complete -c p2msg -n "__fish_p2msg_using_subcommand store; and __fish_seen_subcommand_from alerts" -l signing-key-index -d 'key_index to sign with; above the state file\'s it rotates [env: P2MSG_SIGNING_KEY_INDEX]' -r
complete -c p2msg -n "__fish_p2msg_using_subcommand store; and __fish_seen_subcommand_from alerts" -l color -d 'When to use colours [default: auto] [env: P2MSG_COLOR]' -r -f -a "auto\t'On a terminal only'
always\t'Always'
never\t'Never'"
complete -c p2msg -n "__fish_p2msg_using_subcommand store; and __fish_seen_subcommand_from alerts" -l config -d 'Config file [default: $XDG_CONFIG_HOME/p2msg/config.toml] [env: P2MSG_CONFIG]' -r -F
complete -c p2msg -n "__fish_p2msg_using_subcommand store; and __fish_seen_subcommand_from alerts" -l lock-timeout -d 'How long to wait for the lock of the data folder [default: 10] [env: P2MSG_LOCK_TIMEOUT]' -r
complete -c p2msg -n "__fish_p2msg_using_subcommand store; and __fish_seen_subcommand_from alerts" -l verified-only -d 'Only messages whose signature is valid'
complete -c p2msg -n "__fish_p2msg_using_subcommand store; and __fish_seen_subcommand_from alerts" -l json -d 'Print JSON: one object, or one a line [env: P2MSG_JSON]'
complete -c p2msg -n "__fish_p2msg_using_subcommand store; and __fish_seen_subcommand_from alerts" -l quiet -d 'Leave only errors on stderr [env: P2MSG_QUIET]'
complete -c p2msg -n "__fish_p2msg_using_subcommand store; and __fish_seen_subcommand_from alerts" -l verbose -d 'Say more on stderr [env: P2MSG_VERBOSE]'
complete -c p2msg -n "__fish_p2msg_using_subcommand store; and __fish_seen_subcommand_from alerts" -l no-input -d 'Never ask anything [env: P2MSG_NO_INPUT]'
complete -c p2msg -n "__fish_p2msg_using_subcommand store; and __fish_seen_subcommand_from alerts" -l yes -d 'Answer yes to every question for consent [env: P2MSG_YES]'
complete -c p2msg -n "__fish_p2msg_using_subcommand store; and __fish_seen_subcommand_from alerts" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c p2msg -n "__fish_p2msg_using_subcommand store; and __fish_seen_subcommand_from status" -l authority-key -d 'Take this public key (66 hex digits) for an authority too; can be repeated' -r
complete -c p2msg -n "__fish_p2msg_using_subcommand store; and __fish_seen_subcommand_from status" -l since -d 'Only messages of this time or later: Unix seconds, 2024-02-10T16:00:00Z, or 2h for two hours ago' -r
complete -c p2msg -n "__fish_p2msg_using_subcommand store; and __fish_seen_subcommand_from status" -l until -d 'Only messages of this time or earlier' -r
complete -c p2msg -n "__fish_p2msg_using_subcommand store; and __fish_seen_subcommand_from status" -l sender -d 'Only messages of this payout address' -r
complete -c p2msg -n "__fish_p2msg_using_subcommand store; and __fish_seen_subcommand_from status" -l signing-id -d 'Only messages that name this signing key, whether or not the signature holds' -r
complete -c p2msg -n "__fish_p2msg_using_subcommand store; and __fish_seen_subcommand_from status" -l grep -d 'Only messages with this text, in upper or lower case' -r
complete -c p2msg -n "__fish_p2msg_using_subcommand store; and __fish_seen_subcommand_from status" -l limit -d 'At most this many, the newest; 0 for all' -r
complete -c p2msg -n "__fish_p2msg_using_subcommand store; and __fish_seen_subcommand_from status" -l net -d 'P2Pool network [default: litecoin] [env: P2MSG_NET]' -r -f -a "bitcoin\t''
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
complete -c p2msg -n "__fish_p2msg_using_subcommand store; and __fish_seen_subcommand_from status" -l data-dir -d 'Folder with the key state, the queue and the lock [env: P2MSG_DATA_DIR]' -r -F
complete -c p2msg -n "__fish_p2msg_using_subcommand store; and __fish_seen_subcommand_from status" -l signing-key-file -d 'State file of the signing key [env: P2MSG_SIGNING_KEY_FILE]' -r -F
complete -c p2msg -n "__fish_p2msg_using_subcommand store; and __fish_seen_subcommand_from status" -l signing-key-index -d 'key_index to sign with; above the state file\'s it rotates [env: P2MSG_SIGNING_KEY_INDEX]' -r
complete -c p2msg -n "__fish_p2msg_using_subcommand store; and __fish_seen_subcommand_from status" -l color -d 'When to use colours [default: auto] [env: P2MSG_COLOR]' -r -f -a "auto\t'On a terminal only'
always\t'Always'
never\t'Never'"
complete -c p2msg -n "__fish_p2msg_using_subcommand store; and __fish_seen_subcommand_from status" -l config -d 'Config file [default: $XDG_CONFIG_HOME/p2msg/config.toml] [env: P2MSG_CONFIG]' -r -F
complete -c p2msg -n "__fish_p2msg_using_subcommand store; and __fish_seen_subcommand_from status" -l lock-timeout -d 'How long to wait for the lock of the data folder [default: 10] [env: P2MSG_LOCK_TIMEOUT]' -r
complete -c p2msg -n "__fish_p2msg_using_subcommand store; and __fish_seen_subcommand_from status" -l verified-only -d 'Only messages whose signature is valid'
complete -c p2msg -n "__fish_p2msg_using_subcommand store; and __fish_seen_subcommand_from status" -l json -d 'Print JSON: one object, or one a line [env: P2MSG_JSON]'
complete -c p2msg -n "__fish_p2msg_using_subcommand store; and __fish_seen_subcommand_from status" -l quiet -d 'Leave only errors on stderr [env: P2MSG_QUIET]'
complete -c p2msg -n "__fish_p2msg_using_subcommand store; and __fish_seen_subcommand_from status" -l verbose -d 'Say more on stderr [env: P2MSG_VERBOSE]'
complete -c p2msg -n "__fish_p2msg_using_subcommand store; and __fish_seen_subcommand_from status" -l no-input -d 'Never ask anything [env: P2MSG_NO_INPUT]'
complete -c p2msg -n "__fish_p2msg_using_subcommand store; and __fish_seen_subcommand_from status" -l yes -d 'Answer yes to every question for consent [env: P2MSG_YES]'
complete -c p2msg -n "__fish_p2msg_using_subcommand store; and __fish_seen_subcommand_from status" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c p2msg -n "__fish_p2msg_using_subcommand store; and __fish_seen_subcommand_from keys" -l authority-key -d 'Take this public key (66 hex digits) for an authority too; can be repeated' -r
complete -c p2msg -n "__fish_p2msg_using_subcommand store; and __fish_seen_subcommand_from keys" -l net -d 'P2Pool network [default: litecoin] [env: P2MSG_NET]' -r -f -a "bitcoin\t''
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
complete -c p2msg -n "__fish_p2msg_using_subcommand store; and __fish_seen_subcommand_from keys" -l data-dir -d 'Folder with the key state, the queue and the lock [env: P2MSG_DATA_DIR]' -r -F
complete -c p2msg -n "__fish_p2msg_using_subcommand store; and __fish_seen_subcommand_from keys" -l signing-key-file -d 'State file of the signing key [env: P2MSG_SIGNING_KEY_FILE]' -r -F
complete -c p2msg -n "__fish_p2msg_using_subcommand store; and __fish_seen_subcommand_from keys" -l signing-key-index -d 'key_index to sign with; above the state file\'s it rotates [env: P2MSG_SIGNING_KEY_INDEX]' -r
complete -c p2msg -n "__fish_p2msg_using_subcommand store; and __fish_seen_subcommand_from keys" -l color -d 'When to use colours [default: auto] [env: P2MSG_COLOR]' -r -f -a "auto\t'On a terminal only'
always\t'Always'
never\t'Never'"
complete -c p2msg -n "__fish_p2msg_using_subcommand store; and __fish_seen_subcommand_from keys" -l config -d 'Config file [default: $XDG_CONFIG_HOME/p2msg/config.toml] [env: P2MSG_CONFIG]' -r -F
complete -c p2msg -n "__fish_p2msg_using_subcommand store; and __fish_seen_subcommand_from keys" -l lock-timeout -d 'How long to wait for the lock of the data folder [default: 10] [env: P2MSG_LOCK_TIMEOUT]' -r
complete -c p2msg -n "__fish_p2msg_using_subcommand store; and __fish_seen_subcommand_from keys" -l json -d 'Print JSON: one object, or one a line [env: P2MSG_JSON]'
complete -c p2msg -n "__fish_p2msg_using_subcommand store; and __fish_seen_subcommand_from keys" -l quiet -d 'Leave only errors on stderr [env: P2MSG_QUIET]'
complete -c p2msg -n "__fish_p2msg_using_subcommand store; and __fish_seen_subcommand_from keys" -l verbose -d 'Say more on stderr [env: P2MSG_VERBOSE]'
complete -c p2msg -n "__fish_p2msg_using_subcommand store; and __fish_seen_subcommand_from keys" -l no-input -d 'Never ask anything [env: P2MSG_NO_INPUT]'
complete -c p2msg -n "__fish_p2msg_using_subcommand store; and __fish_seen_subcommand_from keys" -l yes -d 'Answer yes to every question for consent [env: P2MSG_YES]'
complete -c p2msg -n "__fish_p2msg_using_subcommand store; and __fish_seen_subcommand_from keys" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c p2msg -n "__fish_p2msg_using_subcommand store; and __fish_seen_subcommand_from stats" -l authority-key -d 'Take this public key (66 hex digits) for an authority too; can be repeated' -r
complete -c p2msg -n "__fish_p2msg_using_subcommand store; and __fish_seen_subcommand_from stats" -l net -d 'P2Pool network [default: litecoin] [env: P2MSG_NET]' -r -f -a "bitcoin\t''
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
complete -c p2msg -n "__fish_p2msg_using_subcommand store; and __fish_seen_subcommand_from stats" -l data-dir -d 'Folder with the key state, the queue and the lock [env: P2MSG_DATA_DIR]' -r -F
complete -c p2msg -n "__fish_p2msg_using_subcommand store; and __fish_seen_subcommand_from stats" -l signing-key-file -d 'State file of the signing key [env: P2MSG_SIGNING_KEY_FILE]' -r -F
complete -c p2msg -n "__fish_p2msg_using_subcommand store; and __fish_seen_subcommand_from stats" -l signing-key-index -d 'key_index to sign with; above the state file\'s it rotates [env: P2MSG_SIGNING_KEY_INDEX]' -r
complete -c p2msg -n "__fish_p2msg_using_subcommand store; and __fish_seen_subcommand_from stats" -l color -d 'When to use colours [default: auto] [env: P2MSG_COLOR]' -r -f -a "auto\t'On a terminal only'
always\t'Always'
never\t'Never'"
complete -c p2msg -n "__fish_p2msg_using_subcommand store; and __fish_seen_subcommand_from stats" -l config -d 'Config file [default: $XDG_CONFIG_HOME/p2msg/config.toml] [env: P2MSG_CONFIG]' -r -F
complete -c p2msg -n "__fish_p2msg_using_subcommand store; and __fish_seen_subcommand_from stats" -l lock-timeout -d 'How long to wait for the lock of the data folder [default: 10] [env: P2MSG_LOCK_TIMEOUT]' -r
complete -c p2msg -n "__fish_p2msg_using_subcommand store; and __fish_seen_subcommand_from stats" -l json -d 'Print JSON: one object, or one a line [env: P2MSG_JSON]'
complete -c p2msg -n "__fish_p2msg_using_subcommand store; and __fish_seen_subcommand_from stats" -l quiet -d 'Leave only errors on stderr [env: P2MSG_QUIET]'
complete -c p2msg -n "__fish_p2msg_using_subcommand store; and __fish_seen_subcommand_from stats" -l verbose -d 'Say more on stderr [env: P2MSG_VERBOSE]'
complete -c p2msg -n "__fish_p2msg_using_subcommand store; and __fish_seen_subcommand_from stats" -l no-input -d 'Never ask anything [env: P2MSG_NO_INPUT]'
complete -c p2msg -n "__fish_p2msg_using_subcommand store; and __fish_seen_subcommand_from stats" -l yes -d 'Answer yes to every question for consent [env: P2MSG_YES]'
complete -c p2msg -n "__fish_p2msg_using_subcommand store; and __fish_seen_subcommand_from stats" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c p2msg -n "__fish_p2msg_using_subcommand store; and __fish_seen_subcommand_from help" -f -a "messages" -d 'Show the messages of share stores, newest first'
complete -c p2msg -n "__fish_p2msg_using_subcommand store; and __fish_seen_subcommand_from help" -f -a "chat" -d 'Show what miners say to each other'
complete -c p2msg -n "__fish_p2msg_using_subcommand store; and __fish_seen_subcommand_from help" -f -a "announcements" -d 'Show the announcements of operators'
complete -c p2msg -n "__fish_p2msg_using_subcommand store; and __fish_seen_subcommand_from help" -f -a "alerts" -d 'Show the alerts'
complete -c p2msg -n "__fish_p2msg_using_subcommand store; and __fish_seen_subcommand_from help" -f -a "status" -d 'Show what nodes say of their state'
complete -c p2msg -n "__fish_p2msg_using_subcommand store; and __fish_seen_subcommand_from help" -f -a "keys" -d 'Show the signing keys that share stores announce'
complete -c p2msg -n "__fish_p2msg_using_subcommand store; and __fish_seen_subcommand_from help" -f -a "stats" -d 'Count the messages, keys and shares of share stores'
complete -c p2msg -n "__fish_p2msg_using_subcommand store; and __fish_seen_subcommand_from help" -f -a "help" -d 'Print this message or the help of the given subcommand(s)'
complete -c p2msg -n "__fish_p2msg_using_subcommand verify" -l from -d 'Read every line as this instead of finding out what it is' -r -f -a "message-data\t'Hex of message_data'
share\t'Hex of a raw share'
contents\t'Hex of the contents of a share of --share-version'
store\t'A line of a share store'"
complete -c p2msg -n "__fish_p2msg_using_subcommand verify" -l share-version -d 'The share version, for --from contents' -r
complete -c p2msg -n "__fish_p2msg_using_subcommand verify" -l authority-key -d 'Take this public key (66 hex digits) for an authority too; can be repeated' -r
complete -c p2msg -n "__fish_p2msg_using_subcommand verify" -l net -d 'P2Pool network [default: litecoin] [env: P2MSG_NET]' -r -f -a "bitcoin\t''
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
complete -c p2msg -n "__fish_p2msg_using_subcommand verify" -l data-dir -d 'Folder with the key state, the queue and the lock [env: P2MSG_DATA_DIR]' -r -F
complete -c p2msg -n "__fish_p2msg_using_subcommand verify" -l signing-key-file -d 'State file of the signing key [env: P2MSG_SIGNING_KEY_FILE]' -r -F
complete -c p2msg -n "__fish_p2msg_using_subcommand verify" -l signing-key-index -d 'key_index to sign with; above the state file\'s it rotates [env: P2MSG_SIGNING_KEY_INDEX]' -r
complete -c p2msg -n "__fish_p2msg_using_subcommand verify" -l color -d 'When to use colours [default: auto] [env: P2MSG_COLOR]' -r -f -a "auto\t'On a terminal only'
always\t'Always'
never\t'Never'"
complete -c p2msg -n "__fish_p2msg_using_subcommand verify" -l config -d 'Config file [default: $XDG_CONFIG_HOME/p2msg/config.toml] [env: P2MSG_CONFIG]' -r -F
complete -c p2msg -n "__fish_p2msg_using_subcommand verify" -l lock-timeout -d 'How long to wait for the lock of the data folder [default: 10] [env: P2MSG_LOCK_TIMEOUT]' -r
complete -c p2msg -n "__fish_p2msg_using_subcommand verify" -l with-messages -d 'Pass over shares without message_data, and over lines that only say that one was verified'
complete -c p2msg -n "__fish_p2msg_using_subcommand verify" -l json -d 'Print JSON: one object, or one a line [env: P2MSG_JSON]'
complete -c p2msg -n "__fish_p2msg_using_subcommand verify" -l quiet -d 'Leave only errors on stderr [env: P2MSG_QUIET]'
complete -c p2msg -n "__fish_p2msg_using_subcommand verify" -l verbose -d 'Say more on stderr [env: P2MSG_VERBOSE]'
complete -c p2msg -n "__fish_p2msg_using_subcommand verify" -l no-input -d 'Never ask anything [env: P2MSG_NO_INPUT]'
complete -c p2msg -n "__fish_p2msg_using_subcommand verify" -l yes -d 'Answer yes to every question for consent [env: P2MSG_YES]'
complete -c p2msg -n "__fish_p2msg_using_subcommand verify" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c p2msg -n "__fish_p2msg_using_subcommand demo" -l dir -d 'The folder to make' -r -F
complete -c p2msg -n "__fish_p2msg_using_subcommand demo" -l shares -d 'How many shares the chain gets at once; what there is to see takes 37' -r
complete -c p2msg -n "__fish_p2msg_using_subcommand demo" -l every -d 'How long from share to share with --follow' -r
complete -c p2msg -n "__fish_p2msg_using_subcommand demo" -l message-data -d 'Mine the message_data in this file, in hex, as soon as it is there or changes' -r -F
complete -c p2msg -n "__fish_p2msg_using_subcommand demo" -l net -d 'P2Pool network [default: litecoin] [env: P2MSG_NET]' -r -f -a "bitcoin\t''
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
complete -c p2msg -n "__fish_p2msg_using_subcommand demo" -l data-dir -d 'Folder with the key state, the queue and the lock [env: P2MSG_DATA_DIR]' -r -F
complete -c p2msg -n "__fish_p2msg_using_subcommand demo" -l signing-key-file -d 'State file of the signing key [env: P2MSG_SIGNING_KEY_FILE]' -r -F
complete -c p2msg -n "__fish_p2msg_using_subcommand demo" -l signing-key-index -d 'key_index to sign with; above the state file\'s it rotates [env: P2MSG_SIGNING_KEY_INDEX]' -r
complete -c p2msg -n "__fish_p2msg_using_subcommand demo" -l color -d 'When to use colours [default: auto] [env: P2MSG_COLOR]' -r -f -a "auto\t'On a terminal only'
always\t'Always'
never\t'Never'"
complete -c p2msg -n "__fish_p2msg_using_subcommand demo" -l config -d 'Config file [default: $XDG_CONFIG_HOME/p2msg/config.toml] [env: P2MSG_CONFIG]' -r -F
complete -c p2msg -n "__fish_p2msg_using_subcommand demo" -l lock-timeout -d 'How long to wait for the lock of the data folder [default: 10] [env: P2MSG_LOCK_TIMEOUT]' -r
complete -c p2msg -n "__fish_p2msg_using_subcommand demo" -l follow -d 'Keep mining until SIGINT or SIGTERM'
complete -c p2msg -n "__fish_p2msg_using_subcommand demo" -l json -d 'Print JSON: one object, or one a line [env: P2MSG_JSON]'
complete -c p2msg -n "__fish_p2msg_using_subcommand demo" -l quiet -d 'Leave only errors on stderr [env: P2MSG_QUIET]'
complete -c p2msg -n "__fish_p2msg_using_subcommand demo" -l verbose -d 'Say more on stderr [env: P2MSG_VERBOSE]'
complete -c p2msg -n "__fish_p2msg_using_subcommand demo" -l no-input -d 'Never ask anything [env: P2MSG_NO_INPUT]'
complete -c p2msg -n "__fish_p2msg_using_subcommand demo" -l yes -d 'Answer yes to every question for consent [env: P2MSG_YES]'
complete -c p2msg -n "__fish_p2msg_using_subcommand demo" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c p2msg -n "__fish_p2msg_using_subcommand authority; and not __fish_seen_subcommand_from seal open keystore help" -l net -d 'P2Pool network [default: litecoin] [env: P2MSG_NET]' -r -f -a "bitcoin\t''
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
complete -c p2msg -n "__fish_p2msg_using_subcommand authority; and not __fish_seen_subcommand_from seal open keystore help" -l data-dir -d 'Folder with the key state, the queue and the lock [env: P2MSG_DATA_DIR]' -r -F
complete -c p2msg -n "__fish_p2msg_using_subcommand authority; and not __fish_seen_subcommand_from seal open keystore help" -l signing-key-file -d 'State file of the signing key [env: P2MSG_SIGNING_KEY_FILE]' -r -F
complete -c p2msg -n "__fish_p2msg_using_subcommand authority; and not __fish_seen_subcommand_from seal open keystore help" -l signing-key-index -d 'key_index to sign with; above the state file\'s it rotates [env: P2MSG_SIGNING_KEY_INDEX]' -r
complete -c p2msg -n "__fish_p2msg_using_subcommand authority; and not __fish_seen_subcommand_from seal open keystore help" -l color -d 'When to use colours [default: auto] [env: P2MSG_COLOR]' -r -f -a "auto\t'On a terminal only'
always\t'Always'
never\t'Never'"
complete -c p2msg -n "__fish_p2msg_using_subcommand authority; and not __fish_seen_subcommand_from seal open keystore help" -l config -d 'Config file [default: $XDG_CONFIG_HOME/p2msg/config.toml] [env: P2MSG_CONFIG]' -r -F
complete -c p2msg -n "__fish_p2msg_using_subcommand authority; and not __fish_seen_subcommand_from seal open keystore help" -l lock-timeout -d 'How long to wait for the lock of the data folder [default: 10] [env: P2MSG_LOCK_TIMEOUT]' -r
complete -c p2msg -n "__fish_p2msg_using_subcommand authority; and not __fish_seen_subcommand_from seal open keystore help" -l json -d 'Print JSON: one object, or one a line [env: P2MSG_JSON]'
complete -c p2msg -n "__fish_p2msg_using_subcommand authority; and not __fish_seen_subcommand_from seal open keystore help" -l quiet -d 'Leave only errors on stderr [env: P2MSG_QUIET]'
complete -c p2msg -n "__fish_p2msg_using_subcommand authority; and not __fish_seen_subcommand_from seal open keystore help" -l verbose -d 'Say more on stderr [env: P2MSG_VERBOSE]'
complete -c p2msg -n "__fish_p2msg_using_subcommand authority; and not __fish_seen_subcommand_from seal open keystore help" -l no-input -d 'Never ask anything [env: P2MSG_NO_INPUT]'
complete -c p2msg -n "__fish_p2msg_using_subcommand authority; and not __fish_seen_subcommand_from seal open keystore help" -l yes -d 'Answer yes to every question for consent [env: P2MSG_YES]'
complete -c p2msg -n "__fish_p2msg_using_subcommand authority; and not __fish_seen_subcommand_from seal open keystore help" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c p2msg -n "__fish_p2msg_using_subcommand authority; and not __fish_seen_subcommand_from seal open keystore help" -f -a "seal" -d 'Sign a message with an authority\'s key and seal it for deployed nodes'
complete -c p2msg -n "__fish_p2msg_using_subcommand authority; and not __fish_seen_subcommand_from seal open keystore help" -f -a "open" -d 'Open authority envelopes: what decode says, and the bytes inside'
complete -c p2msg -n "__fish_p2msg_using_subcommand authority; and not __fish_seen_subcommand_from seal open keystore help" -f -a "keystore" -d 'Keep a private key in a file, under a passphrase'
complete -c p2msg -n "__fish_p2msg_using_subcommand authority; and not __fish_seen_subcommand_from seal open keystore help" -f -a "help" -d 'Print this message or the help of the given subcommand(s)'
complete -c p2msg -n "__fish_p2msg_using_subcommand authority; and __fish_seen_subcommand_from seal" -l type -d 'The kind of message' -r -f -a "transition\t'A call to change the share version; nodes keep it until another one comes'
announce\t'An announcement; nodes keep it for a day or two'
alert\t'An alert; nodes keep it for a day or two'
featured\t'A node to recommend, for c2pool\'s dashboard'"
complete -c p2msg -n "__fish_p2msg_using_subcommand authority; and __fish_seen_subcommand_from seal" -l msg -d 'What to tell people; not for featured' -r
complete -c p2msg -n "__fish_p2msg_using_subcommand authority; and __fish_seen_subcommand_from seal" -l urgency -d 'How urgent it is; not for featured' -r -f -a "info\t''
recommended\t''
required\t''
alert\t''"
complete -c p2msg -n "__fish_p2msg_using_subcommand authority; and __fish_seen_subcommand_from seal" -l url -d 'Where to read on, or the dashboard of a featured node' -r
complete -c p2msg -n "__fish_p2msg_using_subcommand authority; and __fish_seen_subcommand_from seal" -l from -d 'The share version in use; for transition' -r
complete -c p2msg -n "__fish_p2msg_using_subcommand authority; and __fish_seen_subcommand_from seal" -l to -d 'The share version to change to; for transition' -r
complete -c p2msg -n "__fish_p2msg_using_subcommand authority; and __fish_seen_subcommand_from seal" -l threshold -d 'From how many percent of the shares on it is done; for transition' -r
complete -c p2msg -n "__fish_p2msg_using_subcommand authority; and __fish_seen_subcommand_from seal" -l seq -d 'The number of this message; for featured [default: the time]' -r
complete -c p2msg -n "__fish_p2msg_using_subcommand authority; and __fish_seen_subcommand_from seal" -l label -d 'What to call the node; for featured' -r
complete -c p2msg -n "__fish_p2msg_using_subcommand authority; and __fish_seen_subcommand_from seal" -l com -d 'What it takes of the reward, as in 0.5%; for featured' -r
complete -c p2msg -n "__fish_p2msg_using_subcommand authority; and __fish_seen_subcommand_from seal" -l loc -d 'Where it stands, as in EU/DE; for featured' -r
complete -c p2msg -n "__fish_p2msg_using_subcommand authority; and __fish_seen_subcommand_from seal" -l hl -d '1 shows a banner, 2 announces the node, 3 both, 0 takes it down; for featured [default: 1]' -r
complete -c p2msg -n "__fish_p2msg_using_subcommand authority; and __fish_seen_subcommand_from seal" -l exp -d 'Until when it is shown, Unix seconds; for featured [default: until it is taken down]' -r
complete -c p2msg -n "__fish_p2msg_using_subcommand authority; and __fish_seen_subcommand_from seal" -l out -d 'Write to this new file instead of stdout' -r -F
complete -c p2msg -n "__fish_p2msg_using_subcommand authority; and __fish_seen_subcommand_from seal" -l authority-key -d 'Take this public key (66 hex digits) for an authority too; can be repeated' -r
complete -c p2msg -n "__fish_p2msg_using_subcommand authority; and __fish_seen_subcommand_from seal" -l key-file -d 'File with the key: 64 hex digits, WIF, keystore or BIP39 phrase [env: P2MSG_AUTHORITY_KEY_FILE]' -r -F
complete -c p2msg -n "__fish_p2msg_using_subcommand authority; and __fish_seen_subcommand_from seal" -l bip32-path -d 'Where a BIP39 phrase leads to the key [default: m/44\'/2\'/0\'/0/0]' -r
complete -c p2msg -n "__fish_p2msg_using_subcommand authority; and __fish_seen_subcommand_from seal" -l passphrase-file -d 'File with the passphrase of a keystore' -r -F
complete -c p2msg -n "__fish_p2msg_using_subcommand authority; and __fish_seen_subcommand_from seal" -l net -d 'P2Pool network [default: litecoin] [env: P2MSG_NET]' -r -f -a "bitcoin\t''
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
complete -c p2msg -n "__fish_p2msg_using_subcommand authority; and __fish_seen_subcommand_from seal" -l data-dir -d 'Folder with the key state, the queue and the lock [env: P2MSG_DATA_DIR]' -r -F
complete -c p2msg -n "__fish_p2msg_using_subcommand authority; and __fish_seen_subcommand_from seal" -l signing-key-file -d 'State file of the signing key [env: P2MSG_SIGNING_KEY_FILE]' -r -F
complete -c p2msg -n "__fish_p2msg_using_subcommand authority; and __fish_seen_subcommand_from seal" -l signing-key-index -d 'key_index to sign with; above the state file\'s it rotates [env: P2MSG_SIGNING_KEY_INDEX]' -r
complete -c p2msg -n "__fish_p2msg_using_subcommand authority; and __fish_seen_subcommand_from seal" -l color -d 'When to use colours [default: auto] [env: P2MSG_COLOR]' -r -f -a "auto\t'On a terminal only'
always\t'Always'
never\t'Never'"
complete -c p2msg -n "__fish_p2msg_using_subcommand authority; and __fish_seen_subcommand_from seal" -l config -d 'Config file [default: $XDG_CONFIG_HOME/p2msg/config.toml] [env: P2MSG_CONFIG]' -r -F
complete -c p2msg -n "__fish_p2msg_using_subcommand authority; and __fish_seen_subcommand_from seal" -l lock-timeout -d 'How long to wait for the lock of the data folder [default: 10] [env: P2MSG_LOCK_TIMEOUT]' -r
complete -c p2msg -n "__fish_p2msg_using_subcommand authority; and __fish_seen_subcommand_from seal" -l ask-bip39-passphrase -d 'Ask for the passphrase of a BIP39 phrase, too'
complete -c p2msg -n "__fish_p2msg_using_subcommand authority; and __fish_seen_subcommand_from seal" -l allow-insecure-key-file -d 'Take a key file that its group or others can read'
complete -c p2msg -n "__fish_p2msg_using_subcommand authority; and __fish_seen_subcommand_from seal" -l json -d 'Print JSON: one object, or one a line [env: P2MSG_JSON]'
complete -c p2msg -n "__fish_p2msg_using_subcommand authority; and __fish_seen_subcommand_from seal" -l quiet -d 'Leave only errors on stderr [env: P2MSG_QUIET]'
complete -c p2msg -n "__fish_p2msg_using_subcommand authority; and __fish_seen_subcommand_from seal" -l verbose -d 'Say more on stderr [env: P2MSG_VERBOSE]'
complete -c p2msg -n "__fish_p2msg_using_subcommand authority; and __fish_seen_subcommand_from seal" -l no-input -d 'Never ask anything [env: P2MSG_NO_INPUT]'
complete -c p2msg -n "__fish_p2msg_using_subcommand authority; and __fish_seen_subcommand_from seal" -l yes -d 'Answer yes to every question for consent [env: P2MSG_YES]'
complete -c p2msg -n "__fish_p2msg_using_subcommand authority; and __fish_seen_subcommand_from seal" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c p2msg -n "__fish_p2msg_using_subcommand authority; and __fish_seen_subcommand_from open" -l from -d 'Read every line as this instead of finding out what it is' -r -f -a "message-data\t'Hex of message_data'
share\t'Hex of a raw share'
contents\t'Hex of the contents of a share of --share-version'
store\t'A line of a share store'"
complete -c p2msg -n "__fish_p2msg_using_subcommand authority; and __fish_seen_subcommand_from open" -l share-version -d 'The share version, for --from contents' -r
complete -c p2msg -n "__fish_p2msg_using_subcommand authority; and __fish_seen_subcommand_from open" -l authority-key -d 'Take this public key (66 hex digits) for an authority too; can be repeated' -r
complete -c p2msg -n "__fish_p2msg_using_subcommand authority; and __fish_seen_subcommand_from open" -l net -d 'P2Pool network [default: litecoin] [env: P2MSG_NET]' -r -f -a "bitcoin\t''
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
complete -c p2msg -n "__fish_p2msg_using_subcommand authority; and __fish_seen_subcommand_from open" -l data-dir -d 'Folder with the key state, the queue and the lock [env: P2MSG_DATA_DIR]' -r -F
complete -c p2msg -n "__fish_p2msg_using_subcommand authority; and __fish_seen_subcommand_from open" -l signing-key-file -d 'State file of the signing key [env: P2MSG_SIGNING_KEY_FILE]' -r -F
complete -c p2msg -n "__fish_p2msg_using_subcommand authority; and __fish_seen_subcommand_from open" -l signing-key-index -d 'key_index to sign with; above the state file\'s it rotates [env: P2MSG_SIGNING_KEY_INDEX]' -r
complete -c p2msg -n "__fish_p2msg_using_subcommand authority; and __fish_seen_subcommand_from open" -l color -d 'When to use colours [default: auto] [env: P2MSG_COLOR]' -r -f -a "auto\t'On a terminal only'
always\t'Always'
never\t'Never'"
complete -c p2msg -n "__fish_p2msg_using_subcommand authority; and __fish_seen_subcommand_from open" -l config -d 'Config file [default: $XDG_CONFIG_HOME/p2msg/config.toml] [env: P2MSG_CONFIG]' -r -F
complete -c p2msg -n "__fish_p2msg_using_subcommand authority; and __fish_seen_subcommand_from open" -l lock-timeout -d 'How long to wait for the lock of the data folder [default: 10] [env: P2MSG_LOCK_TIMEOUT]' -r
complete -c p2msg -n "__fish_p2msg_using_subcommand authority; and __fish_seen_subcommand_from open" -l json -d 'Print JSON: one object, or one a line [env: P2MSG_JSON]'
complete -c p2msg -n "__fish_p2msg_using_subcommand authority; and __fish_seen_subcommand_from open" -l quiet -d 'Leave only errors on stderr [env: P2MSG_QUIET]'
complete -c p2msg -n "__fish_p2msg_using_subcommand authority; and __fish_seen_subcommand_from open" -l verbose -d 'Say more on stderr [env: P2MSG_VERBOSE]'
complete -c p2msg -n "__fish_p2msg_using_subcommand authority; and __fish_seen_subcommand_from open" -l no-input -d 'Never ask anything [env: P2MSG_NO_INPUT]'
complete -c p2msg -n "__fish_p2msg_using_subcommand authority; and __fish_seen_subcommand_from open" -l yes -d 'Answer yes to every question for consent [env: P2MSG_YES]'
complete -c p2msg -n "__fish_p2msg_using_subcommand authority; and __fish_seen_subcommand_from open" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c p2msg -n "__fish_p2msg_using_subcommand authority; and __fish_seen_subcommand_from keystore" -l net -d 'P2Pool network [default: litecoin] [env: P2MSG_NET]' -r -f -a "bitcoin\t''
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
complete -c p2msg -n "__fish_p2msg_using_subcommand authority; and __fish_seen_subcommand_from keystore" -l data-dir -d 'Folder with the key state, the queue and the lock [env: P2MSG_DATA_DIR]' -r -F
complete -c p2msg -n "__fish_p2msg_using_subcommand authority; and __fish_seen_subcommand_from keystore" -l signing-key-file -d 'State file of the signing key [env: P2MSG_SIGNING_KEY_FILE]' -r -F
complete -c p2msg -n "__fish_p2msg_using_subcommand authority; and __fish_seen_subcommand_from keystore" -l signing-key-index -d 'key_index to sign with; above the state file\'s it rotates [env: P2MSG_SIGNING_KEY_INDEX]' -r
complete -c p2msg -n "__fish_p2msg_using_subcommand authority; and __fish_seen_subcommand_from keystore" -l color -d 'When to use colours [default: auto] [env: P2MSG_COLOR]' -r -f -a "auto\t'On a terminal only'
always\t'Always'
never\t'Never'"
complete -c p2msg -n "__fish_p2msg_using_subcommand authority; and __fish_seen_subcommand_from keystore" -l config -d 'Config file [default: $XDG_CONFIG_HOME/p2msg/config.toml] [env: P2MSG_CONFIG]' -r -F
complete -c p2msg -n "__fish_p2msg_using_subcommand authority; and __fish_seen_subcommand_from keystore" -l lock-timeout -d 'How long to wait for the lock of the data folder [default: 10] [env: P2MSG_LOCK_TIMEOUT]' -r
complete -c p2msg -n "__fish_p2msg_using_subcommand authority; and __fish_seen_subcommand_from keystore" -l json -d 'Print JSON: one object, or one a line [env: P2MSG_JSON]'
complete -c p2msg -n "__fish_p2msg_using_subcommand authority; and __fish_seen_subcommand_from keystore" -l quiet -d 'Leave only errors on stderr [env: P2MSG_QUIET]'
complete -c p2msg -n "__fish_p2msg_using_subcommand authority; and __fish_seen_subcommand_from keystore" -l verbose -d 'Say more on stderr [env: P2MSG_VERBOSE]'
complete -c p2msg -n "__fish_p2msg_using_subcommand authority; and __fish_seen_subcommand_from keystore" -l no-input -d 'Never ask anything [env: P2MSG_NO_INPUT]'
complete -c p2msg -n "__fish_p2msg_using_subcommand authority; and __fish_seen_subcommand_from keystore" -l yes -d 'Answer yes to every question for consent [env: P2MSG_YES]'
complete -c p2msg -n "__fish_p2msg_using_subcommand authority; and __fish_seen_subcommand_from keystore" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c p2msg -n "__fish_p2msg_using_subcommand authority; and __fish_seen_subcommand_from keystore" -f -a "create" -d 'Put a private key under a passphrase, into a new file'
complete -c p2msg -n "__fish_p2msg_using_subcommand authority; and __fish_seen_subcommand_from keystore" -f -a "show" -d 'Show what a keystore says of itself, without its passphrase'
complete -c p2msg -n "__fish_p2msg_using_subcommand authority; and __fish_seen_subcommand_from keystore" -f -a "help" -d 'Print this message or the help of the given subcommand(s)'
complete -c p2msg -n "__fish_p2msg_using_subcommand authority; and __fish_seen_subcommand_from help" -f -a "seal" -d 'Sign a message with an authority\'s key and seal it for deployed nodes'
complete -c p2msg -n "__fish_p2msg_using_subcommand authority; and __fish_seen_subcommand_from help" -f -a "open" -d 'Open authority envelopes: what decode says, and the bytes inside'
complete -c p2msg -n "__fish_p2msg_using_subcommand authority; and __fish_seen_subcommand_from help" -f -a "keystore" -d 'Keep a private key in a file, under a passphrase'
complete -c p2msg -n "__fish_p2msg_using_subcommand authority; and __fish_seen_subcommand_from help" -f -a "help" -d 'Print this message or the help of the given subcommand(s)'
complete -c p2msg -n "__fish_p2msg_using_subcommand node; and not __fish_seen_subcommand_from messages chat announcements alerts status keys stats transition bans diag watch check ban unban load-blob help" -l net -d 'P2Pool network [default: litecoin] [env: P2MSG_NET]' -r -f -a "bitcoin\t''
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
complete -c p2msg -n "__fish_p2msg_using_subcommand node; and not __fish_seen_subcommand_from messages chat announcements alerts status keys stats transition bans diag watch check ban unban load-blob help" -l data-dir -d 'Folder with the key state, the queue and the lock [env: P2MSG_DATA_DIR]' -r -F
complete -c p2msg -n "__fish_p2msg_using_subcommand node; and not __fish_seen_subcommand_from messages chat announcements alerts status keys stats transition bans diag watch check ban unban load-blob help" -l signing-key-file -d 'State file of the signing key [env: P2MSG_SIGNING_KEY_FILE]' -r -F
complete -c p2msg -n "__fish_p2msg_using_subcommand node; and not __fish_seen_subcommand_from messages chat announcements alerts status keys stats transition bans diag watch check ban unban load-blob help" -l signing-key-index -d 'key_index to sign with; above the state file\'s it rotates [env: P2MSG_SIGNING_KEY_INDEX]' -r
complete -c p2msg -n "__fish_p2msg_using_subcommand node; and not __fish_seen_subcommand_from messages chat announcements alerts status keys stats transition bans diag watch check ban unban load-blob help" -l color -d 'When to use colours [default: auto] [env: P2MSG_COLOR]' -r -f -a "auto\t'On a terminal only'
always\t'Always'
never\t'Never'"
complete -c p2msg -n "__fish_p2msg_using_subcommand node; and not __fish_seen_subcommand_from messages chat announcements alerts status keys stats transition bans diag watch check ban unban load-blob help" -l config -d 'Config file [default: $XDG_CONFIG_HOME/p2msg/config.toml] [env: P2MSG_CONFIG]' -r -F
complete -c p2msg -n "__fish_p2msg_using_subcommand node; and not __fish_seen_subcommand_from messages chat announcements alerts status keys stats transition bans diag watch check ban unban load-blob help" -l lock-timeout -d 'How long to wait for the lock of the data folder [default: 10] [env: P2MSG_LOCK_TIMEOUT]' -r
complete -c p2msg -n "__fish_p2msg_using_subcommand node; and not __fish_seen_subcommand_from messages chat announcements alerts status keys stats transition bans diag watch check ban unban load-blob help" -l json -d 'Print JSON: one object, or one a line [env: P2MSG_JSON]'
complete -c p2msg -n "__fish_p2msg_using_subcommand node; and not __fish_seen_subcommand_from messages chat announcements alerts status keys stats transition bans diag watch check ban unban load-blob help" -l quiet -d 'Leave only errors on stderr [env: P2MSG_QUIET]'
complete -c p2msg -n "__fish_p2msg_using_subcommand node; and not __fish_seen_subcommand_from messages chat announcements alerts status keys stats transition bans diag watch check ban unban load-blob help" -l verbose -d 'Say more on stderr [env: P2MSG_VERBOSE]'
complete -c p2msg -n "__fish_p2msg_using_subcommand node; and not __fish_seen_subcommand_from messages chat announcements alerts status keys stats transition bans diag watch check ban unban load-blob help" -l no-input -d 'Never ask anything [env: P2MSG_NO_INPUT]'
complete -c p2msg -n "__fish_p2msg_using_subcommand node; and not __fish_seen_subcommand_from messages chat announcements alerts status keys stats transition bans diag watch check ban unban load-blob help" -l yes -d 'Answer yes to every question for consent [env: P2MSG_YES]'
complete -c p2msg -n "__fish_p2msg_using_subcommand node; and not __fish_seen_subcommand_from messages chat announcements alerts status keys stats transition bans diag watch check ban unban load-blob help" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c p2msg -n "__fish_p2msg_using_subcommand node; and not __fish_seen_subcommand_from messages chat announcements alerts status keys stats transition bans diag watch check ban unban load-blob help" -f -a "messages" -d 'Show the messages that nodes have, newest first'
complete -c p2msg -n "__fish_p2msg_using_subcommand node; and not __fish_seen_subcommand_from messages chat announcements alerts status keys stats transition bans diag watch check ban unban load-blob help" -f -a "chat" -d 'Show what miners say to each other'
complete -c p2msg -n "__fish_p2msg_using_subcommand node; and not __fish_seen_subcommand_from messages chat announcements alerts status keys stats transition bans diag watch check ban unban load-blob help" -f -a "announcements" -d 'Show the announcements of operators and authorities'
complete -c p2msg -n "__fish_p2msg_using_subcommand node; and not __fish_seen_subcommand_from messages chat announcements alerts status keys stats transition bans diag watch check ban unban load-blob help" -f -a "alerts" -d 'Show the alerts'
complete -c p2msg -n "__fish_p2msg_using_subcommand node; and not __fish_seen_subcommand_from messages chat announcements alerts status keys stats transition bans diag watch check ban unban load-blob help" -f -a "status" -d 'Show what nodes say of their state'
complete -c p2msg -n "__fish_p2msg_using_subcommand node; and not __fish_seen_subcommand_from messages chat announcements alerts status keys stats transition bans diag watch check ban unban load-blob help" -f -a "keys" -d 'Show the signing keys that nodes know'
complete -c p2msg -n "__fish_p2msg_using_subcommand node; and not __fish_seen_subcommand_from messages chat announcements alerts status keys stats transition bans diag watch check ban unban load-blob help" -f -a "stats" -d 'Show what nodes count of their messages and keys'
complete -c p2msg -n "__fish_p2msg_using_subcommand node; and not __fish_seen_subcommand_from messages chat announcements alerts status keys stats transition bans diag watch check ban unban load-blob help" -f -a "transition" -d 'Show what nodes say about the transition to another share version'
complete -c p2msg -n "__fish_p2msg_using_subcommand node; and not __fish_seen_subcommand_from messages chat announcements alerts status keys stats transition bans diag watch check ban unban load-blob help" -f -a "bans" -d 'Show which messages nodes hide'
complete -c p2msg -n "__fish_p2msg_using_subcommand node; and not __fish_seen_subcommand_from messages chat announcements alerts status keys stats transition bans diag watch check ban unban load-blob help" -f -a "diag" -d 'Show what nodes say about loading authority blobs'
complete -c p2msg -n "__fish_p2msg_using_subcommand node; and not __fish_seen_subcommand_from messages chat announcements alerts status keys stats transition bans diag watch check ban unban load-blob help" -f -a "watch" -d 'Show each new message once, until it is told to end'
complete -c p2msg -n "__fish_p2msg_using_subcommand node; and not __fish_seen_subcommand_from messages chat announcements alerts status keys stats transition bans diag watch check ban unban load-blob help" -f -a "check" -d 'Check nodes, keys and queue for a monitoring system'
complete -c p2msg -n "__fish_p2msg_using_subcommand node; and not __fish_seen_subcommand_from messages chat announcements alerts status keys stats transition bans diag watch check ban unban load-blob help" -f -a "ban" -d 'Hide messages from those who ask a node'
complete -c p2msg -n "__fish_p2msg_using_subcommand node; and not __fish_seen_subcommand_from messages chat announcements alerts status keys stats transition bans diag watch check ban unban load-blob help" -f -a "unban" -d 'Show messages again that a ban hides'
complete -c p2msg -n "__fish_p2msg_using_subcommand node; and not __fish_seen_subcommand_from messages chat announcements alerts status keys stats transition bans diag watch check ban unban load-blob help" -f -a "load-blob" -d 'Give authority envelopes to nodes, which show their messages at once'
complete -c p2msg -n "__fish_p2msg_using_subcommand node; and not __fish_seen_subcommand_from messages chat announcements alerts status keys stats transition bans diag watch check ban unban load-blob help" -f -a "help" -d 'Print this message or the help of the given subcommand(s)'
complete -c p2msg -n "__fish_p2msg_using_subcommand node; and __fish_seen_subcommand_from messages" -l type -d 'Only messages of this kind: chat, announce, alert, node-status, ..., or its number (0x07); can be repeated' -r
complete -c p2msg -n "__fish_p2msg_using_subcommand node; and __fish_seen_subcommand_from messages" -l since -d 'Only messages of this time or later: Unix seconds, 2024-02-10T16:00:00Z, or 2h for two hours ago' -r
complete -c p2msg -n "__fish_p2msg_using_subcommand node; and __fish_seen_subcommand_from messages" -l until -d 'Only messages of this time or earlier' -r
complete -c p2msg -n "__fish_p2msg_using_subcommand node; and __fish_seen_subcommand_from messages" -l sender -d 'Only messages of this payout address' -r
complete -c p2msg -n "__fish_p2msg_using_subcommand node; and __fish_seen_subcommand_from messages" -l signing-id -d 'Only messages that name this signing key, whether or not the signature holds' -r
complete -c p2msg -n "__fish_p2msg_using_subcommand node; and __fish_seen_subcommand_from messages" -l grep -d 'Only messages with this text, in upper or lower case' -r
complete -c p2msg -n "__fish_p2msg_using_subcommand node; and __fish_seen_subcommand_from messages" -l limit -d 'At most this many, the newest; 0 for all' -r
complete -c p2msg -n "__fish_p2msg_using_subcommand node; and __fish_seen_subcommand_from messages" -l url -d 'Base URL of a node, can be repeated [default: http://127.0.0.1:<port of --net>] [env: P2MSG_URL]' -r
complete -c p2msg -n "__fish_p2msg_using_subcommand node; and __fish_seen_subcommand_from messages" -l api -d 'API that the nodes have' -r -f -a "auto\t'Find out'
plan\t'/share_messages: nodes that carry out the plan'
msg\t'/msg/...: p2pool-merged-v36'
c2pool\t'/version_signaling: c2pool'"
complete -c p2msg -n "__fish_p2msg_using_subcommand node; and __fish_seen_subcommand_from messages" -l timeout -d 'Give up on a node that has not answered everything within so many seconds' -r
complete -c p2msg -n "__fish_p2msg_using_subcommand node; and __fish_seen_subcommand_from messages" -l connect-timeout -d 'Give up on a connection within so many seconds' -r
complete -c p2msg -n "__fish_p2msg_using_subcommand node; and __fish_seen_subcommand_from messages" -l ca-file -d 'Certificates (PEM) that count beside the system\'s, for https [env: P2MSG_CA_FILE]' -r -F
complete -c p2msg -n "__fish_p2msg_using_subcommand node; and __fish_seen_subcommand_from messages" -l auth-file -d 'File with user:password for a proxy in front of the node [env: P2MSG_AUTH_FILE]' -r -F
complete -c p2msg -n "__fish_p2msg_using_subcommand node; and __fish_seen_subcommand_from messages" -l net -d 'P2Pool network [default: litecoin] [env: P2MSG_NET]' -r -f -a "bitcoin\t''
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
complete -c p2msg -n "__fish_p2msg_using_subcommand node; and __fish_seen_subcommand_from messages" -l data-dir -d 'Folder with the key state, the queue and the lock [env: P2MSG_DATA_DIR]' -r -F
complete -c p2msg -n "__fish_p2msg_using_subcommand node; and __fish_seen_subcommand_from messages" -l signing-key-file -d 'State file of the signing key [env: P2MSG_SIGNING_KEY_FILE]' -r -F
complete -c p2msg -n "__fish_p2msg_using_subcommand node; and __fish_seen_subcommand_from messages" -l signing-key-index -d 'key_index to sign with; above the state file\'s it rotates [env: P2MSG_SIGNING_KEY_INDEX]' -r
complete -c p2msg -n "__fish_p2msg_using_subcommand node; and __fish_seen_subcommand_from messages" -l color -d 'When to use colours [default: auto] [env: P2MSG_COLOR]' -r -f -a "auto\t'On a terminal only'
always\t'Always'
never\t'Never'"
complete -c p2msg -n "__fish_p2msg_using_subcommand node; and __fish_seen_subcommand_from messages" -l config -d 'Config file [default: $XDG_CONFIG_HOME/p2msg/config.toml] [env: P2MSG_CONFIG]' -r -F
complete -c p2msg -n "__fish_p2msg_using_subcommand node; and __fish_seen_subcommand_from messages" -l lock-timeout -d 'How long to wait for the lock of the data folder [default: 10] [env: P2MSG_LOCK_TIMEOUT]' -r
complete -c p2msg -n "__fish_p2msg_using_subcommand node; and __fish_seen_subcommand_from messages" -l verified-only -d 'Only messages whose signature is valid'
complete -c p2msg -n "__fish_p2msg_using_subcommand node; and __fish_seen_subcommand_from messages" -l allow-insecure-key-file -d 'Take an --auth-file that its group or others can read'
complete -c p2msg -n "__fish_p2msg_using_subcommand node; and __fish_seen_subcommand_from messages" -l json -d 'Print JSON: one object, or one a line [env: P2MSG_JSON]'
complete -c p2msg -n "__fish_p2msg_using_subcommand node; and __fish_seen_subcommand_from messages" -l quiet -d 'Leave only errors on stderr [env: P2MSG_QUIET]'
complete -c p2msg -n "__fish_p2msg_using_subcommand node; and __fish_seen_subcommand_from messages" -l verbose -d 'Say more on stderr [env: P2MSG_VERBOSE]'
complete -c p2msg -n "__fish_p2msg_using_subcommand node; and __fish_seen_subcommand_from messages" -l no-input -d 'Never ask anything [env: P2MSG_NO_INPUT]'
complete -c p2msg -n "__fish_p2msg_using_subcommand node; and __fish_seen_subcommand_from messages" -l yes -d 'Answer yes to every question for consent [env: P2MSG_YES]'
complete -c p2msg -n "__fish_p2msg_using_subcommand node; and __fish_seen_subcommand_from messages" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c p2msg -n "__fish_p2msg_using_subcommand node; and __fish_seen_subcommand_from chat" -l since -d 'Only messages of this time or later: Unix seconds, 2024-02-10T16:00:00Z, or 2h for two hours ago' -r
complete -c p2msg -n "__fish_p2msg_using_subcommand node; and __fish_seen_subcommand_from chat" -l until -d 'Only messages of this time or earlier' -r
complete -c p2msg -n "__fish_p2msg_using_subcommand node; and __fish_seen_subcommand_from chat" -l sender -d 'Only messages of this payout address' -r
complete -c p2msg -n "__fish_p2msg_using_subcommand node; and __fish_seen_subcommand_from chat" -l signing-id -d 'Only messages that name this signing key, whether or not the signature holds' -r
complete -c p2msg -n "__fish_p2msg_using_subcommand node; and __fish_seen_subcommand_from chat" -l grep -d 'Only messages with this text, in upper or lower case' -r
complete -c p2msg -n "__fish_p2msg_using_subcommand node; and __fish_seen_subcommand_from chat" -l limit -d 'At most this many, the newest; 0 for all' -r
complete -c p2msg -n "__fish_p2msg_using_subcommand node; and __fish_seen_subcommand_from chat" -l url -d 'Base URL of a node, can be repeated [default: http://127.0.0.1:<port of --net>] [env: P2MSG_URL]' -r
complete -c p2msg -n "__fish_p2msg_using_subcommand node; and __fish_seen_subcommand_from chat" -l api -d 'API that the nodes have' -r -f -a "auto\t'Find out'
plan\t'/share_messages: nodes that carry out the plan'
msg\t'/msg/...: p2pool-merged-v36'
c2pool\t'/version_signaling: c2pool'"
complete -c p2msg -n "__fish_p2msg_using_subcommand node; and __fish_seen_subcommand_from chat" -l timeout -d 'Give up on a node that has not answered everything within so many seconds' -r
complete -c p2msg -n "__fish_p2msg_using_subcommand node; and __fish_seen_subcommand_from chat" -l connect-timeout -d 'Give up on a connection within so many seconds' -r
complete -c p2msg -n "__fish_p2msg_using_subcommand node; and __fish_seen_subcommand_from chat" -l ca-file -d 'Certificates (PEM) that count beside the system\'s, for https [env: P2MSG_CA_FILE]' -r -F
complete -c p2msg -n "__fish_p2msg_using_subcommand node; and __fish_seen_subcommand_from chat" -l auth-file -d 'File with user:password for a proxy in front of the node [env: P2MSG_AUTH_FILE]' -r -F
complete -c p2msg -n "__fish_p2msg_using_subcommand node; and __fish_seen_subcommand_from chat" -l net -d 'P2Pool network [default: litecoin] [env: P2MSG_NET]' -r -f -a "bitcoin\t''
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
complete -c p2msg -n "__fish_p2msg_using_subcommand node; and __fish_seen_subcommand_from chat" -l data-dir -d 'Folder with the key state, the queue and the lock [env: P2MSG_DATA_DIR]' -r -F
complete -c p2msg -n "__fish_p2msg_using_subcommand node; and __fish_seen_subcommand_from chat" -l signing-key-file -d 'State file of the signing key [env: P2MSG_SIGNING_KEY_FILE]' -r -F
complete -c p2msg -n "__fish_p2msg_using_subcommand node; and __fish_seen_subcommand_from chat" -l signing-key-index -d 'key_index to sign with; above the state file\'s it rotates [env: P2MSG_SIGNING_KEY_INDEX]' -r
complete -c p2msg -n "__fish_p2msg_using_subcommand node; and __fish_seen_subcommand_from chat" -l color -d 'When to use colours [default: auto] [env: P2MSG_COLOR]' -r -f -a "auto\t'On a terminal only'
always\t'Always'
never\t'Never'"
complete -c p2msg -n "__fish_p2msg_using_subcommand node; and __fish_seen_subcommand_from chat" -l config -d 'Config file [default: $XDG_CONFIG_HOME/p2msg/config.toml] [env: P2MSG_CONFIG]' -r -F
complete -c p2msg -n "__fish_p2msg_using_subcommand node; and __fish_seen_subcommand_from chat" -l lock-timeout -d 'How long to wait for the lock of the data folder [default: 10] [env: P2MSG_LOCK_TIMEOUT]' -r
complete -c p2msg -n "__fish_p2msg_using_subcommand node; and __fish_seen_subcommand_from chat" -l verified-only -d 'Only messages whose signature is valid'
complete -c p2msg -n "__fish_p2msg_using_subcommand node; and __fish_seen_subcommand_from chat" -l allow-insecure-key-file -d 'Take an --auth-file that its group or others can read'
complete -c p2msg -n "__fish_p2msg_using_subcommand node; and __fish_seen_subcommand_from chat" -l json -d 'Print JSON: one object, or one a line [env: P2MSG_JSON]'
complete -c p2msg -n "__fish_p2msg_using_subcommand node; and __fish_seen_subcommand_from chat" -l quiet -d 'Leave only errors on stderr [env: P2MSG_QUIET]'
complete -c p2msg -n "__fish_p2msg_using_subcommand node; and __fish_seen_subcommand_from chat" -l verbose -d 'Say more on stderr [env: P2MSG_VERBOSE]'
complete -c p2msg -n "__fish_p2msg_using_subcommand node; and __fish_seen_subcommand_from chat" -l no-input -d 'Never ask anything [env: P2MSG_NO_INPUT]'
complete -c p2msg -n "__fish_p2msg_using_subcommand node; and __fish_seen_subcommand_from chat" -l yes -d 'Answer yes to every question for consent [env: P2MSG_YES]'
complete -c p2msg -n "__fish_p2msg_using_subcommand node; and __fish_seen_subcommand_from chat" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c p2msg -n "__fish_p2msg_using_subcommand node; and __fish_seen_subcommand_from announcements" -l since -d 'Only messages of this time or later: Unix seconds, 2024-02-10T16:00:00Z, or 2h for two hours ago' -r
complete -c p2msg -n "__fish_p2msg_using_subcommand node; and __fish_seen_subcommand_from announcements" -l until -d 'Only messages of this time or earlier' -r
complete -c p2msg -n "__fish_p2msg_using_subcommand node; and __fish_seen_subcommand_from announcements" -l sender -d 'Only messages of this payout address' -r
complete -c p2msg -n "__fish_p2msg_using_subcommand node; and __fish_seen_subcommand_from announcements" -l signing-id -d 'Only messages that name this signing key, whether or not the signature holds' -r
complete -c p2msg -n "__fish_p2msg_using_subcommand node; and __fish_seen_subcommand_from announcements" -l grep -d 'Only messages with this text, in upper or lower case' -r
complete -c p2msg -n "__fish_p2msg_using_subcommand node; and __fish_seen_subcommand_from announcements" -l limit -d 'At most this many, the newest; 0 for all' -r
complete -c p2msg -n "__fish_p2msg_using_subcommand node; and __fish_seen_subcommand_from announcements" -l url -d 'Base URL of a node, can be repeated [default: http://127.0.0.1:<port of --net>] [env: P2MSG_URL]' -r
complete -c p2msg -n "__fish_p2msg_using_subcommand node; and __fish_seen_subcommand_from announcements" -l api -d 'API that the nodes have' -r -f -a "auto\t'Find out'
plan\t'/share_messages: nodes that carry out the plan'
msg\t'/msg/...: p2pool-merged-v36'
c2pool\t'/version_signaling: c2pool'"
complete -c p2msg -n "__fish_p2msg_using_subcommand node; and __fish_seen_subcommand_from announcements" -l timeout -d 'Give up on a node that has not answered everything within so many seconds' -r
complete -c p2msg -n "__fish_p2msg_using_subcommand node; and __fish_seen_subcommand_from announcements" -l connect-timeout -d 'Give up on a connection within so many seconds' -r
complete -c p2msg -n "__fish_p2msg_using_subcommand node; and __fish_seen_subcommand_from announcements" -l ca-file -d 'Certificates (PEM) that count beside the system\'s, for https [env: P2MSG_CA_FILE]' -r -F
complete -c p2msg -n "__fish_p2msg_using_subcommand node; and __fish_seen_subcommand_from announcements" -l auth-file -d 'File with user:password for a proxy in front of the node [env: P2MSG_AUTH_FILE]' -r -F
complete -c p2msg -n "__fish_p2msg_using_subcommand node; and __fish_seen_subcommand_from announcements" -l net -d 'P2Pool network [default: litecoin] [env: P2MSG_NET]' -r -f -a "bitcoin\t''
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
complete -c p2msg -n "__fish_p2msg_using_subcommand node; and __fish_seen_subcommand_from announcements" -l data-dir -d 'Folder with the key state, the queue and the lock [env: P2MSG_DATA_DIR]' -r -F
complete -c p2msg -n "__fish_p2msg_using_subcommand node; and __fish_seen_subcommand_from announcements" -l signing-key-file -d 'State file of the signing key [env: P2MSG_SIGNING_KEY_FILE]' -r -F
complete -c p2msg -n "__fish_p2msg_using_subcommand node; and __fish_seen_subcommand_from announcements" -l signing-key-index -d 'key_index to sign with; above the state file\'s it rotates [env: P2MSG_SIGNING_KEY_INDEX]' -r
complete -c p2msg -n "__fish_p2msg_using_subcommand node; and __fish_seen_subcommand_from announcements" -l color -d 'When to use colours [default: auto] [env: P2MSG_COLOR]' -r -f -a "auto\t'On a terminal only'
always\t'Always'
never\t'Never'"
complete -c p2msg -n "__fish_p2msg_using_subcommand node; and __fish_seen_subcommand_from announcements" -l config -d 'Config file [default: $XDG_CONFIG_HOME/p2msg/config.toml] [env: P2MSG_CONFIG]' -r -F
complete -c p2msg -n "__fish_p2msg_using_subcommand node; and __fish_seen_subcommand_from announcements" -l lock-timeout -d 'How long to wait for the lock of the data folder [default: 10] [env: P2MSG_LOCK_TIMEOUT]' -r
complete -c p2msg -n "__fish_p2msg_using_subcommand node; and __fish_seen_subcommand_from announcements" -l verified-only -d 'Only messages whose signature is valid'
complete -c p2msg -n "__fish_p2msg_using_subcommand node; and __fish_seen_subcommand_from announcements" -l allow-insecure-key-file -d 'Take an --auth-file that its group or others can read'
complete -c p2msg -n "__fish_p2msg_using_subcommand node; and __fish_seen_subcommand_from announcements" -l json -d 'Print JSON: one object, or one a line [env: P2MSG_JSON]'
complete -c p2msg -n "__fish_p2msg_using_subcommand node; and __fish_seen_subcommand_from announcements" -l quiet -d 'Leave only errors on stderr [env: P2MSG_QUIET]'
complete -c p2msg -n "__fish_p2msg_using_subcommand node; and __fish_seen_subcommand_from announcements" -l verbose -d 'Say more on stderr [env: P2MSG_VERBOSE]'
complete -c p2msg -n "__fish_p2msg_using_subcommand node; and __fish_seen_subcommand_from announcements" -l no-input -d 'Never ask anything [env: P2MSG_NO_INPUT]'
complete -c p2msg -n "__fish_p2msg_using_subcommand node; and __fish_seen_subcommand_from announcements" -l yes -d 'Answer yes to every question for consent [env: P2MSG_YES]'
complete -c p2msg -n "__fish_p2msg_using_subcommand node; and __fish_seen_subcommand_from announcements" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c p2msg -n "__fish_p2msg_using_subcommand node; and __fish_seen_subcommand_from alerts" -l since -d 'Only messages of this time or later: Unix seconds, 2024-02-10T16:00:00Z, or 2h for two hours ago' -r
complete -c p2msg -n "__fish_p2msg_using_subcommand node; and __fish_seen_subcommand_from alerts" -l until -d 'Only messages of this time or earlier' -r
complete -c p2msg -n "__fish_p2msg_using_subcommand node; and __fish_seen_subcommand_from alerts" -l sender -d 'Only messages of this payout address' -r
complete -c p2msg -n "__fish_p2msg_using_subcommand node; and __fish_seen_subcommand_from alerts" -l signing-id -d 'Only messages that name this signing key, whether or not the signature holds' -r
complete -c p2msg -n "__fish_p2msg_using_subcommand node; and __fish_seen_subcommand_from alerts" -l grep -d 'Only messages with this text, in upper or lower case' -r
complete -c p2msg -n "__fish_p2msg_using_subcommand node; and __fish_seen_subcommand_from alerts" -l limit -d 'At most this many, the newest; 0 for all' -r
complete -c p2msg -n "__fish_p2msg_using_subcommand node; and __fish_seen_subcommand_from alerts" -l url -d 'Base URL of a node, can be repeated [default: http://127.0.0.1:<port of --net>] [env: P2MSG_URL]' -r
complete -c p2msg -n "__fish_p2msg_using_subcommand node; and __fish_seen_subcommand_from alerts" -l api -d 'API that the nodes have' -r -f -a "auto\t'Find out'
plan\t'/share_messages: nodes that carry out the plan'
msg\t'/msg/...: p2pool-merged-v36'
c2pool\t'/version_signaling: c2pool'"
complete -c p2msg -n "__fish_p2msg_using_subcommand node; and __fish_seen_subcommand_from alerts" -l timeout -d 'Give up on a node that has not answered everything within so many seconds' -r
complete -c p2msg -n "__fish_p2msg_using_subcommand node; and __fish_seen_subcommand_from alerts" -l connect-timeout -d 'Give up on a connection within so many seconds' -r
complete -c p2msg -n "__fish_p2msg_using_subcommand node; and __fish_seen_subcommand_from alerts" -l ca-file -d 'Certificates (PEM) that count beside the system\'s, for https [env: P2MSG_CA_FILE]' -r -F
complete -c p2msg -n "__fish_p2msg_using_subcommand node; and __fish_seen_subcommand_from alerts" -l auth-file -d 'File with user:password for a proxy in front of the node [env: P2MSG_AUTH_FILE]' -r -F
complete -c p2msg -n "__fish_p2msg_using_subcommand node; and __fish_seen_subcommand_from alerts" -l net -d 'P2Pool network [default: litecoin] [env: P2MSG_NET]' -r -f -a "bitcoin\t''
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
complete -c p2msg -n "__fish_p2msg_using_subcommand node; and __fish_seen_subcommand_from alerts" -l data-dir -d 'Folder with the key state, the queue and the lock [env: P2MSG_DATA_DIR]' -r -F
complete -c p2msg -n "__fish_p2msg_using_subcommand node; and __fish_seen_subcommand_from alerts" -l signing-key-file -d 'State file of the signing key [env: P2MSG_SIGNING_KEY_FILE]' -r -F
complete -c p2msg -n "__fish_p2msg_using_subcommand node; and __fish_seen_subcommand_from alerts" -l signing-key-index -d 'key_index to sign with; above the state file\'s it rotates [env: P2MSG_SIGNING_KEY_INDEX]' -r
complete -c p2msg -n "__fish_p2msg_using_subcommand node; and __fish_seen_subcommand_from alerts" -l color -d 'When to use colours [default: auto] [env: P2MSG_COLOR]' -r -f -a "auto\t'On a terminal only'
always\t'Always'
never\t'Never'"
complete -c p2msg -n "__fish_p2msg_using_subcommand node; and __fish_seen_subcommand_from alerts" -l config -d 'Config file [default: $XDG_CONFIG_HOME/p2msg/config.toml] [env: P2MSG_CONFIG]' -r -F
complete -c p2msg -n "__fish_p2msg_using_subcommand node; and __fish_seen_subcommand_from alerts" -l lock-timeout -d 'How long to wait for the lock of the data folder [default: 10] [env: P2MSG_LOCK_TIMEOUT]' -r
complete -c p2msg -n "__fish_p2msg_using_subcommand node; and __fish_seen_subcommand_from alerts" -l verified-only -d 'Only messages whose signature is valid'
complete -c p2msg -n "__fish_p2msg_using_subcommand node; and __fish_seen_subcommand_from alerts" -l allow-insecure-key-file -d 'Take an --auth-file that its group or others can read'
complete -c p2msg -n "__fish_p2msg_using_subcommand node; and __fish_seen_subcommand_from alerts" -l json -d 'Print JSON: one object, or one a line [env: P2MSG_JSON]'
complete -c p2msg -n "__fish_p2msg_using_subcommand node; and __fish_seen_subcommand_from alerts" -l quiet -d 'Leave only errors on stderr [env: P2MSG_QUIET]'
complete -c p2msg -n "__fish_p2msg_using_subcommand node; and __fish_seen_subcommand_from alerts" -l verbose -d 'Say more on stderr [env: P2MSG_VERBOSE]'
complete -c p2msg -n "__fish_p2msg_using_subcommand node; and __fish_seen_subcommand_from alerts" -l no-input -d 'Never ask anything [env: P2MSG_NO_INPUT]'
complete -c p2msg -n "__fish_p2msg_using_subcommand node; and __fish_seen_subcommand_from alerts" -l yes -d 'Answer yes to every question for consent [env: P2MSG_YES]'
complete -c p2msg -n "__fish_p2msg_using_subcommand node; and __fish_seen_subcommand_from alerts" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c p2msg -n "__fish_p2msg_using_subcommand node; and __fish_seen_subcommand_from status" -l since -d 'Only messages of this time or later: Unix seconds, 2024-02-10T16:00:00Z, or 2h for two hours ago' -r
complete -c p2msg -n "__fish_p2msg_using_subcommand node; and __fish_seen_subcommand_from status" -l until -d 'Only messages of this time or earlier' -r
complete -c p2msg -n "__fish_p2msg_using_subcommand node; and __fish_seen_subcommand_from status" -l sender -d 'Only messages of this payout address' -r
complete -c p2msg -n "__fish_p2msg_using_subcommand node; and __fish_seen_subcommand_from status" -l signing-id -d 'Only messages that name this signing key, whether or not the signature holds' -r
complete -c p2msg -n "__fish_p2msg_using_subcommand node; and __fish_seen_subcommand_from status" -l grep -d 'Only messages with this text, in upper or lower case' -r
complete -c p2msg -n "__fish_p2msg_using_subcommand node; and __fish_seen_subcommand_from status" -l limit -d 'At most this many, the newest; 0 for all' -r
complete -c p2msg -n "__fish_p2msg_using_subcommand node; and __fish_seen_subcommand_from status" -l url -d 'Base URL of a node, can be repeated [default: http://127.0.0.1:<port of --net>] [env: P2MSG_URL]' -r
complete -c p2msg -n "__fish_p2msg_using_subcommand node; and __fish_seen_subcommand_from status" -l api -d 'API that the nodes have' -r -f -a "auto\t'Find out'
plan\t'/share_messages: nodes that carry out the plan'
msg\t'/msg/...: p2pool-merged-v36'
c2pool\t'/version_signaling: c2pool'"
complete -c p2msg -n "__fish_p2msg_using_subcommand node; and __fish_seen_subcommand_from status" -l timeout -d 'Give up on a node that has not answered everything within so many seconds' -r
complete -c p2msg -n "__fish_p2msg_using_subcommand node; and __fish_seen_subcommand_from status" -l connect-timeout -d 'Give up on a connection within so many seconds' -r
complete -c p2msg -n "__fish_p2msg_using_subcommand node; and __fish_seen_subcommand_from status" -l ca-file -d 'Certificates (PEM) that count beside the system\'s, for https [env: P2MSG_CA_FILE]' -r -F
complete -c p2msg -n "__fish_p2msg_using_subcommand node; and __fish_seen_subcommand_from status" -l auth-file -d 'File with user:password for a proxy in front of the node [env: P2MSG_AUTH_FILE]' -r -F
complete -c p2msg -n "__fish_p2msg_using_subcommand node; and __fish_seen_subcommand_from status" -l net -d 'P2Pool network [default: litecoin] [env: P2MSG_NET]' -r -f -a "bitcoin\t''
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
complete -c p2msg -n "__fish_p2msg_using_subcommand node; and __fish_seen_subcommand_from status" -l data-dir -d 'Folder with the key state, the queue and the lock [env: P2MSG_DATA_DIR]' -r -F
complete -c p2msg -n "__fish_p2msg_using_subcommand node; and __fish_seen_subcommand_from status" -l signing-key-file -d 'State file of the signing key [env: P2MSG_SIGNING_KEY_FILE]' -r -F
complete -c p2msg -n "__fish_p2msg_using_subcommand node; and __fish_seen_subcommand_from status" -l signing-key-index -d 'key_index to sign with; above the state file\'s it rotates [env: P2MSG_SIGNING_KEY_INDEX]' -r
complete -c p2msg -n "__fish_p2msg_using_subcommand node; and __fish_seen_subcommand_from status" -l color -d 'When to use colours [default: auto] [env: P2MSG_COLOR]' -r -f -a "auto\t'On a terminal only'
always\t'Always'
never\t'Never'"
complete -c p2msg -n "__fish_p2msg_using_subcommand node; and __fish_seen_subcommand_from status" -l config -d 'Config file [default: $XDG_CONFIG_HOME/p2msg/config.toml] [env: P2MSG_CONFIG]' -r -F
complete -c p2msg -n "__fish_p2msg_using_subcommand node; and __fish_seen_subcommand_from status" -l lock-timeout -d 'How long to wait for the lock of the data folder [default: 10] [env: P2MSG_LOCK_TIMEOUT]' -r
complete -c p2msg -n "__fish_p2msg_using_subcommand node; and __fish_seen_subcommand_from status" -l verified-only -d 'Only messages whose signature is valid'
complete -c p2msg -n "__fish_p2msg_using_subcommand node; and __fish_seen_subcommand_from status" -l allow-insecure-key-file -d 'Take an --auth-file that its group or others can read'
complete -c p2msg -n "__fish_p2msg_using_subcommand node; and __fish_seen_subcommand_from status" -l json -d 'Print JSON: one object, or one a line [env: P2MSG_JSON]'
complete -c p2msg -n "__fish_p2msg_using_subcommand node; and __fish_seen_subcommand_from status" -l quiet -d 'Leave only errors on stderr [env: P2MSG_QUIET]'
complete -c p2msg -n "__fish_p2msg_using_subcommand node; and __fish_seen_subcommand_from status" -l verbose -d 'Say more on stderr [env: P2MSG_VERBOSE]'
complete -c p2msg -n "__fish_p2msg_using_subcommand node; and __fish_seen_subcommand_from status" -l no-input -d 'Never ask anything [env: P2MSG_NO_INPUT]'
complete -c p2msg -n "__fish_p2msg_using_subcommand node; and __fish_seen_subcommand_from status" -l yes -d 'Answer yes to every question for consent [env: P2MSG_YES]'
complete -c p2msg -n "__fish_p2msg_using_subcommand node; and __fish_seen_subcommand_from status" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c p2msg -n "__fish_p2msg_using_subcommand node; and __fish_seen_subcommand_from keys" -l url -d 'Base URL of a node, can be repeated [default: http://127.0.0.1:<port of --net>] [env: P2MSG_URL]' -r
complete -c p2msg -n "__fish_p2msg_using_subcommand node; and __fish_seen_subcommand_from keys" -l api -d 'API that the nodes have' -r -f -a "auto\t'Find out'
plan\t'/share_messages: nodes that carry out the plan'
msg\t'/msg/...: p2pool-merged-v36'
c2pool\t'/version_signaling: c2pool'"
complete -c p2msg -n "__fish_p2msg_using_subcommand node; and __fish_seen_subcommand_from keys" -l timeout -d 'Give up on a node that has not answered everything within so many seconds' -r
complete -c p2msg -n "__fish_p2msg_using_subcommand node; and __fish_seen_subcommand_from keys" -l connect-timeout -d 'Give up on a connection within so many seconds' -r
complete -c p2msg -n "__fish_p2msg_using_subcommand node; and __fish_seen_subcommand_from keys" -l ca-file -d 'Certificates (PEM) that count beside the system\'s, for https [env: P2MSG_CA_FILE]' -r -F
complete -c p2msg -n "__fish_p2msg_using_subcommand node; and __fish_seen_subcommand_from keys" -l auth-file -d 'File with user:password for a proxy in front of the node [env: P2MSG_AUTH_FILE]' -r -F
complete -c p2msg -n "__fish_p2msg_using_subcommand node; and __fish_seen_subcommand_from keys" -l net -d 'P2Pool network [default: litecoin] [env: P2MSG_NET]' -r -f -a "bitcoin\t''
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
complete -c p2msg -n "__fish_p2msg_using_subcommand node; and __fish_seen_subcommand_from keys" -l data-dir -d 'Folder with the key state, the queue and the lock [env: P2MSG_DATA_DIR]' -r -F
complete -c p2msg -n "__fish_p2msg_using_subcommand node; and __fish_seen_subcommand_from keys" -l signing-key-file -d 'State file of the signing key [env: P2MSG_SIGNING_KEY_FILE]' -r -F
complete -c p2msg -n "__fish_p2msg_using_subcommand node; and __fish_seen_subcommand_from keys" -l signing-key-index -d 'key_index to sign with; above the state file\'s it rotates [env: P2MSG_SIGNING_KEY_INDEX]' -r
complete -c p2msg -n "__fish_p2msg_using_subcommand node; and __fish_seen_subcommand_from keys" -l color -d 'When to use colours [default: auto] [env: P2MSG_COLOR]' -r -f -a "auto\t'On a terminal only'
always\t'Always'
never\t'Never'"
complete -c p2msg -n "__fish_p2msg_using_subcommand node; and __fish_seen_subcommand_from keys" -l config -d 'Config file [default: $XDG_CONFIG_HOME/p2msg/config.toml] [env: P2MSG_CONFIG]' -r -F
complete -c p2msg -n "__fish_p2msg_using_subcommand node; and __fish_seen_subcommand_from keys" -l lock-timeout -d 'How long to wait for the lock of the data folder [default: 10] [env: P2MSG_LOCK_TIMEOUT]' -r
complete -c p2msg -n "__fish_p2msg_using_subcommand node; and __fish_seen_subcommand_from keys" -l allow-insecure-key-file -d 'Take an --auth-file that its group or others can read'
complete -c p2msg -n "__fish_p2msg_using_subcommand node; and __fish_seen_subcommand_from keys" -l json -d 'Print JSON: one object, or one a line [env: P2MSG_JSON]'
complete -c p2msg -n "__fish_p2msg_using_subcommand node; and __fish_seen_subcommand_from keys" -l quiet -d 'Leave only errors on stderr [env: P2MSG_QUIET]'
complete -c p2msg -n "__fish_p2msg_using_subcommand node; and __fish_seen_subcommand_from keys" -l verbose -d 'Say more on stderr [env: P2MSG_VERBOSE]'
complete -c p2msg -n "__fish_p2msg_using_subcommand node; and __fish_seen_subcommand_from keys" -l no-input -d 'Never ask anything [env: P2MSG_NO_INPUT]'
complete -c p2msg -n "__fish_p2msg_using_subcommand node; and __fish_seen_subcommand_from keys" -l yes -d 'Answer yes to every question for consent [env: P2MSG_YES]'
complete -c p2msg -n "__fish_p2msg_using_subcommand node; and __fish_seen_subcommand_from keys" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c p2msg -n "__fish_p2msg_using_subcommand node; and __fish_seen_subcommand_from stats" -l url -d 'Base URL of a node, can be repeated [default: http://127.0.0.1:<port of --net>] [env: P2MSG_URL]' -r
complete -c p2msg -n "__fish_p2msg_using_subcommand node; and __fish_seen_subcommand_from stats" -l api -d 'API that the nodes have' -r -f -a "auto\t'Find out'
plan\t'/share_messages: nodes that carry out the plan'
msg\t'/msg/...: p2pool-merged-v36'
c2pool\t'/version_signaling: c2pool'"
complete -c p2msg -n "__fish_p2msg_using_subcommand node; and __fish_seen_subcommand_from stats" -l timeout -d 'Give up on a node that has not answered everything within so many seconds' -r
complete -c p2msg -n "__fish_p2msg_using_subcommand node; and __fish_seen_subcommand_from stats" -l connect-timeout -d 'Give up on a connection within so many seconds' -r
complete -c p2msg -n "__fish_p2msg_using_subcommand node; and __fish_seen_subcommand_from stats" -l ca-file -d 'Certificates (PEM) that count beside the system\'s, for https [env: P2MSG_CA_FILE]' -r -F
complete -c p2msg -n "__fish_p2msg_using_subcommand node; and __fish_seen_subcommand_from stats" -l auth-file -d 'File with user:password for a proxy in front of the node [env: P2MSG_AUTH_FILE]' -r -F
complete -c p2msg -n "__fish_p2msg_using_subcommand node; and __fish_seen_subcommand_from stats" -l net -d 'P2Pool network [default: litecoin] [env: P2MSG_NET]' -r -f -a "bitcoin\t''
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
complete -c p2msg -n "__fish_p2msg_using_subcommand node; and __fish_seen_subcommand_from stats" -l data-dir -d 'Folder with the key state, the queue and the lock [env: P2MSG_DATA_DIR]' -r -F
complete -c p2msg -n "__fish_p2msg_using_subcommand node; and __fish_seen_subcommand_from stats" -l signing-key-file -d 'State file of the signing key [env: P2MSG_SIGNING_KEY_FILE]' -r -F
complete -c p2msg -n "__fish_p2msg_using_subcommand node; and __fish_seen_subcommand_from stats" -l signing-key-index -d 'key_index to sign with; above the state file\'s it rotates [env: P2MSG_SIGNING_KEY_INDEX]' -r
complete -c p2msg -n "__fish_p2msg_using_subcommand node; and __fish_seen_subcommand_from stats" -l color -d 'When to use colours [default: auto] [env: P2MSG_COLOR]' -r -f -a "auto\t'On a terminal only'
always\t'Always'
never\t'Never'"
complete -c p2msg -n "__fish_p2msg_using_subcommand node; and __fish_seen_subcommand_from stats" -l config -d 'Config file [default: $XDG_CONFIG_HOME/p2msg/config.toml] [env: P2MSG_CONFIG]' -r -F
complete -c p2msg -n "__fish_p2msg_using_subcommand node; and __fish_seen_subcommand_from stats" -l lock-timeout -d 'How long to wait for the lock of the data folder [default: 10] [env: P2MSG_LOCK_TIMEOUT]' -r
complete -c p2msg -n "__fish_p2msg_using_subcommand node; and __fish_seen_subcommand_from stats" -l allow-insecure-key-file -d 'Take an --auth-file that its group or others can read'
complete -c p2msg -n "__fish_p2msg_using_subcommand node; and __fish_seen_subcommand_from stats" -l json -d 'Print JSON: one object, or one a line [env: P2MSG_JSON]'
complete -c p2msg -n "__fish_p2msg_using_subcommand node; and __fish_seen_subcommand_from stats" -l quiet -d 'Leave only errors on stderr [env: P2MSG_QUIET]'
complete -c p2msg -n "__fish_p2msg_using_subcommand node; and __fish_seen_subcommand_from stats" -l verbose -d 'Say more on stderr [env: P2MSG_VERBOSE]'
complete -c p2msg -n "__fish_p2msg_using_subcommand node; and __fish_seen_subcommand_from stats" -l no-input -d 'Never ask anything [env: P2MSG_NO_INPUT]'
complete -c p2msg -n "__fish_p2msg_using_subcommand node; and __fish_seen_subcommand_from stats" -l yes -d 'Answer yes to every question for consent [env: P2MSG_YES]'
complete -c p2msg -n "__fish_p2msg_using_subcommand node; and __fish_seen_subcommand_from stats" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c p2msg -n "__fish_p2msg_using_subcommand node; and __fish_seen_subcommand_from transition" -l url -d 'Base URL of a node, can be repeated [default: http://127.0.0.1:<port of --net>] [env: P2MSG_URL]' -r
complete -c p2msg -n "__fish_p2msg_using_subcommand node; and __fish_seen_subcommand_from transition" -l api -d 'API that the nodes have' -r -f -a "auto\t'Find out'
plan\t'/share_messages: nodes that carry out the plan'
msg\t'/msg/...: p2pool-merged-v36'
c2pool\t'/version_signaling: c2pool'"
complete -c p2msg -n "__fish_p2msg_using_subcommand node; and __fish_seen_subcommand_from transition" -l timeout -d 'Give up on a node that has not answered everything within so many seconds' -r
complete -c p2msg -n "__fish_p2msg_using_subcommand node; and __fish_seen_subcommand_from transition" -l connect-timeout -d 'Give up on a connection within so many seconds' -r
complete -c p2msg -n "__fish_p2msg_using_subcommand node; and __fish_seen_subcommand_from transition" -l ca-file -d 'Certificates (PEM) that count beside the system\'s, for https [env: P2MSG_CA_FILE]' -r -F
complete -c p2msg -n "__fish_p2msg_using_subcommand node; and __fish_seen_subcommand_from transition" -l auth-file -d 'File with user:password for a proxy in front of the node [env: P2MSG_AUTH_FILE]' -r -F
complete -c p2msg -n "__fish_p2msg_using_subcommand node; and __fish_seen_subcommand_from transition" -l net -d 'P2Pool network [default: litecoin] [env: P2MSG_NET]' -r -f -a "bitcoin\t''
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
complete -c p2msg -n "__fish_p2msg_using_subcommand node; and __fish_seen_subcommand_from transition" -l data-dir -d 'Folder with the key state, the queue and the lock [env: P2MSG_DATA_DIR]' -r -F
complete -c p2msg -n "__fish_p2msg_using_subcommand node; and __fish_seen_subcommand_from transition" -l signing-key-file -d 'State file of the signing key [env: P2MSG_SIGNING_KEY_FILE]' -r -F
complete -c p2msg -n "__fish_p2msg_using_subcommand node; and __fish_seen_subcommand_from transition" -l signing-key-index -d 'key_index to sign with; above the state file\'s it rotates [env: P2MSG_SIGNING_KEY_INDEX]' -r
complete -c p2msg -n "__fish_p2msg_using_subcommand node; and __fish_seen_subcommand_from transition" -l color -d 'When to use colours [default: auto] [env: P2MSG_COLOR]' -r -f -a "auto\t'On a terminal only'
always\t'Always'
never\t'Never'"
complete -c p2msg -n "__fish_p2msg_using_subcommand node; and __fish_seen_subcommand_from transition" -l config -d 'Config file [default: $XDG_CONFIG_HOME/p2msg/config.toml] [env: P2MSG_CONFIG]' -r -F
complete -c p2msg -n "__fish_p2msg_using_subcommand node; and __fish_seen_subcommand_from transition" -l lock-timeout -d 'How long to wait for the lock of the data folder [default: 10] [env: P2MSG_LOCK_TIMEOUT]' -r
complete -c p2msg -n "__fish_p2msg_using_subcommand node; and __fish_seen_subcommand_from transition" -l allow-insecure-key-file -d 'Take an --auth-file that its group or others can read'
complete -c p2msg -n "__fish_p2msg_using_subcommand node; and __fish_seen_subcommand_from transition" -l json -d 'Print JSON: one object, or one a line [env: P2MSG_JSON]'
complete -c p2msg -n "__fish_p2msg_using_subcommand node; and __fish_seen_subcommand_from transition" -l quiet -d 'Leave only errors on stderr [env: P2MSG_QUIET]'
complete -c p2msg -n "__fish_p2msg_using_subcommand node; and __fish_seen_subcommand_from transition" -l verbose -d 'Say more on stderr [env: P2MSG_VERBOSE]'
complete -c p2msg -n "__fish_p2msg_using_subcommand node; and __fish_seen_subcommand_from transition" -l no-input -d 'Never ask anything [env: P2MSG_NO_INPUT]'
complete -c p2msg -n "__fish_p2msg_using_subcommand node; and __fish_seen_subcommand_from transition" -l yes -d 'Answer yes to every question for consent [env: P2MSG_YES]'
complete -c p2msg -n "__fish_p2msg_using_subcommand node; and __fish_seen_subcommand_from transition" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c p2msg -n "__fish_p2msg_using_subcommand node; and __fish_seen_subcommand_from bans" -l url -d 'Base URL of a node, can be repeated [default: http://127.0.0.1:<port of --net>] [env: P2MSG_URL]' -r
complete -c p2msg -n "__fish_p2msg_using_subcommand node; and __fish_seen_subcommand_from bans" -l api -d 'API that the nodes have' -r -f -a "auto\t'Find out'
plan\t'/share_messages: nodes that carry out the plan'
msg\t'/msg/...: p2pool-merged-v36'
c2pool\t'/version_signaling: c2pool'"
complete -c p2msg -n "__fish_p2msg_using_subcommand node; and __fish_seen_subcommand_from bans" -l timeout -d 'Give up on a node that has not answered everything within so many seconds' -r
complete -c p2msg -n "__fish_p2msg_using_subcommand node; and __fish_seen_subcommand_from bans" -l connect-timeout -d 'Give up on a connection within so many seconds' -r
complete -c p2msg -n "__fish_p2msg_using_subcommand node; and __fish_seen_subcommand_from bans" -l ca-file -d 'Certificates (PEM) that count beside the system\'s, for https [env: P2MSG_CA_FILE]' -r -F
complete -c p2msg -n "__fish_p2msg_using_subcommand node; and __fish_seen_subcommand_from bans" -l auth-file -d 'File with user:password for a proxy in front of the node [env: P2MSG_AUTH_FILE]' -r -F
complete -c p2msg -n "__fish_p2msg_using_subcommand node; and __fish_seen_subcommand_from bans" -l net -d 'P2Pool network [default: litecoin] [env: P2MSG_NET]' -r -f -a "bitcoin\t''
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
complete -c p2msg -n "__fish_p2msg_using_subcommand node; and __fish_seen_subcommand_from bans" -l data-dir -d 'Folder with the key state, the queue and the lock [env: P2MSG_DATA_DIR]' -r -F
complete -c p2msg -n "__fish_p2msg_using_subcommand node; and __fish_seen_subcommand_from bans" -l signing-key-file -d 'State file of the signing key [env: P2MSG_SIGNING_KEY_FILE]' -r -F
complete -c p2msg -n "__fish_p2msg_using_subcommand node; and __fish_seen_subcommand_from bans" -l signing-key-index -d 'key_index to sign with; above the state file\'s it rotates [env: P2MSG_SIGNING_KEY_INDEX]' -r
complete -c p2msg -n "__fish_p2msg_using_subcommand node; and __fish_seen_subcommand_from bans" -l color -d 'When to use colours [default: auto] [env: P2MSG_COLOR]' -r -f -a "auto\t'On a terminal only'
always\t'Always'
never\t'Never'"
complete -c p2msg -n "__fish_p2msg_using_subcommand node; and __fish_seen_subcommand_from bans" -l config -d 'Config file [default: $XDG_CONFIG_HOME/p2msg/config.toml] [env: P2MSG_CONFIG]' -r -F
complete -c p2msg -n "__fish_p2msg_using_subcommand node; and __fish_seen_subcommand_from bans" -l lock-timeout -d 'How long to wait for the lock of the data folder [default: 10] [env: P2MSG_LOCK_TIMEOUT]' -r
complete -c p2msg -n "__fish_p2msg_using_subcommand node; and __fish_seen_subcommand_from bans" -l allow-insecure-key-file -d 'Take an --auth-file that its group or others can read'
complete -c p2msg -n "__fish_p2msg_using_subcommand node; and __fish_seen_subcommand_from bans" -l json -d 'Print JSON: one object, or one a line [env: P2MSG_JSON]'
complete -c p2msg -n "__fish_p2msg_using_subcommand node; and __fish_seen_subcommand_from bans" -l quiet -d 'Leave only errors on stderr [env: P2MSG_QUIET]'
complete -c p2msg -n "__fish_p2msg_using_subcommand node; and __fish_seen_subcommand_from bans" -l verbose -d 'Say more on stderr [env: P2MSG_VERBOSE]'
complete -c p2msg -n "__fish_p2msg_using_subcommand node; and __fish_seen_subcommand_from bans" -l no-input -d 'Never ask anything [env: P2MSG_NO_INPUT]'
complete -c p2msg -n "__fish_p2msg_using_subcommand node; and __fish_seen_subcommand_from bans" -l yes -d 'Answer yes to every question for consent [env: P2MSG_YES]'
complete -c p2msg -n "__fish_p2msg_using_subcommand node; and __fish_seen_subcommand_from bans" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c p2msg -n "__fish_p2msg_using_subcommand node; and __fish_seen_subcommand_from diag" -l url -d 'Base URL of a node, can be repeated [default: http://127.0.0.1:<port of --net>] [env: P2MSG_URL]' -r
complete -c p2msg -n "__fish_p2msg_using_subcommand node; and __fish_seen_subcommand_from diag" -l api -d 'API that the nodes have' -r -f -a "auto\t'Find out'
plan\t'/share_messages: nodes that carry out the plan'
msg\t'/msg/...: p2pool-merged-v36'
c2pool\t'/version_signaling: c2pool'"
complete -c p2msg -n "__fish_p2msg_using_subcommand node; and __fish_seen_subcommand_from diag" -l timeout -d 'Give up on a node that has not answered everything within so many seconds' -r
complete -c p2msg -n "__fish_p2msg_using_subcommand node; and __fish_seen_subcommand_from diag" -l connect-timeout -d 'Give up on a connection within so many seconds' -r
complete -c p2msg -n "__fish_p2msg_using_subcommand node; and __fish_seen_subcommand_from diag" -l ca-file -d 'Certificates (PEM) that count beside the system\'s, for https [env: P2MSG_CA_FILE]' -r -F
complete -c p2msg -n "__fish_p2msg_using_subcommand node; and __fish_seen_subcommand_from diag" -l auth-file -d 'File with user:password for a proxy in front of the node [env: P2MSG_AUTH_FILE]' -r -F
complete -c p2msg -n "__fish_p2msg_using_subcommand node; and __fish_seen_subcommand_from diag" -l net -d 'P2Pool network [default: litecoin] [env: P2MSG_NET]' -r -f -a "bitcoin\t''
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
complete -c p2msg -n "__fish_p2msg_using_subcommand node; and __fish_seen_subcommand_from diag" -l data-dir -d 'Folder with the key state, the queue and the lock [env: P2MSG_DATA_DIR]' -r -F
complete -c p2msg -n "__fish_p2msg_using_subcommand node; and __fish_seen_subcommand_from diag" -l signing-key-file -d 'State file of the signing key [env: P2MSG_SIGNING_KEY_FILE]' -r -F
complete -c p2msg -n "__fish_p2msg_using_subcommand node; and __fish_seen_subcommand_from diag" -l signing-key-index -d 'key_index to sign with; above the state file\'s it rotates [env: P2MSG_SIGNING_KEY_INDEX]' -r
complete -c p2msg -n "__fish_p2msg_using_subcommand node; and __fish_seen_subcommand_from diag" -l color -d 'When to use colours [default: auto] [env: P2MSG_COLOR]' -r -f -a "auto\t'On a terminal only'
always\t'Always'
never\t'Never'"
complete -c p2msg -n "__fish_p2msg_using_subcommand node; and __fish_seen_subcommand_from diag" -l config -d 'Config file [default: $XDG_CONFIG_HOME/p2msg/config.toml] [env: P2MSG_CONFIG]' -r -F
complete -c p2msg -n "__fish_p2msg_using_subcommand node; and __fish_seen_subcommand_from diag" -l lock-timeout -d 'How long to wait for the lock of the data folder [default: 10] [env: P2MSG_LOCK_TIMEOUT]' -r
complete -c p2msg -n "__fish_p2msg_using_subcommand node; and __fish_seen_subcommand_from diag" -l allow-insecure-key-file -d 'Take an --auth-file that its group or others can read'
complete -c p2msg -n "__fish_p2msg_using_subcommand node; and __fish_seen_subcommand_from diag" -l json -d 'Print JSON: one object, or one a line [env: P2MSG_JSON]'
complete -c p2msg -n "__fish_p2msg_using_subcommand node; and __fish_seen_subcommand_from diag" -l quiet -d 'Leave only errors on stderr [env: P2MSG_QUIET]'
complete -c p2msg -n "__fish_p2msg_using_subcommand node; and __fish_seen_subcommand_from diag" -l verbose -d 'Say more on stderr [env: P2MSG_VERBOSE]'
complete -c p2msg -n "__fish_p2msg_using_subcommand node; and __fish_seen_subcommand_from diag" -l no-input -d 'Never ask anything [env: P2MSG_NO_INPUT]'
complete -c p2msg -n "__fish_p2msg_using_subcommand node; and __fish_seen_subcommand_from diag" -l yes -d 'Answer yes to every question for consent [env: P2MSG_YES]'
complete -c p2msg -n "__fish_p2msg_using_subcommand node; and __fish_seen_subcommand_from diag" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c p2msg -n "__fish_p2msg_using_subcommand node; and __fish_seen_subcommand_from watch" -l interval -d 'Ask every so many seconds' -r
complete -c p2msg -n "__fish_p2msg_using_subcommand node; and __fish_seen_subcommand_from watch" -l since -d 'Show what is there already too, of this time or later: Unix seconds, 2024-02-10T16:00:00Z, or 2h for two hours ago' -r
complete -c p2msg -n "__fish_p2msg_using_subcommand node; and __fish_seen_subcommand_from watch" -l type -d 'Only messages of this kind: chat, announce, alert, node-status, ..., or its number (0x07); can be repeated' -r
complete -c p2msg -n "__fish_p2msg_using_subcommand node; and __fish_seen_subcommand_from watch" -l sender -d 'Only messages of this payout address' -r
complete -c p2msg -n "__fish_p2msg_using_subcommand node; and __fish_seen_subcommand_from watch" -l signing-id -d 'Only messages that name this signing key, whether or not the signature holds' -r
complete -c p2msg -n "__fish_p2msg_using_subcommand node; and __fish_seen_subcommand_from watch" -l grep -d 'Only messages with this text, in upper or lower case' -r
complete -c p2msg -n "__fish_p2msg_using_subcommand node; and __fish_seen_subcommand_from watch" -l exec -d 'Command to run for each message, which it gets as JSON on its stdin' -r
complete -c p2msg -n "__fish_p2msg_using_subcommand node; and __fish_seen_subcommand_from watch" -l exec-timeout -d 'Kill the command if it runs for longer than so many seconds' -r
complete -c p2msg -n "__fish_p2msg_using_subcommand node; and __fish_seen_subcommand_from watch" -l url -d 'Base URL of a node, can be repeated [default: http://127.0.0.1:<port of --net>] [env: P2MSG_URL]' -r
complete -c p2msg -n "__fish_p2msg_using_subcommand node; and __fish_seen_subcommand_from watch" -l api -d 'API that the nodes have' -r -f -a "auto\t'Find out'
plan\t'/share_messages: nodes that carry out the plan'
msg\t'/msg/...: p2pool-merged-v36'
c2pool\t'/version_signaling: c2pool'"
complete -c p2msg -n "__fish_p2msg_using_subcommand node; and __fish_seen_subcommand_from watch" -l timeout -d 'Give up on a node that has not answered everything within so many seconds' -r
complete -c p2msg -n "__fish_p2msg_using_subcommand node; and __fish_seen_subcommand_from watch" -l connect-timeout -d 'Give up on a connection within so many seconds' -r
complete -c p2msg -n "__fish_p2msg_using_subcommand node; and __fish_seen_subcommand_from watch" -l ca-file -d 'Certificates (PEM) that count beside the system\'s, for https [env: P2MSG_CA_FILE]' -r -F
complete -c p2msg -n "__fish_p2msg_using_subcommand node; and __fish_seen_subcommand_from watch" -l auth-file -d 'File with user:password for a proxy in front of the node [env: P2MSG_AUTH_FILE]' -r -F
complete -c p2msg -n "__fish_p2msg_using_subcommand node; and __fish_seen_subcommand_from watch" -l net -d 'P2Pool network [default: litecoin] [env: P2MSG_NET]' -r -f -a "bitcoin\t''
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
complete -c p2msg -n "__fish_p2msg_using_subcommand node; and __fish_seen_subcommand_from watch" -l data-dir -d 'Folder with the key state, the queue and the lock [env: P2MSG_DATA_DIR]' -r -F
complete -c p2msg -n "__fish_p2msg_using_subcommand node; and __fish_seen_subcommand_from watch" -l signing-key-file -d 'State file of the signing key [env: P2MSG_SIGNING_KEY_FILE]' -r -F
complete -c p2msg -n "__fish_p2msg_using_subcommand node; and __fish_seen_subcommand_from watch" -l signing-key-index -d 'key_index to sign with; above the state file\'s it rotates [env: P2MSG_SIGNING_KEY_INDEX]' -r
complete -c p2msg -n "__fish_p2msg_using_subcommand node; and __fish_seen_subcommand_from watch" -l color -d 'When to use colours [default: auto] [env: P2MSG_COLOR]' -r -f -a "auto\t'On a terminal only'
always\t'Always'
never\t'Never'"
complete -c p2msg -n "__fish_p2msg_using_subcommand node; and __fish_seen_subcommand_from watch" -l config -d 'Config file [default: $XDG_CONFIG_HOME/p2msg/config.toml] [env: P2MSG_CONFIG]' -r -F
complete -c p2msg -n "__fish_p2msg_using_subcommand node; and __fish_seen_subcommand_from watch" -l lock-timeout -d 'How long to wait for the lock of the data folder [default: 10] [env: P2MSG_LOCK_TIMEOUT]' -r
complete -c p2msg -n "__fish_p2msg_using_subcommand node; and __fish_seen_subcommand_from watch" -l alerts-only -d 'Only alerts: messages of type EMERGENCY'
complete -c p2msg -n "__fish_p2msg_using_subcommand node; and __fish_seen_subcommand_from watch" -l verified-only -d 'Only messages whose signature is valid'
complete -c p2msg -n "__fish_p2msg_using_subcommand node; and __fish_seen_subcommand_from watch" -l allow-insecure-key-file -d 'Take an --auth-file that its group or others can read'
complete -c p2msg -n "__fish_p2msg_using_subcommand node; and __fish_seen_subcommand_from watch" -l json -d 'Print JSON: one object, or one a line [env: P2MSG_JSON]'
complete -c p2msg -n "__fish_p2msg_using_subcommand node; and __fish_seen_subcommand_from watch" -l quiet -d 'Leave only errors on stderr [env: P2MSG_QUIET]'
complete -c p2msg -n "__fish_p2msg_using_subcommand node; and __fish_seen_subcommand_from watch" -l verbose -d 'Say more on stderr [env: P2MSG_VERBOSE]'
complete -c p2msg -n "__fish_p2msg_using_subcommand node; and __fish_seen_subcommand_from watch" -l no-input -d 'Never ask anything [env: P2MSG_NO_INPUT]'
complete -c p2msg -n "__fish_p2msg_using_subcommand node; and __fish_seen_subcommand_from watch" -l yes -d 'Answer yes to every question for consent [env: P2MSG_YES]'
complete -c p2msg -n "__fish_p2msg_using_subcommand node; and __fish_seen_subcommand_from watch" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c p2msg -n "__fish_p2msg_using_subcommand node; and __fish_seen_subcommand_from check" -l status-warning -d 'Warn if the newest NODE_STATUS is older than so many seconds' -r
complete -c p2msg -n "__fish_p2msg_using_subcommand node; and __fish_seen_subcommand_from check" -l status-critical -d 'Critical if the newest NODE_STATUS is older than so many seconds' -r
complete -c p2msg -n "__fish_p2msg_using_subcommand node; and __fish_seen_subcommand_from check" -l status-sender -d 'Look at NODE_STATUS of this payout address only' -r
complete -c p2msg -n "__fish_p2msg_using_subcommand node; and __fish_seen_subcommand_from check" -l alert-age -d 'Look at alerts of the last so many seconds only' -r
complete -c p2msg -n "__fish_p2msg_using_subcommand node; and __fish_seen_subcommand_from check" -l queue-warning -d 'Warn if a message has waited in the queue for longer than so many seconds' -r
complete -c p2msg -n "__fish_p2msg_using_subcommand node; and __fish_seen_subcommand_from check" -l queue-critical -d 'Critical if a message has waited for longer; after 24 hours it expires' -r
complete -c p2msg -n "__fish_p2msg_using_subcommand node; and __fish_seen_subcommand_from check" -l signing-id -d 'Our signing key [default: that of the state file, if there is one]' -r
complete -c p2msg -n "__fish_p2msg_using_subcommand node; and __fish_seen_subcommand_from check" -l skip -d 'Leave out this check; can be repeated' -r -f -a "status\t'Age of the newest NODE_STATUS'
alerts\t'EMERGENCY messages'
transition\t'Transition signals'
key\t'Our signing key'
queue\t'Messages that wait'"
complete -c p2msg -n "__fish_p2msg_using_subcommand node; and __fish_seen_subcommand_from check" -l textfile -d 'Write what was found to this file too, for Prometheus\' node exporter' -r -F
complete -c p2msg -n "__fish_p2msg_using_subcommand node; and __fish_seen_subcommand_from check" -l url -d 'Base URL of a node, can be repeated [default: http://127.0.0.1:<port of --net>] [env: P2MSG_URL]' -r
complete -c p2msg -n "__fish_p2msg_using_subcommand node; and __fish_seen_subcommand_from check" -l api -d 'API that the nodes have' -r -f -a "auto\t'Find out'
plan\t'/share_messages: nodes that carry out the plan'
msg\t'/msg/...: p2pool-merged-v36'
c2pool\t'/version_signaling: c2pool'"
complete -c p2msg -n "__fish_p2msg_using_subcommand node; and __fish_seen_subcommand_from check" -l timeout -d 'Give up on a node that has not answered everything within so many seconds' -r
complete -c p2msg -n "__fish_p2msg_using_subcommand node; and __fish_seen_subcommand_from check" -l connect-timeout -d 'Give up on a connection within so many seconds' -r
complete -c p2msg -n "__fish_p2msg_using_subcommand node; and __fish_seen_subcommand_from check" -l ca-file -d 'Certificates (PEM) that count beside the system\'s, for https [env: P2MSG_CA_FILE]' -r -F
complete -c p2msg -n "__fish_p2msg_using_subcommand node; and __fish_seen_subcommand_from check" -l auth-file -d 'File with user:password for a proxy in front of the node [env: P2MSG_AUTH_FILE]' -r -F
complete -c p2msg -n "__fish_p2msg_using_subcommand node; and __fish_seen_subcommand_from check" -l net -d 'P2Pool network [default: litecoin] [env: P2MSG_NET]' -r -f -a "bitcoin\t''
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
complete -c p2msg -n "__fish_p2msg_using_subcommand node; and __fish_seen_subcommand_from check" -l data-dir -d 'Folder with the key state, the queue and the lock [env: P2MSG_DATA_DIR]' -r -F
complete -c p2msg -n "__fish_p2msg_using_subcommand node; and __fish_seen_subcommand_from check" -l signing-key-file -d 'State file of the signing key [env: P2MSG_SIGNING_KEY_FILE]' -r -F
complete -c p2msg -n "__fish_p2msg_using_subcommand node; and __fish_seen_subcommand_from check" -l signing-key-index -d 'key_index to sign with; above the state file\'s it rotates [env: P2MSG_SIGNING_KEY_INDEX]' -r
complete -c p2msg -n "__fish_p2msg_using_subcommand node; and __fish_seen_subcommand_from check" -l color -d 'When to use colours [default: auto] [env: P2MSG_COLOR]' -r -f -a "auto\t'On a terminal only'
always\t'Always'
never\t'Never'"
complete -c p2msg -n "__fish_p2msg_using_subcommand node; and __fish_seen_subcommand_from check" -l config -d 'Config file [default: $XDG_CONFIG_HOME/p2msg/config.toml] [env: P2MSG_CONFIG]' -r -F
complete -c p2msg -n "__fish_p2msg_using_subcommand node; and __fish_seen_subcommand_from check" -l lock-timeout -d 'How long to wait for the lock of the data folder [default: 10] [env: P2MSG_LOCK_TIMEOUT]' -r
complete -c p2msg -n "__fish_p2msg_using_subcommand node; and __fish_seen_subcommand_from check" -l allow-insecure-key-file -d 'Take an --auth-file that its group or others can read'
complete -c p2msg -n "__fish_p2msg_using_subcommand node; and __fish_seen_subcommand_from check" -l json -d 'Print JSON: one object, or one a line [env: P2MSG_JSON]'
complete -c p2msg -n "__fish_p2msg_using_subcommand node; and __fish_seen_subcommand_from check" -l quiet -d 'Leave only errors on stderr [env: P2MSG_QUIET]'
complete -c p2msg -n "__fish_p2msg_using_subcommand node; and __fish_seen_subcommand_from check" -l verbose -d 'Say more on stderr [env: P2MSG_VERBOSE]'
complete -c p2msg -n "__fish_p2msg_using_subcommand node; and __fish_seen_subcommand_from check" -l no-input -d 'Never ask anything [env: P2MSG_NO_INPUT]'
complete -c p2msg -n "__fish_p2msg_using_subcommand node; and __fish_seen_subcommand_from check" -l yes -d 'Answer yes to every question for consent [env: P2MSG_YES]'
complete -c p2msg -n "__fish_p2msg_using_subcommand node; and __fish_seen_subcommand_from check" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c p2msg -n "__fish_p2msg_using_subcommand node; and __fish_seen_subcommand_from ban" -l signing-id -d 'A signing key' -r
complete -c p2msg -n "__fish_p2msg_using_subcommand node; and __fish_seen_subcommand_from ban" -l address -d 'A payout address' -r
complete -c p2msg -n "__fish_p2msg_using_subcommand node; and __fish_seen_subcommand_from ban" -l keyword -d 'A word; nodes look for it in upper and lower case' -r
complete -c p2msg -n "__fish_p2msg_using_subcommand node; and __fish_seen_subcommand_from ban" -l type -d 'A kind of messages: chat, announce, alert, node-status, ..., or its number (0x07)' -r
complete -c p2msg -n "__fish_p2msg_using_subcommand node; and __fish_seen_subcommand_from ban" -l url -d 'Base URL of a node, can be repeated [default: http://127.0.0.1:<port of --net>] [env: P2MSG_URL]' -r
complete -c p2msg -n "__fish_p2msg_using_subcommand node; and __fish_seen_subcommand_from ban" -l api -d 'API that the nodes have' -r -f -a "auto\t'Find out'
plan\t'/share_messages: nodes that carry out the plan'
msg\t'/msg/...: p2pool-merged-v36'
c2pool\t'/version_signaling: c2pool'"
complete -c p2msg -n "__fish_p2msg_using_subcommand node; and __fish_seen_subcommand_from ban" -l timeout -d 'Give up on a node that has not answered everything within so many seconds' -r
complete -c p2msg -n "__fish_p2msg_using_subcommand node; and __fish_seen_subcommand_from ban" -l connect-timeout -d 'Give up on a connection within so many seconds' -r
complete -c p2msg -n "__fish_p2msg_using_subcommand node; and __fish_seen_subcommand_from ban" -l ca-file -d 'Certificates (PEM) that count beside the system\'s, for https [env: P2MSG_CA_FILE]' -r -F
complete -c p2msg -n "__fish_p2msg_using_subcommand node; and __fish_seen_subcommand_from ban" -l auth-file -d 'File with user:password for a proxy in front of the node [env: P2MSG_AUTH_FILE]' -r -F
complete -c p2msg -n "__fish_p2msg_using_subcommand node; and __fish_seen_subcommand_from ban" -l net -d 'P2Pool network [default: litecoin] [env: P2MSG_NET]' -r -f -a "bitcoin\t''
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
complete -c p2msg -n "__fish_p2msg_using_subcommand node; and __fish_seen_subcommand_from ban" -l data-dir -d 'Folder with the key state, the queue and the lock [env: P2MSG_DATA_DIR]' -r -F
complete -c p2msg -n "__fish_p2msg_using_subcommand node; and __fish_seen_subcommand_from ban" -l signing-key-file -d 'State file of the signing key [env: P2MSG_SIGNING_KEY_FILE]' -r -F
complete -c p2msg -n "__fish_p2msg_using_subcommand node; and __fish_seen_subcommand_from ban" -l signing-key-index -d 'key_index to sign with; above the state file\'s it rotates [env: P2MSG_SIGNING_KEY_INDEX]' -r
complete -c p2msg -n "__fish_p2msg_using_subcommand node; and __fish_seen_subcommand_from ban" -l color -d 'When to use colours [default: auto] [env: P2MSG_COLOR]' -r -f -a "auto\t'On a terminal only'
always\t'Always'
never\t'Never'"
complete -c p2msg -n "__fish_p2msg_using_subcommand node; and __fish_seen_subcommand_from ban" -l config -d 'Config file [default: $XDG_CONFIG_HOME/p2msg/config.toml] [env: P2MSG_CONFIG]' -r -F
complete -c p2msg -n "__fish_p2msg_using_subcommand node; and __fish_seen_subcommand_from ban" -l lock-timeout -d 'How long to wait for the lock of the data folder [default: 10] [env: P2MSG_LOCK_TIMEOUT]' -r
complete -c p2msg -n "__fish_p2msg_using_subcommand node; and __fish_seen_subcommand_from ban" -l allow-insecure-key-file -d 'Take an --auth-file that its group or others can read'
complete -c p2msg -n "__fish_p2msg_using_subcommand node; and __fish_seen_subcommand_from ban" -l json -d 'Print JSON: one object, or one a line [env: P2MSG_JSON]'
complete -c p2msg -n "__fish_p2msg_using_subcommand node; and __fish_seen_subcommand_from ban" -l quiet -d 'Leave only errors on stderr [env: P2MSG_QUIET]'
complete -c p2msg -n "__fish_p2msg_using_subcommand node; and __fish_seen_subcommand_from ban" -l verbose -d 'Say more on stderr [env: P2MSG_VERBOSE]'
complete -c p2msg -n "__fish_p2msg_using_subcommand node; and __fish_seen_subcommand_from ban" -l no-input -d 'Never ask anything [env: P2MSG_NO_INPUT]'
complete -c p2msg -n "__fish_p2msg_using_subcommand node; and __fish_seen_subcommand_from ban" -l yes -d 'Answer yes to every question for consent [env: P2MSG_YES]'
complete -c p2msg -n "__fish_p2msg_using_subcommand node; and __fish_seen_subcommand_from ban" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c p2msg -n "__fish_p2msg_using_subcommand node; and __fish_seen_subcommand_from unban" -l signing-id -d 'A signing key' -r
complete -c p2msg -n "__fish_p2msg_using_subcommand node; and __fish_seen_subcommand_from unban" -l address -d 'A payout address' -r
complete -c p2msg -n "__fish_p2msg_using_subcommand node; and __fish_seen_subcommand_from unban" -l keyword -d 'A word; nodes look for it in upper and lower case' -r
complete -c p2msg -n "__fish_p2msg_using_subcommand node; and __fish_seen_subcommand_from unban" -l type -d 'A kind of messages: chat, announce, alert, node-status, ..., or its number (0x07)' -r
complete -c p2msg -n "__fish_p2msg_using_subcommand node; and __fish_seen_subcommand_from unban" -l url -d 'Base URL of a node, can be repeated [default: http://127.0.0.1:<port of --net>] [env: P2MSG_URL]' -r
complete -c p2msg -n "__fish_p2msg_using_subcommand node; and __fish_seen_subcommand_from unban" -l api -d 'API that the nodes have' -r -f -a "auto\t'Find out'
plan\t'/share_messages: nodes that carry out the plan'
msg\t'/msg/...: p2pool-merged-v36'
c2pool\t'/version_signaling: c2pool'"
complete -c p2msg -n "__fish_p2msg_using_subcommand node; and __fish_seen_subcommand_from unban" -l timeout -d 'Give up on a node that has not answered everything within so many seconds' -r
complete -c p2msg -n "__fish_p2msg_using_subcommand node; and __fish_seen_subcommand_from unban" -l connect-timeout -d 'Give up on a connection within so many seconds' -r
complete -c p2msg -n "__fish_p2msg_using_subcommand node; and __fish_seen_subcommand_from unban" -l ca-file -d 'Certificates (PEM) that count beside the system\'s, for https [env: P2MSG_CA_FILE]' -r -F
complete -c p2msg -n "__fish_p2msg_using_subcommand node; and __fish_seen_subcommand_from unban" -l auth-file -d 'File with user:password for a proxy in front of the node [env: P2MSG_AUTH_FILE]' -r -F
complete -c p2msg -n "__fish_p2msg_using_subcommand node; and __fish_seen_subcommand_from unban" -l net -d 'P2Pool network [default: litecoin] [env: P2MSG_NET]' -r -f -a "bitcoin\t''
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
complete -c p2msg -n "__fish_p2msg_using_subcommand node; and __fish_seen_subcommand_from unban" -l data-dir -d 'Folder with the key state, the queue and the lock [env: P2MSG_DATA_DIR]' -r -F
complete -c p2msg -n "__fish_p2msg_using_subcommand node; and __fish_seen_subcommand_from unban" -l signing-key-file -d 'State file of the signing key [env: P2MSG_SIGNING_KEY_FILE]' -r -F
complete -c p2msg -n "__fish_p2msg_using_subcommand node; and __fish_seen_subcommand_from unban" -l signing-key-index -d 'key_index to sign with; above the state file\'s it rotates [env: P2MSG_SIGNING_KEY_INDEX]' -r
complete -c p2msg -n "__fish_p2msg_using_subcommand node; and __fish_seen_subcommand_from unban" -l color -d 'When to use colours [default: auto] [env: P2MSG_COLOR]' -r -f -a "auto\t'On a terminal only'
always\t'Always'
never\t'Never'"
complete -c p2msg -n "__fish_p2msg_using_subcommand node; and __fish_seen_subcommand_from unban" -l config -d 'Config file [default: $XDG_CONFIG_HOME/p2msg/config.toml] [env: P2MSG_CONFIG]' -r -F
complete -c p2msg -n "__fish_p2msg_using_subcommand node; and __fish_seen_subcommand_from unban" -l lock-timeout -d 'How long to wait for the lock of the data folder [default: 10] [env: P2MSG_LOCK_TIMEOUT]' -r
complete -c p2msg -n "__fish_p2msg_using_subcommand node; and __fish_seen_subcommand_from unban" -l allow-insecure-key-file -d 'Take an --auth-file that its group or others can read'
complete -c p2msg -n "__fish_p2msg_using_subcommand node; and __fish_seen_subcommand_from unban" -l json -d 'Print JSON: one object, or one a line [env: P2MSG_JSON]'
complete -c p2msg -n "__fish_p2msg_using_subcommand node; and __fish_seen_subcommand_from unban" -l quiet -d 'Leave only errors on stderr [env: P2MSG_QUIET]'
complete -c p2msg -n "__fish_p2msg_using_subcommand node; and __fish_seen_subcommand_from unban" -l verbose -d 'Say more on stderr [env: P2MSG_VERBOSE]'
complete -c p2msg -n "__fish_p2msg_using_subcommand node; and __fish_seen_subcommand_from unban" -l no-input -d 'Never ask anything [env: P2MSG_NO_INPUT]'
complete -c p2msg -n "__fish_p2msg_using_subcommand node; and __fish_seen_subcommand_from unban" -l yes -d 'Answer yes to every question for consent [env: P2MSG_YES]'
complete -c p2msg -n "__fish_p2msg_using_subcommand node; and __fish_seen_subcommand_from unban" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c p2msg -n "__fish_p2msg_using_subcommand node; and __fish_seen_subcommand_from load-blob" -l from -d 'Read every line as this instead of finding out what it is' -r -f -a "message-data\t'Hex of message_data'
share\t'Hex of a raw share'
contents\t'Hex of the contents of a share of --share-version'
store\t'A line of a share store'"
complete -c p2msg -n "__fish_p2msg_using_subcommand node; and __fish_seen_subcommand_from load-blob" -l share-version -d 'The share version, for --from contents' -r
complete -c p2msg -n "__fish_p2msg_using_subcommand node; and __fish_seen_subcommand_from load-blob" -l authority-key -d 'Take this public key (66 hex digits) for an authority too; can be repeated' -r
complete -c p2msg -n "__fish_p2msg_using_subcommand node; and __fish_seen_subcommand_from load-blob" -l url -d 'Base URL of a node, can be repeated [default: http://127.0.0.1:<port of --net>] [env: P2MSG_URL]' -r
complete -c p2msg -n "__fish_p2msg_using_subcommand node; and __fish_seen_subcommand_from load-blob" -l api -d 'API that the nodes have' -r -f -a "auto\t'Find out'
plan\t'/share_messages: nodes that carry out the plan'
msg\t'/msg/...: p2pool-merged-v36'
c2pool\t'/version_signaling: c2pool'"
complete -c p2msg -n "__fish_p2msg_using_subcommand node; and __fish_seen_subcommand_from load-blob" -l timeout -d 'Give up on a node that has not answered everything within so many seconds' -r
complete -c p2msg -n "__fish_p2msg_using_subcommand node; and __fish_seen_subcommand_from load-blob" -l connect-timeout -d 'Give up on a connection within so many seconds' -r
complete -c p2msg -n "__fish_p2msg_using_subcommand node; and __fish_seen_subcommand_from load-blob" -l ca-file -d 'Certificates (PEM) that count beside the system\'s, for https [env: P2MSG_CA_FILE]' -r -F
complete -c p2msg -n "__fish_p2msg_using_subcommand node; and __fish_seen_subcommand_from load-blob" -l auth-file -d 'File with user:password for a proxy in front of the node [env: P2MSG_AUTH_FILE]' -r -F
complete -c p2msg -n "__fish_p2msg_using_subcommand node; and __fish_seen_subcommand_from load-blob" -l net -d 'P2Pool network [default: litecoin] [env: P2MSG_NET]' -r -f -a "bitcoin\t''
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
complete -c p2msg -n "__fish_p2msg_using_subcommand node; and __fish_seen_subcommand_from load-blob" -l data-dir -d 'Folder with the key state, the queue and the lock [env: P2MSG_DATA_DIR]' -r -F
complete -c p2msg -n "__fish_p2msg_using_subcommand node; and __fish_seen_subcommand_from load-blob" -l signing-key-file -d 'State file of the signing key [env: P2MSG_SIGNING_KEY_FILE]' -r -F
complete -c p2msg -n "__fish_p2msg_using_subcommand node; and __fish_seen_subcommand_from load-blob" -l signing-key-index -d 'key_index to sign with; above the state file\'s it rotates [env: P2MSG_SIGNING_KEY_INDEX]' -r
complete -c p2msg -n "__fish_p2msg_using_subcommand node; and __fish_seen_subcommand_from load-blob" -l color -d 'When to use colours [default: auto] [env: P2MSG_COLOR]' -r -f -a "auto\t'On a terminal only'
always\t'Always'
never\t'Never'"
complete -c p2msg -n "__fish_p2msg_using_subcommand node; and __fish_seen_subcommand_from load-blob" -l config -d 'Config file [default: $XDG_CONFIG_HOME/p2msg/config.toml] [env: P2MSG_CONFIG]' -r -F
complete -c p2msg -n "__fish_p2msg_using_subcommand node; and __fish_seen_subcommand_from load-blob" -l lock-timeout -d 'How long to wait for the lock of the data folder [default: 10] [env: P2MSG_LOCK_TIMEOUT]' -r
complete -c p2msg -n "__fish_p2msg_using_subcommand node; and __fish_seen_subcommand_from load-blob" -l allow-insecure-key-file -d 'Take an --auth-file that its group or others can read'
complete -c p2msg -n "__fish_p2msg_using_subcommand node; and __fish_seen_subcommand_from load-blob" -l json -d 'Print JSON: one object, or one a line [env: P2MSG_JSON]'
complete -c p2msg -n "__fish_p2msg_using_subcommand node; and __fish_seen_subcommand_from load-blob" -l quiet -d 'Leave only errors on stderr [env: P2MSG_QUIET]'
complete -c p2msg -n "__fish_p2msg_using_subcommand node; and __fish_seen_subcommand_from load-blob" -l verbose -d 'Say more on stderr [env: P2MSG_VERBOSE]'
complete -c p2msg -n "__fish_p2msg_using_subcommand node; and __fish_seen_subcommand_from load-blob" -l no-input -d 'Never ask anything [env: P2MSG_NO_INPUT]'
complete -c p2msg -n "__fish_p2msg_using_subcommand node; and __fish_seen_subcommand_from load-blob" -l yes -d 'Answer yes to every question for consent [env: P2MSG_YES]'
complete -c p2msg -n "__fish_p2msg_using_subcommand node; and __fish_seen_subcommand_from load-blob" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c p2msg -n "__fish_p2msg_using_subcommand node; and __fish_seen_subcommand_from help" -f -a "messages" -d 'Show the messages that nodes have, newest first'
complete -c p2msg -n "__fish_p2msg_using_subcommand node; and __fish_seen_subcommand_from help" -f -a "chat" -d 'Show what miners say to each other'
complete -c p2msg -n "__fish_p2msg_using_subcommand node; and __fish_seen_subcommand_from help" -f -a "announcements" -d 'Show the announcements of operators and authorities'
complete -c p2msg -n "__fish_p2msg_using_subcommand node; and __fish_seen_subcommand_from help" -f -a "alerts" -d 'Show the alerts'
complete -c p2msg -n "__fish_p2msg_using_subcommand node; and __fish_seen_subcommand_from help" -f -a "status" -d 'Show what nodes say of their state'
complete -c p2msg -n "__fish_p2msg_using_subcommand node; and __fish_seen_subcommand_from help" -f -a "keys" -d 'Show the signing keys that nodes know'
complete -c p2msg -n "__fish_p2msg_using_subcommand node; and __fish_seen_subcommand_from help" -f -a "stats" -d 'Show what nodes count of their messages and keys'
complete -c p2msg -n "__fish_p2msg_using_subcommand node; and __fish_seen_subcommand_from help" -f -a "transition" -d 'Show what nodes say about the transition to another share version'
complete -c p2msg -n "__fish_p2msg_using_subcommand node; and __fish_seen_subcommand_from help" -f -a "bans" -d 'Show which messages nodes hide'
complete -c p2msg -n "__fish_p2msg_using_subcommand node; and __fish_seen_subcommand_from help" -f -a "diag" -d 'Show what nodes say about loading authority blobs'
complete -c p2msg -n "__fish_p2msg_using_subcommand node; and __fish_seen_subcommand_from help" -f -a "watch" -d 'Show each new message once, until it is told to end'
complete -c p2msg -n "__fish_p2msg_using_subcommand node; and __fish_seen_subcommand_from help" -f -a "check" -d 'Check nodes, keys and queue for a monitoring system'
complete -c p2msg -n "__fish_p2msg_using_subcommand node; and __fish_seen_subcommand_from help" -f -a "ban" -d 'Hide messages from those who ask a node'
complete -c p2msg -n "__fish_p2msg_using_subcommand node; and __fish_seen_subcommand_from help" -f -a "unban" -d 'Show messages again that a ban hides'
complete -c p2msg -n "__fish_p2msg_using_subcommand node; and __fish_seen_subcommand_from help" -f -a "load-blob" -d 'Give authority envelopes to nodes, which show their messages at once'
complete -c p2msg -n "__fish_p2msg_using_subcommand node; and __fish_seen_subcommand_from help" -f -a "help" -d 'Print this message or the help of the given subcommand(s)'
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
complete -c p2msg -n "__fish_p2msg_using_subcommand man" -l out -d 'Folder to write man1/p2msg.1 and all others below; it is made if it is not there' -r -F
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
complete -c p2msg -n "__fish_p2msg_using_subcommand help; and not __fish_seen_subcommand_from key send announce alert status queue pack decode store verify demo authority node completions man help" -f -a "key" -d 'Derive, rotate, export and announce the message-signing key'
complete -c p2msg -n "__fish_p2msg_using_subcommand help; and not __fish_seen_subcommand_from key send announce alert status queue pack decode store verify demo authority node completions man help" -f -a "send" -d 'Put a message into the queue'
complete -c p2msg -n "__fish_p2msg_using_subcommand help; and not __fish_seen_subcommand_from key send announce alert status queue pack decode store verify demo authority node completions man help" -f -a "announce" -d 'Put a pool announcement into the queue'
complete -c p2msg -n "__fish_p2msg_using_subcommand help; and not __fish_seen_subcommand_from key send announce alert status queue pack decode store verify demo authority node completions man help" -f -a "alert" -d 'Put an alert into the queue'
complete -c p2msg -n "__fish_p2msg_using_subcommand help; and not __fish_seen_subcommand_from key send announce alert status queue pack decode store verify demo authority node completions man help" -f -a "status" -d 'Put the status of a node into the queue'
complete -c p2msg -n "__fish_p2msg_using_subcommand help; and not __fish_seen_subcommand_from key send announce alert status queue pack decode store verify demo authority node completions man help" -f -a "queue" -d 'Look at the queue, change it, and mark what was seen in shares'
complete -c p2msg -n "__fish_p2msg_using_subcommand help; and not __fish_seen_subcommand_from key send announce alert status queue pack decode store verify demo authority node completions man help" -f -a "pack" -d 'Sign and pack the next messages of the queue as message_data for a share'
complete -c p2msg -n "__fish_p2msg_using_subcommand help; and not __fish_seen_subcommand_from key send announce alert status queue pack decode store verify demo authority node completions man help" -f -a "decode" -d 'Show what message_data, raw shares and share stores say'
complete -c p2msg -n "__fish_p2msg_using_subcommand help; and not __fish_seen_subcommand_from key send announce alert status queue pack decode store verify demo authority node completions man help" -f -a "store" -d 'Show the messages, keys and counts of share stores, as a node would'
complete -c p2msg -n "__fish_p2msg_using_subcommand help; and not __fish_seen_subcommand_from key send announce alert status queue pack decode store verify demo authority node completions man help" -f -a "verify" -d 'Verify shares from message_data to proof of work'
complete -c p2msg -n "__fish_p2msg_using_subcommand help; and not __fish_seen_subcommand_from key send announce alert status queue pack decode store verify demo authority node completions man help" -f -a "demo" -d 'Make a throw-away share chain with messages to try everything on'
complete -c p2msg -n "__fish_p2msg_using_subcommand help; and not __fish_seen_subcommand_from key send announce alert status queue pack decode store verify demo authority node completions man help" -f -a "authority" -d 'Seal and open authority envelopes, the only ones that deployed nodes take'
complete -c p2msg -n "__fish_p2msg_using_subcommand help; and not __fish_seen_subcommand_from key send announce alert status queue pack decode store verify demo authority node completions man help" -f -a "node" -d 'Ask running nodes: messages, keys, transition; watch and check them'
complete -c p2msg -n "__fish_p2msg_using_subcommand help; and not __fish_seen_subcommand_from key send announce alert status queue pack decode store verify demo authority node completions man help" -f -a "completions" -d 'Print the completion script of a shell'
complete -c p2msg -n "__fish_p2msg_using_subcommand help; and not __fish_seen_subcommand_from key send announce alert status queue pack decode store verify demo authority node completions man help" -f -a "man" -d 'Print the man page, or write one for each command'
complete -c p2msg -n "__fish_p2msg_using_subcommand help; and not __fish_seen_subcommand_from key send announce alert status queue pack decode store verify demo authority node completions man help" -f -a "help" -d 'Print this message or the help of the given subcommand(s)'
complete -c p2msg -n "__fish_p2msg_using_subcommand help; and __fish_seen_subcommand_from key" -f -a "derive" -d 'Print the public facts of signing keys derived from the master key'
complete -c p2msg -n "__fish_p2msg_using_subcommand help; and __fish_seen_subcommand_from key" -f -a "init" -d 'Make the state file of the signing key'
complete -c p2msg -n "__fish_p2msg_using_subcommand help; and __fish_seen_subcommand_from key" -f -a "show" -d 'Show the signing key in use'
complete -c p2msg -n "__fish_p2msg_using_subcommand help; and __fish_seen_subcommand_from key" -f -a "rotate" -d 'Go over to a higher key_index'
complete -c p2msg -n "__fish_p2msg_using_subcommand help; and __fish_seen_subcommand_from key" -f -a "log" -d 'List every key_index that was ever in use, and since when'
complete -c p2msg -n "__fish_p2msg_using_subcommand help; and __fish_seen_subcommand_from key" -f -a "export" -d 'Write the signing key in use as WIF, for a node or another machine'
complete -c p2msg -n "__fish_p2msg_using_subcommand help; and __fish_seen_subcommand_from key" -f -a "announce" -d 'Print the announcement of the key in use, 57 bytes in hex'
complete -c p2msg -n "__fish_p2msg_using_subcommand help; and __fish_seen_subcommand_from key" -f -a "check" -d 'Check whether an announcement is sound'
complete -c p2msg -n "__fish_p2msg_using_subcommand help; and __fish_seen_subcommand_from queue" -f -a "list" -d 'List the messages that wait, in the order in which they are packed'
complete -c p2msg -n "__fish_p2msg_using_subcommand help; and __fish_seen_subcommand_from queue" -f -a "show" -d 'Show one message and what became of it'
complete -c p2msg -n "__fish_p2msg_using_subcommand help; and __fish_seen_subcommand_from queue" -f -a "remove" -d 'Take messages out of the queue, whatever their state'
complete -c p2msg -n "__fish_p2msg_using_subcommand help; and __fish_seen_subcommand_from queue" -f -a "clear" -d 'Take every pending message out of the queue'
complete -c p2msg -n "__fish_p2msg_using_subcommand help; and __fish_seen_subcommand_from queue" -f -a "retry" -d 'Make messages pending again'
complete -c p2msg -n "__fish_p2msg_using_subcommand help; and __fish_seen_subcommand_from queue" -f -a "confirm" -d 'Mark the messages that were seen in shares as sent'
complete -c p2msg -n "__fish_p2msg_using_subcommand help; and __fish_seen_subcommand_from store" -f -a "messages" -d 'Show the messages of share stores, newest first'
complete -c p2msg -n "__fish_p2msg_using_subcommand help; and __fish_seen_subcommand_from store" -f -a "chat" -d 'Show what miners say to each other'
complete -c p2msg -n "__fish_p2msg_using_subcommand help; and __fish_seen_subcommand_from store" -f -a "announcements" -d 'Show the announcements of operators'
complete -c p2msg -n "__fish_p2msg_using_subcommand help; and __fish_seen_subcommand_from store" -f -a "alerts" -d 'Show the alerts'
complete -c p2msg -n "__fish_p2msg_using_subcommand help; and __fish_seen_subcommand_from store" -f -a "status" -d 'Show what nodes say of their state'
complete -c p2msg -n "__fish_p2msg_using_subcommand help; and __fish_seen_subcommand_from store" -f -a "keys" -d 'Show the signing keys that share stores announce'
complete -c p2msg -n "__fish_p2msg_using_subcommand help; and __fish_seen_subcommand_from store" -f -a "stats" -d 'Count the messages, keys and shares of share stores'
complete -c p2msg -n "__fish_p2msg_using_subcommand help; and __fish_seen_subcommand_from authority" -f -a "seal" -d 'Sign a message with an authority\'s key and seal it for deployed nodes'
complete -c p2msg -n "__fish_p2msg_using_subcommand help; and __fish_seen_subcommand_from authority" -f -a "open" -d 'Open authority envelopes: what decode says, and the bytes inside'
complete -c p2msg -n "__fish_p2msg_using_subcommand help; and __fish_seen_subcommand_from authority" -f -a "keystore" -d 'Keep a private key in a file, under a passphrase'
complete -c p2msg -n "__fish_p2msg_using_subcommand help; and __fish_seen_subcommand_from node" -f -a "messages" -d 'Show the messages that nodes have, newest first'
complete -c p2msg -n "__fish_p2msg_using_subcommand help; and __fish_seen_subcommand_from node" -f -a "chat" -d 'Show what miners say to each other'
complete -c p2msg -n "__fish_p2msg_using_subcommand help; and __fish_seen_subcommand_from node" -f -a "announcements" -d 'Show the announcements of operators and authorities'
complete -c p2msg -n "__fish_p2msg_using_subcommand help; and __fish_seen_subcommand_from node" -f -a "alerts" -d 'Show the alerts'
complete -c p2msg -n "__fish_p2msg_using_subcommand help; and __fish_seen_subcommand_from node" -f -a "status" -d 'Show what nodes say of their state'
complete -c p2msg -n "__fish_p2msg_using_subcommand help; and __fish_seen_subcommand_from node" -f -a "keys" -d 'Show the signing keys that nodes know'
complete -c p2msg -n "__fish_p2msg_using_subcommand help; and __fish_seen_subcommand_from node" -f -a "stats" -d 'Show what nodes count of their messages and keys'
complete -c p2msg -n "__fish_p2msg_using_subcommand help; and __fish_seen_subcommand_from node" -f -a "transition" -d 'Show what nodes say about the transition to another share version'
complete -c p2msg -n "__fish_p2msg_using_subcommand help; and __fish_seen_subcommand_from node" -f -a "bans" -d 'Show which messages nodes hide'
complete -c p2msg -n "__fish_p2msg_using_subcommand help; and __fish_seen_subcommand_from node" -f -a "diag" -d 'Show what nodes say about loading authority blobs'
complete -c p2msg -n "__fish_p2msg_using_subcommand help; and __fish_seen_subcommand_from node" -f -a "watch" -d 'Show each new message once, until it is told to end'
complete -c p2msg -n "__fish_p2msg_using_subcommand help; and __fish_seen_subcommand_from node" -f -a "check" -d 'Check nodes, keys and queue for a monitoring system'
complete -c p2msg -n "__fish_p2msg_using_subcommand help; and __fish_seen_subcommand_from node" -f -a "ban" -d 'Hide messages from those who ask a node'
complete -c p2msg -n "__fish_p2msg_using_subcommand help; and __fish_seen_subcommand_from node" -f -a "unban" -d 'Show messages again that a ban hides'
complete -c p2msg -n "__fish_p2msg_using_subcommand help; and __fish_seen_subcommand_from node" -f -a "load-blob" -d 'Give authority envelopes to nodes, which show their messages at once'
