//
// impl/error.hpp
// ~~~~~~~~~~~~~~
//
// Copyright (c) 2026 The boost_seqpacket authors
//
// Distributed under the Boost Software License, Version 1.0.
// (See accompanying file LICENSE_1_0.txt or copy at
// https://www.boost.org/LICENSE_1_0.txt)
//

#ifndef BOOST_SEQPACKET_IMPL_ERROR_HPP
#define BOOST_SEQPACKET_IMPL_ERROR_HPP

#include <boost_seqpacket/detail/error_category.hpp>

namespace boost_seqpacket {
inline const boost::system::error_category& error_category() noexcept
{
  return detail::category::instance();
}

inline boost::system::error_code make_error_code(seqpacket_errc e) noexcept
{
  return boost::system::error_code(static_cast<int>(e), error_category());
}

} // namespace boost_seqpacket

#endif // BOOST_SEQPACKET_IMPL_ERROR_HPP
