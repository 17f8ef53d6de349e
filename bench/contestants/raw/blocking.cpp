// Copyright (c) 2026 The boost_seqpacket authors
//
// Distributed under the Boost Software License, Version 1.0.
// (See accompanying file LICENSE_1_0.txt or copy at
// https://www.boost.org/LICENSE_1_0.txt)

// The floor: blocking system calls and nothing else, one call for each packet
// ("single"), or sendmmsg and recvmmsg of 32 ("batches"). With many connections
// it knows which one is next, and so needs no call that waits for readiness.

#include "../contestant.hpp"

#include <deque>
#include <sys/uio.h>

namespace bench {
namespace {

// A packet with its buffer and its control messages.
class packet
{
public:
  explicit packet(std::size_t size)
    : memory_(size),
      buffer_{memory_.data(), size},
      message_()
  {
    message_.msg_iov = &buffer_;
    message_.msg_iovlen = 1;
  }

  packet(packet&&) = delete;

  ::msghdr& to_receive()
  {
    message_.msg_control = control_;
    message_.msg_controllen = sizeof(control_);
    buffer_.iov_len = memory_.size();
    return message_;
  }

  ::msghdr& to_send(std::size_t size)
  {
    message_.msg_control = nullptr;
    message_.msg_controllen = 0;
    buffer_.iov_len = size;
    return message_;
  }

  ::msghdr& to_send(const std::vector<int>& descriptors)
  {
    to_send(memory_.size());
    if (descriptors.empty())
      return message_;
    const std::size_t bytes = descriptors.size() * sizeof(int);
    message_.msg_control = control_;
    message_.msg_controllen = CMSG_SPACE(bytes);
    ::cmsghdr* const header = CMSG_FIRSTHDR(&message_);
    header->cmsg_level = SOL_SOCKET;
    header->cmsg_type = SCM_RIGHTS;
    header->cmsg_len = CMSG_LEN(bytes);
    std::memcpy(CMSG_DATA(header), descriptors.data(), bytes);
    return message_;
  }

  // Close the descriptors of a packet that was received, and count it.
  static void take(::msghdr& message, std::size_t size, totals& result)
  {
    std::size_t count = 0;
    for (::cmsghdr* header = CMSG_FIRSTHDR(&message);
        header != nullptr; header = CMSG_NXTHDR(&message, header))
    {
      if (header->cmsg_level != SOL_SOCKET || header->cmsg_type != SCM_RIGHTS)
        continue;
      count = (header->cmsg_len - CMSG_LEN(0)) / sizeof(int);
      int descriptors[most_descriptors + 1];
      std::memcpy(descriptors, CMSG_DATA(header), count * sizeof(int));
      for (std::size_t i = 0; i < count; ++i)
        ::close(descriptors[i]);
    }
    result.add(size, count);
  }

private:
  std::vector<char> memory_;
  ::iovec buffer_;
  ::msghdr message_;
  alignas(::cmsghdr)
    unsigned char control_[CMSG_SPACE(most_descriptors * sizeof(int))];
};

void send(int socket, const ::msghdr& message)
{
  check(::sendmsg(socket, &message, MSG_NOSIGNAL), "sendmsg");
}

std::size_t receive(int socket, ::msghdr& message)
{
  return static_cast<std::size_t>(
      check(::recvmsg(socket, &message, MSG_CMSG_CLOEXEC), "recvmsg"));
}

class raw
{
public:
  static constexpr bool only_streams = false;

  explicit raw(const options& o)
    : options_(o)
  {
  }

  static bool supports(const options& o)
  {
    return o.variant == "single" || o.workload == "stream";
  }

