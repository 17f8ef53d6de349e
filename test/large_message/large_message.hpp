// Copyright (c) 2026 The boost_seqpacket authors
//
// Distributed under the Boost Software License, Version 1.0.
// (See accompanying file LICENSE_1_0.txt or copy at
// https://www.boost.org/LICENSE_1_0.txt)

#ifndef BOOST_SEQPACKET_TEST_LARGE_MESSAGE_LARGE_MESSAGE_HPP
#define BOOST_SEQPACKET_TEST_LARGE_MESSAGE_LARGE_MESSAGE_HPP

// Messages of any size, and files in memory that are no messages.

#include "features.hpp"
#include "test.hpp"

#include <boost_seqpacket/large_message_batch.hpp>
#include <boost_seqpacket/receive_large_message.hpp>
#include <boost_seqpacket/send_large_message.hpp>

#include <fcntl.h>

namespace boost_seqpacket {
namespace test {

constexpr std::size_t mebi = 1024 * 1024;

// More than any packet of a socket with a buffer of the usual size.
constexpr std::size_t large_size = mebi + 1;

// Bytes that differ from place to place.
inline std::string pattern(std::size_t size)
{
  std::string result(size, '\0');
  for (std::size_t i = 0; i < size; ++i)
    result[i] = static_cast<char>('a' + (i * 7 + i / 4096) % 26);
  return result;
}

inline std::string_view view_of(const large_message& message)
{
  return std::string_view(
      static_cast<const char*>(message.data().data()), message.size());
}

constexpr int all_seals =
  F_SEAL_SHRINK | F_SEAL_GROW | F_SEAL_WRITE | F_SEAL_SEAL;

// A file in memory as a peer that does not use the library makes it.
inline unique_descriptor make_memory_file(std::string_view content, int seals,
    unsigned flags = 0)
{
  unique_descriptor file(
      ::memfd_create("test", MFD_CLOEXEC | MFD_ALLOW_SEALING | flags));
  if (!file
      || ::write(file.native_handle(), content.data(), content.size())
        != static_cast<::ssize_t>(content.size())
      || ::fcntl(file.native_handle(), F_ADD_SEALS, seals) != 0)
    throw std::runtime_error("cannot make a file in memory");
  return file;
}

// A sanitizer takes more address space than any limit.
inline boost::test_tools::assertion_result has_plain_memory(
    boost::unit_test::test_unit_id)
{
#if defined(TEST_HAS_SANITIZER)
  boost::test_tools::assertion_result result(false);
#else
  boost::test_tools::assertion_result result(true);
#endif
  result.message() << "a sanitizer takes all of the address space";
  return result;
}

// Send a packet of 0 bytes with descriptors.
template <typename Socket, typename... Descriptors>
void send_as_content(Socket& from, const Descriptors&... descriptors)
{
  outgoing_ancillary<sizeof...(Descriptors)> ancillary;
  (ancillary.add_descriptor(descriptors.native_handle()), ...);
  send_message(from, asio::const_buffer(), ancillary);
}

} // namespace test
} // namespace boost_seqpacket

#endif // BOOST_SEQPACKET_TEST_LARGE_MESSAGE_LARGE_MESSAGE_HPP
