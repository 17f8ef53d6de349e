# Copyright (c) 2026 The boost_seqpacket authors
# Distributed under the Boost Software License, Version 1.0.
# (See accompanying file LICENSE_1_0.txt or copy at https://www.boost.org/LICENSE_1_0.txt)

# Adds up what gcov says (standard input, one object a line) of the headers; a part
# of tools/coverage.
#
#   coverage.py ROOT TABLE BRANCHES

import collections
import json
import os
import re
import sys

root, table, missing = sys.argv[1:]
include = os.path.join(root, "include") + "/"

# header -> line -> times; header -> (line, branches of the line, number) -> times
lines = collections.defaultdict(collections.Counter)
branches = collections.defaultdict(collections.Counter)
# header -> (first line, last line, name) of its functions
functions = collections.defaultdict(set)


def simple_name(function):
    """add_mode, of boost_seqpacket::detail::path_ops::add_mode(int, ...)."""
    if function.endswith("}"):
        return "lambda"
    # From the inside out: what stands in brackets is no part of the name.
    while True:
        shorter = re.sub(r"<[^<>]*>|\([^()]*\)|\[[^][]*\]", "", function)
        if shorter == function:
            break
        function = shorter
    function = re.sub(r"( const| noexcept|&| volatile)*$", "", function)
    return re.split(r"::| ", function.strip())[-1]


for text in sys.stdin:
    if not text.startswith("{"):
        continue
    for file in json.loads(text)["files"]:
        name = os.path.normpath(file["file"])
        if not name.startswith(include):
            continue
        name = name[len(include):]
        for function in file["functions"]:
            functions[name].add((function["start_line"], function["end_line"],
                                 simple_name(function["demangled_name"])))
        for line in file["lines"]:
            number = line["line_number"]
            lines[name][number] += line["count"]
            # What only an exception takes is the compiler's.
            own = [b for b in line["branches"] if not b["throw"]]
            if len(own) > 1:
                for i, branch in enumerate(own):
                    branches[name][number, len(own), i] += branch["count"]


def function_at(header, number):
    """The innermost function with the line."""
    around = [f for f in functions[header] if f[0] <= number <= f[1]]
    return max(around)[2] if around else "-"


def share(part, whole):
    return "%.1f %%" % (100.0 * part / whole) if whole else "-"


def too_few(part, whole, least):
    return whole != 0 and 100.0 * part < least * whole


# See tools/coverage.txt for what they mean.
explained = collections.defaultdict(list)
least = {"all": 0.0, "each": 0.0}
with open(os.path.join(root, "tools", "coverage.txt")) as rules:
    for text in rules:
        if text.startswith("#") or not text.strip():
            continue
        words = [word.strip() for word in text.split(" | ")]
        if len(words) == 4 and words[0] == "branches":
            least[words[1]] = float(words[2])
        elif len(words) == 4:
            explained[tuple(words[:3])].append(words[3])
        else:
            sys.exit("tools/coverage.txt: cannot read: " + text)

passed = failed = 0
total = [0, 0, 0, 0]
rows = []
details = []
untaken = []
for name in sorted(lines):
    short = name[len("boost_seqpacket/"):]
    with open(include + name) as source:
        texts = [text.strip() for text in source]
    wrong = 0
    # A brace that stands alone has only what an exception leaves to do.
    for number in [n for n in lines[name] if texts[n - 1] == "}"]:
        del lines[name][number]
    missed = [n for n in sorted(lines[name]) if lines[name][n] == 0]
    for number in missed:
        key = short, function_at(name, number), texts[number - 1]
        # One explanation is good for one line.
        reason = explained[key].pop(0) if explained[key] else None
        wrong += reason is None
        details.append("%s:%d: %s: %s  [%s]" % (
            name, number, key[1], key[2], reason or "NOT EXPLAINED"))
    of_line = collections.defaultdict(list)
    for number, shape, i in sorted(branches[name]):
        if branches[name][number, shape, i] == 0:
            of_line[number].append("%d of %d" % (i, shape))
    for number, which in sorted(of_line.items()):
        untaken.append("%s:%d: %s: %s  [%s]" % (
            name, number, function_at(name, number), texts[number - 1],
            ", ".join(which)))
    counts = (len(lines[name]) - len(missed), len(lines[name]),
              sum(1 for n in branches[name].values() if n), len(branches[name]))
    floor = least.get(short, least["each"])
    if too_few(counts[2], counts[3], floor):
        wrong += 1
        details.append("%s: %s of the branches, less than %.0f %%" % (
            name, share(counts[2], counts[3]), floor))
    passed += wrong == 0
    failed += wrong != 0
    total = [a + b for a, b in zip(total, counts)]
    rows.append((short,) + counts)

with open(missing, "w") as out:
    out.write("".join(text + "\n" for text in untaken))
with open(table, "w") as out:
    out.write("| header | lines | | branches | |\n|---|---|---|---|---|\n")
    for row in rows + [("**all**",) + tuple(total)]:
        text = "| %s | %d of %d | %s | %d of %d | %s |" % (
            row[0], row[1], row[2], share(row[1], row[2]),
            row[3], row[4], share(row[3], row[4]))
        out.write(text + "\n")
        print(text)
print()
print("\n".join(details))
for key in sorted(explained):
    for reason in explained[key]:
        print("run after all: %s: %s: %s" % key)
for name in sorted(set(least) - {"all", "each"} - {row[0] for row in rows}):
    print("there is no %s" % name)
    failed += 1
if too_few(total[2], total[3], least["all"]):
    failed += 1
    print("%s of the branches, less than %.0f %%" % (
        share(total[2], total[3]), least["all"]))
else:
    passed += 1
print(passed, failed)
