#include "row_input.hpp"

#include "json.hpp"

#include <algorithm>
#include <istream>

namespace esedb {

namespace {

constexpr std::string_view byte_order_mark = "\xEF\xBB\xBF";

class line_source {
public:
    explicit line_source(std::istream& from) : from_{from} {}

    // Without the line feed that ends it.
    bool next(std::string& line)
    {
        if (!std::getline(from_, line)) return false;
        if (number_++ == 0 && line.starts_with(byte_order_mark)) line.erase(0, byte_order_mark.size());
        return true;
    }
    [[nodiscard]] std::uint64_t number() const noexcept { return number_; }

private:
    std::istream& from_;
    std::uint64_t number_ = 0;
};

// Rows of fields by position, under names that the first line gives.
class separated_input : public row_input {
public:
    explicit separated_input(std::istream& from) : lines_{from} {}

    std::vector<std::string> columns() override
    {
        if (names_) return *names_;
        names_.emplace();
        std::vector<input_value> fields;
        if (read(fields))
            for (input_value& one : fields) names_->push_back(std::move(one.words));
        return *names_;
    }
    std::optional<input_row> next() override
    {
        const auto names = columns();
        std::vector<input_value> fields;
        do {
            first_ = lines_.number() + 1;
            if (!read(fields)) return std::nullopt;
        } while (names.size() > 1 && fields.size() == 1 && fields[0].words.empty());    // blank lines
        if (fields.size() != names.size())
            throw row_error{std::to_string(fields.size()) + " fields where there are " + std::to_string(names.size()) + " columns"};
        input_row row;
        for (std::size_t i = 0; i < fields.size(); ++i) {
            row.push_back({names[i], {}});
            if (fields[i].what != input_value::kind::null) row.back().values.push_back(std::move(fields[i]));
        }
        return row;
    }
    std::uint64_t line() const noexcept override { return first_; }

protected:
    // False: the end.
    virtual bool read(std::vector<input_value>& fields) = 0;
    line_source lines_;

private:
    std::optional<std::vector<std::string>> names_{};
    std::uint64_t first_ = 1;
};

// RFC 4180: a field in quotes may go on over lines.
class csv_input final : public separated_input {
public:
    using separated_input::separated_input;

private:
    bool read(std::vector<input_value>& fields) override
    {
        fields.clear();
        std::string line;
        if (!lines_.next(line)) return false;
        for (std::size_t at = 0;; ++at) {
            fields.push_back(at < line.size() && line[at] == '"' ? quoted(line, at) : plain(line, at));
            if (at >= line.size() || line.compare(at, line.npos, "\r") == 0) return true;
            if (line[at] != ',') throw row_error{"something stands between a closing quote and the next comma"};
        }
    }
    [[nodiscard]] static input_value plain(const std::string& line, std::size_t& at)
    {
        const std::size_t line_end = line.size() - (line.ends_with('\r') ? 1 : 0);
        const std::size_t end = std::min(line.find(',', at), std::max(line_end, at));
        const std::string words = line.substr(at, end - at);
        at = end;
        return {words.empty() ? input_value::kind::null : input_value::kind::words, words};
    }
    [[nodiscard]] input_value quoted(std::string& line, std::size_t& at)
    {
        std::string words;
        for (++at;; ++at) {
            if (at >= line.size()) {
                words += '\n';
                if (!lines_.next(line)) throw row_error{"a quote is opened and never closed"};
                at = static_cast<std::size_t>(-1);
                continue;
            }
            if (line[at] != '"') words += line[at];
            else if (at + 1 < line.size() && line[at + 1] == '"') words += line[++at];
            else return ++at, input_value{input_value::kind::words, std::move(words)};
        }
    }
};

class tsv_input final : public separated_input {
public:
    using separated_input::separated_input;

private:
    bool read(std::vector<input_value>& fields) override
    {
        fields.clear();
        std::string line;
        if (!lines_.next(line)) return false;
        if (line.ends_with('\r')) line.pop_back();    // of text it would be \r
        for (std::size_t from = 0;;) {
            const std::size_t end = std::min(line.find('\t', from), line.size());
            fields.push_back(field(line.substr(from, end - from)));
            if (end == line.size()) return true;
            from = end + 1;
        }
    }
    [[nodiscard]] static input_value field(const std::string& escaped)
    {
        if (escaped == "\\N") return {};
        input_value made{input_value::kind::words, {}};
        for (std::size_t i = 0; i < escaped.size(); ++i) {
            if (escaped[i] != '\\') {
                made.words += escaped[i];
                continue;
            }
            static constexpr std::string_view letters = "tnr\\", meant = "\t\n\r\\";
            const std::size_t known = ++i < escaped.size() ? letters.find(escaped[i]) : std::string_view::npos;
            if (known == std::string_view::npos) throw row_error{"an unknown escape; \\\\ is a backslash"};
            made.words += meant[known];
        }
        return made;
    }
};

class json_input final : public row_input {
public:
    explicit json_input(std::istream& from) : lines_{from} {}

