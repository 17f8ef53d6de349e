// Copyright (c) 2026 The boost_seqpacket authors
//
// Distributed under the Boost Software License, Version 1.0.
// (See accompanying file LICENSE_1_0.txt or copy at
// https://www.boost.org/LICENSE_1_0.txt)

// The layout of control messages, read from bytes that nobody should send. All
// buffers are on the heap and of the exact size, so that a sanitizer sees the
// first byte that is read outside.

#include "forms.hpp"
#include "process.hpp"

#include <climits>
#include <random>

using namespace boost_seqpacket;
using namespace boost_seqpacket::test;
using detail::control_reader;
using detail::incoming_state;
using detail::control_result;

namespace {

using bytes = std::vector<unsigned char>;

struct message
{
  int level;
  int type;
  std::string data;
};

bool operator==(const message& a, const message& b)
{
  return a.level == b.level && a.type == b.type && a.data == b.data;
}

// Bytes of an exact size on the heap.
struct exact
{
  explicit exact(const bytes& content)
    : memory(new unsigned char[content.size()]),
      size(content.size())
  {
    std::copy(content.begin(), content.end(), memory.get());
  }

  std::unique_ptr<unsigned char[]> memory;
  std::size_t size;
};

// Read every byte of every message, and look that all are inside.
std::vector<message> read(const bytes& content)
{
  const exact buffer(content);
  const unsigned char* const begin = buffer.memory.get();
  std::vector<message> result;
  for (control_reader reader(begin, buffer.size);
      reader.good(); reader.advance())
  {
    // Each message has at least a header: otherwise the walk has no end.
    BOOST_TEST_REQUIRE(
        result.size() < buffer.size / detail::control_header_size);
    BOOST_TEST_REQUIRE((reader.place() >= begin));
    BOOST_TEST_REQUIRE((reader.data()
        == reader.place() + detail::control_header_size));
    BOOST_TEST_REQUIRE(static_cast<std::size_t>(reader.data() - begin)
        + reader.data_size() <= buffer.size);
    result.push_back({reader.level(), reader.type(), std::string(
        reinterpret_cast<const char*>(reader.data()), reader.data_size())});
  }
  return result;
}

bytes header(std::size_t length, int level, int type)
{
  ::cmsghdr value = {};
  value.cmsg_len = length;
  value.cmsg_level = level;
  value.cmsg_type = type;
  bytes result(sizeof(value));
  std::memcpy(result.data(), &value, sizeof(value));
  return result;
}

// As the C library lays it out.
bytes written(int level, int type, std::string_view data)
{
  bytes result(CMSG_SPACE(data.size()));
  ::msghdr container = {};
  container.msg_control = result.data();
  container.msg_controllen = result.size();
  ::cmsghdr* const first = CMSG_FIRSTHDR(&container);
  first->cmsg_len = CMSG_LEN(data.size());
  first->cmsg_level = level;
  first->cmsg_type = type;
  if (!data.empty())
    std::memcpy(CMSG_DATA(first), data.data(), data.size());
  return result;
}

bytes rights(const std::vector<int>& numbers)
{
  return written(SOL_SOCKET, SCM_RIGHTS, std::string_view(
      reinterpret_cast<const char*>(numbers.data()),
      numbers.size() * sizeof(int)));
}

constexpr int scm_pidfd = 4;
constexpr int scm_security = 3;

bytes pidfd(int number)
{
  return written(SOL_SOCKET, scm_pidfd, std::string_view(
      reinterpret_cast<const char*>(&number), sizeof(number)));
}

bytes operator+(bytes a, const bytes& b)
{
  a.insert(a.end(), b.begin(), b.end());
  return a;
}

// Everything that a receive does with a control buffer.
template <std::size_t N>
control_result sort(const bytes& content, incoming_ancillary<N>& ancillary,
    int flags = 0)
{
  const exact buffer(content);
  ancillary.clear();
  return detail::take_control_messages(
      detail::ancillary_access::state(ancillary),
      detail::ancillary_access::descriptors(ancillary), N,
      buffer.memory.get(), buffer.size, flags);
}

bool is(const control_result& verdict, bool any, bool truncated, bool lost)
{
  return verdict.any == any && verdict.truncated == truncated
    && (verdict.lost || verdict.lost_pidfd) == lost;
}

} // namespace

BOOST_FIXTURE_TEST_SUITE(ancillary_control_message, no_leaks,
    *boost::unit_test::timeout(90))

