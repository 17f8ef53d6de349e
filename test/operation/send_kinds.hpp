// Copyright (c) 2026 The boost_seqpacket authors
//
// Distributed under the Boost Software License, Version 1.0.
// (See accompanying file LICENSE_1_0.txt or copy at
// https://www.boost.org/LICENSE_1_0.txt)

#ifndef BOOST_SEQPACKET_TEST_OPERATION_SEND_KINDS_HPP
#define BOOST_SEQPACKET_TEST_OPERATION_SEND_KINDS_HPP

// The kinds of sends.

#include "kind.hpp"

#include <boost_seqpacket/send_object.hpp>

#include <list>
#include <sys/eventfd.h>
#include <vector>

namespace boost_seqpacket {
namespace test {

// A socket that sends "last" into a queue that is full.
template <typename Executor, typename Socket = socket_on<Executor>>
class sending
  : public object_of_operation<Socket>
{
public:
  explicit sending(const Executor& executor)
    : object_of_operation<Socket>(executor),
      peer_(executor)
  {
    asio::local::connect_pair(this->object(), peer_);
    this->object().set_option(asio::socket_base::send_buffer_size(1));
    while (::send(this->object().native_handle(), "x", 1,
          MSG_DONTWAIT | MSG_NOSIGNAL) == 1)
      ++queued_;
  }

  // The peer makes room, and takes nothing else.
  void make_ready()
  {
    char byte;
    for (; queued_ != 0; --queued_)
      (void)::recv(peer_.native_handle(), &byte, 1, MSG_DONTWAIT);
  }

  bool has_succeeded()
  {
    std::string all;
    for (std::string next = "x"; !next.empty(); all += next)
      next = next_packet(peer_.native_handle());
    return all.find("last") != std::string::npos;
  }

  bool is_untouched()
  {
    return !has_succeeded();
  }

  void reopen()
  {
    sending fresh(peer_.get_executor());
    this->exchange_kernel_socket(fresh.object());
    peer_ = std::move(fresh.peer_);
    queued_ = fresh.queued_;
  }

  Socket& peer() noexcept
  {
    return peer_;
  }

private:
  Socket peer_;
  std::size_t queued_ = 0;
};

template <typename Executor>
class send_bytes final
  : public sending<Executor>
{
public:
  static constexpr const char* name = "send of bytes alone";

  using sending<Executor>::sending;

  template <typename Token>
  decltype(auto) start(Token&& token)
  {
    return async_send_message(
        this->object(), text("last"), std::forward<Token>(token));
  }
};

template <typename Executor>
class send_with_ancillary final
  : public sending<Executor>
{
public:
  static constexpr const char* name = "send";

  explicit send_with_ancillary(const Executor& executor)
    : sending<Executor>(executor)
  {
    ancillary_.add_descriptor(make_file("content"));
  }

  template <typename Token>
  decltype(auto) start(Token&& token)
  {
    return async_send_message(this->object(), text("last"), ancillary_,
        std::forward<Token>(token));
  }

private:
  outgoing_ancillary<1> ancillary_;
};

template <typename Executor>
class send_files final
  : public sending<Executor>
{
public:
  static constexpr const char* name = "send_descriptors";

  using sending<Executor>::sending;

  template <typename Token>
  decltype(auto) start(Token&& token)
  {
    return async_send_descriptors(this->object(), text("last"),
        {file_.native_handle()}, std::forward<Token>(token));
  }

private:
  unique_descriptor file_ = make_file("content");
};

// The operation closes the descriptor.
template <typename Executor>
class send_owner final
  : public sending<Executor>
{
public:
  static constexpr const char* name = "send_descriptors that are given away";

  using sending<Executor>::sending;

  template <typename Token>
  decltype(auto) start(Token&& token)
  {
    return async_send_descriptors(this->object(), text("last"),
        make_file("content"), std::forward<Token>(token));
  }
};

// A success closes the object.
template <typename Executor>
class send_counter final
  : public sending<Executor>
{
public:
  static constexpr const char* name = "send_object";

  using sending<Executor>::sending;

  template <typename Token>
  decltype(auto) start(Token&& token)
  {
    return async_send_object(this->object(), text("last"),
        objects_.emplace_back(
          this->peer().get_executor(), ::eventfd(0, EFD_CLOEXEC)),
        std::forward<Token>(token));
  }

private:
  // One for each operation.
  std::list<asio::posix::basic_stream_descriptor<Executor>> objects_;
};

template <typename Executor>
class send_batch final
  : public sending<Executor>
{
public:
  static constexpr const char* name = "send_messages";

  explicit send_batch(const Executor& executor)
    : sending<Executor>(executor),
      messages_(1)
  {
    messages_[0].buffers = text("last");
  }

  template <typename Token>
  decltype(auto) start(Token&& token)
  {
    return async_send_messages(
        this->object(), messages_, std::forward<Token>(token));
  }

private:
  std::vector<outgoing_message<1>> messages_;
};

template <typename Executor>
class write_stream final
  : public sending<Executor, stream_on<Executor>>
{
public:
  static constexpr const char* name = "write_message";

  explicit write_stream(const Executor& executor)
    : sending<Executor, stream_on<Executor>>(executor)
  {
    ancillary_.add_descriptor(make_file("content"));
  }

  template <typename Token>
  decltype(auto) start(Token&& token)
  {
    return async_write_message(this->object(), text("last"), ancillary_,
        std::forward<Token>(token));
  }

private:
  outgoing_ancillary<1> ancillary_;
};

// The receiver of the datagrams has a name. The operation waits in pauses,
// because nothing announces that there is room.
template <typename Executor>
class send_to final
  : public sending<Executor, datagram_on<Executor>>
{
public:
  static constexpr const char* name = "send_message_to";

  explicit send_to(const Executor& executor)
    : sending<Executor, datagram_on<Executor>>(executor)
  {
    ancillary_.add_descriptor(make_file("content"));
    this->peer().bind(asio::local::datagram_protocol::endpoint());
  }

  template <typename Token>
  decltype(auto) start(Token&& token)
  {
    return async_send_message_to(this->object(), text("last"), ancillary_,
        this->peer().local_endpoint(), std::forward<Token>(token));
  }

private:
  outgoing_ancillary<1> ancillary_;
};

} // namespace test
} // namespace boost_seqpacket

#endif // BOOST_SEQPACKET_TEST_OPERATION_SEND_KINDS_HPP
