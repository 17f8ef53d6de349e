//
// detail/operation/initiate.hpp
// ~~~~~~~~~~~~~~~~~~~~~~~~~~~~~
//
// Copyright (c) 2026 The boost_seqpacket authors
//
// Distributed under the Boost Software License, Version 1.0.
// (See accompanying file LICENSE_1_0.txt or copy at
// https://www.boost.org/LICENSE_1_0.txt)
//

#ifndef BOOST_SEQPACKET_DETAIL_OPERATION_INITIATE_HPP
#define BOOST_SEQPACKET_DETAIL_OPERATION_INITIATE_HPP

// How every operation runs: try at once, and only when the socket is not ready
// wait for it and try again.
//
// An attempt is a copyable function object. It has
//   - using result_type: with a member error, and callable as
//     std::move(result)(handler) to call the handler;
//   - static constexpr wait: what to wait for;
//   - static constexpr name: of the operation, for Asio's handler tracking;
//   - bool waits_first(Socket&): whether to wait before the first try. It is
//     called once for each operation, and prepares that as the first try would;
//   - result_type operator()(Socket&, bool waited): tries once. If an earlier
//     try has found nothing, and the operation has waited, it goes on there;
//   - result_type stopped(error_code): the result when there is no next try;
//   - static retry after(error_code): whether there is one, and when;
//   - template pauses<Executor>: timer_pauses, if it is ever after a pause.
// What most attempts need of these is in simple_attempt.

#include <boost_seqpacket/detail/operation/complete.hpp>
#include <boost_seqpacket/detail/config.hpp>
#include <boost_seqpacket/detail/operation/with_handler.hpp>
#include <boost_seqpacket/detail/socket/socket_ops.hpp>
#include <boost_seqpacket/detail/socket/socket_traits.hpp>
#include <boost_seqpacket/detail/operation/wait_and_retry.hpp>

#include <boost/asio/async_result.hpp>
#include <boost/asio/error.hpp>
#include <boost/asio/socket_base.hpp>
#include <boost/system/error_code.hpp>

#include <type_traits>
#include <utility>

namespace boost_seqpacket {
namespace detail {

// What async_initiate is given: copyable, so that a deferred operation can be
// launched more than once.
template <typename Socket>
class initiate_operation
{
public:
  using executor_type = typename Socket::executor_type;

  explicit initiate_operation(Socket& socket) noexcept
    : socket_(&socket)
  {
  }

  executor_type get_executor() const noexcept
  {
    return socket_->get_executor();
  }

  template <typename Handler, typename Attempt>
  void operator()(Handler&& handler, Attempt attempt) const
  {
    BOOST_ASIO_HANDLER_LOCATION((__FILE__, __LINE__, Attempt::name));
    retry next = retry::when_ready;
    const bool tries = !attempt.waits_first(*socket_);
    if (tries)
    {
      auto result = attempt(*socket_, false);
      next = Attempt::after(result.error);
      if (next == retry::never)
      {
        complete_immediately(std::forward<Handler>(handler), get_executor(),
            std::move(result));
        return;
      }
    }

    using wait = wait_and_retry<Socket, Attempt>;
    wait first(handler, *socket_, std::move(attempt), next, tries);
    with_handler<std::decay_t<Handler>, wait> step(
        std::forward<Handler>(handler), std::move(first));
    step.start();
  }

private:
  Socket* socket_;
};

// Token is the type as the user's function deduced it, a reference for an
// lvalue, which is copied then and not moved from.
template <typename Token, typename Signature, typename Socket,
    typename Attempt>
auto initiate(std::remove_reference_t<Token>& token, Socket& socket,
    const Attempt& attempt)
{
  return boost::asio::async_initiate<Token, Signature>(
      initiate_operation<Socket>(socket), token, attempt);
}

// The synchronous form: wait as the user's blocking mode says.
template <typename Socket, typename Attempt>
typename Attempt::result_type run(Socket& socket, Attempt attempt,
    message_flags flags)
{
  const bool waits = !socket.non_blocking() && (flags & MSG_DONTWAIT) == 0;
  typename Attempt::result_type result = attempt(socket, false);
  while (socket_ops::would_block(result.error))
  {
    if (!waits)
      return attempt.stopped(result.error);

    boost::system::error_code ec;
    do
      socket.wait(Attempt::wait, ec);
    while (ec == boost::asio::error::interrupted);
    if (ec)
      return attempt.stopped(ec);
    result = attempt(socket, true);
  }
  return result;
}

// What nearly all attempts are: made at once.
struct attempt_at_once
{
  template <typename Socket>
  static constexpr bool waits_first(const Socket&) noexcept
  {
    return false;
  }
};

// And tried again when the socket is ready.
struct attempt_without_pauses
  : attempt_at_once
{
  template <typename Executor>
  using pauses = no_pauses;

  static retry after(const boost::system::error_code& ec) noexcept
  {
    return socket_ops::would_block(ec) ? retry::when_ready : retry::never;
  }
};

// And without progress of their own.
template <typename Result>
struct simple_attempt
  : attempt_without_pauses
{
  using result_type = Result;

  static result_type stopped(const boost::system::error_code& ec)
  {
    return result_type(ec);
  }
};

} // namespace detail
} // namespace boost_seqpacket

#endif // BOOST_SEQPACKET_DETAIL_OPERATION_INITIATE_HPP
