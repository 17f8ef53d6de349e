// Copyright (c) 2026 The boost_seqpacket authors
//
// Distributed under the Boost Software License, Version 1.0.
// (See accompanying file LICENSE_1_0.txt or copy at
// https://www.boost.org/LICENSE_1_0.txt)

#include "describe.hpp"
#include "proxy.hpp"

#include <boost_seqpacket/error.hpp>

#include <boost/asio/error.hpp>
#include <boost/asio/steady_timer.hpp>

#include <algorithm>
#include <cerrno>
#include <chrono>
#include <csignal>
#include <memory>
#include <optional>
#include <utility>

namespace seqpacket_tool {

namespace {

// No event says that there is room for descriptors again, or for a datagram in
// the queue of one receiver of many.
constexpr std::chrono::milliseconds first_pause(5);
constexpr std::chrono::milliseconds longest_pause(320);

bool is(const error_code& ec, int number)
{
  return ec == error_code(number, boost::system::system_category());
}

// A packet on its way. It stays alive until the kernel has it.
class passing : public std::enable_shared_from_this<passing>
{
public:
  passing(const std::shared_ptr<proxy_state>& state, link& to,
      const destination* client, packet& from, link::handler done)
    : state_(state),
      to_(to),
      from_(from),
      done_(std::move(done)),
      timer_(state->shared.context)
  {
    if (client)
      client_.emplace(*client);
    for (const unique_descriptor& owner : from.ancillary.descriptors())
      control_.add_descriptor(owner);
    // A sender outside of this PID namespace has no process id.
    if (const auto ids = from.ancillary.credentials())
      if (ids->pid > 0)
      {
        control_.add_credentials(*ids);
        has_credentials_ = true;
      }
  }

  void send()
  {
    auto handler = [self = shared_from_this()](error_code ec)
    { self->on_sent(ec); };
    if (client_)
      to_.async_send_to(from_.bytes, control_, client_->name,
          std::move(handler));
    else
      to_.async_send(from_.bytes, control_, std::move(handler));
  }

private:
  void on_sent(const error_code& ec)
  {
    // A process may send the ids of others as root only, and the process id of
    // one that lives.
    if (has_credentials_ && (is(ec, EPERM) || is(ec, ESRCH)))
      return send_without_credentials(ec);
    const bool is_full = ec == boost::asio::error::would_block
      || ec == boost::asio::error::try_again;
    if ((is(ec, ETOOMANYREFS) || is_full) && !(client_ && client_->gone))
      return wait();
    control_.clear();
    state_->shared.closing.close(from_.ancillary.descriptors());
    done_(ec);
  }

  void wait()
  {
    timer_.expires_after(pause_);
    pause_ = std::min(pause_ * 2, longest_pause);
    timer_.async_wait([self = shared_from_this()](error_code failed)
        {
          if (!failed)
            self->send();
        });
  }

  void send_without_credentials(const error_code& ec)
  {
    if (!std::exchange(state_->reported_credentials, true))
      state_->shared.note("credentials of the senders are not passed on: "
          + message_of(ec));
    has_credentials_ = false;
    control_.clear();
    for (const unique_descriptor& owner : from_.ancillary.descriptors())
      control_.add_descriptor(owner);
    send();
  }

  std::shared_ptr<proxy_state> state_;
  link& to_;
  packet& from_;
  std::optional<destination> client_;
  outgoing control_;
  bool has_credentials_ = false;
  link::handler done_;
  boost::asio::steady_timer timer_;
  std::chrono::milliseconds pause_ = first_pause;
};

} // namespace

void pass_on(const std::shared_ptr<proxy_state>& state, link& to,
    const destination* client, packet& from, link::handler done)
{
  std::make_shared<passing>(state, to, client, from, std::move(done))
    ->send();
}

void log_packet(proxy_state& state, const std::string& name,
    const packet& from, std::function<void()> done)
{
  app& shared = state.shared;
  std::string text;
  if (!shared.values.quiet)
  {
    text = time_of_day() + " " + name + " "
      + std::to_string(from.bytes.size()) + " bytes";
    if (const auto ids = from.ancillary.credentials())
      text += ", " + describe(*ids);
    text += "\n  " + describe_bytes(from.bytes, shared.values.bytes,
        shared.values.format == packet_format::hex) + "\n"
      + describe_ancillary(from, "  ");
  }
  output& to = shared.values.log.empty() ? shared.err : shared.log;
  to.async_write(std::move(text), [&shared, done = std::move(done)](
        error_code ec)
      {
        if (ec == boost::asio::error::broken_pipe)
          shared.finish(128 + SIGPIPE);
        else if (ec)
          shared.fail("log", ec);
        else
          done();
      });
}

void log_line(proxy_state& state, const std::string& name,
    const std::string& text)
{
  app& shared = state.shared;
  if (shared.values.quiet)
    return;
  output& to = shared.values.log.empty() ? shared.err : shared.log;
  to.async_write(time_of_day() + " " + name + " " + text + "\n",
      [](error_code) {});
}

} // namespace seqpacket_tool
