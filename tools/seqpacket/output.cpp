// Copyright (c) 2026 The boost_seqpacket authors
//
// Distributed under the Boost Software License, Version 1.0.
// (See accompanying file LICENSE_1_0.txt or copy at
// https://www.boost.org/LICENSE_1_0.txt)

#include "output.hpp"

#include <boost/asio/error.hpp>
#include <boost/asio/post.hpp>

#include <algorithm>
#include <cerrno>
#include <utility>

#include <fcntl.h>
#include <poll.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <unistd.h>

namespace seqpacket_tool {

using boost::system::error_code;

namespace {

// What a pipe and a terminal take for sure when poll(2) says that they are ready.
constexpr std::size_t sure_of_pipe = 4096; // PIPE_BUF
constexpr std::size_t sure_of_terminal = 1;
constexpr std::size_t most_at_once = 1 << 18;

} // namespace

output::output(boost::asio::io_context& context, int descriptor)
  : context_(context),
    descriptor_(descriptor)
{
  struct ::stat status = {};
  if (::fstat(descriptor, &status) != 0)
    return;
  if (S_ISSOCK(status.st_mode))
    kind_ = kind::socket;
  else if (S_ISFIFO(status.st_mode))
    kind_ = kind::pipe;
  else if (::isatty(descriptor))
    kind_ = kind::terminal;
  if (kind_ == kind::pipe || kind_ == kind::terminal)
    open_again();
  if (kind_ != kind::file)
    watch_.emplace(context,
        own_ ? own_.native_handle() : descriptor_, EPOLLOUT);
}

// An open file of our own has a mode of its own.
void output::open_again()
{
  const std::string name = "/proc/self/fd/" + std::to_string(descriptor_);
  own_.reset(::open(
      name.c_str(), O_WRONLY | O_NONBLOCK | O_NOCTTY | O_CLOEXEC));
}

void output::async_write(std::string text, handler done)
{
  queue_.push_back({std::move(text), 0, std::move(done)});
  if (!running_)
  {
    running_ = true;
    boost::asio::post(context_, [this] { run(); });
  }
}

void output::run()
{
  while (!queue_.empty())
  {
    error_code ec;
    if (queue_.front().written < queue_.front().text.size())
      write_some(ec);
    if (ec == boost::asio::error::would_block
        || ec == boost::asio::error::try_again)
    {
      watch_->async_wait([this](error_code failed)
          {
            if (!failed)
              run();
          });
      return;
    }
    if (ec || queue_.front().written == queue_.front().text.size())
      finish(ec);
  }
  running_ = false;
}

void output::finish(error_code ec)
{
  const handler done = std::move(queue_.front().done);
  queue_.pop_front();
  boost::asio::post(context_, [done, ec] { done(ec); });
}

void output::write_some(error_code& ec)
{
  item& next = queue_.front();
  const char* const data = next.text.data() + next.written;
  std::size_t size = std::min(next.text.size() - next.written, most_at_once);
  ::ssize_t result = -1;
  if (kind_ == kind::socket)
    result = ::send(descriptor_, data, size, MSG_DONTWAIT | MSG_NOSIGNAL);
  else if (kind_ == kind::file || own_)
    result = ::write(own_ ? own_.native_handle() : descriptor_, data, size);
  else
  {
    size = std::min(size,
        kind_ == kind::pipe ? sure_of_pipe : sure_of_terminal);
    ::pollfd asked = {descriptor_, POLLOUT, 0};
    if (::poll(&asked, 1, 0) == 0)
      errno = EAGAIN;
    else
      result = ::write(descriptor_, data, size);
  }
  if (result >= 0)
    next.written += static_cast<std::size_t>(result);
  else if (errno == EAGAIN && !watch_) // somebody has made it non-blocking
    ec = boost::asio::error::no_buffer_space;
  else if (errno != EINTR)
    ec.assign(errno, boost::system::system_category());
}

} // namespace seqpacket_tool
