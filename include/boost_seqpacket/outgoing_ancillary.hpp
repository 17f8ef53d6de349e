//
// outgoing_ancillary.hpp
// ~~~~~~~~~~~~~~~~~~~~~~
//
// Copyright (c) 2026 The boost_seqpacket authors
//
// Distributed under the Boost Software License, Version 1.0.
// (See accompanying file LICENSE_1_0.txt or copy at
// https://www.boost.org/LICENSE_1_0.txt)
//

#ifndef BOOST_SEQPACKET_OUTGOING_ANCILLARY_HPP
#define BOOST_SEQPACKET_OUTGOING_ANCILLARY_HPP

#include <boost_seqpacket/detail/config.hpp>

#if defined(BOOST_SEQPACKET_HAS_LOCAL_SOCKETS)

#include <boost_seqpacket/credentials.hpp>
#include <boost_seqpacket/detail/ancillary/control_message.hpp>
#include <boost_seqpacket/unique_descriptor.hpp>

#include <boost/asio/buffer.hpp>
#include <boost/system/error_code.hpp>

#include <array>
#include <cstddef>

namespace boost_seqpacket {

/// The ancillary data of a message to be sent: descriptors, credentials and
/// other control messages.
/**
 * The storage is part of the object; nothing is allocated. Beside @c
 * MaxDescriptors descriptors there is always room for one set of credentials
 * and for @c other_room bytes of other control messages, their headers and
 * padding included.
 *
 * One object can be sent any number of times, as it is.
 *
 * @tparam MaxDescriptors How many descriptors the object takes: 0 to 253. The
 * kernel takes no more than 253 in one packet (@c SCM_MAX_FD, unix(7)).
 *
 * @par Thread Safety
 * @e Distinct @e objects: Safe.@n
 * @e Shared @e objects: Unsafe. Sends from several threads only read the object
 * and may share it.
 */
template <std::size_t MaxDescriptors>
class outgoing_ancillary
{
  static_assert(MaxDescriptors <= detail::max_descriptors,
      "A packet carries at most 253 descriptors (SCM_MAX_FD): write "
      "outgoing_ancillary<253> or less");

public:
  /// The room for control messages that @c add_control_message adds, in bytes.
  static constexpr std::size_t other_room = 128;

  /// Construct an object without ancillary data.
  outgoing_ancillary() noexcept;

  /// Take over the content of another object, which is empty afterwards.
  outgoing_ancillary(outgoing_ancillary&& other) noexcept;

  /// Clear the object and take over the content of another one, which is empty
  /// afterwards.
  outgoing_ancillary& operator=(outgoing_ancillary&& other) noexcept;

  outgoing_ancillary(const outgoing_ancillary&) = delete;
  outgoing_ancillary& operator=(const outgoing_ancillary&) = delete;

  /// Close the descriptors that are owned.
  ~outgoing_ancillary() = default;

  /// Add a descriptor that the caller goes on owning.
  /**
   * @param descriptor The number of an open descriptor. The caller keeps it
   * open until the send is done: a number that is closed and used again while a
   * send waits would send somebody else's file. The kernel looks the number up
   * when the message is sent: what is not open by then gives @c EBADF from the
   * send, and nothing is sent.
   *
   * @throws boost::system::system_error Thrown on failure.
   *
   * @par Errors
   * @li @c seqpacket_errc::ancillary_full The object has @c MaxDescriptors already. It
   * is left as it was.
   */
  void add_descriptor(int descriptor);

  /// Add a descriptor that the caller goes on owning.
  /**
   * As the throwing form, with the error in @c ec.
   */
  void add_descriptor(int descriptor, boost::system::error_code& ec) noexcept;

