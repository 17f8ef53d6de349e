// Copyright (c) 2026 The boost_seqpacket authors
//
// Distributed under the Boost Software License, Version 1.0.
// (See accompanying file LICENSE_1_0.txt or copy at
// https://www.boost.org/LICENSE_1_0.txt)

// A server that is restarted without dropping a connection: start it again. The
// new process connects to the old one, which hands over its listeners and its
// sessions, and ends.
//
// usage: restarting_server DIRECTORY [GENERATION]
//
// The sockets in the directory are `packets` and `streams` for clients, and
// `control` for the successor. A request is a line without its end in a packet,
// or with its end in a stream. The answer is a line as well: the process, the
// generation, the number of requests of this session, and the request.
//
// If a service manager has started the process, SIGTERM lets it store everything
// there, and the next process finds it. (FileDescriptorStoreMax= must be large
// enough.)

#include <boost_seqpacket.hpp>
#include <boost_seqpacket/handover.hpp>
#include <boost_seqpacket/restore_services.hpp>
#include <boost_seqpacket/service_store.hpp>

#include <boost/asio/awaitable.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/local/stream_protocol.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/signal_set.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/use_awaitable.hpp>

#include <algorithm>
#include <array>
#include <chrono>
#include <csignal>
#include <cstdio>
#include <cstdint>
#include <cstdlib>
#include <exception>
#include <filesystem>
#include <iterator>
#include <list>
#include <poll.h>
#include <sstream>
#include <stdexcept>
#include <string>
#include <sys/resource.h>
#include <sys/stat.h>
#include <type_traits>
#include <unistd.h>
#include <utility>
#include <vector>

namespace asio = boost::asio;
namespace sp = boost_seqpacket;
using boost::system::error_code;
using packets = sp::seq_packet_protocol;
using streams = asio::local::stream_protocol;

// With the other process. The predecessor decides when it has been too long.
constexpr std::chrono::seconds patience(5);
constexpr std::chrono::seconds patience_of_successor(8);
constexpr std::chrono::seconds longest_begin(10);
constexpr std::size_t largest_request = 512;

// --- sessions ------------------------------------------------------------------

//[restarting_server_session
// A client, and what must go on after a restart: how many requests it has made,
// a request that has come in part, and answers that have not gone yet.
template <typename Protocol>
struct session
{
  std::string name;
  typename Protocol::socket socket;
  std::uint64_t requests = 0;
  std::string input = {};
  std::string output = {};

  std::string state() const
  {
    return std::to_string(requests) + " " + std::to_string(input.size()) + " "
      + input + output;
  }

  // False if another version of this program has written it.
  bool set_state(const std::string& text)
  {
    std::istringstream in(text);
    std::size_t size = 0;
    in >> requests >> size;
    if (in.get() != ' '
        || size > text.size() - static_cast<std::size_t>(in.tellg()))
      return false;
    const auto data = text.begin() + in.tellg();
    input.assign(data, data + static_cast<std::ptrdiff_t>(size));
    output.assign(data + static_cast<std::ptrdiff_t>(size), text.end());
    return true;
  }
};
//]

// Sends a part of the output and removes it. A packet is a line.
asio::awaitable<void> send_some(session<packets>& client, error_code& ec)
{
  const std::size_t end = client.output.find('\n');
  co_await sp::async_send_message(client.socket,
      asio::buffer(client.output.data(), end),
      asio::redirect_error(asio::use_awaitable, ec));
  if (!ec)
    client.output.erase(0, end + 1);
}

asio::awaitable<void> send_some(session<streams>& client, error_code& ec)
{
  const std::size_t size = co_await client.socket.async_write_some(
      asio::buffer(client.output),
      asio::redirect_error(asio::use_awaitable, ec));
  client.output.erase(0, size);
}

asio::awaitable<void> receive_some(session<packets>& client, error_code& ec)
{
  std::array<char, largest_request> data;
  const std::size_t size = co_await sp::async_receive_message(client.socket,
      asio::buffer(data), asio::redirect_error(asio::use_awaitable, ec));
  if (!ec)
    client.input.append(data.data(), size) += '\n';
}

asio::awaitable<void> receive_some(session<streams>& client, error_code& ec)
{
  std::array<char, largest_request> data;
  const std::size_t size = co_await client.socket.async_read_some(
      asio::buffer(data), asio::redirect_error(asio::use_awaitable, ec));
  client.input.append(data.data(), size);
  if (!ec && client.input.size() > 2 * largest_request)
    ec = asio::error::message_size;
}

// --- the server ------------------------------------------------------------------

enum class role
{
  serving,
  handed_over
};

