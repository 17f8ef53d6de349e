// Copyright (c) 2026 The boost_seqpacket authors
//
// Distributed under the Boost Software License, Version 1.0.
// (See accompanying file LICENSE_1_0.txt or copy at
// https://www.boost.org/LICENSE_1_0.txt)

#ifndef BOOST_SEQPACKET_TEST_MESSAGE_ENDS_HPP
#define BOOST_SEQPACKET_TEST_MESSAGE_ENDS_HPP

// The end of file in every form, and how it is compared.

#include "forms.hpp"

namespace boost_seqpacket {
namespace test {

using record_sockets = std::tuple<protocol::socket, generic_socket>;

// How the peer can end what it sends.
enum class ending
{
  close,
  shutdown
};

constexpr ending all_endings[] = {ending::close, ending::shutdown};

inline std::ostream& operator<<(std::ostream& out, ending e)
{
  return out << (e == ending::close ? "close" : "shutdown");
}

template <typename Socket>
void end(Socket& sender, ending how)
{
  if (how == ending::close)
    sender.close();
  else
    sender.shutdown(asio::socket_base::shutdown_send);
}

// One receive, without descriptors, and the bytes that came.
template <typename Socket>
std::pair<error_code, std::string> next(form how, Socket& receiver,
    message_flags flags = 0)
{
  char bytes[16];
  incoming_ancillary<0> incoming;
  const outcome result = receive_by(
      how, receiver, asio::buffer(bytes), incoming, flags);
  return {result.error, std::string(bytes, result.bytes)};
}

// The flags of receives that look at a packet before they take it, or only look.
inline const std::vector<message_flags> peeking_flags = {MSG_PEEK,
#if defined(BOOST_SEQPACKET_HAS_KEEP_IF_TRUNCATED)
  keep_if_truncated, keep_if_truncated | MSG_PEEK
#endif
};

inline const std::pair<error_code, std::string> the_end(
    asio::error::eof, "");

inline std::pair<error_code, std::string> packet(std::string bytes)
{
  return {error_code(), std::move(bytes)};
}

} // namespace test
} // namespace boost_seqpacket

namespace std {

inline ostream& operator<<(ostream& out,
    const pair<boost::system::error_code, string>& value)
{
  return out << value.first << " \"" << value.second << '"';
}

} // namespace std

#endif // BOOST_SEQPACKET_TEST_MESSAGE_ENDS_HPP