// What the C library's macros lay out is read, and what is written is what they
// lay out, with any size of the data and zeros as the padding.
BOOST_AUTO_TEST_CASE(layout_is_that_of_the_c_library)
{
  for (std::size_t size = 0; size < 100; ++size)
  {
    const std::string data(size, 'x');
    const bytes expected = written(41, 42, data);
    BOOST_TEST(detail::control_space(size) == expected.size());

    const exact place(bytes(expected.size(), 0xff));
    detail::write_control_message(
        place.memory.get(), 41, 42, data.data(), size);
    BOOST_TEST(bytes(place.memory.get(), place.memory.get() + place.size)
        == expected);

    const auto found = read(expected + written(1, 2, "behind"));
    BOOST_TEST((found == std::vector<message>{
        {41, 42, data}, {1, 2, "behind"}}));
  }
}

// Descriptors are written one behind the other into one message, which is at
// every moment what the C library would have laid out.
BOOST_AUTO_TEST_CASE(descriptors_are_appended)
{
  std::vector<int> numbers;
  const exact place(bytes(detail::descriptors_space(253), 0xff));
  for (int i = 0; i < 253; ++i)
  {
    detail::write_descriptor(
        place.memory.get(), numbers.size(), 1000 + i);
    numbers.push_back(1000 + i);
    const bytes expected = rights(numbers);
    BOOST_TEST_REQUIRE(detail::descriptors_space(numbers.size())
        == expected.size());
    BOOST_TEST_REQUIRE(bytes(place.memory.get(),
        place.memory.get() + expected.size()) == expected);
  }
}

// There is no message where there is no room for a header.
BOOST_AUTO_TEST_CASE(no_message_without_room_for_a_header)
{
  BOOST_TEST(!control_reader(nullptr, 0).good());
  for (std::size_t size = 0; size < detail::control_header_size; ++size)
  {
    BOOST_TEST(read(bytes(size, 0)).empty());
    BOOST_TEST(read(bytes(size, 0xff)).empty());
  }
}

// A buffer that ends anywhere gives the messages that are whole, and of the one
// that is cut the part that is there.
BOOST_AUTO_TEST_CASE(every_prefix_of_a_good_buffer_gives_its_whole_messages)
{
  const std::vector<message> messages = {
    {SOL_SOCKET, SCM_CREDENTIALS, std::string(sizeof(::ucred), 'c')},
    {1, 2, ""}, {3, 4, "x"}, {5, 6, "seventeen letters"}, {7, 8, "12345678"}};
  bytes whole;
  for (const message& m : messages)
    whole = whole + written(m.level, m.type, m.data);

  for (std::size_t size = 0; size <= whole.size(); ++size)
  {
    BOOST_TEST_CONTEXT("the first " << size << " of " << whole.size())
    {
      const auto cut = whole.begin() + static_cast<std::ptrdiff_t>(size);
      const auto found = read(bytes(whole.begin(), cut));
      std::size_t left = size;
      std::size_t i = 0;
      for (; i < messages.size() && left >= detail::control_header_size; ++i)
      {
        BOOST_TEST_REQUIRE(i < found.size());
        message expected = messages[i];
        expected.data = expected.data.substr(
            0, left - detail::control_header_size);
        BOOST_TEST((found[i] == expected));
        left -= std::min(left, detail::control_space(expected.data.size()));
      }
      BOOST_TEST(found.size() == i);
    }
  }
}

// A length that is too short for a header ends the walk: there is no next place
// that could be believed.
BOOST_AUTO_TEST_CASE(length_shorter_than_a_header_ends_the_walk)
{
  const bytes good = written(1, 2, "good");
  for (std::size_t length = 0; length < detail::control_header_size; ++length)
  {
    const bytes liar = header(length, SOL_SOCKET, SCM_RIGHTS) + bytes(64, 1);
    BOOST_TEST(read(liar).empty());
    BOOST_TEST(read(liar + good).empty());
    BOOST_TEST(read(good + liar + good).size() == 1u);
    incoming_ancillary<1> ancillary;
    BOOST_TEST(is(sort(liar, ancillary), false, false, false));
  }
}

