// Copyright (c) 2026 The boost_seqpacket authors
//
// Distributed under the Boost Software License, Version 1.0.
// (See accompanying file LICENSE_1_0.txt or copy at
// https://www.boost.org/LICENSE_1_0.txt)

// send_descriptors with owners: those that the caller keeps, and those that it
// gives away.

#include "files.hpp"

#include "features.hpp"
#include "forms.hpp"

#include <list>
#if defined(__cpp_lib_span)
# include <span>
#endif

using namespace boost_seqpacket;
using namespace boost_seqpacket::test;

namespace {

// Calls send(socket, bytes, token or ec) in a form. A function is needed because
// a list in braces cannot be passed on.
template <typename Send>
outcome by(form how, packet_socket& sender, Send send)
{
  if (how == form::asynchronous)
    return complete(context_of(sender),
        [&](auto handler)
        {
          send([&](auto&& descriptors)
              {
                async_send_descriptors(sender, text("x"),
                    std::forward<decltype(descriptors)>(descriptors), handler);
              });
        });
  error_code ec;
  std::size_t bytes = 0;
  send([&](auto&& descriptors)
      {
        if (how == form::error_code)
          bytes = send_descriptors(sender, text("x"),
              std::forward<decltype(descriptors)>(descriptors), ec);
        else
        {
          const outcome result = catch_error([&]
              {
                return send_descriptors(sender, text("x"),
                    std::forward<decltype(descriptors)>(descriptors));
              });
          ec = result.error;
          bytes = result.bytes;
        }
      });
  return {ec, bytes};
}

// Whether the next packet carries exactly the first files.
bool arrives(packet_socket& receiver, const files& sent, std::size_t count)
{
  char byte;
  error_code ec;
  const auto result = receive_descriptors(
      receiver, asio::buffer(&byte, 1), at_most(253), ec);
  return !ec && std::get<1>(result).size() == count
    && are_the_first(std::get<1>(result), sent);
}

// Owners of the same files.
std::vector<unique_descriptor> copies(const files& of)
{
  std::vector<unique_descriptor> result;
  for (const unique_descriptor& owner : of.owners)
    result.push_back(owner.duplicate());
  return result;
}

std::vector<int> numbers_of(const std::vector<unique_descriptor>& owners)
{
  std::vector<int> result;
  for (const unique_descriptor& owner : owners)
    result.push_back(owner.native_handle());
  return result;
}

bool any_is_open(const std::vector<int>& numbers)
{
  for (const int number : numbers)
  {
    if (test::is_open(number))
      return true;
  }
  return false;
}

// A packet carries the descriptors, which stay with the caller.
template <typename Descriptors>
void expect_borrowed(Descriptors& descriptors, const files& sent)
{
  for (const form how : all_forms)
  {
    BOOST_TEST_CONTEXT(how)
    {
      asio::io_context context;
      connected sockets(context);
      const std::size_t opened = open_descriptors();
      BOOST_TEST(by(how, sockets.a, [&](auto send) { send(descriptors); })
          == success(1));
      BOOST_TEST(arrives(sockets.b, sent, sent.numbers.size()));
      BOOST_TEST(open_descriptors() == opened);
    }
  }
}

} // namespace

BOOST_FIXTURE_TEST_SUITE(ancillary_given_descriptors, no_leaks,
    *boost::unit_test::timeout(90))

// Every range of owners that the caller keeps, and one owner by itself.
BOOST_AUTO_TEST_CASE(owners_that_are_kept_stay_open)
{
  const files sent(3);
  expect_borrowed(sent.owners, sent);
  std::vector<unique_descriptor> vector = copies(sent);
  expect_borrowed(vector, sent);
  descriptor_span span(vector.data(), vector.size());
  expect_borrowed(span, sent);
  std::list<unique_descriptor> list;
  unique_descriptor array[3];
  for (std::size_t i = 0; i < 3; ++i)
  {
    list.push_back(sent.owners[i].duplicate());
    array[i] = sent.owners[i].duplicate();
  }
  expect_borrowed(list, sent);
  expect_borrowed(array, sent);
  const files one(1);
  expect_borrowed(one.owners[0], one);
  unique_descriptor owner = one.owners[0].duplicate();
  expect_borrowed(owner, one);
  const std::vector<std::reference_wrapper<unique_descriptor>> references = {
    owner};
  expect_borrowed(references, one);
}

