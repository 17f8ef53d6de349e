//
// detail/object/send_object_attempt.hpp
// ~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~
//
// Copyright (c) 2026 The boost_seqpacket authors
//
// Distributed under the Boost Software License, Version 1.0.
// (See accompanying file LICENSE_1_0.txt or copy at
// https://www.boost.org/LICENSE_1_0.txt)
//

#ifndef BOOST_SEQPACKET_DETAIL_OBJECT_SEND_OBJECT_ATTEMPT_HPP
#define BOOST_SEQPACKET_DETAIL_OBJECT_SEND_OBJECT_ATTEMPT_HPP

#include <boost_seqpacket/detail/message/buffer_list.hpp>
#include <boost_seqpacket/detail/message/message_call.hpp>
#include <boost_seqpacket/detail/message/send.hpp>
#include <boost_seqpacket/detail/object/object_arguments.hpp>
#include <boost_seqpacket/detail/object/outgoing_objects.hpp>
#include <boost_seqpacket/detail/operation/initiate.hpp>
#include <boost_seqpacket/detail/operation/run_blocking.hpp>
#include <boost_seqpacket/detail/socket/socket_ops.hpp>

#include <boost/asio/buffer.hpp>
#include <boost/asio/socket_base.hpp>
#include <boost/system/error_code.hpp>

#include <cstddef>
#include <tuple>
#include <type_traits>
#include <utility>

namespace boost_seqpacket {
namespace detail {

// Descriptors travel with a byte. This one means nothing.
inline constexpr char object_byte = '\0';

inline boost::asio::const_buffer object_bytes() noexcept
{
  return boost::asio::const_buffer(&object_byte, 1);
}

// The result of an operation that completes with nothing but an error.
struct object_result
{
  explicit object_result(const boost::system::error_code& ec,
      std::size_t = 0) noexcept
    : error(ec)
  {
  }

  template <typename Handler>
  void operator()(Handler& handler) &&
  {
    std::move(handler)(error);
  }

  boost::system::error_code error;
};

using object_signature = void(boost::system::error_code);

template <typename Result, typename Buffers, typename... IoObjects>
class send_object_attempt
  : public message_attempt<send_object_attempt<Result, Buffers, IoObjects...>,
      simple_attempt<Result>>
{
public:
  static constexpr auto wait = boost::asio::socket_base::wait_write;
  static constexpr const char* name = "boost_seqpacket::async_send_object";

  // An asynchronous operation keeps the files while it waits. A synchronous
  // one has the objects for itself.
  send_object_attempt(bool keeps, const Buffers& buffers,
      IoObjects&... objects)
    : message_attempt<send_object_attempt, simple_attempt<Result>>(0),
      buffers_(buffers),
      objects_(objects...),
      keeps_(keeps)
  {
  }

  Result attempt(const message_call& call, boost::system::error_code ec)
  {
    if (!ec && !call.waited)
      objects_.begin(ec);
    if (ec)
      return stopped(ec);
    const std::size_t sent = detail::with_buffers(buffers_, ec,
        [&](const buffer_list& buffers)
        {
          return objects_([&](const unsigned char* control, std::size_t size)
              {
                return send(call, buffers, control, size, ec);
              });
        });

    if (!ec)
      objects_.hand_over();
    else if (socket_ops::would_block(ec))
    {
      boost::system::error_code error;
      if (keeps_ && !call.waited)
        objects_.keep(error);
      if (!error)
        return Result(ec);
      ec = error;
    }
    objects_.end();
    return Result(ec, sent);
  }

  Result stopped(const boost::system::error_code& ec)
  {
    objects_.end();
    return Result(ec);
  }

private:
  Buffers buffers_;
  outgoing_objects<IoObjects...> objects_;
  bool keeps_;
};

// What an asynchronous send returns. T are its objects and its token.
template <typename Signature, typename Result, typename Buffers,
    typename Socket, typename... T>
using initiated_objects = initiated<object_token<Socket, T...>, Signature,
  Socket, typename objects_of<has_token<T...>, T...>
    ::template attempt<send_object_attempt, Result, Buffers>>;

template <typename Result, typename Buffers, typename Socket,
    typename... IoObjects>
Result send_objects(Socket& socket, const Buffers& buffers,
    IoObjects&... objects)
{
  return detail::run_blocking(socket,
      send_object_attempt<Result, Buffers, IoObjects...>(
        false, buffers, objects...), 0);
}

// Starts an asynchronous send. T are the objects and the token, which is
// default_token if it is missing.
template <typename Signature, typename Result, typename Buffers,
    typename Socket, typename... T>
initiated_objects<Signature, Result, Buffers, Socket, T...>
initiate_objects(Socket& socket, const Buffers& buffers, T&&... arguments)
{
  using token_type = object_token<Socket, T...>;
  const auto start = [&](auto& token, auto&... objects)
      -> initiated_objects<Signature, Result, Buffers, Socket, T...>
      {
        using attempt = send_object_attempt<Result, Buffers,
          std::remove_reference_t<decltype(objects)>...>;
        return detail::initiate<token_type, Signature>(
            token, socket, attempt(true, buffers, objects...));
      };
  if constexpr (has_token<T...>)
    return detail::call_with_last(start, std::tie(arguments...),
        std::make_index_sequence<sizeof...(T) - 1>());
  else
  {
    token_type token = token_type();
    return start(token, arguments...);
  }
}

} // namespace detail
} // namespace boost_seqpacket

#endif // BOOST_SEQPACKET_DETAIL_OBJECT_SEND_OBJECT_ATTEMPT_HPP
