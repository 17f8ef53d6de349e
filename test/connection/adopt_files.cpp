// Copyright (c) 2026 The boost_seqpacket authors
//
// Distributed under the Boost Software License, Version 1.0.
// (See accompanying file LICENSE_1_0.txt or copy at
// https://www.boost.org/LICENSE_1_0.txt)

// Descriptors become pipes, watched descriptors and files, if they are what is
// asked for.

#include "directory.hpp"
#include "features.hpp"
#include "forms.hpp"

#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <sys/inotify.h>
#include <sys/syscall.h>
#include <sys/timerfd.h>

using namespace boost_seqpacket;
using namespace boost_seqpacket::test;

namespace {

// What epoll_create1 fails with.
int epoll_create_error = 0;

} // namespace

extern "C" int epoll_create1(int flags) noexcept
{
  if (epoll_create_error != 0)
  {
    errno = epoll_create_error;
    return -1;
  }
  return static_cast<int>(::syscall(SYS_epoll_create1, flags));
}

namespace {

using stream_descriptor = asio::posix::stream_descriptor;

// A type like Asio's files, which exist only together with io_uring.
class file_like
{
public:
  using executor_type = asio::any_io_executor;
  using native_handle_type = int;

  explicit file_like(asio::io_context&) {}
  file_like(file_like&&) = default;

  void assign(const int& descriptor, error_code& ec)
  {
    owner_.reset(descriptor);
    ec = error_code();
  }

  void resize(std::uint64_t, error_code&) {}

  template <typename Buffers>
  std::size_t read_some_at(std::uint64_t, const Buffers&, error_code&)
  {
    return 0;
  }

  bool is_open() const
  {
    return owner_.is_open();
  }

private:
  unique_descriptor owner_;
};

struct pipe_ends
{
  pipe_ends()
  {
    int ends[2];
    BOOST_REQUIRE(::pipe(ends) == 0);
    reader.reset(ends[0]);
    writer.reset(ends[1]);
  }

  unique_descriptor reader;
  unique_descriptor writer;
};

unique_descriptor open_file(const std::string& path, int flags)
{
  unique_descriptor result(::open(path.c_str(), flags));
  BOOST_REQUIRE_MESSAGE(result.is_open(), path);
  return result;
}

// One of the bits for each type that takes the descriptor.
[[maybe_unused]] constexpr unsigned readable = 1;
[[maybe_unused]] constexpr unsigned writable = 2;
constexpr unsigned watched = 4;
constexpr unsigned file = 8;

template <typename IoObject>
bool takes(const unique_descriptor& descriptor)
{
  asio::io_context context;
  unique_descriptor copy(descriptor.is_open()
      ? ::dup(descriptor.native_handle()) : -1);
  const int number = copy.native_handle();
  error_code ec = asio::error::fault;
  const bool is_taken = [&]
      {
        const IoObject object =
          adopt<IoObject>(context, std::move(copy), ec);
        BOOST_TEST(object.is_open() == !ec);
        if (ec)
          BOOST_TEST(ec == seqpacket_errc::wrong_descriptor_type);
        else
          BOOST_TEST(is_close_on_exec(number));
        BOOST_TEST(copy.is_open() == ec.failed());
        return !ec;
      }();
  BOOST_TEST(test::is_open(number) == !is_taken);
  if (!is_taken)
  {
    BOOST_CHECK_THROW(adopt<IoObject>(context, std::move(copy)),
        boost::system::system_error);
    BOOST_TEST(copy.native_handle() == number);
  }
  return is_taken;
}

unsigned fits_of(const unique_descriptor& descriptor)
{
  unsigned result = 0;
#if defined(BOOST_ASIO_HAS_PIPE)
  result |= takes<asio::readable_pipe>(descriptor) ? readable : 0;
  result |= takes<asio::writable_pipe>(descriptor) ? writable : 0;
#endif
  result |= takes<stream_descriptor>(descriptor) ? watched : 0;
  result |= takes<file_like>(descriptor) ? file : 0;
  return result;
}

#if defined(BOOST_ASIO_HAS_PIPE)
constexpr unsigned reads = readable | watched;
constexpr unsigned writes = writable | watched;
#else
constexpr unsigned reads = watched; // Asio has no pipes
constexpr unsigned writes = watched;
#endif

} // namespace

