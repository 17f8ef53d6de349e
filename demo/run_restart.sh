#!/usr/bin/env bash
# Copyright (c) 2026 The boost_seqpacket authors
# Distributed under the Boost Software License, Version 1.0.
# (See accompanying file LICENSE_1_0.txt or copy at https://www.boost.org/LICENSE_1_0.txt)

# Restarts restarting_server four times, by starting it again, while clients ask it.
# tools/restart does the same at length, and kills the processes meanwhile.

set -u -o pipefail
umask 077

if [ $# -ne 1 ] || [ ! -x "$1/restarting_server" ] \
  || [ ! -x "$1/restarting_client" ]; then
  printf 'usage: %s DIRECTORY_WITH_BOTH_PROGRAMS\n' "$0" >&2
  exit 2
fi
programs=$(cd -- "$1" && pwd -P) || exit 2
directory=$(mktemp -d) || exit 2
processes=()
trap 'kill "${processes[@]}" 2> /dev/null; wait; rm -rf -- "$directory"' EXIT
trap 'exit 1' INT TERM HUP

# until_logged FILE TEXT: at most ten seconds
until_logged()
{
  local end=$((SECONDS + 10))
  until grep -qF -- "$2" "$1" 2> /dev/null; do
    if [ "$SECONDS" -ge "$end" ]; then
      printf '%s does not say "%s":\n' "$1" "$2"
      cat "$directory"/log* "$directory"/clients
      exit 1
    fi
    sleep 0.02
  done
}

# start GENERATION
start()
{
  "$programs/restarting_server" "$directory" "$1" > "$directory/log$1" 2>&1 &
  processes+=("$!")
  until_logged "$directory/log$1" ' serves: '
}

start 1
"$programs/restarting_client" "$directory" --stay 6 --come 4 --pause 2 \
  --requests 200 --until-signal > "$directory/clients" 2>&1 &
clients=$!
processes+=("$clients")
until_logged "$directory/clients" 'all clients are served'
for generation in 2 3 4 5; do
  before=${processes[-1]}
  [ "$generation" -gt 2 ] || before=${processes[0]}
  start "$generation"
  if ! wait "$before"; then
    printf 'The process before generation %s has failed\n' "$generation"
    exit 1
  fi
done
kill "$clients"
wait "$clients"
status=$?
cat "$directory"/log* "$directory/clients"
if [ "$status" -ne 0 ] \
  || ! grep -qF 'up to 5 to one connection' "$directory/clients"; then
  printf 'The clients have not seen what they should\n'
  exit 1
fi
printf 'All as expected.\n'
