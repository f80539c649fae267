#!/usr/bin/env -S node --import=tsx
// memvol, from its sources: what bin/run.js does, without a build of the TypeScript.
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { execute } from "@oclif/core";

const pjson = JSON.parse(readFileSync(new URL("../package.json", import.meta.url), "utf8"));
const root = fileURLToPath(new URL("../src", import.meta.url));
await execute({ loadOptions: { root, pjson } });
