// Copyright (c) 2026 The boost_seqpacket authors
//
// Distributed under the Boost Software License, Version 1.0.
// (See accompanying file LICENSE_1_0.txt or copy at
// https://www.boost.org/LICENSE_1_0.txt)

// Serves the connections of a listener.

#ifndef SEQPACKET_TOOL_SERVER_HPP
#define SEQPACKET_TOOL_SERVER_HPP

#include "app.hpp"
#include "session.hpp"

#include <cstdint>
#include <functional>
#include <memory>

namespace seqpacket_tool {

class server : public std::enable_shared_from_this<server>
{
public:
  enum how
  {
    once,  // one connection, and its result is that of the program
    in_turn,
    at_once
  };

  using service = std::function<void(std::unique_ptr<link> connection,
      std::uint64_t number, session_end done)>;

  server(app& shared, std::unique_ptr<listener> from, how many,
      service serve);

  void accept();

private:
  void on_accept(const error_code& ec, std::unique_ptr<link> connection);
  void on_end(bool good);

  app& app_;
  std::unique_ptr<listener> listener_;
  how many_;
  service serve_;
  std::uint64_t number_ = 0;
  std::size_t active_ = 0;
  bool accepting_ = false;
};

} // namespace seqpacket_tool

#endif // SEQPACKET_TOOL_SERVER_HPP
