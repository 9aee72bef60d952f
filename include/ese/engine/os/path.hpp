// path.hpp — paths as text: what they mean without asking the disk.
//
// Room:   os. Uses base.
// Gives:  with_slashes, is_absolute, cleaned, joined, parent_of, name_of, check_path.
// Holds:  `.` and `..` go by the text, links unseen: one file may have two cleaned names, but one name is always one file.
//         That a file is opened once is seen to by locks, not by names.
#pragma once

#include <ese/engine/base/failure.hpp>

#include <algorithm>
#include <string>
#include <string_view>

namespace ese::inline v1::engine::paths {

inline void check_path(std::string_view path)
{
    if (path.empty() || path.find('\0') != std::string_view::npos) throw failure{jet::error::invalid_path};
}

[[nodiscard]] inline std::string with_slashes(std::string_view path)
{
    std::string result{path};
    std::replace(result.begin(), result.end(), '\\', '/');
    return result;
}

// How much of a path with slashes is its root: "/", "C:/", "//server/". 0: relative.
[[nodiscard]] inline std::size_t root_length(std::string_view path) noexcept
{
    const auto is_letter = [](char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); };
    if (path.size() >= 3 && is_letter(path[0]) && path[1] == ':' && path[2] == '/') return 3;
    if (path.size() > 2 && path[0] == '/' && path[1] == '/' && path[2] != '/') {
        const std::size_t slash = path.find('/', 2);
        return slash == std::string_view::npos ? path.size() : slash + 1;
    }
    return path.starts_with('/') ? 1 : 0;
}
[[nodiscard]] inline bool is_absolute(std::string_view path) noexcept { return root_length(path) != 0; }

// Without `.`, `..`, doubled and trailing slashes.
[[nodiscard]] inline std::string cleaned(std::string_view path_with_slashes)
{
    const std::size_t root = root_length(path_with_slashes);
    std::string result{path_with_slashes.substr(0, root)};
    std::string_view rest = path_with_slashes.substr(root);
    while (!rest.empty()) {
        const std::size_t slash = std::min(rest.find('/'), rest.size());
        const std::string_view part = rest.substr(0, slash);
        rest.remove_prefix(std::min(slash + 1, rest.size()));
        if (part.empty() || part == ".") continue;
        const std::size_t last = result.find_last_of('/');
        const std::string_view before = std::string_view{result}.substr(last == std::string::npos ? 0 : last + 1);
        if (part == ".." && !before.empty() && before != ".." && result.size() > root) {
            result.resize(std::max(root, last == std::string::npos ? 0 : last));
        } else if (part != ".." || root == 0) {
            if (!result.empty() && !result.ends_with('/')) result += '/';
            result += part;
        }
    }
    return result.empty() ? "." : result;
}

[[nodiscard]] inline std::string joined(std::string_view directory, std::string_view name)
{
    std::string result{directory};
    if (!result.empty() && !result.ends_with('/') && !result.ends_with('\\')) result += '/';
    return result += name;
}

// Of a cleaned path: the folder it lies in, "." for a bare name.
[[nodiscard]] inline std::string parent_of(std::string_view cleaned_path)
{
    const std::size_t root = root_length(cleaned_path);
    const std::size_t slash = cleaned_path.find_last_of('/');
    if (slash == std::string_view::npos) return ".";
    return std::string{cleaned_path.substr(0, std::max(slash, root))};
}

[[nodiscard]] inline std::string_view name_of(std::string_view path) noexcept
{
    const std::size_t slash = path.find_last_of("/\\");
    return slash == std::string_view::npos ? path : path.substr(slash + 1);
}

}  // namespace ese::inline v1::engine::paths
