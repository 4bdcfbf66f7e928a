#include "files.hpp"

#include "failure.hpp"

#include <array>
#include <cerrno>
#include <cstdio>
#include <memory>
#include <system_error>
#include <utility>

namespace downhill::cli {
namespace {

struct Close {
  void operator()(std::FILE* file) const noexcept { std::fclose(file); }
};
using File = std::unique_ptr<std::FILE, Close>;

[[noreturn]] void failed(const char* what, const std::string& path) {
  throw Failure{std::string(what) + " '" + path + "': " + std::generic_category().message(errno) + "."};
}

}  // namespace

void warn(const std::string& message) {
  std::fprintf(stderr, "downhill: %s\n", message.c_str());
}

void need(const Status& status, const std::string& where) {
  if (!status.ok()) throw Failure{where + status.message};
  if (!status.message.empty()) warn(where + status.message);
}

std::string read_file(const std::string& path) {
  File opened(path == "-" ? nullptr : std::fopen(path.c_str(), "rb"));
  if (path != "-" && !opened) failed("cannot read", path);
  std::FILE* file = opened ? opened.get() : stdin;
  std::string text;
  std::array<char, 65536> part;
  for (std::size_t count = part.size(); count == part.size();) {
    count = std::fread(part.data(), 1, part.size(), file);
    text.append(part.data(), count);
  }
  if (std::ferror(file)) failed("cannot read", path);
  return text;
}

void write_file(const std::string& path, std::string_view bytes) {
  const std::string beside = path + ".part";
  std::FILE* file = std::fopen(beside.c_str(), "wb");
  if (!file) failed("cannot write", path);
  const bool written = std::fwrite(bytes.data(), 1, bytes.size(), file) == bytes.size();
  const bool closed = std::fclose(file) == 0;
  if (written && closed && std::rename(beside.c_str(), path.c_str()) == 0) return;
  const int why = errno;
  std::remove(beside.c_str());
  errno = why;
  failed("cannot write", path);
}

}  // namespace downhill::cli
