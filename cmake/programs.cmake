# Copyright (c) 2026 The boost_seqpacket authors
# Distributed under the Boost Software License, Version 1.0.
# (See accompanying file LICENSE_1_0.txt or copy at https://www.boost.org/LICENSE_1_0.txt)

# What example/ and its programs/, and demo/ share: each lists its programs in a
# Jamfile, and those of `run` are tests. The variable `prefix` in these functions is
# what the targets of the directory begin with.

# What most programs include, compiled once. b2 compiles each program by itself, so
# that none lacks an include.
function(boost_seqpacket_precompiled target)
  if(NOT TARGET boost_seqpacket_precompiled)
    set(source "${PROJECT_BINARY_DIR}/precompiled.cpp")
    file(GENERATE OUTPUT "${source}" CONTENT "\n")
    add_library(boost_seqpacket_precompiled OBJECT "${source}")
    boost_seqpacket_own_code(boost_seqpacket_precompiled)
    # Asio of Boost 1.74 forgets the first one.
    target_precompile_headers(boost_seqpacket_precompiled PRIVATE
      <utility> <boost/asio.hpp> <boost_seqpacket.hpp>)
  endif()
  target_precompile_headers(${target} REUSE_FROM boost_seqpacket_precompiled)
endfunction()

# Adds a program as ${prefix}${name} unless it needs what is not there.
function(boost_seqpacket_add_program prefix name statement)
  if(statement MATCHES "<cxxstd>20" AND NOT BOOST_SEQPACKET_HAVE_COROUTINES)
    set(why "it is C++20, and this build is C++${CMAKE_CXX_STANDARD}")
    if(CMAKE_CXX_STANDARD GREATER_EQUAL 20)
      string(CONCAT why "Boost ${BOOST_SEQPACKET_BOOST_VERSION} has no "
        "coroutines with this compiler and its standard library")
    endif()
    message(STATUS "boost_seqpacket: ${name} is left out: ${why}")
    return()
  endif()
  add_executable(${prefix}${name} ${name}.cpp)
  set_target_properties(${prefix}${name} PROPERTIES OUTPUT_NAME ${name})
  boost_seqpacket_own_code(${prefix}${name})
  # Those of demo/ may have options of their own.
  if(NOT prefix STREQUAL "boost_seqpacket_demo_")
    boost_seqpacket_precompiled(${prefix}${name})
  endif()
endfunction()

# Runs a script as the test `test`, which is given the directory of the programs.
function(boost_seqpacket_add_script prefix test name programs)
  separate_arguments(programs UNIX_COMMAND "${programs}")
  list(TRANSFORM programs PREPEND ${prefix})
  foreach(program IN LISTS programs)
    if(NOT TARGET ${program})
      message(STATUS
        "boost_seqpacket: run_${name}.sh is left out, as is ${program}")
      return()
    endif()
  endforeach()
  add_test(NAME ${test} COMMAND bash
    "${CMAKE_CURRENT_SOURCE_DIR}/run_${name}.sh" "${CMAKE_CURRENT_BINARY_DIR}")
  # What tools/demo builds.
  add_custom_target(boost_seqpacket_run_${name} DEPENDS ${programs})
endfunction()

# Adds what the Jamfile of the current directory lists.
function(boost_seqpacket_add_programs)
  get_filename_component(directory "${CMAKE_CURRENT_SOURCE_DIR}" NAME)
  set(prefix boost_seqpacket_${directory}_)
  boost_seqpacket_read_jamfile(
    "${CMAKE_CURRENT_SOURCE_DIR}/Jamfile" "run|exe|run-script" statements)
  foreach(statement IN LISTS statements)
    set(test)
    if(statement MATCHES "^run ([^ ]+)\\.cpp( : : : [^ ]+)?$")
      set(name "${CMAKE_MATCH_1}")
      boost_seqpacket_add_program(${prefix} ${name} "${statement}")
      if(TARGET ${prefix}${name})
        set(test ${directory}/${name})
        add_test(NAME ${test} COMMAND ${prefix}${name})
      endif()
    elseif(statement MATCHES "^exe ([^ ]+) : ([^ ]+)\\.cpp( : [^ ]+)?$"
        AND CMAKE_MATCH_1 STREQUAL CMAKE_MATCH_2)
      boost_seqpacket_add_program(${prefix} ${CMAKE_MATCH_1} "${statement}")
    elseif(statement MATCHES "^run-script run_([^ ]+)\\.sh : (.+)$")
      set(test ${directory}/${CMAKE_MATCH_1})
      boost_seqpacket_add_script(
        ${prefix} ${test} ${CMAKE_MATCH_1} "${CMAKE_MATCH_2}")
    else()
      message(FATAL_ERROR "${directory}/Jamfile: not understood: ${statement}")
    endif()
    if(TEST "${test}")
      set_tests_properties(${test} PROPERTIES TIMEOUT ${BOOST_SEQPACKET_TIMEOUT})
    endif()
  endforeach()
endfunction()
