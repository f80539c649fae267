import assert from "node:assert/strict";
import { stat } from "node:fs/promises";
import { createServer, request } from "node:http";
import { join } from "node:path";
import { api, type RouteName } from "../../src/control/api.js";
import { LOCAL } from "../../src/control/caller.js";
import type { Handlers } from "../../src/control/calls.js";
import { ControlClient } from "../../src/control/client.js";
import { httpStatusOf } from "../../src/control/failure.js";
import { failure } from "../../src/control/schemas.js";
import { serveControl } from "../../src/control/server.js";
import { SocketEndpoint } from "../../src/control/transport/socket-endpoint.js";
import { SocketListener } from "../../src/control/transport/socket-listener.js";
import { ERROR_CODES, type ErrorCode, UserError } from "../../src/errors.js";
import { DEFAULT_NOTIFY } from "../../src/volume/attach.js";
import { askForTicket } from "../../src/volume/ticket.js";
import { startTestDevice, type TestDevice } from "../support/device.js";
import { makeTestDirectory, type TestDirectory } from "../support/directory.js";
import { userError } from "../support/errors.js";

interface RawRequest {
  method: string;
  path: string;
  body?: string;
}

/** Requests that the typed client would not send. */
async function send(socketPath: string, { method, path, body }: RawRequest) {
  return new Promise<{ status: number; document: unknown }>((resolve, reject) => {
    const headers = body === undefined ? {} : { "content-type": "application/json" };
    request({ socketPath, method, path, headers, agent: false }, (response) => {
      response.setEncoding("utf8");
      response.toArray().then((parts) => {
        resolve({ status: response.statusCode ?? 0, document: JSON.parse(parts.join("")) });
      }, reject);
    })
      .once("error", reject)
      .end(body);
  });
}

describe("control server and client", () => {
  let device: TestDevice;
  before(async () => {
    device = await startTestDevice();
  });
  after(() => device.stop());

  it("socket__only_its_owner_may_open_it", async () => {
    const socket = await stat(device.config.socketPath);
    assert.equal(socket.mode & 0o777, 0o600);
    const directory = await stat(join(device.config.socketPath, ".."));
    assert.equal(directory.mode & 0o777, 0o700);
  });

  it("routes__every_answer_fits_its_schema", async () => {
    const { client } = device;
    const name = "all-routes";
    const body = { name, size_bytes: 8192 };
    const { volume, created } = await client.call("createVolume", { body });
    assert.equal(created, true);
    assert.equal(volume.block_size_bytes, 4096);
    assert.deepEqual(await client.call("showVolume", { params: { name } }), volume);
    const labelled = await client.call("changeVolume", { params: { name }, body: { label: "x" } });
    assert.deepEqual(labelled, { ...volume, label: "x" });
    assert.deepEqual(await client.call("listVolumes", {}), [labelled]);
    const attachment = await askForTicket(client, name, {
      client: "test",
      rights: ["read", "read"],
      offset_bytes: 512,
    });
    assert.equal(attachment.length_bytes, 7680);
    assert.deepEqual(attachment.rights, ["read"]);
    await device.binding.connect({
      address: attachment.fabric,
      ticket: attachment.ticket,
      timeoutMs: 1000,
      notify: DEFAULT_NOTIFY,
    });
    const [session] = await client.call("listSessions", {});
    assert.equal(session?.id, attachment.session_id);
    assert.equal((await client.call("showDevice", {})).sessions, 1);
    const deleted = await client.call("deleteVolume", {
      params: { name },
      query: { force: "true" },
    });
    assert.equal(deleted.sessions_ended, 1);
    assert.equal(deleted.volume.id, volume.id);
  });

  const REFUSED: (RawRequest & { name: string; says: RegExp })[] = [
    { name: "unknown_route", method: "GET", path: "/v1/nothing", says: /no GET \/v1\/nothing/ },
    { name: "unknown_method", method: "PUT", path: "/v1/device", says: /no PUT/ },
    { name: "bad_json", method: "POST", path: "/v1/volumes", body: "{", says: /JSON/ },
    { name: "empty_body", method: "POST", path: "/v1/volumes", says: /body is refused/ },
    {
      name: "bad_body",
      method: "POST",
      path: "/v1/volumes",
      body: '{"name":"a b","size_bytes":-1}',
      says: /name: .*size_bytes: /,
    },
    { name: "bad_params", method: "GET", path: "/v1/volumes/..%2Fetc", says: /params is refused/ },
    {
      name: "bad_query",
      method: "DELETE",
      path: "/v1/volumes/a?force=perhaps",
      says: /querystring is refused: force/,
    },
    {
      name: "too_large_a_body",
      method: "POST",
      path: "/v1/volumes",
      body: JSON.stringify({ name: "x".repeat(200_000) }),
      says: /too large/,
    },
  ];
  for (const { name, says, ...raw } of REFUSED) {
    it(`server__${name}_is_usage`, async () => {
      const { status, document } = await send(device.config.socketPath, raw);
      assert.equal(status, 400);
      const { error } = failure.parse(document);
      assert.equal(error.code, "usage");
      assert.match(error.message, says);
    });
  }

  it("client__device_errors_keep_code_and_next_steps", async () => {
    await assert.rejects(
      device.client.call("showVolume", { params: { name: "none" } }),
      (error) => {
        assert(userError("volume_not_found", /no volume 'none'/)(error));
        assert.deepEqual((error as UserError).nextSteps, ["See the volumes: memvol volume list"]);
        return true;
      },
    );
  });
});

