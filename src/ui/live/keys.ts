/** What the keys of the live view mean. */
import type { KeyMeaning } from "../terminal/key-help.js";
import type { LiveFrame } from "./frame.js";

export type KeyAction = "stop" | "interrupt" | "pause" | "interval" | "cumulative";

const ACTIONS: Partial<Record<string, KeyAction>> = {
  q: "stop",
  p: "pause",
  h: "interval",
  l: "cumulative",
};

/** The action of a key as ink reports it. In raw mode Ctrl-C is a key and no signal. */
export function actionOf(input: string, key: { ctrl: boolean }): KeyAction | undefined {
  if (key.ctrl) return input === "c" ? "interrupt" : undefined;
  return ACTIONS[input.toLowerCase()];
}

/** None once the run is over. */
export function keysOf({ phase, paused }: Pick<LiveFrame, "phase" | "paused">): KeyMeaning[] {
  if (phase === "done") return [];
  return [
    ["q", "stop and save"],
    ["p", paused ? "go on" : "pause"],
    ["h", "last second"],
    ["l", "whole run"],
  ];
}