enum class predecessor_state
{
  absent,  // there is none
  serves,  // it goes on
  replaced // it has handed over, or has died
};

class server
{
public:
  server(asio::io_context& context, std::string directory, std::string generation)
    : directory_(std::move(directory)),
      generation_(std::move(generation)),
      idle_(context),
      signals_(context, SIGTERM, SIGINT),
      packet_acceptor_(context),
      stream_acceptor_(context),
      control_(context)
  {
  }

  // Runs until a successor has taken over, or a signal comes.
  asio::awaitable<void> run();

private:
  template <typename Protocol>
  using session_list = std::list<session<Protocol>>;

  asio::awaitable<void> begin();
  asio::awaitable<predecessor_state> take_over_from_predecessor();
  asio::awaitable<void> serve_until_replaced();
  asio::awaitable<role> hand_over(packets::socket& successor);
  asio::awaitable<void> stop_by_signal();
  void forget_sessions();
  void store_everything();
  bool restore();

  void take_listener(sp::handed_listener& one);
  void take_session(sp::handed_session& one);
  void listen(error_code& ec);
  template <typename Acceptor>
  void listen_at(Acceptor& acceptor, const char* name, error_code& ec);

  void start();
  asio::awaitable<void> pause();
  asio::awaitable<void> wait_a_little();
  bool is_full() const;
  template <typename Acceptor, typename... Filter>
  asio::awaitable<void> accept_one(Acceptor& acceptor,
      typename Acceptor::protocol_type::socket& socket, error_code& ec,
      Filter&... filter);
  template <typename Protocol>
  asio::awaitable<void> accept(typename Protocol::acceptor& acceptor,
      session_list<Protocol>& list);
  template <typename Protocol>
  asio::awaitable<void> serve(session_list<Protocol>& list,
      typename session_list<Protocol>::iterator client);
  template <typename Function>
  void spawn(Function function);
  template <typename Function>
  void for_each_session(Function function);
  void say(const std::string& line) const;

  std::string directory_;
  std::string generation_;
  asio::steady_timer idle_; // cancelled when nothing runs any more
  asio::signal_set signals_;
  packets::acceptor packet_acceptor_;
  streams::acceptor stream_acceptor_;
  packets::acceptor control_;
  session_list<packets> packet_sessions_;
  session_list<streams> stream_sessions_;
  std::uint64_t names_ = 0;
  int running_ = 0;
  bool is_paused_ = true;
  bool is_stopping_ = false; // by a signal
};

void server::say(const std::string& line) const
{
  std::printf("server %ld, generation %s: %s\n", static_cast<long>(::getpid()),
      generation_.c_str(), line.c_str());
  std::fflush(stdout);
}

// The open descriptors of this process.
std::size_t descriptors()
{
  const std::filesystem::directory_iterator list("/proc/self/fd");
  return static_cast<std::size_t>(std::distance(begin(list), end(list)));
}

template <typename Function>
void server::for_each_session(Function function)
{
  for (session<packets>& one : packet_sessions_)
    function(one);
  for (session<streams>& one : stream_sessions_)
    function(one);
}

// --- serving -----------------------------------------------------------------------

//[restarting_server_pause
// Starts a coroutine that `pause` waits for.
template <typename Function>
void server::spawn(Function function)
{
  ++running_;
  asio::co_spawn(idle_.get_executor(), std::move(function),
      [this](std::exception_ptr)
      {
        if (--running_ == 0)
          idle_.cancel();
      });
}

// Ends every operation and waits until it has ended. A session is then between
// two operations: what it has received and not sent is in its strings.
asio::awaitable<void> server::pause()
{
  is_paused_ = true;
  error_code ignored;
  packet_acceptor_.cancel(ignored);
  stream_acceptor_.cancel(ignored);
  for_each_session([&](auto& one) { one.socket.cancel(ignored); });
  idle_.expires_at(asio::steady_timer::time_point::max());
  if (running_ != 0)
    co_await idle_.async_wait(
        asio::redirect_error(asio::use_awaitable, ignored));
}

void server::start()
{
  is_paused_ = false;
  spawn([this] { return accept<packets>(packet_acceptor_, packet_sessions_); });
  spawn([this] { return accept<streams>(stream_acceptor_, stream_sessions_); });
  for (auto one = packet_sessions_.begin(); one != packet_sessions_.end();
      ++one)
    spawn([this, one] { return serve<packets>(packet_sessions_, one); });
  for (auto one = stream_sessions_.begin(); one != stream_sessions_.end();
      ++one)
    spawn([this, one] { return serve<streams>(stream_sessions_, one); });
}
//]

