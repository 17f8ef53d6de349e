# Copyright (c) 2026 The boost_seqpacket authors
# Distributed under the Boost Software License, Version 1.0.
# (See accompanying file LICENSE_1_0.txt or copy at https://www.boost.org/LICENSE_1_0.txt)

# Adds up what gcov says (standard input, one object a line) of the headers; a part
# of tools/coverage.
#
#   coverage.py ROOT TABLE

import collections
import json
import os
import sys

root, table = sys.argv[1:]
include = os.path.join(root, "include") + "/"

# header -> line -> times; header -> (line, branches of the line, number) -> times
lines = collections.defaultdict(collections.Counter)
branches = collections.defaultdict(collections.Counter)
for text in sys.stdin:
    if not text.startswith("{"):
        continue
    for file in json.loads(text)["files"]:
        name = os.path.normpath(file["file"])
        if not name.startswith(include):
            continue
        name = name[len(include):]
        for line in file["lines"]:
            number = line["line_number"]
            lines[name][number] += line["count"]
            # What only an exception takes is the compiler's.
            own = [b for b in line["branches"] if not b["throw"]]
            if len(own) > 1:
                for i, branch in enumerate(own):
                    branches[name][number, len(own), i] += branch["count"]

# Lines "header | text of the line | reason", and "branches | percent".
explained = {}
least = 0.0
with open(os.path.join(root, "tools", "coverage.txt")) as rules:
    for text in rules:
        words = [word.strip() for word in text.split(" | ")]
        if words[0] == "branches":
            least = float(words[1])
        elif len(words) == 3 and not text.startswith("#"):
            explained[words[0], words[1]] = words[2]


def share(part, whole):
    return "%.1f %%" % (100.0 * part / whole) if whole else "-"


passed = failed = 0
total = [0, 0, 0, 0]
rows = []
details = []
used = set()
for name in sorted(lines):
    with open(include + name) as source:
        texts = [text.strip() for text in source]
    wrong = 0
    # A brace that stands alone has only what an exception leaves to do.
    for number in [n for n in lines[name] if texts[n - 1] == "}"]:
        del lines[name][number]
    missed = [n for n in sorted(lines[name]) if lines[name][n] == 0]
    for number in missed:
        key = name, texts[number - 1]
        used.add(key)
        if key not in explained:
            wrong += 1
        details.append("%s:%d: %s  [%s]" % (
            name, number, key[1], explained.get(key, "NOT EXPLAINED")))
    passed += wrong == 0
    failed += wrong != 0
    counts = (len(lines[name]) - len(missed), len(lines[name]),
              sum(1 for n in branches[name].values() if n), len(branches[name]))
    total = [a + b for a, b in zip(total, counts)]
    rows.append((name[len("boost_seqpacket/"):],) + counts)

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
for key in sorted(set(explained) - used):
    print("run after all: %s: %s" % key)
taken = 100.0 * total[2] / total[3] if total[3] else 0.0
if taken >= least:
    passed += 1
else:
    failed += 1
    print("%.1f %% of the branches, less than %.1f %%" % (taken, least))
print(passed, failed)
