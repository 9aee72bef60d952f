// codes_disk.cpp — what is answered when a disk takes nothing more, and to files that are not what they should be.
#include "under_test.hpp"

#include <filesystem>
#include <fstream>
#include <vector>

#if !defined(_WIN32)
#    include <csignal>
#    include <sys/resource.h>
#endif

using namespace c_test;

namespace {

constexpr std::uint32_t page_size = 4096;

// A database that is closed, whose header a test may change.
struct left_alone : created {
    JET_SESID session = JET_sesidNil;
    std::string path = in("a.edb");

    left_alone()
    {
        number(JET_paramDatabasePageSize, page_size);
        OK(JetInit(&instance));
        OK(JetBeginSessionA(instance, &session, nullptr, nullptr));
        JET_DBID database = JET_dbidNil;
        OK(JetCreateDatabaseA(session, path.c_str(), nullptr, &database, 0));
        OK(JetCloseDatabase(session, database, 0));
        OK(JetDetachDatabaseA(session, path.c_str()));
    }
    // Both copies of the header, each with the checksum that belongs to it: all words xored, and the signature once more.
    void put_into_headers(std::size_t at, std::uint32_t value) const
    {
        std::fstream file{path, std::ios::in | std::ios::out | std::ios::binary};
        for (const std::streamoff begin : {std::streamoff{0}, std::streamoff{page_size}}) {
            std::vector<std::uint32_t> words(page_size / 4);
            file.seekg(begin);
            file.read(reinterpret_cast<char*>(words.data()), page_size);
            words[at / 4] = value;
            words[0] = words[1];
            for (std::size_t i = 1; i < words.size(); ++i) words[0] ^= words[i];
            file.seekp(begin);
            file.write(reinterpret_cast<const char*>(words.data()), page_size);
        }
        BOOST_REQUIRE(file.good());
    }
};

}  // namespace

BOOST_AUTO_TEST_SUITE(c_codes_disk)

BOOST_AUTO_TEST_CASE(a_version_that_nobody_knows)
{
    left_alone db;
    constexpr std::size_t version_at = 8;
    db.put_into_headers(version_at, 0x621);
    IS(JET_errInvalidDatabaseVersion, JetAttachDatabaseA(db.session, db.path.c_str(), 0));
    IS(JET_errInvalidDatabaseVersion, JetAttachDatabase2A(db.session, db.path.c_str(), 0, JET_bitDbReadOnly));
    db.put_into_headers(version_at, 0x620);
    OK(JetAttachDatabaseA(db.session, db.path.c_str(), 0));
}

BOOST_AUTO_TEST_CASE(a_file_that_must_not_be_written)
{
    using std::filesystem::perms;
    left_alone db;
    std::filesystem::permissions(db.path, perms::owner_read);
    IS(JET_errDatabaseFileReadOnly, JetAttachDatabaseA(db.session, db.path.c_str(), 0));
    IS(JET_errDatabaseFileReadOnly, JetAttachDatabase2A(db.session, db.path.c_str(), 0, 0));
    OK(JetAttachDatabaseA(db.session, db.path.c_str(), JET_bitDbReadOnly));
    OK(JetDetachDatabaseA(db.session, db.path.c_str()));
    std::filesystem::permissions(db.path, perms::owner_read | perms::owner_write);
}

#if !defined(_WIN32)

namespace {

// While it lives, this process writes to no file.
class no_room {
public:
    no_room() : handler_{std::signal(SIGXFSZ, SIG_IGN)}
    {
        (void)::getrlimit(RLIMIT_FSIZE, &before_);
        const rlimit none{0, before_.rlim_max};
        (void)::setrlimit(RLIMIT_FSIZE, &none);
    }
    no_room(const no_room&) = delete;
    no_room& operator=(const no_room&) = delete;
    ~no_room()
    {
        (void)::setrlimit(RLIMIT_FSIZE, &before_);
        (void)std::signal(SIGXFSZ, handler_);
    }

private:
    rlimit before_{};
    void (*handler_)(int);
};

}  // namespace

BOOST_AUTO_TEST_CASE(a_log_that_cannot_be_written)
{
    for (const bool second_form : {false, true}) {
        created db;
        JET_SESID session = JET_sesidNil;
        JET_DBID database = JET_dbidNil;
        JET_TABLEID table = JET_tableidNil;
        JET_COMMIT_ID id{};
        db.text(JET_paramRecovery, "on");
        OK(JetInit(&db.instance));
        OK(JetBeginSessionA(db.instance, &session, nullptr, nullptr));
        OK(JetCreateDatabaseA(session, db.in("a.edb").c_str(), nullptr, &database, 0));
        OK(JetCreateTableA(session, database, "t", 0, 0, &table));
        OK(JetBeginTransaction(session));
        OK(JetPrepareUpdate(session, table, JET_prepInsert));
        OK(JetUpdate(session, table, nullptr, 0, nullptr));
        JET_ERR code = JET_errSuccess;
        {
            const no_room now;
            code = second_form ? JetCommitTransaction2(session, 0, 0, &id) : JetCommitTransaction(session, 0);
        }
        BOOST_TEST(code == JET_errLogWriteFail);
        if (second_form) IS(JET_errLogWriteFail, JetCommitTransaction2(session, 0, 0, &id));    // it stays so
        else IS(JET_errLogWriteFail, JetCommitTransaction(session, 0));
    }
}

#endif

BOOST_AUTO_TEST_SUITE_END()
