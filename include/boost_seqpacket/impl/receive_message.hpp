//
// impl/receive_message.hpp
// ~~~~~~~~~~~~~~~~~~~~~~~~
//
// Copyright (c) 2026 The boost_seqpacket authors
//
// Distributed under the Boost Software License, Version 1.0.
// (See accompanying file LICENSE_1_0.txt or copy at
// https://www.boost.org/LICENSE_1_0.txt)
//

#ifndef BOOST_SEQPACKET_IMPL_RECEIVE_MESSAGE_HPP
#define BOOST_SEQPACKET_IMPL_RECEIVE_MESSAGE_HPP

#include <boost_seqpacket/detail/message/buffer_list.hpp>
#include <boost_seqpacket/detail/operation/initiate.hpp>
#include <boost_seqpacket/detail/message/receive.hpp>
#include <boost_seqpacket/detail/throw_error.hpp>
#include <boost_seqpacket/detail/message/message_call.hpp>

namespace boost_seqpacket {
namespace detail {

template <typename Buffers, std::size_t MaxDescriptors>
class receive_attempt
  : public simple_attempt<message_result>
{
public:

  static constexpr auto wait = boost::asio::socket_base::wait_read;
  static constexpr const char* name =
    "boost_seqpacket::async_receive_message";

  receive_attempt(const Buffers& buffers,
      incoming_ancillary<MaxDescriptors>& ancillary, message_flags flags)
    : buffers_(buffers),
      ancillary_(&ancillary),
      flags_(flags)
  {
  }

  // With flags, and on a stream, to read can mean something else than to wait
  // for what comes next. What is wrong with the call is told at once.
  template <typename Socket>
  bool waits_first(const Socket& socket) const
  {
    if (socket_traits<Socket>::kind == socket_kind::stream || flags_ != 0
        || !family_is_known<Socket> || !socket.is_open()
        || !score().waits_first() || count_buffers(buffers_) > max_buffers)
      return false;
    ancillary_->clear();
    return true;
  }

  template <typename Socket>
  message_result operator()(Socket& socket, bool waited) const
  {
    if (!waited)
      ancillary_->clear();

    boost::system::error_code ec;
    check_socket(socket, waited, ec);
    if (ec)
      return message_result(ec);

    const message_call call = {socket.native_handle(),
      socket_traits<Socket>::kind, flags_, waited};
    const std::size_t received = with_buffers(buffers_, ec,
        [&](const buffer_list& buffers)
        {
          return receive(call, buffers, target_of(*ancillary_), ec);
        });
    if (!waited)
      score().tried(!socket_ops::would_block(ec));
    return message_result(ec, received);
  }

private:
  speculation& score() const noexcept
  {
    return ancillary_access::state(*ancillary_).score;
  }

  Buffers buffers_;
  incoming_ancillary<MaxDescriptors>* ancillary_;
  message_flags flags_;
};

} // namespace detail

template <typename Socket, typename MutableBufferSequence,
    std::size_t MaxDescriptors,
    detail::mutable_buffers_constraint<MutableBufferSequence>>
std::size_t receive_message(Socket& socket,
    const MutableBufferSequence& buffers,
    incoming_ancillary<MaxDescriptors>& ancillary,
    boost::asio::socket_base::message_flags flags)
{
  boost::system::error_code ec;
  const std::size_t received = boost_seqpacket::receive_message(
      socket, buffers, ancillary, flags, ec);
  detail::throw_error(ec, "receive_message");
  return received;
}

template <typename Socket, typename MutableBufferSequence,
    std::size_t MaxDescriptors,
    detail::mutable_buffers_constraint<MutableBufferSequence>>
std::size_t receive_message(Socket& socket,
    const MutableBufferSequence& buffers,
    incoming_ancillary<MaxDescriptors>& ancillary,
    boost::asio::socket_base::message_flags flags,
    boost::system::error_code& ec)
{
  using attempt =
    detail::receive_attempt<MutableBufferSequence, MaxDescriptors>;
  const detail::message_result result = detail::run(
      socket, attempt(buffers, ancillary, flags), flags);
  ec = result.error;
  return result.bytes;
}

template <typename Socket, typename MutableBufferSequence,
    std::size_t MaxDescriptors,
    detail::mutable_buffers_constraint<MutableBufferSequence>>
std::size_t receive_message(Socket& socket,
    const MutableBufferSequence& buffers,
    incoming_ancillary<MaxDescriptors>& ancillary,
    boost::system::error_code& ec)
{
  return boost_seqpacket::receive_message(socket, buffers, ancillary, 0, ec);
}

template <typename Socket, typename MutableBufferSequence,
    std::size_t MaxDescriptors, typename CompletionToken,
    detail::mutable_buffers_constraint<MutableBufferSequence>,
    detail::token_constraint<CompletionToken>>
auto async_receive_message(Socket& socket,
    const MutableBufferSequence& buffers,
    incoming_ancillary<MaxDescriptors>& ancillary, CompletionToken&& token)
{
  return boost_seqpacket::async_receive_message(socket, buffers, ancillary, 0,
      std::forward<CompletionToken>(token));
}

template <typename Socket, typename MutableBufferSequence,
    std::size_t MaxDescriptors, typename CompletionToken,
    detail::mutable_buffers_constraint<MutableBufferSequence>>
auto async_receive_message(Socket& socket,
    const MutableBufferSequence& buffers,
    incoming_ancillary<MaxDescriptors>& ancillary,
    boost::asio::socket_base::message_flags flags, CompletionToken&& token)
{
  detail::check_token<CompletionToken>();
  using attempt =
    detail::receive_attempt<MutableBufferSequence, MaxDescriptors>;
  return detail::initiate<CompletionToken,
    void(boost::system::error_code, std::size_t)>(token, socket,
      attempt(buffers, ancillary, flags));
}

} // namespace boost_seqpacket

#endif // BOOST_SEQPACKET_IMPL_RECEIVE_MESSAGE_HPP
