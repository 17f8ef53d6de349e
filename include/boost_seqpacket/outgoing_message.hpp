//
// outgoing_message.hpp
// ~~~~~~~~~~~~~~~~~~~~
//
// Copyright (c) 2026 The boost_seqpacket authors
//
// Distributed under the Boost Software License, Version 1.0.
// (See accompanying file LICENSE_1_0.txt or copy at
// https://www.boost.org/LICENSE_1_0.txt)
//

#ifndef BOOST_SEQPACKET_OUTGOING_MESSAGE_HPP
#define BOOST_SEQPACKET_OUTGOING_MESSAGE_HPP

#include <boost_seqpacket/detail/config.hpp>

#if defined(BOOST_SEQPACKET_HAS_LOCAL_SOCKETS)

#include <boost_seqpacket/outgoing_ancillary.hpp>

#include <boost/asio/buffer.hpp>

#include <cstddef>

namespace boost_seqpacket {

/// One packet of a batch that is sent.
template <std::size_t MaxDescriptors,
    typename ConstBufferSequence = boost::asio::const_buffer>
struct outgoing_message
{
  /// The bytes, in at most 1024 buffers.
  ConstBufferSequence buffers;

  /// The ancillary data that is sent with the packet.
  outgoing_ancillary<MaxDescriptors> ancillary{};
};

} // namespace boost_seqpacket

#endif // defined(BOOST_SEQPACKET_HAS_LOCAL_SOCKETS)

#endif // BOOST_SEQPACKET_OUTGOING_MESSAGE_HPP
