/** What a job file draws on: included files, the environment, the machine; and its arithmetic. */
import assert from "node:assert/strict";
import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import fc from "fast-check";
import { evaluate, SIZE_SUFFIXES } from "../../../src/bench/jobfile/arithmetic.js";
import { parseJobFile } from "../../../src/bench/jobfile/parse.js";
import { readJobFile } from "../../../src/bench/jobfile/read.js";
import { KEYWORDS, THIS_MACHINE } from "../../../src/bench/jobfile/source.js";
import { makeTestDirectory } from "../../support/directory.js";
import { refusalOf } from "./refusal.js";
import { surroundings, variable } from "./surroundings.js";

type Files = Record<string, string>;

const parse = (text: string, files: Files = {}, environment: Files = {}) =>
  parseJobFile(text, "dir/jobs.fio", surroundings(files, environment));

describe("include", () => {
  it("include__options_join_the_section_at_that_place", () => {
    const files = { "dir/a.fio": "bs=8k\niodepth=4\n" };
    const { jobs } = parse("[global]\nbs=16k\n[x]\nbs=1k\ninclude a.fio\niodepth=2\n[y]\n", files);
    const seen = jobs.map((job) => [job.blockSizeBytes.read, job.iodepth]);
    assert.deepEqual(seen, [
      [8192, 2],
      [16384, 1],
    ]);
  });

  it("include__in_global_holds_for_later_jobs", () => {
    const { jobs } = parse("[global]\ninclude a.fio ; why\n[x]\n", { "dir/a.fio": "bs=8k" });
    assert.equal(jobs[0]?.blockSizeBytes.read, 8192);
  });

  it("include__as_named_comes_before_beside_the_file", () => {
    const files = { "a.fio": "iodepth=2", "dir/a.fio": "iodepth=3" };
    assert.equal(parse("[x]\ninclude a.fio", files).jobs[0]?.iodepth, 2);
  });

  it("include__may_be_nested_and_is_looked_for_beside_the_including_file", () => {
    const files = { "dir/sub/a.fio": "include b.fio\nbs=2k", "dir/sub/b.fio": "bs=1k\niodepth=9" };
    const job = parse("[x]\ninclude sub/a.fio", files).jobs[0];
    assert.deepEqual([job?.blockSizeBytes.read, job?.iodepth], [2048, 9]);
  });

  it("include__the_profile_s_text_has_the_included_lines", () => {
    const { text } = parse("[x]\ninclude a.fio\nbs=1k", { "dir/a.fio": "iodepth=2\nsize=1m" });
    assert.equal(text, "[x]\niodepth=2\nsize=1m\nbs=1k");
  });

  it("include__a_fault_names_the_included_file_and_its_line", () => {
    const error = refusalOf(() => parse("[x]\n\ninclude a.fio", { "dir/a.fio": "\niodept=4" }));
    assert.equal(error.message, "dir/a.fio:2: 'iodept' is not an option of a job");
    assert.equal(error.nextSteps[0], "Did you mean 'iodepth'?");
  });

  const refused: [name: string, files: Files, message: RegExp, code: string][] = [
    ["missing", {}, /^dir\/jobs\.fio:2: .* no file 'a\.fio' here or beside/, "file_unreadable"],
    ["section", { "dir/a.fio": "\n[y]" }, /^dir\/a\.fio:2: '\[y\]' stands/, "job_file_invalid"],
    [
      "itself",
      { "dir/a.fio": "include b.fio", "dir/b.fio": "include a.fio" },
      /^dir\/b\.fio:1: 'dir\/a\.fio' includes itself/,
      "job_file_invalid",
    ],
  ];
  for (const [name, files, message, code] of refused) {
    it(`include__refuses_${name}`, () => {
      const error = refusalOf(() => parse("[x]\ninclude a.fio", files));
      assert.match(error.message, message);
      assert.equal(error.code, code);
      assert.equal(error.nextSteps.length, 1);
    });
  }

  it("include__real_files_are_found_and_a_directory_is_refused", async () => {
    const directory = await makeTestDirectory();
    try {
      await writeFile(join(directory.path, "jobs.fio"), "[x]\ninclude a.inc\n");
      await writeFile(join(directory.path, "a.inc"), "iodepth=5\n");
      const { jobs } = await readJobFile(join(directory.path, "jobs.fio"));
      assert.equal(jobs[0]?.iodepth, 5);
      await mkdir(join(directory.path, "b.inc"));
      await writeFile(join(directory.path, "jobs.fio"), "[x]\ninclude b.inc\n");
      await assert.rejects(readJobFile(join(directory.path, "jobs.fio")), {
        code: "file_unreadable",
        message: /jobs\.fio:2: 'include' cannot be followed: EISDIR/,
      });
    } finally {
      await directory.remove();
    }
  });
});

const [A, B, NONE] = ["A", "B", "NONE"].map(variable) as [string, string, string];

