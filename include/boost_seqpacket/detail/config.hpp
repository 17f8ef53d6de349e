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

// The only header that tests versions and systems. It names their features.

// After an error nothing else is read, so that it is the only one.
#if !defined(__cplusplus) || __cplusplus < 201703L
# error "boost_seqpacket needs C++17: compile with -std=c++17 or later"
#else
# include <boost/asio/local/basic_endpoint.hpp>
# include <boost/asio/version.hpp>
# if BOOST_ASIO_VERSION < 101800
#  error "boost_seqpacket needs Boost 1.74 or later"
// Without AF_UNIX sockets in the system and in Asio the headers are empty.
# elif defined(BOOST_ASIO_HAS_LOCAL_SOCKETS) && !defined(_WIN32)
#  define BOOST_SEQPACKET_HAS_LOCAL_SOCKETS 1
#  include <sys/socket.h>
#  include <sys/un.h>
# endif
#endif

// Socket names that are not files. They begin with a NUL (unix(7)).
#if defined(__linux__)
# define BOOST_SEQPACKET_HAS_ABSTRACT_NAMES 1
#endif

// recvmsg reports the sender's name, if it has one, on connected sockets as
// well (unix(7); unix_dgram_recvmsg in net/unix/af_unix.c).
#if defined(__linux__)
# define BOOST_SEQPACKET_HAS_SENDER_NAMES 1
#endif

// These options add a control message to every AF_UNIX packet (socket(7)).
#if defined(__linux__) && defined(SO_TIMESTAMP) && defined(SO_TIMESTAMPNS)
# define BOOST_SEQPACKET_HAS_TIME_STAMPS 1
# if defined(SO_TIMESTAMP_NEW)
#  define BOOST_SEQPACKET_HAS_NEW_TIME_STAMPS 1
# endif
#endif

// Cancellation slots, and associator for every association: Boost 1.77.
#if BOOST_ASIO_VERSION >= 102000
# define BOOST_SEQPACKET_HAS_CANCELLATION 1
#endif

// local::seq_packet_protocol and associated immediate executors: Boost 1.82.
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

// The level of the options of AF_UNIX alone, on the BSDs and macOS.
#if defined(SOL_LOCAL)
# define BOOST_SEQPACKET_SOL_LOCAL SOL_LOCAL
#else
# define BOOST_SEQPACKET_SOL_LOCAL 0
#endif

// struct ucred (unix(7)): the sender chooses it, and the kernel checks it.
#if defined(SCM_CREDENTIALS) && defined(SO_PASSCRED)
# define BOOST_SEQPACKET_HAS_SCM_CREDENTIALS 1
# define BOOST_SEQPACKET_PASSCRED_LEVEL SOL_SOCKET
# define BOOST_SEQPACKET_PASSCRED SO_PASSCRED
// struct sockcred2 (unix(4) of FreeBSD 13): the kernel adds it to every packet.
// LOCAL_CREDS adds credentials only to the first packet of a connection.
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
# define BOOST_SEQPACKET_HAS_UCRED 1 // struct ucred: unix(7)
#elif defined(__OpenBSD__) && defined(SO_PEERCRED)
# define BOOST_SEQPACKET_HAS_SOCKPEERCRED 1 // sockpeercred: getsockopt(2)
#elif defined(__NetBSD__) && defined(LOCAL_PEEREID)
# define BOOST_SEQPACKET_HAS_UNPCBID 1 // struct unpcbid: unix(4)
#elif (defined(__FreeBSD__) || defined(__DragonFly__) || defined(__APPLE__)) \
    && defined(LOCAL_PEERCRED)
// LOCAL_PEERCRED, struct xucred: unix(4). FreeBSD 13 added a process id, which
// macOS reports by an option of its own.
# define BOOST_SEQPACKET_HAS_XUCRED 1
# if defined(__FreeBSD__) && __FreeBSD__ >= 13
#  define BOOST_SEQPACKET_HAS_XUCRED_PID 1
# endif
# if defined(__APPLE__) && defined(LOCAL_PEERPID)
#  define BOOST_SEQPACKET_HAS_PEERPID 1
# endif
#elif defined(__sun)
# define BOOST_SEQPACKET_HAS_GETPEERUCRED 1 // getpeerucred(3C)
#elif defined(__FreeBSD__) || defined(__DragonFly__) || defined(__APPLE__) \
    || defined(__NetBSD__) || defined(__OpenBSD__) || defined(__CYGWIN__)
