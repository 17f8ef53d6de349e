// Copyright (c) 2026 The boost_seqpacket authors
//
// Distributed under the Boost Software License, Version 1.0.
// (See accompanying file LICENSE_1_0.txt or copy at
// https://www.boost.org/LICENSE_1_0.txt)

// Calls every public function with every kind of completion token, since a
// compiler warns in a template only after somebody has used it. This program
// has all warnings, and is compiled but not run. (tools/check-rules holds it
// complete.)

#include <boost_seqpacket.hpp>
#include <boost_seqpacket/handover.hpp>
#include <boost_seqpacket/large_message_batch.hpp>
#include <boost_seqpacket/notify_service_manager.hpp>
#include <boost_seqpacket/receive_large_message.hpp>
#include <boost_seqpacket/receive_object.hpp>
#include <boost_seqpacket/restore_services.hpp>
#include <boost_seqpacket/send_large_message.hpp>
#include <boost_seqpacket/send_object.hpp>
#include <boost_seqpacket/service_store.hpp>

#include <boost/asio/buffer.hpp>
#include <boost/asio/generic/datagram_protocol.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/ip/udp.hpp>
#include <boost/asio/local/datagram_protocol.hpp>
#include <boost/asio/local/stream_protocol.hpp>
#include <boost/asio/posix/stream_descriptor.hpp>
#include <boost/asio/strand.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/asio/use_future.hpp>
#include <boost/asio/version.hpp>
#if BOOST_ASIO_VERSION >= 102400
# include <boost/asio/deferred.hpp>
#endif

#include <chrono>
#include <cstddef>
#include <string>
#include <utility>
#include <vector>

namespace asio = boost::asio;
namespace sp = boost_seqpacket;
using boost::system::error_code;
using protocol = sp::seq_packet_protocol;

