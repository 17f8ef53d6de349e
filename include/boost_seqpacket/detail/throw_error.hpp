//
// detail/throw_error.hpp
// ~~~~~~~~~~~~~~~~~~~~~~
//
// Copyright (c) 2026 The boost_seqpacket authors
//
// Distributed under the Boost Software License, Version 1.0.
// (See accompanying file LICENSE_1_0.txt or copy at
// https://www.boost.org/LICENSE_1_0.txt)
//

#ifndef BOOST_SEQPACKET_DETAIL_THROW_ERROR_HPP
#define BOOST_SEQPACKET_DETAIL_THROW_ERROR_HPP

#include <boost/system/error_code.hpp>
#include <boost/system/system_error.hpp>
#include <boost/throw_exception.hpp>

namespace boost_seqpacket {
namespace detail {

// Every throwing form calls its twin with an error code, and then this.
inline void throw_error(const boost::system::error_code& ec, const char* what)
{
  if (ec)
    boost::throw_exception(boost::system::system_error(ec, what));
}

} // namespace detail
} // namespace boost_seqpacket

#endif // BOOST_SEQPACKET_DETAIL_THROW_ERROR_HPP
