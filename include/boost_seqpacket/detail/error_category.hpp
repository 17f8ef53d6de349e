//
// detail/error_category.hpp
// ~~~~~~~~~~~~~~~~~~~~~~~~~
//
// Copyright (c) 2026 The boost_seqpacket authors
//
// Distributed under the Boost Software License, Version 1.0.
// (See accompanying file LICENSE_1_0.txt or copy at
// https://www.boost.org/LICENSE_1_0.txt)
//

#ifndef BOOST_SEQPACKET_DETAIL_ERROR_CATEGORY_HPP
#define BOOST_SEQPACKET_DETAIL_ERROR_CATEGORY_HPP

#include <boost_seqpacket/detail/seqpacket_errc.hpp>

#include <boost/system/error_code.hpp>

#include <string>

namespace boost_seqpacket {
namespace detail {

// The destructor of error_category is not virtual. A private base and a private
// destructor make sure that no object is deleted through it, and GCC sees that
// (-Wnon-virtual-dtor). The destructor is trivial, so nothing runs at exit.
class category final : private boost::system::error_category
{
public:
  static const boost::system::error_category& instance() noexcept
  {
    static const category result;
    return result;
  }

private:
  // Each of two shared libraries can have a copy of the category. The fixed id
  // makes them compare equal.
  constexpr category() noexcept
    : boost::system::error_category(0x5e9ac4e7b0057a51u)
  {
  }

  ~category() = default;

  const char* name() const noexcept override
  {
    return "boost_seqpacket";
  }

  std::string message(int value) const override
  {
    switch (static_cast<seqpacket_errc>(value))
    {
    case seqpacket_errc::message_truncated:
      return "The packet has more bytes than the buffers";
    case seqpacket_errc::ancillary_truncated:
      return "More descriptors or control data arrived than there is room for";
    case seqpacket_errc::descriptors_lost:
      return "The system could not install a received descriptor";
    case seqpacket_errc::ancillary_full:
      return "No room for another descriptor or control message";
    case seqpacket_errc::unexpected_descriptor_count:
      return "Unexpected number of descriptors received";
    case seqpacket_errc::wrong_descriptor_type:
      return "The descriptor is not of the expected type";
    case seqpacket_errc::no_proc_file_system:
      return "No /proc file system of this PID namespace is mounted";
    case seqpacket_errc::wait_all_refused:
      return "MSG_WAITALL is refused: use read_message";
    case seqpacket_errc::predecessor_lost:
      return "The process that hands over is dead";
    case seqpacket_errc::successor_lost:
      return "The process that takes over is gone";
    case seqpacket_errc::handover_refused:
      return "The other side has given up the handover";
    case seqpacket_errc::handover_version:
      return "The two sides know no common version of the handover";
    case seqpacket_errc::handover_malformed:
      return "A packet is not allowed in a handover";
    }
    return "Unknown boost_seqpacket error";
  }

  boost::system::error_condition default_error_condition(
      int value) const noexcept override
  {
    namespace errc = boost::system::errc;
    switch (static_cast<seqpacket_errc>(value))
    {
    case seqpacket_errc::message_truncated:
      return errc::make_error_condition(errc::message_size);
    case seqpacket_errc::ancillary_truncated:
    case seqpacket_errc::ancillary_full:
      return errc::make_error_condition(errc::no_buffer_space);
    case seqpacket_errc::descriptors_lost:
      return errc::make_error_condition(errc::too_many_files_open);
    case seqpacket_errc::unexpected_descriptor_count:
      return errc::make_error_condition(errc::protocol_error);
    case seqpacket_errc::wrong_descriptor_type:
    case seqpacket_errc::wait_all_refused:
      return errc::make_error_condition(errc::invalid_argument);
    case seqpacket_errc::no_proc_file_system:
      return errc::make_error_condition(errc::operation_not_supported);
    case seqpacket_errc::predecessor_lost:
      return errc::make_error_condition(errc::owner_dead);
    case seqpacket_errc::successor_lost:
      return errc::make_error_condition(errc::connection_aborted);
    case seqpacket_errc::handover_refused:
      return errc::make_error_condition(errc::connection_refused);
    case seqpacket_errc::handover_version:
      return errc::make_error_condition(errc::protocol_not_supported);
    case seqpacket_errc::handover_malformed:
      return errc::make_error_condition(errc::protocol_error);
    }
    return boost::system::error_condition(value, *this);
  }
};

} // namespace detail
} // namespace boost_seqpacket

#endif // BOOST_SEQPACKET_DETAIL_ERROR_CATEGORY_HPP
