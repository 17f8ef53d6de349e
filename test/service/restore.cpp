// Copyright (c) 2026 The boost_seqpacket authors
//
// Distributed under the Boost Software License, Version 1.0.
// (See accompanying file LICENSE_1_0.txt or copy at
// https://www.boost.org/LICENSE_1_0.txt)

// What a process finds that a service manager has started again.

#include "manager.hpp"

#include <sys/socket.h>

using namespace boost_seqpacket;
using namespace boost_seqpacket::test;

namespace {

// The names of what was found, in order.
std::string description(const restored_services& found)
{
  std::vector<std::string> words;
  for (const handed_listener& one : found.listeners)
    words.push_back("listener " + one.name);
  for (const handed_session& one : found.sessions)
    words.push_back("session " + one.name + "=" + one.state);
  for (const activated_descriptor& one : found.others)
    words.push_back("other " + one.name);
  std::sort(words.begin(), words.end());
  std::string result;
  for (const std::string& word : words)
    result += word + ", ";
  return result;
}

// A file that can be sealed, and is not.
unique_descriptor make_open_file(std::string_view content)
{
  unique_descriptor file(
      ::memfd_create("test", MFD_CLOEXEC | MFD_ALLOW_SEALING));
  BOOST_REQUIRE(::write(file.native_handle(), content.data(), content.size())
      == static_cast<::ssize_t>(content.size()));
  return file;
}

std::vector<activated_descriptor> list_of(
    const std::vector<stored_file>& store)
{
  std::vector<activated_descriptor> result;
  for (const stored_file& one : store)
    result.push_back({one.file.duplicate(), one.name});
  return result;
}

} // namespace

BOOST_FIXTURE_TEST_SUITE(service_restore, no_leaks)

// A process stores its listener and its session and ends. The next one serves the
// same client, with the state of the session, and new clients.
BOOST_AUTO_TEST_CASE(the_next_process_goes_on)
{
  asio::io_context context;
  fake_manager manager(context);
  acceptor listener(context);
  boost_seqpacket::open(listener);
  listener.bind(endpoint());
  listener.listen();
  const endpoint name = boost_seqpacket::local_endpoint(listener);
  connected sockets(context);
  BOOST_TEST(child_process([&]
      {
        error_code ec;
        store_descriptors("web", {listener.native_handle()}, ec);
        return !ec && store_session("7", sockets.a.native_handle(),
            text("5"), ec) ? 0 : 1;
      }).wait() == 0);
  manager.obey();
  sockets.a.close();
  listener.close();

  packet_socket late(context);
  boost_seqpacket::connect(late, name);
  BOOST_TEST(manager.start([&]
      {
        asio::io_context own;
        restored_services found = restore_services(activated_descriptors());
        if (description(found) != "listener web, session 7=5, ")
          return 1;
        auto next = adopt<acceptor>(
            own, std::move(found.listeners[0].descriptor));
        send_message(*std::make_unique<packet_socket>(
              boost_seqpacket::accept(next)), text("welcome"));
        auto session = adopt<packet_socket>(
            own, std::move(found.sessions[0].descriptor));
        send_message(session, text(found.sessions[0].state + "+1"));
        return 0;
      }) == 0);
  char bytes[16];
  BOOST_TEST(receive_message(sockets.b, asio::buffer(bytes)) == 3u);
  BOOST_TEST(std::string(bytes, 3) == "5+1");
  BOOST_TEST(receive_message(late, asio::buffer(bytes)) == 7u);
}

// What is no whole session is given back as it is.
BOOST_AUTO_TEST_CASE(halves_of_sessions_are_others)
{
  asio::io_context context;
  fake_manager manager(context);
  connected sockets(context);
  connected more(context);
  const int a = sockets.a.native_handle();
  store_session("gone", more.a.native_handle(), text("state"));
  store_descriptors("alone", a);
  store_session("twice", a, text("1"));
  store_session("twice", a, text("2"));
  manager.obey(); // its queue is short
  store_descriptors("loose", a);
  store_descriptors("loose.state", make_open_file("not sealed"));
  store_descriptors("text.state", make_file("not to be sealed"));
  store_descriptors("text", a);
  store_descriptors(".state", a);
  manager.obey();
  more.b.close();
  manager.names(); // forgets what has hung up
  error_code ec = asio::error::fault;
  const restored_services found =
    restore_services(list_of(manager.store), ec);
  BOOST_TEST(!ec);
  BOOST_TEST(description(found) == "other .state, other alone, "
      "other gone.state, other loose, other loose.state, other text, "
      "other text.state, other twice, other twice, other twice.state, "
      "other twice.state, ");
}

