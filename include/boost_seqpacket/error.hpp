//
// error.hpp
// ~~~~~~~~~
//
// Copyright (c) 2026 The boost_seqpacket authors
//
// Distributed under the Boost Software License, Version 1.0.
// (See accompanying file LICENSE_1_0.txt or copy at
// https://www.boost.org/LICENSE_1_0.txt)
//

#ifndef BOOST_SEQPACKET_ERROR_HPP
#define BOOST_SEQPACKET_ERROR_HPP

#include <boost_seqpacket/detail/config.hpp>

#if defined(BOOST_SEQPACKET_HAS_LOCAL_SOCKETS)

#include <boost_seqpacket/detail/seqpacket_errc.hpp>

#include <boost/system/error_code.hpp>

#include <type_traits>

namespace boost_seqpacket {

/// The category of the values of @c seqpacket_errc, named "boost_seqpacket".
const boost::system::error_category& error_category() noexcept;

/// Make an error code of a value of @c seqpacket_errc.
boost::system::error_code make_error_code(seqpacket_errc e) noexcept;

} // namespace boost_seqpacket

namespace boost {
namespace system {

template <>
struct is_error_code_enum<boost_seqpacket::seqpacket_errc> : std::true_type
{
};

} // namespace system
} // namespace boost

#include <boost_seqpacket/impl/error.hpp>

#endif // defined(BOOST_SEQPACKET_HAS_LOCAL_SOCKETS)

#endif // BOOST_SEQPACKET_ERROR_HPP
