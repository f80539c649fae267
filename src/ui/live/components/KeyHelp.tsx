/** The keys and what they do. */
import type { Palette } from "../../palette.js";
import type { LiveFrame } from "../frame.js";
import { Lines } from "./Lines.js";

export interface KeyHelpProps {
  frame: LiveFrame;
  palette: Palette;
}

export function KeyHelp({ frame, palette }: KeyHelpProps) {
  const key = (letter: string, meaning: string) => `${palette.strong(letter)} ${meaning}`;
  const keys = [
    key("q", "stop and save"),
    key("p", frame.paused ? "go on" : "pause"),
    key("h", "last second"),
    key("l", "whole run"),
  ];
  return <Lines lines={[frame.phase === "done" ? "" : keys.join("   ")]} />;
}
