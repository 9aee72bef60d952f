// virtual_memory.hpp — a long range of addresses, filled with memory where it is used.
//
// Room:   os. Uses base.
// Gives:  reserved_memory: reserve, commit, decommit, discard.
// Holds:  (1) reserved addresses never move and cost no memory;
//         (2) committed memory that was never written reads as zero.
// Locks:  none. Different parts may be committed and decommitted by different threads at once.
#pragma once

#include <ese/engine/base/contracts.hpp>
#include <ese/engine/base/failure.hpp>

#include <cstddef>
#include <cstdint>
#include <utility>

#if defined(_WIN32)
#include <ese/engine/os/windows_api.hpp>
#else
#include <sys/mman.h>
#include <unistd.h>
#endif

namespace ese::inline v1::engine {

class reserved_memory {
public:
    reserved_memory() noexcept = default;
    // JET_errOutOfMemory when so much is not to be had; the caller may try less.
    explicit reserved_memory(std::uint64_t size) : base_{map(size)}, size_{size}
    {
        if (base_ == nullptr) throw failure{jet::error::out_of_memory};
    }
    reserved_memory(reserved_memory&& other) noexcept
        : base_{std::exchange(other.base_, nullptr)}, size_{std::exchange(other.size_, 0)} {}
    reserved_memory& operator=(reserved_memory&& other) noexcept
    {
        reserved_memory taken{std::move(other)};
        std::swap(base_, taken.base_);
        std::swap(size_, taken.size_);
        return *this;
    }
    ~reserved_memory()
    {
        if (base_ != nullptr) unmap(base_, size_);
    }

    // The first of wanted, wanted/2, wanted/4 ... that is to be had, not below `least`; JET_errOutOfMemory if none is.
    [[nodiscard]] static reserved_memory at_most(std::uint64_t wanted, std::uint64_t least)
    {
        for (std::uint64_t size = wanted; size > least; size /= 2)
            if (std::byte* const base = map(size)) return reserved_memory{base, size};
        return reserved_memory{least};
    }

    [[nodiscard]] std::byte* base() const noexcept { return base_; }
    [[nodiscard]] std::uint64_t size() const noexcept { return size_; }
    [[nodiscard]] explicit operator bool() const noexcept { return base_ != nullptr; }

    // What decommit works in: smaller pieces stay as they are.
    [[nodiscard]] static std::uint64_t granularity() noexcept
    {
        static const std::uint64_t size = system_page_size();
        return size;
    }

    // Must come before the first use of these bytes. Free of cost, and never failing, where the system commits on first use.
    void commit(std::uint64_t offset, std::uint64_t size)
    {
        ESE_EXPECTS(offset <= size_ && size <= size_ - offset);
        if (size != 0 && !commit_at(base_ + offset, size)) throw failure{jet::error::out_of_memory};
    }
    // Gives the memory back. Until the next commit it must not be read unless decommitted_is_readable.
    void decommit(std::uint64_t offset, std::uint64_t size) noexcept { give_back(offset, size, decommit_at); }
    // Gives the memory back as well as can be while it stays readable: what is read there later is unspecified.
    void discard(std::uint64_t offset, std::uint64_t size) noexcept { give_back(offset, size, discard_at); }

    // For memory that fills up densely: fewer and larger system pages from `offset` on, where the system offers them. A hint;
    // what lies before stays small.
    void prefer_large_pages(std::uint64_t offset) noexcept
    {
#if defined(__linux__) && defined(MADV_HUGEPAGE)
        if (offset < size_) (void)::madvise(base_ + offset, size_ - offset, MADV_HUGEPAGE);
#else
        (void)offset;
#endif
    }

#if defined(_WIN32)
    static constexpr bool decommitted_is_readable = false;
#else
    static constexpr bool decommitted_is_readable = true;  // as zeros
#endif

private:
    reserved_memory(std::byte* base, std::uint64_t size) noexcept : base_{base}, size_{size} {}

    // Whole system pages only: what shares one with other bytes is kept.
    void give_back(std::uint64_t offset, std::uint64_t size, void (*how)(std::byte*, std::uint64_t) noexcept) noexcept
    {
        ESE_EXPECTS(offset <= size_ && size <= size_ - offset);
        const std::uint64_t unit = granularity();
        const std::uint64_t begin = (offset + unit - 1) / unit * unit;
        const std::uint64_t end = (offset + size) / unit * unit;
        if (begin < end) how(base_ + begin, end - begin);
    }

