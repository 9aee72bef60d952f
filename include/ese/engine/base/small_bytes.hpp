// small_bytes.hpp — an owned run of bytes that lives inline while it is short: keys, bookmarks, rows.
//
// Room:   base.
// Gives:  small_bytes<N>: assign, append, resize; memory once taken is kept, so a cursor allocates only while its rows
//         still grow. Growing may throw std::bad_alloc and then changes nothing.
#pragma once

#include <ese/engine/base/bytes.hpp>

#include <array>
#include <memory>
#include <utility>

namespace ese::inline v1::engine {

template <std::size_t Inline>
class small_bytes {
public:
    small_bytes() noexcept = default;
    explicit small_bytes(bytes from) { assign(from); }
    small_bytes(const small_bytes& other) { assign(other.view()); }
    small_bytes(small_bytes&& other) noexcept { take(other); }
    small_bytes& operator=(const small_bytes& other)
    {
        if (this != &other) assign(other.view());
        return *this;
    }
    small_bytes& operator=(small_bytes&& other) noexcept
    {
        if (this != &other) take(other);
        return *this;
    }
    ~small_bytes() = default;

    [[nodiscard]] std::size_t size() const noexcept { return size_; }
    [[nodiscard]] bool empty() const noexcept { return size_ == 0; }
    [[nodiscard]] std::byte* data() noexcept { return heap_ ? heap_.get() : inline_.data(); }
    [[nodiscard]] const std::byte* data() const noexcept { return heap_ ? heap_.get() : inline_.data(); }
    [[nodiscard]] bytes view() const noexcept { return {data(), size_}; }
    [[nodiscard]] mutable_bytes span() noexcept { return {data(), size_}; }

    void clear() noexcept { size_ = 0; }
    void reserve(std::size_t wanted)
    {
        if (wanted <= capacity_) return;
        const std::size_t grown = std::max(wanted, capacity_ * 2);
        auto fresh = std::make_unique_for_overwrite<std::byte[]>(grown);
        std::memcpy(fresh.get(), data(), size_);
        heap_ = std::move(fresh);
        capacity_ = grown;
    }
    void resize(std::size_t size)  // new bytes are unspecified
    {
        reserve(size);
        size_ = size;
    }
    void assign(bytes from)  // `from` may lie inside this
    {
        if (from.size() > capacity_) {
            small_bytes fresh;
            fresh.reserve(from.size());
            std::memcpy(fresh.data(), from.data(), from.size());
            fresh.size_ = from.size();
            take(fresh);
            return;
        }
        if (!from.empty()) std::memmove(data(), from.data(), from.size());
        size_ = from.size();
    }
    void append(bytes more)  // `more` must not lie inside this
    {
        reserve(size_ + more.size());
        copy_bytes(data() + size_, more);
        size_ += more.size();
    }
    void push_back(std::byte b) { append({&b, 1}); }

private:
    void take(small_bytes& other) noexcept
    {
        heap_ = std::move(other.heap_);
        capacity_ = std::exchange(other.capacity_, Inline);
        size_ = std::exchange(other.size_, 0);
        if (!heap_) std::memcpy(inline_.data(), other.inline_.data(), size_);
    }

    std::unique_ptr<std::byte[]> heap_;
    std::size_t capacity_ = Inline;
    std::size_t size_ = 0;
    std::array<std::byte, Inline> inline_;
};

using key_buffer = small_bytes<64>;
using row_buffer = small_bytes<256>;

}  // namespace ese::inline v1::engine
