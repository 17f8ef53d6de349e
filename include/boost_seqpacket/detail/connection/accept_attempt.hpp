//
// detail/connection/accept_attempt.hpp
// ~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~
//
// Copyright (c) 2026 The boost_seqpacket authors
//
// Distributed under the Boost Software License, Version 1.0.
// (See accompanying file LICENSE_1_0.txt or copy at
// https://www.boost.org/LICENSE_1_0.txt)
//

#ifndef BOOST_SEQPACKET_DETAIL_CONNECTION_ACCEPT_ATTEMPT_HPP
#define BOOST_SEQPACKET_DETAIL_CONNECTION_ACCEPT_ATTEMPT_HPP

// How a connection is accepted.

#include <boost_seqpacket/detail/connection/accept_target.hpp>
#include <boost_seqpacket/detail/connection/accept_traits.hpp>
#include <boost_seqpacket/detail/socket/assign.hpp>
#include <boost_seqpacket/detail/socket/check_socket.hpp>
#include <boost_seqpacket/detail/connection/connection_ops.hpp>
#include <boost_seqpacket/detail/operation/initiate.hpp>
#include <boost_seqpacket/detail/operation/backoff.hpp>
#include <boost_seqpacket/detail/socket/socket_ops.hpp>
#include <boost_seqpacket/peer_identity.hpp>
#include <boost_seqpacket/unique_descriptor.hpp>

#include <boost/asio/error.hpp>
#include <boost/asio/socket_base.hpp>
#include <boost/system/error_code.hpp>

#include <type_traits>
#include <utility>

namespace boost_seqpacket {
namespace detail {

template <typename Acceptor, typename Socket>
constexpr void check_accept() noexcept
{
  check_acceptor<Acceptor>();
  check_local<Socket>();
  static_assert(std::is_convertible<typename Acceptor::protocol_type,
      typename Socket::protocol_type>::value,
      "The acceptor's connections have another protocol than the socket: give "
      "the function a socket of the acceptor's protocol");
}

// The filter of those who have given none.
struct admit_everybody
{
};

inline constexpr admit_everybody everybody = {};

// A caller that waits itself is told that there is no descriptor.
struct accept_synchronously
  : attempt_without_pauses
{
  static constexpr bool waits_for_descriptors = false;
};

// An operation waits for one in pauses.
struct accept_asynchronously
  : attempt_at_once
{
  static constexpr bool waits_for_descriptors = true;

  template <typename Executor>
  using pauses = timer_pauses<Executor>;

  static retry after(const boost::system::error_code& ec) noexcept
  {
    return connection_ops::is_exhausted(ec) ? retry::after_pause
      : attempt_without_pauses::after(ec);
  }
};

// A connection that was taken, and has to wait for a descriptor of the filter,
// or for room in the reactor. Attempts are copied before they begin only.
class taken_connection
  : public unique_descriptor
{
public:
  taken_connection() = default;

  taken_connection(const taken_connection&) noexcept
    : unique_descriptor()
  {
  }

  taken_connection(taken_connection&&) = default;
  taken_connection& operator=(const taken_connection&) = delete;
  taken_connection& operator=(taken_connection&&) = delete;
};

template <typename Target, typename Filter, typename Mode>
class accept_attempt
  : public Mode
{
public:
  using result_type = typename Target::result_type;

  static constexpr auto wait = boost::asio::socket_base::wait_read;
  static constexpr const char* name =
    "boost_seqpacket::async_accept";

  accept_attempt(const Target& target, Filter& filter)
    : target_(target),
      filter_(&filter)
  {
  }

  result_type stopped(const boost::system::error_code& ec) const
  {
    return result_type(target_, ec);
  }

  template <typename Acceptor>
  result_type operator()(Acceptor& acceptor, bool waited)
  {
    result_type result(target_);
    boost::system::error_code& ec = result.error;
    if (!ec)
      prepare(acceptor, waited, ec);

    // Peers that are refused come back as fast as they like. Others that the
    // caller serves must get their turn: after some it is as if nobody were
    // there, and the acceptor is ready again at once.
    for (int refusals = 0; !ec; ++refusals)
    {
      if (refusals == max_refusals)
      {
        ec = boost::asio::error::would_block;
        break;
      }

      if (!connection_)
        take(acceptor.native_handle(), waited, ec);
      if (ec)
        break;
      if (admits(ec))
      {
        assign(result.socket(), connection_, ec);
        break;
      }
      if (!ec)
        connection_.reset();
    }
    return result;
  }

private:
  static constexpr int max_refusals = 16;

  template <typename Acceptor>
  static void prepare(Acceptor& acceptor, bool waited,
      boost::system::error_code& ec)
  {
    detail::check_family(acceptor, waited, ec);
    if constexpr (Mode::waits_for_descriptors)
    {
      if (!ec && !acceptor.native_non_blocking())
        acceptor.native_non_blocking(true, ec);
    }
  }

  void take(int acceptor, bool waited, boost::system::error_code& ec)
  {
    connection_.reset(connection_ops::accept(acceptor, ec));
    if constexpr (Mode::waits_for_descriptors)
    {
      // The kernel looks for a descriptor before it looks for a connection: as
      // long as there is none of these, no descriptor is missed.
      if (connection_ops::is_exhausted(ec)
          && !connection_ops::is_readable(acceptor))
        ec = boost::asio::error::would_block;
    }
    if ((waited || !Mode::waits_for_descriptors)
        && socket_ops::would_block(ec)
        && connection_ops::is_shut_down(acceptor))
      ec = boost::asio::error::invalid_argument;
  }

  bool admits(boost::system::error_code& ec) const
  {
    if constexpr (std::is_same<Filter, const admit_everybody>::value)
    {
      (void)ec;
      return true;
    }
    else
    {
      peer_identity peer(connection_.native_handle());
      return filter_->admits(peer, ec);
    }
  }

  Target target_;
  Filter* filter_;
  taken_connection connection_;
};

} // namespace detail
} // namespace boost_seqpacket

#endif // BOOST_SEQPACKET_DETAIL_CONNECTION_ACCEPT_ATTEMPT_HPP
