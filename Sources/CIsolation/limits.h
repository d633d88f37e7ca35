#pragma once
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>

// Limits that a process sets for itself, or for one that it has started.

extern void __asan_init(void) __attribute__((weak));
extern void __tsan_init(void) __attribute__((weak));

/// Whether the program was built with a sanitizer, which maps more memory than any limit allows.
static inline int isolation_is_sanitized(void) { return __asan_init != 0 || __tsan_init != 0; }

/// Gives up, for good, every way to gain privileges by running another program.
static inline int isolation_refuse_privileges(void) {
  return prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0);
}

/// Lowers a limit for good, or leaves it where it is lower already.
static inline int isolation_lower(int resource, rlim_t value) {
  struct rlimit limit;
  if (getrlimit(resource, &limit) != 0) return -1;
  if (limit.rlim_max < value) value = limit.rlim_max;
  limit.rlim_cur = limit.rlim_max = value;
  return setrlimit(resource, &limit);
}

/// Limits the memory that the process may map.
static inline int isolation_limit_memory(unsigned long long bytes) {
  return isolation_lower(RLIMIT_AS, bytes);
}

/// Limits the number of files that the process may have open.
static inline int isolation_limit_files(unsigned long long count) {
  return isolation_lower(RLIMIT_NOFILE, count);
}

/// Forbids the process to make any file longer.
static inline int isolation_refuse_writing(void) { return isolation_lower(RLIMIT_FSIZE, 0); }

/// Forbids the process to leave an image of its memory behind.
static inline int isolation_refuse_images(void) { return isolation_lower(RLIMIT_CORE, 0); }

/// Gives another process so many more seconds of processor time, after which it is ended.
///
/// The lower limit alone is moved, so the sum over a long life has no limit.
static inline int isolation_renew_time(pid_t process, unsigned long long seconds) {
  clockid_t clock;
  struct timespec used;
  struct rlimit limit;
  if (clock_getcpuclockid(process, &clock) != 0 || clock_gettime(clock, &used) != 0) return -1;
  if (syscall(SYS_prlimit64, process, RLIMIT_CPU, (void *)0, &limit) != 0) return -1;
  limit.rlim_cur = (rlim_t)used.tv_sec + 1 + seconds;
  if (limit.rlim_cur > limit.rlim_max) limit.rlim_cur = limit.rlim_max;
  return (int)syscall(SYS_prlimit64, process, RLIMIT_CPU, &limit, (void *)0);
}

/// Whether the processor time of this process is limited.
static inline int isolation_has_time_limit(void) {
  struct rlimit limit;
  return getrlimit(RLIMIT_CPU, &limit) == 0 && limit.rlim_cur != RLIM_INFINITY;
}

/// Closes every descriptor from the first on.
static inline int isolation_close_from(unsigned first) {
  return (int)syscall(SYS_close_range, first, ~0u, 0u);
}
