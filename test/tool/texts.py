# Copyright (c) 2026 The boost_seqpacket authors
# Distributed under the Boost Software License, Version 1.0.
# (See accompanying file LICENSE_1_0.txt or copy at https://www.boost.org/LICENSE_1_0.txt)

"""--help, the manual page and the completions."""

import re
import shutil
import subprocess

from harness import Skip, case, contains, equal, run

COMMANDS = ("listen", "connect", "dump", "proxy")


def text_of(*arguments):
    tool = run(*arguments)
    equal(tool.errors(), "")
    return tool.output().decode()


@case
def help_is_the_same_in_three_ways():
    contains(text_of("--help"), "usage: seqpacket COMMAND")
    equal(text_of("help"), text_of("-h"))
    for command in COMMANDS:
        text = text_of("help", command)
        contains(text, "usage: seqpacket %s " % command)
        equal(text, text_of(command, "--help"))
        for line in text.splitlines():
            equal(len(line) <= 79, True)


@case
def version_is_that_of_the_library():
    equal(bool(re.fullmatch(r"seqpacket \d+\.\d+\.\d+\n",
                            text_of("--version"))), True)
    equal(text_of("listen", "--version"), text_of("-V"))


# Every option of --help is in the manual page and in each completion.
@case
def every_option_is_everywhere():
    manual = text_of("--help-man").replace("\\-", "-")
    shells = [text_of("--help-completion", shell)
              for shell in ("bash", "zsh", "fish")]
    for command in COMMANDS:
        found = re.findall(r"^  (?:-., |    )--([a-z-]+)",
                           text_of("help", command), re.MULTILINE)
        equal(len(found) > 8, True)
        for name in found:
            contains(manual, "--" + name)
            contains(shells[0], "--" + name)
            contains(shells[1], "--" + name)
            contains(shells[2], "-l " + name)


@case
def the_manual_page_has_no_mistakes():
    with open("page", "w", encoding="ascii") as file:
        file.write(text_of("--help-man"))
    checked = False
    if shutil.which("mandoc"):
        found = subprocess.run(["mandoc", "-Tlint", "page"],
                               stdout=subprocess.PIPE, check=False)
        equal(found.stdout, b"")
        checked = True
    if shutil.which("man"):
        found = subprocess.run(
            ["man", "-l", "--warnings", "page"], stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE, check=True)
        equal(found.stderr, b"")
        checked = True
    if not checked:
        raise Skip("no man, no mandoc")


@case
def the_shells_accept_the_completions():
    for shell in ("bash", "zsh", "fish"):
        if shutil.which(shell):
            with open("completion", "w", encoding="ascii") as file:
                file.write(text_of("--help-completion", shell))
            subprocess.run([shell, "-n", "completion"], check=True)


# bash completes commands, options and values.
@case
def bash_completes():
    with open("completion", "w", encoding="ascii") as file:
        file.write(text_of("--help-completion", "bash"))

    def completed(*words):
        script = (". ./completion; COMP_WORDS=(\"$@\"); "
                  "COMP_CWORD=$(($# - 1)); _seqpacket; "
                  "printf '%s\\n' \"${COMPREPLY[@]}\"")
        return subprocess.run(
            ["bash", "-c", script, "bash", "seqpacket", *words],
            stdout=subprocess.PIPE, check=True).stdout.decode().split()
    equal(completed("pr"), ["proxy"])
    equal(completed("dump", "--cou"), ["--count"])
    equal(completed("dump", "--pass"), [])
    equal(completed("listen", "--type", "st"), ["stream"])
    equal(completed("connect", "comp"), ["completion"])
