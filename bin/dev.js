#!/usr/bin/env node
// memvol, from its sources: what bin/run.js does, without a bundle.
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { execute } from "@oclif/core";
import { register } from "tsx/esm/api";

const pathOf = (relative) => fileURLToPath(new URL(relative, import.meta.url));

register({ tsconfig: pathOf("../tsconfig.json") });
const pjson = JSON.parse(readFileSync(pathOf("../package.json"), "utf8"));
await execute({ loadOptions: { root: pathOf("../src"), pjson } });
