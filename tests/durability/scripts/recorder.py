"""Writes down what SQLite asks of the disk: every write, cut and sync of every file, in their order.

SQLite lets a program put a layer between itself and the operating system. This one calls SQLite's own
and keeps a note. It wants the SQLite library that Python uses to be a file of its own.
"""

import ctypes
import ctypes.util
import gc
from collections.abc import Callable
from typing import Any, NamedTuple

OK = 0
POINTER, INT, LONG = ctypes.c_void_p, ctypes.c_int, ctypes.c_int64

OPEN = ctypes.CFUNCTYPE(INT, POINTER, POINTER, POINTER, INT, POINTER)
WRITE = ctypes.CFUNCTYPE(INT, POINTER, POINTER, INT, LONG)
TRUNCATE = ctypes.CFUNCTYPE(INT, POINTER, LONG)
SYNC = ctypes.CFUNCTYPE(INT, POINTER, INT)
CLOSE = ctypes.CFUNCTYPE(INT, POINTER)


class Vfs(ctypes.Structure):
    """The layer to the operating system, as sqlite3.h has it, up to what is needed."""

    _fields_ = [
        ("iVersion", INT),
        ("szOsFile", INT),
        ("mxPathname", INT),
        ("pNext", POINTER),
        ("zName", ctypes.c_char_p),
        ("pAppData", POINTER),
        ("xOpen", POINTER),
        ("rest", POINTER * 16),
    ]


class Methods(ctypes.Structure):
    """What can be done to an open file."""

    _fields_ = [
        ("iVersion", INT),
        ("xClose", POINTER),
        ("xRead", POINTER),
        ("xWrite", POINTER),
        ("xTruncate", POINTER),
        ("xSync", POINTER),
        ("rest", POINTER * 13),
    ]


class Step(NamedTuple):
    """One thing asked of the disk: what, of which file, where, and the bytes; or a note of ours."""

    what: str
    file: str
    place: int
    content: bytes


class Recorder:
    """Installs itself as the way to the disk of every connection opened from now on."""

    def __init__(self) -> None:
        # A statement of SQLite's that is thrown away while SQLite writes brings all of it down.
        gc.disable()
        self.steps: list[Step] = []
        self.refuse: Callable[[Step], int] = lambda _step: OK
        self._names: dict[int, str] = {}
        self._kept: list[Any] = []
        self._patched: dict[int, Methods] = {}
        library = ctypes.CDLL(ctypes.util.find_library("sqlite3") or "libsqlite3.so.0")
        library.sqlite3_vfs_find.restype = POINTER
        library.sqlite3_vfs_find.argtypes = [ctypes.c_char_p]
        self._below = library.sqlite3_vfs_find(None)
        usual = Vfs.from_address(self._below)
        self._open = OPEN(usual.xOpen)
        mine = Vfs.from_buffer_copy(usual)
        mine.pNext, mine.zName = None, b"recorder"
        mine.xOpen = self._keep(OPEN(self._opened))
        self._kept.append(mine)
        library.sqlite3_vfs_register.argtypes = [POINTER, INT]
        assert library.sqlite3_vfs_register(ctypes.addressof(mine), 1) == OK

    def note(self, text: str) -> None:
        """Write down something that happened between two steps."""
        self.steps.append(Step("note", text, 0, b""))

    def _keep(self, function: Any) -> int:
        self._kept.append(function)
        address: int = ctypes.cast(function, POINTER).value or 0
        return address

    def _opened(self, _vfs: int, name: int, file: int, flags: int, out: int) -> int:
        done = self._open(self._below, name, file, flags, out)
        methods = POINTER.from_address(file)
        if done == OK and methods.value and name:
            path = ctypes.string_at(name).decode()
            self._names[file] = path.rpartition("/")[2]
            methods.value = ctypes.addressof(self._patch(methods.value))
        return int(done)

    def _patch(self, usual: int) -> Methods:
        if usual not in self._patched:
            below = Methods.from_address(usual)
            mine = Methods.from_buffer_copy(below)
            mine.xWrite = self._keep(WRITE(self._writes(WRITE(below.xWrite))))
            mine.xTruncate = self._keep(TRUNCATE(self._truncates(TRUNCATE(below.xTruncate))))
            mine.xSync = self._keep(SYNC(self._syncs(SYNC(below.xSync))))
            self._patched[usual] = mine
        return self._patched[usual]

    def _writes(self, below: Any) -> Callable[[int, int, int, int], int]:
        def write(file: int, content: int, amount: int, place: int) -> int:
            step = Step("write", self._names[file], place, ctypes.string_at(content, amount))
            return self._do(step, lambda: below(file, content, amount, place))

        return write

    def _truncates(self, below: Any) -> Callable[[int, int], int]:
        def truncate(file: int, size: int) -> int:
            step = Step("truncate", self._names[file], size, b"")
            return self._do(step, lambda: below(file, size))

        return truncate

    def _syncs(self, below: Any) -> Callable[[int, int], int]:
        def sync(file: int, flags: int) -> int:
            return self._do(Step("sync", self._names[file], 0, b""), lambda: below(file, flags))

        return sync

    def _do(self, step: Step, below: Callable[[], int]) -> int:
        if refused := self.refuse(step):
            return refused
        done = below()
        if done == OK:
            self.steps.append(step)
        return done
