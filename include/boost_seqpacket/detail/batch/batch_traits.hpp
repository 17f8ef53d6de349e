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
#include <boost_seqpacket/detail/socket/socket_traits.hpp>
#include <boost_seqpacket/incoming_ancillary.hpp>
#include <boost_seqpacket/outgoing_ancillary.hpp>

#include <cstddef>
#include <iterator>
#include <type_traits>
#include <utility>

namespace boost_seqpacket {

template <std::size_t MaxDescriptors, typename ConstBufferSequence,
    typename Endpoint>
struct outgoing_datagram;

template <std::size_t MaxDescriptors, typename MutableBufferSequence,
    typename Endpoint>
struct incoming_datagram;

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

// The type of the address of an element, or void. Only outgoing_datagram and
// incoming_datagram, and classes derived from them, have one. Batches of others
// contain no code for it, and members of theirs mean nothing.
void destination_in(const void*);
template <std::size_t MaxDescriptors, typename Buffers, typename Endpoint>
Endpoint destination_in(
    const outgoing_datagram<MaxDescriptors, Buffers, Endpoint>*);

void sender_in(const void*);
template <std::size_t MaxDescriptors, typename Buffers, typename Endpoint>
Endpoint sender_in(
    const incoming_datagram<MaxDescriptors, Buffers, Endpoint>*);

template <typename Message>
using destination_of = decltype(detail::destination_in(
      std::declval<const std::remove_reference_t<Message>*>()));

template <typename Message>
using sender_of = decltype(detail::sender_in(
      std::declval<const std::remove_reference_t<Message>*>()));

template <typename Message>
constexpr bool has_destination = !std::is_void<destination_of<Message>>::value;

template <typename Message>
constexpr bool has_sender = !std::is_void<sender_of<Message>>::value;

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
