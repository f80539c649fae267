/** Where a view that redraws itself can be shown. */

/** On a terminal that moves its cursor, and that a person looks at. */
export function canDraw(stdout: { isTTY?: boolean }, environment: NodeJS.ProcessEnv): boolean {
  const movesCursor = stdout.isTTY === true && environment.TERM !== "dumb";
  return movesCursor && !isContinuousIntegration(environment);
}

/** Where ink draws no frame but the last. */
function isContinuousIntegration(environment: NodeJS.ProcessEnv): boolean {
  return [environment.CI, environment.CONTINUOUS_INTEGRATION].some(
    (value) => value !== undefined && value !== "0" && value !== "false",
  );
}
