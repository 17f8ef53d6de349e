//
// connect_pair.hpp
// ~~~~~~~~~~~~~~~~
//
// Copyright (c) 2026 The boost_seqpacket authors
//
// Distributed under the Boost Software License, Version 1.0.
// (See accompanying file LICENSE_1_0.txt or copy at
// https://www.boost.org/LICENSE_1_0.txt)
//

#ifndef BOOST_SEQPACKET_CONNECT_PAIR_HPP
#define BOOST_SEQPACKET_CONNECT_PAIR_HPP

#include <boost_seqpacket/detail/config.hpp>

#if defined(BOOST_SEQPACKET_HAS_LOCAL_SOCKETS)

#include <boost_seqpacket/detail/socket/socket_traits.hpp>
#include <boost/system/error_code.hpp>

namespace boost_seqpacket {

/// Connect two sockets with each other.
/**
 * This function does what @c boost::asio::local::connect_pair() does, and the
 * sockets are close-on-exec from the moment they exist. They may have different
 * executors.
 *
 * @param socket1 A socket of the AF_UNIX family that is not open.
 *
 * @param socket2 Another one, of the same protocol.
 *
 * @throws boost::system::system_error Thrown on failure. Both sockets are then
 * as they were.
 *
 * @b Errors
 * @li @c asio::error::already_open: One of the sockets is open.
 * @li @c asio::error::address_family_not_supported (@c EAFNOSUPPORT): The
 * protocol is a class of the user's own and of another family.
 * @li @c asio::error::no_descriptors (@c EMFILE), also @c ENFILE: The limit of
 * open descriptors is reached.
 * @li Other errors of socketpair(2), unchanged.
 *
 * @b Example
 * @snippet pass_descriptor_future.cpp pass_descriptor_future
 *
 * @par Remarks
 * @c SOCK_CLOEXEC, socketpair(2), Linux 2.6.27. The peer credentials of both
 * ends are those of the process that called this function.
 */
template <typename Socket1, typename Socket2>
void connect_pair(Socket1& socket1, Socket2& socket2);

/// Connect two sockets with each other, or set an error code.
/**
 * As the throwing form, with the error in @c ec.
 */
template <typename Socket1, typename Socket2>
void connect_pair(Socket1& socket1, Socket2& socket2,
    boost::system::error_code& ec);

/// Refuse pointers to sockets, with a message that says what to write.
template <typename... Arguments,
    detail::any_reference_constraint<Arguments...> = 0>
void connect_pair(Arguments&&...)
{
  detail::check_references<Arguments...>();
}

} // namespace boost_seqpacket

#include <boost_seqpacket/impl/connect_pair.hpp>

#endif // defined(BOOST_SEQPACKET_HAS_LOCAL_SOCKETS)

#endif // BOOST_SEQPACKET_CONNECT_PAIR_HPP
