# Copyright (c) 2026 The boost_seqpacket authors
# Distributed under the Boost Software License, Version 1.0.
# (See accompanying file LICENSE_1_0.txt or copy at https://www.boost.org/LICENSE_1_0.txt)

"""Who is measured, what they do, and what the library shall reach."""

import collections

# The program is one of bench/contestants or a peer, which tools/bench builds.
Contestant = collections.namedtuple("Contestant", "name program variant")

CONTESTANTS = [
    Contestant("raw", "raw_blocking", "single"),
    Contestant("raw, batches", "raw_blocking", "batches"),
    Contestant("Asio", "asio_callbacks", "bytes"),
    Contestant("Asio, immediate", "asio_callbacks", "bytes-immediate"),
    Contestant("Asio, coroutines", "asio_coroutines", "bytes"),
    Contestant("bytes alone", "library_callbacks", "bytes"),
    Contestant("bytes alone, immediate", "library_callbacks",
               "bytes-immediate"),
    Contestant("bytes alone, coroutines", "library_coroutines", "bytes"),
    Contestant("ancillary", "library_callbacks", "ancillary"),
    Contestant("ancillary, immediate", "library_callbacks",
               "ancillary-immediate"),
    Contestant("ancillary, coroutines", "library_coroutines", "ancillary"),
    Contestant("batches", "library_batches", "batches"),
    Contestant("tokio-seqpacket", "tokio", ""),
    Contestant("Go", "go", ""),
]

# The options are those of the protocol in README.md.
Workload = collections.namedtuple("Workload", "name kind options")


def echo(connections, active):
    return {"connections": connections, "active": active}


WORKLOADS = [
    Workload("ping-pong", "echo", {}),
    Workload("stream, 64 B", "stream", {}),
    Workload("stream, 1 KiB", "stream", {"size": 1024}),
    Workload("stream, 64 KiB", "stream", {"size": 65536}),
    Workload("1 descriptor per packet", "stream", {"descriptors": 1}),
    Workload("16 descriptors per packet", "stream", {"descriptors": 16}),
    Workload("connect, accept, packet, close", "connect", {}),
    Workload("10 connections", "echo", echo(10, 10)),
    Workload("100 connections", "echo", echo(100, 100)),
    Workload("1000 connections", "echo", echo(1000, 1000)),
    Workload("10000 connections", "echo", echo(10000, 10000)),
    Workload("1000 connections, one active", "echo", echo(1000, 1)),
]

# A contestant shall be at least so many times as fast as another one.
Goal = collections.namedtuple("Goal", "workload contestant other least")

GOALS = [
    Goal(workload, "bytes alone" + style, "Asio" + style, 0.97)
    for style in ("", ", coroutines")
    for workload in ("ping-pong", "stream, 64 B", "10 connections",
                     "100 connections", "1000 connections")
] + [
    Goal("ping-pong", "ancillary", "tokio-seqpacket", 1.10),
    Goal("connect, accept, packet, close", "bytes alone", "Asio", 0.95),
]
