// Copyright (c) 2026 The boost_seqpacket authors
//
// Distributed under the Boost Software License, Version 1.0.
// (See accompanying file LICENSE_1_0.txt or copy at
// https://www.boost.org/LICENSE_1_0.txt)

#ifndef BOOST_SEQPACKET_TEST_SANDBOX_PACKET_SCENES_HPP
#define BOOST_SEQPACKET_TEST_SANDBOX_PACKET_SCENES_HPP

// Packets are sent and received while a filter refuses something.

#include "world.hpp"

#include "forms.hpp"

namespace boost_seqpacket {
namespace test {

inline void put(int descriptor, std::string_view bytes)
{
  if (::send(descriptor, bytes.data(), bytes.size(), MSG_DONTWAIT)
      != static_cast<::ssize_t>(bytes.size()))
    throw std::runtime_error("cannot send");
}

template <typename Socket>
void put(Socket& sender, std::string_view bytes)
{
  put(sender.native_handle(), bytes);
}

// --- send ---------------------------------------------------------------------

// A packet is sent, or an error is reported.
template <typename Send>
void send_one(world& w, Send send, const bytes_of_packets& packets)
{
  pair_of<packet_socket> sockets(w.context);
  w.filtered([&]
      {
        send(sockets.a);
        w.run();
      });
  const bytes_of_packets left = drain(sockets.b.native_handle());
  w.check(left == (w.ec ? bytes_of_packets() : packets), "wrong packets");
}

inline void send_call(world& w)
{
  send_one(w, [&](packet_socket& a)
      {
        const std::array<asio::const_buffer, 2> parts = {
          text("he"), text("llo")};
        send_message(a, parts, no_ancillary, w.ec);
      }, {"hello"});
}

inline void send_operation(world& w)
{
  send_one(w, [&](packet_socket& a)
      {
        async_send_message(a, text("hello"), no_ancillary, w.handler());
      }, {"hello"});
}

inline void send_bytes_call(world& w)
{
  send_one(w, [&](packet_socket& a)
      {
        send_message(a, text("hello"), w.ec);
      }, {"hello"});
}

inline void send_bytes_operation(world& w)
{
  send_one(w, [&](packet_socket& a)
      {
        async_send_message(a, text("hello"), w.handler());
      }, {"hello"});
}

inline void send_descriptor(world& w)
{
  const unique_descriptor file = make_file("x");
  send_one(w, [&](packet_socket& a)
      {
        outgoing_ancillary<1> outgoing;
        outgoing.add_descriptor(file.native_handle());
        send_message(a, text("file"), outgoing, w.ec);
      }, {"file"});
}

inline void send_waits(world& w)
{
  pair_of<packet_socket> sockets(w.context);
  const std::size_t queued = fill_queue(sockets.a);
  w.filtered(
      [&] { async_send_message(sockets.a, text("last"), no_ancillary,
            w.handler()); },
      [&] { drain(sockets.b.native_handle()); },
      [&] { w.run(); });
  w.check(queued != 0, "no queue");
  w.check(w.calls == 1, "not completed");
  const bytes_of_packets left = drain(sockets.b.native_handle());
  w.check(left == (w.ec ? bytes_of_packets() : bytes_of_packets{"last"}),
      "wrong packets");
}

constexpr std::size_t long_batch = 70;

struct outgoing_batch
{
  outgoing_batch()
  {
    for (std::size_t i = 0; i < long_batch; ++i)
    {
      parts[i] = i % 3 == 0 ? "" : std::to_string(i);
      messages[i].buffers = asio::buffer(parts[i]);
    }
  }

  // What has arrived is what was sent, and no more.
  void check(world& w, int descriptor)
  {
    const bytes_of_packets left = drain(descriptor);
    w.check(left == bytes_of_packets(parts.begin(),
          parts.begin() + static_cast<std::ptrdiff_t>(w.count)),
        "wrong packets");
    w.check(!w.ec || w.count == 0, "packets beside an error");
    w.check(w.ec || w.count != 0, "neither packets nor an error");
  }

