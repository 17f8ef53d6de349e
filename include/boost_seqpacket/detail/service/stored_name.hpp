//
// detail/service/stored_name.hpp
// ~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~
//
// Copyright (c) 2026 The boost_seqpacket authors
//
// Distributed under the Boost Software License, Version 1.0.
// (See accompanying file LICENSE_1_0.txt or copy at
// https://www.boost.org/LICENSE_1_0.txt)
//

#ifndef BOOST_SEQPACKET_DETAIL_SERVICE_STORED_NAME_HPP
#define BOOST_SEQPACKET_DETAIL_SERVICE_STORED_NAME_HPP

// The names of what a service manager keeps.

#include <algorithm>
#include <cstddef>
#include <string>
#include <string_view>

namespace boost_seqpacket {
namespace detail {

// What systemd takes (sd_pid_notify_with_fds(3)), without the empty name, which
// would not tell two descriptors apart.
inline bool is_stored_name(std::string_view name) noexcept
{
  constexpr std::size_t max_size = 255;
  return !name.empty() && name.size() <= max_size
    && std::all_of(name.begin(), name.end(),
        [](char c) { return c >= ' ' && c <= '~' && c != ':'; });
}

// The state of a session goes by the name of the session and this.
inline constexpr std::string_view state_suffix = ".state";

inline std::string state_name_of(std::string_view session)
{
  std::string result(session);
  result += state_suffix;
  return result;
}

// The name of the session whose state goes by this name, or nothing.
inline std::string_view session_of(std::string_view name) noexcept
{
  return name.size() > state_suffix.size()
      && name.substr(name.size() - state_suffix.size()) == state_suffix
    ? name.substr(0, name.size() - state_suffix.size()) : std::string_view();
}

} // namespace detail
} // namespace boost_seqpacket

#endif // BOOST_SEQPACKET_DETAIL_SERVICE_STORED_NAME_HPP
