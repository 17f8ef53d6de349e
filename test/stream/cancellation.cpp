// Copyright (c) 2026 The boost_seqpacket authors
//
// Distributed under the Boost Software License, Version 1.0.
// (See accompanying file LICENSE_1_0.txt or copy at
// https://www.boost.org/LICENSE_1_0.txt)

// What ends a transfer over a stream early, and what it says of its progress.

#include "stream.hpp"

#include <functional>


namespace boost_seqpacket {
namespace test {
namespace {

struct fixture : no_leaks
{
  asio::io_context context;
  unique_descriptor file = make_file("1");
};

BOOST_FIXTURE_TEST_SUITE(stream_cancellation, fixture)

#if defined(BOOST_SEQPACKET_HAS_CANCELLATION)

using types = asio::cancellation_type;

constexpr types all_types[] = {
  types::terminal, types::partial, types::total};

// Before the first byte each type ends a read, which has taken nothing.
BOOST_AUTO_TEST_CASE(a_read_that_has_not_begun_takes_nothing)
{
  for (const types type : all_types)
  {
    streams s(context);
    char bytes[4];
    incoming_ancillary<1> ancillary;
    completion done;
    asio::cancellation_signal signal;
    async_read_message(s.b, asio::buffer(bytes), ancillary,
        asio::bind_cancellation_slot(signal.slot(), done.handler()));
    context.restart();
    context.poll();
    signal.emit(type);
    run(context);
    BOOST_TEST(done.error == asio::error::operation_aborted);
    BOOST_TEST(done.bytes == 0u);
    send_part(s.a, "abcd", {&file});
    BOOST_TEST(read_message(s.b, asio::buffer(bytes), ancillary) == 4u);
    BOOST_TEST(contents(ancillary) == "1");
  }
}

// After it terminal and partial end the read with what had arrived. Total would
// promise that nothing has, so it has no effect.
BOOST_AUTO_TEST_CASE(a_read_that_has_begun_keeps_what_arrived)
{
  for (const types type : all_types)
  {
    streams s(context);
    char bytes[4];
    incoming_ancillary<1> ancillary;
    completion done;
    asio::cancellation_signal signal;
    async_read_message(s.b, asio::buffer(bytes), ancillary,
        asio::bind_cancellation_slot(signal.slot(), done.handler()));
    send_part(s.a, "ab", {&file});
    context.restart();
    context.poll();
    BOOST_TEST(!done.is_called);
    signal.emit(type);
    context.restart();
    context.poll();
    if (type == types::total)
    {
      BOOST_TEST(!done.is_called);
      send_part(s.a, "cd");
      run(context);
      BOOST_TEST(!done.error);
      BOOST_TEST(done.bytes == 4u);
    }
    else
    {
      BOOST_TEST(done.is_called);
      BOOST_TEST(done.error == asio::error::operation_aborted);
      BOOST_TEST(done.bytes == 2u);
      BOOST_TEST(std::string_view(bytes, 2) == "ab");
    }
    BOOST_TEST(contents(ancillary) == "1");
  }
}

// The same of a write.
BOOST_AUTO_TEST_CASE(a_write_that_has_begun_says_how_far_it_got)
{
  for (const types type : all_types)
  {
    streams s(context);
    make_small(s.a);
    const std::string sent = pattern(100000);
    outgoing_ancillary<1> outgoing;
    outgoing.add_descriptor(file.native_handle());
    completion done;
    asio::cancellation_signal signal;
    async_write_message(s.a, text(sent), outgoing,
        asio::bind_cancellation_slot(signal.slot(), done.handler()));
    context.restart();
    context.poll();
    BOOST_TEST(!done.is_called);
    signal.emit(type);
    context.restart();
    context.poll();
    BOOST_TEST(done.is_called == (type != types::total));
    std::string received(sent.size(), '\0');
    incoming_ancillary<1> incoming;
    completion read;
    if (type != types::total)
    {
      BOOST_TEST(done.error == asio::error::operation_aborted);
      BOOST_TEST(done.bytes > 0u);
      BOOST_REQUIRE(done.bytes < sent.size());
      received.resize(done.bytes);
    }
    async_read_message(s.b, asio::buffer(received), incoming, read.handler());
    run(context);
    BOOST_TEST(!read.error);
    BOOST_TEST((received == sent.substr(0, received.size())));
    BOOST_TEST(contents(incoming) == "1");
    if (type == types::total)
      BOOST_TEST(!done.error);
  }
}

// A total signal that comes between readiness and resumption still counts if
// nothing has been read.
BOOST_AUTO_TEST_CASE(a_signal_before_the_resumption_counts)
{
  for (const types type : all_types)
  {
    streams s(context);
    char bytes[4];
    incoming_ancillary<1> ancillary;
    completion done;
    asio::cancellation_signal signal;
    async_read_message(s.b, asio::buffer(bytes), ancillary,
        asio::bind_cancellation_slot(signal.slot(), done.handler()));
    context.restart();
    context.poll();
    send_part(s.a, "abcd", {&file});
    signal.emit(type);
    run(context);
    BOOST_TEST(done.error == asio::error::operation_aborted);
    BOOST_TEST(done.bytes == 0u);
    BOOST_TEST(read_message(s.b, asio::buffer(bytes), ancillary) == 4u);
    BOOST_TEST(contents(ancillary) == "1");
  }
}

// A total signal that comes after readiness, of a read that has begun, must not
// end it at the next wait.
BOOST_AUTO_TEST_CASE(a_total_signal_is_forgotten_when_a_part_has_been_read)
{
  streams s(context);
  char bytes[6];
  incoming_ancillary<1> ancillary;
  completion done;
  asio::cancellation_signal signal;
  async_read_message(s.b, asio::buffer(bytes), ancillary,
      asio::bind_cancellation_slot(signal.slot(), done.handler()));
  send_part(s.a, "ab", {&file});
  context.restart();
  context.poll();
  send_part(s.a, "cd");
  signal.emit(types::total);
  context.restart();
  context.poll();
  BOOST_TEST(!done.is_called);
  send_part(s.a, "ef");
  run(context);
  BOOST_TEST(!done.error);
  BOOST_TEST(done.bytes == 6u);
}

// A sequence of one buffer that calls a function when it is looked at, which is
// directly before a system call.
struct watched_buffers
{
  using value_type = asio::mutable_buffer;
  using const_iterator = const asio::mutable_buffer*;

