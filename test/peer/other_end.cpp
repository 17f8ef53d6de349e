// Copyright (c) 2026 The boost_seqpacket authors
//
// Distributed under the Boost Software License, Version 1.0.
// (See accompanying file LICENSE_1_0.txt or copy at
// https://www.boost.org/LICENSE_1_0.txt)

// Who is at the other end of a connection: a descriptor of the process, its
// groups, its security label. Stands in for getsockopt, to be any kernel.

#include "forms.hpp"
#include "process.hpp"

#include <algorithm>
#include <functional>
#include <grp.h>
#include <numeric>
#include <poll.h>
#include <sys/syscall.h>

namespace {

// What getsockopt says instead of the kernel: 0 or an errno.
using pretended = std::function<int(int name, void* value, ::socklen_t* size)>;
pretended pretend;

} // namespace

extern "C" int getsockopt(int descriptor, int level, int name, void* value,
    ::socklen_t* size) noexcept
{
  if (pretend && level == SOL_SOCKET)
  {
    errno = pretend(name, value, size);
    return errno == 0 ? 0 : -1;
  }
  return static_cast<int>(
      ::syscall(SYS_getsockopt, descriptor, level, name, value, size));
}

namespace {

using namespace boost_seqpacket::test;
using boost_seqpacket::peer_groups;
using boost_seqpacket::peer_pidfd;
using boost_seqpacket::peer_security_label;
using boost_seqpacket::unique_descriptor;

constexpr int so_peergroups = SO_PEERGROUPS;
constexpr int so_peersec = SO_PEERSEC;

// While it lives, getsockopt is that function.
struct pretending
{
  explicit pretending(pretended function)
  {
    pretend = std::move(function);
  }

  pretending(const pretending&) = delete;
  pretending& operator=(const pretending&) = delete;

  ~pretending()
  {
    pretend = nullptr;
  }
};

// A kernel that answers everything with one error.
pretended always(int error)
{
  return [error](int, void*, ::socklen_t*) { return error; };
}

boost::test_tools::assertion_result as_root(boost::unit_test::test_unit_id)
{
  boost::test_tools::assertion_result result(::geteuid() == 0);
  result.message() << "only root may choose its groups";
  return result;
}

// SO_PEERPIDFD
constexpr needs_linux with_pidfds = {6, 5};

// Whether the process of a pidfd has ended.
bool has_ended(const unique_descriptor& pidfd)
{
  ::pollfd wait = {pidfd.native_handle(), POLLIN, 0};
  return ::poll(&wait, 1, 0) == 1;
}

// A listening socket and a child that connects to it, calls the function given
// before, and then waits until this end of the connection is closed.
struct visited
{
  template <typename Function>
  explicit visited(Function before)
    : listener(context, boost_seqpacket::abstract_endpoint(
          "boost_seqpacket_peer_" + std::to_string(::getpid()))),
      child(
          [&]
          {
            const int status = before();
            asio::io_context other;
            packet_socket client(other);
            client.connect(boost_seqpacket::local_endpoint(listener));
            char byte;
            error_code ec;
            boost_seqpacket::incoming_ancillary<0> incoming;
            receive_message(client, asio::buffer(&byte, 1), incoming, ec);
            return status;
          }),
      server(listener.accept())
  {
  }

  asio::io_context context;
  acceptor listener;
  child_process child;
  packet_socket server;
};

int nothing()
{
  return 0;
}

// The error of each of the three functions, in both forms, which give nothing.
template <typename Socket>
void check_errors(Socket& of, const error_code& pidfd,
    const error_code& groups, const error_code& label)
{
  error_code ec = asio::error::fault;
  BOOST_TEST(!peer_pidfd(of, ec).is_open());
  BOOST_TEST(ec == pidfd);
  BOOST_TEST(catch_error(
        [&]
        {
          return static_cast<std::size_t>(peer_pidfd(of).native_handle());
        }).error == pidfd);

  ec = asio::error::fault;
  BOOST_TEST(peer_groups(of, ec).empty());
  BOOST_TEST(ec == groups);
  BOOST_TEST(catch_error([&] { return peer_groups(of).size(); }).error
      == groups);

  ec = asio::error::fault;
  BOOST_TEST(peer_security_label(of, ec).empty());
  BOOST_TEST(ec == label);
  BOOST_TEST(catch_error([&] { return peer_security_label(of).size(); }).error
      == label);
}

} // namespace

