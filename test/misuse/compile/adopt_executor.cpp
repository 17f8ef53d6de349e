// Copyright (c) 2026 The boost_seqpacket authors
//
// Distributed under the Boost Software License, Version 1.0.
// (See accompanying file LICENSE_1_0.txt or copy at
// https://www.boost.org/LICENSE_1_0.txt)

// Another socket in the place of the executor, which would be moved from.
// expected: Give adopt an executor

#include <boost_seqpacket/adopt.hpp>
#include <boost_seqpacket/seq_packet_protocol.hpp>

#include <boost/asio/io_context.hpp>

#include <utility>

using type = boost_seqpacket::seq_packet_protocol::socket;

type test(boost::asio::io_context& context,
    boost_seqpacket::unique_descriptor descriptor)
{
#if defined(MISTAKE)
  return boost_seqpacket::adopt<type>(type(context), std::move(descriptor));
#else
  return boost_seqpacket::adopt<type>(context, std::move(descriptor));
#endif
}
