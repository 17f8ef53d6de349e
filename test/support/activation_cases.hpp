// Copyright (c) 2026 The boost_seqpacket authors
//
// Distributed under the Boost Software License, Version 1.0.
// (See accompanying file LICENSE_1_0.txt or copy at
// https://www.boost.org/LICENSE_1_0.txt)

#ifndef BOOST_SEQPACKET_TEST_SUPPORT_ACTIVATION_CASES_HPP
#define BOOST_SEQPACKET_TEST_SUPPORT_ACTIVATION_CASES_HPP

// The cases of socket activation, which hold with libsystemd and without. Include
// it in the one source of the program.

#include "process.hpp"

#include <cstdlib>
#include <sstream>
#include <sys/socket.h>

using namespace boost_seqpacket;
using namespace boost_seqpacket::test;

namespace {

constexpr const char* unset = nullptr;
constexpr const char* const self = "self";

struct environment
{
  const char* process; // `self`: the process itself
  const char* count;
  const char* names;
};

inline std::ostream& operator<<(std::ostream& out, const environment& e)
{
  const auto show = [](const char* text) { return text ? text : "unset"; };
  return out << "LISTEN_PID=" << show(e.process) << " LISTEN_FDS="
             << show(e.count) << " LISTEN_FDNAMES=" << show(e.names);
}

void set(const char* name, const char* value)
{
  if (value)
    ::setenv(name, value, 1);
  else
    ::unsetenv(name);
}

// In a child process: three descriptors from number 3 on, nothing behind them, as
// a program finds them that a service manager starts. 3 listens.
void become_activated(const environment& e)
{
  const int listener = ::socket(AF_UNIX, SOCK_SEQPACKET, 0);
  const ::sockaddr name = {AF_UNIX, {}};
  ::bind(listener, &name, sizeof(name.sa_family));
  ::listen(listener, 8);
  const int file = ::memfd_create("file", 0);
  const int copies[] = {::fcntl(listener, F_DUPFD, 100),
    ::fcntl(file, F_DUPFD, 100), ::fcntl(file, F_DUPFD, 100)};
  for (int i = 3; i < 100; ++i)
    ::close(i);
  for (int i = 0; i < 3; ++i)
  {
    ::dup2(copies[i], 3 + i);
    ::close(copies[i]);
  }
  set("LISTEN_PID", e.process == self
      ? std::to_string(::getpid()).c_str() : e.process);
  set("LISTEN_FDS", e.count);
  set("LISTEN_FDNAMES", e.names);
}

// Calls a function in such a process. Returns its words.
template <typename Function>
std::string in_activated(const environment& e, Function function)
{
  int numbers[2];
  if (::pipe2(numbers, O_CLOEXEC) != 0)
    throw std::runtime_error("cannot make a pipe");
  unique_descriptor reader(numbers[0]);
  unique_descriptor writer(numbers[1]);
  child_process child(
      [&]
      {
        // Its number must not be in the way.
        const int out = ::fcntl(writer.release(), F_DUPFD_CLOEXEC, 200);
        (void)reader.release();
        become_activated(e);
        const std::string words = function();
        return ::write(out, words.data(), words.size())
          == static_cast<::ssize_t>(words.size()) ? 0 : 1;
      });
  writer.reset();
  std::string result;
  char bytes[4096];
  for (::ssize_t size; (size = ::read(
          reader.native_handle(), bytes, sizeof(bytes))) != 0;)
  {
    if (size > 0)
      result.append(bytes, static_cast<std::size_t>(size));
    else if (errno != EINTR)
      break;
  }
  BOOST_TEST(child.wait() == 0);
  return result;
}

// The error or the descriptors with their names; which of 3 to 5 are still open
// after the result is gone; and which variables are left.
template <typename Take>
std::string outcome_of(const environment& e, Take take)
{
  return in_activated(e,
      [&take]
      {
        std::ostringstream out;
        {
          error_code ec = asio::error::fault;
          const std::vector<activated_descriptor> result = take(ec);
          if (ec)
            out << "error " << ec.value();
          for (const activated_descriptor& one : result)
          {
            const int number = one.descriptor.native_handle();
            out << number << "=" << one.name
                << (is_close_on_exec(number) ? "" : " (inherited)") << " ";
          }
        }
        out << "; open";
        for (int i = 3; i <= 5; ++i)
          if (is_open(i))
            out << " " << i;
        for (const char* name : {"LISTEN_PID", "LISTEN_FDS", "LISTEN_FDNAMES"})
          if (std::getenv(name))
            out << " " << name;
        return out.str();
      });
}

std::string outcome_of(const environment& e)
{
  return outcome_of(e,
      [](error_code& ec) { return activated_descriptors(ec); });
}

std::string failure_of(int number)
{
  return "error " + std::to_string(number) + "; open 3 4 5";
}

const std::string nothing = "; open 3 4 5";

} // namespace

