// Copyright (c) 2026 The boost_seqpacket authors
//
// Distributed under the Boost Software License, Version 1.0.
// (See accompanying file LICENSE_1_0.txt or copy at
// https://www.boost.org/LICENSE_1_0.txt)

// Receives that lose nothing: into a buffer that grows, and with
// keep_if_truncated. And how large a packet can be.

#include "test.hpp"

#include "allocations.hpp"
#include "features.hpp"
#include "forms.hpp"
#include "process.hpp"
#include "system_calls.hpp"

#include <deque>
#include <fstream>
#include <limits>
#include <optional>

using namespace boost_seqpacket;
using namespace boost_seqpacket::test;

namespace {

// What a dynamic_pieces stands for: memory in pieces that never move.
struct piece_store
{
  explicit piece_store(std::size_t n = 1000)
    : piece(n)
  {
  }

  std::size_t piece;
  std::deque<std::vector<char>> memory;
  std::size_t size = 0;
  std::size_t max_size = 1 << 20;
  std::size_t grown = 0; // how often
  std::size_t allowed = 1 << 20;
  bool too_long = false; // a size that is not allowed is a length_error

  std::string content() const
  {
    std::string result;
    for (std::size_t i = 0; i < size; ++i)
      result += memory[i / piece][i % piece];
    return result;
  }
};

// A DynamicBuffer_v2 as a user may write one: of several buffers.
class dynamic_pieces
{
public:
  using const_buffers_type = std::vector<asio::const_buffer>;
  using mutable_buffers_type = std::vector<asio::mutable_buffer>;

  explicit dynamic_pieces(piece_store& store) noexcept
    : store_(&store)
  {
  }

  std::size_t size() const noexcept
  {
    return store_->size;
  }

  std::size_t max_size() const noexcept
  {
    return store_->max_size;
  }

  std::size_t capacity() const noexcept
  {
    return store_->memory.size() * store_->piece;
  }

  mutable_buffers_type data(std::size_t position, std::size_t n)
  {
    return buffers<asio::mutable_buffer>(*store_, position, n);
  }

  const_buffers_type data(std::size_t position, std::size_t n) const
  {
    return buffers<asio::const_buffer>(*store_, position, n);
  }

  void grow(std::size_t n)
  {
    ++store_->grown;
    if (store_->size + n > store_->allowed)
    {
      if (store_->too_long)
        throw std::length_error("too long");
      throw std::bad_alloc();
    }
    store_->size += n;
    while (capacity() < store_->size)
      store_->memory.emplace_back(store_->piece);
  }

  void shrink(std::size_t n)
  {
    store_->size -= n < store_->size ? n : store_->size;
  }

  void consume(std::size_t)
  {
    throw std::logic_error("a receive consumes nothing of the buffer");
  }

private:
  template <typename Buffer, typename Store>
  static std::vector<Buffer> buffers(Store& store,
      std::size_t position, std::size_t n)
  {
    std::vector<Buffer> result;
    const std::size_t end = std::min(store.size, position + n);
    while (position < end)
    {
      const std::size_t offset = position % store.piece;
      const std::size_t count = std::min(
          end - position, store.piece - offset);
      result.push_back(Buffer(
            store.memory[position / store.piece].data() + offset, count));
      position += count;
    }
    return result;
  }

  piece_store* store_;
};

static_assert(asio::is_dynamic_buffer_v2<dynamic_pieces>::value, "");

// Bytes of which no two pieces are the same.
std::string bytes_of(std::size_t size)
{
  std::string result(size, ' ');
  std::uint32_t state = 12345;
  for (char& c : result)
  {
    state = state * 1664525u + 1013904223u;
    c = static_cast<char>(state >> 24);
  }
  return result;
}

struct stage
{
  asio::io_context context;
  connected sockets{context};
  incoming_ancillary<1> incoming;

  void send(std::string_view packet)
  {
    send_message(sockets.a, text(packet), no_ancillary);
  }

  void send(std::string_view packet, const std::vector<int>& descriptors)
  {
    send_descriptors(sockets.a, text(packet), descriptors);
  }

  // The packet is the next in the queue, and the only one.
  void expect_queued(std::string_view packet)
  {
    std::string bytes;
    error_code ec;
    incoming_ancillary<253> ancillary;
    receive_message(sockets.b, asio::dynamic_buffer(bytes), ancillary,
        MSG_DONTWAIT, ec);
    BOOST_TEST(!ec);
    BOOST_TEST((bytes == packet));
    BOOST_TEST(has_nothing(sockets.b));
  }
};

// A packet that is not whole has left nothing in the object but its size and its
// flags.
template <std::size_t N>
void expect_only_size(incoming_ancillary<N>& ancillary, std::size_t size)
{
  BOOST_TEST(ancillary.message_size() == size);
  BOOST_TEST(ancillary.descriptors().empty());
  BOOST_TEST((ancillary.begin() == ancillary.end()));
}

template <typename Socket>
bool set_peek_offset(Socket& of, int offset)
{
  return ::setsockopt(of.native_handle(), SOL_SOCKET, SO_PEEK_OFF,
      &offset, sizeof(offset)) == 0;
}

} // namespace

BOOST_FIXTURE_TEST_SUITE(dynamic_form, no_leaks, *boost::unit_test::timeout(90))

// The main job, on every type of socket that has packets and in every form: the
// whole packet, whatever its size, behind what the buffer has already.
BOOST_AUTO_TEST_CASE_TEMPLATE(a_packet_of_any_size_is_appended, Socket,
    packet_sockets)
{
  asio::io_context context;
  pair_of<Socket> sockets(context);
  const unique_descriptor file = make_file("content");
  outgoing_ancillary<1> outgoing;
  outgoing.add_descriptor(file.native_handle());
  incoming_ancillary<1> incoming;

  for (const std::size_t size : {0u, 1u, 999u, 1000u, 4096u, 65537u, 200000u})
  {
    const std::string packet = bytes_of(size);
    for (const form how : all_forms)
    {
      BOOST_TEST_CONTEXT(how << " " << size << " bytes")
      {
        const auto send = [&]
            {
              send_message(sockets.a, asio::buffer(packet), outgoing);
            };
        const auto expect_descriptor = [&]
            {
              BOOST_TEST(incoming.message_size() == size);
              const auto arrived = incoming.descriptors();
              BOOST_TEST_REQUIRE(arrived.size() == 1u);
              BOOST_TEST(same_file(
                    arrived[0].native_handle(), file.native_handle()));
            };

        send();
        std::vector<char> vector = {'a', 'b'};
        BOOST_TEST(receive_by(how, sockets.b, asio::dynamic_buffer(vector),
              incoming) == success(size));
        BOOST_TEST((std::string(vector.begin(), vector.end())
              == "ab" + packet));
        expect_descriptor();

        send();
        std::string string;
        BOOST_TEST(receive_by(how, sockets.b, asio::dynamic_buffer(string),
              incoming) == success(size));
        BOOST_TEST((string == packet));
        expect_descriptor();

        // The second packet begins in the middle of a piece.
        piece_store store;
        for (int i = 0; i < 2; ++i)
        {
          send();
          BOOST_TEST(receive_by(how, sockets.b, dynamic_pieces(store),
                incoming) == success(size));
          expect_descriptor();
        }
        BOOST_TEST((store.content() == packet + packet));
        BOOST_TEST(store.grown == 2u);
        BOOST_TEST(has_nothing(sockets.b));
      }
    }
  }
}

