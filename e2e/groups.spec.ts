import { expect, test } from './test.ts';
import { filled } from '../src-shared/text/filled.ts';

test('R0.8 three hold a group conversation; who is taken out keeps what they saw and gets no more', async ({
  openThree,
}) => {
  const { ayse, bora, can } = await openThree();
  await ayse.groups.make('Tatil', ['Bora', 'Can']);
  await ayse.composer.send('nereye gidelim?');
  await ayse.timeline.showsSent('nereye gidelim?');
  for (const other of [bora, can]) {
    await other.conversations.item('Tatil').click();
    await other.groups.isShown('Tatil');
    await other.timeline.shows('nereye gidelim?', 'Ayşe');
  }
  await bora.composer.send('denize');
  await can.timeline.shows('denize', 'Bora');
  await ayse.timeline.shows('denize', 'Bora');

  await ayse.groups.remove('Can');
  const { groups } = can.words;
  await expect(can.page.getByRole('main')).toContainText(groups.leftNote);
  await expect(can.composer.field).toHaveCount(0);
  await expect(can.timeline.log).toContainText(
    filled(groups.removedRow, { by: 'Ayşe', names: 'Can' }),
  );
  await ayse.composer.send('Can duymasın');
  await bora.timeline.shows('Can duymasın', 'Ayşe');
  // What is said to everyone afterwards has come: so would this have.
  await bora.conversations.openEveryone();
  await bora.composer.send('herkese');
  await expect(can.conversations.item(can.words.conversations.everyone)).toContainText('herkese');
  await can.timeline.shows('denize', 'Bora');
  await expect(can.page.getByText('Can duymasın')).toHaveCount(0);

  // Taken in again, they read what was said meanwhile too.
  await ayse.groups.add(['Can']);
  await can.timeline.shows('Can duymasın', 'Ayşe');
  await can.composer.send('duydum');
  await ayse.timeline.shows('duydum', 'Can');
});

test('whoever began with a group reads how it was made, and that nothing was said before', async ({
  openThree,
}) => {
  const { ayse, bora, can } = await openThree();
  await ayse.groups.make('Tatil', ['Bora', 'Can']);
  await ayse.composer.send('nereye gidelim?');
  for (const other of [bora, can]) {
    const { groups, timeline } = other.words;
    await other.conversations.item('Tatil').click();
    await other.timeline.shows('nereye gidelim?', 'Ayşe');
    const made = { name: 'Ayşe', group: 'Tatil', names: 'Bora and Can' };
    await expect(other.timeline.log).toContainText(filled(groups.madeNamedWithRow, made));
    await expect(other.page.getByText(timeline.beginCut)).toHaveCount(0);
    await expect(other.page.getByRole('button', { name: timeline.showEach })).toHaveCount(0);
    const above = filled(timeline.firstUnread_one, { count: '1' });
    await expect(other.page.getByText(above)).toHaveCount(0);
  }
});

test('R0.8 a group is renamed for everybody, and has a new owner when its owner leaves', async ({
  openThree,
}) => {
  const { ayse, bora, can } = await openThree();
  await ayse.groups.make('Tatil', ['Bora', 'Can']);
  await ayse.groups.rename('Yaz');
  await bora.conversations.item('Yaz').click();
  await bora.groups.isShown('Yaz');
  await bora.groups.openDetails();
  await expect(bora.groups.members.filter({ hasText: bora.words.groups.owner })).toContainText(
    'Ayşe',
  );
  await expect(
    bora.groups.details.getByRole('button', { name: bora.words.groups.rename }),
  ).toHaveCount(0);

  await ayse.groups.leave();
  await expect(ayse.page.getByRole('main')).toContainText(ayse.words.groups.leftNote);
  await expect(bora.groups.members).toHaveCount(2);
  await expect(bora.groups.members.filter({ hasText: bora.words.groups.owner })).toContainText(
    'Bora',
  );
  await bora.groups.rename('Kış');
  await can.conversations.item('Kış').click();
  await can.groups.isShown('Kış');
  await can.groups.leave();
  await expect(can.page.getByRole('main')).toContainText(can.words.groups.leftNote);
  await expect(bora.groups.members).toHaveCount(1);
  await expect(bora.timeline.log).toContainText(filled(bora.words.timeline.left, { names: 'Can' }));
});
