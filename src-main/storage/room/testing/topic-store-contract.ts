import { expect, onTestFinished, test } from 'vitest';
import { topicConversation } from '../../../../src-shared/protocol/ids.ts';
import type { AccountId, Cid, ConversationId } from '../../../../src-shared/protocol/ids.ts';
import { limits } from '../../../../src-shared/protocol/limits.ts';
import type { GroupDraft } from '../../../room/room-group.ts';
import type { AppendOutcome, RoomStore } from '../../../room/ports.ts';
import { systemPlace } from '../../../room/system-entries.ts';
import { topicKeyOf } from '../../../../src-shared/text/names.ts';
import { ali, cem, message, veli } from './room-samples.ts';

export const homework = topicConversation('homework00000000');
const exam = topicConversation('exam000000000000');

type Made = Extract<GroupDraft, { type: 'topic-made' }>;

export function topicMade(name: string, by = ali, id = homework): Made {
  return { type: 'topic-made', in: id, by, name, about: '', at: 1000 };
}

/** Comes in by themselves, or goes. */
function joins(account: AccountId, id: ConversationId = homework): GroupDraft {
  return { type: 'added', in: id, by: account, account, at: 2000 };
}
function leaves(account: AccountId, id: ConversationId = homework): GroupDraft {
  return { type: 'removed', in: id, by: account, account, at: 3000 };
}
const by = (account: AccountId) => ({ in: homework, by: account, at: 4000 });

const codes = (outcomes: readonly AppendOutcome[]) =>
  outcomes.map((outcome) => (outcome.is === 'refused' ? outcome.code : outcome.is));