namespace {

// An owner of another library, which converts to its number.
class foreign_file
{
public:
  explicit foreign_file(unique_descriptor owner)
    : owner_(std::move(owner))
  {
  }

  operator int() const noexcept
  {
    return owner_.native_handle();
  }

private:
  unique_descriptor owner_;
};

// A proxy, as the iterators of a vector of bool have it.
struct number_proxy
{
  operator int() const noexcept
  {
    return number;
  }

  int number;
};

// A range of the type Element that makes its references on demand.
template <typename Element, typename Reference>
struct made_range
{
  struct iterator
  {
    using iterator_category = std::input_iterator_tag;
    using value_type = Element;
    using difference_type = std::ptrdiff_t;
    using pointer = void;
    using reference = Reference;

    Reference operator*() const
    {
      return Reference{*place};
    }

    iterator& operator++()
    {
      ++place;
      return *this;
    }

    bool operator!=(const iterator& other) const
    {
      return place != other.place;
    }

    const int* place;
  };

  iterator begin() const
  {
    return {numbers.data()};
  }

  iterator end() const
  {
    return {numbers.data() + numbers.size()};
  }

  std::vector<int> numbers;
};

} // namespace

// Numbers that a range makes on demand, as values or as proxies, own nothing.
BOOST_AUTO_TEST_CASE(numbers_that_are_made_on_demand_are_sent)
{
  const files sent(20);
  const made_range<int, int> values{sent.numbers};
  const made_range<int, number_proxy> proxies{sent.numbers};
  expect_borrowed(values, sent);
  expect_borrowed(proxies, sent);
  asio::io_context context;
  connected sockets(context);
  for (const form how : all_forms)
  {
    BOOST_TEST(by(how, sockets.a, [&](auto send)
          { send(made_range<int, int>(values)); }) == success(1));
    BOOST_TEST(arrives(sockets.b, sent, 20));
    BOOST_TEST(by(how, sockets.a, [&](auto send)
          { send(made_range<int, number_proxy>(proxies)); }) == success(1));
    BOOST_TEST(arrives(sockets.b, sent, 20));
  }
}

// Owners of another library stay with the caller, if the range or what it views
// has a name.
BOOST_AUTO_TEST_CASE(owners_of_another_library_are_kept)
{
  const files sent(3);
  std::vector<foreign_file> vector;
  for (const unique_descriptor& owner : sent.owners)
    vector.emplace_back(owner.duplicate());
  expect_borrowed(vector, sent);
  expect_borrowed(std::as_const(vector), sent);
#if defined(__cpp_lib_span)
  asio::io_context context;
  connected sockets(context);
  send_descriptors(sockets.a, text("x"), std::span(vector));
  BOOST_TEST(arrives(sockets.b, sent, 3));
  send_descriptors(
      sockets.a, text("x"), std::span<const foreign_file>(vector));
  BOOST_TEST(arrives(sockets.b, sent, 3));
#endif
}

// A view is borrowed, also if it is a temporary or moved: its elements belong to
// another object.
BOOST_AUTO_TEST_CASE(temporary_views_take_nothing)
{
  const files sent(2);
  std::vector<unique_descriptor> owners = copies(sent);
  asio::io_context context;
  connected sockets(context);
  send_descriptors(sockets.a, text("x"),
      descriptor_span(owners.data(), owners.size()));
  BOOST_TEST(arrives(sockets.b, sent, 2));
#if defined(__cpp_lib_span)
  send_descriptors(sockets.a, text("x"), std::span(owners));
  BOOST_TEST(arrives(sockets.b, sent, 2));
  send_descriptors(sockets.a, text("x"),
      std::span<const unique_descriptor>(owners));
  BOOST_TEST(arrives(sockets.b, sent, 2));
#endif
  BOOST_TEST(owners[0].is_open());
  BOOST_TEST(owners[1].is_open());
}

