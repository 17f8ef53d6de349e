//
// impl/service_store.hpp
// ~~~~~~~~~~~~~~~~~~~~~~
//
// Copyright (c) 2026 The boost_seqpacket authors
//
// Distributed under the Boost Software License, Version 1.0.
// (See accompanying file LICENSE_1_0.txt or copy at
// https://www.boost.org/LICENSE_1_0.txt)
//

#ifndef BOOST_SEQPACKET_IMPL_SERVICE_STORE_HPP
#define BOOST_SEQPACKET_IMPL_SERVICE_STORE_HPP

#include <boost_seqpacket/detail/service/store_messages.hpp>
#include <boost_seqpacket/detail/throw_error.hpp>

#include <utility>

namespace boost_seqpacket {

inline bool store_descriptors(std::string_view name,
    detail::descriptor_list&& descriptors, stored_until until)
{
  boost::system::error_code ec;
  const bool sent = boost_seqpacket::store_descriptors(
      name, std::move(descriptors), until, ec);
  detail::throw_error(ec, "store_descriptors");
  return sent;
}

inline bool store_descriptors(std::string_view name,
    detail::descriptor_list&& descriptors, stored_until until,
    boost::system::error_code& ec)
{
  return detail::send_store(name, std::move(descriptors),
      until == stored_until::removed, ec);
}

inline bool store_descriptors(std::string_view name,
    detail::descriptor_list&& descriptors, boost::system::error_code& ec)
{
  return detail::send_store(name, std::move(descriptors), false, ec);
}

inline bool remove_stored(std::string_view name)
{
  boost::system::error_code ec;
  const bool sent = boost_seqpacket::remove_stored(name, ec);
  detail::throw_error(ec, "remove_stored");
  return sent;
}

inline bool remove_stored(std::string_view name,
    boost::system::error_code& ec)
{
  return detail::send_removal(name, ec);
}

inline bool store_session(std::string_view name, int socket,
    boost::asio::const_buffer state)
{
  boost::system::error_code ec;
  const bool sent =
    boost_seqpacket::store_session(name, socket, state, ec);
  detail::throw_error(ec, "store_session");
  return sent;
}

inline bool store_session(std::string_view name, int socket,
    boost::asio::const_buffer state, boost::system::error_code& ec)
{
  return detail::send_session(name, socket, state, ec);
}

inline bool remove_stored_session(std::string_view name)
{
  boost::system::error_code ec;
  const bool sent = boost_seqpacket::remove_stored_session(name, ec);
  detail::throw_error(ec, "remove_stored_session");
  return sent;
}

inline bool remove_stored_session(std::string_view name,
    boost::system::error_code& ec)
{
  return detail::send_session_removal(name, ec);
}

} // namespace boost_seqpacket

#endif // BOOST_SEQPACKET_IMPL_SERVICE_STORE_HPP
