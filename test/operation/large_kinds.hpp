// Copyright (c) 2026 The boost_seqpacket authors
//
// Distributed under the Boost Software License, Version 1.0.
// (See accompanying file LICENSE_1_0.txt or copy at
// https://www.boost.org/LICENSE_1_0.txt)

#ifndef BOOST_SEQPACKET_TEST_OPERATION_LARGE_KINDS_HPP
#define BOOST_SEQPACKET_TEST_OPERATION_LARGE_KINDS_HPP

// The kinds of operations with large messages, which travel as memory.

#include "receive_kinds.hpp"
#include "send_kinds.hpp"

#include <boost_seqpacket/receive_large_message.hpp>
#include <boost_seqpacket/send_large_message.hpp>

#include <list>

namespace boost_seqpacket {
namespace test {

// A large message that begins with "x".
template <typename Executor>
class receiving_memory
  : public receiving<Executor>
{
public:
  explicit receiving_memory(const Executor& executor)
    : receiving<Executor>(executor)
  {
  }

  void make_ready()
  {
    outgoing_ancillary<1> ancillary;
    ancillary.add_descriptor(this->peer().native_handle());
    send_large_message(
        this->peer(), make_sealed_memory(text("x")), ancillary);
  }

  // As a plain packet, without the questions about the memory, which a filter
  // of the test may refuse.
  bool is_untouched()
  {
    error_code ec;
    char byte = 0;
    incoming_ancillary<2> ancillary;
    native_socket again(this->object());
    again.non_blocking(true);
    receive_message(again, asio::buffer(&byte, 1), ancillary, ec);
    return !ec && ancillary.message_size() == 0
      && ancillary.descriptors().size() == 2
      && ::pread(ancillary.descriptors()[0].native_handle(), &byte, 1, 0) == 1
      && byte == 'x' && this->arrived() == 0;
  }
};

template <typename Executor>
class receive_large final
  : public receiving_memory<Executor>
{
public:
  static constexpr const char* name = "receive_large_message";

  using receiving_memory<Executor>::receiving_memory;

  template <typename Token>
  decltype(auto) start(Token&& token)
  {
    return async_receive_large_message(this->object(),
        messages_.emplace_back(100), ancillaries_.emplace_back(),
        std::forward<Token>(token));
  }

private:
  char arrived() const override
  {
    for (const large_message& message : messages_)
    {
      if (message.size() == 1)
        return *static_cast<const char*>(message.data().data());
    }
    return 0;
  }

  std::list<large_message> messages_; // one for each operation
  std::list<incoming_ancillary<1>> ancillaries_;
};

template <typename Executor>
class receive_large_copy final
  : public receiving_memory<Executor>
{
public:
  static constexpr const char* name =
    "receive_large_message into a dynamic buffer";

  using receiving_memory<Executor>::receiving_memory;

  template <typename Token>
  decltype(auto) start(Token&& token)
  {
    return async_receive_large_message(this->object(),
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

  std::list<std::string> contents_; // one for each operation
  std::list<incoming_ancillary<1>> ancillaries_;
};

// The operation makes the memory, and closes it.
template <typename Executor>
class send_large final
  : public sending<Executor>
{
public:
  static constexpr const char* name = "send_large_message";

  using sending<Executor>::sending;

  template <typename Token>
  decltype(auto) start(Token&& token)
  {
    return async_send_large_message(
        this->object(), text(content_), std::forward<Token>(token));
  }

  bool has_succeeded()
  {
    native_socket receiver(this->peer());
    receiver.non_blocking(true);
    error_code ec;
    for (std::string content; !ec; content.clear())
    {
      receive_large_message(receiver, asio::dynamic_buffer(content), ec);
      if (content == content_)
        return true;
    }
    return false;
  }

  bool is_untouched()
  {
    return !has_succeeded();
  }

private:
  // More than the queue takes.
  const std::string content_ = std::string(20000, 'l');
};

} // namespace test
} // namespace boost_seqpacket

#endif // BOOST_SEQPACKET_TEST_OPERATION_LARGE_KINDS_HPP
