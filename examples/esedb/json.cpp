#include "json.hpp"

#include "text.hpp"

#include <algorithm>
#include <cstdint>

namespace esedb {

namespace {

class json_parser {
public:
    explicit json_parser(std::string_view text) : text_{text} {}

    json_value whole()
    {
        json_value found = value(0);
        skip_blanks();
        if (at_ != text_.size()) fail("there is more behind the value");
        return found;
    }

private:
    static constexpr int depth_max = 16;

    [[noreturn]] void fail(const std::string& words) const { throw json_error{words + " (at character " + std::to_string(at_ + 1) + ")"}; }
    [[nodiscard]] char peek() const noexcept { return at_ < text_.size() ? text_[at_] : '\0'; }
    void skip_blanks() noexcept
    {
        while (at_ < text_.size() && std::string_view{" \t\r\n"}.find(text_[at_]) != std::string_view::npos) ++at_;
    }
    void expect(char c)
    {
        skip_blanks();
        if (peek() != c) fail(std::string{"'"} + c + "' is missing");
        ++at_;
    }
    bool take(char c)
    {
        skip_blanks();
        if (peek() != c) return false;
        ++at_;
        return true;
    }

    json_value value(int depth)
    {
        if (depth > depth_max) fail("nested too deeply");
        skip_blanks();
        switch (peek()) {
        case '{': return object(depth);
        case '[': return array(depth);
        case '"': return {json_value::kind::text, text(), {}, {}};
        case 't': return word("true", json_value::kind::boolean);
        case 'f': return word("false", json_value::kind::boolean);
        case 'n': return word("null", json_value::kind::null);
        default: return number();
        }
    }
    json_value word(std::string_view expected, json_value::kind what)
    {
        if (!text_.substr(at_).starts_with(expected)) fail("this is no JSON value");
        at_ += expected.size();
        return {what, std::string{expected}, {}, {}};
    }
    json_value object(int depth)
    {
        json_value made{json_value::kind::object};
        expect('{');
        if (take('}')) return made;
        do {
            skip_blanks();
            if (peek() != '"') fail("a name is missing");
            std::string name = text();
            expect(':');
            made.members.emplace_back(std::move(name), value(depth + 1));
        } while (take(','));
        expect('}');
        return made;
    }
    json_value array(int depth)
    {
        json_value made{json_value::kind::array};
        expect('[');
        if (take(']')) return made;
        do made.items.push_back(value(depth + 1));
        while (take(','));
        expect(']');
        return made;
    }

    std::size_t digits()
    {
        const std::size_t from = at_;
        while (peek() >= '0' && peek() <= '9') ++at_;
        return at_ - from;
    }
    json_value number()
    {
        const std::size_t from = at_;
        if (peek() == '-') ++at_;
        const bool zero_first = peek() == '0';
        const std::size_t whole = digits();
        if (whole == 0 || (zero_first && whole > 1)) fail("this is no JSON value");
        if (peek() == '.') {
            ++at_;
            if (digits() == 0) fail("a digit is missing");
        }
        if (peek() == 'e' || peek() == 'E') {
            ++at_;
            if (peek() == '+' || peek() == '-') ++at_;
            if (digits() == 0) fail("a digit is missing");
        }
        return {json_value::kind::number, std::string{text_.substr(from, at_ - from)}, {}, {}};
    }

    std::string text()
    {
        std::string out;
        ++at_;
        for (;;) {
            if (at_ >= text_.size()) fail("the text has no end");
            const char c = text_[at_];
            if (c == '"') return ++at_, out;
            if (static_cast<unsigned char>(c) < 0x20) fail("a control character in text");
            if (c == '\\') escape(out);
            else copy_character(out);
        }
    }
    void copy_character(std::string& out)
    {
        const std::size_t from = at_;
        if (next_code_point(text_, at_) == not_a_character) fail("the text is not UTF-8");
        out += text_.substr(from, at_ - from);
    }
    void escape(std::string& out)
    {
        static constexpr std::string_view letters = "\"\\/bfnrt", meant = "\"\\/\b\f\n\r\t";
        ++at_;
        const char c = peek();
        const std::size_t known = letters.find(c);
        if (c != 'u' && (at_ >= text_.size() || known == std::string_view::npos)) fail("an unknown escape");
        ++at_;
        if (c != 'u') {
            out += meant[known];
            return;
        }
        char32_t code = unit();
        if (code >= 0xDC00 && code < 0xE000) fail("half of a surrogate pair");
        if (code >= 0xD800 && code < 0xDC00) {
            if (!text_.substr(at_).starts_with("\\u")) fail("half of a surrogate pair");
            at_ += 2;
            const char32_t low = unit();
            if (low < 0xDC00 || low >= 0xE000) fail("half of a surrogate pair");
            code = 0x10000 + ((code - 0xD800) << 10) + (low - 0xDC00);
        }
        append_utf8(code, out);
    }
    char32_t unit()
    {
        char32_t value = 0;
        for (int i = 0; i < 4; ++i, ++at_) {
            const auto digit = std::string_view{"0123456789abcdef"}.find(static_cast<char>(peek() >= 'A' && peek() <= 'F' ? peek() + 32 : peek()));
            if (at_ >= text_.size() || digit == std::string_view::npos) fail("four hex digits are missing");
            value = value << 4 | static_cast<char32_t>(digit);
        }
        return value;
    }

    std::string_view text_;
    std::size_t at_ = 0;
};

}  // namespace

json_value parse_json(std::string_view text) { return json_parser{text}.whole(); }

}  // namespace esedb
