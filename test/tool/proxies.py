# Copyright (c) 2026 The boost_seqpacket authors
# Distributed under the Boost Software License, Version 1.0.
# (See accompanying file LICENSE_1_0.txt or copy at https://www.boost.org/LICENSE_1_0.txt)

"""What goes through the proxy arrives as it was."""

import os
import re
import socket
import subprocess
import threading

from harness import (LIMIT, Skip, Tool, accept, case, connect, contains,
                     descriptors_of, equal, receive, send, serve,
                     server_socket, until)
import harness


def connected(*options, kind="seqpacket", credentials=False):
    """A proxy, the client's end and the server's end."""
    server = server_socket(kind=kind, credentials=credentials)
    tool = serve("proxy", "-t", kind, *options, "./socket", "./server")
    client = connect(kind=kind, credentials=credentials)
    return tool, client, accept(server)


# Boundaries, empty packets and descriptors, in both directions.
@case
def packets_pass_unchanged():
    tool, client, server = connected()
    for left, right, sign in ((client, server, ">"), (server, client, "<")):
        with open("file", "w+b") as file:
            file.write(b"content")
            file.flush()
            send(left, b"with descriptors", [file.fileno()] * 3)
        send(left, b"")
        send(left, bytes(150000))
        data, numbers, _ = receive(right)
        equal((data, len(numbers)), (b"with descriptors", 3))
        equal(os.pread(numbers[2], 100, 0), b"content")
        equal(receive(right)[:2], (b"", []))
        equal(receive(right)[0], bytes(150000))
        for number in numbers:
            os.close(number)
        contains(tool.errors(), "#1 %s 16 bytes, pid %d" % (sign, os.getpid()))
        contains(tool.errors(), "#1 %s 0 bytes" % sign)
        contains(tool.errors(), "descriptor 2: regular file")


# The most descriptors that a packet can have.
@case
def a_packet_of_253_descriptors_passes():
    _, client, server = connected("--quiet")
    with open("/dev/null", "rb") as file:
        send(client, b"x", [file.fileno()] * 253)
    data, numbers, _ = receive(server)
    equal((data, len(numbers)), (b"x", 253))
    for number in numbers:
        os.close(number)


# As root the server sees the sender of each packet, and not the proxy.
@case
def credentials_pass():
    if os.getuid() != 0:
        raise Skip("wants root")
    _, client, server = connected(credentials=True)
    client.send(b"x")
    equal(receive(server)[2], (os.getpid(), os.getuid(), os.getgid()))
    send(client, b"x", credentials=(os.getpid(), 1234, 4321))
    equal(receive(server)[2], (os.getpid(), 1234, 4321))
    server.send(b"x")
    equal(receive(client)[2][0], os.getpid())


# A sender that has ended by now has no process id that may be sent.
@case
def credentials_of_others_are_left_out():
    if os.getuid() != 0:
        raise Skip("wants root")
    os.chown(".", 65534, 65534)
    os.chmod(os.path.dirname(os.path.abspath(harness.program)), 0o755)
    server = server_socket(credentials=True)
    os.chmod("./server", 0o777)
    tool = Tool("proxy", "--mode", "0666", "./socket", "./server", prefix=(
        "setpriv", "--reuid", "65534", "--regid", "65534", "--clear-groups"))
    until(lambda: harness.listens(tool.pid, "./socket") or tool.process.poll(),
          "the proxy")
    if tool.process.poll() is not None:
        raise Skip("no other user can start the program: " + tool.errors())
    client = connect()
    peer = accept(server)
    client.send(b"x")
    client.send(b"y")
    equal([receive(peer)[2][0] for _ in range(2)], [tool.pid] * 2)
    contains(tool.errors(), "credentials of the senders are not passed on")
    equal(tool.errors().count("not passed on"), 1)


# The end of one half, then that of the other.
@case
def half_closes_pass():
    _, client, server = connected()
    client.send(b"question")
    client.shutdown(socket.SHUT_WR)
    equal(receive(server)[0], b"question")
    equal(receive(server)[0], b"")
    server.send(b"answer")
    equal(receive(client)[0], b"answer")
    server.close()
    equal(receive(client)[0], b"")


# A side that has closed altogether is closed for the other one.
@case
def closes_pass():
    for who in (0, 1):
        tool, client, server = connected()
        ends = [client, server]
        ends[who].close()
        other = ends[1 - who]
        equal(receive(other)[0], b"")

        def broken():
            try:
                other.send(b"x")
            except (BrokenPipeError, ConnectionResetError):
                return True
            return False
        until(broken, "an error of the other side")
        tool.wait_for_error("#1 closed")
        tool.signal()
        tool.ends(-2)
        os.unlink("server")


# Without a server a client is closed, and the next one is served.
@case
def a_server_that_is_not_there_is_reported():
    tool = serve("proxy", "./socket", "./server")
    equal(receive(connect())[0], b"")
    tool.wait_for_error("seqpacket: connect to ./server: No such file")
    server = server_socket()
    client = connect()
    peer = accept(server)
    client.send(b"x")
    equal(receive(peer)[0], b"x")


# One packet at most is between the two sides, in each direction.
@case
def a_slow_side_slows_down_the_other_one():
    def queued(left):
        left.settimeout(0.5)
        count = 0
        try:
            while True:
                left.send(bytes(1000))
                count += 1
        except socket.timeout:
            return count
    listener = server_socket("./direct")
    left = connect("./direct")
    right = accept(listener)
    left.setblocking(False)
    full = 0
    try:
        while True:
            left.send(bytes(1000))
            full += 1
    except BlockingIOError:
        right.close()
    tool, client, server = connected("--quiet")
    count = queued(client)
    # Two queues, and one packet in the proxy.
    equal(full < count <= 2 * full + 1, True)
    server.settimeout(LIMIT)
    equal(sum(len(receive(server)[0]) for _ in range(count)), count * 1000)
    equal(tool.process.poll(), None)