// Packet by packet, never two in one.
BOOST_AUTO_TEST_CASE(one_packet_a_receive)
{
  stage s;
  for (const std::string_view packet : {"one", "", "three"})
    s.send(packet);
  std::string bytes;
  BOOST_TEST(receive_message(
        s.sockets.b, asio::dynamic_buffer(bytes), s.incoming) == 3u);
  BOOST_TEST(receive_message(
        s.sockets.b, asio::dynamic_buffer(bytes), s.incoming) == 0u);
  BOOST_TEST(bytes == "one");
  BOOST_TEST(receive_message(
        s.sockets.b, asio::dynamic_buffer(bytes), s.incoming) == 5u);
  BOOST_TEST(bytes == "onethree");
}

// A packet that the buffer may not grow by stays, and its size is told. What is
// in the buffer counts. With room the same call succeeds.
BOOST_AUTO_TEST_CASE(a_packet_beyond_max_size_stays_in_the_queue)
{
  stage s;
  const unique_descriptor file = make_file("x");
  for (const form how : all_forms)
  {
    BOOST_TEST_CONTEXT(how)
    {
      s.send("hello", {file.native_handle()});
      std::string bytes = "ab";
      for (const std::size_t max : {0u, 2u, 6u})
      {
        BOOST_TEST(receive_by(how, s.sockets.b,
              asio::dynamic_buffer(bytes, max), s.incoming)
            == failure(seqpacket_errc::message_truncated));
        BOOST_TEST(bytes == "ab");
        expect_only_size(s.incoming, 5);
        BOOST_TEST((s.incoming.flags() & MSG_TRUNC) != 0);
      }
      BOOST_TEST(receive_by(how, s.sockets.b,
            asio::dynamic_buffer(bytes, 7), s.incoming) == success(5));
      BOOST_TEST(bytes == "abhello");
      BOOST_TEST(s.incoming.descriptors().size() == 1u);
      s.incoming.clear();

      // An empty packet fits into a buffer that is full.
      s.send("");
      BOOST_TEST(receive_by(how, s.sockets.b,
            asio::dynamic_buffer(bytes, 7), s.incoming) == success(0));
      BOOST_TEST(bytes == "abhello");
    }
  }
}

// A buffer that cannot grow: an error code, never an exception from the middle of
// an operation, and the packet stays with its descriptors.
BOOST_AUTO_TEST_CASE(without_memory_the_packet_stays_in_the_queue)
{
  stage s;
  const unique_descriptor file = make_file("x");
  for (const form how : all_forms)
  {
    for (const bool too_long : {false, true})
    {
      s.send("hello", {file.native_handle()});
      piece_store store;
      store.allowed = 4;
      store.too_long = too_long;
      const outcome result = receive_by(
          how, s.sockets.b, dynamic_pieces(store), s.incoming);
      BOOST_TEST(result == failure(asio::error::no_memory));
      BOOST_TEST(result.error
          == boost::system::errc::not_enough_memory);
      BOOST_TEST(store.size == 0u);
      expect_only_size(s.incoming, 5);

      store.allowed = 5;
      BOOST_TEST(receive_by(how, s.sockets.b, dynamic_pieces(store),
            s.incoming) == success(5));
      BOOST_TEST(store.content() == "hello");
      BOOST_TEST(s.incoming.descriptors().size() == 1u);
      s.incoming.clear();
    }
  }
}

// A buffer of more pieces than a system call takes.
BOOST_AUTO_TEST_CASE(too_many_pieces_leave_the_packet_in_the_queue)
{
  stage s;
  const std::string packet = bytes_of(2050);
  for (const form how : all_forms)
  {
    s.send(packet);
    piece_store store(2);
    BOOST_TEST(receive_by(how, s.sockets.b, dynamic_pieces(store),
          s.incoming) == failure(asio::error::message_size));
    BOOST_TEST(store.size == 0u);
    s.expect_queued(packet);
  }
}

// The end of file, by close and by shutdown, leaves the buffer alone.
BOOST_AUTO_TEST_CASE(the_end_of_file)
{
  for (const form how : all_forms)
  {
    for (const bool closes : {false, true})
    {
      stage s;
      s.send("last");
      if (closes)
        s.sockets.a.close();
      else
        s.sockets.a.shutdown(socket::shutdown_send);
      std::string bytes;
      BOOST_TEST(receive_by(how, s.sockets.b, asio::dynamic_buffer(bytes),
            s.incoming) == success(4));
      for (int i = 0; i < 2; ++i)
        BOOST_TEST(receive_by(how, s.sockets.b,
              asio::dynamic_buffer(bytes), s.incoming)
            == failure(asio::error::eof));
      BOOST_TEST(bytes == "last");
    }
  }
}

