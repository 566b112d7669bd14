import fc from 'fast-check';
import { expect, it } from 'vitest';
import { brokenRequest } from '../../../src-shared/bridge/testing/broken-requests.ts';
import { askedApp, count, inherited, longestAnswer } from '../testing/asked-app.ts';
import { admitRequest } from './ipc-guard.ts';

const ownPage = { url: 'oda-app://oda/index.html', isMainFrame: true };

it(
  'what the Electron shell is sent over IPC harms nobody, and pollutes nothing',
  { timeout: 120_000 },
  async () => {
    const { ali, known, alive } = await askedApp();
    const before = inherited();
    let done = 0;
    const messages = fc.sample(brokenRequest(known), { numRuns: count, seed: 1 });
    for (const message of messages) {
      const request = admitRequest(ownPage, structuredClone(message));
      if (!request) continue;
      const answer = await ali.app.handle(request.name, request.params);
      expect(JSON.stringify(answer).length).toBeLessThan(longestAnswer);
      expect(answer).not.toMatchObject({ refusal: { code: 'defect' } });
      if (answer.ok) done += 1;
    }
    // Not all of them end at the gate.
    expect(done).toBeGreaterThan(count / 10);
    expect(inherited()).toEqual(before);
    expect(({} as { polluted?: boolean }).polluted).toBeUndefined();
    await alive();
  },
);