namespace {

// Takes the result of an initiating function, whatever it is.
template <typename... Results>
void ignore(Results&&...)
{
}

// Names and descriptors.
void call_others(protocol::socket& socket, error_code& ec)
{
  sp::unique_descriptor one;
  sp::unique_descriptor two(one.duplicate());
  two = one.duplicate(ec);
  two.reset(one.release());
  two.close(ec);
  swap(one, two);
  ignore(one.native_handle(), static_cast<bool>(one));

  const auto endpoint = sp::abstract_endpoint("name");
  ignore(sp::abstract_endpoint("name", ec), sp::local_endpoint(socket),
      sp::local_endpoint(socket, ec), sp::remote_endpoint(socket),
      sp::remote_endpoint(socket, ec), sp::has_abstract_name(endpoint),
      sp::is_unnamed(endpoint), sp::endpoint_name(endpoint),
      sp::to_string(endpoint));

  ignore(sp::make_error_code(sp::seqpacket_errc::message_truncated),
      &sp::error_category());
  ec = sp::seqpacket_errc::ancillary_full;
  ignore(sp::activated_descriptors(), sp::activated_descriptors(ec));

  sp::open(socket);
  sp::open(socket, ec);
  ignore(sp::max_message_size(socket), sp::max_message_size(socket, ec));
  sp::reserve_message_size(socket, 1);
  sp::reserve_message_size(socket, 1, ec);
  asio::io_context context;
  ignore(sp::adopt<protocol::socket>(context, std::move(one)),
      sp::adopt<protocol::acceptor>(socket.get_executor(), std::move(two), ec),
      sp::adopt<asio::posix::stream_descriptor>(context, std::move(one), ec));
}

// Identities and options.
void call_peers(protocol::socket& socket, error_code& ec)
{
  sp::pass_credentials credentials(true);
  socket.set_option(credentials);
  socket.get_option(credentials);
  ignore(credentials.value(), !credentials);
  socket.set_option(sp::pass_pidfd(true));
  socket.set_option(sp::pass_security(true));
  socket.set_option(sp::pass_rights(true));

  ignore(sp::peer_credentials(socket), sp::peer_credentials(socket, ec),
      sp::peer_pidfd(socket), sp::peer_pidfd(socket, ec),
      sp::peer_groups(socket), sp::peer_groups(socket, ec),
      sp::peer_security_label(socket), sp::peer_security_label(socket, ec));
  const sp::peer_identity peer(socket.native_handle());
  ignore(peer.credentials(), peer.credentials(ec), peer.pidfd(),
      peer.pidfd(ec), peer.groups(), peer.groups(ec), peer.security_label(),
      peer.security_label(ec));
  ignore(sp::credentials::current() == peer.credentials(),
      sp::credentials::current() != peer.credentials());
}

// What travels with a packet.
void call_ancillary(error_code& ec)
{
  sp::outgoing_ancillary<2> out;
  out.add_descriptor(0);
  out.add_descriptor(0, ec);
  out.add_descriptor(sp::unique_descriptor());
  out.add_descriptor(sp::unique_descriptor(), ec);
  const sp::unique_descriptor kept;
  out.add_descriptor(kept);
  out.add_descriptor(kept, ec);
  out.add_credentials(sp::credentials::current());
  out.add_credentials(sp::credentials::current(), ec);
  out.add_control_message(1, 1, asio::const_buffer());
  out.add_control_message(1, 1, asio::const_buffer(), ec);
  sp::outgoing_ancillary<2> moved_out(std::move(out));
  moved_out = sp::outgoing_ancillary<2>();
  moved_out.clear();

  sp::incoming_ancillary<2> in;
  for (sp::unique_descriptor& descriptor : in.descriptors())
    ignore(descriptor);
  for (const sp::control_message& message : in)
    ignore(message.level, message.type, message.data);
  ignore(in.credentials(), in.pidfd(), in.security_label(), in.message_size(),
      in.flags(), in.descriptors().empty(), in.descriptors().data());
  const sp::incoming_ancillary<2>& constant = in;
  for (const sp::unique_descriptor& descriptor : constant.descriptors())
    ignore(descriptor);
  const sp::const_descriptor_span view = constant.descriptors();
  ignore(view[0], view.size(), view.empty(), view.data(), constant.pidfd());
  sp::incoming_ancillary<2> moved_in(std::move(in));
  moved_in = sp::incoming_ancillary<2>();
  moved_in.clear();
}

// Sends and receives that wait.
template <typename Socket>
void call_messages(Socket& socket, error_code& ec)
{
  char bytes[8] = {};
  const auto buffer = asio::buffer(bytes);
  const int flags = 0;
  sp::incoming_ancillary<2> in;
  const sp::outgoing_ancillary<2> out;
  ignore(sp::send_message(socket, buffer, out),
      sp::send_message(socket, buffer, out, flags, ec),
      sp::send_message(socket, buffer, out, ec),
      sp::send_message(socket, buffer, sp::no_ancillary, flags),
      sp::send_message(socket, buffer), sp::send_message(socket, buffer, ec),
      sp::send_message(socket, buffer, flags, ec));
  ignore(sp::receive_message(socket, buffer, in),
      sp::receive_message(socket, buffer, in, sp::keep_if_truncated, ec),
      sp::receive_message(socket, buffer, in, ec),
      sp::receive_message(socket, buffer),
      sp::receive_message(socket, buffer, ec),
      sp::receive_message(socket, buffer, flags, ec));
  const std::vector<int> numbers(2);
  ignore(sp::send_descriptors(socket, buffer, {0, 1}),
      sp::send_descriptors(socket, buffer, numbers, ec),
      sp::receive_descriptors<2>(socket, buffer),
      sp::receive_descriptors<2>(socket, buffer, ec));
  std::vector<sp::unique_descriptor> owners(2);
  ignore(sp::send_descriptors(socket, buffer, owners),
      sp::send_descriptors(socket, buffer, in.descriptors(), ec),
      sp::send_descriptors(
          socket, buffer, std::as_const(in).descriptors(), ec),
      sp::send_descriptors(socket, buffer, {std::move(owners[0]), 1}),
      sp::send_descriptors(socket, buffer, owners[1]),
      sp::send_descriptors(socket, buffer, std::move(owners), ec));
  constexpr sp::at_most max(2);
  ignore(sp::receive_descriptors(socket, buffer, max),
      sp::receive_descriptors(socket, buffer, max, ec), max.count());
}

// The forms that stream sockets do not have.
// Objects of other kinds.
template <typename Socket>
void call_objects(Socket& socket, error_code& ec)
{
  using tcp = asio::ip::tcp;
  char bytes[8] = {};
  const auto buffer = asio::buffer(bytes);
  asio::io_context context;
  tcp::acceptor acceptor(context);
  tcp::socket stream(context);
  asio::posix::stream_descriptor descriptor(context);
  sp::send_object(socket, acceptor, std::move(stream), descriptor);
  sp::send_object(socket, descriptor, ec);
  ignore(sp::send_object(socket, buffer, stream),
      sp::send_object(socket, buffer, acceptor, stream, ec));
  stream = sp::receive_object<tcp::socket>(socket, context);
  ignore(sp::receive_object<asio::ip::udp::socket>(
        socket, context.get_executor(), ec),
      sp::receive_object<tcp::acceptor, protocol::socket>(socket, context),
      sp::receive_object<tcp::socket, asio::posix::stream_descriptor>(
        socket, buffer, context),
      sp::receive_object<tcp::socket>(socket, buffer, context, ec));
}

template <typename Socket>
void call_packets(Socket& socket, error_code& ec)
{
  std::vector<char> storage;
  std::string text;
  const int flags = 0;
  sp::incoming_ancillary<2> in;
  auto buffer = asio::dynamic_buffer(storage);
  auto text_buffer = asio::dynamic_buffer(text, 8);
  ignore(sp::receive_message(socket, buffer, in),
      sp::receive_message(socket, buffer, in, flags, ec),
      sp::receive_message(socket, text_buffer, in, ec),
      sp::receive_message(socket, buffer),
      sp::receive_message(socket, buffer, flags, ec),
      sp::receive_message(socket, text_buffer, ec));
  std::vector<sp::incoming_message<1>> received(2);
  std::vector<sp::outgoing_message<1>> sent(2);
  ignore(sp::receive_messages(socket, received),
      sp::receive_messages(socket, received, flags, ec),
      sp::receive_messages(socket, received, ec));
  ignore(sp::send_messages(socket, sent),
      sp::send_messages(socket, sent, flags, ec),
      sp::send_messages(socket, sent, ec));
  ignore(sp::discard_message(socket), sp::discard_message(socket, ec));
}

// What only streams have.
template <typename Socket>
void call_streams(Socket& socket, error_code& ec)
{
  char bytes[8] = {};
  const auto buffer = asio::buffer(bytes);
  sp::incoming_ancillary<2> in;
  const sp::outgoing_ancillary<2> out;
  ignore(sp::read_message(socket, buffer, in),
      sp::read_message(socket, buffer, in, ec));
  ignore(sp::write_message(socket, buffer, out),
      sp::write_message(socket, buffer, sp::no_ancillary, ec));
}

// Datagrams with addresses.
template <typename Socket>
void call_datagrams(Socket& socket, error_code& ec)
{
  using endpoint_type = typename Socket::endpoint_type;
  char bytes[8] = {};
  const auto buffer = asio::buffer(bytes);
  const int flags = 0;
  sp::incoming_ancillary<2> in;
  const sp::outgoing_ancillary<2> out;
  endpoint_type address;
  ignore(sp::send_message_to(socket, buffer, out, address),
      sp::send_message_to(socket, buffer, out, address, flags, ec),
      sp::send_message_to(socket, buffer, out, address, ec),
      sp::send_message_to(socket, buffer, address),
      sp::send_message_to(socket, buffer, address, ec),
      sp::send_message_to(socket, buffer, address, flags, ec));
  ignore(sp::receive_message_from(socket, buffer, in, address),
      sp::receive_message_from(socket, buffer, in, address, flags, ec),
      sp::receive_message_from(socket, buffer, in, address, ec),
      sp::receive_message_from(socket, buffer, address),
      sp::receive_message_from(socket, buffer, address, ec),
      sp::receive_message_from(socket, buffer, address, flags, ec));
  std::vector<sp::incoming_datagram<1, asio::mutable_buffer, endpoint_type>>
    received(2);
  std::vector<sp::outgoing_datagram<1, asio::const_buffer, endpoint_type>>
    sent(2);
  ignore(sp::receive_messages(socket, received),
      sp::receive_messages(socket, received, flags, ec),
      sp::receive_messages(socket, received, ec));
  ignore(sp::send_messages(socket, sent),
      sp::send_messages(socket, sent, flags, ec),
      sp::send_messages(socket, sent, ec));
}

template <typename Socket>
void bind_datagrams(Socket& socket, error_code& ec)
{
  ignore(sp::bind_path(socket, "name"), sp::bind_path(socket, "name", ec));
}

// A bare descriptor.
void call_natives(sp::native_socket socket, error_code& ec)
{
  socket.expires_after(std::chrono::seconds(1));
  socket.expires_at(socket.expiry());
  socket.expires_never();
  socket.non_blocking(!socket.non_blocking());
  socket.wait(asio::socket_base::wait_read);
  socket.wait(asio::socket_base::wait_read, ec);
  socket.set_option(sp::pass_credentials(true));
  socket.set_option(sp::pass_credentials(true), ec);
  call_messages(socket, ec);
  call_objects(socket, ec);
  call_packets(socket, ec);
  call_streams(socket, ec);
  call_datagrams(socket, ec);
}

// Connections.
void call_connections(protocol::acceptor& acceptor, protocol::socket& socket,
    error_code& ec)
{
  const auto executor = socket.get_executor();
  sp::connect(socket, protocol::endpoint("name"));
  sp::connect(socket, protocol::endpoint("name"), ec);
  sp::connect_pair(socket, socket);
  sp::connect_pair(socket, socket, ec);
  sp::accept(acceptor, socket);
  sp::accept(acceptor, socket, ec);
  ignore(sp::accept(acceptor), sp::accept(acceptor, ec),
      sp::accept(acceptor, executor), sp::accept(acceptor, executor, ec));

  sp::peer_filter filter([](sp::peer_identity&) { return true; });
  sp::accept(acceptor, filter, socket);
  sp::accept(acceptor, filter, socket, ec);
  ignore(sp::accept(acceptor, filter), sp::accept(acceptor, filter, ec),
      sp::accept(acceptor, filter, executor),
      sp::accept(acceptor, filter, executor, ec), filter.refused());

  sp::bind_path_options options;
  options.mode = 0660;
  sp::bound_path path = sp::bind_path(acceptor, "name");
  path = sp::bind_path(acceptor, "name", options, ec);
  path = sp::bind_path(acceptor, "name", ec);
  ignore(path.path(), path.remove(), path.remove(ec));
  path.release();
}

// Sends and receives that do not wait.
template <typename Socket, typename Token>
void start_messages(Socket& socket, Token token)
{
  char bytes[8] = {};
  const auto buffer = asio::buffer(bytes);
  const int flags = 0;
  sp::incoming_ancillary<2> in;
  const sp::outgoing_ancillary<2> out;
  void(sp::async_send_message(socket, buffer, out, token));
  void(sp::async_send_message(socket, buffer, out, flags, token));
  void(sp::async_send_message(socket, buffer, token));
  void(sp::async_send_message(socket, buffer, flags, token));
  void(sp::async_receive_message(socket, buffer, in, token));
  void(sp::async_receive_message(socket, buffer, in, flags, token));
  void(sp::async_receive_message(socket, buffer, token));
  void(sp::async_receive_message(socket, buffer, flags, token));
  void(sp::async_send_descriptors(socket, buffer, {0, 1}, token));
  void(sp::async_send_descriptors(socket, buffer, in.descriptors(), token));
  void(sp::async_send_descriptors(
      socket, buffer, std::as_const(in).descriptors(), token));
  void(sp::async_send_descriptors(
      socket, buffer, {sp::unique_descriptor(), 1}, token));
  void(sp::async_send_descriptors(
      socket, buffer, std::vector<sp::unique_descriptor>(2), token));
  void(sp::async_receive_descriptors<2>(socket, buffer, token));
  void(sp::async_receive_descriptors(
      socket, buffer, sp::at_most(2), token));
}

template <typename Token>
void start_packets(protocol::socket& socket, Token token)
{
  std::vector<char> storage;
  const int flags = 0;
  sp::incoming_ancillary<2> in;
  auto buffer = asio::dynamic_buffer(storage);
  void(sp::async_receive_message(socket, buffer, in, token));
  void(sp::async_receive_message(socket, buffer, in, flags, token));
  void(sp::async_receive_message(socket, buffer, token));
  void(sp::async_receive_message(socket, buffer, flags, token));
  std::vector<sp::incoming_message<1>> received(2);
  std::vector<sp::outgoing_message<1>> sent(2);
  void(sp::async_receive_messages(socket, received, token));
  void(sp::async_receive_messages(socket, received, flags, token));
  void(sp::async_send_messages(socket, sent, token));
  void(sp::async_send_messages(socket, sent, flags, token));
  void(sp::async_discard_message(socket, token));
}

template <typename Socket, typename Token>
void start_datagrams(Socket& socket, Token token)
{
  using endpoint_type = typename Socket::endpoint_type;
  char bytes[8] = {};
  const auto buffer = asio::buffer(bytes);
  const int flags = 0;
  sp::incoming_ancillary<2> in;
  const sp::outgoing_ancillary<2> out;
  endpoint_type address;
  void(sp::async_send_message_to(socket, buffer, out, address, token));
  void(sp::async_send_message_to(socket, buffer, out, address, flags, token));
  void(sp::async_send_message_to(socket, buffer, address, token));
  void(sp::async_send_message_to(socket, buffer, address, flags, token));
  void(sp::async_receive_message_from(socket, buffer, in, address, token));
  void(sp::async_receive_message_from(
      socket, buffer, in, address, flags, token));
  void(sp::async_receive_message_from(socket, buffer, address, token));
  void(sp::async_receive_message_from(socket, buffer, address, flags, token));
  std::vector<sp::incoming_datagram<1, asio::mutable_buffer, endpoint_type>>
    received(2);
  std::vector<sp::outgoing_datagram<1, asio::const_buffer, endpoint_type>>
    sent(2);
  void(sp::async_receive_messages(socket, received, token));
  void(sp::async_send_messages(socket, sent, token));
  void(sp::async_bind_path(socket, "name", token));
}

template <typename Token>
void start_objects(protocol::socket& socket, Token token)
{
  using tcp = asio::ip::tcp;
  char bytes[8] = {};
  const auto buffer = asio::buffer(bytes);
  const auto executor = socket.get_executor();
  tcp::acceptor acceptor(executor);
  tcp::socket stream(executor);
  asio::posix::stream_descriptor descriptor(executor);
  void(sp::async_send_object(socket, acceptor, stream, descriptor, token));
  void(sp::async_send_object(socket, std::move(stream), token));
  void(sp::async_send_object(socket, buffer, acceptor, token));
  void(sp::async_receive_object<tcp::socket>(socket, executor, token));
  void(sp::async_receive_object<tcp::socket, asio::ip::udp::socket>(
      socket, buffer, executor, token));
}

template <typename Token>
void start_streams(asio::local::stream_protocol::socket& socket, Token token)
{
  char bytes[8] = {};
  const auto buffer = asio::buffer(bytes);
  sp::incoming_ancillary<2> in;
  const sp::outgoing_ancillary<2> out;
  void(sp::async_read_message(socket, buffer, in, token));
  void(sp::async_write_message(socket, buffer, out, token));
}

template <typename Token>
void start_connections(protocol::acceptor& acceptor, protocol::socket& socket,
    Token token)
{
  const auto strand = asio::make_strand(socket.get_executor());
  void(sp::async_connect(socket, protocol::endpoint("name"), token));
  void(sp::async_bind_path(acceptor, "name", token));
  void(sp::async_bind_path(
      acceptor, "name", sp::bind_path_options(), token));
  void(sp::async_accept(acceptor, socket, token));
  void(sp::async_accept(acceptor, token));
  void(sp::async_accept(acceptor, strand, token));
  sp::peer_filter filter([](sp::peer_identity& peer, error_code& ec)
      { return peer.credentials(ec).uid == 0; });
  void(sp::async_accept(acceptor, filter, socket, token));
  void(sp::async_accept(acceptor, filter, token));
  void(sp::async_accept(acceptor, filter, strand, token));
}

// Messages of any size.
template <typename Socket>
void call_large(Socket& socket, error_code& ec)
{
  const auto buffer = asio::buffer("bytes");
  const auto write = [](asio::mutable_buffer) {};
  sp::sealed_memory memory = sp::make_sealed_memory(buffer);
  memory = sp::make_sealed_memory(buffer, ec);
  memory = sp::make_sealed_memory(5, write);
  memory = sp::make_sealed_memory(5, write, ec);
  sp::sealed_memory moved(std::move(memory));
  ignore(moved.size(), moved.is_open(), moved.native_handle(),
      moved.release());

  const sp::outgoing_ancillary<2> out;
  ignore(sp::send_large_message(socket, buffer, out),
      sp::send_large_message(socket, buffer, out, ec),
      sp::send_large_message(socket, buffer),
      sp::send_large_message(socket, buffer, ec),
      sp::send_large_message(socket, memory, out),
      sp::send_large_message(socket, memory, ec));
  sp::incoming_ancillary<2> in;
  sp::large_message message(10);
  std::string text;
  ignore(sp::receive_large_message(socket, message, in),
      sp::receive_large_message(socket, message, in, ec),
      sp::receive_large_message(socket, message),
      sp::receive_large_message(socket, message, ec),
      sp::receive_large_message(socket, asio::dynamic_buffer(text), in),
      sp::receive_large_message(socket, asio::dynamic_buffer(text), in, ec),
      sp::receive_large_message(socket, asio::dynamic_buffer(text)),
      sp::receive_large_message(socket, asio::dynamic_buffer(text), ec));
  sp::large_message other(std::move(message));
  message = std::move(other);
  message.clear();
  ignore(message.data(), message.size(), message.max_size(),
      message.is_mapped());

  ignore(sp::make_outgoing_large_message(socket, buffer),
      sp::make_outgoing_large_message<2>(socket, buffer, ec),
      sp::make_outgoing_large_message(memory),
      sp::make_outgoing_large_message<2>(std::move(memory)));
  sp::incoming_message<2> packet;
  ignore(sp::take_large_message(packet, message),
      sp::take_large_message(packet, message, ec));
}

template <typename Socket, typename Token>
void start_large(Socket& socket, Token token)
{
  const auto buffer = asio::buffer("bytes");
  const sp::sealed_memory memory;
  const sp::outgoing_ancillary<2> out;
  sp::incoming_ancillary<2> in;
  sp::large_message message(10);
  std::string text;
  void(sp::async_send_large_message(socket, buffer, out, token));
  void(sp::async_send_large_message(socket, buffer, token));
  void(sp::async_send_large_message(socket, memory, out, token));
  void(sp::async_send_large_message(socket, memory, token));
  void(sp::async_receive_large_message(socket, message, in, token));
  void(sp::async_receive_large_message(socket, message, token));
  void(sp::async_receive_large_message(
        socket, asio::dynamic_buffer(text), in, token));
  void(sp::async_receive_large_message(
        socket, asio::dynamic_buffer(text), token));
}

void call_service(error_code& ec)
{
  const asio::const_buffer state("state", 5);
  const std::chrono::seconds second(1);
  ignore(sp::notify_service_manager("READY=1"),
      sp::notify_service_manager("READY=1", ec),
      sp::notify_service_manager("X=1", {1}),
      sp::notify_service_manager("X=1", {1}, ec),
      sp::wait_for_service_manager(second),
      sp::wait_for_service_manager(second, ec));
  ignore(sp::store_descriptors("x", {1}),
      sp::store_descriptors("x", {1}, sp::stored_until::removed),
      sp::store_descriptors("x", {1}, sp::stored_until::removed, ec),
      sp::store_descriptors("x", {1}, ec), sp::remove_stored("x"),
      sp::remove_stored("x", ec), sp::store_session("x", 1, state),
      sp::store_session("x", 1, state, ec), sp::remove_stored_session("x"),
      sp::remove_stored_session("x", ec));
  ignore(sp::restore_services(sp::activated_descriptors()),
      sp::restore_services(sp::activated_descriptors(), ec));
}

// Handing over.
template <typename Socket>
void call_handover(protocol::acceptor& acceptor, Socket socket, error_code& ec)
{
  using std::chrono::seconds;
  sp::handover_offer offer;
  sp::unique_descriptor session;
  offer.add_listener("listener", acceptor);
  offer.add_session("session", session);
  offer.add_session("session", socket, asio::buffer("state", 5));
  ignore(offer.listeners() + offer.sessions());
  sp::offer_handover(socket, offer, seconds(1));
  sp::offer_handover(socket, offer, seconds(1), ec);
  sp::commit_handover(socket, offer, seconds(1));
  sp::commit_handover(socket, offer, seconds(1), ec);
  sp::await_successor(socket, seconds(1));
  sp::await_successor(socket, seconds(1), ec);
  const std::vector<sp::handed_listener> listeners =
    sp::receive_handover(socket, seconds(1));
  ignore(listeners[0].name, listeners[0].descriptor,
      sp::receive_handover(socket, seconds(1), ec));
  const std::vector<sp::handed_session> sessions =
    sp::take_over(socket, seconds(1));
  ignore(sessions[0].name, sessions[0].descriptor, sessions[0].state,
      sp::take_over(socket, seconds(1), ec));
  sp::confirm_handover(socket);
  sp::confirm_handover(socket, ec);
  offer.clear();
}

template <typename Token>
void start_handover(protocol::socket& socket, Token token)
{
  using std::chrono::seconds;
  const sp::handover_offer offer;
  void(sp::async_offer_handover(socket, offer, seconds(1), token));
  void(sp::async_commit_handover(socket, offer, seconds(1), token));
  void(sp::async_await_successor(socket, seconds(1), token));
  void(sp::async_receive_handover(socket, seconds(1), token));
  void(sp::async_take_over(socket, seconds(1), token));
  void(sp::async_confirm_handover(socket, token));
}

template <typename Token>
void start(protocol::acceptor& acceptor, protocol::socket& socket,
    asio::local::stream_protocol::socket& stream, Token token)
{
  start_messages(socket, token);
  start_objects(socket, token);
  start_messages(stream, token);
  asio::local::datagram_protocol::socket datagrams(socket.get_executor());
  asio::generic::datagram_protocol::socket generic(socket.get_executor());
  start_datagrams(datagrams, token);
  start_datagrams(generic, token);
  start_packets(socket, token);
  start_large(socket, token);
  start_large(generic, token);
  start_streams(stream, token);
  start_connections(acceptor, socket, token);
  start_handover(socket, token);
}

} // namespace

