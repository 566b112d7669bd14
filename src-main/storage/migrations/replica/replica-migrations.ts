import type { Migration } from '../../sqlite/migrate.ts';
import { firstSchema } from './0001-first-schema.ts';
import { markedOwn } from './0002-marked-own.ts';
import { wentOut } from './0003-went-out.ts';
import { draftAim } from './0004-draft-aim.ts';

/** The schema of `replica.db`, oldest step first. A step that was released is never changed. */
export const replicaMigrations: readonly Migration[] = [firstSchema, markedOwn, wentOut, draftAim];
