// Copyright (c) 2026 The boost_seqpacket authors
//
// Distributed under the Boost Software License, Version 1.0.
// (See accompanying file LICENSE_1_0.txt or copy at
// https://www.boost.org/LICENSE_1_0.txt)

#ifndef BOOST_SEQPACKET_TEST_SUPPORT_TEST_HPP
#define BOOST_SEQPACKET_TEST_SUPPORT_TEST_HPP

// What every test begins with. Precompiled.

#include <utility> // Asio of Boost 1.74 forgets it

#include <boost/asio.hpp>
#include <boost/test/unit_test.hpp>

#include <boost_seqpacket.hpp>

#include <array>
#include <chrono>
#include <cstddef>
#include <cstring>
#include <dirent.h>
#include <memory>
#include <ostream>
#include <stdexcept>
#include <string>
#include <string_view>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>
#include <vector>

namespace boost_seqpacket {

// How Boost.Test prints an error.
inline std::ostream& boost_test_print_type(std::ostream& out,
    seqpacket_errc e)
{
  return out << make_error_code(e);
}

namespace test {

namespace asio = boost::asio;
using boost::system::error_code;
using protocol = seq_packet_protocol;
using socket = protocol::socket;
using packet_socket = socket; // where ::socket is in the way
using acceptor = protocol::acceptor;
using endpoint = protocol::endpoint;

// No wait of a test lasts longer. Only a test that fails ever waits for it.
constexpr std::chrono::seconds deadline(20);

// The number of open descriptors of this process.
inline std::size_t open_descriptors()
{
  std::unique_ptr<::DIR, int (*)(::DIR*)> directory(
      ::opendir("/proc/self/fd"), &::closedir);
  if (!directory)
    throw std::runtime_error("cannot read /proc/self/fd");
  std::size_t count = 0;
  while (::readdir(directory.get()) != nullptr)
    ++count;
  return count;
}

// A fixture: as many descriptors are open after the test as before.
struct no_leaks
{
  ~no_leaks()
  {
    BOOST_TEST(open_descriptors() == before);
  }

  std::size_t before = open_descriptors();
};

// Run the context until it has no more work. An operation that never completes
// fails the test.
inline void run(asio::io_context& context)
{
  context.restart();
  context.run_for(deadline);
  BOOST_REQUIRE_MESSAGE(context.stopped(), "the deadline has passed");
}

// Run the context until the condition holds.
template <typename Condition>
void run_until(asio::io_context& context, Condition condition)
{
  const auto end = std::chrono::steady_clock::now() + deadline;
  while (!condition())
  {
    context.restart();
    context.run_one_until(end);
    BOOST_REQUIRE_MESSAGE(std::chrono::steady_clock::now() < end,
        "the deadline has passed");
  }
}

// Two connected sockets.
template <typename Socket>
struct basic_connected
{
  template <typename Context>
  explicit basic_connected(Context& context)
    : a(context),
      b(context)
  {
    asio::local::connect_pair(a, b);
  }

  Socket a;
  Socket b;
};

using connected = basic_connected<socket>;

inline asio::const_buffer text(std::string_view bytes)
{
  return asio::const_buffer(bytes.data(), bytes.size());
}

// An open file without a name, with the content given.
inline unique_descriptor make_file(std::string_view content)
{
  unique_descriptor file(::memfd_create("test", MFD_CLOEXEC));
  if (!file || ::write(file.native_handle(), content.data(), content.size())
      != static_cast<::ssize_t>(content.size()))
    throw std::runtime_error("cannot make a file");
  return file;
}

// The content of an open file from its beginning.
inline std::string content_of(const unique_descriptor& file)
{
  char bytes[256];
  const ::ssize_t size = ::pread(
      file.native_handle(), bytes, sizeof(bytes), 0);
  return size < 0 ? std::string("cannot be read")
    : std::string(bytes, static_cast<std::size_t>(size));
}

// Whether two descriptors stand for the same file.
inline bool same_file(int a, int b)
{
  struct ::stat x;
  struct ::stat y;
  return ::fstat(a, &x) == 0 && ::fstat(b, &y) == 0
    && x.st_dev == y.st_dev && x.st_ino == y.st_ino;
}

inline bool is_close_on_exec(int descriptor)
{
  const int flags = ::fcntl(descriptor, F_GETFD);
  return flags >= 0 && (flags & FD_CLOEXEC) != 0;
}

inline bool is_open(int descriptor)
{
  return ::fcntl(descriptor, F_GETFD) >= 0;
}

// Whether what one end sends arrives at the other one.
template <typename Socket1, typename Socket2>
bool are_connected(Socket1& a, Socket2& b)
{
  char bytes[8];
  incoming_ancillary<0> incoming;
  error_code ec;
  send_message(a, text("ping"), no_ancillary, ec);
  if (ec)
    return false;
  const std::size_t size = receive_message(
      b, asio::buffer(bytes), incoming, MSG_DONTWAIT, ec);
  return !ec && std::string_view(bytes, size) == "ping";
}

// Fill the queue until a send would block. Returns the number of packets.
template <typename Socket>
std::size_t fill_queue(Socket& sender)
{
  const bool before = sender.non_blocking();
  sender.non_blocking(true);
  std::size_t count = 0;
  error_code ec;
  for (; !ec; ++count)
    send_message(sender, text("x"), no_ancillary, ec);
  BOOST_TEST(ec == asio::error::would_block);
  sender.non_blocking(before);
  return count - 1;
}

} // namespace test
} // namespace boost_seqpacket

#endif // BOOST_SEQPACKET_TEST_SUPPORT_TEST_HPP
