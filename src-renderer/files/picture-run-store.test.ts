import { describe, expect, it } from 'vitest';
import type { MessageEntry } from '../../src-shared/protocol/entries.ts';
import { everyone, type AccountId, type PrivateId } from '../../src-shared/protocol/ids.ts';
import { done, type Outcome } from '../../src-shared/protocol/outcome.ts';
import { createMemoryBridge, hashOf } from '../bridge/testing/memory-bridge.ts';
import { ali, message, roomId, veli } from '../bridge/testing/sample-room.ts';
import { filesIn, type PlacedFile } from './files-place.ts';
import { createPictureRunStore, createPrivateRunStore } from './picture-run-store.ts';

const withFile = (seq: number, name = `${seq}.png`, from: AccountId = ali): MessageEntry =>
  message(seq, { from, files: [{ hash: hashOf(name), size: 4, name }] });

function runOf(said: readonly MessageEntry[], at: number, isHidden = (_: AccountId) => false) {
  const asks: (() => void)[] = [];
  const bridge = createMemoryBridge({
    'file/pictures': ({ side, seq, limit }) => {
      const found = said.filter((each) => (side === 'older' ? each.seq < seq : each.seq > seq));
      const nearest = side === 'older' ? found.toReversed() : found;
      return new Promise<Outcome<MessageEntry[]>>((resolve) => {
        asks.push(() => resolve(done(nearest.slice(0, limit))));
      });
    },
  });
  const beside = filesIn(said[at] as MessageEntry);
  const first = beside[0];
  if (!first) throw new Error('no file');
  const run = createPictureRunStore(bridge, {
    room: roomId,
    in: everyone,
    first,
    beside,
    isHidden,
  });
  const end = run.listen();
  run.start();
  const answer = async () => {
    for (const each of asks.splice(0)) each();
    await new Promise((resolve) => setTimeout(resolve));
  };
  const shown = () => run.getState().pictures[run.getState().at]?.file.name;
  const names = () => run.getState().pictures.map(({ file }) => file.name);
  return { bridge, run, end, answer, shown, names };
}

const many = Array.from({ length: 60 }, (_, at) => withFile(at + 1));

describe('the pictures of a conversation', () => {
  it('follow each other over messages, in both directions, with no end before the end', async () => {
    const { run, answer, shown, names } = runOf(many, 29);
    await answer();
    expect(names()).toHaveLength(41);
    for (let step = 0; step < 40; step += 1) {
      run.step('newer');
      await answer();
    }
    expect(shown()).toBe('60.png');
    for (let step = 0; step < 80; step += 1) {
      run.step('older');
      await answer();
    }
    expect(shown()).toBe('1.png');
    expect(names()).toEqual(many.map(({ seq }) => `${seq}.png`));
  });

  it('go on to the next as soon as it is known, if it was asked for before', async () => {
    const { run, answer, shown } = runOf(many.slice(0, 3), 1);
    run.step('newer');
    expect(shown()).toBe('2.png');
    await answer();
    expect(shown()).toBe('3.png');
    run.step('newer');
    await answer();
    expect(shown()).toBe('3.png');
  });

  it('leave out what is no picture and what somebody blocked has sent', async () => {
    const said = [withFile(1, 'a.svg'), withFile(2, 'b.png', veli), withFile(3), withFile(4)];
    const { answer, names } = runOf(said, 2, (account) => account === veli);
    await answer();
    expect(names()).toEqual(['3.png', '4.png']);
  });

  it('go with their message: the next one stands in its place', async () => {
    const { bridge, run, answer, shown, names, end } = runOf(many.slice(0, 4), 1);
    await answer();
    const gone = { message: withFile(2), marks: { seq: 2, deleted: { at: 1 } } };
    bridge.push('message/changed', { room: roomId, in: everyone, messages: [gone] });
    expect(names()).toEqual(['1.png', '3.png', '4.png']);
    expect(shown()).toBe('3.png');
    const entries = [withFile(5)];
    bridge.push('timeline/appended', { room: roomId, in: everyone, entries });
    await answer();
    run.step('newer');
    run.step('newer');
    expect(names()).toHaveLength(3);
    end();
    expect(bridge.listenerCount()).toBe(0);
  });
});

describe('the pictures of a private chat', () => {
  const placed = (at: number, name = `${at}.png`): PlacedFile => ({
    file: { hash: hashOf(name), size: 4, name },
    place: { private: 'p' as PrivateId, isOwn: false, from: ali, at },
  });

  function runOfChat(said: PlacedFile[], first: PlacedFile) {
    const heard = new Set<() => void>();
    const chat = { said };
    const run = createPrivateRunStore({
      first,
      read: () => chat.said,
      listen: (changed) => {
        heard.add(changed);
        return () => heard.delete(changed);
      },
    });
    const end = run.listen();
    run.start();
    const become = (now: PlacedFile[]) => {
      chat.said = now;
      for (const changed of heard) changed();
    };
    const shown = () => run.getState().pictures[run.getState().at];
    return { run, become, end, heard, shown };
  }

  it('follow each other over all messages, and the one that is shown stays as more come and old ones go', () => {
    const { run, become, end, heard, shown } = runOfChat(
      [placed(1), placed(2), placed(3)],
      placed(2),
    );
    const two = shown();
    expect(two?.file.name).toBe('2.png');
    become([placed(2), placed(3), placed(4)]);
    expect(shown()).toBe(two);
    for (const [side, name] of [
      ['newer', '3.png'],
      ['newer', '4.png'],
      ['newer', '4.png'],
      ['older', '3.png'],
      ['older', '2.png'],
      ['older', '2.png'],
    ] as const) {
      run.step(side);
      expect(shown()?.file.name).toBe(name);
    }
    become([placed(4)]);
    expect(shown()?.file.name).toBe('4.png');
    become([]);
    expect(shown()).toBeUndefined();
    end();
    expect(heard.size).toBe(0);
  });

  it('stand there as often as they were said', () => {
    const twice = [placed(1), placed(1), placed(2)];
    const { run, shown, become } = runOfChat(twice, placed(1));
    run.step('newer');
    run.step('newer');
    expect(shown()?.file.name).toBe('2.png');
    become([...twice, placed(3)]);
    expect(shown()?.file.name).toBe('2.png');
    expect(run.getState().at).toBe(2);
  });
});
