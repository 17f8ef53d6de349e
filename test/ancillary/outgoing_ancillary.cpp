// Copyright (c) 2026 The boost_seqpacket authors
//
// Distributed under the Boost Software License, Version 1.0.
// (See accompanying file LICENSE_1_0.txt or copy at
// https://www.boost.org/LICENSE_1_0.txt)

#include "forms.hpp"

#include <random>
#include <type_traits>
#include <utility>

using namespace boost_seqpacket;
using namespace boost_seqpacket::test;

namespace {

template <typename Descriptor, typename = void>
constexpr bool adds = false;

template <typename Descriptor>
constexpr bool adds<Descriptor,
    std::void_t<decltype(std::declval<outgoing_ancillary<1>&>().add_descriptor(
      std::declval<Descriptor>()))>> = true;

// A constant owner that is given away would be gone before the send.
static_assert(adds<unique_descriptor&> && adds<const unique_descriptor&>);
static_assert(adds<unique_descriptor> && adds<int>);
static_assert(!adds<const unique_descriptor>);

// What arrives when the object is sent: the descriptors and what comes with
// them.
template <std::size_t N>
struct arrival
{
  explicit arrival(const outgoing_ancillary<N>& outgoing)
    : sockets(context)
  {
    sockets.b.set_option(pass_credentials(true));
    send_message(sockets.a, text("x"), outgoing);
    char byte;
    receive_message(sockets.b, asio::buffer(&byte, 1), incoming);
  }

  bool has(std::initializer_list<const unique_descriptor*> files)
  {
    std::size_t i = 0;
    if (incoming.descriptors().size() != files.size())
      return false;
    for (const unique_descriptor* file : files)
    {
      if (!same_file(incoming.descriptors()[i++].native_handle(),
            file->native_handle()))
        return false;
    }
    return true;
  }

  asio::io_context context;
  connected sockets;
  incoming_ancillary<253> incoming;
};

template <std::size_t N>
arrival<N> arrived(const outgoing_ancillary<N>& outgoing)
{
  return arrival<N>(outgoing);
}

// Control messages of other levels are ignored by the kernel, so anything goes.
constexpr int other_level = IPPROTO_IP;

} // namespace

BOOST_FIXTURE_TEST_SUITE(ancillary_outgoing_ancillary, no_leaks,
    *boost::unit_test::timeout(90))

// An owner that is added without std::move keeps its descriptor, also after the
// object has ended.
BOOST_AUTO_TEST_CASE(owner_that_is_kept_is_borrowed)
{
  const unique_descriptor a = make_file("a");
  unique_descriptor b = make_file("b");
  const int number = b.native_handle();
  const std::size_t opened = open_descriptors();
  {
    outgoing_ancillary<2> outgoing;
    outgoing.add_descriptor(a);
    error_code ec = asio::error::fault;
    outgoing.add_descriptor(b, ec);
    BOOST_TEST(!ec);
    BOOST_TEST(open_descriptors() == opened);
    BOOST_TEST(arrived(outgoing).has({&a, &b}));
    outgoing.add_descriptor(b, ec);
    BOOST_TEST(ec == seqpacket_errc::ancillary_full);
    BOOST_TEST(catch_error(
        [&] { outgoing.add_descriptor(a); return 0; }).error
        == seqpacket_errc::ancillary_full);
  }
  BOOST_TEST(b.native_handle() == number);
  BOOST_TEST(content_of(a) == "a");
  BOOST_TEST(content_of(b) == "b");
  BOOST_TEST(open_descriptors() == opened);
}

// An empty one is no descriptor, which the send reports.
BOOST_AUTO_TEST_CASE(empty_owner_that_is_kept_is_refused_by_the_send)
{
  asio::io_context context;
  connected sockets(context);
  const unique_descriptor a = make_file("a");
  const unique_descriptor nothing;
  outgoing_ancillary<2> outgoing;
  outgoing.add_descriptor(a);
  outgoing.add_descriptor(nothing);
  for (const form how : all_forms)
    BOOST_TEST(send_by(how, sockets.a, text("x"), outgoing)
        == failure(asio::error::bad_descriptor));
  BOOST_TEST(has_nothing(sockets.b));
}

