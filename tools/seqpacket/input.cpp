// Copyright (c) 2026 The boost_seqpacket authors
//
// Distributed under the Boost Software License, Version 1.0.
// (See accompanying file LICENSE_1_0.txt or copy at
// https://www.boost.org/LICENSE_1_0.txt)

#include "input.hpp"

#include "text.hpp"

#include <boost/asio/post.hpp>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <utility>

#include <poll.h>
#include <sys/epoll.h>
#include <unistd.h>

namespace seqpacket_tool {

namespace {

constexpr std::size_t at_once = 65536;

} // namespace

input::input(boost::asio::io_context& context, int descriptor,
    const settings& values)
  : context_(context),
    descriptor_(descriptor),
    format_(values.format),
    size_(values.size),
    keep_newline_(values.type == socket_type::stream),
    watch_(context, descriptor, EPOLLIN)
{
}

void input::async_next(handler done)
{
  done_ = std::move(done);
  if (!waiting_)
  {
    waiting_ = true;
    boost::asio::post(context_, [this] { run(); });
  }
}

void input::cancel()
{
  done_ = nullptr;
}

void input::run()
{
  waiting_ = false;
  if (!done_)
    return;
  std::string text;
  step result = take(text);
  if (result == step::more && !at_end_)
  {
    result = read();
    if (result == step::error)
      text = std::strerror(errno);
    else
    {
      waiting_ = true;
      if (result == step::packet)
        boost::asio::post(context_, [this] { run(); });
      else
        watch_.async_wait([this](boost::system::error_code ec)
            {
              if (!ec)
                run();
            });
      return;
    }
  }
  complete(result, std::move(text));
}

void input::complete(step result, std::string text)
{
  const handler done = std::exchange(done_, nullptr);
  if (result == step::packet)
    done(std::move(text), std::string());
  else if (result == step::error)
    done(std::nullopt, text);
  else
    done(std::nullopt, std::string());
}

// Reads what is there: packet if there was something, more if there was not.
input::step input::read()
{
  ::pollfd item = {descriptor_, POLLIN, 0};
  if (::poll(&item, 1, 0) <= 0)
    return step::more;
  if (begin_ > at_once)
    drop(0);
  const std::size_t before = data_.size();
  data_.resize(before + at_once);
  const ::ssize_t size = ::read(descriptor_, &data_[before], at_once);
  data_.resize(before + static_cast<std::size_t>(std::max< ::ssize_t>(size, 0)));
  if (size < 0)
    return errno == EINTR || errno == EAGAIN ? step::more
      // The terminal of a background process that has no more one.
      : errno == EIO ? (at_end_ = true, step::packet) : step::error;
  at_end_ = size == 0;
  return step::packet;
}

std::string_view input::rest() const
{
  return std::string_view(data_).substr(begin_);
}

void input::drop(std::size_t size)
{
  begin_ += size;
  if (size > 0)
    searched_ = 0;
  if (begin_ == data_.size() || begin_ > at_once * 4)
  {
    data_.erase(0, begin_);
    begin_ = 0;
  }
}

input::step input::take(std::string& text)
{
  if (rest().size() > most_packet)
  {
    text = "a packet of more than " + std::to_string(most_packet) + " bytes";
    return step::error;
  }
  if (format_ == packet_format::raw)
    return take_bytes(text);
  if (format_ == packet_format::length)
    return take_after_length(text);
  return take_line(text);
}

input::step input::take_line(std::string& text)
{
  const std::string_view data = rest();
  std::size_t end = data.find('\n', searched_);
  const bool has_newline = end != data.npos;
  if (!has_newline)
  {
    searched_ = data.size();
    if (!at_end_)
      return step::more;
    if (data.empty())
      return step::end;
    end = data.size();
  }
  ++line_;
  const std::string_view line = data.substr(0, end);
  step result = step::packet;
  if (format_ == packet_format::text)
    text = data.substr(0, end + (has_newline && keep_newline_ ? 1 : 0));
  else if (std::optional<std::string> bytes = from_hex(line))
    text = std::move(*bytes);
  else
  {
    text = "line " + std::to_string(line_)
      + ": wants two hexadecimal digits for each byte";
    result = step::error;
  }
  drop(end + (has_newline ? 1 : 0));
  return result;
}

input::step input::take_bytes(std::string& text)
{
  const std::string_view data = rest();
  if (data.size() < size_ && !at_end_)
    return step::more;
  if (data.empty())
    return step::end;
  text = data.substr(0, size_);
  drop(text.size());
  return step::packet;
}

input::step input::take_after_length(std::string& text)
{
  const std::string_view data = rest();
  if (data.empty() && at_end_)
    return step::end;
  std::size_t size = 0;
  for (std::size_t i = 0; i < 4 && i < data.size(); ++i)
    size = size * 256 + static_cast<unsigned char>(data[i]);
  if (data.size() >= 4 && size > most_packet)
  {
    text = "a packet of more than " + std::to_string(most_packet) + " bytes";
    return step::error;
  }
  if (data.size() < 4 || data.size() - 4 < size)
  {
    if (!at_end_)
      return step::more;
    text = "ends inside of a packet";
    return step::error;
  }
  text = data.substr(4, size);
  drop(4 + size);
  return step::packet;
}

} // namespace seqpacket_tool
