import { expect, it } from 'vitest';
import { listOffered, parseRequested } from './capabilities.ts';

it('values are told to clients that know them', () => {
  expect(listOffered(302).split(' ')).toContain('sasl=PLAIN');
  expect(listOffered(0).split(' ')).toContain('sasl');
});

it('a request is taken whole or not at all', () => {
  expect(parseRequested('batch -server-time')).toEqual([
    { name: 'batch', isWanted: true },
    { name: 'server-time', isWanted: false },
  ]);
  expect(parseRequested('batch chghost')).toBeUndefined();
  expect(parseRequested('__proto__')).toBeUndefined();
});
