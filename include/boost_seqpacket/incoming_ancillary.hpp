//
// incoming_ancillary.hpp
// ~~~~~~~~~~~~~~~~~~~~~~
//
// Copyright (c) 2026 The boost_seqpacket authors
//
// Distributed under the Boost Software License, Version 1.0.
// (See accompanying file LICENSE_1_0.txt or copy at
// https://www.boost.org/LICENSE_1_0.txt)
//

#ifndef BOOST_SEQPACKET_INCOMING_ANCILLARY_HPP
#define BOOST_SEQPACKET_INCOMING_ANCILLARY_HPP

#include <boost_seqpacket/detail/config.hpp>

#if defined(BOOST_SEQPACKET_HAS_LOCAL_SOCKETS)

#include <boost_seqpacket/credentials.hpp>
#include <boost_seqpacket/descriptor_span.hpp>
#include <boost_seqpacket/detail/ancillary/control_message.hpp>
#include <boost_seqpacket/detail/ancillary/incoming_state.hpp>
#include <boost_seqpacket/unique_descriptor.hpp>

#include <boost/asio/buffer.hpp>

#include <array>
#include <cstddef>
#include <optional>
#include <string_view>

namespace boost_seqpacket {

/// A received control message that carries no descriptor.
struct control_message
{
  /// The level, such as @c SOL_SOCKET.
  int level;

  /// The type, such as @c SCM_CREDENTIALS.
  int type;

  /// The data. It is not aligned, so copy it out. It is valid until the object
  /// that it came from is changed.
  boost::asio::const_buffer data;
};

/// The ancillary data of a received message: descriptors, credentials and other
/// control messages.
/**
 * The object owns the descriptors. Those that are not moved out are closed when
 * another receive into the object starts, by @c clear(), and by the destructor.
 *
 * Closing a descriptor of a peer can block for as long as the peer likes, also
 * inside a receive on a non-blocking socket: a TCP socket with @c SO_LINGER and
 * data to send, or a file of a file system that does not answer (FUSE). A
 * receiver that needs no descriptors refuses them with the socket option
 * @c pass_rights(false) (Linux 6.16). Otherwise receive on a thread that may
 * wait.
 *
 * The storage is part of the object, and nothing is allocated. It has room for
 * @c MaxDescriptors descriptors, one pidfd, and @c other_room bytes of other
 * control messages with their headers and padding. The kinds that this library
 * knows fit at the same time: credentials, a time stamp, and a security label
 * of up to 256 bytes. They leave 128 bytes for unknown kinds.
 *
 * @tparam MaxDescriptors The largest number of descriptors, 0 to 253. If more
 * arrive, the surplus is closed, which can block, and the receive gives
 * @c seqpacket_errc::ancillary_truncated.
 *
 * @par Thread Safety
 * @e Distinct @e objects: Safe.@n @e Shared @e objects: Unsafe.
 */
template <std::size_t MaxDescriptors>
class incoming_ancillary
{
  static_assert(MaxDescriptors <= detail::max_descriptors,
      "A packet carries at most 253 descriptors (SCM_MAX_FD): write "
      "incoming_ancillary<253> or less");

public:
  /// The room for control messages that carry no descriptors in bytes.
  static constexpr std::size_t other_room = detail::incoming_state::other_room;

  /// Iterates over the control messages that carry no descriptors.
  using const_iterator = detail::control_iterator<control_message>;

  /// The same as @c const_iterator: control messages are read only.
  using iterator = const_iterator;

  /// Construct an object without ancillary data.
  incoming_ancillary() noexcept = default;

  /// Take over the contents of another object, which is empty afterwards.
  incoming_ancillary(incoming_ancillary&& other) noexcept;

  /// Clear the object and take over the contents of another one, which is empty
  /// afterwards.
  incoming_ancillary& operator=(incoming_ancillary&& other) noexcept;

  incoming_ancillary(const incoming_ancillary&) = delete;
  incoming_ancillary& operator=(const incoming_ancillary&) = delete;

  /// The descriptors that arrived, at most @c MaxDescriptors, in the order in
  /// which they were sent. Move out those to keep.
  /**
   * An element that owns nothing is a descriptor that the system could not
   * install. The receive has given @c seqpacket_errc::descriptors_lost then.
   */
  descriptor_span descriptors() noexcept
  {
    return descriptor_span(descriptors_.data(), state_.count);
  }

  /// The descriptors, which stay with the object.
  const_descriptor_span descriptors() const noexcept
  {
    return const_descriptor_span(descriptors_.data(), state_.count);
  }

#if defined(BOOST_SEQPACKET_HAS_PASS_CREDENTIALS)

  /// The credentials of the sender, if they came with the packet.
  /**
   * They come with every packet that is sent while the socket option
   * @c pass_credentials is on. They are the real ids of the sending process, or
   * those that it chose to send and may use, which the kernel checked when the
   * packet was sent (unix(7)). The kernel does not note the sender of a packet
   * that is queued before the option is set: such a packet has credentials only
   * if its sender added some.
   *
   * The process id is 0 if the sender is outside of this process's PID
   * namespace. If its ids are the system's overflow ids as well (65534 by
   * default, /proc/sys/kernel/overflowuid and overflowgid), the numbers are
   * those of a sender that the kernel has not noted, and the result is empty.
   * With @c pass_pidfd the two can be told apart, and such a sender has its
   * credentials.
   */
  std::optional<boost_seqpacket::credentials> credentials() const noexcept
  {
    boost_seqpacket::credentials found;
    if (!state_.find_credentials(found))
      return std::nullopt;
    return found;
  }

#endif // defined(BOOST_SEQPACKET_HAS_PASS_CREDENTIALS)

  /// The pidfd of the sender, if one came with the packet. Move it out to keep
  /// it.
  /**
   * @c SCM_PIDFD, Linux 6.5, with the socket option @c pass_pidfd.
   */
  unique_descriptor& pidfd() noexcept
  {
    return state_.pidfd;
  }

  /// The pidfd, which stays with the object.
  const unique_descriptor& pidfd() const noexcept
  {
    return state_.pidfd;
  }

  /// The security label of the sender, or an empty string if none came with the
  /// packet.
  /**
   * @c SCM_SECURITY, unix(7), without trailing NULs. It is valid until the
   * object is changed.
   */
  std::string_view security_label() const noexcept
  {
    return state_.find_security_label();
  }

  /// The true size of the packet in bytes, also when it was truncated.
  /**
   * Only Linux reports the true size of a truncated packet. On other systems it
   * is the number of bytes that were received.
   */
  std::size_t message_size() const noexcept
  {
    return state_.message_size;
  }

  /// The flags of the packet: @c msg_flags of recvmsg(2) without
  /// @c MSG_CMSG_CLOEXEC, and with @c MSG_CTRUNC if more arrived than the
  /// object has room for.
  int flags() const noexcept
  {
    return state_.flags;
  }

  /// The first control message that carries no descriptors.
  const_iterator begin() const noexcept
  {
    return const_iterator(state_.others());
  }

  /// The place after the last control message.
  const_iterator end() const noexcept
  {
    return const_iterator();
  }

  /// Remove everything, and close the descriptors that were not moved out.
  void clear() noexcept;

private:
  friend struct detail::ancillary_access;

  detail::incoming_state state_;
  std::array<unique_descriptor, MaxDescriptors> descriptors_;
};

} // namespace boost_seqpacket

#include <boost_seqpacket/impl/incoming_ancillary.hpp>

#endif // defined(BOOST_SEQPACKET_HAS_LOCAL_SOCKETS)

#endif // BOOST_SEQPACKET_INCOMING_ANCILLARY_HPP
