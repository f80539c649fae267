import assert from "node:assert/strict";
import { cleanup } from "ink-testing-library";
import type { VolumeStatistics } from "../../../src/control/observation.js";
import { createPalette } from "../../../src/ui/palette.js";
import type { TerminalSize } from "../../../src/ui/terminal/size.js";
import type { KeyAction } from "../../../src/ui/watch/keys.js";
import { WatchState } from "../../../src/ui/watch/state.js";
import { WatchView } from "../../../src/ui/watch/WatchView.js";
import { keysAreRead } from "../fake-terminal.js";
import { renderView } from "../render.js";
import { cells, client, counts, statistics, traffic, VOLUME } from "./statistics.js";

const PLAIN = createPalette(false);
const USUAL = { columns: 80, rows: 24 };
const LARGE = { columns: 120, rows: 40 };
const SMALL = { columns: 40, rows: 10 };

/** A hot cell, a warm one and a cool one; three cells dirty in part or in whole. */
const BUSY = statistics({
  traffic: traffic(1125, 600),
  clients: [client("backup", 125, 0), client("database", 1000, 600)],
  cells: cells({
    read: counts({ 0: 1000, 1: 120, 64: 5 }),
    write: counts({ 255: 600 }),
    dirty: counts({ 0: 64, 1: 32, 2: 1 }),
  }),
});

function stateOf(answer: VolumeStatistics = BUSY): WatchState {
  const state = new WatchState(VOLUME, statistics(), 0);
  state.feed(answer, 1000);
  return state;
}

function renderAt(size: TerminalSize, state: WatchState, palette = PLAIN) {
  return renderView<KeyAction>(size, (onKey) => (
    <WatchView frame={state.frame()} size={size} palette={palette} onKey={onKey} />
  ));
}

function linesAt(size: TerminalSize, answer?: VolumeStatistics): string[] {
  return renderAt(size, stateOf(answer)).draw();
}

function assertFits(lines: readonly string[], { columns, rows }: TerminalSize): void {
  assert.ok(lines.length <= Math.max(1, rows - 1), `${lines.length} lines on ${rows} rows`);
  for (const line of lines) assert.ok([...line].length <= columns, `too wide: '${line}'`);
}

function assertHas(lines: readonly string[], parts: readonly string[]): void {
  const text = lines.join("\n");
  for (const part of parts) assert.ok(text.includes(part), `no '${part}' in:\n${text}`);
}

/** Cells of the map with this head, without what stands before them. */
function mapOf(lines: readonly string[], label: string): string[] {
  const head = lines.findIndex((line) => line.startsWith(label));
  const rows = lines.slice(head + 1);
  const end = rows.findIndex((line) => !/[·░▒▓█]{16}$/.test(line));
  return rows.slice(0, end).map((line) => /[·░▒▓█]+$/.exec(line)?.[0] ?? "");
}

