//
// detail/object/receive_object_attempt.hpp
// ~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~
//
// Copyright (c) 2026 The boost_seqpacket authors
//
// Distributed under the Boost Software License, Version 1.0.
// (See accompanying file LICENSE_1_0.txt or copy at
// https://www.boost.org/LICENSE_1_0.txt)
//

#ifndef BOOST_SEQPACKET_DETAIL_OBJECT_RECEIVE_OBJECT_ATTEMPT_HPP
#define BOOST_SEQPACKET_DETAIL_OBJECT_RECEIVE_OBJECT_ATTEMPT_HPP

#include <boost_seqpacket/detail/message/buffer_list.hpp>
#include <boost_seqpacket/detail/message/message_call.hpp>
#include <boost_seqpacket/detail/message/note_options.hpp>
#include <boost_seqpacket/detail/message/receive.hpp>
#include <boost_seqpacket/detail/object/received_objects.hpp>
#include <boost_seqpacket/detail/operation/initiate.hpp>
#include <boost_seqpacket/detail/operation/run_blocking.hpp>
#include <boost_seqpacket/detail/socket/adopt_object.hpp>
#include <boost_seqpacket/detail/socket/descriptor_ops.hpp>
#include <boost_seqpacket/detail/socket/socket_ops.hpp>
#include <boost_seqpacket/error.hpp>
#include <boost_seqpacket/incoming_ancillary.hpp>
#include <boost_seqpacket/unique_descriptor.hpp>

#include <boost/asio/buffer.hpp>
#include <boost/asio/socket_base.hpp>
#include <boost/system/error_code.hpp>

#include <cerrno>
#include <cstddef>
#include <tuple>
#include <type_traits>
#include <utility>

