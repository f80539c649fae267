/** The facts about where a run was made that its result keeps. */
import { cpus, release } from "node:os";
import type { NativeBinding } from "../../binding/native.js";
import type { Environment } from "../result/build.js";
import type { Target } from "./target.js";

type HostFacts = Pick<Environment, "libfabric_version" | "node_version" | "cpu" | "os_release">;

export function describeEnvironment(
  target: Target | null,
  binding: Pick<NativeBinding, "buildInfo">,
  coresShort: string | null,
): Environment {
  return { ...targetFacts(target), ...describeHost(binding), cores_short: coresShort };
}

/** The facts about this host and what runs on it. */
export function describeHost(binding: Pick<NativeBinding, "buildInfo">): HostFacts {
  const processors = cpus();
  return {
    libfabric_version: binding.buildInfo().libfabric,
    node_version: process.version,
    cpu: { model: processors[0]?.model ?? "unknown", count: processors.length },
    os_release: release(),
  };
}

function targetFacts(target: Target | null): Pick<Environment, "device" | "volume" | "fabric"> {
  if (target === null) return { device: null, volume: null, fabric: null };
  const { device, volume, temporary } = target;
  const { provider, host, port } = device.fabric;
  return {
    device: { name: device.name, id: device.id, version: device.version },
    volume: {
      name: volume.name,
      id: volume.id,
      size_bytes: volume.size_bytes,
      block_size_bytes: volume.block_size_bytes,
      temporary,
    },
    fabric: { provider, address: `${host}:${port}` },
  };
}
