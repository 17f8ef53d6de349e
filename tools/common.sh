# Copyright (c) 2026 The boost_seqpacket authors
# Distributed under the Boost Software License, Version 1.0.
# (See accompanying file LICENSE_1_0.txt or copy at https://www.boost.org/LICENSE_1_0.txt)

# What the scripts of this directory share; sourced by bash.

set -u -o pipefail
umask 022

root=$(cd -- "$(dirname -- "${BASH_SOURCE[0]}")/.." && pwd -P)
build=${BOOST_SEQPACKET_BUILD_DIR:-$root/build}
# Where fetched Boosts stay.
cache=${BOOST_SEQPACKET_CACHE:-${XDG_CACHE_HOME:-${HOME:-/root}/.cache}/boost_seqpacket}

say()
{
  printf '%s\n' "$*"
}

fail()
{
  printf '%s: %s\n' "${0##*/}" "$*" >&2
  exit 1
}

# A wrong call is told apart from a failure.
usage_error()
{
  printf '%s: %s (see --help)\n' "${0##*/}" "$*" >&2
  exit 2
}

# positive_number OPTION VALUE
positive_number()
{
  [[ $2 =~ ^[1-9][0-9]{0,3}$ ]] || usage_error "$1 wants a number, not '$2'"
}

declare -A option=() # by name, as --name or -j
operands=()          # what is no option

# parse_arguments VALUED SWITCHES MOST ARGUMENT...: reads the arguments of a script,
# which has a function `usage`. VALUED and SWITCHES are lists of words: the options
# with a value, and those without. There are MOST operands at most.
parse_arguments()
{
  local valued=" $1 " switches=" $2 " most=$3
  shift 3
  while [ $# -gt 0 ]; do
    case $1 in
      -h | --help) usage; exit 0 ;;
      -j?*) set -- -j "${1#-j}" "${@:2}" ;;
    esac
    if [[ $1 =~ ^-[^[:blank:]]+$ ]] && [[ $valued == *" $1 "* ]]; then
      [ $# -ge 2 ] || usage_error "$1 wants a value"
      option[$1]=$2
      shift
    elif [[ $1 =~ ^-[^[:blank:]]+$ ]] && [[ $switches == *" $1 "* ]]; then
      option[$1]=yes
    elif [[ $1 == -* ]] || [ "${#operands[@]}" -ge "$most" ]; then
      usage_error "unknown argument '$1'"
    else
      operands+=("$1")
    fi
    shift
  done
  jobs=${option[-j]:-$(nproc 2> /dev/null || echo 2)}
  positive_number -j "$jobs"
}

# operand_seconds: prints the one operand, a number of seconds
operand_seconds()
{
  [[ ${operands[0]:-} =~ ^[1-9][0-9]{0,6}$ ]] \
    || usage_error "SECONDS is a number, not '${operands[0]:-}'"
  printf '%s\n' "${operands[0]}"
}

make_build_dir()
{
  mkdir -p -- "$1" 2>/dev/null && [ -w "$1" ] \
    || fail "cannot write to $1; name another place in BOOST_SEQPACKET_BUILD_DIR"
}

# logged LOG COMMAND...: quiet about what works; else shows the end of the log.
logged()
{
  local log=$1
  shift
  "$@" > "$log" 2>&1 < /dev/null && return 0
  local status=$?
  {
    printf '\nThis failed (%s): %s\n' "$status" "$*"
    if [ "$(wc -l < "$log")" -gt 80 ]; then
      # The first error explains the most.
      grep -n -m 1 -A 15 -E '(error|Error|FAILED|E):? ' "$log"
      printf '[...]\n'
    fi
    tail -n 40 "$log"
    printf 'The whole log: %s\n\n' "$log"
  } >&2
  return "$status"
}

# --- what the machine must have ----------------------------------------------

compiler()
{
  local name
  for name in ${CXX:+"$CXX"} c++ g++ clang++; do
    if command -v "$name" > /dev/null; then
      printf '%s\n' "$name"
      return 0
    fi
    [ -z "${CXX:-}" ] || return 1
  done
  return 1
}

# has_line LINE: whether standard input has this line. It reads to the end:
# a grep -q that stops early can end what writes into the pipe, and pipefail would
# take that for an error.
has_line()
{
  local line found=1
  while IFS= read -r line; do
    [ "$line" != "$1" ] || found=0
  done
  return "$found"
}

