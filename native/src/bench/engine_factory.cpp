#include "bench/engine_factory.hpp"

#include "bench/fabric_engine.hpp"
#include "bench/file_engine.hpp"
#include "bench/null_engine.hpp"

namespace memvol::bench {

std::unique_ptr<Engine> make_engine(const JobSpec& job, const ThreadSpec& thread) {
  if (job.engine == EngineKind::kNull) return std::make_unique<NullEngine>(job.iodepth);
  if (job.engine == EngineKind::kFile) return std::make_unique<FileEngine>(job, thread);
  return std::make_unique<FabricEngine>(job, thread);
}

}  // namespace memvol::bench
