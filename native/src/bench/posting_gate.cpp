#include "bench/posting_gate.hpp"

namespace memvol::bench {

namespace {

std::size_t or_depth(std::uint32_t operations, std::uint32_t iodepth) {
  return operations == 0 ? iodepth : std::min(operations, iodepth);
}

}  // namespace

PostingGate::PostingGate(const JobSpec& job, std::uint64_t start_ns)
    : iodepth_(job.iodepth),
      batch_submit_(or_depth(job.flow.batch_submit, job.iodepth)),
      batch_complete_min_(std::min(job.flow.batch_complete_min, job.iodepth)),
      batch_complete_max_(or_depth(job.flow.batch_complete_max, job.iodepth)),
      depth_low_(std::min(job.flow.depth_low.value_or(job.iodepth), job.iodepth)),
      think_ns_(job.flow.think_ns),
      think_after_(job.flow.think_after) {
  if (job.flow.latency_target.target_ns > 0) {
    depth_control_.emplace(job.flow.latency_target, job.iodepth, start_ns);
  }
  plain_ = batch_submit_ == 1 && batch_complete_min_ <= 1 && depth_low_ == iodepth_ &&
           think_ns_ == 0 && !depth_control_;
}

bool PostingGate::decide(std::size_t in_flight, std::uint64_t now_ns) {
  if (in_flight >= depth() || awaited_ > 0 || thinks(in_flight, now_ns)) return false;
  if (drains_ && in_flight > depth_low_) return false;
  drains_ = false;
  if (batch_left_ == 0) {
    const std::size_t batch = std::min(batch_submit_, depth());
    if (depth() - in_flight < batch) return false;
    batch_left_ = batch;
  }
  return true;
}

bool PostingGate::thinks(std::size_t in_flight, std::uint64_t now_ns) {
  if (think_ns_ == 0 || since_thought_ < think_after_) return false;
  if (in_flight > 0) return true;
  if (resumes_ns_ == 0) resumes_ns_ = now_ns + think_ns_;
  if (now_ns < resumes_ns_) return true;
  resumes_ns_ = 0;
  since_thought_ = 0;
  return false;
}

void PostingGate::count_posted(std::size_t in_flight) {
  ++since_thought_;
  --batch_left_;
  if (in_flight < depth()) return;
  batch_left_ = 0;
  drains_ = depth_low_ < iodepth_;
  awaited_ = std::min(batch_complete_min_, in_flight);
}

}  // namespace memvol::bench
