// Copyright (c) 2026 The boost_seqpacket authors
//
// Distributed under the Boost Software License, Version 1.0.
// (See accompanying file LICENSE_1_0.txt or copy at
// https://www.boost.org/LICENSE_1_0.txt)

// Arbitrary sequences of reads and writes of messages on two ends of a stream,
// with faults, cancellation and moves, against a model that is two rows of bytes:
// each byte and each descriptor arrives once and in its place, an operation that
// fails reports how far it got, every handler is called once, nothing stays open.
//
// Each operation takes three bytes of the input: which, on which end, how. The
// first byte also says what a synchronous function is given: the socket, or a
// native_socket in its place.

#include "failing_calls.hpp"
#include "fuzz.hpp"
#include "views.hpp"

#include <boost_seqpacket.hpp>

#include <algorithm>
#include <array>
#include <cerrno>
#include <deque>
#include <fcntl.h>
#include <memory>
#include <optional>
#include <string>
#include <sys/mman.h>
#include <sys/stat.h>
#include <utility>
#include <vector>

using namespace boost_seqpacket;
namespace asio = boost::asio;
using boost::system::error_code;
using stream_socket = asio::local::stream_protocol::socket;
using fuzz::require;

namespace {

constexpr std::size_t file_count = 4;

unique_descriptor make_file()
{
  return unique_descriptor(::memfd_create("fuzz", MFD_CLOEXEC));
}

const std::array<unique_descriptor, file_count>& files()
{
  static const std::array<unique_descriptor, file_count> result = {
    make_file(), make_file(), make_file(), make_file()};
  return result;
}

::ino_t file_of(int descriptor)
{
  struct ::stat status = {};
  require(::fstat(descriptor, &status) == 0, "no file");
  return status.st_ino;
}

// The byte at a place of a stream.
char byte_at(std::size_t place)
{
  return static_cast<char>(place * 7 + place / 251);
}

// The bytes of one direction, with the descriptors that go with some of them.
class row
{
public:
  std::string begin_write(std::size_t size, const std::vector<int>& list)
  {
    begun_ = sent_ + size;
    if (size != 0)
    {
      for (const int file : list)
        files_.push_back({sent_, file_of(file)});
    }
    std::string bytes(size, '\0');
    for (std::size_t i = 0; i < size; ++i)
      bytes[i] = byte_at(sent_ + i);
    return bytes;
  }

  // So many bytes were sent, and the descriptors with the first of them.
  void finish_write(std::size_t size)
  {
    if (size == 0)
    {
      while (!files_.empty() && files_.back().first == sent_)
        files_.pop_back();
    }
    sent_ += size;
    require(sent_ <= begun_, "more was sent than there is");
    begun_ = sent_;
  }

  // What was received is what was sent. Without this the receiver was closed.
  void check_balance() const
  {
    require(received_ <= sent_, "received, but not sent");
  }

  // Takes bytes that were read. Returns the descriptors that belong to them.
  std::vector<::ino_t> read(const char* bytes, std::size_t size)
  {
    require(received_ + size <= begun_, "bytes that were not sent");
    for (std::size_t i = 0; i < size; ++i)
      require(bytes[i] == byte_at(received_ + i), "other bytes");
    received_ += size;
    std::vector<::ino_t> result;
    for (; !files_.empty() && files_.front().first < received_;
        files_.pop_front())
      result.push_back(files_.front().second);
    return result;
  }

  // Whether all that has certainly been sent was received.
  bool may_be_empty() const
  {
    return received_ >= sent_;
  }

  // Whether something may be in the queue.
  bool may_have_bytes() const
  {
    return received_ < begun_;
  }

