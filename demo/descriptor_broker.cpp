// Copyright (c) 2026 The boost_seqpacket authors
//
// Distributed under the Boost Software License, Version 1.0.
// (See accompanying file LICENSE_1_0.txt or copy at
// https://www.boost.org/LICENSE_1_0.txt)

// A broker that opens files for others. It serves the files below a directory,
// as open read-only descriptors, to the users on its list.
//
// usage: descriptor_broker SOCKET DIRECTORY [--allow-uid UID]...
//                          [--connections N] [--no-openat2]
//                          [--no-pass-rights]
//
// --allow-uid UID   serve this user, by default the broker's own
// --connections N   accept at most so many at a time of each user (64)
// --no-openat2      walk the directories as if the system had no openat2
// --no-pass-rights  as if the system could not refuse descriptors
//
// A request is one packet: a byte, the version of this protocol, and the name
// of a file, relative to the directory. The answer is one packet as well: a
// byte, 0 or the kind of refusal, and a text. With 0 comes one descriptor.
//
// It reports what it does on the standard output. Lines that find no room
// there, and those beyond a hundred a second, are dropped and counted.

#include <boost_seqpacket.hpp>

#include <boost/asio/awaitable.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/posix/stream_descriptor.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/signal_set.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/use_awaitable.hpp>

#include <algorithm>
#include <array>
#include <cerrno>
#include <charconv>
#include <chrono>
#include <csignal>
#include <cstdio>
#include <cstring>
#include <exception>
#include <fcntl.h>
#include <map>
#include <memory>
#include <poll.h>
#include <stdexcept>
#include <string>
#include <string_view>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>
#include <utility>
#include <vector>

#if defined(SYS_openat2)
# include <linux/openat2.h>
#endif

namespace asio = boost::asio;
using boost::system::error_code;
using boost::system::system_category;
using boost::system::system_error;
using boost_seqpacket::credentials;
using boost_seqpacket::seq_packet_protocol;
using boost_seqpacket::unique_descriptor;

constexpr char protocol_version = 1;
constexpr std::size_t max_request = 1024;

enum class status : char
{
  ok,
  not_allowed,
  malformed,
  too_long,
  outside,
  not_found,
  not_a_file,
  failed
};

struct answer
{
  status kind;
  std::string text;
  unique_descriptor file = {};
};

struct settings
{
  std::string socket;
  unique_descriptor directory;
  std::vector<uid_t> allowed;
  long connections = 64; // at most, of each user
  bool use_openat2 = true;
  bool use_pass_rights = true;
};

//[descriptor_broker_say
// Prints a line. Every request makes one, also that of a user who is not
// allowed. No client can stop the broker that way if its output is a pipe that
// no process reads, nor fill a disk.
void say(const std::string& line)
{
  using clock = std::chrono::steady_clock;
  static clock::time_point second;
  static int lines = 0;
  static unsigned long left_out = 0;
  if (clock::now() - second >= std::chrono::seconds(1))
  {
    second = clock::now();
    lines = 0;
  }
  // A pipe that poll(2) calls writable takes PIPE_BUF bytes without waiting.
  ::pollfd output = {STDOUT_FILENO, POLLOUT, 0};
  if (lines == 100 || ::poll(&output, 1, 0) != 1 || output.revents != POLLOUT)
  {
    ++left_out;
    return;
  }
  ++lines;
  std::string text;
  if (left_out > 0)
    text = "broker: " + std::to_string(left_out) + " lines are left out\n";
  text += "broker: " + line.substr(0, 512) + "\n";
  if (::write(STDOUT_FILENO, text.data(), text.size()) != -1)
    left_out = 0;
}
//]

// What a client has sent goes to a terminal, which obeys control characters.
std::string printable(std::string_view text)
{
  std::string result(text.substr(0, 64));
  for (char& c : result)
  {
    if (c < ' ' || c > '~')
      c = '?';
  }
  return result;
}

//[descriptor_broker_open
// Not to be stopped by a FIFO without a writer, nor to become the owner of a
// terminal.
constexpr int open_flags = O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY;

// For kernels that cannot be asked to stay below a directory: takes one step at
// a time, and follows no symbolic link.
unique_descriptor walk(int directory, std::string_view name)
{
  unique_descriptor parent;
  bool leads_out = name.front() == '/';
  for (;;)
  {
    const std::size_t slash = name.find('/');
    const bool is_last = slash == name.npos;
    const std::string step(name.substr(0, slash));
    leads_out = leads_out || step == "..";
    if (leads_out)
    {
      errno = EXDEV;
      return unique_descriptor();
    }
    unique_descriptor next(::openat(directory,
        step.empty() ? "." : step.c_str(),
        is_last ? open_flags | O_NOFOLLOW
          : O_PATH | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC));
    if (is_last || !next)
      return next;
    parent = std::move(next);
    directory = parent.native_handle();
    name.remove_prefix(slash + 1);
  }
}

