//
// detail/message/empty_receive.hpp
// ~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~
//
// Copyright (c) 2026 The boost_seqpacket authors
//
// Distributed under the Boost Software License, Version 1.0.
// (See accompanying file LICENSE_1_0.txt or copy at
// https://www.boost.org/LICENSE_1_0.txt)
//

#ifndef BOOST_SEQPACKET_DETAIL_MESSAGE_EMPTY_RECEIVE_HPP
#define BOOST_SEQPACKET_DETAIL_MESSAGE_EMPTY_RECEIVE_HPP

// What a receive means that returned 0 bytes, no control message and no
// sender's name.

#include <boost_seqpacket/detail/message/end_of_file_ops.hpp>
#include <boost_seqpacket/detail/message/message_call.hpp>
#include <boost_seqpacket/detail/socket/poll_ops.hpp>
#include <boost_seqpacket/detail/socket/socket_ops.hpp>

#include <boost/asio/error.hpp>
#include <boost/system/error_code.hpp>

#include <cerrno>
#include <sys/socket.h>

namespace boost_seqpacket {
namespace detail {

enum class empty_receive
{
  // An empty packet, as far as can be known.
  packet,

  // The end of file.
  end_of_file,

  // Neither a packet nor the end: packets are still queued. Linux checks the
  // queue first, and then whether the peer has closed (unix_dgram_recvmsg). If
  // a peer sends and closes between the two, the end is reported before the
  // packet. Another receive finds the packet.
  premature_end,

  // The peer has closed without reading everything. The next receive reports
  // the reset.
  reset
};

// For a socket that is shut down. Each fact is asked for only if it matters,
// because it costs a system call.
template <typename Facts>
empty_receive judge_after_shut_down(Facts&& facts)
{
  empty_receive result = empty_receive::packet;
  if (!facts.bytes_are_queued())
  {
    if (facts.error_is_pending())
      result = empty_receive::reset;
    else if (!facts.peek_finds_packet())
      return empty_receive::end_of_file;
  }
  return facts.packets_are_marked() ? empty_receive::premature_end : result;
}

template <typename Facts>
empty_receive judge_empty_receive(Facts&& facts)
{
  return facts.is_shut_down() ? detail::judge_after_shut_down(facts)
    : empty_receive::packet;
}

// What the system reports of a socket.
class socket_facts
{
public:
  explicit socket_facts(const message_call& call) noexcept
    : call_(call)
  {
  }

  // True if the peer can send nothing more. Datagram sockets have no such end.
  bool is_shut_down()
  {
    if (call_.kind == socket_kind::datagram)
      return false;
    boost::system::error_code ec;
    const bool shut_down = poll_ops::is_shut_down(call_.descriptor, ec);
    if (!ec)
      return shut_down;
    needs_proof_ = true;
    return is_at_end() || packets_are_marked();
  }

  bool bytes_are_queued()
  {
    boost::system::error_code ec;
    const bool queued =
      end_of_file_ops::bytes_are_queued(call_.descriptor, ec);
    needs_proof_ = needs_proof_ || ec;
    return queued;
  }

  bool error_is_pending() const
  {
    return end_of_file_ops::error_is_pending(call_.descriptor, false);
  }

  bool peek_finds_packet()
  {
    boost::system::error_code ignored;
    return needs_proof_ ? !is_at_end() : peek(ignored);
  }

  // The error to report for the end of file: eof, unless the system does not
  // let it be told from an empty packet.
  const boost::system::error_code& end() const noexcept
  {
    return end_;
  }

  // True if an empty packet would have had a control message or a name. Also
  // true for a peek, which has taken nothing and can look again.
  bool packets_are_marked()
  {
    if (marked_ == answer::not_asked)
      marked_ = answer_of(call_.kind == socket_kind::seq_packet
          && ((call_.flags & MSG_PEEK) != 0
            || end_of_file_ops::every_packet_has_control_data(
              call_.descriptor)
            || end_of_file_ops::has_named_peer(call_.descriptor)));
    return marked_ == answer::yes;
  }

private:
  enum class answer
  {
    not_asked,
    yes,
    no
  };

  static answer answer_of(bool fact) noexcept
  {
    return fact ? answer::yes : answer::no;
  }

  // True if the next receive would report the end. For sockets that cannot be
  // polled, because no descriptor may be opened (RLIMIT_NOFILE of 0), or of
  // which a filter hides the state. With credentials every packet differs from
  // the end.
  bool is_at_end()
  {
    if (at_end_ == answer::not_asked)
    {
      // Ask for the option before it is changed.
      (void)packets_are_marked();
      boost::system::error_code ec;
      const end_of_file_ops::credentials_for_a_peek guard(
          call_.descriptor, ec);
      // Without such credentials the system has no better answer.
      const bool is_last_answer =
        socket_ops::is(ec, boost::asio::error::operation_not_supported);
      at_end_ = answer_of(!((!ec || is_last_answer) && peek(ec)));
      if (is_last_answer || !ec)
        return at_end_ == answer::yes;
      // The next receive reports a reset. If the program has closed the socket,
      // this was the end. Any other error leaves the question open.
      if (socket_ops::is(ec, boost::asio::error::connection_reset))
        at_end_ = answer::no;
      else if (at_end_ == answer::yes && !socket_ops::is(ec, EBADF))
        end_ = ec;
    }
    return at_end_ == answer::yes;
  }

  // True if a packet is queued. An empty one may have a sender's name, or carry
  // descriptors or credentials, which set MSG_CTRUNC because there is no room.
  // EAGAIN means that the socket is not at its end. No other error contradicts
  // the end; the caller decides what one proves.
  bool peek(boost::system::error_code& ec) const
  {
    empty_header header;
    ::sockaddr_storage name;
    end_of_file_ops::ask_for_name(header.message, name);
    const ::ssize_t next = socket_ops::receive(
        call_.descriptor, header.message, MSG_PEEK | MSG_DONTWAIT, ec);
    if (next < 0)
      return socket_ops::would_block(ec);
    return next != 0 || header.message.msg_namelen != 0
      || (header.message.msg_flags & (MSG_TRUNC | MSG_CTRUNC)) != 0;
  }

  const message_call& call_;
  bool needs_proof_ = false;
  answer at_end_ = answer::not_asked;
  boost::system::error_code end_ = boost::asio::error::eof;
  answer marked_ = answer::not_asked;
};

// Sets ec if it is the end of file.
inline empty_receive classify_empty_receive(const message_call& call,
    boost::system::error_code& ec)
{
  socket_facts facts(call);
  const empty_receive result = detail::judge_empty_receive(facts);
  if (result == empty_receive::end_of_file)
    ec = facts.end();
  return result;
}

} // namespace detail
} // namespace boost_seqpacket

#endif // BOOST_SEQPACKET_DETAIL_MESSAGE_EMPTY_RECEIVE_HPP
