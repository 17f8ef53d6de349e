//
// detail/service/notification.hpp
// ~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~
//
// Copyright (c) 2026 The boost_seqpacket authors
//
// Distributed under the Boost Software License, Version 1.0.
// (See accompanying file LICENSE_1_0.txt or copy at
// https://www.boost.org/LICENSE_1_0.txt)
//

#ifndef BOOST_SEQPACKET_DETAIL_SERVICE_NOTIFICATION_HPP
#define BOOST_SEQPACKET_DETAIL_SERVICE_NOTIFICATION_HPP

// One report to the service manager: a datagram to the socket that the
// environment names (sd_notify(3)).

#include <boost_seqpacket/detail/ancillary/descriptor_list.hpp>
#include <boost_seqpacket/detail/connection/connection_ops.hpp>
#include <boost_seqpacket/detail/config.hpp>
#include <boost_seqpacket/endpoint.hpp>
#include <boost_seqpacket/native_socket.hpp>
#include <boost_seqpacket/send_descriptors.hpp>
#include <boost_seqpacket/unique_descriptor.hpp>

#include <boost/asio/buffer.hpp>
#include <boost/asio/error.hpp>
#include <boost/asio/local/datagram_protocol.hpp>
#include <boost/asio/socket_base.hpp>
#include <boost/system/error_code.hpp>

#include <chrono>
#include <cstdlib>
#include <string>
#include <string_view>
#include <sys/socket.h>
#include <sys/un.h>
#include <utility>

namespace boost_seqpacket {
namespace detail {

// A manager that reads nothing for so long does not read at all.
inline constexpr std::chrono::seconds notification_limit{5};

// The socket of the manager, or none without an error.
struct manager_address
{
  bool exists = false;
  boost::asio::local::datagram_protocol::endpoint endpoint;
};

inline manager_address find_manager(boost::system::error_code& ec)
{
  manager_address result;
  ec = boost::system::error_code();
  const char* const value = std::getenv("NOTIFY_SOCKET");
  const std::string_view name(value ? value : "");
  if (name.empty())
    return result;
  result.exists = true;
#if defined(BOOST_SEQPACKET_HAS_ABSTRACT_NAMES)
  if (name[0] == '@' && name.size() > 1)
    result.endpoint =
      abstract_endpoint<boost::asio::local::datagram_protocol>(
          name.substr(1), ec);
  else
#endif
  // systemd has other addresses as well, such as vsock:, for virtual machines.
  if (name[0] != '/')
    ec = boost::asio::error::invalid_argument;
  else if (name.size() >= sizeof(::sockaddr_un::sun_path))
    ec = boost::asio::error::name_too_long;
  else
    result.endpoint.path(std::string(name));
  return result;
}

// A socket that is connected to the manager, so that poll(2) reports room in
// its queue. There is none without an error if there is no manager.
inline unique_descriptor connect_to_manager(boost::system::error_code& ec)
{
  const manager_address manager = detail::find_manager(ec);
  if (ec || !manager.exists)
    return unique_descriptor();
  unique_descriptor socket(connection_ops::open(SOCK_DGRAM, 0, ec));
  if (!ec)
    connection_ops::connect(socket.native_handle(), manager.endpoint.data(),
        manager.endpoint.size(), ec);
  if (ec)
    socket.reset();
  return socket;
}

// Sends to the manager. False without an error if there is none.
inline bool send_notification(std::string_view state,
    descriptor_list&& descriptors,
    std::chrono::steady_clock::time_point expiry,
    boost::system::error_code& ec)
{
  const unique_descriptor owner = detail::connect_to_manager(ec);
  if (!owner)
    return false;
  native_socket socket(owner.native_handle());
  socket.expires_at(expiry);
  boost_seqpacket::send_descriptors(socket,
      boost::asio::buffer(state.data(), state.size()), std::move(descriptors),
      ec);
  return !ec;
}

// Sends an end of a connection. The other end reports when that is closed, as
// sd_notify_barrier(3) does with a pipe. False without an error if there is no
// manager.
inline bool pass_barrier(std::chrono::steady_clock::duration timeout,
    boost::system::error_code& ec)
{
  // Without a manager no connection is needed.
  if (!detail::find_manager(ec).exists || ec)
    return false;
  int ends[2] = {-1, -1};
  connection_ops::open_pair(SOCK_STREAM, 0, ends, ec);
  const unique_descriptor mine(ends[0]);
  unique_descriptor given(ends[1]);
  if (ec)
    return false;
  native_socket end(mine.native_handle());
  end.expires_after(timeout);
  if (!detail::send_notification(
        "BARRIER=1", std::move(given), end.expiry(), ec))
    return false;
  // Nothing is ever written: it is ready when the last copy is closed.
  end.wait(boost::asio::socket_base::wait_read, ec);
  // A manager that has died has closed its copy as well, without reading.
  if (!ec)
    (void)detail::connect_to_manager(ec);
  return !ec;
}

} // namespace detail
} // namespace boost_seqpacket

#endif // BOOST_SEQPACKET_DETAIL_SERVICE_NOTIFICATION_HPP
