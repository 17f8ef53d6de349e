// Copyright (c) 2026 The boost_seqpacket authors
//
// Distributed under the Boost Software License, Version 1.0.
// (See accompanying file LICENSE_1_0.txt or copy at
// https://www.boost.org/LICENSE_1_0.txt)

// Large messages beside a loop of packets. The same bytes go from one process to
// another, which adds up all of them. The sender goes on when it has the answer.
// bench/README.md has the command.
//
//   large_messages             the time of each size, in all ways
//   large_messages memory WAY  the memory of both processes for 1 GiB

#include <boost_seqpacket.hpp>
#include <boost_seqpacket/receive_large_message.hpp>
#include <boost_seqpacket/send_large_message.hpp>

#include <boost/asio/io_context.hpp>

#include <algorithm>
#include <array>
#include <chrono>
#include <cstdint>
#include <cstdio>
#include <cstring>
#include <memory>
#include <string>
#include <sys/wait.h>
#include <unistd.h>
#include <vector>

namespace asio = boost::asio;
namespace sp = boost_seqpacket;
using clock_type = std::chrono::steady_clock;

namespace {

enum way : std::uint64_t
{
  // Both sides use the same memory again and again.
  packets, // as many packets as are necessary
  copied,  // send_large_message with a buffer
  sealed,  // send_large_message with memory that was made before

  // Each message is made when it is sent, and received into memory of its own.
  new_packets, // made in a buffer
  new_copied,  // made in a buffer
  made,        // made in sealed memory
  ways
};

const char* const names[ways] = {"packets", "copied", "sealed", "new-packets",
  "new-copied", "made"};

constexpr bool goes_in_packets(std::uint64_t how)
{
  return how == packets || how == new_packets;
}

// Memory of which no page has been used yet.
struct new_buffer
{
  explicit new_buffer(std::size_t n)
    : data(new char[n]),
      size(n)
  {
  }

