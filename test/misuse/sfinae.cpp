// Copyright (c) 2026 The boost_seqpacket authors
//
// Distributed under the Boost Software License, Version 1.0.
// (See accompanying file LICENSE_1_0.txt or copy at
// https://www.boost.org/LICENSE_1_0.txt)

// Generic code asks whether a call is possible. The answer is no, and not an
// error of the compiler, as with Asio's own functions.

#include "test.hpp"

#include "features.hpp"

#include <boost_seqpacket/handover.hpp>
#include <boost_seqpacket/receive_object.hpp>
#include <boost_seqpacket/send_object.hpp>

#include <chrono>
#include <string>
#include <type_traits>
#include <utility>
#include <vector>

using namespace boost_seqpacket;
using namespace boost_seqpacket::test;

// Without a namespace a call with a socket of Asio finds Asio's functions, too.
namespace sp = boost_seqpacket;

namespace {

// What is asked for: each initiating function, as a type that is there if the
// call is possible.
template <typename Socket, typename... Token>
using send_bytes = decltype(sp::async_send_message(std::declval<Socket&>(),
      std::declval<const asio::const_buffer&>(), std::declval<Token>()...));

template <typename Socket, typename... Token>
using send_ancillary = decltype(sp::async_send_message(std::declval<Socket&>(),
      std::declval<const asio::const_buffer&>(), no_ancillary,
      std::declval<Token>()...));

template <typename Socket, typename... Token>
using send_files = decltype(sp::async_send_descriptors(std::declval<Socket&>(),
      std::declval<const asio::const_buffer&>(),
      std::declval<const std::vector<int>&>(), std::declval<Token>()...));

template <typename Socket, typename... Token>
using send_batch = decltype(sp::async_send_messages(std::declval<Socket&>(),
      std::declval<std::vector<outgoing_message<1>>&>(),
      std::declval<Token>()...));

template <typename Socket, typename... Token>
using receive_bytes = decltype(sp::async_receive_message(
      std::declval<Socket&>(), std::declval<const asio::mutable_buffer&>(),
      std::declval<Token>()...));

template <typename Socket, typename... Token>
using receive_ancillary = decltype(sp::async_receive_message(
      std::declval<Socket&>(), std::declval<const asio::mutable_buffer&>(),
      std::declval<incoming_ancillary<1>&>(), std::declval<Token>()...));

using dynamic_buffer = asio::dynamic_string_buffer<
  char, std::char_traits<char>, std::allocator<char>>;

template <typename Socket, typename... Token>
using receive_dynamic = decltype(sp::async_receive_message(
      std::declval<Socket&>(), std::declval<dynamic_buffer>(),
      std::declval<incoming_ancillary<1>&>(), std::declval<Token>()...));

template <typename Socket, typename... Token>
using receive_dynamic_bytes = decltype(sp::async_receive_message(
      std::declval<Socket&>(), std::declval<dynamic_buffer>(),
      std::declval<Token>()...));

template <typename Socket, typename... Token>
using receive_files = decltype(sp::async_receive_descriptors<1>(
      std::declval<Socket&>(), std::declval<const asio::mutable_buffer&>(),
      std::declval<Token>()...));

template <typename Socket, typename... Token>
using receive_batch = decltype(sp::async_receive_messages(
      std::declval<Socket&>(),
      std::declval<std::vector<incoming_message<1>>&>(),
      std::declval<Token>()...));

template <typename Socket, typename... Token>
using discards = decltype(sp::async_discard_message(
      std::declval<Socket&>(), std::declval<Token>()...));

using stream_socket = asio::local::stream_protocol::socket;
using datagram_socket = asio::local::datagram_protocol::socket;

template <typename Socket, typename... Token>
using reads = decltype(sp::async_read_message(std::declval<Socket&>(),
      std::declval<const asio::mutable_buffer&>(),
      std::declval<incoming_ancillary<1>&>(), std::declval<Token>()...));

template <typename Socket, typename... Token>
using writes = decltype(sp::async_write_message(std::declval<Socket&>(),
      std::declval<const asio::const_buffer&>(), no_ancillary,
      std::declval<Token>()...));

// The endpoint that a socket would have: a wrong socket is refused for itself.
template <typename Socket, typename = void>
struct endpoint_for
{
  using type = datagram_socket::endpoint_type;
};

template <typename Socket>
struct endpoint_for<Socket, std::void_t<typename Socket::endpoint_type>>
{
  using type = typename Socket::endpoint_type;
};

template <typename Socket>
using address = typename endpoint_for<Socket>::type;

template <typename Socket, typename... Token>
using send_to = decltype(sp::async_send_message_to(std::declval<Socket&>(),
      std::declval<const asio::const_buffer&>(), no_ancillary,
      std::declval<const address<Socket>&>(), std::declval<Token>()...));

template <typename Socket, typename... Token>
using send_bytes_to = decltype(sp::async_send_message_to(
      std::declval<Socket&>(), std::declval<const asio::const_buffer&>(),
      std::declval<const address<Socket>&>(), std::declval<Token>()...));

template <typename Socket, typename... Token>
using receive_from = decltype(sp::async_receive_message_from(
      std::declval<Socket&>(), std::declval<const asio::mutable_buffer&>(),
      std::declval<incoming_ancillary<1>&>(),
      std::declval<address<Socket>&>(), std::declval<Token>()...));

template <typename Socket, typename... Token>
using receive_bytes_from = decltype(sp::async_receive_message_from(
      std::declval<Socket&>(), std::declval<const asio::mutable_buffer&>(),
      std::declval<address<Socket>&>(), std::declval<Token>()...));

template <typename Socket, typename... Token>
using receive_some_files = decltype(sp::async_receive_descriptors(
      std::declval<Socket&>(), std::declval<const asio::mutable_buffer&>(),
      at_most(1), std::declval<Token>()...));

template <typename Socket, typename... Token>
using send_owner = decltype(sp::async_send_descriptors(
      std::declval<Socket&>(), std::declval<const asio::const_buffer&>(),
      std::declval<std::vector<unique_descriptor>>(),
      std::declval<Token>()...));

using tcp_socket = asio::ip::tcp::socket;
using tcp_acceptor = asio::ip::tcp::acceptor;

template <typename Socket, typename... Token>
using send_one = decltype(sp::async_send_object(std::declval<Socket&>(),
      std::declval<tcp_socket&>(), std::declval<Token>()...));

template <typename Socket, typename... Token>
using send_one_with_bytes = decltype(sp::async_send_object(
      std::declval<Socket&>(), std::declval<const asio::const_buffer&>(),
      std::declval<tcp_socket>(), std::declval<tcp_acceptor&>(),
      std::declval<Token>()...));

template <typename Socket, typename... Token>
using receive_one = decltype(sp::async_receive_object<tcp_socket>(
      std::declval<Socket&>(), std::declval<asio::io_context&>(),
      std::declval<Token>()...));

template <typename Socket, typename... Token>
using receive_one_with_bytes = decltype(sp::async_receive_object<tcp_socket>(
      std::declval<Socket&>(), std::declval<const asio::mutable_buffer&>(),
      std::declval<asio::io_context::executor_type>(),
      std::declval<Token>()...));

template <typename Socket, typename... Token>
using offers = decltype(sp::async_offer_handover(std::declval<Socket&>(),
      std::declval<const handover_offer&>(), std::chrono::seconds(1),
      std::declval<Token>()...));

template <typename Socket, typename... Token>
using takes_over = decltype(sp::async_take_over(std::declval<Socket&>(),
      std::chrono::seconds(1), std::declval<Token>()...));

template <typename Socket, typename... Token>
using connects = decltype(sp::async_connect(std::declval<Socket&>(),
      std::declval<const endpoint&>(), std::declval<Token>()...));

template <typename Acceptor, typename... Token>
using accepts = decltype(sp::async_accept(
      std::declval<Acceptor&>(), std::declval<Token>()...));

template <typename Acceptor, typename... Token>
using accepts_into = decltype(sp::async_accept(std::declval<Acceptor&>(),
      std::declval<packet_socket&>(), std::declval<Token>()...));

// Whether there is such a type: the detection idiom of C++17.
template <typename Void, template <typename...> class Call, typename... Args>
struct detector : std::false_type {};

template <template <typename...> class Call, typename... Args>
struct detector<std::void_t<Call<Args...>>, Call, Args...> : std::true_type {};

template <template <typename...> class Call, typename... Args>
constexpr bool is_possible = detector<void, Call, Args...>::value;

#if defined(__cpp_concepts) && __cpp_concepts >= 201907L

// The same as C++20 asks.
template <template <typename...> class Call, typename... Args>
concept possible = requires
{
  typename Call<Args...>;
};

#else // defined(__cpp_concepts) && __cpp_concepts >= 201907L

template <template <typename...> class Call, typename... Args>
constexpr bool possible = is_possible<Call, Args...>;

#endif // defined(__cpp_concepts) && __cpp_concepts >= 201907L

struct no_token
{
};

// Without concepts Asio cannot say what is no token.
#if defined(BOOST_ASIO_HAS_CONCEPTS)
constexpr bool asio_knows_tokens = true;
#else
constexpr bool asio_knows_tokens = false;
#endif

// Each wrong way to call a function, with the right one beside it.
template <template <typename...> class Call, typename Object,
    typename Internet, typename Handler>
void check()
{
  BOOST_TEST((is_possible<Call, Object, Handler>));
  if (asio_knows_tokens)
    BOOST_TEST((!is_possible<Call, Object, no_token>));
  BOOST_TEST((!is_possible<Call, int, Handler>));
  BOOST_TEST((!is_possible<Call, std::string, Handler>));
  BOOST_TEST((!is_possible<Call, Internet, Handler>));
  BOOST_TEST((!is_possible<Call, Internet>));
  BOOST_TEST((!is_possible<Call, int>));

  BOOST_TEST((possible<Call, Object, Handler>));
  if (asio_knows_tokens)
    BOOST_TEST((!possible<Call, Object, no_token>));
  BOOST_TEST((!possible<Call, int, Handler>));
  BOOST_TEST((!possible<Call, std::string, Handler>));
  BOOST_TEST((!possible<Call, Internet, Handler>));
  BOOST_TEST((!possible<Call, Internet>));
  BOOST_TEST((!possible<Call, int>));
}

using handler = void (*)(error_code, std::size_t);
using files_handler = void (*)(
    error_code, std::size_t, std::array<unique_descriptor, 1>);
using some_files_handler = void (*)(
    error_code, std::size_t, std::vector<unique_descriptor>);
using object_handler = void (*)(error_code, tcp_socket);
using object_and_bytes_handler = void (*)(
    error_code, std::size_t, tcp_socket);
using connect_handler = void (*)(error_code);
using sessions_handler = void (*)(error_code, std::vector<handed_session>);
using accept_handler = void (*)(error_code, packet_socket);

} // namespace

