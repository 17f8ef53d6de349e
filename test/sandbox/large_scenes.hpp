// Copyright (c) 2026 The boost_seqpacket authors
//
// Distributed under the Boost Software License, Version 1.0.
// (See accompanying file LICENSE_1_0.txt or copy at
// https://www.boost.org/LICENSE_1_0.txt)
#ifndef BOOST_SEQPACKET_TEST_SANDBOX_LARGE_SCENES_HPP
#define BOOST_SEQPACKET_TEST_SANDBOX_LARGE_SCENES_HPP

// Large messages go over a socket while a filter refuses something.

#include "features.hpp"
#include "packet_scenes.hpp"

#include <boost_seqpacket/receive_large_message.hpp>
#include <boost_seqpacket/send_large_message.hpp>

namespace boost_seqpacket {
namespace test {

// What is called for memory.
inline std::vector<refusal> memory_refusals()
{
  std::vector<refusal> result = {
    {"memfd_create", {{SYS_memfd_create}}}, {"getrlimit", {{SYS_prlimit64}}},
    {"write", {{SYS_write}}}, {"fallocate", {{SYS_fallocate}}},
#if !defined(TEST_HAS_SANITIZER) // it calls these as well
    {"munmap", {{SYS_munmap}}}, {"madvise", {{SYS_madvise}}},
# if defined(SYS_mmap2)
    {"mmap", {{SYS_mmap2}}},
# else
    {"mmap", {{SYS_mmap}}},
# endif
#endif
#if defined(SYS_fstatfs64)
    {"fstatfs", {{SYS_fstatfs64}, {SYS_fstatfs}}},
#else
    {"fstatfs", {{SYS_fstatfs}}},
#endif
  };
  for (const char* const name : {
      "pread", "fstat", "fcntl", "sendmsg", "send", "recvmsg"})
    result.push_back({name, calls_of(name)});
  for (const int command : {F_ADD_SEALS, F_GET_SEALS, F_GETFL})
    result.push_back({"fcntl " + std::to_string(command),
        {{SYS_fcntl, 1, static_cast<unsigned>(command)}}});
  return result;
}

inline const std::string& large_text()
{
  static const std::string result(300000, 'l');
  return result;
}

// Whether the message is still in the queue.
inline bool arrives(packet_socket& from)
{
  native_socket view(from);
  view.non_blocking(true);
  large_message message(large_text().size());
  error_code ec;
  return receive_large_message(view, message, ec) == large_text().size()
    && !ec;
}

template <typename Send>
void send_large_scene(world& w, Send send)
{
  connected sockets(w.context);
  w.filtered([&] { send(sockets.a); }, [] {}, [&] { w.run(); });
  w.check(arrives(sockets.b) == !w.ec, "another result than reported");
}

inline void send_large_call(world& w)
{
  send_large_scene(w, [&](packet_socket& to)
      {
        w.count = send_large_message(to, text(large_text()), w.ec);
      });
}

inline void send_large_operation(world& w)
{
  send_large_scene(w, [&](packet_socket& to)
      {
        async_send_large_message(to, text(large_text()), w.handler());
      });
  w.check(w.calls == 1, "not completed");
}

// A message is whole, or there is none.
template <typename Receive>
void receive_large_scene(world& w, Receive receive)
{
  connected sockets(w.context);
  send_large_message(sockets.a, text(large_text()));
  send_message(sockets.a, text("next"));
  std::size_t size = 0;
  w.filtered([&] { size = receive(sockets.b); });
  w.check(size == (w.ec ? 0 : large_text().size()), "another message");
  const bytes_of_packets left = drain(sockets.b.native_handle());
  w.check(!left.empty() && left.back() == "next", "the next one is lost");
}

inline void receive_large_call(world& w)
{
  receive_large_scene(w, [&](packet_socket& from)
      {
        large_message message(large_text().size());
        receive_large_message(from, message, w.ec);
        return message.size();
      });
}

inline void receive_large_copy(world& w)
{
  receive_large_scene(w, [&](packet_socket& from)
      {
        std::string copy;
        receive_large_message(from, asio::dynamic_buffer(copy), w.ec);
        return copy.size();
      });
}

inline void make_memory_in_place(world& w)
{
  sealed_memory memory;
  w.filtered([&]
      {
        memory = make_sealed_memory(5, [](asio::mutable_buffer bytes)
            {
              asio::buffer_copy(bytes, text("hello"));
            }, w.ec);
      });
  w.check(memory.is_open() == !w.ec, "another result than reported");
  // A mapping that stays is still writable.
  w.has_own_error =
    w.ec == error_code(EBUSY, asio::error::get_system_category());
}

// The error is the library's own, or that of the call before the question.
inline void receive_unreadable_memory(world& w)
{
  connected sockets(w.context);
  const unique_descriptor file(
      ::memfd_create("test", MFD_CLOEXEC | MFD_ALLOW_SEALING));
  const unique_descriptor writer(::open(("/proc/self/fd/"
          + std::to_string(file.native_handle())).c_str(),
        O_WRONLY | O_CLOEXEC));
  w.check(::write(file.native_handle(), "x", 1) == 1
      && ::fcntl(file.native_handle(), F_ADD_SEALS,
        F_SEAL_SHRINK | F_SEAL_GROW | F_SEAL_WRITE) == 0, "no file");
  send_descriptors(sockets.a, asio::const_buffer(), writer);
  w.has_own_error = true;
  w.filtered([&]
      {
        large_message message(10);
        receive_large_message(sockets.b, message, w.ec);
      });
  w.check(!!w.ec, "it was received");
  if (w.ec == seqpacket_errc::wrong_descriptor_type)
    w.ec.clear();
}

} // namespace test
} // namespace boost_seqpacket

#endif // BOOST_SEQPACKET_TEST_SANDBOX_LARGE_SCENES_HPP
