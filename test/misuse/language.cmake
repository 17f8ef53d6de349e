# Copyright (c) 2026 The boost_seqpacket authors
# Distributed under the Boost Software License, Version 1.0.
# (See accompanying file LICENSE_1_0.txt or copy at https://www.boost.org/LICENSE_1_0.txt)

# Includes each public header in C++14, which must be one error, in plain words:
# in a language that is too old the rest would be hundreds.

cmake_minimum_required(VERSION 3.16)
set(expected "boost_seqpacket needs C\\+\\+17: compile with -std=c\\+\\+17 or later")
file(GLOB headers RELATIVE "${INCLUDE}"
  "${INCLUDE}/*.hpp" "${INCLUDE}/boost_seqpacket/*.hpp")
if(NOT headers)
  message(FATAL_ERROR "There are no headers in ${INCLUDE}.")
endif()
set(ENV{LC_ALL} C)
foreach(header IN LISTS headers)
  execute_process(COMMAND "${COMPILER}" -std=c++14 -fsyntax-only
      "-I${INCLUDE}" "-I${BOOST}" -x c++ -include "${header}" /dev/null
    RESULT_VARIABLE result OUTPUT_VARIABLE output ERROR_VARIABLE output)
  string(REGEX MATCHALL "error: " errors "${output}")
  list(LENGTH errors count)
  if(result EQUAL 0 OR NOT count EQUAL 1 OR NOT output MATCHES "${expected}")
    message(FATAL_ERROR
      "${header}: ${count} errors in C++14, expected one: ${expected}\n${output}")
  endif()
endforeach()
