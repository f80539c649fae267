/** Which bytes a session gets and how it is observed: what is asked for, as far as it is open. */
import type { ObservationMode } from "../binding/native-observation.js";
import { OBSERVATION_DETAIL } from "../control/observation.js";
import type { AttachRequest } from "../control/schemas.js";
import { UserError } from "../errors.js";
import { formatBytes } from "../units/bytes.js";
import type { CatalogVolume } from "./catalog.js";
import { checkWaitObserved, type Negotiated, negotiate } from "./negotiation.js";
import { checkRange } from "./range.js";

/** Bytes from `from` until before `to`. */
interface Span {
  from: number;
  to: number;
}

export interface Opened extends Negotiated {
  offsetBytes: number;
  lengthBytes: number;
}

export interface OpenedOptions {
  immediates: boolean;
  /** What may be reached in a mode, in order and apart; some modes open more. */
  reach(mode: ObservationMode): Span[];
}

/** From the mode that sees least; these see more. */
const MORE: ObservationMode[] = ["hash", "immediate", "message"];

/**
 * Without a length, as much as is open from the offset on. Without a mode, the volume's default,
 * or one that sees more where only that opens it.
 *
 * @throws UserError `range_invalid`, `access_denied` outside what is open, `observation_required`
 */
export function openedRange(
  volume: CatalogVolume,
  request: AttachRequest,
  { immediates, reach }: OpenedOptions,
): Opened {
  const { size_bytes: size, name } = volume;
  const { offset_bytes: asked, length_bytes: length } = request;
  checkRange(name, size, asked, length ?? size - asked);
  const look = (mode: ObservationMode) => spanIn(clipped(reach(mode), size), asked, length);
  const modes = request.observe === undefined ? [undefined, ...MORE] : [request.observe];
  for (const mode of modes) {
    // Of what is tried beyond a wish, some sees less than the volume demands.
    if (mode !== request.observe && !suffices(mode, volume)) continue;
    const negotiated = negotiate(mode, volume.observe, { immediates });
    const span = look(negotiated.mode);
    if (span === undefined) continue;
    if (request.wait_observed) checkWaitObserved(negotiated.mode);
    return { ...negotiated, offsetBytes: span.from, lengthBytes: span.to - span.from };
  }
  const needed = MORE.find((mode) => suffices(mode, volume) && look(mode) !== undefined);
  if (needed !== undefined) throw notSeen(name, needed);
  throw notOpen(name, clipped(reach("scratch"), size));
}

function suffices(mode: ObservationMode | undefined, { observe }: CatalogVolume): boolean {
  return mode !== undefined && OBSERVATION_DETAIL[mode] >= OBSERVATION_DETAIL[observe.minimum];
}

function notSeen(name: string, needed: ObservationMode): UserError {
  return new UserError(
    "observation_required",
    `What permits access to volume '${name}' demands to be observed by at least '${needed}'`,
    { nextSteps: [`Let it be observed: --observe ${needed}`, "Or leave --observe out."] },
  );
}

function clipped(spans: Span[], size: number): Span[] {
  return spans
    .map(({ from, to }) => ({ from, to: Math.min(to, size) }))
    .filter(({ from, to }) => from < to);
}

function spanIn(open: Span[], asked: number, length: number | undefined): Span | undefined {
  if (length !== undefined) {
    const wanted = { from: asked, to: asked + length };
    return open.some(({ from, to }) => from <= wanted.from && wanted.to <= to) ? wanted : undefined;
  }
  const around = open.find(({ from, to }) => from <= asked && asked < to);
  return around && { from: asked, to: around.to };
}

function notOpen(name: string, open: Span[]): UserError {
  const [first] = open;
  if (first === undefined) {
    return new UserError("access_denied", `No byte of volume '${name}' may be reached`);
  }
  const ranges = open.map(({ from, to }) => `${from} to ${to}`).join(", ");
  const message = `Of volume '${name}' only these bytes may be reached: ${ranges}`;
  const length = first.to - first.from;
  return new UserError("access_denied", message, {
    nextSteps: [`Ask for them: --offset ${first.from} --length ${length} (${formatBytes(length)})`],
  });
}
