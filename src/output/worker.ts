/** A worker as text: what its coordinators write into their configuration. */

export interface ReadyWorker {
  name: string;
  address: string;
  fingerprint: string;
}

export function workerText({ name, address, fingerprint }: ReadyWorker): string {
  return `workers: [{name: ${name}, address: '${address}', fingerprint: '${fingerprint}'}]`;
}
