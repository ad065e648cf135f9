"""Runs a program under ptrace and acts at its n-th system call of a name, counted over all its threads.

strace counts for each thread apart, so that the second thread's calls hide behind the first one's; here every call that is
made can be hit. x86-64 Linux only.
"""
import ctypes
import os
import platform
import signal
import struct
import threading

from . import calls

_libc = ctypes.CDLL(None, use_errno=True)
_ptrace = _libc.ptrace
_ptrace.argtypes = [ctypes.c_long, ctypes.c_long, ctypes.c_void_p, ctypes.c_void_p]
_ptrace.restype = ctypes.c_long
_prctl = _libc.prctl
_prctl.argtypes = [ctypes.c_int, ctypes.c_ulong, ctypes.c_void_p, ctypes.c_ulong, ctypes.c_ulong]
_TRACEME, _CONT, _GETREGS, _SETREGS, _SYSCALL, _SETOPTIONS, _INFO = 0, 7, 12, 13, 24, 0x4200, 0x420E
_SYSGOOD, _CLONE, _EXEC, _SECCOMP, _EXITKILL = 1, 8, 16, 128, 0x100000
_EVENT_EXEC, _EVENT_SECCOMP, _WALL = 4, 7, 0x40000000
_DEATH_SIGNAL, _NO_NEW_PRIVS, _SET_SECCOMP, _FILTER, _TRACE, _ALLOW, _DONE = 1, 38, 22, 2, 0x7FF00000, 0x7FFF0000, 0x00050000
# Of struct user_regs_struct.
_REGS, _RAX, _ORIG_RAX = 27, 10, 15


def unavailable():
    """Why it cannot be used here; None if it can."""
    if platform.system() != "Linux" or platform.machine() != "x86_64":
        return f"the tracer knows x86-64 Linux, not {platform.system()} {platform.machine()}"
    done = run(["/bin/true"], {}, keep=True)
    if not done.calls:
        return "ptrace is not allowed here"
    done = run(["/bin/true"], {}, at=("exit_group", 1), act=kill)
    return None if done.returncode == -signal.SIGKILL else "ptrace with seccomp does not work here"


class Done:
    """What became of a traced run."""

    def __init__(self):
        self.returncode, self.stdout, self.stderr, self.calls, self.hits = None, "", "", [], 0


def kill(pid, tid, number, arguments):
    """To be done at a call: the whole process dies before it is made."""
    os.kill(pid, signal.SIGKILL)


class Fail:
    """To be done at a call: it is not made and fails with `errno`. Before that, `look(pid, arguments)` may look around."""

    def __init__(self, errno, look=None):
        self.errno, self.look = errno, look


