/** What the keys of the watch view mean. */
import type { KeyMeaning } from "../terminal/key-help.js";
import type { MapKind, WatchFrame } from "./frame.js";

export type KeyAction = "quit" | "pause" | "sort" | MapKind;

const ACTIONS: Partial<Record<string, KeyAction>> = {
  q: "quit",
  p: "pause",
  r: "read",
  w: "write",
  d: "dirty",
  t: "sort",
};

/** The action of a key as ink reports it. In raw mode Ctrl-C is a key and no signal. */
export function actionOf(input: string, key: { ctrl: boolean }): KeyAction | undefined {
  if (key.ctrl) return input === "c" ? "quit" : undefined;
  return ACTIONS[input.toLowerCase()];
}

/** None once the watch is over. */
export function keysOf(frame: Pick<WatchFrame, "ended" | "paused" | "sorting">): KeyMeaning[] {
  if (frame.ended) return [];
  return [
    ["q", "quit"],
    ["p", frame.paused ? "go on" : "pause"],
    ["r/w/d", "map"],
    ["t", frame.sorting === "traffic" ? "by name" : "by traffic"],
  ];
}
