#!/usr/bin/env python3
"""edbcheck.py - independent integrity checker and dumper for ESE (.edb) databases.

    edbcheck.py FILE                 check; one problem per line on stdout
    edbcheck.py --dump FILE          tables, columns, indexes, rows as JSON lines
    edbcheck.py --page N FILE        show one page in readable form
    edbcheck.py --tree N FILE        show the tree rooted at page N
    edbcheck.py --header FILE        show the database header as JSON
    edbcheck.py --pages FILE         one line per page of the file

Options for checking:
    --strict       warnings count as problems (use this on files of one's own making)
    --quiet        print neither warnings nor the summary (they go to stderr)
    --max N        print at most N problems (default 200; 0 = all)
    --allow-dirty  do not call a dirty-shutdown header a problem
Options for dumping:
    --table NAME   only this table (may be given more than once)
    --system       also dump the rows of the MSys* tables
    --schema       no rows, only definitions
    --raw          do not fill in default values of columns that a record leaves out

Exit status: 0 clean, 1 problems found (or rows that could not be decoded),
2 not an ESE database (or it could not be read at all).

Needs nothing but Python 3.8+.  It shares no code with any ESE engine.  The rules
checked are those of the published format.
"""

import argparse
import collections
import json
import os
import struct
import sys
import uuid
from itertools import compress

# ---------------------------------------------------------------------------
# constants
# ---------------------------------------------------------------------------

MAGIC = 0x89ABCDEF
VERSION = 0x620

PF_ROOT = 0x0001
PF_LEAF = 0x0002
PF_PARENT_OF_LEAF = 0x0004
PF_EMPTY = 0x0008
PF_REPAIR = 0x0010
PF_SPACE = 0x0020
PF_INDEX = 0x0040
PF_LV = 0x0080
PF_NONUNIQUE = 0x0400
PF_NEWREC = 0x0800
PF_NEWCKSUM = 0x2000
PF_SCRUBBED = 0x4000
PF_FLUSHTYPE = 0x18000
PF_PREINIT = 0x20000
PF_FDPDELETE = 0x40000
PF_KNOWN = 0x0007ECFF

ND_VERSION = 1
ND_DELETED = 2
ND_COMPRESSED = 4

SYSOBJ_TABLE, SYSOBJ_COLUMN, SYSOBJ_INDEX, SYSOBJ_LV, SYSOBJ_CALLBACK = 1, 2, 3, 4, 5

COLTYPE_NAMES = {
    0: "Nil", 1: "Bit", 2: "UnsignedByte", 3: "Short", 4: "Long", 5: "Currency",
    6: "IEEESingle", 7: "IEEEDouble", 8: "DateTime", 9: "Binary", 10: "Text",
    11: "LongBinary", 12: "LongText", 13: "SLV", 14: "UnsignedLong", 15: "LongLong",
    16: "GUID", 17: "UnsignedShort", 18: "UnsignedLongLong",
}
COLTYPE_SIZE = {1: 1, 2: 1, 3: 2, 4: 4, 5: 8, 6: 4, 7: 8, 8: 8, 14: 4, 15: 8, 16: 16, 17: 2, 18: 8}

FF_NOTNULL = 0x0001
FF_VERSION = 0x0002
FF_AUTOINC = 0x0004
FF_MULTIVALUED = 0x0008
FF_DEFAULT = 0x0010
FF_ESCROW = 0x0020
FF_FINALIZE = 0x0040
FF_USERDEFAULT = 0x0080
FF_TEMPLATE98 = 0x0100
FF_PLACEHOLDER = 0x0800
FF_COMPRESSED = 0x1000
FF_ENCRYPTED = 0x2000

FIDB_UNIQUE = 0x0001
FIDB_ALLNULLS = 0x0002
FIDB_FIRSTNULL = 0x0004
FIDB_SOMENULLS = 0x0008
FIDB_NONULLSEG = 0x0010
FIDB_PRIMARY = 0x0020
FIDB_LOCALESET = 0x0040
FIDB_MULTIVALUED = 0x0080
FIDB_TEMPLATE = 0x0100
FIDB_DERIVED = 0x0200
FIDB_LOCALIZED = 0x0400
FIDB_NULLSHIGH = 0x0800
FIDB_CROSSPRODUCT = 0x2000
FIDB_NOTRUNC = 0x4000
FIDB_NESTED = 0x8000
FIDX_EXTENDED = 0x0001
FIDX_DOTNETGUID = 0x0002
FIDX_DEFERRED = 0x0004

TABLE_TEMPLATE = 0x20000000
TABLE_DERIVED = 0x10000000

DBSTATE = {1: "JustCreated", 2: "DirtyShutdown", 3: "CleanShutdown", 4: "BeingConverted",
           5: "ForceDetach", 6: "IncrementalReseedInProgress", 7: "DirtyAndPatchedShutdown",
           8: "RevertInProgress"}

# fixed columns, variable columns, tagged columns of MSysObjects
MSO_COLUMNS = [
    (1, "ObjidTable", 4), (2, "Type", 3), (3, "Id", 4), (4, "ColtypOrPgnoFDP", 4),
    (5, "SpaceUsage", 4), (6, "Flags", 4), (7, "PagesOrLocale", 4), (8, "RootFlag", 1),
    (9, "RecordOffset", 3), (10, "LCMapFlags", 4), (11, "KeyMost", 17),
    (12, "LVChunkMax", 4), (13, "PgnoFDPLastSetTime", 8),
    (128, "Name", 10), (129, "Stats", 9), (130, "TemplateTable", 10), (131, "DefaultValue", 9),
    (132, "KeyFldIDs", 9), (133, "VarSegMac", 9), (134, "ConditionalColumns", 9),
    (135, "TupleLimits", 9), (136, "Version", 9), (137, "SortID", 9),
    (256, "CallbackData", 11), (257, "CallbackDependencies", 11), (258, "SeparateLV", 11),
    (259, "SpaceHints", 11), (260, "SpaceDeferredLVHints", 11), (261, "LocaleName", 11),
]

PGNO_DBROOT, PGNO_MSO, PGNO_MSO_NAME, PGNO_MSO_ROOT, PGNO_MSO_SHADOW = 1, 4, 7, 10, 24
OBJID_DBROOT, OBJID_MSO, OBJID_MSO_SHADOW, OBJID_MSO_NAME, OBJID_MSO_ROOT = 1, 2, 3, 4, 5


class NotEdb(Exception):
    pass


class Bad(Exception):
    """something in the file is malformed"""


# ---------------------------------------------------------------------------
# checksums
# ---------------------------------------------------------------------------

_row_tables = {}


def _row_table(cb):
    t = _row_tables.get(cb)
    if t is None:
        rows = cb // 16
        t = (int.from_bytes((b"\1" + b"\0" * 15) * rows, "little"), [r << 7 for r in range(rows)])
        _row_tables[cb] = t
    return t


def _fold(x, nbits, to):
    while nbits > to:
        nbits >>= 1
        x = (x >> nbits) ^ (x & ((1 << nbits) - 1))
    return x


def header_checksum(buf):
    """32-bit XOR checksum of a header page"""
    x = int.from_bytes(b"\0\0\0\0" + buf[4:], "little")
    return _fold(x, len(buf) * 8, 32) ^ 0x89ABCDEF


def ecc_of_block(buf, header_block):
    """(ecc32, xor32) of one block; the first 8 bytes of a header block count as zero"""
    cb = len(buf)
    nbits = cb * 8
    if header_block:
        buf = b"\0" * 8 + buf[8:]
    x = int.from_bytes(buf, "little")
    mask, rowidx = _row_table(cb)
    y = x
    for s in (64, 32, 16, 8, 4, 2, 1):
        y ^= y >> s
    odd = (y & mask).to_bytes(cb, "little")[::16]
    lo = 0
    n = 0
    for r in compress(rowidx, odd):
        lo ^= r
        n += 1
    hi = lo ^ (0xFF80 if n & 1 else 0)
    col = _fold(x, nbits, 128)
    c, i, clo, n = col, 0, 0, 0
    while c:
        if c & 1:
            clo ^= i
            n += 1
        c >>= 1
        i += 1
    lo |= clo
    hi |= clo ^ (0x7F if n & 1 else 0)
    m = nbits - 1
    return ((hi & m) << 16) | (lo & m), _fold(col, 128, 32)


def xe_checksum(buf, pgno, header_block):
    ecc, x = ecc_of_block(buf, header_block)
    return (ecc << 32) | (x ^ pgno)


def page_checksums(buf, pgno):
    """list of the checksum(s) that a page in the new format must carry"""
    cb = len(buf)
    if cb <= 8192:
        return [xe_checksum(buf, pgno, True)]
    bs = cb // 4
    out = [xe_checksum(buf[:bs], pgno, True)]
    for i in (1, 2, 3):
        out.append(xe_checksum(buf[i * bs:(i + 1) * bs], pgno, False))
    return out


def stored_checksums(buf):
    if len(buf) <= 8192:
        return [struct.unpack_from("<Q", buf, 0)[0]]
    return [struct.unpack_from("<Q", buf, 0)[0]] + list(struct.unpack_from("<3Q", buf, 40))


# ---------------------------------------------------------------------------
# column compression
# ---------------------------------------------------------------------------

def _unpack7(data):
    bits = (data[0] & 7) + 1
    total = (len(data) - 2) * 8 + bits
    if len(data) < 2 or total % 7:
        raise Bad("7-bit compressed data has a length of %d bits" % total)
    n = total // 7
    x = int.from_bytes(data[1:], "little")
    out = bytearray(n)
    for i in range(n):
        out[i] = x & 0x7F
        x >>= 7
    return bytes(out)


def _xpress(src, size):
    """plain LZ77 ("XPRESS" without Huffman) of one block"""
    out = bytearray()
    pos = 0
    flags = 0
    nflags = 0
    nibble = -1
    end = len(src)
    while len(out) < size:
        if nflags == 0:
            if pos + 4 > end:
                raise Bad("XPRESS data ends early")
            flags = struct.unpack_from("<I", src, pos)[0]
            pos += 4
            nflags = 32
        nflags -= 1
        if not (flags >> nflags) & 1:
            if pos >= end:
                raise Bad("XPRESS data ends early")
            out.append(src[pos])
            pos += 1
            continue
        if pos + 2 > end:
            raise Bad("XPRESS data ends early")
        tok = struct.unpack_from("<H", src, pos)[0]
        pos += 2
        dist = (tok >> 3) + 1
        length = tok & 7
        if length == 7:
            if nibble < 0:
                nibble = pos
                length = src[pos] & 15
                pos += 1
            else:
                length = src[nibble] >> 4
                nibble = -1
            if length == 15:
                length = src[pos]
                pos += 1
                if length == 255:
                    length = struct.unpack_from("<H", src, pos)[0]
                    pos += 2
                    if length == 0:
                        length = struct.unpack_from("<I", src, pos)[0]
                        pos += 4
                    if length < 15 + 7:
                        raise Bad("XPRESS match length")
                    length -= 15 + 7
                length += 15
            length += 7
        length += 3
        if dist > len(out):
            raise Bad("XPRESS match reaches before the start")
        start = len(out) - dist
        if dist >= length:
            out += out[start:start + length]
        else:
            for i in range(length):
                out.append(out[start + i])
    return bytes(out[:size])


class Unsupported(Exception):
    """data this program cannot decode although it may be right (XPRESS9/10, LZ4, encryption)"""


def decompress(data):
    if not data:
        raise Bad("compressed value of no bytes")
    kind = data[0] >> 3
    if kind == 1:
        return _unpack7(data)
    if kind == 2:
        raw = _unpack7(data)
        out = bytearray(len(raw) * 2)
        out[0::2] = raw
        return bytes(out)
    if kind == 3:
        if len(data) < 3:
            raise Bad("XPRESS value of %d bytes" % len(data))
        return _xpress(data[3:], struct.unpack_from("<H", data, 1)[0])
    if kind == 4:
        raise Unsupported("scrubbed value")
    if kind in (5, 6, 7):
        raise Unsupported({5: "XPRESS9", 6: "XPRESS10", 7: "LZ4"}[kind])
    raise Bad("unknown compression kind %d" % kind)


# ---------------------------------------------------------------------------
# problems
# ---------------------------------------------------------------------------

class Report:
    def __init__(self, strict=False, quiet=False, limit=200):
        self.strict = strict
        self.quiet = quiet
        self.limit = limit
        self.problems = 0
        self.warnings = 0
        self.notes = 0

    def problem(self, fmt, *args):
        self.problems += 1
        if not self.limit or self.problems <= self.limit:
            print((fmt % args) if args else fmt)
        elif self.problems == self.limit + 1:
            print("(more problems not shown)")

    def warning(self, fmt, *args):
        if self.strict:
            self.problem(fmt, *args)
            return
        self.warnings += 1
        if not self.quiet and self.warnings <= 50:
            print("warning: " + ((fmt % args) if args else fmt), file=sys.stderr)

    def pedantic(self, fmt, *args):
        """something Windows itself leaves behind, but a writer need not"""
        if self.strict:
            self.problem(fmt, *args)

    def note(self, fmt, *args):
        self.notes += 1
        if not self.quiet and self.notes <= 50:
            print("note: " + ((fmt % args) if args else fmt), file=sys.stderr)


# ---------------------------------------------------------------------------
# pages
# ---------------------------------------------------------------------------

