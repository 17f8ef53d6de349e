// Copyright (c) 2026 The boost_seqpacket authors
//
// Distributed under the Boost Software License, Version 1.0.
// (See accompanying file LICENSE_1_0.txt or copy at
// https://www.boost.org/LICENSE_1_0.txt)

// A camera sends pictures that are larger than any packet, and one that is not,
// to a viewer. One picture goes to two viewers without a copy.

#include <boost_seqpacket.hpp>
#include <boost_seqpacket/receive_large_message.hpp>
#include <boost_seqpacket/send_large_message.hpp>

#include <boost/asio/io_context.hpp>
#include <cstdio>
#include <cstring>
#include <string>
#include <sys/mman.h>

namespace asio = boost::asio;
using namespace boost_seqpacket;
using boost::system::error_code;

constexpr std::size_t picture_size = 1920 * 1080 * 4;

//[large_message_send
void send_pictures(seq_packet_protocol::socket& camera)
{
  // The small one travels as a packet, the large one as sealed memory.
  const std::string small(1000, 's'), large(picture_size, 'l');
  send_large_message(camera, asio::buffer(small));
  send_large_message(camera, asio::buffer(large));
}
//]

//[large_message_sealed
// The picture is made where the viewers read it.
sealed_memory take_picture()
{
  return make_sealed_memory(picture_size, [](asio::mutable_buffer pixels)
      {
        std::memset(pixels.data(), 'p', pixels.size());
      });
}
//]

//[large_message_receive
class viewer
{
public:
  explicit viewer(seq_packet_protocol::socket& socket)
    : socket_(socket),
      picture_(64 * 1024 * 1024) // the limit, in bytes
  {
    receive();
  }

private:
  void receive()
  {
    async_receive_large_message(socket_, picture_,
        [this](error_code ec, std::size_t size)
        {
          // A message that is refused costs no other one.
          if (ec.category() == error_category()
              || ec == asio::error::connection_reset
              || ec == asio::error::no_memory)
            std::printf("refused: %s\n", ec.message().c_str());
          else if (ec)
            return; // the end
          else
            std::printf("a picture of %zu bytes, %s\n", size,
                picture_.is_mapped() ? "mapped" : "in a packet");
          receive();
        });
  }

  seq_packet_protocol::socket& socket_;
  large_message picture_;
};
//]

int main()
{
  asio::io_context context;
  seq_packet_protocol::socket camera(context), first(context);
  seq_packet_protocol::socket second_camera(context), second(context);
  connect_pair(camera, first), connect_pair(second_camera, second);
  const viewer one(first), other(second);
  send_pictures(camera);
  const sealed_memory picture = take_picture();
  send_large_message(camera, picture);
  send_large_message(second_camera, picture);

  // It can still change.
  const unique_descriptor open_file(::memfd_create("open", MFD_CLOEXEC));
  send_descriptors(camera, asio::const_buffer(), open_file);
  camera.close(), second_camera.close();
  context.run();
}