// A fault such as too many open descriptors lasts, and must not make a loop.
asio::awaitable<void> server::wait_a_little()
{
  asio::steady_timer moment(
      idle_.get_executor(), std::chrono::milliseconds(50));
  co_await moment.async_wait(asio::use_awaitable);
}

//[restarting_server_accept
// Waits for a connection and accepts it. Without a free descriptor async_accept
// waits for one, in pauses that acceptor.cancel() does not reach. This function
// reports the error, so that `pause` always ends.
template <typename Acceptor, typename... Filter>
asio::awaitable<void> server::accept_one(Acceptor& acceptor,
    typename Acceptor::protocol_type::socket& socket, error_code& ec,
    Filter&... filter)
{
  acceptor.non_blocking(true, ec); // another process may be faster
  if (!ec)
    co_await acceptor.async_wait(Acceptor::wait_read,
        asio::redirect_error(asio::use_awaitable, ec));
  if (!ec)
    sp::accept(acceptor, filter..., socket, ec);
}
//]

// True if only those descriptors are left that this process has beside its
// sessions, and that a successor and the store of a service manager need.
bool server::is_full() const
{
  constexpr std::size_t others = 32;
  ::rlimit limit = {};
  return ::getrlimit(RLIMIT_NOFILE, &limit) == 0 && packet_sessions_.size()
    + stream_sessions_.size() + others > limit.rlim_cur;
}

template <typename Protocol>
asio::awaitable<void> server::accept(typename Protocol::acceptor& acceptor,
    session_list<Protocol>& list)
{
  while (!is_paused_)
  {
    error_code ec;
    typename Protocol::socket socket(idle_.get_executor());
    if (is_full())
      ec = asio::error::no_descriptors;
    else
      co_await accept_one(acceptor, socket, ec);
    if (ec)
    {
      if (!is_paused_)
        co_await wait_a_little();
      continue;
    }
    // A name says which list the session belongs to.
    const char* kind = std::is_same<Protocol, packets>::value ? "p-" : "s-";
    list.push_back({kind + generation_ + "-" + std::to_string(++names_),
        std::move(socket)});
    const auto client = std::prev(list.end());
    if (!is_paused_)
      spawn([this, &list, client] { return serve<Protocol>(list, client); });
  }
}

template <typename Protocol>
asio::awaitable<void> server::serve(session_list<Protocol>& list,
    typename session_list<Protocol>::iterator client)
{
  while (!is_paused_)
  {
    error_code ec;
    const std::size_t end = client->input.find('\n');
    if (!client->output.empty())
    {
      co_await send_some(*client, ec);
    }
    else if (end != std::string::npos)
    {
      client->output = std::to_string(::getpid()) + " " + generation_ + " "
        + std::to_string(++client->requests) + " "
        + client->input.substr(0, end + 1);
      client->input.erase(0, end + 1);
    }
    else
    {
      co_await receive_some(*client, ec);
    }
    if (ec && !is_paused_)
    {
      list.erase(client);
      co_return;
    }
  }
}

// --- the successor -------------------------------------------------------------------

void server::take_listener(sp::handed_listener& one)
{
  error_code ec;
  if (one.name == "packets")
    packet_acceptor_ = sp::adopt<packets::acceptor>(
        packet_acceptor_.get_executor(), std::move(one.descriptor), ec);
  else if (one.name == "streams")
    stream_acceptor_ = sp::adopt<streams::acceptor>(
        stream_acceptor_.get_executor(), std::move(one.descriptor), ec);
  else if (one.name == "control")
    control_ = sp::adopt<packets::acceptor>(
        control_.get_executor(), std::move(one.descriptor), ec);
  if (ec)
    say("the listener " + one.name + ": " + ec.message());
}

void server::take_session(sp::handed_session& one)
{
  // The names of this process go on after those that it takes over: the store of
  // a service manager needs a name for one session at a time.
  const char* const number = one.name.c_str() + one.name.rfind('-') + 1;
  names_ = std::max<std::uint64_t>(names_, std::strtoull(number, nullptr, 10));
  const auto take = [&](auto& list)
      {
        using entry = typename std::decay_t<decltype(list)>::value_type;
        using socket_type = decltype(entry::socket);
        error_code ec;
        entry client{one.name, sp::adopt<socket_type>(
              idle_.get_executor(), std::move(one.descriptor), ec)};
        if (!ec && client.set_state(one.state))
          list.push_back(std::move(client));
        else
          say("the session " + one.name + " is not one of this program");
      };
  if (one.name.compare(0, 2, "p-") == 0)
    take(packet_sessions_);
  else
    take(stream_sessions_);
}

