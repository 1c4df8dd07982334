# Reads the output of ctest -V: prints "passed failed skipped" on stdout, and what failing
# programs said on stderr.  Programs that count their cases ("4 passed, 0 failed, 1 skipped")
# count by these, others as one.  Fails when there was no program.

/^[0-9]+: / {
    n = $1 + 0
    line = substr($0, length($1) + 2)
    said[n] = said[n] line "\n"
    if (line ~ /^[0-9]+ passed, [0-9]+ failed, [0-9]+ skipped$/) {
        split(line, word, " ")
        counted[n] = 1
        pass[n] = word[1]; fail[n] = word[3]; skip[n] = word[5]
    }
}

/^ *[0-9]+\/[0-9]+ Test +#[0-9]+: / {
    programs++
    n = $0
    sub(/^[^#]*#/, "", n)
    n += 0
    if ($0 ~ / Passed +[0-9.]+ sec/) {
        if (!counted[n]) pass[n] = 1
    } else if ($0 ~ /\*\*\*Skipped/) {
        if (!counted[n]) skip[n] = 1
    } else {
        if (!fail[n]) fail[n] = 1 # it crashed, leaked or took too long
        printf "%s\n%s", $0, said[n] > "/dev/stderr"
    }
    passed += pass[n]; failed += fail[n]; skipped += skip[n]
}

END {
    if (!programs) exit 1
    print passed + 0, failed + 0, skipped + 0
}
