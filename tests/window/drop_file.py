"""drop_file.py WINDOW X Y FILE...: drops files on a window of another program, as a file manager does (XDND, version 5).

WINDOW is its number; X and Y are pixels of the screen. Only needs libX11. Exit code 77: there is none here; 1: not taken.
"""
import ctypes
import ctypes.util
import pathlib
import sys
import time

name = ctypes.util.find_library("X11") or "libX11.so.6"
try:
    x11 = ctypes.CDLL(name)
except OSError as missing:
    print("skipped: %s" % missing)
    sys.exit(77)

Window = Atom = Time = ctypes.c_ulong
Display = ctypes.c_void_p


class ClientMessage(ctypes.Structure):
    _fields_ = [("type", ctypes.c_int), ("serial", ctypes.c_ulong), ("send_event", ctypes.c_int), ("display", Display),
                ("window", Window), ("message_type", Atom), ("format", ctypes.c_int), ("data", ctypes.c_long * 5)]


class SelectionRequest(ctypes.Structure):
    _fields_ = [("type", ctypes.c_int), ("serial", ctypes.c_ulong), ("send_event", ctypes.c_int), ("display", Display),
                ("owner", Window), ("requestor", Window), ("selection", Atom), ("target", Atom), ("property", Atom), ("time", Time)]


class SelectionNotify(ctypes.Structure):
    _fields_ = [("type", ctypes.c_int), ("serial", ctypes.c_ulong), ("send_event", ctypes.c_int), ("display", Display),
                ("requestor", Window), ("selection", Atom), ("target", Atom), ("property", Atom), ("time", Time)]


class Event(ctypes.Union):
    _fields_ = [("type", ctypes.c_int), ("client", ClientMessage), ("request", SelectionRequest), ("notify", SelectionNotify),
                ("pad", ctypes.c_long * 24)]


x11.XOpenDisplay.restype = Display
x11.XDefaultRootWindow.restype = Window
x11.XDefaultRootWindow.argtypes = [Display]
x11.XCreateSimpleWindow.restype = Window
x11.XCreateSimpleWindow.argtypes = [Display, Window] + [ctypes.c_int] * 2 + [ctypes.c_uint] * 3 + [ctypes.c_ulong] * 2
x11.XInternAtom.restype = Atom
x11.XInternAtom.argtypes = [Display, ctypes.c_char_p, ctypes.c_int]
x11.XSetSelectionOwner.argtypes = [Display, Atom, Window, Time]
x11.XSendEvent.argtypes = [Display, Window, ctypes.c_int, ctypes.c_long, ctypes.POINTER(Event)]
x11.XChangeProperty.argtypes = [Display, Window, Atom, Atom, ctypes.c_int, ctypes.c_int, ctypes.c_char_p, ctypes.c_int]
x11.XPending.argtypes = x11.XFlush.argtypes = [Display]
x11.XNextEvent.argtypes = [Display, ctypes.POINTER(Event)]

target, x, y = (int(word, 0) for word in sys.argv[1:4])
uris = "".join(pathlib.Path(file).resolve().as_uri() + "\r\n" for file in sys.argv[4:]).encode()
display = x11.XOpenDisplay(None)
if not display:
    sys.exit("no screen")
source = x11.XCreateSimpleWindow(display, x11.XDefaultRootWindow(display), 0, 0, 1, 1, 0, 0, 0)


def atom(word):
    return x11.XInternAtom(display, word.encode(), 0)


CLIENT_MESSAGE, SELECTION_REQUEST, SELECTION_NOTIFY, BYTES, REPLACE = 33, 30, 31, 8, 0
x11.XSetSelectionOwner(display, atom("XdndSelection"), source, 0)


def send(word, *data):
    event = Event()
    event.client.type, event.client.window, event.client.message_type = CLIENT_MESSAGE, target, atom(word)
    event.client.format = 32
    for i, value in enumerate((source,) + data):
        event.client.data[i] = value
    x11.XSendEvent(display, target, 0, 0, ctypes.byref(event))
    x11.XFlush(display)


def wait_for(word):
    """Answers who asks for the files, until the window says `word`."""
    end, event = time.time() + 10, Event()
    while time.time() < end:
        if not x11.XPending(display):
            time.sleep(0.02)
            continue
        x11.XNextEvent(display, ctypes.byref(event))
        if event.type == SELECTION_REQUEST:
            asked = event.request
            x11.XChangeProperty(display, asked.requestor, asked.property, asked.target, BYTES, REPLACE, uris, len(uris))
            answer = Event()
            answer.notify.type, answer.notify.requestor, answer.notify.selection = SELECTION_NOTIFY, asked.requestor, asked.selection
            answer.notify.target, answer.notify.property, answer.notify.time = asked.target, asked.property, asked.time
            x11.XSendEvent(display, asked.requestor, 0, 0, ctypes.byref(answer))
            x11.XFlush(display)
        elif event.type == CLIENT_MESSAGE and event.client.message_type == atom(word):
            return event.client.data[1]
    sys.exit("the window does not answer with %s" % word)


send("XdndEnter", 5 << 24, atom("text/uri-list"))
send("XdndPosition", 0, x << 16 | y, 0, atom("XdndActionCopy"))
if not wait_for("XdndStatus") & 1:
    sys.exit("the window does not take files")
send("XdndDrop", 0)
sys.exit(0 if wait_for("XdndFinished") else "the window did not take the files")  # GLFW says how many bytes