class Page:
    __slots__ = ("pgno", "raw", "cb", "small", "checksum", "dbtime", "prev", "next", "objid",
                 "cbfree", "cbuncommitted", "ibmicfree", "itagstate", "ntags", "nreserved",
                 "flags", "hdr", "tags", "_nodes")

    def __init__(self, pgno, raw):
        self.pgno = pgno
        self.raw = raw
        self.cb = len(raw)
        self.small = self.cb <= 8192
        (self.checksum, self.dbtime, self.prev, self.next, self.objid, self.cbfree,
         self.cbuncommitted, self.ibmicfree, self.itagstate, self.flags) = \
            struct.unpack_from("<QQIIIHHHHI", raw, 0)
        self.hdr = 40 if self.small else 80
        self.ntags = self.itagstate & 0x0FFF
        self.nreserved = max(1, self.itagstate >> 12)
        self._nodes = None
        self.tags = None

    @property
    def blank(self):
        return not any(self.raw)

    @property
    def leaf(self):
        return bool(self.flags & PF_LEAF)

    @property
    def root(self):
        return bool(self.flags & PF_ROOT)

    @property
    def unique(self):
        return not self.flags & PF_NONUNIQUE or bool(self.flags & PF_SPACE)

    def parse_tags(self):
        if self.tags is not None:
            return self.tags
        end = self.cb - 4 * self.ntags
        if end < self.hdr:
            raise Bad("page %d: %d tags do not fit" % (self.pgno, self.ntags))
        tags = []
        for i in range(self.ntags):
            cb, ib = struct.unpack_from("<HH", self.raw, self.cb - 4 * (i + 1))
            if self.small:
                fl = ib >> 13
                ib &= 0x1FFF
                hi = cb & ~0x1FFF
                cb &= 0x1FFF
            else:
                hi = (cb | ib) & 0x8000
                ib &= 0x7FFF
                cb &= 0x7FFF
                fl = 0
                if i >= self.nreserved and cb >= 2 and self.hdr + ib + 2 <= self.cb:
                    fl = struct.unpack_from("<H", self.raw, self.hdr + ib)[0] >> 13
            tags.append((ib, cb, fl, hi))
        self.tags = tags
        return tags

    def tagdata(self, i):
        ib, cb, _, _ = self.parse_tags()[i]
        if self.hdr + ib + cb > self.cb - 4 * self.ntags:
            raise Bad("page %d: tag %d reaches into the tag array" % (self.pgno, i))
        return self.raw[self.hdr + ib:self.hdr + ib + cb]

    def external_header(self):
        return self.tagdata(0) if self.ntags else b""

    def prefix(self):
        h = self.external_header()
        if not self.flags & PF_ROOT:
            return h
        if self.flags & PF_SPACE:
            return h[16:]
        return b""

    def nodes(self):
        """list of (flags, key, data)"""
        if self._nodes is not None:
            return self._nodes
        tags = self.parse_tags()
        pfx = self.prefix() if self.ntags else b""
        out = []
        for i in range(self.nreserved, self.ntags):
            d = self.tagdata(i)
            fl = tags[i][2]
            pos = 0
            npfx = 0
            if fl & ND_COMPRESSED:
                if len(d) < 4:
                    raise Bad("page %d: node %d too short" % (self.pgno, i))
                npfx = struct.unpack_from("<H", d, 0)[0] & 0x1FFF
                pos = 2
                if npfx > len(pfx):
                    raise Bad("page %d: node %d uses %d bytes of a %d-byte prefix"
                              % (self.pgno, i, npfx, len(pfx)))
            if len(d) < pos + 2:
                raise Bad("page %d: node %d too short" % (self.pgno, i))
            nsuf = struct.unpack_from("<H", d, pos)[0] & 0x1FFF
            pos += 2
            if pos + nsuf > len(d):
                raise Bad("page %d: node %d has a key longer than the node" % (self.pgno, i))
            out.append((fl, pfx[:npfx] + d[pos:pos + nsuf], d[pos + nsuf:]))
        self._nodes = out
        return out

    def space_header(self):
        """(flags, count, parent, field4, autoinc or None) of a table/index/LV/database root"""
        h = self.external_header()
        auto = None
        if len(h) != 16:
            if not h:
                raise Bad("page %d: no space header" % self.pgno)
            kinds = h[0]
            if not kinds & 1 or kinds & ~3 or len(h) != 17 + (8 if kinds & 2 else 0):
                raise Bad("page %d: external header of %d bytes, kinds 0x%02x"
                          % (self.pgno, len(h), kinds))
            if kinds & 2:
                auto = struct.unpack_from("<Q", h, 17)[0]
            h = h[1:17]
        cpg, parent, fl, last = struct.unpack("<IIII", h)
        return fl, cpg, parent, last, auto


class Database:
    def __init__(self, path):
        self.path = path
        try:
            with open(path, "rb") as f:
                self.data = f.read()
        except OSError as e:
            raise NotEdb(str(e))
        d = self.data
        if len(d) < 4096 or struct.unpack_from("<I", d, 4)[0] != MAGIC:
            # the main header may be damaged; look for the shadow one
            for cb in (2048, 4096, 8192, 16384, 32768):
                if len(d) >= 2 * cb and struct.unpack_from("<I", d, cb + 4)[0] == MAGIC \
                        and (struct.unpack_from("<I", d, cb + 236)[0] or 4096) == cb:
                    self.cb = cb
                    self.hdr_at = cb
                    break
            else:
                raise NotEdb("no ESE signature")
        else:
            self.cb = struct.unpack_from("<I", d, 236)[0] or 4096
            self.hdr_at = 0
        if self.cb not in (2048, 4096, 8192, 16384, 32768):
            raise NotEdb("page size %d" % self.cb)
        if len(d) < self.cb * 3:
            raise NotEdb("file of %d bytes" % len(d))
        self.npages = len(d) // self.cb - 2
        self.small = self.cb <= 8192
        self.header = self.parse_header(d[self.hdr_at:self.hdr_at + self.cb])
        if self.header["filetype"] not in (0, 1):
            raise NotEdb("file type %d is not a database" % self.header["filetype"])
        self._cache = {}
        self.lvchunk = {2048: 1966, 4096: 4014, 8192: 8110, 16384: 4050, 32768: 8150}[self.cb]
        if self.cb > 8192 and self.header["update"] < 0x11:
            self.lvchunk = self.cb - 82

    @staticmethod
    def parse_header(h):
        def u32(o):
            return struct.unpack_from("<I", h, o)[0]

        def u64(o):
            return struct.unpack_from("<Q", h, o)[0]

        def lgpos(o):
            ib, isec, gen = struct.unpack_from("<HHI", h, o)
            return [gen, isec, ib]

        def sig(o):
            return {"random": u32(o), "time": h[o + 4:o + 12].hex(),
                    "name": h[o + 12:o + 28].rstrip(b"\0").decode("latin-1")}

        r = collections.OrderedDict()
        r["checksum"] = u32(0)
        r["magic"] = u32(4)
        r["version"] = u32(8)
        r["attrib"] = u32(12)
        r["dbtime"] = u64(16)
        r["signDb"] = sig(24)
        r["state"] = u32(52)
        r["lgposConsistent"] = lgpos(56)
        r["timeConsistent"] = h[64:72].hex()
        r["timeAttach"] = h[72:80].hex()
        r["lgposAttach"] = lgpos(80)
        r["timeDetach"] = h[88:96].hex()
        r["lgposDetach"] = lgpos(96)
        r["dbid"] = u32(104)
        r["signLog"] = sig(108)
        r["backup"] = h[136:208].hex() if any(h[136:208]) else ""
        r["flags"] = u32(208)
        r["objidLast"] = u32(212)
        r["osMajor"] = u32(216)
        r["osMinor"] = u32(220)
        r["osBuild"] = u32(224)
        r["osSP"] = u32(228)
        r["update"] = u32(232)
        r["pageSize"] = u32(236)
        r["repairCount"] = u32(240)
        r["timeRepair"] = h[244:252].hex()
        r["dbtimeLastScrub"] = u64(280)
        r["timeScrub"] = h[288:296].hex()
        r["genMinRequired"] = u32(296)
        r["genMaxRequired"] = u32(300)
        r["createVersion"] = u32(340)
        r["createUpdate"] = u32(344)
        r["timeGenMaxCreate"] = h[348:356].hex()
        r["eccFixSuccess"] = u32(368)
        r["eccFixFail"] = u32(384)
        r["badChecksum"] = u32(400)
        r["genMaxCommitted"] = u32(416)
        r["sortVersion"] = u64(508)
        r["dbscanHighestContinuous"] = u32(532)
        r["genRecovering"] = u32(536)
        r["extendCount"] = u32(540)
        r["shrinkCount"] = u32(552)
        r["trimCount"] = u32(580)
        r["signDbHdrFlush"] = sig(584)
        r["signFlushMapHdrFlush"] = sig(612)
        r["genMinConsistent"] = u32(640)
        r["updateMinor"] = u32(644)
        r["efvMaxBin"] = u32(648)
        r["dbscanHighest"] = u32(652)
        r["lgposLastResize"] = lgpos(656)
        r["filetype"] = u32(667)
        return r

    def raw_page(self, pgno):
        if not 1 <= pgno <= self.npages:
            raise Bad("page number %d outside the file (1..%d)" % (pgno, self.npages))
        o = (pgno + 1) * self.cb
        return self.data[o:o + self.cb]

    def page(self, pgno):
        p = self._cache.get(pgno)
        if p is None:
            p = Page(pgno, self.raw_page(pgno))
            self._cache[pgno] = p
        return p

    def walk_nodes(self, root, stop=None):
        """all leaf nodes of the tree in order (no checking beyond what is needed)"""
        stack = [root]
        seen = set()
        while stack:
            n = stack.pop()
            if n in seen:
                raise Bad("page %d reached twice in the tree at %d" % (n, root))
            seen.add(n)
            p = self.page(n)
            if p.blank:
                raise Bad("page %d of the tree at %d is blank" % (n, root))
            if p.leaf:
                for i, nd in enumerate(p.nodes()):
                    yield n, i, nd
            else:
                kids = []
                for fl, key, data in p.nodes():
                    if len(data) != 4:
                        raise Bad("page %d: branch node with %d data bytes" % (n, len(data)))
                    kids.append(struct.unpack("<I", data)[0])
                stack.extend(reversed(kids))


# ---------------------------------------------------------------------------
# schema
# ---------------------------------------------------------------------------

class Column:
    __slots__ = ("fid", "name", "type", "size", "flags", "cp", "offset", "default", "template",
                 "callback")

    def __init__(self, fid, name, ctype, size=0, flags=0, cp=0, offset=0, default=None,
                 template=False):
        self.fid = fid
        self.name = name
        self.type = ctype
        self.size = size
        self.flags = flags
        self.cp = cp
        self.offset = offset
        self.default = default
        self.template = template
        self.callback = None

    @property
    def fixed(self):
        return 1 <= self.fid <= 127

    @property
    def var(self):
        return 128 <= self.fid <= 255

    @property
    def tagged(self):
        return self.fid >= 256

    @property
    def long(self):
        return self.type in (11, 12)


class Index:
    def __init__(self, name, objid, pgno, fidb, fidx, segs, cond, locale, lcmap, keymost,
                 varsegmac, tuples, version, sortid, density):
        self.name = name
        self.objid = objid
        self.pgno = pgno
        self.fidb = fidb
        self.fidx = fidx
        self.segs = segs          # (fid, flags)
        self.cond = cond
        self.locale = locale
        self.lcmap = lcmap
        self.keymost = keymost
        self.varsegmac = varsegmac
        self.tuples = tuples
        self.version = version
        self.sortid = sortid
        self.density = density

    @property
    def primary(self):
        return bool(self.fidb & FIDB_PRIMARY)

    @property
    def unique(self):
        return bool(self.fidb & (FIDB_UNIQUE | FIDB_PRIMARY))


class Table:
    def __init__(self, name, objid, pgno, flags, density, pages):
        self.name = name
        self.objid = objid
        self.pgno = pgno
        self.flags = flags
        self.density = density
        self.pages = pages
        self.template_name = None
        self.template = None
        self.columns = {}         # (fid, is_template) -> Column
        self.indexes = []
        self.lv = None            # (objid, pgno)
        self.callbacks = []
        self.lvchunk = None
        self.lvcache = None

    @property
    def system(self):
        return bool(self.flags & 0x80000000)

    def column(self, fid, derived=False):
        if self.template is not None:
            if fid < 256:
                c = self.columns.get((fid, False))
                if c is not None:
                    return c
                return self.template.columns.get((fid, False))
            if derived:
                return self.template.columns.get((fid, False))
            c = self.columns.get((fid, False))
            return c
        return self.columns.get((fid, False))

    def all_columns(self):
        out = []
        if self.template is not None:
            out.extend((c, True) for c in self.template.columns.values())
        out.extend((c, False) for c in self.columns.values())
        out.sort(key=lambda t: (t[0].fid, not t[1]))
        return out

    @property
    def primary(self):
        for ix in self.indexes:
            if ix.primary:
                return ix
        if self.template is not None:
            return self.template.primary
        return None


def mso_table():
    t = Table("MSysObjects", OBJID_MSO, PGNO_MSO, 0xC0000000, 80, 20)
    off = 4
    for fid, name, ctype in MSO_COLUMNS:
        size = COLTYPE_SIZE.get(ctype, 255 if fid < 256 else 0)
        t.columns[(fid, False)] = Column(fid, name, ctype, size, 0, 1252, off if fid < 128 else 0)
        if fid < 128:
            off += size
    return t


class Value:
    """one stored value of a column"""
    __slots__ = ("data", "lid", "compressed", "encrypted")

    def __init__(self, data, lid=None, compressed=False, encrypted=False):
        self.data = data
        self.lid = lid
        self.compressed = compressed
        self.encrypted = encrypted


