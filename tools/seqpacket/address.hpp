// Copyright (c) 2026 The boost_seqpacket authors
//
// Distributed under the Boost Software License, Version 1.0.
// (See accompanying file LICENSE_1_0.txt or copy at
// https://www.boost.org/LICENSE_1_0.txt)

// An address of the command line: a path, or an @ and an abstract name.

#ifndef SEQPACKET_TOOL_ADDRESS_HPP
#define SEQPACKET_TOOL_ADDRESS_HPP

#include <boost_seqpacket/endpoint.hpp>

#include <string>

namespace seqpacket_tool {

struct address
{
  std::string name; // without the @, and without escapes
  bool is_abstract = false;
  std::string text; // as it was given
};

// Reads what to_string of an endpoint prints: \xNN is a byte, and \\ a
// backslash. Throws usage_error.
address parse_address(const std::string& text);

// Throws boost::system::system_error if the name is too long.
template <typename Protocol>
typename Protocol::endpoint endpoint_of(const address& from)
{
  if (from.is_abstract)
    return boost_seqpacket::abstract_endpoint<Protocol>(from.name);
  return typename Protocol::endpoint(from.name);
}

} // namespace seqpacket_tool

#endif // SEQPACKET_TOOL_ADDRESS_HPP
