// Is this text JSON (RFC 8259)? A recursive descent of few lines, for tests.
#pragma once

#include <cstddef>
#include <string_view>

namespace downhill::testing {

class JsonValidator {
 public:
  static bool valid(std::string_view text) {
    JsonValidator validator(text);
    return validator.value() && validator.at_ == text.size();
  }

 private:
  explicit JsonValidator(std::string_view text) : text_(text) {}

  char peek() const { return at_ < text_.size() ? text_[at_] : '\0'; }
  bool take(char c) { return peek() == c && at_ < text_.size() ? (++at_, true) : false; }
  void blanks() {
    while (peek() == ' ' || peek() == '\n' || peek() == '\t' || peek() == '\r') ++at_;
  }
  bool word(std::string_view w) { return text_.substr(at_, w.size()) == w ? (at_ += w.size(), true) : false; }
  bool digits() {
    const std::size_t start = at_;
    while (peek() >= '0' && peek() <= '9') ++at_;
    return at_ > start;
  }

  bool value() {
    blanks();
    bool good = false;
    switch (peek()) {
      case '{':
        good = list('}', [this] { return (blanks(), string()) && (blanks(), take(':')) && value(); });
        break;
      case '[':
        good = list(']', [this] { return value(); });
        break;
      case '"':
        good = string();
        break;
      default:
        good = word("true") || word("false") || word("null") || number();
    }
    blanks();
    return good;
  }
  template <class Item>
  bool list(char end, Item item) {
    ++at_;
    blanks();
    if (take(end)) return true;
    do {
      if (!item()) return false;
    } while (take(','));
    return take(end);
  }
  bool number() {
    take('-');
    if (!take('0') && !digits()) return false;
    if (take('.') && !digits()) return false;
    if (!take('e') && !take('E')) return true;
    if (!take('+')) take('-');
    return digits();
  }
  bool string() {
    if (!take('"')) return false;
    while (at_ < text_.size() && peek() != '"') {
      if (static_cast<unsigned char>(peek()) < 0x20) return false;
      if (take('\\') && std::string_view("\"\\/bfnrtu").find(peek()) == std::string_view::npos) return false;
      ++at_;
    }
    return take('"');
  }

  std::string_view text_;
  std::size_t at_ = 0;
};

}  // namespace downhill::testing