class Record:
    """splits a record into its columns; problems are collected in self.errors"""

    def __init__(self, data, small, table):
        self.fixed = {}
        self.var = {}
        self.tagged = collections.OrderedDict()   # (fid, derived) -> list of Value, [] = NULL
        self.errors = []
        self.lastfixed = 0
        self.lastvar = 127
        if len(data) < 4:
            raise Bad("record of %d bytes" % len(data))
        lf, lv, ibfix = struct.unpack_from("<BBH", data, 0)
        self.lastfixed = lf
        self.lastvar = lv
        if lf > 127 or lv < 127:
            raise Bad("record header: last fixed %d, last variable %d" % (lf, lv))
        nmap = (lf + 7) // 8
        if ibfix < 4 + nmap or ibfix > len(data):
            raise Bad("record header: end of fixed data %d" % ibfix)
        bitmap = data[ibfix - nmap:ibfix]
        expect = 4
        for fid in range(1, lf + 1):
            col = table.column(fid)
            null = (bitmap[(fid - 1) >> 3] >> ((fid - 1) & 7)) & 1
            if col is None:
                continue
            size = col.size if col.type in (9, 10) else COLTYPE_SIZE.get(col.type, col.size)
            if col.type == 0:
                continue
            o = col.offset
            if o < 4 or o + size > ibfix - nmap:
                self.errors.append("fixed column %d ends at %d past the fixed data %d"
                                   % (fid, o + size, ibfix - nmap))
                continue
            expect = max(expect, o + size)
            self.fixed[fid] = None if null else Value(data[o:o + size])
        if lf & 7 and nmap:
            if bitmap[-1] >> (lf & 7):
                # bits past the last column: unspecified, tolerated
                pass
        pos = ibfix
        nvar = lv - 127
        if pos + 2 * nvar > len(data):
            raise Bad("record: variable offsets reach past the end")
        base = pos + 2 * nvar
        start = 0
        for i in range(nvar):
            o = struct.unpack_from("<H", data, pos + 2 * i)[0]
            null = o & 0x8000
            o &= 0x7FFF
            if o < start or base + o > len(data):
                raise Bad("record: variable column %d ends at %d" % (128 + i, o))
            if null:
                if o != start:
                    self.errors.append("NULL variable column %d with %d bytes" % (128 + i, o - start))
                self.var[128 + i] = None
            else:
                self.var[128 + i] = Value(data[base + start:base + o])
            start = o
        tag = data[base + start:]
        if tag:
            self._tagged(tag, small, table)

    def _tagged(self, d, small, table):
        if len(d) < 4:
            raise Bad("tagged data of %d bytes" % len(d))
        mask = 0x1FFF if small else 0x7FFF
        first = struct.unpack_from("<H", d, 2)[0] & mask
        if first % 4 or first < 4 or first > len(d):
            raise Bad("tagged data: first offset %d" % first)
        n = first // 4
        ents = []
        for i in range(n):
            fid, ib = struct.unpack_from("<HH", d, 4 * i)
            ents.append((fid, ib & mask, ib & ~mask & 0xFFFF))
        lastkey = None
        for i, (fid, ib, fl) in enumerate(ents):
            end = ents[i + 1][1] if i + 1 < n else len(d)
            derived = bool(fl & 0x8000)
            key = (0 if derived else 1, fid)
            if lastkey is not None and key <= lastkey:
                self.errors.append("tagged columns out of order at %d" % fid)
            lastkey = key
            if fid < 256:
                self.errors.append("tagged column with id %d" % fid)
            if ib < first or end < ib or end > len(d):
                raise Bad("tagged column %d at %d..%d" % (fid, ib, end))
            v = d[ib:end]
            hdr = 0
            if small:
                if fl & 0x2000:
                    if fl & 0x4000 or v:
                        self.errors.append("NULL tagged column %d with data" % fid)
                    self.tagged[(fid, derived)] = []
                    continue
                if fl & 0x4000:
                    if not v:
                        raise Bad("tagged column %d has no header byte" % fid)
                    hdr = v[0]
                    v = v[1:]
                    if hdr == 0:
                        self.errors.append("tagged column %d: header byte of 0" % fid)
                col = table.column(fid, derived)
            else:
                if not v:
                    raise Bad("tagged column %d has no header byte" % fid)
                hdr = v[0]
                v = v[1:]
                if hdr & 0x20:
                    if v:
                        self.errors.append("NULL tagged column %d with data" % fid)
                    self.tagged[(fid, derived)] = []
                    continue
                col = table.column(fid, derived)
            if hdr & 0x80:
                self.errors.append("tagged column %d: header byte 0x%02x" % (fid, hdr))
            isl = bool(hdr & 1)
            if col is not None and col.type and isl != col.long and (hdr & 0x07):
                self.errors.append("tagged column %d: long-value flag does not fit its type" % fid)
            comp = bool(hdr & 2)
            sep = bool(hdr & 4)
            enc = bool(hdr & 0x40)
            if hdr & 0x10:
                if not hdr & 8 or not v or v[0] > len(v) - 1:
                    raise Bad("tagged column %d: two-values form" % fid)
                k = v[0]
                self.tagged[(fid, derived)] = [Value(v[1:1 + k]), Value(v[1 + k:])]
            elif hdr & 8:
                if len(v) < 4:
                    raise Bad("tagged column %d: multi-values form" % fid)
                f0 = struct.unpack_from("<H", v, 0)[0] & 0x7FFF
                if f0 % 2 or f0 < 4 or f0 > len(v):
                    raise Bad("tagged column %d: multi-values form" % fid)
                m = f0 // 2
                offs = [struct.unpack_from("<H", v, 2 * j)[0] for j in range(m)]
                vals = []
                for j in range(m):
                    a = offs[j] & 0x7FFF
                    b = (offs[j + 1] & 0x7FFF) if j + 1 < m else len(v)
                    if a > b or b > len(v) or a < f0:
                        raise Bad("tagged column %d: value %d at %d..%d" % (fid, j + 1, a, b))
                    piece = v[a:b]
                    if offs[j] & 0x8000:
                        vals.append(self._lid(fid, piece))
                    else:
                        vals.append(Value(piece, None, comp and j == 0, enc))
                self.tagged[(fid, derived)] = vals
            elif sep:
                self.tagged[(fid, derived)] = [self._lid(fid, v)]
            else:
                self.tagged[(fid, derived)] = [Value(v, None, comp, enc)]

    def _lid(self, fid, v):
        if len(v) == 4:
            return Value(None, struct.unpack("<I", v)[0])
        if len(v) == 8:
            return Value(None, struct.unpack("<Q", v)[0])
        raise Bad("tagged column %d: long-value id of %d bytes" % (fid, len(v)))

    def get(self, col, derived=False):
        """('present', [Value..]) / ('null', []) / ('absent', [])"""
        if col.fixed:
            if col.fid in self.fixed:
                v = self.fixed[col.fid]
                return ("null", []) if v is None else ("present", [v])
            return "absent", []
        if col.var:
            if col.fid in self.var:
                v = self.var[col.fid]
                return ("null", []) if v is None else ("present", [v])
            return "absent", []
        v = self.tagged.get((col.fid, derived))
        if v is None:
            return "absent", []
        return ("present", v) if v else ("null", [])


class Catalog:
    """the tables of a database as its catalog describes them"""

    def __init__(self, db, pgno=PGNO_MSO):
        self.db = db
        self.mso = mso_table()
        self.tables = collections.OrderedDict()    # objid -> Table
        self.rows = []                             # (key, raw record, dict)
        self.errors = []
        self._load(pgno)

    def _load(self, pgno):
        db = self.db
        names = {c.fid: c.name for c in self.mso.columns.values()}
        for pg, i, (fl, key, data) in db.walk_nodes(pgno):
            if fl & ND_DELETED:
                continue
            try:
                rec = Record(data, db.small, self.mso)
            except Bad as e:
                self.errors.append("page %d node %d: %s" % (pg, i, e))
                continue
            for e in rec.errors:
                self.errors.append("page %d node %d: %s" % (pg, i, e))
            row = {}
            for c in self.mso.columns.values():
                st, vals = rec.get(c)
                if st != "present":
                    row[c.name] = None
                    continue
                v = vals[0]
                if c.tagged:
                    if v.lid is not None:
                        self.errors.append("page %d node %d: catalog column %s is separated"
                                           % (pg, i, c.name))
                        row[c.name] = None
                        continue
                    try:
                        row[c.name] = decompress(v.data) if v.compressed else v.data
                    except (Bad, Unsupported) as e:
                        self.errors.append("page %d node %d: %s: %s" % (pg, i, c.name, e))
                        row[c.name] = None
                elif c.type == 10:
                    row[c.name] = v.data.decode("latin-1")
                elif c.type == 9:
                    row[c.name] = v.data
                else:
                    row[c.name] = decode_scalar(c.type, v.data)
            self.rows.append((pg, i, key, data, row))
        for pg, i, key, data, row in self.rows:
            self._add(pg, i, row)
        for t in self.tables.values():
            if t.template_name is not None:
                for u in self.tables.values():
                    if u.name.lower() == t.template_name.lower():
                        t.template = u
                if t.template is None:
                    self.errors.append("table %s: template table %s not found"
                                       % (t.name, t.template_name))

    def _add(self, pg, i, r):
        where = "page %d node %d" % (pg, i)
        for n in ("ObjidTable", "Type", "Id", "ColtypOrPgnoFDP", "SpaceUsage", "Flags",
                  "PagesOrLocale"):
            if r[n] is None:
                self.errors.append("%s: catalog column %s is NULL" % (where, n))
                return
        if r["Name"] is None:
            self.errors.append("%s: catalog object without a name" % where)
            return
        objid = r["ObjidTable"] & 0xFFFFFFFF
        typ = r["Type"]
        if typ == SYSOBJ_TABLE:
            t = Table(r["Name"], objid, r["ColtypOrPgnoFDP"] & 0xFFFFFFFF,
                      r["Flags"] & 0xFFFFFFFF, r["SpaceUsage"], r["PagesOrLocale"])
            if r["TemplateTable"]:
                t.template_name = r["TemplateTable"]
            t.lvchunk = r["LVChunkMax"]
            if objid in self.tables:
                self.errors.append("%s: second table object with id %d" % (where, objid))
            self.tables[objid] = t
            if r["Id"] & 0xFFFFFFFF != objid:
                self.errors.append("%s: table object with Id %d, ObjidTable %d"
                                   % (where, r["Id"], objid))
            if r["RootFlag"] is not True:
                self.errors.append("%s: table object without RootFlag" % where)
            return
        t = self.tables.get(objid)
        if t is None:
            self.errors.append("%s: object %s (type %d) of unknown table %d"
                               % (where, r["Name"], typ, objid))
            return
        if r["RootFlag"] is not None:
            self.errors.append("%s: RootFlag set on an object of type %d" % (where, typ))
        if typ == SYSOBJ_COLUMN:
            fid = r["Id"] & 0xFFFF
            c = Column(fid, r["Name"], r["ColtypOrPgnoFDP"], r["SpaceUsage"],
                       r["Flags"] & 0xFFFFFFFF, r["PagesOrLocale"] & 0xFFFF,
                       (r["RecordOffset"] or 0) & 0xFFFF, r["DefaultValue"])
            if r["TemplateTable"]:
                c.callback = r["TemplateTable"]
            if (fid, False) in t.columns:
                self.errors.append("%s: second column %d in table %s" % (where, fid, t.name))
            if c.type not in COLTYPE_NAMES:
                self.errors.append("%s: column %s.%s of type %d" % (where, t.name, c.name, c.type))
            t.columns[(fid, False)] = c
        elif typ == SYSOBJ_INDEX:
            fl = r["Flags"] & 0xFFFFFFFF
            fidb = fl & 0xFFFF
            fidx = fl >> 16

            def segs(b):
                out = []
                if not b:
                    return out
                if fidx & FIDX_EXTENDED:
                    if len(b) % 4:
                        raise Bad("key columns of %d bytes" % len(b))
                    for j in range(0, len(b), 4):
                        f, _, fid = struct.unpack_from("<BBH", b, j)
                        out.append((fid, f))
                else:
                    for j in range(0, len(b) - 1, 2):
                        fid = struct.unpack_from("<h", b, j)[0]
                        out.append((abs(fid), 0x40 if fid < 0 else 0))
                return out
            try:
                s = segs(r["KeyFldIDs"])
                c = segs(r["ConditionalColumns"])
            except Bad as e:
                self.errors.append("%s: index %s: %s" % (where, r["Name"], e))
                return
            keymost = r["KeyMost"] or 255
            vsm = struct.unpack("<H", r["VarSegMac"])[0] if r["VarSegMac"] else keymost
            tup = None
            if r["TupleLimits"]:
                b = r["TupleLimits"]
                if len(b) == 12:
                    tup = struct.unpack("<III", b) + (1, 0)
                elif len(b) == 20:
                    tup = struct.unpack("<IIIII", b)
                else:
                    self.errors.append("%s: tuple limits of %d bytes" % (where, len(b)))
            loc = r["LocaleName"].decode("utf-16-le", "replace") if r["LocaleName"] else ""
            if not loc and r["PagesOrLocale"]:
                loc = "lcid:%d" % r["PagesOrLocale"]
            ix = Index(r["Name"], r["Id"] & 0xFFFFFFFF, r["ColtypOrPgnoFDP"] & 0xFFFFFFFF, fidb,
                       fidx, s, c, loc, r["LCMapFlags"], keymost, vsm, tup,
                       r["Version"], r["SortID"], r["SpaceUsage"])
            t.indexes.append(ix)
        elif typ == SYSOBJ_LV:
            t.lv = (r["Id"] & 0xFFFFFFFF, r["ColtypOrPgnoFDP"] & 0xFFFFFFFF)
        elif typ == SYSOBJ_CALLBACK:
            t.callbacks.append((r["Flags"], r["TemplateTable"]))
        else:
            self.errors.append("%s: catalog object of type %d" % (where, typ))