BOOST_AUTO_TEST_SUITE(misuse_sfinae)

BOOST_AUTO_TEST_CASE(sends_can_be_asked_for)
{
  check<send_bytes, packet_socket, tcp_socket, handler>();
  check<send_ancillary, packet_socket, tcp_socket, handler>();
  check<send_files, packet_socket, tcp_socket, handler>();
  check<send_batch, packet_socket, tcp_socket, handler>();
}

BOOST_AUTO_TEST_CASE(receives_can_be_asked_for)
{
  check<receive_bytes, packet_socket, tcp_socket, handler>();
  check<receive_ancillary, packet_socket, tcp_socket, handler>();
  check<receive_dynamic, packet_socket, tcp_socket, handler>();
  check<receive_dynamic_bytes, packet_socket, tcp_socket, handler>();
  check<receive_files, packet_socket, tcp_socket, files_handler>();
  check<receive_batch, packet_socket, tcp_socket, handler>();
  check<discards, packet_socket, tcp_socket, handler>();
}

BOOST_AUTO_TEST_CASE(other_operations_can_be_asked_for)
{
  check<reads, stream_socket, tcp_socket, handler>();
  check<writes, stream_socket, tcp_socket, handler>();
  check<send_to, datagram_socket, tcp_socket, handler>();
  check<send_bytes_to, datagram_socket, tcp_socket, handler>();
  check<receive_from, datagram_socket, tcp_socket, handler>();
  check<receive_bytes_from, datagram_socket, tcp_socket, handler>();
  check<receive_some_files, packet_socket, tcp_socket,
    some_files_handler>();
  check<send_owner, packet_socket, tcp_socket, handler>();
}

