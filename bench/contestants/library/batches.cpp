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

template <typename Executor, typename Binding>
class batches
{
public:
  static constexpr bool only_streams = true;

  explicit batches(const options& o)
    : options_(o),
      bind_(context_),
      socket_(context_),
      memory_(o.size * batch_size),
      descriptors_(make_descriptors(o))
  {
  }

  static bool supports(const options&)
  {
    return true;
  }

  totals send_stream(int descriptor, stopwatch& watch)
  {
    return options_.descriptors == 0
      ? over<boost_seqpacket::outgoing_message<0>>(descriptor, watch)
      : over<boost_seqpacket::outgoing_message<most_descriptors>>(
          descriptor, watch);
  }

  totals receive_stream(int descriptor, stopwatch& watch)
  {
    return options_.descriptors == 0
      ? over<boost_seqpacket::incoming_message<0>>(descriptor, watch)
      : over<boost_seqpacket::incoming_message<most_descriptors>>(
          descriptor, watch);
  }

private:
  template <typename Message>
  totals over(int descriptor, stopwatch& watch)
  {
    socket_.assign(protocol(), descriptor);
    std::vector<Message> batch(batch_size);
    for (std::size_t i = 0; i < batch_size; ++i)
      prepare(batch[i], &memory_[i * options_.size]);
    watch.start();
    next(batch);
    context_.run();
    watch.stop();
    return result_;
  }

  template <std::size_t N>
  void prepare(boost_seqpacket::outgoing_message<N>& message, char*)
  {
    message.buffers = asio::buffer(memory_.data(), options_.size);
    if constexpr (N != 0)
    {
      for (const int descriptor : descriptors_)
        message.ancillary.add_descriptor(descriptor);
    }
  }

  template <std::size_t N>
  void prepare(boost_seqpacket::incoming_message<N>& message, char* memory)
  {
    message.buffers = asio::buffer(memory, options_.size);
  }

  template <std::size_t N>
  void next(std::vector<boost_seqpacket::outgoing_message<N>>& batch)
  {
    const std::uint64_t left = options_.count - result_.packets;
    if (left < batch.size())
      batch.resize(left);
    if (left == 0)
      return;
    boost_seqpacket::async_send_messages(socket_, batch,
        bind_([&](const error_code& ec, std::size_t count)
        {
          check(ec);
          for (std::size_t i = 0; i < count; ++i)
            result_.add(options_.size, options_.descriptors);
          next(batch);
        }));
  }

  template <std::size_t N>
  void next(std::vector<boost_seqpacket::incoming_message<N>>& batch)
  {
    if (result_.packets == options_.count)
      return;
    boost_seqpacket::async_receive_messages(socket_, batch,
        bind_([&](const error_code& ec, std::size_t count)
        {
          check(ec);
          for (std::size_t i = 0; i < count; ++i)
          {
            check(batch[i].error);
            result_.add(batch[i].bytes_transferred,
                batch[i].ancillary.descriptors().size());
          }
          next(batch);
        }));
  }

  const options& options_;
  asio::io_context context_{1};
  Binding bind_;
  asio::basic_seq_packet_socket<protocol, Executor> socket_;
  std::vector<char> memory_;
  const std::vector<int> descriptors_;
  totals result_;
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
