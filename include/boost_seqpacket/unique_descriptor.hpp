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
 * The object closes the descriptor when it is destroyed, reset or assigned to.
 * It can be moved, not copied. It never owns a negative number: with one it
 * owns nothing.
 *
 * An exception that leaves a destructor ends the process, and pthread_cancel(3)
 * throws one at a cancellation point. So closing is not a cancellation point
 * here.
 *
 * @par Thread Safety
 * @e Distinct @e objects: Safe.@n @e Shared @e objects: Unsafe.
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
   * @param descriptor The number of an open descriptor that has no other owner.
   * With a negative number the new object owns nothing.
   */
  explicit unique_descriptor(native_handle_type descriptor) noexcept;

  /// Take ownership from another object, which owns nothing afterwards.
  unique_descriptor(unique_descriptor&& other) noexcept;

  /// Close the descriptor and take ownership from another object.
  unique_descriptor& operator=(unique_descriptor&& other) noexcept;

  unique_descriptor(const unique_descriptor&) = delete;
  unique_descriptor& operator=(const unique_descriptor&) = delete;

  /// Close the descriptor.
  ~unique_descriptor();

  /// The number of the descriptor, or -1 if nothing is owned.
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
   * @returns The number of the descriptor, which the caller closes from now on,
   * or -1 if nothing was owned.
   */
  [[nodiscard]] native_handle_type release() noexcept;

  /// Close the descriptor and take ownership of another one.
  /**
   * @param descriptor The number of an open descriptor that has no other owner.
   * With a negative number the object owns nothing afterwards. With the number
   * that it owns already nothing changes.
   */
  void reset(native_handle_type descriptor = -1) noexcept;

  /// Close the descriptor, and report an error of close(2).
  /**
   * @param ec Set to indicate what error occurred, if any. The object owns
   * nothing afterwards, whatever the result.
   *
   * @b Errors
   * @li @c EIO, @c ENOSPC, @c EDQUOT: An earlier write was not stored.
   * @li @c asio::error::bad_descriptor (@c EBADF): Another owner has closed the
   * number.
   *
   * @par Remarks
   * It is no error if nothing was owned. After @c EINTR Linux has freed the
   * number, and closing it again could close another descriptor: that is no
   * error either.
   */
  void close(boost::system::error_code& ec) noexcept;

  /// Make a second descriptor of the same open file.
  /**
   * @returns The owner of the new descriptor. It is close-on-exec from the
   * moment it exists (@c F_DUPFD_CLOEXEC, fcntl(2)).
   *
   * @throws boost::system::system_error Thrown on failure.
   *
   * @b Errors
   * @li @c asio::error::bad_descriptor (@c EBADF): Nothing is owned.
   * @li @c asio::error::no_descriptors (@c EMFILE): The process has reached its
   * limit of open descriptors.
   */
  unique_descriptor duplicate() const;

  /// Make a second descriptor of the same open file, or set an error code.
  /**
   * As the throwing form, with the error in @c ec; the result owns nothing
   * then.
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
