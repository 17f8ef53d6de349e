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
#include <boost_seqpacket/unique_descriptor.hpp>

#include <boost/system/error_code.hpp>

#include <utility>

namespace boost_seqpacket {
namespace detail {

// Every process holds this lock while it changes what is at the path. The file
// of the lock is never removed: a process that waits would get the lock of the
// removed file, and the next process that of a new one.
class path_lock
{
public:
  // Without wait, would_block means that another process has the lock.
  path_lock(int directory, const char* name, bool wait,
      boost::system::error_code& ec)
    : path_lock() // so that the destructor runs if an exception leaves this
  {
    for (;;)
    {
      unique_descriptor file = path_lock_ops::open(directory, name, ec);
      if (ec)
        return;
      const path_ops::status mine =
        path_ops::status_of(file.native_handle(), ec);
      if (!ec)
        path_lock_ops::check_owner(file.native_handle(), mine, ec);
      if (!ec)
        path_lock_ops::lock(file.native_handle(), wait, ec);
      if (ec)
        return;
      file_ = std::move(file);

      // Another program may have removed the file while this waited.
      const path_ops::status there = path_ops::status_of(directory, name, ec);
      if (ec ? ec != boost::system::errc::no_such_file_or_directory
          : path_ops::is_same_file(mine, there))
        return;
      path_lock_ops::unlock(file_.native_handle());
    }
  }

  path_lock(const path_lock&) = delete;
  path_lock& operator=(const path_lock&) = delete;

  ~path_lock()
  {
    if (file_)
      path_lock_ops::unlock(file_.native_handle());
  }

private:
  path_lock() = default;

  unique_descriptor file_;
};

} // namespace detail
} // namespace boost_seqpacket

#endif // defined(BOOST_SEQPACKET_HAS_BIND_PATH)

#endif // BOOST_SEQPACKET_DETAIL_PATH_PATH_LOCK_HPP