// With pass_credentials, or descriptors, an empty packet directly before the close
// is one.
BOOST_AUTO_TEST_CASE(empty_packets_before_the_end)
{
  const unique_descriptor file = make_file("x");
  for (const form how : all_forms)
  {
    for (const bool by_credentials : {true, false})
    {
      stage s;
      if (by_credentials)
        s.sockets.b.set_option(pass_credentials(true));
      for (int i = 0; i < 3; ++i)
      {
        if (by_credentials)
          s.send("");
        else
          s.send("", {file.native_handle()});
      }
      s.sockets.a.close();
      std::string bytes;
      for (int i = 0; i < 3; ++i)
      {
        BOOST_TEST(receive_by(how, s.sockets.b,
              asio::dynamic_buffer(bytes), s.incoming) == success(0));
        BOOST_TEST(s.incoming.descriptors().size()
            == (by_credentials ? 0u : 1u));
        BOOST_TEST(s.incoming.credentials().has_value() == by_credentials);
      }
      BOOST_TEST(receive_by(how, s.sockets.b, asio::dynamic_buffer(bytes),
            s.incoming) == failure(asio::error::eof));
    }
  }
}

// Surplus descriptors are closed and reported; the bytes are there.
BOOST_AUTO_TEST_CASE(surplus_descriptors)
{
  stage s;
  const unique_descriptor file = make_file("x");
  const std::vector<int> three(3, file.native_handle());
  for (const form how : {form::error_code, form::asynchronous})
  {
    s.send("hello", three);
    std::string bytes;
    const outcome expected = {seqpacket_errc::ancillary_truncated, 5};
    BOOST_TEST(receive_by(how, s.sockets.b, asio::dynamic_buffer(bytes),
          s.incoming) == expected);
    BOOST_TEST(bytes == "hello");
    BOOST_TEST(s.incoming.descriptors().size() == 1u);
    BOOST_TEST(has_nothing(s.sockets.b));
  }
}

// A peek appends the packet and leaves it there, with descriptors of its own.
BOOST_AUTO_TEST_CASE(a_peek_leaves_the_packet)
{
  stage s;
  const unique_descriptor file = make_file("x");
  for (const form how : all_forms)
  {
    s.send("hello", {file.native_handle()});
    std::string bytes;
    for (int i = 0; i < 2; ++i)
    {
      BOOST_TEST(receive_by(how, s.sockets.b, asio::dynamic_buffer(bytes),
            s.incoming, MSG_PEEK) == success(5));
      BOOST_TEST(s.incoming.descriptors().size() == 1u);
    }
    BOOST_TEST(bytes == "hellohello");
    s.expect_queued("hello");
  }
}

// With SO_PEEK_OFF a peek does not begin at the next packet.
BOOST_AUTO_TEST_CASE(a_peek_offset_is_refused)
{
  stage s;
  BOOST_TEST_REQUIRE(set_peek_offset(s.sockets.b, 0));
  s.send("hello");
  std::string bytes;
  for (const form how : all_forms)
    BOOST_TEST(receive_by(how, s.sockets.b, asio::dynamic_buffer(bytes),
          s.incoming) == failure(asio::error::invalid_argument));
  BOOST_TEST(bytes.empty());
  BOOST_TEST_REQUIRE(set_peek_offset(s.sockets.b, -1));
  s.expect_queued("hello");
}

// What may not wait does not, and an error leaves the buffer alone.
BOOST_AUTO_TEST_CASE(errors_leave_the_buffer_alone)
{
  stage s;
  std::string bytes = "ab";
  packet_socket closed(s.context);
  asio::generic::datagram_protocol::socket internet(s.context,
      asio::generic::datagram_protocol(asio::ip::udp::v4()));
  for (const form how : all_forms)
  {
    BOOST_TEST(receive_by(how, closed, asio::dynamic_buffer(bytes),
          s.incoming) == failure(asio::error::bad_descriptor));
    BOOST_TEST(receive_by(how, internet, asio::dynamic_buffer(bytes),
          s.incoming)
        == failure(asio::error::address_family_not_supported));
  }
  for (const form how : synchronous_forms)
  {
    BOOST_TEST(receive_by(how, s.sockets.b, asio::dynamic_buffer(bytes),
          s.incoming, MSG_DONTWAIT) == failure(asio::error::would_block));
    s.sockets.b.non_blocking(true);
    BOOST_TEST(receive_by(how, s.sockets.b, asio::dynamic_buffer(bytes),
          s.incoming) == failure(asio::error::would_block));
    s.sockets.b.non_blocking(false);
  }
  BOOST_TEST(bytes == "ab");
}

// The error of a peer that has not read everything comes once, and then what it
// had sent; also when it comes between the look at the size and the receive.
BOOST_AUTO_TEST_CASE(connection_reset_loses_nothing)
{
  for (const form how : all_forms)
  {
    stage s;
    s.send("hello");
    send_message(s.sockets.b, text("never read"), no_ancillary);
    s.sockets.a.close();
    std::string bytes;
    BOOST_TEST(receive_by(how, s.sockets.b, asio::dynamic_buffer(bytes),
          s.incoming) == failure(asio::error::connection_reset));
    BOOST_TEST(bytes.empty());
    BOOST_TEST(receive_by(how, s.sockets.b, asio::dynamic_buffer(bytes),
          s.incoming) == success(5));
    BOOST_TEST(bytes == "hello");
    BOOST_TEST(receive_by(how, s.sockets.b, asio::dynamic_buffer(bytes),
          s.incoming) == failure(asio::error::eof));
  }
}

// The synchronous form waits.
BOOST_AUTO_TEST_CASE(the_synchronous_form_waits)
{
  stage s;
  child_process sender([&]
      {
        ::close(s.sockets.b.native_handle());
        char byte;
        if (::recv(s.sockets.a.native_handle(), &byte, 1, 0) != 1)
          return 1;
        s.send("hello");
        return 0;
      });
  ::close(s.sockets.a.release());
  // The process does not send before it is asked to, once the wait has begun.
  std::string bytes;
  s.sockets.b.non_blocking(false);
  static int asked;
  asked = s.sockets.b.native_handle();
  on_poll = []
      {
        ::send(std::exchange(asked, -1), "x", 1, MSG_NOSIGNAL);
      };
  BOOST_TEST(receive_message(
        s.sockets.b, asio::dynamic_buffer(bytes), s.incoming) == 5u);
  on_poll = nullptr;
  BOOST_TEST(asked == -1);
  BOOST_TEST(bytes == "hello");
  BOOST_TEST(sender.wait() == 0);
}

namespace {

// Start an operation, then send what it waits for, or the other way round.
template <typename Start>
auto with_packet(stage& s, bool waits, Start start)
{
  if (!waits)
    s.send("hello");
  auto result = start();
  if (waits)
  {
    s.context.restart();
    s.context.poll();
    s.send("hello");
  }
  return result;
}

} // namespace

