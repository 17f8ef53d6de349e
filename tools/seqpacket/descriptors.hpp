// Copyright (c) 2026 The boost_seqpacket authors
//
// Distributed under the Boost Software License, Version 1.0.
// (See accompanying file LICENSE_1_0.txt or copy at
// https://www.boost.org/LICENSE_1_0.txt)

// The descriptors of --pass-fd and --recv-fd.

#ifndef SEQPACKET_TOOL_DESCRIPTORS_HPP
#define SEQPACKET_TOOL_DESCRIPTORS_HPP

#include "link.hpp"
#include "settings.hpp"

#include <cstdint>
#include <string>

namespace seqpacket_tool {

// Opens the files of --pass-fd, and adds the inherited descriptors. Call it
// before anything else is opened, so that a number is never one of our own.
// Throws failure.
outgoing open_passed_descriptors(const settings& values);

// The directory of --recv-fd.
class descriptor_store
{
public:
  // Throws failure if it is no directory.
  explicit descriptor_store(const settings& values);

  // Copies a regular file. Returns a line that says what became of the
  // descriptor. A file that is not complete never stays.
  std::string keep(int descriptor);

  // Whether all regular files have been copied.
  bool complete() const noexcept
  {
    return complete_;
  }

private:
  std::string copy(int from, std::uint64_t size);
  bool copy_bytes(int from, int to, std::uint64_t size);
  unique_descriptor create(std::string& name, bool& temporary);
  bool publish(int file, std::string& name);
  std::string next_name();

  unique_descriptor directory_;
  std::string path_;
  std::uint64_t most_bytes_ = 0;
  std::uint64_t most_files_ = 0;
  std::uint64_t files_ = 0;
  std::uint64_t number_ = 0;
  bool complete_ = true;
};

} // namespace seqpacket_tool

#endif // SEQPACKET_TOOL_DESCRIPTORS_HPP
