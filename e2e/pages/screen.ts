import type { Page } from 'playwright/test';
import type { Words } from '../harness/words.ts';

/** What a page model needs of its person. */
export type Screen = { readonly page: Page; readonly words: Words };
