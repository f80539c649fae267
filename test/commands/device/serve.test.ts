import assert from "node:assert/strict";
import { type ChildProcessByStdio, spawn } from "node:child_process";
import { once } from "node:events";
import { stat } from "node:fs/promises";
import { join } from "node:path";
import type { Readable, Writable } from "node:stream";
import { text } from "node:stream/consumers";
import { ControlClient } from "../../../src/control/client.js";
import { SocketEndpoint } from "../../../src/control/transport/socket-endpoint.js";
import { packageRoot } from "../../../src/package.js";
import { makeTestDirectory, type TestDirectory } from "../../support/directory.js";

type Child = ChildProcessByStdio<Writable, Readable, Readable>;

interface Ready {
  socket: string;
  device: { id: string; pid: number };
}

describe("memvol device serve", () => {
  let directory: TestDirectory;
  let children: Child[];
  beforeEach(async () => {
    directory = await makeTestDirectory();
    children = [];
  });
  afterEach(async () => {
    for (const child of children) child.kill("SIGKILL");
    await directory.remove();
  });

  function serve(...argv: string[]): {
    child: Child;
    ended: Promise<number>;
    log: Promise<string>;
  } {
    const script = join(packageRoot(), "test", "support", "fake-serve.ts");
    const settings = ["--state-directory", join(directory.path, `state-${children.length}`)];
    const child = spawn(process.execPath, ["--import=tsx", script, ...settings, ...argv], {
      env: { ...process.env, MEMVOL_RUNTIME_DIR: join(directory.path, "run") },
      stdio: ["pipe", "pipe", "pipe"],
    });
    children.push(child);
    const ended = once(child, "exit").then(([status, signal]) => {
      assert.equal(signal, null);
      return Number(status);
    });
    return { child, ended, log: text(child.stderr) };
  }

  async function firstLine(child: Child): Promise<string> {
    let line = "";
    child.stdout.setEncoding("utf8");
    for await (const part of child.stdout.iterator({ destroyOnReturn: false })) {
      line += part;
      if (line.endsWith("\n")) break;
    }
    return line;
  }

  for (const signal of ["SIGTERM", "SIGINT"] as const) {
    it(`serve__${signal}_ends_it_cleanly`, async () => {
      const { child, ended, log } = serve("--json", "--memory", "4MiB");
      const ready = JSON.parse(await firstLine(child)) as Ready;
      assert.equal(ready.device.pid, child.pid);
      const device = await new ControlClient(new SocketEndpoint(ready.socket)).call(
        "showDevice",
        {},
      );
      assert.equal(device.id, ready.device.id);
      assert.equal(device.capacity_bytes, 4 * 2 ** 20);
      child.kill(signal);
      assert.equal(await ended, 0);
      await assert.rejects(stat(ready.socket), { code: "ENOENT" });
      const messages = (await log)
        .trim()
        .split("\n")
        .map((line) => JSON.parse(line).msg);
      assert.deepEqual(messages, ["device ready", "device stopping", "device stopped"]);
    });
  }

  it("serve__ends_when_stdin_closes_if_asked", async () => {
    const { child, ended } = serve("--until-stdin-closes");
    assert.match(await firstLine(child), /^Device 'memvol' is ready: 1\.0 GiB, tcp 127\.0\.0\.1:/);
    child.stdin.end();
    assert.equal(await ended, 0);
  });

  it("serve__second_device_of_the_name_is_refused", async () => {
    const first = serve("--until-stdin-closes");
    await firstLine(first.child);
    const other = serve();
    assert.equal(await other.ended, 11);
    assert.match(await other.log, /^Error: The control socket .* is taken/);
    first.child.stdin.end();
    assert.equal(await first.ended, 0);
  });

  it("serve__bad_setting_is_refused_in_json_too", async () => {
    const { child, ended, log } = serve("--json", "--memory", "lots");
    const { error } = JSON.parse(await text(child.stdout));
    assert.equal(error.code, "config_invalid");
    assert.match(error.message, /--memory: 'lots' is not a size/);
    assert.equal(await ended, 2);
    assert.equal(await log, "");
  });
});
