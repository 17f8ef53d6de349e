// Copyright (c) 2026 The boost_seqpacket authors
//
// Distributed under the Boost Software License, Version 1.0.
// (See accompanying file LICENSE_1_0.txt or copy at
// https://www.boost.org/LICENSE_1_0.txt)

// A client of descriptor_broker: asks for a file by its name and receives it as
// an open descriptor.
//
// usage: descriptor_client SOCKET NAME [--uid UID] [--file PATH]
//                          [--misbehave KIND]
//
// --uid UID         as root: become that user before anything else
// --file PATH       first try to open the file without the broker
// --misbehave KIND  what no client should do: empty, version, nul, oversized,
//                   descriptors, early, late, vanish, stall, flood, inherit,
//                   inherit_asked, inherit_stalled
//
// Returns 0 when it has the file, 2 when the broker has refused, else 1.

#include <boost_seqpacket.hpp>

#include <boost/asio/io_context.hpp>

#include <array>
#include <cerrno>
#include <charconv>
#include <chrono>
#include <cstdio>
#include <cstring>
#include <exception>
#include <fcntl.h>
#include <grp.h>
#include <optional>
#include <poll.h>
#include <stdexcept>
#include <string>
#include <string_view>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>
#include <utility>
#include <vector>

namespace asio = boost::asio;
using boost::system::error_code;
using boost::system::system_category;
using boost::system::system_error;
using boost_seqpacket::seq_packet_protocol;
using boost_seqpacket::unique_descriptor;

constexpr char protocol_version = 1;
constexpr std::size_t max_answer = 256;

[[noreturn]] void fail(const char* what)
{
  throw system_error(errno, system_category(), what);
}

// What comes from elsewhere goes to a terminal, which obeys control characters.
std::string printable(std::string_view text)
{
  std::string result(text);
  for (char& c : result)
  {
    if (c < ' ' || c > '~')
      c = '?';
  }
  return result;
}

seq_packet_protocol::socket connect(asio::io_context& context,
    const std::string& path)
{
  seq_packet_protocol::socket socket(context);
  // It waits while the broker's backlog is full.
  boost_seqpacket::connect(socket, seq_packet_protocol::endpoint(path));
  return socket;
}

//[descriptor_client
// Sends a request and receives the answer, which is a byte, a text and, when
// the byte is 0, a descriptor.
class client
{
public:
  client(seq_packet_protocol::socket socket, std::string request)
    : socket_(std::move(socket)),
      request_(std::move(request))
  {
  }

  void start()
  {
    boost_seqpacket::async_send_message(socket_, asio::buffer(request_),
        outgoing_,
        [this](error_code ec, std::size_t)
        {
          if (ec)
            throw system_error(ec, "send");
          outgoing_.clear();
          receive();
        });
  }

  // To be sent with the request; the broker wants none.
  void add_descriptor(unique_descriptor descriptor)
  {
    outgoing_.add_descriptor(std::move(descriptor));
  }

  bool is_done() const { return !text_.empty(); }
  const std::string& text() const { return text_; }

  // The file, or nothing when the broker has refused.
  const unique_descriptor& file() const { return file_; }

private:
  void receive()
  {
    boost_seqpacket::async_receive_message(socket_, asio::buffer(answer_),
        incoming_,
        [this](error_code ec, std::size_t size) { on_receive(ec, size); });
  }

  void on_receive(error_code ec, std::size_t size)
  {
    // It is reported once, and the answer may still be there.
    if (ec == asio::error::connection_reset)
      return receive();
    if (ec)
      throw system_error(ec, "receive");
    // What is not moved out of incoming_ is closed by its destructor.
    const auto descriptors = incoming_.descriptors();
    const bool is_granted = size > 0 && answer_[0] == 0;
    if (size < 2 || descriptors.size() != (is_granted ? 1u : 0u))
      throw std::runtime_error("that is no answer of a broker");
    text_.assign(answer_.data() + 1, size - 1);
    if (is_granted)
      file_ = std::move(descriptors[0]);
  }