// A list in braces mixes numbers, owners that are kept and owners that are not.
BOOST_AUTO_TEST_CASE(a_list_in_braces_mixes_owners_and_numbers)
{
  const files sent(4);
  asio::io_context context;
  connected sockets(context);
  for (const form how : all_forms)
  {
    BOOST_TEST_CONTEXT(how)
    {
      unique_descriptor given = sent.owners[0].duplicate();
      const int number = given.native_handle();
      unique_descriptor kept = sent.owners[2].duplicate();
      const outcome result = by(how, sockets.a, [&](auto send)
          {
            send(detail::descriptor_list{std::move(given), sent.numbers[1],
                kept, sent.owners[3]});
          });
      BOOST_TEST(result == success(1));
      BOOST_TEST(arrives(sockets.b, sent, 4));
      BOOST_TEST(!given.is_open());
      BOOST_TEST(!test::is_open(number));
      BOOST_TEST(kept.is_open());
    }
  }
  // As a program writes it.
  send_descriptors(sockets.a, text("x"),
      {sent.owners[0].duplicate(), sent.numbers[1], sent.owners[2]});
  BOOST_TEST(arrives(sockets.b, sent, 3));
  send_descriptors(sockets.a, text("x"), {sent.owners[0]});
  BOOST_TEST(arrives(sockets.b, sent, 1));
  send_descriptors(sockets.a, text("x"), {});
  BOOST_TEST(arrives(sockets.b, sent, 0));
}

// A moved container, a temporary one and a moved owner give their descriptors
// away: these are closed when the send is done.
BOOST_AUTO_TEST_CASE(owners_that_are_given_away_are_closed_after_the_send)
{
  asio::io_context context;
  connected sockets(context);
  for (const std::size_t count : {1u, 16u, 17u, 253u})
  {
    const files sent(count);
    for (const form how : all_forms)
    {
      BOOST_TEST_CONTEXT(count << " " << how)
      {
        const std::size_t opened = open_descriptors();
        std::vector<unique_descriptor> owners = copies(sent);
        BOOST_TEST(by(how, sockets.a,
              [&](auto send) { send(std::move(owners)); }) == success(1));
        for (const unique_descriptor& owner : owners)
          BOOST_TEST(!owner.is_open());
        BOOST_TEST(open_descriptors() == opened);
        BOOST_TEST(arrives(sockets.b, sent, count));
        BOOST_TEST(by(how, sockets.a,
              [&](auto send) { send(copies(sent)); }) == success(1));
        BOOST_TEST(open_descriptors() == opened);
        BOOST_TEST(arrives(sockets.b, sent, count));
      }
    }
  }
  const files one(1);
  unique_descriptor owner = one.owners[0].duplicate();
  const int number = owner.native_handle();
  send_descriptors(sockets.a, text("x"), std::move(owner));
  BOOST_TEST(!test::is_open(number));
  BOOST_TEST(arrives(sockets.b, one, 1));
}

// After an error they are closed as well.
BOOST_AUTO_TEST_CASE(owners_that_are_given_away_are_closed_after_an_error)
{
  for (const form how : all_forms)
  {
    BOOST_TEST_CONTEXT(how)
    {
      asio::io_context context;
      connected sockets(context);
      const auto try_with = [&](std::vector<unique_descriptor> owners)
          {
            const std::vector<int> numbers = numbers_of(owners);
            const outcome result = by(how, sockets.a,
                [&](auto send) { send(std::move(owners)); });
            BOOST_TEST(!any_is_open(numbers));
            return result;
          };
      // Nothing is sent, also not the others of the list.
      std::vector<unique_descriptor> with_an_empty_one = copies(files(2));
      with_an_empty_one.emplace_back();
      BOOST_TEST(try_with(std::move(with_an_empty_one))
          == failure(asio::error::bad_descriptor));
      BOOST_TEST(try_with(copies(files(254)))
          == failure(seqpacket_errc::ancillary_full));
      BOOST_TEST(has_nothing(sockets.b));
      sockets.b.close();
      BOOST_TEST(try_with(copies(files(2)))
          == failure(asio::error::broken_pipe));
      sockets.a.close();
      BOOST_TEST(try_with(copies(files(2)))
          == failure(asio::error::bad_descriptor));
    }
  }
}

// An empty owner is no descriptor, however it is given.
BOOST_AUTO_TEST_CASE(an_empty_owner_is_refused)
{
  const files sent(1);
  const unique_descriptor nothing;
  const std::vector<unique_descriptor> range(2);
  asio::io_context context;
  connected sockets(context);
  for (const form how : all_forms)
  {
    const outcome refused = failure(asio::error::bad_descriptor);
    BOOST_TEST(by(how, sockets.a, [&](auto send) { send(nothing); })
        == refused);
    BOOST_TEST(by(how, sockets.a, [&](auto send) { send(range); }) == refused);
    BOOST_TEST(by(how, sockets.a,
          [&](auto send) { send(unique_descriptor()); }) == refused);
    BOOST_TEST(by(how, sockets.a, [&](auto send)
          { send(detail::descriptor_list{sent.owners[0], nothing}); })
        == refused);
  }
  BOOST_TEST(has_nothing(sockets.b));
}

