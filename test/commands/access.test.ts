import assert from "node:assert/strict";
import { stat, writeFile } from "node:fs/promises";
import { join } from "node:path";
import DeviceAdd from "../../src/commands/device/add.js";
import DeviceList from "../../src/commands/device/list.js";
import DevicePowerSet from "../../src/commands/device/power/set.js";
import DevicePowerShow from "../../src/commands/device/power/show.js";
import DeviceRemove from "../../src/commands/device/remove.js";
import DeviceUse from "../../src/commands/device/use.js";
import IdentityCreate from "../../src/commands/identity/create.js";
import IdentityList from "../../src/commands/identity/list.js";
import IdentityRevoke from "../../src/commands/identity/revoke.js";
import IdentityShow from "../../src/commands/identity/show.js";
import IdentityTrust from "../../src/commands/identity/trust.js";
import PolicyApply from "../../src/commands/policy/apply.js";
import PolicyDelete from "../../src/commands/policy/delete.js";
import PolicyGrant from "../../src/commands/policy/grant.js";
import PolicyList from "../../src/commands/policy/list.js";
import PolicyShow from "../../src/commands/policy/show.js";
import PolicyTest from "../../src/commands/policy/test.js";
import SessionEnd from "../../src/commands/session/end.js";
import VolumeList from "../../src/commands/volume/list.js";
import { attachVolume } from "../../src/volume/attach.js";
import { type CommandClass, CommandLine } from "../support/command-line.js";
import { startTestDevice, type TestDevice } from "../support/device.js";
import { makeTestDirectory, type TestDirectory } from "../support/directory.js";
import { ON_NETWORK, placeOf } from "../support/remote.js";