def _filter(number, hurried=()):
    """A program for seccomp that stops at this call only: all others go at full speed, and those `hurried` are not made, as
    if they had been."""
    code = struct.pack("<HBBI", 0x20, 0, 0, 0)
    for one, answer in ((number, _TRACE), *((one, _DONE) for one in hurried)):
        code += struct.pack("<HBBI", 0x15, 0, 1, one) + struct.pack("<HBBI", 0x06, 0, 0, answer)
    code += struct.pack("<HBBI", 0x06, 0, 0, _ALLOW)
    buffer = ctypes.create_string_buffer(code, len(code))
    return buffer, ctypes.create_string_buffer(struct.pack("<HxxxxxxQ", len(code) // 8, ctypes.addressof(buffer)), 16)


def _child(parent, command, env, out, err, program):
    try:
        null = os.open("/dev/null", os.O_RDONLY)
        for descriptor, place in ((null, 0), (out, 1), (err, 2)):
            os.dup2(descriptor, place)
        # Whoever is stopped when the tracer ends would stay so for ever.
        _prctl(_DEATH_SIGNAL, signal.SIGKILL, None, 0, 0)
        if os.getppid() != parent:
            return
        _ptrace(_TRACEME, 0, None, None)
        os.kill(os.getpid(), signal.SIGSTOP)
        if program:
            _prctl(_NO_NEW_PRIVS, 1, None, 0, 0)
            if _prctl(_SET_SECCOMP, _FILTER, ctypes.addressof(program[1]), 0, 0) != 0:
                os._exit(126)
        os.execve(command[0], command, env)
    finally:
        os._exit(127)


def run(command, env, at=None, act=None, forever=False, keep=False, see=None, seconds=60, hurried=()):
    """Runs `command` and does `act` at its call `at` = (name, number from 1); with `forever` at all later ones of that name.

    `keep` notes the names of all calls. `see(pid, tid, name, arguments)` is told of every call before it is made. Without
    both only the calls named in `at` stop it, and those in `hurried` return at once, without being made.
    """
    done, counts = Done(), {}
    quick = at and not keep and not see and at[0] != "execve"
    program = _filter(calls.number(at[0]), [calls.number(name) for name in hurried]) if quick else None
    out, err = os.memfd_create("out"), os.memfd_create("err")
    go_on = _CONT if program else _SYSCALL
    parent, pid = os.getpid(), os.fork()
    if pid == 0:
        _child(parent, [str(word) for word in command], env, out, err, program)
    timer = threading.Timer(seconds, lambda: os.kill(pid, signal.SIGKILL))
    timer.start()
    tracee = _Tracee(pid, done, counts, at, act, forever, keep, see)
    threads, begun = set(), False
    try:
        while True:
            tid, status = os.waitpid(-1, _WALL)
            if os.WIFEXITED(status) or os.WIFSIGNALED(status):
                if tid == pid:
                    done.returncode = os.waitstatus_to_exitcode(status)
                    break
                continue
            stop, event, pass_on = os.WSTOPSIG(status), status >> 16, 0
            if not begun:
                begun = True
                _ptrace(_SETOPTIONS, pid, None, _SYSGOOD | _CLONE | _EXEC | _SECCOMP | _EXITKILL)
                threads.add(pid)
            elif stop == signal.SIGTRAP | 0x80 or event == _EVENT_SECCOMP:
                tracee.stopped(tid, event == _EVENT_SECCOMP)
            elif event == _EVENT_EXEC:
                tracee.begun = True
            elif event:
                pass
            elif tid not in threads:
                threads.add(tid)  # A new thread's first stop.
                pass_on = 0 if stop == signal.SIGSTOP else stop
            else:
                pass_on = stop
            _ptrace(go_on, tid, None, pass_on)
    finally:
        timer.cancel()
        if done.returncode is None:
            os.kill(pid, signal.SIGKILL)
        for descriptor, field in ((out, "stdout"), (err, "stderr")):
            size = os.fstat(descriptor).st_size
            setattr(done, field, os.pread(descriptor, size, 0).decode(errors="replace"))
            os.close(descriptor)
    return done


class _Tracee:
    """What is done when a call stops it."""

    def __init__(self, pid, done, counts, at, act, forever, keep, see):
        self.pid, self.done, self.counts, self.at, self.act, self.forever = pid, done, counts, at, act, forever
        self.keep, self.see, self.failing, self.begun = keep, see, {}, False
        self.info, self.registers = ctypes.create_string_buffer(88), (ctypes.c_ulonglong * _REGS)()

    def stopped(self, tid, by_filter):
        if not self.begun:
            return
        _ptrace(_INFO, tid, 88, self.info)
        if self.info.raw[0] == 2:  # It returns.
            if tid in self.failing:
                self._set(tid, _RAX, (1 << 64) - self.failing.pop(tid))
            return
        number, *arguments = struct.unpack_from("<7Q", self.info.raw, 24)
        name = calls.name(number)
        count = self.counts[name] = self.counts.get(name, 0) + 1
        if self.keep:
            self.done.calls.append(name)
        if self.see:
            self.see(self.pid, tid, name, arguments)
        if not self.at or name != self.at[0] or not (count == self.at[1] or (self.forever and count > self.at[1])):
            return
        self.done.hits += 1
        if not isinstance(self.act, Fail):
            self.act(self.pid, tid, number, arguments)
            return
        if self.act.look:
            self.act.look(self.pid, arguments)
        self._set(tid, _ORIG_RAX, (1 << 64) - 1)
        if by_filter:  # A call that is left out returns what stands here.
            self._set(tid, _RAX, (1 << 64) - self.act.errno)
        else:
            self.failing[tid] = self.act.errno

    def _set(self, tid, register, value):
        _ptrace(_GETREGS, tid, None, self.registers)
        self.registers[register] = value
        _ptrace(_SETREGS, tid, None, self.registers)


def memory(pid, address, length):
    """Bytes of a stopped process."""
    with open(f"/proc/{pid}/mem", "rb", 0) as file:
        file.seek(address)
        return file.read(length)