# A compiler may be there without its library (clang++ alone on Debian).
compiler_works()
{
  local name
  name=$(compiler) || return 1
  printf '#include <string>\n' | "$name" -std=c++17 -x c++ -fsyntax-only - \
    > /dev/null 2>&1
}

cmake_works()
{
  command -v cmake > /dev/null || return 1
  local version
  version=$(cmake --version | awk 'NR == 1 { print $3 }')
  [ "$(printf '3.16\n%s\n' "$version" | sort -V | head -n 1)" = 3.16 ]
}

ninja_works()
{
  command -v ninja > /dev/null || command -v ninja-build > /dev/null
}

# The prefix with the Boost that CMake will find: one that is named counts.
boost_prefix()
{
  local prefix
  if [ -n "${BOOST_ROOT:-}" ]; then
    printf '%s\n' "$BOOST_ROOT"
    return 0
  fi
  for prefix in /usr/local /usr; do
    if [ -f "$prefix/include/boost/version.hpp" ]; then
      printf '%s\n' "$prefix"
      return 0
    fi
  done
  return 1
}

# Sets `includes` to the options that find the headers of the project and Boost.
set_includes()
{
  local prefix
  includes=(-I "$root/include")
  prefix=$(boost_prefix) || return 0
  # A source tree has them at its top.
  [ -f "$prefix/boost/version.hpp" ] || prefix+=/include
  # The compiler looks here by itself, and breaks if it is told to look earlier.
  [ "$(cd -- "$prefix" 2> /dev/null && pwd -P)" = /usr/include ] \
    || includes+=(-isystem "$prefix")
}

# boost_number PREFIX: 108100 for Boost 1.81
boost_number()
{
  local header
  for header in "$1/include/boost/version.hpp" "$1/boost/version.hpp"; do
    if [ -f "$header" ]; then
      awk '$1 == "#define" && $2 == "BOOST_VERSION" { print $3; exit }' "$header"
      return 0
    fi
  done
  return 1
}

