//
// detail/message/control_data.hpp
// ~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~
//
// Copyright (c) 2026 The boost_seqpacket authors
//
// Distributed under the Boost Software License, Version 1.0.
// (See accompanying file LICENSE_1_0.txt or copy at
// https://www.boost.org/LICENSE_1_0.txt)
//

#ifndef BOOST_SEQPACKET_DETAIL_MESSAGE_CONTROL_DATA_HPP
#define BOOST_SEQPACKET_DETAIL_MESSAGE_CONTROL_DATA_HPP

// What MSG_CTRUNC means for a receive without room for control data.

#include <boost_seqpacket/detail/message/end_of_file_ops.hpp>
#include <boost_seqpacket/detail/socket/control_data_hint.hpp>

#include <atomic>

namespace boost_seqpacket {
namespace detail {

// Called after control data was dropped. True if an option of the socket may
// have added it. If a filter refuses the question, the next receive has room,
// which shows what comes.
inline bool option_added_control_data(int descriptor)
{
  if (!end_of_file_ops::adds_control_data(descriptor, true))
    return false;
  control_data_hint.store(true, std::memory_order_relaxed);
  return end_of_file_ops::adds_control_data(descriptor, false);
}

// Called before a receive. True if the receive needs room for control data,
// because only that shows whether descriptors came. Room does no harm if a
// filter refuses the question.
inline bool needs_control_room(int descriptor)
{
  return control_data_hint.load(std::memory_order_relaxed)
    && end_of_file_ops::adds_control_data(descriptor, true);
}

} // namespace detail
} // namespace boost_seqpacket

#endif // BOOST_SEQPACKET_DETAIL_MESSAGE_CONTROL_DATA_HPP
