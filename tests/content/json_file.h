// A JSON file that must be there and hold JSON.
#pragma once

#include <doctest/doctest.h>

#include <filesystem>
#include <fstream>
#include <nlohmann/json.hpp>

inline nlohmann::json load_json(const std::filesystem::path& path) {
  std::ifstream file(path);
  REQUIRE_MESSAGE(file.good(), path.string());
  nlohmann::json json = nlohmann::json::parse(file, nullptr, false);
  REQUIRE_MESSAGE(!json.is_discarded(), path.string());
  return json;
}
