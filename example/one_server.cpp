// Copyright (c) 2026 The boost_seqpacket authors
//
// Distributed under the Boost Software License, Version 1.0.
// (See accompanying file LICENSE_1_0.txt or copy at
// https://www.boost.org/LICENSE_1_0.txt)

// A path for one server. A second one does not get it while the first has it,
// and gets it when the first was killed, which left the file there.

#include <boost_seqpacket.hpp>

#include <boost/asio/io_context.hpp>

#include <cstdio>
#include <string>
#include <unistd.h>

namespace asio = boost::asio;
using boost::system::error_code;
using boost_seqpacket::seq_packet_protocol;

error_code bind(seq_packet_protocol::acceptor& acceptor,
    const std::string& path, const char* who)
{
  error_code ec;
  // The file is removed by hand in the end, not with this object.
  (void)boost_seqpacket::bind_path(acceptor, path, ec);
  std::printf("%s server: %s\n", who, ec.message().c_str());
  return ec;
}

int main()
{
  const std::string path =
    "/tmp/boost_seqpacket_example_" + std::to_string(::getpid());
  asio::io_context context;
  seq_packet_protocol::acceptor first(context), second(context),
    third(context);

  const error_code bound = bind(first, path, "first");
  const error_code refused = bind(second, path, "second");
  first.close(); // as the end of its process does
  const error_code replaced = bind(third, path, "third");

  ::unlink(path.c_str());
  return !bound && refused == asio::error::address_in_use && !replaced ? 0 : 1;
}