// An addition that is refused leaves the object as it was, and the owner with
// its descriptor.
BOOST_AUTO_TEST_CASE(full_object_is_left_as_it_was)
{
  const unique_descriptor a = make_file("a");
  const unique_descriptor b = make_file("b");
  unique_descriptor c = make_file("c");
  const int number = c.native_handle();
  outgoing_ancillary<2> outgoing;
  outgoing.add_descriptor(a.native_handle());
  outgoing.add_descriptor(b.native_handle());

  error_code ec;
  outgoing.add_descriptor(c.native_handle(), ec);
  BOOST_TEST(ec == seqpacket_errc::ancillary_full);
  BOOST_TEST(catch_error(
      [&] { outgoing.add_descriptor(c.native_handle()); return 0; }).error
      == seqpacket_errc::ancillary_full);

  ec = error_code();
  outgoing.add_descriptor(std::move(c), ec);
  BOOST_TEST(ec == seqpacket_errc::ancillary_full);
  BOOST_TEST(c.native_handle() == number);
  BOOST_TEST(catch_error(
      [&] { outgoing.add_descriptor(std::move(c)); return 0; }).error
      == seqpacket_errc::ancillary_full);
  BOOST_TEST(c.native_handle() == number);
  BOOST_TEST(content_of(c) == "c");

  BOOST_TEST(arrived(outgoing).has({&a, &b}));
}

// An object without room takes no descriptor, but everything else.
BOOST_AUTO_TEST_CASE(object_without_room_takes_no_descriptor)
{
  const unique_descriptor a = make_file("a");
  outgoing_ancillary<0> outgoing;
  error_code ec;
  outgoing.add_descriptor(a.native_handle(), ec);
  BOOST_TEST(ec == seqpacket_errc::ancillary_full);
  outgoing.add_credentials(credentials::current(), ec);
  BOOST_TEST(!ec);
  auto result = arrived(outgoing);
  BOOST_TEST(result.has({}));
  BOOST_TEST(result.incoming.credentials().has_value());
}

// To add the owner of nothing is an error, and adds nothing.
BOOST_AUTO_TEST_CASE(owner_of_nothing_is_refused)
{
  outgoing_ancillary<1> outgoing;
  error_code ec;
  outgoing.add_descriptor(unique_descriptor(), ec);
  BOOST_TEST(ec == asio::error::bad_descriptor);
  BOOST_TEST(catch_error(
      [&] { outgoing.add_descriptor(unique_descriptor()); return 0; }).error
      == asio::error::bad_descriptor);
  BOOST_TEST(arrived(outgoing).has({}));

  // A success clears the error of before.
  const unique_descriptor a = make_file("a");
  outgoing.add_descriptor(a.native_handle(), ec);
  BOOST_TEST(!ec);
  BOOST_TEST(arrived(outgoing).has({&a}));
}

// Owned and borrowed descriptors keep the order in which they were added.
BOOST_AUTO_TEST_CASE(owned_and_borrowed_keep_their_order)
{
  const unique_descriptor a = make_file("a");
  const unique_descriptor b = make_file("b");
  const unique_descriptor c = make_file("c");
  unique_descriptor own_b = b.duplicate();
  const int owned = own_b.native_handle();
  {
    outgoing_ancillary<4> outgoing;
    outgoing.add_descriptor(a.native_handle());
    outgoing.add_descriptor(std::move(own_b));
    outgoing.add_descriptor(c.native_handle());
    outgoing.add_descriptor(a.duplicate());
    BOOST_TEST(!own_b.is_open());
    BOOST_TEST(is_open(owned));
    BOOST_TEST(arrived(outgoing).has({&a, &b, &c, &a}));
    BOOST_TEST(is_open(owned));
  }
  BOOST_TEST(!is_open(owned));
  BOOST_TEST(is_open(a.native_handle()));
  BOOST_TEST(is_open(c.native_handle()));
}

