//
// handover_offer.hpp
// ~~~~~~~~~~~~~~~~~~
//
// Copyright (c) 2026 The boost_seqpacket authors
//
// Distributed under the Boost Software License, Version 1.0.
// (See accompanying file LICENSE_1_0.txt or copy at
// https://www.boost.org/LICENSE_1_0.txt)
//

#ifndef BOOST_SEQPACKET_HANDOVER_OFFER_HPP
#define BOOST_SEQPACKET_HANDOVER_OFFER_HPP

#include <boost_seqpacket/detail/config.hpp>

#if defined(BOOST_SEQPACKET_HAS_LOCAL_SOCKETS)

#include <boost_seqpacket/detail/handover/handover_access.hpp>
#include <boost_seqpacket/detail/handover/handover_item.hpp>

#include <boost/asio/buffer.hpp>

#include <cstddef>
#include <string_view>
#include <vector>

namespace boost_seqpacket {

/// What a predecessor gives to its successor.
/**
 * The object notes the number and the identity of each socket, and owns none. A
 * number that means another file when it is sent fails the handover with
 * @c asio::error::bad_descriptor. The listeners are for @c offer_handover and
 * the sessions for @c commit_handover: one object can be used for both, or two.
 *
 * @par Thread Safety
 * @e Distinct @e objects: Safe.@n @e Shared @e objects: Unsafe.
 */
class handover_offer
{
public:
  /// The largest number of listeners, and of sessions.
  static constexpr std::size_t max_items = detail::max_handover_items;

  /// The largest size of a name in bytes.
  static constexpr std::size_t max_name_size = detail::max_handover_name;

  /// The largest size of a state in bytes.
  static constexpr std::size_t max_state_size = detail::max_handover_state;

  /// Add a listening socket.
  /**
   * @param name At most 255 bytes without a NUL. It is copied, and need not be
   * unique.
   *
   * @param listener An acceptor, a socket, a @c unique_descriptor or another
   * object with @c native_handle(). It stays open until the successor has it.
   *
   * @throws boost::system::system_error Thrown on failure. The offer is
   * unchanged.
   *
   * @b Errors
   * @li @c asio::error::invalid_argument (@c EINVAL): The name is too long, or
   * has a NUL.
   * @li @c asio::error::bad_descriptor (@c EBADF): The object is not open.
   * @li @c asio::error::no_buffer_space (@c ENOBUFS): There are 65535 of them.
   */
  template <typename IoObject>
  void add_listener(std::string_view name, IoObject& listener)
  {
    listeners_.push_back(detail::make_item(
          name, listener.native_handle(), {}, listeners_.size()));
  }

  /// Add a session: a socket with what the program knows about it.
  /**
   * @param name As for @c add_listener.
   *
   * @param socket As for @c add_listener. The caller does not read from it and
   * does not write to it from now on.
   *
   * @param state At most 65536 bytes. They are copied. A send buffer of the
   * connection that is smaller than the default can be too small: see
   * @c commit_handover.
   *
   * @throws boost::system::system_error Thrown on failure. The offer is
   * unchanged.
   *
   * @b Errors
   * @li @c asio::error::message_size (@c EMSGSIZE): The state is too large.
   * @li All errors of @c add_listener.
   */
  template <typename IoObject>
  void add_session(std::string_view name, IoObject& socket,
      boost::asio::const_buffer state = boost::asio::const_buffer())
  {
    sessions_.push_back(detail::make_item(name, socket.native_handle(),
          std::string_view(static_cast<const char*>(state.data()),
            state.size()), sessions_.size()));
  }

  /// The number of listeners.
  std::size_t listeners() const noexcept { return listeners_.size(); }

  /// The number of sessions.
  std::size_t sessions() const noexcept { return sessions_.size(); }

  /// Remove everything.
  void clear() noexcept
  {
    listeners_.clear();
    sessions_.clear();
  }

private:
  friend struct detail::handover_access;

  std::vector<detail::handover_item> listeners_;
  std::vector<detail::handover_item> sessions_;
};

} // namespace boost_seqpacket

#endif // defined(BOOST_SEQPACKET_HAS_LOCAL_SOCKETS)

#endif // BOOST_SEQPACKET_HANDOVER_OFFER_HPP
