#!/usr/bin/env python3
# Copyright (c) 2026 The boost_seqpacket authors
# Distributed under the Boost Software License, Version 1.0.
# (See accompanying file LICENSE_1_0.txt or copy at https://www.boost.org/LICENSE_1_0.txt)

"""Measures the contestants beside each other; README.md says how. tools/bench
builds them and calls this."""

import argparse
import collections
import json
import os
import pathlib
import platform
import re
import resource
import select
import statistics
import subprocess
import sys
import tempfile
import time

import report

# What a contestant exits with that does not do a workload.
UNSUPPORTED = 3

# No run takes longer than this, in seconds.
DEADLINE = 60

Contestant = collections.namedtuple("Contestant", "name program variant")

CONTESTANTS = [
    Contestant("raw", "raw", "single"),
    Contestant("raw, batches", "raw", "batches"),
    Contestant("Asio", "asio_callbacks", "any"),
    Contestant("Asio, concrete", "asio_callbacks", "concrete"),
    Contestant("Asio, concrete, immediate", "asio_callbacks", "concrete-bound"),
    Contestant("Asio, coroutines", "asio_coroutines", "any"),
    Contestant("library", "library_callbacks", "any"),
    Contestant("library, immediate", "library_callbacks", "any-bound"),
    Contestant("library, concrete", "library_callbacks", "concrete"),
    Contestant("library, concrete, immediate", "library_callbacks",
               "concrete-bound"),
    Contestant("library, coroutines", "library_coroutines", "any"),
    Contestant("library, coroutines, concrete", "library_coroutines",
               "concrete"),
    Contestant("library, coroutines, concrete, immediate",
               "library_coroutines", "concrete-bound"),
    Contestant("library, batches", "library_batches", "any"),
    Contestant("library, batches, immediate", "library_batches", "any-bound"),
    Contestant("library, batches, concrete, immediate", "library_batches",
               "concrete-bound"),
    Contestant("tokio-seqpacket", "tokio", ""),
    Contestant("Go", "go", ""),
    Contestant("Python", "python", ""),
]

# The ones that all others are compared with.
REFERENCES = ("raw", "Asio")


class Workload:
    def __init__(self, name, kind, two_cpus=False, **options):
        self.name = name
        self.kind = kind
        self.two_cpus = two_cpus
        self.options = options

    @property
    def active(self):
        return self.options.get("active", 1)

    @property
    def connections(self):
        return self.options.get("connections", 1)

    def scaled(self, most):
        """The same with fewer connections."""
        options = dict(self.options)
        for key in ("connections", "active"):
            if key in options:
                options[key] = min(options[key], most)
        return Workload(self.name, self.kind, self.two_cpus, **options)


def echo(connections, active, **options):
    return {"connections": connections, "active": active, **options}


WORKLOADS = [
    Workload("ping-pong", "echo", two_cpus=True),
    Workload("latency", "latency", two_cpus=True),
    Workload("stream, 64 B", "stream", two_cpus=True),
    Workload("stream, 1 KiB", "stream", two_cpus=True, size=1024),
    Workload("stream, 16 KiB", "stream", size=16384),
    Workload("stream, 64 KiB", "stream", size=65536),
    Workload("1 descriptor per packet", "stream", descriptors=1),
    Workload("16 descriptors per packet", "stream", descriptors=16),
    Workload("connect, accept, packet, close", "connect"),
    Workload("10 connections, all active", "echo", **echo(10, 10)),
    Workload("100 connections, all active", "echo", **echo(100, 100)),
    Workload("1000 connections, all active", "echo", two_cpus=True,
             **echo(1000, 1000)),
    Workload("10000 connections, all active", "echo", **echo(10000, 10000)),
    Workload("1000 connections, one active", "echo", **echo(1000, 1)),
    Workload("10000 connections, one active", "echo", **echo(10000, 1)),
    Workload("2 threads, 16 connections", "echo", two_cpus=True,
             **echo(16, 16, threads=2)),
]


class Failure(Exception):
    pass