  bool has_ended = false;

private:
  std::size_t sent_ = 0;
  std::size_t begun_ = 0; // with what is under way
  std::size_t received_ = 0;
  std::deque<std::pair<std::size_t, ::ino_t>> files_;
};

constexpr std::size_t sizes[] = {0, 1, 5, 100, 3000, 6000, 20000, 70000};
constexpr std::size_t descriptor_room = 2;

// What an operation needs as long as it runs.
struct transfer
{
  bool is_running = false;
  bool may_end = false;     // something has ended it that it must heed
  std::string bytes;
#if defined(BOOST_SEQPACKET_HAS_CANCELLATION)
  std::optional<asio::cancellation_signal> signal;
#endif
};

struct side
{
  explicit side(asio::io_context& context)
    : socket(std::make_unique<stream_socket>(context))
  {
  }

  std::unique_ptr<stream_socket> socket;
  row incoming; // what is to be received here
  bool is_open = true;
  bool may_be_reset = false; // the peer has left something unread
  int resets = 0;

  transfer write;
  outgoing_ancillary<3> sent_files;
  transfer read;
  incoming_ancillary<descriptor_room> ancillary;
};

class model
{
public:
  model()
    : sides_{{side(context_), side(context_)}}
  {
    asio::local::connect_pair(*sides_[0].socket, *sides_[1].socket);
    for (side& s : sides_)
    {
      s.socket->set_option(asio::socket_base::send_buffer_size(1));
      s.socket->non_blocking(true);
    }
  }

  ~model()
  {
    fuzz::calls_until_fault = 0;
    close(sides_[0]);
    close(sides_[1]);
    context_.restart();
    context_.run_for(std::chrono::seconds(5));
    require(context_.stopped(), "an operation never ends");
    require(started_ == completed_, "a handler was not called once");
    for (const side& s : sides_)
      s.incoming.check_balance();
  }

  void step(std::uint8_t what, std::uint8_t where, std::uint8_t how)
  {
    side& s = sides_[where & 1];
    const bool waits = (where & 2) != 0;
    if ((where & 4) != 0)
    {
      static const int errors[] = {EAGAIN, EINTR, ENOBUFS, ENOMEM, EPERM,
        ETOOMANYREFS, 0, EBADF};
      fuzz::calls_until_fault = 1 + ((where >> 3) & 3);
      fuzz::fault_error = errors[where >> 5];
    }
    given_ = static_cast<fuzz::given>(what / 10 % fuzz::given_count);
    switch (what % 10)
    {
    case 0:
    case 1:
      write(s, how, waits);
      break;
    case 2:
    case 3:
      read(s, how, waits);
      break;
    case 4:
      send_part(s, how);
      break;
    case 5:
      receive_part(s, how);
      break;
    case 6:
      poll(1 + how % 4);
      break;
    case 7:
      cancel(s, how);
      break;
    case 8:
      move(s);
      break;
    case 9:
      if (how < 24)
        close(s);
      else if (how < 48)
        shut_down(s);
      else if (how < 80 && s.is_open)
        s.socket->set_option(pass_credentials(how % 2 == 0));
      break;
    }
    fuzz::calls_until_fault = 0;
  }

private:
  side& peer_of(side& s)
  {
    return &s == &sides_[0] ? sides_[1] : sides_[0];
  }

  // Call a synchronous function with what the input has chosen.
  template <typename Function>
  std::size_t call(side& s, error_code& ec, Function function)
  {
    return fuzz::call_with(given_, *s.socket, ec, function);
  }

  void poll(int times)
  {
    context_.restart();
    for (; times > 0; --times)
      context_.poll_one();
  }

  void close(side& s)
  {
    if (!s.is_open)
      return;
    side& peer = peer_of(s);
    peer.may_be_reset = peer.may_be_reset || s.incoming.may_have_bytes();
    s.is_open = false;
    s.read.may_end = true;
    s.write.may_end = true;
    peer.incoming.has_ended = true;
    s.socket->close();
  }

  void shut_down(side& s)
  {
    if (!s.is_open || s.write.is_running)
      return;
    error_code ec;
    s.socket->shutdown(asio::socket_base::shutdown_send, ec);
    peer_of(s).incoming.has_ended = true;
  }