  /// Add a descriptor and take ownership of it.
  /**
   * @param descriptor The owner of an open descriptor. It is moved from on
   * success only. The descriptor stays open, across any number of sends, until
   * @c clear() or the destructor closes it.
   *
   * @throws boost::system::system_error Thrown on failure.
   *
   * @par Errors
   * @li @c seqpacket_errc::ancillary_full The object has @c MaxDescriptors already. It
   * is left as it was.
   * @li @c boost::asio::error::bad_descriptor Nothing is owned by @c
   * descriptor.
   */
  void add_descriptor(unique_descriptor&& descriptor);

  /// Add a descriptor and take ownership of it.
  /**
   * As the throwing form, with the error in @c ec.
   */
  void add_descriptor(unique_descriptor&& descriptor,
      boost::system::error_code& ec) noexcept;

#if defined(BOOST_SEQPACKET_HAS_SCM_CREDENTIALS)

  /// Add credentials, which the kernel checks when the message is sent.
  /**
   * @param value The credentials. A second call replaces those of the first.
   *
   * @par Remarks
   * There is always room. The receiver sees credentials only with the socket
   * option @c pass_credentials on. A process without privileges may send its
   * own process id and any of its real, effective or saved ids; anything else
   * gives @c EPERM from the send, and nothing is sent (unix(7)).
   */
  void add_credentials(const credentials& value);

  /// Add credentials, which the kernel checks when the message is sent.
  /**
   * As the throwing form; @c ec is always cleared.
   */
  void add_credentials(const credentials& value,
      boost::system::error_code& ec) noexcept;

#endif // defined(BOOST_SEQPACKET_HAS_SCM_CREDENTIALS)

  /// Add any other control message.
  /**
   * @param level The level, such as @c SOL_SOCKET.
   *
   * @param type The type.
   *
   * @param data The data, which is copied.
   *
   * @throws boost::system::system_error Thrown on failure.
   *
   * @par Errors
   * @li @c seqpacket_errc::ancillary_full There is no room for the message in what is
   * left of @c other_room. The object is left as it was.
   * @li @c boost::asio::error::invalid_argument The message is @c SCM_RIGHTS,
   * which has functions of its own: @c add_descriptor.
   *
   * @par Remarks
   * The kernel answers an unknown type of the level @c SOL_SOCKET with @c
   * EINVAL when the message is sent, and ignores other levels (measured, Linux
   * 6.18).
   */
  void add_control_message(int level, int type,
      boost::asio::const_buffer data);

  /// Add any other control message.
  /**
   * As the throwing form, with the error in @c ec.
   */
  void add_control_message(int level, int type, boost::asio::const_buffer data,
      boost::system::error_code& ec) noexcept;

  /// Remove everything, and close the descriptors that are owned.
  void clear() noexcept;

private:
  friend struct detail::ancillary_access;

  // The storage: credentials, other control messages, descriptors. What is
  // there is always without gaps, and ready for sendmsg. The credentials have a
  // fixed place before the begin_ of those without.
  static constexpr std::size_t credentials_space =
    detail::control_space(sizeof(credentials));

  static constexpr std::size_t storage_size = credentials_space + other_room
    + detail::descriptors_space(MaxDescriptors);

  const unsigned char* data() const noexcept
  {
    return storage_ + begin_;
  }

  std::size_t size() const noexcept
  {
    return credentials_space - begin_ + other_size_
      + detail::descriptors_space(count_);
  }

  unsigned char* descriptors_place() noexcept
  {
    return storage_ + credentials_space + other_size_;
  }

  void take(outgoing_ancillary& other) noexcept;

  alignas(::cmsghdr) unsigned char storage_[storage_size];
  std::size_t begin_ = credentials_space;
  std::size_t other_size_ = 0;
  std::size_t count_ = 0;
  std::array<unique_descriptor, MaxDescriptors> owned_;
};

/// For sends without ancillary data.
inline const outgoing_ancillary<0> no_ancillary;

} // namespace boost_seqpacket

#include <boost_seqpacket/impl/outgoing_ancillary.hpp>

#endif // defined(BOOST_SEQPACKET_HAS_LOCAL_SOCKETS)

#endif // BOOST_SEQPACKET_OUTGOING_ANCILLARY_HPP
