/**
 * What all commands share: JSON output, one way to fail, signals, the device that is meant.
 *
 * With `--json`, stdout carries exactly one document: the result, or `{ "error": … }` in its
 * place, so that a script parses one stream whatever happened. Otherwise a failure is text on
 * stderr and stdout stays empty. The exit status is the same either way.
 */
import { Command, Errors } from "@oclif/core";
import type { NativeBinding } from "../binding/native.js";
import { ControlClient } from "../control/client.js";
import type { Endpoint } from "../control/transport/endpoint.js";
import { resolveDevice } from "../discovery/resolve.js";
import { UserError } from "../errors.js";
import { sayFailure } from "../output/failure.js";
import { SignalWatch } from "./signals.js";

export abstract class BaseCommand extends Command {
  static override enableJsonFlag = true;

  #signals: SignalWatch | undefined;
  #failedInText = false;

  /** Aborts at SIGINT and SIGTERM, from the first use on; before that they end the process. */
  protected get signal(): AbortSignal {
    this.#signals ??= new SignalWatch();
    return this.#signals.signal;
  }

  /** The native addon, loaded when it is asked for. */
  protected async binding(): Promise<NativeBinding> {
    const { loadBinding } = await import("../binding/loader.js");
    return loadBinding();
  }

  /** The control client of the device that `--device` means. */
  protected async device(selector: string | undefined): Promise<ControlClient> {
    return new ControlClient(await this.endpoint(selector));
  }

  /** Where that device's control API is. */
  protected endpoint(selector: string | undefined): Promise<Endpoint> {
    return resolveDevice(selector, process.env);
  }

  /**
   * A verdict on a command that worked: its words go to stderr and its status is the command's,
   * while stdout has the result, also with `--json`.
   */
  protected verdict(error: UserError): void {
    sayFailure(error, "text");
  }

  protected override async init(): Promise<void> {
    await super.init();
    // oclif has one that throws, which nothing could catch.
    process.stdout.removeAllListeners("error").on("error", this.#onStdoutError);
  }

  protected override async catch(error: Error): Promise<void> {
    if (error instanceof Errors.ExitError) throw error;
    // oclif warns of commands that did not parse; this one may have failed to.
    this.parsed = true;
    this.#fail(error, this.jsonEnabled() ? "document" : "text");
  }

  /** A reader that goes away (a closed pipe) wants no more; a full disk is a failure. */
  readonly #onStdoutError = (cause: Error & { code?: string }): void => {
    if (cause.code === "EPIPE") return;
    const message = `The output cannot be written: ${cause.message}`;
    this.#fail(new UserError("file_unwritable", message, { cause }), "text");
  };

  /** Says one failure: of the two that a failing stdout comes to, the first. */
  #fail(error: unknown, form: "document" | "text"): void {
    if (this.#failedInText) return;
    this.#failedInText = form === "text";
    sayFailure(error, form);
  }

  protected override async finally(_error: Error | undefined): Promise<void> {
    this.#signals?.close();
  }
}
