//
// version.hpp
// ~~~~~~~~~~~
//
// Copyright (c) 2026 The boost_seqpacket authors
//
// Distributed under the Boost Software License, Version 1.0.
// (See accompanying file LICENSE_1_0.txt or copy at
// https://www.boost.org/LICENSE_1_0.txt)
//

#ifndef BOOST_SEQPACKET_VERSION_HPP
#define BOOST_SEQPACKET_VERSION_HPP

#include <boost_seqpacket/detail/config.hpp>

/// The version of this library, major number.
#define BOOST_SEQPACKET_VERSION_MAJOR 0

/// The version of this library, minor number.
#define BOOST_SEQPACKET_VERSION_MINOR 1

/// The version of this library, patch number.
#define BOOST_SEQPACKET_VERSION_PATCH 0

/// The version of this library as one number, which the preprocessor can
/// compare: major * 100000 + minor * 100 + patch.
#define BOOST_SEQPACKET_VERSION \
  (BOOST_SEQPACKET_VERSION_MAJOR * 100000 \
    + BOOST_SEQPACKET_VERSION_MINOR * 100 \
    + BOOST_SEQPACKET_VERSION_PATCH)

#endif // BOOST_SEQPACKET_VERSION_HPP
