// Copyright (c) 2026 The boost_seqpacket authors
//
// Distributed under the Boost Software License, Version 1.0.
// (See accompanying file LICENSE_1_0.txt or copy at
// https://www.boost.org/LICENSE_1_0.txt)

#ifndef BOOST_SEQPACKET_TEST_OPERATION_KINDS_HPP
#define BOOST_SEQPACKET_TEST_OPERATION_KINDS_HPP

// Every kind of operation that can wait, each with what it waits for, so that a
// test says once what holds for all of them.
//
// A kind is a class with these members:
//   name             for the log
//   kind(executor)   makes a socket or an acceptor, and what it talks to
//   object()         the socket or the acceptor of the operation
//   start(token)     initiates the operation. It waits, unless make_ready was
//                    called before
//   make_ready()     lets come what the operation waits for
//   has_succeeded()  whether the operation has done its work
//   is_untouched()   whether what it waited for is still there
//   reopen()         closes the object and opens another one under its number,
//                    which is ready when make_ready was called

#include "test.hpp"

#include "tracking_executor.hpp"

#include <fcntl.h>
#include <list>
#include <poll.h>
#include <sys/socket.h>
#include <tuple>
#include <type_traits>

namespace boost_seqpacket {
namespace test {

template <typename Executor>
using socket_on = asio::basic_seq_packet_socket<protocol, Executor>;

template <typename Executor>
using acceptor_on = asio::basic_socket_acceptor<protocol, Executor>;

// What the peer would receive next, or an empty string.
inline std::string next_packet(int descriptor)
{
  char bytes[16];
  const ::ssize_t size = ::recv(
      descriptor, bytes, sizeof(bytes), MSG_DONTWAIT);
  return size < 0 ? std::string()
    : std::string(bytes, static_cast<std::size_t>(size));
}

inline bool is_readable(int descriptor)
{
  ::pollfd state = {descriptor, POLLIN, 0};
  return ::poll(&state, 1, 0) == 1;
}

// Holds the object of an operation, which may be moved, destroyed, and opened
// anew with the same number.
template <typename Object>
class object_of_operation
{
public:
  explicit object_of_operation(const typename Object::executor_type& executor)
    : object_(std::make_unique<Object>(executor))
  {
  }

  Object& object() noexcept
  {
    return *object_;
  }

  void destroy()
  {
    object_.reset();
  }