// A length beyond the buffer ends at the buffer, however large, also where the
// sum with the padding would wrap around.
BOOST_AUTO_TEST_CASE(length_beyond_the_buffer_ends_at_the_buffer)
{
  const bytes good = written(1, 2, "good");
  const std::size_t most = static_cast<std::size_t>(-1);
  const bytes content = {'a', 'b', 'c', 'd', 'e', 'f', 'g', 'h', 'i'};
  std::vector<std::size_t> lengths = {detail::control_header_size + 10,
    detail::control_header_size + 16, 1000, 0x7fffffff, 0x80000000u,
    0xffffffffu, most / 2, most / 2 + 1};
  for (std::size_t i = 0; i < 40; ++i)
    lengths.push_back(most - i);
  for (const std::size_t length : lengths)
  {
    BOOST_TEST_CONTEXT("length " << length)
    {
      const bytes liar = header(length, 3, 4) + content;
      BOOST_TEST((read(liar) == std::vector<message>{{3, 4, "abcdefghi"}}));
      BOOST_TEST((read(good + liar) == std::vector<message>{
          {1, 2, "good"}, {3, 4, "abcdefghi"}}));
      BOOST_TEST((read(header(length, 3, 4))
          == std::vector<message>{{3, 4, ""}}));
    }
  }
}

// A last message without its padding is whole: the kernel counts that so.
BOOST_AUTO_TEST_CASE(last_message_without_padding_is_whole)
{
  bytes content = written(1, 2, "x");
  content.resize(CMSG_LEN(1));
  BOOST_TEST((read(content) == std::vector<message>{{1, 2, "x"}}));
}

// Bytes by chance, of every size: no byte outside is read, and there is an end.
BOOST_AUTO_TEST_CASE(random_bytes_are_read_within_the_buffer)
{
  std::mt19937 random(1);
  std::size_t seen = 0;
  for (int round = 0; round < 50000; ++round)
  {
    bytes content(random() % 200);
    for (unsigned char& byte : content)
      byte = static_cast<unsigned char>(random());
    // Small lengths let the walk go on for a while.
    for (std::size_t i = 0; i + 8 <= content.size(); i += 8)
    {
      const std::size_t length = random() % 48;
      if (random() % 2 == 0)
        std::memcpy(content.data() + i, &length, sizeof(length));
    }
    seen += read(content).size();
  }
  BOOST_TEST(seen > 50000u);
}

// The same for what a receive does with it. In a process of its own, since by
// chance any number is owned and closed.
BOOST_AUTO_TEST_CASE(random_bytes_are_sorted_within_the_buffer)
{
  child_process child(
      []
      {
        std::mt19937 random(2);
        const int types[] = {SCM_RIGHTS, SCM_CREDENTIALS, scm_security,
          scm_pidfd, SO_TIMESTAMPNS, 0, -1};
        std::size_t taken = 0;
        for (int round = 0; round < 50000; ++round)
        {
          bytes content;
          for (std::size_t i = random() % 8; i != 0; --i)
          {
            std::size_t length = CMSG_LEN(random() % 80);
            if (random() % 8 == 0)
              length = random() % 2 == 0 ? random() : 0 - length;
            content = content + header(length,
                random() % 4 == 0 ? 7 : SOL_SOCKET, types[random() % 7]);
            for (std::size_t n = random() % 12 * 8; n != 0; --n)
              content.push_back(static_cast<unsigned char>(random()));
          }
          if (!content.empty())
            content.resize(content.size() - random() % 8);

          const int flags = random() % 2 == 0 ? 0 : MSG_CTRUNC;
          const auto ancillary = std::make_unique<incoming_ancillary<3>>();
          const control_result verdict = sort(content, *ancillary, flags);
          if (flags != 0 && !verdict.lost && !verdict.lost_pidfd
              && !verdict.truncated)
            return 1;
          if (ancillary->descriptors().size() > 3)
            return 2;
          std::size_t size = 0;
          for (const control_message& other : *ancillary)
          {
            size += CMSG_SPACE(other.data.size());
            if (other.level == SOL_SOCKET && other.type == SCM_RIGHTS)
              return 3;
          }
          if (size > ancillary->other_room)
            return 4;
          (void)ancillary->credentials();
          for (const char c : ancillary->security_label())
            size += static_cast<unsigned char>(c);
          taken += ancillary->descriptors().size() + size;
          for (unique_descriptor& descriptor : ancillary->descriptors())
            (void)descriptor.release();
          (void)ancillary->pidfd().release();
        }
        return taken > 50000 ? 0 : 5;
      });
  BOOST_TEST(child.wait() == 0);
}

// A negative number in the place of a descriptor is an error of the system: it
// is never owned, it is told, and those beside it are.
BOOST_AUTO_TEST_CASE(negative_number_is_never_owned)
{
  for (const int negative : {-1, -EMFILE, -EACCES, INT_MIN})
  {
    BOOST_TEST_CONTEXT(negative)
    {
      unique_descriptor file = make_file("content");
      const int number = file.release();
      incoming_ancillary<3> ancillary;
      BOOST_TEST(is(sort(rights({negative, number, negative}), ancillary),
          true, false, true));
      BOOST_TEST_REQUIRE(ancillary.descriptors().size() == 3u);
      BOOST_TEST(!ancillary.descriptors()[0].is_open());
      BOOST_TEST(ancillary.descriptors()[1].native_handle() == number);
      BOOST_TEST(!ancillary.descriptors()[2].is_open());

      // Also where there is no room for it.
      incoming_ancillary<0> no_room;
      BOOST_TEST(is(sort(rights({negative}), no_room), true, true, true));
    }
  }
}

