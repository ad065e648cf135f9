"""Names of system calls on x86-64 Linux, as far as ticks make them."""
import re
from pathlib import Path

# From asm/unistd_64.h, for machines without the header.
_COMMON = {
    0: "read", 1: "write", 2: "open", 3: "close", 4: "stat", 5: "fstat", 6: "lstat", 7: "poll", 8: "lseek", 9: "mmap",
    10: "mprotect", 11: "munmap", 12: "brk", 13: "rt_sigaction", 14: "rt_sigprocmask", 16: "ioctl", 17: "pread64",
    18: "pwrite64", 19: "readv", 20: "writev", 21: "access", 24: "sched_yield", 28: "madvise", 39: "getpid", 41: "socket",
    42: "connect", 44: "sendto", 45: "recvfrom", 46: "sendmsg", 47: "recvmsg", 48: "shutdown", 49: "bind", 51: "getsockname",
    52: "getpeername", 53: "socketpair", 54: "setsockopt", 55: "getsockopt", 56: "clone", 59: "execve", 60: "exit",
    63: "uname", 72: "fcntl", 73: "flock", 74: "fsync", 75: "fdatasync", 76: "truncate", 77: "ftruncate", 79: "getcwd",
    80: "chdir", 82: "rename", 83: "mkdir", 84: "rmdir", 87: "unlink", 89: "readlink", 90: "chmod", 91: "fchmod",
    93: "fchown", 95: "umask", 96: "gettimeofday", 97: "getrlimit", 99: "sysinfo", 102: "getuid", 107: "geteuid",
    131: "sigaltstack", 137: "statfs", 138: "fstatfs", 141: "setpriority", 157: "prctl", 158: "arch_prctl",
    160: "setrlimit", 186: "gettid", 202: "futex", 203: "sched_setaffinity", 204: "sched_getaffinity", 217: "getdents64",
    218: "set_tid_address", 228: "clock_gettime", 229: "clock_getres", 230: "clock_nanosleep", 231: "exit_group",
    232: "epoll_wait", 233: "epoll_ctl", 234: "tgkill", 257: "openat", 258: "mkdirat", 262: "newfstatat", 263: "unlinkat",
    264: "renameat", 267: "readlinkat", 269: "faccessat", 270: "pselect6", 271: "ppoll", 273: "set_robust_list",
    281: "epoll_pwait", 285: "fallocate", 288: "accept4", 290: "eventfd2", 291: "epoll_create1", 293: "pipe2",
    302: "prlimit64", 316: "renameat2", 318: "getrandom", 319: "memfd_create", 332: "statx", 334: "rseq", 435: "clone3",
    437: "openat2", 439: "faccessat2",
}


def _names():
    for path in ("/usr/include/x86_64-linux-gnu/asm/unistd_64.h", "/usr/include/asm/unistd_64.h"):
        if Path(path).exists():
            found = re.findall(r"#define __NR_(\w+) (\d+)", Path(path).read_text())
            return {int(number): name for name, number in found}
    return _COMMON


NAMES = _names()


def name(number):
    return NAMES.get(number, f"call{number}")
