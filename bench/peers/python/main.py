# Copyright (c) 2026 The boost_seqpacket authors
# Distributed under the Boost Software License, Version 1.0.
# (See accompanying file LICENSE_1_0.txt or copy at https://www.boost.org/LICENSE_1_0.txt)

"""Python's blocking sockets. The protocol is described in bench/README.md."""

import array
import os
import socket
import sys
import time


class Totals:
    def __init__(self):
        self.packets = 0
        self.bytes = 0
        self.descriptors = 0

    def add(self, size, descriptors=0):
        self.packets += 1
        self.bytes += size
        self.descriptors += descriptors

    def print(self, nanoseconds):
        print(f"packets={self.packets} bytes={self.bytes} "
              f"descriptors={self.descriptors} ns={nanoseconds}")


def parse(words):
    options = {"size": 64, "descriptors": 0, "connections": 1, "active": 1}
    for name, value in zip(words[::2], words[1::2]):
        options[name[2:]] = int(value) if value.isdigit() else value
    return options


def new_socket():
    return socket.socket(socket.AF_UNIX, socket.SOCK_SEQPACKET)


def connect(o):
    result = new_socket()
    result.connect(o["path"])
    return result


def send_stream(o, peer):
    result = Totals()
    data = bytes(o["size"])
    count = o["descriptors"]
    if count == 0:
        for _ in range(o["count"]):
            result.add(peer.send(data))
        return result
    files = [os.open("/dev/null", os.O_RDONLY) for _ in range(count)]
    control = [(socket.SOL_SOCKET, socket.SCM_RIGHTS, array.array("i", files))]
    for _ in range(o["count"]):
        result.add(peer.sendmsg([data], control), count)
    return result


def receive_stream(o, peer):
    result = Totals()
    buffer = bytearray(o["size"])
    if o["descriptors"] == 0:
        for _ in range(o["count"]):
            result.add(peer.recv_into(buffer))
        return result
    space = socket.CMSG_SPACE(16 * 4)
    for _ in range(o["count"]):
        size, control, _, _ = peer.recvmsg_into([buffer], space)
        arrived = array.array("i")
        for _, _, data in control:
            arrived.frombytes(data)
        for number in arrived:
            os.close(number)
        result.add(size, len(arrived))
    return result


def ping(o, peers):
    result = Totals()
    buffer = bytearray(o["size"])
    active = peers[:o["active"]]
    for _ in range(o["count"] // o["active"]):
        for peer in active:
            peer.send(buffer)
        for peer in active:
            result.add(peer.recv_into(buffer))
    return result


def echo(o, peers):
    result = Totals()
    buffer = bytearray(o["size"])
    active = peers[:o["active"]]
    for _ in range(o["count"] // o["active"]):
        for peer in active:
            size = peer.recv_into(buffer)
            result.add(size)
            peer.send(buffer[:size])
    return result


def make_connections(o):
    result = Totals()
    data = bytes(o["size"])
    for _ in range(o["count"]):
        with connect(o) as peer:
            result.add(peer.send(data))
            assert peer.recv(o["size"]) == b""
    return result


def serve_connections(o, listener):
    result = Totals()
    for _ in range(o["count"]):
        peer, _ = listener.accept()
        with peer:
            result.add(len(peer.recv(o["size"])))
    return result


def serve(o):
    listener = new_socket()
    listener.bind(o["path"])
    listener.listen(4096)
    print("ready", flush=True)
    if o["workload"] == "connect":
        serve_connections(o, listener).print(0)
        return
    peers = [listener.accept()[0] for _ in range(o["connections"])]
    peers[0].send(b"!")
    if o["workload"] == "stream":
        result = receive_stream(o, peers[0])
        peers[0].send(b"!")
    else:
        result = echo(o, peers)
    result.print(0)


def drive(o):
    if o["workload"] == "connect":
        start = time.monotonic_ns()
        result = make_connections(o)
        result.print(time.monotonic_ns() - start)
        return
    peers = [connect(o) for _ in range(o["connections"])]
    assert peers[0].recv(1) == b"!"
    start = time.monotonic_ns()
    if o["workload"] == "stream":
        result = send_stream(o, peers[0])
        assert peers[0].recv(1) == b"!"
    else:
        result = ping(o, peers)
    result.print(time.monotonic_ns() - start)


def main():
    o = parse(sys.argv[1:])
    if o["role"] == "server":
        serve(o)
    else:
        drive(o)


main()
