// Copyright (c) 2026 The boost_seqpacket authors
//
// Distributed under the Boost Software License, Version 1.0.
// (See accompanying file LICENSE_1_0.txt or copy at
// https://www.boost.org/LICENSE_1_0.txt)

#ifndef BOOST_SEQPACKET_TEST_SUPPORT_RAW_LISTENER_HPP
#define BOOST_SEQPACKET_TEST_SUPPORT_RAW_LISTENER_HPP

// A listener and its clients that no fault disturbs.

#include "test.hpp"

#include <sys/un.h>

namespace boost_seqpacket {
namespace test {

// A listening socket and its clients that Asio and the library do not know.
class raw_listener
{
public:
  explicit raw_listener(int backlog = 8)
    : listener_(make())
  {
    if (::bind(listener_.native_handle(), name(), size()) != 0
        || ::listen(listener_.native_handle(), backlog) != 0)
      throw std::runtime_error("cannot listen");
  }

  static endpoint where()
  {
    return abstract_endpoint(text());
  }

  int native_handle() const
  {
    return listener_.native_handle();
  }

  // For the acceptor of the library.
  int release()
  {
    return listener_.release();
  }

  static unique_descriptor connect()
  {
    unique_descriptor client = make();
    if (::connect(client.native_handle(), name(), size()) != 0)
      client.reset();
    return client;
  }

  // The next connection, or none.
  static unique_descriptor accept(int listener)
  {
    const int mode = ::fcntl(listener, F_GETFL);
    ::fcntl(listener, F_SETFL, mode | O_NONBLOCK);
    unique_descriptor result(
        ::accept4(listener, nullptr, nullptr, SOCK_CLOEXEC));
    ::fcntl(listener, F_SETFL, mode);
    return result;
  }

private:
  static const std::string& text()
  {
    static const std::string result =
      "boost_seqpacket fault " + std::to_string(::getpid());
    return result;
  }

  static unique_descriptor make()
  {
    // Nothing here ever waits.
    return unique_descriptor(::socket(AF_UNIX,
          SOCK_SEQPACKET | SOCK_CLOEXEC | SOCK_NONBLOCK, 0));
  }

  static const ::sockaddr* name()
  {
    static const ::sockaddr_un result = []
        {
          ::sockaddr_un address = {};
          address.sun_family = AF_UNIX;
          std::memcpy(address.sun_path + 1, text().data(), text().size());
          return address;
        }();
    return reinterpret_cast<const ::sockaddr*>(&result);
  }

  static ::socklen_t size()
  {
    return static_cast<::socklen_t>(
        offsetof(::sockaddr_un, sun_path) + 1 + text().size());
  }

  unique_descriptor listener_;
};

// Whether what one sends the other gets.
inline bool are_connected(int a, int b)
{
  char byte = 0;
  return a >= 0 && b >= 0 && is_close_on_exec(a)
    && ::send(a, "x", 1, MSG_DONTWAIT | MSG_NOSIGNAL) == 1
    && ::recv(b, &byte, 1, MSG_DONTWAIT) == 1 && byte == 'x';
}

} // namespace test
} // namespace boost_seqpacket

#endif // BOOST_SEQPACKET_TEST_SUPPORT_RAW_LISTENER_HPP