class Arena:
    """Runs one contestant in two processes."""

    def __init__(self, programs, cpus, directory):
        self.programs = programs
        self.cpus = cpus
        self.directory = directory
        self.runs = 0

    def _start(self, command, cpus):
        return subprocess.Popen(
            command, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
            stderr=subprocess.PIPE, text=True,
            preexec_fn=lambda: os.sched_setaffinity(0, cpus))

    def _read(self, process):
        out, err = process.communicate(timeout=DEADLINE)
        if process.returncode == UNSUPPORTED:
            return None
        if process.returncode != 0:
            raise Failure(f"exit status {process.returncode}: {err.strip()}")
        pairs = (word.split("=") for word in out.split("\n")[-2].split())
        return {name: int(value) for name, value in pairs}

    def run(self, contestant, workload, layout, count):
        """The client's result, or None where the contestant has none."""
        self.runs += 1
        path = os.path.join(self.directory, str(self.runs))
        command = self.programs[contestant.program] + [
            "--variant", contestant.variant, "--workload", workload.kind,
            "--path", path, "--count", str(count)]
        for name, value in workload.options.items():
            command += ["--" + name, str(value)]
        first, second = {self.cpus[0]}, {self.cpus[0]}
        if layout == "two":
            second = {self.cpus[1]}
            if workload.options.get("threads", 1) > 1:
                first = second = set(self.cpus[:2])

        server = self._start(command + ["--role", "server"], first)
        client = None
        try:
            ready, _, _ = select.select([server.stdout], [], [], DEADLINE)
            # What it has written stays for _read.
            if not ready:
                raise Failure("the server does not start")
            line = os.read(server.stdout.fileno(), 6)
            if not line:
                if self._read_status(server) == UNSUPPORTED:
                    return None
                raise Failure("the server has ended: "
                              + server.stderr.read().strip())
            client = self._start(command + ["--role", "client"], second)
            sent, received = self._read(client), self._read(server)
        except subprocess.TimeoutExpired as error:
            raise Failure(f"it took more than {DEADLINE} s") from error
        finally:
            for process in (server, client):
                if process is not None and process.poll() is None:
                    process.kill()
                    process.wait()
            if os.path.exists(path):
                os.unlink(path)

        self._check(workload, count, sent, received)
        return sent

    @staticmethod
    def _read_status(process):
        return process.wait(timeout=DEADLINE)

    @staticmethod
    def _check(workload, count, sent, received):
        """What was sent is what was received, and all of it."""
        packets = count // workload.active * workload.active
        size = workload.options.get("size", 64)
        expected = {
            "packets": packets, "bytes": packets * size,
            "descriptors": packets * workload.options.get("descriptors", 0)}
        for key, value in expected.items():
            if sent[key] != value or received[key] != value:
                raise Failure(f"{key}: {value} expected, {sent[key]} sent, "
                              f"{received[key]} received")


def smallest_count(workload):
    return max(200, 2 * workload.active)


def calibrate(arena, contestant, workload, layout, seconds):
    """How many packets fill the time, or None where there are none."""
    count = smallest_count(workload)
    while True:
        result = arena.run(contestant, workload, layout, count)
        if result is None:
            return None
        elapsed = max(result["ns"], 1) / 1e9
        if elapsed > seconds / 5:
            wanted = int(count * seconds / elapsed)
            return max(smallest_count(workload), wanted)
        count *= min(16, max(2, int(seconds / 3 / elapsed)))


class Progress:
    def __init__(self, total):
        self.total = total
        self.done = 0
        self.start = time.monotonic()
        self.width = 0
        self.live = sys.stderr.isatty()
        self.shown = None

    def show(self, heading, detail):
        if self.live:
            left = ""
            if self.done:
                spent = time.monotonic() - self.start
                rest = spent / self.done * (self.total - self.done)
                left = f", {rest / 60:.0f} min left"
            line = f"{heading}: {detail} ({self.done}/{self.total}{left})"
            sys.stderr.write("\r" + line.ljust(self.width))
            sys.stderr.flush()
            self.width = len(line)
        elif heading != self.shown:
            spent = time.monotonic() - self.start
            print(f"{spent:5.0f} s  {heading}", file=sys.stderr, flush=True)
            self.shown = heading

    def clear(self):
        if self.live:
            sys.stderr.write("\r" + " " * self.width + "\r")


def describe_machine():
    model = ""
    for line in pathlib.Path("/proc/cpuinfo").read_text().split("\n"):
        if line.startswith("model name"):
            model = line.split(":")[1].strip()
            break
    return {"processor": model, "cores": os.cpu_count(),
            "kernel": platform.release(), "python": platform.python_version()}


def parse():
    parser = argparse.ArgumentParser(prog="tools/bench", description=__doc__)
    parser.add_argument("--quick", action="store_true",
                        help="only check that everything runs and balances")
    parser.add_argument("--rounds", type=int, default=7,
                        help="interleaved rounds (default: 7)")
    parser.add_argument("--seconds", type=float, default=0.25,
                        help="how long one run takes (default: 0.25)")
    parser.add_argument("--minutes", type=float, default=30,
                        help="begin no round that would end later "
                        "(default: 30)")
    parser.add_argument("--only", default="", metavar="PATTERN",
                        help="workloads whose name matches")
    parser.add_argument("--contestants", default="", metavar="PATTERN",
                        help="contestants whose name matches; the references "
                        "always take part")
    parser.add_argument("--publish", action="store_true",
                        help="write the results into doc/")
    parser.add_argument("--from", dest="source", metavar="FILE",
                        help="report what was measured before")
    # What tools/bench has built and found.
    for name in ("--program", "--of", "--note"):
        parser.add_argument(name, action="append", default=[],
                            help=argparse.SUPPRESS)
    parser.add_argument("--output", required=True, help=argparse.SUPPRESS)
    return parser.parse_args()


def command_of(path):
    return [sys.executable, path] if path.endswith(".py") else [path]


def take_part(name, pattern):
    return re.search(pattern, name) is not None


