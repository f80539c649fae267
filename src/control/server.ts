/**
 * The control API's server: every route of the table, checked by its schemas, answered by one
 * handler. It knows HTTP and nothing of what a device is.
 */
import { once } from "node:events";
import type { Server } from "node:http";
import type { Socket } from "node:net";
import Fastify, { type FastifyInstance, type FastifyReply, type FastifyRequest } from "fastify";
import type { z } from "zod";
import { fromNative } from "../binding/failure.js";
import { UserError } from "../errors.js";
import { type AnswerRoute, api, type Route, type RouteName } from "./api.js";
import type { Authenticate } from "./authentication.js";
import type { Caller } from "./caller.js";
import type { Batches, Handlers } from "./calls.js";
import { failureBody, httpStatusOf } from "./failure.js";
import { describeIssues } from "./issues.js";
import { Streams } from "./streams.js";
import type { Connections } from "./transport/connections.js";
import { credentialsOf, type Listener } from "./transport/listener.js";

/**
 * More than the largest request, a notification of `RECORDS_MAX` records, can take; what is
 * longer is a mistake or an attack.
 */
const BODY_LIMIT_BYTES = 128 * 1024;

const PARAM_LENGTH_MAX = 1024;

/** As long as a volume that is being made or deleted may take, in all likelihood. */
const CLOSE_GRACE_MS = 10_000;

/** The part of a log that the server writes to. */
export interface ServerLog {
  debug(fields: object, message: string): void;
  error(fields: object, message: string): void;
}

/** What a scraper gets. */
export interface MetricsText {
  contentType: string;
  text: string;
}

export interface ControlServerOptions {
  handlers: Handlers;
  /** For `GET /metrics`, which is beside the API's versions and no part of its table. */
  metrics(caller: Caller): Promise<MetricsText>;
  authenticate: Authenticate;
  listener: Listener;
  log: ServerLog;
}

/** A server that listens. */
export interface ControlServer {
  close(): Promise<void>;
}

declare module "fastify" {
  interface FastifyRequest {
    /** Known once the request's headers are. */
    caller: Caller;
  }
}

/** @throws UserError `address_in_use` */
export async function serveControl(options: ControlServerOptions): Promise<ControlServer> {
  const { metrics, log, listener } = options;
  let connections: Connections | undefined;
  const app = Fastify({
    bodyLimit: BODY_LIMIT_BYTES,
    // As long as the longest name, each of its characters escaped.
    routerOptions: { maxParamLength: PARAM_LENGTH_MAX },
    serverFactory: (handler) => {
      const server = listener.createServer(handler);
      connections = listener.connections(server);
      return server;
    },
    frameworkErrors: (error, request, reply) => void answerError(log, error, request, reply),
  });
  app.setValidatorCompiler(({ schema, httpPart }) => validator(schema as z.ZodType, httpPart));
  app.setErrorHandler((error, request, reply) => answerError(log, error, request, reply));
  app.setNotFoundHandler((request, reply) =>
    answerError(log, unknownRoute(request), request, reply),
  );
  app.addHook("onResponse", async (request, reply) => {
    const { method, url } = request;
    log.debug({ method, url, status: reply.statusCode, ms: reply.elapsedTime }, "request");
  });
  app.decorateRequest("caller");
  // Before the body is read: strangers are to send none.
  app.addHook("onRequest", async (request, reply) => {
    const socket: Socket = request.raw.socket;
    request.caller = await authenticated(options.authenticate, request, reply);
    connections?.begin(socket);
    // Whether it was answered in full or not.
    reply.raw.once("close", () => connections?.end(socket));
  });
  const streams = new Streams();
  app.addHook("preClose", () => streams.close());
  for (const name of Object.keys(api) as RouteName[]) addRoute(app, streams, name, options);
  app.get("/metrics", async ({ caller }, reply) => {
    const { contentType, text } = await metrics(caller);
    return reply.type(contentType).send(text);
  });
  await app.ready();
  await listener.listen(app.server);
  return {
    close: async () => {
      await app.close();
      if (connections !== undefined) await closeServer(app.server, connections);
    },
  };
}

