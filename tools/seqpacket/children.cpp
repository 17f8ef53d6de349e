// Copyright (c) 2026 The boost_seqpacket authors
//
// Distributed under the Boost Software License, Version 1.0.
// (See accompanying file LICENSE_1_0.txt or copy at
// https://www.boost.org/LICENSE_1_0.txt)

#include "children.hpp"

#include "signals.hpp"

#include <utility>

#include <fcntl.h>
#include <poll.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

namespace seqpacket_tool {

namespace {

constexpr int patience = 200; // times
constexpr int pause = 10;     // milliseconds

void check(int error, const std::string& what)
{
  if (error != 0)
    throw failure(what, error_code(error, boost::system::system_category()));
}

class spawn_settings
{
public:
  spawn_settings()
  {
    check(::posix_spawn_file_actions_init(&actions), "exec");
    check(::posix_spawnattr_init(&attributes), "exec");
    // The command gets the signals as this program got them, but those that are
    // ignored here end it.
    ::sigset_t set;
    ::sigemptyset(&set);
    for (const int signal : ignored_signals)
      ::sigaddset(&set, signal);
    check(::posix_spawnattr_setsigdefault(&attributes, &set), "exec");
    check(::posix_spawnattr_setflags(&attributes, POSIX_SPAWN_SETSIGDEF),
        "exec");
  }

  ~spawn_settings()
  {
    ::posix_spawnattr_destroy(&attributes);
    ::posix_spawn_file_actions_destroy(&actions);
  }

  spawn_settings(const spawn_settings&) = delete;
  spawn_settings& operator=(const spawn_settings&) = delete;

  ::posix_spawn_file_actions_t actions;
  ::posix_spawnattr_t attributes;
};

} // namespace

children::~children()
{
  signal_all(SIGTERM);
  for (int i = 0; i < patience && !running_.empty(); ++i)
  {
    reap();
    if (!running_.empty())
      ::poll(nullptr, 0, pause);
  }
  signal_all(SIGKILL);
  for (const auto& [pid, done] : running_)
    ::waitpid(pid, nullptr, 0);
}

void children::start(const std::vector<std::string>& command,
    const unique_descriptor& socket, int number, handler done)
{
  spawn_settings with;
  // dup2 makes a descriptor that the command inherits, also if it has this
  // number already.
  if (number >= 0)
    check(::posix_spawn_file_actions_adddup2(
        &with.actions, socket.native_handle(), number), "exec");
  else
    for (const int standard : {STDIN_FILENO, STDOUT_FILENO})
      check(::posix_spawn_file_actions_adddup2(
          &with.actions, socket.native_handle(), standard), "exec");
  std::vector<std::string> words(command);
  std::vector<char*> arguments;
  for (std::string& word : words)
    arguments.push_back(word.data());
  arguments.push_back(nullptr);
  ::pid_t pid = 0;
  check(::posix_spawnp(&pid, arguments[0], &with.actions, &with.attributes,
      arguments.data(), environ), "exec " + command.front());
  running_[pid] = std::move(done);
}

void children::reap()
{
  for (auto i = running_.begin(); i != running_.end();)
  {
    int status = 0;
    if (::waitpid(i->first, &status, WNOHANG) <= 0)
    {
      ++i;
      continue;
    }
    const handler done = std::move(i->second);
    i = running_.erase(i);
    if (done)
      done(status);
    i = running_.begin(); // the handler may have started another one
  }
}

void children::signal_all(int signal)
{
  for (auto& [pid, done] : running_)
  {
    done = nullptr;
    ::kill(pid, signal);
  }
}

std::string describe_status(int status)
{
  if (WIFSIGNALED(status))
    return "was ended by signal " + std::to_string(WTERMSIG(status));
  return "exited with " + std::to_string(WEXITSTATUS(status));
}

} // namespace seqpacket_tool
