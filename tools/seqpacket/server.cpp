// Copyright (c) 2026 The boost_seqpacket authors
//
// Distributed under the Boost Software License, Version 1.0.
// (See accompanying file LICENSE_1_0.txt or copy at
// https://www.boost.org/LICENSE_1_0.txt)

#include "server.hpp"

#include "describe.hpp"

#include <utility>

namespace seqpacket_tool {

server::server(app& shared, std::unique_ptr<listener> from, how many,
    service serve)
  : app_(shared),
    listener_(std::move(from)),
    many_(many),
    serve_(std::move(serve))
{
}

void server::accept()
{
  const std::size_t most = many_ == at_once ? app_.values.connections : 1;
  if (accepting_ || active_ >= most || app_.is_finishing())
    return;
  accepting_ = true;
  // Each connection prints lines.
  app_.async_flush([self = shared_from_this()]
      {
        if (!self->app_.is_finishing())
          self->listener_->async_accept([self](error_code ec,
                std::unique_ptr<link> connection)
              { self->on_accept(ec, std::move(connection)); });
      });
}

void server::on_accept(const error_code& ec, std::unique_ptr<link> connection)
{
  accepting_ = false;
  if (app_.is_finishing())
    return;
  if (ec)
    return app_.fail("accept", ec);
  ++number_;
  ++active_;
  app_.restart_timeout();
  const auto ids = connection->peer();
  app_.detail("connection " + std::to_string(number_) + ": "
      + (ids ? describe(*ids) : std::string("an unknown peer")));
  if (many_ == once)
    listener_->close();
  serve_(std::move(connection), number_,
      [self = shared_from_this(), number = number_](bool good)
      {
        self->app_.detail("connection " + std::to_string(number) + ": ended");
        self->on_end(good);
      });
  if (many_ == at_once)
    accept();
}

void server::on_end(bool good)
{
  --active_;
  if (many_ == once)
    app_.finish(good ? status_success : status_failure);
  else
    accept();
}

} // namespace seqpacket_tool