BOOST_FIXTURE_TEST_SUITE(peer_other_end, no_leaks,
    *boost::unit_test::timeout(90))

// The descriptor stands for the process that has connected, is not inherited,
// and is one of the caller's own.
BOOST_AUTO_TEST_CASE(pidfd_stands_for_the_process_that_connected,
    *boost::unit_test::precondition(with_pidfds))
{
  visited v(nothing);
  const std::size_t open = open_descriptors();
  const unique_descriptor pidfd = peer_pidfd(v.server);
  BOOST_TEST(process_of(pidfd) == v.child.id());
  BOOST_TEST(is_close_on_exec(pidfd.native_handle()));
  BOOST_TEST(!has_ended(pidfd));

  error_code ec = asio::error::fault;
  const unique_descriptor other = peer_pidfd(v.server, ec);
  BOOST_TEST(!ec);
  BOOST_TEST(process_of(other) == v.child.id());
  BOOST_TEST(open_descriptors() == open + 2);

  v.server.close();
  BOOST_TEST(v.child.wait() == 0);
  BOOST_TEST(has_ended(pidfd));
}

// A program waits for the end of its peer as for any other descriptor.
BOOST_AUTO_TEST_CASE(pidfd_is_ready_when_the_peer_has_ended,
    *boost::unit_test::precondition(with_pidfds))
{
  visited v(nothing);
  asio::posix::stream_descriptor pidfd(
      v.context, peer_pidfd(v.server).release());
  bool ended = false;
  pidfd.async_wait(asio::posix::stream_descriptor::wait_read,
      [&](const error_code& ec)
      {
        BOOST_TEST(!ec);
        ended = true;
      });
  v.context.poll();
  BOOST_TEST(!ended);
  v.server.close();
  run(v.context);
  BOOST_TEST(ended);
}

// Every type of socket of AF_UNIX has a peer.
BOOST_AUTO_TEST_CASE_TEMPLATE(every_type_of_socket_has_a_peer,
    Socket, all_sockets)
{
  asio::io_context context;
  pair_of<Socket> sockets(context);
  error_code ec = asio::error::fault;
  if (with_pidfds(0))
  {
    BOOST_TEST(process_of(peer_pidfd(sockets.a, ec)) == ::getpid());
    BOOST_TEST(!ec);
  }
  ec = asio::error::fault;
  (void)peer_groups(sockets.a, ec);
  BOOST_TEST(!ec);
}

// A process that is gone is told as that, whatever the kernel: one that still
// knows it gives a descriptor, which has ended; one that does not gives an error,
// which is not the one of a kernel without pidfds.
BOOST_AUTO_TEST_CASE(pidfd_of_a_process_that_was_waited_for_reports_its_end,
    *boost::unit_test::precondition(with_pidfds))
{
  visited v(nothing);
  v.listener.close();
  ::shutdown(v.server.native_handle(), SHUT_RDWR);
  BOOST_TEST(v.child.wait() == 0);
  error_code ec;
  const unique_descriptor pidfd = peer_pidfd(v.server, ec);
  if (ec)
  {
    BOOST_TEST((ec.value() == EINVAL || ec.value() == ESRCH));
    BOOST_TEST(!pidfd.is_open());
  }
  else
  {
    BOOST_TEST(process_of(pidfd) == -1);
    BOOST_TEST(has_ended(pidfd));
  }
}

// At the limit of open descriptors there is none, and nothing leaks.
BOOST_AUTO_TEST_CASE(pidfd_at_the_limit_of_descriptors_is_an_error,
    *boost::unit_test::precondition(with_pidfds))
{
  asio::io_context context;
  connected sockets(context);
  error_code ec;
  {
    const descriptor_limit limit(0);
    BOOST_TEST(!peer_pidfd(sockets.a, ec).is_open());
  }
  BOOST_TEST(ec == asio::error::no_descriptors);
}

