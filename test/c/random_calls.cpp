// random_calls.cpp — calls in no order with arguments of any kind: whatever they answer, nobody reads or writes where he should not.
//
// Sanitizers see what a plain run does not. ESE_TEST_SEED chooses another run, ESE_TEST_STEPS its length.
#include "under_test.hpp"

#include <array>
#include <cstdlib>
#include <map>
#include <random>
#include <vector>

using namespace c_test;

namespace {

class random_calls : public running {
public:
    explicit random_calls(std::uint64_t seed) : random_{seed}
    {
        OK(JetCreateDatabaseA(session, in("random.edb").c_str(), nullptr, &database_, 0));
        sessions_.push_back(session);
        for (int i = 0; i < 2; ++i) {
            JET_SESID more = JET_sesidNil;
            JET_DBID same = JET_dbidNil;
            OK(JetBeginSessionA(instance, &more, nullptr, nullptr));
            OK(JetOpenDatabaseA(more, in("random.edb").c_str(), nullptr, &same, 0));
            sessions_.push_back(more);
        }
    }

    // One call. True if it did its work.
    bool step()
    {
        if (cursors_.size() > 40) close_oldest();
        if (one_in(4))
            for (unsigned char& byte : buffer_) byte = static_cast<unsigned char>(below(256));
        pick();
        switch (below(5)) {
        case 0: return schema_call() >= 0;
        case 1: return transaction_call() >= 0;
        case 2: return cursor_call() >= 0;
        case 3: return row_call() >= 0;
        default: return information_call() >= 0;
        }
    }

private:
    std::uint32_t below(std::uint32_t n) { return static_cast<std::uint32_t>(random_() % n); }
    bool one_in(std::uint32_t n) { return below(n) == 0; }
    JET_GRBIT grbit() { return one_in(2) ? 0 : one_in(2) ? 1u << below(24) : static_cast<JET_GRBIT>(random_()); }
    const char* name() { return one_in(15) ? nullptr : std::array{"t", "u", "a", "b", "", "a.b", "\xFF\xFE", "MSysObjects"}[below(8)]; }
    const char16_t* wide() { return one_in(15) ? nullptr : std::array{u"t", u"u", u"a", u"b", u"", u"\xD800"}[below(6)]; }
    void* data() { return one_in(12) ? nullptr : buffer_.data(); }
    std::uint32_t size() { return one_in(3) ? below(300) : below(20); }
    JET_COLUMNID column() { return columns_.empty() || one_in(15) ? static_cast<JET_COLUMNID>(random_()) : columns_[below(static_cast<std::uint32_t>(columns_.size()))]; }

    // A cursor and mostly its own session; now and then neither is one.
    void pick()
    {
        table_ = cursors_.empty() || one_in(12) ? random_() : cursors_[below(static_cast<std::uint32_t>(cursors_.size()))];
        const auto owner = owners_.find(table_);
        session_ = owner != owners_.end() && !one_in(8) ? owner->second : sessions_[below(3)];
        if (one_in(25)) session_ = std::array{JET_SESID{0}, JET_sesidNil, JET_SESID{random_()}}[below(3)];
    }
    void keep(JET_ERR code, JET_TABLEID opened)
    {
        if (code < 0 || opened == 0 || opened == JET_tableidNil) return;
        cursors_.push_back(opened);
        owners_[opened] = session_;
    }
    void close_oldest()
    {
        (void)JetCloseTable(owners_[cursors_.front()], cursors_.front());
        owners_.erase(cursors_.front());
        cursors_.erase(cursors_.begin());
    }