template <typename Acceptor>
void server::listen_at(Acceptor& acceptor, const char* name, error_code& ec)
{
  if (!ec && !acceptor.is_open())
    sp::bind_path(acceptor, directory_ + "/" + name, ec);
}

// Opens the listeners that no other process has given. The one for a successor is
// the last: a process that can connect to it finds the others.
void server::listen(error_code& ec)
{
  listen_at(packet_acceptor_, "packets", ec);
  listen_at(stream_acceptor_, "streams", ec);
  listen_at(control_, "control", ec);
}

//[restarting_server_take_over
// Takes what the predecessor gives, if there is one.
asio::awaitable<predecessor_state> server::take_over_from_predecessor()
{
  error_code ec;
  packets::socket predecessor(idle_.get_executor());
  co_await sp::async_connect(predecessor,
      packets::endpoint(directory_ + "/control"),
      asio::redirect_error(asio::use_awaitable, ec));
  if (ec)
    co_return predecessor_state::absent;
  std::vector<sp::handed_listener> listeners =
    co_await sp::async_receive_handover(predecessor, patience_of_successor,
        asio::redirect_error(asio::use_awaitable, ec));
  std::vector<sp::handed_session> sessions;
  if (!ec)
    sessions = co_await sp::async_take_over(predecessor, patience_of_successor,
        asio::redirect_error(asio::use_awaitable, ec));
  // If the predecessor has died, what has come is all there is.
  if (ec && ec != sp::seqpacket_errc::predecessor_lost)
  {
    say("no handover: " + ec.message());
    co_return predecessor_state::serves;
  }
  for (sp::handed_listener& one : listeners)
    take_listener(one);
  for (sp::handed_session& one : sessions)
    take_session(one);
  say((ec ? "the predecessor died, after " : "took over ")
      + std::to_string(listeners.size()) + " listeners and "
      + std::to_string(sessions.size()) + " sessions");
  // If this fails, the predecessor lives and serves again.
  if (!ec)
    co_await sp::async_confirm_handover(predecessor, asio::use_awaitable);
  co_return predecessor_state::replaced;
}
//]

//[restarting_server_begin
// Gets the listeners: from the service manager, from the predecessor, or as the
// first process. A predecessor that closes before it has given anything may have
// refused, or died. In the second case the next connection is refused, and soon
// the paths are free.
asio::awaitable<void> server::begin()
{
  if (restore())
    co_return;
  const auto end = std::chrono::steady_clock::now() + longest_begin;
  for (;;)
  {
    error_code ec;
    const predecessor_state predecessor =
      co_await take_over_from_predecessor();
    if (predecessor != predecessor_state::serves)
      listen(ec);
    if (predecessor != predecessor_state::serves && !ec)
      co_return;
    if (std::chrono::steady_clock::now() >= end)
      throw std::runtime_error("the predecessor goes on to serve");
    co_await wait_a_little();
  }
}
//]

// --- the predecessor -----------------------------------------------------------------

//[restarting_server_forget
// Closes the sessions that the successor has. Asio's close() leaves the socket in
// the epoll of this process, because the kernel removes it only when no process
// has it open. release() takes it out.
void server::forget_sessions()
{
  for_each_session([](auto& one)
      {
        error_code ignored;
        const sp::unique_descriptor closed(one.socket.release(ignored));
      });
  packet_sessions_.clear();
  stream_sessions_.clear();
}
//]

//[restarting_server_hand_over
// Gives everything to the successor. This process serves until the successor has
// the listeners, and goes on if the successor does not take the sessions.
asio::awaitable<role> server::hand_over(packets::socket& successor)
{
  error_code ec;
  sp::handover_offer offer;
  offer.add_listener("packets", packet_acceptor_);
  offer.add_listener("streams", stream_acceptor_);
  offer.add_listener("control", control_);
  co_await sp::async_offer_handover(successor, offer, patience,
      asio::redirect_error(asio::use_awaitable, ec));
  if (ec)
  {
    say("nothing is handed over: " + ec.message());
    co_return role::serving;
  }

  co_await pause();
  for_each_session([&](auto& one)
      {
        offer.add_session(one.name, one.socket, asio::buffer(one.state()));
      });
  co_await sp::async_commit_handover(successor, offer, patience,
      asio::redirect_error(asio::use_awaitable, ec));
  if (ec)
  {
    say("the sessions stay here: " + ec.message());
    start();
    co_return role::serving;
  }

  say("committed " + std::to_string(offer.sessions()) + " sessions");
  forget_sessions();
  co_await sp::async_await_successor(successor, patience,
      asio::redirect_error(asio::use_awaitable, ec));
  if (!ec)
    co_return role::handed_over;
  say("the successor died: " + ec.message());
  start();
  co_return role::serving;
}
//]

