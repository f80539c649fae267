/** Bars and sparklines from the block elements that every monospaced font has. */

const EIGHTHS_RIGHTWARDS = ["", "▏", "▎", "▍", "▌", "▋", "▊", "▉"];
const EIGHTHS_UPWARDS = [" ", "▁", "▂", "▃", "▄", "▅", "▆", "▇", "█"];

/**
 * A bar to the right, in eighths of a cell, padded to `width` cells. What is there at all is
 * drawn at least an eighth of a cell long.
 */
export function horizontalBar(fraction: number, width: number): string {
  const share = Math.min(1, Math.max(0, fraction));
  const eighths = share > 0 ? Math.max(1, Math.round(share * width * 8)) : 0;
  const full = "█".repeat(Math.floor(eighths / 8));
  return `${full}${EIGHTHS_RIGHTWARDS[eighths % 8] ?? ""}`.padEnd(width);
}

/**
 * The last `width` values as columns, the highest of them eight eighths high, padded on the
 * left. A value of 0 is a gap.
 */
export function sparkline(values: readonly number[], width: number): string {
  const shown = width > 0 ? values.slice(-width) : [];
  const peak = Math.max(0, ...shown);
  const cells = shown.map((value) => {
    const eighths = value > 0 ? Math.max(1, Math.round((value / peak) * 8)) : 0;
    return EIGHTHS_UPWARDS[eighths] ?? " ";
  });
  return cells.join("").padStart(width);
}
