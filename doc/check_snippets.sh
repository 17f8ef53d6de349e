#!/usr/bin/env bash
# Copyright (c) 2026 The boost_seqpacket authors
# Distributed under the Boost Software License, Version 1.0.
# (See accompanying file LICENSE_1_0.txt or copy at https://www.boost.org/LICENSE_1_0.txt)

# Checks that all C++ in README.md and doc/ is, word for word, in a program that
# is compiled. Above each block of C++ there is a line
#
#   <!-- PROGRAM [TAG] -->
#
# and PROGRAM, a file in one of the directories below, has the same lines between
# //[TAG and //]. After a change of a program, doc/check_snippets.sh --update
# copies its lines into the documents. Checks also that the tests exist that
# doc/background/traps.md names.

set -u -o pipefail
cd -- "$(dirname -- "${BASH_SOURCE[0]}")/.." || exit 2

directories='example example/programs demo'

case ${1:-} in
  '') update= ;;
  --update) update=yes ;;
  *) printf 'usage: %s [--update]\n' "$0" >&2; exit 2 ;;
esac

# Prints a document with its C++ as it is in the programs.
with_snippets()
{
  awk -v directories="$directories" '
    function fail(what)
    {
      print FILENAME ":" FNR ": " what > "/dev/stderr"
      exit 3
    }
    function snippet(program, tag,   places, p, file, line, lines, text, i,
      indent, inside, found)
    {
      indent = 1000
      split(directories, places, " ")
      for (p in places)
      {
        file = places[p] "/" program
        inside = 0
        while ((getline line < file) > 0)
        {
          if (line ~ "^ *//\\[" tag "$") { inside = 1; ++found; continue }
          if (inside && line ~ /^ *\/\/\]/) break
          if (!inside) continue
          text[++lines] = line
          match(line, /^ */)
          if (line != "" && RLENGTH < indent) indent = RLENGTH
        }
        close(file)
      }
      if (found != 1)
        fail("[" tag "] is " found + 0 " times in " program " of " directories)
      for (i = 1; i <= lines; ++i) print substr(text[i], indent + 1)
    }
    /^<!-- [^ ]+ \[[a-z_]+\] -->$/ {
      program = $2; tag = $3; gsub(/[][]/, "", tag)
    }
    /^```cpp$/ {
      if (program == "") fail("from which program is this?")
      print; snippet(program, tag); skip = 1; next
    }
    /^```$/ { skip = 0; program = "" }
    !skip { print }
  ' "$1"
}

mapfile -t documents < <(find doc -name '*.md' | LC_ALL=C sort)
status=0
for document in README.md "${documents[@]}"; do
  if ! text=$(with_snippets "$document"); then
    status=1
  elif ! difference=$(diff -u --label "$document" --label 'as compiled' \
      "$document" - <<< "$text"); then
    if [ "$update" ]; then
      printf '%s\n' "$text" > "$document"
    else
      printf '%s\n' "$difference"
      status=1
    fi
  fi
done

# Each test that the last column of the traps names is a case in test/.
traps=doc/background/traps.md
while IFS= read -r name; do
  if ! grep -rqwF --include='*.cpp' "$name" test; then
    printf '%s: there is no test %s\n' "$traps" "$name"
    status=1
  fi
done < <(sed -n 's/^|.*|.*|\(.*\)|$/\1/p' "$traps" | grep -oE '`[a-z_]+`' | tr -d '`')

[ "$status" -ne 0 ] || printf 'all snippets are what is compiled\n'
exit "$status"
