// Copyright (c) 2026 The boost_seqpacket authors
//
// Distributed under the Boost Software License, Version 1.0.
// (See accompanying file LICENSE_1_0.txt or copy at
// https://www.boost.org/LICENSE_1_0.txt)

// Passes a descriptor, and waits for it with futures.

//[pass_descriptor_future
#include <boost_seqpacket.hpp>

#include <boost/asio/thread_pool.hpp>
#include <boost/asio/use_future.hpp>

#include <array>
#include <cstdio>
#include <sys/mman.h>
#include <unistd.h>

using namespace boost_seqpacket;
namespace asio = boost::asio;

int main()
{
  // A file without a name: only who has its descriptor can read it.
  unique_descriptor file(::memfd_create("example", MFD_CLOEXEC));
  if (::write(file.native_handle(), "passed on", 9) != 9)
    return 1;
  std::array<char, 64> text;

  // What operations use is declared before the pool that runs them.
  asio::thread_pool pool(1);
  seq_packet_protocol::socket left(pool), right(pool);
  connect_pair(left, right);

  // One packet: some bytes, and the descriptor.
  auto sent = async_send_descriptors(left, asio::buffer("a file", 6),
      {file.native_handle()}, asio::use_future);
  auto received = async_receive_descriptors<1>(
      right, asio::buffer(text), asio::use_future);
  sent.get(); // throws if it could not be sent
  auto [size, descriptors] = received.get();

  // Another number, the same file. It is ours now: close-on-exec from the
  // start, and closed when it goes out of scope.
  const int mine = descriptors[0].native_handle();
  std::array<char, 9> content;
  if (::pread(mine, content.data(), content.size(), 0) != 9)
    return 1;
  std::printf("%.*s: descriptor %d arrived as %d and says \"%.9s\"\n",
      static_cast<int>(size), text.data(), file.native_handle(), mine,
      content.data());
}
//]
