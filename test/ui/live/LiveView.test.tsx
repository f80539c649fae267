import assert from "node:assert/strict";
import { cleanup } from "ink-testing-library";
import type { KeyAction } from "../../../src/ui/live/keys.js";
import { LiveView } from "../../../src/ui/live/LiveView.js";
import { LiveState } from "../../../src/ui/live/state.js";
import { createPalette } from "../../../src/ui/palette.js";
import type { TerminalSize } from "../../../src/ui/terminal/size.js";
import { keysAreRead } from "../fake-terminal.js";
import { renderView } from "../render.js";
import { directionSnapshot, jobMeta, jobSnapshot, runMeta, runSnapshot } from "./snapshots.js";

const PLAIN = createPalette(false);
const USUAL = { columns: 80, rows: 24 };

/** Latencies that pile up around 200 µs, with a few far above. */
const READS = [
  ...Array(600).fill(200_000),
  ...Array(300).fill(300_000),
  ...Array(90).fill(500_000),
  ...Array(10).fill(4_000_000),
];
const WRITES = [...Array(90).fill(400_000), ...Array(10).fill(900_000)];

function busyState(jobs = 1): LiveState {
  const metas = Array.from({ length: jobs }, (_, index) => jobMeta({ name: `job-${index}` }));
  const job = jobSnapshot({
    read: directionSnapshot([...READS, ...READS], READS),
    write: directionSnapshot([...WRITES, ...WRITES], WRITES),
    inFlight: 32,
  });
  const state = new LiveState(runMeta({ jobs: metas }));
  for (const seconds of [1, 2]) {
    state.feed(
      runSnapshot(
        seconds,
        Array.from({ length: jobs }, () => job),
      ),
    );
  }
  return state;
}

function renderAt(size: TerminalSize, state: LiveState, palette = PLAIN) {
  return renderView<KeyAction>(size, (onKey) => (
    <LiveView frame={state.frame()} size={size} palette={palette} onKey={onKey} />
  ));
}

function assertFits(lines: readonly string[], { columns, rows }: TerminalSize): void {
  assert.ok(lines.length <= rows - 1, `${lines.length} lines on ${rows} rows`);
  for (const line of lines) assert.ok([...line].length <= columns, `too wide: '${line}'`);
}

const EIGHTHS = " ▏▎▍▌▋▊▉█";

/** Length in eighths of the bar after the n-th axis on each histogram line. */
function barLengths(lines: readonly string[], panel: number): number[] {
  return lines
    .filter((line) => line.includes("│"))
    .map((line) => [...(line.split("│")[panel + 1] ?? "").replace(/[\d<].*$/, "")])
    .map((cells) => cells.reduce((sum, cell) => sum + EIGHTHS.indexOf(cell), 0));
}

