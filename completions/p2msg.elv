
set edit:completion:arg-completer[p2msg] = { |@words|
    var index = (count $words)
    set index = (- $index 1)

    put (env _CLAP_IFS="\n" _CLAP_COMPLETE_INDEX=(to-string $index) P2MSG_COMPLETE="elvish" p2msg -- $@words) | to-lines
}

