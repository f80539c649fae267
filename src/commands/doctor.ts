/** `memvol doctor` */
import { BaseCommand } from "../cli/base-command.js";
import { type Diagnosis, diagnose } from "../doctor/doctor.js";
import { Host, listProviders } from "../doctor/host.js";
import { diagnosisText } from "../output/doctor.js";

export default class Doctor extends BaseCommand {
  static override summary = "Check what this host needs for RDMA, and how to mend what is missing.";
  static override description =
    "Each finding comes with the commands that mend it; none is run. The exit status is 0 " +
    "whatever is found: with --json, 'ready' tells.";
  static override examples = [
    "<%= config.bin %> <%= command.id %>",
    "<%= config.bin %> <%= command.id %> --json",
  ];

  async run(): Promise<Diagnosis> {
    await this.parse(Doctor);
    const diagnosis = await diagnose(this.host(), listProviders);
    this.log(diagnosisText(diagnosis));
    return diagnosis;
  }

  protected host(): Host {
    return new Host();
  }
}
