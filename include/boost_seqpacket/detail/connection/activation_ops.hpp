//
// detail/connection/activation_ops.hpp
// ~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~
//
// Copyright (c) 2026 The boost_seqpacket authors
//
// Distributed under the Boost Software License, Version 1.0.
// (See accompanying file LICENSE_1_0.txt or copy at
// https://www.boost.org/LICENSE_1_0.txt)
//

#ifndef BOOST_SEQPACKET_DETAIL_CONNECTION_ACTIVATION_OPS_HPP
#define BOOST_SEQPACKET_DETAIL_CONNECTION_ACTIVATION_OPS_HPP

// What a service manager gives to a process that it starts: descriptors from
// number 3 on, and environment variables that describe them (sd_listen_fds(3)).

#include <boost_seqpacket/detail/config.hpp>
#include <boost_seqpacket/detail/socket/adopt_ops.hpp>
#include <boost_seqpacket/detail/socket/descriptor_ops.hpp>

#include <boost/asio/error.hpp>
#include <boost/system/error_code.hpp>

#include <cstddef>
#include <cstdlib>
#include <limits>
#include <mutex>
#include <string_view>
#include <unistd.h>

namespace boost_seqpacket {
namespace detail {
namespace activation_ops {

// The numbers below it are the standard streams.
constexpr int first_descriptor = 3;

// Removes the variables, whatever the result, as sd_listen_fds does on request.
// Newer versions of systemd set LISTEN_PIDFDID.
struct variables_remover
{
  variables_remover() = default;
  variables_remover(const variables_remover&) = delete;
  variables_remover& operator=(const variables_remover&) = delete;

  ~variables_remover()
  {
    for (const char* name :
        {"LISTEN_PID", "LISTEN_PIDFDID", "LISTEN_FDS", "LISTEN_FDNAMES"})
      ::unsetenv(name);
  }
};

// A positive decimal number, or 0 for anything else.
inline int parse_number(std::string_view text) noexcept
{
  constexpr int most = std::numeric_limits<int>::max();
  int result = 0;
  for (const char digit : text)
  {
    if (digit < '0' || digit > '9')
      return 0;
    const int value = digit - '0';
    if (result > (most - value) / 10)
      return 0;
    result = 10 * result + value;
  }
  return result;
}

// Gives the elements the names between the colons. A backslash stands for the
// character after it, as in libsystemd. False if there are more names or fewer,
// or if there is no such character.
template <typename Descriptors>
bool parse_names(std::string_view text, Descriptors& descriptors)
{
  auto next = descriptors.begin();
  for (std::size_t i = 0; i < text.size(); ++i)
  {
    if (text[i] == ':')
    {
      if (++next == descriptors.end())
        return false;
      continue;
    }
    if (text[i] == '\\' && ++i == text.size())
      return false;
    next->name += text[i];
  }
  return ++next == descriptors.end();
}

// The number of descriptors for this process according to the environment; 0
// with an error if a variable is wrong.
inline int announced(boost::system::error_code& ec)
{
  ec = boost::system::error_code();
  const char* const process = std::getenv("LISTEN_PID");
  const char* const count = std::getenv("LISTEN_FDS");
  if (!process)
    return 0;
  const int id = parse_number(process);
  if (id == 0)
    ec = boost::asio::error::invalid_argument;
  if (id != ::getpid() || !count)
    return 0;
  const int result = parse_number(count);
  if (result != 0
      && result <= std::numeric_limits<int>::max() - first_descriptor)
    return result;
  ec = boost::asio::error::invalid_argument;
  return 0;
}

// Makes the descriptors close-on-exec and returns them with their names. A
// second call returns none, so that no descriptor gets two owners.
template <typename Descriptors>
Descriptors take(boost::system::error_code& ec)
{
  static std::mutex mutex;
  const std::lock_guard<std::mutex> lock(mutex);
  const variables_remover remover;
  const int count = announced(ec);
  for (int i = 0; !ec && i < count; ++i)
    (void)adopt_ops::is_open(first_descriptor + i, ec);
  if (ec || count == 0)
    return Descriptors();

  Descriptors result(static_cast<std::size_t>(count));
  if (const char* const text = std::getenv("LISTEN_FDNAMES"))
  {
    if (!activation_ops::parse_names(text, result))
      ec = boost::asio::error::invalid_argument;
  }
  else
  {
    for (auto& descriptor : result)
      descriptor.name = "unknown";
  }
  for (int i = 0; !ec && i < count; ++i)
    descriptor_ops::set_close_on_exec(first_descriptor + i, ec);
  if (ec)
    return Descriptors();
  int number = first_descriptor;
  for (auto& descriptor : result)
    descriptor.descriptor.reset(number++);
  return result;
}

} // namespace activation_ops
} // namespace detail
} // namespace boost_seqpacket

#endif // BOOST_SEQPACKET_DETAIL_CONNECTION_ACTIVATION_OPS_HPP