BOOST_FIXTURE_TEST_SUITE(connection_adopt_files, no_leaks)

// Each end of a pipe is an end of its own.
BOOST_AUTO_TEST_CASE(an_end_of_a_pipe_fits_its_direction)
{
  const pipe_ends ends;
  BOOST_TEST(fits_of(ends.reader) == reads);
  BOOST_TEST(fits_of(ends.writer) == writes);
}

// A pipe with a name, which may be opened for both directions.
BOOST_AUTO_TEST_CASE(a_fifo_fits_the_directions_that_it_was_opened_for)
{
  const temporary_directory directory;
  const std::string path = directory / "fifo";
  BOOST_REQUIRE(::mkfifo(path.c_str(), 0600) == 0);
  const unique_descriptor both = open_file(path, O_RDWR);
  BOOST_TEST(fits_of(both) == (reads | writes));
  BOOST_TEST(fits_of(open_file(path, O_RDONLY | O_NONBLOCK)) == reads);
  BOOST_TEST(fits_of(open_file(path, O_WRONLY)) == writes);
  BOOST_TEST(fits_of(open_file(path, O_PATH)) == 0u);
}

// Descriptors without a file, terminals and other devices, and sockets of any
// family can be watched.
BOOST_AUTO_TEST_CASE(what_can_be_watched_fits_a_stream_descriptor)
{
  BOOST_TEST(fits_of(unique_descriptor(::eventfd(0, 0))) == watched);
  BOOST_TEST(fits_of(unique_descriptor(::timerfd_create(CLOCK_MONOTONIC, 0)))
      == watched);
  BOOST_TEST(fits_of(unique_descriptor(::inotify_init1(0))) == watched);
  BOOST_TEST(fits_of(open_file("/dev/null", O_RDWR)) == watched);
  BOOST_TEST(fits_of(unique_descriptor(::socket(AF_INET, SOCK_STREAM, 0)))
      == watched);
  BOOST_TEST(fits_of(unique_descriptor(::socket(AF_UNIX, SOCK_SEQPACKET, 0)))
      == watched);

  const unique_descriptor terminal(::posix_openpt(O_RDWR | O_NOCTTY));
  if (terminal)
    BOOST_TEST(fits_of(terminal) == watched);
  else
    BOOST_TEST_MESSAGE("this system has no terminal for this process");

#if defined(SYS_pidfd_open)
  const unique_descriptor process(static_cast<int>(
        ::syscall(SYS_pidfd_open, ::getpid(), 0)));
  if (process)
    BOOST_TEST(takes<stream_descriptor>(process));
  else
    BOOST_TEST_MESSAGE("this system has no pidfd");
#endif
}

// Regular files are files and nothing else, unless the system can watch them.
BOOST_AUTO_TEST_CASE(a_regular_file_fits_a_file)
{
  BOOST_TEST(fits_of(make_file("x")) == file);
  BOOST_TEST(fits_of(open_file("/proc/self/mounts", O_RDONLY))
      == (file | watched));
  BOOST_TEST(fits_of(open_file("/proc/self/status", O_RDONLY)) == file);
  const temporary_directory directory;
  const std::string path = directory / "file";
  BOOST_TEST(fits_of(unique_descriptor(
          ::open(path.c_str(), O_RDWR | O_CREAT, 0600))) == file);
  BOOST_TEST(fits_of(open_file(path, O_PATH)) == 0u);
}

// A directory fits nothing.
BOOST_AUTO_TEST_CASE(a_directory_fits_nothing)
{
  BOOST_TEST(fits_of(open_file("/", O_RDONLY)) == 0u);
  BOOST_TEST(fits_of(open_file("/", O_PATH)) == 0u);
}

