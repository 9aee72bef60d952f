#include "row_output.hpp"

#include "terminal.hpp"

#include <algorithm>
#include <iterator>
#include <ostream>

namespace esedb {

namespace {

using strings = std::vector<std::string>;

// RFC 4180.
class csv_output final : public row_output {
public:
    csv_output(std::ostream& to, const strings& columns) : to_{to}
    {
        std::vector<field> names;
        for (const std::string& name : columns) names.push_back({field::kind::text, name});
        csv_output::row(names);
    }
    void row(const std::vector<field>& fields) override
    {
        for (std::size_t i = 0; i < fields.size(); ++i) to_ << (i == 0 ? "" : ",") << written(fields[i]);
        to_ << '\n';
    }

private:
    [[nodiscard]] static std::string written(const field& f)
    {
        const bool plain = !f.words.empty() && f.words.find_first_of(",\"\r\n") == std::string::npos;
        if (f.what == field::kind::null || plain) return f.words;
        std::string quoted = "\"";
        for (const char c : f.words) quoted += c == '"' ? std::string{"\"\""} : std::string{c};
        return quoted + '"';
    }
    std::ostream& to_;
};

class tsv_output final : public row_output {
public:
    tsv_output(std::ostream& to, const strings& columns) : to_{to}
    {
        for (std::size_t i = 0; i < columns.size(); ++i) to_ << (i == 0 ? "" : "\t") << escaped(columns[i]);
        to_ << '\n';
    }
    void row(const std::vector<field>& fields) override
    {
        for (std::size_t i = 0; i < fields.size(); ++i)
            to_ << (i == 0 ? "" : "\t") << (fields[i].what == field::kind::null ? std::string{"\\N"} : escaped(fields[i].words));
        to_ << '\n';
    }

private:
    [[nodiscard]] static std::string escaped(std::string_view text)
    {
        std::string out;
        for (const char c : text) {
            switch (c) {
            case '\t': out += "\\t"; break;
            case '\n': out += "\\n"; break;
            case '\r': out += "\\r"; break;
            case '\\': out += "\\\\"; break;
            default: out += c;
            }
        }
        return out;
    }
    std::ostream& to_;
};

class json_output final : public row_output {
public:
    json_output(std::ostream& to, std::string before, std::string after, strings columns)
        : to_{to}, before_{std::move(before)}, after_{std::move(after)}, columns_{std::move(columns)}
    {}
    void row(const std::vector<field>& fields) override
    {
        to_ << before_ << '{';
        for (std::size_t i = 0; i < fields.size(); ++i) to_ << (i == 0 ? "" : ",") << json_quoted(columns_[i]) << ':' << as_json(fields[i]);
        to_ << '}' << after_ << '\n';
    }

private:
    std::ostream& to_;
    std::string before_, after_;
    strings columns_;
};

class table_output final : public row_output {
public:
    table_output(std::ostream& to, strings columns) : to_{to}, columns_{std::move(columns)}, width_(columns_.size()), numbers_(columns_.size(), true) {}
    void row(const std::vector<field>& fields) override
    {
        waiting_.push_back(fields);
        if (waiting_.size() >= rows_measured) flush();
    }
    void end() override
    {
        flush();
        to_ << '(' << rows_ << (rows_ == 1 ? " row" : " rows") << ")\n";
    }

private:
    static constexpr std::size_t rows_measured = 500, width_max = 40;

    [[nodiscard]] static std::string shown(const field& f) { return f.what == field::kind::null ? "-" : cut_to(printable(f.words), width_max); }
    void flush()
    {
        if (!measured_) measure();
        for (const auto& fields : waiting_) {
            for (std::size_t i = 0; i < fields.size(); ++i) cell(i, shown(fields[i]), numbers_[i]);
            to_ << '\n';
        }
        rows_ += waiting_.size();
        waiting_.clear();
    }
    void measure()
    {
        measured_ = true;
        for (std::size_t i = 0; i < columns_.size(); ++i) {
            width_[i] = width_of(columns_[i]);
            for (const auto& fields : waiting_) {
                width_[i] = std::max(width_[i], width_of(shown(fields[i])));
                if (fields[i].what == field::kind::text || fields[i].what == field::kind::json) numbers_[i] = false;
            }
        }
        for (std::size_t i = 0; i < columns_.size(); ++i) cell(i, columns_[i], numbers_[i]);
        to_ << '\n';
        for (std::size_t i = 0; i < columns_.size(); ++i) cell(i, std::string(width_[i], '-'), false);
        to_ << '\n';
    }
    void cell(std::size_t column, const std::string& text, bool right)
    {
        const std::size_t used = width_of(text);
        const std::string gap(width_[column] > used ? width_[column] - used : 0, ' ');
        const bool last = column + 1 == columns_.size();
        to_ << (column == 0 ? "" : "  ") << (right ? gap : "") << text << (right || last ? "" : gap);
    }

    std::ostream& to_;
    strings columns_;
    std::vector<std::size_t> width_;
    std::vector<bool> numbers_;
    std::vector<std::vector<field>> waiting_{};
    bool measured_ = false;
    std::size_t rows_ = 0;
};

}  // namespace

format format_of(const std::optional<std::string>& name)
{
    if (!name) return output_is_terminal() ? format::table : format::csv;
    return static_cast<format>(std::find(std::begin(format_names), std::end(format_names), *name) - std::begin(format_names));
}

std::unique_ptr<row_output> make_output(format f, std::ostream& to, std::vector<std::string> columns)
{
    switch (f) {
    case format::csv: return std::make_unique<csv_output>(to, columns);
    case format::tsv: return std::make_unique<tsv_output>(to, columns);
    case format::json: return std::make_unique<json_output>(to, "", "", std::move(columns));
    case format::table: break;
    }
    return std::make_unique<table_output>(to, std::move(columns));
}

std::unique_ptr<row_output> make_output_of_table(std::ostream& to, std::string_view table, std::vector<std::string> columns)
{
    return std::make_unique<json_output>(to, "{\"table\":" + json_quoted(table) + ",\"values\":", "}", std::move(columns));
}

}  // namespace esedb
