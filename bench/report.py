# Copyright (c) 2026 The boost_seqpacket authors
# Distributed under the Boost Software License, Version 1.0.
# (See accompanying file LICENSE_1_0.txt or copy at https://www.boost.org/LICENSE_1_0.txt)

"""Tables and plots from what run.py has measured."""

import html
import math
import pathlib
import statistics

LAYOUTS = {"one": "one CPU", "two": "two CPUs"}

# What the library shall reach, as ratios of speed in the same round: workload,
# contestant, the one it is compared with, at least.
GOALS = [
    ("ping-pong", "library", "Asio", 1.00),
    ("ping-pong", "library, concrete, immediate", "Asio", 1.00),
    ("ping-pong", "library, concrete, immediate", "Asio, concrete, immediate",
     1.00),
    ("ping-pong", "library, concrete, immediate", "tokio-seqpacket", 1.30),
    ("stream, 64 B", "library", "Asio", 1.00),
    ("stream, 64 B", "library, immediate", "Asio", 1.50),
    ("stream, 64 B", "library, batches", "Asio", 1.70),
    ("stream, 64 B", "library, batches", "tokio-seqpacket", 1.10),
    ("stream, 1 KiB", "library, batches", "Asio", 1.60),
    ("stream, 1 KiB", "library, batches", "tokio-seqpacket", 1.10),
    ("1000 connections, all active", "library", "Asio", 0.95),
    ("1000 connections, all active", "library, concrete, immediate", "Asio",
     0.95),
    ("1000 connections, all active", "library, concrete, immediate",
     "tokio-seqpacket", 1.05),
    ("1 descriptor per packet", "library, concrete, immediate", "raw", 0.92),
    ("1 descriptor per packet", "library, concrete, immediate",
     "tokio-seqpacket", 1.00),
    ("1 descriptor per packet", "library, batches", "raw", 1.05),
    ("1 descriptor per packet", "library, batches", "tokio-seqpacket", 1.00),
    ("16 descriptors per packet", "library, concrete, immediate", "raw", 0.97),
    ("connect, accept, packet, close", "library", "Asio", 1.00),
]

# What grows from 10 to 10,000 connections.
GROWTH = {int(name.split()[0]): name for name in (
    "10 connections, all active", "100 connections, all active",
    "1000 connections, all active", "10000 connections, all active")}

# What the plots show: the contestant and its colour.
SHOWN = {
    "raw": "#7f7f7f",
    "Asio": "#1f77b4",
    "library": "#f4a582",
    "library, concrete, immediate": "#d6604d",
    "library, batches": "#8e2323",
    "tokio-seqpacket": "#2ca02c",
    "Go": "#17becf",
}


class Results:
    def __init__(self, data):
        self.data = data
        self.entries = {(e["workload"], e["layout"], e["contestant"]): e
                        for e in data["results"]}

    def get(self, workload, layout, contestant):
        return self.entries.get((workload, layout, contestant))

    def cost(self, workload, layout, contestant):
        """Microseconds for a packet, the median of the rounds."""
        entry = self.get(workload, layout, contestant)
        return statistics.median(entry["ns"].values()) / 1000 if entry else None

    def ratio(self, workload, layout, contestant, reference):
        """How much faster it is than the reference: median, least and most of
        the ratios in each round."""
        ours = self.get(workload, layout, contestant)
        theirs = self.get(workload, layout, reference)
        if not ours or not theirs:
            return None
        ratios = [theirs["ns"][n] / ours["ns"][n]
                  for n in ours["ns"] if n in theirs["ns"]]
        if not ratios:
            return None
        return statistics.median(ratios), min(ratios), max(ratios)

    def plan(self):
        for workload in self.data["workloads"]:
            for layout in LAYOUTS:
                names = [c for c in self.data["order"]
                         if self.get(workload, layout, c)]
                if names:
                    yield workload, layout, names


def ratio_words(ratio):
    if ratio is None:
        return ""
    return "{:.2f} ({:.2f}-{:.2f})".format(*ratio)


def table(head, rows):
    lines = ["| " + " | ".join(head) + " |",
             "|" + "|".join(["---"] + ["---:"] * (len(head) - 1)) + "|"]
    lines += ["| " + " | ".join(row) + " |" for row in rows]
    return "\n".join(lines) + "\n"


def machine_words(data):
    machine = data["machine"]
    words = [machine["processor"], f"{machine['cores']} cores",
             f"Linux {machine['kernel'].split('-')[0]}", machine["compiler"],
             f"Boost {machine['boost']}"]
    for name in ("tokio-seqpacket", "rust", "go"):
        if machine.get(name):
            words.append(machine[name] if name == "go"
                         else f"{name} {machine[name]}")
    words.append(f"Python {machine['python']}")
    return (", ".join(words) + f". {data['rounds']} rounds of "
            f"{data['seconds']} s for each contestant.")