def decode_scalar(ctype, d):
    n = COLTYPE_SIZE[ctype]
    if len(d) != n:
        raise Bad("%d bytes for a column of type %s" % (len(d), COLTYPE_NAMES[ctype]))
    if ctype == 1:
        return d[0] != 0
    if ctype == 2:
        return d[0]
    if ctype == 16:
        return str(uuid.UUID(bytes_le=d))
    return struct.unpack({3: "<h", 4: "<i", 5: "<q", 6: "<f", 7: "<d", 8: "<d", 14: "<I",
                          15: "<q", 17: "<H", 18: "<Q"}[ctype], d)[0]


# ---------------------------------------------------------------------------
# long values
# ---------------------------------------------------------------------------

class LongValues:
    """the long-value tree of a table, loaded whole"""

    def __init__(self, db, table):
        self.db = db
        self.table = table
        self.roots = {}      # lid -> (refcount, size, flags)
        self.chunks = {}     # lid -> [(offset, data)]
        self.errors = []
        self.chunk = table.lvchunk or db.lvchunk
        if table.lv is None:
            return
        for pg, i, (fl, key, data) in db.walk_nodes(table.lv[1]):
            if fl & ND_DELETED:
                continue
            where = "page %d node %d" % (pg, i)
            big = len(key) >= 8 and key[0] & 0x80
            if len(key) == 4 or (len(key) == 8 and big):
                lid = int.from_bytes(key, "big")
                if len(data) not in (8, 9):
                    self.errors.append("%s: long-value root of %d bytes" % (where, len(data)))
                    continue
                ref, size = struct.unpack_from("<II", data, 0)
                self.roots[lid] = (ref, size, data[8] if len(data) == 9 else 0)
                self.chunks[lid] = []
            elif len(key) in (8, 12):
                lid = int.from_bytes(key[:-4], "big")
                off = int.from_bytes(key[-4:], "big")
                if lid not in self.roots:
                    self.errors.append("%s: chunk of long value 0x%x that has no root" % (where, lid))
                    self.roots[lid] = None
                    self.chunks[lid] = []
                self.chunks[lid].append((off, data))
            else:
                self.errors.append("%s: long-value key of %d bytes" % (where, len(key)))

    def check(self, lid):
        """None if right, else text"""
        root = self.roots[lid]
        if root is None:
            return "long value 0x%x has no root" % lid
        ref, size, flags = root
        if ref == 0xFFFFFFFF:
            return None
        want = 0
        for off, data in self.chunks[lid]:
            if off != want:
                return "long value 0x%x: chunk at %d, expected %d" % (lid, off, want)
            exp = min(self.chunk, size - off)
            if exp <= 0:
                return "long value 0x%x: chunk at %d past its size %d" % (lid, off, size)
            if flags & 1:
                want += exp
                continue
            if len(data) > exp:
                return "long value 0x%x: chunk at %d has %d bytes, expected %d" \
                    % (lid, off, len(data), exp)
            if len(data) < exp:
                try:
                    n = len(decompress(data))
                except Unsupported:
                    n = exp
                except Bad as e:
                    return "long value 0x%x: chunk at %d has %d bytes, expected %d, and does " \
                        "not decompress: %s" % (lid, off, len(data), exp, e)
                if n != exp:
                    return "long value 0x%x: chunk at %d decompresses to %d bytes, expected %d" \
                        % (lid, off, n, exp)
            want += exp
        if want != size:
            return "long value 0x%x: %d bytes in chunks, size %d" % (lid, want, size)
        return None

    def get(self, lid):
        root = self.roots.get(lid)
        if root is None:
            raise Bad("long value 0x%x does not exist" % lid)
        ref, size, flags = root
        if flags & 1:
            raise Unsupported("encrypted long value")
        out = bytearray()
        for off, data in self.chunks[lid]:
            exp = min(self.chunk, size - off)
            out += data if len(data) >= exp else decompress(data)
        if len(out) != size:
            raise Bad("long value 0x%x has %d bytes, size %d" % (lid, len(out), size))
        return bytes(out)


def value_bytes(v, lvs):
    if v.lid is not None:
        if lvs is None:
            raise Bad("separated value in a table without long values")
        return lvs.get(v.lid)
    if v.encrypted:
        raise Unsupported("encrypted value")
    return decompress(v.data) if v.compressed else v.data


# ---------------------------------------------------------------------------
# key normalisation (all types but Unicode text)
# ---------------------------------------------------------------------------

class CannotNormalise(Exception):
    pass


def _flip_float(d, n):
    x = int.from_bytes(d, "little")
    top = 1 << (n * 8 - 1)
    x = (~x & ((1 << n * 8) - 1)) if x & top else x ^ top
    return x.to_bytes(n, "big")


def normalise_segment(col, data, ix, avail):
    """(bytes, truncated) for a value that is not NULL and not empty"""
    keymost = ix.keymost
    vsm = keymost + 1 if ix.varsegmac >= keymost else ix.varsegmac
    t = col.type
    if t in (10, 12):
        if col.cp == 1200:
            raise CannotNormalise("Unicode text")
        n = min(avail, vsm) - 1
        if keymost == 255:
            data = data[:255]
        if n > len(data):
            s = data.split(b"\0", 1)[0]
            out = bytes(c - 32 if 0x61 <= c <= 0x7A else c for c in s) + b"\0"
            trunc = False
        elif n > 0:
            s = data[:n - 1].split(b"\0", 1)[0]
            out = bytes(c - 32 if 0x61 <= c <= 0x7A else c for c in s)
            if len(s) == n - 1 and data[n - 1]:
                out += bytes([(data[n - 1] - 32) & 0xFF])
                trunc = not (vsm < keymost and len(out) == vsm - 1)
            else:
                out += b"\0"
                trunc = False
        else:
            out = b""
            trunc = False
        return b"\x7f" + out, trunc
    if t in (9, 11):
        if col.fixed:
            n = len(data) + 1
            trunc = False
            if vsm < keymost and n > vsm:
                n = vsm
            if n > avail:
                n = avail
                trunc = True
            return b"\x7f" + data[:n - 1], trunc
        chunks = (len(data) + 7) // 8
        n = chunks * 9 + 1
        whole = True
        trunc = False
        if vsm < keymost and n > vsm:
            n = vsm
            whole = False
        if n > avail:
            n = avail
            whole = False
            trunc = True
        left = n - 1
        out = bytearray(b"\x7f")
        pos = 0
        while left >= 9:
            rem = len(data) - pos
            if rem <= 8:
                out += data[pos:]
                if rem == 8:
                    out.append(8 if whole else 9)
                else:
                    out += b"\0" * (8 - rem)
                    out.append(rem)
                pos = len(data)
            else:
                out += data[pos:pos + 8]
                out.append(9)
                pos += 8
            left -= 9
        if left:
            piece = data[pos:pos + left]
            out += piece + b"\0" * (left - len(piece))
        return bytes(out), trunc
    n = COLTYPE_SIZE.get(t)
    if n is None or len(data) != n:
        raise Bad("cannot make a key from %d bytes of type %d" % (len(data), t))
    if t == 1:
        return b"\x7f" + (b"\xff" if data[0] else b"\0"), False
    if t in (2,):
        return b"\x7f" + data, False
    if t in (17, 14, 18):
        return b"\x7f" + data[::-1], False
    if t in (3, 4, 5, 15):
        b = bytearray(data[::-1])
        b[0] ^= 0x80
        return b"\x7f" + bytes(b), False
    if t in (6, 7, 8):
        return b"\x7f" + _flip_float(data, n), False
    if t == 16:
        if ix.fidx & FIDX_DOTNETGUID:
            order = (3, 2, 1, 0, 5, 4, 7, 6, 8, 9, 10, 11, 12, 13, 14, 15)
        else:
            order = (10, 11, 12, 13, 14, 15, 8, 9, 6, 7, 4, 5, 0, 1, 2, 3)
        return b"\x7f" + bytes(data[j] for j in order), False
    raise Bad("column type %d in a key" % t)


class KeyMaker:
    """keys that a record must have in an index"""

    def __init__(self, table, ix):
        self.table = table
        self.ix = ix
        self.cols = []
        for fid, fl in ix.segs:
            tmpl = bool(fl & 0x80) and table.template is not None
            c = table.column(fid, tmpl)
            if c is None:
                raise Bad("index %s: key column %d does not exist" % (ix.name, fid))
            self.cols.append((c, fl, tmpl and fid >= 256))
        self.unicode = any(c.type in (10, 12) and c.cp == 1200 for c, _, _ in self.cols)
        self.mv = [False] * len(self.cols)
        if ix.fidb & FIDB_MULTIVALUED:
            for j, (c, _, _) in enumerate(self.cols):
                if c.tagged and c.flags & FF_MULTIVALUED:
                    self.mv[j] = True
                    if not ix.fidb & (FIDB_CROSSPRODUCT | FIDB_NESTED):
                        break

    def values(self, rec, lvs, col, derived):
        """list of byte values, [] when NULL"""
        st, vals = rec.get(col, derived)
        if st == "null":
            return []
        if st == "absent":
            if col.flags & FF_USERDEFAULT:
                raise CannotNormalise("user-defined default")
            if col.flags & FF_DEFAULT and col.default is not None:
                return [col.default]
            return []
        return [value_bytes(v, lvs) for v in vals]

    def keys(self, rec, lvs):
        """list of keys; a key is None when it cannot be computed (it still counts)"""
        ix = self.ix
        for fid, fl in ix.cond:
            tmpl = bool(fl & 0x80) and self.table.template is not None
            c = self.table.column(fid, tmpl)
            if c is None:
                raise Bad("index %s: conditional column %d does not exist" % (ix.name, fid))
            st, vals = rec.get(c, tmpl and fid >= 256)
            if st == "absent" and c.flags & FF_USERDEFAULT:
                raise CannotNormalise("user-defined default")
            null = st == "null" or (st == "absent" and not (c.flags & FF_DEFAULT
                                                             and c.default is not None))
            if bool(fl & 0x20) != null:
                return []
        vals = [self.values(rec, lvs, c, d) for c, _, d in self.cols]
        out = []
        mvpos = [j for j in range(len(self.cols)) if self.mv[j]]
        if ix.fidb & FIDB_NESTED and mvpos:
            n = max([1] + [len(vals[j]) for j in mvpos])
            combos = [{j: i for j in mvpos} for i in range(n)]
        else:
            combos = [{}]
            for j in mvpos:
                m = max(1, len(vals[j]))
                combos = [{**c, j: i} for c in combos for i in range(m)]
        for combo in combos:
            pick = []
            for j in range(len(self.cols)):
                i = combo.get(j, 0)
                pick.append(vals[j][i] if i < len(vals[j]) else None)
            if ix.tuples:
                out.extend(self._tuples(pick))
                continue
            nulls = [p is None for p in pick]
            if all(nulls):
                if not ix.fidb & FIDB_ALLNULLS:
                    continue
            elif nulls[0]:
                if not ix.fidb & FIDB_FIRSTNULL:
                    continue
            elif any(nulls):
                if not ix.fidb & FIDB_SOMENULLS:
                    continue
            out.append(self._key(pick))
        return out

    def _tuples(self, pick):
        mn, mx, most, inc, start = self.ix.tuples
        c = self.cols[0][0]
        w = 2 if c.cp == 1200 and c.type in (10, 12) else 1
        if pick[0] is None:
            return []
        out = []
        for k in range(most):
            off = (start + k * inc) * w
            piece = pick[0][off:off + mx * w]
            if len(piece) < mn * w:
                break
            nulls = [p is None for p in pick[1:]]
            if any(nulls) and not self.ix.fidb & FIDB_SOMENULLS:
                break
            out.append(self._key([piece] + pick[1:]))
        return out

    def _key(self, pick):
        avail = self.ix.keymost
        out = b""
        stop = False
        try:
            for (c, fl, _), v in zip(self.cols, pick):
                if avail <= 0 or stop:
                    break
                if v is None:
                    seg = b"\xc0" if self.ix.fidb & FIDB_NULLSHIGH else b"\0"
                    trunc = False
                elif not v:
                    seg = b"\x40"
                    trunc = False
                else:
                    seg, trunc = normalise_segment(c, v, self.ix, avail)
                if trunc:
                    stop = True
                elif len(seg) > avail:
                    stop = True
                    seg = seg[:avail]
                if fl & 0x40:
                    seg = bytes(b ^ 0xFF for b in seg)
                out += seg
                avail -= len(seg)
        except CannotNormalise:
            return None
        return out


# ---------------------------------------------------------------------------
# extents
# ---------------------------------------------------------------------------

def parse_extent(key, data):
    """(last page, count, pool) of a node of a space tree"""
    if len(data) != 4:
        raise Bad("extent with %d data bytes" % len(data))
    cpg = struct.unpack("<I", data)[0]
    if len(key) == 4:
        return int.from_bytes(key, "big"), cpg, 0
    if len(key) == 5 and key[0] & 0x80 and not key[0] & 0x78:
        return int.from_bytes(key[1:], "big"), cpg, key[0] & 7
    raise Bad("extent key %s" % key.hex())


def ranges(pages):
    """text for a set of page numbers"""
    out = []
    it = sorted(pages)
    i = 0
    while i < len(it):
        j = i
        while j + 1 < len(it) and it[j + 1] == it[j] + 1:
            j += 1
        out.append(str(it[i]) if i == j else "%d-%d" % (it[i], it[j]))
        i = j + 1
        if len(out) >= 12:
            out.append("...")
            break
    return ",".join(out)


