//
// detail/message/end_of_file_ops.hpp
// ~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~
//
// Copyright (c) 2026 The boost_seqpacket authors
//
// Distributed under the Boost Software License, Version 1.0.
// (See accompanying file LICENSE_1_0.txt or copy at
// https://www.boost.org/LICENSE_1_0.txt)
//

#ifndef BOOST_SEQPACKET_DETAIL_MESSAGE_END_OF_FILE_OPS_HPP
#define BOOST_SEQPACKET_DETAIL_MESSAGE_END_OF_FILE_OPS_HPP

// The system calls that distinguish the end of file from an empty packet.

#include <boost_seqpacket/detail/config.hpp>
#include <boost_seqpacket/detail/socket/poll_ops.hpp>
#include <boost_seqpacket/detail/socket/refused_call.hpp>
#include <boost_seqpacket/detail/socket/socket_ops.hpp>

#include <boost/asio/error.hpp>
#include <boost/system/error_code.hpp>

#include <poll.h>
#include <sys/ioctl.h>
#include <sys/socket.h>
#include <sys/un.h>

namespace boost_seqpacket {
namespace detail {
namespace end_of_file_ops {

// The caller gives the result for a filter that refuses the question.
inline bool is_set(int descriptor, int level, int option,
    bool if_refused) noexcept
{
  int on = 0;
  ::socklen_t size = sizeof(on);
  if (::getsockopt(descriptor, level, option, &on, &size) != 0)
    return if_refused && may_be_refused(socket_ops::last_error());
  return on != 0;
}

// True if every packet comes with its sender's credentials or a time stamp,
// which the end of file does not have.
inline bool every_packet_has_control_data(int descriptor,
    bool if_refused = false) noexcept
{
#if defined(BOOST_SEQPACKET_HAS_PASS_CREDENTIALS)
  if (is_set(descriptor, BOOST_SEQPACKET_PASSCRED_LEVEL,
        BOOST_SEQPACKET_PASSCRED, if_refused))
    return true;
#endif
#if defined(BOOST_SEQPACKET_HAS_TIME_STAMPS)
  if (is_set(descriptor, SOL_SOCKET, SO_TIMESTAMP, if_refused)
      || is_set(descriptor, SOL_SOCKET, SO_TIMESTAMPNS, if_refused))
    return true;
#endif
  (void)descriptor;
  (void)if_refused;
  return false;
}

// True if an option adds control data to packets. Then MSG_CTRUNC does not mean
// that the sender added some. A security label comes only with a security
// module.
inline bool adds_control_data(int descriptor, bool if_refused) noexcept
{
#if defined(BOOST_SEQPACKET_HAS_PASS_PIDFD)
  if (is_set(descriptor, SOL_SOCKET, BOOST_SEQPACKET_SO_PASSPIDFD, if_refused))
    return true;
#endif
#if defined(BOOST_SEQPACKET_HAS_PASS_SECURITY)
  if (is_set(descriptor, SOL_SOCKET, SO_PASSSEC, if_refused))
    return true;
#endif
#if defined(BOOST_SEQPACKET_HAS_NEW_TIME_STAMPS)
  if (is_set(descriptor, SOL_SOCKET, SO_TIMESTAMP_NEW, if_refused)
      || is_set(descriptor, SOL_SOCKET, SO_TIMESTAMPNS_NEW, if_refused))
    return true;
#endif
  return every_packet_has_control_data(descriptor, if_refused);
}

// Ask recvmsg for the sender's name. It sets msg_namelen to 0 if there is none.
// Datagrams have one on every system. For a path of 108 bytes the system adds a
// terminator, for which a sockaddr_un has no room.
inline void ask_for_name(::msghdr& message, ::sockaddr_storage& name,
    bool is_wanted = false) noexcept
{
#if defined(BOOST_SEQPACKET_HAS_SENDER_NAMES)
  is_wanted = true;
#endif
  if (!is_wanted)
    return;
  message.msg_name = &name;
  message.msg_namelen = sizeof(name);
}

#if defined(BOOST_SEQPACKET_HAS_SENDER_NAMES)

constexpr ::socklen_t no_name = sizeof(::sa_family_t);

// True if a name is of the kind that the kernel chooses (autobind, unix(7)):
// five hexadecimal digits, in the abstract namespace.
inline bool is_automatic(const ::sockaddr_un& name, ::socklen_t size) noexcept
{
  constexpr ::socklen_t digits = 5;
  if (size != no_name + 1 + digits || name.sun_path[0] != '\0')
    return false;
  for (::socklen_t i = 1; i <= digits; ++i)
  {
    const char digit = name.sun_path[i];
    if (!((digit >= '0' && digit <= '9') || (digit >= 'a' && digit <= 'f')))
      return false;
  }
  return true;
}

#endif // defined(BOOST_SEQPACKET_HAS_SENDER_NAMES)

// True if every packet comes with its sender's name, which the end of file does
// not have. This holds for the client of a server: the server's end has the
// name of the listening socket from the beginning. The test for a client is
// that it has no name of its own, as most have none. Any other peer may have
// got its name after it sent, in particular from the kernel.
inline bool has_named_peer(int descriptor) noexcept
{
#if defined(BOOST_SEQPACKET_HAS_SENDER_NAMES)
  ::sockaddr_un name;
  ::socklen_t size = sizeof(name);
  if (::getsockname(descriptor, reinterpret_cast< ::sockaddr*>(&name),
        &size) != 0 || size > no_name)
    return false;
  size = sizeof(name);
  return ::getpeername(descriptor, reinterpret_cast< ::sockaddr*>(&name),
      &size) == 0 && size > no_name && !is_automatic(name, size);
#else
  (void)descriptor;
  return false;
#endif
}

// True if an error is pending, which the next call would report, once. The
// caller gives the result for a poll that fails.
inline bool error_is_pending(int descriptor, bool otherwise)
{
  boost::system::error_code ec;
  const short events = poll_ops::events(descriptor, 0, ec);
  return ec ? otherwise : (events & (POLLERR | POLLNVAL)) != 0;
}

// True if a packet of at least one byte is queued. On AF_UNIX FIONREAD counts
// the bytes of all queued packets.
inline bool bytes_are_queued(int descriptor,
    boost::system::error_code& ec) noexcept
{
  int bytes = 0;
  const bool failed = ::ioctl(descriptor, FIONREAD, &bytes) != 0;
  ec = failed ? socket_ops::last_error() : boost::system::error_code();
  return !failed && bytes > 0;
}

// While it lives, each packet comes with its sender's credentials, also if it
// was queued before: the kernel adds them when the packet is received
// (scm_recv). The end of file has none.
//
// A receive of another thread may get credentials that it did not ask for.
class credentials_for_a_peek
{
public:
  credentials_for_a_peek(int descriptor,
      boost::system::error_code& ec) noexcept
    : descriptor_(descriptor)
  {
#if defined(BOOST_SEQPACKET_HAS_SCM_CREDENTIALS)
    int on = 0;
    ::socklen_t size = sizeof(on);
    bool failed =
      ::getsockopt(descriptor, SOL_SOCKET, SO_PASSCRED, &on, &size) != 0;
    if (!failed && on == 0)
    {
      failed = !pass_credentials(1);
      was_off_ = !failed;
    }
    ec = failed ? socket_ops::last_error() : boost::system::error_code();
#else
    ec = boost::asio::error::operation_not_supported;
#endif
  }

  credentials_for_a_peek(const credentials_for_a_peek&) = delete;
  credentials_for_a_peek& operator=(const credentials_for_a_peek&) = delete;

  ~credentials_for_a_peek()
  {
#if defined(BOOST_SEQPACKET_HAS_SCM_CREDENTIALS)
    if (was_off_)
      (void)pass_credentials(0);
#endif
  }

private:
#if defined(BOOST_SEQPACKET_HAS_SCM_CREDENTIALS)
  bool pass_credentials(int on) const noexcept
  {
    return ::setsockopt(
        descriptor_, SOL_SOCKET, SO_PASSCRED, &on, sizeof(on)) == 0;
  }
#endif

  [[maybe_unused]] int descriptor_;
  [[maybe_unused]] bool was_off_ = false;
};

} // namespace end_of_file_ops
} // namespace detail
} // namespace boost_seqpacket

#endif // BOOST_SEQPACKET_DETAIL_MESSAGE_END_OF_FILE_OPS_HPP
