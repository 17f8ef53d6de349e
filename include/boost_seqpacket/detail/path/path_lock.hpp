//
// detail/path/path_lock.hpp
// ~~~~~~~~~~~~~~~~~~~~~~~~~
//
// Copyright (c) 2026 The boost_seqpacket authors
//
// Distributed under the Boost Software License, Version 1.0.
// (See accompanying file LICENSE_1_0.txt or copy at
// https://www.boost.org/LICENSE_1_0.txt)
//

#ifndef BOOST_SEQPACKET_DETAIL_PATH_PATH_LOCK_HPP
#define BOOST_SEQPACKET_DETAIL_PATH_PATH_LOCK_HPP

// Keeps two processes from changing what is at a path at the same time.

#include <boost_seqpacket/detail/config.hpp>

#if defined(BOOST_SEQPACKET_HAS_BIND_PATH)

#include <boost_seqpacket/detail/path/path_lock_ops.hpp>
#include <boost_seqpacket/detail/path/path_ops.hpp>
#include <boost_seqpacket/detail/socket/descriptor_ops.hpp>
#include <boost_seqpacket/detail/socket/socket_ops.hpp>
#include <boost_seqpacket/unique_descriptor.hpp>

#include <boost/system/error_code.hpp>

#include <cerrno>
namespace boost_seqpacket {
namespace detail {

// Every process holds this lock while it changes what is at the path. A process
// that has it can remove its file: one that gets the lock of a removed file, or
// of another one than is at the name, looks again.
class path_lock
{
public:
  // Sets an error that is_taken() knows if another process has the lock.
  path_lock(int directory, const char* name, boost::system::error_code& ec)
    : path_lock(directory, name) // so that the destructor runs after exceptions
  {
    for (;;)
    {
      file_ = path_lock_ops::open(directory, name, made_, ec);
      if (ec)
        return;
      const path_ops::status mine =
        path_ops::status_of(file_.native_handle(), ec);
      if (!ec)
        path_lock_ops::check_owner(file_.native_handle(), mine, ec);
      if (!ec)
        path_lock_ops::lock(file_.native_handle(), ec);
      if (ec)
      {
        // Another process has locked the new file before this one could.
        if (path_lock_ops::is_taken(ec))
          made_ = false;
        remove_if_made();
        file_.reset();
        return;
      }

      // Another program may have removed the file before it was locked.
      const path_ops::status there = path_ops::status_of(directory, name, ec);
      if (ec ? !socket_ops::is(ec, ENOENT)
          : path_ops::is_same_file(mine, there))
        return;
      path_lock_ops::unlock(file_.native_handle());
    }
  }

  path_lock(const path_lock&) = delete;
  path_lock& operator=(const path_lock&) = delete;

  // Removes a new file, so that a refusal leaves nothing behind.
  ~path_lock()
  {
    remove_if_made();
    if (file_)
      path_lock_ops::unlock(file_.native_handle());
  }

  // Lets a new file stay.
  void keep() noexcept
  {
    made_ = false;
  }

private:
  path_lock(int directory, const char* name) noexcept
    : directory_(directory),
      name_(name)
  {
  }

  void remove_if_made() noexcept
  {
    const descriptor_ops::cancellation_guard guard;
    boost::system::error_code ignored;
    if (made_)
      path_ops::remove(directory_, name_, 0, ignored);
    made_ = false;
  }

  int directory_;
  const char* name_;
  bool made_ = false;
  unique_descriptor file_;
};

} // namespace detail
} // namespace boost_seqpacket

#endif // defined(BOOST_SEQPACKET_HAS_BIND_PATH)

#endif // BOOST_SEQPACKET_DETAIL_PATH_PATH_LOCK_HPP
