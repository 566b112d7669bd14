import { usualFileTerms } from '../../src-shared/protocol/files.ts';
import { expect, it } from 'vitest';
import { privacyLabel } from '../../src-shared/member/privacy-label.ts';
import { everyone, type RoomId } from '../../src-shared/protocol/ids.ts';
import { seededRandom } from '../../src-shared/outside/random.ts';
import type { Person } from './testing/person.ts';
import { filesWith } from './testing/files-with.ts';
import { twoPeople } from './testing/two-people.ts';

/** So many rooms with random settings; `ODA_ROOMS=100` for more. */
const rooms = Number(process.env['ODA_ROOMS'] ?? 5);
const random = seededRandom(9);
const chance = (): boolean => random.fraction() < 0.5;

async function privateBetween(ali: Person, veli: Person, room: RoomId) {
  const account = await ali.accountOf(room, 'veli');
  const { private: id } = await ali.ask('private/ask', { room, account });
  await veli.until(async () => (await veli.opened(room)).privates.length === 1);
  await veli.ask('private/answer', { room, private: id, accept: true });
  await ali.until(async () => (await ali.opened(room)).privates[0]?.compare !== undefined);
  return id;
}

it(
  `of ${rooms} rooms with random settings each disk and each log holds what their labels say`,
  { timeout: 30_000 + rooms * 10_000 },
  async () => {
    for (let n = 0; n < rooms; n += 1) {
      const { ali, veli, room, direct } = await twoPeople();
      const options = {
        logTexts: n === 0 || chance(),
        plain: chance(),
        access: chance() ? ('open' as const) : ('invited' as const),
      };
      await ali.ask('host/change-options', { room, ...options });
      const { logTexts: logsTexts, ...others } = options;
      // Each switch is told when it holds; the label has them all.
      await veli.until(async () => {
        const told = await veli.view(room);
        const { plain, access } = others;
        return told.logsTexts === logsTexts && told.plain === plain && told.access === access;
      });

      const account = await ali.accountOf(room, 'veli');
      const { in: group } = await ali.ask('group/make', { room, name: 'G', members: [account] });
      const id = await privateBetween(ali, veli, room);
      const mark = (kind: string) => `marked-${n}-${kind}`;
      await ali.say(room, mark('direct'), direct);
      await ali.say(room, mark('group'), group);
      await ali.ask('private/send', { room, private: id, text: mark('private') });
      await ali.say(room, mark('everyone'), everyone);
      await veli.until(async () => (await veli.texts(room)).includes(mark('everyone')));
      await veli.until(async () => (await veli.texts(room, group)).includes(mark('group')));
      await veli.until(async () => (await veli.texts(room, direct)).includes(mark('direct')));
      await veli.until(
        async () => (await veli.opened(room)).privates[0]?.messages[0]?.text === mark('private'),
      );
      const { logFolder } = await ali.ask('host/status', { room });
      await ali.close();
      await veli.close();

      for (const kind of ['everyone', 'direct', 'group', 'private'] as const) {
        const now = {
          newcomersRead: 'all' as const,
          guests: 0,
          isWithGuest: false,
          isLive: true,
          isCompared: false,
        };
        const facts = { ...others, ...now, logsTexts, kind, files: usualFileTerms };
        const { statements } = privacyLabel(facts);
        const found = filesWith(ali.folder, mark(kind));
        const inLog = found.filter((path) => path.startsWith(logFolder));
        const stored = statements.includes('stored');
        expect([kind, found.length > inLog.length]).toEqual([kind, stored]);
        expect([kind, inLog.length > 0]).toEqual([kind, statements.includes('log_texts')]);
        expect([kind, filesWith(veli.folder, mark(kind)).length > 0]).toEqual([kind, stored]);
      }
    }
  },
);

it('what the log took in before it was switched off is there still, and the label does not deny it', async () => {
  const { ali, veli, room } = await twoPeople();
  const switchTo = async (logTexts: boolean) => {
    await ali.ask('host/change-options', { room, logTexts });
    await veli.until(async () => (await veli.view(room)).logsTexts === logTexts);
  };
  await switchTo(true);
  await ali.say(room, 'marked-before', everyone);
  await veli.until(async () => (await veli.texts(room)).includes('marked-before'));
  await switchTo(false);
  const { logsTexts, plain, access } = await veli.view(room);
  const { logFolder } = await ali.ask('host/status', { room });
  await ali.close();
  expect(filesWith(logFolder, 'marked-before')).not.toEqual([]);
  const newcomersRead = 'all' as const;
  const told = {
    newcomersRead,
    logsTexts,
    plain,
    access,
    files: usualFileTerms,
    isLive: true,
    guests: 0,
  };
  expect(
    privacyLabel({ ...told, isWithGuest: false, isCompared: false, kind: 'everyone' }).statements,
  ).not.toContain('log_no_texts');
});