  std::unique_ptr<char[]> data;
  std::size_t size;
};

struct request
{
  std::uint64_t how;
  std::uint64_t size;
};

std::uint64_t sum_of(asio::const_buffer bytes)
{
  std::uint64_t sum = 0;
  const char* place = static_cast<const char*>(bytes.data());
  for (std::size_t left = bytes.size(); left >= sizeof(sum);
      left -= sizeof(sum), place += sizeof(sum))
  {
    std::uint64_t word;
    std::memcpy(&word, place, sizeof(word));
    sum += word;
  }
  return sum;
}

void print_memory(const char* who)
{
  std::FILE* const file = std::fopen("/proc/self/status", "re");
  char line[256];
  while (std::fgets(line, sizeof(line), file))
  {
    for (const char* name : {"VmHWM", "RssAnon", "RssShmem"})
    {
      long kibi = 0;
      if (std::strncmp(line, name, std::strlen(name)) == 0
          && std::sscanf(line + std::strlen(name), ": %ld", &kibi) == 1)
        std::printf("%s %s %ld MiB\n", who, name, kibi / 1024);
    }
  }
  std::fclose(file);
  std::fflush(stdout);
}

// Receives packets until the buffer is full, and adds up its bytes.
std::uint64_t collect(sp::native_socket& socket, asio::mutable_buffer buffer,
    bool prints)
{
  sp::incoming_ancillary<0> none;
  for (asio::mutable_buffer rest = buffer; rest.size() != 0;)
    rest += sp::receive_message(socket, rest, none);
  const std::uint64_t sum = sum_of(buffer);
  if (prints)
    print_memory("receiver");
  return sum;
}

// Answers each message with its sum, until the end.
int serve(sp::native_socket socket, bool prints)
{
  std::vector<char> buffer;
  sp::large_message message(std::size_t(1) << 31);
  for (;;)
  {
    request next;
    boost::system::error_code ec;
    sp::incoming_ancillary<0> none;
    sp::receive_message(socket, asio::buffer(&next, sizeof(next)), none, ec);
    if (ec)
      return ec == asio::error::eof ? 0 : 1;
    std::uint64_t sum;
    if (next.how == packets)
    {
      buffer.resize(next.size);
      sum = collect(socket, asio::buffer(buffer), prints);
    }
    else if (next.how == new_packets)
    {
      const new_buffer fresh(next.size);
      sum = collect(socket, asio::buffer(fresh.data.get(), fresh.size), prints);
    }
    else
    {
      sp::receive_large_message(socket, message);
      sum = sum_of(message.data());
      if (prints)
        print_memory("receiver");
      message.clear();
    }
    sp::send_message(socket, asio::buffer(&sum, sizeof(sum)),
        sp::no_ancillary);
  }
}

void send_bytes(sp::native_socket& socket, way how, asio::const_buffer bytes)
{
  if (!goes_in_packets(how))
  {
    sp::send_large_message(socket, bytes);
    return;
  }
  const std::size_t most = sp::max_message_size(socket);
  for (asio::const_buffer rest = bytes; rest.size() != 0;)
    rest += sp::send_message(socket, asio::buffer(rest, most),
        sp::no_ancillary);
}

void fill(asio::mutable_buffer room)
{
  std::memset(room.data(), 1, room.size());
}

// Sends one message and waits for the answer.
void send(sp::native_socket& socket, way how, asio::const_buffer bytes,
    const sp::sealed_memory& memory)
{
  const request next = {how, bytes.size()};
  sp::send_message(socket, asio::buffer(&next, sizeof(next)),
      sp::no_ancillary);
  if (how == sealed)
    sp::send_large_message(socket, memory);
  else if (how == made)
    sp::send_large_message(socket, sp::make_sealed_memory(bytes.size(), fill));
  else if (how == new_packets || how == new_copied)
  {
    const new_buffer fresh(bytes.size());
    const asio::mutable_buffer room(fresh.data.get(), fresh.size);
    fill(room);
    send_bytes(socket, how, room);
  }
  else
    send_bytes(socket, how, bytes);
  std::uint64_t sum = 0;
  sp::incoming_ancillary<0> none;
  sp::receive_message(socket, asio::buffer(&sum, sizeof(sum)), none);
  if (sum != bytes.size() / 8 * std::uint64_t(0x0101010101010101))
    std::printf("another sum\n");
}

// Nanoseconds of a message, the least of so many.
double measure(sp::native_socket& socket, way how, asio::const_buffer bytes,
    const sp::sealed_memory& memory, std::size_t times)
{
  const auto begin = clock_type::now();
  for (std::size_t i = 0; i < times; ++i)
    send(socket, how, bytes, memory);
  const std::chrono::duration<double, std::nano> passed =
    clock_type::now() - begin;
  return passed.count() / static_cast<double>(times);
}

double median(std::vector<double> values)
{
  std::sort(values.begin(), values.end());
  return values[values.size() / 2];
}

void measure_all(sp::native_socket& socket)
{
  std::printf("%8s %11s %7s %7s | %11s %7s %7s\n", "KiB", "packets us",
      "copied", "sealed", "packets us", "copied", "made");
  for (std::size_t size = std::size_t(64) << 10;
      size <= std::size_t(256) << 20; size *= 2)
  {
    const std::vector<char> bytes(size, 1);
    const sp::sealed_memory memory =
      sp::make_sealed_memory(asio::buffer(bytes));
    const std::size_t times =
      std::max<std::size_t>(1, (std::size_t(64) << 20) / size);
    std::array<std::vector<double>, ways> results;
    std::array<std::vector<double>, ways> ratios;
    for (int round = 0; round < 7; ++round)
    {
      for (std::uint64_t how = 0; how < ways; ++how)
      {
        results[how].push_back(measure(socket, static_cast<way>(how),
              asio::buffer(bytes), memory, times));
        const way peer = how < new_packets ? packets : new_packets;
        ratios[how].push_back(results[peer].back() / results[how].back());
      }
    }
    std::printf("%8zu %11.0f %7.2f %7.2f | %11.0f %7.2f %7.2f\n", size >> 10,
        median(results[packets]) / 1000, median(ratios[copied]),
        median(ratios[sealed]), median(results[new_packets]) / 1000,
        median(ratios[new_copied]), median(ratios[made]));
    std::fflush(stdout);
  }
}

void measure_memory(sp::native_socket& socket, const std::string& name)
{
  constexpr std::size_t size = std::size_t(1) << 30;
  for (std::uint64_t how = 0; how < ways; ++how)
  {
    if (name != names[how])
      continue;
    // Its bytes are not used if the message is made when it is sent.
    const bool is_new = how >= new_packets;
    const std::vector<char> bytes(is_new ? 0 : size, 1);
    send(socket, static_cast<way>(how),
        is_new ? asio::const_buffer(nullptr, size) : asio::buffer(bytes),
        how == sealed ? sp::make_sealed_memory(asio::buffer(bytes))
          : sp::sealed_memory());
    print_memory("sender");
  }
}

} // namespace

int main(int argc, char** argv)
{
  const bool is_memory = argc == 3 && std::string(argv[1]) == "memory";
  asio::io_context context;
  sp::seq_packet_protocol::socket a(context), b(context);
  sp::connect_pair(a, b);
  const ::pid_t child = ::fork();
  if (child < 0)
    return 1;
  if (child == 0)
  {
    a.close();
    ::_exit(serve(sp::native_socket(b), is_memory));
  }
  b.close();
  sp::native_socket socket(a);
  if (is_memory)
    measure_memory(socket, argv[2]);
  else
    measure_all(socket);
  a.close();
  int status = 0;
  ::waitpid(child, &status, 0);
  return status == 0 ? 0 : 1;
}
