//
// native_socket.hpp
// ~~~~~~~~~~~~~~~~~
//
// Copyright (c) 2026 The boost_seqpacket authors
//
// Distributed under the Boost Software License, Version 1.0.
// (See accompanying file LICENSE_1_0.txt or copy at
// https://www.boost.org/LICENSE_1_0.txt)
//

#ifndef BOOST_SEQPACKET_NATIVE_SOCKET_HPP
#define BOOST_SEQPACKET_NATIVE_SOCKET_HPP

#include <boost_seqpacket/detail/config.hpp>

#if defined(BOOST_SEQPACKET_HAS_LOCAL_SOCKETS)

#include <boost_seqpacket/detail/socket/check_socket.hpp>
#include <boost_seqpacket/detail/socket/socket_traits.hpp>

#include <boost/asio/local/datagram_protocol.hpp>
#include <boost/asio/socket_base.hpp>
#include <boost/system/error_code.hpp>

#include <chrono>
#include <type_traits>

namespace boost_seqpacket {

/// A view of a socket that is only a number, with a time limit.
/**
 * Programs that have no @c io_context, or hold a socket as an @c int, give this
 * object to the synchronous functions in the place of an Asio socket. An Asio
 * socket can be viewed as well, if a call must not wait longer than a certain
 * time.
 *
 * The functions that send, receive, read, write and discard take it, with one
 * packet and with batches, and so do those of peer.hpp, the names of a socket
 * and @c max_message_size. They mean the same, have the same errors and the
 * same ownership as with an Asio socket. The first call asks the system what
 * kind of socket it is (@c SO_DOMAIN and @c SO_TYPE). A function that is for
 * another kind reports @c asio::error::operation_not_supported
 * (@c EOPNOTSUPP). Asynchronous functions do not compile: give the descriptor
 * to an Asio socket with @c adopt. The object has a name and is not const.
 *
 * The flag @c O_NONBLOCK of the descriptor does not matter and is not changed:
 * each system call is made with @c MSG_DONTWAIT. If it would block, the
 * function waits with poll(2), unless @c non_blocking() is set.
 *
 * @par Object Lifetimes
 * The object owns nothing. The descriptor stays open, and stays the same
 * socket, as long as the object is used.
 *
 * @par Thread Safety
 * Distinct objects: safe, also if they view one socket. Shared objects: unsafe.
 *
 * @par Errors
 * Those of each function, and besides:
 * @li @c asio::error::timed_out (@c ETIMEDOUT): The time has come before the
 * function could be done. Only @c read_message and @c write_message may have
 * moved bytes, and report their number.
 * @li @c asio::error::not_socket (@c ENOTSOCK): The descriptor is not a socket.
 * @li @c asio::error::bad_descriptor (@c EBADF): It is not open.
 * @li @c asio::error::address_family_not_supported (@c EAFNOSUPPORT): It is a
 * socket of another family.
 * @li Other errors of getsockopt(2) and poll(2), unchanged: a filter of system
 * calls refuses them.
 *
 * @b Example
 * @snippet bare_descriptor.cpp bare_descriptor_request
 */
class native_socket
{
public:
  /// The type of a descriptor.
  using native_handle_type = int;

  /// The clock of the time limit.
  using clock_type = std::chrono::steady_clock;

  /// The type of names, for the functions of datagrams and of endpoint.hpp.
  using endpoint_type = boost::asio::local::datagram_protocol::endpoint;

  /// View the socket of a descriptor.
  explicit native_socket(int descriptor) noexcept
    : descriptor_(descriptor)
  {
  }

  /// Refuse a truth value, such as the result of a comparison.
  template <typename T,
      std::enable_if_t<std::is_same<T, bool>::value, int> = 0>
  explicit native_socket(T) = delete;

