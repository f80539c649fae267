import assert from "node:assert/strict";
import type { Caller, RemoteCaller } from "../../src/control/caller.js";
import { ObserverRequests } from "../../src/device/observer-requests.js";
import { userError } from "../support/errors.js";

const client = (name: string): RemoteCaller => ({
  kind: "remote",
  address: "10.0.0.1",
  identity: { name, groups: [], vouchedBy: "pin", fingerprint: null, validUntilMs: 0 },
});

describe("requests to the observer", () => {
  let requests: ObserverRequests;
  let release: (() => void)[];
  beforeEach(() => {
    requests = new ObserverRequests();
    release = [];
  });

  const wait = (caller: Caller) =>
    requests.run(caller, () => new Promise<void>((resolve) => release.push(resolve)));

  it("of_one_client__are_bounded_and_others_go_on", async () => {
    const waiting = Array.from({ length: 16 }, () => wait(client("mallory")));
    await assert.rejects(
      wait(client("mallory")),
      userError("client_limit_exceeded", /'mallory' waits for the observer 16 times/),
    );
    waiting.push(wait(client("alice")), wait({ kind: "local" }));
    assert.equal(release.length, 18);
    release[0]?.();
    await waiting[0];
    waiting.push(wait(client("mallory")));
    for (const each of release) each();
    await Promise.all(waiting);
  });

  it("of_the_administrator__are_not_bounded", async () => {
    const waiting = Array.from({ length: 100 }, () => wait({ kind: "local" }));
    assert.equal(release.length, 100);
    for (const each of release) each();
    await Promise.all(waiting);
  });

  it("failed__makes_room_again", async () => {
    const failing = () => requests.run(client("a"), () => Promise.reject(new Error("no")));
    for (let count = 0; count < 40; count += 1) await assert.rejects(failing(), /^Error: no$/);
  });
});
