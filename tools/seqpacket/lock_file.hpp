// Copyright (c) 2026 The boost_seqpacket authors
//
// Distributed under the Boost Software License, Version 1.0.
// (See accompanying file LICENSE_1_0.txt or copy at
// https://www.boost.org/LICENSE_1_0.txt)

// The file PATH.lock, which bind_path leaves beside a socket.

#ifndef SEQPACKET_TOOL_LOCK_FILE_HPP
#define SEQPACKET_TOOL_LOCK_FILE_HPP

#include <string>

namespace seqpacket_tool {

// Removes the lock file at the end if it was not there before. A server keeps
// it, because it will start again. A program that is run once leaves nothing.
class lock_file
{
public:
  // Looks whether the lock of a socket's path is there.
  explicit lock_file(const std::string& path);

  lock_file(const lock_file&) = delete;
  lock_file& operator=(const lock_file&) = delete;

  ~lock_file();

private:
  std::string name_; // empty if the file stays
};

} // namespace seqpacket_tool

#endif // SEQPACKET_TOOL_LOCK_FILE_HPP
