import assert from "node:assert/strict";
import fc from "fast-check";
import { OBSERVATION_MODES, type ObservationMode } from "../../src/binding/native-observation.js";
import { checkWaitObserved, negotiate } from "../../src/device/negotiation.js";
import { UserError } from "../../src/errors.js";
import { userError } from "../support/errors.js";

const WITH = { immediates: true };
const WITHOUT = { immediates: false };

/** What each mode sees, as the documentation has it. */
const ORDER: Record<ObservationMode, number> = {
  none: 0,
  hash: 1,
  immediate: 2,
  message: 3,
  scratch: 3,
};

type Mode = ObservationMode;

describe("negotiate", () => {
  const AGREED: [Mode | undefined, Mode, Mode, Mode][] = [
    // asked, default, minimum → mode
    [undefined, "immediate", "none", "immediate"],
    [undefined, "none", "none", "none"],
    [undefined, "none", "hash", "hash"],
    [undefined, "hash", "immediate", "immediate"],
    [undefined, "immediate", "scratch", "scratch"],
    [undefined, "message", "scratch", "message"],
    [undefined, "scratch", "message", "scratch"],
    ["none", "immediate", "none", "none"],
    ["hash", "immediate", "hash", "hash"],
    ["immediate", "none", "hash", "immediate"],
    ["message", "none", "scratch", "message"],
    ["scratch", "none", "message", "scratch"],
  ];
  for (const [asked, preset, minimum, mode] of AGREED) {
    const asks = asked ?? "nothing";
    it(`negotiate__${asks}_of_default_${preset}_and_minimum_${minimum}_is_${mode}`, () => {
      const rule = { default: preset, minimum };
      assert.deepEqual(negotiate(asked, rule, WITH), { mode, note: null });
    });
  }

  const REFUSED: [Mode, Mode][] = [
    ["none", "hash"],
    ["none", "scratch"],
    ["hash", "immediate"],
    ["immediate", "message"],
    ["immediate", "scratch"],
  ];
  for (const [asked, minimum] of REFUSED) {
    it(`negotiate__${asked}_below_${minimum}_is_refused`, () => {
      const ask = () => negotiate(asked, { default: "scratch", minimum }, WITH);
      const says = new RegExp(`'${asked}' .* '${minimum}'`);
      assert.throws(ask, (error) => {
        assert(userError("observation_required", says)(error));
        assert(error instanceof UserError);
        assert(error.nextSteps[0]?.endsWith(`--observe ${minimum}`));
        return true;
      });
    });
  }

  it("negotiate__without_immediates_message_takes_their_place", () => {
    const note = "this fabric carries no immediates";
    const rule = { default: "immediate", minimum: "immediate" } as const;
    assert.deepEqual(negotiate("immediate", rule, WITHOUT), { mode: "message", note });
    assert.deepEqual(negotiate(undefined, rule, WITHOUT), { mode: "message", note });
    assert.deepEqual(negotiate("scratch", rule, WITHOUT), { mode: "scratch", note: null });
  });

  it("negotiate__never_sees_less_than_the_minimum_or_than_was_asked", () => {
    const mode = fc.constantFrom(...OBSERVATION_MODES);
    const asked = fc.option(mode, { nil: undefined });
    fc.assert(
      fc.property(asked, mode, mode, fc.boolean(), (request, preset, minimum, immediates) => {
        const ask = () => negotiate(request, { default: preset, minimum }, { immediates });
        if (request !== undefined && ORDER[request] < ORDER[minimum]) {
          assert.throws(ask, userError("observation_required"));
          return;
        }
        const { mode: agreed, note } = ask();
        assert(ORDER[agreed] >= ORDER[minimum]);
        assert(request === undefined || ORDER[agreed] >= ORDER[request]);
        assert(immediates || agreed !== "immediate");
        if (request !== undefined) assert.equal(note === null, agreed === request);
      }),
    );
  });

  for (const mode of OBSERVATION_MODES) {
    const told = ORDER[mode] >= ORDER.immediate;
    it(`checkWaitObserved__mode_${mode}_is_${told ? "fine" : "refused"}`, () => {
      if (told) checkWaitObserved(mode);
      else assert.throws(() => checkWaitObserved(mode), userError("usage", new RegExp(mode)));
    });
  }
});