  std::array<std::string, long_batch> parts;
  std::array<outgoing_message<0>, long_batch> messages;
};

inline void send_batch_call(world& w)
{
  pair_of<packet_socket> sockets(w.context);
  outgoing_batch batch;
  sockets.a.set_option(asio::socket_base::send_buffer_size(1 << 20));
  w.filtered([&]
      {
        w.count = send_messages(sockets.a, batch.messages, MSG_DONTWAIT, w.ec);
      });
  batch.check(w, sockets.b.native_handle());
}

inline void send_batch_operation(world& w)
{
  pair_of<packet_socket> sockets(w.context);
  sockets.a.set_option(asio::socket_base::send_buffer_size(1 << 20));
  outgoing_batch batch;
  w.filtered([&]
      {
        async_send_messages(sockets.a,
            batch.messages, w.handler());
      }, [] {}, [&]
      {
        w.context.restart();
        w.context.poll();
      });
  // The queue may be full: then it goes on in parts.
  bytes_of_packets first;
  if (w.calls == 0)
  {
    first = drain(sockets.b.native_handle());
    w.context.restart();
    while (w.calls == 0 && w.context.run_one_for(std::chrono::seconds(5)) > 0)
    {
      const bytes_of_packets more = drain(sockets.b.native_handle());
      first.insert(first.end(), more.begin(), more.end());
    }
  }
  const bytes_of_packets last = drain(sockets.b.native_handle());
  first.insert(first.end(), last.begin(), last.end());
  w.check(w.calls == 1, "not completed");
  w.check(first == bytes_of_packets(batch.parts.begin(), batch.parts.begin()
        + static_cast<std::ptrdiff_t>(w.count)), "wrong packets");
}

inline void send_batch_in_parts(world& w)
{
  pair_of<packet_socket> sockets(w.context);
  outgoing_batch batch;
  std::size_t before = 0;
  w.filtered([&]
      {
        w.count = send_messages(sockets.a, batch.messages, MSG_DONTWAIT, w.ec);
      }, [] {}, [] {}, [&]
      {
        before = send_messages(sockets.a, batch.messages, MSG_DONTWAIT, w.ec);
        bytes_of_packets first = drain(sockets.b.native_handle());
        w.check(first.size() == before, "wrong packets");
      });
  batch.check(w, sockets.b.native_handle());
}

// --- receive ------------------------------------------------------------------

struct queue
{
  const char* name;
  bytes_of_packets packets;
  bool closes;
};

const queue queues[] = {
  {"a packet", {"hello", "next"}, false},
  {"an empty packet", {""}, false},
  {"empty packets", {"", "", "x"}, false},
  {"the end", {}, true},
  {"empty packets before the end", {"", "", "x"}, true},
};

enum class way
{
  single,
  bytes,
  dynamic,
  kept,
  batch
};

constexpr way ways[] = {
  way::single, way::bytes, way::dynamic, way::kept, way::batch};

inline std::string name_of(way how)
{
  const char* const names[] = {"receive ", "receive bytes, ",
    "dynamic receive, ", "receive and keep, ", "receive a batch, "};
  return names[static_cast<int>(how)];
}

class receiver
{
public:
  receiver(world& w, packet_socket& from)
    : w_(w),
      socket_(from)
  {
    for (std::size_t i = 0; i < batch_.size(); ++i)
      batch_[i].buffers = asio::buffer(memory_[i]);
  }

  // Receive once, and wait for it.
  void operator()(bool waits, way how)
  {
    start(waits, how);
    w_.run();
    take(how);
  }

  void start(bool waits, way how)
  {
    text_.clear();
    const auto buffer = asio::buffer(memory_[0]);
    const message_flags keep = how == way::kept ? keep_if_truncated : 0;
    if (how == way::bytes && waits)
      async_receive_message(socket_, buffer, w_.handler());
    else if (how == way::bytes)
      w_.count = receive_message(socket_, buffer, MSG_DONTWAIT, w_.ec);
    else if (how == way::dynamic && waits)
      async_receive_message(socket_, asio::dynamic_buffer(text_), ancillary_,
          w_.handler());
    else if (how == way::dynamic)
      w_.count = receive_message(socket_, asio::dynamic_buffer(text_),
          ancillary_, MSG_DONTWAIT, w_.ec);
    else if (how == way::batch && waits)
      async_receive_messages(socket_, batch_, w_.handler());
    else if (how == way::batch)
      w_.count = receive_messages(socket_, batch_, MSG_DONTWAIT, w_.ec);
    else if (waits)
      async_receive_message(socket_, buffer, ancillary_, keep, w_.handler());
    else
      w_.count = receive_message(socket_, buffer, ancillary_,
          keep | MSG_DONTWAIT, w_.ec);
  }

