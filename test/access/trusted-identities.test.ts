import assert from "node:assert/strict";
import { stat, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { TrustedIdentities } from "../../src/access/trusted-identities.js";
import { makeTestDirectory, type TestDirectory } from "../support/directory.js";
import { userError } from "../support/errors.js";

const KEY = `SHA256:${"a".repeat(43)}`;
const OTHER_KEY = `SHA256:${"b".repeat(43)}`;

describe("trusted identities", () => {
  let directory: TestDirectory;
  let path: string;
  let trusted: TrustedIdentities;
  beforeEach(async () => {
    directory = await makeTestDirectory();
    path = join(directory.path, "identities.json");
    trusted = await TrustedIdentities.open(path);
  });
  afterEach(() => directory.remove());

  it("trust__is_there_after_a_restart", async () => {
    await trusted.trust("alice", { fingerprint: KEY, groups: ["b", "a", "b"] });
    await trusted.revoke("bob");
    const again = await TrustedIdentities.open(path);
    assert.deepEqual(again.list(), trusted.list());
    assert.deepEqual(again.withFingerprint(KEY)?.groups, ["a", "b"]);
    assert(again.isRevoked("bob", null));
    assert.equal((await stat(path)).mode & 0o777, 0o600);
  });

  it("trust__the_same_again_changes_groups", async () => {
    await trusted.trust("alice", { fingerprint: KEY, groups: [] });
    await trusted.trust("alice", { fingerprint: KEY, groups: ["ops"] });
    assert.deepEqual(
      trusted.list().map(({ groups }) => groups),
      [["ops"]],
    );
  });

  it("trust__one_name_one_key", async () => {
    await trusted.trust("alice", { fingerprint: KEY, groups: [] });
    const another = trusted.trust("alice", { fingerprint: OTHER_KEY, groups: [] });
    await assert.rejects(another, userError("identity_exists", /another key/));
    const twice = trusted.trust("bob", { fingerprint: KEY, groups: [] });
    await assert.rejects(twice, userError("identity_exists", /already, as 'alice'/));
  });

  it("revoke__takes_the_name_and_its_key", async () => {
    await trusted.trust("alice", { fingerprint: KEY, groups: [] });
    const version = trusted.version;
    await trusted.revoke("alice");
    assert(trusted.version > version);
    assert.equal(trusted.withFingerprint(KEY), undefined);
    assert(trusted.isRevoked("alice", null) && trusted.isRevoked("other", KEY));
    await trusted.trust("alice", { fingerprint: OTHER_KEY, groups: [] });
    assert(!trusted.isRevoked("alice", OTHER_KEY));
    assert(trusted.isRevoked("alice", KEY), "the old key stays out");
    await trusted.revoke("alice");
    await trusted.trust("alice", { fingerprint: KEY, groups: [] });
    assert(!trusted.isRevoked("alice", KEY), "until it is trusted again");
  });

  it("changes__at_the_same_time_are_all_kept", async () => {
    const names = Array.from({ length: 20 }, (_, index) => `client-${index}`);
    await Promise.all(names.map((name) => trusted.revoke(name)));
    const again = await TrustedIdentities.open(path);
    assert.equal(again.list().length, names.length);
  });

  it("change__that_cannot_be_written_is_not_in_effect", async () => {
    await directory.remove();
    const change = trusted.trust("alice", { fingerprint: KEY, groups: [] });
    await assert.rejects(change, userError("file_unwritable", /identities\.json/));
    assert.equal(trusted.withFingerprint(KEY), undefined);
  });

  it("open__damaged_is_refused", async () => {
    await writeFile(path, '{"identities": [');
    await assert.rejects(
      TrustedIdentities.open(path),
      userError("file_unreadable", /identities\.json, are damaged/),
    );
  });
});