    JET_ERR schema_call()
    {
        JET_TABLEID opened = 0;
        JET_ERR code = 0;
        switch (below(9)) {
        case 0: code = JetCreateTableA(session_, database_, name(), below(3), one_in(8) ? below(200) : 80, &opened); break;
        case 1: case 2: code = JetOpenTableW(session_, one_in(9) ? below(9) : database_, wide(), nullptr, 0, one_in(3) ? grbit() : 0, &opened); break;
        case 3: return one_in(5) ? JetDeleteTableA(session_, database_, name()) : JetRenameTableW(session_, database_, wide(), wide());
        case 4: case 5: {
            JET_COLUMNDEF wanted{sizeof wanted, 0, below(20), 0, 0, std::uint16_t{1252}, 0, below(300), grbit()};
            if (one_in(9)) wanted.cbStruct = below(40);
            JET_COLUMNID added = 0;
            code = JetAddColumnA(session_, table_, name(), &wanted, data(), below(16), &added);
            if (code >= 0) columns_.push_back(added);
            return code;
        }
        case 6: return JetCreateIndexA(session_, table_, name(), grbit() & 0x7FFFFF, "+a\0-b\0\0", one_in(3) ? below(9) : 8, 80);
        case 7: return one_in(3) ? JetDeleteColumnA(session_, table_, name()) : JetDeleteIndexW(session_, table_, wide());
        default: {
            JET_COLUMNDEF wanted[2]{};
            for (JET_COLUMNDEF& one : wanted) one = {sizeof one, 0, below(19), 0, 0, std::uint16_t{1252}, 0, 100, one_in(3) ? grbit() : JET_bitColumnTTKey};
            JET_COLUMNID ids[2]{};
            code = JetOpenTempTable(session_, wanted, below(3), grbit(), &opened, ids);
            if (code >= 0) columns_.push_back(ids[0]);
        }
        }
        keep(code, opened);
        return code;
    }
    JET_ERR transaction_call()
    {
        switch (below(4)) {
        case 0: return JetBeginTransaction2(session_, grbit());
        case 1: return JetCommitTransaction2(session_, one_in(4) ? grbit() : 0, one_in(9) ? 5 : 0, nullptr);
        case 2: return JetRollback(session_, one_in(4) ? grbit() : 0);
        default: return JetGetLock(session_, table_, grbit());
        }
    }
    JET_ERR cursor_call()
    {
        std::uint32_t actual = 0;
        JET_RECPOS place{one_in(3) ? below(40) : 16, below(9), below(9), below(9)};
        switch (below(10)) {
        case 0: case 1: return JetMove(session_, table_, one_in(3) ? JET_MoveFirst : static_cast<std::int32_t>(below(7)) - 3, one_in(5) ? grbit() : 0);
        case 2: return JetMakeKey(session_, table_, data(), size(), one_in(3) ? grbit() : JET_bitNewKey);
        case 3: return JetSeek(session_, table_, one_in(3) ? grbit() : 1u << below(5));
        case 4: return JetSetIndexRange(session_, table_, grbit());
        case 5: return JetSetCurrentIndex3A(session_, table_, name(), one_in(3) ? grbit() : 0, below(3));
        case 6: return JetGetBookmark(session_, table_, data(), size(), &actual);
        case 7: return JetGotoBookmark(session_, table_, data(), size());
        case 8: return JetGotoPosition(session_, table_, &place);
        default: return JetIndexRecordCount(session_, table_, one_in(9) ? nullptr : &actual, below(5));
        }
    }
    JET_ERR row_call()
    {
        std::uint32_t actual = 0;
        JET_SETINFO set{one_in(9) ? below(20) : 12, below(100), below(4)};
        JET_RETINFO get{one_in(9) ? below(20) : 16, below(100), below(4), 0};
        switch (below(8)) {
        case 0: case 1: return JetPrepareUpdate(session_, table_, one_in(2) ? below(11) : 0);
        case 2: case 3: return JetSetColumn(session_, table_, column(), data(), size(), grbit(), one_in(2) ? &set : nullptr);
        case 4: case 5: return JetUpdate2(session_, table_, data(), size(), one_in(2) ? &actual : nullptr, one_in(6) ? grbit() : 0);
        case 6: return JetRetrieveColumn(session_, table_, column(), data(), size(), &actual, grbit(), one_in(2) ? &get : nullptr);
        default: return JetDelete(session_, table_);
        }
    }
    // Answers by level, into buffers of any size; what lists come back are read like other tables.
    JET_ERR information_call()
    {
        JET_COLUMNLIST columns{};
        JET_INDEXLIST indexes{};
        JET_ERR code = 0;
        switch (below(5)) {
        case 0: return JetGetTableInfoW(session_, table_, buffer_.data(), size(), below(22));
        case 1: return JetGetDatabaseInfoA(session_, one_in(9) ? below(9) : database_, buffer_.data(), size(), below(24));
        case 2: code = JetGetTableColumnInfoA(session_, table_, name(), &columns, one_in(3) ? below(80) : 80, below(6)); break;
        case 3: code = JetGetTableIndexInfoW(session_, table_, wide(), &indexes, one_in(3) ? below(88) : 88, below(20)); break;
        default: {
            JET_TABLEID second = 0;
            code = JetDupCursor(session_, table_, &second, one_in(9) ? 1 : 0);
            keep(code, second);
            return code;
        }
        }
        keep(code, columns.cbStruct == sizeof columns ? columns.tableid : indexes.cbStruct == sizeof indexes ? indexes.tableid : 0);
        return code;
    }

    std::mt19937_64 random_;
    JET_DBID database_ = JET_dbidNil;
    std::vector<JET_SESID> sessions_{};
    std::vector<JET_TABLEID> cursors_{};
    std::map<JET_TABLEID, JET_SESID> owners_{};
    std::vector<JET_COLUMNID> columns_{};
    std::array<unsigned char, 512> buffer_{};
    JET_SESID session_ = 0;    // of the call to come
    JET_TABLEID table_ = 0;
};

std::uint64_t number_from(const char* variable, std::uint64_t otherwise)
{
    const char* const given = std::getenv(variable);
    return given ? std::strtoull(given, nullptr, 10) : otherwise;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(c_random_calls)

BOOST_AUTO_TEST_CASE(no_order_of_calls_and_no_argument_does_harm)
{
    const std::uint64_t seed = number_from("ESE_TEST_SEED", 1);
    BOOST_TEST_MESSAGE("ESE_TEST_SEED=" << seed);
    random_calls calls{seed};
    std::uint64_t worked = 0;
    for (std::uint64_t i = number_from("ESE_TEST_STEPS", 100000); i != 0; --i) worked += calls.step() ? 1 : 0;

    BOOST_TEST(worked > 500u);    // they were not all refused at the door
    IS(JET_errDirtyShutdown, JetTerm2(calls.instance, JET_bitTermDirty));
}

BOOST_AUTO_TEST_SUITE_END()
