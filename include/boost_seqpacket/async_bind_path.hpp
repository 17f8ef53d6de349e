//
// async_bind_path.hpp
// ~~~~~~~~~~~~~~~~~~~
//
// Copyright (c) 2026 The boost_seqpacket authors
//
// Distributed under the Boost Software License, Version 1.0.
// (See accompanying file LICENSE_1_0.txt or copy at
// https://www.boost.org/LICENSE_1_0.txt)
//

#ifndef BOOST_SEQPACKET_ASYNC_BIND_PATH_HPP
#define BOOST_SEQPACKET_ASYNC_BIND_PATH_HPP

#include <boost_seqpacket/detail/config.hpp>

#if defined(BOOST_SEQPACKET_HAS_BIND_PATH)

#include <boost_seqpacket/bind_path.hpp>
#include <boost_seqpacket/detail/operation/initiate.hpp>

#include <boost/system/error_code.hpp>

#include <string>
#include <type_traits>

namespace boost_seqpacket {
namespace detail {

template <typename T>
using bind_path_token_constraint = std::enable_if_t<
  !std::is_convertible<T, bind_path_options>::value, int>;

template <typename Token, typename AcceptorOrSocket>
using initiated_bind_path = initiated<Token,
  void(boost::system::error_code, bound_path), AcceptorOrSocket,
  bind_path_attempt<AcceptorOrSocket>>;

} // namespace detail

/**
 * @defgroup async_bind_path boost_seqpacket::async_bind_path
 *
 * @brief The @c async_bind_path function starts to bind an acceptor or a
 * datagram socket to a path, and does not block while another process has the
 * lock.
 */
/*@{*/

/// Start to bind an acceptor or a datagram socket to a path.
/**
 * This function initiates what @c bind_path does, and returns immediately.
 * While another process has the lock the operation tries again, in pauses of at
 * most 1 ms at first and 128 ms in the end. The other system calls are those of
 * the file system, which has no asynchronous form of them: they run inside this
 * function at first, and on the handler's executor after a pause. For a path on
 * a file system that may not answer, call @c bind_path on a thread that may
 * wait.
 *
 * @param object An Asio acceptor or datagram socket of the AF_UNIX family. It
 * is opened close-on-exec, unless it is open.
 *
 * @param path The path, of at most 108 bytes, which is copied. A relative path
 * begins at the current directory of the moment at which the operation begins.
 * If the program changes its directory before the handler is called, the result
 * may be @c asio::error::try_again (@c EAGAIN).
 *
 * @param options The mode of the file and other settings, which are copied.
 *
 * @param token The completion token.
 *
 * <b>Completion Signature</b>
 * @code void(boost::system::error_code, bound_path) @endcode
 * After an error the object has no file.
 *
 * @par Completion Conditions
 * The acceptor listens at the path, or the datagram socket has it, or an error
 * occurred. The handler is called
 * from inside this function only by its associated immediate executor (Boost
 * 1.82 and later).
 *
 * @par Object Lifetimes
 * The object may be moved, closed or destroyed while the operation waits
 * (doc/guide/completion.md). A moved object's operation goes on. Keep the
 * moved-from object alive, because the operation looks at it on failure. A
 * closed or destroyed object's operation ends with @c operation_aborted.
 * Close, move and destroy it on the handler's executor or strand
 * (doc/guide/threads.md).
 *
 * @par Per-Operation Cancellation
 * @c terminal, @c partial and @c total (Boost 1.77 and later). A cancelled
 * operation has changed nothing at the path. The object's @c cancel() does
 * not reach the operation, because it waits for time to pass. @c close() ends
 * it at the end of the current pause.
 *
 * @b Errors
 * @li @c asio::error::operation_aborted (@c ECANCELED): The operation was
 * cancelled, or the object was closed.
 * @li All errors of @c bind_path.
 * @li An exception of the handler's allocator, or for want of memory, leaves
 * this function or @c run(), and the handler is not called. The object may be
 * open then.
 *
 * @b Example
 * @snippet bind_path_coroutine.cpp bind_path_coroutine_bind
 */
template <typename AcceptorOrSocket,
    typename CompletionToken = detail::default_token<AcceptorOrSocket>,
    detail::local_constraint<AcceptorOrSocket> = 0>
detail::initiated_bind_path<CompletionToken, AcceptorOrSocket> async_bind_path(
    AcceptorOrSocket& object, const std::string& path,
    const bind_path_options& options,
    CompletionToken&& token = detail::default_token<AcceptorOrSocket>());

/// Start to bind an acceptor or a datagram socket to a path, with default
/// options.
/**
 * As the form with options.
 */
template <typename AcceptorOrSocket,
    typename CompletionToken = detail::default_token<AcceptorOrSocket>,
    detail::bind_path_token_constraint<CompletionToken> = 0,
    detail::local_constraint<AcceptorOrSocket> = 0>
detail::initiated_bind_path<CompletionToken, AcceptorOrSocket> async_bind_path(
    AcceptorOrSocket& object, const std::string& path,
    CompletionToken&& token = detail::default_token<AcceptorOrSocket>());

/// Refuse a pointer to an acceptor or a socket, and say what to write.
template <typename Pointer, typename... Rest,
    detail::no_executor_constraint<Pointer> = 0>
void async_bind_path(Pointer&&, Rest&&...)
{
  detail::check_executor<Pointer>();
}

/*@}*/

} // namespace boost_seqpacket

#include <boost_seqpacket/impl/async_bind_path.hpp>

#endif // defined(BOOST_SEQPACKET_HAS_BIND_PATH)

#endif // BOOST_SEQPACKET_ASYNC_BIND_PATH_HPP
