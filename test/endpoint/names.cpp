// Copyright (c) 2026 The boost_seqpacket authors
//
// Distributed under the Boost Software License, Version 1.0.
// (See accompanying file LICENSE_1_0.txt or copy at
// https://www.boost.org/LICENSE_1_0.txt)

// The names of sockets, beside what Asio itself makes of them.

#include "forms.hpp"

#include <cstddef>
#include <sys/un.h>

namespace {

using namespace boost_seqpacket::test;

constexpr std::size_t most = 107;

// Of every program a name of its own, filled up to the size given with the byte
// given.
std::string name_of(std::size_t size, char fill)
{
  std::string name = "boost_seqpacket_endpoint_" + std::to_string(::getpid())
    + "_";
  name.resize(size, fill);
  return name;
}

// A directory that vanishes with what was bound in it.
struct directory
{
  directory()
  {
    char name[] = "/tmp/boost_seqpacket_XXXXXX";
    if (::mkdtemp(name) == nullptr)
      throw std::runtime_error("cannot make a directory");
    path = name;
  }

  directory(const directory&) = delete;
  directory& operator=(const directory&) = delete;

  ~directory()
  {
    for (const std::string& file : files)
      ::unlink(file.c_str());
    ::rmdir(path.c_str());
  }

  // A path of so many bytes.
  std::string file(std::size_t size)
  {
    std::string result = path + "/";
    result.resize(size, 'p');
    files.push_back(result);
    return result;
  }

  std::string path;
  std::vector<std::string> files;
};

// The endpoint that Asio has no constructor for: a path without a terminator.
template <typename Endpoint>
Endpoint endpoint_of_path(const std::string& path)
{
  if constexpr (
      std::is_default_constructible<typename Endpoint::protocol_type>::value)
  {
    Endpoint result;
    std::memcpy(reinterpret_cast<char*>(result.data())
          + offsetof(::sockaddr_un, sun_path), path.data(), path.size());
    result.resize(offsetof(::sockaddr_un, sun_path) + path.size());
    return result;
  }
  else
  {
    ::sockaddr_un address = {};
    address.sun_family = AF_UNIX;
    std::memcpy(address.sun_path, path.data(), path.size());
    return Endpoint(&address,
        offsetof(::sockaddr_un, sun_path) + path.size());
  }
}

// Bind with Asio, ask for the name, and connect with Asio to what was told.
// Returns the name.
template <typename Protocol>
typename Protocol::endpoint round_trip(const Protocol& kind,
    const typename Protocol::endpoint& name)
{
  asio::io_context context;
  asio::basic_socket_acceptor<Protocol> listener(context, kind);
  listener.bind(name);
  listener.listen();
  const auto told = boost_seqpacket::local_endpoint(listener);

  typename Protocol::socket client(context, kind);
  client.connect(told);
  typename Protocol::socket server = listener.accept();
  BOOST_TEST((boost_seqpacket::remote_endpoint(client) == told));
  BOOST_TEST((boost_seqpacket::local_endpoint(server) == told));
  BOOST_TEST(boost_seqpacket::is_unnamed(
        boost_seqpacket::local_endpoint(client)));
  BOOST_TEST(boost_seqpacket::is_unnamed(
        boost_seqpacket::remote_endpoint(server)));
  return told;
}

// Each type of socket that can be connected to.
using protocols = std::tuple<protocol, asio::local::stream_protocol,
  asio::generic::seq_packet_protocol, asio::generic::stream_protocol>;

// Names that are hard to keep.
std::vector<std::string> hard_names()
{
  const std::string pid = name_of(40, '_');
  return {pid, pid + '\0', pid + std::string(3, '\0'), name_of(most, 'x'),
    name_of(most, '\0'), std::string(most, '\0'), std::string(50, '\0'),
    std::string(1, '\0'), std::string(), '\0' + pid + '\0', "@" + pid,
    "/" + pid, pid + "\xc3\xa4\xff", pid + '\0' + "x"};
}

} // namespace

BOOST_FIXTURE_TEST_SUITE(endpoint_names, no_leaks,
    *boost::unit_test::timeout(90))

