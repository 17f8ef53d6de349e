# Copyright (c) 2026 The boost_seqpacket authors
# Distributed under the Boost Software License, Version 1.0.
# (See accompanying file LICENSE_1_0.txt or copy at https://www.boost.org/LICENSE_1_0.txt)

# Runs the examples of example/programs with the programs that they are for; sourced
# by tools/interop, at its end. All that this makes is in one directory.

PATH=$PATH:/usr/sbin:/sbin
work=$(mktemp -d "${TMPDIR:-/tmp}/boost_seqpacket.XXXXXX") || exit 1
running=
ulimit -S -c 0 # an example that fails ends by SIGABRT
trap 'stop; rm -rf -- "$work"' EXIT
trap 'exit 130' INT
trap 'exit 143' TERM

# start COMMAND...: starts a program that makes $private/socket
start()
{
  timeout -k 5 60 "$@" >> "$private/log" 2>&1 < /dev/null &
  running=$!
  wait_for_socket "$private/socket" "$running"
}

# Ends the program, and what it has started. One that ignores it is killed.
stop()
{
  [ -n "$running" ] || return 0
  kill "$running" 2> /dev/null
  wait "$running" 2> /dev/null
  running=
}

# begin NAME: makes `private`, a directory for one program
begin()
{
  private=$work/$1
  mkdir -m 700 -- "$private"
  say "$ $1" > "$private/log"
}

# end NAME STATUS
end()
{
  stop
  if [ "$2" -eq 0 ]; then
    passed=$((passed + 1))
    say "passed   $1"
  else
    failed=$((failed + 1))
    say "FAILED   $1: $2"
    sed 's/^/    /' "$private/log"
  fi
  cp -- "$private/log" "$build/logs/interop-$1.log"
  rm -rf -- "$private"
}

# run_example NAME: twice, because the program must be as it was
run_example()
{
  local time
  for time in first second; do
    timeout 30 "$work/$1" "$private/socket" >> "$private/log" 2>&1 < /dev/null \
      || return
  done
}

# against NAME EXAMPLE COMMAND...
against()
{
  start "${@:3}"
  local status=0
  run_example "$2" || status=$?
  end "$1" "$status"
}

dbus-daemon_dbus_call()
{
  cat > "$private/config" <<'XML'
<busconfig>
  <listen>unix:path=/nonexistent</listen>
  <auth>EXTERNAL</auth>
  <policy context="default">
    <allow send_destination="*"/>
    <allow receive_sender="*"/>
  </policy>
</busconfig>
XML
  against "$1" "$2" dbus-daemon --nofork --nopidfile --nosyslog \
    "--config-file=$private/config" "--address=unix:path=$private/socket"
}

weston_wayland_shm()
{
  against "$1" "$2" env "XDG_RUNTIME_DIR=$private" weston --no-config \
    --backend=headless-backend.so --shell=kiosk-shell.so --socket=socket
}

qemu-system-x86_64_qmp_getfd()
{
  against "$1" "$2" qemu-system-x86_64 -machine none -nodefaults -display none -S \
    -qmp "unix:$private/socket,server=on,wait=off"
}

qemu-storage-daemon_vhost_user_frontend()
{
  truncate -s 1M "$private/disk"
  against "$1" "$2" qemu-storage-daemon \
    --blockdev "driver=file,node-name=disk,filename=$private/disk" \
    --export "type=vhost-user-blk,id=export,node-name=disk,addr.type=unix,addr.path=$private/socket"
}

wpa_supplicant_wpa_control()
{
  against "$1" "$2" wpa_supplicant -g "$private/socket"
}

# systemd-notify passes descriptors only from version 254 on, but its library always
# could. It waits until its barrier is acknowledged, for 5 seconds.
systemd-notify_notify_receiver()
{
  local status=0
  start "$work/$2" "$private/socket"
  (
    export NOTIFY_SOCKET=$private/socket
    systemd-notify --status=starting && python3 -c '
import ctypes, sys
notify = ctypes.CDLL("libsystemd.so.0").sd_pid_notify_with_fds
sent = notify(0, 0, b"FDSTORE=1\nFDNAME=kept", (ctypes.c_int * 1)(0), 1)
sys.exit(sent != 1)' && systemd-notify --ready "--status=it runs"
  ) >> "$private/log" 2>&1 < "$private/log" || status=$?
  wait "$running" || status=$?
  running=
  end "$1" "$status"
}

# --- all of them -----------------------------------------------------------------

# Each has a function that is named after both.
pairs=(dbus-daemon=dbus_call weston=wayland_shm qemu-system-x86_64=qmp_getfd
  qemu-storage-daemon=vhost_user_frontend systemd-notify=notify_receiver
  wpa_supplicant=wpa_control)

standard=20
printf '#include <boost/asio/awaitable.hpp>\nboost::asio::awaitable<void> f();\n' \
  | "$(compiler)" -std=c++20 "${includes[@]}" -x c++ -fsyntax-only - \
    2> /dev/null || standard=17

# why_not PROGRAM EXAMPLE: prints why the example cannot run here, if so
why_not()
{
  if ! command -v "$1" > /dev/null; then
    say "no $1"
  elif [ "$1" = systemd-notify ] && ! command -v python3 > /dev/null; then
    say "no python3"
  elif [ "$standard" = 17 ] \
    && grep -q "^exe $2 .*<cxxstd>20" "$root/example/programs/Jamfile"; then
    say "the compiler has no coroutines"
  fi
}

build_examples()
{
  local pair
  for pair in "${pairs[@]}"; do
    [ -n "$(why_not "${pair%=*}" "${pair#*=}")" ] || say "${pair#*=}"
  done > "$work/list"
  logged "$build/logs/interop-examples.log" xargs -a "$work/list" -P "$jobs" -I @ \
    "$(compiler)" "-std=c++$standard" -pthread "${includes[@]}" \
    "$root/example/programs/@.cpp" -o "$work/@"
}

run_programs()
{
  local pair name reason
  build_examples || failed=$((failed + 1))
  for pair in "${pairs[@]}"; do
    name=${pair%=*}
    reason=$(why_not "$name" "${pair#*=}")
    if [ -n "$reason" ]; then
      skip 1 "$name" "$reason"
    else
      begin "$name"
      "${name}_${pair#*=}" "$name" "${pair#*=}"
    fi
  done
}

run_programs
