/** What the stub and the test that shows its windows say to each other, over the channel of a child process. */
export type FromStub =
  | { is: 'ready' }
  | { is: 'load'; window: number; url: string }
  | { is: 'shown'; window: number }
  | { is: 'front'; window: number }
  /** Its page is told, and what the page says in its last moment still arrives. */
  | { is: 'closing'; window: number }
  | { is: 'closed'; window: number }
  | { is: 'to-page'; window: number; channel: string; args: unknown[] }
  | { is: 'done'; what: string; with: unknown }
  | { is: 'answer'; call: number; value?: unknown; error?: string };

export type Frame = { url: string; isMainFrame: boolean };

export type Call =
  | { is: 'fetch'; url: string; method: string; headers?: Record<string, string> }
  | { is: 'invoke'; window: number; frame: Frame | null; channel: string; args: unknown[] }
  | { is: 'send'; window: number; frame: Frame | null; channel: string; args: unknown[] }
  | { is: 'window-open'; window: number; url: string }
  /** Emits an event of the window's page; tells whether it was prevented. */
  | { is: 'page-event'; window: number; event: string; details: Record<string, unknown> }
  | { is: 'app-event'; event: string; args: unknown[] }
  | { is: 'loaded'; window: number; error?: string }
  | { is: 'unloaded'; window: number }
  | { is: 'permission'; permission: string; url: string; media?: ('audio' | 'video')[] }
  | { is: 'device'; device: string; url: string }
  | { is: 'choose'; label: string }
  | { is: 'download' }
  | { is: 'minimize'; window: number }
  | { is: 'close'; window: number }
  | { is: 'quit' };

export type ToStub = Call & { call: number };
