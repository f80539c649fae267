import assert from "node:assert/strict";
import { profileFromFlags } from "../../src/bench/jobfile/flags.js";
import { threadSeeds } from "../../src/bench/seeds.js";

function seeds(options: Record<string, string>, jobIndex = 0): bigint[] {
  const [job] = profileFromFlags(options).jobs;
  return job === undefined ? assert.fail() : threadSeeds(job, jobIndex);
}

describe("threadSeeds", () => {
  it("threadSeeds__one_for_each_clone_all_different", () => {
    const all = [...seeds({ numjobs: "1024" }, 0), ...seeds({ numjobs: "1024" }, 1)];
    assert.equal(new Set(all).size, 2048);
    assert.ok(all.every((seed) => seed >= 0n && seed < 2n ** 64n));
  });

  it("threadSeeds__same_at_every_run", () => {
    assert.deepEqual(seeds({ numjobs: "4" }), seeds({ numjobs: "4" }));
    assert.deepEqual(seeds({ numjobs: "4" }), seeds({ numjobs: "4", randseed: "0x89" }));
  });

  it("threadSeeds__first_of_a_sequence_is_that_of_splitmix64", () => {
    // The reference values of the published generator for the seed 1234567.
    const published = [6457827717110365317n, 3203168211198807973n, 9817491932198370423n];
    assert.deepEqual(seeds({ numjobs: "3", randseed: "1234567" }), published);
  });

  it("threadSeeds__more_clones_keep_the_seeds_of_the_first", () => {
    assert.deepEqual(seeds({ numjobs: "8" }).slice(0, 2), seeds({ numjobs: "2" }));
  });

  it("threadSeeds__other_seed_other_choices", () => {
    assert.notDeepEqual(seeds({ randseed: "1" }), seeds({ randseed: "2" }));
  });

  it("threadSeeds__fresh_without_randrepeat", () => {
    assert.notDeepEqual(seeds({ randrepeat: "0" }), seeds({ randrepeat: "0" }));
  });

  it("threadSeeds__randseed_overrides_randrepeat", () => {
    assert.deepEqual(seeds({ randrepeat: "0", randseed: "7" }), seeds({ randseed: "7" }));
  });
});
