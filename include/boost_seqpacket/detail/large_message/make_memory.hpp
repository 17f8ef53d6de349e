//
// detail/large_message/make_memory.hpp
// ~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~
//
// Copyright (c) 2026 The boost_seqpacket authors
//
// Distributed under the Boost Software License, Version 1.0.
// (See accompanying file LICENSE_1_0.txt or copy at
// https://www.boost.org/LICENSE_1_0.txt)
//

#ifndef BOOST_SEQPACKET_DETAIL_LARGE_MESSAGE_MAKE_MEMORY_HPP
#define BOOST_SEQPACKET_DETAIL_LARGE_MESSAGE_MAKE_MEMORY_HPP

// Makes a sealed file in memory. The descriptor that is returned owns nothing
// if there is an error.

#include <boost_seqpacket/detail/config.hpp>

#if defined(BOOST_SEQPACKET_HAS_SEALED_MEMORY)

#include <boost_seqpacket/detail/large_message/memory_file_ops.hpp>
#include <boost_seqpacket/detail/large_message/memory_mapping.hpp>
#include <boost_seqpacket/unique_descriptor.hpp>

#include <boost/asio/buffer.hpp>
#include <boost/system/error_code.hpp>

#include <cstddef>

namespace boost_seqpacket {
namespace detail {

// Fill(file, ec) gives the file its content.
template <typename Fill>
unique_descriptor make_memory(std::size_t size, Fill fill,
    boost::system::error_code& ec)
{
  memory_file_ops::check_size(size, ec);
  if (ec)
    return unique_descriptor();
  unique_descriptor file(memory_file_ops::create(ec));
  if (!ec)
    fill(file.native_handle(), ec);
  if (!ec)
    memory_file_ops::seal(file.native_handle(), ec);
  detail::explain_locked_memory(ec);
  if (ec)
    file.reset();
  return file;
}

// A write is faster than a mapping: no page is cleared first.
template <typename Buffers>
unique_descriptor make_memory_of(const Buffers& buffers, std::size_t size,
    boost::system::error_code& ec)
{
  const auto fill = [&](int file, boost::system::error_code& error)
    {
      const auto end = boost::asio::buffer_sequence_end(buffers);
      for (auto it = boost::asio::buffer_sequence_begin(buffers);
          it != end && !error; ++it)
        memory_file_ops::write(file, boost::asio::const_buffer(*it), error);
    };
  return detail::make_memory(size, fill, ec);
}

// The mapping ends before the seals, which a mapping for writing prevents.
template <typename Function>
unique_descriptor make_memory_with(std::size_t size, Function& function,
    boost::system::error_code& ec)
{
  const auto fill = [&](int file, boost::system::error_code& error)
    {
      memory_mapping mapping;
      memory_file_ops::allocate(file, size, error);
      if (!error && size != 0)
        mapping.map_for_writing(file, size, error);
      if (!error)
        function(mapping.data());
    };
  return detail::make_memory(size, fill, ec);
}

} // namespace detail
} // namespace boost_seqpacket

#endif // defined(BOOST_SEQPACKET_HAS_SEALED_MEMORY)

#endif // BOOST_SEQPACKET_DETAIL_LARGE_MESSAGE_MAKE_MEMORY_HPP
