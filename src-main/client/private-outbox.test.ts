import { describe, expect, it } from 'vitest';
import { fail } from './testing/scripted-room.ts';
import { rest, until } from './testing/turns.ts';
import {
  chatOf,
  ended,
  id,
  opened,
  openPrivate,
  reconnect,
  said,
  textsOf,
  untilIs,
} from './testing/private-membership.ts';

describe('what is written in a private chat', () => {
  it('R3.4 is told to windows as sent once the room has taken it', async () => {
    const oda = await openPrivate();
    oda.client.privates.send(id, 'sır');
    expect(oda.heard.privates.at(-1)?.messages).toMatchObject([{ state: 'sending' }]);
    await until(() => chatOf(oda)?.messages[0]?.state === 'sent');
    await rest();
    expect(oda.heard.privates.at(-1)?.messages).toMatchObject([{ text: 'sır', state: 'sent' }]);
  });

  it('R3.5 is not told of any more where the private chat was closed before the room answered', async () => {
    const oda = await openPrivate();
    oda.room.on('send-private', () => 'silence');
    oda.client.privates.send(id, 'sır');
    await until(() => oda.room.askedFor('send-private').length === 1);
    oda.client.privates.close(id);
    const told = oda.heard.privates.length;
    oda.room.tell({ type: 'ok', rid: oda.room.askedFor('send-private')[0]?.rid, seq: 1, at: 1 });
    await rest();
    expect(oda.heard.privates).toHaveLength(told);
    expect(oda.heard.privatesRemoved).toEqual([id]);
  });

  it('is as long as the room lets it be', async () => {
    const oda = await openPrivate();
    oda.room.limits.maxTextCharacters = 5;
    await reconnect(oda, opened);
    await untilIs(oda, 'open');
    const refusal = { code: 'text-too-long', limit: 5 };
    expect(oda.client.privates.send(id, '123456')).toEqual({ ok: false, refusal });
    expect(oda.client.privates.send(id, '12345')).toMatchObject({ ok: true });
  });

  it('goes out over the next connection where the room knows nobody here, as any other message does', async () => {
    const oda = await openPrivate();
    oda.room.on('send-private', () => fail('sign-in-first'));
    oda.client.privates.send(id, 'sır');
    await oda.untilState('waiting');
    expect(chatOf(oda)?.messages).toMatchObject([{ text: 'sır', state: 'sending' }]);
    oda.room.on('send-private', () => ({ seq: 1, at: 1 }));
    await reconnect(oda, opened);
    await until(() => chatOf(oda)?.messages[0]?.state === 'sent');
  });

  it('goes out once over the next connection, though the last one was to wait for another try', async () => {
    const oda = await openPrivate();
    oda.room.on('send-private', () => fail('too-fast', { retryAfterMs: 60_000 }));
    oda.client.privates.send(id, 'acele');
    await until(() => oda.room.askedFor('send-private').length === 1);
    await rest();
    oda.room.on('send-private', () => ({ seq: 1, at: 1 }));
    await reconnect(oda, opened);
    await until(() => chatOf(oda)?.messages[0]?.state === 'sent');
    oda.clock.advance(1000);
    await rest();
    expect(oda.room.askedFor('send-private')).toHaveLength(2);
  });
});

it('R3.5 nothing comes into a private chat that is over', async () => {
  const oda = await openPrivate();
  oda.room.tell(said(1, 'sonra'), ended('left'), said(2, 'çok geç'));
  await untilIs(oda, 'ended');
  await rest();
  expect(textsOf(oda)).toEqual(['sonra']);
});

it('R3.5 of a room that is left no private chat stays, also of those that are over', async () => {
  const oda = await openPrivate();
  oda.room.tell(said(1, 'sır'), ended('left'));
  await untilIs(oda, 'ended');
  await oda.client.stop();
  expect(oda.client.privates.list()).toEqual([]);
  expect(oda.heard.privatesRemoved).toEqual([id]);
});

it('R3.5 what waits in a private chat that is over is never sent', async () => {
  const oda = await openPrivate();
  oda.room.on('send-private', () => 'silence');
  for (const text of ['bir', 'iki']) oda.client.privates.send(id, text);
  await until(() => oda.room.askedFor('send-private').length === 1);
  const [first] = oda.room.askedFor('send-private');
  oda.room.tell(ended('left'));
  await untilIs(oda, 'ended');
  oda.room.tell({ type: 'ok', rid: first?.rid, seq: 1, at: 1 });
  await rest();
  expect(oda.room.askedFor('send-private')).toHaveLength(1);
});
