/** For mocha, which takes one reporter: `spec` on the screen, `json` to `output` for the sum. */
import Mocha from "mocha";

export default class SpecAndJson extends Mocha.reporters.Spec {
  constructor(runner: Mocha.Runner, options: Mocha.MochaOptions) {
    super(runner, options);
    new Mocha.reporters.JSON(runner, options);
  }
}
