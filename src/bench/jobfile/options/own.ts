/** Options of memvol's own, of which fio knows none: atomic operations, and how all are observed. */

import {
  NOTIFICATION_BATCH_MAX,
  NOTIFICATION_PHASES,
  OBSERVATION_MODES,
} from "../../../binding/native-observation.js";
import { ATOMIC_OPERATIONS } from "../../../binding/native-run.js";
import { type JobOption, option, sets, setsIn } from "../option.js";
import { oneOf, onSwitch, type ValueType, wholeNumber } from "../value-types.js";

function nameOf<T extends string>(names: readonly T[]): ValueType<T> {
  return oneOf<T>(Object.fromEntries(names.map((name) => [name, name])) as Record<T, T>);
}

export const ATOMIC_OPTIONS: JobOption[] = [
  option({
    name: "memvol_op",
    type: nameOf(ATOMIC_OPERATIONS),
    doc: "atomic operations on words in the place of writes; with bs=8 and rw=write or randwrite",
    apply: sets("atomic"),
  }),
];

export const OBSERVATION_OPTIONS: JobOption[] = [
  option({
    name: "memvol_observe",
    type: nameOf(OBSERVATION_MODES),
    doc: "how the device observes the operations; default as the volume says",
    apply: setsIn("observation", "mode"),
  }),
  option({
    name: "memvol_observe_when",
    type: nameOf(NOTIFICATION_PHASES),
    doc: "when message or scratch tells of an operation; default after it",
    apply: setsIn("observation", "when"),
  }),
  option({
    name: "memvol_observe_batch",
    type: wholeNumber(1, NOTIFICATION_BATCH_MAX),
    doc: "operations that message or scratch tells of at once; default 32",
    apply: setsIn("observation", "batch"),
  }),
  option({
    name: "memvol_wait_observed",
    type: onSwitch,
    doc: "an operation is complete once the observer has acted on it",
    apply: setsIn("observation", "wait"),
  }),
];
