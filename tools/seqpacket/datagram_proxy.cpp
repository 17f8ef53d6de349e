// Copyright (c) 2026 The boost_seqpacket authors
//
// Distributed under the Boost Software License, Version 1.0.
// (See accompanying file LICENSE_1_0.txt or copy at
// https://www.boost.org/LICENSE_1_0.txt)

#include "describe.hpp"
#include "proxy.hpp"

#include <boost/asio/error.hpp>

#include <cstdint>
#include <map>
#include <memory>
#include <string>
#include <utility>

namespace seqpacket_tool {

namespace asio = boost::asio;

namespace {

class datagram_proxy;

// A client, and the socket with which the server sees it.
struct client
{
  address name; // without a text if it cannot be answered
  std::string title;
  std::unique_ptr<link> server;
  packet answer = {};
  std::uint64_t used = 0;
  bool gone = false;
};

class datagram_proxy : public std::enable_shared_from_this<datagram_proxy>
{
public:
  datagram_proxy(std::shared_ptr<proxy_state> state,
      std::unique_ptr<link> socket)
    : state_(std::move(state)),
      socket_(std::move(socket))
  {
  }

  datagram_proxy(const datagram_proxy&) = delete;
  datagram_proxy& operator=(const datagram_proxy&) = delete;

  // A close can take as long as the sender likes.
  ~datagram_proxy()
  {
    state_->shared.closing.close(item_.ancillary.descriptors());
  }

  void receive()
  {
    socket_->async_receive(item_, [self = shared_from_this()](error_code ec)
        { self->on_receive(ec); });
  }

private:
  void on_receive(const error_code& ec)
  {
    if (state_->shared.is_finishing())
      return;
    if (is_truncated(ec) || ec == asio::error::connection_reset)
    {
      state_->shared.problem("receive", ec);
      return receive_after_messages();
    }
    if (ec)
      return state_->shared.fail("receive", ec);
    state_->shared.restart_timeout();
    const auto known = clients_.find(item_.sender.text);
    if (known != clients_.end())
      return log_and_pass(known->second);
    remove_oldest();
    const auto added = std::make_shared<client>();
    added->name = item_.sender;
    added->title = '#' + std::to_string(++number_);
    async_connect(state_->shared.context, socket_type::datagram,
        state_->server, state_->options,
        [self = shared_from_this(), added](error_code failed,
            std::unique_ptr<link> server)
        { self->on_connect(added, failed, std::move(server)); });
  }

  void on_connect(const std::shared_ptr<client>& added, const error_code& ec,
      std::unique_ptr<link> server)
  {
    if (ec)
    {
      state_->shared.problem("connect to " + state_->server.text, ec);
      // The packet is lost, as a datagram may be.
      return receive_after_messages();
    }
    added->server = std::move(server);
    clients_[added->name.text] = added;
    log_line(*state_, added->title, added->name.text.empty()
        ? "a client without a name" : "client " + added->name.text);
    receive_answer(added);
    log_and_pass(added);
  }

  void log_and_pass(const std::shared_ptr<client>& from)
  {
    from->used = ++clock_;
    log_packet(*state_, from->title + " >", item_,
        [self = shared_from_this(), from]
        {
          pass_on(self->state_, *from->server, nullptr, self->item_,
              [self, from](error_code ec) { self->on_passed(from, ec); });
        });
  }

  void on_passed(const std::shared_ptr<client>& from, const error_code& ec)
  {
    if (state_->shared.is_finishing())
      return;
    if (ec)
    {
      log_line(*state_, from->title + " >",
          "not passed on: " + message_of(ec));
      remove(from); // the next packet connects to a new server
    }
    else if (state_->shared.count_packet())
      return state_->shared.finish(status_success);
    receive_after_messages();
  }

  void receive_after_messages()
  {
    state_->shared.closing.close(item_.ancillary.descriptors());
    state_->shared.async_flush(
        [self = shared_from_this()] { self->receive(); });
  }

  void receive_answer(const std::shared_ptr<client>& to)
  {
    to->server->async_receive(to->answer,
        [self = shared_from_this(), to](error_code ec)
        { self->on_answer(to, ec); });
  }

  void on_answer(const std::shared_ptr<client>& to, const error_code& ec)
  {
    if (to->gone || state_->shared.is_finishing())
      return;
    if (ec)
    {
      log_line(*state_, to->title + " <", message_of(ec));
      if (is_truncated(ec))
        return drop_answer(to);
      return remove(to);
    }
    state_->shared.restart_timeout();
    log_packet(*state_, to->title + " <", to->answer,
        [self = shared_from_this(), to]
        {
          if (to->name.text.empty())
          {
            log_line(*self->state_, to->title + " <",
                "not passed on: the client has no name");
            return self->drop_answer(to);
          }
          const destination client{to->name, to->gone};
          pass_on(self->state_, *self->socket_, &client, to->answer,
              [self, to](error_code failed)
              { self->on_answer_passed(to, failed); });
        });
  }

  void drop_answer(const std::shared_ptr<client>& to)
  {
    state_->shared.closing.close(to->answer.ancillary.descriptors());
    state_->shared.async_flush([self = shared_from_this(), to]
        {
          if (!to->gone)
            self->receive_answer(to);
        });
  }

  void on_answer_passed(const std::shared_ptr<client>& to,
      const error_code& ec)
  {
    if (to->gone || state_->shared.is_finishing())
      return;
    if (ec)
      log_line(*state_, to->title + " <", "not passed on: " + message_of(ec));
    else if (state_->shared.count_packet())
      return state_->shared.finish(status_success);
    // A name that has gone does not come back.
    if (ec)
      remove(to);
    else
      receive_answer(to);
  }

  void remove(const std::shared_ptr<client>& which)
  {
    which->gone = true;
    which->server->close();
    const auto found = clients_.find(which->name.text);
    if (found != clients_.end() && found->second == which)
      clients_.erase(found);
  }

  // Nothing says that a client has gone, so there is a limit.
  void remove_oldest()
  {
    while (clients_.size() >= state_->shared.values.connections)
    {
      auto oldest = clients_.begin();
      for (auto i = clients_.begin(); i != clients_.end(); ++i)
        if (i->second->used < oldest->second->used)
          oldest = i;
      remove(std::shared_ptr<client>(oldest->second));
    }
  }

  std::shared_ptr<proxy_state> state_;
  std::unique_ptr<link> socket_;
  packet item_;
  std::map<std::string, std::shared_ptr<client>> clients_;
  std::uint64_t number_ = 0;
  std::uint64_t clock_ = 0;
};

} // namespace

void start_datagram_proxy(const std::shared_ptr<proxy_state>& state,
    const address& at)
{
  std::make_shared<datagram_proxy>(state,
      bind_datagram(state->shared.context, at, state->options))->receive();
}

} // namespace seqpacket_tool
