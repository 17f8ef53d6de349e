// Copyright (c) 2026 The boost_seqpacket authors
//
// Distributed under the Boost Software License, Version 1.0.
// (See accompanying file LICENSE_1_0.txt or copy at
// https://www.boost.org/LICENSE_1_0.txt)

#ifndef BOOST_SEQPACKET_TEST_FUZZ_VIEWS_HPP
#define BOOST_SEQPACKET_TEST_FUZZ_VIEWS_HPP

// The synchronous functions with a socket, and with a native_socket in its place.
// The results must be the same.

#include "fuzz.hpp"

#include <boost_seqpacket.hpp>

#include <cstddef>

namespace boost_seqpacket {
namespace fuzz {

// What a synchronous function is given.
enum class given
{
  socket,
  view,          // with the mode of the socket
  number,        // with a mode of its own
  expired_number // it may wait, but its time has come
};

constexpr unsigned given_count = 4;

// Call the function with the socket, which is in non-blocking mode, and ec.
template <typename Socket, typename Function>
std::size_t call_with(given what, Socket& socket,
    boost::system::error_code& ec, Function function)
{
  std::size_t result = 0;
  if (what == given::socket)
  {
    result = function(socket, ec);
  }
  else if (what == given::view)
  {
    native_socket view(socket);
    require(!socket.is_open() || view.non_blocking(), "the mode of a view");
    result = function(view, ec);
  }
  else
  {
    native_socket number(socket.native_handle());
    if (what == given::number)
      number.non_blocking(true);
    else
      number.expires_at(native_socket::clock_type::time_point::min());
    result = function(number, ec);
    if (what == given::expired_number)
    {
      require(ec != boost::asio::error::would_block, "it may wait");
      if (ec == boost::asio::error::timed_out)
        ec = boost::asio::error::would_block;
    }
  }
  require(ec != boost::asio::error::timed_out, "there is no time limit");
  return result;
}

} // namespace fuzz
} // namespace boost_seqpacket

#endif // BOOST_SEQPACKET_TEST_FUZZ_VIEWS_HPP
