//
// impl/unique_descriptor.hpp
// ~~~~~~~~~~~~~~~~~~~~~~~~~~
//
// Copyright (c) 2026 The boost_seqpacket authors
//
// Distributed under the Boost Software License, Version 1.0.
// (See accompanying file LICENSE_1_0.txt or copy at
// https://www.boost.org/LICENSE_1_0.txt)
//

#ifndef BOOST_SEQPACKET_IMPL_UNIQUE_DESCRIPTOR_HPP
#define BOOST_SEQPACKET_IMPL_UNIQUE_DESCRIPTOR_HPP

#include <boost_seqpacket/detail/socket/descriptor_ops.hpp>
#include <boost_seqpacket/detail/throw_error.hpp>

namespace boost_seqpacket {

inline unique_descriptor::unique_descriptor(
    native_handle_type descriptor) noexcept
  : descriptor_(descriptor < 0 ? -1 : descriptor)
{
}

inline unique_descriptor::unique_descriptor(unique_descriptor&& other) noexcept
  : descriptor_(other.release())
{
}

inline unique_descriptor& unique_descriptor::operator=(
    unique_descriptor&& other) noexcept
{
  if (this != &other)
    reset(other.release());
  return *this;
}

inline unique_descriptor::~unique_descriptor()
{
  reset();
}

inline unique_descriptor::native_handle_type
unique_descriptor::release() noexcept
{
  const native_handle_type descriptor = descriptor_;
  descriptor_ = -1;
  return descriptor;
}

inline void unique_descriptor::reset(native_handle_type descriptor) noexcept
{
  if (descriptor_ >= 0 && descriptor_ != descriptor)
  {
    boost::system::error_code ignored;
    detail::descriptor_ops::close(descriptor_, ignored);
  }
  descriptor_ = descriptor < 0 ? -1 : descriptor;
}

inline void unique_descriptor::close(boost::system::error_code& ec) noexcept
{
  ec = boost::system::error_code();
  if (is_open())
    detail::descriptor_ops::close(release(), ec);
}

inline unique_descriptor unique_descriptor::duplicate() const
{
  boost::system::error_code ec;
  unique_descriptor result = duplicate(ec);
  detail::throw_error(ec, "duplicate");
  return result;
}

inline unique_descriptor unique_descriptor::duplicate(
    boost::system::error_code& ec) const
{
  return unique_descriptor(detail::descriptor_ops::duplicate(descriptor_, ec));
}

} // namespace boost_seqpacket

#endif // BOOST_SEQPACKET_IMPL_UNIQUE_DESCRIPTOR_HPP
