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
#include <boost_seqpacket/detail/ancillary/incoming_state.hpp>
#include <boost_seqpacket/unique_descriptor.hpp>

#include <boost/asio/buffer.hpp>

#include <array>
#include <cstddef>
#include <iterator>
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

  /// The data, which is not aligned for anything: copy it out. It lives as long
  /// as the object it came from is not changed.
  boost::asio::const_buffer data;
};

/// The ancillary data of a received message: descriptors, credentials and other
/// control messages.
/**
 * The object owns the descriptors. What is not moved out of it is closed when
 * another receive into the object starts, by @c clear(), and by the destructor.
 *
 * Closing what a peer has passed can block, for as long as the peer likes, also
 * inside a receive on a non-blocking socket: a TCP socket with @c SO_LINGER and
 * data to send, a file of a file system that does not answer (FUSE). Where no
 * descriptors are wanted, the socket option @c pass_rights(false) keeps them
 * away (Linux 6.16); else receive on a thread that may wait.
 *
 * The storage is part of the object; nothing is allocated. Beside @c
 * MaxDescriptors descriptors and one pidfd there is room for @c other_room
 * bytes of other control messages, their headers and padding included. The
 * kinds that this library knows have room at the same time: credentials, a time
 * stamp, and a security label of up to 256 bytes; 128 bytes are left for
 * unknown kinds then.
 *
 * @tparam MaxDescriptors How many descriptors the object takes: 0 to 253. If
 * more arrive the surplus is closed, which can block, and the receive gives
 * @c seqpacket_errc::ancillary_truncated.
 *
 * @par Thread Safety
 * @e Distinct @e objects: Safe.@n
 * @e Shared @e objects: Unsafe.
 */
template <std::size_t MaxDescriptors>
class incoming_ancillary
{
  static_assert(MaxDescriptors <= detail::max_descriptors,
      "A packet carries at most 253 descriptors (SCM_MAX_FD): write "
      "incoming_ancillary<253> or less");

public:
  /// The room for control messages that carry no descriptors, in bytes.
  static constexpr std::size_t other_room = detail::incoming_state::other_room;

  /// Iterates over the control messages that carry no descriptors.
  class const_iterator
  {
  public:
    using iterator_category = std::input_iterator_tag;
    using value_type = control_message;
    using difference_type = std::ptrdiff_t;
    using reference = control_message;

    /// What @c -> gives. The message lives until the end of the expression.
    struct pointer
    {
      const control_message* operator->() const noexcept { return &message; }
      control_message message;
    };

    const_iterator() noexcept
      : reader_(nullptr, 0)
    {
    }

    control_message operator*() const noexcept
    {
      return {reader_.level(), reader_.type(),
        boost::asio::const_buffer(reader_.data(), reader_.data_size())};
    }

    pointer operator->() const noexcept
    {
      return {**this};
    }

    const_iterator& operator++() noexcept
    {
      reader_.advance();
      return *this;
    }

    const_iterator operator++(int) noexcept
    {
      const_iterator old(*this);
      ++*this;
      return old;
    }

    friend bool operator==(const const_iterator& a,
        const const_iterator& b) noexcept
    {
      return a.reader_.place() == b.reader_.place();
    }

    friend bool operator!=(const const_iterator& a,
        const const_iterator& b) noexcept
    {
      return !(a == b);
    }

  private:
    friend class incoming_ancillary;

    explicit const_iterator(const detail::control_reader& reader) noexcept
      : reader_(reader)
    {
    }

    detail::control_reader reader_;
  };

  /// The same as @c const_iterator: control messages are only read.
  using iterator = const_iterator;

  /// Construct an object without ancillary data.
  incoming_ancillary() noexcept = default;

  /// Take over the content of another object, which is empty afterwards.
  incoming_ancillary(incoming_ancillary&& other) noexcept;

  /// Clear the object and take over the content of another one, which is empty
  /// afterwards.
  incoming_ancillary& operator=(incoming_ancillary&& other) noexcept;

  incoming_ancillary(const incoming_ancillary&) = delete;
  incoming_ancillary& operator=(const incoming_ancillary&) = delete;

  /// The descriptors that arrived, in the order in which they were sent, at
  /// most @c MaxDescriptors. Move out what is to be kept.
  /**
   * An element that owns nothing stands for a descriptor that the system could
   * not install; the receive has given @c seqpacket_errc::descriptors_lost then.
   */
  descriptor_span descriptors() noexcept
  {
    return descriptor_span(descriptors_.data(), state_.count);
  }

#if defined(BOOST_SEQPACKET_HAS_PASS_CREDENTIALS)

  /// The credentials of the sender, if they came with the packet.
  /**
   * They come with every packet that is sent while the socket option @c
   * pass_credentials is on, and were checked by the kernel when the packet was
   * sent: the real ids of the sending process, or those that it chose to send
   * and may use (unix(7)). A packet that was queued before the option was set
   * comes without, unless its sender added some: the kernel did not note who
   * that was.
   */
  std::optional<boost_seqpacket::credentials> credentials() const noexcept
  {
    return state_.find_credentials();
  }

#endif // defined(BOOST_SEQPACKET_HAS_PASS_CREDENTIALS)

  /// The pidfd of the sender, if one came with the packet (@c SCM_PIDFD, Linux
  /// 6.5, socket option @c SO_PASSPIDFD). Move it out to keep it.
  unique_descriptor& pidfd() noexcept
  {
    return state_.pidfd;
  }

  /// The security label of the sender without trailing NULs, if one came with
  /// the packet (@c SCM_SECURITY, unix(7)); otherwise empty. It lives as long
  /// as the object is not changed.
  std::string_view security_label() const noexcept
  {
    return state_.find_security_label();
  }

  /// The true size of the packet in bytes, also when it was truncated.
  /**
   * On systems other than Linux a truncated packet's true size is not known: it
   * is the number of bytes that were received then.
   */
  std::size_t message_size() const noexcept
  {
    return state_.message_size;
  }

  /// The flags of the packet: @c msg_flags of recvmsg(2) without
  /// @c MSG_CMSG_CLOEXEC, and with @c MSG_CTRUNC whenever more arrived than the
  /// object takes.
  int flags() const noexcept
  {
    return state_.flags;
  }

  /// The first control message that carries no descriptors.
  const_iterator begin() const noexcept
  {
    return const_iterator(state_.others());
  }

  /// Behind the last control message.
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
