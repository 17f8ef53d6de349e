//
// detail/message/receive_at_most_attempt.hpp
// ~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~
//
// Copyright (c) 2026 The boost_seqpacket authors
//
// Distributed under the Boost Software License, Version 1.0.
// (See accompanying file LICENSE_1_0.txt or copy at
// https://www.boost.org/LICENSE_1_0.txt)
//

#ifndef BOOST_SEQPACKET_DETAIL_MESSAGE_RECEIVE_AT_MOST_ATTEMPT_HPP
#define BOOST_SEQPACKET_DETAIL_MESSAGE_RECEIVE_AT_MOST_ATTEMPT_HPP

#include <boost_seqpacket/detail/ancillary/incoming_state.hpp>
#include <boost_seqpacket/detail/message/buffer_list.hpp>
#include <boost_seqpacket/detail/message/message_call.hpp>
#include <boost_seqpacket/detail/message/receive.hpp>
#include <boost_seqpacket/detail/operation/empty_in_copies.hpp>
#include <boost_seqpacket/detail/socket/socket_ops.hpp>
#include <boost_seqpacket/unique_descriptor.hpp>

#include <boost/asio/error.hpp>
#include <boost/asio/socket_base.hpp>
#include <boost/config.hpp>
#include <boost/system/error_code.hpp>

#include <cstddef>
#include <new>
#include <utility>
#include <vector>

namespace boost_seqpacket {
namespace detail {

struct receive_at_most_result
{
  explicit receive_at_most_result(const boost::system::error_code& ec,
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
  std::vector<unique_descriptor> descriptors;
};

// So many empty owners, or an error.
inline std::vector<unique_descriptor> make_room(std::size_t count,
    boost::system::error_code& ec)
{
#if !defined(BOOST_NO_EXCEPTIONS)
  try
  {
    return std::vector<unique_descriptor>(count);
  }
  catch (const std::bad_alloc&)
  {
    ec = boost::asio::error::no_memory;
    return std::vector<unique_descriptor>();
  }
#else
  (void)ec;
  return std::vector<unique_descriptor>(count);
#endif
}

template <typename Buffers>
class receive_at_most_attempt
  : public message_attempt<receive_at_most_attempt<Buffers>,
      simple_attempt<receive_at_most_result>>
{
public:
  using result_type = receive_at_most_result;

  static constexpr auto wait = boost::asio::socket_base::wait_read;
  static constexpr const char* name =
    "boost_seqpacket::async_receive_descriptors";

  receive_at_most_attempt(const Buffers& buffers, std::size_t max)
    : message_attempt<receive_at_most_attempt,
        simple_attempt<result_type>>(0),
      buffers_(buffers),
      max_(max)
  {
  }

  result_type attempt(const message_call& call, boost::system::error_code ec)
  {
    // Room comes before the system call: without it the packet stays in the
    // queue. It stays for the next attempt if there is no packet.
    if (!ec && room_.size() != max_)
      room_ = detail::make_room(max_, ec);
    if (ec)
      return result_type(ec);

    incoming_state state;
    const std::size_t received = detail::with_buffers(buffers_, ec,
        [&](const buffer_list& buffers)
        {
          return receive(call, buffers, {&state, room_.data(), max_, nullptr},
              ec);
        });

    result_type result(ec, received);
    if (socket_ops::would_block(ec))
      return result;
    std::vector<unique_descriptor> arrived(std::move(room_));
    if (!ec)
    {
      arrived.erase(
          arrived.begin() + static_cast<std::ptrdiff_t>(state.count),
          arrived.end());
      result.descriptors = std::move(arrived);
    }
    return result;
  }

private:
  Buffers buffers_;
  std::size_t max_;
  empty_in_copies<std::vector<unique_descriptor>> room_;
};

} // namespace detail
} // namespace boost_seqpacket

#endif // BOOST_SEQPACKET_DETAIL_MESSAGE_RECEIVE_AT_MOST_ATTEMPT_HPP
