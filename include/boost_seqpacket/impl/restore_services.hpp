//
// impl/restore_services.hpp
// ~~~~~~~~~~~~~~~~~~~~~~~~~
//
// Copyright (c) 2026 The boost_seqpacket authors
//
// Distributed under the Boost Software License, Version 1.0.
// (See accompanying file LICENSE_1_0.txt or copy at
// https://www.boost.org/LICENSE_1_0.txt)
//

#ifndef BOOST_SEQPACKET_IMPL_RESTORE_SERVICES_HPP
#define BOOST_SEQPACKET_IMPL_RESTORE_SERVICES_HPP

#include <boost_seqpacket/detail/service/sort_activated.hpp>
#include <boost_seqpacket/detail/throw_error.hpp>

#include <utility>

namespace boost_seqpacket {

inline restored_services restore_services(
    std::vector<activated_descriptor>&& activated)
{
  boost::system::error_code ec;
  restored_services result =
    boost_seqpacket::restore_services(std::move(activated), ec);
  detail::throw_error(ec, "restore_services");
  return result;
}

inline restored_services restore_services(
    std::vector<activated_descriptor>&& activated,
    boost::system::error_code& ec)
{
  std::vector<activated_descriptor> descriptors(std::move(activated));
  restored_services result;
  detail::activated_sorter<std::vector<activated_descriptor>>
    sorter(descriptors);
  sorter.look(ec);
  if (ec)
    result.others = std::move(descriptors);
  else
    sorter.move_to(result);
  return result;
}

} // namespace boost_seqpacket

#endif // BOOST_SEQPACKET_IMPL_RESTORE_SERVICES_HPP