BOOST_AUTO_TEST_CASE(handovers_can_be_asked_for)
{
  check<send_one, packet_socket, tcp_socket, connect_handler>();
  check<send_one_with_bytes, packet_socket, tcp_socket, handler>();
  check<receive_one, packet_socket, tcp_socket, object_handler>();
  check<receive_one_with_bytes, packet_socket, tcp_socket,
    object_and_bytes_handler>();
  check<offers, packet_socket, tcp_socket, connect_handler>();
  check<takes_over, packet_socket, tcp_socket, sessions_handler>();
}

namespace {

// Whether the call is possible with each kind of socket, of Asio's local and
// generic protocols.
template <template <typename...> class Call, typename Handler = handler>
void check_kinds(bool with_streams, bool with_datagrams, bool with_packets)
{
  using generic = asio::generic::seq_packet_protocol;
  BOOST_TEST((is_possible<Call, stream_socket, Handler>) == with_streams);
  BOOST_TEST((is_possible<Call, asio::generic::stream_protocol::socket,
        Handler>) == with_streams);
  BOOST_TEST((is_possible<Call, datagram_socket, Handler>) == with_datagrams);
  BOOST_TEST((is_possible<Call, asio::generic::datagram_protocol::socket,
        Handler>) == with_datagrams);
  BOOST_TEST((is_possible<Call, packet_socket, Handler>) == with_packets);
  BOOST_TEST((is_possible<Call, generic::socket, Handler>) == with_packets);
  BOOST_TEST((!is_possible<Call, acceptor, Handler>));
}

} // namespace

