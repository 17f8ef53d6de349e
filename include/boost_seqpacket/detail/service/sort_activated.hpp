//
// detail/service/sort_activated.hpp
// ~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~
//
// Copyright (c) 2026 The boost_seqpacket authors
//
// Distributed under the Boost Software License, Version 1.0.
// (See accompanying file LICENSE_1_0.txt or copy at
// https://www.boost.org/LICENSE_1_0.txt)
//

#ifndef BOOST_SEQPACKET_DETAIL_SERVICE_SORT_ACTIVATED_HPP
#define BOOST_SEQPACKET_DETAIL_SERVICE_SORT_ACTIVATED_HPP

// Finds the listeners and the sessions among the descriptors that a service
// manager has given.

#include <boost_seqpacket/detail/service/state_file_ops.hpp>
#include <boost_seqpacket/detail/service/stored_name.hpp>
#include <boost_seqpacket/detail/socket/adopt_ops.hpp>
#include <boost_seqpacket/detail/socket/socket_ops.hpp>

#include <boost/asio/error.hpp>
#include <boost/system/error_code.hpp>

#include <cstddef>
#include <string>
#include <string_view>
#include <sys/socket.h>
#include <unordered_map>
#include <utility>
#include <vector>

namespace boost_seqpacket {
namespace detail {

// What there is by the name of a session.
struct session_parts
{
  std::size_t sockets = 0; // how many
  std::size_t states = 0;
  std::size_t socket = 0; // where
  std::size_t state = 0;
  std::string data;
};

// True if it is a socket that listens. False without an error if it is none.
inline bool is_listener(int descriptor, boost::system::error_code& ec)
{
  const bool result =
    adopt_ops::socket_fact(descriptor, SO_ACCEPTCONN, ec) != 0;
  if (socket_ops::is(ec, boost::asio::error::not_socket))
    ec = boost::system::error_code();
  return !ec && result;
}

template <typename Activated>
class activated_sorter
{
public:
  explicit activated_sorter(Activated& descriptors)
    : descriptors_(&descriptors),
      is_listener_(descriptors.size())
  {
  }

  // Looks at each descriptor. Nothing is moved.
  void look(boost::system::error_code& ec)
  {
    ec = boost::system::error_code();
    for (std::size_t i = 0; !ec && i < descriptors_->size(); ++i)
      look_at(i, ec);
  }

  // Moves what was found to its place.
  template <typename Result>
  void move_to(Result& result)
  {
    for (auto& one : parts_)
    {
      session_parts& parts = one.second;
      if (parts.sockets != 1 || parts.states != 1)
        continue;
      auto& socket = (*descriptors_)[parts.socket];
      result.sessions.push_back({std::move(socket.name),
          std::move(socket.descriptor), std::move(parts.data)});
      (*descriptors_)[parts.state].descriptor.reset();
    }
    for (std::size_t i = 0; i < descriptors_->size(); ++i)
    {
      auto& one = (*descriptors_)[i];
      if (!one.descriptor)
        continue;
      if (is_listener_[i])
        result.listeners.push_back(
            {std::move(one.name), std::move(one.descriptor)});
      else
        result.others.push_back(std::move(one));
    }
  }

private:
  void look_at(std::size_t i, boost::system::error_code& ec)
  {
    const auto& one = (*descriptors_)[i];
    const int number = one.descriptor.native_handle();
    is_listener_[i] = detail::is_listener(number, ec);
    if (ec || is_listener_[i])
      return;
    const std::string_view session = detail::session_of(one.name);
    std::string data;
    if (!session.empty() && state_file_ops::read(number, data, ec))
    {
      session_parts& parts = parts_[std::string(session)];
      ++parts.states;
      parts.state = i;
      parts.data = std::move(data);
    }
    else if (!ec)
    {
      session_parts& parts = parts_[one.name];
      ++parts.sockets;
      parts.socket = i;
    }
  }

  Activated* descriptors_;
  std::vector<bool> is_listener_;
  std::unordered_map<std::string, session_parts> parts_;
};

} // namespace detail
} // namespace boost_seqpacket

#endif // BOOST_SEQPACKET_DETAIL_SERVICE_SORT_ACTIVATED_HPP
