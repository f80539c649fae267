/** `memvol doctor`, on a machine that has nothing. */
import assert from "node:assert/strict";
import Doctor from "../../src/commands/doctor.js";
import { Host } from "../../src/doctor/host.js";
import { runCommand } from "../support/command.js";
import { makeTestDirectory, type TestDirectory } from "../support/directory.js";

let directory: TestDirectory;

class PlantedDoctor extends Doctor {
  protected override host(): Host {
    return new Host(directory.path);
  }
}

describe("commands/doctor", () => {
  before(async () => {
    directory = await makeTestDirectory();
  });
  after(() => directory.remove());

  it("doctor__says_what_is_missing_and_ends_well", async () => {
    const { stdout, stderr, exitStatus } = await runCommand(PlantedDoctor, [], {});
    assert.deepEqual([stderr, exitStatus], ["", 0]);
    assert.match(stdout, /^BAD +No RDMA adapter/);
    assert.match(stdout, /^ +\$ sudo modprobe ib_uverbs$/m);
  });

  it("doctor__as_a_document", async () => {
    const { stdout } = await runCommand(PlantedDoctor, ["--json"], {});
    const { ready, findings } = JSON.parse(stdout);
    assert.equal(ready, false);
    assert.equal(findings[0].check, "adapters");
    assert.equal(findings[0].fix.length, 2);
  });
});
