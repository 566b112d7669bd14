import { expect, test } from 'vitest';
import { everyone } from '../../../src-shared/protocol/ids.ts';
import { SharedTranslations } from './shared-translations.ts';

test('a delivery is translated once for all who hear the same, and each one for itself', () => {
  const shared = new SharedTranslations();
  const delivery = () => ({
    conversation: everyone,
    entries: [],
    bytes: Buffer.alloc(0),
    urgency: 'now' as const,
  });
  const [one, other] = [delivery(), delivery()];
  let translated = 0;
  const translate = () => `text ${(translated += 1)}`;
  const texts = [one, one, other, one].map((each) =>
    Buffer.from(shared.bytesOf(each, translate)).toString(),
  );
  expect(texts).toEqual(['text 1', 'text 1', 'text 2', 'text 1']);
  const inTurn = ['with tags', '', 'with tags'].map((manner) =>
    Buffer.from(shared.bytesOf(one, translate, manner)).toString(),
  );
  expect(inTurn).toEqual(['text 3', 'text 1', 'text 3']);
});