    // The first row is read to know, and handed out later.
    std::vector<std::string> columns() override
    {
        if (!ahead_) ahead_ = read();
        std::vector<std::string> names;
        if (*ahead_)
            for (const input_field& one : **ahead_) names.push_back(one.column);
        return names;
    }
    std::optional<input_row> next() override
    {
        if (!ahead_) return read();
        auto row = *std::move(ahead_);
        ahead_.reset();
        return row;
    }
    std::uint64_t line() const noexcept override { return lines_.number(); }

private:
    std::optional<input_row> read()
    {
        std::string line;
        do {
            if (!lines_.next(line)) return std::nullopt;
        } while (line.find_first_not_of(" \t\r") == std::string::npos);
        try {
            return row_of(parse_json(line));
        } catch (const json_error& e) {
            throw row_error{e.what()};
        }
    }
    // What dump writes for several tables is understood, too: the table's name does not count.
    [[nodiscard]] static input_row row_of(const json_value& parsed)
    {
        if (parsed.what != json_value::kind::object) throw row_error{"a row is an object: {\"column\":value,...}"};
        const bool wrapped = parsed.members.size() == 2 && parsed.members[0].first == "table" && parsed.members[1].first == "values" &&
                             parsed.members[1].second.what == json_value::kind::object;
        input_row row;
        for (const auto& [name, value] : wrapped ? parsed.members[1].second.members : parsed.members) row.push_back({name, values_of(value)});
        return row;
    }
    [[nodiscard]] static std::vector<input_value> values_of(const json_value& value)
    {
        if (value.what == json_value::kind::null) return {};
        if (value.what != json_value::kind::array) return {one_value(value)};
        std::vector<input_value> all;
        for (const json_value& item : value.items) all.push_back(one_value(item));
        return all;
    }
    [[nodiscard]] static input_value one_value(const json_value& value)
    {
        switch (value.what) {
        case json_value::kind::boolean:
        case json_value::kind::number:
        case json_value::kind::text: return {input_value::kind::words, value.words};
        case json_value::kind::object: return bits_of(value);
        default: throw row_error{"null and arrays cannot stand in an array"};
        }
    }
    [[nodiscard]] static input_value bits_of(const json_value& object)
    {
        for (const std::string_view name : {"utf16", "bytes", "float"})
            if (object.members.size() == 1 && object.members[0].first == name && object.members[0].second.what == json_value::kind::text)
                return {input_value::kind::bits, object.members[0].second.words};
        if (object.members.size() == 2 && object.members[0].first == "datetime" && object.members[1].first == "bits") {
            const std::string& bits = object.members[1].second.words;    // high byte first
            std::string turned;
            for (std::size_t i = bits.size() / 2; i-- > 0;) turned += bits.substr(2 * i, 2);
            return {input_value::kind::bits, turned};
        }
        throw row_error{"an object stands where a value belongs"};
    }

    line_source lines_;
    std::optional<std::optional<input_row>> ahead_{};
};

}  // namespace

std::unique_ptr<row_input> make_input(std::string_view kind, std::istream& from)
{
    if (kind == "tsv") return std::make_unique<tsv_input>(from);
    if (kind == "json") return std::make_unique<json_input>(from);
    return std::make_unique<csv_input>(from);
}

}  // namespace esedb
