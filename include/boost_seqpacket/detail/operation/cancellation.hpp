//
// detail/operation/cancellation.hpp
// ~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~
//
// Copyright (c) 2026 The boost_seqpacket authors
//
// Distributed under the Boost Software License, Version 1.0.
// (See accompanying file LICENSE_1_0.txt or copy at
// https://www.boost.org/LICENSE_1_0.txt)
//

#ifndef BOOST_SEQPACKET_DETAIL_OPERATION_CANCELLATION_HPP
#define BOOST_SEQPACKET_DETAIL_OPERATION_CANCELLATION_HPP

#include <boost_seqpacket/detail/config.hpp>

#if defined(BOOST_SEQPACKET_HAS_CANCELLATION)

# include <boost_seqpacket/detail/operation/socket_identity.hpp>

# include <boost/asio/associated_cancellation_slot.hpp>
# include <boost/asio/cancellation_signal.hpp>
# include <boost/asio/cancellation_type.hpp>

# if defined(BOOST_SEQPACKET_HAS_RECYCLING_ALLOCATOR)
#  include <boost/asio/recycling_allocator.hpp>
# endif

# include <memory>
# include <mutex>
# include <utility>

namespace boost_seqpacket {
namespace detail {

// What an operation that waits shares with the cancellation signal of its
// handler. Another thread may emit the signal at the moment when the operation
// completes. The signal may be destroyed while the operation waits, and it may
// be emitted when the operation and its socket are gone. Therefore neither side
// points into the other: the slot and the operation each own a share.
//
// An asio::cancellation_state is not enough: it has no lock, and what it reads
// lives in the signal.
class shared_cancellation
{
public:
  void emit(boost::asio::cancellation_type type)
  {
    const std::lock_guard<std::recursive_mutex> lock(mutex_);
    using types = boost::asio::cancellation_type;
    const auto ends = types::terminal | types::partial;
    if (has_ended_ || (type & (ends | types::total)) == types::none)
      return;
    if ((type & ends) != types::none)
      is_cancelled_ = true;
    else if (has_begun_)
      return;
    else
      is_cancelled_if_not_begun_ = true;
    // A socket that was closed or destroyed has ended the wait already, and
    // what Asio has left in the inner slot refers to it.
    if (!waits_for_socket_ || !socket_.is_gone())
      inner_.emit(type);
  }

  bool is_cancelled()
  {
    const std::lock_guard<std::recursive_mutex> lock(mutex_);
    return is_cancelled_ || is_cancelled_if_not_begun_;
  }

  // Later signals have no effect. What Asio has left in the inner slot refers
  // to the socket, which may be gone by then.
  void end()
  {
    const std::lock_guard<std::recursive_mutex> lock(mutex_);
    has_ended_ = true;
  }

  // Call the function, which starts the next wait. The lock makes sure that a
  // signal of another thread finds the inner slot complete. A signal that came
  // before ends the wait. Total cancellation promises that nothing has
  // happened, so it has no effect on an operation that has begun.
  template <typename Start>
  void start(const socket_identity* waits_for, bool has_begun,
      Start start_wait)
  {
    const std::lock_guard<std::recursive_mutex> lock(mutex_);
    waits_for_socket_ = waits_for != nullptr;
    if (waits_for)
      socket_ = *waits_for;
    has_begun_ = has_begun;
    if (has_begun)
      is_cancelled_if_not_begun_ = false;
    start_wait();
    if (is_cancelled_ || is_cancelled_if_not_begun_)
      inner_.emit(boost::asio::cancellation_type::terminal);
  }

  boost::asio::cancellation_slot slot() noexcept
  {
    return inner_.slot();
  }

private:
  // Recursive: if the start of a wait throws, the operation is destroyed there.
  std::recursive_mutex mutex_;
  bool is_cancelled_ = false;
  bool is_cancelled_if_not_begun_ = false;
  bool has_begun_ = false;
  bool has_ended_ = false;
  bool waits_for_socket_ = false;
  socket_identity socket_;
  boost::asio::cancellation_signal inner_;
};

// The share of the operation. It moves with the operation. Its destructor ends
// what is shared.
class operation_cancellation
{
public:
  using slot_type = boost::asio::cancellation_slot;

  // A template, so that only programs that use it compile it.
  template <typename Slot>
  explicit operation_cancellation(Slot slot)
  {
    if (!slot.is_connected())
      return;
# if defined(BOOST_SEQPACKET_HAS_RECYCLING_ALLOCATOR)
    shared_ = std::allocate_shared<shared_cancellation>(
        boost::asio::recycling_allocator<shared_cancellation>());
# else
    shared_ = std::make_shared<shared_cancellation>();
# endif
    slot.template emplace<relay>(shared_);
  }

  operation_cancellation(operation_cancellation&&) noexcept = default;
  operation_cancellation(const operation_cancellation&) = delete;
  operation_cancellation& operator=(const operation_cancellation&) = delete;

  ~operation_cancellation()
  {
    if (shared_)
      end();
  }

  bool is_cancelled() const
  {
    return shared_ && shared_->is_cancelled();
  }

  void end()
  {
    if (shared_)
      shared_->end();
    shared_.reset();
  }

  // The slot for the waits of the operation.
  slot_type slot() const noexcept
  {
    return shared_ ? shared_->slot() : slot_type();
  }

  // Call the function, which starts a wait and moves the operation into it.
  // The socket is what the wait is for, or null for a pause.
  template <typename Start>
  void start(const socket_identity* waits_for, bool has_begun,
      Start start_wait)
  {
    // The function moves from this object.
    const std::shared_ptr<shared_cancellation> shared = shared_;
    if (shared)
      shared->start(waits_for, has_begun, std::move(start_wait));
    else
      start_wait();
  }

private:
  // The share of the signal.
  class relay
  {
  public:
    explicit relay(std::shared_ptr<shared_cancellation> shared) noexcept
      : shared_(std::move(shared))
    {
    }

    void operator()(boost::asio::cancellation_type type)
    {
      // The handler that this calls may destroy the signal, and this object
      // with it.
      const std::shared_ptr<shared_cancellation> shared = shared_;
      shared->emit(type);
    }

  private:
    std::shared_ptr<shared_cancellation> shared_;
  };

  std::shared_ptr<shared_cancellation> shared_;
};

} // namespace detail
} // namespace boost_seqpacket

#endif // defined(BOOST_SEQPACKET_HAS_CANCELLATION)

#endif // BOOST_SEQPACKET_DETAIL_OPERATION_CANCELLATION_HPP
