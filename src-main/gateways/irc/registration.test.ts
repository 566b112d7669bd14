import { describe, expect, it } from 'vitest';
import { SaslPlain } from './registration.ts';

const base64 = (text: string) => Buffer.from(text).toString('base64');
const begun = () => {
  const sasl = new SaslPlain();
  expect(sasl.step('PLAIN')).toEqual({ is: 'go-on' });
  return sasl;
};

describe('AUTHENTICATE PLAIN', () => {
  it('R3.1 gives a name and a password', () => {
    const claim = { is: 'claim', name: 'Ayşe Kaya', password: 'doğru at' };
    expect(begun().step(base64('\0Ayşe Kaya\0doğru at'))).toEqual(claim);
    expect(begun().step(base64('Ayşe Kaya\0Ayşe Kaya\0doğru at'))).toEqual(claim);
  });

  it('comes in pieces of 400, a + where nothing is left', () => {
    const password = 'x'.repeat(294);
    const whole = base64(`\0Veli\0${password}`);
    expect(whole).toHaveLength(400);
    const sasl = begun();
    expect(sasl.step(whole)).toEqual({ is: 'wait' });
    expect(sasl.step('+')).toEqual({ is: 'claim', name: 'Veli', password });
  });

  it.each<[string, [string, string[]], string]>([
    ['another mechanism', ['SCRAM-SHA-256', []], 'mechanism'],
    ['giving up', ['PLAIN', ['*']], 'aborted'],
    ['more than 400 at once', ['PLAIN', ['x'.repeat(401)]], 'too-long'],
    ['pieces without end', ['PLAIN', Array.from({ length: 5 }, () => 'x'.repeat(400))], 'too-long'],
    ['for somebody else', ['PLAIN', [base64('Ali\0Veli\0password')]], 'unreadable'],
    ['without a password', ['PLAIN', [base64('\0Veli\0')]], 'unreadable'],
    ['nothing', ['PLAIN', ['+']], 'unreadable'],
    ['no UTF-8', ['PLAIN', ['/////w==']], 'unreadable'],
  ])('refuses %s', (_what, [mechanism, words], why) => {
    const sasl = new SaslPlain();
    let step = sasl.step(mechanism);
    for (const word of words) step = sasl.step(word);
    expect(step).toEqual({ is: 'refused', why });
    expect(sasl.step('PLAIN')).toEqual({ is: 'go-on' });
  });
});
