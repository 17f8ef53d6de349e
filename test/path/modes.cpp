// Copyright (c) 2026 The boost_seqpacket authors
//
// Distributed under the Boost Software License, Version 1.0.
// (See accompanying file LICENSE_1_0.txt or copy at
// https://www.boost.org/LICENSE_1_0.txt)

// Listening at a path: the modes of the file and of its directories, and other
// users.

#include "path.hpp"

#include "path_calls.hpp"

using namespace boost_seqpacket;
using namespace boost_seqpacket::test;

BOOST_FIXTURE_TEST_SUITE(path_modes, no_leaks)

// Whatever the umask, the file ends with the mode that was asked for, and has
// never had a bit more.
BOOST_AUTO_TEST_CASE(mode_of_the_file_is_exact_and_never_wider)
{
  for (const ::mode_t mask : {0u, 022u, 077u, 0177u, 0777u})
    for (const ::mode_t mode : {0600u, 0660u, 0666u, 0777u})
    {
      stage s;
      bind_path_options options;
      options.mode = mode;
      {
        const umask_of here(mask);
        int seen = 0;
        const watch_path_calls watcher(
            [&](std::string_view, moment)
            {
              const int now = mode_of(s.path);
              seen += now >= 0;
              BOOST_TEST((now < 0 || (now & ~static_cast<int>(mode)) == 0));
              return 0;
            });
        BOOST_TEST(!s.bind(options));
        BOOST_TEST(seen > 0);
      }
      BOOST_TEST(mode_of(s.path) == static_cast<int>(mode));
    }
}

BOOST_AUTO_TEST_CASE(wrong_modes_are_refused)
{
  stage s;
  bind_path_options options;
  for (const ::mode_t mode : {01600u, 04600u, 0100600u, 0060u, 0u})
  {
    options.mode = mode;
    BOOST_TEST(s.bind(options) == asio::error::invalid_argument);
  }
  options.mode = 0600;
  options.directory_mode = 040700;
  BOOST_TEST(s.bind(options) == asio::error::invalid_argument);
}

// Missing directories are made when that is asked for, with their mode from the
// beginning, whatever the umask.
BOOST_AUTO_TEST_CASE(directories_are_made_with_their_mode)
{
  for (const ::mode_t mask : {0u, 077u, 0177u, 0777u})
    for (const ::mode_t mode : {0700u, 0755u, 01777u})
    {
      stage s;
      const std::string first = s.directory / "a";
      const std::string last = first + "//b";
      s.path = last + "/socket";
      BOOST_TEST(
          s.bind() == boost::system::errc::no_such_file_or_directory);

      bind_path_options options;
      options.create_directories = true;
      options.directory_mode = mode;
      {
        const umask_of here(mask);
        const watch_path_calls watcher(
            [&](std::string_view, moment)
            {
              for (const std::string& name : {first, last})
              {
                const int now = mode_of(name);
                BOOST_TEST((now < 0 || now == static_cast<int>(mode)));
              }
              return 0;
            });
        BOOST_TEST(!s.bind(options));
      }
      BOOST_TEST(mode_of(first) == static_cast<int>(mode));
      BOOST_TEST(mode_of(last) == static_cast<int>(mode));
      BOOST_TEST(!connect_by_hand(s.path));

      // Nothing else is left behind.
      const auto entries =
        std::filesystem::directory_iterator(s.directory.name());
      BOOST_TEST(std::distance(begin(entries), end(entries)) == 1);
    }
}

