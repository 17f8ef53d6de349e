// Copyright (c) 2026 The boost_seqpacket authors
//
// Distributed under the Boost Software License, Version 1.0.
// (See accompanying file LICENSE_1_0.txt or copy at
// https://www.boost.org/LICENSE_1_0.txt)

// Does one kind of work a number of times, in the function `measured`, which
// tools/count-instructions lets callgrind look at:
//
//   instructions NAME COUNT    does that work, for COUNT packets
//   instructions --list        prints the names

#include "../contestants/asio/connection.hpp"
#include "../contestants/immediate.hpp"
#include "../contestants/library/connection.hpp"

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/post.hpp>

#include <array>

namespace {

using namespace bench;

// Two connected sockets in one context, and packets from one to the other.
template <typename Connection, typename Binding>
class work
{
public:
  using socket_type = typename Connection::socket_type;

  explicit work(const std::string& kind)
    : kind_(kind),
      bind_(context_),
      sender_(context_, options_),
      receiver_(context_, options_)
  {
    int numbers[2];
    bench::check(::socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0,
          numbers), "socketpair");
    sender_.socket.assign(protocol(), numbers[0]);
    receiver_.socket.assign(protocol(), numbers[1]);
    if (kind_ == "descriptor")
    {
      options_.descriptors = 1;
      sender_.attach(make_descriptors(options_));
    }
    for (std::size_t i = 0; i < batch_size; ++i)
    {
      out_[i].buffers = asio::buffer(sender_.memory);
      in_[i].buffers = asio::buffer(
          &memory_[i * options_.size], options_.size);
    }
  }

  void run(std::size_t count)
  {
    left_ = count;
    // From handler to handler, as a program does that runs in its context.
    asio::post(context_, [this] { next(); });
    context_.restart();
    context_.run();
    require(left_ == 0, "packets are missing");
  }

private:
  void next()
  {
    if (left_ == 0)
      return;
    if (kind_ == "batch")
      send_batch();
    else if (kind_ == "waiting")
    {
      receive();
      send(false);
    }
    else
      send(true);
  }

  void send(bool then_receive)
  {
    sender_.async_send(options_.size,
        bind_([this, then_receive](const error_code& ec, std::size_t)
        {
          bench::check(ec);
          if (then_receive)
            receive();
        }));
  }

  void receive()
  {
    receiver_.async_receive(
        bind_([this](const error_code& ec, std::size_t)
        {
          bench::check(ec);
          --left_;
          next();
        }));
  }

  void send_batch()
  {
    boost_seqpacket::async_send_messages(sender_.socket, out_,
        bind_([this](const error_code& ec, std::size_t)
        {
          bench::check(ec);
          receive_batch();
        }));
  }

  void receive_batch()
  {
    boost_seqpacket::async_receive_messages(receiver_.socket, in_,
        bind_([this](const error_code& ec, std::size_t count)
        {
          bench::check(ec);
          left_ -= count;
          next();
        }));
  }

  std::string kind_;
  options options_;
  asio::io_context context_{1};
  Binding bind_;
  Connection sender_;
  Connection receiver_;
  std::size_t left_ = 0;
  std::array<boost_seqpacket::outgoing_message<0>, batch_size> out_;
  std::array<boost_seqpacket::incoming_message<0>, batch_size> in_;
  std::array<char, batch_size * 64> memory_;
};

// Not inlined: its name is what callgrind is given.
template <typename Work>
[[gnu::noinline]] void measured(Work& w, std::size_t count)
{
  w.run(count);
}

template <typename Connection, typename Binding>
void do_work(const std::string& kind, std::size_t count)
{
  work<Connection, Binding> w(kind);
  w.run(2 * batch_size); // until Asio has its memory
  measured(w, count);
}

struct entry
{
  const char* name;
  const char* kind;
  void (*function)(const std::string&, std::size_t);
};

using any = asio::any_io_executor;
using concrete = concrete_executor;

const entry entries[] = {
  {"asio", "at once", &do_work<asio_connection<any>, unbound>},
  {"asio-waiting", "waiting", &do_work<asio_connection<any>, unbound>},
  {"bytes", "at once", &do_work<bytes_connection<any>, unbound>},
  {"bytes-waiting", "waiting", &do_work<bytes_connection<any>, unbound>},
  {"at-once", "at once", &do_work<ancillary_connection<any>, unbound>},
  {"at-once-concrete", "at once",
    &do_work<ancillary_connection<concrete>, unbound>},
  {"waiting", "waiting", &do_work<ancillary_connection<any>, unbound>},
  {"waiting-concrete", "waiting",
    &do_work<ancillary_connection<concrete>, unbound>},
  {"descriptor", "descriptor", &do_work<descriptor_connection<any>, unbound>},
  {"batch", "batch", &do_work<ancillary_connection<any>, unbound>},
#if defined(BENCH_HAS_IMMEDIATE_EXECUTOR)
  {"immediate", "at once", &do_work<ancillary_connection<any>, bound>},
  {"immediate-concrete", "at once",
    &do_work<ancillary_connection<concrete>, bound>},
#endif
};

void choose(const std::string& name, std::size_t count)
{
  for (const entry& e : entries)
  {
    if (name == e.name)
      return e.function(e.kind, count);
  }
  throw std::runtime_error("unknown work " + name);
}

} // namespace

int main(int argc, char** argv)
{
  try
  {
    if (argc == 2 && std::string(argv[1]) == "--list")
    {
      for (const entry& e : entries)
        std::puts(e.name);
      return 0;
    }
    require(argc == 3, "usage: instructions NAME COUNT, or --list");
    choose(argv[1], number(argv[2]));
    return 0;
  }
  catch (const std::exception& e)
  {
    std::fprintf(stderr, "%s\n", e.what());
    return 1;
  }
}
