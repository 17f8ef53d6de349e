//
// bind_path.hpp
// ~~~~~~~~~~~~~
//
// Copyright (c) 2026 The boost_seqpacket authors
//
// Distributed under the Boost Software License, Version 1.0.
// (See accompanying file LICENSE_1_0.txt or copy at
// https://www.boost.org/LICENSE_1_0.txt)
//

#ifndef BOOST_SEQPACKET_BIND_PATH_HPP
#define BOOST_SEQPACKET_BIND_PATH_HPP

#include <boost_seqpacket/detail/config.hpp>

#if defined(BOOST_SEQPACKET_HAS_BIND_PATH)

#include <boost_seqpacket/detail/path/socket_file.hpp>

#include <boost/asio/socket_base.hpp>
#include <boost/system/error_code.hpp>

#include <string>
#include <sys/types.h>

namespace boost_seqpacket {

/// How @c bind_path makes a socket listen.
struct bind_path_options
{
  /// The mode of the file of the socket, at most 0777. A client needs the right
  /// to write to connect. The owner must have it, because the next start
  /// connects to find out whether the socket is in use.
  ::mode_t mode = 0600;

  /// Whether missing directories of the path are made.
  bool create_directories = false;

  /// The mode of directories that are made. Others stay as they are.
  ::mode_t directory_mode = 0700;

  /// How many connections wait to be accepted, see listen(2).
  int backlog = boost::asio::socket_base::max_listen_connections;

  /// Whether the destructor of the result removes the file.
  bool remove_on_destruction = false;
};

/// A file that @c bind_path has made, and what is needed to remove it.
/**
 * The file stays after the object is destroyed, unless @c remove_on_destruction
 * is set. A file without a listener does no harm: the next @c bind_path
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
   * After that no client can connect. The acceptor is not touched: connections
   * in its backlog can be accepted. Call the function before or after the
   * acceptor is closed. It waits for the lock.
   *
   * @returns Whether the file was removed. It is @c false if another process
   * has removed or replaced the file, or the object has none.
   *
   * @throws boost::system::system_error Thrown on failure. The object keeps the
   * file then, and the call can be repeated.
   *
   * @par Errors
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
  friend bound_path bind_path(Acceptor& acceptor, const std::string& path,
      const bind_path_options& options, boost::system::error_code& ec);

  void destroy() noexcept;

  detail::socket_file file_;
  bool remove_on_destruction_ = false;
};

/**
 * @defgroup bind_path boost_seqpacket::bind_path
 *
 * @brief The @c bind_path function makes an acceptor listen at a path, also if
 * an earlier process has left its file there.
 */
/*@{*/

/// Make an acceptor listen at a path.
/**
 * This function opens the acceptor, unless it is open, binds it to the path and
 * listens. A socket file that no process has open is replaced. Anything else at
 * the path stays there: a socket in use, whose process does not notice the
 * test, and a file of any other kind.
 *
 * If several processes call this function at the same time, one of them gets
 * the path. They take turns by a lock (flock(2)) on a file with the name of the
 * socket and @c .lock after it, which has the mode 0600 and is never removed.
 * The call waits for the lock, without a limit, and holds it until the socket
 * listens. A process that crashes, at whatever point, does not keep the next
 * one from the path.
 *
 * @param acceptor An Asio acceptor of the AF_UNIX family. It is opened
 * close-on-exec.
 *
 * @param path The path, of at most 108 bytes. A relative path begins at the
 * current directory.
 *
 * @param options The mode of the file and other settings.
 *
 * @returns An object that can remove the file. If it is ignored, the file
 * stays.
 *
 * @throws std::bad_alloc Thrown by all forms, if there is no memory. The
 * acceptor is as it was then.
 *
 * @throws boost::system::system_error Thrown on failure. If the acceptor was
 * not open, it is closed again. If it was open, it stays open and should be
 * closed: it may be bound to a file that no longer exists.
 *
 * @par Errors
 * @li @c asio::error::address_in_use (@c EADDRINUSE): A process has a socket at
 * the path, or there is a file of another kind: a regular one, a directory, a
 * symbolic link.
 * @li @c asio::error::name_too_long (@c ENAMETOOLONG): The path has more than
 * 108 bytes.
 * @li @c asio::error::invalid_argument (@c EINVAL): The path is empty, ends in
 * a slash or has a NUL in it; or the mode of the file has other bits than 0777,
 * or does not let the owner write; or the mode of directories has other bits
 * than 07777; or the acceptor is bound already.
 * @li @c asio::error::access_denied (@c EACCES): The directory, or the socket
 * at the path, belongs to another user who does not allow it. Or the lock
 * belongs to another user, or others can write to it, or it has a second name.
 * Or the umask has taken bits from a mode, and the directory belongs to another
 * user, root excepted, or is not sticky although others can write to it.
 * @li @c asio::error::try_again (@c EAGAIN): The path led to another directory
 * after the lock was taken. If that happened at the last moment, a file may
 * stay there.
 * @li @c ENOENT: A directory of the path is missing.
 * @li @c ELOOP: The file of the lock is a symbolic link. @c EISDIR: It is a
 * directory.
 * @li @c asio::error::address_family_not_supported (@c EAFNOSUPPORT): The
 * acceptor is open and not of the AF_UNIX family.
 * @li Other errors of open(2), flock(2), mkdir(2), unlink(2), bind(2) and
 * listen(2), unchanged.
 *
 * @par Example
 * @snippet activated_server.cpp activated_server_bind
 *
 * @par Remarks
 * Linux. The file has its mode from the moment it exists (fchmod(2) on a socket
 * that is not bound yet). The bits that the umask takes are added afterwards.
 * To add them, and to replace a file, takes /proc. The file never has more bits
 * than were asked for. The same holds for directories, which get their names
 * when they have their modes.
 */
template <typename Acceptor>
bound_path bind_path(Acceptor& acceptor, const std::string& path,
    const bind_path_options& options = {});

/// Make an acceptor listen at a path, or set an error code.
/**
 * As the throwing form, with the error in @c ec.
 */
template <typename Acceptor>
bound_path bind_path(Acceptor& acceptor, const std::string& path,
    const bind_path_options& options, boost::system::error_code& ec);

/// Make an acceptor listen at a path with default options, or set an error
/// code.
/**
 * As the form with options and an error code.
 */
template <typename Acceptor>
bound_path bind_path(Acceptor& acceptor, const std::string& path,
    boost::system::error_code& ec);

/*@}*/

} // namespace boost_seqpacket

#include <boost_seqpacket/impl/bind_path.hpp>

#endif // defined(BOOST_SEQPACKET_HAS_BIND_PATH)

#endif // BOOST_SEQPACKET_BIND_PATH_HPP
