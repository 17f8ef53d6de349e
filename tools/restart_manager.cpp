// Copyright (c) 2026 The boost_seqpacket authors
//
// Distributed under the Boost Software License, Version 1.0.
// (See accompanying file LICENSE_1_0.txt or copy at
// https://www.boost.org/LICENSE_1_0.txt)

// A service manager for restarting_server: stops it by SIGTERM at each line of the
// standard input and starts it again, so many times, with what it has stored.
//
// usage: restart_manager DIRECTORY SERVER TIMES

#include <boost_seqpacket.hpp>

#include <boost/asio/io_context.hpp>
#include <boost/asio/local/datagram_protocol.hpp>

#include <algorithm>
#include <chrono>
#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <fcntl.h>
#include <stdexcept>
#include <string>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>
#include <utility>
#include <vector>

namespace asio = boost::asio;
namespace sp = boost_seqpacket;
using datagram_socket = asio::local::datagram_protocol::socket;
using stored = std::vector<std::pair<std::string, sp::unique_descriptor>>;

// The value of a variable of a report.
std::string value(const std::string& report, const std::string& name)
{
  const std::size_t begin = ("\n" + report).find("\n" + name + "=");
  if (begin == std::string::npos)
    return std::string();
  const std::size_t first = begin + name.size() + 1;
  return report.substr(first, report.find('\n', first) - first);
}

// Whether the manager has the file already, by any name: then it keeps no other.
bool has(const stored& store, const sp::unique_descriptor& file)
{
  struct ::stat wanted = {};
  ::fstat(file.native_handle(), &wanted);
  return std::any_of(store.begin(), store.end(), [&](const auto& one)
      {
        struct ::stat status = {};
        return ::fstat(one.second.native_handle(), &status) == 0
          && status.st_dev == wanted.st_dev && status.st_ino == wanted.st_ino;
      });
}

// Obeys reports until one has the text. The end of a barrier is that its
// descriptor is closed here.
void obey_until(
    datagram_socket& socket, stored& store, const std::string& text)
{
  sp::native_socket limited(socket);
  limited.expires_after(std::chrono::seconds(10));
  for (std::string report; report.find(text) == std::string::npos;)
  {
    sp::incoming_ancillary<4> ancillary;
    report.resize(4096);
    report.resize(
        sp::receive_message(limited, asio::buffer(report), ancillary));
    const std::string name = value(report, "FDNAME");
    if (value(report, "FDSTOREREMOVE") == "1")
      store.erase(std::remove_if(store.begin(), store.end(),
            [&](const auto& one) { return one.first == name; }), store.end());
    if (value(report, "FDSTORE") == "1")
      for (sp::unique_descriptor& file : ancillary.descriptors())
        if (!has(store, file))
          store.emplace_back(name, std::move(file));
  }
}

// Each process is started by the same command, as a service is.
::pid_t start(char* argv[], const std::string& notify, const stored& store)
{
  const ::pid_t process = ::fork();
  if (process != 0)
    return process;
  std::string names;
  std::vector<int> copies;
  for (const auto& one : store)
  {
    names += (names.empty() ? "" : ":") + one.first;
    copies.push_back(::fcntl(one.second.native_handle(), F_DUPFD_CLOEXEC, 1000));
  }
  for (std::size_t i = 0; i < copies.size(); ++i)
    ::dup2(copies[i], 3 + static_cast<int>(i));
  ::setenv("NOTIFY_SOCKET", notify.c_str(), 1);
  if (!store.empty())
  {
    ::setenv("LISTEN_PID", std::to_string(::getpid()).c_str(), 1);
    ::setenv("LISTEN_FDS", std::to_string(store.size()).c_str(), 1);
    ::setenv("LISTEN_FDNAMES", names.c_str(), 1);
  }
  ::execl(argv[2], argv[2], argv[1], nullptr);
  ::_exit(127);
}

int main(int argc, char* argv[])
{
  if (argc != 4)
    return 2;
  asio::io_context context;
  datagram_socket socket(context);
  sp::open(socket);
  const std::string notify = argv[1] + std::string("/notify");
  socket.bind(notify);
  stored store;
  const int times = std::atoi(argv[3]);
  for (int generation = 1;; ++generation)
  {
    const ::pid_t process = start(argv, notify, store);
    obey_until(socket, store, "READY=1");
    std::printf("generation %d is ready\n", generation);
    std::fflush(stdout);
    std::getchar();
    ::kill(process, SIGTERM);
    int status = 1;
    obey_until(socket, store, "BARRIER=1");
    if (::waitpid(process, &status, 0) != process || status != 0)
      return 1;
    std::printf("generation %d has stored %zu descriptors\n", generation,
        store.size());
    std::fflush(stdout);
    if (generation > times)
      return 0;
  }
}
