import type { DraftFile } from '../../src-shared/member/draft-aim.ts';
import type { Refusal } from '../../src-shared/protocol/codes.ts';
import { describe, expect, it } from 'vitest';
import { everyone } from '../../src-shared/protocol/ids.ts';
import { done, refused, type Outcome } from '../../src-shared/protocol/outcome.ts';
import {
  ali,
  conversation,
  message,
  outboxItem,
  roomId,
  self,
  settled,
} from '../bridge/testing/sample-room.ts';
import { hashOf } from '../bridge/testing/memory-bridge.ts';
import { made, saved, withAli } from './testing/sample-composer.ts';

const typed = (stood: string, written = stood) => ({ stood, written });

describe('composer store', () => {
  it('saves what is answered and changed beside the draft, and goes on with both after a restart', async () => {
    const sample = made();
    const entries = [message(1, { text: 'question' }), message(2, { from: self, text: 'mine' })];
    sample.composer.startReply(everyone, { seq: 1, from: ali, text: 'question' });
    sample.composer.write(everyone, 'yes');
    sample.composer.startEdit(everyone, { seq: 2 }, 'mine');
    sample.composer.writeEdit(everyone, 'mine, changed');
    sample.composer.flush();
    const aim = { reply: 1, edit: { seq: 2, text: 'mine, changed' } };
    expect(sample.bridge.asked('draft/save').at(-1)).toMatchObject({ text: 'yes', aim });

    const again = made(() => 'yes', aim);
    again.append(entries);
    await again.composer.goOn(everyone);
    const mode = () => again.composer.getState().modes.get(everyone);
    expect(mode()).toMatchObject({ of: { seq: 2 }, text: 'mine, changed', before: 'mine' });
    again.composer.endMode(everyone);
    expect(mode()).toMatchObject({ is: 'reply', quote: { seq: 1, text: 'question' } });
    again.composer.flush();
    expect(again.bridge.asked('draft/save').at(-1)).toMatchObject({
      text: 'yes',
      aim: { reply: 1 },
    });
    await again.composer.send(everyone, 'yes');
    expect(again.bridge.asked('message/send')).toMatchObject([{ reply: 1 }]);
    expect(again.bridge.asked('draft/save').at(-1)).not.toHaveProperty('aim');
  });

  it('keeps the files that were chosen with the draft, and shows them again in the next window', async () => {
    const sample = made();
    const { staged, composer } = sample;
    const end = Promise.withResolvers<void>();
    const stageNow = sample.bridge.onStage;
    sample.bridge.onStage = async (file, how) => {
      if (file.name === 'film.mkv') await end.promise;
      return stageNow.call(sample.bridge, file, how);
    };
    const aims = ({ bridge }: typeof sample) => bridge.asked('draft/save').map(({ aim }) => aim);
    await composer.goOn(everyone);
    staged.add(everyone, [new File(['1'], 'a.txt'), new File(['22'], 'film.mkv')]);
    await settled();
    composer.flush();
    const ready = { name: 'a.txt', size: 1, hash: hashOf('a.txt') };
    const files = [ready, { name: 'film.mkv', size: 2 }];
    expect(aims(sample)).toEqual([{ files }]);
    end.resolve();

    const again = made(() => '', { reply: 7, files });
    await again.composer.goOn(everyone);
    again.composer.flush();
    expect(aims(again)).toEqual([]);
    const [, left] = again.staged.of(everyone);
    expect(again.staged.of(everyone)[0]).toMatchObject({ name: 'a.txt', state: { is: 'ready' } });
    const refusal = { code: 'file-left-behind', subject: 'film.mkv' };
    expect(left).toMatchObject({ name: 'film.mkv', state: { is: 'refused', refusal } });
    // Nothing goes until the person has seen what is missing.
    expect(await again.composer.send(everyone, '')).toBe(false);
    again.staged.remove(everyone, left?.key ?? 0);
    again.composer.flush();
    expect(aims(again).at(-1)).toEqual({ files: [ready] });
    expect(await again.composer.send(everyone, '')).toBe(true);
    expect(again.bridge.asked('message/send')).toMatchObject([{ files: [ready] }]);
    expect(aims(again).at(-1)).toBeUndefined();
    const names = again.bridge.requests.map(({ name }) => name);
    expect(names.lastIndexOf('draft/save')).toBeGreaterThan(names.indexOf('message/send'));
  });

  /** A message with a file that is taken in once `end` is called. */
  function withFile() {
    const sample = made();
    const { bridge, composer, staged } = sample;
    const end = Promise.withResolvers<void>();
    const stageNow = bridge.onStage;
    bridge.onStage = async (file, how) => {
      await end.promise;
      return stageNow.call(bridge, file, how);
    };
    staged.add(everyone, [new File(['1'], 'film.mkv')]);
    return { ...sample, composer, end: end.resolve };
  }

  it('what is not a command by its beginning waits for its files like any other text', async () => {
    const { bridge, composer, end } = withFile();
    composer.write(everyone, '//help');
    const sent = composer.send(everyone, '/help', '//help');
    end();
    expect(await sent).toBe(true);
    expect(bridge.asked('message/send')).toMatchObject([{ text: '/help', files: [{}] }]);
  });

  it('a change that is begun while a message waits for its files goes on when that goes', async () => {
    const { bridge, composer, end } = withFile();
    const mode = () => composer.getState().modes.get(everyone);
    composer.startReply(everyone, { seq: 7, from: ali, text: 'which film?' });
    composer.write(everyone, 'this one');
    const sent = composer.send(everyone, 'this one');
    composer.startEdit(everyone, { seq: 2 }, 'mine');
    composer.writeEdit(everyone, 'mine, changed');
    end();
    expect(await sent).toBe(true);
    expect(bridge.asked('message/send')).toMatchObject([{ text: 'this one', reply: 7 }]);
    expect(mode()).toMatchObject({ of: { seq: 2 }, text: 'mine, changed' });
    composer.endMode(everyone);
    expect(mode()).toBeUndefined();
  });

  it('what is to wait in the room leaves the field at once, and what is begun meanwhile stays', async () => {
    const { bridge, clock, composer } = made();
    const answer = Promise.withResolvers<Outcome<null>>();
    bridge.answer({ 'later/send': () => answer.promise });
    const shown = () =>
      [composer.getState().drafts, composer.getState().modes].map((all) => all.get(everyone));
    const quote = { seq: 7, from: ali, text: 'when?' };
    composer.startReply(everyone, quote);
    composer.write(everyone, 'morning');
    composer.flush();
    const later = { text: 'good morning', at: 1, reply: 7 };
    const put = composer.sendLater(everyone, later, typed('morning'));
    expect(shown()).toEqual(['', undefined]);
    composer.startEdit(everyone, { seq: 2 }, 'mine');
    composer.write(everyone, 'morning, all');
    clock.advance(1000);
    // Until the room has it.
    expect(bridge.asked('draft/save').at(-1)?.text).toBe('morning');
    answer.resolve(done(null));
    expect(await put).toEqual(done(null));
    expect(shown()).toEqual(['morning, all', expect.objectContaining({ is: 'edit' })]);
    expect(bridge.asked('draft/save').at(-1)?.text).toBe('morning, all');
    expect(bridge.asked('later/send')).toEqual([{ room: roomId, in: everyone, ...later }]);
  });

  it('what the room does not keep for later stands in the field again, as it was to be said', async () => {
    const { bridge, composer } = made();
    const full = { code: 'too-many-later', limit: 100 } as const;
    bridge.answer({ 'later/send': () => refused(full) });
    const quote = { seq: 7, from: ali, text: 'when?' };
    composer.startReply(everyone, quote);
    composer.write(everyone, 'morning');
    const later = { text: 'good morning', at: 1, reply: 7 };
    const put = composer.sendLater(everyone, later, typed('morning', ' good morning'));
    composer.write(everyone, 'meanwhile');
    expect(await put).toEqual(refused(full));
    const { drafts, modes, refusals } = composer.getState();
    expect(drafts.get(everyone)).toBe(' good morning\nmeanwhile');
    expect(modes.get(everyone)).toEqual({ is: 'reply', quote });
    expect(refusals.get(everyone)).toEqual(full);
  });

  it('what is put off takes nothing else out of the field', async () => {
    const { bridge, composer } = made();
    bridge.answer({ 'later/send': () => done(null) });
    const draft = () => composer.getState().drafts.get(everyone);
    composer.write(everyone, 'morning, all');
    await composer.sendLater(everyone, { text: 'morning', at: 1 }, typed('morning'));
    expect(draft()).toBe('morning, all');
  });

  it('a voice message is one again in the next window, and goes as a file like any other', async () => {
    const sample = made();
    await sample.composer.goOn(everyone);
    sample.staged.add(everyone, [new File(['heard'], 'voice.weba')], true);
    await sample.staged.settled(everyone);
    sample.composer.flush();
    await settled();
    const file = { name: 'voice.weba', size: 5, hash: hashOf('voice.weba') };
    const files = [{ ...file, isVoice: true as const }];
    expect(sample.bridge.asked('draft/save').at(-1)).toMatchObject({ aim: { files } });

    const again = made(() => '', { files });
    await again.composer.goOn(everyone);
    const [voice] = again.staged.of(everyone);
    expect(voice).toMatchObject({ isVoice: true, state: { is: 'ready', file } });
    expect(voice).not.toHaveProperty('sound');
    expect(await again.composer.send(everyone, '')).toBe(true);
    expect(again.bridge.asked('message/send').at(-1)?.files).toEqual([file]);
  });

  it('follows the files that another window chose, took away or sent', async () => {
    const { staged, composer, bridge } = made();
    await composer.goOn(everyone);
    const named = (name: string) => ({ name, size: 1, hash: hashOf(name) });
    const elsewhere = (...files: DraftFile[]) =>
      bridge.push('conversation/changed', [conversation(everyone, { aim: { files } })]);
    const names = () => staged.of(everyone).map(({ name }) => name);
    staged.add(everyone, [new File(['1'], 'own.txt')]);
    await staged.settled(everyone);
    elsewhere(named('b.txt'));
    // Not told yet, and not to be lost.
    expect(names()).toEqual(['own.txt']);
    composer.flush();
    await settled();
    const [own] = staged.of(everyone);
    const asked = bridge.requests.length;
    elsewhere(named('b.txt'), named('own.txt'), { name: 'film.mkv', size: 9 });
    expect(names()).toEqual(['b.txt', 'own.txt']);
    expect(staged.of(everyone)[1]).toBe(own);
    elsewhere();
    expect(names()).toEqual([]);
    composer.flush();
    expect(bridge.requests).toHaveLength(asked);
  });

  it('goes on with what waits, with what was sent meanwhile, and keeps the words of what is gone', async () => {
    const item = outboxItem('waits');
    const edit = { cid: item.cid, text: 'changed' };
    const modeOf = ({ composer }: ReturnType<typeof made>) =>
      composer.getState().modes.get(everyone);
    const waits = made(() => '', { edit }, [item]);
    await waits.composer.goOn(everyone);
    expect(modeOf(waits)).toMatchObject({ of: { cid: item.cid }, before: 'on its way' });
    const sent = made(() => '', { edit });
    sent.append([message(5, { from: self, cid: item.cid, text: 'on its way' })]);
    await sent.composer.goOn(everyone);
    expect(modeOf(sent)).toMatchObject({ of: { seq: 5 }, text: 'changed' });
    const gone = made(() => 'a draft', { edit: { seq: 3, text: 'changed' } });
    gone.append([message(3, { from: self, text: '' })]);
    await gone.composer.goOn(everyone);
    expect(modeOf(gone)).toBeUndefined();
    expect(gone.composer.getState().drafts.get(everyone)).toBe('changed\na draft');
    expect(gone.composer.getState().refusals.get(everyone)).toEqual({ code: 'edited-was-deleted' });
  });

  it.each(['before it is looked for', 'meanwhile'])(
    'a change that goes on takes the field from nobody who types %s',
    async (when) => {
      const edit = { seq: 2, text: 'mine, changed' };
      const sample = made(() => '', { edit });
      const { append, bridge, composer } = sample;
      append([message(2, { from: self, text: 'mine' })]);
      const mode = () => composer.getState().modes.get(everyone);
      if (when !== 'meanwhile') composer.write(everyone, 'hel');
      const goingOn = composer.goOn(everyone);
      if (when === 'meanwhile') composer.write(everyone, 'hel');
      await goingOn;
      expect(mode()).toBeUndefined();
      composer.write(everyone, 'hello');
      composer.flush();
      expect(bridge.asked('draft/save').at(-1)).toMatchObject({ text: 'hello', aim: { edit } });
      await composer.send(everyone, 'hello');
      expect(bridge.asked('message/send')).toMatchObject([{ text: 'hello' }]);
      expect(mode()).toMatchObject({ of: { seq: 2 }, text: 'mine, changed', before: 'mine' });
    },
  );

  it('what was said and is in the timeline before it has a name is changed there', async () => {
    const { append, bridge, composer } = made();
    const entry = message(4, { from: self, text: 'one' });
    const taken = Promise.withResolvers<void>();
    bridge.answer({
      'message/send': () => taken.promise.then(() => ({ ok: true, value: { cid: entry.cid } })),
    });
    const sending = composer.send(everyone, 'one');
    const last = composer.onItsWay(everyone);
    expect(last?.text).toBe('one');
    if (last) composer.startEdit(everyone, last.of, last.text);
    composer.writeEdit(everyone, 'two');
    append([entry]);
    taken.resolve();
    await sending;
    expect(composer.onItsWay(everyone)).toBeUndefined();
    expect(await composer.saveEdit(everyone)).toBe(true);
    expect(bridge.asked('message/change')).toMatchObject([
      { change: { type: 'edit-message', target: 4, text: 'two' } },
    ]);
  });

  it('what was not taken comes back as it was changed meanwhile', async () => {
    const { bridge, composer } = made();
    bridge.answer({ 'message/send': () => ({ ok: false, refusal: { code: 'data-full' } }) });
    const sending = composer.send(everyone, 'one');
    const last = composer.onItsWay(everyone);
    if (last) composer.startEdit(everyone, last.of, last.text);
    composer.writeEdit(everyone, 'one and two');
    await sending;
    expect(composer.getState().modes.has(everyone)).toBe(false);
    expect(composer.getState().drafts.get(everyone)).toBe('one and two');
  });

  it('what waits and is taken out in another window is a draft with its changes', () => {
    const { bridge, composer } = made();
    composer.startEdit(everyone, { cid: message(1).cid }, 'one');
    composer.writeEdit(everyone, 'one and two');
    bridge.push('outbox/changed', { room: roomId, in: everyone, items: [] });
    expect(composer.getState().drafts.get(everyone)).toBe('one and two');
    expect(composer.getState().refusals.get(everyone)).toEqual({ code: 'edited-was-deleted' });
  });

  it('answers nothing any more that the room has let go, and keeps what was typed', () => {
    const { bridge, composer } = made();
    const quote = { seq: 7, from: ali, text: 'old' };
    composer.startReply(everyone, quote);
    composer.write(everyone, 'typed');
    bridge.push('timeline/expired', { room: roomId, in: everyone, firstSeq: 7 });
    expect(composer.getState().modes.get(everyone)).toMatchObject({ is: 'reply' });
    bridge.push('timeline/expired', { room: roomId, in: everyone, firstSeq: 8 });
    expect(composer.getState().modes.get(everyone)).toBeUndefined();
    expect(composer.getState().drafts.get(everyone)).toBe('typed');
  });

  it('R3.11 a message that arrives while one types does not change the draft', async () => {
    const { append, clock, composer } = made();
    composer.write(everyone, 'half a tho');
    append([message(1)]);
    expect(composer.getState().drafts.get(everyone)).toBe('half a tho');
    clock.advance(1000);
    await settled();
    composer.write(everyone, 'half a thought');
    append([message(2)]);
    expect(composer.getState().drafts.get(everyone)).toBe('half a thought');
  });

  it('takes over a draft that another window wrote', async () => {
    const { bridge, clock, composer } = made();
    composer.write(everyone, 'mine');
    clock.advance(1000);
    await settled();
    bridge.push('conversation/changed', [conversation(everyone, { draft: '' })]);
    expect(composer.getState().drafts.get(everyone)).toBe('');
  });

  it('R0.4 R1.4 sends the text and empties the draft', async () => {
    const sample = made();
    sample.composer.write(withAli, 'merhaba');
    expect(await sample.composer.send(withAli, 'merhaba')).toBe(true);
    expect(sample.bridge.asked('message/send')).toEqual([
      { room: roomId, in: withAli, text: 'merhaba' },
    ]);
    expect(sample.composer.getState().drafts.get(withAli)).toBe('');
    expect(saved(sample)).toEqual([[withAli, '']]);
  });

  it('R1.7 an empty message is refused with a hint and not sent', async () => {
    const { bridge, composer } = made();
    expect(await composer.send(everyone, '  \n ')).toBe(false);
    expect(composer.getState().refusals.get(everyone)).toEqual({ code: 'text-empty' });
    expect(bridge.asked('message/send')).toEqual([]);
    composer.write(everyone, 'a');
    expect(composer.getState().refusals.has(everyone)).toBe(false);
  });

  it('counts characters as code points and refuses what is over the limit', async () => {
    const { bridge, composer } = made();
    const longest = '😀'.repeat(30);
    expect(await composer.send(everyone, `${longest}!`)).toBe(false);
    expect(composer.getState().refusals.get(everyone)).toEqual({
      code: 'text-too-long',
      limit: 30,
    });
    expect(await composer.send(everyone, longest)).toBe(true);
    expect(bridge.asked('message/send')).toHaveLength(1);
  });

  it('a refused text comes back before what was typed meanwhile', async () => {
    const { bridge, composer } = made();
    bridge.answer({ 'message/send': () => ({ ok: false, refusal: { code: 'data-full' } }) });
    const sending = composer.send(everyone, 'first');
    composer.write(everyone, 'second');
    expect(await sending).toBe(false);
    expect(composer.getState().drafts.get(everyone)).toBe('first\nsecond');
    expect(composer.getState().refusals.get(everyone)).toEqual({ code: 'data-full' });
  });

  it('what the room does not take is given back, before what was typed since', async () => {
    const { bridge, composer } = made();
    const answer = Promise.withResolvers<{ ok: false; refusal: Refusal }>();
    bridge.answer({ 'message/send': () => answer.promise });
    composer.write(everyone, 'one');
    const sent = composer.send(everyone, 'one');
    expect(composer.getState().drafts.get(everyone)).toBe('');
    composer.write(everyone, 'two');
    answer.resolve({ ok: false, refusal: { code: 'not-in-group' } });
    expect(await sent).toBe(false);
    expect(composer.getState().drafts.get(everyone)).toBe('one\ntwo');
    composer.write(everyone, '');
    expect(await composer.send(everyone, 'three', '/say three')).toBe(false);
    expect(composer.getState().drafts.get(everyone)).toBe('/say three');
  });
});