# define BOOST_SEQPACKET_HAS_GETPEEREID 1 // getpeereid(3): no process id
#endif

#if defined(BOOST_SEQPACKET_HAS_UCRED) \
    || defined(BOOST_SEQPACKET_HAS_SOCKPEERCRED) \
    || defined(BOOST_SEQPACKET_HAS_UNPCBID) \
    || defined(BOOST_SEQPACKET_HAS_XUCRED) \
    || defined(BOOST_SEQPACKET_HAS_GETPEERUCRED) \
    || defined(BOOST_SEQPACKET_HAS_GETPEEREID)
# define BOOST_SEQPACKET_HAS_PEER_CREDENTIALS 1
#endif

// The supplementary groups of the peer: option (Linux 4.13) or credentials.
#if defined(__linux__) && defined(SO_PEERGROUPS)
# define BOOST_SEQPACKET_HAS_SO_PEERGROUPS 1
#endif
#if defined(BOOST_SEQPACKET_HAS_SO_PEERGROUPS) \
    || defined(BOOST_SEQPACKET_HAS_XUCRED) \
    || defined(BOOST_SEQPACKET_HAS_GETPEERUCRED)
# define BOOST_SEQPACKET_HAS_PEER_GROUPS 1
#endif

// The security labels of the peer and of a packet's sender (Linux 2.6).
#if defined(__linux__) && defined(SO_PEERSEC)
# define BOOST_SEQPACKET_HAS_PEER_SECURITY_LABEL 1
#endif
#if defined(__linux__) && defined(SO_PASSSEC)
# define BOOST_SEQPACKET_HAS_PASS_SECURITY 1
#endif

#if defined(__linux__)
// The C library is often too old for these options: pidfds of the sender and
// the peer (Linux 6.5), and refusal of descriptors (6.16). The numbers are
// those of asm-generic/socket.h, on alpha and mips as well; parisc and sparc
// have others. Other architectures have the options if their headers have them.
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
// A descriptor of the sending process (Linux 6.5). The C library is often older
// than the kernel. All architectures have this number (include/linux/socket.h).
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

// sendmmsg and recvmmsg: many packets with one system call (Linux 3.0). If a
// program disables them, a loop of single calls takes their place.
#if defined(__linux__) && !defined(BOOST_SEQPACKET_DISABLE_BATCH_CALLS)
# define BOOST_SEQPACKET_HAS_BATCH_CALLS 1
#endif

// A peek duplicates descriptors, so that a whole packet can be looked at first.
#if defined(__linux__)
# define BOOST_SEQPACKET_HAS_KEEP_IF_TRUNCATED 1
// An epoll says which files it can watch (epoll_ctl(2)).
# define BOOST_SEQPACKET_HAS_EPOLL 1
#endif

// The system reports the address family of a descriptor.
#if defined(SO_DOMAIN)
# define BOOST_SEQPACKET_HAS_SO_DOMAIN 1
#endif

// Sockets, also of accept4, that are close-on-exec from the start (not macOS).
#if defined(SOCK_CLOEXEC)
# define BOOST_SEQPACKET_HAS_SOCK_CLOEXEC 1
#endif

// bind_path needs a system that gives a file the mode of its socket, and where
// a connect of the wrong type tells it from a stale file (unix(7)).
#if defined(BOOST_SEQPACKET_HAS_LOCAL_SOCKETS) && defined(__linux__)
# define BOOST_SEQPACKET_HAS_BIND_PATH 1
#endif

// The system reports the protocol of a socket (not macOS).
#if defined(SO_PROTOCOL)
# define BOOST_SEQPACKET_HAS_SO_PROTOCOL 1
#endif

// The name error for seqpacket_errc. Before :: GCC prefers a namespace of the
// same name, so that boost::asio::error is still found.
#if defined(__GNUC__) && !defined(__clang__)
# define BOOST_SEQPACKET_HAS_ERROR_NAME 1
#endif

#endif // BOOST_SEQPACKET_DETAIL_CONFIG_HPP