// Whatever the name, a socket is reached by the name that it is told to have.
BOOST_AUTO_TEST_CASE_TEMPLATE(abstract_name_survives_a_round_trip,
    Protocol, protocols)
{
  const Protocol kind = unix_protocol<Protocol>();
  for (const std::string& name : hard_names())
  {
    BOOST_TEST_CONTEXT(boost_seqpacket::to_string(
          boost_seqpacket::abstract_endpoint(name)))
    {
      const auto made = boost_seqpacket::abstract_endpoint<Protocol>(name);
      BOOST_TEST(made.size()
          == offsetof(::sockaddr_un, sun_path) + 1 + name.size());
      const auto told = round_trip(kind, made);
      BOOST_TEST((told == made));
      BOOST_TEST(told.size() == made.size());
      BOOST_TEST(boost_seqpacket::has_abstract_name(told));
      BOOST_TEST(!boost_seqpacket::is_unnamed(told));
      BOOST_TEST(boost_seqpacket::endpoint_name(told) == name);
    }
  }
}

// The endpoint is one of Asio's in every respect: copied, moved, assigned,
// compared and asked for its path.
BOOST_AUTO_TEST_CASE(abstract_endpoint_is_an_endpoint)
{
  const std::string name = name_of(60, '\0');
  const endpoint made = boost_seqpacket::abstract_endpoint<protocol>(name);
  BOOST_TEST(made.path() == '\0' + name);
  endpoint copied(made);
  BOOST_TEST(copied.path() == made.path());
  const endpoint moved(std::move(copied));
  BOOST_TEST((moved == made));
  endpoint assigned("/somewhere");
  assigned = made;
  BOOST_TEST((assigned == made));
  BOOST_TEST(assigned.size() == made.size());

  const endpoint shorter = boost_seqpacket::abstract_endpoint(
      std::string_view(name).substr(0, name.size() - 1));
  BOOST_TEST((shorter != made));
  BOOST_TEST((shorter < made));
  BOOST_TEST((boost_seqpacket::abstract_endpoint("x") == endpoint(
        std::string("\0x", 2))));
}

// One byte more than there is room for.
BOOST_AUTO_TEST_CASE(abstract_name_that_is_too_long_is_an_error)
{
  for (const std::size_t size : {most + 1, most + 2, most * 100})
  {
    BOOST_TEST(catch_error(
          [&]
          {
            return boost_seqpacket::abstract_endpoint(
                std::string(size, 'x')).size();
          }).error == asio::error::name_too_long);
    error_code ec;
    const endpoint made = boost_seqpacket::abstract_endpoint(
        std::string(size, 'x'), ec);
    BOOST_TEST(ec == asio::error::name_too_long);
    BOOST_TEST(boost_seqpacket::is_unnamed(made));
  }

  error_code ec = asio::error::fault;
  const std::string longest(most, 'x');
  const endpoint made = boost_seqpacket::abstract_endpoint(longest, ec);
  BOOST_TEST(!ec);
  BOOST_TEST(boost_seqpacket::endpoint_name(made) == longest);
}

// What Asio makes of a name with a NUL at its end: a name that leads nowhere.
// Asio's connect finds the socket by the other one.
BOOST_AUTO_TEST_CASE(asio_loses_the_last_nul)
{
  asio::io_context context;
  const std::string name = name_of(60, '\0');
  acceptor listener(context,
      boost_seqpacket::abstract_endpoint<protocol>(name));
  BOOST_TEST(listener.local_endpoint().path().size() == name.size());
  BOOST_TEST(boost_seqpacket::local_endpoint(listener).path().size()
      == name.size() + 1);

  packet_socket client(context, protocol());
  error_code ec;
  client.connect(listener.local_endpoint(), ec);
  BOOST_TEST(ec == asio::error::connection_refused);
  client.connect(boost_seqpacket::local_endpoint(listener), ec);
  BOOST_TEST(!ec);
}

// A path is told without its terminator, up to the longest that the kernel
// takes; that one has none, and Asio's own function throws.
BOOST_AUTO_TEST_CASE_TEMPLATE(path_survives_a_round_trip, Protocol, protocols)
{
  const Protocol kind = unix_protocol<Protocol>();
  directory where;
  for (const std::size_t size : {std::size_t(40), most - 1, most, most + 1})
  {
    BOOST_TEST_CONTEXT(size << " bytes")
    {
      const std::string path = where.file(size);
      const auto told = round_trip(kind,
          endpoint_of_path<typename Protocol::endpoint>(path));
      BOOST_TEST(boost_seqpacket::endpoint_name(told) == path);
      BOOST_TEST(boost_seqpacket::to_string(told) == path);
      BOOST_TEST(!boost_seqpacket::has_abstract_name(told));
      BOOST_TEST(told.size() <= sizeof(::sockaddr_un));
    }
  }
}