// clear() closes what is owned and nothing else, and the object can be filled
// anew.
BOOST_AUTO_TEST_CASE(clear_closes_what_is_owned)
{
  const unique_descriptor a = make_file("a");
  unique_descriptor b = make_file("b");
  const int owned = b.native_handle();
  outgoing_ancillary<2> outgoing;
  outgoing.add_descriptor(std::move(b));
  outgoing.add_descriptor(a.native_handle());
  outgoing.add_credentials(credentials::current());
  outgoing.add_control_message(other_level, 1, text("x"));
  outgoing.clear();
  BOOST_TEST(!is_open(owned));
  BOOST_TEST(is_open(a.native_handle()));
  BOOST_TEST(arrived(outgoing).has({}));
  BOOST_TEST(detail::ancillary_access::size(outgoing) == 0u);

  // The places that were owned are not any more.
  outgoing.add_descriptor(a.native_handle());
  outgoing.add_descriptor(a.native_handle());
  outgoing.clear();
  BOOST_TEST(is_open(a.native_handle()));
}

// One object can be sent any number of times, in every form.
BOOST_AUTO_TEST_CASE(same_object_is_sent_again)
{
  asio::io_context context;
  connected sockets(context);
  unique_descriptor a = make_file("a");
  outgoing_ancillary<1> outgoing;
  outgoing.add_descriptor(std::move(a));
  for (const form how : all_forms)
  {
    BOOST_TEST_CONTEXT(how)
    {
      BOOST_TEST(send_by(how, sockets.a, text("1"), outgoing) == success(1));
      BOOST_TEST(send_by(how, sockets.a, text("2"), outgoing) == success(1));
      for (int i = 0; i < 2; ++i)
      {
        char byte;
        const auto result = receive_descriptors<1>(
            sockets.b, asio::buffer(&byte, 1));
        BOOST_TEST(content_of(std::get<1>(result)[0]) == "a");
      }
    }
  }
}

// What was sent lives on when the object that owned it is gone.
BOOST_AUTO_TEST_CASE(descriptor_in_flight_outlives_its_owner)
{
  asio::io_context context;
  connected sockets(context);
  {
    outgoing_ancillary<1> outgoing;
    outgoing.add_descriptor(make_file("a"));
    send_message(sockets.a, text("x"), outgoing);
  }
  char byte;
  const auto result = receive_descriptors<1>(
      sockets.b, asio::buffer(&byte, 1));
  BOOST_TEST(content_of(std::get<1>(result)[0]) == "a");
}

// A move leaves one owner, and closes what the target owned.
BOOST_AUTO_TEST_CASE(move_leaves_one_owner)
{
  const unique_descriptor a = make_file("a");
  unique_descriptor b = make_file("b");
  const unique_descriptor b_too = b.duplicate();
  const int owned = b.native_handle();
  outgoing_ancillary<2> first;
  first.add_descriptor(a.native_handle());
  first.add_descriptor(std::move(b));
  first.add_credentials(credentials::current());

  outgoing_ancillary<2> second(std::move(first));
  BOOST_TEST(detail::ancillary_access::size(first) == 0u);
  first.clear();
  BOOST_TEST(is_open(owned));
  BOOST_TEST(arrived(second).has({&a, &b_too}));

  outgoing_ancillary<2> third;
  unique_descriptor c = make_file("c");
  const int closed = c.native_handle();
  third.add_descriptor(std::move(c));
  third = std::move(second);
  BOOST_TEST(!is_open(closed));
  BOOST_TEST(is_open(owned));
  BOOST_TEST(detail::ancillary_access::size(second) == 0u);
  BOOST_TEST(arrived(third).has({&a, &b_too}));

  outgoing_ancillary<2>& alias = third;
  third = std::move(alias);
  BOOST_TEST(is_open(owned));
  BOOST_TEST(arrived(third).has({&a, &b_too}));

  // The one that was moved from can be used again.
  first.add_descriptor(a.native_handle());
  BOOST_TEST(arrived(first).has({&a}));

  third.clear();
  BOOST_TEST(!is_open(owned));
}

