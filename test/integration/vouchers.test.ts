/** Clients whom the device does not know itself: an authority or a token's issuer vouches. */
import assert from "node:assert/strict";
import { mkdir, writeFile } from "node:fs/promises";
import { exportJWK, generateKeyPair, SignJWT } from "jose";
import { makeCertificate, type TestAuthority } from "../support/certificates.js";
import { until } from "../support/until.js";
import { type ServedDevice, Workspace } from "../support/workspace.js";

const ISSUER = "https://sso.example.org";
const AUDIENCE = "memvol";

describe("clients for whom somebody vouches", () => {
  let workspace: Workspace;
  let client: Workspace;
  let device: ServedDevice;
  let authority: TestAuthority;
  let sign: (name: string, seconds: number) => Promise<string>;
  let add: string[];
  before(async () => {
    [workspace, client] = await Promise.all([Workspace.make(), Workspace.make()]);
    authority = await makeCertificate({ name: "our CA", authority: true });
    await writeFile(workspace.path("ca.pem"), authority.certificatePem);
    const { publicKey, privateKey } = await generateKeyPair("ES256", { extractable: true });
    const keys = [{ ...(await exportJWK(publicKey)), kid: "k", alg: "ES256" }];
    await writeFile(workspace.path("keys.json"), JSON.stringify({ keys }));
    sign = (name, seconds) =>
      new SignJWT({ groups: ["ci"] })
        .setProtectedHeader({ alg: "ES256", kid: "k" })
        .setIssuer(ISSUER)
        .setAudience(AUDIENCE)
        .setSubject(name)
        .setExpirationTime(Math.floor(Date.now() / 1000) + seconds)
        .sign(privateKey);
    const tokens = ["--token-issuer", ISSUER, "--token-audience", AUDIENCE];
    device = await workspace.serve(
      ...["--listen", "127.0.0.1:0", "--client-ca", workspace.path("ca.pem"), ...tokens],
      ...["--token-keys", workspace.path("keys.json")],
    );
    await device.client.call("createVolume", { body: { name: "v", size_bytes: 2 ** 20 } });
    const text = 'permit (principal in Group::"ci", action == Action::"read", resource);';
    await device.client.call("addPolicy", { body: { text } });
    const { listen } = await device.client.call("showDevice", {});
    assert(listen !== null);
    add = [listen.address, "--yes", "--fingerprint", listen.fingerprint];
  });
  after(() => Promise.all([workspace.remove(), client.remove()]));

  const read = (name: string, env: NodeJS.ProcessEnv = {}) =>
    client.run(["volume", "read", "v", "--length", "4", "--device", name], { env });

  it("authority__its_groups_are_what_policies_speak_of", async () => {
    const directory = client.path("config", "memvol", "identities");
    await mkdir(directory, { recursive: true });
    for (const [name, groups] of [
      ["bob", ["ci"]],
      ["eve", ["others"]],
    ] as const) {
      const pair = await makeCertificate({ name, groups: [...groups], by: authority });
      await writeFile(`${directory}/${name}.key`, pair.keyPem, { mode: 0o600 });
      await writeFile(`${directory}/${name}.crt`, pair.certificatePem);
    }
    await client.json(["device", "add", "by-key", ...add, "--identity", "bob"]);
    const allowed = await read("by-key");
    assert.deepEqual([allowed.exitStatus, [...allowed.stdout]], [0, [0, 0, 0, 0]], allowed.stderr);
    const denied = await read("by-key", { MEMVOL_IDENTITY: "eve" });
    assert.equal(denied.exitStatus, 7);
    assert.match(denied.stderr, /'eve' may not read volume 'v'/);
  });

  it("token__opens_what_its_groups_may_and_no_longer_than_it_is_good", async () => {
    const file = client.path("token");
    await writeFile(file, await sign("runner@example.org", 600));
    await client.json(["device", "add", "by-token", ...add, "--token-file", file]);
    const allowed = await read("by-token");
    assert.equal(allowed.exitStatus, 0, allowed.stderr);
    // The verifier allows for clocks that differ by five seconds.
    await writeFile(file, await sign("runner@example.org", 8));
    const job = ["--rw", "read", "--size", "64k", "--time-based", "--runtime", "28"];
    const run = client.start(["bench", "run", "--device", "by-token", "--volume", "v", ...job]);
    await until("it is attached", async () => {
      const sessions = await device.client.call("listSessions", {});
      return sessions[0]?.identity === "runner@example.org";
    });
    const { exitStatus, stderr } = await run.outcome;
    assert.equal(exitStatus, 7, stderr);
    assert.match(stderr, /token .*expired/);
    assert.deepEqual(await device.client.call("listSessions", {}), []);
  });
});
