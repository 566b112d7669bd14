import { expect, it } from 'vitest';
import type { FileHash, FileTicket } from '../../src-shared/protocol/files.ts';
import type { AccountId } from '../../src-shared/protocol/ids.ts';
import { limits } from '../../src-shared/protocol/limits.ts';
import { Transfers } from './transfers.ts';

const now = { wallMs: 0, monotonicMs: 0 };
const ali = 'ali' as AccountId;
const veli = 'veli' as AccountId;
const can = 'can' as AccountId;

it('who fetches from another one again and again leaves that one the other tickets', () => {
  let made = 0;
  const transfers = new Transfers(() => String((made += 1)) as FileTicket);
  const meet = (takes: AccountId) => {
    const two = transfers.giveTwo({ takes, gives: ali, size: 1, held: 0 }, now);
    if (!two) throw new Error('no tickets');
    transfers.take(two.takes, now);
    return two.gives;
  };
  const up = { way: 'up', account: ali, hash: 'h' as FileHash, size: 1 } as const;
  const own = transfers.give(up, now);
  const ofCan = meet(can);
  const first = meet(veli);
  for (let count = 0; count < limits.ticketsPerAccount; count += 1) meet(veli);
  expect(transfers.take(first, now)).toBeUndefined();
  expect(transfers.take(ofCan, now)).toEqual({
    way: 'gives',
    account: ali,
    meeting: 1,
    size: 1,
    held: 0,
  });
  expect(transfers.take(own, now)).toEqual(up);
});
