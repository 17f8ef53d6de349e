# Copyright (c) 2026 The boost_seqpacket authors
# Distributed under the Boost Software License, Version 1.0.
# (See accompanying file LICENSE_1_0.txt or copy at https://www.boost.org/LICENSE_1_0.txt)

"""Peers, descriptors, names and surroundings that mean harm."""

import errno
import os
import random
import select
import signal
import socket
import subprocess
import time

from harness import (LIMIT, Skip, Terminal, Tool, accept, case, connect,
                     contains, descriptors_of, equal, receive, run, send,
                     serve, server_socket, until)
import harness

# What a terminal obeys: clear the screen, as ESC [ and as CSI in UTF-8.
ESCAPE = "\x1b[2J\u009b2J"


def limited(limit):
    """What runs a program with limits of its shell."""
    return ("sh", "-c", "ulimit " + limit + '; exec "$0" "$@"')


def redirected(to):
    return ("sh", "-c", 'exec "$0" "$@" ' + to)


def processor_seconds(pid):
    with open("/proc/%d/stat" % pid, encoding="ascii") as file:
        fields = file.read().rsplit(")", 1)[1].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def no_control_characters(text):
    for each in text:
        equal(each == "\n" or " " <= each <= "~", True)


# The limit of open descriptors ends connections, and never the proxy.
@case
def a_proxy_without_descriptors_goes_on():
    server = server_socket()
    for limit in range(18, 28):
        tool = serve("proxy", "./socket", "./server",
                     prefix=limited("-n %d" % limit))
        clients = [connect() for _ in range(20)]
        with open("/dev/null", "rb") as file:
            for client in clients:
                try:
                    send(client, b"x", [file.fileno()] * 5)
                except (BrokenPipeError, ConnectionResetError):
                    pass  # the proxy had no room for it
        for client in clients:
            client.close()

        def served():
            # The proxy may have no room for this one either.
            client = connect()
            client.settimeout(0.2)
            server.settimeout(0.2)
            try:
                client.send(b"alive")
                while receive(accept(server))[0] != b"alive":
                    pass
                return True
            except OSError:
                return False
            finally:
                server.settimeout(LIMIT)
                client.close()
        until(served, "a connection after the limit of descriptors")
        tool.signal()
        tool.ends(-2)


# A limit that leaves no room to start is an error of one line.
@case
def a_start_without_descriptors_is_an_error():
    for command in (("listen", "./socket"), ("dump", "-l", "./socket"),
                    ("listen", "-t", "datagram", "./socket"),
                    ("proxy", "./socket", "./server")):
        for limit in range(4, 20):
            tool = Tool(*command, "--timeout", "0.01",
                        prefix=limited("-n %d" % limit))
            status = tool.wait()
            if status != 127:  # the loader had no room
                contains((1, 3), status)
                equal(len(tool.errors().splitlines()), 1)
            equal(os.listdir("."), [])


# A reader of the messages that reads nothing slows the clients down. They do
# not fill the memory with lines about them.
@case
def connections_wait_for_the_reader_of_the_log():
    server = server_socket()
    for kind in ("server", "none"):
        reader, writer = os.pipe()
        tool = serve("proxy", "./socket", "./" + kind, stderr=writer)
        waits = 0
        for _ in range(20000):
            client = socket.socket(socket.AF_UNIX, socket.SOCK_SEQPACKET)
            client.setblocking(False)
            try:
                client.connect("./socket")
                waits = 0
            except BlockingIOError:
                waits += 1
            client.close()
            if waits > 100:
                break
            if waits:
                select.select([], [], [], 0.005)
        equal(waits > 100, True)
        tool.signal()
        tool.ends(-2)
        os.close(reader)
        os.close(writer)
    server.close()


