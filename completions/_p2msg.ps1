
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
            [CompletionResult]::new('decode', 'decode', [CompletionResultType]::ParameterValue, 'Show what message_data, raw shares and share stores say')
            [CompletionResult]::new('completions', 'completions', [CompletionResultType]::ParameterValue, 'Print the completion script of a shell')
            [CompletionResult]::new('man', 'man', [CompletionResultType]::ParameterValue, 'Print the man page, or write one for each command')
            [CompletionResult]::new('help', 'help', [CompletionResultType]::ParameterValue, 'Print this message or the help of the given subcommand(s)')
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
            [CompletionResult]::new('--out', '--out', [CompletionResultType]::ParameterName, 'Folder to write p2msg.1 and a page for each command to; it is made if it is not there')
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
            [CompletionResult]::new('decode', 'decode', [CompletionResultType]::ParameterValue, 'Show what message_data, raw shares and share stores say')
            [CompletionResult]::new('completions', 'completions', [CompletionResultType]::ParameterValue, 'Print the completion script of a shell')
            [CompletionResult]::new('man', 'man', [CompletionResultType]::ParameterValue, 'Print the man page, or write one for each command')
            [CompletionResult]::new('help', 'help', [CompletionResultType]::ParameterValue, 'Print this message or the help of the given subcommand(s)')
            break
        }
        'p2msg;help;decode' {
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
