#pragma once
#include <sys/syscall.h>
#include <unistd.h>

/// Counts the cores that this process may run on, which Swift's Glibc cannot ask for.
static inline int cores_allowed(void) {
  unsigned long set[128] = {0};
  long bytes = syscall(SYS_sched_getaffinity, 0, sizeof set, set);
  int count = 0;
  for (long word = 0; word * (long)sizeof *set < bytes; word++) count += __builtin_popcountl(set[word]);
  return count > 0 ? count : 1;
}