// An operation that waits keeps what it was given, and closes it before it calls
// the handler.
BOOST_AUTO_TEST_CASE(a_waiting_send_keeps_what_it_was_given)
{
  const files sent(2);
  asio::io_context context;
  connected sockets(context);
  const std::size_t queued = fill_queue(sockets.a);
  std::vector<unique_descriptor> owners = copies(sent);
  const std::vector<int> numbers = numbers_of(owners);
  bool done = false;
  async_send_descriptors(sockets.a, text("x"), std::move(owners),
      [&](const error_code& ec, std::size_t)
      {
        BOOST_TEST(!ec);
        BOOST_TEST(!any_is_open(numbers));
        done = true;
      });
  context.poll();
  BOOST_TEST(!done);
  for (const int number : numbers)
    BOOST_TEST(test::is_open(number));
  const files none(0);
  for (std::size_t i = 0; i < queued; ++i)
    BOOST_TEST(arrives(sockets.b, none, 0));
  run(context);
  BOOST_TEST(done);
  BOOST_TEST(arrives(sockets.b, sent, 2));
}

// A cancelled send has sent nothing, and closes what it was given before it
// calls the handler.
BOOST_AUTO_TEST_CASE(a_cancelled_send_closes_what_it_was_given)
{
  asio::io_context context;
  connected sockets(context);
  fill_queue(sockets.a);
  std::vector<unique_descriptor> owners = copies(files(2));
  const std::vector<int> numbers = numbers_of(owners);
  bool done = false;
  async_send_descriptors(sockets.a, text("x"), std::move(owners),
      [&](const error_code& ec, std::size_t)
      {
        BOOST_TEST(ec == asio::error::operation_aborted);
        BOOST_TEST(!any_is_open(numbers));
        done = true;
      });
  context.poll();
  sockets.a.cancel();
  run(context);
  BOOST_TEST(done);
}

// A handler that is destroyed without a call takes them along.
BOOST_AUTO_TEST_CASE(a_destroyed_handler_closes_what_it_was_given)
{
  std::vector<unique_descriptor> owners = copies(files(2));
  const std::vector<int> numbers = numbers_of(owners);
  {
    asio::io_context context;
    connected sockets(context);
    fill_queue(sockets.a);
    async_send_descriptors(sockets.a, text("x"), std::move(owners),
        [&](const error_code&, std::size_t) { BOOST_TEST(false); });
    context.poll();
    for (const int number : numbers)
      BOOST_TEST(test::is_open(number));
  }
  BOOST_TEST(!any_is_open(numbers));
}

#if defined(TEST_HAS_IMMEDIATE_EXECUTOR)

// They are closed also before a handler that runs inside the function.
BOOST_AUTO_TEST_CASE(they_are_closed_before_an_immediate_handler)
{
  const files sent(2);
  asio::io_context context;
  connected sockets(context);
  unique_descriptor first = sent.owners[0].duplicate();
  const std::vector<int> numbers = {first.native_handle()};
  bool done = false;
  async_send_descriptors(sockets.a, text("x"),
      {std::move(first), sent.owners[1]},
      asio::bind_immediate_executor(asio::system_executor(),
        [&](const error_code& ec, std::size_t)
        {
          BOOST_TEST(!ec);
          BOOST_TEST(!any_is_open(numbers));
          done = true;
        }));
  BOOST_TEST(done);
  BOOST_TEST(arrives(sockets.b, sent, 2));
}

#endif // defined(TEST_HAS_IMMEDIATE_EXECUTOR)

#if defined(TEST_HAS_DEFERRED)