// Gives nothing, and ENOSYS or EPERM in errno, with Linux before 5.6 and in a
// sandbox that does not know the call.
unique_descriptor open_by_openat2(int directory, const char* name)
{
#if defined(SYS_openat2)
  ::open_how how = {};
  how.flags = open_flags;
  how.resolve = RESOLVE_BENEATH | RESOLVE_NO_MAGICLINKS;
  for (int attempt = 1;; ++attempt)
  {
    unique_descriptor file(static_cast<int>(
        ::syscall(SYS_openat2, directory, name, &how, sizeof(how))));
    // EAGAIN: something was renamed on the way.
    if (file || errno != EAGAIN || attempt == 16)
      return file;
  }
#else
  (void)directory;
  (void)name;
  errno = ENOSYS;
  return unique_descriptor();
#endif
}

// Opens a file that is below the directory, whatever its name says and wherever
// symbolic links lead. Otherwise gives nothing, and the reason in errno.
unique_descriptor open_beneath(const settings& config, const std::string& name)
{
  const int directory = config.directory.native_handle();
  return config.use_openat2 ? open_by_openat2(directory, name.c_str())
    : walk(directory, name);
}

answer open_file(const settings& config, const std::string& name)
{
  unique_descriptor file = open_beneath(config, name);
  struct ::stat info = {};
  if (!file || ::fstat(file.native_handle(), &info) == -1)
  {
    const int error = errno;
    switch (error)
    {
    case EXDEV:
    case ELOOP:
      return {status::outside, "the name leads out of the directory"};
    case ENOENT:
    case ENOTDIR:
    case ENAMETOOLONG:
      return {status::not_found, "there is no such file"};
    case ENXIO:
    case ENODEV:
      return {status::not_a_file, "that is not a regular file"};
    default:
      return {status::failed, std::strerror(error)};
    }
  }
  if (!S_ISREG(info.st_mode))
    return {status::not_a_file, "that is not a regular file"};
  ::fcntl(file.native_handle(), F_SETFL, 0); // O_NONBLOCK has done its work
  return {status::ok, std::to_string(info.st_size) + " bytes",
    std::move(file)};
}
//]

//[descriptor_broker_decide
// The process that made the connection and the one that sent this packet must
// both be allowed, and the kernel vouches for both. The sender alone is not
// enough: a privileged program can be made to write to a socket that it was
// given as its standard error. Nor is the connection: a socket is inherited or
// passed on.
answer decide(const settings& config, const credentials& peer,
    const boost_seqpacket::incoming_ancillary<0>& incoming,
    const error_code& ec, std::string_view request)
{
  if (!incoming.credentials())
    return {status::not_allowed, "who asks is not known"};
  for (const uid_t uid : {peer.uid, incoming.credentials()->uid})
  {
    if (std::find(config.allowed.begin(), config.allowed.end(), uid)
        == config.allowed.end())
      return {status::not_allowed,
        "user " + std::to_string(uid) + " is not allowed"};
  }

  // The kernel could not refuse them. The library has closed them.
  if (ec == boost_seqpacket::seqpacket_errc::ancillary_truncated
      || ec == boost_seqpacket::seqpacket_errc::descriptors_lost)
    return {status::malformed, "a request carries no descriptors"};
  if (ec == boost_seqpacket::seqpacket_errc::message_truncated)
    return {status::too_long,
      "a request has at most " + std::to_string(max_request)
        + " bytes, this one has " + std::to_string(incoming.message_size())};

  if (request.empty() || request.front() != protocol_version)
    return {status::malformed, "that is no request of version 1"};
  request.remove_prefix(1);
  if (request.empty() || request.find('\0') != request.npos)
    return {status::malformed, "that is no name of a file"};
  return open_file(config, std::string(request));
}
//]

//[descriptor_broker_send
asio::awaitable<error_code> send(seq_packet_protocol::socket& socket,
    answer reply)
{
  const std::array<asio::const_buffer, 2> buffers = {
    asio::buffer(&reply.kind, 1), asio::buffer(reply.text)};
  boost_seqpacket::outgoing_ancillary<1> ancillary;
  if (reply.file)
    ancillary.add_descriptor(std::move(reply.file));
  error_code ec;
  co_await boost_seqpacket::async_send_message(socket, buffers, ancillary,
      asio::redirect_error(asio::use_awaitable, ec));
  co_return ec;
}
//]

// Counts the connections of each user: all that a user has share one object.
class users
{
public:
  long connections(uid_t uid) const
  {
    const auto entry = entries_.find(uid);
    return entry == entries_.end() ? 0 : entry->second.use_count();
  }