  const_iterator begin() const
  {
    if (*looked_at)
      (*looked_at)();
    return &buffer;
  }

  const_iterator end() const
  {
    return &buffer + 1;
  }

  asio::mutable_buffer buffer;
  const std::function<void()>* looked_at;
};

// A total signal may come at the moment when the first byte is read. The bytes
// are there then, so the operation goes on.
BOOST_AUTO_TEST_CASE(a_total_signal_at_the_first_byte_has_no_effect)
{
  for (const types type : {types::total, types::partial})
  {
    streams s(context);
    char bytes[4];
    incoming_ancillary<1> ancillary;
    completion done;
    asio::cancellation_signal signal;
    std::function<void()> looked_at;
    async_read_message(s.b, watched_buffers{asio::buffer(bytes), &looked_at},
        ancillary,
        asio::bind_cancellation_slot(signal.slot(), done.handler()));
    context.restart();
    context.poll();
    send_part(s.a, "ab", {&file});
    looked_at = [&] { signal.emit(type); };
    context.restart();
    context.poll();
    looked_at = nullptr;
    BOOST_TEST(done.is_called == (type == types::partial));
    send_part(s.a, "cd");
    run(context);
    BOOST_TEST(done.bytes == (type == types::partial ? 2u : 4u));
    BOOST_TEST(contents(ancillary) == "1");
  }
}

#endif // defined(BOOST_SEQPACKET_HAS_CANCELLATION)

// A socket that is closed while its read waits: nothing that had arrived is
// lost.
BOOST_AUTO_TEST_CASE(closing_keeps_what_arrived)
{
  streams s(context);
  char bytes[4];
  incoming_ancillary<1> ancillary;
  completion done;
  async_read_message(s.b, asio::buffer(bytes), ancillary, done.handler());
  send_part(s.a, "ab", {&file});
  context.poll();
  BOOST_TEST(!done.is_called);
  s.b.close();
  run(context);
  BOOST_TEST(done.error == asio::error::operation_aborted);
  BOOST_TEST(done.bytes == 2u);
  BOOST_TEST(contents(ancillary) == "1");
}

// A handler that is destroyed with its context leaves what had arrived in the
// object, which closes it.
BOOST_AUTO_TEST_CASE(destroyed_with_the_context)
{
  incoming_ancillary<1> ancillary;
  char bytes[4];
  {
    asio::io_context other;
    streams s(other);
    async_read_message(s.b, asio::buffer(bytes), ancillary,
        [](error_code, std::size_t) { BOOST_ERROR("called"); });
    send_part(s.a, "ab", {&file});
    other.poll();
  }
  BOOST_TEST(contents(ancillary) == "1");
}

// A peer that never stops sending does not keep other handlers waiting.
BOOST_AUTO_TEST_CASE(other_handlers_have_their_turn)
{
  streams s(context);
  std::string received(100, '\0');
  // A part for each system call: bytes with descriptors are not joined.
  for (int i = 0; i < 100; ++i)
    send_part(s.a, "x", {&file});
  incoming_ancillary<100> ancillary;
  completion done;
  async_read_message(s.b, asio::buffer(received), ancillary, done.handler());
  std::size_t turns = 0;
  bool goes_on = true;
  struct turn
  {
    asio::io_context& context;
    std::size_t& turns;
    bool& goes_on;
    completion& done;

    void operator()() const
    {
      ++turns;
      goes_on = !done.is_called;
      if (goes_on)
        asio::post(context, *this);
    }
  };
  asio::post(context, turn{context, turns, goes_on, done});
  run_until(context, [&] { return done.is_called && !goes_on; });
  BOOST_TEST(!done.error);
  BOOST_TEST(done.bytes == 100u);
  BOOST_TEST(turns > 100 / 16);
}

// A message of exactly so many parts that others would have their turn is done
// with the last one. The peer sends nothing more.
BOOST_AUTO_TEST_CASE(the_last_part_completes_the_transfer)
{
  for (const std::size_t parts : {15u, 16u, 17u, 32u, 48u})
  {
    streams s(context);
    for (std::size_t i = 0; i < parts; ++i)
      send_part(s.a, "x", {&file});
    std::string received(parts, '\0');
    incoming_ancillary<48> ancillary;
    completion read;
    async_read_message(
        s.b, asio::buffer(received), ancillary, read.handler());
    run(context);
    BOOST_TEST(!read.error);
    BOOST_TEST(read.bytes == parts);
    BOOST_TEST(ancillary.descriptors().size() == parts);

    // 64 buffers go with one system call.
    const std::vector<asio::const_buffer> buffers(64 * parts, text("y"));
    completion write;
    async_write_message(s.b, buffers, no_ancillary, write.handler());
    run(context);
    BOOST_TEST(!write.error);
    BOOST_TEST(write.bytes == 64 * parts);
  }
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace
} // namespace test
} // namespace boost_seqpacket
