# Copyright (c) 2026 The boost_seqpacket authors
# Distributed under the Boost Software License, Version 1.0.
# (See accompanying file LICENSE_1_0.txt or copy at https://www.boost.org/LICENSE_1_0.txt)

# Finds libsystemd and makes the target boost_seqpacket::libsystemd: the library
# with socket activation by libsystemd. Only for those who ask for it. Without
# libsystemd there is no such target.

if(TARGET boost_seqpacket::libsystemd)
  return()
endif()

find_path(BOOST_SEQPACKET_LIBSYSTEMD_INCLUDE_DIR NAMES systemd/sd-daemon.h)
find_library(BOOST_SEQPACKET_LIBSYSTEMD_LIBRARY NAMES systemd)
mark_as_advanced(
  BOOST_SEQPACKET_LIBSYSTEMD_INCLUDE_DIR BOOST_SEQPACKET_LIBSYSTEMD_LIBRARY)
if(BOOST_SEQPACKET_LIBSYSTEMD_INCLUDE_DIR
    AND BOOST_SEQPACKET_LIBSYSTEMD_LIBRARY)
  add_library(boost_seqpacket::libsystemd INTERFACE IMPORTED GLOBAL)
  set_target_properties(boost_seqpacket::libsystemd PROPERTIES
    INTERFACE_COMPILE_DEFINITIONS BOOST_SEQPACKET_USE_LIBSYSTEMD
    INTERFACE_INCLUDE_DIRECTORIES "${BOOST_SEQPACKET_LIBSYSTEMD_INCLUDE_DIR}"
    INTERFACE_LINK_LIBRARIES
      "boost_seqpacket::boost_seqpacket;${BOOST_SEQPACKET_LIBSYSTEMD_LIBRARY}")
endif()
