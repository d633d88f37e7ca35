#pragma once
#include <fcntl.h>
#include <signal.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <unistd.h>

// What a process and the one that it has started share: memory, and a line that says they live.

/// Makes memory of so many bytes that processes can share, and gives its descriptor.
///
/// Whoever has it can never make it shorter: what is mapped of it can always be read. Only a memory
/// that may grow can be made longer.
static inline int isolation_make_memory(const char *name, long bytes, int may_grow) {
  int memory = (int)syscall(SYS_memfd_create, name, 3u /* close on exec, can be sealed */);
  if (memory < 0) return -1;
  int seals = 1 | 2 | (may_grow ? 0 : 4); /* no more seals, no shrinking, no growing */
  if (ftruncate(memory, bytes) != 0 || fcntl(memory, 1033 /* add seals */, seals) != 0) {
    close(memory);
    return -1;
  }
  return memory;
}

/// Makes a pipe whose ends are closed when a program is run.
static inline int isolation_make_pipe(int *ends) {
  return (int)syscall(SYS_pipe2, ends, O_CLOEXEC);
}

/// A copy of a descriptor whose number is at least so much, closed when a program is run.
static inline int isolation_move_descriptor(int descriptor, int least) {
  return fcntl(descriptor, F_DUPFD_CLOEXEC, least);
}

/// Ends this process at once when the last writing end of a pipe is closed, whatever it is at.
static inline int isolation_end_with(int pipe) {
  char byte;
  if (fcntl(pipe, F_SETOWN, getpid()) != 0 || fcntl(pipe, 10 /* set signal */, SIGKILL) != 0 ||
      fcntl(pipe, F_SETFL, O_NONBLOCK | 020000 /* O_ASYNC */) != 0)
    return -1;
  // The other end may have been closed before anybody was listening.
  if (read(pipe, &byte, 1) == 0) _exit(2);
  return 0;
}