# Bytes with the descriptors that came with them.
@case
def streams_pass():
    _, client, server = connected(kind="stream")
    with open("/dev/null", "rb") as file:
        send(client, b"one", [file.fileno()])
    data, numbers, _ = receive(server)
    equal((data, len(numbers)), (b"one", 1))
    os.close(numbers[0])
    large = os.urandom(3000000)
    threading.Thread(target=server.sendall, args=(large,)).start()
    found = b""
    while len(found) < len(large):
        found += client.recv(1 << 20)
    equal(found == large, True)
    client.shutdown(socket.SHUT_WR)
    equal(receive(server)[0], b"")


# Each client has a socket of its own at the server, which answers it.
@case
def datagrams_pass():
    server = server_socket(kind="datagram")
    tool = serve("proxy", "-t", "datagram", "./socket", "./server")
    clients = []
    for index in range(3):
        client = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
        client.settimeout(LIMIT)
        client.bind("./client%d" % index)
        client.connect("./socket")
        clients.append(client)
    names = []
    for index, client in enumerate(clients):
        with open("/dev/null", "rb") as file:
            send(client, b"from %d" % index, [file.fileno()])
        data, control, _, name = server.recvmsg(1000, 1000)
        equal(data, b"from %d" % index)
        number = int.from_bytes(control[0][2], "little")
        os.close(number)
        names.append(name)
    equal(len(set(names)), 3)
    for index in (2, 0, 1):
        server.sendto(b"to %d" % index, names[index])
    for index, client in enumerate(clients):
        equal(receive(client)[0], b"to %d" % index)
    unnamed = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
    unnamed.sendto(b"no name", "./socket")
    data, name = server.recvfrom(100)
    equal(data, b"no name")
    server.sendto(b"to nobody", name)
    tool.wait_for_error("not passed on: the client has no name")
    contains(tool.errors(), "client ./client1")


@case
def a_log_is_a_file():
    tool, client, server = connected("--log", "log", "--hex")
    client.send(b"\0\1")
    equal(receive(server)[0], b"\0\1")
    contains(open("log", encoding="ascii").read(), "\n  0001\n")
    equal(tool.errors(), "")
    equal(bool(re.search(r"^\d\d:\d\d:\d\d\.\d{6} #1 > 2 bytes",
                         open("log", encoding="ascii").read(), re.MULTILINE)),
          True)


# A hundred thousand packets both ways, with descriptors: in order, and without
# a descriptor that stays open.
@case
def a_hundred_thousand_packets_pass():
    total, every = 50000, 50
    tool, client, server = connected("--quiet")
    send(client, b"first")
    receive(server)
    before = descriptors_of(tool.pid)
    problems = []

    def sender(peer):
        with open("/dev/null", "rb") as file:
            for index in range(total):
                send(peer, b"%d" % index,
                     [file.fileno()] * 2 if index % every == 0 else ())

    def receiver(peer):
        for index in range(total):
            data, numbers, _ = receive(peer)
            if data != b"%d" % index \
                    or len(numbers) != (2 if index % every == 0 else 0):
                problems.append((index, data, numbers))
                return
            for number in numbers:
                os.close(number)
    threads = [threading.Thread(target=function, args=(peer,), daemon=True)
               for function in (sender, receiver)
               for peer in (client, server)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(5 * LIMIT)
        equal(thread.is_alive(), False)
    equal(problems, [])
    until(lambda: descriptors_of(tool.pid) == before,
          "the close of all descriptors")


# Clients that come, send descriptors and go without a word leave nothing.
@case
def hostile_clients_do_not_stop_it():
    server = server_socket()
    tool = serve("proxy", "--quiet", "./socket", "./server")
    before = None
    with open("/dev/null", "rb") as file:
        for index in range(200):
            client = connect()
            peer = accept(server)
            send(client, b"x", [file.fileno()] * 253)
            if index % 2:
                peer.close()
            client.close()
            peer.close()
            if index == 20:
                before = until(lambda: descriptors_of(tool.pid), "a count")
    client = connect()
    peer = accept(server)
    client.send(b"alive")
    equal(receive(peer)[0], b"alive")
    client.close()
    peer.close()
    until(lambda: descriptors_of(tool.pid) <= before,
          "the close of all descriptors")


# Two programs of the demonstrations, which pass a descriptor.
@case
def the_descriptor_broker_is_looked_at():
    if not harness.programs or not os.path.exists(
            harness.programs + "/descriptor_broker"):
        raise Skip("the demonstrations are not built")
    os.mkdir("directory")
    with open("directory/name", "wb") as file:
        file.write(b"content")
    with open("broker.log", "wb") as log:
        broker = subprocess.Popen(
            [harness.programs + "/descriptor_broker", "./broker",
             "directory"], stdout=log, stderr=log)
    try:
        until(lambda: harness.listens(broker.pid, "./broker"), "the broker")
        tool = serve("proxy", "./socket", "./broker")
        client = subprocess.run(
            [harness.programs + "/descriptor_client", "./socket", "name"],
            stdout=subprocess.PIPE, timeout=LIMIT, check=True)
        contains(client.stdout, b'received a descriptor: 7 bytes')
        contains(tool.errors(), "descriptor 0: regular file %s/directory/name,"
                 " 7 bytes, O_RDONLY" % os.getcwd())
    finally:
        broker.kill()
        broker.wait(LIMIT)
