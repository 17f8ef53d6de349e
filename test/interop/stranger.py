# Copyright (c) 2026 The boost_seqpacket authors
# Distributed under the Boost Software License, Version 1.0.
# (See accompanying file LICENSE_1_0.txt or copy at https://www.boost.org/LICENSE_1_0.txt)

"""The conversation of peer.cpp, by Python's own socket module.

usage: stranger.py server|client PATH
"""

import array
import os
import signal
import socket
import struct
import sys

CREDENTIALS = struct.Struct("iII")
SO_PASSCRED = getattr(socket, "SO_PASSCRED", 16)
SCM_CREDENTIALS = getattr(socket, "SCM_CREDENTIALS", 2)


def require(holds, what):
    if not holds:
        sys.exit("stranger.py: not right: " + what)
    print("stranger.py:", what, flush=True)


def make_file(content):
    file = os.memfd_create("stranger")
    os.write(file, content)
    return file


def speak(s):
    s.send(b"data")
    s.send(b"")
    s.send(b"x" * 100000)
    files = [make_file(b"first"), make_file(b"second")]
    socket.send_fds(s, [b"files"], files)
    for file in files:
        os.close(file)
    ids = CREDENTIALS.pack(os.getpid(), os.getuid(), os.getgid())
    s.sendmsg([b"credentials"], [(socket.SOL_SOCKET, SCM_CREDENTIALS, ids)])
    s.send(b"more than eight bytes")


def receive(s, size=200000):
    """The bytes, the credentials, the flags."""
    data, ancillary, flags, _ = s.recvmsg(size, socket.CMSG_SPACE(CREDENTIALS.size))
    ids = None
    for level, kind, content in ancillary:
        if level == socket.SOL_SOCKET and kind == SCM_CREDENTIALS:
            ids = CREDENTIALS.unpack(content)
    return data, ids, flags


def listen(s):
    require(receive(s)[0] == b"data", "data")
    data, ids, _ = receive(s)
    # Only the credentials tell it from the end.
    require(data == b"" and ids is not None, "an empty packet")
    require(receive(s)[0] == b"x" * 100000, "a large packet")

    # recv_fds has no room for credentials, which come first: without them.
    s.setsockopt(socket.SOL_SOCKET, SO_PASSCRED, 0)
    data, files, flags, _ = socket.recv_fds(s, 16, 2)
    s.setsockopt(socket.SOL_SOCKET, SO_PASSCRED, 1)
    require(
        data == b"files"
        and [os.pread(f, 64, 0) for f in files] == [b"first", b"second"],
        "descriptors",
    )
    for file in files:
        os.close(file)

    data, ids, _ = receive(s)
    pid = CREDENTIALS.unpack(
        s.getsockopt(socket.SOL_SOCKET, socket.SO_PEERCRED, CREDENTIALS.size))[0]
    require(data == b"credentials" and ids == (pid, os.getuid(), os.getgid()),
            "credentials")
    data, _, flags = receive(s, 8)
    require(data == b"more tha" and flags & socket.MSG_TRUNC, "a truncated packet")


def expect_end(s):
    data, ids, _ = receive(s)
    require(data == b"" and ids is None, "the end of file")


def main():
    signal.alarm(30)
    part, path = sys.argv[1:]
    s = socket.socket(socket.AF_UNIX, socket.SOCK_SEQPACKET)
    s.setsockopt(socket.SOL_SOCKET, SO_PASSCRED, 1)
    if part == "server":
        s.bind(path)
        s.listen()
        print("ready", flush=True)
        s = s.accept()[0]
        s.setsockopt(socket.SOL_SOCKET, SO_PASSCRED, 1)
        listen(s)
        speak(s)
        expect_end(s)
    else:
        s.connect(path)
        speak(s)
        listen(s)


main()
