// Copyright (c) 2026 The boost_seqpacket authors
//
// Distributed under the Boost Software License, Version 1.0.
// (See accompanying file LICENSE_1_0.txt or copy at
// https://www.boost.org/LICENSE_1_0.txt)

// Arbitrary sequences of operations on two connected sockets, with faults, against
// a model of the socket that is two queues (queue_model.hpp): every packet arrives
// once, whole and in order, every handler is called once, nothing stays open.
//
// Each operation takes three bytes of the input: which, on which socket, how. The
// first byte also says what a synchronous function is given: the socket, or a
// native_socket in its place.

#include "../queue_model.hpp"
#include "failing_calls.hpp"
#include "fuzz.hpp"
#include "views.hpp"

#include <boost_seqpacket.hpp>

#include <array>
#include <cerrno>
#include <cstring>
#include <deque>
#include <fcntl.h>
#include <memory>
#include <string>
#include <sys/mman.h>
#include <vector>

using namespace boost_seqpacket;
namespace asio = boost::asio;
using boost::system::error_code;
using packet_socket = seq_packet_protocol::socket;
using fuzz::calls_until_fault;
using fuzz::fault_error;
using fuzz::silences;

namespace {

int any_file()
{
  static const int file = ::memfd_create("fuzz", MFD_CLOEXEC);
  return file;
}

struct packet
{
  std::string bytes;
  std::size_t files;
};

constexpr std::size_t room = 64;
constexpr std::size_t batch_size = 3;
constexpr std::size_t descriptor_room = 2;
using incoming = incoming_ancillary<descriptor_room>;
using outgoing = outgoing_ancillary<descriptor_room + 1>;

// One end, and all that must stay valid while its operations run.
struct side
{
  explicit side(asio::io_context& context)
    : socket(std::make_unique<packet_socket>(context))
  {
  }

  std::unique_ptr<packet_socket> socket;
  test::queue_model queue;     // what is to be received here
  std::deque<packet> contents; // from the packet that is received next on
  bool is_open = true;
  bool reset = false;       // the peer has left something unread
  int resets = 0;           // how often that was told

  bool sending = false;
  std::string sent_bytes;
  outgoing sent_files;
  std::vector<outgoing_message<descriptor_room + 1>> sent_batch;
  std::vector<std::string> sent_parts;

  bool receiving = false;
  unsigned silences_before = 0;
  std::array<char, room> memory;
  std::string text;
  incoming ancillary;
  std::array<incoming_message<descriptor_room>, batch_size> batch;
  std::array<std::array<char, room>, batch_size> parts;
};

class model
{
public:
  model()
    : sides_{{side(context_), side(context_)}}
  {
    // With credentials an empty packet is told from the end of file.
    asio::local::connect_pair(*sides_[0].socket, *sides_[1].socket);
    for (side& s : sides_)
    {
      s.socket->set_option(pass_credentials(true));
      s.socket->non_blocking(true);
    }
  }

  ~model()
  {
    calls_until_fault = 0;
    close(sides_[0]);
    close(sides_[1]);
    context_.restart();
    context_.run_for(std::chrono::seconds(5));
    fuzz::require(context_.stopped(), "an operation never ends");
    fuzz::require(started_ == completed_, "a handler was not called once");
  }

  void step(std::uint8_t what, std::uint8_t where, std::uint8_t how)
  {
    side& s = sides_[where & 1];
    const bool waits = (where & 2) != 0;
    if (!s.receiving)
      s.silences_before = silences;
    if ((where & 4) != 0)
    {
      static const int errors[] = {EAGAIN, EINTR, ENOBUFS, ENOMEM, EPERM,
        ETOOMANYREFS, EIO, EBADF};
      calls_until_fault = 1 + ((where >> 3) & 3);
      fault_error = errors[where >> 5];
    }
    given_ = static_cast<fuzz::given>(what / 10 % fuzz::given_count);
    switch (what % 10)
    {
    case 0:
    case 1:
      send(s, how, waits);
      break;
    case 2:
      send_many(s, how, waits);
      break;
    case 3:
    case 4:
      receive(s, how, waits);
      break;
    case 5:
      receive_whole(s, how, waits);
      break;
    case 6:
      receive_many(s, how, waits);
      break;
    case 7:
      poll(1 + how % 4);
      break;
    case 8:
      if (s.is_open)
        s.socket->cancel();
      break;
    case 9:
      if (how < 16)
        close(s);
      else if (how < 32)
        shut_down(s);
      else if (how < 64 && !s.sending && !s.receiving)
        s.socket = std::make_unique<packet_socket>(std::move(*s.socket));
      break;
    }
    calls_until_fault = 0;
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
    peer.reset = peer.reset || s.queue.may_have_packet();
    s.is_open = false;
    peer.queue.end();
    s.socket->close();
  }

