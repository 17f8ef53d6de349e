//
// detail/socket/control_data_hint.hpp
// ~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~
//
// Copyright (c) 2026 The boost_seqpacket authors
//
// Distributed under the Boost Software License, Version 1.0.
// (See accompanying file LICENSE_1_0.txt or copy at
// https://www.boost.org/LICENSE_1_0.txt)
//

#ifndef BOOST_SEQPACKET_DETAIL_SOCKET_CONTROL_DATA_HINT_HPP
#define BOOST_SEQPACKET_DETAIL_SOCKET_CONTROL_DATA_HINT_HPP

#include <atomic>

namespace boost_seqpacket {
namespace detail {

// True once the process is known to have set an option that adds control data
// to packets, such as SO_PASSCRED, on any socket. Until then a receive of bytes
// alone need not ask each socket for the options, which costs a system call
// for each. A shared library with hidden symbols has a hint of its own,
// and learns from the first packet with control data.
inline std::atomic<bool> control_data_hint{false};

} // namespace detail
} // namespace boost_seqpacket

#endif // BOOST_SEQPACKET_DETAIL_SOCKET_CONTROL_DATA_HINT_HPP