  seq_packet_protocol::socket socket_;
  std::string request_;
  boost_seqpacket::outgoing_ancillary<1> outgoing_;
  std::array<char, max_answer> answer_;
  boost_seqpacket::incoming_ancillary<1> incoming_;
  std::string text_;
  unique_descriptor file_;
};
//]

// Prints what came, and returns what the program returns.
int report(const client& asked)
{
  if (!asked.file())
  {
    std::printf("refused: %s\n", printable(asked.text()).c_str());
    return 2;
  }
  const int file = asked.file().native_handle();
  struct ::stat info = {};
  std::array<char, 40> data;
  const ::ssize_t size = ::pread(file, data.data(), data.size(), 0);
  if (size == -1 || ::fstat(file, &info) == -1)
    fail("received descriptor");
  std::printf("received a descriptor: %lld bytes, \"%s\"\n",
      static_cast<long long>(info.st_size),
      printable({data.data(), static_cast<std::size_t>(size)}).c_str());

  if ((::fcntl(file, F_GETFL) & O_ACCMODE) != O_RDONLY
      || ::write(file, "x", 1) != -1)
    throw std::runtime_error("the descriptor can be written to");
  std::printf("writing to it: %s\n", std::strerror(errno));
  if ((::fcntl(file, F_GETFD) & FD_CLOEXEC) == 0)
    throw std::runtime_error("the descriptor is not close-on-exec");
  return 0;
}

// --- what no client should do ------------------------------------------------

// Asks and leaves, again and again, without an answer.
int vanish(const std::string& path, const std::string& request)
{
  asio::io_context context;
  for (int i = 0; i < 50; ++i)
  {
    seq_packet_protocol::socket socket = connect(context, path);
    for (int requests = 0; requests < i % 3; ++requests)
      boost_seqpacket::send_message(
          socket, asio::buffer(request), boost_seqpacket::no_ancillary);
  }
  std::puts("vanished 50 times");
  return 0;
}

void wait_for_end_of_input()
{
  while (std::getchar() != EOF)
    continue;
}

// Asks without reading answers until the broker stops reading requests. Returns
// how often it asked.
int ask_until_stalled(seq_packet_protocol::socket& socket,
    const std::string& request)
{
  for (int requests = 0;; ++requests)
  {
    error_code ec;
    boost_seqpacket::send_message(socket, asio::buffer(request),
        boost_seqpacket::no_ancillary, MSG_DONTWAIT, ec);
    ::pollfd writable = {socket.native_handle(), POLLOUT, 0};
    if (ec == asio::error::would_block && ::poll(&writable, 1, 200) == 0)
      return requests;
    if (ec && ec != asio::error::would_block)
      throw system_error(ec, "send");
  }
}

// Reads no answers, and stays as it is until its input ends.
int stall(const std::string& path, const std::string& request)
{
  asio::io_context context;
  seq_packet_protocol::socket socket = connect(context, path);
  std::printf("stalled after %d requests\n",
      ask_until_stalled(socket, request));
  wait_for_end_of_input();
  return 0;
}

// Makes many connections, and keeps them until its input ends.
int flood(const std::string& path)
{
  asio::io_context context;
  std::vector<seq_packet_protocol::socket> sockets;
  for (int i = 0; i < 64; ++i)
    sockets.push_back(connect(context, path));
  std::printf("made %zu connections\n", sockets.size());
  wait_for_end_of_input();
  return 0;
}

// A process makes a connection, asks perhaps, passes the connection on and
// ends.
[[noreturn]] void make_and_end(seq_packet_protocol::socket& heir,
    const std::string& path, const std::string& request, std::string_view kind)
{
  asio::io_context context;
  seq_packet_protocol::socket made = connect(context, path);
  int requests = 0;
  if (kind == "inherit_asked")
    requests = boost_seqpacket::send_message(made, asio::buffer(request),
        boost_seqpacket::no_ancillary) == request.size();
  else if (kind == "inherit_stalled")
    requests = ask_until_stalled(made, request);
  boost_seqpacket::send_descriptors(heir,
      asio::buffer(&requests, sizeof(requests)), {made.native_handle()});
  ::_exit(0);
}

