// space_fixture.hpp — a new database in memory, and a picture of who owns what, taken from its pages.
#pragma once

#include <ese/engine/space/space_manager.hpp>

#include <ese/engine/os/memory_files.hpp>

#include <boost/test/unit_test.hpp>

#include <map>
#include <set>
#include <vector>

namespace space_test {
using namespace ese::engine;
using page_set = std::set<std::uint32_t>;

struct no_pages final : page_source {
    page_no allocate() override { throw failure{ese::jet::error::out_of_database_space}; }
    void release(page_no) override {}
};

struct owner_picture {
    page_set owned, available, space_pages;
    std::vector<extent> owned_extents, available_extents;
    space_header header;
};

// Reads the pages themselves, not what the manager remembers.
inline owner_picture look_at_owner(page_file& file, page_no root)
{
    owner_picture seen;
    no_pages none;
    row_buffer header;
    tree main{file, {root, {}, 0}, none};
    main.read_external_header(header);
    seen.header = space_header::decode(header.view());
    const auto add = [](page_set& to, extent e) {
        for (std::uint32_t i = 0; i < e.count; ++i) BOOST_REQUIRE(to.insert(e.first + i).second);
    };
    if (!seen.header.is_multiple()) {
        seen.owned_extents.push_back({root.value(), seen.header.count});
        add(seen.owned, seen.owned_extents.back());
        for (std::uint32_t i = 0; i + 1 < seen.header.count; ++i)
            if (i >= 32 || (seen.header.word >> i & 1U) != 0) add(seen.available, {root.value() + 1 + i, 1});
        return seen;
    }
    const std::uint32_t kind = [&] {
        const read_page page{file, root};
        return (page.view().flags() & (page_flag::index | page_flag::long_value | page_flag::non_unique)) | page_flag::space_tree;
    }();
    const object_id object = read_page{file, root}.view().object();
    const auto read = [&](page_no at, page_set& into, std::vector<extent>& list) {
        extent_tree{file, {at, object, kind}, none}.for_each([&](extent e) {
            list.push_back(e);
            add(into, e);
        });
        tree{file, {at, object, kind}, none}.for_each_page([&](page_no page) { seen.space_pages.insert(page.value()); });
    };
    read(seen.header.owned_root(), seen.owned, seen.owned_extents);
    read(seen.header.available_root(), seen.available, seen.available_extents);
    return seen;
}

// A file on a disk that is full once the file has so many bytes.
class limited_file final : public file {
public:
    limited_file(std::unique_ptr<file> behind, const std::uint64_t& size_max) : behind_{std::move(behind)}, size_max_{size_max} {}
    void read(std::uint64_t offset, mutable_bytes into) override { behind_->read(offset, into); }
    void write(std::uint64_t offset, bytes from) override { behind_->write(offset, from); }
    void sync() override { behind_->sync(); }
    std::uint64_t size() override { return behind_->size(); }
    void resize(std::uint64_t size) override
    {
        if (size > size_max_) throw failure{ese::jet::error::disk_full};
        behind_->resize(size);
    }
    std::unique_ptr<mapped_file> map(std::uint64_t offset, std::size_t size) override { return behind_->map(offset, size); }

private:
    std::unique_ptr<file> behind_;
    const std::uint64_t& size_max_;
};

class space_fixture {
public:
    explicit space_fixture(std::uint32_t pages = 254, std::uint32_t page_size = 4096)
        : pages_{std::make_unique<limited_file>(files_.open("space.edb", open_mode::create_new), file_size_max), page_size, budget_,
                 page_file::access::read_write}
    {
        space.format_database(pages);
    }

    [[nodiscard]] page_file& file() noexcept { return pages_; }

    page_no make(page_no parent, std::uint32_t kind = 0, std::uint32_t pages = 1)
    {
        const page_no root = space.create_tree({parent, object_id{next_object_++}, kind, pages});
        parents_[root] = parent;
        taken_[root] = {};
        return root;
    }
    page_no take(page_no owner)
    {
        const page_no page = space.allocate_page(owner);
        BOOST_REQUIRE(taken_[owner].insert(page.value()).second);
        return page;
    }
    void give_back(page_no owner, page_no page)
    {
        BOOST_REQUIRE(taken_[owner].erase(page.value()) == 1);
        space.release_page(owner, page);
    }
    void note(page_no owner, const std::vector<page_no>& taken)  // behind the fixture's back
    {
        for (const page_no page : taken) BOOST_REQUIRE(taken_[owner].insert(page.value()).second);
    }
    void destroy(page_no root)
    {
        space.destroy_tree(root, parents_.at(root));
        parents_.erase(root);
        taken_.erase(root);
    }
    [[nodiscard]] const page_set& taken(page_no owner) { return taken_[owner]; }
    [[nodiscard]] std::vector<page_no> children_of(page_no owner) const
    {
        std::vector<page_no> out;
        for (const auto& [root, parent] : parents_)
            if (parent == owner) out.push_back(root);
        return out;
    }

    // Every owned page in exactly one place.
    void check()
    {
        std::map<page_no, owner_picture> seen;
        seen[space_manager::database_root] = look_at_owner(pages_, space_manager::database_root);
        for (const auto& [root, parent] : parents_) seen[root] = look_at_owner(pages_, root);
        for (const auto& [root, picture] : seen) check_owner(root, picture, seen);
    }

private:
    void check_owner(page_no root, const owner_picture& picture, const std::map<page_no, owner_picture>& seen)
    {
        page_set all{root.value()};
        const auto add = [&](const page_set& more) {
            for (const std::uint32_t page : more) BOOST_REQUIRE_MESSAGE(all.insert(page).second, "page " << page << " in two places");
        };
        add(picture.space_pages);
        add(picture.available);
        add(taken_[root]);
        for (const page_no child : children_of(root)) add(seen.at(child).owned);
        BOOST_REQUIRE(all == picture.owned);
        for (const extent& e : picture.available_extents) {
            const auto inside = [&](const extent& home) { return home.contains(e); };
            BOOST_REQUIRE(std::any_of(picture.owned_extents.begin(), picture.owned_extents.end(), inside));
        }
        BOOST_REQUIRE(space.owned_pages(root) == picture.owned.size());
        BOOST_REQUIRE(space.available_pages(root) == picture.available.size());
    }

public:
    std::uint64_t file_size_max = ~std::uint64_t{0};

private:
    memory_files files_;
    cache_budget budget_{std::uint64_t{64} << 20};
    page_file pages_;
    std::uint32_t next_object_ = 10;
    std::map<page_no, page_no> parents_;
    std::map<page_no, page_set> taken_;

public:
    space_manager space{pages_};
};

}  // namespace space_test
