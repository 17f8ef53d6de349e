// Copyright (c) 2026 The boost_seqpacket authors
//
// Distributed under the Boost Software License, Version 1.0.
// (See accompanying file LICENSE_1_0.txt or copy at
// https://www.boost.org/LICENSE_1_0.txt)

#include "app.hpp"

#include "text.hpp"

#include <boost_seqpacket/error.hpp>

#include <boost/asio/error.hpp>

#include <cerrno>
#include <chrono>
#include <csignal>
#include <sstream>
#include <utility>

#include <fcntl.h>
#include <unistd.h>

namespace seqpacket_tool {

namespace {

// Removes the line of progress.
constexpr char clear_line[] = "\r\033[K";
constexpr std::chrono::milliseconds progress_pause(200);
constexpr std::chrono::seconds drain_limit(1);

int open_log(const settings& values)
{
  if (values.log.empty())
    return STDERR_FILENO;
  const int result = ::open(values.log.c_str(),
      O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC | O_NOCTTY, 0600);
  if (result < 0)
    throw failure("--log " + values.log,
        error_code(errno, boost::system::system_category()));
  return result;
}

} // namespace

std::string message_of(const error_code& ec)
{
  if (ec == boost::asio::error::eof)
    return "the peer has closed";
  if (ec == boost::asio::error::connection_reset)
    return "the peer has closed without reading everything";
  return ec.message();
}

app::app(const settings& given)
  : values(given),
    watched_signals(context, [this] { context.stop(); },
        [this] { children.reap(); }),
    out(context, STDOUT_FILENO),
    err(context, STDERR_FILENO),
    log(context, open_log(values)),
    in(context, STDIN_FILENO, values),
    timeout_(context),
    progress_(context)
{
  if (!values.recv_fd.empty())
    store.emplace(values);
  restart_timeout();
  has_progress_ = values.format == packet_format::raw && err.is_terminal()
    && !values.quiet && values.exec.empty();
  if (has_progress_)
    show_progress();
}

int app::run()
{
  context.run();
  if (has_progress_ && !signals::caught())
  {
    if (::write(STDERR_FILENO, clear_line, sizeof(clear_line) - 1) < 0)
    {
      // The terminal has gone, and the line with it.
    }
  }
  return status_;
}

void app::problem(const std::string& text)
{
  err.async_write((has_progress_ ? clear_line : "") + ("seqpacket: "
        + printable(text)) + "\n", [](error_code) {});
}

void app::note(const std::string& text)
{
  if (!values.quiet)
    problem(text);
}

void app::detail(const std::string& text)
{
  if (values.verbose)
    problem(text);
}

void app::problem(const std::string& what, const error_code& ec)
{
  problem(what + ": " + message_of(ec));
}

void app::fail(const std::string& what, const error_code& ec)
{
  if (finishing_)
    return;
  problem(what, ec);
  finish(status_failure);
}

void app::finish(int status)
{
  if (finishing_)
    return;
  finishing_ = true;
  status_ = status;
  progress_.cancel();
  timeout_.expires_after(drain_limit);
  timeout_.async_wait([this](error_code ec)
      {
        if (!ec)
          context.stop();
      });
  drain();
}

void app::drain()
{
  out.async_write(std::string(), [this](error_code)
      {
        log.async_write(std::string(), [this](error_code)
            {
              err.async_write(std::string(),
                  [this](error_code) { context.stop(); });
            });
      });
}

void app::restart_timeout()
{
  if (!values.timeout || finishing_)
    return;
  timeout_.expires_after(*values.timeout);
  timeout_.async_wait([this](error_code ec)
      {
        if (ec || finishing_)
          return;
        std::ostringstream text;
        text << "timeout: nothing has happened for "
             << static_cast<double>(values.timeout->count()) / 1000 << " s";
        problem(text.str());
        finish(status_timeout);
      });
}

void app::stop_timeout()
{
  if (!finishing_)
    timeout_.cancel();
}

bool app::count_packet()
{
  ++packets;
  return values.count && packets >= *values.count;
}

void app::count_bytes_sent(std::size_t size)
{
  bytes_sent_ += size;
}

void app::count_bytes_received(std::size_t size)
{
  bytes_received_ += size;
}

void app::async_print(std::string text, std::function<void()> done)
{
  out.async_write(std::move(text), [this, done = std::move(done)](
        error_code ec)
      {
        // A reader that has enough is no error: as other programs, end by the
        // signal.
        if (ec == boost::asio::error::broken_pipe)
          finish(128 + SIGPIPE);
        else if (ec)
          fail("standard output", ec);
        else
          err.async_write(std::string(), [done](error_code) { done(); });
      });
}

void app::async_flush(std::function<void()> done)
{
  err.async_write(std::string(), [this, done = std::move(done)](error_code)
      { log.async_write(std::string(), [done](error_code) { done(); }); });
}

void app::show_progress()
{
  err.async_write(clear_line + readable_size(bytes_sent_) + " sent, "
      + readable_size(bytes_received_) + " received", [this](error_code)
      {
        progress_.expires_after(progress_pause);
        progress_.async_wait([this](error_code ec)
            {
              if (!ec && !finishing_)
                show_progress();
            });
      });
}

} // namespace seqpacket_tool
