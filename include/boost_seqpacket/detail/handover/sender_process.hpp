//
// detail/handover/sender_process.hpp
// ~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~
//
// Copyright (c) 2026 The boost_seqpacket authors
//
// Distributed under the Boost Software License, Version 1.0.
// (See accompanying file LICENSE_1_0.txt or copy at
// https://www.boost.org/LICENSE_1_0.txt)
//

#ifndef BOOST_SEQPACKET_DETAIL_HANDOVER_SENDER_PROCESS_HPP
#define BOOST_SEQPACKET_DETAIL_HANDOVER_SENDER_PROCESS_HPP

#include <boost_seqpacket/detail/ancillary/ancillary_access.hpp>
#include <boost_seqpacket/detail/config.hpp>
#include <boost_seqpacket/detail/handover/handover_ops.hpp>
#include <boost_seqpacket/detail/handover/handover_step.hpp>
#include <boost_seqpacket/detail/socket/socket_ops.hpp>
#include <boost_seqpacket/error.hpp>
#include <boost_seqpacket/incoming_ancillary.hpp>
#include <boost_seqpacket/native_socket.hpp>
#include <boost_seqpacket/socket_option.hpp>
#include <boost_seqpacket/unique_descriptor.hpp>

#include <boost/system/error_code.hpp>

#include <cerrno>
#include <cstddef>
#include <utility>

namespace boost_seqpacket {
namespace detail {

// The process that sends the packets of a connection. SO_PEERPIDFD does not
// name it: that is the process which called listen, and the listening socket
// may have been handed over since.
class sender_process
{
public:
  // Call it before the other side sends anything.
  static void ask(native_socket& socket)
  {
    (void)socket;
    [[maybe_unused]] boost::system::error_code ec;
#if defined(BOOST_SEQPACKET_HAS_PASS_PIDFD)
    socket.set_option(pass_pidfd(true), ec);
    if (!ec)
      return;
#endif
#if defined(BOOST_SEQPACKET_HAS_PASS_CREDENTIALS)
    socket.set_option(pass_credentials(true), ec);
#endif
  }

  // Takes the process from the first packet that names it. Sets ec if the
  // system has no descriptor for its pidfd.
  template <std::size_t Max>
  void note(incoming_ancillary<Max>& incoming, boost::system::error_code& ec)
  {
    if (number_ >= 0 || is_reaped_)
      return;
    is_missed_ = is_missed_ || ec == seqpacket_errc::descriptors_lost;
    if (ec)
      return;
    pidfd_ = std::move(incoming.pidfd());
    // The kernel makes no pidfd of a process that has been waited for.
    is_reaped_ = !pidfd_ && ancillary_access::state(incoming).has_pidfd_message;
#if defined(BOOST_SEQPACKET_HAS_PASS_CREDENTIALS)
    if (!pidfd_ && !is_reaped_)
      open(incoming, ec);
#endif
    number_ = pidfd_.native_handle();
  }

  // Without waiting.
  handover_fate fate() const
  {
    if (is_reaped_)
      return handover_fate::dead;
    // The end of the connection is no death then: two processes could serve.
    if (number_ < 0)
      return is_missed_ ? handover_fate::alive : handover_fate::unknown;
    return handover_ops::has_ended(number_)
      ? handover_fate::dead : handover_fate::alive;
  }

  // The number of the pidfd, or -1.
  int pidfd() const noexcept { return number_; }

  // Somebody else owns the pidfd from now on, and keeps it open.
  void release_pidfd() noexcept { (void)pidfd_.release(); }

  void reset() noexcept
  {
    pidfd_.reset();
    number_ = -1;
  }

private:
#if defined(BOOST_SEQPACKET_HAS_PASS_CREDENTIALS)
  // If the sender has ended, another process may have its number by now, and a
  // wait for that one ends with a refused handover. But the sender may also
  // live, and have closed the connection: two processes must not serve.
  template <std::size_t Max>
  void open(incoming_ancillary<Max>& incoming, boost::system::error_code& ec)
  {
    const auto sender = incoming.credentials();
    if (!sender || sender->pid <= 0)
      return;
    boost::system::error_code error;
    pidfd_.reset(handover_ops::open_pidfd(sender->pid, error));
    is_reaped_ = socket_ops::is(error, ESRCH);
    is_missed_ = is_missed_ || socket_ops::is(error, EMFILE)
      || socket_ops::is(error, ENFILE);
    if (is_missed_)
      ec = seqpacket_errc::descriptors_lost;
  }
#endif

  unique_descriptor pidfd_;
  int number_ = -1;
  bool is_reaped_ = false;
  bool is_missed_ = false; // at the limit of open descriptors
};

} // namespace detail
} // namespace boost_seqpacket

#endif // BOOST_SEQPACKET_DETAIL_HANDOVER_SENDER_PROCESS_HPP
