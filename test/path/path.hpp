// Copyright (c) 2026 The boost_seqpacket authors
//
// Distributed under the Boost Software License, Version 1.0.
// (See accompanying file LICENSE_1_0.txt or copy at
// https://www.boost.org/LICENSE_1_0.txt)

#ifndef BOOST_SEQPACKET_TEST_PATH_PATH_HPP
#define BOOST_SEQPACKET_TEST_PATH_PATH_HPP

// What the tests of bind_path share.

#include "directory.hpp"
#include "process.hpp"

#include <grp.h>

namespace boost_seqpacket {
namespace test {

inline constexpr unsigned nobody = 65534;

inline boost::test_tools::assertion_result as_root(boost::unit_test::test_unit_id)
{
  boost::test_tools::assertion_result result(::geteuid() == 0);
  result.message() << "only root can become another user";
  return result;
}

// A child that has given up being root calls the function.
template <typename Function>
int as_nobody(Function function)
{
  child_process child(
      [&]
      {
        return ::setgroups(0, nullptr) == 0 && ::setgid(nobody) == 0
          && ::setuid(nobody) == 0 ? function() : 254;
      });
  return child.wait();
}

struct stage
{
  temporary_directory directory;
  std::string path = directory / "socket";
  asio::io_context context;
  protocol::acceptor acceptor{context};

  error_code bind(const bind_path_options& options = {})
  {
    error_code ec = asio::error::fault;
    kept = bind_path(acceptor, path, options, ec);
    return ec;
  }

  bound_path kept;
};

// Whether somebody connects to the acceptor.
inline bool is_connected(protocol::acceptor& listener)
{
  listener.non_blocking(true);
  error_code ec;
  protocol::socket peer(listener.get_executor());
  listener.accept(peer, ec);
  return !ec;
}

// What a bind_path of somebody else to the same path says.
inline error_code second_start(const std::string& path)
{
  asio::io_context context;
  protocol::acceptor second(context);
  error_code ec;
  bind_path(second, path, ec);
  BOOST_TEST(second.is_open() == !ec);
  return ec;
}

// A name for a path of so many bytes in the directory.
inline std::string path_of_size(const temporary_directory& directory,
    std::size_t size)
{
  std::string result = directory / "";
  result.resize(size, 'x');
  return result;
}

// One byte from a process to another.
class signal_pipe
{
public:
  signal_pipe()
  {
    int numbers[2];
    if (::pipe2(numbers, O_CLOEXEC) != 0)
      throw std::runtime_error("cannot make a pipe");
    read_.reset(numbers[0]);
    write_.reset(numbers[1]);
  }

  void send()
  {
    const char byte = 0;
    BOOST_TEST(::write(write_.native_handle(), &byte, 1) == 1);
  }

  // The alarm of a child process ends this if nothing comes.
  void wait()
  {
    char byte;
    while (::read(read_.native_handle(), &byte, 1) < 0 && errno == EINTR)
    {
    }
  }

private:
  unique_descriptor read_;
  unique_descriptor write_;
};

} // namespace test
} // namespace boost_seqpacket

#endif // BOOST_SEQPACKET_TEST_PATH_PATH_HPP
