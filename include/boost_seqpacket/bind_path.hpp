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

#include <boost_seqpacket/bind_path_options.hpp>
#include <boost_seqpacket/bound_path.hpp>
#include <boost_seqpacket/detail/path/bind_path_attempt.hpp>

#include <boost/system/error_code.hpp>

#include <string>

namespace boost_seqpacket {

/**
 * @defgroup bind_path boost_seqpacket::bind_path
 *
 * @brief The @c bind_path function makes an acceptor listen at a path, or gives
 * a datagram socket its path, also if an earlier process has left its file
 * there.
 */
/*@{*/

/// Bind an acceptor or a datagram socket to a path. The acceptor listens.
/**
 * This function opens the object, unless it is open, sets the socket options
 * that @c options asks for, binds the object to the path and listens if it is
 * an acceptor. A datagram socket can be sent to then. A socket file that no
 * process has open is replaced. Anything else at the path stays there: a socket
 * in use, whose process does not notice the test, and a file of any other kind.
 *
 * If several processes call this function at the same time, one of them gets
 * the path. They take turns by a lock (flock(2)) on a file with the name of the
 * socket and @c .lock after it, which has the mode 0600. The call has the lock
 * until the socket is ready, and the file stays. A process that crashes, at
 * whatever point, does not keep the next one from the path.
 *
 * A path in use is refused before the lock is asked for, because some servers
 * (Wayland compositors, PipeWire) hold a lock of that name as long as they run.
 * Otherwise the call waits for the lock, at most @c options.lock_timeout and
 * one pause of at most 128 ms. A call that fails leaves no file behind that it
 * has made, but for the case of @c try_again below; directories stay.
 *
 * @param object An Asio acceptor or datagram socket of the AF_UNIX family. It
 * is opened close-on-exec.
 *
 * @param path The path, of at most 108 bytes. A relative path begins at the
 * current directory.
 *
 * @param options The mode of the file and other settings.
 *
 * @returns An object that can remove the file. If it is ignored, the file
 * stays.
 *
 * @throws std::bad_alloc Thrown by all forms, if there is no memory. The object
 * is as it was then.
 *
 * @throws boost::system::system_error Thrown on failure. If the object was
 * not open, it is closed again. If it was open, it stays open and should be
 * closed: it may be bound to a file that no longer exists.
 *
 * @b Errors
 * @li @c asio::error::address_in_use (@c EADDRINUSE): A process has a socket of
 * any type at the path, or there is a file of another kind: a regular one, a
 * directory, a symbolic link. Or another process had the lock all the time.
 * @li @c asio::error::name_too_long (@c ENAMETOOLONG): The path has more than
 * 108 bytes.
 * @li @c asio::error::invalid_argument (@c EINVAL): The path is empty, ends in
 * a slash or has a NUL in it; or the mode of the file has other bits than 0777,
 * or does not let the owner write; or the mode of directories has other bits
 * than 07777; or the time is negative; or the object is bound already.
 * @li @c asio::error::access_denied (@c EACCES): The directory, or the socket
 * at the path, belongs to another user who does not allow it. Or the lock
 * belongs to another user, or others can write to it, or it has a second name.
 * Or the umask has taken bits from a mode, and the directory is not sticky
 * although others can write to it, or belongs to another user. Root may own it,
 * and in a user namespace a user that has no number there (user_namespaces(7)).
 * @li @c seqpacket_errc::no_proc_file_system: The umask has taken bits from a
 * mode, or a file must be replaced, and /proc is not mounted.
 * @li @c asio::error::no_protocol_option (@c ENOPROTOOPT): The kernel does not
 * know a socket option that @c options asks for.
 * @li @c asio::error::try_again (@c EAGAIN): The path led to another directory
 * after the lock was taken. If that happened at the last moment, a file may
 * stay there.
 * @li @c ENOENT: A directory of the path is missing.
 * @li @c ELOOP: The file of the lock is a symbolic link. @c EISDIR: It is a
 * directory.
 * @li @c asio::error::address_family_not_supported (@c EAFNOSUPPORT): The
 * object is open and not of the AF_UNIX family.
 * @li Other errors of open(2), flock(2), mkdir(2), unlink(2), bind(2) and
 * listen(2), unchanged.
 *
 * @b Example
 * @snippet activated_server.cpp activated_server_bind
 *
 * @par Remarks
 * Linux. The file has its mode from the moment it exists (fchmod(2) on a socket
 * that is not bound yet). The bits that the umask takes are added afterwards.
 * To add them, and to replace a file, takes /proc (/proc/thread-self, Linux
 * 3.17). The file never has more bits
 * than were asked for. The same holds for directories, which get their names
 * when they have their modes.
 */
template <typename AcceptorOrSocket>
bound_path bind_path(AcceptorOrSocket& object, const std::string& path,
    const bind_path_options& options = {});

/// Bind an acceptor or a datagram socket to a path, or set an error code.
/**
 * As the throwing form, with the error in @c ec.
 */
template <typename AcceptorOrSocket>
bound_path bind_path(AcceptorOrSocket& object, const std::string& path,
    const bind_path_options& options, boost::system::error_code& ec);

/// Bind an acceptor or a datagram socket to a path with default options, or set
/// an error code.
/**
 * As the form with options and an error code.
 */
template <typename AcceptorOrSocket>
bound_path bind_path(AcceptorOrSocket& object, const std::string& path,
    boost::system::error_code& ec);

/// Refuse a pointer to an acceptor or a socket, and say what to write.
template <typename Pointer, typename... Rest,
    detail::reference_constraint<Pointer> = 0>
void bind_path(Pointer&&, Rest&&...)
{
  detail::check_reference<Pointer>();
}

/*@}*/

} // namespace boost_seqpacket

#include <boost_seqpacket/impl/bind_path.hpp>

#endif // defined(BOOST_SEQPACKET_HAS_BIND_PATH)

#endif // BOOST_SEQPACKET_BIND_PATH_HPP
