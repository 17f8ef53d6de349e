//
// bound_path.hpp
// ~~~~~~~~~~~~~~
//
// Copyright (c) 2026 The boost_seqpacket authors
//
// Distributed under the Boost Software License, Version 1.0.
// (See accompanying file LICENSE_1_0.txt or copy at
// https://www.boost.org/LICENSE_1_0.txt)
//

#ifndef BOOST_SEQPACKET_BOUND_PATH_HPP
#define BOOST_SEQPACKET_BOUND_PATH_HPP

#include <boost_seqpacket/detail/config.hpp>

#if defined(BOOST_SEQPACKET_HAS_BIND_PATH)

#include <boost_seqpacket/bind_path_options.hpp>
#include <boost_seqpacket/detail/path/socket_file.hpp>

#include <boost/system/error_code.hpp>

#include <chrono>
#include <string>

namespace boost_seqpacket {
namespace detail {

template <typename Acceptor>
class bind_path_attempt;

} // namespace detail

/// A file that @c bind_path has made, and what is needed to remove it.
/**
 * The file stays after the object is destroyed, unless @c remove_on_destruction
 * is set. A file without a socket does no harm: the next @c bind_path
 * replaces it.
 *
 * The object has two close-on-exec descriptors. That of the directory keeps the
 * path the same when the program changes its directory. That of the file keeps
 * the system from giving its inode number to a new file, so that no other file
 * is ever taken for it, also after the acceptor is closed.
 *
 * @par Thread Safety
 * @e Distinct @e objects: Safe.@n @e Shared @e objects: Unsafe.
 */
class bound_path
{
public:
  /// Construct an object without a file.
  bound_path() = default;

  /// Take over the file of another object, which has none afterwards.
  bound_path(bound_path&& other) noexcept;

  /// Do what the destructor does, and take over the file of another object.
  bound_path& operator=(bound_path&& other) noexcept;

  bound_path(const bound_path&) = delete;
  bound_path& operator=(const bound_path&) = delete;

  /// Remove the file if @c remove_on_destruction is set.
  /**
   * The destructor does not wait: if another process has the lock, the file
   * stays. It is not a cancellation point of pthread_cancel(3).
   */
  ~bound_path();

  /// The path that was given to @c bind_path.
  const std::string& path() const noexcept
  {
    return file_.path();
  }

  /// Remove the file if it is still the one that @c bind_path has made.
  /**
   * After that no client can connect or send. The socket is not touched:
   * connections in its backlog can be accepted, and packets in its queue
   * received. Call the function before or after the socket is closed. It waits
   * for the lock, at most for the @c lock_timeout that @c bind_path was given
   * and one pause of at most 128 ms.
   *
   * @returns Whether the file was removed. It is @c false if another process
   * has removed or replaced the file, or the object has none.
   *
   * @throws boost::system::system_error Thrown on failure. The object keeps the
   * file then, and the call can be repeated.
   *
   * @b Errors
   * @li @c asio::error::timed_out (@c ETIMEDOUT): Another process had the lock
   * all the time.
   * @li @c asio::error::access_denied (@c EACCES), @c EPERM, @c EROFS,
   * @c EMFILE: The lock cannot be taken or the file cannot be removed (open(2),
   * unlink(2)).
   */
  bool remove();

  /// Remove the file if it is still the same, or set an error code.
  /**
   * As the throwing form, with the error in @c ec.
   */
  bool remove(boost::system::error_code& ec);

  /// Leave the file to another process: one that was forked, or one that has
  /// received the listening socket.
  void release() noexcept;

private:
  template <typename Acceptor>
  friend class detail::bind_path_attempt;

  bound_path(detail::socket_file&& file,
      const bind_path_options& options) noexcept;

  void destroy() noexcept;

  detail::socket_file file_;
  bool remove_on_destruction_ = false;
  std::chrono::milliseconds lock_timeout_ = {};
};

} // namespace boost_seqpacket

#include <boost_seqpacket/impl/bound_path.hpp>

#endif // defined(BOOST_SEQPACKET_HAS_BIND_PATH)

#endif // BOOST_SEQPACKET_BOUND_PATH_HPP
