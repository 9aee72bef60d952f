// byte_rows.hpp — rows, columns and indexes for stores that know bytes under bytes only.
//
// Room:   test/bench. Uses contender.
// Gives:  byte_session, what such a store implements; byte_rows, which makes a bench_session of it.
// Holds:  (1) tree 0 has the rows, tree 1 the index: group and number, both in the order of numbers, and no value;
//         (2) a number is a key of eight bytes, the highest first, unless the store orders numbers itself.
#pragma once

#include "contender.hpp"

namespace bench {

template <class S>
concept byte_session = requires(S s, int tree, bytes key, bool (*more)(bytes, bytes), void (*take)(bytes)) {
    s.begin_read();
    s.end_read();
    s.begin_read_new();
    s.end_read_new();
    s.begin_write();
    s.commit();
    s.rollback();
    { s.native_numbers(tree) } -> std::same_as<bool>;
    s.put(tree, key, key);                         // inserts or replaces
    s.erase(tree, key);
    { s.get(tree, key, take) } -> std::same_as<bool>;
    s.visit(tree, key, more);                      // from key on, until false
};

template <unsigned Size>
[[nodiscard]] constexpr std::array<std::byte, Size> highest_first(std::uint64_t number) noexcept
{
    std::array<std::byte, Size> out{};
    for (unsigned i = 0; i < Size; ++i) out[i] = static_cast<std::byte>(number >> (8 * (Size - 1 - i)));
    return out;
}

template <byte_session S>
class byte_rows : public S {
public:
    using S::S;

    void savepoint()
    {
        if constexpr (requires(S s) { s.begin_inner(); }) S::begin_inner();
        else wrong("no savepoints");
    }
    void release()
    {
        if constexpr (requires(S s) { s.end_inner(true); }) S::end_inner(true);
    }
    void undo()
    {
        if constexpr (requires(S s) { s.end_inner(true); }) S::end_inner(false);
    }

    void insert(std::uint64_t number, bytes value) { S::put(0, key(number), value); }
    void update(std::uint64_t number, bytes value) { S::put(0, key(number), value); }
    std::uint64_t read(std::uint64_t number) { return ends_at(key(number)); }
    std::uint64_t scan(std::uint64_t from, std::size_t most) { return ends_from(key(from), most); }
    void insert_text(std::string_view text, bytes value) { S::put(0, of(text), value); }
    std::uint64_t read_text(std::string_view text) { return ends_at(of(text)); }
    std::uint64_t scan_text(std::string_view from, std::size_t most) { return ends_from(of(from), most); }
    void put_blob(std::uint64_t number, bytes blob) { S::put(0, key(number), blob); }
    std::uint64_t read_blob(std::uint64_t number)
    {
        std::uint64_t sum = 0;
        found(S::get(0, key(number), [&](bytes value) { sum = sum_of(value); }));
        return sum;
    }

    void insert_person(const person& who)
    {
        const auto number = static_cast<std::uint64_t>(who.id);
        std::memcpy(row_.data(), &who.group, 4);
        std::memcpy(row_.data() + 4, &who.weight, 8);
        std::memcpy(row_.data() + 12, who.name.data(), 20);
        std::memcpy(row_.data() + 32, who.photo.view().data(), value_size);
        S::put(0, key(number), row_);
        S::put(1, entry_of(who.group, number), {});
    }
    std::uint64_t find_group(std::int32_t group)
    {
        std::uint64_t sum = 0;
        const auto first = entry_of(group, 0);
        S::visit(1, first, [&](bytes entry, bytes) {
            if (std::memcmp(entry.data(), first.data(), 4) != 0) return false;
            std::uint64_t number = 0;
            for (std::size_t i = 4; i < 12; ++i) number = number << 8 | static_cast<std::uint64_t>(entry[i]);
            found(S::get(0, key(number), [&](bytes row) { sum += seen_of(number, row); }));
            return true;
        });
        return sum;
    }
    void move_person(std::uint64_t number, std::int32_t group)
    {
        const std::int32_t old = fetch(number);
        std::memcpy(row_.data(), &group, 4);
        S::put(0, key(number), row_);
        S::erase(1, entry_of(old, number));
        S::put(1, entry_of(group, number), {});
    }
    void erase_person(std::uint64_t number)
    {
        const std::int32_t group = fetch(number);
        S::erase(0, key(number));
        S::erase(1, entry_of(group, number));
    }

private:
    using number_key = std::array<std::byte, 8>;

    [[nodiscard]] number_key key(std::uint64_t number)
    {
        if (!S::native_numbers(0)) return highest_first<8>(number);
        number_key out;
        std::memcpy(out.data(), &number, sizeof number);
        return out;
    }
    [[nodiscard]] static bytes of(std::string_view text) { return std::as_bytes(std::span{text.data(), text.size()}); }
    [[nodiscard]] static std::array<std::byte, 12> entry_of(std::int32_t group, std::uint64_t number)
    {
        std::array<std::byte, 12> out{};
        const auto front = highest_first<4>(static_cast<std::uint32_t>(group));
        const auto back = highest_first<8>(number);
        std::memcpy(out.data(), front.data(), 4);
        std::memcpy(out.data() + 4, back.data(), 8);
        return out;
    }
    static void found(bool is)
    {
        if (!is) wrong("a row is missing");
    }
    std::uint64_t ends_at(bytes at)
    {
        std::uint64_t ends = 0;
        found(S::get(0, at, [&](bytes value) { ends = ends_of(value.data()); }));
        return ends;
    }
    std::uint64_t ends_from(bytes from, std::size_t most)
    {
        std::uint64_t sum = 0;
        std::size_t met = 0;
        S::visit(0, from, [&](bytes, bytes value) {
            sum += ends_of(value.data());
            return ++met != most;
        });
        return sum;
    }
    [[nodiscard]] static std::uint64_t seen_of(std::uint64_t number, bytes row)
    {
        double weight = 0;
        std::memcpy(&weight, row.data() + 4, 8);
        return bench::seen_of(static_cast<std::int64_t>(number), weight, {reinterpret_cast<const char*>(row.data()) + 12, 20}, row.data() + 32);
    }
    // Into row_; the group it had.
    std::int32_t fetch(std::uint64_t number)
    {
        found(S::get(0, key(number), [&](bytes row) { std::memcpy(row_.data(), row.data(), row_.size()); }));
        std::int32_t group = 0;
        std::memcpy(&group, row_.data(), 4);
        return group;
    }

    std::array<std::byte, 32 + value_size> row_{};
};

}  // namespace bench
