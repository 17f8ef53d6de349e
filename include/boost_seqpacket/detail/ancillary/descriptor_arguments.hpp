//
// detail/ancillary/descriptor_arguments.hpp
// ~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~
//
// Copyright (c) 2026 The boost_seqpacket authors
//
// Distributed under the Boost Software License, Version 1.0.
// (See accompanying file LICENSE_1_0.txt or copy at
// https://www.boost.org/LICENSE_1_0.txt)
//

#ifndef BOOST_SEQPACKET_DETAIL_ANCILLARY_DESCRIPTOR_ARGUMENTS_HPP
#define BOOST_SEQPACKET_DETAIL_ANCILLARY_DESCRIPTOR_ARGUMENTS_HPP

// What can be given as descriptors: numbers, owners, and ranges of them.

#include <boost_seqpacket/unique_descriptor.hpp>

#include <cstddef>
#include <initializer_list>
#include <iterator>
#include <type_traits>
#include <utility>

namespace boost_seqpacket {
namespace detail {

// True for arithmetic types other than int, the type of descriptors: a bool, a
// character, a number that may not fit into an int.
template <typename T>
constexpr bool is_other_number = std::is_arithmetic<T>::value
  && !std::is_same<T, int>::value;

// T is the type of an expression, with its reference.
template <typename T>
constexpr bool is_owner =
  std::is_convertible<T, const unique_descriptor&>::value;

template <typename T>
constexpr bool is_number = std::is_integral<std::decay_t<T>>::value;

// True for an owner that the caller gives away: std::move(owner), or a
// temporary.
template <typename T>
constexpr bool is_given_owner = is_owner<T>
  && !std::is_lvalue_reference<T>::value
  && std::is_convertible<T, unique_descriptor&&>::value;

// True for an owner that is gone before the send and cannot be moved from: a
// constant one, or a temporary object that has an owner inside.
template <typename T>
constexpr bool is_lost_owner = is_owner<T>
  && !std::is_lvalue_reference<T>::value && !is_given_owner<T>;

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

template <typename Range>
using iterator_of = decltype(std::begin(std::declval<Range&>()));

template <typename Range>
using reference_of = decltype(*std::begin(std::declval<Range&>()));

template <typename Range, typename = void>
struct is_descriptor_range : std::false_type
{
};

template <typename Range>
struct is_descriptor_range<Range, std::void_t<reference_of<Range>>>
  : std::bool_constant<std::is_convertible<reference_of<Range>, int>::value
      || is_owner<reference_of<Range>>>
{
};

// The elements of a constant range.
template <typename Range, typename = void>
struct constant_reference_of
{
  using type = void;
};

template <typename Range>
struct constant_reference_of<Range, std::void_t<reference_of<const Range>>>
{
  using type = reference_of<const Range>;
};

// A list of temporary owners, which end with the expression.
template <typename T>
struct is_initializer_list : std::false_type
{
};

template <typename T>
struct is_initializer_list<std::initializer_list<T>> : std::true_type
{
};

// True for an owner of another library, which converts to its number. A class
// that does nothing at its end owns nothing.
template <typename T>
constexpr bool is_foreign_owner = !is_owner<T>
  && std::is_class<std::remove_reference_t<T>>::value
  && !std::is_trivially_destructible<std::remove_reference_t<T>>::value;

// What a temporary range of owners does with them. The elements of a constant
// container are constant. A view, such as a span, can be copied without them,
// because they belong to another object.
template <typename Range>
struct temporary_range
{
  using reference = reference_of<Range>;
  using constant_reference = typename constant_reference_of<Range>::type;

  static constexpr bool is_of_owners =
    (is_owner<reference> || is_foreign_owner<reference>)
    && std::is_lvalue_reference<reference>::value;

  static constexpr bool is_container = is_of_owners
    && is_given_owner<std::remove_reference_t<reference>&&>
    && std::is_const<std::remove_reference_t<constant_reference>>::value;

  static constexpr bool is_view = std::is_trivially_copyable<Range>::value
    && !is_initializer_list<std::remove_cv_t<Range>>::value
    && std::is_same<reference, constant_reference>::value;
};

// True for a temporary container: its owners are given away.
template <typename Range>
constexpr bool is_given_range = temporary_range<Range>::is_container;

// An lvalue, which stays with the caller.
template <typename Range>
constexpr bool is_given_range<Range&> = false;

// Explains at compile time what to give instead.
template <typename Range>
constexpr void check_range() noexcept
{
  using element = typename element_of<iterator_of<Range>>::type;
  static_assert(!is_other_number<element>,
      "A descriptor is an int: give a range of int, not of bool, characters "
      "or numbers of another type");
  static_assert(!is_lost_owner<reference_of<Range>>
      && (!is_foreign_owner<reference_of<Range>>
        || std::is_lvalue_reference<reference_of<Range>>::value
        || std::is_integral<element>::value),
      "These descriptors would be closed before they are sent: the elements "
      "of the range are temporary objects that cannot be moved from");
  if constexpr (!std::is_lvalue_reference<Range>::value)
    static_assert(!temporary_range<Range>::is_of_owners
        || temporary_range<Range>::is_container
        || temporary_range<Range>::is_view,
        "These descriptors would be closed before they are sent: name the "
        "range, or give away a container that is not constant");
}

// The number of elements. If only a pass through the range can count them, it
// is the number that the caller gives.
template <typename Range, typename = void>
struct known_size
{
  static std::size_t of(const Range&, std::size_t otherwise) noexcept
  {
    return otherwise;
  }
};

template <typename Range>
struct known_size<Range, std::enable_if_t<
    std::is_convertible<
      typename std::iterator_traits<iterator_of<Range>>::iterator_category,
      std::forward_iterator_tag>::value
    && std::is_same<iterator_of<Range>,
      decltype(std::end(std::declval<Range&>()))>::value>>
{
  static std::size_t of(Range& range, std::size_t)
  {
    return static_cast<std::size_t>(
        std::distance(std::begin(range), std::end(range)));
  }
};

} // namespace detail
} // namespace boost_seqpacket

#endif // BOOST_SEQPACKET_DETAIL_ANCILLARY_DESCRIPTOR_ARGUMENTS_HPP
