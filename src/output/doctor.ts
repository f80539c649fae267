/** What `memvol doctor` has found, as text. */
import type { Diagnosis } from "../doctor/doctor.js";
import type { Finding, Level } from "../doctor/finding.js";

const MARKS: Record<Level, string> = { ok: "ok     ", warning: "warning", bad: "BAD    " };

export function diagnosisText({ ready, findings }: Diagnosis): string {
  const sum = ready
    ? "RDMA is ready, as far as can be seen."
    : "RDMA does not work here: see what is BAD. Over tcp, memvol works without it.";
  return [...findings.map(findingText), sum].join("\n");
}

function findingText({ level, subject, message, fix }: Finding): string {
  const about = subject === "" ? "" : `${subject}: `;
  const commands = fix.map((command) => `\n           $ ${command}`);
  return `${MARKS[level]}  ${about}${message}${commands.join("")}`;
}