// Those that are there keep their mode; links lead to them.
BOOST_AUTO_TEST_CASE(directories_that_exist_are_left_alone)
{
  stage s;
  std::filesystem::create_directory(s.directory / "real");
  BOOST_REQUIRE(::chmod((s.directory / "real").c_str(), 0750) == 0);
  std::filesystem::create_symlink("real", s.directory / "link");
  bind_path_options options;
  options.create_directories = true;
  s.path = s.directory / "link/../link/new/socket";
  BOOST_TEST(!s.bind(options));
  BOOST_TEST(mode_of(s.directory / "real") == 0750);
  BOOST_TEST(mode_of(s.directory / "real/new") == 0700);
  BOOST_TEST(exists(s.directory / "real/new/socket"));

  write_file(s.directory / "file", "");
  s.acceptor.close();
  s.path = s.directory / "file/new/socket";
  BOOST_TEST(s.bind(options) == boost::system::errc::not_a_directory);
}

// Another process makes the directory at the same time: it is there, and kept.
BOOST_AUTO_TEST_CASE(a_directory_that_another_process_makes_is_kept)
{
  stage s;
  s.path = s.directory / "a/socket";
  bind_path_options options;
  options.create_directories = true;
  const watch_path_calls watcher(
      [&](std::string_view call, moment when)
      {
        if (call == "renameat2" && when == moment::before)
          std::filesystem::create_directory(s.directory / "a");
        return 0;
      });
  const umask_of here(0);
  BOOST_TEST(!s.bind(options));
  BOOST_TEST(mode_of(s.directory / "a") == 0777);
  BOOST_TEST(exists(s.path));
  const auto entries =
    std::filesystem::directory_iterator(s.directory.name());
  BOOST_TEST(std::distance(begin(entries), end(entries)) == 1);
}

// Where the file system cannot rename without replacing they are made in place.
BOOST_AUTO_TEST_CASE(directories_are_made_in_place_without_rename)
{
  for (const int reason : {EINVAL, ENOSYS})
  {
    stage s;
    s.path = s.directory / "a/b/socket";
    bind_path_options options;
    options.create_directories = true;
    options.directory_mode = 0755;
    const watch_path_calls watcher(
        [&](std::string_view call, moment)
        {
          return call == "renameat2" ? reason : 0;
        });
    const umask_of here(077);
    BOOST_TEST(!s.bind(options));
    BOOST_TEST(mode_of(s.directory / "a") == 0755);
    BOOST_TEST(mode_of(s.directory / "a/b") == 0755);
    BOOST_TEST(exists(s.path));
  }
}

// There, too, another process may be faster, and the system may refuse.
BOOST_AUTO_TEST_CASE(directories_made_in_place_may_exist_or_fail)
{
  for (const bool exists_now : {true, false})
  {
    stage s;
    s.path = s.directory / "a/socket";
    bind_path_options options;
    options.create_directories = true;
    options.directory_mode = 0755;
    int calls = 0;
    error_code ec;
    const umask_of here(0);
    {
      const watch_path_calls watcher(
          [&](std::string_view call, moment when)
          {
            if (when == moment::after || (call != "mkdirat"
                  && call != "renameat2"))
              return 0;
            if (call == "renameat2")
              return ENOSYS;
            if (++calls == 1)
              return 0;
            if (!exists_now)
              return EROFS;
            std::filesystem::create_directory(s.directory / "a");
            std::filesystem::permissions(
                s.directory / "a", std::filesystem::perms::owner_all);
            return 0;
          });
      ec = s.bind(options);
    }
    BOOST_TEST(calls == 2);
    BOOST_TEST(exists(s.path) == exists_now);
    if (exists_now)
    {
      BOOST_TEST(!ec);
      // That of the other process.
      BOOST_TEST(mode_of(s.directory / "a") == 0700);
    }
    else
    {
      BOOST_TEST(ec == boost::system::errc::read_only_file_system);
      const auto entries =
        std::filesystem::directory_iterator(s.directory.name());
      BOOST_TEST((begin(entries) == end(entries)));
    }
  }
}

