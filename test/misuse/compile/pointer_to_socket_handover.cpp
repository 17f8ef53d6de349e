// Copyright (c) 2026 The boost_seqpacket authors
//
// Distributed under the Boost Software License, Version 1.0.
// (See accompanying file LICENSE_1_0.txt or copy at
// https://www.boost.org/LICENSE_1_0.txt)

// A pointer to a socket in the place of the connection, for each function of a
// handover. Each has a type of its own, so that the compiler says it each time.
// expected: Give the function the socket itself
// times: 12

#include <boost_seqpacket/handover.hpp>
#include <boost_seqpacket/seq_packet_protocol.hpp>

#include <chrono>

using namespace boost_seqpacket;

using socket_type = seq_packet_protocol::socket;

template <int Number>
struct pointer
{
  socket_type& operator*() const noexcept
  {
    return *object;
  }

  socket_type* object;
};

template <int Number>
decltype(auto) connection(socket_type& socket)
{
  static pointer<Number> p;
  p.object = &socket;
#if defined(MISTAKE)
  return (p);
#else
  return *p;
#endif
}

void test(socket_type& socket, const handover_offer& offer)
{
  const std::chrono::seconds time(1);
  boost::system::error_code ec;

  offer_handover(connection<1>(socket), offer, time, ec);
  commit_handover(connection<2>(socket), offer, time, ec);
  await_successor(connection<3>(socket), time, ec);
  receive_handover(connection<4>(socket), time, ec);
  take_over(connection<5>(socket), time, ec);
  confirm_handover(connection<6>(socket), ec);

  const auto done = [](const boost::system::error_code&, auto&&...) {};
  async_offer_handover(connection<7>(socket), offer, time, done);
  async_commit_handover(connection<8>(socket), offer, time, done);
  async_await_successor(connection<9>(socket), time, done);
  async_receive_handover(connection<10>(socket), time, done);
  async_take_over(connection<11>(socket), time, done);
  async_confirm_handover(connection<12>(socket), done);
}
