// Works out beside the window what takes a hundred runs, so that no frame waits for it: the counts of
// session/agreement.h, the bands of session/story_bands.h and those of session/page_runs.h.
#pragma once

#include "app/background_job.h"
#include "app/ui_host.h"
#include "session/page_runs.h"

namespace attune {

class EnsembleJobs {
 public:
  // Hands what is finished to the session and begins what is wanted next; gives up what nobody wants any more. Call
  // once per frame, after tick().
  void step(Desk& desk);
  // An answer waits for step(): worth waking up for.
  bool has_news() const { return agreement_.is_done() || bands_.is_done() || page_bands_.is_done(); }

 private:
  BackgroundJob<AgreementQuestion, AgreementBook> agreement_;
  BackgroundJob<BandsQuestion, StoryBands> bands_;
  BackgroundJob<PageBandsQuestion, PageBands> page_bands_;
  bool has_threads_ = true;  // without them the window goes on without bands and counts
};

// The same at once, for pictures: everything the session wants.
void run_ensembles_now(Session& session, const Content& content);

}  // namespace attune