@case
def datagrams_wait_for_the_reader_of_the_log():
    reader, writer = os.pipe()
    tool = serve("proxy", "-t", "datagram", "./socket", "./none",
                 stderr=writer)
    client = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
    client.settimeout(0.5)
    client.connect("./socket")
    try:
        for _ in range(20000):
            client.send(b"x")
        raise AssertionError("no datagram has waited")
    except socket.timeout:
        pass
    tool.signal()
    tool.ends(-2)
    os.close(reader)
    os.close(writer)


# A client that takes no answers costs no processor, and stops no other one. It
# is not connected, so that the kernel limits its queue. The server has room for
# all answers that wait, and the client gets each of them in the end.
@case
def a_datagram_client_that_reads_nothing_stops_nobody():
    with open("/proc/sys/net/unix/max_dgram_qlen", encoding="ascii") as file:
        answers = 3 * (int(file.read()) + 1)
    if answers > 50:
        raise Skip("a queue of datagrams is as large as a send buffer")
    server = server_socket(kind="datagram")
    tool = serve("proxy", "-q", "-t", "datagram", "./socket", "./server")
    clients = []
    for index in range(2):
        client = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
        client.settimeout(LIMIT)
        client.bind("./client%d" % index)
        clients.append(client)
    clients[0].sendto(b"question", "./socket")
    name = server.recvfrom(100)[1]
    for index in range(answers):
        server.sendto(b"answer %d" % index, name)
    before = processor_seconds(tool.pid)
    end = time.monotonic() + 1
    until(lambda: time.monotonic() > end, "a second")
    equal(processor_seconds(tool.pid) - before < 0.3, True)
    clients[1].sendto(b"question", "./socket")
    data, name = server.recvfrom(100)
    equal(data, b"question")
    server.sendto(b"answer", name)
    equal(receive(clients[1])[0], b"answer")
    for index in range(answers):
        equal(receive(clients[0])[0], b"answer %d" % index)


# The bytes of a stream are no sequences for the terminal either.
@case
def a_terminal_gets_no_control_characters_of_a_stream():
    server = server_socket(kind="stream")
    tool = Terminal("connect", "--type", "stream", "./server")
    peer = accept(server)
    peer.send(b"\x1b[2Jred\n\tline\xc2\x9b\n")
    tool.wait_for(b"line\\xc2\\x9b\r\n")
    contains(tool.shown, b"\\x1b[2Jred\r\n")
    equal(b"\x1b" in tool.shown, False)
    peer.close()
    equal(tool.wait(), 0)


# Names of files and sockets are written without what a terminal obeys, also
# those of the command line, which a script may have from others.
@case
def names_are_escaped():
    os.mkdir("directory")
    name = "file\n" + ESCAPE
    with open(name, "wb") as file:
        file.write(b"x")
    server = serve("dump", "-l", "-t", "datagram", "-n", "1", "-o",
                   "directory", "./socket")
    client = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
    client.bind("./client\n" + ESCAPE)
    client.connect("./socket")
    with open(name, "rb") as file:
        send(client, ESCAPE.encode(), [file.fileno()])
    client.close()
    server.ends()
    no_control_characters(server.output().decode())
    for line in server.output().decode().splitlines()[1:]:
        equal(line[:2], "  ")
    for arguments, status in (
            ((ESCAPE,), 2), (("connect", ESCAPE + "\n"), 1),
            (("listen", ESCAPE + "/a"), 1), (("connect", "--" + ESCAPE), 2),
            (("listen", "--count", ESCAPE, "a"), 2),
            (("connect", "-p", ESCAPE, "a"), 1),
            (("dump", "--log", ESCAPE + "/a", "a"), 1),
            (("listen", "-o", ESCAPE, "a"), 1)):
        tool = run(*arguments, status=status)
        no_control_characters(tool.errors())
        equal(len(tool.errors().splitlines()), 1)


