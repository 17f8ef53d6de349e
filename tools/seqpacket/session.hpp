// Copyright (c) 2026 The boost_seqpacket authors
//
// Distributed under the Boost Software License, Version 1.0.
// (See accompanying file LICENSE_1_0.txt or copy at
// https://www.boost.org/LICENSE_1_0.txt)

// One connection of listen, connect and dump.

#ifndef SEQPACKET_TOOL_SESSION_HPP
#define SEQPACKET_TOOL_SESSION_HPP

#include "app.hpp"

#include <functional>
#include <memory>
#include <string>

namespace seqpacket_tool {

// Called at the end: whether there was no error.
using session_end = std::function<void(bool good)>;

class session : public std::enable_shared_from_this<session>
{
public:
  // With --fork several sessions print, and each has a number.
  session(app& shared, std::unique_ptr<link> connection, bool is_connected,
      bool reads_input, session_end done);
  session(const session&) = delete;
  session& operator=(const session&) = delete;
  ~session();

  void start();

private:
  void receive();
  void on_receive(const error_code& ec);
  void close_descriptors();
  void begin_to_answer();
  void on_end_of_file();
  std::string show();
  void show_ancillary();
  std::string show_for_dump();
  void send_next();
  void send(std::string bytes);
  void on_sent(const error_code& ec);
  void on_end_of_input(const std::string& error);
  void wait_for_hang_up();
  void fail(const std::string& what, const error_code& ec);
  void end();

  app& app_;
  std::unique_ptr<link> link_;
  bool is_connected_; // a datagram socket that is bound is not
  bool reads_input_;
  session_end done_;
  packet packet_;
  std::string sending_;
  bool answers_ = false;
  bool sent_first_ = false;
  bool sending_done_ = false;
  bool received_all_ = false;
  bool hung_up_ = false;
  bool good_ = true;
  bool ended_ = false;
};

} // namespace seqpacket_tool

#endif // SEQPACKET_TOOL_SESSION_HPP
