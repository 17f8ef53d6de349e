//
// detail/stream/transfer_attempt.hpp
// ~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~
//
// Copyright (c) 2026 The boost_seqpacket authors
//
// Distributed under the Boost Software License, Version 1.0.
// (See accompanying file LICENSE_1_0.txt or copy at
// https://www.boost.org/LICENSE_1_0.txt)
//

#ifndef BOOST_SEQPACKET_DETAIL_STREAM_TRANSFER_ATTEMPT_HPP
#define BOOST_SEQPACKET_DETAIL_STREAM_TRANSFER_ATTEMPT_HPP

#include <boost_seqpacket/detail/message/message_call.hpp>
#include <boost_seqpacket/detail/socket/socket_traits.hpp>
#include <boost_seqpacket/detail/stream/buffer_position.hpp>

#include <boost/asio/error.hpp>
#include <boost/system/error_code.hpp>

#include <cstddef>

namespace boost_seqpacket {
namespace detail {

// How many parts a transfer moves before others have their turn.
enum class transfer_limit
{
  // A thread that waits for the transfer has nothing else to do.
  none,

  // An asynchronous operation goes back to its context after some parts, so
  // that a fast peer keeps no other handler waiting, and no signal for the
  // operation unseen.
  some
};

// The base of the attempts that move all bytes of a buffer sequence over a
// stream, in as many parts as it takes. Derived has these members:
//   part(call, buffers, ec)   makes one system call, and returns the number of
//                             bytes
//   finish(call)              the error of a transfer that moved all bytes
template <typename Derived, typename Buffers>
class transfer_attempt
  : public message_attempt<Derived>
{
public:
  transfer_attempt(const Buffers& buffers, transfer_limit limit)
    : message_attempt<Derived>(0),
      buffers_(buffers),
      limit_(limit)
  {
  }

  static constexpr bool takes(socket_kind kind) noexcept
  {
    return kind == socket_kind::stream;
  }

  template <typename Socket>
  message_result first(Socket& socket)
  {
    static_assert(may_be<Socket>(socket_kind::stream),
        "read_message and write_message are for streams: on a seq_packet or "
        "datagram socket receive_message and send_message move one whole "
        "packet");
    return message_attempt<Derived>::first(socket);
  }

  // The bytes that were moved before the end are not lost.
  message_result stopped(const boost::system::error_code& ec) const
  {
    return message_result(ec, position_.bytes());
  }

  // True if the peer's stream is not where it was at the beginning.
  bool has_begun() const noexcept
  {
    return position_.bytes() != 0;
  }

  message_result attempt(const message_call& call,
      boost::system::error_code ec)
  {
    bool is_done = false;
    for (int parts = 0; !ec && !is_done; ++parts)
    {
      position_.consume(buffers_, position_.call_with_next(buffers_,
            [&](const buffer_list& part)
            {
              is_done = part.bytes == 0;
              if (!is_done && limit_ == transfer_limit::some
                  && parts == max_parts)
                ec = boost::asio::error::would_block;
              return is_done || ec ? 0 : derived().part(call, part, ec);
            }));
    }
    return stopped(ec ? ec : derived().finish(call));
  }

protected:
  const buffer_position& position() const noexcept
  {
    return position_;
  }

private:
  static constexpr int max_parts = 16;

  Derived& derived() noexcept
  {
    return static_cast<Derived&>(*this);
  }

  Buffers buffers_;
  transfer_limit limit_;
  buffer_position position_;
};

} // namespace detail
} // namespace boost_seqpacket

#endif // BOOST_SEQPACKET_DETAIL_STREAM_TRANSFER_ATTEMPT_HPP