class Tree:
    """the result of walking one B+ tree"""

    def __init__(self, root, what):
        self.root = root
        self.what = what
        self.pages = []
        self.leaves = []
        self.nnodes = 0
        self.ndeleted = 0
        self.depth = 0


class Owner:
    """space of one father data page (root of a table, index, long-value tree, or database)"""

    def __init__(self, name, pgno, objid, parent):
        self.name = name
        self.pgno = pgno
        self.objid = objid
        self.parent = parent
        self.children = []
        self.owned = set()
        self.avail = set()
        self.splitbuf = set()
        self.used = set()
        self.shelved = set()
        self.single = False
        if parent is not None:
            parent.children.append(self)


class Checker:
    def __init__(self, db, rep, allow_dirty=False):
        self.db = db
        self.rep = rep
        self.allow_dirty = allow_dirty
        self.claimed = {}        # page -> text
        self.badpages = {}       # page -> text, checksum failures
        self.blank = set()
        self.owners = []
        self.stats = collections.Counter()

    # -- header ------------------------------------------------------------

    def check_header(self):
        db, rep, P = self.db, self.rep, self.rep.problem
        d, cb = db.data, db.cb
        if len(d) % cb:
            P("file size %d is not a multiple of the page size %d", len(d), cb)
        ok = []
        for name, o in (("header", 0), ("shadow header", cb)):
            h = d[o:o + cb]
            good = True
            if struct.unpack_from("<I", h, 4)[0] != MAGIC:
                P("%s: signature %08x", name, struct.unpack_from("<I", h, 4)[0])
                good = False
            want = header_checksum(h)
            got = struct.unpack_from("<I", h, 0)[0]
            if want != got:
                P("%s: checksum %08x, computed %08x", name, got, want)
                good = False
            ok.append(good)
        if all(ok) and d[:cb] != d[cb:2 * cb]:
            diff = [i for i in range(cb) if d[i] != d[cb + i]]
            rep.warning("header and shadow header differ at offsets %s", ranges(diff))
        h = db.header
        if h["version"] != VERSION:
            P("header: format version 0x%x", h["version"])
        if h["attrib"] != 0:
            P("header: attributes %d", h["attrib"])
        if h["filetype"] != 1:
            P("header: file type %d", h["filetype"])
        if any(d[db.hdr_at + 748:db.hdr_at + cb]):
            rep.warning("header: bytes after offset 748 are not zero")
        st = h["state"]
        if st not in DBSTATE:
            P("header: state %d", st)
        elif st != 3 and not self.allow_dirty:
            P("header: state is %s", DBSTATE[st])
        if st == 3:
            for n in ("genMinRequired", "genMaxRequired", "genMaxCommitted", "genMinConsistent",
                      "genRecovering"):
                if h[n]:
                    P("header: clean shutdown but %s is %d", n, h[n])
        if h["objidLast"] < 5:
            P("header: last object id %d", h["objidLast"])
        if h["dbid"] == 0:
            rep.warning("header: database id 0")
        if h["signDb"]["random"] == 0 and h["signDb"]["time"] == "00" * 8:
            P("header: database signature is empty")
        if h["sortVersion"] != 0xFFFFFFFFFFFFFFFF:
            rep.warning("header: default sort version %016x", h["sortVersion"])
        if h["repairCount"]:
            rep.note("header: repaired %d times", h["repairCount"])

    # -- every page --------------------------------------------------------

    def check_pages(self):
        db, P = self.db, self.rep.problem
        for pgno in range(1, db.npages + 1):
            raw = db.raw_page(pgno)
            p = db.page(pgno)
            if p.blank:
                self.blank.add(pgno)
                continue
            self.stats["pages"] += 1
            if p.flags & PF_NEWCKSUM:
                want = page_checksums(raw, pgno)
                got = stored_checksums(raw)
            else:
                want = [header_checksum(raw) | (pgno << 32)]
                got = [p.checksum]
            if want != got:
                self.badpages[pgno] = "page %d: checksum %s, computed %s" % (
                    pgno, " ".join("%016x" % v for v in got), " ".join("%016x" % v for v in want))
                continue
            if p.dbtime > db.header["dbtime"]:
                if db.header["state"] == 3:
                    P("page %d: time %d is later than the database's %d",
                      pgno, p.dbtime, db.header["dbtime"])
                else:
                    self.stats["later pages"] += 1
            if not db.small:
                own = struct.unpack_from("<I", raw, 64)[0]
                if own != pgno:
                    P("page %d: carries page number %d", pgno, own)
                if any(raw[68:80]):
                    self.rep.warning("page %d: reserved header bytes are not zero", pgno)
            try:
                self.check_page(p)
            except Bad as e:
                P("%s", e)

    def check_page(self, p):
        P = self.rep.problem
        n = p.pgno
        f = p.flags
        if f & ~PF_KNOWN:
            P("page %d: unknown flags 0x%x", n, f & ~PF_KNOWN)
        if not f & PF_NEWREC:
            self.rep.warning("page %d: old record format", n)
        if not f & PF_NEWCKSUM:
            self.rep.warning("page %d: old checksum format", n)
        if f & PF_REPAIR:
            self.rep.warning("page %d: repaired page", n)
        if f & PF_PREINIT:
            if p.ntags:
                P("page %d: pre-initialised page with %d tags", n, p.ntags)
            return
        if f & PF_LEAF and f & PF_PARENT_OF_LEAF:
            P("page %d: both leaf and parent of leaf", n)
        if f & PF_INDEX and f & PF_LV:
            P("page %d: both index and long value", n)
        if f & PF_NONUNIQUE and not f & PF_INDEX:
            P("page %d: non-unique but not an index", n)
        if p.itagstate >> 15:
            P("page %d: tag state 0x%04x", n, p.itagstate)
        if p.itagstate >> 12 and self.db.header["update"] < 270:
            self.rep.warning("page %d: reserved-tag count %d in a format that has none",
                             n, p.itagstate >> 12)
        area = p.cb - p.hdr
        tags = p.parse_tags()
        end = area - 4 * p.ntags
        if p.cbfree > area:
            P("page %d: %d free bytes of %d", n, p.cbfree, area)
        if p.cbuncommitted > p.cbfree:
            P("page %d: %d uncommitted free bytes of %d", n, p.cbuncommitted, p.cbfree)
        if p.cbuncommitted and self.db.header["state"] == 3:
            self.rep.note("page %d: %d uncommitted free bytes after clean shutdown",
                          n, p.cbuncommitted)
        if p.ibmicfree > end:
            P("page %d: free space starts at %d, tag array at %d", n, p.ibmicfree, end)
        if p.ntags == 0:
            if not f & PF_EMPTY:
                P("page %d: no tags, and not marked empty", n)
            return
        total = 0
        spans = []
        for i, (ib, cb, fl, hi) in enumerate(tags):
            total += cb
            if hi:
                self.rep.pedantic("page %d: tag %d has undefined high bits set, 0x%04x", n, i, hi)
            if cb == 0:
                if i >= p.nreserved:
                    P("page %d: tag %d is empty", n, i)
                continue
            if ib + cb > end:
                P("page %d: tag %d at %d+%d reaches past %d", n, i, ib, cb, end)
            elif ib + cb > p.ibmicfree:
                P("page %d: tag %d at %d+%d reaches past the start of free space %d",
                  n, i, ib, cb, p.ibmicfree)
            if i == 0 and fl:
                P("page %d: tag 0 has flags %d", n, fl)
            spans.append((ib, cb, i))
        spans.sort()
        if p.ibmicfree != max([a + x for a, x, _ in spans] + [0]):
            self.rep.pedantic("page %d: free space starts at %d, data ends at %d", n, p.ibmicfree,
                              max([a + x for a, x, _ in spans] + [0]))
        for (a, x, i), (b, _, j) in zip(spans, spans[1:]):
            if a + x > b:
                P("page %d: tags %d and %d overlap", n, i, j)
        if total + 4 * p.ntags + p.cbfree != area:
            P("page %d: %d bytes in use, %d in tags, %d free: %d, not %d",
              n, total, 4 * p.ntags, p.cbfree, total + 4 * p.ntags + p.cbfree, area)
        if f & PF_EMPTY:
            return
        h0 = tags[0][1]
        if f & PF_ROOT:
            if f & PF_SPACE:
                if h0 < 16 and h0 != 0:
                    P("page %d: space-tree root with %d bytes in tag 0", n, h0)
            else:
                p.space_header()
        if f & PF_LEAF and p.root and (p.prev or p.next):
            P("page %d: root leaf with siblings %d, %d", n, p.prev, p.next)
        if not f & PF_LEAF and (p.prev or p.next):
            P("page %d: branch page with siblings %d, %d", n, p.prev, p.next)
        nodes = p.nodes()
        last = None
        for i, (fl, key, data) in enumerate(nodes):
            if not data:
                P("page %d: node %d has no data", n, i)
            if fl & ~7:
                P("page %d: node %d has flags %d", n, i, fl)
            if p.leaf:
                if not key and not f & PF_SPACE:
                    P("page %d: node %d has no key", n, i)
                bm = (key, b"" if p.unique else data)
                if last is not None and bm <= last:
                    P("page %d: node %d is not after node %d", n, i, i - 1)
                last = bm
            else:
                if fl & (ND_DELETED | ND_VERSION):
                    P("page %d: branch node %d has flags %d", n, i, fl)
                if len(data) != 4:
                    P("page %d: branch node %d has %d data bytes", n, i, len(data))
                if not key:
                    if i != len(nodes) - 1:
                        P("page %d: branch node %d has no key and is not the last", n, i)
                else:
                    if last is not None and key <= last:
                        P("page %d: branch node %d is not after node %d", n, i, i - 1)
                    last = key
            if fl & ND_VERSION and self.db.header["state"] == 3:
                self.stats["versioned nodes"] += 1
            if fl & ND_DELETED:
                self.stats["deleted nodes"] += 1
            if fl & ND_COMPRESSED and len(p.prefix()) == 0:
                P("page %d: node %d is prefix-compressed on a page without a prefix", n, i)
            d = p.tagdata(i + p.nreserved)
            words = struct.unpack_from("<HH" if fl & ND_COMPRESSED else "<H", d, 0)
            if fl & ND_COMPRESSED and words[0] & 0x1FFF < 3:
                self.rep.pedantic("page %d: node %d uses a prefix of %d bytes", n, i,
                                  words[0] & 0x1FFF)
            if any(w & 0xE000 for w in (words if p.small else words[1:])):
                self.rep.pedantic("page %d: node %d has undefined bits in its key lengths", n, i)
        if not p.leaf and not nodes:
            P("page %d: branch page without nodes", n)

    # -- trees -------------------------------------------------------------

    def claim(self, pgno, who):
        other = self.claimed.get(pgno)
        if other is not None:
            self.rep.problem("page %d belongs to %s and to %s", pgno, other, who)
            return False
        self.claimed[pgno] = who
        return True

    def walk(self, root, objid, kind, what):
        """walks and checks a tree; kind holds the page flags that every page must have"""
        db, P = self.db, self.rep.problem
        t = Tree(root, what)
        lastleaf = [None]
        lastbm = [None]
        kindmask = PF_SPACE | PF_INDEX | PF_LV | PF_NONUNIQUE

        def visit(pgno, low, high, depth, parent):
            if not 1 <= pgno <= db.npages:
                P("%s: page %d points to page %d, outside the file", what, parent, pgno)
                return
            if not self.claim(pgno, what):
                return
            if pgno in self.badpages:
                P("%s", self.badpages[pgno])
                return
            p = db.page(pgno)
            if p.blank:
                P("%s: page %d is blank", what, pgno)
                return
            t.pages.append(pgno)
            t.depth = max(t.depth, depth)
            if p.objid != objid:
                P("%s: page %d carries object id %d, not %d", what, pgno, p.objid, objid)
            if p.flags & kindmask != kind:
                P("%s: page %d has kind flags 0x%x, not 0x%x", what, pgno, p.flags & kindmask, kind)
            if bool(p.flags & PF_ROOT) != (depth == 1):
                P("%s: page %d: root flag is wrong", what, pgno)
            if p.flags & (PF_EMPTY | PF_PREINIT):
                P("%s: page %d is marked empty", what, pgno)
                return
            try:
                nodes = p.nodes()
            except Bad as e:
                P("%s: %s", what, e)
                return
            if p.leaf:
                if lastleaf[0] is not None:
                    q = db.page(lastleaf[0])
                    if q.next != pgno:
                        P("%s: leaf %d is followed by %d but points to %d", what, q.pgno, pgno, q.next)
                    if p.prev != q.pgno:
                        P("%s: leaf %d comes after %d but points back to %d",
                          what, pgno, q.pgno, p.prev)
                elif p.prev:
                    P("%s: first leaf %d points back to %d", what, pgno, p.prev)
                lastleaf[0] = pgno
                t.leaves.append(pgno)
                if depth > 1 and not nodes:
                    self.rep.warning("%s: leaf %d has no nodes", what, pgno)
                for i, (fl, key, data) in enumerate(nodes):
                    whole = key if p.unique else key + data
                    bm = (key, b"" if p.unique else data)
                    if low is not None and whole < low:
                        P("%s: leaf %d node %d is before the separator in its parent", what, pgno, i)
                    if high is not None and whole >= high:
                        P("%s: leaf %d node %d is not before the separator in its parent",
                          what, pgno, i)
                    if i == 0 and lastbm[0] is not None and bm <= lastbm[0]:
                        P("%s: leaf %d does not continue the key order", what, pgno)
                    lastbm[0] = bm
                    t.nnodes += 1
                    if fl & ND_DELETED:
                        t.ndeleted += 1
                return
            kids = []
            prev = low
            for i, (fl, key, data) in enumerate(nodes):
                if len(data) != 4:
                    continue
                last = i == len(nodes) - 1
                if not key and high is not None:
                    P("%s: branch page %d ends with an empty key inside the tree", what, pgno)
                if last:
                    if high is None and key:
                        P("%s: branch page %d on the right edge ends with a key", what, pgno)
                    if high is not None and key != high:
                        P("%s: branch page %d: last key differs from its parent's", what, pgno)
                if prev is not None and key and key <= prev and not (i == 0 and key > (low or b"")):
                    P("%s: branch page %d node %d is not above the lower bound", what, pgno, i)
                kids.append((struct.unpack("<I", data)[0], prev, key or high))
                prev = key
            leafkids = set()
            for kid, a, b in kids:
                if 1 <= kid <= db.npages:
                    leafkids.add(db.page(kid).leaf)
                visit(kid, a, b, depth + 1, pgno)
            if len(leafkids) == 2:
                P("%s: branch page %d points to leaves and branches", what, pgno)
            elif leafkids:
                if (True in leafkids) != bool(p.flags & PF_PARENT_OF_LEAF):
                    P("%s: branch page %d: parent-of-leaf flag is wrong", what, pgno)

        visit(root, None, None, 1, 0)
        if lastleaf[0] is not None and db.page(lastleaf[0]).next:
            P("%s: last leaf %d points to %d", what, lastleaf[0], db.page(lastleaf[0]).next)
        self.stats["trees"] += 1
        return t

    def leaf_nodes(self, tree):
        for pgno in tree.leaves:
            for i, nd in enumerate(self.db.page(pgno).nodes()):
                yield pgno, i, nd

    # -- space -------------------------------------------------------------

    def space_tree(self, owner, root, kind, which):
        """walks an owned/available tree: list of (first, last, pool)"""
        db, P = self.db, self.rep.problem
        what = "%s, %s tree" % (owner.name, which)
        t = self.walk(root, owner.objid, kind | PF_SPACE, what)
        owner.used.update(t.pages)
        out = []
        lastend = {}
        for pg, i, (fl, key, data) in self.leaf_nodes(t):
            if fl & ND_DELETED:
                continue
            try:
                last, cpg, pool = parse_extent(key, data)
            except Bad as e:
                P("%s: page %d node %d: %s", what, pg, i, e)
                continue
            if which == "owned" and pool:
                P("%s: extent in pool %d", what, pool)
            if pool > 2:
                P("%s: extent in pool %d", what, pool)
            if cpg == 0:
                if pool != 1:
                    P("%s: extent of no pages at %d", what, last)
                continue
            first = last - cpg + 1
            if first < 1 or last > db.npages + (1 << 20):
                P("%s: extent %d-%d outside the file (1..%d)", what, first, last, db.npages)
                continue
            if last > db.npages and pool != 2:
                P("%s: extent %d-%d reaches past the end of the file (page %d)",
                  what, first, last, db.npages)
            if first <= lastend.get(pool, 0):
                P("%s: extent %d-%d overlaps the one before it", what, first, last)
            lastend[pool] = last
            out.append((first, last, pool))
        p = db.page(root)
        h = p.external_header() if not p.blank else b""
        buf = []
        if len(h) >= 16:
            for o in (0, 8):
                last, cpg = struct.unpack_from("<II", h, o)
                if cpg:
                    if last > db.npages or last - cpg + 1 < 1 or cpg > db.npages:
                        P("%s: split buffer extent of %d pages ending at %d", what, cpg, last)
                    else:
                        buf.append((last - cpg + 1, last))
                elif last:
                    self.rep.pedantic("%s: unused split buffer names page %d", what, last)
        elif not p.blank:
            self.rep.warning("%s: no split buffer on its root", what)
        return out, buf

    def load_space(self, owner, kind, parent_pgno):
        db, P = self.db, self.rep.problem
        p = db.page(owner.pgno)
        try:
            fl, cpg, parent, last, auto = p.space_header()
        except Bad as e:
            P("%s: %s", owner.name, e)
            return
        if parent != parent_pgno:
            P("%s: root %d says its parent is %d, not %d", owner.name, owner.pgno, parent, parent_pgno)
        if fl & ~7:
            P("%s: space header flags 0x%x", owner.name, fl)
        if bool(fl & 2) != bool(kind & PF_NONUNIQUE):
            P("%s: space header flags 0x%x do not fit a %s tree", owner.name, fl,
              "non-unique" if kind & PF_NONUNIQUE else "unique")
        if not fl & 1:
            owner.single = True
            if fl & 4:
                P("%s: single-extent space header with flags 0x%x", owner.name, fl)
            if not 1 <= cpg <= db.npages:
                P("%s: single extent of %d pages", owner.name, cpg)
                return
            owner.owned.update(range(owner.pgno, owner.pgno + cpg))
            for i in range(32):
                if last >> i & 1:
                    if i + 1 >= cpg:
                        if cpg <= 32 or last != 0xFFFFFFFF:
                            P("%s: available bit %d in an extent of %d pages", owner.name, i, cpg)
                    else:
                        owner.avail.add(owner.pgno + 1 + i)
            # pages past the bitmap are free until the tree gets space trees
            owner.avail.update(range(owner.pgno + 33, owner.pgno + cpg))
            return
        if not 1 <= last < db.npages:
            P("%s: space trees at pages %d, %d", owner.name, last, last + 1)
            return
        ext, buf = self.space_tree(owner, last, kind, "owned")
        for a, b, pool in ext:
            dup = owner.owned.intersection(range(a, b + 1))
            if dup:
                P("%s: pages %s owned twice", owner.name, ranges(dup))
            owner.owned.update(range(a, b + 1))
        if not fl & 4 and (owner.pgno, owner.pgno + cpg - 1) not in [e[:2] for e in ext]:
            P("%s: primary extent of %d pages is not in its owned tree", owner.name, cpg)
        if not any(a == owner.pgno for a, _, _ in ext):
            P("%s: no owned extent starts at its root", owner.name)
        ext2, buf2 = self.space_tree(owner, last + 1, kind, "available")
        for a, b, pool in ext2:
            if pool == 2:
                owner.shelved.update(range(a, b + 1))
                continue
            dup = owner.avail.intersection(range(a, b + 1))
            if dup:
                P("%s: pages %s available twice", owner.name, ranges(dup))
            owner.avail.update(range(a, b + 1))
            if not any(x <= a and b <= y for x, y, _ in ext):
                P("%s: available extent %d-%d does not lie within one owned extent",
                  owner.name, a, b)
        for a, b in buf + buf2:
            dup = (owner.avail | owner.splitbuf).intersection(range(a, b + 1))
            if dup:
                P("%s: pages %s both in a split buffer and available", owner.name, ranges(dup))
            owner.splitbuf.update(range(a, b + 1))

    def check_space(self):
        P = self.rep.problem
        for o in self.owners:
            who = o.name
            stray = o.used - o.owned
            if stray:
                P("%s: uses pages %s that it does not own", who, ranges(stray))
            stray = (o.avail | o.splitbuf) - o.owned
            if stray:
                P("%s: has pages %s available that it does not own", who, ranges(stray))
            both = o.used & (o.avail | o.splitbuf)
            if both:
                P("%s: pages %s are in use and available", who, ranges(both))
            taken = set()
            for c in o.children:
                out = c.owned - o.owned
                if out:
                    P("%s owns pages %s that its parent %s does not own", c.name, ranges(out), who)
                both = c.owned & taken
                if both:
                    P("%s: pages %s owned by two of its children, one is %s", who, ranges(both), c.name)
                taken |= c.owned
                both = c.owned & (o.avail | o.splitbuf)
                if both:
                    P("%s owns pages %s that its parent %s has available", c.name, ranges(both), who)
                both = c.owned & o.used
                if both:
                    P("%s owns pages %s that its parent %s uses", c.name, ranges(both), who)
            leak = o.owned - o.used - o.avail - o.splitbuf - taken
            if leak:
                self.stats["leaked pages"] += len(leak)
                self.rep.warning("%s: pages %s are neither used nor available (leaked)",
                                 who, ranges(leak))
        root = self.owners[0]
        every = set(range(1, self.db.npages + 1))
        miss = every - root.owned - root.shelved
        if miss:
            top = max(root.owned) if root.owned else 0
            inner = {p for p in miss if p < top}
            if inner:
                P("pages %s of the file are not owned by the database", ranges(inner))
            if miss - inner:
                self.rep.pedantic("the file extends past the last owned page %d by %d pages",
                                  top, len(miss - inner))
        free = set()
        for o in self.owners:
            free |= o.avail | o.splitbuf
        for pgno, text in sorted(self.badpages.items()):
            if pgno in self.claimed:
                continue
            if pgno in miss:
                self.rep.pedantic("%s (past the owned space)", text)
            elif pgno in free:
                self.rep.warning("%s (free page)", text)
            else:
                P("%s", text)
        self.stats["free pages"] = len(free)
        # a page that nobody uses must not look like a live part of a tree that exists
        self.stats["owned pages"] = len(root.owned)

    # -- the whole ---------------------------------------------------------

    def run(self):
        db, P = self.db, self.rep.problem
        self.check_header()
        self.check_pages()
        for n in (PGNO_DBROOT, PGNO_MSO):
            if n > db.npages or db.page(n).blank or n in self.badpages:
                P("page %d, which must exist, is %s", n,
                  "damaged" if n in self.badpages else "missing")
                return
        root = Owner("database", PGNO_DBROOT, OBJID_DBROOT, None)
        self.owners.append(root)
        t = self.walk(PGNO_DBROOT, OBJID_DBROOT, 0, "database root")
        root.used.update(t.pages)
        if t.nnodes:
            P("database root: %d nodes", t.nnodes)
        self.load_space(root, 0, 0)
        try:
            cat = Catalog(db)
        except Bad as e:
            P("catalog: %s", e)
            return
        for e in cat.errors:
            P("catalog: %s", e)
        self.cat = cat
        self.check_shadow(cat)
        self.check_objids(cat)
        names = {}
        for t in cat.tables.values():
            k = t.name.lower()
            if k in names:
                P("catalog: two tables named %s", t.name)
            names[k] = t
        for n in ("msysobjects", "msysobjectsshadow"):
            if n not in names and not (n == "msysobjectsshadow" and db.header["flags"] & 1):
                P("catalog: no table %s", n)
        for t in cat.tables.values():
            try:
                self.check_table(t, root)
            except Bad as e:
                P("table %s: %s", t.name, e)
        self.check_msobjids(cat)
        self.check_locales(cat)
        self.check_space()
        mx = max([o.objid for o in self.owners])
        if mx > db.header["objidLast"]:
            (P if db.header["state"] == 3 else self.rep.note)(
                "header: last object id %d, but object %d exists", db.header["objidLast"], mx)
        if self.stats["later pages"]:
            self.rep.note("%d pages are later than the header of this unclosed database",
                          self.stats["later pages"])

    def check_shadow(self, cat):
        db, P = self.db, self.rep.problem
        if db.header["flags"] & 1:
            self.rep.note("the shadow catalog is switched off in this database")
            return
        try:
            sh = Catalog(db, PGNO_MSO_SHADOW)
        except Bad as e:
            P("shadow catalog: %s", e)
            return
        a = {k: d for _, _, k, d, _ in cat.rows}
        b = {k: d for _, _, k, d, _ in sh.rows}
        for k in sorted(set(a) | set(b)):
            if k not in b:
                P("catalog entry %s is not in the shadow catalog", k.hex())
            elif k not in a:
                P("shadow catalog entry %s is not in the catalog", k.hex())
            elif a[k] != b[k]:
                P("catalog entry %s differs from the shadow catalog's", k.hex())

    def check_objids(self, cat):
        P = self.rep.problem
        seen = {}
        for t in cat.tables.values():
            ids = [(t.objid, t.pgno, "table " + t.name)]
            for ix in t.indexes:
                if ix.primary:
                    if ix.objid != t.objid or ix.pgno != t.pgno:
                        P("index %s.%s: primary but object %d at page %d, table %d at page %d",
                          t.name, ix.name, ix.objid, ix.pgno, t.objid, t.pgno)
                else:
                    ids.append((ix.objid, ix.pgno, "index %s.%s" % (t.name, ix.name)))
            if t.lv:
                ids.append((t.lv[0], t.lv[1], "long values of " + t.name))
            for objid, pgno, who in ids:
                if objid in seen:
                    P("object id %d belongs to %s and to %s", objid, seen[objid], who)
                seen[objid] = who
                if not 1 <= pgno <= self.db.npages:
                    P("%s: root page %d", who, pgno)
        want = {"MSysObjects": (OBJID_MSO, PGNO_MSO),
                "MSysObjectsShadow": (OBJID_MSO_SHADOW, PGNO_MSO_SHADOW)}
        for t in cat.tables.values():
            if t.name in want and (t.objid, t.pgno) != want[t.name]:
                P("table %s: object %d at page %d", t.name, t.objid, t.pgno)

    def check_msobjids(self, cat):
        """MSysObjids must list every object of every table"""
        P = self.rep.problem
        t = None
        for u in cat.tables.values():
            if u.name == "MSysObjids":
                t = u
        if t is None:
            return
        have = {}
        by = {c.name: c for c in t.columns.values()}
        if not {"objid", "objidTable", "type"} <= set(by):
            P("MSysObjids: columns %s", ",".join(sorted(by)))
            return
        try:
            for pg, i, (fl, key, data) in self.db.walk_nodes(t.pgno):
                if fl & ND_DELETED:
                    continue
                rec = Record(data, self.db.small, t)
                row = []
                for n in ("objid", "objidTable", "type"):
                    st, v = rec.get(by[n])
                    row.append(decode_scalar(by[n].type, v[0].data) if st == "present" else None)
                have[row[0]] = (row[1], row[2])
        except Bad as e:
            P("MSysObjids: %s", e)
            return
        want = {}
        for u in cat.tables.values():
            want[u.objid] = (u.objid, 1)
            for ix in u.indexes:
                if not ix.primary:
                    want[ix.objid] = (u.objid, 3)
            if u.lv:
                want[u.lv[0]] = (u.objid, 4)
        for k in sorted(set(want) | set(have), key=lambda x: (x is None, x)):
            if k not in have:
                P("MSysObjids: object %s of table %d is missing", k, want[k][0])
            elif k not in want:
                self.rep.warning("MSysObjids: lists object %s, which does not exist", k)
            elif have[k] != want[k]:
                P("MSysObjids: object %s is listed as %s, is %s", k, have[k], want[k])

    def check_locales(self, cat):
        """MSysLocales must count every index over Unicode text"""
        P = self.rep.problem
        t = None
        for u in cat.tables.values():
            if u.name == "MSysLocales":
                t = u
        need = collections.Counter()
        for u in cat.tables.values():
            for ix in u.indexes:
                if not ix.fidb & FIDB_LOCALIZED or ix.fidb & FIDB_DERIVED:
                    continue
                if ix.version is None or ix.sortid is None or len(ix.version) != 8 \
                        or len(ix.sortid) != 16:
                    continue
                need["LocaleName=%s,SortID=%s,Ver=%x" % (
                    ix.locale, uuid.UUID(bytes_le=ix.sortid),
                    struct.unpack("<Q", ix.version)[0])] += 1
        if t is None:
            if need:
                P("no table MSysLocales, but there are localized indexes")
            return
        by = {c.name: c for c in t.columns.values()}
        if not {"Type", "iValue", "Key"} <= set(by):
            P("MSysLocales: columns %s", ",".join(sorted(by)))
            return
        have = {}
        try:
            for pg, i, (fl, key, data) in self.db.walk_nodes(t.pgno):
                if fl & ND_DELETED:
                    continue
                rec = Record(data, self.db.small, t)
                st, v = rec.get(by["Key"])
                k = v[0].data.decode("utf-16-le", "replace") if st == "present" else ""
                if not k.endswith("\0"):
                    P("MSysLocales: key %r does not end with a NUL", k)
                st, v = rec.get(by["Type"])
                ty = decode_scalar(by["Type"].type, v[0].data) if st == "present" else None
                st, v = rec.get(by["iValue"])
                have[k.rstrip("\0")] = (ty, decode_scalar(4, v[0].data) if st == "present" else 0)
        except Bad as e:
            P("MSysLocales: %s", e)
            return
        if have.get("MSysLocalesConsistent") != (2, 1):
            self.rep.warning("MSysLocales: no consistency marker")
        for part in ("Internal", "External"):
            for n, v in (("Major", 1), ("Minor", 0)):
                k = ".Schema\\%s\\%s" % (part, n)
                if k not in have:
                    P("MSysLocales: no %s", k)
                elif n == "Major" and have[k] != (1, v):
                    P("MSysLocales: %s is %s", k, have[k])
        for k, n in need.items():
            if have.get(k, (0, 0))[1] < n:
                P("MSysLocales: %s has count %d, there are %d such indexes", k,
                  have.get(k, (0, 0))[1], n)

    # -- one table ---------------------------------------------------------

    def check_schema(self, t):
        P = self.rep.problem
        seen = set()
        off = 4
        lastfixed = None
        for (fid, _), c in sorted(t.columns.items()):
            k = c.name.lower()
            if k in seen:
                P("table %s: two columns named %s", t.name, c.name)
            seen.add(k)
            if c.type == 0:
                continue
            if c.fixed:
                size = COLTYPE_SIZE.get(c.type, c.size)
                if c.type in (11, 12):
                    P("table %s: fixed column %s of a long type", t.name, c.name)
                if lastfixed is not None and c.offset and c.offset < lastfixed:
                    P("table %s: fixed column %s at offset %d overlaps the one before it",
                      t.name, c.name, c.offset)
                if t.objid > 3:
                    lastfixed = c.offset + size
            elif c.var:
                if c.type not in (9, 10):
                    P("table %s: variable column %s of type %d", t.name, c.name, c.type)
            if c.cp not in (0, 1200, 1252) and c.type in (10, 12):
                self.rep.warning("table %s: column %s has code page %d", t.name, c.name, c.cp)
            if c.flags & 0xFFFF0000:
                P("table %s: column %s has flags 0x%x", t.name, c.name, c.flags)
        for ix in t.indexes:
            if not ix.segs:
                P("index %s.%s: no key columns", t.name, ix.name)
            if len(ix.segs) > 16:
                P("index %s.%s: %d key columns", t.name, ix.name, len(ix.segs))
            if not ix.fidx & FIDX_EXTENDED:
                self.rep.warning("index %s.%s: old form of key columns", t.name, ix.name)
            if ix.varsegmac > ix.keymost:
                P("index %s.%s: segments of up to %d bytes in keys of up to %d",
                  t.name, ix.name, ix.varsegmac, ix.keymost)
            if ix.fidb & FIDB_LOCALIZED and (ix.version is None or ix.sortid is None):
                self.rep.warning("index %s.%s: localized but without a sort version",
                                 t.name, ix.name)
        if sum(1 for ix in t.indexes if ix.primary) > 1:
            P("table %s: more than one primary index", t.name)

    def check_table(self, t, root):
        db, P = self.db, self.rep.problem
        what = "table " + t.name
        self.check_schema(t)
        if not 1 <= t.pgno <= db.npages:
            return
        # fixed catalog columns keep offset 4 on disk, so use the built-in layout for them
        schema = t
        if t.objid in (OBJID_MSO, OBJID_MSO_SHADOW):
            schema = mso_table()
            schema.name = t.name
            schema.indexes = t.indexes
            mine = {(c.fid, c.name, c.type) for c in t.columns.values()}
            known = {(c.fid, c.name, c.type) for c in schema.columns.values()}
            extra = mine - known
            if extra:
                P("%s: catalog column unknown to this program: %s", what, sorted(extra))
        o = Owner(what, t.pgno, t.objid, root)
        self.owners.append(o)
        tree = self.walk(t.pgno, t.objid, 0, what)
        o.used.update(tree.pages)
        self.load_space(o, 0, PGNO_DBROOT)
        # long values
        lvs = None
        if t.lv:
            lo = Owner("long values of " + t.name, t.lv[1], t.lv[0], o)
            self.owners.append(lo)
            lt = self.walk(t.lv[1], t.lv[0], PF_LV, lo.name)
            lo.used.update(lt.pages)
            self.load_space(lo, PF_LV, t.pgno)
            try:
                lvs = LongValues(db, t)
            except Bad as e:
                P("%s: %s", lo.name, e)
            else:
                for e in lvs.errors:
                    P("%s: %s", lo.name, e)
                for lid in sorted(lvs.roots):
                    e = lvs.check(lid)
                    if e:
                        P("%s: %s", lo.name, e)
        # secondary indexes
        secondary = []
        for ix in t.indexes:
            if ix.primary:
                continue
            name = "index %s.%s" % (t.name, ix.name)
            io = Owner(name, ix.pgno, ix.objid, o)
            self.owners.append(io)
            if not 1 <= ix.pgno <= db.npages:
                continue
            kind = PF_INDEX | (0 if ix.fidb & FIDB_UNIQUE else PF_NONUNIQUE)
            itree = self.walk(ix.pgno, ix.objid, kind, name)
            io.used.update(itree.pages)
            self.load_space(io, kind, t.pgno)
            secondary.append((ix, itree))
        # records
        refs = collections.Counter()
        prim = t.primary
        makers = []
        pmaker = None
        try:
            if prim is not None:
                pmaker = KeyMaker(schema, prim)
        except Bad as e:
            P("%s: %s", what, e)
        for ix, itree in secondary:
            try:
                makers.append((ix, itree, KeyMaker(schema, ix), collections.Counter(),
                               collections.Counter()))
            except Bad as e:
                P("%s: %s", what, e)
        bookmarks = set()
        cannot = set()
        nrec = 0
        highest = 0
        counted = [(c, der) for c, der in schema.all_columns() if c.flags & FF_AUTOINC]
        for pg, i, (fl, key, data) in self.leaf_nodes(tree):
            if fl & ND_DELETED:
                continue
            nrec += 1
            where = "%s, page %d node %d" % (what, pg, i)
            bookmarks.add(key)
            try:
                rec = Record(data, db.small, schema)
            except Bad as e:
                P("%s: %s", where, e)
                continue
            for e in rec.errors:
                P("%s: %s", where, e)
            self.check_record(schema, rec, lvs, refs, where)
            for c, der in counted:
                st, vals = rec.get(c, der)
                if st == "present" and vals:
                    highest = max(highest, int.from_bytes(value_bytes(vals[0], None), "little"))
            if prim is None:
                if len(key) != 4:
                    P("%s: key of %d bytes in a table without a primary index", where, len(key))
            elif pmaker is not None:
                if len(key) > prim.keymost:
                    P("%s: key of %d bytes, at most %d", where, len(key), prim.keymost)
                try:
                    ks = pmaker.keys(rec, lvs)
                    if len(ks) != 1:
                        P("%s: record has %d primary keys", where, len(ks))
                    elif ks[0] is not None and ks[0] != key:
                        P("%s: key is %s, its columns make %s", where, key.hex(), ks[0].hex())
                except CannotNormalise:
                    pass
                except (Bad, Unsupported) as e:
                    P("%s: primary key: %s", where, e)
            for ix, itree, mk, want, loose in makers:
                try:
                    ks = mk.keys(rec, lvs)
                except (CannotNormalise, Unsupported):
                    cannot.add(ix.name)
                    continue
                except Bad as e:
                    P("%s: index %s: %s", where, ix.name, e)
                    continue
                if mk.unicode:
                    loose[key] += len(ks)
                else:
                    for k in set(ks):
                        want[(k, key)] += 1
        self.stats["records"] += nrec
        try:
            auto = db.page(t.pgno).space_header()[4]
        except Bad:
            auto = None
        if auto is not None and not counted:
            P("%s: auto-increment counter without such a column", what)
        elif auto is not None and auto < highest:
            self.rep.warning("%s: auto-increment counter %d, but %d is in use", what, auto, highest)
        # compare the secondary indexes
        for ix, itree, mk, want, loose in makers:
            name = "index %s.%s" % (t.name, ix.name)
            if ix.fidx & FIDX_DEFERRED:
                self.rep.note("%s: deferred, not compared", name)
                continue
            got = collections.Counter()
            gotloose = collections.Counter()
            for pg, i, (fl, key, data) in self.leaf_nodes(itree):
                if fl & ND_DELETED:
                    continue
                self.stats["index entries"] += 1
                if data not in bookmarks:
                    P("%s, page %d node %d: bookmark %s does not exist", name, pg, i, data.hex())
                    continue
                if len(key) > ix.keymost:
                    P("%s, page %d node %d: key of %d bytes, at most %d", name, pg, i, len(key),
                      ix.keymost)
                got[(key, data)] += 1
                gotloose[data] += 1
            if ix.name in cannot:
                self.rep.note("%s: keys could not be computed, not compared", name)
                continue
            if mk.unicode:
                mv = ix.fidb & FIDB_MULTIVALUED or ix.tuples
                for bm in loose.keys() | gotloose.keys():
                    a, b = loose.get(bm, 0), gotloose.get(bm, 0)
                    if a == b or (mv and 0 < b <= a):
                        continue
                    P("%s: record %s has %d entries, should have %d", name, bm.hex(), b, a)
                continue
            for k in sorted(want.keys() | got.keys(), key=lambda x: (x[0] or b"", x[1])):
                a, b = want.get(k, 0), got.get(k, 0)
                if a and not b:
                    P("%s: no entry %s for record %s", name, (k[0] or b"").hex(), k[1].hex())
                elif b and not a:
                    P("%s: entry %s for record %s, which has no such key", name, k[0].hex(),
                      k[1].hex())
        # references
        if lvs is not None:
            for lid in sorted(refs.keys() | lvs.roots.keys()):
                root_ = lvs.roots.get(lid)
                n = refs.get(lid, 0)
                if root_ is None:
                    if lid not in lvs.roots:
                        P("%s: long value 0x%x is referenced %d times and does not exist",
                          what, lid, n)
                    continue
                ref = root_[0]
                if ref == 0xFFFFFFFF:
                    if n:
                        P("%s: long value 0x%x is half deleted and referenced", what, lid)
                elif n == 0 and ref == 0:
                    self.rep.pedantic("%s: long value 0x%x was dereferenced and never removed",
                                      what, lid)
                elif n == 0:
                    self.rep.warning("%s: long value 0x%x (count %d) is not referenced", what, lid, ref)
                elif ref < n:
                    P("%s: long value 0x%x has count %d, is referenced %d times", what, lid, ref, n)
                elif ref > n:
                    self.rep.warning("%s: long value 0x%x has count %d, is referenced %d times",
                                     what, lid, ref, n)
            self.stats["long values"] += len(lvs.roots)
        elif refs:
            P("%s: %d separated values and no long-value tree", what, sum(refs.values()))

    def check_record(self, t, rec, lvs, refs, where):
        P = self.rep.problem
        for c, derived in t.all_columns():
            if c.type == 0:
                continue
            if c.fixed or c.var:
                st, vals = rec.get(c)
            else:
                st, vals = rec.get(c, derived)
            if st == "null" and c.flags & FF_NOTNULL:
                P("%s: column %s is NULL and must not be", where, c.name)
            for v in vals:
                if v.lid is not None:
                    refs[v.lid] += 1
                    continue
                if v.encrypted:
                    continue
                try:
                    b = decompress(v.data) if v.compressed else v.data
                except Unsupported as e:
                    self.rep.note("%s: column %s: %s", where, c.name, e)
                    continue
                except Bad as e:
                    P("%s: column %s: %s", where, c.name, e)
                    continue
                n = COLTYPE_SIZE.get(c.type)
                if n is not None and len(b) != n:
                    P("%s: column %s of type %s has %d bytes", where, c.name,
                      COLTYPE_NAMES[c.type], len(b))
                if c.size and len(b) > c.size:
                    self.rep.warning("%s: column %s has %d bytes, at most %d", where, c.name,
                                     len(b), c.size)
            if len(vals) > 1 and not c.flags & FF_MULTIVALUED:
                self.rep.warning("%s: column %s has %d values and is not multi-valued",
                                 where, c.name, len(vals))
        # stored columns that the schema does not have
        for fid in rec.var:
            if t.column(fid) is None:
                P("%s: variable column %d is not in the schema", where, fid)
        for (fid, derived), vals in rec.tagged.items():
            if t.column(fid, derived) is None:
                P("%s: tagged column %d%s is not in the schema", where, fid,
                  " (derived)" if derived else "")
                for v in vals:
                    if v.lid is not None:
                        refs[v.lid] += 1
        if rec.lastfixed:
            top = max([c.fid for c, _ in t.all_columns() if c.fixed] + [0])
            if rec.lastfixed > top:
                P("%s: %d fixed columns, the schema has %d", where, rec.lastfixed, top)


