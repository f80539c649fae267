/** The control API as an OpenAPI 3.1 document, made from the table of routes. */
import * as z from "zod";
import type { Route } from "./api.js";
import * as durability from "./durability.js";
import * as observation from "./observation.js";
import * as schemas from "./schemas.js";

type JsonObject = Record<string, unknown>;

/** Schemas that the document names once and refers to. */
const components = z.registry<{ id: string }>();
components.add(schemas.volume, { id: "Volume" });
components.add(schemas.device, { id: "Device" });
components.add(schemas.session, { id: "Session" });
components.add(schemas.attachment, { id: "Attachment" });
components.add(schemas.fabricAddress, { id: "FabricAddress" });
components.add(schemas.failure, { id: "Failure" });
components.add(observation.observationRule, { id: "ObservationRule" });
components.add(durability.durability, { id: "Durability" });
components.add(durability.storeStatus, { id: "StoreStatus" });
components.add(observation.extent, { id: "Extent" });
components.add(observation.traffic, { id: "Traffic" });
components.add(observation.sessionTraffic, { id: "SessionTraffic" });
components.add(observation.volumeStatistics, { id: "VolumeStatistics" });
components.add(observation.changes, { id: "Changes" });
components.add(observation.notification, { id: "Notification" });
components.add(observation.volumeEvent, { id: "VolumeEvent" });

/** Translates schemas, and keeps the named ones that they refer to. */
class SchemaTranslator {
  readonly named: JsonObject = {};

  translate(schema: z.ZodType, io: "input" | "output"): JsonObject {
    const {
      $schema: _,
      $defs = {},
      ...rest
    } = z.toJSONSchema(schema, { metadata: components, io });
    Object.assign(this.named, this.#referring($defs));
    return this.#referring(rest);
  }

  #referring(value: object): JsonObject {
    return JSON.parse(JSON.stringify(value).replaceAll("#/$defs/", "#/components/schemas/"));
  }
}

/** The document for a version of memvol; the same input gives the same text. */
export function openApiDocument(routes: Record<string, Route>, version: string): JsonObject {
  const translator = new SchemaTranslator();
  const paths: Record<string, JsonObject> = {};
  for (const [name, route] of Object.entries(routes)) {
    const path = `/v1${route.path.replace(/:(\w+)/g, "{$1}")}`;
    paths[path] = {
      ...paths[path],
      [route.method.toLowerCase()]: operation(translator, name, route),
    };
  }
  return {
    openapi: "3.1.0",
    info: {
      title: "memvol control API",
      version,
      description:
        "Served over HTTP on a Unix socket that only its owner may open, and over TLS 1.3 to clients " +
        "whose certificate or bearer token the device knows. Beside it, " +
        "GET /metrics answers in the text format of Prometheus.",
      license: { name: "Apache-2.0", identifier: "Apache-2.0" },
    },
    paths,
    components: { schemas: translator.named },
  };
}

/** The document as it stands in `docs/openapi.json`. */
export function openApiText(routes: Record<string, Route>, version: string): string {
  return `${JSON.stringify(openApiDocument(routes, version), null, 2)}\n`;
}

function operation(translator: SchemaTranslator, name: string, route: Route): JsonObject {
  const parameters = [
    ...parametersOf(translator, "path", route.params),
    ...parametersOf(translator, "query", route.query),
  ];
  return {
    operationId: name,
    summary: route.summary,
    ...(parameters.length > 0 && { parameters }),
    ...(route.body && {
      requestBody: { required: true, content: json(translator.translate(route.body, "input")) },
    }),
    responses: {
      ...success(translator, route),
      default: {
        description: "Refused or failed; the code says why",
        content: json(translator.translate(schemas.failure, "output")),
      },
    },
  };
}

function success(translator: SchemaTranslator, route: Route): JsonObject {
  if ("stream" in route) {
    const schema = translator.translate(route.stream, "output");
    const description = "Lines, each a document, for as long as both sides go on";
    return { 200: { description, content: { "application/x-ndjson": { schema } } } };
  }
  const content = json(translator.translate(route.response, "output"));
  return { [route.status]: { description: "Done", content } };
}

function parametersOf(
  translator: SchemaTranslator,
  place: "path" | "query",
  object: z.ZodObject | undefined,
): JsonObject[] {
  if (object === undefined) return [];
  const { properties = {}, required = [] } = translator.translate(object, "input") as {
    properties?: Record<string, JsonObject>;
    required?: string[];
  };
  return Object.entries(properties).map(([name, schema]) => ({
    name,
    in: place,
    required: required.includes(name),
    schema,
  }));
}

function json(schema: JsonObject): JsonObject {
  return { "application/json": { schema } };
}
