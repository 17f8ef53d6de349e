// Copyright (c) 2026 The boost_seqpacket authors
//
// Distributed under the Boost Software License, Version 1.0.
// (See accompanying file LICENSE_1_0.txt or copy at
// https://www.boost.org/LICENSE_1_0.txt)

// A client library with a C interface. It holds a connection as an int, has no
// event loop, and no call takes longer than its caller allows.

#include <boost_seqpacket.hpp>

#include <array>
#include <cerrno>
#include <chrono>
#include <cstdio>
#include <sys/mman.h>
#include <sys/socket.h>
#include <thread>
#include <unistd.h>

namespace asio = boost::asio;
namespace sp = boost_seqpacket;
using boost::system::error_code;

//[bare_descriptor_errno
// The number that a C program expects. eof is not a number of the system.
int to_errno(const error_code& ec)
{
  if (!ec || ec.category() == asio::error::get_system_category())
    return ec.value();
  return ec == asio::error::eof ? EPIPE : EPROTO;
}
//]

//[bare_descriptor_request
// Sends an open file to the server, which answers with its size. Returns 0 or
// an error number. After ETIMEDOUT the answer can still come: close the
// connection, so that it is not taken for the next one.
extern "C" int size_request(int server, int file, int milliseconds, long* size)
{
  error_code ec;
  sp::native_socket socket(server);
  // One limit for the request and the answer together.
  socket.expires_after(std::chrono::milliseconds(milliseconds));
  sp::send_descriptors(socket, asio::buffer("size?", 5), {file}, ec);
  std::size_t received = 0;
  if (!ec)
    received = sp::receive_message(
        socket, asio::buffer(size, sizeof(*size)), ec);
  if (!ec && received != sizeof(*size))
    return EPROTO;
  return to_errno(ec);
}
//]

// The server answers one request, and is silent then.
void serve(int client)
{
  sp::native_socket socket(client);
  std::array<char, 16> data;
  auto [received, files] =
    sp::receive_descriptors<1>(socket, asio::buffer(data));
  const long size = ::lseek(files[0].native_handle(), 0, SEEK_END);
  sp::send_message(socket, asio::buffer(&size, sizeof(size)));
  for (error_code ec; !ec;)
    sp::discard_message(socket, ec);
}

int main()
{
  int ends[2];
  if (::socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, ends) != 0)
    return 1;
  const sp::unique_descriptor server(ends[0]);
  sp::unique_descriptor connection(ends[1]);
  std::thread thread([&server] { serve(server.native_handle()); });

  const sp::unique_descriptor file(::memfd_create("example", MFD_CLOEXEC));
  const bool is_written = ::write(file.native_handle(), "a file", 6) == 6;
  long size = 0;
  const int first = size_request(
      connection.native_handle(), file.native_handle(), 10000, &size);
  std::printf("first request: error %d, %ld bytes\n", first, size);
  const int second = size_request(
      connection.native_handle(), file.native_handle(), 20, &size);
  std::printf("second request: %s\n",
      second == ETIMEDOUT ? "timed out" : "something else");
  connection.reset();
  thread.join();
  return is_written && first == 0 && size == 6 && second == ETIMEDOUT ? 0 : 1;
}
