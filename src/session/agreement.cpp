#include "session/agreement.h"

#include "session/session.h"
#include "sim/story_ensemble.h"

namespace attune {

std::optional<AgreementQuestion> next_agreement(const Session& session, const Content& content) {
  if (!session.show_interface || !session.show_right || session.show_welcome || session.grounded || session.blank)
    return std::nullopt;
  if (session.show_pages) return std::nullopt;
  const AnyScenario story = current_story(session, content);
  constexpr std::string_view kEpisode = "episode.";
  const bool of_episode =
      story.years != nullptr && !story.years->episode_scenario.empty() && session.asked.starts_with(kEpisode);
  const Structure* structure = find_structure(content, session.selected);
  const Connection* const asked = asked_connection(session, content);
  if (asked == nullptr && !of_episode && (structure == nullptr || structure->region.empty() || !session.asked.empty()))
    return std::nullopt;
  const std::string region = asked != nullptr ? "" : of_episode ? session.asked.substr(kEpisode.size()) : structure->region;
  const auto is_wanted = [&](const Connection& connection) {
    if (asked != nullptr) return &connection == asked;
    return (connection.from == region && !of_episode) || connection.to == region;
  };
  const std::string of = of_episode ? kOfEpisodes : "";
  for (int side = 0; side < (session.compare ? 2 : 1); ++side) {
    const auto index = static_cast<std::size_t>(side);
    if (session.trace[index] == nullptr) continue;
    const AgreementBook* known = session.agreement[index].get();
    AgreementQuestion question;
    for (const Connection& connection : content.circuit.connections)
      if (is_wanted(connection) && (known == nullptr || !known->contains(of + connection.id)))
        question.connections.push_back(connection.id);
    if (question.connections.empty()) continue;
    question.traces = session.traces_made;
    question.side = side;
    question.of = of;
    question.style = current_style(session, content, side);
    if (story.scenario != nullptr) {
      question.scenario = *story.scenario;
      question.arm = story.scenario->arms[static_cast<std::size_t>(session.arm)];
    } else if (story.years != nullptr) {
      const Trace& years = *session.trace[index];
      Result<LivedMoment> lived = of_episode ? lived_episode(content, *story.years, years, years.duration_s())
                                             : lived_moment(content, *story.years, years, years.duration_s());
      if (!lived) return std::nullopt;
      question.scenario = std::move(lived->scenario);
      question.arm = std::move(lived->arm);
      question.settings = std::move(lived->settings);
    } else {
      question.pair = story.pair;
      question.pair_arm = session.arm;
      question.style = current_style(session, content, 0);
      question.other_style = current_style(session, content, 1);
    }
    return question;
  }
  return std::nullopt;
}

AgreementBook count_agreement(const AgreementQuestion& question, const Content& content, int threads,
                              const std::atomic<bool>* stop) {
  AgreementBook book;
  EnsembleRequest request;
  request.runs = kAgreementRuns;
  request.threads = threads;
  request.settings = question.settings;
  const auto count = [&]() -> Result<std::vector<DirectionAgreement>> {
    if (question.pair != nullptr)
      return pair_agreement(content, *question.pair, question.pair->arms[static_cast<std::size_t>(question.pair_arm)],
                            question.style, question.other_style, question.side, request, question.connections, stop);
    const Result<ProgramPtr> program = compile_ensemble(content.circuit);
    if (!program) return program.errors();
    return direction_agreement(*program, content.circuit, question.style, question.scenario, question.arm, request,
                               question.connections, stop);
  };
  if (const auto counted = count()) {
    for (const DirectionAgreement& entry : *counted) book.emplace(question.of + entry.connection, entry);
  } else if (stop == nullptr || !*stop) {
    for (const std::string& id : question.connections) book[question.of + id].connection = id;
  }
  return book;
}

}  // namespace attune