  void take(way how)
  {
    if (w_.ec)
      return;
    if (how != way::batch)
    {
      taken.push_back(how == way::dynamic ? text_
          : std::string(memory_[0], w_.count));
      return;
    }
    for (std::size_t i = 0; i < w_.count; ++i)
    {
      taken.emplace_back(memory_[i], batch_[i].bytes_transferred);
      w_.check(!batch_[i].error, "a packet has an error");
    }
  }

  bytes_of_packets taken;

private:
  world& w_;
  packet_socket& socket_;
  char memory_[4][8];
  std::string text_;
  incoming_ancillary<1> ancillary_;
  std::array<incoming_message<1>, 4> batch_;
};

// If the system lets nothing tell an empty packet from the end, the receive that
// took one reports an error.
inline bool lacks_an_empty_packet(const world& w, bytes_of_packets taken,
    const bytes_of_packets& left, const bytes_of_packets& sent)
{
  if (!w.is_refused() || !(w.refuses("poll") || w.refuses("ioctl"))
      || !(w.refuses("setsockopt") || w.refuses("getsockopt")))
    return false;
  taken.emplace_back();
  taken.insert(taken.end(), left.begin(), left.end());
  return taken == sent;
}

inline void receive_all(world& w, bool waits, way how, const queue& the)
{
  pair_of<packet_socket> sockets(w.context);
  for (const std::string& bytes : the.packets)
    put(sockets.a, bytes);
  if (the.closes)
    sockets.a.close();
  receiver receive(w, sockets.b);
  w.filtered([&]
      {
        const std::size_t most = the.packets.size() + (the.closes ? 1 : 0);
        for (std::size_t i = 0; i < most && !w.ec; ++i)
        {
          if (the.closes || receive.taken.size() < the.packets.size())
            receive(waits, how);
        }
      });
  if (w.ec == asio::error::eof)
  {
    w.check(the.closes && receive.taken == the.packets,
        "an end of file that is none");
    w.ec.clear();
  }
  else
    w.check(w.ec || !the.closes, "no end of file");
  const bytes_of_packets left = drain(sockets.b.native_handle());
  bytes_of_packets all = receive.taken;
  all.insert(all.end(), left.begin(), left.end());
  w.check(all == the.packets
      || lacks_an_empty_packet(w, receive.taken, left, the.packets),
      "a packet is lost, or was never sent");
}

// An operation waits for the packet. The filter is there from the beginning, or
// comes when it waits.
inline void wait_for(world& w, way how, bool filter_is_late)
{
  pair_of<packet_socket> sockets(w.context);
  receiver receive(w, sockets.b);
  w.may_fail = filter_is_late;
  const auto start = [&] { receive.start(true, how); };
  const std::function<void()> nothing = [] {};
  w.filtered(filter_is_late ? nothing : start,
      [&] { put(sockets.a, "late"); },
      [&] { w.run(); },
      filter_is_late ? start : nothing);
  receive.take(how);
  w.check(w.calls == 1, "not completed");
  const bytes_of_packets left = drain(sockets.b.native_handle());
  w.check((w.ec ? left : receive.taken) == bytes_of_packets{"late"}
      && (w.ec ? receive.taken : left).empty(), "the packet is lost");
}

inline void wait_for_packet(world& w)
{
  wait_for(w, way::single, false);
}

inline void wait_for_packet_then_filter(world& w)
{
  wait_for(w, way::single, true);
}

inline void wait_for_bytes(world& w)
{
  wait_for(w, way::bytes, false);
}

inline void wait_for_batch(world& w)
{
  wait_for(w, way::batch, false);
}

// The kernel has to be asked for the family.
inline void receive_generic(world& w)
{
  pair_of<generic_socket> sockets(w.context);
  put(sockets.a, "hello");
  char bytes[8];
  incoming_ancillary<0> ancillary;
  w.filtered([&]
      {
        w.count = receive_message(
            sockets.b, asio::buffer(bytes), ancillary, w.ec);
      });
  w.check(drain(sockets.b.native_handle()).size() == (w.ec ? 1 : 0),
      "the packet is lost");
}

inline void receive_descriptor(world& w)
{
  pair_of<packet_socket> sockets(w.context);
  const unique_descriptor file = make_file("x");
  outgoing_ancillary<1> outgoing;
  outgoing.add_descriptor(file.native_handle());
  send_message(sockets.a, text("file"), outgoing);
  char bytes[8];
  std::array<unique_descriptor, 1> arrived;
  w.filtered([&]
      {
        auto result = receive_descriptors<1>(
            sockets.b, asio::buffer(bytes), w.ec);
        w.count = std::get<0>(result);
        arrived = std::move(std::get<1>(result));
      });
  w.check(w.ec ? !arrived[0]
      : same_file(arrived[0].native_handle(), file.native_handle())
        && is_close_on_exec(arrived[0].native_handle()),
      "the wrong descriptor");
  w.check(drain(sockets.b.native_handle()).size() == (w.ec ? 1 : 0),
      "the packet is lost");
}

// Bytes alone are whole, although credentials come with them.
inline void receive_bytes_beside_more(world& w)
{
  pair_of<packet_socket> sockets(w.context);
  sockets.b.set_option(pass_credentials(true));
  put(sockets.a, "hello");
  receiver receive(w, sockets.b);
  w.filtered([&] { receive(false, way::bytes); });
  w.check((w.ec ? drain(sockets.b.native_handle()) : receive.taken)
      == bytes_of_packets{"hello"}, "the packet is lost");
}

inline void receive_before_reset(world& w)
{
  pair_of<packet_socket> sockets(w.context);
  put(sockets.b, "unread");
  put(sockets.a, "hello");
  sockets.a.close();
  receiver receive(w, sockets.b);
  w.filtered([&]
      {
        receive(false, way::batch);
        if (w.ec == asio::error::connection_reset)
          receive(false, way::batch);
      });
  w.check((w.ec ? drain(sockets.b.native_handle()) : receive.taken)
      == bytes_of_packets{"hello"}, "the packet is lost");
}

// --- datagrams and streams ----------------------------------------------------

inline void no_datagram(world& w)
{
  pair_of<datagram_socket> sockets(w.context);
  char bytes[8];
  incoming_ancillary<0> ancillary;
  w.filtered([&]
      {
        receive_message(sockets.b, asio::buffer(bytes), ancillary,
            MSG_DONTWAIT, w.ec);
      });
  if (w.ec == asio::error::would_block)
    w.ec.clear();
  else
    w.check(w.is_refused(), "it would not block");
}

inline void wait_for_datagram(world& w)
{
  pair_of<datagram_socket> sockets(w.context);
  char bytes[8];
  incoming_ancillary<0> ancillary;
  w.filtered([&]
      {
        async_receive_message(sockets.b, asio::buffer(bytes), ancillary,
            w.handler());
      },
      [&] { put(sockets.a, "hello"); }, [&] { w.run(); });
  w.check(w.calls == 1, "not completed");
  w.check(drain(sockets.b.native_handle()).size() == (w.ec ? 1 : 0),
      "the packet is lost");
}

inline void wait_for_no_datagram(world& w)
{
  pair_of<datagram_socket> sockets(w.context);
  char bytes[8];
  incoming_ancillary<0> ancillary;
  sockets.b.shutdown(asio::socket_base::shutdown_receive);
  w.filtered([&]
      {
        async_receive_message(sockets.b, asio::buffer(bytes), ancillary,
            w.handler());
        w.run();
      });
  w.check(w.ec == asio::error::eof || w.is_refused(), "no end of file");
  if (w.ec == asio::error::eof)
    w.ec.clear();
}

// A peek never returns the urgent byte, though the stream is readable.
inline void peek_at_urgent_data(world& w)
{
  pair_of<stream_socket> sockets(w.context);
  if (::send(sockets.a.native_handle(), "u", 1, MSG_OOB) != 1)
    return;
  char bytes[8];
  incoming_ancillary<0> ancillary;
  w.filtered([&]
      {
        async_receive_message(sockets.b, asio::buffer(bytes), ancillary,
            MSG_PEEK, w.handler());
        w.run();
      });
  w.check(w.ec == asio::error::operation_not_supported || w.is_refused(),
      "it has another end");
  if (w.ec == asio::error::operation_not_supported)
    w.ec.clear();
}

inline void wait_for_peek(world& w)
{
  pair_of<packet_socket> sockets(w.context);
  char bytes[8];
  incoming_ancillary<0> ancillary;
  w.filtered([&]
      {
        async_receive_message(sockets.b, asio::buffer(bytes), ancillary,
            MSG_PEEK, w.handler());
      },
      [&] { put(sockets.a, "hello"); }, [&] { w.run(); });
  w.check(w.calls == 1, "not completed");
  w.check(drain(sockets.b.native_handle()).size() == 1, "the packet is lost");
}

} // namespace test
} // namespace boost_seqpacket

#endif // BOOST_SEQPACKET_TEST_SANDBOX_PACKET_SCENES_HPP
