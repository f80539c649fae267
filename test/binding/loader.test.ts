import assert from "node:assert/strict";
import { describeLoadFailure } from "../../src/binding/loader.js";
import { UserError } from "../../src/errors.js";

const ADDON = "/opt/memvol/build/native/memvol.node";

/** Messages as Node 20 and the dynamic linker write them. */
const FAILURES = [
  {
    name: "addon_not_built",
    message: `Cannot find module '${ADDON}'\nRequire stack:\n- /opt/memvol/dist/loader.js`,
    says: /not built.*Cannot find module/,
    step: /npm run build/,
  },
  {
    name: "libfabric_missing",
    message: "libfabric.so.1: cannot open shared object file: No such file or directory",
    says: /libfabric is not installed/,
    step: /apt-get install libfabric1.*libfabric-dev/,
  },
  {
    name: "libfabric_too_old",
    message: `/lib/libfabric.so.1: version \`FABRIC_1.6' not found (required by ${ADDON})`,
    says: /too old/,
    step: /1\.17/,
  },
  {
    name: "other_library_missing",
    message: "libnuma.so.1: cannot open shared object file: No such file or directory",
    says: /library.*libnuma\.so\.1/,
    step: /Install the library/,
  },
  {
    name: "wrong_elf_class",
    message: `${ADDON}: wrong ELF class: ELFCLASS32`,
    says: /another kind of machine/,
    step: /npm run build/,
  },
  {
    name: "addon_file_unreadable_by_linker",
    message: `${ADDON}: cannot open shared object file: No such file or directory`,
    says: /not built/,
    step: /npm run build/,
  },
  {
    name: "damaged_file",
    message: `${ADDON}: file too short`,
    says: /damaged/,
    step: /npm run build/,
  },
  {
    name: "no_elf_file",
    message: `${ADDON}: invalid ELF header`,
    says: /damaged/,
    step: /npm run build/,
  },
  {
    name: "not_registered",
    message: `Module did not self-register: '${ADDON}'.`,
    says: /does not fit this Node\.js/,
    step: /Node\.js 20/,
  },
  {
    name: "napi_symbol_missing",
    message: `${ADDON}: undefined symbol: napi_create_bigint_int64`,
    says: /does not fit this Node\.js/,
    step: /Node\.js 20/,
  },
  {
    name: "unknown_failure",
    message: "something never seen",
    says: /cannot be loaded: something never seen/,
    step: /npm run build/,
  },
];

describe("describeLoadFailure", () => {
  for (const { name, message, says, step } of FAILURES) {
    it(`describe_load_failure__${name}`, () => {
      const cause = new Error(message);
      const error = describeLoadFailure(cause);
      assert(error instanceof UserError);
      assert.equal(error.code, "addon_unavailable");
      assert.match(error.message, says);
      assert.doesNotMatch(error.message, /\n/);
      assert.match(error.nextSteps.join("\n"), step);
      assert.equal(error.cause, cause);
    });
  }
});