// Asio's function reports a path of 108 bytes as an exception, also the form that
// has an error code for that.
BOOST_AUTO_TEST_CASE(asio_throws_at_the_longest_path)
{
  asio::io_context context;
  directory where;
  const std::string path = where.file(most + 1);
  BOOST_CHECK_THROW(endpoint{path}, boost::system::system_error);
  packet_socket bound(context, protocol());
  bound.bind(endpoint_of_path<endpoint>(path));
  error_code ec;
  BOOST_CHECK_THROW((void)bound.local_endpoint(ec),
      boost::system::system_error);
  BOOST_TEST(boost_seqpacket::local_endpoint(bound, ec).path() == path);
  BOOST_TEST(!ec);
}

// An endpoint of asio::generic holds what the kernel says, and the kernel does not
// take that back: it is cut to what it takes.
BOOST_AUTO_TEST_CASE(
    longest_path_of_a_generic_socket_is_cut_to_what_the_kernel_takes)
{
  asio::io_context context;
  directory where;
  const std::string path = where.file(most + 1);
  using Protocol = asio::generic::seq_packet_protocol;
  asio::basic_socket_acceptor<Protocol> listener(
      context, unix_protocol<Protocol>());
  listener.bind(endpoint_of_path<Protocol::endpoint>(path));
  listener.listen();
  const Protocol::endpoint by_asio = listener.local_endpoint();
  BOOST_TEST(by_asio.size() == sizeof(::sockaddr_un) + 1);
  BOOST_TEST(boost_seqpacket::detail::endpoint_size(by_asio)
      == sizeof(::sockaddr_un));
  BOOST_TEST(boost_seqpacket::endpoint_name(by_asio) == path);

  Protocol::socket client(context, unix_protocol<Protocol>());
  error_code ec;
  client.connect(by_asio, ec);
  BOOST_TEST(ec == asio::error::invalid_argument);
  client.connect(boost_seqpacket::local_endpoint(listener), ec);
  BOOST_TEST(!ec);
}

// The kernel chooses a name for who binds to none, and that name is told.
BOOST_AUTO_TEST_CASE(name_that_the_kernel_has_chosen_is_reported)
{
  const endpoint told = round_trip(protocol(), endpoint());
  BOOST_TEST(boost_seqpacket::has_abstract_name(told));
  BOOST_TEST(boost_seqpacket::endpoint_name(told).size() == 5u);
}

// Who connects may have a name as well; the one that has accepted sees it.
BOOST_AUTO_TEST_CASE(name_of_the_peer_is_reported)
{
  asio::io_context context;
  acceptor listener(context,
      boost_seqpacket::abstract_endpoint(name_of(60, '\0')));
  directory where;
  for (const endpoint& name : {
        boost_seqpacket::abstract_endpoint("client" + name_of(70, '\0')),
        endpoint(where.file(50)), endpoint_of_path<endpoint>(where.file(108))})
  {
    BOOST_TEST_CONTEXT(boost_seqpacket::to_string(name))
    {
      packet_socket client(context, protocol());
      client.bind(name);
      client.connect(boost_seqpacket::local_endpoint(listener));
      packet_socket server = listener.accept();
      BOOST_TEST((boost_seqpacket::remote_endpoint(server) == name));
      BOOST_TEST((boost_seqpacket::local_endpoint(client) == name));
    }
  }
}

// A socket without a name is no error.
BOOST_AUTO_TEST_CASE_TEMPLATE(socket_without_a_name_is_no_error,
    Socket, all_sockets)
{
  asio::io_context context;
  pair_of<Socket> sockets(context);
  error_code ec = asio::error::fault;
  const auto local = boost_seqpacket::local_endpoint(sockets.a, ec);
  BOOST_TEST(!ec);
  ec = asio::error::fault;
  const auto remote = boost_seqpacket::remote_endpoint(sockets.a, ec);
  BOOST_TEST(!ec);
  for (const auto& name : {local, remote, typename Socket::endpoint_type()})
  {
    BOOST_TEST(boost_seqpacket::is_unnamed(name));
    BOOST_TEST(!boost_seqpacket::has_abstract_name(name));
    BOOST_TEST(boost_seqpacket::endpoint_name(name).empty());
    BOOST_TEST(boost_seqpacket::to_string(name).empty());
  }
}

