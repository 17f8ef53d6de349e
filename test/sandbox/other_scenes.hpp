// Copyright (c) 2026 The boost_seqpacket authors
//
// Distributed under the Boost Software License, Version 1.0.
// (See accompanying file LICENSE_1_0.txt or copy at
// https://www.boost.org/LICENSE_1_0.txt)

#ifndef BOOST_SEQPACKET_TEST_SANDBOX_OTHER_SCENES_HPP
#define BOOST_SEQPACKET_TEST_SANDBOX_OTHER_SCENES_HPP

// Messages go over streams, to addresses and over bare descriptors while a
// filter refuses something.

#include "packet_scenes.hpp"

#include <boost_seqpacket/receive_object.hpp>
#include <boost_seqpacket/send_object.hpp>

#include <sys/eventfd.h>

namespace boost_seqpacket {
namespace test {

// --- streams -------------------------------------------------------------------

// All bytes that are queued.
inline std::string drain_stream(int descriptor)
{
  std::string result;
  char bytes[4096];
  for (;;)
  {
    const ::ssize_t size =
      ::recv(descriptor, bytes, sizeof(bytes), MSG_DONTWAIT);
    if (size <= 0)
      return result;
    result.append(bytes, static_cast<std::size_t>(size));
  }
}

// A message of two parts, which have a descriptor each, and the beginning of
// the next one.
class stream_message
{
public:
  explicit stream_message(world& w)
    : sockets(w.context),
      w_(w)
  {
  }

  void put_first()
  {
    send("abc");
  }

  void put_rest()
  {
    send("def");
    put(sockets.a, "next");
  }

  // Nothing is lost: what was not read is still there.
  void check()
  {
    const std::string left = drain_stream(sockets.b.native_handle());
    w_.check(std::string(bytes, w_.count) + left == "abcdefnext",
        "bytes are lost");
    w_.check(w_.ec || w_.count == sizeof(bytes), "not all bytes");
    w_.check(w_.count == incoming.message_size(), "another number");
    w_.check(incoming.descriptors().size() == (w_.count + 2) / 3,
        "other descriptors");
    for (const unique_descriptor& one : incoming.descriptors())
      w_.check(same_file(one.native_handle(), file.native_handle())
          && is_close_on_exec(one.native_handle()), "another descriptor");
  }

  pair_of<stream_socket> sockets;
  char bytes[6];
  incoming_ancillary<2> incoming;
  unique_descriptor file = make_file("x");

private:
  void send(std::string_view part)
  {
    outgoing_ancillary<1> outgoing;
    outgoing.add_descriptor(file.native_handle());
    send_message(sockets.a, text(part), outgoing);
  }

