"""Commands as cron runs them, without `--now`: their clocks are set by a library of our own.

The wall clock and the boot clock, which a tick compares, are moved together; the one by which threads wait is not.
"""
import functools
import shutil
import subprocess
import time
from datetime import timedelta

# No call of the kernel more than without it; nothing is put into the environment, by whose place Swift finds the arguments.
LIBRARY = r"""
#define _GNU_SOURCE
#include <dlfcn.h>
#include <stdlib.h>
#include <sys/time.h>
#include <time.h>

static int (*machine)(clockid_t, struct timespec *);
static long long ahead;

__attribute__((constructor)) static void begin(void) {
    const char *nanoseconds = getenv("CLOCK_AHEAD");
    ahead = nanoseconds ? atoll(nanoseconds) : 0;
    machine = dlsym(RTLD_NEXT, "clock_gettime");
}

int clock_gettime(clockid_t clock, struct timespec *found) {
    if (!machine) begin();
    int is_boot = clock == CLOCK_BOOTTIME;
    if (!is_boot && clock != CLOCK_REALTIME && clock != CLOCK_REALTIME_COARSE) return machine(clock, found);
    int failed = machine(CLOCK_REALTIME, found);
    if (failed) return failed;
    long long now = found->tv_sec * 1000000000LL + found->tv_nsec + ahead - (is_boot ? STARTED * 1000000000LL : 0);
    found->tv_sec = now / 1000000000;
    found->tv_nsec = now % 1000000000;
    return 0;
}

int gettimeofday(struct timeval *found, void *zone) {
    struct timespec now;
    if (clock_gettime(CLOCK_REALTIME, &now)) return -1;
    found->tv_sec = now.tv_sec;
    found->tv_usec = now.tv_nsec / 1000;
    return 0;
}

time_t time(time_t *found) {
    struct timespec now;
    clock_gettime(CLOCK_REALTIME, &now);
    if (found) *found = now.tv_sec;
    return now.tv_sec;
}
"""


@functools.cache
def unavailable():
    """Why there can be no such library here; None if there can."""
    return None if shutil.which("cc") else "there is no C compiler by the name of cc"


def library(folder, planned):
    """The library, made in a folder, for a machine that was started a day before."""
    started = int((planned - timedelta(days=1)).timestamp())
    subprocess.run(["cc", "-O1", "-shared", "-fPIC", f"-DSTARTED={started}", "-x", "c", "-o", folder / "clock.so", "-"], check=True, text=True,
                   input=LIBRARY)
    return folder / "clock.so"


def clock(library, moment):
    """The variables by which a command that is begun now begins at `moment`."""
    return {"LD_PRELOAD": str(library), "CLOCK_AHEAD": str(int((moment.timestamp() - time.time()) * 1e9))}
