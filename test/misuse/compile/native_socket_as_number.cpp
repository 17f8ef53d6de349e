// Copyright (c) 2026 The boost_seqpacket authors
//
// Distributed under the Boost Software License, Version 1.0.
// (See accompanying file LICENSE_1_0.txt or copy at
// https://www.boost.org/LICENSE_1_0.txt)

// A number in the place of a socket.
// expected: Give the function a Boost.Asio socket

#include <boost_seqpacket.hpp>

std::size_t test(int descriptor)
{
#if defined(MISTAKE)
  int& socket = descriptor;
#else
  boost_seqpacket::native_socket socket(descriptor);
#endif
  return boost_seqpacket::send_message(
      socket, boost::asio::buffer("x", 1));
}
