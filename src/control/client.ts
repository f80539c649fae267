/** The control API's client: typed by the table of routes, light to load. */
import { type IncomingMessage, request } from "node:http";
import { text } from "node:stream/consumers";
import type { z } from "zod";
import { UserError } from "../errors.js";
import { type AnswerRoute, api, type Route, type StreamRoute } from "./api.js";
import type { AnswerName, CallInput, ItemOf, ResponseOf, StreamName } from "./calls.js";
import { errorFromBody } from "./failure.js";
import { failure } from "./schemas.js";
import type { Endpoint } from "./transport/endpoint.js";

const DEFAULT_TIMEOUT_MS = 10_000;

export interface CallOptions {
  /** Without an answer for so long the device counts as unreachable. */
  timeoutMs?: number;
}

export interface StreamOptions extends CallOptions {
  /** Ends the stream; its reason is thrown. */
  signal: AbortSignal;
}

/** A request as it goes out, whatever its route. */
interface Parts {
  params?: Record<string, string>;
  query?: Record<string, unknown>;
  body?: unknown;
}

export class ControlClient {
  readonly #endpoint: Endpoint;

  constructor(endpoint: Endpoint) {
    this.#endpoint = endpoint;
  }

  /**
   * Calls one route and checks what comes back.
   *
   * @throws UserError with the device's own code, or `device_unreachable`
   */
  async call<N extends AnswerName>(
    name: N,
    input: CallInput<N>,
    { timeoutMs = DEFAULT_TIMEOUT_MS }: CallOptions = {},
  ): Promise<ResponseOf<N>> {
    const route: AnswerRoute = api[name];
    const signal = AbortSignal.timeout(timeoutMs);
    const { status, body } = await this.#open(route, input as Parts, signal)
      .then(async (response) => ({ status: response.statusCode ?? 0, body: await text(response) }))
      .catch((error: unknown) => {
        throw this.#unreachable(signal.aborted ? silence(timeoutMs) : error);
      });
    if (status >= 400) throw errorFromBody(this.#parsed(failure, body));
    return this.#parsed(route.response, body) as ResponseOf<N>;
  }

  /**
   * The items of a route that streams, until the device ends it.
   *
   * @throws UserError as call, also when the device goes away; the signal's reason
   */
  async *stream<N extends StreamName>(
    name: N,
    input: CallInput<N>,
    { signal, timeoutMs = DEFAULT_TIMEOUT_MS }: StreamOptions,
  ): AsyncGenerator<ItemOf<N>> {
    const route: StreamRoute = api[name];
    const response = await this.#begin(route, input as Parts, signal, timeoutMs);
    response.setEncoding("utf8");
    if ((response.statusCode ?? 0) >= 400) {
      throw errorFromBody(this.#parsed(failure, await text(response)));
    }
    try {
      for await (const line of linesOf(response)) {
        yield this.#parsed(route.stream, line) as ItemOf<N>;
      }
    } catch (error) {
      signal.throwIfAborted();
      throw this.#unreachable(error);
    }
  }

  /** The timeout is for the answer's beginning; it may go on for ever. */
  async #begin(
    route: Route,
    parts: Parts,
    signal: AbortSignal,
    timeoutMs: number,
  ): Promise<IncomingMessage> {
    const late = new AbortController();
    const timer = setTimeout(() => late.abort(), timeoutMs);
    try {
      return await this.#open(route, parts, AbortSignal.any([signal, late.signal]));
    } catch (error) {
      signal.throwIfAborted();
      throw this.#unreachable(late.signal.aborted ? silence(timeoutMs) : error);
    } finally {
      clearTimeout(timer);
    }
  }

  async #open(route: Route, parts: Parts, signal: AbortSignal): Promise<IncomingMessage> {
    const body = parts.body === undefined ? undefined : JSON.stringify(parts.body);
    const connection = await this.#endpoint.connect(signal);
    return new Promise((resolve, reject) => {
      request({
        createConnection: () => connection,
        method: route.method,
        path: pathOf(route, parts),
        headers: {
          // What is asked for is in the path; a Unix socket has no host.
          host: "memvol",
          ...this.#endpoint.headers,
          ...(body !== undefined && {
            "content-type": "application/json",
            "content-length": Buffer.byteLength(body),
          }),
        },
        signal,
      })
        .once("response", resolve)
        .once("error", reject)
        .end(body);
    });
  }

  /** A document that is what it should be. */
  #parsed<T>(schema: z.ZodType<T>, body: string): T {
    const document = this.#document(body);
    const parsed = schema.safeParse(document);
    if (parsed.success) return parsed.data;
    const reason = "its answer is not one that this memvol understands";
    throw this.#unreachable(reason, parsed.error);
  }

  #document(body: string): unknown {
    try {
      return JSON.parse(body);
    } catch (error) {
      throw this.#unreachable("what answers there is no memvol device", error);
    }
  }

  /** One error for every way in which a device does not answer. */
  #unreachable(reason: unknown, cause: unknown = reason): UserError {
    // What our own side refused says more.
    if (reason instanceof UserError) return reason;
    return new UserError(
      "device_unreachable",
      `The device at ${this.#endpoint.place} cannot be reached: ${reasonText(reason)}`,
      {
        nextSteps: [
          "See which devices run: memvol device discover",
          "Start one: memvol device serve",
        ],
        cause,
      },
    );
  }
}

function silence(timeoutMs: number): string {
  return `no answer in ${timeoutMs} ms`;
}

/** Whole lines; what comes after the last is none. */
async function* linesOf(pieces: AsyncIterable<string>): AsyncGenerator<string> {
  let rest = "";
  for await (const piece of pieces) {
    const lines = (rest + piece).split("\n");
    rest = lines.pop() ?? "";
    yield* lines;
  }
}

function pathOf(route: Route, { params = {}, query = {} }: Parts): string {
  const path = route.path.replace(/:(\w+)/g, (_, key: string) =>
    encodeURIComponent(params[key] ?? ""),
  );
  const pairs = Object.entries(query).map(([key, value]) => [key, String(value)]);
  const search = new URLSearchParams(pairs).toString();
  return `/v1${path}${search === "" ? "" : `?${search}`}`;
}

const REASONS: Record<string, string> = {
  ENOENT: "there is no such socket",
  ECONNREFUSED: "nothing listens there",
  EACCES: "you may not open it",
  ECONNRESET: "the device closed the connection",
};

function reasonText(reason: unknown): string {
  if (!(reason instanceof Error)) return String(reason);
  const code = "code" in reason ? String(reason.code) : "";
  return REASONS[code] ?? reason.message;
}