// Gets a connection from such a process, which has ended.
seq_packet_protocol::socket inherit_connection(asio::io_context& context,
    const std::string& path, const std::string& request, std::string_view kind)
{
  seq_packet_protocol::socket ours(context), theirs(context);
  boost_seqpacket::connect_pair(ours, theirs);
  std::fflush(stdout);
  const pid_t maker = ::fork();
  if (maker == -1)
    fail("fork");
  if (maker == 0)
    make_and_end(theirs, path, request, kind);
  theirs.close();
  int requests = 0;
  auto [size, descriptors] = boost_seqpacket::receive_descriptors<1>(
      ours, asio::buffer(&requests, sizeof(requests)));
  int status = 0;
  if (::waitpid(maker, &status, 0) != maker || status != 0
      || size != sizeof(requests))
    throw std::runtime_error("the maker of the connection has failed");
  std::printf("a connection whose maker has asked %d times, and ended\n",
      requests);
  std::fflush(stdout);
  return boost_seqpacket::adopt<seq_packet_protocol::socket>(
      context, std::move(descriptors[0]));
}

// Waits for the broker to end such a connection, perhaps with requests under
// way.
int inherit(const std::string& path, const std::string& request,
    std::string_view kind)
{
  asio::io_context context;
  seq_packet_protocol::socket socket =
    inherit_connection(context, path, request, kind);
  error_code ec;
  const unique_descriptor process = boost_seqpacket::peer_pidfd(socket, ec);
  if (ec == asio::error::operation_not_supported)
  {
    std::puts("there is no pidfd here, and so the broker does not see that");
    return 0;
  }
  if (kind == "inherit_stalled")
  {
    wait_for_end_of_input();
    return 0;
  }
  ::pollfd ended = {socket.native_handle(), POLLIN, 0};
  if (::poll(&ended, 1, 10000) != 1)
    throw std::runtime_error("the broker has not ended the connection");
  char text[max_answer];
  boost_seqpacket::incoming_ancillary<1> ancillary;
  // A reset is reported once, before what is queued: the broker has not read a
  // request.
  do
    boost_seqpacket::receive_message(socket, asio::buffer(text), ancillary, ec);
  while (ec == asio::error::connection_reset);
  const bool has_ended = ec == asio::error::eof;
  std::printf("%s: %s\n", has_ended ? "no answer" : "an answer",
      ec.message().c_str());
  return has_ended ? 0 : 2;
}

// --- the program -------------------------------------------------------------

struct arguments
{
  std::string socket;
  std::string name;
  std::string file;
  std::string misbehave;
  std::optional<uid_t> uid;
};

constexpr std::string_view kinds =
  " empty version nul oversized descriptors early late vanish stall flood "
  "inherit inherit_asked inherit_stalled ";

arguments parse(int argc, char** argv)
{
  arguments result;
  std::vector<std::string_view> names;
  for (int i = 1; i < argc; ++i)
  {
    const std::string_view argument = argv[i];
    const bool has_value = i + 1 < argc;
    if (argument == "--file" && has_value)
    {
      result.file = argv[++i];
    }
    else if (argument == "--misbehave" && has_value)
    {
      result.misbehave = argv[++i];
    }
    else if (argument == "--uid" && has_value)
    {
      const std::string_view value = argv[++i];
      uid_t uid = 0;
      const auto end = value.data() + value.size();
      const auto [last, error] = std::from_chars(value.data(), end, uid);
      if (error != std::errc() || last != end)
        throw std::runtime_error("--uid wants a number");
      result.uid = uid;
    }
    else
    {
      names.push_back(argument);
    }
  }
  if (names.size() != 2 || names[0].empty() || names[0][0] == '-')
    throw std::runtime_error("usage: descriptor_client SOCKET NAME "
      "[--uid UID] [--file PATH] [--misbehave KIND]");
  if (!result.misbehave.empty()
      && kinds.find(" " + result.misbehave + " ") == kinds.npos)
    throw std::runtime_error("unknown KIND");
  result.socket = names[0];
  result.name = names[1];
  return result;
}

