// Pages to read (model/page.h): assets/pages/*.json, one page a file.
#pragma once

#include <filesystem>
#include <vector>

#include "core/result.h"
#include "model/content.h"

namespace attune {

// The pages of a folder by group, order and id. What they name of other files is not checked yet. Errors: all problems
// of all files, each with file and JSON pointer; two pages of one id. A folder that is not there is
// ExitCode::installation_incomplete.
Result<std::vector<Page>> load_pages(const std::filesystem::path& assets_dir);

// What the pages of `content` name must be there: claims, scenarios and their arms, patterns, columns, structures, care
// environments, signals, other pages. Gives every claim of a page the topic "page:ID". Errors: all problems, each with
// file and JSON pointer and the nearest word.
Status link_pages(Content& content, const std::filesystem::path& assets_dir);

// One page of a user's own, checked against the content.
Result<Page> load_page(const std::filesystem::path& path, const Content& content);

}  // namespace attune
