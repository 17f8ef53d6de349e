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
#include <boost_seqpacket/detail/ancillary/descriptor_arguments.hpp>
#include <boost_seqpacket/error.hpp>
#include <boost_seqpacket/unique_descriptor.hpp>

#include <boost/system/error_code.hpp>

#include <array>
#include <cstddef>
#include <memory>
#include <type_traits>
#include <utility>
#include <vector>

namespace boost_seqpacket {
namespace detail {

// The descriptors of a send, from a list in braces or a range: their numbers,
// and those owners that the caller gave away.
//
// Up to max_few numbers are stored inside. Room for all that a packet can carry
// would make a waiting operation larger than the memory that Asio recycles. The
// rest is on the heap and shared by all copies, so that a deferred operation
// can send the descriptors more than once. The last copy closes them.
//
// A template, so that only programs that use it compile it.
template <typename Owner>
class basic_descriptor_list
{
public:
  basic_descriptor_list() = default;

  // For a list in braces. GCC before 13 rejects an initializer_list in the
  // operand of co_await.
  template <typename... Integers,
      std::enable_if_t<sizeof...(Integers) != 0
        && (std::is_integral<Integers>::value && ...), int> = 0>
  basic_descriptor_list(Integers... descriptors)
  {
    check_numbers<Integers...>();
    reserve(sizeof...(Integers), 0);
    (add(static_cast<int>(descriptors)), ...);
  }

  // For a list in braces with owners, and for one owner without braces.
  template <typename... Items,
      std::enable_if_t<(is_owner<Items&&> || ...)
        && ((is_owner<Items&&> || is_number<Items>) && ...), int> = 0>
  basic_descriptor_list(Items&&... descriptors)
  {
    check_numbers<std::decay_t<Items>...>();
    static_assert(
        !(is_lost_owner<Items&&> || ...),
        "A constant owner cannot be given away: remove std::move, and keep "
        "the descriptor open until the send is done");
    reserve(sizeof...(Items),
        (static_cast<std::size_t>(is_given_owner<Items&&>) + ...));
    (add(std::forward<Items>(descriptors)), ...);
  }

  template <typename Range,
      std::enable_if_t<is_descriptor_range<Range>::value, int> = 0>
  basic_descriptor_list(Range&& descriptors)
  {
    check_range<Range>();
    constexpr bool gives = is_given_range<Range>
      || is_given_owner<reference_of<Range>>;
    const std::size_t size = known_size<std::remove_reference_t<Range>>::of(
        descriptors, gives ? max_descriptors : 0);
    reserve(size, gives ? size : 0);
    for (auto&& descriptor : descriptors)
    {
      if constexpr (is_given_range<Range>)
        add(std::move(descriptor));
      else
        add(std::forward<decltype(descriptor)>(descriptor));
    }
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

  // Gives up the descriptors.
  void end() noexcept
  {
    size_ = 0;
    heap_.reset();
  }

private:
  static constexpr std::size_t max_few = 16;

  struct heap
  {
    std::vector<int> numbers;
    std::vector<Owner> owners;
  };

  template <typename... Items>
  static constexpr void check_numbers() noexcept
  {
    static_assert(!(is_other_number<Items> || ...),
        "A descriptor is an int: write native_handle(), not a bool or a "
        "character, and cast a number of another type to int");
  }

  heap& get_heap()
  {
    if (!heap_)
      heap_ = std::make_shared<heap>();
    return *heap_;
  }

  // What can fail comes first, and the owners are moved from after it.
  void reserve(std::size_t numbers, std::size_t owners)
  {
    if (numbers > max_few)
      get_heap().numbers.reserve(
          numbers < max_descriptors ? numbers : max_descriptors);
    if (owners != 0)
      get_heap().owners.reserve(owners);
  }

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
      std::vector<int>& numbers = get_heap().numbers;
      if (size_ == max_few)
        numbers.assign(few_.begin(), few_.end());
      numbers.push_back(descriptor);
    }
    ++size_;
  }

  // The kernel refuses the number of an empty owner, -1, with EBADF.
  void add(const Owner& descriptor)
  {
    add(descriptor.native_handle());
  }

  void add(Owner&& descriptor)
  {
    add(descriptor.native_handle());
    Owner owner(std::move(descriptor));
    if (!overflow_)
      get_heap().owners.push_back(std::move(owner));
  }

  const int* data() const noexcept
  {
    return size_ <= max_few ? few_.data() : heap_->numbers.data();
  }

  std::size_t size_ = 0;
  bool overflow_ = false;
  std::array<int, max_few> few_ = {};
  std::shared_ptr<heap> heap_;
};

using descriptor_list = basic_descriptor_list<unique_descriptor>;

} // namespace detail
} // namespace boost_seqpacket

#endif // BOOST_SEQPACKET_DETAIL_ANCILLARY_DESCRIPTOR_LIST_HPP
