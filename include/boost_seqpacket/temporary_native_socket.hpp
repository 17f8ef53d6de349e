//
// temporary_native_socket.hpp
// ~~~~~~~~~~~~~~~~~~~~~~~~~~~
//
// Copyright (c) 2026 The boost_seqpacket authors
//
// Distributed under the Boost Software License, Version 1.0.
// (See accompanying file LICENSE_1_0.txt or copy at
// https://www.boost.org/LICENSE_1_0.txt)
//

#ifndef BOOST_SEQPACKET_TEMPORARY_NATIVE_SOCKET_HPP
#define BOOST_SEQPACKET_TEMPORARY_NATIVE_SOCKET_HPP

#include <boost_seqpacket/detail/config.hpp>

#if defined(BOOST_SEQPACKET_HAS_LOCAL_SOCKETS)

#include <boost_seqpacket/native_socket.hpp>
#include <boost_seqpacket/unique_descriptor.hpp>

#include <boost/system/error_code.hpp>

#include <cstddef>
#include <utility>

namespace boost_seqpacket {
namespace detail {

template <typename Owner>
class basic_descriptor_list;

using descriptor_list = basic_descriptor_list<unique_descriptor>;

} // namespace detail

/**
 * @defgroup temporary_native_socket boost_seqpacket::native_socket, temporary
 *
 * @brief The synchronous functions take a @c native_socket that is made in the
 * call, such as @c send_message(native_socket(descriptor), buffer).
 *
 * Each of these does what the function of the same name does with an object
 * that has a name. That function has a header of its own, which the program
 * includes. A temporary has no time limit, and it asks the system in each call
 * what kind of socket it is.
 */
/*@{*/

/// @c send_message with a temporary.
template <typename... Arguments>
auto send_message(native_socket&& socket, Arguments&&... arguments)
{
  return send_message(socket, std::forward<Arguments>(arguments)...);
}

/// @c receive_message with a temporary.
template <typename... Arguments>
auto receive_message(native_socket&& socket, Arguments&&... arguments)
{
  return receive_message(socket, std::forward<Arguments>(arguments)...);
}

/// @c discard_message with a temporary.
template <typename... Arguments>
auto discard_message(native_socket&& socket, Arguments&&... arguments)
{
  return discard_message(socket, std::forward<Arguments>(arguments)...);
}

/// @c send_messages with a temporary.
template <typename... Arguments>
auto send_messages(native_socket&& socket, Arguments&&... arguments)
{
  return send_messages(socket, std::forward<Arguments>(arguments)...);
}

/// @c receive_messages with a temporary.
template <typename... Arguments>
auto receive_messages(native_socket&& socket, Arguments&&... arguments)
{
  return receive_messages(socket, std::forward<Arguments>(arguments)...);
}

/// @c read_message with a temporary.
template <typename... Arguments>
auto read_message(native_socket&& socket, Arguments&&... arguments)
{
  return read_message(socket, std::forward<Arguments>(arguments)...);
}

/// @c write_message with a temporary.
template <typename... Arguments>
auto write_message(native_socket&& socket, Arguments&&... arguments)
{
  return write_message(socket, std::forward<Arguments>(arguments)...);
}

/// @c send_message_to with a temporary.
template <typename... Arguments>
auto send_message_to(native_socket&& socket, Arguments&&... arguments)
{
  return send_message_to(socket, std::forward<Arguments>(arguments)...);
}

/// @c receive_message_from with a temporary.
template <typename... Arguments>
auto receive_message_from(native_socket&& socket, Arguments&&... arguments)
{
  return receive_message_from(socket, std::forward<Arguments>(arguments)...);
}

/// @c send_descriptors with a temporary.
template <typename... Arguments>
auto send_descriptors(native_socket&& socket, Arguments&&... arguments)
{
  return send_descriptors(socket, std::forward<Arguments>(arguments)...);
}

/// @c send_descriptors with a temporary and a list in braces.
template <typename ConstBufferSequence>
std::size_t send_descriptors(native_socket&& socket,
    const ConstBufferSequence& buffers, detail::descriptor_list&& descriptors)
{
  return send_descriptors(socket, buffers, std::move(descriptors));
}

/// @c send_descriptors with a temporary, a list in braces and an error code.
template <typename ConstBufferSequence>
std::size_t send_descriptors(native_socket&& socket,
    const ConstBufferSequence& buffers, detail::descriptor_list&& descriptors,
    boost::system::error_code& ec)
{
  return send_descriptors(socket, buffers, std::move(descriptors), ec);
}

/// @c receive_descriptors<Count> with a temporary.
template <std::size_t Count, typename... Arguments>
auto receive_descriptors(native_socket&& socket, Arguments&&... arguments)
{
  return receive_descriptors<Count>(
      socket, std::forward<Arguments>(arguments)...);
}

/// @c receive_descriptors with @c at_most and a temporary.
template <typename... Arguments>
auto receive_descriptors(native_socket&& socket, Arguments&&... arguments)
{
  return receive_descriptors(socket, std::forward<Arguments>(arguments)...);
}

/// @c peer_credentials with a temporary.
template <typename... Arguments>
auto peer_credentials(native_socket&& socket, Arguments&&... arguments)
{
  return peer_credentials(socket, std::forward<Arguments>(arguments)...);
}

/// @c peer_pidfd with a temporary.
template <typename... Arguments>
auto peer_pidfd(native_socket&& socket, Arguments&&... arguments)
{
  return peer_pidfd(socket, std::forward<Arguments>(arguments)...);
}

/// @c peer_groups with a temporary.
template <typename... Arguments>
auto peer_groups(native_socket&& socket, Arguments&&... arguments)
{
  return peer_groups(socket, std::forward<Arguments>(arguments)...);
}

/// @c peer_security_label with a temporary.
template <typename... Arguments>
auto peer_security_label(native_socket&& socket, Arguments&&... arguments)
{
  return peer_security_label(socket, std::forward<Arguments>(arguments)...);
}

/// @c local_endpoint with a temporary.
template <typename... Arguments>
auto local_endpoint(native_socket&& socket, Arguments&&... arguments)
{
  return local_endpoint(socket, std::forward<Arguments>(arguments)...);
}

/// @c remote_endpoint with a temporary.
template <typename... Arguments>
auto remote_endpoint(native_socket&& socket, Arguments&&... arguments)
{
  return remote_endpoint(socket, std::forward<Arguments>(arguments)...);
}

/// @c max_message_size with a temporary.
template <typename... Arguments>
auto max_message_size(native_socket&& socket, Arguments&&... arguments)
{
  return max_message_size(socket, std::forward<Arguments>(arguments)...);
}

/*@}*/

} // namespace boost_seqpacket

#endif // defined(BOOST_SEQPACKET_HAS_LOCAL_SOCKETS)

#endif // BOOST_SEQPACKET_TEMPORARY_NATIVE_SOCKET_HPP
