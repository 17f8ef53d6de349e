#!/usr/bin/env bash
# Copyright (c) 2026 The boost_seqpacket authors
# Distributed under the Boost Software License, Version 1.0.
# (See accompanying file LICENSE_1_0.txt or copy at https://www.boost.org/LICENSE_1_0.txt)

# A check that cannot fail checks nothing: plants each violation in a copy of the
# repository and expects tools/check-rules to name it.

set -u -o pipefail

root=$(cd -- "$(dirname -- "${BASH_SOURCE[0]}")/.." && pwd -P)
copy=$(mktemp -d) || exit 1
trap 'rm -rf -- "$copy"' EXIT

mkdir -- "$copy/r" \
  && tar -C "$root" -c --exclude=./build --exclude=./.git --exclude=bin . \
  | tar -C "$copy/r" -x || exit 1

# What is wrong already is not what this test is about.
before=$(bash "$root/tools/check-rules" "$copy/r" 2>&1)

passed=0
failed=0

# plant RULE FILE TEXT: appends the text, before the end of an include guard
plant()
{
  local rule=$1 file=$copy/r/$2 output
  rm -f -- "$copy/original"
  [ ! -f "$file" ] || cp -p -- "$file" "$copy/original" || exit 1
  case $file in
    *.hpp)
      if [ -f "$file" ]; then
        awk -v text="$3" 'NR > 1 { print last } { last = $0 }
          END { print text; print last }' "$file" > "$copy/new"
        cp -- "$copy/new" "$file"
      else
        printf '%s\n' "$3" > "$file"
      fi
      ;;
    *) printf '%s\n' "$3" >> "$file" ;;
  esac
  output=$(bash "$root/tools/check-rules" "$copy/r" 2>&1)
  if [ $? -ne 1 ]; then
    printf 'not seen: %s\n  planted in %s: %s\n' "$rule" "$2" "$3"
    failed=$((failed + 1))
  elif [ "$(grep -cF -- "$rule" <<< "$output")" \
    -le "$(grep -cF -- "$rule" <<< "$before")" ]; then
    printf 'not named: %s\n%s\n' "$rule" "$output"
    failed=$((failed + 1))
  else
    passed=$((passed + 1))
  fi
  rm -f -- "$file"
  [ ! -f "$copy/original" ] || mv -- "$copy/original" "$file" || exit 1
}

inc=include/boost_seqpacket
licence='// Copyright (c) 2026 The boost_seqpacket authors
// Distributed under the Boost Software License, Version 1.0.
// (See accompanying file LICENSE_1_0.txt)'

rule="include/ uses Asio's public interface only"
plant "$rule" $inc/error.hpp 'using x = boost::asio::detail::socket_ops;'
plant "$rule" $inc/detail/config.hpp '#include <boost/asio/detail/config.hpp>'

rule='headers include the narrow headers of Asio'
plant "$rule" $inc/error.hpp '#include <boost/asio.hpp>'

rule='versions and systems are asked for in detail/config.hpp only'
plant "$rule" $inc/error.hpp '#if BOOST_ASIO_VERSION >= 102000'
plant "$rule" $inc/error.hpp '#if BOOST_VERSION >= 108000'
plant "$rule" $inc/detail/message/message_call.hpp '#ifdef __linux__'
plant "$rule" $inc/error.hpp '# if defined(__FreeBSD__) && __FreeBSD__ > 14'
plant "$rule" $inc/error.hpp '#if __cplusplus >= 202002L'

rule='system calls stand in detail/*/*_ops.hpp only'
plant "$rule" $inc/error.hpp 'inline void f() { ::sendmsg(1, nullptr, 0); }'
plant "$rule" $inc/detail/config.hpp 'inline void f() { return ::recvmsg(1, nullptr, 0); }'

rule='a msghdr gets its buffers in detail/socket/message_header.hpp only'
ops=$inc/detail/message/end_of_file_ops.hpp
plant "$rule" $ops 'inline void f(::msghdr& message) { message.msg_iovlen = 0; }'
plant "$rule" $ops 'inline void f(::msghdr* message) { message->msg_iov = nullptr; }'
plant "$rule" $ops 'inline void f() { ::msghdr message = {}; }'
plant "$rule" $ops 'inline void f() { ::msghdr message{}; }'
plant "$rule" $ops 'inline void f() { ::msghdr message; }'
plant "$rule" $ops 'inline void f() { ::mmsghdr messages[2] = {}; }'

rule='CMSG_ macros stand in one detail header'
plant "$rule" $inc/error.hpp 'constexpr auto n = CMSG_SPACE(4);'

rule='include guards are named after the path'
plant "$rule" $inc/detail/planted.hpp "$licence
#ifndef BOOST_SEQPACKET_PLANTED_HPP
#define BOOST_SEQPACKET_PLANTED_HPP
#endif // BOOST_SEQPACKET_PLANTED_HPP"
plant "$rule" $inc/detail/planted.hpp "$licence
#pragma once"