describe("WatchView", () => {
  afterEach(cleanup);

  for (const size of [USUAL, LARGE]) {
    it(`WatchView__at_${size.columns}x${size.rows}_has_all_maps_totals_and_clients`, () => {
      const lines = linesAt(size);
      assertFits(lines, size);
      assertHas(lines, [
        "volume scratch  1.0 GiB, regions of 64.0 KiB, cells of 4.0 MiB",
        "dirty 0.6% (97 of 16384 regions) since creation, 2026-01-02 03:04:05 UTC",
        "q quit   p pause",
      ]);
      for (const label of ["read/s", "write/s", "dirty  "]) {
        assert.deepEqual(
          mapOf(lines, label).map((row) => row.length),
          size === USUAL ? [64, 64, 64, 64] : [96, 96, 64],
        );
      }
    });
  }

  it("WatchView__at_40x10_has_one_map_and_totals", () => {
    const state = stateOf();
    const { draw } = renderAt(SMALL, state);
    for (const [kind, label] of [
      ["read", "read/s"],
      ["dirty", "dirty  "],
    ] as const) {
      state.toggleMap(kind);
      const lines = draw();
      assertFits(lines, SMALL);
      assertHas(lines, [
        "▒ ≥",
        "█ ",
        "volume scratch",
        "dirty 0.6% (97",
        "read     1.13k/s",
        "q quit",
      ]);
      assert.deepEqual(
        mapOf(lines, label).map((row) => row.length),
        [32, 32],
      );
    }
  });

  it("WatchView__levels_are_told_by_their_glyphs", () => {
    const lines = linesAt(USUAL);
    const read = mapOf(lines, "read/s");
    assert.match(read[0] ?? "", /^█▒·+$/);
    assert.match(read[1] ?? "", /^░·+$/);
    assert.match(mapOf(lines, "write/s")[3] ?? "", /^·+█$/);
    assert.match(mapOf(lines, "dirty  ")[0] ?? "", /^█▓░·+$/);
    assertHas(lines, [
      "read/s   · 0  ░ >0  ▒ ≥40  ▓ ≥200  █ ≥1k",
      "dirty    · 0  ░ >0  ▒ ≥25%  ▓ ≥50%  █ all",
      " 256 MiB ░",
    ]);
  });

  it("WatchView__merged_cells_say_so", () => {
    const lines = linesAt(USUAL, { ...BUSY, traffic: traffic(1, 1, 1), refused: 1 });
    assertHas(lines, ["hottest of 2 cells", "all, of 2 cells"]);
    assert.match(mapOf(lines, "read/s")[0] ?? "", /^█·/);
  });

  it("WatchView__clients_have_sessions_rates_and_bandwidths", () => {
    const text = linesAt(USUAL).join("\n");
    assert.match(text, /clients by traffic +sessions +read\/s +bandwidth +write\/s +bandwidth/);
    assert.match(text, /database +1 +1\.00k +3\.91 MiB\/s +600 +2\.34 MiB\/s\nbackup +1 +125/);
  });

  it("WatchView__clients_without_a_row_are_counted", () => {
    const clients = Array.from({ length: 12 }, (_, index) => client(`client-${index}`, index));
    const lines = linesAt(USUAL, { ...BUSY, clients });
    assertFits(lines, USUAL);
    assertHas(lines, ["2 of 12 clients by traffic", "client-11", "client-10"]);
    assert.ok(!lines.join("").includes("client-9"));
  });

  it("WatchView__totals_have_their_last_minute", () => {
    const state = stateOf();
    state.feed({ ...BUSY, traffic: traffic(1125 + 562, 600) }, 2000);
    const text = renderAt(USUAL, state).draw().join("\n");
    assert.match(text, /read +562\/s +2\.20 MiB\/s .*█▄ {2}peak 1\.13k\/s/);
    assert.match(text, /write +0\/s +0 B\/s .*█ {3}peak 600\/s/);
  });

  it("WatchView__atomics_estimates_and_notices_only_where_there_are_any", () => {
    const without = linesAt(LARGE).join("\n");
    for (const part of ["at", "≈", "found", "refused"]) {
      assert.ok(!new RegExp(`\\b${part}(omic|/s|\\b)`).test(without), part);
    }
    const lines = linesAt(LARGE, {
      ...BUSY,
      traffic: traffic(1, 2, 3),
      bytes_estimated: true,
      refused: 1,
      regions_found_changed: 7,
    });
    assertFits(lines, LARGE);
    assertHas(lines, ["wr+at/s", "atomic/s", "≈ 8.00 KiB/s"]);
    assertHas(lines, ["7 regions found changed by hash, 1 notification refused"]);
  });

  it("WatchView__before_any_client_says_so", () => {
    assertHas(linesAt(USUAL, statistics()), ["no clients yet"]);
  });

  it("WatchView__pause_says_so", () => {
    const state = stateOf();
    state.togglePause();
    assertHas(renderAt(USUAL, state).draw(), ["1s, view paused", "p go on"]);
  });

  it("WatchView__the_last_frame_has_no_keys", () => {
    const state = stateOf();
    state.end();
    assert.ok(!renderAt(USUAL, state).draw().join("\n").includes("quit"));
  });

  it("WatchView__keys_become_actions", async () => {
    const { draw, pressed, stdin } = renderAt(USUAL, stateOf());
    draw();
    await keysAreRead(stdin);
    for (const key of ["q", "p", "r", "W", "d", "t", "x", "\u0003"]) stdin.write(key);
    assert.deepEqual(pressed, ["quit", "pause", "read", "write", "dirty", "sort", "quit"]);
  });

  it("WatchView__without_color_has_no_escape_sequence", () => {
    assert.ok(!linesAt(USUAL).join("\n").includes("\u001b"));
  });

  it("WatchView__color_adds_no_width_and_no_meaning", () => {
    const colored = renderAt(USUAL, stateOf(), createPalette(true)).draw();
    assert.ok(colored.join("").includes("\u001b[33m"));
    const stripped = colored.map((line) => line.replaceAll(/\p{Cc}\[\d+m/gu, "").trimEnd());
    assert.deepEqual(
      stripped,
      linesAt(USUAL).map((line) => line.trimEnd()),
    );
  });

  it("WatchView__fits_any_terminal_whatever_there_is", () => {
    const clients = ["読み込み\u0007テスト".repeat(6), "b", ""].map((name) =>
      client(name, 9, 9, 9),
    );
    const full = { ...BUSY, clients, traffic: traffic(9, 9, 9), bytes_estimated: true, refused: 2 };
    for (const columns of [1, 9, 20, 39, 59, 60, 79, 138, 200]) {
      for (const rows of [1, 2, 5, 8, 12, 16, 23, 50]) {
        const lines = linesAt({ columns, rows }, full);
        assertFits(lines, { columns, rows });
        assert.ok(!lines.join("").includes("\u0007"));
      }
    }
  });
});
