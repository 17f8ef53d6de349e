//
// detail/batch/batch_traits.hpp
// ~~~~~~~~~~~~~~~~~~~~~~~~~~~~~
//
// Copyright (c) 2026 The boost_seqpacket authors
//
// Distributed under the Boost Software License, Version 1.0.
// (See accompanying file LICENSE_1_0.txt or copy at
// https://www.boost.org/LICENSE_1_0.txt)
//

#ifndef BOOST_SEQPACKET_DETAIL_BATCH_BATCH_TRAITS_HPP
#define BOOST_SEQPACKET_DETAIL_BATCH_BATCH_TRAITS_HPP

#include <boost_seqpacket/detail/datagram/address.hpp>
#include <boost_seqpacket/detail/endpoint/endpoint_traits.hpp>
#include <boost_seqpacket/detail/socket/socket_traits.hpp>
#include <boost_seqpacket/incoming_ancillary.hpp>
#include <boost_seqpacket/outgoing_ancillary.hpp>

#include <iterator>
#include <type_traits>
#include <utility>

namespace boost_seqpacket {
namespace detail {

template <typename Socket>
constexpr void check_packets() noexcept
{
  static_assert(may_have_packets<Socket>(),
      "A stream has no packets: use send_message and receive_message, or "
      "boost::asio::write and boost::asio::read");
}

// True if the elements of a range have the members of outgoing_message or
// incoming_message. They must be lvalues: an element that an iterator makes on
// demand is gone before the system call.
template <std::size_t MaxDescriptors>
std::true_type goes_out(const outgoing_ancillary<MaxDescriptors>&);
template <std::size_t MaxDescriptors>
std::true_type comes_in(incoming_ancillary<MaxDescriptors>&);

template <typename Range>
using element_reference = decltype(*std::begin(std::declval<Range&>()));

template <typename Range, bool Receives, typename = void>
struct is_batch : std::false_type {};

template <typename Range>
struct is_batch<Range, false, std::void_t<
    decltype(std::begin(std::declval<Range&>())->buffers),
    decltype(detail::goes_out(std::begin(std::declval<Range&>())->ancillary))>>
  : std::is_lvalue_reference<element_reference<Range>> {};

template <typename Range>
struct is_batch<Range, true, std::void_t<
    decltype(std::begin(std::declval<Range&>())->buffers),
    decltype(detail::comes_in(std::begin(std::declval<Range&>())->ancillary)),
    decltype(std::begin(std::declval<Range&>())->bytes_transferred = 0)>>
  : std::is_lvalue_reference<element_reference<Range>> {};

// The type of the member that is an endpoint, or void. Only packets with
// addresses have one: batches of others contain no code for it.
template <typename Message, typename = void>
struct destination_of
{
  using type = void;
};

template <typename Message>
struct destination_of<Message, std::enable_if_t<is_endpoint<std::decay_t<
    decltype(std::declval<Message&>().destination)>>::value>>
{
  using type = std::decay_t<decltype(std::declval<Message&>().destination)>;
};

template <typename Message, typename = void>
struct sender_of
{
  using type = void;
};

template <typename Message>
struct sender_of<Message, std::enable_if_t<is_endpoint<std::decay_t<
    decltype(std::declval<Message&>().sender)>>::value>>
{
  using type = std::decay_t<decltype(std::declval<Message&>().sender)>;
};

template <typename Message>
constexpr bool has_destination = !std::is_void<
  typename destination_of<std::remove_reference_t<Message>>::type>::value;

template <typename Message>
constexpr bool has_sender = !std::is_void<
  typename sender_of<std::remove_reference_t<Message>>::type>::value;

template <bool HasAddresses>
constexpr bool takes_batch(socket_kind kind) noexcept
{
  return HasAddresses ? kind == socket_kind::datagram
    : kind != socket_kind::stream;
}

// Checks the socket of a batch, and that it has addresses if its packets do.
template <typename Socket, bool HasAddresses>
constexpr void check_batch() noexcept
{
  check_packets<Socket>();
  if constexpr (HasAddresses)
    check_datagrams<Socket>();
}

} // namespace detail
} // namespace boost_seqpacket

#endif // BOOST_SEQPACKET_DETAIL_BATCH_BATCH_TRAITS_HPP
