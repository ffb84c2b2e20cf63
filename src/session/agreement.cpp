#include "session/agreement.h"

#include "session/session.h"

namespace attune {

std::optional<AgreementQuestion> next_agreement(const Session& session, const Content& content) {
  if (!session.show_interface || !session.show_right || session.show_welcome || session.grounded || session.blank)
    return std::nullopt;
  const Scenario* moment = current_story(session, content).scenario;
  if (moment == nullptr || moment->duration_s > kLongestBands_s || session.show_pages) return std::nullopt;
  const Structure* structure = find_structure(content, session.selected);
  if (structure == nullptr || structure->region.empty() || !session.asked.empty()) return std::nullopt;
  for (int side = 0; side < (session.compare ? 2 : 1); ++side) {
    const auto index = static_cast<std::size_t>(side);
    if (session.trace[index] == nullptr) continue;
    const AgreementBook* known = session.agreement[index].get();
    AgreementQuestion question;
    for (const Connection& connection : content.circuit.connections)
      if ((connection.from == structure->region || connection.to == structure->region) &&
          (known == nullptr || !known->contains(connection.id)))
        question.connections.push_back(connection.id);
    if (question.connections.empty()) continue;
    question.traces = session.traces_made;
    question.side = side;
    question.style = current_style(session, content, side);
    question.scenario = *moment;
    question.arm = moment->arms[static_cast<std::size_t>(session.arm)];
    return question;
  }
  return std::nullopt;
}

AgreementBook count_agreement(const AgreementQuestion& question, const ProgramPtr& program, const Circuit& circuit,
                              int threads, const std::atomic<bool>* stop) {
  AgreementBook book;
  EnsembleRequest request;
  request.runs = kAgreementRuns;
  request.threads = threads;
  const auto counted = direction_agreement(program, circuit, question.style, question.scenario, question.arm, request,
                                           question.connections, stop);
  if (counted) {
    for (const DirectionAgreement& entry : *counted) book.emplace(entry.connection, entry);
  } else if (stop == nullptr || !*stop) {
    for (const std::string& id : question.connections) book[id].connection = id;
  }
  return book;
}

}  // namespace attune
