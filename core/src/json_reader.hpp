// A small, strict reader of JSON (RFC 8259) for text from anywhere: bounded in size, depth and number of
// values, without duplicate keys, and every refusal names line and column.
#pragma once

#include <downhill/status.hpp>

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace downhill::json {

inline constexpr std::size_t max_bytes = 5'000'000;
inline constexpr std::size_t max_depth = 16;
inline constexpr std::size_t max_values = 1'000'000;  // 16 bytes each
inline constexpr std::size_t max_members = 64;        // of one object

enum class Kind : std::uint8_t { null, boolean, number, string, array, object };

constexpr std::string_view name(Kind kind) noexcept {
  constexpr std::string_view names[] = {"null",     "true or false", "a number",
                                        "a string", "a list",        "an object"};
  return names[static_cast<std::size_t>(kind)];
}

// Values in the order of the text, an object's as key, value, key, value. A handle on a value is its index.
class Document {
 public:
  using Index = std::uint32_t;

  // The text is copied. Refuses what is no JSON; the document is then empty.
  Status parse(std::string_view text);

  Index root() const noexcept { return 0; }
  Kind kind(Index value) const noexcept { return values_[value].kind; }
  // The value's text; a string's without quotes and with its escapes.
  std::string_view text(Index value) const noexcept;
  std::string string(Index value) const;
  // Elements of a list, members of an object.
  std::size_t size(Index value) const noexcept;

  // The first element or key, and the one after; end(value) is behind the last.
  Index first(Index value) const noexcept { return value + 1; }
  Index next(Index value) const noexcept { return values_[value].next; }
  Index end(Index value) const noexcept { return values_[value].next; }

  // The value of an object's member.
  std::optional<Index> member(Index object, std::string_view key) const;

  // A refusal that names the place of a value.
  Status refuse(Index value, const std::string& what) const { return refuse_at(values_[value].begin, what); }

 private:
  struct Value {
    Kind kind;
    std::uint32_t begin, end;  // in the text
    Index next = 0;            // behind this value and all that it holds
  };

  Status refuse_at(std::size_t place, const std::string& what) const;
  Status read_value(std::size_t depth);
  Status read_list(std::size_t depth);
  Status read_object(std::size_t depth);
  Status read_string();
  Status read_number();
  Status read_word(std::string_view word, Kind kind);
  Status check_key(Index object, Index key) const;
  Status begin(Kind kind);
  void finish(Index value) noexcept;
  void skip_blanks() noexcept;
  bool at(char c) const noexcept { return place_ < text_.size() && text_[place_] == c; }
  bool skip(char c) noexcept { return at(c) && ++place_; }

  std::string text_;
  std::size_t place_ = 0;
  std::vector<Value> values_;
};

}  // namespace downhill::json
