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

// The headers of sendmmsg and recvmmsg. One set serves all sockets of a thread,
// because a call uses it only while it runs. What does not change from call to
// call is written once.

#include <boost_seqpacket/detail/config.hpp>

#if defined(BOOST_SEQPACKET_HAS_BATCH_CALLS)

#include <boost_seqpacket/detail/datagram/address.hpp>
#include <boost_seqpacket/detail/message/buffer_list.hpp>
#include <boost_seqpacket/detail/message/end_of_file_ops.hpp>
#include <boost_seqpacket/detail/socket/message_header.hpp>
#include <boost_seqpacket/detail/ancillary/take_control_messages.hpp>
#include <boost_seqpacket/detail/ancillary/incoming_state.hpp>

#include <boost/asio/buffer.hpp>

#include <cstddef>
#include <new>
#include <sys/socket.h>
#include <sys/uio.h>

namespace boost_seqpacket {
namespace detail {

class batch_headers
{
public:
  // The packets of one system call. More gain little, because 32 already share
  // the cost of the call.
  static constexpr std::size_t max_packets = 32;

  ::mmsghdr* data() noexcept
  {
    return headers_;
  }

  // Begin to fill in headers.
  void start() noexcept
  {
    used_buffers_ = 0;
  }

  // Fill in the buffers of a packet. True if there is room for them. There
  // always is for the first packet, unless no system call takes so many.
  template <typename Buffers>
  bool set_buffers(std::size_t index, const Buffers& buffers)
  {
    ::iovec* const list = buffers_ + used_buffers_;
    std::size_t count = 0;
    const auto end = boost::asio::buffer_sequence_end(buffers);
    for (auto it = boost::asio::buffer_sequence_begin(buffers);
        it != end; ++it, ++count)
    {
      if (used_buffers_ + count == max_buffers)
        return false;
      list[count] = detail::make_iovec(boost::asio::const_buffer(*it));
    }
    // Every system call has a buffer: see message_header.hpp.
    if (count == 0)
    {
      if (used_buffers_ == max_buffers)
        return false;
      list[count++] = ::iovec();
    }
    detail::set_buffers(headers_[index].msg_hdr, list, count);
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
    set_length(header.msg_controllen, size);
    header.msg_name = nullptr;
    header.msg_namelen = 0;
  }

  // Give a packet that is received room for its control messages.
  void set_room(std::size_t index) noexcept
  {
    ::msghdr& header = headers_[index].msg_hdr;
    header.msg_control = control_[index];
    header.msg_controllen = sizeof(control_[index]);
    header.msg_name = nullptr;
    header.msg_namelen = 0;
    end_of_file_ops::ask_for_name(header, name_);
    header.msg_flags = 0;
  }

  // Give a packet to be sent an address, after its control messages.
  void set_destination(std::size_t index,
      const destination_address& destination) noexcept
  {
    detail::set_destination(headers_[index].msg_hdr, destination);
  }

  // Give a packet that is received a place for the name of its sender alone.
  void set_sender(std::size_t index) noexcept
  {
    end_of_file_ops::ask_for_name(
        headers_[index].msg_hdr, senders_[index], true);
  }

  // The name of the sender of a packet that was received.
  socket_name sender(std::size_t index) const noexcept
  {
    return endpoint_ops::reported_name(
        &senders_[index], headers_[index].msg_hdr.msg_namelen);
  }

private:
  std::size_t used_buffers_ = 0;
  ::mmsghdr headers_[max_packets] = {};
  ::sockaddr_storage name_; // of each sender; it is written and never read
  ::sockaddr_storage senders_[max_packets];
  ::iovec buffers_[max_buffers];
  alignas(::cmsghdr) unsigned char
    control_[max_packets][incoming_control_space];
};

// Lends the headers of the calling thread for the time of a call. There are
// none if there is no memory, if the thread is ending and has destroyed them,
// or inside another call: the iterator of a batch may send a batch of its own.
class batch_headers_lease
{
public:
  batch_headers_lease()
  {
    // It has no destructor, so that it is valid until the thread ends.
    thread_local slot of_this_thread;
    free_at_end_of_thread(of_this_thread);
    if (of_this_thread.is_taken)
      return;
    if (!of_this_thread.headers)
      of_this_thread.headers = new (std::nothrow) batch_headers;
    if (!of_this_thread.headers)
      return;
    taken_ = &of_this_thread;
    taken_->is_taken = true;
    taken_->headers->start();
  }

  batch_headers_lease(const batch_headers_lease&) = delete;
  batch_headers_lease& operator=(const batch_headers_lease&) = delete;

  ~batch_headers_lease()
  {
    if (taken_)
      taken_->is_taken = false;
  }

  explicit operator bool() const noexcept
  {
    return taken_ != nullptr;
  }

  batch_headers& operator*() const noexcept
  {
    return *taken_->headers;
  }

  batch_headers* operator->() const noexcept
  {
    return taken_->headers;
  }

private:
  struct slot
  {
    batch_headers* headers = nullptr;
    bool is_taken = false;
  };

  class owner
  {
  public:
    explicit owner(slot& owned) noexcept
      : slot_(owned)
    {
    }

    owner(const owner&) = delete;
    owner& operator=(const owner&) = delete;

    ~owner()
    {
      delete slot_.headers;
      slot_.headers = nullptr;
      slot_.is_taken = true;
    }

  private:
    slot& slot_;
  };

  // Clang would warn of a destructor that runs when the program ends. It may
  // come at any time, because afterwards the headers count as taken.
#if defined(__has_warning)
# pragma clang diagnostic push
# pragma clang diagnostic ignored "-Wexit-time-destructors"
#endif
  static void free_at_end_of_thread(slot& owned)
  {
    thread_local const owner owns_headers(owned);
    (void)owns_headers;
  }
#if defined(__has_warning)
# pragma clang diagnostic pop
#endif

  slot* taken_ = nullptr;
};

} // namespace detail
} // namespace boost_seqpacket

#endif // defined(BOOST_SEQPACKET_HAS_BATCH_CALLS)

#endif // BOOST_SEQPACKET_DETAIL_BATCH_BATCH_HEADERS_HPP
