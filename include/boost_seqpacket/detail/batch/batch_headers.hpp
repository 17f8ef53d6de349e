//
// detail/batch/batch_headers.hpp
// ~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~
//
// Copyright (c) 2026 The boost_seqpacket authors
//
// Distributed under the Boost Software License, Version 1.0.
// (See accompanying file LICENSE_1_0.txt or copy at
// https://www.boost.org/LICENSE_1_0.txt)
//

#ifndef BOOST_SEQPACKET_DETAIL_BATCH_BATCH_HEADERS_HPP
#define BOOST_SEQPACKET_DETAIL_BATCH_BATCH_HEADERS_HPP

// The headers of sendmmsg and recvmmsg. They are used only for the time of a
// call, and so one set serves all sockets of a thread: nothing of it is kept
// for a connection. What does not change from call to call is written once.

#include <boost_seqpacket/detail/config.hpp>

#if defined(BOOST_SEQPACKET_HAS_BATCH_CALLS)

#include <boost_seqpacket/detail/message/buffer_list.hpp>
#include <boost_seqpacket/detail/message/end_of_file_ops.hpp>
#include <boost_seqpacket/detail/ancillary/take_control_messages.hpp>
#include <boost_seqpacket/detail/ancillary/incoming_state.hpp>

#include <boost/asio/buffer.hpp>

#include <cstddef>
#include <new>
#include <sys/socket.h>
#include <sys/uio.h>
#include <sys/un.h>

namespace boost_seqpacket {
namespace detail {

class batch_headers
{
public:
  // The packets of one system call. More gain little: the call itself is shared
  // by 32 already.
  static constexpr std::size_t max_packets = 32;

  // The headers of the calling thread, or null when there is no memory, or when
  // the thread is at its end and has destroyed them.
  static batch_headers* of_this_thread() noexcept
  {
    // Without a destructor, and so valid to the very end.
    thread_local batch_headers* headers = nullptr;
    thread_local bool ended = false;

    struct owner
    {
      ~owner()
      {
        delete headers;
        headers = nullptr;
        ended = true;
      }
    };

    if (!headers && !ended)
    {
      headers = new (std::nothrow) batch_headers;
      thread_local owner owns_headers;
      (void)owns_headers;
    }
    return headers;
  }

  ::mmsghdr* data() noexcept
  {
    return headers_;
  }

  // Begin to fill in headers.
  void start() noexcept
  {
    used_buffers_ = 0;
  }

  // Fill in the buffers of a packet. Returns whether there is room for them;
  // for the first packet there is, unless no system call takes so many.
  template <typename Buffers>
  bool set_buffers(std::size_t index, const Buffers& buffers) noexcept
  {
    ::msghdr& header = headers_[index].msg_hdr;
    ::iovec* const list = buffers_ + used_buffers_;
    std::size_t count = 0;
    const auto end = boost::asio::buffer_sequence_end(buffers);
    for (auto it = boost::asio::buffer_sequence_begin(buffers);
        it != end; ++it, ++count)
    {
      if (used_buffers_ + count == max_buffers)
        return false;
      // iovec has no const; sendmmsg does not write.
      const boost::asio::const_buffer buffer(*it);
      list[count].iov_base = const_cast<void*>(buffer.data());
      list[count].iov_len = buffer.size();
    }
    header.msg_iov = list;
    header.msg_iovlen = count;
    used_buffers_ += count;
    return true;
  }

  // Fill in the control messages of a packet to be sent.
  void set_control(std::size_t index, const unsigned char* data,
      std::size_t size) noexcept
  {
    ::msghdr& header = headers_[index].msg_hdr;
    // msghdr has no const; sendmmsg does not write.
    header.msg_control = const_cast<unsigned char*>(data);
    header.msg_controllen = size;
    header.msg_name = nullptr;
    header.msg_namelen = 0;
    if (index >= unarmed_)
      unarmed_ = index + 1;
  }

  // Give packets to be received room for their control messages. Only the
  // headers that the last call has used need it.
  void arm() noexcept
  {
    for (std::size_t i = 0; i < unarmed_; ++i)
    {
      ::msghdr& header = headers_[i].msg_hdr;
      header.msg_control = control_[i];
      header.msg_controllen = sizeof(control_[i]);
      end_of_file_ops::ask_for_name(header, name_);
      header.msg_flags = 0;
    }
    unarmed_ = 0;
  }

  // The call has used that many headers.
  void used(std::size_t count) noexcept
  {
    if (count > unarmed_)
      unarmed_ = count;
  }

private:
  batch_headers() noexcept
    : headers_()
  {
  }

  std::size_t used_buffers_ = 0;
  std::size_t unarmed_ = max_packets;
  ::mmsghdr headers_[max_packets];
  ::sockaddr_un name_; // of each sender, which nobody reads
  ::iovec buffers_[max_buffers];
  alignas(::cmsghdr) unsigned char
    control_[max_packets][incoming_control_space];
};

} // namespace detail
} // namespace boost_seqpacket

#endif // defined(BOOST_SEQPACKET_HAS_BATCH_CALLS)

#endif // BOOST_SEQPACKET_DETAIL_BATCH_BATCH_HEADERS_HPP
