# Copyright (c) 2026 The boost_seqpacket authors
# Distributed under the Boost Software License, Version 1.0.
# (See accompanying file LICENSE_1_0.txt or copy at https://www.boost.org/LICENSE_1_0.txt)

# What the tests and examples of this project share. A consumer never gets here.

option(BOOST_SEQPACKET_WARNINGS_AS_ERRORS
  "A warning in a test or an example is an error" ON)
set(BOOST_SEQPACKET_TEST_TIMEOUT_FACTOR 1 CACHE STRING
  "Tests may take this many times longer (sanitizers, slow machines)")
math(EXPR BOOST_SEQPACKET_TIMEOUT
  "120 * ${BOOST_SEQPACKET_TEST_TIMEOUT_FACTOR}")

if(NOT CMAKE_CXX_STANDARD)
  if("cxx_std_20" IN_LIST CMAKE_CXX_COMPILE_FEATURES)
    set(CMAKE_CXX_STANDARD 20)
  else()
    set(CMAKE_CXX_STANDARD 17)
  endif()
endif()
set(CMAKE_CXX_STANDARD_REQUIRED ON)
set(CMAKE_CXX_EXTENSIONS OFF)

# GCC 10 has the coroutines of C++20 behind a flag of their own.
set(coroutine_flag)
if(CMAKE_CXX_COMPILER_ID STREQUAL "GNU" AND CMAKE_CXX_STANDARD GREATER_EQUAL 20
    AND CMAKE_CXX_COMPILER_VERSION VERSION_LESS 11)
  set(coroutine_flag -fcoroutines)
endif()

# The only place for warning flags.
function(boost_seqpacket_own_code target)
  target_compile_options(${target} PRIVATE
    -Wall -Wextra -Wpedantic -Wconversion -Wshadow -Wnon-virtual-dtor
    $<$<BOOL:${BOOST_SEQPACKET_WARNINGS_AS_ERRORS}>:-Werror> ${coroutine_flag})
  target_link_libraries(${target} PRIVATE boost_seqpacket::boost_seqpacket)
endfunction()

# What careful programs ask for besides. The macros of Boost.Test do not pass.
function(boost_seqpacket_strict_code target)
  target_compile_options(${target} PRIVATE
    -Wcast-qual -Wextra-semi -Wmissing-declarations -Wold-style-cast
    -Woverloaded-virtual -Wredundant-decls -Wsign-conversion -Wundef
    -Wunused-macros
    $<$<CXX_COMPILER_ID:GNU>:-Wuseless-cast>
    $<$<CXX_COMPILER_ID:Clang>:-Wdocumentation -Wexit-time-destructors
      -Wglobal-constructors>)
endfunction()

# Where the headers of Boost are and which version they have.
set(boost_include_dirs "${Boost_INCLUDE_DIR}")
if(NOT boost_include_dirs)
  get_target_property(boost_include_dirs ${BOOST_SEQPACKET_BOOST_TARGET}
    INTERFACE_INCLUDE_DIRECTORIES)
endif()
find_file(BOOST_SEQPACKET_BOOST_VERSION_HEADER NAMES boost/version.hpp
  PATHS ${boost_include_dirs} NO_DEFAULT_PATH)
if(NOT BOOST_SEQPACKET_BOOST_VERSION_HEADER)
  message(FATAL_ERROR "boost_seqpacket: the tests and examples need one "
    "directory with all headers of Boost; see BOOST_ROOT.")
endif()
file(STRINGS "${BOOST_SEQPACKET_BOOST_VERSION_HEADER}" line
  REGEX "^#define BOOST_LIB_VERSION \"")
string(REGEX MATCH "[0-9_]+\"" line "${line}")
string(REGEX MATCH "[0-9_]+" line "${line}")
string(REPLACE "_" "." BOOST_SEQPACKET_BOOST_VERSION "${line}")
get_filename_component(BOOST_SEQPACKET_BOOST_INCLUDE_DIR
  "${BOOST_SEQPACKET_BOOST_VERSION_HEADER}/../.." ABSOLUTE)

