//
// detail/service/store_messages.hpp
// ~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~
//
// Copyright (c) 2026 The boost_seqpacket authors
//
// Distributed under the Boost Software License, Version 1.0.
// (See accompanying file LICENSE_1_0.txt or copy at
// https://www.boost.org/LICENSE_1_0.txt)
//

#ifndef BOOST_SEQPACKET_DETAIL_SERVICE_STORE_MESSAGES_HPP
#define BOOST_SEQPACKET_DETAIL_SERVICE_STORE_MESSAGES_HPP

// The reports that change the store of a service manager.

#include <boost_seqpacket/detail/ancillary/descriptor_list.hpp>
#include <boost_seqpacket/detail/service/notification.hpp>
#include <boost_seqpacket/detail/service/session_state.hpp>
#include <boost_seqpacket/detail/service/stored_name.hpp>
#include <boost_seqpacket/detail/socket/adopt_ops.hpp>
#include <boost_seqpacket/detail/socket/refused_call.hpp>
#include <boost_seqpacket/unique_descriptor.hpp>

#include <boost/asio/buffer.hpp>
#include <boost/asio/error.hpp>
#include <boost/system/error_code.hpp>

#include <chrono>
#include <string>
#include <string_view>
#include <sys/socket.h>
#include <utility>

namespace boost_seqpacket {
namespace detail {

inline bool send_about(std::string_view what, std::string_view name,
    std::string_view option, descriptor_list&& descriptors,
    boost::system::error_code& ec)
{
  if (!detail::is_stored_name(name))
  {
    ec = boost::asio::error::invalid_argument;
    return false;
  }
  std::string text(what);
  text += "\nFDNAME=";
  text += name;
  text += option;
  return detail::send_notification(text, std::move(descriptors),
      std::chrono::steady_clock::now() + notification_limit, ec);
}

inline bool send_store(std::string_view name, descriptor_list&& descriptors,
    bool keeps_hung_up, boost::system::error_code& ec)
{
  descriptor_list owners(std::move(descriptors)); // closes what it was given
  return detail::send_about("FDSTORE=1", name,
      keeps_hung_up ? "\nFDPOLL=0" : "", std::move(owners), ec);
}

inline bool send_removal(std::string_view name, boost::system::error_code& ec)
{
  return detail::send_about(
      "FDSTOREREMOVE=1", name, "", descriptor_list(), ec);
}

// Both names of a session, so that neither report goes without the other.
inline bool are_stored_names(std::string_view name,
    std::string_view state_name, boost::system::error_code& ec)
{
  if (detail::is_stored_name(name) && detail::is_stored_name(state_name))
    return true;
  ec = boost::asio::error::invalid_argument;
  return false;
}

// Sets an error unless it is a socket that does not listen. The manager keeps
// any file, and nothing would make a session of it (sort_activated.hpp).
inline bool is_session(int socket, boost::system::error_code& ec) noexcept
{
  const bool listens =
    adopt_ops::socket_fact(socket, SO_ACCEPTCONN, ec) != 0;
  if (may_be_refused(ec))
    ec = boost::system::error_code();
  else if (!ec && listens)
    ec = boost::asio::error::invalid_argument;
  return !ec;
}

// The state first: a state without its socket is nothing, but a socket without
// its state would look like a new session.
inline bool send_session(std::string_view name, int socket,
    boost::asio::const_buffer state, boost::system::error_code& ec)
{
  const std::string state_name = detail::state_name_of(name);
  if (!detail::are_stored_names(name, state_name, ec)
      || !detail::is_session(socket, ec))
    return false;
  // The socket of "x.state" would have the name of the state of "x".
  if (!detail::session_of(name).empty())
  {
    ec = boost::asio::error::invalid_argument;
    return false;
  }
  unique_descriptor file(detail::make_session_state(state, ec));
  return !ec && detail::send_store(state_name, std::move(file), true, ec)
    && detail::send_store(name, socket, false, ec);
}

inline bool send_session_removal(std::string_view name,
    boost::system::error_code& ec)
{
  const std::string state_name = detail::state_name_of(name);
  return detail::are_stored_names(name, state_name, ec)
    && detail::send_removal(name, ec) && detail::send_removal(state_name, ec);
}

} // namespace detail
} // namespace boost_seqpacket

#endif // BOOST_SEQPACKET_DETAIL_SERVICE_STORE_MESSAGES_HPP
