import { describe, expect, it } from 'vitest';
import { everyone, type Cid } from '../../src-shared/protocol/ids.ts';
import { conversation, message, settled } from '../bridge/testing/sample-room.ts';
import { made, saved, withAli } from './testing/sample-composer.ts';

describe('draft saver', () => {
  it('saves a draft a moment after the last key, and not for each key', () => {
    const sample = made();
    sample.composer.write(everyone, 'h');
    sample.composer.write(everyone, 'he');
    expect(saved(sample)).toEqual([]);
    sample.clock.advance(1000);
    expect(saved(sample)).toEqual([[everyone, 'he']]);
  });

  it('a draft is on disk until what became of it is in the outbox', async () => {
    const { bridge, clock, composer } = made();
    const taken = Promise.withResolvers<{ ok: true; value: { cid: Cid } }>();
    bridge.answer({ 'message/send': () => taken.promise, 'message/change': () => taken.promise });
    const draftNow = () => bridge.asked('draft/save').at(-1);
    composer.write(everyone, 'one');
    clock.advance(1000);
    const sent = composer.send(everyone, 'one');
    composer.startEdit(withAli, { seq: 3 }, 'as it was');
    composer.writeEdit(withAli, 'changed');
    clock.advance(1000);
    const edit = { text: '', aim: { edit: { seq: 3, text: 'changed' } } };
    expect(draftNow()).toMatchObject(edit);
    const changed = composer.saveEdit(withAli);
    composer.flush();
    clock.advance(1000);
    expect(draftNow()).toMatchObject(edit);
    expect(bridge.asked('draft/save')).toHaveLength(2);
    taken.resolve({ ok: true, value: { cid: message(0).cid } });
    await Promise.all([sent, changed]);
    await settled();
    const [last, lastButOne] = bridge.asked('draft/save').toReversed();
    expect([lastButOne, last]).toMatchObject([
      { in: everyone, text: '' },
      { in: withAli, text: '' },
    ]);
    expect(last).not.toHaveProperty('aim');
  });

  it('what is typed while an answer is out is saved when the window goes, or when none comes', async () => {
    const { bridge, clock, composer } = made();
    bridge.answer({ 'message/send': () => new Promise(() => {}) });
    const draftNow = () => bridge.asked('draft/save').at(-1)?.text;
    composer.write(everyone, 'one');
    clock.advance(1000);
    void composer.send(everyone, 'one');
    composer.write(everyone, 'two');
    composer.flush();
    clock.advance(1000);
    expect(draftNow()).toBe('one');
    composer.leave();
    expect(draftNow()).toBe('two');

    void composer.send(everyone, 'two');
    composer.write(everyone, 'three');
    clock.advance(1000);
    expect(draftNow()).toBe('two');
    clock.advance(10_000);
    await settled();
    expect(draftNow()).toBe('three');
  });

  it('saves at once what waits when the window goes', () => {
    const sample = made();
    sample.composer.write(everyone, 'one');
    sample.composer.write(withAli, 'two');
    sample.composer.dispose();
    expect(saved(sample)).toEqual([
      [everyone, 'one'],
      [withAli, 'two'],
    ]);
    expect(sample.bridge.listenerCount()).toBe(0);
  });

  it('the echo of a save changes nothing of what was typed since', async () => {
    const { bridge, clock, composer } = made();
    const answers: (() => void)[] = [];
    const echo = (draft: string) =>
      bridge.push('conversation/changed', [conversation(everyone, { draft })]);
    bridge.answer({
      'draft/save': () =>
        new Promise((resolve) => answers.push(() => resolve({ ok: true, value: null }))),
    });
    composer.write(everyone, 'hel');
    clock.advance(1000);
    composer.write(everyone, 'hello');
    // Before its answer, with a newer text waiting; then with both saves under way; then after the first answer.
    echo('hel');
    expect(composer.getState().drafts.get(everyone)).toBe('hello');
    clock.advance(1000);
    echo('hel');
    expect(composer.getState().drafts.get(everyone)).toBe('hello');
    answers[0]?.();
    await settled();
    echo('hel');
    expect(composer.getState().drafts.get(everyone)).toBe('hello');
    answers[1]?.();
    await settled();
    echo('from another window');
    expect(composer.getState().drafts.get(everyone)).toBe('from another window');
  });

  it('what waits to be saved is safe from an echo before the save begins', () => {
    const { bridge, composer } = made();
    composer.write(everyone, 'hello');
    bridge.push('conversation/changed', [conversation(everyone, { draft: 'hel' })]);
    expect(composer.getState().drafts.get(everyone)).toBe('hello');
  });

  it('drafts of two conversations that wait for one save are each saved to their own', () => {
    const sample = made();
    sample.composer.write(everyone, 'to all');
    sample.clock.advance(200);
    sample.composer.write(withAli, 'to Ali');
    sample.clock.advance(1000);
    expect(saved(sample)).toEqual([
      [everyone, 'to all'],
      [withAli, 'to Ali'],
    ]);
  });

  it('a draft that could not be saved is saved on the next occasion', async () => {
    const sample = made();
    sample.bridge.answer({
      'draft/save': () => ({ ok: false, refusal: { code: 'bridge-closed' } }),
    });
    sample.composer.write(everyone, 'kept');
    sample.clock.advance(1000);
    await settled();
    sample.composer.flush();
    expect(saved(sample)).toEqual([
      [everyone, 'kept'],
      [everyone, 'kept'],
    ]);
  });
});
