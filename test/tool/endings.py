# Copyright (c) 2026 The boost_seqpacket authors
# Distributed under the Boost Software License, Version 1.0.
# (See accompanying file LICENSE_1_0.txt or copy at https://www.boost.org/LICENSE_1_0.txt)

"""Exit statuses, signals, and what is left behind."""

import fcntl
import os
import signal
import subprocess

from harness import (Tool, accept, case, connect, contains, equal, program,
                     receive, run, serve, server_socket, until)
import harness


@case
def wrong_command_lines_have_a_status_of_their_own():
    for arguments in (
            [], ["frob"], ["listen"], ["connect", "a", "b"], ["proxy", "a"],
            ["listen", "--frob", "a"], ["listen", "--type", "tcp", "a"],
            ["listen", "--mode", "0400", "a"], ["listen", "--mode", "9", "a"],
            ["connect", "--keep", "a"], ["listen", "--timeout", "-1", "a"],
            ["listen", "--timeout", "nan", "a"], ["listen", "--count", "0", "a"],
            ["connect", "--raw", "--hex", "a"], ["connect", "--size", "5", "a"],
            ["connect", "--raw", "--size", "5G", "a"], ["connect", ""],
            ["connect", "a", "--exec"], ["connect", "a\\y"],
            ["connect", "-x", "a", "--exec", "cat"], ["dump", "--keep", "a"],
            ["connect", "--keep", "--verb", "a"], ["help", "frob"],
            ["connect", "-q", "-v", "a"], ["--help-completion", "tcsh"],
            ["connect", "--pass-fd-mode", "x", "a"]):
        tool = run(*arguments, status=2)
        equal(tool.output(), b"")
        equal(len(tool.errors().splitlines()), 1)
        contains(tool.errors(), "seqpacket: ")


@case
def errors_are_one_line_with_what_and_why():
    tool = run("connect", "./none", status=1)
    equal(tool.errors(),
          "seqpacket: connect to ./none: No such file or directory\n")
    tool = run("connect", "@" + "x" * 108, status=1)
    contains(tool.errors(), "File name too long")
    tool = run("listen", "./none/socket", status=1)
    contains(tool.errors(), "listen at ./none/socket: ")
    equal(len(tool.errors().splitlines()), 1)


@case
def a_timeout_has_a_status_of_its_own():
    tool = run("listen", "--timeout", "0.05", "./socket", status=3)
    contains(tool.errors(), "seqpacket: timeout: ")
    equal(os.listdir("."), [])
    server = server_socket()
    tool = Tool("connect", "-T", "0.05", "./server")
    peer = accept(server)
    tool.ends(3)
    peer.close()


# A packet begins the time again.
@case
def packets_put_the_timeout_off():
    server = serve("listen", "--timeout", "2", "./socket")
    peer = connect()
    begin = os.times().elapsed
    for _ in range(5):
        peer.send(b"x")
        until(lambda: os.times().elapsed - begin > 0.5, "half a second")
        begin = os.times().elapsed
    equal(server.process.poll(), None)
    peer.close()
    server.ends()


@case
def count_ends_it():
    server = server_socket()
    tool = Tool("connect", "--count", "2", "./server")
    peer = accept(server)
    try:
        for word in (b"one", b"two", b"three"):
            peer.send(word)
    except BrokenPipeError:
        pass  # it had two
    tool.ends()
    equal(tool.output(), b"one\ntwo\n")


@case
def quiet_and_verbose():
    for option, lines in (("--quiet", 0), ("--verbose", 3)):
        server = serve("listen", option, "./socket")
        run("connect", "./socket", data=b"x")
        server.ends()
        equal(len(server.errors().splitlines()), lines)


# At each moment a signal leaves no file, and the shell sees the signal.
@case
def signals_leave_nothing_behind():
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        for moment in ("listening", "connected", "receiving", "proxy"):
            if moment == "proxy":
                tool = serve("proxy", "./socket", "./none")
            else:
                tool = serve("listen", "--keep", "./socket",
                             stdin=subprocess.PIPE)
            if moment in ("connected", "receiving"):
                peer = connect()
                tool.write(b"x\n")
                receive(peer)
            if moment == "receiving":
                peer.send(b"x")
            tool.signal(number)
            tool.ends(-number)
            equal(os.listdir("."), [])


# A program that starts is interrupted as well.
@case
def signals_while_starting_leave_nothing_behind():
    for _ in range(30):
        tool = Tool("listen", "./socket")
        until(lambda: os.listdir(".") or tool.process.poll() is not None,
              "a file")
        tool.signal()
        equal(tool.wait(), -2)
        equal(os.listdir("."), [])


