// Copyright (c) 2026 The boost_seqpacket authors
//
// Distributed under the Boost Software License, Version 1.0.
// (See accompanying file LICENSE_1_0.txt or copy at
// https://www.boost.org/LICENSE_1_0.txt)

// Ten thousand clients at the door of a server whose backlog has room for two.
// It stands alone because it is a race: which client meets a full backlog, and
// how often, is different each time. BOOST_SEQPACKET_CROWD is another number.

#include "test.hpp"

#include "process.hpp"

#include <cstdlib>
#include <deque>

using namespace boost_seqpacket;
using namespace boost_seqpacket::test;

namespace {

constexpr int processes = 4;

int crowd()
{
  const char* const number = std::getenv("BOOST_SEQPACKET_CROWD");
  return number ? std::atoi(number) : 10000;
}

// As many descriptors as the system lets this process have.
std::size_t raise_descriptor_limit()
{
  ::rlimit limit;
  ::getrlimit(RLIMIT_NOFILE, &limit);
  limit.rlim_cur = limit.rlim_max;
  ::setrlimit(RLIMIT_NOFILE, &limit);
  ::getrlimit(RLIMIT_NOFILE, &limit);
  return static_cast<std::size_t>(limit.rlim_cur);
}

// A client: it connects, and whoever is told that it is connected must be able
// to receive what the server sends to each connection.
class client
{
public:
  client(asio::io_context& context, const endpoint& server,
      int& served, int& liars)
    : socket_(context),
      served_(served),
      liars_(liars)
  {
    async_connect(socket_, server,
        [this](const error_code& ec)
        {
          if (!ec)
            receive();
          else
            ++liars_;
        });
  }

private:
  void receive()
  {
    error_code ec;
    (void)socket_.remote_endpoint(ec);
    if (ec)
    {
      ++liars_;
      return;
    }
    async_receive_message(socket_, asio::buffer(&number_, sizeof(number_)),
        incoming_,
        [this](const error_code& received, std::size_t n)
        {
          if (!received && n == sizeof(number_))
            ++served_;
          else
            ++liars_;
          socket_.close();
        });
  }

  packet_socket socket_;
  int& served_;
  int& liars_;
  int number_ = 0;
  incoming_ancillary<0> incoming_;
};

// A process full of clients. It returns 0 if every one of them was served.
int clients(const endpoint& server, int count)
{
  asio::io_context context;
  int served = 0;
  int liars = 0;
  std::deque<client> all;
  for (int i = 0; i < count; ++i)
    all.emplace_back(context, server, served, liars);
  context.run_for(2 * deadline);
  return liars != 0 ? 2 : served == count ? 0 : 3;
}

} // namespace

BOOST_FIXTURE_TEST_SUITE(random_crowd, no_leaks)

// All are served, and none believes to be connected when it is not.
BOOST_AUTO_TEST_CASE(every_client_of_a_crowd_is_served)
{
  const int count = crowd();
  BOOST_REQUIRE(raise_descriptor_limit()
      > static_cast<std::size_t>(count / processes + 100));

  asio::io_context context;
  acceptor listener(context);
  boost_seqpacket::open(listener);
  listener.bind(endpoint(std::string(1, '\0') + "boost_seqpacket crowd "
        + std::to_string(::getpid())));
  listener.listen(1);
  const endpoint where = listener.local_endpoint();

  std::deque<child_process> children;
  for (int i = 0; i < processes; ++i)
  {
    const int share = count / processes + (i < count % processes ? 1 : 0);
    children.emplace_back([&] { return clients(where, share); });
  }

  int accepted = 0;
  const auto end = std::chrono::steady_clock::now() + 2 * deadline;
  std::function<void()> next = [&]
      {
        async_accept(listener,
            [&](const error_code& ec, packet_socket peer)
            {
              BOOST_REQUIRE(!ec);
              const int number = accepted++;
              error_code sent;
              send_message(peer, asio::buffer(&number, sizeof(number)),
                  no_ancillary, sent);
              BOOST_TEST(!sent);
              if (accepted != count)
                next();
            });
      };
  next();
  while (accepted != count && std::chrono::steady_clock::now() < end)
    context.run_one_until(end);
  BOOST_TEST(accepted == count);
  for (child_process& child : children)
    BOOST_TEST(child.wait() == 0);
}

BOOST_AUTO_TEST_SUITE_END()
