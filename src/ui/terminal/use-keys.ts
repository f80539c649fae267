/** Keys of a view, where the input is a terminal that gives them. */
import { useInput, useStdin } from "ink";

/** Hands each key that means something to `onKey`. */
export function useKeys<Action>(
  actionOf: (input: string, key: { ctrl: boolean }) => Action | undefined,
  onKey: (action: Action) => void,
): void {
  const { isRawModeSupported } = useStdin();
  useInput(
    (input, key) => {
      const action = actionOf(input, key);
      if (action !== undefined) onKey(action);
    },
    { isActive: isRawModeSupported },
  );
}
