import assert from "node:assert/strict";
import fc from "fast-check";
import type { VolumeStatistics } from "../../../src/control/observation.js";
import { WatchState } from "../../../src/ui/watch/state.js";
import { CELLS, cells, client, counts, statistics, traffic, VOLUME } from "./statistics.js";

/** Fed once a second. */
function stateAfter(...answers: VolumeStatistics[]): WatchState {
  const [first = statistics(), ...later] = answers;
  const state = new WatchState(VOLUME, first, 5000);
  for (const [index, answer] of later.entries()) state.feed(answer, 6000 + 1000 * index);
  return state;
}

const reading = (some: Record<number, number>) =>
  statistics({ cells: cells({ read: counts(some) }) });

describe("WatchState", () => {
  it("frame__before_the_second_answer_knows_no_activity", () => {
    const frame = stateAfter(reading({ 3: 1000 })).frame();
    assert.deepEqual(frame.activity.read.cells, counts());
    assert.equal(frame.activity.read.highest, 0);
    assert.equal(frame.elapsedSeconds, 0);
  });

  it("frame__activity_is_what_was_added_by_the_second", () => {
    const state = stateAfter(reading({ 3: 1000 }));
    state.feed(reading({ 3: 1100, 7: 40 }), 7000);
    const { activity, elapsedSeconds } = state.frame();
    assert.deepEqual(activity.read.cells, counts({ 3: 50, 7: 20 }));
    assert.deepEqual(activity.write.cells, counts());
    assert.equal(activity.read.highest, 50);
    assert.equal(elapsedSeconds, 2);
  });

  it("frame__a_burst_fades_in_five_seconds", () => {
    const after = Array.from({ length: 6 }, () => reading({ 3: 100 }));
    const state = stateAfter(reading({}));
    const seen = after.map((answer, index) => {
      state.feed(answer, 6000 + 1000 * index);
      return state.frame().activity.read.cells[3];
    });
    assert.deepEqual(seen, [100, 80, 60, 40, 20, 0]);
  });

  it("frame__a_higher_rate_shows_at_once_and_a_lower_one_once_the_burst_has_faded", () => {
    const state = stateAfter(reading({}), reading({ 3: 100 }), reading({ 3: 300 }));
    assert.equal(state.frame().activity.read.cells[3], 200);
    for (let second = 1; second <= 6; second += 1) {
      state.feed(reading({ 3: 300 + 10 * second }), 7000 + 1000 * second);
    }
    assert.equal(state.frame().activity.read.cells[3], 10);
  });

  it("frame__the_scale_falls_more_slowly_than_the_cells", () => {
    const state = stateAfter(reading({}), reading({ 3: 300 }), reading({ 3: 300 }));
    const { read } = state.frame().activity;
    assert.equal(read.cells[3], 240);
    assert.equal(read.highest, 290);
  });

  it("frame__atomic_operations_are_writes_on_the_map", () => {
    const atomic = statistics({
      cells: cells({ write: counts({ 1: 2 }), atomic: counts({ 1: 3 }) }),
    });
    assert.equal(stateAfter(statistics(), atomic).frame().activity.write.cells[1], 5);
  });

  it("feed__nothing_is_negative_when_counters_start_over", () => {
    const counters = fc.array(fc.nat(1e6), { minLength: 8, maxLength: 8 });
    fc.assert(
      fc.property(fc.array(counters, { minLength: 2, maxLength: 8 }), (answers) => {
        const state = stateAfter(
          ...answers.map((read) =>
            statistics({
              cells: cells({ read, write: read, atomic: read, dirty: read }),
              traffic: traffic(read[0], read[1], read[2]),
              clients: [client("a", read[3], read[4], read[5])],
            }),
          ),
        );
        const { activity, total, clients } = state.frame();
        const { read, write } = activity;
        for (const rates of [total, ...clients.map((figures) => figures.traffic)]) {
          assert.ok(Object.values(rates).every((rate) => rate.operationsPerSecond >= 0));
          assert.ok(Object.values(rates).every((rate) => rate.bytesPerSecond >= 0));
        }
        for (const map of [read, write]) {
          assert.ok(map.cells.every((perSecond) => perSecond >= 0 && perSecond <= map.highest));
        }
      }),
    );
  });

  it("feed__counters_that_start_over_count_from_zero", () => {
    const state = stateAfter(reading({ 3: 1000 }), reading({ 3: 40 }));
    assert.equal(state.frame().activity.read.cells[3], 40);
  });

  it("feed__cells_of_another_size_are_another_volume_s", () => {
    const other = statistics({
      cells: cells({ read: counts({ 3: 900 }), regions_each: 32 }),
    });
    const state = stateAfter(reading({ 3: 10 }), reading({ 3: 20 }), other);
    assert.deepEqual(state.frame().activity.read.cells, counts());
  });

  it("frame__the_last_cell_has_the_regions_that_are_left", () => {
    const some = statistics({
      region_size_bytes: 4096,
      cells: cells({
        ...{ read: [0, 0, 0], write: [0, 0, 0], atomic: [0, 0, 0] },
        ...{ dirty: [0, 4, 2], regions_each: 4 },
      }),
    });
    const state = new WatchState({ name: "odd", sizeBytes: 9 * 4096 + 1 }, some, 0);
    const { dirtyCells, dirty, cellSizeBytes } = state.frame();
    assert.deepEqual(
      dirtyCells.map((cell) => cell.regions),
      [4, 4, 2],
    );
    assert.deepEqual(dirty, {
      point: "creation",
      since: "2026-01-02T03:04:05.678Z",
      dirtyRegions: 6,
      regions: 10,
    });
    assert.equal(cellSizeBytes, 16_384);
  });

  it("frame__rates_are_of_the_time_between_two_answers", () => {
    const state = stateAfter(statistics({ traffic: traffic(100, 50) }));
    assert.deepEqual(state.frame().total.read, { operationsPerSecond: 0, bytesPerSecond: 0 });
    state.feed(statistics({ traffic: traffic(120, 54, 2) }), 7000);
    const { total, hasAtomics } = state.frame();
    assert.deepEqual(total.read, { operationsPerSecond: 10, bytesPerSecond: 40_960 });
    assert.deepEqual(total.write, { operationsPerSecond: 2, bytesPerSecond: 8192 });
    assert.equal(total.atomic.operationsPerSecond, 1);
    assert.equal(hasAtomics, true);
  });

  it("frame__a_client_s_rates_are_its_own_from_its_first_operation_on", () => {
    const state = stateAfter(
      statistics({ clients: [client("a", 100), client("gone", 1)] }),
      statistics({ clients: [client("new", 0, 7), client("a", 105)] }),
    );
    const rates = state.frame().clients.map(({ name, traffic: { read, write } }) => {
      return [name, read.operationsPerSecond, write.operationsPerSecond];
    });
    assert.deepEqual(rates, [
      ["new", 0, 7],
      ["a", 5, 0],
    ]);
  });

  it("frame__history_is_of_the_last_minute", () => {
    const answers = Array.from({ length: 71 }, (_, second) =>
      statistics({ traffic: traffic(second * (second + 1)) }),
    );
    const { read } = stateAfter(...answers).frame().history;
    assert.deepEqual([read.length, read[0], read.at(-1)], [60, 22, 140]);
  });

  it("toggleSorting__between_traffic_and_names_with_the_others_last", () => {
    const clients = [client("", 9999), client("b", 5), client("c", 0, 7), client("a", 5)];
    const state = stateAfter(statistics(), statistics({ clients }));
    const names = () => state.frame().clients.map(({ name }) => name);
    assert.deepEqual(names(), ["c", "a", "b", "others"]);
    state.toggleSorting();
    assert.deepEqual(names(), ["a", "b", "c", "others"]);
  });

  it("toggleMap__one_alone_and_all_again", () => {
    const state = stateAfter(statistics());
    const selections = (["read", "dirty", "dirty"] as const).map((kind) => {
      state.toggleMap(kind);
      return state.frame().selection;
    });
    assert.deepEqual(selections, ["read", "dirty", "all"]);
  });

  it("togglePause__freezes_the_frame_until_let_go", () => {
    const state = stateAfter(reading({}), reading({ 3: 10 }));
    state.togglePause();
    const paused = state.frame();
    assert.equal(paused.paused, true);
    state.feed(reading({ 3: 90 }), 7000);
    assert.deepEqual(state.frame(), paused);
    state.togglePause();
    assert.equal(state.frame().activity.read.cells[3], 80);
    assert.equal(state.frame().history.read.length, 2);
  });

  it("end__shows_what_was_fed_last", () => {
    const state = stateAfter(reading({}));
    state.togglePause();
    state.feed(reading({ [CELLS - 1]: 8 }), 6000);
    state.end();
    const { paused, ended, activity } = state.frame();
    assert.deepEqual([paused, ended, activity.read.cells.at(-1)], [false, true, 8]);
  });
});
