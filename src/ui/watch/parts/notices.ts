/** What should not be, and what nobody told of; only where there is any. */
import type { Palette } from "../../palette.js";
import { fitName } from "../../text.js";
import type { WatchFrame } from "../frame.js";

type Counters = Pick<WatchFrame, "regionsFoundChanged" | "notificationsRefused">;

export function noticeLines(frame: Counters, columns: number, palette: Palette): string[] {
  const { regionsFoundChanged: found, notificationsRefused: refused } = frame;
  const notices = [
    ...(found > 0 ? [`${found} ${found === 1 ? "region" : "regions"} found changed by hash`] : []),
    ...(refused > 0
      ? [`${refused} ${refused === 1 ? "notification" : "notifications"} refused`]
      : []),
  ];
  if (notices.length === 0) return [];
  return [palette.warning(fitName(notices.join(", "), columns).trimEnd())];
}
