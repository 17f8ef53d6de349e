//
// detail/large_message/memory_control.hpp
// ~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~
//
// Copyright (c) 2026 The boost_seqpacket authors
//
// Distributed under the Boost Software License, Version 1.0.
// (See accompanying file LICENSE_1_0.txt or copy at
// https://www.boost.org/LICENSE_1_0.txt)
//

#ifndef BOOST_SEQPACKET_DETAIL_LARGE_MESSAGE_MEMORY_CONTROL_HPP
#define BOOST_SEQPACKET_DETAIL_LARGE_MESSAGE_MEMORY_CONTROL_HPP

// The control data of a packet whose first descriptor is the memory.

#include <boost_seqpacket/detail/config.hpp>

#if defined(BOOST_SEQPACKET_HAS_SEALED_MEMORY)

#include <boost_seqpacket/detail/ancillary/ancillary_access.hpp>
#include <boost_seqpacket/detail/ancillary/control_message.hpp>
#include <boost_seqpacket/detail/message/buffer_list.hpp>
#include <boost_seqpacket/detail/message/message_call.hpp>
#include <boost_seqpacket/detail/message/send.hpp>
#include <boost_seqpacket/error.hpp>

#include <boost/system/error_code.hpp>

#include <cstddef>
#include <cstring>
#include <sys/socket.h>
#include <sys/uio.h>

namespace boost_seqpacket {
namespace detail {

// Send a packet of 0 bytes with the memory and what the ancillary object has.
// The object stays as it is: several sends may share it.
template <typename Ancillary>
void send_memory(const message_call& call, int memory,
    const Ancillary& ancillary, boost::system::error_code& ec)
{
  const std::size_t count = ancillary_access::descriptor_count(ancillary);
  if (count == max_descriptors)
  {
    ec = seqpacket_errc::ancillary_full;
    return;
  }

  // The descriptors come last.
  alignas(::cmsghdr) unsigned char control[
    ancillary_access::max_size<Ancillary>() + descriptors_space(1)];
  const unsigned char* const data = ancillary_access::data(ancillary);
  const std::size_t others =
    ancillary_access::size_without_descriptors(ancillary);
  std::memcpy(control, data, others);
  int descriptors[max_descriptors];
  descriptors[0] = memory;
  if (count != 0)
    std::memcpy(descriptors + 1, data + others + control_header_size,
        count * sizeof(int));
  write_control_message(control + others, SOL_SOCKET, SCM_RIGHTS,
      descriptors, (count + 1) * sizeof(int));

  ::iovec nothing = {};
  detail::send(call, buffer_list{&nothing, 1, 0}, control,
      others + descriptors_space(count + 1), ec);
}

} // namespace detail
} // namespace boost_seqpacket

#endif // defined(BOOST_SEQPACKET_HAS_SEALED_MEMORY)

#endif // BOOST_SEQPACKET_DETAIL_LARGE_MESSAGE_MEMORY_CONTROL_HPP
