// Copyright (c) 2026 The boost_seqpacket authors
//
// Distributed under the Boost Software License, Version 1.0.
// (See accompanying file LICENSE_1_0.txt or copy at
// https://www.boost.org/LICENSE_1_0.txt)

#ifndef BOOST_SEQPACKET_TEST_OPERATION_STAGE_HPP
#define BOOST_SEQPACKET_TEST_OPERATION_STAGE_HPP

// Two sockets, and an operation on them at a time.

#include "test.hpp"

namespace boost_seqpacket {
namespace test {

struct stage
{
  asio::io_context context{1};
  connected sockets{context};
  char bytes[16];
  incoming_ancillary<2> incoming;
  outgoing_ancillary<1> outgoing;
  unique_descriptor file = make_file("content");
  bool done = false;

  stage()
  {
    outgoing.add_descriptor(file.native_handle());
  }

  auto handler()
  {
    return [this](const error_code& ec, std::size_t)
        {
          BOOST_TEST(!ec);
          done = true;
        };
  }

  void receive()
  {
    async_receive_message(
        sockets.b, asio::buffer(bytes), incoming, handler());
  }

  void send()
  {
    async_send_message(sockets.a, text("hello"), outgoing, handler());
  }

  // Receive a packet that comes when the receive waits already.
  void receive_late()
  {
    receive();
    context.restart();
    context.poll();
    send_message(sockets.a, text("hello"), outgoing);
    finish();
  }

  // Run until the handler was called.
  void finish()
  {
    run_until(context, [&] { return done; });
    done = false;
  }
};

} // namespace test
} // namespace boost_seqpacket

#endif // BOOST_SEQPACKET_TEST_OPERATION_STAGE_HPP
