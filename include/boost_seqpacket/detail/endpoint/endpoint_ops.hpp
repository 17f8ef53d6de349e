//
// detail/endpoint/endpoint_ops.hpp
// ~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~
//
// Copyright (c) 2026 The boost_seqpacket authors
//
// Distributed under the Boost Software License, Version 1.0.
// (See accompanying file LICENSE_1_0.txt or copy at
// https://www.boost.org/LICENSE_1_0.txt)
//

#ifndef BOOST_SEQPACKET_DETAIL_ENDPOINT_ENDPOINT_OPS_HPP
#define BOOST_SEQPACKET_DETAIL_ENDPOINT_ENDPOINT_OPS_HPP

// Converts between the names of sockets, as the system has them (unix(7)), and
// Asio's endpoints.

#include <boost_seqpacket/detail/config.hpp>
#include <boost_seqpacket/detail/socket/socket_ops.hpp>

#include <boost/asio/error.hpp>
#include <boost/asio/local/basic_endpoint.hpp>
#include <boost/system/error_code.hpp>

#include <cstddef>
#include <cstring>
#include <string_view>
#include <sys/socket.h>
#include <sys/un.h>
#include <type_traits>

namespace boost_seqpacket {
namespace detail {

constexpr std::size_t name_offset = offsetof(::sockaddr_un, sun_path);
constexpr std::size_t name_capacity = sizeof(::sockaddr_un::sun_path);

// The name of a socket of the AF_UNIX family. An abstract name begins with a
// NUL, and only its size ends it. A path ends at a NUL.
struct socket_name
{
  ::sockaddr_un address;

  // In bytes, never more than the system accepts.
  std::size_t size;
};

// True if the name begins with a NUL, and the system has abstract names.
inline bool is_abstract_name(const char* name, std::size_t size) noexcept
{
#if defined(BOOST_SEQPACKET_HAS_ABSTRACT_NAMES)
  return size != 0 && name[0] == '\0';
#else
  (void)name;
  (void)size;
  return false;
#endif
}

// The bytes of a name as the system reads them: with the leading NUL of an
// abstract name, without the terminating NUL of a path.
inline std::string_view bytes_of_name(const void* address,
    std::size_t size) noexcept
{
  if (size <= name_offset)
    return std::string_view();
  const char* const name = static_cast<const char*>(address) + name_offset;
  const std::size_t most = size - name_offset < name_capacity
    ? size - name_offset : name_capacity;
  if (detail::is_abstract_name(name, most))
    return std::string_view(name, most);
  return std::string_view(name, ::strnlen(name, most));
}

// The size of an endpoint for connect and bind. For a path of 108 bytes the
// kernel reports a size with a terminator, which it does not accept (EINVAL).
// An endpoint of asio::generic keeps that size.
template <typename Endpoint>
std::size_t endpoint_size(const Endpoint& endpoint) noexcept
{
  const std::size_t size = endpoint.size();
  return size < sizeof(::sockaddr_un) ? size : sizeof(::sockaddr_un);
}

// True for the endpoints of asio::local.
template <typename Endpoint>
constexpr bool is_local_endpoint = std::is_base_of<
  boost::asio::local::basic_endpoint<typename Endpoint::protocol_type>,
  Endpoint>::value;

template <typename Endpoint>
Endpoint make_endpoint(const socket_name& name)
{
  if constexpr (is_local_endpoint<Endpoint>)
  {
    Endpoint result;
    const std::string_view bytes =
      detail::bytes_of_name(&name.address, name.size);
    if (bytes.empty())
      return result;

    // resize() takes a NUL at the end for a terminator and drops it. It may be
    // the last byte of an abstract name, so that byte is written afterwards.
    char* const place = reinterpret_cast<char*>(result.data()) + name_offset;
    std::memcpy(place, bytes.data(), bytes.size());
    place[bytes.size() - 1] = '.';
    result.resize(name_offset + bytes.size());
    place[bytes.size() - 1] = bytes.back();
    return result;
  }
  else
  {
    // As Asio does after recvmsg.
    Endpoint result;
    const std::size_t size =
      name.size < result.capacity() ? name.size : result.capacity();
    std::memcpy(result.data(), &name.address, size);
    result.resize(size);
    return result;
  }
}

namespace endpoint_ops {

// The name that consists of two strings, which must fit.
inline socket_name make_name(std::string_view before,
    std::string_view bytes) noexcept
{
  socket_name name = {};
  name.address.sun_family = AF_UNIX;
  if (!before.empty())
    std::memcpy(name.address.sun_path, before.data(), before.size());
  if (!bytes.empty())
    std::memcpy(name.address.sun_path + before.size(), bytes.data(),
        bytes.size());
  name.size = name_offset + before.size() + bytes.size();
  return name;
}

// The name that a system call has written to the address. For a path of 108
// bytes the system counts a terminator, which does not fit into the structure.
// It reports the size 0 if there is no name.
inline socket_name reported_name(const void* address,
    std::size_t said) noexcept
{
  socket_name name = {};
  name.address.sun_family = AF_UNIX;
  name.size = said < sizeof(name.address) ? said : sizeof(name.address);
  if (name.size > name_offset)
    std::memcpy(&name.address, address, name.size);
  else
    name.size = name_offset;
  return name;
}

// The name that getsockname or getpeername has reported.
inline socket_name take_name(bool failed, const ::sockaddr_storage& address,
    ::socklen_t size, boost::system::error_code& ec) noexcept
{
  if (failed)
    ec = socket_ops::last_error();
  else if (address.ss_family != AF_UNIX)
    ec = boost::asio::error::address_family_not_supported;
  else
    ec = boost::system::error_code();
  return endpoint_ops::reported_name(
      &address, ec ? 0 : static_cast<std::size_t>(size));
}

inline socket_name local_name(int descriptor,
    boost::system::error_code& ec) noexcept
{
  ::sockaddr_storage address = {};
  ::socklen_t size = sizeof(address);
  const bool failed = ::getsockname(
      descriptor, reinterpret_cast<::sockaddr*>(&address), &size) != 0;
  return endpoint_ops::take_name(failed, address, size, ec);
}

inline socket_name remote_name(int descriptor,
    boost::system::error_code& ec) noexcept
{
  ::sockaddr_storage address = {};
  ::socklen_t size = sizeof(address);
  const bool failed = ::getpeername(
      descriptor, reinterpret_cast<::sockaddr*>(&address), &size) != 0;
  return endpoint_ops::take_name(failed, address, size, ec);
}

} // namespace endpoint_ops
} // namespace detail
} // namespace boost_seqpacket

#endif // BOOST_SEQPACKET_DETAIL_ENDPOINT_ENDPOINT_OPS_HPP
