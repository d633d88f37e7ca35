#pragma once
#include <sys/vfs.h>

/// Gives the type of the file system that a path lies on, or -1.
static inline long filesystem_type(const char *path) {
  struct statfs status;
  return statfs(path, &status) == 0 ? (long)status.f_type : -1;
}
