// world.hpp — what exists while calls are made at random: instances, sessions, databases, cursors, columns, bookmarks.
//
// Gives:  each call its arguments: mostly ones that fit together, now and then nil, dead, foreign and invented ones.
// Holds:  a handle that a call gave stays known when it is dead, to be used again.
#pragma once

#include "dice.hpp"

#include <algorithm>
#include <cstdint>
#include <filesystem>
#include <map>
#include <string>
#include <utility>
#include <vector>

namespace c_fuzz {

class world {
public:
    world(std::uint64_t seed, std::filesystem::path folder) : roll{seed}, folder_{std::move(folder)}
    {
        std::filesystem::create_directories(folder_);
    }
    world(const world&) = delete;
    world& operator=(const world&) = delete;

    dice roll;
    arena memory{};

    // What the call to come works with. `table` belongs to `session` unless one of them is wrong.
    JET_SESID session = 0;
    JET_TABLEID table = 0;

    void choose()
    {
        memory.clear();
        table = cursors.empty() || roll.one_in(15) ? wrong_handle() : roll.of(cursors);
        const auto owner = owners_.find(table);
        session = owner != owners_.end() && !roll.one_in(12) ? owner->second : any_session();
    }
    // A session for calls that need no cursor: `session` from then on.
    [[nodiscard]] JET_SESID any_session() { return session = sessions.empty() || roll.one_in(25) ? wrong_handle() : roll.of(sessions); }
    [[nodiscard]] JET_INSTANCE any_instance() { return instances.empty() || roll.one_in(10) ? wrong_handle() : roll.of(instances); }
    [[nodiscard]] JET_DBID any_database() { return databases.empty() || roll.one_in(20) ? roll.edge() : roll.of(databases); }
    [[nodiscard]] JET_COLUMNID any_column() { return columns.empty() || roll.one_in(15) ? roll.edge() : roll.of(columns); }

    void opened(JET_ERR code, JET_TABLEID cursor)
    {
        if (code < 0 || cursor == 0 || cursor == JET_tableidNil) return;
        cursors.push_back(cursor);
        owners_[cursor] = session;
        if (cursors.size() > 60) forget_oldest();
    }
    void ended(std::vector<std::uint64_t>& of, std::uint64_t handle)
    {
        of.erase(std::remove(of.begin(), of.end(), handle), of.end());
        dead_.push_back(handle);
        if (dead_.size() > 100) dead_.erase(dead_.begin());
    }
    void forget(std::vector<std::uint64_t>& of, std::uint64_t handle)
    {
        if (std::find(of.begin(), of.end(), handle) != of.end()) ended(of, handle);
    }
    void all_ended()
    {
        for (std::vector<std::uint64_t>* of : {&cursors, &sessions, &instances})
            while (!of->empty()) ended(*of, of->back());
        owners_.clear();
        databases.clear();
        columns.clear();
    }
    template <class Id>
    static void keep(std::vector<Id>& of, Id one, std::size_t most)
    {
        if (std::find(of.begin(), of.end(), one) == of.end()) of.push_back(one);
        if (of.size() > most) of.erase(of.begin());
    }

