//
// detail/object/object_arguments.hpp
// ~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~
//
// Copyright (c) 2026 The boost_seqpacket authors
//
// Distributed under the Boost Software License, Version 1.0.
// (See accompanying file LICENSE_1_0.txt or copy at
// https://www.boost.org/LICENSE_1_0.txt)
//

#ifndef BOOST_SEQPACKET_DETAIL_OBJECT_OBJECT_ARGUMENTS_HPP
#define BOOST_SEQPACKET_DETAIL_OBJECT_OBJECT_ARGUMENTS_HPP

// Sorts the arguments of a send: objects, a token, an error code, mistakes.

#include <boost_seqpacket/detail/ancillary/descriptor_arguments.hpp>
#include <boost_seqpacket/detail/socket/adopt_object.hpp>
#include <boost_seqpacket/detail/socket/argument_traits.hpp>
#include <boost_seqpacket/detail/socket/mistaken_socket.hpp>
#include <boost_seqpacket/detail/socket/socket_traits.hpp>

#include <boost/system/error_code.hpp>

#include <cstddef>
#include <tuple>
#include <type_traits>
#include <utility>

namespace boost_seqpacket {
namespace detail {

template <typename T>
using bare = std::remove_cv_t<std::remove_reference_t<T>>;

// T is the type of a forwarding reference, here and below.
template <typename T>
constexpr bool is_object = is_adoptable<bare<T>>
  && !std::is_const<std::remove_reference_t<T>>::value;

template <typename T>
constexpr bool is_constant_object = is_adoptable<bare<T>>
  && std::is_const<std::remove_reference_t<T>>::value;

template <typename T>
constexpr bool is_bare_descriptor =
  std::is_arithmetic<bare<T>>::value || is_owner<T>;

template <typename T>
constexpr bool refers_to_object = !is_adoptable<bare<T>>
  && is_adoptable<typename pointee<bare<T>>::type>;

template <typename T>
constexpr bool is_mistaken_object = is_bare_descriptor<T>
  || is_constant_object<T> || refers_to_object<T> || is_native<T>;

template <typename T>
constexpr void check_object_argument() noexcept
{
  static_assert(!is_bare_descriptor<T>,
      "A descriptor is no object: use send_descriptors, which takes numbers "
      "and unique_descriptors");
  static_assert(!is_native<T>,
      "A native_socket is a view and owns nothing: give the function the Asio "
      "socket, or use send_descriptors with its native_handle()");
  static_assert(!is_constant_object<T>,
      "Give the function an object that is not const, because it is closed "
      "when it has been sent");
  static_assert(!refers_to_object<T>,
      "Give the function the object itself: write *pointer, or wrapper.get()");
}

template <std::size_t I, typename T>
struct indexed_type
{
  using type = T;
};

template <typename Indices, typename... T>
struct indexed_types;

template <std::size_t... I, typename... T>
struct indexed_types<std::index_sequence<I...>, T...>
  : indexed_type<I, T>...
{
};

template <std::size_t I, typename T>
indexed_type<I, T> find_type(const indexed_type<I, T>*);

// One of several types. std::tuple_element takes a compiler minutes for 253.
template <std::size_t I, typename... T>
using type_at = typename decltype(detail::find_type<I>(static_cast<
      const indexed_types<std::index_sequence_for<T...>, T...>*>(
        nullptr)))::type;

// The last of several types, or void if there are none.
template <typename... T>
using last_of = type_at<sizeof...(T), void, T...>;

// The types in front of the last one, or of the end.
template <typename Indices, typename... T>
struct objects_before;

template <std::size_t... I, typename... T>
struct objects_before<std::index_sequence<I...>, T...>
{
  static constexpr bool are_objects =
    sizeof...(I) != 0 && (is_object<type_at<I, T...>> && ...);

  // The attempt of those types, which are no references there.
  template <template <typename...> class Attempt, typename... Others>
  using attempt =
    Attempt<Others..., std::remove_reference_t<type_at<I, T...>>...>;
};

// What the arguments of a send mean: objects, and what follows them. There may
// be no arguments.
template <bool HasLast, typename... T>
using objects_of = objects_before<std::make_index_sequence<
    sizeof...(T) - (HasLast && sizeof...(T) != 0 ? 1 : 0)>, T...>;

template <typename Socket, typename... T>
using objects_constraint = std::enable_if_t<!is_mistaken_socket<Socket&>
  && objects_of<false, T...>::are_objects, int>;

template <typename Socket, typename... T>
using objects_and_error_constraint = std::enable_if_t<
  !is_mistaken_socket<Socket&> && objects_of<true, T...>::are_objects
  && std::is_same<last_of<T...>, boost::system::error_code&>::value, int>;

// True if a completion token follows the objects.
template <typename... T>
constexpr bool has_token = !is_object<last_of<T...>>;

// The completion token, as its function would deduce it.
template <typename Socket, bool HasToken, typename... T>
struct token_of
{
  using type = last_of<T...>;
};

template <typename Socket, typename... T>
struct token_of<Socket, false, T...>
{
  using type = default_token<Socket>;
};

template <typename Socket, typename... T>
using object_token = typename token_of<Socket, has_token<T...>, T...>::type;

template <typename... T>
using objects_and_token_constraint = std::enable_if_t<
  objects_of<has_token<T...>, T...>::are_objects
  && !is_mistaken_object<last_of<T...>>, int>;

// Overloads that say what is wrong.
template <typename Socket, typename... T>
using mistaken_objects_constraint = std::enable_if_t<
  is_mistaken_socket<Socket> || (is_mistaken_object<T> || ...), int>;

template <typename Socket, typename... T>
using mistaken_async_objects_constraint = std::enable_if_t<
  is_mistaken_socket<Socket> || is_native<Socket>
  || (is_mistaken_object<T> || ...), int>;

// Calls the function with the last argument first.
template <typename Function, typename... T, std::size_t... I>
decltype(auto) call_with_last(Function&& function, std::tuple<T&...> arguments,
    std::index_sequence<I...>)
{
  return function(std::get<sizeof...(I)>(arguments), std::get<I>(arguments)...);
}

} // namespace detail
} // namespace boost_seqpacket

#endif // BOOST_SEQPACKET_DETAIL_OBJECT_OBJECT_ARGUMENTS_HPP
