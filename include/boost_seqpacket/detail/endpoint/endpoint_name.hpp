//
// detail/endpoint/endpoint_name.hpp
// ~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~
//
// Copyright (c) 2026 The boost_seqpacket authors
//
// Distributed under the Boost Software License, Version 1.0.
// (See accompanying file LICENSE_1_0.txt or copy at
// https://www.boost.org/LICENSE_1_0.txt)
//

#ifndef BOOST_SEQPACKET_DETAIL_ENDPOINT_ENDPOINT_NAME_HPP
#define BOOST_SEQPACKET_DETAIL_ENDPOINT_ENDPOINT_NAME_HPP

// The name of an endpoint, and how it is printed.

#include <boost_seqpacket/detail/endpoint/endpoint_ops.hpp>

#include <string>
#include <string_view>
#include <sys/socket.h>

namespace boost_seqpacket {
namespace detail {

// The bytes of the name of an endpoint, or none if it is not of AF_UNIX.
template <typename Endpoint>
std::string_view bytes_of_endpoint(const Endpoint& endpoint)
{
  const ::sockaddr* const address = endpoint.data();
  return address->sa_family == AF_UNIX
    ? detail::bytes_of_name(address, endpoint.size()) : std::string_view();
}

inline bool is_abstract_name(std::string_view bytes) noexcept
{
  return detail::is_abstract_name(bytes.data(), bytes.size());
}

inline void append_printable(std::string& text, char byte, bool escape)
{
  constexpr char digits[] = "0123456789abcdef";
  const unsigned value = static_cast<unsigned char>(byte);
  if (byte == '\\')
    text += "\\\\";
  else if (escape || value < 0x20 || value > 0x7e)
    text.append("\\x") += {digits[value / 16], digits[value % 16]};
  else
    text += byte;
}

} // namespace detail
} // namespace boost_seqpacket

#endif // BOOST_SEQPACKET_DETAIL_ENDPOINT_ENDPOINT_NAME_HPP
