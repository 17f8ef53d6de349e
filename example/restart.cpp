// Copyright (c) 2026 The boost_seqpacket authors
//
// Distributed under the Boost Software License, Version 1.0.
// (See accompanying file LICENSE_1_0.txt or copy at
// https://www.boost.org/LICENSE_1_0.txt)

// A server that is restarted by starting it again. Its connection goes on.
#include <boost_seqpacket.hpp>
#include <boost_seqpacket/handover.hpp>
#include <boost/asio/io_context.hpp>
#include <cstdio>
#include <sys/wait.h>
#include <unistd.h>
namespace asio = boost::asio;
namespace sp = boost_seqpacket;
using boost::system::error_code;
using acceptor = sp::seq_packet_protocol::acceptor;
using packet_socket = sp::seq_packet_protocol::socket;
constexpr std::chrono::seconds patience(5);

//[restart_server
struct server
{
  asio::io_context context;
  acceptor listener{context}, control{context};
  packet_socket client{context}, other{context};
  sp::handover_offer offer;
  std::string data = std::string(64, ' ');
  int requests = 0; // the state of the session
  bool is_ending = false;

  explicit server(const std::string& name)
  {
    error_code ec;
    sp::connect(other, sp::abstract_endpoint(name + "control"), ec);
    if (ec) // there is no predecessor
    {
      listener = {context, sp::abstract_endpoint(name + "clients")};
      control = {context, sp::abstract_endpoint(name + "control")};
      sp::accept(listener, client);
    }
    else
      take_over();
    wait_for_successor();
    serve();
  }
  void wait_for_successor()
  {
    offer = sp::handover_offer();
    offer.add_listener("clients", listener);
    offer.add_listener("control", control);
    sp::async_accept(control, [this](error_code ec, packet_socket peer)
        {
          if (ec)
            throw boost::system::system_error(ec, "accept");
          other = std::move(peer); // closes the one of an earlier handover
          sp::async_offer_handover(other, offer, patience,
              [this](error_code failed)
              {
                if (failed)
                  return wait_for_successor(); // and go on to serve
                is_ending = true;
                client.cancel();
              });
        });
  }
  void take_over()
  {
    auto given = sp::receive_handover(other, patience);
    listener = sp::adopt<acceptor>(context, std::move(given[0].descriptor));
    control = sp::adopt<acceptor>(context, std::move(given[1].descriptor));
    auto last = sp::take_over(other, patience);
    client = sp::adopt<packet_socket>(context, std::move(last[0].descriptor));
    requests = std::stoi(last[0].state);
    sp::confirm_handover(other);
  }
  void serve()
  {
    const std::string state = std::to_string(requests);
    if (is_ending)
    {
      offer.add_session("client", client, asio::buffer(state));
      error_code ec;
      sp::commit_handover(other, offer, patience, ec);
      if (!ec)
        sp::await_successor(other, patience, ec);
      if (!ec)
        return;
      is_ending = false; // and go on to serve
      wait_for_successor();
    }
    sp::async_receive_message(client, asio::buffer(data),
        [this](error_code ec, std::size_t)
        {
          if (!ec)
            sp::send_message(client, asio::buffer("request "
                  + std::to_string(++requests) + " of this client, process "
                  + std::to_string(::getpid())));
          return ec == asio::error::eof ? context.stop() : serve();
        });
  }
};
//]

int main(int argc, char* argv[])
{
  if (argc == 2) // the server
    return server(argv[1]).context.run() == 0;
  const std::string name = "restart_" + std::to_string(::getpid()) + "_";
  asio::io_context context;
  packet_socket socket(context);
  for (int i = 0; i < 6; ++i)
  {
    if (i % 2 == 0 && ::fork() == 0) // start it, and start it again
      return ::execl("/proc/self/exe", "server", name.c_str(), nullptr);
    if (i == 2 || i == 4)
      ::wait(nullptr); // the process before it ends
    for (error_code ec = asio::error::fault; i == 0 && ec;)
      sp::connect(socket, sp::abstract_endpoint(name + "clients"), ec);
    std::string answer(64, '\0');
    sp::send_message(socket, asio::buffer("hello", 5));
    sp::receive_message(socket, asio::buffer(answer));
    std::printf("%s\n", answer.c_str());
    packet_socket failed(context); // a successor that ends at once
    sp::connect(failed, sp::abstract_endpoint(name + "control"));
  }
  socket.close();
  ::wait(nullptr);
}
