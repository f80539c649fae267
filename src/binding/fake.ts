/**
 * The native surface in plain memory, for tests: devices and sessions of one process, tickets
 * that are one-time and expire, and failures on demand.
 */
import { stat } from "node:fs/promises";
import { type FakeCall, FakeDevice } from "./fake-device.js";
import { nativeError } from "./fake-error.js";
import { FakeStores } from "./fake-persistence.js";
import type {
  BuildInfo,
  NativeBinding,
  NativeConnectOptions,
  NativeDevice,
  NativeDeviceOptions,
  NativeGrant,
  NativeLock,
  NativeSession,
  NativeTicketRequest,
} from "./native.js";
import type { NativeExtent, NativeWatch } from "./native-observation.js";
import type { NativeReadyRun } from "./native-run.js";

const FIRST_PORT = 40000;

export class FakeBinding implements NativeBinding {
  readonly #devices = new Map<number, FakeDevice>();
  readonly #locked = new Set<string>();
  readonly #failures = new Map<FakeCall, Error>();
  readonly hasImmediates: boolean;
  readonly stores = new FakeStores();

  /** Without immediates the fabric is like iWARP. */
  constructor({ hasImmediates = true }: { hasImmediates?: boolean } = {}) {
    this.hasImmediates = hasImmediates;
  }

  /** The next such call fails with this. */
  failNext(call: FakeCall, error: Error): void {
    this.#failures.set(call, error);
  }

  throwIfAsked(call: FakeCall): void {
    const error = this.#failures.get(call);
    this.#failures.delete(call);
    if (error !== undefined) throw error;
  }

  /** Devices that are open now. */
  get openDevices(): number {
    return this.#devices.size;
  }

  /** Subscriptions to a volume's events that are open, on all devices. */
  openWatches(volumeId: string): number {
    const devices = [...this.#devices.values()];
    return devices.reduce((total, device) => total + device.openWatches(volumeId), 0);
  }

  /** What a ticket that nobody has used grants. */
  grantOf(sessionId: string): NativeGrant | undefined {
    return [...this.#devices.values()].map((device) => device.grantOf(sessionId)).find(Boolean);
  }

  /** A volume's disk fails. */
  failStore(volumeId: string, why: string): void {
    for (const device of this.#devices.values()) device.failStore(volumeId, why);
  }

  /** How a volume is persisted, as the native side was told. */
  modeOf(volumeId: string): string | undefined {
    const [device] = this.#devices.values();
    return device?.modeOf(volumeId);
  }

  /** A volume's disk hangs; with nothing, it goes on. */
  stallStore(volumeId: string, why: string | undefined): void {
    for (const device of this.#devices.values()) device.stallStore(volumeId, why);
  }

  /** A subscription of the test's own, beside those of the control API. */
  watch(volumeId: string): NativeWatch {
    const [device] = this.#devices.values();
    if (device === undefined) throw new Error("no device is open");
    return device.watch(volumeId, 100);
  }

  /** A ticket of the test's own, of which the control API knows nothing. */
  issueTicket(request: NativeTicketRequest): string {
    const [device] = this.#devices.values();
    if (device === undefined) throw new Error("no device is open");
    return device.issueTicket(request);
  }

  buildInfo(): BuildInfo {
    return { libfabric: "fake", compiler: "none" };
  }

  async openDevice(options: NativeDeviceOptions): Promise<NativeDevice> {
    this.throwIfAsked("openDevice");
    const port = options.port === 0 ? FIRST_PORT + this.#devices.size : options.port;
    if (this.#devices.has(port)) {
      throw nativeError("address_in_use", "fi_listen", 98, `port ${port} is in use`);
    }
    const address = { provider: options.provider, host: options.host, port };
    const device = new FakeDevice(this, address, options.onEvent, () => this.#devices.delete(port));
    this.#devices.set(port, device);
    return device;
  }

  async connect(options: NativeConnectOptions): Promise<NativeSession> {
    const device = this.#devices.get(options.address.port);
    if (device === undefined) {
      throw nativeError("device_unreachable", "fi_connect", 111, "Connection refused");
    }
    return device.redeem(options.ticket, options.notify);
  }

  async prepareRun(): Promise<NativeReadyRun> {
    throw new Error("the fake has no load generator");
  }

  /** It knows of no holes. */
  async dataExtents(path: string): Promise<NativeExtent[]> {
    const { size } = await stat(path);
    return size === 0 ? [] : [{ offsetBytes: 0, lengthBytes: size }];
  }

  lockDirectory(path: string): NativeLock {
    if (this.#locked.has(path)) {
      throw nativeError("state_directory_in_use", "flock", 11, `${path} is locked`);
    }
    this.#locked.add(path);
    return { release: () => void this.#locked.delete(path) };
  }
}
