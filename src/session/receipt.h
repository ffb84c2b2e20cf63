// What is shown as a receipt, and a receipt as what is shown. The session's half; the picture's size and the window are
// filled in by who makes the picture.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "model/receipt.h"
#include "session/session.h"

namespace attune {

// Everything of the session that a picture of its stage depends on, and what supports it. `program`: the version.
Receipt make_receipt(const Session& session, const Content& content, std::string_view program);
// Adds what a picture of the whole window depends on.
void add_window(Receipt& receipt, const Session& session);
// For names of files and columns: the pattern's id, "secure_changed" where traits of it are not as they ship.
std::string style_slug(const Session& session, const Content& content, int side);
// The head of a side's columns in a table, in ids: "B anxious +52w secure_relationship soothe/soothed". The pattern, with
// "_changed" where its traits are; what the change dial adds; the story and its ending.
std::string curve_head(const Session& session, const Content& content, int side);
// "Left out: Secure and Anxious, 4:00"
std::string receipt_title(const Session& session, const Content& content);

// Whether the receipt can be shown: one error (bad_input) for each id that does not exist (any more), with the nearest
// that does, and for a brain model that is not the open one. Otherwise sentences about what will be different:
// another version of the program, structures or chemicals that are passed over.
Result<std::vector<Sentence>> check_receipt(const Receipt& receipt, const Session& session, const Content& content,
                                               std::string_view program);

// A session that shows it, made from one of the same content. Errors: check_receipt, and those of the simulation.
// notes: what check_receipt says, and that the model gives other numbers now.
struct ShownReceipt {
  Session session;
  std::vector<Sentence> notes;
};
Result<ShownReceipt> show_receipt(const Session& session, const Content& content, const Receipt& receipt,
                                  std::string_view program);

// Fingerprint of the traces: 16 hex digits.
std::string fingerprint_of_numbers(const Session& session);

}  // namespace attune