  void shut_down(side& s)
  {
    if (!s.is_open || s.sending)
      return;
    error_code ec;
    s.socket->shutdown(asio::socket_base::shutdown_send, ec);
    peer_of(s).queue.end();
  }

  // --- sending ---------------------------------------------------------------

  std::string next_bytes(std::uint8_t how)
  {
    ++number_;
    return std::string((how & 15) * (how & 15) / 3,
        static_cast<char>('a' + number_ % 26));
  }

  // What is under way counts as maybe sent until the handler says so.
  void expect_packets(side& s, std::vector<packet> packets)
  {
    side& peer = peer_of(s);
    if (!peer.is_open)
      return;
    peer.queue.begin_send(packets.size());
    for (packet& p : packets)
      peer.contents.push_back(std::move(p));
  }

  void finish_send(side& s, const error_code& ec, std::size_t sent,
      std::size_t all)
  {
    side& peer = peer_of(s);
    if (ec)
      fuzz::require(sent == 0, "sent beside an error");
    if (ec == asio::error::broken_pipe
        || ec == asio::error::connection_reset)
    {
      fuzz::require(!peer.is_open || peer.queue.has_ended(),
          "a pipe is broken");
      if (ec == asio::error::connection_reset)
        check_reset(s);
    }
    // The last of them have not been sent.
    std::size_t missing = all - sent;
    if (peer.is_open)
    {
      fuzz::require(peer.queue.finish_send(sent), "received, but not sent");
      for (; missing != 0; --missing)
        peer.contents.pop_back();
    }
  }

  void add_files(outgoing& ancillary, std::size_t count)
  {
    ancillary.clear();
    for (; count != 0; --count)
      ancillary.add_descriptor(any_file());
  }

  void send(side& s, std::uint8_t how, bool waits)
  {
    if (s.sending)
      return;
    s.sent_bytes = next_bytes(how);
    const std::size_t files = how >> 6;
    add_files(s.sent_files, files);
    const bool to_nobody = !s.is_open;
    if (!to_nobody)
      expect_packets(s, {{s.sent_bytes, files}});
    if (!waits || to_nobody)
    {
      error_code ec;
      call(s, ec, [&s](auto& to, error_code& result)
          {
            return send_message(
                to, asio::buffer(s.sent_bytes), s.sent_files, result);
          });
      fuzz::require(!to_nobody || ec, "sent by a closed socket");
      if (!to_nobody)
        finish_send(s, ec, ec ? 0 : 1, 1);
      return;
    }
    s.sending = true;
    ++started_;
    async_send_message(*s.socket, asio::buffer(s.sent_bytes), s.sent_files,
        [this, &s](const error_code& ec, std::size_t)
        {
          ++completed_;
          s.sending = false;
          finish_send(s, ec, ec ? 0 : 1, 1);
        });
  }

  void send_many(side& s, std::uint8_t how, bool waits)
  {
    if (s.sending || !s.is_open)
      return;
    const std::size_t count = 1 + how % 3;
    s.sent_parts.assign(count, std::string());
    s.sent_batch = std::vector<outgoing_message<descriptor_room + 1>>(count);
    const std::size_t files = how >> 6;
    std::vector<packet> packets;
    for (std::size_t i = 0; i < count; ++i)
    {
      s.sent_parts[i] = next_bytes(how);
      s.sent_batch[i].buffers = asio::buffer(s.sent_parts[i]);
      add_files(s.sent_batch[i].ancillary, files);
      packets.push_back({s.sent_parts[i], files});
    }
    expect_packets(s, std::move(packets));
    if (!waits)
    {
      error_code ec;
      const std::size_t sent = call(s, ec,
          [&s](auto& to, error_code& result)
          {
            return send_messages(to, s.sent_batch, result);
          });
      finish_send(s, ec, sent, count);
      return;
    }
    s.sending = true;
    ++started_;
    async_send_messages(*s.socket, s.sent_batch,
        [this, &s, count](const error_code& ec, std::size_t sent)
        {
          ++completed_;
          s.sending = false;
          finish_send(s, ec, sent, count);
        });
  }

