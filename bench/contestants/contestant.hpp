// Copyright (c) 2026 The boost_seqpacket authors
//
// Distributed under the Boost Software License, Version 1.0.
// (See accompanying file LICENSE_1_0.txt or copy at
// https://www.boost.org/LICENSE_1_0.txt)

#ifndef BOOST_SEQPACKET_BENCH_CONTESTANT_HPP
#define BOOST_SEQPACKET_BENCH_CONTESTANT_HPP

// What all contestants written in C++ share: the command line, the connections
// before the clock starts, and the line with the result. README.md describes
// the protocol. Everything here is plain system calls; none of it is timed.

#include <cerrno>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <exception>
#include <fcntl.h>
#include <map>
#include <stdexcept>
#include <string>
#include <sys/socket.h>
#include <sys/un.h>
#include <system_error>
#include <unistd.h>
#include <vector>

namespace bench {

// The packets of one system call in a batch, and the most descriptors of a
// packet.
constexpr std::size_t batch_size = 32;
constexpr std::size_t most_descriptors = 16;

struct options
{
  std::string variant;
  std::string workload;
  std::string role;
  bool server = false;
  std::string path;
  std::size_t count = 0;
  std::size_t size = 64;
  std::size_t descriptors = 0;
  std::size_t connections = 1;
  std::size_t active = 1;

  // How many of the round trips fall to each active connection.
  std::size_t share() const
  {
    return count / active;
  }
};

// The contestant does not do this workload: exit status 3, which is no failure.
struct unsupported
{
};

struct totals
{
  std::uint64_t packets = 0;
  std::uint64_t bytes = 0;
  std::uint64_t descriptors = 0;

  void add(std::size_t size, std::size_t descriptor_count = 0)
  {
    ++packets;
    bytes += size;
    descriptors += descriptor_count;
  }

  void add(const totals& other)
  {
    packets += other.packets;
    bytes += other.bytes;
    descriptors += other.descriptors;
  }
};

using clock = std::chrono::steady_clock;

inline std::uint64_t nanoseconds_since(clock::time_point start)
{
  return static_cast<std::uint64_t>(
      std::chrono::duration_cast<std::chrono::nanoseconds>(
        clock::now() - start).count());
}

// A result of a system call, or an exception.
template <typename Result>
Result check(Result result, const char* what)
{
  if (result < 0)
    throw std::system_error(errno, std::generic_category(), what);
  return result;
}

inline void require(bool condition, const char* what)
{
  if (!condition)
    throw std::runtime_error(what);
}

inline std::size_t number(const char* text)
{
  char* end = nullptr;
  const unsigned long long value = std::strtoull(text, &end, 10);
  require(end != text && *end == '\0', "a number was expected");
  return static_cast<std::size_t>(value);
}

inline options parse(int argc, char** argv)
{
  options o;
  const std::map<std::string, std::string*> words = {
    {"--variant", &o.variant}, {"--workload", &o.workload},
    {"--path", &o.path}, {"--role", &o.role}};
  const std::map<std::string, std::size_t*> numbers = {
    {"--count", &o.count}, {"--size", &o.size}, {"--active", &o.active},
    {"--descriptors", &o.descriptors}, {"--connections", &o.connections}};
  for (int i = 1; i + 1 < argc; i += 2)
  {
    if (const auto word = words.find(argv[i]); word != words.end())
      *word->second = argv[i + 1];
    else
      *numbers.at(argv[i]) = number(argv[i + 1]);
  }
  o.server = o.role == "server";
  require(o.size > 0 && o.descriptors <= most_descriptors && o.active > 0
      && o.active <= o.connections && o.count >= o.active,
      "an option is out of range");
  return o;
}

inline int make_socket()
{
  return check(::socket(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0), "socket");
}

inline ::sockaddr_un address_of(const options& o)
{
  ::sockaddr_un address = {};
  address.sun_family = AF_UNIX;
  require(o.path.size() < sizeof(address.sun_path), "the path is too long");
  std::memcpy(address.sun_path, o.path.c_str(), o.path.size());
  return address;
}

inline int listen_at(const options& o)
{
  const int listener = make_socket();
  const ::sockaddr_un address = address_of(o);
  check(::bind(listener, reinterpret_cast<const ::sockaddr*>(&address),
        sizeof(address)), "bind");
  check(::listen(listener, 4096), "listen");
  return listener;
}

inline int connect_to(const options& o)
{
  const int socket = make_socket();
  const ::sockaddr_un address = address_of(o);
  check(::connect(socket, reinterpret_cast<const ::sockaddr*>(&address),
        sizeof(address)), "connect");
  return socket;
}

inline int accept_at(int listener)
{
  return check(::accept4(listener, nullptr, nullptr, SOCK_CLOEXEC), "accept");
}

// One byte, from the server to the client: go, or done.
inline void send_signal(int socket)
{
  check(::send(socket, "!", 1, MSG_NOSIGNAL), "send a signal");
}

inline void wait_for_signal(int socket)
{
  // The contestant may have made the socket non-blocking.
  check(::fcntl(socket, F_SETFL, 0), "fcntl");
  char byte;
  require(check(::recv(socket, &byte, 1, 0), "wait for a signal") == 1,
      "the other process has ended");
}

// The open files that are sent.
inline std::vector<int> make_descriptors(const options& o)
{
  std::vector<int> result;
  while (result.size() < o.descriptors)
    result.push_back(check(::open("/dev/null", O_RDONLY | O_CLOEXEC), "open"));
  return result;
}

// Measures the time between two signals. The contestant starts it when it is
// ready to work, and stops it when it has done all. What comes before and after
// is not measured, such as to make 10,000 objects.
class stopwatch
{
public:
  // The socket is for the signals, or -1.
  stopwatch(const options& o, int socket)
    : options_(o),
      signals_(socket < 0 ? -1 : check(::dup(socket), "dup"))
  {
  }

