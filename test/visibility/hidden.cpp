// Copyright (c) 2026 The boost_seqpacket authors
//
// Distributed under the Boost Software License, Version 1.0.
// (See accompanying file LICENSE_1_0.txt or copy at
// https://www.boost.org/LICENSE_1_0.txt)

// The library in a program, in two shared libraries with hidden symbols and in
// a module that is loaded at run time. Each has a copy of what the headers
// define, and the dynamic linker merges some of it. They work on the same
// sockets all the same.

#include "part.hpp"
#include "test.hpp"

#include <dlfcn.h>
#include <functional>

using namespace boost_seqpacket;
using namespace boost_seqpacket::test;

extern "C" const part* first_part();

#if defined(MODULE)

extern "C" const part* second_part();

namespace {

// The one that is loaded by name.
const part& loaded_part()
{
  static void* const module = ::dlopen(MODULE, RTLD_NOW | RTLD_LOCAL);
  if (!module)
    throw std::runtime_error(::dlerror());
  const auto get = reinterpret_cast<const part* (*)()>(
      ::dlsym(module, "module_part"));
  if (!get)
    throw std::runtime_error("there is no module_part");
  return *get();
}

std::vector<const part*> all_parts()
{
  return {first_part(), second_part(), &loaded_part()};
}

} // namespace

#else // defined(MODULE)

namespace {

// A build that cannot name the module has one part.
std::vector<const part*> all_parts()
{
  return {first_part()};
}

} // namespace

#endif // defined(MODULE)

namespace {

template <typename Function>
void for_each_part(Function function)
{
  const std::vector<const part*> parts = all_parts();
  for (std::size_t i = 0; i < parts.size(); ++i)
  {
    BOOST_TEST_CONTEXT("part " << i)
    {
      function(*parts[i]);
    }
  }
}

struct loaded
{
  loaded()
  {
    all_parts();
  }
};

// The module is loaded before descriptors are counted.
struct no_leaks_with_module
  : loaded,
    no_leaks
{
};

} // namespace

BOOST_FIXTURE_TEST_SUITE(visibility_hidden, no_leaks_with_module)

// A part waits for a packet on a socket that the program has opened.
BOOST_AUTO_TEST_CASE(a_part_waits_on_a_socket_of_the_program)
{
  for_each_part([](const part& p)
      {
        asio::io_context context;
        connected sockets(context);
        const unique_descriptor file = make_file("content");
        int calls = 0;
        p.echo(sockets.b, [&](const error_code& ec, std::string bytes)
            {
              BOOST_TEST(!ec);
              BOOST_TEST(bytes == "hello");
              ++calls;
            });
        context.poll();
        BOOST_TEST(calls == 0);
        send_descriptors(sockets.a, text("hello"), {file.native_handle()});
        run(context);
        BOOST_TEST(calls == 1);

        char bytes[8];
        auto [size, files] = receive_descriptors<1>(
            sockets.a, asio::buffer(bytes));
        BOOST_TEST(size == 5u);
        BOOST_TEST(content_of(files[0]) == "content");
      });
}

// The same on a stream, with a message in two parts, and one that the end cuts.
BOOST_AUTO_TEST_CASE(a_part_waits_for_the_rest_of_a_message)
{
  using stream_socket = asio::local::stream_protocol::socket;
  for_each_part([](const part& p)
      {
        for (const bool ends : {false, true})
        {
          asio::io_context context;
          basic_connected<stream_socket> sockets(context);
          const unique_descriptor file = make_file("content");
          int calls = 0;
          p.echo_stream(sockets.b, [&](const error_code& ec, std::string bytes)
              {
                BOOST_TEST(ec == (ends ? error_code(asio::error::eof)
                      : error_code()));
                BOOST_TEST(bytes == (ends ? "he" : "hello"));
                ++calls;
              });
          send_descriptors(sockets.a, text("he"), file);
          context.poll();
          BOOST_TEST(calls == 0);
          if (ends)
            sockets.a.close();
          else
            send_message(sockets.a, text("llo"));
          run(context);
          BOOST_TEST(calls == 1);
          if (ends)
            continue;
          char bytes[5];
          incoming_ancillary<1> incoming;
          read_message(sockets.a, asio::buffer(bytes), incoming);
          BOOST_TEST(std::string_view(bytes, 5) == "hello");
          BOOST_TEST(content_of(incoming.descriptors()[0]) == "content");
        }
      });
}