describe("substitution", () => {
  it("environment__a_variable_s_value_stands_in_its_place", () => {
    const { jobs, warnings } = parse(`[x]\nbs=${A}k\nname=${A}-${B}`, {}, { A: "8", B: "b" });
    assert.deepEqual([jobs[0]?.blockSizeBytes.read, jobs[0]?.name], [8192, "8-b"]);
    assert.deepEqual(jobs[0]?.options, { bs: "8k", name: "8-b" });
    assert.deepEqual(warnings, []);
  });

  it("environment__a_value_is_not_expanded_again", () => {
    const { jobs } = parse(`[x]\nname=${A}`, {}, { A: B, B: "b" });
    assert.equal(jobs[0]?.name, B);
  });

  it("environment__what_is_not_set_is_empty_and_warned_of", () => {
    const { jobs, warnings } = parse(`[x]\nbs=4${NONE}k`);
    assert.equal(jobs[0]?.blockSizeBytes.read, 4096);
    assert.deepEqual(warnings, [
      `dir/jobs.fio:2: 'bs': '${NONE}' is not set in the environment: nothing replaces it`,
    ]);
  });

  const keywords: [value: string, bytes: number][] = [
    ["$pagesize", 4096],
    ["8*$mb_memory", 8000],
    ["$mb_memory/3", 333],
    ["$ncpus*$pagesize", 24_576],
    ["($ncpus + 2)*1", 8],
    ["$ncpusk", 6144],
    ["($ncpus*4k)", 24_576],
  ];
  for (const [value, bytes] of keywords) {
    it(`keyword__${value}`, () => {
      assert.deepEqual(parse(`[x]\nsize=${value}`).jobs[0]?.size, { bytes });
    });
  }

  it("keyword__faults_name_the_line", () => {
    const error = refusalOf(() => parse("[x]\nsize=$ncpus/0"));
    assert.match(error.message, /^dir\/jobs\.fio:2: 'size': '6\/0' .* it divides by zero$/);
  });

  it("keyword__this_machine_has_each", () => {
    for (const name of KEYWORDS) {
      const value = THIS_MACHINE.keyword(name);
      assert(Number.isInteger(value) && value > 0, name);
    }
  });
});

describe("arithmetic", () => {
  const known: [text: string, value: number][] = [
    ["(1+2k)", 2049],
    ["(2*4k)", 8192],
    ["(10/4k)", 2048],
    ["(4k*2)", 8192],
    ["(2^3k)", 8192],
    ["(2^3^2)", 512],
    ["(10-4-3)", 3],
    ["(7/2)", 3],
    ["(7/2.0)", 3],
    ["(1.5*2)", 3],
    ["(1.5k)", 1536],
    ["(-2^2)", 4],
    ["(5%3^2)", 4],
    ["(0x10 + 1KiB)", 1016],
    ["(1)k", 1024],
    ["(2+2)*3", 12],
  ];
  for (const [text, value] of known) {
    it(`evaluate__${text}`, () => assert.equal(evaluate(text, SIZE_SUFFIXES).value, value));
  }

  for (const text of ["()", "(1", "1)", "(1 2)", "(k)", "(1+)", "(1&2)", "(1%0)", "(2^9999)"]) {
    it(`evaluate__refuses_${text}`, () => {
      const error = refusalOf(() => evaluate(text, SIZE_SUFFIXES));
      assert.ok(error.message.startsWith(`'${text}' is not an expression: `), error.message);
    });
  }

  it("evaluate__whole_numbers_fully_in_parentheses_are_as_in_big_integers", () => {
    interface Rendered {
      text: string;
      value: bigint;
    }
    const { tree } = fc.letrec<{ tree: Rendered }>((tie) => ({
      tree: fc.oneof(
        { maxDepth: 4 },
        fc.nat(1000).map((value) => ({ text: String(value), value: BigInt(value) })),
        fc
          .tuple(tie("tree"), fc.constantFrom("+", "-", "*", "/", "%"), tie("tree"))
          .filter(([, operator, right]) => !"/%".includes(operator) || right.value !== 0n)
          .map(([left, operator, right]) => ({
            text: `(${left.text} ${operator}${right.text})`,
            value: apply(left.value, operator, right.value),
          }))
          // What a number does not hold exactly may come out otherwise.
          .filter(({ value }) => value < 2n ** 52n && value > -(2n ** 52n)),
      ),
    }));
    fc.assert(
      fc.property(tree, ({ text, value }) => {
        assert.equal(evaluate(text, SIZE_SUFFIXES).value, Number(value));
      }),
    );
  });
});

function apply(left: bigint, operator: string, right: bigint): bigint {
  if (operator === "+") return left + right;
  if (operator === "-") return left - right;
  if (operator === "*") return left * right;
  return operator === "/" ? left / right : left % right;
}
