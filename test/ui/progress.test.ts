import assert from "node:assert/strict";
import {
  createProgress,
  type ProgressKind,
  type ProgressOptions,
  progressKindFor,
} from "../../src/ui/progress.js";

function progressTo(kind: ProgressKind, more: Partial<ProgressOptions> = {}) {
  const written: string[] = [];
  const clock = { ms: 0 };
  const progress = createProgress({
    kind,
    stream: { columns: 100, write: (text: string) => written.push(text) },
    label: "reading scratch",
    totalBytes: 4 * 2 ** 20,
    now: () => clock.ms,
    ...more,
  });
  return { written, clock, progress };
}

describe("progress", () => {
  it("createProgress__writes_no_more_often_than_its_interval", () => {
    const { written, clock, progress } = progressTo("lines");
    for (clock.ms = 100; clock.ms <= 3500; clock.ms += 100) progress.advance(2 ** 10);
    assert.equal(written.length, 3);
  });

  it("createProgress__a_line_tells_share_speed_and_rest", () => {
    const { written, clock, progress } = progressTo("lines");
    clock.ms = 1000;
    progress.advance(2 ** 20);
    assert.deepEqual(written, [
      "reading scratch   25%  1.0 MiB of 4.0 MiB  1.00 MiB/s  1s, 3s left\n",
    ]);
  });

  it("createProgress__a_bar_stays_on_its_line_until_the_end", () => {
    const { written, clock, progress } = progressTo("bar");
    clock.ms = 1000;
    progress.advance(2 * 2 ** 20);
    clock.ms = 2000;
    progress.advance(2 * 2 ** 20);
    progress.finish();
    assert.equal(written.length, 3);
    assert.ok(written.every((text) => text.startsWith("\r\u001b[K")));
    assert.match(written[0] ?? "", /▕█{12} {12}▏ {2}50%/);
    assert.match(written[2] ?? "", /▕█{24}▏ 100% .*\n$/);
    assert.ok(!written[1]?.includes("\n"));
  });

  it("createProgress__a_bar_never_wraps", () => {
    const { written, clock, progress } = progressTo("bar", {
      stream: { columns: 30, write: (text: string) => written.push(text) },
    });
    clock.ms = 1000;
    progress.advance(1);
    assert.ok([...(written[0] ?? "")].length <= 29 + "\r\u001b[K".length);
  });

  it("createProgress__without_a_total_tells_what_is_done", () => {
    const { written, clock, progress } = progressTo("lines", { totalBytes: undefined });
    clock.ms = 2000;
    progress.advance(2 ** 20);
    assert.deepEqual(written, ["reading scratch  1.0 MiB  512 KiB/s  2s\n"]);
  });

  it("createProgress__a_short_transfer_or_silence_writes_nothing", () => {
    const short = progressTo("bar");
    short.progress.advance(1);
    short.progress.finish();
    const silent = progressTo("silent");
    silent.clock.ms = 1e9;
    silent.progress.advance(1);
    silent.progress.finish();
    assert.deepEqual([short.written, silent.written], [[], []]);
  });

  it("progressKindFor__a_bar_only_where_a_line_can_be_redrawn", () => {
    assert.equal(progressKindFor({ isTTY: true }, { TERM: "xterm" }), "bar");
    assert.equal(progressKindFor({ isTTY: true }, { TERM: "dumb" }), "lines");
    assert.equal(progressKindFor({}, { TERM: "xterm" }), "lines");
  });
});