// The program waits on a socket that a part has accepted.
BOOST_AUTO_TEST_CASE(the_program_waits_on_a_socket_of_a_part)
{
  for_each_part([](const part& p)
      {
        asio::io_context context;
        acceptor listener(context);
        boost_seqpacket::open(listener);
        listener.bind(endpoint());
        listener.listen(1);
        packet_socket client(context);
        packet_socket accepted(context);
        p.accept(listener, [&](const error_code& ec, packet_socket peer)
            {
              BOOST_TEST(!ec);
              accepted = std::move(peer);
            });
        context.poll();
        boost_seqpacket::connect(client, listener.local_endpoint());
        run(context);

        char bytes[8];
        incoming_ancillary<1> incoming;
        std::size_t received = 0;
        async_receive_message(accepted, asio::buffer(bytes), incoming,
            [&](const error_code& ec, std::size_t n)
            {
              BOOST_TEST(!ec);
              received = n;
            });
        context.restart();
        context.poll();
        send_message(client, text("abc"));
        run(context);
        BOOST_TEST(received == 3u);
      });
}

// What one part has opened and closed is no matter to another one: each waits
// for the kernel's socket.
BOOST_AUTO_TEST_CASE(parts_wait_on_one_socket)
{
  asio::io_context context;
  connected sockets(context);
  int calls = 0;
  for_each_part([&](const part& p)
      {
        p.receive_bytes(sockets.b, [&](const error_code& ec, std::string bytes)
            {
              BOOST_TEST(!ec);
              BOOST_TEST(bytes == "x");
              ++calls;
            });
      });
  context.poll();
  const int parts = static_cast<int>(all_parts().size());
  for (int i = 0; i < parts; ++i)
    send_message(sockets.a, text("x"));
  run(context);
  BOOST_TEST(calls == parts);
}

// The program closes the socket that a part waits for.
BOOST_AUTO_TEST_CASE(the_program_ends_an_operation_of_a_part)
{
  for_each_part([](const part& p)
      {
        asio::io_context context;
        connected sockets(context);
        error_code error;
        p.echo(sockets.b, [&](const error_code& ec, std::string)
            {
              error = ec;
            });
        context.poll();
        sockets.b.close();
        run(context);
        BOOST_TEST(error == asio::error::operation_aborted);
      });
}

// An error of a part is the error that the program compares it with.
BOOST_AUTO_TEST_CASE(errors_of_a_part_are_those_of_the_program)
{
  for_each_part([](const part& p)
      {
        const error_code made =
          p.make_error(seqpacket_errc::ancillary_truncated);
        BOOST_TEST(made == seqpacket_errc::ancillary_truncated);
        BOOST_TEST(made != seqpacket_errc::message_truncated);
        BOOST_TEST((made == boost::system::errc::no_buffer_space));

        asio::io_context context;
        connected sockets(context);
        send_descriptors(
            sockets.a, text("x"), {sockets.a.native_handle()});
        error_code error;
        p.receive_bytes(sockets.b, [&](const error_code& ec, std::string)
            {
              error = ec;
            });
        run(context);
        BOOST_TEST(error == seqpacket_errc::ancillary_truncated);
      });
}

// A part knows nothing of an option that the program has set, and learns it
// from the first packet, as documented.
BOOST_AUTO_TEST_CASE(a_part_learns_of_an_option_of_the_program)
{
  for_each_part([](const part& p)
      {
        asio::io_context context;
        connected sockets(context);
        sockets.b.set_option(pass_credentials(true));
        const error_code expected[] = {error_code(), error_code(),
          seqpacket_errc::ancillary_truncated};
        for (int i = 0; i < 3; ++i)
        {
          if (i == 2)
            send_descriptors(
                sockets.a, text("x"), {sockets.a.native_handle()});
          else
            send_message(sockets.a, text("x"));
          int calls = 0;
          p.receive_bytes(sockets.b,
              [&](const error_code& ec, std::string bytes)
              {
                BOOST_TEST(ec == expected[i]);
                BOOST_TEST(bytes == "x");
                ++calls;
              });
          run(context);
          BOOST_TEST(calls == 1);
        }
      });
}

// Batches of each part in one thread.
BOOST_AUTO_TEST_CASE(parts_send_batches)
{
  for_each_part([](const part& p)
      {
        asio::io_context context;
        connected sockets(context);
        BOOST_TEST(p.send_batch(sockets.a, 3) == 3u);
        std::vector<incoming_message<1>> messages(4);
        char bytes[4][8];
        for (std::size_t i = 0; i < 4; ++i)
          messages[i].buffers = asio::buffer(bytes[i]);
        BOOST_TEST(receive_messages(sockets.b, messages) == 3u);
        for (std::size_t i = 0; i < 3; ++i)
          BOOST_TEST(std::string_view(
                bytes[i], messages[i].bytes_transferred) == "part");
      });
}

BOOST_AUTO_TEST_SUITE_END()