// A function for one kind of socket is not possible with another one.
BOOST_AUTO_TEST_CASE(kinds_of_sockets_can_be_asked_for)
{
  check_kinds<reads>(true, false, false);
  check_kinds<writes>(true, false, false);
  check_kinds<send_to>(false, true, false);
  check_kinds<send_bytes_to>(false, true, false);
  check_kinds<receive_from>(false, true, false);
  check_kinds<receive_bytes_from>(false, true, false);
  check_kinds<send_batch>(false, true, true);
  check_kinds<receive_batch>(false, true, true);
  check_kinds<discards>(false, true, true);
  check_kinds<send_bytes>(true, true, true);
  check_kinds<send_ancillary>(true, true, true);
  check_kinds<send_files>(true, true, true);
  check_kinds<receive_bytes>(true, true, true);
  check_kinds<receive_ancillary>(true, true, true);
  check_kinds<receive_files, files_handler>(true, true, true);
  check_kinds<send_one, connect_handler>(true, true, true);
  check_kinds<send_one_with_bytes>(true, true, true);
  check_kinds<receive_one, object_handler>(true, true, true);
  check_kinds<receive_one_with_bytes, object_and_bytes_handler>(
      true, true, true);
  check_kinds<offers, connect_handler>(false, false, true);
  check_kinds<takes_over, sessions_handler>(false, false, true);
}

BOOST_AUTO_TEST_CASE(connections_can_be_asked_for)
{
  check<connects, packet_socket, tcp_socket, connect_handler>();
  check<accepts, acceptor, tcp_acceptor, accept_handler>();
  check<accepts_into, acceptor, tcp_acceptor, connect_handler>();
}

#if defined(TEST_HAS_DEFERRED)

// A deferred operation begins later. That it is not possible is known at once.
BOOST_AUTO_TEST_CASE(deferred_operations_can_be_asked_for)
{
  using token = asio::deferred_t;
  check<send_bytes, packet_socket, tcp_socket, token>();
  check<send_ancillary, packet_socket, tcp_socket, token>();
  check<send_files, packet_socket, tcp_socket, token>();
  check<send_batch, packet_socket, tcp_socket, token>();
  check<receive_bytes, packet_socket, tcp_socket, token>();
  check<receive_ancillary, packet_socket, tcp_socket, token>();
  check<receive_dynamic, packet_socket, tcp_socket, token>();
  check<receive_dynamic_bytes, packet_socket, tcp_socket, token>();
  check<receive_files, packet_socket, tcp_socket, token>();
  check<receive_batch, packet_socket, tcp_socket, token>();
  check<reads, stream_socket, tcp_socket, token>();
  check<writes, stream_socket, tcp_socket, token>();
  check<send_to, datagram_socket, tcp_socket, token>();
  check<receive_from, datagram_socket, tcp_socket, token>();
  check<receive_some_files, packet_socket, tcp_socket, token>();
  check<send_owner, packet_socket, tcp_socket, token>();
  check<send_one, packet_socket, tcp_socket, token>();
  check<send_one_with_bytes, packet_socket, tcp_socket, token>();
  check<receive_one, packet_socket, tcp_socket, token>();
  check<receive_one_with_bytes, packet_socket, tcp_socket, token>();
  check<connects, packet_socket, tcp_socket, token>();
  check<accepts, acceptor, tcp_acceptor, token>();
  check<accepts_into, acceptor, tcp_acceptor, token>();
}

#endif // defined(TEST_HAS_DEFERRED)

// A handler of another signature is none.
BOOST_AUTO_TEST_CASE(handlers_of_other_signatures_are_none)
{
#if defined(BOOST_ASIO_HAS_CONCEPTS)
  BOOST_TEST((!is_possible<send_bytes, packet_socket, accept_handler>));
  BOOST_TEST((!is_possible<connects, packet_socket, accept_handler>));
  BOOST_TEST((!is_possible<accepts, acceptor, handler>));
  BOOST_TEST((!is_possible<send_one, packet_socket, handler>));
  BOOST_TEST((!is_possible<receive_one, packet_socket, handler>));
  BOOST_TEST((!is_possible<offers, packet_socket, handler>));
  BOOST_TEST((!is_possible<takes_over, packet_socket, connect_handler>));
#else
  BOOST_TEST(true);
#endif
}

BOOST_AUTO_TEST_SUITE_END()
