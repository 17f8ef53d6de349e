#!/usr/bin/env bash
# Copyright (c) 2026 The boost_seqpacket authors
# Distributed under the Boost Software License, Version 1.0.
# (See accompanying file LICENSE_1_0.txt or copy at https://www.boost.org/LICENSE_1_0.txt)

# Runs asio_and_ours, which checks what this library promises, and compares what
# it prints with the table in the documents. What Asio does may differ from
# release to release: that column is compared with the release that the page names.
#
# usage: run_asio_and_ours.sh DIRECTORY [--update]
# DIRECTORY has the program; --update writes the table into the page.

set -u -o pipefail

if [ $# -lt 1 ] || [ $# -gt 2 ] || [ "${2:---update}" != --update ]; then
  echo "usage: run_asio_and_ours.sh DIRECTORY [--update]" >&2
  exit 2
fi
# The page with the table of situations.
page=$(grep -rl --include='*.md' '^| situation | Asio' \
  "$(dirname -- "${BASH_SOURCE[0]}")/../doc") || exit 2
table=$("$1/asio_and_ours") || { printf '%s\n' "$table"; exit 1; }
printf '%s\n' "$table"

if [ $# -eq 2 ]; then
  # The environment, because -v would take backslashes out.
  TABLE=$table awk '
    /^\|/ { if (!done) print ENVIRON["TABLE"]; done = 1; next }
    { print }' "$page" > "$page.new" && mv "$page.new" "$page"
  exit
fi

shown=$(grep '^|' "$page")
if [ "$(head -n 1 <<< "$table")" != "$(head -n 1 <<< "$shown")" ]; then
  # Another release of Boost: the situations, and what this library does.
  table=$(cut -d'|' -f2,4 <<< "$table" | tail -n +2)
  shown=$(cut -d'|' -f2,4 <<< "$shown" | tail -n +2)
fi
if ! diff <(printf '%s\n' "$shown") <(printf '%s\n' "$table"); then
  echo "$page (<) is not what the program prints (>): run" \
    "demo/run_asio_and_ours.sh DIRECTORY --update" >&2
  exit 1
fi