// A handler that waits is called with what came.
BOOST_AUTO_TEST_CASE(a_waiting_handler)
{
  stage s;
  std::string bytes;
  std::size_t received = 0;
  with_packet(s, true, [&]
      {
        async_receive_message(s.sockets.b, asio::dynamic_buffer(bytes),
            s.incoming,
            [&, move_only = std::make_unique<int>(1)](
              const error_code& ec, std::size_t n)
            {
              BOOST_TEST(!ec);
              received = n;
            });
        return 0;
      });
  BOOST_TEST(bytes.empty());
  run(s.context);
  BOOST_TEST(received == 5u);
  BOOST_TEST(bytes == "hello");
}

BOOST_AUTO_TEST_CASE(futures)
{
  for (const bool waits : {false, true})
  {
    stage s;
    std::string bytes;
    auto future = with_packet(s, waits, [&]
        {
          return async_receive_message(s.sockets.b,
              asio::dynamic_buffer(bytes), s.incoming, asio::use_future);
        });
    run(s.context);
    BOOST_TEST(future.get() == 5u);
    BOOST_TEST(bytes == "hello");
  }
}

#if defined(TEST_HAS_DEFERRED)

// A deferred operation can be launched again: it appends again.
BOOST_AUTO_TEST_CASE(deferred)
{
  for (const bool waits : {false, true})
  {
    stage s;
    std::string bytes;
    auto operation = async_receive_message(s.sockets.b,
        asio::dynamic_buffer(bytes), s.incoming, asio::deferred);
    for (int i = 0; i < 2; ++i)
    {
      bool done = false;
      with_packet(s, waits, [&]
          {
            operation([&](const error_code& ec, std::size_t n)
                {
                  BOOST_TEST(!ec);
                  BOOST_TEST(n == 5u);
                  done = true;
                });
            return 0;
          });
      run(s.context);
      BOOST_TEST(done);
    }
    BOOST_TEST(bytes == "hellohello");
  }
}

#endif // defined(TEST_HAS_DEFERRED)

#if defined(TEST_HAS_COROUTINES)

BOOST_AUTO_TEST_CASE(coroutines)
{
  for (const bool waits : {false, true})
  {
    stage s;
    std::vector<char> bytes;
    std::size_t received = 0;
    const auto body = [&]() -> asio::awaitable<void>
        {
          received = co_await async_receive_message(s.sockets.b,
              asio::dynamic_buffer(bytes), s.incoming, asio::use_awaitable);
        };
    with_packet(s, waits, [&]
        {
          asio::co_spawn(s.context, body(), asio::detached);
          return 0;
        });
    run(s.context);
    BOOST_TEST(received == 5u);
    BOOST_TEST(bytes.size() == 5u);
  }
}

// The token may be left out where the socket has a default one.
BOOST_AUTO_TEST_CASE(the_default_token_of_the_socket)
{
  using default_socket =
    asio::use_awaitable_t<>::as_default_on_t<packet_socket>;
  asio::io_context context;
  packet_socket a(context);
  default_socket b(context);
  asio::local::connect_pair(a, b);
  incoming_ancillary<0> incoming;
  std::string bytes;
  const auto body = [&]() -> asio::awaitable<void>
      {
        co_await async_receive_message(
            b, asio::dynamic_buffer(bytes), incoming);
        co_await async_receive_message(
            b, asio::dynamic_buffer(bytes), incoming, MSG_PEEK);
      };
  send_message(a, text("a"), no_ancillary);
  send_message(a, text("b"), no_ancillary);
  asio::co_spawn(context, body(), asio::detached);
  run(context);
  BOOST_TEST(bytes == "ab");
}

#endif // defined(TEST_HAS_COROUTINES)

#if defined(TEST_HAS_BIND_CANCELLATION_SLOT)

// A signal of each type ends a receive that waits, also between readiness and
// resumption: the packet stays, and the buffer is as it was.
BOOST_AUTO_TEST_CASE(a_cancelled_receive_has_done_nothing)
{
  for (const asio::cancellation_type type : {
      asio::cancellation_type::terminal,
      asio::cancellation_type::partial,
      asio::cancellation_type::total})
  {
    for (const bool ready : {false, true})
    {
      for (const message_flags flags : {message_flags(0),
          message_flags(keep_if_truncated)})
      {
        stage s;
        asio::io_context other;
        asio::cancellation_signal signal;
        piece_store store;
        int calls = 0;
        async_receive_message(s.sockets.b, dynamic_pieces(store), s.incoming,
            flags,
            asio::bind_executor(other,
              asio::bind_cancellation_slot(signal.slot(),
                [&](const error_code& ec, std::size_t n)
                {
                  BOOST_TEST(ec == asio::error::operation_aborted);
                  BOOST_TEST(n == 0u);
                  ++calls;
                })));
        s.context.poll();
        if (!ready)
          signal.emit(type);
        s.send("hello");
        s.context.restart();
        BOOST_TEST_REQUIRE(s.context.run_one_for(deadline) == 1u);
        if (ready)
          signal.emit(type);
        other.poll();
        BOOST_TEST(calls == 1);
        BOOST_TEST(store.size == 0u);
        BOOST_TEST(store.grown == 0u);
        s.expect_queued("hello");
      }
    }
  }
}

#endif // defined(TEST_HAS_BIND_CANCELLATION_SLOT)

// Another reader takes the packet between readiness and resumption, or between
// the look at the size and the receive: the operation waits on.
BOOST_AUTO_TEST_CASE(a_packet_taken_by_another_reader)
{
  static stage* current;
  static int countdown;
  for (const int taken_before_call : {1, 2})
  {
    stage s;
    std::string bytes = "ab";
    bool done = false;
    async_receive_message(s.sockets.b, asio::dynamic_buffer(bytes),
        s.incoming, [&](const error_code& ec, std::size_t n)
        {
          BOOST_TEST(!ec);
          BOOST_TEST(n == 6u);
          done = true;
        });
    s.context.poll();
    s.send("first");
    current = &s;
    countdown = taken_before_call;
    on_message_call = []
        {
          if (--countdown == 0)
          {
            char memory[16];
            ::recv(current->sockets.b.native_handle(),
                memory, sizeof(memory), MSG_DONTWAIT);
          }
        };
    s.context.restart();
    BOOST_TEST_REQUIRE(s.context.run_one_for(deadline) == 1u);
    on_message_call = nullptr;
    BOOST_TEST(countdown <= 0);
    BOOST_TEST(!done);
    BOOST_TEST(bytes == "ab");
    s.send("second");
    run(s.context);
    BOOST_TEST(done);
    BOOST_TEST(bytes == "absecond");
  }
}