    // Text. Null now and then; names that are legal, illegal, long, and in no encoding.
    [[nodiscard]] char* name()
    {
        static const std::vector<std::string> names{"t", "u", "v", "a", "b", "c", "d", "i", "j", "T", "", " ", "a.b", "x!", "MSysObjects", "\xFF\xFE",
                                                    "\xC3\xBC", "trailing  ", std::string(64, 'n'), std::string(65, 'n'), std::string(3000, 'n')};
        return roll.one_in(25) ? nullptr : memory.keep(roll.one_in(4) ? roll.of(names) : names[roll.below(9)]);
    }
    [[nodiscard]] char16_t* wide()
    {
        static const std::vector<std::u16string> names{u"t", u"u", u"v", u"a", u"b", u"c", u"d", u"i", u"j", u"", u"\xD800", u"\u00fc",
                                                       u"\xDC00x", std::u16string(64, u'n'), std::u16string(65, u'\u00fc')};
        return roll.one_in(25) ? nullptr : memory.keep(roll.one_in(4) ? roll.of(names) : names[roll.below(9)]);
    }
    // Parts of a key: "+a\0-b\0\0", and what is none.
    [[nodiscard]] std::string key_text()
    {
        std::string key;
        for (std::uint32_t i = 1 + roll.below(roll.one_in(9) ? 20 : 3); i != 0; --i) {
            key += roll.one_in(15) ? '*' : roll.one_in(2) ? '+' : '-';
            key += static_cast<char>('a' + roll.below(4));
            key += '\0';
        }
        if (!roll.one_in(12)) key += '\0';
        return key;
    }
    [[nodiscard]] std::string path_text(const char* name) const { return (folder_ / name).string(); }
    [[nodiscard]] char* path()
    {
        constexpr const char* names[] = {"one.edb", "two.edb", "three.edb", "none.edb", ".", "no/such/folder.edb", "backup"};
        if (roll.one_in(30)) return roll.one_in(2) ? nullptr : memory.keep(std::string{});
        if (roll.one_in(60)) return memory.keep(path_text("x") + std::string(5000, 'p'));
        return memory.keep(path_text(roll.one_in(8) ? roll.of(names) : names[roll.below(3)]));
    }
    [[nodiscard]] char16_t* wide_path()
    {
        const char* const narrow = path();
        return narrow ? memory.keep(std::u16string(narrow, narrow + std::strlen(narrow))) : nullptr;
    }

    // Data of a size, or null whatever the size.
    [[nodiscard]] void* data(std::uint32_t size) { return roll.one_in(15) ? nullptr : memory.take(size, roll); }
    template <class T>
    [[nodiscard]] T* out()
    {
        return roll.one_in(12) ? nullptr : static_cast<T*>(memory.take(sizeof(T), roll));
    }
    // A structure to be filled in. Its size member is wrong now and then; there is always room for all of it.
    template <class T>
    [[nodiscard]] T* structure()
    {
        auto* const made = static_cast<T*>(memory.take(sizeof(T), roll));
        *made = T{};
        made->cbStruct = roll.one_in(15) ? roll.below(200) : static_cast<std::uint32_t>(sizeof(T));
        return made;
    }

    [[nodiscard]] const std::filesystem::path& folder() const noexcept { return folder_; }

    std::vector<std::uint64_t> instances{}, sessions{}, cursors{};
    std::vector<JET_DBID> databases{};
    std::vector<JET_COLUMNID> columns{};
    std::vector<std::string> bookmarks{};    // and keys
    std::vector<JET_INDEXID> index_ids{};
    std::vector<std::pair<JET_CBTYP, JET_HANDLE>> callbacks{};

private:
    [[nodiscard]] std::uint64_t wrong_handle()
    {
        switch (roll.below(6)) {
        case 0: return 0;
        case 1: return ~std::uint64_t{0};
        case 2: return roll.any();
        case 3: return sessions.empty() ? 1 : roll.of(sessions) ^ (std::uint64_t{1} << roll.below(64));
        case 4: return cursors.empty() ? 2 : roll.of(cursors) ^ (std::uint64_t{1} << roll.below(64));
        default: return dead_.empty() ? 3 : roll.of(dead_);
        }
    }
    void forget_oldest()
    {
        const JET_TABLEID oldest = cursors.front();
        (void)JetCloseTable(owners_[oldest], oldest);
        owners_.erase(oldest);
        ended(cursors, oldest);
    }

    std::filesystem::path folder_;
    std::map<JET_TABLEID, JET_SESID> owners_{};
    std::vector<std::uint64_t> dead_{};
};

// A function of the interface, or one of its forms, with random arguments.
struct random_call {
    const char* name;
    std::uint32_t weight;
    JET_ERR (*make)(world&);
};

}  // namespace c_fuzz