  // --- receiving -------------------------------------------------------------

  static void check_reset(side& s)
  {
    fuzz::require(s.reset, "a reset that is none");
    fuzz::require(++s.resets == 1, "a reset twice");
  }

  // An error that has brought no packet.
  void check_error(side& s, const error_code& ec)
  {
    if (ec == asio::error::eof)
    {
      fuzz::require(s.queue.may_be_empty(), "the end before the last packet");
      fuzz::require(s.queue.may_end(), "the end of an open socket");
    }
    else if (ec == asio::error::connection_reset)
    {
      check_reset(s);
    }
    else if (ec == asio::error::would_block)
    {
      if (fault_error != EAGAIN)
        fuzz::require(s.queue.may_be_empty(),
            "nothing where there is a packet");
    }
  }

  // The system was silent when it was asked whether this is an empty packet or
  // the end of file.
  static bool end_is_hidden(const side& s)
  {
    return s.queue.may_end() && silences != s.silences_before;
  }

  // The packet that is received.
  static packet take_expected(side& s)
  {
    fuzz::require(s.queue.receive(), "a packet that was not sent");
    packet expected = std::move(s.contents.front());
    s.contents.pop_front();
    return expected;
  }

  void check_packet(side& s, const error_code& ec, const std::string& bytes,
      incoming& ancillary)
  {
    // What has credentials is a packet, also before its send has completed.
    if (bytes.empty() && !ec && !ancillary.credentials() && end_is_hidden(s))
      return;
    const packet expected = take_expected(s);
    const std::size_t files = ancillary.descriptors().size();
    const bool fits = expected.bytes.size() <= room;
    fuzz::require(ancillary.message_size() == expected.bytes.size(), "size");
    fuzz::require(bytes == expected.bytes.substr(0, bytes.size()), "bytes");
    fuzz::require(files == (expected.files < descriptor_room ? expected.files
          : descriptor_room), "descriptors");
    fuzz::require(ancillary.credentials().has_value(), "credentials");
    if (expected.files > descriptor_room)
      fuzz::require(ec == seqpacket_errc::ancillary_truncated, "surplus");
    else if (!fits && bytes.size() < expected.bytes.size())
      fuzz::require(ec == seqpacket_errc::message_truncated, "truncation");
    else
      fuzz::require(!ec, "an error");
  }

  static bool is_truncation(const error_code& ec)
  {
    return ec.category() == error_category();
  }

  void receive(side& s, std::uint8_t how, bool waits)
  {
    if (s.receiving || !s.is_open)
      return;
    const bool keeps = (how & 1) != 0;
    const asio::socket_base::message_flags flags =
      keeps ? keep_if_truncated : 0;
    const auto finish = [this, &s, keeps](const error_code& ec, std::size_t n)
        {
          if (!s.is_open && ec)
            return;
          if (!ec || (is_truncation(ec) && !keeps))
            check_packet(s, ec, std::string(s.memory.data(), n), s.ancillary);
          else
          {
            fuzz::require(n == 0, "bytes beside an error");
            fuzz::require(s.ancillary.descriptors().empty(), "files");
            check_error(s, ec);
          }
        };
    if (!waits)
    {
      error_code ec;
      const std::size_t n = call(s, ec,
          [&s, flags](auto& from, error_code& result)
          {
            return receive_message(from, asio::buffer(s.memory), s.ancillary,
                flags, result);
          });
      finish(ec, n);
      return;
    }
    s.receiving = true;
    ++started_;
    async_receive_message(*s.socket, asio::buffer(s.memory), s.ancillary,
        flags, [this, &s, finish](const error_code& ec, std::size_t n)
        {
          ++completed_;
          s.receiving = false;
          finish_received(s, finish, ec, n);
        });
  }