/** What every `RoomStore` makes of the entries of topics, whichever host wrote them. */
export function topicStoreContract(openStore: () => Promise<RoomStore>): void {
  const open = async () => {
    const store = await openStore();
    onTestFinished(() => store.file.close());
    return store;
  };

  test('a topic is what its entries say: who is in it, its name, what it is about, whether it is archived', async () => {
    const { log } = await open();
    const first = { ...topicMade('Homework'), about: 'Sheet 4' };
    await log.append([first, joins(veli), { type: 'archived', ...by(ali) }]);
    const members = [
      { account: ali, firstSeq: 1 },
      { account: veli, firstSeq: 2 },
    ];
    const topic = { nameKey: topicKeyOf('homework'), about: 'Sheet 4', archived: true };
    const kept = { in: homework, name: 'Homework', owner: ali, topic, members };
    expect((await log.snapshot()).groups).toEqual([kept]);
    await log.append([
      { type: 'reopened', ...by(ali) },
      { type: 'renamed', ...by(ali), name: 'exam' },
      { type: 'described', ...by(ali), about: 'June' },
    ]);
    const now = { nameKey: topicKeyOf('exam'), about: 'June', archived: false };
    expect((await log.snapshot()).groups).toEqual([{ ...kept, name: 'exam', topic: now }]);
  });

  test('of two hosts that make a topic of one name at once the first has made it', async () => {
    const { log } = await open();
    const drafts = [
      topicMade('homework'),
      topicMade('HOMEW0RK', veli, exam),
      topicMade('other', veli),
      topicMade('exam', veli, exam),
      { type: 'renamed', in: exam, by: veli, name: '#homework', at: 1 } as const,
      { type: 'renamed', in: exam, by: veli, name: 'Exam', at: 1 } as const,
    ];
    expect(codes(await log.append(drafts))).toEqual([
      'stored',
      'topic-exists',
      'group-exists',
      'stored',
      'topic-exists',
      'stored',
    ]);
    expect((await log.snapshot()).groups.map(({ name }) => name)).toEqual(['homework', 'Exam']);
  });

  test('who joins twice is in it once, and who is out changes and says nothing', async () => {
    const { log } = await open();
    await log.append([topicMade('homework'), joins(veli)]);
    const drafts = [
      joins(veli),
      message(1, { in: homework, from: cem }),
      { type: 'renamed', ...by(cem), name: 'x' } as const,
      { type: 'renamed', ...by(veli), name: 'x' } as const,
      { type: 'archived', ...by(veli) } as const,
      { type: 'added', ...by(veli), account: cem } as const,
      { type: 'removed', ...by(veli), account: ali } as const,
      joins(cem, exam),
    ];
    expect(codes(await log.append(drafts))).toEqual([
      'already-in-group',
      'no-such-conversation',
      'no-such-conversation',
      'topic-owner-only',
      'topic-owner-only',
      'topic-owner-only',
      'topic-owner-only',
      'no-such-conversation',
    ]);
  });

  test('who is a moderator as the log has it now may do what the owner may', async () => {
    const { log } = await open();
    const made = { type: 'account-made', in: systemPlace, at: 1, account: veli, name: 'Veli' };
    const role = { nameKey: 'veli', hasPassword: false, isGuest: false, role: 'moderator' };
    await log.append([topicMade('homework'), joins(veli), { ...made, ...role } as never]);
    expect(codes(await log.append([{ type: 'archived', ...by(veli) }]))).toEqual(['stored']);
  });

  test('in an archived topic nothing is said any more, at whatever host; what was said is deleted still', async () => {
    const { log } = await open();
    const said = message(1, { in: homework });
    await log.append([topicMade('homework'), said, { type: 'archived', ...by(ali) }]);
    const cid = (number: number) => `change0000000000${number}` as Cid;
    const drafts = [
      message(2, { in: homework }),
      said,
      { type: 'message-edited', ...by(ali), cid: cid(1), target: 2, text: 'x' } as const,
      { type: 'message-deleted', ...by(ali), cid: cid(2), target: 2 } as const,
    ];
    expect(codes(await log.append(drafts))).toEqual([
      'topic-archived',
      'repeated',
      'topic-archived',
      'stored',
    ]);
  });

  test('a topic that everybody has left is whose who comes first', async () => {
    const { log } = await open();
    const owner = async () => (await log.snapshot()).groups[0]?.owner;
    await log.append([topicMade('homework'), joins(veli), leaves(ali)]);
    expect(await owner()).toBe(veli);
    await log.append([leaves(veli), joins(cem), joins(ali)]);
    expect(await owner()).toBe(cem);
  });

  test('a room has so many topics', async () => {
    const { log } = await open();
    const drafts = Array.from({ length: limits.topicsPerRoom + 1 }, (_, place) =>
      topicMade(`t${place}`.replaceAll('1', 'x').replaceAll('0', 'y'), ali, idOf(place)),
    );
    const outcomes = codes(await log.append(drafts));
    expect(outcomes.filter((each) => each !== 'stored')).toEqual(['too-many-topics']);
    expect(outcomes.at(-1)).toBe('too-many-topics');
  });

  test('its last words are those of its newest message, as it reads now', async () => {
    const { log } = await open();
    const last = async () => await log.lastWords([homework, exam], 0);
    await log.append([topicMade('homework')]);
    expect(await last()).toEqual([]);
    await log.append([message(1, { in: homework, text: 'first' })]);
    await log.append([message(2, { in: homework, text: 'x'.repeat(500) }), joins(veli)]);
    const words = { in: homework, from: ali, at: 1002 };
    const most = limits.lastWordsCharacters;
    expect(await last()).toEqual([{ ...words, text: 'x'.repeat(most) }]);
    const change = { in: homework, by: ali, at: 5000, target: 3 };
    const cid = (number: number) => `change0000000000${number}` as Cid;
    await log.append([{ type: 'message-edited', ...change, cid: cid(1), text: 'better' }]);
    expect(await last()).toEqual([{ ...words, text: 'better' }]);
    await log.append([{ type: 'message-deleted', ...change, cid: cid(2) }]);
    expect(await last()).toEqual([{ ...words, text: '' }]);
  });
}

function idOf(place: number): ConversationId {
  return topicConversation(`t${String(place).padStart(15, '0')}`);
}