rule='headers have 80 columns'
plant "$rule" $inc/error.hpp "// $(printf '%078d' 0)"

rule='a header has at most 250 lines'
plant "$rule" $inc/version.hpp "$(seq -f '// %g' 250)"
plant "$rule" $inc/detail/throw_error.hpp "$(seq -f '// %g' 250)"

rule='a file of test/ has at most 700 lines'
plant "$rule" test/planted.sh "$(seq -f '# %g' 701)"
plant "$rule" test/tool/planted.py "$(seq -f '# %g' 701)"

rule='a file of tools/seqpacket/ has at most 400 lines'
plant "$rule" tools/seqpacket/text.hpp "$(seq -f '// %g' 400)"
plant "$rule" tools/seqpacket/planted.cpp "$(seq -f '// %g' 401)"

rule='a function has at most 60 lines'
body=$(seq -f '  // %g' 58)
plant "$rule" $inc/error.hpp "
inline void planted()
{
$body
  // 59
}"
plant "$rule" test/planted.cpp "struct planted
{
  void member() const
  {
$body
    // 59
  }
};"
plant "$rule" tools/common.sh "
planted()
{
${body//\/\//#}
  # 59
}"
plant "$rule" bench/report.py "

def planted():
$(seq -f '    print(%g)' 60)"

rule='public headers document each declaration'
plant "$rule" $inc/error.hpp 'void planted();'
plant "$rule" $inc/error.hpp '
// It has no documentation.
template <typename T>
class planted
{
};'
plant "$rule" $inc/error.hpp '
/// A class.
class planted
{
public:
  void undocumented() const;
};'

rule='every_function.cpp calls every public function'
plant "$rule" $inc/error.hpp '
/// A function.
template <typename T>
std::vector<T> planted(T& argument);'

rule="detail/ has one room per concept, and only config, seqpacket_errc, error_category and throw_error beside them"
plant "$rule" $inc/detail/planted.hpp "$licence"

floors="no room of detail/ includes one of a higher floor, nor itself in a circle"
plant "$floors" $inc/detail/config.hpp '#include <boost_seqpacket/detail/socket/socket_ops.hpp>'
plant "$floors" $inc/detail/socket/socket_ops.hpp '#include <boost_seqpacket/detail/path/path_ops.hpp>'
plant "$floors" $inc/detail/socket/socket_ops.hpp '#include <boost_seqpacket/detail/ancillary/control_message.hpp>
#include <boost_seqpacket/detail/planted/planted.hpp>'

# A circle takes two includes.
printf '%s\n' '#include <boost_seqpacket/detail/message/send.hpp>' \
  > "$copy/r/$inc/detail/peer/planted.hpp"
plant "$floors" $inc/detail/message/send.hpp '#include <boost_seqpacket/detail/peer/peer_ops.hpp>'
rm -- "$copy/r/$inc/detail/peer/planted.hpp"

rule="impl/ forwards: what it needs is defined in detail/"
plant "$rule" $inc/impl/open.hpp 'class planted
{
};'
plant "$rule" $inc/impl/open.hpp 'namespace detail {'

rule="impl/x.hpp has the bodies of x.hpp"
plant "$rule" $inc/impl/planted.hpp "$licence"

rule='includes every public header, or names it'
plant "$rule" $inc/planted.hpp "$licence"

rule='every file carries its licence'
plant "$rule" tools/planted '#!/usr/bin/env bash'
plant "$rule" test/CMakePlanted.cmake 'message(x)'

rule='no tabs and no blanks at the end of a line'
plant "$rule" $inc/error.hpp "$(printf '\t')int x;"
plant "$rule" CMakeLists.txt 'project(x) '

rule='tests do not sleep'
pause=sleep
plant "$rule" test/planted.cpp "$licence
void f() { std::this_thread::${pause}_for(x); }"
plant "$rule" test/planted.sh "#${licence//\/\//\#}
${pause} 1"

rule='every test, example and demonstration is in its Jamfile'
plant "$rule" test/planted.cpp "$licence"
plant "$rule" test/message/planted.cpp "$licence"
plant "$rule" example/planted.cpp "$licence"
plant "$rule" example/programs/planted.cpp "$licence"
plant "$rule" demo/planted.cpp "$licence"

rule='a Jamfile lists each file once'
plant "$rule" test/Jamfile 'run main.cpp ;'

rule='links of documents lead to files that exist'
plant "$rule" README.md 'See [this](doc/planted.md).'
plant "$rule" doc/guide.md '[One](../README.md), [two](planted.md#part "title").'
plant "$rule" doc/guide.md '[planted]: planted.md'

printf '%s violations seen, %s not\n' "$passed" "$failed"
[ "$failed" -eq 0 ]
