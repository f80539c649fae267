import assert from "node:assert/strict";
import { once } from "node:events";
import { connect, createServer, type Server, type Socket } from "node:net";
import * as z from "zod";
import { Channel } from "../../../src/bench/workers/channel.js";
import { until } from "../../support/until.js";

const message = z.object({ kind: z.string(), text: z.string().optional() });
type Message = z.infer<typeof message>;

describe("Channel", () => {
  let server: Server;
  let ours: Socket;
  let theirs: Socket;
  let heard: Message[];
  let ends: string[];
  beforeEach(async () => {
    server = createServer().listen(0, "127.0.0.1");
    await once(server, "listening");
    const address = server.address();
    assert(typeof address === "object" && address !== null);
    ours = connect(address.port, "127.0.0.1");
    [theirs] = (await once(server, "connection")) as [Socket];
    heard = [];
    ends = [];
  });
  afterEach(() => {
    ours.destroy();
    theirs.destroy();
    server.close();
  });

  function open(silenceMs?: number): Channel<Message, Message> {
    return new Channel<Message, Message>(ours, {
      incoming: message,
      onMessage: (one) => heard.push(one),
      onEnd: (reason) => ends.push(reason),
      ...(silenceMs !== undefined && { silenceMs }),
    });
  }

  it("lines_in_any_pieces__are_whole_messages", async () => {
    open();
    const text = `${JSON.stringify({ kind: "a", text: "é".repeat(3) })}\n{"kind":"b"}\n{"kind":"c"`;
    for (const byte of Buffer.from(text)) theirs.write(Buffer.of(byte));
    theirs.write("}\n");
    await until("all came", () => heard.length === 3);
    assert.deepEqual(heard, [{ kind: "a", text: "ééé" }, { kind: "b" }, { kind: "c" }]);
  });

  it("what_is_no_message__ends_it_once", async () => {
    open();
    theirs.write("GET / HTTP/1.1\n\n");
    await until("it ended", () => ends.length > 0);
    assert(ours.destroyed);
    assert.deepEqual(ends, ["it said what is no message"]);
  });

  it("message_of_another_form__ends_it_and_says_why", async () => {
    open();
    theirs.write('{"kind":7}\n');
    await until("it ended", () => ends.length > 0);
    assert.match(ends[0] ?? "", /kind/);
  });

  it("closed_by_the_other_side__ends_it", async () => {
    open();
    theirs.destroy();
    await until("it ended", () => ends.length > 0);
    assert.equal(ends.length, 1);
  });

  it("silent_other_side__ends_it", async () => {
    open(50);
    await until("it ended", () => ends.length > 0);
    assert.deepEqual(ends, ["nothing was heard for 0.05 s"]);
    assert(ours.destroyed);
  });

  it("closed_by_us__says_all_that_was_sent_and_tells_nobody", async () => {
    const channel = open();
    channel.send({ kind: "last" });
    channel.close();
    const [piece] = (await once(theirs, "data")) as [Buffer];
    assert.equal(String(piece), '{"kind":"last"}\n');
    theirs.end();
    await once(ours, "close");
    assert.deepEqual(ends, []);
  });
});
