//
// impl/outgoing_ancillary.hpp
// ~~~~~~~~~~~~~~~~~~~~~~~~~~~
//
// Copyright (c) 2026 The boost_seqpacket authors
//
// Distributed under the Boost Software License, Version 1.0.
// (See accompanying file LICENSE_1_0.txt or copy at
// https://www.boost.org/LICENSE_1_0.txt)
//

#ifndef BOOST_SEQPACKET_IMPL_OUTGOING_ANCILLARY_HPP
#define BOOST_SEQPACKET_IMPL_OUTGOING_ANCILLARY_HPP

#include <boost_seqpacket/detail/throw_error.hpp>
#include <boost_seqpacket/error.hpp>

#include <boost/asio/error.hpp>

#include <cstring>
#include <utility>

namespace boost_seqpacket {

template <std::size_t MaxDescriptors>
outgoing_ancillary<MaxDescriptors>::outgoing_ancillary() noexcept
{
  // The storage is not initialized: it is written before it is read.
}

template <std::size_t MaxDescriptors>
outgoing_ancillary<MaxDescriptors>::outgoing_ancillary(
    outgoing_ancillary&& other) noexcept
{
  take(other);
}

template <std::size_t MaxDescriptors>
outgoing_ancillary<MaxDescriptors>&
outgoing_ancillary<MaxDescriptors>::operator=(
    outgoing_ancillary&& other) noexcept
{
  if (this != &other)
  {
    clear();
    take(other);
  }
  return *this;
}

template <std::size_t MaxDescriptors>
void outgoing_ancillary<MaxDescriptors>::add_descriptor(int descriptor)
{
  boost::system::error_code ec;
  add_descriptor(descriptor, ec);
  detail::throw_error(ec, "add_descriptor");
}

template <std::size_t MaxDescriptors>
void outgoing_ancillary<MaxDescriptors>::add_descriptor(
    int descriptor, boost::system::error_code& ec) noexcept
{
  if (count_ == MaxDescriptors)
  {
    ec = seqpacket_errc::ancillary_full;
    return;
  }
  detail::write_descriptor(descriptors_place(), count_, descriptor);
  ++count_;
  ec = boost::system::error_code();
}

template <std::size_t MaxDescriptors>
void outgoing_ancillary<MaxDescriptors>::add_descriptor(
    unique_descriptor&& descriptor)
{
  boost::system::error_code ec;
  add_descriptor(std::move(descriptor), ec);
  detail::throw_error(ec, "add_descriptor");
}

template <std::size_t MaxDescriptors>
void outgoing_ancillary<MaxDescriptors>::add_descriptor(
    unique_descriptor&& descriptor, boost::system::error_code& ec) noexcept
{
  if (!descriptor.is_open())
  {
    ec = boost::asio::error::bad_descriptor;
    return;
  }
  add_descriptor(descriptor.native_handle(), ec);
  if (!ec)
    owned_[count_ - 1] = std::move(descriptor);
}

#if defined(BOOST_SEQPACKET_HAS_SCM_CREDENTIALS)

template <std::size_t MaxDescriptors>
void outgoing_ancillary<MaxDescriptors>::add_credentials(
    const credentials& value)
{
  boost::system::error_code ec;
  add_credentials(value, ec);
}

template <std::size_t MaxDescriptors>
void outgoing_ancillary<MaxDescriptors>::add_credentials(
    const credentials& value, boost::system::error_code& ec) noexcept
{
  ::ucred data = {};
  data.pid = value.pid;
  data.uid = value.uid;
  data.gid = value.gid;
  static_assert(sizeof(data) <= sizeof(credentials),
      "the room is computed from the size of credentials");
  begin_ = credentials_space - detail::control_space(sizeof(data));
  detail::write_control_message(storage_ + begin_,
      SOL_SOCKET, SCM_CREDENTIALS, &data, sizeof(data));
  ec = boost::system::error_code();
}

#endif // defined(BOOST_SEQPACKET_HAS_SCM_CREDENTIALS)

template <std::size_t MaxDescriptors>
void outgoing_ancillary<MaxDescriptors>::add_control_message(
    int level, int type, boost::asio::const_buffer data)
{
  boost::system::error_code ec;
  add_control_message(level, type, data, ec);
  detail::throw_error(ec, "add_control_message");
}

template <std::size_t MaxDescriptors>
void outgoing_ancillary<MaxDescriptors>::add_control_message(int level,
    int type, boost::asio::const_buffer data,
    boost::system::error_code& ec) noexcept
{
  if (level == SOL_SOCKET && type == SCM_RIGHTS)
  {
    ec = boost::asio::error::invalid_argument;
    return;
  }

  // The size first: for a huge one control_space could overflow.
  const std::size_t room = other_room - other_size_;
  if (data.size() > room || detail::control_space(data.size()) > room)
  {
    ec = seqpacket_errc::ancillary_full;
    return;
  }

  // The descriptors come last, and move back.
  const std::size_t space = detail::control_space(data.size());
  unsigned char* const place = descriptors_place();
  std::memmove(place + space, place, detail::descriptors_space(count_));
  detail::write_control_message(place, level, type, data.data(), data.size());
  other_size_ += space;
  ec = boost::system::error_code();
}

template <std::size_t MaxDescriptors>
void outgoing_ancillary<MaxDescriptors>::clear() noexcept
{
  for (std::size_t i = 0; i < count_; ++i)
    owned_[i].reset();
  begin_ = credentials_space;
  other_size_ = 0;
  count_ = 0;
}

template <std::size_t MaxDescriptors>
void outgoing_ancillary<MaxDescriptors>::take(
    outgoing_ancillary& other) noexcept
{
  std::memcpy(storage_ + other.begin_, other.data(), other.size());
  begin_ = other.begin_;
  other_size_ = other.other_size_;
  count_ = other.count_;
  owned_ = std::move(other.owned_);
  other.clear();
}

} // namespace boost_seqpacket

#endif // BOOST_SEQPACKET_IMPL_OUTGOING_ANCILLARY_HPP