describe("LiveView", () => {
  afterEach(cleanup);

  for (const size of [USUAL, { columns: 120, rows: 40 }, { columns: 60, rows: 16 }]) {
    for (const jobs of [1, 3, 12]) {
      it(`LiveView__fits_${size.columns}x${size.rows}_with_${jobs}_jobs`, () => {
        const lines = renderAt(size, busyState(jobs)).draw();
        assertFits(lines, size);
        const text = lines.join("\n");
        for (const part of ["volume scratch", "2s, 28s left", "p99 read", "p99.99", "q stop"]) {
          assert.ok(text.includes(part), `no '${part}' in:\n${text}`);
        }
        assert.ok(barLengths(lines, 0).length >= 4);
      });
    }
  }

  it("LiveView__is_as_high_with_data_as_without", () => {
    const empty = renderAt(USUAL, new LiveState(runMeta())).draw();
    const one = renderAt(USUAL, busyState(1)).draw();
    assert.equal(one.length, 23);
    assertFits(empty, USUAL);
  });

  it("LiveView__shows_rates_in_flight_and_percentiles", () => {
    const text = renderAt(USUAL, busyState()).draw().join("\n");
    assert.match(text, /job-0 +1\.00k +3\.91 MiB\/s +100 +400 KiB\/s +32 +0/);
    assert.match(text, /read +200 µs +300 µs +500 µs +500 µs +4\.00 ms +4\.00 ms +4\.00 ms/);
    assert.match(text, /write +400 µs +400 µs +900 µs +900 µs/);
    assert.match(text, /1\.00k reads, last second +100 writes, last second/);
  });

  it("LiveView__bars_are_monotone_in_counts", () => {
    const lines = renderAt(USUAL, busyState()).draw();
    for (const panel of [0, 1]) {
      const shares = lines
        .filter((line) => line.includes("│"))
        .map((line) => Number(/([\d.]+)% *$/.exec(line.split("│")[panel + 1] ?? "")?.[1] ?? 0));
      const lengths = barLengths(lines, panel);
      assert.ok(shares.some((share) => share > 0));
      for (const [a, share] of shares.entries()) {
        for (const [b, other] of shares.entries()) {
          if (share < other) assert.ok((lengths[a] ?? 0) <= (lengths[b] ?? 0));
          if (share > 0) assert.ok((lengths[a] ?? 0) > 0);
        }
      }
    }
  });

  it("LiveView__one_direction_gets_the_whole_width", () => {
    const meta = runMeta({
      jobs: [jobMeta({ directions: { read: true, write: false, trim: false } })],
    });
    const state = new LiveState(meta);
    state.feed(runSnapshot(1, [jobSnapshot({ read: directionSnapshot(READS) })]));
    const lines = renderAt(USUAL, state).draw();
    assertFits(lines, USUAL);
    assert.ok(!lines.join("\n").includes("write"));
    assert.ok(Math.max(...barLengths(lines, 0)) > 8 * 50);
  });

  it("LiveView__jobs_without_a_row_are_in_the_total", () => {
    const text = renderAt({ columns: 60, rows: 16 }, busyState(12)).draw().join("\n");
    assert.match(text, /all 12 +12\.0k/);
  });

  it("LiveView__a_job_s_state_is_not_cut_off_by_its_name", () => {
    const metas = [jobMeta({ name: "a-job-of-a-very-long-name", threads: 8 })];
    const state = new LiveState(runMeta({ jobs: metas }));
    state.feed(runSnapshot(1, [jobSnapshot({ threadsFailed: 3 })]));
    assert.match(renderAt(USUAL, state).draw().join("\n"), /a-j… 3 failed +0/);
    assertFits(renderAt({ columns: 60, rows: 16 }, state).draw(), { columns: 60, rows: 16 });
  });

  it("LiveView__selection_changes_counts_and_title", () => {
    const state = busyState();
    const { draw } = renderAt(USUAL, state);
    state.select("cumulative");
    assert.match(draw().join("\n"), /2\.00k reads, whole run/);
    state.select("interval");
    assert.match(draw().join("\n"), /1\.00k reads, last second/);
  });

  it("LiveView__pause_freezes_the_figures_and_says_so", () => {
    const state = busyState();
    const { draw } = renderAt(USUAL, state);
    state.togglePause();
    const before = draw();
    state.feed(runSnapshot(9, [jobSnapshot()]));
    assert.deepEqual(draw(), before);
    assert.match(before.join("\n"), /view paused/);
  });

  it("LiveView__shows_thresholds_and_the_missed_ones_first_where_room_is_short", () => {
    const state = busyState();
    const gates = Array.from({ length: 6 }, (_, index) => ({
      text: `iops>${index}`,
      state: index === 5 ? ("missed" as const) : ("kept" as const),
      value: "4",
    }));
    state.feed(runSnapshot(3, [jobSnapshot()]), gates);
    const lines = renderAt(USUAL, state).draw();
    assertFits(lines, USUAL);
    const shown = lines.slice(-5, -1).map((line) => line.replace(/ {2,}/g, "  ").trim());
    assert.deepEqual(shown, [
      "iops>5  4  missed",
      "iops>0  4  kept",
      "iops>1  4  kept",
      "3 more; 1 of 6 thresholds missed",
    ]);
  });

  it("LiveView__keys_become_actions", async () => {
    const { draw, pressed, stdin } = renderAt(USUAL, busyState());
    draw();
    await keysAreRead(stdin);
    for (const key of ["q", "p", "h", "l", "x", "\u0003"]) stdin.write(key);
    assert.deepEqual(pressed, ["stop", "pause", "interval", "cumulative", "interrupt"]);
  });

  it("LiveView__without_color_has_no_escape_sequence", () => {
    assert.ok(!renderAt(USUAL, busyState()).draw().join("\n").includes("\u001b"));
  });

  it("LiveView__color_adds_no_width_and_no_meaning", () => {
    const plain = renderAt(USUAL, busyState()).draw();
    const colored = renderAt(USUAL, busyState(), createPalette(true)).draw();
    assert.ok(colored.join("").includes("\u001b[36m"));
    const stripped = colored.map((line) => line.replaceAll(/\p{Cc}\[\d+m/gu, "").trimEnd());
    assert.deepEqual(
      stripped,
      plain.map((line) => line.trimEnd()),
    );
  });

  for (const size of [
    { columns: 59, rows: 24 },
    { columns: 80, rows: 15 },
    { columns: 20, rows: 4 },
    { columns: 10, rows: 1 },
  ]) {
    it(`LiveView__is_reduced_at_${size.columns}x${size.rows}`, () => {
      const lines = renderAt(size, busyState()).draw();
      assert.ok(lines.length <= Math.max(1, size.rows - 1));
      for (const line of lines) assert.ok([...line].length <= size.columns);
      assert.match(lines[0] ?? "", /^2s runni/);
    });
  }

  it("LiveView__names_of_any_script_do_not_break_the_frame", () => {
    const name = "読み込み\u0007テスト-".repeat(6);
    const state = new LiveState(runMeta({ title: name, jobs: [jobMeta({ name })] }));
    state.feed(runSnapshot(1, [jobSnapshot()]));
    const lines = renderAt(USUAL, state).draw();
    assertFits(lines, USUAL);
    assert.ok(!lines.join("").includes("\u0007"));
  });
});
