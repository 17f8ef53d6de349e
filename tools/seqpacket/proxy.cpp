// Copyright (c) 2026 The boost_seqpacket authors
//
// Distributed under the Boost Software License, Version 1.0.
// (See accompanying file LICENSE_1_0.txt or copy at
// https://www.boost.org/LICENSE_1_0.txt)

#include "proxy.hpp"

#include "describe.hpp"
#include "server.hpp"

#include <boost/asio/error.hpp>

#include <array>
#include <memory>
#include <string>
#include <utility>

namespace seqpacket_tool {

namespace asio = boost::asio;

namespace {

// One client and its connection to the server.
class relay : public std::enable_shared_from_this<relay>
{
public:
  relay(std::shared_ptr<proxy_state> state, std::uint64_t number,
      std::unique_ptr<link> client, session_end done)
    : state_(std::move(state)),
      name_('#' + std::to_string(number)),
      done_(std::move(done))
  {
    ways_[0].from = std::move(client);
    ways_[0].name = name_ + " >";
    ways_[1].name = name_ + " <";
  }

  relay(const relay&) = delete;
  relay& operator=(const relay&) = delete;

  // A close can take as long as the sender likes.
  ~relay()
  {
    for (way& each : ways_)
      state_->shared.closing.close(each.item.ancillary.descriptors());
  }

  void start()
  {
    app& shared = state_->shared;
    async_connect(shared.context, shared.values.type, state_->server,
        state_->options, [self = shared_from_this()](error_code ec,
            std::unique_ptr<link> server)
        {
          if (ec)
            self->fail("connect to " + self->state_->server.text, ec);
          else
            self->on_connect(std::move(server));
        });
  }

private:
  // From the client to the server, and back.
  struct way
  {
    std::unique_ptr<link> from;
    std::string name;
    packet item = {};
    bool done = false;    // nothing comes any more, and all has been passed on
    bool hung_up = false; // where the packets come from is closed
  };

  void on_connect(std::unique_ptr<link> server)
  {
    const auto ids = ways_[0].from->peer();
    log_line(*state_, name_, "connected"
        + (ids ? ", " + describe(*ids) : std::string()));
    ways_[1].from = std::move(server);
    for (std::size_t i = 0; i < ways_.size(); ++i)
    {
      receive(i);
      if (ended_)
        return;
      ways_[i].from->async_wait_for_hang_up(
          [self = shared_from_this(), i](error_code ec)
          {
            if (ec || self->ended_)
              return;
            self->ways_[i].hung_up = true;
            self->end_if_done();
          });
    }
  }

  link& other_end(std::size_t i)
  {
    return *ways_[1 - i].from;
  }

  void receive(std::size_t i)
  {
    ways_[i].from->async_receive(ways_[i].item,
        [self = shared_from_this(), i](error_code ec)
        { self->on_receive(i, ec); });
  }

  void on_receive(std::size_t i, const error_code& ec)
  {
    if (ended_ || state_->shared.is_finishing())
      return;
    way& here = ways_[i];
    if (ec == asio::error::eof)
    {
      log_line(*state_, here.name, "end");
      other_end(i).shutdown_send();
      return finish(i);
    }
    if (ec == asio::error::connection_reset)
    {
      // Reported once, before the packets that the peer has sent.
      log_line(*state_, here.name, message_of(ec));
      return receive(i);
    }
    // A part of a packet is not the packet.
    if (ec)
      return fail(here.name + " receive", ec);
    state_->shared.restart_timeout();
    log_packet(*state_, here.name, here.item,
        [self = shared_from_this(), i] { self->pass(i); });
  }

  void pass(std::size_t i)
  {
    if (ended_)
      return;
    pass_on(state_, other_end(i), nullptr, ways_[i].item,
        [self = shared_from_this(), i](error_code ec)
        { self->on_passed(i, ec); });
  }

  void on_passed(std::size_t i, const error_code& ec)
  {
    if (ended_ || state_->shared.is_finishing())
      return;
    if (ec == asio::error::broken_pipe || ec == asio::error::connection_reset
        || ec == asio::error::not_connected)
    {
      // The sender learns it as it would without the proxy.
      log_line(*state_, ways_[i].name, "not passed on: " + message_of(ec));
      ways_[i].from->shutdown_receive();
      return finish(i);
    }
    if (ec)
      return fail(ways_[i].name + " send", ec);
    if (state_->shared.count_packet())
      state_->shared.finish(status_success);
    else
      receive(i);
  }

  void finish(std::size_t i)
  {
    ways_[i].done = true;
    end_if_done();
  }

  // A peer that has closed altogether is closed for the other one as well.
  void end_if_done()
  {
    bool all_done = true;
    for (const way& each : ways_)
    {
      if (each.done && each.hung_up)
        return end(true);
      all_done = all_done && each.done;
    }
    if (all_done)
      end(true);
  }

  void fail(const std::string& what, const error_code& ec)
  {
    if (!ended_)
      state_->shared.problem(what, ec);
    end(false);
  }

  void end(bool good)
  {
    if (std::exchange(ended_, true))
      return;
    for (way& each : ways_)
      if (each.from)
        each.from->close();
    log_line(*state_, name_, "closed");
    const session_end done = std::move(done_);
    done(good);
  }

  std::shared_ptr<proxy_state> state_;
  std::string name_;
  session_end done_;
  std::array<way, 2> ways_;
  bool ended_ = false;
};

} // namespace

void start_proxy(app& shared, const address& at, const address& server,
    const link_options& options)
{
  const std::shared_ptr<proxy_state> state(
      new proxy_state{shared, server, options});
  if (shared.values.type == socket_type::datagram)
    return start_datagram_proxy(state, at);
  std::make_shared<class server>(shared,
      listen(shared.context, shared.values.type, at, options),
      server::at_once,
      [state](std::unique_ptr<link> client, std::uint64_t number,
          session_end done)
      {
        std::make_shared<relay>(
            state, number, std::move(client), std::move(done))->start();
      })->accept();
}

} // namespace seqpacket_tool
