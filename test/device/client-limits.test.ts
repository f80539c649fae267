import assert from "node:assert/strict";
import { ClientLimits } from "../../src/device/client-limits.js";
import { userError } from "../support/errors.js";

describe("client limits", () => {
  const limits = () => new ClientLimits({ sessionsMax: 2, ticketsPerSecond: 10 });

  it("take__as_many_tickets_a_second_as_are_allowed", () => {
    const one = limits();
    for (let ticket = 0; ticket < 10; ticket += 1) one.take("a", 0, 1000);
    assert.throws(() => one.take("a", 0, 1000), userError("client_limit_exceeded", /10 tickets/));
    one.take("b", 0, 1000);
    // A tenth of a second is worth one.
    one.take("a", 0, 1100);
    assert.throws(() => one.take("a", 0, 1100), userError("client_limit_exceeded"));
    for (let ticket = 0; ticket < 10; ticket += 1) one.take("a", 0, 60_000);
    assert.throws(() => one.take("a", 0, 60_000), userError("client_limit_exceeded"));
  });

  it("take__no_more_than_the_sessions_that_are_allowed", () => {
    const one = limits();
    one.take("a", 1, 0);
    assert.throws(() => one.take("a", 2, 0), userError("client_limit_exceeded", /2 sessions/));
  });
});