  world& w_;
};

inline void read_call(world& w)
{
  stream_message m(w);
  m.put_first();
  m.put_rest();
  w.filtered([&]
      {
        w.count = read_message(
            m.sockets.b, asio::buffer(m.bytes), m.incoming, w.ec);
      });
  m.check();
}

inline void read_operation(world& w)
{
  stream_message m(w);
  m.put_first();
  m.put_rest();
  w.filtered([&]
      {
        async_read_message(
            m.sockets.b, asio::buffer(m.bytes), m.incoming, w.handler());
        w.run();
      });
  w.check(w.calls == 1, "not completed");
  m.check();
}

// The rest comes while the operation waits.
inline void read_waits(world& w)
{
  stream_message m(w);
  m.put_first();
  w.filtered([&]
      {
        async_read_message(
            m.sockets.b, asio::buffer(m.bytes), m.incoming, w.handler());
      },
      [&] { m.put_rest(); }, [&] { w.run(); });
  w.check(w.calls == 1, "not completed");
  m.check();
}

// The filter comes while the operation waits, with a part of the message.
inline void read_waits_then_filter(world& w)
{
  stream_message m(w);
  m.put_first();
  w.may_fail = true;
  w.filtered([] {}, [&] { m.put_rest(); }, [&] { w.run(); }, [&]
      {
        async_read_message(
            m.sockets.b, asio::buffer(m.bytes), m.incoming, w.handler());
      });
  w.check(w.calls == 1, "not completed");
  m.check();
}

// The end inside of a message.
inline void read_to_the_end(world& w)
{
  pair_of<stream_socket> sockets(w.context);
  put(sockets.a, "abc");
  sockets.a.close();
  char bytes[6];
  incoming_ancillary<1> incoming;
  w.filtered([&]
      {
        w.count = read_message(
            sockets.b, asio::buffer(bytes), incoming, w.ec);
      });
  w.check(std::string(bytes, w.count)
      + drain_stream(sockets.b.native_handle()) == "abc", "bytes are lost");
  w.check(w.ec == asio::error::eof || w.is_refused(), "no end of file");
  if (w.ec == asio::error::eof)
    w.ec.clear();
}

// What is written is there, and no more than is reported.
template <typename Write>
void write_one(world& w, std::size_t size, Write write)
{
  pair_of<stream_socket> sockets(w.context);
  sockets.a.set_option(asio::socket_base::send_buffer_size(1));
  const std::string message(size, 'x');
  const unique_descriptor file = make_file("x");
  outgoing_ancillary<1> outgoing;
  outgoing.add_descriptor(file.native_handle());
  std::size_t early = 0;
  w.filtered([&] { write(sockets.a, text(message), outgoing); },
      [&] { early = drain_stream(sockets.b.native_handle()).size(); },
      [&] { w.run(); });
  const std::size_t arrived =
    early + drain_stream(sockets.b.native_handle()).size();
  w.check(arrived == w.count, "another number of bytes");
  w.check(w.ec || w.count == size, "not all bytes");
}

inline void write_call(world& w)
{
  write_one(w, 6, [&](auto& to, auto bytes, auto& outgoing)
      {
        w.count = write_message(to, bytes, outgoing, w.ec);
      });
}

inline void write_operation(world& w)
{
  write_one(w, 6, [&](auto& to, auto bytes, auto& outgoing)
      {
        async_write_message(to, bytes, outgoing, w.handler());
      });
}

// The message is larger than the queue.
inline void write_waits(world& w)
{
  write_one(w, 6000, [&](auto& to, auto bytes, auto& outgoing)
      {
        async_write_message(to, bytes, outgoing, w.handler());
      });
  w.check(w.calls == 1, "not completed");
}

// --- addresses -----------------------------------------------------------------

// Two sockets with names.
struct named_sockets
{
  explicit named_sockets(asio::io_context& context)
    : sender(context),
      receiver(context)
  {
    boost_seqpacket::open(sender);
    boost_seqpacket::open(receiver);
    sender.bind(address());
    receiver.bind(address());
    name = receiver.local_endpoint();
  }

  using address = datagram_socket::endpoint_type;

  std::size_t fill()
  {
    error_code ec;
    std::size_t count = 0;
    for (; !ec; ++count)
      send_message_to(sender, text("f"), name, MSG_DONTWAIT, ec);
    return count - 1;
  }

