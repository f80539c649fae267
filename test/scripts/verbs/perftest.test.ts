import assert from "node:assert/strict";
import { latencyNsOf, rateOf } from "../../../scripts/verbs/perftest.js";

const LINE =
  "---------------------------------------------------------------------------------------";
const LATENCY = [
  " local address: LID 0000 QPN 0x0012 PSN 0x4c7a6e",
  LINE,
  " #bytes #iterations    t_min[usec]    t_max[usec]  t_typical[usec]    t_avg[usec]    t_stdev[usec]   99% percentile[usec]   99.9% percentile[usec] ",
  " 4096    1000          44.10          312.55       47.25              49.02            8.33            70.11                  312.55  ",
  LINE,
].join("\n");
const BANDWIDTH = [
  " #bytes     #iterations    BW peak[MB/sec]    BW average[MB/sec]   MsgRate[Mpps]",
  " 65536      1000             812.33             801.17             0.012819",
  LINE,
].join("\n");

describe("reading what perftest prints", () => {
  it("latency__is_the_typical_one_in_nanoseconds", () => {
    assert.equal(latencyNsOf(LATENCY), 47_250);
  });

  it("rate__is_that_of_messages", () => {
    assert.ok(Math.abs(rateOf(BANDWIDTH) - 12_819) < 0.001);
  });

  it("output_without_figures__is_refused_and_shown", () => {
    assert.throws(() => latencyNsOf("Couldn't initialize ib_dev\n"), /no figures.*ib_dev/s);
  });
});
