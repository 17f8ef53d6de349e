# Copyright (c) 2026 The boost_seqpacket authors
# Distributed under the Boost Software License, Version 1.0.
# (See accompanying file LICENSE_1_0.txt or copy at https://www.boost.org/LICENSE_1_0.txt)

"""Descriptors and credentials."""

import os
import socket
import subprocess

from harness import (Tool, accept, case, connect, contains, descriptors_of,
                     equal, receive, run, send, serve, server_socket, until)


def write_file(name, data):
    with open(name, "wb") as file:
        file.write(data)


# The first packet carries them, in their order, and no other packet does.
@case
def pass_fd_goes_with_the_first_packet():
    write_file("file", b"content")
    reader, writer = os.pipe()
    server = server_socket()
    tool = Tool("connect", "--pass-fd", "file", "--pass-fd", str(writer),
                "./server", stdin=subprocess.PIPE, pass_fds=(writer,))
    peer = accept(server)
    tool.write(b"one\ntwo\n")
    data, numbers, _ = receive(peer)
    equal((data, len(numbers)), (b"one", 2))
    equal(os.read(numbers[0], 100), b"content")
    os.write(numbers[1], b"through the pipe")
    equal(os.read(reader, 100), b"through the pipe")
    equal(receive(peer)[:2], (b"two", []))
    for number in (*numbers, reader, writer):
        os.close(number)


@case
def pass_fd_mode_opens_for_writing():
    write_file("file", b"old")
    for mode, wanted in (("w", os.O_WRONLY), ("rw", os.O_RDWR),
                         ("a", os.O_WRONLY | os.O_APPEND)):
        server = serve("dump", "--listen", "./socket")
        run("connect", "-p", "file", "--pass-fd-mode", mode, "./socket",
            data=b"x")
        server.ends()
        names = {os.O_WRONLY: ", O_WRONLY\n", os.O_RDWR: ", O_RDWR\n",
                 os.O_WRONLY | os.O_APPEND: ", O_WRONLY|O_APPEND\n"}
        contains(server.output().decode(), names[wanted])


# A number that is not inherited is an error, and never a descriptor of ours.
@case
def pass_fd_refuses_what_is_not_there():
    for number in range(3, 20):
        tool = run("connect", "-p", str(number), "./none", status=1)
        contains(tool.errors(), "seqpacket: --pass-fd %d: Bad file" % number)
    tool = run("connect", "-p", "./none", "./none", status=1)
    contains(tool.errors(), "--pass-fd ./none: No such file or directory")


@case
def pass_fd_without_a_packet_is_an_error():
    write_file("file", b"")
    server = serve("listen", "./socket")
    tool = run("connect", "-p", "file", "./socket", status=1)
    contains(tool.errors(), "there was no packet to send them with")
    server.ends()


# A FIFO without a writer does not stop the program.
@case
def pass_fd_opens_a_fifo():
    os.mkfifo("fifo")
    server = serve("dump", "--listen", "./socket")
    run("connect", "-p", "fifo", "./socket", data=b"x")
    server.ends()
    contains(server.output().decode(), "FIFO %s/fifo, O_RDONLY\n"
             % os.getcwd())


# Regular files are copied, others are described, and nothing is overwritten.
@case
def recv_fd_copies_files():
    os.mkdir("directory")
    write_file("directory/001", b"precious")
    write_file("file", b"content" * 100000)
    server = serve("listen", "--recv-fd", "directory", "./socket")
    peer = connect()
    with open("file", "rb") as file, open("/dev/null", "rb") as other:
        file.seek(5)  # the position of the peer does not matter
        send(peer, b"x", [file.fileno(), other.fileno(), file.fileno()])
        peer.close()
        server.ends()
        equal(file.tell(), 5)
    equal(sorted(os.listdir("directory")), ["001", "002", "003"])
    equal(open("directory/001", "rb").read(), b"precious")
    equal(open("directory/002", "rb").read(), b"content" * 100000)
    equal(open("directory/003", "rb").read(), b"content" * 100000)
    contains(server.errors(), "descriptor 1: character device /dev/null")
    contains(server.errors(), "-> directory/002")


@case
def recv_fd_has_limits():
    os.mkdir("directory")
    write_file("small", b"x" * 10)
    write_file("large", b"x" * 11)
    server = serve("listen", "-o", "directory", "--recv-fd-size", "10",
                   "--recv-fd-count", "1", "./socket")
    peer = connect()
    with open("small", "rb") as small, open("large", "rb") as large:
        send(peer, b"x", [large.fileno(), small.fileno(), small.fileno()])
    peer.close()
    server.ends(1)
    equal(os.listdir("directory"), ["001"])
    contains(server.errors(), "larger than --recv-fd-size")
    contains(server.errors(), "--recv-fd-count is reached")