// A message for descriptors gives as many as are whole.
BOOST_AUTO_TEST_CASE(half_a_descriptor_is_none)
{
  for (std::size_t extra = 0; extra < sizeof(int); ++extra)
  {
    int numbers[] = {make_file("content").release(), -1};
    bytes content = rights({numbers[0], numbers[1]});
    const std::size_t length = CMSG_LEN(sizeof(int) + extra);
    std::memcpy(content.data(), &length, sizeof(length));
    incoming_ancillary<4> ancillary;
    BOOST_TEST(is(sort(content, ancillary), true, false, false));
    BOOST_TEST(ancillary.descriptors().size() == 1u);
    BOOST_TEST(content_of(ancillary.descriptors()[0]) == "content");
  }
}

// Several messages with descriptors count as one, in their order, and the
// surplus of all is closed.
BOOST_AUTO_TEST_CASE(several_messages_with_descriptors_count_as_one)
{
  std::vector<int> numbers;
  for (int i = 0; i < 5; ++i)
    numbers.push_back(make_file("content").release());
  const bytes content = rights({numbers[0], numbers[1]})
    + written(1, 2, "between") + rights({numbers[2]}) + rights({})
    + rights({numbers[3], numbers[4]});
  incoming_ancillary<4> ancillary;
  BOOST_TEST(is(sort(content, ancillary), true, true, false));
  BOOST_TEST_REQUIRE(ancillary.descriptors().size() == 4u);
  for (std::size_t i = 0; i < 4; ++i)
    BOOST_TEST(ancillary.descriptors()[i].native_handle() == numbers[i]);
  BOOST_TEST(!is_open(numbers[4]));
  BOOST_TEST(std::distance(ancillary.begin(), ancillary.end()) == 1);
}

// A number of the same type at another level is no descriptor.
BOOST_AUTO_TEST_CASE(number_at_another_level_is_no_descriptor)
{
  const unique_descriptor file = make_file("content");
  const int number = file.native_handle();
  const std::string_view data(
      reinterpret_cast<const char*>(&number), sizeof(number));
  incoming_ancillary<1> ancillary;
  BOOST_TEST(is(sort(written(IPPROTO_IP, SCM_RIGHTS, data)
      + written(IPPROTO_IP, scm_pidfd, data), ancillary), true, false, false));
  BOOST_TEST(ancillary.descriptors().empty());
  BOOST_TEST(!ancillary.pidfd().is_open());
  BOOST_TEST(std::distance(ancillary.begin(), ancillary.end()) == 2);
  ancillary.clear();
  BOOST_TEST(is_open(number));
}

// Of two pidfds one is kept and the other closed. An errno in its place is an
// error, unless it means that the sender is gone.
BOOST_AUTO_TEST_CASE(second_pidfd_is_closed_and_an_errno_is_none)
{
  const int first = make_file("1").release();
  const int second = make_file("2").release();
  incoming_ancillary<0> ancillary;
  BOOST_TEST(is(sort(pidfd(first) + pidfd(second), ancillary),
      true, false, false));
  BOOST_TEST(!is_open(first));
  BOOST_TEST(ancillary.pidfd().native_handle() == second);
  BOOST_TEST((ancillary.begin() == ancillary.end()));

  for (const int negative : {-EMFILE, -ENFILE, -ENOMEM, -ESRCH, -EINVAL})
  {
    BOOST_TEST_CONTEXT(negative)
    {
      BOOST_TEST(is(sort(pidfd(negative), ancillary), true, false,
          negative != -ESRCH && negative != -EINVAL));
      BOOST_TEST(!ancillary.pidfd().is_open());
    }
  }

  // Too short to be one.
  BOOST_TEST(is(sort(written(SOL_SOCKET, scm_pidfd, "abc"), ancillary),
      true, false, false));
  BOOST_TEST(!ancillary.pidfd().is_open());
}

