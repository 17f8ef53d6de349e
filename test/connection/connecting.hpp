// Copyright (c) 2026 The boost_seqpacket authors
//
// Distributed under the Boost Software License, Version 1.0.
// (See accompanying file LICENSE_1_0.txt or copy at
// https://www.boost.org/LICENSE_1_0.txt)

#ifndef BOOST_SEQPACKET_TEST_CONNECTION_CONNECTING_HPP
#define BOOST_SEQPACKET_TEST_CONNECTION_CONNECTING_HPP

// What the tests of connect share: connect(2), servers and full backlogs.

#include "forms.hpp"

#include <atomic>
#include <sys/syscall.h>

namespace boost_seqpacket {
namespace test {

// Stands in for connect(2): counts those that found a full backlog, and gives
// an error instead of the next call where a test asks for one.
inline std::atomic<int> full_backlogs{0};
inline std::atomic<int> next_error{0};

} // namespace test
} // namespace boost_seqpacket

extern "C" int connect(int descriptor, const ::sockaddr* address,
    ::socklen_t size)
{
  using namespace boost_seqpacket::test;
  if (const int error = next_error.exchange(0))
  {
    errno = error;
    return -1;
  }
  const int result = static_cast<int>(
      ::syscall(SYS_connect, descriptor, address, size));
  if (result != 0 && errno == EAGAIN)
    ++full_backlogs;
  return result;
}

namespace boost_seqpacket {
namespace test {

template <typename Socket>
error_code connect_by(form how, asio::io_context& context, Socket& to_connect,
    const typename Socket::endpoint_type& where)
{
  error_code result;
  if (how == form::throwing)
  {
    try
    {
      boost_seqpacket::connect(to_connect, where);
    }
    catch (const boost::system::system_error& e)
    {
      result = e.code();
    }
  }
  else if (how == form::error_code)
  {
    result = asio::error::fault;
    boost_seqpacket::connect(to_connect, where, result);
  }
  else
  {
    int calls = 0;
    async_connect(to_connect, where,
        [&](const error_code& ec)
        {
          ++calls;
          result = ec;
        });
    BOOST_TEST(calls == 0);
    run(context);
    BOOST_TEST(calls == 1);
  }
  return result;
}

// An acceptor that listens, at a name that the kernel chose.
template <typename Protocol = protocol>
struct listening
{
  explicit listening(asio::io_context& context, int backlog = 16)
    : acceptor(context)
  {
    boost_seqpacket::open(acceptor);
    acceptor.bind(typename Protocol::endpoint());
    acceptor.listen(backlog);
    // A connection that did not come fails the test, and does not stop it.
    acceptor.non_blocking(true);
    where = acceptor.local_endpoint();
  }

  asio::basic_socket_acceptor<Protocol> acceptor;
  typename Protocol::endpoint where;
};

// A backlog that is full: listen(0) leaves room for one.
struct crowded
  : listening<>
{
  explicit crowded(asio::io_context& context)
    : listening<>(context, 0),
      first(context)
  {
    boost_seqpacket::connect(first, where);
    full_backlogs = 0;
  }

  packet_socket first;
};

} // namespace test
} // namespace boost_seqpacket

#endif // BOOST_SEQPACKET_TEST_CONNECTION_CONNECTING_HPP
