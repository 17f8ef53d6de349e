// Copyright (c) 2026 The boost_seqpacket authors
//
// Distributed under the Boost Software License, Version 1.0.
// (See accompanying file LICENSE_1_0.txt or copy at
// https://www.boost.org/LICENSE_1_0.txt)

#ifndef BOOST_SEQPACKET_TEST_SOCKET_NATIVE_SOCKET_HPP
#define BOOST_SEQPACKET_TEST_SOCKET_NATIVE_SOCKET_HPP

// The same scene with Asio sockets and with their bare descriptors. What it
// writes down must be the same.

#include "forms.hpp"

#include <functional>
#include <sstream>
#include <string>
#include <vector>

namespace boost_seqpacket {
namespace test {

// What a scene saw, one line for each call.
class report
{
public:
  template <typename... Things>
  void operator()(const Things&... things)
  {
    std::ostringstream line;
    ((line << things << ' '), ...);
    lines_.push_back(line.str());
  }

  const std::vector<std::string>& lines() const
  {
    return lines_;
  }

private:
  std::vector<std::string> lines_;
};

// What a scene can do with the socket of the sender, whatever it has.
struct sender_control
{
  std::function<void()> close;
  std::function<void()> shut_down;
};

template <typename Socket>
sender_control control_of(Socket& sender)
{
  return {[&sender] { sender.close(); },
    [&sender] { sender.shutdown(asio::socket_base::shutdown_send); }};
}

// The scene is a generic function: scene(sender, receiver, control, report).
template <typename Socket, typename Scene>
void same_with_a_number(Scene scene)
{
  asio::io_context context;
  report expected;
  {
    pair_of<Socket> sockets(context);
    scene(sockets.a, sockets.b, control_of(sockets.a), expected);
  }
  report with_numbers;
  {
    pair_of<Socket> sockets(context);
    native_socket a(sockets.a.native_handle());
    native_socket b(sockets.b.native_handle());
    scene(a, b, control_of(sockets.a), with_numbers);
  }
  report with_views;
  {
    pair_of<Socket> sockets(context);
    native_socket a(sockets.a);
    native_socket b(sockets.b);
    scene(a, b, control_of(sockets.a), with_views);
  }
  BOOST_TEST(!expected.lines().empty());
  BOOST_TEST(with_numbers.lines() == expected.lines(),
      boost::test_tools::per_element());
  BOOST_TEST(with_views.lines() == expected.lines(),
      boost::test_tools::per_element());
}

// One receive with everything that it reports. It does not wait, so that a
// mistake ends the test.
template <typename Socket, typename Buffers>
void receive_and_report(report& to, Socket& receiver, const Buffers& buffers,
    message_flags flags = 0)
{
  incoming_ancillary<2> ancillary;
  error_code ec = asio::error::fault;
  const std::size_t size = receive_message(
      receiver, buffers, ancillary, flags | MSG_DONTWAIT, ec);
  to(ec, size, ancillary.message_size(), ancillary.flags(),
      ancillary.descriptors().size(), ancillary.credentials().has_value());
}

} // namespace test
} // namespace boost_seqpacket

#endif // BOOST_SEQPACKET_TEST_SOCKET_NATIVE_SOCKET_HPP