# ---------------------------------------------------------------------------
# dump
# ---------------------------------------------------------------------------

def show_value(c, b):
    if c.type in (10, 12):
        if c.cp == 1200:
            try:
                s = b.decode("utf-16-le")
                s.encode("utf-8")
                return s
            except UnicodeError:
                return {"utf16": b.hex()}
        try:
            return b.decode("cp1252" if c.cp == 1252 else "latin-1")
        except UnicodeError:
            return {"bytes": b.hex()}
    if c.type in (9, 11, 13, 0):
        return b.hex()
    v = decode_scalar(c.type, b)
    if isinstance(v, float) and (v != v or v in (float("inf"), float("-inf"))):
        return {"float": b.hex()}
    if c.type == 8:
        return {"datetime": v, "bits": b[::-1].hex()}
    return v


def dump(db, out, only, system, schema_only, raw):
    bad = 0

    def line(obj):
        out.write(json.dumps(obj, ensure_ascii=False, sort_keys=False) + "\n")

    h = db.header
    line({"kind": "database", "version": "0x%x,%d,%d" % (h["version"], h["update"], h["updateMinor"]),
          "pageSize": db.cb, "pages": db.npages, "state": DBSTATE.get(h["state"], h["state"])})
    cat = Catalog(db)
    for e in cat.errors:
        bad += 1
        line({"kind": "error", "text": "catalog: " + e})
    for t in sorted(cat.tables.values(), key=lambda t: t.name.lower()):
        if only and t.name not in only:
            continue
        line({"kind": "table", "name": t.name, "flags": "0x%x" % t.flags,
              "template": t.template_name, "system": t.system or t.name.startswith("MSys")})
        for c, derived in t.all_columns():
            if c.type == 0:
                continue
            d = None
            if c.default is not None and c.flags & FF_DEFAULT:
                try:
                    d = show_value(c, c.default)
                except Bad:
                    d = {"bytes": c.default.hex()}
            line({"kind": "column", "table": t.name, "name": c.name, "id": c.fid,
                  "inherited": derived, "type": COLTYPE_NAMES.get(c.type, c.type),
                  "size": c.size, "flags": "0x%x" % c.flags, "codepage": c.cp, "default": d})
        for ix in sorted(t.indexes, key=lambda i: i.name.lower()):
            segs = []
            for fid, fl in ix.segs:
                c = t.column(fid, bool(fl & 0x80))
                segs.append(("-" if fl & 0x40 else "+") + (c.name if c else "#%d" % fid))
            cond = []
            for fid, fl in ix.cond:
                c = t.column(fid, bool(fl & 0x80))
                cond.append(("?" if fl & 0x20 else "*") + (c.name if c else "#%d" % fid))
            line({"kind": "index", "table": t.name, "name": ix.name, "columns": segs,
                  "conditions": cond, "primary": ix.primary, "unique": ix.unique,
                  "flags": "0x%04x,0x%04x" % (ix.fidb, ix.fidx), "locale": ix.locale,
                  "lcmapFlags": ix.lcmap, "keyMost": ix.keymost, "varSegMac": ix.varsegmac,
                  "tuples": list(ix.tuples) if ix.tuples else None,
                  "sortVersion": ix.version.hex() if ix.version else None,
                  "sortId": ix.sortid.hex() if ix.sortid else None})
        if schema_only or (t.name.startswith("MSys") and not system):
            continue
        schema = t
        if t.objid in (OBJID_MSO, OBJID_MSO_SHADOW):
            schema = mso_table()
        lvs = None
        try:
            if t.lv:
                lvs = LongValues(db, t)
            for pg, i, (fl, key, data) in db.walk_nodes(t.pgno):
                if fl & ND_DELETED:
                    continue
                row = collections.OrderedDict()
                try:
                    rec = Record(data, db.small, schema)
                except Bad as e:
                    bad += 1
                    line({"kind": "error", "text": "table %s, page %d node %d: %s"
                          % (t.name, pg, i, e)})
                    continue
                for c, derived in schema.all_columns():
                    if c.type == 0:
                        continue
                    st, vals = rec.get(c, derived)
                    if st == "absent":
                        if not raw and c.flags & FF_DEFAULT and c.default is not None \
                                and not c.flags & FF_USERDEFAULT:
                            try:
                                row[c.name] = show_value(c, c.default)
                            except Bad as e:
                                row[c.name] = {"error": str(e)}
                        continue
                    if st == "null":
                        continue
                    res = []
                    for v in vals:
                        try:
                            res.append(show_value(c, value_bytes(v, lvs)))
                        except Unsupported as e:
                            res.append({"unsupported": str(e)})
                        except (Bad, IndexError, struct.error) as e:
                            bad += 1
                            res.append({"error": str(e)})
                    row[c.name] = res if c.flags & FF_MULTIVALUED or len(res) > 1 else res[0]
                line({"kind": "row", "table": t.name, "key": key.hex(), "values": row})
        except Bad as e:
            bad += 1
            line({"kind": "error", "text": "table %s: %s" % (t.name, e)})
    return bad