// A file that is larger than a state may be is not read.
BOOST_AUTO_TEST_CASE(a_large_state_is_not_read)
{
  asio::io_context context;
  connected sockets(context);
  unique_descriptor file = make_open_file(std::string(65537, 'x'));
  BOOST_REQUIRE(::fcntl(file.native_handle(), F_ADD_SEALS,
        F_SEAL_SHRINK | F_SEAL_GROW | F_SEAL_WRITE) == 0);
  std::vector<activated_descriptor> list;
  list.push_back({std::move(file), "x.state"});
  list.push_back(
      {unique_descriptor(::dup(sockets.a.native_handle())), "x"});
  BOOST_TEST(description(restore_services(std::move(list)))
      == "other x, other x.state, ");
}

// Many sessions and listeners of all families find their places.
BOOST_AUTO_TEST_CASE(many_are_sorted)
{
  asio::io_context context;
  fake_manager manager(context);
  connected sockets(context);
  constexpr int count = 100;
  for (int i = 0; i < count; ++i)
  {
    store_session(std::to_string(i), sockets.a.native_handle(),
        text("state of " + std::to_string(i)));
    manager.obey();
  }
  const unique_descriptor web(::socket(AF_INET, SOCK_STREAM, 0));
  BOOST_REQUIRE(::listen(web.native_handle(), 1) == 0);
  store_descriptors("web", web);
  manager.obey();
  const restored_services found = restore_services(list_of(manager.store));
  BOOST_TEST(found.listeners.size() == 1u);
  BOOST_TEST(found.others.empty());
  BOOST_REQUIRE(found.sessions.size() == std::size_t(count));
  for (const handed_session& one : found.sessions)
    BOOST_TEST(one.state == "state of " + one.name);
}

// What is stored by the names of a session, and is none, costs no other session.
BOOST_AUTO_TEST_CASE(odd_descriptors_cost_nothing_else)
{
  asio::io_context context;
  fake_manager manager(context);
  acceptor listener(context);
  boost_seqpacket::open(listener);
  listener.bind(endpoint());
  listener.listen();
  connected sockets(context);
  const int a = sockets.a.native_handle();
  BOOST_TEST(store_session("good", a, text("1")));
  BOOST_TEST(store_session("web", a, text("2")));
  store_descriptors("web", {listener.native_handle()});
  manager.obey(); // its queue is short
  BOOST_TEST(store_session("odd", a, text("3")));
  store_descriptors("odd.state", make_open_file("not sealed"));
  manager.obey();
  // A state that only writes are allowed to, and a file that nothing is.
  const std::string name = "/proc/self/fd/"
    + std::to_string(manager.store[0].file.native_handle());
  store_descriptors("written", a);
  store_descriptors("written.state",
      unique_descriptor(::open(name.c_str(), O_WRONLY | O_CLOEXEC)));
  store_descriptors("path.state",
      unique_descriptor(::open("/", O_PATH | O_CLOEXEC)));
  manager.obey();
  store_session("file", a, text("4"));
  manager.obey();
  BOOST_REQUIRE(manager.store.back().name == "file");
  manager.store.back().file = make_open_file("no socket");
  error_code ec = asio::error::fault;
  const restored_services found =
    restore_services(list_of(manager.store), ec);
  BOOST_TEST(!ec);
  BOOST_TEST(description(found) == "listener web, other file, "
      "other file.state, other odd, other odd.state, other odd.state, "
      "other path.state, other web, other web.state, other written, "
      "other written.state, session good=1, ");
}

// A descriptor that cannot be asked is an error, and all are given back.
BOOST_AUTO_TEST_CASE(an_error_gives_all_back)
{
  std::vector<activated_descriptor> list;
  list.push_back({make_file("x"), "x"});
  list.push_back({unique_descriptor(), "closed"});
  error_code ec;
  const restored_services found = restore_services(std::move(list), ec);
  BOOST_TEST(ec == asio::error::bad_descriptor);
  BOOST_TEST(description(found) == "other closed, other x, ");
  BOOST_CHECK_THROW(restore_services({[]
        {
          std::vector<activated_descriptor> bad;
          bad.push_back({unique_descriptor(), "closed"});
          return bad;
        }()}), boost::system::system_error);
}

BOOST_AUTO_TEST_SUITE_END()
