/** Ends a test run that something left behind keeps from ending, and says what. */

const GRACE_MS = 10_000;

export const mochaHooks = {
  afterAll(): void {
    // Unreferenced: it fires only if something else keeps the process.
    setTimeout(() => {
      const kept = process.getActiveResourcesInfo().join(", ") || "nothing that Node.js knows";
      process.stderr.write(`The tests are over, and the process is kept by: ${kept}\n`);
      // Mocha's listener sets the status to the number of failed tests; the last one has the word.
      process.on("exit", () => {
        process.exitCode = 1;
      });
      process.exit(1);
    }, GRACE_MS).unref();
  },
};