# ---------------------------------------------------------------------------
# looking at pages
# ---------------------------------------------------------------------------

FLAG_NAMES = [(PF_ROOT, "root"), (PF_LEAF, "leaf"), (PF_PARENT_OF_LEAF, "parent-of-leaf"),
              (PF_EMPTY, "empty"), (PF_REPAIR, "repair"), (PF_SPACE, "space"),
              (PF_INDEX, "index"), (PF_LV, "lv"), (PF_NONUNIQUE, "non-unique"),
              (PF_NEWREC, "newrec"), (PF_NEWCKSUM, "newcksum"), (PF_SCRUBBED, "scrubbed"),
              (PF_PREINIT, "preinit"), (PF_FDPDELETE, "fdpdelete")]


def flag_text(f):
    return "|".join([n for b, n in FLAG_NAMES if f & b] + ["flush%d" % (f >> 15 & 3)])


def show_page(db, pgno, out):
    p = db.page(pgno)
    out.write("page %d at 0x%x: " % (pgno, (pgno + 1) * db.cb))
    if p.blank:
        out.write("blank\n")
        return
    out.write("flags 0x%x %s\n" % (p.flags, flag_text(p.flags)))
    out.write("  objid %d prev %d next %d dbtime %d free %d uncommitted %d ibMicFree %d tags %d"
              " reserved %d\n" % (p.objid, p.prev, p.next, p.dbtime, p.cbfree, p.cbuncommitted,
                                  p.ibmicfree, p.ntags, p.itagstate >> 12))
    out.write("  checksum %s\n" % " ".join("%016x" % v for v in stored_checksums(p.raw)))
    if not p.ntags:
        return
    h = p.external_header()
    out.write("  tag 0: %s\n" % h.hex())
    if p.root and not p.flags & PF_SPACE:
        try:
            fl, cpg, parent, last, auto = p.space_header()
            out.write("  space header: flags %d count %d parent %d %s%s\n" % (
                fl, cpg, parent,
                "owned %d available %d" % (last, last + 1) if fl & 1 else "bits %08x" % last,
                "" if auto is None else " autoinc %d" % auto))
        except Bad as e:
            out.write("  %s\n" % e)
    elif p.root and len(h) >= 16:
        out.write("  split buffer: %s prefix %s\n" % (struct.unpack_from("<4I", h), h[16:].hex()))
    for i, (fl, key, data) in enumerate(p.nodes()):
        ib, cb, _, _ = p.tags[i + p.nreserved]
        extra = ""
        if not p.leaf and len(data) == 4:
            extra = " -> %d" % struct.unpack("<I", data)
        elif p.flags & PF_SPACE:
            try:
                last, cpg, pool = parse_extent(key, data)
                extra = " = %d-%d%s" % (last - cpg + 1, last, " pool %d" % pool if pool else "")
            except Bad as e:
                extra = " " + str(e)
        out.write("  %3d @%d+%d %s%s%s key %s data %s%s\n" % (
            i, ib, cb, "v" if fl & 1 else "-", "d" if fl & 2 else "-", "c" if fl & 4 else "-",
            key.hex(), data.hex() if len(data) <= 400 else data[:400].hex() + "...", extra))


