#pragma once
#include <errno.h>
#include <fcntl.h>
#include <seccomp.h>
#include <signal.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <unistd.h>

// The system calls that reading needs. A call that nothing in this list needs fails, which a library
// can live with; one that only an attacker makes ends the process.

/// Calls that can do no harm whatever their arguments.
static const int isolation_harmless[] = {
    // Reading what is open.
    SCMP_SYS(read), SCMP_SYS(pread64), SCMP_SYS(readv), SCMP_SYS(preadv), SCMP_SYS(lseek),
    SCMP_SYS(_llseek), SCMP_SYS(fstat), SCMP_SYS(fstat64), SCMP_SYS(stat), SCMP_SYS(lstat),
    SCMP_SYS(newfstatat), SCMP_SYS(fstatat64), SCMP_SYS(statx), SCMP_SYS(fstatfs),
    SCMP_SYS(getdents64), SCMP_SYS(getcwd), SCMP_SYS(readlink), SCMP_SYS(readlinkat),
    SCMP_SYS(fadvise64), SCMP_SYS(poll), SCMP_SYS(ppoll),
    // Memory.
    SCMP_SYS(brk), SCMP_SYS(munmap), SCMP_SYS(mremap), SCMP_SYS(madvise),
    // Threads of this process.
    SCMP_SYS(futex), SCMP_SYS(sched_yield), SCMP_SYS(sched_getaffinity), SCMP_SYS(set_robust_list),
    SCMP_SYS(rseq), SCMP_SYS(gettid), SCMP_SYS(getpid), SCMP_SYS(exit), SCMP_SYS(exit_group),
    SCMP_SYS(rt_sigprocmask), SCMP_SYS(rt_sigreturn), SCMP_SYS(sigaltstack), SCMP_SYS(pause),
    SCMP_SYS(restart_syscall),
    // Looking at the clock and at itself.
    SCMP_SYS(clock_gettime), SCMP_SYS(clock_getres), SCMP_SYS(clock_nanosleep),
    SCMP_SYS(nanosleep), SCMP_SYS(gettimeofday), SCMP_SYS(time), SCMP_SYS(getrandom),
    SCMP_SYS(getrusage), SCMP_SYS(getrlimit), SCMP_SYS(sysinfo), SCMP_SYS(uname),
    SCMP_SYS(getuid), SCMP_SYS(geteuid), SCMP_SYS(getgid), SCMP_SYS(getegid)};

/// Calls that no reading makes, and an attacker would.
static const int isolation_hostile[] = {
    SCMP_SYS(execve), SCMP_SYS(execveat), SCMP_SYS(fork), SCMP_SYS(vfork), SCMP_SYS(socket),
    SCMP_SYS(socketpair), SCMP_SYS(connect), SCMP_SYS(bind), SCMP_SYS(listen), SCMP_SYS(accept),
    SCMP_SYS(accept4), SCMP_SYS(sendto), SCMP_SYS(sendmsg), SCMP_SYS(sendmmsg),
    SCMP_SYS(recvmsg), SCMP_SYS(recvmmsg), SCMP_SYS(ptrace), SCMP_SYS(process_vm_readv),
    SCMP_SYS(process_vm_writev), SCMP_SYS(kill), SCMP_SYS(tkill), SCMP_SYS(rt_sigqueueinfo),
    SCMP_SYS(rt_tgsigqueueinfo), SCMP_SYS(pidfd_open), SCMP_SYS(pidfd_getfd),
    SCMP_SYS(pidfd_send_signal), SCMP_SYS(mount), SCMP_SYS(umount2), SCMP_SYS(pivot_root),
    SCMP_SYS(chroot), SCMP_SYS(unshare), SCMP_SYS(setns), SCMP_SYS(bpf),
    SCMP_SYS(perf_event_open), SCMP_SYS(init_module), SCMP_SYS(finit_module),
    SCMP_SYS(delete_module), SCMP_SYS(kexec_load), SCMP_SYS(kexec_file_load), SCMP_SYS(keyctl),
    SCMP_SYS(add_key), SCMP_SYS(request_key), SCMP_SYS(io_uring_setup), SCMP_SYS(io_uring_enter),
    SCMP_SYS(io_uring_register), SCMP_SYS(userfaultfd), SCMP_SYS(open_by_handle_at),
    SCMP_SYS(setuid), SCMP_SYS(setgid), SCMP_SYS(setreuid), SCMP_SYS(setregid),
    SCMP_SYS(setresuid), SCMP_SYS(setresgid), SCMP_SYS(setgroups), SCMP_SYS(setfsuid),
    SCMP_SYS(setfsgid), SCMP_SYS(capset), SCMP_SYS(personality), SCMP_SYS(iopl),
    SCMP_SYS(ioperm), SCMP_SYS(reboot), SCMP_SYS(swapon), SCMP_SYS(swapoff)};

