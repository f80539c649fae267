import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { packageRoot } from "../../src/package.js";

const MODULE = pathToFileURL(join(packageRoot(), "src", "cli", "signals.ts")).href;

/** Never ends by itself, as something that does not stop when asked to. */
const STUBBORN = `
  const { SignalWatch } = await import(${JSON.stringify(MODULE)});
  const { signal } = new SignalWatch();
  signal.addEventListener("abort", () => console.log(signal.reason.message));
  setInterval(() => undefined, 1000);
  console.log("watching");
`;

describe("SignalWatch", () => {
  for (const [name, message, status] of [
    ["SIGINT", "interrupted", 130],
    ["SIGTERM", "terminated", 143],
  ] as const) {
    it(`signal_watch__first_${name}_aborts_and_second_exits`, async () => {
      const argv = ["--import=tsx", "--input-type=module", "-e", STUBBORN];
      const child = spawn(process.execPath, argv, { stdio: ["ignore", "pipe", "inherit"] });
      child.stdout.setEncoding("utf8");
      const ended = once(child, "exit");
      assert.deepEqual(await once(child.stdout, "data"), ["watching\n"]);
      child.kill(name);
      assert.deepEqual(await once(child.stdout, "data"), [`${message}\n`]);
      child.kill(name);
      assert.deepEqual(await ended, [status, null]);
    });
  }
});
