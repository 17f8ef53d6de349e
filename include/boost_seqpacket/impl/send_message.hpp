//
// impl/send_message.hpp
// ~~~~~~~~~~~~~~~~~~~~~
//
// Copyright (c) 2026 The boost_seqpacket authors
//
// Distributed under the Boost Software License, Version 1.0.
// (See accompanying file LICENSE_1_0.txt or copy at
// https://www.boost.org/LICENSE_1_0.txt)
//

#ifndef BOOST_SEQPACKET_IMPL_SEND_MESSAGE_HPP
#define BOOST_SEQPACKET_IMPL_SEND_MESSAGE_HPP

#include <boost_seqpacket/detail/message/buffer_list.hpp>
#include <boost_seqpacket/detail/operation/initiate.hpp>
#include <boost_seqpacket/detail/message/send.hpp>
#include <boost_seqpacket/detail/throw_error.hpp>
#include <boost_seqpacket/detail/message/message_call.hpp>

namespace boost_seqpacket {
namespace detail {

// The ancillary data of a send that the caller keeps: an outgoing_ancillary.
template <typename Ancillary>
class borrowed_control
{
public:
  explicit borrowed_control(const Ancillary& ancillary) noexcept
    : ancillary_(&ancillary)
  {
  }

  template <typename Function>
  std::size_t operator()(boost::system::error_code&, Function function) const
  {
    return function(ancillary_access::data(*ancillary_),
        ancillary_access::size(*ancillary_));
  }

private:
  const Ancillary* ancillary_;
};

// Control is a copyable function object: it calls a function with the bytes of
// the control messages and their number, or sets an error.
template <typename Buffers, typename Control>
class send_attempt
  : public simple_attempt<message_result>
{
public:

  static constexpr auto wait = boost::asio::socket_base::wait_write;
  static constexpr const char* name =
    "boost_seqpacket::async_send_message";

  send_attempt(const Buffers& buffers, const Control& control,
      message_flags flags)
    : buffers_(buffers),
      control_(control),
      flags_(flags)
  {
  }

  template <typename Socket>
  message_result operator()(Socket& socket, bool waited) const
  {
    boost::system::error_code ec;
    check_socket(socket, waited, ec);
    if (ec)
      return message_result(ec);

    const message_call call = {socket.native_handle(),
      socket_traits<Socket>::kind, flags_, waited};
    const std::size_t sent = with_buffers(buffers_, ec,
        [&](const buffer_list& buffers)
        {
          return control_(ec,
              [&](const unsigned char* control, std::size_t size)
              {
                return send(call, buffers, control, size, ec);
              });
        });
    return message_result(ec, sent);
  }

private:
  Buffers buffers_;
  Control control_;
  message_flags flags_;
};

template <typename Buffers, std::size_t MaxDescriptors>
auto make_send_attempt(const Buffers& buffers,
    const outgoing_ancillary<MaxDescriptors>& ancillary, message_flags flags)
{
  using control = borrowed_control<outgoing_ancillary<MaxDescriptors>>;
  return send_attempt<Buffers, control>(buffers, control(ancillary), flags);
}

} // namespace detail

template <typename Socket, typename ConstBufferSequence,
    std::size_t MaxDescriptors,
    detail::const_buffers_constraint<ConstBufferSequence>>
std::size_t send_message(Socket& socket, const ConstBufferSequence& buffers,
    const outgoing_ancillary<MaxDescriptors>& ancillary,
    boost::asio::socket_base::message_flags flags)
{
  boost::system::error_code ec;
  const std::size_t sent = boost_seqpacket::send_message(
      socket, buffers, ancillary, flags, ec);
  detail::throw_error(ec, "send_message");
  return sent;
}

template <typename Socket, typename ConstBufferSequence,
    std::size_t MaxDescriptors,
    detail::const_buffers_constraint<ConstBufferSequence>>
std::size_t send_message(Socket& socket, const ConstBufferSequence& buffers,
    const outgoing_ancillary<MaxDescriptors>& ancillary,
    boost::asio::socket_base::message_flags flags,
    boost::system::error_code& ec)
{
  const detail::message_result result = detail::run(socket,
      detail::make_send_attempt(buffers, ancillary, flags), flags);
  ec = result.error;
  return result.bytes;
}

template <typename Socket, typename ConstBufferSequence,
    std::size_t MaxDescriptors,
    detail::const_buffers_constraint<ConstBufferSequence>>
std::size_t send_message(Socket& socket, const ConstBufferSequence& buffers,
    const outgoing_ancillary<MaxDescriptors>& ancillary,
    boost::system::error_code& ec)
{
  return boost_seqpacket::send_message(socket, buffers, ancillary, 0, ec);
}

template <typename Socket, typename ConstBufferSequence,
    std::size_t MaxDescriptors, typename CompletionToken,
    detail::const_buffers_constraint<ConstBufferSequence>,
    detail::token_constraint<CompletionToken>>
auto async_send_message(Socket& socket, const ConstBufferSequence& buffers,
    const outgoing_ancillary<MaxDescriptors>& ancillary,
    CompletionToken&& token)
{
  return boost_seqpacket::async_send_message(socket, buffers, ancillary, 0,
      std::forward<CompletionToken>(token));
}

template <typename Socket, typename ConstBufferSequence,
    std::size_t MaxDescriptors, typename CompletionToken,
    detail::const_buffers_constraint<ConstBufferSequence>>
auto async_send_message(Socket& socket, const ConstBufferSequence& buffers,
    const outgoing_ancillary<MaxDescriptors>& ancillary,
    boost::asio::socket_base::message_flags flags, CompletionToken&& token)
{
  detail::check_token<CompletionToken>();
  return detail::initiate<CompletionToken,
    void(boost::system::error_code, std::size_t)>(token, socket,
      detail::make_send_attempt(buffers, ancillary, flags));
}

} // namespace boost_seqpacket

#endif // BOOST_SEQPACKET_IMPL_SEND_MESSAGE_HPP
