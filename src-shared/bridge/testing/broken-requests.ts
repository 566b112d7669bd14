import fc from 'fast-check';
import type { z } from 'zod';
import { requests } from '../bridge.ts';

/** Values that really stand for something where a field has this name, so that requests get far. */
export type Known = Readonly<Record<string, readonly unknown[]>>;

export type BridgeMessage = { name: string; params: unknown };

/** What no window ever sends, for any field. */
const hostile: readonly unknown[] = [
  '',
  '\0',
  'a'.repeat(4096),
  '__proto__',
  'constructor',
  '../../../etc/passwd',
  '..\\..\\windows',
  '\u001b]52;c;aGk=\u0007',
  '\u202e\u2066\u200b',
  '\ud800',
  "'; DROP TABLE room; --",
  '*" OR "" NEAR(a, 99999)',
  '<img src=x onerror=alert(1)>',
  '%00%2e%2e%2f',
  'oda://join/AAAA',
  '169.254.169.254:80',
  -1,
  1e308,
  2 ** 53,
  Number.NaN,
  true,
  null,
  [],
  {},
  [[[[[[[[]]]]]]]],
  { toString: 'x', valueOf: null },
  Array.from({ length: 2000 }, () => 'a'),
];

/** A request of the app's own pages, each name as often as the others: most of them can be done. */
export function validRequest(known: Known): fc.Arbitrary<BridgeMessage> {
  const names = Object.keys(requests) as (keyof typeof requests)[];
  return fc.constantFrom(...names).chain((name) => {
    // Whoever leaves has nothing left that the others could break.
    const isEnd = name === 'room/leave' || name === 'room/disconnect';
    const named = isEnd ? { ...known, room: [] } : known;
    const params = fc.record(fieldsOf(requests[name].params, named));
    return params.map((given) => ({ name, params: withoutMissing(given) }));
  });
}

/** One that was changed in its fields, as nobody's window would. */
export function brokenRequest(known: Known): fc.Arbitrary<unknown> {
  const anyField = fc.constantFrom(...hostile);
  const changed = fc
    .tuple(validRequest(known), fc.nat(), anyField)
    .map(([{ name, params }, at, value]) => {
      const fields = Object.keys(params as object);
      const field = fields[at % Math.max(1, fields.length)] ?? 'room';
      return { name, params: { ...(params as object), [field]: value } };
    });
  const more = fc
    .tuple(validRequest(known), fc.constantFrom('__proto__', 'constructor', 'x'), anyField)
    .map(([{ name, params }, key, value]) => {
      const own = JSON.stringify(params).slice(1);
      const added = JSON.stringify({ polluted: true, value });
      return {
        name,
        params: JSON.parse(`{"${key}":${added}${own === '}' ? '' : ','}${own}`) as unknown,
      };
    });
  const misnamed = fc
    .tuple(validRequest(known), fc.constantFrom('toString', '__proto__', 'room/', 'a'.repeat(80)))
    .map(([{ params }, name]) => ({ name, params }));
  const anything = fc.oneof(
    fc.anything({ withBigInt: true, withDate: true, withMap: true, withSet: true }),
    fc.record({ name: anyField, params: anyField }),
  );
  return fc.oneof(
    { weight: 3, arbitrary: validRequest(known) },
    { weight: 5, arbitrary: changed },
    { weight: 3, arbitrary: more },
    { weight: 1, arbitrary: misnamed },
    { weight: 1, arbitrary: anything },
  );
}

const missing = Symbol('missing');

function withoutMissing(given: object): object {
  return Object.fromEntries(Object.entries(given).filter(([, value]) => value !== missing));
}

function fieldsOf(schema: z.ZodType, known: Known): Record<string, fc.Arbitrary<unknown>> {
  const [one] = 'options' in schema ? (schema as z.ZodUnion).options : [schema];
  const { shape } = one as z.ZodObject;
  return Object.fromEntries(
    Object.entries(shape).map(([field, rule]) => [field, valueOf(field, rule as z.ZodType, known)]),
  );
}

function valueOf(field: string, rule: z.ZodType, known: Known): fc.Arbitrary<unknown> {
  const { def } = rule as unknown as {
    def: { type: string; innerType: z.ZodType; element: z.ZodType; entries: object };
  };
  const values = known[field] ?? [];
  switch (def.type) {
    case 'optional':
      return fc.oneof(fc.constant(missing), valueOf(field, def.innerType, known));
    case 'array':
      return fc.array(valueOf(field, def.element, known), { maxLength: 5 });
    case 'enum':
      return fc.constantFrom(...(Object.values(def.entries) as string[]));
    case 'boolean':
      return fc.boolean();
    case 'number':
      return fc.oneof(fc.nat({ max: 5 }), fc.nat({ max: 100_000 }), fc.constantFrom(0, ...values));
    default:
      return values.length > 0 ? fc.constantFrom(...values) : fc.string({ maxLength: 40 });
  }
}
