//
// detail/handover/handover_item.hpp
// ~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~
//
// Copyright (c) 2026 The boost_seqpacket authors
//
// Distributed under the Boost Software License, Version 1.0.
// (See accompanying file LICENSE_1_0.txt or copy at
// https://www.boost.org/LICENSE_1_0.txt)
//

#ifndef BOOST_SEQPACKET_DETAIL_HANDOVER_HANDOVER_ITEM_HPP
#define BOOST_SEQPACKET_DETAIL_HANDOVER_HANDOVER_ITEM_HPP

#include <boost_seqpacket/detail/handover/handover_ops.hpp>
#include <boost_seqpacket/detail/handover/handover_packet.hpp>
#include <boost_seqpacket/detail/operation/socket_identity.hpp>
#include <boost_seqpacket/detail/throw_error.hpp>

#include <boost/asio/error.hpp>
#include <boost/system/error_code.hpp>

#include <cstddef>
#include <string>
#include <string_view>

namespace boost_seqpacket {
namespace detail {

// What is offered: a borrowed socket under a name, with a state.
struct handover_item
{
  std::string name;
  socket_identity identity;
  std::string state;
};

// The error of an item that cannot be offered.
inline boost::system::error_code check_item(std::string_view name,
    int descriptor, std::size_t state_size, std::size_t count) noexcept
{
  if (descriptor < 0)
    return boost::asio::error::bad_descriptor;
  if (!is_handover_name(name))
    return boost::asio::error::invalid_argument;
  if (state_size > max_handover_state)
    return boost::asio::error::message_size;
  if (count >= max_handover_items)
    return boost::asio::error::no_buffer_space;
  return boost::system::error_code();
}

// The error of an item that cannot be sent through the connection.
inline boost::system::error_code check_to_send(const handover_item& item,
    const socket_identity& connection)
{
  boost::system::error_code ec = item.identity.check();
  if (ec == boost::asio::error::operation_aborted)
    return boost::asio::error::bad_descriptor;
  // A successor that has this end as well would not learn that it is closed.
  if (!ec && item.identity.number() == connection.number())
    return boost::asio::error::invalid_argument;
  if (!ec && !handover_ops::leaves_room(connection.descriptor(),
        handover_header_size + item.name.size() + item.state.size()))
    return boost::asio::error::message_size;
  return ec;
}

inline handover_item make_item(std::string_view name, int descriptor,
    std::string_view state, std::size_t count)
{
  detail::throw_error(
      detail::check_item(name, descriptor, state.size(), count),
      "handover_offer");
  return {std::string(name), socket_identity(descriptor), std::string(state)};
}

} // namespace detail
} // namespace boost_seqpacket

#endif // BOOST_SEQPACKET_DETAIL_HANDOVER_HANDOVER_ITEM_HPP
