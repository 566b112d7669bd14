import { freshFolder } from '../e2e/harness/fresh-folder.ts';
import { HeadlessRoom } from '../e2e/harness/headless-room.ts';
import type { Person } from '../e2e/pages/person.ts';
import type { Row } from './measurement.ts';
import { NewKinds } from './new-kinds.ts';
import { launchBrowser, somebody } from './people.ts';

type Beside = { person: Person; kinds: NewKinds };

/** One window of a real room beside others who write as they are told to. */
export async function besideWriters(measure: (beside: Beside) => Promise<Row[]>): Promise<Row[]> {
  const folder = freshFolder();
  const room = await HeadlessRoom.start('Bench');
  const browser = await launchBrowser();
  try {
    const person = somebody(browser, folder.path);
    await person.start();
    await person.welcome.join({ name: 'Ali', port: room.port });
    const kinds = await NewKinds.enter(room.port, 'Ali');
    const measured = await measure({ person, kinds });
    kinds.leave();
    await person.stop();
    return measured;
  } finally {
    await browser.close();
    await room.stop();
    folder.remove();
  }
}
