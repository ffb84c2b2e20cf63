// One function per subcommand. Each prints its result or one sentence per problem, and returns the exit code.
#pragma once

#include <string>
#include <vector>

#include "app/installation.h"
#include "app/options.h"
#include "model/find.h"
#include "model/receipt.h"
#include "session/session.h"

namespace attune {

ExitCode run_simulate(const CommonOptions& common, const SimulateOptions& options);
// --ensemble: bands, the part of a shard, or the directions of the connections.
ExitCode run_simulate_ensemble(const CommonOptions& common, const SimulateOptions& options);
ExitCode run_merge(const MergeOptions& options);
ExitCode run_render(const CommonOptions& common, const RenderOptions& options);
// --ui: the whole window, with its panels.
ExitCode run_render_ui(const CommonOptions& common, const RenderOptions& options);
ExitCode run_video(const CommonOptions& common, const VideoOptions& options);
ExitCode run_transcript(const CommonOptions& common, const TranscriptOptions& options);
ExitCode run_list(const CommonOptions& common, const ListOptions& options);
ExitCode run_check(const CommonOptions& common, const std::vector<std::string>& files);
// Prints every literature target; check_failed unless all hold.
ExitCode run_validate(const CommonOptions& common, const ValidateOptions& options);
// A first guess at what the parts of a model are, as a mapping file.
ExitCode run_map(const CommonOptions& common, const MapOptions& options);
ExitCode run_bench(const CommonOptions& common, const BenchOptions& options);

// Prints every problem on standard error ("attune: ..."), with the words of a language where they are given; the code of
// the first.
ExitCode report(const std::vector<Error>& errors, const UiText& words = {});

// A line on standard output, and one on standard error ("attune: ...").
void print(const Sentence& line);
void remark(const Sentence& line);

// The arm that was asked for, the first one otherwise.
template <class A>
Result<const A*> choose_arm(const std::vector<A>& arms, const std::string& word, const std::string& scenario) {
  if (word.empty()) return arms.data();
  return find_by_id(arms, word, sentence("kind_arm"), sentence("kinds_arms_of", {{"scenario", scenario}}));
}

// What a run that leaves its range is: an error (left_range), or a session whose trace ends at the last good frame.
enum class EarlyStop { refuse, keep };
// A circuit of the user's own instead of the shipped one; "" leaves it. Errors: those of load_circuit.
Status use_circuit(Content& content, const std::string& path);
// Adds a user's scenario to the content, in the place of a shipped one of the same id; returns its id.
Result<std::string> add_scenario_file(Content& content, const std::string& path);
// A session that shows what a picture shows. `scenario_file`: of a scenario of the maker's own, "" = none. Notes go to
// standard error, or into `notes`.
struct ReopenedReceipt {
  Session session;
  Receipt receipt;
};
Result<ReopenedReceipt> open_receipt(Installation& installation, const std::string& picture, const std::string& scenario_file,
                                     std::vector<Sentence>* notes = nullptr);
// A session at the moment (or days) that was asked for. A scenario given as a file is added to the content.
Result<Session> open_moment(Content& content, const MomentOptions& moment, EarlyStop early_stop = EarlyStop::refuse);
// The same with the stories of years and of two people: in these the style is that of A and compare that of B.
Result<Session> open_story(Content& content, const MomentOptions& moment, EarlyStop early_stop = EarlyStop::refuse);
// View, colours and visibility of the stage. Errors: usage.
Status apply_stage(Session& session, const Content& content, const StageOptions& stage);
struct PixelSize {
  int width, height;
};
Result<PixelSize> parse_size(const std::string& text);

}  // namespace attune
