# Copyright (c) 2026 The boost_seqpacket authors
# Distributed under the Boost Software License, Version 1.0.
# (See accompanying file LICENSE_1_0.txt or copy at https://www.boost.org/LICENSE_1_0.txt)

"""The program on a real terminal."""

import fcntl
import os

from harness import (Terminal, accept, case, contains, equal, receive,
                     server_socket, until)
import harness


# The line discipline makes a signal of Ctrl-C, and the end of Ctrl-D.
@case
def control_c_ends_it():
    tool = Terminal("listen", "./socket")
    until(lambda: harness.listens(tool.pid, "./socket"), "the socket")
    tool.type(b"\x03")
    equal(tool.wait(), -2)
    equal(os.listdir("."), [])


@case
def lines_are_typed_and_control_d_ends_them():
    server = server_socket()
    tool = Terminal("connect", "./server")
    peer = accept(server)
    tool.type(b"typed\n")
    equal(receive(peer)[0], b"typed")
    tool.type(b"\x04")
    equal(receive(peer)[0], b"")
    equal(fcntl.fcntl(tool.master, fcntl.F_GETFL) & os.O_NONBLOCK, 0)
    peer.send(b"answer")
    tool.wait_for(b"answer\r\n")
    peer.close()
    equal(tool.wait(), 0)


# A peer cannot send sequences that the terminal obeys.
@case
def a_terminal_gets_no_control_characters():
    server = server_socket()
    tool = Terminal("connect", "./server")
    peer = accept(server)
    peer.send(b"\x1b[2Jred\nline")
    tool.wait_for(b"\\x1b[2Jred\\nline\r\n")
    equal(b"\x1b" in tool.shown, False)
    peer.close()
    equal(tool.wait(), 0)


# Progress is shown, and its line is gone at the end.
@case
def progress_is_a_line_of_the_terminal():
    server = server_socket()
    reader, writer = os.pipe()
    tool = Terminal("connect", "--raw", "--size", "1000", "./server",
                    stdin=reader)
    os.close(reader)
    peer = accept(server)
    os.write(writer, bytes(2000))
    receive(peer)
    receive(peer)
    tool.wait_for(b"2.0 KiB sent, 0 bytes received")
    os.close(writer)
    peer.close()
    equal(tool.wait(), 0)
    equal(tool.shown.endswith(b"\r\x1b[K"), True)


# A terminal that is stopped does not stop a signal.
@case
def a_stopped_terminal_does_not_stop_control_c():
    server = server_socket()
    tool = Terminal("connect", "./server")
    peer = accept(server)
    peer.send(b"before")
    tool.wait_for(b"before")
    tool.type(b"\x13")  # Ctrl-S
    for _ in range(20):
        peer.send(b"x" * 1000)
    tool.type(b"\x03")
    equal(tool.wait(), -2)