void become(uid_t uid)
{
  if (::setgroups(0, nullptr) == -1 || ::setresgid(uid, uid, uid) == -1
      || ::setresuid(uid, uid, uid) == -1)
    fail("cannot become another user");
}

std::string make_request(const arguments& args)
{
  std::string request = protocol_version + args.name;
  if (args.misbehave == "empty")
    request.clear();
  else if (args.misbehave == "version")
    request[0] = 'G';
  else if (args.misbehave == "nul")
    request.push_back('\0');
  else if (args.misbehave == "oversized")
    request.resize(60000, 'x');
  return request;
}

// Does what is no single request, or returns nothing.
std::optional<int> misbehave(const arguments& args, const std::string& request)
{
  if (args.misbehave == "vanish")
    return vanish(args.socket, request);
  if (args.misbehave == "stall")
    return stall(args.socket, request);
  if (args.misbehave == "flood")
    return flood(args.socket);
  if (args.misbehave.compare(0, 7, "inherit") == 0)
    return inherit(args.socket, request, args.misbehave);
  return std::nullopt;
}

// Connects as one user, and asks as another, if it misbehaves that way.
seq_packet_protocol::socket connect(asio::io_context& context,
    const arguments& args)
{
  const uid_t self = ::geteuid();
  if (args.misbehave == "early" && ::seteuid(args.uid.value_or(self)) == -1)
    fail("seteuid");
  seq_packet_protocol::socket socket = connect(context, args.socket);
  if (args.misbehave == "early" && ::seteuid(self) == -1)
    fail("seteuid");
  if (args.misbehave == "late" && args.uid)
    become(*args.uid);
  return socket;
}

// Only the broker could have the other end now.
void check_that_it_is_closed(const unique_descriptor& read_end)
{
  ::pollfd writer = {read_end.native_handle(), POLLIN, 0};
  if (::poll(&writer, 1, 10000) != 1 || writer.revents != POLLHUP)
    throw std::runtime_error("the broker keeps the descriptor it was sent");
  std::puts("the broker has closed the descriptor that it was sent");
}

int run(const arguments& args)
{
  const std::string request = make_request(args);
  if (const std::optional<int> result = misbehave(args, request))
    return *result;

  if (!args.file.empty())
  {
    const unique_descriptor own(
        ::open(args.file.c_str(), O_RDONLY | O_CLOEXEC));
    std::printf("user %lu opens the file itself: %s\n",
        static_cast<unsigned long>(::getuid()),
        own ? "Success" : std::strerror(errno));
  }

  asio::io_context context;
  client asks(connect(context, args), request);
  unique_descriptor read_end;
  if (args.misbehave == "descriptors")
  {
    int ends[2];
    if (::pipe2(ends, O_CLOEXEC) == -1)
      fail("pipe");
    read_end.reset(ends[0]);
    asks.add_descriptor(unique_descriptor(ends[1]));
  }

  asks.start();
  try
  {
    context.run_for(std::chrono::seconds(10));
  }
  catch (const system_error& e)
  {
    if (!read_end || e.code() != asio::error::no_permission)
      throw;
    std::puts("refused: the broker takes no descriptors, says the kernel");
    return 2;
  }
  if (!asks.is_done())
    throw std::runtime_error("no answer in 10 seconds");
  if (read_end)
    check_that_it_is_closed(read_end);
  return report(asks);
}

int main(int argc, char** argv)
{
  try
  {
    std::setvbuf(stdout, nullptr, _IOLBF, 0);
    const arguments args = parse(argc, argv);
    if (args.uid && args.misbehave != "late" && args.misbehave != "early")
      become(*args.uid);
    return run(args);
  }
  catch (const std::exception& e)
  {
    std::printf("error: %s\n", e.what());
    return 1;
  }
}
