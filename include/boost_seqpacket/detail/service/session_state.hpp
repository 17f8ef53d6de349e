//
// detail/service/session_state.hpp
// ~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~
//
// Copyright (c) 2026 The boost_seqpacket authors
//
// Distributed under the Boost Software License, Version 1.0.
// (See accompanying file LICENSE_1_0.txt or copy at
// https://www.boost.org/LICENSE_1_0.txt)
//

#ifndef BOOST_SEQPACKET_DETAIL_SERVICE_SESSION_STATE_HPP
#define BOOST_SEQPACKET_DETAIL_SERVICE_SESSION_STATE_HPP

// The state of a session in sealed memory, which the service manager keeps as a
// file.

#include <boost_seqpacket/detail/config.hpp>
#if defined(BOOST_SEQPACKET_HAS_SEALED_MEMORY)
# include <boost_seqpacket/detail/large_message/make_memory.hpp>
# include <boost_seqpacket/detail/large_message/memory_map_ops.hpp>
# include <boost_seqpacket/detail/large_message/received_memory_ops.hpp>
# include <boost_seqpacket/detail/socket/socket_ops.hpp>
# include <boost_seqpacket/error.hpp>
#endif
#include <boost_seqpacket/unique_descriptor.hpp>

#include <boost/asio/buffer.hpp>
#include <boost/asio/error.hpp>
#include <boost/system/error_code.hpp>

#include <cstddef>
#include <cstdint>
#include <string>

namespace boost_seqpacket {
namespace detail {

constexpr std::size_t max_session_state = 65536;

// A sealed file with the data.
inline unique_descriptor make_session_state(boost::asio::const_buffer data,
    boost::system::error_code& ec)
{
  if (data.size() > max_session_state)
  {
    ec = boost::asio::error::message_size;
    return unique_descriptor();
  }
#if defined(BOOST_SEQPACKET_HAS_SEALED_MEMORY)
  return detail::make_memory_of(data, data.size(), ec);
#else
  ec = boost::asio::error::operation_not_supported;
  return unique_descriptor();
#endif
}

// Whether it is such a file, which never changes. Reads it then. A descriptor
// that something else has stored is no error.
inline bool read_session_state(int descriptor, std::string& data,
    boost::system::error_code& ec)
{
#if defined(BOOST_SEQPACKET_HAS_SEALED_MEMORY)
  received_memory file;
  received_memory_ops::check_seals(descriptor, ec);
  if (!ec)
    file = received_memory_ops::measure(descriptor, ec);
  if (!ec && file.size > max_session_state)
    ec = seqpacket_errc::message_too_large;
  if (!ec)
  {
    const std::uintmax_t most = max_session_state;
    data.resize(static_cast<std::size_t>(
          file.size < most ? file.size : most));
    memory_map_ops::read(descriptor, boost::asio::buffer(data), 0, ec);
    if (socket_ops::is(ec, boost::asio::error::bad_descriptor))
      ec = seqpacket_errc::wrong_descriptor_type; // for writing only
  }
  const bool is_state = !ec;
  if (ec.category() == boost_seqpacket::error_category())
    ec = boost::system::error_code();
  return is_state;
#else
  (void)descriptor;
  (void)data;
  ec = boost::system::error_code();
  return false;
#endif
}

} // namespace detail
} // namespace boost_seqpacket

#endif // BOOST_SEQPACKET_DETAIL_SERVICE_SESSION_STATE_HPP
