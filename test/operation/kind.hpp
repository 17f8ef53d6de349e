// Copyright (c) 2026 The boost_seqpacket authors
//
// Distributed under the Boost Software License, Version 1.0.
// (See accompanying file LICENSE_1_0.txt or copy at
// https://www.boost.org/LICENSE_1_0.txt)

#ifndef BOOST_SEQPACKET_TEST_OPERATION_KIND_HPP
#define BOOST_SEQPACKET_TEST_OPERATION_KIND_HPP

// What the kinds of kinds.hpp are made of.

#include "test.hpp"

#include <fcntl.h>
#include <poll.h>
#include <sys/socket.h>

namespace boost_seqpacket {
namespace test {

template <typename Executor>
using socket_on = asio::basic_seq_packet_socket<protocol, Executor>;

template <typename Executor>
using acceptor_on = asio::basic_socket_acceptor<protocol, Executor>;

template <typename Executor>
using stream_on =
  asio::basic_stream_socket<asio::local::stream_protocol, Executor>;

template <typename Executor>
using datagram_on =
  asio::basic_datagram_socket<asio::local::datagram_protocol, Executor>;

// What the peer receives next, or an empty string.
inline std::string next_packet(int descriptor)
{
  char bytes[16];
  const ::ssize_t size = ::recv(
      descriptor, bytes, sizeof(bytes), MSG_DONTWAIT);
  return size < 0 ? std::string()
    : std::string(bytes, static_cast<std::size_t>(size));
}

inline bool is_readable(int descriptor)
{
  ::pollfd state = {descriptor, POLLIN, 0};
  return ::poll(&state, 1, 0) == 1;
}

// Holds the object of an operation, which may be moved, destroyed, and opened
// anew with the same number.
template <typename Object>
class object_of_operation
{
public:
  explicit object_of_operation(const typename Object::executor_type& executor)
    : object_(std::make_unique<Object>(executor))
  {
  }

  Object& object() noexcept
  {
    return *object_;
  }

  void destroy()
  {
    object_.reset();
  }

  // The object that was moved from lives on.
  void move()
  {
    moved_from_ = std::move(object_);
    object_ = std::make_unique<Object>(std::move(*moved_from_));
  }

protected:
  // The other object must be open already, so that it has another number.
  void exchange_kernel_socket(Object& other)
  {
    const int number = object_->native_handle();
    object_->close();
    if (::dup3(other.native_handle(), number, O_CLOEXEC) != number)
      throw std::runtime_error("cannot use the number again");
    other.close();
    object_->assign(typename Object::protocol_type(), number);
  }

private:
  std::unique_ptr<Object> moved_from_;
  std::unique_ptr<Object> object_;
};

} // namespace test
} // namespace boost_seqpacket

#endif // BOOST_SEQPACKET_TEST_OPERATION_KIND_HPP
