//
// detail/operation/handler_memory.hpp
// ~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~
//
// Copyright (c) 2026 The boost_seqpacket authors
//
// Distributed under the Boost Software License, Version 1.0.
// (See accompanying file LICENSE_1_0.txt or copy at
// https://www.boost.org/LICENSE_1_0.txt)
//

#ifndef BOOST_SEQPACKET_DETAIL_OPERATION_HANDLER_MEMORY_HPP
#define BOOST_SEQPACKET_DETAIL_OPERATION_HANDLER_MEMORY_HPP

#include <boost_seqpacket/detail/config.hpp>

#include <boost/asio/associated_allocator.hpp>

#if defined(BOOST_SEQPACKET_HAS_RECYCLING_ALLOCATOR)
# include <boost/asio/recycling_allocator.hpp>
#endif

#include <memory>
#include <new>
#include <utility>

namespace boost_seqpacket {
namespace detail {

#if defined(BOOST_SEQPACKET_HAS_RECYCLING_ALLOCATOR)
using default_operation_allocator = boost::asio::recycling_allocator<void>;
#else
using default_operation_allocator = std::allocator<void>;
#endif

// An object that an operation owns and that does not move with it. Its memory
// comes from the handler's allocator, or else from what Asio recycles for its
// own operations.
template <typename T, typename Handler>
class handler_memory
{
public:
  explicit handler_memory(const Handler& handler)
    : allocator_(boost::asio::get_associated_allocator(
          handler, default_operation_allocator())),
      object_(traits::allocate(allocator_, 1))
  {
    ::new (static_cast<void*>(std::addressof(*object_))) T();
  }

  handler_memory(handler_memory&& other) noexcept
    : allocator_(other.allocator_),
      object_(std::exchange(other.object_, pointer()))
  {
  }

  handler_memory(const handler_memory&) = delete;
  handler_memory& operator=(const handler_memory&) = delete;

  ~handler_memory()
  {
    reset();
  }

  T* get() const noexcept
  {
    return std::addressof(*object_);
  }

  // Free the memory. Call this before the handler, as Asio frees all memory of
  // an operation first.
  void reset() noexcept
  {
    if (!object_)
      return;
    get()->~T();
    traits::deallocate(allocator_, std::exchange(object_, pointer()), 1);
  }

private:
  using allocator = typename std::allocator_traits<
    typename boost::asio::associated_allocator<
      Handler, default_operation_allocator>::type>::template rebind_alloc<T>;
  using traits = std::allocator_traits<allocator>;
  using pointer = typename traits::pointer;

  allocator allocator_;
  pointer object_;
};

} // namespace detail
} // namespace boost_seqpacket

#endif // BOOST_SEQPACKET_DETAIL_OPERATION_HANDLER_MEMORY_HPP