  void start()
  {
    if (signals_ >= 0 && options_.server)
      send_signal(signals_);
    else if (signals_ >= 0)
      wait_for_signal(signals_);
    start_ = clock::now();
  }

  // A stream has come to its end when the server has received it.
  void stop()
  {
    if (options_.workload == "stream" && options_.server)
      send_signal(signals_);
    else if (options_.workload == "stream")
      wait_for_signal(signals_);
    elapsed_ = nanoseconds_since(start_);
  }

  std::uint64_t nanoseconds() const
  {
    return elapsed_;
  }

private:
  const options& options_;
  int signals_;
  clock::time_point start_;
  std::uint64_t elapsed_ = 0;
};

inline void print(const totals& result, std::uint64_t nanoseconds)
{
  std::printf("packets=%llu bytes=%llu descriptors=%llu ns=%llu\n",
      static_cast<unsigned long long>(result.packets),
      static_cast<unsigned long long>(result.bytes),
      static_cast<unsigned long long>(result.descriptors),
      static_cast<unsigned long long>(nanoseconds));
}

// Contestant has the functions that are called here, or those for streams.
template <typename Contestant>
void play(const options& o)
{
  const bool streams = o.workload == "stream";
  if (!Contestant::supports(o) || (Contestant::only_streams && !streams))
    throw unsupported();
  Contestant contestant(o);
  int listener = -1;
  if (o.server)
  {
    listener = listen_at(o);
    std::puts("ready");
    std::fflush(stdout);
  }
  if constexpr (!Contestant::only_streams)
  {
    if (o.workload == "connect")
    {
      stopwatch watch(o, -1);
      const totals result = o.server
        ? contestant.serve_connections(listener, watch)
        : contestant.make_connections(watch);
      return print(result, watch.nanoseconds());
    }
  }

  std::vector<int> sockets;
  while (sockets.size() < o.connections)
    sockets.push_back(o.server ? accept_at(listener) : connect_to(o));
  stopwatch watch(o, sockets.front());
  totals result;
  if (streams)
    result = o.server ? contestant.receive_stream(sockets.front(), watch)
      : contestant.send_stream(sockets.front(), watch);
  else if constexpr (!Contestant::only_streams)
    result = o.server ? contestant.echo(sockets, watch)
      : contestant.ping(sockets, watch);
  print(result, watch.nanoseconds());
}

// The body of main. Choose calls play with the contestant of o.variant, and
// returns whether there is one.
template <typename Choose>
int run(int argc, char** argv, Choose choose)
{
  try
  {
    const options o = parse(argc, argv);
    require(choose(o), "unknown variant");
    return 0;
  }
  catch (const unsupported&)
  {
    return 3;
  }
  catch (const std::exception& e)
  {
    std::fprintf(stderr, "%s: %s\n", argv[0], e.what());
    return 1;
  }
}

} // namespace bench

#endif // BOOST_SEQPACKET_BENCH_CONTESTANT_HPP
