#include "json_reader.hpp"

#include <algorithm>

namespace downhill::json {
namespace {

bool is_digit(char c) noexcept {
  return c >= '0' && c <= '9';
}

std::optional<std::uint32_t> hex(std::string_view digits) noexcept {
  if (digits.size() < 4) return {};
  std::uint32_t number = 0;
  for (const char c : digits.substr(0, 4)) {
    const char lower = static_cast<char>(c | 0x20);
    if (!is_digit(c) && !(lower >= 'a' && lower <= 'f')) return {};
    number = number * 16 + static_cast<std::uint32_t>(is_digit(c) ? c - '0' : lower - 'a' + 10);
  }
  return number;
}

// How long the escape at the beginning of `text` is, and the character that it stands for. Nothing if it is
// none.
struct Escape {
  std::size_t length;
  std::uint32_t character;
};

std::optional<Escape> escape(std::string_view text) noexcept {
  constexpr std::string_view letters = "\"\\/bfnrt", meanings = "\"\\/\b\f\n\r\t";
  if (text.size() < 2) return {};
  if (const std::size_t which = letters.find(text[1]); which != std::string_view::npos) {
    return Escape{2, static_cast<std::uint32_t>(meanings[which])};
  }
  if (text[1] != 'u') return {};
  const auto unit = hex(text.substr(2));
  if (!unit) return {};
  if (*unit < 0xD800 || *unit > 0xDFFF) return Escape{6, *unit};
  // A character beyond 16 bits is a pair of surrogates, of which none may be alone.
  if (*unit > 0xDBFF || text.size() < 12 || text[6] != '\\' || text[7] != 'u') return {};
  const auto low = hex(text.substr(8));
  if (!low || *low < 0xDC00 || *low > 0xDFFF) return {};
  return Escape{12, 0x10000 + ((*unit - 0xD800) << 10U) + (*low - 0xDC00)};
}

void append_utf8(std::string& text, std::uint32_t c) {
  const auto put = [&](std::uint32_t byte) { text += static_cast<char>(byte); };
  if (c < 0x80) return put(c);
  if (c < 0x800) {
    put(0xC0U | (c >> 6U));
  } else if (c < 0x10000) {
    put(0xE0U | (c >> 12U));
    put(0x80U | ((c >> 6U) & 0x3FU));
  } else {
    put(0xF0U | (c >> 18U));
    put(0x80U | ((c >> 12U) & 0x3FU));
    put(0x80U | ((c >> 6U) & 0x3FU));
  }
  put(0x80U | (c & 0x3FU));
}

}  // namespace

Status Document::parse(std::string_view text) {
  text_.clear();
  values_.clear();
  place_ = 0;
  if (text.size() > max_bytes) {
    return refused("JSON: " + std::to_string(text.size()) + " bytes are more than " +
                   std::to_string(max_bytes) + ".");
  }
  text_ = text;
  Status status = read_value(0);
  skip_blanks();
  if (status.ok() && place_ < text_.size()) status = refuse_at(place_, "nothing may follow here");
  if (!status.ok()) values_.clear();
  return status;
}

std::string_view Document::text(Index value) const noexcept {
  const Value& here = values_[value];
  return std::string_view(text_).substr(here.begin, here.end - here.begin);
}

std::optional<Document::Index> Document::member(Index object, std::string_view key) const {
  for (Index at = first(object); at != end(object); at = next(next(at))) {
    if (string(at) == key) return next(at);
  }
  return std::nullopt;
}

std::string Document::string(Index value) const {
  std::string result;
  for (std::string_view rest = text(value); !rest.empty();) {
    if (rest[0] == '\\') {
      const Escape here = *escape(rest);
      append_utf8(result, here.character);
      rest.remove_prefix(here.length);
    } else {
      result += rest[0];
      rest.remove_prefix(1);
    }
  }
  return result;
}

std::size_t Document::size(Index value) const noexcept {
  std::size_t count = 0;
  for (Index element = first(value); element != end(value); element = next(element)) ++count;
  return kind(value) == Kind::object ? count / 2 : count;
}

Status Document::refuse_at(std::size_t place, const std::string& what) const {
  const std::string_view before = std::string_view(text_).substr(0, place);
  const auto line = 1 + std::count(before.begin(), before.end(), '\n');
  const std::size_t start = before.rfind('\n') + 1;  // npos + 1 is 0
  return refused("JSON: line " + std::to_string(line) + ", column " + std::to_string(place - start + 1) +
                 ": " + what + ".");
}

// ---- Reading

Status Document::begin(Kind kind) {
  if (values_.size() >= max_values) {
    return refuse_at(place_, "more than " + std::to_string(max_values) + " values");
  }
  values_.push_back({kind, static_cast<std::uint32_t>(place_), 0});
  return {};
}

void Document::finish(Index value) noexcept {
  values_[value].end = static_cast<std::uint32_t>(place_);
  values_[value].next = static_cast<Index>(values_.size());
}

void Document::skip_blanks() noexcept {
  while (place_ < text_.size() && std::string_view(" \t\r\n").find(text_[place_]) != std::string_view::npos)
    ++place_;
}

Status Document::read_value(std::size_t depth) {
  skip_blanks();
  if (place_ == text_.size()) return refuse_at(place_, "the text ends where a value is missing");
  switch (text_[place_]) {
    case '{':
      return read_object(depth + 1);
    case '[':
      return read_list(depth + 1);
    case '"':
      return read_string();
    case 't':
      return read_word("true", Kind::boolean);
    case 'f':
      return read_word("false", Kind::boolean);
    case 'n':
      return read_word("null", Kind::null);
    default:
      return read_number();
  }
}

Status Document::read_list(std::size_t depth) {
  if (depth > max_depth) return refuse_at(place_, "deeper than " + std::to_string(max_depth));
  const auto list = static_cast<Index>(values_.size());
  if (Status status = begin(Kind::array); !status.ok()) return status;
  ++place_;
  skip_blanks();
  if (!skip(']')) {
    do {
      if (Status status = read_value(depth); !status.ok()) return status;
      skip_blanks();
    } while (skip(','));
    if (!skip(']')) return refuse_at(place_, "a comma or ] is missing");
  }
  finish(list);
  return {};
}

Status Document::read_object(std::size_t depth) {
  if (depth > max_depth) return refuse_at(place_, "deeper than " + std::to_string(max_depth));
  const auto object = static_cast<Index>(values_.size());
  if (Status status = begin(Kind::object); !status.ok()) return status;
  ++place_;
  skip_blanks();
  if (!skip('}')) {
    do {
      skip_blanks();
      const auto key = static_cast<Index>(values_.size());
      if (!at('"')) return refuse_at(place_, "a key in quotes is missing");
      if (Status status = read_string(); !status.ok()) return status;
      if (Status status = check_key(object, key); !status.ok()) return status;
      skip_blanks();
      if (!skip(':')) return refuse_at(place_, "a colon is missing");
      if (Status status = read_value(depth); !status.ok()) return status;
      skip_blanks();
    } while (skip(','));
    if (!skip('}')) return refuse_at(place_, "a comma or } is missing");
  }
  finish(object);
  return {};
}

Status Document::check_key(Index object, Index key) const {
  const std::string wanted = string(key);
  std::size_t members = 1;
  for (Index other = first(object); other != key; other = next(next(other)), ++members) {
    if (string(other) == wanted) return refuse(key, "this key is here for the second time");
  }
  if (members > max_members) return refuse(key, "more than " + std::to_string(max_members) + " members");
  return {};
}

Status Document::read_string() {
  const std::size_t quote = place_++;
  const auto string = static_cast<Index>(values_.size());
  if (Status status = begin(Kind::string); !status.ok()) return status;
  while (!at('"')) {
    if (place_ == text_.size()) return refuse_at(quote, "this string does not end");
    if (static_cast<unsigned char>(text_[place_]) < 0x20)
      return refuse_at(place_, "a control character in a string");
    if (text_[place_] != '\\') {
      ++place_;
      continue;
    }
    const auto here = escape(std::string_view(text_).substr(place_));
    if (!here) return refuse_at(place_, "this is no escape");
    place_ += here->length;
  }
  finish(string);
  ++place_;
  return {};
}

Status Document::read_number() {
  const auto number = static_cast<Index>(values_.size());
  const std::size_t start = place_;
  if (Status status = begin(Kind::number); !status.ok()) return status;
  const auto digits = [&] {
    const std::size_t first = place_;
    while (place_ < text_.size() && is_digit(text_[place_])) ++place_;
    return place_ > first;
  };
  skip('-');
  const bool zero = at('0');
  bool good = zero ? skip('0') : digits();
  if (good && skip('.')) good = digits();
  if (good && (skip('e') || skip('E'))) {
    if (!skip('+')) skip('-');
    good = digits();
  }
  if (!good) return refuse_at(start, "this is no value");
  finish(number);
  return {};
}

Status Document::read_word(std::string_view word, Kind kind) {
  if (std::string_view(text_).substr(place_, word.size()) != word)
    return refuse_at(place_, "this is no value");
  const auto value = static_cast<Index>(values_.size());
  if (Status status = begin(kind); !status.ok()) return status;
  place_ += word.size();
  finish(value);
  return {};
}

}  // namespace downhill::json