# Only regular files are read. No other descriptor makes the program wait.
@case
def descriptors_of_every_kind_are_described():
    os.mkdir("directory")
    os.mkfifo("fifo")
    os.symlink("/", "link")
    with open("file", "wb") as file:
        file.write(b"secret")
    reader, writer = os.pipe()
    terminal, other = os.openpty()
    numbers = [os.open("file", os.O_PATH), os.open("directory", os.O_RDONLY),
               os.open("fifo", os.O_RDONLY | os.O_NONBLOCK), reader, writer,
               os.open("/dev/zero", os.O_RDONLY), terminal, other,
               os.open("link", os.O_PATH | os.O_NOFOLLOW),
               os.open("/dev/full", os.O_RDWR), os.pidfd_open(os.getpid())]
    server = serve("listen", "-o", "directory", "./socket")
    peer = connect()
    send(peer, b"x", numbers)
    server.wait_for_output(b"x\n")
    peer.close()
    server.ends(1)  # the file of O_PATH was not copied
    equal(os.listdir("directory"), [])
    for number, text in enumerate((
            "regular file", "directory", "FIFO", "pipe:", "pipe:",
            "character device", "character device", "character device",
            "symbolic link", "character device", "[pidfd]")):
        contains(server.errors(), "descriptor %d: %s" % (number, text))
    for number in numbers:
        os.close(number)


# Names that are there stay, whatever they are, and nothing is written through
# them.
@case
def recv_fd_follows_no_link():
    os.mkdir("directory")
    with open("victim", "wb") as file:
        file.write(b"precious")
    os.symlink("../victim", "directory/001")
    os.symlink("../new", "directory/002")
    os.mkfifo("directory/003")
    os.mkdir("directory/004")
    server = serve("listen", "-o", "directory", "./socket")
    peer = connect()
    with open("victim", "rb") as file:
        send(peer, b"x", [file.fileno()])
    peer.close()
    server.ends()
    equal(open("victim", "rb").read(), b"precious")
    equal(os.path.exists("new"), False)
    equal(open("directory/005", "rb").read(), b"precious")
    equal(sorted(os.listdir("directory")),
          ["001", "002", "003", "004", "005"])


# The files of /proc have no size, and come in parts.
@case
def recv_fd_copies_files_without_a_size_to_their_end():
    os.mkdir("directory")
    with subprocess.Popen(["cat"], stdin=subprocess.PIPE) as other:
        name = "/proc/%d/smaps" % other.pid
        until(lambda: b"libc" in open(name, "rb").read(), "the program")
        server = serve("listen", "-o", "directory", "./socket")
        peer = connect()
        with open(name, "rb") as file:
            send(peer, b"x", [file.fileno()])
            peer.close()
            server.ends()
            equal(len(open("directory/001", "rb").readlines()),
                  len(file.readlines()))


# The limit of the size of files is an error, and leaves nothing.
@case
def a_limit_of_the_size_of_files_is_an_error():
    os.mkdir("directory")
    with open("file", "wb") as file:
        file.write(bytes(100000))
    server = serve("listen", "-o", "directory", "./socket",
                   prefix=limited("-f 10"))
    peer = connect()
    with open("file", "rb") as file:
        send(peer, b"x", [file.fileno()])
    peer.close()
    server.ends(1)
    contains(server.errors(), "not copied: File too large")
    equal(sorted(os.listdir(".")), ["directory", "file"])
    equal(os.listdir("directory"), [])


# Closing such a socket takes as long as its sender likes.
@case
def a_descriptor_that_is_slow_to_close_stops_nothing():
    listener = socket.socket()
    listener.bind(("127.0.0.1", 0))
    listener.listen()
    for command in (("listen",), ("dump", "--listen")):
        slow = socket.create_connection(listener.getsockname())
        accepted = listener.accept()[0]
        slow.setblocking(False)
        try:
            while True:
                slow.send(bytes(1 << 20))
        except BlockingIOError:
            pass
        slow.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER,
                        (1).to_bytes(4, "little") + (60).to_bytes(4, "little"))
        server = serve(*command, "./socket")
        peer = connect()
        # This end goes while the other one is open, so it does not linger.
        server.signal(signal.SIGSTOP)
        send(peer, b"before", [slow.fileno()])
        slow.close()
        server.signal(signal.SIGCONT)
        server.wait_for_output(b"before")
        peer.send(b"after")
        server.wait_for_output(b"after")
        server.signal()
        server.ends(-2)
        accepted.close()


