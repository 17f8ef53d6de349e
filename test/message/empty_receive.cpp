// Copyright (c) 2026 The boost_seqpacket authors
//
// Distributed under the Boost Software License, Version 1.0.
// (See accompanying file LICENSE_1_0.txt or copy at
// https://www.boost.org/LICENSE_1_0.txt)

// What a receive of nothing at all means, as a decision without a socket: each
// combination of the facts, and which of them are asked for. Each costs a
// system call.

#include "test.hpp"

#include <boost_seqpacket/detail/message/empty_receive.hpp>

using namespace boost_seqpacket;
using namespace boost_seqpacket::test;

using boost_seqpacket::detail::empty_receive;

namespace boost_seqpacket {
namespace detail {

inline std::ostream& operator<<(std::ostream& out, empty_receive what)
{
  const char* const names[] = {
    "packet", "end_of_file", "premature_end", "reset"};
  return out << names[static_cast<int>(what)];
}

} // namespace detail
} // namespace boost_seqpacket

namespace {

// Facts that are given, and keep a list of what was asked for.
struct given_facts
{
  bool shut_down;
  bool queued;
  bool error;
  bool peeked;
  bool marked;
  std::string asked{};

  bool is_shut_down()
  {
    asked += 's';
    return shut_down;
  }

  bool bytes_are_queued()
  {
    asked += 'q';
    return queued;
  }

  bool error_is_pending()
  {
    asked += 'e';
    return error;
  }

  bool peek_finds_packet()
  {
    asked += 'p';
    return peeked;
  }

  bool packets_are_marked()
  {
    asked += 'm';
    return marked;
  }
};

// Calls the function with each combination of the facts.
template <typename Function>
void for_each_combination(Function function)
{
  for (unsigned bits = 0; bits < 32; ++bits)
  {
    given_facts facts = {(bits & 1) != 0, (bits & 2) != 0, (bits & 4) != 0,
      (bits & 8) != 0, (bits & 16) != 0};
    BOOST_TEST_CONTEXT("shut down " << facts.shut_down << ", bytes queued "
        << facts.queued << ", error pending " << facts.error
        << ", peek finds a packet " << facts.peeked << ", packets marked "
        << facts.marked)
    {
      function(facts);
    }
  }
}

} // namespace

BOOST_AUTO_TEST_SUITE(message_empty_receive)

// The judgement in words: an open connection has sent an empty packet. At a
// closed one nothing queued is the end. With something queued it was an empty
// packet, unless each packet would have shown itself.
BOOST_AUTO_TEST_CASE(each_combination_of_facts_has_a_judgement)
{
  for_each_combination([](given_facts facts)
      {
        const empty_receive what = detail::judge_empty_receive(facts);
        if (!facts.shut_down)
          BOOST_TEST(what == empty_receive::packet);
        else if (!facts.queued && !facts.error && !facts.peeked)
          BOOST_TEST(what == empty_receive::end_of_file);
        else if (facts.marked)
          BOOST_TEST(what == empty_receive::premature_end);
        else if (!facts.queued && facts.error)
          BOOST_TEST(what == empty_receive::reset);
        else
          BOOST_TEST(what == empty_receive::packet);
      });
}

// Nothing is asked for that does not matter any more, and nothing twice.
BOOST_AUTO_TEST_CASE(each_combination_asks_for_as_little_as_possible)
{
  for_each_combination([](given_facts facts)
      {
        std::string needed = "s";
        if (facts.shut_down)
        {
          needed += 'q';
          if (!facts.queued)
            needed += facts.error ? "e" : "ep";
          if (facts.queued || facts.error || facts.peeked)
            needed += 'm';
        }
        detail::judge_empty_receive(facts);
        BOOST_TEST(facts.asked == needed);
      });
}

// An empty packet of an open connection costs one question, and the end three
// more.
BOOST_AUTO_TEST_CASE(the_frequent_answers_are_cheap)
{
  given_facts open = {false, true, true, true, true};
  BOOST_TEST(detail::judge_empty_receive(open) == empty_receive::packet);
  BOOST_TEST(open.asked == "s");
  given_facts ended = {true, false, false, false, true};
  BOOST_TEST(detail::judge_empty_receive(ended)
      == empty_receive::end_of_file);
  BOOST_TEST(ended.asked == "sqep");
}

// Who knows already that the socket is shut down does not ask again.
BOOST_AUTO_TEST_CASE(after_a_shut_down_it_is_not_asked_for_again)
{
  for_each_combination([](given_facts facts)
      {
        if (!facts.shut_down)
          return;
        given_facts again = facts;
        BOOST_TEST(detail::judge_after_shut_down(again)
            == detail::judge_empty_receive(facts));
        BOOST_TEST("s" + again.asked == facts.asked);
      });
}

BOOST_AUTO_TEST_SUITE_END()
