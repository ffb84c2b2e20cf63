// What the literature says about a part of the model. Topics are those of model/claim.h.
#pragma once

#include <algorithm>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "model/content.h"

namespace attune {

// Indices into content.claim_book.claims, in order; empty when there is none. Takes a few string comparisons.
inline std::vector<std::size_t> find_claims(const Content& content, std::string_view topic) {
  const std::vector<ClaimTopic>& topics = content.claim_book.topics;
  auto at = std::lower_bound(topics.begin(), topics.end(), topic,
                             [](const ClaimTopic& entry, std::string_view word) { return entry.topic < word; });
  std::vector<std::size_t> found;
  for (; at != topics.end() && at->topic == topic; ++at) found.push_back(at->claim);
  return found;
}

// The weakest grade among the claims about a topic: a picture must not look surer than its weakest claim. assumed
// when there is none.
inline Grade grade_of(const Content& content, std::string_view topic) {
  const std::vector<std::size_t> found = find_claims(content, topic);
  Grade grade = found.empty() ? Grade::assumed : Grade::strong;
  for (const std::size_t claim : found) grade = std::min(grade, content.claim_book.claims[claim].grade);
  return grade;
}

// Of a connection, by its index in the circuit: how sure it is that the path is there and works in this direction. Its
// weight is assumed in any case.
inline Grade grade_of(const Content& content, int connection) {
  return grade_of(content, "connection:" + content.circuit.connections.at(static_cast<std::size_t>(connection)).id);
}
inline Grade grade_of_link(const Content& content, int link) {
  return grade_of(content, "link:" + content.circuit.drawn_links.at(static_cast<std::size_t>(link)).id);
}

namespace detail {
inline bool any_counts(const std::vector<ClaimWord>& words, const std::vector<std::string>& ids) {
  return std::any_of(ids.begin(), ids.end(), [&](const std::string& id) {
    return std::any_of(words.begin(), words.end(), [&](const ClaimWord& w) { return w.id == id && w.counts; });
  });
}
}  // namespace detail

// Somebody measured this, or something close to it, in people.
inline bool was_measured_in_people(const ClaimBook& book, const Claim& claim) {
  return claim.grade != Grade::assumed && detail::any_counts(book.populations, claim.populations) &&
         detail::any_counts(book.methods, claim.methods);
}

// None of its references was checked against the abstract: what it says is quoted from memory.
inline bool is_from_memory(const Content& content, const Claim& claim) {
  if (claim.references.empty()) return false;
  return std::none_of(claim.references.begin(), claim.references.end(), [&](const std::string& id) {
    return std::any_of(content.references.begin(), content.references.end(),
                       [&](const Reference& reference) { return reference.id == id && reference.abstract_checked; });
  });
}

}  // namespace attune
