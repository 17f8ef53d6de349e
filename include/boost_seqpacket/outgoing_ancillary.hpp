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
#include <boost_seqpacket/detail/ancillary/ancillary_access.hpp>
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
 * The storage is part of the object, and nothing is allocated. It has room for
 * @c MaxDescriptors descriptors, one set of credentials, and @c other_room
 * bytes of other control messages with their headers and padding.
 *
 * Sending does not change the object, so it can be sent any number of times.
 *
 * @tparam MaxDescriptors The largest number of descriptors, 0 to 253. The
 * kernel takes no more than 253 in one packet (@c SCM_MAX_FD, unix(7)).
 *
 * @par Thread Safety
 * @e Distinct @e objects: Safe.@n @e Shared @e objects: Unsafe. Sends from
 * several threads may share the object, because they only read it.
 */
template <std::size_t MaxDescriptors>
class outgoing_ancillary
{
  static_assert(MaxDescriptors <= detail::max_descriptors,
      "A packet carries at most 253 descriptors (SCM_MAX_FD): write "
      "outgoing_ancillary<253> or less");

public:
  /// The room for the control messages of @c add_control_message in bytes.
  static constexpr std::size_t other_room = 128;

  /// Construct an object without ancillary data.
  outgoing_ancillary() noexcept;

  /// Take over the contents of another object, which is empty afterwards.
  outgoing_ancillary(outgoing_ancillary&& other) noexcept;

  /// Clear the object and take over the contents of another one, which is empty
  /// afterwards.
  outgoing_ancillary& operator=(outgoing_ancillary&& other) noexcept;

  outgoing_ancillary(const outgoing_ancillary&) = delete;
  outgoing_ancillary& operator=(const outgoing_ancillary&) = delete;

  /// Close the descriptors that are owned.
  ~outgoing_ancillary() = default;

  /// Add a descriptor that the caller still owns.
  /**
   * @param descriptor The number of an open descriptor. The kernel looks the
   * number up when the message is sent, so the caller keeps it open until the
   * send is done. If it is closed by then, the send gives
   * @c asio::error::bad_descriptor (@c EBADF), and nothing is sent. If the
   * number has been used again, another file is sent.
   *
   * @throws boost::system::system_error Thrown on failure. The object stays as
   * it was.
   *
   * @b Errors
   * @li @c seqpacket_errc::ancillary_full: The object has @c MaxDescriptors
   * descriptors already.
   */
  void add_descriptor(int descriptor);

  /// Add a descriptor that the caller still owns, or set an error code.
  /**
   * As the throwing form, with the error in @c ec.
   */
  void add_descriptor(int descriptor, boost::system::error_code& ec) noexcept;

  /// Add the descriptor of an owner that keeps it.
  void add_descriptor(const unique_descriptor& descriptor)
  {
    add_descriptor(descriptor.native_handle());
  }

  /// Add the descriptor of an owner that keeps it, or set an error code.
  void add_descriptor(const unique_descriptor& descriptor,
      boost::system::error_code& ec) noexcept
  {
    add_descriptor(descriptor.native_handle(), ec);
  }

  /// Refuse a constant owner that is given away.
  template <typename... Rest>
  void add_descriptor(const unique_descriptor&&, Rest&&...) = delete;

  /// Add a descriptor and take ownership of it.
  /**
   * @param descriptor The owner of an open descriptor. It is moved from on
   * success only. The descriptor stays open during any number of sends, until
   * @c clear() or the destructor closes it.
   *
   * @throws boost::system::system_error Thrown on failure. The object stays as
   * it was.
   *
   * @b Errors
   * @li @c seqpacket_errc::ancillary_full: The object has @c MaxDescriptors
   * descriptors already.
   * @li @c asio::error::bad_descriptor (@c EBADF): @c descriptor owns nothing.
   */
  void add_descriptor(unique_descriptor&& descriptor);

  /// Add a descriptor and take ownership of it, or set an error code.
  /**
   * As the throwing form, with the error in @c ec.
   */
  void add_descriptor(unique_descriptor&& descriptor,
      boost::system::error_code& ec) noexcept;

#if defined(BOOST_SEQPACKET_HAS_SCM_CREDENTIALS)

  /// Add credentials, which the kernel checks when the message is sent.
  /**
   * @param value The credentials. They replace those of an earlier call.
   *
   * @par Remarks
   * There is always room. The receiver gets credentials only if its socket
   * option @c pass_credentials is on. A process without privileges may send its
   * own process id and any of its real, effective or saved ids. With other ids
   * the send gives @c asio::error::no_permission (@c EPERM), and nothing is
   * sent (unix(7)).
   */
  void add_credentials(const credentials& value);

  /// Add credentials, and clear an error code.
  /**
   * As the throwing form: there is no error.
   */
  void add_credentials(const credentials& value,
      boost::system::error_code& ec) noexcept;

#endif // defined(BOOST_SEQPACKET_HAS_SCM_CREDENTIALS)

  /// Add a control message of another kind.
  /**
   * @param level The level, such as @c SOL_SOCKET.
   *
   * @param type The type.
   *
   * @param data The data, which is copied.
   *
   * @throws boost::system::system_error Thrown on failure. The object stays as
   * it was.
   *
   * @b Errors
   * @li @c seqpacket_errc::ancillary_full: The message does not fit into the
   * rest of @c other_room.
   * @li @c asio::error::invalid_argument (@c EINVAL): The message is
   * @c SCM_RIGHTS, for which there is @c add_descriptor.
   *
   * @par Remarks
   * A type of the level @c SOL_SOCKET that the kernel does not know makes the
   * send fail (@c EINVAL). It ignores other levels (measured, Linux 6.18).
   */
  void add_control_message(int level, int type,
      boost::asio::const_buffer data);

  /// Add a control message of another kind, or set an error code.
  /**
   * As the throwing form, with the error in @c ec.
   */
  void add_control_message(int level, int type, boost::asio::const_buffer data,
      boost::system::error_code& ec) noexcept;

  /// Remove everything, and close the descriptors that the object owns.
  void clear() noexcept;

private:
  friend struct detail::ancillary_access;

  // A constant must be initialized in each byte.
  struct constant {};
  explicit constexpr outgoing_ancillary(constant) noexcept
    : storage_()
  {
  }

  // The storage holds credentials, other control messages and descriptors, in
  // this order and without gaps, ready for sendmsg. Without credentials it
  // begins after their place.
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

/// Ancillary data for sends that have none.
inline const outgoing_ancillary<0> no_ancillary =
  detail::ancillary_access::make_constant<outgoing_ancillary<0>>();

} // namespace boost_seqpacket

#include <boost_seqpacket/impl/outgoing_ancillary.hpp>

#endif // defined(BOOST_SEQPACKET_HAS_LOCAL_SOCKETS)

#endif // BOOST_SEQPACKET_OUTGOING_ANCILLARY_HPP
