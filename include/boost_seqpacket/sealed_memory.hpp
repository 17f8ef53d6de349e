//
// sealed_memory.hpp
// ~~~~~~~~~~~~~~~~~
//
// Copyright (c) 2026 The boost_seqpacket authors
//
// Distributed under the Boost Software License, Version 1.0.
// (See accompanying file LICENSE_1_0.txt or copy at
// https://www.boost.org/LICENSE_1_0.txt)
//

#ifndef BOOST_SEQPACKET_SEALED_MEMORY_HPP
#define BOOST_SEQPACKET_SEALED_MEMORY_HPP

#include <boost_seqpacket/detail/config.hpp>

#if defined(BOOST_SEQPACKET_HAS_SEALED_MEMORY)

#include <boost_seqpacket/detail/socket/argument_traits.hpp>
#include <boost_seqpacket/unique_descriptor.hpp>

#include <boost/asio/buffer.hpp>
#include <boost/system/error_code.hpp>

#include <cstddef>
#include <type_traits>

namespace boost_seqpacket {

namespace detail {

// Makes the objects.
struct sealed_memory_access;

template <typename Function>
using writer_constraint = std::enable_if_t<std::is_invocable<
  Function&, boost::asio::mutable_buffer>::value, int>;

} // namespace detail

/// The content of a large message, which never changes.
/**
 * The object owns a file in memory (memfd_create(2)) that is sealed: neither
 * its bytes nor its size can change any more, for this process as well. It is
 * made once by @c make_sealed_memory, and sent any number of times to any
 * number of peers. All receivers share the memory.
 *
 * This header is not part of @c boost_seqpacket.hpp.
 *
 * @par Thread Safety
 * @e Distinct @e objects: Safe.@n @e Shared @e objects: Unsafe. Sends from
 * several threads may share the object, because they only read it.
 *
 * @par Remarks
 * Linux 3.17. The file cannot be run as a program (Linux 6.3).
 */
class sealed_memory
{
public:
  /// Construct an object that owns nothing.
  sealed_memory() noexcept = default;

  /// Take over the memory of another object, which owns nothing afterwards.
  sealed_memory(sealed_memory&& other) noexcept;

  /// Give up the memory, and take over that of another object.
  sealed_memory& operator=(sealed_memory&& other) noexcept;

  sealed_memory(const sealed_memory&) = delete;
  sealed_memory& operator=(const sealed_memory&) = delete;

  /// Close the file. Its memory lives on in receivers that have it.
  ~sealed_memory() = default;

  /// The size in bytes.
  std::size_t size() const noexcept
  {
    return size_;
  }

  /// Whether memory is owned.
  bool is_open() const noexcept
  {
    return file_.is_open();
  }

  /// The number of the file's descriptor, or -1 if nothing is owned.
  int native_handle() const noexcept
  {
    return file_.native_handle();
  }

  /// Give up the file's descriptor, and own nothing afterwards.
  unique_descriptor release() noexcept;

private:
  friend struct detail::sealed_memory_access;

  unique_descriptor file_;
  std::size_t size_ = 0;
};

/// Copy bytes into memory and seal it.
/**
 * @param buffers The bytes, in any number of buffers. They may be empty.
 *
 * @returns The object that owns the memory.
 *
 * @throws boost::system::system_error Thrown on failure. Nothing is left.
 *
 * @b Errors
 * @li @c asio::error::no_descriptors (@c EMFILE), @c ENFILE: The process or the
 * system has reached its limit of open descriptors.
 * @li @c asio::error::no_memory (@c ENOMEM), @c ENOSPC: There is no memory.
 * @li @c EFBIG: The bytes are more than the process may write into a file
 * (@c RLIMIT_FSIZE, getrlimit(2)). No signal is raised.
 * @li @c asio::error::fault (@c EFAULT): A buffer is not memory of the process.
 * @li @c ENOSYS, @c asio::error::no_permission (@c EPERM): A filter of system
 * calls refuses memfd_create(2) or fcntl(2). There is nothing in its place.
 * @li Other errors of memfd_create(2), write(2) and fcntl(2), unchanged.
 *
 * @par Remarks
 * The bytes count as shared memory of the process that writes them, and against
 * the limit of its memory control group.
 */
template <typename ConstBufferSequence,
    detail::const_buffers_constraint<ConstBufferSequence> = 0>
sealed_memory make_sealed_memory(const ConstBufferSequence& buffers);

/// Copy bytes into memory and seal it, or set an error code.
/**
 * As the throwing form, with the error in @c ec; the result owns nothing then.
 */
template <typename ConstBufferSequence,
    detail::const_buffers_constraint<ConstBufferSequence> = 0>
sealed_memory make_sealed_memory(const ConstBufferSequence& buffers,
    boost::system::error_code& ec);

/// Let a function write into memory, and seal it.
/**
 * The content is made in place, without a copy.
 *
 * @param size The size in bytes.
 *
 * @param function Called once as @c function(boost::asio::mutable_buffer), with
 * all of the memory, which is zeroed. The memory is not valid any more when the
 * function has returned. An exception of the function passes, and nothing is
 * left.
 *
 * @returns The object that owns the memory.
 *
 * @throws boost::system::system_error Thrown on failure. Nothing is left.
 *
 * @b Errors
 * @li @c EBUSY: The memory is still mapped for writing or used by the system:
 * the function has started an operation that goes on, such as vmsplice(2). A
 * process that it has started does not have the mapping.
 * @li All errors of the form with buffers, and those of fallocate(2) and
 * mmap(2). Memory that is missing is an error before the function is called,
 * and no SIGBUS while it writes. A system without a limit for the process may
 * first kill processes to make room: check sizes that others choose.
 */
template <typename Function, detail::writer_constraint<Function> = 0>
sealed_memory make_sealed_memory(std::size_t size, Function&& function);

/// Let a function write into memory, and seal it, or set an error code.
/**
 * As the throwing form, with the error in @c ec; the result owns nothing then.
 */
template <typename Function, detail::writer_constraint<Function> = 0>
sealed_memory make_sealed_memory(std::size_t size, Function&& function,
    boost::system::error_code& ec);

} // namespace boost_seqpacket

#include <boost_seqpacket/impl/sealed_memory.hpp>

#endif // defined(BOOST_SEQPACKET_HAS_SEALED_MEMORY)

#endif // BOOST_SEQPACKET_SEALED_MEMORY_HPP
