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

#include <boost_seqpacket/detail/service/session_state.hpp>
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

enum class activated_kind
{
  listener,
  socket, // that does not listen
  file    // anything else
};

// A descriptor of O_PATH is open, but gives EBADF for all but a few calls.
inline activated_kind kind_of_activated(int descriptor,
    boost::system::error_code& ec)
{
  const bool listens =
    adopt_ops::socket_fact(descriptor, SO_ACCEPTCONN, ec) != 0;
  bool is_file = socket_ops::is(ec, boost::asio::error::not_socket);
  if (is_file)
    ec = boost::system::error_code();
  else if (socket_ops::is(ec, boost::asio::error::bad_descriptor))
    is_file = adopt_ops::is_open(descriptor, ec);
  return is_file ? activated_kind::file
    : listens ? activated_kind::listener : activated_kind::socket;
}

template <typename Activated>
class activated_sorter
{
public:
  explicit activated_sorter(Activated& descriptors)
    : descriptors_(&descriptors),
      kinds_(descriptors.size())
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
    for (state& one : states_)
    {
      auto& file = (*descriptors_)[one.place];
      const name_use socket = names_[std::string(session_of(file.name))];
      if (names_[file.name].count != 1 || socket.count != 1
          || kinds_[socket.place] != activated_kind::socket)
        continue;
      auto& found = (*descriptors_)[socket.place];
      result.sessions.push_back({std::move(found.name),
          std::move(found.descriptor), std::move(one.data)});
      file.descriptor.reset();
    }
    for (std::size_t i = 0; i < descriptors_->size(); ++i)
    {
      auto& one = (*descriptors_)[i];
      if (!one.descriptor)
        continue;
      if (kinds_[i] == activated_kind::listener)
        result.listeners.push_back(
            {std::move(one.name), std::move(one.descriptor)});
      else
        result.others.push_back(std::move(one));
    }
  }

private:
  struct state
  {
    std::size_t place;
    std::string data;
  };

  struct name_use
  {
    std::size_t count = 0;
    std::size_t place = 0; // of the last one
  };

  void look_at(std::size_t i, boost::system::error_code& ec)
  {
    const auto& one = (*descriptors_)[i];
    const int number = one.descriptor.native_handle();
    kinds_[i] = detail::kind_of_activated(number, ec);
    if (ec)
      return;
    name_use& name = names_[one.name];
    ++name.count;
    name.place = i;
    std::string data;
    if (kinds_[i] == activated_kind::file
        && !detail::session_of(one.name).empty()
        && detail::read_session_state(number, data, ec))
      states_.push_back({i, std::move(data)});
  }

  Activated* descriptors_;
  std::vector<activated_kind> kinds_;
  std::unordered_map<std::string, name_use> names_;
  std::vector<state> states_;
};

} // namespace detail
} // namespace boost_seqpacket

#endif // BOOST_SEQPACKET_DETAIL_SERVICE_SORT_ACTIVATED_HPP