  // The socket may be moved while its operations wait. The old object lives on.
  void move(side& s)
  {
    const bool waits = s.read.is_running || s.write.is_running;
    if (waits && !moved_from_.empty())
      return; // such an operation makes pauses
    auto moved = std::make_unique<stream_socket>(std::move(*s.socket));
    if (waits)
      moved_from_.push_back(std::move(s.socket));
    s.socket = std::move(moved);
  }

  void cancel(side& s, std::uint8_t how)
  {
    transfer& one = (how & 4) != 0 ? s.read : s.write;
#if defined(BOOST_SEQPACKET_HAS_CANCELLATION)
    if (how % 4 != 3)
    {
      using types = asio::cancellation_type;
      static const types all_types[] = {
        types::total, types::partial, types::terminal};
      if (!one.signal)
        return;
      one.may_end = one.may_end || how % 4 != 0;
      one.signal->emit(all_types[how % 4]);
      return;
    }
#endif
    (void)one;
    s.read.may_end = true;
    s.write.may_end = true;
    if (s.is_open)
      s.socket->cancel();
  }

  template <typename Handler>
  auto with_signal(transfer& one, Handler handler)
  {
    one.is_running = true;
    one.may_end = false;
    ++started_;
#if defined(BOOST_SEQPACKET_HAS_CANCELLATION)
    one.signal.emplace();
    return asio::bind_cancellation_slot(one.signal->slot(), handler);
#else
    return handler;
#endif
  }

  void end(transfer& one, const error_code& ec, std::size_t size)
  {
    ++completed_;
    one.is_running = false;
    require(ec != asio::error::would_block, "it does not wait");
    if (ec == asio::error::operation_aborted && size != 0)
      require(one.may_end, "ended in the middle by a total signal");
  }

  static void check_reset(side& s)
  {
    require(s.may_be_reset, "a reset that is none");
    require(++s.resets == 1, "a reset twice");
  }

  // --- sending ---------------------------------------------------------------

  // Prepares a message. Returns its size.
  std::size_t begin_write(side& s, std::uint8_t how)
  {
    s.sent_files.clear();
    std::vector<int> list;
    for (unsigned i = 0; i < ((how >> 3) & 3u); ++i)
    {
      list.push_back(files()[number_++ % file_count].native_handle());
      s.sent_files.add_descriptor(list.back());
    }
    s.write.bytes =
      peer_of(s).incoming.begin_write(sizes[how & 7], list);
    return s.write.bytes.size();
  }

  // The message in some buffers.
  static std::vector<asio::const_buffer> cut(const std::string& bytes,
      std::uint8_t how)
  {
    std::vector<asio::const_buffer> result;
    const std::size_t count = 1 + (how >> 5);
    const std::size_t part = bytes.size() / count;
    for (std::size_t i = 0; i < count; ++i)
      result.push_back(asio::buffer(bytes.data() + i * part,
            i + 1 == count ? bytes.size() - i * part : part));
    return result;
  }

  void finish_write(side& s, const error_code& ec, std::size_t size)
  {
    const std::size_t all = s.write.bytes.size();
    require(size <= all, "more than there was to write");
    require(ec ? size < all || all == 0 : size == all, "progress of a write");
    peer_of(s).incoming.finish_write(size);
    if (ec == asio::error::broken_pipe)
      require(!peer_of(s).is_open || peer_of(s).incoming.has_ended,
          "a pipe is broken");
    if (ec == asio::error::connection_reset)
      check_reset(s);
  }

  void write(side& s, std::uint8_t how, bool waits)
  {
    if (s.write.is_running)
      return;
    begin_write(s, how);
    const auto buffers = cut(s.write.bytes, how);
    if (!waits)
    {
      error_code ec;
      const std::size_t size = call(s, ec,
          [&](auto& to, error_code& result)
          {
            return write_message(to, buffers, s.sent_files, result);
          });
      finish_write(s, ec, size);
      return;
    }
    async_write_message(*s.socket, buffers, s.sent_files,
        with_signal(s.write, [this, &s](const error_code& ec, std::size_t n)
          {
            end(s.write, ec, n);
            finish_write(s, ec, n);
          }));
  }