  /// View an Asio socket of the AF_UNIX family.
  /**
   * The new object has the socket's @c non_blocking() of this moment. It does
   * not follow the socket: after the socket is closed, or opened again, view it
   * again. The system is asked what kind of socket it is only if the type does
   * not say so, as those of @c boost::asio::generic.
   */
  template <typename Socket, detail::message_socket_constraint<Socket> = 0>
  explicit native_socket(Socket& socket)
    : descriptor_(socket.native_handle()),
      non_blocking_(socket.non_blocking()),
      has_kind_(detail::family_is_known<Socket>),
      kind_(detail::socket_traits<Socket>::kind)
  {
  }

  /// The descriptor.
  int native_handle() const noexcept
  {
    return descriptor_;
  }

  /// Whether functions report @c asio::error::would_block instead of waiting.
  bool non_blocking() const noexcept
  {
    return non_blocking_;
  }

  /// Choose whether functions report @c asio::error::would_block instead of
  /// waiting. It is false at first.
  void non_blocking(bool mode) noexcept
  {
    non_blocking_ = mode;
  }

  /// Let each wait end when so much time has passed from now.
  /**
   * A function that is called later tries its system call once in any case. If
   * several calls are to have the time each, call this before each of them.
   *
   * @param length The time, which poll(2) rounds up to milliseconds. A time
   * that the clock cannot express, such as @c hours::max(), has no end.
   */
  template <typename Rep, typename Period>
  void expires_after(
      const std::chrono::duration<Rep, Period>& length) noexcept;

  /// Let each wait end at that time.
  void expires_at(clock_type::time_point time) noexcept
  {
    expiry_ = time;
  }

  /// Let waits last as long as they take, as at first.
  void expires_never() noexcept
  {
    expiry_ = clock_type::time_point::max();
  }

  /// The end of each wait, or the largest time if there is none.
  clock_type::time_point expiry() const noexcept
  {
    return expiry_;
  }

  /// Wait until the socket is ready.
  /**
   * A socket that has an end or an error to report is ready as well. Whether
   * @c non_blocking() is set does not matter.
   *
   * @param what @c wait_read or @c wait_write. @c wait_error is not supported.
   *
   * @throws boost::system::system_error Thrown on failure.
   *
   * @b Errors
   * @li @c asio::error::timed_out (@c ETIMEDOUT): The time has come. If it had
   * come before the call, the function does not look at the socket.
   * @li @c asio::error::bad_descriptor (@c EBADF): The descriptor is not open.
   * @li @c asio::error::operation_not_supported (@c EOPNOTSUPP): @c wait_error.
   * @li Other errors of poll(2), unchanged.
   */
  void wait(boost::asio::socket_base::wait_type what);

  /// Wait until the socket is ready, or set an error code.
  void wait(boost::asio::socket_base::wait_type what,
      boost::system::error_code& ec);

  /// Set an option of the socket, such as @c pass_credentials.
  /**
   * @throws boost::system::system_error Thrown on failure.
   *
   * @b Errors
   * @li Those of setsockopt(2), unchanged.
   */
  template <typename SettableSocketOption>
  void set_option(const SettableSocketOption& option);

  /// Set an option of the socket, or set an error code.
  template <typename SettableSocketOption>
  void set_option(const SettableSocketOption& option,
      boost::system::error_code& ec);

private:
  friend struct detail::native_access;

  // Asks the system once.
  detail::socket_kind kind(boost::system::error_code& ec);

  template <typename Duration>
  Duration limit_pause(Duration length, boost::system::error_code& ec) const;

  int descriptor_;
  bool non_blocking_ = false;
  bool has_kind_ = false;
  detail::socket_kind kind_ = detail::socket_kind::seq_packet;
  clock_type::time_point expiry_ = clock_type::time_point::max();
};

} // namespace boost_seqpacket

#include <boost_seqpacket/impl/native_socket.hpp>

#endif // defined(BOOST_SEQPACKET_HAS_LOCAL_SOCKETS)

#endif // BOOST_SEQPACKET_NATIVE_SOCKET_HPP
