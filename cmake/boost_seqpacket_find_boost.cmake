# Copyright (c) 2026 The boost_seqpacket authors
# Distributed under the Boost Software License, Version 1.0.
# (See accompanying file LICENSE_1_0.txt or copy at https://www.boost.org/LICENSE_1_0.txt)

# Finds the headers of Boost 1.74 or later, for this project's own build and for
# those who use its installed package. Sets BOOST_SEQPACKET_BOOST_TARGET, or else
# BOOST_SEQPACKET_BOOST_MESSAGE.
#
# Not a plain find_package(Boost): CMake 3.30 dropped the module that finds a
# Boost without BoostConfig.cmake (policy CMP0167), and where a project names its
# Boost (BOOST_ROOT, Boost_INCLUDE_DIR) another one must not be taken instead.

set(BOOST_SEQPACKET_BOOST_TARGET "")
set(BOOST_SEQPACKET_BOOST_MESSAGE "")

# Boost that is part of the same build, or was found already.
foreach(target Boost::asio Boost::headers)
  if(TARGET ${target})
    set(BOOST_SEQPACKET_BOOST_TARGET ${target})
    return()
  endif()
endforeach()

set(boost_seqpacket_roots)
foreach(name BOOST_ROOT Boost_ROOT)
  foreach(value "${${name}}" "$ENV{${name}}")
    if(value)
      file(TO_CMAKE_PATH "${value}" value)
      list(APPEND boost_seqpacket_roots "${value}")
    endif()
  endforeach()
endforeach()

if(NOT Boost_INCLUDE_DIR)
  if(boost_seqpacket_roots)
    find_package(Boost 1.74 QUIET CONFIG
      PATHS ${boost_seqpacket_roots} NO_DEFAULT_PATH)
  else()
    find_package(Boost 1.74 QUIET CONFIG)
  endif()
  if(TARGET Boost::headers)
    set(BOOST_SEQPACKET_BOOST_TARGET Boost::headers)
    return()
  endif()
  if(boost_seqpacket_roots)
    find_path(Boost_INCLUDE_DIR NAMES boost/asio/version.hpp
      PATHS ${boost_seqpacket_roots} PATH_SUFFIXES include NO_DEFAULT_PATH)
  else()
    find_path(Boost_INCLUDE_DIR NAMES boost/asio/version.hpp
      HINTS "${BOOST_INCLUDEDIR}" "$ENV{BOOST_INCLUDEDIR}")
  endif()
endif()

if(NOT EXISTS "${Boost_INCLUDE_DIR}/boost/asio/version.hpp"
    OR NOT EXISTS "${Boost_INCLUDE_DIR}/boost/version.hpp")
  set(boost_seqpacket_where "on this system")
  if(Boost_INCLUDE_DIR)
    set(boost_seqpacket_where "in Boost_INCLUDE_DIR=${Boost_INCLUDE_DIR}")
  elseif(boost_seqpacket_roots)
    set(boost_seqpacket_where "in BOOST_ROOT=${boost_seqpacket_roots}")
  endif()
  string(CONCAT BOOST_SEQPACKET_BOOST_MESSAGE
    "no headers of Boost 1.74 or later ${boost_seqpacket_where}. Install them "
    "(Debian, Ubuntu: libboost-dev; Fedora: boost-devel), or say where they are "
    "with -DBOOST_ROOT=<prefix> or -DBoost_INCLUDE_DIR=<directory>.")
  return()
endif()

file(STRINGS "${Boost_INCLUDE_DIR}/boost/version.hpp" boost_seqpacket_line
  REGEX "^#define BOOST_VERSION [0-9]+")
string(REGEX MATCH "[0-9]+" boost_seqpacket_number "${boost_seqpacket_line}")
if(boost_seqpacket_number LESS 107400)
  string(CONCAT BOOST_SEQPACKET_BOOST_MESSAGE
    "the Boost in ${Boost_INCLUDE_DIR} is too old (BOOST_VERSION "
    "${boost_seqpacket_number}), 1.74 or later is needed.")
  return()
endif()

add_library(Boost::headers INTERFACE IMPORTED)
set_target_properties(Boost::headers PROPERTIES
  INTERFACE_INCLUDE_DIRECTORIES "${Boost_INCLUDE_DIR}")
set(BOOST_SEQPACKET_BOOST_TARGET Boost::headers)
