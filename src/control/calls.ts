/** The types of requests and responses, derived from the table of routes. */
import type { z } from "zod";
import type { Api, RouteName } from "./api.js";

type Part = "params" | "query" | "body";

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

export type ResponseOf<N extends RouteName> = z.output<Api[N]["response"]>;

/** What a server needs: one handler for each route. */
export type Handlers = {
  [N in RouteName]: (input: HandlerInput<N>) => ResponseOf<N> | Promise<ResponseOf<N>>;
};
