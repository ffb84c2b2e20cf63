// Counts beside the window what session/agreement.h asks for, so that no frame waits for it.
#pragma once

#include <atomic>
#include <memory>
#include <thread>

#include "app/ui_host.h"

namespace attune {

class AgreementJob {
 public:
  AgreementJob() = default;
  AgreementJob(const AgreementJob&) = delete;
  AgreementJob& operator=(const AgreementJob&) = delete;
  ~AgreementJob() { stop(); }

  // Hands a finished count to the session and begins the next that is wanted; gives up one that nobody wants any more.
  // Call once per frame, after tick().
  void step(Desk& desk);
  // An answer waits for step(): worth waking up for.
  bool has_news() const { return work_ != nullptr && work_->done; }

 private:
  struct Work {
    AgreementQuestion question;
    AgreementBook counted;
    std::atomic<bool> stop{false}, done{false};
  };
  void stop();

  ProgramPtr program_;  // of compile_ensemble(), made when it is first needed
  bool cannot_ = false;
  std::unique_ptr<Work> work_;
  std::thread thread_;
};

// The same at once, for pictures: everything the session wants counted.
void count_agreement_now(Session& session, const Content& content);

}  // namespace attune
