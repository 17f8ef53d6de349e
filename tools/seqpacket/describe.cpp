// Copyright (c) 2026 The boost_seqpacket authors
//
// Distributed under the Boost Software License, Version 1.0.
// (See accompanying file LICENSE_1_0.txt or copy at
// https://www.boost.org/LICENSE_1_0.txt)

#include "describe.hpp"

#include "text.hpp"

#include <boost_seqpacket/adopt.hpp>
#include <boost_seqpacket/native_socket.hpp>

#include <array>
#include <cstdio>
#include <cstdlib>
#include <ctime>
#include <fstream>
#include <string_view>

#include <fcntl.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <unistd.h>

namespace seqpacket_tool {

namespace sp = boost_seqpacket;

namespace {

std::string link_of(int descriptor)
{
  const std::string path = "/proc/self/fd/" + std::to_string(descriptor);
  std::array<char, 4096> name;
  const ::ssize_t size = ::readlink(path.c_str(), name.data(), name.size());
  return size < 0 ? std::string()
                  : std::string(name.data(), static_cast<std::size_t>(size));
}

struct descriptor_info
{
  long flags = -1;
  std::string position;
  std::string others; // lines that belong to the kind of descriptor
};

descriptor_info info_of(int descriptor)
{
  descriptor_info result;
  std::ifstream file("/proc/self/fdinfo/" + std::to_string(descriptor));
  std::string line;
  while (std::getline(file, line))
  {
    const std::size_t colon = line.find(':');
    if (colon == line.npos)
      continue;
    const std::string key = line.substr(0, colon);
    const std::size_t begin = line.find_first_not_of(" \t", colon + 1);
    const std::string value = begin == line.npos ? "" : line.substr(begin);
    if (key == "flags")
      result.flags = std::strtol(value.c_str(), nullptr, 8);
    else if (key == "pos")
      result.position = value;
    else if (key == "Pid" || key == "eventfd-count" || key == "sigmask")
      result.others += ", " + key + " " + value;
  }
  return result;
}

std::string flags_text(long flags)
{
  std::string result = (flags & O_ACCMODE) == O_RDONLY ? "O_RDONLY"
    : (flags & O_ACCMODE) == O_WRONLY ? "O_WRONLY" : "O_RDWR";
  if (flags & O_PATH)
    result = "O_PATH";
  if (flags & O_APPEND)
    result += "|O_APPEND";
  if (flags & O_NONBLOCK)
    result += "|O_NONBLOCK";
  if (flags & O_DIRECT)
    result += "|O_DIRECT";
  return result;
}

int option_of(int descriptor, int name)
{
  int value = -1;
  ::socklen_t size = sizeof(value);
  return ::getsockopt(descriptor, SOL_SOCKET, name, &value, &size) == 0
    ? value : -1;
}

std::string describe_socket(int descriptor)
{
  const int domain = option_of(descriptor, SO_DOMAIN);
  const int type = option_of(descriptor, SO_TYPE);
  std::string result = domain == AF_UNIX ? "unix"
    : domain == AF_INET ? "inet" : domain == AF_INET6 ? "inet6"
    : domain == AF_NETLINK ? "netlink"
    : "family " + std::to_string(domain);
  result += type == SOCK_STREAM ? " stream" : type == SOCK_DGRAM ? " datagram"
    : type == SOCK_SEQPACKET ? " seqpacket"
    : " type " + std::to_string(type);
  result += " socket";
  if (option_of(descriptor, SO_ACCEPTCONN) == 1)
    result += ", listening";
  if (domain != AF_UNIX)
    return result;
  sp::native_socket socket(descriptor);
  error_code ec;
  const auto local = sp::local_endpoint(socket, ec);
  if (!ec && !sp::is_unnamed(local))
    result += " at " + sp::to_string(local);
  const auto remote = sp::remote_endpoint(socket, ec);
  if (!ec && !sp::is_unnamed(remote))
    result += ", connected to " + sp::to_string(remote);
  return result;
}

const char* type_text(unsigned mode)
{
  switch (mode & S_IFMT)
  {
  case S_IFREG: return "regular file";
  case S_IFDIR: return "directory";
  case S_IFCHR: return "character device";
  case S_IFBLK: return "block device";
  case S_IFIFO: return "FIFO";
  case S_IFLNK: return "symbolic link";
  default: return "file";
  }
}

// With what the kernel knows already.
std::string describe_file(int descriptor, const std::string& name)
{
  struct ::statx status;
  if (::statx(descriptor, "", AT_EMPTY_PATH | AT_STATX_DONT_SYNC,
        STATX_TYPE | STATX_SIZE, &status) != 0)
    return "file " + escaped(name);
  std::string result = type_text(status.stx_mode);
  result += ' ' + escaped(name);
  if (S_ISREG(status.stx_mode))
    result += ", " + std::to_string(status.stx_size) + " bytes";
#if defined(F_GET_SEALS)
  const int seals = ::fcntl(descriptor, F_GET_SEALS);
  if (seals > 0)
  {
    result += ", sealed:";
    if (seals & F_SEAL_SHRINK)
      result += " shrink";
    if (seals & F_SEAL_GROW)
      result += " grow";
    if (seals & F_SEAL_WRITE)
      result += " write";
    if (seals & F_SEAL_SEAL)
      result += " seal";
  }
#endif
  return result;
}

} // namespace

std::string describe(const sp::credentials& ids)
{
  return "pid " + std::to_string(ids.pid) + ", uid " + std::to_string(ids.uid)
    + ", gid " + std::to_string(ids.gid);
}

std::string describe_descriptor(int descriptor)
{
  const std::string name = link_of(descriptor);
  const descriptor_info info = info_of(descriptor);
  constexpr std::string_view anonymous = "anon_inode:";
  std::string result;
  if (name.compare(0, 8, "socket:[") == 0)
    result = describe_socket(descriptor);
  else if (name.compare(0, 6, "pipe:[") == 0)
    result = name;
  else if (name.compare(0, anonymous.size(), anonymous) == 0)
    result = name.substr(anonymous.size());
  else
    result = describe_file(descriptor, name);
  result += info.others;
  if (info.flags >= 0)
    result += ", " + flags_text(info.flags);
  if (!info.position.empty() && info.position != "0")
    result += ", position " + info.position;
  return result;
}

std::string describe_bytes(const std::string& bytes, std::size_t most,
    bool hex)
{
  const std::string_view shown = std::string_view(bytes).substr(0, most);
  std::string result = hex ? to_hex(shown) : quoted(shown);
  if (shown.size() < bytes.size())
    result += "... (" + std::to_string(bytes.size() - shown.size())
      + " bytes more)";
  return result;
}

std::string describe_ancillary(const packet& from, const std::string& indent)
{
  std::string result;
  const int number = from.ancillary.pidfd().native_handle();
  if (number >= 0)
    result += indent + "pidfd" + info_of(number).others + "\n";
  if (!from.ancillary.security_label().empty())
    result += indent + "label " + escaped(from.ancillary.security_label())
      + "\n";
  std::size_t index = 0;
  for (const unique_descriptor& owner : from.ancillary.descriptors())
  {
    result += indent + "descriptor " + std::to_string(index++) + ": "
      + (owner ? describe_descriptor(owner.native_handle())
               : std::string("lost")) + "\n";
  }
  for (const sp::control_message& message : from.ancillary)
    if (message.level != SOL_SOCKET || message.type != SCM_CREDENTIALS)
      result += indent + "control message: level "
        + std::to_string(message.level) + ", type "
        + std::to_string(message.type) + ", "
        + std::to_string(message.data.size()) + " bytes\n";
  std::string flags;
  if (from.ancillary.flags() & MSG_EOR)
    flags += " MSG_EOR";
  if (from.ancillary.flags() & MSG_TRUNC)
    flags += " MSG_TRUNC";
  if (from.ancillary.flags() & MSG_CTRUNC)
    flags += " MSG_CTRUNC";
  if (!flags.empty())
    result += indent + "flags" + flags + "\n";
  return result;
}

std::string time_of_day()
{
  ::timespec now = {};
  ::clock_gettime(CLOCK_REALTIME, &now);
  std::tm parts = {};
  ::localtime_r(&now.tv_sec, &parts);
  std::array<char, 40> text;
  std::snprintf(text.data(), text.size(), "%02d:%02d:%02d.%06ld",
      parts.tm_hour, parts.tm_min, parts.tm_sec, now.tv_nsec / 1000);
  return text.data();
}

} // namespace seqpacket_tool