// What is wrong with the socket is told by both forms.
BOOST_AUTO_TEST_CASE(both_forms_report_what_is_wrong_with_the_socket)
{
  asio::io_context context;
  const auto check = [](auto& of, const error_code& local,
      const error_code& remote)
      {
        error_code ec = asio::error::fault;
        BOOST_TEST(boost_seqpacket::is_unnamed(
              boost_seqpacket::local_endpoint(of, ec)));
        BOOST_TEST(ec == local);
        ec = asio::error::fault;
        BOOST_TEST(boost_seqpacket::is_unnamed(
              boost_seqpacket::remote_endpoint(of, ec)));
        BOOST_TEST(ec == remote);
        BOOST_TEST(catch_error(
              [&] { return boost_seqpacket::local_endpoint(of).size(); })
            .error == local);
        BOOST_TEST(catch_error(
              [&] { return boost_seqpacket::remote_endpoint(of).size(); })
            .error == remote);
      };

  packet_socket closed(context);
  check(closed, asio::error::bad_descriptor, asio::error::bad_descriptor);
  packet_socket lonely(context, protocol());
  check(lonely, error_code(), asio::error::not_connected);

  asio::generic::stream_protocol::socket foreign(context);
  foreign.open(asio::ip::tcp::v4());
  check(foreign, asio::error::address_family_not_supported,
      asio::error::not_connected);
}

// Whatever the name, a log shows it in one line of ASCII, and no two names look
// the same.
BOOST_AUTO_TEST_CASE(printable_names_are_one_line_of_ascii_and_distinct)
{
  const auto abstract = [](std::string_view name)
      {
        return boost_seqpacket::to_string(
            boost_seqpacket::abstract_endpoint(name));
      };
  const auto path = [](const std::string& name)
      {
        return boost_seqpacket::to_string(endpoint(name));
      };
  BOOST_TEST(abstract("broker") == "@broker");
  BOOST_TEST(abstract("") == "@");
  BOOST_TEST(abstract("@") == "@@");
  BOOST_TEST(abstract(std::string_view("a\0", 2)) == "@a\\x00");
  BOOST_TEST(path("/run/broker") == "/run/broker");
  BOOST_TEST(path("@broker") == "\\x40broker");
  BOOST_TEST(path("x@broker") == "x@broker");
  BOOST_TEST(path("a\\x00") == "a\\\\x00");
  BOOST_TEST(path("\xc3\xa4 \n\x7f~\x1b[1m")
      == "\\xc3\\xa4 \\x0a\\x7f~\\x1b[1m");

  for (int i = 0; i < 256; ++i)
  {
    const std::string name(2, static_cast<char>(i));
    for (const char c : abstract(name) + path(name))
      BOOST_TEST((c >= ' ' && c <= '~'));
    BOOST_TEST((abstract(name) != path(name)));
  }
}

// A path ends where the kernel sees its end, whatever size it was given.
BOOST_AUTO_TEST_CASE(path_ends_at_its_first_nul)
{
  const endpoint name(std::string("/a\0b", 4));
  BOOST_TEST(boost_seqpacket::endpoint_name(name) == "/a");
  BOOST_TEST(boost_seqpacket::to_string(name) == "/a");
}

// The name of an internet endpoint is none.
BOOST_AUTO_TEST_CASE(internet_endpoint_has_no_name)
{
  const asio::generic::stream_protocol::endpoint name(
      asio::ip::tcp::endpoint(asio::ip::address_v4::loopback(), 80));
  BOOST_TEST(boost_seqpacket::is_unnamed(name));
  BOOST_TEST(boost_seqpacket::to_string(name).empty());
}

BOOST_AUTO_TEST_SUITE_END()

// With both namespaces open, and std, nothing is ambiguous, and to_string of
// others is still theirs.
namespace unqualified {

using namespace boost_seqpacket;
using namespace boost::asio;
using namespace std;

BOOST_FIXTURE_TEST_CASE(unqualified_calls_compile, test::no_leaks)
{
  io_context context;
  test::acceptor listener(context, abstract_endpoint(name_of(50, '\0')));
  test::socket client(context);
  client.connect(local_endpoint(listener));
  boost::system::error_code ec;
  BOOST_TEST(to_string(remote_endpoint(client))
      == to_string(local_endpoint(listener, ec)));
  BOOST_TEST(endpoint_name(remote_endpoint(client, ec)).size() == 50u);
  BOOST_TEST(has_abstract_name(remote_endpoint(client)));
  BOOST_TEST(!is_unnamed(remote_endpoint(client)));
  BOOST_TEST(to_string(42) == "42");
}

} // namespace unqualified
