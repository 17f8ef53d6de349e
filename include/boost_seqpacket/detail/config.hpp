//
// detail/config.hpp
// ~~~~~~~~~~~~~~~~~
//
// Copyright (c) 2026 The boost_seqpacket authors
//
// Distributed under the Boost Software License, Version 1.0.
// (See accompanying file LICENSE_1_0.txt or copy at
// https://www.boost.org/LICENSE_1_0.txt)
//

#ifndef BOOST_SEQPACKET_DETAIL_CONFIG_HPP
#define BOOST_SEQPACKET_DETAIL_CONFIG_HPP

// Names the features that depend on versions and systems. No other header tests
// for a version or a system.

#include <boost/asio/local/basic_endpoint.hpp>
#include <boost/asio/version.hpp>

#if !defined(__cplusplus) || __cplusplus < 201703L
# error "boost_seqpacket needs C++17: compile with -std=c++17 or later"
#endif

#if BOOST_ASIO_VERSION < 101800
# error "boost_seqpacket needs Boost 1.74 or later"
#endif

// The headers are empty if Asio has no AF_UNIX sockets, because the system has
// none or the user has switched them off.
#if defined(BOOST_ASIO_HAS_LOCAL_SOCKETS) && !defined(_WIN32)
# define BOOST_SEQPACKET_HAS_LOCAL_SOCKETS 1
# include <sys/socket.h>
# include <sys/un.h>
#endif

// Names of sockets that are not files. They begin with a NUL (unix(7)).
#if defined(__linux__)
# define BOOST_SEQPACKET_HAS_ABSTRACT_NAMES 1
#endif

// recvmsg reports the name of a packet's sender, if it has one, on connected
// sockets as well (unix(7); unix_dgram_recvmsg in net/unix/af_unix.c).
#if defined(__linux__)
# define BOOST_SEQPACKET_HAS_SENDER_NAMES 1
#endif

// SO_TIMESTAMP and SO_TIMESTAMPNS add a control message to every packet, also
// of AF_UNIX (socket(7)).
#if defined(__linux__) && defined(SO_TIMESTAMP) && defined(SO_TIMESTAMPNS)
# define BOOST_SEQPACKET_HAS_TIME_STAMPS 1
#endif

// Per-operation cancellation, and the associator that forwards every
// association of a handler: Boost 1.77.
#if BOOST_ASIO_VERSION >= 102000
# define BOOST_SEQPACKET_HAS_CANCELLATION 1
#endif

// boost::asio::local::seq_packet_protocol and associated immediate executors:
// Boost 1.82.
#if BOOST_ASIO_VERSION >= 102800
# define BOOST_SEQPACKET_HAS_ASIO_SEQ_PACKET_PROTOCOL 1
# define BOOST_SEQPACKET_HAS_IMMEDIATE_EXECUTOR 1
#endif

// The allocator of Asio's own operations, for the library's own.
#if defined(__has_include)
# if __has_include(<boost/asio/recycling_allocator.hpp>)
#  define BOOST_SEQPACKET_HAS_RECYCLING_ALLOCATOR 1
# endif
#endif

// The level of the options that belong to AF_UNIX alone, on the BSDs and macOS.
#if defined(SOL_LOCAL)
# define BOOST_SEQPACKET_SOL_LOCAL SOL_LOCAL
#else
# define BOOST_SEQPACKET_SOL_LOCAL 0
#endif

// Credentials in a control message, which the sender chooses and the kernel
// checks: struct ucred (unix(7) of Linux).
#if defined(SCM_CREDENTIALS) && defined(SO_PASSCRED)
# define BOOST_SEQPACKET_HAS_SCM_CREDENTIALS 1
# define BOOST_SEQPACKET_PASSCRED_LEVEL SOL_SOCKET
# define BOOST_SEQPACKET_PASSCRED SO_PASSCRED
// Credentials that the kernel adds to every packet: struct sockcred2 (unix(4)
// of FreeBSD 13). LOCAL_CREDS of FreeBSD and NetBSD adds them only to the first
// packet of a connection, and pass_credentials promises them for every packet.
#elif defined(LOCAL_CREDS_PERSISTENT) && defined(SCM_CREDS2)
# define BOOST_SEQPACKET_HAS_SOCKCRED2 1
# define BOOST_SEQPACKET_PASSCRED_LEVEL BOOST_SEQPACKET_SOL_LOCAL
# define BOOST_SEQPACKET_PASSCRED LOCAL_CREDS_PERSISTENT
#endif
#if defined(BOOST_SEQPACKET_PASSCRED)
# define BOOST_SEQPACKET_HAS_PASS_CREDENTIALS 1
#endif

