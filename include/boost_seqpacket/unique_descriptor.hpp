//
// unique_descriptor.hpp
// ~~~~~~~~~~~~~~~~~~~~~
//
// Copyright (c) 2026 The boost_seqpacket authors
//
// Distributed under the Boost Software License, Version 1.0.
// (See accompanying file LICENSE_1_0.txt or copy at
// https://www.boost.org/LICENSE_1_0.txt)
//

#ifndef BOOST_SEQPACKET_UNIQUE_DESCRIPTOR_HPP
#define BOOST_SEQPACKET_UNIQUE_DESCRIPTOR_HPP

#include <boost_seqpacket/detail/config.hpp>

#if defined(BOOST_SEQPACKET_HAS_LOCAL_SOCKETS)

#include <boost/system/error_code.hpp>

namespace boost_seqpacket {

/// The only owner of an open descriptor.
/**
 * Closes the descriptor when it is destroyed, reset or assigned to. It can be
 * moved, not copied. It never owns a negative number: one that is given to it
 * leaves it empty.
 *
 * Closing is no cancellation point of pthread_cancel(3): a destructor that a
 * cancellation leaves would end the process.
 *
 * @par Thread Safety
 * @e Distinct @e objects: Safe.@n
 * @e Shared @e objects: Unsafe.
 */
class unique_descriptor
{
public:
  /// The type of a descriptor.
  using native_handle_type = int;

  /// Construct an object that owns nothing.
  unique_descriptor() noexcept = default;

  /// Take ownership of an open descriptor.
  /**
   * @param descriptor The number of an open descriptor that nobody else owns.
   * With a negative number the new object owns nothing.
   */
  explicit unique_descriptor(native_handle_type descriptor) noexcept;

  /// Take over what another object owns, which then owns nothing.
  unique_descriptor(unique_descriptor&& other) noexcept;

  /// Close the own descriptor and take over what another object owns.
  unique_descriptor& operator=(unique_descriptor&& other) noexcept;

  unique_descriptor(const unique_descriptor&) = delete;
  unique_descriptor& operator=(const unique_descriptor&) = delete;

  /// Close the descriptor.
  ~unique_descriptor();

  /// The number of the descriptor, or -1 when nothing is owned.
  native_handle_type native_handle() const noexcept
  {
    return descriptor_;
  }

  /// Whether a descriptor is owned.
  bool is_open() const noexcept
  {
    return descriptor_ >= 0;
  }

  /// Whether a descriptor is owned.
  explicit operator bool() const noexcept
  {
    return is_open();
  }

  /// Give up ownership without closing.
  /**
   * @returns The number of the descriptor, which the caller has to close now,
   * or
   * -1 when nothing was owned.
   */
  [[nodiscard]] native_handle_type release() noexcept;

  /// Close the own descriptor and take ownership of another one.
  /**
   * @param descriptor The number of an open descriptor that nobody else owns.
   * With a negative number the object owns nothing afterwards. The number that
   * is owned already is left alone.
   */
  void reset(native_handle_type descriptor = -1) noexcept;

  /// Close the descriptor and learn what the system says of it.
  /**
   * @param ec Set to indicate what error occurred, if any. The object owns
   * nothing afterwards, whatever the result.
   *
   * @par Errors
   * @li @c EIO, @c ENOSPC, @c EDQUOT An earlier write was not stored
   * (close(2)).
   * @li @c EBADF Somebody else has closed the number.
   * @li No error when nothing was owned, nor for @c EINTR: on Linux the number
   * is free by then, and closing it again might close somebody else's.
   */
  void close(boost::system::error_code& ec) noexcept;

  /// Make a second descriptor of the same open file.
  /**
   * @returns The owner of the new descriptor, which is close-on-exec from birth
   * (@c F_DUPFD_CLOEXEC, fcntl(2)).
   *
   * @throws boost::system::system_error Thrown on failure.
   *
   * @par Errors
   * @li @c EBADF Nothing is owned.
   * @li @c EMFILE The process has as many open descriptors as it may have.
   */
  unique_descriptor duplicate() const;

  /// Make a second descriptor of the same open file.
  /**
   * @param ec Set to indicate what error occurred, if any.
   *
   * @returns The owner of the new descriptor, which is close-on-exec from birth
   * (@c F_DUPFD_CLOEXEC, fcntl(2)), or an empty object on failure.
   *
   * @par Errors
   * @li @c EBADF Nothing is owned.
   * @li @c EMFILE The process has as many open descriptors as it may have.
   */
  unique_descriptor duplicate(boost::system::error_code& ec) const;

  /// Exchange what two objects own.
  friend void swap(unique_descriptor& a, unique_descriptor& b) noexcept
  {
    const native_handle_type descriptor = a.descriptor_;
    a.descriptor_ = b.descriptor_;
    b.descriptor_ = descriptor;
  }

private:
  native_handle_type descriptor_ = -1;
};

} // namespace boost_seqpacket

#include <boost_seqpacket/impl/unique_descriptor.hpp>

#endif // defined(BOOST_SEQPACKET_HAS_LOCAL_SOCKETS)

#endif // BOOST_SEQPACKET_UNIQUE_DESCRIPTOR_HPP