// The context ends while the handler is queued: the object owns what arrived.
BOOST_AUTO_TEST_CASE(the_ancillary_object_owns_without_a_handler)
{
  const unique_descriptor file = make_file("x");
  std::string bytes;
  incoming_ancillary<1> incoming;
  {
    stage s;
    s.send("hello", {file.native_handle()});
    async_receive_message(s.sockets.b, asio::dynamic_buffer(bytes), incoming,
        [](const error_code&, std::size_t) {});
  }
  BOOST_TEST(incoming.descriptors().size() == 1u);
}

// One look at the size and one receive, and nothing is allocated when the buffer
// has the room.
BOOST_AUTO_TEST_CASE(it_costs_one_peek_and_one_receive)
{
  stage s;
  std::string bytes;
  bytes.reserve(100);
  for (const form how : all_forms)
  {
    s.send("hello");
    counted.reset();
    receive_by(how, s.sockets.b, asio::dynamic_buffer(bytes), s.incoming);
    BOOST_TEST(counted.recvmsg == 2);
    BOOST_TEST(counted.others == 1); // SO_PEEK_OFF
    BOOST_TEST(counted.poll == 0);
    BOOST_TEST(counted.epoll_ctl == 0);
  }

  // One that has to be waited for: a look that finds nothing, and these two.
  async_receive_message(s.sockets.b, asio::dynamic_buffer(bytes), s.incoming,
      [](const error_code&, std::size_t) {});
  s.context.restart();
  s.context.poll();
  s.send("hello");
  run(s.context);
  counted.reset();
  async_receive_message(s.sockets.b, asio::dynamic_buffer(bytes), s.incoming,
      [](const error_code&, std::size_t) {});
  s.context.restart();
  s.context.poll();
  s.send("hello");
  run(s.context);
  BOOST_TEST(counted.recvmsg == 3);
  BOOST_TEST(counted.recvmsg_blocked == 1);
  // SO_PEEK_OFF. Whether it is still the same socket is known without asking.
  BOOST_TEST(counted.others == 1);
}

namespace {

// Receives again and again, from handler to handler.
struct merry_go_round
{
  void next()
  {
    if (round == 16)
      warm = allocations;
    if (round++ == 80)
    {
      result = allocations - warm;
      return;
    }
    if (!waits)
      s.send("hello");
    bytes.clear();
    async_receive_message(s.sockets.b, asio::dynamic_buffer(bytes),
        s.incoming, keep_if_truncated,
        [this](const error_code& ec, std::size_t)
        {
          BOOST_TEST_REQUIRE(!ec);
          next();
        });
    if (waits)
      s.send("hello");
  }

  bool waits;
  stage s{};
  std::string bytes = std::string(100, ' ');
  int round = 0;
  int warm = 0;
  int result = -1;
};

} // namespace

BOOST_AUTO_TEST_CASE(nothing_is_allocated_in_the_steady_state)
{
  for (const bool waits : {false, true})
  {
    merry_go_round going{waits};
    asio::post(going.s.context, [&] { going.next(); });
    run(going.s.context);
    BOOST_TEST(going.result == 0);
  }
}

BOOST_AUTO_TEST_SUITE_END()

#if defined(BOOST_SEQPACKET_HAS_KEEP_IF_TRUNCATED)

BOOST_FIXTURE_TEST_SUITE(keep, no_leaks, *boost::unit_test::timeout(90))

// More bytes than the buffers take: the error, the size, and nothing else; the
// packet stays, with its descriptors, until there is room.
BOOST_AUTO_TEST_CASE_TEMPLATE(a_packet_with_too_many_bytes_stays, Socket,
    packet_sockets)
{
  asio::io_context context;
  pair_of<Socket> sockets(context);
  const unique_descriptor file = make_file("x");
  for (const form how : all_forms)
  {
    BOOST_TEST_CONTEXT(how)
    {
      send_descriptors(sockets.a, text("hello"), {file.native_handle()});
      const std::size_t opened = open_descriptors();
      char bytes[5];
      incoming_ancillary<1> incoming;
      for (const std::size_t size : {0u, 1u, 4u})
      {
        BOOST_TEST(receive_by(how, sockets.b, asio::buffer(bytes, size),
              incoming, keep_if_truncated)
            == failure(seqpacket_errc::message_truncated));
        expect_only_size(incoming, 5);
        BOOST_TEST((incoming.flags() & MSG_TRUNC) != 0);
        BOOST_TEST(open_descriptors() == opened);
      }
      BOOST_TEST(receive_by(how, sockets.b, asio::buffer(bytes), incoming,
            keep_if_truncated) == success(5));
      BOOST_TEST(std::string_view(bytes, 5) == "hello");
      BOOST_TEST(incoming.message_size() == 5u);
      BOOST_TEST_REQUIRE(incoming.descriptors().size() == 1u);
      BOOST_TEST(same_file(file.native_handle(),
            incoming.descriptors()[0].native_handle()));
      BOOST_TEST(has_nothing(sockets.b));
    }
  }
}

// More descriptors than the object takes: all that the peek has duplicated are
// closed, also those for which there was room.
BOOST_AUTO_TEST_CASE_TEMPLATE(a_packet_with_too_many_descriptors_stays, Socket,
    packet_sockets)
{
  asio::io_context context;
  pair_of<Socket> sockets(context);
  const unique_descriptor file = make_file("x");
  for (const form how : all_forms)
  {
    send_descriptors(sockets.a, text("hello"),
        std::vector<int>(3, file.native_handle()));
    const std::size_t opened = open_descriptors();
    char bytes[8];
    incoming_ancillary<2> few;
    BOOST_TEST(receive_by(how, sockets.b, asio::buffer(bytes), few,
          keep_if_truncated) == failure(seqpacket_errc::ancillary_truncated));
    expect_only_size(few, 5);
    BOOST_TEST(open_descriptors() == opened);
    incoming_ancillary<3> enough;
    BOOST_TEST(receive_by(how, sockets.b, asio::buffer(bytes), enough,
          keep_if_truncated) == success(5));
    BOOST_TEST(enough.descriptors().size() == 3u);
    BOOST_TEST(has_nothing(sockets.b));
  }
}

