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
#include <boost_seqpacket/unique_descriptor.hpp>

#include <boost/system/error_code.hpp>

#include <string>
#include <sys/types.h>
#include <vector>

namespace boost_seqpacket {

#if defined(BOOST_SEQPACKET_HAS_PEER_CREDENTIALS)

/// Ask who was at the other end when the connection was made.
/**
 * @param socket A connected Asio socket of the AF_UNIX family.
 *
 * @returns The process id and the @e effective user and group ids of the
 * process that called @c connect(2), @c listen(2) or @c socketpair(2), at that
 * time.
 *
 * @throws boost::system::system_error Thrown on failure.
 *
 * @par Errors
 * @li @c boost::asio::error::not_connected The socket has no peer. The kernel
 * itself says success there, process id 0 and ids of -1.
 * @li @c boost::asio::error::bad_descriptor The socket is not open.
 * @li @c boost::asio::error::address_family_not_supported The socket is not of
 * the AF_UNIX family.
 *
 * @par Remarks
 * Linux, @c SO_PEERCRED (unix(7)). The answer does not say who holds the other
 * end now: sockets can be passed on and inherited. A process id may have been
 * reused since. On a listening socket the answer is the process itself. For the
 * sender of each packet use the socket option @c pass_credentials. Other
 * systems (untested): LOCAL_PEERCRED, LOCAL_PEEREID, getpeerucred(3C),
 * getpeereid(3). Where the system does not tell the process id it is -1.
 */
template <typename Socket>
credentials peer_credentials(Socket& socket);

/// Ask who was at the other end when the connection was made.
/**
 * As the throwing form, with the error in @c ec.
 */
template <typename Socket>
credentials peer_credentials(Socket& socket, boost::system::error_code& ec);

#endif // defined(BOOST_SEQPACKET_HAS_PEER_CREDENTIALS)

#if defined(BOOST_SEQPACKET_HAS_PEER_PIDFD)

/// Get a descriptor of the process that was at the other end when the
/// connection was made.
/**
 * A pidfd stands for that process and no other, also after its process id was
 * given to somebody else. It becomes readable when the process ends, so that
 * @c boost::asio::posix::stream_descriptor can wait for that, and
 * pidfd_send_signal(2) and waitid(2) take it.
 *
 * @param socket A connected Asio socket of the AF_UNIX family.
 *
 * @returns The owner of a new descriptor, which is close-on-exec.
 *
 * @throws boost::system::system_error Thrown on failure.
 *
 * @par Errors
 * @li @c boost::asio::error::not_connected The socket has no peer.
 * @li @c boost::asio::error::operation_not_supported The kernel has no such
 * option. That it has said nothing of the peer is all that this means.
 * @li @c EINVAL or @c ESRCH The peer has ended and was waited for: a kernel
 * before 6.16. A later one gives a descriptor, which is readable at once.
 * @li @c boost::asio::error::no_descriptors The process has reached its limit
 * of open descriptors.
 * @li @c boost::asio::error::bad_descriptor The socket is not open.
 * @li @c boost::asio::error::address_family_not_supported The socket is not of
 * the AF_UNIX family.
 *
 * @par Remarks
 * Linux 6.5, @c SO_PEERPIDFD. It is the process of @c peer_credentials, with
 * all that is said there; for the sender of each packet use the socket option
 * @c pass_pidfd.
 */
template <typename Socket>
unique_descriptor peer_pidfd(Socket& socket);

/// Get a descriptor of the process that was at the other end when the
/// connection was made.
/**
 * As the throwing form, with the error in @c ec; an owner of nothing is
 * returned then.
 */
template <typename Socket>
unique_descriptor peer_pidfd(Socket& socket, boost::system::error_code& ec);

#endif // defined(BOOST_SEQPACKET_HAS_PEER_PIDFD)

#if defined(BOOST_SEQPACKET_HAS_PEER_GROUPS)

/// Ask which supplementary groups the process at the other end had when the
/// connection was made.
/**
 * @param socket A connected Asio socket of the AF_UNIX family.
 *
 * @returns The group ids, however many. The effective group id of
 * @c peer_credentials need not be among them.
 *
 * @throws boost::system::system_error Thrown on failure.
 * @throws std::bad_alloc Thrown by both forms, if there is no memory.
 *
 * @par Errors
 * @li @c boost::asio::error::not_connected The socket has no peer.
 * @li @c boost::asio::error::no_protocol_option A kernel before Linux 4.13.
 * @li @c boost::asio::error::bad_descriptor The socket is not open.
 * @li @c boost::asio::error::address_family_not_supported The socket is not of
 * the AF_UNIX family.
 *
 * @par Remarks
 * Linux 4.13, @c SO_PEERGROUPS. FreeBSD and macOS tell 15 at most, by
 * LOCAL_PEERCRED, illumos by getpeerucred(3C) (untested).
 */
template <typename Socket>
std::vector<gid_t> peer_groups(Socket& socket);

/// Ask which supplementary groups the process at the other end had when the
/// connection was made.
/**
 * As the throwing form, with the error in @c ec; nothing is returned then.
 */
template <typename Socket>
std::vector<gid_t> peer_groups(Socket& socket, boost::system::error_code& ec);

#endif // defined(BOOST_SEQPACKET_HAS_PEER_GROUPS)

#if defined(BOOST_SEQPACKET_HAS_PEER_SECURITY_LABEL)

/// Ask what the security module of the system calls the process at the other
/// end.
/**
 * @param socket A connected Asio socket of the AF_UNIX family.
 *
 * @returns The label without a trailing NUL, such as the context of SELinux or
 * the profile of AppArmor.
 *
 * @throws boost::system::system_error Thrown on failure.
 * @throws std::bad_alloc Thrown by both forms, if there is no memory.
 *
 * @par Errors
 * @li @c boost::asio::error::no_protocol_option There is no security module
 * that has a label for the peer; so it is without a peer, too.
 * @li @c boost::asio::error::bad_descriptor The socket is not open.
 * @li @c boost::asio::error::address_family_not_supported The socket is not of
 * the AF_UNIX family.
 *
 * @par Remarks
 * Linux, @c SO_PEERSEC (unix(7)).
 */
template <typename Socket>
std::string peer_security_label(Socket& socket);

/// Ask what the security module of the system calls the process at the other
/// end.
/**
 * As the throwing form, with the error in @c ec; nothing is returned then.
 */
template <typename Socket>
std::string peer_security_label(Socket& socket, boost::system::error_code& ec);

#endif // defined(BOOST_SEQPACKET_HAS_PEER_SECURITY_LABEL)

} // namespace boost_seqpacket

#include <boost_seqpacket/impl/peer.hpp>

#endif // defined(BOOST_SEQPACKET_HAS_LOCAL_SOCKETS)

#endif // BOOST_SEQPACKET_PEER_HPP
