//
// detail/message/receive_descriptors_attempt.hpp
// ~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~
//
// Copyright (c) 2026 The boost_seqpacket authors
//
// Distributed under the Boost Software License, Version 1.0.
// (See accompanying file LICENSE_1_0.txt or copy at
// https://www.boost.org/LICENSE_1_0.txt)
//

#ifndef BOOST_SEQPACKET_DETAIL_MESSAGE_RECEIVE_DESCRIPTORS_ATTEMPT_HPP
#define BOOST_SEQPACKET_DETAIL_MESSAGE_RECEIVE_DESCRIPTORS_ATTEMPT_HPP

#include <boost_seqpacket/detail/message/buffer_list.hpp>
#include <boost_seqpacket/detail/message/message_call.hpp>
#include <boost_seqpacket/detail/message/receive.hpp>
#include <boost_seqpacket/error.hpp>
#include <boost_seqpacket/incoming_ancillary.hpp>

#include <boost/asio/socket_base.hpp>
#include <boost/system/error_code.hpp>

#include <array>
#include <cstddef>
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
  : public message_attempt<receive_descriptors_attempt<Count, Buffers>,
      simple_attempt<receive_descriptors_result<Count>>>
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
    : message_attempt<receive_descriptors_attempt,
        simple_attempt<result_type>>(0),
      buffers_(buffers)
  {
  }

  result_type attempt(const message_call& call,
      boost::system::error_code ec) const
  {
    if (ec)
      return result_type(ec);
    // Room for one more descriptor shows a surplus.
    constexpr std::size_t room = Count < max_descriptors ? Count + 1 : Count;
    incoming_ancillary<room> ancillary;
    const std::size_t received = detail::with_buffers(buffers_, ec,
        [&](const buffer_list& buffers)
        {
          return receive(call, buffers, target_of(ancillary), ec);
        });

    result_type result(ec, received);
    const descriptor_span arrived = ancillary.descriptors();
    if (is_message(ec) && arrived.size() != Count)
      result.error = seqpacket_errc::unexpected_descriptor_count;
    if (!result.error)
    {
      for (std::size_t i = 0; i < Count; ++i)
        result.descriptors[i] = std::move(arrived[i]);
    }
    return result;
  }

private:
  // True if a message arrived and the system lost none of its descriptors.
  static bool is_message(const boost::system::error_code& ec) noexcept
  {
    return !ec || ec == seqpacket_errc::message_truncated
      || ec == seqpacket_errc::ancillary_truncated;
  }

  Buffers buffers_;
};

} // namespace detail
} // namespace boost_seqpacket

#endif // BOOST_SEQPACKET_DETAIL_MESSAGE_RECEIVE_DESCRIPTORS_ATTEMPT_HPP