// A peer that is gone, an old kernel and no security module are three things,
// with three errors.
BOOST_AUTO_TEST_CASE(gone_peer_old_kernel_and_no_module_are_told_apart)
{
  asio::io_context context;
  connected sockets(context);
  const auto pidfd_error = [&](int error)
      {
        const pretending kernel(always(error));
        error_code ec;
        BOOST_TEST(!peer_pidfd(sockets.a, ec).is_open());
        return ec;
      };
  for (const int gone : {EINVAL, ESRCH})
  {
    BOOST_TEST(pidfd_error(gone)
        == error_code(gone, boost::system::system_category()));
  }
  BOOST_TEST(pidfd_error(ENOPROTOOPT)
      == asio::error::operation_not_supported);

  const pretending kernel(always(ENOPROTOOPT));
  error_code ec;
  BOOST_TEST(peer_security_label(sockets.a, ec).empty());
  BOOST_TEST(ec == asio::error::no_protocol_option);
  BOOST_TEST(peer_groups(sockets.a, ec).empty());
  BOOST_TEST(ec == asio::error::no_protocol_option);
}

// Without a security module this kernel says so; with one the label is text.
BOOST_AUTO_TEST_CASE(security_label_is_text_or_an_error)
{
  asio::io_context context;
  connected sockets(context);
  error_code ec;
  const std::string label = peer_security_label(sockets.a, ec);
  if (ec)
  {
    BOOST_TEST(ec == asio::error::no_protocol_option);
    BOOST_TEST(label.empty());
  }
  else
  {
    BOOST_TEST(!label.empty());
    BOOST_TEST(label.find('\0') == std::string::npos);
  }
}

// A label is without the terminator that some modules count, and as long as it
// is.
BOOST_AUTO_TEST_CASE(security_label_has_no_terminator)
{
  asio::io_context context;
  connected sockets(context);
  const std::string longest(4096, 'l');
  for (const std::string& label : {std::string("unconfined"),
        std::string("system_u:system_r:init_t:s0\0", 28), longest,
        longest + '\0', std::string()})
  {
    int calls = 0;
    const pretending kernel(
        [&](int name, void* value, ::socklen_t* size)
        {
          BOOST_TEST(name == so_peersec);
          ++calls;
          const bool fits = *size >= label.size();
          *size = static_cast<::socklen_t>(label.size());
          if (!fits)
            return ERANGE;
          std::memcpy(value, label.data(), label.size());
          return 0;
        });
    BOOST_TEST(peer_security_label(sockets.a)
        == std::string(label.c_str()));
    BOOST_TEST(calls == (label.size() > 1000 ? 2 : 1));

    // As a predicate of accept asks.
    const boost_seqpacket::peer_identity peer(sockets.a.native_handle());
    BOOST_TEST(peer.security_label() == std::string(label.c_str()));
  }
}

// The groups of the process that has connected, few or more than fit at once.
BOOST_AUTO_TEST_CASE(groups_are_those_of_the_process_that_connected,
    *boost::unit_test::precondition(as_root))
{
  for (const std::size_t count : {0u, 1u, 32u, 33u, 1000u})
  {
    BOOST_TEST_CONTEXT(count << " groups")
    {
      std::vector<::gid_t> groups(count);
      std::iota(groups.begin(), groups.end(), ::gid_t(5000));
      visited v([&] { return ::setgroups(groups.size(), groups.data()); });
      BOOST_TEST(peer_groups(v.server) == groups);
      error_code ec = asio::error::fault;
      BOOST_TEST(peer_groups(v.server, ec) == groups);
      BOOST_TEST(!ec);
      v.server.close();
      BOOST_TEST(v.child.wait() == 0);
    }
  }
}

// Without privileges they are those of this process.
BOOST_AUTO_TEST_CASE(groups_without_privileges_are_those_of_this_process)
{
  asio::io_context context;
  connected sockets(context);
  std::vector<::gid_t> groups(
      static_cast<std::size_t>(::getgroups(0, nullptr)));
  BOOST_TEST_REQUIRE(::getgroups(static_cast<int>(groups.size()),
        groups.data()) == static_cast<int>(groups.size()));
  BOOST_TEST(peer_groups(sockets.a) == groups);
}

