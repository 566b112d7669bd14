import { createContext, useContext, type ReactNode } from 'react';
import { useStore } from 'zustand';
import { useShallow } from 'zustand/react/shallow';
import type { Clock } from '../../src-shared/outside/clock.ts';
import type { AsksStore } from './asks-store.ts';
import type { AppState, AppStore } from './app-store.ts';
import type { FrameState, FrameStore } from './frame-store.ts';

type AppStores = { app: AppStore; frame: FrameStore; asks: AsksStore; clock: Clock };
const AppContext = createContext<AppStores | null>(null);

export function AppProvider({ children, ...stores }: AppStores & { children: ReactNode }) {
  return <AppContext value={stores}>{children}</AppContext>;
}

export function useAppStores(): AppStores {
  const stores = useContext(AppContext);
  if (!stores) throw new Error('useAppStores outside of an AppProvider');
  return stores;
}

/** A part of the app's state; lists that a selector builds are compared item by item. */
export function useApp<T>(select: (state: AppState) => T): T {
  return useStore(useAppStores().app, useShallow(select));
}

export function useFrame<T>(select: (state: FrameState) => T): T {
  return useStore(useAppStores().frame, useShallow(select));
}
