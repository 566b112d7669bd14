import { EventEmitter } from 'node:events';
import { inspect } from 'node:util';
import { declared, fits, made, takes, type Declared } from './type-declarations.ts';

const listening = new Set(['on', 'once', 'off', 'addListener', 'removeListener']);

/**
 * What stands in for one of Electron's objects or classes: whatever Electron's declarations do not know, of a name, an
 * event or an argument, throws, and so does what the stand-in does not do.
 */
export function typed<T extends object>(name: string, standIn: T): T {
  const shape = declared(name);
  if (!shape) throw new Error(`Electron declares no ${name}`);
  const proxy: T = new Proxy(standIn, {
    get(target, key) {
      const value: unknown = Reflect.get(target, key, target);
      if (typeof key === 'symbol' || key === 'then' || key === 'prototype') return value;
      if (key in EventEmitter.prototype && typeof value === 'function')
        return (...args: unknown[]): unknown => {
          if (listening.has(key)) mustBeEvent(name, shape, args);
          return returned(value.apply(target, args));
        };
      const signatures = shape.members.get(key);
      if (!signatures) throw new TypeError(`Electron has no ${name}.${key}`);
      if (value === undefined && !(key in target)) throw new Error(`The stub lacks ${name}.${key}`);
      if (typeof value !== 'function' || !signatures[0]?.startsWith('(')) return value;
      return (...args: unknown[]): unknown => {
        if (!takes(signatures, args))
          throw new TypeError(`${name}.${key} does not take (${args.map(shown).join(', ')})`);
        return returned(value.apply(target, args));
      };
    },
    construct(target, args, newTarget) {
      const [options] = args as unknown[];
      if (!fits(`${name}ConstructorOptions`, options))
        throw new TypeError(`new ${name} does not take ${shown(options)}`);
      return Reflect.construct(
        target as new (...all: unknown[]) => object,
        args,
        newTarget,
      ) as object;
    },
  });
  made.add(proxy);
  return proxy;

  function returned(value: unknown): unknown {
    return value === standIn ? proxy : value;
  }
}

function mustBeEvent(name: string, shape: Declared, [event, listener]: unknown[]): void {
  // The channels of IPC are events too, and any name will do.
  if (name === 'IpcMain') return;
  if (typeof event !== 'string' || !shape.events.has(event))
    throw new TypeError(`${name} has no event ${shown(event)}`);
  if (typeof listener !== 'function') throw new TypeError(`${name}.on takes a function`);
}

function shown(value: unknown): string {
  return inspect(value, { depth: 3, breakLength: Infinity });
}
