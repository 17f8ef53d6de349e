// Copyright (c) 2026 The boost_seqpacket authors
//
// Distributed under the Boost Software License, Version 1.0.
// (See accompanying file LICENSE_1_0.txt or copy at
// https://www.boost.org/LICENSE_1_0.txt)

#ifndef BOOST_SEQPACKET_TEST_SUPPORT_TRACKING_EXECUTOR_HPP
#define BOOST_SEQPACKET_TEST_SUPPORT_TRACKING_EXECUTOR_HPP

#include <boost/asio/execution.hpp>
#include <boost/asio/prefer.hpp>
#include <boost/asio/query.hpp>
#include <boost/asio/require.hpp>

#include <type_traits>
#include <utility>

namespace boost_seqpacket {
namespace test {

// What an executor has done.
struct track
{
  int submitted = 0; // functions that were handed to it
  int executed = 0; // functions that have been run
  int depth = 0;    // functions that are running now
};

// An executor that hands everything to another one, and keeps a track of what
// runs on it.
template <typename Inner>
class tracking_executor
{
public:
  tracking_executor(const Inner& inner, track& t) noexcept
    : inner_(inner),
      track_(&t)
  {
  }

  template <typename Property>
  auto require(const Property& property) const noexcept
    -> tracking_executor<std::decay_t<
      decltype(boost::asio::require(std::declval<const Inner&>(), property))>>
  {
    return {boost::asio::require(inner_, property), *track_};
  }

  template <typename Property>
  auto prefer(const Property& property) const noexcept
    -> tracking_executor<std::decay_t<
      decltype(boost::asio::prefer(std::declval<const Inner&>(), property))>>
  {
    return {boost::asio::prefer(inner_, property), *track_};
  }

  template <typename Property>
  auto query(const Property& property) const noexcept
    -> decltype(boost::asio::query(std::declval<const Inner&>(), property))
  {
    return boost::asio::query(inner_, property);
  }

  template <typename Function>
  void execute(Function&& function) const
  {
    ++track_->submitted;
    inner_.execute(
        [t = track_, f = std::decay_t<Function>(
            std::forward<Function>(function))]() mutable
        {
          ++t->executed;
          ++t->depth;
          std::move(f)();
          --t->depth;
        });
  }

  friend bool operator==(const tracking_executor& a,
      const tracking_executor& b) noexcept
  {
    return a.inner_ == b.inner_ && a.track_ == b.track_;
  }

  friend bool operator!=(const tracking_executor& a,
      const tracking_executor& b) noexcept
  {
    return !(a == b);
  }

private:
  Inner inner_;
  track* track_;
};

} // namespace test
} // namespace boost_seqpacket

#endif // BOOST_SEQPACKET_TEST_SUPPORT_TRACKING_EXECUTOR_HPP
