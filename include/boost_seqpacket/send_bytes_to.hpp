//
// send_bytes_to.hpp
// ~~~~~~~~~~~~~~~~~
//
// Copyright (c) 2026 The boost_seqpacket authors
//
// Distributed under the Boost Software License, Version 1.0.
// (See accompanying file LICENSE_1_0.txt or copy at
// https://www.boost.org/LICENSE_1_0.txt)
//

#ifndef BOOST_SEQPACKET_SEND_BYTES_TO_HPP
#define BOOST_SEQPACKET_SEND_BYTES_TO_HPP

#include <boost_seqpacket/detail/config.hpp>

#if defined(BOOST_SEQPACKET_HAS_LOCAL_SOCKETS)

#include <boost_seqpacket/detail/datagram/send_to_attempt.hpp>
#include <boost_seqpacket/detail/socket/argument_traits.hpp>
#include <boost_seqpacket/detail/socket/socket_traits.hpp>

#include <boost/asio/socket_base.hpp>
#include <boost/system/error_code.hpp>

#include <cstddef>

namespace boost_seqpacket {

/**
 * @defgroup send_message_to boost_seqpacket::send_message_to
 *
 * @brief The function sends one datagram to an address, with or without
 * ancillary data.
 */
/*@{*/

/// Send bytes as one datagram to an address.
/**
 * This function sends the buffers as one packet. It means the same as the form
 * with an ancillary object that is given @c no_ancillary.
 *
 * @param socket A datagram socket of the AF_UNIX family: an Asio socket of any
 * protocol class, or a @c native_socket.
 *
 * @param buffers The bytes, in at most 1024 buffers. They may be empty: an
 * empty packet is a message.
 *
 * @param destination The name of the socket that receives the packet.
 *
 * @param flags Flags of sendmsg(2). @c MSG_NOSIGNAL is always set. With
 * @c MSG_DONTWAIT the function does not wait.
 *
 * @returns The number of bytes that were sent, which is all of them.
 *
 * @throws boost::system::system_error Thrown on failure. Nothing was sent.
 *
 * @par Errors
 * Those of the form with an ancillary object, except the ones about control
 * messages.
 *
 * @b Example
 * @snippet datagram_server.cpp datagram_server_client
 */
template <typename Socket, typename ConstBufferSequence,
    detail::const_buffers_constraint<ConstBufferSequence> = 0>
std::size_t send_message_to(Socket& socket,
    const ConstBufferSequence& buffers,
    const typename Socket::endpoint_type& destination,
    boost::asio::socket_base::message_flags flags = 0);

/// Send bytes as one datagram to an address, with flags, and report an error in
/// @c ec.
/**
 * After an error nothing was sent, and 0 is returned.
 */
template <typename Socket, typename ConstBufferSequence,
    detail::const_buffers_constraint<ConstBufferSequence> = 0>
std::size_t send_message_to(Socket& socket,
    const ConstBufferSequence& buffers,
    const typename Socket::endpoint_type& destination,
    boost::asio::socket_base::message_flags flags,
    boost::system::error_code& ec);

/// Send bytes as one datagram to an address, and report an error in @c ec.
/**
 * After an error nothing was sent, and 0 is returned.
 */
template <typename Socket, typename ConstBufferSequence,
    detail::const_buffers_constraint<ConstBufferSequence> = 0>
std::size_t send_message_to(Socket& socket,
    const ConstBufferSequence& buffers,
    const typename Socket::endpoint_type& destination,
    boost::system::error_code& ec);

/// Refuse a pointer to a socket, with a message that says what to write.
template <typename Pointer, typename... Rest,
    detail::reference_constraint<Pointer> = 0>
void send_message_to(Pointer&&, Rest&&...)
{
  detail::check_reference<Pointer>();
}

/*@}*/

/**
 * @defgroup async_send_message_to boost_seqpacket::async_send_message_to
 *
 * @brief The function starts to send one datagram to an address.
 */
/*@{*/

/// Start to send bytes as one datagram to an address.
/**
 * This function initiates a send of the buffers as one packet, and returns
 * immediately. It means the same as the form with an ancillary object that is
 * given @c no_ancillary.
 *
 * @param socket An Asio datagram socket of the AF_UNIX family: one of
 * @c asio::local, @c asio::generic or a protocol of your own.
 *
 * @param buffers The bytes, in at most 1024 buffers. The sequence is copied;
 * the memory stays valid until the handler is called.
 *
 * @param destination The name of the socket that receives the packet, which is
 * copied.
 *
 * @param token The completion token.
 *
 * <b>Completion Signature</b>
 * @code void(boost::system::error_code, std::size_t) @endcode
 * with the number of bytes that were sent: all of them, or 0 with an error.
 *
 * @par Completion Conditions
 * As for the form with an ancillary object.
 *
 * @par Object Lifetimes
 * The memory of the buffers stays valid until the handler is called. The rules
 * for the socket are those of the form with an ancillary object.
 *
 * @par Per-Operation Cancellation
 * As for the form with an ancillary object.
 *
 * @b Errors
 * @li @c asio::error::operation_aborted (@c ECANCELED): The operation was
 * cancelled, or the socket was closed.
 * @li All errors of @c send_message_to except @c would_block.
 *
 * @b Example
 * @snippet datagram_server.cpp datagram_server_client
 */
template <typename Socket, typename ConstBufferSequence,
    typename CompletionToken = detail::default_token<Socket>,
    detail::const_buffers_constraint<ConstBufferSequence> = 0,
    detail::token_constraint<CompletionToken> = 0,
    detail::no_endpoint_constraint<CompletionToken> = 0,
    detail::datagram_constraint<Socket> = 0>
detail::initiated_send_to<CompletionToken, Socket, ConstBufferSequence, 0>
async_send_message_to(Socket& socket, const ConstBufferSequence& buffers,
    const typename Socket::endpoint_type& destination,
    CompletionToken&& token = detail::default_token<Socket>());

/// Start to send bytes as one datagram to an address, with flags.
/**
 * @param flags Flags of sendmsg(2), as for @c send_message_to.
 */
template <typename Socket, typename ConstBufferSequence,
    typename CompletionToken = detail::default_token<Socket>,
    detail::const_buffers_constraint<ConstBufferSequence> = 0,
    detail::datagram_constraint<Socket> = 0>
detail::initiated_send_to<CompletionToken, Socket, ConstBufferSequence, 0>
async_send_message_to(Socket& socket, const ConstBufferSequence& buffers,
    const typename Socket::endpoint_type& destination,
    boost::asio::socket_base::message_flags flags,
    CompletionToken&& token = detail::default_token<Socket>());

/*@}*/

} // namespace boost_seqpacket

#include <boost_seqpacket/impl/send_bytes_to.hpp>

#endif // defined(BOOST_SEQPACKET_HAS_LOCAL_SOCKETS)

#endif // BOOST_SEQPACKET_SEND_BYTES_TO_HPP