// Descriptors have functions of their own, which know who owns them.
BOOST_AUTO_TEST_CASE(descriptors_are_no_other_control_message)
{
  const unique_descriptor a = make_file("a");
  const int number = a.native_handle();
  outgoing_ancillary<1> outgoing;
  error_code ec;
  outgoing.add_control_message(SOL_SOCKET, SCM_RIGHTS,
      asio::buffer(&number, sizeof(number)), ec);
  BOOST_TEST(ec == asio::error::invalid_argument);
  BOOST_TEST(catch_error(
      [&]
      {
        outgoing.add_control_message(SOL_SOCKET, SCM_RIGHTS,
            asio::buffer(&number, sizeof(number)));
        return 0;
      }).error == asio::error::invalid_argument);
  BOOST_TEST(detail::ancillary_access::size(outgoing) == 0u);

  // The same type of another level is another message.
  outgoing.add_control_message(other_level, SCM_RIGHTS,
      asio::buffer(&number, sizeof(number)), ec);
  BOOST_TEST(!ec);
  BOOST_TEST(arrived(outgoing).has({}));
}

// The room for other control messages is used to the last byte, not further.
BOOST_AUTO_TEST_CASE(room_for_other_control_messages_is_used_to_the_last_byte)
{
  using outgoing_type = outgoing_ancillary<1>;
  const std::size_t header = detail::control_header_size;
  const std::string data(outgoing_type::other_room + 1, 'x');
  const auto some = [&data](std::size_t size)
  {
    return asio::const_buffer(data.data(), size);
  };

  // One message that fills it.
  const unique_descriptor a = make_file("a");
  outgoing_type outgoing;
  outgoing.add_descriptor(a.native_handle());
  error_code ec;
  for (const std::size_t size : {outgoing_type::other_room - header + 1,
        outgoing_type::other_room, outgoing_type::other_room + 1,
        static_cast<std::size_t>(-1), static_cast<std::size_t>(-8),
        static_cast<std::size_t>(-1) - header})
  {
    BOOST_TEST_CONTEXT("size " << size)
    {
      outgoing.add_control_message(other_level, 1, some(size), ec);
      BOOST_TEST(ec == seqpacket_errc::ancillary_full);
      BOOST_TEST(detail::ancillary_access::size(outgoing)
          == detail::descriptors_space(1));
    }
  }
  BOOST_TEST(catch_error(
      [&]
      {
        outgoing.add_control_message(other_level, 1, some(128));
        return 0;
      }).error == seqpacket_errc::ancillary_full);
  outgoing.add_control_message(other_level, 1,
      some(outgoing_type::other_room - header), ec);
  BOOST_TEST(!ec);

  // Not even an empty one after that.
  outgoing.add_control_message(other_level, 1, some(0), ec);
  BOOST_TEST(ec == seqpacket_errc::ancillary_full);
  BOOST_TEST(arrived(outgoing).has({&a}));

  // As many empty ones as there are headers.
  outgoing.clear();
  std::size_t count = 0;
  for (ec = error_code(); !ec; ++count)
    outgoing.add_control_message(other_level, 1, some(0), ec);
  BOOST_TEST(count - 1 == outgoing_type::other_room / header);

  // The descriptors and the credentials have room of their own.
  outgoing.add_descriptor(a.native_handle(), ec);
  BOOST_TEST(!ec);
  outgoing.add_credentials(credentials::current(), ec);
  BOOST_TEST(!ec);
  BOOST_TEST(arrived(outgoing).has({&a}));
}

// The kernel answers an unknown type of its own level, and nothing is sent.
BOOST_AUTO_TEST_CASE(unknown_control_message_is_an_error_of_the_kernel)
{
  asio::io_context context;
  connected sockets(context);
  const unique_descriptor a = make_file("a");
  outgoing_ancillary<1> outgoing;
  outgoing.add_descriptor(a.native_handle());
  outgoing.add_control_message(SOL_SOCKET, 9999, text("x"));
  for (const form how : all_forms)
  {
    BOOST_TEST_CONTEXT(how)
    {
      BOOST_TEST(send_by(how, sockets.a, text("x"), outgoing)
          == failure(asio::error::invalid_argument));
      BOOST_TEST(has_nothing(sockets.b));
    }
  }
}