def goals(results):
    rows = []
    for workload, ours, theirs, least in GOALS:
        ratio = results.ratio(workload, "one", ours, theirs)
        if ratio is not None:
            rows.append([f"{workload}: {ours}", theirs, f"{least:.2f}",
                         ratio_words(ratio),
                         "yes" if ratio[0] >= least else "no"])
    if not rows:
        return ""
    return "### Goals\n\n" + table(
        ["one CPU", "to", "at least", "measured", "reached"], rows) + "\n"


def growth(results):
    counts = sorted(GROWTH)
    rows = []
    for contestant in results.data["order"]:
        costs = [results.cost(GROWTH[n], "one", contestant) for n in counts]
        if None not in costs:
            rows.append([contestant] + [f"{c:.2f}" for c in costs]
                        + [f"{costs[-1] / costs[0]:.2f}"])
    if not rows:
        return ""
    return ("### Growth: microseconds for a round trip, all connections "
            "active, one CPU\n\n" + table(
                ["connections"] + [str(n) for n in counts]
                + ["10,000 to 10"], rows) + "\n")


def latency(results, layout):
    rows = []
    for contestant in results.data["order"]:
        entry = results.get("latency", layout, contestant)
        if entry:
            rows.append([contestant] + [
                f"{entry[p] / 1000:.1f}" for p in ("p50", "p90", "p99", "p999")])
    if not rows:
        return ""
    return (f"### Latency of a ping-pong in microseconds, {LAYOUTS[layout]}\n\n"
            + table(["", "50 %", "90 %", "99 %", "99.9 %"], rows) + "\n")


def tables(data):
    results = Results(data)
    text = machine_words(data) + "\n\n"
    text += "".join(f"- {note}\n" for note in data["notes"])
    text += ("\n" if data["notes"] else "") + goals(results)
    for workload, layout, names in results.plan():
        if workload == "latency":
            continue
        text += f"### {workload}, {LAYOUTS[layout]}\n\n"
        text += table(
            ["", "microseconds", "to raw", "to Asio"],
            [[name, f"{results.cost(workload, layout, name):.2f}"]
             + [ratio_words(results.ratio(workload, layout, name, reference))
                for reference in ("raw", "Asio")] for name in names]) + "\n"
    text += growth(results)
    for layout in LAYOUTS:
        text += latency(results, layout)
    return text


# --- plots ------------------------------------------------------------------------

class Picture:
    def __init__(self, width, height, title):
        self.width = width
        self.height = height
        self.parts = [
            f'<svg xmlns="http://www.w3.org/2000/svg" width="{width}" '
            f'height="{height}" viewBox="0 0 {width} {height}" '
            'font-family="sans-serif" font-size="12">',
            f"<title>{html.escape(title)}</title>",
            f'<rect width="{width}" height="{height}" fill="white"/>']
        self.text(16, 24, title, size=15, bold=True)

    def text(self, x, y, words, size=12, bold=False, anchor="start",
             colour="#222"):
        weight = ' font-weight="bold"' if bold else ""
        self.parts.append(
            f'<text x="{x:.1f}" y="{y:.1f}" font-size="{size}"{weight} '
            f'text-anchor="{anchor}" fill="{colour}">{html.escape(words)}'
            "</text>")

    def rectangle(self, x, y, width, height, colour):
        self.parts.append(
            f'<rect x="{x:.1f}" y="{y:.1f}" width="{max(width, 0.5):.1f}" '
            f'height="{height:.1f}" fill="{colour}"/>')

    def line(self, x1, y1, x2, y2, colour="#222", width=1.0, dash=""):
        dashes = f' stroke-dasharray="{dash}"' if dash else ""
        self.parts.append(
            f'<line x1="{x1:.1f}" y1="{y1:.1f}" x2="{x2:.1f}" y2="{y2:.1f}" '
            f'stroke="{colour}" stroke-width="{width}"{dashes}/>')

    def curve(self, points, colour):
        path = " ".join(f"{x:.1f},{y:.1f}" for x, y in points)
        self.parts.append(f'<polyline points="{path}" fill="none" '
                          f'stroke="{colour}" stroke-width="2"/>')
        for x, y in points:
            self.parts.append(
                f'<circle cx="{x:.1f}" cy="{y:.1f}" r="3" fill="{colour}"/>')

    def legend(self, x, y, names):
        for name in names:
            self.rectangle(x, y - 9, 10, 10, SHOWN[name])
            self.text(x + 15, y, name)
            x += 24 + 6.6 * len(name)

    def finish(self):
        return "\n".join(self.parts + ["</svg>"]) + "\n"


# The panels of the first plot, with what the bars are compared to.
PANELS = [
    ("ping-pong", "Asio"), ("connect, accept, packet, close", "Asio"),
    ("stream, 64 B", "Asio"), ("stream, 1 KiB", "Asio"),
    ("stream, 16 KiB", "Asio"), ("stream, 64 KiB", "Asio"),
    ("1000 connections, all active", "Asio"),
    ("1000 connections, one active", "Asio"),
    ("1 descriptor per packet", "raw"), ("16 descriptors per packet", "raw"),
]


