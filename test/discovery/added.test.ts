import assert from "node:assert/strict";
import { mkdir, stat, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { AddedDevices } from "../../src/discovery/added.js";
import { addDevice } from "../../src/discovery/adding.js";
import { makeCurrent } from "../../src/discovery/current.js";
import { resolveDevice } from "../../src/discovery/resolve.js";
import { IdentityStore } from "../../src/identity/identities.js";
import { userError } from "../support/errors.js";
import { NetworkedDevice } from "../support/remote.js";

const OTHER_KEY = `SHA256:${"a".repeat(43)}`;

describe("added devices", () => {
  let networked: NetworkedDevice;
  let env: Awaited<ReturnType<NetworkedDevice["machine"]>>;
  let address: string;
  let fingerprint: string;
  before(async () => {
    networked = await NetworkedDevice.start();
    ({ address, fingerprint } = networked);
  });
  after(() => networked.stop());
  beforeEach(async () => {
    env = await networked.machine();
  });

  const yes = async () => true;
  const no = async () => false;
  const add = (name = "lab", options = {}) =>
    addDevice({ name, address, confirm: yes, ...options }, env);

  it("add__remembers_the_key_that_was_confirmed", async () => {
    const asked: string[] = [];
    const confirm = async (shown: string) => asked.push(shown) > 0;
    const added = await add("lab", { confirm, identity: "alice" });
    assert.deepEqual(asked, [fingerprint]);
    const expected = { name: "lab", address, fingerprint, identity: "alice", token_file: null };
    assert.deepEqual(added, expected);
    assert.deepEqual(await new AddedDevices(env).list(), [{ ...expected, source: "added" }]);
    const file = join(env.XDG_CONFIG_HOME, "memvol", "devices.json");
    assert.equal((await stat(file)).mode & 0o777, 0o600);
  });

  it("add__what_is_not_confirmed_is_not_added", async () => {
    const says = /was not confirmed/;
    await assert.rejects(add("lab", { confirm: no }), userError("device_untrusted", says));
    assert.deepEqual(await new AddedDevices(env).list(), []);
  });

  it("add__an_expected_key_needs_no_question", async () => {
    await add("lab", { fingerprint, confirm: no });
    const other = add("other", { fingerprint: OTHER_KEY });
    await assert.rejects(other, userError("device_key_changed", /ANOTHER KEY THAN EXPECTED/));
    assert.equal((await new AddedDevices(env).list()).length, 1);
  });

  it("add__a_name_is_taken_once", async () => {
    await add();
    await assert.rejects(add(), userError("device_exists", /'lab' already/));
  });

  it("add__nobody_there_is_told", async () => {
    const gone = addDevice({ name: "x", address: "127.0.0.1:1", confirm: yes }, env);
    await assert.rejects(gone, userError("device_unreachable", /127\.0\.0\.1:1/));
    const nowhere = addDevice({ name: "x", address: "no place", confirm: yes }, env);
    await assert.rejects(nowhere, userError("usage", /'no place' is no address/));
  });

  it("use__commands_without_a_device_mean_it", async () => {
    await add();
    await new IdentityStore(env).create("alice", 1);
    await makeCurrent("lab", env);
    assert.equal((await resolveDevice(undefined, env)).place, address);
    await assert.rejects(makeCurrent("none", env), userError("device_not_found", /known are: lab/));
    await new AddedDevices(env).remove("lab");
    assert.equal(await new AddedDevices(env).current(), null);
    await assert.rejects(resolveDevice(undefined, env), userError("device_not_found"));
  });

  it("resolve__without_an_identity_says_how_to_make_one", async () => {
    await add();
    await assert.rejects(resolveDevice("lab", env), userError("identity_not_found", /no identity/));
    const token = join(env.XDG_CONFIG_HOME, "token");
    await writeFile(token, "a.b.c\n");
    const endpoint = await resolveDevice("lab", { ...env, MEMVOL_TOKEN_FILE: token });
    assert.deepEqual(endpoint.headers, { authorization: "Bearer a.b.c" });
    await writeFile(token, "not a token");
    const bad = resolveDevice("lab", { ...env, MEMVOL_TOKEN_FILE: token });
    await assert.rejects(bad, userError("file_unreadable", /no bearer token/));
  });

  it("resolve__an_address_that_nobody_vouches_for_is_untrusted", async () => {
    await assert.rejects(resolveDevice(address, env), userError("device_untrusted", /not known/));
    await add();
    await new IdentityStore(env).create("alice", 1);
    assert.equal((await resolveDevice(address, env)).place, address);
  });

  it("file__damaged_is_refused", async () => {
    await mkdir(join(env.XDG_CONFIG_HOME, "memvol"));
    await writeFile(join(env.XDG_CONFIG_HOME, "memvol", "devices.json"), "{");
    const says = /devices\.json is refused/;
    await assert.rejects(new AddedDevices(env).list(), userError("config_invalid", says));
  });
});
