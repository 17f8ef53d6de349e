#!/usr/bin/env bash
# Copyright (c) 2026 The boost_seqpacket authors
# Distributed under the Boost Software License, Version 1.0.
# (See accompanying file LICENSE_1_0.txt or copy at https://www.boost.org/LICENSE_1_0.txt)

# Runs descriptor_broker and descriptor_client together, with every way in which
# a client can go wrong, and checks each answer.

set -u -o pipefail
umask 022

if [ $# -ne 1 ] || [ ! -x "$1/descriptor_broker" ] \
  || [ ! -x "$1/descriptor_client" ]; then
  printf 'usage: %s DIRECTORY_WITH_BOTH_PROGRAMS\n' "$0" >&2
  exit 2
fi
programs=$(cd -- "$1" && pwd -P) || exit 2
directory=$(mktemp -d) || exit 2
brokers=()
broker='' # the process that is being asked
log=''    # and what it says
shown=0
failures=0

cleanup()
{
  local process
  for process in ${brokers[@]+"${brokers[@]}"}; do
    kill "$process" 2> /dev/null
  done
  wait
  cd / && rm -rf -- "$directory"
}
trap cleanup EXIT
trap 'exit 1' INT TERM HUP

# until_true COMMAND...: at most ten seconds
until_true()
{
  local end=$((SECONDS + 10))
  until "$@"; do
    [ "$SECONDS" -lt "$end" ] || return 1
    sleep 0.02
  done
}

passed()
{
  printf 'ok      %s\n' "$1"
}

failed()
{
  printf 'FAILED  %s\n' "$1"
  failures=$((failures + 1))
}

# check WHAT COMMAND...
check()
{
  local what=$1
  shift
  if "$@"; then passed "$what"; else failed "$what"; fi
}

# client ARGUMENT...: none runs for ever
client()
{
  timeout -k 5 30 "$programs/descriptor_client" "$@"
}

# expect STATUS TEXT WHAT ARGUMENT...: what a client returns and prints
expect()
{
  local status=$1 text=$2 what=$3 got output
  shift 3
  output=$(client "$log.socket" "$@" 2>&1 < /dev/null)
  got=$?
  if [ "$got" -ne "$status" ]; then
    failed "$what: the client returned $got, not $status"
  elif ! grep -qF -- "$text" <<< "$output"; then
    failed "$what: it did not say '$text'"
  else
    passed "$what"
  fi
  sed 's/^/          /' <<< "$output"
}

is_ready()
{
  grep -q ' is ready, ' "$log"
}

# start_broker NAME LIMIT ARGUMENT...: with a limit of open descriptors
start_broker()
{
  log=$1
  : > "$log"
  (
    ulimit -n "$2" || exit 1
    exec timeout -k 5 120 "$programs/descriptor_broker" "$1.socket" files \
      "${@:3}"
  ) > "$log" 2>&1 &
  brokers+=("$!")
  if ! until_true is_ready; then
    cat "$log"
    failed "the broker did not start"
    exit 1
  fi
  broker=$(sed -n 's/^broker: process \([0-9]*\) is ready.*/\1/p' "$log")
  before=$(descriptors)
}

# What the broker has open, by name. Sockets are numbered, all else has a path.
descriptors()
{
  find "/proc/$broker/fd" -mindepth 1 -printf '%l\n' 2> /dev/null | sort
}

as_before()
{
  [ "$(descriptors)" = "$before" ]
}

is_gone()
{
  ! kill -0 "$broker" 2> /dev/null
}

stop_broker()
{
  check "The broker has $(wc -l <<< "$before") descriptors open, as at first" \
    until_true as_before
  kill -TERM "$broker"
  wait "${brokers[-1]}"
  check "It stopped on SIGTERM and returned 0" [ $? -eq 0 ]
  check "It has removed its socket" [ ! -e "$log.socket" ]
  unset 'brokers[-1]'
}

cd -- "$directory" || exit 2
mkdir files files/sub other
printf 'what only the broker can read\n' > files/letter.txt
printf 'one directory down\n' > files/sub/note.txt
printf 'not to be served\n' > other/secret.txt
: > files/empty.txt
chmod 0600 files/*.txt files/sub/*.txt other/*.txt
mkfifo files/fifo
ln -s letter.txt files/link_in
ln -s ../other/secret.txt files/link_out
ln -s ../other files/directory_out
ln -s /proc/self/root/etc/passwd files/magic
# Other users find the way to the socket and to the files, no more.
chmod 0711 .

# Only root can become another user, and not in every container.
me=$(id -u)
user=65534
as_user=(--uid "$user")
privileged=yes
opened='opens the file itself: Permission denied'
if grep -q 'another user' <<< "$(client nowhere x "${as_user[@]}")"; then
  user=$me
  as_user=()
  privileged=
  opened='opens the file itself: Success'
  printf '%s\n' \
    'Not run as root: the broker and its clients are the same user. That a' \
    'client gets a file that it may not open, that one broker tells users' \
    'apart, and that it serves no device is not shown.' ''
fi

start_broker broker 256 --allow-uid "$user"
printf 'The broker runs as user %s and serves user %s.\n\n' "$me" "$user"

expect 0 "$opened" 'A file by its name' \
  letter.txt "${as_user[@]}" --file files/letter.txt
expect 0 'received a descriptor: 30 bytes, "what only the broker can read?"' \
  'Its content' letter.txt "${as_user[@]}"
expect 0 'writing to it: Bad file descriptor' \
  'One directory down' sub/note.txt "${as_user[@]}"
expect 0 'received a descriptor: 0 bytes' \
  'An empty file' empty.txt "${as_user[@]}"

if grep -q ' with openat2,' "$log"; then
  expect 0 'received a descriptor: 30 bytes' 'Down and back up' \
    sub/../letter.txt "${as_user[@]}"
  expect 0 'received a descriptor: 30 bytes' \
    'A symbolic link that stays inside' link_in "${as_user[@]}"
else
  printf 'There is no openat2 here: the broker follows no symbolic link.\n'
fi

outside='refused: the name leads out of the directory'
expect 2 "$outside" 'Out of the directory by ..' \
  ../other/secret.txt "${as_user[@]}"
expect 2 "$outside" 'Out of the directory by an absolute name' \
  /etc/passwd "${as_user[@]}"
expect 2 "$outside" 'Out of the directory by a symbolic link' \
  link_out "${as_user[@]}"
expect 2 'refused: ' 'Out of the directory by a link on the way' \
  directory_out/secret.txt "${as_user[@]}"
expect 2 "$outside" 'Out of the directory by a link into /proc' \
  magic "${as_user[@]}"

expect 2 'refused: there is no such file' 'A missing file' \
  missing.txt "${as_user[@]}"
expect 2 'refused: that is not a regular file' 'A directory' \
  sub "${as_user[@]}"
expect 2 'refused: that is not a regular file' 'A FIFO without a writer' \
  fifo "${as_user[@]}"

if [ "$privileged" ]; then
  # A container may forbid to make devices, or to open them.
  if mknod files/device c 1 3 2> /dev/null \
    && (: > files/device) 2> /dev/null; then
    expect 2 'refused: that is not a regular file' 'A device' \
      device "${as_user[@]}"
  fi
  expect 2 'refused: user 65533 is not allowed' 'Another user' \
    letter.txt --uid 65533
  expect 2 'refused: user 0 is not allowed' 'Root, which is not on the list' \
    letter.txt
  expect 2 'refused: user 0 is not allowed' \
    'A connection made by root, in the hands of an allowed user' \
    letter.txt "${as_user[@]}" --misbehave late
  expect 2 'refused: user 0 is not allowed' \
    'A connection made as an allowed user, in the hands of root' \
    letter.txt "${as_user[@]}" --misbehave early
fi

expect 2 'refused: that is no request of version 1' 'An empty request' \
  letter.txt "${as_user[@]}" --misbehave empty
expect 2 'refused: that is no request of version 1' 'Another version' \
  letter.txt "${as_user[@]}" --misbehave version
expect 2 'refused: that is no name of a file' 'A name with a NUL' \
  letter.txt "${as_user[@]}" --misbehave nul
expect 2 'refused: that is no name of a file' 'No name' '' "${as_user[@]}"
expect 2 'a request has at most 1024 bytes, this one has 60000' \
  'A request that is too long' letter.txt "${as_user[@]}" --misbehave oversized
# Since Linux 6.16 the kernel refuses it for the broker.
refused_descriptor='the broker takes no descriptors, says the kernel'
closed_descriptor='the broker has closed the descriptor that it was sent'
if ! grep -q ' with pass_rights$' "$log"; then
  refused_descriptor=$closed_descriptor
fi
expect 2 "$refused_descriptor" 'A descriptor along with the request' \
  letter.txt "${as_user[@]}" --misbehave descriptors
[ -z "$privileged" ] || expect 2 "$refused_descriptor" \
  'A descriptor from a user who is not allowed' \
  letter.txt --uid 65533 --misbehave descriptors
expect 0 'vanished 50 times' 'Clients that leave without their answers' \
  letter.txt "${as_user[@]}" --misbehave vanish

# held_says TEXT WHAT: the next line of that client
held_says()
{
  local line=''
  IFS= read -r -t 20 -u "$held_output" line
  check "$2" grep -qF -- "$1" <<< "$line"
  printf '          %s\n' "$line"
}

# hold TEXT WHAT ARGUMENT...: starts a client that stays until `release`
hold()
{
  coproc held { client "$log.socket" "${@:3}" 2>&1; }
  held_process=$held_PID
  exec {held_input}>&"${held[1]}" {held_output}<&"${held[0]}"
  exec {held[0]}<&- {held[1]}>&-
  held_says "$1" "$2"
}

release()
{
  exec {held_input}>&- {held_output}<&-
  wait "$held_process"
  check "That client has ended well" [ $? -eq 0 ]
}

hold 'stalled after' 'A client that asks and asks and reads no answer' \
  letter.txt "${as_user[@]}" --misbehave stall
expect 0 'received a descriptor' 'Another client meanwhile' \
  letter.txt "${as_user[@]}"
release
stop_broker

if [ ! "$privileged" ]; then
  start_broker for_others 256 --allow-uid $((me + 1))
  expect 2 "refused: user $me is not allowed" 'A user who is not on the list' \
    letter.txt
  stop_broker
fi

# --- a user who wants too much, and a process that is killed -------------------

start_broker narrow 256 --allow-uid "$user" --connections 16
printf '\nAnother broker, with at most 16 connections of each user.\n\n'

refused_connections()
{
  [ "$(grep -c "^broker: user $user has enough connections" "$log")" -eq 48 ]
}

hold 'made 64 connections' 'A user who makes 64 connections' \
  letter.txt "${as_user[@]}" --misbehave flood
check 'Of these 48 are refused' until_true refused_connections
[ -z "$privileged" ] || expect 2 'refused: user 0 is not allowed' \
  'Another user has an answer meanwhile' letter.txt
release
until_true as_before
expect 0 'received a descriptor: 30 bytes' 'A client after them' \
  letter.txt "${as_user[@]}"

second=$("$programs/descriptor_broker" "$log.socket" files 2>&1)
check 'A second broker does not take the socket away' \
  grep -q 'Address already in use' <<< "$second"
expect 0 'received a descriptor: 30 bytes' 'A client of the first' \
  letter.txt "${as_user[@]}"

# The shell may say at any moment that it was killed.
{ kill -KILL "$broker"; wait "${brokers[-1]}"; } 2> /dev/null
unset 'brokers[-1]'
check 'A broker that was killed leaves its socket' [ -S "$log.socket" ]
start_broker narrow 256 --allow-uid "$user"
expect 0 'received a descriptor: 30 bytes' 'A client of the next one' \
  letter.txt "${as_user[@]}"

# If there is a pidfd, a connection ends with the process that made it.
expect 0 'a connection whose maker has asked 0 times, and ended' \
  'A connection that a child inherited ends with its maker' \
  letter.txt "${as_user[@]}" --misbehave inherit

has_pidfd=yes
if grep -qF 'there is no pidfd here' \
  <<< "$(client "$log.socket" x "${as_user[@]}" --misbehave inherit)"; then
  has_pidfd=
fi
if [ "$has_pidfd" ]; then
  # The broker sees the request only when its maker has ended.
  kill -STOP "$broker"
  hold 'has asked 1 times, and ended' \
    'A request whose maker ends before it is read' \
    letter.txt "${as_user[@]}" --misbehave inherit_asked
  kill -CONT "$broker"
  held_says 'no answer: ' 'It is not answered'
  release

  hold 'times, and ended' 'A maker who stalls, and an heir who does not read' \
    letter.txt "${as_user[@]}" --misbehave inherit_stalled
  check 'The broker has closed the connection all the same' \
    until_true as_before
  release
fi
stop_broker

# --- a log that no process reads -------------------------------------------------

mkfifo unread.log
exec {unread}<> unread.log
log=unread
timeout -k 5 120 "$programs/descriptor_broker" unread.socket files \
  --allow-uid "$user" >&"$unread" 2>&1 {unread}>&- &
brokers+=("$!")
ready=''
IFS= read -r -t 10 -u "$unread" ready
broker=$(sed -n 's/^broker: process \([0-9]*\) is ready.*/\1/p' <<< "$ready")
before=$(descriptors)
printf '\nAnother broker, whose log is a pipe that is full.\n\n'
dd if=/dev/zero of=unread.log bs=4096 oflag=nonblock 2> /dev/null
expect 0 'received a descriptor: 30 bytes' 'A client of it' \
  letter.txt "${as_user[@]}"
expect 0 'received a descriptor: 30 bytes' 'And another' \
  letter.txt "${as_user[@]}"
dd if=unread.log of=/dev/null bs=1M iflag=nonblock 2> /dev/null
expect 0 'received a descriptor: 30 bytes' 'A client when there is room again' \
  letter.txt "${as_user[@]}"
line=''
IFS= read -r -t 10 -u "$unread" line
check 'The log says how much is missing' \
  [ "$line" = 'broker: 2 lines are left out' ]
stop_broker
exec {unread}>&-

# --- where there is no openat2, and where descriptors run out ----------------

start_broker small 24 --allow-uid "$user" --connections 100 --no-openat2 \
  --no-pass-rights
printf '\n%s\n%s\n\n' \
  'Another broker, without openat2, with at most 24 descriptors, and where the' \
  'kernel does not refuse descriptors.'
expect 2 "$closed_descriptor" 'A descriptor along with the request' \
  letter.txt "${as_user[@]}" --misbehave descriptors
expect 0 'received a descriptor: 30 bytes' 'A file' letter.txt "${as_user[@]}"
expect 0 'received a descriptor: 19 bytes' 'One directory down' \
  sub/note.txt "${as_user[@]}"
expect 2 "$outside" '..' ../other/secret.txt "${as_user[@]}"
expect 2 "$outside" 'An absolute name' /etc/passwd "${as_user[@]}"
expect 2 "$outside" 'A symbolic link, wherever it leads' \
  link_in "${as_user[@]}"
expect 2 'refused: ' 'A link on the way' \
  directory_out/secret.txt "${as_user[@]}"
expect 2 'refused: that is not a regular file' 'A FIFO' fifo "${as_user[@]}"

# Each connection takes two, the socket and the pidfd.
at_the_limit()
{
  [ "$(descriptors | wc -l)" -ge 23 ]
}

# The processor time of the broker in ticks, of which a second has a hundred.
ticks()
{
  local user system
  read -r user system < <(cut -d' ' -f14,15 "/proc/$broker/stat")
  echo $((user + system))
}

hold 'made 64 connections' 'More clients than the broker has descriptors' \
  letter.txt "${as_user[@]}" --misbehave flood
check "The broker has no room for another" until_true at_the_limit
before_pause=$(ticks)
sleep 0.5
used=$(($(ticks) - before_pause))
check "It used $used hundredths of a second in half a second, not all" \
  [ "$used" -le 20 ]
release

# The broker meets those who are still in its backlog, and have gone, first.
client_is_served()
{
  client "$log.socket" letter.txt "${as_user[@]}" < /dev/null 2>&1 \
    | grep -q 'received a descriptor'
}
check 'A client after them' until_true client_is_served
stop_broker

printf '\n'
if [ "$failures" -gt 0 ]; then
  printf '%s answers were not as expected. What the brokers said:\n' "$failures"
  tail -n 50 broker narrow small | cut -c 1-200
  exit 1
fi
printf 'All as expected.\n'