// What is put in the place of the new file before its mode is complete must not be
// opened to others: a file of another user, one with a second name, or one with
// rights that were not asked for.
BOOST_AUTO_TEST_CASE(other_files_keep_their_mode,
    *boost::unit_test::precondition(as_root))
{
  for (const std::string_view kind : {"owner", "links", "bits", "type", "none"})
  {
    stage s;
    const std::string other = s.directory / "other";
    const umask_of here(077);
    if (kind == "type")
      write_file(other, "");
    else
      leave_stale_file(other);
    BOOST_REQUIRE(::chmod(other.c_str(), kind == "bits" ? 0610 : 0600) == 0);
    bind_path_options options;
    options.mode = 0660;
    error_code ec;
    {
      const watch_path_calls watcher(
          [&](std::string_view call, moment when)
          {
            if (call != "bind" || when != moment::after)
              return 0;
            if (kind == "owner")
              BOOST_TEST(::chown(other.c_str(), nobody, nobody) == 0);
            std::filesystem::remove(s.path);
            if (kind == "links")
              std::filesystem::create_hard_link(other, s.path);
            else
              std::filesystem::rename(other, s.path);
            return 0;
          });
      ec = s.bind(options);
    }
    BOOST_TEST_CONTEXT(kind)
    {
      if (kind == "none")
        BOOST_TEST(!ec);
      else
        BOOST_TEST(ec == asio::error::access_denied);
      if (kind == "links")
        BOOST_TEST(mode_of(other) == 0600);
    }
  }
}

// Where others can rename files, nobody knows whose mode would be changed.
BOOST_AUTO_TEST_CASE(files_in_a_directory_of_others_keep_their_mode,
    *boost::unit_test::precondition(as_root))
{
  const umask_of here(077);
  for (const ::mode_t mode : {0777u, 0770u, 0702u, 01777u, 0755u})
    for (const unsigned owner : {0u, nobody})
    {
      stage s;
      BOOST_REQUIRE(::chown(s.directory.name().c_str(), owner, owner) == 0);
      BOOST_REQUIRE(::chmod(s.directory.name().c_str(), mode) == 0);
      const bool trusted = owner == 0 && (mode == 01777 || mode == 0755);
      bind_path_options options;
      options.mode = 0660;
      BOOST_TEST((s.bind(options) == asio::error::access_denied) == !trusted);
      BOOST_TEST(exists(s.path) == trusted);

      // The umask leaves this as it is.
      BOOST_TEST((trusted || !s.bind()));

      options.create_directories = true;
      options.directory_mode = 0755;
      options.mode = 0600;
      s.acceptor.close();
      s.path = s.directory / "new/socket";
      BOOST_TEST((s.bind(options) == asio::error::access_denied) == !trusted);
      BOOST_TEST(exists(s.directory / "new") == trusted);
    }
}

// --- other users -------------------------------------------------------------------

// What others do not allow is the system's error, and nothing is changed.
BOOST_AUTO_TEST_CASE(what_other_users_forbid_changes_nothing,
    *boost::unit_test::precondition(as_root))
{
  temporary_directory directory;
  const std::string path = directory / "socket";
  BOOST_REQUIRE(::chmod(directory.name().c_str(), 0755) == 0);
  const auto is_denied = [&path]
      {
        return second_start(path) == asio::error::access_denied ? 0 : 1;
      };
  // No lock can be made.
  BOOST_TEST(as_nobody(is_denied) == 0);

  // The lock is another's.
  BOOST_REQUIRE(::chmod(directory.name().c_str(), 0777) == 0);
  BOOST_TEST(!second_start(path));
  BOOST_TEST(as_nobody(is_denied) == 0);

  // The file is another's, so that nobody can tell whether it is in use.
  std::filesystem::remove(path + ".lock");
  BOOST_TEST(as_nobody(is_denied) == 0);
  BOOST_TEST(exists(path));

  // A file of one's own needs no rights but these.
  std::filesystem::remove(path);
  std::filesystem::remove(path + ".lock");
  BOOST_TEST(as_nobody([&path] { return second_start(path) ? 1 : 0; }) == 0);
  BOOST_TEST(as_nobody([&path] { return second_start(path) ? 1 : 0; }) == 0);
}

BOOST_AUTO_TEST_SUITE_END()
