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

// Starts an operation: it tries at once, and waits if it must.
//
// An attempt is what an operation does. It is a class with these members:
//   result_type        has the error in `error`, and calls a handler with all
//                      its contents: std::move(result)(handler)
//   wait               what the operation waits for: wait_read or wait_write
//   name               for Asio's handler tracking
//   first(socket)      checks the socket and makes the system call, without
//                      waiting
//   again()            makes the system call again, with the descriptor number,
//                      because the socket object may be gone
//   after(error)       what the operation does after that error: a retry
//   stopped(error)     the result of an operation that ends without an attempt
//   has_begun()        whether a part of the work is done, so that total
//                      cancellation is not possible any more
// An attempt is copied before it begins, and only moved afterwards.

#include <boost_seqpacket/detail/operation/complete.hpp>
#include <boost_seqpacket/detail/operation/wait_and_retry.hpp>
#include <boost_seqpacket/detail/operation/with_handler.hpp>
#include <boost_seqpacket/detail/socket/socket_ops.hpp>
#include <boost_seqpacket/detail/socket/argument_traits.hpp>
#include <boost_seqpacket/detail/socket/socket_traits.hpp>

#include <boost/asio/async_result.hpp>
#include <boost/asio/error.hpp>
#include <boost/asio/socket_base.hpp>
#include <boost/system/error_code.hpp>

#include <type_traits>
#include <utility>

namespace boost_seqpacket {
namespace detail {

// The base of the function objects that async_initiate calls. They are
// copyable, so that a deferred operation can be launched more than once.
template <typename Socket>
class initiation
{
public:
  using executor_type = typename Socket::executor_type;

  explicit initiation(Socket& socket) noexcept
    : socket_(&socket)
  {
  }

  executor_type get_executor() const noexcept
  {
    return socket_->get_executor();
  }

protected:
  Socket* socket_;
};

// Starts the operation of an attempt.
template <typename Socket>
class initiate_attempt
  : public initiation<Socket>
{
public:
  using initiation<Socket>::initiation;

  template <typename Handler, typename Attempt>
  void operator()(Handler&& handler, Attempt attempt) const
  {
    BOOST_ASIO_HANDLER_LOCATION((__FILE__, __LINE__, Attempt::name));
    Socket& socket = *this->socket_;
    typename Attempt::result_type result = attempt.first(socket);
    const retry next = attempt.after(result.error);
    if (next == retry::never)
    {
      detail::complete_immediately(std::forward<Handler>(handler),
          this->get_executor(), std::move(result));
      return;
    }

    using wait = wait_and_retry<Socket, Attempt>;
    wait first(handler, socket, std::move(attempt), next);
    with_handler<std::decay_t<Handler>, wait> step(
        std::forward<Handler>(handler), std::move(first));
    step.start();
  }
};

// The type that an initiating function returns. Without such a type the call is
// a substitution failure. An error_code in the place of the token is let in,
// because a static_assert names that mistake.
template <bool IsMistake>
struct initiated_type
{
  template <typename Token, typename Signature, typename Initiation,
      typename... Args>
  using type = decltype(boost::asio::async_initiate<Token, Signature>(
        std::declval<Initiation>(),
        std::declval<std::remove_reference_t<Token>&>(),
        std::declval<Args>()...));
};

template <>
struct initiated_type<true>
{
  template <typename...>
  using type = void;
};

// Initiation is a template over the type of the socket. Token is the type that
// the user's function deduced: a reference for an lvalue, which is copied and
// not moved from.
template <typename Token, typename Signature,
    template <typename> class Initiation, typename Socket, typename... Args>
using initiated_by = typename initiated_type<
  !is_completion_token<Token>>::template type<
    Token, Signature, Initiation<Socket>, Args...>;

template <typename Token, typename Signature, typename Socket,
    typename Attempt>
using initiated =
  initiated_by<Token, Signature, initiate_attempt, Socket, Attempt>;

template <typename Token, typename Signature,
    template <typename> class Initiation, typename Socket, typename... Args>
initiated_by<Token, Signature, Initiation, Socket, Args...> initiate_by(
    std::remove_reference_t<Token>& token, Socket& socket, Args... args)
{
  // The arguments are moved, so that no copy outlives the operation and keeps
  // open what it was given. A deferred operation copies them itself.
  check_token<Token>();
  if constexpr (is_completion_token<Token>)
    return boost::asio::async_initiate<Token, Signature>(
        Initiation<Socket>(socket), token, std::move(args)...);
}

template <typename Token, typename Signature, typename Socket,
    typename Attempt>
initiated<Token, Signature, Socket, Attempt> initiate(
    std::remove_reference_t<Token>& token, Socket& socket, Attempt attempt)
{
  return detail::initiate_by<Token, Signature, initiate_attempt>(
      token, socket, std::move(attempt));
}

// The base of attempts that are done at once or not at all.
struct undivided_attempt
{
  static constexpr bool has_begun() noexcept
  {
    return false;
  }
};

// The base of attempts that wait only until the socket is ready. One that can
// be done in part says so itself.
struct attempt_without_pauses
  : undivided_attempt
{
  static retry after(const boost::system::error_code& ec) noexcept
  {
    return socket_ops::would_block(ec) ? retry::when_ready : retry::never;
  }
};

// The base of such attempts whose result needs nothing but the error.
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