  datagram_socket sender;
  datagram_socket receiver;
  address name;
};

template <typename Send>
void send_to_address(world& w, bool is_full, Send send)
{
  named_sockets sockets(w.context);
  const std::size_t queued = is_full ? sockets.fill() : 0;
  w.filtered([&] { send(sockets); },
      [&]
      {
        const std::size_t drained =
          drain(sockets.receiver.native_handle()).size();
        w.check(!is_full || drained == queued, "another number of packets");
        if (!is_full)
          w.count = drained;
      },
      [&] { w.run(); });
  const std::size_t left = drain(sockets.receiver.native_handle()).size()
    + (is_full ? 0 : w.count);
  w.check(left == (w.ec ? 0u : 1u), "wrong packets");
}

inline void send_to_call(world& w)
{
  send_to_address(w, false, [&](named_sockets& s)
      {
        send_message_to(s.sender, text("hello"), no_ancillary, s.name, w.ec);
      });
}

inline void send_to_waits(world& w)
{
  send_to_address(w, true, [&](named_sockets& s)
      {
        async_send_message_to(
            s.sender, text("hello"), no_ancillary, s.name, w.handler());
      });
  w.check(w.calls == 1, "not completed");
}

template <typename Receive>
void receive_from_address(world& w, bool is_late, Receive receive)
{
  named_sockets sockets(w.context);
  const auto send = [&]
      {
        send_message_to(sockets.sender, text("hello"), sockets.name);
      };
  named_sockets::address sender;
  if (!is_late)
    send();
  w.filtered([&] { receive(sockets, sender); }, [&]
      {
        if (is_late)
          send();
      },
      [&] { w.run(); });
  w.check(drain(sockets.receiver.native_handle()).size() == (w.ec ? 1u : 0u),
      "the packet is lost");
  w.check(sender == (w.ec ? named_sockets::address()
        : sockets.sender.local_endpoint()), "another sender");
}

inline void receive_from_call(world& w)
{
  receive_from_address(w, false, [&](named_sockets& s, auto& sender)
      {
        char bytes[8];
        incoming_ancillary<0> incoming;
        w.count = receive_message_from(
            s.receiver, asio::buffer(bytes), incoming, sender, w.ec);
      });
}

inline void receive_bytes_from_call(world& w)
{
  receive_from_address(w, false, [&](named_sockets& s, auto& sender)
      {
        char bytes[8];
        w.count = receive_message_from(
            s.receiver, asio::buffer(bytes), sender, w.ec);
      });
}

inline void receive_from_waits(world& w)
{
  char bytes[8];
  incoming_ancillary<0> incoming;
  receive_from_address(w, true, [&](named_sockets& s, auto& sender)
      {
        async_receive_message_from(
            s.receiver, asio::buffer(bytes), incoming, sender, w.handler());
      });
  w.check(w.calls == 1, "not completed");
}

// Some packets go one by one if need be, each with its address.
inline void send_batch_to_addresses(world& w)
{
  named_sockets sockets(w.context);
  std::array<outgoing_datagram<0>, 3> batch;
  for (outgoing_datagram<0>& one : batch)
  {
    one.buffers = text("hello");
    one.destination = sockets.name;
  }
  w.filtered([&]
      {
        w.count = send_messages(sockets.sender, batch, w.ec);
      });
  w.check(drain(sockets.receiver.native_handle()).size() == w.count,
      "wrong packets");
  w.check(w.ec || w.count == batch.size(), "not all packets");
}

inline void receive_batch_from_addresses(world& w)
{
  named_sockets sockets(w.context);
  for (int i = 0; i < 3; ++i)
    send_message_to(sockets.sender, text("hello"), sockets.name);
  char bytes[4][8];
  std::array<incoming_datagram<0>, 4> batch;
  for (std::size_t i = 0; i < batch.size(); ++i)
    batch[i].buffers = asio::buffer(bytes[i]);
  w.filtered([&]
      {
        w.count = receive_messages(sockets.receiver, batch, w.ec);
      });
  for (std::size_t i = 0; i < w.count; ++i)
    w.check(batch[i].sender == sockets.sender.local_endpoint(),
        "another sender");
  w.check(drain(sockets.receiver.native_handle()).size() + w.count == 3,
      "a packet is lost");
}

// --- owners and bare descriptors -----------------------------------------------

inline void receive_some_descriptors(world& w)
{
  pair_of<packet_socket> sockets(w.context);
  const unique_descriptor file = make_file("x");
  send_descriptors(sockets.a, text("file"), file);
  char bytes[8];
  std::vector<unique_descriptor> arrived;
  w.filtered([&]
      {
        auto result = receive_descriptors(
            sockets.b, asio::buffer(bytes), at_most(2), w.ec);
        w.count = std::get<0>(result);
        arrived = std::move(std::get<1>(result));
      });
  w.check(arrived.size() == (w.ec ? 0u : 1u), "other descriptors");
  w.check(drain(sockets.b.native_handle()).size() == (w.ec ? 1u : 0u),
      "the packet is lost");
}

inline void send_owner(world& w)
{
  unique_descriptor file = make_file("x");
  const int number = file.native_handle();
  send_one(w, [&](packet_socket& a)
      {
        send_descriptors(a, text("file"), std::move(file), w.ec);
      }, {"file"});
  w.check(!file && !is_open(number), "the descriptor is open");
}

// The view of one end of a connection.
template <typename Function>
void view(world& w, Function function)
{
  pair_of<packet_socket> sockets(w.context);
  put(sockets.a, "hello");
  native_socket mine(sockets.b.native_handle());
  w.filtered([&] { function(mine); });
  w.check(drain(sockets.b.native_handle()).size() + w.count == 1,
      "the packet is lost");
}

inline void view_receives(world& w)
{
  view(w, [&](native_socket& mine)
      {
        char bytes[8];
        receive_message(mine, asio::buffer(bytes), w.ec);
        w.count = w.ec ? 0 : 1;
      });
}

inline void view_sends(world& w)
{
  view(w, [&](native_socket& mine)
      {
        send_message(mine, text("answer"), w.ec);
      });
}

inline void view_waits(world& w)
{
  view(w, [&](native_socket& mine)
      {
        mine.wait(asio::socket_base::wait_read, w.ec);
      });
}

inline void view_sets_option(world& w)
{
  view(w, [&](native_socket& mine)
      {
        mine.set_option(asio::socket_base::send_buffer_size(10000), w.ec);
      });
}

// A wait ends at its limit, whatever it waits with.
inline void view_waits_in_vain(world& w)
{
  pair_of<packet_socket> sockets(w.context);
  native_socket mine(sockets.b.native_handle());
  mine.expires_after(std::chrono::milliseconds(1));
  w.filtered([&]
      {
        char bytes[8];
        receive_message(mine, asio::buffer(bytes), w.ec);
      });
  w.check(w.ec == asio::error::timed_out || w.is_refused(),
      "no end of the wait");
  if (w.ec == asio::error::timed_out)
    w.ec.clear();
}

// The pauses of a send to a full queue end at the limit, whatever makes them.
inline void view_pauses_in_vain(world& w)
{
  named_sockets sockets(w.context);
  const std::size_t queued = sockets.fill();
  native_socket mine(sockets.sender.native_handle());
  mine.expires_after(std::chrono::milliseconds(2));
  w.filtered([&]
      {
        send_message_to(mine, text("hello"), sockets.name, w.ec);
      });
  w.check(drain(sockets.receiver.native_handle()).size() == queued,
      "another number of packets");
  w.check(w.ec == asio::error::timed_out || w.is_refused(),
      "no end of the pauses");
  if (w.ec == asio::error::timed_out)
    w.ec.clear();
}

inline void adopt_pipe(world& w)
{
  int ends[2];
  if (::pipe(ends) != 0)
    throw std::runtime_error("no pipe");
  const unique_descriptor reader(ends[0]);
  unique_descriptor writer(ends[1]);
  asio::posix::stream_descriptor adopted(w.context);
  w.filtered([&]
      {
        adopted = adopt<asio::posix::stream_descriptor>(
            w.context, std::move(writer), w.ec);
      });
  w.check(w.ec ? writer.native_handle() == ends[1] && !adopted.is_open()
      : !writer && adopted.native_handle() == ends[1]
        && is_close_on_exec(ends[1]), "not adopted");
}

// A regular file is tried with epoll, which refuses it.
inline void adopt_file(world& w)
{
  unique_descriptor file = make_file("x");
  const int number = file.native_handle();
  const asio::posix::stream_descriptor first(w.context); // makes Asio's epoll
  w.has_own_error = true;
  faults.has_epoll = true;
  w.filtered([&]
      {
        adopt<asio::posix::stream_descriptor>(
            w.context, std::move(file), w.ec);
      });
  faults.has_epoll = false;
  w.check(w.ec == seqpacket_errc::wrong_descriptor_type || w.is_refused(),
      "adopted");
  w.check(file.native_handle() == number, "the descriptor is gone");
}

// Calls that ask whether two descriptors stand for one open file.
inline filtered_calls file_question()
{
  return {{SYS_fcntl, 1, BOOST_SEQPACKET_DUPFD_QUERY}};
}

inline void send_object_waits(world& w)
{
  pair_of<packet_socket> sockets(w.context);
  const int number = ::eventfd(0, EFD_CLOEXEC);
  asio::posix::stream_descriptor object(w.context, number);
  fill_queue(sockets.a);
  w.filtered(
      [&]
      {
        async_send_object(sockets.a, text("last"), object, w.handler());
      },
      [&] { drain(sockets.b.native_handle()); },
      [&] { w.run(); });
  w.check(w.calls == 1, "not completed");
  w.check(object.is_open() == w.ec.failed(), "the object is wrong");
  const bytes_of_packets left = drain(sockets.b.native_handle());
  w.check(left == (w.ec ? bytes_of_packets() : bytes_of_packets{"last"}),
      "wrong packets");
}

inline void receive_internet_socket(world& w)
{
  pair_of<packet_socket> sockets(w.context);
  send_descriptors(sockets.a, text("x"),
      unique_descriptor(::socket(AF_INET, SOCK_STREAM, 0)));
  asio::ip::tcp::socket received(w.context);
  w.filtered([&]
      {
        received = receive_object<asio::ip::tcp::socket>(
            sockets.b, w.context, w.ec);
      });
  w.check(received.is_open() == !w.ec, "the object is wrong");
}

} // namespace test
} // namespace boost_seqpacket

#endif // BOOST_SEQPACKET_TEST_SANDBOX_OTHER_SCENES_HPP
