import assert from "node:assert/strict";
import { ZoneClock } from "../../../src/access/policy/local-time.js";
import { intersection, parseRange, union } from "../../../src/access/policy/reach.js";
import { parseDays, parseHours } from "../../../src/access/policy/windows.js";
import { userError } from "../../support/errors.js";

describe("windows", () => {
  const DAYS: [string, string][] = [
    ["mon-fri", "mon tue wed thu fri"],
    ["sat,sun", "sat sun"],
    ["fri-mon", "mon fri sat sun"],
    ["Wed", "wed"],
    ["mon-sun", "mon tue wed thu fri sat sun"],
    ["mon, wed-thu", "mon wed thu"],
  ];
  for (const [text, days] of DAYS) {
    it(`parseDays__${text}`, () => assert.equal(parseDays(text).join(" "), days));
  }
  for (const text of ["", "monday", "mon-tue-wed", "mon-", "mon..fri", ","]) {
    it(`parseDays__'${text}'_is_refused`, () => {
      assert.throws(() => parseDays(text), userError("policy_invalid", /no day/));
    });
  }

  it("parseHours__of_a_day_and_over_midnight", () => {
    assert.deepEqual(parseHours("08:00-18:30"), { fromMinute: 480, toMinute: 1110 });
    assert.deepEqual(parseHours("22:00-6:00"), { fromMinute: 1320, toMinute: 360 });
    assert.deepEqual(parseHours("00:00-24:00"), { fromMinute: 0, toMinute: 1440 });
  });
  for (const text of ["", "8-18", "08:00-08:00", "24:00-01:00", "08:60-09:00", "25:00-26:00"]) {
    it(`parseHours__'${text}'_is_refused`, () => {
      assert.throws(() => parseHours(text), userError("policy_invalid", /no hours/));
    });
  }

  it("zone_clock__knows_summer_time", () => {
    const paris = new ZoneClock("Europe/Paris");
    const at = (text: string) => paris.at(new Date(text));
    const before = { weekday: "sun", minute: 119, day: "2026-03-29" };
    assert.deepEqual(at("2026-03-29T00:59:59Z"), before);
    assert.deepEqual(at("2026-03-29T01:00:00Z"), { ...before, minute: 180 });
    assert.deepEqual(at("2026-12-31T23:30:00Z"), { weekday: "fri", minute: 30, day: "2027-01-01" });
  });
});

describe("reach", () => {
  it("parseRange__sizes_and_an_open_end", () => {
    assert.deepEqual(parseRange("0-4k"), { from: 0, to: 4096 });
    assert.deepEqual(parseRange("1MiB-"), { from: 2 ** 20, to: Number.POSITIVE_INFINITY });
  });
  for (const text of ["", "4k", "4k-0", "a-b", "0-1-2", "-4k"]) {
    it(`parseRange__'${text}'_is_refused`, () => {
      assert.throws(() => parseRange(text), userError("policy_invalid", /no range/));
    });
  }

  it("union__joins_what_touches", () => {
    const ranges = [
      { from: 8, to: 9 },
      { from: 0, to: 4 },
      { from: 4, to: 6 },
    ];
    assert.deepEqual(union(ranges), [
      { from: 0, to: 6 },
      { from: 8, to: 9 },
    ]);
    assert.deepEqual(intersection(union(ranges), [{ from: 5, to: 20 }]), [
      { from: 5, to: 6 },
      { from: 8, to: 9 },
    ]);
  });
});