BOOST_FIXTURE_TEST_SUITE(connection_activation, no_leaks)

// As many as the environment says, with their names, close-on-exec; those behind
// are not touched.
BOOST_AUTO_TEST_CASE(takes_what_is_there)
{
  BOOST_TEST(outcome_of({self, "1", "web"}) == "3=web ; open 4 5");
  BOOST_TEST(outcome_of({self, "3", "a:b c:"}) == "3=a 4=b c 5= ; open");
  BOOST_TEST(outcome_of({self, "2", unset}) == "3=unknown 4=unknown ; open 5");
}

// Not started by a service manager, or by one that meant another process.
BOOST_AUTO_TEST_CASE(environment_of_another_process_is_ignored)
{
  BOOST_TEST(outcome_of({unset, unset, unset}) == nothing);
  BOOST_TEST(outcome_of({unset, "2", "a:b"}) == nothing);
  BOOST_TEST(outcome_of({self, unset, unset}) == nothing);
  BOOST_TEST(outcome_of({"1", "2", "a:b"}) == nothing);
}

// Values that no service manager gives: nothing is owned, nothing is closed.
BOOST_AUTO_TEST_CASE(wrong_values_own_and_close_nothing)
{
  for (const char* id : {"", "x", "0", "-1", "99999999999"})
    BOOST_TEST(outcome_of({id, "2", unset}) == failure_of(EINVAL));
  for (const char* count :
      {"", "x", "0", "-1", "2x", "99999999999", "2147483647"})
    BOOST_TEST(outcome_of({self, count, unset}) == failure_of(EINVAL));
  for (const char* names : {"", "a", "a:b:c", "a:b\\"})
    BOOST_TEST(outcome_of({self, "2", names}) == failure_of(EINVAL));
}

// More are announced than are there.
BOOST_AUTO_TEST_CASE(a_descriptor_that_is_not_open_is_an_error)
{
  BOOST_TEST(outcome_of({self, "4", unset}) == failure_of(EBADF));
  BOOST_TEST(in_activated({self, "4", unset},
        []() -> std::string
        {
          try
          {
            activated_descriptors();
            return "no exception";
          }
          catch (const boost::system::system_error& e)
          {
            return e.code() == asio::error::bad_descriptor ? "bad" : "other";
          }
        }) == "bad");
}

// Nobody owns the same descriptors twice, not even after an error.
BOOST_AUTO_TEST_CASE(a_second_call_finds_none)
{
  for (const char* count : {"2", "4"})
    BOOST_TEST(in_activated({self, count, unset},
          []
          {
            error_code ec;
            const auto first = activated_descriptors(ec);
            const auto second = activated_descriptors();
            return std::to_string(second.size());
          }) == "0");
}

// The pair that a server needs: its listening socket is what it says, and accepts
// a client. The other descriptor is a file, and stays one.
BOOST_AUTO_TEST_CASE(an_activated_acceptor_accepts)
{
  BOOST_TEST(in_activated({self, "2", "socket:file"},
        []() -> std::string
        {
          asio::io_context context;
          auto descriptors = activated_descriptors();
          error_code ec;
          adopt<protocol::acceptor>(
              context, std::move(descriptors[1].descriptor), ec);
          if (ec != seqpacket_errc::wrong_descriptor_type
              || !descriptors[1].descriptor.is_open())
            return "took a file for an acceptor";

          auto listener = adopt<protocol::acceptor>(
              context, std::move(descriptors[0].descriptor));
          packet_socket client(context);
          boost_seqpacket::connect(client, listener.local_endpoint());
          packet_socket peer = boost_seqpacket::accept(listener);
          send_message(client, text("hello"), no_ancillary);
          char bytes[16];
          incoming_ancillary<0> ancillary;
          const std::size_t size =
            receive_message(peer, asio::buffer(bytes), ancillary);
          return std::string(bytes, size);
        }) == "hello");
}

BOOST_AUTO_TEST_SUITE_END()

#endif // BOOST_SEQPACKET_TEST_SUPPORT_ACTIVATION_CASES_HPP
