//
// detail/socket/argument_traits.hpp
// ~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~
//
// Copyright (c) 2026 The boost_seqpacket authors
//
// Distributed under the Boost Software License, Version 1.0.
// (See accompanying file LICENSE_1_0.txt or copy at
// https://www.boost.org/LICENSE_1_0.txt)
//

#ifndef BOOST_SEQPACKET_DETAIL_SOCKET_ARGUMENT_TRAITS_HPP
#define BOOST_SEQPACKET_DETAIL_SOCKET_ARGUMENT_TRAITS_HPP

// What tells the arguments of the functions apart: buffers, flags, tokens.

#include <boost_seqpacket/detail/socket/socket_traits.hpp>

#include <boost/asio/async_result.hpp>
#include <boost/asio/buffer.hpp>
#include <boost/system/error_code.hpp>

#include <cstddef>
#include <type_traits>

namespace boost_seqpacket {

template <std::size_t MaxDescriptors>
class outgoing_ancillary;

template <std::size_t MaxDescriptors>
class incoming_ancillary;

namespace detail {

// Flags are whatever converts to them; a completion token never is. The
// enumerators of glibc, such as MSG_PEEK, would be taken for tokens otherwise.
template <typename T>
constexpr bool is_message_flags = std::is_convertible<T, message_flags>::value;

template <typename T>
struct is_ancillary : std::false_type
{
};

template <std::size_t MaxDescriptors>
struct is_ancillary<outgoing_ancillary<MaxDescriptors>> : std::true_type
{
};

template <std::size_t MaxDescriptors>
struct is_ancillary<incoming_ancillary<MaxDescriptors>> : std::true_type
{
};

// What is no other argument is a completion token.
template <typename Token>
using token_constraint = std::enable_if_t<!is_message_flags<Token>
  && !is_ancillary<std::decay_t<Token>>::value, int>;

// The mistake of giving an asynchronous function an error code, as one would a
// synchronous one.
template <typename Token>
constexpr bool is_completion_token = !std::is_same<
  std::decay_t<Token>, boost::system::error_code>::value;

template <typename Token>
constexpr void check_token() noexcept
{
  static_assert(is_completion_token<Token>,
      "An asynchronous function takes a completion token, not an error_code: "
      "write redirect_error(token, ec), or call the synchronous function");
}

template <typename Socket>
using default_token = typename boost::asio::default_completion_token<
  typename Socket::executor_type>::type;

template <typename Buffers>
using const_buffers_constraint = std::enable_if_t<
  boost::asio::is_const_buffer_sequence<Buffers>::value, int>;

template <typename Buffer>
using dynamic_buffer_constraint = std::enable_if_t<
  boost::asio::is_dynamic_buffer_v2<Buffer>::value, int>;

template <typename Buffers>
using mutable_buffers_constraint = std::enable_if_t<
  boost::asio::is_mutable_buffer_sequence<Buffers>::value, int>;

} // namespace detail
} // namespace boost_seqpacket

#endif // BOOST_SEQPACKET_DETAIL_SOCKET_ARGUMENT_TRAITS_HPP