  // One system call, which may send a part.
  void send_part(side& s, std::uint8_t how)
  {
    if (s.write.is_running)
      return;
    const std::size_t all = begin_write(s, how);
    error_code ec;
    const std::size_t size = call(s, ec,
        [&s](auto& to, error_code& result)
        {
          return send_message(
              to, asio::buffer(s.write.bytes), s.sent_files, result);
        });
    require(size <= all && (!ec || size == 0), "progress of a send");
    peer_of(s).incoming.finish_write(size);
    if (ec == asio::error::connection_reset)
      check_reset(s);
  }

  // --- receiving -------------------------------------------------------------

  static bool is_truncation(const error_code& ec)
  {
    return ec.category() == error_category();
  }

  void finish_read(side& s, const error_code& ec, std::size_t size,
      bool was_silent)
  {
    const std::size_t all = s.read.bytes.size();
    require(size <= all, "more than there was room");
    require(s.ancillary.message_size() == size, "another size");
    require(!ec || is_truncation(ec) ? size == all : size < all || all == 0,
        "progress of a read");
    check_read(s, ec, size);
    if (ec == asio::error::would_block)
      require(was_silent || s.incoming.may_be_empty(),
          "it would not have blocked");
  }

  void check_read(side& s, const error_code& ec, std::size_t size)
  {
    const std::vector<::ino_t> expected =
      s.incoming.read(s.read.bytes.data(), size);
    const descriptor_span arrived = s.ancillary.descriptors();
    require(arrived.size() == std::min(expected.size(), descriptor_room),
        "the number of descriptors");
    for (std::size_t i = 0; i < arrived.size(); ++i)
      require(file_of(arrived[i].native_handle()) == expected[i],
          "another descriptor");
    if (!ec || is_truncation(ec))
      require(is_truncation(ec) == (expected.size() > descriptor_room),
          "truncation");
    if (ec == asio::error::eof)
      require(s.incoming.has_ended && s.incoming.may_be_empty(),
          "an end of file that is none");
    if (ec == asio::error::connection_reset)
      check_reset(s);
  }

  void read(side& s, std::uint8_t how, bool waits)
  {
    if (s.read.is_running)
      return;
    s.read.bytes.assign(sizes[how & 7], '-');
    std::vector<asio::mutable_buffer> buffers;
    for (const asio::const_buffer& one : cut(s.read.bytes, how))
      buffers.emplace_back(const_cast<void*>(one.data()), one.size());
    if (!waits)
    {
      const unsigned before = fuzz::silences;
      error_code ec;
      const std::size_t size = call(s, ec,
          [&](auto& from, error_code& result)
          {
            return read_message(from, buffers, s.ancillary, result);
          });
      finish_read(s, ec, size, fuzz::silences != before);
      return;
    }
    async_read_message(*s.socket, buffers, s.ancillary,
        with_signal(s.read, [this, &s](const error_code& ec, std::size_t n)
          {
            end(s.read, ec, n);
            finish_read(s, ec, n, false);
          }));
  }

  // One system call, which may bring a part.
  void receive_part(side& s, std::uint8_t how)
  {
    if (s.read.is_running)
      return;
    s.read.bytes.assign(sizes[how & 7], '-');
    error_code ec;
    const std::size_t size = call(s, ec,
        [&s](auto& from, error_code& result)
        {
          return receive_message(
              from, asio::buffer(s.read.bytes), s.ancillary, result);
        });
    check_read(s, ec, size);
  }

  asio::io_context context_;
  std::array<side, 2> sides_;
  std::vector<std::unique_ptr<stream_socket>> moved_from_;
  fuzz::given given_ = fuzz::given::socket;
  unsigned number_ = 0;
  std::size_t started_ = 0;
  std::size_t completed_ = 0;
};

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data,
    std::size_t size)
{
  files();
  const std::size_t before = fuzz::open_descriptors();
  {
    model m;
    for (std::size_t i = 0; i + 3 <= size && i < 600; i += 3)
      m.step(data[i], data[i + 1], data[i + 2]);
  }
  require(fuzz::open_descriptors() == before, "descriptors");
  return 0;
}