// The limit of open descriptors: nothing is lost, and after it was raised the
// descriptors arrive. In the dynamic form as well.
BOOST_AUTO_TEST_CASE(a_packet_stays_at_the_descriptor_limit)
{
  stage s;
  std::vector<unique_descriptor> files;
  std::vector<int> numbers;
  for (int i = 0; i < 20; ++i)
  {
    files.push_back(make_file("x"));
    numbers.push_back(files.back().native_handle());
  }
  for (const form how : all_forms)
  {
    for (const std::size_t free : {0u, 1u, 19u})
    {
      for (const bool dynamic : {false, true})
      {
        BOOST_TEST_CONTEXT(how << ", " << free << " free, " << dynamic)
        {
          s.send("hello", numbers);
          const std::size_t opened = open_descriptors();
          std::string bytes;
          char memory[8];
          incoming_ancillary<253> incoming;
          const auto receive = [&]
              {
                return dynamic
                  ? receive_by(how, s.sockets.b, asio::dynamic_buffer(bytes),
                      incoming, keep_if_truncated)
                  : receive_by(how, s.sockets.b, asio::buffer(memory),
                      incoming, keep_if_truncated);
              };
          outcome first = success(0);
          outcome second = success(0);
          {
            const descriptor_limit limit(free);
            first = receive();
            second = receive();
          }
          BOOST_TEST(first == failure(seqpacket_errc::descriptors_lost));
          BOOST_TEST(second == failure(seqpacket_errc::descriptors_lost));
          expect_only_size(incoming, 5);
          BOOST_TEST((incoming.flags() & MSG_CTRUNC) != 0);
          BOOST_TEST(bytes.empty());
          BOOST_TEST(open_descriptors() == opened);

          BOOST_TEST(receive() == success(5));
          const auto arrived = incoming.descriptors();
          BOOST_TEST_REQUIRE(arrived.size() == 20u);
          for (std::size_t i = 0; i < 20; ++i)
            BOOST_TEST(same_file(arrived[i].native_handle(), numbers[i]));
          BOOST_TEST(has_nothing(s.sockets.b));
        }
      }
    }
  }
}

// The dynamic form keeps a packet with too many descriptors as well; without the
// flag it is gone.
BOOST_AUTO_TEST_CASE(the_dynamic_form_keeps_what_has_too_many_descriptors)
{
  stage s;
  const unique_descriptor file = make_file("x");
  const std::vector<int> two(2, file.native_handle());
  for (const form how : all_forms)
  {
    s.send("hello", two);
    const std::size_t opened = open_descriptors();
    std::string bytes = "ab";
    BOOST_TEST(receive_by(how, s.sockets.b, asio::dynamic_buffer(bytes),
          s.incoming, keep_if_truncated)
        == failure(seqpacket_errc::ancillary_truncated));
    BOOST_TEST(bytes == "ab");
    expect_only_size(s.incoming, 5);
    BOOST_TEST(open_descriptors() == opened);
    incoming_ancillary<2> enough;
    BOOST_TEST(receive_by(how, s.sockets.b, asio::dynamic_buffer(bytes),
          enough, keep_if_truncated) == success(5));
    BOOST_TEST(bytes == "abhello");
    BOOST_TEST(enough.descriptors().size() == 2u);
  }
}

// A receive that waits finds the packet not whole, and leaves it.
BOOST_AUTO_TEST_CASE(a_waiting_receive_leaves_the_packet)
{
  stage s;
  const unique_descriptor file = make_file("x");
  char bytes[4];
  bool done = false;
  async_receive_message(s.sockets.b, asio::buffer(bytes), s.incoming,
      keep_if_truncated,
      [&](const error_code& ec, std::size_t n)
      {
        BOOST_TEST(ec == seqpacket_errc::message_truncated);
        BOOST_TEST(n == 0u);
        done = true;
      });
  s.context.poll();
  s.send("hello", {file.native_handle()});
  run(s.context);
  BOOST_TEST(done);
  expect_only_size(s.incoming, 5);
  s.expect_queued("hello");
}

// With MSG_PEEK a packet that is whole stays as well.
BOOST_AUTO_TEST_CASE(with_a_peek)
{
  stage s;
  const unique_descriptor file = make_file("x");
  for (const form how : all_forms)
  {
    s.send("hello", {file.native_handle()});
    char bytes[5];
    constexpr message_flags flags = keep_if_truncated | MSG_PEEK;
    BOOST_TEST(receive_by(how, s.sockets.b, asio::buffer(bytes, 4),
          s.incoming, flags) == failure(seqpacket_errc::message_truncated));
    expect_only_size(s.incoming, 5);
    for (int i = 0; i < 2; ++i)
    {
      BOOST_TEST(receive_by(how, s.sockets.b, asio::buffer(bytes),
            s.incoming, flags) == success(5));
      BOOST_TEST(s.incoming.descriptors().size() == 1u);
    }
    std::string string;
    BOOST_TEST(receive_by(how, s.sockets.b, asio::dynamic_buffer(string),
          s.incoming, flags) == success(5));
    s.expect_queued("hello");
  }
}

// Empty packets are taken, the end of file is told, credentials come along.
BOOST_AUTO_TEST_CASE(empty_packets_and_the_end_of_file)
{
  for (const form how : all_forms)
  {
    stage s;
    s.sockets.b.set_option(pass_credentials(true));
    s.send("");
    s.send("a");
    s.send("");
    s.sockets.a.close();
    char bytes[4];
    for (const std::size_t size : {0u, 1u, 0u})
    {
      BOOST_TEST(receive_by(how, s.sockets.b, asio::buffer(bytes),
            s.incoming, keep_if_truncated) == success(size));
      BOOST_TEST(s.incoming.credentials().has_value());
    }
    BOOST_TEST(receive_by(how, s.sockets.b, asio::buffer(bytes),
          s.incoming, keep_if_truncated) == failure(asio::error::eof));
  }
}

namespace {

stage* between = nullptr;
int calls_left = 0;

} // namespace

