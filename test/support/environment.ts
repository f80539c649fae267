/**
 * Loaded before any test: what the surroundings say of themselves changes no outcome. Ink, for
 * one, draws nothing but the last frame where `CI` is set, and reads that as it is loaded.
 */
const SURROUNDINGS = /^(?:CI|CONTINUOUS_INTEGRATION|(?:NO|FORCE)_COLOR|MEMVOL_(?!TEST_).*|XDG_.*)$/;

for (const name of Object.keys(process.env)) {
  if (SURROUNDINGS.test(name)) delete process.env[name];
}
