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

#include <boost/system/error_code.hpp>

#include <cstddef>

namespace boost_seqpacket {

/// Ask how large a packet can be that the socket sends.
/**
 * @param socket An open Asio socket of the AF_UNIX family.
 *
 * @returns The number of bytes of the largest packet. A larger one gives
 * @c boost::asio::error::message_size (@c EMSGSIZE), and nothing is sent.
 *
 * @throws boost::system::system_error Thrown on failure.
 *
 * @par Errors
 * @li @c boost::asio::error::bad_descriptor The socket is not open.
 * @li @c boost::asio::error::address_family_not_supported The socket is not of
 * the AF_UNIX family.
 *
 * @par Remarks
 * On Linux the size of the send buffer as the kernel counts it, less 32 bytes:
 * 212960 by default. That is @c 2*value-32 of the value that was set with @c
 * boost::asio::socket_base::send_buffer_size; the kernel doubles it
 * (socket(7)). A packet of more than about 4 MB, which takes a send buffer that
 * large, can be refused with @c boost::asio::error::no_buffer_space all the
 * same: the kernel wants memory in one piece for it (measured, Linux 6.18).
 */
template <typename Socket>
std::size_t max_message_size(Socket& socket);

/// Ask how large a packet can be that the socket sends.
/**
 * As the throwing form, with the error in @c ec; 0 is returned then.
 */
template <typename Socket>
std::size_t max_message_size(Socket& socket, boost::system::error_code& ec);

/// Make the socket able to send packets of a size.
/**
 * Grows the send buffer when it has to. It never shrinks it.
 *
 * @param socket An open Asio socket of the AF_UNIX family.
 *
 * @param size The number of bytes of the largest packet that shall be sent.
 *
 * @throws boost::system::system_error Thrown on failure.
 *
 * @par Errors
 * @li @c boost::asio::error::message_size The system does not let the buffer
 * grow that far (@c net.core.wmem_max, socket(7)). The buffer is as large as it
 * may be then.
 * @li @c boost::asio::error::bad_descriptor The socket is not open.
 * @li @c boost::asio::error::address_family_not_supported The socket is not of
 * the AF_UNIX family.
 */
template <typename Socket>
void reserve_message_size(Socket& socket, std::size_t size);

/// Make the socket able to send packets of a size.
/**
 * As the throwing form, with the error in @c ec.
 */
template <typename Socket>
void reserve_message_size(Socket& socket, std::size_t size,
    boost::system::error_code& ec);

} // namespace boost_seqpacket

#include <boost_seqpacket/impl/max_message_size.hpp>

#endif // defined(BOOST_SEQPACKET_HAS_LOCAL_SOCKETS)

#endif // BOOST_SEQPACKET_MAX_MESSAGE_SIZE_HPP