// The credentials of the peer of a connection.
#if defined(__linux__) && defined(SO_PEERCRED)
// SO_PEERCRED, struct ucred: unix(7).
# define BOOST_SEQPACKET_HAS_UCRED 1
#elif defined(__OpenBSD__) && defined(SO_PEERCRED)
// SO_PEERCRED, struct sockpeercred: getsockopt(2).
# define BOOST_SEQPACKET_HAS_SOCKPEERCRED 1
#elif defined(__NetBSD__) && defined(LOCAL_PEEREID)
// LOCAL_PEEREID, struct unpcbid: unix(4).
# define BOOST_SEQPACKET_HAS_UNPCBID 1
#elif (defined(__FreeBSD__) || defined(__DragonFly__) || defined(__APPLE__)) \
    && defined(LOCAL_PEERCRED)
// LOCAL_PEERCRED, struct xucred: unix(4). It has a process id since FreeBSD 13.
// macOS has another option for the process id.
# define BOOST_SEQPACKET_HAS_XUCRED 1
# if defined(__FreeBSD__) && __FreeBSD__ >= 13
#  define BOOST_SEQPACKET_HAS_XUCRED_PID 1
# endif
# if defined(__APPLE__) && defined(LOCAL_PEERPID)
#  define BOOST_SEQPACKET_HAS_PEERPID 1
# endif
#elif defined(__sun)
// getpeerucred(3C).
# define BOOST_SEQPACKET_HAS_GETPEERUCRED 1
#elif defined(__FreeBSD__) || defined(__DragonFly__) || defined(__APPLE__) \
    || defined(__NetBSD__) || defined(__OpenBSD__) || defined(__CYGWIN__)
// getpeereid(3), which does not report the process id.
# define BOOST_SEQPACKET_HAS_GETPEEREID 1
#endif

#if defined(BOOST_SEQPACKET_HAS_UCRED) \
    || defined(BOOST_SEQPACKET_HAS_SOCKPEERCRED) \
    || defined(BOOST_SEQPACKET_HAS_UNPCBID) \
    || defined(BOOST_SEQPACKET_HAS_XUCRED) \
    || defined(BOOST_SEQPACKET_HAS_GETPEERUCRED) \
    || defined(BOOST_SEQPACKET_HAS_GETPEEREID)
# define BOOST_SEQPACKET_HAS_PEER_CREDENTIALS 1
#endif

// The supplementary groups of the peer have an option (Linux 4.13), or come
// with its credentials.
#if defined(__linux__) && defined(SO_PEERGROUPS)
# define BOOST_SEQPACKET_HAS_SO_PEERGROUPS 1
#endif
#if defined(BOOST_SEQPACKET_HAS_SO_PEERGROUPS) \
    || defined(BOOST_SEQPACKET_HAS_XUCRED) \
    || defined(BOOST_SEQPACKET_HAS_GETPEERUCRED)
# define BOOST_SEQPACKET_HAS_PEER_GROUPS 1
#endif

// The label that a security module gives the peer, and the sender of a packet
// (Linux 2.6).
#if defined(__linux__) && defined(SO_PEERSEC)
# define BOOST_SEQPACKET_HAS_PEER_SECURITY_LABEL 1
#endif
#if defined(__linux__) && defined(SO_PASSSEC)
# define BOOST_SEQPACKET_HAS_PASS_SECURITY 1
#endif

#if defined(__linux__)
// The headers of the C library are often too old for these options: pidfds of
// the sender and of the peer (Linux 6.5), and whether descriptors are accepted
// (6.16). Their numbers are those of asm-generic/socket.h, on alpha and mips as
// well; parisc and sparc have others. Any other architecture has the options if
// its headers have them.
# if defined(__x86_64__) || defined(__i386__) || defined(__aarch64__) \
    || defined(__arm__) || defined(__riscv) || defined(__powerpc__) \
    || defined(__s390__) || defined(__loongarch__) || defined(__alpha__) \
    || defined(__mips__)
