import { readFileSync } from 'node:fs';

/** What Electron's own type declarations say of one class or interface. */
export type Declared = {
  /** Parameter lists by name; a property has the one that starts with a colon. */
  members: Map<string, string[]>;
  events: Set<string>;
};

/** What the stub made itself and checks at each use. */
export const made = new WeakSet();

const file = new URL('../../../node_modules/electron/electron.d.ts', import.meta.url);
const text = readFileSync(file, 'utf8').replaceAll(/\/\*[\s\S]*?\*\/|^ *\/\/.*$/gm, '');
const known = new Map<string, Declared | undefined>();

/** Undefined if Electron declares nothing of that name. */
export function declared(name: string): Declared | undefined {
  if (!known.has(name)) known.set(name, read(name));
  return known.get(name);
}

function read(name: string): Declared | undefined {
  const head = new RegExp(
    String.raw`^  (?:class|interface) ${name}(?: extends ([\w.]+))? \{$`,
    'm',
  ).exec(text);
  if (!head) return undefined;
  const start = head.index + head[0].length;
  const body = text.slice(start, text.indexOf('\n  }', start));
  const base = head[1] === undefined ? undefined : declared(head[1]);
  const members = new Map(base?.members);
  const events = new Set(base?.events);
  for (const member of body.split(/;\s*\n/)) {
    const line = member.replaceAll(/\s+/g, ' ').trim().replace(/;$/, '');
    const match = /^(?:static |readonly )*(\w+)(\??)(.*)$/.exec(line);
    const [, own, optional, rest] = match ?? [];
    if (own === undefined || rest === undefined) continue;
    const event = /^\(event: '([^']+)'/.exec(rest)?.[1];
    if (event !== undefined) events.add(event);
    else members.set(own, [...(members.get(own) ?? []), `${optional ?? ''}${rest}`]);
  }
  return { members, events };
}

/** Whether one of the declared signatures takes these arguments; a property takes none. */
export function takes(signatures: readonly string[], args: readonly unknown[]): boolean {
  return signatures.some((signature) => {
    if (!signature.startsWith('(')) return false;
    const parameters = splitAt(inParentheses(signature), ',')
      .map((one) => one.trim())
      .filter(Boolean);
    const isOpen = parameters.at(-1)?.startsWith('...') ?? false;
    if (args.length > parameters.length && !isOpen) return false;
    return parameters.every((parameter, index) => {
      if (parameter.startsWith('...')) return true;
      const [, optional, type = 'any'] = /^\w+(\??): (.*)$/.exec(parameter) ?? [];
      if (args[index] === undefined && (optional === '?' || index < args.length))
        return optional === '?';
      return index < args.length && fits(type, args[index]);
    });
  });
}

/** Whether a value is of a declared type; objects also in that they hold nothing that is not declared. */
export function fits(type: string, value: unknown): boolean {
  const union = splitAt(type, '|').map((part) => part.trim());
  if (union.length > 1) return union.some((part) => fits(part, value));
  const [one = 'any'] = union;
  if (isFunction(one)) return typeof value === 'function';
  if (one.endsWith('[]'))
    return Array.isArray(value) && value.every((item) => fits(one.slice(0, -2), item));
  const items = /^Array<(.*)>$/.exec(one)?.[1];
  if (items !== undefined) return fits(`(${items})[]`, value);
  if (one.startsWith('(') && one.endsWith(')')) return fits(one.slice(1, -1), value);
  if (/^'.*'$/.test(one)) return value === one.slice(1, -1);
  switch (one) {
    case 'string':
    case 'number':
    case 'boolean':
    case 'undefined':
      return typeof value === one;
    case 'null':
      return value === null;
    case 'any':
    case 'unknown':
      return true;
    default:
      return (
        typeof value === 'object' &&
        value !== null &&
        fitsShape(one.replace(/^Electron\./, ''), value)
      );
  }
}

function fitsShape(name: string, value: object): boolean {
  const shape = declared(name);
  if (!shape || made.has(value) || Object.getPrototypeOf(value) !== Object.prototype) return true;
  const isWhole = [...shape.members].every(
    ([key, [signature = '']]) =>
      signature.startsWith('?') || signature.startsWith('(') || key in value,
  );
  return (
    isWhole &&
    Object.entries(value).every(([key, field]) => {
      const [signature] = shape.members.get(key) ?? [];
      if (signature === undefined) return false;
      if (field === undefined) return false;
      return signature.startsWith('(') || fits(signature.replace(/^\??: /, ''), field);
    })
  );
}

function isFunction(type: string): boolean {
  return splitAt(type, '=').length > 1 && type.startsWith('(');
}

/** The parameters of a signature. */
function inParentheses(signature: string): string {
  let depth = 0;
  for (const [index, character] of [...signature].entries()) {
    if (character === '(') depth += 1;
    if (character === ')') depth -= 1;
    if (depth === 0) return signature.slice(1, index);
  }
  return '';
}

/** Splits where no bracket is open. */
function splitAt(type: string, separator: string): string[] {
  const parts = [''];
  let depth = 0;
  let before = '';
  for (const character of type) {
    if ('({<['.includes(character)) depth += 1;
    if (')}]'.includes(character) || (character === '>' && before !== '=')) depth -= 1;
    if (character === separator && depth === 0) parts.push('');
    else parts[parts.length - 1] += character;
    before = character;
  }
  return parts;
}
