import assert from "node:assert/strict";
import { createPrivateKey, createPublicKey, X509Certificate } from "node:crypto";
import { chmod, readFile, stat, writeFile } from "node:fs/promises";
import { factsOf } from "../../src/identity/certificate.js";
import { fingerprintOf, parseFingerprint } from "../../src/identity/fingerprint.js";
import { IdentityStore } from "../../src/identity/identities.js";
import { makeTestDirectory, type TestDirectory } from "../support/directory.js";
import { userError } from "../support/errors.js";

describe("identities", () => {
  let directory: TestDirectory;
  let store: IdentityStore;
  beforeEach(async () => {
    directory = await makeTestDirectory();
    store = new IdentityStore({ XDG_CONFIG_HOME: directory.path });
  });
  afterEach(() => directory.remove());

  it("create__makes_a_key_and_its_certificate", async () => {
    const identity = await store.create("alice", 30);
    const { keyPem, certificatePem } = await store.load("alice");
    const certificate = new X509Certificate(certificatePem);
    assert(certificate.checkPrivateKey(createPrivateKey(keyPem)));
    assert.equal(identity.fingerprint, fingerprintOf(createPublicKey(keyPem)));
    const { name, selfMade, validFrom, validTo } = factsOf(certificate);
    assert.deepEqual({ name, selfMade }, { name: "alice", selfMade: true });
    assert.equal(validTo.getTime() - validFrom.getTime(), 30 * 24 * 3_600_000);
    assert.deepEqual(await store.show("alice"), identity);
  });

  it("create__nobody_else_may_read_the_key", async () => {
    const { key_path } = await store.create("alice", 1);
    assert.equal((await stat(key_path)).mode & 0o777, 0o600);
    assert.equal((await stat(`${directory.path}/memvol/identities`)).mode & 0o777, 0o700);
  });

  it("create__never_in_the_place_of_another", async () => {
    const { key_path } = await store.create("alice", 1);
    const before = await readFile(key_path, "utf8");
    await assert.rejects(store.create("alice", 1), userError("identity_exists", /'alice'/));
    assert.equal(await readFile(key_path, "utf8"), before);
  });

  it("load__a_key_that_others_may_read_is_refused", async () => {
    const { key_path } = await store.create("alice", 1);
    await chmod(key_path, 0o640);
    await assert.rejects(store.load("alice"), userError("file_unreadable", /others may read.*640/));
  });

  it("load__what_is_no_certificate_is_named", async () => {
    const { certificate_path } = await store.create("alice", 1);
    await writeFile(certificate_path, "scribble");
    await assert.rejects(store.load("alice"), userError("file_unreadable", /alice\.crt is no/));
  });

  it("show__unknown_lists_what_there_is", async () => {
    await store.create("bob", 1);
    const says = /no identity 'alice'; you have: bob/;
    await assert.rejects(store.show("alice"), userError("identity_not_found", says));
  });

  it("only__none_one_and_several", async () => {
    await assert.rejects(store.onlyName(), userError("identity_not_found", /no identity/));
    await store.create("bob", 1);
    assert.equal(await store.onlyName(), "bob");
    await store.create("alice", 1);
    await assert.rejects(store.onlyName(), userError("usage", /several identities: alice, bob/));
  });

  it("fingerprint__anything_else_is_refused", () => {
    for (const text of ["", "SHA256:", "MD5:aa", `SHA256:${"a".repeat(44)}`]) {
      assert.throws(() => parseFingerprint(text), userError("usage", /no fingerprint/));
    }
  });
});
