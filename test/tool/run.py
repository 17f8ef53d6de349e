# Copyright (c) 2026 The boost_seqpacket authors
# Distributed under the Boost Software License, Version 1.0.
# (See accompanying file LICENSE_1_0.txt or copy at https://www.boost.org/LICENSE_1_0.txt)

"""usage: run.py SEQPACKET [DIRECTORY_OF_THE_DEMONSTRATIONS|- [PART_OF_A_NAME]]

Tests the program seqpacket. The last line is the result: N passed, N failed.
"""

import os
import sys

sys.dont_write_bytecode = True

import harness  # noqa: E402

if len(sys.argv) < 2 or not os.access(sys.argv[1], os.X_OK):
    sys.exit(__doc__)
harness.program = os.path.abspath(sys.argv[1])
if len(sys.argv) > 2 and sys.argv[2] != "-":
    harness.programs = os.path.abspath(sys.argv[2])

import packets      # noqa: E402,F401
import descriptors  # noqa: E402,F401
import endings      # noqa: E402,F401
import terminal     # noqa: E402,F401
import proxies      # noqa: E402,F401
import texts        # noqa: E402,F401
import hostile      # noqa: E402,F401

sys.exit(harness.run_all(sys.argv[3] if len(sys.argv) > 3 else ""))
