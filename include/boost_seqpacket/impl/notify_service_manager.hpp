//
// impl/notify_service_manager.hpp
// ~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~
//
// Copyright (c) 2026 The boost_seqpacket authors
//
// Distributed under the Boost Software License, Version 1.0.
// (See accompanying file LICENSE_1_0.txt or copy at
// https://www.boost.org/LICENSE_1_0.txt)
//

#ifndef BOOST_SEQPACKET_IMPL_NOTIFY_SERVICE_MANAGER_HPP
#define BOOST_SEQPACKET_IMPL_NOTIFY_SERVICE_MANAGER_HPP

#include <boost_seqpacket/detail/service/notification.hpp>
#include <boost_seqpacket/detail/throw_error.hpp>

#include <utility>

namespace boost_seqpacket {

inline bool notify_service_manager(std::string_view state)
{
  return boost_seqpacket::notify_service_manager(
      state, detail::descriptor_list());
}

inline bool notify_service_manager(std::string_view state,
    boost::system::error_code& ec)
{
  return boost_seqpacket::notify_service_manager(
      state, detail::descriptor_list(), ec);
}

inline bool notify_service_manager(std::string_view state,
    detail::descriptor_list&& descriptors)
{
  boost::system::error_code ec;
  const bool sent = boost_seqpacket::notify_service_manager(
      state, std::move(descriptors), ec);
  detail::throw_error(ec, "notify_service_manager");
  return sent;
}

inline bool notify_service_manager(std::string_view state,
    detail::descriptor_list&& descriptors, boost::system::error_code& ec)
{
  detail::descriptor_list owners(std::move(descriptors)); // closes its own
  return detail::send_notification(state, std::move(owners),
      std::chrono::steady_clock::now() + detail::notification_limit, ec);
}

inline bool wait_for_service_manager(
    std::chrono::steady_clock::duration timeout)
{
  boost::system::error_code ec;
  const bool done = boost_seqpacket::wait_for_service_manager(timeout, ec);
  detail::throw_error(ec, "wait_for_service_manager");
  return done;
}

inline bool wait_for_service_manager(
    std::chrono::steady_clock::duration timeout, boost::system::error_code& ec)
{
  return detail::pass_barrier(timeout, ec);
}

} // namespace boost_seqpacket

#endif // BOOST_SEQPACKET_IMPL_NOTIFY_SERVICE_MANAGER_HPP
