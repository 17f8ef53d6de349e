#!/usr/bin/env bash
# Copyright (c) 2026 The boost_seqpacket authors
# Distributed under the Boost Software License, Version 1.0.
# (See accompanying file LICENSE_1_0.txt or copy at https://www.boost.org/LICENSE_1_0.txt)

# Checks that all C++ in README.md and doc/*.md stands word for word in a program
# that is compiled. Above each block there is
#
#   <!-- FILE [TAG] -->
#
# and in FILE the same lines stand between //[TAG and //]. To write them anew after
# a change: doc/check_snippets.sh --update

set -u -o pipefail
cd -- "$(dirname -- "${BASH_SOURCE[0]}")/.." || exit 2

case ${1:-} in
  '') update= ;;
  --update) update=yes ;;
  *) printf 'usage: %s [--update]\n' "$0" >&2; exit 2 ;;
esac

# Prints a document with its C++ as it is in the programs.
with_snippets()
{
  awk '
    function snippet(file, tag,   line, lines, i, indent, least, inside, found)
    {
      least = 1000
      while ((getline line < file) > 0)
      {
        if (line ~ "^ *//\\[" tag "$") { inside = found = 1; continue }
        if (inside && line ~ /^ *\/\/\]/) break
        if (!inside) continue
        text[++lines] = line
        match(line, /^ */)
        if (line != "" && RLENGTH < least) least = RLENGTH
      }
      close(file)
      if (!found)
      {
        print FILENAME ": there is no [" tag "] in " file > "/dev/stderr"
        exit 3
      }
      for (i = 1; i <= lines; ++i) print substr(text[i], least + 1)
    }
    /^<!-- [^ ]+ \[[a-z_]+\] -->$/ { file = $2; tag = $3; gsub(/[][]/, "", tag) }
    /^```cpp$/ {
      if (file == "")
      {
        print FILENAME ":" FNR ": from which program is this?" > "/dev/stderr"
        exit 3
      }
      print; snippet(file, tag); skip = 1; next
    }
    /^```$/ { skip = 0; file = "" }
    !skip { print }
  ' "$1"
}

status=0
for document in README.md doc/*.md; do
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
[ "$status" -ne 0 ] || printf 'all snippets are what is compiled\n'
exit "$status"
