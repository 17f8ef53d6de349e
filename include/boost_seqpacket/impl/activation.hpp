//
// impl/activation.hpp
// ~~~~~~~~~~~~~~~~~~~
//
// Copyright (c) 2026 The boost_seqpacket authors
//
// Distributed under the Boost Software License, Version 1.0.
// (See accompanying file LICENSE_1_0.txt or copy at
// https://www.boost.org/LICENSE_1_0.txt)
//

#ifndef BOOST_SEQPACKET_IMPL_ACTIVATION_HPP
#define BOOST_SEQPACKET_IMPL_ACTIVATION_HPP

#include <boost_seqpacket/detail/connection/activation_ops.hpp>
#include <boost_seqpacket/detail/throw_error.hpp>

#include <cstddef>
#include <utility>

namespace boost_seqpacket {

inline std::vector<activated_descriptor> activated_descriptors()
{
  boost::system::error_code ec;
  std::vector<activated_descriptor> result =
    boost_seqpacket::activated_descriptors(ec);
  detail::throw_error(ec, "activated_descriptors");
  return result;
}

inline std::vector<activated_descriptor> activated_descriptors(
    boost::system::error_code& ec)
{
  std::vector<std::string> names = detail::activation_ops::take(ec);
  std::vector<activated_descriptor> result(names.size());
  int number = detail::activation_ops::first_descriptor;
  for (std::size_t i = 0; i < result.size(); ++i)
  {
    result[i].descriptor.reset(number++);
    result[i].name = std::move(names[i]);
  }
  return result;
}

} // namespace boost_seqpacket

#endif // BOOST_SEQPACKET_IMPL_ACTIVATION_HPP
