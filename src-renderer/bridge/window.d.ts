import type { OdaBridge } from '../../src-shared/bridge/bridge.ts';

declare global {
  interface Window {
    /** Set by the desktop shell's preload; missing in the browser shell. */
    readonly oda?: OdaBridge;
  }
}
