//
// peer.hpp
// ~~~~~~~~
//
// Copyright (c) 2026 The boost_seqpacket authors
//
// Distributed under the Boost Software License, Version 1.0.
// (See accompanying file LICENSE_1_0.txt or copy at
// https://www.boost.org/LICENSE_1_0.txt)
//

#ifndef BOOST_SEQPACKET_PEER_HPP
#define BOOST_SEQPACKET_PEER_HPP

#include <boost_seqpacket/detail/config.hpp>

#if defined(BOOST_SEQPACKET_HAS_LOCAL_SOCKETS)

#include <boost_seqpacket/credentials.hpp>
#include <boost_seqpacket/detail/socket/socket_traits.hpp>
#include <boost_seqpacket/unique_descriptor.hpp>

#include <boost/system/error_code.hpp>

#include <string>
#include <sys/types.h>
#include <vector>

namespace boost_seqpacket {

#if defined(BOOST_SEQPACKET_HAS_PEER_CREDENTIALS)

/// The credentials of the peer at the time when the connection was made.
/**
 * @param socket A connected Asio socket of the AF_UNIX family, or a
 * @c native_socket.
 *
 * @returns The process id and the @e effective user and group ids that the
 * process had when it called @c connect(2), @c listen(2) or @c socketpair(2).
 *
 * @throws boost::system::system_error Thrown on failure.
 *
 * @b Errors
 * @li @c asio::error::not_connected (@c ENOTCONN): The socket has no peer, or
 * is a datagram socket that no @c connect_pair has made, for which the kernel
 * notes none. It reports success itself, process id 0 and ids of -1.
 * @li @c asio::error::bad_descriptor (@c EBADF): The socket is not open.
 * @li @c asio::error::address_family_not_supported (@c EAFNOSUPPORT): The
 * socket is not of the AF_UNIX family.
 *
 * @par Remarks
 * Linux, @c SO_PEERCRED (unix(7)). Another process may have the other end now,
 * because sockets can be passed on and inherited, and the process id may have
 * been reused. For the sender of each packet use the socket option
 * @c pass_credentials. Other systems (untested): LOCAL_PEERCRED,
 * LOCAL_PEEREID, getpeerucred(3C), getpeereid(3). The process id is -1 if the
 * system does not report it.
 */
template <typename Socket>
credentials peer_credentials(Socket& socket);

/// The credentials of the peer, or an error code.
/**
 * As the throwing form, with the error in @c ec.
 */
template <typename Socket>
credentials peer_credentials(Socket& socket, boost::system::error_code& ec);

/// Refuse a pointer to a socket, with a message that says what to write.
template <typename Pointer, typename... Rest,
    detail::reference_constraint<Pointer> = 0>
void peer_credentials(Pointer&&, Rest&&...)
{
  detail::check_reference<Pointer>();
}

#endif // defined(BOOST_SEQPACKET_HAS_PEER_CREDENTIALS)

#if defined(BOOST_SEQPACKET_HAS_PEER_PIDFD)

/// A pidfd of the process that was the peer when the connection was made.
/**
 * A pidfd is a descriptor of one process, also after another process has got
 * its process id. It becomes readable when the process ends, so that
 * @c boost::asio::posix::stream_descriptor can wait for that. Give it to
 * pidfd_send_signal(2) and waitid(2).
 *
 * @param socket A connected Asio socket of the AF_UNIX family, or a
 * @c native_socket.
 *
 * @returns The owner of a new descriptor, which is close-on-exec.
 *
 * @throws boost::system::system_error Thrown on failure.
 *
 * @b Errors
 * @li @c asio::error::not_connected (@c ENOTCONN): As for @c peer_credentials.
 * @li @c asio::error::operation_not_supported (@c EOPNOTSUPP): The kernel has
 * no such option. This says nothing about the peer.
 * @li @c EINVAL, @c ESRCH: The peer has ended and was waited for, on a kernel
 * before 6.16. A later one gives a descriptor, which is readable at once.
 * @li @c asio::error::no_descriptors (@c EMFILE): The process has reached its
 * limit of open descriptors.
 * @li @c asio::error::bad_descriptor (@c EBADF): The socket is not open.
 * @li @c asio::error::address_family_not_supported (@c EAFNOSUPPORT): The
 * socket is not of the AF_UNIX family.
 *
 * @par Remarks
 * Linux 6.5, @c SO_PEERPIDFD. It is the process of @c peer_credentials, and
 * what is said there holds. For the sender of each packet use the socket option
 * @c pass_pidfd.
 */
template <typename Socket>
unique_descriptor peer_pidfd(Socket& socket);

/// A pidfd of the peer, or an error code.
/**
 * As the throwing form, with the error in @c ec; the result owns nothing then.
 */
template <typename Socket>
unique_descriptor peer_pidfd(Socket& socket, boost::system::error_code& ec);

/// Refuse a pointer to a socket, with a message that says what to write.
template <typename Pointer, typename... Rest,
    detail::reference_constraint<Pointer> = 0>
void peer_pidfd(Pointer&&, Rest&&...)
{
  detail::check_reference<Pointer>();
}

#endif // defined(BOOST_SEQPACKET_HAS_PEER_PIDFD)

#if defined(BOOST_SEQPACKET_HAS_PEER_GROUPS)

/// The supplementary groups of the peer at the time when the connection was
/// made.
/**
 * @param socket A connected Asio socket of the AF_UNIX family, or a
 * @c native_socket.
 *
 * @returns All group ids. The effective group id of @c peer_credentials need
 * not be among them.
 *
 * @throws boost::system::system_error Thrown on failure.
 * @throws std::bad_alloc Thrown by both forms, if there is no memory.
 *
 * @b Errors
 * @li @c asio::error::not_connected (@c ENOTCONN): As for @c peer_credentials.
 * @li @c asio::error::no_protocol_option (@c ENOPROTOOPT): The kernel is older
 * than Linux 4.13.
 * @li @c asio::error::bad_descriptor (@c EBADF): The socket is not open.
 * @li @c asio::error::address_family_not_supported (@c EAFNOSUPPORT): The
 * socket is not of the AF_UNIX family.
 *
 * @par Remarks
 * Linux 4.13, @c SO_PEERGROUPS. Other systems (untested): LOCAL_PEERCRED of
 * FreeBSD and macOS, which reports 15 at most, and getpeerucred(3C) of illumos.
 */
template <typename Socket>
std::vector<gid_t> peer_groups(Socket& socket);

/// The supplementary groups of the peer, or an error code.
/**
 * As the throwing form, with the error in @c ec; the result is empty then.
 */
template <typename Socket>
std::vector<gid_t> peer_groups(Socket& socket, boost::system::error_code& ec);

/// Refuse a pointer to a socket, with a message that says what to write.
template <typename Pointer, typename... Rest,
    detail::reference_constraint<Pointer> = 0>
void peer_groups(Pointer&&, Rest&&...)
{
  detail::check_reference<Pointer>();
}

#endif // defined(BOOST_SEQPACKET_HAS_PEER_GROUPS)

#if defined(BOOST_SEQPACKET_HAS_PEER_SECURITY_LABEL)

/// The label that the security module of the system gives the peer.
/**
 * @param socket A connected Asio socket of the AF_UNIX family, or a
 * @c native_socket.
 *
 * @returns The label without a trailing NUL, such as the context of SELinux or
 * the profile of AppArmor.
 *
 * @throws boost::system::system_error Thrown on failure.
 * @throws std::bad_alloc Thrown by both forms, if there is no memory.
 *
 * @b Errors
 * @li @c asio::error::no_protocol_option (@c ENOPROTOOPT): No security module
 * has a label for the peer, or there is no peer.
 * @li @c asio::error::bad_descriptor (@c EBADF): The socket is not open.
 * @li @c asio::error::address_family_not_supported (@c EAFNOSUPPORT): The
 * socket is not of the AF_UNIX family.
 *
 * @par Remarks
 * Linux, @c SO_PEERSEC (unix(7)).
 */
template <typename Socket>
std::string peer_security_label(Socket& socket);

/// The security label of the peer, or an error code.
/**
 * As the throwing form, with the error in @c ec; the result is empty then.
 */
template <typename Socket>
std::string peer_security_label(Socket& socket, boost::system::error_code& ec);

/// Refuse a pointer to a socket, with a message that says what to write.
template <typename Pointer, typename... Rest,
    detail::reference_constraint<Pointer> = 0>
void peer_security_label(Pointer&&, Rest&&...)
{
  detail::check_reference<Pointer>();
}

#endif // defined(BOOST_SEQPACKET_HAS_PEER_SECURITY_LABEL)

} // namespace boost_seqpacket

#include <boost_seqpacket/impl/peer.hpp>

#endif // defined(BOOST_SEQPACKET_HAS_LOCAL_SOCKETS)

#endif // BOOST_SEQPACKET_PEER_HPP
