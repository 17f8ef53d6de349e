//
// impl/receive_object.hpp
// ~~~~~~~~~~~~~~~~~~~~~~~
//
// Copyright (c) 2026 The boost_seqpacket authors
//
// Distributed under the Boost Software License, Version 1.0.
// (See accompanying file LICENSE_1_0.txt or copy at
// https://www.boost.org/LICENSE_1_0.txt)
//

#ifndef BOOST_SEQPACKET_IMPL_RECEIVE_OBJECT_HPP
#define BOOST_SEQPACKET_IMPL_RECEIVE_OBJECT_HPP

#include <boost_seqpacket/detail/throw_error.hpp>

#include <utility>

namespace boost_seqpacket {

template <typename IoObject, typename... More, typename Socket,
    typename ExecutorOrContext,
    detail::object_executor_constraint<ExecutorOrContext>>
detail::returned_objects<IoObject, More...> receive_object(
    Socket& socket, ExecutorOrContext&& executor_or_context)
{
  auto result =
    detail::receive_objects<detail::objects_alone, IoObject, More...>(
        socket, detail::no_bytes(), executor_or_context);
  detail::throw_error(result.error, "receive_object");
  return std::move(result).take();
}

template <typename IoObject, typename... More, typename Socket,
    typename ExecutorOrContext,
    detail::object_executor_constraint<ExecutorOrContext>>
detail::returned_objects<IoObject, More...> receive_object(
    Socket& socket, ExecutorOrContext&& executor_or_context,
    boost::system::error_code& ec)
{
  auto result =
    detail::receive_objects<detail::objects_alone, IoObject, More...>(
        socket, detail::no_bytes(), executor_or_context);
  ec = result.error;
  return std::move(result).take();
}

template <typename IoObject, typename... More, typename Socket,
    typename MutableBufferSequence, typename ExecutorOrContext,
    detail::mutable_buffers_constraint<MutableBufferSequence>>
std::tuple<std::size_t, IoObject, More...> receive_object(Socket& socket,
    const MutableBufferSequence& buffers,
    ExecutorOrContext&& executor_or_context)
{
  auto result =
    detail::receive_objects<detail::objects_after_bytes, IoObject, More...>(
        socket, buffers, executor_or_context);
  detail::throw_error(result.error, "receive_object");
  return std::move(result).take();
}

template <typename IoObject, typename... More, typename Socket,
    typename MutableBufferSequence, typename ExecutorOrContext,
    detail::mutable_buffers_constraint<MutableBufferSequence>>
std::tuple<std::size_t, IoObject, More...> receive_object(Socket& socket,
    const MutableBufferSequence& buffers,
    ExecutorOrContext&& executor_or_context, boost::system::error_code& ec)
{
  auto result =
    detail::receive_objects<detail::objects_after_bytes, IoObject, More...>(
        socket, buffers, executor_or_context);
  ec = result.error;
  return std::move(result).take();
}

template <typename IoObject, typename... More, typename Socket,
    typename ExecutorOrContext, typename CompletionToken,
    detail::object_executor_constraint<ExecutorOrContext>,
    detail::message_socket_constraint<Socket>>
detail::initiated_receive<detail::objects_alone, CompletionToken, Socket,
    detail::no_bytes, ExecutorOrContext, IoObject, More...>
async_receive_object(Socket& socket, ExecutorOrContext&& executor_or_context,
    CompletionToken&& token)
{
  return detail::initiate_receive<detail::objects_alone, CompletionToken,
      IoObject, More...>(
          token, socket, detail::no_bytes(), executor_or_context);
}

template <typename IoObject, typename... More, typename Socket,
    typename MutableBufferSequence, typename ExecutorOrContext,
    typename CompletionToken,
    detail::mutable_buffers_constraint<MutableBufferSequence>,
    detail::object_executor_constraint<ExecutorOrContext>,
    detail::message_socket_constraint<Socket>>
detail::initiated_receive<detail::objects_after_bytes, CompletionToken, Socket,
    MutableBufferSequence, ExecutorOrContext, IoObject, More...>
async_receive_object(Socket& socket, const MutableBufferSequence& buffers,
    ExecutorOrContext&& executor_or_context, CompletionToken&& token)
{
  return detail::initiate_receive<detail::objects_after_bytes,
      CompletionToken, IoObject, More...>(
          token, socket, buffers, executor_or_context);
}

} // namespace boost_seqpacket

#endif // BOOST_SEQPACKET_IMPL_RECEIVE_OBJECT_HPP
