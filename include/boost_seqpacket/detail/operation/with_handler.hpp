//
// detail/operation/with_handler.hpp
// ~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~
//
// Copyright (c) 2026 The boost_seqpacket authors
//
// Distributed under the Boost Software License, Version 1.0.
// (See accompanying file LICENSE_1_0.txt or copy at
// https://www.boost.org/LICENSE_1_0.txt)
//

#ifndef BOOST_SEQPACKET_DETAIL_OPERATION_WITH_HANDLER_HPP
#define BOOST_SEQPACKET_DETAIL_OPERATION_WITH_HANDLER_HPP

#include <boost_seqpacket/detail/config.hpp>

#include <boost/asio/associated_allocator.hpp>
#include <boost/asio/associated_executor.hpp>

#if defined(BOOST_SEQPACKET_HAS_CANCELLATION)
# include <boost/asio/associator.hpp>
#endif

#include <utility>

namespace boost_seqpacket {
namespace detail {

// Stands before the step, so that the handler is destroyed after it. Memory of
// the step comes from the handler's allocator, and a socket in its result may
// belong to a context that the handler owns.
template <typename Handler>
class handler_holder
{
protected:
  template <typename H>
  explicit handler_holder(H&& handler, std::in_place_t)
    : handler_(std::forward<H>(handler))
  {
  }

  Handler handler_;
};

// A step of an operation, which Asio's functions take as a handler. It holds
// the user's handler and has the associations of that handler: the executor,
// the allocator and the cancellation slot. A nested type of the step itself,
// such as cancellation_slot_type, comes first.
template <typename Handler, typename Step>
class with_handler
  : private handler_holder<Handler>,
    public Step
{
public:
  template <typename H>
  with_handler(H&& handler, Step&& step)
    : handler_holder<Handler>(std::forward<H>(handler), std::in_place),
      Step(std::move(step))
  {
  }

  void start()
  {
    Step::start(*this);
  }

  template <typename... Args>
  void operator()(Args&&... args)
  {
    Step::run(*this, std::forward<Args>(args)...);
  }

  Handler& handler() noexcept
  {
    return this->handler_;
  }

  const Handler& handler() const noexcept
  {
    return this->handler_;
  }
};

} // namespace detail
} // namespace boost_seqpacket

namespace boost {
namespace asio {

#if defined(BOOST_SEQPACKET_HAS_CANCELLATION)

template <template <typename, typename> class Associator,
    typename Handler, typename Step, typename Default>
struct associator<Associator,
    boost_seqpacket::detail::with_handler<Handler, Step>, Default>
  : Associator<Handler, Default>
{
  using step_type = boost_seqpacket::detail::with_handler<Handler, Step>;

  static typename Associator<Handler, Default>::type get(
      const step_type& step) noexcept
  {
    return Associator<Handler, Default>::get(step.handler());
  }

  static auto get(const step_type& step, const Default& candidate) noexcept
    -> decltype(Associator<Handler, Default>::get(step.handler(), candidate))
  {
    return Associator<Handler, Default>::get(step.handler(), candidate);
  }
};

#else // defined(BOOST_SEQPACKET_HAS_CANCELLATION)

template <typename Handler, typename Step, typename Executor>
struct associated_executor<
    boost_seqpacket::detail::with_handler<Handler, Step>, Executor>
  : associated_executor<Handler, Executor>
{
  static typename associated_executor<Handler, Executor>::type get(
      const boost_seqpacket::detail::with_handler<Handler, Step>& step,
      const Executor& candidate = Executor()) noexcept
  {
    return associated_executor<Handler, Executor>::get(
        step.handler(), candidate);
  }
};

template <typename Handler, typename Step, typename Allocator>
struct associated_allocator<
    boost_seqpacket::detail::with_handler<Handler, Step>, Allocator>
  : associated_allocator<Handler, Allocator>
{
  static typename associated_allocator<Handler, Allocator>::type get(
      const boost_seqpacket::detail::with_handler<Handler, Step>& step,
      const Allocator& candidate = Allocator()) noexcept
  {
    return associated_allocator<Handler, Allocator>::get(
        step.handler(), candidate);
  }
};

#endif // defined(BOOST_SEQPACKET_HAS_CANCELLATION)

} // namespace asio
} // namespace boost

#endif // BOOST_SEQPACKET_DETAIL_OPERATION_WITH_HANDLER_HPP
