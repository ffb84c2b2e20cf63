#include "session/direction.h"

#include <algorithm>
#include <cmath>

#include "model/find_claims.h"
#include "session/session.h"
#include "sim/explain.h"

namespace attune {

bool has_direction(const Content& content, const std::string& source, const std::string& connection) {
  const auto directed = [&](const std::string& topic) {
    const std::vector<std::size_t> claims = find_claims(content, topic);
    return std::any_of(claims.begin(), claims.end(), [&](std::size_t index) {
      const Claim& claim = content.claim_book.claims[index];
      return claim.grade >= Grade::moderate &&
             (claim.direction == Direction::increases || claim.direction == Direction::decreases);
    });
  };
  if (!connection.empty()) return directed("connection:" + connection);
  return directed("drive:" + source) || directed("effect:" + source);
}

std::set<std::string> regions_without_direction(const Content& content, const Trace& trace) {
  std::set<std::string> found;
  constexpr int kLooks = 160;
  for (const Region& region : content.circuit.regions) {
    const int column = find_column(trace, "region." + region.id);
    if (column < 0 || trace.rows() < 2 || find_column(trace, "usual." + region.id) >= 0) continue;
    const double start = value_at(trace, column, 0);
    double furthest = 0, at_s = 0;
    for (int i = 0; i <= kLooks; ++i) {
      const double t_s = trace.duration_s() * i / kLooks, moved = std::abs(value_at(trace, column, t_s) - start);
      if (moved > furthest) furthest = moved, at_s = t_s;
    }
    if (furthest < kSeenToMove * kFullActivityChange) continue;
    const Result<Why> why = explain(content.circuit, trace, "region." + region.id, 0, at_s);
    if (!why) continue;
    double all = 0, directed = 0;
    for (const WhyTerm& term : why->terms) {
      all += std::abs(term.effect);
      if (has_direction(content, term.source, term.connection)) directed += std::abs(term.effect);
    }
    if (all > 0 && directed < kDirectedShare * all) found.insert(region.id);
  }
  return found;
}

}  // namespace attune
