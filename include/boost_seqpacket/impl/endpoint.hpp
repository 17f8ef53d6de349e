//
// impl/endpoint.hpp
// ~~~~~~~~~~~~~~~~~
//
// Copyright (c) 2026 The boost_seqpacket authors
//
// Distributed under the Boost Software License, Version 1.0.
// (See accompanying file LICENSE_1_0.txt or copy at
// https://www.boost.org/LICENSE_1_0.txt)
//

#ifndef BOOST_SEQPACKET_IMPL_ENDPOINT_HPP
#define BOOST_SEQPACKET_IMPL_ENDPOINT_HPP

#include <boost_seqpacket/detail/endpoint/endpoint_ops.hpp>
#include <boost_seqpacket/detail/endpoint/endpoint_name.hpp>
#include <boost_seqpacket/detail/throw_error.hpp>

#include <boost/asio/error.hpp>

namespace boost_seqpacket {
#if defined(BOOST_SEQPACKET_HAS_ABSTRACT_NAMES)

template <typename Protocol>
typename Protocol::endpoint abstract_endpoint(std::string_view name)
{
  boost::system::error_code ec;
  const auto result = boost_seqpacket::abstract_endpoint<Protocol>(name, ec);
  detail::throw_error(ec, "abstract_endpoint");
  return result;
}

template <typename Protocol>
typename Protocol::endpoint abstract_endpoint(std::string_view name,
    boost::system::error_code& ec)
{
  ec = boost::system::error_code();
  if (name.size() > detail::name_capacity - 1)
  {
    ec = boost::asio::error::name_too_long;
    return typename Protocol::endpoint();
  }
  return detail::make_endpoint<typename Protocol::endpoint>(
      detail::endpoint_ops::make_name(std::string_view("\0", 1), name));
}

#endif // defined(BOOST_SEQPACKET_HAS_ABSTRACT_NAMES)

template <typename Socket>
typename Socket::endpoint_type local_endpoint(Socket& socket)
{
  boost::system::error_code ec;
  const auto result = boost_seqpacket::local_endpoint(socket, ec);
  detail::throw_error(ec, "local_endpoint");
  return result;
}

template <typename Socket>
typename Socket::endpoint_type local_endpoint(Socket& socket,
    boost::system::error_code& ec)
{
  detail::check_named<Socket>();
  return detail::make_endpoint<typename Socket::endpoint_type>(
      detail::endpoint_ops::local_name(socket.native_handle(), ec));
}

template <typename Socket>
typename Socket::endpoint_type remote_endpoint(Socket& socket)
{
  boost::system::error_code ec;
  const auto result = boost_seqpacket::remote_endpoint(socket, ec);
  detail::throw_error(ec, "remote_endpoint");
  return result;
}

template <typename Socket>
typename Socket::endpoint_type remote_endpoint(Socket& socket,
    boost::system::error_code& ec)
{
  detail::check_named<Socket>();
  return detail::make_endpoint<typename Socket::endpoint_type>(
      detail::endpoint_ops::remote_name(socket.native_handle(), ec));
}

template <typename Endpoint, detail::endpoint_constraint<Endpoint>>
bool has_abstract_name(const Endpoint& endpoint)
{
  return detail::is_abstract_name(detail::bytes_of_endpoint(endpoint));
}

template <typename Endpoint, detail::endpoint_constraint<Endpoint>>
bool is_unnamed(const Endpoint& endpoint)
{
  return detail::bytes_of_endpoint(endpoint).empty();
}

template <typename Endpoint, detail::endpoint_constraint<Endpoint>>
std::string endpoint_name(const Endpoint& endpoint)
{
  std::string_view bytes = detail::bytes_of_endpoint(endpoint);
  if (detail::is_abstract_name(bytes))
    bytes.remove_prefix(1);
  return std::string(bytes);
}

template <typename Endpoint, detail::endpoint_constraint<Endpoint>>
std::string to_string(const Endpoint& endpoint)
{
  std::string_view bytes = detail::bytes_of_endpoint(endpoint);
  std::string result;
  if (detail::is_abstract_name(bytes))
  {
    bytes.remove_prefix(1);
    result += '@';
  }
  for (const char byte : bytes)
  {
    // Only a path has an @ at its beginning now.
    detail::append_printable(result, byte, byte == '@' && result.empty());
  }
  return result;
}

} // namespace boost_seqpacket

#endif // BOOST_SEQPACKET_IMPL_ENDPOINT_HPP
