//
// detail/message/message_call.hpp
// ~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~
//
// Copyright (c) 2026 The boost_seqpacket authors
//
// Distributed under the Boost Software License, Version 1.0.
// (See accompanying file LICENSE_1_0.txt or copy at
// https://www.boost.org/LICENSE_1_0.txt)
//

#ifndef BOOST_SEQPACKET_DETAIL_MESSAGE_MESSAGE_CALL_HPP
#define BOOST_SEQPACKET_DETAIL_MESSAGE_MESSAGE_CALL_HPP

// The common parts of sends and receives.

#include <boost_seqpacket/detail/operation/initiate.hpp>
#include <boost_seqpacket/detail/socket/check_socket.hpp>
#include <boost_seqpacket/detail/socket/argument_traits.hpp>
#include <boost_seqpacket/detail/socket/socket_traits.hpp>
#include <boost_seqpacket/keep_if_truncated.hpp>

#include <boost/asio/error.hpp>
#include <boost/system/error_code.hpp>

#include <cstddef>
#include <type_traits>
#include <utility>

namespace boost_seqpacket {
namespace detail {

// The flags without those of the library.
constexpr message_flags kernel_flags(message_flags flags) noexcept
{
#if defined(BOOST_SEQPACKET_HAS_KEEP_IF_TRUNCATED)
  flags &= ~keep_if_truncated;
#endif
  return flags;
}

// What an attempt needs to know about the socket and the call.
struct message_call
{
  int descriptor;
  socket_kind kind;
  message_flags flags;

  // True if an earlier attempt would have blocked, and the socket was reported
  // ready since then.
  bool waited;
};

// Set the error that the system reports for a socket that is not open. For
// calls that do not reach the system.
inline void check_open(const message_call& call,
    boost::system::error_code& ec) noexcept
{
  ec = boost::system::error_code();
  if (call.descriptor < 0)
    ec = boost::asio::error::bad_descriptor;
}

// The result of an operation that completes with a number of bytes.
struct message_result
{
  explicit message_result(const boost::system::error_code& ec,
      std::size_t n = 0) noexcept
    : error(ec),
      bytes(n)
  {
  }

  template <typename Handler>
  void operator()(Handler& handler) &&
  {
    std::move(handler)(error, bytes);
  }

  boost::system::error_code error;
  std::size_t bytes;
};

using message_signature = void(boost::system::error_code, std::size_t);

template <typename Token, typename Socket, typename Attempt>
using initiated_message =
  initiated<Token, message_signature, Socket, Attempt>;

template <typename Token, typename Socket, typename Attempt>
initiated_message<Token, Socket, Attempt> initiate_message(
    std::remove_reference_t<Token>& token, Socket& socket, Attempt attempt)
{
  return detail::initiate<Token, message_signature>(
      token, socket, std::move(attempt));
}

// The base of the attempts to send or receive. Derived::attempt(call, ec) makes
// one attempt and returns its result.
template <typename Derived, typename Base = simple_attempt<message_result>>
class message_attempt
  : public Base
{
public:
  explicit message_attempt(message_flags flags) noexcept
    : call_{-1, socket_kind::seq_packet, flags, false}
  {
  }

  // True if the operation is possible with such a socket. The compiler refuses
  // others if it knows of what kind they are.
  static constexpr bool takes(socket_kind) noexcept
  {
    return true;
  }

  template <typename Socket>
  auto first(Socket& socket)
  {
    call_.descriptor = socket.native_handle();
    boost::system::error_code ec;
    call_.kind = detail::check_socket(socket, ec);
    if constexpr (!socket_traits<Socket>::kind_is_known)
    {
      if (!ec && !Derived::takes(call_.kind))
        ec = boost::asio::error::operation_not_supported;
    }
    return derived().attempt(call_, ec);
  }

  auto again()
  {
    call_.waited = true;
    return derived().attempt(call_, boost::system::error_code());
  }

private:
  Derived& derived() noexcept
  {
    return static_cast<Derived&>(*this);
  }

  message_call call_;
};

} // namespace detail
} // namespace boost_seqpacket

#endif // BOOST_SEQPACKET_DETAIL_MESSAGE_MESSAGE_CALL_HPP