    [[nodiscard]] static std::byte* map(std::uint64_t size) noexcept;  // nullptr: not to be had
    static void unmap(std::byte* base, std::uint64_t size) noexcept;
    [[nodiscard]] static bool commit_at(std::byte* from, std::uint64_t size) noexcept;
    static void decommit_at(std::byte* from, std::uint64_t size) noexcept;
    static void discard_at(std::byte* from, std::uint64_t size) noexcept;
    [[nodiscard]] static std::uint64_t system_page_size() noexcept;

    std::byte* base_ = nullptr;
    std::uint64_t size_ = 0;
};

#if defined(_WIN32)

inline std::byte* reserved_memory::map(std::uint64_t size) noexcept
{
    if (size == 0 || size > SIZE_MAX) return nullptr;
    return static_cast<std::byte*>(::VirtualAlloc(nullptr, static_cast<std::size_t>(size), MEM_RESERVE, PAGE_READWRITE));
}
inline void reserved_memory::unmap(std::byte* base, std::uint64_t) noexcept { (void)::VirtualFree(base, 0, MEM_RELEASE); }
inline bool reserved_memory::commit_at(std::byte* from, std::uint64_t size) noexcept
{
    return ::VirtualAlloc(from, static_cast<std::size_t>(size), MEM_COMMIT, PAGE_READWRITE) != nullptr;
}
inline void reserved_memory::decommit_at(std::byte* from, std::uint64_t size) noexcept
{
    (void)::VirtualFree(from, static_cast<std::size_t>(size), MEM_DECOMMIT);
}
inline void reserved_memory::discard_at(std::byte* from, std::uint64_t size) noexcept
{
    // Marked as worthless, pages are taken when memory is short; unlocking pages that are not locked removes them from
    // the working set now.
    (void)::VirtualAlloc(from, static_cast<std::size_t>(size), MEM_RESET, PAGE_READWRITE);
    (void)::VirtualUnlock(from, static_cast<std::size_t>(size));
}
inline std::uint64_t reserved_memory::system_page_size() noexcept
{
    SYSTEM_INFO info;
    ::GetSystemInfo(&info);
    return info.dwPageSize;
}

#else

namespace detail {
#if defined(MAP_NORESERVE)
inline constexpr int reserve_flags = MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE;
#else
inline constexpr int reserve_flags = MAP_PRIVATE | MAP_ANONYMOUS;
#endif
}  // namespace detail

inline std::byte* reserved_memory::map(std::uint64_t size) noexcept
{
    if (size == 0 || size > SIZE_MAX) return nullptr;
    void* const at = ::mmap(nullptr, static_cast<std::size_t>(size), PROT_READ | PROT_WRITE, detail::reserve_flags, -1, 0);
    return at == MAP_FAILED ? nullptr : static_cast<std::byte*>(at);
}
inline void reserved_memory::unmap(std::byte* base, std::uint64_t size) noexcept { (void)::munmap(base, static_cast<std::size_t>(size)); }
inline bool reserved_memory::commit_at(std::byte*, std::uint64_t) noexcept { return true; }
inline void reserved_memory::decommit_at(std::byte* from, std::uint64_t size) noexcept
{
#if defined(__linux__)
    (void)::madvise(from, static_cast<std::size_t>(size), MADV_DONTNEED);
#else
    // Elsewhere the advice frees nothing for certain. Fresh memory put in place of the old does, and reads as zero.
    (void)::mmap(from, static_cast<std::size_t>(size), PROT_READ | PROT_WRITE, detail::reserve_flags | MAP_FIXED, -1, 0);
#endif
}
inline void reserved_memory::discard_at(std::byte* from, std::uint64_t size) noexcept { decommit_at(from, size); }
inline std::uint64_t reserved_memory::system_page_size() noexcept
{
    const long size = ::sysconf(_SC_PAGESIZE);
    return size > 0 ? static_cast<std::uint64_t>(size) : 4096;
}

#endif

}  // namespace ese::inline v1::engine