//[restarting_server_admit
// A successor is a living process of the same user. A connection that a process
// has made and left to others does not count.
bool is_successor(const sp::peer_identity& peer, error_code& ec)
{
  if (peer.credentials(ec).uid != ::geteuid() || ec)
    return false;
#if defined(BOOST_SEQPACKET_HAS_PEER_PIDFD)
  const sp::unique_descriptor process = peer.pidfd(ec);
  ::pollfd state = {process.native_handle(), POLLIN, 0};
  if (!ec)
    return ::poll(&state, 1, 0) == 0; // readable: the process has ended
  if (ec == error_code(ENOPROTOOPT, boost::system::system_category()))
    ec = error_code(); // before Linux 6.5
#endif
  return !ec;
}
//]

asio::awaitable<void> server::serve_until_replaced()
{
  sp::peer_filter admit(is_successor);
  while (!is_stopping_)
  {
    error_code ec;
    packets::socket successor(idle_.get_executor());
    co_await accept_one(control_, successor, ec, admit);
    if (ec && !is_stopping_)
      co_await wait_a_little();
    role now = role::serving;
    if (!ec)
      now = co_await hand_over(successor);
    if (now == role::handed_over)
    {
      say("handed over");
      signals_.cancel();
      co_return;
    }
  }
  co_await pause();
  if (std::getenv("NOTIFY_SOCKET"))
    store_everything();
  say("stopped");
}

// --- the service manager ---------------------------------------------------------------

//[restarting_server_store
// Gives everything to the service manager, which gives it to the next process.
void server::store_everything()
{
  sp::store_descriptors("packets", {packet_acceptor_.native_handle()});
  sp::store_descriptors("streams", {stream_acceptor_.native_handle()});
  sp::store_descriptors("control", {control_.native_handle()});
  for_each_session([](auto& one)
      {
        sp::store_session(one.name, one.socket.native_handle(),
            asio::buffer(one.state()));
      });
  // The manager knows the service of a process that lives.
  sp::wait_for_service_manager(patience);
}
//]

//[restarting_server_restore
// True if a service manager has kept something for this process.
bool server::restore()
{
  sp::restored_services found =
    sp::restore_services(sp::activated_descriptors());
  // The listeners stay there: a process that crashes leaves them.
  for (sp::handed_listener& one : found.listeners)
    take_listener(one);
  for (sp::handed_session& one : found.sessions)
  {
    take_session(one);
    error_code ignored; // the manager has gone, and its store with it
    sp::remove_stored_session(one.name, ignored);
  }
  // A state whose client has gone meanwhile. The next process needs its place.
  for (sp::activated_descriptor& one : found.others)
  {
    error_code ignored;
    sp::remove_stored(one.name, ignored);
  }
  return !found.listeners.empty();
}
//]

// A handover that has begun comes to its end first.
asio::awaitable<void> server::stop_by_signal()
{
  error_code ec;
  co_await signals_.async_wait(
      asio::redirect_error(asio::use_awaitable, ec));
  if (ec)
    co_return;
  is_stopping_ = true;
  control_.cancel();
}

asio::awaitable<void> server::run()
{
  co_await begin();
  say("serves: " + std::to_string(descriptors() - packet_sessions_.size()
        - stream_sessions_.size()) + " descriptors beside "
      + std::to_string(packet_sessions_.size() + stream_sessions_.size())
      + " sessions");
  start();
  // The clients are served also if the manager has gone.
  error_code ec;
  sp::notify_service_manager(
      "READY=1\nMAINPID=" + std::to_string(::getpid()), ec);
  if (ec)
    say("no report: " + ec.message());
  asio::co_spawn(idle_.get_executor(), stop_by_signal(), asio::detached);
  co_await serve_until_replaced();
}

int main(int argc, char* argv[])
{
  if (argc != 2 && argc != 3)
  {
    std::fprintf(stderr, "usage: restarting_server DIRECTORY [GENERATION]\n");
    return 2;
  }
  ::umask(0077);
  asio::io_context context(1);
  server the(context, argv[1], argc == 3 ? argv[2] : "1");
  int status = 0;
  asio::co_spawn(context, the.run(), [&](std::exception_ptr failure)
      {
        try
        {
          if (failure)
            std::rethrow_exception(failure);
        }
        catch (const std::exception& e)
        {
          std::fprintf(stderr, "restarting_server: %s\n", e.what());
          status = 1;
          context.stop();
        }
      });
  context.run();
  return status;
}
