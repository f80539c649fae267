/** The control API's client over a Unix socket: typed by the table of routes, light to load. */
import { type IncomingMessage, request } from "node:http";
import { buffer } from "node:stream/consumers";
import type { z } from "zod";
import { UserError } from "../errors.js";
import { api, type Route, type RouteName } from "./api.js";
import type { CallInput, ResponseOf } from "./calls.js";
import { errorFromBody } from "./failure.js";
import { failure } from "./schemas.js";

const DEFAULT_TIMEOUT_MS = 10_000;

export interface CallOptions {
  /** Without an answer for so long the device counts as unreachable. */
  timeoutMs?: number;
}

/** A request as it goes out, whatever its route. */
interface Parts {
  params?: Record<string, string>;
  query?: Record<string, unknown>;
  body?: unknown;
}

interface Answer {
  status: number;
  text: string;
}

export class ControlClient {
  readonly socketPath: string;

  constructor(socketPath: string) {
    this.socketPath = socketPath;
  }

  /**
   * Calls one route and checks what comes back.
   *
   * @throws UserError with the device's own code, or `device_unreachable`
   */
  async call<N extends RouteName>(
    name: N,
    input: CallInput<N>,
    options: CallOptions = {},
  ): Promise<ResponseOf<N>> {
    const route: Route = api[name];
    const timeoutMs = options.timeoutMs ?? DEFAULT_TIMEOUT_MS;
    const answer = await this.#send(route, input as Parts, timeoutMs);
    const document = this.#document(answer);
    if (answer.status >= 400) throw errorFromBody(this.#checked(failure, document));
    return this.#checked(route.response, document) as ResponseOf<N>;
  }

  async #send(route: Route, parts: Parts, timeoutMs: number): Promise<Answer> {
    const signal = AbortSignal.timeout(timeoutMs);
    try {
      const response = await this.#open(route, parts, signal);
      const text = (await buffer(response)).toString("utf8");
      return { status: response.statusCode ?? 0, text };
    } catch (error) {
      throw unreachable(this.socketPath, signal.aborted ? `no answer in ${timeoutMs} ms` : error);
    }
  }

  #open(route: Route, parts: Parts, signal: AbortSignal): Promise<IncomingMessage> {
    const body = parts.body === undefined ? undefined : JSON.stringify(parts.body);
    return new Promise((resolve, reject) => {
      request({
        socketPath: this.socketPath,
        method: route.method,
        path: pathOf(route, parts),
        headers: {
          ...(body !== undefined && {
            "content-type": "application/json",
            "content-length": Buffer.byteLength(body),
          }),
        },
        agent: false,
        signal,
      })
        .once("response", resolve)
        .once("error", reject)
        .end(body);
    });
  }

  #document({ text }: Answer): unknown {
    try {
      return JSON.parse(text);
    } catch (error) {
      throw unreachable(this.socketPath, "what answers there is no memvol device", error);
    }
  }

  #checked<T>(schema: z.ZodType<T>, document: unknown): T {
    const parsed = schema.safeParse(document);
    if (parsed.success) return parsed.data;
    const reason = "its answer is not one that this memvol understands";
    throw unreachable(this.socketPath, reason, parsed.error);
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

/** One error for every way in which a device does not answer. */
function unreachable(socketPath: string, reason: unknown, cause: unknown = reason): UserError {
  return new UserError(
    "device_unreachable",
    `The device at ${socketPath} cannot be reached: ${reasonText(reason)}`,
    {
      nextSteps: [
        "See which devices run: memvol device discover",
        "Start one: memvol device serve",
      ],
      cause,
    },
  );
}

function reasonText(reason: unknown): string {
  if (!(reason instanceof Error)) return String(reason);
  const code = "code" in reason ? String(reason.code) : "";
  return REASONS[code] ?? reason.message;
}
