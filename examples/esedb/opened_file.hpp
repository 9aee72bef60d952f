// opened_file.hpp — a database file with an engine of its own around it, and the rows in it.
#pragma once

#include "text.hpp"
#include "values.hpp"

#include <ese/backend/engine.hpp>
#include <ese/database.hpp>
#include <ese/instance.hpp>
#include <ese/session.hpp>

#include <array>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace esedb {

struct opened_file {
    ese::instance engine{};
    ese::session session{};
    ese::database db{};
};

// Nothing in the file or beside it changes. Throws file_error, with advice where there is some.
[[nodiscard]] opened_file open_to_read(const std::string& path);

// Opened, or made with 8 KiB pages. Its log lies in a folder `PATH.log` meanwhile.
[[nodiscard]] opened_file open_to_write(const std::string& path, bool make_it);
// Closes it, and takes the folder of the log away. Throws what the engine says if the file could not be closed.
void close_written(opened_file& file, const std::string& path);

// Names of the tables of the user, and of the system if that is wanted.
[[nodiscard]] std::vector<std::string> table_names(opened_file& file, bool with_system);

// One table, for reading. Throws ese::error.
class row_source {
public:
    row_source(opened_file& file, std::string_view table);

    [[nodiscard]] const std::string& table() const noexcept { return table_; }
    [[nodiscard]] const std::vector<ese::jet::column_info>& columns() const noexcept { return columns_; }
    [[nodiscard]] const std::vector<ese::jet::index_info>& indexes() const noexcept { return indexes_; }
    [[nodiscard]] ese::cursor& cursor() noexcept { return cursor_; }

    // In the order of the current index. In that of the rows themselves, a file whose pages lead round in circles is an error
    // (record_not_found) and no endless loop.
    bool first();
    bool last();
    bool next();
    bool previous();

    // All values of one column of the row; none: NULL.
    [[nodiscard]] std::vector<byte_vector> values(const ese::jet::column_info& column);
    [[nodiscard]] std::vector<field> fields();

    // Empty: the primary one. Throws usage_error when there is no such index.
    [[nodiscard]] const ese::jet::index_info& index_named(std::string_view name) const;
    // Makes the index current, and goes to the first row whose key begins with these values, at most as many as it has columns;
    // only such rows follow. False: there is none. Throws value_error; `\N` is NULL.
    bool seek(const ese::jet::index_info& index, const std::vector<std::string>& key);
    // Whether the row the source stands on has these values in the columns of the index, byte for byte.
    [[nodiscard]] bool has_values(const ese::jet::index_info& index, const std::vector<std::string>& key);

private:
    // Long values arrive in pieces of this size, so that memory is taken for what there is, not for what the file claims.
    static constexpr std::size_t piece = 65536;

    [[nodiscard]] bool one_value(const ese::jet::column_info& column, std::uint32_t instance, byte_vector& out);
    bool step(bool moved, int direction);
    void make_key(const ese::jet::index_info& index, const std::vector<std::string>& key, ese::jet::key_option limit);
    [[nodiscard]] ese::engine_api& api() noexcept { return file_->engine.api(); }

    opened_file* file_;
    std::string table_;
    ese::cursor cursor_;
    std::vector<ese::jet::column_info> columns_;
    std::vector<ese::jet::index_info> indexes_;
    bool by_index_ = false;
    std::optional<ese::bookmark> here_{};
};

}  // namespace esedb
