// Copyright (c) 2026 The boost_seqpacket authors
//
// Distributed under the Boost Software License, Version 1.0.
// (See accompanying file LICENSE_1_0.txt or copy at
// https://www.boost.org/LICENSE_1_0.txt)

#ifndef BOOST_SEQPACKET_TEST_CONNECTION_SERVER_HPP
#define BOOST_SEQPACKET_TEST_CONNECTION_SERVER_HPP

// What the tests of accept share: a server, and accept4(2).

#include "forms.hpp"

#include <deque>
#include <optional>
#include <sys/syscall.h>

namespace boost_seqpacket {
namespace test {

// Stands in for accept4(2): counts, and gives errors instead of the next calls
// where a test asks for them.
inline int accept_calls = 0;
inline std::deque<int> next_errors;

} // namespace test
} // namespace boost_seqpacket

extern "C" int accept4(int descriptor, ::sockaddr* address,
    ::socklen_t* size, int flags)
{
  using namespace boost_seqpacket::test;
  ++accept_calls;
  if (!next_errors.empty())
  {
    errno = next_errors.front();
    next_errors.pop_front();
    return -1;
  }
  return static_cast<int>(
      ::syscall(SYS_accept4, descriptor, address, size, flags));
}

namespace boost_seqpacket {
namespace test {

struct server
{
  explicit server(int backlog = 128)
    : listener(context)
  {
    boost_seqpacket::open(listener);
    listener.bind(endpoint());
    listener.listen(backlog);
    where = listener.local_endpoint();
    accept_calls = 0;
    next_errors.clear();
  }

  packet_socket client()
  {
    packet_socket result(context);
    boost_seqpacket::connect(result, where);
    return result;
  }

  asio::io_context context;
  acceptor listener;
  endpoint where;
};

// What a handler of async_accept was given.
struct accepted
{
  auto handler()
  {
    return [this](const error_code& ec, packet_socket peer)
        {
          ++calls;
          error = ec;
          socket.emplace(std::move(peer));
        };
  }

  template <typename... Filter>
  void start(server& s, Filter&... filter)
  {
    async_accept(s.listener, filter..., handler());
  }

  int calls = 0;
  error_code error;
  std::optional<packet_socket> socket;
};

inline error_code accept_by(form how, server& s, packet_socket& peer)
{
  error_code result;
  if (how == form::throwing)
  {
    try
    {
      boost_seqpacket::accept(s.listener, peer);
    }
    catch (const boost::system::system_error& e)
    {
      result = e.code();
    }
  }
  else if (how == form::error_code)
  {
    result = asio::error::fault;
    boost_seqpacket::accept(s.listener, peer, result);
  }
  else
  {
    int calls = 0;
    async_accept(s.listener, peer,
        [&](const error_code& ec)
        {
          ++calls;
          result = ec;
        });
    BOOST_TEST(calls == 0);
    run(s.context);
    BOOST_TEST(calls == 1);
  }
  return result;
}

} // namespace test
} // namespace boost_seqpacket

#endif // BOOST_SEQPACKET_TEST_CONNECTION_SERVER_HPP
