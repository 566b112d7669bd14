import { readFileSync } from 'node:fs';

/** Replaced by the text of the app's preload. */
declare const preload: (
  require: (name: string) => unknown,
  module: object,
  exports: object,
) => void;

type Bridged = (...args: unknown[]) => unknown;

/**
 * Runs in the page before its own scripts: the preload as a sandboxed one runs, as one CommonJS file that can require
 * `electron` and nothing else. What it exposes reaches the page as copies and wrapped functions.
 */
function runPreload(): void {
  const host = window as unknown as Record<string, unknown> & {
    electronSends(kind: string, channel: string, args: unknown[]): Promise<unknown>;
  };
  let sent = 0;
  const sends = (kind: string, channel: string, args: unknown[]): Promise<unknown> => {
    sent += 1;
    return host.electronSends(kind, channel, structuredClone(args));
  };
  /** The page's last moment; how many messages it has sent in all. */
  host['electronUnloads'] = (): number => {
    dispatchEvent(new PageTransitionEvent('pagehide'));
    return sent;
  };
  // A frame in a page gets no preload.
  if (window.top !== window) return;
  const listeners = new Map<string, Set<Bridged>>();
  host['electronPushes'] = (channel: string, args: unknown[]) => {
    for (const listener of listeners.get(channel) ?? []) listener({}, ...args);
  };
  const ipcRenderer = {
    invoke: (channel: string, ...args: unknown[]) => sends('invoke', channel, args),
    send: (channel: string, ...args: unknown[]) => void sends('send', channel, args),
    on(channel: string, listener: Bridged) {
      const own = listeners.get(channel) ?? new Set();
      listeners.set(channel, own.add(listener));
    },
    off: (channel: string, listener: Bridged) => void listeners.get(channel)?.delete(listener),
  };
  const contextBridge = {
    exposeInMainWorld(key: string, api: object) {
      if (key in window) throw new Error(`Cannot bind an API on top of ${key}`);
      Object.defineProperty(window, key, { value: crossing(api), writable: false });
    },
  };
  // What the person chose lies where the test says; what was pasted nowhere.
  const webUtils = {
    getPathForFile: ({ name }: File) =>
      (host['electronPaths'] as Record<string, string> | undefined)?.[name] ?? '',
  };
  const electron = only({
    ipcRenderer: only(ipcRenderer),
    contextBridge: only(contextBridge),
    webUtils: only(webUtils),
  });
  const requireOne = (name: string): unknown => {
    if (name !== 'electron') throw new Error(`A sandboxed preload cannot require '${name}'`);
    return electron;
  };
  const module = { exports: {} };
  preload(requireOne, module, module.exports);

  /** Copies what crosses from one world to the other. */
  function crossing(value: unknown): unknown {
    if (typeof value === 'function')
      return (...args: unknown[]): unknown => crossing((value as Bridged)(...args.map(crossing)));
    if (value instanceof Promise) return value.then(crossing);
    if (Array.isArray(value)) return value.map(crossing);
    if (typeof value !== 'object' || value === null) return value;
    if (Object.getPrototypeOf(value) !== Object.prototype) return structuredClone(value);
    const copy = Object.entries(value).map(([key, field]) => [key, crossing(field)] as const);
    return Object.freeze(Object.fromEntries(copy));
  }

  function only<T extends object>(api: T): T {
    return new Proxy(api, {
      get(target, key) {
        if (!(key in target)) throw new Error(`The stub lacks ${String(key)}`);
        return Reflect.get(target, key);
      },
    });
  }
}

/** What opens a window goes to the app first, which may open one of its own. */
function runOpener(): void {
  const host = window as unknown as {
    electronSends(kind: string, channel: string, args: unknown[]): Promise<unknown>;
  };
  const open = (url: string): null => {
    void host.electronSends('open', new URL(url, location.href).href, []);
    return null;
  };
  window.open = (url) => open(String(url));
  addEventListener('click', (event) => {
    const link = event.target instanceof Element ? event.target.closest('a[target=_blank]') : null;
    if (!(link instanceof HTMLAnchorElement)) return;
    event.preventDefault();
    open(link.href);
  });
}

/** The script for a page whose preload is this file. */
export function pageScript(file: string): string {
  const text = readFileSync(file, 'utf8');
  const scope = 'require, module, exports';
  return `{ const preload = (${scope}) => {\n${text}\n};\n(${runPreload.toString()})();\n(${runOpener.toString()})(); }`;
}
