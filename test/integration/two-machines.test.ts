/** The commands of docs/two-machines.md: two users who share nothing but the network. */
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { packageRoot } from "../../src/package.js";
import { consoleSteps, Shell } from "../support/console.js";
import { Workspace } from "../support/workspace.js";

const ADDRESS = "192.0.2.7";

describe("docs/two-machines.md", () => {
  const steps = consoleSteps(readFileSync(join(packageRoot(), "docs", "two-machines.md"), "utf8"));
  let device: Workspace;
  let client: Workspace;
  before(async () => {
    [device, client] = await Promise.all([Workspace.make(), Workspace.make()]);
  });
  after(() => Promise.all([device.remove(), client.remove()]));

  it("commands__work_one_after_the_other_and_print_what_is_shown", async function () {
    // Twenty processes, one after the other.
    this.timeout(60_000);
    const [serve, ...others] = steps;
    assert.match(serve?.command ?? "", /^memvol device serve .*--listen 192\.0\.2\.7 .*&$/);
    const argv = (serve?.command ?? "").split(" ").slice(3, -1);
    // Fixed ports are for firewalls; here others may have them.
    const free = argv.map((part) => (part === "7412" ? "0" : part.replace(ADDRESS, "127.0.0.1:0")));
    const served = await device.serve(...free);
    const { listen } = await served.client.call("showDevice", {});
    assert(listen !== null);
    const shells = { device: await Shell.in(device), client: await Shell.in(client) };
    assert.ok(others.length >= 14, "the page has lost its commands");
    let key = "";
    for (const { prompt, command, remark, output } of others) {
      assert(prompt === "device" || prompt === "client", command);
      const expected = command.startsWith("memvol device add")
        ? ` --yes --fingerprint ${listen.fingerprint}`
        : "";
      const line: string =
        command.replace("$ALICE", key).replace(ADDRESS, listen.address) + expected;
      const { stdout, stderr, status } = await shells[prompt].run(line);
      assert.equal(status, remark === "refused" ? 7 : 0, `${line}\n${stderr}`);
      if (output !== "") assert.equal(stdout.trim(), output, line);
      key = /SHA256:\S+/.exec(stdout)?.[0] ?? key;
    }
  });
});