# has_boost_library PREFIX NAME
has_boost_library()
{
  local file
  for file in "$1"/lib/*/libboost_"$2"* "$1"/lib64/libboost_"$2"* \
    "$1"/lib/libboost_"$2"* "$1"/stage/lib/libboost_"$2"*; do
    case $file in
      *.so | *.a | *.dylib) [ -e "$file" ] && return 0 ;;
    esac
  done
  return 1
}

# Which Boost libraries boost::asio::spawn is linked with.
# context_libraries NUMBER
context_libraries()
{
  printf 'context\n'
  [ "$1" -ge 108000 ] || printf 'coroutine\n'
}

# The newest Boost that the distribution offers, as in the names of its packages.
newest_boost()
{
  apt-cache pkgnames libboost 2> /dev/null | awk '
    /^libboost1\.[0-9]+-dev$/ {
      sub(/^libboost1\./, ""); sub(/-dev$/, "")
      if ($0 >= 74 && $0 > best) best = $0 + 0
    }
    END { if (!best) exit 1; print "1." best }'
}

need=()     # what is missing, in words
packages=() # and the Debian packages that bring it

# Sets `prefix` and `number` to those of Boost, if it is recent enough.
has_recent_boost()
{
  prefix=$(boost_prefix) && number=$(boost_number "$prefix") || number=0
  [ "${number:-0}" -ge 107400 ] && return
  [ -z "${BOOST_ROOT:-}" ] \
    || fail "there is no Boost 1.74 or later in BOOST_ROOT=$BOOST_ROOT"
  return 1
}

look_for_headers()
{
  need+=("the headers of Boost 1.74 or later")
  packages+=("libboost$(newest_boost 2> /dev/null)-dev")
}

program_libraries()
{
  printf 'program_options\n'
}

# look_for_libraries NAMES: of just these headers those that boost::asio::spawn is
# linked with (context_libraries), or the program seqpacket (program_libraries),
# which is left out where they cannot be had.
look_for_libraries()
{
  local prefix number owner version library
  if [ "$1" = program_libraries ] && ! command -v apt-get > /dev/null; then
    return
  fi
  if ! has_recent_boost; then
    version=$(newest_boost 2> /dev/null) || version=
    number=0
    [ -z "$version" ] || number=1$(printf '%03d' "${version#1.}")00
    for library in $("$1" "$number"); do
      need+=("the library Boost.$library")
      packages+=("libboost-${library//_/-}$version-dev")
    done
    return
  fi
  for library in $("$1" "$number"); do
    has_boost_library "$prefix" "$library" && continue
    owner=$(dpkg-query -S "$prefix/include/boost/version.hpp" 2> /dev/null)
    owner=${owner%%:*}
    version=${owner#libboost}
    version=${version%-dev}
    if [[ $version =~ ^1\.[0-9]+$ ]]; then
      packages+=("libboost-${library//_/-}$version-dev")
    elif [ "$1" = program_libraries ]; then
      continue
    elif command -v apt-get > /dev/null; then
      fail "the Boost in $prefix, which no package owns, lacks the library" \
        "Boost.$library: build it there, or set BOOST_ROOT to another Boost"
    fi
    need+=("the library Boost.$library of the Boost in $prefix")
  done
}

# look_for THING...: fills both lists
look_for()
{
  local thing prefix number
  need=()
  packages=()
  for thing in "$@"; do
    case $thing in
      compiler)
        if [ -n "${CXX:-}" ] && ! compiler_works; then
          fail "CXX=$CXX cannot compile C++17"
        fi
        compiler_works || { need+=("a C++17 compiler"); packages+=(g++); }
        ;;
      cmake)
        cmake_works || { need+=("CMake 3.16 or later"); packages+=(cmake); }
        ;;
      ninja)
        ninja_works || { need+=("Ninja"); packages+=(ninja-build); }
        ;;
      boost) has_recent_boost || look_for_headers ;;
      context) look_for_libraries context_libraries ;;
      program_options) look_for_libraries program_libraries ;;
      libsystemd)
        # One test needs it, which is left out where there is none.
        command -v apt-get > /dev/null || continue
        printf '#include <systemd/sd-daemon.h>\n' \
          | "$(compiler || printf c++)" -x c++ -fsyntax-only - > /dev/null 2>&1 \
          || { need+=("the header of libsystemd"); packages+=(libsystemd-dev); }
        ;;
      /*)
        [ -e "${thing%%=*}" ] \
          || { need+=("${thing%%=*}"); packages+=("${thing#*=}"); }
        ;;
      *)
        command -v "${thing%%=*}" > /dev/null \
          || { need+=("${thing%%=*}"); packages+=("${thing#*=}"); }
        ;;
    esac
  done
}

# install_missing THING...: compiler, cmake, ninja, boost, context, program_options,
# libsystemd, or program=package, or /file=package. Goes on at once where everything is there.
install_missing()
{
  look_for "$@"
  [ "${#need[@]}" -gt 0 ] || return 0

  local words
  words=$(printf '%s, ' "${need[@]}")
  if ! command -v apt-get > /dev/null; then
    fail "not found here: ${words%, }." \
      "There is no apt-get on this system; please install with its package" \
      "manager what corresponds to: ${packages[*]:-${need[*]}} (Fedora: gcc-c++" \
      "cmake ninja-build boost-devel; Arch: base-devel cmake ninja boost), and" \
      "run this again."
  fi

  local as_root=()
  if [ "$(id -u)" -ne 0 ]; then
    if ! command -v sudo > /dev/null; then
      printf '%s\n' "Not found here: ${words%, }." \
        "Please run this as root, and then this script again:" \
        "  apt-get update && apt-get install -y --no-remove" \
        "--no-install-recommends ${packages[*]}" \
        | sed -e ':a' -e '/--no-remove$/{N;s/\n/ /;ba' -e '}' >&2
      exit 1
    fi
    as_root=(sudo)
  fi

  say "Not found here: ${words%, }."
  make_build_dir "$build/logs"
  local apt=(${as_root[@]+"${as_root[@]}"} env DEBIAN_FRONTEND=noninteractive
    apt-get -o DPkg::Lock::Timeout=300)
  say "Updating the list of packages"
  # One broken source need not matter.
  logged "$build/logs/apt-update.log" "${apt[@]}" update \
    || say "Going on with the lists as they are"
  # Now it is known which Boost is offered.
  look_for "$@"
  case " ${packages[*]} " in
    *" libboost-dev "*)
      fail "this distribution offers no Boost 1.74 or later: set BOOST_ROOT to one"
      ;;
  esac
  say "Installing ${packages[*]}"
  logged "$build/logs/apt-install.log" "${apt[@]}" install -y --no-remove \
    --no-install-recommends "${packages[@]}" \
    || fail "could not install: ${packages[*]}"
  look_for "$@"
  if [ "${#need[@]}" -gt 0 ]; then
    words=$(printf '%s, ' "${need[@]}")
    fail "still not there after installing: ${words%, }"
  fi
}

# --- building ------------------------------------------------------------------

# configure DIRECTORY ARGUMENT...
configure()
{
  local dir=$1
  shift
  make_build_dir "$dir"
  make_build_dir "$build/logs"
  # The clone may have been moved since.
  if [ -f "$dir/CMakeCache.txt" ] \
    && ! grep -qxF "CMAKE_HOME_DIRECTORY:INTERNAL=$root" "$dir/CMakeCache.txt"
  then
    rm -rf -- "$dir/CMakeCache.txt" "$dir/CMakeFiles"
  fi
  logged "$build/logs/${dir##*/}-configure.log" \
    cmake -S "$root" -B "$dir" -G Ninja "$@"
}

