import assert from "node:assert/strict";
import { NutServer } from "../support/nut-server.js";
import { until } from "../support/until.js";
import { Workspace } from "../support/workspace.js";

describe("power from a UPS that upsd watches", () => {
  let workspace: Workspace;
  let nut: NutServer | undefined;
  before(async () => {
    workspace = await Workspace.make();
    nut = await NutServer.start(workspace.path("nut"));
  });
  after(async () => {
    await nut?.stop();
    await workspace.remove();
  });

  it("condition__follows_the_ups", async function () {
    // NUT's dummy driver looks at its file every few seconds.
    this.timeout(60_000);
    assert(nut !== undefined);
    const source = `nut:rack@127.0.0.1:${nut.port}`;
    const device = await workspace.serve("--power-source", source);
    const condition = async () => (await device.client.call("showPower", {})).condition;
    const becomes = (wanted: string) =>
      until(`the condition is ${wanted}`, async () => (await condition()) === wanted, 15_000);
    assert.deepEqual(await condition(), "mains");
    await nut.become("OB DISCHRG");
    await becomes("battery");
    await nut.become("OB LB DISCHRG");
    await becomes("battery-low");
    await nut.become("OL CHRG");
    await becomes("mains");
    const { exitStatus, message } = await workspace.failing(["device", "power", "set", "battery"]);
    assert.equal(exitStatus, 2);
    assert.match(message, /comes from nut:rack@127\.0\.0\.1:/);
    await nut.stop();
    await becomes("unknown");
  });
});
