// What the peers' programs are called with:
//
//   program --list                       prints a line "<peer> <task>" for each
//   program <peer> <task> <seconds>      prints one line of JSON: seconds an item and, of a training, its
//   loss
#pragma once

#include "../../harness.hpp"

#include <cstdio>
#include <cstdlib>
#include <cstring>

namespace downhill::bench {

inline int run_peer(int count, char** arguments, const std::vector<Entry>& entries) {
  if (count == 2 && std::strcmp(arguments[1], "--list") == 0) {
    for (const Entry& entry : entries) std::printf("%s %s\n", entry.peer.c_str(), entry.task.c_str());
    return 0;
  }
  if (count != 4) return std::fprintf(stderr, "use: --list, or <peer> <task> <seconds>\n"), 2;
  for (const Entry& entry : entries) {
    if (entry.peer != arguments[1] || entry.task != arguments[2]) continue;
    const auto task = entry.make();
    const Timing timing = time_task(*task, std::atof(arguments[3]));
    if (!timing.ok) {
      std::fprintf(stderr, "%s does not learn %s: loss %g, then %g, not below %g\n", arguments[1],
                   arguments[2], timing.loss_before, timing.loss_after, task->bound);
      return 1;
    }
    std::printf("{\"peer\":\"%s\",\"task\":\"%s\",\"seconds\":%.6g,\"lossBefore\":%.4g,\"lossAfter\":%.4g}\n",
                arguments[1], arguments[2], timing.seconds, timing.loss_before, timing.loss_after);
    return 0;
  }
  return std::fprintf(stderr, "there is no %s %s here\n", arguments[1], arguments[2]), 2;
}

}  // namespace downhill::bench
