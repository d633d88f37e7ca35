#pragma once
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <unistd.h>

// What Swift cannot import: functions of a variable number of arguments, calls whose first argument
// is an enumeration in GNU C, and calls of Linux alone.

/// Gives up, for good, every way to gain privileges by running another program.
static inline int isolation_refuse_privileges(void) {
  return prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0);
}

/// Limits the memory that the process may map.
static inline int isolation_limit_memory(unsigned long long bytes) {
  struct rlimit limit = {bytes, bytes};
  return setrlimit(RLIMIT_AS, &limit);
}

/// Limits the number of files that the process may have open.
static inline int isolation_limit_files(unsigned long long count) {
  struct rlimit limit = {count, count};
  return setrlimit(RLIMIT_NOFILE, &limit);
}

/// Forbids the process to make any file longer, and to leave an image of its memory behind.
static inline int isolation_refuse_writing(void) {
  struct rlimit none = {0, 0};
  return setrlimit(RLIMIT_FSIZE, &none) | setrlimit(RLIMIT_CORE, &none);
}

/// Gives the process so many more seconds of processor time, after which it is ended.
static inline int isolation_limit_time(unsigned long long seconds) {
  struct rusage usage;
  struct rlimit limit;
  if (getrusage(RUSAGE_SELF, &usage) != 0 || getrlimit(RLIMIT_CPU, &limit) != 0) return -1;
  limit.rlim_cur = (rlim_t)usage.ru_utime.tv_sec + (rlim_t)usage.ru_stime.tv_sec + 1 + seconds;
  if (limit.rlim_cur > limit.rlim_max) limit.rlim_cur = limit.rlim_max;
  return setrlimit(RLIMIT_CPU, &limit);
}

/// Makes memory of so many bytes that processes can share, and gives its descriptor.
static inline int isolation_make_memory(const char *name, long bytes) {
  int memory = (int)syscall(SYS_memfd_create, name, 1u /* close on exec */);
  if (memory >= 0 && ftruncate(memory, bytes) != 0) {
    close(memory);
    return -1;
  }
  return memory;
}

/// Closes every descriptor from the first on.
static inline int isolation_close_from(unsigned first) {
  return (int)syscall(SYS_close_range, first, ~0u, 0u);
}