# Finds a compiled library of exactly that Boost; to pass the next one that the
# system happens to have to the linker would mix versions.
function(boost_seqpacket_find_boost_library name result)
  if(TARGET Boost::${name})
    set(${result} Boost::${name} PARENT_SCOPE)
    return()
  endif()
  string(TOUPPER "Boost_${name}_LIBRARY" variable)
  set(prefix "${BOOST_SEQPACKET_BOOST_INCLUDE_DIR}")
  get_filename_component(above "${prefix}" DIRECTORY)
  find_library(${variable}
    NAMES libboost_${name}.a boost_${name} boost_${name}-mt
    PATHS "${BOOST_LIBRARYDIR}" "$ENV{BOOST_LIBRARYDIR}"
      "${above}/lib/${CMAKE_LIBRARY_ARCHITECTURE}" "${above}/lib64"
      "${above}/lib" "${prefix}/stage/lib"
    NO_DEFAULT_PATH)
  if(${variable})
    set(${result} "${${variable}}" PARENT_SCOPE)
  else()
    set(${result} "" PARENT_SCOPE)
  endif()
endfunction()

# Whether this compiler and this Boost have coroutines together: GCC, or Clang
# with a standard library that it understands.
if(CMAKE_CXX_STANDARD GREATER_EQUAL 20)
  include(CheckCXXSourceCompiles)
  set(CMAKE_REQUIRED_LIBRARIES ${BOOST_SEQPACKET_BOOST_TARGET} Threads::Threads)
  set(CMAKE_REQUIRED_FLAGS
    "${CMAKE_CXX${CMAKE_CXX_STANDARD}_STANDARD_COMPILE_OPTION} ${coroutine_flag}")
  check_cxx_source_compiles([[
    #include <utility>
    #include <boost/asio/awaitable.hpp>
    boost::asio::awaitable<void> f() { co_return; }
    int main() {}
    ]] BOOST_SEQPACKET_HAVE_COROUTINES)
  unset(CMAKE_REQUIRED_LIBRARIES)
  unset(CMAKE_REQUIRED_FLAGS)
else()
  set(BOOST_SEQPACKET_HAVE_COROUTINES OFF)
endif()

# Reads the statements of a Jamfile, which is the one list of what is built for
# both build systems. Each call of a rule among `rules` stands on one line; the
# result is a list of its words.
function(boost_seqpacket_read_jamfile file rules result)
  set_property(DIRECTORY APPEND PROPERTY CMAKE_CONFIGURE_DEPENDS "${file}")
  file(READ "${file}" text)
  string(REGEX REPLACE "#[^\n]*" "" text "${text}")
  # A semicolon ends a statement there, and an element of a list here.
  string(REPLACE ";" "<end>" text "${text}")
  string(REGEX MATCHALL "(^|\n)(${rules}) [^\n]*" lines "${text}")
  set(statements)
  foreach(line IN LISTS lines)
    string(STRIP "${line}" line)
    if(NOT line MATCHES "^(.*[^ ]) +<end>$")
      message(FATAL_ERROR "${file}: each statement stands on a line of its own "
        "and ends in ' ;': ${line}")
    endif()
    list(APPEND statements "${CMAKE_MATCH_1}")
  endforeach()
  if(NOT statements)
    message(FATAL_ERROR "${file}: nothing is listed")
  endif()
  set(${result} "${statements}" PARENT_SCOPE)
endfunction()

# UBSan opens a pipe to look at an object of a class that it has not met before. A
# program that must go on where it can open nothing is built without that check.
function(boost_seqpacket_without_vptr target)
  if(CMAKE_CXX_FLAGS MATCHES "-fsanitize=[a-z,]*undefined")
    target_compile_options(${target} PRIVATE -fno-sanitize=vptr)
  endif()
endfunction()