/** Lets requests that are under way come to their end; what takes too long is cut off. */
async function closeServer(server: Server, connections: Connections): Promise<void> {
  const closed = once(server, "close");
  server.close();
  connections.cutIdle();
  const timer = setTimeout(() => connections.cutAll(), CLOSE_GRACE_MS);
  await closed;
  clearTimeout(timer);
}

/** A stranger gets one answer on a connection: the next costs it another handshake. */
async function authenticated(
  authenticate: Authenticate,
  { raw }: FastifyRequest,
  reply: FastifyReply,
): Promise<Caller> {
  try {
    return await authenticate(credentialsOf(raw));
  } catch (error) {
    reply.header("connection", "close");
    throw error;
  }
}

type AnswerHandler = (input: unknown, caller: Caller) => unknown;
type StreamHandler = (input: unknown, caller: Caller, signal: AbortSignal) => Batches<unknown>;

function addRoute(
  app: FastifyInstance,
  streams: Streams,
  name: RouteName,
  { handlers, log }: ControlServerOptions,
): void {
  const route: Route = api[name];
  // The type of Handlers says that each route has a handler of its own kind.
  const handler = handlers[name];
  app.route({
    method: route.method,
    url: `/v1${route.path}`,
    schema: {
      ...(route.params && { params: route.params }),
      ...(route.query && { querystring: route.query }),
      ...(route.body && { body: route.body }),
    },
    handler:
      "stream" in route
        ? stream(streams, handler as StreamHandler, log)
        : answer(route, handler as AnswerHandler),
  });
}

type RouteHandler = (request: FastifyRequest, reply: FastifyReply) => Promise<unknown>;

// The validator has made each part of a request what the route's schema says.

function answer({ status }: AnswerRoute, handler: AnswerHandler): RouteHandler {
  return async ({ params, query, body, caller }, reply) => {
    return reply.status(status).send(await handler({ params, query, body }, caller));
  };
}

function stream(streams: Streams, handler: StreamHandler, log: ServerLog): RouteHandler {
  return async ({ params, query, body, method, url, caller }, reply) => {
    const open = streams.open(reply.raw);
    const batches = handler({ params, query, body }, caller, open.signal);
    reply.hijack();
    // The status has gone out with the first byte: a later failure is seen in the log alone.
    await open.send(batches).catch((err: unknown) => {
      log.error({ err, method, url }, "stream failed");
    });
  };
}

function validator(schema: z.ZodType, part: string | undefined) {
  return (data: unknown) => {
    const parsed = schema.safeParse(data);
    if (parsed.success) return { value: parsed.data };
    const issues = describeIssues(parsed.error);
    return { error: new UserError("usage", `The request's ${part} is refused: ${issues}`) };
  };
}

function unknownRoute({ method, url }: FastifyRequest): UserError {
  return new UserError("usage", `The control API has no ${method} ${url}`, {
    nextSteps: ["The API is described in docs/openapi.json."],
  });
}

async function answerError(
  log: ServerLog,
  thrown: unknown,
  { method, url }: FastifyRequest,
  reply: FastifyReply,
): Promise<FastifyReply> {
  const error = fromRequest(fromNative(thrown));
  if (!(error instanceof UserError)) log.error({ err: error, method, url }, "request failed");
  return reply.status(httpStatusOf(error)).send(failureBody(error));
}

/** What the HTTP framework refuses (bad JSON, too large a body) is the caller's mistake. */
function fromRequest(error: unknown): unknown {
  if (error instanceof UserError || !(error instanceof Error)) return error;
  const status = "statusCode" in error ? Number(error.statusCode) : 500;
  if (status >= 500) return error;
  return new UserError("usage", `The request is refused: ${error.message}`, { cause: error });
}
