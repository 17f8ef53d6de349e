# Copyright (c) 2026 The boost_seqpacket authors
# Distributed under the Boost Software License, Version 1.0.
# (See accompanying file LICENSE_1_0.txt or copy at https://www.boost.org/LICENSE_1_0.txt)

# Compiles SOURCE, which must work, and with MISTAKE defined, which must not: the
# compiler says then what the source expects.

cmake_minimum_required(VERSION 3.16)
separate_arguments(command UNIX_COMMAND "${FLAGS}")
list(PREPEND command "${COMPILER}")
list(APPEND command -fsyntax-only "${SOURCE}")
foreach(directory IN LISTS INCLUDES)
  list(APPEND command "-I${directory}")
endforeach()
# GCC goes without it if the flags are others.
if(EXISTS "${PRECOMPILED}.gch")
  list(APPEND command -include "${PRECOMPILED}")
endif()

execute_process(COMMAND ${command}
  RESULT_VARIABLE result OUTPUT_VARIABLE output ERROR_VARIABLE output)
if(NOT result EQUAL 0)
  message(FATAL_ERROR "Does not compile without the mistake:\n${output}")
endif()

file(STRINGS "${SOURCE}" expected REGEX "^// expected: ")
if(NOT expected)
  message(FATAL_ERROR "${SOURCE} does not say what is expected.")
endif()
string(REPLACE "// expected: " "" expected "${expected}")

set(ENV{LC_ALL} C)
# Clang stops after 20 errors.
execute_process(COMMAND "${COMPILER}" --version OUTPUT_VARIABLE version)
if(version MATCHES "clang")
  list(APPEND command -ferror-limit=0)
endif()
execute_process(COMMAND ${command} -DMISTAKE
  RESULT_VARIABLE result OUTPUT_VARIABLE output ERROR_VARIABLE output)
if(result EQUAL 0)
  message(FATAL_ERROR "Compiles with the mistake. Expected: ${expected}")
endif()
string(FIND "${output}" "${expected}" position)
if(position EQUAL -1)
  message(FATAL_ERROR "Expected: ${expected}\n${output}")
endif()

# A file may have several mistakes, each with an error of its own.
file(STRINGS "${SOURCE}" times REGEX "^// times: ")
if(times)
  string(REPLACE "// times: " "" times "${times}")
  string(REGEX MATCHALL "error: [^\n]*${expected}" errors "${output}")
  list(LENGTH errors count)
  if(count LESS times)
    message(FATAL_ERROR
      "Expected ${times} times, came ${count} times: ${expected}\n${output}")
  endif()
endif()