// A deferred operation can be launched twice, because it keeps what it was given
// as long as it exists.
BOOST_AUTO_TEST_CASE(a_deferred_send_can_be_launched_twice)
{
  for (const std::size_t count : {2u, 20u})
  {
    const files sent(count);
    asio::io_context context;
    connected sockets(context);
    std::vector<unique_descriptor> owners = copies(sent);
    const std::vector<int> numbers = numbers_of(owners);
    int calls = 0;
    const auto handler = [&](const error_code& ec, std::size_t)
        {
          BOOST_TEST(!ec);
          ++calls;
        };
    {
      auto operation = async_send_descriptors(
          sockets.a, text("x"), std::move(owners), asio::deferred);
      for (int i = 1; i <= 2; ++i)
      {
        operation(handler);
        run(context);
        BOOST_TEST(calls == i);
        BOOST_TEST(arrives(sockets.b, sent, count));
        BOOST_TEST(any_is_open(numbers));
      }
    }
    BOOST_TEST(!any_is_open(numbers));
  }
}

#endif // defined(TEST_HAS_DEFERRED)

#if defined(TEST_HAS_COROUTINES)

// A list in braces is possible in the operand of co_await, and each of its
// owners is closed once.
BOOST_AUTO_TEST_CASE(a_coroutine_gives_owners_in_braces)
{
  const files sent(3);
  asio::io_context context;
  connected sockets(context);
  std::vector<int> numbers;
  asio::co_spawn(context,
      [&]() -> asio::awaitable<void>
      {
        for (int i = 0; i < 2; ++i)
        {
          unique_descriptor given = sent.owners[0].duplicate();
          numbers = {given.native_handle()};
          co_await async_send_descriptors(sockets.a, text("x"),
              {std::move(given), sent.numbers[1], sent.owners[2]},
              asio::use_awaitable);
          BOOST_TEST(!any_is_open(numbers));
          BOOST_TEST(arrives(sockets.b, sent, 3));
        }
      }, asio::detached);
  run(context);
  BOOST_TEST(numbers.size() == 1u);
}

#endif // defined(TEST_HAS_COROUTINES)

// What was received goes on to a third socket, in one statement.
BOOST_AUTO_TEST_CASE(received_descriptors_are_forwarded)
{
  const files sent(3);
  asio::io_context context;
  connected first(context);
  connected second(context);
  for (const form how : all_forms)
  {
    BOOST_TEST_CONTEXT(how)
    {
      send_descriptors(first.a, text("x"), sent.owners);
      char byte;
      incoming_ancillary<3> incoming;
      receive_message(first.b, asio::buffer(&byte, 1), incoming);
      BOOST_TEST(by(how, second.a,
            [&](auto send) { send(incoming.descriptors()); }) == success(1));
      BOOST_TEST(incoming.descriptors()[2].is_open());
      BOOST_TEST(arrives(second.b, sent, 3));

      // From a constant object, which keeps them.
      const incoming_ancillary<3>& constant = incoming;
      BOOST_TEST(by(how, second.a,
            [&](auto send) { send(constant.descriptors()); }) == success(1));
      BOOST_TEST(by(how, second.a, [&](auto send)
            {
              const const_descriptor_span view = constant.descriptors();
              send(view);
            }) == success(1));
      BOOST_TEST(constant.descriptors()[2].is_open());
      BOOST_TEST(arrives(second.b, sent, 3));
      BOOST_TEST(arrives(second.b, sent, 3));

      // The result of the short form, given away.
      send_descriptors(first.a, text("x"), sent.owners);
      BOOST_TEST(by(how, second.a, [&](auto send)
            {
              send(std::get<1>(receive_descriptors<3>(
                    first.b, asio::buffer(&byte, 1))));
            }) == success(1));
      BOOST_TEST(arrives(second.b, sent, 3));
    }
  }
}

// The range may be gone while the operation waits: the numbers were copied.
BOOST_AUTO_TEST_CASE(the_range_need_not_outlive_the_call)
{
  const files sent(20);
  asio::io_context context;
  connected sockets(context);
  const std::size_t queued = fill_queue(sockets.a);
  bool done = false;
  {
    std::vector<int> numbers = sent.numbers;
    async_send_descriptors(sockets.a, text("x"), numbers,
        [&](const error_code& ec, std::size_t) { done = !ec; });
    numbers.assign(20, -1);
  }
  const files none(0);
  for (std::size_t i = 0; i < queued; ++i)
    BOOST_TEST(arrives(sockets.b, none, 0));
  run(context);
  BOOST_TEST(done);
  BOOST_TEST(arrives(sockets.b, sent, 20));
}

BOOST_AUTO_TEST_SUITE_END()
