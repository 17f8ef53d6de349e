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
  /// The mode of the file of the socket, at most 0777. To connect takes the
  /// right to write. The owner must have it, because the next start connects to
  /// see whether the socket is in use.
  ::mode_t mode = 0600;

  /// Whether directories of the path that are missing are made.
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
 * The file stays when the object is destroyed, unless @c remove_on_destruction
 * was asked for: a file that nobody listens at any more harms nobody, and the
 * next @c bind_path replaces it.
 *
 * The object has two descriptors, for the directory and for the file. They are
 * close-on-exec. The one keeps the path the same when the program changes its
 * directory. The other keeps the file's number from being given to a new file,
 * so that no other one is ever taken for it, also after the acceptor is closed.
 *
 * @par Thread Safety
 * @e Distinct @e objects: Safe.@n
 * @e Shared @e objects: Unsafe.
 */
class bound_path
{
public:
  /// Construct an object that knows of no file.
  bound_path() = default;

  /// Take over the file of another object, which then knows of none.
  bound_path(bound_path&& other) noexcept;

  /// Do as the destructor does, and take over the file of another object.
  bound_path& operator=(bound_path&& other) noexcept;

  bound_path(const bound_path&) = delete;
  bound_path& operator=(const bound_path&) = delete;

  /// Remove the file if that was asked for by @c remove_on_destruction.
  /**
   * It does not wait: when somebody else has the lock, the file stays.
   */
  ~bound_path();

  /// The path as it was given to @c bind_path.
  const std::string& path() const noexcept
  {
    return file_.path();
  }

  /// Remove the file if it is still the one that @c bind_path has made.
  /**
   * From then on nobody can connect. The acceptor is not touched: connections
   * that wait in its backlog can be accepted. Call it before or after the
   * acceptor is closed. The call waits for the lock.
   *
   * @returns Whether the file was removed. @c false: somebody else has removed
   * or replaced it, or the object knows of no file.
   *
   * @throws boost::system::system_error Thrown on failure.
   *
   * @par Errors
   * What the system says when the lock cannot be had or the file cannot be
   * removed: @c EACCES, @c EPERM, @c EROFS, @c EMFILE (unlink(2), open(2)). The
   * object still knows the file then, and the call can be repeated.
   */
  bool remove();

  /// Remove the file if it is still the one that @c bind_path has made.
  /**
   * As the throwing form, with the error in @c ec.
   */
  bool remove(boost::system::error_code& ec);

  /// Leave the file to somebody else: a process that was forked, or one that
  /// has got the listening socket.
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
 * @brief The @c bind_path function makes an acceptor listen at a path, also
 * where an earlier process has left its file.
 */
/*@{*/

/// Make an acceptor listen at a path.
/**
 * This function opens the acceptor, unless it is open, binds it to the path and
 * listens. A socket file that no process has open any more is replaced.
 * Anything else that is at the path stays there: a socket that is in use, which
 * does not notice that it was looked at, and a file of any other kind.
 *
 * Of several processes that do this at the same time one gets the path. They
 * take turns by a lock (flock(2)) on a file of the same name with @c .lock
 * behind it, which has the mode 0600 and stays for ever. The call waits for the
 * lock, without a limit. The lock is held until the socket listens. A process
 * that crashes, at whatever point, does not keep the next one from the path.
 *
 * @param acceptor An Asio acceptor of the AF_UNIX family. It is opened
 * close-on-exec.
 *
 * @param path The path, of at most 108 bytes. A relative one begins at the
 * current directory.
 *
 * @param options The mode of the file and other settings.
 *
 * @returns What can remove the file. It may be ignored: then the file stays.
 *
 * @throws std::bad_alloc Thrown by all forms, if there is no memory; the
 * acceptor is as it was then.
 *
 * @throws boost::system::system_error Thrown on failure. An acceptor that was
 * not open is closed again. One that was open stays open; it may be bound
 * already to a file that is gone, and should be closed.
 *
 * @par Errors
 * @li @c boost::asio::error::address_in_use A process has a socket at the path,
 * or there is a file of another kind: a regular one, a directory, a symbolic
 * link.
 * @li @c boost::asio::error::name_too_long The path has more than 108 bytes.
 * @li @c boost::asio::error::invalid_argument The path is empty, ends in a
 * slash or has a NUL in it; or the mode of the file has other bits than 0777,
 * or does not let the owner write; or that of directories has other bits than
 * 07777; or the acceptor is bound already.
 * @li @c boost::asio::error::access_denied The directory or the socket that is
 * there belongs to another user who does not allow it. Or the lock belongs to
 * another user, root excepted, others can write to it, or it is no regular file
 * with one name. Or the umask has taken bits from a mode, and others can write
 * to the directory, which is not sticky, or belongs to another user than root.
 * @li @c boost::asio::error::try_again The path led to another directory when
 * the lock was had. A file may stay there if that happened at the last moment.
 * @li @c ENOENT A directory of the path is missing.
 * @li @c ELOOP There is a symbolic link where the lock should be.
 * @li @c boost::asio::error::address_family_not_supported The acceptor is open
 * and not of the AF_UNIX family.
 * @li Other errors of open(2), flock(2), mkdir(2), unlink(2), bind(2) and
 * listen(2), unchanged.
 *
 * @par Example
 * @snippet activated_server.cpp activated_server_bind
 *
 * @par Remarks
 * Linux. The file has its mode from the moment it exists (fchmod(2) on a socket
 * that is not bound yet). What the umask takes away from it is added
 * afterwards, which needs /proc, as does to replace a file. At no time is the
 * file more open than was asked for. The same holds for directories, which get
 * their names when they have their modes.
 */
template <typename Acceptor>
bound_path bind_path(Acceptor& acceptor, const std::string& path,
    const bind_path_options& options = {});

/// Make an acceptor listen at a path.
/**
 * As the throwing form, with the error in @c ec.
 */
template <typename Acceptor>
bound_path bind_path(Acceptor& acceptor, const std::string& path,
    const bind_path_options& options, boost::system::error_code& ec);

/// Make an acceptor listen at a path.
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
