import assert from "node:assert/strict";
import { loadPageAssets } from "../../../src/bench/report/html/assets.js";
import type { Chart } from "../../../src/bench/report/html/chart.js";
import { htmlReport } from "../../../src/bench/report/html/html.js";
import { formatValue, percentileTicks } from "../../../src/bench/report/html/page/values.js";
import { mixedResult } from "./sample.js";

const ASSETS = { script: "/* script */", style: "/* style */" };

function chartsOf(html: string): Chart[] {
  const data = /<script type="application\/json" id="chart-data">(.*)<\/script>/.exec(html)?.[1];
  assert.ok(data);
  return JSON.parse(data);
}

describe("htmlReport", () => {
  it("htmlReport__has_charts_of_latency_rate_and_course", () => {
    const titles = chartsOf(htmlReport(mixedResult(), ASSETS)).map(({ title }) => title);
    for (const title of [
      "mixed, stage 1: latency by percentile",
      "mixed, stage 1: operations by latency",
      "mixed, stage 1: read latency over time",
      "mixed, stage 1: IOPS over time",
      "mixed, stage 1: bandwidth over time",
    ]) {
      assert(titles.includes(title), `${title} is not among: ${titles.join("; ")}`);
    }
  });

  it("htmlReport__lines_have_a_value_for_each_place", () => {
    for (const { x, lines, title } of chartsOf(htmlReport(mixedResult(), ASSETS))) {
      assert.deepEqual(
        [...x],
        [...x].sort((a, b) => a - b),
        title,
      );
      for (const { values } of lines) assert.equal(values.length, x.length, title);
    }
  });

  it("htmlReport__histogram_holds_every_operation", () => {
    const charts = chartsOf(htmlReport(mixedResult(), ASSETS));
    const histogram = charts.find(({ title }) => title.endsWith("operations by latency"));
    for (const { label, values } of histogram?.lines ?? []) {
      const sum = values.reduce((total: number, value) => total + (value ?? 0), 0);
      assert(Math.abs(sum - 100) < 1e-9, `${label}: ${sum}`);
    }
  });

  it("htmlReport__heat_map_has_a_cell_for_each_bucket_of_each_column", () => {
    const charts = chartsOf(htmlReport(mixedResult(), ASSETS));
    const maps = charts.filter(({ shape }) => shape === "cells");
    assert.deepEqual(
      maps.map(({ title }) => title),
      ["mixed, stage 1: read latency heat map"],
    );
    assert.deepEqual(maps[0]?.cells, [
      { x: [0, 1], y: [128, 288], share: 1 },
      { x: [1, 2], y: [917_504, 983_040], share: 0.5 },
      { x: [1, 2], y: [8_388_608, 9_437_184], share: 0.5 },
    ]);
  });

  it("htmlReport__a_name_is_no_markup", () => {
    const html = htmlReport(mixedResult("</script><b>"), ASSETS);
    assert(!html.includes("<b>"));
    assert(html.includes("&lt;/script&gt;&lt;b&gt;"));
    assert.equal(html.split("</script>").length, 3);
    assert(chartsOf(html)[0]?.title.startsWith("</script><b>"));
  });

  it("htmlReport__needs_no_network", async () => {
    const html = htmlReport(mixedResult(), await loadPageAssets());
    assert.doesNotMatch(html, /<(link|img|iframe)\b|<script[^>]+src=|@import|url\(/i);
    assert(html.includes("prefers-color-scheme: dark"));
    assert.match(html, /uPlot\s+The MIT License[\s\S]+Leon Sorokin/);
  });
});

describe("values of a chart", () => {
  it("formatValue__percentiles_have_as_many_nines_as_their_place", () => {
    const places = [1, 2, 10, 20, 100, 1000, 1e4, 1e5];
    const names = places.map((place) => formatValue(place, "percentile"));
    assert.deepEqual(names, ["p0", "p50", "p90", "p95", "p99", "p99.9", "p99.99", "p99.999"]);
  });

  it("formatValue__nothing_is_no_zero", () => {
    assert.equal(formatValue(null, "ns"), "–");
    assert.equal(formatValue(0, "ns"), "0 ns");
  });

  it("percentileTicks__stay_within_the_axis", () => {
    assert.deepEqual(percentileTicks(null, 0, 1, 1500), [1, 2, 10, 100, 1000]);
  });
});