  totals send_stream(int socket, stopwatch& watch) const
  {
    const std::vector<int> descriptors = make_descriptors(options_);
    const std::size_t most = batches() ? batch_size : 1;
    std::deque<packet> packets;
    ::mmsghdr headers[batch_size];
    for (std::size_t i = 0; i < most; ++i)
      headers[i].msg_hdr =
        packets.emplace_back(options_.size).to_send(descriptors);
    totals result;
    watch.start();
    while (result.packets < options_.count)
    {
      int sent = 1;
      if (batches())
        sent = check(::sendmmsg(socket, headers, static_cast<unsigned>(
                std::min<std::uint64_t>(most, options_.count - result.packets)),
              MSG_NOSIGNAL), "sendmmsg");
      else
        send(socket, headers[0].msg_hdr);
      for (int i = 0; i < sent; ++i)
        result.add(options_.size, descriptors.size());
    }
    watch.stop();
    return result;
  }

  totals receive_stream(int socket, stopwatch& watch) const
  {
    const std::size_t most = batches() ? batch_size : 1;
    std::deque<packet> packets;
    ::mmsghdr headers[batch_size];
    for (std::size_t i = 0; i < most; ++i)
      headers[i].msg_hdr = packets.emplace_back(options_.size).to_receive();
    totals result;
    watch.start();
    while (result.packets < options_.count)
    {
      std::size_t received = 1;
      if (batches())
        received = static_cast<std::size_t>(check(::recvmmsg(socket, headers,
                batch_size, MSG_WAITFORONE | MSG_CMSG_CLOEXEC, nullptr),
              "recvmmsg"));
      else
        headers[0].msg_len =
          static_cast<unsigned>(receive(socket, headers[0].msg_hdr));
      for (std::size_t i = 0; i < received; ++i)
      {
        packet::take(headers[i].msg_hdr, headers[i].msg_len, result);
        headers[i].msg_hdr = packets[i].to_receive();
      }
    }
    watch.stop();
    return result;
  }

  // Every active connection in turn.
  totals ping(const std::vector<int>& sockets, stopwatch& watch) const
  {
    totals result;
    packet p(options_.size);
    watch.start();
    for (std::size_t i = 0; i < options_.share(); ++i)
    {
      for (std::size_t j = 0; j < options_.active; ++j)
        send(sockets[j], p.to_send(options_.size));
      for (std::size_t j = 0; j < options_.active; ++j)
        result.add(receive(sockets[j], p.to_receive()));
    }
    watch.stop();
    return result;
  }

  totals echo(const std::vector<int>& sockets, stopwatch& watch) const
  {
    totals result;
    packet p(options_.size);
    watch.start();
    for (std::size_t i = 0; i < options_.share(); ++i)
    {
      for (std::size_t j = 0; j < options_.active; ++j)
      {
        const std::size_t size = receive(sockets[j], p.to_receive());
        result.add(size);
        send(sockets[j], p.to_send(size));
      }
    }
    watch.stop();
    return result;
  }

  totals make_connections(stopwatch& watch) const
  {
    totals result;
    packet p(options_.size);
    watch.start();
    for (std::size_t i = 0; i < options_.count; ++i)
    {
      const int socket = connect_to(options_);
      send(socket, p.to_send(options_.size));
      require(receive(socket, p.to_receive()) == 0, "a packet from nowhere");
      ::close(socket);
      result.add(options_.size);
    }
    watch.stop();
    return result;
  }

  totals serve_connections(int listener, stopwatch& watch) const
  {
    totals result;
    packet p(options_.size);
    watch.start();
    for (std::size_t i = 0; i < options_.count; ++i)
    {
      const int socket = accept_at(listener);
      result.add(receive(socket, p.to_receive()));
      ::close(socket);
    }
    watch.stop();
    return result;
  }

private:
  bool batches() const
  {
    return options_.variant == "batches";
  }

  const options& options_;
};

} // namespace
} // namespace bench

int main(int argc, char** argv)
{
  return bench::run(argc, argv, [](const bench::options& o)
      {
        if (o.variant != "single" && o.variant != "batches")
          return false;
        bench::play<bench::raw>(o);
        return true;
      });
}
