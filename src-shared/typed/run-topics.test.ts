import { usualFileTerms } from '../protocol/files.ts';
import { describe, expect, test } from 'vitest';
import { everyone, topicConversation } from '../protocol/ids.ts';
import type { AccountId, RoomId } from '../protocol/ids.ts';
import { usualRoomSettings } from '../protocol/room-settings.ts';
import type { Topic } from '../protocol/topics.ts';
import { readTyped } from './read-typed.ts';
import { runTyped, typedNames } from './run-typed.ts';
import type { TypedWorld } from './typed-world.ts';

const room = 'room000000000000' as RoomId;
const owner = 'ali0000000' as AccountId;
const homework: Topic = {
  in: topicConversation('homework00000000'),
  name: 'homework',
  about: '',
  owner,
  people: 3,
};

/** Types a line in a room with one topic, and gives back what was asked of the app and what came of it. */
async function typing(line: string) {
  const asked: unknown[] = [];
  const world: TypedWorld = {
    bridge: {
      request: async (name, params) => {
        asked.push([name, params]);
        const values: Record<string, unknown> = {
          'topic/list': [homework],
          'topic/make': { ...homework, name: 'exam' },
        };
        return { ok: true, value: values[name] ?? null } as never;
      },
    },
    room,
    self: owner,
    members: () => [],
    contactGroups: () => [],
    groups: () => [],
    knocks: () => [],
    privates: () => [],
    settings: () => usualRoomSettings,
    here: () => everyone,
    wallMs: () => 0,
    facts: () => ({
      isLive: true,
      logsTexts: false,
      plain: false,
      access: 'open',
      files: usualFileTerms,
    }),
  };
  const typed = readTyped(line, typedNames(world));
  if (typed.is === 'text') throw new Error(line);
  const outcome = await runTyped(world, typed);
  return { asked: asked.slice(1), outcome };
}

describe('topics that are typed', () => {
  const place = { room, in: homework.in };
  const done = { is: 'done' };
  const show = { is: 'show', in: homework.in };
  const changes: [line: string, asked: [string, object], told: object][] = [
    ['/join #HomeWork', ['topic/join', place], { ...show, name: '#homework' }],
    ['/leave homework', ['group/leave', place], { ...done, done: 'left-topic' }],
    ['/topic homework~Sheet 4', ['topic/describe', { ...place, about: 'Sheet 4' }], done],
    ['/topic exam~June', ['topic/make', { room, name: 'exam', about: 'June' }], show],
    ['/topic_name homework~exam', ['group/rename', { ...place, name: 'exam' }], done],
    ['/archive homework', ['topic/archive', { ...place, archived: true }], done],
    ['/reopen #homework', ['topic/archive', { ...place, archived: false }], done],
  ];
  test.each(changes)('%s', async (line, request, told) => {
    const { asked, outcome } = await typing(line);
    expect(asked).toEqual([request]);
    expect(outcome).toMatchObject(told);
  });

  test('/topics lists them, and one that is not there is named', async () => {
    expect((await typing('/topics')).outcome).toEqual({ is: 'topics', topics: [homework] });
    expect((await typing('/join exam')).outcome).toEqual({
      is: 'wrong',
      problem: { code: 'no-topic', name: 'exam' },
    });
  });
});