// The peer closes, with something unread, between the peek and the call that
// takes the packet, which gets the one-shot error then: the packet arrives once
// all the same.
BOOST_AUTO_TEST_CASE(connection_reset_between_peek_and_receive)
{
  const unique_descriptor file = make_file("x");
  for (const form how : all_forms)
  {
    for (const bool dynamic : {false, true})
    {
      BOOST_TEST_CONTEXT(how << " " << dynamic)
      {
        stage s;
        s.send("hello", {file.native_handle()});
        send_message(s.sockets.b, text("never read"), no_ancillary);
        between = &s;
        calls_left = dynamic ? 3 : 2;
        on_message_call = []
            {
              if (--calls_left == 0)
                between->sockets.a.close();
            };
        char memory[8];
        std::string bytes;
        counted.reset();
        const outcome result = dynamic
          ? receive_by(how, s.sockets.b, asio::dynamic_buffer(bytes),
              s.incoming, keep_if_truncated)
          : receive_by(how, s.sockets.b, asio::buffer(memory), s.incoming,
              keep_if_truncated);
        on_message_call = nullptr;
        BOOST_TEST(result == success(5));
        // The receive that took it was made twice.
        BOOST_TEST(counted.recvmsg == (dynamic ? 4 : 3));
        BOOST_TEST((dynamic ? bytes : std::string(memory, 5)) == "hello");
        BOOST_TEST(s.incoming.descriptors().size() == 1u);

        BOOST_TEST(receive_by(how, s.sockets.b, asio::buffer(memory),
              s.incoming, keep_if_truncated) == failure(asio::error::eof));
      }
    }
  }
}

// The same error before the peek, and in the dynamic form between the look at the
// size and the peek: it is told, and then the packet arrives, once.
BOOST_AUTO_TEST_CASE(connection_reset_before_the_peek)
{
  for (const form how : all_forms)
  {
    for (const int call : {1, 2})
    {
      stage s;
      s.send("hello");
      send_message(s.sockets.b, text("never read"), no_ancillary);
      between = &s;
      calls_left = call;
      on_message_call = []
          {
            if (--calls_left == 0)
              between->sockets.a.close();
          };
      std::string bytes;
      BOOST_TEST(receive_by(how, s.sockets.b, asio::dynamic_buffer(bytes),
            s.incoming, keep_if_truncated)
          == failure(asio::error::connection_reset));
      on_message_call = nullptr;
      BOOST_TEST(bytes.empty());
      BOOST_TEST(receive_by(how, s.sockets.b, asio::dynamic_buffer(bytes),
            s.incoming, keep_if_truncated) == success(5));
      BOOST_TEST(bytes == "hello");
      BOOST_TEST(receive_by(how, s.sockets.b, asio::dynamic_buffer(bytes),
            s.incoming, keep_if_truncated) == failure(asio::error::eof));
    }
  }
}

// Another reader takes the packet between the peek and the call that takes it:
// this one has not received it, and waits on.
BOOST_AUTO_TEST_CASE(a_packet_taken_between_peek_and_receive)
{
  const unique_descriptor file = make_file("x");
  const auto take_before_call = [](stage& s, int call)
      {
        between = &s;
        calls_left = call;
        on_message_call = []
            {
              if (--calls_left == 0)
              {
                char memory[8];
                ::recv(between->sockets.b.native_handle(),
                    memory, sizeof(memory), MSG_DONTWAIT);
              }
            };
      };

  for (const form how : synchronous_forms)
  {
    stage s;
    s.send("hello", {file.native_handle()});
    const std::size_t opened = open_descriptors();
    take_before_call(s, 2);
    char bytes[8];
    BOOST_TEST(receive_by(how, s.sockets.b, asio::buffer(bytes), s.incoming,
          keep_if_truncated | MSG_DONTWAIT)
        == failure(asio::error::would_block));
    on_message_call = nullptr;
    expect_only_size(s.incoming, 0);
    BOOST_TEST(open_descriptors() == opened);
  }

  for (const bool waits : {false, true})
  {
    for (const bool dynamic : {false, true})
    {
      stage s;
      char memory[8];
      std::string bytes;
      std::optional<std::size_t> received;
      const auto handler = [&](const error_code& ec, std::size_t n)
          {
            BOOST_TEST(!ec);
            received = n;
          };
      if (!waits)
      {
        s.send("first", {file.native_handle()});
        take_before_call(s, dynamic ? 3 : 2);
      }
      if (dynamic)
        async_receive_message(s.sockets.b, asio::dynamic_buffer(bytes),
            s.incoming, keep_if_truncated, handler);
      else
        async_receive_message(s.sockets.b, asio::buffer(memory),
            s.incoming, keep_if_truncated, handler);
      if (waits)
      {
        s.context.poll();
        s.send("first", {file.native_handle()});
        take_before_call(s, dynamic ? 3 : 2);
        s.context.restart();
        BOOST_TEST_REQUIRE(s.context.run_one_for(deadline) == 1u);
      }
      on_message_call = nullptr;
      BOOST_TEST(calls_left <= 0);
      s.context.restart();
      s.context.poll();
      BOOST_TEST(!received.has_value());
      BOOST_TEST(bytes.empty());
      BOOST_TEST(s.incoming.descriptors().empty());
      s.send("second");
      run(s.context);
      BOOST_TEST_REQUIRE(received.has_value());
      BOOST_TEST(*received == 6u);
      BOOST_TEST((dynamic ? bytes : std::string(memory, 6)) == "second");
      BOOST_TEST(s.incoming.descriptors().empty());
    }
  }
}

// With SO_PEEK_OFF a peek shows another packet than a receive takes.
BOOST_AUTO_TEST_CASE(a_peek_offset_is_refused)
{
  stage s;
  BOOST_TEST_REQUIRE(set_peek_offset(s.sockets.b, 0));
  s.send("hello");
  char bytes[8];
  for (const form how : all_forms)
    BOOST_TEST(receive_by(how, s.sockets.b, asio::buffer(bytes), s.incoming,
          keep_if_truncated) == failure(asio::error::invalid_argument));
  BOOST_TEST_REQUIRE(set_peek_offset(s.sockets.b, -1));
  s.expect_queued("hello");
}

