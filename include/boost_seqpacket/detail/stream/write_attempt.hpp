//
// detail/stream/write_attempt.hpp
// ~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~
//
// Copyright (c) 2026 The boost_seqpacket authors
//
// Distributed under the Boost Software License, Version 1.0.
// (See accompanying file LICENSE_1_0.txt or copy at
// https://www.boost.org/LICENSE_1_0.txt)
//

#ifndef BOOST_SEQPACKET_DETAIL_STREAM_WRITE_ATTEMPT_HPP
#define BOOST_SEQPACKET_DETAIL_STREAM_WRITE_ATTEMPT_HPP

#include <boost_seqpacket/detail/ancillary/ancillary_access.hpp>
#include <boost_seqpacket/detail/message/message_call.hpp>
#include <boost_seqpacket/detail/message/send.hpp>
#include <boost_seqpacket/detail/stream/transfer_attempt.hpp>
#include <boost_seqpacket/outgoing_ancillary.hpp>

#include <boost/asio/socket_base.hpp>
#include <boost/system/error_code.hpp>

#include <cstddef>

namespace boost_seqpacket {
namespace detail {

// The descriptors go with the first part. Credentials and other control
// messages go with every part, because they say something about its bytes.
template <typename Buffers, std::size_t MaxDescriptors>
class write_attempt
  : public transfer_attempt<write_attempt<Buffers, MaxDescriptors>, Buffers>
{
public:
  static constexpr auto wait = boost::asio::socket_base::wait_write;
  static constexpr const char* name = "boost_seqpacket::async_write_message";

  write_attempt(const Buffers& buffers,
      const outgoing_ancillary<MaxDescriptors>& ancillary,
      transfer_limit limit)
    : transfer_attempt<write_attempt, Buffers>(buffers, limit),
      ancillary_(&ancillary)
  {
  }

  std::size_t part(const message_call& call, const buffer_list& buffers,
      boost::system::error_code& ec) const
  {
    return send(call, buffers, ancillary_access::data(*ancillary_),
        this->has_begun()
          ? ancillary_access::size_without_descriptors(*ancillary_)
          : ancillary_access::size(*ancillary_), ec);
  }

  // A message of no bytes cannot carry anything.
  boost::system::error_code finish(const message_call& call) const
  {
    boost::system::error_code ec;
    if (!this->has_begun())
      (void)part(call, {nullptr, 0, 0}, ec);
    return ec;
  }

private:
  const outgoing_ancillary<MaxDescriptors>* ancillary_;
};

} // namespace detail
} // namespace boost_seqpacket

#endif // BOOST_SEQPACKET_DETAIL_STREAM_WRITE_ATTEMPT_HPP
