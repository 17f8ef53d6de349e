// Copyright (c) 2026 The boost_seqpacket authors
//
// Distributed under the Boost Software License, Version 1.0.
// (See accompanying file LICENSE_1_0.txt or copy at
// https://www.boost.org/LICENSE_1_0.txt)

#ifndef BOOST_SEQPACKET_TEST_SUPPORT_FORMS_HPP
#define BOOST_SEQPACKET_TEST_SUPPORT_FORMS_HPP

// The three forms of each function behind one call, and every type of socket
// behind one pair, so that a test says once what holds for all of them.

#include "test.hpp"

#include <ostream>
#include <tuple>
#include <type_traits>

namespace boost_seqpacket {

inline std::ostream& operator<<(std::ostream& out,
    seqpacket_errc e)
{
  return out << make_error_code(e);
}

inline std::ostream& operator<<(std::ostream& out, const credentials& value)
{
  return out << "pid " << value.pid << " uid " << value.uid
             << " gid " << value.gid;
}

namespace test {

using message_flags = asio::socket_base::message_flags;

enum class form
{
  throwing,
  error_code,
  asynchronous
};

constexpr form all_forms[] = {
  form::throwing, form::error_code, form::asynchronous};

constexpr form synchronous_forms[] = {form::throwing, form::error_code};

inline std::ostream& operator<<(std::ostream& out, form how)
{
  const char* const names[] = {"throwing", "error_code", "asynchronous"};
  return out << names[static_cast<int>(how)];
}

// The bytes of an exception are lost: with the throwing form they are 0.
struct outcome
{
  error_code error;
  std::size_t bytes;
};

inline std::ostream& operator<<(std::ostream& out, const outcome& result)
{
  return out << result.error << " with " << result.bytes << " bytes";
}

inline bool operator==(const outcome& a, const outcome& b)
{
  return a.error == b.error && a.bytes == b.bytes;
}

inline outcome success(std::size_t bytes)
{
  return {error_code(), bytes};
}

inline outcome failure(const error_code& ec)
{
  return {ec, 0};
}

template <typename IoObject>
asio::io_context& context_of(IoObject& object)
{
  return static_cast<asio::io_context&>(asio::query(
      object.get_executor(), asio::execution::context));
}

// Call a function of the throwing form.
template <typename Function>
outcome catch_error(Function function)
{
  try
  {
    return success(function());
  }
  catch (const boost::system::system_error& e)
  {
    return failure(e.code());
  }
}

// Call an initiating function with a handler and run until that was called.
template <typename Function>
outcome complete(asio::io_context& context, Function function)
{
  outcome result = success(0);
  bool done = false;
  function(
      [&result, &done](const error_code& ec, std::size_t bytes)
      {
        result = {ec, bytes};
        done = true;
      });
  BOOST_TEST(!done);
  run_until(context, [&done] { return done; });
  return result;
}

template <typename Socket, typename Buffers, std::size_t N>
outcome send_by(form how, Socket& sender, const Buffers& buffers,
    const outgoing_ancillary<N>& ancillary, message_flags flags = 0)
{
  if (how == form::asynchronous)
    return complete(context_of(sender),
        [&](auto handler)
        {
          async_send_message(sender, buffers, ancillary, flags, handler);
        });
  if (how == form::throwing)
    return catch_error(
        [&] { return send_message(sender, buffers, ancillary, flags); });
  // Whatever was there before, a success clears it.
  error_code ec = asio::error::fault;
  const std::size_t bytes = send_message(
      sender, buffers, ancillary, flags, ec);
  return {ec, bytes};
}

template <typename Socket, typename Buffers, std::size_t N>
outcome receive_by(form how, Socket& receiver, const Buffers& buffers,
    incoming_ancillary<N>& ancillary, message_flags flags = 0)
{
  if (how == form::asynchronous)
    return complete(context_of(receiver),
        [&](auto handler)
        {
          async_receive_message(receiver, buffers, ancillary, flags, handler);
        });
  if (how == form::throwing)
    return catch_error(
        [&] { return receive_message(receiver, buffers, ancillary, flags); });
  error_code ec = asio::error::fault;
  const std::size_t bytes = receive_message(
      receiver, buffers, ancillary, flags, ec);
  return {ec, bytes};
}

template <typename Socket, typename Buffers, typename Range>
outcome send_descriptors_by(form how, Socket& sender, const Buffers& buffers,
    const Range& descriptors)
{
  if (how == form::asynchronous)
    return complete(context_of(sender),
        [&](auto handler)
        {
          async_send_descriptors(sender, buffers, descriptors, handler);
        });
  if (how == form::throwing)
    return catch_error(
        [&] { return send_descriptors(sender, buffers, descriptors); });
  error_code ec = asio::error::fault;
  const std::size_t bytes = send_descriptors(
      sender, buffers, descriptors, ec);
  return {ec, bytes};
}

template <std::size_t Count, typename Socket, typename Buffers>
outcome receive_descriptors_by(form how, Socket& receiver,
    const Buffers& buffers, std::array<unique_descriptor, Count>& descriptors)
{
  if (how == form::asynchronous)
    return complete(context_of(receiver),
        [&](auto handler)
        {
          async_receive_descriptors<Count>(receiver, buffers,
              [handler, &descriptors](const error_code& ec, std::size_t bytes,
                  std::array<unique_descriptor, Count> arrived)
              {
                descriptors = std::move(arrived);
                handler(ec, bytes);
              });
        });
  if (how == form::throwing)
    return catch_error(
        [&]
        {
          auto result = receive_descriptors<Count>(receiver, buffers);
          descriptors = std::move(std::get<1>(result));
          return std::get<0>(result);
        });
  error_code ec = asio::error::fault;
  auto result = receive_descriptors<Count>(receiver, buffers, ec);
  descriptors = std::move(std::get<1>(result));
  return {ec, std::get<0>(result)};
}

using stream_socket = asio::local::stream_protocol::socket;
using datagram_socket = asio::local::datagram_protocol::socket;
using generic_socket = asio::generic::seq_packet_protocol::socket;

// Every type of socket that can carry ancillary data.
using all_sockets = std::tuple<socket, stream_socket, datagram_socket,
  generic_socket, asio::generic::stream_protocol::socket,
  asio::generic::datagram_protocol::socket>;

// Those that keep the boundaries of messages.
using packet_sockets = std::tuple<socket, datagram_socket, generic_socket,
  asio::generic::datagram_protocol::socket>;

template <typename Protocol>
Protocol unix_protocol()
{
  if constexpr (std::is_default_constructible<Protocol>::value)
    return Protocol();
  else
    return Protocol(AF_UNIX, 0);
}

// Two connected sockets of any type.
template <typename Socket>
struct pair_of
{
  explicit pair_of(asio::io_context& context)
    : a(context),
      b(context)
  {
    const auto kind = unix_protocol<typename Socket::protocol_type>();
    int numbers[2];
    if (::socketpair(kind.family(), kind.type() | SOCK_CLOEXEC,
          kind.protocol(), numbers) != 0)
      throw std::runtime_error("cannot make a pair of sockets");
    a.assign(kind, numbers[0]);
    b.assign(kind, numbers[1]);
  }

  Socket a;
  Socket b;
};

// Whether nothing can be received at the moment.
template <typename Socket>
bool has_nothing(Socket& receiver)
{
  char byte;
  error_code ec;
  incoming_ancillary<0> ancillary;
  receive_message(receiver, asio::buffer(&byte, 1), ancillary,
      message_flags(MSG_PEEK | MSG_DONTWAIT), ec);
  return ec == asio::error::would_block;
}

// Set an option that is on or off, by its number.
template <typename Socket>
error_code set_flag(Socket& of, int option)
{
  const int on = 1;
  if (::setsockopt(of.native_handle(), SOL_SOCKET, option,
        &on, sizeof(on)) == 0)
    return error_code();
  return error_code(errno, boost::system::system_category());
}

} // namespace test
} // namespace boost_seqpacket

#endif // BOOST_SEQPACKET_TEST_SUPPORT_FORMS_HPP