// An owner without a descriptor, and a number that is not open.
BOOST_AUTO_TEST_CASE(what_is_not_open_is_refused)
{
  asio::io_context context;
  error_code ec;
  BOOST_TEST(!adopt<stream_descriptor>(
        context, unique_descriptor(), ec).is_open());
  BOOST_TEST(ec == asio::error::bad_descriptor);
  unique_descriptor closed = make_file("x");
  ::close(closed.native_handle());
  BOOST_TEST(!adopt<stream_descriptor>(
        context, std::move(closed), ec).is_open());
  BOOST_TEST(ec == asio::error::bad_descriptor);
  BOOST_TEST(closed.release() >= 0);
}

#if defined(TEST_HAS_EPOLL)

// If the question is not answered, the error is that of the system, and the
// descriptor stays.
BOOST_AUTO_TEST_CASE(a_question_without_an_answer_is_an_error)
{
  asio::io_context context;
  // The context opens what it needs with its first object.
  const stream_descriptor first(context, ::eventfd(0, EFD_CLOEXEC));
  unique_descriptor regular = make_file("x");
  error_code ec;
  epoll_create_error = EMFILE;
  BOOST_TEST(!adopt<stream_descriptor>(
        context, std::move(regular), ec).is_open());
  epoll_create_error = 0;
  BOOST_TEST(ec == asio::error::no_descriptors);
  BOOST_TEST(regular.is_open());
}

#endif // defined(TEST_HAS_EPOLL)

#if defined(BOOST_ASIO_HAS_PIPE)

// A pipe that came in a packet is read to its end, by Asio's own functions.
BOOST_AUTO_TEST_CASE(a_received_pipe_is_read_to_its_end)
{
  asio::io_context context;
  connected way(context);
  pipe_ends ends;
  send_descriptors(way.a, text("x"),
      {std::move(ends.reader), std::move(ends.writer)});
  char byte;
  auto [size, arrived] =
    receive_descriptors<2>(way.b, asio::buffer(&byte, 1));
  BOOST_TEST(size == 1u);
  auto reader =
    adopt<asio::readable_pipe>(context, std::move(arrived[0]));
  auto writer = adopt<asio::writable_pipe>(
      context.get_executor(), std::move(arrived[1]));
  std::string content;
  bool ended = false;
  asio::async_write(writer, text("content"),
      [&](const error_code& ec, std::size_t)
      {
        BOOST_TEST(!ec);
        writer.close();
      });
  asio::async_read(reader, asio::dynamic_buffer(content),
      [&](const error_code& ec, std::size_t)
      { ended = ec == asio::error::eof; });
  run(context);
  BOOST_TEST(ended);
  BOOST_TEST(content == "content");
}

#endif // defined(BOOST_ASIO_HAS_PIPE)

// An eventfd is waited for.
BOOST_AUTO_TEST_CASE(an_adopted_eventfd_is_waited_for)
{
  asio::io_context context;
  unique_descriptor event(::eventfd(0, EFD_CLOEXEC));
  const unique_descriptor copy = event.duplicate();
  auto object = adopt<stream_descriptor>(context, std::move(event));
  bool done = false;
  object.async_wait(stream_descriptor::wait_read,
      [&](const error_code& ec) { done = !ec; });
  context.poll();
  BOOST_TEST(!done);
  BOOST_TEST(::eventfd_write(copy.native_handle(), 1) == 0);
  run(context);
  BOOST_TEST(done);
}

#if defined(BOOST_ASIO_HAS_FILE)

// Asio's own files, where it has them.
BOOST_AUTO_TEST_CASE(a_received_file_is_read)
{
  asio::io_context context;
  auto at = adopt<asio::random_access_file>(context, make_file("content"));
  char bytes[8];
  BOOST_TEST(at.read_some_at(3, asio::buffer(bytes)) == 4u);
  unique_descriptor regular = make_file("content");
  ::lseek(regular.native_handle(), 0, SEEK_SET);
  auto in_order = adopt<asio::stream_file>(context, std::move(regular));
  BOOST_TEST(in_order.read_some(asio::buffer(bytes)) == 7u);
  BOOST_TEST(!takes<asio::stream_file>(pipe_ends().reader));
  BOOST_TEST(!takes<asio::random_access_file>(pipe_ends().writer));
}

#endif // defined(BOOST_ASIO_HAS_FILE)

BOOST_AUTO_TEST_SUITE_END()
