//
// handed_over.hpp
// ~~~~~~~~~~~~~~~
//
// Copyright (c) 2026 The boost_seqpacket authors
//
// Distributed under the Boost Software License, Version 1.0.
// (See accompanying file LICENSE_1_0.txt or copy at
// https://www.boost.org/LICENSE_1_0.txt)
//

#ifndef BOOST_SEQPACKET_HANDED_OVER_HPP
#define BOOST_SEQPACKET_HANDED_OVER_HPP

#include <boost_seqpacket/detail/config.hpp>

#if defined(BOOST_SEQPACKET_HAS_LOCAL_SOCKETS)

#include <boost_seqpacket/unique_descriptor.hpp>

#include <string>

namespace boost_seqpacket {

/// A listener that a predecessor has handed over.
struct handed_listener
{
  /// The name that the predecessor gave it.
  std::string name;

  /// Its owner. It is close-on-exec. Give it to @c adopt, which checks its
  /// type.
  unique_descriptor descriptor;
};

/// A live session that a predecessor has handed over.
struct handed_session
{
  /// The name that the predecessor gave it.
  std::string name;

  /// The owner of its socket. It is close-on-exec. Give it to @c adopt, which
  /// checks its type.
  unique_descriptor descriptor;

  /// Its state, at most 65536 bytes.
  std::string state;
};

} // namespace boost_seqpacket

#endif // defined(BOOST_SEQPACKET_HAS_LOCAL_SOCKETS)

#endif // BOOST_SEQPACKET_HANDED_OVER_HPP
