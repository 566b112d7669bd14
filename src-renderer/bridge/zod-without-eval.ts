import { z } from 'zod';

/** Imported first in every bundle, before any schema is made: compiled checks need `eval`, which the page's policy forbids. */
z.config({ jitless: true });
