// table_copy.hpp — tables copied from one file into another, fresh one.
#pragma once

#include "opened_file.hpp"

#include <ese/backend/table_copy.hpp>

#include <cstdint>
#include <functional>
#include <string>
#include <string_view>

namespace esedb {

// A file made anew, without a log: it is worth nothing before it is closed. Whatever has this name is overwritten.
[[nodiscard]] opened_file make_fresh_file(const std::string& path, std::uint32_t page_size);
// A file that is removed when this goes, unless it has got another name by then.
struct temporary_file {
    explicit temporary_file(std::string name) : path{std::move(name)} {}
    temporary_file(const temporary_file&) = delete;
    temporary_file& operator=(const temporary_file&) = delete;
    ~temporary_file();
    const std::string path;
};
// Closes a fresh file that was made as `part`, and gives it its name.
void publish(opened_file& fresh, const std::string& part, const std::string& path);

class table_copy {
public:
    enum class on_trouble { stop, go_on };
    using complaint = std::function<void(const std::string&)>;

    // go_on: what cannot be copied is told to `complain` and left out; a table that cannot be read from the front to its end
    // is then read from the end, too. stop: the first trouble is thrown as ese::error.
    table_copy(opened_file& from, opened_file& to, on_trouble how, complaint complain)
        : from_{from}, to_{to}, how_{how}, complain_{std::move(complain)}
    {}

    // Columns, rows, then the indexes. Returns how many rows were copied.
    std::uint64_t copy(const std::string& table);

private:
    using copier = ese::table_copier<ese::engine_api>;
    struct losses {
        std::uint64_t rows = 0;
        ese::errc first{};
        void note(ese::errc code)
        {
            if (ese::jet::is_error(code) && rows++ == 0) first = code;
        }
    };

    [[nodiscard]] copier copier_of(row_source& from);
    void copy_rows(row_source& from, copier& to);
    void salvage_rows(row_source& from, copier& to);
    template <class Walk>
    [[nodiscard]] bool attempt(const std::string& what, Walk&& walk);

    opened_file& from_;
    opened_file& to_;
    on_trouble how_;
    complaint complain_;
};

}  // namespace esedb
