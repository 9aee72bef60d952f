// tree_fixture.hpp — a page file in memory with a page source that counts, and a look at a whole tree.
#pragma once

#include <ese/engine/btree/tree.hpp>
#include <ese/engine/os/memory_files.hpp>

#include <map>
#include <set>
#include <string>

namespace ese_test {

using namespace ese::engine;

class counting_source : public page_source {
public:
    explicit counting_source(page_file& file) : file_{file} {}

    page_no allocate() override
    {
        const std::lock_guard guard{mutex_};
        if (free_.empty()) {
            file_.grow_to(page_no{file_.last_page().value() + 1});
            return used_.insert(file_.last_page()), file_.last_page();
        }
        const page_no page = *free_.begin();
        free_.erase(free_.begin());
        return used_.insert(page), page;
    }
    void release(page_no page) override
    {
        const std::lock_guard guard{mutex_};
        used_.erase(page);
        free_.insert(page);
    }
    [[nodiscard]] const std::set<page_no>& used() const { return used_; }

private:
    page_file& file_;
    std::mutex mutex_;
    std::set<page_no> used_, free_;
};

struct tree_fixture {
    explicit tree_fixture(std::uint32_t page_size = 4096, std::uint32_t kind = 0, std::uint64_t cache_bytes = std::uint64_t{1} << 32)
        : budget{cache_bytes}, file{files.open("tree.edb", open_mode::create_new), page_size, budget, page_file::access::read_write},
          source{file}, shape{(file.grow_to(page_no{1}), page_no{1}), object_id{2}, kind}, subject{file, shape, source}
    {
        std::array<std::byte, 16> header{};
        tree::create_root(file, shape, header);
    }

    memory_files files;
    cache_budget budget;
    page_file file;
    counting_source source;
    tree_shape shape;
    tree subject;
};

}  // namespace ese_test
