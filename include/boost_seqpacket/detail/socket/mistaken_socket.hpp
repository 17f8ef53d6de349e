//
// detail/socket/mistaken_socket.hpp
// ~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~
//
// Copyright (c) 2026 The boost_seqpacket authors
//
// Distributed under the Boost Software License, Version 1.0.
// (See accompanying file LICENSE_1_0.txt or copy at
// https://www.boost.org/LICENSE_1_0.txt)
//

#ifndef BOOST_SEQPACKET_DETAIL_SOCKET_MISTAKEN_SOCKET_HPP
#define BOOST_SEQPACKET_DETAIL_SOCKET_MISTAKEN_SOCKET_HPP

// What is given in the place of a socket or an acceptor by mistake, and what
// the compiler says then.

#include <functional>
#include <type_traits>
#include <utility>

namespace boost_seqpacket {

class native_socket;

namespace detail {

// The mistake of giving a pointer to a socket or acceptor, smart or not, or a
// wrapper around one.
template <typename T, typename = void>
struct is_io_object : std::false_type
{
};

template <typename T>
struct is_io_object<T,
    std::void_t<typename T::protocol_type, typename T::executor_type>>
  : std::true_type
{
};

template <>
struct is_io_object<native_socket, void> : std::true_type
{
};

template <typename T, typename = void>
struct pointee
{
  using type = T;
};

template <typename T>
struct pointee<T, std::void_t<decltype(*std::declval<T&>())>>
{
  using type = std::decay_t<decltype(*std::declval<T&>())>;
};

template <typename T>
struct pointee<std::reference_wrapper<T>, void>
{
  using type = std::remove_cv_t<T>;
};

template <typename T>
constexpr bool is_native = std::is_same<
  std::remove_cv_t<std::remove_reference_t<T>>, native_socket>::value;

template <typename T>
constexpr bool refers_to_socket = !is_io_object<T>::value && !is_native<T>
  && is_io_object<typename pointee<std::remove_cv_t<T>>::type>::value;

// A constant object, or a view without a name, in which the functions note what
// kind of socket it is. T is the type of a forwarding reference.
template <typename T>
constexpr bool is_unchangeable = std::is_same<T, native_socket>::value
  || (std::is_const<std::remove_reference_t<T>>::value
    && is_io_object<std::remove_cv_t<std::remove_reference_t<T>>>::value);

// T is a forwarding reference.
template <typename T>
constexpr bool is_mistaken_socket = is_unchangeable<T>
  || refers_to_socket<std::remove_reference_t<T>>;

template <typename T>
constexpr void check_reference() noexcept
{
  static_assert(!refers_to_socket<std::remove_reference_t<T>>,
      "Give the function the socket itself: write *pointer, or wrapper.get()");
  static_assert(!is_unchangeable<T>,
      "Give the function a socket that is not const, or a native_socket that "
      "has a name as well");
}

// Overloads that take such a thing, also a temporary such as &socket, have a
// sentence for it.
template <typename T>
using reference_constraint = std::enable_if_t<is_mistaken_socket<T>, int>;

// What asynchronous functions have such overloads for: also a native_socket,
// which has no executor.
template <typename T>
using no_executor_constraint = std::enable_if_t<
  is_mistaken_socket<T> || is_native<T>, int>;

template <typename T>
constexpr void check_executor() noexcept
{
  static_assert(!is_native<T>,
      "A native_socket has no executor: give the descriptor to an Asio socket "
      "with adopt, and start the operation on that, or call the synchronous "
      "function");
  if constexpr (!is_native<T>)
    check_reference<T>();
}

// The same for functions of which several arguments are sockets.
template <typename... T>
using any_reference_constraint = std::enable_if_t<
  (is_mistaken_socket<T> || ...), int>;

template <typename... T>
constexpr void check_references() noexcept
{
  (check_reference<T>(), ...);
}

} // namespace detail
} // namespace boost_seqpacket

#endif // BOOST_SEQPACKET_DETAIL_SOCKET_MISTAKEN_SOCKET_HPP
