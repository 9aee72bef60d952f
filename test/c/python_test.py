#!/usr/bin/env python3
"""python_test.py - the engine from Python: create, insert, read, and a write conflict, through libesent alone.

    python_test.py LIBESENT

Exit status: 0 everything answered as it should; an exception otherwise.
"""

import ctypes
import os
import shutil
import sys
import tempfile

WRITE_CONFLICT, COLUMN_NULL, INVALID_SESID, NO_CURRENT_RECORD = -1102, 1004, -1104, -1603
LONG, TEXT, AUTOINCREMENT, FIRST, NEXT = 4, 10, 0x10, -2147483648, 1
PREP_INSERT, PREP_REPLACE = 0, 2

handle, number = ctypes.c_uint64, ctypes.c_uint32


class ColumnDef(ctypes.Structure):
    _fields_ = [("size", number), ("column", number), ("type", number), ("country", ctypes.c_uint16), ("language", ctypes.c_uint16),
                ("code_page", ctypes.c_uint16), ("collate", ctypes.c_uint16), ("size_max", number), ("options", number)]


class Esent:
    """Calls by name. Raises what is an error and was not expected."""

    def __init__(self, path):
        self.library = ctypes.CDLL(path)

    def __call__(self, name, *arguments, expect=0):
        answer = getattr(self.library, name)(*arguments)
        if answer != expect:
            raise RuntimeError(f"{name} answered {answer}, not {expect}")


def begin(jet, instance):
    session = handle()
    jet("JetBeginSession", instance, ctypes.byref(session), None, None)
    return session


def add_column(jet, session, table, name, kind, options=0):
    definition = ColumnDef(ctypes.sizeof(ColumnDef), 0, kind, 0, 0, 1252, 0, 0, options)
    column = number()
    jet("JetAddColumn", session, table, name, ctypes.byref(definition), None, number(0), ctypes.byref(column))
    return column


def insert(jet, session, table, column, text):
    jet("JetPrepareUpdate", session, table, number(PREP_INSERT))
    jet("JetSetColumn", session, table, column, text, number(len(text)), number(0), None)
    jet("JetUpdate", session, table, None, number(0), None)


def read(jet, session, table, column):
    buffer, actual = ctypes.create_string_buffer(64), number()
    jet("JetRetrieveColumn", session, table, column, buffer, number(64), ctypes.byref(actual), number(0), None)
    return buffer.raw[:actual.value]


def main():
    jet = Esent(sys.argv[1])
    folder = tempfile.mkdtemp()
    path = os.path.join(folder, "python.edb").encode()
    try:
        instance = handle(2**64 - 1)
        jet("JetCreateInstance", ctypes.byref(instance), b"python")
        for parameter in (0, 2):    # where its log is
            jet("JetSetSystemParameter", ctypes.byref(instance), handle(0), number(parameter), handle(0), folder.encode())
        jet("JetInit", ctypes.byref(instance))
        session, database, table = begin(jet, instance), number(), handle()
        jet("JetCreateDatabase", session, path, None, ctypes.byref(database), number(0))
        jet("JetCreateTable", session, database, b"words", number(1), number(80), ctypes.byref(table))
        identity = add_column(jet, session, table, b"id", LONG, AUTOINCREMENT)
        word = add_column(jet, session, table, b"word", TEXT)
        jet("JetBeginTransaction", session)
        for text in (b"one", b"two"):
            insert(jet, session, table, word, text)
        jet("JetCommitTransaction", session, number(0))
        jet("JetMove", session, table, FIRST, number(0))
        found = [read(jet, session, table, word)]
        jet("JetMove", session, table, NEXT, number(0))
        found.append(read(jet, session, table, word))
        jet("JetMove", session, table, NEXT, number(0), expect=NO_CURRENT_RECORD)
        assert found == [b"one", b"two"], found
        jet("JetMove", session, table, FIRST, number(0))
        assert read(jet, session, table, identity) == b"\1\0\0\0"
        jet("JetCloseTable", session, table)

        rival, both = begin(jet, instance), []
        for who in (session, rival):
            opened, cursor = number(), handle()
            jet("JetOpenDatabase", who, path, None, ctypes.byref(opened), number(0))
            jet("JetOpenTable", who, opened, b"words", None, number(0), number(0), ctypes.byref(cursor))
            jet("JetBeginTransaction", who)
            jet("JetMove", who, cursor, FIRST, number(0))
            both.append(cursor)
        jet("JetPrepareUpdate", session, both[0], number(PREP_REPLACE))
        jet("JetPrepareUpdate", rival, both[1], number(PREP_REPLACE), expect=WRITE_CONFLICT)
        jet("JetRollback", rival, number(0))
        jet("JetRollback", session, number(0))
        jet("JetEndSession", rival, number(0))
        jet("JetMove", rival, both[1], FIRST, number(0), expect=INVALID_SESID)
        jet("JetTerm", instance)
    finally:
        shutil.rmtree(folder)


if __name__ == "__main__":
    main()