describe("control client without a device", () => {
  let directory: TestDirectory;
  before(async () => {
    directory = await makeTestDirectory();
  });
  after(() => directory.remove());

  const socketIn = (name: string) => join(directory.path, name);

  it("client__no_socket_is_unreachable", async () => {
    const client = new ControlClient(new SocketEndpoint(socketIn("none.sock")));
    const says = /none\.sock cannot be reached: there is no such socket/;
    await assert.rejects(client.call("showDevice", {}), userError("device_unreachable", says));
  });

  it("client__silent_device_is_unreachable_after_the_timeout", async () => {
    const path = socketIn("silent.sock");
    const server = createServer(() => undefined).listen(path);
    const call = new ControlClient(new SocketEndpoint(path)).call(
      "showDevice",
      {},
      { timeoutMs: 50 },
    );
    await assert.rejects(call, userError("device_unreachable", /no answer in 50 ms/));
    server.closeAllConnections();
    server.close();
  });

  it("client__strange_answers_are_unreachable", async () => {
    for (const answer of ["<html>", '{"a":1}']) {
      const path = socketIn("strange.sock");
      const server = createServer((_, response) => response.end(answer)).listen(path);
      const call = new ControlClient(new SocketEndpoint(path)).call("showDevice", {});
      await assert.rejects(call, userError("device_unreachable", /no memvol device|understands/));
      await new Promise((resolve) => server.close(resolve));
    }
  });
});

describe("control server's errors", () => {
  let directory: TestDirectory;
  before(async () => {
    directory = await makeTestDirectory();
  });
  after(() => directory.remove());

  /** A server all of whose handlers throw the same. */
  async function callFailing(error: Error): Promise<unknown> {
    const logged: object[] = [];
    const log = { debug: () => undefined, error: (fields: object) => void logged.push(fields) };
    const names = Object.keys(api) as RouteName[];
    const handlers = Object.fromEntries(names.map((name) => [name, () => Promise.reject(error)]));
    const path = join(directory.path, "failing.sock");
    const app = await serveControl({
      handlers: handlers as unknown as Handlers,
      metrics: () => Promise.reject(error),
      authenticate: () => LOCAL,
      listener: new SocketListener(path),
      log,
    });
    try {
      await new ControlClient(new SocketEndpoint(path)).call("showDevice", {});
      return undefined;
    } catch (thrown) {
      return { thrown, logged };
    } finally {
      await app.close();
    }
  }

  it("server__every_code_arrives_as_it_was", async () => {
    for (const code of Object.keys(ERROR_CODES) as ErrorCode[]) {
      const outcome = await callFailing(new UserError(code, `about ${code}`));
      const { thrown, logged } = outcome as { thrown: unknown; logged: object[] };
      assert(userError(code, new RegExp(`^about ${code}$`))(thrown));
      assert.equal(logged.length, 0);
      const status = httpStatusOf(thrown);
      assert(status >= 400 && status < 600, code);
    }
  });

  it("server__a_bug_is_logged_and_keeps_its_details", async () => {
    const outcome = await callFailing(new Error("secret detail"));
    const { thrown, logged } = outcome as { thrown: Error; logged: object[] };
    assert(!(thrown instanceof UserError));
    assert.match(thrown.message, /internal_error/);
    assert.doesNotMatch(thrown.message, /secret/);
    assert.equal(logged.length, 1);
  });
});
