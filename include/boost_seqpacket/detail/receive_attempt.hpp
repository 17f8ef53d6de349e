//
// detail/receive_attempt.hpp
// ~~~~~~~~~~~~~~~~~~~~~~~~~~
//
// Copyright (c) 2026 The boost_seqpacket authors
//
// Distributed under the Boost Software License, Version 1.0.
// (See accompanying file LICENSE_1_0.txt or copy at
// https://www.boost.org/LICENSE_1_0.txt)
//

#ifndef BOOST_SEQPACKET_DETAIL_RECEIVE_ATTEMPT_HPP
#define BOOST_SEQPACKET_DETAIL_RECEIVE_ATTEMPT_HPP

#include <boost_seqpacket/detail/operation.hpp>
#include <boost_seqpacket/detail/receive_or_keep.hpp>
#include <boost_seqpacket/detail/socket_traits.hpp>
#include <boost_seqpacket/detail/transfer.hpp>
#include <boost_seqpacket/detail/transfer_result.hpp>
#include <boost_seqpacket/incoming_ancillary.hpp>

#include <boost/asio/socket_base.hpp>
#include <boost/system/error_code.hpp>

#include <cstddef>

namespace boost_seqpacket {
namespace detail {

template <typename Buffers, std::size_t MaxDescriptors>
class receive_attempt
  : public simple_attempt<transfer_result>
{
public:

  static constexpr auto wait = boost::asio::socket_base::wait_read;

  receive_attempt(const Buffers& buffers,
      incoming_ancillary<MaxDescriptors>& ancillary, message_flags flags)
    : buffers_(buffers),
      ancillary_(&ancillary),
      flags_(flags)
  {
  }

  template <typename Socket>
  transfer_result operator()(Socket& socket, bool waited) const
  {
    if (!waited)
      ancillary_->clear();

    boost::system::error_code ec;
    check_socket(socket, waited, ec);
    if (ec)
      return transfer_result(ec);

    const transfer call = {socket.native_handle(),
      socket_traits<Socket>::kind, flags_, waited};
    const std::size_t received = with_buffers(buffers_, ec,
        [&](const buffer_list& buffers)
        {
          return receive_or_keep(call, buffers, target_of(*ancillary_), ec);
        });
    return transfer_result(ec, received);
  }

private:
  Buffers buffers_;
  incoming_ancillary<MaxDescriptors>* ancillary_;
  message_flags flags_;
};

} // namespace detail
} // namespace boost_seqpacket

#endif // BOOST_SEQPACKET_DETAIL_RECEIVE_ATTEMPT_HPP
