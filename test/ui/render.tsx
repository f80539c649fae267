/** Draws a view on a terminal of a given size, frame after frame. */
import { Text } from "ink";
import { render } from "ink-testing-library";
import type { ReactElement } from "react";
import type { TerminalSize } from "../../src/ui/terminal/size.js";

/**
 * The test library's terminal has 100 columns unless told otherwise.
 *
 * @param view asked for each frame; what it is given collects the keys
 */
export function renderView<Key>(
  size: TerminalSize,
  view: (onKey: (key: Key) => void) => ReactElement,
) {
  const pressed: Key[] = [];
  const instance = render(<Text> </Text>);
  Object.defineProperty(instance.stdout, "columns", { value: size.columns });
  const draw = () => {
    instance.rerender(view((key) => pressed.push(key)));
    return (instance.lastFrame() ?? "").split("\n");
  };
  return { draw, pressed, stdin: instance.stdin };
}