namespace boost_seqpacket {
namespace detail {

// Stands for the byte of a message that has nothing but objects. A longer
// packet is truncated.
struct no_bytes
{
};

// Shape says how the result is given: see received_objects.hpp.
template <typename Shape, typename Buffers, typename Executor,
    typename... IoObjects>
class receive_object_attempt
  : public message_attempt<
      receive_object_attempt<Shape, Buffers, Executor, IoObjects...>,
      attempt_without_pauses>
{
  static_assert(sizeof...(IoObjects) <= max_descriptors,
      "A packet carries at most 253 descriptors (SCM_MAX_FD): receive the "
      "objects in several messages");

  static constexpr std::size_t count = sizeof...(IoObjects);

public:
  using result_type = received_objects<Shape, IoObjects...>;

  static constexpr auto wait = boost::asio::socket_base::wait_read;
  static constexpr const char* name = "boost_seqpacket::async_receive_object";

  receive_object_attempt(const Buffers& buffers, const Executor& executor)
    : message_attempt<receive_object_attempt, attempt_without_pauses>(0),
      buffers_(buffers),
      executor_(executor)
  {
  }

  result_type attempt(const message_call& call,
      boost::system::error_code ec) const
  {
    // What can fail comes first, and the packet is taken after it.
    result_type result(ec, executor_);
    if (ec)
      return result;
    // Room for one more descriptor shows a surplus.
    constexpr std::size_t room = count < max_descriptors ? count + 1 : count;
    incoming_ancillary<room> ancillary;
    result.bytes = receive_bytes(call, target_of(ancillary), ec);

    const descriptor_span arrived = ancillary.descriptors();
    if (is_message(ec) && arrived.size() != count)
      ec = seqpacket_errc::unexpected_descriptor_count;
    if (!ec)
      adopt_all(result, arrived, ec, std::index_sequence_for<IoObjects...>());
    result.error = ec;
    return result;
  }

  result_type stopped(const boost::system::error_code& ec) const
  {
    return result_type(ec, executor_);
  }

private:
  std::size_t receive_bytes(const message_call& call,
      const incoming_target& target, boost::system::error_code& ec) const
  {
    const auto receive_into = [&](const buffer_list& buffers)
        {
          return receive(call, buffers, target, ec);
        };
    if constexpr (std::is_same<Buffers, no_bytes>::value)
    {
      char byte;
      return detail::with_buffers(
          boost::asio::mutable_buffer(&byte, 1), ec, receive_into);
    }
    else
      return detail::with_buffers(buffers_, ec, receive_into);
  }

  // True if a message arrived and the system lost none of its descriptors.
  static bool is_message(const boost::system::error_code& ec) noexcept
  {
    return !ec || ec == seqpacket_errc::message_truncated
      || ec == seqpacket_errc::ancillary_truncated;
  }

  template <std::size_t... I>
  static void adopt_all(result_type& result, const descriptor_span& arrived,
      boost::system::error_code& ec, std::index_sequence<I...>)
  {
    (adopt_one(std::get<I>(result.objects), arrived[I], ec), ...);
    if (ec)
      result.close();
  }

  template <typename IoObject>
  static void adopt_one(IoObject& object, unique_descriptor& descriptor,
      boost::system::error_code& ec)
  {
    if (ec)
      return;
    const int number = descriptor.native_handle();
    detail::adopt_object(object, descriptor, ec);
    if (!ec)
      detail::note_options<IoObject>(number);
    else if (socket_ops::is(ec, EEXIST))
      adopt_with_other_number(object, descriptor, ec);
  }

  // A file that this process has sent and closed before comes back under the
  // same number. After a mere close epoll still watches it under that number,
  // and does not watch it twice (EEXIST, epoll_ctl(2)).
  template <typename IoObject>
  static void adopt_with_other_number(IoObject& object,
      const unique_descriptor& descriptor, boost::system::error_code& ec)
  {
    unique_descriptor other(
        descriptor_ops::duplicate(descriptor.native_handle(), ec));
    adopt_one(object, other, ec);
  }

  Buffers buffers_;
  Executor executor_;
};

template <typename ExecutorOrContext, typename... IoObjects>
constexpr void check_receive() noexcept
{
  check_object_types<IoObjects...>();
  static_assert((is_executor<ExecutorOrContext>
        || is_execution_context<ExecutorOrContext>)
      && (std::is_constructible<IoObjects, ExecutorOrContext>::value && ...),
      "Give receive_object an executor that the objects can have, or an "
      "execution context, after the socket and the buffers");
}

template <typename Shape, typename... IoObjects, typename Socket,
    typename Buffers, typename ExecutorOrContext>
received_objects<Shape, IoObjects...> receive_objects(Socket& socket,
    const Buffers& buffers, ExecutorOrContext& executor_or_context)
{
  check_receive<ExecutorOrContext&, IoObjects...>();
  using executor = executor_of<ExecutorOrContext>;
  return detail::run_blocking(socket,
      receive_object_attempt<Shape, Buffers, typename executor::type,
        IoObjects...>(buffers, executor::get(executor_or_context)), 0);
}

template <typename Shape, typename Token, typename Socket, typename Buffers,
    typename ExecutorOrContext, typename... IoObjects>
using initiated_receive = initiated<Token,
  typename Shape::template signature<IoObjects...>, Socket,
  receive_object_attempt<Shape, Buffers,
    typename executor_of<std::remove_reference_t<ExecutorOrContext>>::type,
    IoObjects...>>;

template <typename Shape, typename Token, typename... IoObjects,
    typename Socket, typename Buffers, typename ExecutorOrContext>
initiated_receive<Shape, Token, Socket, Buffers, ExecutorOrContext,
  IoObjects...>
initiate_receive(std::remove_reference_t<Token>& token, Socket& socket,
    const Buffers& buffers, ExecutorOrContext& executor_or_context)
{
  check_receive<ExecutorOrContext&, IoObjects...>();
  using executor = executor_of<ExecutorOrContext>;
  return detail::initiate<Token,
      typename Shape::template signature<IoObjects...>>(token, socket,
          receive_object_attempt<Shape, Buffers, typename executor::type,
            IoObjects...>(buffers, executor::get(executor_or_context)));
}

} // namespace detail
} // namespace boost_seqpacket

#endif // BOOST_SEQPACKET_DETAIL_OBJECT_RECEIVE_OBJECT_ATTEMPT_HPP
