#!/usr/bin/env python3
# Copyright (c) 2026 The boost_seqpacket authors
# Distributed under the Boost Software License, Version 1.0.
# (See accompanying file LICENSE_1_0.txt or copy at https://www.boost.org/LICENSE_1_0.txt)

"""Measures the contestants beside each other; README.md says how. tools/bench
builds them and calls this."""

import argparse
import json
import os
import pathlib
import platform
import re
import resource
import select
import subprocess
import sys
import tempfile
import time

import report
from contestants import CONTESTANTS, GOALS, WORKLOADS

# What a contestant exits with that does not do a workload.
UNSUPPORTED = 3

# No run takes longer than this, in seconds.
DEADLINE = 60


class Failure(Exception):
    pass


def active(workload):
    return workload.options.get("active", 1)


class Arena:
    """Runs one contestant in two processes on one CPU."""

    def __init__(self, programs, directory):
        self.programs = programs
        self.cpu = {min(os.sched_getaffinity(0))}
        self.path = os.path.join(directory, "socket")

    def _start(self, command, role):
        return subprocess.Popen(
            command + ["--role", role], stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
            preexec_fn=lambda: os.sched_setaffinity(0, self.cpu))

    @staticmethod
    def _is_ready(server):
        """Whether it does the workload."""
        if not select.select([server.stdout], [], [], DEADLINE)[0]:
            raise Failure("the server does not start")
        # What it writes after that stays for _read.
        if os.read(server.stdout.fileno(), 6):
            return True
        if server.wait(DEADLINE) != UNSUPPORTED:
            raise Failure("the server has ended: " + server.stderr.read())
        return False

    @staticmethod
    def _read(process):
        out, err = process.communicate(timeout=DEADLINE)
        if process.returncode != 0:
            raise Failure(f"exit status {process.returncode}: {err.strip()}")
        pairs = (word.split("=") for word in out.split("\n")[-2].split())
        return {name: int(value) for name, value in pairs}

    def run(self, contestant, workload, count):
        """Nanoseconds for a packet, or None if the contestant has none."""
        command = [
            self.programs[contestant.program], "--variant", contestant.variant, "--workload", workload.kind,
            "--path", self.path, "--count", str(count)]
        for name, value in workload.options.items():
            command += ["--" + name, str(value)]
        processes = [self._start(command, "server")]
        try:
            if not self._is_ready(processes[0]):
                return None
            processes.append(self._start(command, "client"))
            sent, received = self._read(processes[1]), self._read(processes[0])
        except subprocess.TimeoutExpired as error:
            raise Failure(f"it took more than {DEADLINE} s") from error
        finally:
            for process in processes:
                process.kill()
                process.wait()
            pathlib.Path(self.path).unlink(missing_ok=True)
        self._check(workload, count, sent, received)
        return sent["ns"] / sent["packets"]

    @staticmethod
    def _check(workload, count, sent, received):
        """What was sent is what was received, and all of it."""
        packets = count // active(workload) * active(workload)
        expected = {
            "packets": packets,
            "bytes": packets * workload.options.get("size", 64),
            "descriptors": packets * workload.options.get("descriptors", 0)}
        for key, value in expected.items():
            if sent[key] != value or received[key] != value:
                raise Failure(f"{key}: {value} expected, {sent[key]} sent, "
                              f"{received[key]} received")


def smallest_count(workload):
    return max(200, 2 * active(workload))


def calibrate(arena, contestant, workload, seconds):
    """How many packets fill the time, or None if there are none."""
    count = smallest_count(workload)
    while True:
        nanoseconds = arena.run(contestant, workload, count)
        if nanoseconds is None:
            return None
        elapsed = max(nanoseconds * count / 1e9, 1e-9)
        if elapsed > seconds / 5:
            wanted = int(count * seconds / elapsed)
            return max(smallest_count(workload), wanted)
        count *= min(16, max(2, int(seconds / 3 / elapsed)))


