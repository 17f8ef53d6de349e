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
  return detail::activation_ops::take<std::vector<activated_descriptor>>(ec);
}

} // namespace boost_seqpacket

#endif // BOOST_SEQPACKET_IMPL_ACTIVATION_HPP