  void receive_whole(side& s, std::uint8_t how, bool waits)
  {
    if (s.receiving || !s.is_open)
      return;
    s.text.clear();
    const auto buffer = asio::dynamic_buffer(s.text, how < 128 ? 8 : 4096);
    const auto finish = [this, &s](const error_code& ec, std::size_t n)
        {
          if (!s.is_open && ec)
            return;
          fuzz::require(n == s.text.size(), "bytes of a dynamic buffer");
          if (!ec || (is_truncation(ec) && ec != seqpacket_errc::message_truncated))
            check_packet(s, ec, s.text, s.ancillary);
          else
            check_error(s, ec);
        };
    if (!waits)
    {
      error_code ec;
      const std::size_t n = call(s, ec,
          [&s, &buffer](auto& from, error_code& result)
          {
            return receive_message(from, buffer, s.ancillary, result);
          });
      finish(ec, n);
      return;
    }
    s.receiving = true;
    ++started_;
    async_receive_message(*s.socket, buffer, s.ancillary,
        [this, &s, finish](const error_code& ec, std::size_t n)
        {
          ++completed_;
          s.receiving = false;
          finish_received(s, finish, ec, n);
        });
  }

  void receive_many(side& s, std::uint8_t how, bool waits)
  {
    if (s.receiving || !s.is_open)
      return;
    for (std::size_t i = 0; i < batch_size; ++i)
      s.batch[i].buffers = asio::buffer(s.parts[i].data(),
          (how & 1) != 0 ? room : 4);
    const auto finish = [this, &s](const error_code& ec, std::size_t n)
        {
          if (!s.is_open && ec)
            return;
          if (ec)
          {
            fuzz::require(n == 0, "packets beside an error");
            check_error(s, ec);
          }
          for (std::size_t i = 0; i < n; ++i)
            check_part(s, i);
        };
    if (!waits)
    {
      error_code ec;
      const std::size_t n = call(s, ec,
          [&s](auto& from, error_code& result)
          {
            return receive_messages(from, s.batch, result);
          });
      finish(ec, n);
      return;
    }
    s.receiving = true;
    ++started_;
    async_receive_messages(*s.socket, s.batch,
        [this, &s, finish](const error_code& ec, std::size_t n)
        {
          ++completed_;
          s.receiving = false;
          finish_received(s, finish, ec, n);
        });
  }

  void check_part(side& s, std::size_t i)
  {
    if (s.batch[i].ancillary.message_size() == 0 && !s.batch[i].error
        && !s.batch[i].ancillary.credentials() && end_is_hidden(s))
      return;
    fuzz::require(s.queue.may_have_packet(), "a packet that was not sent");
    const std::size_t size = s.contents.front().bytes.size();
    const auto& part = s.batch[i];
    if (part.error == seqpacket_errc::message_truncated)
      fuzz::require(size > part.buffers.size(), "truncation");
    const std::string bytes(s.parts[i].data(), part.bytes_transferred);
    if (part.error == seqpacket_errc::message_truncated && size <= room)
    {
      // The buffer was smaller than the usual one.
      const std::size_t files = s.batch[i].ancillary.descriptors().size();
      const packet expected = take_expected(s);
      fuzz::require(expected.bytes.substr(0, bytes.size()) == bytes
          && files == expected.files, "a truncated packet");
      return;
    }
    check_packet(s, part.error, bytes, s.batch[i].ancillary);
  }

  // The queue of a socket that was closed meanwhile is gone with it.
  template <typename Finish>
  void finish_received(side& s, const Finish& finish, const error_code& ec,
      std::size_t n)
  {
    if (!s.is_open)
      return;
    const int error = fault_error;
    fault_error = EAGAIN; // whenever that was
    finish(ec, n);
    fault_error = error;
  }

  asio::io_context context_;
  std::array<side, 2> sides_;
  fuzz::given given_ = fuzz::given::socket;
  unsigned number_ = 0;
  std::size_t started_ = 0;
  std::size_t completed_ = 0;
};

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data,
    std::size_t size)
{
  any_file();
  const std::size_t before = fuzz::open_descriptors();
  {
    model m;
    for (std::size_t i = 0; i + 3 <= size && i < 600; i += 3)
      m.step(data[i], data[i + 1], data[i + 2]);
  }
  fuzz::require(fuzz::open_descriptors() == before, "descriptors");
  return 0;
}