# A command that is not there, or no command, is an error.
@case
def a_command_that_is_not_there_is_an_error():
    for word in ("./none", "/", "none-of-the-path"):
        server = serve("listen", "./socket", "--exec", word)
        connect()
        server.ends(1)
        equal(len(server.errors().splitlines()), 1)
        equal(os.listdir("."), [])


# A stream that is closed at the start is an error when it is used, and no
# socket gets its number.
@case
def closed_standard_streams_are_errors():
    for streams in ("<&-", ">&-", "2>&-", "<&- >&-", "<&- >&- 2>&-"):
        server = server_socket()
        tool = Tool("connect", "./server", prefix=redirected(streams))
        peer = accept(server)
        try:
            peer.send(b"x")
        except (BrokenPipeError, ConnectionResetError):
            pass
        peer.shutdown(socket.SHUT_WR)
        tool.ends(0 if streams == "2>&-" else 1)
        try:
            data = receive(peer)[0]
        except ConnectionResetError:  # it ends without reading the packet
            data = receive(peer)[0]
        equal(data, b"")
        peer.close()
        os.unlink("server")
    for streams in (">&-", "> /dev/full"):
        for arguments in (("--help",), ("help", "proxy"), ("--version",),
                          ("--help-man",)):
            tool = Tool(*arguments, prefix=redirected(streams))
            tool.ends(1)
            contains(tool.errors(), "seqpacket: standard output: ")


# Bytes of every kind go both ways as they are.
@case
def lines_keep_their_bytes():
    lines = [b"", b"\0", b"\xff\xfe", b"a\r", b"x" * 100000, bytes(range(10)),
             bytes(range(11, 256)), b"", b"no newline"]
    server = serve("listen", "--hex", "./socket")
    run("connect", "./socket", data=b"\n".join(lines))
    server.ends()
    equal([bytes.fromhex(line.decode())
           for line in server.output().splitlines()], lines)
    server = serve("listen", "./socket")
    run("connect", "--hex", "./socket",
        data="\r\n".join(line.hex() for line in lines).encode())
    server.ends()
    equal(server.output(), b"\n".join(lines) + b"\n")


# Numbers that are too large, negative or no numbers.
@case
def numbers_are_checked():
    for option in ("--count", "--timeout", "--connections", "--recv-fd-size",
                   "--recv-fd-count", "--mode"):
        for value in ("-1", "18446744073709551616", "9" * 100, "1e400", "",
                      "0x", "1 ", "nan", "17592186044416M"):
            if option == "--recv-fd-size" and value == "":
                continue
            tool = run("listen", option + "=" + value, "./socket", status=2)
            equal(len(tool.errors().splitlines()), 1)
    for arguments in (("--raw", "--size", "257M"), ("--raw", "--size", "0"),
                      ("--exec-fd", "1024", "--exec", "cat"),
                      ("--mode", "07777"), ("--timeout", "0.0004")):
        run("connect", "./none", *arguments, status=2)


# SIGQUIT is typed as Ctrl-backslash.
@case
def a_quit_leaves_nothing_behind():
    server = serve("listen", "./socket", prefix=limited("-c 0"))
    server.signal(signal.SIGQUIT)
    server.ends(-signal.SIGQUIT)
    equal(os.listdir("."), [])


