// Copyright (c) 2026 The boost_seqpacket authors
//
// Distributed under the Boost Software License, Version 1.0.
// (See accompanying file LICENSE_1_0.txt or copy at
// https://www.boost.org/LICENSE_1_0.txt)

// An object whose descriptor nothing checks.
// expected: Name a Boost.Asio socket, acceptor, pipe

#include <boost_seqpacket/adopt.hpp>

#include <boost/asio/io_context.hpp>
#include <boost/asio/posix/stream_descriptor.hpp>
#include <boost/asio/serial_port.hpp>

#include <utility>

#if defined(MISTAKE)
using type = boost::asio::serial_port;
#else
using type = boost::asio::posix::stream_descriptor;
#endif

type test(boost::asio::io_context& context,
    boost_seqpacket::unique_descriptor descriptor)
{
  return boost_seqpacket::adopt<type>(context, std::move(descriptor));
}