int main()
{
  asio::io_context context;
  protocol::acceptor acceptor(context);
  protocol::socket socket(context);
  asio::local::stream_protocol::socket stream(context);
  error_code ec;

  call_others(socket, ec);
  call_peers(socket, ec);
  call_ancillary(ec);
  call_messages(socket, ec);
  call_messages(stream, ec);
  call_objects(stream, ec);
  call_packets(socket, ec);
  call_streams(stream, ec);
  asio::local::datagram_protocol::socket datagrams(context);
  asio::generic::datagram_protocol::socket generic(context);
  call_datagrams(datagrams, ec);
  call_datagrams(generic, ec);
  bind_datagrams(datagrams, ec);
  bind_datagrams(generic, ec);
  call_natives(sp::native_socket(socket), ec);
  call_large(socket, ec);
  call_large(datagrams, ec);
  sp::native_socket native(socket);
  call_large(native, ec);
  call_connections(acceptor, socket, ec);
  call_handover(acceptor, sp::native_socket(socket), ec);
  call_handover<protocol::socket&>(acceptor, socket, ec);

  call_service(ec);

  start(acceptor, socket, stream, [](auto&&...) {});
  start(acceptor, socket, stream, asio::use_future);
#if BOOST_ASIO_VERSION >= 102400
  start(acceptor, socket, stream, asio::deferred);
#endif
#if defined(BOOST_ASIO_HAS_CO_AWAIT)
  start(acceptor, socket, stream, asio::use_awaitable);
#endif
}
