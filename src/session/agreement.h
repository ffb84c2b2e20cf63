// How many of a hundred runs agree on what a connection does in this moment: what it is counted for, and the answer.
//
// Counting takes longer than a frame (a hundred runs for every connection), so it is done beside the session: the host
// asks next_agreement() what is wanted, calls count_agreement() on a thread of its own and hands the answer to
// command::SetAgreement. The answer depends on nothing but the question.
#pragma once

#include <atomic>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "model/content.h"
#include "sim/ensemble.h"

namespace attune {

struct Session;

inline constexpr std::uint32_t kAgreementRuns = 100;

// Before the ids of connections that are counted in the episodes of a story of years (LifeScenario::episode_scenario),
// whose peak can be asked about ("episode.AMY").
inline constexpr const char* kOfEpisodes = "episode ";

// By the id of the connection, with AgreementQuestion::of before it. One that could not be counted has runs 0.
using AgreementBook = std::map<std::string, DirectionAgreement>;

struct AgreementQuestion {
  int traces = 0;  // Session::traces_made when it was asked
  int side = 0;
  Style style;
  Scenario scenario;     // in years the moment that is shown, as it is lived in the last week
  Arm arm;
  RunSettings settings;
  const PairScenario* pair = nullptr;  // two people: this instead of the scenario, and both styles
  int pair_arm = 0;
  Style other_style;
  std::string of;                        // kOfEpisodes, or ""
  std::vector<std::string> connections;  // ids
};

// What the details show and nobody has counted yet: the connection that they are about, those of the selected region, or
// those that lead to the region whose peak is asked about, side A first. Nothing while the details are closed.
std::optional<AgreementQuestion> next_agreement(const Session& session, const Content& content);

// Every connection of the question. Stops early, with what it has, when `stop` becomes true. Runs that leave their range
// give entries with runs 0.
AgreementBook count_agreement(const AgreementQuestion& question, const Content& content, int threads = 1,
                              const std::atomic<bool>* stop = nullptr);

}  // namespace attune
