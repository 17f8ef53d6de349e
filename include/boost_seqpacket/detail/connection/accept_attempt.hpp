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

// Accepts a connection.

#include <boost_seqpacket/detail/connection/accept_target.hpp>
#include <boost_seqpacket/detail/connection/accept_traits.hpp>
#include <boost_seqpacket/detail/socket/assign.hpp>
#include <boost_seqpacket/detail/socket/check_socket.hpp>
#include <boost_seqpacket/detail/connection/connection_ops.hpp>
#include <boost_seqpacket/detail/connection/passing_ops.hpp>
#include <boost_seqpacket/detail/operation/empty_in_copies.hpp>
#include <boost_seqpacket/detail/operation/initiate.hpp>
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

// The synchronous form reports that there is no descriptor.
struct accept_synchronously
  : attempt_without_pauses
{
  static constexpr bool waits_for_descriptors = false;
};

// The asynchronous form waits for a descriptor in pauses.
struct accept_asynchronously
  : undivided_attempt
{
  static constexpr bool waits_for_descriptors = true;

  static retry after(const boost::system::error_code& ec) noexcept
  {
    return connection_ops::is_exhausted(ec) ? retry::after_pause
      : attempt_without_pauses::after(ec);
  }
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
  result_type first(Acceptor& acceptor)
  {
    result_type result(target_);
    descriptor_ = acceptor.native_handle();
    if (!result.error)
      detail::check_family(acceptor, result.error);
    if constexpr (Mode::waits_for_descriptors)
    {
      if (!result.error && !acceptor.native_non_blocking())
        acceptor.native_non_blocking(true, result.error);
    }
    accept(result);
    return result;
  }

  result_type again()
  {
    result_type result(target_);
    waited_ = true;
    accept(result);
    return result;
  }

private:
  // A refused peer can connect again at once. After max_refusals in a row,
  // report would_block so that other handlers run. The acceptor is ready again
  // immediately.
  static constexpr int max_refusals = 16;

  void accept(result_type& result)
  {
    boost::system::error_code& ec = result.error;
    for (int refusals = 0; !ec; ++refusals)
    {
      if (refusals == max_refusals)
      {
        ec = boost::asio::error::would_block;
        break;
      }

      if (!connection_)
        take(ec);
      // Before the filter is asked, so that as few packets as possible come
      // without what the options add.
      if (!ec)
        passing_ops::copy(descriptor_, connection_.native_handle(), ec);
      if (ec)
        break;
      if (admits(ec))
      {
        detail::assign(result.socket(), connection_, ec);
        break;
      }
      if (!ec)
        connection_.reset();
    }
  }

  void take(boost::system::error_code& ec)
  {
    connection_.reset(connection_ops::accept(descriptor_, ec));
    if constexpr (Mode::waits_for_descriptors)
    {
      // accept4 allocates a descriptor before it checks the backlog. EMFILE
      // with an empty backlog means that there is no connection.
      if (connection_ops::is_exhausted(ec)
          && !connection_ops::is_readable(descriptor_))
        ec = boost::asio::error::would_block;
    }
    if ((waited_ || !Mode::waits_for_descriptors)
        && socket_ops::would_block(ec))
      connection_ops::explain_permanent_would_block(descriptor_, waited_, ec);
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
  int descriptor_ = -1;
  bool waited_ = false;
  // A connection that was accepted and waits for a descriptor of the filter, or
  // for room in the reactor.
  empty_in_copies<unique_descriptor> connection_;
};

template <typename Socket, typename Filter>
using async_accept_into = accept_attempt<accept_into<Socket>, Filter,
  accept_asynchronously>;

template <typename Socket, typename Filter>
using async_accept_new = accept_attempt<accept_new<Socket>, Filter,
  accept_asynchronously>;

template <typename Token, typename Acceptor, typename Socket,
    typename Filter>
using initiated_accept_into = initiated<Token,
  void(boost::system::error_code), Acceptor,
  async_accept_into<Socket, Filter>>;

template <typename Token, typename Acceptor, typename Filter,
    typename... ExecutorOrContext>
using initiated_accept = initiated<Token,
  void(boost::system::error_code,
    accepted_socket<Acceptor, ExecutorOrContext...>), Acceptor,
  async_accept_new<accepted_socket<Acceptor, ExecutorOrContext...>, Filter>>;

} // namespace detail
} // namespace boost_seqpacket

#endif // BOOST_SEQPACKET_DETAIL_CONNECTION_ACCEPT_ATTEMPT_HPP
