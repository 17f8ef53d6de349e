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

#include <charconv>
#include <cstddef>
#include <cstdlib>
#include <limits>
#include <mutex>
#include <string>
#include <string_view>
#include <system_error>
#include <unistd.h>
#include <vector>

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
  int result = 0;
  const char* const end = text.data() + text.size();
  const auto parsed = std::from_chars(text.data(), end, result);
  return parsed.ec == std::errc() && parsed.ptr == end && result > 0
    ? result : 0;
}

// The names between the colons. A backslash stands for the character after it,
// as in libsystemd. False if there is none.
inline bool parse_names(std::string_view text,
    std::vector<std::string>& names)
{
  names.emplace_back();
  for (std::size_t i = 0; i < text.size(); ++i)
  {
    if (text[i] == ':')
      names.emplace_back();
    else if (text[i] != '\\')
      names.back() += text[i];
    else if (++i < text.size())
      names.back() += text[i];
    else
      return false;
  }
  return true;
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

// Makes the descriptors close-on-exec and returns their names, one for each. A
// second call returns none, so that no descriptor gets two owners.
inline std::vector<std::string> take(boost::system::error_code& ec)
{
  static std::mutex mutex;
  const std::lock_guard<std::mutex> lock(mutex);
  const variables_remover remover;
  std::vector<std::string> names;
  const int count = announced(ec);
  for (int i = 0; !ec && i < count; ++i)
    (void)adopt_ops::is_open(first_descriptor + i, ec);
  if (ec || count == 0)
    return names;

  const std::size_t size = static_cast<std::size_t>(count);
  const char* const text = std::getenv("LISTEN_FDNAMES");
  if (!text)
    names.assign(size, "unknown");
  else if (!parse_names(text, names) || names.size() != size)
    ec = boost::asio::error::invalid_argument;
  for (int i = 0; !ec && i < count; ++i)
    descriptor_ops::set_close_on_exec(first_descriptor + i, ec);
  if (ec)
    names.clear();
  return names;
}

} // namespace activation_ops
} // namespace detail
} // namespace boost_seqpacket

#endif // BOOST_SEQPACKET_DETAIL_CONNECTION_ACTIVATION_OPS_HPP
