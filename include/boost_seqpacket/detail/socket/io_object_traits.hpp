//
// detail/socket/io_object_traits.hpp
// ~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~
//
// Copyright (c) 2026 The boost_seqpacket authors
//
// Distributed under the Boost Software License, Version 1.0.
// (See accompanying file LICENSE_1_0.txt or copy at
// https://www.boost.org/LICENSE_1_0.txt)
//

#ifndef BOOST_SEQPACKET_DETAIL_SOCKET_IO_OBJECT_TRAITS_HPP
#define BOOST_SEQPACKET_DETAIL_SOCKET_IO_OBJECT_TRAITS_HPP

// What Asio's objects for pipes, descriptors and files are.
//
// They are known by their members. Their headers would cost every program the
// time to compile them, and Asio before Boost 1.79 has no pipes. Asio has no
// headers of forward declarations, and those of another library break when Asio
// changes a template or its namespace.

#include <boost/asio/buffer.hpp>
#include <boost/system/error_code.hpp>

#include <cstdint>
#include <type_traits>
#include <utility>

namespace boost_seqpacket {
namespace detail {

// What an object must have of a descriptor.
enum class object_kind
{
  none,
  readable_pipe,
  writable_pipe,
  descriptor,
  file
};

// True if a member function that Function<T> calls exists.
template <template <typename> class Function, typename T, typename = void>
struct has_member : std::false_type
{
};

template <template <typename> class Function, typename T>
struct has_member<Function, T, std::void_t<Function<T>>> : std::true_type
{
};

template <typename T>
using assign_of = decltype(std::declval<T&>().assign(
      std::declval<const int&>(),
      std::declval<boost::system::error_code&>()));

template <typename T>
using read_some_of = decltype(std::declval<T&>().read_some(
      std::declval<const boost::asio::mutable_buffer&>(),
      std::declval<boost::system::error_code&>()));

template <typename T>
using write_some_of = decltype(std::declval<T&>().write_some(
      std::declval<const boost::asio::const_buffer&>(),
      std::declval<boost::system::error_code&>()));

// Descriptors can be waited for, pipes and serial ports cannot.
template <typename T>
using wait_of = decltype(std::declval<T&>().wait(
      T::wait_read, std::declval<boost::system::error_code&>()));

// Files have a size.
template <typename T>
using resize_of = decltype(std::declval<T&>().resize(
      std::declval<std::uint64_t>(),
      std::declval<boost::system::error_code&>()));

// An object that holds the number of a descriptor and no protocol.
template <typename T, typename = void>
struct holds_descriptor : std::false_type
{
};

template <typename T>
struct holds_descriptor<T,
    std::void_t<typename T::executor_type, typename T::native_handle_type>>
  : std::bool_constant<std::is_same<typename T::native_handle_type, int>::value
      && has_member<assign_of, T>::value>
{
};

template <typename T>
constexpr object_kind kind_of_object() noexcept
{
  constexpr bool reads = has_member<read_some_of, T>::value;
  constexpr bool writes = has_member<write_some_of, T>::value;
  if constexpr (!holds_descriptor<T>::value)
    return object_kind::none;
  else if constexpr (has_member<resize_of, T>::value)
    return object_kind::file;
  else if constexpr (has_member<wait_of, T>::value)
    return object_kind::descriptor;
  else if constexpr (reads && !writes)
    return object_kind::readable_pipe;
  else if constexpr (writes && !reads)
    return object_kind::writable_pipe;
  else
    return object_kind::none;
}

} // namespace detail
} // namespace boost_seqpacket

#endif // BOOST_SEQPACKET_DETAIL_SOCKET_IO_OBJECT_TRAITS_HPP
