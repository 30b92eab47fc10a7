complete --keep-order --exclusive --command p2msg --arguments "(P2MSG_COMPLETE=fish p2msg -- (commandline --current-process --tokenize --cut-at-cursor) (commandline --current-token))"
