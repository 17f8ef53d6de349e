//
// detail/connection/accept_target.hpp
// ~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~
//
// Copyright (c) 2026 The boost_seqpacket authors
//
// Distributed under the Boost Software License, Version 1.0.
// (See accompanying file LICENSE_1_0.txt or copy at
// https://www.boost.org/LICENSE_1_0.txt)
//

#ifndef BOOST_SEQPACKET_DETAIL_CONNECTION_ACCEPT_TARGET_HPP
#define BOOST_SEQPACKET_DETAIL_CONNECTION_ACCEPT_TARGET_HPP

// Where an accepted connection goes, and what the handler gets.

#include <boost_seqpacket/detail/config.hpp>

#include <boost/asio/error.hpp>
#include <boost/system/error_code.hpp>

#include <utility>

namespace boost_seqpacket {
namespace detail {

// Accepts into a socket of the caller.
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

} // namespace detail
} // namespace boost_seqpacket

#endif // BOOST_SEQPACKET_DETAIL_CONNECTION_ACCEPT_TARGET_HPP
