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

// What a service manager hands to a process that it starts: descriptors from
// number 3 on, and variables of the environment that speak of them
// (sd_listen_fds(3)).

#include <boost_seqpacket/activated_descriptor.hpp>
#include <boost_seqpacket/detail/socket/adopt_ops.hpp>
#include <boost_seqpacket/detail/config.hpp>

#include <boost/asio/error.hpp>
#include <boost/system/error_code.hpp>

#include <cerrno>
#include <charconv>
#include <cstddef>
#include <cstdlib>
#include <limits>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>
#include <system_error>
#include <unistd.h>
#include <utility>
#include <vector>

#if defined(BOOST_SEQPACKET_HAS_LIBSYSTEMD)
# include <systemd/sd-daemon.h>
#endif

namespace boost_seqpacket {
namespace detail {
namespace activation_ops {

// The first of the descriptors; those before are the standard streams.
constexpr int first_descriptor = 3;

// Keeps two threads from taking the same descriptors.
inline std::mutex& taking()
{
  static std::mutex result;
  return result;
}

// Removes the variables at its end, as sd_listen_fds does when it is told to:
// whatever the result. LISTEN_PIDFDID comes from newer systemd.
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

// The names between the colons. A backslash stands for the character behind it,
// as libsystemd has it. Whether the text is one of names.
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

// All descriptors or none: all that can fail comes before the first is owned.
inline std::vector<activated_descriptor> take(boost::system::error_code& ec)
{
  const std::lock_guard<std::mutex> lock(taking());
  const variables_remover remover;
  std::vector<activated_descriptor> result;
  ec = boost::system::error_code();

  const char* const process = std::getenv("LISTEN_PID");
  const char* const numbers = std::getenv("LISTEN_FDS");
  if (!process)
    return result;
  const int id = parse_number(process);
  if (id == 0)
    ec = boost::asio::error::invalid_argument;
  if (id != ::getpid() || !numbers)
    return result;
  const int count = parse_number(numbers);
  if (count == 0
      || count > std::numeric_limits<int>::max() - first_descriptor)
  {
    ec = boost::asio::error::invalid_argument;
    return result;
  }

  for (int i = 0; i < count; ++i)
    if (!adopt_ops::is_open(first_descriptor + i, ec))
      return result;

  std::vector<std::string> names;
  const std::size_t size = static_cast<std::size_t>(count);
  if (const char* const text = std::getenv("LISTEN_FDNAMES"))
  {
    if (!parse_names(text, names) || names.size() != size)
    {
      ec = boost::asio::error::invalid_argument;
      return result;
    }
  }
  else
    names.assign(size, "unknown");

  std::vector<activated_descriptor> taken(size);
  for (int i = 0; i < count; ++i)
  {
    adopt_ops::set_close_on_exec(first_descriptor + i, ec);
    if (ec)
      return result;
  }
  for (int i = 0; i < count; ++i)
  {
    activated_descriptor& element = taken[static_cast<std::size_t>(i)];
    element.descriptor.reset(first_descriptor + i);
    element.name = std::move(names[static_cast<std::size_t>(i)]);
  }
  return taken;
}

#if defined(BOOST_SEQPACKET_HAS_LIBSYSTEMD)

// A list of strings that libsystemd has allocated, which ends with a null.
struct string_list_deleter
{
  void operator()(char** list) const noexcept
  {
    for (char** i = list; *i; ++i)
      std::free(*i);
    std::free(list);
  }
};

inline std::vector<activated_descriptor> take_by_libsystemd(
    boost::system::error_code& ec)
{
  const std::lock_guard<std::mutex> lock(taking());
  char** list = nullptr;
  const int count = ::sd_listen_fds_with_names(1, &list);
  const std::unique_ptr<char*, string_list_deleter> names(list);
  std::vector<activated_descriptor> result;
  ec = boost::system::error_code();
  if (count < 0)
  {
    // A number that is too large is as wrong as one with letters in it.
    ec = boost::system::error_code(count == -ERANGE ? EINVAL : -count,
        boost::asio::error::get_system_category());
    return result;
  }

  result.resize(static_cast<std::size_t>(count));
  for (std::size_t i = 0; i < result.size(); ++i)
    result[i].name = list[i];
  for (std::size_t i = 0; i < result.size(); ++i)
    result[i].descriptor.reset(SD_LISTEN_FDS_START + static_cast<int>(i));
  return result;
}

#endif // defined(BOOST_SEQPACKET_HAS_LIBSYSTEMD)

} // namespace activation_ops
} // namespace detail
} // namespace boost_seqpacket

#endif // BOOST_SEQPACKET_DETAIL_CONNECTION_ACTIVATION_OPS_HPP
