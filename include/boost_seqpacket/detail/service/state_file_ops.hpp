//
// detail/service/state_file_ops.hpp
// ~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~
//
// Copyright (c) 2026 The boost_seqpacket authors
//
// Distributed under the Boost Software License, Version 1.0.
// (See accompanying file LICENSE_1_0.txt or copy at
// https://www.boost.org/LICENSE_1_0.txt)
//

#ifndef BOOST_SEQPACKET_DETAIL_SERVICE_STATE_FILE_OPS_HPP
#define BOOST_SEQPACKET_DETAIL_SERVICE_STATE_FILE_OPS_HPP

// The state of a session in a file of the memory that does not change any more
// (memfd_create(2)).

#include <boost_seqpacket/detail/socket/descriptor_ops.hpp>
#include <boost_seqpacket/detail/socket/socket_ops.hpp>
#include <boost_seqpacket/unique_descriptor.hpp>

#include <boost/asio/buffer.hpp>
#include <boost/asio/error.hpp>
#include <boost/system/error_code.hpp>

#include <cerrno>
#include <cstddef>
#include <fcntl.h>
#include <string>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

namespace boost_seqpacket {
namespace detail {
namespace state_file_ops {

constexpr std::size_t max_state = 65536;

#if defined(MFD_ALLOW_SEALING) && defined(F_ADD_SEALS)

constexpr int seals = F_SEAL_SHRINK | F_SEAL_GROW | F_SEAL_WRITE;

// A new file, or -1. Linux 6.3 and later can be told to refuse one that might
// be executable; earlier kernels do not know the flag.
inline int create(boost::system::error_code& ec)
{
  constexpr unsigned not_executable = 0x0008; // MFD_NOEXEC_SEAL
  constexpr unsigned flags = MFD_CLOEXEC | MFD_ALLOW_SEALING;
  int result = ::memfd_create("state", flags | not_executable);
  if (result < 0 && errno == EINVAL)
    result = ::memfd_create("state", flags);
  ec = result < 0 ? socket_ops::last_error() : boost::system::error_code();
  return result;
}

inline void write(int descriptor, boost::asio::const_buffer data,
    boost::system::error_code& ec)
{
  ec = boost::system::error_code();
  for (std::size_t done = 0; done < data.size();)
  {
    const ::ssize_t size = ::pwrite(descriptor,
        static_cast<const char*>(data.data()) + done, data.size() - done,
        static_cast<::off_t>(done));
    if (size < 0 && errno == EINTR)
      continue;
    if (size <= 0)
    {
      ec = size < 0 ? socket_ops::last_error()
        : boost::system::error_code(boost::asio::error::no_memory);
      return;
    }
    done += static_cast<std::size_t>(size);
  }
}

// A sealed file with the data.
inline unique_descriptor make(boost::asio::const_buffer data,
    boost::system::error_code& ec)
{
  if (data.size() > max_state)
  {
    ec = boost::asio::error::message_size;
    return unique_descriptor();
  }
  unique_descriptor file(state_file_ops::create(ec));
  if (!ec)
    state_file_ops::write(file.native_handle(), data, ec);
  if (!ec
      && ::fcntl(file.native_handle(), F_ADD_SEALS, seals | F_SEAL_SEAL) != 0)
    ec = socket_ops::last_error();
  return file;
}

// Whether it is such a file, which never changes. Reads it then.
inline bool read(int descriptor, std::string& data,
    boost::system::error_code& ec)
{
  ec = boost::system::error_code();
  struct ::stat status = {};
  const int found = ::fcntl(descriptor, F_GET_SEALS);
  if (found < 0 && errno == EINVAL)
    return false; // another file
  if (found < 0 || ::fstat(descriptor, &status) != 0)
    ec = socket_ops::last_error();
  if (ec || (found & seals) != seals
      || status.st_size > static_cast<::off_t>(max_state))
    return false;
  data.resize(static_cast<std::size_t>(status.st_size));
  for (std::size_t done = 0; done < data.size();)
  {
    const ::ssize_t size = ::pread(descriptor, &data[done],
        data.size() - done, static_cast<::off_t>(done));
    if (size < 0 && errno == EINTR)
      continue;
    if (size <= 0)
    {
      ec = size < 0 ? socket_ops::last_error()
        : boost::system::error_code(boost::asio::error::eof);
      return false;
    }
    done += static_cast<std::size_t>(size);
  }
  return true;
}

#else

inline unique_descriptor make(boost::asio::const_buffer,
    boost::system::error_code& ec)
{
  ec = boost::asio::error::operation_not_supported;
  return unique_descriptor();
}

inline bool read(int, std::string&, boost::system::error_code& ec)
{
  ec = boost::system::error_code();
  return false;
}

#endif

} // namespace state_file_ops
} // namespace detail
} // namespace boost_seqpacket

#endif // BOOST_SEQPACKET_DETAIL_SERVICE_STATE_FILE_OPS_HPP