def show_tree(db, pgno, out, depth=0):
    p = db.page(pgno)
    if p.blank:
        out.write("%spage %d blank\n" % ("  " * depth, pgno))
        return
    out.write("%spage %d objid %d %s nodes %d prev %d next %d\n" % (
        "  " * depth, pgno, p.objid, flag_text(p.flags), p.ntags - p.nreserved, p.prev, p.next))
    if p.root and not p.flags & PF_SPACE:
        fl, cpg, parent, last, auto = p.space_header()
        if fl & 1:
            show_tree(db, last, out, depth + 1)
            show_tree(db, last + 1, out, depth + 1)
    if p.flags & PF_SPACE and p.leaf:
        for fl, key, data in p.nodes():
            last, cpg, pool = parse_extent(key, data)
            out.write("%s  %d-%d%s%s\n" % ("  " * depth, last - cpg + 1, last,
                                           " pool %d" % pool if pool else "",
                                           " deleted" if fl & 2 else ""))
    if not p.leaf:
        for fl, key, data in p.nodes():
            out.write("%s  <%s\n" % ("  " * depth, key.hex() or "end"))
            show_tree(db, struct.unpack("<I", data)[0], out, depth + 1)


def main(argv):
    ap = argparse.ArgumentParser(prog="edbcheck.py", description=__doc__.split("\n")[0])
    ap.add_argument("file")
    ap.add_argument("--dump", action="store_true")
    ap.add_argument("--page", type=int, action="append")
    ap.add_argument("--tree", type=int, action="append")
    ap.add_argument("--header", action="store_true")
    ap.add_argument("--pages", action="store_true")
    ap.add_argument("--strict", action="store_true")
    ap.add_argument("--quiet", action="store_true")
    ap.add_argument("--max", type=int, default=200)
    ap.add_argument("--allow-dirty", action="store_true")
    ap.add_argument("--table", action="append")
    ap.add_argument("--system", action="store_true")
    ap.add_argument("--schema", action="store_true")
    ap.add_argument("--raw", action="store_true")
    a = ap.parse_args(argv)
    sys.setrecursionlimit(10000)
    try:
        db = Database(a.file)
    except NotEdb as e:
        print("%s: not an ESE database: %s" % (a.file, e), file=sys.stderr)
        return 2
    out = sys.stdout
    if hasattr(out, "reconfigure"):
        out.reconfigure(encoding="utf-8", errors="surrogatepass")
    try:
        if a.header:
            json.dump(db.header, out, indent=1)
            out.write("\n")
            return 0
        if a.pages:
            for n in range(1, db.npages + 1):
                p = db.page(n)
                if not p.blank:
                    out.write("%d objid %d %s prev %d next %d tags %d free %d\n" % (
                        n, p.objid, flag_text(p.flags), p.prev, p.next, p.ntags, p.cbfree))
            return 0
        if a.page or a.tree:
            for n in a.page or []:
                show_page(db, n, out)
            for n in a.tree or []:
                show_tree(db, n, out)
            return 0
        if a.dump:
            return 1 if dump(db, out, a.table, a.system, a.schema, a.raw) else 0
    except Bad as e:
        print("%s: %s" % (a.file, e), file=sys.stderr)
        return 1
    rep = Report(a.strict, a.quiet, a.max)
    ck = Checker(db, rep, a.allow_dirty)
    try:
        ck.run()
    except (Bad, struct.error, IndexError, ValueError, KeyError, RecursionError) as e:
        rep.problem("checking stopped: %s: %s", type(e).__name__, e)
    if not a.quiet:
        s = ck.stats
        print("%s: %d problems, %d warnings, %d notes; %d trees, %d records, %d index entries, "
              "%d long values, %d pages, %d free, %d leaked, %d deleted and %d versioned nodes" % (
                  os.path.basename(a.file), rep.problems, rep.warnings, rep.notes, s["trees"],
                  s["records"], s["index entries"], s["long values"], s["owned pages"],
                  s["free pages"], s["leaked pages"], s["deleted nodes"], s["versioned nodes"]),
              file=sys.stderr)
    return 1 if rep.problems else 0


if __name__ == "__main__":
    try:
        sys.exit(main(sys.argv[1:]))
    except BrokenPipeError:
        os._exit(1)
