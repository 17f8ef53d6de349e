# Copyright (c) 2026 The boost_seqpacket authors
# Distributed under the Boost Software License, Version 1.0.
# (See accompanying file LICENSE_1_0.txt or copy at https://www.boost.org/LICENSE_1_0.txt)

include(CMakeFindDependencyMacro)
include("${CMAKE_CURRENT_LIST_DIR}/boost_seqpacket_find_boost.cmake")
if(NOT BOOST_SEQPACKET_BOOST_TARGET)
  set(boost_seqpacket_FOUND FALSE)
  set(boost_seqpacket_NOT_FOUND_MESSAGE "${BOOST_SEQPACKET_BOOST_MESSAGE}")
  return()
endif()
if(NOT TARGET Boost::headers)
  # A project that builds Boost itself may have nothing but Boost::asio.
  add_library(Boost::headers INTERFACE IMPORTED)
  target_link_libraries(Boost::headers INTERFACE
    ${BOOST_SEQPACKET_BOOST_TARGET})
endif()
set(THREADS_PREFER_PTHREAD_FLAG ON)
find_dependency(Threads)
include("${CMAKE_CURRENT_LIST_DIR}/boost_seqpacket-targets.cmake")

# There are no components.
foreach(component IN LISTS boost_seqpacket_FIND_COMPONENTS)
  set(boost_seqpacket_${component}_FOUND FALSE)
  if(boost_seqpacket_FIND_REQUIRED_${component})
    set(boost_seqpacket_FOUND FALSE)
    set(boost_seqpacket_NOT_FOUND_MESSAGE "there is no component ${component}")
  endif()
endforeach()
