//
// impl/adopt.hpp
// ~~~~~~~~~~~~~~
//
// Copyright (c) 2026 The boost_seqpacket authors
//
// Distributed under the Boost Software License, Version 1.0.
// (See accompanying file LICENSE_1_0.txt or copy at
// https://www.boost.org/LICENSE_1_0.txt)
//

#ifndef BOOST_SEQPACKET_IMPL_ADOPT_HPP
#define BOOST_SEQPACKET_IMPL_ADOPT_HPP

#include <boost_seqpacket/detail/connection/accept_traits.hpp>
#include <boost_seqpacket/detail/message/note_options.hpp>
#include <boost_seqpacket/detail/socket/adopt_object.hpp>
#include <boost_seqpacket/detail/throw_error.hpp>

#include <type_traits>
#include <utility>

namespace boost_seqpacket {

template <typename IoObject, typename ExecutorOrContext>
IoObject adopt(ExecutorOrContext&& executor_or_context,
    unique_descriptor&& descriptor)
{
  boost::system::error_code ec;
  IoObject result = boost_seqpacket::adopt<IoObject>(
      std::forward<ExecutorOrContext>(executor_or_context),
      std::move(descriptor), ec);
  detail::throw_error(ec, "adopt");
  return result;
}

template <typename IoObject, typename ExecutorOrContext>
IoObject adopt(ExecutorOrContext&& executor_or_context,
    unique_descriptor&& descriptor, boost::system::error_code& ec)
{
  static_assert(detail::is_adoptable<IoObject>,
      "Name a Boost.Asio socket, acceptor, pipe, posix::stream_descriptor or "
      "file: adopt<boost_seqpacket::seq_packet_protocol::socket>(executor, "
      "std::move(descriptor))");
  // Another argument, such as a socket, could select another constructor.
  static_assert((detail::is_executor<ExecutorOrContext>
        || detail::is_execution_context<ExecutorOrContext>)
      && std::is_constructible<IoObject, ExecutorOrContext>::value,
      "Give adopt an executor that the object can have, or an execution "
      "context, as its first argument");

  IoObject result(
      std::forward<ExecutorOrContext>(executor_or_context));
  const int number = descriptor.native_handle();
  ec = boost::system::error_code();
  detail::adopt_object(result, descriptor, ec);
  if (!ec)
    detail::note_options<IoObject>(number);
  return result;
}

} // namespace boost_seqpacket

#endif // BOOST_SEQPACKET_IMPL_ADOPT_HPP
