#include "raw_pages.hpp"

#include <ese/engine/os/native_files.hpp>
#include <ese/engine/page/checksum.hpp>
#include <ese/jet/limits.hpp>

#include <algorithm>

namespace esedb {

namespace {

namespace engine = ese::engine;

constexpr std::uint64_t header_pages = 2;

[[nodiscard]] std::uint32_t pages_in(std::uint64_t size, std::uint32_t page_size)
{
    const std::uint64_t pages = size / page_size;
    return pages <= header_pages ? 0 : static_cast<std::uint32_t>(std::min<std::uint64_t>(pages - header_pages, ese::jet::page_number_max));
}

// In a leaf strictly ascending, data counts where keys may repeat; in a branch ascending, and only the last may have no key.
[[nodiscard]] bool nodes_ascend(engine::page_view page)
{
    std::vector<std::byte> before, now;
    for (std::uint32_t i = 0; i < page.node_count(); ++i) {
        const engine::node_view node = page.node(i);
        now.resize(node.key_size());
        node.copy_key(now.data());
        if (now.empty() && !page.is_leaf() && i + 1 == page.node_count()) return true;
        if (page.is_leaf() && page.has_duplicates()) now.insert(now.end(), node.data.begin(), node.data.end());
        if (i != 0 && engine::compare(before, now) >= 0) return false;
        before.swap(now);
    }
    return true;
}

}  // namespace

raw_pages::raw_pages(const std::string& path, std::uint32_t page_size)
    : file_{engine::native_files{}.open(path, engine::open_mode::read_only)}, page_size_{page_size}, last_{pages_in(file_->size(), page_size)}
{}

raw_pages::verdict raw_pages::judge(std::uint32_t number, std::vector<std::byte>& content, std::string& words)
{
    content.resize(page_size_);
    file_->read((number + header_pages - 1) * std::uint64_t{page_size_}, content);
    const engine::page_check sum = engine::check_page(content.data(), page_size_, number);
    if (sum.state == engine::page_check::blank) return verdict::blank;

    const engine::page_view page{content.data(), page_size_};
    const bool checked = sum.state != engine::page_check::bad;
    if (!checked) words = "its checksum is wrong";
    else if (page.large() && page.own_number() != engine::page_no{number}) words = "it carries the number of page " + std::to_string(page.own_number().value());
    else if (!engine::verify_structure(page)) words = "what it holds is no page";
    else if (!page.is_empty_page() && !nodes_ascend(page)) words = "its nodes are not in order";
    else if (sum.state == engine::page_check::corrected) return words = "bit " + std::to_string(sum.bit) + " was flipped, and is mended when it is read", verdict::mended;
    else return verdict::good;
    return verdict::bad;
}

void raw_pages::check_all(const problem_sink& tell)
{
    used_ = 0;
    std::vector<std::byte> content;
    for (std::uint32_t number = 1; number <= last_; ++number) {
        std::string words;
        const verdict is = judge(number, content, words);
        if (!words.empty()) tell("page " + std::to_string(number) + ": " + words);
        if (is == verdict::good || is == verdict::mended) ++used_;
    }
}

std::optional<raw_page> raw_pages::read(std::uint32_t number)
{
    if (number == 0 || number > last_) return std::nullopt;
    std::vector<std::byte> content;
    std::string words;
    const verdict is = judge(number, content, words);
    if (is == verdict::blank || is == verdict::bad) return std::nullopt;
    return raw_page{std::move(content)};
}

}  // namespace esedb
