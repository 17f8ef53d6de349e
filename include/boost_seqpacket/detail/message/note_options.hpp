//
// detail/message/note_options.hpp
// ~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~
//
// Copyright (c) 2026 The boost_seqpacket authors
//
// Distributed under the Boost Software License, Version 1.0.
// (See accompanying file LICENSE_1_0.txt or copy at
// https://www.boost.org/LICENSE_1_0.txt)
//

#ifndef BOOST_SEQPACKET_DETAIL_MESSAGE_NOTE_OPTIONS_HPP
#define BOOST_SEQPACKET_DETAIL_MESSAGE_NOTE_OPTIONS_HPP

// What a receive has to know of a socket that comes from elsewhere.

#include <boost_seqpacket/detail/message/control_data.hpp>
#include <boost_seqpacket/detail/socket/adopt_object.hpp>
#include <boost_seqpacket/detail/socket/socket_traits.hpp>

namespace boost_seqpacket {
namespace detail {

// Called when an object has got its descriptor. Another program may have set
// options before. Sockets of the internet carry no messages.
template <typename IoObject>
void note_options(int descriptor)
{
  if constexpr (has_protocol<IoObject>)
  {
    if constexpr (
        !has_address<typename IoObject::protocol_type::endpoint>::value)
      (void)option_added_control_data(descriptor);
  }
  (void)descriptor;
}

} // namespace detail
} // namespace boost_seqpacket

#endif // BOOST_SEQPACKET_DETAIL_MESSAGE_NOTE_OPTIONS_HPP