// If the answer grows between two calls it is asked for again; a kernel that
// wants no more room than it has does not keep the program asking.
BOOST_AUTO_TEST_CASE(groups_that_grow_meanwhile_are_asked_for_again)
{
  asio::io_context context;
  connected sockets(context);
  constexpr std::size_t unit = sizeof(::gid_t);
  std::size_t count = 40;
  int calls = 0;
  {
    const pretending kernel(
        [&](int name, void* value, ::socklen_t* size)
        {
          BOOST_TEST(name == so_peergroups);
          const bool fits = *size >= count * unit;
          *size = static_cast<::socklen_t>(count * unit);
          if (!fits)
          {
            if (++calls < 5)
              ++count;
            return ERANGE;
          }
          std::fill_n(static_cast<::gid_t*>(value), count, 7u);
          return 0;
        });
    BOOST_TEST(peer_groups(sockets.a) == std::vector<::gid_t>(44, 7u));
  }
  BOOST_TEST(calls == 5);

  const pretending kernel(always(ERANGE));
  error_code ec;
  BOOST_TEST(peer_groups(sockets.a, ec).empty());
  BOOST_TEST(ec.value() == ERANGE);
}

// What is wrong with the socket is the same for each function.
BOOST_AUTO_TEST_CASE(each_function_reports_what_is_wrong_with_the_socket)
{
  asio::io_context context;
  packet_socket closed(context);
  check_errors(closed, asio::error::bad_descriptor,
      asio::error::bad_descriptor, asio::error::bad_descriptor);

  asio::generic::stream_protocol::socket foreign(context);
  foreign.open(asio::ip::tcp::v4());
  check_errors(foreign, asio::error::address_family_not_supported,
      asio::error::address_family_not_supported,
      asio::error::address_family_not_supported);
}

// Who is not connected has no peer. (A security module does not tell that from a
// peer without a label.)
BOOST_AUTO_TEST_CASE(socket_without_a_connection_has_no_peer,
    *boost::unit_test::precondition(with_pidfds))
{
  asio::io_context context;
  packet_socket lonely(context, protocol());
  check_errors(lonely, asio::error::not_connected, asio::error::not_connected,
      asio::error::no_protocol_option);
  datagram_socket datagrams(context, asio::local::datagram_protocol());
  check_errors(datagrams, asio::error::not_connected,
      asio::error::not_connected, asio::error::no_protocol_option);
}

// Sockets that are passed on keep the peer that they were born with: what is told
// is who has made the connection, not who has it.
BOOST_AUTO_TEST_CASE(inherited_socket_keeps_the_peer_that_made_it,
    *boost::unit_test::precondition(with_pidfds))
{
  asio::io_context context;
  connected sockets(context);
  child_process child(
      [&]
      {
        send_message(sockets.a, text("x"), boost_seqpacket::no_ancillary);
        return 0;
      });
  sockets.a.close();
  char byte;
  boost_seqpacket::incoming_ancillary<0> incoming;
  receive_message(sockets.b, asio::buffer(&byte, 1), incoming);
  BOOST_TEST(process_of(peer_pidfd(sockets.b)) == ::getpid());
  BOOST_TEST(child.wait() == 0);
}

// What a filter is given answers as the functions do.
BOOST_AUTO_TEST_CASE(identity_answers_as_the_functions_do,
    *boost::unit_test::precondition(with_pidfds))
{
  asio::io_context context;
  connected sockets(context);
  const boost_seqpacket::peer_identity peer(sockets.b.native_handle());
  const auto expected = boost_seqpacket::peer_credentials(sockets.b);
  BOOST_TEST((peer.credentials() == expected));
  BOOST_TEST(!(peer.credentials() != expected));
  BOOST_TEST(process_of(peer.pidfd()) == ::getpid());
  BOOST_TEST(peer.groups() == peer_groups(sockets.b));
  pretend = [](int, void*, ::socklen_t*) { return ENOPROTOOPT; };
  BOOST_CHECK_THROW(peer.pidfd(), boost::system::system_error);
  pretend = nullptr;
}

// Asio tells an option of how many bytes the answer was.
BOOST_AUTO_TEST_CASE(option_of_another_size_is_refused)
{
  boost_seqpacket::pass_credentials option;
  const auto protocol = boost_seqpacket::seq_packet_protocol();
  option.resize(protocol, option.size(protocol));
  BOOST_CHECK_THROW(option.resize(protocol, 1), std::length_error);
}

BOOST_AUTO_TEST_SUITE_END()
