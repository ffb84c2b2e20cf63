// Claims (model/claim.h): assets/claims/*.json. The file words.json holds the words that claims use for who was studied
// and how, and the equations; every other file holds the claims of one theme.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "core/result.h"
#include "model/content.h"

namespace attune {

// Every topic a claim about this content may name, in no particular order.
std::vector<std::string> known_topics(const Content& content, const std::vector<Equation>& equations);

// Reads the folder and checks it against everything else in `content`.
// Errors: all problems of all files, each with file and JSON pointer: a missing field, an unknown grade, direction,
// population, method, reference or topic (with the nearest word), two claims of one id, no reference where the grade
// needs one, no reason where it is assumed. A folder or file that is not there is ExitCode::installation_incomplete.
Result<ClaimBook> load_claims(const std::filesystem::path& assets_dir, const Content& content);

// One file of claims, against the words, references and topics of `content`: as many claims as it has. `warnings` gets a
// note when a file of another theme already has claims of these ids. Errors: as load_claims, of this file only.
Result<std::size_t> check_claims(const std::filesystem::path& path, const Content& content,
                                 std::vector<Error>& warnings);
// The same for a file of the words that claims use: as many as it has.
Result<std::size_t> check_claim_words(const std::filesystem::path& path);

}  // namespace attune
