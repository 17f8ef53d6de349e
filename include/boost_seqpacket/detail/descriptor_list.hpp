//
// detail/descriptor_list.hpp
// ~~~~~~~~~~~~~~~~~~~~~~~~~~
//
// Copyright (c) 2026 The boost_seqpacket authors
//
// Distributed under the Boost Software License, Version 1.0.
// (See accompanying file LICENSE_1_0.txt or copy at
// https://www.boost.org/LICENSE_1_0.txt)
//

#ifndef BOOST_SEQPACKET_DETAIL_DESCRIPTOR_LIST_HPP
#define BOOST_SEQPACKET_DETAIL_DESCRIPTOR_LIST_HPP

#include <boost_seqpacket/detail/control_message.hpp>
#include <boost_seqpacket/error.hpp>

#include <boost/system/error_code.hpp>

#include <algorithm>
#include <cstddef>
#include <iterator>
#include <type_traits>
#include <utility>

namespace boost_seqpacket {
namespace detail {

// The numbers of descriptors, copied from a list in braces or a range. Copying
// costs what is in it, not what it has room for.
class descriptor_list
{
public:
  descriptor_list() noexcept
  {
  }

  // A list in braces. Not an initializer_list: GCC before 13 takes none in the
  // operand of a co_await.
  template <typename... Integers,
      std::enable_if_t<sizeof...(Integers) != 0
        && (std::is_integral<Integers>::value && ...), int> = 0>
  descriptor_list(Integers... descriptors) noexcept
  {
    (add(static_cast<int>(descriptors)), ...);
  }

  template <typename Range,
      std::enable_if_t<std::is_convertible<
        decltype(*std::begin(std::declval<const Range&>())), int>::value,
        int> = 0>
  descriptor_list(const Range& descriptors)
  {
    for (const int descriptor : descriptors)
      add(descriptor);
  }

  descriptor_list(const descriptor_list& other) noexcept
  {
    copy(other);
  }

  descriptor_list& operator=(const descriptor_list& other) noexcept
  {
    copy(other);
    return *this;
  }

  // As a control of send_attempt: call the function with the control message.
  template <typename Function>
  std::size_t operator()(boost::system::error_code& ec,
      Function function) const
  {
    if (overflow_)
    {
      ec = error::ancillary_full;
      return 0;
    }

    alignas(::cmsghdr) unsigned char
      control[descriptors_space(max_descriptors)];
    if (size_ != 0)
      write_control_message(control, SOL_SOCKET, SCM_RIGHTS,
          descriptors_, size_ * sizeof(int));
    return function(control, descriptors_space(size_));
  }

private:
  void add(int descriptor) noexcept
  {
    if (size_ < max_descriptors)
      descriptors_[size_++] = descriptor;
    else
      overflow_ = true;
  }

  void copy(const descriptor_list& other) noexcept
  {
    size_ = other.size_;
    overflow_ = other.overflow_;
    std::copy_n(other.descriptors_, other.size_, descriptors_);
  }

  std::size_t size_ = 0;
  bool overflow_ = false;
  int descriptors_[max_descriptors];
};

} // namespace detail
} // namespace boost_seqpacket

#endif // BOOST_SEQPACKET_DETAIL_DESCRIPTOR_LIST_HPP
