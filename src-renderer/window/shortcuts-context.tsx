import { createContext, useContext, useEffectEvent, useLayoutEffect, type ReactNode } from 'react';
import type { ShortcutId, ShortcutRun, Shortcuts } from './shortcuts.ts';

const ShortcutsContext = createContext<Shortcuts | null>(null);

export function ShortcutsProvider({
  shortcuts,
  children,
}: {
  shortcuts: Shortcuts;
  children: ReactNode;
}) {
  return <ShortcutsContext value={shortcuts}>{children}</ShortcutsContext>;
}

/** Answers to a shortcut while the component is shown; without a provider (in tests) nothing is heard. */
export function useShortcut(id: ShortcutId, run: ShortcutRun): void {
  const shortcuts = useContext(ShortcutsContext);
  const latest = useEffectEvent(run);
  // Before it is painted: a key that is pressed at the first sight of it is heard, on a slow computer too.
  useLayoutEffect(() => shortcuts?.on(id, () => latest()), [shortcuts, id]);
}
