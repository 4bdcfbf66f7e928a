#include "files.hpp"

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

Status failed(const char* what, const std::string& path) {
  return refused(std::string(what) + " '" + path + "': " + std::generic_category().message(errno) + ".");
}

}  // namespace

Status read_file(const std::string& path, std::string& text) {
  File opened(path == "-" ? nullptr : std::fopen(path.c_str(), "rb"));
  if (path != "-" && !opened) return failed("cannot read", path);
  std::FILE* file = opened ? opened.get() : stdin;
  std::string all;
  std::array<char, 65536> part;
  for (std::size_t count = part.size(); count == part.size();) {
    count = std::fread(part.data(), 1, part.size(), file);
    all.append(part.data(), count);
  }
  if (std::ferror(file)) return failed("cannot read", path);
  text = std::move(all);
  return {};
}

Status write_file(const std::string& path, std::string_view bytes) {
  const std::string beside = path + ".part";
  std::FILE* file = std::fopen(beside.c_str(), "wb");
  if (!file) return failed("cannot write", path);
  const bool written = std::fwrite(bytes.data(), 1, bytes.size(), file) == bytes.size();
  const bool closed = std::fclose(file) == 0;
  if (written && closed && std::rename(beside.c_str(), path.c_str()) == 0) return {};
  Status status = failed("cannot write", path);
  std::remove(beside.c_str());
  return status;
}

}  // namespace downhill::cli