  // A connection counts as long as it keeps what this returns.
  std::shared_ptr<const uid_t> enter(uid_t uid)
  {
    std::weak_ptr<const uid_t>& entry = entries_[uid];
    std::shared_ptr<const uid_t> result = entry.lock();
    if (!result)
      entry = result = std::make_shared<const uid_t>(uid);
    return result;
  }

private:
  std::map<uid_t, std::weak_ptr<const uid_t>> entries_;
};

//[descriptor_broker_watch
// A connection ends with the process that made it: one that has inherited the
// socket does not go on in its place. The process is watched by its pidfd,
// since another process may have its number by now. On a system without pidfds
// of peers (Linux before 6.5) it is not watched.
asio::posix::stream_descriptor watch_process(
    const std::shared_ptr<seq_packet_protocol::socket>& socket,
    unique_descriptor pidfd)
{
  asio::posix::stream_descriptor process(socket->get_executor());
  if (!pidfd)
    return process;
  process.assign(pidfd.native_handle());
  (void)pidfd.release();
  process.async_wait(asio::posix::stream_descriptor::wait_read,
      [weak = std::weak_ptr<seq_packet_protocol::socket>(socket)](
        error_code ended)
      {
        // This ends a send as well, to an heir that does not read. What was
        // sent before, the heir can still read.
        const auto connection = weak.lock();
        if (!ended && connection)
          connection->close(ended);
      });
  return process;
}

// Whether the process has ended, which the wait above may not have reported
// yet.
bool has_ended(asio::posix::stream_descriptor& process)
{
  // poll(2) takes no notice of -1, the process that is not watched.
  ::pollfd state = {process.native_handle(), POLLIN, 0};
  return ::poll(&state, 1, 0) == 1;
}
//]

//[descriptor_broker_serve
// Answers one client until it closes. One that does not read its answers waits
// here, alone.
asio::awaitable<void> serve(const settings& config,
    std::shared_ptr<seq_packet_protocol::socket> connection,
    unique_descriptor pidfd,
    [[maybe_unused]] std::shared_ptr<const uid_t> user)
{
  seq_packet_protocol::socket& socket = *connection;
  auto process = watch_process(connection, std::move(pidfd));
  const credentials peer = boost_seqpacket::peer_credentials(socket);
  std::array<char, max_request> data;
  boost_seqpacket::incoming_ancillary<0> incoming;
  for (;;)
  {
    error_code ec;
    const std::size_t size =
      co_await boost_seqpacket::async_receive_message(socket,
          asio::buffer(data), incoming,
          asio::redirect_error(asio::use_awaitable, ec));
    // What the process had asked before it ended waits in the socket.
    if (ec == asio::error::eof || has_ended(process))
      co_return;
    // The client has gone without reading all its answers. The kernel reports
    // that once, before what the client had asked.
    if (ec == asio::error::connection_reset)
      continue;
    if (ec && ec.category() != boost_seqpacket::error_category())
      throw system_error(ec, "receive");

    const std::string_view request(data.data(), size);
    answer reply = decide(config, peer, incoming, ec, request);
    say("user " + std::to_string(peer.uid) + ", \""
      + printable(request.substr(size > 0 ? 1 : 0)) + "\": " + reply.text);

    ec = co_await send(socket, std::move(reply));
    // More descriptors are under way, sent and not received yet, than this user
    // may have open.
    if (ec == error_code(ETOOMANYREFS, system_category()))
    {
      answer busy = {status::failed, "too busy, ask again"};
      ec = co_await send(socket, std::move(busy));
    }
    if (ec)
      throw system_error(ec, "send");
  }
}

asio::awaitable<void> accept(const settings& config,
    seq_packet_protocol::acceptor& acceptor)
{
  asio::steady_timer timer(acceptor.get_executor());
  users present;
  unique_descriptor process;
  //[descriptor_broker_filter
  // No user can take all descriptors and keep the others out, and no process is
  // served unwatched. A peer that is refused here does not learn why: the
  // answer to a request says it.
  boost_seqpacket::peer_filter filter(
      [&](const boost_seqpacket::peer_identity& peer, error_code& ec)
      {
        const uid_t uid = peer.credentials().uid;
        const bool has_room = present.connections(uid) < config.connections;
        if (!has_room)
        {
          say("user " + std::to_string(uid) + " has enough connections");
          return false;
        }
        process = peer.pidfd(ec);
        // A process that is gone is refused. If it is a descriptor that is
        // missing, ec says so, and the filter asks again later.
        return !ec || ec == asio::error::operation_not_supported;
      });
  for (;;)
  {
    // Without descriptors this waits until there are some.
    error_code ec;
    auto socket = co_await boost_seqpacket::async_accept(acceptor, filter,
        asio::redirect_error(asio::use_awaitable, ec));
    //]
    if (ec)
    {
      say("accept: " + ec.message());
      timer.expires_after(std::chrono::milliseconds(100));
      co_await timer.async_wait(asio::use_awaitable);
      continue;
    }
    // Room for a few answers (the kernel has a least size). It bounds how many
    // descriptors are under way to a client that does not read.
    socket.set_option(asio::socket_base::send_buffer_size(0), ec);
    const uid_t uid = boost_seqpacket::peer_credentials(socket).uid;
    asio::co_spawn(acceptor.get_executor(),
        serve(config, std::make_shared<seq_packet_protocol::socket>(
            std::move(socket)), std::move(process), present.enter(uid)),
        [](std::exception_ptr e)
        {
          try
          {
            if (e)
              std::rethrow_exception(e);
          }
          catch (const std::exception& failure)
          {
            say(std::string("a client is lost: ") + failure.what());
          }
        });
  }
}
//]

