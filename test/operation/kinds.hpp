// Copyright (c) 2026 The boost_seqpacket authors
//
// Distributed under the Boost Software License, Version 1.0.
// (See accompanying file LICENSE_1_0.txt or copy at
// https://www.boost.org/LICENSE_1_0.txt)

#ifndef BOOST_SEQPACKET_TEST_OPERATION_KINDS_HPP
#define BOOST_SEQPACKET_TEST_OPERATION_KINDS_HPP

// Every kind of operation that can wait, each with what it waits for, so that a
// test says once what holds for all of them.
//
// A kind is a class with these members:
//   name             for the log
//   kind(executor)   makes a socket or an acceptor, and what it talks to
//   object()         the socket or the acceptor of the operation
//   start(token)     initiates the operation. It waits, unless make_ready was
//                    called before
//   make_ready()     lets come what the operation waits for
//   has_succeeded()  whether the operation has done its work
//   is_untouched()   whether what it waited for is still there
//   reopen()         closes the object and opens another one under its number,
//                    which is ready when make_ready was called

#include "connection_kinds.hpp"
#include "large_kinds.hpp"
#include "receive_kinds.hpp"
#include "send_kinds.hpp"
#include "tracking_executor.hpp"

#include <tuple>
#include <type_traits>

namespace boost_seqpacket {
namespace test {

// The table.
template <typename Executor>
using kinds_on = std::tuple<receive_bytes<Executor>,
  receive_with_ancillary<Executor>, receive_dynamic<Executor>,
  receive_files<Executor>, receive_batch<Executor>, discard<Executor>,
  read_stream<Executor>, write_stream<Executor>, receive_from<Executor>,
  send_to<Executor>, receive_some_files<Executor>, send_owner<Executor>,
  receive_socket<Executor>, send_counter<Executor>,
  send_bytes<Executor>, send_with_ancillary<Executor>, send_files<Executor>,
  send_batch<Executor>, accept_new<Executor>, accept_into<Executor>,
  connect_to_full<Executor>, receive_large<Executor>,
  receive_large_copy<Executor>, send_large<Executor>>;

using kinds = kinds_on<asio::any_io_executor>;

// True for the kinds that are Asio's own operations: bytes alone.
template <typename Kind>
struct is_asios_own : std::false_type {};

template <typename Executor>
struct is_asios_own<receive_bytes<Executor>> : std::true_type {};

template <typename Executor>
struct is_asios_own<send_bytes<Executor>> : std::true_type {};

// How an operation of any kind ended.
struct ended
{
  int calls = 0;
  error_code error;

  auto handler()
  {
    return [this](const error_code& ec, auto&&...)
        {
          ++calls;
          error = ec;
        };
  }
};

// Starts an operation and lets it begin to wait.
template <typename Kind, typename Token>
void start_waiting(asio::io_context& context, Kind& kind, Token&& token)
{
  kind.start(std::forward<Token>(token));
  context.restart();
  context.poll();
}

// Holds an operation at the moment when it could go on, and has not yet: the
// context of its socket has handed it to the context of its handler. Nothing
// but the operation itself can see what happens to the socket now.
template <typename Kind>
class between_readiness_and_resumption
{
public:
  between_readiness_and_resumption()
    : between_readiness_and_resumption([](auto handler) { return handler; })
  {
  }

  // The function says what else is associated with the handler.
  template <typename Associate>
  explicit between_readiness_and_resumption(Associate associate)
    : kind(context_.get_executor())
  {
    const tracking_executor<asio::io_context::executor_type> executor(
        other_.get_executor(), handed_over_);
    kind.start(asio::bind_executor(executor, associate(result.handler())));
    kind.make_ready();
    run_until(context_, [&] { return handed_over_.submitted != 0; });
  }

  void resume()
  {
    const auto end = std::chrono::steady_clock::now() + deadline;
    while (result.calls == 0 && std::chrono::steady_clock::now() < end)
    {
      other_.restart();
      other_.poll();
      context_.restart();
      context_.run_for(std::chrono::milliseconds(1));
    }
  }

private:
  asio::io_context context_;
  asio::io_context other_;
  track handed_over_;

public:
  Kind kind;
  ended result;
};

} // namespace test
} // namespace boost_seqpacket

#endif // BOOST_SEQPACKET_TEST_OPERATION_KINDS_HPP
