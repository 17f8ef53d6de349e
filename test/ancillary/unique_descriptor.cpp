// Copyright (c) 2026 The boost_seqpacket authors
//
// Distributed under the Boost Software License, Version 1.0.
// (See accompanying file LICENSE_1_0.txt or copy at
// https://www.boost.org/LICENSE_1_0.txt)

#include "test.hpp"

using namespace boost_seqpacket;
using namespace boost_seqpacket::test;

BOOST_FIXTURE_TEST_SUITE(ancillary_unique_descriptor, no_leaks)

// What was opened is closed by the destructor, and only once.
BOOST_AUTO_TEST_CASE(closes_in_its_destructor)
{
  int number = -1;
  {
    unique_descriptor file = make_file("x");
    number = file.native_handle();
    BOOST_TEST(is_open(number));
  }
  BOOST_TEST(!is_open(number));
}

// No value that is an error of a system call is ever owned.
BOOST_AUTO_TEST_CASE(never_owns_a_negative_number)
{
  unique_descriptor file(-24);
  BOOST_TEST(!file.is_open());
  BOOST_TEST(file.native_handle() == -1);
  file.reset(-9);
  BOOST_TEST(file.native_handle() == -1);
  BOOST_TEST(file.release() == -1);
}

// Number 0 is a descriptor like any other.
BOOST_AUTO_TEST_CASE(owns_number_zero)
{
  const int saved = ::fcntl(0, F_DUPFD_CLOEXEC, 3);
  ::close(0);
  {
    unique_descriptor zero = make_file("x");
    BOOST_TEST(zero.native_handle() == 0);
    BOOST_TEST(static_cast<bool>(zero));
  }
  BOOST_TEST(!is_open(0));
  if (saved >= 0)
  {
    ::dup2(saved, 0);
    ::close(saved);
  }
}

// A move leaves one owner; a move to itself loses nothing.
BOOST_AUTO_TEST_CASE(move_leaves_one_owner)
{
  unique_descriptor a = make_file("a");
  const int number = a.native_handle();
  unique_descriptor b(std::move(a));
  BOOST_TEST(!a.is_open());
  BOOST_TEST(b.native_handle() == number);

  unique_descriptor c = make_file("c");
  const int closed = c.native_handle();
  c = std::move(b);
  BOOST_TEST(!is_open(closed));
  BOOST_TEST(c.native_handle() == number);

  unique_descriptor& alias = c;
  c = std::move(alias);
  BOOST_TEST(c.native_handle() == number);
  BOOST_TEST(is_open(number));
}

// To reset to the number that is owned already must not close it.
BOOST_AUTO_TEST_CASE(reset_to_its_own_number_keeps_it)
{
  unique_descriptor file = make_file("x");
  file.reset(file.native_handle());
  BOOST_TEST(is_open(file.native_handle()));
}

BOOST_AUTO_TEST_CASE(swaps)
{
  unique_descriptor a = make_file("a");
  unique_descriptor b;
  swap(a, b);
  BOOST_TEST(!a.is_open());
  BOOST_TEST(content_of(b) == "a");
}

// close() tells what the system said, and the object is empty all the same.
BOOST_AUTO_TEST_CASE(close_reports_a_number_that_is_not_open)
{
  unique_descriptor file = make_file("x");
  ::close(file.native_handle());
  error_code ec;
  file.close(ec);
  BOOST_TEST(ec == asio::error::bad_descriptor);
  BOOST_TEST(!file.is_open());
  file.close(ec);
  BOOST_TEST(!ec);
}

BOOST_AUTO_TEST_CASE(duplicates_close_on_exec)
{
  unique_descriptor file = make_file("x");
  unique_descriptor copy = file.duplicate();
  BOOST_TEST(copy.native_handle() != file.native_handle());
  BOOST_TEST(same_file(copy.native_handle(), file.native_handle()));
  BOOST_TEST(is_close_on_exec(copy.native_handle()));
}

BOOST_AUTO_TEST_CASE(duplicate_of_nothing_is_an_error)
{
  unique_descriptor nothing;
  error_code ec;
  BOOST_TEST(!nothing.duplicate(ec).is_open());
  BOOST_TEST(ec == asio::error::bad_descriptor);
  BOOST_CHECK_THROW((void)nothing.duplicate(), boost::system::system_error);
}

BOOST_AUTO_TEST_SUITE_END()
