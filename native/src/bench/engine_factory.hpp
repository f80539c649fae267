// The engines that a job can name.
#pragma once

#include "bench/engine.hpp"

namespace memvol::bench {

// An EngineFactory for runs against real devices and for the null engine.
std::unique_ptr<Engine> make_engine(const JobSpec& job, const ThreadSpec& thread);

}  // namespace memvol::bench