describe("commands of access", () => {
  let device: TestDevice;
  const commands = new CommandLine(() => device.env);
  let directory: TestDirectory;
  beforeEach(async () => {
    device = await startTestDevice(ON_NETWORK);
    directory = await makeTestDirectory();
  });
  afterEach(async () => {
    await device.stop();
    await directory.remove();
  });

  async function addressAndKey(): Promise<[string, string]> {
    const { host, port, fingerprint } = placeOf(device);
    return [`${host}:${port}`, fingerprint];
  }

  it("identity__from_creation_to_revocation", async () => {
    const created = await commands.document(IdentityCreate, "alice", "--days", "7");
    assert.deepEqual(await commands.document(IdentityShow), created);
    assert.match(await commands.succeed(IdentityShow, "alice"), /^fingerprint +SHA256:/m);
    assert.doesNotMatch(await commands.succeed(IdentityShow), /PRIVATE KEY/);
    assert.match(await commands.succeed(IdentityList), /trusts nobody/);
    const trust = ["alice", "--certificate", created.certificate_path, "--group", "ops"];
    const trusted = await commands.document(IdentityTrust, ...trust, "--group", "ci");
    assert.equal(trusted.fingerprint, created.fingerprint);
    assert.match(await commands.succeed(IdentityList), /^alice +trusted +ci,ops +\S+Z +SHA256:/m);
    assert.match(await commands.succeed(IdentityRevoke, "alice"), /^alice +revoked/m);
  });

  it("policy__from_grant_to_deletion", async () => {
    const grant = ["read,write", "--volume", "t-*", "--client", "alice", "--range", "0-4k"];
    const granted = await commands.succeed(PolicyGrant, ...grant, "--name", "p");
    assert.match(granted, /^@id\("p"\)\n@range\("0-4k"\)\npermit \(/);
    const again = await commands.run(PolicyGrant, ...grant, "--name", "p");
    assert.deepEqual([again.exitStatus, again.stdout], [2, ""]);
    assert.match(again.stderr, /policy 'p' already\n.*\n.*--replace/);
    await commands.succeed(PolicyGrant, "read", "--client", "alice", "--name", "p", "--replace");
    assert.doesNotMatch(await commands.succeed(PolicyShow, "p"), /write/);
    const question = ["--client", "alice", "--volume", "t-1", "--action", "read"];
    assert.match(
      await commands.succeed(PolicyTest, ...question),
      /^decision +ALLOW\nbecause +permitted by p$/m,
    );
    assert.equal(await commands.succeed(PolicyDelete, "p"), "Deleted policy 'p'.\n");
    const answer = await commands.document(PolicyTest, ...question);
    assert.deepEqual([answer.decision, answer.reason], ["deny", "no policy permits it"]);
  });

  it("policy_grant__the_example_of_the_help_decides_as_it_says", async () => {
    const where = ["--volume", "telemetry-*", "--client", "alice", "--from", "10.0.0.0/8"];
    const when = ["--days", "mon-fri", "--hours", "08:00-18:00", "--time-zone", "Europe/Paris"];
    await commands.succeed(PolicyGrant, "read,write", ...where, ...when, "--power", "mains");
    const ask = async (...changed: string[]) => {
      const base = { client: "alice", volume: "telemetry-1", action: "write", from: "10.1.2.3" };
      const all: Record<string, string> = { ...base, at: "2026-11-23T09:00Z", power: "mains" };
      for (let at = 0; at < changed.length; at += 2) all[changed[at] ?? ""] = changed[at + 1] ?? "";
      const argv = Object.entries(all).flatMap(([key, value]) => [`--${key}`, value]);
      return (await commands.document(PolicyTest, ...argv)).decision;
    };
    assert.equal(await ask(), "allow");
    const denied = [
      ["client", "bob"],
      ["volume", "scratch"],
      ["action", "delete"],
      ["from", "11.0.0.1"],
      ["power", "battery"],
      ["at", "2026-11-23T03:00Z"],
      // Six in the evening in Paris is five in UTC.
      ["at", "2026-11-23T17:00Z"],
      ["at", "2026-11-22T09:00Z"],
    ];
    for (const changed of denied) assert.equal(await ask(...changed), "deny", String(changed));
  });

  it("policy_list__can_be_applied_again", async () => {
    await commands.succeed(PolicyGrant, "read", "--client", "alice", "--name", "a");
    await commands.succeed(PolicyGrant, "write", "--group", "ops", "--name", "b");
    const file = join(directory.path, "all.cedar");
    await writeFile(file, await commands.succeed(PolicyList));
    assert.equal(await commands.succeed(PolicyApply, file, "--prune"), "Unchanged: 2\n");
  });

  it("device__from_add_to_remove", async () => {
    const [address, fingerprint] = await addressAndKey();
    await commands.succeed(IdentityCreate, "alice");
    const { fingerprint: key } = await commands.document(IdentityShow);
    await commands.succeed(IdentityTrust, "alice", "--fingerprint", key);
    assert.match(await commands.succeed(DeviceList), /No device was added/);
    // Nobody sits at a terminal here.
    const unasked = await commands.run(DeviceAdd, "lab", address);
    assert.equal(unasked.exitStatus, 7);
    assert.match(unasked.stderr, /was not confirmed/);
    const add = ["lab", address, "--yes", "--fingerprint", fingerprint];
    assert.match(
      await commands.succeed(DeviceAdd, ...add),
      /lab +127\.0\.0\.1:\d+ +your only identity +SHA256/,
    );
    await commands.succeed(DeviceUse, "lab");
    assert.match(await commands.succeed(DeviceList), /^\* +lab /m);
    // As alice, who may do nothing, and no longer as the owner of the socket.
    await device.client.call("createVolume", { body: { name: "v", size_bytes: 4096 } });
    assert.match(await commands.succeed(VolumeList), /No volumes/);
    assert.equal(await commands.succeed(DeviceUse, "--none"), "No current device.\n");
    assert.match(await commands.succeed(VolumeList), /^v /m);
    assert.equal(await commands.succeed(DeviceRemove, "lab"), "Removed 'lab'.\n");
  });

  it("power__set_and_show", async () => {
    assert.match(
      await commands.succeed(DevicePowerSet, "battery"),
      /^condition +battery\nsource +manual/,
    );
    assert.equal((await commands.document(DevicePowerShow)).condition, "battery");
  });

  it("session_end__ends_it", async () => {
    await device.client.call("createVolume", { body: { name: "v", size_bytes: 4096 } });
    await attachVolume(device.client, device.binding, "v", ["read"], { offsetBytes: 0 });
    const [session] = await device.client.call("listSessions", {});
    assert.equal(
      await commands.succeed(SessionEnd, session?.id ?? ""),
      `Ended session ${session?.id}.\n`,
    );
    assert.deepEqual(await device.client.call("listSessions", {}), []);
  });

  interface Mistake {
    name: string;
    command: CommandClass;
    argv: string[];
    exitStatus: number;
    says: RegExp;
  }
  const MISTAKES: Mistake[] = [
    {
      name: "action",
      command: PolicyGrant,
      argv: ["raed"],
      exitStatus: 2,
      says: /no action 'raed'\n.*'read'/,
    },
    {
      name: "range",
      command: PolicyGrant,
      argv: ["read", "--range", "4k"],
      exitStatus: 2,
      says: /'4k' is no range/,
    },
    {
      name: "days",
      command: PolicyGrant,
      argv: ["read", "--days", "monday"],
      exitStatus: 2,
      says: /'monday' is no day/,
    },
    {
      name: "network",
      command: PolicyGrant,
      argv: ["read", "--from", "10.0.0.0/33"],
      exitStatus: 2,
      says: /10\.0\.0\.0\/33/,
    },
    {
      name: "zone",
      command: PolicyGrant,
      argv: ["read", "--time-zone", "Paris"],
      exitStatus: 2,
      says: /no time zone 'Paris'/,
    },
    {
      name: "replace_without_name",
      command: PolicyGrant,
      argv: ["read", "--replace"],
      exitStatus: 2,
      says: /--name/,
    },
    {
      name: "policy",
      command: PolicyShow,
      argv: ["none"],
      exitStatus: 4,
      says: /no policy 'none'/,
    },
    {
      name: "file",
      command: PolicyApply,
      argv: ["/none.cedar"],
      exitStatus: 9,
      says: /\/none\.cedar/,
    },
    {
      name: "time",
      command: PolicyTest,
      argv: ["--client", "a", "--action", "policy", "--at", "noon"],
      exitStatus: 2,
      says: /'noon' is no time/,
    },
    {
      name: "volume_missing",
      command: PolicyTest,
      argv: ["--client", "a", "--action", "read"],
      exitStatus: 2,
      says: /with a volume: name it/,
    },
    {
      name: "fingerprint",
      command: IdentityTrust,
      argv: ["a", "--fingerprint", "x"],
      exitStatus: 2,
      says: /'x' is no fingerprint/,
    },
    {
      name: "no_key",
      command: IdentityTrust,
      argv: ["a"],
      exitStatus: 2,
      says: /Whose key is meant/,
    },
    {
      name: "no_certificate",
      command: IdentityTrust,
      argv: ["a", "--certificate", "/dev/null"],
      exitStatus: 9,
      says: /\/dev\/null is no certificate/,
    },
    {
      name: "identity",
      command: IdentityShow,
      argv: ["none"],
      exitStatus: 4,
      says: /no identity 'none'/,
    },
    {
      name: "identity_name",
      command: IdentityCreate,
      argv: ["../x"],
      exitStatus: 2,
      says: /'\.\.\/x' is no name/,
    },
    { name: "condition", command: DevicePowerSet, argv: ["sunny"], exitStatus: 2, says: /sunny/ },
    {
      name: "session",
      command: SessionEnd,
      argv: ["x"],
      exitStatus: 2,
      says: /'x' is no id of a session/,
    },
    { name: "use_nothing", command: DeviceUse, argv: [], exitStatus: 2, says: /or --none/ },
    {
      name: "remove_unknown",
      command: DeviceRemove,
      argv: ["none"],
      exitStatus: 3,
      says: /No device 'none' was added/,
    },
    {
      name: "yes_to_anything",
      command: DeviceAdd,
      argv: ["l", "a:1", "--yes"],
      exitStatus: 2,
      says: /--fingerprint/,
    },
  ];
  for (const { name, command, argv, exitStatus, says } of MISTAKES) {
    it(`mistake__${name}_is_told`, async () => {
      const outcome = await commands.run(command, ...argv);
      assert.match(outcome.stderr, says);
      assert.deepEqual([outcome.exitStatus, outcome.stdout], [exitStatus, ""]);
    });
  }

  it("keys__stay_with_their_owner", async () => {
    const { key_path } = await commands.document(IdentityCreate, "alice");
    assert.equal((await stat(key_path)).mode & 0o777, 0o600);
    const deviceKey = join(device.config.stateDirectory, "device.key");
    assert.equal((await stat(deviceKey)).mode & 0o777, 0o600);
  });
});