def plot_speed(results):
    panels = []
    for workload, reference in PANELS:
        bars = [(name, results.ratio(workload, "one", name, reference))
                for name in SHOWN]
        bars = [(name, ratio) for name, ratio in bars if ratio]
        if bars:
            panels.append((workload, reference, bars))
    if not panels:
        return None
    column, row_height, rows = 440, 17, math.ceil(len(panels) / 2)
    heights = [max(len(p[2]) for p in panels[2 * r:2 * r + 2]) * row_height + 46
               for r in range(rows)]
    picture = Picture(2 * column + 20, 56 + sum(heights),
                      "Speed on one CPU: longer is faster")
    picture.text(16, 42, "the median of the ratios in each round, with the "
                 "least and the most", colour="#666")
    most = max(ratio[2] for p in panels for _, ratio in p[2])
    label = 178
    scale = (column - label - 62) / most
    y = 74
    for index, (workload, reference, bars) in enumerate(panels):
        left = 16 + column * (index % 2)
        if index and index % 2 == 0:
            y += heights[index // 2 - 1]
        zero = left + label
        picture.text(left, y, f"{workload} ({reference} = 1)", bold=True)
        top = y + 8
        for number, (name, (median, least, greatest)) in enumerate(bars):
            at = top + number * row_height
            picture.text(zero - 6, at + 11, name, size=11, anchor="end")
            picture.rectangle(zero, at + 2, median * scale, 11, SHOWN[name])
            picture.line(zero + least * scale, at + 7.5,
                         zero + greatest * scale, at + 7.5)
            picture.text(zero + max(median, greatest) * scale + 5, at + 11,
                         f"{median:.2f}", size=11)
        picture.line(zero + scale, top, zero + scale,
                     top + len(bars) * row_height, colour="#222", dash="3,2")
    return picture.finish()


def nice_limit(value):
    """The next round number."""
    power = 10 ** math.floor(math.log10(value))
    return next(f * power for f in (1, 1.5, 2, 3, 4, 5, 6, 8, 10)
                if f * power >= value)


def plot_lines(title, ticks, curves, unit):
    """curves: name to a list of values, one for each tick."""
    if not curves:
        return None
    width, height, left, top, bottom = 900, 380, 60, 74, 330
    picture = Picture(width, height, title)
    picture.legend(16, 50, curves)
    limit = nice_limit(max(max(values) for values in curves.values()))
    step = (width - left - 40) / max(1, len(ticks) - 1)
    for part in range(5):
        y = bottom - (bottom - top) * part / 4
        picture.line(left, y, width - 40, y, colour="#ddd")
        picture.text(left - 6, y + 4, f"{limit * part / 4:g}", anchor="end",
                     size=11)
    for index, tick in enumerate(ticks):
        picture.text(left + index * step, bottom + 18, tick, anchor="middle",
                     size=11)
    for name, values in curves.items():
        picture.curve([(left + index * step,
                        bottom - (bottom - top) * value / limit)
                       for index, value in enumerate(values)], SHOWN[name])
    picture.text(16, height - 12, unit, colour="#666")
    return picture.finish()


def plot_growth(results):
    counts = sorted(GROWTH)
    curves = {}
    for name in SHOWN:
        costs = [results.cost(GROWTH[n], "one", name) for n in counts]
        if None not in costs:
            curves[name] = costs
    return plot_lines("Growth: the cost of a round trip, all connections active",
                      [f"{n:,}" for n in counts], curves,
                      "microseconds on one CPU, by the number of connections")


def plot_latency(results):
    curves = {}
    for name in SHOWN:
        entry = results.get("latency", "one", name)
        if entry:
            curves[name] = [entry[p] / 1000
                            for p in ("p50", "p90", "p99", "p999")]
    return plot_lines("Latency of a ping-pong on one CPU",
                      ["50 %", "90 %", "99 %", "99.9 %"], curves,
                      "microseconds: so many of the round trips take no longer")


def plots(data):
    results = Results(data)
    pictures = {"speed.svg": plot_speed(results),
                "growth.svg": plot_growth(results),
                "latency.svg": plot_latency(results)}
    return {name: p for name, p in pictures.items() if p is not None}


# --- documents --------------------------------------------------------------------

BEGIN = "<!-- results: written by tools/bench --publish -->\n"
END = "<!-- end of the results -->\n"


def publish(data, root):
    """Write the plots to doc/images and the tables into doc/performance.md."""
    images = pathlib.Path(root) / "doc" / "images"
    images.mkdir(exist_ok=True)
    for name, picture in plots(data).items():
        (images / name).write_text(picture)
    page = pathlib.Path(root) / "doc" / "performance.md"
    before, rest = page.read_text().split(BEGIN)
    _, after = rest.split(END)
    page.write_text(before + BEGIN + "\n" + tables(data) + END + after)
