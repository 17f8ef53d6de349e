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
#include <tuple>
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

template <typename... IoObjects>
class outgoing_objects
{
  static_assert(sizeof...(IoObjects) <= max_descriptors,
      "A packet carries at most 253 descriptors (SCM_MAX_FD): send the objects "
      "in several messages");

  static constexpr std::size_t count = sizeof...(IoObjects);
  using indices = std::index_sequence_for<IoObjects...>;

public:
  explicit outgoing_objects(IoObjects&... objects) noexcept
    : objects_(&objects...)
  {
  }

  // Notes the descriptors that the objects have now.
  void begin(boost::system::error_code& ec)
  {
    numbers_ = std::apply([](auto*... objects)
        {
          return std::array<int, count>{{objects->native_handle()...}};
        }, objects_);
    for (const int number : numbers_)
    {
      if (number < 0)
        ec = boost::asio::error::bad_descriptor;
    }
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
    hand_over_all(indices());
  }

  // Gives up the duplicates.
  void end() noexcept
  {
    for (unique_descriptor& descriptor : kept_)
      descriptor.reset();
  }

private:
  template <std::size_t... I>
  void hand_over_all(std::index_sequence<I...>)
  {
    (hand_over_one(*std::get<I>(objects_), numbers_[I], kept_[I]), ...);
  }

  template <typename IoObject>
  void hand_over_one(IoObject& object, int number,
      const unique_descriptor& kept)
  {
    if (object.native_handle() == number && (!are_kept_
          || object_ops::are_same_file(number, kept.native_handle())))
      release_and_close(object);
  }

  std::tuple<IoObjects*...> objects_;
  std::array<int, count> numbers_ = {};
  bool are_kept_ = false;
  empty_in_copies<std::array<unique_descriptor, count>> kept_;
};

} // namespace detail
} // namespace boost_seqpacket

#endif // BOOST_SEQPACKET_DETAIL_OBJECT_OUTGOING_OBJECTS_HPP
