import assert from "node:assert/strict";
import { X509Certificate } from "node:crypto";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { Authenticator } from "../../src/access/authentication.js";
import { Authorities } from "../../src/access/authorities.js";
import { TrustedIdentities } from "../../src/access/trusted-identities.js";
import type { ErrorCode } from "../../src/errors.js";
import { fingerprintOf } from "../../src/identity/fingerprint.js";
import {
  type CertificateWishes,
  CLIENT_AUTHENTICATION,
  makeCertificate,
  SERVER_AUTHENTICATION,
  type TestAuthority,
} from "../support/certificates.js";
import { makeTestDirectory, type TestDirectory } from "../support/directory.js";
import { userError } from "../support/errors.js";

const ADDRESS = "192.0.2.7";

describe("authentication", () => {
  let directory: TestDirectory;
  let trusted: TrustedIdentities;
  let authority: TestAuthority;
  let stranger: TestAuthority;
  let authorities: Authorities;
  before(async () => {
    authority = await makeCertificate({ name: "our CA", authority: true });
    // Of the same name, as whoever wants to be taken for it would call it.
    stranger = await makeCertificate({ name: "our CA", authority: true });
  });
  beforeEach(async () => {
    directory = await makeTestDirectory();
    trusted = await TrustedIdentities.open(join(directory.path, "identities.json"));
    const file = join(directory.path, "ca.pem");
    await writeFile(file, authority.certificatePem);
    authorities = await Authorities.load(file);
  });
  afterEach(() => directory.remove());

  function authenticator(withAuthorities: boolean): Authenticator {
    const vouching = withAuthorities ? authorities : null;
    return new Authenticator({ trusted, authorities: vouching, tokens: null });
  }

  async function shown(wishes: CertificateWishes): Promise<X509Certificate> {
    return new X509Certificate((await makeCertificate(wishes)).certificatePem);
  }

  const present = (certificate: X509Certificate | undefined, withAuthorities = true) =>
    authenticator(withAuthorities).authenticate({
      certificate,
      bearer: undefined,
      address: ADDRESS,
    });

  async function pin(certificate: X509Certificate, name: string, groups: string[] = []) {
    await trusted.trust(name, { fingerprint: fingerprintOf(certificate.publicKey), groups });
  }

  it("pinned_key__is_whom_the_device_calls_it", async () => {
    const certificate = await shown({ name: "whatever", groups: ["boasted"] });
    await pin(certificate, "alice", ["ops"]);
    const { identity, address } = await present(certificate);
    assert.equal(address, ADDRESS);
    assert.deepEqual(
      [identity.name, identity.groups, identity.vouchedBy],
      ["alice", ["ops"], "pin"],
    );
  });

  it("authority__vouches_for_name_and_groups", async () => {
    for (const usage of [undefined, CLIENT_AUTHENTICATION]) {
      const wishes = { name: "bob", groups: ["readers", "ci"], by: authority };
      const certificate = await shown(usage === undefined ? wishes : { ...wishes, usage });
      const { identity } = await present(certificate);
      assert.equal(identity.name, "bob");
      assert.deepEqual([...identity.groups].sort(), ["ci", "readers"]);
      assert.equal(identity.vouchedBy, "authority");
    }
  });

  it("authority__a_name_is_no_more_than_one_name", async () => {
    const names = ["x + CN=alice", "Doe, John", 'a"b', "x/CN=alice"];
    for (const name of names) {
      assert.equal((await present(await shown({ name, by: authority }))).identity.name, name);
    }
  });

  interface Refusal {
    name: string;
    code: ErrorCode;
    wishes(): CertificateWishes;
    withAuthorities?: boolean;
    prepare?(certificate: X509Certificate): Promise<void>;
  }
  const REFUSALS: Refusal[] = [
    {
      name: "unknown",
      code: "identity_unknown",
      wishes: () => ({ name: "eve" }),
      withAuthorities: false,
    },
    { name: "self_made", code: "identity_self_made", wishes: () => ({ name: "bob" }) },
    {
      name: "of_a_namesake_of_our_authority",
      code: "identity_unknown",
      wishes: () => ({ name: "bob", by: stranger }),
    },
    {
      name: "for_servers",
      code: "identity_unknown",
      wishes: () => ({ name: "bob", by: authority, usage: SERVER_AUTHENTICATION }),
    },
    {
      name: "without_a_name",
      code: "identity_unknown",
      wishes: () => ({ name: "", by: authority }),
    },
    {
      name: "called_local",
      code: "identity_unknown",
      wishes: () => ({ name: "local", by: authority }),
    },
    {
      name: "with_a_name_that_is_too_long",
      code: "identity_unknown",
      wishes: () => ({ name: "x".repeat(300), by: authority }),
    },
    {
      name: "expired",
      code: "identity_expired",
      wishes: () => ({ name: "bob", by: authority, fromHours: -2, toHours: -1 }),
    },
    {
      name: "expired_though_pinned",
      code: "identity_expired",
      wishes: () => ({ name: "bob", fromHours: -2, toHours: -1 }),
      prepare: (certificate) => pin(certificate, "bob"),
    },
    {
      name: "not_yet_valid",
      code: "identity_not_yet_valid",
      wishes: () => ({ name: "bob", by: authority, fromHours: 1, toHours: 2 }),
    },
    {
      name: "revoked_by_name_though_the_authority_vouches",
      code: "identity_revoked",
      wishes: () => ({ name: "bob", by: authority }),
      prepare: async () => void (await trusted.revoke("bob")),
    },
    {
      name: "revoked_by_key_under_another_name",
      code: "identity_revoked",
      wishes: () => ({ name: "new name", by: authority }),
      prepare: async (certificate) => {
        await pin(certificate, "old");
        await trusted.revoke("old");
      },
    },
  ];
  for (const { name, code, wishes, withAuthorities = true, prepare } of REFUSALS) {
    it(`certificate__${name}_is_refused_as_such`, async () => {
      const certificate = await shown(wishes());
      await prepare?.(certificate);
      await assert.rejects(present(certificate, withAuthorities), userError(code));
    });
  }

  it("nothing_shown__is_asked_for", async () => {
    await assert.rejects(present(undefined), userError("identity_required"));
  });

  it("token__where_none_are_taken_is_refused", async () => {
    const credentials = { certificate: undefined, bearer: "x.y.z", address: ADDRESS };
    const answer = authenticator(true).authenticate(credentials);
    await assert.rejects(answer, userError("token_refused", /takes no bearer tokens/));
  });

  it("ended__tells_when_an_identity_is_worth_nothing_any_more", async () => {
    const certificate = await shown({ name: "x", toHours: 1 });
    await pin(certificate, "alice", ["old"]);
    const known = authenticator(false);
    const caller = await present(certificate);
    const { identity } = caller;
    assert.equal(known.ended(identity, new Date()), undefined);
    const later = new Date(Date.now() + 2 * 3_600_000);
    assert(userError("identity_expired")(known.ended(identity, later)));
    await trusted.trust("alice", { fingerprint: identity.fingerprint ?? "", groups: ["new"] });
    assert.deepEqual(known.current(caller).identity.groups, ["new"]);
    await trusted.revoke("alice");
    assert.throws(() => known.current(caller), userError("identity_revoked"));
    assert(userError("identity_revoked")(known.ended(identity, new Date())));
  });

  it("authorities__a_file_of_others_is_refused", async () => {
    const file = join(directory.path, "leaf.pem");
    const { certificatePem } = await makeCertificate({ name: "leaf" });
    for (const text of [certificatePem, "", `${authority.certificatePem}\n${certificatePem}`]) {
      await writeFile(file, text);
      await assert.rejects(Authorities.load(file), userError("config_invalid", /leaf\.pem/));
    }
    await assert.rejects(Authorities.load("/none.pem"), userError("file_unreadable", /none\.pem/));
  });
});