# At random moments of each command.
@case
def signals_at_random_moments_leave_nothing_behind():
    choice = random.Random(7)
    os.mkdir("directory")
    with open("file", "wb") as file:
        file.write(bytes(3000000))
    commands = (
        ("listen", "--keep", "-o", "directory", "./socket"),
        ("listen", "--fork", "./socket", "--exec", "cat"),
        ("dump", "--listen", "--fork", "-o", "directory", "./socket"),
        ("proxy", "./socket", "./server"),
        ("listen", "-t", "datagram", "./socket"),
        ("proxy", "-t", "datagram", "./socket", "./server"),
        ("connect", "-p", "file", "./server"))
    server = server_socket()
    server.setblocking(False)
    for index in range(200):
        command = commands[index % len(commands)]
        number = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)[index % 3]
        tool = Tool(*command, stdin=subprocess.PIPE)
        # Whoever reads nothing must not stop the writer.
        os.set_blocking(tool.stdin.fileno(), False)
        moment = time.monotonic() + choice.random() * 0.05
        peer = None
        while time.monotonic() < moment:
            try:
                if peer is None and command[0] != "connect":
                    peer = connect(kind="datagram" if "datagram" in command
                                   else "seqpacket")
                    peer.setblocking(False)
                if peer:
                    with open("file", "rb") as file:
                        send(peer, b"x" * 1000, [file.fileno()])
                else:
                    os.write(tool.stdin.fileno(), b"line\n")
            except OSError:
                pass
        tool.signal(number)
        contains((-number, 1) if "connect" in command else (-number,),
                 tool.wait())
        if peer:
            peer.close()
        tool.stop()
        Tool.running.clear()
        try:
            while True:
                server.accept()[0].close()
        except BlockingIOError:
            pass
        equal(sorted(os.listdir(".")), ["directory", "file", "server"])
        for name in os.listdir("directory"):
            equal(os.path.getsize("directory/" + name), 3000000)
            os.unlink("directory/" + name)


# Clients that go in the middle, at any depth of their queues.
@case
def resets_and_half_open_clients_do_not_stop_a_proxy():
    server = server_socket()
    tool = serve("proxy", "-q", "./socket", "./server")
    choice = random.Random(11)
    before = None
    for index in range(300):
        client = connect()
        client.setblocking(False)
        peer = accept(server)
        peer.setblocking(False)
        ends = [client, peer]
        for _ in range(choice.randrange(8)):
            end = choice.choice(ends)
            try:
                what = choice.randrange(6)
                if what == 0:
                    end.shutdown(choice.choice(
                        (socket.SHUT_RD, socket.SHUT_WR, socket.SHUT_RDWR)))
                elif what == 1:
                    end.recv(10)
                elif what == 2:
                    send(end, b"", [0, 1, 2])
                else:
                    end.send(bytes(choice.randrange(150000)))
            except OSError as problem:
                contains((errno.EAGAIN, errno.EPIPE, errno.ECONNRESET,
                          errno.ENOTCONN), problem.errno)
        choice.shuffle(ends)
        for end in ends:
            end.close()
        if index == 50:
            before = descriptors_of(tool.pid)
    client = connect()
    peer = accept(server)
    send(client, b"", [0])
    data, numbers, _ = receive(peer)
    equal((data, len(numbers)), (b"", 1))
    os.close(numbers[0])
    client.close()
    peer.close()
    until(lambda: descriptors_of(tool.pid) <= before + 4, "all closes")
    end = time.monotonic() + 0.5
    seconds = processor_seconds(tool.pid)
    until(lambda: time.monotonic() > end, "half a second")
    equal(processor_seconds(tool.pid) - seconds < 0.2, True)


# A process with privileges can send what a socket does not hold otherwise.
@case
def a_packet_of_the_largest_size_passes():
    SO_SNDBUFFORCE = 32
    server = server_socket()
    serve("proxy", "-q", "./socket", "./server")
    client = connect()
    peer = accept(server)
    try:
        client.setsockopt(socket.SOL_SOCKET, SO_SNDBUFFORCE, 1 << 26)
    except PermissionError as problem:
        raise Skip("no privileges") from problem
    size = 1 << 22
    while True:
        try:
            client.send(b"y" * size)
            break
        except OSError:  # EMSGSIZE, ENOBUFS: of the kernel
            size //= 2
    equal(size > 400000, True)
    equal(peer.recv(1 << 23) == b"y" * size, True)
