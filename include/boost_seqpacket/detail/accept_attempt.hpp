//
// detail/accept_attempt.hpp
// ~~~~~~~~~~~~~~~~~~~~~~~~~
//
// Copyright (c) 2026 The boost_seqpacket authors
//
// Distributed under the Boost Software License, Version 1.0.
// (See accompanying file LICENSE_1_0.txt or copy at
// https://www.boost.org/LICENSE_1_0.txt)
//

#ifndef BOOST_SEQPACKET_DETAIL_ACCEPT_ATTEMPT_HPP
#define BOOST_SEQPACKET_DETAIL_ACCEPT_ATTEMPT_HPP

// How a connection is accepted.

#include <boost_seqpacket/detail/accept_traits.hpp>
#include <boost_seqpacket/detail/assign.hpp>
#include <boost_seqpacket/detail/connection_ops.hpp>
#include <boost_seqpacket/detail/operation.hpp>
#include <boost_seqpacket/detail/pause.hpp>
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

// Accepts into a socket of the caller's.
template <typename Socket>
class accept_into
{
public:
  class result_type
  {
  public:
    explicit result_type(const accept_into& target,
        const boost::system::error_code& ec = boost::system::error_code())
      : error(ec),
        peer_(target.peer_)
    {
      if (!error && peer_->is_open())
        error = boost::asio::error::already_open;
    }

    template <typename Handler>
    void operator()(Handler& handler) &&
    {
      std::move(handler)(error);
    }

    Socket& socket() noexcept
    {
      return *peer_;
    }

    boost::system::error_code error;

  private:
    Socket* peer_;
  };

  explicit accept_into(Socket& peer) noexcept
    : peer_(&peer)
  {
  }

private:
  Socket* peer_;
};

// Accepts into a new socket.
template <typename Socket>
class accept_new
{
public:
  class result_type
  {
  public:
    explicit result_type(const accept_new& target,
        const boost::system::error_code& ec = boost::system::error_code())
      : error(ec),
        socket_(target.executor_)
    {
    }

    template <typename Handler>
    void operator()(Handler& handler) &&
    {
      std::move(handler)(error, std::move(socket_));
    }

    Socket& socket() noexcept
    {
      return socket_;
    }

    boost::system::error_code error;

  private:
    Socket socket_;
  };

  explicit accept_new(const typename Socket::executor_type& executor)
    : executor_(executor)
  {
  }

private:
  typename Socket::executor_type executor_;
};

// A caller that waits itself is told that there is no descriptor.
struct accept_synchronously
  : attempt_without_pauses
{
  template <typename Acceptor>
  static void prepare(Acceptor&, boost::system::error_code&)
  {
  }

  static void look_again(int, boost::system::error_code&)
  {
  }
};

// An operation waits for one in pauses.
struct accept_asynchronously
{
  template <typename Executor>
  using pauses = timer_pauses<Executor>;

  static retry after(const boost::system::error_code& ec) noexcept
  {
    return connection_ops::is_exhausted(ec) ? retry::after_pause
      : attempt_without_pauses::after(ec);
  }

  template <typename Acceptor>
  static void prepare(Acceptor& acceptor, boost::system::error_code& ec)
  {
    if (!acceptor.native_non_blocking())
      acceptor.native_non_blocking(true, ec);
  }

  // The kernel looks for a descriptor before it looks for a connection: as long
  // as there is none of these, no descriptor is missed.
  static void look_again(int descriptor, boost::system::error_code& ec)
  {
    if (connection_ops::is_exhausted(ec)
        && !connection_ops::is_readable(descriptor))
      ec = boost::asio::error::would_block;
  }
};

template <typename Target, typename Filter, typename Mode>
class accept_attempt
  : public Mode
{
public:
  using result_type = typename Target::result_type;

  static constexpr auto wait = boost::asio::socket_base::wait_read;

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
  result_type operator()(Acceptor& acceptor, bool) const
  {
    result_type result(target_);
    if (!result.error)
      Mode::prepare(acceptor, result.error);

    // Peers that are refused come back as fast as they like. Others that the
    // caller serves must get their turn: after some it is as if nobody were
    // there, and the acceptor is ready again at once.
    for (int refusals = 0; !result.error; ++refusals)
    {
      if (refusals == max_refusals)
      {
        result.error = boost::asio::error::would_block;
        break;
      }

      unique_descriptor connection(connection_ops::accept(
          acceptor.native_handle(), result.error));
      Mode::look_again(acceptor.native_handle(), result.error);
      if (!result.error && admits(connection.native_handle()))
      {
        assign(result.socket(), connection, result.error);
        break;
      }
    }
    return result;
  }

private:
  static constexpr int max_refusals = 16;

  bool admits(int connection) const
  {
    if constexpr (std::is_same<Filter, const admit_everybody>::value)
    {
      (void)connection;
      return true;
    }
    else
    {
      peer_identity peer(connection);
      return filter_->admits(peer);
    }
  }

  Target target_;
  Filter* filter_;
};

} // namespace detail
} // namespace boost_seqpacket

#endif // BOOST_SEQPACKET_DETAIL_ACCEPT_ATTEMPT_HPP