namespace {

// What an object should hold.
struct model
{
  std::vector<int> descriptors;
  std::vector<std::string> others;
  std::optional<credentials> who;
};

// Read the bytes with the macros of the C library, as the kernel would, and
// compare.
template <std::size_t N>
void check_layout(const outgoing_ancillary<N>& outgoing, const model& expected)
{
  const std::size_t size = detail::ancillary_access::size(outgoing);
  std::vector<unsigned char> bytes(size);
  std::copy_n(detail::ancillary_access::data(outgoing), size, bytes.begin());
  ::msghdr message = {};
  message.msg_control = bytes.data();
  message.msg_controllen = size;

  model found;
  std::size_t seen = 0;
  bool last_were_descriptors = true;
  for (::cmsghdr* header = size == 0 ? nullptr : CMSG_FIRSTHDR(&message);
      header != nullptr; header = CMSG_NXTHDR(&message, header))
  {
    BOOST_TEST_REQUIRE(header->cmsg_len >= CMSG_LEN(0));
    const std::size_t length = header->cmsg_len - CMSG_LEN(0);
    const unsigned char* const data = CMSG_DATA(header);
    seen += CMSG_SPACE(length);
    last_were_descriptors = header->cmsg_level == SOL_SOCKET
      && header->cmsg_type == SCM_RIGHTS;
    if (last_were_descriptors)
    {
      BOOST_TEST(found.descriptors.empty());
      found.descriptors.resize(length / sizeof(int));
      std::memcpy(found.descriptors.data(), data, length);
    }
    else if (header->cmsg_level == SOL_SOCKET)
    {
      BOOST_TEST(header->cmsg_type == SCM_CREDENTIALS);
      BOOST_TEST(!found.who.has_value());
      ::ucred who;
      BOOST_TEST_REQUIRE(length == sizeof(who));
      std::memcpy(&who, data, sizeof(who));
      found.who = credentials{who.pid, who.uid, who.gid};
    }
    else
    {
      BOOST_TEST(header->cmsg_level == other_level);
      found.others.emplace_back(
          reinterpret_cast<const char*>(data), length);
    }
  }
  BOOST_TEST(seen == size);
  BOOST_TEST(last_were_descriptors == (size == 0
      || !expected.descriptors.empty()));
  BOOST_TEST(found.descriptors == expected.descriptors);
  BOOST_TEST(found.others == expected.others);
  BOOST_TEST((found.who == expected.who));
}

} // namespace

// In whatever order things are added, moved and cleared, the bytes for the
// kernel are without gaps and say what was added. The numbers stand for no open
// file: the object does not care before it is sent.
BOOST_AUTO_TEST_CASE(any_order_of_additions_leaves_no_gaps)
{
  std::mt19937 random(20260101);
  const auto below = [&random](unsigned limit)
  {
    return static_cast<unsigned>(random() % limit);
  };

  outgoing_ancillary<7> outgoing;
  model expected;
  std::size_t room = outgoing.other_room;
  for (int round = 0; round < 20000; ++round)
  {
    error_code ec;
    const unsigned choice = below(20);
    if (choice < 8)
    {
      const int number = static_cast<int>(1000000 + below(1000));
      outgoing.add_descriptor(number, ec);
      BOOST_TEST_REQUIRE(
          ec == (expected.descriptors.size() == 7
            ? make_error_code(seqpacket_errc::ancillary_full) : error_code()));
      if (!ec)
        expected.descriptors.push_back(number);
    }
    else if (choice < 14)
    {
      const std::string data(below(40), static_cast<char>('a' + below(26)));
      const std::size_t space = CMSG_SPACE(data.size());
      outgoing.add_control_message(other_level, 1, asio::buffer(data), ec);
      BOOST_TEST_REQUIRE(ec == (space > room
          ? make_error_code(seqpacket_errc::ancillary_full) : error_code()));
      if (!ec)
      {
        expected.others.push_back(data);
        room -= space;
      }
    }
    else if (choice < 17)
    {
      const credentials who = {static_cast<::pid_t>(below(100)),
        below(100), below(100)};
      outgoing.add_credentials(who);
      expected.who = who;
    }
    else if (choice < 19)
    {
      outgoing_ancillary<7> other(std::move(outgoing));
      check_layout(outgoing, model());
      outgoing = std::move(other);
    }
    else
    {
      outgoing.clear();
      expected = model();
      room = outgoing.other_room;
    }
    check_layout(outgoing, expected);
  }
}

BOOST_AUTO_TEST_SUITE_END()
