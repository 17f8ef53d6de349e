# Copyright (c) 2026 The boost_seqpacket authors
# Distributed under the Boost Software License, Version 1.0.
# (See accompanying file LICENSE_1_0.txt or copy at https://www.boost.org/LICENSE_1_0.txt)

"""Starts the program seqpacket, and waits for what it does with a deadline."""

import array
import os
import pty
import select
import shutil
import signal
import socket
import struct
import subprocess
import sys
import tempfile
import time

LIMIT = 20  # seconds, for each wait
TYPES = {"seqpacket": socket.SOCK_SEQPACKET, "stream": socket.SOCK_STREAM,
         "datagram": socket.SOCK_DGRAM}

program = None   # the path of seqpacket
programs = None  # the directory of the demonstrations, or None
cases = []


class Skip(Exception):
    """A case that cannot run here."""


def case(function):
    cases.append(function)
    return function


def until(condition, what):
    """Waits until the condition is true, and returns its value."""
    end = time.monotonic() + LIMIT
    while True:
        value = condition()
        if value:
            return value
        if time.monotonic() > end:
            raise AssertionError("waited in vain: " + what)
        select.select([], [], [], 0.005)


def equal(found, wanted):
    if found != wanted:
        raise AssertionError("found %r, wanted %r" % (found, wanted))


def contains(text, part):
    if part not in text:
        raise AssertionError("%r is not in %r" % (part, text))


def listens(pid, name):
    """Whether a socket of the process listens, or is bound, at a name.

    Another run of these tests may use the same name in another directory."""
    own = set()
    try:
        for number in os.listdir("/proc/%d/fd" % pid):
            own.add(os.readlink("/proc/%d/fd/%s" % (pid, number)))
    except FileNotFoundError:
        return False  # one was closed meanwhile, or the process has ended
    with open("/proc/net/unix", encoding="latin-1") as table:
        for line in table:
            fields = line.rstrip("\n").split(None, 7)
            if len(fields) == 8 and fields[7] == name and (
                    fields[3] == "00010000" or fields[4] == "0002") and (
                    "socket:[%s]" % fields[6] in own):
                return True
    return False


def descriptors_of(pid):
    return len(os.listdir("/proc/%d/fd" % pid))


class Tool:
    """A running seqpacket. Its outputs are files, so that it never waits."""

    running = []

    def __init__(self, *arguments, stdin=subprocess.DEVNULL, pass_fds=(),
                 stdout=None, stderr=None, prefix=()):
        self.out = tempfile.TemporaryFile(dir=".")
        self.err = tempfile.TemporaryFile(dir=".")
        self.process = subprocess.Popen(
            [*prefix, program, *arguments], stdin=stdin,
            stdout=stdout or self.out, stderr=stderr or self.err,
            pass_fds=pass_fds, restore_signals=True, start_new_session=True)
        self.pid = self.process.pid
        Tool.running.append(self)

    @property
    def stdin(self):
        return self.process.stdin

    def write(self, data):
        self.stdin.write(data)
        self.stdin.flush()

    def output(self):
        return os.pread(self.out.fileno(), 1 << 26, 0)

    def errors(self):
        return os.pread(self.err.fileno(), 1 << 26, 0).decode()

    def wait_for_output(self, data):
        until(lambda: data in self.output(), "output %r" % data)

    def wait_for_error(self, text):
        until(lambda: text in self.errors(), "error %r" % text)

    def signal(self, number=signal.SIGINT):
        self.process.send_signal(number)

    def wait(self):
        return self.process.wait(LIMIT)

    def ends(self, status=0):
        found = self.wait()
        if found != status:
            raise AssertionError("status %d, wanted %d: %s"
                                 % (found, status, self.errors()))
        return self

    def stop(self):
        if self.process.poll() is None:
            self.process.kill()
        self.process.wait(LIMIT)
        if self.stdin and not self.stdin.closed:
            try:
                self.stdin.close()
            except BrokenPipeError:
                pass
        self.out.close()
        self.err.close()


def run(*arguments, data=b"", status=0, **more):
    """Runs the program to its end, with bytes as its standard input."""
    tool = Tool(*arguments, stdin=subprocess.PIPE, **more)
    try:
        tool.write(data)
        tool.stdin.close()
    except BrokenPipeError:
        pass
    return tool.ends(status)


