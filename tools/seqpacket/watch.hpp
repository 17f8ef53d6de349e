// Copyright (c) 2026 The boost_seqpacket authors
//
// Distributed under the Boost Software License, Version 1.0.
// (See accompanying file LICENSE_1_0.txt or copy at
// https://www.boost.org/LICENSE_1_0.txt)

// Waits for descriptors of others, such as the standard input.

#ifndef SEQPACKET_TOOL_WATCH_HPP
#define SEQPACKET_TOOL_WATCH_HPP

#include <boost/asio/io_context.hpp>
#include <boost/asio/posix/stream_descriptor.hpp>
#include <boost/system/error_code.hpp>

#include <functional>

namespace seqpacket_tool {

// Asio makes a descriptor that it watches non-blocking, and with it those of
// all processes that share the open file, such as the shell's terminal. So it
// is given an epoll descriptor of our own, which watches the other one.
class watch
{
public:
  using handler = std::function<void(boost::system::error_code)>;

  // The events are EPOLLIN or EPOLLOUT. The descriptor stays with the caller.
  watch(boost::asio::io_context& context, int descriptor, unsigned events);

  // A regular file cannot be watched and is always ready.
  void async_wait(handler done);

  void cancel();

private:
  boost::asio::io_context& context_;
  boost::asio::posix::stream_descriptor set_;
};

} // namespace seqpacket_tool

#endif // SEQPACKET_TOOL_WATCH_HPP
