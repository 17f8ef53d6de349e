//
// receive_bytes_from.hpp
// ~~~~~~~~~~~~~~~~~~~~~~
//
// Copyright (c) 2026 The boost_seqpacket authors
//
// Distributed under the Boost Software License, Version 1.0.
// (See accompanying file LICENSE_1_0.txt or copy at
// https://www.boost.org/LICENSE_1_0.txt)
//

#ifndef BOOST_SEQPACKET_RECEIVE_BYTES_FROM_HPP
#define BOOST_SEQPACKET_RECEIVE_BYTES_FROM_HPP

#include <boost_seqpacket/detail/config.hpp>

#if defined(BOOST_SEQPACKET_HAS_LOCAL_SOCKETS)

#include <boost_seqpacket/detail/datagram/receive_from_attempt.hpp>
#include <boost_seqpacket/detail/socket/argument_traits.hpp>
#include <boost_seqpacket/detail/socket/socket_traits.hpp>

#include <boost/asio/socket_base.hpp>
#include <boost/system/error_code.hpp>

#include <cstddef>

namespace boost_seqpacket {

/**
 * @defgroup receive_message_from boost_seqpacket::receive_message_from
 *
 * @brief The function receives one datagram and its sender's address, with or
 * without ancillary data.
 */
/*@{*/

/// Receive the bytes of one datagram and its sender's address.
/**
 * This function receives one packet into the buffers. It waits until there is
 * one, unless the socket's @c non_blocking() is set.
 *
 * Descriptors that come with the packet do not enter the process, because the
 * kernel drops them if there is no room for control data. If an option such as
 * @c pass_credentials adds control data to every packet, the kernel reports
 * descriptors only if there is room: then they are received and closed at once.
 *
 * @param socket A datagram socket of the AF_UNIX family: an Asio socket of any
 * protocol class, or a @c native_socket.
 *
 * @param buffers The memory for the bytes, in at most 1024 buffers.
 *
 * @param sender The endpoint for the sender's address, as for the form with an
 * ancillary object.
 *
 * @param flags Flags of recvmsg(2), as for the form with an ancillary object.
 *
 * @returns The number of bytes that were received: 0 for an empty packet.
 *
 * @throws boost::system::system_error Thrown on failure.
 *
 * @par Errors
 * With the first two the packet has been received: the bytes that fit and the
 * sender's address are there.
 * @li @c seqpacket_errc::message_truncated: The packet has more bytes than the
 * buffers. The rest is lost, unless this was a peek.
 * @li @c seqpacket_errc::ancillary_truncated: The packet carries descriptors,
 * or other control data that no option of the socket asks for.
 * @li All other errors of the form with an ancillary object except
 * @c descriptors_lost.
 *
 * @b Example
 * @snippet datagram_server.cpp datagram_server_client
 */
template <typename Socket, typename MutableBufferSequence,
    detail::mutable_buffers_constraint<MutableBufferSequence> = 0>
std::size_t receive_message_from(Socket& socket,
    const MutableBufferSequence& buffers,
    typename Socket::endpoint_type& sender,
    boost::asio::socket_base::message_flags flags = 0);

/// Receive the bytes of one datagram and its sender's address, with flags, and
/// report an error in @c ec.
/**
 * The result is the number of bytes that are there: 0 after an error, except
 * the two errors of a truncated packet.
 */
template <typename Socket, typename MutableBufferSequence,
    detail::mutable_buffers_constraint<MutableBufferSequence> = 0>
std::size_t receive_message_from(Socket& socket,
    const MutableBufferSequence& buffers,
    typename Socket::endpoint_type& sender,
    boost::asio::socket_base::message_flags flags,
    boost::system::error_code& ec);

/// Receive the bytes of one datagram and its sender's address, and report an
/// error in @c ec.
/**
 * The result is that of the form with flags.
 */
template <typename Socket, typename MutableBufferSequence,
    detail::mutable_buffers_constraint<MutableBufferSequence> = 0>
std::size_t receive_message_from(Socket& socket,
    const MutableBufferSequence& buffers,
    typename Socket::endpoint_type& sender, boost::system::error_code& ec);

/// Refuse a pointer to a socket, with a message that says what to write.
template <typename Pointer, typename... Rest,
    detail::reference_constraint<Pointer> = 0>
void receive_message_from(Pointer&&, Rest&&...)
{
  detail::check_reference<Pointer>();
}

/*@}*/

/**
 * @defgroup async_receive_message_from
 * boost_seqpacket::async_receive_message_from
 *
 * @brief The function starts to receive one datagram and its sender's address.
 */
/*@{*/

/// Start to receive the bytes of one datagram and its sender's address.
/**
 * This function initiates what @c receive_message_from does, and returns
 * immediately. The operation tries the system call at once, and waits if there
 * is no packet.
 *
 * @param socket An Asio datagram socket of the AF_UNIX family: one of
 * @c asio::local, @c asio::generic or a protocol of your own.
 *
 * @param buffers The memory for the bytes, in at most 1024 buffers. The
 * sequence is copied; the memory stays valid until the handler is called.
 *
 * @param sender The endpoint for the sender's address. It is emptied first. The
 * caller keeps it valid and untouched until the handler is called.
 *
 * @param token The completion token.
 *
 * <b>Completion Signature</b>
 * @code void(boost::system::error_code, std::size_t) @endcode
 * with the number of bytes that are in the buffers.
 *
 * @par Completion Conditions
 * As for the form with an ancillary object.
 *
 * @par Object Lifetimes
 * The endpoint and the memory of the buffers stay valid until the handler is
 * called. The rules for the socket are those of @c async_receive_message with
 * an ancillary object.
 *
 * @par Per-Operation Cancellation
 * As for @c async_receive_message with an ancillary object.
 *
 * @b Errors
 * @li @c asio::error::operation_aborted (@c ECANCELED): The operation was
 * cancelled, or the socket was closed.
 * @li All errors of @c receive_message_from except @c would_block.
 *
 * @b Example
 * @snippet datagram_server.cpp datagram_server_client
 */
template <typename Socket, typename MutableBufferSequence,
    typename CompletionToken = detail::default_token<Socket>,
    detail::mutable_buffers_constraint<MutableBufferSequence> = 0,
    detail::token_constraint<CompletionToken> = 0,
    detail::datagram_constraint<Socket> = 0>
detail::initiated_receive_from<CompletionToken, Socket,
    MutableBufferSequence, detail::receive_bytes_alone>
async_receive_message_from(Socket& socket,
    const MutableBufferSequence& buffers,
    typename Socket::endpoint_type& sender,
    CompletionToken&& token = detail::default_token<Socket>());

/// Start to receive the bytes of one datagram and its sender's address, with
/// flags.
/**
 * @param flags Flags of recvmsg(2), as for @c receive_message_from.
 */
template <typename Socket, typename MutableBufferSequence,
    typename CompletionToken = detail::default_token<Socket>,
    detail::mutable_buffers_constraint<MutableBufferSequence> = 0,
    detail::datagram_constraint<Socket> = 0>
detail::initiated_receive_from<CompletionToken, Socket,
    MutableBufferSequence, detail::receive_bytes_alone>
async_receive_message_from(Socket& socket,
    const MutableBufferSequence& buffers,
    typename Socket::endpoint_type& sender,
    boost::asio::socket_base::message_flags flags,
    CompletionToken&& token = detail::default_token<Socket>());

/*@}*/

} // namespace boost_seqpacket

#include <boost_seqpacket/impl/receive_bytes_from.hpp>

#endif // defined(BOOST_SEQPACKET_HAS_LOCAL_SOCKETS)

#endif // BOOST_SEQPACKET_RECEIVE_BYTES_FROM_HPP
