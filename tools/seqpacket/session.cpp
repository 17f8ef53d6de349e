// Copyright (c) 2026 The boost_seqpacket authors
//
// Distributed under the Boost Software License, Version 1.0.
// (See accompanying file LICENSE_1_0.txt or copy at
// https://www.boost.org/LICENSE_1_0.txt)

#include "session.hpp"

#include "describe.hpp"
#include "text.hpp"

#include <boost_seqpacket/error.hpp>

#include <boost/asio/error.hpp>

#include <utility>

namespace seqpacket_tool {

namespace asio = boost::asio;

session::session(app& shared, std::unique_ptr<link> connection,
    bool is_connected, bool reads_input, session_end done)
  : app_(shared),
    link_(std::move(connection)),
    is_connected_(is_connected),
    reads_input_(reads_input),
    done_(std::move(done)),
    sending_done_(!reads_input)
{
}

session::~session()
{
  close_descriptors();
}

// A close can take as long as the sender likes.
void session::close_descriptors()
{
  app_.closing.close(packet_.ancillary.descriptors());
}

void session::start()
{
  receive();
  if (!is_connected_)
    return; // nobody can be answered yet
  if (reads_input_)
    send_next();
  if (app_.values.type != socket_type::datagram)
    wait_for_hang_up();
}

void session::receive()
{
  link_->async_receive(packet_, [self = shared_from_this()](error_code ec)
      { self->on_receive(ec); });
}

void session::on_receive(const error_code& ec)
{
  if (ended_ || app_.is_finishing())
    return;
  if (ec == asio::error::eof)
    return on_end_of_file();
  if (ec == asio::error::connection_reset)
  {
    // Reported once, before the packets that the peer has sent.
    app_.problem("receive", ec);
    good_ = false;
    return receive();
  }
  if (ec && !is_truncated(ec))
    return fail("receive", ec);

  if (ec)
  {
    app_.problem("receive", ec);
    good_ = false;
  }
  app_.restart_timeout();
  app_.count_bytes_received(packet_.bytes.size());
  const bool last = app_.count_packet();
  std::string text = show();
  app_.async_print(std::move(text), [self = shared_from_this(), last]
      {
        self->close_descriptors();
        if (self->ended_)
          return;
        if (last)
          return self->app_.finish(
              self->good_ ? status_success : status_failure);
        self->begin_to_answer();
        self->receive();
      });
}

// A datagram socket that is bound sends to the sender of its last packet.
void session::begin_to_answer()
{
  if (is_connected_ || !reads_input_ || answers_
      || packet_.sender.text.empty())
    return;
  answers_ = true;
  send_next();
}

void session::on_end_of_file()
{
  received_all_ = true;
  if (sending_done_ || hung_up_)
    end();
}

std::string session::show()
{
  if (app_.values.what == command_dump)
    return show_for_dump();
  show_ancillary();
  const std::string& bytes = packet_.bytes;
  switch (app_.values.format)
  {
  case packet_format::hex:
    return to_hex(bytes) + "\n";
  case packet_format::raw:
    return bytes;
  case packet_format::length:
  {
    std::string text;
    for (int shift = 24; shift >= 0; shift -= 8)
      text += static_cast<char>(bytes.size() >> shift & 0xff);
    return text + bytes;
  }
  default:
    break;
  }
  const bool is_stream = app_.values.type == socket_type::stream;
  // A terminal obeys sequences that a peer may send.
  if (app_.out.is_terminal())
    return is_stream ? escaped_lines(bytes) : escaped(bytes) + "\n";
  return is_stream ? bytes : bytes + "\n";
}

void session::show_ancillary()
{
  const std::string name = "packet " + std::to_string(app_.packets) + ": ";
  const auto ids = packet_.ancillary.credentials();
  if (app_.values.credentials || app_.values.verbose)
  {
    const std::string text = name + (ids ? describe(*ids)
        : std::string("no credentials"));
    app_.values.credentials ? app_.note(text) : app_.detail(text);
  }
  std::size_t index = 0;
  for (const unique_descriptor& owner : packet_.ancillary.descriptors())
  {
    const std::string title =
      name + "descriptor " + std::to_string(index++) + ": ";
    if (app_.store && owner)
    {
      app_.note(title + app_.store->keep(owner.native_handle()));
      good_ = good_ && app_.store->complete();
    }
    else if (app_.values.verbose)
      app_.detail(title + (owner ? describe_descriptor(owner.native_handle())
          : std::string("lost")));
  }
}

std::string session::show_for_dump()
{
  std::string text = time_of_day() + " "
    + std::to_string(packet_.ancillary.message_size()) + " bytes";
  if (const auto ids = packet_.ancillary.credentials())
    text += ", " + describe(*ids);
  if (!packet_.sender.text.empty())
    text += ", from " + packet_.sender.text;
  text += "\n  " + describe_bytes(packet_.bytes, app_.values.bytes,
      app_.values.format == packet_format::hex) + "\n"
    + describe_ancillary(packet_, "  ");
  if (app_.store)
  {
    for (const unique_descriptor& owner : packet_.ancillary.descriptors())
      if (owner)
        text += "  " + printable(app_.store->keep(owner.native_handle()))
          + "\n";
    good_ = good_ && app_.store->complete();
  }
  return text;
}

void session::send_next()
{
  app_.in.async_next([self = shared_from_this()](
        std::optional<std::string> bytes, const std::string& error)
      {
        if (self->ended_ || self->app_.is_finishing())
          return;
        if (bytes)
          self->send(std::move(*bytes));
        else
          self->on_end_of_input(error);
      });
}

void session::send(std::string bytes)
{
  sending_ = std::move(bytes);
  link_->async_send(sending_, sent_first_ ? app_.others : app_.first,
      [self = shared_from_this()](error_code ec) { self->on_sent(ec); });
}

void session::on_sent(const error_code& ec)
{
  if (ended_ || app_.is_finishing())
    return;
  if (ec && is_connected_)
    return fail("send", ec);
  if (ec)
  {
    // A client that has gone does not stop a server.
    app_.problem("send", ec);
    good_ = false;
    return app_.async_flush(
        [self = shared_from_this()] { self->send_next(); });
  }
  sent_first_ = true;
  app_.restart_timeout();
  app_.count_bytes_sent(sending_.size());
  send_next();
}

void session::on_end_of_input(const std::string& error)
{
  if (!error.empty())
  {
    app_.problem("standard input: " + error);
    good_ = false;
  }
  if (!sent_first_ && !app_.values.pass_fd.empty())
  {
    app_.problem("--pass-fd: there was no packet to send them with");
    good_ = false;
  }
  sending_done_ = true;
  if (app_.values.type != socket_type::datagram)
    link_->shutdown_send();
  // The other end of a datagram socket has no end. Wait for an answer only if
  // it is said for how long, or for how many.
  const bool waits = app_.values.type != socket_type::datagram
    || !is_connected_ || app_.values.count || app_.values.timeout;
  if (received_all_ || !waits || (!good_ && !error.empty()))
    end();
}

void session::wait_for_hang_up()
{
  link_->async_wait_for_hang_up([self = shared_from_this()](error_code ec)
      {
        if (ec || self->ended_ || self->app_.is_finishing())
          return;
        self->hung_up_ = true;
        if (self->received_all_)
          self->end();
      });
}

void session::fail(const std::string& what, const error_code& ec)
{
  app_.problem(what, ec);
  good_ = false;
  end();
}

void session::end()
{
  if (ended_)
    return;
  ended_ = true;
  if (!sending_done_)
  {
    app_.in.cancel();
    if (hung_up_ && good_ && app_.in.has_rest())
    {
      app_.problem("send: the peer has closed before it has everything");
      good_ = false;
    }
  }
  link_->close();
  const session_end done = std::move(done_);
  done(good_);
}

} // namespace seqpacket_tool
