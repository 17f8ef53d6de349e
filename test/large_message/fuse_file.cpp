// Copyright (c) 2026 The boost_seqpacket authors
//
// Distributed under the Boost Software License, Version 1.0.
// (See accompanying file LICENSE_1_0.txt or copy at
// https://www.boost.org/LICENSE_1_0.txt)

// A sender can give a file of a file system of its own (FUSE), which answers when
// it likes. A receiver asks such a file nothing, so that it cannot be stopped.

#include "directory.hpp"
#include "large_message.hpp"

#include <atomic>
#include <cerrno>
#include <cstdint>
#include <linux/fuse.h>
#include <sys/mount.h>
#include <thread>
#include <vector>

using namespace boost_seqpacket;
using namespace boost_seqpacket::test;

namespace {

// One file, `file`, of 4096 bytes. Counts what is asked of it after it was opened.
class file_system
{
public:
  file_system()
    : device_(::open("/dev/fuse", O_RDWR | O_CLOEXEC))
  {
    const std::string options = "fd="
      + std::to_string(device_.native_handle())
      + ",rootmode=40000,user_id=0,group_id=0";
    is_mounted_ = device_.is_open() && ::mount("fuse", place_.name().c_str(),
        "fuse", MS_NOSUID | MS_NODEV, options.c_str()) == 0;
    if (is_mounted_)
      thread_ = std::thread([this] { serve(); });
  }

  ~file_system()
  {
    if (!is_mounted_)
      return;
    ::umount2(place_.name().c_str(), MNT_DETACH);
    thread_.join();
  }

  bool is_mounted() const { return is_mounted_; }

  unique_descriptor open_file()
  {
    unique_descriptor result(
        ::open((place_ / "file").c_str(), O_RDONLY | O_CLOEXEC));
    counts_ = true;
    return result;
  }

  int asked() const { return asked_; }

private:
  // Ends when the file system is unmounted.
  void serve()
  {
    std::vector<char> bytes(FUSE_MIN_READ_BUFFER + 4096);
    for (;;)
    {
      const ::ssize_t size =
        ::read(device_.native_handle(), bytes.data(), bytes.size());
      if (size < 0 && (errno == EINTR || errno == ENOENT))
        continue;
      if (size < static_cast<::ssize_t>(sizeof(::fuse_in_header)))
        return;
      ::fuse_in_header request;
      std::memcpy(&request, bytes.data(), sizeof(request));
      answer(request);
    }
  }

  void answer(const ::fuse_in_header& request)
  {
    ::fuse_attr attributes = {};
    attributes.ino = request.nodeid;
    attributes.size = 4096;
    attributes.mode = request.nodeid == 1 ? S_IFDIR | 0700 : S_IFREG | 0600;
    attributes.nlink = 1;
    if (counts_ && request.opcode != FUSE_FLUSH
        && request.opcode != FUSE_RELEASE && request.opcode != FUSE_FORGET)
      ++asked_;
    if (request.opcode == FUSE_INIT)
    {
      ::fuse_init_out out = {};
      out.major = FUSE_KERNEL_VERSION;
      out.minor = FUSE_KERNEL_MINOR_VERSION;
      out.max_write = 4096;
      reply(request, out);
    }
    else if (request.opcode == FUSE_LOOKUP)
    {
      ::fuse_entry_out out = {};
      out.nodeid = 2;
      out.attr = attributes;
      out.attr.ino = 2;
      out.attr.mode = S_IFREG | 0600;
      reply(request, out);
    }
    else if (request.opcode == FUSE_GETATTR)
    {
      ::fuse_attr_out out = {};
      out.attr = attributes;
      reply(request, out);
    }
    else if (request.opcode == FUSE_OPEN)
      reply(request, ::fuse_open_out());
    else if (request.opcode != FUSE_FORGET)
      reply(request, nullptr, 0);
  }

  template <typename Body>
  void reply(const ::fuse_in_header& request, const Body& body)
  {
    reply(request, &body, sizeof(body));
  }

  void reply(const ::fuse_in_header& request, const void* body,
      std::size_t size)
  {
    ::fuse_out_header header = {};
    header.len = static_cast<std::uint32_t>(sizeof(header) + size);
    header.unique = request.unique;
    std::string bytes(reinterpret_cast<const char*>(&header), sizeof(header));
    if (size != 0)
      bytes.append(static_cast<const char*>(body), size);
    // The kernel may have given up the request.
    if (::write(device_.native_handle(), bytes.data(), bytes.size()) < 0)
      return;
  }

  temporary_directory place_;
  unique_descriptor device_;
  bool is_mounted_ = false;
  std::atomic<bool> counts_ = false;
  std::atomic<int> asked_ = 0;
  std::thread thread_;
};

boost::test_tools::assertion_result can_mount(boost::unit_test::test_unit_id)
{
  boost::test_tools::assertion_result result(file_system().is_mounted());
  result.message() << "a file system of FUSE cannot be mounted";
  return result;
}

} // namespace

BOOST_FIXTURE_TEST_SUITE(large_message_fuse_file, no_leaks)

BOOST_AUTO_TEST_CASE(a_file_system_of_the_sender_is_asked_nothing,
    *boost::unit_test::precondition(can_mount))
{
  file_system the;
  asio::io_context context;
  connected sockets(context);
  large_message message(1000000);
  std::string copy;
  {
    const unique_descriptor file = the.open_file();
    BOOST_TEST_REQUIRE(file.is_open());
    for (int form = 0; form < 2; ++form)
    {
      send_as_content(sockets.a, file);
      error_code ec;
      if (form == 0)
        receive_large_message(sockets.b, message, ec);
      else
        receive_large_message(
            sockets.b, asio::dynamic_buffer(copy, 1000000), ec);
      BOOST_TEST(ec == seqpacket_errc::wrong_descriptor_type);
      BOOST_TEST(the.asked() == 0);
    }
  }
  send_large_message(sockets.a, text("good"));
  BOOST_TEST(receive_large_message(sockets.b, message) == 4u);
}

BOOST_AUTO_TEST_SUITE_END()
