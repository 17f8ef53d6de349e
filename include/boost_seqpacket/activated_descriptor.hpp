//
// activated_descriptor.hpp
// ~~~~~~~~~~~~~~~~~~~~~~~~
//
// Copyright (c) 2026 The boost_seqpacket authors
//
// Distributed under the Boost Software License, Version 1.0.
// (See accompanying file LICENSE_1_0.txt or copy at
// https://www.boost.org/LICENSE_1_0.txt)
//

#ifndef BOOST_SEQPACKET_ACTIVATED_DESCRIPTOR_HPP
#define BOOST_SEQPACKET_ACTIVATED_DESCRIPTOR_HPP

#include <boost_seqpacket/detail/config.hpp>

#if defined(BOOST_SEQPACKET_HAS_LOCAL_SOCKETS)

#include <boost_seqpacket/unique_descriptor.hpp>

#include <string>

namespace boost_seqpacket {

/// A descriptor that a service manager has opened for this process.
struct activated_descriptor
{
  /// Its owner. It is close-on-exec.
  unique_descriptor descriptor;

  /// The name that the service manager gave it, @c FileDescriptorName= of
  /// systemd.socket(5), or @c unknown when it named none.
  std::string name;
};

} // namespace boost_seqpacket

#endif // defined(BOOST_SEQPACKET_HAS_LOCAL_SOCKETS)

#endif // BOOST_SEQPACKET_ACTIVATED_DESCRIPTOR_HPP
