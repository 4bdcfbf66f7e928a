// downhill info: what this program is and what it can do here.
#include "commands.hpp"

#include <downhill/engine.hpp>
#include <downhill/settings.hpp>
#include <downhill/version.hpp>

#include <cstdio>
#include <string>

namespace downhill::cli {
namespace {

struct Info {
  explicit Info(CLI::App& command) {
    command.add_flag("--json", json, "as JSON");
    command.add_flag("--settings", settings, "the table of settings, as JSON");
  }

  void run() const {
    if (settings) {
      std::puts(settings_table_json().c_str());
      return;
    }
    if (!json) std::printf("downhill %s, compiled by %s\n\n", version, compiler);
    if (json) std::printf("{\"version\": \"%s\", \"compiler\": \"%s\", \"engines\": [", version, compiler);
    bool first = true;
    for (const Engine& engine : engines()) {
      const bool chosen = &engine == &best_engine(engine.mode);
      std::printf(
          json ? "%s{\"name\": \"%s\", \"mode\": \"%s\", \"lanes\": %zu, \"available\": %s, \"default\": %s}"
               : "%s%-8s %-13s %2zu floats  %s%s\n",
          json && !first ? ", " : "", std::string(engine.name).c_str(),
          std::string(name(engine.mode)).c_str(), engine.lanes,
          json               ? (engine.available ? "true" : "false")
          : engine.available ? "available"
                             : "not on this processor",
          json     ? (chosen ? "true" : "false")
          : chosen ? ", the default"
                   : "");
      first = false;
    }
    if (json) std::puts("]}");
  }

 private:
#ifdef __clang__
  static constexpr const char* compiler = "clang " __clang_version__;
#else
  static constexpr const char* compiler = "GCC " __VERSION__;
#endif
  bool json = false, settings = false;
};

}  // namespace

void add_info(CLI::App& app) {
  add_command<Info>(app, "info", "version, engines, settings");
}

}  // namespace downhill::cli
