//
// detail/handover/handover_packet.hpp
// ~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~
//
// Copyright (c) 2026 The boost_seqpacket authors
//
// Distributed under the Boost Software License, Version 1.0.
// (See accompanying file LICENSE_1_0.txt or copy at
// https://www.boost.org/LICENSE_1_0.txt)
//

#ifndef BOOST_SEQPACKET_DETAIL_HANDOVER_HANDOVER_PACKET_HPP
#define BOOST_SEQPACKET_DETAIL_HANDOVER_HANDOVER_PACKET_HPP

// How the packets of a handover look (doc/background/handover_protocol.md).

#include <boost/asio/buffer.hpp>

#include <array>
#include <cstddef>
#include <cstdint>
#include <string_view>

namespace boost_seqpacket {
namespace detail {

enum class handover_type : unsigned char
{
  hello = 1,
  offer = 2,
  listener = 3,
  ack = 4,
  ready = 5,
  session = 6,
  commit = 7,
  taken = 8,
  running = 9,
  abort = 10,
  offered = 11
};

inline constexpr unsigned char handover_version_number = 1;
inline constexpr std::size_t handover_header_size = 16;
inline constexpr std::size_t max_handover_name = 255;
inline constexpr std::size_t max_handover_state = 65536;
inline constexpr std::size_t max_handover_items = 65535;

// The reason of an abort because of the version.
inline constexpr std::string_view version_reason = "version";

constexpr bool is_handover_name(std::string_view name) noexcept
{
  return name.size() <= max_handover_name
    && name.find('\0') == std::string_view::npos;
}

// The name and the state are views.
struct handover_packet
{
  handover_type type = handover_type::abort;
  std::uint32_t number = 0;
  std::string_view name;
  std::string_view state;
};

using handover_header = std::array<unsigned char, handover_header_size>;

inline void put_number(unsigned char* to, std::uint32_t number,
    std::size_t size) noexcept
{
  for (std::size_t i = 0; i < size; ++i)
    to[i] = static_cast<unsigned char>(number >> (8 * i) & 0xffu);
}

inline std::uint32_t get_number(const unsigned char* from,
    std::size_t size) noexcept
{
  std::uint32_t number = 0;
  for (std::size_t i = 0; i < size; ++i)
    number |= static_cast<std::uint32_t>(from[i]) << (8 * i);
  return number;
}

// The bytes before the name and the state.
inline handover_header encode_header(const handover_packet& packet) noexcept
{
  handover_header header = {{'B', 'S', 'H', 'O', handover_version_number,
    static_cast<unsigned char>(packet.type)}};
  put_number(&header[6], static_cast<std::uint32_t>(packet.name.size()), 2);
  put_number(&header[8], packet.number, 4);
  put_number(&header[12], static_cast<std::uint32_t>(packet.state.size()), 4);
  return header;
}

enum class handover_decoded
{
  good,
  version,
  malformed
};

constexpr bool has_name(handover_type type) noexcept
{
  return type == handover_type::listener || type == handover_type::session
    || type == handover_type::abort;
}

constexpr bool has_number(handover_type type) noexcept
{
  return type != handover_type::ready && type != handover_type::taken
    && type != handover_type::running && type != handover_type::abort;
}

// What is not used by a type is 0, so that a later version can use it.
inline handover_decoded decode(const void* bytes, std::size_t size,
    handover_packet& packet) noexcept
{
  const unsigned char* const header = static_cast<const unsigned char*>(bytes);
  if (size < handover_header_size
      || std::string_view(static_cast<const char*>(bytes), 4) != "BSHO")
    return handover_decoded::malformed;
  if (header[4] != handover_version_number)
    return handover_decoded::version;

  const std::size_t name_size = get_number(header + 6, 2);
  const std::size_t state_size = get_number(header + 12, 4);
  const std::size_t rest = size - handover_header_size;
  if (header[5] < 1 || header[5] > 11 || name_size > rest
      || state_size != rest - name_size || state_size > max_handover_state)
    return handover_decoded::malformed;

  packet.type = static_cast<handover_type>(header[5]);
  packet.number = get_number(header + 8, 4);
  const char* const text = static_cast<const char*>(bytes)
    + handover_header_size;
  packet.name = std::string_view(text, name_size);
  packet.state = std::string_view(text + name_size, state_size);
  const bool allowed = is_handover_name(packet.name)
    && (packet.name.empty() || has_name(packet.type))
    && (packet.state.empty() || packet.type == handover_type::session)
    && (packet.number == 0 || has_number(packet.type));
  return allowed ? handover_decoded::good : handover_decoded::malformed;
}

} // namespace detail
} // namespace boost_seqpacket

#endif // BOOST_SEQPACKET_DETAIL_HANDOVER_HANDOVER_PACKET_HPP
