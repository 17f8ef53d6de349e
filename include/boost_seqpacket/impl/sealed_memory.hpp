//
// impl/sealed_memory.hpp
// ~~~~~~~~~~~~~~~~~~~~~~
//
// Copyright (c) 2026 The boost_seqpacket authors
//
// Distributed under the Boost Software License, Version 1.0.
// (See accompanying file LICENSE_1_0.txt or copy at
// https://www.boost.org/LICENSE_1_0.txt)
//

#ifndef BOOST_SEQPACKET_IMPL_SEALED_MEMORY_HPP
#define BOOST_SEQPACKET_IMPL_SEALED_MEMORY_HPP

#include <boost_seqpacket/detail/large_message/make_memory.hpp>
#include <boost_seqpacket/detail/large_message/sealed_memory_access.hpp>
#include <boost_seqpacket/detail/throw_error.hpp>

#include <boost/asio/buffer.hpp>

#include <utility>

namespace boost_seqpacket {

inline sealed_memory::sealed_memory(sealed_memory&& other) noexcept
  : file_(std::move(other.file_)),
    size_(std::exchange(other.size_, std::size_t(0)))
{
}

inline sealed_memory& sealed_memory::operator=(sealed_memory&& other) noexcept
{
  if (this != &other)
  {
    file_ = std::move(other.file_);
    size_ = std::exchange(other.size_, std::size_t(0));
  }
  return *this;
}

inline unique_descriptor sealed_memory::release() noexcept
{
  size_ = 0;
  return std::move(file_);
}

template <typename ConstBufferSequence,
    detail::const_buffers_constraint<ConstBufferSequence>>
sealed_memory make_sealed_memory(const ConstBufferSequence& buffers)
{
  boost::system::error_code ec;
  sealed_memory result = boost_seqpacket::make_sealed_memory(buffers, ec);
  detail::throw_error(ec, "make_sealed_memory");
  return result;
}

template <typename ConstBufferSequence,
    detail::const_buffers_constraint<ConstBufferSequence>>
sealed_memory make_sealed_memory(const ConstBufferSequence& buffers,
    boost::system::error_code& ec)
{
  const std::size_t size = boost::asio::buffer_size(buffers);
  return detail::sealed_memory_access::make<sealed_memory>(
      detail::make_memory_of(buffers, size, ec), size);
}

template <typename Function, detail::writer_constraint<Function>>
sealed_memory make_sealed_memory(std::size_t size, Function&& function)
{
  boost::system::error_code ec;
  sealed_memory result = boost_seqpacket::make_sealed_memory(
      size, std::forward<Function>(function), ec);
  detail::throw_error(ec, "make_sealed_memory");
  return result;
}

template <typename Function, detail::writer_constraint<Function>>
sealed_memory make_sealed_memory(std::size_t size, Function&& function,
    boost::system::error_code& ec)
{
  return detail::sealed_memory_access::make<sealed_memory>(
      detail::make_memory_with(size, function, ec), size);
}

} // namespace boost_seqpacket

#endif // BOOST_SEQPACKET_IMPL_SEALED_MEMORY_HPP
