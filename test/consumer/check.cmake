# Copyright (c) 2026 The boost_seqpacket authors
# Distributed under the Boost Software License, Version 1.0.
# (See accompanying file LICENSE_1_0.txt or copy at https://www.boost.org/LICENSE_1_0.txt)

# Builds the consumer in a fresh directory and runs it:
# cmake -DWAY=... -DSOURCE_DIR=... -DBINARY_DIR=... -DWORK_DIR=...
#   -DGENERATOR=... -DCOMPILER=... -DFLAGS=... -DBOOST=... -P check.cmake

foreach(variable WAY SOURCE_DIR BINARY_DIR WORK_DIR GENERATOR COMPILER BOOST)
  if(NOT ${variable})
    message(FATAL_ERROR "${variable} is not given")
  endif()
endforeach()

function(run)
  execute_process(COMMAND ${ARGN}
    RESULT_VARIABLE result OUTPUT_VARIABLE output ERROR_VARIABLE output)
  if(NOT result EQUAL 0)
    list(JOIN ARGN " " command)
    message(FATAL_ERROR "${command}\n${output}\nfailed: ${result}")
  endif()
  set(output "${output}" PARENT_SCOPE)
endfunction()

file(REMOVE_RECURSE "${WORK_DIR}")
set(arguments)
if(WAY STREQUAL "find_package")
  run("${CMAKE_COMMAND}" --install "${BINARY_DIR}"
    --prefix "${WORK_DIR}/installed prefix")
  file(READ "${SOURCE_DIR}/include/boost_seqpacket/version.hpp" text)
  set(version)
  foreach(part MAJOR MINOR PATCH)
    string(REGEX MATCH "BOOST_SEQPACKET_VERSION_${part} ([0-9]+)" found
      "${text}")
    list(APPEND version "${CMAKE_MATCH_1}")
  endforeach()
  list(JOIN version "." version)
  list(APPEND arguments
    "-DCMAKE_PREFIX_PATH=${WORK_DIR}/installed prefix"
    "-DEXPECTED_VERSION=${version}")
endif()

run("${CMAKE_COMMAND}" -S "${CMAKE_CURRENT_LIST_DIR}" -B "${WORK_DIR}/build"
  -G "${GENERATOR}" "-DWAY=${WAY}" "-DSOURCE_DIR=${SOURCE_DIR}"
  "-DCMAKE_CXX_COMPILER=${COMPILER}" "-DCMAKE_CXX_FLAGS=${FLAGS}"
  "-DBoost_INCLUDE_DIR=${BOOST}" ${arguments})
run("${CMAKE_COMMAND}" --build "${WORK_DIR}/build")
run("${WORK_DIR}/build/consumer")
message(STATUS "${output}")
