//
// detail/stream/read_attempt.hpp
// ~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~
//
// Copyright (c) 2026 The boost_seqpacket authors
//
// Distributed under the Boost Software License, Version 1.0.
// (See accompanying file LICENSE_1_0.txt or copy at
// https://www.boost.org/LICENSE_1_0.txt)
//

#ifndef BOOST_SEQPACKET_DETAIL_STREAM_READ_ATTEMPT_HPP
#define BOOST_SEQPACKET_DETAIL_STREAM_READ_ATTEMPT_HPP

#include <boost_seqpacket/detail/message/incoming_target.hpp>
#include <boost_seqpacket/detail/message/message_call.hpp>
#include <boost_seqpacket/detail/stream/receive_part.hpp>
#include <boost_seqpacket/detail/stream/transfer_attempt.hpp>
#include <boost_seqpacket/incoming_ancillary.hpp>

#include <boost/asio/socket_base.hpp>
#include <boost/system/error_code.hpp>

#include <cstddef>

namespace boost_seqpacket {
namespace detail {

template <typename Buffers, std::size_t MaxDescriptors>
class read_attempt
  : public transfer_attempt<read_attempt<Buffers, MaxDescriptors>, Buffers>
{
  using base = transfer_attempt<read_attempt, Buffers>;

public:
  static constexpr auto wait = boost::asio::socket_base::wait_read;
  static constexpr const char* name = "boost_seqpacket::async_read_message";

  read_attempt(const Buffers& buffers,
      incoming_ancillary<MaxDescriptors>& ancillary, transfer_limit limit)
    : base(buffers, limit),
      ancillary_(&ancillary)
  {
  }

  message_result attempt(const message_call& call,
      boost::system::error_code ec)
  {
    if (!call.waited)
      ancillary_->clear();
    return base::attempt(call, ec);
  }

  std::size_t part(const message_call& call, const buffer_list& buffers,
      boost::system::error_code& ec)
  {
    return receive_part(call, buffers, target_of(*ancillary_),
        !this->has_begun(), truncation_, ec);
  }

  boost::system::error_code finish(const message_call& call) const
  {
    boost::system::error_code ec = truncation_;
    if (!this->has_begun())
      check_open(call, ec);
    return ec;
  }

private:
  incoming_ancillary<MaxDescriptors>* ancillary_;
  boost::system::error_code truncation_;
};

} // namespace detail
} // namespace boost_seqpacket

#endif // BOOST_SEQPACKET_DETAIL_STREAM_READ_ATTEMPT_HPP
