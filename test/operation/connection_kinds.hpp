// Copyright (c) 2026 The boost_seqpacket authors
//
// Distributed under the Boost Software License, Version 1.0.
// (See accompanying file LICENSE_1_0.txt or copy at
// https://www.boost.org/LICENSE_1_0.txt)

#ifndef BOOST_SEQPACKET_TEST_OPERATION_CONNECTION_KINDS_HPP
#define BOOST_SEQPACKET_TEST_OPERATION_CONNECTION_KINDS_HPP

// The kinds of connecting and accepting.

#include "kind.hpp"

namespace boost_seqpacket {
namespace test {

// An acceptor that nobody has connected to.
template <typename Executor>
class accepting
  : public object_of_operation<acceptor_on<Executor>>
{
public:
  explicit accepting(const Executor& executor)
    : object_of_operation<acceptor_on<Executor>>(executor),
      peer_(executor)
  {
    open(this->object());
    this->object().bind(endpoint());
    this->object().listen(1);
    where_ = this->object().local_endpoint();
  }

  void make_ready()
  {
    if (peer_.is_open())
      peer_.close();
    connect(peer_, where_);
  }

  bool has_succeeded()
  {
    return peer_.is_open() && !is_readable(this->object().native_handle());
  }

  bool is_untouched()
  {
    return peer_.is_open() && is_readable(this->object().native_handle());
  }

  void reopen()
  {
    accepting fresh(peer_.get_executor());
    this->exchange_kernel_socket(fresh.object());
    where_ = fresh.where_;
  }

private:
  socket_on<Executor> peer_;
  endpoint where_;
};

template <typename Executor>
class accept_new final
  : public accepting<Executor>
{
public:
  static constexpr const char* name = "accept";

  using accepting<Executor>::accepting;

  template <typename Token>
  decltype(auto) start(Token&& token)
  {
    return async_accept(this->object(), std::forward<Token>(token));
  }
};

template <typename Executor>
class accept_into final
  : public accepting<Executor>
{
public:
  static constexpr const char* name = "accept into a socket";

  explicit accept_into(const Executor& executor)
    : accepting<Executor>(executor),
      accepted_(executor)
  {
  }

  template <typename Token>
  decltype(auto) start(Token&& token)
  {
    return async_accept(
        this->object(), accepted_, std::forward<Token>(token));
  }

private:
  socket_on<Executor> accepted_;
};

// A socket that connects to an acceptor whose backlog is full.
template <typename Executor>
class connect_to_full final
  : public object_of_operation<socket_on<Executor>>
{
public:
  static constexpr const char* name = "connect";

  explicit connect_to_full(const Executor& executor)
    : object_of_operation<socket_on<Executor>>(executor),
      acceptor_(executor),
      first_(executor)
  {
    open(acceptor_);
    acceptor_.bind(endpoint());
    acceptor_.listen(0);
    connect(first_, acceptor_.local_endpoint());
    open(this->object());
  }

  template <typename Token>
  decltype(auto) start(Token&& token)
  {
    return async_connect(this->object(), acceptor_.local_endpoint(),
        std::forward<Token>(token));
  }

  void make_ready()
  {
    if (is_readable(acceptor_.native_handle()))
      accept(acceptor_);
  }

  bool has_succeeded()
  {
    error_code ec;
    this->object().remote_endpoint(ec);
    return !ec;
  }

  bool is_untouched()
  {
    return !has_succeeded();
  }

  void reopen()
  {
    socket_on<Executor> fresh(first_.get_executor());
    open(fresh);
    this->exchange_kernel_socket(fresh);
  }

private:
  acceptor_on<Executor> acceptor_;
  socket_on<Executor> first_;
};

} // namespace test
} // namespace boost_seqpacket

#endif // BOOST_SEQPACKET_TEST_OPERATION_CONNECTION_KINDS_HPP
