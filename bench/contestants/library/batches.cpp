// Copyright (c) 2026 The boost_seqpacket authors
//
// Distributed under the Boost Software License, Version 1.0.
// (See accompanying file LICENSE_1_0.txt or copy at
// https://www.boost.org/LICENSE_1_0.txt)

// The library, with up to 32 packets for one operation, and callbacks.

#include "../variants.hpp"
#include "connection.hpp"

namespace bench {
namespace {

template <typename Socket, std::size_t MaxDescriptors>
class sender
{
public:
  using outgoing = boost_seqpacket::outgoing_message<MaxDescriptors>;

  template <typename Binding>
  totals run(asio::io_context& context, const options& o, const Binding& bind,
      Socket& socket, stopwatch& watch)
  {
    const std::vector<int> descriptors = make_descriptors(o);
    const std::vector<char> memory(o.size);
    batch_.resize(batch_size);
    for (outgoing& message : batch_)
    {
      message.buffers = asio::buffer(memory);
      if constexpr (MaxDescriptors != 0)
      {
        for (const int descriptor : descriptors)
          message.ancillary.add_descriptor(descriptor);
      }
    }
    watch.start();
    next(o, bind, socket);
    context.run();
    watch.stop();
    return result_;
  }

private:
  template <typename Binding>
  void next(const options& o, const Binding& bind, Socket& socket)
  {
    const std::uint64_t left = o.count - result_.packets;
    if (left < batch_.size())
      batch_.resize(left);
    if (left == 0)
      return;
    boost_seqpacket::async_send_messages(socket, batch_,
        bind([&](const error_code& ec, std::size_t count)
        {
          check(ec);
          for (std::size_t i = 0; i < count; ++i)
            result_.add(o.size, o.descriptors);
          next(o, bind, socket);
        }));
  }

  std::vector<outgoing> batch_;
  totals result_;
};

template <typename Socket, std::size_t MaxDescriptors>
class receiver
{
public:
  using incoming = boost_seqpacket::incoming_message<MaxDescriptors>;

  template <typename Binding>
  totals run(asio::io_context& context, const options& o, const Binding& bind,
      Socket& socket, stopwatch& watch)
  {
    std::vector<char> memory(o.size * batch_size);
    for (std::size_t i = 0; i < batch_size; ++i)
      batch_[i].buffers = asio::buffer(memory.data() + i * o.size, o.size);
    watch.start();
    next(o, bind, socket);
    context.run();
    watch.stop();
    return result_;
  }

private:
  template <typename Binding>
  void next(const options& o, const Binding& bind, Socket& socket)
  {
    if (result_.packets == o.count)
      return;
    boost_seqpacket::async_receive_messages(socket, batch_,
        bind([&](const error_code& ec, std::size_t count)
        {
          check(ec);
          for (std::size_t i = 0; i < count; ++i)
          {
            check(batch_[i].error);
            result_.add(batch_[i].bytes_transferred,
                batch_[i].ancillary.descriptors().size());
          }
          next(o, bind, socket);
        }));
  }

  std::vector<incoming> batch_{batch_size};
  totals result_;
};

template <typename Executor, typename Binding>
class batches
  : public only_streams
{
public:
  using socket_type = asio::basic_seq_packet_socket<protocol, Executor>;

  explicit batches(const options& o)
    : options_(o),
      bind_(context_)
  {
  }

  totals send_stream(int descriptor, stopwatch& watch)
  {
    return stream<sender>(descriptor, watch);
  }

  totals receive_stream(int descriptor, stopwatch& watch)
  {
    return stream<receiver>(descriptor, watch);
  }

private:
  template <template <typename, std::size_t> class Direction>
  totals stream(int descriptor, stopwatch& watch)
  {
    socket_type socket(context_, protocol(), descriptor);
    if (options_.descriptors == 0)
      return Direction<socket_type, 0>().run(
          context_, options_, bind_, socket, watch);
    return Direction<socket_type, most_descriptors>().run(
        context_, options_, bind_, socket, watch);
  }

  const options& options_;
  asio::io_context context_{1};
  Binding bind_;
};

} // namespace
} // namespace bench

int main(int argc, char** argv)
{
  return bench::run(argc, argv, [](const bench::options& o)
      {
        return bench::choose<bench::batches>(o, "batches");
      });
}
