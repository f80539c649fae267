/** The types of requests and responses, derived from the table of routes. */
import type { z } from "zod";
import type { AnswerRoute, Api, RouteName, StreamRoute } from "./api.js";
import type { Caller } from "./caller.js";

type Part = "params" | "query" | "body";

/** Routes with one answer. */
export type AnswerName = {
  [N in RouteName]: Api[N] extends AnswerRoute ? N : never;
}[RouteName];

/** Routes that stream. */
export type StreamName = {
  [N in RouteName]: Api[N] extends StreamRoute ? N : never;
}[RouteName];

/** The parts that a route's requests have. */
type PartsOf<N extends RouteName> = Extract<keyof Api[N], Part>;
type SchemaOf<N extends RouteName, P extends PartsOf<N>> = Extract<Api[N][P], z.ZodType>;

/** What a caller gives: defaults may be left out. */
export type CallInput<N extends RouteName> = {
  [P in PartsOf<N>]: z.input<SchemaOf<N, P>>;
};

/** What a handler gets: checked, with defaults filled in. */
export type HandlerInput<N extends RouteName> = {
  [P in PartsOf<N>]: z.output<SchemaOf<N, P>>;
};

export type ResponseOf<N extends AnswerName> = z.output<Api[N]["response"]>;
export type ItemOf<N extends StreamName> = z.output<Api[N]["stream"]>;

/** Items that go out together; the next are asked for once these are taken. */
export type Batches<T> = AsyncIterable<readonly T[]>;

type AnswerHandlers = {
  [N in AnswerName]: (
    input: HandlerInput<N>,
    caller: Caller,
  ) => ResponseOf<N> | Promise<ResponseOf<N>>;
};

/** The batches end when the signal aborts: the client left, or the server stops. */
type StreamHandlers = {
  [N in StreamName]: (
    input: HandlerInput<N>,
    caller: Caller,
    signal: AbortSignal,
  ) => Batches<ItemOf<N>>;
};

/** What a server needs: one handler for each route. */
export type Handlers = AnswerHandlers & StreamHandlers;