# What was not built, and why, is said and not hidden.
left_out()
{
  sed -n 's/^-- boost_seqpacket: //p' "$build/logs/${1##*/}-configure.log"
}

# compile DIRECTORY JOBS [TARGET]
compile()
{
  logged "$build/logs/${1##*/}-build.log" \
    cmake --build "$1" --parallel "$2" ${3:+--target "$3"}
}

# --- counting ------------------------------------------------------------------

# Programs may colour what they write.
without_colours()
{
  sed $'s/\033\\[[0-9;]*m//g' "$@"
}

# count_ctest OUTPUT LOG EXPECTED: reads what ctest printed, which has the result
# of each test, and what it wrote (Testing/Temporary/LastTest.log), which has what
# each test printed. Prints "passed failed skipped". A test program under unit/
# counts with its cases, every other test as one. What ended without a result, or
# did not run, has failed.
count_ctest()
{
  { without_colours "$1"; printf '\001\n'; without_colours "$2"; } \
    | awk -v expected="$3" '
    /^\001$/ { log_file = 1; next }
    !log_file && /^ *[0-9]+\/[0-9]+ Test +#[0-9]+: / {
      line = $0; sub(/^[^:]*: */, "", line)
      name = line; sub(/[ .].*/, "", name)
      if (name in result) next
      ++tests
      if (line ~ / Passed +[0-9.]+ sec/) result[name] = "Passed"
      else if (line ~ /\*\*\*Skipped/) result[name] = "Skipped"
      else result[name] = "Failed"
    }
    log_file && /^ *[0-9]+\/[0-9]+ Testing: / {
      name = $0; sub(/^[^:]*: /, "", name)
    }
    log_file && /^cases: [0-9]+ passed, [0-9]+ failed, [0-9]+ skipped$/ {
      cases[name] = $0
    }
    END {
      for (name in result)
      {
        if (name !~ /^unit\// || (result[name] == "Skipped" && !(name in cases)))
        {
          if (result[name] == "Passed") ++passed
          else if (result[name] == "Skipped") ++skipped
          else ++failed
          continue
        }
        if (!(name in cases))
        {
          print name ": no line \"cases: N passed, N failed, N skipped\"" \
            > "/dev/stderr"
          ++failed
          continue
        }
        split(cases[name], n, / /)
        passed += n[2]; failed += n[4]; skipped += n[6]
        # It broke down after its cases, or had none.
        if (n[4] == 0 && (result[name] != "Passed" || n[2] + n[6] == 0))
        {
          print name ": " result[name] ", " cases[name] > "/dev/stderr"
          ++failed
        }
      }
      if (tests + 0 != expected + 0)
      {
        print "ctest ran " tests + 0 " of " expected + 0 " tests" > "/dev/stderr"
        ++failed
      }
      print passed + 0, failed + 0, skipped + 0
    }'
}

# run_ctest DIRECTORY JOBS ARGUMENT...: runs the tests, shows what failed and
# leaves the counts in `passed`, `failed` and `skipped`.
run_ctest()
{
  local dir=$1 jobs=$2 output log expected status=0
  shift 2
  output="$build/logs/${dir##*/}-ctest.log"
  log="$dir/Testing/Temporary/LastTest.log"
  # To list the tests overwrites that log, so it comes first.
  expected=$(cd -- "$dir" && ctest -N "$@" | sed -n 's/^Total Tests: //p')
  rm -f -- "$log"
  (cd -- "$dir" && ctest --parallel "$jobs" --output-on-failure "$@") \
    > "$output" 2>&1 < /dev/null || status=$?
  passed=0 failed=0 skipped=0
  if [ "${expected:-0}" -eq 0 ] || [ ! -f "$log" ]; then
    tail -n 20 "$output" >&2
    printf 'no test was run\n' >&2
    failed=1
    return 1
  fi
  read -r passed failed skipped < <(count_ctest "$output" "$log" "$expected")
  if [ "$status" -ne 0 ] && [ "$failed" -eq 0 ]; then
    failed=1
  fi
  [ "$failed" -gt 0 ] || return 0
  show_failures "$output" >&2
  return 1
}

