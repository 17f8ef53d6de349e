// Copyright (c) 2026 The boost_seqpacket authors
//
// Distributed under the Boost Software License, Version 1.0.
// (See accompanying file LICENSE_1_0.txt or copy at
// https://www.boost.org/LICENSE_1_0.txt)

#include "watch.hpp"

#include "settings.hpp"

#include <boost_seqpacket/unique_descriptor.hpp>

#include <boost/asio/post.hpp>

#include <cerrno>
#include <utility>

#include <sys/epoll.h>

namespace seqpacket_tool {

watch::watch(boost::asio::io_context& context, int descriptor, unsigned events)
  : context_(context),
    set_(context)
{
  boost_seqpacket::unique_descriptor set(::epoll_create1(EPOLL_CLOEXEC));
  ::epoll_event event = {};
  event.events = events;
  if (set && ::epoll_ctl(set.native_handle(), EPOLL_CTL_ADD, descriptor,
        &event) == 0)
    set_.assign(set.release());
  else if (errno != EPERM && errno != EBADF)
    throw failure("epoll", boost::system::error_code(
        errno, boost::system::system_category()));
}

void watch::async_wait(handler done)
{
  if (set_.is_open())
    set_.async_wait(
        boost::asio::posix::stream_descriptor::wait_read, std::move(done));
  else
    boost::asio::post(context_, [done = std::move(done)]
        { done(boost::system::error_code()); });
}

void watch::cancel()
{
  boost::system::error_code ignored;
  if (set_.is_open())
    set_.cancel(ignored);
}

} // namespace seqpacket_tool
