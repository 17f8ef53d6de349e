// Copyright (c) 2026 The boost_seqpacket authors
//
// Distributed under the Boost Software License, Version 1.0.
// (See accompanying file LICENSE_1_0.txt or copy at
// https://www.boost.org/LICENSE_1_0.txt)

// The state machines of both sides, without sockets: a model of the kernel's two
// queues runs them in random order, and lets them give up and die.

#include "test.hpp"

#include "handover.hpp"

#include <deque>
#include <optional>
#include <random>

namespace boost_seqpacket {
namespace test {
namespace {

using detail::handover_want;

struct packet
{
  std::string bytes;
  bool has_descriptor;
};

// One end of the connection, with the packets that have arrived at it.
struct end
{
  std::deque<packet> queue;
  bool refuses = false; // its receiving half is shut down
  bool says_nothing = false; // its sending half is
  bool is_closed = false;
};

using random = std::mt19937;

bool one_in(random& numbers, unsigned count)
{
  return numbers() % count == 0;
}

// Does one step of a machine. Returns whether anything could be done.
class stepper
{
public:
  stepper(detail::handover_fsm& fsm, end& mine, const end& other,
      end& target, bool other_is_dead, random& numbers)
    : fsm_(fsm),
      mine_(mine),
      other_(other),
      target_(target),
      other_is_dead_(other_is_dead),
      numbers_(numbers)
  {
  }

  bool step()
  {
    switch (fsm_.wants())
    {
    case handover_want::send:
      fsm_.sent(send());
      return true;
    case handover_want::abort:
      // A queue that is empty has room.
      fsm_.aborted(!target_.queue.empty() && one_in(numbers_, 4)
          ? error_code(asio::error::would_block) : send());
      return true;
    case handover_want::half:
    case handover_want::whole:
      mine_.says_nothing =
        mine_.says_nothing || fsm_.wants() == handover_want::whole;
      mine_.refuses = true;
      fsm_.shut_down();
      return true;
    case handover_want::death:
      if (!other_is_dead_)
        return false;
      fsm_.learned(detail::handover_fate::dead);
      return true;
    default:
      return receive();
    }
  }

private:
  error_code send()
  {
    if (target_.is_closed || target_.refuses || mine_.says_nothing)
      return asio::error::broken_pipe;
    const detail::handover_packet& what = fsm_.outgoing();
    const detail::handover_header header = detail::encode_header(what);
    std::string bytes(header.begin(), header.end());
    bytes.append(what.name).append(what.state);
    target_.queue.push_back({bytes, fsm_.item() != nullptr});
    return error_code();
  }

  bool receive()
  {
    const handover_want want = fsm_.wants();
    error_code ec;
    packet one = {};
    if (mine_.queue.empty())
    {
      const bool is_end =
        other_.is_closed || other_.says_nothing || mine_.refuses;
      if (!is_end && want != handover_want::drain)
        return false;
      ec = is_end ? asio::error::make_error_code(asio::error::eof)
        : error_code(asio::error::would_block);
    }
    else
    {
      one = mine_.queue.front();
      if (want != handover_want::peek)
        mine_.queue.pop_front();
    }
    unique_descriptor file(one.has_descriptor ? ::dup(0) : -1);
    const detail::handover_arrival arrival = {one.bytes.data(),
      one.bytes.size(), &file, one.has_descriptor ? 1u : 0u};
    if (want == handover_want::drain)
      fsm_.drained(ec, arrival);
    else
      fsm_.received(ec, arrival);
    return true;
  }

  detail::handover_fsm& fsm_;
  end& mine_;
  const end& other_;
  end& target_;
  bool other_is_dead_;
  random& numbers_;
};

enum class state
{
  runs,
  dead,
  serves,    // with everything
  listens,   // with the listeners alone
  is_idle,   // because the other one serves
  gave_up    // by itself, and is idle
};

std::vector<detail::handover_item> items(std::size_t count)
{
  std::vector<detail::handover_item> result;
  for (std::size_t i = 0; i < count; ++i)
    result.push_back({std::string(i, 'n'), {}, std::string(i, 's')});
  return result;
}

// A process that calls its three functions.
struct process
{
  end mine;
  state now = state::runs;
  int call = 0;
  bool gives_up = false; // it has, in this or an earlier call
  detail::handover_fsm* fsm = nullptr;
};

struct old_process : process
{
  old_process(std::size_t l, std::size_t s)
    : listeners(items(l)),
      sessions(items(s)),
      offer(listeners),
      commit(sessions)
  {
    fsm = &offer;
  }

