# Copyright (c) 2026 The boost_seqpacket authors
# Distributed under the Boost Software License, Version 1.0.
# (See accompanying file LICENSE_1_0.txt or copy at https://www.boost.org/LICENSE_1_0.txt)

"""A short table and a picture from what arena.py has measured."""

import html
import statistics

from contestants import CONTESTANTS, GOALS, WORKLOADS

# The columns of the table, and the bars of the picture with their colours.
COLUMNS = ["raw", "bytes alone", "ancillary", "ancillary, immediate", "batches",
           "tokio-seqpacket", "Go"]
BARS = {"raw": "#7f7f7f", "bytes alone": "#f4a582", "ancillary": "#d6604d",
        "batches": "#8e2323", "tokio-seqpacket": "#2ca02c", "Go": "#17becf"}


class Results:
    def __init__(self, data):
        self.ns = {(e["workload"], e["contestant"]): e["ns"]
                   for e in data["results"]}

    def cost(self, workload, contestant):
        """Microseconds for a packet, the median of the rounds."""
        return statistics.median(self.ns[workload, contestant].values()) / 1000

    def ratio(self, workload, contestant, other):
        """How many times as fast: the median, the least and the greatest of the
        ratios in each round, or None."""
        ours = self.ns.get((workload, contestant), {})
        theirs = self.ns.get((workload, other), {})
        ratios = [theirs[n] / ours[n] for n in ours if n in theirs]
        return (statistics.median(ratios), min(ratios), max(ratios)) \
            if ratios else None

    def reference(self, workload):
        """Asio, or raw system calls where Asio cannot do it, or None."""
        return next((name for name in ("Asio", "raw")
                     if (workload, name) in self.ns), None)

    def workloads(self):
        for workload in WORKLOADS:
            reference = self.reference(workload.name)
            if reference:
                yield workload.name, reference


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
    words += [f"{name} {machine[name]}" for name in
              ("tokio-seqpacket", "rust", "go") if machine.get(name)]
    return (", ".join(words) + f". {data['rounds']} rounds of "
            f"{data['seconds']} s for each contestant, on one CPU.\n")


def ratios(results):
    columns = [name for name in COLUMNS
               if any(contestant == name for _, contestant in results.ns)]
    rows = []
    for workload, reference in results.workloads():
        row = [workload, f"{reference} {results.cost(workload, reference):.2f}"]
        for name in columns:
            ratio = results.ratio(workload, name, reference)
            row.append(f"{ratio[0]:.2f}" if ratio else "")
        rows.append(row)
    return table(["", "µs a packet"] + columns, rows)


def goals(results):
    rows = []
    for goal in GOALS:
        ratio = results.ratio(goal.workload, goal.contestant, goal.other)
        outcome = ["", "not measured"]
        if ratio:
            outcome = ["{:.2f} ({:.2f}-{:.2f})".format(*ratio),
                       "met" if ratio[0] >= goal.least else "fell short"]
        rows.append([f"{goal.workload}: {goal.contestant} to {goal.other}",
                     f"{goal.least:.2f}"] + outcome)
    return table(["goal", "at least", "measured", ""], rows)


WORDS = """Speed as a ratio: more than 1 is faster than Asio's own operations, or
than raw system calls, if packets carry descriptors. *Immediate* means an
immediate executor, and sockets on the executor of the io_context itself.
"""


def text(data):
    results = Results(data)
    notes = "".join(f"- {note}\n" for note in data["notes"])
    parts = machine_words(data), notes, WORDS, ratios(results), goals(results)
    return "\n".join(part for part in parts if part)


def picture(data):
    """The bars of each workload; longer is faster."""
    results = Results(data)
    parts, y = [], 30
    for workload, reference in results.workloads():
        parts.append(f'<text x="10" y="{y}" font-weight="bold">'
                     f'{html.escape(workload)} ({reference} = 1)</text>')
        for name, colour in BARS.items():
            ratio = results.ratio(workload, name, reference)
            if not ratio or name == reference:
                continue
            y += 16
            length = 200 * ratio[0]
            parts.append(
                f'<text x="140" y="{y}" text-anchor="end">{name}</text>'
                f'<rect x="150" y="{y - 10}" width="{length:.0f}" height="11" '
                f'fill="{colour}"/>'
                f'<text x="{155 + length:.0f}" y="{y}">{ratio[0]:.2f}</text>')
        y += 26
    return ('<svg xmlns="http://www.w3.org/2000/svg" width="720" '
            f'height="{y}" font-family="sans-serif" font-size="12">\n'
            f'<rect width="720" height="{y}" fill="white"/>\n'
            f'<path d="M350 20V{y - 20}" stroke="#222" '
            'stroke-dasharray="3,2"/>\n' + "\n".join(parts) + "\n</svg>\n")


BEGIN = "<!-- results: written by tools/bench --publish -->\n"
END = "<!-- end of the results -->\n"


def publish(data, root):
    """Writes the table into doc/performance.md, and the picture beside it."""
    (root / "doc" / "images" / "speed.svg").write_text(picture(data))
    page = root / "doc" / "performance.md"
    before, rest = page.read_text().split(BEGIN)
    page.write_text(before + BEGIN + "\n" + text(data) + """
![Speed on one CPU, as ratios](images/speed.svg)

""" + END + rest.split(END)[1])
