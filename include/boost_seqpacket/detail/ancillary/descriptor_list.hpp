//
// detail/ancillary/descriptor_list.hpp
// ~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~
//
// Copyright (c) 2026 The boost_seqpacket authors
//
// Distributed under the Boost Software License, Version 1.0.
// (See accompanying file LICENSE_1_0.txt or copy at
// https://www.boost.org/LICENSE_1_0.txt)
//

#ifndef BOOST_SEQPACKET_DETAIL_ANCILLARY_DESCRIPTOR_LIST_HPP
#define BOOST_SEQPACKET_DETAIL_ANCILLARY_DESCRIPTOR_LIST_HPP

#include <boost_seqpacket/detail/ancillary/control_message.hpp>
#include <boost_seqpacket/error.hpp>

#include <boost/system/error_code.hpp>

#include <array>
#include <cstddef>
#include <iterator>
#include <type_traits>
#include <utility>
#include <vector>

namespace boost_seqpacket {
namespace detail {

// True for arithmetic types other than int, the type of descriptors: a bool, a
// character, a number that may not fit into an int.
template <typename T>
constexpr bool is_other_number = std::is_arithmetic<T>::value
  && !std::is_same<T, int>::value;

// The type of the elements. Some iterators give a proxy instead of an element,
// as those of a vector of bool do.
template <typename Iterator, typename = void>
struct element_of
{
  using type = std::decay_t<decltype(*std::declval<Iterator&>())>;
};

template <typename Iterator>
struct element_of<Iterator,
    std::void_t<typename std::iterator_traits<Iterator>::value_type>>
{
  using type = typename std::iterator_traits<Iterator>::value_type;
};

// The numbers of descriptors, copied from a list in braces or a range. Up to
// max_few of them are stored inside. Room for all that a packet can carry would
// make a waiting operation larger than the memory that Asio recycles.
class descriptor_list
{
public:
  descriptor_list() = default;

  // For a list in braces. GCC before 13 rejects an initializer_list in the
  // operand of co_await.
  template <typename... Integers,
      std::enable_if_t<sizeof...(Integers) != 0
        && (std::is_integral<Integers>::value && ...), int> = 0>
  descriptor_list(Integers... descriptors)
  {
    static_assert(!(is_other_number<Integers> || ...),
        "A descriptor is an int: write native_handle(), not a bool or a "
        "character, and cast a number of another type to int");
    (add(static_cast<int>(descriptors)), ...);
  }

  template <typename Range,
      std::enable_if_t<std::is_convertible<
        decltype(*std::begin(std::declval<const Range&>())), int>::value,
        int> = 0>
  descriptor_list(const Range& descriptors)
  {
    using iterator = decltype(std::begin(descriptors));
    static_assert(!is_other_number<typename element_of<iterator>::type>,
        "A descriptor is an int: give a range of int, not of bool, characters "
        "or numbers of another type");
    for (const int descriptor : descriptors)
      add(descriptor);
  }

  // Calls the function with the control message, as send_attempt expects it.
  template <typename Function>
  std::size_t operator()(boost::system::error_code& ec,
      Function function) const
  {
    if (overflow_)
    {
      ec = seqpacket_errc::ancillary_full;
      return 0;
    }

    alignas(::cmsghdr) unsigned char
      control[descriptors_space(max_descriptors)];
    if (size_ != 0)
      write_control_message(control, SOL_SOCKET, SCM_RIGHTS,
          data(), size_ * sizeof(int));
    return function(control, descriptors_space(size_));
  }

private:
  static constexpr std::size_t max_few = 16;

  void add(int descriptor)
  {
    if (size_ == max_descriptors)
    {
      overflow_ = true;
      return;
    }

    if (size_ < max_few)
    {
      few_[size_] = descriptor;
    }
    else
    {
      if (size_ == max_few)
        many_.assign(few_.begin(), few_.end());
      many_.push_back(descriptor);
    }
    ++size_;
  }

  const int* data() const noexcept
  {
    return size_ <= max_few ? few_.data() : many_.data();
  }

  std::size_t size_ = 0;
  bool overflow_ = false;
  std::array<int, max_few> few_ = {};
  std::vector<int> many_;
};

} // namespace detail
} // namespace boost_seqpacket

#endif // BOOST_SEQPACKET_DETAIL_ANCILLARY_DESCRIPTOR_LIST_HPP