# show_failures OUTPUT: what ctest printed, without the tests that passed
show_failures()
{
  grep -aE -v '^ *(Start +[0-9]+: |[0-9]+/[0-9]+ Test +#.* Passed )' "$1" \
    | awk '{ line[NR] = $0 }
    END {
      # A flood of output hides more than it shows.
      for (i = 1; i <= NR; ++i)
        if (NR <= 400 || i <= 200 || i > NR - 200) print line[i]
        else if (i == 201) print "[...]"
    }'
}

# The last line of every script that tests: print_result
print_result()
{
  if [ "$skipped" -gt 0 ]; then
    say "$passed passed, $failed failed, $skipped skipped"
  else
    say "$passed passed, $failed failed"
  fi
  [ "$failed" -eq 0 ] && [ "$((passed + skipped))" -gt 0 ]
}

# --- where system calls stand --------------------------------------------------

# call_sites DIR: prints the file, the line and the name of each system call in
# detail/*/*_ops.hpp. What is not compiled on this system is not there after the
# preprocessor. DIR is for what is in between.
call_sites()
{
  local includes
  set_includes
  (cd -- "$root/include" && printf '#include <%s>\n' boost_seqpacket/detail/*/*_ops.hpp) \
    > "$1/ops.cpp"
  "$(compiler)" -std=c++17 "${includes[@]}" -E "$1/ops.cpp" | awk '
    /^# [0-9]+ "/ { line = $2 - 1; file = $3; gsub(/"/, "", file); next }
    {
      ++line
      if (file !~ /\/detail\/[a-z_]+\/[a-z_]*_ops\.hpp$/) next
      name = file; sub(/.*\//, "", name)
      text = $0
      while (match(text, /::[a-z_][a-z_0-9]*[ ]*\(/))
      {
        before = RSTART > 1 ? substr(text, RSTART - 1, 1) : " "
        call = substr(text, RSTART + 2, RLENGTH - 2); sub(/[ ]*\(.*/, "", call)
        text = substr(text, RSTART + RLENGTH)
        # What stands in ::, and asks the system nothing.
        if (call ~ /^(str|get(pid|euid)$|unsetenv$|sd_|pthread_)/) continue
        if (before !~ /[A-Za-z0-9_>]/) print name "\t" line "\t" call
      }
    }' | sort -u -k1,1 -k2,2n
}

# at_call_sites DIR PROGRAM: prints DIR/raw.tsv, which the program has written, with
# the site of each call in the place of its address. Its columns are the call, what
# became of it, the address, and others; the first two of the output are the file
# and the line of DIR/sites.tsv, or dashes.
at_call_sites()
{
  # A return address comes after its call.
  cut -f 3 "$1/raw.tsv" | sort -u > "$1/addresses"
  while IFS= read -r address; do
    printf '%x\n' "$((16#$address - 1))"
  done < "$1/addresses" | addr2line -e "$2" \
    | sed 's/ (discriminator [0-9]*)//' | paste "$1/addresses" - \
    | awk -F '\t' -v OFS='\t' -v sites="$1/sites.tsv" '
      BEGIN {
        while ((getline line < sites) > 0)
        {
          split(line, f, "\t")
          ++count; file[count] = f[1]; at[count] = f[2]; call[count] = f[3]
        }
      }
      # The nearest place of a call of that name: a statement has several lines.
      function site_of(where, line, name,    i, best, distance, d)
      {
        distance = 4
        for (i = 1; i <= count; ++i)
        {
          if (file[i] != where || call[i] != name) continue
          d = at[i] > line ? at[i] - line : line - at[i]
          if (d < distance) { distance = d; best = i }
        }
        return best ? file[best] OFS at[best] : "-" OFS "-"
      }
      NR == FNR {
        n = split($2, part, ":"); name = part[1]; sub(/.*\//, "", name)
        place[$1] = name; line_of[$1] = part[n]
        next
      }
      {
        key = $1 SUBSEP $3
        if (!(key in site)) site[key] = site_of(place[$3], line_of[$3], $1)
        print site[key], $1, $2, $4, $5
      }' - "$1/raw.tsv"
}
