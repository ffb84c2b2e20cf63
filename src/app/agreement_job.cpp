#include "app/agreement_job.h"

#include <system_error>

namespace attune {

namespace {
void deliver(Session& session, const Content& content, const AgreementQuestion& question, AgreementBook counted) {
  execute(session, content,
          command::SetAgreement{question.traces, question.side,
                                std::make_shared<const AgreementBook>(std::move(counted))});
}
}  // namespace

void AgreementJob::stop() {
  if (work_ != nullptr) work_->stop = true;
  if (thread_.joinable()) thread_.join();
  work_.reset();
}

void AgreementJob::step(Desk& desk) {
  const Content& content = *desk.content;
  if (has_news()) {
    deliver(desk.session, content, work_->question, std::move(work_->counted));
    stop();
  }
  const std::optional<AgreementQuestion> wanted = next_agreement(desk.session, content);
  if (work_ != nullptr) {
    const AgreementQuestion& asked = work_->question;
    const bool same = wanted && wanted->traces == asked.traces && wanted->side == asked.side &&
                      wanted->connections == asked.connections;
    if (same) return;
    work_->stop = true;  // it ends within milliseconds, and is collected by a later frame
    return;
  }
  if (!wanted || cannot_) return;
  if (program_ == nullptr) {
    const Result<ProgramPtr> program = compile_ensemble(content.circuit);
    cannot_ = !program;
    if (cannot_) return;
    program_ = *program;
  }
  work_ = std::make_unique<Work>();
  work_->question = *wanted;
  try {
    thread_ = std::thread([work = work_.get(), program = program_, &content] {
      work->counted = count_agreement(work->question, program, content.circuit, 1, &work->stop);
      work->done = true;
    });
  } catch (const std::system_error&) {
    work_.reset();
    cannot_ = true;  // no threads here: the window goes on without counts
  }
}

void count_agreement_now(Session& session, const Content& content) {
  const Result<ProgramPtr> program = compile_ensemble(content.circuit);
  if (!program) return;
  for (int side = 0; side < 2; ++side)
    if (const std::optional<AgreementQuestion> wanted = next_agreement(session, content))
      deliver(session, content, *wanted, count_agreement(*wanted, *program, content.circuit, 2));
}

}  // namespace attune
