// Copyright (c) 2026 The boost_seqpacket authors
//
// Distributed under the Boost Software License, Version 1.0.
// (See accompanying file LICENSE_1_0.txt or copy at
// https://www.boost.org/LICENSE_1_0.txt)

#ifndef BOOST_SEQPACKET_TEST_SUPPORT_FEATURES_HPP
#define BOOST_SEQPACKET_TEST_SUPPORT_FEATURES_HPP

// What the Asio that the tests are compiled against can do, and whether a
// sanitizer has memory of its own.

#include <boost/asio/detail/config.hpp>
#include <boost/asio/version.hpp>

#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
# define TEST_HAS_SANITIZER 1
#elif defined(__has_feature)
# if __has_feature(address_sanitizer) || __has_feature(thread_sanitizer)
#  define TEST_HAS_SANITIZER 1
# endif
#endif

#if BOOST_ASIO_VERSION >= 102000 // Boost 1.77
# define TEST_HAS_CANCELLATION 1
#endif

#if BOOST_ASIO_VERSION >= 102300 // Boost 1.79
# define TEST_HAS_RECYCLING_ALLOCATOR 1
#endif

#if BOOST_ASIO_VERSION >= 102400 // Boost 1.80
# define TEST_HAS_DEFERRED 1
# define TEST_HAS_AS_TUPLE 1
# define TEST_HAS_BIND_ALLOCATOR 1
# define TEST_HAS_BIND_CANCELLATION_SLOT 1
# define TEST_HAS_PARALLEL_GROUP 1
#endif

#if BOOST_ASIO_VERSION >= 102800 // Boost 1.82
# define TEST_HAS_IMMEDIATE_EXECUTOR 1
#endif

#if BOOST_ASIO_VERSION >= 103200 // Boost 1.86
# define TEST_HAS_CANCEL_AFTER 1
#endif

#if defined(BOOST_ASIO_HAS_CO_AWAIT)
# define TEST_HAS_COROUTINES 1
#endif

#if defined(BOOST_ASIO_HAS_EPOLL)
# define TEST_HAS_EPOLL 1
#endif

#if defined(TEST_HAS_PARALLEL_GROUP)
// In Boost 1.81 it does not include what it needs.
# include <boost/asio/async_result.hpp>
# include <boost/asio/experimental/parallel_group.hpp>
#endif

#if defined(TEST_HAS_COROUTINES) && defined(TEST_HAS_PARALLEL_GROUP)
# define TEST_HAS_AWAITABLE_OPERATORS 1
# include <boost/asio/experimental/awaitable_operators.hpp>
#endif

#endif // BOOST_SEQPACKET_TEST_SUPPORT_FEATURES_HPP
