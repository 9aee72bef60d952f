// backup_manifest.hpp — what a backup consists of, and the names of its files.
//
// Room:   store. Uses log, os, base. docs/log-format.md has the byte table.
// Gives:  backup_manifest: encode, decode, load, prepare; backup_names.
// Holds:  a set of files is a backup from the moment the manifest that names it has its own name; before, and without one, the
//         files are leftovers.
#pragma once

#include <ese/engine/base/failure.hpp>
#include <ese/engine/log/log.hpp>
#include <ese/engine/os/file.hpp>
#include <ese/engine/os/path.hpp>

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace ese::inline v1::engine {

// Files of set N: backup-N.eselog, and backup-N-D.edb for database number D. N has eight hexadecimal digits.
namespace backup_names {
inline constexpr std::string_view manifest = "backup.esebackup", manifest_made = "backup.new", front = "backup-";

[[nodiscard]] inline std::string set_of(std::uint32_t set)
{
    std::string digits;
    for (int shift = 28; shift >= 0; shift -= 4) digits += "0123456789abcdef"[set >> shift & 15];
    return std::string{front} + digits;
}
[[nodiscard]] inline std::string log_of(std::uint32_t set) { return set_of(set) + ".eselog"; }
[[nodiscard]] inline std::string database_of(std::uint32_t set, std::uint8_t number)
{
    return set_of(set) + "-" + std::to_string(number) + ".edb";
}
// The set a file of a backup belongs to, 0 for manifests; none: the file is somebody else's.
[[nodiscard]] inline std::optional<std::uint32_t> set_of_name(std::string_view name)
{
    if (name == manifest || name == manifest_made) return 0;
    if (!name.starts_with(front) || name.size() < front.size() + 8) return std::nullopt;
    std::uint32_t set = 0;
    for (const char c : name.substr(front.size(), 8)) {
        const std::size_t digit = std::string_view{"0123456789abcdef"}.find(c);
        if (digit == std::string_view::npos) return std::nullopt;
        set = set * 16 + static_cast<std::uint32_t>(digit);
    }
    const std::string_view rest = name.substr(front.size() + 8);
    const bool database = rest.size() == 6 && rest[0] == '-' && rest[1] >= '1' && rest[1] <= '6' && rest.ends_with(".edb");
    return database || rest == ".eselog" ? std::optional{set} : std::nullopt;
}
}  // namespace backup_names

struct backup_manifest {
    static constexpr std::string_view magic = "ESEBAK\r\n";
    static constexpr std::uint32_t version = 1;
    static constexpr std::size_t head_size = 80, entry_size = 40;
    static constexpr std::uint64_t size_max = 1 << 20;

    struct content {
        std::uint64_t size = 0;      // bytes
        std::uint32_t checksum = 0;  // CRC-32C of all of them
        friend bool operator==(const content&, const content&) = default;
    };
    struct entry {
        std::uint8_t number = 0;     // in the instance, 1 to 6
        bool logged = true;          // no: it was attached for reading, and the copy is clean
        std::uint32_t signature = 0;
        lsn attached{};
        std::uint64_t time = 0;      // as in a checkpoint's note
        content file;
        std::uint32_t pages = 0;     // of the database when the log ended; the file may have fewer
        std::string name;            // without folder: what it is restored as
    };

    std::uint32_t set = 0;
    std::uint32_t page_size = 0;
    log_extract log;
    content log_file;
    std::vector<entry> databases;

    [[nodiscard]] std::vector<std::byte> encode() const;
    [[nodiscard]] static std::optional<backup_manifest> decode(std::vector<std::byte> from);
    // None: there is no manifest, or a damaged one.
    [[nodiscard]] static std::optional<backup_manifest> load(file_system& files, const std::string& folder);
    // Durable on return, like the files it names, under a name that does not count. Given the right one, it does.
    void prepare(file_system& files, const std::string& folder) const;
};

inline std::vector<std::byte> backup_manifest::encode() const
{
    std::vector<std::byte> out(head_size);
    copy_bytes(out.data(), as_bytes_of(magic));
    store_le<std::uint32_t>(&out[8], version);
    store_le<std::uint64_t>(&out[16], log.log_id);
    store_le<std::uint64_t>(&out[24], log.from.value());
    store_le<std::uint64_t>(&out[32], log.to.value());
    store_le<std::uint32_t>(&out[40], log.epoch_at_from);
    store_le<std::uint32_t>(&out[44], log.epoch_at_to);
    store_le<std::uint64_t>(&out[48], log_file.size);
    store_le<std::uint32_t>(&out[56], log_file.checksum);
    store_le<std::uint32_t>(&out[60], set);
    store_le<std::uint32_t>(&out[64], page_size);
    store_le<std::uint32_t>(&out[68], static_cast<std::uint32_t>(databases.size()));
    for (const entry& one : databases) {
        const std::size_t at = out.size();
        out.resize(at + entry_size);
        out[at] = static_cast<std::byte>(one.number);
        out[at + 1] = static_cast<std::byte>(one.logged ? 1 : 0);
        store_le(&out[at + 2], static_cast<std::uint16_t>(one.name.size()));
        store_le(&out[at + 4], one.signature);
        store_le(&out[at + 8], one.attached.value());
        store_le(&out[at + 16], one.time);
        store_le(&out[at + 24], one.file.size);
        store_le(&out[at + 32], one.file.checksum);
        store_le(&out[at + 36], one.pages);
        const bytes name = as_bytes_of(one.name);
        out.insert(out.end(), name.begin(), name.end());
    }
    store_le<std::uint32_t>(&out[12], crc32c(bytes{out}.subspan(16)));
    return out;
}

inline std::optional<backup_manifest> backup_manifest::decode(std::vector<std::byte> from)
{
    if (from.size() < head_size || !equal(bytes{from}.first(magic.size()), as_bytes_of(magic))) return std::nullopt;
    if (load_le<std::uint32_t>(&from[8]) != version || load_le<std::uint32_t>(&from[12]) != crc32c(bytes{from}.subspan(16))) return std::nullopt;
    backup_manifest out;
    out.log = {load_le<std::uint64_t>(&from[16]), lsn{load_le<std::uint64_t>(&from[24])}, lsn{load_le<std::uint64_t>(&from[32])},
               load_le<std::uint32_t>(&from[40]), load_le<std::uint32_t>(&from[44])};
    out.log_file = {load_le<std::uint64_t>(&from[48]), load_le<std::uint32_t>(&from[56])};
    out.set = load_le<std::uint32_t>(&from[60]);
    out.page_size = load_le<std::uint32_t>(&from[64]);
    bytes rest = bytes{from}.subspan(head_size);
    for (std::uint32_t left = load_le<std::uint32_t>(&from[68]); left != 0; --left) {
        if (rest.size() < entry_size) return std::nullopt;
        const std::size_t name_size = load_le<std::uint16_t>(&rest[2]);
        if (rest.size() < entry_size + name_size) return std::nullopt;
        out.databases.push_back({std::to_integer<std::uint8_t>(rest[0]), rest[1] != std::byte{0}, load_le<std::uint32_t>(&rest[4]),
                                 lsn{load_le<std::uint64_t>(&rest[8])}, load_le<std::uint64_t>(&rest[16]),
                                 {load_le<std::uint64_t>(&rest[24]), load_le<std::uint32_t>(&rest[32])}, load_le<std::uint32_t>(&rest[36]),
                                 std::string(reinterpret_cast<const char*>(rest.data() + entry_size), name_size)});
        rest = rest.subspan(entry_size + name_size);
    }
    return out;
}

inline std::optional<backup_manifest> backup_manifest::load(file_system& files, const std::string& folder)
{
    const std::string path = paths::joined(folder, backup_names::manifest);
    if (!files.exists(path)) return std::nullopt;
    const auto opened = files.open(path, open_mode::read_only);
    if (opened->size() > size_max) return std::nullopt;
    std::vector<std::byte> all(static_cast<std::size_t>(opened->size()));
    opened->read(0, all);
    return decode(std::move(all));
}

inline void backup_manifest::prepare(file_system& files, const std::string& folder) const
{
    const std::string made = paths::joined(folder, backup_names::manifest_made);
    {
        const auto opened = files.open(made, open_mode::create_always);
        opened->write(0, encode());
        opened->sync();
    }
    files.sync_directory(folder);
}

}  // namespace ese::inline v1::engine