// More control data than there is room for is an error; what fits is there.
BOOST_AUTO_TEST_CASE(control_data_beyond_the_room_is_an_error)
{
  const std::size_t room = incoming_ancillary<0>::other_room;
  incoming_ancillary<0> ancillary;
  const std::string most(room - detail::control_header_size, 'x');
  BOOST_TEST(is(sort(written(1, 2, most), ancillary), true, false, false));
  BOOST_TEST_REQUIRE(std::distance(ancillary.begin(), ancillary.end()) == 1);
  BOOST_TEST((*ancillary.begin()).data.size() == most.size());

  BOOST_TEST(is(sort(written(1, 2, most + "x"), ancillary),
      true, true, false));
  BOOST_TEST((ancillary.begin() == ancillary.end()));

  BOOST_TEST(is(sort(written(1, 2, most) + written(3, 4, ""), ancillary),
      true, true, false));
  BOOST_TEST_REQUIRE(std::distance(ancillary.begin(), ancillary.end()) == 1);
  BOOST_TEST((*ancillary.begin()).level == 1);

  // One that does not fit does not stand in the way of the next.
  BOOST_TEST(is(sort(written(1, 2, most + "x") + written(3, 4, "y"),
      ancillary), true, true, false));
  BOOST_TEST_REQUIRE(std::distance(ancillary.begin(), ancillary.end()) == 1);
  BOOST_TEST((*ancillary.begin()).level == 3);
}

// When the kernel has cut the control data a descriptor is lost, since there
// was room for all of them; unless unknown messages have taken it.
BOOST_AUTO_TEST_CASE(cut_control_data_is_a_lost_descriptor)
{
  incoming_ancillary<1> ancillary;
  BOOST_TEST(is(sort({}, ancillary, MSG_CTRUNC), true, false, true));
  BOOST_TEST(is(sort(written(1, 2, "x"), ancillary, MSG_CTRUNC),
      true, false, true));
  BOOST_TEST(is(sort({}, ancillary, 0), false, false, false));
  BOOST_TEST(is(sort({}, ancillary, MSG_TRUNC), false, false, false));

  const std::string large(incoming_ancillary<0>::other_room, 'x');
  BOOST_TEST(is(sort(written(1, 2, large), ancillary, MSG_CTRUNC),
      true, true, false));
}

// Credentials and labels of another size than expected are no trap.
BOOST_AUTO_TEST_CASE(credentials_and_labels_of_another_size_are_ignored)
{
  ::ucred sender = {};
  sender.pid = 1;
  sender.uid = 2;
  sender.gid = 3;
  const std::string data(
      reinterpret_cast<const char*>(&sender), sizeof(sender));
  incoming_ancillary<0> ancillary;
  for (std::size_t size = 0; size < data.size(); ++size)
  {
    sort(written(SOL_SOCKET, SCM_CREDENTIALS, data.substr(0, size)),
        ancillary);
    BOOST_TEST(!ancillary.credentials().has_value());
  }
  sort(written(1, SCM_CREDENTIALS + 1, "x")
      + written(IPPROTO_IP, SCM_CREDENTIALS, std::string(12, 'x'))
      + written(SOL_SOCKET, SCM_CREDENTIALS, data + "more"), ancillary);
  BOOST_TEST_REQUIRE(ancillary.credentials().has_value());
  BOOST_TEST((*ancillary.credentials() == credentials{1, 2, 3}));

  // Only what nobody has sent is all three (65534: overflowuid).
  for (const ::ucred& s : {::ucred{0, 65534, 65534}, {1, 65534, 65534},
      {0, 0, 65534}, {0, 65534, 0}})
  {
    sort(written(SOL_SOCKET, SCM_CREDENTIALS, std::string(
            reinterpret_cast<const char*>(&s), sizeof(s))), ancillary);
    const bool somebody = s.pid != 0 || s.uid == 0 || s.gid == 0;
    BOOST_TEST(ancillary.credentials().has_value() == somebody);
  }

  using namespace std::string_view_literals;
  const std::pair<std::string_view, std::string_view> labels[] = {
    {""sv, ""sv}, {"\0"sv, ""sv}, {"\0\0\0"sv, ""sv}, {"a"sv, "a"sv},
    {"a:b:c\0"sv, "a:b:c"sv}, {"a\0b\0\0"sv, "a\0b"sv}};
  for (const auto& label : labels)
  {
    sort(written(SOL_SOCKET, scm_security, label.first), ancillary);
    BOOST_TEST((ancillary.security_label() == label.second));
  }
  const std::string longest(256, 'x');
  BOOST_TEST(is(sort(written(SOL_SOCKET, scm_security, longest),
      ancillary), true, false, false));
  BOOST_TEST(ancillary.security_label() == longest);
}

BOOST_AUTO_TEST_SUITE_END()
