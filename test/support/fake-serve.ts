/** `memvol device serve` on the fake binding, to be run as a process of its own. */
import { FakeBinding } from "../../src/binding/fake.js";
import type { NativeBinding } from "../../src/binding/native.js";
import DeviceServe from "../../src/commands/device/serve.js";
import { packageRoot } from "../../src/package.js";

class FakeServe extends DeviceServe {
  protected override async binding(): Promise<NativeBinding> {
    return new FakeBinding();
  }
}

await FakeServe.run(process.argv.slice(2), { root: packageRoot() });