# A lock that was there before belongs to others.
@case
def a_lock_of_others_stays():
    with open("socket.lock", "wb"):
        os.chmod("socket.lock", 0o600)
    tool = serve("listen", "./socket")
    tool.signal()
    tool.ends(-2)
    equal(os.listdir("."), ["socket.lock"])


# The commands end with the program, also one that does not obey.
@case
def signals_end_the_commands():
    for script in ("exec cat", "trap '' TERM; while :; do read x; done"):
        server = serve("listen", "--fork", "./socket", "--exec", "sh", "-c",
                       "echo ready; " + script)
        peer = connect()
        contains(receive(peer)[0], b"ready")
        children = open("/proc/%d/task/%d/children"
                        % (server.pid, server.pid), encoding="ascii")
        pid = int(children.read())
        children.close()
        server.signal(signal.SIGTERM)
        server.ends(-15)
        equal(os.path.exists("/proc/%d" % pid), False)
        equal(os.path.exists("socket"), False)
        peer.close()


# What nohup ignores stays ignored.
@case
def an_ignored_signal_stays_ignored():
    server = serve("listen", "./socket", prefix=("nohup",))
    server.signal(signal.SIGHUP)
    peer = connect()
    peer.send(b"x")
    server.wait_for_output(b"x")
    peer.close()
    server.ends()


# A reader that has enough ends the program as it ends others.
@case
def a_closed_output_is_sigpipe():
    server = server_socket()
    reader, writer = os.pipe()
    tool = Tool("connect", "./server", stdout=writer)
    os.close(writer)
    os.close(reader)
    peer = accept(server)
    peer.send(b"x")
    tool.ends(-13)
    equal(tool.errors(), "")


# A full device is an error.
@case
def a_full_output_is_an_error():
    server = server_socket()
    with open("/dev/full", "wb") as full:
        tool = Tool("connect", "./server", stdout=full)
        peer = accept(server)
        peer.send(b"x")
        tool.ends(1)
    contains(tool.errors(), "standard output: No space left on device")


# No socket gets the number of a standard stream that is closed.
@case
def closed_standard_streams_are_errors():
    server = server_socket()
    tool = Tool("connect", "./server", prefix=(
        "sh", "-c", 'exec "$@" >&-', "sh"))
    peer = accept(server)
    peer.send(b"x")
    tool.ends(1)
    contains(tool.errors(), "standard output: Bad file descriptor")


# Other processes share the open file of a terminal or a pipe, so its mode is
# never changed, not for a moment.
@case
def the_mode_of_the_standard_streams_stays():
    reader, writer = os.pipe()
    out_reader, out_writer = os.pipe()
    server = server_socket()
    tool = Tool("connect", "./server", stdin=reader, stdout=out_writer,
                stderr=out_writer)
    peer = accept(server)
    os.write(writer, b"x\n")
    equal(receive(peer)[0], b"x")
    peer.send(b"y")
    equal(os.read(out_reader, 100), b"y\n")
    for number in (reader, writer, out_reader, out_writer):
        equal(fcntl.fcntl(number, fcntl.F_GETFL) & os.O_NONBLOCK, 0)
    os.close(writer)
    peer.close()
    tool.ends()
    for number in (reader, out_reader, out_writer):
        equal(fcntl.fcntl(number, fcntl.F_GETFL) & os.O_NONBLOCK, 0)
        os.close(number)


# Sockets of commands block, as programs expect it of their standard streams.
@case
def the_socket_of_a_command_blocks():
    server = serve("listen", "./socket", "--exec", "sh", "-c",
                   "grep flags /proc/self/fdinfo/0; ls /proc/self/fd | wc -l")
    peer = connect()
    text = b""
    while True:
        data = receive(peer)[0]
        if not data:
            break
        text += data
    server.ends()
    flags, count = text.decode().splitlines()
    equal(int(flags.split()[1], 8) & os.O_NONBLOCK, 0)
    equal(int(count), 4)  # the standard streams, and that of ls


# A regular file cannot be watched.
@case
def the_input_is_a_file():
    with open("file", "wb") as file:
        file.write(b"line\n" * 1000)
    server = serve("listen", "./socket")
    with open("file", "rb") as file:
        Tool("connect", "./socket", stdin=file).ends()
    server.ends()
    equal(server.output(), b"line\n" * 1000)


# An end of the other side before everything is sent is an error.
@case
def a_peer_that_leaves_early_is_an_error():
    server = server_socket()
    with open("file", "wb") as file:
        file.write(b"line\n" * 100000)
    with open("file", "rb") as file:
        tool = Tool("connect", "./server", stdin=file)
        peer = accept(server)
        receive(peer)
        peer.close()
        tool.ends(1)
    contains(tool.errors(), "seqpacket: ")
