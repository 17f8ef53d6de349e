# Copyright (c) 2026 The boost_seqpacket authors
# Distributed under the Boost Software License, Version 1.0.
# (See accompanying file LICENSE_1_0.txt or copy at https://www.boost.org/LICENSE_1_0.txt)

"""Packets in the formats of the standard input and output."""

import os
import shutil
import socket
import struct
import subprocess

from harness import (Skip, accept, case, connect, contains, equal, receive,
                     run, serve, server_socket, until, Tool)


# Lines of one end are lines of the other one, and an empty line is a packet.
@case
def lines_are_packets():
    server = serve("listen", "./socket")
    run("connect", "./socket", data=b"one\n\ntwo words\nno newline")
    server.ends()
    equal(server.output(), b"one\n\ntwo words\nno newline\n")


# Both directions, and the half that is shut down first.
@case
def answers_arrive_after_the_end_of_the_input():
    server = server_socket()
    tool = Tool("connect", "./server", stdin=subprocess.PIPE)
    peer = accept(server)
    tool.write(b"question\n")
    tool.stdin.close()
    equal(receive(peer)[0], b"question")
    equal(receive(peer)[0], b"")  # the end
    peer.send(b"answer")
    peer.send(b"")
    peer.send(b"another")
    peer.close()
    tool.ends()
    equal(tool.output(), b"answer\n\nanother\n")


# A peer that has closed altogether ends the program, though the input is open.
@case
def a_peer_that_closes_ends_it():
    server = server_socket()
    tool = Tool("connect", "./server", stdin=subprocess.PIPE)
    accept(server).close()
    tool.ends()


# A peer that has only shut down its sending half still gets what is sent.
@case
def a_half_closed_peer_is_sent_to():
    server = server_socket()
    tool = Tool("connect", "./server", stdin=subprocess.PIPE)
    peer = accept(server)
    peer.shutdown(socket.SHUT_WR)
    tool.write(b"first\n")
    equal(receive(peer)[0], b"first")
    tool.write(b"second\n")
    equal(receive(peer)[0], b"second")
    tool.stdin.close()
    tool.ends()


# Hexadecimal digits go in and come out, with blanks and capitals permitted.
@case
def hex_in_both_directions():
    server = serve("listen", "--hex", "./socket")
    run("connect", "-x", "./socket", data=b"00 FF 0a\n\n41424344\n")
    server.ends()
    equal(server.output(), b"00ff0a\n\n41424344\n")


@case
def wrong_hex_is_an_error_with_its_line():
    server = serve("listen", "./socket")
    tool = run("connect", "-x", "./socket", data=b"00\n0g\n", status=1)
    contains(tool.errors(), "seqpacket: standard input: line 2: ")
    server.ends()


# Bytes of any value, cut by their number.
@case
def raw_cuts_the_input_by_size():
    data = os.urandom(100000)
    server = server_socket()
    tool = Tool("connect", "--raw", "--size", "30000", "./server",
                stdin=subprocess.PIPE)
    peer = accept(server)
    tool.write(data)
    tool.stdin.close()
    parts = [receive(peer)[0] for _ in range(4)]
    equal([len(part) for part in parts], [30000, 30000, 30000, 10000])
    equal(b"".join(parts), data)
    peer.close()
    tool.ends()


# The largest packets need a larger send buffer than a new socket has.
@case
def raw_makes_room_for_large_packets():
    with open("/proc/sys/net/core/wmem_max", encoding="ascii") as file:
        size = min(2 * int(file.read()) - 1000, 1000000)
    data = os.urandom(size)
    server = serve("listen", "--raw", "./socket")
    run("connect", "--raw", "--size", str(size), "./socket", data=data)
    server.ends()
    equal(server.output(), data)


# A packet that no buffer takes is an error of the system. A size that no
# packet has is refused at once.
@case
def a_packet_that_is_too_large_is_an_error():
    server = serve("listen", "--raw", "./socket")
    tool = run("connect", "--raw", "--size", "256M", "./socket",
               data=bytes(1 << 24), status=1)
    contains(tool.errors(), "seqpacket: send: ")
    server.ends()
    tool = run("connect", "--raw", "--size", "500M", "./socket", status=2)
    contains(tool.errors(), "seqpacket: --size: ")


