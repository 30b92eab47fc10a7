
using namespace System.Management.Automation
using namespace System.Management.Automation.Language

Register-ArgumentCompleter -Native -CommandName 'p2msg' -ScriptBlock {
    param($wordToComplete, $commandAst, $cursorPosition)

    $commandElements = $commandAst.CommandElements
    $command = @(
        'p2msg'
        for ($i = 1; $i -lt $commandElements.Count; $i++) {
            $element = $commandElements[$i]
            if ($element -isnot [StringConstantExpressionAst] -or
                $element.StringConstantType -ne [StringConstantType]::BareWord -or
                $element.Value.StartsWith('-') -or
                $element.Value -eq $wordToComplete) {
                break
        }
        $element.Value
    }) -join ';'

    $completions = @(switch ($command) {
        'p2msg' {
            [CompletionResult]::new('--net', '--net', [CompletionResultType]::ParameterName, 'P2Pool network [default: litecoin] [env: P2MSG_NET]')
            [CompletionResult]::new('--data-dir', '--data-dir', [CompletionResultType]::ParameterName, 'Folder with the key state, the queue and the lock [env: P2MSG_DATA_DIR]')
            [CompletionResult]::new('--signing-key-file', '--signing-key-file', [CompletionResultType]::ParameterName, 'State file of the signing key [env: P2MSG_SIGNING_KEY_FILE]')
            [CompletionResult]::new('--signing-key-index', '--signing-key-index', [CompletionResultType]::ParameterName, 'key_index to sign with; above the state file''s it rotates [env: P2MSG_SIGNING_KEY_INDEX]')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use colours [default: auto] [env: P2MSG_COLOR]')
            [CompletionResult]::new('--config', '--config', [CompletionResultType]::ParameterName, 'Config file [default: $XDG_CONFIG_HOME/p2msg/config.toml] [env: P2MSG_CONFIG]')
            [CompletionResult]::new('--lock-timeout', '--lock-timeout', [CompletionResultType]::ParameterName, 'How long to wait for the lock of the data folder [default: 10] [env: P2MSG_LOCK_TIMEOUT]')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'Print JSON: one object, or one a line [env: P2MSG_JSON]')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Leave only errors on stderr [env: P2MSG_QUIET]')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Say more on stderr [env: P2MSG_VERBOSE]')
            [CompletionResult]::new('--no-input', '--no-input', [CompletionResultType]::ParameterName, 'Never ask anything [env: P2MSG_NO_INPUT]')
            [CompletionResult]::new('--yes', '--yes', [CompletionResultType]::ParameterName, 'Answer yes to every question for consent [env: P2MSG_YES]')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('-V', '-V ', [CompletionResultType]::ParameterName, 'Print version')
            [CompletionResult]::new('--version', '--version', [CompletionResultType]::ParameterName, 'Print version')
            [CompletionResult]::new('key', 'key', [CompletionResultType]::ParameterValue, 'Derive, rotate, export and announce the message-signing key')
            [CompletionResult]::new('send', 'send', [CompletionResultType]::ParameterValue, 'Put a message into the queue')
            [CompletionResult]::new('announce', 'announce', [CompletionResultType]::ParameterValue, 'Put a pool announcement into the queue')
            [CompletionResult]::new('alert', 'alert', [CompletionResultType]::ParameterValue, 'Put an alert into the queue')
            [CompletionResult]::new('status', 'status', [CompletionResultType]::ParameterValue, 'Put the status of a node into the queue')
            [CompletionResult]::new('queue', 'queue', [CompletionResultType]::ParameterValue, 'Look at the queue, change it, and mark what was seen in shares')
            [CompletionResult]::new('pack', 'pack', [CompletionResultType]::ParameterValue, 'Sign and pack the next messages of the queue as message_data for a share')
            [CompletionResult]::new('decode', 'decode', [CompletionResultType]::ParameterValue, 'Show what message_data, raw shares and share stores say')
            [CompletionResult]::new('store', 'store', [CompletionResultType]::ParameterValue, 'Show the messages, keys and counts of share stores, as a node would')
            [CompletionResult]::new('verify', 'verify', [CompletionResultType]::ParameterValue, 'Verify shares from message_data to proof of work')
            [CompletionResult]::new('demo', 'demo', [CompletionResultType]::ParameterValue, 'Make a throw-away share chain with messages to try everything on')
            [CompletionResult]::new('authority', 'authority', [CompletionResultType]::ParameterValue, 'Seal and open authority envelopes, the only ones that deployed nodes take')
            [CompletionResult]::new('node', 'node', [CompletionResultType]::ParameterValue, 'Ask running nodes: messages, keys, transition; watch and check them')
            [CompletionResult]::new('completions', 'completions', [CompletionResultType]::ParameterValue, 'Print the completion script of a shell')
            [CompletionResult]::new('man', 'man', [CompletionResultType]::ParameterValue, 'Print the man page, or write one for each command')
            [CompletionResult]::new('help', 'help', [CompletionResultType]::ParameterValue, 'Print this message or the help of the given subcommand(s)')
            break
        }
        'p2msg;key' {
            [CompletionResult]::new('--net', '--net', [CompletionResultType]::ParameterName, 'P2Pool network [default: litecoin] [env: P2MSG_NET]')
            [CompletionResult]::new('--data-dir', '--data-dir', [CompletionResultType]::ParameterName, 'Folder with the key state, the queue and the lock [env: P2MSG_DATA_DIR]')
            [CompletionResult]::new('--signing-key-file', '--signing-key-file', [CompletionResultType]::ParameterName, 'State file of the signing key [env: P2MSG_SIGNING_KEY_FILE]')
            [CompletionResult]::new('--signing-key-index', '--signing-key-index', [CompletionResultType]::ParameterName, 'key_index to sign with; above the state file''s it rotates [env: P2MSG_SIGNING_KEY_INDEX]')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use colours [default: auto] [env: P2MSG_COLOR]')
            [CompletionResult]::new('--config', '--config', [CompletionResultType]::ParameterName, 'Config file [default: $XDG_CONFIG_HOME/p2msg/config.toml] [env: P2MSG_CONFIG]')
            [CompletionResult]::new('--lock-timeout', '--lock-timeout', [CompletionResultType]::ParameterName, 'How long to wait for the lock of the data folder [default: 10] [env: P2MSG_LOCK_TIMEOUT]')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'Print JSON: one object, or one a line [env: P2MSG_JSON]')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Leave only errors on stderr [env: P2MSG_QUIET]')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Say more on stderr [env: P2MSG_VERBOSE]')
            [CompletionResult]::new('--no-input', '--no-input', [CompletionResultType]::ParameterName, 'Never ask anything [env: P2MSG_NO_INPUT]')
            [CompletionResult]::new('--yes', '--yes', [CompletionResultType]::ParameterName, 'Answer yes to every question for consent [env: P2MSG_YES]')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('derive', 'derive', [CompletionResultType]::ParameterValue, 'Print the public facts of signing keys derived from the master key')
            [CompletionResult]::new('init', 'init', [CompletionResultType]::ParameterValue, 'Make the state file of the signing key')
            [CompletionResult]::new('show', 'show', [CompletionResultType]::ParameterValue, 'Show the signing key in use')
            [CompletionResult]::new('rotate', 'rotate', [CompletionResultType]::ParameterValue, 'Go over to a higher key_index')
            [CompletionResult]::new('log', 'log', [CompletionResultType]::ParameterValue, 'List every key_index that was ever in use, and since when')
            [CompletionResult]::new('export', 'export', [CompletionResultType]::ParameterValue, 'Write the signing key in use as WIF, for a node or another machine')
            [CompletionResult]::new('announce', 'announce', [CompletionResultType]::ParameterValue, 'Print the announcement of the key in use, 57 bytes in hex')
            [CompletionResult]::new('check', 'check', [CompletionResultType]::ParameterValue, 'Check whether an announcement is sound')
            [CompletionResult]::new('help', 'help', [CompletionResultType]::ParameterValue, 'Print this message or the help of the given subcommand(s)')
            break
        }
        'p2msg;key;derive' {
            [CompletionResult]::new('--index', '--index', [CompletionResultType]::ParameterName, 'First key_index [default: --signing-key-index, or 0]')
            [CompletionResult]::new('--count', '--count', [CompletionResultType]::ParameterName, 'How many keys')
            [CompletionResult]::new('--master-key-file', '--master-key-file', [CompletionResultType]::ParameterName, 'File with the master key: 64 hex digits, WIF or a keystore [env: P2MSG_MASTER_KEY_FILE]')
            [CompletionResult]::new('--passphrase-file', '--passphrase-file', [CompletionResultType]::ParameterName, 'File with the passphrase of a keystore')
            [CompletionResult]::new('--net', '--net', [CompletionResultType]::ParameterName, 'P2Pool network [default: litecoin] [env: P2MSG_NET]')
            [CompletionResult]::new('--data-dir', '--data-dir', [CompletionResultType]::ParameterName, 'Folder with the key state, the queue and the lock [env: P2MSG_DATA_DIR]')
            [CompletionResult]::new('--signing-key-file', '--signing-key-file', [CompletionResultType]::ParameterName, 'State file of the signing key [env: P2MSG_SIGNING_KEY_FILE]')
            [CompletionResult]::new('--signing-key-index', '--signing-key-index', [CompletionResultType]::ParameterName, 'key_index to sign with; above the state file''s it rotates [env: P2MSG_SIGNING_KEY_INDEX]')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use colours [default: auto] [env: P2MSG_COLOR]')
            [CompletionResult]::new('--config', '--config', [CompletionResultType]::ParameterName, 'Config file [default: $XDG_CONFIG_HOME/p2msg/config.toml] [env: P2MSG_CONFIG]')
            [CompletionResult]::new('--lock-timeout', '--lock-timeout', [CompletionResultType]::ParameterName, 'How long to wait for the lock of the data folder [default: 10] [env: P2MSG_LOCK_TIMEOUT]')
            [CompletionResult]::new('--allow-insecure-key-file', '--allow-insecure-key-file', [CompletionResultType]::ParameterName, 'Take a key file that its group or others can read')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'Print JSON: one object, or one a line [env: P2MSG_JSON]')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Leave only errors on stderr [env: P2MSG_QUIET]')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Say more on stderr [env: P2MSG_VERBOSE]')
            [CompletionResult]::new('--no-input', '--no-input', [CompletionResultType]::ParameterName, 'Never ask anything [env: P2MSG_NO_INPUT]')
            [CompletionResult]::new('--yes', '--yes', [CompletionResultType]::ParameterName, 'Answer yes to every question for consent [env: P2MSG_YES]')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'p2msg;key;init' {
            [CompletionResult]::new('--index', '--index', [CompletionResultType]::ParameterName, 'key_index to begin with [default: --signing-key-index, or 0]')
            [CompletionResult]::new('--master-key-file', '--master-key-file', [CompletionResultType]::ParameterName, 'File with the master key: 64 hex digits, WIF or a keystore [env: P2MSG_MASTER_KEY_FILE]')
            [CompletionResult]::new('--passphrase-file', '--passphrase-file', [CompletionResultType]::ParameterName, 'File with the passphrase of a keystore')
            [CompletionResult]::new('--signing-wif-file', '--signing-wif-file', [CompletionResultType]::ParameterName, 'File with a derived signing key instead: WIF, hex or keystore [env: P2MSG_SIGNING_WIF_FILE]')
            [CompletionResult]::new('--net', '--net', [CompletionResultType]::ParameterName, 'P2Pool network [default: litecoin] [env: P2MSG_NET]')
            [CompletionResult]::new('--data-dir', '--data-dir', [CompletionResultType]::ParameterName, 'Folder with the key state, the queue and the lock [env: P2MSG_DATA_DIR]')
            [CompletionResult]::new('--signing-key-file', '--signing-key-file', [CompletionResultType]::ParameterName, 'State file of the signing key [env: P2MSG_SIGNING_KEY_FILE]')
            [CompletionResult]::new('--signing-key-index', '--signing-key-index', [CompletionResultType]::ParameterName, 'key_index to sign with; above the state file''s it rotates [env: P2MSG_SIGNING_KEY_INDEX]')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use colours [default: auto] [env: P2MSG_COLOR]')
            [CompletionResult]::new('--config', '--config', [CompletionResultType]::ParameterName, 'Config file [default: $XDG_CONFIG_HOME/p2msg/config.toml] [env: P2MSG_CONFIG]')
            [CompletionResult]::new('--lock-timeout', '--lock-timeout', [CompletionResultType]::ParameterName, 'How long to wait for the lock of the data folder [default: 10] [env: P2MSG_LOCK_TIMEOUT]')
            [CompletionResult]::new('--allow-insecure-key-file', '--allow-insecure-key-file', [CompletionResultType]::ParameterName, 'Take a key file that its group or others can read')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'Print JSON: one object, or one a line [env: P2MSG_JSON]')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Leave only errors on stderr [env: P2MSG_QUIET]')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Say more on stderr [env: P2MSG_VERBOSE]')
            [CompletionResult]::new('--no-input', '--no-input', [CompletionResultType]::ParameterName, 'Never ask anything [env: P2MSG_NO_INPUT]')
            [CompletionResult]::new('--yes', '--yes', [CompletionResultType]::ParameterName, 'Answer yes to every question for consent [env: P2MSG_YES]')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'p2msg;key;show' {
            [CompletionResult]::new('--net', '--net', [CompletionResultType]::ParameterName, 'P2Pool network [default: litecoin] [env: P2MSG_NET]')
            [CompletionResult]::new('--data-dir', '--data-dir', [CompletionResultType]::ParameterName, 'Folder with the key state, the queue and the lock [env: P2MSG_DATA_DIR]')
            [CompletionResult]::new('--signing-key-file', '--signing-key-file', [CompletionResultType]::ParameterName, 'State file of the signing key [env: P2MSG_SIGNING_KEY_FILE]')
            [CompletionResult]::new('--signing-key-index', '--signing-key-index', [CompletionResultType]::ParameterName, 'key_index to sign with; above the state file''s it rotates [env: P2MSG_SIGNING_KEY_INDEX]')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use colours [default: auto] [env: P2MSG_COLOR]')
            [CompletionResult]::new('--config', '--config', [CompletionResultType]::ParameterName, 'Config file [default: $XDG_CONFIG_HOME/p2msg/config.toml] [env: P2MSG_CONFIG]')
            [CompletionResult]::new('--lock-timeout', '--lock-timeout', [CompletionResultType]::ParameterName, 'How long to wait for the lock of the data folder [default: 10] [env: P2MSG_LOCK_TIMEOUT]')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'Print JSON: one object, or one a line [env: P2MSG_JSON]')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Leave only errors on stderr [env: P2MSG_QUIET]')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Say more on stderr [env: P2MSG_VERBOSE]')
            [CompletionResult]::new('--no-input', '--no-input', [CompletionResultType]::ParameterName, 'Never ask anything [env: P2MSG_NO_INPUT]')
            [CompletionResult]::new('--yes', '--yes', [CompletionResultType]::ParameterName, 'Answer yes to every question for consent [env: P2MSG_YES]')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'p2msg;key;rotate' {
            [CompletionResult]::new('--index', '--index', [CompletionResultType]::ParameterName, 'key_index to go over to, above the one in use [default: --signing-key-index, or the next]')
            [CompletionResult]::new('--master-key-file', '--master-key-file', [CompletionResultType]::ParameterName, 'File with the master key: 64 hex digits, WIF or a keystore [env: P2MSG_MASTER_KEY_FILE]')
            [CompletionResult]::new('--passphrase-file', '--passphrase-file', [CompletionResultType]::ParameterName, 'File with the passphrase of a keystore')
            [CompletionResult]::new('--signing-wif-file', '--signing-wif-file', [CompletionResultType]::ParameterName, 'File with a derived signing key instead: WIF, hex or keystore [env: P2MSG_SIGNING_WIF_FILE]')
            [CompletionResult]::new('--net', '--net', [CompletionResultType]::ParameterName, 'P2Pool network [default: litecoin] [env: P2MSG_NET]')
            [CompletionResult]::new('--data-dir', '--data-dir', [CompletionResultType]::ParameterName, 'Folder with the key state, the queue and the lock [env: P2MSG_DATA_DIR]')
            [CompletionResult]::new('--signing-key-file', '--signing-key-file', [CompletionResultType]::ParameterName, 'State file of the signing key [env: P2MSG_SIGNING_KEY_FILE]')
            [CompletionResult]::new('--signing-key-index', '--signing-key-index', [CompletionResultType]::ParameterName, 'key_index to sign with; above the state file''s it rotates [env: P2MSG_SIGNING_KEY_INDEX]')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use colours [default: auto] [env: P2MSG_COLOR]')
            [CompletionResult]::new('--config', '--config', [CompletionResultType]::ParameterName, 'Config file [default: $XDG_CONFIG_HOME/p2msg/config.toml] [env: P2MSG_CONFIG]')
            [CompletionResult]::new('--lock-timeout', '--lock-timeout', [CompletionResultType]::ParameterName, 'How long to wait for the lock of the data folder [default: 10] [env: P2MSG_LOCK_TIMEOUT]')
            [CompletionResult]::new('--dry-run', '--dry-run', [CompletionResultType]::ParameterName, 'Show what the state file would hold, and change nothing')
            [CompletionResult]::new('--allow-insecure-key-file', '--allow-insecure-key-file', [CompletionResultType]::ParameterName, 'Take a key file that its group or others can read')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'Print JSON: one object, or one a line [env: P2MSG_JSON]')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Leave only errors on stderr [env: P2MSG_QUIET]')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Say more on stderr [env: P2MSG_VERBOSE]')
            [CompletionResult]::new('--no-input', '--no-input', [CompletionResultType]::ParameterName, 'Never ask anything [env: P2MSG_NO_INPUT]')
            [CompletionResult]::new('--yes', '--yes', [CompletionResultType]::ParameterName, 'Answer yes to every question for consent [env: P2MSG_YES]')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'p2msg;key;log' {
            [CompletionResult]::new('--net', '--net', [CompletionResultType]::ParameterName, 'P2Pool network [default: litecoin] [env: P2MSG_NET]')
            [CompletionResult]::new('--data-dir', '--data-dir', [CompletionResultType]::ParameterName, 'Folder with the key state, the queue and the lock [env: P2MSG_DATA_DIR]')
            [CompletionResult]::new('--signing-key-file', '--signing-key-file', [CompletionResultType]::ParameterName, 'State file of the signing key [env: P2MSG_SIGNING_KEY_FILE]')
            [CompletionResult]::new('--signing-key-index', '--signing-key-index', [CompletionResultType]::ParameterName, 'key_index to sign with; above the state file''s it rotates [env: P2MSG_SIGNING_KEY_INDEX]')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use colours [default: auto] [env: P2MSG_COLOR]')
            [CompletionResult]::new('--config', '--config', [CompletionResultType]::ParameterName, 'Config file [default: $XDG_CONFIG_HOME/p2msg/config.toml] [env: P2MSG_CONFIG]')
            [CompletionResult]::new('--lock-timeout', '--lock-timeout', [CompletionResultType]::ParameterName, 'How long to wait for the lock of the data folder [default: 10] [env: P2MSG_LOCK_TIMEOUT]')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'Print JSON: one object, or one a line [env: P2MSG_JSON]')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Leave only errors on stderr [env: P2MSG_QUIET]')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Say more on stderr [env: P2MSG_VERBOSE]')
            [CompletionResult]::new('--no-input', '--no-input', [CompletionResultType]::ParameterName, 'Never ask anything [env: P2MSG_NO_INPUT]')
            [CompletionResult]::new('--yes', '--yes', [CompletionResultType]::ParameterName, 'Answer yes to every question for consent [env: P2MSG_YES]')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'p2msg;key;export' {
            [CompletionResult]::new('--out', '--out', [CompletionResultType]::ParameterName, 'New file to write it to, with mode 0600; one that is there is never overwritten')
            [CompletionResult]::new('--master-key-file', '--master-key-file', [CompletionResultType]::ParameterName, 'File with the master key: 64 hex digits, WIF or a keystore [env: P2MSG_MASTER_KEY_FILE]')
            [CompletionResult]::new('--passphrase-file', '--passphrase-file', [CompletionResultType]::ParameterName, 'File with the passphrase of a keystore')
            [CompletionResult]::new('--net', '--net', [CompletionResultType]::ParameterName, 'P2Pool network [default: litecoin] [env: P2MSG_NET]')
            [CompletionResult]::new('--data-dir', '--data-dir', [CompletionResultType]::ParameterName, 'Folder with the key state, the queue and the lock [env: P2MSG_DATA_DIR]')
            [CompletionResult]::new('--signing-key-file', '--signing-key-file', [CompletionResultType]::ParameterName, 'State file of the signing key [env: P2MSG_SIGNING_KEY_FILE]')
            [CompletionResult]::new('--signing-key-index', '--signing-key-index', [CompletionResultType]::ParameterName, 'key_index to sign with; above the state file''s it rotates [env: P2MSG_SIGNING_KEY_INDEX]')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use colours [default: auto] [env: P2MSG_COLOR]')
            [CompletionResult]::new('--config', '--config', [CompletionResultType]::ParameterName, 'Config file [default: $XDG_CONFIG_HOME/p2msg/config.toml] [env: P2MSG_CONFIG]')
            [CompletionResult]::new('--lock-timeout', '--lock-timeout', [CompletionResultType]::ParameterName, 'How long to wait for the lock of the data folder [default: 10] [env: P2MSG_LOCK_TIMEOUT]')
            [CompletionResult]::new('--reveal', '--reveal', [CompletionResultType]::ParameterName, 'Write it to stdout, for all to see')
            [CompletionResult]::new('--allow-insecure-key-file', '--allow-insecure-key-file', [CompletionResultType]::ParameterName, 'Take a key file that its group or others can read')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'Print JSON: one object, or one a line [env: P2MSG_JSON]')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Leave only errors on stderr [env: P2MSG_QUIET]')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Say more on stderr [env: P2MSG_VERBOSE]')
            [CompletionResult]::new('--no-input', '--no-input', [CompletionResultType]::ParameterName, 'Never ask anything [env: P2MSG_NO_INPUT]')
            [CompletionResult]::new('--yes', '--yes', [CompletionResultType]::ParameterName, 'Answer yes to every question for consent [env: P2MSG_YES]')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'p2msg;key;announce' {
            [CompletionResult]::new('--master-key-file', '--master-key-file', [CompletionResultType]::ParameterName, 'File with the master key: 64 hex digits, WIF or a keystore [env: P2MSG_MASTER_KEY_FILE]')
            [CompletionResult]::new('--passphrase-file', '--passphrase-file', [CompletionResultType]::ParameterName, 'File with the passphrase of a keystore')
            [CompletionResult]::new('--signing-wif-file', '--signing-wif-file', [CompletionResultType]::ParameterName, 'File with a derived signing key instead: WIF, hex or keystore [env: P2MSG_SIGNING_WIF_FILE]')
            [CompletionResult]::new('--net', '--net', [CompletionResultType]::ParameterName, 'P2Pool network [default: litecoin] [env: P2MSG_NET]')
            [CompletionResult]::new('--data-dir', '--data-dir', [CompletionResultType]::ParameterName, 'Folder with the key state, the queue and the lock [env: P2MSG_DATA_DIR]')
            [CompletionResult]::new('--signing-key-file', '--signing-key-file', [CompletionResultType]::ParameterName, 'State file of the signing key [env: P2MSG_SIGNING_KEY_FILE]')
            [CompletionResult]::new('--signing-key-index', '--signing-key-index', [CompletionResultType]::ParameterName, 'key_index to sign with; above the state file''s it rotates [env: P2MSG_SIGNING_KEY_INDEX]')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use colours [default: auto] [env: P2MSG_COLOR]')
            [CompletionResult]::new('--config', '--config', [CompletionResultType]::ParameterName, 'Config file [default: $XDG_CONFIG_HOME/p2msg/config.toml] [env: P2MSG_CONFIG]')
            [CompletionResult]::new('--lock-timeout', '--lock-timeout', [CompletionResultType]::ParameterName, 'How long to wait for the lock of the data folder [default: 10] [env: P2MSG_LOCK_TIMEOUT]')
            [CompletionResult]::new('--allow-insecure-key-file', '--allow-insecure-key-file', [CompletionResultType]::ParameterName, 'Take a key file that its group or others can read')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'Print JSON: one object, or one a line [env: P2MSG_JSON]')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Leave only errors on stderr [env: P2MSG_QUIET]')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Say more on stderr [env: P2MSG_VERBOSE]')
            [CompletionResult]::new('--no-input', '--no-input', [CompletionResultType]::ParameterName, 'Never ask anything [env: P2MSG_NO_INPUT]')
            [CompletionResult]::new('--yes', '--yes', [CompletionResultType]::ParameterName, 'Answer yes to every question for consent [env: P2MSG_YES]')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'p2msg;key;check' {
            [CompletionResult]::new('--net', '--net', [CompletionResultType]::ParameterName, 'P2Pool network [default: litecoin] [env: P2MSG_NET]')
            [CompletionResult]::new('--data-dir', '--data-dir', [CompletionResultType]::ParameterName, 'Folder with the key state, the queue and the lock [env: P2MSG_DATA_DIR]')
            [CompletionResult]::new('--signing-key-file', '--signing-key-file', [CompletionResultType]::ParameterName, 'State file of the signing key [env: P2MSG_SIGNING_KEY_FILE]')
            [CompletionResult]::new('--signing-key-index', '--signing-key-index', [CompletionResultType]::ParameterName, 'key_index to sign with; above the state file''s it rotates [env: P2MSG_SIGNING_KEY_INDEX]')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use colours [default: auto] [env: P2MSG_COLOR]')
            [CompletionResult]::new('--config', '--config', [CompletionResultType]::ParameterName, 'Config file [default: $XDG_CONFIG_HOME/p2msg/config.toml] [env: P2MSG_CONFIG]')
            [CompletionResult]::new('--lock-timeout', '--lock-timeout', [CompletionResultType]::ParameterName, 'How long to wait for the lock of the data folder [default: 10] [env: P2MSG_LOCK_TIMEOUT]')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'Print JSON: one object, or one a line [env: P2MSG_JSON]')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Leave only errors on stderr [env: P2MSG_QUIET]')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Say more on stderr [env: P2MSG_VERBOSE]')
            [CompletionResult]::new('--no-input', '--no-input', [CompletionResultType]::ParameterName, 'Never ask anything [env: P2MSG_NO_INPUT]')
            [CompletionResult]::new('--yes', '--yes', [CompletionResultType]::ParameterName, 'Answer yes to every question for consent [env: P2MSG_YES]')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'p2msg;key;help' {
            [CompletionResult]::new('derive', 'derive', [CompletionResultType]::ParameterValue, 'Print the public facts of signing keys derived from the master key')
            [CompletionResult]::new('init', 'init', [CompletionResultType]::ParameterValue, 'Make the state file of the signing key')
            [CompletionResult]::new('show', 'show', [CompletionResultType]::ParameterValue, 'Show the signing key in use')
            [CompletionResult]::new('rotate', 'rotate', [CompletionResultType]::ParameterValue, 'Go over to a higher key_index')
            [CompletionResult]::new('log', 'log', [CompletionResultType]::ParameterValue, 'List every key_index that was ever in use, and since when')
            [CompletionResult]::new('export', 'export', [CompletionResultType]::ParameterValue, 'Write the signing key in use as WIF, for a node or another machine')
            [CompletionResult]::new('announce', 'announce', [CompletionResultType]::ParameterValue, 'Print the announcement of the key in use, 57 bytes in hex')
            [CompletionResult]::new('check', 'check', [CompletionResultType]::ParameterValue, 'Check whether an announcement is sound')
            [CompletionResult]::new('help', 'help', [CompletionResultType]::ParameterValue, 'Print this message or the help of the given subcommand(s)')
            break
        }
        'p2msg;key;help;derive' {
            break
        }
        'p2msg;key;help;init' {
            break
        }
        'p2msg;key;help;show' {
            break
        }
        'p2msg;key;help;rotate' {
            break
        }
        'p2msg;key;help;log' {
            break
        }
        'p2msg;key;help;export' {
            break
        }
        'p2msg;key;help;announce' {
            break
        }
        'p2msg;key;help;check' {
            break
        }
        'p2msg;key;help;help' {
            break
        }
        'p2msg;send' {
            [CompletionResult]::new('--type', '--type', [CompletionResultType]::ParameterName, 'The kind of message')
            [CompletionResult]::new('--data', '--data', [CompletionResultType]::ParameterName, 'The JSON of a status kind: itself, @FILE, or ''-'' for stdin')
            [CompletionResult]::new('--net', '--net', [CompletionResultType]::ParameterName, 'P2Pool network [default: litecoin] [env: P2MSG_NET]')
            [CompletionResult]::new('--data-dir', '--data-dir', [CompletionResultType]::ParameterName, 'Folder with the key state, the queue and the lock [env: P2MSG_DATA_DIR]')
            [CompletionResult]::new('--signing-key-file', '--signing-key-file', [CompletionResultType]::ParameterName, 'State file of the signing key [env: P2MSG_SIGNING_KEY_FILE]')
            [CompletionResult]::new('--signing-key-index', '--signing-key-index', [CompletionResultType]::ParameterName, 'key_index to sign with; above the state file''s it rotates [env: P2MSG_SIGNING_KEY_INDEX]')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use colours [default: auto] [env: P2MSG_COLOR]')
            [CompletionResult]::new('--config', '--config', [CompletionResultType]::ParameterName, 'Config file [default: $XDG_CONFIG_HOME/p2msg/config.toml] [env: P2MSG_CONFIG]')
            [CompletionResult]::new('--lock-timeout', '--lock-timeout', [CompletionResultType]::ParameterName, 'How long to wait for the lock of the data folder [default: 10] [env: P2MSG_LOCK_TIMEOUT]')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'Print JSON: one object, or one a line [env: P2MSG_JSON]')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Leave only errors on stderr [env: P2MSG_QUIET]')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Say more on stderr [env: P2MSG_VERBOSE]')
            [CompletionResult]::new('--no-input', '--no-input', [CompletionResultType]::ParameterName, 'Never ask anything [env: P2MSG_NO_INPUT]')
            [CompletionResult]::new('--yes', '--yes', [CompletionResultType]::ParameterName, 'Answer yes to every question for consent [env: P2MSG_YES]')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'p2msg;announce' {
            [CompletionResult]::new('--net', '--net', [CompletionResultType]::ParameterName, 'P2Pool network [default: litecoin] [env: P2MSG_NET]')
            [CompletionResult]::new('--data-dir', '--data-dir', [CompletionResultType]::ParameterName, 'Folder with the key state, the queue and the lock [env: P2MSG_DATA_DIR]')
            [CompletionResult]::new('--signing-key-file', '--signing-key-file', [CompletionResultType]::ParameterName, 'State file of the signing key [env: P2MSG_SIGNING_KEY_FILE]')
            [CompletionResult]::new('--signing-key-index', '--signing-key-index', [CompletionResultType]::ParameterName, 'key_index to sign with; above the state file''s it rotates [env: P2MSG_SIGNING_KEY_INDEX]')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use colours [default: auto] [env: P2MSG_COLOR]')
            [CompletionResult]::new('--config', '--config', [CompletionResultType]::ParameterName, 'Config file [default: $XDG_CONFIG_HOME/p2msg/config.toml] [env: P2MSG_CONFIG]')
            [CompletionResult]::new('--lock-timeout', '--lock-timeout', [CompletionResultType]::ParameterName, 'How long to wait for the lock of the data folder [default: 10] [env: P2MSG_LOCK_TIMEOUT]')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'Print JSON: one object, or one a line [env: P2MSG_JSON]')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Leave only errors on stderr [env: P2MSG_QUIET]')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Say more on stderr [env: P2MSG_VERBOSE]')
            [CompletionResult]::new('--no-input', '--no-input', [CompletionResultType]::ParameterName, 'Never ask anything [env: P2MSG_NO_INPUT]')
            [CompletionResult]::new('--yes', '--yes', [CompletionResultType]::ParameterName, 'Answer yes to every question for consent [env: P2MSG_YES]')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'p2msg;alert' {
            [CompletionResult]::new('--net', '--net', [CompletionResultType]::ParameterName, 'P2Pool network [default: litecoin] [env: P2MSG_NET]')
            [CompletionResult]::new('--data-dir', '--data-dir', [CompletionResultType]::ParameterName, 'Folder with the key state, the queue and the lock [env: P2MSG_DATA_DIR]')
            [CompletionResult]::new('--signing-key-file', '--signing-key-file', [CompletionResultType]::ParameterName, 'State file of the signing key [env: P2MSG_SIGNING_KEY_FILE]')
            [CompletionResult]::new('--signing-key-index', '--signing-key-index', [CompletionResultType]::ParameterName, 'key_index to sign with; above the state file''s it rotates [env: P2MSG_SIGNING_KEY_INDEX]')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use colours [default: auto] [env: P2MSG_COLOR]')
            [CompletionResult]::new('--config', '--config', [CompletionResultType]::ParameterName, 'Config file [default: $XDG_CONFIG_HOME/p2msg/config.toml] [env: P2MSG_CONFIG]')
            [CompletionResult]::new('--lock-timeout', '--lock-timeout', [CompletionResultType]::ParameterName, 'How long to wait for the lock of the data folder [default: 10] [env: P2MSG_LOCK_TIMEOUT]')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'Print JSON: one object, or one a line [env: P2MSG_JSON]')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Leave only errors on stderr [env: P2MSG_QUIET]')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Say more on stderr [env: P2MSG_VERBOSE]')
            [CompletionResult]::new('--no-input', '--no-input', [CompletionResultType]::ParameterName, 'Never ask anything [env: P2MSG_NO_INPUT]')
            [CompletionResult]::new('--yes', '--yes', [CompletionResultType]::ParameterName, 'Answer yes to every question for consent [env: P2MSG_YES]')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'p2msg;status' {
            [CompletionResult]::new('--from-node', '--from-node', [CompletionResultType]::ParameterName, 'Base URL of the node')
            [CompletionResult]::new('--timeout', '--timeout', [CompletionResultType]::ParameterName, 'Give up on a node that has not answered everything within so many seconds')
            [CompletionResult]::new('--connect-timeout', '--connect-timeout', [CompletionResultType]::ParameterName, 'Give up on a connection within so many seconds')
            [CompletionResult]::new('--ca-file', '--ca-file', [CompletionResultType]::ParameterName, 'Certificates (PEM) that count beside the system''s, for https [env: P2MSG_CA_FILE]')
            [CompletionResult]::new('--auth-file', '--auth-file', [CompletionResultType]::ParameterName, 'File with user:password for a proxy in front of the node [env: P2MSG_AUTH_FILE]')
            [CompletionResult]::new('--net', '--net', [CompletionResultType]::ParameterName, 'P2Pool network [default: litecoin] [env: P2MSG_NET]')
            [CompletionResult]::new('--data-dir', '--data-dir', [CompletionResultType]::ParameterName, 'Folder with the key state, the queue and the lock [env: P2MSG_DATA_DIR]')
            [CompletionResult]::new('--signing-key-file', '--signing-key-file', [CompletionResultType]::ParameterName, 'State file of the signing key [env: P2MSG_SIGNING_KEY_FILE]')
            [CompletionResult]::new('--signing-key-index', '--signing-key-index', [CompletionResultType]::ParameterName, 'key_index to sign with; above the state file''s it rotates [env: P2MSG_SIGNING_KEY_INDEX]')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use colours [default: auto] [env: P2MSG_COLOR]')
            [CompletionResult]::new('--config', '--config', [CompletionResultType]::ParameterName, 'Config file [default: $XDG_CONFIG_HOME/p2msg/config.toml] [env: P2MSG_CONFIG]')
            [CompletionResult]::new('--lock-timeout', '--lock-timeout', [CompletionResultType]::ParameterName, 'How long to wait for the lock of the data folder [default: 10] [env: P2MSG_LOCK_TIMEOUT]')
            [CompletionResult]::new('--allow-insecure-key-file', '--allow-insecure-key-file', [CompletionResultType]::ParameterName, 'Take an --auth-file that its group or others can read')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'Print JSON: one object, or one a line [env: P2MSG_JSON]')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Leave only errors on stderr [env: P2MSG_QUIET]')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Say more on stderr [env: P2MSG_VERBOSE]')
            [CompletionResult]::new('--no-input', '--no-input', [CompletionResultType]::ParameterName, 'Never ask anything [env: P2MSG_NO_INPUT]')
            [CompletionResult]::new('--yes', '--yes', [CompletionResultType]::ParameterName, 'Answer yes to every question for consent [env: P2MSG_YES]')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'p2msg;queue' {
            [CompletionResult]::new('--net', '--net', [CompletionResultType]::ParameterName, 'P2Pool network [default: litecoin] [env: P2MSG_NET]')
            [CompletionResult]::new('--data-dir', '--data-dir', [CompletionResultType]::ParameterName, 'Folder with the key state, the queue and the lock [env: P2MSG_DATA_DIR]')
            [CompletionResult]::new('--signing-key-file', '--signing-key-file', [CompletionResultType]::ParameterName, 'State file of the signing key [env: P2MSG_SIGNING_KEY_FILE]')
            [CompletionResult]::new('--signing-key-index', '--signing-key-index', [CompletionResultType]::ParameterName, 'key_index to sign with; above the state file''s it rotates [env: P2MSG_SIGNING_KEY_INDEX]')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use colours [default: auto] [env: P2MSG_COLOR]')
            [CompletionResult]::new('--config', '--config', [CompletionResultType]::ParameterName, 'Config file [default: $XDG_CONFIG_HOME/p2msg/config.toml] [env: P2MSG_CONFIG]')
            [CompletionResult]::new('--lock-timeout', '--lock-timeout', [CompletionResultType]::ParameterName, 'How long to wait for the lock of the data folder [default: 10] [env: P2MSG_LOCK_TIMEOUT]')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'Print JSON: one object, or one a line [env: P2MSG_JSON]')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Leave only errors on stderr [env: P2MSG_QUIET]')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Say more on stderr [env: P2MSG_VERBOSE]')
            [CompletionResult]::new('--no-input', '--no-input', [CompletionResultType]::ParameterName, 'Never ask anything [env: P2MSG_NO_INPUT]')
            [CompletionResult]::new('--yes', '--yes', [CompletionResultType]::ParameterName, 'Answer yes to every question for consent [env: P2MSG_YES]')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('list', 'list', [CompletionResultType]::ParameterValue, 'List the messages that wait, in the order in which they are packed')
            [CompletionResult]::new('show', 'show', [CompletionResultType]::ParameterValue, 'Show one message and what became of it')
            [CompletionResult]::new('remove', 'remove', [CompletionResultType]::ParameterValue, 'Take messages out of the queue, whatever their state')
            [CompletionResult]::new('clear', 'clear', [CompletionResultType]::ParameterValue, 'Take every pending message out of the queue')
            [CompletionResult]::new('retry', 'retry', [CompletionResultType]::ParameterValue, 'Make messages pending again')
            [CompletionResult]::new('confirm', 'confirm', [CompletionResultType]::ParameterValue, 'Mark the messages that were seen in shares as sent')
            [CompletionResult]::new('help', 'help', [CompletionResultType]::ParameterValue, 'Print this message or the help of the given subcommand(s)')
            break
        }
        'p2msg;queue;list' {
            [CompletionResult]::new('--net', '--net', [CompletionResultType]::ParameterName, 'P2Pool network [default: litecoin] [env: P2MSG_NET]')
            [CompletionResult]::new('--data-dir', '--data-dir', [CompletionResultType]::ParameterName, 'Folder with the key state, the queue and the lock [env: P2MSG_DATA_DIR]')
            [CompletionResult]::new('--signing-key-file', '--signing-key-file', [CompletionResultType]::ParameterName, 'State file of the signing key [env: P2MSG_SIGNING_KEY_FILE]')
            [CompletionResult]::new('--signing-key-index', '--signing-key-index', [CompletionResultType]::ParameterName, 'key_index to sign with; above the state file''s it rotates [env: P2MSG_SIGNING_KEY_INDEX]')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use colours [default: auto] [env: P2MSG_COLOR]')
            [CompletionResult]::new('--config', '--config', [CompletionResultType]::ParameterName, 'Config file [default: $XDG_CONFIG_HOME/p2msg/config.toml] [env: P2MSG_CONFIG]')
            [CompletionResult]::new('--lock-timeout', '--lock-timeout', [CompletionResultType]::ParameterName, 'How long to wait for the lock of the data folder [default: 10] [env: P2MSG_LOCK_TIMEOUT]')
            [CompletionResult]::new('--all', '--all', [CompletionResultType]::ParameterName, 'List those that are sent or expired too; they are kept for 30 days')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'Print JSON: one object, or one a line [env: P2MSG_JSON]')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Leave only errors on stderr [env: P2MSG_QUIET]')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Say more on stderr [env: P2MSG_VERBOSE]')
            [CompletionResult]::new('--no-input', '--no-input', [CompletionResultType]::ParameterName, 'Never ask anything [env: P2MSG_NO_INPUT]')
            [CompletionResult]::new('--yes', '--yes', [CompletionResultType]::ParameterName, 'Answer yes to every question for consent [env: P2MSG_YES]')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'p2msg;queue;show' {
            [CompletionResult]::new('--net', '--net', [CompletionResultType]::ParameterName, 'P2Pool network [default: litecoin] [env: P2MSG_NET]')
            [CompletionResult]::new('--data-dir', '--data-dir', [CompletionResultType]::ParameterName, 'Folder with the key state, the queue and the lock [env: P2MSG_DATA_DIR]')
            [CompletionResult]::new('--signing-key-file', '--signing-key-file', [CompletionResultType]::ParameterName, 'State file of the signing key [env: P2MSG_SIGNING_KEY_FILE]')
            [CompletionResult]::new('--signing-key-index', '--signing-key-index', [CompletionResultType]::ParameterName, 'key_index to sign with; above the state file''s it rotates [env: P2MSG_SIGNING_KEY_INDEX]')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use colours [default: auto] [env: P2MSG_COLOR]')
            [CompletionResult]::new('--config', '--config', [CompletionResultType]::ParameterName, 'Config file [default: $XDG_CONFIG_HOME/p2msg/config.toml] [env: P2MSG_CONFIG]')
            [CompletionResult]::new('--lock-timeout', '--lock-timeout', [CompletionResultType]::ParameterName, 'How long to wait for the lock of the data folder [default: 10] [env: P2MSG_LOCK_TIMEOUT]')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'Print JSON: one object, or one a line [env: P2MSG_JSON]')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Leave only errors on stderr [env: P2MSG_QUIET]')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Say more on stderr [env: P2MSG_VERBOSE]')
            [CompletionResult]::new('--no-input', '--no-input', [CompletionResultType]::ParameterName, 'Never ask anything [env: P2MSG_NO_INPUT]')
            [CompletionResult]::new('--yes', '--yes', [CompletionResultType]::ParameterName, 'Answer yes to every question for consent [env: P2MSG_YES]')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'p2msg;queue;remove' {
            [CompletionResult]::new('--net', '--net', [CompletionResultType]::ParameterName, 'P2Pool network [default: litecoin] [env: P2MSG_NET]')
            [CompletionResult]::new('--data-dir', '--data-dir', [CompletionResultType]::ParameterName, 'Folder with the key state, the queue and the lock [env: P2MSG_DATA_DIR]')
            [CompletionResult]::new('--signing-key-file', '--signing-key-file', [CompletionResultType]::ParameterName, 'State file of the signing key [env: P2MSG_SIGNING_KEY_FILE]')
            [CompletionResult]::new('--signing-key-index', '--signing-key-index', [CompletionResultType]::ParameterName, 'key_index to sign with; above the state file''s it rotates [env: P2MSG_SIGNING_KEY_INDEX]')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use colours [default: auto] [env: P2MSG_COLOR]')
            [CompletionResult]::new('--config', '--config', [CompletionResultType]::ParameterName, 'Config file [default: $XDG_CONFIG_HOME/p2msg/config.toml] [env: P2MSG_CONFIG]')
            [CompletionResult]::new('--lock-timeout', '--lock-timeout', [CompletionResultType]::ParameterName, 'How long to wait for the lock of the data folder [default: 10] [env: P2MSG_LOCK_TIMEOUT]')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'Print JSON: one object, or one a line [env: P2MSG_JSON]')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Leave only errors on stderr [env: P2MSG_QUIET]')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Say more on stderr [env: P2MSG_VERBOSE]')
            [CompletionResult]::new('--no-input', '--no-input', [CompletionResultType]::ParameterName, 'Never ask anything [env: P2MSG_NO_INPUT]')
            [CompletionResult]::new('--yes', '--yes', [CompletionResultType]::ParameterName, 'Answer yes to every question for consent [env: P2MSG_YES]')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'p2msg;queue;clear' {
            [CompletionResult]::new('--net', '--net', [CompletionResultType]::ParameterName, 'P2Pool network [default: litecoin] [env: P2MSG_NET]')
            [CompletionResult]::new('--data-dir', '--data-dir', [CompletionResultType]::ParameterName, 'Folder with the key state, the queue and the lock [env: P2MSG_DATA_DIR]')
            [CompletionResult]::new('--signing-key-file', '--signing-key-file', [CompletionResultType]::ParameterName, 'State file of the signing key [env: P2MSG_SIGNING_KEY_FILE]')
            [CompletionResult]::new('--signing-key-index', '--signing-key-index', [CompletionResultType]::ParameterName, 'key_index to sign with; above the state file''s it rotates [env: P2MSG_SIGNING_KEY_INDEX]')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use colours [default: auto] [env: P2MSG_COLOR]')
            [CompletionResult]::new('--config', '--config', [CompletionResultType]::ParameterName, 'Config file [default: $XDG_CONFIG_HOME/p2msg/config.toml] [env: P2MSG_CONFIG]')
            [CompletionResult]::new('--lock-timeout', '--lock-timeout', [CompletionResultType]::ParameterName, 'How long to wait for the lock of the data folder [default: 10] [env: P2MSG_LOCK_TIMEOUT]')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'Print JSON: one object, or one a line [env: P2MSG_JSON]')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Leave only errors on stderr [env: P2MSG_QUIET]')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Say more on stderr [env: P2MSG_VERBOSE]')
            [CompletionResult]::new('--no-input', '--no-input', [CompletionResultType]::ParameterName, 'Never ask anything [env: P2MSG_NO_INPUT]')
            [CompletionResult]::new('--yes', '--yes', [CompletionResultType]::ParameterName, 'Answer yes to every question for consent [env: P2MSG_YES]')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'p2msg;queue;retry' {
            [CompletionResult]::new('--net', '--net', [CompletionResultType]::ParameterName, 'P2Pool network [default: litecoin] [env: P2MSG_NET]')
            [CompletionResult]::new('--data-dir', '--data-dir', [CompletionResultType]::ParameterName, 'Folder with the key state, the queue and the lock [env: P2MSG_DATA_DIR]')
            [CompletionResult]::new('--signing-key-file', '--signing-key-file', [CompletionResultType]::ParameterName, 'State file of the signing key [env: P2MSG_SIGNING_KEY_FILE]')
            [CompletionResult]::new('--signing-key-index', '--signing-key-index', [CompletionResultType]::ParameterName, 'key_index to sign with; above the state file''s it rotates [env: P2MSG_SIGNING_KEY_INDEX]')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use colours [default: auto] [env: P2MSG_COLOR]')
            [CompletionResult]::new('--config', '--config', [CompletionResultType]::ParameterName, 'Config file [default: $XDG_CONFIG_HOME/p2msg/config.toml] [env: P2MSG_CONFIG]')
            [CompletionResult]::new('--lock-timeout', '--lock-timeout', [CompletionResultType]::ParameterName, 'How long to wait for the lock of the data folder [default: 10] [env: P2MSG_LOCK_TIMEOUT]')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'Print JSON: one object, or one a line [env: P2MSG_JSON]')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Leave only errors on stderr [env: P2MSG_QUIET]')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Say more on stderr [env: P2MSG_VERBOSE]')
            [CompletionResult]::new('--no-input', '--no-input', [CompletionResultType]::ParameterName, 'Never ask anything [env: P2MSG_NO_INPUT]')
            [CompletionResult]::new('--yes', '--yes', [CompletionResultType]::ParameterName, 'Answer yes to every question for consent [env: P2MSG_YES]')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'p2msg;queue;confirm' {
            [CompletionResult]::new('--from', '--from', [CompletionResultType]::ParameterName, 'Read every line as this instead of finding out what it is')
            [CompletionResult]::new('--share-version', '--share-version', [CompletionResultType]::ParameterName, 'The share version, for --from contents')
            [CompletionResult]::new('--node', '--node', [CompletionResultType]::ParameterName, 'Ask the node at this base URL instead; can be repeated')
            [CompletionResult]::new('--timeout', '--timeout', [CompletionResultType]::ParameterName, 'Give up on a node that has not answered everything within so many seconds')
            [CompletionResult]::new('--connect-timeout', '--connect-timeout', [CompletionResultType]::ParameterName, 'Give up on a connection within so many seconds')
            [CompletionResult]::new('--ca-file', '--ca-file', [CompletionResultType]::ParameterName, 'Certificates (PEM) that count beside the system''s, for https [env: P2MSG_CA_FILE]')
            [CompletionResult]::new('--auth-file', '--auth-file', [CompletionResultType]::ParameterName, 'File with user:password for a proxy in front of the node [env: P2MSG_AUTH_FILE]')
            [CompletionResult]::new('--net', '--net', [CompletionResultType]::ParameterName, 'P2Pool network [default: litecoin] [env: P2MSG_NET]')
            [CompletionResult]::new('--data-dir', '--data-dir', [CompletionResultType]::ParameterName, 'Folder with the key state, the queue and the lock [env: P2MSG_DATA_DIR]')
            [CompletionResult]::new('--signing-key-file', '--signing-key-file', [CompletionResultType]::ParameterName, 'State file of the signing key [env: P2MSG_SIGNING_KEY_FILE]')
            [CompletionResult]::new('--signing-key-index', '--signing-key-index', [CompletionResultType]::ParameterName, 'key_index to sign with; above the state file''s it rotates [env: P2MSG_SIGNING_KEY_INDEX]')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use colours [default: auto] [env: P2MSG_COLOR]')
            [CompletionResult]::new('--config', '--config', [CompletionResultType]::ParameterName, 'Config file [default: $XDG_CONFIG_HOME/p2msg/config.toml] [env: P2MSG_CONFIG]')
            [CompletionResult]::new('--lock-timeout', '--lock-timeout', [CompletionResultType]::ParameterName, 'How long to wait for the lock of the data folder [default: 10] [env: P2MSG_LOCK_TIMEOUT]')
            [CompletionResult]::new('--allow-insecure-key-file', '--allow-insecure-key-file', [CompletionResultType]::ParameterName, 'Take an --auth-file that its group or others can read')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'Print JSON: one object, or one a line [env: P2MSG_JSON]')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Leave only errors on stderr [env: P2MSG_QUIET]')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Say more on stderr [env: P2MSG_VERBOSE]')
            [CompletionResult]::new('--no-input', '--no-input', [CompletionResultType]::ParameterName, 'Never ask anything [env: P2MSG_NO_INPUT]')
            [CompletionResult]::new('--yes', '--yes', [CompletionResultType]::ParameterName, 'Answer yes to every question for consent [env: P2MSG_YES]')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'p2msg;queue;help' {
            [CompletionResult]::new('list', 'list', [CompletionResultType]::ParameterValue, 'List the messages that wait, in the order in which they are packed')
            [CompletionResult]::new('show', 'show', [CompletionResultType]::ParameterValue, 'Show one message and what became of it')
            [CompletionResult]::new('remove', 'remove', [CompletionResultType]::ParameterValue, 'Take messages out of the queue, whatever their state')
            [CompletionResult]::new('clear', 'clear', [CompletionResultType]::ParameterValue, 'Take every pending message out of the queue')
            [CompletionResult]::new('retry', 'retry', [CompletionResultType]::ParameterValue, 'Make messages pending again')
            [CompletionResult]::new('confirm', 'confirm', [CompletionResultType]::ParameterValue, 'Mark the messages that were seen in shares as sent')
            [CompletionResult]::new('help', 'help', [CompletionResultType]::ParameterValue, 'Print this message or the help of the given subcommand(s)')
            break
        }
        'p2msg;queue;help;list' {
            break
        }
        'p2msg;queue;help;show' {
            break
        }
        'p2msg;queue;help;remove' {
            break
        }
        'p2msg;queue;help;clear' {
            break
        }
        'p2msg;queue;help;retry' {
            break
        }
        'p2msg;queue;help;confirm' {
            break
        }
        'p2msg;queue;help;help' {
            break
        }
        'p2msg;pack' {
            [CompletionResult]::new('--out', '--out', [CompletionResultType]::ParameterName, 'Write the hex to this file, replaced whole, instead of stdout')
            [CompletionResult]::new('--lease', '--lease', [CompletionResultType]::ParameterName, 'How long what is packed is not packed again; at most a day')
            [CompletionResult]::new('--master-key-file', '--master-key-file', [CompletionResultType]::ParameterName, 'File with the master key: 64 hex digits, WIF or a keystore [env: P2MSG_MASTER_KEY_FILE]')
            [CompletionResult]::new('--passphrase-file', '--passphrase-file', [CompletionResultType]::ParameterName, 'File with the passphrase of a keystore')
            [CompletionResult]::new('--signing-wif-file', '--signing-wif-file', [CompletionResultType]::ParameterName, 'File with a derived signing key instead: WIF, hex or keystore [env: P2MSG_SIGNING_WIF_FILE]')
            [CompletionResult]::new('--net', '--net', [CompletionResultType]::ParameterName, 'P2Pool network [default: litecoin] [env: P2MSG_NET]')
            [CompletionResult]::new('--data-dir', '--data-dir', [CompletionResultType]::ParameterName, 'Folder with the key state, the queue and the lock [env: P2MSG_DATA_DIR]')
            [CompletionResult]::new('--signing-key-file', '--signing-key-file', [CompletionResultType]::ParameterName, 'State file of the signing key [env: P2MSG_SIGNING_KEY_FILE]')
            [CompletionResult]::new('--signing-key-index', '--signing-key-index', [CompletionResultType]::ParameterName, 'key_index to sign with; above the state file''s it rotates [env: P2MSG_SIGNING_KEY_INDEX]')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use colours [default: auto] [env: P2MSG_COLOR]')
            [CompletionResult]::new('--config', '--config', [CompletionResultType]::ParameterName, 'Config file [default: $XDG_CONFIG_HOME/p2msg/config.toml] [env: P2MSG_CONFIG]')
            [CompletionResult]::new('--lock-timeout', '--lock-timeout', [CompletionResultType]::ParameterName, 'How long to wait for the lock of the data folder [default: 10] [env: P2MSG_LOCK_TIMEOUT]')
            [CompletionResult]::new('--dry-run', '--dry-run', [CompletionResultType]::ParameterName, 'Print what would be packed, and change nothing')
            [CompletionResult]::new('--no-announcement', '--no-announcement', [CompletionResultType]::ParameterName, 'Leave the announcement out')
            [CompletionResult]::new('--announce-only', '--announce-only', [CompletionResultType]::ParameterName, 'Pack the announcement and no message')
            [CompletionResult]::new('--allow-insecure-key-file', '--allow-insecure-key-file', [CompletionResultType]::ParameterName, 'Take a key file that its group or others can read')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'Print JSON: one object, or one a line [env: P2MSG_JSON]')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Leave only errors on stderr [env: P2MSG_QUIET]')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Say more on stderr [env: P2MSG_VERBOSE]')
            [CompletionResult]::new('--no-input', '--no-input', [CompletionResultType]::ParameterName, 'Never ask anything [env: P2MSG_NO_INPUT]')
            [CompletionResult]::new('--yes', '--yes', [CompletionResultType]::ParameterName, 'Answer yes to every question for consent [env: P2MSG_YES]')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'p2msg;decode' {
            [CompletionResult]::new('--from', '--from', [CompletionResultType]::ParameterName, 'Read every line as this instead of finding out what it is')
            [CompletionResult]::new('--share-version', '--share-version', [CompletionResultType]::ParameterName, 'The share version, for --from contents')
            [CompletionResult]::new('--authority-key', '--authority-key', [CompletionResultType]::ParameterName, 'Take this public key (66 hex digits) for an authority too; can be repeated')
            [CompletionResult]::new('--net', '--net', [CompletionResultType]::ParameterName, 'P2Pool network [default: litecoin] [env: P2MSG_NET]')
            [CompletionResult]::new('--data-dir', '--data-dir', [CompletionResultType]::ParameterName, 'Folder with the key state, the queue and the lock [env: P2MSG_DATA_DIR]')
            [CompletionResult]::new('--signing-key-file', '--signing-key-file', [CompletionResultType]::ParameterName, 'State file of the signing key [env: P2MSG_SIGNING_KEY_FILE]')
            [CompletionResult]::new('--signing-key-index', '--signing-key-index', [CompletionResultType]::ParameterName, 'key_index to sign with; above the state file''s it rotates [env: P2MSG_SIGNING_KEY_INDEX]')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use colours [default: auto] [env: P2MSG_COLOR]')
            [CompletionResult]::new('--config', '--config', [CompletionResultType]::ParameterName, 'Config file [default: $XDG_CONFIG_HOME/p2msg/config.toml] [env: P2MSG_CONFIG]')
            [CompletionResult]::new('--lock-timeout', '--lock-timeout', [CompletionResultType]::ParameterName, 'How long to wait for the lock of the data folder [default: 10] [env: P2MSG_LOCK_TIMEOUT]')
            [CompletionResult]::new('--with-messages', '--with-messages', [CompletionResultType]::ParameterName, 'Pass over shares without message_data, and over lines that only say that one was verified')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'Print JSON: one object, or one a line [env: P2MSG_JSON]')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Leave only errors on stderr [env: P2MSG_QUIET]')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Say more on stderr [env: P2MSG_VERBOSE]')
            [CompletionResult]::new('--no-input', '--no-input', [CompletionResultType]::ParameterName, 'Never ask anything [env: P2MSG_NO_INPUT]')
            [CompletionResult]::new('--yes', '--yes', [CompletionResultType]::ParameterName, 'Answer yes to every question for consent [env: P2MSG_YES]')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'p2msg;store' {
            [CompletionResult]::new('--net', '--net', [CompletionResultType]::ParameterName, 'P2Pool network [default: litecoin] [env: P2MSG_NET]')
            [CompletionResult]::new('--data-dir', '--data-dir', [CompletionResultType]::ParameterName, 'Folder with the key state, the queue and the lock [env: P2MSG_DATA_DIR]')
            [CompletionResult]::new('--signing-key-file', '--signing-key-file', [CompletionResultType]::ParameterName, 'State file of the signing key [env: P2MSG_SIGNING_KEY_FILE]')
            [CompletionResult]::new('--signing-key-index', '--signing-key-index', [CompletionResultType]::ParameterName, 'key_index to sign with; above the state file''s it rotates [env: P2MSG_SIGNING_KEY_INDEX]')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use colours [default: auto] [env: P2MSG_COLOR]')
            [CompletionResult]::new('--config', '--config', [CompletionResultType]::ParameterName, 'Config file [default: $XDG_CONFIG_HOME/p2msg/config.toml] [env: P2MSG_CONFIG]')
            [CompletionResult]::new('--lock-timeout', '--lock-timeout', [CompletionResultType]::ParameterName, 'How long to wait for the lock of the data folder [default: 10] [env: P2MSG_LOCK_TIMEOUT]')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'Print JSON: one object, or one a line [env: P2MSG_JSON]')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Leave only errors on stderr [env: P2MSG_QUIET]')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Say more on stderr [env: P2MSG_VERBOSE]')
            [CompletionResult]::new('--no-input', '--no-input', [CompletionResultType]::ParameterName, 'Never ask anything [env: P2MSG_NO_INPUT]')
            [CompletionResult]::new('--yes', '--yes', [CompletionResultType]::ParameterName, 'Answer yes to every question for consent [env: P2MSG_YES]')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('messages', 'messages', [CompletionResultType]::ParameterValue, 'Show the messages of share stores, newest first')
            [CompletionResult]::new('chat', 'chat', [CompletionResultType]::ParameterValue, 'Show what miners say to each other')
            [CompletionResult]::new('announcements', 'announcements', [CompletionResultType]::ParameterValue, 'Show the announcements of operators')
            [CompletionResult]::new('alerts', 'alerts', [CompletionResultType]::ParameterValue, 'Show the alerts')
            [CompletionResult]::new('status', 'status', [CompletionResultType]::ParameterValue, 'Show what nodes say of their state')
            [CompletionResult]::new('keys', 'keys', [CompletionResultType]::ParameterValue, 'Show the signing keys that share stores announce')
            [CompletionResult]::new('stats', 'stats', [CompletionResultType]::ParameterValue, 'Count the messages, keys and shares of share stores')
            [CompletionResult]::new('help', 'help', [CompletionResultType]::ParameterValue, 'Print this message or the help of the given subcommand(s)')
            break
        }
        'p2msg;store;messages' {
            [CompletionResult]::new('--type', '--type', [CompletionResultType]::ParameterName, 'Only messages of this kind: chat, announce, alert, node-status, ..., or its number (0x07); can be repeated')
            [CompletionResult]::new('--authority-key', '--authority-key', [CompletionResultType]::ParameterName, 'Take this public key (66 hex digits) for an authority too; can be repeated')
            [CompletionResult]::new('--since', '--since', [CompletionResultType]::ParameterName, 'Only messages of this time or later: Unix seconds, 2024-02-10T16:00:00Z, or 2h for two hours ago')
            [CompletionResult]::new('--until', '--until', [CompletionResultType]::ParameterName, 'Only messages of this time or earlier')
            [CompletionResult]::new('--sender', '--sender', [CompletionResultType]::ParameterName, 'Only messages of this payout address')
            [CompletionResult]::new('--signing-id', '--signing-id', [CompletionResultType]::ParameterName, 'Only messages that name this signing key, whether or not the signature holds')
            [CompletionResult]::new('--grep', '--grep', [CompletionResultType]::ParameterName, 'Only messages with this text, in upper or lower case')
            [CompletionResult]::new('--limit', '--limit', [CompletionResultType]::ParameterName, 'At most this many, the newest; 0 for all')
            [CompletionResult]::new('--net', '--net', [CompletionResultType]::ParameterName, 'P2Pool network [default: litecoin] [env: P2MSG_NET]')
            [CompletionResult]::new('--data-dir', '--data-dir', [CompletionResultType]::ParameterName, 'Folder with the key state, the queue and the lock [env: P2MSG_DATA_DIR]')
            [CompletionResult]::new('--signing-key-file', '--signing-key-file', [CompletionResultType]::ParameterName, 'State file of the signing key [env: P2MSG_SIGNING_KEY_FILE]')
            [CompletionResult]::new('--signing-key-index', '--signing-key-index', [CompletionResultType]::ParameterName, 'key_index to sign with; above the state file''s it rotates [env: P2MSG_SIGNING_KEY_INDEX]')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use colours [default: auto] [env: P2MSG_COLOR]')
            [CompletionResult]::new('--config', '--config', [CompletionResultType]::ParameterName, 'Config file [default: $XDG_CONFIG_HOME/p2msg/config.toml] [env: P2MSG_CONFIG]')
            [CompletionResult]::new('--lock-timeout', '--lock-timeout', [CompletionResultType]::ParameterName, 'How long to wait for the lock of the data folder [default: 10] [env: P2MSG_LOCK_TIMEOUT]')
            [CompletionResult]::new('--verified-only', '--verified-only', [CompletionResultType]::ParameterName, 'Only messages whose signature is valid')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'Print JSON: one object, or one a line [env: P2MSG_JSON]')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Leave only errors on stderr [env: P2MSG_QUIET]')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Say more on stderr [env: P2MSG_VERBOSE]')
            [CompletionResult]::new('--no-input', '--no-input', [CompletionResultType]::ParameterName, 'Never ask anything [env: P2MSG_NO_INPUT]')
            [CompletionResult]::new('--yes', '--yes', [CompletionResultType]::ParameterName, 'Answer yes to every question for consent [env: P2MSG_YES]')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'p2msg;store;chat' {
            [CompletionResult]::new('--authority-key', '--authority-key', [CompletionResultType]::ParameterName, 'Take this public key (66 hex digits) for an authority too; can be repeated')
            [CompletionResult]::new('--since', '--since', [CompletionResultType]::ParameterName, 'Only messages of this time or later: Unix seconds, 2024-02-10T16:00:00Z, or 2h for two hours ago')
            [CompletionResult]::new('--until', '--until', [CompletionResultType]::ParameterName, 'Only messages of this time or earlier')
            [CompletionResult]::new('--sender', '--sender', [CompletionResultType]::ParameterName, 'Only messages of this payout address')
            [CompletionResult]::new('--signing-id', '--signing-id', [CompletionResultType]::ParameterName, 'Only messages that name this signing key, whether or not the signature holds')
            [CompletionResult]::new('--grep', '--grep', [CompletionResultType]::ParameterName, 'Only messages with this text, in upper or lower case')
            [CompletionResult]::new('--limit', '--limit', [CompletionResultType]::ParameterName, 'At most this many, the newest; 0 for all')
            [CompletionResult]::new('--net', '--net', [CompletionResultType]::ParameterName, 'P2Pool network [default: litecoin] [env: P2MSG_NET]')
            [CompletionResult]::new('--data-dir', '--data-dir', [CompletionResultType]::ParameterName, 'Folder with the key state, the queue and the lock [env: P2MSG_DATA_DIR]')
            [CompletionResult]::new('--signing-key-file', '--signing-key-file', [CompletionResultType]::ParameterName, 'State file of the signing key [env: P2MSG_SIGNING_KEY_FILE]')
            [CompletionResult]::new('--signing-key-index', '--signing-key-index', [CompletionResultType]::ParameterName, 'key_index to sign with; above the state file''s it rotates [env: P2MSG_SIGNING_KEY_INDEX]')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use colours [default: auto] [env: P2MSG_COLOR]')
            [CompletionResult]::new('--config', '--config', [CompletionResultType]::ParameterName, 'Config file [default: $XDG_CONFIG_HOME/p2msg/config.toml] [env: P2MSG_CONFIG]')
            [CompletionResult]::new('--lock-timeout', '--lock-timeout', [CompletionResultType]::ParameterName, 'How long to wait for the lock of the data folder [default: 10] [env: P2MSG_LOCK_TIMEOUT]')
            [CompletionResult]::new('--verified-only', '--verified-only', [CompletionResultType]::ParameterName, 'Only messages whose signature is valid')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'Print JSON: one object, or one a line [env: P2MSG_JSON]')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Leave only errors on stderr [env: P2MSG_QUIET]')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Say more on stderr [env: P2MSG_VERBOSE]')
            [CompletionResult]::new('--no-input', '--no-input', [CompletionResultType]::ParameterName, 'Never ask anything [env: P2MSG_NO_INPUT]')
            [CompletionResult]::new('--yes', '--yes', [CompletionResultType]::ParameterName, 'Answer yes to every question for consent [env: P2MSG_YES]')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'p2msg;store;announcements' {
            [CompletionResult]::new('--authority-key', '--authority-key', [CompletionResultType]::ParameterName, 'Take this public key (66 hex digits) for an authority too; can be repeated')
            [CompletionResult]::new('--since', '--since', [CompletionResultType]::ParameterName, 'Only messages of this time or later: Unix seconds, 2024-02-10T16:00:00Z, or 2h for two hours ago')
            [CompletionResult]::new('--until', '--until', [CompletionResultType]::ParameterName, 'Only messages of this time or earlier')
            [CompletionResult]::new('--sender', '--sender', [CompletionResultType]::ParameterName, 'Only messages of this payout address')
            [CompletionResult]::new('--signing-id', '--signing-id', [CompletionResultType]::ParameterName, 'Only messages that name this signing key, whether or not the signature holds')
            [CompletionResult]::new('--grep', '--grep', [CompletionResultType]::ParameterName, 'Only messages with this text, in upper or lower case')
            [CompletionResult]::new('--limit', '--limit', [CompletionResultType]::ParameterName, 'At most this many, the newest; 0 for all')
            [CompletionResult]::new('--net', '--net', [CompletionResultType]::ParameterName, 'P2Pool network [default: litecoin] [env: P2MSG_NET]')
            [CompletionResult]::new('--data-dir', '--data-dir', [CompletionResultType]::ParameterName, 'Folder with the key state, the queue and the lock [env: P2MSG_DATA_DIR]')
            [CompletionResult]::new('--signing-key-file', '--signing-key-file', [CompletionResultType]::ParameterName, 'State file of the signing key [env: P2MSG_SIGNING_KEY_FILE]')
            [CompletionResult]::new('--signing-key-index', '--signing-key-index', [CompletionResultType]::ParameterName, 'key_index to sign with; above the state file''s it rotates [env: P2MSG_SIGNING_KEY_INDEX]')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use colours [default: auto] [env: P2MSG_COLOR]')
            [CompletionResult]::new('--config', '--config', [CompletionResultType]::ParameterName, 'Config file [default: $XDG_CONFIG_HOME/p2msg/config.toml] [env: P2MSG_CONFIG]')
            [CompletionResult]::new('--lock-timeout', '--lock-timeout', [CompletionResultType]::ParameterName, 'How long to wait for the lock of the data folder [default: 10] [env: P2MSG_LOCK_TIMEOUT]')
            [CompletionResult]::new('--verified-only', '--verified-only', [CompletionResultType]::ParameterName, 'Only messages whose signature is valid')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'Print JSON: one object, or one a line [env: P2MSG_JSON]')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Leave only errors on stderr [env: P2MSG_QUIET]')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Say more on stderr [env: P2MSG_VERBOSE]')
            [CompletionResult]::new('--no-input', '--no-input', [CompletionResultType]::ParameterName, 'Never ask anything [env: P2MSG_NO_INPUT]')
            [CompletionResult]::new('--yes', '--yes', [CompletionResultType]::ParameterName, 'Answer yes to every question for consent [env: P2MSG_YES]')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'p2msg;store;alerts' {
            [CompletionResult]::new('--authority-key', '--authority-key', [CompletionResultType]::ParameterName, 'Take this public key (66 hex digits) for an authority too; can be repeated')
            [CompletionResult]::new('--since', '--since', [CompletionResultType]::ParameterName, 'Only messages of this time or later: Unix seconds, 2024-02-10T16:00:00Z, or 2h for two hours ago')
            [CompletionResult]::new('--until', '--until', [CompletionResultType]::ParameterName, 'Only messages of this time or earlier')
            [CompletionResult]::new('--sender', '--sender', [CompletionResultType]::ParameterName, 'Only messages of this payout address')
            [CompletionResult]::new('--signing-id', '--signing-id', [CompletionResultType]::ParameterName, 'Only messages that name this signing key, whether or not the signature holds')
            [CompletionResult]::new('--grep', '--grep', [CompletionResultType]::ParameterName, 'Only messages with this text, in upper or lower case')
            [CompletionResult]::new('--limit', '--limit', [CompletionResultType]::ParameterName, 'At most this many, the newest; 0 for all')
            [CompletionResult]::new('--net', '--net', [CompletionResultType]::ParameterName, 'P2Pool network [default: litecoin] [env: P2MSG_NET]')
            [CompletionResult]::new('--data-dir', '--data-dir', [CompletionResultType]::ParameterName, 'Folder with the key state, the queue and the lock [env: P2MSG_DATA_DIR]')
            [CompletionResult]::new('--signing-key-file', '--signing-key-file', [CompletionResultType]::ParameterName, 'State file of the signing key [env: P2MSG_SIGNING_KEY_FILE]')
            [CompletionResult]::new('--signing-key-index', '--signing-key-index', [CompletionResultType]::ParameterName, 'key_index to sign with; above the state file''s it rotates [env: P2MSG_SIGNING_KEY_INDEX]')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use colours [default: auto] [env: P2MSG_COLOR]')
            [CompletionResult]::new('--config', '--config', [CompletionResultType]::ParameterName, 'Config file [default: $XDG_CONFIG_HOME/p2msg/config.toml] [env: P2MSG_CONFIG]')
            [CompletionResult]::new('--lock-timeout', '--lock-timeout', [CompletionResultType]::ParameterName, 'How long to wait for the lock of the data folder [default: 10] [env: P2MSG_LOCK_TIMEOUT]')
            [CompletionResult]::new('--verified-only', '--verified-only', [CompletionResultType]::ParameterName, 'Only messages whose signature is valid')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'Print JSON: one object, or one a line [env: P2MSG_JSON]')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Leave only errors on stderr [env: P2MSG_QUIET]')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Say more on stderr [env: P2MSG_VERBOSE]')
            [CompletionResult]::new('--no-input', '--no-input', [CompletionResultType]::ParameterName, 'Never ask anything [env: P2MSG_NO_INPUT]')
            [CompletionResult]::new('--yes', '--yes', [CompletionResultType]::ParameterName, 'Answer yes to every question for consent [env: P2MSG_YES]')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'p2msg;store;status' {
            [CompletionResult]::new('--authority-key', '--authority-key', [CompletionResultType]::ParameterName, 'Take this public key (66 hex digits) for an authority too; can be repeated')
            [CompletionResult]::new('--since', '--since', [CompletionResultType]::ParameterName, 'Only messages of this time or later: Unix seconds, 2024-02-10T16:00:00Z, or 2h for two hours ago')
            [CompletionResult]::new('--until', '--until', [CompletionResultType]::ParameterName, 'Only messages of this time or earlier')
            [CompletionResult]::new('--sender', '--sender', [CompletionResultType]::ParameterName, 'Only messages of this payout address')
            [CompletionResult]::new('--signing-id', '--signing-id', [CompletionResultType]::ParameterName, 'Only messages that name this signing key, whether or not the signature holds')
            [CompletionResult]::new('--grep', '--grep', [CompletionResultType]::ParameterName, 'Only messages with this text, in upper or lower case')
            [CompletionResult]::new('--limit', '--limit', [CompletionResultType]::ParameterName, 'At most this many, the newest; 0 for all')
            [CompletionResult]::new('--net', '--net', [CompletionResultType]::ParameterName, 'P2Pool network [default: litecoin] [env: P2MSG_NET]')
            [CompletionResult]::new('--data-dir', '--data-dir', [CompletionResultType]::ParameterName, 'Folder with the key state, the queue and the lock [env: P2MSG_DATA_DIR]')
            [CompletionResult]::new('--signing-key-file', '--signing-key-file', [CompletionResultType]::ParameterName, 'State file of the signing key [env: P2MSG_SIGNING_KEY_FILE]')
            [CompletionResult]::new('--signing-key-index', '--signing-key-index', [CompletionResultType]::ParameterName, 'key_index to sign with; above the state file''s it rotates [env: P2MSG_SIGNING_KEY_INDEX]')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use colours [default: auto] [env: P2MSG_COLOR]')
            [CompletionResult]::new('--config', '--config', [CompletionResultType]::ParameterName, 'Config file [default: $XDG_CONFIG_HOME/p2msg/config.toml] [env: P2MSG_CONFIG]')
            [CompletionResult]::new('--lock-timeout', '--lock-timeout', [CompletionResultType]::ParameterName, 'How long to wait for the lock of the data folder [default: 10] [env: P2MSG_LOCK_TIMEOUT]')
            [CompletionResult]::new('--verified-only', '--verified-only', [CompletionResultType]::ParameterName, 'Only messages whose signature is valid')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'Print JSON: one object, or one a line [env: P2MSG_JSON]')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Leave only errors on stderr [env: P2MSG_QUIET]')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Say more on stderr [env: P2MSG_VERBOSE]')
            [CompletionResult]::new('--no-input', '--no-input', [CompletionResultType]::ParameterName, 'Never ask anything [env: P2MSG_NO_INPUT]')
            [CompletionResult]::new('--yes', '--yes', [CompletionResultType]::ParameterName, 'Answer yes to every question for consent [env: P2MSG_YES]')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'p2msg;store;keys' {
            [CompletionResult]::new('--authority-key', '--authority-key', [CompletionResultType]::ParameterName, 'Take this public key (66 hex digits) for an authority too; can be repeated')
            [CompletionResult]::new('--net', '--net', [CompletionResultType]::ParameterName, 'P2Pool network [default: litecoin] [env: P2MSG_NET]')
            [CompletionResult]::new('--data-dir', '--data-dir', [CompletionResultType]::ParameterName, 'Folder with the key state, the queue and the lock [env: P2MSG_DATA_DIR]')
            [CompletionResult]::new('--signing-key-file', '--signing-key-file', [CompletionResultType]::ParameterName, 'State file of the signing key [env: P2MSG_SIGNING_KEY_FILE]')
            [CompletionResult]::new('--signing-key-index', '--signing-key-index', [CompletionResultType]::ParameterName, 'key_index to sign with; above the state file''s it rotates [env: P2MSG_SIGNING_KEY_INDEX]')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use colours [default: auto] [env: P2MSG_COLOR]')
            [CompletionResult]::new('--config', '--config', [CompletionResultType]::ParameterName, 'Config file [default: $XDG_CONFIG_HOME/p2msg/config.toml] [env: P2MSG_CONFIG]')
            [CompletionResult]::new('--lock-timeout', '--lock-timeout', [CompletionResultType]::ParameterName, 'How long to wait for the lock of the data folder [default: 10] [env: P2MSG_LOCK_TIMEOUT]')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'Print JSON: one object, or one a line [env: P2MSG_JSON]')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Leave only errors on stderr [env: P2MSG_QUIET]')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Say more on stderr [env: P2MSG_VERBOSE]')
            [CompletionResult]::new('--no-input', '--no-input', [CompletionResultType]::ParameterName, 'Never ask anything [env: P2MSG_NO_INPUT]')
            [CompletionResult]::new('--yes', '--yes', [CompletionResultType]::ParameterName, 'Answer yes to every question for consent [env: P2MSG_YES]')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'p2msg;store;stats' {
            [CompletionResult]::new('--authority-key', '--authority-key', [CompletionResultType]::ParameterName, 'Take this public key (66 hex digits) for an authority too; can be repeated')
            [CompletionResult]::new('--net', '--net', [CompletionResultType]::ParameterName, 'P2Pool network [default: litecoin] [env: P2MSG_NET]')
            [CompletionResult]::new('--data-dir', '--data-dir', [CompletionResultType]::ParameterName, 'Folder with the key state, the queue and the lock [env: P2MSG_DATA_DIR]')
            [CompletionResult]::new('--signing-key-file', '--signing-key-file', [CompletionResultType]::ParameterName, 'State file of the signing key [env: P2MSG_SIGNING_KEY_FILE]')
            [CompletionResult]::new('--signing-key-index', '--signing-key-index', [CompletionResultType]::ParameterName, 'key_index to sign with; above the state file''s it rotates [env: P2MSG_SIGNING_KEY_INDEX]')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use colours [default: auto] [env: P2MSG_COLOR]')
            [CompletionResult]::new('--config', '--config', [CompletionResultType]::ParameterName, 'Config file [default: $XDG_CONFIG_HOME/p2msg/config.toml] [env: P2MSG_CONFIG]')
            [CompletionResult]::new('--lock-timeout', '--lock-timeout', [CompletionResultType]::ParameterName, 'How long to wait for the lock of the data folder [default: 10] [env: P2MSG_LOCK_TIMEOUT]')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'Print JSON: one object, or one a line [env: P2MSG_JSON]')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Leave only errors on stderr [env: P2MSG_QUIET]')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Say more on stderr [env: P2MSG_VERBOSE]')
            [CompletionResult]::new('--no-input', '--no-input', [CompletionResultType]::ParameterName, 'Never ask anything [env: P2MSG_NO_INPUT]')
            [CompletionResult]::new('--yes', '--yes', [CompletionResultType]::ParameterName, 'Answer yes to every question for consent [env: P2MSG_YES]')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'p2msg;store;help' {
            [CompletionResult]::new('messages', 'messages', [CompletionResultType]::ParameterValue, 'Show the messages of share stores, newest first')
            [CompletionResult]::new('chat', 'chat', [CompletionResultType]::ParameterValue, 'Show what miners say to each other')
            [CompletionResult]::new('announcements', 'announcements', [CompletionResultType]::ParameterValue, 'Show the announcements of operators')
            [CompletionResult]::new('alerts', 'alerts', [CompletionResultType]::ParameterValue, 'Show the alerts')
            [CompletionResult]::new('status', 'status', [CompletionResultType]::ParameterValue, 'Show what nodes say of their state')
            [CompletionResult]::new('keys', 'keys', [CompletionResultType]::ParameterValue, 'Show the signing keys that share stores announce')
            [CompletionResult]::new('stats', 'stats', [CompletionResultType]::ParameterValue, 'Count the messages, keys and shares of share stores')
            [CompletionResult]::new('help', 'help', [CompletionResultType]::ParameterValue, 'Print this message or the help of the given subcommand(s)')
            break
        }
        'p2msg;store;help;messages' {
            break
        }
        'p2msg;store;help;chat' {
            break
        }
        'p2msg;store;help;announcements' {
            break
        }
        'p2msg;store;help;alerts' {
            break
        }
        'p2msg;store;help;status' {
            break
        }
        'p2msg;store;help;keys' {
            break
        }
        'p2msg;store;help;stats' {
            break
        }
        'p2msg;store;help;help' {
            break
        }
        'p2msg;verify' {
            [CompletionResult]::new('--from', '--from', [CompletionResultType]::ParameterName, 'Read every line as this instead of finding out what it is')
            [CompletionResult]::new('--share-version', '--share-version', [CompletionResultType]::ParameterName, 'The share version, for --from contents')
            [CompletionResult]::new('--authority-key', '--authority-key', [CompletionResultType]::ParameterName, 'Take this public key (66 hex digits) for an authority too; can be repeated')
            [CompletionResult]::new('--net', '--net', [CompletionResultType]::ParameterName, 'P2Pool network [default: litecoin] [env: P2MSG_NET]')
            [CompletionResult]::new('--data-dir', '--data-dir', [CompletionResultType]::ParameterName, 'Folder with the key state, the queue and the lock [env: P2MSG_DATA_DIR]')
            [CompletionResult]::new('--signing-key-file', '--signing-key-file', [CompletionResultType]::ParameterName, 'State file of the signing key [env: P2MSG_SIGNING_KEY_FILE]')
            [CompletionResult]::new('--signing-key-index', '--signing-key-index', [CompletionResultType]::ParameterName, 'key_index to sign with; above the state file''s it rotates [env: P2MSG_SIGNING_KEY_INDEX]')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use colours [default: auto] [env: P2MSG_COLOR]')
            [CompletionResult]::new('--config', '--config', [CompletionResultType]::ParameterName, 'Config file [default: $XDG_CONFIG_HOME/p2msg/config.toml] [env: P2MSG_CONFIG]')
            [CompletionResult]::new('--lock-timeout', '--lock-timeout', [CompletionResultType]::ParameterName, 'How long to wait for the lock of the data folder [default: 10] [env: P2MSG_LOCK_TIMEOUT]')
            [CompletionResult]::new('--with-messages', '--with-messages', [CompletionResultType]::ParameterName, 'Pass over shares without message_data, and over lines that only say that one was verified')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'Print JSON: one object, or one a line [env: P2MSG_JSON]')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Leave only errors on stderr [env: P2MSG_QUIET]')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Say more on stderr [env: P2MSG_VERBOSE]')
            [CompletionResult]::new('--no-input', '--no-input', [CompletionResultType]::ParameterName, 'Never ask anything [env: P2MSG_NO_INPUT]')
            [CompletionResult]::new('--yes', '--yes', [CompletionResultType]::ParameterName, 'Answer yes to every question for consent [env: P2MSG_YES]')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'p2msg;demo' {
            [CompletionResult]::new('--dir', '--dir', [CompletionResultType]::ParameterName, 'The folder to make')
            [CompletionResult]::new('--shares', '--shares', [CompletionResultType]::ParameterName, 'How many shares the chain gets at once; what there is to see takes 37')
            [CompletionResult]::new('--every', '--every', [CompletionResultType]::ParameterName, 'How long from share to share with --follow')
            [CompletionResult]::new('--message-data', '--message-data', [CompletionResultType]::ParameterName, 'Mine the message_data in this file, in hex, as soon as it is there or changes')
            [CompletionResult]::new('--net', '--net', [CompletionResultType]::ParameterName, 'P2Pool network [default: litecoin] [env: P2MSG_NET]')
            [CompletionResult]::new('--data-dir', '--data-dir', [CompletionResultType]::ParameterName, 'Folder with the key state, the queue and the lock [env: P2MSG_DATA_DIR]')
            [CompletionResult]::new('--signing-key-file', '--signing-key-file', [CompletionResultType]::ParameterName, 'State file of the signing key [env: P2MSG_SIGNING_KEY_FILE]')
            [CompletionResult]::new('--signing-key-index', '--signing-key-index', [CompletionResultType]::ParameterName, 'key_index to sign with; above the state file''s it rotates [env: P2MSG_SIGNING_KEY_INDEX]')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use colours [default: auto] [env: P2MSG_COLOR]')
            [CompletionResult]::new('--config', '--config', [CompletionResultType]::ParameterName, 'Config file [default: $XDG_CONFIG_HOME/p2msg/config.toml] [env: P2MSG_CONFIG]')
            [CompletionResult]::new('--lock-timeout', '--lock-timeout', [CompletionResultType]::ParameterName, 'How long to wait for the lock of the data folder [default: 10] [env: P2MSG_LOCK_TIMEOUT]')
            [CompletionResult]::new('--follow', '--follow', [CompletionResultType]::ParameterName, 'Keep mining until SIGINT or SIGTERM')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'Print JSON: one object, or one a line [env: P2MSG_JSON]')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Leave only errors on stderr [env: P2MSG_QUIET]')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Say more on stderr [env: P2MSG_VERBOSE]')
            [CompletionResult]::new('--no-input', '--no-input', [CompletionResultType]::ParameterName, 'Never ask anything [env: P2MSG_NO_INPUT]')
            [CompletionResult]::new('--yes', '--yes', [CompletionResultType]::ParameterName, 'Answer yes to every question for consent [env: P2MSG_YES]')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'p2msg;authority' {
            [CompletionResult]::new('--net', '--net', [CompletionResultType]::ParameterName, 'P2Pool network [default: litecoin] [env: P2MSG_NET]')
            [CompletionResult]::new('--data-dir', '--data-dir', [CompletionResultType]::ParameterName, 'Folder with the key state, the queue and the lock [env: P2MSG_DATA_DIR]')
            [CompletionResult]::new('--signing-key-file', '--signing-key-file', [CompletionResultType]::ParameterName, 'State file of the signing key [env: P2MSG_SIGNING_KEY_FILE]')
            [CompletionResult]::new('--signing-key-index', '--signing-key-index', [CompletionResultType]::ParameterName, 'key_index to sign with; above the state file''s it rotates [env: P2MSG_SIGNING_KEY_INDEX]')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use colours [default: auto] [env: P2MSG_COLOR]')
            [CompletionResult]::new('--config', '--config', [CompletionResultType]::ParameterName, 'Config file [default: $XDG_CONFIG_HOME/p2msg/config.toml] [env: P2MSG_CONFIG]')
            [CompletionResult]::new('--lock-timeout', '--lock-timeout', [CompletionResultType]::ParameterName, 'How long to wait for the lock of the data folder [default: 10] [env: P2MSG_LOCK_TIMEOUT]')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'Print JSON: one object, or one a line [env: P2MSG_JSON]')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Leave only errors on stderr [env: P2MSG_QUIET]')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Say more on stderr [env: P2MSG_VERBOSE]')
            [CompletionResult]::new('--no-input', '--no-input', [CompletionResultType]::ParameterName, 'Never ask anything [env: P2MSG_NO_INPUT]')
            [CompletionResult]::new('--yes', '--yes', [CompletionResultType]::ParameterName, 'Answer yes to every question for consent [env: P2MSG_YES]')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('seal', 'seal', [CompletionResultType]::ParameterValue, 'Sign a message with an authority''s key and seal it for deployed nodes')
            [CompletionResult]::new('open', 'open', [CompletionResultType]::ParameterValue, 'Open authority envelopes: what decode says, and the bytes inside')
            [CompletionResult]::new('keystore', 'keystore', [CompletionResultType]::ParameterValue, 'Keep a private key in a file, under a passphrase')
            [CompletionResult]::new('help', 'help', [CompletionResultType]::ParameterValue, 'Print this message or the help of the given subcommand(s)')
            break
        }
        'p2msg;authority;seal' {
            [CompletionResult]::new('--type', '--type', [CompletionResultType]::ParameterName, 'The kind of message')
            [CompletionResult]::new('--msg', '--msg', [CompletionResultType]::ParameterName, 'What to tell people; not for featured')
            [CompletionResult]::new('--urgency', '--urgency', [CompletionResultType]::ParameterName, 'How urgent it is; not for featured')
            [CompletionResult]::new('--url', '--url', [CompletionResultType]::ParameterName, 'Where to read on, or the dashboard of a featured node')
            [CompletionResult]::new('--from', '--from', [CompletionResultType]::ParameterName, 'The share version in use; for transition')
            [CompletionResult]::new('--to', '--to', [CompletionResultType]::ParameterName, 'The share version to change to; for transition')
            [CompletionResult]::new('--threshold', '--threshold', [CompletionResultType]::ParameterName, 'From how many percent of the shares on it is done; for transition')
            [CompletionResult]::new('--seq', '--seq', [CompletionResultType]::ParameterName, 'The number of this message; for featured [default: the time]')
            [CompletionResult]::new('--label', '--label', [CompletionResultType]::ParameterName, 'What to call the node; for featured')
            [CompletionResult]::new('--com', '--com', [CompletionResultType]::ParameterName, 'What it takes of the reward, as in 0.5%; for featured')
            [CompletionResult]::new('--loc', '--loc', [CompletionResultType]::ParameterName, 'Where it stands, as in EU/DE; for featured')
            [CompletionResult]::new('--hl', '--hl', [CompletionResultType]::ParameterName, '1 shows a banner, 2 announces the node, 3 both, 0 takes it down; for featured [default: 1]')
            [CompletionResult]::new('--exp', '--exp', [CompletionResultType]::ParameterName, 'Until when it is shown, Unix seconds; for featured [default: until it is taken down]')
            [CompletionResult]::new('--out', '--out', [CompletionResultType]::ParameterName, 'Write to this new file instead of stdout')
            [CompletionResult]::new('--authority-key', '--authority-key', [CompletionResultType]::ParameterName, 'Take this public key (66 hex digits) for an authority too; can be repeated')
            [CompletionResult]::new('--key-file', '--key-file', [CompletionResultType]::ParameterName, 'File with the key: 64 hex digits, WIF, keystore or BIP39 phrase [env: P2MSG_AUTHORITY_KEY_FILE]')
            [CompletionResult]::new('--bip32-path', '--bip32-path', [CompletionResultType]::ParameterName, 'Where a BIP39 phrase leads to the key [default: m/44''/2''/0''/0/0]')
            [CompletionResult]::new('--passphrase-file', '--passphrase-file', [CompletionResultType]::ParameterName, 'File with the passphrase of a keystore')
            [CompletionResult]::new('--net', '--net', [CompletionResultType]::ParameterName, 'P2Pool network [default: litecoin] [env: P2MSG_NET]')
            [CompletionResult]::new('--data-dir', '--data-dir', [CompletionResultType]::ParameterName, 'Folder with the key state, the queue and the lock [env: P2MSG_DATA_DIR]')
            [CompletionResult]::new('--signing-key-file', '--signing-key-file', [CompletionResultType]::ParameterName, 'State file of the signing key [env: P2MSG_SIGNING_KEY_FILE]')
            [CompletionResult]::new('--signing-key-index', '--signing-key-index', [CompletionResultType]::ParameterName, 'key_index to sign with; above the state file''s it rotates [env: P2MSG_SIGNING_KEY_INDEX]')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use colours [default: auto] [env: P2MSG_COLOR]')
            [CompletionResult]::new('--config', '--config', [CompletionResultType]::ParameterName, 'Config file [default: $XDG_CONFIG_HOME/p2msg/config.toml] [env: P2MSG_CONFIG]')
            [CompletionResult]::new('--lock-timeout', '--lock-timeout', [CompletionResultType]::ParameterName, 'How long to wait for the lock of the data folder [default: 10] [env: P2MSG_LOCK_TIMEOUT]')
            [CompletionResult]::new('--ask-bip39-passphrase', '--ask-bip39-passphrase', [CompletionResultType]::ParameterName, 'Ask for the passphrase of a BIP39 phrase, too')
            [CompletionResult]::new('--allow-insecure-key-file', '--allow-insecure-key-file', [CompletionResultType]::ParameterName, 'Take a key file that its group or others can read')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'Print JSON: one object, or one a line [env: P2MSG_JSON]')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Leave only errors on stderr [env: P2MSG_QUIET]')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Say more on stderr [env: P2MSG_VERBOSE]')
            [CompletionResult]::new('--no-input', '--no-input', [CompletionResultType]::ParameterName, 'Never ask anything [env: P2MSG_NO_INPUT]')
            [CompletionResult]::new('--yes', '--yes', [CompletionResultType]::ParameterName, 'Answer yes to every question for consent [env: P2MSG_YES]')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'p2msg;authority;open' {
            [CompletionResult]::new('--from', '--from', [CompletionResultType]::ParameterName, 'Read every line as this instead of finding out what it is')
            [CompletionResult]::new('--share-version', '--share-version', [CompletionResultType]::ParameterName, 'The share version, for --from contents')
            [CompletionResult]::new('--authority-key', '--authority-key', [CompletionResultType]::ParameterName, 'Take this public key (66 hex digits) for an authority too; can be repeated')
            [CompletionResult]::new('--net', '--net', [CompletionResultType]::ParameterName, 'P2Pool network [default: litecoin] [env: P2MSG_NET]')
            [CompletionResult]::new('--data-dir', '--data-dir', [CompletionResultType]::ParameterName, 'Folder with the key state, the queue and the lock [env: P2MSG_DATA_DIR]')
            [CompletionResult]::new('--signing-key-file', '--signing-key-file', [CompletionResultType]::ParameterName, 'State file of the signing key [env: P2MSG_SIGNING_KEY_FILE]')
            [CompletionResult]::new('--signing-key-index', '--signing-key-index', [CompletionResultType]::ParameterName, 'key_index to sign with; above the state file''s it rotates [env: P2MSG_SIGNING_KEY_INDEX]')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use colours [default: auto] [env: P2MSG_COLOR]')
            [CompletionResult]::new('--config', '--config', [CompletionResultType]::ParameterName, 'Config file [default: $XDG_CONFIG_HOME/p2msg/config.toml] [env: P2MSG_CONFIG]')
            [CompletionResult]::new('--lock-timeout', '--lock-timeout', [CompletionResultType]::ParameterName, 'How long to wait for the lock of the data folder [default: 10] [env: P2MSG_LOCK_TIMEOUT]')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'Print JSON: one object, or one a line [env: P2MSG_JSON]')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Leave only errors on stderr [env: P2MSG_QUIET]')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Say more on stderr [env: P2MSG_VERBOSE]')
            [CompletionResult]::new('--no-input', '--no-input', [CompletionResultType]::ParameterName, 'Never ask anything [env: P2MSG_NO_INPUT]')
            [CompletionResult]::new('--yes', '--yes', [CompletionResultType]::ParameterName, 'Answer yes to every question for consent [env: P2MSG_YES]')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'p2msg;authority;keystore' {
            [CompletionResult]::new('--net', '--net', [CompletionResultType]::ParameterName, 'P2Pool network [default: litecoin] [env: P2MSG_NET]')
            [CompletionResult]::new('--data-dir', '--data-dir', [CompletionResultType]::ParameterName, 'Folder with the key state, the queue and the lock [env: P2MSG_DATA_DIR]')
            [CompletionResult]::new('--signing-key-file', '--signing-key-file', [CompletionResultType]::ParameterName, 'State file of the signing key [env: P2MSG_SIGNING_KEY_FILE]')
            [CompletionResult]::new('--signing-key-index', '--signing-key-index', [CompletionResultType]::ParameterName, 'key_index to sign with; above the state file''s it rotates [env: P2MSG_SIGNING_KEY_INDEX]')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use colours [default: auto] [env: P2MSG_COLOR]')
            [CompletionResult]::new('--config', '--config', [CompletionResultType]::ParameterName, 'Config file [default: $XDG_CONFIG_HOME/p2msg/config.toml] [env: P2MSG_CONFIG]')
            [CompletionResult]::new('--lock-timeout', '--lock-timeout', [CompletionResultType]::ParameterName, 'How long to wait for the lock of the data folder [default: 10] [env: P2MSG_LOCK_TIMEOUT]')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'Print JSON: one object, or one a line [env: P2MSG_JSON]')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Leave only errors on stderr [env: P2MSG_QUIET]')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Say more on stderr [env: P2MSG_VERBOSE]')
            [CompletionResult]::new('--no-input', '--no-input', [CompletionResultType]::ParameterName, 'Never ask anything [env: P2MSG_NO_INPUT]')
            [CompletionResult]::new('--yes', '--yes', [CompletionResultType]::ParameterName, 'Answer yes to every question for consent [env: P2MSG_YES]')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('create', 'create', [CompletionResultType]::ParameterValue, 'Put a private key under a passphrase, into a new file')
            [CompletionResult]::new('show', 'show', [CompletionResultType]::ParameterValue, 'Show what a keystore says of itself, without its passphrase')
            [CompletionResult]::new('help', 'help', [CompletionResultType]::ParameterValue, 'Print this message or the help of the given subcommand(s)')
            break
        }
        'p2msg;authority;keystore;create' {
            [CompletionResult]::new('--out', '--out', [CompletionResultType]::ParameterName, 'The new file, which only its owner can read')
            [CompletionResult]::new('--key-file', '--key-file', [CompletionResultType]::ParameterName, 'File with the key: 64 hex digits, WIF, keystore or BIP39 phrase [env: P2MSG_AUTHORITY_KEY_FILE]')
            [CompletionResult]::new('--bip32-path', '--bip32-path', [CompletionResultType]::ParameterName, 'Where a BIP39 phrase leads to the key [default: m/44''/2''/0''/0/0]')
            [CompletionResult]::new('--passphrase-file', '--passphrase-file', [CompletionResultType]::ParameterName, 'File with the passphrase of a keystore')
            [CompletionResult]::new('--new-passphrase-file', '--new-passphrase-file', [CompletionResultType]::ParameterName, 'File with the passphrase of the new keystore')
            [CompletionResult]::new('--net', '--net', [CompletionResultType]::ParameterName, 'P2Pool network [default: litecoin] [env: P2MSG_NET]')
            [CompletionResult]::new('--data-dir', '--data-dir', [CompletionResultType]::ParameterName, 'Folder with the key state, the queue and the lock [env: P2MSG_DATA_DIR]')
            [CompletionResult]::new('--signing-key-file', '--signing-key-file', [CompletionResultType]::ParameterName, 'State file of the signing key [env: P2MSG_SIGNING_KEY_FILE]')
            [CompletionResult]::new('--signing-key-index', '--signing-key-index', [CompletionResultType]::ParameterName, 'key_index to sign with; above the state file''s it rotates [env: P2MSG_SIGNING_KEY_INDEX]')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use colours [default: auto] [env: P2MSG_COLOR]')
            [CompletionResult]::new('--config', '--config', [CompletionResultType]::ParameterName, 'Config file [default: $XDG_CONFIG_HOME/p2msg/config.toml] [env: P2MSG_CONFIG]')
            [CompletionResult]::new('--lock-timeout', '--lock-timeout', [CompletionResultType]::ParameterName, 'How long to wait for the lock of the data folder [default: 10] [env: P2MSG_LOCK_TIMEOUT]')
            [CompletionResult]::new('--ask-bip39-passphrase', '--ask-bip39-passphrase', [CompletionResultType]::ParameterName, 'Ask for the passphrase of a BIP39 phrase, too')
            [CompletionResult]::new('--allow-insecure-key-file', '--allow-insecure-key-file', [CompletionResultType]::ParameterName, 'Take a key file that its group or others can read')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'Print JSON: one object, or one a line [env: P2MSG_JSON]')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Leave only errors on stderr [env: P2MSG_QUIET]')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Say more on stderr [env: P2MSG_VERBOSE]')
            [CompletionResult]::new('--no-input', '--no-input', [CompletionResultType]::ParameterName, 'Never ask anything [env: P2MSG_NO_INPUT]')
            [CompletionResult]::new('--yes', '--yes', [CompletionResultType]::ParameterName, 'Answer yes to every question for consent [env: P2MSG_YES]')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'p2msg;authority;keystore;show' {
            [CompletionResult]::new('--net', '--net', [CompletionResultType]::ParameterName, 'P2Pool network [default: litecoin] [env: P2MSG_NET]')
            [CompletionResult]::new('--data-dir', '--data-dir', [CompletionResultType]::ParameterName, 'Folder with the key state, the queue and the lock [env: P2MSG_DATA_DIR]')
            [CompletionResult]::new('--signing-key-file', '--signing-key-file', [CompletionResultType]::ParameterName, 'State file of the signing key [env: P2MSG_SIGNING_KEY_FILE]')
            [CompletionResult]::new('--signing-key-index', '--signing-key-index', [CompletionResultType]::ParameterName, 'key_index to sign with; above the state file''s it rotates [env: P2MSG_SIGNING_KEY_INDEX]')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use colours [default: auto] [env: P2MSG_COLOR]')
            [CompletionResult]::new('--config', '--config', [CompletionResultType]::ParameterName, 'Config file [default: $XDG_CONFIG_HOME/p2msg/config.toml] [env: P2MSG_CONFIG]')
            [CompletionResult]::new('--lock-timeout', '--lock-timeout', [CompletionResultType]::ParameterName, 'How long to wait for the lock of the data folder [default: 10] [env: P2MSG_LOCK_TIMEOUT]')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'Print JSON: one object, or one a line [env: P2MSG_JSON]')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Leave only errors on stderr [env: P2MSG_QUIET]')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Say more on stderr [env: P2MSG_VERBOSE]')
            [CompletionResult]::new('--no-input', '--no-input', [CompletionResultType]::ParameterName, 'Never ask anything [env: P2MSG_NO_INPUT]')
            [CompletionResult]::new('--yes', '--yes', [CompletionResultType]::ParameterName, 'Answer yes to every question for consent [env: P2MSG_YES]')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'p2msg;authority;keystore;help' {
            [CompletionResult]::new('create', 'create', [CompletionResultType]::ParameterValue, 'Put a private key under a passphrase, into a new file')
            [CompletionResult]::new('show', 'show', [CompletionResultType]::ParameterValue, 'Show what a keystore says of itself, without its passphrase')
            [CompletionResult]::new('help', 'help', [CompletionResultType]::ParameterValue, 'Print this message or the help of the given subcommand(s)')
            break
        }
        'p2msg;authority;keystore;help;create' {
            break
        }
        'p2msg;authority;keystore;help;show' {
            break
        }
        'p2msg;authority;keystore;help;help' {
            break
        }
        'p2msg;authority;help' {
            [CompletionResult]::new('seal', 'seal', [CompletionResultType]::ParameterValue, 'Sign a message with an authority''s key and seal it for deployed nodes')
            [CompletionResult]::new('open', 'open', [CompletionResultType]::ParameterValue, 'Open authority envelopes: what decode says, and the bytes inside')
            [CompletionResult]::new('keystore', 'keystore', [CompletionResultType]::ParameterValue, 'Keep a private key in a file, under a passphrase')
            [CompletionResult]::new('help', 'help', [CompletionResultType]::ParameterValue, 'Print this message or the help of the given subcommand(s)')
            break
        }
        'p2msg;authority;help;seal' {
            break
        }
        'p2msg;authority;help;open' {
            break
        }
        'p2msg;authority;help;keystore' {
            [CompletionResult]::new('create', 'create', [CompletionResultType]::ParameterValue, 'Put a private key under a passphrase, into a new file')
            [CompletionResult]::new('show', 'show', [CompletionResultType]::ParameterValue, 'Show what a keystore says of itself, without its passphrase')
            break
        }
        'p2msg;authority;help;keystore;create' {
            break
        }
        'p2msg;authority;help;keystore;show' {
            break
        }
        'p2msg;authority;help;help' {
            break
        }
        'p2msg;node' {
            [CompletionResult]::new('--net', '--net', [CompletionResultType]::ParameterName, 'P2Pool network [default: litecoin] [env: P2MSG_NET]')
            [CompletionResult]::new('--data-dir', '--data-dir', [CompletionResultType]::ParameterName, 'Folder with the key state, the queue and the lock [env: P2MSG_DATA_DIR]')
            [CompletionResult]::new('--signing-key-file', '--signing-key-file', [CompletionResultType]::ParameterName, 'State file of the signing key [env: P2MSG_SIGNING_KEY_FILE]')
            [CompletionResult]::new('--signing-key-index', '--signing-key-index', [CompletionResultType]::ParameterName, 'key_index to sign with; above the state file''s it rotates [env: P2MSG_SIGNING_KEY_INDEX]')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use colours [default: auto] [env: P2MSG_COLOR]')
            [CompletionResult]::new('--config', '--config', [CompletionResultType]::ParameterName, 'Config file [default: $XDG_CONFIG_HOME/p2msg/config.toml] [env: P2MSG_CONFIG]')
            [CompletionResult]::new('--lock-timeout', '--lock-timeout', [CompletionResultType]::ParameterName, 'How long to wait for the lock of the data folder [default: 10] [env: P2MSG_LOCK_TIMEOUT]')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'Print JSON: one object, or one a line [env: P2MSG_JSON]')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Leave only errors on stderr [env: P2MSG_QUIET]')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Say more on stderr [env: P2MSG_VERBOSE]')
            [CompletionResult]::new('--no-input', '--no-input', [CompletionResultType]::ParameterName, 'Never ask anything [env: P2MSG_NO_INPUT]')
            [CompletionResult]::new('--yes', '--yes', [CompletionResultType]::ParameterName, 'Answer yes to every question for consent [env: P2MSG_YES]')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('messages', 'messages', [CompletionResultType]::ParameterValue, 'Show the messages that nodes have, newest first')
            [CompletionResult]::new('chat', 'chat', [CompletionResultType]::ParameterValue, 'Show what miners say to each other')
            [CompletionResult]::new('announcements', 'announcements', [CompletionResultType]::ParameterValue, 'Show the announcements of operators and authorities')
            [CompletionResult]::new('alerts', 'alerts', [CompletionResultType]::ParameterValue, 'Show the alerts')
            [CompletionResult]::new('status', 'status', [CompletionResultType]::ParameterValue, 'Show what nodes say of their state')
            [CompletionResult]::new('keys', 'keys', [CompletionResultType]::ParameterValue, 'Show the signing keys that nodes know')
            [CompletionResult]::new('stats', 'stats', [CompletionResultType]::ParameterValue, 'Show what nodes count of their messages and keys')
            [CompletionResult]::new('transition', 'transition', [CompletionResultType]::ParameterValue, 'Show what nodes say about the transition to another share version')
            [CompletionResult]::new('bans', 'bans', [CompletionResultType]::ParameterValue, 'Show which messages nodes hide')
            [CompletionResult]::new('diag', 'diag', [CompletionResultType]::ParameterValue, 'Show what nodes say about loading authority blobs')
            [CompletionResult]::new('watch', 'watch', [CompletionResultType]::ParameterValue, 'Show each new message once, until it is told to end')
            [CompletionResult]::new('check', 'check', [CompletionResultType]::ParameterValue, 'Check nodes, keys and queue for a monitoring system')
            [CompletionResult]::new('ban', 'ban', [CompletionResultType]::ParameterValue, 'Hide messages from those who ask a node')
            [CompletionResult]::new('unban', 'unban', [CompletionResultType]::ParameterValue, 'Show messages again that a ban hides')
            [CompletionResult]::new('load-blob', 'load-blob', [CompletionResultType]::ParameterValue, 'Give authority envelopes to nodes, which show their messages at once')
            [CompletionResult]::new('help', 'help', [CompletionResultType]::ParameterValue, 'Print this message or the help of the given subcommand(s)')
            break
        }
        'p2msg;node;messages' {
            [CompletionResult]::new('--type', '--type', [CompletionResultType]::ParameterName, 'Only messages of this kind: chat, announce, alert, node-status, ..., or its number (0x07); can be repeated')
            [CompletionResult]::new('--since', '--since', [CompletionResultType]::ParameterName, 'Only messages of this time or later: Unix seconds, 2024-02-10T16:00:00Z, or 2h for two hours ago')
            [CompletionResult]::new('--until', '--until', [CompletionResultType]::ParameterName, 'Only messages of this time or earlier')
            [CompletionResult]::new('--sender', '--sender', [CompletionResultType]::ParameterName, 'Only messages of this payout address')
            [CompletionResult]::new('--signing-id', '--signing-id', [CompletionResultType]::ParameterName, 'Only messages that name this signing key, whether or not the signature holds')
            [CompletionResult]::new('--grep', '--grep', [CompletionResultType]::ParameterName, 'Only messages with this text, in upper or lower case')
            [CompletionResult]::new('--limit', '--limit', [CompletionResultType]::ParameterName, 'At most this many, the newest; 0 for all')
            [CompletionResult]::new('--url', '--url', [CompletionResultType]::ParameterName, 'Base URL of a node, can be repeated [default: http://127.0.0.1:<port of --net>] [env: P2MSG_URL]')
            [CompletionResult]::new('--api', '--api', [CompletionResultType]::ParameterName, 'API that the nodes have')
            [CompletionResult]::new('--timeout', '--timeout', [CompletionResultType]::ParameterName, 'Give up on a node that has not answered everything within so many seconds')
            [CompletionResult]::new('--connect-timeout', '--connect-timeout', [CompletionResultType]::ParameterName, 'Give up on a connection within so many seconds')
            [CompletionResult]::new('--ca-file', '--ca-file', [CompletionResultType]::ParameterName, 'Certificates (PEM) that count beside the system''s, for https [env: P2MSG_CA_FILE]')
            [CompletionResult]::new('--auth-file', '--auth-file', [CompletionResultType]::ParameterName, 'File with user:password for a proxy in front of the node [env: P2MSG_AUTH_FILE]')
            [CompletionResult]::new('--net', '--net', [CompletionResultType]::ParameterName, 'P2Pool network [default: litecoin] [env: P2MSG_NET]')
            [CompletionResult]::new('--data-dir', '--data-dir', [CompletionResultType]::ParameterName, 'Folder with the key state, the queue and the lock [env: P2MSG_DATA_DIR]')
            [CompletionResult]::new('--signing-key-file', '--signing-key-file', [CompletionResultType]::ParameterName, 'State file of the signing key [env: P2MSG_SIGNING_KEY_FILE]')
            [CompletionResult]::new('--signing-key-index', '--signing-key-index', [CompletionResultType]::ParameterName, 'key_index to sign with; above the state file''s it rotates [env: P2MSG_SIGNING_KEY_INDEX]')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use colours [default: auto] [env: P2MSG_COLOR]')
            [CompletionResult]::new('--config', '--config', [CompletionResultType]::ParameterName, 'Config file [default: $XDG_CONFIG_HOME/p2msg/config.toml] [env: P2MSG_CONFIG]')
            [CompletionResult]::new('--lock-timeout', '--lock-timeout', [CompletionResultType]::ParameterName, 'How long to wait for the lock of the data folder [default: 10] [env: P2MSG_LOCK_TIMEOUT]')
            [CompletionResult]::new('--verified-only', '--verified-only', [CompletionResultType]::ParameterName, 'Only messages whose signature is valid')
            [CompletionResult]::new('--allow-insecure-key-file', '--allow-insecure-key-file', [CompletionResultType]::ParameterName, 'Take an --auth-file that its group or others can read')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'Print JSON: one object, or one a line [env: P2MSG_JSON]')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Leave only errors on stderr [env: P2MSG_QUIET]')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Say more on stderr [env: P2MSG_VERBOSE]')
            [CompletionResult]::new('--no-input', '--no-input', [CompletionResultType]::ParameterName, 'Never ask anything [env: P2MSG_NO_INPUT]')
            [CompletionResult]::new('--yes', '--yes', [CompletionResultType]::ParameterName, 'Answer yes to every question for consent [env: P2MSG_YES]')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'p2msg;node;chat' {
            [CompletionResult]::new('--since', '--since', [CompletionResultType]::ParameterName, 'Only messages of this time or later: Unix seconds, 2024-02-10T16:00:00Z, or 2h for two hours ago')
            [CompletionResult]::new('--until', '--until', [CompletionResultType]::ParameterName, 'Only messages of this time or earlier')
            [CompletionResult]::new('--sender', '--sender', [CompletionResultType]::ParameterName, 'Only messages of this payout address')
            [CompletionResult]::new('--signing-id', '--signing-id', [CompletionResultType]::ParameterName, 'Only messages that name this signing key, whether or not the signature holds')
            [CompletionResult]::new('--grep', '--grep', [CompletionResultType]::ParameterName, 'Only messages with this text, in upper or lower case')
            [CompletionResult]::new('--limit', '--limit', [CompletionResultType]::ParameterName, 'At most this many, the newest; 0 for all')
            [CompletionResult]::new('--url', '--url', [CompletionResultType]::ParameterName, 'Base URL of a node, can be repeated [default: http://127.0.0.1:<port of --net>] [env: P2MSG_URL]')
            [CompletionResult]::new('--api', '--api', [CompletionResultType]::ParameterName, 'API that the nodes have')
            [CompletionResult]::new('--timeout', '--timeout', [CompletionResultType]::ParameterName, 'Give up on a node that has not answered everything within so many seconds')
            [CompletionResult]::new('--connect-timeout', '--connect-timeout', [CompletionResultType]::ParameterName, 'Give up on a connection within so many seconds')
            [CompletionResult]::new('--ca-file', '--ca-file', [CompletionResultType]::ParameterName, 'Certificates (PEM) that count beside the system''s, for https [env: P2MSG_CA_FILE]')
            [CompletionResult]::new('--auth-file', '--auth-file', [CompletionResultType]::ParameterName, 'File with user:password for a proxy in front of the node [env: P2MSG_AUTH_FILE]')
            [CompletionResult]::new('--net', '--net', [CompletionResultType]::ParameterName, 'P2Pool network [default: litecoin] [env: P2MSG_NET]')
            [CompletionResult]::new('--data-dir', '--data-dir', [CompletionResultType]::ParameterName, 'Folder with the key state, the queue and the lock [env: P2MSG_DATA_DIR]')
            [CompletionResult]::new('--signing-key-file', '--signing-key-file', [CompletionResultType]::ParameterName, 'State file of the signing key [env: P2MSG_SIGNING_KEY_FILE]')
            [CompletionResult]::new('--signing-key-index', '--signing-key-index', [CompletionResultType]::ParameterName, 'key_index to sign with; above the state file''s it rotates [env: P2MSG_SIGNING_KEY_INDEX]')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use colours [default: auto] [env: P2MSG_COLOR]')
            [CompletionResult]::new('--config', '--config', [CompletionResultType]::ParameterName, 'Config file [default: $XDG_CONFIG_HOME/p2msg/config.toml] [env: P2MSG_CONFIG]')
            [CompletionResult]::new('--lock-timeout', '--lock-timeout', [CompletionResultType]::ParameterName, 'How long to wait for the lock of the data folder [default: 10] [env: P2MSG_LOCK_TIMEOUT]')
            [CompletionResult]::new('--verified-only', '--verified-only', [CompletionResultType]::ParameterName, 'Only messages whose signature is valid')
            [CompletionResult]::new('--allow-insecure-key-file', '--allow-insecure-key-file', [CompletionResultType]::ParameterName, 'Take an --auth-file that its group or others can read')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'Print JSON: one object, or one a line [env: P2MSG_JSON]')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Leave only errors on stderr [env: P2MSG_QUIET]')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Say more on stderr [env: P2MSG_VERBOSE]')
            [CompletionResult]::new('--no-input', '--no-input', [CompletionResultType]::ParameterName, 'Never ask anything [env: P2MSG_NO_INPUT]')
            [CompletionResult]::new('--yes', '--yes', [CompletionResultType]::ParameterName, 'Answer yes to every question for consent [env: P2MSG_YES]')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'p2msg;node;announcements' {
            [CompletionResult]::new('--since', '--since', [CompletionResultType]::ParameterName, 'Only messages of this time or later: Unix seconds, 2024-02-10T16:00:00Z, or 2h for two hours ago')
            [CompletionResult]::new('--until', '--until', [CompletionResultType]::ParameterName, 'Only messages of this time or earlier')
            [CompletionResult]::new('--sender', '--sender', [CompletionResultType]::ParameterName, 'Only messages of this payout address')
            [CompletionResult]::new('--signing-id', '--signing-id', [CompletionResultType]::ParameterName, 'Only messages that name this signing key, whether or not the signature holds')
            [CompletionResult]::new('--grep', '--grep', [CompletionResultType]::ParameterName, 'Only messages with this text, in upper or lower case')
            [CompletionResult]::new('--limit', '--limit', [CompletionResultType]::ParameterName, 'At most this many, the newest; 0 for all')
            [CompletionResult]::new('--url', '--url', [CompletionResultType]::ParameterName, 'Base URL of a node, can be repeated [default: http://127.0.0.1:<port of --net>] [env: P2MSG_URL]')
            [CompletionResult]::new('--api', '--api', [CompletionResultType]::ParameterName, 'API that the nodes have')
            [CompletionResult]::new('--timeout', '--timeout', [CompletionResultType]::ParameterName, 'Give up on a node that has not answered everything within so many seconds')
            [CompletionResult]::new('--connect-timeout', '--connect-timeout', [CompletionResultType]::ParameterName, 'Give up on a connection within so many seconds')
            [CompletionResult]::new('--ca-file', '--ca-file', [CompletionResultType]::ParameterName, 'Certificates (PEM) that count beside the system''s, for https [env: P2MSG_CA_FILE]')
            [CompletionResult]::new('--auth-file', '--auth-file', [CompletionResultType]::ParameterName, 'File with user:password for a proxy in front of the node [env: P2MSG_AUTH_FILE]')
            [CompletionResult]::new('--net', '--net', [CompletionResultType]::ParameterName, 'P2Pool network [default: litecoin] [env: P2MSG_NET]')
            [CompletionResult]::new('--data-dir', '--data-dir', [CompletionResultType]::ParameterName, 'Folder with the key state, the queue and the lock [env: P2MSG_DATA_DIR]')
            [CompletionResult]::new('--signing-key-file', '--signing-key-file', [CompletionResultType]::ParameterName, 'State file of the signing key [env: P2MSG_SIGNING_KEY_FILE]')
            [CompletionResult]::new('--signing-key-index', '--signing-key-index', [CompletionResultType]::ParameterName, 'key_index to sign with; above the state file''s it rotates [env: P2MSG_SIGNING_KEY_INDEX]')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use colours [default: auto] [env: P2MSG_COLOR]')
            [CompletionResult]::new('--config', '--config', [CompletionResultType]::ParameterName, 'Config file [default: $XDG_CONFIG_HOME/p2msg/config.toml] [env: P2MSG_CONFIG]')
            [CompletionResult]::new('--lock-timeout', '--lock-timeout', [CompletionResultType]::ParameterName, 'How long to wait for the lock of the data folder [default: 10] [env: P2MSG_LOCK_TIMEOUT]')
            [CompletionResult]::new('--verified-only', '--verified-only', [CompletionResultType]::ParameterName, 'Only messages whose signature is valid')
            [CompletionResult]::new('--allow-insecure-key-file', '--allow-insecure-key-file', [CompletionResultType]::ParameterName, 'Take an --auth-file that its group or others can read')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'Print JSON: one object, or one a line [env: P2MSG_JSON]')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Leave only errors on stderr [env: P2MSG_QUIET]')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Say more on stderr [env: P2MSG_VERBOSE]')
            [CompletionResult]::new('--no-input', '--no-input', [CompletionResultType]::ParameterName, 'Never ask anything [env: P2MSG_NO_INPUT]')
            [CompletionResult]::new('--yes', '--yes', [CompletionResultType]::ParameterName, 'Answer yes to every question for consent [env: P2MSG_YES]')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'p2msg;node;alerts' {
            [CompletionResult]::new('--since', '--since', [CompletionResultType]::ParameterName, 'Only messages of this time or later: Unix seconds, 2024-02-10T16:00:00Z, or 2h for two hours ago')
            [CompletionResult]::new('--until', '--until', [CompletionResultType]::ParameterName, 'Only messages of this time or earlier')
            [CompletionResult]::new('--sender', '--sender', [CompletionResultType]::ParameterName, 'Only messages of this payout address')
            [CompletionResult]::new('--signing-id', '--signing-id', [CompletionResultType]::ParameterName, 'Only messages that name this signing key, whether or not the signature holds')
            [CompletionResult]::new('--grep', '--grep', [CompletionResultType]::ParameterName, 'Only messages with this text, in upper or lower case')
            [CompletionResult]::new('--limit', '--limit', [CompletionResultType]::ParameterName, 'At most this many, the newest; 0 for all')
            [CompletionResult]::new('--url', '--url', [CompletionResultType]::ParameterName, 'Base URL of a node, can be repeated [default: http://127.0.0.1:<port of --net>] [env: P2MSG_URL]')
            [CompletionResult]::new('--api', '--api', [CompletionResultType]::ParameterName, 'API that the nodes have')
            [CompletionResult]::new('--timeout', '--timeout', [CompletionResultType]::ParameterName, 'Give up on a node that has not answered everything within so many seconds')
            [CompletionResult]::new('--connect-timeout', '--connect-timeout', [CompletionResultType]::ParameterName, 'Give up on a connection within so many seconds')
            [CompletionResult]::new('--ca-file', '--ca-file', [CompletionResultType]::ParameterName, 'Certificates (PEM) that count beside the system''s, for https [env: P2MSG_CA_FILE]')
            [CompletionResult]::new('--auth-file', '--auth-file', [CompletionResultType]::ParameterName, 'File with user:password for a proxy in front of the node [env: P2MSG_AUTH_FILE]')
            [CompletionResult]::new('--net', '--net', [CompletionResultType]::ParameterName, 'P2Pool network [default: litecoin] [env: P2MSG_NET]')
            [CompletionResult]::new('--data-dir', '--data-dir', [CompletionResultType]::ParameterName, 'Folder with the key state, the queue and the lock [env: P2MSG_DATA_DIR]')
            [CompletionResult]::new('--signing-key-file', '--signing-key-file', [CompletionResultType]::ParameterName, 'State file of the signing key [env: P2MSG_SIGNING_KEY_FILE]')
            [CompletionResult]::new('--signing-key-index', '--signing-key-index', [CompletionResultType]::ParameterName, 'key_index to sign with; above the state file''s it rotates [env: P2MSG_SIGNING_KEY_INDEX]')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use colours [default: auto] [env: P2MSG_COLOR]')
            [CompletionResult]::new('--config', '--config', [CompletionResultType]::ParameterName, 'Config file [default: $XDG_CONFIG_HOME/p2msg/config.toml] [env: P2MSG_CONFIG]')
            [CompletionResult]::new('--lock-timeout', '--lock-timeout', [CompletionResultType]::ParameterName, 'How long to wait for the lock of the data folder [default: 10] [env: P2MSG_LOCK_TIMEOUT]')
            [CompletionResult]::new('--verified-only', '--verified-only', [CompletionResultType]::ParameterName, 'Only messages whose signature is valid')
            [CompletionResult]::new('--allow-insecure-key-file', '--allow-insecure-key-file', [CompletionResultType]::ParameterName, 'Take an --auth-file that its group or others can read')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'Print JSON: one object, or one a line [env: P2MSG_JSON]')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Leave only errors on stderr [env: P2MSG_QUIET]')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Say more on stderr [env: P2MSG_VERBOSE]')
            [CompletionResult]::new('--no-input', '--no-input', [CompletionResultType]::ParameterName, 'Never ask anything [env: P2MSG_NO_INPUT]')
            [CompletionResult]::new('--yes', '--yes', [CompletionResultType]::ParameterName, 'Answer yes to every question for consent [env: P2MSG_YES]')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'p2msg;node;status' {
            [CompletionResult]::new('--since', '--since', [CompletionResultType]::ParameterName, 'Only messages of this time or later: Unix seconds, 2024-02-10T16:00:00Z, or 2h for two hours ago')
            [CompletionResult]::new('--until', '--until', [CompletionResultType]::ParameterName, 'Only messages of this time or earlier')
            [CompletionResult]::new('--sender', '--sender', [CompletionResultType]::ParameterName, 'Only messages of this payout address')
            [CompletionResult]::new('--signing-id', '--signing-id', [CompletionResultType]::ParameterName, 'Only messages that name this signing key, whether or not the signature holds')
            [CompletionResult]::new('--grep', '--grep', [CompletionResultType]::ParameterName, 'Only messages with this text, in upper or lower case')
            [CompletionResult]::new('--limit', '--limit', [CompletionResultType]::ParameterName, 'At most this many, the newest; 0 for all')
            [CompletionResult]::new('--url', '--url', [CompletionResultType]::ParameterName, 'Base URL of a node, can be repeated [default: http://127.0.0.1:<port of --net>] [env: P2MSG_URL]')
            [CompletionResult]::new('--api', '--api', [CompletionResultType]::ParameterName, 'API that the nodes have')
            [CompletionResult]::new('--timeout', '--timeout', [CompletionResultType]::ParameterName, 'Give up on a node that has not answered everything within so many seconds')
            [CompletionResult]::new('--connect-timeout', '--connect-timeout', [CompletionResultType]::ParameterName, 'Give up on a connection within so many seconds')
            [CompletionResult]::new('--ca-file', '--ca-file', [CompletionResultType]::ParameterName, 'Certificates (PEM) that count beside the system''s, for https [env: P2MSG_CA_FILE]')
            [CompletionResult]::new('--auth-file', '--auth-file', [CompletionResultType]::ParameterName, 'File with user:password for a proxy in front of the node [env: P2MSG_AUTH_FILE]')
            [CompletionResult]::new('--net', '--net', [CompletionResultType]::ParameterName, 'P2Pool network [default: litecoin] [env: P2MSG_NET]')
            [CompletionResult]::new('--data-dir', '--data-dir', [CompletionResultType]::ParameterName, 'Folder with the key state, the queue and the lock [env: P2MSG_DATA_DIR]')
            [CompletionResult]::new('--signing-key-file', '--signing-key-file', [CompletionResultType]::ParameterName, 'State file of the signing key [env: P2MSG_SIGNING_KEY_FILE]')
            [CompletionResult]::new('--signing-key-index', '--signing-key-index', [CompletionResultType]::ParameterName, 'key_index to sign with; above the state file''s it rotates [env: P2MSG_SIGNING_KEY_INDEX]')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use colours [default: auto] [env: P2MSG_COLOR]')
            [CompletionResult]::new('--config', '--config', [CompletionResultType]::ParameterName, 'Config file [default: $XDG_CONFIG_HOME/p2msg/config.toml] [env: P2MSG_CONFIG]')
            [CompletionResult]::new('--lock-timeout', '--lock-timeout', [CompletionResultType]::ParameterName, 'How long to wait for the lock of the data folder [default: 10] [env: P2MSG_LOCK_TIMEOUT]')
            [CompletionResult]::new('--verified-only', '--verified-only', [CompletionResultType]::ParameterName, 'Only messages whose signature is valid')
            [CompletionResult]::new('--allow-insecure-key-file', '--allow-insecure-key-file', [CompletionResultType]::ParameterName, 'Take an --auth-file that its group or others can read')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'Print JSON: one object, or one a line [env: P2MSG_JSON]')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Leave only errors on stderr [env: P2MSG_QUIET]')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Say more on stderr [env: P2MSG_VERBOSE]')
            [CompletionResult]::new('--no-input', '--no-input', [CompletionResultType]::ParameterName, 'Never ask anything [env: P2MSG_NO_INPUT]')
            [CompletionResult]::new('--yes', '--yes', [CompletionResultType]::ParameterName, 'Answer yes to every question for consent [env: P2MSG_YES]')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'p2msg;node;keys' {
            [CompletionResult]::new('--url', '--url', [CompletionResultType]::ParameterName, 'Base URL of a node, can be repeated [default: http://127.0.0.1:<port of --net>] [env: P2MSG_URL]')
            [CompletionResult]::new('--api', '--api', [CompletionResultType]::ParameterName, 'API that the nodes have')
            [CompletionResult]::new('--timeout', '--timeout', [CompletionResultType]::ParameterName, 'Give up on a node that has not answered everything within so many seconds')
            [CompletionResult]::new('--connect-timeout', '--connect-timeout', [CompletionResultType]::ParameterName, 'Give up on a connection within so many seconds')
            [CompletionResult]::new('--ca-file', '--ca-file', [CompletionResultType]::ParameterName, 'Certificates (PEM) that count beside the system''s, for https [env: P2MSG_CA_FILE]')
            [CompletionResult]::new('--auth-file', '--auth-file', [CompletionResultType]::ParameterName, 'File with user:password for a proxy in front of the node [env: P2MSG_AUTH_FILE]')
            [CompletionResult]::new('--net', '--net', [CompletionResultType]::ParameterName, 'P2Pool network [default: litecoin] [env: P2MSG_NET]')
            [CompletionResult]::new('--data-dir', '--data-dir', [CompletionResultType]::ParameterName, 'Folder with the key state, the queue and the lock [env: P2MSG_DATA_DIR]')
            [CompletionResult]::new('--signing-key-file', '--signing-key-file', [CompletionResultType]::ParameterName, 'State file of the signing key [env: P2MSG_SIGNING_KEY_FILE]')
            [CompletionResult]::new('--signing-key-index', '--signing-key-index', [CompletionResultType]::ParameterName, 'key_index to sign with; above the state file''s it rotates [env: P2MSG_SIGNING_KEY_INDEX]')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use colours [default: auto] [env: P2MSG_COLOR]')
            [CompletionResult]::new('--config', '--config', [CompletionResultType]::ParameterName, 'Config file [default: $XDG_CONFIG_HOME/p2msg/config.toml] [env: P2MSG_CONFIG]')
            [CompletionResult]::new('--lock-timeout', '--lock-timeout', [CompletionResultType]::ParameterName, 'How long to wait for the lock of the data folder [default: 10] [env: P2MSG_LOCK_TIMEOUT]')
            [CompletionResult]::new('--allow-insecure-key-file', '--allow-insecure-key-file', [CompletionResultType]::ParameterName, 'Take an --auth-file that its group or others can read')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'Print JSON: one object, or one a line [env: P2MSG_JSON]')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Leave only errors on stderr [env: P2MSG_QUIET]')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Say more on stderr [env: P2MSG_VERBOSE]')
            [CompletionResult]::new('--no-input', '--no-input', [CompletionResultType]::ParameterName, 'Never ask anything [env: P2MSG_NO_INPUT]')
            [CompletionResult]::new('--yes', '--yes', [CompletionResultType]::ParameterName, 'Answer yes to every question for consent [env: P2MSG_YES]')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'p2msg;node;stats' {
            [CompletionResult]::new('--url', '--url', [CompletionResultType]::ParameterName, 'Base URL of a node, can be repeated [default: http://127.0.0.1:<port of --net>] [env: P2MSG_URL]')
            [CompletionResult]::new('--api', '--api', [CompletionResultType]::ParameterName, 'API that the nodes have')
            [CompletionResult]::new('--timeout', '--timeout', [CompletionResultType]::ParameterName, 'Give up on a node that has not answered everything within so many seconds')
            [CompletionResult]::new('--connect-timeout', '--connect-timeout', [CompletionResultType]::ParameterName, 'Give up on a connection within so many seconds')
            [CompletionResult]::new('--ca-file', '--ca-file', [CompletionResultType]::ParameterName, 'Certificates (PEM) that count beside the system''s, for https [env: P2MSG_CA_FILE]')
            [CompletionResult]::new('--auth-file', '--auth-file', [CompletionResultType]::ParameterName, 'File with user:password for a proxy in front of the node [env: P2MSG_AUTH_FILE]')
            [CompletionResult]::new('--net', '--net', [CompletionResultType]::ParameterName, 'P2Pool network [default: litecoin] [env: P2MSG_NET]')
            [CompletionResult]::new('--data-dir', '--data-dir', [CompletionResultType]::ParameterName, 'Folder with the key state, the queue and the lock [env: P2MSG_DATA_DIR]')
            [CompletionResult]::new('--signing-key-file', '--signing-key-file', [CompletionResultType]::ParameterName, 'State file of the signing key [env: P2MSG_SIGNING_KEY_FILE]')
            [CompletionResult]::new('--signing-key-index', '--signing-key-index', [CompletionResultType]::ParameterName, 'key_index to sign with; above the state file''s it rotates [env: P2MSG_SIGNING_KEY_INDEX]')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use colours [default: auto] [env: P2MSG_COLOR]')
            [CompletionResult]::new('--config', '--config', [CompletionResultType]::ParameterName, 'Config file [default: $XDG_CONFIG_HOME/p2msg/config.toml] [env: P2MSG_CONFIG]')
            [CompletionResult]::new('--lock-timeout', '--lock-timeout', [CompletionResultType]::ParameterName, 'How long to wait for the lock of the data folder [default: 10] [env: P2MSG_LOCK_TIMEOUT]')
            [CompletionResult]::new('--allow-insecure-key-file', '--allow-insecure-key-file', [CompletionResultType]::ParameterName, 'Take an --auth-file that its group or others can read')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'Print JSON: one object, or one a line [env: P2MSG_JSON]')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Leave only errors on stderr [env: P2MSG_QUIET]')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Say more on stderr [env: P2MSG_VERBOSE]')
            [CompletionResult]::new('--no-input', '--no-input', [CompletionResultType]::ParameterName, 'Never ask anything [env: P2MSG_NO_INPUT]')
            [CompletionResult]::new('--yes', '--yes', [CompletionResultType]::ParameterName, 'Answer yes to every question for consent [env: P2MSG_YES]')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'p2msg;node;transition' {
            [CompletionResult]::new('--url', '--url', [CompletionResultType]::ParameterName, 'Base URL of a node, can be repeated [default: http://127.0.0.1:<port of --net>] [env: P2MSG_URL]')
            [CompletionResult]::new('--api', '--api', [CompletionResultType]::ParameterName, 'API that the nodes have')
            [CompletionResult]::new('--timeout', '--timeout', [CompletionResultType]::ParameterName, 'Give up on a node that has not answered everything within so many seconds')
            [CompletionResult]::new('--connect-timeout', '--connect-timeout', [CompletionResultType]::ParameterName, 'Give up on a connection within so many seconds')
            [CompletionResult]::new('--ca-file', '--ca-file', [CompletionResultType]::ParameterName, 'Certificates (PEM) that count beside the system''s, for https [env: P2MSG_CA_FILE]')
            [CompletionResult]::new('--auth-file', '--auth-file', [CompletionResultType]::ParameterName, 'File with user:password for a proxy in front of the node [env: P2MSG_AUTH_FILE]')
            [CompletionResult]::new('--net', '--net', [CompletionResultType]::ParameterName, 'P2Pool network [default: litecoin] [env: P2MSG_NET]')
            [CompletionResult]::new('--data-dir', '--data-dir', [CompletionResultType]::ParameterName, 'Folder with the key state, the queue and the lock [env: P2MSG_DATA_DIR]')
            [CompletionResult]::new('--signing-key-file', '--signing-key-file', [CompletionResultType]::ParameterName, 'State file of the signing key [env: P2MSG_SIGNING_KEY_FILE]')
            [CompletionResult]::new('--signing-key-index', '--signing-key-index', [CompletionResultType]::ParameterName, 'key_index to sign with; above the state file''s it rotates [env: P2MSG_SIGNING_KEY_INDEX]')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use colours [default: auto] [env: P2MSG_COLOR]')
            [CompletionResult]::new('--config', '--config', [CompletionResultType]::ParameterName, 'Config file [default: $XDG_CONFIG_HOME/p2msg/config.toml] [env: P2MSG_CONFIG]')
            [CompletionResult]::new('--lock-timeout', '--lock-timeout', [CompletionResultType]::ParameterName, 'How long to wait for the lock of the data folder [default: 10] [env: P2MSG_LOCK_TIMEOUT]')
            [CompletionResult]::new('--allow-insecure-key-file', '--allow-insecure-key-file', [CompletionResultType]::ParameterName, 'Take an --auth-file that its group or others can read')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'Print JSON: one object, or one a line [env: P2MSG_JSON]')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Leave only errors on stderr [env: P2MSG_QUIET]')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Say more on stderr [env: P2MSG_VERBOSE]')
            [CompletionResult]::new('--no-input', '--no-input', [CompletionResultType]::ParameterName, 'Never ask anything [env: P2MSG_NO_INPUT]')
            [CompletionResult]::new('--yes', '--yes', [CompletionResultType]::ParameterName, 'Answer yes to every question for consent [env: P2MSG_YES]')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'p2msg;node;bans' {
            [CompletionResult]::new('--url', '--url', [CompletionResultType]::ParameterName, 'Base URL of a node, can be repeated [default: http://127.0.0.1:<port of --net>] [env: P2MSG_URL]')
            [CompletionResult]::new('--api', '--api', [CompletionResultType]::ParameterName, 'API that the nodes have')
            [CompletionResult]::new('--timeout', '--timeout', [CompletionResultType]::ParameterName, 'Give up on a node that has not answered everything within so many seconds')
            [CompletionResult]::new('--connect-timeout', '--connect-timeout', [CompletionResultType]::ParameterName, 'Give up on a connection within so many seconds')
            [CompletionResult]::new('--ca-file', '--ca-file', [CompletionResultType]::ParameterName, 'Certificates (PEM) that count beside the system''s, for https [env: P2MSG_CA_FILE]')
            [CompletionResult]::new('--auth-file', '--auth-file', [CompletionResultType]::ParameterName, 'File with user:password for a proxy in front of the node [env: P2MSG_AUTH_FILE]')
            [CompletionResult]::new('--net', '--net', [CompletionResultType]::ParameterName, 'P2Pool network [default: litecoin] [env: P2MSG_NET]')
            [CompletionResult]::new('--data-dir', '--data-dir', [CompletionResultType]::ParameterName, 'Folder with the key state, the queue and the lock [env: P2MSG_DATA_DIR]')
            [CompletionResult]::new('--signing-key-file', '--signing-key-file', [CompletionResultType]::ParameterName, 'State file of the signing key [env: P2MSG_SIGNING_KEY_FILE]')
            [CompletionResult]::new('--signing-key-index', '--signing-key-index', [CompletionResultType]::ParameterName, 'key_index to sign with; above the state file''s it rotates [env: P2MSG_SIGNING_KEY_INDEX]')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use colours [default: auto] [env: P2MSG_COLOR]')
            [CompletionResult]::new('--config', '--config', [CompletionResultType]::ParameterName, 'Config file [default: $XDG_CONFIG_HOME/p2msg/config.toml] [env: P2MSG_CONFIG]')
            [CompletionResult]::new('--lock-timeout', '--lock-timeout', [CompletionResultType]::ParameterName, 'How long to wait for the lock of the data folder [default: 10] [env: P2MSG_LOCK_TIMEOUT]')
            [CompletionResult]::new('--allow-insecure-key-file', '--allow-insecure-key-file', [CompletionResultType]::ParameterName, 'Take an --auth-file that its group or others can read')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'Print JSON: one object, or one a line [env: P2MSG_JSON]')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Leave only errors on stderr [env: P2MSG_QUIET]')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Say more on stderr [env: P2MSG_VERBOSE]')
            [CompletionResult]::new('--no-input', '--no-input', [CompletionResultType]::ParameterName, 'Never ask anything [env: P2MSG_NO_INPUT]')
            [CompletionResult]::new('--yes', '--yes', [CompletionResultType]::ParameterName, 'Answer yes to every question for consent [env: P2MSG_YES]')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'p2msg;node;diag' {
            [CompletionResult]::new('--url', '--url', [CompletionResultType]::ParameterName, 'Base URL of a node, can be repeated [default: http://127.0.0.1:<port of --net>] [env: P2MSG_URL]')
            [CompletionResult]::new('--api', '--api', [CompletionResultType]::ParameterName, 'API that the nodes have')
            [CompletionResult]::new('--timeout', '--timeout', [CompletionResultType]::ParameterName, 'Give up on a node that has not answered everything within so many seconds')
            [CompletionResult]::new('--connect-timeout', '--connect-timeout', [CompletionResultType]::ParameterName, 'Give up on a connection within so many seconds')
            [CompletionResult]::new('--ca-file', '--ca-file', [CompletionResultType]::ParameterName, 'Certificates (PEM) that count beside the system''s, for https [env: P2MSG_CA_FILE]')
            [CompletionResult]::new('--auth-file', '--auth-file', [CompletionResultType]::ParameterName, 'File with user:password for a proxy in front of the node [env: P2MSG_AUTH_FILE]')
            [CompletionResult]::new('--net', '--net', [CompletionResultType]::ParameterName, 'P2Pool network [default: litecoin] [env: P2MSG_NET]')
            [CompletionResult]::new('--data-dir', '--data-dir', [CompletionResultType]::ParameterName, 'Folder with the key state, the queue and the lock [env: P2MSG_DATA_DIR]')
            [CompletionResult]::new('--signing-key-file', '--signing-key-file', [CompletionResultType]::ParameterName, 'State file of the signing key [env: P2MSG_SIGNING_KEY_FILE]')
            [CompletionResult]::new('--signing-key-index', '--signing-key-index', [CompletionResultType]::ParameterName, 'key_index to sign with; above the state file''s it rotates [env: P2MSG_SIGNING_KEY_INDEX]')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use colours [default: auto] [env: P2MSG_COLOR]')
            [CompletionResult]::new('--config', '--config', [CompletionResultType]::ParameterName, 'Config file [default: $XDG_CONFIG_HOME/p2msg/config.toml] [env: P2MSG_CONFIG]')
            [CompletionResult]::new('--lock-timeout', '--lock-timeout', [CompletionResultType]::ParameterName, 'How long to wait for the lock of the data folder [default: 10] [env: P2MSG_LOCK_TIMEOUT]')
            [CompletionResult]::new('--allow-insecure-key-file', '--allow-insecure-key-file', [CompletionResultType]::ParameterName, 'Take an --auth-file that its group or others can read')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'Print JSON: one object, or one a line [env: P2MSG_JSON]')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Leave only errors on stderr [env: P2MSG_QUIET]')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Say more on stderr [env: P2MSG_VERBOSE]')
            [CompletionResult]::new('--no-input', '--no-input', [CompletionResultType]::ParameterName, 'Never ask anything [env: P2MSG_NO_INPUT]')
            [CompletionResult]::new('--yes', '--yes', [CompletionResultType]::ParameterName, 'Answer yes to every question for consent [env: P2MSG_YES]')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'p2msg;node;watch' {
            [CompletionResult]::new('--interval', '--interval', [CompletionResultType]::ParameterName, 'Ask every so many seconds')
            [CompletionResult]::new('--since', '--since', [CompletionResultType]::ParameterName, 'Show what is there already too, of this time or later: Unix seconds, 2024-02-10T16:00:00Z, or 2h for two hours ago')
            [CompletionResult]::new('--type', '--type', [CompletionResultType]::ParameterName, 'Only messages of this kind: chat, announce, alert, node-status, ..., or its number (0x07); can be repeated')
            [CompletionResult]::new('--sender', '--sender', [CompletionResultType]::ParameterName, 'Only messages of this payout address')
            [CompletionResult]::new('--signing-id', '--signing-id', [CompletionResultType]::ParameterName, 'Only messages that name this signing key, whether or not the signature holds')
            [CompletionResult]::new('--grep', '--grep', [CompletionResultType]::ParameterName, 'Only messages with this text, in upper or lower case')
            [CompletionResult]::new('--exec', '--exec', [CompletionResultType]::ParameterName, 'Command to run for each message, which it gets as JSON on its stdin')
            [CompletionResult]::new('--exec-timeout', '--exec-timeout', [CompletionResultType]::ParameterName, 'Kill the command if it runs for longer than so many seconds')
            [CompletionResult]::new('--url', '--url', [CompletionResultType]::ParameterName, 'Base URL of a node, can be repeated [default: http://127.0.0.1:<port of --net>] [env: P2MSG_URL]')
            [CompletionResult]::new('--api', '--api', [CompletionResultType]::ParameterName, 'API that the nodes have')
            [CompletionResult]::new('--timeout', '--timeout', [CompletionResultType]::ParameterName, 'Give up on a node that has not answered everything within so many seconds')
            [CompletionResult]::new('--connect-timeout', '--connect-timeout', [CompletionResultType]::ParameterName, 'Give up on a connection within so many seconds')
            [CompletionResult]::new('--ca-file', '--ca-file', [CompletionResultType]::ParameterName, 'Certificates (PEM) that count beside the system''s, for https [env: P2MSG_CA_FILE]')
            [CompletionResult]::new('--auth-file', '--auth-file', [CompletionResultType]::ParameterName, 'File with user:password for a proxy in front of the node [env: P2MSG_AUTH_FILE]')
            [CompletionResult]::new('--net', '--net', [CompletionResultType]::ParameterName, 'P2Pool network [default: litecoin] [env: P2MSG_NET]')
            [CompletionResult]::new('--data-dir', '--data-dir', [CompletionResultType]::ParameterName, 'Folder with the key state, the queue and the lock [env: P2MSG_DATA_DIR]')
            [CompletionResult]::new('--signing-key-file', '--signing-key-file', [CompletionResultType]::ParameterName, 'State file of the signing key [env: P2MSG_SIGNING_KEY_FILE]')
            [CompletionResult]::new('--signing-key-index', '--signing-key-index', [CompletionResultType]::ParameterName, 'key_index to sign with; above the state file''s it rotates [env: P2MSG_SIGNING_KEY_INDEX]')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use colours [default: auto] [env: P2MSG_COLOR]')
            [CompletionResult]::new('--config', '--config', [CompletionResultType]::ParameterName, 'Config file [default: $XDG_CONFIG_HOME/p2msg/config.toml] [env: P2MSG_CONFIG]')
            [CompletionResult]::new('--lock-timeout', '--lock-timeout', [CompletionResultType]::ParameterName, 'How long to wait for the lock of the data folder [default: 10] [env: P2MSG_LOCK_TIMEOUT]')
            [CompletionResult]::new('--alerts-only', '--alerts-only', [CompletionResultType]::ParameterName, 'Only alerts: messages of type EMERGENCY')
            [CompletionResult]::new('--verified-only', '--verified-only', [CompletionResultType]::ParameterName, 'Only messages whose signature is valid')
            [CompletionResult]::new('--allow-insecure-key-file', '--allow-insecure-key-file', [CompletionResultType]::ParameterName, 'Take an --auth-file that its group or others can read')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'Print JSON: one object, or one a line [env: P2MSG_JSON]')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Leave only errors on stderr [env: P2MSG_QUIET]')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Say more on stderr [env: P2MSG_VERBOSE]')
            [CompletionResult]::new('--no-input', '--no-input', [CompletionResultType]::ParameterName, 'Never ask anything [env: P2MSG_NO_INPUT]')
            [CompletionResult]::new('--yes', '--yes', [CompletionResultType]::ParameterName, 'Answer yes to every question for consent [env: P2MSG_YES]')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'p2msg;node;check' {
            [CompletionResult]::new('--status-warning', '--status-warning', [CompletionResultType]::ParameterName, 'Warn if the newest NODE_STATUS is older than so many seconds')
            [CompletionResult]::new('--status-critical', '--status-critical', [CompletionResultType]::ParameterName, 'Critical if the newest NODE_STATUS is older than so many seconds')
            [CompletionResult]::new('--status-sender', '--status-sender', [CompletionResultType]::ParameterName, 'Look at NODE_STATUS of this payout address only')
            [CompletionResult]::new('--alert-age', '--alert-age', [CompletionResultType]::ParameterName, 'Look at alerts of the last so many seconds only')
            [CompletionResult]::new('--queue-warning', '--queue-warning', [CompletionResultType]::ParameterName, 'Warn if a message has waited in the queue for longer than so many seconds')
            [CompletionResult]::new('--queue-critical', '--queue-critical', [CompletionResultType]::ParameterName, 'Critical if a message has waited for longer; after 24 hours it expires')
            [CompletionResult]::new('--signing-id', '--signing-id', [CompletionResultType]::ParameterName, 'Our signing key [default: that of the state file, if there is one]')
            [CompletionResult]::new('--skip', '--skip', [CompletionResultType]::ParameterName, 'Leave out this check; can be repeated')
            [CompletionResult]::new('--textfile', '--textfile', [CompletionResultType]::ParameterName, 'Write what was found to this file too, for Prometheus'' node exporter')
            [CompletionResult]::new('--url', '--url', [CompletionResultType]::ParameterName, 'Base URL of a node, can be repeated [default: http://127.0.0.1:<port of --net>] [env: P2MSG_URL]')
            [CompletionResult]::new('--api', '--api', [CompletionResultType]::ParameterName, 'API that the nodes have')
            [CompletionResult]::new('--timeout', '--timeout', [CompletionResultType]::ParameterName, 'Give up on a node that has not answered everything within so many seconds')
            [CompletionResult]::new('--connect-timeout', '--connect-timeout', [CompletionResultType]::ParameterName, 'Give up on a connection within so many seconds')
            [CompletionResult]::new('--ca-file', '--ca-file', [CompletionResultType]::ParameterName, 'Certificates (PEM) that count beside the system''s, for https [env: P2MSG_CA_FILE]')
            [CompletionResult]::new('--auth-file', '--auth-file', [CompletionResultType]::ParameterName, 'File with user:password for a proxy in front of the node [env: P2MSG_AUTH_FILE]')
            [CompletionResult]::new('--net', '--net', [CompletionResultType]::ParameterName, 'P2Pool network [default: litecoin] [env: P2MSG_NET]')
            [CompletionResult]::new('--data-dir', '--data-dir', [CompletionResultType]::ParameterName, 'Folder with the key state, the queue and the lock [env: P2MSG_DATA_DIR]')
            [CompletionResult]::new('--signing-key-file', '--signing-key-file', [CompletionResultType]::ParameterName, 'State file of the signing key [env: P2MSG_SIGNING_KEY_FILE]')
            [CompletionResult]::new('--signing-key-index', '--signing-key-index', [CompletionResultType]::ParameterName, 'key_index to sign with; above the state file''s it rotates [env: P2MSG_SIGNING_KEY_INDEX]')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use colours [default: auto] [env: P2MSG_COLOR]')
            [CompletionResult]::new('--config', '--config', [CompletionResultType]::ParameterName, 'Config file [default: $XDG_CONFIG_HOME/p2msg/config.toml] [env: P2MSG_CONFIG]')
            [CompletionResult]::new('--lock-timeout', '--lock-timeout', [CompletionResultType]::ParameterName, 'How long to wait for the lock of the data folder [default: 10] [env: P2MSG_LOCK_TIMEOUT]')
            [CompletionResult]::new('--allow-insecure-key-file', '--allow-insecure-key-file', [CompletionResultType]::ParameterName, 'Take an --auth-file that its group or others can read')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'Print JSON: one object, or one a line [env: P2MSG_JSON]')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Leave only errors on stderr [env: P2MSG_QUIET]')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Say more on stderr [env: P2MSG_VERBOSE]')
            [CompletionResult]::new('--no-input', '--no-input', [CompletionResultType]::ParameterName, 'Never ask anything [env: P2MSG_NO_INPUT]')
            [CompletionResult]::new('--yes', '--yes', [CompletionResultType]::ParameterName, 'Answer yes to every question for consent [env: P2MSG_YES]')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'p2msg;node;ban' {
            [CompletionResult]::new('--signing-id', '--signing-id', [CompletionResultType]::ParameterName, 'A signing key')
            [CompletionResult]::new('--address', '--address', [CompletionResultType]::ParameterName, 'A payout address')
            [CompletionResult]::new('--keyword', '--keyword', [CompletionResultType]::ParameterName, 'A word; nodes look for it in upper and lower case')
            [CompletionResult]::new('--type', '--type', [CompletionResultType]::ParameterName, 'A kind of messages: chat, announce, alert, node-status, ..., or its number (0x07)')
            [CompletionResult]::new('--url', '--url', [CompletionResultType]::ParameterName, 'Base URL of a node, can be repeated [default: http://127.0.0.1:<port of --net>] [env: P2MSG_URL]')
            [CompletionResult]::new('--api', '--api', [CompletionResultType]::ParameterName, 'API that the nodes have')
            [CompletionResult]::new('--timeout', '--timeout', [CompletionResultType]::ParameterName, 'Give up on a node that has not answered everything within so many seconds')
            [CompletionResult]::new('--connect-timeout', '--connect-timeout', [CompletionResultType]::ParameterName, 'Give up on a connection within so many seconds')
            [CompletionResult]::new('--ca-file', '--ca-file', [CompletionResultType]::ParameterName, 'Certificates (PEM) that count beside the system''s, for https [env: P2MSG_CA_FILE]')
            [CompletionResult]::new('--auth-file', '--auth-file', [CompletionResultType]::ParameterName, 'File with user:password for a proxy in front of the node [env: P2MSG_AUTH_FILE]')
            [CompletionResult]::new('--net', '--net', [CompletionResultType]::ParameterName, 'P2Pool network [default: litecoin] [env: P2MSG_NET]')
            [CompletionResult]::new('--data-dir', '--data-dir', [CompletionResultType]::ParameterName, 'Folder with the key state, the queue and the lock [env: P2MSG_DATA_DIR]')
            [CompletionResult]::new('--signing-key-file', '--signing-key-file', [CompletionResultType]::ParameterName, 'State file of the signing key [env: P2MSG_SIGNING_KEY_FILE]')
            [CompletionResult]::new('--signing-key-index', '--signing-key-index', [CompletionResultType]::ParameterName, 'key_index to sign with; above the state file''s it rotates [env: P2MSG_SIGNING_KEY_INDEX]')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use colours [default: auto] [env: P2MSG_COLOR]')
            [CompletionResult]::new('--config', '--config', [CompletionResultType]::ParameterName, 'Config file [default: $XDG_CONFIG_HOME/p2msg/config.toml] [env: P2MSG_CONFIG]')
            [CompletionResult]::new('--lock-timeout', '--lock-timeout', [CompletionResultType]::ParameterName, 'How long to wait for the lock of the data folder [default: 10] [env: P2MSG_LOCK_TIMEOUT]')
            [CompletionResult]::new('--allow-insecure-key-file', '--allow-insecure-key-file', [CompletionResultType]::ParameterName, 'Take an --auth-file that its group or others can read')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'Print JSON: one object, or one a line [env: P2MSG_JSON]')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Leave only errors on stderr [env: P2MSG_QUIET]')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Say more on stderr [env: P2MSG_VERBOSE]')
            [CompletionResult]::new('--no-input', '--no-input', [CompletionResultType]::ParameterName, 'Never ask anything [env: P2MSG_NO_INPUT]')
            [CompletionResult]::new('--yes', '--yes', [CompletionResultType]::ParameterName, 'Answer yes to every question for consent [env: P2MSG_YES]')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'p2msg;node;unban' {
            [CompletionResult]::new('--signing-id', '--signing-id', [CompletionResultType]::ParameterName, 'A signing key')
            [CompletionResult]::new('--address', '--address', [CompletionResultType]::ParameterName, 'A payout address')
            [CompletionResult]::new('--keyword', '--keyword', [CompletionResultType]::ParameterName, 'A word; nodes look for it in upper and lower case')
            [CompletionResult]::new('--type', '--type', [CompletionResultType]::ParameterName, 'A kind of messages: chat, announce, alert, node-status, ..., or its number (0x07)')
            [CompletionResult]::new('--url', '--url', [CompletionResultType]::ParameterName, 'Base URL of a node, can be repeated [default: http://127.0.0.1:<port of --net>] [env: P2MSG_URL]')
            [CompletionResult]::new('--api', '--api', [CompletionResultType]::ParameterName, 'API that the nodes have')
            [CompletionResult]::new('--timeout', '--timeout', [CompletionResultType]::ParameterName, 'Give up on a node that has not answered everything within so many seconds')
            [CompletionResult]::new('--connect-timeout', '--connect-timeout', [CompletionResultType]::ParameterName, 'Give up on a connection within so many seconds')
            [CompletionResult]::new('--ca-file', '--ca-file', [CompletionResultType]::ParameterName, 'Certificates (PEM) that count beside the system''s, for https [env: P2MSG_CA_FILE]')
            [CompletionResult]::new('--auth-file', '--auth-file', [CompletionResultType]::ParameterName, 'File with user:password for a proxy in front of the node [env: P2MSG_AUTH_FILE]')
            [CompletionResult]::new('--net', '--net', [CompletionResultType]::ParameterName, 'P2Pool network [default: litecoin] [env: P2MSG_NET]')
            [CompletionResult]::new('--data-dir', '--data-dir', [CompletionResultType]::ParameterName, 'Folder with the key state, the queue and the lock [env: P2MSG_DATA_DIR]')
            [CompletionResult]::new('--signing-key-file', '--signing-key-file', [CompletionResultType]::ParameterName, 'State file of the signing key [env: P2MSG_SIGNING_KEY_FILE]')
            [CompletionResult]::new('--signing-key-index', '--signing-key-index', [CompletionResultType]::ParameterName, 'key_index to sign with; above the state file''s it rotates [env: P2MSG_SIGNING_KEY_INDEX]')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use colours [default: auto] [env: P2MSG_COLOR]')
            [CompletionResult]::new('--config', '--config', [CompletionResultType]::ParameterName, 'Config file [default: $XDG_CONFIG_HOME/p2msg/config.toml] [env: P2MSG_CONFIG]')
            [CompletionResult]::new('--lock-timeout', '--lock-timeout', [CompletionResultType]::ParameterName, 'How long to wait for the lock of the data folder [default: 10] [env: P2MSG_LOCK_TIMEOUT]')
            [CompletionResult]::new('--allow-insecure-key-file', '--allow-insecure-key-file', [CompletionResultType]::ParameterName, 'Take an --auth-file that its group or others can read')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'Print JSON: one object, or one a line [env: P2MSG_JSON]')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Leave only errors on stderr [env: P2MSG_QUIET]')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Say more on stderr [env: P2MSG_VERBOSE]')
            [CompletionResult]::new('--no-input', '--no-input', [CompletionResultType]::ParameterName, 'Never ask anything [env: P2MSG_NO_INPUT]')
            [CompletionResult]::new('--yes', '--yes', [CompletionResultType]::ParameterName, 'Answer yes to every question for consent [env: P2MSG_YES]')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'p2msg;node;load-blob' {
            [CompletionResult]::new('--from', '--from', [CompletionResultType]::ParameterName, 'Read every line as this instead of finding out what it is')
            [CompletionResult]::new('--share-version', '--share-version', [CompletionResultType]::ParameterName, 'The share version, for --from contents')
            [CompletionResult]::new('--authority-key', '--authority-key', [CompletionResultType]::ParameterName, 'Take this public key (66 hex digits) for an authority too; can be repeated')
            [CompletionResult]::new('--url', '--url', [CompletionResultType]::ParameterName, 'Base URL of a node, can be repeated [default: http://127.0.0.1:<port of --net>] [env: P2MSG_URL]')
            [CompletionResult]::new('--api', '--api', [CompletionResultType]::ParameterName, 'API that the nodes have')
            [CompletionResult]::new('--timeout', '--timeout', [CompletionResultType]::ParameterName, 'Give up on a node that has not answered everything within so many seconds')
            [CompletionResult]::new('--connect-timeout', '--connect-timeout', [CompletionResultType]::ParameterName, 'Give up on a connection within so many seconds')
            [CompletionResult]::new('--ca-file', '--ca-file', [CompletionResultType]::ParameterName, 'Certificates (PEM) that count beside the system''s, for https [env: P2MSG_CA_FILE]')
            [CompletionResult]::new('--auth-file', '--auth-file', [CompletionResultType]::ParameterName, 'File with user:password for a proxy in front of the node [env: P2MSG_AUTH_FILE]')
            [CompletionResult]::new('--net', '--net', [CompletionResultType]::ParameterName, 'P2Pool network [default: litecoin] [env: P2MSG_NET]')
            [CompletionResult]::new('--data-dir', '--data-dir', [CompletionResultType]::ParameterName, 'Folder with the key state, the queue and the lock [env: P2MSG_DATA_DIR]')
            [CompletionResult]::new('--signing-key-file', '--signing-key-file', [CompletionResultType]::ParameterName, 'State file of the signing key [env: P2MSG_SIGNING_KEY_FILE]')
            [CompletionResult]::new('--signing-key-index', '--signing-key-index', [CompletionResultType]::ParameterName, 'key_index to sign with; above the state file''s it rotates [env: P2MSG_SIGNING_KEY_INDEX]')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use colours [default: auto] [env: P2MSG_COLOR]')
            [CompletionResult]::new('--config', '--config', [CompletionResultType]::ParameterName, 'Config file [default: $XDG_CONFIG_HOME/p2msg/config.toml] [env: P2MSG_CONFIG]')
            [CompletionResult]::new('--lock-timeout', '--lock-timeout', [CompletionResultType]::ParameterName, 'How long to wait for the lock of the data folder [default: 10] [env: P2MSG_LOCK_TIMEOUT]')
            [CompletionResult]::new('--allow-insecure-key-file', '--allow-insecure-key-file', [CompletionResultType]::ParameterName, 'Take an --auth-file that its group or others can read')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'Print JSON: one object, or one a line [env: P2MSG_JSON]')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Leave only errors on stderr [env: P2MSG_QUIET]')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Say more on stderr [env: P2MSG_VERBOSE]')
            [CompletionResult]::new('--no-input', '--no-input', [CompletionResultType]::ParameterName, 'Never ask anything [env: P2MSG_NO_INPUT]')
            [CompletionResult]::new('--yes', '--yes', [CompletionResultType]::ParameterName, 'Answer yes to every question for consent [env: P2MSG_YES]')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'p2msg;node;help' {
            [CompletionResult]::new('messages', 'messages', [CompletionResultType]::ParameterValue, 'Show the messages that nodes have, newest first')
            [CompletionResult]::new('chat', 'chat', [CompletionResultType]::ParameterValue, 'Show what miners say to each other')
            [CompletionResult]::new('announcements', 'announcements', [CompletionResultType]::ParameterValue, 'Show the announcements of operators and authorities')
            [CompletionResult]::new('alerts', 'alerts', [CompletionResultType]::ParameterValue, 'Show the alerts')
            [CompletionResult]::new('status', 'status', [CompletionResultType]::ParameterValue, 'Show what nodes say of their state')
            [CompletionResult]::new('keys', 'keys', [CompletionResultType]::ParameterValue, 'Show the signing keys that nodes know')
            [CompletionResult]::new('stats', 'stats', [CompletionResultType]::ParameterValue, 'Show what nodes count of their messages and keys')
            [CompletionResult]::new('transition', 'transition', [CompletionResultType]::ParameterValue, 'Show what nodes say about the transition to another share version')
            [CompletionResult]::new('bans', 'bans', [CompletionResultType]::ParameterValue, 'Show which messages nodes hide')
            [CompletionResult]::new('diag', 'diag', [CompletionResultType]::ParameterValue, 'Show what nodes say about loading authority blobs')
            [CompletionResult]::new('watch', 'watch', [CompletionResultType]::ParameterValue, 'Show each new message once, until it is told to end')
            [CompletionResult]::new('check', 'check', [CompletionResultType]::ParameterValue, 'Check nodes, keys and queue for a monitoring system')
            [CompletionResult]::new('ban', 'ban', [CompletionResultType]::ParameterValue, 'Hide messages from those who ask a node')
            [CompletionResult]::new('unban', 'unban', [CompletionResultType]::ParameterValue, 'Show messages again that a ban hides')
            [CompletionResult]::new('load-blob', 'load-blob', [CompletionResultType]::ParameterValue, 'Give authority envelopes to nodes, which show their messages at once')
            [CompletionResult]::new('help', 'help', [CompletionResultType]::ParameterValue, 'Print this message or the help of the given subcommand(s)')
            break
        }
        'p2msg;node;help;messages' {
            break
        }
        'p2msg;node;help;chat' {
            break
        }
        'p2msg;node;help;announcements' {
            break
        }
        'p2msg;node;help;alerts' {
            break
        }
        'p2msg;node;help;status' {
            break
        }
        'p2msg;node;help;keys' {
            break
        }
        'p2msg;node;help;stats' {
            break
        }
        'p2msg;node;help;transition' {
            break
        }
        'p2msg;node;help;bans' {
            break
        }
        'p2msg;node;help;diag' {
            break
        }
        'p2msg;node;help;watch' {
            break
        }
        'p2msg;node;help;check' {
            break
        }
        'p2msg;node;help;ban' {
            break
        }
        'p2msg;node;help;unban' {
            break
        }
        'p2msg;node;help;load-blob' {
            break
        }
        'p2msg;node;help;help' {
            break
        }
        'p2msg;completions' {
            [CompletionResult]::new('--net', '--net', [CompletionResultType]::ParameterName, 'P2Pool network [default: litecoin] [env: P2MSG_NET]')
            [CompletionResult]::new('--data-dir', '--data-dir', [CompletionResultType]::ParameterName, 'Folder with the key state, the queue and the lock [env: P2MSG_DATA_DIR]')
            [CompletionResult]::new('--signing-key-file', '--signing-key-file', [CompletionResultType]::ParameterName, 'State file of the signing key [env: P2MSG_SIGNING_KEY_FILE]')
            [CompletionResult]::new('--signing-key-index', '--signing-key-index', [CompletionResultType]::ParameterName, 'key_index to sign with; above the state file''s it rotates [env: P2MSG_SIGNING_KEY_INDEX]')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use colours [default: auto] [env: P2MSG_COLOR]')
            [CompletionResult]::new('--config', '--config', [CompletionResultType]::ParameterName, 'Config file [default: $XDG_CONFIG_HOME/p2msg/config.toml] [env: P2MSG_CONFIG]')
            [CompletionResult]::new('--lock-timeout', '--lock-timeout', [CompletionResultType]::ParameterName, 'How long to wait for the lock of the data folder [default: 10] [env: P2MSG_LOCK_TIMEOUT]')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'Print JSON: one object, or one a line [env: P2MSG_JSON]')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Leave only errors on stderr [env: P2MSG_QUIET]')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Say more on stderr [env: P2MSG_VERBOSE]')
            [CompletionResult]::new('--no-input', '--no-input', [CompletionResultType]::ParameterName, 'Never ask anything [env: P2MSG_NO_INPUT]')
            [CompletionResult]::new('--yes', '--yes', [CompletionResultType]::ParameterName, 'Answer yes to every question for consent [env: P2MSG_YES]')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'p2msg;man' {
            [CompletionResult]::new('--out', '--out', [CompletionResultType]::ParameterName, 'Folder to write man1/p2msg.1 and all others below; it is made if it is not there')
            [CompletionResult]::new('--net', '--net', [CompletionResultType]::ParameterName, 'P2Pool network [default: litecoin] [env: P2MSG_NET]')
            [CompletionResult]::new('--data-dir', '--data-dir', [CompletionResultType]::ParameterName, 'Folder with the key state, the queue and the lock [env: P2MSG_DATA_DIR]')
            [CompletionResult]::new('--signing-key-file', '--signing-key-file', [CompletionResultType]::ParameterName, 'State file of the signing key [env: P2MSG_SIGNING_KEY_FILE]')
            [CompletionResult]::new('--signing-key-index', '--signing-key-index', [CompletionResultType]::ParameterName, 'key_index to sign with; above the state file''s it rotates [env: P2MSG_SIGNING_KEY_INDEX]')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use colours [default: auto] [env: P2MSG_COLOR]')
            [CompletionResult]::new('--config', '--config', [CompletionResultType]::ParameterName, 'Config file [default: $XDG_CONFIG_HOME/p2msg/config.toml] [env: P2MSG_CONFIG]')
            [CompletionResult]::new('--lock-timeout', '--lock-timeout', [CompletionResultType]::ParameterName, 'How long to wait for the lock of the data folder [default: 10] [env: P2MSG_LOCK_TIMEOUT]')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'Print JSON: one object, or one a line [env: P2MSG_JSON]')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Leave only errors on stderr [env: P2MSG_QUIET]')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Say more on stderr [env: P2MSG_VERBOSE]')
            [CompletionResult]::new('--no-input', '--no-input', [CompletionResultType]::ParameterName, 'Never ask anything [env: P2MSG_NO_INPUT]')
            [CompletionResult]::new('--yes', '--yes', [CompletionResultType]::ParameterName, 'Answer yes to every question for consent [env: P2MSG_YES]')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'p2msg;help' {
            [CompletionResult]::new('key', 'key', [CompletionResultType]::ParameterValue, 'Derive, rotate, export and announce the message-signing key')
            [CompletionResult]::new('send', 'send', [CompletionResultType]::ParameterValue, 'Put a message into the queue')
            [CompletionResult]::new('announce', 'announce', [CompletionResultType]::ParameterValue, 'Put a pool announcement into the queue')
            [CompletionResult]::new('alert', 'alert', [CompletionResultType]::ParameterValue, 'Put an alert into the queue')
            [CompletionResult]::new('status', 'status', [CompletionResultType]::ParameterValue, 'Put the status of a node into the queue')
            [CompletionResult]::new('queue', 'queue', [CompletionResultType]::ParameterValue, 'Look at the queue, change it, and mark what was seen in shares')
            [CompletionResult]::new('pack', 'pack', [CompletionResultType]::ParameterValue, 'Sign and pack the next messages of the queue as message_data for a share')
            [CompletionResult]::new('decode', 'decode', [CompletionResultType]::ParameterValue, 'Show what message_data, raw shares and share stores say')
            [CompletionResult]::new('store', 'store', [CompletionResultType]::ParameterValue, 'Show the messages, keys and counts of share stores, as a node would')
            [CompletionResult]::new('verify', 'verify', [CompletionResultType]::ParameterValue, 'Verify shares from message_data to proof of work')
            [CompletionResult]::new('demo', 'demo', [CompletionResultType]::ParameterValue, 'Make a throw-away share chain with messages to try everything on')
            [CompletionResult]::new('authority', 'authority', [CompletionResultType]::ParameterValue, 'Seal and open authority envelopes, the only ones that deployed nodes take')
            [CompletionResult]::new('node', 'node', [CompletionResultType]::ParameterValue, 'Ask running nodes: messages, keys, transition; watch and check them')
            [CompletionResult]::new('completions', 'completions', [CompletionResultType]::ParameterValue, 'Print the completion script of a shell')
            [CompletionResult]::new('man', 'man', [CompletionResultType]::ParameterValue, 'Print the man page, or write one for each command')
            [CompletionResult]::new('help', 'help', [CompletionResultType]::ParameterValue, 'Print this message or the help of the given subcommand(s)')
            break
        }
        'p2msg;help;key' {
            [CompletionResult]::new('derive', 'derive', [CompletionResultType]::ParameterValue, 'Print the public facts of signing keys derived from the master key')
            [CompletionResult]::new('init', 'init', [CompletionResultType]::ParameterValue, 'Make the state file of the signing key')
            [CompletionResult]::new('show', 'show', [CompletionResultType]::ParameterValue, 'Show the signing key in use')
            [CompletionResult]::new('rotate', 'rotate', [CompletionResultType]::ParameterValue, 'Go over to a higher key_index')
            [CompletionResult]::new('log', 'log', [CompletionResultType]::ParameterValue, 'List every key_index that was ever in use, and since when')
            [CompletionResult]::new('export', 'export', [CompletionResultType]::ParameterValue, 'Write the signing key in use as WIF, for a node or another machine')
            [CompletionResult]::new('announce', 'announce', [CompletionResultType]::ParameterValue, 'Print the announcement of the key in use, 57 bytes in hex')
            [CompletionResult]::new('check', 'check', [CompletionResultType]::ParameterValue, 'Check whether an announcement is sound')
            break
        }
        'p2msg;help;key;derive' {
            break
        }
        'p2msg;help;key;init' {
            break
        }
        'p2msg;help;key;show' {
            break
        }
        'p2msg;help;key;rotate' {
            break
        }
        'p2msg;help;key;log' {
            break
        }
        'p2msg;help;key;export' {
            break
        }
        'p2msg;help;key;announce' {
            break
        }
        'p2msg;help;key;check' {
            break
        }
        'p2msg;help;send' {
            break
        }
        'p2msg;help;announce' {
            break
        }
        'p2msg;help;alert' {
            break
        }
        'p2msg;help;status' {
            break
        }
        'p2msg;help;queue' {
            [CompletionResult]::new('list', 'list', [CompletionResultType]::ParameterValue, 'List the messages that wait, in the order in which they are packed')
            [CompletionResult]::new('show', 'show', [CompletionResultType]::ParameterValue, 'Show one message and what became of it')
            [CompletionResult]::new('remove', 'remove', [CompletionResultType]::ParameterValue, 'Take messages out of the queue, whatever their state')
            [CompletionResult]::new('clear', 'clear', [CompletionResultType]::ParameterValue, 'Take every pending message out of the queue')
            [CompletionResult]::new('retry', 'retry', [CompletionResultType]::ParameterValue, 'Make messages pending again')
            [CompletionResult]::new('confirm', 'confirm', [CompletionResultType]::ParameterValue, 'Mark the messages that were seen in shares as sent')
            break
        }
        'p2msg;help;queue;list' {
            break
        }
        'p2msg;help;queue;show' {
            break
        }
        'p2msg;help;queue;remove' {
            break
        }
        'p2msg;help;queue;clear' {
            break
        }
        'p2msg;help;queue;retry' {
            break
        }
        'p2msg;help;queue;confirm' {
            break
        }
        'p2msg;help;pack' {
            break
        }
        'p2msg;help;decode' {
            break
        }
        'p2msg;help;store' {
            [CompletionResult]::new('messages', 'messages', [CompletionResultType]::ParameterValue, 'Show the messages of share stores, newest first')
            [CompletionResult]::new('chat', 'chat', [CompletionResultType]::ParameterValue, 'Show what miners say to each other')
            [CompletionResult]::new('announcements', 'announcements', [CompletionResultType]::ParameterValue, 'Show the announcements of operators')
            [CompletionResult]::new('alerts', 'alerts', [CompletionResultType]::ParameterValue, 'Show the alerts')
            [CompletionResult]::new('status', 'status', [CompletionResultType]::ParameterValue, 'Show what nodes say of their state')
            [CompletionResult]::new('keys', 'keys', [CompletionResultType]::ParameterValue, 'Show the signing keys that share stores announce')
            [CompletionResult]::new('stats', 'stats', [CompletionResultType]::ParameterValue, 'Count the messages, keys and shares of share stores')
            break
        }
        'p2msg;help;store;messages' {
            break
        }
        'p2msg;help;store;chat' {
            break
        }
        'p2msg;help;store;announcements' {
            break
        }
        'p2msg;help;store;alerts' {
            break
        }
        'p2msg;help;store;status' {
            break
        }
        'p2msg;help;store;keys' {
            break
        }
        'p2msg;help;store;stats' {
            break
        }
        'p2msg;help;verify' {
            break
        }
        'p2msg;help;demo' {
            break
        }
        'p2msg;help;authority' {
            [CompletionResult]::new('seal', 'seal', [CompletionResultType]::ParameterValue, 'Sign a message with an authority''s key and seal it for deployed nodes')
            [CompletionResult]::new('open', 'open', [CompletionResultType]::ParameterValue, 'Open authority envelopes: what decode says, and the bytes inside')
            [CompletionResult]::new('keystore', 'keystore', [CompletionResultType]::ParameterValue, 'Keep a private key in a file, under a passphrase')
            break
        }
        'p2msg;help;authority;seal' {
            break
        }
        'p2msg;help;authority;open' {
            break
        }
        'p2msg;help;authority;keystore' {
            [CompletionResult]::new('create', 'create', [CompletionResultType]::ParameterValue, 'Put a private key under a passphrase, into a new file')
            [CompletionResult]::new('show', 'show', [CompletionResultType]::ParameterValue, 'Show what a keystore says of itself, without its passphrase')
            break
        }
        'p2msg;help;authority;keystore;create' {
            break
        }
        'p2msg;help;authority;keystore;show' {
            break
        }
        'p2msg;help;node' {
            [CompletionResult]::new('messages', 'messages', [CompletionResultType]::ParameterValue, 'Show the messages that nodes have, newest first')
            [CompletionResult]::new('chat', 'chat', [CompletionResultType]::ParameterValue, 'Show what miners say to each other')
            [CompletionResult]::new('announcements', 'announcements', [CompletionResultType]::ParameterValue, 'Show the announcements of operators and authorities')
            [CompletionResult]::new('alerts', 'alerts', [CompletionResultType]::ParameterValue, 'Show the alerts')
            [CompletionResult]::new('status', 'status', [CompletionResultType]::ParameterValue, 'Show what nodes say of their state')
            [CompletionResult]::new('keys', 'keys', [CompletionResultType]::ParameterValue, 'Show the signing keys that nodes know')
            [CompletionResult]::new('stats', 'stats', [CompletionResultType]::ParameterValue, 'Show what nodes count of their messages and keys')
            [CompletionResult]::new('transition', 'transition', [CompletionResultType]::ParameterValue, 'Show what nodes say about the transition to another share version')
            [CompletionResult]::new('bans', 'bans', [CompletionResultType]::ParameterValue, 'Show which messages nodes hide')
            [CompletionResult]::new('diag', 'diag', [CompletionResultType]::ParameterValue, 'Show what nodes say about loading authority blobs')
            [CompletionResult]::new('watch', 'watch', [CompletionResultType]::ParameterValue, 'Show each new message once, until it is told to end')
            [CompletionResult]::new('check', 'check', [CompletionResultType]::ParameterValue, 'Check nodes, keys and queue for a monitoring system')
            [CompletionResult]::new('ban', 'ban', [CompletionResultType]::ParameterValue, 'Hide messages from those who ask a node')
            [CompletionResult]::new('unban', 'unban', [CompletionResultType]::ParameterValue, 'Show messages again that a ban hides')
            [CompletionResult]::new('load-blob', 'load-blob', [CompletionResultType]::ParameterValue, 'Give authority envelopes to nodes, which show their messages at once')
            break
        }
        'p2msg;help;node;messages' {
            break
        }
        'p2msg;help;node;chat' {
            break
        }
        'p2msg;help;node;announcements' {
            break
        }
        'p2msg;help;node;alerts' {
            break
        }
        'p2msg;help;node;status' {
            break
        }
        'p2msg;help;node;keys' {
            break
        }
        'p2msg;help;node;stats' {
            break
        }
        'p2msg;help;node;transition' {
            break
        }
        'p2msg;help;node;bans' {
            break
        }
        'p2msg;help;node;diag' {
            break
        }
        'p2msg;help;node;watch' {
            break
        }
        'p2msg;help;node;check' {
            break
        }
        'p2msg;help;node;ban' {
            break
        }
        'p2msg;help;node;unban' {
            break
        }
        'p2msg;help;node;load-blob' {
            break
        }
        'p2msg;help;completions' {
            break
        }
        'p2msg;help;man' {
            break
        }
        'p2msg;help;help' {
            break
        }
    })

    $completions.Where{ $_.CompletionText -like "$wordToComplete*" } |
        Sort-Object -Property ListItemText
}
