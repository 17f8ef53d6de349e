//
// detail/large_message/sealed_memory_access.hpp
// ~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~
//
// Copyright (c) 2026 The boost_seqpacket authors
//
// Distributed under the Boost Software License, Version 1.0.
// (See accompanying file LICENSE_1_0.txt or copy at
// https://www.boost.org/LICENSE_1_0.txt)
//

#ifndef BOOST_SEQPACKET_DETAIL_LARGE_MESSAGE_SEALED_MEMORY_ACCESS_HPP
#define BOOST_SEQPACKET_DETAIL_LARGE_MESSAGE_SEALED_MEMORY_ACCESS_HPP

#include <boost_seqpacket/detail/config.hpp>

#if defined(BOOST_SEQPACKET_HAS_SEALED_MEMORY)

#include <boost_seqpacket/unique_descriptor.hpp>

#include <cstddef>
#include <utility>

namespace boost_seqpacket {
namespace detail {

// The way into sealed_memory, which is a parameter because its header includes
// this one.
struct sealed_memory_access
{
  // If the file is not open there is no size either.
  template <typename Memory>
  static Memory make(unique_descriptor file, std::size_t size) noexcept
  {
    Memory result;
    result.size_ = file.is_open() ? size : 0;
    result.file_ = std::move(file);
    return result;
  }
};

} // namespace detail
} // namespace boost_seqpacket

#endif // defined(BOOST_SEQPACKET_HAS_SEALED_MEMORY)

#endif // BOOST_SEQPACKET_DETAIL_LARGE_MESSAGE_SEALED_MEMORY_ACCESS_HPP
