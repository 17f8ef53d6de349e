// Copyright (c) 2026 The boost_seqpacket authors
//
// Distributed under the Boost Software License, Version 1.0.
// (See accompanying file LICENSE_1_0.txt or copy at
// https://www.boost.org/LICENSE_1_0.txt)

// Starts a program that inherits one end of a pair of sockets, and nothing else
// of this one. The program is this one again, with an argument.

#include <boost_seqpacket.hpp>

#include <boost/asio/io_context.hpp>

#include <array>
#include <cstdio>
#include <spawn.h>
#include <string>
#include <string_view>
#include <sys/wait.h>
#include <system_error>
#include <utility>

namespace asio = boost::asio;
using boost::system::error_code;
using boost_seqpacket::seq_packet_protocol;

extern char** environ;

//[started_program_start
// Starts a program that has the socket as number 3.
pid_t start(const char* program, const char* argument,
    seq_packet_protocol::socket theirs)
{
  // All sockets of this process are close-on-exec. The copy that is made in the
  // new process is not. That flag is never cleared here, because another thread
  // may start a program at the same moment.
  posix_spawn_file_actions_t actions;
  ::posix_spawn_file_actions_init(&actions);
  ::posix_spawn_file_actions_adddup2(&actions, theirs.native_handle(), 3);
  std::string name(program), role(argument);
  char* arguments[] = {name.data(), role.data(), nullptr};
  pid_t process = -1;
  const int error = ::posix_spawn(
      &process, program, &actions, nullptr, arguments, environ);
  ::posix_spawn_file_actions_destroy(&actions);
  if (error != 0)
    throw std::system_error(error, std::system_category(), program);
  // The copy of this process is closed here. If it stayed open, the other end
  // would not receive the end of file when the program ends.
  theirs.close();
  return process;
}
//]

//[started_program_child
// The program that was started: answers one packet.
int child(asio::io_context& context)
{
  // An error if number 3 is no such socket. It is close-on-exec again.
  auto socket = boost_seqpacket::adopt<seq_packet_protocol::socket>(
      context, boost_seqpacket::unique_descriptor(3));
  std::array<char, 64> data;
  const std::size_t size =
    boost_seqpacket::receive_message(socket, asio::buffer(data));
  std::string answer(data.data(), size);
  answer += ", and thanks";
  boost_seqpacket::send_message(socket, asio::buffer(answer));
  return 0;
}
//]

int main(int argc, char** argv)
{
  asio::io_context context;
  if (argc == 2 && std::string_view(argv[1]) == "child")
    return child(context);

  seq_packet_protocol::socket ours(context), theirs(context);
  boost_seqpacket::connect_pair(ours, theirs);
  const pid_t process =
    start("/proc/self/exe", "child", std::move(theirs));

  boost_seqpacket::send_message(ours, asio::buffer("hello", 5));
  std::array<char, 64> data;
  const std::size_t size =
    boost_seqpacket::receive_message(ours, asio::buffer(data));
  std::printf("the program says \"%.*s\"\n",
      static_cast<int>(size), data.data());

  // Its end closes with the program.
  error_code ec;
  boost_seqpacket::receive_message(ours, asio::buffer(data), ec);
  int status = 1;
  ::waitpid(process, &status, 0);
  return ec == asio::error::eof && status == 0 ? 0 : 1;
}