settings parse(int argc, char** argv)
{
  settings result;
  std::vector<std::string_view> names;
  for (int i = 1; i < argc; ++i)
  {
    const std::string_view argument = argv[i];
    if (argument == "--no-openat2")
    {
      result.use_openat2 = false;
    }
    else if (argument == "--no-pass-rights")
    {
      result.use_pass_rights = false;
    }
    else if (argument == "--allow-uid" && i + 1 < argc)
    {
      const std::string_view value = argv[++i];
      uid_t uid = 0;
      const auto end = value.data() + value.size();
      const auto [last, error] = std::from_chars(value.data(), end, uid);
      if (error != std::errc() || last != end)
        throw std::runtime_error("--allow-uid wants a number");
      result.allowed.push_back(uid);
    }
    else if (argument == "--connections" && i + 1 < argc)
    {
      const std::string_view value = argv[++i];
      const auto end = value.data() + value.size();
      const auto [last, error] = std::from_chars(
          value.data(), end, result.connections);
      if (error != std::errc() || last != end || result.connections < 1)
        throw std::runtime_error("--connections wants a number");
    }
    else
    {
      names.push_back(argument);
    }
  }
  if (names.size() != 2 || names[0].empty() || names[0][0] == '-')
    throw std::runtime_error("usage: descriptor_broker SOCKET DIRECTORY "
      "[--allow-uid UID]... [--connections N] [--no-openat2] "
      "[--no-pass-rights]");
  if (result.allowed.empty())
    result.allowed.push_back(::geteuid());
  result.socket = names[0];
  result.directory.reset(::open(std::string(names[1]).c_str(),
      O_PATH | O_DIRECTORY | O_CLOEXEC));
  if (!result.directory)
    throw system_error(errno, system_category(), std::string(names[1]));
  return result;
}

int main(int argc, char** argv)
{
  try
  {
    settings config = parse(argc, argv);
    if (!open_by_openat2(config.directory.native_handle(), ".")
        && (errno == ENOSYS || errno == EPERM))
      config.use_openat2 = false;

    asio::io_context context(1);
    asio::signal_set signals(context, SIGINT, SIGTERM);
    // The destructor of the context ends the coroutines and closes what they
    // own.
    signals.async_wait([&](error_code, int) { context.stop(); });

    seq_packet_protocol::acceptor acceptor(context);
    boost_seqpacket::open(acceptor);
    // Accepted sockets inherit it. With it an empty packet is never taken for
    // the end of file.
    acceptor.set_option(boost_seqpacket::pass_credentials(true));

    //[descriptor_broker_rights
    // The broker wants no descriptors, and to close one can take as long as its
    // sender likes: a TCP socket that lingers, a file of a file system that
    // does not answer. So the kernel refuses them. Before Linux 6.16 it cannot:
    // a process that finds the socket, allowed or not, can make the broker
    // wait. If that matters there, serve each user from a process of its own.
    error_code keeps_descriptors = asio::error::no_protocol_option;
    if (config.use_pass_rights)
      acceptor.set_option(
          boost_seqpacket::pass_rights(false), keeps_descriptors);
    //]

    // Every process that finds the socket may ask; the answer depends on its
    // user. The file of a broker that was killed is replaced.
    boost_seqpacket::bind_path_options options;
    options.mode = 0666;
    options.remove_on_destruction = true;
    const boost_seqpacket::bound_path path =
      boost_seqpacket::bind_path(acceptor, config.socket, options);
    say("process " + std::to_string(::getpid()) + " is ready, "
      + (config.use_openat2 ? "with" : "without") + " openat2, "
      + (keeps_descriptors ? "without" : "with") + " pass_rights");

    asio::co_spawn(context, accept(config, acceptor),
        [](std::exception_ptr e)
        {
          if (e)
            std::rethrow_exception(e);
        });
    context.run();
    say("stopped");
    return 0;
  }
  catch (const std::exception& e)
  {
    std::fprintf(stderr, "broker: %s\n", e.what());
    return 1;
  }
}