def serve(*arguments, name="./socket", **more):
    """Starts a program that listens, and waits until it does."""
    tool = Tool(*arguments, **more)

    def ready():
        if tool.process.poll() is not None:
            raise AssertionError("it has ended: " + tool.errors())
        return listens(tool.pid, name)
    until(ready, "a socket at " + name)
    return tool


def address_of(name):
    return "\0" + name[1:] if name.startswith("@") else name


def server_socket(name="./server", kind="seqpacket", credentials=False):
    result = socket.socket(socket.AF_UNIX, TYPES[kind])
    result.settimeout(LIMIT)
    if credentials:
        result.setsockopt(socket.SOL_SOCKET, socket.SO_PASSCRED, 1)
    result.bind(address_of(name))
    if kind != "datagram":
        result.listen(128)
    return result


def accept(server):
    peer = server.accept()[0]
    peer.settimeout(LIMIT)
    return peer


def connect(name="./socket", kind="seqpacket", credentials=False):
    result = socket.socket(socket.AF_UNIX, TYPES[kind])
    result.settimeout(LIMIT)
    if credentials:
        result.setsockopt(socket.SOL_SOCKET, socket.SO_PASSCRED, 1)
    result.connect(address_of(name))
    return result


def send(peer, data, descriptors=(), credentials=None):
    control = []
    if descriptors:
        control.append((socket.SOL_SOCKET, socket.SCM_RIGHTS,
                        array.array("i", descriptors)))
    if credentials:
        control.append((socket.SOL_SOCKET, socket.SCM_CREDENTIALS,
                        struct.pack("iII", *credentials)))
    peer.sendmsg([data], control)


def receive(peer):
    """Returns the bytes, the descriptors and the credentials of a packet."""
    data, control, _, _ = peer.recvmsg(1 << 20, 4096)
    descriptors, credentials = [], None
    for _, kind, payload in control:
        if kind == socket.SCM_RIGHTS:
            numbers = array.array("i")
            numbers.frombytes(payload)
            descriptors = list(numbers)
        elif kind == socket.SCM_CREDENTIALS:
            credentials = struct.unpack("iII", payload)
    return data, descriptors, credentials


class Terminal:
    """seqpacket on a terminal of its own."""

    def __init__(self, *arguments, stdin=None):
        self.pid, self.master = pty.fork()
        if self.pid == 0:
            if stdin is not None:
                os.dup2(stdin, 0)
            os.execv(program, [program, *arguments])
        self.shown = b""

    def read(self):
        ready, _, _ = select.select([self.master], [], [], 0.01)
        if ready:
            try:
                self.shown += os.read(self.master, 65536)
            except OSError:
                pass  # the other side is closed

    def wait_for(self, data):
        def found():
            self.read()
            return data in self.shown
        until(found, "%r on the terminal, not %r" % (data, self.shown))

    def type(self, data):
        os.write(self.master, data)

    def wait(self):
        status = []

        def ended():
            self.read()
            pid, value = os.waitpid(self.pid, os.WNOHANG)
            if pid:
                status.append(value)
            return pid
        until(ended, "the end of the program")
        os.close(self.master)
        return os.waitstatus_to_exitcode(status[0])


def run_case(function):
    before = os.getcwd()
    directory = tempfile.mkdtemp()
    os.chdir(directory)
    try:
        function()
    finally:
        for tool in Tool.running:
            tool.stop()
        Tool.running.clear()
        os.chdir(before)
        shutil.rmtree(directory)


def too_long(*_):
    raise TimeoutError("the case lasts longer than %d s" % (3 * LIMIT))


def run_all(pattern):
    passed = failed = skipped = 0
    signal.signal(signal.SIGALRM, too_long)
    for function in cases:
        if pattern and pattern not in function.__name__:
            continue
        begin = time.monotonic()
        signal.alarm(3 * LIMIT)
        try:
            run_case(function)
            passed += 1
            result = "ok"
        except Skip as reason:
            skipped += 1
            result = "skipped (%s)" % reason
        except Exception as problem:  # each is a result
            failed += 1
            result = "FAILED: %s: %s" % (type(problem).__name__, problem)
        signal.alarm(0)
        print("%-55s %5.2f s  %s" % (function.__name__,
                                     time.monotonic() - begin, result))
        sys.stdout.flush()
    text = "%d passed, %d failed" % (passed, failed)
    print(text + (", %d skipped" % skipped if skipped else ""))
    return 0 if passed and not failed else 1
