// Copyright (c) 2026 The boost_seqpacket authors
//
// Distributed under the Boost Software License, Version 1.0.
// (See accompanying file LICENSE_1_0.txt or copy at
// https://www.boost.org/LICENSE_1_0.txt)

#ifndef BOOST_SEQPACKET_TEST_OPERATION_RECEIVE_KINDS_HPP
#define BOOST_SEQPACKET_TEST_OPERATION_RECEIVE_KINDS_HPP

// The kinds of receives.

#include "kind.hpp"

#include <boost_seqpacket/receive_object.hpp>

#include <list>

namespace boost_seqpacket {
namespace test {

// A socket that receives "x", as a packet or as a byte of a stream.
template <typename Executor, typename Socket = socket_on<Executor>>
class receiving
  : public object_of_operation<Socket>
{
public:
  explicit receiving(const Executor& executor, bool has_descriptor = true)
    : object_of_operation<Socket>(executor),
      peer_(executor),
      has_descriptor_(has_descriptor)
  {
    asio::local::connect_pair(this->object(), peer_);
  }

  void make_ready()
  {
    outgoing_ancillary<1> ancillary;
    if (has_descriptor_)
      ancillary.add_descriptor(peer_.native_handle());
    send_message(peer_, text("x"), ancillary);
  }

  bool has_succeeded()
  {
    return !is_readable(this->object().native_handle()) && arrived() == 'x';
  }

  bool is_untouched()
  {
    return next_packet(this->object().native_handle()) == "x"
      && arrived() == 0;
  }

  void reopen()
  {
    receiving fresh(peer_.get_executor());
    this->exchange_kernel_socket(fresh.object());
    peer_ = std::move(fresh.peer_);
  }

  Socket& peer() noexcept
  {
    return peer_;
  }

protected:
  virtual ~receiving() = default;

  virtual char arrived() const
  {
    return bytes_[0];
  }

  char bytes_[8] = {};

private:
  Socket peer_;
  bool has_descriptor_;
};

template <typename Executor>
class receive_bytes final
  : public receiving<Executor>
{
public:
  static constexpr const char* name = "receive of bytes alone";

  explicit receive_bytes(const Executor& executor)
    : receiving<Executor>(executor, false)
  {
  }

  template <typename Token>
  decltype(auto) start(Token&& token)
  {
    return async_receive_message(this->object(), asio::buffer(this->bytes_),
        std::forward<Token>(token));
  }
};

template <typename Executor>
class receive_with_ancillary final
  : public receiving<Executor>
{
public:
  static constexpr const char* name = "receive";

  using receiving<Executor>::receiving;

  template <typename Token>
  decltype(auto) start(Token&& token)
  {
    return async_receive_message(this->object(), asio::buffer(this->bytes_),
        ancillaries_.emplace_back(), std::forward<Token>(token));
  }

private:
  std::list<incoming_ancillary<1>> ancillaries_; // one for each operation
};

template <typename Executor>
class receive_dynamic final
  : public receiving<Executor>
{
public:
  static constexpr const char* name = "receive into a dynamic buffer";

  using receiving<Executor>::receiving;

  template <typename Token>
  decltype(auto) start(Token&& token)
  {
    return async_receive_message(this->object(),
        asio::dynamic_buffer(contents_.emplace_back()),
        ancillaries_.emplace_back(), std::forward<Token>(token));
  }

private:
  char arrived() const override
  {
    for (const std::string& content : contents_)
    {
      if (!content.empty())
        return content[0];
    }
    return 0;
  }

  // One for each operation.
  std::list<std::string> contents_;
  std::list<incoming_ancillary<1>> ancillaries_;
};

template <typename Executor>
class receive_files final
  : public receiving<Executor>
{
public:
  static constexpr const char* name = "receive_descriptors";

  using receiving<Executor>::receiving;

  template <typename Token>
  decltype(auto) start(Token&& token)
  {
    return async_receive_descriptors<1>(this->object(),
        asio::buffer(this->bytes_), std::forward<Token>(token));
  }
};

template <typename Executor>
class receive_some_files final
  : public receiving<Executor>
{
public:
  static constexpr const char* name = "receive_descriptors, at_most";

  using receiving<Executor>::receiving;

  template <typename Token>
  decltype(auto) start(Token&& token)
  {
    return async_receive_descriptors(this->object(),
        asio::buffer(this->bytes_), at_most(2), std::forward<Token>(token));
  }
};

template <typename Executor>
class receive_socket final
  : public receiving<Executor>
{
public:
  static constexpr const char* name = "receive_object";

  using receiving<Executor>::receiving;

  template <typename Token>
  decltype(auto) start(Token&& token)
  {
    return async_receive_object<socket_on<Executor>>(this->object(),
        asio::buffer(this->bytes_), this->peer().get_executor(),
        std::forward<Token>(token));
  }
};

template <typename Executor>
class receive_batch final
  : public receiving<Executor>
{
public:
  static constexpr const char* name = "receive_messages";

  using receiving<Executor>::receiving;

  template <typename Token>
  decltype(auto) start(Token&& token)
  {
    std::vector<incoming_message<1>>& messages = batches_.emplace_back(2);
    for (incoming_message<1>& message : messages)
      message.buffers = asio::buffer(this->bytes_);
    return async_receive_messages(
        this->object(), messages, std::forward<Token>(token));
  }

private:
  std::list<std::vector<incoming_message<1>>> batches_; // one for each, too
};

// Nothing arrives: what has left the queue has been discarded.
template <typename Executor>
class discard final
  : public receiving<Executor>
{
public:
  static constexpr const char* name = "discard_message";

  using receiving<Executor>::receiving;

  template <typename Token>
  decltype(auto) start(Token&& token)
  {
    return async_discard_message(this->object(), std::forward<Token>(token));
  }

  bool has_succeeded()
  {
    return !is_readable(this->object().native_handle());
  }
};

template <typename Executor>
class read_stream final
  : public receiving<Executor, stream_on<Executor>>
{
public:
  static constexpr const char* name = "read_message";

  using receiving<Executor, stream_on<Executor>>::receiving;

  template <typename Token>
  decltype(auto) start(Token&& token)
  {
    return async_read_message(this->object(), asio::buffer(this->bytes_, 1),
        ancillaries_.emplace_back(), std::forward<Token>(token));
  }

private:
  std::list<incoming_ancillary<1>> ancillaries_; // one for each operation
};

template <typename Executor>
class receive_from final
  : public receiving<Executor, datagram_on<Executor>>
{
public:
  static constexpr const char* name = "receive_message_from";

  using receiving<Executor, datagram_on<Executor>>::receiving;

  template <typename Token>
  decltype(auto) start(Token&& token)
  {
    return async_receive_message_from(this->object(),
        asio::buffer(this->bytes_), ancillaries_.emplace_back(),
        senders_.emplace_back(), std::forward<Token>(token));
  }

private:
  // One for each operation.
  std::list<incoming_ancillary<1>> ancillaries_;
  std::list<asio::local::datagram_protocol::endpoint> senders_;
};

} // namespace test
} // namespace boost_seqpacket

#endif // BOOST_SEQPACKET_TEST_OPERATION_RECEIVE_KINDS_HPP
