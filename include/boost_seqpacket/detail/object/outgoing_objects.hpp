//
// detail/object/outgoing_objects.hpp
// ~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~
//
// Copyright (c) 2026 The boost_seqpacket authors
//
// Distributed under the Boost Software License, Version 1.0.
// (See accompanying file LICENSE_1_0.txt or copy at
// https://www.boost.org/LICENSE_1_0.txt)
//

#ifndef BOOST_SEQPACKET_DETAIL_OBJECT_OUTGOING_OBJECTS_HPP
#define BOOST_SEQPACKET_DETAIL_OBJECT_OUTGOING_OBJECTS_HPP

// The objects of a send, whose descriptors go into one packet.

#include <boost_seqpacket/detail/ancillary/control_message.hpp>
#include <boost_seqpacket/detail/object/object_ops.hpp>
#include <boost_seqpacket/detail/operation/empty_in_copies.hpp>
#include <boost_seqpacket/detail/socket/descriptor_ops.hpp>
#include <boost_seqpacket/detail/socket/io_object_traits.hpp>
#include <boost_seqpacket/unique_descriptor.hpp>

#include <boost/asio/error.hpp>
#include <boost/system/error_code.hpp>

#include <array>
#include <cstddef>
#include <sys/socket.h>
#include <utility>

namespace boost_seqpacket {
namespace detail {

template <typename T>
using release_of = decltype(std::declval<T&>().release(
      std::declval<boost::system::error_code&>()));

// Closes the object. A packet has the same open file, so epoll would go on
// watching it after a mere close, for an object that is gone. To release the
// descriptor ends the watching. It ends pending operations as close() does.
template <typename IoObject>
void release_and_close(IoObject& object)
{
  if constexpr (has_member<release_of, IoObject>::value)
  {
    boost::system::error_code ec;
    const int number = object.release(ec);
    unique_descriptor(ec ? -1 : number).reset();
  }
  else
    unique_descriptor(object.release()).reset();
}

template <std::size_t I, typename IoObject>
struct indexed_object
{
  IoObject* object;
};

// Pointers to the objects. A std::tuple of 253 takes a compiler minutes.
template <typename Indices, typename... IoObjects>
class indexed_objects;

template <std::size_t... I, typename... IoObjects>
class indexed_objects<std::index_sequence<I...>, IoObjects...>
  : indexed_object<I, IoObjects>...
{
public:
  explicit indexed_objects(IoObjects&... objects) noexcept
    : indexed_object<I, IoObjects>{&objects}...
  {
  }

  // Calls the function with the index of each object, and the object.
  template <typename Function>
  void for_each(Function function) const
  {
    (function(I, *indexed_object<I, IoObjects>::object), ...);
  }
};

template <typename... IoObjects>
class outgoing_objects
{
  static_assert(sizeof...(IoObjects) <= max_descriptors,
      "A packet carries at most 253 descriptors (SCM_MAX_FD): send the objects "
      "in several messages");

  static constexpr std::size_t count = sizeof...(IoObjects);

public:
  explicit outgoing_objects(IoObjects&... objects) noexcept
    : objects_(objects...)
  {
  }

  // Notes the descriptors that the objects have now.
  void begin(boost::system::error_code& ec)
  {
    objects_.for_each([&](std::size_t i, auto& object)
        {
          numbers_[i] = object.native_handle();
          if (numbers_[i] < 0)
            ec = boost::asio::error::bad_descriptor;
        });
  }

  // Makes duplicates for an operation that waits. The caller may close an
  // object meanwhile, and then its number may mean another file.
  void keep(boost::system::error_code& ec)
  {
    for (std::size_t i = 0; i < count && !ec; ++i)
      kept_[i].reset(descriptor_ops::duplicate(numbers_[i], ec));
    are_kept_ = !ec;
  }

  // Calls the function with the control message.
  template <typename Function>
  std::size_t operator()(Function function) const
  {
    std::array<int, count> numbers = numbers_;
    for (std::size_t i = 0; are_kept_ && i < count; ++i)
      numbers[i] = kept_[i].native_handle();
    alignas(::cmsghdr) unsigned char control[descriptors_space(count)];
    write_control_message(control, SOL_SOCKET, SCM_RIGHTS,
        numbers.data(), sizeof(numbers));
    return function(control, sizeof(control));
  }

  // Closes the objects that still have the files that were sent.
  void hand_over()
  {
    objects_.for_each([&](std::size_t i, auto& object)
        {
          if (still_has(object.native_handle(), i))
            detail::release_and_close(object);
        });
  }

  // Gives up the duplicates.
  void end() noexcept
  {
    for (unique_descriptor& descriptor : kept_)
      descriptor.reset();
  }

private:
  // True if an object with this number has the file of its index.
  bool still_has(int number, std::size_t i) const noexcept
  {
    return number == numbers_[i] && (!are_kept_
        || object_ops::are_same_file(number, kept_[i].native_handle()));
  }

  indexed_objects<std::index_sequence_for<IoObjects...>, IoObjects...>
    objects_;
  std::array<int, count> numbers_ = {};
  bool are_kept_ = false;
  empty_in_copies<std::array<unique_descriptor, count>> kept_;
};

} // namespace detail
} // namespace boost_seqpacket

#endif // BOOST_SEQPACKET_DETAIL_OBJECT_OUTGOING_OBJECTS_HPP