// A stream has no packets that could be truncated: the flag changes nothing.
BOOST_AUTO_TEST_CASE(ignored_on_streams)
{
  asio::io_context context;
  pair_of<stream_socket> sockets(context);
  const unique_descriptor file = make_file("x");
  // Where packets would be refused, a stream is not.
  set_peek_offset(sockets.b, 0);
  for (const form how : all_forms)
  {
    send_descriptors(sockets.a, text("hello"), {file.native_handle()});
    char bytes[8];
    incoming_ancillary<1> incoming;
    BOOST_TEST(receive_by(how, sockets.b, asio::buffer(bytes, 3), incoming,
          keep_if_truncated) == success(3));
    BOOST_TEST(std::string_view(bytes, 3) == "hel");
    BOOST_TEST(incoming.descriptors().size() == 1u);
    BOOST_TEST(receive_by(how, sockets.b, asio::buffer(bytes), incoming,
          keep_if_truncated) == success(2));
    BOOST_TEST(std::string_view(bytes, 2) == "lo");
  }
}

// Two receives instead of one, and the look for SO_PEEK_OFF.
BOOST_AUTO_TEST_CASE(it_costs_one_peek_and_one_receive)
{
  stage s;
  char bytes[8];
  for (const form how : all_forms)
  {
    s.send("hello");
    counted.reset();
    receive_by(how, s.sockets.b, asio::buffer(bytes), s.incoming,
        keep_if_truncated);
    BOOST_TEST(counted.recvmsg == 2);
    BOOST_TEST(counted.others == 1);
    BOOST_TEST(counted.poll == 0);

    // Without the flag a receive costs what it always did.
    s.send("hello");
    counted.reset();
    receive_by(how, s.sockets.b, asio::buffer(bytes), s.incoming);
    BOOST_TEST(counted.recvmsg == 1);
    BOOST_TEST(counted.others == 0);
    BOOST_TEST(counted.poll == 0);
  }
}

BOOST_AUTO_TEST_SUITE_END()

#endif // defined(BOOST_SEQPACKET_HAS_KEEP_IF_TRUNCATED)

namespace {

// What the system lets a send buffer be set to.
std::size_t largest_send_buffer()
{
  std::ifstream file("/proc/sys/net/core/wmem_max");
  std::size_t value = 0;
  file >> value;
  BOOST_TEST_REQUIRE(value > 0u);
  return value;
}

} // namespace

BOOST_FIXTURE_TEST_SUITE(sizes, no_leaks, *boost::unit_test::timeout(90))

// A packet of exactly that size goes and arrives whole; one byte more is refused,
// and nothing is sent.
BOOST_AUTO_TEST_CASE_TEMPLATE(max_message_size_is_exact, Socket,
    packet_sockets)
{
  asio::io_context context;
  pair_of<Socket> sockets(context);
  for (const int buffer : {0, 5000, 50000})
  {
    if (buffer != 0)
    {
      sockets.a.set_option(asio::socket_base::send_buffer_size(buffer));
      BOOST_TEST(max_message_size(sockets.a)
          == static_cast<std::size_t>(2 * buffer - 32));
    }
    const std::string packet = bytes_of(max_message_size(sockets.a) + 1);
    incoming_ancillary<0> incoming;
    for (const form how : all_forms)
    {
      BOOST_TEST(send_by(how, sockets.a, asio::buffer(packet), no_ancillary)
          == failure(asio::error::message_size));
      BOOST_TEST(has_nothing(sockets.b));
      const std::size_t size = packet.size() - 1;
      BOOST_TEST(send_by(how, sockets.a, asio::buffer(packet, size),
            no_ancillary) == success(size));
      std::string bytes;
      BOOST_TEST(receive_by(how, sockets.b, asio::dynamic_buffer(bytes),
            incoming) == success(size));
      BOOST_TEST((bytes == packet.substr(0, size)));
    }
  }
}

// What is reserved can be sent, and nothing is made smaller.
BOOST_AUTO_TEST_CASE(reserve_message_size_grows)
{
  stage s;
  s.sockets.a.set_option(asio::socket_base::send_buffer_size(20000));
  const std::size_t most = 2 * largest_send_buffer() - 32;
  for (const std::size_t size : {std::size_t(39968), std::size_t(39969),
      std::size_t(200000), std::size_t(200001), std::size_t(1000000)})
  {
    if (size > most)
      continue;
    reserve_message_size(s.sockets.a, size);
    BOOST_TEST(max_message_size(s.sockets.a) >= size);
    // Not much more than was asked for.
    BOOST_TEST(max_message_size(s.sockets.a) <= size + 64);
    const std::string packet = bytes_of(size);
    BOOST_TEST(send_message(s.sockets.a, asio::buffer(packet), no_ancillary)
        == size);
    s.expect_queued(packet);
  }

  const std::size_t before_small = max_message_size(s.sockets.a);
  error_code ec = asio::error::fault;
  reserve_message_size(s.sockets.a, 10, ec);
  BOOST_TEST(!ec);
  reserve_message_size(s.sockets.a, 0);
  BOOST_TEST(max_message_size(s.sockets.a) == before_small);
}

// Up to what the system allows, and not beyond.
BOOST_AUTO_TEST_CASE(reserve_message_size_at_the_limit_of_the_system)
{
  stage s;
  const std::size_t most = 2 * largest_send_buffer() - 32;
  reserve_message_size(s.sockets.a, most);
  BOOST_TEST(max_message_size(s.sockets.a) == most);
  for (const std::size_t size : {most + 1, 2 * most,
      std::size_t(std::numeric_limits<int>::max()),
      std::numeric_limits<std::size_t>::max()})
  {
    error_code ec;
    reserve_message_size(s.sockets.b, size, ec);
    BOOST_TEST(ec == asio::error::message_size);
    BOOST_CHECK_THROW(reserve_message_size(s.sockets.b, size),
        boost::system::system_error);
  }
}

// A socket that is not open, and one of another family.
BOOST_AUTO_TEST_CASE(sizes_of_wrong_sockets)
{
  asio::io_context context;
  packet_socket closed(context);
  asio::generic::datagram_protocol::socket internet(context,
      asio::generic::datagram_protocol(asio::ip::udp::v4()));
  error_code ec;
  BOOST_TEST(max_message_size(closed, ec) == 0u);
  BOOST_TEST(ec == asio::error::bad_descriptor);
  reserve_message_size(closed, 10, ec);
  BOOST_TEST(ec == asio::error::bad_descriptor);
  BOOST_TEST(max_message_size(internet, ec) == 0u);
  BOOST_TEST(ec == asio::error::address_family_not_supported);
  reserve_message_size(internet, 10, ec);
  BOOST_TEST(ec == asio::error::address_family_not_supported);
  BOOST_CHECK_THROW(max_message_size(closed), boost::system::system_error);
}

BOOST_AUTO_TEST_SUITE_END()