class Measurement:
    """The results of all pairs of a workload and a contestant."""

    def __init__(self, arena, pairs):
        self.arena = arena
        self.pairs = pairs
        self.counts = {}
        self.results = {}
        self.passed = self.failed = self.rounds = 0

    def _attempt(self, function, contestant, workload, *more):
        try:
            return function(contestant, workload, *more)
        except (Failure, OSError) as error:
            print(f"{workload.name}, {contestant.name}: {error}",
                  file=sys.stderr)
            self.failed += 1
            return None

    def prepare(self, seconds):
        for workload, contestant in self.pairs:
            count = smallest_count(workload) if seconds is None \
                else self._attempt(
                    lambda c, w: calibrate(self.arena, c, w, seconds),
                    contestant, workload)
            if count is not None:
                self.counts[workload.name, contestant.name] = count

    def round(self):
        for workload, contestant in self.pairs:
            key = workload.name, contestant.name
            if key not in self.counts:
                continue
            nanoseconds = self._attempt(
                self.arena.run, contestant, workload, self.counts[key])
            if nanoseconds is not None:
                self.passed += 1
                self.results.setdefault(key, {})[str(self.rounds)] = nanoseconds
        self.rounds += 1
        # Not always in the same order.
        self.pairs = self.pairs[::-1]

    def run(self, rounds, seconds, minutes):
        end = time.monotonic() + minutes * 60
        self.prepare(seconds)
        begin = time.monotonic()
        while self.rounds < rounds:
            self.round()
            print(f"round {self.rounds} of {rounds}", file=sys.stderr)
            now = time.monotonic()
            if now + (now - begin) / self.rounds > end:
                break


def describe_machine():
    model = re.search(r"^model name\s*: (.*)$",
                      pathlib.Path("/proc/cpuinfo").read_text(), re.MULTILINE)
    return {"processor": model.group(1) if model else platform.machine(),
            "cores": os.cpu_count(), "kernel": platform.release()}


def parse():
    parser = argparse.ArgumentParser(prog="tools/bench", description=__doc__)
    parser.add_argument("--quick", action="store_true")
    parser.add_argument("--goals", action="store_true")
    parser.add_argument("--rounds", type=int)
    parser.add_argument("--seconds", type=float, default=0.25)
    parser.add_argument("--minutes", type=float)
    parser.add_argument("--only", default="")
    parser.add_argument("--contestants", default="")
    parser.add_argument("--publish", action="store_true")
    parser.add_argument("--from", dest="source")
    # What tools/bench has built and found.
    for name in ("--program", "--of", "--note"):
        parser.add_argument(name, action="append", default=[])
    parser.add_argument("--output", required=True)
    arguments = parser.parse_args()
    if arguments.rounds is None:
        arguments.rounds = 1 if arguments.quick else 31 if arguments.goals else 7
    if arguments.minutes is None:
        arguments.minutes = 11 if arguments.goals else 30
    return arguments


def plan(arguments, programs, most):
    """The pairs of a workload and a contestant, with at most so many
    connections."""
    wanted = {(goal.workload, name) for goal in GOALS
              for name in (goal.contestant, goal.other)}
    for workload in WORKLOADS:
        if not re.search(arguments.only, workload.name):
            continue
        if workload.options.get("connections", 1) > most:
            options = {key: min(value, most)
                       for key, value in workload.options.items()}
            workload = workload._replace(options=options)
        for contestant in CONTESTANTS:
            if contestant.program in programs and (
                    (workload.name, contestant.name) in wanted
                    or not arguments.goals) and (
                    contestant.name in ("raw", "Asio")
                    or re.search(arguments.contestants, contestant.name)):
                yield workload, contestant


def measure(arguments, programs):
    _, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))
    notes = list(arguments.note)
    if hard < 10100 and not arguments.quick:
        notes.append(f"no more than {hard - 100} connections, the limit of "
                     "open descriptors")
    with tempfile.TemporaryDirectory(prefix="bench") as directory:
        measurement = Measurement(
            Arena(programs, directory),
            list(plan(arguments, programs,
                      200 if arguments.quick else hard - 100)))
        measurement.run(arguments.rounds,
                        None if arguments.quick else arguments.seconds,
                        arguments.minutes)
    data = {
        "machine": {**describe_machine(),
                    **dict(pair.split("=", 1) for pair in arguments.of)},
        "rounds": measurement.rounds, "seconds": arguments.seconds,
        "notes": notes,
        "results": [{"workload": workload, "contestant": contestant, "ns": ns}
                    for (workload, contestant), ns
                    in measurement.results.items()]}
    return data, measurement.passed, measurement.failed


def main():
    arguments = parse()
    output = pathlib.Path(arguments.output)
    programs = dict(pair.split("=", 1) for pair in arguments.program)
    failed = 0
    if arguments.source:
        data = json.loads(pathlib.Path(arguments.source).read_text())
    else:
        data, passed, failed = measure(arguments, programs)
        if arguments.quick:
            print(f"{passed} passed, {failed} failed")
            return 0 if passed and not failed else 1
        (output / "results.json").write_text(json.dumps(data, indent=1) + "\n")
    (output / "results.md").write_text(report.text(data))
    print(report.text(data))
    if arguments.publish:
        report.publish(data, pathlib.Path(__file__).resolve().parent.parent)
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
