import assert from "node:assert/strict";
import { rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { exportJWK, generateKeyPair, type JWTPayload, SignJWT, UnsecuredJWT } from "jose";
import { type TokenRules, TokenVerifier } from "../../src/access/tokens.js";
import { makeTestDirectory, type TestDirectory } from "../support/directory.js";
import { userError } from "../support/errors.js";

type PrivateKey = Awaited<ReturnType<typeof generateKeyPair>>["privateKey"];

const ISSUER = "https://sso.example.org";
const AUDIENCE = "memvol";

describe("bearer tokens", () => {
  let directory: TestDirectory;
  let rules: TokenRules;
  let key: PrivateKey;
  let verifier: TokenVerifier;
  before(async () => {
    directory = await makeTestDirectory();
    rules = { issuer: ISSUER, audience: AUDIENCE, keys: join(directory.path, "keys.json") };
    key = await publish("first");
    verifier = await TokenVerifier.open(rules);
  });
  after(() => directory.remove());

  async function publish(kid: string): Promise<PrivateKey> {
    const { publicKey, privateKey } = await generateKeyPair("ES256", { extractable: true });
    const keys = [{ ...(await exportJWK(publicKey)), kid, alg: "ES256" }];
    await writeFile(rules.keys, JSON.stringify({ keys }));
    return privateKey;
  }

  const inSeconds = (seconds: number) => Math.floor(Date.now() / 1000) + seconds;

  function token(claims: JWTPayload = {}, signer = key, kid = "first"): Promise<string> {
    const usual = { iss: ISSUER, aud: AUDIENCE, sub: "alice", exp: inSeconds(60) };
    return new SignJWT({ ...usual, ...claims })
      .setProtectedHeader({ alg: "ES256", kid })
      .sign(signer);
  }

  it("verify__gives_name_groups_and_end", async () => {
    const exp = inSeconds(60);
    const identity = await verifier.verify(await token({ groups: ["ops"], exp }));
    assert.equal(identity.name, "alice");
    assert.deepEqual(identity.groups, ["ops"]);
    assert.equal(identity.vouchedBy, "token");
    assert(identity.validUntilMs >= exp * 1000 && identity.validUntilMs <= (exp + 10) * 1000);
  });

  const REFUSED: { name: string; claims: JWTPayload; says: RegExp }[] = [
    { name: "expired", claims: { exp: inSeconds(-60) }, says: /has expired/ },
    { name: "of_another_issuer", claims: { iss: "https://evil.example" }, says: /'iss'/ },
    { name: "for_somebody_else", claims: { aud: "other" }, says: /'aud'/ },
    { name: "not_yet_valid", claims: { nbf: inSeconds(600) }, says: /'nbf'/ },
    { name: "without_an_end", claims: { exp: undefined } as never, says: /'exp'/ },
    { name: "called_local", claims: { sub: "local" }, says: /no names/ },
    { name: "without_a_name", claims: { sub: "" }, says: /no names/ },
    { name: "with_groups_that_are_none", claims: { groups: [1] }, says: /no names/ },
    { name: "with_a_name_for_terminals", claims: { sub: "a\u001b[2J" }, says: /no names/ },
  ];
  for (const { name, claims, says } of REFUSED) {
    it(`verify__${name}_is_refused`, async () => {
      await assert.rejects(verifier.verify(await token(claims)), userError("token_refused", says));
    });
  }

  it("verify__a_changed_byte_anywhere_is_refused", async () => {
    const good = await token();
    for (let at = 0; at < good.length; at += 7) {
      const changed = good[at] === "A" ? "B" : "A";
      const forged = good.slice(0, at) + changed + good.slice(at + 1);
      await assert.rejects(verifier.verify(forged), userError("token_refused"), String(at));
    }
  });

  it("verify__no_signature_or_a_secret_s_is_refused", async () => {
    const claims = { iss: ISSUER, aud: AUDIENCE, sub: "alice", exp: inSeconds(60) };
    const secret = Buffer.from("a secret that both sides have, for sure");
    const hmac = new SignJWT(claims).setProtectedHeader({ alg: "HS256", kid: "first" });
    for (const forged of [
      new UnsecuredJWT(claims).encode(),
      await hmac.sign(secret),
      "x",
      "a.b.c",
    ]) {
      await assert.rejects(verifier.verify(forged), userError("token_refused"));
    }
  });

  it("verify__by_a_key_that_is_not_the_issuer_s_is_refused", async () => {
    const { privateKey } = await generateKeyPair("ES256");
    const forged = verifier.verify(await token({}, privateKey));
    await assert.rejects(forged, userError("token_refused", /signature is wrong/));
    const unknown = verifier.verify(await token({}, privateKey, "second"));
    await assert.rejects(unknown, userError("token_refused", /none of the issuer's keys/));
  });

  it("verify__a_new_key_in_the_file_counts_at_once", async () => {
    const old = await token();
    key = await publish("second");
    assert.equal((await verifier.verify(await token({}, key, "second"))).name, "alice");
    await assert.rejects(verifier.verify(old), userError("token_refused"));
    key = await publish("first");
  });

  it("verify__a_token_that_does_not_say_which_key_is_tried_with_each", async () => {
    const pairs = await Promise.all(
      [0, 1].map(() => generateKeyPair("ES256", { extractable: true })),
    );
    const keys = await Promise.all(
      pairs.map(async ({ publicKey }, index) => {
        return { ...(await exportJWK(publicKey)), kid: `k${index}`, alg: "ES256" };
      }),
    );
    const path = join(directory.path, "two-keys.json");
    await writeFile(path, JSON.stringify({ keys }));
    const both = await TokenVerifier.open({ ...rules, keys: path });
    const sign = (signer: PrivateKey) =>
      new SignJWT({ iss: ISSUER, aud: AUDIENCE, sub: "alice", exp: inSeconds(60) })
        .setProtectedHeader({ alg: "ES256" })
        .sign(signer);
    for (const { privateKey } of pairs) {
      assert.equal((await both.verify(await sign(privateKey))).name, "alice");
    }
    const forged = both.verify(await sign(key));
    await assert.rejects(forged, userError("token_refused", /signature is wrong/));
  });

  it("verify__without_the_issuer_s_keys_tells_no_stranger_where_they_are", async () => {
    const path = join(directory.path, "gone.json");
    await writeFile(path, JSON.stringify({ keys: [] }));
    const gone = await TokenVerifier.open({ ...rules, keys: path });
    await rm(path);
    await assert.rejects(gone.verify(await token()), (error: Error) => {
      assert(userError("token_refused", /keys cannot be had/)(error));
      return !error.message.includes("gone.json");
    });
  });

  it("refusal__never_has_the_token_in_it", async () => {
    const secret = await token({ exp: inSeconds(-60) });
    await assert.rejects(verifier.verify(secret), (error: Error) => {
      assert(!JSON.stringify({ ...error, message: error.message }).includes(secret));
      return true;
    });
  });

  it("open__keys_that_are_none_are_refused", async () => {
    const keys = join(directory.path, "none.json");
    await assert.rejects(TokenVerifier.open({ ...rules, keys }), userError("file_unreadable"));
    await writeFile(keys, "[]");
    await assert.rejects(TokenVerifier.open({ ...rules, keys }), userError("config_invalid"));
  });
});
