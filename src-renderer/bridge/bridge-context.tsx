import { createContext, useContext, type ReactNode } from 'react';
import type { OdaBridge } from '../../src-shared/bridge/bridge.ts';

const BridgeContext = createContext<OdaBridge | null>(null);

export function BridgeProvider({ bridge, children }: { bridge: OdaBridge; children: ReactNode }) {
  return <BridgeContext value={bridge}>{children}</BridgeContext>;
}

export function useBridge(): OdaBridge {
  const bridge = useContext(BridgeContext);
  if (!bridge) throw new Error('useBridge outside of a BridgeProvider');
  return bridge;
}
