//
// impl/send_object.hpp
// ~~~~~~~~~~~~~~~~~~~~
//
// Copyright (c) 2026 The boost_seqpacket authors
//
// Distributed under the Boost Software License, Version 1.0.
// (See accompanying file LICENSE_1_0.txt or copy at
// https://www.boost.org/LICENSE_1_0.txt)
//

#ifndef BOOST_SEQPACKET_IMPL_SEND_OBJECT_HPP
#define BOOST_SEQPACKET_IMPL_SEND_OBJECT_HPP

#include <boost_seqpacket/detail/throw_error.hpp>

#include <tuple>
#include <utility>

namespace boost_seqpacket {

template <typename Socket, typename... IoObjects,
    detail::objects_constraint<Socket, IoObjects...>>
void send_object(Socket& socket, IoObjects&&... objects)
{
  const boost::system::error_code ec =
    detail::send_objects<detail::object_result>(
        socket, detail::object_bytes(), objects...).error;
  detail::throw_error(ec, "send_object");
}

template <typename Socket, typename... Arguments,
    detail::objects_and_error_constraint<Socket, Arguments...>>
void send_object(Socket& socket, Arguments&&... objects_and_ec)
{
  detail::call_with_last(
      [&](boost::system::error_code& ec, auto&... objects)
      {
        ec = detail::send_objects<detail::object_result>(
            socket, detail::object_bytes(), objects...).error;
      },
      std::tie(objects_and_ec...),
      std::make_index_sequence<sizeof...(Arguments) - 1>());
}

template <typename Socket, typename ConstBufferSequence,
    typename... IoObjects,
    detail::const_buffers_constraint<ConstBufferSequence>,
    detail::objects_constraint<Socket, IoObjects...>>
std::size_t send_object(Socket& socket, const ConstBufferSequence& buffers,
    IoObjects&&... objects)
{
  const detail::message_result result =
    detail::send_objects<detail::message_result>(socket, buffers, objects...);
  detail::throw_error(result.error, "send_object");
  return result.bytes;
}

template <typename Socket, typename ConstBufferSequence,
    typename... Arguments,
    detail::const_buffers_constraint<ConstBufferSequence>,
    detail::objects_and_error_constraint<Socket, Arguments...>>
std::size_t send_object(Socket& socket, const ConstBufferSequence& buffers,
    Arguments&&... objects_and_ec)
{
  return detail::call_with_last(
      [&](boost::system::error_code& ec, auto&... objects)
      {
        const detail::message_result result =
          detail::send_objects<detail::message_result>(
              socket, buffers, objects...);
        ec = result.error;
        return result.bytes;
      },
      std::tie(objects_and_ec...),
      std::make_index_sequence<sizeof...(Arguments) - 1>());
}

template <typename Socket, typename... Arguments,
    detail::message_socket_constraint<Socket>,
    detail::objects_and_token_constraint<Arguments...>>
detail::initiated_objects<detail::object_signature, detail::object_result,
    boost::asio::const_buffer, Socket, Arguments...>
async_send_object(Socket& socket, Arguments&&... objects_and_token)
{
  return detail::initiate_objects<detail::object_signature,
      detail::object_result>(socket, detail::object_bytes(),
          std::forward<Arguments>(objects_and_token)...);
}

template <typename Socket, typename ConstBufferSequence,
    typename... Arguments,
    detail::const_buffers_constraint<ConstBufferSequence>,
    detail::message_socket_constraint<Socket>,
    detail::objects_and_token_constraint<Arguments...>>
detail::initiated_objects<detail::message_signature, detail::message_result,
    ConstBufferSequence, Socket, Arguments...>
async_send_object(Socket& socket, const ConstBufferSequence& buffers,
    Arguments&&... objects_and_token)
{
  return detail::initiate_objects<detail::message_signature,
      detail::message_result>(socket, buffers,
          std::forward<Arguments>(objects_and_token)...);
}

} // namespace boost_seqpacket

#endif // BOOST_SEQPACKET_IMPL_SEND_OBJECT_HPP