  void next()
  {
    const bool failed = fsm->error().failed();
    ++call;
    if (failed)
      now = call == 3 ? state::listens : state::serves;
    else if (call == 3)
      now = state::is_idle;
    fsm = call == 1 ? static_cast<detail::handover_fsm*>(&commit) : &await;
  }

  std::vector<detail::handover_item> listeners;
  std::vector<detail::handover_item> sessions;
  detail::offer_fsm offer;
  detail::commit_fsm commit;
  detail::await_fsm await;
};

struct new_process : process
{
  new_process()
  {
    fsm = &receive;
  }

  void next()
  {
    const error_code ec = fsm->error();
    ++call;
    if (ec == seqpacket_errc::predecessor_lost)
      now = state::serves;
    else if (ec)
      now = gives_up ? state::gave_up : state::is_idle;
    else if (call == 3)
      now = state::serves;
    fsm = call == 1 ? static_cast<detail::handover_fsm*>(&take) : &confirm;
  }

  detail::receive_fsm receive;
  detail::take_fsm take;
  detail::confirm_fsm confirm;
};

struct odds
{
  unsigned death;
  unsigned end_of_patience;
};

// One step of one process. Returns whether anything has happened.
template <typename Mine, typename Other>
bool step(Mine& mine, Other& other, const odds& chances, random& numbers)
{
  if (mine.now != state::runs)
    return false;
  if (chances.death != 0 && one_in(numbers, chances.death))
  {
    mine.now = state::dead;
    mine.mine.is_closed = true;
    return true;
  }
  const bool gives_up = chances.end_of_patience != 0
    && one_in(numbers, chances.end_of_patience);
  bool moved = true;
  // A driver gives up only while it waits.
  const handover_want want = mine.fsm->wants();
  if (gives_up && (want == handover_want::send || want == handover_want::peek
        || want == handover_want::receive || want == handover_want::death))
  {
    mine.gives_up = true;
    mine.fsm->give_up(asio::error::timed_out);
  }
  else
    moved = stepper(*mine.fsm, mine.mine, other.mine, other.mine,
        other.now == state::dead, numbers).step();
  if (mine.fsm->wants() == handover_want::done)
  {
    mine.next();
    if (mine.now != state::runs)
      mine.mine.is_closed = true;
  }
  return moved;
}

bool has_listeners(state of)
{
  return of == state::serves || of == state::listens;
}

// Runs both until neither can do anything.
void run_both(old_process& old, new_process& young, const odds& chances,
    random& numbers)
{
  int idle = 0;
  while (idle < 2)
  {
    const bool first = one_in(numbers, 2);
    const bool moved = first ? step(old, young, chances, numbers)
        || step(young, old, chances, numbers)
      : step(young, old, chances, numbers)
        || step(old, young, chances, numbers);
    idle = moved ? 0 : idle + 1;
    if (!moved && (old.now == state::runs || young.now == state::runs))
    {
      // Nothing happens any more: the deadline ends it.
      if (young.now == state::runs)
      {
        young.gives_up = true;
        young.fsm->give_up(asio::error::timed_out);
        if (young.fsm->wants() == handover_want::done)
        {
          young.next();
          young.mine.is_closed = young.now != state::runs;
        }
      }
      else
        old.fsm->give_up(asio::error::timed_out);
      idle = 0;
    }
  }
}

void check_outcome(const old_process& old, const new_process& young)
{
  const bool both =
    has_listeners(old.now) && has_listeners(young.now);
  const bool both_sessions =
    old.now == state::serves && young.now == state::serves;
  bool lost = false;
  if (old.now != state::dead && young.now != state::dead)
    lost = !has_listeners(old.now) && !has_listeners(young.now);
  else if (old.now == state::dead && young.now == state::is_idle)
    lost = young.take.error() == seqpacket_errc::handover_refused
      && !old.gives_up;
  else if (young.now == state::dead && old.now == state::is_idle)
    lost = young.call < 2;
  if (both || both_sessions || lost)
    BOOST_FAIL("old " << static_cast<int>(old.now) << " after "
        << old.call << " calls, new " << static_cast<int>(young.now)
        << " after " << young.call);
}

void run_many(const odds& chances, unsigned seed)
{
  random numbers(seed);
  std::array<int, 6> old_ends = {};
  std::array<int, 6> new_ends = {};
  for (int i = 0; i < 30000; ++i)
  {
    old_process old(numbers() % 3, numbers() % 3);
    new_process young;
    run_both(old, young, chances, numbers);
    check_outcome(old, young);
    ++old_ends[static_cast<std::size_t>(old.now)];
    ++new_ends[static_cast<std::size_t>(young.now)];
  }
  std::string line;
  for (std::size_t i = 0; i < 6; ++i)
    line += " " + std::to_string(old_ends[i]) + "/"
      + std::to_string(new_ends[i]);
  BOOST_TEST_MESSAGE("old/new runs, dead, serves, listens, idle, gave up:"
      << line);
}

} // namespace

BOOST_AUTO_TEST_SUITE(handover_model)

// Without deaths and deadlines the successor serves at the end, always.
BOOST_FIXTURE_TEST_CASE(the_successor_serves, no_leaks)
{
  random numbers(1);
  for (int i = 0; i < 10000; ++i)
  {
    old_process old(numbers() % 3, numbers() % 3);
    new_process young;
    run_both(old, young, {0, 0}, numbers);
    BOOST_REQUIRE((young.now == state::serves));
    BOOST_REQUIRE((old.now == state::is_idle));
    BOOST_REQUIRE(young.receive.items().size() == old.listeners.size());
    BOOST_REQUIRE(young.take.items().size() == old.sessions.size());
  }
}

// Each side gives up at any moment: one of them serves, and not both.
BOOST_FIXTURE_TEST_CASE(one_serves_when_any_side_gives_up, no_leaks)
{
  run_many({0, 15}, 2);
  run_many({0, 40}, 3);
}

// Each process dies at any moment.
BOOST_FIXTURE_TEST_CASE(one_serves_when_any_process_dies, no_leaks)
{
  run_many({40, 0}, 4);
}

// Both at once.
BOOST_FIXTURE_TEST_CASE(never_both_serve_whatever_happens, no_leaks)
{
  run_many({40, 25}, 5);
}

// Packets of arbitrary bytes and of the right form end with an error, and
// nothing of them is kept.
BOOST_FIXTURE_TEST_CASE(arbitrary_packets_are_refused, no_leaks)
{
  random numbers(6);
  for (int i = 0; i < 30000; ++i)
  {
    old_process old(numbers() % 3, numbers() % 3);
    new_process young;
    process& tested = one_in(numbers, 2) ? static_cast<process&>(old) : young;
    if (one_in(numbers, 2))
      tested.fsm = &tested == &old
        ? static_cast<detail::handover_fsm*>(&old.commit) : &young.take;
    end other;
    for (int packets = 0; packets < 8; ++packets)
    {
      std::string bytes(16, '\0');
      bytes.replace(0, 5, "BSHO\x01");
      bytes[5] = static_cast<char>(numbers() % 13);
      bytes[8] = static_cast<char>(numbers() % 3);
      if (one_in(numbers, 4))
        bytes[numbers() % 16] = static_cast<char>(numbers());
      if (one_in(numbers, 8))
        bytes.resize(numbers() % 40, 'x');
      tested.mine.queue.push_back({bytes, one_in(numbers, 3)});
    }
    other.is_closed = true;
    end target;
    for (int steps = 0; steps < 100
        && tested.fsm->wants() != handover_want::done; ++steps)
      (void)stepper(*tested.fsm, tested.mine, other, target, true,
          numbers).step();
    BOOST_REQUIRE((tested.fsm->wants() == handover_want::done));
  }
}

// A filter can refuse shutdown(2), and the other side goes on to send.
BOOST_FIXTURE_TEST_CASE(who_gives_up_does_not_read_for_ever, no_leaks)
{
  std::string offered(16, '\0');
  offered.replace(0, 6, "BSHO\x01\x0b");
  detail::take_fsm fsm;
  fsm.give_up(asio::error::timed_out);
  fsm.aborted(error_code());
  fsm.shut_down();
  int packets = 0;
  while (fsm.wants() == handover_want::drain && packets < 200000)
  {
    fsm.drained(error_code(), {offered.data(), offered.size(), nullptr, 0});
    ++packets;
  }
  BOOST_TEST(packets > 65535); // all that can be in a queue
  BOOST_TEST(packets < 70000);
  BOOST_TEST((fsm.wants() == handover_want::done));
  BOOST_TEST(fsm.error() == asio::error::timed_out);
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace test
} // namespace boost_seqpacket
