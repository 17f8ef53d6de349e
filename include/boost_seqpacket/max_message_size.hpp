//
// max_message_size.hpp
// ~~~~~~~~~~~~~~~~~~~~
//
// Copyright (c) 2026 The boost_seqpacket authors
//
// Distributed under the Boost Software License, Version 1.0.
// (See accompanying file LICENSE_1_0.txt or copy at
// https://www.boost.org/LICENSE_1_0.txt)
//

#ifndef BOOST_SEQPACKET_MAX_MESSAGE_SIZE_HPP
#define BOOST_SEQPACKET_MAX_MESSAGE_SIZE_HPP

#include <boost_seqpacket/detail/config.hpp>

#if defined(BOOST_SEQPACKET_HAS_LOCAL_SOCKETS)

#include <boost_seqpacket/detail/socket/socket_traits.hpp>
#include <boost/system/error_code.hpp>

#include <cstddef>

namespace boost_seqpacket {

/// The size of the largest packet that a socket can send.
/**
 * @param socket An open Asio socket of the AF_UNIX family, or a
 * @c native_socket.
 *
 * @returns The size in bytes. A larger packet gives
 * @c asio::error::message_size (@c EMSGSIZE), and nothing is sent. A stream has
 * no packets, and no such limit.
 *
 * @throws boost::system::system_error Thrown on failure.
 *
 * @b Errors
 * @li @c asio::error::bad_descriptor (@c EBADF): The socket is not open.
 * @li @c asio::error::address_family_not_supported (@c EAFNOSUPPORT): The
 * socket is not of the AF_UNIX family.
 *
 * @par Remarks
 * On Linux it is the size of the send buffer, as the kernel counts it, minus 32
 * bytes: 212960 by default. The kernel doubles the value that was set with
 * @c boost::asio::socket_base::send_buffer_size (socket(7)), so that the result
 * is @c 2*value-32. For a packet of more than about 4 MB the kernel needs that
 * much memory in one piece, and may refuse it with
 * @c asio::error::no_buffer_space (@c ENOBUFS) (measured, Linux 6.18).
 */
template <typename Socket>
std::size_t max_message_size(Socket& socket);

/// The size of the largest packet that a socket can send, or an error code.
/**
 * As the throwing form, with the error in @c ec; 0 is returned then.
 */
template <typename Socket>
std::size_t max_message_size(Socket& socket, boost::system::error_code& ec);

/// Refuse a pointer to a socket, with a message that says what to write.
template <typename Pointer, typename... Rest,
    detail::reference_constraint<Pointer> = 0>
void max_message_size(Pointer&&, Rest&&...)
{
  detail::check_reference<Pointer>();
}

/// Make a socket able to send packets of a size.
/**
 * This function makes the send buffer larger if necessary, and never smaller.
 *
 * @param socket An open Asio socket of the AF_UNIX family, or a
 * @c native_socket.
 *
 * @param size The size of the largest packet to be sent in bytes.
 *
 * @throws boost::system::system_error Thrown on failure.
 *
 * @b Errors
 * @li @c asio::error::message_size (@c EMSGSIZE): The system limits the buffer
 * to less (@c net.core.wmem_max, socket(7)). The buffer then is as large as it
 * may be.
 * @li @c asio::error::bad_descriptor (@c EBADF): The socket is not open.
 * @li @c asio::error::address_family_not_supported (@c EAFNOSUPPORT): The
 * socket is not of the AF_UNIX family.
 */
template <typename Socket>
void reserve_message_size(Socket& socket, std::size_t size);

/// Make a socket able to send packets of a size, or set an error code.
/**
 * As the throwing form, with the error in @c ec.
 */
template <typename Socket>
void reserve_message_size(Socket& socket, std::size_t size,
    boost::system::error_code& ec);

/// Refuse a pointer to a socket, with a message that says what to write.
template <typename Pointer, typename... Rest,
    detail::reference_constraint<Pointer> = 0>
void reserve_message_size(Pointer&&, Rest&&...)
{
  detail::check_reference<Pointer>();
}

} // namespace boost_seqpacket

#include <boost_seqpacket/impl/max_message_size.hpp>

#endif // defined(BOOST_SEQPACKET_HAS_LOCAL_SOCKETS)

#endif // BOOST_SEQPACKET_MAX_MESSAGE_SIZE_HPP