#  define BOOST_SEQPACKET_SO_PASSPIDFD 76
#  define BOOST_SEQPACKET_SO_PEERPIDFD 77
#  define BOOST_SEQPACKET_SO_PASSRIGHTS 83
# elif defined(__hppa__)
#  define BOOST_SEQPACKET_SO_PASSPIDFD 0x404a
#  define BOOST_SEQPACKET_SO_PEERPIDFD 0x404b
#  define BOOST_SEQPACKET_SO_PASSRIGHTS 0x4051
# elif defined(__sparc__)
#  define BOOST_SEQPACKET_SO_PASSPIDFD 0x0055
#  define BOOST_SEQPACKET_SO_PEERPIDFD 0x0056
#  define BOOST_SEQPACKET_SO_PASSRIGHTS 0x005c
# endif
# if defined(SO_PASSPIDFD)
#  undef BOOST_SEQPACKET_SO_PASSPIDFD
#  define BOOST_SEQPACKET_SO_PASSPIDFD SO_PASSPIDFD
# endif
# if defined(SO_PEERPIDFD)
#  undef BOOST_SEQPACKET_SO_PEERPIDFD
#  define BOOST_SEQPACKET_SO_PEERPIDFD SO_PEERPIDFD
# endif
# if defined(SO_PASSRIGHTS)
#  undef BOOST_SEQPACKET_SO_PASSRIGHTS
#  define BOOST_SEQPACKET_SO_PASSRIGHTS SO_PASSRIGHTS
# endif
#endif

#if defined(BOOST_SEQPACKET_SO_PASSPIDFD)
# define BOOST_SEQPACKET_HAS_PASS_PIDFD 1
#endif
#if defined(BOOST_SEQPACKET_SO_PEERPIDFD)
# define BOOST_SEQPACKET_HAS_PEER_PIDFD 1
#endif
#if defined(BOOST_SEQPACKET_SO_PASSRIGHTS)
# define BOOST_SEQPACKET_HAS_PASS_RIGHTS 1
#endif

#if defined(__linux__)
// A descriptor of the sending process, since Linux 6.5. The headers of the C
// library are often older than the kernel. The number is the same on every
// architecture (include/linux/socket.h).
# if defined(SCM_PIDFD)
#  define BOOST_SEQPACKET_SCM_PIDFD SCM_PIDFD
# else
#  define BOOST_SEQPACKET_SCM_PIDFD 0x04
# endif

// The security label of the sender (include/linux/socket.h).
# if defined(SCM_SECURITY)
#  define BOOST_SEQPACKET_SCM_SECURITY SCM_SECURITY
# else
#  define BOOST_SEQPACKET_SCM_SECURITY 0x03
# endif

// With MSG_TRUNC recvmsg returns the true length of a packet (recv(2)).
# define BOOST_SEQPACKET_HAS_TRUE_LENGTH 1
#endif

// sendmmsg and recvmmsg: several packets for one system call (Linux 3.0). If a
// program disables them, a loop of single calls takes their place.
#if defined(__linux__) && !defined(BOOST_SEQPACKET_DISABLE_BATCH_CALLS)
# define BOOST_SEQPACKET_HAS_BATCH_CALLS 1
#endif

// A peek duplicates the descriptors of a packet, so that the whole packet can
// be inspected before it is taken out of the queue.
#if defined(__linux__)
# define BOOST_SEQPACKET_HAS_KEEP_IF_TRUNCATED 1
#endif

// The system reports the address family of a descriptor.
#if defined(SO_DOMAIN)
# define BOOST_SEQPACKET_HAS_SO_DOMAIN 1
#endif

// A socket is close-on-exec from the moment it exists, also from accept4 (Linux
// 2.6.28, FreeBSD 10, NetBSD 8, OpenBSD 5.7; not macOS).
#if defined(SOCK_CLOEXEC)
# define BOOST_SEQPACKET_HAS_SOCK_CLOEXEC 1
#endif

// bind_path needs a system where the file of a socket gets the mode of the
// socket, and where a connect of the wrong type tells a socket in use from a
// stale file (unix(7)).
#if defined(BOOST_SEQPACKET_HAS_LOCAL_SOCKETS) && defined(__linux__)
# define BOOST_SEQPACKET_HAS_BIND_PATH 1
#endif

// The system reports the protocol of a socket (not macOS).
#if defined(SO_PROTOCOL)
# define BOOST_SEQPACKET_HAS_SO_PROTOCOL 1
#endif

// The name error for seqpacket_errc. GCC prefers a namespace of the same name
// before ::, so that boost::asio::error is still found.
#if defined(__GNUC__) && !defined(__clang__)
# define BOOST_SEQPACKET_HAS_ERROR_NAME 1
#endif

#endif // BOOST_SEQPACKET_DETAIL_CONFIG_HPP
