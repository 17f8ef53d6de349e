//
// detail/large_message/take_memory.hpp
// ~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~
//
// Copyright (c) 2026 The boost_seqpacket authors
//
// Distributed under the Boost Software License, Version 1.0.
// (See accompanying file LICENSE_1_0.txt or copy at
// https://www.boost.org/LICENSE_1_0.txt)
//

#ifndef BOOST_SEQPACKET_DETAIL_LARGE_MESSAGE_TAKE_MEMORY_HPP
#define BOOST_SEQPACKET_DETAIL_LARGE_MESSAGE_TAKE_MEMORY_HPP

// What a packet of a large message brings: the memory, and descriptors.

#include <boost_seqpacket/detail/config.hpp>

#if defined(BOOST_SEQPACKET_HAS_SEALED_MEMORY)

#include <boost_seqpacket/detail/ancillary/ancillary_access.hpp>
#include <boost_seqpacket/detail/ancillary/control_message.hpp>
#include <boost_seqpacket/detail/ancillary/incoming_state.hpp>
#include <boost_seqpacket/detail/large_message/memory_mapping.hpp>
#include <boost_seqpacket/detail/large_message/received_memory_ops.hpp>
#include <boost_seqpacket/detail/message/buffer_list.hpp>
#include <boost_seqpacket/detail/message/incoming_target.hpp>
#include <boost_seqpacket/detail/message/message_call.hpp>
#include <boost_seqpacket/detail/message/receive.hpp>
#include <boost_seqpacket/detail/socket/socket_ops.hpp>
#include <boost_seqpacket/error.hpp>
#include <boost_seqpacket/incoming_ancillary.hpp>
#include <boost_seqpacket/unique_descriptor.hpp>

#include <boost/system/error_code.hpp>

#include <array>
#include <cerrno>
#include <cstddef>
#include <cstdint>
#include <sys/socket.h>
#include <utility>

namespace boost_seqpacket {
namespace detail {

// True if the first descriptor of a packet is the content of the message.
inline bool brings_memory(const incoming_state& state) noexcept
{
  return state.message_size == 0 && state.count != 0;
}

// Receive a packet. If its first descriptor is the content of the message, it
// goes into memory. The others go into the ancillary object.
template <std::size_t MaxDescriptors>
std::size_t receive_with_memory(const message_call& call,
    const buffer_list& buffers, incoming_ancillary<MaxDescriptors>& ancillary,
    unique_descriptor& memory, boost::system::error_code& ec)
{
  constexpr std::size_t max = MaxDescriptors < max_descriptors
    ? MaxDescriptors + 1 : max_descriptors;
  std::array<unique_descriptor, max> list;
  incoming_state& state = ancillary_access::state(ancillary);
  const std::size_t received = receive(
      call, buffers, incoming_target{&state, list.data(), max, nullptr}, ec);

  const std::size_t first = detail::brings_memory(state) ? 1 : 0;
  if (first != 0)
    memory = std::move(list[0]);
  const std::size_t count = state.count - first;
  state.count = count < MaxDescriptors ? count : MaxDescriptors;
  unique_descriptor* const descriptors =
    ancillary_access::descriptors(ancillary);
  for (std::size_t i = 0; i < state.count; ++i)
    descriptors[i] = std::move(list[first + i]);

  // One descriptor more than the object has room for, and no memory.
  if (count > MaxDescriptors)
  {
    state.flags |= MSG_CTRUNC;
    if (!ec || ec == seqpacket_errc::message_truncated)
      ec = seqpacket_errc::ancillary_truncated;
  }
  return received;
}

// What is known of a file that is safe to use.
inline received_memory check_memory(int memory, boost::system::error_code& ec)
{
  received_memory found;
  received_memory_ops::check_seals(memory, ec);
  if (!ec)
    received_memory_ops::check_file_system(memory, ec);
  if (!ec)
    found = received_memory_ops::measure(memory, ec);
  return found;
}

// Give the memory of a message to its target. Returns the size of the message,
// or 0 with an error. The size of a message that is too large is in full_size.
template <typename Target>
std::size_t take_memory(Target& target, int memory, std::size_t& full_size,
    boost::system::error_code& ec)
{
  const received_memory found = detail::check_memory(memory, ec);
  detail::explain_locked_memory(ec);
  if (ec)
    return 0;

  const std::uintmax_t limit = target.limit();
  const std::uintmax_t most = static_cast<std::size_t>(-1);
  full_size = static_cast<std::size_t>(
      found.size < most ? found.size : most);
  if (found.size > limit)
  {
    ec = seqpacket_errc::message_too_large;
    return 0;
  }
  if (full_size != 0)
    target.take(memory, found, full_size, ec);
  detail::explain_locked_memory(ec);
  if ((socket_ops::is(ec, EACCES) || socket_ops::is(ec, EBADF))
      && received_memory_ops::is_write_only(memory))
    ec = seqpacket_errc::wrong_descriptor_type;
  return ec ? 0 : full_size;
}

} // namespace detail
} // namespace boost_seqpacket

#endif // defined(BOOST_SEQPACKET_HAS_SEALED_MEMORY)

#endif // BOOST_SEQPACKET_DETAIL_LARGE_MESSAGE_TAKE_MEMORY_HPP
