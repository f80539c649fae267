/** A profile at a rate that all of its clones make together. */
import { UserError } from "../../errors.js";
import type { Job, Profile } from "../job.js";
import { readPercentOf } from "../pattern.js";
import { planStages } from "../plan.js";

/** @throws UserError `usage` for a profile whose jobs do not run at the same time */
export function checkOneStage(profile: Profile): void {
  if (planStages(profile.jobs).length === 1) return;
  throw new UserError("usage", `the jobs of ${profile.name} run one after the other`, {
    nextSteps: ["A rate is searched for jobs that run together: leave stonewall out."],
  });
}

/**
 * The profile with its share of the rate for each clone, and of that for each direction as the
 * job mixes them. Rates are whole, at least 1 for each clone and direction.
 */
export function atRate(profile: Profile, perSecond: number): Profile {
  const clones = profile.jobs.reduce((sum, job) => sum + job.numjobs, 0);
  return { ...profile, jobs: profile.jobs.map((job) => jobAtRate(job, perSecond / clones)) };
}

/** What a profile's clones make together, as asked for. */
export function rateOf({ jobs }: Profile): number {
  return jobs.reduce((sum, { rateIops, numjobs }) => {
    const { read = 0, write = 0 } = rateIops;
    return sum + numjobs * (read + write);
  }, 0);
}

function jobAtRate(job: Job, perSecond: number): Job {
  const readShare = readPercentOf(job) / 100;
  const rate = (share: number) => (share === 0 ? 0 : Math.max(1, Math.round(perSecond * share)));
  const [read, write] = [rate(readShare), rate(1 - readShare)];
  const rateIops = { ...(read > 0 && { read }), ...(write > 0 && { write }) };
  return { ...job, rateIops, options: { ...job.options, rate_iops: `${read},${write}` } };
}