  // The object that was moved from lives on.
  void move()
  {
    moved_from_ = std::move(object_);
    object_ = std::make_unique<Object>(std::move(*moved_from_));
  }

protected:
  // The other object must be open already, so that it has another number.
  void exchange_kernel_socket(Object& other)
  {
    const int number = object_->native_handle();
    object_->close();
    if (::dup3(other.native_handle(), number, O_CLOEXEC) != number)
      throw std::runtime_error("cannot use the number again");
    other.close();
    object_->assign(protocol(), number);
  }

private:
  std::unique_ptr<Object> moved_from_;
  std::unique_ptr<Object> object_;
};

// A socket that receives the packet "x".
template <typename Executor>
class receiving
  : public object_of_operation<socket_on<Executor>>
{
public:
  explicit receiving(const Executor& executor, bool has_descriptor = true)
    : object_of_operation<socket_on<Executor>>(executor),
      peer_(executor),
      has_descriptor_(has_descriptor)
  {
    asio::local::connect_pair(this->object(), peer_);
  }

  void make_ready()
  {
    outgoing_ancillary<1> ancillary;
    if (has_descriptor_)
      ancillary.add_descriptor(peer_.native_handle());
    send_message(peer_, text("x"), ancillary);
  }

  bool has_succeeded()
  {
    return !is_readable(this->object().native_handle()) && arrived() == 'x';
  }

  bool is_untouched()
  {
    return next_packet(this->object().native_handle()) == "x"
      && arrived() == 0;
  }

  void reopen()
  {
    receiving fresh(peer_.get_executor());
    this->exchange_kernel_socket(fresh.object());
    peer_ = std::move(fresh.peer_);
  }

  socket_on<Executor>& peer() noexcept
  {
    return peer_;
  }

protected:
  virtual ~receiving() = default;

  virtual char arrived() const
  {
    return bytes_[0];
  }

  char bytes_[8] = {};

private:
  socket_on<Executor> peer_;
  bool has_descriptor_;
};

template <typename Executor>
class receive_bytes final
  : public receiving<Executor>
{
public:
  static constexpr const char* name = "receive of bytes alone";

  explicit receive_bytes(const Executor& executor)
    : receiving<Executor>(executor, false)
  {
  }

  template <typename Token>
  decltype(auto) start(Token&& token)
  {
    return async_receive_message(this->object(), asio::buffer(this->bytes_),
        std::forward<Token>(token));
  }
};

template <typename Executor>
class receive_with_ancillary final
  : public receiving<Executor>
{
public:
  static constexpr const char* name = "receive";

  using receiving<Executor>::receiving;

  template <typename Token>
  decltype(auto) start(Token&& token)
  {
    return async_receive_message(this->object(), asio::buffer(this->bytes_),
        ancillaries_.emplace_back(), std::forward<Token>(token));
  }

private:
  std::list<incoming_ancillary<1>> ancillaries_; // one for each operation
};

template <typename Executor>
class receive_dynamic final
  : public receiving<Executor>
{
public:
  static constexpr const char* name = "receive into a dynamic buffer";

  using receiving<Executor>::receiving;

  template <typename Token>
  decltype(auto) start(Token&& token)
  {
    return async_receive_message(this->object(),
        asio::dynamic_buffer(contents_.emplace_back()),
        ancillaries_.emplace_back(), std::forward<Token>(token));
  }

private:
  char arrived() const override
  {
    for (const std::string& content : contents_)
    {
      if (!content.empty())
        return content[0];
    }
    return 0;
  }

  // One for each operation.
  std::list<std::string> contents_;
  std::list<incoming_ancillary<1>> ancillaries_;
};

template <typename Executor>
class receive_files final
  : public receiving<Executor>
{
public:
  static constexpr const char* name = "receive_descriptors";

  using receiving<Executor>::receiving;

  template <typename Token>
  decltype(auto) start(Token&& token)
  {
    return async_receive_descriptors<1>(this->object(),
        asio::buffer(this->bytes_), std::forward<Token>(token));
  }
};

template <typename Executor>
class receive_batch final
  : public receiving<Executor>
{
public:
  static constexpr const char* name = "receive_messages";

  using receiving<Executor>::receiving;

  template <typename Token>
  decltype(auto) start(Token&& token)
  {
    std::vector<incoming_message<1>>& messages = batches_.emplace_back(2);
    for (incoming_message<1>& message : messages)
      message.buffers = asio::buffer(this->bytes_);
    return async_receive_messages(
        this->object(), messages, std::forward<Token>(token));
  }

private:
  std::list<std::vector<incoming_message<1>>> batches_; // one for each, too
};

// Nothing arrives: what has left the queue has been discarded.
template <typename Executor>
class discard final
  : public receiving<Executor>
{
public:
  static constexpr const char* name = "discard_message";

  using receiving<Executor>::receiving;

  template <typename Token>
  decltype(auto) start(Token&& token)
  {
    return async_discard_message(this->object(), std::forward<Token>(token));
  }

  bool has_succeeded()
  {
    return !is_readable(this->object().native_handle());
  }
};

// A socket that sends the packet "last" into a queue that is full.
template <typename Executor>
class sending
  : public object_of_operation<socket_on<Executor>>
{
public:
  explicit sending(const Executor& executor)
    : object_of_operation<socket_on<Executor>>(executor),
      peer_(executor)
  {
    asio::local::connect_pair(this->object(), peer_);
    this->object().set_option(asio::socket_base::send_buffer_size(1));
    while (::send(this->object().native_handle(), "x", 1,
          MSG_DONTWAIT | MSG_NOSIGNAL) == 1)
      ++queued_;
  }

  // The peer makes room, and takes nothing else.
  void make_ready()
  {
    for (; queued_ != 0; --queued_)
      next_packet(peer_.native_handle());
  }

  bool has_succeeded()
  {
    std::string packet;
    do
      packet = next_packet(peer_.native_handle());
    while (packet == "x");
    return packet == "last";
  }

  bool is_untouched()
  {
    return !has_succeeded();
  }

  void reopen()
  {
    sending fresh(peer_.get_executor());
    this->exchange_kernel_socket(fresh.object());
    peer_ = std::move(fresh.peer_);
    queued_ = fresh.queued_;
  }

  socket_on<Executor>& peer() noexcept
  {
    return peer_;
  }

private:
  socket_on<Executor> peer_;
  std::size_t queued_ = 0;
};

template <typename Executor>
class send_bytes final
  : public sending<Executor>
{
public:
  static constexpr const char* name = "send of bytes alone";

  using sending<Executor>::sending;

  template <typename Token>
  decltype(auto) start(Token&& token)
  {
    return async_send_message(
        this->object(), text("last"), std::forward<Token>(token));
  }
};

template <typename Executor>
class send_with_ancillary final
  : public sending<Executor>
{
public:
  static constexpr const char* name = "send";

  explicit send_with_ancillary(const Executor& executor)
    : sending<Executor>(executor)
  {
    ancillary_.add_descriptor(make_file("content"));
  }

  template <typename Token>
  decltype(auto) start(Token&& token)
  {
    return async_send_message(this->object(), text("last"), ancillary_,
        std::forward<Token>(token));
  }

private:
  outgoing_ancillary<1> ancillary_;
};

template <typename Executor>
class send_files final
  : public sending<Executor>
{
public:
  static constexpr const char* name = "send_descriptors";

  using sending<Executor>::sending;

  template <typename Token>
  decltype(auto) start(Token&& token)
  {
    return async_send_descriptors(this->object(), text("last"),
        {file_.native_handle()}, std::forward<Token>(token));
  }

private:
  unique_descriptor file_ = make_file("content");
};

template <typename Executor>
class send_batch final
  : public sending<Executor>
{
public:
  static constexpr const char* name = "send_messages";

  explicit send_batch(const Executor& executor)
    : sending<Executor>(executor),
      messages_(1)
  {
    messages_[0].buffers = text("last");
  }

  template <typename Token>
  decltype(auto) start(Token&& token)
  {
    return async_send_messages(
        this->object(), messages_, std::forward<Token>(token));
  }

private:
  std::vector<outgoing_message<1>> messages_;
};

// An acceptor that nobody has connected to.
template <typename Executor>
class accepting
  : public object_of_operation<acceptor_on<Executor>>
{
public:
  explicit accepting(const Executor& executor)
    : object_of_operation<acceptor_on<Executor>>(executor),
      peer_(executor)
  {
    open(this->object());
    this->object().bind(endpoint());
    this->object().listen(1);
    where_ = this->object().local_endpoint();
  }

  void make_ready()
  {
    if (peer_.is_open())
      peer_.close();
    connect(peer_, where_);
  }

  bool has_succeeded()
  {
    return peer_.is_open() && !is_readable(this->object().native_handle());
  }

  bool is_untouched()
  {
    return peer_.is_open() && is_readable(this->object().native_handle());
  }

  void reopen()
  {
    accepting fresh(peer_.get_executor());
    this->exchange_kernel_socket(fresh.object());
    where_ = fresh.where_;
  }

private:
  socket_on<Executor> peer_;
  endpoint where_;
};

template <typename Executor>
class accept_new final
  : public accepting<Executor>
{
public:
  static constexpr const char* name = "accept";

  using accepting<Executor>::accepting;

  template <typename Token>
  decltype(auto) start(Token&& token)
  {
    return async_accept(this->object(), std::forward<Token>(token));
  }
};

template <typename Executor>
class accept_into final
  : public accepting<Executor>
{
public:
  static constexpr const char* name = "accept into a socket";

  explicit accept_into(const Executor& executor)
    : accepting<Executor>(executor),
      accepted_(executor)
  {
  }

  template <typename Token>
  decltype(auto) start(Token&& token)
  {
    return async_accept(
        this->object(), accepted_, std::forward<Token>(token));
  }

private:
  socket_on<Executor> accepted_;
};

// A socket that connects to an acceptor whose backlog is full.
template <typename Executor>
class connect_to_full final
  : public object_of_operation<socket_on<Executor>>
{
public:
  static constexpr const char* name = "connect";

  explicit connect_to_full(const Executor& executor)
    : object_of_operation<socket_on<Executor>>(executor),
      acceptor_(executor),
      first_(executor)
  {
    open(acceptor_);
    acceptor_.bind(endpoint());
    acceptor_.listen(0);
    connect(first_, acceptor_.local_endpoint());
    open(this->object());
  }

  template <typename Token>
  decltype(auto) start(Token&& token)
  {
    return async_connect(this->object(), acceptor_.local_endpoint(),
        std::forward<Token>(token));
  }

  void make_ready()
  {
    if (is_readable(acceptor_.native_handle()))
      accept(acceptor_);
  }

  bool has_succeeded()
  {
    error_code ec;
    this->object().remote_endpoint(ec);
    return !ec;
  }

  bool is_untouched()
  {
    return !has_succeeded();
  }

  void reopen()
  {
    socket_on<Executor> fresh(first_.get_executor());
    open(fresh);
    this->exchange_kernel_socket(fresh);
  }

private:
  acceptor_on<Executor> acceptor_;
  socket_on<Executor> first_;
};

// The table.
template <typename Executor>
using kinds_on = std::tuple<receive_bytes<Executor>,
  receive_with_ancillary<Executor>, receive_dynamic<Executor>,
  receive_files<Executor>, receive_batch<Executor>, discard<Executor>,
  send_bytes<Executor>, send_with_ancillary<Executor>, send_files<Executor>,
  send_batch<Executor>, accept_new<Executor>, accept_into<Executor>,
  connect_to_full<Executor>>;

using kinds = kinds_on<asio::any_io_executor>;

// True for the kinds that are Asio's own operations: bytes alone.
template <typename Kind>
struct is_asios_own : std::false_type {};

template <typename Executor>
struct is_asios_own<receive_bytes<Executor>> : std::true_type {};

template <typename Executor>
struct is_asios_own<send_bytes<Executor>> : std::true_type {};

// How an operation of any kind ended.
struct ended
{
  int calls = 0;
  error_code error;

