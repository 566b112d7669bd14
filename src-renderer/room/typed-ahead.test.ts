import { describe, expect, it } from 'vitest';
import { everyone } from '../../src-shared/protocol/ids.ts';
import { conversation } from '../bridge/testing/sample-room.ts';
import { made, saved } from './testing/sample-composer.ts';

describe('typed ahead', () => {
  it('before the room is open nothing is saved over its draft, and lines wait to be sent', () => {
    const known: { draft?: string } = {};
    const sample = made(() => known.draft);
    const sent: string[] = [];
    const { composer } = sample;
    composer.write(everyone, 'one');
    composer.enterAhead(everyone);
    composer.write(everyone, 'two');
    composer.enterAhead(everyone);
    composer.write(everyone, 'three');
    composer.flush();
    sample.bridge.push('conversation/changed', [conversation(everyone, { draft: 'kept: ' })]);
    known.draft = 'kept: ';
    composer.catchUp(everyone, (line) => sent.push(line));
    composer.catchUp(everyone, (line) => sent.push(line));
    expect(sent).toEqual(['kept: one', 'two']);
    expect(composer.getState().drafts.get(everyone)).toBe('three');
    sample.clock.advance(1000);
    expect(saved(sample)).toEqual([[everyone, 'three']]);
  });

  it('Enter before anything is typed, or seen of the draft, sends nothing', () => {
    const known: { draft?: string } = {};
    const { composer } = made(() => known.draft);
    const sent: string[] = [];
    composer.enterAhead(everyone);
    composer.write(everyone, ' ');
    composer.enterAhead(everyone);
    known.draft = 'not to be said like this';
    composer.catchUp(everyone, (line) => sent.push(line));
    expect(sent).toEqual([]);
    expect(composer.getState().drafts.get(everyone)).toBe('not to be said like this ');
  });

  it('lines that were typed ahead and never said are a draft when the window goes', () => {
    const sample = made(() => undefined);
    sample.composer.write(everyone, 'one');
    sample.composer.enterAhead(everyone);
    sample.composer.write(everyone, 'two');
    sample.composer.dispose();
    expect(sample.composer.getState().drafts.get(everyone)).toBe('one\ntwo');
  });
});
