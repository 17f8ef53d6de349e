//
// impl/receive_descriptors.hpp
// ~~~~~~~~~~~~~~~~~~~~~~~~~~~~
//
// Copyright (c) 2026 The boost_seqpacket authors
//
// Distributed under the Boost Software License, Version 1.0.
// (See accompanying file LICENSE_1_0.txt or copy at
// https://www.boost.org/LICENSE_1_0.txt)
//

#ifndef BOOST_SEQPACKET_IMPL_RECEIVE_DESCRIPTORS_HPP
#define BOOST_SEQPACKET_IMPL_RECEIVE_DESCRIPTORS_HPP

#include <boost_seqpacket/detail/operation/initiate.hpp>
#include <boost_seqpacket/detail/throw_error.hpp>
#include <boost_seqpacket/error.hpp>
#include <boost_seqpacket/incoming_ancillary.hpp>
#include <boost_seqpacket/receive_message.hpp>

#include <boost/asio/socket_base.hpp>

#include <utility>

namespace boost_seqpacket {
namespace detail {

template <std::size_t Count>
struct receive_descriptors_result
{
  explicit receive_descriptors_result(const boost::system::error_code& ec,
      std::size_t n = 0) noexcept
    : error(ec),
      bytes(n)
  {
  }

  template <typename Handler>
  void operator()(Handler& handler) &&
  {
    std::move(handler)(error, bytes, std::move(descriptors));
  }

  boost::system::error_code error;
  std::size_t bytes;
  std::array<unique_descriptor, Count> descriptors;
};

template <std::size_t Count, typename Buffers>
class receive_descriptors_attempt
  : public simple_attempt<receive_descriptors_result<Count>>
{
  static_assert(Count <= max_descriptors,
      "A packet carries at most 253 descriptors (SCM_MAX_FD): write "
      "receive_descriptors<253> or less");

public:
  using result_type = receive_descriptors_result<Count>;

  static constexpr auto wait = boost::asio::socket_base::wait_read;
  static constexpr const char* name =
    "boost_seqpacket::async_receive_descriptors";

  explicit receive_descriptors_attempt(const Buffers& buffers)
    : buffers_(buffers)
  {
  }

  template <typename Socket>
  result_type operator()(Socket& socket, bool waited) const
  {
    // Room for one more shows a surplus.
    constexpr std::size_t room = Count < max_descriptors ? Count + 1 : Count;
    incoming_ancillary<room> ancillary;
    const message_result received = receive_attempt<Buffers, room>(
        buffers_, ancillary, 0)(socket, waited);

    result_type result(received.error, received.bytes);
    const descriptor_span arrived = ancillary.descriptors();
    if (is_message(received.error) && arrived.size() != Count)
      result.error = seqpacket_errc::unexpected_descriptor_count;
    if (!result.error)
    {
      for (std::size_t i = 0; i < Count; ++i)
        result.descriptors[i] = std::move(arrived[i]);
    }
    return result;
  }

private:
  // Whether a message arrived with all the descriptors that were sent with it.
  static bool is_message(const boost::system::error_code& ec) noexcept
  {
    return !ec || ec == seqpacket_errc::message_truncated
      || ec == seqpacket_errc::ancillary_truncated;
  }

  Buffers buffers_;
};

} // namespace detail

template <std::size_t Count, typename Socket, typename MutableBufferSequence,
    detail::mutable_buffers_constraint<MutableBufferSequence>>
std::tuple<std::size_t, std::array<unique_descriptor, Count>>
receive_descriptors(Socket& socket, const MutableBufferSequence& buffers)
{
  boost::system::error_code ec;
  auto result =
    boost_seqpacket::receive_descriptors<Count>(socket, buffers, ec);
  detail::throw_error(ec, "receive_descriptors");
  return result;
}

template <std::size_t Count, typename Socket, typename MutableBufferSequence,
    detail::mutable_buffers_constraint<MutableBufferSequence>>
std::tuple<std::size_t, std::array<unique_descriptor, Count>>
receive_descriptors(Socket& socket, const MutableBufferSequence& buffers,
    boost::system::error_code& ec)
{
  using attempt =
    detail::receive_descriptors_attempt<Count, MutableBufferSequence>;
  auto result = detail::run(socket, attempt(buffers), 0);
  ec = result.error;
  return {result.bytes, std::move(result.descriptors)};
}

template <std::size_t Count, typename Socket, typename MutableBufferSequence,
    typename CompletionToken,
    detail::mutable_buffers_constraint<MutableBufferSequence>>
auto async_receive_descriptors(Socket& socket,
    const MutableBufferSequence& buffers, CompletionToken&& token)
{
  detail::check_token<CompletionToken>();
  using attempt =
    detail::receive_descriptors_attempt<Count, MutableBufferSequence>;
  return detail::initiate<CompletionToken,
    void(boost::system::error_code, std::size_t,
      std::array<unique_descriptor, Count>)>(token, socket, attempt(buffers));
}

} // namespace boost_seqpacket

#endif // BOOST_SEQPACKET_IMPL_RECEIVE_DESCRIPTORS_HPP
