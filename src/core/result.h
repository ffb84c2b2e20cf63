// Result<T>: a value or the reasons why there is none.
//
// Bad input is a value (Error), a bug is an abort (check.h). Nothing in Attune throws across a function
// boundary. The member names are those of std::expected, which GCC 12 does not have yet.
#pragma once

#include <cstdlib>
#include <string>
#include <utility>
#include <variant>
#include <vector>

#include "core/check.h"
#include "core/sentence.h"

namespace attune {

// Process exit codes; part of the command line's contract.
enum class ExitCode : int {
  ok = 0,
  check_failed = 1,
  usage = 2,
  bad_input = 3,
  no_graphics = 4,
  installation_incomplete = 5,
  output_failed = 6,
  out_of_memory = 7,
  left_range = 8,
  interrupted = 130,
};

// One sentence that a person can act on. `where` is a file, or file + JSON pointer / line:column.
// `hint` says what to do; may be empty when `what` already does.
struct Error {
  Sentence what;
  std::string where;
  Sentence hint;
  ExitCode code = ExitCode::bad_input;
};

inline void append(std::vector<Error>& to, const std::vector<Error>& from) {
  to.insert(to.end(), from.begin(), from.end());
}

// "where: what; hint"; for the window, which has languages, and in English.
Sentence as_sentence(const Error& error);
std::string to_sentence(const Error& error);

template <class T>
class [[nodiscard]] Result {
 public:
  using value_type = T;
  Result(T value) : state_(std::in_place_index<0>, std::move(value)) {}
  Result(Error error) : state_(std::in_place_index<1>, std::vector<Error>{std::move(error)}) {}
  // Every problem that was found, most important first. Must not be empty.
  Result(std::vector<Error> errors) : state_(std::in_place_index<1>, std::move(errors)) {
    ATTUNE_CHECK(!std::get<1>(state_).empty());
  }

  bool has_value() const { return state_.index() == 0; }
  explicit operator bool() const { return has_value(); }
  T& value() & { return get_checked(); }
  const T& value() const& { return const_cast<Result*>(this)->get_checked(); }
  T&& value() && { return std::move(get_checked()); }
  T& operator*() & { return value(); }
  const T& operator*() const& { return value(); }
  T&& operator*() && { return std::move(*this).value(); }
  T* operator->() { return &value(); }
  const T* operator->() const { return &value(); }
  const Error& error() const { return errors().front(); }
  const std::vector<Error>& errors() const {
    ATTUNE_CHECK(!has_value());
    return std::get<1>(state_);
  }

 private:
  T& get_checked() {
    ATTUNE_CHECK(has_value());
    return std::get<0>(state_);
  }
  std::variant<T, std::vector<Error>> state_;
};

struct Done {};
using Status = Result<Done>;

}  // namespace attune
