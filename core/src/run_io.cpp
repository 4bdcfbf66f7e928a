#include "file_format.hpp"
#include "json_reader.hpp"
#include "text.hpp"

#include <downhill/run_io.hpp>

#include <cmath>
#include <limits>
#include <utility>
#include <vector>

namespace downhill {
namespace {

using json::Document;
using json::Kind;

constexpr std::string_view format = "downhill-run";

struct RunText {
  std::string query;
  std::optional<RunPoints> points;
  std::vector<double> parameters, frozen, snapshot;
};

// Reads the members that this program knows; others (the page's view) are passed over.
class Reader {
 public:
  Status read(std::string_view text, RunText& run) {
    if (Status status = document_.parse(text); !status.ok()) return status;
    if (Status status = check_format(document_, format, "run of Downhill"); !status.ok()) return status;
    const auto query = document_.member(document_.root(), "query");
    if (!query || document_.kind(*query) != Kind::string) return refused("The run has no query.");
    run.query = document_.string(*query);
    Status status = points(run.points);
    if (status.ok()) status = numbers("parameters", true, run.parameters);
    if (status.ok()) status = numbers("frozen", false, run.frozen);
    return status.ok() ? numbers("snapshot", false, run.snapshot) : status;
  }

 private:
  Status points(std::optional<RunPoints>& points) const {
    const auto at = document_.member(document_.root(), "points");
    if (!at || document_.kind(*at) == Kind::null) return {};
    if (document_.kind(*at) != Kind::object) return document_.refuse(*at, "points is not an object");
    const auto csv = document_.member(*at, "csv");
    const auto regression = document_.member(*at, "regression");
    if (!csv || document_.kind(*csv) != Kind::string) return document_.refuse(*at, "points have no csv");
    points = RunPoints{document_.string(*csv), regression && document_.text(*regression) == "true"};
    return {};
  }

  Status numbers(std::string_view key, bool needed, std::vector<double>& numbers) const {
    const auto at = document_.member(document_.root(), key);
    if (!at) return needed ? refused("The run has no " + std::string(key) + ".") : Status{};
    if (document_.kind(*at) != Kind::array) return document_.refuse(*at, std::string(key) + " is no list");
    for (auto item = document_.first(*at); item != document_.end(*at); item = document_.next(item)) {
      // JSON has no infinity, so that null stands for it, as in a model.
      const Kind kind = document_.kind(item);
      if (kind != Kind::number && kind != Kind::null)
        return document_.refuse(item, std::string(key) + " holds something that is no number");
      numbers.push_back(kind == Kind::null ? std::numeric_limits<double>::infinity()
                                           : parse_decimal(document_.text(item)));
    }
    return {};
  }

  Document document_;
};

Status freeze(const RunText& run, Playground& playground) {
  const auto count = static_cast<double>(playground.trainer().theta().size());
  for (const double place : run.frozen) {
    if (!(place >= 0.0) || place >= count || place != std::floor(place))
      return refused("The run freezes a parameter that its network does not have.");
    if (Status status = playground.freeze(static_cast<std::size_t>(place), true); !status.ok()) return status;
  }
  return {};
}

// Without a snapshot the weights come back one by one, and the optimizer begins anew.
Status set_parameters(const RunText& run, Playground& playground) {
  const auto theta = playground.trainer().theta();
  for (std::size_t j = 0; j < theta.size(); ++j) {
    if (theta[j] == static_cast<float>(run.parameters[j])) continue;
    if (Status status = playground.set_parameter(j, run.parameters[j]); !status.ok()) return status;
  }
  return {};
}

Status restore(const RunText& run, Playground& playground) {
  if (Status status = playground.restore(run.snapshot); !status.ok()) return status;
  const auto theta = playground.trainer().theta();
  for (std::size_t j = 0; j < theta.size(); ++j) {
    if (theta[j] != static_cast<float>(run.parameters[j]))
      return refused("The run's parameters are not those of its snapshot.");
  }
  return {};
}

Status rebuild(const RunText& run, Playground& playground) {
  if (run.points) {
    if (Status status = playground.load_points(run.points->csv, run.points->regression); !status.ok())
      return status;
  }
  if (Status status = playground.configure(run.query); !status.ok()) return status;
  if (const std::size_t count = playground.trainer().theta().size(); count != run.parameters.size()) {
    return refused("The run has " + std::to_string(run.parameters.size()) +
                   " parameters, and its network has " + std::to_string(count) + ".");
  }
  if (run.snapshot.empty()) {
    const Status status = set_parameters(run, playground);
    return status.ok() ? freeze(run, playground) : status;
  }
  const Status status = freeze(run, playground);
  return status.ok() ? restore(run, playground) : status;
}

}  // namespace

std::string write_run(const Playground& playground, const std::optional<RunPoints>& points) {
  const Trainer<float>& trainer = playground.trainer();
  const std::string csv = points ? "{" + json_field("csv", json_string(points->csv)) + ", " +
                                       json_field("regression", points->regression ? "true" : "false") + "}"
                                 : "null";
  const auto number = [](auto value) {
    return std::isfinite(value) ? exact_text(value) : std::string("null");
  };
  return "{" + json_field("format", json_string(format)) + ", " + json_field("version", "1") + ",\n " +
         json_field("query", json_string(to_query(playground.settings()))) + ",\n " +
         json_field("points", csv) + ", " + json_field("view", "{}") + ", " +
         json_field("step", std::to_string(trainer.steps())) + ",\n " +
         json_field("parameters", json_list(trainer.theta(), number)) + ",\n " +
         json_field("frozen", json_list(trainer.spec().rules.frozen,
                                        [](std::uint32_t place) { return std::to_string(place); })) +
         ",\n " + json_field("snapshot", json_list(playground.snapshot(), number)) + "}\n";
}

Status read_run(std::string_view text, Playground& playground, std::optional<RunPoints>& points) {
  RunText run;
  if (Status status = Reader().read(text, run); !status.ok()) return status;
  Playground fresh;
  Status status = rebuild(run, fresh);
  if (!status.ok()) return status;
  playground = std::move(fresh);
  points = std::move(run.points);
  return status;
}

}  // namespace downhill
