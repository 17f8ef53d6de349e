//
// detail/path/path_socket_ops.hpp
// ~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~
//
// Copyright (c) 2026 The boost_seqpacket authors
//
// Distributed under the Boost Software License, Version 1.0.
// (See accompanying file LICENSE_1_0.txt or copy at
// https://www.boost.org/LICENSE_1_0.txt)
//

#ifndef BOOST_SEQPACKET_DETAIL_PATH_PATH_SOCKET_OPS_HPP
#define BOOST_SEQPACKET_DETAIL_PATH_PATH_SOCKET_OPS_HPP

// The system calls for a socket and the name of its file.

#include <boost_seqpacket/detail/config.hpp>

#if defined(BOOST_SEQPACKET_HAS_BIND_PATH)

#include <boost_seqpacket/detail/connection/connection_ops.hpp>
#include <boost_seqpacket/detail/path/path_mode_ops.hpp>
#include <boost_seqpacket/detail/path/path_ops.hpp>
#include <boost_seqpacket/detail/socket/socket_ops.hpp>
#include <boost_seqpacket/error.hpp>
#include <boost_seqpacket/unique_descriptor.hpp>

#include <boost/asio/error.hpp>
#include <boost/system/error_code.hpp>

#include <cerrno>
#include <cstddef>
#include <cstring>
#include <string_view>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>

namespace boost_seqpacket {
namespace detail {
namespace path_socket_ops {

// The size of the longest path of a socket in bytes. The NUL after it need not
// fit.
constexpr std::size_t max_path = sizeof(::sockaddr_un::sun_path);

inline ::sockaddr_un address_of(std::string_view path) noexcept
{
  ::sockaddr_un address = {};
  address.sun_family = AF_UNIX;
  std::memcpy(address.sun_path, path.data(), path.size());
  return address;
}

inline void bind(int socket, std::string_view path,
    boost::system::error_code& ec)
{
  const ::sockaddr_un address = address_of(path);
  ec = path_ops::result_of(::bind(socket,
      reinterpret_cast<const ::sockaddr*>(&address), sizeof(address)));
}

inline void listen(int socket, int backlog,
    boost::system::error_code& ec)
{
  ec = path_ops::result_of(::listen(socket, backlog));
}

// True if the system call that the question below needs is not refused as such.
// To connect to no address always succeeds.
inline bool can_connect(const unique_descriptor& probe)
{
  ::sockaddr address = {};
  address.sa_family = AF_UNSPEC;
  boost::system::error_code ec;
  connection_ops::connect(
      probe.native_handle(), &address, sizeof(address), ec);
  return !ec;
}

// True if a process has the socket of this file open. No process notices the
// question: a datagram socket cannot connect to a socket of another type, and
// the error for that (EPROTOTYPE) comes before the socket listens as well. To
// another datagram socket it connects, or gets EPERM if that has a peer.
inline bool is_in_use(std::string_view path,
    boost::system::error_code& ec)
{
  const unique_descriptor probe(connection_ops::open(SOCK_DGRAM, 0, ec));
  if (ec)
    return false;

  const ::sockaddr_un address = address_of(path);
  connection_ops::connect(probe.native_handle(),
      reinterpret_cast<const ::sockaddr*>(&address), sizeof(address), ec);
  if (!ec || socket_ops::is(ec, EPROTOTYPE)
      || (socket_ops::is(ec, EPERM)
        && can_connect(probe)))
  {
    ec = boost::system::error_code();
    return true;
  }
  if (socket_ops::is(ec, boost::asio::error::connection_refused))
    ec = boost::system::error_code();
  return false;
}

// The same for an open file, so that the answer is for that file, wherever the
// path leads by now. To connect takes the right to write, which the owner may
// lack after a crash. Only a process with the lock may give it back: the owner
// of the lock may be about to set the mode of its own socket.
inline bool is_in_use(const unique_descriptor& file, bool has_lock,
    boost::system::error_code& ec)
{
  const path_ops::descriptor_path name(file);
  bool result = path_socket_ops::is_in_use(std::string_view(name.text), ec);
  if (socket_ops::is(ec, boost::asio::error::access_denied) && has_lock
      && path_mode_ops::restore_owner_bits(file, S_IFSOCK, S_IWUSR))
    result = path_socket_ops::is_in_use(std::string_view(name.text), ec);
  ec = path_ops::result_by_proc(ec);
  return result;
}

// The socket at the path whose process has ended. Sets address_in_use if there
// is anything else.
inline unique_descriptor find_stale_socket(int directory, const char* name,
    std::string_view path, bool has_lock, boost::system::error_code& ec)
{
  unique_descriptor found = path_ops::open_path(directory, name, ec);
  if (socket_ops::is(ec, ENOENT))
  {
    ec = boost::system::error_code();
    return found;
  }
  if (ec)
    return found;
  const path_ops::status now = path_ops::status_of(found.native_handle(), ec);
  if (ec)
    return found;

  // A file of any other kind refuses a connection, too: do not ask it.
  bool in_use =
    !S_ISSOCK(now.st_mode) || path_socket_ops::is_in_use(found, has_lock, ec);
  // Without /proc the path has to do. It may lead to another file by now, so
  // nothing is removed.
  if (ec == seqpacket_errc::no_proc_file_system)
  {
    boost::system::error_code ignored;
    in_use = path_socket_ops::is_in_use(path, ignored);
  }
  if (in_use)
    ec = boost::asio::error::address_in_use;
  return found;
}

} // namespace path_socket_ops
} // namespace detail
} // namespace boost_seqpacket

#endif // defined(BOOST_SEQPACKET_HAS_BIND_PATH)

#endif // BOOST_SEQPACKET_DETAIL_PATH_PATH_SOCKET_OPS_HPP
