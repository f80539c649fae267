import assert from "node:assert/strict";
import { pollUntilAborted } from "../../../src/ui/watch/polling.js";

describe("pollUntilAborted", () => {
  let controller: AbortController;

  beforeEach(() => {
    controller = new AbortController();
  });

  function pollingOf(poll: () => Promise<number>, onAnswer: (answer: number) => void) {
    return pollUntilAborted({ poll, onAnswer, intervalMs: 1, signal: controller.signal });
  }

  it("pollUntilAborted__hands_on_each_answer", async () => {
    const answers: number[] = [];
    let polls = 0;
    const poll = async () => ++polls;
    await pollingOf(poll, (answer) => {
      answers.push(answer);
      if (answer === 3) controller.abort();
    });
    assert.deepEqual(answers, [1, 2, 3]);
  });

  it("pollUntilAborted__never_asks_before_the_last_answer", async () => {
    let underWay = 0;
    let polls = 0;
    const poll = async () => {
      underWay += 1;
      assert.equal(underWay, 1);
      // Several intervals long.
      const started = performance.now();
      while (performance.now() < started + 5) await new Promise(setImmediate);
      underWay -= 1;
      return ++polls;
    };
    await pollingOf(poll, (answer) => {
      if (answer === 3) controller.abort();
    });
    assert.equal(polls, 3);
  });

  it("pollUntilAborted__throws_what_a_poll_throws", async () => {
    const gone = new Error("the device is gone");
    const polling = pollingOf(
      () => Promise.reject(gone),
      () => assert.fail("there is no answer"),
    );
    await assert.rejects(polling, gone);
  });

  it("pollUntilAborted__does_not_wait_for_an_answer_once_aborted", async () => {
    let answerNow: (answer: number) => void = () => assert.fail("no promise yet");
    const answer = new Promise<number>((resolve) => {
      answerNow = resolve;
    });
    const poll = () => {
      controller.abort();
      return answer;
    };
    await pollingOf(poll, () => assert.fail("nobody wants it"));
    answerNow(1);
    await new Promise(setImmediate);
  });

  it("pollUntilAborted__aborted_before_it_began_asks_nothing", async () => {
    controller.abort();
    await pollingOf(
      () => assert.fail("asked"),
      () => assert.fail("answered"),
    );
  });
});