def measure(arguments, programs, versions):
    available = [c for c in CONTESTANTS if c.program in programs
                 and (take_part(c.name, arguments.contestants)
                      or c.name in REFERENCES)]
    workloads = [w for w in WORKLOADS if take_part(w.name, arguments.only)]
    if not workloads:
        sys.exit(f"no workload matches '{arguments.only}'")

    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    if soft < hard:
        resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))
    notes = []
    if arguments.quick:
        workloads = [w.scaled(200) for w in workloads]
    for workload in list(workloads):
        if workload.connections + 100 > hard:
            notes.append(f"{workload.name}: not measured, the limit of open "
                         f"descriptors is {hard}")
            workloads.remove(workload)
    cpus = sorted(os.sched_getaffinity(0))
    if len(cpus) < 2:
        notes.append("nothing is measured on two processors: there is one")

    plan = [(workload, layout) for workload in workloads
            for layout in ("one", "two")
            if layout == "one" or (workload.two_cpus and len(cpus) > 1)]
    results = {}
    failures = 0
    passed = 0
    rounds = 1 if arguments.quick else arguments.rounds
    begin = time.monotonic()
    done_rounds = 0
    with tempfile.TemporaryDirectory(prefix="bench") as directory:
        arena = Arena(programs, cpus, directory)
        counts = {}
        progress = Progress(len(plan) * len(available)
                            * (rounds if arguments.quick else rounds + 1))

        def one(step, heading, contestant, workload, layout):
            nonlocal failures, passed
            progress.show(heading, contestant.name)
            progress.done += 1
            try:
                return step(contestant, workload, layout)
            except (Failure, OSError) as error:
                progress.clear()
                print(f"{workload.name}, {layout} CPU, {contestant.name}: "
                      f"{error}", file=sys.stderr)
                failures += 1
                return None

        # How many packets fill the time of one run.
        for workload, layout in plan if not arguments.quick else []:
            for contestant in available:
                key = workload.name, layout, contestant.name
                counts[key] = one(
                    lambda c, w, l: calibrate(arena, c, w, l,
                                              arguments.seconds),
                    f"preparing: {workload.name}, {layout} CPU",
                    contestant, workload, layout)

        calibrated = time.monotonic()
        for number in range(1, rounds + 1):
            now = time.monotonic()
            per_round = (now - calibrated) / max(1, done_rounds)
            if number > 1 and now + per_round - begin > arguments.minutes * 60:
                notes.append(f"{done_rounds} rounds instead of {rounds}: the "
                             "time is over")
                break
            for workload, layout in plan:
                # Not always in the same order.
                shift = number % len(available)
                for contestant in available[shift:] + available[:shift]:
                    key = workload.name, layout, contestant.name
                    count = counts.get(key)
                    if arguments.quick:
                        count = smallest_count(workload)
                    if count is None:
                        continue
                    result = one(
                        lambda c, w, l: arena.run(c, w, l, count),
                        f"round {number} of {rounds}: {workload.name}, "
                        f"{layout} CPU", contestant, workload, layout)
                    if result is None:
                        continue
                    passed += 1
                    results.setdefault(key, {})[number] = result
            done_rounds += 1
        progress.clear()

    listed = []
    for (workload, layout, contestant), by_round in results.items():
        entry = {"workload": workload, "layout": layout,
                 "contestant": contestant,
                 "ns": {str(n): r["ns"] / r["packets"]
                        for n, r in by_round.items()}}
        last = next(iter(by_round.values()))
        for name in ("p50", "p90", "p99", "p999"):
            if name in last:
                entry[name] = statistics.median(
                    r[name] for r in by_round.values())
        listed.append(entry)
    return {
        "machine": {**describe_machine(), **versions},
        "rounds": done_rounds, "seconds": arguments.seconds,
        "order": [c.name for c in CONTESTANTS],
        "workloads": [w.name for w in workloads], "notes": notes,
        "results": listed}, passed, failures


def main():
    arguments = parse()
    output = pathlib.Path(arguments.output)
    programs = {name: command_of(path) for name, path in
                (pair.split("=", 1) for pair in arguments.program)}
    versions = dict(pair.split("=", 1) for pair in arguments.of)
    passed = failures = 0
    if arguments.source:
        data = json.loads(pathlib.Path(arguments.source).read_text())
    else:
        data, passed, failures = measure(arguments, programs, versions)
        data["notes"] += arguments.note
    if arguments.quick:
        for note in data["notes"]:
            print(note)
        print(f"{passed} passed, {failures} failed")
        return 0 if passed and not failures else 1

    if not arguments.source:
        (output / "results.json").write_text(json.dumps(data, indent=1) + "\n")
    table = report.tables(data)
    print(table)
    (output / "results.md").write_text(table)
    for name, picture in report.plots(data).items():
        (output / name).write_text(picture)
    print(f"The results: {output}/results.json, results.md and *.svg")
    if arguments.publish:
        report.publish(data, pathlib.Path(__file__).resolve().parent.parent)
    return 1 if failures else 0


if __name__ == "__main__":
    sys.exit(main())