# Sizes stand before the packets, so newlines are bytes like others.
@case
def length_headers_in_both_directions():
    def framed(*packets):
        return b"".join(struct.pack(">I", len(each)) + each
                        for each in packets)
    data = framed(b"a\nb", b"", b"\n", bytes(70000))
    server = serve("listen", "--length", "./socket")
    run("connect", "--length", "./socket", data=data)
    server.ends()
    equal(server.output(), data)


@case
def a_cut_length_header_is_an_error():
    server = serve("listen", "./socket")
    tool = run("connect", "--length", "./socket", data=b"\0\0\0\5abc",
               status=1)
    contains(tool.errors(), "ends inside of a packet")
    server.ends()


# An abstract name with any byte, and what to_string prints for it.
@case
def abstract_names_have_escapes():
    name = "@tool-%d-\\x00\\xff\\\\end" % os.getpid()
    raw = b"\0tool-%d-\0\xff\\end" % os.getpid()
    tool = Tool("listen", name)

    def peer():
        result = socket.socket(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        try:
            result.connect(raw)
        except ConnectionRefusedError:
            return None
        return result
    client = until(peer, "the abstract name")
    client.send(b"x")
    client.close()
    tool.ends()
    equal(tool.output(), b"x\n")


@case
def the_file_has_the_mode():
    for mode in ("0600", "0666", "622"):
        tool = serve("listen", "--mode", mode, "./socket")
        equal(os.stat("socket").st_mode & 0o777, int(mode, 8))
        tool.signal()
        tool.ends(-2)


# A stale file is replaced, and a socket in use is not.
@case
def a_socket_in_use_is_refused():
    socket.socket(socket.AF_UNIX, socket.SOCK_SEQPACKET).bind("./socket")
    server = serve("listen", "./socket")
    other = run("listen", "./socket", status=1)
    contains(other.errors(), "seqpacket: listen at ./socket: ")
    contains(other.errors(), "Address already in use")
    connect().close()
    server.ends()


# Lines keep their newline in a stream, and its bytes are not changed.
@case
def streams_carry_bytes():
    server = serve("listen", "-t", "stream", "./socket")
    run("connect", "-t", "stream", "./socket", data=b"one\n\ntwo")
    server.ends()
    equal(server.output(), b"one\n\ntwo")


# The sender of the last datagram is answered.
@case
def datagrams_are_answered():
    server = serve("listen", "-t", "datagram", "./socket",
                   stdin=subprocess.PIPE)
    client = Tool("connect", "-t", "datagram", "-n", "1", "./socket",
                  stdin=subprocess.PIPE)
    client.write(b"question\n")
    server.wait_for_output(b"question\n")
    server.write(b"answer\n")
    client.ends()
    equal(client.output(), b"answer\n")
    run("connect", "-t", "datagram", "./socket", data=b"\nlast\n")
    server.wait_for_output(b"question\n\nlast\n")
    server.signal()
    server.ends(-2)
    equal(os.path.exists("socket"), False)


# A sender without a name, and one that has gone, do not stop a server.
@case
def datagrams_that_cannot_be_answered():
    server = serve("listen", "-t", "datagram", "./socket",
                   stdin=subprocess.PIPE)
    unnamed = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
    unnamed.sendto(b"no name", "./socket")
    server.write(b"first\n")
    server.wait_for_output(b"no name\n")
    gone = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
    gone.bind("./gone")
    gone.sendto(b"named", "./socket")
    equal(gone.recv(100), b"first")
    gone.close()
    server.write(b"second\n")
    server.wait_for_error("seqpacket: send: Connection refused")
    unnamed.sendto(b"still there", "./socket")
    server.wait_for_output(b"still there\n")


# socat is the program that everybody has.
@case
def socat_at_the_other_end():
    if not shutil.which("socat"):
        raise Skip("no socat")
    server = serve("listen", "./socket", stdin=subprocess.PIPE)
    server.write(b"from us\n")
    server.stdin.close()
    peer = subprocess.run(
        ["socat", "-t", "10", "-", "UNIX-CONNECT:./socket,type=5"],
        input=b"from socat\n", stdout=subprocess.PIPE, timeout=20,
        check=True)
    equal(peer.stdout, b"from us")
    server.ends()
    equal(server.output(), b"from socat\n\n")


@case
def socat_with_an_abstract_name():
    if not shutil.which("socat"):
        raise Skip("no socat")
    name = "tool-socat-%d" % os.getpid()
    server = subprocess.Popen(
        ["socat", "ABSTRACT-LISTEN:%s,type=5" % name, "PIPE"])
    try:
        until(lambda: "@" + name in open("/proc/net/unix").read(), "socat")
        tool = run("connect", "-n", "1", "@" + name, data=b"echo\n")
        equal(tool.output(), b"echo\n")
    finally:
        server.kill()
        server.wait()


# One connection after the other, with one result for all.
@case
def keep_serves_in_turn():
    server = serve("listen", "--keep", "./socket")
    for word in (b"one", b"two", b"three"):
        run("connect", "./socket", data=word)
    server.wait_for_output(b"one\ntwo\nthree\n")
    server.signal()
    server.ends(-2)


@case
def fork_serves_at_once():
    server = serve("listen", "--fork", "./socket")
    clients = [connect() for _ in range(20)]
    for client in reversed(clients):
        client.send(b"x")
    server.wait_for_output(b"x\n" * 20)
    before = len(os.listdir("/proc/%d/fd" % server.pid))
    for client in clients:
        client.close()
    until(lambda: len(os.listdir("/proc/%d/fd" % server.pid))
          == before - 20, "the descriptors of the connections")
    server.signal()
    server.ends(-2)


# No more connections than are permitted, and the next one when one has ended.
@case
def connections_are_limited():
    server = serve("listen", "--fork", "--connections", "2", "./socket")
    clients = [connect() for _ in range(3)]
    for index, client in enumerate(clients):
        client.send(b"%d" % index)
    server.wait_for_output(b"1\n")
    equal(b"2" in server.output(), False)
    clients[0].close()
    server.wait_for_output(b"2\n")


@case
def exec_has_the_socket_as_its_standard_streams():
    server = serve("listen", "--fork", "./socket", "--exec", "cat")
    for word in (b"one", b"two"):
        tool = run("connect", "-n", "1", "./socket", data=word + b"\n")
        equal(tool.output(), word + b"\n")
    until(lambda: not os.path.exists("/proc/%d/task/%d/children"
          % (server.pid, server.pid)) or not open(
              "/proc/%d/task/%d/children" % (server.pid, server.pid)).read(),
          "the end of the commands")
    server.signal()
    server.ends(-2)


@case
def exec_has_the_socket_as_a_number():
    server = server_socket()
    tool = Tool("connect", "--exec-fd", "7", "./server", "--exec", "sh",
                "-c", "echo out; echo to the socket >&7; cat <&7")
    peer = accept(server)
    equal(receive(peer)[0], b"to the socket\n")
    peer.send(b"to the command")
    peer.close()
    tool.ends()
    equal(tool.output(), b"out\nto the command")


@case
def exec_reports_how_the_command_ended():
    server = server_socket()
    tool = Tool("connect", "./server", "--exec", "sh", "-c", "exit 3")
    accept(server)
    tool.ends(1)
    contains(tool.errors(), "seqpacket: sh: exited with 3")
    tool = Tool("connect", "./server", "--exec", "./no-such-program")
    accept(server)
    tool.ends(1)
    contains(tool.errors(), "No such file or directory")
    equal(len(tool.errors().splitlines()), 1)


# The packets of a command are not seen, so they do not put the timeout off.
@case
def a_timeout_does_not_end_a_command():
    server = serve("listen", "--timeout", "0.2", "./socket", "--exec", "cat")
    begin = os.times().elapsed
    client = connect()
    until(lambda: os.times().elapsed - begin > 0.5, "half a second")
    client.send(b"x")
    equal(receive(client)[0], b"x")
    client.close()
    server.ends()


# A peer that goes before it has read everything loses data: an error.
@case
def a_reset_is_an_error():
    server = server_socket()
    tool = Tool("connect", "./server", stdin=subprocess.PIPE)
    peer = accept(server)
    tool.write(b"unread\n")
    until(lambda: peer.recv(1, socket.MSG_PEEK), "a packet")
    peer.send(b"last words")
    peer.close()
    tool.ends(1)
    equal(tool.output(), b"last words\n")
    contains(tool.errors(), "the peer has closed without reading everything")


@case
def a_full_reader_does_not_stop_signals():
    server = server_socket()
    reader, writer = os.pipe()
    tool = Tool("connect", "./server", stdout=writer)
    peer = accept(server)
    peer.settimeout(0.5)
    try:
        while True:
            peer.send(bytes(10000))
    except socket.timeout:
        pass
    tool.signal()
    tool.ends(-2)
    os.close(reader)
    os.close(writer)
