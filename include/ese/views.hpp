// views.hpp — table ranges in range-v3 pipelines. The one header that includes range-v3.
//
// Room:   views. Uses table, transaction, range-v3.
// Gives:  views::get<Column>, views::decode, views::chunk_commits; table ranges as views of range-v3.
// Holds:  (1) rows of a table are single pass, so a pipeline runs over them once;
//         (2) chunk_commits commits after every n elements and at the end; what is left when the pipeline is abandoned
//             before is rolled back with the view.
//
//     auto rich = t.rows<accounts::by_owner>(ese::prefix("b"))
//               | ranges::views::filter([](auto r) { return r.template get<accounts::balance>() > 1000; })
//               | ese::views::get<accounts::owner> | ranges::to<std::vector>();
#pragma once

#include <ese/table.hpp>
#include <ese/transaction.hpp>

#include <range/v3/range/access.hpp>
#include <range/v3/range/concepts.hpp>
#include <range/v3/range/traits.hpp>
#include <range/v3/view/all.hpp>
#include <range/v3/view/transform.hpp>
#include <range/v3/view/view.hpp>

#include <cstddef>
#include <iterator>
#include <memory>
#include <optional>
#include <utility>

namespace ese::inline v1 {

template <class Base, class Api>
class chunk_commits_view;

namespace detail {

// The transaction of the chunk that runs. Shared by the copies of a view: there is one cursor and one transaction.
template <class Api>
class commit_chunks {
public:
    commit_chunks(basic_session<Api>& owner, std::size_t rows, const where& at) noexcept : session_{&owner}, rows_{rows}, at_{at} {}

    void start()
    {
        done_ = 0;
        running_.reset();   // of a pass that was given up
        running_.emplace(*session_, transaction_options{}, at_);
    }
    void element_done(bool was_last)
    {
        if (!was_last && (rows_ == 0 || ++done_ % rows_ != 0)) return;
        running_->commit({}, at_);
        running_.reset();
        if (!was_last) running_.emplace(*session_, transaction_options{}, at_);
    }

private:
    basic_session<Api>* session_;
    std::size_t rows_;
    where at_;
    std::size_t done_ = 0;
    std::optional<basic_transaction<Api>> running_{};
};

struct get_record {
    template <class Row>
    [[nodiscard]] auto operator()(const Row& row) const { return row.record(); }
};
template <class Column>
struct get_column {
    template <class Row>
    [[nodiscard]] auto operator()(const Row& row) const { return row.template get<Column>(); }
};

}  // namespace detail

// Passes elements on; see chunk_commits.
template <class Base, class Api>
class chunk_commits_view {
    using base_iterator = ::ranges::iterator_t<Base>;
    using base_sentinel = ::ranges::sentinel_t<Base>;

public:
    class iterator {
    public:
        using iterator_concept  = std::input_iterator_tag;
        using iterator_category = std::input_iterator_tag;
        using value_type        = ::ranges::range_value_t<Base>;
        using difference_type   = std::ptrdiff_t;
        using pointer           = void;
        using reference         = ::ranges::range_reference_t<Base>;

        iterator() = default;
        iterator(detail::commit_chunks<Api>& chunks, base_iterator at, base_sentinel last)
            : chunks_{&chunks}, at_{std::move(at)}, last_{std::move(last)}
        {}

        [[nodiscard]] reference operator*() const { return *at_; }
        iterator& operator++()
        {
            ++at_;
            chunks_->element_done(at_ == last_);
            return *this;
        }
        void operator++(int) { ++*this; }
        friend bool operator==(const iterator& it, std::default_sentinel_t) { return it.at_ == it.last_; }

    private:
        detail::commit_chunks<Api>* chunks_ = nullptr;
        base_iterator at_{};
        base_sentinel last_{};
    };

    chunk_commits_view() = default;
    chunk_commits_view(Base base, basic_session<Api>& owner, std::size_t rows, const where& at)
        : base_{std::move(base)}, chunks_{std::make_shared<detail::commit_chunks<Api>>(owner, rows, at)}
    {}

    // The first row is looked for inside the first transaction.
    [[nodiscard]] iterator begin()
    {
        chunks_->start();
        iterator first{*chunks_, ::ranges::begin(base_), ::ranges::end(base_)};
        if (first == std::default_sentinel) chunks_->element_done(true);
        return first;
    }
    [[nodiscard]] std::default_sentinel_t end() const noexcept { return {}; }

private:
    Base base_{};
    std::shared_ptr<detail::commit_chunks<Api>> chunks_{};
};

namespace views {

// Each row's value of one column.
template <class Column>
inline constexpr auto get = ::ranges::make_view_closure([]<class Rows>(Rows&& rows) {
    return ::ranges::views::transform(std::forward<Rows>(rows), detail::get_column<Column>{});
});

// Each row as a record.
inline constexpr auto decode = ::ranges::make_view_closure([]<class Rows>(Rows&& rows) {
    return ::ranges::views::transform(std::forward<Rows>(rows), detail::get_record{});
});

// A transaction for every n elements, committed when n more are asked for. 0: one for all.
template <class Api>
[[nodiscard]] auto chunk_commits(std::size_t n, basic_session<Api>& owner, where at = where::current())
{
    return ::ranges::make_view_closure([n, session = &owner, at]<class Rows>(Rows&& rows) {
        using base = ::ranges::views::all_t<Rows>;
        return chunk_commits_view<base, Api>{::ranges::views::all(std::forward<Rows>(rows)), *session, n, at};
    });
}

}  // namespace views
}  // namespace ese::inline v1

template <class T, class I, class R, class A, class B, class C>
inline constexpr bool ranges::enable_view<ese::table_range<T, I, R, A, B, C>> = true;
template <class Base, class Api>
inline constexpr bool ranges::enable_view<ese::chunk_commits_view<Base, Api>> = true;
template <class Base, class Api>
inline constexpr bool std::ranges::enable_view<ese::chunk_commits_view<Base, Api>> = true;