# A file that cannot be read leaves no file behind.
@case
def recv_fd_leaves_no_partial_file():
    os.mkdir("directory")
    server = serve("listen", "-o", "directory", "./socket")
    peer = connect()
    with open("file", "wb") as file:
        file.write(b"x")
        file.flush()
        send(peer, b"x", [file.fileno()])
    peer.close()
    server.ends(1)
    equal(os.listdir("directory"), [])
    contains(server.errors(), "not copied: Bad file descriptor")


# A sparse file takes long to copy, and a signal ends that.
@case
def a_signal_while_copying_leaves_no_file():
    os.mkdir("directory")
    with open("sparse", "wb") as file:
        file.truncate(1 << 40)
    server = serve("listen", "-o", "directory", "--recv-fd-size",
                   str(1 << 41), "./socket")
    peer = connect()
    with open("sparse", "rb") as file:
        send(peer, b"x", [file.fileno()])
    until(lambda: any("/directory/" in os.readlink(name) for name in (
        "/proc/%d/fd/%s" % (server.pid, number)
        for number in os.listdir("/proc/%d/fd" % server.pid))
        if os.path.lexists(name)), "the copy")
    server.signal()
    server.ends(-2)
    equal(os.listdir("directory"), [])
    equal(os.path.exists("socket"), False)


# They are sent, checked by the kernel, and shown.
@case
def credentials_are_sent_and_shown():
    server = serve("listen", "--credentials", "./socket")
    client = run("connect", "-c", "./socket", data=b"one\ntwo\n")
    server.ends()
    for number in (1, 2):
        contains(server.errors(), "packet %d: pid %d, uid %d, gid %d\n"
                 % (number, client.pid, os.getuid(), os.getgid()))


# Everything that arrives with a packet, in one place.
@case
def dump_prints_everything():
    write_file("file", b"content")
    server = serve("dump", "--listen", "./socket")
    peer = connect()
    left, right = socket.socketpair(socket.AF_UNIX, socket.SOCK_DGRAM)
    reader, writer = os.pipe()
    with open("file", "rb") as file:
        file.seek(3)
        send(peer, b'say "hi"\n\xff', [file.fileno(), left.fileno(), writer])
    send(peer, b"")
    peer.close()
    server.ends()
    text = server.output().decode()
    contains(text, " 10 bytes, pid %d, uid %d, gid %d\n"
             % (os.getpid(), os.getuid(), os.getgid()))
    contains(text, '  "say \\"hi\\"\\n\\xff"\n')
    contains(text, "  descriptor 0: regular file %s/file, 7 bytes, O_RDONLY, "
             "position 3\n" % os.getcwd())
    contains(text, "  descriptor 1: unix datagram socket, O_RDWR\n")
    contains(text, "  descriptor 2: pipe:[")
    contains(text, " 0 bytes, pid")
    left.close()
    right.close()
    os.close(reader)
    os.close(writer)


@case
def dump_prints_a_part_and_hex():
    server = serve("dump", "-l", "--hex", "--bytes", "3", "./socket")
    peer = connect()
    peer.send(b"\0\1\2\3\4")
    peer.close()
    server.ends()
    contains(server.output().decode(), "  000102... (2 bytes more)\n")


# It sends nothing, and ends when the server has closed.
@case
def dump_connects():
    server = server_socket()
    tool = Tool("dump", "./server")
    peer = accept(server)
    peer.send(b"welcome")
    peer.shutdown(socket.SHUT_WR)
    tool.ends()
    contains(tool.output().decode(), '"welcome"')


@case
def dump_names_the_sender_of_a_datagram():
    server = serve("dump", "-l", "-t", "datagram", "./socket")
    client = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
    client.bind("./client")
    client.sendto(b"x", "./socket")
    server.wait_for_output(b", from ./client\n")


# What arrives and is not kept is closed.
@case
def received_descriptors_do_not_leak():
    server = serve("listen", "--fork", "./socket")
    peer = connect()
    send(peer, b"first")
    server.wait_for_output(b"first")
    before = descriptors_of(server.pid)
    with open("/dev/null", "rb") as file:
        for _ in range(100):
            send(peer, b"x", [file.fileno()] * 253)
    send(peer, b"last")
    server.wait_for_output(b"last")
    equal(descriptors_of(server.pid), before)
