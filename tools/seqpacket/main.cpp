// Copyright (c) 2026 The boost_seqpacket authors
//
// Distributed under the Boost Software License, Version 1.0.
// (See accompanying file LICENSE_1_0.txt or copy at
// https://www.boost.org/LICENSE_1_0.txt)

// seqpacket: shows and passes packets, descriptors and credentials.

#include "app.hpp"
#include "commands.hpp"
#include "help.hpp"
#include "help_texts.hpp"
#include "options.hpp"
#include "text.hpp"

#include <boost_seqpacket/credentials.hpp>

#include <boost/system/system_error.hpp>

#include <cerrno>
#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <exception>
#include <memory>
#include <string>
#include <vector>

#include <fcntl.h>
#include <unistd.h>

namespace seqpacket_tool {

namespace {

// A socket may not get the number of a standard stream that is closed. What is
// opened in its place refuses to be used.
void open_standard_streams()
{
  for (const int number : {STDIN_FILENO, STDOUT_FILENO, STDERR_FILENO})
    if (::fcntl(number, F_GETFD) < 0 && errno == EBADF
        && ::open("/dev/null",
             number == STDIN_FILENO ? O_WRONLY : O_RDONLY) != number)
      std::exit(status_failure);
}

int report(const std::string& text, int status)
{
  // A script may have the words of its command line from others.
  std::fprintf(stderr, "seqpacket: %s\n", printable(text).c_str());
  return status;
}

int print(const std::string& text)
{
  // What is larger than the buffer fails here, and leaves nothing to flush.
  if (std::fputs(text.c_str(), stdout) < 0 || std::fflush(stdout) != 0)
    return report("standard output: "
        + error_code(errno, boost::system::system_category()).message(),
        status_failure);
  return status_success;
}

int run_command(const settings& values)
{
  outgoing passed = open_passed_descriptors(values);
  const auto shared = std::make_unique<app>(values);
  shared->first = std::move(passed);
  if (values.credentials)
  {
    const auto ids = boost_seqpacket::credentials::current();
    shared->first.add_credentials(ids);
    shared->others.add_credentials(ids);
  }
  start_command(*shared);
  return shared->run();
}

int run(const std::vector<std::string>& arguments)
{
  const request wanted = parse_command_line(arguments);
  switch (wanted.kind)
  {
  case request::help:
    return print(wanted.about ? help_of(*wanted.about) : help());
  case request::version:
    return print("seqpacket " + version() + "\n");
  case request::manual:
    return print(manual_page());
  case request::completion:
    return print(completion(wanted.shell));
  default:
    return run_command(wanted.values);
  }
}

int guarded_run(const std::vector<std::string>& arguments)
{
  try
  {
    return run(arguments);
  }
  catch (const usage_error& e)
  {
    return report(std::string(e.what()) + " (see seqpacket --help)",
        status_usage);
  }
  catch (const boost::system::system_error& e)
  {
    return report(e.code().message(), status_failure);
  }
  catch (const std::exception& e)
  {
    return report(e.what(), status_failure);
  }
}

} // namespace

} // namespace seqpacket_tool

int main(int argc, char* argv[])
{
  using namespace seqpacket_tool;
  open_standard_streams();
  const int status = guarded_run(
      std::vector<std::string>(argv + (argc > 0 ? 1 : 0), argv + argc));
  // Everything is removed now.
  if (const int signal = signals::caught())
    signals::die_of(signal);
  if (status == 128 + SIGPIPE)
    signals::die_of(SIGPIPE);
  return status;
}
