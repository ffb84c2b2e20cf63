// Receipts in and out of pictures and films.
#pragma once

#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

#include "core/result.h"
#include "io/write_png.h"
#include "model/receipt.h"

namespace attune {

struct LoadedReceipt {
  Receipt receipt;
  std::vector<Sentence> notes;  // what the receipt does not say
};

// One line of JSON (assets/schema/receipt.schema.json). The same receipt gives the same bytes.
std::string receipt_to_json(const Receipt& receipt);

// Errors (bad_input): not JSON, not a receipt, a field of another kind, made for a newer program. Fields that are
// missing have the values of an empty Receipt; fields that are not known are passed over.
Result<LoadedReceipt> parse_receipt(std::string_view json, const std::string& where);

// The texts of a picture that carries the receipt, ready for encode_png: title, program, description, credits and the
// receipt itself.
PngText receipt_texts(const Receipt& receipt, const std::string& title);

// The receipt of a picture (.png) or film (.mp4, .webm; that of its first frame). Pictures of Attune 0.3.0, whose
// texts say only what was run, open at the home view with a note. Errors (bad_input): no such file, damaged, another
// kind of file, a picture without a receipt, and those of parse_receipt.
Result<LoadedReceipt> load_receipt(const std::filesystem::path& path);

}  // namespace attune
