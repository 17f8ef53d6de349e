//
// detail/object/received_objects.hpp
// ~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~
//
// Copyright (c) 2026 The boost_seqpacket authors
//
// Distributed under the Boost Software License, Version 1.0.
// (See accompanying file LICENSE_1_0.txt or copy at
// https://www.boost.org/LICENSE_1_0.txt)
//

#ifndef BOOST_SEQPACKET_DETAIL_OBJECT_RECEIVED_OBJECTS_HPP
#define BOOST_SEQPACKET_DETAIL_OBJECT_RECEIVED_OBJECTS_HPP

// What a receive of objects gives.

#include <boost_seqpacket/detail/connection/accept_traits.hpp>
#include <boost_seqpacket/detail/socket/adopt_object.hpp>
#include <boost_seqpacket/detail/socket/mistaken_socket.hpp>

#include <boost/asio/buffer.hpp>
#include <boost/system/error_code.hpp>

#include <cstddef>
#include <tuple>
#include <type_traits>
#include <utility>

namespace boost_seqpacket {
namespace detail {

// The handler gets the error and the objects, and a synchronous function
// returns the object, or a tuple of several.
struct objects_alone
{
  template <typename... IoObjects>
  using signature = void(boost::system::error_code, IoObjects...);

  template <typename Handler, typename... IoObjects>
  static void complete(Handler& handler, const boost::system::error_code& ec,
      std::size_t, IoObjects&... objects)
  {
    std::move(handler)(ec, std::move(objects)...);
  }

  template <typename... IoObjects>
  struct returned
  {
    using type = std::tuple<IoObjects...>;
  };

  template <typename IoObject>
  struct returned<IoObject>
  {
    using type = IoObject;
  };
};

// The same with the number of bytes before the objects.
struct objects_after_bytes
{
  template <typename... IoObjects>
  using signature =
    void(boost::system::error_code, std::size_t, IoObjects...);

  template <typename Handler, typename... IoObjects>
  static void complete(Handler& handler, const boost::system::error_code& ec,
      std::size_t bytes, IoObjects&... objects)
  {
    std::move(handler)(ec, bytes, std::move(objects)...);
  }

  template <typename... IoObjects>
  struct returned
  {
    using type = std::tuple<std::size_t, IoObjects...>;
  };
};

template <typename... IoObjects>
using returned_objects =
  typename objects_alone::returned<IoObjects...>::type;

template <typename Shape, typename... IoObjects>
class received_objects
{
public:
  template <typename Executor>
  received_objects(const boost::system::error_code& ec,
      const Executor& executor)
    : error(ec),
      objects(IoObjects(executor)...)
  {
  }

  template <typename Handler>
  void operator()(Handler& handler) &&
  {
    std::apply([&](IoObjects&... all)
        {
          Shape::complete(handler, error, bytes, all...);
        }, objects);
  }

  // What a synchronous function returns.
  typename Shape::template returned<IoObjects...>::type take() &&
  {
    if constexpr (std::is_same<Shape, objects_after_bytes>::value)
      return std::tuple_cat(std::make_tuple(bytes), std::move(objects));
    else if constexpr (sizeof...(IoObjects) == 1)
      return std::move(std::get<0>(objects));
    else
      return std::move(objects);
  }

  void close()
  {
    std::apply([](IoObjects&... all) { (close_one(all), ...); }, objects);
  }

  boost::system::error_code error;
  std::size_t bytes = 0;
  std::tuple<IoObjects...> objects;

private:
  template <typename IoObject>
  static void close_one(IoObject& object)
  {
    boost::system::error_code ignored;
    object.close(ignored);
  }
};

// What the functions take in the place of the executor. Buffers come before it.
template <typename T>
using object_executor_constraint = std::enable_if_t<
  is_executor<T> || is_execution_context<T>, int>;

template <typename... IoObjects>
constexpr void check_object_types() noexcept
{
  static_assert((is_adoptable<IoObjects> && ...),
      "Name Boost.Asio sockets, acceptors, pipes, posix::stream_descriptors or "
      "files: receive_object<boost::asio::ip::tcp::socket>(socket, executor)");
}

} // namespace detail
} // namespace boost_seqpacket

#endif // BOOST_SEQPACKET_DETAIL_OBJECT_RECEIVED_OBJECTS_HPP
