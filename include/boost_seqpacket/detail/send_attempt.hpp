//
// detail/send_attempt.hpp
// ~~~~~~~~~~~~~~~~~~~~~~~
//
// Copyright (c) 2026 The boost_seqpacket authors
//
// Distributed under the Boost Software License, Version 1.0.
// (See accompanying file LICENSE_1_0.txt or copy at
// https://www.boost.org/LICENSE_1_0.txt)
//

#ifndef BOOST_SEQPACKET_DETAIL_SEND_ATTEMPT_HPP
#define BOOST_SEQPACKET_DETAIL_SEND_ATTEMPT_HPP

#include <boost_seqpacket/detail/operation.hpp>
#include <boost_seqpacket/detail/socket_traits.hpp>
#include <boost_seqpacket/detail/transfer.hpp>
#include <boost_seqpacket/detail/transfer_result.hpp>

#include <boost/asio/socket_base.hpp>
#include <boost/system/error_code.hpp>

#include <cstddef>

namespace boost_seqpacket {
namespace detail {

// The ancillary data of a send that the caller keeps: an outgoing_ancillary.
template <typename Ancillary>
class borrowed_control
{
public:
  explicit borrowed_control(const Ancillary& ancillary) noexcept
    : ancillary_(&ancillary)
  {
  }

  template <typename Function>
  std::size_t operator()(boost::system::error_code&, Function function) const
  {
    return function(ancillary_access::data(*ancillary_),
        ancillary_access::size(*ancillary_));
  }

private:
  const Ancillary* ancillary_;
};

// Control is a copyable function object: it calls a function with the bytes of
// the control messages and their number, or sets an error.
template <typename Buffers, typename Control>
class send_attempt
  : public simple_attempt<transfer_result>
{
public:

  static constexpr auto wait = boost::asio::socket_base::wait_write;

  send_attempt(const Buffers& buffers, const Control& control,
      message_flags flags)
    : buffers_(buffers),
      control_(control),
      flags_(flags)
  {
  }

  template <typename Socket>
  transfer_result operator()(Socket& socket, bool waited) const
  {
    boost::system::error_code ec;
    check_socket(socket, waited, ec);
    if (ec)
      return transfer_result(ec);

    const transfer call = {socket.native_handle(),
      socket_traits<Socket>::kind, flags_, waited};
    const std::size_t sent = with_buffers(buffers_, ec,
        [&](const buffer_list& buffers)
        {
          return control_(ec,
              [&](const unsigned char* control, std::size_t size)
              {
                return send(call, buffers, control, size, ec);
              });
        });
    return transfer_result(ec, sent);
  }

private:
  Buffers buffers_;
  Control control_;
  message_flags flags_;
};

} // namespace detail
} // namespace boost_seqpacket

#endif // BOOST_SEQPACKET_DETAIL_SEND_ATTEMPT_HPP