  auto handler()
  {
    return [this](const error_code& ec, auto&&...)
        {
          ++calls;
          error = ec;
        };
  }
};

// Starts an operation and lets it begin to wait.
template <typename Kind, typename Token>
void start_waiting(asio::io_context& context, Kind& kind, Token&& token)
{
  kind.start(std::forward<Token>(token));
  context.restart();
  context.poll();
}

// Holds an operation at the moment when it could go on, and has not yet: the
// context of its socket has handed it to the context of its handler. Nothing
// but the operation itself can see what happens to the socket now.
template <typename Kind>
class between_readiness_and_resumption
{
public:
  between_readiness_and_resumption()
    : between_readiness_and_resumption([](auto handler) { return handler; })
  {
  }

  // The function says what else is associated with the handler.
  template <typename Associate>
  explicit between_readiness_and_resumption(Associate associate)
    : kind(context_.get_executor())
  {
    const tracking_executor<asio::io_context::executor_type> executor(
        other_.get_executor(), handed_over_);
    kind.start(asio::bind_executor(executor, associate(result.handler())));
    kind.make_ready();
    run_until(context_, [&] { return handed_over_.submitted != 0; });
  }

  void resume()
  {
    const auto end = std::chrono::steady_clock::now() + deadline;
    while (result.calls == 0 && std::chrono::steady_clock::now() < end)
    {
      other_.restart();
      other_.poll();
      context_.restart();
      context_.run_for(std::chrono::milliseconds(1));
    }
  }

private:
  asio::io_context context_;
  asio::io_context other_;
  track handed_over_;

public:
  Kind kind;
  ended result;
};

} // namespace test
} // namespace boost_seqpacket

#endif // BOOST_SEQPACKET_TEST_OPERATION_KINDS_HPP