/// Leaves the process the calls that reading needs, for good and on all its threads.
///
/// It can write to `output` alone, and cannot close `line`. Gives 0, or a negative number that says
/// why nothing was changed.
static inline int isolation_limit_calls(int output, int line) {
  // What would open a file for anything but reading.
  const unsigned writing = O_ACCMODE | O_CREAT | O_TRUNC | O_APPEND | 020000000 /* nameless */;
  const unsigned thread = 0x00010100; /* the same memory, the same process */
  const int fails = SCMP_ACT_ERRNO(EPERM), lacks = SCMP_ACT_ERRNO(ENOSYS);
  const int good = SCMP_ACT_ALLOW, ends = SCMP_ACT_KILL_PROCESS;
  scmp_filter_ctx list = seccomp_init(fails);
  if (!list) return -ENOMEM;
  int wrong = seccomp_attr_set(list, SCMP_FLTATR_CTL_TSYNC, 1);
  for (unsigned i = 0; i < sizeof isolation_harmless / sizeof *isolation_harmless; i += 1)
    wrong |= seccomp_rule_add(list, good, isolation_harmless[i], 0);
  for (unsigned i = 0; i < sizeof isolation_hostile / sizeof *isolation_hostile; i += 1)
    wrong |= seccomp_rule_add(list, ends, isolation_hostile[i], 0);
#define ISOLATION_ALLOW(call, ...) \
  wrong |= seccomp_rule_add(list, good, SCMP_SYS(call), 1, __VA_ARGS__)
  ISOLATION_ALLOW(openat, SCMP_A2(SCMP_CMP_MASKED_EQ, writing, 0));
  ISOLATION_ALLOW(open, SCMP_A1(SCMP_CMP_MASKED_EQ, writing, 0));
  ISOLATION_ALLOW(mmap, SCMP_A2(SCMP_CMP_MASKED_EQ, PROT_EXEC, 0));
  ISOLATION_ALLOW(mprotect, SCMP_A2(SCMP_CMP_MASKED_EQ, PROT_EXEC, 0));
  ISOLATION_ALLOW(write, SCMP_A0_32(SCMP_CMP_EQ, (uint32_t)output));
  ISOLATION_ALLOW(close, SCMP_A0_32(SCMP_CMP_NE, (uint32_t)line));
  ISOLATION_ALLOW(fcntl, SCMP_A1_32(SCMP_CMP_EQ, F_GETFL));
  ISOLATION_ALLOW(fcntl, SCMP_A1_32(SCMP_CMP_EQ, F_GETFD));
  ISOLATION_ALLOW(fcntl, SCMP_A1_32(SCMP_CMP_EQ, F_SETFD));
  ISOLATION_ALLOW(clone, SCMP_A0(SCMP_CMP_MASKED_EQ, thread, thread));
  ISOLATION_ALLOW(tgkill, SCMP_A0_32(SCMP_CMP_EQ, (uint32_t)getpid()));
  ISOLATION_ALLOW(prctl, SCMP_A0_32(SCMP_CMP_EQ, PR_SET_NAME));
  ISOLATION_ALLOW(prlimit64, SCMP_A2(SCMP_CMP_EQ, 0)); /* looking at limits, not setting them */
  ISOLATION_ALLOW(rt_sigaction, SCMP_A0_32(SCMP_CMP_NE, SIGXCPU));
#undef ISOLATION_ALLOW
  // The arguments of this call lie in memory, where no list can look: the library then takes clone.
  wrong |= seccomp_rule_add(list, lacks, SCMP_SYS(clone3), 0);
  // HDF5 goes on without locks where a system has none.
  wrong |= seccomp_rule_add(list, lacks, SCMP_SYS(flock), 0);
  if (wrong == 0) wrong = seccomp_load(list);
  seccomp_release(list);
  return wrong;
}
