// Copyright (c) 2026 The boost_seqpacket authors
//
// Distributed under the Boost Software License, Version 1.0.
// (See accompanying file LICENSE_1_0.txt or copy at
// https://www.boost.org/LICENSE_1_0.txt)

#ifndef BOOST_SEQPACKET_TEST_SERVICE_MANAGER_HPP
#define BOOST_SEQPACKET_TEST_SERVICE_MANAGER_HPP

// A service manager: it receives reports, keeps descriptors as systemd does, and
// starts the next process of the service.

#include "directory.hpp"
#include "process.hpp"

#include <boost_seqpacket/restore_services.hpp>
#include <boost_seqpacket/service_store.hpp>

#include <cstdlib>
#include <iterator>
#include <map>
#include <poll.h>
#include <sstream>
#include <utility>

namespace boost_seqpacket {
namespace test {

using manager_socket = asio::local::datagram_protocol::socket;

// One report.
struct report
{
  std::string text;
  std::vector<unique_descriptor> files;
  std::optional<credentials> sender;

  // The value of a variable, or nothing.
  std::string operator[](std::string_view name) const
  {
    std::istringstream lines(text);
    for (std::string line; std::getline(lines, line);)
    {
      if (line.compare(0, name.size(), name) == 0 && line[name.size()] == '=')
        return line.substr(name.size() + 1);
    }
    return std::string();
  }
};

// A descriptor in the store.
struct stored_file
{
  std::string name;
  unique_descriptor file;
  bool is_watched = true;
};

class fake_manager
{
public:
  explicit fake_manager(asio::io_context& context, bool is_abstract = false)
    : socket_(context)
  {
    boost_seqpacket::open(socket_);
    socket_.set_option(pass_credentials(true));
    const std::string name = is_abstract
      ? "boost_seqpacket_" + std::to_string(::getpid()) : directory_ / "notify";
    socket_.bind(is_abstract
        ? abstract_endpoint<asio::local::datagram_protocol>(name)
        : manager_socket::endpoint_type(name));
    ::setenv("NOTIFY_SOCKET", ((is_abstract ? "@" : "") + name).c_str(), 1);
  }

  fake_manager(const fake_manager&) = delete;
  fake_manager& operator=(const fake_manager&) = delete;

  ~fake_manager()
  {
    ::unsetenv("NOTIFY_SOCKET");
  }

  manager_socket& socket()
  {
    return socket_;
  }

  // The next report, which has been sent.
  report receive()
  {
    native_socket limited(socket_);
    limited.expires_after(deadline);
    report result;
    result.text.resize(4096);
    incoming_ancillary<16> ancillary;
    result.text.resize(receive_message(
          limited, asio::buffer(result.text), ancillary));
    for (unique_descriptor& file : ancillary.descriptors())
      result.files.push_back(std::move(file));
    result.sender = ancillary.credentials();
    return result;
  }

  // Obeys the reports in the queue. Returns their texts, one a line.
  std::string obey()
  {
    std::string result;
    while (socket_.available() != 0)
    {
      report next = receive();
      std::string text = next.text;
      std::replace(text.begin(), text.end(), '\n', ' ');
      result += text + "\n";
      obey(next);
    }
    return result;
  }

  // The names in the store, in their order. What has hung up is not kept.
  std::string names()
  {
    std::string result;
    for (auto one = store.begin(); one != store.end();)
    {
      ::pollfd state = {one->file.native_handle(), POLLHUP, 0};
      const bool is_gone = one->is_watched && ::poll(&state, 1, 0) > 0
        && (state.revents & (POLLHUP | POLLERR)) != 0;
      one = is_gone ? store.erase(one) : std::next(one);
    }
    for (const stored_file& one : store)
      result += one.name + " ";
    return result;
  }

  // The status of the next process of the service, which has the store from
  // number 3 on and calls a function.
  template <typename Function>
  int start(Function function)
  {
    std::string list;
    for (const stored_file& one : store)
      list += (list.empty() ? "" : ":") + one.name;
    return child_process([&]
        {
          std::vector<int> copies;
          for (const stored_file& one : store)
            copies.push_back(
                ::fcntl(one.file.native_handle(), F_DUPFD, 200));
          for (std::size_t i = 0; i < copies.size(); ++i)
            ::dup2(copies[i], 3 + static_cast<int>(i));
          for (int i = 3 + static_cast<int>(copies.size()); i < 400; ++i)
            ::close(i);
          ::setenv("LISTEN_PID", std::to_string(::getpid()).c_str(), 1);
          ::setenv("LISTEN_FDS", std::to_string(copies.size()).c_str(), 1);
          ::setenv("LISTEN_FDNAMES", list.c_str(), 1);
          return function();
        }).wait();
  }

  std::vector<stored_file> store;

private:
  void obey(report& next)
  {
    const std::string name = next["FDNAME"];
    if (next["FDSTORE"] == "1")
      for (unique_descriptor& file : next.files)
        store.push_back({name, std::move(file), next["FDPOLL"] != "0"});
    if (next["FDSTOREREMOVE"] == "1")
      store.erase(std::remove_if(store.begin(), store.end(),
            [&](const stored_file& one) { return one.name == name; }),
          store.end());
  }

  temporary_directory directory_;
  manager_socket socket_;
};

} // namespace test
} // namespace boost_seqpacket

#endif // BOOST_SEQPACKET_TEST_SERVICE_MANAGER_HPP
