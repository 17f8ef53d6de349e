// Copyright (c) 2026 The boost_seqpacket authors
//
// Distributed under the Boost Software License, Version 1.0.
// (See accompanying file LICENSE_1_0.txt or copy at
// https://www.boost.org/LICENSE_1_0.txt)

#ifndef BOOST_SEQPACKET_TEST_MESSAGE_WHOLE_PACKETS_HPP
#define BOOST_SEQPACKET_TEST_MESSAGE_WHOLE_PACKETS_HPP

// What the tests of receives that lose nothing share.

#include "forms.hpp"

#include <algorithm>
#include <deque>

namespace boost_seqpacket {
namespace test {

// What a dynamic_pieces stands for: memory in pieces that never move.
struct piece_store
{
  explicit piece_store(std::size_t n = 1000)
    : piece(n)
  {
  }

  std::size_t piece;
  std::deque<std::vector<char>> memory;
  std::size_t size = 0;
  std::size_t max_size = 1 << 20;
  std::size_t grown = 0; // how often
  std::size_t allowed = 1 << 20;
  bool too_long = false; // a size that is not allowed is a length_error

  std::string content() const
  {
    std::string result;
    for (std::size_t i = 0; i < size; ++i)
      result += memory[i / piece][i % piece];
    return result;
  }
};

// A DynamicBuffer_v2 as a user may write one: of several buffers.
class dynamic_pieces
{
public:
  using const_buffers_type = std::vector<asio::const_buffer>;
  using mutable_buffers_type = std::vector<asio::mutable_buffer>;

  explicit dynamic_pieces(piece_store& store) noexcept
    : store_(&store)
  {
  }

  std::size_t size() const noexcept
  {
    return store_->size;
  }

  std::size_t max_size() const noexcept
  {
    return store_->max_size;
  }

  std::size_t capacity() const noexcept
  {
    return store_->memory.size() * store_->piece;
  }

  mutable_buffers_type data(std::size_t position, std::size_t n)
  {
    return buffers<asio::mutable_buffer>(*store_, position, n);
  }

  const_buffers_type data(std::size_t position, std::size_t n) const
  {
    return buffers<asio::const_buffer>(*store_, position, n);
  }

  void grow(std::size_t n)
  {
    ++store_->grown;
    if (store_->size + n > store_->allowed)
    {
      if (store_->too_long)
        throw std::length_error("too long");
      throw std::bad_alloc();
    }
    store_->size += n;
    while (capacity() < store_->size)
      store_->memory.emplace_back(store_->piece);
  }

  void shrink(std::size_t n)
  {
    store_->size -= n < store_->size ? n : store_->size;
  }

  void consume(std::size_t)
  {
    throw std::logic_error("a receive consumes nothing of the buffer");
  }

private:
  template <typename Buffer, typename Store>
  static std::vector<Buffer> buffers(Store& store,
      std::size_t position, std::size_t n)
  {
    std::vector<Buffer> result;
    const std::size_t end = std::min(store.size, position + n);
    while (position < end)
    {
      const std::size_t offset = position % store.piece;
      const std::size_t count = std::min(
          end - position, store.piece - offset);
      result.push_back(Buffer(
            store.memory[position / store.piece].data() + offset, count));
      position += count;
    }
    return result;
  }

  piece_store* store_;
};

static_assert(asio::is_dynamic_buffer_v2<dynamic_pieces>::value, "");

// Bytes of which no two pieces are the same.
inline std::string bytes_of(std::size_t size)
{
  std::string result(size, ' ');
  std::uint32_t state = 12345;
  for (char& c : result)
  {
    state = state * 1664525u + 1013904223u;
    c = static_cast<char>(state >> 24);
  }
  return result;
}

struct stage
{
  asio::io_context context;
  connected sockets{context};
  incoming_ancillary<1> incoming;

  void send(std::string_view packet)
  {
    send_message(sockets.a, text(packet), no_ancillary);
  }

  void send(std::string_view packet, const std::vector<int>& descriptors)
  {
    send_descriptors(sockets.a, text(packet), descriptors);
  }

  // The packet is the next in the queue, and the only one.
  void expect_queued(std::string_view packet)
  {
    std::string bytes;
    error_code ec;
    incoming_ancillary<253> ancillary;
    receive_message(sockets.b, asio::dynamic_buffer(bytes), ancillary,
        MSG_DONTWAIT, ec);
    BOOST_TEST(!ec);
    BOOST_TEST((bytes == packet));
    BOOST_TEST(has_nothing(sockets.b));
  }
};

// A packet that is not whole has left nothing in the object but its size and its
// flags.
template <std::size_t N>
void expect_only_size(incoming_ancillary<N>& ancillary, std::size_t size)
{
  BOOST_TEST(ancillary.message_size() == size);
  BOOST_TEST(ancillary.descriptors().empty());
  BOOST_TEST((ancillary.begin() == ancillary.end()));
}

template <typename Socket>
bool set_peek_offset(Socket& of, int offset)
{
  return ::setsockopt(of.native_handle(), SOL_SOCKET, SO_PEEK_OFF,
      &offset, sizeof(offset)) == 0;
}

} // namespace test
} // namespace boost_seqpacket

#endif // BOOST_SEQPACKET_TEST_MESSAGE_WHOLE_PACKETS_HPP
