import type { Migration } from '../../sqlite/migrate.ts';
import { ownCopy } from './0001-own-copy.ts';
import { peopleAndGroups } from './0002-people-and-groups.ts';

/** The schema of `replica.db`, oldest step first. A step that was released is never changed. */
export const replicaMigrations: readonly Migration[] = [ownCopy, peopleAndGroups];
