import { z } from 'zod';

/** Imported before any schema is made, by whatever begins a bundle: compiled checks need `eval`, which the page's policy forbids. */
z.config({ jitless: true });
