#pragma once
#include <errno.h>
#include <fcntl.h>
#include <stdint.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

// Landlock: a process gives up all files but those it names, and more with newer kernels. Its numbers
// are written out, since the headers of a system can be older than its kernel.

#ifndef SYS_landlock_create_ruleset
#define SYS_landlock_create_ruleset 444
#define SYS_landlock_add_rule 445
#define SYS_landlock_restrict_self 446
#endif

/// The version of Landlock that the kernel has, or 0 where it has none.
static inline int isolation_landlock_version(void) {
  long version = syscall(SYS_landlock_create_ruleset, (void *)0, (size_t)0, 1u /* version */);
  return version < 0 ? 0 : (int)version;
}

/// Begins rules under which everything is refused that this version of Landlock can refuse: files,
/// TCP from version 4 on, signals and abstract sockets of other processes from version 6 on.
static inline int isolation_begin_rules(int version) {
  struct {
    uint64_t files, network, scopes;
  } refused;
  refused.files = ((uint64_t)1 << 13) - 1;
  if (version >= 2) refused.files |= (uint64_t)1 << 13; /* moving between folders */
  if (version >= 3) refused.files |= (uint64_t)1 << 14; /* making shorter */
  if (version >= 5) refused.files |= (uint64_t)1 << 15; /* steering devices */
  refused.network = 3; /* bind and connect */
  refused.scopes = 3;  /* abstract sockets and signals */
  size_t size = version >= 6 ? 24 : version >= 4 ? 16 : 8;
  return (int)syscall(SYS_landlock_create_ruleset, &refused, size, 0u);
}

/// Excepts a file, or all files in a folder, from the rules for reading.
static inline int isolation_except(int rules, const char *path, int is_folder) {
  struct {
    uint64_t access;
    int32_t parent;
  } __attribute__((packed)) rule;
  struct stat status;
  rule.parent = open(path, 010000000 /* O_PATH */ | O_CLOEXEC);
  if (rule.parent < 0) return -1;
  rule.access = 1 << 2; /* read a file */
  // A folder in place of a file can be opened, to be told that it is none, and no more.
  if (fstat(rule.parent, &status) == 0 && S_ISDIR(status.st_mode))
    rule.access = is_folder ? 1 << 2 | 1 << 3 : 1 << 3;
  long answer = syscall(SYS_landlock_add_rule, rules, 1 /* path beneath */, &rule, 0u);
  close(rule.parent);
  return (int)answer;
}

/// Puts the process under the rules for good.
static inline int isolation_obey(int rules) {
  long answer = syscall(SYS_landlock_restrict_self, rules, 0u);
  close(rules);
  return (int)answer;
}
